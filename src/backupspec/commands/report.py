"""`backupspec report`: the report of a run in words, also of one that was killed."""

import sys
from contextlib import closing
from pathlib import Path

import click

from backupspec.exits import EXIT_CODES, MISUSE
from backupspec.output import echo_styled, say


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
    from backupspec.files import Unwritable  # noqa: PLC0415
    from backupspec.report import files  # noqa: PLC0415
    from backupspec.report.results_file import ResultsFile, Unfit  # noqa: PLC0415
    from backupspec.report.terminal import in_words  # noqa: PLC0415
    from backupspec.run.judge import colour  # noqa: PLC0415 - so that --help is fast
    from backupspec.run.process import Asked, command_line  # noqa: PLC0415

    if not folder.is_dir():
        sys.exit(say(f"{folder} is no folder of a report, such as `backupspec run --report DIR` writes", MISUSE))
    try:
        made = files.read_report(folder)
    except files.NoReport as error:
        sys.exit(say(str(error), MISUSE))
    asked = Asked(target=made.target.target, profile=made.policy.id, choices=made.choices_file, selection=(), jobs=1)
    echo_styled(in_words(made, command_line(asked), folder), color=colour())
    try:
        if not (folder / files.REPORT).exists():
            with closing(ResultsFile(folder)):
                files.write_report(made, folder)
    except (Unfit, Unwritable) as error:
        sys.exit(say(str(error), MISUSE))
    sys.exit(EXIT_CODES[made.verdict])
