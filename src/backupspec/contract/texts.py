"""Text messages, one by one (TXT-01): as they arrive or are sent, and as a phone keeps them.

As JSON, a kept message's bytes are those of its canonical form (RFC 8785): its size is their number. A list of kept messages stands conversation by
conversation, these in the order of their names, and in each the messages in the order in which they came and went.
"""

from collections.abc import Iterable
from typing import Annotated, Literal

from msgspec import Meta, Struct

from backupspec.contract.content import MOST_ITEMS, ItemName, Value
from backupspec.contract.terms import Instant, Name, TextKind

Base64 = Annotated[
    str,
    Meta(
        max_length=2**25,
        description="Bytes in Base64: RFC 4648, section 4, padded, without line breaks.",
        extra_json_schema={"contentEncoding": "base64"},
    ),
]


class _Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all entries are: immutable, with no member that is not listed."""


class Attachment(_Entry, frozen=True, kw_only=True):
    """What comes with a message: a picture, a sound, a card."""

    name: ItemName
    content: Base64


class Message(_Entry, frozen=True, kw_only=True):
    """A message as it is written. An MMS may have attachments; an SMS has none."""

    id: Annotated[Name, Meta(description="By which commands and observations name it. No two messages have one id.")]
    conversation: Annotated[
        ItemName, Meta(description="With whom: the thread that it belongs to.", examples=["Ben", "Ben, Cleo and Dan"])
    ]
    kind: TextKind
    text: Value
    attachments: Annotated[tuple[Attachment, ...], Meta(max_length=20)] = ()


class KeptMessage(_Entry, frozen=True, kw_only=True):
    """A message as a phone keeps it: which way it went, and when."""

    message: Message
    direction: Literal["received", "sent"]
    at: Annotated[Instant, Meta(description="What the wall clock showed when it arrived or was sent.")]


Messages = Annotated[tuple[Message, ...], Meta(min_length=1, max_length=MOST_ITEMS)]


def by_conversation(kept: Iterable[KeptMessage]) -> tuple[KeptMessage, ...]:
    """Put messages, given in the order in which they came and went, in the order in which a list of them stands."""
    return tuple(sorted(kept, key=lambda each: each.message.conversation))
