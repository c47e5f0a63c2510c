"""Faults of restoring (I35 to I38; allowed_of_restoring.py has what is none)."""

from typing import Any

from faults import CHOSEN, HALF, NEW, OFFERED, RESTORED, SAVED, always, breaks
from faults_of_set_up import NEXT
from msgspec.structs import replace

from backupspec.contract.commands import (
    BeginSetUp,
    ChooseBackup,
    MakeSecretUnusable,
    PressDone,
    PressNext,
    ResetPhone,
    ResumeFlow,
    SetNetwork,
    SignIn,
    SkipPasswords,
    Withdraw,
)
from backupspec.contract.content import Item
from backupspec.contract.observations import LeftOut
from backupspec.contract.outcomes import Failed, Outcome, Refused
from backupspec.faults.made import with_fewer_backups, with_handlers, with_policy, with_rules
from backupspec.manifest.measuring import held
from backupspec.reference import restoring
from backupspec.reference.implementation import RULES, Reference
from backupspec.reference.law import Answer, Law
from backupspec.reference.state import Entries, Phone, World

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


OWN = (
    *SAVED,
    ResetPhone(phone="ann"),
    BeginSetUp(phone="ann"),
    SetNetwork(phone="ann", network="wifi"),
    SignIn(phone="ann", account="ann@example.com"),
    ChooseBackup(phone="ann", backup="backup-1"),
    PressNext(phone="ann"),
)


@breaks("I36", "RST-01", *OWN)
def takes_ones_own_backup_out() -> Reference:
    """A backup goes from OneDrive that the phone had made itself, before it was reset."""
    return takes_the_backup_out()


RESUMED = (*HALF, ResumeFlow(phone="new", flow="restore"))


@breaks("I36", "RST-01", *RESUMED)
def takes_the_backup_out_once_the_restore_goes_on() -> Reference:
    """A backup goes from OneDrive when its restore goes on."""

    def resume(law: Law, world: World, command: ResumeFlow) -> Answer:
        world, outcome = RULES.handlers[ResumeFlow](law, world, command)
        return with_fewer_backups(world, "ann@example.com", lambda _: False), outcome

    return with_handlers({ResumeFlow: resume})


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
