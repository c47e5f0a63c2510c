"""Miniatures of passwords and the end of set-up: asked for in vain, lost, or over too early."""

from typing import Any

from msgspec.structs import replace

from backupspec.contract import commands
from backupspec.contract.content import OwnAccount
from backupspec.contract.outcomes import DONE, Done, Failed, Refused
from backupspec.faults.made import at_step, breaks, relabelled, with_policy, with_topics
from backupspec.faults.restoring_waiting import goes_on_early
from backupspec.manifest.measuring import held
from backupspec.reference.engine import Topics
from backupspec.reference.events import Events
from backupspec.reference.implementation import Reference
from backupspec.reference.law import Answer
from backupspec.reference.restoring import Restoring
from backupspec.reference.set_up import FirstSetUp
from backupspec.reference.state import Phone, SetUp, World

# Passwords.


@breaks("RST-10")
def asks_for_every_password() -> Reference:
    """The passwords of all accounts are asked for, although the saved ones work."""

    class _Faulty(Restoring):
        def asks_for_password(self, _world: World, phone: Phone) -> tuple[str, ...]:
            return tuple(
                account.name for account in phone.content.get("accounts", ()) if isinstance(account, OwnAccount)
            )

    return with_topics(Topics(restoring=_Faulty))


@breaks("RST-10")
def never_asks_for_a_password() -> Reference:
    """No password is asked for, although the saved ones no longer work."""

    class _Faulty(Restoring):
        def asks_for_password(self, _world: World, _phone: Phone) -> tuple[str, ...]:
            return ()

    return with_topics(Topics(restoring=_Faulty))


@breaks("RST-10")
def takes_any_password() -> Reference:
    """Any password is taken for right."""

    class _Faulty(FirstSetUp):
        def enter_passwords(self, world: World, command: commands.EnterPasswords) -> Answer:
            world, outcome = super().enter_passwords(world, command)
            if not isinstance(outcome, Failed):
                return world, outcome
            phone = world.phones[command.phone]
            waiting = tuple(name for name in phone.needs_password if name not in command.passwords)
            return world.with_phone(replace(phone, needs_password=waiting)), DONE

    return with_topics(Topics(first_set_up=_Faulty))


@breaks("RST-10")
def one_wrong_password_spoils_the_right_ones() -> Reference:
    """With one wrong password, the right ones entered beside it do not count."""

    class _Faulty(FirstSetUp):
        def enter_passwords(self, world: World, command: commands.EnterPasswords) -> Answer:
            after, outcome = super().enter_passwords(world, command)
            return (world if isinstance(outcome, Failed) else after), outcome

    return with_topics(Topics(first_set_up=_Faulty))


def _skips(changed: Any) -> Reference:
    """Make the reference, in which Skip does something else to the phone as well."""

    class _Faulty(FirstSetUp):
        def skip_passwords(self, world: World, command: commands.SkipPasswords) -> Answer:
            before = world.phones[command.phone]
            world, outcome = super().skip_passwords(world, command)
            if isinstance(outcome, Done):
                world = world.with_phone(changed(world.phones[command.phone], before))
            return world, outcome

    return with_topics(Topics(first_set_up=_Faulty))


@breaks("RST-11")
def skip_drops_the_accounts() -> Reference:
    """Accounts whose passwords are skipped are dropped."""

    def dropped(phone: Phone, _before: Phone) -> Phone:
        left = tuple(each for each in phone.content.get("accounts", ()) if each.name not in phone.needs_password)
        return replace(
            phone,
            content={**phone.content, "accounts": left},
            held={**phone.held, "accounts": held(left)},
            needs_password=(),
        )

    return _skips(dropped)


@breaks("RST-11")
def skip_takes_the_flag_away() -> Reference:
    """Accounts whose passwords are skipped no longer say that they wait for them."""
    return _skips(lambda phone, _before: replace(phone, needs_password=()))


@breaks("RST-11")
def skip_asks_again() -> Reference:
    """After Skip, the passwords are asked for again."""
    return _skips(lambda phone, before: replace(phone, set_up=before.set_up))


@breaks("RST-11")
def asks_again_when_switched_on() -> Reference:
    """Passwords that were skipped are asked for again whenever the phone is switched on."""

    class _Faulty(Events):
        def turn_phone_on(self, world: World, command: commands.TurnPhoneOn) -> Answer:
            world, outcome = super().turn_phone_on(world, command)
            phone = world.phones[command.phone]
            if phone.set_up is None and phone.needs_password:
                world = world.with_phone(replace(phone, set_up=SetUp(step="passwords")))
            return world, outcome

    return with_topics(Topics(events=_Faulty))


@breaks("RST-11")
def skipped_is_skipped_for_good() -> Reference:
    """A password that was skipped cannot be entered after set-up."""

    class _Faulty(FirstSetUp):
        def enter_passwords(self, world: World, command: commands.EnterPasswords) -> Answer:
            if world.phones[command.phone].set_up is None:
                return world, Refused(reason="set_up_is_over")
            return super().enter_passwords(world, command)

    return with_topics(Topics(first_set_up=_Faulty))


# The end.


@breaks("RST-12")
def done_before_it_is_complete() -> Reference:
    """Done ends set-up while the restore is under way."""
    return goes_on_early(commands.PressDone, None)


@breaks("RST-12")
def done_at_any_page() -> Reference:
    """Done ends set-up while the backups to choose from show."""

    class _Faulty(FirstSetUp):
        def press_done(self, world: World, command: commands.PressDone) -> Answer:
            phone = world.phones[command.phone]
            if at_step(phone, "choose"):
                return world.with_phone(replace(phone, set_up=None)), DONE
            return super().press_done(world, command)

    return with_topics(Topics(first_set_up=_Faulty))


@breaks("RST-12")
def done_does_not_end_it() -> Reference:
    """Done is said to be done, and set-up goes on."""

    class _Faulty(FirstSetUp):
        def press_done(self, world: World, _command: commands.PressDone) -> Answer:
            return world, DONE

    return with_topics(Topics(first_set_up=_Faulty))


@breaks("RST-12")
def the_last_button_says_finish() -> Reference:
    """The button that ends set-up is called Finish."""
    return with_policy(relabelled("set_up_done", label="Finish"))
