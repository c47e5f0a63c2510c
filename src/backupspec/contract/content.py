"""What a phone holds that is backed up, kind by kind (CON-01 to CON-10).

As JSON, content is an object with a list for each kind. An entry's bytes are those of its canonical form (RFC 8785): its size is their number, and
the digest of a kind is the SHA-256 of the canonical form of its list, written `sha256:` and 64 digits.
"""

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Meta, Struct
from msgspec.structs import fields

from backupspec.contract.forms import FORMS
from backupspec.contract.terms import Part, SizeBytes

MOST_ITEMS = 100_000

Value = Annotated[str, Meta(max_length=100_000)]
ItemName = Annotated[str, Meta(min_length=1, max_length=1000)]
Digest = Annotated[str, Meta(pattern=r"^sha256:[0-9a-f]{64}$")]


class _Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all entries are: immutable, with no member that is not listed."""


class App(_Entry, frozen=True, kw_only=True):
    """An installed app (CON-01), and whether it takes part in backups of high scores and progress (CON-02)."""

    name: Annotated[ItemName, Meta(description="The app's id in its store.", examples=["com.example.chess"])]
    version: Annotated[Value, Meta(examples=["1.2.0"])]
    participation: Annotated[
        Literal["declared", "not_declared", "opted_out"],
        Meta(
            description="It declares that it takes part; it declares nothing, and takes no part; its owner opted out."
        ),
    ]


class OwnAccount(_Entry, frozen=True, kw_only=True):
    """An account set up on the phone (CON-07): of mail, of a network, of a store."""

    name: Annotated[ItemName, Meta(description="What the phone calls it.", examples=["Mail"])]
    provider: Annotated[Value, Meta(min_length=1, examples=["outlook.com"])]
    address: Annotated[Value, Meta(description="Who signs in there. No two accounts have the same.")]


class Item(_Entry, frozen=True, kw_only=True):
    """Anything else: what it is, and what it says. Several may have the same name."""

    name: ItemName
    value: Value


Entry = App | OwnAccount | Item
Items = Annotated[tuple[Item, ...], Meta(max_length=MOST_ITEMS)]


def _of(part: Part) -> Meta:
    """Say of a kind what its entries are, as its form does."""
    return Meta(description=FORMS[part].says)


class Content(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The content of a phone, or some of it. A kind that is not named, or is null, is not meant; an empty list is nothing of that kind."""

    apps: Annotated[tuple[App, ...] | None, _of("apps")] = None
    app_data: Annotated[Items | None, _of("app_data")] = None
    passwords: Annotated[Items | None, _of("passwords")] = None
    call_history: Annotated[Items | None, _of("call_history")] = None
    start_screen: Annotated[Items | None, _of("start_screen")] = None
    theme: Annotated[Items | None, _of("theme")] = None
    accounts: Annotated[tuple[OwnAccount, ...] | None, _of("accounts")] = None
    favourites: Annotated[Items | None, _of("favourites")] = None
    dictionary: Annotated[Items | None, _of("dictionary")] = None
    settings: Annotated[Items | None, _of("settings")] = None


PARTS: tuple[Part, ...] = tuple(each.name for each in fields(Content))  # type: ignore[misc]
"""The kinds, in the order in which they are written."""


class Held(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How much there is of one kind, and the digest of its list."""

    count: Annotated[int, Meta(ge=0, le=MOST_ITEMS)]
    size_bytes: SizeBytes
    digest: Digest


def named(content: Content) -> Iterator[tuple[Part, tuple[Entry, ...]]]:
    """Yield the kinds that are meant, with their entries."""
    for part in PARTS:
        entries = getattr(content, part)
        if entries is not None:
            yield part, entries
