"""The report in words, for someone who has to act on it. Plain text: the same in a terminal and in a pipe but for colour."""

import shlex
from collections import defaultdict
from collections.abc import Iterator, Mapping
from textwrap import fill
from typing import Any

from click import style

from backupspec.report.summary import Report
from backupspec.suite.setting import ABOUT
from backupspec.suite.text import command_line, shown
from backupspec.suite.verdicts import Failure, Result, RunVerdict, broken_clauses

WORDS: dict[RunVerdict, str] = {
    "conformant": "conformant",
    "not_conformant": "not conformant",
    "not_judged": "not judged",
    "partial": "partial",
}
_COLOURS = {"conformant": "green", "partial": "yellow", "not_judged": "yellow", "not_conformant": "red"}


def in_words(report: Report, again: tuple[str, ...]) -> str:
    """Tell what did not pass and why, what did not apply and what was declared, then the verdict.

    `again` is the command line that began the run, without its selection.
    """
    lines: list[str] = []
    sentences = {clause.id: clause.text for clause in report.clauses}
    for clause, failures in _by_clause(report):
        lines += _clause(clause, sentences.get(clause, "a clause without scenarios"), failures, again)
    lines += _untestable(report)
    lines += _not_applicable(report)
    lines += _declared(report)
    lines += _verdict(report)
    return "\n".join(lines) + "\n"


Failed = tuple[Result, Failure]


def _by_clause(report: Report) -> Iterator[tuple[str, list[Failed]]]:
    """Yield the clauses under which something failed or erred, in order, each with its failures."""
    found: defaultdict[str, list[Failed]] = defaultdict(list)
    for result in report.scenarios:
        if result.failure is not None and result.verdict in {"failed", "errored"}:
            found[result.failure.clause].append((result, result.failure))
    yield from sorted(found.items())


def _clause(clause: str, sentence: str, failures: list[Failed], again: tuple[str, ...]) -> Iterator[str]:
    """Tell the failures under one clause. Those alike in all but the scenario are told once, and the others named."""
    alike: defaultdict[object, list[Failed]] = defaultdict(list)
    for result, failure in failures:
        alike[result.verdict, failure.step, failure.expected, failure.came or failure.reason].append((result, failure))
    yield style(f"{clause}  {_count(len(failures), 'scenario')}", bold=True)
    for (result, failure), *others in alike.values():
        yield from _failure(result, failure, sentence, again)
        if others:
            ids = ", ".join(other.id for other, _ in others)
            yield fill(f"and {_count(len(others), 'more', 'more')} alike: {ids}", 100, **_MORE)
        yield ""


_MORE: Mapping[str, Any] = {"initial_indent": "    ", "subsequent_indent": "              ", "break_on_hyphens": False}


def _count(count: int, one: str, many: str | None = None) -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"


def _failure(result: Result, failure: Failure, sentence: str, again: tuple[str, ...]) -> Iterator[str]:
    during = "" if failure.clause in result.clauses else "broken during "
    yield "  " + style(f"{result.verdict.upper()}  {during}{result.id}  {result.title}", fg="red")
    yield f"    clause    {failure.clause}: {sentence}"
    yield f"    where     {result.feature}:{result.line}"
    for name, text in (("step", failure.step), ("expected", failure.expected), ("came", failure.came)):
        if text is not None:
            yield f"    {name:9} {shown(text)}"
    if failure.expected is None:
        yield f"    reason    {shown(failure.reason)}"
    for violation in failure.violations:
        if violation.expected != failure.expected and violation.clause != failure.clause:
            yield f"    also      {violation.clause}: expected {shown(violation.expected)}; came {shown(violation.came)}"
    if failure.commands:
        yield "    commands"
        for command in failure.commands:
            yield f"      {command_line(command)}"
    yield f"    again     {shlex.join([*again, '--clause', result.id])}"


def _untestable(report: Report) -> Iterator[str]:
    """Tell what could not be tested, each reason once."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for result in report.scenarios:
        if result.verdict == "untestable" and result.failure is not None:
            found[result.failure.reason].append(result.id)
    for reason, ids in sorted(found.items(), key=lambda item: (-len(item[1]), item[0])):
        yield style(f"UNTESTABLE  {_count(len(ids), 'scenario')}: {shown(reason)}", fg="yellow")
        yield fill(", ".join(ids), 100, **_MORE)
        yield ""


def _not_applicable(report: Report) -> Iterator[str]:
    """Name what did not apply, in one block: of what there may be much, each reason has a few words. report.json has them in full."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for result in report.scenarios:
        if result.verdict == "not_applicable" and result.failure is not None:
            found[result.failure.reason.removeprefix(ABOUT)].append(result.id)
    if found:
        count = _count(sum(map(len, found.values())), "scenario")
        yield style(f"NOT APPLICABLE  {count}", bold=True)
        others = {result.id for result in report.scenarios if result.verdict != "not_applicable"}
        told = (f"{shown(reason)}: {', '.join(_whole(ids, others))}" for reason, ids in sorted(found.items()))
        yield fill("; ".join(told), 100, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)
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
    words = WORDS[report.verdict]
    yield style(f"Verdict: {words}", fg=_COLOURS[report.verdict], bold=True)
    yield f"  target    {shown(report.target.target)} ({shown(report.target.name)} {shown(report.target.version)})"
    yield f"  policy    {report.policy.title} ({report.policy.id})"
    declared = [f"{choice.id}: {choice.declared}" for choice in report.choices if choice.declared_otherwise]
    yield f"  choices   {', '.join(declared) or 'as the policy picks them'}"
    counts = [f"{count} {verdict.replace('_', ' ')}" for verdict, count in totals.items() if count]
    yield f"  scenarios {', '.join(counts) or 'none'}"
    broken = sorted({clause for result in report.scenarios for clause in broken_clauses(result)})
    if broken:
        yield f"  broken    {', '.join(broken)}"
    why = _why(report)
    if why:
        yield f"  why       {why}"


def _why(report: Report) -> str:
    """Say why a verdict is not the one that was hoped for."""
    totals = report.totals
    if report.verdict == "not_judged":
        return "the implementation or its adapter broke the contract" if totals["errored"] else "no scenario applied"
    if report.verdict == "partial":
        return (
            f"only {', '.join(report.selection)} was run" if report.selection else "some scenarios could not be tested"
        )
    return ""
