"""Miniatures of the three-week prompt: too early, too late, too often, never, by the wrong clock."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from backupspec.contract.commands import AdvanceTime, Command, DismissPrompt, ReceiveMessages, TakePhoto
from backupspec.contract.observations import Prompt
from backupspec.contract.outcomes import Reason
from backupspec.faults.changed_backups import says
from backupspec.faults.made import breaks, by_the_wall_clock, with_policy, with_topics, without
from backupspec.policy.model import Policy
from backupspec.reference.backups import Backups
from backupspec.reference.engine import Engine, Topics
from backupspec.reference.events import Events
from backupspec.reference.implementation import Reference
from backupspec.reference.law import Answer
from backupspec.reference.person import Person
from backupspec.reference.reminder import Reminder
from backupspec.reference.state import Flow, Phone, World


def _shifted(seconds: int) -> Reference:

    class _Faulty(Reminder):
        def newest_backup_s(self, world: World, phone: Phone) -> int | None:
            newest = super().newest_backup_s(world, phone)
            return None if newest is None else newest + seconds

    return with_topics(Topics(reminder=_Faulty))


@breaks("REM-01")
def prompts_a_second_early() -> Reference:
    """The prompt comes a second before three weeks are over."""
    return _shifted(-1)


@breaks("REM-01")
def prompts_a_second_late() -> Reference:
    """The prompt comes a second late."""
    return _shifted(1)


@breaks("REM-01")
def counts_calendar_days() -> Reference:
    """The prompt comes at midnight, 21 calendar days after the day of the newest backup."""

    class _Faulty(Reminder):
        def newest_backup_s(self, world: World, phone: Phone) -> int | None:
            newest = super().newest_backup_s(world, phone)
            if newest is None:
                return None
            zone = ZoneInfo(world.time_zone)
            day = datetime.fromtimestamp(newest + world.wall_offset_s, UTC).astimezone(zone).date() + timedelta(days=21)
            midnight = datetime.combine(day, time(), zone).timestamp()
            return int(midnight) - world.wall_offset_s - self.law.prompt_after_s

    return with_topics(Topics(reminder=_Faulty))


@breaks("REM-01")
def counts_by_the_wall_clock() -> Reference:
    """The age is what the wall clock says: set the clock, and the prompt comes or goes."""

    class _Faulty(Reminder):
        def newest_backup_s(self, world: World, phone: Phone) -> int | None:
            newest = super().newest_backup_s(world, phone)
            backup = phone.local_backup
            if newest is None or backup is None or backup.committed_at is None:
                return newest
            committed_s = int(datetime.fromisoformat(backup.committed_at).timestamp())
            return max(committed_s - world.wall_offset_s, -self.law.prompt_after_s)

    return with_topics(Topics(reminder=_Faulty))


@breaks("REM-01")
def a_failed_backup_resets_the_age() -> Reference:
    """The three weeks begin anew after a backup that failed."""

    class _Faulty(Reminder):
        def newest_backup_s(self, world: World, phone: Phone) -> int | None:
            newest = super().newest_backup_s(world, phone)
            if newest is None or phone.last_attempt is None:
                return newest
            return max(newest, phone.last_attempt.ended_elapsed_s)

    return with_topics(Topics(reminder=_Faulty))


def _reset_by(kind: type[ReceiveMessages | TakePhoto]) -> Reference:
    class _FaultyReminder(Reminder):
        def newest_backup_s(self, world: World, phone: Phone) -> int | None:
            newest = super().newest_backup_s(world, phone)
            return (
                newest if newest is None or phone.prompt_dismissed_s is None else max(newest, phone.prompt_dismissed_s)
            )

    class _FaultyEngine(Engine):
        def answer(self, world: World, command: Command) -> Answer:
            world, outcome = super().answer(world, command)
            if isinstance(command, kind):
                phone = world.phones[command.phone]
                world = world.with_phone(replace(phone, prompt_dismissed_s=world.elapsed_s))
            return world, outcome

    return with_topics(Topics(reminder=_FaultyReminder, engine=_FaultyEngine))


@breaks("REM-01")
def a_text_resets_the_age() -> Reference:
    """The three weeks begin anew when a text message is saved."""
    return _reset_by(ReceiveMessages)


@breaks("REM-01")
def a_photo_resets_the_age() -> Reference:
    """The three weeks begin anew when a photo is uploaded."""
    return _reset_by(TakePhoto)


@breaks("REM-01")
def two_prompts() -> Reference:
    """Two prompts show at once."""

    class _Faulty(Reminder):
        def prompts(self, world: World, phone: Phone) -> tuple[Prompt, ...]:
            return super().prompts(world, phone) * 2

    return with_topics(Topics(reminder=_Faulty))


@breaks("REM-01")
def a_prompt_for_each_missed_period() -> Reference:
    """After two months switched off, a prompt shows for each three weeks that went by."""

    class _Faulty(Reminder):
        def prompts(self, world: World, phone: Phone) -> tuple[Prompt, ...]:
            return tuple(
                Prompt(since_elapsed_s=at)
                for prompt in super().prompts(world, phone)
                for at in range(prompt.since_elapsed_s, world.elapsed_s + 1, self.law.prompt_after_s)
            )

    return with_topics(Topics(reminder=_Faulty))


@breaks("REM-01")
def endless_prompt() -> Reference:
    """A prompt that is dismissed shows again at once."""

    class _Faulty(Person):
        def dismiss_prompt(self, world: World, command: DismissPrompt) -> Answer:
            return world, super().dismiss_prompt(world, command)[1]

    return with_topics(Topics(person=_Faulty))


@breaks("REM-01")
def dismissed_once_and_for_all() -> Reference:
    """A prompt that was dismissed never comes back, not even for a later backup that grows old."""

    class _Faulty(Reminder):
        def prompts(self, world: World, phone: Phone) -> tuple[Prompt, ...]:
            return () if phone.prompt_dismissed_s is not None else super().prompts(world, phone)

    return with_topics(Topics(reminder=_Faulty))


@breaks("REM-01")
def a_dismissal_outweighs_the_next_backup() -> Reference:
    """Once a prompt was dismissed, the next one comes three weeks after that, whatever was backed up meanwhile."""

    class _Faulty(Reminder):
        def newest_backup_s(self, world: World, phone: Phone) -> int | None:
            newest = super().newest_backup_s(world, phone)
            return newest if phone.prompt_dismissed_s is None else phone.prompt_dismissed_s

    return with_topics(Topics(reminder=_Faulty))


@breaks("REM-01")
def never_backed_up_never_prompted() -> Reference:
    """A phone that never made a backup is not prompted for one."""

    class _Faulty(Reminder):
        def newest_backup_s(self, world: World, phone: Phone) -> int | None:
            return None if phone.last_complete_s is None else super().newest_backup_s(world, phone)

    return with_topics(Topics(reminder=_Faulty))


@breaks("REM-01")
def prompts_without_settings_backup() -> Reference:
    """The phone prompts although Settings backup is off, whatever is declared."""

    class _Faulty(Reminder):
        def prompts(self, world: World, phone: Phone) -> tuple[Prompt, ...]:
            return super().prompts(world, replace(phone, toggles={**phone.toggles, "settings_backup": True}))

    return with_topics(Topics(reminder=_Faulty))


@breaks("REM-01")
def prompts_without_an_account() -> Reference:
    """The phone prompts although nobody is signed in."""

    def change(policy: Policy) -> Policy:
        return replace(policy, reminder=replace(policy.reminder, needs=without(policy.reminder.needs, "account")))

    return with_policy(change)


@breaks("REM-01")
def time_switched_off_does_not_count() -> Reference:
    """The age stands still while the phone is switched off."""

    class _FaultyReminder(Reminder):
        def newest_backup_s(self, world: World, phone: Phone) -> int | None:
            newest = super().newest_backup_s(world, phone)
            return newest if newest is None or phone.last_complete_s is None else max(newest, phone.last_complete_s)

    class _FaultyEvents(Events):
        def advance_time(self, world: World, command: AdvanceTime) -> Answer:
            world, outcome = super().advance_time(world, command)
            for phone in world.phones.values():
                if not phone.powered_on and phone.last_complete_s is not None:
                    world = world.with_phone(replace(phone, last_complete_s=phone.last_complete_s + command.seconds))
            return world, outcome

    return with_topics(Topics(reminder=_FaultyReminder, events=_FaultyEvents))


@breaks("REM-01")
def any_phone_of_the_account_counts() -> Reference:
    """A backup of another phone of the account counts for this one."""

    class _Faulty(Reminder):
        def newest_backup_s(self, world: World, phone: Phone) -> int | None:
            newest = super().newest_backup_s(world, phone)
            if newest is None or phone.account is None:
                return newest
            return max([newest, *(backup.committed_elapsed_s or 0 for backup in world.accounts[phone.account].backups)])

    return with_topics(Topics(reminder=_Faulty))


@breaks("REM-01")
def forgets_a_deletion_in_onedrive() -> Reference:
    """The three weeks count from a backup that was deleted in OneDrive, whatever is declared."""

    class _Faulty(Reminder):
        def newest_backup_s(self, world: World, phone: Phone) -> int | None:
            return super().newest_backup_s(world, phone) if phone.last_complete_s is None else phone.last_complete_s

    return with_topics(Topics(reminder=_Faulty))


@breaks("REM-01")
def a_prompt_that_was_accepted_is_gone() -> Reference:
    """A prompt that was accepted does not show again although the backup failed."""

    class _Faulty(Backups):
        def fail(self, world: World, phone: Phone, reason: Reason) -> World:
            flow = phone.flow
            world = super().fail(world, phone, reason)
            if flow is not None and flow.trigger == "prompt":
                world = world.with_phone(replace(world.phones[phone.name], prompt_dismissed_s=world.elapsed_s))
            return world

    return with_topics(Topics(backups=_Faulty))


@breaks("REM-01")
def keeps_quiet_about_the_clock() -> Reference:
    """No backup says that the clock was set, so that its dates cannot be explained."""

    def change(document: dict[str, Any], _flow: Flow) -> None:
        document["times"]["clock_anomalies"] = []

    return says(change)


@breaks("REM-01")
def forgets_a_clock_set_during_a_backup() -> Reference:
    """A backup says that the clock was set before it began, and not that it was set while it was made."""

    def change(document: dict[str, Any], _flow: Flow) -> None:
        times = document["times"]
        kept = [each for each in times["clock_anomalies"] if each["elapsed_s"] <= times["started_elapsed_s"]]
        times["clock_anomalies"] = kept

    return says(change)


@breaks("REM-01")
def says_that_it_was_elsewhere() -> Reference:
    """Backups say that the phone was an hour further east than it was."""

    def change(document: dict[str, Any], _flow: Flow) -> None:
        document["times"]["utc_offset_min"] += 60

    return says(change)


@breaks("REM-01")
def remembers_a_dismissal_by_the_wall_clock() -> Reference:
    """When a prompt was dismissed is kept by the clock that people read."""

    def shifted(world: World, by_s: int) -> World:
        for phone in world.phones.values():
            if phone.prompt_dismissed_s is not None:
                world = world.with_phone(replace(phone, prompt_dismissed_s=phone.prompt_dismissed_s + by_s))
        return world

    return by_the_wall_clock(shifted)


@breaks("REM-01")
def forgets_its_backups_at_a_reset() -> Reference:
    """After a reset, the three weeks begin anew, whatever backup of the phone lies in OneDrive."""

    class _Faulty(Reminder):
        def newest_backup_s(self, world: World, phone: Phone) -> int | None:
            newest = super().newest_backup_s(world, phone)
            if newest is None or phone.times_set_up == 1:
                return newest
            return max(newest, phone.settings_on_since_s or 0)

    return with_topics(Topics(reminder=_Faulty))
