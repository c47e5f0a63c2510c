"""What a person does on a phone whose set-up is over: turns backups on and off, makes them, and deletes them. Uploads are chosen in media.py."""

from typing import Any

from msgspec.structs import replace

from backupspec.contract import commands
from backupspec.contract.outcomes import DONE, Done, Failed, Outcome, Reason
from backupspec.contract.terms import Part, Toggle, Trigger
from backupspec.policy.conditions import unmet
from backupspec.reference.backups import Backups
from backupspec.reference.documents import without_copy
from backupspec.reference.flows import Flows
from backupspec.reference.law import Answer, Law, facts
from backupspec.reference.phones import by_hand, once_set_up, refused
from backupspec.reference.reminder import Reminder
from backupspec.reference.state import Phone, World
from backupspec.reference.texts import TextMessages


class Person:
    """What a person does on a phone whose set-up is over."""

    def __init__(self, law: Law, backups: Backups, reminder: Reminder, texts: TextMessages, flows: Flows) -> None:
        self.law = law
        self.backups = backups
        self.reminder = reminder
        self.texts = texts
        self.flows = flows

    # Settings.

    @once_set_up
    def turn_on(self, world: World, phone: Phone, command: commands.TurnOn) -> Answer:
        """Turn a kind of backup on, if what it requires is on (AS-03 to AS-05)."""
        rule = next((toggle for toggle in self.law.policy.toggles if toggle.id == command.toggle), None)
        if rule is None:
            return refused(world, "not_offered_on_this_phone")
        if phone.toggles[command.toggle]:
            return world, DONE
        if not all(phone.toggles[needed] for needed in rule.requires):  # type: ignore[index]
            return refused(world, "settings_backup_is_off")
        if phone.account is None and self.law.choices["toggle_without_account"] == "refused":
            return refused(world, "not_signed_in")
        on = {command.toggle, *phone.suspended} if command.toggle == "settings_backup" else {command.toggle}
        phone = replace(phone, toggles=phone.toggles | dict.fromkeys(on, True))
        if command.toggle == "settings_backup":
            phone = replace(phone, suspended=frozenset(), settings_on_since_s=world.elapsed_s, retry_at_s=None)
        return (self.texts.turned_on(world, phone) if rule.saves else world.with_phone(phone)), DONE

    @once_set_up
    def turn_off(self, world: World, phone: Phone, command: commands.TurnOff) -> Answer:
        """Turn a kind of backup off, and with it what requires it (AS-04)."""
        if command.toggle not in phone.toggles:
            return refused(world, "not_offered_on_this_phone")
        if command.toggle == "settings_backup" and self.law.choices["settings_off_during_backup"] == "aborted":
            world = self.backups.fail(world, phone, "settings_backup_was_turned_off")
            phone = world.phones[phone.name]
        needing: set[Any] = {rule.id for rule in self.law.policy.toggles if command.toggle in rule.requires}
        with_it: set[Toggle] = {toggle for toggle in needing if phone.toggles[toggle]}
        phone = replace(phone, toggles=phone.toggles | dict.fromkeys({command.toggle, *with_it}, False))
        suspended = phone.suspended - {command.toggle}
        if self.law.choices["settings_off_while_app_on"] == "suspended":
            suspended |= with_it
        return self.texts.turned_off(world, replace(phone, suspended=suspended), command.toggle), DONE

    # Backups.

    def manual_refusal(self, _world: World, phone: Phone) -> Reason | None:
        """Tell why a manual backup cannot begin, or None if it can (MAN-01, MAN-03)."""
        condition = unmet(self.law.policy.manual.needs, facts(phone))
        return condition.otherwise if condition else None  # type: ignore[return-value]

    def _on_demand(self, world: World, phone: Phone, trigger: Trigger) -> Answer:
        """Make a backup because a person asked for it. An automatic one that waits for Wi-Fi gives way."""
        if phone.flow is not None and not phone.flow.paused and self.backups.waits_for_wifi(phone):
            world = self.backups.fail(world, phone, "superseded_by_manual_backup")
            phone = world.phones[phone.name]
        reason = self.manual_refusal(world, phone)
        if reason is not None:
            return refused(world, reason)
        world = self.flows.back_up(world, phone, trigger)
        return world, _outcome_of_attempt(world.phones[phone.name])

    @by_hand
    def back_up_now(self, world: World, phone: Phone, _command: commands.BackUpNow) -> Answer:
        """Make a manual backup (MAN-01)."""
        return self._on_demand(world, phone, "manual")

    @by_hand
    def accept_prompt(self, world: World, phone: Phone, _command: commands.AcceptPrompt) -> Answer:
        """Make the backup that a prompt asks for (REM-01)."""
        if not self.reminder.prompts(world, phone):
            return refused(world, "no_prompt_shown")
        return self._on_demand(world, phone, "prompt")

    @once_set_up
    def dismiss_prompt(self, world: World, phone: Phone, _command: commands.DismissPrompt) -> Answer:
        """Do without the backup that a prompt asks for (REM-01)."""
        if not self.reminder.prompts(world, phone):
            return refused(world, "no_prompt_shown")
        return world.with_phone(replace(phone, prompt_dismissed_s=world.elapsed_s)), DONE

    def deletion(self, boxes: frozenset[str]) -> frozenset[Part]:
        """Tell which parts of the phone's copy go when these boxes are ticked (DEL-03, DEL-04)."""
        rule = next((rule for rule in self.law.policy.deletions if boxes.issuperset(rule.ticked)), None)
        if rule is None:
            return frozenset()
        removed = {part for toggle in self.law.policy.toggles if toggle.id in rule.removes for part in toggle.covers}
        if "settings_backup" not in rule.removes and self.law.choices["app_deletion_takes"] == "data_alone":
            removed -= {"apps"}
        return frozenset(removed)  # type: ignore[arg-type]

    @once_set_up
    def delete_backups(self, world: World, phone: Phone, command: commands.DeleteBackups) -> Answer:
        """Delete from the phone's own copy; nothing in OneDrive changes (DEL-06). A backup under way is aborted first."""
        if not command.boxes:
            return refused(world, "no_box_ticked") if self.law.choices["no_box_ticked"] == "refused" else (world, DONE)
        world = self.backups.fail(world, phone, "backups_were_deleted")
        phone = world.phones[phone.name]
        copy = phone.local_backup
        if copy is None:
            return world, DONE
        removed = self.deletion(frozenset(command.boxes))
        left = tuple(part for part in copy.parts if part.kind not in removed)
        world = without_copy(world, phone.name, removed if left else None)
        return world.with_phone(replace(phone, local_backup=replace(copy, parts=left) if left else None)), DONE


def _outcome_of_attempt(phone: Phone) -> Outcome:
    """Tell how a backup that was asked for has gone so far."""
    if phone.flow is not None or phone.last_attempt is None or phone.last_attempt.reason is None:
        return Done()
    return Failed(reason=phone.last_attempt.reason)
