"""What the suite gives, held against its own contract before it goes out: what a scenario gets wrong is never charged to an implementation."""

from collections.abc import Iterator
from functools import lru_cache

import msgspec

from backupspec.contract.commands import (
    Command,
    PutCloudBackup,
    ReceiveMessages,
    SendMessages,
    SetContent,
    SetTimeZone,
    SetWallClock,
    TakePhoto,
    TakeVideo,
    name_of,
)
from backupspec.contract.content import App, Content, Entry, OwnAccount, named
from backupspec.contract.encoding import NotBase64, from_base64
from backupspec.contract.forms import FORMS, breaches
from backupspec.contract.times import time_zone, wall_seconds
from backupspec.text import one_line

_AS_READ = msgspec.json.Decoder(Command)


class BrokenByUs(Exception):
    """The suite gives what its own contract excludes: an internal error, and no verdict on anybody."""


def hold_to_the_contract(command: Command) -> None:
    """Raise BrokenByUs for a command that an implementation may rightly fail to read."""
    try:
        wrong = _wrong(msgspec.json.encode(command))
    except (msgspec.MsgspecError, UnicodeError) as error:
        wrong = str(error)
    if wrong is not None:
        raise BrokenByUs(f"{name_of(command)} breaks the contract of the suite itself: {one_line(wrong)}")


@lru_cache(maxsize=1_000)
def _wrong(written: bytes) -> str | None:
    """Say what is wrong with a command first, if anything is; found out once, for most scenarios give the same commands."""
    return next(_all_wrong(_AS_READ.decode(written)), None)


def _all_wrong(command: Command) -> Iterator[str]:
    match command:
        case SetWallClock(to=moment) if wall_seconds(moment) is None:
            yield f"no calendar has {moment}"
        case SetTimeZone(time_zone=zone) if time_zone(zone) is None:
            yield f"there is no time zone {zone!r}"
        case ReceiveMessages(messages=messages) | SendMessages(messages=messages):
            for message in messages:
                if message.kind == "sms" and message.attachments:
                    yield f"{message.id!r} is an SMS, which has no attachments"
                for attachment in message.attachments:
                    yield from _no_base64(attachment.content, attachment.name)
        case TakePhoto(photo=name, content=content) | TakeVideo(video=name, content=content):
            yield from _no_base64(content, name)
        case SetContent() | PutCloudBackup():
            yield from _of_content(command.content)


def _no_base64(text: str, name: str) -> Iterator[str]:
    try:
        from_base64(text)
    except NotBase64 as error:
        yield f"{name!r}: {error}"


def _of_content(content: Content) -> Iterator[str]:
    """Tell which entries are not of the form of their kind, and which are named as nothing that they belong to."""
    kinds = dict(named(content))
    for part, entries in kinds.items():
        yield from breaches(part, ((entry.name, _said(entry)) for entry in entries))
        owner = FORMS[part].of
        if owner in kinds:
            names = {entry.name for entry in kinds[owner]}
            yield from (f"{entry.name!r} in {part} is none of {owner}" for entry in entries if entry.name not in names)


def _said(entry: Entry) -> str:
    """Tell what an entry says."""
    match entry:
        case App():
            return entry.version
        case OwnAccount():
            return entry.address
        case _:
            return entry.value
