"""What the harness's own tests share: worlds in which the invariants are watched, and a phone that is ready for a backup."""

from collections.abc import Callable, Iterator

import pytest
from msgspec.structs import replace

from backupspec import shipped
from backupspec.contract.commands import AddPhone, CreateAccount, SetContent, SignIn, TurnOn
from backupspec.contract.content import App, Content, Item
from backupspec.contract.implementation import Implementation, Opening
from backupspec.contract.terms import Part
from backupspec.invariants import violations
from backupspec.manifest.measuring import held
from backupspec.targets.reaching import reach
from backupspec.world.world import World

OpenWorld = Callable[..., World]

CHESS = App(name="chess", version="1", participation="declared")
"""An app that takes part in backups."""


def of_size(part: Part, size_bytes: int) -> Content:
    """Make content of exactly so many bytes: one item of a part. Of `app_data`, the app that has it comes along, and its bytes are among them."""
    item = Item(name=CHESS.name if part == "app_data" else "test.only", value="")
    apps = (CHESS,) if part == "app_data" else None
    rest_bytes = size_bytes - held((item, *(apps or ()))).size_bytes
    content: dict[str, tuple[Item, ...]] = {part: (replace(item, value="." * rest_bytes),)}
    return replace(Content(apps=apps), **content)


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
def gives_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test give what the suite itself may not: the reference has to answer that, too."""
    monkeypatch.setattr("backupspec.world.world.hold_to_the_contract", lambda _command: None)


@pytest.fixture
def open_ready(open_world: OpenWorld) -> OpenWorld:
    """Return a function that opens a world whose phone `ann` has Settings backup on and lacks only Wi-Fi and power for a backup.

    Its account is `ann@example.com`; its content is 600 bytes of settings and 400 of an app and its data.
    """

    def open_(profile: str = "windows-phone-8.1", **choices: str) -> World:
        world = open_world(profile, **choices)
        world.must(
            CreateAccount(account="ann@example.com"),
            AddPhone(phone="ann"),
            SetContent(phone="ann", content=of_size("settings", 600)),
            SetContent(phone="ann", content=of_size("app_data", 400)),
            SignIn(phone="ann", account="ann@example.com"),
            TurnOn(phone="ann", toggle="settings_backup"),
        )
        sizes = {part: amount.size_bytes for part, amount in world.phone("ann").content.items()}
        assert sizes["settings"] == 600
        assert sizes["apps"] + sizes["app_data"] == 400
        return world

    return open_
