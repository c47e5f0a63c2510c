"""Versions: which one a phone keeps to, what software it has, and that none of its features is missing."""

from collections.abc import Callable
from typing import Literal

from pytest_bdd import given, then, when

from backupspec.contract.commands import (
    BeginSetUp,
    ChooseBackup,
    Command,
    DeclineRestore,
    EnterPasswords,
    EnterSecurityCode,
    MakeSecretUnusable,
    PressDone,
    PressNext,
    RequireSecurityCode,
    SetNetwork,
    SetSoftwareVersion,
    SignIn,
    SkipPasswords,
)
from backupspec.contract.observations import Observation, Phone
from backupspec.contract.outcomes import Outcome
from backupspec.steps.changes import phone_of
from backupspec.steps.onedrive import one_of_three
from backupspec.steps.privacy import checked, said_by
from backupspec.steps.set_up import to_the_list
from backupspec.steps.situations import add, backed_up
from backupspec.steps.telling import listed
from backupspec.steps.whole_phones import full
from backupspec.steps.words import Word, one_of, sentence
from backupspec.world.verdicts import Mismatch
from backupspec.world.world import World

Update = Literal["available", "none", "unknown"]

VERSIONS = {"Windows Phone 8.1": "windows-phone-8.1", "Windows Phone 8": "windows-phone-8"}
UPDATES: dict[str, Update] = {
    "an update is available": "available",
    "no update is available": "none",
    "it is unknown whether there is an update": "unknown",
}
SOFTWARE: Word[object] = Word(r"\d+(?:\.\d+)+", str)
CODE, NEW_PASSWORD, HOUR_S = "4061-5274-38", "a-new-password-of-1-Provider", 3600


# Which version a phone keeps to.


@when(sentence("the set-up of {phone:Phone} begins"), target_fixture="outcome")
def _(world: World, phone: str) -> Outcome:
    return world.perform(BeginSetUp(phone=phone))


@then(sentence("{phone:Phone} says that it keeps to {version:Version}", Version=one_of(VERSIONS)))
def _(world: World, phone: str, version: str) -> None:
    came = world.phone(phone).profile
    assert came == version, Mismatch(f"{phone} to say that it keeps to {version}", came)


@then(
    sentence("the newest backup of {phone:Phone} says that it was made by {version:Version}", Version=one_of(VERSIONS))
)
def _(world: World, phone: str, version: str) -> None:
    said, _ = checked(said_by(world, phone))
    profile = said.get("profile")
    came = profile.get("id") if isinstance(profile, dict) else profile
    assert came == version, Mismatch(f"a backup that says that it was made by {version}", came)


# What software it has.


def software(version: str | None, update: Update) -> str:
    """Say which software a phone has, and whether there is an update."""
    [told] = [words for words, value in UPDATES.items() if value == update]
    return f"the software {version}, and that {told}" if version else f"its software as unknown, and that {told}"


def shown(seen: Phone) -> str:
    """Say which software a phone shows."""
    return software(seen.software_version, seen.update)


@given(
    sentence(
        "{phone:Phone} has the software {version:Software}, and {update:Update}",
        Software=SOFTWARE,
        Update=one_of(UPDATES),
    ),
    target_fixture="before",
)
def _(world: World, phone: str, version: str, update: Update) -> Observation:
    """The version shows from then on: whether it goes is seen only then."""
    add(world, phone)
    world.must(SetSoftwareVersion(phone=phone, version=version, update=update))
    return world.now


@when(
    sentence(
        "{phone:Phone} has the software {version:Software}, and {update:Update}",
        Software=SOFTWARE,
        Update=one_of(UPDATES),
    ),
    target_fixture="outcome",
)
def _(world: World, phone: str, version: str, update: Update) -> Outcome:
    return world.perform(SetSoftwareVersion(phone=phone, version=version, update=update))


@when(
    sentence("{phone:Phone} has software of an unknown version, and {update:Update}", Update=one_of(UPDATES)),
    target_fixture="outcome",
)
def _(world: World, phone: str, update: Update) -> Outcome:
    return world.perform(SetSoftwareVersion(phone=phone, version=None, update=update))


@then(
    sentence(
        "{phone:Phone} shows the software {version:Software}, and that {update:Update}",
        Software=SOFTWARE,
        Update=one_of(UPDATES),
    )
)
def _(world: World, phone: str, version: str, update: Update) -> None:
    came, wanted = shown(world.phone(phone)), software(version, update)
    assert came == wanted, Mismatch(f"{phone} to show {wanted}", came)


@then(sentence("{phone:Phone} shows its software as unknown, and that {update:Update}", Update=one_of(UPDATES)))
def _(world: World, phone: str, update: Update) -> None:
    came, wanted = shown(world.phone(phone)), software(None, update)
    assert came == wanted, Mismatch(f"{phone} to show {wanted}", came)


# That no feature of set-up is missing. How set-up goes in other cases is told where restoring is.


def at_the_list(world: World, phone: str, account: str) -> str:
    """Go as far as the list of backups, and name the newest."""
    world.must(*to_the_list(phone, "wifi", account))
    return one_of_three(world.now, phone_of(account.removesuffix("'s account")), "newest").id


def begin(_world: World, phone: str, _account: str) -> Command:
    """Go nowhere: the phone is new."""
    return BeginSetUp(phone=phone)


def sign_in(world: World, phone: str, account: str) -> Command:
    """Go as far as the first page."""
    world.must(BeginSetUp(phone=phone), SetNetwork(phone=phone, network="wifi"))
    return SignIn(phone=phone, account=account)


def tap_a_backup(world: World, phone: str, account: str) -> Command:
    """Go as far as the list of backups."""
    return ChooseBackup(phone=phone, backup=at_the_list(world, phone, account))


def decline(world: World, phone: str, account: str) -> Command:
    """Go as far as the list of backups."""
    at_the_list(world, phone, account)
    return DeclineRestore(phone=phone)


def tap_next(world: World, phone: str, account: str) -> Command:
    """Go as far as a backup that is tapped."""
    world.must(tap_a_backup(world, phone, account))
    return PressNext(phone=phone)


def enter_the_code(world: World, phone: str, account: str) -> Command:
    """Go as far as the question for a security code."""
    world.must(RequireSecurityCode(account=account, code=CODE, lifetime_s=HOUR_S))
    world.must(tap_next(world, phone, account))
    return EnterSecurityCode(phone=phone, code=CODE)


def enter_the_passwords(world: World, phone: str, account: str) -> Command:
    """Go as far as the question for passwords: of the first account, one that is new."""
    source = full(phone_of(account.removesuffix("'s account")))
    passwords = {item.name: item.value for item in source.passwords or ()}
    own, *_ = source.accounts or ()
    world.must(MakeSecretUnusable(address=own.address, password=NEW_PASSWORD))
    world.must(tap_next(world, phone, account), PressNext(phone=phone))
    set_up = world.phone(phone).set_up
    asks_for = set_up.asks_for if set_up else ()
    assert own.name in asks_for, Mismatch(f"the password of {own.name} to be asked for", asks_for)
    known = passwords | {own.name: NEW_PASSWORD}
    return EnterPasswords(phone=phone, passwords={name: known[name] for name in asks_for})


def skip_the_passwords(world: World, phone: str, account: str) -> Command:
    """Go as far as the question for passwords."""
    enter_the_passwords(world, phone, account)
    return SkipPasswords(phone=phone)


def tap_done(world: World, phone: str, account: str) -> Command:
    """Go to the end, without a backup."""
    world.must(decline(world, phone, account))
    return PressDone(phone=phone)


WAYS: dict[str, Callable[[World, str, str], Command]] = {
    "begin": begin,
    "sign in": sign_in,
    "tap a backup": tap_a_backup,
    "decline to restore": decline,
    "tap Next": tap_next,
    "enter the security code": enter_the_code,
    "enter the passwords": enter_the_passwords,
    "skip the passwords": skip_the_passwords,
    "tap Done": tap_done,
}
"""What a person can do while a phone is set up: each leads a new phone there, and gives the command that does it."""

STATES: dict[str, Callable[[Phone], bool]] = {
    "asks for an account": lambda seen: seen.set_up is not None and seen.set_up.step == "sign_in",
    "offers what can be brought back": lambda seen: seen.set_up is not None and seen.set_up.offers != (),
    "has that backup tapped": lambda seen: seen.set_up is not None and seen.set_up.chosen is not None,
    "waits for Done": lambda seen: seen.set_up is not None and seen.set_up.step == "done",
    "has the backup back": lambda seen: seen.restored is not None,
    "waits for no password any more": lambda seen: seen.restored is not None and seen.needs_password == (),
    "is set up": lambda seen: seen.set_up is None,
}


@given(
    sentence(
        "{phone:Phone} is set up with {account:Account}, as far as the point where one can {way:Way}",
        Way=one_of(WAYS),
    ),
    target_fixture="next_step",
)
def _(world: World, phone: str, account: str, way: Callable[[World, str, str], Command]) -> Command:
    """The account has a backup of its owner's phone."""
    backed_up(world, phone_of(account.removesuffix("'s account")), "wifi", plugged_in=False)
    return way(world, phone, account)


@when(sentence("{person:Person} does that"), target_fixture="outcome")
def _(world: World, person: str, next_step: Command) -> Outcome:  # noqa: ARG001 - the step is that person's
    return world.perform(next_step)


@then(sentence("after that, {phone:Phone} {state:SetUpState}", SetUpState=one_of(STATES)))
def _(world: World, phone: str, state: Callable[[Phone], bool]) -> None:
    seen = world.phone(phone)
    [wanted] = [words for words, holds in STATES.items() if holds is state]
    came = [words for words, holds in STATES.items() if holds(seen)]
    assert state(seen), Mismatch(f"that {phone} {wanted}", listed(came, none="nothing of the kind"))


@then(sentence("after that and one more tap on Next, {phone:Phone} has the backup back"))
def _(world: World, phone: str) -> None:
    world.must(PressNext(phone=phone))
    restored = world.phone(phone).restored
    assert restored is not None, Mismatch(f"a complete restore on {phone}", "none")
