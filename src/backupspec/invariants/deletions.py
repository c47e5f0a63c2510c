"""Invariants of deleting: on the phone, only the phone's own copy; in OneDrive, only that one, for ever (I20 to I23, I44)."""

from msgspec.structs import replace

from backupspec.contract import commands
from backupspec.contract.outcomes import Done
from backupspec.invariants.asking import Found, invariant
from backupspec.invariants.past import (
    added_to,
    backups_in,
    deleted,
    new_backups,
    of_phone,
    superseded,
    to_stay,
)
from backupspec.world.world import Event, History


def _is_deletion(event: Event, *, settings: bool) -> bool:
    """Tell whether this was a deletion on the phone that was done, with or without the box Settings backup."""
    command = event.command
    if not isinstance(command, commands.DeleteBackups) or not isinstance(event.outcome, Done) or not command.boxes:
        return False
    return ("settings_backup" in command.boxes) is settings


@invariant("I20", "DEL-03", stated_by="page")
def _whole_means_whole(_history: History, event: Event) -> Found:
    """When the whole backup is deleted on the phone, nothing of the phone's copy is left."""
    if not _is_deletion(event, settings=True):
        return
    for name in _phone_of(event):
        before, copy = (seen.phones[name].local_backup for seen in (event.before, event.after))
        if before is not None and copy is not None and copy.id == before.id:
            yield "DEL-03", f"nothing to be left of the copy on {name}", f"{len(copy.parts)} parts are left"


@invariant("I21", "DEL-04", stated_by="reading", readings=("app_deletion_takes",))
def _apps_alone(history: History, event: Event) -> Found:
    """When only the app data is deleted on the phone, the rest of the phone's copy stays as it was."""
    if not _is_deletion(event, settings=False):
        return
    apps = {part for toggle in history.policy.toggles if toggle.id == "app_backup" for part in toggle.covers}
    for name in _phone_of(event):
        before, after = (seen.phones[name].local_backup for seen in (event.before, event.after))
        kept = () if after is None else after.parts
        expected = () if before is None else tuple(part for part in before.parts if part.kind not in apps)
        if tuple(part for part in kept if part.kind not in apps) != expected:
            yield "DEL-04", f"the settings in the copy on {name} to stay as they were", f"{len(kept)} parts are left"


@invariant("I22", "DEL-06", stated_by="reading", readings=("local_deletion", "backups_kept"))
def _phone_alone(history: History, event: Event) -> Found:
    """Deleting on the phone never changes OneDrive. A backup that begins afterwards may add to it, and one that is aborted may make room."""
    if not isinstance(event.command, commands.DeleteBackups):
        return
    added = {backup.id for backup in new_backups(event)} - {
        phone.flow.backup for phone in event.before.phones.values() if phone.flow is not None
    }
    for name, account in event.before.accounts.items():
        after, before = event.after.accounts.get(name), replace(account, backups=to_stay(history, event, name))
        if after is not None:
            earlier = tuple(backup for backup in after.backups if backup.id not in added)
            after = replace(after, backups=earlier, free_bytes=before.free_bytes, catalogue=before.catalogue)
        if after != before:
            yield (
                "DEL-06",
                f"the OneDrive of {name} to stay as it was when something is deleted on a phone",
                "it changed",
            )


@invariant("I44", "DEL-07", stated_by="reading", readings=("backups_kept",))
def _as_many_as_declared(history: History, event: Event) -> Found:
    """Once a phone has made a backup, as many of its complete backups lie in OneDrive as are kept: every one, or the newest so many."""
    for account, phone in sorted(added_to(event)):
        there = of_phone(history, event, account, phone)
        if there is None:
            continue
        gone = superseded(history, event, account, phone)
        expected = {backup.id for backup in there if backup not in gone}
        came = {backup.id for backup in backups_in(event.after, account) if backup.phone == phone and backup.complete}
        if came != expected:
            kept = history.policy.picked("backups_kept").replace("_", " ")
            yield "DEL-07", f"{_listed(expected)} of {phone} in OneDrive ({kept} is kept)", _listed(came)


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names)) or "none"


@invariant("I23", "DEL-07", "DEL-10", stated_by="reading", readings=("backups_kept",))
def _gone_for_ever(history: History, event: Event) -> Found:
    """What was deleted in OneDrive is gone, does not come back, and takes no other with it."""
    for past in history.events:
        gone = deleted(past)
        if gone is not None and any(backup.id == gone[1] for backup in backups_in(event.after, gone[0])):
            yield "DEL-07", f"{gone[1]} to stay deleted in the OneDrive of {gone[0]}", "it is there"
    gone = deleted(event)
    if gone is None:
        return
    for account in event.before.accounts:
        left = backups_in(event.after, account)
        for backup in to_stay(history, event, account):
            if backup not in left:
                yield "DEL-10", f"{backup.id} to stay when {gone[1]} is deleted in OneDrive", "it is gone or changed"


def _phone_of(event: Event) -> list[str]:
    """Return the phone that the command names, if it can be seen before and after."""
    name = getattr(event.command, "phone", None)
    return [name] if name in event.before.phones and name in event.after.phones else []
