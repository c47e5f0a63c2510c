"""`backupspec replay`: performs the commands of a trace again, or of all traces of a folder, and shows where the answers differ."""

import sys
from pathlib import Path

import click

from backupspec.commands.options import start_limit_option


@click.command(
    epilog="""\b
Exit codes: 0 every answer was the same (a failure is reproduced), 1 some answers differ,
            2 there is no trace or the target does not exist, 3 the implementation broke the contract.
            Of a folder, the highest."""
)
@click.argument("file", metavar="FILE|DIR", type=click.Path(path_type=Path))
@click.option(
    "--target", metavar="T", help="The implementation; without it, the trace's own, if that is the reference."
)
@start_limit_option
def replay(file: Path, target: str | None, start_limit_s: float) -> None:
    """Perform the commands of a trace again, on the same implementation or another, and show where the answers differ.

    `backupspec run --report DIR` writes a trace of each scenario that failed or erred: of DIR, all are performed, and each is told in a line. A trace that comes from somebody else is never a reason to run
    what it names: any target but `reference` has to be given. On another target than the trace's own, what implementations are free in is passed over, and said.

    \b
    Examples:
      backupspec replay report/traces/REM-01.01.jsonl --target python:acme.phone:make
      backupspec replay report/traces/REM-01.01.jsonl --target reference
      backupspec replay report --target python:acme.phone:make
    """
    from backupspec.shell import replay as work  # noqa: PLC0415 - slow to import, and --help has no need of it

    sys.exit(work.replay(file, target, start_limit_s))
