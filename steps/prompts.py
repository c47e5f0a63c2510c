"""The prompt for a new backup."""

from collections.abc import Callable

from pytest_bdd import then, when

from backupspec.contract.commands import (
    AcceptPrompt,
    BackUpNow,
    DeleteCloudBackup,
    DismissPrompt,
    PauseFlowAfter,
    TurnOn,
)
from backupspec.contract.observations import Observation
from backupspec.contract.outcomes import Outcome
from backupspec.policy import durations
from backupspec.steps.backups import backups_of, not_made
from backupspec.steps.changes import Change, phone_of
from backupspec.steps.clock import let_pass
from backupspec.steps.situations import held_at
from backupspec.steps.telling import counted
from backupspec.steps.words import one_of, sentence
from backupspec.world.verdicts import Mismatch
from backupspec.world.world import World

Start = Callable[[World, str], int]
"""Given a world and a phone, the elapsed time from which the age of its backup counts."""


def last_backup(world: World, phone: str) -> int:
    """Tell when a phone's last complete backup was committed, even if it lies in OneDrive no longer."""
    seen = [backup for event in world.history.events for backup in backups_of(event.after, phone)]
    return max(backup.committed_elapsed_s or 0 for backup in seen)


def backup_left(world: World, phone: str) -> int:
    """Tell when a phone's newest backup in OneDrive was committed."""
    return max(backup.committed_elapsed_s or 0 for backup in backups_of(world.now, phone))


def turned_on(world: World, _phone: str) -> int:
    """Tell when Settings backup was last turned on."""
    return max(event.after.elapsed_s for event in world.history.events if isinstance(event.command, TurnOn))


def deleted(world: World, _phone: str) -> int:
    """Tell when a backup was last deleted in OneDrive."""
    return max(event.after.elapsed_s for event in world.history.events if isinstance(event.command, DeleteCloudBackup))


STARTS: dict[str, Start] = {
    "the newest backup that it made": last_backup,
    "the backup that is left in OneDrive": backup_left,
    "Settings backup was turned on": turned_on,
    "that deletion": deleted,
}


def first_due_s(world: World) -> int:
    """Return after how many seconds the phone first prompts, by the policy and as the implementation declares it."""
    return durations.seconds(world.policy.reminder.after) + (
        1 if world.policy.picked("exactly_three_weeks") == "waits" else 0
    )


def prompts(world: World, phone: str) -> str:
    """Say how many prompts a phone shows."""
    return counted(len(world.phone(phone).prompts), "prompt")


def prompts_at(world: World, phone: str, elapsed_s: int) -> str:
    """Let time pass up to an instant, and say how many prompts a phone shows then."""
    late_s = world.now.elapsed_s - elapsed_s
    assert late_s <= 0, Mismatch(
        f"a prompt on {phone} to fall due, by the policy, later than the scenario has come",
        f"it fell due {late_s} s ago: the scenario speaks of another length of time than the policy",
    )
    let_pass(world, elapsed_s - world.now.elapsed_s)
    return prompts(world, phone)


def around_due(world: World, phone: str, due_s: int) -> tuple[str, str]:
    """Say how many prompts a phone shows a second before one is due, and when it is due."""
    return prompts_at(world, phone, due_s - 1), prompts_at(world, phone, due_s)


@when(sentence("{person:Person} accepts the prompt"), target_fixture="outcome")
def _(world: World, person: str) -> Outcome:
    return world.perform(AcceptPrompt(phone=phone_of(person)))


@when(sentence("{person:Person} accepts the prompt, and the backup is held up at 50 %"), target_fixture="outcome")
def _(world: World, person: str) -> Outcome:
    phone = phone_of(person)
    world.perform(PauseFlowAfter(phone=phone, flow="backup", point=0))
    outcome = world.perform(AcceptPrompt(phone=phone))
    held_at(world, phone, 50)
    return outcome


@when(sentence("{person:Person} dismisses the prompt"), target_fixture="outcome")
def _(world: World, person: str) -> Outcome:
    return world.perform(DismissPrompt(phone=phone_of(person)))


@then(sentence("{phone:Phone} shows {count:Count} prompt"))
def _(world: World, phone: str, count: int) -> None:
    came, wanted = prompts(world, phone), counted(count, "prompt")
    assert came == wanted, Mismatch(f"{wanted} on {phone}", came)


@then(sentence("{phone:Phone} first prompts three weeks after {start:Start}", Start=one_of(STARTS)))
def _(world: World, phone: str, start: Start) -> None:
    early, due = around_due(world, phone, start(world, phone) + first_due_s(world))
    assert early == "no prompt", Mismatch(f"no prompt on {phone} a second before one is due", early)
    assert due == "1 prompt", Mismatch(f"1 prompt on {phone} when one is due", due)


@then(sentence("once Settings backup is turned on, {phone:Phone} first prompts three weeks later"))
def _(world: World, phone: str) -> None:
    world.must(TurnOn(phone=phone, toggle="settings_backup"))
    at_once = prompts(world, phone)
    early, due = around_due(world, phone, world.now.elapsed_s + first_due_s(world))
    assert at_once == "no prompt", Mismatch(f"no prompt on {phone} once Settings backup is on", at_once)
    assert early == "no prompt", Mismatch(f"no prompt on {phone} a second before one is due", early)
    assert due == "1 prompt", Mismatch(f"1 prompt on {phone} when one is due", due)


@then(sentence("{duration:Duration} later, {phone:Phone} shows {count:Count} prompt"))
def _(world: World, duration: int, phone: str, count: int) -> None:
    came, wanted = prompts_at(world, phone, world.now.elapsed_s + duration), counted(count, "prompt")
    assert came == wanted, Mismatch(f"{wanted} on {phone}", came)


@then(sentence("{duration:Duration} after a new backup, {phone:Phone} shows one prompt"))
def _(world: World, duration: int, phone: str) -> None:
    world.must(BackUpNow(phone=phone))
    came = prompts_at(world, phone, world.now.elapsed_s + duration)
    assert came == "1 prompt", Mismatch(f"1 prompt on {phone}", came)


@then(sentence("as soon as {phone:Phone} {change:Change}, it shows one prompt"))
def _(world: World, phone: str, change: Change) -> None:
    world.must(*change(phone))
    came = prompts(world, phone)
    assert came == "1 prompt", Mismatch(f"1 prompt on {phone}", came)


@then(sentence("as soon as {phone:Phone} {change:Change}, accepting the prompt makes one prompted backup"))
def _(world: World, phone: str, change: Change, before: Observation) -> None:
    world.must(*change(phone), AcceptPrompt(phone=phone))
    wrong = not_made(world, phone, before, ["prompt"])
    assert not wrong, wrong
