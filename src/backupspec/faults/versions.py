"""Miniatures of versions: the wrong one is named, a feature is missing, or the software is not shown."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from backupspec.contract.commands import (
    BackUpNow,
    Command,
    DeleteCloudBackup,
    EnterSecurityCode,
    SetSoftwareVersion,
    SkipPasswords,
    TurnOn,
)
from backupspec.contract.outcomes import UNSUPPORTED, Refused
from backupspec.faults.changed_backups import says
from backupspec.faults.made import breaks, other_profile, with_policy, with_topics
from backupspec.reference.documents import Documents
from backupspec.reference.engine import Engine, Topics
from backupspec.reference.events import Events
from backupspec.reference.implementation import Reference
from backupspec.reference.law import Answer
from backupspec.reference.person import Person
from backupspec.reference.state import Flow, Phone, World
from backupspec.shipped import PROFILES


@breaks("VER-01")
def names_the_other_version() -> Reference:
    """A phone says that it keeps to the other version."""
    return with_policy(lambda policy: replace(policy, id=other_profile(policy).id))


@breaks("VER-01")
def backups_name_the_other_version() -> Reference:
    """A phone names its own version; its backups say that they were made by the other."""

    class _Faulty(Documents):
        def manifest(self, world: World, phone: Phone, flow: Flow) -> dict[str, object]:
            document = super().manifest(world, phone, flow)
            return {**document, "profile": {**document["profile"], "id": other_profile(self.law.policy).id}}

    return with_topics(Topics(documents=_Faulty))


def _lacks(kind: type, is_meant: Callable[[Command], bool] = lambda _command: True) -> Reference:
    """Make the reference, in which a phone with Windows Phone 8.1 lacks a feature."""

    class _Faulty(Engine):
        def answer(self, world: World, command: Command) -> Answer:
            lacks = isinstance(command, kind) and self.law.policy.id == PROFILES[0] and is_meant(command)
            return (world, UNSUPPORTED) if lacks else super().answer(world, command)

    return with_topics(Topics(engine=_Faulty))


@breaks("VER-03")
def lacks_app_backup() -> Reference:
    """App backup is not supported on Windows Phone 8.1."""
    return _lacks(TurnOn, lambda command: isinstance(command, TurnOn) and command.toggle == "app_backup")


@breaks("VER-03")
def lacks_deleting_in_onedrive() -> Reference:
    """Deleting a backup in OneDrive is not supported on Windows Phone 8.1."""
    return _lacks(DeleteCloudBackup)


@breaks("VER-03")
def lacks_skip() -> Reference:
    """Skipping the passwords during set-up is not supported on Windows Phone 8.1."""
    return _lacks(SkipPasswords)


@breaks("VER-03")
def lacks_security_codes() -> Reference:
    """Entering a security code during set-up is not supported on Windows Phone 8.1."""
    return _lacks(EnterSecurityCode)


def _shows_software(change: Callable[[World, SetSoftwareVersion], SetSoftwareVersion]) -> Reference:
    """Make the reference, in which a phone shows other software than it has."""

    class _Faulty(Events):
        def set_software_version(self, world: World, command: SetSoftwareVersion) -> Answer:
            return super().set_software_version(world, change(world, command))

    return with_topics(Topics(events=_Faulty))


@breaks("VER-04")
def hides_the_version() -> Reference:
    """The software version is shown as unknown, although it is known."""
    return _shows_software(lambda _world, command: replace(command, version=None))


@breaks("VER-04")
def keeps_the_version_from_before() -> Reference:
    """A software version that is unknown is shown as the one that was known before."""
    return _shows_software(
        lambda world, command: replace(command, version=command.version or world.phones[command.phone].software_version)
    )


@breaks("VER-04")
def hides_updates() -> Reference:
    """An update that is available is not shown."""
    return _shows_software(
        lambda _world, command: replace(command, update="none") if command.update == "available" else command
    )


@breaks("VER-04")
def takes_unknown_for_up_to_date() -> Reference:
    """A phone that doesn't know whether there is an update says that there is none."""
    return _shows_software(
        lambda _world, command: replace(command, update="none") if command.update == "unknown" else command
    )


@breaks("VER-04")
def no_backup_without_a_version() -> Reference:
    """While the software version is unknown, no manual backup can be made."""

    class _Faulty(Person):
        def back_up_now(self, world: World, command: BackUpNow) -> Answer:
            if world.phones[command.phone].software_version is None:
                return world, Refused(reason="not_offered_on_this_phone")
            return super().back_up_now(world, command)

    return with_topics(Topics(person=_Faulty))


@breaks("VER-01")
def says_that_it_reads_the_page_otherwise() -> Reference:
    """Backups say that they were made under other readings than are declared."""

    def change(document: dict[str, Any], _flow: Flow) -> None:
        document["profile"]["choices_digest"] = "sha256:" + "0" * 64

    return says(change)
