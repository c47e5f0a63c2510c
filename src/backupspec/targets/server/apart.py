"""A process of its own for a world, as its server sees it: started when it is needed, asked by one at a time, and ended with its world or with the server.

The processes come from a fork server that has imported what all of them need, and nothing of anybody else's, where that is possible.
"""

import asyncio
import multiprocessing
import socket
from collections.abc import Mapping
from typing import Any, cast

import msgspec

from backupspec.contract.implementation import About
from backupspec.policy.model import Policy
from backupspec.targets import guard
from backupspec.targets.server.frames import HEAD_BYTES, MOST_BYTES, answered, framed, length
from backupspec.targets.server.problems import Refused

PATIENCE_S = 2.0
"""How much longer than the guard in it a process is waited for."""

END_S = 6.0
"""How long a process may take to end: a program that it has started is given twice two seconds."""

_HOSTING = "backupspec.targets.server.hosting"


async def start(target: str, policies: Mapping[str, Policy], start_limit_s: float) -> "Apart":
    """Start a process with a target in it, which has so many real seconds to start, and wait until it can be asked; raise Refused if there is no such target, or none that can be judged."""
    ours, theirs = socket.socketpair()
    process = _context().Process(target=_host, args=(target, policies, start_limit_s, theirs), daemon=True)
    try:
        await asyncio.to_thread(process.start)
    except BaseException:
        ours.close()
        raise
    finally:
        theirs.close()
    loop = asyncio.get_running_loop()
    _, made = await loop.create_connection(lambda: Apart(process), sock=ours)
    try:
        await made.ready(start_limit_s)
    except BaseException:
        await made.end()
        raise
    return made


def _context() -> Any:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_HOSTING, "backupspec.targets.process_clock"])
    return context


def _host(target: str, policies: Mapping[str, Policy], start_limit_s: float, theirs: socket.socket) -> None:
    """Begin in the process. What is needed there is not imported in the server."""
    from backupspec.targets.server.hosting import host  # noqa: PLC0415

    host(target, policies, start_limit_s, theirs)


class Apart(asyncio.Protocol):
    """A process, and the connection to it. Once it was lost, it is lost."""

    about: About

    def __init__(self, process: Any) -> None:
        self.is_lost = False
        self._process = process
        self._transport: asyncio.Transport
        self._came = bytearray()
        self._loop = asyncio.get_running_loop()
        self._awaited: asyncio.Future[bytes] = self._loop.create_future()
        self._gone: asyncio.Future[None] = self._loop.create_future()
        self._why = ""

    async def ready(self, start_limit_s: float) -> None:
        """Wait until it has imported the target, and said what it is; raise Refused."""
        self.about = msgspec.json.decode(await self._answer("start", start_limit_s + guard.LIMIT_S), type=About)

    async def ask(self, operation: str, body: bytes) -> bytes:
        """Have an operation done, and return the body of the answer; raise Refused. One at a time."""
        if self.is_lost:
            raise Refused("broken-implementation", f"the world's process was ended before: {self._why}")
        self._awaited = self._loop.create_future()
        self._transport.write(framed(operation.encode() + b"\n" + body))
        return await self._answer(operation, guard.LIMIT_S)

    async def _answer(self, operation: str, limit_s: float) -> bytes:
        """Wait for what was asked; raise Refused, having ended a process that does not answer."""
        limit_s += PATIENCE_S
        try:
            async with asyncio.timeout(limit_s):
                return answered(await self._awaited)
        except TimeoutError:
            self._lose(f"no answer within {limit_s:g} s")
            raise Refused("late-implementation", f"{operation}: {self._why}") from None
        except ConnectionError:
            await asyncio.to_thread(self._process.join, PATIENCE_S)
            self._lose(self._why or f"the world's process ended with exit code {self._process.exitcode}")
            raise Refused("broken-implementation", f"{operation}: {self._why}") from None
        except asyncio.CancelledError:
            self._lose("its answer was not waited for")
            raise

    def _lose(self, why: str) -> None:
        self.is_lost, self._why = True, why
        self._process.kill()

    async def end(self) -> None:
        """Let the process end, then make it."""
        if not self._gone.done():
            if self._transport.can_write_eof():
                self._transport.write_eof()
            await asyncio.wait([self._gone], timeout=END_S)
        self._transport.abort()
        self._process.kill()
        await asyncio.to_thread(self._process.join, END_S)
        self.is_lost = True

    # As asyncio calls it.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the connection."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Keep what came, until it is whole."""
        self._came += data
        if len(self._came) < HEAD_BYTES:
            return
        size = length(self._came)
        if size > MOST_BYTES:
            self._why = "what its process answered is no answer"
            self._transport.abort()
        elif len(self._came) >= HEAD_BYTES + size and not self._awaited.done():
            self._awaited.set_result(bytes(self._came[HEAD_BYTES : HEAD_BYTES + size]))
            del self._came[: HEAD_BYTES + size]

    def connection_lost(self, _error: Exception | None) -> None:
        """Tell whoever waits that nothing comes any more."""
        self.is_lost = True
        if not self._awaited.done():
            self._awaited.set_exception(ConnectionError())
            self._awaited.exception()  # it may be that nobody waits
        if not self._gone.done():
            self._gone.set_result(None)
