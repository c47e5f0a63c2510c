"""Reading JSON that others wrote, into the contract's types: the one way in for messages, commands that are typed, and traces.

Refused are, beside what is not of the type that is read: invalid UTF-8, NaN, members that are there twice, halves of characters, nesting without
end. A whole number may be written with a point or an exponent (1.0, 1e1): to JSON Schema it is the same number.
"""

import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, cast

import msgspec

Value = TypeVar("Value")

encoded: Callable[[object], bytes] = msgspec.json.Encoder().encode

LONGEST_NUMBER = 40
"""How many characters, or digits, of a number are looked at: more than any number has that every reader can hold."""

HALF = "half of a surrogate pair is no character"


class Unread(ValueError):
    """A text is not what it has to be. What it says is the reason, and where: `... - at `$.place``."""


class NoJson(Unread):
    """A text is not JSON, or not JSON that is accepted here."""


class Misfit(Unread):
    """A text is JSON, but not of the type that is read."""


def read(body: bytes | str, kind: type[Value]) -> Value:
    """Read a text as a value of a type; raise NoJson or Misfit."""
    text = _utf8(body)
    try:
        value = _read(text, kind)
        if encoded(value) != text:  # written in another way: members may be there twice
            # No number is made: Python refuses very long ones, and those that count were read.
            json.loads(text, object_pairs_hook=_once_each, parse_int=len)
    except RecursionError as error:
        raise NoJson("it is nested too deeply") from error
    except msgspec.ValidationError as error:
        raise Misfit(str(error)) from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise _no_json(text, str(error)) from error
    return value


def _utf8(body: bytes | str) -> bytes:
    """Return a text as the bytes that are read; raise NoJson for one that has none."""
    try:
        return body.encode() if isinstance(body, str) else body
    except UnicodeEncodeError as error:
        raise NoJson(f"{HALF}, at character {error.start}") from error


@cache
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    """Make a decoder once."""
    return msgspec.json.Decoder(kind)


def _read(text: bytes, kind: type[Value]) -> Value:
    decoder = _decoder(cast("Any", kind))
    try:
        return cast("Value", decoder.decode(text))
    except msgspec.ValidationError as error:
        if "got `float`" not in str(error):
            raise
        return cast("Value", decoder.decode(with_whole_numbers(text)))


_TEXT_OR_FRACTION = re.compile(
    rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|-?[0-9]++(?:\.[0-9]++(?:[eE][-+]?[0-9]++)?+|[eE][-+]?[0-9]++)', re.DOTALL
)
_PLAIN = re.compile(rb"(-?[0-9]{1,15})\.0{1,15}")
"""How most programs write such numbers: found much faster."""
MOST_TEXTS_AND_FRACTIONS = 1_000_000
"""Behind so many texts and fractions of a message, numbers stay as they are: to look at more would take seconds."""


def with_whole_numbers(text: bytes) -> bytes:
    """Write the whole numbers of a text without point and exponent, those of up to 40 digits; change nothing else."""
    return _TEXT_OR_FRACTION.sub(_whole, text, count=MOST_TEXTS_AND_FRACTIONS)


def _whole(found: re.Match[bytes]) -> bytes:
    written = found[0]
    if written[0] == _QUOTE or len(written) > LONGEST_NUMBER:
        return written
    if plain := _PLAIN.fullmatch(written):
        return plain[1]
    number = Decimal(written.decode())
    is_whole = abs(number) < 10**LONGEST_NUMBER and number == number.to_integral_value()
    return b"%d" % int(number) if is_whole else written


_QUOTE = ord('"')


def _once_each(members: list[tuple[str, object]]) -> None:
    """Raise Misfit if two members of an object have one name."""
    seen: set[str] = set()
    for name, _ in members:
        if name in seen:
            raise Misfit(f"the member `{name[:100]}` is there twice")
        seen.add(name)


def _no_json(text: bytes, problem: str) -> NoJson:
    """Say why a text is no JSON, in our words: the library calls half a character truncated data."""
    try:
        text.decode()
    except UnicodeDecodeError as error:
        return NoJson(f"it is not UTF-8 at byte {error.start}")
    place = _half(text)
    if place is not None:
        return NoJson(f"{HALF} - at `{place}`")
    at = re.search(r"\(byte ([0-9]+)\)", problem)
    if at is None or int(at[1]) >= len(text.rstrip()):
        return NoJson("it ends before it is whole")
    return NoJson(f"something else is expected at byte {at[1]}, where {_there(text, int(at[1]))} stands")


def _there(text: bytes, at: int) -> str:
    return repr(text[at : at + 1].decode("ascii", "replace")) if text[at] < _ASCII else "a letter beyond ASCII"


_ASCII = 128


class _Members(tuple[tuple[str, Any], ...]):
    """The members of an object, also those that are there twice."""

    __slots__ = ()


_HALF_AS_ESCAPE = re.compile(rb"\\u[dD][89a-fA-F]")


def _half(text: bytes) -> str | None:
    """Tell where the first half of a character stands, as a JSONPath; None if there is none, or the text is wrong otherwise."""
    if not _HALF_AS_ESCAPE.search(text):
        return None
    try:
        return next(_halves(json.loads(text, object_pairs_hook=_Members), "$"), None)
    except (ValueError, RecursionError):
        return None


def _halves(value: Any, place: str) -> Iterator[str]:
    match value:
        case str() if _is_broken(value):
            yield place
        case _Members():
            for name, each in value:
                if _is_broken(name):
                    yield place
                yield from _halves(each, f"{place}.{_shown(name)}")
        case list():
            for number, each in enumerate(value):
                yield from _halves(each, f"{place}[{number}]")


def _is_broken(text: str) -> bool:
    return any("\ud800" <= each <= "\udfff" for each in text)


def _shown(name: str) -> str:
    return name[:100].encode("ascii", "backslashreplace").decode()


_KINDS = {
    "int": "a whole number",
    "float": "a number",
    "str": "a text",
    "bool": "true or false",
    "array": "a list",
    "object": "an object with members",
    "null": "nothing",
}


def in_plain_words(message: str) -> str:
    """Say of a mistake, as the library tells it, where it is, what came, and what is expected."""
    problem, _, place = message.partition(" - at `$")
    if found := re.fullmatch(r"Object missing required field `(.*)`", problem):
        problem = f"the member {found[1]} is missing"
    elif found := re.fullmatch(r"Object contains unknown field `(.*)`", problem):
        problem = f"there is no member {found[1]}"
    elif found := re.fullmatch(r"Invalid enum value (.*)", problem):
        problem = f"{found[1]} is not allowed"
    elif problem == "Number out of range":
        problem = "the number is out of range"
    elif found := re.fullmatch(r"Expected `([^`]*)`(.*?)(?:, got `([^`]*)`)?", problem):
        came = f", and {_KINDS.get(found[3], found[3])} came" if found[3] else ""
        kinds = " or ".join(_KINDS.get(kind, kind) for kind in found[1].split(" | "))
        problem = f"{kinds}{_bounds(found[2])} is expected{came}"
    where = place.removesuffix("`").removeprefix(".")
    return f"{where}: {problem}" if where else problem


def _bounds(words: str) -> str:
    """Say in plain words what the library says of lengths, sizes and forms."""
    for pattern, plain in _BOUNDS:
        words = re.sub(pattern, plain, words)
    return words


_BOUNDS = (
    (r" of length >= (\d+)", r" of a length of at least \1"),
    (r" of length <= (\d+)", r" of a length of at most \1"),
    (r" >= (-?\d+)", r" of \1 or more"),
    (r" <= (-?\d+)", r" of \1 or less"),
    (r" matching regex '\^?(.*?)\$?'", r" of the form \1"),
)
