"""A policy that says only what it has otherwise than another one: `extends: windows-phone-8.1`.

- What has members is merged member by member, and so is a list of entries that can be told apart: by their id, readings by their value, upload
  rows by medium and quality. Anything else (a text, a number, a list of words, the conditions of a backup) takes the place of what it names.
- What is new stands before whatever is named after it, or else at the end. Nothing is taken away.
- `id` is never taken over: another policy has another name.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from backupspec.policy import profiles
from backupspec.policy.mistakes import PolicyMistakes, nearest, one_of
from backupspec.policy.reading import Document, Place, read

Name = str | int | tuple[str, str]
"""What tells an entry from others: its id, or its number where it has none."""

N = TypeVar("N", bound=Name)

EXTENDS = "extends"
_NOT_TAKEN_OVER = frozenset({"id"})


def whole(document: Document, bases: Mapping[str, str] = profiles.TEXTS, *, through: tuple[str, ...] = ()) -> Document:
    """Return a document with all that it takes over from the policy that it extends, each place with its own file and line.

    Raise PolicyMistakes if there is no such policy, or it extends, by way of others, itself.
    """
    if not isinstance(document.value, dict) or EXTENDS not in document.value:
        return document
    name, problem = document.value[EXTENDS], ""
    if not isinstance(name, str) or name not in bases:
        problem = f"there is no policy {document.shown((EXTENDS,))}{nearest(str(name), bases)}"
    elif name in through:
        problem = f"a circle: {' extends '.join((*through, name))}"
    if problem:
        allowed = f"the name of a policy that comes with backupspec: {one_of(bases)}"
        raise PolicyMistakes([*document.mistakes, document.mistake((EXTENDS,), problem, allowed)])
    base = whole(read(bases[name], f"{name}.yaml"), bases, through=(*through, name))
    return _Merger(document, base).merged()


class _Merger:
    """Makes one document of two."""

    def __init__(self, own: Document, base: Document) -> None:
        self._own, self._base = own, base
        self._made = Document(own.file, None, {}, set(), mistakes=[*own.mistakes, *base.mistakes])

    def merged(self) -> Document:
        """Return the whole."""
        made = self._made
        return Document(
            made.file, self._value((), (), ()), made.lines, made.unread, made.spelled, made.mistakes, made.files
        )

    def _value(self, own_at: Place, base_at: Place, place: Place) -> Any:
        """Merge what stands at a place of the difference with what stands at a place of the base."""
        own, base = self._own.at(own_at), self._base.at(base_at)
        if isinstance(own, dict) and isinstance(base, dict):
            self._note(self._own, own_at, place)
            ours = {name: (*own_at, name) for name in own if place or name != EXTENDS}
            theirs = {name: (*base_at, name) for name in base if place or name not in _NOT_TAKEN_OVER}
            return {
                name: self._either(ours.get(name), theirs.get(name), (*place, name)) for name in _in_order(ours, theirs)
            }
        if isinstance(own, list) and isinstance(base, list) and base and all(map(_name, base)):
            self._note(self._own, own_at, place)
            entries, others = _named(own, own_at), _named(base, base_at)
            order = enumerate(_in_order(entries, others))
            return [self._either(entries.get(name), others.get(name), (*place, at)) for at, name in order]
        return self._taken(self._own, own_at, place)

    def _either(self, own_at: Place | None, base_at: Place | None, place: Place) -> Any:
        """Merge what both have; take what one has."""
        if own_at is not None and base_at is not None:
            return self._value(own_at, base_at, place)
        return (
            self._taken(self._own, own_at, place)
            if own_at is not None
            else self._taken(self._base, base_at or (), place)
        )

    def _taken(self, source: Document, at: Place, place: Place) -> Any:
        """Take a value as it stands."""
        self._note(source, at, place)
        value = source.at(at)
        if isinstance(value, dict):
            return {name: self._taken(source, (*at, name), (*place, name)) for name in value}
        if isinstance(value, list):
            return [self._taken(source, (*at, number), (*place, number)) for number in range(len(value))]
        return value

    def _note(self, source: Document, at: Place, place: Place) -> None:
        """Keep where a value stands, and how it is written."""
        if at in source.lines:
            self._made.lines[place] = source.lines[at]
            self._made.files[place] = source.files.get(at, source.file)
        if at in source.unread:
            self._made.unread.add(place)
        if at in source.spelled:
            self._made.spelled[place] = source.spelled[at]


def _name(entry: Any) -> Name | None:
    """Return what tells an entry from others of its list; None if nothing does."""
    match entry:
        case {"id": str() as name} | {"value": str() as name}:
            return name
        case {"medium": str() as medium, "quality": str() as quality}:
            return medium, quality
        case _:
            return None


def _named(entries: Sequence[Any], at: Place) -> dict[Name, Place]:
    """Return the places of entries by their names; what has no name, or one that was there before, goes by its number."""
    found: dict[Name, Place] = {}
    for number, entry in enumerate(entries):
        name = _name(entry)
        found[number if name is None or name in found else name] = (*at, number)
    return found


def _in_order(own: Iterable[N], base: Iterable[N]) -> list[N]:
    """Return the names of the base in their order, with each new one before the name that follows it, or else at the end."""
    order = list(base)
    known, at = frozenset(order), len(order)
    for name in reversed(list(own)):
        if name in known:
            at = order.index(name)
        else:
            order.insert(at, name)
    return order
