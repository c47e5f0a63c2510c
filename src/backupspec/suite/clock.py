"""Time for an implementation that reads the clock of its process.

The clock is frozen once, after every import, and then moved: freezing costs tens of milliseconds, moving a few microseconds.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from backupspec.contract.commands import AdvanceTime, Command, SetWallClock
from backupspec.contract.implementation import About, BrokenContract, Implementation, Opening, Performed
from backupspec.contract.observations import Observation
from backupspec.contract.outcomes import UNSUPPORTED, Outcome

REAL_TIME = ["_pytest.timing", "execnet", "xdist"]
"""Modules that go on seeing real time while the clock is frozen. None may stand between the suite and an implementation."""


class SystemClock:
    """An implementation with `clock: system`, under a frozen clock that is moved as commands say. One world at a time.

    Elapsed time cannot be told from the wall clock in a frozen process, so changes of the wall clock are unsupported.
    """

    def __init__(self, implementation: Implementation) -> None:
        self._implementation = implementation
        self._freezer: Any = None
        self._clock: Any = None
        self._open: str | None = None

    def about(self) -> About:
        """Say what this is."""
        return self._implementation.about()

    def open_world(self, opening: Opening) -> str:
        """Freeze the clock, if it isn't yet, at the opening's wall clock, and open a world."""
        if self._open is not None:
            raise BrokenContract("an implementation with clock: system has one world at a time, and one is open")
        start = datetime.fromisoformat(opening.wall_clock)
        if self._clock is None:
            import freezegun  # noqa: PLC0415 - few implementations need it, and it is slow to import

            freezegun.configure(extend_ignore_list=REAL_TIME)
            self._freezer = freezegun.freeze_time(start, real_asyncio=True)
            self._clock = self._freezer.start()
        self._clock.move_to(start)
        self._open = self._implementation.open_world(opening)
        return self._open

    def perform(self, world: str, commands: Sequence[Command], *, observe: bool = False) -> Performed:
        """Move the clock before each command that lets time pass; pass the commands on."""
        outcomes: list[Outcome] = []
        for command in commands:
            if isinstance(command, SetWallClock):
                outcomes.append(UNSUPPORTED)
                continue
            if isinstance(command, AdvanceTime):
                self._clock.move_to(self._clock.time_to_freeze.replace(tzinfo=UTC) + timedelta(seconds=command.seconds))
            outcomes.extend(self._implementation.perform(world, [command]).outcomes)
        return Performed(outcomes=tuple(outcomes), observation=self._implementation.observe(world) if observe else None)

    def observe(self, world: str, *, items: bool = False) -> Observation:
        """Show all that can be seen of a world, with items where they are asked for."""
        return self._implementation.observe(world, items=items)

    def close_world(self, world: str) -> None:
        """Forget the world."""
        self._open = None
        self._implementation.close_world(world)

    def thaw(self) -> None:
        """Give the process its own clock back."""
        if self._freezer is not None:
            self._freezer.stop()
            self._freezer = self._clock = None
