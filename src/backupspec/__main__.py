"""Where the command begins: `backupspec`, or `python -m backupspec`. Whatever goes wrong is a line, and an exit code that is no verdict."""

import os
import signal
import sys
from io import TextIOWrapper
from pathlib import Path

from backupspec.exits import INTERNAL, INTERRUPTED, MISUSE


def start() -> None:
    """Run the command that was typed, and leave with its exit code."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # whoever closes the pipe ends the command, as with any other
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # what the terminal cannot show is spelled out
    try:
        code = _run()
    except (KeyboardInterrupt, Exception) as error:  # noqa: BLE001 - whatever it is, 1 would be a verdict
        os._exit(_broken_off(error))
    sys.exit(code)


def _broken_off(error: BaseException) -> int:
    """Say in a line what ended a command, and return the exit code."""
    match error:
        case KeyboardInterrupt():
            print("backupspec: interrupted; there is no verdict", file=sys.stderr)  # noqa: T201
            return INTERRUPTED
        case OSError():
            print(f"backupspec: {error}", file=sys.stderr)  # noqa: T201
            return MISUSE
        case _:
            try:
                from backupspec.internal_error import fault_of, report_fault  # noqa: PLC0415 - only what is broken needs it
            except ImportError:  # an installation that lacks something: it may be what was raised
                print(f"backupspec: it is not installed whole: {error}", file=sys.stderr)  # noqa: T201
                return INTERNAL
            return report_fault(fault_of(error))


def _run() -> int:
    Path.cwd()  # a folder that is gone is told here, and not from the depth of some import
    import click  # noqa: PLC0415 - so that an interrupt while modules are read is told like any other

    from backupspec.cli import main  # noqa: PLC0415

    try:
        code = main(prog_name="backupspec", standalone_mode=False)
    except click.exceptions.Abort:
        raise KeyboardInterrupt from None
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    sys.stdout.flush()
    return int(code or 0)


if __name__ == "__main__":
    start()
