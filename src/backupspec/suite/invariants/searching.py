"""Searching what can be seen for many secrets at once: each form that anybody can read (canaries.py), in one pass over the text.

Every needle of at least `WIDTH + step - 1` characters holds, wherever it stands, one of the windows that begin at a multiple of `step`. So it is
enough to look those windows up among all windows with which needles begin: what holds none of them holds no needle.
"""

from functools import lru_cache

from msgspec import Struct

from backupspec.suite.canaries import SHORTEST, forms

WIDTH = 5
"""The characters of a window: so many that few windows of other text are those of a needle."""
assert WIDTH <= SHORTEST


class _Needle(Struct, frozen=True):
    secret: str
    form: str
    text: str


class _Index(Struct, frozen=True):
    """The windows of all needles, each with the needles that it may be of."""

    step: int
    windows: dict[str, list[_Needle]]


@lru_cache(maxsize=10_000)
def readable(text: str, secrets: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Name the secrets that can be read in a text, each with the first of the forms in which it can. A phone shows the same over and over."""
    if not secrets:
        return ()
    index = _index(secrets)
    windows = {text[at : at + WIDTH] for at in range(0, len(text) - WIDTH + 1, index.step)}
    found = {
        needle for window in windows & index.windows.keys() for needle in index.windows[window] if needle.text in text
    }
    return tuple((secret, _first(secret, found)) for secret in secrets if any(each.secret == secret for each in found))


def _first(secret: str, found: set[_Needle]) -> str:
    own = {needle.text for needle in found if needle.secret == secret}
    return next(form for form, text in forms(secret) if text in own)


@lru_cache(maxsize=256)
def _index(secrets: tuple[str, ...]) -> _Index:
    step = min(len(needle.text) for secret in secrets for needle in _needles(secret)) - WIDTH + 1
    windows: dict[str, list[_Needle]] = {}
    for secret in secrets:
        for window, needle in _windows(secret, step):
            windows.setdefault(window, []).append(needle)
    return _Index(step, windows)


@lru_cache(maxsize=10_000)
def _windows(secret: str, step: int) -> tuple[tuple[str, _Needle], ...]:
    return tuple((needle.text[at : at + WIDTH], needle) for needle in _needles(secret) for at in range(step))


@lru_cache(maxsize=10_000)
def _needles(secret: str) -> tuple[_Needle, ...]:
    return tuple(_Needle(secret, form, text) for form, text in forms(secret))
