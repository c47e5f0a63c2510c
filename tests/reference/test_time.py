"""The time of the reference: what passes, what people read, and where they are."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from backupspec.contract.commands import (
    AdvanceTime,
    BackUpNow,
    Command,
    SetExternalPower,
    SetNetwork,
    SetTimeZone,
    SetWallClock,
    TurnPhoneOff,
)
from backupspec.contract.implementation import Opening
from backupspec.contract.outcomes import DONE, Refused
from backupspec.contract.terms import LONGEST_S
from backupspec.faults.made import with_topics
from backupspec.world.world import World

OpenWorld = Callable[..., World]

DAY_S = 86_400
WEEKS_S = 21 * DAY_S


def times(world: World) -> tuple[str, int]:
    """Tell the wall clock and the elapsed time."""
    return world.now.wall_clock, world.now.elapsed_s


def test_time_passes_on_both_clocks(open_world: OpenWorld) -> None:
    """Time that passes moves the wall clock and the elapsed time alike."""
    world = open_world()
    assert times(world) == ("2014-06-02T09:00:00Z", 0)

    for seconds, after in ((0, "09:00:00Z"), (1, "09:00:01Z"), (3599, "10:00:00Z")):
        world.must(AdvanceTime(seconds=seconds))
        assert world.now.wall_clock.endswith(after)

    assert world.now.elapsed_s == 3600


@pytest.mark.parametrize(
    "to", ["2014-06-02T08:59:59Z", "2013-06-02T09:00:00Z", "2035-01-01T00:00:00Z", "0001-01-01T00:00:00Z"]
)
def test_setting_the_wall_clock_lets_no_time_pass(open_world: OpenWorld, to: str) -> None:
    """The wall clock can be set anywhere; elapsed time stands still, and both go on from there."""
    world = open_world()
    world.must(AdvanceTime(seconds=60), SetWallClock(to=to))
    assert times(world) == (to, 60)

    world.must(AdvanceTime(seconds=1), SetWallClock(to=to))

    assert times(world) == (to, 61)


@pytest.mark.usefixtures("gives_anything")
@pytest.mark.parametrize(
    "to", ["2014-02-30T00:00:00Z", "2015-02-29T00:00:00Z", "2014-01-01T24:00:01Z", "0000-01-01T00:00:00Z"]
)
def test_an_instant_that_no_calendar_has(open_world: OpenWorld, to: str) -> None:
    """The wall clock cannot be set to what is no instant; its neighbours can be."""
    world = open_world()

    assert world.perform(SetWallClock(to=to)) == Refused(reason="no_such_instant")
    assert times(world) == ("2014-06-02T09:00:00Z", 0)
    assert world.perform(SetWallClock(to="2016-02-29T00:00:00Z")) == DONE


def test_the_end_of_the_calendar(open_world: OpenWorld) -> None:
    """Time passes up to the last second that can be written, and no further."""
    world = open_world()
    world.must(SetWallClock(to="9999-12-31T23:59:58Z"), AdvanceTime(seconds=1))

    assert world.perform(AdvanceTime(seconds=1)) == Refused(reason="no_such_instant")
    assert times(world) == ("9999-12-31T23:59:59Z", 1)
    assert world.perform(AdvanceTime(seconds=0)) == DONE


def test_the_end_of_elapsed_time(open_world: OpenWorld) -> None:
    """Time passes as long as the elapsed time can be written, whatever the wall clock says, and no further."""
    world = open_world()
    world.must(*[AdvanceTime(seconds=10**9)] * 9, SetWallClock(to="2014-06-02T09:00:00Z"))
    assert world.perform(AdvanceTime(seconds=10**9)) == DONE
    assert world.now.elapsed_s == LONGEST_S

    assert world.perform(AdvanceTime(seconds=1)) == Refused(reason="no_such_instant")
    assert world.now.elapsed_s == LONGEST_S


NOWHERE = (
    *(
        "Nowhere/At_All",
        "Europe",
        "../etc/passwd",
        "/etc/passwd",
        "a\0b",
        "\udc80",
        "europe/berlin",
        "leapseconds",
        "../UTC",
    ),
    # These are on some machines, and not on others.
    *("localtime", "posixrules", "posix/Europe/Berlin", "right/Europe/Berlin", "US/Pacific-New"),
)


@pytest.mark.parametrize("name", ["time_zone", "wall_clock"])
def test_a_world_does_not_begin_where_there_is_no_such_place_or_moment(open_world: OpenWorld, name: str) -> None:
    """An opening's time zone and moment are held against the same lists as those that are set later."""
    opening = Opening(
        scenario="x",
        profile="windows-phone-8.1",
        choices={},
        wall_clock="2014-06-02T09:00:00Z",
        time_zone="Asia/Calcutta",
        seed=1,
    )
    reference = with_topics()
    assert reference.open_world(opening) == "world-1"
    for wrong in NOWHERE if name == "time_zone" else ("2014-02-30T09:00:00Z", "2014-06-02T24:00:00Z"):
        with pytest.raises(ValueError, match="there is no"):
            reference.open_world(replace(opening, **{name: wrong}))


@pytest.mark.usefixtures("gives_anything")
def test_the_time_zone(open_world: OpenWorld) -> None:
    """A journey changes the time zone and neither clock; a zone that doesn't exist is refused."""
    world = open_world()
    assert world.now.time_zone == "Europe/London"
    world.must(SetTimeZone(time_zone="Pacific/Kiritimati"))
    assert world.now.time_zone == "Pacific/Kiritimati"
    assert times(world) == ("2014-06-02T09:00:00Z", 0)

    for nowhere in NOWHERE:
        assert world.perform(SetTimeZone(time_zone=nowhere)) == Refused(reason="unknown_time_zone")

    assert world.now.time_zone == "Pacific/Kiritimati"


CHANGES: dict[str, Command] = {
    "set-back": SetWallClock(to="2013-06-02T09:00:00Z"),
    "set-forward": SetWallClock(to="2015-06-02T09:00:00Z"),
    "travelled": SetTimeZone(time_zone="Pacific/Kiritimati"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_clock_moves_no_prompt(open_ready: OpenWorld, change: str) -> None:
    """The prompt falls due by elapsed time, whatever the wall clock or the time zone say."""
    world = open_ready()
    world.must(SetNetwork(phone="ann", network="cellular"), BackUpNow(phone="ann"), CHANGES[change])
    world.must(AdvanceTime(seconds=WEEKS_S - 1))
    assert world.phone("ann").prompts == ()

    world.must(AdvanceTime(seconds=1))

    assert [prompt.since_elapsed_s for prompt in world.phone("ann").prompts] == [WEEKS_S]


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_clock_moves_no_automatic_backup(open_ready: OpenWorld, change: str) -> None:
    """The next automatic backup falls due by elapsed time; what is written of it is what the wall clock shows."""
    world = open_ready()
    world.must(SetNetwork(phone="ann", network="wifi"), SetExternalPower(phone="ann", connected=True))
    world.must(CHANGES[change], AdvanceTime(seconds=DAY_S - 1))
    assert len(world.account("ann@example.com").backups) == 1

    world.must(AdvanceTime(seconds=1))

    newest = world.account("ann@example.com").backups[-1]
    assert (newest.committed_elapsed_s, newest.committed_at) == (DAY_S, world.now.wall_clock)


def test_what_falls_due_on_the_way_has_its_own_instant(open_ready: OpenWorld) -> None:
    """Each backup of a long spell is written with the instant at which it was made."""
    world = open_ready()
    world.must(SetNetwork(phone="ann", network="wifi"), SetExternalPower(phone="ann", connected=True))

    world.must(AdvanceTime(seconds=2 * DAY_S + 7))

    instants = [backup.committed_at for backup in world.account("ann@example.com").backups]
    assert instants == ["2014-06-02T09:00:00Z", "2014-06-03T09:00:00Z", "2014-06-04T09:00:00Z"]
    assert [transfer.at for transfer in world.now.transfers] == instants


def test_time_passes_while_a_phone_is_off(open_ready: OpenWorld) -> None:
    """Elapsed time includes the time that a phone is switched off."""
    world = open_ready()
    world.must(TurnPhoneOff(phone="ann"), AdvanceTime(seconds=DAY_S))

    assert world.now.elapsed_s == DAY_S
