"""Whether it is of use to go on: an implementation that does not answer a command in time, scenario after scenario, costs the limit each time."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeVar

from backupspec.contract.commands import Command, name_of
from backupspec.contract.implementation import About, BrokenContract, Implementation, Lack, Opening, Performed
from backupspec.contract.observations import Observation

Answer = TypeVar("Answer")

MOST_IN_A_ROW = 3
"""In so many scenarios in a row the same command may be late; what does not use it does not count."""


class Hangs:
    """What was answered, and what was not in time, in the scenarios of one process."""

    def __init__(self) -> None:
        self._in_a_row = Counter[str]()
        self._answered: set[str] = set()
        self._late: str | None = None

    def around(self, implementation: Implementation, _lacks: tuple[Lack, ...] = ()) -> Implementation:
        """Watch the implementation in a scenario."""
        return _Watched(implementation, self)

    def asked(self, name: str, call: Callable[[], Answer]) -> Answer:
        """Ask, and note whether there was an answer in time."""
        try:
            answer = call()
        except BrokenContract as error:
            if error.cause == "late" and self._late is None:
                self._late = name
            raise
        self._answered.add(name)
        return answer

    def ended(self) -> str | None:
        """End a scenario; return what has been late in so many in a row that it is of no use to go on, a command or an operation."""
        answered, late = self._answered, self._late
        self._answered, self._late = set(), None  # a scenario that does not apply asks nothing
        for name in answered - {late}:
            del self._in_a_row[name]
        if late is None:
            return None
        self._in_a_row[late] += 1
        return late if self._in_a_row[late] >= MOST_IN_A_ROW else None


class _Watched:
    """An implementation of which each answer is noted."""

    def __init__(self, implementation: Implementation, hangs: Hangs) -> None:
        self._implementation = implementation
        self._hangs = hangs

    def about(self) -> About:
        """Say what this is."""
        return self._hangs.asked("about", self._implementation.about)

    def open_world(self, opening: Opening) -> str:
        """Open a world."""
        return self._hangs.asked("open_world", lambda: self._implementation.open_world(opening))

    def perform(self, world: str, commands: Sequence[Command], *, observe: bool = False) -> Performed:
        """Do commands; they are known by the last of them."""
        name = name_of(commands[-1]) if commands else "perform"
        return self._hangs.asked(name, lambda: self._implementation.perform(world, commands, observe=observe))

    def observe(self, world: str, *, items: bool = False) -> Observation:
        """Show a world."""
        return self._hangs.asked("observe", lambda: self._implementation.observe(world, items=items))

    def close_world(self, world: str) -> None:
        """Close a world."""
        self._hangs.asked("close_world", lambda: self._implementation.close_world(world))
