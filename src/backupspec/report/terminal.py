"""The report in words, for someone who has to act on it. Plain text: the same in a terminal and in a pipe but for colour."""

import shlex
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import fill

from click import style

from backupspec import shipped
from backupspec.report import words
from backupspec.report.brief import (
    IN_FULL,
    MOST_IN_FULL,
    NAMED,
    Failed,
    alike,
    build_next,
    count,
    error_in_brief,
    in_brief,
    named,
    same_errors,
    scenarios,
    see_all,
    the_first_few,
    untestable,
)
from backupspec.report.summary import Report
from backupspec.report.waivers import COVERS_NOTHING, State, Waived
from backupspec.text import readable, shown
from backupspec.world.verdicts import Failure, Result, RunVerdict, Verdict

WORDS: dict[RunVerdict, str] = {
    "conformant": "conformant",
    "conformant_with_waivers": "conformant with waivers",
    "not_conformant": "not conformant",
    "not_judged": "not judged",
    "partial": "partial",
}
_COLOURS = {
    "conformant": "green",
    "conformant_with_waivers": "green",
    "partial": "yellow",
    "not_judged": "yellow",
    "not_conformant": "red",
}


def in_words(report: Report, again: tuple[str, ...], folder: Path | None = None) -> str:
    """Tell what did not pass and why, what did not apply and what was declared, then the verdict, and what to build next.

    `again` is the command line that began the run, without its selection; `folder` where the report was written, if it was. Of very many failures,
    and of all that is untestable, a few are told, unless a selection was asked for.
    """
    report = readable(report)
    lines: list[str] = []
    lines += _errors(report, again, folder)
    lines += _failures(report, again, folder)
    lines += _waived(report)
    lines += untestable(report)
    lines += _not_applicable(report, has_report=folder is not None)
    lines += _declared(report)
    lines += _verdict(report)
    lines += build_next(report.build_next)
    return "\n".join(lines) + "\n"


def _errors(report: Report, again: tuple[str, ...], folder: Path | None) -> Iterator[str]:
    """Tell each error once, whatever the scenario and the step: one example in full, and which others came to the same. The most frequent come first."""
    sentences = {clause.id: clause.text for clause in report.clauses}
    errors = same_errors(report.scenarios)
    if not errors:
        return
    many = len(errors) > MOST_IN_FULL and not report.selection
    full, rest = (errors[:IN_FULL], errors[IN_FULL:]) if many else (errors, [])
    total = count(sum(map(len, errors)), "scenario")
    yield style(f"ERRORED  {total}, for {count(len(errors), 'reason')}", bold=True)
    for (result, failure), *others in full:
        yield from _failure(result, failure, sentences.get(failure.clause, WITHOUT), again, folder)
        if others:
            ids = [other.id for other, _ in others]
            told = ", ".join(ids) if report.selection else named(ids)
            yield fill(f"and {count(len(others), 'more', 'more')} came to the same: {told}", 100, **NAMED)
        yield ""
    for error in rest:
        yield error_in_brief(error)
    if rest:
        yield ""
        yield from see_all(rest[0][0][0].id, again, has_report=folder is not None)


def _failures(report: Report, again: tuple[str, ...], folder: Path | None) -> Iterator[str]:
    """Tell the failures clause by clause: all in full, or the first few, and the others by name."""
    sentences = {clause.id: clause.text for clause in report.clauses}
    by_clause = [(clause, alike(failures)) for clause, failures in _by_clause(report)]
    full = [cause for _, causes in by_clause for cause in causes] if report.selection else the_first_few(by_clause)
    rest = [(clause, [cause for cause in causes if cause not in full]) for clause, causes in by_clause]
    for clause, causes in by_clause:
        if own := [cause for cause in causes if cause in full]:
            yield from _clause(clause, sentences.get(clause, WITHOUT), own, again, folder)
    for clause, causes in rest:
        if causes:
            yield from in_brief(clause, sentences.get(clause, WITHOUT), causes)
    if example := next((clause for clause, causes in rest if causes), None):
        yield from see_all(example, again, has_report=folder is not None)


WITHOUT = "a clause without scenarios"


def _by_clause(report: Report) -> Iterator[tuple[str, list[Failed]]]:
    """Yield the clauses under which something failed, in order, each with its failures."""
    found: defaultdict[str, list[Failed]] = defaultdict(list)
    for result in report.scenarios:
        if result.failure is not None and result.verdict == "failed":
            found[result.failure.clause].append((result, result.failure))
    yield from sorted(found.items())


def _clause(
    clause: str, sentence: str, causes: list[list[Failed]], again: tuple[str, ...], folder: Path | None
) -> Iterator[str]:
    """Tell the failures under one clause. Those alike in all but the scenario are told once, and the others named."""
    yield style(f"{clause}  {scenarios(clause, causes)}", bold=True)
    for (result, failure), *others in causes:
        yield from _failure(result, failure, sentence, again, folder)
        if others:
            ids = ", ".join(other.id for other, _ in others)
            yield fill(f"and {count(len(others), 'more', 'more')} alike: {ids}", 100, **NAMED)
        yield ""


def _failure(
    result: Result, failure: Failure, sentence: str, again: tuple[str, ...], folder: Path | None
) -> Iterator[str]:
    during = "" if failure.clause in result.clauses else "broken during "
    yield "  " + style(f"{result.verdict.upper()}  {during}{result.id}  {result.title}", fg="red")
    yield f"    clause    {failure.clause}: {sentence}"
    yield f"    where     {result.feature}:{result.line}"
    yield f"    steps     {shlex.join(['backupspec', 'clauses', '--clause', result.id])}"
    for name, text in words.rows(failure):
        yield f"    {name:9} {shown(text)}"
    for name, lines in words.blocks(failure):
        yield f"    {name}"
        yield from (f"      {line}" for line in lines)
    yield f"    again     {shlex.join([*again, '--clause', result.id])}"
    if failure.trace is not None and folder is not None and _can_be_replayed(again):
        replay = ["backupspec", "replay", str(folder / failure.trace), "--target", again[2]]
        yield f"    replay    {shlex.join(replay)}"


def _can_be_replayed(again: tuple[str, ...]) -> bool:
    """Return whether `replay` can perform a trace: content was not left out, and the policy comes with backupspec."""
    own_policy = "--profile" in again and again[again.index("--profile") + 1] not in shipped.PROFILES
    return "--redact" not in again and not own_policy


def _waived(report: Report) -> Iterator[str]:
    """Tell what is waived, who answers for it and until when, waivers alike in one; and which waivers are of no use."""
    alike: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for each in report.waivers:
        if each.state == "covers":
            waiver = each.waiver
            alike[waiver.expires, waiver.reason, waiver.owner, waiver.link].extend(_covered(each))
    for (expires, reason, owner, link), ids in alike.items():
        yield style(f"WAIVED  until {expires}: {shown(reason)}", fg="yellow")
        yield f"    owner     {shown(owner)}, {shown(link)}"
        yield fill(f"covers    {', '.join(ids)}", 100, **NAMED)
        yield ""
    for state, (word, colour, why) in _OF_NO_USE.items():
        ids = [each.waiver.id for each in report.waivers if each.state == state]
        if ids:
            yield style(f"{word}  {count(len(ids), 'waiver')}: {why}", fg=colour)
            yield fill(", ".join(ids), 100, **NAMED)
            yield ""


def _covered(waived: Waived) -> Iterator[str]:
    """Name what a waiver covers: of an invariant, the scenarios that it alone failed."""
    if waived.covers == (waived.waiver.id,):
        yield waived.waiver.id
    else:
        yield f"{waived.waiver.id} ({', '.join(waived.covers) or 'in scenarios that fail for another reason, too'})"


_OF_NO_USE: Mapping[State, tuple[str, str, str]] = {
    "covers_nothing": ("FAILED", "red", COVERS_NOTHING),
    "not_judged": (
        "NOT WAIVED",
        "yellow",
        "what it waives errored, was untestable, or broke the contract, too; only a failure can be waived",
    ),
}


MOST_NAMED = 10
"""Of a whole run, so many scenarios that do not apply are named: more would push the failures off the screen."""


def _not_applicable(report: Report, *, has_report: bool) -> Iterator[str]:
    """Name what did not apply, a line for each reason. Of very much the number is told, unless a selection was asked for."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for result in report.scenarios:
        if result.verdict == "not_applicable" and result.failure is not None:
            found[words.subject(result.failure)].append(result.id)
    if not found:
        return
    number = sum(map(len, found.values()))
    if number > MOST_NAMED and not report.selection:
        where = "report.json names them" if has_report else "with --report DIR, report.json names them"
        yield style(f"NOT APPLICABLE  {number} scenarios, each with its reason: {where}", bold=True)
    else:
        yield style(f"NOT APPLICABLE  {count(number, 'scenario')}, about", bold=True)
        others = {result.id for result in report.scenarios if result.verdict != "not_applicable"}
        for reason, ids in sorted(found.items()):
            yield fill(f"{shown(reason)}: {', '.join(_whole(ids, others))}", 100, **NAMED)
    yield ""


def _whole(ids: list[str], others: set[str]) -> Iterator[str]:
    """Name an outline instead of its rows, where none of its rows is among the others."""
    outlines = {other.partition("/")[0] for other in others}
    names = (id_ if (outline := id_.partition("/")[0]) in outlines else outline for id_ in ids)
    yield from dict.fromkeys(names)


def _declared(report: Report) -> Iterator[str]:
    """Tell how the questions are read that are read otherwise than the policy picks."""
    for choice in report.choices:
        if choice.declared_otherwise:
            yield style(f"DECLARED  {choice.id}: {choice.declared}", bold=True)
            yield from _told("question", f"{choice.question} ({choice.clause})")
            yield from _told("the page says", choice.page_says)
            yield from _told("we read", choice.we_read)
            yield from _told("because", choice.because)
            yield ""


def _told(name: str, text: str) -> Iterator[str]:
    """Say one thing of a choice, wrapped."""
    yield fill(text, 100, initial_indent=f"  {name:15}", subsequent_indent=" " * 17, break_on_hyphens=False)


def _verdict(report: Report) -> Iterator[str]:
    totals = report.totals
    yield style(f"Verdict: {WORDS[report.verdict]}", fg=_COLOURS[report.verdict], bold=True)
    yield f"  target    {shown(report.target.target)} ({shown(report.target.name)} {shown(report.target.version)})"
    yield f"  policy    {report.policy.title} ({report.policy.id})"
    declared = [f"{choice.id}: {choice.declared}" for choice in report.choices if choice.declared_otherwise]
    yield f"  choices   {', '.join(declared) or 'as the policy picks them'}"
    yield f"  scenarios {_counts(totals)}"
    judged = Counter(clause.verdict for clause in report.clauses)
    yield f"  clauses   {_counts({verdict: judged[verdict] for verdict in totals})}"
    if report.lacking:
        yield f"  without   {shown(', '.join(report.lacking[:MOST_NAMED]))}{_more(len(report.lacking) - MOST_NAMED)}"
    if broken := [clause.id for clause in report.clauses if clause.verdict == "failed"]:
        yield f"  broken    {', '.join(broken)}"
    why = _why(report)
    if why:
        yield f"  why       {why}"
    for remark in report.remarks:
        yield fill(f"  remark    {shown(remark)}", 100, subsequent_indent=" " * 12)


def _more(number: int) -> str:
    return f" and {number} more" if number > 0 else ""


def _counts(totals: Mapping[Verdict, int]) -> str:
    """Say how many ended with each verdict. Of clauses, those of which nothing was run are left out."""
    counts = [f"{count} {verdict.replace('_', ' ')}" for verdict, count in totals.items() if count]
    return ", ".join(counts) or "none"


def _why(report: Report) -> str:
    """Say why a verdict is not the one that was hoped for."""
    totals = report.totals
    if report.broken_off is not None:
        return report.broken_off
    misfits = [each.waiver.id for each in report.waivers if each.state == "covers_nothing"]
    if report.verdict == "not_conformant" and misfits:
        return f"what is waived passes; delete: {named(misfits)}"
    if report.verdict == "not_judged":
        return "the implementation or its adapter broke the contract" if totals["errored"] else "no scenario applied"
    if report.verdict == "partial":
        only = [f"only {', '.join(report.selection)} was run"] if report.selection else []
        untested = [f"{count(totals['untestable'], 'scenario')} could not be tested"] if totals["untestable"] else []
        return ", and ".join([*only, *untested])
    return ""
