"""Deleting on the phone: the boxes that are ticked, and what is left of the local copy."""

from typing import Literal

from pytest_bdd import then, when

from backupspec.contract.commands import DeleteBackups
from backupspec.contract.observations import Backup, Observation, SavedPart
from backupspec.contract.outcomes import Outcome
from backupspec.steps.backups import newest
from backupspec.steps.changes import phone_of
from backupspec.steps.contents import APP_PARTS
from backupspec.steps.telling import named, saved
from backupspec.steps.words import one_of, sentence
from backupspec.suite.verdicts import Mismatch
from backupspec.suite.world import World

Boxes = tuple[Literal["settings_backup", "app_backup"], ...]

BOXES: dict[str, Boxes] = {
    "Settings backup alone": ("settings_backup",),
    "App backup alone": ("app_backup",),
    "both boxes": ("settings_backup", "app_backup"),
    "no box": (),
}


def copy_before(before: Observation, phone: str) -> Backup:
    """Return the local copy that a phone had: without one, there was nothing to delete."""
    copy = before.phones[phone].local_backup
    assert copy is not None, Mismatch(f"a local copy on {phone} before", "none")
    return copy


def held(copy: Backup | None) -> tuple[SavedPart, ...]:
    """List the parts that a copy holds something of."""
    return tuple(part for part in copy.parts if part.size_bytes) if copy else ()


def without(before: Observation, phone: str, gone: frozenset[str]) -> tuple[SavedPart, ...]:
    """List what a local copy held but for these parts, of each of which it held something."""
    earlier = held(copy_before(before, phone))
    assert gone <= {part.kind for part in earlier}, Mismatch(f"{sorted(gone)} in the local copy before", saved(earlier))
    return tuple(part for part in earlier if part.kind not in gone)


@when(sentence("{person:Person} taps Delete with {boxes:Boxes} ticked", Boxes=one_of(BOXES)), target_fixture="outcome")
def _(world: World, person: str, boxes: Boxes) -> Outcome:
    return world.perform(DeleteBackups(phone=phone_of(person), boxes=boxes))


@then(sentence("nothing is left of the local copy on {phone:Phone}"))
def _(world: World, phone: str, before: Observation) -> None:
    copy_before(before, phone)
    left = held(world.phone(phone).local_backup)
    assert left == (), Mismatch(f"nothing to be left of the local copy on {phone}", saved(left))


@then(sentence("the local copy on {phone:Phone} is what it was"))
def _(world: World, phone: str, before: Observation) -> None:
    earlier, left = copy_before(before, phone), world.phone(phone).local_backup
    assert left == earlier, Mismatch(
        f"{named([earlier])} that holds {saved(held(earlier))}",
        f"{named([left] if left else [])} that holds {saved(held(left))}",
    )


@then(sentence("the local copy on {phone:Phone} is not what it was"))
def _(world: World, phone: str, before: Observation) -> None:
    left = held(world.phone(phone).local_backup)
    assert left != held(copy_before(before, phone)), Mismatch("less in the local copy than before", saved(left))


@then(sentence("the local copy on {phone:Phone} holds the settings as they were, and no apps"))
def _(world: World, phone: str, before: Observation) -> None:
    left, expected = held(world.phone(phone).local_backup), without(before, phone, frozenset(APP_PARTS))
    assert left == expected, Mismatch(f"a local copy that holds {saved(expected)}", saved(left))


@then(
    sentence(
        "the local copy on {phone:Phone} holds the settings and the list of apps as they were, and no data of apps"
    )
)
def _(world: World, phone: str, before: Observation) -> None:
    left, expected = held(world.phone(phone).local_backup), without(before, phone, frozenset({"app_data"}))
    assert left == expected, Mismatch(f"a local copy that holds {saved(expected)}", saved(left))


@then(sentence("the local copy on {phone:Phone} is of its newest backup"))
def _(world: World, phone: str) -> None:
    copy, backup = world.phone(phone).local_backup, newest(world, phone)
    assert backup is not None, Mismatch(f"a backup of {phone} in OneDrive", "none")
    assert copy == backup, Mismatch(f"a local copy of {named([backup])}", named([copy] if copy else []))
