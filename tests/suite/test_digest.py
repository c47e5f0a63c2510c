"""The digest of the files that decide a verdict."""

import shutil
from pathlib import Path

import pytest

from backupspec import shipped


@pytest.mark.parametrize(
    ("file", "counts"),
    [
        ("features/reminder/three_weeks.feature", True),
        ("steps/prompts.py", True),
        ("suite/invariants/prompts.py", True),
        ("policy/profiles/windows-phone-8.yaml", True),
        ("steps/prompts.pyc", False),
    ],
)
def test_a_suite_that_was_edited_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, *, counts: bool
) -> None:
    """A copy of the files has the same digest, wherever it lies, and another one once a line was added to any of them."""
    before = shipped.digest()
    for name in ("features", "steps", "suite", "policy"):
        shutil.copytree(shipped.folder(name), tmp_path / name)
    monkeypatch.setattr(shipped, "folder", lambda name: tmp_path / name)
    assert shipped.digest.__wrapped__() == before

    with (tmp_path / file).open("a") as opened:
        opened.write("# edited\n")

    assert (shipped.digest.__wrapped__() != before) is counts
