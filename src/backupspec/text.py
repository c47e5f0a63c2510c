"""Foreign text made safe to show: what an implementation, a file, a person or the environment says can neither act on a terminal nor hide.

Everything that is printed, and all of junit.xml, goes through here. Files for machines keep the value, and spell the same characters as JSON does.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any, TypeVar

import msgspec

_UNSEEN = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # controls: they move the cursor, set the title, begin escape sequences
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks of direction, embeddings, overrides and isolates
    "\u2028\u2029"  # line ends that few programs take for line ends
    "\ud800-\udfff"  # halves of surrogate pairs, which no encoding has
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # no ink: two texts differ, and look alike
    "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"  # spaces other than the space
    "\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"  # other marks of format
    "\ufdd0-\ufdef" + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)) +
    "]"
)  # fmt: skip
"""The characters that act or hide. The list is ours, not that of the Python which runs, so that the same text is shown the same everywhere."""


def shown(text: str) -> str:
    r"""Spell out each character that acts or hides, line ends among them: `\u202e`, and above the first plane `\U000e0041`."""
    return _UNSEEN.sub(_spelled, text)


def _spelled(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 - the end of the first plane


def quoted(text: str) -> str:
    """Show a text in quotation marks: single ones, unless it has such."""
    mark = '"' if "'" in text else "'"
    return f"{mark}{shown(text)}{mark}"


def shown_lines(text: str) -> str:
    """Show a text of several lines: all but its line feeds is spelled out."""
    return "\n".join(map(shown, text.split("\n")))


def logged(line: str) -> str:
    """Show a line that an implementation wrote to its log: tabs are the spaces that they look like."""
    return shown(line.expandtabs(4))


Value = TypeVar("Value", bound=msgspec.Struct)


def readable(value: Value) -> Value:
    """Return a value with every text in it shown. Tabs stay, since logs have them; whoever prints them deals with them."""
    return msgspec.convert(_every_text(msgspec.to_builtins(value), _but_tabs), type(value))


def _but_tabs(text: str) -> str:
    return "\t".join(map(shown, text.split("\t")))


def _every_text(value: Any, change: Callable[[str], str]) -> Any:
    match value:
        case str():
            return change(value)
        case dict():
            changed: dict[str, Any] = {}
            for name, each in value.items():
                changed[_unlike(changed, change(name))] = _every_text(each, change)
            return changed
        case list() | tuple():
            return [_every_text(each, change) for each in value]
        case _:
            return value


def _unlike(others: Mapping[str, Any], name: str) -> str:
    """Return a name that no other member has: two may be shown alike, `\\u202e` and what it stands for."""
    while name in others:
        name += "'"
    return name


LONGEST = 500
"""How many characters of a message are shown: more than that, and its middle is left out, for its end says where."""


def one_line(text: str) -> str:
    """Bring a message that may quote anything into one line of bounded length, in which nothing acts or hides."""
    words = " ".join(without_middle(text, 10 * LONGEST).split())
    return without_middle(shown(words), LONGEST)


def without_middle(text: str, longest: int) -> str:
    """Return a text or, of a longer one, its beginning and its end."""
    half = longest // 2
    return text if len(text) <= longest else f"{text[:half]} ... {text[-half:]}"


WIDEST = 200


def command_line(command: object) -> str:
    """Write a command as one line that a person may read: of a long one, as when a phone is filled, its beginning and its end."""
    return without_middle(shown(json.dumps(command, ensure_ascii=False)), WIDEST)


def command_lines(commands: Sequence[object], outcomes: Sequence[Mapping[str, object] | None]) -> Iterator[str]:
    """Write commands, a line each; behind one that was not done, how it was answered. Of reports without outcomes, the commands alone."""
    for command, outcome in zip_longest(commands, outcomes[: len(commands)], fillvalue=_DONE):
        yield command_line(command) + _answer(outcome)


_DONE = {"outcome": "done"}


def _answer(outcome: Mapping[str, object] | None) -> str:
    if outcome == _DONE:
        return ""
    words = "no answer" if outcome is None else ": ".join(map(str, outcome.values()))
    return f" -> {without_middle(shown(words), WIDEST)}"


def json_text(value: object, indent: int = 0) -> str:
    r"""Write a value as JSON in which what acts or hides is escaped, and all else can be read: `"Bücher \u202e"` has the same value everywhere."""
    text = msgspec.json.encode(value)
    return escaped(msgspec.json.format(text, indent=indent).decode() if indent else text.decode())


def escaped(text: str) -> str:
    """Escape in JSON, as JSON does it, what acts or hides. Line feeds and spaces are between its values."""
    return _UNSEEN.sub(_as_in_json, text)


def _as_in_json(match: re.Match[str]) -> str:
    return match[0] if match[0] == "\n" else json.dumps(match[0])[1:-1]
