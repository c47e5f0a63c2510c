"""What differs between two reports: what got better or worse, what is new, gone or called otherwise, and under which circumstances."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from backupspec.report.brief import count, named
from backupspec.report.summary import ClauseVerdict, Report
from backupspec.report.terminal import WORDS
from backupspec.text import shown
from backupspec.world.verdicts import Result, RunVerdict

Way = Literal["worse", "better", "otherwise"]


class Difference(Struct, frozen=True, kw_only=True):
    """A circumstance that was another."""

    what: str
    before: str
    after: str


class Change(Struct, frozen=True, kw_only=True):
    """A scenario or a clause that ended otherwise. `way` is `otherwise` where neither end is the better one, as when it no longer applies."""

    id: str
    title: str
    before: ClauseVerdict
    after: ClauseVerdict
    way: Way


class Only(Struct, frozen=True, kw_only=True):
    """A scenario that one report has and the other has not."""

    id: str
    title: str
    verdict: ClauseVerdict


class Renamed(Struct, frozen=True, kw_only=True):
    """A scenario of the same clauses and title under another id, or one whose id has another title."""

    id: str
    title: str
    id_before: str
    title_before: str


class Comparison(Struct, frozen=True, kw_only=True):
    """All that differs between two reports, everything by id."""

    verdict_before: RunVerdict
    verdict: RunVerdict
    got_worse: bool
    whole_got_worse: bool
    """Whether the verdict of the same selection is a worse one, as it also is where less of it was run."""
    circumstances: tuple[Difference, ...]
    scenarios: tuple[Change, ...]
    clauses: tuple[Change, ...]
    renamed: tuple[Renamed, ...]
    new: tuple[Only, ...]
    gone: tuple[Only, ...]


_RANKS: Mapping[str, int] = {"failed": 0, "errored": 0, "waived": 1, "untestable": 2, "passed": 3}
"""The greater, the better. What is not here says nothing about the implementation."""

_RUNS: tuple[RunVerdict, ...] = ("not_conformant", "not_judged", "partial", "conformant_with_waivers", "conformant")


def compare(old: Report, new: Report) -> Comparison:
    """Compare two reports."""
    before = {each.id: each for each in old.scenarios}
    after = {each.id: each for each in new.scenarios}
    moved = dict(_moved(before, after))
    origin = {id_: moved.get(id_, id_) for id_ in after}
    scenarios = tuple(_changes((before[origin[id_]], after[id_]) for id_ in after if origin[id_] in before))
    clauses = tuple(_changed_clauses(old, new))
    worse_whole = old.selection == new.selection and _RUNS.index(new.verdict) < _RUNS.index(old.verdict)
    return Comparison(
        verdict_before=old.verdict,
        verdict=new.verdict,
        whole_got_worse=worse_whole,
        got_worse=worse_whole or any(each.way == "worse" for each in (*scenarios, *clauses)),
        circumstances=tuple(_circumstances(old, new)),
        scenarios=scenarios,
        clauses=clauses,
        renamed=tuple(_renamed(before, after, origin)),
        new=tuple(_only(after[id_] for id_ in after if origin[id_] not in before)),
        gone=tuple(_only(before[id_] for id_ in before if id_ not in after and id_ not in moved.values())),
    )


def _moved(before: Mapping[str, Result], after: Mapping[str, Result]) -> Iterator[tuple[str, str]]:
    """Pair the new ids with the old ones of which one alone has the same clauses and title, and the same row."""
    gone, came = _by_what_they_say(before, after), _by_what_they_say(after, before)
    for said, ids in came.items():
        if len(ids) == len(gone[said]) == 1:
            yield ids[0], gone[said][0]


def _by_what_they_say(results: Mapping[str, Result], others: Mapping[str, Result]) -> defaultdict[object, list[str]]:
    found: defaultdict[object, list[str]] = defaultdict(list)
    for id_, result in results.items():
        if id_ not in others:
            found[result.clauses, result.title, id_.partition("/")[2]].append(id_)
    return found


def _changes(pairs: Iterable[tuple[Result, Result]]) -> Iterator[Change]:
    for old, new in sorted(pairs, key=lambda pair: pair[1].id):
        if old.verdict != new.verdict:
            way = _way(old.verdict, new.verdict)
            yield Change(id=new.id, title=new.title, before=old.verdict, after=new.verdict, way=way)


def _changed_clauses(old: Report, new: Report) -> Iterator[Change]:
    before = {each.id: each.verdict for each in old.clauses}
    for each in sorted(new.clauses, key=lambda clause: clause.id):
        was = before.get(each.id, "not_run")
        if was != each.verdict:
            yield Change(id=each.id, title=each.text, before=was, after=each.verdict, way=_way(was, each.verdict))


def _way(before: ClauseVerdict, after: ClauseVerdict) -> Way:
    if before not in _RANKS or after not in _RANKS or _RANKS[before] == _RANKS[after]:
        return "otherwise"
    return "better" if _RANKS[after] > _RANKS[before] else "worse"


def _renamed(before: Mapping[str, Result], after: Mapping[str, Result], origin: Mapping[str, str]) -> Iterator[Renamed]:
    for id_ in sorted(after):
        old = before.get(origin[id_])
        if old is not None and (old.id, old.title) != (id_, after[id_].title):
            yield Renamed(id=id_, title=after[id_].title, id_before=old.id, title_before=old.title)


def _only(results: Iterable[Result]) -> Iterator[Only]:
    for each in sorted(results, key=lambda result: result.id):
        yield Only(id=each.id, title=each.title, verdict=each.verdict)


def _circumstances(old: Report, new: Report) -> Iterator[Difference]:
    """Tell what was judged otherwise than before: what differs here may be why anything else does."""
    before, after = dict(_told(old)), dict(_told(new))
    for what in dict.fromkeys((*before, *after)):
        was, is_now = before.get(what, "nothing"), after.get(what, "nothing")
        if was != is_now or (what == END and is_now != BY_ITSELF):
            yield Difference(what=what, before=was, after=is_now)


def _told(report: Report) -> Iterator[tuple[str, str]]:
    yield "target", report.target.target
    for name in ("name", "version", "clock"):
        yield f"the target's {name}", getattr(report.target, name)
    yield "the suite's version", report.suite.version
    yield "the contract", report.suite.contract
    yield "policy", report.policy.id
    for choice in report.choices:
        yield f"choice {choice.id}", choice.declared
    yield "selection", ", ".join(report.selection) or "everything"
    yield "waivers", ", ".join(each.waiver.id for each in report.waivers) or "none"
    yield END, report.broken_off or BY_ITSELF


END, BY_ITSELF = "end", "by itself"
"""The one circumstance that is told although it was the same: of what was not run, nothing can be told."""


MOST_SHOWN = 50
"""How much of each kind is told a person; of the rest, the number."""


def in_words(comparison: Comparison) -> str:
    """Tell what differs, worst first."""
    lines = [_then_now("Verdict:", WORDS[comparison.verdict_before], WORDS[comparison.verdict])]
    circumstances = [_then_now(each.what, each.before, each.after) for each in comparison.circumstances]
    lines += _block("OTHER CIRCUMSTANCES", circumstances)
    for way in ("worse", "better"):
        lines += _block(way.upper(), [_changed(each) for each in comparison.scenarios if each.way == way])
    otherwise = [(each.id, _ends(each), each.title) for each in comparison.scenarios if each.way == "otherwise"]
    lines += _block("OTHERWISE", _folded(otherwise), len(otherwise))
    clauses = [_changed(each) for each in comparison.clauses if each.way != "otherwise"]
    others = [(each.id, _ends(each), each.title) for each in comparison.clauses if each.way == "otherwise"]
    lines += _block("CLAUSES", [*clauses, *_folded(others)], len(comparison.clauses))
    new = [(each.id, _word(each.verdict), each.title) for each in comparison.new]
    lines += _block("NEW", _folded(new), len(new))
    gone = [(each.id, f"{_word(each.verdict)} before", each.title) for each in comparison.gone]
    lines += _block("GONE", _folded(gone), len(gone))
    lines += _block("RENAMED", [_called_otherwise(each) for each in comparison.renamed])
    lines += ["", _in_the_end(comparison)]
    return "\n".join(map(shown, lines)) + "\n"


def _in_the_end(comparison: Comparison) -> str:
    """Say what the exit code rests on."""
    if not comparison.got_worse:
        return "Nothing got worse."
    scenarios, clauses = (
        sum(each.way == "worse" for each in some) for some in (comparison.scenarios, comparison.clauses)
    )
    parts = ["the verdict"] if comparison.whole_got_worse else []
    parts += [count(scenarios, "scenario")] if scenarios else []
    parts += [count(clauses, "clause")] if clauses else []
    return f"Something got worse: {', '.join(parts)}."


def _block(title: str, told: Sequence[str], number: int | None = None) -> Iterator[str]:
    """List what there is of one kind, under a title with its number."""
    if told:
        yield ""
        yield f"{title}  {number or len(told)}"
        yield from (f"  {line}" for line in told[:MOST_SHOWN])
        if len(told) > MOST_SHOWN:
            yield f"  ... and {len(told) - MOST_SHOWN} more; --json tells all"


MOST_ALIKE = 5
"""So many that are neither worse nor better, and ended alike, are told one by one; of more, the number and the first."""


def _folded(told: Iterable[tuple[str, str, str]]) -> list[str]:
    """Tell each (its id, its end, its title) in a line, or many that ended alike in one."""
    alike: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for id_, end, title in told:
        alike[end].append((id_, title))
    lines: list[str] = []
    for end, every in alike.items():
        if len(every) > MOST_ALIKE:
            lines.append(f"{len(every)} {end}: {named([id_ for id_, _ in every])}")
        else:
            lines += [f"{id_}  {end}  {title}" for id_, title in every]
    return lines


def _changed(change: Change) -> str:
    return f"{change.id}  {_ends(change)}  {change.title}"


def _ends(change: Change) -> str:
    return f"{_word(change.before)} -> {_word(change.after)}"


def _called_otherwise(each: Renamed) -> str:
    if each.id != each.id_before:
        return f"{each.id_before} -> {each.id}  the same clause and title under another id: {each.title}"
    return f"{each.id}  the same id with another title: {each.title_before} -> {each.title}"


def _then_now(what: str, before: str, after: str) -> str:
    return f"{what} {before} -> {after}" if before != after else f"{what} {after}, as before"


def _word(verdict: str) -> str:
    return verdict.replace("_", " ")
