"""Invariants of what a backup holds, and of the documents that tell it (I11, I17, I18, I43).

An implementation may show no manifests and no catalogues; those that it shows have to be right. What is wrong with a document by its own rules is
told under the clause that the rule stands for.
"""

import re
from collections.abc import Iterator
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
from backupspec.suite.invariants.past import come_to, made_in, new_complete, states_around
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


@invariant("I11", "GEN-03", "CON-00")
def _no_success_without_a_backup(_history: History, event: Event) -> Found:
    """No success is claimed unless a complete backup lies in OneDrive; its manifest, where one is shown, verifies and says what the backup is."""
    yield from _claims(event)
    for _, backup in made_in(event):
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
            yield "GEN-03", f"{what} in the manifest of {backup.id} to be {_word(shown)}", _word(written)
    shown_parts = {part.kind: part for part in backup.parts}
    written_parts = {kind: _counted(kind, part) for kind, part in manifest["parts"].items()}
    for kind in sorted({*shown_parts, *written_parts}):
        shown, written = (_amount(parts.get(kind)) for parts in (shown_parts, written_parts))
        if shown != written:
            yield "CON-00", f"{kind} in the manifest of {backup.id} to be as shown, {shown}", written


def _word(value: object) -> str:
    match value:
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case _:
            return str(value)


def _counted(kind: Part, part: verifying.Document) -> SavedPart:
    return SavedPart(kind=kind, count=part["count"], size_bytes=part["size_bytes"])


@invariant("I43", "DEL-07")
def _catalogues_verify(history: History, event: Event) -> Found:
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
        yield from _lists(history, name, account, now)
        if before is not None and before.catalogue is not None and before.catalogue != account.catalogue:
            manifests = [checked_manifest(each.manifest) for each in account.backups if each.manifest is not None]
            yield from _follows(name, now, checked_catalogue(before.catalogue), manifests)


def _follows(name: str, now: Checked, earlier: Checked, manifests: list[Checked]) -> Found:
    """Hold a catalogue against the one before and the manifests. What was wrong with the one before has been told."""
    for number, problem in verifying.catalogues_together([now, earlier], manifests):
        if number == 0:
            yield _told(problem, f"the catalogue of {name}")
    if now.value["account"] != earlier.value["account"] or now.value["revision"] <= earlier.value["revision"]:
        expected = f"the catalogue of {name} to be a later revision of the same when it changes"
        yield "DEL-07", expected, f"revision {now.value['revision']} after {earlier.value['revision']}"


def _lists(history: History, name: str, account: Account, catalogue: Checked) -> Found:
    """Hold what a catalogue lists against what lies in OneDrive. A backup that was put there by others may be missing from the list."""
    own = {backup.id for backup in account.backups}
    listed = {entry["id"] for entry in catalogue.value["backups"]}
    put = {backup.id for event in history.events for backup in _put(event, name)}
    for missing in sorted(own - listed - put):
        yield "DEL-07", f"{missing} to be listed in the catalogue of {name}, as in OneDrive", "it is not"
    for entry in catalogue.value["backups"]:
        present = any(part["state"] == "present" for part in entry["cloud"].values())
        if present and entry["id"] not in own:
            yield "DEL-07", f"{entry['id']} not to be present in the catalogue of {name}", "it is no longer in OneDrive"
        if not present and entry["id"] in own and entry["cloud"]:
            yield "DEL-07", f"{entry['id']} to be present in the catalogue of {name}, as in OneDrive", "it is not"


def _put(event: Event, account: str) -> Iterator[Backup]:
    return come_to(event, account) if isinstance(event.command, commands.PutCloudBackup) else iter(())


@invariant("I17", *(f"CON-{number:02}" for number in range(1, 11)))
def _holds_everything(history: History, event: Event) -> Found:
    """A complete backup holds all of each kind that was to be saved, as the phone had it when the backup began."""
    clauses = {part.id: part.clause for part in history.policy.parts}
    for account, backup in made_in(event):
        if not backup.complete:
            continue
        expected = _expected(history, account, backup)
        saved = {part.kind: part for part in backup.parts}
        for kind, wanted in expected.items():
            part = saved.get(kind)
            if part is None or (part.count, part.size_bytes) != (wanted.count, wanted.size_bytes):
                yield clauses[kind], f"{backup.id} to hold {_amount(wanted)} of {kind}", _amount(part)


def _amount(part: SavedPart | None) -> str:
    return f"{part.count} items, {part.size_bytes} bytes" if part is not None and part.count else "none"


def _expected(history: History, account: str, backup: Backup) -> dict[Part, SavedPart]:
    """Tell how much of each kind a backup has to hold; nothing of what is not known."""
    beginning = began(history, account, backup.id)
    if beginning is None or (content := on_phone(history, backup.phone, beginning)) is None:
        return {}
    on = _on(history, beginning, backup.phone)
    kinds = {part for toggle in history.policy.toggles if toggle.id in on for part in toggle.covers}
    amounts = {part: held(entries) for part, entries in to_save(content).items() if part in kinds}
    return {
        part: SavedPart(kind=part, count=amount.count, size_bytes=amount.size_bytes)
        for part, amount in amounts.items()
        if amount.count
    }


def _on(history: History, beginning: Event, phone: str) -> set[str]:
    """Tell what was on for sure when a backup began: Settings backup in any case, or there would be none; all else before and after."""
    around = [state.toggles for state in states_around(beginning, phone)]
    both = {toggle.id for toggle in history.policy.toggles if all(each.get(toggle.id) for each in around)}  # type: ignore[call-overload]
    return {"settings_backup", *both}


@invariant("I18", "CON-02")
def _listed_without_data(history: History, event: Event) -> Found:
    """An app that takes no part is listed with its reason, and without data."""
    for account, backup in made_in(event):
        if backup.manifest is None or (checked := checked_manifest(backup.manifest)).problems:
            continue
        beginning = began(history, account, backup.id)
        content = on_phone(history, backup.phone, beginning) if beginning is not None else None
        if content is None or checked.value["parts"].get("apps", {}).get("status") != "complete":
            continue
        listed = {app["id"]: app["participating_because"] for app in checked.value["apps"]}
        for app in content.get("apps", ()):
            participation = getattr(app, "participation", None)
            if listed.get(app.name) != participation:
                yield (
                    "CON-02",
                    f"{app.name} to be listed as {_WORDS.get(str(participation))}",
                    _listed(listed.get(app.name)),
                )


_WORDS = {
    "declared": "taking part, as it declares",
    "not_declared": "taking no part, as it declares nothing",
    "opted_out": "taking no part, as its owner opted out",
}


def _listed(because: str | None) -> str:
    return "it is not listed" if because is None else f"it is listed as {_WORDS.get(because, because)}"
