"""The words for what was found before any verdict: for `check`, for `run` and for pytest."""

from collections.abc import Iterator, Sequence

from backupspec.contract.implementation import BrokenContract
from backupspec.preflight.order import Finding, Unsound
from backupspec.report import words
from backupspec.text import logged, shown


def why_not_judged(error: BrokenContract) -> str:
    """Return why an implementation cannot be judged: in a line, or, of one that is not sound, all that is wrong."""
    if not isinstance(error, Unsound):
        return str(error)
    failed = [finding for finding in error.findings if finding.result == "failed"]
    return "\n".join(line for at, each in enumerate(failed) for line in lines(each, failed[:at]))


def lines(finding: Finding, before: Sequence[Finding]) -> Iterator[str]:
    """Return a finding in lines: with what to mend beneath a failure, unless one before it has said the same."""
    why = f"it needs: {finding.needs}" if finding.needs else finding.why
    same = _same(finding, before)
    why = f"in the same way as: {same}" if same else why
    why = f": {why}" if why else ""
    yield f"{finding.result if finding.result != 'failed' else 'FAILED':8}{finding.checked}{why}"
    if finding.result == "failed" and not same:
        for name, text in _rows(finding):
            yield f"          {name:9} {text}"


def _rows(finding: Finding) -> Iterator[tuple[str, str]]:
    yield "expected", finding.expected
    yield "actual", f"{words.operation(finding.exchange)}{finding.actual}"
    yield from ((name, shown(text)) for name, text in words.messages(finding.exchange))
    yield from (("" if at else "log", logged(line)) for at, line in enumerate(finding.log))
    yield "mend", finding.mend


def _same(finding: Finding, before: Sequence[Finding]) -> str:
    """Return which check before failed in the very same way, if one did."""
    failed = (each for each in before if each.result == finding.result == "failed")
    return next((each.checked for each in failed if _problem(each) == _problem(finding)), "")


def _problem(finding: Finding) -> tuple[str, ...]:
    """Return what is wrong, whatever was sent when it was found."""
    return finding.expected, words.operation(finding.exchange), finding.actual, finding.mend
