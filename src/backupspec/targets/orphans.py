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

UNCLEAR_ROUNDS = 50
"""How many rounds those are looked at that show no environment: becoming another program takes no longer, and they may be somebody else's."""

YOUNG_S = 5
"""Whoever has had no environment for longer was given none."""

PROCESSES = Path("/proc")


def end_marked(mark: str) -> None:
    """End each process in whose environment there is a variable of this name, where the system shows environments under /proc."""
    for number in range(ROUNDS):
        left = list(_left(mark))
        for process, is_marked in left:
            if is_marked:
                with suppress(OSError):  # it has ended meanwhile
                    os.kill(process, signal.SIGKILL)
        if not left or (number >= UNCLEAR_ROUNDS and not any(is_marked for _, is_marked in left)):
            return
        time.sleep(ROUND_S)


def _left(mark: str) -> Iterator[tuple[int, bool]]:
    """List the processes that are marked, and those that have to be looked at again: whoever is about to become another program shows no environment.

    One that has ended has no environment either, even while its exit code was not read, but no program any more.
    """
    named = b"\0" + mark.encode() + b"="
    for folder in PROCESSES.glob("[0-9]*"):
        with suppress(OSError):  # it has ended, or is somebody else's
            environment = (folder / "environ").read_bytes()
            if named in b"\0" + environment:
                yield int(folder.name), True
            elif not environment and _is_a_program(folder) and _age_s(folder) < YOUNG_S:
                yield int(folder.name), False


def _is_a_program(folder: Path) -> bool:
    try:
        (folder / "exe").readlink()
    except OSError:
        return False  # it has ended, or is a thread of the kernel
    return True


def _age_s(folder: Path) -> float:
    """Return for how many seconds a process has been there."""
    after_name = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    return time.clock_gettime(time.CLOCK_BOOTTIME) - int(after_name[19]) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    end_marked(sys.argv[1])
