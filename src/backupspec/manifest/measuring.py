"""The bytes of content, and how much of it there is: the one place that says so, for whoever builds, stores, restores or judges."""

from functools import lru_cache

from backupspec.contract.content import Entry, Held
from backupspec.manifest.canonical import digest_of, written


def entry_bytes(entry: Entry) -> bytes:
    """Tell the bytes of an entry: its canonical form (RFC 8785)."""
    return written(entry)


@lru_cache(maxsize=256)
def held(entries: tuple[Entry, ...]) -> Held:
    """Tell how much there is, and the digest of the list. The same lists are asked about over and over."""
    each = [entry_bytes(entry) for entry in entries]
    return Held(
        count=len(each),
        size_bytes=sum(map(len, each)),
        digest=digest_of(b"[" + b",".join(each) + b"]"),
    )
