"""Miniatures of the manual backup: needs what it must not need, or goes where it must not."""

from msgspec.structs import replace

from backupspec.contract.commands import BackUpNow
from backupspec.contract.outcomes import Reason
from backupspec.faults.made import breaks, relabelled, with_fewer_backups, with_policy, with_topics, without
from backupspec.reference.backups import Backups
from backupspec.reference.engine import Topics
from backupspec.reference.implementation import Reference
from backupspec.reference.law import Answer
from backupspec.reference.person import Person
from backupspec.reference.state import Phone, World


@breaks("MAN-01")
def manual_needs_wifi() -> Reference:
    """A manual backup is refused on cellular."""
    return with_policy(lambda policy: replace(policy, manual=replace(policy.manual, networks=("wifi",))))


@breaks("MAN-01")
def manual_needs_power() -> Reference:
    """A manual backup is refused on battery."""

    class _Faulty(Person):
        def manual_refusal(self, world: World, phone: Phone) -> Reason | None:
            return super().manual_refusal(world, phone) if phone.external_power else "power_unplugged"

    return with_topics(Topics(person=_Faulty))


@breaks("MAN-01")
def second_backup_at_the_same_time() -> Reference:
    """A manual backup is made while another backup is under way."""

    class _Faulty(Person):
        def back_up_now(self, world: World, command: BackUpNow) -> Answer:
            phone = world.phones.get(command.phone)
            if phone is None or phone.flow is None:
                return super().back_up_now(world, command)
            world, outcome = super().back_up_now(world.with_phone(replace(phone, flow=None)), command)
            return world.with_phone(replace(world.phones[phone.name], flow=phone.flow)), outcome

    return with_topics(Topics(person=_Faulty))


@breaks("MAN-01")
def interrupted_backup_replaces_the_complete_one() -> Reference:
    """A backup that fails takes the phone's previous one in OneDrive with it."""

    class _Faulty(Backups):
        def fail(self, world: World, phone: Phone, reason: Reason) -> World:
            if phone.flow is not None:
                world = with_fewer_backups(world, phone.flow.account, lambda backup: backup.phone != phone.name)
            return super().fail(world, phone, reason)

    return with_topics(Topics(backups=_Faulty))


@breaks("MAN-01")
def a_stalled_backup_blocks_the_manual_one() -> Reference:
    """A manual backup is refused while an automatic one waits for Wi-Fi."""

    class _Faulty(Person):
        def manual_refusal(self, world: World, phone: Phone) -> Reason | None:
            attempt = phone.last_attempt
            if attempt is not None and attempt.reason == "superseded_by_manual_backup":
                return "backup_in_progress"
            return super().manual_refusal(world, phone)

    return with_topics(Topics(person=_Faulty))


@breaks("MAN-02")
def button_on_another_page() -> Reference:
    """`Back up now` stands on the page of text messages."""
    return with_policy(relabelled("back_up_now_button", path=("App list", "Settings", "Backup", "Text messages")))


@breaks("MAN-03")
def manual_without_settings_backup() -> Reference:
    """A manual backup is made although Settings backup is off."""
    return with_policy(
        lambda policy: replace(
            policy, manual=replace(policy.manual, needs=without(policy.manual.needs, "settings_backup"))
        )
    )


@breaks("MAN-04")
def button_named_otherwise() -> Reference:
    """The button is called `Backup now`."""
    return with_policy(relabelled("back_up_now_button", label="Backup now"))
