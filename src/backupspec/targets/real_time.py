"""The real time, where a limit or a duration is measured while the clock of the process may be frozen."""

import time
from collections.abc import Callable


def real_time_s(clock: Callable[[], float] = time.monotonic) -> float:
    """Tell real seconds that never run back. freezegun replaces what modules hold, but not a default: this one goes on."""
    return clock()
