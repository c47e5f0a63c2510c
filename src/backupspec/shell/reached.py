"""An implementation at hand, outside of a run: reached, its time in order, and left as it was found."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout

from backupspec.contract.implementation import About, Implementation
from backupspec.policy.model import Policy
from backupspec.targets.limits import START_LIMIT_S
from backupspec.targets.reaching import leave, reach
from backupspec.targets.system_clock import SystemClock


@contextmanager
def reached(target: str, start_limit_s: float = START_LIMIT_S, *own: Policy) -> Iterator[tuple[Implementation, About]]:
    """Reach a target, and hear what it says of itself. What it prints meanwhile goes to standard error. Raise NoSuchTarget, or BrokenContract."""
    with redirect_stdout(sys.stderr):
        implementation = reach(target, start_limit_s, *own)
    timed: SystemClock | None = None
    try:
        about = implementation.about()
        timed = SystemClock(implementation) if about.clock == "system" else None
        yield timed or implementation, about
    finally:
        if timed is not None:
            timed.thaw()
        leave(implementation)
