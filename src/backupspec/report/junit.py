"""The report as JUnit XML, for the tools that read nothing else: a failure is a failure, a skip has its reason."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from backupspec.report.summary import Report
from backupspec.suite.text import shown
from backupspec.suite.verdicts import Failure, Result

_ELEMENT = {
    "failed": "failure",
    "errored": "error",
    "untestable": "skipped",
    "not_applicable": "skipped",
    "waived": "skipped",
}


def junit(report: Report) -> bytes:
    """Write a report as JUnit XML: a suite per feature, a case per scenario."""
    root = Element("testsuites", _totals(report.scenarios), name="backupspec")
    for feature in dict.fromkeys(result.feature for result in report.scenarios):
        results = tuple(result for result in report.scenarios if result.feature == feature)
        suite = SubElement(root, "testsuite", _totals(results), name=feature)
        for result in results:
            _case(suite, result)
    indent(root)
    text: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _totals(results: tuple[Result, ...]) -> dict[str, str]:
    kinds = [_ELEMENT.get(result.verdict) for result in results]
    return {
        "tests": str(len(results)),
        "failures": str(kinds.count("failure")),
        "errors": str(kinds.count("error")),
        "skipped": str(kinds.count("skipped")),
        "time": f"{sum(result.seconds for result in results):.3f}",
    }


def _case(suite: Element, result: Result) -> None:
    name = f"{result.id} {result.title}"
    case = SubElement(
        suite, "testcase", classname=" ".join(result.clauses), name=shown(name), time=f"{result.seconds:.3f}"
    )
    kind = _ELEMENT.get(result.verdict)
    if kind is None or result.failure is None:
        return
    element = SubElement(case, kind, message=shown(f"{result.verdict.replace('_', ' ')}: {result.failure.reason}"))
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
