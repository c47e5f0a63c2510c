"""`backupspec shell`: type a command, see how it is answered and what changed. For an adapter's first hour."""

import sys

import click

from backupspec.commands.options import choices_option, profile_option, start_limit_option


@click.command(
    epilog="""\b
Exit codes: 0; 1 a line of a pipe was not understood; 2 something was asked for that does not exist;
            3 the implementation broke the contract."""
)
@click.argument("target", default="reference")
@profile_option
@choices_option
@start_limit_option
def shell(target: str, profile: str, choices: str | None, start_limit_s: float) -> None:
    """Type commands to TARGET, and see how each is answered and what changed.

    A command is typed as JSON, or as its name and member=value; .help tells more, and .example makes a first situation. A list can be pasted. In a
    pipe there is no prompt, the output is always the same, and a line that is not understood is told in its place.

    \b
    Examples:
      backupspec shell
      backupspec shell python:acme.phone:make
      backupspec shell reference < commands.txt
    """
    from backupspec.shell.prompt import converse  # noqa: PLC0415 - slow to import, and --help has no need of it

    sys.exit(converse(target, profile, choices, start_limit_s))
