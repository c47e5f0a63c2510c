"""The report in words, for someone who has to act on it. Plain text: the same in a terminal and in a pipe but for colour."""

import json
import shlex
from collections.abc import Iterator

from click import style

from backupspec.report.summary import ClauseSummary, Report
from backupspec.report.text import shown
from backupspec.suite.verdicts import Failure, Result, RunVerdict, broken_clauses

WORDS: dict[RunVerdict, str] = {
    "conformant": "conformant",
    "not_conformant": "not conformant",
    "not_judged": "not judged",
    "partial": "partial",
}
_COLOURS = {"conformant": "green", "partial": "yellow", "not_judged": "yellow", "not_conformant": "red"}


def in_words(report: Report, again: tuple[str, ...]) -> str:
    """Tell what did not pass and why, then the verdict. `again` is the command line that began the run, without its selection."""
    lines: list[str] = []
    for clause in report.clauses:
        lines += _clause(clause, [result for result in report.scenarios if _is_told_under(clause.id, result)], again)
    known = {clause.id for clause in report.clauses}
    for result in report.scenarios:
        if result.failure is not None and result.verdict in _TOLD and result.failure.clause not in known:
            lines += [
                *_failure(result, result.failure, "not a clause of these features", again, with_commands=True),
                "",
            ]
    lines += _untestable(report)
    lines += _verdict(report)
    return "\n".join(lines) + "\n"


_TOLD = {"failed", "errored"}


def _is_told_under(clause: str, result: Result) -> bool:
    return result.verdict in _TOLD and result.failure is not None and result.failure.clause == clause


def _clause(clause: ClauseSummary, results: list[Result], again: tuple[str, ...]) -> Iterator[str]:
    """Tell the failures under one clause. The commands stand with the first; the others' are in report.json, or one command away."""
    if results:
        yield style(f"{clause.id}: {len(results)} scenario{'s' if len(results) > 1 else ''}", bold=True)
    for at, result in enumerate(results):
        if result.failure is not None:
            yield from _failure(result, result.failure, clause.text, again, with_commands=at == 0)
            yield ""


def _failure(
    result: Result, failure: Failure, sentence: str, again: tuple[str, ...], *, with_commands: bool
) -> Iterator[str]:
    yield "  " + style(f"{result.verdict.upper()}  {result.id}  {result.title}", fg="red")
    yield f"    clause    {failure.clause}: {sentence}"
    yield f"    where     {result.feature}:{result.line}"
    for name, text in (("step", failure.step), ("expected", failure.expected), ("came", failure.came)):
        if text is not None:
            yield f"    {name:9} {shown(text)}"
    if failure.expected is None:
        yield f"    reason    {shown(failure.reason)}"
    for violation in failure.violations:
        if violation.expected != failure.expected:
            yield f"    also      {violation.invariant} ({violation.clause}): expected {shown(violation.expected)}; came {shown(violation.came)}"
    if with_commands and failure.commands:
        yield "    commands"
        for command in failure.commands:
            yield f"      {shown(json.dumps(command, ensure_ascii=False))}"
    yield f"    again     {shlex.join([*again, '--clause', result.id])}"


def _untestable(report: Report) -> Iterator[str]:
    found = [result for result in report.scenarios if result.verdict == "untestable" and result.failure is not None]
    if found:
        yield "Untestable here:"
        for result in found:
            reason = result.failure.reason if result.failure else ""
            yield f"  {result.id}  {result.title}: {shown(reason)}"
        yield ""


def _verdict(report: Report) -> Iterator[str]:
    totals = report.totals
    words = WORDS[report.verdict]
    yield style(f"Verdict: {words}", fg=_COLOURS[report.verdict], bold=True)
    yield f"  target    {shown(report.target.target)} ({shown(report.target.name)} {shown(report.target.version)})"
    yield f"  policy    {report.policy.title} ({report.policy.id})"
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
