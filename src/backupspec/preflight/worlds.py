"""Its worlds: each its own, and forgotten when it is closed."""

from backupspec.contract.commands import (
    AddPhone,
    AdvanceTime,
)
from backupspec.preflight.bench import LACKS_CLOCK, OTHER_PHONE, Bench, Found, Skip, Wrong, at
from backupspec.world.opening import WALL_CLOCK

DAY_S = 86_400
OTHER_CLOCK = "2012-02-29T23:59:59Z"


def has_two_clocks(bench: Bench) -> Found:
    """Open a second world at another time, let time pass in it, and see the first stand still."""
    if bench.about.clock == "system":
        return Skip("clock: system has one world at a time")
    if bench.lacks("clock"):
        return LACKS_CLOCK
    mend = "Keep the time of each world in that world, or declare `clock: system` in `about`."
    bench.seen, other = bench.observe(), bench.open(OTHER_CLOCK)
    if other == bench.world:
        return Wrong("another id for a second world", f"{other} again", mend)
    wrong = at(bench.observe(other), OTHER_CLOCK, 0, "a second world to begin at", mend)
    if wrong is None and "advance_time" not in bench.about.unfinished:
        bench.do(AdvanceTime(seconds=DAY_S), other)
        wrong = at(bench.observe(other), "2012-03-01T23:59:59Z", DAY_S, "the second world, a day later, at", mend)
    first = bench.seen
    return wrong or at(
        bench.observe(), first.wall_clock, first.elapsed_s, "the first world's time to stand still, at", mend
    )


def keeps_apart(bench: Bench) -> Found:
    """Add a phone in a second world, and see it there alone."""
    if bench.about.clock == "system" or bench.lacks("clock"):
        return Skip("it has one world at a time")
    if AddPhone not in bench.done:
        return Skip("no phone can be added")
    mend = "Keep phones, accounts and transfers in the world that a command is about."
    bench.seen, other = bench.observe(), bench.open(OTHER_CLOCK)
    there = bench.observe(other)
    if there.phones or there.accounts:
        return Wrong("nothing of the first world in a second", ", ".join([*there.phones, *there.accounts]), mend)
    bench.do(AddPhone(phone=OTHER_PHONE), other)
    if list(phones := bench.observe(other).phones) != [OTHER_PHONE]:
        return Wrong(f"{OTHER_PHONE} in the second world, once it was added there", ", ".join(phones) or "none", mend)
    if bench.observe() != bench.seen:
        return Wrong("the first world as it was, after a command in the second", "it changed", mend)
    return None


def forgets(bench: Bench) -> Found:
    """Close all worlds, open another, and see it empty."""
    bench.close()
    bench.open()
    seen = bench.observe()
    mend = "Forget a world when it is closed, and begin each anew; it may have the id of one that is closed."
    if seen.phones or seen.accounts or seen.transfers:
        left = ", ".join([*seen.phones, *seen.accounts]) or "transfers"
        return Wrong("a world that is opened after others were closed to be empty", left, mend)
    return None if bench.lacks("clock") else at(seen, WALL_CLOCK, 0, "it to begin at", mend)
