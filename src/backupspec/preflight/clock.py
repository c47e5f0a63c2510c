"""Its clock: a world begins when it is told, and time passes when it is told. No other clock is read."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from backupspec.contract.commands import (
    AdvanceTime,
    SetWallClock,
)
from backupspec.contract.observations import Observation
from backupspec.contract.outcomes import Done, Unsupported
from backupspec.contract.schemas import plain
from backupspec.preflight.bench import LACKS_CLOCK, Bench, Found, Skip, Wrong, answer_in_words, at
from backupspec.targets.real_time import real_now
from backupspec.world.opening import WALL_CLOCK

HOUR_S = 3600
SET_TO = "2015-01-01T00:00:00Z"
REAL = timedelta(days=1)
"""So near to the real time, a moment comes from a real clock, whatever zone that was read in: worlds are years away from it."""

READ_WALL = (
    "Read the time with datetime.now() or time.time(), in the process of the adapter. Other clocks can't be moved: SQLite's (datetime('now'), CURRENT_TIMESTAMP), "
    "another process's, a file's, or one that an extension reads by itself. Pass them the time, or declare `clock: own`."
)
READ_ELAPSED = (
    "Measure time with time.monotonic(), looked up in `time` whenever it is called: one that a class, a default or a closure keeps can't be moved. "
    "Or take the difference of two readings of time.time()."
)
READ_NONE = "Tell the time of the world, which begins at the opening's `wall_clock` and moves by commands alone: read no real clock."


def opens(bench: Bench) -> Found:
    """Open a world, and see that it is empty."""
    bench.open()
    bench.seen = bench.observe()
    there = [*bench.seen.phones, *bench.seen.accounts]
    if there or bench.seen.transfers:
        what = ", ".join(there) or "transfers"
        return Wrong("a new world to be empty", what, "Let open_world begin with no phone, no account, no transfer.")
    return None


def begins(bench: Bench) -> Found:
    """See that it began at the wall clock that was asked for."""
    if bench.lacks("clock"):
        return LACKS_CLOCK
    expected = "a new world to begin at"
    if _is_real(bench.seen.wall_clock):
        return _real(bench, f"{expected} {WALL_CLOCK}", "its wall clock")
    return at(bench.seen, WALL_CLOCK, 0, expected, "Begin a world at the opening's `wall_clock`, with `elapsed_s` 0.")


def advances(bench: Bench) -> Found:
    """Let an hour pass, and see both clocks moved by it."""
    if bench.lacks("clock"):
        return LACKS_CLOCK
    if "advance_time" in bench.about.unfinished:
        return Skip("advance_time is unfinished")
    outcome = bench.do(AdvanceTime(seconds=HOUR_S))
    mend = "Let advance_time move both the wall clock and `elapsed_s` by its seconds; if time cannot be moved, list `clock` under `lacks`."
    if not isinstance(outcome, Done):
        return Wrong("advance_time to be done", answer_in_words(outcome), mend)
    before, bench.seen = bench.seen, bench.observe()
    return _passed(bench, before, mend)


def _passed(bench: Bench, before: Observation, mend: str) -> Found:
    """See that both clocks were moved by an hour."""
    passed_s, moved_s = bench.seen.elapsed_s - before.elapsed_s, _moved_s(before, bench.seen)
    wall_clock = f"the wall clock {HOUR_S} s later after advancing it"
    if passed_s != HOUR_S:
        mend = READ_ELAPSED if bench.about.clock == "system" and moved_s == HOUR_S else mend
        return Wrong(f"{HOUR_S} s of elapsed time after advancing the clock by as much", f"{passed_s} s", mend)
    if moved_s != HOUR_S and _is_real(bench.seen.wall_clock):
        return _real(bench, wall_clock, "its wall clock")
    return None if moved_s == HOUR_S else Wrong(wall_clock, bench.seen.wall_clock, mend)


def sets(bench: Bench) -> Found:
    """Set the wall clock, and see that no time passed."""
    if bench.lacks("clock"):
        return LACKS_CLOCK
    outcome = bench.do(SetWallClock(to=SET_TO))
    if isinstance(outcome, Unsupported):
        return Skip("set_wall_clock is unsupported, so what sets the clock is untestable")
    mend = "Let set_wall_clock change the wall clock alone: `elapsed_s` goes on as if nothing had been done."
    if not isinstance(outcome, Done):
        return Wrong("set_wall_clock to be done", answer_in_words(outcome), mend)
    before, bench.seen = bench.seen, bench.observe()
    if bench.seen.elapsed_s != before.elapsed_s:
        passed_s = bench.seen.elapsed_s - before.elapsed_s
        return Wrong("no time to pass when the wall clock is set", f"{passed_s} s", mend)
    return at(bench.seen, SET_TO, before.elapsed_s, "the wall clock, after it was set, at", mend)


def reads_no_real_clock(bench: Bench) -> Found:
    """See that nothing in a world happened at the real time, whichever clock the world itself shows."""
    if bench.lacks("clock"):
        return LACKS_CLOCK
    for path, text in _texts(plain(bench.observe())):
        if any(map(_is_real, INSTANT.findall(text))):
            return _real(bench, "every moment that is shown to be one of the world", path)
    return None


INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


def _texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """List the texts in an observation, each with its place."""
    if isinstance(value, str):
        yield path, value
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, member in members:
        yield from _texts(member, f"{path} > {name}" if path else str(name))


def _is_real(instant: str) -> bool:
    try:
        return abs(datetime.fromisoformat(instant) - real_now()) < REAL
    except ValueError:
        return False


def _real(bench: Bench, expected: str, place: str) -> Wrong:
    """Tell that a moment is the real time, and which clocks to read instead."""
    mend = READ_WALL if bench.about.clock == "system" else READ_NONE
    return Wrong(expected, f"the real time in {place}: it reads a clock that backupspec does not move", mend)


def _moved_s(before: Observation, after: Observation) -> int:
    first, later = (datetime.fromisoformat(seen.wall_clock) for seen in (before, after))
    return int((later - first).total_seconds())
