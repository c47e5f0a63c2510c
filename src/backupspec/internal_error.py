"""What is wrong with backupspec itself: never a verdict. A line on standard error says what happened, and a file holds the traceback."""

import os
import platform
import re
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp

from msgspec import Struct

from backupspec import __version__
from backupspec.exits import INTERNAL
from backupspec.files import Unwritable, why, write_whole
from backupspec.output import say
from backupspec.text import one_line, shown

NAME = "internal-error.txt"
"""The file in the folder of a report. Elsewhere it gets a name of its own, among the system's temporary files."""
LONGEST = 60_000
"""How much of a traceback is kept, in characters: its beginning and its end."""

_PACKAGE = Path(__file__).parent.resolve()
_WHO = re.compile(r"://[^/\s@]*@")
"""Who asks for a URL, and with which password."""


class Fault(Struct, frozen=True, kw_only=True, tag=True):
    """An internal error: what happened, in a line, and the traceback."""

    what: str
    trace: str
    place: str = ""
    """Where in this package it was raised last, and what was raised: nothing that an exception says."""


def fault_of(error: BaseException) -> Fault:
    """Tell what an exception says, and where in this package it was raised last."""
    try:
        frames = traceback.extract_tb(error.__traceback__)
        own = [each for each in frames if Path(each.filename).is_relative_to(_PACKAGE)]
        place = f", at {Path(own[-1].filename).name}:{own[-1].lineno}" if own else ""
        trace, kind = "".join(traceback.format_exception(error)), type(error).__name__
        return Fault(what=f"{kind}: {error}{place}", trace=_bounded(trace), place=f"{kind}{place}")
    except Exception:  # noqa: BLE001 - no memory, or a message that raises: less is told
        return Fault(what=type(error).__name__, trace="")


def fault_of_text(text: str) -> Fault:
    """Tell what a traceback says that pytest has written: its last line with an error."""
    lines = [line for line in text.splitlines() if line.strip()]
    errors = [line[1:].strip() for line in lines if line.startswith("E ")]
    return Fault(what=(errors or lines or ["nothing was said"])[-1], trace=_bounded(text))


def _bounded(text: str) -> str:
    half = LONGEST // 2
    return text if len(text) <= LONGEST else f"{text[:half]}\n...\n{text[-half:]}"


_PLACE = re.compile(r'  File "[^"]*", line \d+, in \S+|\S+\.py:\d+: \w+', re.ASCII)
"""A line of a traceback, of Python's or of pytest's, that names a place and quotes nothing."""


def without_messages(fault: Fault) -> Fault:
    """Return a fault without what exceptions say, which may quote content: where it happened is left."""
    places = [line for line in fault.trace.split("\n") if _PLACE.fullmatch(line)]
    return Fault(what=fault.place or "its message is left out", trace="\n".join(places), place=fault.place)


def report_fault(fault: Fault, folder: Path | None = None, *, redact: bool = False) -> int:
    """Say in one line what happened and where the traceback is, in this folder if it is there; return the exit code."""
    if redact:
        fault = without_messages(fault)
    with suppress(Exception):
        sys.stdout.flush()
    what = _WHO.sub("://", one_line(fault.what))
    return say(f"internal error, which says nothing about any implementation: {what}; {_kept(fault, folder)}", INTERNAL)


def _kept(fault: Fault, folder: Path | None) -> str:
    """Write the traceback, and say where; or why it could not be written."""
    head = f"backupspec {__version__}, Python {platform.python_version()}, {platform.system()}\n\n"
    text = head + "\n".join(map(shown, _WHO.sub("://", fault.trace).split("\n"))) + "\n"
    content = text.encode("utf-8", "backslashreplace")
    if folder is not None and folder.is_dir():
        with suppress(Unwritable):
            write_whole(folder / NAME, content)
            return f"the traceback is in {folder / NAME}"
    try:
        number, name = mkstemp(prefix="backupspec-", suffix=".txt")
        with os.fdopen(number, "wb") as opened:
            opened.write(content)
    except OSError as error:
        return f"the traceback could not be written: {why(error)}"
    return f"the traceback is in {name}"
