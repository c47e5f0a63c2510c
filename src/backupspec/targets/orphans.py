"""What a program has started and left behind, in a session of its own: each process inherits a mark in its environment, by which Linux finds it.

This file is a script, too, and needs the standard library alone: the watcher of a program runs it when the harness is gone.
"""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

ROUNDS = 200
"""How often marked processes are looked for at most: one may start another while it is being ended."""

ROUND_S = 0.01


def end_marked(mark: str) -> None:
    """End each process in whose environment there is a variable of this name, where the system shows environments under /proc."""
    for _ in range(ROUNDS):
        found = list(_marked(mark))
        for process in found:
            with suppress(OSError):  # it has ended meanwhile
                os.kill(process, signal.SIGKILL)
        if not found:
            return
        time.sleep(ROUND_S)


def _marked(mark: str) -> Iterator[int]:
    """List the processes. One that has ended has no environment, even while its exit code was not read."""
    named = b"\0" + mark.encode() + b"="
    for environment in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):  # it has ended, or is somebody else's
            if named in b"\0" + environment.read_bytes():
                yield int(environment.parent.name)


if __name__ == "__main__":
    end_marked(sys.argv[1])
