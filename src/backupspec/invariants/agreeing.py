"""What a manifest says of its backup, held against what was shown of it, what was done, and the manifests before it (parts of I11)."""

from collections import Counter
from datetime import datetime

from backupspec.contract import commands
from backupspec.contract.observations import Backup, SavedPart
from backupspec.contract.outcomes import Done
from backupspec.contract.terms import Network, Part
from backupspec.contract.times import time_zone
from backupspec.invariants.asking import Found
from backupspec.invariants.contents import began
from backupspec.invariants.past import come_to, complete_of, since_reset, states_around, told
from backupspec.manifest import verifying
from backupspec.manifest.canonical import choices_digest
from backupspec.manifest.documents import known_parts
from backupspec.manifest.verifying import Checked, Document
from backupspec.world.documents import LARGE, checked_manifest, clause_of
from backupspec.world.world import Event, History

MOST_ANOMALIES = 365
"""How many changes of the clock a manifest can tell."""


def agrees(history: History, account: str, backup: Backup, checked: Checked) -> Found:
    """Hold a manifest that is right by itself against all that is known of its backup."""
    yield from _is_as_shown(backup, checked.value)
    yield from _is_as_sent(history, account, backup, checked.value)
    yield from _is_as_chosen(history, account, backup, checked.value)
    yield from _is_as_it_began(history, account, backup, checked.value)
    yield from _is_in_its_line(history, account, backup, checked)
    yield from _tells_the_clock(history, account, backup, checked.value)


def _is_as_shown(backup: Backup, manifest: Document) -> Found:
    """Hold a manifest against what is shown of its backup."""
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
    written_parts = {kind: _counted(kind, part) for kind, part in known_parts(manifest["parts"]).items()}
    for kind in sorted({*shown_parts, *written_parts}):
        shown, written = (amount(parts.get(kind)) for parts in (shown_parts, written_parts))
        if shown != written:
            yield "CON-00", f"{kind} in the manifest of {backup.id} to be as shown, {shown}", written


def _word(value: object) -> str:
    match value:
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case _:
            return str(value).replace("_", " ")


def _counted(kind: Part, part: Document) -> SavedPart:
    return SavedPart(kind=kind, count=part["count"], size_bytes=part["size_bytes"])


def amount(part: SavedPart | None) -> str:
    """Say how much a part holds."""
    return f"{part.count} items, {part.size_bytes} bytes" if part is not None and part.count else "none"


def _is_as_sent(history: History, account: str, backup: Backup, manifest: Document) -> Found:
    """Hold the bytes that a manifest says were sent against those that were seen to go. What a protocol adds may be counted in one place alone."""
    seen = history.now.transfers
    own = [each for each in seen if each.account == account and each.purpose == "backup" and each.backup == backup.id]
    for network in ("wifi", "cellular"):
        sent = sum(each.size_bytes for each in own if each.network == network)
        written = manifest["sent_bytes"][network]
        if not _as_much(sent, written):
            what = f"the bytes over {network} in the manifest of {backup.id} to be those that went, {sent}"
            yield "SCH-01", what, f"{written} bytes"


PROTOCOL_BYTES = 100
"""What a protocol may add to a few bytes; to many, a quarter."""


def _as_much(sent: int, written: int) -> bool:
    least, most = sorted((sent, written))
    return least == most or (least > 0 and most - least <= PROTOCOL_BYTES + most // 4)


def _is_as_chosen(history: History, account: str, backup: Backup, manifest: Document) -> Found:
    """Hold the choices that a manifest tells against those on the phone when the backup began."""
    beginning = began(history, account, backup.id)
    if beginning is None or not _began_then(beginning, backup):
        return
    around = states_around(beginning, backup.phone)
    for clause, member in (("AS-03", "toggles"), ("PHO-05", "uploads")):
        for name, written in manifest[member].items():
            chosen = {getattr(state, member).get(name) for state in around} - {None}
            if chosen and written not in chosen:
                what = f"{name.replace('_', ' ')} in the manifest of {backup.id} to be as it was when the backup began"
                yield clause, f"{what}, {' or '.join(sorted(map(_word, chosen)))}", _word(written)


def _is_as_it_began(history: History, account: str, backup: Backup, manifest: Document) -> Found:
    """Hold what a manifest tells of the beginning against what was so then: network, power and time zone; and against the choices declared."""
    whose = f"the manifest of {backup.id}"
    own = choices_digest(history.policy.picks())
    if manifest["profile"]["choices_digest"] != own:
        yield "VER-01", f"the digest of the choices in {whose} to be {own}", manifest["profile"]["choices_digest"]
    beginning = began(history, account, backup.id)
    if beginning is None or not _began_then(beginning, backup):
        return
    for what, possible, written in (
        ("the network at the beginning", _networks(beginning, backup.phone), manifest["at_start"]["network"]),
        ("the power at the beginning", _powers(beginning, backup.phone), manifest["at_start"]["external_power"]),
    ):
        if possible and written not in possible:
            words = " or ".join(sorted(map(_word, possible)))
            yield "GEN-03", f"{what} in {whose} to be as it was, {words}", _word(written)
    offsets = _offsets_min(beginning, backup.started_at)
    if offsets and manifest["times"]["utc_offset_min"] not in offsets:
        words = " or ".join(map(str, sorted(offsets)))
        yield (
            "REM-01",
            f"the offset in {whose} to be that of the time zone, {words}",
            str(manifest["times"]["utc_offset_min"]),
        )


def _networks(event: Event, phone: str) -> set[Network]:
    """Tell which networks a phone had around an event: before, after, and what it was given, which may have gone again."""
    given = {event.command.network} if isinstance(event.command, commands.SetNetwork) else set()
    return {state.network for state in states_around(event, phone)} | given


def _powers(event: Event, phone: str) -> set[bool]:
    """Tell whether a phone was plugged in around an event, likewise."""
    given = {event.command.connected} if isinstance(event.command, commands.SetExternalPower) else set()
    return {state.external_power for state in states_around(event, phone)} | given


def _offsets_min(event: Event, moment: str) -> set[int]:
    """Tell what the time zones around an event add to UTC at a moment, in minutes; nothing at the ends of the calendar, or where a zone is not known."""
    offsets: set[int] = set()
    for seen in (event.before, event.after):
        zone = time_zone(seen.time_zone)
        if zone is None:
            return set()
        try:
            offset = datetime.fromisoformat(moment).astimezone(zone).utcoffset()
        except (OverflowError, ValueError):
            return set()
        seconds = offset.total_seconds() if offset else 0
        offsets |= {int(seconds // 60), round(seconds / 60)}
    return offsets


def _began_then(event: Event, backup: Backup) -> bool:
    """Tell whether a backup says that it began at an event: one that was tried again may have begun anew."""
    return event.before.elapsed_s <= backup.started_elapsed_s <= event.after.elapsed_s


def _is_in_its_line(history: History, account: str, backup: Backup, checked: Checked) -> Found:
    """Hold a manifest against the one that it follows, and against others of its id."""
    previous = checked.value["backup"]["previous"]
    before = _predecessor(history, account, backup)
    if previous is not None and before is not None and previous["id"] != before.id:
        yield "DEL-07", f"the manifest of {backup.id} to follow {before.id}", f"it follows {previous['id']}"
    known = told(history, "manifests", Manifests(), _with_manifests)
    names = dict.fromkeys((backup.id, *(() if previous is None else (previous["id"],))))
    texts = (known.get((account, name)) for name in names)
    others = [checked_manifest(text) for text in texts if text is not None and text != backup.manifest]
    for problem in verifying.manifest_beside(checked, others):
        where = f"the manifest of {backup.id}{problem.pointer} to be {problem.expected}"
        yield clause_of(problem, "manifest"), where, f"{problem.found} ({problem.rule})"


Manifests = dict[tuple[str, str], str]
"""The manifests that were shown, by account and backup; what is large is forgotten."""


def _with_manifests(known: Manifests, event: Event) -> Manifests:
    new = {
        (account, backup.id): backup.manifest
        for account in event.after.accounts
        for backup in come_to(event, account)
        if backup.manifest is not None and len(backup.manifest) <= LARGE
    }
    return new | known if new else known


def _predecessor(history: History, account: str, backup: Backup) -> Backup | None:
    """Find the backup before one in its line."""
    line = complete_of(since_reset(history, backup.phone), account, backup.phone)
    return next((each for each in line if each.sequence == backup.sequence - 1), None)


def _tells_the_clock(history: History, account: str, backup: Backup, manifest: Document) -> Found:
    """Hold the changes of the clock that a manifest tells against those that were made since the backup before it.

    In the very second of either backup, it may be told of all of them, some or none: no second tells what came first.
    """
    span = _since(history, account, backup)
    changes = _changes(history, backup.phone)
    if span is None or changes is None or backup.committed_elapsed_s is None:
        return
    earliest_s, since_s = span
    written: Counter[int] = Counter()
    for anomaly in manifest["times"]["clock_anomalies"]:
        written[anomaly["elapsed_s"]] += anomaly["shift_s"]
    made = Counter({at_s: by_s for at_s, by_s in changes.items() if earliest_s <= at_s <= backup.committed_elapsed_s})
    if len(made) > MOST_ANOMALIES:
        return
    for at_s in sorted({*written, *made}):
        is_sure = since_s < at_s < backup.committed_elapsed_s
        if written[at_s] != made[at_s] and (is_sure or at_s not in made):
            what = f"the manifest of {backup.id} to tell that the clock was set by {made[at_s]} s at {at_s} s"
            yield "REM-01", what, f"it tells of {written[at_s]} s"


def _since(history: History, account: str, backup: Backup) -> tuple[int, int] | None:
    """Tell from when on a manifest may, and must, tell the changes of the clock: since the backup before it, or the first start of its phone."""
    if backup.sequence > 1:
        before = _predecessor(history, account, backup)
        at_s = None if before is None else before.committed_elapsed_s
        return None if at_s is None else (at_s, at_s)
    added = next((event for event in history.events if backup.phone in event.after.phones), None)
    if added is None:
        return None
    reset = since_reset(history, backup.phone)[0]
    return added.before.elapsed_s, max(added.after.elapsed_s, reset.before.elapsed_s)


def _changes(history: History, phone: str) -> Counter[int] | None:
    """Tell by how much the clock was set, and when; None if the phone was off then, so that it may have learned of it later."""
    changes: Counter[int] = Counter()
    for event in history.events:
        command = event.command
        if not isinstance(command, commands.SetWallClock) or not isinstance(event.outcome, Done):
            continue
        if any(not state.powered_on for state in states_around(event, phone)):
            return None
        moved = datetime.fromisoformat(command.to) - datetime.fromisoformat(event.before.wall_clock)
        changes[event.after.elapsed_s] += int(moved.total_seconds())
    return changes
