"""How an invariant is written down: an id, its clauses, and a check that is asked about the newest event."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from backupspec.suite.world import Event, History

Found = Iterator[tuple[str, str, str]]
"""Clause, what was expected, what came."""

Check = Callable[[History, Event], Found]


@dataclass(frozen=True, slots=True)
class Invariant:
    """One invariant: its id, the clauses that it may report under, what it says, and its check."""

    id: str
    clauses: tuple[str, ...]
    text: str
    check: Check


INVARIANTS: list[Invariant] = []


def invariant(id_: str, *clauses: str) -> Callable[[Check], Check]:
    """Enter a check under its id; the first line of its docstring is what the invariant says."""

    def register(check: Check) -> Check:
        text = (check.__doc__ or "").split("\n", 1)[0]
        INVARIANTS.append(Invariant(id_, clauses, text, check))
        return check

    return register
