"""Time for an implementation that reads the clock of its process: the clock is stopped, and moved as commands say.

It is stopped once, after every import, and then moved: stopping costs tens of milliseconds, moving some microseconds.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from backupspec.contract.commands import AdvanceTime, Command, SetWallClock
from backupspec.contract.implementation import About, BrokenContract, Implementation, Opening, Performed
from backupspec.contract.observations import Observation
from backupspec.contract.outcomes import UNSUPPORTED, Outcome, Refused

if TYPE_CHECKING:
    from backupspec.targets.process_clock import ProcessClock


class SystemClock:
    """An implementation with `clock: system`, in a process whose clock is moved as commands say. One world at a time.

    Elapsed time cannot be told from the wall clock there, so changes of the wall clock are unsupported.
    """

    def __init__(self, implementation: Implementation) -> None:
        self._implementation = implementation
        self._clock: ProcessClock | None = None
        self._open: str | None = None

    def about(self) -> About:
        """Say what this is."""
        return self._implementation.about()

    def open_world(self, opening: Opening) -> str:
        """Stop the clock, if it isn't yet, at the opening's wall clock, and open a world."""
        if self._open is not None:
            raise BrokenContract("an implementation with clock: system has one world at a time, and one is open")
        self._stop_at(datetime.fromisoformat(opening.wall_clock))
        self._open = self._implementation.open_world(opening)
        return self._open

    def _stop_at(self, moment: datetime) -> None:
        if self._clock is None:
            from backupspec.targets.process_clock import ProcessClock  # noqa: PLC0415 - few need it, and it is slow to import

            self._clock = ProcessClock(moment)
        else:
            self._clock.move_to(moment)

    def perform(self, world: str, commands: Sequence[Command], *, observe: bool = False) -> Performed:
        """Do each command, and show the world after the last if that is asked for."""
        outcomes = tuple(self._outcome(world, command) for command in commands)
        return Performed(outcomes=outcomes, observation=self._implementation.observe(world) if observe else None)

    def _outcome(self, world: str, command: Command) -> Outcome:
        """Move the clock before a command that lets time pass, and pass commands on; answer for the clock what it cannot do."""
        if isinstance(command, SetWallClock):
            return UNSUPPORTED
        if isinstance(command, AdvanceTime) and self._clock is not None:
            try:
                self._clock.advance(command.seconds)
            except OverflowError:
                return Refused(reason="no_such_instant")
        return self._implementation.perform(world, [command]).outcomes[0]

    def observe(self, world: str, *, items: bool = False) -> Observation:
        """Show all that can be seen of a world, with items where they are asked for."""
        return self._implementation.observe(world, items=items)

    def close_world(self, world: str) -> None:
        """Forget the world."""
        self._open = None
        self._implementation.close_world(world)

    def thaw(self) -> None:
        """Give the process its own clock back."""
        if self._clock is not None:
            self._clock.release()
            self._clock = None
