"""An implementation that is a program of its own: JSON-RPC 2.0 over its standard input and output, one message a line.

Whatever the program does, each wait has a limit in real time, and neither its process group nor what else carries its mark outlives the harness: a watcher
in that group, a shell that waits for the end of its standard input, kills them when the harness is gone, however that came about.
"""

import os
import secrets
import select
import shlex
import shutil
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from typing import IO, cast

from msgspec import UNSET, Raw

from backupspec.contract.implementation import Cause
from backupspec.targets import guard, orphans
from backupspec.targets.jsonrpc import MEANING, Error, Response
from backupspec.targets.limits import LONGER, START_LIMIT_S
from backupspec.targets.real_time import real_time_s
from backupspec.targets.wire import LARGEST, Malformed, NoAnswer, decoded

STARTING = ("about", "open_world")
"""The operations that start a program which is not running. All others are about a world that ended with it."""

MOST_BARREN_STARTS = 3
"""After so many starts in a row without any answer, the program is not started again."""

PATIENCE_S = 2.0
"""How long a program may take to end once its standard input has ended, and again once it was told to terminate."""

KEPT_ERRORS = 64 * 2**10
"""How many bytes of standard error are kept: the last ones."""

MOST_LINES = 20
LONGEST_LINE = 500
"""How much of it is told of a failure."""

LEFT_OUT = "... (what was written before is left out)"

_CHUNK = 2**20
_WATCH = 'trap "" HUP INT TERM; read _; "$0" -I -S "$1" "$2"; kill -KILL 0'


class CannotStart(ValueError):
    """The command names no program that can be started."""


class Stdio:
    """A channel to a program: started when it is needed, and again after it was lost."""

    def __init__(self, command: str, start_limit_s: float = START_LIMIT_S) -> None:
        """Start the program, which has `start_limit_s` for its first answer; raise CannotStart if there is none."""
        self._start_limit_s = start_limit_s
        self._words = _words(command)
        self._asked = 0
        self._barren = 1
        self._lost = ""
        try:
            self._program: _Program | None = _Program(self._words)
        except OSError as error:
            raise CannotStart(f"{self._words[0]} cannot be started: {error.strerror}") from error
        self._last = self._program

    def ask(self, operation: str, body: bytes) -> bytes:
        """Send a request and return the result of its response; raise NoAnswer, having ended a program that can't be followed any more."""
        program = self._program or self._started(operation)
        self._asked += 1
        line = b'{"jsonrpc":"2.0","id":%d,"method":"%s","params":%s}\n' % (self._asked, operation.encode(), body)
        came = b""
        try:
            limit_s, longer = (guard.LIMIT_S, "") if program.has_answered else (self._start_limit_s, LONGER)
            came = program.exchange(line, limit_s, longer)
            result = _result(came, self._asked)
        except Malformed as error:
            self._lose(str(error))
            cause: Cause = "answer" if _is_begun(came) else "printed"
            raise NoAnswer(f"the answer was refused: {error}", came, cause) from error
        except BaseException as error:
            self._lose(str(error))
            raise
        self._barren = 0
        if isinstance(result, Error):
            raise NoAnswer(_told(result), came)
        return result

    def log(self) -> tuple[str, ...]:
        """Tell the last lines on the program's standard error that say something."""
        lines = self._last.errors.decode("utf-8", "backslashreplace").splitlines()
        said = [line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]} ..." for line in lines if line.strip()]
        is_whole = len(said) <= MOST_LINES and not self._last.is_cut
        return (*(() if is_whole else (LEFT_OUT,)), *said[-MOST_LINES:])

    def remarks(self) -> tuple[str, ...]:
        """Tell nothing: a pipe is there, or it is not."""
        return ()

    def close(self) -> None:
        """End the program, if it runs."""
        if self._program is not None:
            self._program.end()
            self._program = None

    def _started(self, operation: str) -> "_Program":
        if operation not in STARTING:
            raise NoAnswer(f"the program was ended before: {self._lost}", cause="ended")
        if self._barren >= MOST_BARREN_STARTS:
            told = f"{self._lost}; so it was {self._barren} times, and it is not started again"
            raise NoAnswer(told, cause="ended")
        try:
            self._last = self._program = _Program(self._words)
        except OSError as error:
            raise NoAnswer(f"it cannot be started again: {error.strerror}", cause="ended") from error
        self._barren += 1
        return self._program

    def _lose(self, reason: str) -> None:
        """End a program at once. What it did in its worlds is gone."""
        self._lost = reason
        if self._program is not None:
            self._program.kill()
            self._program = None


def _words(command: str) -> list[str]:
    """Split a command as a shell does, without what else a shell does; raise CannotStart if its first word is no program."""
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise CannotStart(f"the command cannot be read: {error}") from error
    if not words:
        raise CannotStart("write the command of a program after `stdio:`")
    if shutil.which(words[0]) is None:
        missing = "is no program" if Path(words[0]).exists() else "is not there"
        raise CannotStart(
            f"{words[0]} cannot be started: it {missing}; name a program by its path, or one that is in PATH"
        )
    return words


def _result(line: bytes, asked: int) -> bytes | Error:
    """Find the result or the error in a response; raise Malformed if it is none, or none to the request that was asked last."""
    usual = b'{"jsonrpc":"2.0","id":%d,"result":' % asked
    if line.startswith(usual) and line.endswith(b"}"):
        return line[len(usual) : -1]  # if this is more than one value, reading it as one will refuse it
    response = decoded(line, Response)
    if (response.result is UNSET) == (response.error is UNSET):
        raise Malformed("a response has either a result or an error")
    if response.id != asked:
        unread = f": {_told(response.error)}" if isinstance(response.error, Error) else ""
        raise Malformed(f"the response has the id {response.id!r}, the request had {asked}{unread}")
    return response.error if isinstance(response.error, Error) else bytes(cast("Raw", response.result))


def _is_begun(line: bytes | bytearray) -> bool:
    """Tell whether a line begins as a message does: whatever else comes, something was printed."""
    return line.lstrip().startswith((b"{", b"["))


def _told(error: Error) -> str:
    meaning = f" ({MEANING[error.code]})" if error.code in MEANING else ""
    return f"it answered with the error {error.code}{meaning}: {error.message}"


class _Program:
    """A program that was started, and its watcher."""

    def __init__(self, words: list[str]) -> None:
        self._mark = f"BACKUPSPEC_PROGRAM_{secrets.token_hex(8)}"  # a name of its own: a harness may be run by another
        watch = ["/bin/sh", "-c", _WATCH, sys.executable, orphans.__file__, self._mark]
        self._watcher = Popen(watch, stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL, process_group=0)  # noqa: S603 - the words are this module's
        try:
            self._process = Popen(  # noqa: S603 - the person's own command, and no shell
                words,
                stdin=PIPE,
                stdout=PIPE,
                stderr=PIPE,
                bufsize=0,
                process_group=self._watcher.pid,
                env=os.environ | {self._mark: ""},
            )
        except BaseException:
            self._kill_group()
            raise
        self._streams = [cast("IO[bytes]", getattr(self._process, name)) for name in ("stdin", "stdout", "stderr")]
        self._stdin, self._stdout, self._stderr = (stream.fileno() for stream in self._streams)
        self._poll = select.poll()
        for stream in (self._stdin, self._stdout, self._stderr):
            os.set_blocking(stream, False)
        for stream in (self._stdout, self._stderr):
            self._poll.register(stream, select.POLLIN)
        self._received = bytearray()
        self.errors = bytearray()
        self.has_answered = False
        self.is_cut = False
        """Whether more was written to standard error than is kept."""

    def exchange(self, line: bytes, limit_s: float, longer: str = "") -> bytes:
        """Send one line and return the next one that comes; raise NoAnswer if none does. Whatever comes bit by bit has the same limit.

        `longer` is told where none came in time.
        """
        end_s = real_time_s() + limit_s
        unsent = self._send(memoryview(line))
        searched = 0
        while (newline := self._received.find(b"\n", searched)) < 0:
            searched = len(self._received)
            if searched > LARGEST:
                raise NoAnswer(f"the answer is longer than {LARGEST} bytes", self._half())
            left_s = end_s - real_time_s()
            if left_s <= 0:
                hint = f"; {longer}" if longer else ""
                raise NoAnswer(self._silence(limit_s) + hint, self._half(), "late")
            for stream, _ in self._poll.poll(left_s * 1000):
                if stream == self._stdin:
                    unsent = self._send(unsent)
                elif stream == self._stdout:
                    self._receive()
                else:
                    self._keep_errors()
        answer = bytes(self._received[:newline])
        del self._received[: newline + 1]
        if self._received:
            are_messages = _is_begun(answer) and all(map(_is_begun, self._received.splitlines()))
            cause: Cause = "answer" if are_messages else "printed"
            raise NoAnswer("more than one line came", answer + b" " + self._received, cause)
        if unsent:
            raise NoAnswer("it answered before it had read the request", answer)
        self.has_answered = True
        return answer

    def _send(self, unsent: memoryview) -> memoryview:
        """Write what the pipe takes, and have the rest asked for again."""
        try:
            unsent = unsent[os.write(self._stdin, unsent) :]
        except BlockingIOError:
            pass
        except BrokenPipeError:
            raise NoAnswer(self._end("closed its standard input"), self._half(), "ended") from None
        if unsent:
            self._poll.register(self._stdin, select.POLLOUT)
        else:
            _forget(self._poll, self._stdin)
        return unsent

    def _receive(self) -> None:
        chunk = os.read(self._stdout, _CHUNK)
        if not chunk:
            raise NoAnswer(self._end("closed its standard output"), self._half(), "ended")
        self._received += chunk

    def _keep_errors(self) -> None:
        try:
            chunk = os.read(self._stderr, _CHUNK)
        except BlockingIOError:
            return
        if not chunk:
            _forget(self._poll, self._stderr)
        self.errors += chunk
        self.is_cut = self.is_cut or len(self.errors) > KEPT_ERRORS
        del self.errors[:-KEPT_ERRORS]

    def _half(self) -> bytes:
        return bytes(self._received)

    def _silence(self, limit_s: float) -> str:
        what = "half an answer" if self._received else "no answer"
        return f"{what} within {limit_s:g} s"

    def _end(self, otherwise: str) -> str:
        """Tell how the program ended, or what it did instead."""
        if not _ends(self._process, PATIENCE_S):
            return f"it {otherwise}"
        code = self._process.returncode
        how = f"was killed by {_signal(-code)}" if code < 0 else f"ended with exit code {code}"
        return f"the program {how}" + (" in the midst of a line" if self._received else "")

    def end(self) -> None:
        """Let the program end, then make it."""
        self._streams[0].close()
        if not _ends(self._process, PATIENCE_S):
            os.killpg(self._watcher.pid, signal.SIGTERM)
            _ends(self._process, PATIENCE_S)
        self.kill()

    def kill(self) -> None:
        """End the program at once, and all that it has started and that can be found. Nothing is left open."""
        self._kill_group()
        self._process.kill()  # it may have left the group
        self._process.wait()
        orphans.end_marked(self._mark)
        self._keep_errors()
        for stream in self._streams:
            stream.close()

    def _kill_group(self) -> None:
        with suppress(PermissionError):  # what some systems say of a group that has killed itself
            os.killpg(self._watcher.pid, signal.SIGKILL)  # the watcher is not reaped yet, so the number is its own
        self._watcher.wait()
        cast("IO[bytes]", self._watcher.stdin).close()


def _signal(number: int) -> str:
    named = {each.value: each.name for each in signal.Signals}
    return named.get(number, f"signal {number}")


def _ends(process: Popen[bytes], limit_s: float) -> bool:
    """Wait for the end of a process, for so long."""
    end_s = real_time_s() + limit_s
    while process.poll() is None:
        if real_time_s() >= end_s:
            return False
        time.sleep(0.002)
    return True


def _forget(poll: "select.poll", stream: int) -> None:
    with suppress(KeyError):
        poll.unregister(stream)
