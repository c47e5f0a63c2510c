"""What must be true in every state, whatever was done: one function each, asked after every command.

Each is given the history, looks at its newest event, and yields the violations it finds, under the clause that it stands for. They know the policy by
which the implementation is judged and what could be seen; they share no code with the reference.
"""

from collections.abc import Iterator

from backupspec.invariants import (
    backups,
    deletions,
    documents,
    general,
    journals,
    media,
    privacy,
    prompts,
    restoring,
    texts,
)
from backupspec.invariants.asking import INVARIANTS, Invariant
from backupspec.world.verdicts import Violation, bounded
from backupspec.world.world import History

__all__ = [
    "INVARIANTS",
    "Invariant",
    "backups",
    "deletions",
    "documents",
    "general",
    "journals",
    "media",
    "privacy",
    "prompts",
    "restoring",
    "texts",
    "violations",
]


def violations(history: History) -> Iterator[Violation]:
    """Ask every invariant about the newest event."""
    event = history.events[-1]
    for invariant in INVARIANTS:
        for clause, expected, actual in invariant.check(history, event):
            yield Violation(invariant=invariant.id, clause=clause, expected=bounded(expected), actual=bounded(actual))
