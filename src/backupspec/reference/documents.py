"""The documents of the reference: a manifest for each complete backup, and a catalogue for each account (schemas/manifest and catalogue)."""

import base64
import hashlib
from datetime import datetime
from functools import lru_cache
from typing import Any

from msgspec.structs import replace

from backupspec import __version__
from backupspec.contract.content import App, Entry, OwnAccount
from backupspec.contract.observations import Backup
from backupspec.contract.terms import Part
from backupspec.contract.times import time_zone
from backupspec.manifest import building, contents
from backupspec.manifest.building import Stored
from backupspec.manifest.contents import Item, Moment, PartContent
from backupspec.manifest.measuring import entry_bytes
from backupspec.manifest.sealing import keyed_digest, reference, seal
from backupspec.reference.later import Document
from backupspec.reference.law import Law
from backupspec.reference.state import Account, Entered, Entries, Flow, Line, Phone, World

PRODUCER = contents.Producer(name="backupspec reference", version=__version__)
digest_of = lru_cache(maxsize=100_000)(keyed_digest)
"""The keyed digest of an item's bytes: most backups hold what the one before held."""


class Documents:
    """What a manifest says."""

    def __init__(self, law: Law) -> None:
        self.law = law

    # Manifests.

    def manifest(self, world: World, phone: Phone, flow: Flow) -> dict[str, Any]:
        """Build the manifest of a backup that is complete now."""
        key = world.accounts[flow.account].key
        backup = flow.backup
        assert backup is not None
        now = Moment(at=world.wall_clock, elapsed_s=world.elapsed_s)
        line = phone.lines.get(flow.account)
        seen = line.clock_seen if line else phone.clock_seen
        started = Moment(at=backup.started_at, elapsed_s=backup.started_elapsed_s)
        parts = tuple(_part(key, backup.id, part, flow.content.get(part)) for part in self._listed())
        references = {part.kind: [item.ref for item in part.items] for part in parts}
        return building.manifest(
            contents.BackupFacts(
                profile=self.law.policy.id,
                choices=self.law.choices,
                producer=PRODUCER,
                id=backup.id,
                lineage=reference(key, "lineage", f"{phone.name}, set up {phone.times_set_up} times"),
                previous=_previous(line),
                account=reference(key, "account", flow.account),
                device=reference(key, "device", phone.name),
                started=started,
                ended=now,
                committed=now,
                utc_offset_min=_utc_offset_min(flow.time_zone, backup.started_at),
                clock_anomalies=world.clock_set[seen:],
                trigger=backup.trigger,
                network=backup.network,
                external_power=backup.external_power,
                sent_bytes=flow.by_network,
                toggles=flow.toggles,
                uploads=flow.uploads,
                status="complete",
                parts=parts,
                apps=_apps(flow.content, references["app_data"]),
                accounts=_accounts(key, flow.content, references["passwords"]),
            )
        )

    def manifest_later(self, world: World, phone: Phone, flow: Flow) -> Document:
        """Make the manifest of a backup that is complete now, to be written when somebody looks. It keeps no more of the world than it needs."""
        own = Account(key=world.accounts[flow.account].key)
        needed = replace(world, phones={}, accounts={flow.account: own}, transfers=(), manifests={})
        line = phone.lines.get(flow.account)
        return Document(lambda: self.manifest(needed, phone, flow), after=line.document if line else None)

    def _listed(self) -> tuple[Part, ...]:
        return tuple(part.id for part in self.law.policy.parts)  # type: ignore[misc]


def account_key(seed: int, account: str) -> bytes:
    """Make the key of an account from the seed of its world."""
    return hashlib.sha256(f"{seed} {account}".encode()).digest()


def _part(key: bytes, backup: str, kind: Part, entries: tuple[Entry, ...] | None) -> PartContent:
    if entries is None:
        return PartContent(kind=kind, status="skipped", reason="app_backup_is_off")
    items = tuple(
        Item(
            ref=reference(key, "item", f"{backup} {kind} {number}"),
            size_bytes=len(bytes_ := entry_bytes(entry)),
            digest=digest_of(key, bytes_),
        )
        for number, entry in enumerate(entries)
    )
    return PartContent(
        kind=kind,
        status="complete" if items else "empty",
        items=items,
        key_ref=reference(key, "key", "1"),
    )


def _apps(content: Entries, data_items: list[str]) -> tuple[contents.App, ...]:
    """List the apps (CON-01): whether each takes part, why, and which item holds its data (CON-02)."""
    data = dict(zip((entry.name for entry in content.get("app_data", ())), data_items, strict=True))
    return tuple(_app(app, data.get(app.name)) for app in content.get("apps", ()) if isinstance(app, App))


def _app(app: App, data_item: str | None) -> contents.App:
    takes_part = app.participation == "declared"
    return contents.App(
        id=app.name,
        version=app.version,
        participating=takes_part,
        participating_because=app.participation,
        data="saved" if data_item else "none" if takes_part else "not_participating",
        data_item=data_item,
    )


def _accounts(key: bytes, content: Entries, secret_items: list[str]) -> tuple[contents.Account, ...]:
    """List the accounts (CON-07), by references that say nothing, and which item holds the secret of each (CON-03)."""
    secrets = dict(zip((entry.name for entry in content.get("passwords", ())), secret_items, strict=True))
    return tuple(
        contents.Account(
            ref=reference(key, "account", account.address),
            provider=account.provider,
            secret="encrypted" if account.name in secrets else "absent",
            secret_item=secrets.get(account.name),
        )
        for account in content.get("accounts", ())
        if isinstance(account, OwnAccount)
    )


def _utc_offset_min(zone: str, moment: str) -> int:
    """Tell what a time zone adds to UTC; at the ends of the calendar, where a local time may have no date, nothing."""
    try:
        offset = datetime.fromisoformat(moment).astimezone(time_zone(zone)).utcoffset()
    except OverflowError:
        return 0
    return int(offset.total_seconds() // 60) if offset else 0


def _previous(line: Line | None) -> contents.Previous | None:
    return contents.Previous(id=line.backup, sequence=line.sequence, digest=line.document.digest) if line else None


def with_manifest(world: World, backup: Backup) -> Backup:
    """Return a backup with its manifest, as others see it."""
    document = world.manifests.get(backup.id)
    if backup.manifest is not None or document is None:
        return backup
    return replace(backup, manifest=document.text)


# Catalogues.


def entered(account: Account, phone: Phone, backup: Backup, document: Document) -> Account:
    """Enter a backup that was committed: all of it in OneDrive, and on the phone, where it takes the place of the one before."""
    present = Stored(state="present", since=backup.committed_at or "")
    parts = dict.fromkeys((part.kind for part in backup.parts), present)
    account = gone_from_phone(account, phone.name, present.since)
    entry = Entered(phone_name=phone.name, backup=backup.id, document=document, has_copy=True, phone=parts, cloud=parts)
    return replace(account, entered=(*account.entered, entry))


def without_copy(world: World, phone: str, kinds: frozenset[Part] | None = None, *, but: str = "") -> World:
    """Enter that a phone no longer has its copy, or these kinds of it, in the catalogue of every account but one."""
    for name, account in world.accounts.items():
        if name == but:
            continue
        left = gone_from_phone(account, phone, world.wall_clock, kinds)
        if left.entered != account.entered:
            world = with_catalogue(world, name, left)
    return world


def gone_from_phone(account: Account, phone: str, moment: str, kinds: frozenset[Part] | None = None) -> Account:
    """Enter that a phone no longer has its copy, or these kinds of it."""
    deleted = Stored(state="deleted", since=moment)

    def gone(entry: Entered) -> Entered:
        parts = {
            kind: deleted if stored.state == "present" and (kinds is None or kind in kinds) else stored
            for kind, stored in entry.phone.items()
        }
        return replace(entry, phone=parts, has_copy=any(stored.state == "present" for stored in parts.values()))

    entered = (gone(each) if each.has_copy and each.phone_name == phone else each for each in account.entered)
    return replace(account, entered=tuple(entered))


def gone_from_cloud(account: Account, gone: Backup, moment: str) -> Account:
    """Take a backup out of OneDrive for good, which makes room, and enter that it was deleted (DEL-07)."""
    deleted = Stored(state="deleted", since=moment)
    return replace(
        account,
        backups=tuple(backup for backup in account.backups if backup.id != gone.id),
        kept={name: kept for name, kept in account.kept.items() if name != gone.id},
        entered=tuple(
            replace(each, cloud=dict.fromkeys(each.cloud, deleted)) if each.backup == gone.id else each
            for each in account.entered
        ),
        free_bytes=account.free_bytes + sum(part.size_bytes for part in gone.parts),
    )


def with_catalogue(world: World, name: str, account: Account) -> World:
    """Return this world with an account as given, and its catalogue written anew, as the next revision."""
    revision, moment, key, entries = account.revision + 1, world.wall_clock, account.key, account.entered

    def make() -> dict[str, Any]:
        own = reference(key, "account", name)
        return building.catalogue(own, revision, moment, (_lying(each) for each in entries))

    return world.with_account(name, replace(account, revision=revision, catalogue=Document(make)))


def _lying(entry: Entered) -> building.Lying:
    return building.lying(entry.document.value, entry.phone, entry.cloud, entry.document.digest)


def sealed(world: World, account: Account, backup: str, kind: Part) -> tuple[str, ...]:
    """Show what lies in OneDrive for each item of a part: sealed, in Base64 (CON-03)."""
    kept = account.kept[backup]
    return tuple(
        base64.b64encode(
            seal(kept.key, entry_bytes(entry), seed=world.seed, context=f"{backup} {kind} {number}")
        ).decode()
        for number, entry in enumerate(kept.content.get(kind, ()))
    )


def sealed_texts(world: World, account: Account) -> tuple[str, ...]:
    """Show what lies in OneDrive for each text message: sealed, in Base64 (CON-03)."""
    return tuple(
        base64.b64encode(seal(account.key, stored.text.written, seed=world.seed, context=f"message {id_}")).decode()
        for id_, stored in account.texts.items()
    )
