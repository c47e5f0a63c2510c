"""Files that a person names: read within a bound, and written whole or not at all. What goes wrong is told in words."""

import errno
import os
import stat
import sys
import weakref
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

if sys.platform != "win32":
    import fcntl


class Unreadable(ValueError):
    """A file cannot be read: which, and why."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(f"{file} cannot be read: {reason}")
        self.reason = reason


class Unwritable(ValueError):
    """A file cannot be written: which, and why."""

    def __init__(self, file: Path, error: OSError | ValueError) -> None:
        room = "; make room" if getattr(error, "errno", None) in _FULL else ""
        super().__init__(f"{file} cannot be written: {why(error)}{room}")


_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def why(error: OSError | ValueError) -> str:
    """Tell an error of the system in its own words, without number or name of a file."""
    return getattr(error, "strerror", None) or str(error)


def read_bounded(file: Path, most_bytes: int) -> bytes:
    """Read a file; raise Unreadable for what is none, and for one that is larger than this."""
    with open_regular(file) as opened:
        try:
            data = opened.read(most_bytes + 1)
        except OSError as error:
            raise Unreadable(file, why(error)) from error
    if len(data) > most_bytes:
        raise Unreadable(file, f"it has more than {most_bytes} bytes")
    return data


def open_regular(file: Path) -> IO[bytes]:
    """Open a file; raise Unreadable for what is none. What it is, is asked once it is open: before that, something else may take its place."""
    try:
        opened = os.open(file, os.O_RDONLY | _NOT_WAITING)
    except OSError as error:
        raise Unreadable(file, why(error)) from error
    except ValueError as error:
        raise Unreadable(file, "no file can have this name") from error
    if kind := _kind(os.fstat(opened).st_mode):
        os.close(opened)
        raise Unreadable(file, f"it is {kind}, and no file")
    return os.fdopen(opened, "rb")


_KINDS: tuple[tuple[Callable[[int], bool], str], ...] = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
)


def _kind(mode: int) -> str | None:
    """Tell what something is that is no file."""
    return next((told for is_it, told in _KINDS if is_it(mode)), None)


def open_held(file: Path) -> IO[bytes] | None:
    """Open a file to write to, made if it is not there, and hold it until it is closed; return None if another process holds it.

    On Windows nothing is held, and two runs in one folder are not kept apart. Raise OSError if it cannot be opened, or is no file.
    """
    while (opened := _open_and_hold(file)) is not None and not _is_at(file, opened):
        opened.close()  # who held it has removed it meanwhile
    return opened


def _is_at(file: Path, opened: IO[bytes]) -> bool:
    """Tell whether an open file still has its name."""
    try:
        return os.path.samestat(file.stat(), os.fstat(opened.fileno()))
    except FileNotFoundError:
        return False


def _open_and_hold(file: Path) -> IO[bytes] | None:
    opened = os.fdopen(os.open(file, os.O_RDWR | os.O_CREAT | _NOT_WAITING, 0o666), "r+b", buffering=0)
    try:
        _refuse_other_than_file(os.fstat(opened.fileno()))
        if _is_held(opened, exclusive=True):
            opened.close()
            return None
    except OSError:
        opened.close()
        raise
    _close_in_children(opened)
    return opened


_NOT_WAITING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
"""Opening a pipe that nobody writes to, or reads, returns at once."""


def _close_in_children(file: IO[bytes]) -> None:
    """See that what an implementation leaves behind, forked from this process, does not hold the file when this process is gone."""
    if hasattr(os, "register_at_fork"):
        there = weakref.ref(file)

        def close() -> None:
            if (opened := there()) is not None:
                opened.close()

        os.register_at_fork(after_in_child=close)


def is_being_written(file: Path) -> bool:
    """Tell whether another process holds a file; raise Unreadable if that can't be known."""
    with open_regular(file) as opened:
        return _is_held(opened, exclusive=False)


def _is_held(file: IO[bytes], *, exclusive: bool) -> bool:
    if sys.platform != "win32":
        try:
            fcntl.flock(file, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def write_whole(file: Path, content: bytes) -> None:
    """Write a file, whole or not at all: what stood there stays until then. Raise Unwritable if that cannot be."""
    part = file.with_name(f".{file.name}.part")
    try:
        with suppress(FileNotFoundError):
            _refuse_other_than_file(file.stat())  # a file would take its place
        part.unlink(missing_ok=True)
        write_new(part, content)
        part.replace(file)
    except (OSError, ValueError) as error:
        with suppress(OSError, ValueError):
            part.unlink(missing_ok=True)
        raise Unwritable(file, error) from error


def _refuse_other_than_file(found: os.stat_result) -> None:
    """Raise OSError for a device, a folder, a pipe or a socket."""
    if kind := _kind(found.st_mode):
        raise OSError(errno.EINVAL, f"it is {kind}, and no file")


def write_new(file: Path, content: bytes) -> None:
    """Write a file that is not there; raise OSError if something is, a link or a pipe among them, or if it can't be written to its end."""
    with file.open("xb") as opened:
        try:
            opened.write(content)
        except OSError:
            with suppress(OSError):
                file.unlink()
            raise
