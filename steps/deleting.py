"""Deleting: the boxes that are ticked, what is left of the local copy, and what can still be brought back."""

from typing import Literal

from pytest_bdd import given, then, when

from backupspec.contract.commands import (
    AddPhone,
    BackUpNow,
    BeginSetUp,
    ChooseBackup,
    CreateAccount,
    DeclineRestore,
    DeleteBackups,
    PauseFlowAfter,
    PressDone,
    PressNext,
    ResetPhone,
    ResumeFlow,
    SetContent,
    SetExternalPower,
    SetNetwork,
    SignIn,
    TurnOn,
)
from backupspec.contract.observations import Backup, Observation, SavedPart
from backupspec.contract.outcomes import Outcome
from backupspec.steps.backups import backups_of, in_onedrive, newest, newest_at
from backupspec.steps.changes import account_of, phone_of
from backupspec.steps.coming_back import on_phone, to_be_saved
from backupspec.steps.onedrive import one_of_three
from backupspec.steps.restored import not_held_of
from backupspec.steps.set_up import ask_for, to_the_list
from backupspec.steps.situations import back_up, backed_up, due_again, held_at, in_manual_backup
from backupspec.steps.telling import copy_at, listed, named, progress, saved
from backupspec.steps.whole_phones import APP_PARTS, full
from backupspec.steps.words import Point, Word, one_of, sentence
from backupspec.world.verdicts import Mismatch
from backupspec.world.world import World

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
    assert copy is not None, Mismatch(f"a local copy on {phone} before", "none", copy_at(phone, copy))
    return copy


def held(copy: Backup | None) -> tuple[SavedPart, ...]:
    """List the parts that a copy holds something of."""
    return tuple(part for part in copy.parts if part.size_bytes) if copy else ()


def without(before: Observation, phone: str, gone: frozenset[str]) -> tuple[SavedPart, ...]:
    """List what a local copy held but for these parts, of each of which it held something."""
    earlier = held(copy_before(before, phone))
    assert gone <= {part.kind for part in earlier}, Mismatch(f"{sorted(gone)} in the local copy before", saved(earlier))
    return tuple(part for part in earlier if part.kind not in gone)


def not_left(world: World, phone: str, expected: tuple[SavedPart, ...]) -> Mismatch | None:
    """Tell what is wrong unless a local copy holds exactly these parts."""
    copy = world.phone(phone).local_backup
    if held(copy) == expected:
        return None
    return Mismatch(f"a local copy that holds {saved(expected)}", saved(held(copy)), copy_at(phone, copy))


NAME: Word[object] = Word(r"[A-Z][a-z]+ \d+", str)


def back_up_called(world: World, phone: str, account: str, display_name: str) -> Observation:
    """Add a phone of this name, on Wi-Fi and on battery, that makes a manual backup."""
    if account not in world.now.accounts:
        world.must(CreateAccount(account=account))
    world.must(
        AddPhone(phone=phone, display_name=display_name),
        SetContent(phone=phone, content=full(phone)),
        SignIn(phone=phone, account=account),
        TurnOn(phone=phone, toggle="settings_backup"),
        SetNetwork(phone=phone, network="wifi"),
    )
    back_up(world, phone)
    return world.now


# Bringing back what is left. How set-up goes is no matter of deleting: here it goes well, or is ended by a deletion.


def restore(world: World, phone: str, backup: Backup) -> Outcome:
    """Tap a backup in that list, and go on."""
    world.perform(ChooseBackup(phone=phone, backup=backup.id))
    return world.perform(PressNext(phone=phone))


def offers(seen: Observation, phone: str) -> list[str]:
    """Name the backups that a phone offers while it is set up."""
    set_up = seen.phones[phone].set_up
    return list(set_up.offers) if set_up else []


def begin_set_up(world: World, phone: str, account: str) -> Observation:
    """Set a phone up as far as the list of backups, and see that it offers some."""
    world.must(*to_the_list(phone, "wifi", account))
    assert offers(world.now, phone), Mismatch(f"backups to be offered on {phone}", "none")
    return world.now


def about_to_restore(world: World, phone: str, account: str, source: str) -> Backup:
    """Set a phone up as far as the list of three backups of another phone, and return the newest."""
    backed_up(world, source, "wifi", plugged_in=False)
    back_up(world, source)
    back_up(world, source)
    begin_set_up(world, phone, account)
    return backups_of(world.now, source)[-1]


def in_restore(world: World, phone: str, account: str, source: str, point: Point) -> Observation:
    """Leave a phone in the middle of a restore of the newest of three backups of another phone."""
    backup = about_to_restore(world, phone, account, source)
    world.must(PauseFlowAfter(phone=phone, flow="restore", point=0))
    restore(world, phone, backup)
    return held_at(world, phone, point, "restore")


@given(sentence("{phone:Phone}, called {name:Name}, made a manual backup just now", Name=NAME), target_fixture="before")
def _(world: World, phone: str, name: str) -> Observation:
    return back_up_called(world, phone, account_of(phone), name)


@given(
    sentence(
        "{phone:Phone}, of {account:Account} and called {name:Name}, too, made a manual backup just now", Name=NAME
    ),
    target_fixture="before",
)
def _(world: World, phone: str, account: str, name: str) -> Observation:
    return back_up_called(world, phone, account, name)


@given(
    sentence("{phone:Phone}, due for an automatic backup, is at {point:Point} of a manual one"),
    target_fixture="before",
)
def _(world: World, phone: str, point: Point) -> Observation:
    """On Wi-Fi and plugged in: when the manual one is over, nothing else keeps the automatic one from beginning."""
    due_again(world, phone, frozenset({"Wi-Fi", "power"}))
    world.must(SetNetwork(phone=phone, network="wifi"))
    in_manual_backup(world, phone, point)
    world.must(SetExternalPower(phone=phone, connected=True))
    return world.now


@given(
    sentence(
        "{phone:Phone} is being set up with {account:Account}, and is offered what can be brought back",
    ),
    target_fixture="before",
)
def _(world: World, phone: str, account: str) -> Observation:
    return begin_set_up(world, phone, account)


@given(
    sentence(
        "{phone:Phone}, set up with {account:Account}, is at {point:Point} of a restore of the newest of three backups of {source:Phone}"
    ),
    target_fixture="before",
)
def _(world: World, phone: str, account: str, point: Point, source: str) -> Observation:
    return in_restore(world, phone, account, source, point)


@given(
    sentence(
        "{phone:Phone}, set up with {account:Account}, is about to restore the newest of three backups of {source:Phone}"
    ),
    target_fixture="before",
)
def _(world: World, phone: str, account: str, source: str) -> Observation:
    backup = about_to_restore(world, phone, account, source)
    world.must(ChooseBackup(phone=phone, backup=backup.id))
    return world.now


@when(sentence("{person:Person} taps Delete with {boxes:Boxes} ticked", Boxes=one_of(BOXES)), target_fixture="outcome")
def _(world: World, person: str, boxes: Boxes) -> Outcome:
    return world.perform(DeleteBackups(phone=phone_of(person), boxes=boxes))


@then(sentence("nothing is left of the local copy on {phone:Phone}"))
def _(world: World, phone: str, before: Observation) -> None:
    copy_before(before, phone)
    copy = world.phone(phone).local_backup
    left = held(copy)
    assert left == (), Mismatch(f"nothing to be left of the local copy on {phone}", saved(left), copy_at(phone, copy))


@then(sentence("the local copy on {phone:Phone} is what it was"))
def _(world: World, phone: str, before: Observation) -> None:
    earlier, left = copy_before(before, phone), world.phone(phone).local_backup
    assert left == earlier, Mismatch(
        f"{named([earlier])} that holds {saved(held(earlier))}",
        f"{named([left] if left else [])} that holds {saved(held(left))}",
        copy_at(phone, left),
    )


@then(sentence("the local copy on {phone:Phone} is not what it was"))
def _(world: World, phone: str, before: Observation) -> None:
    copy = world.phone(phone).local_backup
    assert held(copy) != held(copy_before(before, phone)), Mismatch(
        "less in the local copy than before", saved(held(copy)), copy_at(phone, copy)
    )


@then(sentence("the local copy on {phone:Phone} holds what it held, but no apps and no data of apps"))
def _(world: World, phone: str, before: Observation) -> None:
    wrong = not_left(world, phone, without(before, phone, frozenset(APP_PARTS)))
    assert not wrong, wrong


@then(sentence("the local copy on {phone:Phone} holds what it held, but no data of apps"))
def _(world: World, phone: str, before: Observation) -> None:
    wrong = not_left(world, phone, without(before, phone, frozenset({"app_data"})))
    assert not wrong, wrong


@then(sentence("the local copy on {phone:Phone} is of its newest backup"))
def _(world: World, phone: str) -> None:
    copy, backup = world.phone(phone).local_backup, newest(world, phone)
    assert backup is not None, Mismatch(f"a backup of {phone} in OneDrive", "none", newest_at(world, phone))
    assert copy == backup, Mismatch(
        f"a local copy of {named([backup])}", named([copy] if copy else []), copy_at(phone, copy)
    )


@when(sentence("what is backed up of {source:Phone} is brought back to {phone:Phone}"), target_fixture="outcome")
@when(
    sentence("what is backed up of {source:Phone} is brought back to {phone:Phone}, set up with {account:Account}"),
    target_fixture="outcome",
)
def _(world: World, source: str, phone: str, account: str = "") -> Outcome:
    return ask_for(world, phone, one_of_three(world.now, source, "newest"), "wifi", account or account_of(source))


@when(sentence("the restore that was held up on {phone:Phone} goes on"), target_fixture="outcome")
def _(world: World, phone: str) -> Outcome:
    return world.perform(ResumeFlow(phone=phone, flow="restore"))


@when(sentence("{person:Person} wants to go on with the restore"), target_fixture="outcome")
def _(world: World, person: str) -> Outcome:
    return world.perform(PressNext(phone=phone_of(person)))


@when(
    sentence("{person:Person} chooses the newest of the backups of {source:Phone} that are left"),
    target_fixture="outcome",
)
def _(world: World, person: str, source: str) -> Outcome:
    return restore(world, phone_of(person), one_of_three(world.now, source, "newest"))


@then(sentence("the restore on {phone:Phone} has ended, because the backup was deleted"))
def _(world: World, phone: str) -> None:
    seen = world.phone(phone)
    problem = seen.set_up.problem if seen.set_up else None
    came = progress(seen.flow) if seen.flow else f"a restore that ended: {problem or 'no problem is told'}"
    ended = seen.flow is None and problem == "backup_was_deleted"
    assert ended, Mismatch("a restore that ended: backup_was_deleted", came)


@then(sentence("nothing of the backup is on {phone:Phone}"))
def _(world: World, phone: str, before: Observation) -> None:
    """Neither content nor what was turned on."""
    seen, earlier = world.phone(phone), before.phones[phone]
    came = listed(part.replace("_", " ") for part in sorted(on_phone(world.phone(phone))))
    assert came == "nothing", Mismatch(f"nothing of the backup on {phone}", came)
    chosen = seen.toggles == earlier.toggles and seen.uploads == earlier.uploads
    assert chosen, Mismatch(f"nothing turned on on {phone}", f"{seen.toggles} and {seen.uploads}")
    assert seen.restored is None, Mismatch("no restore that is complete", f"a restore of {seen.restored.backup}")


@then(sentence("{phone:Phone} is offered the backups of {source:Phone} that are left"))
def _(world: World, phone: str, source: str) -> None:
    """The newest first; that one alone, where the implementation offers no more of each phone."""
    left = [backup.id for backup in reversed(backups_of(world.now, source))]
    assert left, Mismatch(f"backups of {source} left in OneDrive", "none")
    if world.policy.picked("backups_offered") == "newest_of_each_phone":
        left = left[:1]
    came = offers(world.now, phone)
    assert came == left, Mismatch(f"{listed(left)} to be offered on {phone}", listed(came))


@then(sentence("{phone:Phone} is offered what it was offered"))
def _(world: World, phone: str, before: Observation) -> None:
    earlier, came = offers(before, phone), offers(world.now, phone)
    assert came == earlier, Mismatch(f"{listed(earlier)} to be offered on {phone}", listed(came))


@then(sentence("{phone:Phone}, set up with {account:Account} after that, is offered what {other:Phone} was offered"))
def _(world: World, phone: str, account: str, other: str, before: Observation) -> None:
    world.must(*to_the_list(phone, "wifi", account))
    earlier, came = offers(before, other), offers(world.now, phone)
    assert came == earlier, Mismatch(f"{listed(earlier)} to be offered on {phone}", listed(came))


@then(sentence("all that was backed up of {source:Phone} is on {phone:Phone}"))
def _(world: World, source: str, phone: str, before: Observation) -> None:
    """Whichever of its backups was chosen: each holds the same."""
    backup, restored = one_of_three(before, source, "newest"), world.phone(phone).restored
    there = [each.id for each in backups_of(world.now, source)]
    came = restored.backup if restored else "none"
    assert came in there, Mismatch(f"a restore of {' or '.join(there)} that is complete on {phone}", came)
    saved = to_be_saved(world, backup)
    wrong = not_held_of(world, phone, {part.kind: saved[part.kind] for part in backup.parts})
    assert not wrong, wrong


@when(
    sentence("{phone:Phone} is reset, set up again as {name:Name}, and makes a manual backup", Name=NAME),
    target_fixture="outcome",
)
def _(world: World, phone: str, name: str) -> Outcome:
    world.must(ResetPhone(phone=phone), BeginSetUp(phone=phone, display_name=name))
    world.must(SetNetwork(phone=phone, network="wifi"), SignIn(phone=phone, account=account_of(phone)))
    world.must(DeclineRestore(phone=phone), PressDone(phone=phone), TurnOn(phone=phone, toggle="settings_backup"))
    return world.perform(BackUpNow(phone=phone))


@then(sentence("the backups of {phone:Phone} are listed as of {first:Name} and {second:Name}", Name=NAME))
def _(world: World, phone: str, first: str, second: str) -> None:
    called = [backup.display_name for backup in backups_of(world.now, phone)]
    assert called == [first, second], Mismatch(f"backups of {first} and {second}", listed(called))


@then(sentence("both are listed as of a phone called {name:Name}, and as of two different phones", Name=NAME))
def _(world: World, name: str) -> None:
    came = in_onedrive(world.now)
    called = [backup.display_name for backup in came]
    assert called == [name] * 2, Mismatch(f"two backups, each of a phone called {name}", listed(called))
    different = len({backup.id for backup in came}) == len({backup.phone for backup in came}) == 2
    assert different, Mismatch("two backups of different phones", named(came))
