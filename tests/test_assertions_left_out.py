"""Where Python leaves assertions out, nothing is judged: a faulty implementation would pass, since steps judge by `assert`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from backupspec import shipped

FAULTY = "python:backupspec.faults:does_not_warn"
CAUGHT = ("--clause", "PHO-03.01/on-wifi")
REFUSED = "Python leaves assertions out here (-O, or PYTHONOPTIMIZE is set), and everything would pass"

WAYS: dict[str, tuple[tuple[str, ...], int]] = {
    "run": (("-m", "backupspec", "run", FAULTY, *CAUGHT), 1),
    "run-jobs": (("-m", "backupspec", "run", FAULTY, "--clause", "PHO-03", "--jobs", "2"), 1),
    "resume": (("-m", "backupspec", "run", FAULTY, *CAUGHT, "--resume", "report"), 1),
    "check": (("-m", "backupspec", "check", FAULTY), 0),
    "replay": (("-m", "backupspec", "replay", "report/traces/PHO-03.01_on-wifi.jsonl", "--target", FAULTY), 0),
}
"""The commands that judge, each as it is typed, and with what it ends where assertions are made."""


def typed(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Have Python run something in a folder."""
    return subprocess.run(  # noqa: S603 - the words are this file's own
        [sys.executable, *words],
        cwd=folder,
        env=os.environ | {"PYTHONOPTIMIZE": ""} | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the report of a failure, and settings for pytest."""
    made = tmp_path_factory.mktemp("judged")
    (made / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    ran = typed(made, *WAYS["run"][0], "--report", "report")
    assert (ran.returncode, (made / "report" / "report.json").exists()) == (1, True)
    return made


@pytest.mark.parametrize("way", WAYS)
def test_no_command_judges_without_assertions(folder: Path, way: str) -> None:
    """With -O each command that judges is misuse, says so in one line and changes nothing; without, the same command judges."""
    words, code = WAYS[way]
    judged = typed(folder, *words)
    assert (judged.returncode, REFUSED in judged.stderr) == (code, False)
    before = {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}

    refused = typed(folder, *words, PYTHONOPTIMIZE="1")

    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
    assert refused.stderr.startswith(f"backupspec: {REFUSED}")
    assert {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()} == before


def test_each_way_of_leaving_them_out_is_seen(folder: Path) -> None:
    """`python -O` refuses like the environment, and so does what leaves docstrings out as well."""
    assert typed(folder, "-O", *WAYS["run"][0]).returncode == 2
    assert typed(folder, *WAYS["run"][0], PYTHONOPTIMIZE="2").returncode == 2


PYTEST = ("-m", "pytest", "-c", "pytest.ini", "--rootdir", ".", "-o", "addopts=", "-p", "backupspec.suite", "-q")
"""pytest with nothing of this project's settings, in which every warning is an error."""


def with_pytest(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Judge the faulty implementation by pytest alone."""
    feature = shipped.folder("features") / "photos_and_videos" / "menu.feature"
    return typed(folder, *PYTEST, str(feature), "--target", FAULTY, *CAUGHT, *words, **environment)


@pytest.mark.parametrize("workers", [(), ("-n", "1")], ids=["alone", "xdist"])
def test_pytest_does_not_judge_without_assertions(folder: Path, workers: tuple[str, ...]) -> None:
    """The plugin refuses as a target that cannot be judged is refused: an error, and no scenario is run."""
    judged = with_pytest(folder, *workers)
    assert (judged.returncode, "1 failed" in judged.stdout) == (1, True)

    refused = with_pytest(folder, *workers, PYTHONOPTIMIZE="1")

    assert refused.returncode != 0
    assert REFUSED in refused.stdout
    assert "1 error" in refused.stdout
    assert not any(word in refused.stdout for word in (" passed", " failed"))


def test_a_worker_alone_does_not_judge_without_assertions(folder: Path) -> None:
    """Where only the workers of xdist leave assertions out, they refuse."""
    refused = with_pytest(folder, "--dist", "load", "--tx", f"popen//python={sys.executable} -O")

    assert refused.returncode != 0
    assert REFUSED in refused.stdout
    assert not any(word in refused.stdout for word in (" passed", " failed"))
