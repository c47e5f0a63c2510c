"""The worlds that a server keeps for those who ask: bounded in number, in size and in age, each under a name of the server's own.

Each world lives in a place where nothing else does meanwhile, so nobody waits for what is done in another world. A place whose world was closed takes the
next one.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Protocol

from msgspec import Struct

from backupspec.contract.implementation import About
from backupspec.targets.answering import given
from backupspec.targets.server.problems import Refused
from backupspec.targets.wire import CloseWorld, World, encoded, glanced
from backupspec.text import one_line

CLOSING_S = 3.0
"""How long a world may take to close when the server ends, in real seconds."""


class Bounds(Struct, frozen=True):
    """What a server keeps, at most."""

    worlds: int = 100
    """How many worlds may be open at once."""
    idle_s: float = 600.0
    """How long a world is kept that nobody asks for, in real seconds."""
    given_bytes: int = 256 * 2**20
    """How many bytes of requests one world may be given, from its opening to its close."""
    spare: int = 4
    """How many places are kept that have no world: to start one takes longer than most of what is done in it."""


class Place(Protocol):
    """Where one world at a time lives."""

    is_lost: bool
    """Whether it can't be asked any more."""

    async def ask(self, operation: str, body: bytes) -> bytes:
        """Have an operation done, and return the body of the answer; raise Refused."""
        ...

    async def end(self) -> None:
        """End it."""
        ...


_BOUNDS = Bounds()


class Worlds:
    """The worlds of an implementation. `clock` tells real seconds that never run back; worlds are called `prefix` and a number."""

    def __init__(
        self,
        about: About,
        start: Callable[[], Awaitable[Place]],
        clock: Callable[[], float],
        prefix: str,
        bounds: Bounds = _BOUNDS,
    ) -> None:
        self.about = about
        self._start = start
        self._clock = clock
        self._prefix = prefix
        self._bounds = bounds
        self._opened = 0
        self._opening = 0
        self._spare: list[Place] = []
        self._ending: set[asyncio.Task[None]] = set()
        self._rooms: dict[str, _Room] = {}
        """The one that was asked for the longest time ago comes first."""

    async def do(self, operation: str, body: bytes) -> bytes:
        """Have an operation done, and return the body of its answer; raise Refused, Malformed or NotJson."""
        self.sweep()
        if operation == "about":
            given(operation, body)
            return encoded(self.about)
        if operation == "open_world":
            return await self._open(body)
        world = glanced(body, _InWorld).world
        room = self._rooms.get(world)
        if room is None:
            raise _unknown(world)
        if operation == "close_world":
            given(operation, body)
            return await self._close(world, body)
        return await self._ask(world, room, operation, body)

    def sweep(self) -> None:
        """Close the worlds that nobody has asked for too long. Nobody waits for it."""
        oldest_s = self._clock() - self._bounds.idle_s
        while self._rooms:
            world, room = next(iter(self._rooms.items()))
            if room.used_s > oldest_s:
                return
            del self._rooms[world]
            task = asyncio.get_running_loop().create_task(self._end(world, room))
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)

    async def close(self) -> None:
        """Close every world, and end every place."""
        rooms, self._rooms = self._rooms, {}
        spare, self._spare = self._spare, []
        ends = [self._end(world, room) for world, room in rooms.items()]
        await asyncio.gather(*ends, *self._ending, *(place.end() for place in spare))

    async def _open(self, body: bytes) -> bytes:
        given("open_world", body)
        if len(self._rooms) + self._opening >= self._bounds.worlds:
            raise Refused("too-many-worlds", f"there may be {self._bounds.worlds}; close one")
        self._opening += 1
        try:
            place = self._taken() or await self._start()
            await self._begin(place, body)
        finally:
            self._opening -= 1
        self._opened += 1
        world = f"{self._prefix}{self._opened}"
        self._rooms[world] = _Room(place, self._clock())
        return encoded(World(world=world))

    async def _begin(self, place: Place, body: bytes) -> None:
        """Open a world in a place. One that could not begin otherwise than so is as good as before."""
        try:
            await place.ask("open_world", body)
        except Refused as refused:
            await (self.leave(place) if refused.kind == "wrong-opening" else place.end())
            raise

    async def _ask(self, world: str, room: "_Room", operation: str, body: bytes) -> bytes:
        """Have something done in a world, by one at a time."""
        room.used_s = self._clock()
        self._rooms[world] = self._rooms.pop(world)  # now the last
        room.given_bytes += len(body)
        if room.given_bytes > self._bounds.given_bytes:
            detail = f"a world may be given {self._bounds.given_bytes} bytes in all; close it"
            raise Refused("full-world", detail, "$.world")
        async with room.turn:
            if self._rooms.get(world) is not room:  # closed meanwhile
                raise _unknown(world)
            return await room.place.ask(operation, body)

    async def _close(self, world: str, body: bytes) -> bytes:
        """Close a world, and forget it even if it can't be closed."""
        room = self._rooms.pop(world)
        async with room.turn:
            try:
                answer = await room.place.ask("close_world", body)
            except BaseException:
                await room.place.end()
                raise
        await self.leave(room.place)
        return answer

    async def _end(self, world: str, room: "_Room") -> None:
        """Close a world that nobody waits for, and end its place."""
        with suppress(Refused, TimeoutError):
            async with asyncio.timeout(CLOSING_S), room.turn:
                await room.place.ask("close_world", encoded(CloseWorld(world=world)))
        await room.place.end()

    def _taken(self) -> Place | None:
        """Take a place that has no world, if there is one."""
        while self._spare:
            place = self._spare.pop()
            if not place.is_lost:
                return place
        return None

    async def leave(self, place: Place) -> None:
        """Keep a place whose world is closed for the next one, unless there are enough."""
        if place.is_lost or len(self._spare) >= self._bounds.spare:
            await place.end()
        else:
            self._spare.append(place)


class _InWorld(Struct):
    """Something about a world, of which only the world is looked at."""

    world: str


class _Room:
    """A world's place, when it was last asked for, how much it was given, and whose turn it is."""

    def __init__(self, place: Place, used_s: float) -> None:
        self.place = place
        self.used_s = used_s
        self.given_bytes = 0
        self.turn = asyncio.Lock()


def _unknown(world: str) -> Refused:
    detail = f"{one_line(world)!r} was never opened here, was closed, or was not asked for in a long time"
    return Refused("unknown-world", detail, "$.world")
