"""Its clock: a world begins when it is told, and time passes when it is told."""

from datetime import datetime

from backupspec.contract.commands import (
    AdvanceTime,
    SetWallClock,
)
from backupspec.contract.observations import Observation
from backupspec.contract.outcomes import Done, Unsupported
from backupspec.suite.checks.bench import LACKS_CLOCK, Bench, Found, Skip, Wrong, answer_in_words, at
from backupspec.suite.opening import WALL_CLOCK

HOUR_S = 3600
SET_TO = "2015-01-01T00:00:00Z"


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
    return at(
        bench.seen,
        WALL_CLOCK,
        0,
        "a new world to begin at",
        "Begin a world at the opening's `wall_clock`, with `elapsed_s` 0.",
    )


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
    passed_s, moved_s = bench.seen.elapsed_s - before.elapsed_s, _moved_s(before, bench.seen)
    if passed_s != HOUR_S:
        return Wrong(f"{HOUR_S} s of elapsed time after advancing the clock by as much", f"{passed_s} s", mend)
    if moved_s != HOUR_S:
        return Wrong(f"the wall clock {HOUR_S} s later after advancing it", bench.seen.wall_clock, mend)
    return None


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


def _moved_s(before: Observation, after: Observation) -> int:
    first, later = (datetime.fromisoformat(seen.wall_clock) for seen in (before, after))
    return int((later - first).total_seconds())
