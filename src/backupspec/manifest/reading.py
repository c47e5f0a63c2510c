"""From bytes to a JSON value, safely: the text may come from anyone.

- A limit of size before anything is decoded, and limits of values and of depth before anything is parsed.
- UTF-8 without a mark; no name twice in an object; no NaN, no infinity, no number that another reader would round.
- All problems at once, each with its place, unless the text is no JSON.
"""

import json
import math
import re
from collections.abc import Callable, Iterator
from itertools import accumulate
from operator import itemgetter
from typing import Any

from msgspec import Struct

from backupspec.manifest.canonical import as_written
from backupspec.manifest.problems import Path, Problem, in_order, problem, seen

MOST_BYTES = 32 * 2**20
MOST_VALUES = 500_000
DEEPEST = 32
LARGEST = 2**53 - 1
LONGEST_NUMBER = 40
"""How many characters of a number are read: more than any number needs that every reader can hold."""

WHY = {
    "too-large": "A reader that takes any amount can be made to run out of memory.",
    "too-many-values": "A hundred thousand items have fewer; each value more is work for everyone who reads it.",
    "not-utf-8": "JSON is exchanged in UTF-8 (RFC 8259): in another encoding the digest would be that of other bytes.",
    "not-json": "A manifest is JSON, whole: half a manifest would restore half a phone (RST-09).",
    "too-deep": "A reader that follows any depth can be made to crash.",
    "not-an-object": "Every document is a JSON object that says what it is.",
    "name-twice": "Of two members of one name, one reader takes the first and another the last (RFC 8785 forbids them).",
    "no-number": "JSON has no NaN and no infinity, and the canonical form (RFC 8785) has none either.",
    "unsafe-number": "Beyond 2^53 - 1, or in too many digits, readers round numbers, each in its own way (RFC 8785).",
    "half-a-character": "Half of a surrogate pair is no character: it has no UTF-8, and so no canonical form (RFC 8785).",
}
"""The rules of reading, and why each is there."""


class Reading(Struct, frozen=True):
    """What came of reading: a value, or problems and no value."""

    value: Any
    problems: tuple[Problem, ...]


def read(data: bytes) -> Reading:
    """Read a JSON object from bytes."""
    if len(data) > MOST_BYTES:
        return _refused("too-large", f"at most {MOST_BYTES} bytes", f"{len(data)} bytes or more")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _refused("not-utf-8", "UTF-8", f"byte {data[error.start]:#04x} at {error.start}")
    if text.startswith("\ufeff"):
        return _refused("not-utf-8", "UTF-8 without a byte order mark", "a byte order mark")
    bare = (_TEXT if "\\" in text else _PLAIN_TEXT).sub("", text)
    if bare.count(",") >= MOST_VALUES:
        return _refused("too-many-values", f"at most {MOST_VALUES} values", "more")
    if _is_too_deep(bare):
        return _refused("too-deep", f"at most {DEEPEST} levels", "more")
    value = as_written(
        data
    )  # what is in canonical form has nothing that would have to be told, and is read ten times faster
    return Reading(value, ()) if isinstance(value, dict) else _parsed(text)


class _Refused:
    """A value that was not read: which rule it breaks, what is expected, and what came."""

    def __init__(self, rule: str, expected: str, found: str) -> None:
        self.rule, self.expected, self.found = rule, expected, found


class _Twice(dict[str, Any]):
    """An object in which names come twice."""

    names: tuple[str, ...] = ()


def _parsed(text: str) -> Reading:
    refusals: list[object] = []

    def noted(make: Callable[[Any], Any]) -> Callable[[Any], Any]:
        """Make what a hook makes, and note it if it has to be told."""

        def hook(given: Any) -> Any:
            made = make(given)
            if isinstance(made, _Refused | _Twice):
                refusals.append(made)
            return made

        return hook

    try:
        value = json.loads(
            text,
            object_pairs_hook=noted(_members),
            parse_constant=noted(_constant),
            parse_int=noted(_integer),
            parse_float=noted(_number),
        )
    except json.JSONDecodeError as error:
        return _refused("not-json", "JSON", _not_json(error, text))
    if not isinstance(value, dict):
        return _refused("not-an-object", "an object", value.found if isinstance(value, _Refused) else seen(value))
    problems = in_order(_faults(value, ())) if refusals or _HALF.search(text) else ()
    return Reading(None if problems else value, problems)


def _not_json(error: json.JSONDecodeError, text: str) -> str:
    """Say where a text ends before it is whole, or else where it is no JSON."""
    whole = text.rstrip()
    if not whole:
        return "nothing"
    if error.pos >= len(whole) or error.msg.startswith("Unterminated string"):
        line, column = whole.count("\n") + 1, len(whole) - whole.rfind("\n") - 1
        return f"it ends at line {line}, column {column}, before it is whole"
    return f"{error.msg.removesuffix(' at')} at line {error.lineno}, column {error.colno}"


def _refused(rule: str, expected: str, found: str) -> Reading:
    return Reading(None, (problem((), rule, expected, found, WHY[rule]),))


_HALF = re.compile(r"\\u[dD]")
"""Where there may be half a character: a text that was UTF-8 has one only if it is spelled out."""

_TEXT = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_PLAIN_TEXT = re.compile(r'"[^"]*"?')
"""The same where nothing is spelled out, four times faster."""
_STEPS = {"[": 1, "{": 1, "]": -1, "}": -1}
_BRACKET = re.compile(r"[\[{\]}]")


def _is_too_deep(bare: str) -> bool:
    """Tell whether brackets are nested too deep, whether or not they match."""
    steps = map(_STEPS.__getitem__, map(itemgetter(0), _BRACKET.finditer(bare)))
    return any(depth > DEEPEST for depth in accumulate(steps))


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object, or one that tells which of its names come twice."""
    members = dict(pairs)
    if len(members) == len(pairs):
        return members
    names = [name for name, _ in pairs]
    twice = _Twice(members)
    twice.names = tuple(name for name in members if names.count(name) > 1) if len(names) < LARGEST_OBJECT else ()
    return twice


LARGEST_OBJECT = 1000
"""In an object with more members than this, it is said that names come twice, but not which."""


def _constant(text: str) -> _Refused:
    return _Refused("no-number", "a number", text)


def _integer(text: str) -> int | _Refused:
    if len(text) > LONGEST_NUMBER or abs(int(text)) > LARGEST:
        return _unsafe(text)
    return int(text)


def _number(text: str) -> float | int | _Refused:
    """Read a number with a fraction or an exponent; 3.0 and 3e0 are 3, as they are to RFC 8785."""
    if len(text) > LONGEST_NUMBER:
        return _unsafe(text)
    number = float(text)
    lost = number == 0 and any(digit in "123456789" for digit in re.split("[eE]", text)[0])
    if lost or not math.isfinite(number) or abs(number) > LARGEST:
        return _unsafe(text)
    return int(number) if number.is_integer() else number


def _unsafe(text: str) -> _Refused:
    cut = text if len(text) <= LONGEST_NUMBER else text[:LONGEST_NUMBER] + "..."
    return _Refused("unsafe-number", f"a number from -(2^53 - 1) to 2^53 - 1 in at most {LONGEST_NUMBER} digits", cut)


def _faults(value: Any, path: Path) -> Iterator[Problem]:
    """Find what was refused on the way, and halves of characters."""
    match value:
        case _Refused():
            yield problem(path, value.rule, value.expected, value.found, WHY[value.rule])
        case str():
            yield from _halves(value, path)
        case list():
            for number, entry in enumerate(value):
                if not isinstance(entry, int):
                    yield from _faults(entry, (*path, number))
        case dict():
            yield from _faults_of_members(value, path)


def _faults_of_members(members: dict[str, Any], path: Path) -> Iterator[Problem]:
    if isinstance(members, _Twice):
        for name in members.names or (None,):
            at = path if name is None else (*path, name)
            yield problem(at, "name-twice", "each name once", "a name that comes twice", WHY["name-twice"])
    for name, value in members.items():
        yield from _halves(name, (*path, name))
        yield from _faults(value, (*path, name))


def _halves(text: str, path: Path) -> Iterator[Problem]:
    try:
        text.encode()
    except UnicodeEncodeError:
        yield problem(path, "half-a-character", "whole characters", seen(text), WHY["half-a-character"])
