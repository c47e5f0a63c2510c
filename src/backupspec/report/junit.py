"""The report as JUnit XML, for the tools that read nothing else: a failure is a failure, a skip has its reason.

What makes a run fail without being a scenario is a case of its own, so that no tool calls the run good.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from backupspec.report.summary import Report
from backupspec.report.waivers import COVERS_NOTHING
from backupspec.text import readable, shown
from backupspec.world.verdicts import Failure, Result, Verdict

_ELEMENT = {
    "failed": "failure",
    "errored": "error",
    "untestable": "skipped",
    "not_applicable": "skipped",
    "waived": "skipped",
}


def junit(report: Report) -> bytes:
    """Write a report as JUnit XML: a suite per feature, a case per scenario."""
    report = readable(report)  # XML has no way to write most controls, and whoever reads it shows it to people
    every = (*report.scenarios, *_of_the_run(report))
    answers = _answers(report)
    root = Element("testsuites", _totals(every), name="backupspec")
    for feature in dict.fromkeys(result.feature for result in every):
        results = tuple(result for result in every if result.feature == feature)
        suite = SubElement(root, "testsuite", _totals(results), name=feature)
        for result in results:
            _case(suite, result, answers.get(result.id, ""))
    indent(root)
    text: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _of_the_run(report: Report) -> Iterator[Result]:
    """Make a case of each waiver that covers nothing, and of a run that was broken off."""
    for each in report.waivers:
        if each.state == "covers_nothing":
            yield _made("waivers", each.waiver.id, "is waived", "failed", COVERS_NOTHING)
    if report.broken_off is not None:
        yield _made("run", "run", "goes on to its end", "errored", report.broken_off)


def _made(feature: str, id_: str, title: str, verdict: Verdict, reason: str) -> Result:
    failure = Failure(clause=id_, reason=reason)
    return Result(
        id=id_, clauses=(id_,), title=title, feature=feature, line=0, verdict=verdict, seconds=0, failure=failure
    )


def _answers(report: Report) -> dict[str, str]:
    """Tell of each scenario that is waived who answers for it."""
    return {
        id_: f" ({each.waiver.id} is waived until {each.waiver.expires}: {each.waiver.reason}; {each.waiver.owner}, {each.waiver.link})"
        for each in report.waivers
        for id_ in each.covers
    }


def _totals(results: tuple[Result, ...]) -> dict[str, str]:
    kinds = [_ELEMENT.get(result.verdict) for result in results]
    return {
        "tests": str(len(results)),
        "failures": str(kinds.count("failure")),
        "errors": str(kinds.count("error")),
        "skipped": str(kinds.count("skipped")),
        "time": f"{sum(result.seconds for result in results):.3f}",
    }


def _case(suite: Element, result: Result, answer: str) -> None:
    name = f"{result.id} {result.title}"
    case = SubElement(
        suite, "testcase", classname=" ".join(result.clauses), name=shown(name), time=f"{result.seconds:.3f}"
    )
    kind = _ELEMENT.get(result.verdict)
    if kind is None or result.failure is None:
        return
    clause = result.failure.clause
    of = "" if clause in result.clauses else f" by {clause}"
    message = f"{result.verdict.replace('_', ' ')}{of}: {result.failure.reason}{answer}"
    element = SubElement(case, kind, message=shown(message))
    if kind != "skipped":
        element.text = "\n".join(map(shown, _lines(result.failure)))


def _lines(failure: Failure) -> list[str]:
    told = [("clause", failure.clause), ("step", failure.step), ("expected", failure.expected), ("came", failure.came)]
    lines = [f"{name}: {text}" for name, text in told if text is not None]
    lines += [
        f"{each.invariant} ({each.clause}): expected {each.expected}; came {each.came}" for each in failure.violations
    ]
    if failure.log:
        lines += ["standard error:", *failure.log]
    return lines
