"""How miniatures are made that save, say or bring back something else than the reference."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from backupspec.contract.content import Entry
from backupspec.contract.observations import Backup, LeftOut
from backupspec.contract.outcomes import Reason
from backupspec.contract.terms import Part, Trigger
from backupspec.faults.made import with_rules
from backupspec.reference import backups, documents, restoring
from backupspec.reference.implementation import Reference
from backupspec.reference.law import Law
from backupspec.reference.state import Account, Entries, Flow, Phone, World

Some = tuple[Entry, ...]
Change = Callable[[Some], Some]
Listed = tuple[LeftOut, ...]


def saves(part: Part, change: Change, **rules: Any) -> Reference:
    """Make the reference, in which one kind of content is changed when it is saved."""

    def content_to_save(law: Law, phone: Phone, kind: Part) -> Some:
        entries = backups.content_to_save(law, phone, kind)
        return change(entries) if kind == part else entries

    return with_rules(content_to_save=content_to_save, **rules)


def says(change: Callable[[dict[str, Any], Flow], None], **rules: Any) -> Reference:
    """Make the reference, in which manifests are changed before they are stored. It restores whatever they say."""

    def manifest(law: Law, world: World, phone: Phone, flow: Flow) -> dict[str, Any]:
        document = documents.manifest(law, world, phone, flow)
        change(document, flow)
        return document

    return with_rules(manifest=manifest, flaw=no_flaw, **rules)


def no_flaw(_law: Law, _account: Account, _backup: Backup) -> Reason | None:
    """Find no flaw in any backup."""
    return None


def _before(world: World, phone: Phone) -> tuple[Entries, ...]:
    """List what the backups of a phone hold in OneDrive, oldest first."""
    account = world.accounts[phone.account or ""]
    return tuple(account.kept[backup.id].content for backup in account.backups if backup.phone == phone.name)


def named(entries: Some) -> dict[str, Entry]:
    """Return entries by their names: of several of one name, the last."""
    return {entry.name: entry for entry in entries}


def saves_in_view_of_earlier(save: Callable[[tuple[Entries, ...], Part, Some], Some], **rules: Any) -> Reference:
    """Make the reference, in which what is saved depends on what earlier backups of the phone hold."""

    def begin(law: Law, world: World, phone: Phone, trigger: Trigger) -> World:
        earlier = _before(world, phone)

        def content_to_save(law: Law, phone: Phone, part: Part) -> Some:
            return save(earlier, part, backups.content_to_save(law, phone, part))

        rules = replace(law.rules, content_to_save=content_to_save)
        return backups.begin(replace(law, rules=rules), world, phone, trigger)

    return with_rules(begin=begin, **rules)


def brings_back(change: Callable[[Entries, Listed, Entries], tuple[Entries, Listed]]) -> Reference:
    """Make the reference, in which what comes back, and what is listed as left out, is changed in view of what was saved."""

    def come_back(law: Law, world: World, content: Entries) -> tuple[Entries, Listed]:
        return change(*restoring.come_back(law, world, content), content)

    return with_rules(come_back=come_back)
