"""`backupspec report`: the report of a run in words, also of one that was killed."""

import sys
from pathlib import Path

import click


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def report(folder: Path) -> None:
    """Tell the report in DIR again, which `backupspec run --report DIR` wrote.

    A run that did not come to its end has left results.jsonl alone: its report is made of that, and report.json and junit.xml are written. It is
    not judged, unless every scenario has a result. `run --resume DIR` goes on with it.

    \b
    Examples:
      backupspec report report
    \b
    Exit codes: those of `run`, by the verdict; 2 there is no report.
    """
    from backupspec.run.report import repeat  # noqa: PLC0415 - slow to import, and --help has no need of it

    sys.exit(repeat(folder))
