"""Invariants of what a backup holds, and of the documents that tell it (I11, I17, I18).

An implementation may show no manifests and no catalogues; those that it shows have to be right.
"""

import re
from functools import lru_cache

from backupspec import shipped
from backupspec.contract import commands
from backupspec.contract.observations import Account, Backup, SavedPart
from backupspec.contract.outcomes import Done
from backupspec.contract.terms import Part
from backupspec.manifest import verifying
from backupspec.manifest.measuring import held
from backupspec.manifest.problems import Problem
from backupspec.manifest.verifying import Checked
from backupspec.suite.invariants.asking import Found, invariant
from backupspec.suite.invariants.contents import began, on_phone, to_save
from backupspec.suite.invariants.past import new_backups, new_complete
from backupspec.suite.world import Event, History

_CLAUSE = re.compile(r"[A-Z]{2,3}-[0-9]{2}")


@lru_cache(maxsize=256)
def checked_manifest(text: str) -> Checked:
    """Read and check a manifest as it is shown."""
    return verifying.manifest(text.encode(), shipped.shape("manifest"))


@lru_cache(maxsize=64)
def checked_catalogue(text: str) -> Checked:
    """Read and check a catalogue as it is shown."""
    return verifying.catalogue(text.encode(), shipped.shape("catalogue"))


def _told(problem: Problem, document: str) -> tuple[str, str, str]:
    clause = _CLAUSE.match(problem.why)
    where = f"{document}{problem.pointer}"
    return clause[0] if clause else "GEN-03", f"{where} to be {problem.expected}", f"{problem.found} ({problem.rule})"


@invariant("I11", "GEN-03")
def _no_success_without_a_backup(_history: History, event: Event) -> Found:
    """No success is claimed unless a complete backup lies in OneDrive; its manifest, where one is shown, verifies and says what the backup is."""
    yield from _claims(event)
    for backup in new_backups(event):
        if backup.manifest is None:
            continue
        checked = checked_manifest(backup.manifest)
        for problem in checked.problems:
            yield _told(problem, f"the manifest of {backup.id}")
        if not checked.problems:
            yield from _agrees(backup, checked.value)


def _claims(event: Event) -> Found:
    """Hold what a phone claims, and what its owner was told, against what lies in OneDrive."""
    for name, after in event.after.phones.items():
        before = event.before.phones.get(name)
        attempt = after.last_attempt
        if attempt is None or attempt.result != "complete" or (before is not None and before.last_attempt == attempt):
            continue
        saved = [backup for account in event.after.accounts.values() for backup in account.backups]
        if not any((backup.id, backup.phone, backup.complete) == (attempt.backup, name, True) for backup in saved):
            yield (
                "GEN-03",
                f"a complete backup of {name} in OneDrive, as the phone claims",
                f"{attempt.backup} is not there",
            )
    if isinstance(event.command, commands.BackUpNow | commands.AcceptPrompt) and isinstance(event.outcome, Done):
        name = event.command.phone
        phone = event.after.phones.get(name)
        if phone is not None and phone.flow is None and not new_complete(event, name):
            yield "GEN-03", f"a complete backup of {name} in OneDrive, since it was said to be done", "there is none"


def _agrees(backup: Backup, manifest: verifying.Document) -> Found:
    """Hold what is shown of a backup against its manifest."""
    times, start = manifest["times"], manifest["at_start"]
    shown_and_written = {
        "its id": (backup.id, manifest["backup"]["id"]),
        "its number": (backup.sequence, manifest["backup"]["sequence"]),
        "what set it off": (backup.trigger, manifest["trigger"]),
        "its network": (backup.network, start["network"]),
        "its power": (backup.external_power, start["external_power"]),
        "its beginning": (backup.started_at, times["started_at"]),
        "its beginning in elapsed time": (backup.started_elapsed_s, times["started_elapsed_s"]),
        "its end": (backup.committed_at, times["committed_at"]),
        "its end in elapsed time": (backup.committed_elapsed_s, times["committed_elapsed_s"]),
        "whether it is complete": (backup.complete, manifest["status"] == "complete"),
    }
    for what, (shown, written) in shown_and_written.items():
        if shown != written:
            yield "GEN-03", f"{what} in the manifest of {backup.id} to be {shown}", f"{written}"
    amounts = {part.kind: (part.count, part.size_bytes) for part in backup.parts}
    for kind, part in manifest["parts"].items():
        written = (part["count"], part["size_bytes"])
        if part["status"] in {"complete", "empty"} and amounts.get(kind) != written:
            yield "CON-00", f"{kind} in the manifest of {backup.id} to be as shown, {amounts.get(kind)}", f"{written}"


@invariant("I43", "DEL-07")
def _catalogues_verify(_history: History, event: Event) -> Found:
    """A catalogue verifies, follows from the one before, and lists in OneDrive what lies there."""
    for name, account in event.after.accounts.items():
        before = event.before.accounts.get(name)
        if account.catalogue is None or (before is not None and before == account):
            continue
        now = checked_catalogue(account.catalogue)
        for problem in now.problems:
            yield _told(problem, f"the catalogue of {name}")
        if now.problems:
            continue
        yield from _lists(name, account, now)
        if before is None or before.catalogue is None or before.catalogue == account.catalogue:
            continue
        earlier = checked_catalogue(before.catalogue)
        manifests = [checked_manifest(each.manifest) for each in account.backups if each.manifest is not None]
        for _, problem in verifying.catalogues_together([now, earlier], manifests):
            yield _told(problem, f"the catalogue of {name}")


def _lists(name: str, account: Account, catalogue: Checked) -> Found:
    own = {backup.id for backup in account.backups}
    for entry in catalogue.value["backups"]:
        present = any(part["state"] == "present" for part in entry["cloud"].values())
        if present and entry["id"] not in own:
            yield "DEL-07", f"{entry['id']} not to be present in the catalogue of {name}", "it is no longer in OneDrive"
        if not present and entry["id"] in own and entry["cloud"]:
            yield "DEL-07", f"{entry['id']} to be present in the catalogue of {name}, as in OneDrive", "it is not"


@invariant("I17", "CON-00")
def _holds_everything(history: History, event: Event) -> Found:
    """A complete backup holds all of each kind that was to be saved, as the phone had it when the backup began."""
    for backup in new_backups(event):
        if not backup.complete:
            continue
        clauses = {part.id: part.clause for part in history.policy.parts}
        expected = _expected(history, backup)
        saved = {part.kind: part for part in backup.parts}
        for kind, wanted in expected.items():
            part = saved.get(kind)
            if part is None or (part.count, part.size_bytes) != (wanted.count, wanted.size_bytes):
                yield clauses[kind], f"{backup.id} to hold {_amount(wanted)} of {kind}", _amount(part)


def _amount(part: SavedPart | None) -> str:
    return f"{part.count} items, {part.size_bytes} bytes" if part is not None else "none"


def _expected(history: History, backup: Backup) -> dict[Part, SavedPart]:
    """Tell how much of each kind a backup has to hold; nothing of what is not known."""
    beginning = began(history, backup.id)
    if beginning is None or (content := on_phone(history, backup.phone, beginning)) is None:
        return {}
    toggles = [
        seen.phones[backup.phone].toggles for seen in (beginning.before, beginning.after) if backup.phone in seen.phones
    ]
    on = {toggle.id for toggle in history.policy.toggles if all(each.get(toggle.id) for each in toggles)}  # type: ignore[call-overload]
    kinds = {part for toggle in history.policy.toggles if toggle.id in on for part in toggle.covers}
    amounts = {part: held(entries) for part, entries in to_save(content).items() if part in kinds}
    return {
        part: SavedPart(kind=part, count=amount.count, size_bytes=amount.size_bytes)
        for part, amount in amounts.items()
        if amount.count
    }


@invariant("I18", "CON-02")
def _listed_without_data(history: History, event: Event) -> Found:
    """An app that takes no part is listed with its reason, and without data."""
    for backup in new_backups(event):
        if backup.manifest is None or (checked := checked_manifest(backup.manifest)).problems:
            continue
        beginning = began(history, backup.id)
        content = on_phone(history, backup.phone, beginning) if beginning is not None else None
        if content is None or checked.value["parts"].get("apps", {}).get("status") != "complete":
            continue
        listed = {app["id"]: app["participating_because"] for app in checked.value["apps"]}
        for app in content.get("apps", ()):
            participation = getattr(app, "participation", None)
            if listed.get(app.name) != participation:
                yield "CON-02", f"{app.name} to be listed as {participation}", f"{listed.get(app.name) or 'not at all'}"
