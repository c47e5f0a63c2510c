"""Looking for secrets in text: as they are, in other forms in which anyone can read them, and as hashes that anyone can guess."""

import base64
import hashlib
from collections.abc import Iterator
from functools import lru_cache


@lru_cache(maxsize=10_000)
def forms(secret: str) -> tuple[tuple[str, str], ...]:
    """Tell in which forms a secret may stand somewhere: the name of each, and the text to look for."""
    plain = secret.encode()
    wide = {"UTF-16": secret.encode("utf-16-le"), "UTF-16, the other way": secret.encode("utf-16-be")}
    found = [("plain text", secret), *((name, text.decode("latin-1")) for name, text in wide.items())]
    for name, text in {"UTF-8": plain, **wide}.items():
        found += [(f"Base64 of {name}", each) for each in _base64(text)]
        found += [(f"hexadecimal digits of {name}", each) for each in (text.hex(), text.hex().upper())]
    for algorithm in ("md5", "sha1", "sha256"):
        digest = hashlib.new(algorithm, plain, usedforsecurity=False).digest()
        found += [(f"{algorithm} in hexadecimal digits", each) for each in (digest.hex(), digest.hex().upper())]
        found.append((f"{algorithm} in Base64", base64.b64encode(digest).decode().rstrip("=")))
    return tuple((name, text) for name, text in found if text)


def _base64(text: bytes) -> Iterator[str]:
    """Yield what Base64 makes of bytes that stand at each of the three places where a group may begin, without what their neighbours change."""
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + text).decode().rstrip("=")
        first = (0, 2, 3)[before]
        last = len(coded) if (before + len(text)) % 3 == 0 else len(coded) - 1
        yield coded[first:last]


def readable_in(text: str, secret: str) -> str | None:
    """Tell in which form a secret can be read in a text; None if in none."""
    return next((name for name, form in forms(secret) if form in text), None)
