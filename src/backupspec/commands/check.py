"""`backupspec check`: whether an implementation can be judged at all, before any verdict."""

import shlex
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import click

from backupspec.commands.options import choices_option, profile_option, start_limit_option
from backupspec.exits import MISUSE, NOT_JUDGED
from backupspec.output import echo, say

if TYPE_CHECKING:
    from backupspec.preflight.order import Finding
    from backupspec.run.process import Asked


@click.command(
    epilog="""\b
Exit codes: 0 sound, 2 something was asked for that does not exist, 3 not sound."""
)
@click.argument("target")
@profile_option
@choices_option
@start_limit_option
def check(target: str, profile: str, choices: str | None, start_limit_s: float) -> None:
    """Tell whether TARGET can be judged: what it says of itself, its clock, its worlds, its answers.

    No clause is looked at. `run` makes all checks but the last four first, and gives no verdict on who fails. Beneath a failure stand expected and actual, and
    what to mend. A check that needs one which failed is skipped. A note names what is unsupported, and may have been left out of `unfinished`.

    \b
    Examples:
      backupspec check python:acme.phone:make
      backupspec check python:acme.phone:make --profile windows-phone-8
    """
    from backupspec.run.process import Asked  # noqa: PLC0415 - slow to import

    asked = Asked(target=target, profile=profile, choices=choices, selection=(), jobs=1, start_limit_s=start_limit_s)
    sys.exit(_followed(asked))


def _followed(asked: "Asked") -> int:
    """Tell each finding as it comes, and return the exit code."""
    from backupspec.internal_error import Fault, report_fault  # noqa: PLC0415
    from backupspec.report.findings import lines  # noqa: PLC0415
    from backupspec.run import process as running  # noqa: PLC0415 - slow to import
    from backupspec.suite.setting import Misuse, see_that_asserts_count  # noqa: PLC0415

    try:
        see_that_asserts_count()
    except Misuse as error:
        return say(str(error), MISUSE)
    found: list[Finding] = []
    with closing(running.check(asked)) as every:
        for news in every:
            match news:
                case Fault():
                    return report_fault(news)
                case running.Misused(message):
                    return say(message, MISUSE)
                case running.NotJudged(message):
                    return say(message, NOT_JUDGED)
                case running.Died(how):
                    return say(f"the process of {asked.target} ended while it was checked: {how}", NOT_JUDGED)
                case running.Found(finding):
                    if not finding.needs:
                        echo("\n".join(lines(finding, found)))
                    found.append(finding)
                case _:
                    pass
    not_made = [finding.needs for finding in found if finding.needs]
    if not_made:
        echo(f"skipped {len(not_made)} more, which need: {not_made[0]}")
    return _summed_up(found, running.command_line(asked))


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
