"""The real time, where a limit or a duration is measured, or a moment compared, while the clock of the process may be stopped."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def real_time_s(clock: Callable[[], float] = time.monotonic) -> float:
    """Tell real seconds that never run back. freezegun replaces what modules hold, but not a default: this one is never stopped."""
    return clock()


_BEGAN_S = real_time_s()
_BEGAN = datetime.now(UTC)


def real_now() -> datetime:
    """Tell the real moment: when this module was imported, and what has passed since. No clock that shows the time of day can be relied on here."""
    return _BEGAN + timedelta(seconds=real_time_s() - _BEGAN_S)
