"""What the history tells of the content of phones and backups: from the commands that set it, never from what an implementation says."""

import base64
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from backupspec.contract import commands
from backupspec.contract.content import App, Entry, Item, OwnAccount, named
from backupspec.contract.observations import Phone, SavedPart
from backupspec.contract.outcomes import Done, Refused
from backupspec.contract.terms import Part
from backupspec.contract.texts import Attachment, KeptMessage
from backupspec.invariants.past import backups_in, come_to, new_transfers, since_reset, told
from backupspec.invariants.searching import Secret, Secrets
from backupspec.manifest.measuring import entry_bytes, held
from backupspec.world.world import Event, History

Content = dict[Part, tuple[Entry, ...]]


def on_phone(history: History, phone: str, before: Event) -> Content | None:
    """Tell what a phone held when an event began; None if that is not known."""
    content: Content | None = {}
    for event in since_reset(history, phone, before):
        content = _after(history, event, phone, content)
    return content


def on_phone_around(history: History, phone: str, event: Event) -> list[Content]:
    """Tell what a phone held before and after an event, once if that is the same; nothing if it is not known."""
    before = on_phone(history, phone, event)
    after = _after(history, event, phone, before)
    if before is None or after is None:
        return []
    return [before] if before == after else [before, after]


def _after(history: History, event: Event, phone: str, content: Content | None) -> Content | None:
    command = event.command
    restored = newly_restored(event, phone)
    if restored is not None and restored.restored is not None:
        saved = in_backup(history, restored, event)
        gone = {(left.part, left.name) for left in restored.restored.left_out}
        return None if saved is None else without(saved, gone)
    if getattr(command, "phone", None) != phone:
        return content
    if isinstance(command, commands.EnterPasswords) and not isinstance(event.outcome, Refused):
        return None  # of several passwords, those that are right count, even if it failed because of the others
    if not isinstance(event.outcome, Done):
        return content
    if isinstance(command, commands.SetContent) and content is not None:
        return _with_owners({**content, **dict(named(command.content))})
    return content


def _with_owners(content: Content) -> Content:
    """Leave out the data of apps and the passwords of accounts that are not there."""
    owned: Content = {}
    for part, owners in _OWNERS.items():
        names = {entry.name for entry in content.get(owners, ())}
        if part in content:
            owned[part] = tuple(entry for entry in content[part] if entry.name in names)
    return {**content, **owned}


_OWNERS: dict[Part, Part] = {"app_data": "apps", "passwords": "accounts"}


def without(content: Content, gone: set[tuple[Part, str]]) -> Content:
    """Return content without some items."""
    return {part: tuple(each for each in entries if (part, each.name) not in gone) for part, entries in content.items()}


def to_save(content: Content) -> Content:
    """Tell what of a phone's content a backup may hold: of the apps' data, that of the apps which take part (CON-02)."""
    apps = {app.name for app in content.get("apps", ()) if isinstance(app, App) and app.participation == "declared"}
    data = tuple(entry for entry in content.get("app_data", ()) if entry.name in apps)
    return {**content, "app_data": data}


def began(history: History, account: str, backup: str) -> Event | None:
    """Find the event at which an account's backup began: it came under way, or sent its first byte, or was there."""
    at = told(history, "began", Beginnings(0, {}), _with_beginnings).at.get((account, backup))
    return None if at is None else history.events[at]


class Beginnings(Struct, frozen=True):
    """The number of events, and that of the event at which each backup began, by account and backup."""

    events: int
    at: dict[tuple[str, str], int]


def _with_beginnings(known: Beginnings, event: Event) -> Beginnings:
    shown = dict.fromkeys(_shown(event), known.events)
    return Beginnings(known.events + 1, {**shown, **known.at} if shown else known.at)


def _shown(event: Event) -> Iterator[tuple[str, str]]:
    """Yield the backups that an event shows to have begun, each with its account."""
    for phone in event.after.phones.values():
        flow = phone.flow
        if flow is not None and flow.kind == "backup" and flow.backup is not None and phone.account is not None:
            yield phone.account, flow.backup
    for sent in new_transfers(event):
        if sent.purpose == "backup" and sent.backup is not None:
            yield sent.account, sent.backup
    for account, came in event.came.items():
        yield from ((account, backup.id) for backup in came)


def in_backup(history: History, phone: Phone, before: Event) -> Content | None:
    """Tell what the backup has to hold that came back to a phone at an event; None if that is not known."""
    if phone.restored is None or phone.restored.backup is None or phone.account is None:
        return None
    account, backup = phone.account, phone.restored.backup
    found = next((each for each in backups_in(before.before, account) if each.id == backup), None)
    came = _came(history, account, backup, before)
    if found is None or came is None:
        return None
    if isinstance(came.command, commands.PutCloudBackup):
        return dict(named(came.command.content))
    beginning = began(history, account, backup)
    around = on_phone_around(history, found.phone, beginning) if beginning is not None else []
    saved = [{part.kind: to_save(content).get(part.kind, ()) for part in found.parts} for content in around]
    if len(saved) > 1:
        saved = [each for each in saved if all(_is_of(part, each[part.kind]) for part in found.parts)]
    return saved[0] if len(saved) == 1 else None


def _is_of(part: SavedPart, entries: tuple[Entry, ...]) -> bool:
    amount = held(entries)
    return (amount.count, amount.size_bytes) == (part.count, part.size_bytes)


def _came(history: History, account: str, backup: str, before: Event) -> Event | None:
    """Find the event at which a backup last came into an account, before another event."""
    earlier = history.events[: next(at for at, event in enumerate(history.events) if event is before)]
    return next(
        (event for event in reversed(earlier) if any(each.id == backup for each in come_to(event, account))), None
    )


def newly_restored(event: Event, phone: str) -> Phone | None:
    """Return a phone whose restore was completed at this event."""
    before, after = event.before.phones.get(phone), event.after.phones.get(phone)
    if after is None or after.restored is None:
        return None
    return after if before is None or before.restored != after.restored else None


def working_passwords(history: History) -> dict[str, str]:
    """Tell which password works at each address: the last one that was set there."""
    working: dict[str, str] = {}
    held: dict[str, Content] = {}
    for event in history.events:
        command = event.command
        for name in event.after.phones:
            if newly_restored(event, name) is not None:
                held[name] = _after(history, event, name, None) or {}
        if not isinstance(event.outcome, Done):
            continue
        if isinstance(command, commands.MakeSecretUnusable):
            working[command.address] = command.password
        elif isinstance(command, commands.SetContent):
            held[command.phone] = _with_owners({**held.get(command.phone, {}), **dict(named(command.content))})
            working |= dict(_set(held[command.phone]))
        elif isinstance(command, commands.ResetPhone):
            held.pop(command.phone, None)
    return working


def _set(content: Content) -> Iterator[tuple[str, str]]:
    passwords = {item.name: item.value for item in content.get("passwords", ()) if isinstance(item, Item)}
    for account in content.get("accounts", ()):
        if isinstance(account, OwnAccount) and account.name in passwords:
            yield account.address, passwords[account.name]


def secrets(history: History) -> tuple[Secrets, ...]:
    """Tell what nobody must be able to read anywhere (CON-03, PRV-01), command by command: what sensitive items say, of each kind the first and the last few."""
    return told(history, "secrets", (), _with_secrets)


def _with_secrets(known: tuple[Secrets, ...], event: Event) -> tuple[Secrets, ...]:
    new = tuple(dict.fromkeys((*_secrets_of(event.command), *_secrets_of_messages(event))))
    return (*known, new) if new and new not in known else known


def _secrets_of(command: commands.Command) -> Iterator[Secret]:
    match command:
        case commands.SetContent() | commands.PutCloudBackup():
            for part, entries in named(command.content):
                if part in SENSITIVE_PARTS:
                    yield from _secrets_in(part, (*entries[:CANARIES], *entries[-CANARIES:]))
        case commands.MakeSecretUnusable(password=password):
            yield from _secret(password)
        case commands.RequireSecurityCode(code=code):
            yield from _secret(code)


@lru_cache(maxsize=256)
def _secrets_in(part: Part, entries: tuple[Entry, ...]) -> tuple[Secret, ...]:
    """Tell what some entries of a kind say; most people have the same."""
    found: list[Secret] = []
    for entry in entries:
        found.extend(_secret(_says(entry), entry_bytes(entry)))
        if part == "favourites":
            found.extend(_secret(entry.name))
    return tuple(found)


def _secrets_of_messages(event: Event) -> Iterator[Secret]:
    """Tell what messages say, with whom, and what is attached to them (TXT-01)."""
    command = event.command
    if isinstance(command, commands.ReceiveMessages | commands.SendMessages):
        for message in (*command.messages[:CANARIES], *command.messages[-CANARIES:]):
            direction: Literal["received", "sent"] = (
                "received" if isinstance(command, commands.ReceiveMessages) else "sent"
            )
            kept = KeptMessage(message=message, direction=direction, at=event.before.wall_clock)
            yield from _secret(message.text, entry_bytes(kept))
            yield from _secret(message.conversation)
            for attachment in message.attachments:
                yield from _secret(_text_of(attachment))


def _text_of(attachment: Attachment) -> str:
    """Read an attachment as a text, if it is one; else take it as it was given, in Base64."""
    try:
        return base64.b64decode(attachment.content).decode()
    except ValueError:
        return attachment.content


def _secret(text: str, entry: bytes = b"") -> Iterator[Secret]:
    """Make a secret of what says something: a short one is known by its hashes alone, and one that anything may have is none."""
    if len(text) >= SHORTEST_SECRET:
        yield Secret(text, entry)
    elif len(text) >= SHORTEST_HASHED:
        yield Secret(text, entry, hashed_only=True)


CANARIES = 4
"""How many are looked for at either end of a list, which may have thousands."""
SENSITIVE_PARTS = ("app_data", "passwords", "call_history", "accounts", "favourites", "dictionary")
SHORTEST_SECRET = 8
"""Shorter ones stand somewhere by chance."""
SHORTEST_HASHED = 4
"""Of shorter ones, even a hash may be that of something else: of a number, or of a word of the interface."""


def _says(entry: Entry) -> str:
    match entry:
        case OwnAccount(address=address):
            return address
        case Item(value=value):
            return value
        case App():
            return ""
