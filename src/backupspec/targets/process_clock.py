"""The clock of this process, stopped, and moved from outside: what is read in it is the time of a world.

Two libraries move it, each what it moves rightly (docs/decisions/0025-two-libraries-move-the-clock.md). time-machine moves the clocks that show the time
of day: it works beneath Python's names, so that a real `datetime` comes back. freezegun moves the clocks that measure: time-machine leaves them alone.
"""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import freezegun
import time_machine
from freezegun import api

REAL_WAITS = ["_pytest.timing", "execnet", "xdist", "asyncio", "concurrent.futures", "subprocess", "socketserver"]
"""Modules that measure real time, besides those that freezegun leaves alone: they wait for something, or tell how long a test took."""

AS_THEY_ARE: dict[str, Any] = {
    "FakeDatetime": api.real_datetime,
    "FakeDate": api.real_date,
    "fake_time": api.real_time,
    "fake_time_ns": api.real_time_ns,
    "fake_localtime": api.real_localtime,
    "fake_gmtime": api.real_gmtime,
    "fake_strftime": api.real_strftime,
    "copyreg": SimpleNamespace(dispatch_table={}),
    "call_stack_inspection_limit": 1,
}
"""What freezegun works with while it moves `monotonic` and `perf_counter` alone, by its own names for it.

In place of its fakes of the time of day it puts what is there, and it changes nothing in how a datetime is copied. Whether a module measures real time is decided by the
module that asks: freezegun looks at five callers otherwise, and finds `threading` among those of nearly all that a thread runs.
"""


class ProcessClock:
    """The clock of this process, from now until it is released; there is one. The zone of the process is UTC meanwhile."""

    def __init__(self, moment: datetime) -> None:
        """Stop it at a moment. This costs tens of milliseconds, moving it some microseconds."""
        self._wall = time_machine.travel(moment, tick=False)
        self._moved_wall = self._wall.start()
        self._as_they_are = patch.multiple(api, **AS_THEY_ARE)
        self._as_they_are.start()
        freezegun.configure(extend_ignore_list=REAL_WAITS)
        self._measuring: Any = freezegun.freeze_time(moment, real_asyncio=True)
        self._moved_measuring = self._measuring.start()

    def move_to(self, moment: datetime) -> None:
        """Let a moment begin, earlier or later. The zone of the process is UTC again, if it was another."""
        self._moved_wall.move_to(moment)
        self._moved_measuring.move_to(moment)

    def advance(self, seconds: int) -> None:
        """Let time pass; raise OverflowError, and let none pass, where that leads out of the calendar."""
        self._moved_measuring.move_to(
            self._moved_measuring.time_to_freeze.replace(tzinfo=UTC) + timedelta(seconds=seconds)
        )
        self._moved_wall.shift(seconds)

    def release(self) -> None:
        """Let the process have its own clock again."""
        self._measuring.stop()
        self._as_they_are.stop()
        self._wall.stop()
