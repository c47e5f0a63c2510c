"""The journal of the reference: every text message and medium that was saved or deleted, page by page."""

from collections.abc import Callable
from typing import Any

import pytest

from backupspec.contract.commands import ChooseUpload, DeleteMessages, SetNetwork, TurnOff, TurnOn
from backupspec.fixtures.occasions import photo_taken, received, video_taken
from backupspec.manifest import verifying
from backupspec.manifest.verifying import Checked
from backupspec.shipped import shape
from backupspec.world.world import World

OpenWorld = Callable[..., World]

ANN = "ann@example.com"


@pytest.fixture
def world(open_ready: OpenWorld) -> World:
    """Give a world in which `ann` saves texts, good-quality photos and videos, over Wi-Fi."""
    world = open_ready()
    world.must(
        TurnOff(phone="ann", toggle="settings_backup"),
        TurnOn(phone="ann", toggle="text_message_backup"),
        ChooseUpload(phone="ann", medium="photos", quality="good"),
        ChooseUpload(phone="ann", medium="videos", quality="best"),
        SetNetwork(phone="ann", network="wifi"),
    )
    return world


def pages(world: World) -> list[Checked]:
    """Read the pages, and see that nothing is wrong with any of them, or with all of them together."""
    texts = world.items().accounts[ANN].journal_pages or ()
    checked = [verifying.journal(text.encode(), shape("journal")) for text in texts]
    assert [each.problems for each in checked] == [()] * len(checked)
    assert verifying.journals_together(checked) == []
    return checked


def entries(world: World) -> list[tuple[Any, ...]]:
    """Tell of all entries what was done with what, over which network."""
    return [(each["action"], each["kind"], each["network"]) for page in pages(world) for each in page.value["entries"]]


def test_nothing_saved(world: World) -> None:
    """Before anything was saved there is no journal."""
    assert world.account(ANN).journal is None


def test_what_is_saved_and_deleted(world: World) -> None:
    """Each text and medium that was saved is an entry, and so is what was deleted."""
    world.must(received("ann", 1, 2), photo_taken("ann"), video_taken("ann"))
    world.must(SetNetwork(phone="ann", network="cellular"), DeleteMessages(phone="ann", messages=("message 1",)))

    assert entries(world) == [
        ("saved", "sms", "wifi"),
        ("saved", "sms", "wifi"),
        ("saved", "photo", "wifi"),
        ("saved", "video", "wifi"),
        ("deleted", "sms", "cellular"),
    ]


def test_a_message_that_was_never_saved(world: World) -> None:
    """A message deleted before it was saved is no entry."""
    world.must(received("ann", 1), SetNetwork(phone="ann", network="none"), received("ann", 2))
    world.must(DeleteMessages(phone="ann", messages=("message 2",)), SetNetwork(phone="ann", network="wifi"))

    assert entries(world) == [("saved", "sms", "wifi")]


def test_good_quality_tells_the_original(world: World) -> None:
    """Of a photo in good quality, the entry tells what was stored and what it was on the phone."""
    world.must(photo_taken("ann"))

    [entry] = pages(world)[0].value["entries"]
    medium, [stored], [taken] = entry["medium"], world.account(ANN).media, world.phone("ann").media
    assert (medium["quality"], medium["width_px"], medium["height_px"]) == ("good", stored.width_px, stored.height_px)
    assert medium["original"] == {"size_bytes": taken.size_bytes, "width_px": 4000, "height_px": 3000}
    assert entry["copy"]["size_bytes"] == stored.size_bytes < taken.size_bytes


def test_pages(world: World) -> None:
    """A page has a thousand entries; the next one goes on from it, and a full page stays as it is."""
    world.must(received("ann", *range(999)))
    assert [len(page.value["entries"]) for page in pages(world)] == [999]

    world.must(received("ann", 1000, 1001, 1002))
    first, second = pages(world)
    assert [len(page.value["entries"]) for page in (first, second)] == [1000, 2]

    world.must(received("ann", 1003))
    assert pages(world)[0].value == first.value
    assert world.account(ANN).journal == (world.items().accounts[ANN].journal_pages or ())[-1]
