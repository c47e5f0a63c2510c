"""The canonical form of a JSON value (RFC 8785), by whose SHA-256 a manifest is known."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

import msgspec
import rfc8785


class NotCanonical(ValueError):
    """A value that has no canonical form: a number beyond 2^53 - 1, no number at all, half a character, or no JSON."""


def canonical(value: Any) -> bytes:
    """Write a value in its canonical form; raise NotCanonical if it has none."""
    quick = _quick(value)
    if quick is not None:
        return quick
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, RecursionError) as error:
        raise NotCanonical(str(error)) from error


def _quick(value: Any) -> bytes | None:
    """Write an object or a list of ASCII and ordinary whole numbers alone, many times faster; None of any other.

    Of those, msgspec makes the canonical form: the order of names differs beyond ASCII only, and the spelling of numbers beyond these only.
    """
    if not isinstance(value, dict | list):
        return None
    try:
        text = written(value)
        return text if _ordinary(text) == value else None  # equal: names were texts, and nothing else was made one
    except (TypeError, ValueError, OverflowError, RecursionError):
        return None


def as_written(text: bytes) -> Any:
    """Read an object or a list that is in canonical form, of ASCII and ordinary whole numbers alone; None of any other text."""
    try:
        value = _ordinary(text)
        return value if isinstance(value, dict | list) and written(value) == text else None
    except (ValueError, RecursionError):
        return None


def _ordinary(text: bytes) -> Any:
    """Read JSON of ASCII and ordinary whole numbers alone; raise ValueError of any other."""
    if not text.isascii() or any(number.search(text) for number in _LONG_NUMBERS):
        raise ValueError
    return _without_fractions(text)


_LONG_NUMBERS = tuple(re.compile(before + rb"-?[0-9]{16}") for before in (b'":', rb"\[", b","))
"""A number of sixteen digits or more; within a text it may also be something else. Each begins with a literal, which is found fast."""


def _refuse(number: str) -> None:
    raise ValueError(number)


_without_fractions = msgspec.json.Decoder(float_hook=_refuse).decode


def written(value: Any) -> bytes:
    """Write a value in its canonical form, thirty times faster: one with no fraction, no number beyond 2^53 - 1, and names in ASCII alone.

    Whoever builds a document of such values writes it so; whoever checks one takes `canonical`, which checks these conditions too.
    """
    return msgspec.json.encode(value, order="sorted")


def digest(value: Any) -> str:
    """Tell the digest of a value: `sha256:` and 64 hexadecimal digits; raise NotCanonical if it has no canonical form."""
    return digest_of(canonical(value))


def digest_of(canonical_form: bytes) -> str:
    """Tell the digest of a canonical form."""
    return "sha256:" + hashlib.sha256(canonical_form).hexdigest()


def choices_digest(choices: Mapping[Any, str]) -> str:
    """Tell the digest of the readings that a backup was made under, every choice among them (VER-01)."""
    return digest(dict(choices))
