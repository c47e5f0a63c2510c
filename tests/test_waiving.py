"""Waivers as people type them: the first list, a run with it, and what is refused."""

import json
import os
import subprocess
import sys
from errno import ENOSPC
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from freezegun import freeze_time

from backupspec.cli import main

BUTTON = "python:backupspec.faults:button_named_otherwise"
EARLY = "python:backupspec.faults:prompts_a_second_early"
FILLED = {"reason": "Mended in 2.1", "owner": "Ann Lee", "link": "https://acme.example/7", "expires": "2999-12-31"}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def typed(*words: str, code: int) -> subprocess.CompletedProcess[str]:
    """Type a command and see its exit code. No traceback may ever be seen."""
    ran = subprocess.run(  # noqa: S603 - the words are this file's own
        [sys.executable, "-m", "backupspec", *words],
        env=os.environ,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (ran.returncode, "Traceback" in ran.stdout + ran.stderr) == (code, False)
    return ran


def refused(*words: str) -> str:
    """Type a command that is refused before anything is run, and tell what it says."""
    ran: Result = CliRunner().invoke(main, ["run", *words])
    assert (ran.exit_code, ran.stdout) == (2, "")
    return ran.stderr


def write(*ids: str, **otherwise: str) -> None:
    """Write waivers.yaml."""
    entries = [f"  - id: {id_}\n" + "".join(f"    {k}: {v}\n" for k, v in (FILLED | otherwise).items()) for id_ in ids]
    Path("waivers.yaml").write_text("waivers:\n" + "".join(entries), "utf-8")


def fill() -> None:
    """Fill a list in that was made."""
    text = Path("waivers.yaml").read_text("utf-8")
    for gap, filled in FILLED.items():
        text = text.replace(f"    {gap}:\n", f"    {gap}: {filled}\n")
    Path("waivers.yaml").write_text(text, "utf-8")


def report() -> dict[str, Any]:
    """Read the report, which keeps its schema."""
    assert CliRunner().invoke(main, ["validate", "out/report.json"]).output == "out/report.json: a valid report\n"
    read: dict[str, Any] = json.loads(Path("out/report.json").read_text("utf-8"))
    return read


def test_from_failing_to_conformant_with_waivers() -> None:
    """The whole way: a short list of what fails, refused until it is filled in, and then a run that is conformant with waivers."""
    first = typed("run", BUTTON, "--jobs", "2", "--write-waivers", "waivers.yaml", "--report", "out", code=1)
    failed = report()["totals"]["failed"]
    assert first.stderr == "backupspec: wrote waivers.yaml; fill it in, then give it with --waivers\n"
    assert "it is not filled in" in refused(BUTTON, "--waivers", "waivers.yaml")
    fill()

    ran = typed("run", BUTTON, "--jobs", "2", "--waivers", "waivers.yaml", "--report", "out", code=0)

    assert "Verdict: conformant with waivers\n" in ran.stdout
    assert (report()["verdict"], report()["totals"]["failed"]) == ("conformant_with_waivers", 0)
    assert report()["totals"]["waived"] == failed > len(report()["waivers"]) > 0
    assert {each["state"] for each in report()["waivers"]} == {"covers"}


def test_other_failures_stay() -> None:
    """A waiver of one scenario leaves the others failed."""
    write("REM-01.01")

    ran = typed("run", EARLY, "--clause", "REM-01.01", "--clause", "REM-01.05", "--waivers", "waivers.yaml", code=1)

    assert "scenarios 1 failed, 1 waived" in ran.stdout
    assert "FAILED  REM-01.05" in ran.stdout
    assert "FAILED  REM-01.01" not in ran.stdout


def test_waived_scenario_that_passes() -> None:
    """Who waives what passes is told to delete the waiver, with exit code 1; of what is not run, nothing is said."""
    write("MAN-04.01", "REM-01.01")
    assert typed("run", EARLY, "--clause", "REM-01.01", "--waivers", "waivers.yaml", code=4)

    ran = typed("run", "--clause", "MAN-04", "--waivers", "waivers.yaml", code=1)

    assert "why       what is waived passes; delete: MAN-04.01" in ran.stdout
    assert "REM-01.01" not in ran.stdout


def test_last_day_of_a_waiver() -> None:
    """A waiver that has expired is refused before anything is run; on its last day, the run begins."""
    write("MAN-04.01", expires="2014-06-30")
    words = ("no-such-target", "--clause", "MAN-04", "--waivers", "waivers.yaml")
    with freeze_time("2014-06-30T23:59:59Z"):
        assert "there is no target 'no-such-target'" in refused(*words)

    with freeze_time("2014-07-01T00:00:00Z"):
        told = refused(*words)

    assert "waivers.yaml:6: waivers[MAN-04.01].expires: it expired on 2014-06-30, and today is 2014-07-01" in told


def test_all_that_is_wrong_is_told() -> None:
    """What is wrong with a list is told at once, each with its line, before anything is run."""
    write("MAN-04.99", "I99", owner="")

    told = refused("no-such-target", "--waivers", "waivers.yaml")

    assert "waivers.yaml:2: waivers[MAN-04.99].id: there is no scenario or invariant 'MAN-04.99'" in told
    assert "waivers.yaml:4: waivers[MAN-04.99].owner: it is not filled in" in told
    assert "waivers.yaml:7: waivers[I99].id: there is no scenario or invariant 'I99'" in told
    assert "there is no target" not in told


def test_a_long_list_with_gaps_is_told_in_part() -> None:
    """Of a hundred gaps, the first twenty are told, and where to read of the others."""
    Path("waivers.yaml").write_text("waivers:\n" + 25 * "  - id: MAN-04.01\n    reason:\n    owner:\n", "utf-8")

    told = refused("--waivers", "waivers.yaml")

    assert told.count("\n") == 21
    assert "more; `backupspec validate` tells them" in told


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("there.yaml", "there.yaml is there already, and --write-waivers overwrites nothing"),
        ("dangling.yaml", "dangling.yaml is there already"),
        ("nowhere/waivers.yaml", "nowhere/waivers.yaml cannot be written: there is no folder nowhere"),
    ],
)
def test_first_list_overwrites_nothing(file: str, told: str) -> None:
    """What somebody filled in is never lost, and a list that cannot be written is told before anything is run."""
    Path("there.yaml").write_text("filled in", "utf-8")
    Path("dangling.yaml").symlink_to("elsewhere.yaml")

    assert told in refused("no-such-target", "--write-waivers", file)

    assert Path("there.yaml").read_text("utf-8") == "filled in"
    assert not Path("elsewhere.yaml").exists()


def test_no_list_of_nothing() -> None:
    """Where nothing fails, there is no list, and that is said."""
    ran = typed("run", "--clause", "MAN-04", "--write-waivers", "waivers.yaml", code=4)

    assert ran.stderr == "backupspec: nothing fails that could be waived, so waivers.yaml was not written\n"
    assert not Path("waivers.yaml").exists()


def test_missing_file() -> None:
    """A file of waivers that is not there is no empty list."""
    assert "missing.yaml cannot be read: No such file" in refused("--waivers", "missing.yaml")


@pytest.mark.parametrize("option", ["--waivers", "--choices"])
def test_what_is_no_file(option: str) -> None:
    """A device or a folder in place of a file is told at once, and in words."""
    assert "/dev/zero cannot be read: it is a device, and no file" in refused(option, "/dev/zero")
    assert ". cannot be read: it is a folder, and no file" in refused(option, ".")


def test_a_first_list_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full leaves no half list, and ends with exit code 2, after the verdict was told."""
    words = ["run", EARLY, "--clause", "REM-01.01", "--write-waivers", "waivers.yaml"]
    whole = CliRunner().invoke(main, words)
    assert (whole.exit_code, Path("waivers.yaml").exists()) == (1, True)
    Path("waivers.yaml").unlink()

    class Full(BytesIO):
        def write(self, content: Any) -> int:
            if content:
                raise OSError(ENOSPC, f"No space left for {len(content)} bytes")
            return 0

    open_ = Path.open

    def opened(path: Path, mode: str = "r", *rest: Any, **named: Any) -> Any:
        if mode != "xb":
            return open_(path, mode, *rest, **named)
        path.touch(exist_ok=False)
        return Full()

    monkeypatch.setattr(Path, "open", opened)
    ran = CliRunner().invoke(main, words)

    assert (ran.exit_code, ran.stdout) == (2, whole.stdout)
    assert "backupspec: waivers.yaml cannot be written: No space left for " in ran.stderr
    assert list(Path().iterdir()) == []


def test_a_report_that_is_made_again() -> None:
    """A report that is made of the results is the one that the run wrote: with its waivers, and the choices that were given."""
    write("REM-01.01", "REM-01.02")
    Path("choices.yaml").write_text("exactly_three_weeks: waits\n", "utf-8")
    words = ("--clause", "REM-01.01", "--clause", "REM-01.04", "--choices", "choices.yaml", "--waivers", "waivers.yaml")
    told = typed("run", EARLY, *words, "--report", "out", code=1).stdout
    written = report()
    assert (written["choices_file"], len(written["waivers"])) == ("choices.yaml", 2)
    Path("out/report.json").unlink()

    again = typed("report", "out", code=1)

    assert again.stdout == told
    assert report() == written
