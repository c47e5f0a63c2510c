"""The clock of the process is frozen once, and moved as commands say. That it obeys is checked first (test_preflight.py)."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import freezegun
import pytest
from _pytest import timing
from msgspec import structs

from backupspec import shipped
from backupspec.contract.commands import (
    AddPhone,
    AdvanceTime,
    BackUpNow,
    Command,
    CreateAccount,
    SetContent,
    SetExternalPower,
    SetNetwork,
    SetWallClock,
    SignIn,
    TurnOn,
)
from backupspec.contract.content import Content, Item
from backupspec.contract.implementation import BrokenContract, Implementation, Opening
from backupspec.contract.outcomes import DONE, Refused
from backupspec.invariants import violations
from backupspec.suite.setting import Setting
from backupspec.targets import guard
from backupspec.targets.reaching import reach
from backupspec.targets.real_time import real_now, real_time_s
from backupspec.targets.system_clock import SystemClock
from backupspec.world.verdicts import Untestable
from backupspec.world.world import World

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
CONTENT = Content(settings=(Item(name="photos.upload", value="." * 600),))
TARGET = "python:backupspec.fixtures.system_clock:make"


class RealTime:
    """A clock that is not moved: what a class holds of those that measure."""

    monotonic = staticmethod(time.monotonic)


@pytest.fixture
def system_clock() -> Iterator[SystemClock]:
    """Return the example with `clock: system` under a clock that is frozen at its first world, and thawed after the test."""
    made = SystemClock(reach(TARGET))
    yield made
    made.thaw()


@pytest.fixture
def ready(system_clock: SystemClock) -> Iterator[World]:
    """Return a world on the system clock whose phone lacks only Wi-Fi and power for an automatic backup."""
    world = World(system_clock, OPENING, POLICY, violations)
    world.must(
        CreateAccount(account="ann@example.com"),
        AddPhone(phone="ann"),
        SetContent(phone="ann", content=CONTENT),
        SignIn(phone="ann", account="ann@example.com"),
        TurnOn(phone="ann", toggle="settings_backup"),
    )
    yield world
    world.close()
    assert world.violations == []


def is_real(moment: datetime) -> bool:
    """Tell whether a moment is now, in reality."""
    return abs(moment - real_now()) < timedelta(days=1)


def committed_s(world: World) -> list[int | None]:
    """Tell when each backup was committed, in elapsed time."""
    return [backup.committed_elapsed_s for backup in world.account("ann@example.com").backups]


# An implementation that reads the system clock.


def test_the_example_declares_its_clock() -> None:
    """The example says `clock: system`, so that a run freezes the clock for it."""
    assert reach(TARGET).about().clock == "system"


def test_backups_are_made_at_their_own_instants(ready: World) -> None:
    """On the system clock, each automatic backup is made a day after the one before, wherever the clock is moved to."""
    ready.must(SetNetwork(phone="ann", network="wifi"), SetExternalPower(phone="ann", connected=True))
    assert committed_s(ready) == [0]

    ready.must(AdvanceTime(seconds=DAY_S - 1))
    assert committed_s(ready) == [0]
    ready.must(AdvanceTime(seconds=1))
    assert committed_s(ready) == [0, DAY_S]
    ready.must(AdvanceTime(seconds=2 * DAY_S + 5))

    assert committed_s(ready) == [0, DAY_S, 2 * DAY_S, 3 * DAY_S]
    assert ready.account("ann@example.com").backups[-1].committed_at == "2014-06-05T09:00:00Z"


def test_the_prompt_shows_at_its_own_instant(ready: World) -> None:
    """On the system clock, the prompt shows at three weeks to the second."""
    ready.must(SetNetwork(phone="ann", network="cellular"), BackUpNow(phone="ann"), AdvanceTime(seconds=21 * DAY_S - 1))
    assert ready.phone("ann").prompts == ()

    ready.must(AdvanceTime(seconds=1))

    assert [prompt.since_elapsed_s for prompt in ready.phone("ann").prompts] == [21 * DAY_S]


def test_several_commands_at_once_are_done_in_order(system_clock: SystemClock) -> None:
    """Commands given together see the clock moved one after the other."""
    world = system_clock.open_world(OPENING)

    given: list[Command] = [AdvanceTime(seconds=60), AddPhone(phone="ann"), AdvanceTime(seconds=60)]
    performed = system_clock.perform(world, given, observe=True)
    system_clock.close_world(world)

    assert performed.outcomes == (DONE, DONE, DONE)
    assert performed.observation is not None
    assert performed.observation.elapsed_s == 120
    assert performed.observation.wall_clock == "2014-06-02T09:02:00Z"


def test_items_are_shown_where_they_are_asked_for(system_clock: SystemClock) -> None:
    """On the system clock, too, an observation has the items that it was asked for with, and no others."""
    world = system_clock.open_world(OPENING)
    system_clock.perform(world, [AddPhone(phone="ann"), SetContent(phone="ann", content=CONTENT)])
    without = system_clock.observe(world)
    assert without.phones["ann"].content["settings"].count == 1
    assert without.phones["ann"].items is None

    with_items = system_clock.observe(world, items=True)
    system_clock.close_world(world)

    assert with_items.phones["ann"].items == CONTENT


def test_each_world_begins_at_its_opening(system_clock: SystemClock) -> None:
    """A world does not begin where the clock stood when the last one ended."""
    for moment in ("2014-06-02T09:00:00Z", "2013-01-01T00:00:00Z", "2016-02-29T23:59:59Z"):
        world = system_clock.open_world(structs.replace(OPENING, wall_clock=moment))
        seen = system_clock.observe(world)
        system_clock.perform(world, [AdvanceTime(seconds=400 * DAY_S)])
        system_clock.close_world(world)

        assert (seen.wall_clock, seen.elapsed_s) == (moment, 0)


def test_one_world_at_a_time(system_clock: SystemClock, ready: World) -> None:
    """A second world is refused while one is open, and opened once that is closed."""
    with pytest.raises(BrokenContract, match="one world at a time"):
        system_clock.open_world(OPENING)

    ready.must(AdvanceTime(seconds=1))


def test_setting_the_wall_clock_is_unsupported(ready: World) -> None:
    """In a frozen process elapsed time cannot be told from the wall clock: scenarios that set it are untestable."""
    with pytest.raises(Untestable, match="set_wall_clock"):
        ready.perform(SetWallClock(to="2015-01-01T00:00:00Z"))

    assert ready.now.wall_clock == "2014-06-02T09:00:00Z"


def test_limits_and_timing_see_real_time(ready: World) -> None:
    """While the clock is frozen, and moved by weeks, what the harness measures is real time."""
    harness_s, pytest_s, real_s = real_time_s(), timing.Instant(), RealTime.monotonic()
    frozen = time.monotonic()

    ready.must(AdvanceTime(seconds=21 * DAY_S))

    assert time.monotonic() - frozen == 21 * DAY_S
    measured_s, timed_s, took_s = real_time_s() - harness_s, pytest_s.elapsed().seconds, RealTime.monotonic() - real_s
    assert took_s < DAY_S
    assert 0 < measured_s < DAY_S
    assert 0 <= timed_s < DAY_S


def test_pytest_tells_real_durations(ready: World) -> None:
    """A test under a clock moved by weeks has not lasted weeks."""
    call = pytest.CallInfo.from_call(lambda: ready.must(AdvanceTime(seconds=21 * DAY_S)), when="call")

    assert 0 <= call.duration < DAY_S


def test_a_limit_holds_while_the_clock_is_frozen(
    ready: World, reference: Implementation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An implementation that hangs under a frozen clock is still stopped."""
    monkeypatch.setattr(guard, "LIMIT_S", 0.02)

    class Hanging:
        """The reference, but for saying what it is."""

        def __getattr__(self, name: str) -> Any:
            return getattr(reference, name)

        def about(self) -> None:
            """Never answer."""
            while True:
                pass

    with pytest.raises(BrokenContract, match="no answer within"):
        guard.Guarded(Hanging(), "a double").about()  # type: ignore[arg-type]


def test_freezes_once_and_thaws(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many worlds are opened, the clock is frozen once, and only when the first is; closing the setting gives it back."""
    frozen: list[object] = []
    freeze_time = freezegun.freeze_time

    def counted(*args: object, **named: object) -> object:
        frozen.append(args)
        return freeze_time(*args, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(freezegun, "freeze_time", counted)
    setting = Setting(reach(TARGET), POLICY)
    try:
        for _ in range(3):
            world = setting.implementation.open_world(OPENING)
            assert datetime.now(UTC) == datetime(2014, 6, 2, 9, tzinfo=UTC)
            setting.implementation.close_world(world)
    finally:
        setting.close()

    assert len(frozen) == 1
    assert is_real(datetime.now(UTC))
    setting.close()


def test_a_system_clock_that_was_bound_before_the_freeze_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """An implementation that holds on to the real clock is refused, and the process gets its own clock back."""
    from backupspec.fixtures import system_clock as example  # noqa: PLC0415 - so that its names are replaced where they are looked up

    monkeypatch.setattr(example, "time", RealTime)

    with pytest.raises(BrokenContract, match="not sound: the clock can be advanced and read back"):
        Setting(reach(TARGET), POLICY)

    assert is_real(datetime.now(UTC))


def test_time_ends_with_the_calendar(system_clock: SystemClock) -> None:
    """What leads past the year 9999 is refused, and no time passes; the last second of it can be reached."""
    world = system_clock.open_world(structs.replace(OPENING, wall_clock="9999-12-31T23:59:58Z"))

    answers = [system_clock.perform(world, [AdvanceTime(seconds=seconds)]).outcomes[0] for seconds in (2, 1)]
    seen = system_clock.observe(world)
    system_clock.close_world(world)

    assert answers == [Refused(reason="no_such_instant"), DONE]
    assert (seen.wall_clock, seen.elapsed_s) == ("9999-12-31T23:59:59Z", 1)
