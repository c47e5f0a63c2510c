"""The first list of waivers: what fails today, for somebody to fill in who answers for it and until when."""

from collections.abc import Iterator
from textwrap import wrap

from backupspec.report.summary import Report
from backupspec.suite.text import shown
from backupspec.suite.verdicts import Failure, Result

HEAD = """\
# What fails today. Fill in each reason, owner, link (https://...) and expires (the last day, such as 2026-12-31), or delete the entry.
# A list with gaps is refused. Then: backupspec run ... --waivers FILE
waivers:
"""


def first_waivers(report: Report) -> str:
    """Write a list of all failures that are not waived yet, by id; nothing if there is none."""
    failed = sorted((result.id, result) for result in report.scenarios if result.verdict == "failed")
    lines: list[str] = []
    clause = ""
    for _, result in failed:
        if result.failure is not None:
            lines.append("")
            if result.failure.clause != clause:
                clause = result.failure.clause
                lines += _comment(f"{clause}: {_sentence(report, clause)}")
            lines += _entry(result, result.failure)
    return HEAD + "\n".join(lines[1:]) + "\n" if lines else ""


def _sentence(report: Report, clause: str) -> str:
    return next((each.text for each in report.clauses if each.id == clause), "a clause without scenarios")


def _entry(result: Result, failure: Failure) -> Iterator[str]:
    """Write one waiver with its gaps, under comments that say what it waives."""
    broken = list(dict.fromkeys(each.invariant for each in failure.violations))
    yield from _comment(result.title)
    if broken and failure.step is None:
        yield from _comment(f"What must always hold did not: {', '.join(broken)}")
    yield f"  - id: {result.id}"
    yield from ("    reason:", "    owner:", "    link:", "    expires:")


def _comment(text: str) -> Iterator[str]:
    for line in wrap(shown(text), 110, break_on_hyphens=False, break_long_words=False):
        yield f"  # {line}"
