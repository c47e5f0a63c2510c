"""A guard around an implementation in this process: what it raises or answers wrongly is told, and it cannot hang.

Whatever comes from an implementation is hostile until it has been checked.
"""

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

from backupspec.contract.commands import Command
from backupspec.contract.implementation import About, BrokenContract, Implementation, Opening, Performed
from backupspec.contract.observations import Observation
from backupspec.contract.schemas import checked

Answer = TypeVar("Answer")

LIMIT_S = 10
"""How long one operation may take, in real seconds."""


class Guarded:
    """An implementation whose every answer is checked against the contract."""

    def __init__(self, implementation: Implementation, name: str) -> None:
        self._implementation = implementation
        self._name = name

    def about(self) -> About:
        """Say what this is."""
        return checked(self._ask("about", self._implementation.about), About, f"what {self._name} says of itself")

    def open_world(self, opening: Opening) -> str:
        """Open a new, empty world and return its id."""
        return checked(
            self._ask("open_world", lambda: self._implementation.open_world(opening)), str, "the id of a world"
        )

    def perform(self, world: str, commands: Sequence[Command], *, observe: bool = False) -> Performed:
        """Do the commands in order, and answer each."""
        answer = self._ask("perform", lambda: self._implementation.perform(world, commands, observe=observe))
        performed = checked(answer, Performed, "the answer to perform")
        if len(performed.outcomes) != len(commands):
            raise BrokenContract(f"{len(commands)} commands were answered with {len(performed.outcomes)} outcomes")
        return performed

    def observe(self, world: str) -> Observation:
        """Show all that can be seen of a world."""
        return checked(
            self._ask("observe", lambda: self._implementation.observe(world)), Observation, "the observation"
        )

    def close_world(self, world: str) -> None:
        """Forget a world."""
        self._ask("close_world", lambda: self._implementation.close_world(world))

    def _ask(self, operation: str, call: Callable[[], Answer]) -> Answer:
        try:
            with _limit(LIMIT_S):
                return call()
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            raise BrokenContract(
                f"{self._name} raised in {operation}: {type(error).__name__}: {_one_line(error)}"
            ) from error


def _one_line(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return text if len(text) <= 500 else text[:500] + " ..."  # noqa: PLR2004


@contextmanager
def _limit(seconds: int) -> Iterator[None]:
    """Raise TimeoutError in the block once it has taken too long, where the platform can (the main thread of a POSIX system)."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"no answer within {seconds} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
