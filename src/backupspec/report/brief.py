"""The report in words where there is much to tell: a newcomer's first run must not drown in what is not built yet."""

import shlex
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import fill
from typing import Any

from click import style

from backupspec.report.building import Next
from backupspec.report.summary import Report
from backupspec.report.words import why
from backupspec.text import shown
from backupspec.world.verdicts import Failure, Result

Failed = tuple[Result, Failure]

MOST_IN_FULL = 12
"""So many different failures of a whole run are all told in full."""
IN_FULL = 3
"""Of more, so many are told in full, no two of them alike, and the others are named."""
MOST_REASONS = 10
MOST_IDS = 5

NAMED: Mapping[str, Any] = {"initial_indent": "    ", "subsequent_indent": "              ", "break_on_hyphens": False}


def count(number: int, one: str, many: str | None = None) -> str:
    """Say how many there are."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def alike(failures: Sequence[Failed]) -> list[list[Failed]]:
    """Put failures together that are alike in all but the scenario."""
    found: defaultdict[object, list[Failed]] = defaultdict(list)
    for result, failure in failures:
        found[failure.step, problem(failure)].append((result, failure))
    return list(found.values())


def same_errors(results: Iterable[Result]) -> list[list[Failed]]:
    """Put errors together that have one reason, whatever the scenario, the step and the bytes; the most frequent come first."""
    found: defaultdict[object, list[Failed]] = defaultdict(list)
    for result in results:
        if result.failure is not None and result.verdict == "errored":
            found[problem(result.failure)].append((result, result.failure))
    return sorted(found.values(), key=len, reverse=True)


def problem(failure: Failure) -> object:
    """Return what went wrong, equal wherever the same did: whatever the clause, the step, the commands, the messages and the log."""
    operation = failure.exchange.operation if failure.exchange is not None else None
    facts = (failure.kind, failure.during, failure.cause, operation, failure.reason, failure.missing)
    seen = (failure.expected, failure.actual, failure.where)
    return *facts, *seen, problem(failure.then) if failure.then is not None else None


def error_in_brief(error: Sequence[Failed]) -> str:
    """Tell an error in a few lines: why, and in which scenarios."""
    ids = named([result.id for result, _ in error])
    return fill(f"errored: {_short(shown(why(error[0][1])))}: {ids}", 100, **NAMED)


def the_first_few(by_clause: Sequence[tuple[str, list[list[Failed]]]]) -> list[list[Failed]]:
    """Choose what is told in full: all, if that is not too much; else the first few that have different reasons."""
    causes = [cause for _, own in by_clause for cause in own]
    if len(causes) <= MOST_IN_FULL:
        return causes
    first = {problem(cause[0][1]): cause for cause in reversed(causes)}
    return [cause for cause in causes if cause is first[problem(cause[0][1])]][:IN_FULL]


def in_brief(clause: str, sentence: str, causes: Sequence[list[Failed]]) -> Iterator[str]:
    """Name the failures under one clause, by what went wrong, whatever the step."""
    alike: defaultdict[object, list[Failed]] = defaultdict(list)
    for result, failure in (each for cause in causes for each in cause):
        alike[problem(failure)].append((result, failure))
    yield style(f"{clause}  {scenarios(clause, causes)}: {sentence}", bold=True)
    for same in alike.values():
        ids = named([result.id for result, _ in same])
        yield fill(f"failed: {_short(shown(why(same[0][1])))}: {ids}", 100, **NAMED)
    yield ""


def scenarios(clause: str, causes: Sequence[list[Failed]]) -> str:
    """Count the scenarios that are told under a clause, and say how many of them are another clause's."""
    every = [result for cause in causes for result, _ in cause]
    others = sum(clause not in result.clauses for result in every)
    whose = "" if not others else f", {others if others < len(every) else 'all'} of other clauses"
    return count(len(every), "scenario") + whose


def named(ids: Sequence[str]) -> str:
    """Name a few scenarios, and say how many more there are."""
    rest = f" and {len(ids) - MOST_IDS} more" if len(ids) > MOST_IDS else ""
    return ", ".join(ids[:MOST_IDS]) + rest


def _short(text: str, longest: int = 160) -> str:
    return text if len(text) <= longest else text[:longest] + " ..."


def see_all(example: str, again: Sequence[str], *, has_report: bool) -> Iterator[str]:
    """Say how to see what was only named."""
    yield style("To see all of one clause or scenario:", bold=True)
    yield f"  {shlex.join([*again, '--clause', example])}"
    yield "  report.json has everything" if has_report else "  with --report DIR, report.json has everything"
    yield ""


def untestable(report: Report) -> Iterator[str]:
    """Tell what could not be tested, each reason once; of a whole run the most frequent ones. A scenario ends at the first thing that it misses."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for result in report.scenarios:
        if result.verdict == "untestable" and result.failure is not None:
            first = ", the first thing missing" if result.failure.missing is not None else ""
            found[why(result.failure) + first].append(result.id)
    if not found:
        return
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    told = ordered if report.selection else ordered[:MOST_REASONS]
    for reason, ids in told:
        yield style(f"UNTESTABLE  {count(len(ids), 'scenario')}: {shown(reason)}", fg="yellow")
        yield fill(", ".join(ids) if report.selection else named(ids), 100, **NAMED)
    if rest := ordered[len(told) :]:
        scenarios = sum(len(ids) for _, ids in rest)
        yield style(
            f"UNTESTABLE  {count(scenarios, 'more', 'more')}, for {count(len(rest), 'other reason')}; report.json names them",
            fg="yellow",
        )
    yield ""


def build_next(found: Sequence[Next]) -> Iterator[str]:
    """Tell what to build next, what opens the most clauses first."""
    if not found:
        return
    yield ""
    yield style("Build next: what opens the most clauses that could not be tested, each with those above it", bold=True)
    for each in found:
        opens = f"opens {count(each.scenarios, 'scenario')} of {count(each.clauses, 'clause')}"
        yield f"  {', '.join(map(shown, each.build))}: {opens}"
