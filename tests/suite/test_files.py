"""Files that a person names: read within a bound, written whole or not at all."""

import os
from errno import ENOSPC
from pathlib import Path

import pytest

from backupspec.suite.files import Unreadable, Unwritable, read_bounded, write_whole


def test_as_much_as_may_be_is_read(tmp_path: Path) -> None:
    """A file of the greatest length is read, and one that is a byte longer is told."""
    (tmp_path / "file").write_bytes(b"12345")
    assert read_bounded(tmp_path / "file", 5) == b"12345"

    with pytest.raises(Unreadable, match="file cannot be read: it has more than 4 bytes"):
        read_bounded(tmp_path / "file", 4)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("/dev/zero", "/dev/zero cannot be read: it is a device, and no file"),
        (".", " cannot be read: it is a folder, and no file"),
        ("missing", " cannot be read: No such file or directory"),
        ("a\0b", "' cannot be read: no file can have this name"),
    ],
    ids=["device", "folder", "missing", "no-name"],
)
def test_what_is_no_file(tmp_path: Path, name: str, told: str) -> None:
    """It is told in words what it is instead, without a number."""
    with pytest.raises(Unreadable, match=told) as raised:
        read_bounded(tmp_path / name, 100)

    assert "Errno" not in str(raised.value)


def test_a_pipe_is_read(tmp_path: Path) -> None:
    """What a shell puts in place of a file, as in `--waivers <(make-them)`, can be read."""
    out, into = os.pipe()
    os.write(into, b"text")
    os.close(into)

    assert read_bounded(Path(f"/dev/fd/{out}"), 100) == b"text"
    os.close(out)


def test_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full leaves what stood there before, and nothing half."""
    file = tmp_path / "report.json"
    write_whole(file, b"old")
    assert file.read_bytes() == b"old"

    def half(path: Path, content: bytes) -> int:
        with path.open("wb") as opened:
            opened.write(content[:1])
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(Unwritable, match=r"report\.json cannot be written: No space left on device"):
        write_whole(file, b"new")

    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("report.json", b"old")]
