"""Time that passes, and clocks that are set."""

from datetime import datetime, timedelta

from pytest_bdd import given, when

from backupspec.contract.commands import AdvanceTime, SetTimeZone, SetWallClock
from backupspec.contract.observations import Observation
from backupspec.contract.outcomes import Outcome
from backupspec.policy import durations
from backupspec.steps.words import one_of, sentence
from backupspec.world.world import World

WAYS = {"back": -1, "forward": 1}


def automatic_every_s(world: World) -> int:
    """Tell the time between two automatic backups, as the implementation declares it."""
    return durations.seconds(world.policy.picked("automatic_every"))


def retry_after_s(world: World) -> int:
    """Tell the time before another try, as the implementation declares it."""
    return durations.seconds(world.policy.picked("retry_after"))


def let_pass(world: World, duration_s: int) -> None:
    """Let time pass, if any is to."""
    if duration_s:
        world.must(AdvanceTime(seconds=duration_s))


def moved(wall_clock: str, by_s: int) -> str:
    """Tell what a clock shows once it is moved by so many seconds."""
    return (datetime.fromisoformat(wall_clock) + timedelta(seconds=by_s)).isoformat().replace("+00:00", "Z")


@given(sentence("it is {day:Day} in {place:Place}"), target_fixture="before")
def _(world: World, day: str, place: str) -> Observation:
    world.must(SetTimeZone(time_zone=place), SetWallClock(to=f"{day}T12:00:00Z"))
    return world.now


@when(sentence("{duration:Duration} pass"), target_fixture="outcome")
def _(world: World, duration: int) -> Outcome:
    return world.perform(AdvanceTime(seconds=duration))


@when("the time between two automatic backups passes", target_fixture="outcome")
def _(world: World) -> Outcome:
    return world.perform(AdvanceTime(seconds=automatic_every_s(world)))


@when("the time between two automatic backups passes, but for one second", target_fixture="outcome")
def _(world: World) -> Outcome:
    return world.perform(AdvanceTime(seconds=automatic_every_s(world) - 1))


@when("ten times the time between two automatic backups passes", target_fixture="outcome")
def _(world: World) -> Outcome:
    return world.perform(AdvanceTime(seconds=10 * automatic_every_s(world)))


@when("a hundred times the time between two automatic backups passes", target_fixture="outcome")
def _(world: World) -> Outcome:
    return world.perform(AdvanceTime(seconds=100 * automatic_every_s(world)))


@when("the time before another try passes", target_fixture="outcome")
def _(world: World) -> Outcome:
    return world.perform(AdvanceTime(seconds=retry_after_s(world)))


@when("the time before another try passes, but for one second", target_fixture="outcome")
def _(world: World) -> Outcome:
    return world.perform(AdvanceTime(seconds=retry_after_s(world) - 1))


@when(sentence("the clock is set {way:Way} by {duration:Duration}", Way=one_of(WAYS)), target_fixture="outcome")
def _(world: World, way: int, duration: int) -> Outcome:
    return world.perform(SetWallClock(to=moved(world.now.wall_clock, way * duration)))


@when(sentence("{person:Person} travels to {place:Place}"), target_fixture="outcome")
def _(world: World, person: str, place: str) -> Outcome:  # noqa: ARG001 - the whole world travels with her
    return world.perform(SetTimeZone(time_zone=place))
