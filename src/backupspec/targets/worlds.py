"""The worlds that a server keeps for those who ask: bounded in number, in size and in age, each under a name of the server's own.

For an implementation that is told the time all worlds live in this process, and nothing is ever done in two of them at once. One that reads the clock of its
process has a process for each world, and each is asked by one at a time.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from msgspec import Struct
from msgspec.structs import replace

from backupspec.contract.commands import Command
from backupspec.contract.implementation import About, BrokenContract, Implementation, Opening, Performed
from backupspec.contract.observations import Observation
from backupspec.contract.times import time_zone, wall_seconds
from backupspec.policy.model import Policy, UnknownChoice
from backupspec.targets import guard
from backupspec.targets.answering import SomeKnown, do
from backupspec.targets.guard import TookTooLong, TooLate, within
from backupspec.targets.hosting import Hosted
from backupspec.targets.limits import START_LIMIT_S
from backupspec.targets.reaching import leave, reach
from backupspec.targets.wire import AskAbout, CloseWorld, Observe, OpenWorld, Perform, Remote, World

MOST_WORLDS = 100
"""How many worlds may be open at once."""

MOST_IDLE_S = 600.0
"""How long a world is kept that nobody asks for, in real seconds."""


MOST_BYTES = 256 * 2**20
"""How many bytes of requests one world may be given, from its opening to its close."""


class UnknownWorld(LookupError):
    """There is no world of this name, or none any more."""


class TooManyWorlds(RuntimeError):
    """As many worlds are open as there may be."""


class FullWorld(RuntimeError):
    """The world was given as many bytes as it may be."""


class WrongOpening(ValueError):
    """A world cannot begin so: `member` of the opening is why."""

    def __init__(self, member: str, message: str) -> None:
        super().__init__(message)
        self.member = member


class Offer(Struct, frozen=True):
    """An implementation that is offered: what it says of itself, the policies that its worlds can begin with, and where a world lives."""

    about: About
    policies: Mapping[str, Policy]
    shared: Implementation | None
    """The implementation, in this process; None if each world has a process of its own."""
    target: str
    start_limit_s: float = START_LIMIT_S
    """How long the target may take to start, in each process that it is started in."""


def offer(
    target: str,
    policies: Mapping[str, Policy],
    implementation: Implementation | None = None,
    start_limit_s: float = START_LIMIT_S,
) -> Offer:
    """Reach a target, unless it was reached, and ask what it is; raise NoSuchTarget or BrokenContract."""
    reached = implementation or reach(target, start_limit_s)
    about = reached.about()
    if about.clock == "own":
        return Offer(about, policies, reached, target)
    leave(reached)
    return Offer(replace(about, clock="own"), policies, None, target, start_limit_s)


class Worlds:
    """The worlds of an offer. `clock` tells real seconds that never run back; worlds are called `prefix` and a number."""

    def __init__(
        self,
        offered: Offer,
        clock: Callable[[], float],
        prefix: str,
        most: int = MOST_WORLDS,
        most_idle_s: float = MOST_IDLE_S,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self._offered = offered
        self._clock = clock
        self._prefix = prefix
        self._most = most
        self._most_idle_s = most_idle_s
        self._most_bytes = most_bytes
        self._opened = 0
        self._opening = 0
        self._rooms: dict[str, _Room] = {}
        """The one that was asked for the longest time ago comes first."""

    async def do(self, operation: str, given: Struct, size_bytes: int) -> Struct:
        """Have an operation done, whose request had so many bytes.

        Raise UnknownWorld, TooManyWorlds, FullWorld, WrongOpening, and BrokenContract for what the implementation does wrong.
        """
        await self.sweep()
        match given:
            case AskAbout():
                return self._offered.about
            case OpenWorld(opening=opening):
                return World(world=await self._open(opening))
            case CloseWorld(world=world):
                return await self._close(world, given)
            case Perform(world=world) | SomeKnown(world=world) | Observe(world=world):
                room = self._rooms.pop(world, None)
                if room is None:
                    raise UnknownWorld(world)
                room.used_s = self._clock()
                self._rooms[world] = room  # now the last
                room.given_bytes += size_bytes
                if room.given_bytes > self._most_bytes:
                    raise FullWorld(str(self._most_bytes))
                return await room.do(operation, given)
        raise TypeError(type(given))

    async def sweep(self) -> None:
        """Close the worlds that nobody has asked for too long."""
        oldest_s = self._clock() - self._most_idle_s
        while self._rooms:
            world, room = next(iter(self._rooms.items()))
            if room.used_s > oldest_s:
                return
            with suppress(BrokenContract, UnknownWorld):
                await self._close(world, CloseWorld(world=world))

    async def close(self) -> None:
        """Close every world."""
        for world in tuple(self._rooms):
            with suppress(BrokenContract, UnknownWorld):
                await self._close(world, CloseWorld(world=world))
        if self._offered.shared is not None:
            leave(self._offered.shared)

    async def _open(self, opening: Opening) -> str:
        _check(opening, self._offered)
        if len(self._rooms) + self._opening >= self._most:
            raise TooManyWorlds(str(self._most))
        self._opening += 1
        try:
            room = await self._room(opening)
        finally:
            self._opening -= 1
        self._opened += 1
        world = f"{self._prefix}{self._opened}"
        self._rooms[world] = room
        return world

    async def _room(self, opening: Opening) -> "_Room":
        """Open a world in this process, or in a new one."""
        shared = self._offered.shared
        if shared is not None:
            return _Room(shared, _opened(shared, opening), self._clock(), is_apart=False)
        implementation, inner = await asyncio.to_thread(_apart, self._offered, opening)
        return _Room(implementation, inner, self._clock(), is_apart=True)

    async def _close(self, world: str, given: CloseWorld) -> Struct:
        """Close a world, and forget it even if it can't be closed."""
        room = self._rooms.pop(world, None)
        if room is None:
            raise UnknownWorld(world)
        try:
            return await room.do("close_world", given)
        finally:
            await room.end()


class _Room:
    """Where a world lives: an implementation, the name that it gave the world, when it was last asked for, and how much it was given."""

    def __init__(self, implementation: Implementation, inner: str, used_s: float, *, is_apart: bool) -> None:
        self.used_s = used_s
        self.given_bytes = 0
        self._named = _Named(implementation, inner)
        self._implementation = implementation
        self._is_apart = is_apart
        self._turn = asyncio.Lock()

    async def do(self, operation: str, given: Struct) -> Struct:
        """Have an operation done, by one at a time."""
        if not self._is_apart:
            try:
                return within(guard.LIMIT_S, lambda: do(self._named, operation, given))
            except TookTooLong:
                raise TooLate(f"{operation}: no answer within {guard.LIMIT_S:g} s", cause="late") from None
        async with self._turn:
            return await asyncio.to_thread(do, self._named, operation, given)

    async def end(self) -> None:
        """End the process, if the world has one of its own."""
        if self._is_apart:
            await asyncio.to_thread(leave, self._implementation)


class _Named:
    """One world of an implementation, by whatever name it is asked for."""

    def __init__(self, implementation: Implementation, inner: str) -> None:
        self._implementation = implementation
        self._inner = inner

    def about(self) -> About:
        """Say what the implementation is."""
        return self._implementation.about()

    def open_world(self, _opening: Opening) -> str:
        """Return the world, which is open."""
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


def _apart(offered: Offer, opening: Opening) -> tuple[Remote, str]:
    """Open a world in a process of its own."""
    implementation = Remote(Hosted(offered.target, offered.start_limit_s), offered.target)
    try:
        return implementation, _opened(implementation, opening)
    except BaseException:
        implementation.close()
        raise


def _opened(implementation: Implementation, opening: Opening) -> str:
    answer = do(implementation, "open_world", OpenWorld(opening=opening))
    return answer.world if isinstance(answer, World) else ""


def _check(opening: Opening, offered: Offer) -> None:
    """Raise WrongOpening for what the contract's types let through, and no implementation can begin with."""
    claimed = offered.about.profiles
    if opening.profile not in claimed:
        raise WrongOpening("profile", f"{opening.profile!r} is not claimed; claimed are {', '.join(claimed)}")
    if (policy := offered.policies.get(opening.profile)) is not None:
        try:
            policy.with_choices(opening.choices)
        except UnknownChoice as error:
            raise WrongOpening("choices", str(error)) from error
    if wall_seconds(opening.wall_clock) is None:
        raise WrongOpening("wall_clock", f"there is no such moment: {opening.wall_clock}")
    if time_zone(opening.time_zone) is None:
        raise WrongOpening("time_zone", f"there is no time zone {opening.time_zone!r}")
