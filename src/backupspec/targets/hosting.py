"""A world in a process of its own: for an implementation that reads the clock of its process, which can show one time only.

There the clock is frozen and moved as commands say, so whoever asks finds an implementation that is told the time, with as many worlds as there are
processes. A message is the operation's name, a line break and its body; the answer is `+` and a body, or `-` and what went wrong.
"""

import multiprocessing
import os
import signal
from multiprocessing.connection import Connection
from typing import Any

from backupspec.contract.implementation import BrokenContract, Implementation
from backupspec.targets import guard
from backupspec.targets.answering import UnknownOperation, answer
from backupspec.targets.limits import START_LIMIT_S
from backupspec.targets.parent import end_with_parent
from backupspec.targets.reaching import NoSuchTarget, reach
from backupspec.targets.system_clock import SystemClock
from backupspec.targets.wire import LARGEST, Malformed, NoAnswer

PATIENCE_S = 2.0
"""How much longer than the guard in it a process is waited for, and how long it may take to end."""


class Hosted:
    """A channel to a process with a target in it. Once it was lost, it is lost."""

    def __init__(self, target: str, start_limit_s: float = START_LIMIT_S) -> None:
        context = _context()
        self._pipe, theirs = context.Pipe()
        self._process: Any = context.Process(target=_host, args=(target, start_limit_s, theirs), daemon=True)
        self._process.start()
        theirs.close()
        self._lost = ""
        self._limit_s = start_limit_s + guard.LIMIT_S  # the first answer comes after the target's start

    def ask(self, operation: str, body: bytes) -> bytes:
        """Send what an operation is given, and return what is answered; raise NoAnswer."""
        if self._lost:
            raise NoAnswer(f"the world's process was ended before: {self._lost}")
        try:
            self._pipe.send_bytes(operation.encode() + b"\n" + body)
            if not self._pipe.poll(self._limit_s + PATIENCE_S):
                raise self._lose(f"no answer within {self._limit_s + PATIENCE_S:g} s")
            came: bytes = self._pipe.recv_bytes(2 * LARGEST)
        except (EOFError, OSError) as error:
            self._process.join(PATIENCE_S)
            raise self._lose(f"the world's process ended with exit code {self._process.exitcode}") from error
        self._limit_s = guard.LIMIT_S
        if came[:1] != b"+":
            raise NoAnswer(came[1:].decode("utf-8", "replace"))
        return came[1:]

    def log(self) -> tuple[str, ...]:
        """Tell nothing. What the process writes to standard error stands there."""
        return ()

    def remarks(self) -> tuple[str, ...]:
        """Tell nothing: a pipe is there, or it is not."""
        return ()

    def close(self) -> None:
        """Let the process end, then make it."""
        self._pipe.close()
        self._process.join(PATIENCE_S)
        if self._process.exitcode is None:
            self._process.kill()
            self._process.join()

    def _lose(self, reason: str) -> NoAnswer:
        self._lost = reason
        self._process.kill()
        return NoAnswer(reason)


def _context() -> Any:
    """Return the way to start a process: from one that has imported what is slow to import, and nothing of anybody else's, where that is possible."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "backupspec.targets.process_clock"])
    return context


def _host(target: str, start_limit_s: float, pipe: Connection) -> None:
    """Reach a target, freeze the clock, and answer until nobody asks any more. What the target prints goes to standard error."""
    end_with_parent()  # a target that hangs does not see the end of the pipe
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's
    os.dup2(2, 1)
    try:
        implementation = SystemClock(reach(target, start_limit_s))
    except (NoSuchTarget, BrokenContract) as error:
        _answer_next(pipe, b"-" + str(error).encode())
        os._exit(1)
    while _answer_next(pipe, implementation):
        pass
    os._exit(0)  # without waiting for threads that the target has left


def _answer_next(pipe: Connection, by: Implementation | bytes) -> bool:
    """Answer one message, or with something made before; tell whether there was one."""
    try:
        operation, _, body = pipe.recv_bytes().partition(b"\n")
        pipe.send_bytes(by if isinstance(by, bytes) else _reply(by, operation.decode(), body))
    except (EOFError, OSError):
        return False
    return True


def _reply(implementation: Implementation, operation: str, body: bytes) -> bytes:
    try:
        return b"+" + answer(implementation, operation, body)
    except (BrokenContract, Malformed, UnknownOperation) as error:
        return b"-" + str(error).encode()
