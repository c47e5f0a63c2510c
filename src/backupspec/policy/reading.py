"""Reading YAML into plain values, each with its line, and refusing what a policy has no need of.

YAML 1.2: `on` and `off` are words. No anchors, aliases or tags, no member twice, one document, nothing deep or huge: a policy is read by
people, and comes from anywhere. ruamel.yaml takes the text apart; the values are made here from its events, because a value made by its
constructors has lost its line, or takes twice as long.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.loader import SafeLoader
from ruamel.yaml.reader import ReaderError

from backupspec.policy.mistakes import Mistake, PolicyMistakes, shown

MOST_CHARACTERS = 1_000_000
MOST_VALUES = 10_000
DEEPEST = 12

Place = tuple[str | int, ...]
"""The way to a value from the top: names of members and numbers of entries."""

_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMBER = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_HALF = re.compile(r"[\ud800-\udfff]")
_LINE_END = re.compile(r"\r\n|\r|\n")
_OLD_LINE_END = re.compile(r"[\x85\u2028\u2029]")
"""What ends a line to YAML 1.1, and to ruamel.yaml in places, but neither to YAML 1.2 nor to editors."""

LARGEST = 2**53 - 1
LONGEST_NUMBER = 40
"""How many characters of a number are read: more than any number needs that every reader can hold."""
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_-]{1,60}")
_PLAIN_ID = re.compile(r"[A-Za-z0-9_.+/-]{1,60}")

_ONE_DOCUMENT = "one YAML document"
_NUMBERS = f"a number from -(2^53 - 1) to 2^53 - 1 in at most {LONGEST_NUMBER} characters"
_PLAIN_VALUES = "values written out where they stand, without &, * or !"


@dataclass(frozen=True, slots=True)
class Document:
    """A policy's text as plain values, with the line of each, and the mistakes met in reading it."""

    file: str
    value: Any
    lines: dict[Place, int]
    unread: set[Place]
    """Where a value stood that was refused in reading."""
    spelled: dict[Place, str] = field(default_factory=dict)
    """How the file writes each number."""
    mistakes: list[Mistake] = field(default_factory=list)
    files: dict[Place, str] = field(default_factory=dict)
    """The file of each place, where that may be another one: what a policy takes over stands in the file of the policy that it extends."""

    def at(self, place: Place) -> Any:
        """Tell the value at a place, or None."""
        value = self.value
        for step in place:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def line(self, place: Place) -> int:
        """Tell the line of a place or, where nothing stands there, of what should hold it."""
        return self.lines.get(self._standing(place), 1)

    def _standing(self, place: Place) -> Place:
        """Return a place or, where nothing stands there, that of what should hold it."""
        while place and place not in self.lines:
            place = place[:-1]
        return place

    def shown(self, place: Place) -> str:
        """Say what stands at a place, a number as the file writes it."""
        written = self.spelled.get(place)
        return f"the number {written}" if written else shown(self.at(place))

    def where(self, place: Place) -> str:
        """Spell a place for readers, an entry by its id: `choices[retry_after].picked`."""
        words = ""
        for depth, step in enumerate(place):
            if isinstance(step, int):
                entry = self.at((*place[: depth + 1], "id"))
                words += f"[{entry}]" if isinstance(entry, str) and _PLAIN_ID.fullmatch(entry) else f"[{step}]"
            else:
                words += "." * bool(words) + (step if _PLAIN_NAME.fullmatch(step) else shown(step))
        return words

    def mistake(
        self, place: Place, problem: str, allowed: str, line: int | None = None, *, example: str = ""
    ) -> Mistake:
        """Make the mistake of a place; its line is told only where it is not that of the place."""
        return Mistake(
            file=self.files.get(self._standing(place), self.file),
            line=line or self.line(place),
            where=self.where(place),
            problem=problem,
            allowed=allowed,
            example=example,
        )


def read(text: str, file: str, most_values: int = MOST_VALUES) -> Document:
    """Read a text; raise PolicyMistakes if it cannot be read to its end."""
    if len(text) > MOST_CHARACTERS:
        raise _unreadable(file, 1, f"the file has {len(text)} characters", f"at most {MOST_CHARACTERS}")
    if old := _OLD_LINE_END.search(text):
        problem = f"the character U+{ord(old[0]):04X} ends a line to some readers of YAML, and to others not"
        raise _unreadable(file, _line(text, old.start()), problem, "ordinary line ends alone")
    reader = _Reader(text, most_values)
    try:
        value = reader.document()
    except _StopReading as stop:
        raise _unreadable(file, stop.line, stop.problem, stop.allowed) from None
    except ReaderError as error:
        raise _unreadable(
            file, _line(text, error.position), "a character that YAML does not have", "printable characters"
        ) from error
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _unreadable(file, mark.line + 1 if mark else 1, f"not YAML: {_said(error)}", _ONE_DOCUMENT) from error
    except (YAMLError, ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError) as error:
        # ruamel.yaml meets some broken texts with whatever its code runs into.
        raise _unreadable(file, reader.line, "not YAML", _ONE_DOCUMENT) from error
    document = Document(file, value, reader.lines, reader.unread, reader.spelled)
    document.mistakes.extend(document.mistake(*fault) for fault in reader.faults)
    return document


def _line(text: str, position: int) -> int:
    """Tell the line of a character, as editors count lines."""
    return len(_LINE_END.findall(text, 0, position)) + 1


def _number(text: str) -> int | float | None:
    """Read a number, one without a fraction as a whole one; None if there are readers that cannot hold it."""
    if len(text) > LONGEST_NUMBER:
        return None
    number = float(text)
    if not abs(number) <= LARGEST:
        return None
    return int(number) if number.is_integer() else number


def _unreadable(file: str, line: int, problem: str, allowed: str) -> PolicyMistakes:
    """Make the error of a text that cannot be read to its end."""
    return PolicyMistakes([Mistake(file=file, line=line, where="", problem=problem, allowed=allowed)])


def _said(error: MarkedYAMLError) -> str:
    """Tell what ruamel.yaml says of a text, in one line."""
    return " ".join(str(part) for part in (error.context, error.problem) if part).replace("\n", " ")


class _StopReading(Exception):
    """Reading on makes no sense."""

    def __init__(self, line: int, problem: str, allowed: str) -> None:
        super().__init__(problem)
        self.line, self.problem, self.allowed = line, problem, allowed


def _events(text: str) -> Iterator[Event]:
    """Take a text apart, as far as it is asked for."""
    loader = SafeLoader(text)
    while loader.check_event():
        yield loader.get_event()


class _Reader:
    """Makes plain values from the events of one text, and notes lines and faults on the way."""

    def __init__(self, text: str, most_values: int) -> None:
        self._most_values = most_values
        self._events = _events(text)
        self.line = 1
        self._values = 0
        self.lines: dict[Place, int] = {}
        self.unread: set[Place] = set()
        self.spelled: dict[Place, str] = {}
        self.faults: list[tuple[Place, str, str, int]] = []

    def document(self) -> Any:
        """Read the one document."""
        value, documents = None, 0
        for event in self._next():
            if not isinstance(event, DocumentStartEvent):
                continue
            documents += 1
            if documents > 1:
                raise _StopReading(self.line, "a second document begins here", _ONE_DOCUMENT)
            value = self._value(next(self._next()), ())
        return value

    def _next(self) -> Iterator[Event]:
        """Go through the events that are left, keeping the line."""
        for event in self._events:
            self.line = event.start_mark.line + 1
            yield event

    def _value(self, event: Event, place: Place) -> Any:
        """Make the value that begins with an event."""
        self.lines.setdefault(place, self.line)
        self._values += 1
        if self._values > self._most_values:
            raise _StopReading(self.line, "the file goes on and on", f"{self._most_values} values at most")
        if len(place) > DEEPEST:
            raise _StopReading(self.line, "entries within entries, too deep", f"{DEEPEST} levels at most")
        refused = self._refused(event, place)
        value: Any = None
        if isinstance(event, ScalarEvent):
            value = self._scalar(event, place)
        elif isinstance(event, SequenceStartEvent):
            value = self._list(place)
        elif isinstance(event, MappingStartEvent):
            value = self._members(place)
        return None if refused else value

    def _refused(self, event: Event, place: Place) -> bool:
        """Tell whether a value is left out, an alias or one with a tag, and note it; note an anchor, too."""
        if isinstance(event, NodeEvent) and event.anchor is not None:
            kind = "an alias" if isinstance(event, AliasEvent) else "an anchor"
            self._fault(place, f"{kind}, {shown(str(event.anchor))}", _PLAIN_VALUES)
        tag = event.tag if isinstance(event, ScalarEvent | CollectionStartEvent) else None
        if tag is not None:
            self._fault(place, f"a tag, {shown(str(tag).replace('tag:yaml.org,2002:', '!!'))}", _PLAIN_VALUES)
        if tag is not None or isinstance(event, AliasEvent):
            self.unread.add(place)
            return True
        return False

    def _scalar(self, event: ScalarEvent, place: Place) -> str | bool | int | float | None:
        """Read a text, a word such as `true`, or a number."""
        text: str = event.value
        if _HALF.search(text):
            problem = f"{shown(text)} holds half of a surrogate pair, which is no character"
            self._fault(place, problem, "whole characters, such as \\U0001F600 in double quotes")
            self.unread.add(place)
            return None
        if _UNPRINTABLE.search(text):
            self._fault(place, f"{shown(text)} holds a character that cannot be printed", "printable characters")
        if not event.implicit[0]:
            return text
        if text in _WORDS:
            return _WORDS[text]
        return self._number(text, place) if _NUMBER.fullmatch(text) else text

    def _number(self, text: str, place: Place) -> int | float | None:
        """Read a number, and keep how it is written."""
        number = _number(text)
        self.spelled[place] = text
        if number is None:
            self._fault(place, f"the number {text[:LONGEST_NUMBER]} is one that not every reader can hold", _NUMBERS)
            self.unread.add(place)
        return number

    def _list(self, place: Place) -> list[Any]:
        """Read the entries of a list."""
        entries: list[Any] = []
        for event in self._next():
            if isinstance(event, SequenceEndEvent):
                break
            entries.append(self._value(event, (*place, len(entries))))
        return entries

    def _members(self, place: Place) -> dict[str, Any]:
        """Read names and their values; a name that comes twice keeps its first value."""
        members: dict[str, Any] = {}
        for event in self._next():
            if isinstance(event, MappingEndEvent):
                break
            line = self.line
            name = self._name(event, place)
            within = (*place, name or "?")
            if name in members:
                self._fault(within, f"it stands here a second time (first on line {self.lines[within]})", "it once")
            self.lines.setdefault(within, line)
            value = self._value(next(self._next()), within)
            if name is not None:
                members.setdefault(name, value)
        return members

    def _name(self, event: Event, place: Place) -> str | None:
        """Read the name of a member, or note that it is none."""
        line = self.line
        name = self._value(event, (*place, "?"))
        if isinstance(name, str):
            return name
        self.faults.append((place, f"a member is named by {shown(name)}", "a name of letters", line))
        return None

    def _fault(self, place: Place, problem: str, allowed: str) -> None:
        """Note a fault on the line being read."""
        self.faults.append((place, problem, allowed, self.line))
