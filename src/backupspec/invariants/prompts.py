"""Invariants of the three-week prompt (I13 to I16)."""

from collections.abc import Sequence

from backupspec.contract import commands
from backupspec.contract.outcomes import Done
from backupspec.invariants.asking import Found, invariant
from backupspec.invariants.past import (
    Moments,
    backups_in,
    last_complete_s,
    last_deletion_s,
    new_complete,
    states_around,
    told,
    turned_on_s,
    without_reset,
)
from backupspec.policy import durations
from backupspec.world.world import Event, History


def _counted_from_s(history: History, event: Event, name: str) -> int | None:
    """Tell the instant that the three weeks count from, as the policy's choice has it; None if they don't count."""
    turned_on = turned_on_s(history, name)
    if history.policy.picked("age_counts_from") == "last_made":
        last = last_complete_s(history, name)
        return turned_on if last is None else last
    account = event.after.phones[name].account or ""
    backups = [backup for backup in backups_in(event.after, account) if backup.phone == name and backup.complete]
    newest = max((at for backup in backups if (at := backup.committed_elapsed_s) is not None), default=None)
    if newest is not None or turned_on is None:
        return newest
    return max(turned_on, last_deletion_s(history, account, name) or 0)


def _prompt_due_s(history: History, event: Event, name: str) -> int | None:
    """Tell since when a prompt must show, or from when on one will; None if never."""
    counted_from = _counted_from_s(history, event, name)
    if counted_from is None:
        return None
    weeks = durations.seconds(history.policy.reminder.after)
    weeks += 1 if history.policy.picked("exactly_three_weeks") == "waits" else 0
    due = counted_from + weeks
    dismissed = _last_dismissed_s(history, name)
    if dismissed is None or dismissed < due:
        return due
    repeats = history.policy.picked("prompt_repeats")
    return None if repeats == "once" else dismissed + (durations.seconds("1 day") if repeats == "daily" else weeks)


def _last_dismissed_s(history: History, phone: str) -> int | None:
    return told(history, "dismissed", Moments(), _with_dismissed).get(phone)


def _with_dismissed(known: Moments, event: Event) -> Moments:
    known = without_reset(known, event)
    command = event.command
    if isinstance(command, commands.DismissPrompt) and isinstance(event.outcome, Done):
        return {**known, command.phone: event.after.elapsed_s}
    return known


@invariant(
    "I13",
    "REM-01",
    stated_by="reading",
    readings=("recent_backup", "three_weeks", "exactly_three_weeks", "age_counts_from", "prompt_repeats"),
)
def _prompts_when_due(history: History, event: Event) -> Found:
    """Signed in and idle, with Settings backup on: a prompt shows exactly while the newest backup is three weeks old and no prompt was dismissed since."""
    for name, phone in event.after.phones.items():
        if (
            not phone.powered_on
            or phone.set_up is not None
            or phone.sign_in != "valid"
            or phone.flow is not None
            or not phone.toggles.get("settings_backup")
        ):
            continue
        due = _prompt_due_s(history, event, name)
        wanted = due is not None and event.after.elapsed_s >= due
        if wanted != bool(phone.prompts):
            ago = "never" if due is None else f"{event.after.elapsed_s - due} s after it fell due"
            yield "REM-01", f"{'a' if wanted else 'no'} prompt on {name} ({ago})", _count(phone.prompts)


@invariant(
    "I14",
    "REM-01",
    stated_by="reading",
    readings=("age_counts_from", "recent_backup", "exactly_three_weeks", "prompt_repeats"),
)
def _age_restarts_only_then(history: History, event: Event) -> Found:
    """The three weeks count from a complete backup, or from turning on and deleting in OneDrive, and from nothing else."""
    for name, phone in event.after.phones.items():
        if phone.sign_in != "valid" or not phone.toggles.get("settings_backup"):
            continue
        due = _prompt_due_s(history, event, name)
        for prompt in phone.prompts:
            if due is not None and prompt.since_elapsed_s != due:
                yield (
                    "REM-01",
                    f"a prompt on {name} that fell due at {due} s",
                    f"one that fell due at {prompt.since_elapsed_s} s",
                )


def _count(prompts: Sequence[object]) -> str:
    return f"{len(prompts)} prompt{'s' * (len(prompts) != 1)}"


@invariant("I15", "REM-01", stated_by="reading", readings=("prompt_repeats",))
def _one_prompt(_history: History, event: Event) -> Found:
    """At most one prompt shows, and a complete backup withdraws it."""
    for name, phone in event.after.phones.items():
        if len(phone.prompts) > 1:
            yield "REM-01", f"at most one prompt on {name}", _count(phone.prompts)
        made = [backup for backup in new_complete(event, name) if backup.committed_elapsed_s == event.after.elapsed_s]
        if made and phone.prompts:
            yield "REM-01", f"no prompt on {name} after a complete backup", "it still shows"


@invariant("I16", "REM-01", stated_by="reading", readings=("clock_changed", "three_weeks"))
def _clock_changes_nothing(_history: History, event: Event) -> Found:
    """Changing the clock or the time zone never changes whether a prompt shows."""
    if not isinstance(event.command, commands.SetWallClock | commands.SetTimeZone):
        return
    for name, phone in event.after.phones.items():
        if any(state.prompts != phone.prompts for state in states_around(event, name)):
            shown = f"{_count(phone.prompts)} of another time" if phone.prompts else "none shows"
            yield "REM-01", f"the prompts of {name} to stay as they were", shown
