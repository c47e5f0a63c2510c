"""What is moved of the clocks that a process can read, and what is not: the table of docs/adapter.md, row by row."""

import ast
import asyncio
import calendar
import copy
import pickle
import re
import sqlite3
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import freezegun
import msgspec
import orjson
import pytest
import whenever
from msgspec import structs

from backupspec import shipped
from backupspec.contract.commands import AdvanceTime
from backupspec.contract.implementation import Opening
from backupspec.targets.reaching import reach
from backupspec.targets.system_clock import SystemClock

POLICY = shipped.profile("windows-phone-8.1")
OPENING = Opening(
    scenario="a test of the clock",
    profile=POLICY.id,
    choices=POLICY.picks(),
    wall_clock="2014-06-02T09:00:00Z",
    time_zone="Europe/London",
    seed=1,
)
DAY_S = 86_400


@pytest.fixture
def system_clock() -> Iterator[SystemClock]:
    """Return the example with `clock: system`, whose clock is moved from its first world on, and released after the test."""
    made = SystemClock(reach("python:backupspec.fixtures.system_clock:make"))
    yield made
    made.thaw()


class Kept:
    """What a class keeps of the clocks that measure."""

    monotonic = staticmethod(time.monotonic)


def kept_in_a_default(clock: Callable[[], float] = time.monotonic) -> float:
    """Read what a default keeps."""
    return clock()


def in_the_table() -> Iterator[tuple[str, bool]]:
    """List the ways to read a clock that the page names, each with whether that is moved."""
    page = Path(__file__).parents[2].joinpath("docs", "adapter.md").read_text("utf-8")
    rows = page.partition("| you read | is it moved? |\n|---|---|\n")[2].partition("\n\n")[0].splitlines()
    for row in rows:
        read, moved = row.strip("| ").split(" | ")
        for code in re.findall(r"`([^`]+)`", read):
            if "(" in code:
                yield code, moved.startswith("yes")


WAYS = dict(in_the_table())


def seconds(value: Any) -> float:  # noqa: PLR0911 - one for each type
    """Bring what was read to seconds: those since 1970, if it is the time of day."""
    match value:
        case datetime():
            return (value if value.tzinfo else value.replace(tzinfo=UTC)).timestamp()
        case date():
            return datetime(value.year, value.month, value.day, tzinfo=UTC).timestamp()
        case time.struct_time():
            return calendar.timegm(value)
        case uuid.UUID():
            return (value.time - 0x01B21DD213814000) / 1e7
        case whenever.Instant():
            return value.timestamp()
        case bytes():
            return float(value)
        case str():
            return datetime.fromisoformat(value).replace(tzinfo=UTC).timestamp()
        case sqlite3.Cursor():
            return seconds(value.fetchone()[0])
    return value / 1e9 if value > 1e15 else value


NAMES = {
    each.__name__: each for each in (Kept, Path, ZoneInfo, asyncio, date, datetime, subprocess, time, uuid, whenever)
} | {"UTC": UTC, "kept_in_a_default": kept_in_a_default}


@pytest.fixture
def read(tmp_path: Path) -> Iterator[Callable[[str], float]]:
    """Return what reads a clock in a way that the page names, in seconds."""
    database = sqlite3.connect(":memory:")
    loops: list[asyncio.AbstractEventLoop] = []

    class Loops:
        """The part of asyncio that makes loops, and keeps them to be closed."""

        @staticmethod
        def new_event_loop() -> asyncio.AbstractEventLoop:
            loops.append(asyncio.new_event_loop())
            return loops[-1]

    def made(code: str) -> float:
        (tmp_path / "new").write_text("")
        names = {**NAMES, "asyncio": Loops, "database": database, "new_file": tmp_path / "new"}
        return seconds(eval(code, names))  # noqa: S307 - the code is the page's

    yield made
    database.close()
    for loop in loops:
        loop.close()


@pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning")
@pytest.mark.parametrize("code", WAYS)
def test_a_clock_is_moved_as_the_page_says(system_clock: SystemClock, read: Callable[[str], float], code: str) -> None:
    """A day later, each way to read the clock shows that a day has passed, or that none has; the time of day is the world's."""
    world = system_clock.open_world(structs.replace(OPENING, wall_clock="2014-06-02T00:00:00Z"))
    before = read(code)
    system_clock.perform(world, [AdvanceTime(seconds=DAY_S)])
    passed_s = read(code) - before
    system_clock.close_world(world)

    if WAYS[code]:
        assert passed_s == DAY_S
        assert before == datetime(2014, 6, 2, tzinfo=UTC).timestamp()
    else:
        assert 0 <= passed_s < 3600
        assert before != datetime(2014, 6, 2, tzinfo=UTC).timestamp()


def test_the_page_names_ways_of_both_kinds() -> None:
    """The table was found, and each way in it is an expression."""
    assert list(WAYS.values()).count(True) > 14
    assert list(WAYS.values()).count(False) > 8
    assert all(ast.parse(code, mode="eval") for code in WAYS)


def _in_a_thread(read: Callable[[], Any]) -> Any:
    came: list[Any] = []
    thread = threading.Thread(target=lambda: came.append(read()))
    thread.start()
    thread.join()
    return came[0]


async def _later(read: Callable[[], Any]) -> Any:
    await asyncio.sleep(0)
    return read()


WAYS_AROUND = {
    "a thread": _in_a_thread,
    "a pool": lambda read: ThreadPoolExecutor(1).submit(read).result(),
    "a coroutine": lambda read: asyncio.run(_later(read)),
}


@pytest.mark.parametrize("way", WAYS_AROUND)
@pytest.mark.parametrize("code", [code for code, moved in WAYS.items() if moved])
@pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning")
def test_a_clock_is_moved_wherever_it_is_read(system_clock: SystemClock, way: str, code: str) -> None:
    """In a thread, in a pool of threads and in a coroutine, the same time is read as outside."""
    world = system_clock.open_world(OPENING)
    system_clock.perform(world, [AdvanceTime(seconds=DAY_S)])

    outside, inside = (seconds(read(lambda: eval(code, NAMES))) for read in (lambda call: call(), WAYS_AROUND[way]))  # noqa: S307 - as above
    system_clock.close_world(world)

    assert inside == outside


HALF_HOURS = ["00:30", "01:00", "01:30", "02:00"]
IN_LONDON = {
    "now-in-utc": lambda zone: datetime.now(UTC).astimezone(zone),
    "now-in-the-zone": datetime.now,
    "from-a-timestamp": lambda zone: datetime.fromtimestamp(time.time(), zone),
    "from-gmtime": lambda zone: datetime(*time.gmtime()[:6], tzinfo=UTC).astimezone(zone),
    "copied": lambda zone: copy.deepcopy(datetime.now(zone)),
    "pickled": lambda zone: pickle.loads(pickle.dumps(datetime.now(zone))),  # noqa: S301 - what was pickled in this line
    "from-whenever": lambda zone: datetime.fromtimestamp(whenever.Instant.now().timestamp(), zone),
}


@pytest.mark.parametrize("way", IN_LONDON)
def test_the_hour_that_comes_twice_goes_forward(system_clock: SystemClock, way: str) -> None:
    """On the night when British Summer Time ends, the wall clock never runs back, however it was read in London; the hour's second time is told by `fold`."""
    zone = ZoneInfo("Europe/London")
    world = system_clock.open_world(structs.replace(OPENING, wall_clock="2014-10-26T00:30:00Z"))

    here = []
    for _ in HALF_HOURS:
        here.append(IN_LONDON[way](zone))
        system_clock.perform(world, [AdvanceTime(seconds=1800)])
    system_clock.close_world(world)

    assert [each.astimezone(UTC).strftime("%H:%M") for each in here] == HALF_HOURS
    assert [each.strftime("%H:%M") for each in here] == ["01:30", "01:00", "01:30", "02:00"]
    assert [each.fold for each in here] == [0, 1, 1, 0]


def test_a_datetime_is_a_datetime(system_clock: SystemClock) -> None:
    """What is read is of the type that every library knows."""
    world = system_clock.open_world(OPENING)
    now, today = datetime.now(UTC), date.today()  # noqa: DTZ011 - a way to read the clock, too
    system_clock.close_world(world)

    assert (type(now), type(today)) == (datetime, date)
    assert msgspec.json.encode({"at": now}) == b'{"at":"2014-06-02T09:00:00Z"}'
    assert orjson.loads(orjson.dumps({"at": now, "on": today})) == {
        "at": "2014-06-02T09:00:00+00:00",
        "on": "2014-06-02",
    }
    assert type(pickle.loads(pickle.dumps(now))) is datetime  # noqa: S301 - what was pickled in this line


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of this system can't be set for a process")
def test_the_zone_of_the_process_is_utc(system_clock: SystemClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the machine is, the process is in UTC while its clock is moved, and in its own zone again after that."""
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    assert time.localtime(0).tm_gmtoff == -5 * 3600

    world = system_clock.open_world(OPENING)
    local = time.localtime()
    naive = datetime.now()  # noqa: DTZ005 - a way to read the clock, too
    system_clock.close_world(world)
    system_clock.thaw()

    assert (local.tm_hour, local.tm_gmtoff, local.tm_zone) == (9, 0, "UTC")
    assert naive == datetime(2014, 6, 2, 9)  # noqa: DTZ001 - the same
    assert time.localtime(0).tm_gmtoff == -5 * 3600
    monkeypatch.undo()
    time.tzset()


def test_who_waits_waits_in_real_time(system_clock: SystemClock) -> None:
    """A wait that has a limit ends, though the clock does not move by itself."""
    world = system_clock.open_world(OPENING)
    try:
        assert not threading.Event().wait(0.001)
        with pytest.raises(asyncio.TimeoutError):
            asyncio.run(asyncio.wait_for(asyncio.Event().wait(), 0.001))
        with pytest.raises(subprocess.TimeoutExpired):
            subprocess.run([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, timeout=0.001, check=False)
    finally:
        system_clock.close_world(world)


def test_what_was_there_is_there_again(system_clock: SystemClock) -> None:
    """Once the clock is released, every name is what it was."""
    names = ("time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "localtime", "strftime")
    before = [getattr(time, name) for name in names]
    system_clock.close_world(system_clock.open_world(OPENING))
    assert time.monotonic is not before[names.index("monotonic")]

    system_clock.thaw()

    assert [getattr(time, name) for name in names] == before
    assert datetime.now(UTC).year > 2014
    assert freezegun.api.FakeDatetime is not datetime
    assert freezegun.api.fake_time is not before[0]
