"""The digest of all files of backupspec."""

import shutil
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from backupspec import shipped


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the package, as it would be installed: without links."""
    made = tmp_path_factory.mktemp("installed") / "backupspec"
    with as_file(files("backupspec")) as root:
        shutil.copytree(root, made)
    return made


@pytest.mark.parametrize(
    ("file", "counts"),
    [
        ("features/reminder/three_weeks.feature", True),
        ("steps/prompts.py", True),
        ("suite/invariants/prompts.py", True),
        ("policy/profiles/windows-phone-8.yaml", True),
        ("fixtures/people.py", True),
        ("schemas/manifest.schema.json", True),
        ("manifest/verifying.py", True),
        ("contract/commands.py", True),
        ("targets/reaching.py", True),
        ("judging.py", True),
        ("steps/prompts.pyc", False),
        ("steps/__pycache__/prompts.txt", False),
    ],
)
def test_a_package_that_was_edited_in_place(copy: Path, file: str, *, counts: bool) -> None:
    """A copy of the files has the same digest, wherever it lies, and another one once a line was added to any of them."""
    assert shipped.digest_of_files(copy) == shipped.digest()
    path = copy / file
    before = path.read_bytes() if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    path.write_bytes((before or b"") + b"# edited\n")

    assert (shipped.digest_of_files(copy) != shipped.digest()) is counts

    path.unlink() if before is None else path.write_bytes(before)
