"""Miniatures of the two options: their places, and what depends on what."""

from typing import Any

from msgspec.structs import replace

from backupspec.contract.commands import TurnOff
from backupspec.contract.outcomes import DONE, Reason
from backupspec.contract.terms import Part
from backupspec.faults.changed_backups import says
from backupspec.faults.made import breaks, relabelled, with_handlers, with_policy, with_rules, without
from backupspec.policy.model import Policy
from backupspec.reference import backups
from backupspec.reference.implementation import RULES, Reference
from backupspec.reference.law import Answer, Law
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

    def turn_off(law: Law, world: World, command: TurnOff) -> Answer:
        was_on = world.phones[command.phone].toggles.get(command.toggle) if command.phone in world.phones else None
        world, outcome = RULES.handlers[TurnOff](law, world, command)
        phone = world.phones.get(command.phone)
        if phone is not None and was_on and command.toggle == "settings_backup" and outcome == DONE:
            world = backups.begin(law, world, phone, "automatic") if phone.account and phone.flow is None else world
        return world, outcome

    return with_handlers({TurnOff: turn_off})


@breaks("AS-03")
def off_in_the_middle_changes_nothing() -> Reference:
    """A backup under way is completed although Settings backup was turned off, whatever is declared."""

    def fail(law: Law, world: World, phone: Phone, reason: Reason) -> World:
        return world if reason == "settings_backup_was_turned_off" else backups.fail(law, world, phone, reason)

    return with_rules(fail=fail)


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

    def parts_to_save(law: Law, phone: Phone) -> tuple[Part, ...]:
        return law.settings_parts + law.app_parts if phone.settings_on_since_s is not None else law.settings_parts

    return with_policy(change, replace(RULES, parts_to_save=parts_to_save))


@breaks("AS-04")
def app_backup_comes_back_by_itself() -> Reference:
    """App backup comes back with Settings backup, whatever is declared."""

    def turn_off(law: Law, world: World, command: TurnOff) -> Answer:
        suspending = replace(law, choices={**law.choices, "settings_off_while_app_on": "suspended"})
        return RULES.handlers[TurnOff](suspending, world, command)

    return with_handlers({TurnOff: turn_off})


@breaks("AS-05")
def apps_left_out() -> Reference:
    """The apps are never backed up, although App backup is on."""

    def parts_to_save(law: Law, _phone: Phone) -> tuple[Part, ...]:
        return law.settings_parts

    return with_rules(parts_to_save=parts_to_save)


@breaks("AS-05")
def apps_only_in_a_first_backup() -> Reference:
    """The apps are backed up only if App backup was on at the phone's first backup."""

    def parts_to_save(law: Law, phone: Phone) -> tuple[Part, ...]:
        first = phone.local_backup
        held = {part.kind for part in first.parts} if first is not None else set(law.app_parts)
        return tuple(part for part in RULES.parts_to_save(law, phone) if part in law.settings_parts or part in held)

    return with_rules(parts_to_save=parts_to_save)
