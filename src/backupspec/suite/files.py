"""Files that a person names: read within a bound, and written whole or not at all. What goes wrong is told in words."""

import errno
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

if sys.platform != "win32":
    import fcntl


class Unreadable(ValueError):
    """A file cannot be read: which, and why."""


class Unwritable(ValueError):
    """A file cannot be written: which, and why."""

    def __init__(self, file: Path, error: OSError) -> None:
        room = "; make room" if error.errno in _FULL else ""
        super().__init__(f"{file} cannot be written: {why(error)}{room}")


_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def why(error: OSError | ValueError) -> str:
    """Tell an error of the system in its own words, without number or name of a file."""
    return getattr(error, "strerror", None) or str(error)


def read_bounded(file: Path, most_bytes: int) -> bytes:
    """Read a file; raise Unreadable for what is none, and for one that is larger than this."""
    try:
        mode = file.stat().st_mode
    except OSError as error:
        raise Unreadable(f"{file} cannot be read: {why(error)}") from error
    except ValueError as error:
        raise Unreadable(f"{str(file)!r} cannot be read: no file can have this name") from error
    if kind := _kind(mode):
        raise Unreadable(f"{file} cannot be read: it is {kind}, and no file")
    try:
        with file.open("rb") as opened:
            data = opened.read(most_bytes + 1)
    except OSError as error:
        raise Unreadable(f"{file} cannot be read: {why(error)}") from error
    if len(data) > most_bytes:
        raise Unreadable(f"{file} cannot be read: it has more than {most_bytes} bytes")
    return data


_KINDS: tuple[tuple[Callable[[int], bool], str], ...] = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISSOCK, "a socket"),
)


def _kind(mode: int) -> str | None:
    """Tell what something is that is neither a file nor a pipe."""
    return next((told for is_it, told in _KINDS if is_it(mode)), None)


def is_held(file: IO[bytes], *, hold: bool) -> bool:
    """Tell whether another process holds a file that it writes to. Where none does, hold it until it is closed, if that is wanted.

    On Windows nothing is held, and two runs in one folder are not kept apart.
    """
    if sys.platform != "win32":
        try:
            fcntl.flock(file, (fcntl.LOCK_EX if hold else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def write_whole(file: Path, content: bytes) -> None:
    """Write a file, whole or not at all: what stood there stays until then. Raise Unwritable if that cannot be."""
    part = file.with_name(f".{file.name}.part")
    try:
        part.write_bytes(content)
        part.replace(file)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise Unwritable(file, error) from error
