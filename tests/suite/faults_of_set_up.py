"""Faults of setting a phone up (I32 to I34) (allowed_of_restoring.py has what is none)."""

from typing import Any

from faults import CHOSEN, HALF, OFFERED, RESTORED, SAVED, breaks, doctored, shows_of
from msgspec.structs import replace

from backupspec.contract.commands import (
    AdvanceTime,
    BackUpNow,
    BeginSetUp,
    ChooseBackup,
    EnterSecurityCode,
    PressNext,
    RequireSecurityCode,
    SetNetwork,
    SignIn,
)
from backupspec.contract.observations import Backup, Observation
from backupspec.contract.outcomes import DONE, Reason
from backupspec.faults.made import with_topics
from backupspec.reference.engine import Topics
from backupspec.reference.events import Events
from backupspec.reference.implementation import Reference
from backupspec.reference.law import Answer
from backupspec.reference.restoring import Restoring
from backupspec.reference.set_up import FirstSetUp
from backupspec.reference.state import Code, Phone, SetUp, World

NEXT = PressNext(phone="new")
OTHERS = (
    *SAVED[:-1],
    SignIn(phone="ann", account="ben@example.com"),
    BackUpNow(phone="ann"),
    SignIn(phone="ann", account="ann@example.com"),
    BackUpNow(phone="ann"),
    BackUpNow(phone="ann"),
    *OFFERED[len(SAVED) :],
)
"""A new phone that is offered two backups, while a third lies in another account."""

# I32: what is offered.


@breaks("I32", "RST-04", *OTHERS)
def offers_everybodys() -> Reference:
    """The backups of all accounts are offered."""

    class Faulty(Restoring):
        def offers(self, world: World, _phone: Phone) -> tuple[Backup, ...]:
            return tuple(each for account in world.accounts.values() for each in account.backups)

    return with_topics(Topics(restoring=Faulty))


@breaks("I32", "RST-07", *OTHERS)
def offers_the_newest_alone() -> Reference:
    """Only the newest backup is offered."""

    class Faulty(Restoring):
        def offers(self, world: World, phone: Phone) -> tuple[Backup, ...]:
            return super().offers(world, phone)[:1]

    return with_topics(Topics(restoring=Faulty))


@breaks("I32", "RST-07", *OTHERS, backups_offered="newest_of_each_phone")
def offers_all_whatever_is_declared() -> Reference:
    """All backups are offered, although it is declared that only the newest of each phone is."""

    class Faulty(Restoring):
        def offers(self, world: World, phone: Phone) -> tuple[Backup, ...]:
            return world.accounts[phone.account].backups if phone.account is not None else ()

    return with_topics(Topics(restoring=Faulty))


@breaks("I32", "RST-07", *OFFERED)
def offers_nothing() -> Any:
    """Nothing is offered, although a backup is there."""

    def change(seen: Observation) -> Observation:
        set_up = seen.phones["new"].set_up
        assert set_up is not None
        return shows_of("new", set_up=replace(set_up, offers=()))(seen)

    return doctored(OFFERED, change)


# I33: the security code.

REQUIRED = RequireSecurityCode(account="ann@example.com", code="481516", lifetime_s=600)
ASKED = (*SAVED, REQUIRED, *OFFERED[len(SAVED) :], ChooseBackup(phone="new", backup="backup-1"), NEXT)


def entered(code: str) -> EnterSecurityCode:
    """Type a code."""
    return EnterSecurityCode(phone="new", code=code)


@breaks("I33", "RST-08", *ASKED)
def asks_for_no_code() -> Reference:
    """A restore begins without the code that was required."""

    class Faulty(FirstSetUp):
        def needs_code(self, _account: Any, _set_up: SetUp) -> bool:
            return False

    return with_topics(Topics(first_set_up=Faulty))


@breaks("I33", "RST-08", *ASKED, entered("234200"), NEXT)
def takes_any_code() -> Reference:
    """A wrong code is taken."""

    class Faulty(FirstSetUp):
        def wrong_with_code(self, _world: World, _code: Code, _entered: str) -> Reason | None:
            return None

    return with_topics(Topics(first_set_up=Faulty))


@breaks("I33", "RST-08", *ASKED, AdvanceTime(seconds=601), entered("481516"), NEXT)
def takes_an_expired_code() -> Reference:
    """A code is taken that has expired."""

    class Faulty(FirstSetUp):
        def wrong_with_code(self, _world: World, _code: Code, _entered: str) -> Reason | None:
            return None

    return with_topics(Topics(first_set_up=Faulty))


@breaks(
    "I33",
    "RST-08",
    *ASKED,
    *(entered(f"23420{number}") for number in range(3)),
    entered("481516"),
    NEXT,
    wrong_codes_allowed="3",
)
def takes_the_fourth_code() -> Reference:
    """A right code is taken after three wrong ones, although it is declared that only three are."""

    class Faulty(FirstSetUp):
        def wrong_with_code(self, __: World, code: Any, entered: str) -> Any:
            return None if entered == code.code else "wrong_security_code"

    return with_topics(Topics(first_set_up=Faulty))


AGAIN = (
    *ASKED,
    entered("481516"),
    NEXT,
    BeginSetUp(phone="third"),
    SetNetwork(phone="third", network="wifi"),
    SignIn(phone="third", account="ann@example.com"),
    ChooseBackup(phone="third", backup="backup-1"),
    PressNext(phone="third"),
    EnterSecurityCode(phone="third", code="481516"),
    PressNext(phone="third"),
)


@breaks("I41", "RST-08", *ASKED, *AGAIN[len(ASKED) + 2 : -2], entered("481516"))
def a_code_moves_every_phone_on() -> Reference:
    """A code that is entered on one phone takes another one, which asks for it as well, from its page."""

    class Faulty(FirstSetUp):
        def enter_security_code(self, world: World, command: EnterSecurityCode) -> Answer:
            world, outcome = super().enter_security_code(world, command)
            for phone in world.phones.values():
                if phone.name != command.phone and phone.set_up is not None and phone.set_up.step == "security_code":
                    world = world.with_phone(replace(phone, set_up=replace(phone.set_up, step="choose")))
            return world, outcome

    return with_topics(Topics(first_set_up=Faulty))


@breaks("I33", "RST-08", *AGAIN)
def takes_a_code_twice() -> Reference:
    """A code works on a second phone."""

    class Faulty(FirstSetUp):
        def wrong_with_code(self, _world: World, _code: Code, _entered: str) -> Reason | None:
            return None

    return with_topics(Topics(first_set_up=Faulty))


# I34: one step after the other.


def presses_next(step: str, set_up: SetUp | None) -> Reference:
    """Make the reference, in which `Next` leads elsewhere from a step."""

    class Faulty(FirstSetUp):
        def press_next(self, world: World, command: PressNext) -> Answer:
            phone = world.phones[command.phone]
            if phone.set_up is None or phone.set_up.step != step:
                return super().press_next(world, command)
            return world.with_phone(replace(phone, set_up=set_up)), DONE

    return with_topics(Topics(first_set_up=Faulty))


@breaks("I34", "RST-09", *HALF, NEXT)
def does_not_wait_for_the_restore() -> Reference:
    """Set-up goes on while the restore is under way."""
    return presses_next("restore", SetUp(step="done"))


@breaks("I34", "RST-09", *CHOSEN, NEXT)
def leaves_the_restore_out() -> Reference:
    """A backup was chosen, and set-up goes on without a restore."""
    return presses_next("choose", SetUp(step="done"))


@breaks("I34", "RST-09", *HALF, AdvanceTime(seconds=60))
def goes_on_by_itself() -> Reference:
    """Set-up goes on by itself after a minute."""

    class Faulty(Events):
        def advance_time(self, world: World, command: AdvanceTime) -> Answer:
            world, outcome = super().advance_time(world, command)
            return world.with_phone(replace(world.phones["new"], set_up=SetUp(step="done"))), outcome

    return with_topics(Topics(events=Faulty))


@breaks("I34", "RST-12", *RESTORED, NEXT)
def ends_without_done() -> Reference:
    """Set-up is over as soon as the restore is complete."""
    return presses_next("restore", None)
