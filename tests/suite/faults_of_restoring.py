"""Faults of setting a phone up and restoring (I32 to I38) (allowed_of_restoring.py has what is none)."""

from typing import Any

from faults import CHOSEN, HALF, NEW, OFFERED, RESTORED, SAVED, always, breaks, doctored, shows_of
from msgspec.structs import replace

from backupspec.contract.commands import (
    AdvanceTime,
    BackUpNow,
    BeginSetUp,
    ChooseBackup,
    EnterSecurityCode,
    MakeSecretUnusable,
    PressDone,
    PressNext,
    RequireSecurityCode,
    SetNetwork,
    SignIn,
    SkipPasswords,
    Withdraw,
)
from backupspec.contract.content import Item
from backupspec.contract.observations import LeftOut, Observation
from backupspec.contract.outcomes import DONE, Failed, Outcome, Refused
from backupspec.fixtures.miniatures.made import with_fewer_backups, with_handlers, with_policy, with_rules
from backupspec.manifest.measuring import held
from backupspec.reference import restoring
from backupspec.reference.implementation import RULES, Reference
from backupspec.reference.law import Answer, Law
from backupspec.reference.state import Entries, Phone, SetUp, World

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
    return with_rules(
        offers=lambda _, world, __: tuple(each for account in world.accounts.values() for each in account.backups)
    )


@breaks("I32", "RST-07", *OTHERS)
def offers_the_newest_alone() -> Reference:
    """Only the newest backup is offered."""
    return with_rules(offers=lambda law, world, phone: restoring.offers(law, world, phone)[:1])


@breaks("I32", "RST-07", *OTHERS, backups_offered="newest_of_each_phone")
def offers_all_whatever_is_declared() -> Reference:
    """All backups are offered, although it is declared that only the newest of each phone is."""
    return with_rules(
        offers=lambda _, world, phone: world.accounts[phone.account].backups if phone.account is not None else ()
    )


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
    return with_rules(needs_code=always(answer=False))


@breaks("I33", "RST-08", *ASKED, entered("234200"), NEXT)
def takes_any_code() -> Reference:
    """A wrong code is taken."""
    return with_rules(wrong_with_code=always(None))


@breaks("I33", "RST-08", *ASKED, AdvanceTime(seconds=601), entered("481516"), NEXT)
def takes_an_expired_code() -> Reference:
    """A code is taken that has expired."""
    return with_rules(wrong_with_code=always(None))


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


@breaks("I33", "RST-08", *AGAIN)
def takes_a_code_twice() -> Reference:
    """A code works on a second phone."""
    return with_rules(wrong_with_code=always(None))


# I34: one step after the other.


def presses_next(step: str, set_up: SetUp | None) -> Reference:
    """Make the reference, in which `Next` leads elsewhere from a step."""

    def press_next(law: Law, world: World, command: PressNext) -> Answer:
        phone = world.phones[command.phone]
        if phone.set_up is None or phone.set_up.step != step:
            return RULES.handlers[PressNext](law, world, command)
        return world.with_phone(replace(phone, set_up=set_up)), DONE

    return with_handlers({PressNext: press_next})


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

    def advance(law: Law, world: World, command: AdvanceTime) -> Answer:
        world, outcome = RULES.handlers[AdvanceTime](law, world, command)
        return world.with_phone(replace(world.phones["new"], set_up=SetUp(step="done"))), outcome

    return with_handlers({AdvanceTime: advance})


@breaks("I34", "RST-12", *RESTORED, NEXT)
def ends_without_done() -> Reference:
    """Set-up is over as soon as the restore is complete."""
    return presses_next("restore", None)


# I35: accounts.

ADDRESS = "ann.of.the.hill@outlook.com"
ANOTHER = "another-one"
CHANGED = MakeSecretUnusable(address=ADDRESS, password=ANOTHER)
ASKS = (*CHOSEN, CHANGED, NEXT, NEXT)


@breaks("I35", "RST-10", *ASKS)
def asks_for_no_password() -> Reference:
    """An account whose password no longer works is not flagged."""
    return with_rules(asks_for_password=always(()))


@breaks("I35", "RST-10", *RESTORED)
def asks_for_a_password_that_works() -> Reference:
    """An account whose password came back and works is flagged."""
    return with_rules(asks_for_password=always(("Mail",)))


@breaks("I35", "RST-11", *ASKS, SkipPasswords(phone="new"))
def skipping_forgets_the_flag() -> Reference:
    """An account whose password was skipped no longer waits for it."""

    def skip(law: Law, world: World, command: SkipPasswords) -> Answer:
        world, outcome = RULES.handlers[SkipPasswords](law, world, command)
        return world.with_phone(replace(world.phones[command.phone], needs_password=())), outcome

    return with_handlers({SkipPasswords: skip})


@breaks("I35", "RST-11", *ASKS, SkipPasswords(phone="new"), PressDone(phone="new"))
def done_takes_the_accounts_away() -> Reference:
    """An account that waits for its password goes when set-up is over."""

    def done(law: Law, world: World, command: PressDone) -> Answer:
        world, outcome = RULES.handlers[PressDone](law, world, command)
        phone = world.phones[command.phone]
        amounts = {part: amount for part, amount in phone.held.items() if part != "accounts"}
        return world.with_phone(replace(phone, held=amounts)), outcome

    return with_handlers({PressDone: done})


# I36: OneDrive stays.


@breaks("I36", "RST-01", *RESTORED)
def takes_the_backup_out() -> Reference:
    """A backup that is restored goes from OneDrive."""

    def press_next(law: Law, world: World, command: PressNext) -> Answer:
        world, outcome = RULES.handlers[PressNext](law, world, command)
        return with_fewer_backups(world, "ann@example.com", lambda _: False), outcome

    return with_handlers({PressNext: press_next})


@breaks("I36", "RST-01", *OFFERED, ChooseBackup(phone="new", backup="backup-1"))
def rewrites_what_is_chosen() -> Reference:
    """A backup that is chosen is no longer complete."""

    def choose(law: Law, world: World, command: ChooseBackup) -> Answer:
        world, outcome = RULES.handlers[ChooseBackup](law, world, command)
        account = world.accounts["ann@example.com"]
        spoiled = tuple(replace(each, complete=False) for each in account.backups)
        return world.with_account("ann@example.com", replace(account, backups=spoiled)), outcome

    return with_handlers({ChooseBackup: choose})


# I37: what comes back.


def comes_back(change: Any) -> Reference:
    """Make the reference, in which something else comes back."""

    def come_back(law: Law, world: World, content: Entries) -> tuple[Entries, tuple[LeftOut, ...]]:
        return change(*restoring.come_back(law, world, content))

    return with_rules(come_back=come_back)


@breaks("I37", "RST-01", *RESTORED)
def loses_calls() -> Reference:
    """The calls do not come back."""
    return comes_back(lambda kept, left_out: ({**kept, "call_history": ()}, left_out))


@breaks("I37", "RST-01", *RESTORED)
def brings_another_colour() -> Reference:
    """Another colour comes back."""
    return comes_back(lambda kept, left_out: ({**kept, "theme": (Item(name="lime", value="dark"),)}, left_out))


@breaks("I37", "RST-01", *RESTORED)
def leaves_an_app_out() -> Reference:
    """An app does not come back that is in its store."""

    def change(kept: Entries, left_out: tuple[LeftOut, ...]) -> tuple[Entries, tuple[LeftOut, ...]]:
        return {**kept, "apps": kept["apps"][1:]}, (
            *left_out,
            LeftOut(part="apps", name="chess", reason="not_in_store"),
        )

    return comes_back(change)


@breaks("I37", "RST-01", *CHOSEN, Withdraw(part="apps", name="chess"), NEXT)
def leaves_a_colour_out_with_the_app() -> Reference:
    """When an app is gone, the colour does not come back either."""

    def change(kept: Entries, left_out: tuple[LeftOut, ...]) -> tuple[Entries, tuple[LeftOut, ...]]:
        without = LeftOut(part="theme", name="cobalt", reason="unknown_to_this_phone")
        return {**kept, "theme": ()}, (*left_out, without)

    return comes_back(change)


@breaks("I37", "RST-01", *RESTORED)
def says_that_something_else_was_left_out() -> Reference:
    """An item is listed as left out that was never backed up."""
    never = LeftOut(part="settings", name="sounds.ring", reason="unknown_to_this_phone")
    return comes_back(lambda kept, left_out: (kept, (*left_out, never)))


WITHOUT_APPS = (*NEW, SignIn(phone="ann", account="ann@example.com"), *SAVED[5:6], *SAVED[7:], *RESTORED[len(SAVED) :])


@breaks("I37", "RST-01", *WITHOUT_APPS)
def brings_apps_that_were_not_saved() -> Reference:
    """Apps come that were not in the backup."""

    def complete(law: Law, world: World, phone: Phone) -> World:
        world = restoring.complete_restore(law, world, phone)
        phone, apps = world.phones[phone.name], world.phones["ann"].content["apps"]
        return world.with_phone(replace(phone, held={**phone.held, "apps": held(apps)}))

    return with_rules(complete_restore=complete)


# I38: any network will do.

ON_CELLULAR = (*CHOSEN, SetNetwork(phone="new", network="cellular"), NEXT)


@breaks("I38", "RST-06", *ON_CELLULAR)
def waits_for_wifi() -> Reference:
    """A restore on cellular data waits for Wi-Fi."""
    return with_policy(lambda policy: replace(policy, restore=replace(policy.restore, networks=("wifi",))))


def wants_wifi(kind: type, outcome: Outcome) -> Reference:
    """Make the reference, in which something does not go on over cellular data."""

    def handler(law: Law, world: World, command: Any) -> Answer:
        if world.phones[command.phone].network == "cellular" and command.phone == "new":
            return world, outcome
        return RULES.handlers[kind](law, world, command)

    return with_handlers({kind: handler})


@breaks("I38", "RST-06", *ON_CELLULAR)
def refuses_to_restore_over_cellular_data() -> Reference:
    """A restore is refused on cellular data."""
    return wants_wifi(PressNext, Refused(reason="no_network"))


@breaks("I38", "RST-06", *ON_CELLULAR)
def fails_to_restore_over_cellular_data() -> Reference:
    """A restore fails on cellular data."""
    return wants_wifi(PressNext, Failed(reason="network_lost"))


@breaks(
    "I38",
    "RST-06",
    *SAVED,
    BeginSetUp(phone="new"),
    SetNetwork(phone="new", network="cellular"),
    SignIn(phone="new", account="ann@example.com"),
)
def signs_nobody_in_over_cellular_data() -> Reference:
    """Signing in during set-up is refused on cellular data."""
    return wants_wifi(SignIn, Refused(reason="no_network"))
