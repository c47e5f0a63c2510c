"""The report of a run, told again, also of one that was killed."""

from contextlib import closing
from pathlib import Path

from backupspec.exits import EXIT_CODES, MISUSE
from backupspec.files import Unwritable
from backupspec.output import echo_styled, say
from backupspec.report import files
from backupspec.report.results_file import ResultsFile, Unfit
from backupspec.report.terminal import in_words
from backupspec.run.judge import colour
from backupspec.run.process import Asked, command_line


def repeat(folder: Path) -> int:
    """Tell the report in a folder again, and return the exit code. Of a run that was killed, write its report first."""
    if not folder.is_dir():
        return say(f"{folder} is no folder of a report, such as `backupspec run --report DIR` writes", MISUSE)
    try:
        made = files.read_report(folder)
    except files.NoReport as error:
        return say(str(error), MISUSE)
    asked = Asked(target=made.target.target, profile=made.policy.id, choices=made.choices_file, selection=(), jobs=1)
    echo_styled(in_words(made, command_line(asked), folder), color=colour())
    try:
        if not (folder / files.REPORT).exists():
            with closing(ResultsFile(folder)):
                files.write_report(made, folder)
    except (Unfit, Unwritable) as error:
        return say(str(error), MISUSE)
    return EXIT_CODES[made.verdict]
