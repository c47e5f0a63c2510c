"""`backupspec compare`: what got better, worse, new, gone or renamed between two reports."""

import sys
from pathlib import Path

import click

from backupspec.output import echo, misuse
from backupspec.text import json_text


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="As a JSON object, for other tools: all of it.")
def compare(old: Path, new: Path, *, as_json: bool) -> None:
    """Tell what differs between two reports: what got worse or better, what is new, gone or renamed.

    Each is the folder of a report, its report.json or, of a run that was killed, its results.jsonl.

    A waived failure is better than one that is not, an untested scenario better than either, a passed one best. What applies
    to one of the two alone is told, and is neither. The verdicts of the whole are compared where the same was selected.

    \b
    Examples:
      backupspec compare last-week report
      backupspec compare old.json new.json --json
    \b
    Exit codes: 0 nothing got worse, 1 something did, 2 there is no report.
    """
    from backupspec.report import comparison, files  # noqa: PLC0415 - slow to import, and --help has no need of it

    try:
        found = comparison.compare(files.read_report(old), files.read_report(new))
    except files.NoReport as error:
        misuse(str(error))
    if as_json:
        echo(json_text(found, indent=2))
    else:
        echo(comparison.in_words(found), nl=False)
    sys.exit(1 if found.got_worse else 0)
