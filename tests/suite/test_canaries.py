"""A planted secret is found in each form that anybody can read, and nothing is found where there is none."""

import base64
import hashlib
import json
import time
from collections.abc import Callable

import pytest

from backupspec.world.canaries import LONGEST, SHORTEST, readable_in

PLANTED = 'Käthe"s-correct\\horse-σκαραβαίος'
OTHER = 'Käthe"s-correct\\horse-σκαραβαίοι'
"""As long, and all but the last letter the same."""

Form = Callable[[str], str]

FORMS: dict[str, tuple[Form, str]] = {
    "clear": (str, "in clear"),
    "json": (json.dumps, "in clear"),
    "json-in-json": (lambda secret: json.dumps(secret, ensure_ascii=False), "in clear"),
    "utf-8-as-latin-1": (lambda secret: secret.encode().decode("latin-1"), "in clear"),
    "utf-16-le": (lambda secret: secret.encode("utf-16-le").decode("latin-1"), "in UTF-16"),
    "utf-16-be": (lambda secret: secret.encode("utf-16-be").decode("latin-1"), "in UTF-16"),
    "utf-16-in-json": (lambda secret: json.dumps(secret.encode("utf-16-le").decode("latin-1")), "in UTF-16"),
    "hex": (lambda secret: secret.encode().hex(), "in hexadecimal digits"),
    "hex-capitals": (lambda secret: secret.encode().hex().upper(), "in hexadecimal digits"),
    "hex-of-utf-16": (lambda secret: secret.encode("utf-16-le").hex(), "in hexadecimal digits of its UTF-16"),
    "base64-url": (lambda secret: base64.urlsafe_b64encode(secret.encode()).decode(), "in Base64"),
    "base64-of-utf-16": (
        lambda secret: base64.b64encode(secret.encode("utf-16-be")).decode(),
        "in Base64 of its UTF-16",
    ),
    "md5": (lambda secret: hashlib.md5(secret.encode()).hexdigest(), "in hexadecimal digits of its MD5"),  # noqa: S324
    "sha-1": (lambda secret: hashlib.sha1(secret.encode()).hexdigest(), "in hexadecimal digits of its SHA-1"),  # noqa: S324
    "sha-256": (lambda secret: hashlib.sha256(secret.encode()).hexdigest(), "in hexadecimal digits of its SHA-256"),
    "sha-512": (lambda secret: hashlib.sha512(secret.encode()).hexdigest(), "in hexadecimal digits of its SHA-512"),
    "sha-512-base64": (
        lambda secret: base64.b64encode(hashlib.sha512(secret.encode()).digest()).decode(),
        "in Base64 of its SHA-512",
    ),
    "sha-256-capitals": (
        lambda secret: hashlib.sha256(secret.encode()).hexdigest().upper(),
        "in hexadecimal digits of its SHA-256",
    ),
    "md5-base64": (
        lambda secret: base64.b64encode(hashlib.md5(secret.encode()).digest()).decode(),  # noqa: S324
        "in Base64 of its MD5",
    ),
    "sha-1-base64": (
        lambda secret: base64.b64encode(hashlib.sha1(secret.encode()).digest()).decode(),  # noqa: S324
        "in Base64 of its SHA-1",
    ),
    "sha-256-base64": (
        lambda secret: base64.b64encode(hashlib.sha256(secret.encode()).digest()).decode(),
        "in Base64 of its SHA-256",
    ),
}


@pytest.mark.parametrize(("form", "name"), FORMS.values(), ids=FORMS.keys())
def test_each_form_is_found_and_named(form: Form, name: str) -> None:
    """In the midst of other text, a secret is found in each form; another secret's form is not taken for it."""
    assert readable_in(f"before {form(PLANTED)} after", PLANTED) == name
    assert readable_in(f"before {form(OTHER)} after", PLANTED) is None


@pytest.mark.parametrize("before", range(7))
@pytest.mark.parametrize("after", range(3))
def test_base64_is_found_wherever_the_secret_stands_in_it(before: int, after: int) -> None:
    """Base64 writes a secret in three ways, as the bytes before it fall."""

    def encoded(secret: str) -> str:
        return base64.b64encode(b"\xff" * before + secret.encode() + b"\xff" * after).decode()

    assert readable_in(encoded(PLANTED), PLANTED) == "in Base64"
    assert readable_in(encoded(OTHER), PLANTED) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        PLANTED[:-1],
        PLANTED[1:],
        PLANTED[::-1],
        PLANTED.upper(),
        f"{PLANTED[:8]} {PLANTED[8:]}",
        base64.b64encode(PLANTED[:-2].encode()).decode(),
        PLANTED.encode()[:-1].hex(),
        hashlib.sha256(f"salt {PLANTED}".encode()).hexdigest(),
        hashlib.sha256(PLANTED.encode()).hexdigest()[:-1],
    ],
    ids=[
        "nothing",
        "all-but-the-last",
        "all-but-the-first",
        "backwards",
        "in-capitals",
        "broken-up",
        "base64-cut-short",
        "hex-cut-short",
        "salted-hash",
        "hash-cut-short",
    ],
)
def test_what_is_not_the_secret_is_not_found(text: str) -> None:
    """A near miss is none of the forms."""
    assert readable_in(text, PLANTED) is None


def test_forms_that_stand_anywhere_are_not_looked_for() -> None:
    """Of a secret so short that chance would write it, only the hashes are looked for."""
    short = "a" * (SHORTEST - 1)

    assert readable_in(short * 3, short) is None
    assert readable_in(hashlib.sha256(short.encode()).hexdigest(), short) == "in hexadecimal digits of its SHA-256"


def test_a_very_long_secret_is_known_by_its_beginning_and_its_hash() -> None:
    """Of a hundred thousand characters nobody need look for all."""
    long = "".join(hashlib.sha256(str(number).encode()).hexdigest() for number in range(10))

    assert readable_in(f"... {long[:LONGEST]} ...", long) == "in clear"
    assert readable_in(long[: LONGEST - 1], long) is None
    assert readable_in(hashlib.sha256(long.encode()).hexdigest(), long) == "in hexadecimal digits of its SHA-256"


def test_many_secrets_are_soon_looked_for() -> None:
    """A hundred secrets in a text of 100 kB take little of the processor, so that this can be asked after every command."""
    text = "".join(hashlib.sha256(str(number).encode()).hexdigest() for number in range(1_563))
    secrets = [f"{PLANTED} {number}" for number in range(100)]
    for secret in secrets:
        readable_in("", secret)

    start_s = time.process_time()
    found = [readable_in(text, secret) for secret in secrets]

    assert found == [None] * 100
    assert time.process_time() - start_s < 10
