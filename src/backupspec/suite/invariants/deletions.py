"""Invariants of deleting: on the phone, only the phone's own copy; in OneDrive, only that one, for ever (I20 to I23)."""

from backupspec.contract import commands
from backupspec.contract.outcomes import Done
from backupspec.suite.invariants.asking import Found, invariant
from backupspec.suite.invariants.past import backups_in
from backupspec.suite.world import Event, History


def _is_deletion(event: Event, *, settings: bool) -> bool:
    """Tell whether this was a deletion on the phone that was done, with or without the box Settings backup."""
    command = event.command
    if not isinstance(command, commands.DeleteBackups) or not isinstance(event.outcome, Done) or not command.boxes:
        return False
    return ("settings_backup" in command.boxes) is settings


@invariant("I20", "DEL-03")
def _whole_means_whole(_history: History, event: Event) -> Found:
    """When the whole backup is deleted on the phone, nothing of the phone's copy is left."""
    if not _is_deletion(event, settings=True):
        return
    for name in _phone_of(event):
        copy = event.after.phones[name].local_backup
        if copy is not None:
            yield "DEL-03", f"nothing to be left of the copy on {name}", f"{len(copy.parts)} parts are left"


@invariant("I21", "DEL-04")
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


@invariant("I22", "DEL-06")
def _phone_alone(_history: History, event: Event) -> Found:
    """Deleting on the phone never changes OneDrive."""
    if isinstance(event.command, commands.DeleteBackups) and event.after.accounts != event.before.accounts:
        yield "DEL-06", "OneDrive to stay as it was when something is deleted on the phone", "it changed"


@invariant("I23", "DEL-07", "DEL-10")
def _gone_for_ever(history: History, event: Event) -> Found:
    """What was deleted in OneDrive is gone, and does not come back."""
    for past in history.events:
        if not isinstance(past.command, commands.DeleteCloudBackup) or not isinstance(past.outcome, Done):
            continue
        account, id_ = past.command.account, past.command.backup
        if any(backup.id == id_ for backup in backups_in(event.after, account)):
            yield "DEL-07", f"{id_} to stay deleted in the OneDrive of {account}", "it is there"


def _phone_of(event: Event) -> list[str]:
    """Return the phone that the command names, if it can be seen before and after."""
    name = getattr(event.command, "phone", None)
    return [name] if name in event.before.phones and name in event.after.phones else []
