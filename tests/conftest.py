"""What the harness's own tests share: worlds in which the invariants are watched, and a phone that is ready for a backup."""

from collections.abc import Callable, Iterator

import pytest

from backupspec import shipped
from backupspec.contract.commands import AddPhone, CreateAccount, SetContent, SignIn, TurnOn
from backupspec.contract.implementation import Implementation, Opening
from backupspec.suite.invariants import violations
from backupspec.suite.world import World
from backupspec.targets.reaching import reach

OpenWorld = Callable[..., World]


@pytest.fixture(scope="session")
def reference() -> Implementation:
    """Return the reference. One is enough: its worlds know nothing of each other."""
    return reach("reference")


@pytest.fixture
def open_world(reference: Implementation) -> Iterator[OpenWorld]:
    """Return a function that opens a world of the reference, by profile and choices. At the end no invariant may have been broken."""
    opened: list[World] = []

    def open_(profile: str = "windows-phone-8.1", **choices: str) -> World:
        policy = shipped.profile(profile).with_choices(choices)
        opening = Opening(
            scenario="a test of the harness",
            profile=profile,
            choices=policy.picks(),
            wall_clock="2014-06-02T09:00:00Z",
            time_zone="Europe/London",
            seed=1,
        )
        opened.append(World(reference, opening, policy, violations))
        return opened[-1]

    yield open_
    for world in opened:
        assert world.violations == []
        world.close()


@pytest.fixture
def open_ready(open_world: OpenWorld) -> OpenWorld:
    """Return a function that opens a world whose phone `ann` has Settings backup on and lacks only Wi-Fi and power for a backup.

    Its account is `ann@example.com`; its content is 600 bytes of settings and 400 of app data.
    """

    def open_(profile: str = "windows-phone-8.1", **choices: str) -> World:
        world = open_world(profile, **choices)
        world.must(
            CreateAccount(account="ann@example.com"),
            AddPhone(phone="ann"),
            SetContent(phone="ann", part="settings", size_bytes=600),
            SetContent(phone="ann", part="app_data", size_bytes=400),
            SignIn(phone="ann", account="ann@example.com"),
            TurnOn(phone="ann", toggle="settings_backup"),
        )
        return world

    return open_
