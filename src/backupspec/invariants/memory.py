"""Many scenarios begin alike. What was done and answered in the same way from the opening of a world on is judged once."""

from hashlib import sha256

from msgspec.json import encode

from backupspec.invariants import violations
from backupspec.world.verdicts import Violation
from backupspec.world.world import History, holds_large_documents


class Memory:
    """The invariants, asked once of each history: of one policy, and of one implementation, in all of whose worlds the same is lacking.

    A history is known by the digest of all that the invariants are given: whoever answers otherwise has another one.
    """

    def __init__(self) -> None:
        self._found: dict[bytes, tuple[Violation, ...]] = {}

    def __call__(self, history: History) -> tuple[Violation, ...]:
        """Ask every invariant about the newest event, or tell what they said before."""
        event = history.events[-1]
        before = history.digest or encode(history.opened)
        history.digest = sha256(before + encode((event.command, event.outcome, event.after))).digest()
        if history.digest not in self._found or holds_large_documents(event.after):
            # Large documents are let go: what has to be found out from them later is found out now, in each world.
            self._found[history.digest] = tuple(violations(history))
        return self._found[history.digest]
