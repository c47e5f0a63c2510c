"""The canonical form of a JSON value (RFC 8785), by whose SHA-256 a manifest is known."""

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec
import rfc8785


class NotCanonical(ValueError):
    """A value that has no canonical form: a number beyond 2^53 - 1, no number at all, half a character, or no JSON."""


def canonical(value: Any) -> bytes:
    """Write a value in its canonical form; raise NotCanonical if it has none."""
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, RecursionError) as error:
        raise NotCanonical(str(error)) from error


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


def choices_digest(choices: Mapping[str, str]) -> str:
    """Tell the digest of the readings that a backup was made under, every choice among them (VER-01)."""
    return digest(dict(choices))
