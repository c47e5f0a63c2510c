"""Where the command begins: `backupspec`, or `python -m backupspec`. Whatever goes wrong is a line, and an exit code that is no verdict."""

import errno
import os
import signal
import sys
from io import BufferedWriter, FileIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

from backupspec.exits import INTERNAL, INTERRUPTED, MISUSE
from backupspec.linked import missing
from backupspec.terminal_modes import restored

OF_THE_SYSTEM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM)
"""Of these a person can rid the machine. Whatever else the system says was to be expected where it was asked, and is an internal error here."""


def start() -> None:
    """Run the command that was typed, and leave with its exit code."""
    if isinstance(sys.stdout, TextIOWrapper) and isinstance(sys.stdout.buffer, BufferedWriter | FileIO):
        sys.stdout = _noticing(sys.stdout)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # what the terminal cannot show is spelled out
    try:
        with restored():
            code = _run()
    except _Unread:
        _end_unread()
    except (KeyboardInterrupt, Exception) as error:  # noqa: BLE001 - whatever it is, 1 would be a verdict
        os._exit(_broken_off(error))
    sys.exit(code)


def _broken_off(error: BaseException) -> int:
    """Say in a line what ended a command, and return the exit code."""
    match error:
        case KeyboardInterrupt():
            print("backupspec: interrupted; there is no verdict", file=sys.stderr)  # noqa: T201
            return INTERRUPTED
        case OSError(errno=number) if number in OF_THE_SYSTEM:
            from backupspec.output import say  # noqa: PLC0415 - it imports click, as below

            return say(str(error), MISUSE)
        case _:
            try:
                from backupspec.internal_error import fault_of, report_fault  # noqa: PLC0415 - only what is broken needs it
            except ImportError:  # an installation that lacks something: it may be what was raised
                print(f"backupspec: it is not installed whole: {error}", file=sys.stderr)  # noqa: T201
                return INTERNAL
            return report_fault(fault_of(error), redact="--redact" in sys.argv)


def _run() -> int:
    if problem := missing():
        print(f"backupspec: {problem}", file=sys.stderr)  # noqa: T201
        return MISUSE
    try:
        Path.cwd()  # a folder that is gone is told here, and not from the depth of some import
    except OSError as error:
        print(f"backupspec: {error}", file=sys.stderr)  # noqa: T201
        return MISUSE
    import click  # noqa: PLC0415 - so that an interrupt while modules are read is told like any other

    from backupspec.cli import main  # noqa: PLC0415
    from backupspec.output import echo  # noqa: PLC0415

    try:
        code = main(prog_name="backupspec", standalone_mode=False)
    except click.exceptions.Abort:
        raise KeyboardInterrupt from None
    except click.ClickException as error:
        told = StringIO()
        error.show(told)  # it quotes what was typed
        echo(told.getvalue(), err=True, nl=False)
        code = error.exit_code
    finally:
        sys.stdout.flush()
    return int(code or 0)


class _Unread(BaseException):
    """Nobody reads standard output any more.

    It is no OSError: click would end with 1 for it, which means "not conformant". It is no Exception: a run would report it as a fault of its own.
    """


class _Output(FileIO):
    """Standard output, which notices that it was closed. Any other pipe or socket that is closed is an error for its writer alone, and ends nothing."""

    def write(self, content: "ReadableBuffer", /) -> int:
        """Write bytes; raise _Unread if nobody can read them."""
        try:
            return super().write(content)
        except BrokenPipeError:
            raise _Unread from None


def _noticing(stream: TextIOWrapper) -> TextIOWrapper:
    """Make a stream as this one is, that notices that it was closed."""
    return TextIOWrapper(
        BufferedWriter(_Output(stream.fileno(), "w", closefd=False)),
        stream.encoding,
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )


def _end_unread() -> None:
    """End in silence, as any command does of which nobody reads what it prints (`backupspec clauses | head`)."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        signal.raise_signal(signal.SIGPIPE)
    os._exit(MISUSE)


if __name__ == "__main__":
    start()
