"""A guard around an implementation in this process: what it raises or answers wrongly is told, and it cannot hang.

Whatever comes from an implementation is hostile until it has been checked.
"""

import signal
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from traceback import walk_tb
from types import FrameType
from typing import TypeVar

from backupspec.contract.commands import Command
from backupspec.contract.implementation import About, BrokenContract, Exchanged, Implementation, Opening, Performed
from backupspec.contract.observations import Observation
from backupspec.contract.possible import possible
from backupspec.contract.schemas import checked

Answer = TypeVar("Answer")

LIMIT_S = 10.0
"""How long one operation may take, in real seconds."""


class Guarded:
    """An implementation whose every answer is checked against the contract."""

    def __init__(self, implementation: Implementation, name: str) -> None:
        self._implementation = implementation
        self._name = name

    def about(self) -> About:
        """Say what this is."""
        return self._ask("about", lambda: checked(self._implementation.about(), About, "what it says of itself"))

    def open_world(self, opening: Opening) -> str:
        """Open a new, empty world and return its id."""
        return self._ask(
            "open_world", lambda: checked(self._implementation.open_world(opening), str, "the id of a world")
        )

    def perform(self, world: str, commands: Sequence[Command], *, observe: bool = False) -> Performed:
        """Do the commands in order, and answer each."""
        given = tuple(commands)
        performed = self._ask(
            "perform",
            lambda: checked(
                self._implementation.perform(world, given, observe=observe), Performed, "the answer to perform"
            ),
        )
        if len(performed.outcomes) != len(given):
            raise unanswered(self._name, len(given), len(performed.outcomes))
        if (seen := performed.observation) is not None:
            self._ask("perform", lambda: possible(seen, "$.observation"))
        return performed

    def observe(self, world: str, *, items: bool = False) -> Observation:
        """Show all that can be seen of a world. The word `items` is passed on only if they are wanted: older adapters don't take it."""
        wanted = {"items": True} if items else {}
        return self._ask(
            "observe",
            lambda: possible(checked(self._implementation.observe(world, **wanted), Observation, "the observation")),
        )

    def close_world(self, world: str) -> None:
        """Forget a world."""
        self._ask("close_world", lambda: self._implementation.close_world(world))

    def _ask(self, operation: str, call: Callable[[], Answer]) -> Answer:
        return asked(call, self._name, LIMIT_S, operation=operation)


class TookTooLong(BaseException):
    """An implementation did not answer in time. Not an Exception, so that its own `except Exception` doesn't swallow it."""


def unanswered(who: str, commands: int, outcomes: int) -> BrokenContract:
    """Make the error of an answer that has not an outcome for each command."""
    told = f"it answered {commands} commands with {outcomes} outcomes; it owes one each"
    return BrokenContract(told, who=who, exchange=Exchanged(operation="perform"))


class TooLate(BrokenContract):
    """There was no answer in time."""


def asked(
    call: Callable[[], Answer], who: str, limit_s: float, longer: str = "", operation: str | None = None
) -> Answer:
    """Call what somebody else wrote, and return the answer. `longer` is told of one that takes too long.

    Raise BrokenContract if it raises, whatever it raises but KeyboardInterrupt, or if it takes too long.
    """
    exchange = None if operation is None else Exchanged(operation=operation)
    try:
        return within(limit_s, call)
    except KeyboardInterrupt as error:
        if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
            raise
        raise BrokenContract(f"it raised {described(error)}", who=who, exchange=exchange) from error
    except TookTooLong:
        hint = f"; {longer}" if longer else ""
        told = f"no answer within {limit_s:g} s{hint}"
        raise TooLate(told, cause="late", who=who, exchange=exchange) from None
    except BrokenContract as error:
        raise BrokenContract(str(error), who=who, exchange=exchange) from error
    except BaseException as error:
        told = f"it raised {described(error)}{_place(error)}"
        raise BrokenContract(told, who=who, exchange=exchange) from error


def _place(error: BaseException) -> str:
    """Tell in which file and line an exception was raised, if that is not this project's."""
    frames = list(walk_tb(error.__traceback__))
    if not frames:
        return ""
    frame, line = frames[-1]
    path = Path(frame.f_code.co_filename)
    return "" if path.is_relative_to(_PACKAGE) else f", at {path.name}:{line}"


_PACKAGE = Path(__file__).resolve().parent.parent


def described(error: BaseException) -> str:
    """Tell an exception's type and message, even if it can't tell the message itself."""
    try:
        message = str(error)
    except Exception:  # noqa: BLE001 - its __str__ is somebody else's too
        message = ""
    return f"{type(error).__name__}: {message}" if message else type(error).__name__


def within(limit_s: float, call: Callable[[], Answer]) -> Answer:
    """Call, and raise TookTooLong in the call once it has taken too long, where the platform can (the main thread of a POSIX system)."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        return call()
    is_over = False

    def ring(_number: int, _frame: FrameType | None) -> None:
        if not is_over:
            raise TookTooLong

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, limit_s, 1)  # and again each second, for code that swallows the first
    try:
        try:
            return call()
        finally:
            is_over = True
    finally:
        is_over = True  # it may have rung just before the line above
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
