"""Encrypting what is sensitive, and referring to it without saying what it is. The key of the account comes in as an argument.

Each use has a key of its own, derived from the account's. A nonce is made from the seed, the context and the content: the same three give
the same bytes, so that a run can be repeated, and two different contents never share a nonce.
"""

import hmac
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SCHEME = "AES-256-GCM"
KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
REFERENCE_DIGITS = 32


class BadKey(ValueError):
    """A key that is not of 32 bytes."""


class BrokenSeal(ValueError):
    """Sealed bytes that were changed, or that belong to another key or another context."""


def seal(key: bytes, content: bytes, *, seed: int, context: str) -> bytes:
    """Encrypt content (CON-03): a nonce of 12 bytes, the ciphertext, a tag of 16 bytes.

    The context says where the bytes belong (backup, part and item); they open in that context alone. Raises BadKey.
    """
    about = _framed(str(seed), context)
    nonce = _mac(_derived(key, "nonce"), about + content)[:NONCE_BYTES]
    return nonce + AESGCM(_derived(key, "seal")).encrypt(nonce, content, context.encode())


def unseal(key: bytes, sealed: bytes, *, context: str) -> bytes:
    """Decrypt what was sealed in this context; raise BrokenSeal if it was not sealed so, or BadKey."""
    if len(sealed) < NONCE_BYTES + TAG_BYTES:
        raise BrokenSeal(f"sealed bytes are at least {NONCE_BYTES + TAG_BYTES}, these are {len(sealed)}")
    try:
        return AESGCM(_derived(key, "seal")).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context.encode())
    except InvalidTag as error:
        raise BrokenSeal("these bytes were not sealed with this key in this context, or were changed since") from error


def keyed_digest(key: bytes, content: bytes) -> str:
    """Tell the digest of content by which only who has the key can know it again (PRV-01); raise BadKey."""
    return "hmac-sha256:" + _mac(_derived(key, "digest"), content).hex()


@lru_cache(maxsize=100_000)
def reference(key: bytes, kind: str, name: str) -> str:
    """Refer to something by its kind and 32 digits that say nothing without the key (PRV-01): `item_0f3c...`; raise BadKey."""
    return f"{kind}_{_mac(_derived(key, 'reference'), _framed(kind, name)).hex()[:REFERENCE_DIGITS]}"


@lru_cache(maxsize=1000)
def _derived(key: bytes, use: str) -> bytes:
    if len(key) != KEY_BYTES:
        raise BadKey(f"a key has {KEY_BYTES} bytes, this one {len(key)}")
    return _mac(key, f"backupspec manifest 1 {use}".encode())


def _framed(*texts: str) -> bytes:
    """Join texts so that no two lists of them give the same bytes."""
    encoded = [text.encode() for text in texts]
    return b"".join([len(each).to_bytes(8, "big") + each for each in encoded])


def _mac(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, "sha256")
