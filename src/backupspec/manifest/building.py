"""From the facts of a backup to its manifest, and from backups to a catalogue. What is built is not checked here: verifying.py does."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import msgspec
from msgspec import Struct

from backupspec.contract.terms import Part
from backupspec.manifest.canonical import choices_digest, digest, digest_of, written
from backupspec.manifest.contents import SENSITIVE, BackupFacts, PartContent, Previous
from backupspec.manifest.sealing import SCHEME

VERSION = "1.0"


def manifest(facts: BackupFacts) -> dict[str, Any]:
    """Build a manifest, as plain JSON types."""
    return {
        "document": "manifest",
        "version": VERSION,
        "profile": {"id": facts.profile, "choices_digest": choices_digest(facts.choices)},
        "producer": msgspec.to_builtins(facts.producer),
        "backup": {
            "id": facts.id,
            "lineage": facts.lineage,
            "sequence": facts.previous.sequence + 1 if facts.previous else 1,
            "previous": msgspec.to_builtins(facts.previous),
        },
        "account": facts.account,
        "device": facts.device,
        "times": _times(facts),
        "trigger": facts.trigger,
        "at_start": {"network": facts.network, "external_power": facts.external_power},
        "sent_bytes": {network: facts.sent_bytes.get(network, 0) for network in _NETWORKS},
        "toggles": dict(facts.toggles),
        "uploads": dict(facts.uploads),
        "status": facts.status,
        "reason": facts.reason,
        "parts": {part.kind: _part(part) for part in facts.parts},
        "apps": _plain(facts.apps),
        "accounts": _plain(facts.accounts),
        "purposes": ["backup", "restore"],
        "extensions": {"critical": list(facts.extensions.critical), **facts.extensions.values},
    }


_NETWORKS: tuple[Literal["wifi", "cellular"], ...] = ("wifi", "cellular")


def previous(complete: Mapping[str, Any]) -> Previous:
    """Refer to the manifest of a complete backup from the one that follows it."""
    backup = complete["backup"]
    return Previous(id=backup["id"], sequence=backup["sequence"], digest=digest(complete))


def _times(facts: BackupFacts) -> dict[str, Any]:
    committed = facts.committed
    return {
        "started_at": facts.started.at,
        "started_elapsed_s": facts.started.elapsed_s,
        "ended_at": facts.ended.at,
        "ended_elapsed_s": facts.ended.elapsed_s,
        "committed_at": committed.at if committed else None,
        "committed_elapsed_s": committed.elapsed_s if committed else None,
        "utc_offset_min": facts.utc_offset_min,
        "clock_anomalies": _plain(facts.clock_anomalies),
    }


def _part(part: PartContent) -> dict[str, Any]:
    items = _plain(part.items)
    encryption = {"scheme": SCHEME, "key_ref": part.key_ref} if part.key_ref and part.items else None
    return {
        "status": part.status,
        "reason": part.reason,
        "count": len(items),
        "size_bytes": sum(item.size_bytes for item in part.items),
        "digest": digest_of(written(items)) if items else None,
        "sensitive": part.kind in SENSITIVE or encryption is not None,
        "encryption": encryption,
        "items": items,
    }


def _plain(values: Iterable[Struct]) -> list[dict[str, Any]]:
    """Turn values into plain JSON types: a list, as only a list is one to every validator."""
    return [msgspec.to_builtins(value) for value in values]


class Stored(Struct, frozen=True, kw_only=True):
    """What became of one part in one place, and since when."""

    state: Literal["present", "deleted"]
    since: str


class Lying(Struct, frozen=True, kw_only=True):
    """One backup, as its manifest tells it, and where its parts lie."""

    id: str
    device: str
    lineage: str
    sequence: int
    manifest_digest: str
    phone: dict[Part, Stored]
    cloud: dict[Part, Stored]


def lying(
    manifest: Mapping[str, Any], phone: dict[Part, Stored], cloud: dict[Part, Stored], own_digest: str | None = None
) -> Lying:
    """Tell of a backup, by its manifest, where its parts lie. Its digest is made, unless it is known."""
    own = manifest["backup"]
    return Lying(
        id=own["id"],
        device=manifest["device"],
        lineage=own["lineage"],
        sequence=own["sequence"],
        manifest_digest=own_digest or digest(manifest),
        phone=phone,
        cloud=cloud,
    )


def catalogue(account: str, revision: int, as_of: str, backups: Iterable[Lying]) -> dict[str, Any]:
    """Build the catalogue of an account (DEL-09), as plain JSON types."""
    return {
        "document": "catalogue",
        "version": VERSION,
        "account": account,
        "revision": revision,
        "as_of": as_of,
        "backups": _plain(backups),
        "extensions": {"critical": []},
    }
