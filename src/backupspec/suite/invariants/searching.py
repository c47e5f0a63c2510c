"""Searching what can be seen for many secrets at once: each form that anybody can read (canaries.py), in one pass over the text.

Every needle of at least `WIDTH + step - 1` characters holds, wherever it stands, one of the windows that begin at a multiple of `step`. So it is
enough to look those windows up among all windows with which needles begin: what holds none of them holds no needle.
"""

import hashlib
from collections import OrderedDict
from functools import lru_cache

from msgspec import Struct

from backupspec.suite.canaries import SHORTEST, forms, hashes

WIDTH = 5
"""The characters of a window: so many that few windows of other text are those of a needle."""
assert WIDTH <= SHORTEST
STRETCH = 2**16
"""How many windows of a text are looked up at a time."""
MOST_REMEMBERED = 4_000
"""Of how many texts it is remembered what was found in them, by their digests."""


class Secret(Struct, frozen=True):
    """What nobody must be able to read: what is said, and the bytes of the whole entry that says it, where there is one."""

    text: str
    entry: bytes = b""
    hashed_only: bool = False
    """Whether the text is so short that chance would write it: then its hashes alone are looked for."""


class _Needle(Struct, frozen=True):
    secret: Secret
    form: str
    text: str


class _Index(Struct, frozen=True):
    """The windows of all needles, each with the needles that it may be of."""

    step: int
    windows: dict[str, list[_Needle]]


Found = tuple[tuple[Secret, str], ...]
remembered: OrderedDict[tuple[bytes, tuple[Secret, ...]], Found] = OrderedDict()
"""What was found in the newest texts: each is known by its digest, and none is kept."""


def readable(text: str, secrets: tuple[Secret, ...]) -> Found:
    """Name the secrets that can be read in a text, each with the first of the forms in which it can. A phone shows the same over and over."""
    if not secrets:
        return ()
    name = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest(), secrets
    if name not in remembered:
        remembered[name] = _search(text, secrets)
        if len(remembered) > MOST_REMEMBERED:
            remembered.popitem(last=False)
    return remembered[name]


def _search(text: str, secrets: tuple[Secret, ...]) -> Found:
    index = _index(secrets)
    found: set[_Needle] = set()
    for start in range(0, max(len(text) - WIDTH + 1, 0), index.step * STRETCH):
        stop = min(start + index.step * STRETCH, len(text) - WIDTH + 1)
        windows = {text[at : at + WIDTH] for at in range(start, stop, index.step)}
        for window in windows & index.windows.keys():
            found.update(needle for needle in index.windows[window] if needle not in found and needle.text in text)
    return tuple((secret, _first(secret, found)) for secret in secrets if any(each.secret == secret for each in found))


def _first(secret: Secret, found: set[_Needle]) -> str:
    own = {needle.text for needle in found if needle.secret == secret}
    return next(needle.form for needle in _needles(secret) if needle.text in own)


@lru_cache(maxsize=64)
def _index(secrets: tuple[Secret, ...]) -> _Index:
    step = min(len(needle.text) for secret in secrets for needle in _needles(secret)) - WIDTH + 1
    windows: dict[str, list[_Needle]] = {}
    for secret in secrets:
        for window, needle in _windows(secret, step):
            windows.setdefault(window, []).append(needle)
    return _Index(step, windows)


@lru_cache(maxsize=2_000)
def _windows(secret: Secret, step: int) -> tuple[tuple[str, _Needle], ...]:
    return tuple((needle.text[at : at + WIDTH], needle) for needle in _needles(secret) for at in range(step))


@lru_cache(maxsize=2_000)
def _needles(secret: Secret) -> tuple[_Needle, ...]:
    found = hashes(secret.text.encode()) if secret.hashed_only else forms(secret.text)
    if secret.entry:
        found = (*found, *hashes(secret.entry, "entry's "))
    return tuple(_Needle(secret, form, text) for form, text in found)
