"""Secrets that somebody planted, and whether they can be read where they don't belong (CON-03): in clear, or in a form that anybody can undo or guess."""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

SHORTEST = 6
"""A form of fewer characters is not looked for: by chance it would stand anywhere."""
LONGEST = 200
"""Of a secret of more characters so many are looked for; its hashes are those of all of it."""

_ALIGNMENTS = (0, 1, 2)
_HASHES = {"MD5": hashlib.md5, "SHA-1": hashlib.sha1, "SHA-256": hashlib.sha256, "SHA-512": hashlib.sha512}


def readable_in(text: str, secret: str) -> str | None:
    """Name the form in which a secret can be read in a text, or None.

    Looked for are the secret itself and its UTF-16, both in clear, in Base64 and in hexadecimal digits; and its unkeyed hashes. Bytes are read as a
    text by decoding them as Latin-1.
    """
    return next((name for name, needle in forms(secret) if needle in text), None)


@lru_cache(maxsize=2_000)
def forms(secret: str) -> tuple[tuple[str, str], ...]:
    """List what to look for, each with its name; made once for each secret."""
    return _each_once(chain(_all_forms(secret[:LONGEST]), _hashes(secret.encode(), "")))


@lru_cache(maxsize=2_000)
def hashes(content: bytes, of: str = "") -> tuple[tuple[str, str], ...]:
    """List the unkeyed hashes of some content, as they can be written, each with its name."""
    return _each_once(_hashes(content, of))


def _each_once(named: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    needles: dict[str, str] = {}
    for name, needle in named:
        if len(needle) >= SHORTEST:
            needles.setdefault(needle, name)
    return tuple((name, needle) for needle, name in needles.items())


def _all_forms(secret: str) -> Iterator[tuple[str, str]]:
    yield from (("in clear", each) for each in _spellings(secret))
    yield from (("in clear", each) for each in _spellings(secret.encode().decode("latin-1")))
    yield from _written(secret.encode(), "")
    for encoding in ("utf-16-le", "utf-16-be"):
        yield from (("in UTF-16", each) for each in _spellings(secret.encode(encoding).decode("latin-1")))
        yield from _written(secret.encode(encoding), " of its UTF-16")


def _hashes(content: bytes, of: str) -> Iterator[tuple[str, str]]:
    for name, make in _HASHES.items():
        yield from _written(make(content, usedforsecurity=False).digest(), f" of its {of}{name}")


def _spellings(text: str) -> Iterator[str]:
    """Spell a text as it is, and as JSON does."""
    yield text
    yield json.dumps(text)[1:-1]
    yield json.dumps(text, ensure_ascii=False)[1:-1]


def _written(content: bytes, of: str) -> Iterator[tuple[str, str]]:
    """Write bytes in the characters that a text may hold."""
    yield f"in hexadecimal digits{of}", content.hex()
    yield f"in hexadecimal digits{of}", content.hex().upper()
    for before in _ALIGNMENTS:
        for encoded in (base64.b64encode, base64.urlsafe_b64encode):
            yield f"in Base64{of}", _own_characters(encoded(bytes(before) + content).decode(), before, len(content))


def _own_characters(encoded: str, before: int, length: int) -> str:
    """Cut off the characters that depend on the bytes around, of which so many come before: each character stands for six bits."""
    return encoded[-(-before * 8 // 6) : (before + length) * 8 // 6]
