"""Sealing what is sensitive, and referring to it."""

import hashlib
import hmac
from pathlib import Path

import pytest

from backupspec import shipped
from backupspec.contract.content import Item
from backupspec.manifest.measuring import entry_bytes
from backupspec.manifest.sealing import (
    NONCE_BYTES,
    TAG_BYTES,
    BadKey,
    BrokenSeal,
    keyed_digest,
    reference,
    seal,
    unseal,
)

KEY = b"k" * 32
SECRET = b"correct horse battery staple"


def test_opens_what_was_sealed() -> None:
    """What was sealed opens with the same key in the same context, byte for byte."""
    for content in (b"", SECRET, bytes(100_000)):
        sealed = seal(KEY, content, seed=1, context="backup-1/passwords/0")

        assert len(sealed) == NONCE_BYTES + len(content) + TAG_BYTES
        assert unseal(KEY, sealed, context="backup-1/passwords/0") == content


def test_nothing_of_it_is_readable() -> None:
    """Neither the content nor a plain hash of it is in what is stored (CON-03)."""
    stored = (
        seal(KEY, SECRET, seed=1, context="c")
        + keyed_digest(KEY, SECRET).encode()
        + reference(KEY, "item", SECRET.decode()).encode()
    )

    assert SECRET not in stored
    for algorithm in ("md5", "sha1", "sha256"):
        assert hashlib.new(algorithm, SECRET, usedforsecurity=False).hexdigest().encode() not in stored


@pytest.mark.parametrize("at", [0, NONCE_BYTES, -1])
def test_a_changed_byte_is_found(at: int) -> None:
    """A change in the nonce, the ciphertext or the tag breaks the seal."""
    sealed = bytearray(seal(KEY, SECRET, seed=1, context="c"))
    sealed[at] ^= 1

    with pytest.raises(BrokenSeal):
        unseal(KEY, bytes(sealed), context="c")


def test_opens_nowhere_else() -> None:
    """Another key, another context or too few bytes: the seal is broken, and says so."""
    sealed = seal(KEY, SECRET, seed=1, context="backup-1/passwords/0")

    for key, data, context in (
        (b"x" * 32, sealed, "backup-1/passwords/0"),
        (KEY, sealed, "backup-2/passwords/0"),
        (KEY, sealed[:20], "backup-1/passwords/0"),
    ):
        with pytest.raises(BrokenSeal):
            unseal(key, data, context=context)


def test_same_arguments_same_bytes_and_no_nonce_twice() -> None:
    """A run can be repeated to the byte; seed, context and content each make another nonce."""
    same = seal(KEY, SECRET, seed=1, context="c")
    others = [
        seal(KEY, SECRET, seed=2, context="c"),
        seal(KEY, SECRET, seed=1, context="d"),
        seal(KEY, SECRET + b"!", seed=1, context="c"),
        seal(KEY, SECRET, seed=11, context="c"),
        seal(KEY, b"c" + SECRET, seed=1, context=""),
    ]

    assert seal(KEY, SECRET, seed=1, context="c") == same
    assert len({each[:NONCE_BYTES] for each in (same, *others)}) == 1 + len(others)


def test_references_and_digests_depend_on_the_key() -> None:
    """Two accounts with the same content have nothing in common that anyone could see (PRV-01)."""
    other = b"x" * 32

    assert keyed_digest(KEY, SECRET) == keyed_digest(KEY, SECRET) != keyed_digest(other, SECRET)
    assert reference(KEY, "item", "a") == reference(KEY, "item", "a") != reference(other, "item", "a")
    assert reference(KEY, "item", "a").partition("_")[2] != reference(KEY, "account", "a").partition("_")[2]


@pytest.mark.parametrize("key", [b"", b"k" * 16, b"k" * 33])
def test_refuses_a_key_of_another_length(key: bytes) -> None:
    """A key has 32 bytes."""
    with pytest.raises(BadKey):
        seal(key, SECRET, seed=1, context="c")
    with pytest.raises(BadKey):
        keyed_digest(key, SECRET)


def test_the_documented_test_vector() -> None:
    """The keyed digest that the schema and the contract give as an example is what is made, and what the words beside it say."""
    key, entry = bytes(range(32)), Item(name="lime", value="accent colour 0")
    rule = shipped.schema("manifest")["$defs"]["keyed_digest"]
    page = (Path(__file__).parents[2] / "docs" / "contract-reference.md").read_text("utf-8")

    made = keyed_digest(key, entry_bytes(entry))

    derived = hmac.digest(key, b"backupspec manifest 1 digest", "sha256")
    assert made == "hmac-sha256:" + hmac.digest(derived, b'{"name":"lime","value":"accent colour 0"}', "sha256").hex()
    assert made == rule["examples"][1]
    for words in (key.hex(), '{"name":"lime","value":"accent colour 0"}', "backupspec manifest 1 digest"):
        assert words in rule["description"]
        assert words in page
    assert made in page
    assert keyed_digest(key, entry_bytes(Item(name="lime", value="accent colour 1"))) != made
