"""What is wrong with backupspec itself: an exit code that is no verdict, one line, and a traceback in a file."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from backupspec import __main__, internal_error
from backupspec.cli import main
from backupspec.exits import EXIT_CODES, INTERNAL, INTERRUPTED, MISUSE
from backupspec.run import judge
from backupspec.run.plan import Wanted
from backupspec.run.process import Asked

SAID = "backupspec: internal error, which says nothing about any implementation: "


def commands(group: click.Group, *above: str) -> Iterator[tuple[str, ...]]:
    """List the words of every command."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, *above, name)
        else:
            yield (*above, name)


COMMANDS = sorted(commands(main))

GIVEN = {
    "check": ["reference"],
    "compare": [".", "."],
    "init": ["--language", "python"],
    "replay": ["trace.jsonl"],
    "report": ["."],
    "validate": ["file.json"],
    "policy check": ["windows-phone-8"],
    "policy diff": ["windows-phone-8", "windows-phone-8"],
}
"""What commands have to be given; the others need nothing."""


def found(words: tuple[str, ...]) -> click.Command:
    """Find a command."""
    command: click.Command = main
    for word in words:
        assert isinstance(command, click.Group)
        command = command.commands[word]
    return command


class Left(BaseException):
    """The process was left at once, with an exit code."""


def leaves(code: int) -> None:
    """Stand in for os._exit."""
    raise Left(code)


@pytest.fixture
def ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Let this process outlive what ends one, with temporary files in a folder of their own, which is returned."""
    monkeypatch.setattr(os, "_exit", leaves)
    monkeypatch.setattr(__main__.signal, "signal", lambda *_: None)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    "error", [RuntimeError("boom"), RecursionError("too deep"), MemoryError(), AssertionError()], ids=repr
)
def test_no_command_fails_with_the_exit_code_of_a_verdict(
    words: tuple[str, ...],
    error: Exception,
    ended: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Whatever a command raises, it ends with a code of its own, and says in one line where the traceback is."""

    def fails(**_: object) -> None:
        raise error

    monkeypatch.setattr(found(words), "callback", fails)
    monkeypatch.setattr(sys, "argv", ["backupspec", *words, *GIVEN.get(" ".join(words), [])])

    with pytest.raises(Left) as left:
        __main__.start()

    said = capsys.readouterr()
    [file] = ended.iterdir()
    assert left.value.args == (INTERNAL,)
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert said.err.startswith(f"{SAID}{type(error).__name__}")
    assert said.err.endswith(f"; the traceback is in {file}\n")
    assert "Traceback (most recent call last)" in file.read_text()


@pytest.mark.parametrize("words", [(), *COMMANDS], ids=" ".join)
def test_every_help_tells_the_code(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    """No help leaves it out."""
    with pytest.raises(SystemExit):
        main([*words, "--help"])

    assert "Exit code 70: an internal error of backupspec" in " ".join(capsys.readouterr().out.split())


def test_nothing_else_has_the_code() -> None:
    """It is neither that of a verdict nor of misuse or an interrupt."""
    assert INTERNAL not in {*EXIT_CODES.values(), MISUSE, INTERRUPTED}


FAULTS = """
import os
import backupspec.suite.plugin as plugin
import backupspec.preflight.order as preflight
import backupspec.suite.setting as setting
from backupspec.targets.reaching import reach

def boom(*_, **__):
    raise RuntimeError("boom")

def sound():
    return reach("reference")

def in_the_checks():
    preflight._made = boom
    return reach("reference")

def while_collecting():
    plugin.parse = boom
    return reach("reference")

def after_collecting():
    plugin.pytest_collection_modifyitems = boom
    return reach("reference")

def while_configuring():
    plugin.pytest_configure = boom
    return reach("reference")

def at_the_end():
    plugin.pytest_sessionfinish = boom
    return reach("reference")

def in_a_scenario():
    applicable = setting.Setting.applicable
    setting.Setting.applicable = lambda self, scenario: boom() if scenario.id == "REM-01.02" else applicable(self, scenario)
    return reach("reference")

def in_a_report():
    plugin.ScenarioItem.reportinfo = boom
    return reach("reference")

def in_a_given():
    import backupspec.world.world as world
    from backupspec.world.given import BrokenByUs
    def breaks(command):
        raise BrokenByUs("boom")
    world.hold_to_the_contract = breaks
    return reach("reference")
"""
"""Targets that break backupspec, each in another place, in the process in which it judges."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder in which the targets lie, and one for temporary files."""
    (tmp_path / "faults.py").write_text(FAULTS)
    (tmp_path / "tmp").mkdir()
    return tmp_path


def typed(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Type a command in a folder. No traceback may ever be seen."""
    ran = subprocess.run(  # noqa: S603 - the words are this file's own
        [sys.executable, "-m", "backupspec", *words],
        cwd=folder,
        env=os.environ | {"TMPDIR": str(folder / "tmp")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "Traceback" not in ran.stdout + ran.stderr
    return ran


SELECTION = ("--clause", "REM-01.01", "--clause", "REM-01.02")


ALONE = (
    "in_the_checks",
    "while_collecting",
    "after_collecting",
    "while_configuring",
    "at_the_end",
    "in_a_scenario",
    "in_a_report",
    "in_a_given",
)
IN_WORKERS = ("in_a_scenario", "in_a_report")


@pytest.mark.parametrize(
    ("fault", "jobs"), [*((fault, "1") for fault in ALONE), *((fault, "2") for fault in IN_WORKERS)]
)
def test_a_run_that_fails_itself_is_no_verdict(folder: Path, fault: str, jobs: str) -> None:
    """Wherever it fails, in a worker too, the run is not judged, and what is broken is not said to be the implementation."""
    ran = typed(folder, "run", f"python:faults:{fault}", *SELECTION, "--jobs", jobs, "--report", "report")

    file = folder / "report" / "internal-error.txt"
    report = folder / "report" / "report.json"
    assert ran.returncode == INTERNAL
    assert "boom" in ran.stderr
    assert ran.stderr.startswith(SAID)
    assert ran.stderr.endswith(f"; the traceback is in {file.relative_to(folder)}\n")
    assert "boom" in file.read_text()
    assert not re.search(r"broke the contract|process ended", ran.stdout)
    assert not report.exists() or json.loads(report.read_text())["verdict"] == "not_judged"


def test_what_had_come_is_kept(folder: Path) -> None:
    """The report of a run that fails in its midst has the results so far; once that is mended, `--resume` runs the rest, and the traceback goes."""
    typed(folder, "run", "python:faults:in_a_scenario", *SELECTION, "--report", "report")
    report = json.loads((folder / "report" / "report.json").read_text())
    told = typed(folder, "report", "report")

    assert report["broken_off"] == "it was ended by an internal error of backupspec, with 1 of 2 scenarios run"
    assert [(each["id"], each["verdict"]) for each in report["scenarios"]] == [("REM-01.01", "passed")]
    assert (told.returncode, "Verdict: not judged" in told.stdout) == (3, True)


def test_check_that_fails_itself_is_no_verdict(folder: Path) -> None:
    """The implementation is neither sound nor unsound; with a sound suite it is sound."""
    assert typed(folder, "check", "python:faults:sound").returncode == 0

    ran = typed(folder, "check", "python:faults:in_the_checks")

    [file] = (folder / "tmp").glob("backupspec-*.txt")
    assert (ran.returncode, ran.stdout) == (INTERNAL, "")
    assert re.sub(r":\d+;", ";", ran.stderr) == f"{SAID}RuntimeError: boom, at order.py; the traceback is in {file}\n"


def test_a_report_that_cannot_be_made_is_no_verdict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What fails in the process that sums up ends in the same way."""
    asked = Asked(target="reference", profile="windows-phone-8.1", choices=None, selection=("REM-01.01",), jobs=1)

    def fails(*_: object) -> None:
        raise LookupError("boom")

    monkeypatch.setattr(judge, "report", fails)

    assert judge.judge(asked, Wanted(report=tmp_path)) == INTERNAL
    assert f"; the traceback is in {tmp_path / 'internal-error.txt'}\n" in capsys.readouterr().err
    assert not (tmp_path / "report.json").exists()


def test_a_traceback_is_bounded_and_keeps_no_password(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither the line nor the file says with which password a URL was asked; of a long message both ends are kept."""
    error = ValueError("begin https://ann:secret@phones.example/ \x1b[31m" + "x" * 10**6 + " end")

    internal_error.report_fault(internal_error.fault_of(error), tmp_path)

    told, text = capsys.readouterr().err, (tmp_path / internal_error.NAME).read_text()
    assert "secret" not in told + text
    assert "\x1b" not in told + text
    assert len(told) < 5_000
    assert 50_000 < len(text) < 70_000
    assert text.rstrip().endswith(" end")


def test_without_room_for_the_traceback_the_line_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The exit code and the line do not depend on the disk."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))

    code = internal_error.report_fault(internal_error.fault_of(ValueError("boom")), tmp_path / "gone")

    assert code == INTERNAL
    assert "boom; the traceback could not be written: No such file or directory\n" in capsys.readouterr().err
