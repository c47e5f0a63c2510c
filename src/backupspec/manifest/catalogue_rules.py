"""What a catalogue's schema cannot say: what lies where after a commit or a deletion, and what never changes."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from backupspec.contract.times import wall_seconds
from backupspec.manifest.canonical import digest
from backupspec.manifest.documents import known_parts
from backupspec.manifest.manifest_rules import Manifest, doubles
from backupspec.manifest.problems import Path, seen
from backupspec.manifest.ruling import Breach, Rules

Catalogue = Mapping[str, Any]
CATALOGUE = Rules()
HOLDING = Rules()
"""The rules about a catalogue and the manifests of its backups, by id."""
SUCCESSION = Rules()
"""The rules about a catalogue and an earlier revision of it. When a catalogue was written is not compared: the clock may have been set."""

APP_PARTS = frozenset({"apps", "app_data"})


@CATALOGUE.rule(
    "real-moments",
    reads=("as_of", "backups"),
    why="DEL-07: a day that no calendar has is read by each reader as another.",
)
def _real_moments(catalogue: Catalogue) -> Iterator[Breach]:
    moments: list[tuple[Path, str]] = [(("as_of",), catalogue["as_of"])]
    for number, place, kind, part in _stored(catalogue):
        moments.append((("backups", number, place, kind, "since"), part["since"]))
    for path, moment in moments:
        if wall_seconds(moment) is None:
            yield Breach(path, "a moment that the calendar has", seen(moment))


@CATALOGUE.rule(
    "backups-come-once",
    reads=("backups",),
    why="DEL-10: whoever deletes one backup must not delete another of the same name.",
)
def _backups_come_once(catalogue: Catalogue) -> Iterator[Breach]:
    yield from doubles((("backups", number, "id"), each["id"]) for number, each in enumerate(catalogue["backups"]))


@CATALOGUE.rule(
    "one-local-copy",
    reads=("backups",),
    why="DEL-06: a commit replaces the phone's local copy; a phone never holds two.",
)
def _one_local_copy(catalogue: Catalogue) -> Iterator[Breach]:
    yield from (
        Breach(breach.path, "one backup at most on each phone", f"a second one on {breach.found}")
        for breach in doubles(
            (("backups", number, "phone"), each["device"])
            for number, each in enumerate(catalogue["backups"])
            if _states(each["phone"]) & {"present"}
        )
    )


@CATALOGUE.rule(
    "onedrive-deletes-whole-backups", reads=("backups",), why="DEL-07, DEL-10: in OneDrive a backup is deleted whole."
)
def _onedrive_deletes_whole_backups(catalogue: Catalogue) -> Iterator[Breach]:
    for number, backup in enumerate(catalogue["backups"]):
        if len(_states(backup["cloud"])) > 1:
            yield Breach(
                ("backups", number, "cloud"), "all parts present, or all deleted", "some present, some deleted"
            )


@CATALOGUE.rule(
    "phone-deletes-by-the-boxes",
    reads=("backups",),
    why="DEL-03, DEL-04: the box Settings backup takes the entire backup, the box App backup the apps alone.",
)
def _phone_deletes_by_the_boxes(catalogue: Catalogue) -> Iterator[Breach]:
    for number, backup in enumerate(catalogue["backups"]):
        gone = {kind for kind, part in known_parts(backup["phone"]).items() if part["state"] == "deleted"}
        if gone - APP_PARTS and gone != set(known_parts(backup["phone"])):
            expected = "all parts deleted, or app parts alone"
            yield Breach(("backups", number, "phone"), expected, f"{', '.join(sorted(gone))} deleted alone")


@CATALOGUE.rule(
    "local-copy-was-committed",
    reads=("backups",),
    why="DEL-06: a commit adds a backup to OneDrive and leaves its copy on the phone; there is no other way for one to get there.",
)
def _local_copy_was_committed(catalogue: Catalogue) -> Iterator[Breach]:
    for number, backup in enumerate(catalogue["backups"]):
        for kind in known_parts(backup["phone"]):
            if kind not in backup["cloud"]:
                yield Breach(
                    ("backups", number, "phone", kind), f"{kind} under cloud too, present or deleted", "nothing there"
                )


@HOLDING.rule(
    "manifest-has-its-digest",
    reads=("backups",),
    why="DEL-06: deleting never rewrites a manifest; if its digest differs, it was rewritten or swapped.",
)
def _manifest_has_its_digest(catalogue: Catalogue, manifests: Mapping[str, Manifest]) -> Iterator[Breach]:
    for number, backup, manifest in _held(catalogue, manifests):
        own = digest(manifest)
        if backup["manifest_digest"] != own:
            yield Breach(("backups", number, "manifest_digest"), own, backup["manifest_digest"])


@HOLDING.rule(
    "catalogue-is-of-its-manifests-account",
    reads=("account", "backups"),
    why="DEL-09: a list under another account's reference would be nobody's, and no manifest would be held against it.",
)
def _catalogue_is_of_its_manifests_account(catalogue: Catalogue, manifests: Mapping[str, Manifest]) -> Iterator[Breach]:
    for _, _, manifest in _held(catalogue, manifests):
        if manifest["account"] != catalogue["account"]:
            yield Breach(("account",), manifest["account"], catalogue["account"])
            return


@HOLDING.rule(
    "catalogue-says-what-manifest-says",
    reads=("backups",),
    why="DEL-09: the list shows each backup as what it is: of its phone, of its line, with its number.",
)
def _catalogue_says_what_manifest_says(catalogue: Catalogue, manifests: Mapping[str, Manifest]) -> Iterator[Breach]:
    for number, backup, manifest in _held(catalogue, manifests):
        own = {"device": manifest["device"], **{name: manifest["backup"][name] for name in ("lineage", "sequence")}}
        for name, value in own.items():
            if backup[name] != value:
                yield Breach(("backups", number, name), seen(value), seen(backup[name]))


@HOLDING.rule(
    "catalogue-lists-complete-backups",
    reads=("backups",),
    why="RST-07: only a complete backup is committed, so no other is listed.",
)
def _catalogue_lists_complete_backups(catalogue: Catalogue, manifests: Mapping[str, Manifest]) -> Iterator[Breach]:
    for number, backup, manifest in _held(catalogue, manifests):
        if manifest["status"] != "complete":
            yield Breach(
                ("backups", number, "id"), "a complete backup", f"{backup['id']}, which is {manifest['status']}"
            )


@HOLDING.rule(
    "onedrive-has-every-part",
    reads=("backups",),
    why="CON-00, I17: what a manifest says is in the backup was stored, and nothing else.",
)
def _onedrive_has_every_part(catalogue: Catalogue, manifests: Mapping[str, Manifest]) -> Iterator[Breach]:
    for number, backup, manifest in _held(catalogue, manifests):
        parts = {
            kind for kind, part in known_parts(manifest["parts"]).items() if part["status"] in ("complete", "empty")
        }
        if set(known_parts(backup["cloud"])) != parts:
            yield Breach(("backups", number, "cloud"), _names(parts), _names(set(known_parts(backup["cloud"]))))


@SUCCESSION.rule(
    "no-backup-vanishes",
    reads=("backups",),
    why="DEL-07: a deleted backup stays listed as deleted, so that nobody takes it for one that never was.",
)
def _no_backup_vanishes(later: Catalogue, earlier: Catalogue) -> Iterator[Breach]:
    for name in {each["id"] for each in earlier["backups"]} - {each["id"] for each in later["backups"]}:
        yield Breach(("backups",), f"{name}, as in revision {earlier['revision']}", "it is not there")


@SUCCESSION.rule("manifests-never-change", reads=("backups",), why="DEL-06: deleting never rewrites a manifest.")
def _manifests_never_change(later: Catalogue, earlier: Catalogue) -> Iterator[Breach]:
    for number, now, before in _both(later, earlier):
        if now["manifest_digest"] != before["manifest_digest"]:
            yield Breach(("backups", number, "manifest_digest"), before["manifest_digest"], now["manifest_digest"])


@SUCCESSION.rule(
    "deleted-stays-deleted",
    reads=("backups",),
    why="DEL-07: deleting in OneDrive is permanent, and no local copy comes back without a new backup.",
)
def _deleted_stays_deleted(later: Catalogue, earlier: Catalogue) -> Iterator[Breach]:
    for number, now, before in _both(later, earlier):
        for place in ("phone", "cloud"):
            for kind, part in known_parts(before[place]).items():
                if part["state"] == "deleted" and now[place].get(kind) != part:
                    expected = f"deleted since {part['since']}, as in revision {earlier['revision']}"
                    yield Breach(("backups", number, place, kind), expected, _state(now[place].get(kind)))


@SUCCESSION.rule(
    "onedrive-changes-by-deletion-alone",
    reads=("backups",),
    why="DEL-06, DEL-10: what is in OneDrive stays until it is deleted there.",
)
def _onedrive_changes_by_deletion_alone(later: Catalogue, earlier: Catalogue) -> Iterator[Breach]:
    for number, now, before in _both(later, earlier):
        if set(known_parts(now["cloud"])) != set(known_parts(before["cloud"])):
            yield Breach(
                ("backups", number, "cloud"),
                _names(set(known_parts(before["cloud"]))),
                _names(set(known_parts(now["cloud"]))),
            )


def _stored(catalogue: Catalogue) -> Iterator[tuple[int, str, str, Mapping[str, Any]]]:
    """Go through every part in every place."""
    for number, backup in enumerate(catalogue["backups"]):
        for place in ("phone", "cloud"):
            for kind, part in known_parts(backup[place]).items():
                yield number, place, kind, part


def _states(place: Mapping[str, Any]) -> set[str]:
    return {part["state"] for part in known_parts(place).values()}


def _held(catalogue: Catalogue, manifests: Mapping[str, Manifest]) -> Iterator[tuple[int, Mapping[str, Any], Manifest]]:
    """Go through the backups whose manifest is at hand."""
    for number, backup in enumerate(catalogue["backups"]):
        if backup["id"] in manifests:
            yield number, backup, manifests[backup["id"]]


def _both(later: Catalogue, earlier: Catalogue) -> Iterator[tuple[int, Mapping[str, Any], Mapping[str, Any]]]:
    """Go through the backups that were there before."""
    before = {each["id"]: each for each in earlier["backups"]}
    for number, now in enumerate(later["backups"]):
        if now["id"] in before:
            yield number, now, before[now["id"]]


def _names(kinds: Iterable[str]) -> str:
    return ", ".join(sorted(kinds)) or "no part"


def _state(part: Mapping[str, Any] | None) -> str:
    return f"{part['state']} since {part['since']}" if part else "nothing"
