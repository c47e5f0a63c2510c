"""When the phone prompts for a new backup (REM-01).

The prompt is not kept anywhere: it follows from the age of the newest backup and from when a prompt was last dismissed. So there is never more
than one; a complete backup withdraws it; one that was accepted is gone while its backup is under way, and shows again if that fails.
"""

from backupspec.contract.observations import Prompt
from backupspec.policy import durations
from backupspec.policy.conditions import unmet
from backupspec.reference.law import Law, facts
from backupspec.reference.state import Phone, World


class Reminder:
    """The rules of the prompt."""

    def __init__(self, law: Law) -> None:
        self.law = law

    def newest_backup_s(self, world: World, phone: Phone) -> int | None:
        """Tell the instant that the three weeks count from, or None if they do not count at all."""
        if phone.settings_on_since_s is None:
            return None
        if self.law.choices["age_counts_from"] == "last_made":
            return phone.settings_on_since_s if phone.last_complete_s is None else phone.last_complete_s
        account = world.accounts[phone.account] if phone.account else None
        if account is None:
            return phone.settings_on_since_s
        committed = [backup.committed_elapsed_s for backup in account.backups if backup.phone == phone.name]
        newest = max((at for at in committed if at is not None), default=None)
        if newest is not None:
            return newest
        return max(phone.settings_on_since_s, account.deleted_s.get(phone.name, 0))

    def prompts(self, world: World, phone: Phone) -> tuple[Prompt, ...]:
        """Return the prompt that shows, if one does."""
        if unmet(self.law.policy.reminder.needs, facts(phone)) is not None:
            return ()
        if phone.flow is not None and phone.flow.trigger == "prompt":
            return ()
        if not phone.toggles["settings_backup"] and self.law.choices["prompt_while_off"] == "no_prompt":
            return ()
        newest_s = self.newest_backup_s(world, phone)
        if newest_s is None:
            return ()
        since_s = self._due_s(newest_s)
        dismissed_s = phone.prompt_dismissed_s
        if dismissed_s is not None and dismissed_s >= since_s:
            again_s = self._again_s(dismissed_s)
            if again_s is None:
                return ()
            since_s = again_s
        return (Prompt(since_elapsed_s=since_s),) if since_s <= world.elapsed_s else ()

    def _due_s(self, counted_from_s: int) -> int:
        """Tell when three weeks from an instant are over."""
        return (
            counted_from_s + self.law.prompt_after_s + (1 if self.law.choices["exactly_three_weeks"] == "waits" else 0)
        )

    def _again_s(self, dismissed_s: int) -> int | None:
        """Tell when a prompt dismissed at an instant comes back, or None if it doesn't."""
        match self.law.choices["prompt_repeats"]:
            case "once":
                return None
            case "daily":
                return dismissed_s + durations.seconds("1 day")
            case _:
                return self._due_s(dismissed_s)
