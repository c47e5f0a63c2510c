"""A thousand people replace their phones, and are interrupted: each new phone holds what the old one held, byte for byte (I37)."""

from functools import cache
from random import Random

import pytest
from msgspec.structs import replace

from backupspec import shipped
from backupspec.contract import commands
from backupspec.contract.commands import Command
from backupspec.contract.content import Content, named
from backupspec.contract.implementation import Implementation, Opening
from backupspec.contract.observations import Observation
from backupspec.contract.outcomes import DONE
from backupspec.fixtures.people import Person, people
from backupspec.manifest.measuring import held

SEED, COUNT, BLOCK = 1, 1000, 100
NEW = "the new phone"

NEXT = commands.PressNext(phone=NEW)
WIFI = commands.SetNetwork(phone=NEW, network="wifi")
RESUME = commands.ResumeFlow(phone=NEW, flow="restore")
TAP = commands.ChooseBackup(phone=NEW, backup="backup-1")


def pause(point: int) -> Command:
    """Hold the restore after so many bytes."""
    return commands.PauseFlowAfter(phone=NEW, flow="restore", point=point)


def cut(point: int, network: str) -> Command:
    """Take Wi-Fi away after so many bytes."""
    return commands.CutNetworkAfter(phone=NEW, flow="restore", size_bytes=point, network=network)  # type: ignore[arg-type]


INTERRUPTIONS = {
    "none": lambda _: (NEXT,),
    "network cut": lambda point: (cut(point, "none"), NEXT, commands.AdvanceTime(seconds=86_400), WIFI),
    "Wi-Fi to cellular": lambda point: (cut(point, "cellular"), NEXT),
    "power failed": lambda point: (
        commands.FailPowerAfter(phone=NEW, flow="restore", size_bytes=point),
        NEXT,
        commands.TurnPhoneOn(phone=NEW),
    ),
    "paused": lambda point: (pause(point), NEXT, RESUME),
    "switched off": lambda point: (
        pause(point),
        NEXT,
        commands.TurnPhoneOff(phone=NEW),
        commands.TurnPhoneOn(phone=NEW),
        RESUME,
    ),
    "OneDrive down": lambda point: (
        pause(point),
        NEXT,
        commands.TakeCloudDown(),
        RESUME,
        commands.BringCloudUp(),
        TAP,
        NEXT,
    ),
    "phone full": lambda point: (
        pause(point),
        NEXT,
        commands.SetPhoneSpace(phone=NEW, size_bytes=0),
        RESUME,
        commands.SetPhoneSpace(phone=NEW, size_bytes=2**30),
        TAP,
        NEXT,
    ),
}


@cache
def everybody() -> tuple[Person, ...]:
    """Make the people up once."""
    return people(SEED, COUNT)


def coming_back(content: Content) -> Content:
    """Leave out the data of apps that take no part (CON-02)."""
    taking_part = {app.name for app in content.apps or () if app.participation == "declared"}
    return replace(content, app_data=tuple(item for item in content.app_data or () if item.name in taking_part))


def replaced(reference: Implementation, person: Person, number: int) -> Observation:
    """Back somebody up, set a new phone up with that, interrupted in one way at some point, and show what is there then."""
    policy = shipped.profile(shipped.PROFILES[number // len(INTERRUPTIONS) % len(shipped.PROFILES)])
    opening = Opening(
        scenario=person.name,
        profile=policy.id,
        choices=policy.picks(),
        wall_clock="2014-06-02T09:00:00Z",
        time_zone="Europe/Berlin",
        seed=number,
    )
    world = reference.open_world(opening)

    def do(*given: Command) -> None:
        assert set(reference.perform(world, given).outcomes) == {DONE}

    do(
        commands.CreateAccount(account=person.account),
        commands.AddPhone(phone=person.phone),
        commands.SetContent(phone=person.phone, content=person.content),
        commands.SetNetwork(phone=person.phone, network="wifi"),
        commands.SignIn(phone=person.phone, account=person.account),
        commands.TurnOn(phone=person.phone, toggle="settings_backup"),
        commands.TurnOn(phone=person.phone, toggle="app_backup"),
        commands.BackUpNow(phone=person.phone),
        commands.BeginSetUp(phone=NEW),
        WIFI,
        commands.SignIn(phone=NEW, account=person.account),
        TAP,
    )
    [backup] = reference.observe(world).accounts[person.account].backups
    total_bytes = sum(part.size_bytes for part in backup.parts)
    point = Random(f"{SEED} {number}").randint(0, total_bytes)  # noqa: S311 - not for secrets
    do(*list(INTERRUPTIONS.values())[number % len(INTERRUPTIONS)](point))
    seen = reference.observe(world, items=True)
    reference.close_world(world)
    return seen


@pytest.mark.parametrize("first", range(0, COUNT, BLOCK))
def test_everybody_has_everything_again(reference: Implementation, first: int) -> None:
    """However the restore was interrupted, the new phone holds item by item what the old one held."""
    for number, person in enumerate(everybody()[first : first + BLOCK], first):
        expected = coming_back(person.content)

        seen = replaced(reference, person, number)

        new = seen.phones[NEW]
        assert new.items == expected, f"{person.name}, {list(INTERRUPTIONS)[number % len(INTERRUPTIONS)]}"
        assert new.content == {part: held(entries) for part, entries in named(expected)}
        assert new.restored is not None
        assert new.restored.left_out == ()
        assert seen.phones[person.phone].items == person.content
