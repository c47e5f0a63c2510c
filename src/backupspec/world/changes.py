"""What changed between two values of the contract: where, from what, to what. Long texts and lists are shortened, alike wherever they stand."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from backupspec.contract.schemas import plain

Path = tuple[str | int, ...]

LONGEST_TEXT = 500
LONGEST_LIST = 50
"""Texts and lists that are longer are told by their beginning, their length and their digest."""


class Change(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One thing that is other than it was, by its path. What was added has no `before`, what is gone has no `after`."""

    path: Path
    before: Any | UnsetType = UNSET
    after: Any | UnsetType = UNSET


def changes(before: object, after: object, path: Path = ()) -> Iterator[Change]:
    """Find what differs, as deep down as possible, in the order of the contract's definitions."""
    if before == after:
        return
    if isinstance(before, Struct) and type(before) is type(after):
        for name in before.__struct_fields__:
            yield from changes(getattr(before, name), getattr(after, name), (*path, name))
    elif isinstance(before, dict) and isinstance(after, dict):
        for name in dict.fromkeys((*before, *after)):
            yield from changes(before.get(name, UNSET), after.get(name, UNSET), (*path, name))
    elif isinstance(before, tuple) and isinstance(after, tuple):
        yield from _in_list(before, after, path)
    else:
        yield Change(path=path, before=_shown(before), after=_shown(after))


def _in_list(before: Sequence[object], after: Sequence[object], path: Path) -> Iterator[Change]:
    """Find what differs between what both lists begin with and what both end with."""
    most = min(len(before), len(after))
    first = next((at for at in range(most) if before[at] != after[at]), most)
    last = next((at for at in range(most - first) if before[-1 - at] != after[-1 - at]), most - first)
    gone, added = before[first : len(before) - last], after[first : len(after) - last]
    if len(gone) == len(added):
        for at, (old, new) in enumerate(zip(gone, added, strict=True), first):
            yield from changes(old, new, (*path, at))
        return
    yield from (Change(path=(*path, at), before=_shown(each)) for at, each in enumerate(gone, first))
    yield from (Change(path=(*path, at), after=_shown(each)) for at, each in enumerate(added, first))


def _shown(value: object) -> Any:
    return UNSET if value is UNSET else shortened(plain(value))


def shortened(value: Any) -> Any:
    """Return plain JSON in which nothing is very long. What is equal stays equal, and what differs stays different."""
    match value:
        case str() if len(value) > LONGEST_TEXT:
            return f"{value[:LONGEST_TEXT]}... ({len(value)} characters, {_digest(value)})"
        case list() | tuple() if len(value) > LONGEST_LIST:
            rest = value[LONGEST_LIST:]
            return [*map(shortened, value[:LONGEST_LIST]), f"... ({len(rest)} more, {_digest(rest)})"]
        case list() | tuple():
            return list(map(shortened, value))
        case dict():
            return {name: shortened(each) for name, each in value.items()}
        case _:
            return value


def _digest(value: object) -> str:
    return f"sha256:{sha256(msgspec.json.encode(value)).hexdigest()}"
