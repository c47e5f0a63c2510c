"""Faults of restoring (I35 to I38; allowed_of_restoring.py has what is none)."""

from typing import Any

from faults import CHOSEN, HALF, NEW, OFFERED, RESTORED, SAVED, breaks
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
from backupspec.faults.made import with_fewer_backups, with_policy, with_topics
from backupspec.manifest.measuring import held
from backupspec.reference.engine import Engine, Topics
from backupspec.reference.events import Events
from backupspec.reference.implementation import Reference
from backupspec.reference.law import Answer
from backupspec.reference.restoring import Restoring
from backupspec.reference.set_up import FirstSetUp
from backupspec.reference.state import Entries, Phone, World

# I35: accounts.

ADDRESS = "ann.of.the.hill@outlook.com"
ANOTHER = "another-one"
CHANGED = MakeSecretUnusable(address=ADDRESS, password=ANOTHER)
ASKS = (*CHOSEN, CHANGED, NEXT, NEXT)


@breaks("I35", "RST-10", *ASKS)
def asks_for_no_password() -> Reference:
    """An account whose password no longer works is not flagged."""

    class Faulty(Restoring):
        def asks_for_password(self, _world: World, _phone: Phone) -> tuple[str, ...]:
            return ()

    return with_topics(Topics(restoring=Faulty))


@breaks("I35", "RST-10", *RESTORED)
def asks_for_a_password_that_works() -> Reference:
    """An account whose password came back and works is flagged."""

    class Faulty(Restoring):
        def asks_for_password(self, _world: World, _phone: Phone) -> tuple[str, ...]:
            return ("Mail",)

    return with_topics(Topics(restoring=Faulty))


@breaks("I35", "RST-11", *ASKS, SkipPasswords(phone="new"))
def skipping_forgets_the_flag() -> Reference:
    """An account whose password was skipped no longer waits for it."""

    class Faulty(FirstSetUp):
        def skip_passwords(self, world: World, command: SkipPasswords) -> Answer:
            world, outcome = super().skip_passwords(world, command)
            return world.with_phone(replace(world.phones[command.phone], needs_password=())), outcome

    return with_topics(Topics(first_set_up=Faulty))


@breaks("I35", "RST-11", *ASKS, SkipPasswords(phone="new"), PressDone(phone="new"))
def done_takes_the_accounts_away() -> Reference:
    """An account that waits for its password goes when set-up is over."""

    class Faulty(FirstSetUp):
        def press_done(self, world: World, command: PressDone) -> Answer:
            world, outcome = super().press_done(world, command)
            phone = world.phones[command.phone]
            amounts = {part: amount for part, amount in phone.held.items() if part != "accounts"}
            return world.with_phone(replace(phone, held=amounts)), outcome

    return with_topics(Topics(first_set_up=Faulty))


# I36: OneDrive stays.


@breaks("I36", "RST-01", *RESTORED)
def takes_the_backup_out() -> Reference:
    """A backup that is restored goes from OneDrive."""

    class Faulty(FirstSetUp):
        def press_next(self, world: World, command: PressNext) -> Answer:
            world, outcome = super().press_next(world, command)
            return with_fewer_backups(world, "ann@example.com", lambda _: False), outcome

    return with_topics(Topics(first_set_up=Faulty))


@breaks("I36", "RST-01", *OFFERED, ChooseBackup(phone="new", backup="backup-1"))
def rewrites_what_is_chosen() -> Reference:
    """A backup that is chosen is no longer complete."""

    class Faulty(FirstSetUp):
        def choose_backup(self, world: World, command: ChooseBackup) -> Answer:
            world, outcome = super().choose_backup(world, command)
            account = world.accounts["ann@example.com"]
            spoiled = tuple(replace(each, complete=False) for each in account.backups)
            return world.with_account("ann@example.com", replace(account, backups=spoiled)), outcome

    return with_topics(Topics(first_set_up=Faulty))


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

    class Faulty(Events):
        def resume_flow(self, world: World, command: ResumeFlow) -> Answer:
            world, outcome = super().resume_flow(world, command)
            return with_fewer_backups(world, "ann@example.com", lambda _: False), outcome

    return with_topics(Topics(events=Faulty))


# I37: what comes back.


def comes_back(change: Any) -> Reference:
    """Make the reference, in which something else comes back."""

    class Faulty(Restoring):
        def come_back(self, world: World, content: Entries) -> tuple[Entries, tuple[LeftOut, ...]]:
            return change(*super().come_back(world, content))

    return with_topics(Topics(restoring=Faulty))


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

    class Faulty(Restoring):
        def complete(self, world: World, phone: Phone) -> World:
            world = super().complete(world, phone)
            phone, apps = world.phones[phone.name], world.phones["ann"].content["apps"]
            return world.with_phone(replace(phone, held={**phone.held, "apps": held(apps)}))

    return with_topics(Topics(restoring=Faulty))


# I38: any network will do.

ON_CELLULAR = (*CHOSEN, SetNetwork(phone="new", network="cellular"), NEXT)


@breaks("I38", "RST-06", *ON_CELLULAR)
def waits_for_wifi() -> Reference:
    """A restore on cellular data waits for Wi-Fi."""
    return with_policy(lambda policy: replace(policy, restore=replace(policy.restore, networks=("wifi",))))


def wants_wifi(kind: type, outcome: Outcome) -> Reference:
    """Make the reference, in which something does not go on over cellular data."""

    class Faulty(Engine):
        def answer(self, world: World, command: Any) -> Answer:
            if not isinstance(command, kind):
                return super().answer(world, command)
            if world.phones[command.phone].network == "cellular" and command.phone == "new":
                return world, outcome
            return super().answer(world, command)

    return with_topics(Topics(engine=Faulty))


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
