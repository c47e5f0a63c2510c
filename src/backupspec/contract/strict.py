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
            json.loads(text, object_pairs_hook=_once_each)
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


_TEXT_OR_NUMBER = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|-?[0-9]++(?:\.[0-9]++)?+(?:[eE][-+]?[0-9]++)?+', re.DOTALL)


def with_whole_numbers(text: bytes) -> bytes:
    """Write the whole numbers of a text without point and exponent, those of up to 40 digits; change nothing else."""
    return _TEXT_OR_NUMBER.sub(_whole, text)


def _whole(found: re.Match[bytes]) -> bytes:
    written = found[0]
    if written.startswith(b'"') or len(written) > LONGEST_NUMBER or not re.search(rb"[.eE]", written):
        return written
    number = Decimal(written.decode())
    is_whole = abs(number) < 10**LONGEST_NUMBER and number == number.to_integral_value()
    return b"%d" % int(number) if is_whole else written


def _once_each(members: list[tuple[str, object]]) -> None:
    """Raise Misfit if two members of an object have one name."""
    seen: set[str] = set()
    for name, _ in members:
        if name in seen:
            raise Misfit(f"the member `{name[:100]}` is there twice")
        seen.add(name)


def _no_json(text: bytes, problem: str) -> NoJson:
    """Say why a text is no JSON: of what the library tells in misleading words, in ours."""
    try:
        text.decode()
    except UnicodeDecodeError as error:
        return NoJson(f"it is not UTF-8 at byte {error.start}")
    place = _half(text)
    return NoJson(problem if place is None else f"{HALF} - at `{place}`")


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
