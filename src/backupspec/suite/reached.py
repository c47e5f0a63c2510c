"""An implementation at hand, outside of a run: reached, its time in order, and left as it was found."""

from collections.abc import Iterator
from contextlib import contextmanager

from backupspec.contract.implementation import About, Implementation
from backupspec.suite.clock import SystemClock
from backupspec.targets.reaching import reach


@contextmanager
def reached(target: str) -> Iterator[tuple[Implementation, About]]:
    """Reach a target, and hear what it says of itself. Raise NoSuchTarget, or BrokenContract."""
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
