"""The report as JUnit XML, for the tools that read nothing else: a failure is a failure, a skip has its reason.

What makes a run fail without being a scenario is a case of its own, so that no tool calls the run good.
"""

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from msgspec import Struct, structs

from backupspec.report.summary import Report
from backupspec.report.waivers import COVERS_NOTHING
from backupspec.report.words import in_a_line, rows
from backupspec.text import readable, shown
from backupspec.world.verdicts import Result

_ELEMENT = {
    "failed": "failure",
    "errored": "error",
    "untestable": "skipped",
    "not_applicable": "skipped",
    "waived": "skipped",
}


class _Case(Struct, frozen=True):
    """A test case: of a scenario, or of what makes a run fail without being one. `kind` is the element that says how it ended, if it did not pass."""

    suite: str
    classname: str
    name: str
    kind: str | None = None
    message: str = ""
    lines: tuple[str, ...] = ()
    seconds: float = 0


def junit(report: Report) -> bytes:
    """Write a report as JUnit XML: a suite per feature, a case per scenario."""
    report = readable(report)  # XML has no way to write most controls, and whoever reads it shows it to people
    answers = _answers(report)
    cases = [*(_of(result, answers.get(result.id, "")) for result in report.scenarios), *_of_the_run(report)]
    root = Element("testsuites", _totals(cases), name="backupspec")
    for name in dict.fromkeys(case.suite for case in cases):
        own = [case for case in cases if case.suite == name]
        suite = SubElement(root, "testsuite", _totals(own), name=name)
        for case in own:
            _add(suite, case)
    indent(root)
    text: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _of_the_run(report: Report) -> Iterator[_Case]:
    """Make a case of each waiver that covers nothing, and of a run that was broken off."""
    for each in report.waivers:
        if each.state == "covers_nothing":
            id_ = each.waiver.id
            yield _Case("waivers", id_, f"{id_} is waived", "failure", f"failed: {COVERS_NOTHING}", (f"clause: {id_}",))
    if report.broken_off is not None:
        told = f"errored: {report.broken_off}"
        yield _Case("run", "run", "run goes on to its end", "error", told, ("clause: run",))


def _of(result: Result, answer: str) -> _Case:
    """Make the case of a scenario."""
    name, kind, failure = f"{result.id} {result.title}", _ELEMENT.get(result.verdict), result.failure
    case = _Case(result.feature, " ".join(result.clauses), name, seconds=result.seconds)
    if kind is None or failure is None:
        return case
    lines = (
        [] if kind == "skipped" else [f"{name}: {text}" for name, text in (("clause", failure.clause), *rows(failure))]
    )
    if lines and failure.log:
        lines += ["standard error:", *failure.log]
    return structs.replace(case, kind=kind, message=f"{in_a_line(result)}{answer}", lines=tuple(lines))


def _answers(report: Report) -> dict[str, str]:
    """Tell of each scenario that is waived who answers for it."""
    return {
        id_: f" ({each.waiver.id} is waived until {each.waiver.expires}: {each.waiver.reason}; {each.waiver.owner}, {each.waiver.link})"
        for each in report.waivers
        for id_ in each.covers
    }


def _totals(cases: Sequence[_Case]) -> dict[str, str]:
    kinds = [case.kind for case in cases]
    return {
        "tests": str(len(cases)),
        "failures": str(kinds.count("failure")),
        "errors": str(kinds.count("error")),
        "skipped": str(kinds.count("skipped")),
        "time": f"{sum(case.seconds for case in cases):.3f}",
    }


def _add(suite: Element, case: _Case) -> None:
    made = SubElement(suite, "testcase", classname=case.classname, name=shown(case.name), time=f"{case.seconds:.3f}")
    if case.kind is not None:
        element = SubElement(made, case.kind, message=shown(case.message))
        if case.lines:
            element.text = "\n".join(map(shown, case.lines))
