"""Two runs in one folder: the second is refused, and touches nothing there; once the first has ended, it is not."""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from backupspec.cli import main
from backupspec.report.results_file import ResultsFile

EARLY = "python:backupspec.faults:prompts_a_second_early"
RUN = ("run", EARLY, "--clause", "REM-01.01")

pytestmark = pytest.mark.skipif(os.name != "posix", reason="on Windows two runs in one folder are not kept apart")


def typed(*words: str) -> Any:
    """Type a command."""
    return CliRunner().invoke(main, list(words))


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return every file below a folder, with its bytes and when it was written."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


@pytest.fixture(name="here")
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Make a folder with a whole report: what the first run has written until now."""
    monkeypatch.chdir(tmp_path)
    assert typed(*RUN, "--report", "out").exit_code == 1
    assert contents(tmp_path).keys() == {
        "out/junit.xml",
        "out/report.json",
        "out/results.jsonl",
        "out/traces/REM-01.01.jsonl",
    }
    yield tmp_path
    assert typed(*RUN, "--report", "out").exit_code == 1


@pytest.mark.parametrize(
    "words",
    [
        (*RUN, "--report", "out"),
        (*RUN, "--report", "out", "--trace"),
        (*RUN, "--report", "out", "--jobs", "2"),
        (*RUN, "--resume", "out"),
        (*RUN, "--report", "out", "--write-waivers", "waivers.yaml"),
        (*RUN, "--report", "out", "--write-waivers", "out/waivers.yaml"),
    ],
    ids=["report", "trace", "jobs", "resume", "waivers", "waivers-there"],
)
def test_a_refused_run_touches_nothing(here: Path, words: tuple[str, ...]) -> None:
    """While another run holds the folder, traces, report and results in it stay, and nothing comes; whoever holds it no more stops nobody."""
    with closing(ResultsFile(here / "out")):
        before = contents(here)

        refused = typed(*words)

        assert refused.exit_code == 2
        assert "is being written by a run that goes on" in refused.stderr
        assert contents(here) == before

    ran = typed(*words)
    assert ran.exit_code == 1, ran.output


def test_a_report_is_not_made_while_a_run_goes_on(here: Path) -> None:
    """`report` writes the report of a run that was killed, and of one that goes on it writes nothing."""
    for name in ("report.json", "junit.xml"):
        (here / "out" / name).unlink()
    with closing(ResultsFile(here / "out")):
        before = contents(here)

        assert typed("report", "out").exit_code == 2

        assert contents(here) == before

    assert typed("report", "out").exit_code == 1
    assert contents(here).keys() > before.keys()
