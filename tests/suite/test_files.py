"""Files that a person names: read within a bound, written whole or not at all."""

import os
from errno import ENOSPC
from pathlib import Path

import pytest

from backupspec import files
from backupspec.files import Unreadable, Unwritable, open_held, read_bounded, write_whole


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
        ("a\0b", " cannot be read: no file can have this name"),
    ],
    ids=["device", "folder", "missing", "no-name"],
)
def test_what_is_no_file(tmp_path: Path, name: str, told: str) -> None:
    """It is told in words what it is instead, without a number."""
    with pytest.raises(Unreadable, match=told) as raised:
        read_bounded(tmp_path / name, 100)

    assert "Errno" not in str(raised.value)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    """A pipe is told at once, and never waited for: neither to be read, nor to be written to, nor to be held. A file beside it is taken."""
    os.mkfifo(tmp_path / "pipe")
    write_whole(tmp_path / "file", b"text")
    with open_held(tmp_path / "file"):  # type: ignore[union-attr]
        assert read_bounded(tmp_path / "file", 100) == b"text"

    with pytest.raises(Unreadable, match="pipe cannot be read: it is a pipe, and no file"):
        read_bounded(tmp_path / "pipe", 100)
    with pytest.raises(Unwritable, match="pipe cannot be written: it is a pipe, and no file"):
        write_whole(tmp_path / "pipe", b"text")
    with pytest.raises(OSError, match="it is a pipe, and no file"):
        open_held(tmp_path / "pipe")


def test_what_was_being_written_is_not_followed(tmp_path: Path) -> None:
    """A link where a file is written before it takes its name leads nowhere: what it points to stays as it is."""
    (tmp_path / "other").write_bytes(b"mine")
    (tmp_path / ".file.part").symlink_to(tmp_path / "other")

    write_whole(tmp_path / "file", b"text")

    assert (tmp_path / "file").read_bytes() == b"text"
    assert (tmp_path / "other").read_bytes() == b"mine"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process forks on POSIX systems alone")
def test_what_was_forked_holds_nothing(tmp_path: Path) -> None:
    """A file that was closed here can be held again, also while a process lives that was forked from this one."""
    held = open_held(tmp_path / "file")
    assert held is not None
    assert open_held(tmp_path / "file") is None
    out, into = os.pipe()
    begun, begins = os.pipe()
    child = os.fork()
    if not child:
        os.close(into)
        os.write(begins, b".")
        os.read(out, 1)  # until the parent is done
        os._exit(0)

    os.read(begun, 1)
    held.close()
    again = open_held(tmp_path / "file")
    for end in (into, out, begun, begins):
        os.close(end)
    os.waitpid(child, 0)

    assert again is not None
    again.close()


def test_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full leaves what stood there before, and nothing half."""
    file = tmp_path / "report.json"
    write_whole(file, b"old")
    assert file.read_bytes() == b"old"

    def half(path: Path, content: bytes) -> None:
        path.write_bytes(content[:1])
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(files, "write_new", half)
    with pytest.raises(Unwritable, match=r"report\.json cannot be written: No space left on device"):
        write_whole(file, b"new")

    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("report.json", b"old")]
