"""The other side of the wire: an operation's bytes in, an implementation's answer in bytes out, whatever carries them."""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from backupspec.contract.implementation import About, BrokenContract, Implementation
from backupspec.targets.guard import described
from backupspec.targets.wire import (
    ASKED,
    AskAbout,
    CloseWorld,
    DoneIn,
    Observe,
    OpenWorld,
    Perform,
    SeenIn,
    World,
    decoded,
    encoded,
)


class UnknownOperation(LookupError):
    """There is no operation of this name."""


def answer(implementation: Implementation, operation: str, body: bytes) -> bytes:
    """Have an operation done and return its answer.

    Raise UnknownOperation, Malformed if what it is given cannot be read, and BrokenContract for what the implementation does wrong.
    """
    if operation not in ASKED:
        raise UnknownOperation(f"there is no operation {operation!r}; there are {', '.join(ASKED)}")
    return encoded(do(implementation, operation, decoded(body, ASKED[operation])))


def do(implementation: Implementation, operation: str, given: Struct) -> Struct:
    """Have an operation done that has been read, and return its answer; raise BrokenContract for whatever else comes of it."""
    try:
        return _ANSWERS[operation](implementation, given)
    except BrokenContract:
        raise
    except Exception as error:
        raise BrokenContract(f"{operation} raised {described(error)}") from error


def _about(implementation: Implementation, _given: AskAbout) -> About:
    return implementation.about()


def _open_world(implementation: Implementation, given: OpenWorld) -> World:
    return World(world=implementation.open_world(given.opening))


def _perform(implementation: Implementation, given: Perform) -> DoneIn:
    performed = implementation.perform(given.world, given.commands, observe=given.observe)
    return DoneIn(world=given.world, outcomes=performed.outcomes, observation=performed.observation)


def _observe(implementation: Implementation, given: Observe) -> SeenIn:
    return SeenIn(world=given.world, observation=implementation.observe(given.world, items=given.items))


def _close_world(implementation: Implementation, given: CloseWorld) -> World:
    implementation.close_world(given.world)
    return World(world=given.world)


_ANSWERS: Mapping[str, Callable[[Implementation, Any], Struct]] = {
    "about": _about,
    "open_world": _open_world,
    "perform": _perform,
    "observe": _observe,
    "close_world": _close_world,
}
