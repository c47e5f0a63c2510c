"""When the reference makes a backup by itself (SCH-01 to SCH-03)."""

from collections.abc import Callable

import pytest

from backupspec.contract.commands import (
    AddPhone,
    AdvanceTime,
    BackUpNow,
    BringCloudUp,
    Command,
    LetSignInLapse,
    RenewSignIn,
    SetContent,
    SetExternalPower,
    SetNetwork,
    SignIn,
    SignOut,
    TakeCloudDown,
    TurnOff,
    TurnOn,
    TurnPhoneOff,
    TurnPhoneOn,
)
from backupspec.contract.content import Content
from backupspec.fixtures.occasions import received
from backupspec.world.world import World

OpenWorld = Callable[..., World]

DAY_S = 86_400
WIFI = SetNetwork(phone="ann", network="wifi")
POWER = SetExternalPower(phone="ann", connected=True)


def made(world: World, phone: str = "ann") -> list[tuple[str, int | None]]:
    """Tell what set each backup of a phone off, and when it was committed, in elapsed time."""
    backups = world.account("ann@example.com").backups
    return [(backup.trigger, backup.committed_elapsed_s) for backup in backups if backup.phone == phone]


MISSING: dict[str, tuple[tuple[Command, ...], tuple[Command, ...]]] = {
    "wifi-cellular": ((SetNetwork(phone="ann", network="cellular"),), (WIFI,)),
    "wifi-none": ((SetNetwork(phone="ann", network="none"),), (WIFI,)),
    "power": ((SetExternalPower(phone="ann", connected=False),), (POWER,)),
    "settings-backup": (
        (TurnOff(phone="ann", toggle="settings_backup"),),
        (TurnOn(phone="ann", toggle="settings_backup"),),
    ),
    "account": ((SignOut(phone="ann"),), (SignIn(phone="ann", account="ann@example.com"),)),
    "valid-sign-in": ((LetSignInLapse(account="ann@example.com"),), (RenewSignIn(account="ann@example.com"),)),
    "phone-on": ((TurnPhoneOff(phone="ann"),), (TurnPhoneOn(phone="ann"),)),
}


def test_a_backup_is_made_as_soon_as_all_is_there(open_ready: OpenWorld) -> None:
    """With Wi-Fi and power the first automatic backup is made at once, in whichever order they come."""
    for first, second in ((WIFI, POWER), (POWER, WIFI)):
        world = open_ready()
        world.must(first)
        assert made(world) == []

        world.must(second)

        assert made(world) == [("automatic", 0)]


@pytest.mark.parametrize("missing", MISSING)
def test_each_condition_is_waited_for(open_ready: OpenWorld, missing: str) -> None:
    """Without one of its conditions no automatic backup is made; with it, it is made at once."""
    without, back = MISSING[missing]
    world = open_ready()
    world.must(*without)
    if missing != "phone-on":
        world.must(WIFI if not missing.startswith("wifi") else POWER, POWER if missing != "power" else WIFI)
    else:
        world.must(WIFI, POWER)
    world.must(AdvanceTime(seconds=2 * DAY_S))
    assert made(world) == []
    assert world.now.transfers == ()

    world.must(*back)

    assert made(world) == [("automatic", 2 * DAY_S)]


@pytest.mark.parametrize(
    ("declared", "every_s"),
    [
        ({}, DAY_S),
        ({"automatic_every": "5 hours"}, 18_000),
        ({"automatic_every": "21 days"}, 21 * DAY_S),
        ({"automatic_every": "1 minute"}, 60),
    ],
    ids=["picked", "5-hours", "longest", "shortest"],
)
def test_the_time_between_two_backups(open_ready: OpenWorld, declared: dict[str, str], every_s: int) -> None:
    """The next automatic backup is made when the declared time has passed, not a second sooner."""
    world = open_ready(**declared)
    world.must(WIFI, POWER, AdvanceTime(seconds=every_s - 1))
    assert made(world) == [("automatic", 0)]

    world.must(AdvanceTime(seconds=1))

    assert made(world) == [("automatic", 0), ("automatic", every_s)]


def test_the_time_counts_from_a_manual_backup_too(open_ready: OpenWorld) -> None:
    """A manual backup puts the next automatic one off."""
    world = open_ready()
    world.must(WIFI, POWER, AdvanceTime(seconds=DAY_S // 2), BackUpNow(phone="ann"))

    world.must(AdvanceTime(seconds=DAY_S))

    assert made(world) == [("automatic", 0), ("manual", DAY_S // 2), ("automatic", DAY_S // 2 + DAY_S)]


def test_many_missed_chances_are_made_up_for_once(open_ready: OpenWorld) -> None:
    """After days without Wi-Fi one backup is made, and the next a day later."""
    world = open_ready()
    world.must(WIFI, POWER, SetNetwork(phone="ann", network="none"), AdvanceTime(seconds=10 * DAY_S), WIFI)
    assert made(world) == [("automatic", 0), ("automatic", 10 * DAY_S)]

    world.must(AdvanceTime(seconds=DAY_S))

    assert made(world)[2:] == [("automatic", 11 * DAY_S)]


def test_a_backup_is_made_though_nothing_changed(open_ready: OpenWorld) -> None:
    """An automatic backup does not ask whether there is anything new, or anything at all."""
    world = open_ready()
    world.must(SetContent(phone="ann", content=Content(settings=())), WIFI, POWER, AdvanceTime(seconds=DAY_S))

    assert made(world) == [("automatic", 0), ("automatic", DAY_S)]


def test_long_spells_are_lived_through_in_order(open_ready: OpenWorld) -> None:
    """Two phones, days in one go: the same backups at the same instants, in order, as hour by hour."""
    worlds = []
    for steps in ((5 * DAY_S,), (3600,) * 120):
        world = open_ready()
        world.must(
            WIFI,
            POWER,
            AdvanceTime(seconds=5000),
            AddPhone(phone="ben"),
            SignIn(phone="ben", account="ann@example.com"),
            TurnOn(phone="ben", toggle="settings_backup"),
            SetNetwork(phone="ben", network="wifi"),
            SetExternalPower(phone="ben", connected=True),
            *(AdvanceTime(seconds=step) for step in steps),
        )
        worlds.append(world)
    at_once, by_the_hour = worlds

    backups = at_once.account("ann@example.com").backups
    instants = [at for backup in backups if (at := backup.committed_elapsed_s) is not None]
    assert len(instants) == len(backups) == 12
    assert instants == sorted(instants)
    assert at_once.now == by_the_hour.now


@pytest.mark.parametrize(
    ("declared", "after_s"),
    [({}, 3600), ({"retry_after": "1 minute"}, 60), ({"retry_after": "1 day"}, DAY_S)],
    ids=["picked", "shortest", "longest"],
)
def test_a_backup_that_failed_is_tried_again(open_ready: OpenWorld, declared: dict[str, str], after_s: int) -> None:
    """If nothing changes on the phone, the next try comes when the declared time has passed, not a second sooner."""
    world = open_ready(**declared)
    world.must(TakeCloudDown(), WIFI, POWER)
    first = world.phone("ann").last_attempt
    assert first is not None
    assert (first.result, first.reason, first.ended_elapsed_s) == ("failed", "onedrive_is_down", 0)

    world.must(BringCloudUp(), AdvanceTime(seconds=after_s - 1))
    assert made(world) == []
    world.must(AdvanceTime(seconds=1))

    assert made(world) == [("automatic", after_s)]


def test_it_is_tried_again_and_again(open_ready: OpenWorld) -> None:
    """A backup that keeps failing is tried once an hour, and nothing is claimed."""
    world = open_ready()
    world.must(TakeCloudDown(), WIFI, POWER, AdvanceTime(seconds=3 * 3600 + 5))

    attempt = world.phone("ann").last_attempt
    assert attempt is not None
    assert (attempt.result, attempt.ended_elapsed_s) == ("failed", 3 * 3600)
    assert made(world) == []


@pytest.mark.parametrize("changed", [name for name in MISSING if name != "wifi-none"])
def test_it_is_tried_again_when_a_condition_changes(open_ready: OpenWorld, changed: str) -> None:
    """A backup that failed is tried again as soon as one of its conditions is lost and comes back."""
    without, back = MISSING[changed]
    world = open_ready()
    world.must(TakeCloudDown(), WIFI, POWER, BringCloudUp(), AdvanceTime(seconds=60), received("ann", 1))
    assert made(world) == []

    world.must(*without)
    assert made(world) == []
    world.must(*back)

    assert made(world) == [("automatic", 60)]


def test_a_manual_try_does_not_put_the_next_one_off(open_ready: OpenWorld) -> None:
    """A manual backup that fails meanwhile leaves the next automatic try where it was."""
    world = open_ready()
    world.must(TakeCloudDown(), WIFI, POWER, AdvanceTime(seconds=1800))
    world.perform(BackUpNow(phone="ann"))
    world.must(BringCloudUp(), AdvanceTime(seconds=1799))
    assert made(world) == []

    world.must(AdvanceTime(seconds=1))

    assert made(world) == [("automatic", 3600)]
