"""The checks that come before any verdict, followed as they are made."""

import shlex
from contextlib import closing

from backupspec.exits import MISUSE, NOT_JUDGED
from backupspec.inputs import Misuse
from backupspec.internal_error import Fault, report_fault
from backupspec.output import echo, say
from backupspec.preflight.order import Finding
from backupspec.report.findings import lines
from backupspec.run import process
from backupspec.run.process import Asked
from backupspec.suite.setting import see_that_asserts_count


def check(asked: Asked) -> int:
    """Tell each finding as it comes, and return the exit code."""
    try:
        see_that_asserts_count()
    except Misuse as error:
        return say(str(error), MISUSE)
    found: list[Finding] = []
    with closing(process.check(asked)) as every:
        for news in every:
            match news:
                case Fault():
                    return report_fault(news)
                case process.Misused(message):
                    return say(message, MISUSE)
                case process.NotJudged(message):
                    return say(message, NOT_JUDGED)
                case process.Died(how):
                    return say(f"the process of {asked.target} ended while it was checked: {how}", NOT_JUDGED)
                case process.Found(finding):
                    if not finding.needs:
                        echo("\n".join(lines(finding, found)))
                    found.append(finding)
                case _:
                    pass
    not_made = [finding.needs for finding in found if finding.needs]
    if not_made:
        echo(f"skipped {len(not_made)} more, which need: {not_made[0]}")
    return _summed_up(found, process.command_line(asked))


def _summed_up(found: "list[Finding]", following: tuple[str, ...]) -> int:
    """Say what the findings come to, what to know besides, and what to do next."""
    results = [finding.result for finding in found]
    counts = [f"{results.count(name)} {name}" for name in ("ok", "failed", "skipped") if name in results]
    is_sound = "failed" not in results
    echo(f"\n{'Sound' if is_sound else 'Not sound'}: {', '.join(counts)}")
    for finding in found:
        if finding.result == "skipped" and finding.why:
            echo(f"Skipped: {finding.checked}: {finding.why}")
        if finding.note:
            echo(f"Note: {finding.note}")
    if is_sound:
        echo(f"Next: {shlex.join(following)}")
    return 0 if is_sound else NOT_JUDGED
