"""What a checkout says in which the links to the folders at the top are no folders, as git leaves them on Windows and ZIP files hold them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import backupspec
from backupspec.linked import FOLDERS, missing

STARTS = {
    "command": ("-m", "backupspec", "policy", "show"),
    "pytest": ("-m", "pytest", "-p", "backupspec.suite", "-p", "no:cacheprovider", "--noconftest", "-c", os.devnull),
}


def checkout(folder: Path, *, linked: bool) -> Path:
    """Copy the package; where its links were, put links, or the text that git writes in their place."""
    package = Path(backupspec.__file__).parent
    copy = folder / "backupspec"
    shutil.copytree(package, copy, ignore=shutil.ignore_patterns("__pycache__", *FOLDERS))
    for name in FOLDERS:
        if linked:
            (copy / name).symlink_to((package / name).resolve(), target_is_directory=True)
        else:
            (copy / name).write_text(f"../../{name}")
    return copy


def started(folder: Path, how: str) -> subprocess.CompletedProcess[str]:
    """Start the package of a folder in one way; pytest finds no test."""
    (folder / "empty").mkdir()
    return subprocess.run(  # noqa: S603 - the words are this file's own
        [sys.executable, *STARTS[how], *([] if how == "command" else ["empty"])],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("how", STARTS)
def test_links_that_are_no_folders_are_told_in_one_line(tmp_path: Path, how: str) -> None:
    """With links it starts; without them it says in one line what to do, and exits as for other misuse."""
    linked, unlinked = tmp_path / "linked", tmp_path / "unlinked"
    checkout(linked, linked=True)
    copy = checkout(unlinked, linked=False)
    assert "symbolic links" not in "".join((allowed := started(linked, how)).stderr + allowed.stdout)
    assert allowed.returncode == (0 if how == "command" else pytest.ExitCode.NO_TESTS_COLLECTED)

    refused = started(unlinked, how)

    assert refused.returncode == (2 if how == "command" else pytest.ExitCode.USAGE_ERROR)
    assert f"features, fixtures, schemas, steps in {copy}" in refused.stderr
    assert "pip install ." in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    """Each of the folders is looked for."""
    for name in FOLDERS:
        (tmp_path / name).mkdir()
    assert missing(tmp_path) is None

    (tmp_path / "steps").rmdir()

    assert "(steps in " in (missing(tmp_path) or "")
