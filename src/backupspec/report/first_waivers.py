"""The first list of waivers: what fails today, for somebody to fill in who answers for it and until when."""

from collections.abc import Iterator
from textwrap import wrap

from backupspec.invariants import INVARIANTS
from backupspec.report.summary import Report
from backupspec.report.waivers import can_be_waived, failed_by_invariants_alone
from backupspec.text import shown
from backupspec.world.verdicts import Result

HEAD = """\
# What fails today. Fill in each reason, owner, link (https://...) and expires (the last day, such as 2026-12-31), or delete the entry.
# A list with gaps is refused. Then: backupspec run ... --waivers FILE
# A waiver of an invariant (I1, I2, ...) covers each scenario that fails by invariants that are waived and by nothing else.
waivers:
"""


def first_waivers(report: Report) -> str:
    """Write a list of what fails and is not waived yet, by id; nothing if nothing does."""
    waived = {each.waiver.id for each in report.waivers}
    failed = [
        entry
        for result in report.scenarios
        if result.verdict == "failed" and can_be_waived(result)
        for entry in _causes(result)
        if entry[0] not in waived
    ]
    lines: list[str] = []
    above = ""
    for id_, (clause, title) in sorted(dict(reversed(failed)).items()):
        lines.append("")
        if clause != above:
            lines += _comment(f"{clause}: {_sentence(report, clause)}")
            above = clause
        lines += _comment(title)
        lines += [f"  - id: {id_}", "    reason:", "    owner:", "    link:", "    expires:"]
    return HEAD + "\n".join(lines[1:]) + "\n" if lines else ""


def _causes(result: Result) -> Iterator[tuple[str, tuple[str, str]]]:
    """Name what would have to be waived, with its clause and title: the scenario, or the invariants if it failed by them alone."""
    assert result.failure is not None
    if not failed_by_invariants_alone(result):
        yield result.id, (result.failure.clause, result.title)
        return
    texts = {each.id: each.text for each in INVARIANTS}
    for violation in result.failure.violations:
        yield violation.invariant, (violation.clause, texts.get(violation.invariant, ""))


def _sentence(report: Report, clause: str) -> str:
    return next((each.text for each in report.clauses if each.id == clause), "a clause without scenarios")


def _comment(text: str) -> Iterator[str]:
    for line in wrap(shown(text), 110, break_on_hyphens=False, break_long_words=False):
        yield f"  # {line}"
