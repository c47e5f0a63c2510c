"""In the process where a world lives: an implementation that is asked in bytes, and has one world at a time.

Here an implementation may hang, crash, or be busy for seconds: no other world waits for it. For one that reads the clock of its process the clock is frozen
and moved as commands say, so whoever asks finds an implementation that is told the time.
"""

import os
import signal
import socket
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from backupspec.contract.commands import Command
from backupspec.contract.implementation import About, BrokenContract, Implementation, Opening, Performed
from backupspec.contract.observations import Observation
from backupspec.contract.times import time_zone, wall_seconds
from backupspec.policy.model import Policy, UnknownChoice
from backupspec.targets import guard
from backupspec.targets.answering import do, given
from backupspec.targets.guard import TookTooLong, TooLate, within
from backupspec.targets.parent import end_with_parent
from backupspec.targets.reaching import NoSuchTarget, leave, reach, reference
from backupspec.targets.server.frames import answer_frame, next_frame, refusal_frame
from backupspec.targets.server.problems import Refused, refusal
from backupspec.targets.system_clock import SystemClock
from backupspec.targets.wire import LARGEST, OpenWorld, encoded
from backupspec.text import one_line


class Host:
    """An implementation that has one world at a time, under whatever name it is asked for."""

    def __init__(self, implementation: Implementation, policies: Mapping[str, Policy]) -> None:
        """Ask what it is; raise BrokenContract."""
        about = implementation.about()
        self._world = _OneWorld(SystemClock(implementation) if about.clock == "system" else implementation)
        self._policies = policies
        self.about: About = replace(about, clock="own")

    def answer(self, operation: str, body: bytes) -> bytes:
        """Have an operation done, and return its answer; raise Refused."""
        try:
            asked = given(operation, body)
            if isinstance(asked, OpenWorld):
                _check(asked.opening, self.about, self._policies)
            answer = encoded(within(guard.LIMIT_S, lambda: do(self._world, operation, asked)))
        except Refused:
            raise
        except TookTooLong:
            late = TooLate(f"{operation}: no answer within {guard.LIMIT_S:g} s", cause="late")
            raise refusal(late) from None
        except Exception as error:
            raise refusal(error) from error
        if len(answer) > LARGEST:
            raise Refused("broken-implementation", f"{operation}: the answer is longer than {LARGEST} bytes")
        return answer


class _OneWorld:
    """An implementation with one world, by whatever name it is asked for."""

    def __init__(self, implementation: Implementation) -> None:
        self._implementation = implementation
        self._inner = ""

    def about(self) -> About:
        """Say what the implementation is."""
        return self._implementation.about()

    def open_world(self, opening: Opening) -> str:
        """Open a world."""
        self._inner = self._implementation.open_world(opening)
        return self._inner

    def perform(self, _world: str, commands: Sequence[Command], *, observe: bool = False) -> Performed:
        """Do the commands in it."""
        return self._implementation.perform(self._inner, commands, observe=observe)

    def observe(self, _world: str, *, items: bool = False) -> Observation:
        """Show it."""
        return self._implementation.observe(self._inner, items=items)

    def close_world(self, _world: str) -> None:
        """Close it."""
        self._implementation.close_world(self._inner)


def _check(opening: Opening, about: About, policies: Mapping[str, Policy]) -> None:
    """Raise Refused for what the contract's types let through, and no implementation can begin with."""
    if opening.profile not in about.profiles:
        claimed = ", ".join(about.profiles)
        raise _wrong("profile", f"{one_line(opening.profile)!r} is not claimed; claimed are {claimed}")
    if (policy := policies.get(opening.profile)) is not None:
        try:
            policy.with_choices(opening.choices)
        except UnknownChoice as error:
            raise _wrong("choices", one_line(str(error))) from error
    if wall_seconds(opening.wall_clock) is None:
        raise _wrong("wall_clock", f"there is no such moment: {one_line(opening.wall_clock)}")
    if time_zone(opening.time_zone) is None:
        raise _wrong("time_zone", f"there is no time zone {one_line(opening.time_zone)!r}")


def _wrong(member: str, detail: str) -> Refused:
    return Refused("wrong-opening", detail, f"$.opening.{member}")


def host(target: str, policies: Mapping[str, Policy], start_limit_s: float, theirs: socket.socket) -> None:
    """Reach a target, say what it is, and answer until nobody asks any more. What the target prints goes to standard error."""
    _settle_in()
    with theirs.makefile("rb") as asked:
        try:
            implementation = reference(policies) if target == "reference" else reach(target, start_limit_s)
            hosted = Host(implementation, policies)
        except NoSuchTarget as error:
            theirs.sendall(refusal_frame(Refused("no-such-target", str(error))))
            os._exit(1)
        except BrokenContract as error:
            theirs.sendall(refusal_frame(refusal(error)))
            os._exit(1)
        theirs.sendall(answer_frame(encoded(hosted.about)))
        while (content := next_frame(asked)) is not None:
            theirs.sendall(_reply(hosted, content))
    leave(implementation)
    os._exit(0)  # without waiting for threads that the target has left


def _settle_in() -> None:
    """Leave it to the server when to end: a signal to the whole group, as Ctrl-C sends, is the server's to answer."""
    end_with_parent()  # a target that hangs does not see that nobody asks any more
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: None)  # not ignored: that would be passed on to programs
    os.dup2(2, 1)


def _reply(hosted: Host, content: bytes) -> bytes:
    operation, _, body = content.partition(b"\n")
    try:
        return answer_frame(hosted.answer(operation.decode(), body))
    except Refused as refused:
        return refusal_frame(refused)
