"""Invariants of what a backup holds, and of the documents that tell it (I11, I17, I18, I43).

An implementation may show no manifests and no catalogues; those that it shows have to be right. What is wrong with a document by its own rules is
told under the clause that the rule stands for.
"""

from collections.abc import Iterator
from typing import Any

from backupspec.contract import commands
from backupspec.contract.content import App
from backupspec.contract.observations import Account, Backup, SavedPart
from backupspec.contract.outcomes import Done
from backupspec.contract.terms import Part
from backupspec.invariants.agreeing import agrees, amount
from backupspec.invariants.asking import Found, invariant, was_shown
from backupspec.invariants.contents import Content, began, on_phone_around, to_save
from backupspec.invariants.past import made_in, new_complete, put_there, states_around
from backupspec.manifest import verifying
from backupspec.manifest.documents import known_parts
from backupspec.manifest.measuring import held
from backupspec.manifest.problems import Problem
from backupspec.manifest.verifying import Checked
from backupspec.world.documents import checked_catalogue, checked_manifest, clause_of, wrong_by_policy
from backupspec.world.world import Event, History


def _of_manifest(problem: Problem, backup: str) -> tuple[str, str, str]:
    return _told(problem, clause_of(problem, "manifest"), f"the manifest of {backup}")


def _of_catalogue(problem: Problem, account: str) -> tuple[str, str, str]:
    return _told(problem, clause_of(problem, "catalogue"), f"the catalogue of {account}")


def _told(problem: Problem, clause: str, document: str) -> tuple[str, str, str]:
    return clause, f"{document}{problem.pointer} to be {problem.expected}", f"{problem.found} ({problem.rule})"


@invariant("I11", "GEN-03", "CON-00", "AS-03", "PHO-05", "SCH-01", "REM-01", "DEL-07", "VER-01", stated_by="us")
def _no_success_without_a_backup(history: History, event: Event) -> Found:
    """No success is claimed unless a complete backup lies in OneDrive; its manifest, where one is shown, verifies and says what the backup is."""
    yield from _claims(event)
    for account, backup in made_in(event):
        if backup.manifest is None:
            continue
        checked = checked_manifest(backup.manifest)
        problems = (*checked.problems, *wrong_by_policy(checked, history.policy))
        for problem in problems:
            yield _of_manifest(problem, backup.id)
        if not problems:
            yield from agrees(history, account, backup, checked)


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


@invariant("I43", "DEL-07", stated_by="us")
def _catalogues_verify(history: History, event: Event) -> Found:
    """A catalogue verifies, follows from the one before, and lists in OneDrive what lies there."""
    for name, account in event.after.accounts.items():
        before = event.before.accounts.get(name)
        if account.catalogue is None or (before is not None and before == account):
            continue
        now = checked_catalogue(account.catalogue)
        for problem in now.problems:
            yield _of_catalogue(problem, name)
        if not now.problems:
            yield from _lists(history, name, account, now)
            yield from _follows(name, account, before, now)
            yield from _is_dated(history, event, name, now)


def _is_dated(history: History, event: Event, name: str, now: Checked) -> Found:
    """Hold what is new in a catalogue against the clock. One that others put there may be dated by them."""
    before = event.before.accounts.get(name)
    if before is not None and before.catalogue == event.after.accounts[name].catalogue:
        return
    if not was_shown(event, now.value["as_of"]):
        yield (
            "DEL-07",
            f"the catalogue of {name} to be dated as the clock showed when it was written",
            now.value["as_of"],
        )
    known = _stored(checked_catalogue(before.catalogue)) if before is not None and before.catalogue is not None else {}
    put = put_there(history)
    for where, part in _stored(now).items():
        if known.get(where) != part and (name, where[0]) not in put and not was_shown(event, part["since"]):
            expected = f"{' > '.join(where)} in the catalogue of {name} to be {part['state']} since a time that the clock showed"
            yield "DEL-07", expected, part["since"]


def _stored(catalogue: Checked) -> dict[tuple[str, str, str], dict[str, Any]]:
    """Return each part in each place, by backup, place and kind: none of a catalogue that has no form."""
    if catalogue.value is None or catalogue.formless:
        return {}
    return {
        (backup["id"], place, kind): part
        for backup in catalogue.value["backups"]
        for place in ("phone", "cloud")
        for kind, part in known_parts(backup[place]).items()
    }


def _follows(name: str, account: Account, before: Account | None, now: Checked) -> Found:
    """Hold a catalogue against the one before and the manifests. What was wrong with the one before has been told."""
    if before is not None and before.catalogue == account.catalogue:
        return
    earlier = checked_catalogue(before.catalogue) if before is not None and before.catalogue is not None else None
    if earlier is not None and (earlier.value is None or earlier.formless):
        earlier = None
    others = () if earlier is None else (earlier,)
    for problem in verifying.catalogue_beside(now, others, _to_hold(account, before, now, earlier)):
        yield _of_catalogue(problem, name)
    if earlier is None:
        return
    if now.value["account"] != earlier.value["account"] or now.value["revision"] <= earlier.value["revision"]:
        expected = f"the catalogue of {name} to be a later revision of the same when it changes"
        yield "DEL-07", expected, f"revision {now.value['revision']} after {earlier.value['revision']}"


def _to_hold(account: Account, before: Account | None, now: Checked, earlier: Checked | None) -> Iterator[Checked]:
    """Yield the manifests to hold a catalogue against: not those which the one before was held against, where neither has changed."""
    shown = {} if before is None else {backup.id: backup.manifest for backup in before.backups}
    listed = {} if earlier is None else {entry["id"]: entry for entry in earlier.value["backups"]}
    entries = {entry["id"]: entry for entry in now.value["backups"]}
    for backup in account.backups:
        is_known = backup.id in listed and entries.get(backup.id) == listed[backup.id]
        if backup.manifest is not None and not (is_known and shown.get(backup.id) == backup.manifest):
            yield checked_manifest(backup.manifest)


def _lists(history: History, name: str, account: Account, catalogue: Checked) -> Found:
    """Hold what a catalogue lists against what lies in OneDrive. A backup that was put there by others may be missing from the list."""
    own = {backup.id for backup in account.backups}
    listed = {entry["id"] for entry in catalogue.value["backups"]}
    put = put_there(history)
    for missing in sorted(each for each in own - listed if (name, each) not in put):
        yield "DEL-07", f"{missing} to be listed in the catalogue of {name}, as in OneDrive", "it is not"
    for entry in catalogue.value["backups"]:
        present = any(part["state"] == "present" for part in known_parts(entry["cloud"]).values())
        if present and entry["id"] not in own:
            yield "DEL-07", f"{entry['id']} not to be present in the catalogue of {name}", "it is no longer in OneDrive"
        if not present and entry["id"] in own and known_parts(entry["cloud"]):
            yield "DEL-07", f"{entry['id']} to be present in the catalogue of {name}, as in OneDrive", "it is not"


@invariant("I17", *(f"CON-{number:02}" for number in range(1, 11)), stated_by="page")
def _holds_everything(history: History, event: Event) -> Found:
    """A complete backup holds all of each kind that was to be saved, as the phone had it when the backup began."""
    clauses = {part.id: part.clause for part in history.policy.parts}
    for account, backup in made_in(event):
        if not backup.complete:
            continue
        expected = _expected(history, account, backup)
        saved = {part.kind: part for part in backup.parts}
        for kind, wanted in expected.items():
            if amount(saved.get(kind)) not in wanted:
                yield clauses[kind], f"{backup.id} to hold {' or '.join(wanted)} of {kind}", amount(saved.get(kind))


def _expected(history: History, account: str, backup: Backup) -> dict[Part, list[str]]:
    """Tell how much of each kind a backup may hold: what the phone held before or after it began. Nothing is told of what is not known."""
    beginning = began(history, account, backup.id)
    if beginning is None:
        return {}
    on = _on(history, beginning, backup.phone)
    contents = [to_save(content) for content in on_phone_around(history, backup.phone, beginning)]
    wanted: dict[Part, list[str]] = {}
    parts: list[Part] = [part for toggle in history.policy.toggles if toggle.id in on for part in toggle.covers]  # type: ignore[misc]
    for part in parts:
        amounts = list(dict.fromkeys(_held(part, content) for content in contents))
        if any(each != amount(None) for each in amounts):
            wanted[part] = amounts
    return wanted


def _held(part: Part, content: Content) -> str:
    much = held(content.get(part, ()))
    return amount(SavedPart(kind=part, count=much.count, size_bytes=much.size_bytes))


def _on(history: History, beginning: Event, phone: str) -> set[str]:
    """Tell what was on for sure when a backup began: Settings backup in any case, or there would be none; all else before and after."""
    around = [state.toggles for state in states_around(beginning, phone)]
    both = {toggle.id for toggle in history.policy.toggles if all(each.get(toggle.id) for each in around)}  # type: ignore[call-overload]
    return {"settings_backup", *both}


@invariant("I18", "CON-02", stated_by="reading", readings=("participating_apps",))
def _listed_without_data(history: History, event: Event) -> Found:
    """An app that takes no part is listed with its reason, and without data."""
    for account, backup in made_in(event):
        if backup.manifest is None or (checked := checked_manifest(backup.manifest)).problems:
            continue
        beginning = began(history, account, backup.id)
        around = on_phone_around(history, backup.phone, beginning) if beginning is not None else []
        if not around or checked.value["parts"].get("apps", {}).get("status") != "complete":
            continue
        listed = {app["id"]: app["participating_because"] for app in checked.value["apps"]}
        missing = min((list(_not_listed(content, listed)) for content in around), key=len)
        for name, participation in missing:
            expected = f"{name} to be listed as {_WORDS.get(participation)}"
            yield "CON-02", expected, _listed(listed.get(name))


def _not_listed(content: Content, listed: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the apps that are not listed as what they are, each with what it is."""
    for app in content.get("apps", ()):
        if isinstance(app, App) and listed.get(app.name) != app.participation:
            yield app.name, app.participation


_WORDS = {
    "declared": "taking part, as it declares",
    "not_declared": "taking no part, as it declares nothing",
    "opted_out": "taking no part, as its owner opted out",
}


def _listed(because: str | None) -> str:
    return "it is not listed" if because is None else f"it is listed as {_WORDS.get(because, because)}"
