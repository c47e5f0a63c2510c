"""How an invariant is written down: an id, its clauses, who states it, and a check that is asked about the newest event."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from backupspec.world.world import Event, History

Found = Iterator[tuple[str, str, str]]
"""Clause, expected, actual."""

Check = Callable[[History, Event], Found]

StatedBy = Literal["page", "reading", "us"]
"""Who states an invariant: the page itself; the page together with how we read what it leaves open; or we alone, for safety."""


@dataclass(frozen=True, slots=True)
class Invariant:
    """One invariant: its id, the clauses that it may report under, what it says, who states it, and its check."""

    id: str
    clauses: tuple[str, ...]
    text: str
    stated_by: StatedBy
    readings: tuple[str, ...]
    """The choices and settled readings of the policy that it goes by: none, where the page itself states it."""
    check: Check


def was_shown(event: Event, moment: str) -> bool:
    """Return whether the clock that people read may have shown a moment, in UTC, while something was done."""
    earliest, latest = sorted((event.before.wall_clock, event.after.wall_clock))
    return earliest <= moment <= latest


INVARIANTS: list[Invariant] = []


def invariant(id_: str, *clauses: str, stated_by: StatedBy, readings: tuple[str, ...] = ()) -> Callable[[Check], Check]:
    """Enter a check under its id; the first line of its docstring is what the invariant says."""

    def register(check: Check) -> Check:
        text = (check.__doc__ or "").split("\n", 1)[0]
        INVARIANTS.append(Invariant(id_, clauses, text, stated_by, readings, check))
        return check

    return register
