"""The report in words, for someone who has to act on it. Plain text: the same in a terminal and in a pipe but for colour."""

import json
import shlex
from collections.abc import Iterator

from click import style

from backupspec.report.summary import Report
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
    sentences = {clause.id: clause.text for clause in report.clauses}
    for result in report.scenarios:
        if result.verdict in {"failed", "errored"} and result.failure is not None:
            lines += [*_failure(result, result.failure, sentences, again), ""]
    lines += _untestable(report)
    lines += _verdict(report)
    return "\n".join(lines) + "\n"


def _failure(result: Result, failure: Failure, sentences: dict[str, str], again: tuple[str, ...]) -> Iterator[str]:
    yield style(f"{result.verdict.upper()}  {result.id}  {result.title}", fg="red", bold=True)
    yield f"  clause    {failure.clause}: {sentences.get(failure.clause, 'a clause of another part of the specification')}"
    yield f"  where     {result.feature}:{result.line}"
    for name, text in (("step", failure.step), ("expected", failure.expected), ("came", failure.came)):
        if text is not None:
            yield f"  {name:9} {shown(text)}"
    if failure.expected is None:
        yield f"  reason    {shown(failure.reason)}"
    for violation in failure.violations:
        yield f"  also      {violation.invariant} ({violation.clause}): expected {shown(violation.expected)}; came {shown(violation.came)}"
    if failure.commands:
        yield "  commands"
        for command in failure.commands:
            yield f"    {shown(json.dumps(command, ensure_ascii=False))}"
    yield f"  again     {shlex.join([*again, '--clause', result.id])}"


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
        return f"only {', '.join(report.selection)} was run" if report.selection else "some scenarios could not be tested"
    return ""
