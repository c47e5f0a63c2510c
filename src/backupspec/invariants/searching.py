"""Searching what can be seen for many secrets at once: each form that anybody can read (canaries.py), in one pass over the text.

Every needle of at least `WIDTH + step - 1` characters holds, wherever it stands, one of the windows that begin at a multiple of `step`. So it is
enough to look those windows up among all windows with which needles begin: what holds none of them holds no needle.
"""

import hashlib
import re
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from backupspec.world.canaries import SHORTEST, forms, hashes

WIDTH = 6
"""The characters of a window: so many that few windows of other text are those of a needle."""
assert WIDTH <= SHORTEST
STRETCH = 2**16
"""How many windows of a text are looked up at a time."""
MOST_REMEMBERED = 4_000
"""Of how many texts it is remembered what was found in them, by their digests."""


class Secret(Struct, frozen=True, cache_hash=True):
    """What nobody must be able to read: what is said, and the bytes of the whole entry that says it, where there is one."""

    text: str
    entry: bytes = b""
    hashed_only: bool = False
    """Whether the text is so short that chance would write it: then its hashes alone are looked for."""


class _Needle(Struct, frozen=True, cache_hash=True):
    secret: Secret
    form: str
    text: str


class _Index(Struct, frozen=True):
    """The windows of all needles of some secrets."""

    step: int
    windows: frozenset[str]


Secrets = tuple[Secret, ...]
"""Secrets that were planted together: they share an index, and what was found of them is remembered."""
Found = tuple[tuple[Secret, str], ...]
remembered: OrderedDict[tuple[bytes, Secrets], Found] = OrderedDict()
"""What was found in the newest texts: each is known by its digest, and none is kept."""


def readable(text: str, planted: tuple[Secrets, ...]) -> Found:
    """Name the secrets that can be read in a text, each with the first of the forms in which it can. A phone shows the same over and over."""
    if not planted:
        return ()
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    found = {secrets: remembered.get((digest, secrets)) for secrets in planted}
    unknown = [secrets for secrets, known in found.items() if known is None]
    for secrets, new in _search(text, unknown).items() if unknown else ():
        found[secrets] = remembered[digest, secrets] = new
        if len(remembered) > MOST_REMEMBERED:
            remembered.popitem(last=False)
    return tuple(one for known in found.values() for one in known or ())


def _search(text: str, planted: Sequence[Secrets]) -> dict[Secrets, Found]:
    """Look for all in one pass for each width of step, a stretch of the text at a time."""
    needles: dict[Secrets, set[_Needle]] = {secrets: set() for secrets in planted}
    indexes = {secrets: _index(secrets) for secrets in planted}
    for step in {index.step for index in indexes.values()}:
        for start in range(0, max(len(text) - WIDTH + 1, 0), step * STRETCH):
            windows = _at_each(step).findall(text, start, start + step * STRETCH + WIDTH - 1)
            for secrets, index in indexes.items():
                if index.step == step:
                    for window in index.windows.intersection(windows):
                        needles[secrets].update(each for each in _with(window, secrets, step) if each.text in text)
    return {secrets: _named(secrets, found) for secrets, found in needles.items()}


@lru_cache(maxsize=128)
def _at_each(step: int) -> re.Pattern[str]:
    """Make the pattern that finds the windows which begin at the multiples of a step."""
    return re.compile(f"(?=(.{{{WIDTH}}})).{{1,{step}}}", re.DOTALL)


def _with(window: str, secrets: Secrets, step: int) -> Iterator[_Needle]:
    """Yield the needles that a window may be of."""
    for secret in secrets:
        if window in _windows(secret, step):
            yield from (needle for needle in _needles(secret) if window in needle.text)


def _named(secrets: Secrets, found: set[_Needle]) -> Found:
    if not found:
        return ()
    return tuple((secret, _first(secret, found)) for secret in secrets if any(each.secret == secret for each in found))


def _first(secret: Secret, found: set[_Needle]) -> str:
    own = {needle.text for needle in found if needle.secret == secret}
    return next(needle.form for needle in _needles(secret) if needle.text in own)


@lru_cache(maxsize=128)
def _index(secrets: Secrets) -> _Index:
    step = min(len(needle.text) for secret in secrets for needle in _needles(secret)) - WIDTH + 1
    return _Index(step, frozenset().union(*(_windows(secret, step) for secret in secrets)))


@lru_cache(maxsize=2_000)
def _windows(secret: Secret, step: int) -> frozenset[str]:
    return frozenset(needle.text[at : at + WIDTH] for needle in _needles(secret) for at in range(step))


@lru_cache(maxsize=2_000)
def _needles(secret: Secret) -> tuple[_Needle, ...]:
    found = hashes(secret.text.encode()) if secret.hashed_only else forms(secret.text)
    if secret.entry:
        found = (*found, *hashes(secret.entry, "entry's "))
    return tuple(_Needle(secret, form, text) for form, text in found)
