"""What types cannot say of an observation: its moments are in the calendar, its time zone exists, its Base64 is Base64."""

from collections.abc import Iterable, Iterator
from itertools import chain

from backupspec.contract.encoding import NotBase64, from_base64
from backupspec.contract.implementation import BrokenContract
from backupspec.contract.observations import Account, Backup, Observation, Phone
from backupspec.contract.texts import KeptMessage
from backupspec.contract.times import time_zone, wall_seconds

Place = tuple[object, ...]
"""The names of members and the positions in lists that lead to a value."""
Placed = Iterator[tuple[str | None, Place]]


def possible(seen: Observation, root: str = "$") -> Observation:
    """Return an observation; raise BrokenContract for the first value in it that cannot be, with its place below the root."""
    if time_zone(seen.time_zone) is None:
        raise BrokenContract(f"there is no time zone {seen.time_zone!r} - at `{root}.time_zone`")
    for moment, place in _moments(seen):
        if moment is not None and wall_seconds(moment) is None:
            raise BrokenContract(f"there is no such moment: {moment} - at `{root}{_written(place)}`")
    for text, place in _base64(seen):
        if text is not None and not _is_base64(text):
            raise BrokenContract(f"this is not Base64: {text[:40]!r} - at `{root}{_written(place)}`")
    return seen


def _is_base64(text: str) -> bool:
    try:
        from_base64(text)
    except NotBase64:
        return False
    return True


def _written(place: Place) -> str:
    """Write a place as the path of a value in JSON: .phones['Ann'].media[0].taken_at."""
    written = ""
    for name in place:
        written += f"[{name!r}]" if isinstance(name, int) or written in {".phones", ".accounts"} else f".{name}"
    return written


def _moments(seen: Observation) -> Placed:
    yield seen.wall_clock, ("wall_clock",)
    for name, phone in seen.phones.items():
        yield from _moments_of_phone(phone, ("phones", name))
    for name, account in seen.accounts.items():
        at: Place = ("accounts", name)
        yield from ((each.at, (*at, "reads", i, "at")) for i, each in enumerate(account.reads))
        for i, backup in enumerate(account.backups):
            yield from _moments_of_backup(backup, (*at, "backups", i))
    yield from ((each.at, ("transfers", i, "at")) for i, each in enumerate(seen.transfers))


def _moments_of_phone(phone: Phone, at: Place) -> Placed:
    yield from ((each.taken_at, (*at, "media", i, "taken_at")) for i, each in enumerate(phone.media))
    yield from ((each.at, (*at, "message_items", i, "at")) for i, each in enumerate(phone.message_items or ()))
    if phone.local_backup is not None:
        yield from _moments_of_backup(phone.local_backup, (*at, "local_backup"))
    if phone.last_attempt is not None:
        yield phone.last_attempt.ended_at, (*at, "last_attempt", "ended_at")


def _moments_of_backup(backup: Backup, at: Place) -> Placed:
    yield backup.started_at, (*at, "started_at")
    yield backup.committed_at, (*at, "committed_at")


def _base64(seen: Observation) -> Placed:
    for name, phone in seen.phones.items():
        at: Place = ("phones", name)
        yield from _attachments(phone.message_items or (), (*at, "message_items"))
        if phone.local_backup is not None:
            yield from _stored(phone.local_backup, (*at, "local_backup"))
    for name, account in seen.accounts.items():
        yield from _base64_of_account(account, ("accounts", name))


def _attachments(kept: Iterable[KeptMessage], at: Place) -> Placed:
    for i, each in enumerate(kept):
        for j, attachment in enumerate(each.message.attachments):
            yield attachment.content, (*at, i, "message", "attachments", j, "content")


def _base64_of_account(account: Account, at: Place) -> Placed:
    yield from ((text, (*at, "stored_messages", i)) for i, text in enumerate(account.stored_messages or ()))
    yield from ((each.content, (*at, "media", i, "content")) for i, each in enumerate(account.media))
    yield from chain.from_iterable(_stored(backup, (*at, "backups", i)) for i, backup in enumerate(account.backups))


def _stored(backup: Backup, at: Place) -> Placed:
    for i, part in enumerate(backup.parts):
        yield from ((text, (*at, "parts", i, "stored", j)) for j, text in enumerate(part.stored or ()))
