"""Where the command begins: `backupspec`, or `python -m backupspec`. Whatever goes wrong is a line, and an exit code that is no verdict."""

import os
import signal
import sys
from io import TextIOWrapper
from pathlib import Path

from backupspec.exits import INTERRUPTED, MISUSE
from backupspec.linked import missing


def start() -> None:
    """Run the command that was typed, and leave with its exit code."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # whoever closes the pipe ends the command, as with any other
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # what the terminal cannot show is spelled out
    try:
        sys.exit(_run())
    except KeyboardInterrupt:
        print("backupspec: interrupted; there is no verdict", file=sys.stderr)  # noqa: T201
        os._exit(INTERRUPTED)
    except OSError as error:
        print(f"backupspec: {error}", file=sys.stderr)  # noqa: T201
        os._exit(MISUSE)


def _run() -> int:
    if problem := missing():
        print(f"backupspec: {problem}", file=sys.stderr)  # noqa: T201
        return MISUSE
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
