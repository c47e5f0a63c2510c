"""Phones that are set up: how far they are, and how they come there."""

from pytest_bdd import given

from backupspec.contract.commands import (
    BeginSetUp,
    ChooseBackup,
    Command,
    CreateAccount,
    DeclineRestore,
    PauseFlowAfter,
    PressDone,
    PressNext,
    SetNetwork,
    SignIn,
    SkipPasswords,
)
from backupspec.contract.observations import Backup, Observation, SetUp
from backupspec.contract.outcomes import Outcome
from backupspec.contract.terms import Network, Step
from backupspec.steps import telling
from backupspec.steps.changes import account_of
from backupspec.steps.onedrive import one_of_three
from backupspec.steps.situations import held_at
from backupspec.steps.words import Point, Word, sentence
from backupspec.world.verdicts import Mismatch
from backupspec.world.world import World

NEW: Word[object] = Word(r"[A-Z][a-z]+'s new phone", str)
OWN: Word[object] = Word(r"[A-Z][a-z]+'s (?:new )?phone", str)
"""A phone that is set up: a new one, or one that was reset."""

PAGES: dict[str, Step] = {
    "shows sign-in": "sign_in",
    "shows the backups to choose from": "choose",
    "asks for the security code": "security_code",
    "shows the restore": "restore",
    "asks for the passwords": "passwords",
    "shows the end of set-up": "done",
}
"""The pages of set-up, each by what the phone does."""


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


def to_the_list(phone: str, network: Network, account: str) -> list[Command]:
    """List what sets a phone up, a new one or one that was reset, as far as the backups to choose from."""
    return [*begin(phone, network), SignIn(phone=phone, account=account)]


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
    came = f"it {names[set_up.step]}{problem}" if set_up else "no set-up"
    return Mismatch(f"{phone} {names[page]}", came)


def to_backups(world: World, phone: str, network: Network) -> Observation:
    """Set a phone up as far as the backups to choose from."""
    world.must(*to_the_list(phone, network, account_of(phone)))
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
    about_to_restore(world, phone, old, network)
    world.must(PauseFlowAfter(phone=phone, flow="restore", point=0), PressNext(phone=phone))
    return held_at(world, phone, point, "restore")


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


def ask_for(world: World, phone: str, backup: Backup, network: Network, account: str) -> Outcome:
    """Set a phone up from the first page to where a backup is restored."""
    for command in (*to_the_list(phone, network, account), ChooseBackup(phone=phone, backup=backup.id)):
        world.perform(command)
    return world.perform(PressNext(phone=phone))


def set_up_with(world: World, phone: str, backup: Backup, network: Network, account: str) -> Outcome:
    """Set a phone up with a backup, from the first page to the last."""
    ask_for(world, phone, backup, network, account)
    return finish(world, phone)


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
