"""From what happened to texts and media to the pages of a journal. What is built is not checked here: verifying.py does."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Literal

import msgspec
from msgspec import Struct

from backupspec.contract.terms import Network
from backupspec.manifest.canonical import digest, digest_of, written
from backupspec.manifest.sealing import SCHEME

VERSION = "1.0"
MOST_ENTRIES = 1000
"""How many entries a page has at most."""

TEXTS = ("sms", "mms", "chat")
MEDIA = ("photo", "video")
EntryKind = Literal["sms", "mms", "chat", "photo", "video"]


class Device(Struct, frozen=True, kw_only=True):
    """A phone, and the policy that it kept at that time."""

    ref: str
    profile: str


class Encryption(Struct, frozen=True, kw_only=True):
    """How a copy is encrypted, and which of the account's keys opens it."""

    scheme: str = SCHEME
    key_ref: str


class Copy(Struct, frozen=True, kw_only=True):
    """What lies in OneDrive: its size before encryption, and the keyed digest of its content."""

    size_bytes: int
    digest: str
    encryption: Encryption


class Original(Struct, frozen=True, kw_only=True):
    """A photo or video as it was on the phone."""

    size_bytes: int
    width_px: int
    height_px: int


class Medium(Struct, frozen=True, kw_only=True):
    """At which quality a photo or video was uploaded, and its resolution then."""

    quality: Literal["good", "best"]
    width_px: int
    height_px: int
    original: Original


class Entry(Struct, frozen=True, kw_only=True):
    """What happened to one text or medium: it was saved, or deleted (without a copy; without a device in OneDrive itself)."""

    action: Literal["saved", "deleted"]
    kind: EntryKind
    ref: str
    device: Device | None
    at: str
    elapsed_s: int
    network: Network
    copy: Copy | None = None
    medium: Medium | None = None


class PreviousPage(Struct, frozen=True, kw_only=True):
    """The page before, as the one that follows it names it."""

    last_number: int
    digest: str


def page(account: str, number: int, previous: PreviousPage | None, entries: Iterable[Entry]) -> dict[str, Any]:
    """Build a page of a journal, as plain JSON types. Its entries are numbered from where the page before ended."""
    first = previous.last_number + 1 if previous else 1
    return {
        "document": "journal",
        "version": VERSION,
        "account": account,
        "page": number,
        "previous": msgspec.to_builtins(previous),
        "entries": [{"number": at, **msgspec.to_builtins(each)} for at, each in enumerate(entries, first)],
        "purposes": ["backup", "restore"],
        "extensions": {"critical": []},
    }


def previous_page(page: Mapping[str, Any]) -> PreviousPage:
    """Refer to a page that has entries from the one that follows it."""
    return PreviousPage(last_number=page["entries"][-1]["number"], digest=page_digest(page))


def page_digest(page: Mapping[str, Any]) -> str:
    """Tell the digest of a page that has the form that its schema asks for; many times faster if nothing else is in it."""
    nothing_else = page["version"] == VERSION and len(page["extensions"]) == 1
    return digest_of(written(page)) if nothing_else else digest(page)


def journal(account: str, entries: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    """Build the pages of a journal, each full but the last; of no entries, one empty page."""
    rest = iter(entries)
    now = page(account, 1, None, islice(rest, MOST_ENTRIES))
    yield now
    while more := tuple(islice(rest, MOST_ENTRIES)):
        now = page(account, now["page"] + 1, previous_page(now), more)
        yield now
