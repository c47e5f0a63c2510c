"""The bytes of content, and how much of it there is: the one place that says so, for whoever builds, stores, restores or judges."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from backupspec.contract.content import Entry, Held
from backupspec.contract.texts import KeptMessage, by_conversation
from backupspec.manifest.canonical import digest_of, written


def entry_bytes(entry: Entry | KeptMessage) -> bytes:
    """Tell the bytes of an entry, or of a text message: its canonical form (RFC 8785)."""
    return written(entry)


def held(entries: Sequence[Entry]) -> Held:
    """Tell how much there is, and the digest of the list."""
    return _held(tuple(entries))


@lru_cache(maxsize=256)
def _held(entries: tuple[Entry, ...]) -> Held:
    """Tell the same of a tuple: the same ones are asked about over and over."""
    return held_written([entry_bytes(entry) for entry in entries])


def held_messages(kept: Iterable[KeptMessage]) -> Held:
    """Tell how much text messages are, given in the order in which they came and went, and the digest of their list (contract/texts.py)."""
    return held_written([entry_bytes(each) for each in by_conversation(kept)])


def held_written(each: Sequence[bytes]) -> Held:
    """Tell the same of entries that are written already, in the order of their list."""
    return Held(
        count=len(each),
        size_bytes=sum(map(len, each)),
        digest=digest_of(b"[" + b",".join(each) + b"]"),
    )
