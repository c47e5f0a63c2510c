"""Faults of making backups (I4 to I10, I12, I46, and what is claimed of them, I11)."""

from collections.abc import Callable
from typing import Any

from faults import (
    BACKED_UP,
    DAY_S,
    ON_CELLULAR,
    ON_WIFI,
    PLUGGED_IN,
    READY,
    WHOLE,
    allowed,
    always,
    breaks,
    with_backups,
)
from msgspec.structs import replace

from backupspec.contract.commands import (
    AddPhone,
    AdvanceTime,
    BackUpNow,
    BringCloudUp,
    CutNetworkAfter,
    DeleteCloudBackup,
    FailPowerAfter,
    PauseFlowAfter,
    ResumeFlow,
    SetExternalPower,
    SetNetwork,
    SignIn,
    TakeCloudDown,
    TurnOff,
    TurnOn,
)
from backupspec.contract.observations import Backup
from backupspec.contract.outcomes import DONE, Reason, Refused
from backupspec.contract.terms import Part
from backupspec.faults.made import with_topics
from backupspec.reference.backups import Backups
from backupspec.reference.engine import Topics
from backupspec.reference.implementation import Reference
from backupspec.reference.law import Answer
from backupspec.reference.onedrive import OneDrive
from backupspec.reference.person import Person
from backupspec.reference.schedule import Schedule
from backupspec.reference.state import Account, Phone, World


def saves_everything() -> Reference:
    """Make a backup hold app data whatever is on."""

    class Faulty(Backups):
        def parts_to_save(self, _phone: Phone) -> tuple[Part, ...]:
            return self.law.settings_parts + self.law.app_parts

    return with_topics(Topics(backups=Faulty))


@breaks("I4", "AS-04", *BACKED_UP)
def saves_app_data_unasked() -> Reference:
    """App data is saved although App backup is off."""
    return saves_everything()


@breaks(
    "I4",
    "AS-04",
    *ON_CELLULAR,
    PauseFlowAfter(phone="ann", flow="backup", point=100),
    BackUpNow(phone="ann"),
    TurnOn(phone="ann", toggle="app_backup"),
    ResumeFlow(phone="ann", flow="backup"),
)
def saves_app_data_asked_for_too_late() -> Reference:
    """App data is in a backup that began before App backup was turned on."""
    return saves_everything()


# I5 to I7: automatic backups.


class OnBattery(Schedule):
    """What happens by itself, on battery as well."""

    def automatic_due_s(self, world: World, phone: Phone) -> int | None:
        """Tell when an automatic backup is due, as if the phone were plugged in."""
        return super().automatic_due_s(world, replace(phone, external_power=True))


@breaks("I5", "SCH-02", *READY, ON_WIFI)
def begins_on_battery() -> Reference:
    """An automatic backup begins on battery."""
    return with_topics(Topics(schedule=OnBattery))


@breaks("I5", "SCH-02", *READY, PauseFlowAfter(phone="ann", flow="backup", point=0), ON_WIFI)
def begins_on_battery_and_goes_no_further() -> Reference:
    """An automatic backup begins on battery, and is held before its first byte."""
    return with_topics(Topics(schedule=OnBattery))


@breaks("I5", "SCH-01", *PLUGGED_IN, SetNetwork(phone="ann", network="cellular"))
def begins_on_cellular() -> Reference:
    """An automatic backup begins on cellular data."""

    class FaultySchedule(Schedule):
        def automatic_due_s(self, world: World, phone: Phone) -> int | None:
            return super().automatic_due_s(world, replace(phone, network="wifi"))

    class FaultyBackups(Backups):
        def waits_for_wifi(self, _phone: Phone) -> bool:
            return False

    return with_topics(Topics(schedule=FaultySchedule, backups=FaultyBackups))


@breaks(
    "I6",
    "SCH-01",
    *PLUGGED_IN,
    CutNetworkAfter(phone="ann", flow="backup", size_bytes=300, network="cellular"),
    ON_WIFI,
)
def goes_on_over_cellular() -> Reference:
    """An automatic backup that lost its Wi-Fi goes on over cellular data."""

    class Faulty(Backups):
        def waits_for_wifi(self, _phone: Phone) -> bool:
            return False

    return with_topics(Topics(backups=Faulty))


@breaks("I7", "SCH-03", *PLUGGED_IN, ON_WIFI)
def never_by_itself() -> Reference:
    """No automatic backup is ever made."""

    class Faulty(Schedule):
        def automatic_due_s(self, _world: World, _phone: Phone) -> int | None:
            return None

    return with_topics(Topics(schedule=Faulty))


@breaks("I7", "SCH-03", *PLUGGED_IN, TakeCloudDown(), ON_WIFI, BringCloudUp(), AdvanceTime(seconds=3600))
def never_again() -> Reference:
    """An automatic backup that failed is never tried again."""

    class Faulty(Schedule):
        def automatic_due_s(self, world: World, phone: Phone) -> int | None:
            return super().automatic_due_s(world, phone) if phone.last_attempt is None else None

    return with_topics(Topics(schedule=Faulty))


# I8 to I12: backups.


@breaks("I8", "MAN-01", *BACKED_UP)
def no_manual_backup_on_cellular() -> Reference:
    """A manual backup is refused on cellular data."""

    class Faulty(Person):
        def manual_refusal(self, _world: World, _phone: Phone) -> Reason | None:
            return "no_network"

    return with_topics(Topics(person=Faulty))


@breaks("I9", "MAN-03", *BACKED_UP, TurnOff(phone="ann", toggle="settings_backup"), BackUpNow(phone="ann"))
def manual_backup_while_off() -> Reference:
    """A manual backup is made although Settings backup is off."""

    class Faulty(Person):
        def manual_refusal(self, _world: World, _phone: Phone) -> Reason | None:
            return None

    return with_topics(Topics(person=Faulty))


@breaks(
    "I9",
    "MAN-03",
    *BACKED_UP,
    TurnOff(phone="ann", toggle="settings_backup"),
    PauseFlowAfter(phone="ann", flow="backup", point=0),
    BackUpNow(phone="ann"),
)
def manual_backup_begun_while_off() -> Reference:
    """A manual backup begins although Settings backup is off."""

    class Faulty(Person):
        def manual_refusal(self, _world: World, _phone: Phone) -> Reason | None:
            return None

    return with_topics(Topics(person=Faulty))


@breaks(
    "I9",
    "AS-03",
    *PLUGGED_IN,
    PauseFlowAfter(phone="ann", flow="backup", point="commit"),
    ON_WIFI,
    TurnOff(phone="ann", toggle="settings_backup"),
    ResumeFlow(phone="ann", flow="backup"),
)
def completed_after_turned_off() -> Reference:
    """A backup is completed after Settings backup was turned off, although it is declared to be aborted."""

    class Faulty(Backups):
        def fail(self, world: World, phone: Phone, reason: Any) -> World:
            return world if reason == "settings_backup_was_turned_off" else super().fail(world, phone, reason)

    return with_topics(Topics(backups=Faulty))


@breaks(
    "I10",
    "MAN-01",
    *ON_CELLULAR,
    PauseFlowAfter(phone="ann", flow="backup", point=300),
    BackUpNow(phone="ann"),
    BackUpNow(phone="ann"),
)
def two_at_once() -> Reference:
    """A second backup is made while the first is under way."""

    class Faulty(Person):
        def back_up_now(self, world: World, command: BackUpNow) -> Answer:
            first = world.phones[command.phone].flow
            if first is None:
                return super().back_up_now(world, command)
            world = self.flows.back_up(world, replace(world.phones[command.phone], flow=None), "manual")
            return world.with_phone(replace(world.phones[command.phone], flow=first)), DONE

    return with_topics(Topics(person=Faulty))


@breaks("I11", "GEN-03", *BACKED_UP)
def claims_what_is_not_there() -> Reference:
    """A backup is called complete that does not lie in OneDrive."""

    class Faulty(Backups):
        def complete(self, world: World, phone: Phone) -> World:
            return replace(super().complete(world, phone), accounts=world.accounts)

    return with_topics(Topics(backups=Faulty))


@breaks("I11", "GEN-03", *BACKED_UP)
def done_without_a_backup() -> Reference:
    """`Back up now` is said to be done, and nothing is."""

    class Faulty(Person):
        def back_up_now(self, world: World, _command: BackUpNow) -> Answer:
            return world, DONE

    return with_topics(Topics(person=Faulty))


@breaks("I12", "MAN-01", *BACKED_UP, BackUpNow(phone="ann"))
def keeps_the_newest_alone() -> Reference:
    """A new backup replaces the earlier one in OneDrive."""

    class Faulty(Backups):
        def complete(self, world: World, phone: Phone) -> World:
            return with_backups(super().complete(world, phone), lambda account: account.backups[-1:])

    return with_topics(Topics(backups=Faulty))


@breaks("I12", "MAN-01", *BACKED_UP, BackUpNow(phone="ann"))
def rewrites_earlier_ones() -> Reference:
    """A new backup changes the earlier one in OneDrive."""

    class Faulty(Backups):
        def complete(self, world: World, phone: Phone) -> World:
            rewritten = with_backups(
                world, lambda account: tuple(replace(backup, trigger="prompt") for backup in account.backups)
            )
            return super().complete(rewritten, phone)

    return with_topics(Topics(backups=Faulty))


@breaks("I12", "MAN-01", *BACKED_UP, SetNetwork(phone="ann", network="none"), BackUpNow(phone="ann"))
def loses_the_copy_on_the_phone() -> Reference:
    """A backup that fails takes the phone's copy of the earlier one with it."""

    class Faulty(Backups):
        def fail(self, world: World, phone: Phone, reason: Any) -> World:
            return super().fail(world, replace(phone, local_backup=None), reason)

    return with_topics(Topics(backups=Faulty))


@breaks("I12", "MAN-01", *BACKED_UP, TakeCloudDown(), DeleteCloudBackup(account="ann@example.com", backup="backup-1"))
def deletes_what_it_refuses_to() -> Reference:
    """A deletion is refused, and done."""

    class Faulty(OneDrive):
        def delete_cloud_backup(self, world: World, _command: DeleteCloudBackup) -> Answer:
            return with_backups(world, always(())), Refused(reason="onedrive_is_down")

    return with_topics(Topics(onedrive=Faulty))


# What looks like a fault and is none.

allowed(
    "manual-try-before-the-retry",
    *PLUGGED_IN,
    TakeCloudDown(),
    ON_WIFI,
    AdvanceTime(seconds=60),
    BackUpNow(phone="ann"),
    BringCloudUp(),
)
allowed(
    "armed-fault",
    *ON_CELLULAR,
    FailPowerAfter(phone="ann", flow="backup", size_bytes=300),
    BackUpNow(phone="ann"),
)
allowed(
    "completed-after-turned-off",
    *PLUGGED_IN,
    PauseFlowAfter(phone="ann", flow="backup", point=300),
    ON_WIFI,
    TurnOff(phone="ann", toggle="settings_backup"),
    ResumeFlow(phone="ann", flow="backup"),
    settings_off_during_backup="completed",
)
allowed(
    "due-when-a-manual-backup-is-deleted",
    *BACKED_UP,
    PauseFlowAfter(phone="ann", flow="backup", point=300),
    BackUpNow(phone="ann"),
    SetExternalPower(phone="ann", connected=True),
    ON_WIFI,
    AdvanceTime(seconds=DAY_S),
    WHOLE,
)


# I46: numbers.


BEN_TOO = (
    AddPhone(phone="ben"),
    SignIn(phone="ben", account="ann@example.com"),
    TurnOn(phone="ben", toggle="settings_backup"),
    SetNetwork(phone="ben", network="wifi"),
    BackUpNow(phone="ben"),
)


@breaks("I46", "GEN-03", *BACKED_UP, *BEN_TOO)
def numbers_across_phones() -> Reference:
    """A phone's first backup has the number after that of another phone of the account."""
    return numbered(lambda account, _: len(account.backups) + 1)


@breaks("I46", "GEN-03", *BACKED_UP, BackUpNow(phone="ann"), backups_kept="1")
def numbers_anew_where_one_is_kept() -> Reference:
    """Where one backup is kept, each is the first."""
    return numbered(lambda _account, _backup: 1)


def numbered(number: Callable[[Account, Backup], int]) -> Reference:
    """Make the reference, in which backups have other numbers."""

    class Faulty(Backups):
        def complete(self, world: World, phone: Phone) -> World:
            assert phone.flow is not None
            backup = phone.flow.backup
            assert backup is not None
            other = replace(backup, sequence=number(world.accounts[phone.account or ""], backup))
            return super().complete(world, replace(phone, flow=replace(phone.flow, backup=other)))

    return with_topics(Topics(backups=Faulty))


allowed("unseen_numbers_where_one_is_kept", *PLUGGED_IN, ON_WIFI, AdvanceTime(seconds=100 * DAY_S), backups_kept="1")
