"""Faults of deleting (I20 to I23, I44)."""

from faults import (
    APPS_ALONE,
    BACKED_UP,
    COPIED,
    FIRST_GONE,
    FULL,
    HALF,
    PUT,
    SAVED,
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
    BeginSetUp,
    ChooseBackup,
    DeleteBackups,
    DeleteCloudBackup,
    PauseFlowAfter,
    PressDone,
    PressNext,
    ResetPhone,
    ResumeFlow,
    SetContent,
    SetExternalPower,
    SetNetwork,
    SignIn,
    TurnOn,
)
from backupspec.contract.observations import Backup
from backupspec.contract.outcomes import DONE
from backupspec.contract.terms import Part
from backupspec.faults.made import with_topics
from backupspec.reference.backups import Backups
from backupspec.reference.engine import Topics
from backupspec.reference.events import Events
from backupspec.reference.implementation import Reference
from backupspec.reference.law import Answer
from backupspec.reference.onedrive import OneDrive
from backupspec.reference.person import Person
from backupspec.reference.state import Account, World

# I20 to I23: deleting.


@breaks("I20", "DEL-03", *COPIED, WHOLE)
def leaves_the_apps() -> Reference:
    """Of the whole copy, the apps stay."""

    class Faulty(Person):
        def deletion(self, _boxes: frozenset[str]) -> frozenset[Part]:
            return frozenset(self.law.settings_parts)

    return with_topics(Topics(person=Faulty))


@breaks("I20", "DEL-03", *BACKED_UP, DeleteBackups(phone="ann", boxes=("app_backup", "settings_backup")))
def says_deleted_and_deletes_nothing() -> Reference:
    """A deletion on the phone is said to be done, and nothing goes."""

    class Faulty(Person):
        def delete_backups(self, world: World, _command: DeleteBackups) -> Answer:
            return world, DONE

    return with_topics(Topics(person=Faulty))


@breaks("I21", "DEL-04", *COPIED, APPS_ALONE)
def takes_the_settings_with_the_apps() -> Reference:
    """When only the apps are to go, the settings go with them."""

    class Faulty(Person):
        def deletion(self, _boxes: frozenset[str]) -> frozenset[Part]:
            return frozenset(self.law.settings_parts + self.law.app_parts)

    return with_topics(Topics(person=Faulty))


@breaks("I21", "DEL-04", *COPIED, APPS_ALONE)
def shortens_the_settings() -> Reference:
    """When only the apps are to go, the settings lose some of their bytes."""

    class Faulty(Person):
        def delete_backups(self, world: World, command: DeleteBackups) -> Answer:
            world, outcome = super().delete_backups(world, command)
            phone = world.phones[command.phone]
            assert phone.local_backup is not None
            parts = tuple(replace(part, size_bytes=part.size_bytes // 2) for part in phone.local_backup.parts)
            return world.with_phone(replace(phone, local_backup=replace(phone.local_backup, parts=parts))), outcome

    return with_topics(Topics(person=Faulty))


@breaks("I22", "DEL-06", *BACKED_UP, WHOLE)
def deletes_in_onedrive_as_well() -> Reference:
    """What is deleted on the phone goes from OneDrive, too."""

    class Faulty(Person):
        def delete_backups(self, world: World, command: DeleteBackups) -> Answer:
            world, outcome = super().delete_backups(world, command)
            return with_backups(world, always(())), outcome

    return with_topics(Topics(person=Faulty))


@breaks(
    "I22", "DEL-06", *BACKED_UP, PauseFlowAfter(phone="ann", flow="backup", point=300), BackUpNow(phone="ann"), WHOLE
)
def completes_what_is_under_way() -> Reference:
    """A deletion completes the backup that is under way."""

    class Faulty(Person):
        def delete_backups(self, world: World, command: DeleteBackups) -> Answer:
            return self.backups.complete(world, world.phones[command.phone]), DONE

    return with_topics(Topics(person=Faulty))


@breaks("I23", "DEL-07", *BACKED_UP, FIRST_GONE, SetNetwork(phone="ann", network="none"))
def sends_a_deleted_backup_again() -> Reference:
    """A backup that was deleted in OneDrive comes back from the phone's copy."""

    class Faulty(Events):
        def set_network(self, world: World, command: SetNetwork) -> Answer:
            world, outcome = super().set_network(world, command)
            copy = world.phones[command.phone].local_backup
            return (world if copy is None else with_backups(world, always((copy,)))), outcome

    return with_topics(Topics(events=Faulty))


@breaks("I23", "DEL-10", *BACKED_UP, BackUpNow(phone="ann"), FIRST_GONE)
def takes_a_sibling() -> Reference:
    """A deletion in OneDrive empties the list."""

    class Faulty(OneDrive):
        def delete_cloud_backup(self, world: World, _command: DeleteCloudBackup) -> Answer:
            return with_backups(world, always(())), DONE

    return with_topics(Topics(onedrive=Faulty))


# I44: as many stay as are declared.

MORE = (*BACKED_UP, BackUpNow(phone="ann"), BackUpNow(phone="ann"))
BEN = (
    AddPhone(phone="ben"),
    SetContent(phone="ben", content=FULL),
    SignIn(phone="ben", account="ann@example.com"),
    TurnOn(phone="ben", toggle="settings_backup"),
    SetNetwork(phone="ben", network="cellular"),
    BackUpNow(phone="ben"),
)


def keeps(number: int) -> Reference:
    """Make an implementation that keeps so many, whatever is declared."""

    class Faulty(Backups):
        def superseded(self, account: Account, phone: str) -> tuple[Backup, ...]:
            return [each for each in account.backups if each.phone == phone][:-number]

    return with_topics(Topics(backups=Faulty))


@breaks("I44", "DEL-07", *MORE, backups_kept="2")
def keeps_one_more_than_declared() -> Reference:
    """Three stay where two are declared."""
    return keeps(3)


@breaks("I44", "DEL-07", *MORE, backups_kept="3")
def keeps_one_less_than_declared() -> Reference:
    """Two stay where three are declared."""
    return keeps(2)


@breaks("I44", "DEL-07", *MORE)
def keeps_two_and_does_not_say_so() -> Reference:
    """Two stay where nothing is declared."""
    return keeps(2)


@breaks("I44", "DEL-07", *MORE, backups_kept="2")
def drops_the_middle_one() -> Reference:
    """Two stay, but the newest and the oldest."""

    class Faulty(Backups):
        def superseded(self, account: Account, _phone: str) -> tuple[Backup, ...]:
            return account.backups[1:-1]

    return with_topics(Topics(backups=Faulty))


@breaks("I12", "MAN-01", *BACKED_UP, *BEN, backups_kept="1")
def counts_all_phones_together() -> Reference:
    """One of the account stays, where one of each phone is declared."""

    class Faulty(Backups):
        def superseded(self, account: Account, _phone: str) -> tuple[Backup, ...]:
            return account.backups[:-1]

    return with_topics(Topics(backups=Faulty))


# What looks like a fault and is none.

for _kept in ("1", "2", "3"):
    allowed(f"{_kept}-of-each-phone", *MORE, *BEN, FIRST_GONE, BackUpNow(phone="ann"), backups_kept=_kept)
    allowed(
        f"a-deletion-with-{_kept}-kept",
        *MORE,
        SetNetwork(phone="ann", network="wifi"),
        SetExternalPower(phone="ann", connected=True),
        AdvanceTime(seconds=10 * 86_400),
        DeleteBackups(phone="ann", boxes=("settings_backup",)),
        DeleteCloudBackup(account="ann@example.com", backup="backup-13"),
        AdvanceTime(seconds=86_400),
        backups_kept=_kept,
    )
    allowed(
        f"put-there-by-others-with-{_kept}-kept",
        *MORE,
        replace(PUT, account="ann@example.com", made_on="ann"),
        BackUpNow(phone="ann"),
        backups_kept=_kept,
    )


def ends_the_restore_at_once() -> Reference:
    """Once its backup has made room for another, a restore that is held up ends, and not only when it goes on."""

    class Faulty(Person):
        def back_up_now(self, world: World, command: BackUpNow) -> Answer:
            world, outcome = super().back_up_now(world, command)
            restoring = world.phones.get("new")
            ended = world if restoring is None else self.flows.restoring.fail(world, restoring, "backup_was_deleted")
            return ended, outcome

    return with_topics(Topics(person=Faulty))


MAKES_ROOM = (*HALF, BackUpNow(phone="ann"))
allowed("restored-while-it-makes-room", *MAKES_ROOM, ResumeFlow(phone="new", flow="restore"), backups_kept="1")
allowed("ended-while-it-makes-room", *MAKES_ROOM, make=ends_the_restore_at_once, backups_kept="1")
allowed(
    "room-is-made-when-set-up-ends",
    *SAVED,
    ResetPhone(phone="ann"),
    BeginSetUp(phone="ann"),
    SetNetwork(phone="ann", network="wifi"),
    SetExternalPower(phone="ann", connected=True),
    SignIn(phone="ann", account="ann@example.com"),
    ChooseBackup(phone="ann", backup="backup-1"),
    PressNext(phone="ann"),
    PressNext(phone="ann"),
    PressDone(phone="ann"),
    backups_kept="1",
)

allowed(
    "the-data-of-the-apps-alone",
    *COPIED,
    APPS_ALONE,
    APPS_ALONE,
    WHOLE,
    WHOLE,
    app_deletion_takes="data_alone",
)
