"""Showing who one is: the security code before a restore, and the passwords of the accounts after it."""

from msgspec.structs import replace
from pytest_bdd import given, then, when

from backupspec.contract.commands import (
    BackUpNow,
    EnterPasswords,
    EnterSecurityCode,
    MakeSecretUnusable,
    PressNext,
    RequireSecurityCode,
    SetContent,
)
from backupspec.contract.observations import Observation
from backupspec.contract.outcomes import Outcome
from backupspec.contract.terms import Network
from backupspec.steps.changes import owner_of, phone_of
from backupspec.steps.coming_back import differences
from backupspec.steps.old_phones import TIMES, backed_up
from backupspec.steps.set_up import NEW, OWN, about_to_restore, at_hand, not_at, restored, see, set_up_of
from backupspec.steps.telling import listed
from backupspec.steps.whole_phones import full
from backupspec.steps.words import Word, one_of, sentence
from backupspec.world.verdicts import Mismatch
from backupspec.world.world import World

CODE, NEW_CODE, WRONG_CODE = "4815-1623-42", "7091-3348-56", "0000-2342-00"
CODE_LIFETIME_S = 600

OFTEN = {"as often as is allowed": 0, "once less than is allowed": -1}
ENTERED = {"the": CODE, "a wrong": WRONG_CODE}


@given(sentence("{account:Account} has to be verified with a security code that works for 10 minutes"))
def _(world: World, account: str) -> None:
    world.must(RequireSecurityCode(account=account, code=CODE, lifetime_s=CODE_LIFETIME_S))


@given(sentence("{phone:Own}, on {network:Network}, asks for the security code", Own=OWN), target_fixture="before")
def _(world: World, phone: str, network: Network) -> Observation:
    """Somebody has tapped the newest backup of their own phone and `Next`."""
    about_to_restore(world, phone, phone_of(owner_of(phone)), network)
    world.must(PressNext(phone=phone))
    see(not_at(world, phone, "security_code"))
    return world.now


# Given: passwords.


def new_password(name: str) -> str:
    """Tell what the password of an account was changed to at its provider."""
    return f"a-new-password-of-{name}"


def change_passwords(world: World, person: str, names: tuple[str, ...]) -> None:
    """Change passwords at their providers."""
    addresses = {account.name: account.address for account in full(f"{person}'s phone").accounts or ()}
    world.must(*(MakeSecretUnusable(address=addresses[name], password=new_password(name)) for name in names))


NAMES: Word[object] = Word("(?:Mail|Work)(?: and (?:Mail|Work))?", lambda text: tuple(text.split(" and ")))


@given(
    sentence("since then, {person:Person} changed the password of {names:Names}", Names=NAMES), target_fixture="before"
)
def _(world: World, person: str, names: tuple[str, ...]) -> Observation:
    change_passwords(world, person, names)
    return world.now


@given(sentence("{phone:Phone}, with no accounts set up on it, was backed up"), target_fixture="before")
def _(world: World, phone: str) -> Observation:
    backed_up(world, phone, times=0)
    bare = replace(full(phone), accounts=(), passwords=())
    world.must(SetContent(phone=phone, content=bare), BackUpNow(phone=phone))
    return world.now


@given(
    sentence("{phone:Phone}, with an account whose password is not saved on it, was backed up"), target_fixture="before"
)
def _(world: World, phone: str) -> Observation:
    """The account is Work."""
    backed_up(world, phone, times=0)
    saved = tuple(item for item in full(phone).passwords or () if item.name != "Work")
    world.must(SetContent(phone=phone, content=replace(full(phone), passwords=saved)), BackUpNow(phone=phone))
    return world.now


@given(
    sentence("{phone:New} asks for the passwords of Mail and Work", New=NEW),
    target_fixture="before",
)
def _(world: World, phone: str) -> Observation:
    """Both were changed since the old phone was backed up."""
    old = phone_of(owner_of(phone))
    backed_up(world, old)
    change_passwords(world, owner_of(phone), ("Mail", "Work"))
    restored(world, phone, old, "wifi")
    world.must(PressNext(phone=phone))
    see(not_at(world, phone, "passwords"))
    return world.now


# When: the security code.


@when(sentence("the security code is entered on {phone:Own}", Own=OWN), target_fixture="outcome")
def _(world: World, phone: str) -> Outcome:
    return world.perform(EnterSecurityCode(phone=phone, code=CODE))


@when(
    sentence("{person:Person} enters {entered:Entered} security code", Entered=one_of(ENTERED)),
    target_fixture="outcome",
)
def _(world: World, person: str, entered: str) -> Outcome:
    return world.perform(EnterSecurityCode(phone=at_hand(world, person), code=entered))


@when(
    sentence("{person:Person} enters a wrong security code {times:Times}", Times=one_of(TIMES)),
    target_fixture="outcome",
)
def _(world: World, person: str, times: int) -> Outcome:
    phone = at_hand(world, person)
    return [world.perform(EnterSecurityCode(phone=phone, code=WRONG_CODE)) for _ in range(times)][-1]


@when(
    sentence("{person:Person} enters a wrong security code {often:Often}", Often=one_of(OFTEN)),
    target_fixture="outcome",
)
def _(world: World, person: str, often: int) -> Outcome | None:
    allowed = int(world.policy.picked("wrong_codes_allowed"))
    phone, outcome = at_hand(world, person), None
    for _ in range(allowed + often):
        outcome = world.perform(EnterSecurityCode(phone=phone, code=WRONG_CODE))
    return outcome


@when(sentence("{person:Person} is sent a new security code and enters it"), target_fixture="outcome")
def _(world: World, person: str) -> Outcome:
    world.perform(RequireSecurityCode(account=f"{person}'s account", code=NEW_CODE, lifetime_s=CODE_LIFETIME_S))
    return world.perform(EnterSecurityCode(phone=at_hand(world, person), code=NEW_CODE))


# When: passwords.


def right_passwords(names: tuple[str, ...]) -> dict[str, str]:
    """Tell the passwords that accounts were given at their providers."""
    return {name: new_password(name) for name in names}


@when(sentence("{person:Person} enters the password of {names:Names}", Names=NAMES), target_fixture="outcome")
@when(sentence("{person:Person} enters the passwords of {names:Names}", Names=NAMES), target_fixture="outcome")
def _(world: World, person: str, names: tuple[str, ...]) -> Outcome:
    return world.perform(EnterPasswords(phone=at_hand(world, person), passwords=right_passwords(names)))


@when(sentence("{person:Person} enters the password of Mail, and a wrong one for Work"), target_fixture="outcome")
def _(world: World, person: str) -> Outcome:
    passwords = {"Mail": new_password("Mail"), "Work": "a wrong one"}
    return world.perform(EnterPasswords(phone=at_hand(world, person), passwords=passwords))


# Then: passwords, and backups to come.


def not_waiting(world: World, phone: str, names: tuple[str, ...]) -> Mismatch | None:
    """Tell what is wrong unless all accounts of the old phone are on the new one, and these wait for their passwords."""
    old = phone_of(owner_of(phone))
    if apart := differences(world, phone, {"accounts": full(old).accounts or ()}):
        return Mismatch(f"on {phone}, the accounts of {old}", listed(apart))
    came = world.phone(phone).needs_password
    if sorted(came) == sorted(names):
        return None
    return Mismatch(f"{listed(names)} to wait for a password", listed(came))


@then(sentence("{phone:New} asks for the password of {names:Names} and no other", New=NEW, Names=NAMES))
@then(sentence("{phone:New} asks for the passwords of {names:Names} and no other", New=NEW, Names=NAMES))
def _(world: World, phone: str, names: tuple[str, ...]) -> None:
    wrong = not_at(world, phone, "passwords")
    assert not wrong, wrong
    came = set_up_of(world, phone).asks_for
    assert sorted(came) == sorted(names), Mismatch(f"to be asked for {listed(names)}", listed(came))


@then(
    sentence("on {phone:New}, all accounts are there, and {names:Names} waits for its password", New=NEW, Names=NAMES)
)
@then(
    sentence("on {phone:New}, all accounts are there, and {names:Names} wait for their passwords", New=NEW, Names=NAMES)
)
def _(world: World, phone: str, names: tuple[str, ...]) -> None:
    wrong = not_waiting(world, phone, names)
    assert not wrong, wrong


@then(sentence("on {phone:New}, all accounts are there, and none waits for its password", New=NEW))
def _(world: World, phone: str) -> None:
    wrong = not_waiting(world, phone, ())
    assert not wrong, wrong
