"""How miniatures are made that save, say or bring back something else than the reference."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from backupspec.contract.content import Entry
from backupspec.contract.observations import Backup, LeftOut
from backupspec.contract.outcomes import Reason
from backupspec.contract.terms import Part, Trigger
from backupspec.faults.made import with_topics
from backupspec.reference.backups import Backups
from backupspec.reference.documents import Documents
from backupspec.reference.engine import REFERENCE, Topics
from backupspec.reference.implementation import Reference
from backupspec.reference.restoring import Restoring
from backupspec.reference.state import Account, Entries, Flow, Phone, World

Some = tuple[Entry, ...]
Change = Callable[[Some], Some]
Listed = tuple[LeftOut, ...]


def saves(part: Part, change: Change, topics: Topics = REFERENCE) -> Reference:
    """Make the reference, in which one kind of content is changed when it is saved."""

    class _Faulty(Backups):
        def content_to_save(self, phone: Phone, kind: Part) -> Some:
            entries = super().content_to_save(phone, kind)
            return change(entries) if kind == part else entries

    return with_topics(replace(topics, backups=_Faulty))


class Unverified(Restoring):
    """Restores that find no flaw in any backup."""

    def flaw(self, _account: Account, _backup: Backup) -> Reason | None:
        """Find none."""
        return None


def says(change: Callable[[dict[str, Any], Flow], None], topics: Topics = REFERENCE) -> Reference:
    """Make the reference, in which manifests are changed before they are stored. It restores whatever they say."""

    class _Faulty(Documents):
        def manifest(self, world: World, phone: Phone, flow: Flow) -> dict[str, Any]:
            document = super().manifest(world, phone, flow)
            change(document, flow)
            return document

    return with_topics(replace(topics, documents=_Faulty, restoring=Unverified))


def _before(world: World, phone: Phone) -> tuple[Entries, ...]:
    """List what the backups of a phone hold in OneDrive, oldest first."""
    account = world.accounts[phone.account or ""]
    return tuple(account.kept[backup.id].content for backup in account.backups if backup.phone == phone.name)


def named(entries: Some) -> dict[str, Entry]:
    """Return entries by their names: of several of one name, the last."""
    return {entry.name: entry for entry in entries}


def saves_in_view_of_earlier(
    save: Callable[[tuple[Entries, ...], Part, Some], Some], topics: Topics = REFERENCE
) -> Reference:
    """Make the reference, in which what is saved depends on what earlier backups of the phone hold."""

    class _Faulty(Backups):
        def begin(self, world: World, phone: Phone, trigger: Trigger) -> World:
            earlier = _before(world, phone)

            class _Beginning(Backups):
                def content_to_save(self, phone: Phone, part: Part) -> Some:
                    return save(earlier, part, super().content_to_save(phone, part))

            return _Beginning(self.law, self.documents).begin(world, phone, trigger)

    return with_topics(replace(topics, backups=_Faulty))


def brings_back(change: Callable[[Entries, Listed, Entries], tuple[Entries, Listed]]) -> Reference:
    """Make the reference, in which what comes back, and what is listed as left out, is changed in view of what was saved."""

    class _Faulty(Restoring):
        def come_back(self, world: World, content: Entries) -> tuple[Entries, Listed]:
            return change(*super().come_back(world, content), content)

    return with_topics(Topics(restoring=_Faulty))
