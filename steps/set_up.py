"""Setting a phone up: how far it is, what a person does page by page, and what is offered."""

from typing import Literal

from pytest_bdd import given, then, when

from backupspec.contract.commands import (
    BackUpNow,
    BeginSetUp,
    ChooseBackup,
    Command,
    CreateAccount,
    DeclineRestore,
    PauseFlowAfter,
    PressDone,
    PressNext,
    ResetPhone,
    SetNetwork,
    SignIn,
    SkipPasswords,
    TurnOn,
)
from backupspec.contract.observations import Backup, Observation, SetUp
from backupspec.contract.outcomes import Failed, Outcome, Reason, Refused
from backupspec.contract.terms import Network, Step
from backupspec.steps import telling
from backupspec.steps.backups import backups_of
from backupspec.steps.changes import Change
from backupspec.steps.old_phones import account_of
from backupspec.steps.onedrive import WHICH, one_of_three
from backupspec.steps.phones import happen
from backupspec.steps.telling import answer, listed, progress
from backupspec.steps.words import Fact, Point, Word, one_of, sentence
from backupspec.suite.verdicts import Mismatch
from backupspec.suite.world import World

NEW: Word[object] = Word(r"[A-Z][a-z]+'s new phone", str)
OWN: Word[object] = Word(r"[A-Z][a-z]+'s (?:new )?phone", str)
"""A phone that is set up: a new one, or one that was reset."""

PAGES: dict[str, Step] = {
    "sign-in": "sign_in",
    "the backups to choose from": "choose",
    "the security code": "security_code",
    "the restore": "restore",
    "the passwords": "passwords",
    "the end of set-up": "done",
}
CAUSES: dict[str, frozenset[Reason]] = {
    "no backup was tapped": frozenset({"nothing_chosen"}),
    "it is not among the backups offered": frozenset({"no_such_backup", "backup_is_not_complete"}),
    "it is damaged": frozenset({"backup_is_corrupt"}),
    "its format is not known": frozenset({"backup_version_unknown"}),
    "it holds something that has to be known, and is not": frozenset({"backup_extension_unknown"}),
    "set-up is over": frozenset({"set_up_is_over"}),
    "set-up is not over": frozenset({"set_up_is_not_over"}),
    "it is not time for that": frozenset({"not_at_this_step", "restore_is_not_complete"}),
    "the restore is not complete": frozenset({"restore_is_not_complete", "not_at_this_step"}),
    "the security code is missing": frozenset({"security_code_is_needed"}),
    "the security code is wrong": frozenset({"wrong_security_code"}),
    "the security code has expired": frozenset({"security_code_expired"}),
    "the security code was used before": frozenset({"security_code_was_used"}),
    "too many wrong codes were entered": frozenset({"too_many_wrong_codes"}),
    "a password is missing": frozenset({"passwords_are_missing"}),
    "a password is wrong": frozenset({"wrong_password"}),
    "the phone is full": frozenset({"phone_is_full"}),
    "the phone has no network": frozenset({"no_network"}),
    "OneDrive cannot be reached": frozenset({"onedrive_is_down"}),
}
"""What can stand in the way while a phone is set up, and the reasons that say so."""

CAUSE: Word[object] = one_of({text: Fact(text, reasons) for text, reasons in CAUSES.items()})


def set_up_of(world: World, phone: str) -> SetUp:
    """Return where the set-up of a phone stands, which is not over."""
    set_up = world.phone(phone).set_up
    assert set_up is not None, Mismatch(f"{phone} to be set up", "its set-up is over, or has not begun")
    return set_up


def at_hand(world: World, person: str) -> str:
    """Name the phone that a person sets up: the new one, or the old one that was reset."""
    phones = [f"{person}'s new phone", f"{person}'s phone"]
    there = [phone for phone in phones if phone in world.now.phones]
    return next((phone for phone in there if world.phone(phone).set_up is not None), (there or phones)[0])


def begin(phone: str, network: Network) -> list[Command]:
    """List what begins the set-up of a phone on a network."""
    return [BeginSetUp(phone=phone), SetNetwork(phone=phone, network=network)]


def see(wrong: Mismatch | None) -> None:
    """See in a situation that nothing is wrong with it."""
    assert not wrong, wrong


def not_at(world: World, phone: str, page: Step) -> Mismatch | None:
    """Tell what is wrong unless this page of set-up shows."""
    set_up = world.phone(phone).set_up
    if set_up is not None and set_up.step == page:
        return None
    names = {step: name for name, step in PAGES.items()}
    problem = f" ({set_up.problem})" if set_up and set_up.problem else ""
    return Mismatch(f"on {phone}, {names[page]}", f"{names[set_up.step]}{problem}" if set_up else "no set-up")


def to_backups(world: World, phone: str, network: Network) -> Observation:
    """Set a phone up as far as the backups to choose from."""
    world.must(*begin(phone, network), SignIn(phone=phone, account=account_of(phone)))
    see(not_at(world, phone, "choose"))
    return world.now


def about_to_restore(world: World, phone: str, old: str, network: Network) -> Backup:
    """Set a phone up as far as the newest backup of an old phone being tapped."""
    to_backups(world, phone, network)
    backup = one_of_three(world.now, old, "newest")
    world.must(ChooseBackup(phone=phone, backup=backup.id))
    return backup


def in_restore(world: World, phone: str, old: str, network: Network, point: Point) -> Observation:
    """Leave a phone in the middle of restoring the newest backup of an old one."""
    backup = about_to_restore(world, phone, old, network)
    at: int | Literal["commit"] = "commit" if point == "commit" else size_of(backup) * point // 100
    world.must(PauseFlowAfter(phone=phone, flow="restore", point=at), PressNext(phone=phone))
    flow = world.phone(phone).flow
    assert flow is not None, Mismatch(f"a restore on {phone}, held up", "nothing under way")
    assert flow.paused, Mismatch(f"a restore on {phone}, held up", progress(flow))
    return world.now


def restored(world: World, phone: str, old: str, network: Network) -> Observation:
    """Restore the newest backup of an old phone, and leave the page of the restore showing."""
    backup = about_to_restore(world, phone, old, network)
    world.must(PressNext(phone=phone))
    see(not_restored(world, phone, backup))
    return world.now


def not_restored(world: World, phone: str, backup: Backup) -> Mismatch | None:
    """Tell what is wrong unless the restore of a backup is complete."""
    came = world.phone(phone).restored
    if came is not None and came.backup == backup.id:
        return None
    shown = f"the backup {came.backup}" if came else "no restore that is complete"
    return Mismatch(f"{telling.named([backup])} restored on {phone}", shown)


def finish(world: World, phone: str) -> Outcome:
    """Go on from a restore to the end of set-up; passwords that are asked for are left for later."""
    outcome = world.perform(PressNext(phone=phone))
    set_up = world.phone(phone).set_up
    if set_up is not None and set_up.step == "passwords":
        world.perform(SkipPasswords(phone=phone))
    if set_up is not None:
        outcome = world.perform(PressDone(phone=phone))
    return outcome


def set_up_with(world: World, phone: str, backup: Backup, network: Network, account: str) -> Outcome:
    """Set a phone up with a backup, from the first page to the last."""
    for command in (
        *begin(phone, network),
        SignIn(phone=phone, account=account),
        ChooseBackup(phone=phone, backup=backup.id),
        PressNext(phone=phone),
    ):
        world.perform(command)
    return finish(world, phone)


def not_refused(outcome: Outcome, cause: Fact) -> Mismatch | None:
    """Tell what is wrong unless something was refused, or begun and not completed, for this reason."""
    if isinstance(outcome, Refused | Failed) and outcome.reason in cause.reasons:
        return None
    return Mismatch(f"to be refused, because {cause}", answer(outcome))


def size_of(backup: Backup) -> int:
    """Tell how many bytes a backup has."""
    return sum(part.size_bytes for part in backup.parts)


def tapped(world: World, phone: str) -> Backup:
    """Return the backup that was tapped on a phone."""
    wanted = set_up_of(world, phone).chosen
    found = [backup for account in world.now.accounts.values() for backup in account.backups if backup.id == wanted]
    assert len(found) == 1, Mismatch(f"a backup tapped on {phone}", telling.named(found))
    return found[0]


# Given: phones that are set up.


@given(sentence("{phone:Own}, on {network:Network}, begins its set-up", Own=OWN), target_fixture="before")
def _(world: World, phone: str, network: Network) -> Observation:
    if account_of(phone) not in world.now.accounts:
        world.must(CreateAccount(account=account_of(phone)))
    world.must(*begin(phone, network))
    see(not_at(world, phone, "sign_in"))
    return world.now


@given(
    sentence("{phone:Own}, on {network:Network}, shows the backups to choose from", Own=OWN), target_fixture="before"
)
def _(world: World, phone: str, network: Network) -> Observation:
    return to_backups(world, phone, network)


@given(sentence("{phone:Own}, on {network:Network}, is about to restore {old:Phone}", Own=OWN), target_fixture="before")
def _(world: World, phone: str, old: str, network: Network) -> Observation:
    about_to_restore(world, phone, old, network)
    return world.now


@given(
    sentence("{phone:Own}, on {network:Network}, is at {point:Point} of restoring {old:Phone}", Own=OWN),
    target_fixture="before",
)
def _(world: World, phone: str, old: str, network: Network, point: Point) -> Observation:
    return in_restore(world, phone, old, network, point)


@given(sentence("{phone:Own}, on {network:Network}, has restored {old:Phone}", Own=OWN), target_fixture="before")
def _(world: World, phone: str, old: str, network: Network) -> Observation:
    return restored(world, phone, old, network)


@given(sentence("{phone:Own} has been set up without a backup", Own=OWN), target_fixture="before")
def _(world: World, phone: str) -> Observation:
    to_backups(world, phone, "wifi")
    world.must(DeclineRestore(phone=phone), PressDone(phone=phone))
    assert world.phone(phone).set_up is None, Mismatch(f"the set-up of {phone} to be over", world.phone(phone).set_up)
    return world.now


@given(sentence("{phone:Own} has been set up with the newest backup of {old:Phone}", Own=OWN), target_fixture="before")
def _(world: World, phone: str, old: str) -> Observation:
    restored(world, phone, old, "wifi")
    finish(world, phone)
    assert world.phone(phone).set_up is None, Mismatch(f"the set-up of {phone} to be over", world.phone(phone).set_up)
    return world.now


# When: from page to page.


@when(sentence("{phone:New} {change:Change}", New=NEW), target_fixture="outcome")
def _(world: World, phone: str, change: Change) -> Outcome:
    return happen(world, phone, change)


@when(sentence("{person:Person} signs in on {phone:Own}", Own=OWN), target_fixture="outcome")
def _(world: World, person: str, phone: str) -> Outcome:
    return world.perform(SignIn(phone=phone, account=f"{person}'s account"))


@when(
    sentence(
        "{phone:Own} is set up on {network:Network} with the {which:Which} backup of {old:Phone}", Own=OWN, Which=WHICH
    ),
    target_fixture="outcome",
)
def _(world: World, phone: str, network: Network, which: str, old: str) -> Outcome:
    return set_up_with(world, phone, one_of_three(world.now, old, which), network, account_of(phone))


@when(
    sentence("{phone:Own} is reset and set up with the newest backup of {old:Phone}", Own=OWN), target_fixture="outcome"
)
def _(world: World, phone: str, old: str) -> Outcome:
    world.perform(ResetPhone(phone=phone))
    return set_up_with(world, phone, one_of_three(world.now, old, "newest"), "wifi", account_of(phone))


@when(sentence("{person:Person} taps the {which:Which} backup of {old:Phone}", Which=WHICH), target_fixture="outcome")
def _(world: World, person: str, which: str, old: str) -> Outcome:
    backup = one_of_three(world.now, old, which)
    return world.perform(ChooseBackup(phone=at_hand(world, person), backup=backup.id))


BUTTONS = {"Next": PressNext, "Skip": SkipPasswords, "Done": PressDone}


@when(sentence("{person:Person} taps {button:Button}", Button=one_of(BUTTONS)), target_fixture="outcome")
def _(world: World, person: str, button: type[PressNext | SkipPasswords | PressDone]) -> Outcome:
    return world.perform(button(phone=at_hand(world, person)))


@when(sentence("{person:Person} declines to restore a backup"), target_fixture="outcome")
def _(world: World, person: str) -> Outcome:
    return world.perform(DeclineRestore(phone=at_hand(world, person)))


@when(sentence("{person:Person} looks at the page that shows"), target_fixture="page")
def _(world: World, person: str) -> tuple[object, ...]:
    return world.phone(at_hand(world, person)).controls


@when(sentence("{person:Person} goes on to the end of set-up and taps Done"), target_fixture="outcome")
def _(world: World, person: str) -> Outcome:
    """Passwords that are asked for are left for later."""
    return finish(world, at_hand(world, person))


@when(
    sentence("{person:Person} turns Settings backup on and makes a manual backup on {phone:New}", New=NEW),
    target_fixture="outcome",
)
def _(world: World, person: str, phone: str) -> Outcome:  # noqa: ARG001 - whose phone it is
    world.perform(TurnOn(phone=phone, toggle="settings_backup"))
    return world.perform(BackUpNow(phone=phone))


# Then: where set-up stands.


@then(sentence("{phone:Own} shows {page:Page}", Own=OWN, Page=one_of(PAGES)))
def _(world: World, phone: str, page: Step) -> None:
    wrong = not_at(world, phone, page)
    assert not wrong, wrong


@then(sentence("the set-up of {phone:New} is over", New=NEW))
def _(world: World, phone: str) -> None:
    seen = world.phone(phone).set_up
    assert seen is None, Mismatch(f"the set-up of {phone} to be over", seen)


@then(sentence("once {person:Person} taps Done, the set-up of {phone:New} is over", New=NEW))
def _(world: World, person: str, phone: str) -> None:  # noqa: ARG001 - whose phone it is
    wrong = not_at(world, phone, "done")
    assert not wrong, wrong
    world.must(PressDone(phone=phone))
    assert world.phone(phone).set_up is None, Mismatch(f"the set-up of {phone} to be over", world.phone(phone).set_up)


@then(sentence("it is refused, because {cause:Cause}", Cause=CAUSE))
def _(outcome: Outcome, cause: Fact) -> None:
    wrong = not_refused(outcome, cause)
    assert not wrong, wrong


@then(sentence("{phone:New} says that {cause:Cause}", New=NEW, Cause=CAUSE))
def _(world: World, phone: str, cause: Fact) -> None:
    came = set_up_of(world, phone).problem
    assert came in cause.reasons, Mismatch(f"{phone} to say that {cause}", came or "nothing")


# Then: what is offered.


def not_offered(world: World, phone: str, wanted: list[str]) -> Mismatch | None:
    """Tell what is wrong unless a phone offers these backups, in this order."""
    came = list(set_up_of(world, phone).offers)
    return None if came == wanted else Mismatch(f"on {phone}, offered: {listed(wanted)}", listed(came))


def newest_first(world: World, old: str) -> list[str]:
    """List the complete backups of a phone, the newest first."""
    return [backup.id for backup in reversed(backups_of(world.now, old))]


@then(sentence("{phone:New} offers the backups of {old:Phone} and no other, newest first", New=NEW))
def _(world: World, phone: str, old: str) -> None:
    wanted = newest_first(world, old)
    assert wanted, Mismatch(f"a backup of {old} in OneDrive", "none")
    wrong = not_offered(world, phone, wanted)
    assert not wrong, wrong


@then(sentence("{phone:New} offers the newest backup of {old:Phone} and no other", New=NEW))
def _(world: World, phone: str, old: str) -> None:
    wrong = not_offered(world, phone, newest_first(world, old)[:1])
    assert not wrong, wrong


@then(
    sentence("{phone:New} offers the newest backup of {first:Phone} and that of {second:Phone}, newest first", New=NEW)
)
def _(world: World, phone: str, first: str, second: str) -> None:
    wrong = not_offered(world, phone, newest_first(world, first)[:1] + newest_first(world, second)[:1])
    assert not wrong, wrong


@then(sentence("{phone:New} offers no backup", New=NEW))
def _(world: World, phone: str) -> None:
    wrong = not_offered(world, phone, [])
    assert not wrong, wrong


@then(
    sentence("as soon as {phone:New} {change:Change}, {person:Person} can sign in and is offered the backup", New=NEW)
)
def _(world: World, phone: str, change: Change, person: str) -> None:
    world.must(*change(phone), SignIn(phone=phone, account=f"{person}'s account"))
    wrong = not_offered(world, phone, [backup.id for backup in backups_of(world.now, f"{person}'s phone")])
    assert not wrong, wrong
