"""What is wrong with a document: one value per problem, with its place, what was expected and found, and why the rule is there."""

import json
from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from backupspec.text import shown

Path = tuple[str | int, ...]
"""The way to a value from the top: names of members and numbers of entries."""

LONGEST_FOUND = 100
LONGEST_NAME = 60


class Problem(Struct, frozen=True, kw_only=True):
    """One rule that a document breaks, at one place. All texts are of bounded length, in one line, and printable."""

    pointer: str
    """Where, as a JSON pointer (RFC 6901); nothing for the document as a whole. A very long name is cut."""
    rule: str
    expected: str
    found: str
    why: str


def problem(path: Path, rule: str, expected: str, found: str, why: str) -> Problem:
    """Make the problem of a place."""
    return Problem(pointer=pointer(path), rule=rule, expected=shown(expected), found=shown(found), why=why)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort problems by place, entries by their numbers, and drop those that come twice. Of very many, the first to come stay, and TOO_MANY."""
    told: set[Problem] = set()
    for each in problems:
        if len(told) >= MOST_TOLD and each not in told:
            told.add(TOO_MANY)
            break
        told.add(each)
    return tuple(sorted(told, key=_place))


def pointer(path: Path) -> str:
    """Spell a place as a JSON pointer."""
    return "".join("/" + _name(str(step)).replace("~", "~0").replace("/", "~1") for step in path)


def seen(value: Any) -> str:
    """Say what was found, in few words."""
    match value:
        case str():
            cut = value if len(value) <= LONGEST_FOUND else value[:LONGEST_FOUND] + "..."
            return json.dumps(cut, ensure_ascii=False)
        case list():
            return f"a list of {len(value)}" if value else "an empty list"
        case dict():
            return f"an object with {len(value)} members" if value else "an empty object"
        case _:
            return json.dumps(value)


def _name(name: str) -> str:
    return shown(name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME] + "...")


def _place(each: Problem) -> tuple[list[tuple[int, int, str]], str, str, str]:
    steps = [_step(step) for step in each.pointer.split("/")]
    return steps, each.rule, each.expected, each.found


def _step(step: str) -> tuple[int, int, str]:
    return (0, int(step), "") if step.isascii() and step.isdigit() else (1, 0, step)


MOST_TOLD = 1_000
"""How many problems of one document are told: telling all of a hostile one could take hours."""
TOO_MANY = problem(
    (),
    "too-many-problems",
    f"at most {MOST_TOLD} problems",
    "more",
    "Telling every problem of a document could take hours; mend these, and validate it again.",
)
"""Stands for all problems beyond those that are told."""
