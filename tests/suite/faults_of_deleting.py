"""Faults of deleting (I20 to I23)."""

from faults import APPS_ALONE, BACKED_UP, COPIED, FIRST_GONE, WHOLE, allowed, always, breaks, with_backups
from msgspec.structs import replace

from backupspec.contract.commands import (
    BackUpNow,
    DeleteBackups,
    DeleteCloudBackup,
    PauseFlowAfter,
    SetNetwork,
)
from backupspec.contract.outcomes import DONE
from backupspec.fixtures.miniatures.made import with_handlers, with_rules
from backupspec.reference import backups
from backupspec.reference.implementation import RULES, Reference
from backupspec.reference.law import Answer, Law
from backupspec.reference.state import World

# I20 to I23: deleting.


@breaks("I20", "DEL-03", *COPIED, WHOLE)
def leaves_the_apps() -> Reference:
    """Of the whole copy, the apps stay."""
    return with_rules(deletion=lambda law, _: frozenset(law.settings_parts))


@breaks("I20", "DEL-03", *BACKED_UP, DeleteBackups(phone="ann", boxes=("app_backup", "settings_backup")))
def says_deleted_and_deletes_nothing() -> Reference:
    """A deletion on the phone is said to be done, and nothing goes."""
    return with_handlers({DeleteBackups: lambda _, world, __: (world, DONE)})


@breaks("I21", "DEL-04", *COPIED, APPS_ALONE)
def takes_the_settings_with_the_apps() -> Reference:
    """When only the apps are to go, the settings go with them."""
    return with_rules(deletion=lambda law, _: frozenset(law.settings_parts + law.app_parts))


@breaks("I21", "DEL-04", *COPIED, APPS_ALONE)
def shortens_the_settings() -> Reference:
    """When only the apps are to go, the settings lose some of their bytes."""

    def delete(law: Law, world: World, command: DeleteBackups) -> Answer:
        world, outcome = RULES.handlers[DeleteBackups](law, world, command)
        phone = world.phones[command.phone]
        assert phone.local_backup is not None
        parts = tuple(replace(part, size_bytes=part.size_bytes // 2) for part in phone.local_backup.parts)
        return world.with_phone(replace(phone, local_backup=replace(phone.local_backup, parts=parts))), outcome

    return with_handlers({DeleteBackups: delete})


@breaks("I22", "DEL-06", *BACKED_UP, WHOLE)
def deletes_in_onedrive_as_well() -> Reference:
    """What is deleted on the phone goes from OneDrive, too."""

    def delete(law: Law, world: World, command: DeleteBackups) -> Answer:
        world, outcome = RULES.handlers[DeleteBackups](law, world, command)
        return with_backups(world, always(())), outcome

    return with_handlers({DeleteBackups: delete})


@breaks(
    "I22", "DEL-06", *BACKED_UP, PauseFlowAfter(phone="ann", flow="backup", point=300), BackUpNow(phone="ann"), WHOLE
)
def completes_what_is_under_way() -> Reference:
    """A deletion completes the backup that is under way."""

    def delete(law: Law, world: World, command: DeleteBackups) -> Answer:
        return backups.commit(law, world, world.phones[command.phone]), DONE

    return with_handlers({DeleteBackups: delete})


@breaks("I23", "DEL-07", *BACKED_UP, FIRST_GONE, SetNetwork(phone="ann", network="none"))
def sends_a_deleted_backup_again() -> Reference:
    """A backup that was deleted in OneDrive comes back from the phone's copy."""

    def set_network(law: Law, world: World, command: SetNetwork) -> Answer:
        world, outcome = RULES.handlers[SetNetwork](law, world, command)
        copy = world.phones[command.phone].local_backup
        return (world if copy is None else with_backups(world, always((copy,)))), outcome

    return with_handlers({SetNetwork: set_network})


@breaks("I23", "DEL-10", *BACKED_UP, BackUpNow(phone="ann"), FIRST_GONE)
def takes_a_sibling() -> Reference:
    """A deletion in OneDrive empties the list."""
    return with_handlers({DeleteCloudBackup: lambda _, world, __: (with_backups(world, always(())), DONE)})


# What looks like a fault and is none.

allowed(
    "the-data-of-the-apps-alone",
    *COPIED,
    APPS_ALONE,
    APPS_ALONE,
    WHOLE,
    WHOLE,
    app_deletion_takes="data_alone",
)
