"""`backupspec check`: whether an implementation can be judged at all, before any verdict."""

import sys

import click

from backupspec.commands.options import choices_option, profile_option, start_limit_option


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
    from backupspec.run import check as work  # noqa: PLC0415 - slow to import, and --help has no need of it
    from backupspec.run.process import Asked  # noqa: PLC0415

    asked = Asked(target=target, profile=profile, choices=choices, selection=(), jobs=1, start_limit_s=start_limit_s)
    sys.exit(work.check(asked))
