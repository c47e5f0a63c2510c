"""Searching for many secrets at once finds what searching for each finds, wherever it stands."""

import base64
import hashlib
import hmac
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import pytest
from test_canaries import FORMS, OTHER, PLANTED

from backupspec.invariants import searching
from backupspec.invariants.searching import MOST_REMEMBERED, STRETCH, Secret, readable
from backupspec.world.canaries import readable_in

WORDS = ("12345678", PLANTED, "something else altogether", PLANTED[:-5])
SECRETS = tuple(map(Secret, WORDS))
"""The shortest that is looked for; and one that is the beginning of another."""


@pytest.mark.parametrize("before", range(10))
@pytest.mark.parametrize("form", [make for make, _ in FORMS.values()], ids=FORMS)
def test_finds_the_same_wherever_it_stands(form: object, before: int) -> None:
    """Each form is found at each place of a text, of each secret, under the same name."""
    for planted in (*WORDS, OTHER):
        text = "." * before + form(planted) + "."  # type: ignore[operator]
        expected = tuple((secret, name) for secret in SECRETS if (name := readable_in(text, secret.text)) is not None)

        assert readable(text, (SECRETS,)) == expected
        assert expected or planted not in WORDS


def test_finds_what_was_planted_at_different_times() -> None:
    """Secrets of several commands are all found, whether or not some of them were looked for before."""
    text = f"{WORDS[0]} and {WORDS[2]}"
    first, second = SECRETS[:1], SECRETS[1:]

    assert readable(text, (first,)) == ((SECRETS[0], "in clear"),)
    assert readable(text, (first, second)) == ((SECRETS[0], "in clear"), (SECRETS[2], "in clear"))


def test_finds_nothing_where_nothing_is() -> None:
    """A text without a secret, and a search for no secret, find nothing."""
    assert readable("", (SECRETS,)) == ()
    assert readable("123456", (SECRETS,)) == ()
    assert readable(PLANTED, ()) == ()


@pytest.mark.parametrize("before", [STRETCH - 3, STRETCH, 4 * STRETCH - 7, 4 * STRETCH, 9 * STRETCH + 1])
def test_finds_what_stands_between_two_stretches(before: int) -> None:
    """A long text is searched a stretch at a time, and nothing is lost in between."""
    assert readable("." * before + PLANTED + ".", (SECRETS[1:2],)) == ((SECRETS[1], "in clear"),)


def test_of_a_short_secret_finds_the_hashes_alone() -> None:
    """A code of a few digits stands in many a number; its hash doesn't."""
    short = Secret("4711", hashed_only=True)

    assert readable(f"4711 {b'4711'.hex()} {'4711'.encode('utf-16-le').hex()}", ((short,),)) == ()
    found = readable(hashlib.sha512(b"4711").hexdigest(), ((short,),))
    assert found == ((short, "in hexadecimal digits of its SHA-512"),)


@pytest.mark.parametrize("make", [hashlib.md5, hashlib.sha1, hashlib.sha256, hashlib.sha512])
def test_finds_the_hash_of_a_whole_entry(make: Callable[..., Any]) -> None:
    """Who can guess what an entry says can guess the entry: its hash tells as much. One with a key tells nothing."""
    entry = b'{"name":"Mail","value":"battery staple"}'
    secret = Secret("battery staple", entry)

    [(_, form)] = readable(f"item:{make(entry).hexdigest()}", ((secret,),))
    assert form.startswith("in hexadecimal digits of its entry's ")
    assert readable(base64.b64encode(b".." + make(entry).digest()).decode(), ((secret,),))
    assert readable(hmac.digest(b"a key", entry, "sha256").hex(), ((secret,),)) == ()


def test_remembers_a_bounded_number_of_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was found is remembered of the newest texts alone, and no text is kept."""
    monkeypatch.setattr(searching, "remembered", OrderedDict())
    for number in range(MOST_REMEMBERED + 10):
        readable(f"text {number}", (SECRETS[:1],))

    assert len(searching.remembered) == MOST_REMEMBERED
    assert all(len(digest) == hashlib.sha256().digest_size for digest, _ in searching.remembered)
