"""The proof that whoever is told the time believes it."""

from datetime import datetime

from backupspec.contract.commands import AddPhone, AdvanceTime, Command, SetWallClock
from backupspec.contract.implementation import BrokenContract, Implementation, Opening
from backupspec.contract.observations import Observation
from backupspec.contract.outcomes import Done, Outcome, Unsupported

HOUR_S = 3600


def prove(implementation: Implementation, opening: Opening) -> None:
    """Prove that the implementation's clock obeys: set, advance, read back. Raise BrokenContract where it does not."""
    world = implementation.open_world(opening)
    try:
        first = implementation.observe(world)
        _expect(
            first.wall_clock == opening.wall_clock, f"a new world to begin at {opening.wall_clock}", first.wall_clock
        )
        later = _after(implementation, world, AdvanceTime(seconds=HOUR_S))
        passed = later.elapsed_s - first.elapsed_s
        _expect(passed == HOUR_S, f"{HOUR_S} s of elapsed time after advancing the clock by as much", f"{passed} s")
        _expect(_moved(first, later) == HOUR_S, f"the wall clock {HOUR_S} s later after advancing it", later.wall_clock)
        _prove_setting(implementation, world, later)
        _expect(
            isinstance(_do(implementation, world, AddPhone(phone="a phone")), Done), "a phone to be added", "it was not"
        )
    finally:
        implementation.close_world(world)


def _prove_setting(implementation: Implementation, world: str, before: Observation) -> None:
    """Prove that setting the wall clock moves it and lets no time pass, where that is supported."""
    to = "2015-01-01T00:00:00Z"
    if isinstance(_do(implementation, world, SetWallClock(to=to)), Unsupported):
        return
    after = implementation.observe(world)
    _expect(after.wall_clock == to, f"the wall clock at {to} after setting it", after.wall_clock)
    _expect(
        after.elapsed_s == before.elapsed_s,
        "no time to pass when the wall clock is set",
        f"{after.elapsed_s - before.elapsed_s} s",
    )


def _do(implementation: Implementation, world: str, command: Command) -> Outcome:
    return implementation.perform(world, [command]).outcomes[0]


def _after(implementation: Implementation, world: str, command: Command) -> Observation:
    _do(implementation, world, command)
    return implementation.observe(world)


def _moved(first: Observation, later: Observation) -> int:
    return int((datetime.fromisoformat(later.wall_clock) - datetime.fromisoformat(first.wall_clock)).total_seconds())


def _expect(holds: bool, expected: str, came: object) -> None:  # noqa: FBT001
    if not holds:
        raise BrokenContract(f"the clock cannot be trusted: expected {expected}; came {came}")
