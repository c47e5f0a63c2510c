"""Miniatures of deleting: too much goes, too little, from the wrong place, or not for good."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from backupspec.contract.commands import BeginSetUp, DeleteBackups, DeleteCloudBackup, ResetPhone, SetNetwork
from backupspec.contract.observations import Backup, LeftOut
from backupspec.contract.outcomes import DONE, Done, Reason, Refused
from backupspec.contract.terms import Part
from backupspec.faults.changed_backups import says
from backupspec.faults.made import beside, breaks, with_fewer_backups, with_policy, with_topics
from backupspec.manifest.building import Stored
from backupspec.manifest.measuring import held
from backupspec.reference import documents
from backupspec.reference.backups import Backups
from backupspec.reference.engine import Topics
from backupspec.reference.events import Events
from backupspec.reference.implementation import Reference
from backupspec.reference.law import Answer
from backupspec.reference.onedrive import OneDrive
from backupspec.reference.person import Person
from backupspec.reference.reminder import Reminder
from backupspec.reference.restoring import Restoring
from backupspec.reference.set_up import FirstSetUp
from backupspec.reference.state import Account, Entries, Flow, Phone, World

# On the phone.


@breaks("DEL-03")
def whole_deletion_leaves_the_apps() -> Reference:
    """With the box Settings backup ticked, the apps stay in the local copy."""

    class _Faulty(Person):
        def deletion(self, boxes: frozenset[str]) -> frozenset[Part]:
            removed = super().deletion(boxes)
            return removed - set(self.law.app_parts) if "settings_backup" in boxes else removed

    return with_topics(Topics(person=_Faulty))


@breaks("DEL-03")
def both_boxes_delete_the_apps_alone() -> Reference:
    """With both boxes ticked, only the apps go."""

    class _Faulty(Person):
        def deletion(self, boxes: frozenset[str]) -> frozenset[Part]:
            return super().deletion(boxes & {"app_backup"} or boxes)

    return with_topics(Topics(person=_Faulty))


@breaks("DEL-03")
def a_backup_survives_the_deletion() -> Reference:
    """A backup under way goes on when backups are deleted."""

    class _Faulty(Backups):
        def fail(self, world: World, phone: Phone, reason: Reason) -> World:
            return world if reason == "backups_were_deleted" else super().fail(world, phone, reason)

    return with_topics(Topics(backups=_Faulty))


@breaks("DEL-04")
def app_deletion_takes_the_settings() -> Reference:
    """With the box App backup alone ticked, the settings go with the apps."""

    class _Faulty(Person):
        def deletion(self, boxes: frozenset[str]) -> frozenset[Part]:
            return super().deletion(boxes | {"settings_backup"} if boxes else boxes)

    return with_topics(Topics(person=_Faulty))


@breaks("DEL-04")
def app_deletion_does_nothing() -> Reference:
    """With the box App backup alone ticked, nothing goes."""

    class _Faulty(Person):
        def deletion(self, boxes: frozenset[str]) -> frozenset[Part]:
            return super().deletion(boxes) if "settings_backup" in boxes else frozenset()

    return with_topics(Topics(person=_Faulty))


@breaks("DEL-05")
def no_box_stands_for_all() -> Reference:
    """With no box ticked, the whole local copy goes."""

    class _Faulty(Person):
        def delete_backups(self, world: World, command: DeleteBackups) -> Answer:
            boxes = command.boxes or ("settings_backup", "app_backup")
            return super().delete_backups(world, replace(command, boxes=boxes))

    return with_topics(Topics(person=_Faulty))


@breaks("DEL-06")
def deletes_in_onedrive_as_well() -> Reference:
    """What is deleted on the phone goes from OneDrive, too."""

    class _Faulty(Person):
        def delete_backups(self, world: World, command: DeleteBackups) -> Answer:
            world, outcome = super().delete_backups(world, command)
            account = world.phones[command.phone].account
            if isinstance(outcome, Done) and command.boxes and account is not None:
                world = with_fewer_backups(world, account, lambda backup: backup.phone != command.phone)
            return world, outcome

    return with_topics(Topics(person=_Faulty))


@breaks("DEL-06")
def deletion_makes_the_backup_younger() -> Reference:
    """After a deletion on the phone, the three weeks count anew."""

    class _FaultyReminder(Reminder):
        def newest_backup_s(self, world: World, phone: Phone) -> int | None:
            newest = super().newest_backup_s(world, phone)
            return newest if newest is None else max(newest, phone.prompt_dismissed_s or 0)

    class _FaultyPerson(Person):
        def delete_backups(self, world: World, command: DeleteBackups) -> Answer:
            world, outcome = super().delete_backups(world, command)
            phone = replace(world.phones[command.phone], prompt_dismissed_s=world.elapsed_s)
            return world.with_phone(phone), outcome

    return with_topics(Topics(reminder=_FaultyReminder, person=_FaultyPerson))


# In OneDrive.


def _put_back(account: Account, backup: Backup, moment: str) -> Account:
    """Put a backup that was deleted back into an account's OneDrive and into its catalogue."""
    present = Stored(state="present", since=moment)
    entered = tuple(
        replace(entry, cloud=dict.fromkeys(entry.cloud, present)) if entry.backup == backup.id else entry
        for entry in account.entered
    )
    size_bytes = sum(part.size_bytes for part in backup.parts)
    return replace(
        account,
        backups=(*account.backups, backup),
        entered=entered,
        free_bytes=account.free_bytes - size_bytes,
    )


@breaks("DEL-07")
def sends_a_deleted_backup_again() -> Reference:
    """At the next change of its network, a phone puts its local copy back where it was deleted."""

    class _FaultyOneDrive(OneDrive):
        def delete_cloud_backup(self, world: World, command: DeleteCloudBackup) -> Answer:
            """Delete; what lay there is remembered, unseen, for the copy on the phone to be sent again."""
            before = world.accounts.get(command.account)
            world, outcome = super().delete_cloud_backup(world, command)
            if before is not None and isinstance(outcome, Done):
                account = world.accounts[command.account]
                world = world.with_account(command.account, replace(account, kept=before.kept))
            return world, outcome

    class _FaultyEvents(Events):
        def set_network(self, world: World, command: SetNetwork) -> Answer:
            world, outcome = super().set_network(world, command)
            phone = world.phones[command.phone]
            copy, name = phone.local_backup, phone.account
            if copy is None or name is None:
                return world, outcome
            account = world.accounts[name]
            if copy.id in account.kept and copy.id not in {backup.id for backup in account.backups}:
                world = documents.with_catalogue(world, name, _put_back(account, copy, world.wall_clock))
            return world, outcome

    return with_topics(Topics(onedrive=_FaultyOneDrive, events=_FaultyEvents))


@breaks("DEL-07")
def deletes_while_the_phone_is_on_alone() -> Reference:
    """While a phone is off, its backups cannot be deleted in OneDrive."""

    class _Faulty(OneDrive):
        def delete_cloud_backup(self, world: World, command: DeleteCloudBackup) -> Answer:
            kept = world.accounts[command.account].backups if command.account in world.accounts else ()
            owners = {each.phone for each in kept if each.id == command.backup} & world.phones.keys()
            if any(not world.phones[owner].powered_on for owner in owners):
                return world, Refused(reason="phone_is_off")
            return super().delete_cloud_backup(world, command)

    return with_topics(Topics(onedrive=_Faulty))


@breaks("DEL-07")
def pretends_to_delete() -> Reference:
    """A deletion in OneDrive is said to be done, and nothing goes."""

    class _Faulty(OneDrive):
        def delete_cloud_backup(self, world: World, _command: DeleteCloudBackup) -> Answer:
            return world, DONE

    return with_topics(Topics(onedrive=_Faulty))


@breaks("DEL-08")
def the_list_stands_elsewhere() -> Reference:
    """In OneDrive, the list of backups stands under Settings > Devices."""
    return with_policy(lambda policy: replace(policy, onedrive=("Settings", "Devices")))


@breaks("DEL-09")
def lists_every_backup_to_everybody() -> Reference:
    """The list of an account shows the backups of all accounts."""

    class _Faulty(Backups):
        def complete(self, world: World, phone: Phone) -> World:
            world = super().complete(world, phone)
            made = world.phones[phone.name].local_backup
            assert made is not None
            assert phone.account is not None
            kept = world.accounts[phone.account].kept[made.id]
            for name, account in world.accounts.items():
                if name != phone.account:
                    listed = replace(account, backups=(*account.backups, made), kept={**account.kept, made.id: kept})
                    world = world.with_account(name, listed)
            return world

    return with_topics(Topics(backups=_Faulty))


@breaks("DEL-09")
def lists_the_newest_phone_alone() -> Reference:
    """The list of an account shows the backups of the phone that was backed up last, and of no other."""

    class _Faulty(Backups):
        def complete(self, world: World, phone: Phone) -> World:
            world = super().complete(world, phone)
            assert phone.account is not None
            account = world.accounts[phone.account]
            listed = tuple(backup for backup in account.backups if backup.phone == phone.name)
            return world.with_account(phone.account, replace(account, backups=listed))

    return with_topics(Topics(backups=_Faulty))


def _deletes(stays: Callable[[Backup, Backup], bool]) -> Reference:
    """Make the reference, in which a deletion in OneDrive leaves fewer of the others: those that stay although that one goes."""

    class _Faulty(OneDrive):
        def delete_cloud_backup(self, world: World, command: DeleteCloudBackup) -> Answer:
            kept = world.accounts[command.account].backups if command.account in world.accounts else ()
            gone = next((each for each in kept if each.id == command.backup), None)
            world, outcome = super().delete_cloud_backup(world, command)
            if gone is not None and isinstance(outcome, Done):
                world = with_fewer_backups(world, command.account, lambda backup: stays(backup, gone))
            return world, outcome

    return with_topics(Topics(onedrive=_Faulty))


@breaks("DEL-10")
def a_sibling_goes_as_well() -> Reference:
    """A deletion in OneDrive takes all older backups of the same phone with it."""
    return _deletes(lambda backup, gone: backup.phone != gone.phone or backup.sequence > gone.sequence)


@breaks("DEL-10")
def the_other_phone_goes_as_well() -> Reference:
    """A deletion in OneDrive takes the backups of the account's other phones with it."""
    return _deletes(lambda backup, gone: backup.phone == gone.phone)


@breaks("DEL-10")
def the_newest_cannot_be_deleted() -> Reference:
    """The newest backup of a phone cannot be deleted in OneDrive while there are others."""

    class _Faulty(OneDrive):
        def delete_cloud_backup(self, world: World, command: DeleteCloudBackup) -> Answer:
            own = [each.id for each in world.accounts[command.account].backups]
            if len(own) > 1 and own[-1] == command.backup:
                return world, Refused(reason="no_such_backup")
            return super().delete_cloud_backup(world, command)

    return with_topics(Topics(onedrive=_Faulty))


# Two phones of one name.


@breaks("DEL-09")
def lists_one_phone_of_a_name() -> Reference:
    """Of phones of one name, the list shows the backups of the one that was backed up last alone."""

    class _Faulty(Backups):
        def complete(self, world: World, phone: Phone) -> World:
            world = super().complete(world, phone)
            assert phone.account is not None
            account = world.accounts[phone.account]
            listed = tuple(
                backup
                for backup in account.backups
                if backup.phone == phone.name or backup.display_name != phone.display_name
            )
            return world.with_account(phone.account, replace(account, backups=listed))

    return with_topics(Topics(backups=_Faulty))


@breaks("DEL-10")
def a_namesake_goes_as_well() -> Reference:
    """A deletion in OneDrive takes the backups of other phones of the same name with it."""
    return _deletes(lambda backup, gone: backup.phone == gone.phone or backup.display_name != gone.display_name)


# What is deleted, and what is brought back.


@breaks("DEL-03")
def an_automatic_backup_takes_its_place_at_once() -> Reference:
    """A manual backup that a deletion aborts is followed at once by an automatic one, if one is due."""

    class _Faulty(Backups):
        def fail(self, world: World, phone: Phone, reason: Reason) -> World:
            manual = phone.flow is not None and phone.flow.trigger == "manual"
            world = super().fail(world, phone, reason)
            if manual and reason == "backups_were_deleted":
                world = world.with_phone(replace(world.phones[phone.name], retry_at_s=None))
            return world

    return with_topics(Topics(backups=_Faulty))


@breaks("DEL-06")
def offers_only_what_phones_keep() -> Reference:
    """What was deleted on a phone is no longer offered to another that is set up."""

    class _Faulty(Restoring):
        def offers(self, world: World, phone: Phone) -> tuple[Backup, ...]:
            return tuple(
                backup
                for backup in super().offers(world, phone)
                if backup.phone not in world.phones
                or not world.phones[backup.phone].lines
                or world.phones[backup.phone].local_backup is not None
            )

    return with_topics(Topics(restoring=_Faulty))


@breaks("DEL-06")
def a_reset_sends_the_deletion_on() -> Reference:
    """When a phone without a local copy is reset, its backups go from OneDrive."""

    class _Faulty(Events):
        def reset_phone(self, world: World, command: ResetPhone) -> Answer:
            phone = world.phones[command.phone]
            world, outcome = super().reset_phone(world, command)
            for name in phone.lines if phone.local_backup is None else ():
                world = with_fewer_backups(world, name, lambda backup: backup.phone != phone.name)
            return world, outcome

    return with_topics(Topics(events=_Faulty))


@breaks("DEL-06")
def only_what_the_phone_kept_comes_back() -> Reference:
    """After the apps were deleted on a phone, a restore brings back its settings alone."""

    class _Faulty(Restoring):
        def come_back(self, world: World, content: Entries) -> tuple[Entries, tuple[LeftOut, ...]]:
            deleted = any(
                (
                    kind == "apps" and stored.state == "deleted"
                    for account in world.accounts.values()
                    for entry in account.entered
                    for kind, stored in entry.phone.items()
                )
            )
            kept = {part: entries for part, entries in content.items() if not (deleted and part in self.law.app_parts)}
            return super().come_back(world, kept)

    return with_topics(Topics(restoring=_Faulty))


@breaks("DEL-07")
def goes_on_restoring_what_is_deleted() -> Reference:
    """A backup that is deleted during its restore is brought back all the same."""

    class _Faulty(Restoring):
        def obstacle(self, world: World, phone: Phone) -> Reason | None:
            reason = super().obstacle(world, phone)
            return None if reason == "backup_was_deleted" else reason

    return with_topics(Topics(restoring=_Faulty))


@breaks("DEL-07")
def half_a_restore_stays() -> Reference:
    """Of a restore that a deletion ends, the settings that had come stay on the phone."""

    class _Faulty(Restoring):
        def fail(self, world: World, phone: Phone, reason: Reason) -> World:
            flow = phone.flow
            world = super().fail(world, phone, reason)
            if flow is None or not flow.sent_bytes or reason != "backup_was_deleted":
                return world
            come = {part: entries for part, entries in flow.content.items() if part in self.law.settings_parts}
            phone = replace(
                world.phones[phone.name], content=come, held={part: held(each) for part, each in come.items()}
            )
            return world.with_phone(phone)

    return with_topics(Topics(restoring=_Faulty))


@breaks("DEL-07")
def any_deletion_ends_the_restore() -> Reference:
    """A restore ends when another backup than the one that it brings back is deleted."""

    class _Faulty(OneDrive):
        def delete_cloud_backup(self, world: World, command: DeleteCloudBackup) -> Answer:
            world, outcome = super().delete_cloud_backup(world, command)
            for phone in world.phones.values():
                if isinstance(outcome, Done) and phone.flow is not None and phone.flow.kind == "restore":
                    world = beside(self.law).restoring.fail(world, phone, "backup_was_deleted")
            return world, outcome

    return with_topics(Topics(onedrive=_Faulty))


def _turns_off(phones: Callable[[World, Phone], list[Phone]]) -> Reference:
    """Make the reference, in which a deletion in OneDrive turns the backup of phones off, given the one that made what is deleted."""

    class _Faulty(OneDrive):
        def delete_cloud_backup(self, world: World, command: DeleteCloudBackup) -> Answer:
            kept = world.accounts[command.account].backups if command.account in world.accounts else ()
            makers = [each.phone for each in kept if each.id == command.backup and each.phone in world.phones]
            world, outcome = super().delete_cloud_backup(world, command)
            for maker in makers:
                for phone in phones(world, world.phones[maker]):
                    off = phone.toggles | {"settings_backup": False, "app_backup": False}
                    world = world.with_phone(replace(phone, toggles=off))
            return world, outcome

    return with_topics(Topics(onedrive=_Faulty))


@breaks("DEL-07")
def switches_go_off_with_the_last_backup() -> Reference:
    """Settings backup and App backup go off when a phone's last backup is deleted, whatever is declared."""

    def without_backups(world: World, maker: Phone) -> list[Phone]:
        left = [backup for account in world.accounts.values() for backup in account.backups]
        return [] if any(backup.phone == maker.name for backup in left) else [maker]

    return _turns_off(without_backups)


@breaks("DEL-07")
def switches_go_off_with_any_backup() -> Reference:
    """Settings backup and App backup go off when any backup of a phone is deleted."""
    return _turns_off(lambda _world, maker: [maker])


@breaks("DEL-07")
def follows_a_backup_that_never_was() -> Reference:
    """A backup says that it follows one of which no byte is what it was."""

    def change(document: dict[str, Any], _flow: Flow) -> None:
        if document["backup"]["previous"] is not None:
            document["backup"]["previous"]["digest"] = f"sha256:{'0' * 64}"

    return says(change)


@breaks("DEL-09")
def keeps_its_first_name() -> Reference:
    """A phone that is set up again keeps the name that it had, whatever it is called now."""

    class _Faulty(FirstSetUp):
        def begin_set_up(self, world: World, command: BeginSetUp) -> Answer:
            before = world.phones.get(command.phone)
            world, outcome = super().begin_set_up(world, command)
            if before is not None:
                phone = world.phones[command.phone]
                world = world.with_phone(replace(phone, display_name=before.display_name))
            return world, outcome

    return with_topics(Topics(first_set_up=_Faulty))


@breaks("DEL-09")
def renames_earlier_backups() -> Reference:
    """When a phone is given another name, the backups that it made before bear it, too."""

    class _Faulty(FirstSetUp):
        def begin_set_up(self, world: World, command: BeginSetUp) -> Answer:
            world, outcome = super().begin_set_up(world, command)
            phone = world.phones[command.phone]
            for name, account in world.accounts.items():
                backups = tuple(
                    replace(each, display_name=phone.display_name) if each.phone == phone.name else each
                    for each in account.backups
                )
                world = world.with_account(name, replace(account, backups=backups))
            return world, outcome

    return with_topics(Topics(first_set_up=_Faulty))
