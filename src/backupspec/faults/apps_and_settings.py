"""Miniatures of the two options: their places, and what depends on what."""

from typing import Any

from msgspec.structs import replace

from backupspec.contract.commands import TurnOff
from backupspec.contract.outcomes import DONE, Reason
from backupspec.contract.terms import Part
from backupspec.faults.changed_backups import says
from backupspec.faults.made import breaks, reading, relabelled, with_policy, with_topics, without
from backupspec.policy.model import Policy
from backupspec.reference.backups import Backups
from backupspec.reference.engine import Topics
from backupspec.reference.implementation import Reference
from backupspec.reference.law import Answer
from backupspec.reference.person import Person
from backupspec.reference.state import Flow, Phone, World


@breaks("AS-01")
def backup_page_named_otherwise() -> Reference:
    """The page of backups is called `Backups`."""
    return with_policy(relabelled("backup_page", label="Backups"))


@breaks("AS-01")
def backup_page_elsewhere() -> Reference:
    """The page of backups stands under Settings > System."""
    return with_policy(relabelled("backup_page", path=("App list", "Settings", "System")))


@breaks("AS-02")
def page_named_otherwise() -> Reference:
    """The page is called `Apps and settings`."""
    return with_policy(relabelled("apps_and_settings_page", label="Apps and settings"))


@breaks("AS-03")
def off_does_not_stop_it() -> Reference:
    """Automatic backups go on after Settings backup was turned off."""

    class _Faulty(Person):
        def turn_off(self, world: World, command: TurnOff) -> Answer:
            was_on = world.phones[command.phone].toggles.get(command.toggle) if command.phone in world.phones else None
            world, outcome = super().turn_off(world, command)
            phone = world.phones.get(command.phone)
            if phone is not None and was_on and command.toggle == "settings_backup" and outcome == DONE:
                world = self.flows.back_up(world, phone, "automatic") if phone.account and phone.flow is None else world
            return world, outcome

    return with_topics(Topics(person=_Faulty))


@breaks("AS-03")
def off_in_the_middle_changes_nothing() -> Reference:
    """A backup under way is completed although Settings backup was turned off, whatever is declared."""

    class _Faulty(Backups):
        def fail(self, world: World, phone: Phone, reason: Reason) -> World:
            return world if reason == "settings_backup_was_turned_off" else super().fail(world, phone, reason)

    return with_topics(Topics(backups=_Faulty))


@breaks("AS-03")
def says_that_switches_stood_otherwise() -> Reference:
    """A backup says that Text message backup was on where it was off, and off where it was on."""

    def change(document: dict[str, Any], _flow: Flow) -> None:
        toggles = document["toggles"]
        document["toggles"] = {**toggles, "text_message_backup": not toggles["text_message_backup"]}

    return says(change)


@breaks("AS-04")
def app_backup_without_settings_backup() -> Reference:
    """App backup can be turned on while Settings backup is off."""

    def change(policy: Policy) -> Policy:
        toggles = tuple(
            replace(toggle, requires=()) if toggle.id == "app_backup" else toggle for toggle in policy.toggles
        )
        return replace(policy, toggles=toggles)

    return with_policy(change)


@breaks("AS-04")
def app_data_leaves_although_settings_backup_is_off() -> Reference:
    """App backup stays on without Settings backup, and a manual backup then sends the apps."""

    def change(policy: Policy) -> Policy:
        return replace(policy, manual=replace(policy.manual, needs=without(policy.manual.needs, "settings_backup")))

    class _Faulty(Backups):
        def parts_to_save(self, phone: Phone) -> tuple[Part, ...]:
            return (
                self.law.settings_parts + self.law.app_parts
                if phone.settings_on_since_s is not None
                else self.law.settings_parts
            )

    return with_policy(change, Topics(backups=_Faulty))


@breaks("AS-04")
def app_backup_comes_back_by_itself() -> Reference:
    """App backup comes back with Settings backup, whatever is declared."""

    class _Faulty(Person):
        def turn_off(self, world: World, command: TurnOff) -> Answer:
            suspending = reading(self.law, settings_off_while_app_on="suspended")
            return Person(suspending, self.backups, self.reminder, self.texts, self.flows).turn_off(world, command)

    return with_topics(Topics(person=_Faulty))


@breaks("AS-05")
def apps_left_out() -> Reference:
    """The apps are never backed up, although App backup is on."""

    class _Faulty(Backups):
        def parts_to_save(self, _phone: Phone) -> tuple[Part, ...]:
            return self.law.settings_parts

    return with_topics(Topics(backups=_Faulty))


@breaks("AS-05")
def apps_only_in_a_first_backup() -> Reference:
    """The apps are backed up only if App backup was on at the phone's first backup."""

    class _Faulty(Backups):
        def parts_to_save(self, phone: Phone) -> tuple[Part, ...]:
            first = phone.local_backup
            held = {part.kind for part in first.parts} if first is not None else set(self.law.app_parts)
            return tuple(
                part for part in super().parts_to_save(phone) if part in self.law.settings_parts or part in held
            )

    return with_topics(Topics(backups=_Faulty))
