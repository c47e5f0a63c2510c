"""An implementation at hand, outside of a run: reached, its time in order, and left as it was found."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout

from backupspec.contract.implementation import About, Implementation
from backupspec.targets.reaching import reach
from backupspec.targets.system_clock import SystemClock


@contextmanager
def reached(target: str) -> Iterator[tuple[Implementation, About]]:
    """Reach a target, and hear what it says of itself. What it prints meanwhile goes to standard error. Raise NoSuchTarget, or BrokenContract."""
    with redirect_stdout(sys.stderr):
        implementation = reach(target)
        about = implementation.about()
    if about.clock == "own":
        yield implementation, about
        return
    timed = SystemClock(implementation)
    try:
        yield timed, about
    finally:
        timed.thaw()
