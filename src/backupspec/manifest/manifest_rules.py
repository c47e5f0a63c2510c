"""What a manifest's schema cannot say: sums, digests, the order of times, and what has to agree with what."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from backupspec.contract.times import wall_seconds
from backupspec.manifest.canonical import digest
from backupspec.manifest.documents import known_parts
from backupspec.manifest.moments import unexplained_s
from backupspec.manifest.problems import Path, seen
from backupspec.manifest.ruling import Breach, Rules

Manifest = Mapping[str, Any]
MANIFEST = Rules()

TOLERANCE_S = 1
"""Moments are whole seconds, each rounded by itself."""


@MANIFEST.rule(
    "real-instants", reads=("times",), why="REM-01: a day that no calendar has is read by each reader as another."
)
def _real_instants(manifest: Manifest) -> Iterator[Breach]:
    times = manifest["times"]
    for name in ("started_at", "ended_at", "committed_at"):
        if times[name] is not None and wall_seconds(times[name]) is None:
            yield Breach(("times", name), "a moment that the calendar has", seen(times[name]))


@MANIFEST.rule(
    "elapsed-time-runs-on", reads=("times",), why="REM-01: elapsed time never runs back, whatever the clock was set to."
)
def _elapsed_time_runs_on(manifest: Manifest) -> Iterator[Breach]:
    times = manifest["times"]
    earlier = times["started_elapsed_s"]
    for name in ("ended_elapsed_s", "committed_elapsed_s"):
        if times[name] is not None:
            if times[name] < earlier:
                yield Breach(("times", name), f"{earlier} or more", str(times[name]))
            earlier = times[name]


@MANIFEST.rule(
    "clock-is-accounted-for",
    reads=("times",),
    why="REM-01: clock and elapsed time differ only where the clock was set, and that is recorded.",
)
def _clock_is_accounted_for(manifest: Manifest) -> Iterator[Breach]:
    times = manifest["times"]
    if list(_real_instants(manifest)):
        return
    for start, end in (("started", "ended"), ("ended", "committed")):
        if times[f"{end}_at"] is None or times[f"{end}_elapsed_s"] is None:
            continue
        off = unexplained_s(times, start, end)
        if abs(off) > TOLERANCE_S:
            expected = (
                f"as long after {start}_at as {end}_elapsed_s is after {start}_elapsed_s, but for clock_anomalies"
            )
            yield Breach(
                ("times", f"{end}_at"),
                expected,
                f"{seen(times[f'{end}_at'])}, {abs(off)} s {'late' if off > 0 else 'early'}",
            )


@MANIFEST.rule(
    "anomalies-in-order",
    reads=("times",),
    why="REM-01: what happened to the clock is reckoned with in its order, up to the end of the backup.",
)
def _anomalies_in_order(manifest: Manifest) -> Iterator[Breach]:
    times = manifest["times"]
    last = max(times["ended_elapsed_s"], times["committed_elapsed_s"] or 0)
    earlier = 0
    for number, anomaly in enumerate(times["clock_anomalies"]):
        at = anomaly["elapsed_s"]
        if not earlier <= at <= last:
            yield Breach(("times", "clock_anomalies", number, "elapsed_s"), f"from {earlier} to {last}", str(at))
        earlier = max(earlier, at)


@MANIFEST.rule(
    "follows-in-line",
    reads=("backup",),
    why="REM-01, RST-07: a gap in the numbers is a backup that somebody took away.",
)
def _follows_in_line(manifest: Manifest) -> Iterator[Breach]:
    backup = manifest["backup"]
    if backup["previous"] is not None and backup["sequence"] != backup["previous"]["sequence"] + 1:
        yield Breach(("backup", "sequence"), str(backup["previous"]["sequence"] + 1), str(backup["sequence"]))


@MANIFEST.rule("not-its-own-previous", reads=("backup",), why="REM-01: a backup that follows itself has no beginning.")
def _not_its_own_previous(manifest: Manifest) -> Iterator[Breach]:
    backup = manifest["backup"]
    if backup["previous"] is not None and backup["previous"]["id"] == backup["id"]:
        yield Breach(("backup", "previous", "id"), "the id of another backup", seen(backup["id"]))


@MANIFEST.rule(
    "part-counts-its-items",
    reads=("parts",),
    why="CON-00: a count that is not that of the items hides that some are missing.",
)
def _part_counts_its_items(manifest: Manifest) -> Iterator[Breach]:
    for kind, part in known_parts(manifest["parts"]).items():
        if part["count"] != len(part["items"]):
            yield Breach(("parts", kind, "count"), str(len(part["items"])), str(part["count"]))


@MANIFEST.rule(
    "part-sums-its-items",
    reads=("parts",),
    why="GEN-03: a size that is not the sum of the items hides that bytes are missing.",
)
def _part_sums_its_items(manifest: Manifest) -> Iterator[Breach]:
    for kind, part in known_parts(manifest["parts"]).items():
        total = sum(item["size_bytes"] for item in part["items"])
        if part["size_bytes"] != total:
            yield Breach(("parts", kind, "size_bytes"), str(total), str(part["size_bytes"]))


@MANIFEST.rule(
    "part-has-its-digest", reads=("parts",), why="RST-07: the digest shows when an item was changed, swapped or lost."
)
def _part_has_its_digest(manifest: Manifest) -> Iterator[Breach]:
    for kind, part in known_parts(manifest["parts"]).items():
        if part["digest"] is None or not part["items"]:
            continue
        own = digest(part["items"])
        if part["digest"] != own:
            yield Breach(("parts", kind, "digest"), own, part["digest"])


@MANIFEST.rule(
    "items-have-names-of-their-own", reads=("parts",), why="RST-01: of two items of one name, only one would come back."
)
def _items_have_names_of_their_own(manifest: Manifest) -> Iterator[Breach]:
    places = (
        (("parts", kind, "items", number, "ref"), item["ref"])
        for kind, part in known_parts(manifest["parts"]).items()
        for number, item in enumerate(part["items"])
    )
    yield from doubles(places)


@MANIFEST.rule(
    "sent-what-it-holds",
    reads=("parts", "sent_bytes"),
    why="GEN-03: what was never sent cannot be in OneDrive, whatever the backup claims.",
)
def _sent_what_it_holds(manifest: Manifest) -> Iterator[Breach]:
    sent = sum(manifest["sent_bytes"][network] for network in ("wifi", "cellular"))
    held = sum(item["size_bytes"] for part in known_parts(manifest["parts"]).values() for item in part["items"])
    if sent < held:
        yield Breach(("sent_bytes",), f"{held} bytes or more, over both networks", f"{sent} bytes")


@MANIFEST.rule(
    "partial-has-a-failed-part",
    reads=("parts", "status"),
    why="GEN-03: a backup is partial because a part failed, and the part says why.",
)
def _partial_has_a_failed_part(manifest: Manifest) -> Iterator[Breach]:
    if manifest["status"] == "partial" and all(
        part["status"] != "failed" for part in known_parts(manifest["parts"]).values()
    ):
        yield Breach(("parts",), 'a part whose status is "failed"', "none")


@MANIFEST.rule(
    "apps-are-listed",
    reads=("parts", "apps"),
    why="CON-01: the list of apps and the part that holds them tell of the same apps.",
)
def _apps_are_listed(manifest: Manifest) -> Iterator[Breach]:
    yield from _listed(manifest, "apps")


@MANIFEST.rule(
    "accounts-are-listed",
    reads=("parts", "accounts"),
    why="CON-07: the list of accounts and the part that holds them tell of the same accounts.",
)
def _accounts_are_listed(manifest: Manifest) -> Iterator[Breach]:
    yield from _listed(manifest, "accounts")


@MANIFEST.rule("apps-come-once", reads=("apps",), why="CON-01: a phone has an app once.")
def _apps_come_once(manifest: Manifest) -> Iterator[Breach]:
    yield from doubles((("apps", number, "id"), app["id"]) for number, app in enumerate(manifest["apps"]))


@MANIFEST.rule(
    "accounts-come-once",
    reads=("accounts",),
    why="CON-07: two accounts of one provider are two accounts, each with a reference of its own.",
)
def _accounts_come_once(manifest: Manifest) -> Iterator[Breach]:
    yield from doubles((("accounts", number, "ref"), each["ref"]) for number, each in enumerate(manifest["accounts"]))


@MANIFEST.rule(
    "app-data-has-an-owner",
    reads=("parts", "apps"),
    why="CON-02: data that belongs to no app that takes part has no business in a backup; data of two belongs to neither.",
)
def _app_data_has_an_owner(manifest: Manifest) -> Iterator[Breach]:
    yield from _owned(manifest, "app_data", "apps", "data_item")


@MANIFEST.rule(
    "secrets-have-an-owner",
    reads=("parts", "accounts"),
    why="CON-03: a secret that belongs to no account cannot be given back.",
)
def _secrets_have_an_owner(manifest: Manifest) -> Iterator[Breach]:
    yield from _owned(manifest, "passwords", "accounts", "secret_item")


_DATA_IN = {
    "complete": ("saved", "none", "not_participating"),
    "empty": ("none", "not_participating"),
    "skipped": ("skipped", "not_participating"),
    "failed": ("failed", "none", "not_participating"),
}


@MANIFEST.rule(
    "app-data-ends-as-its-part",
    reads=("parts", "apps"),
    why="CON-02: an app's data is saved, skipped or failed as the part that holds it is.",
)
def _app_data_ends_as_its_part(manifest: Manifest) -> Iterator[Breach]:
    part = manifest["parts"].get("app_data")
    may_be = _DATA_IN[part["status"] if part else "skipped"]
    for number, app in enumerate(manifest["apps"]):
        # Saved data without the item that it names is told by app-data-has-an-owner.
        if app["data"] not in (*may_be, "saved"):
            yield Breach(("apps", number, "data"), " or ".join(seen(each) for each in may_be), seen(app["data"]))


def doubles(named: Iterable[tuple[Path, str]]) -> Iterator[Breach]:
    """Find the names that were there before."""
    met = set()
    for path, name in named:
        if name in met:
            yield Breach(path, "a name that nothing else has", seen(name))
        met.add(name)


def _listed(manifest: Manifest, kind: str) -> Iterator[Breach]:
    """Hold a list of apps or accounts against the part of that kind."""
    part = manifest["parts"].get(kind)
    count = len(part["items"]) if part else 0
    if len(manifest[kind]) != count:
        yield Breach((kind,), f"{count} entries, as many as parts.{kind} has items", f"{len(manifest[kind])} entries")


def _owned(manifest: Manifest, kind: str, owners: str, member: str) -> Iterator[Breach]:
    """Hold the items of a part against those who name them: one owner for each, one item for each owner."""
    items = {item["ref"]: number for number, item in enumerate(manifest["parts"].get(kind, {"items": ()})["items"])}
    named = [(number, each[member]) for number, each in enumerate(manifest[owners]) if each[member] is not None]
    counts = Counter(ref for _, ref in named)
    for number, ref in named:
        if ref not in items or counts[ref] > 1:
            yield Breach(
                (owners, number, member), f"the ref of an item of parts.{kind} that nothing else names", seen(ref)
            )
    for ref, number in items.items():
        if ref not in counts:
            yield Breach(
                ("parts", kind, "items", number, "ref"), f"a ref that one of {owners} names as its {member}", seen(ref)
            )
