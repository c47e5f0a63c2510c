"""The other side of the wire: an operation's bytes in, an implementation's answer in bytes out, whatever carries them."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from msgspec import Meta, Raw, Struct

from backupspec.contract.commands import NAMES
from backupspec.contract.implementation import About, BrokenContract, Implementation
from backupspec.contract.outcomes import UNSUPPORTED, Outcome
from backupspec.targets.guard import described
from backupspec.targets.wire import (
    ASKED,
    MOST_COMMANDS,
    AskAbout,
    CloseWorld,
    DoneIn,
    Malformed,
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
    return encoded(do(implementation, operation, given(operation, body)))


def do(implementation: Implementation, operation: str, given: Struct) -> Struct:
    """Have an operation done that has been read, and return its answer; raise BrokenContract for whatever else comes of it."""
    try:
        return _ANSWERS[operation](implementation, given)
    except BrokenContract:
        raise
    except Exception as error:
        raise BrokenContract(f"{operation} raised {described(error)}") from error


class _Named(Struct):
    """A command, of which only the name is looked at."""

    command: str


class _Commands(Struct, forbid_unknown_fields=True):
    """What `perform` is given, its commands not yet read."""

    world: str
    commands: Annotated[tuple[Raw, ...], Meta(max_length=MOST_COMMANDS)]
    observe: bool = False


class SomeKnown(Struct):
    """What `perform` is given, where some commands are not known: each of the others by itself."""

    world: str
    commands: tuple[Perform | None, ...]
    observe: bool


def given(operation: str, body: bytes) -> Struct:
    """Read what an operation is given. A newer suite may send commands that are not known here."""
    try:
        return decoded(body, ASKED[operation])
    except Malformed:
        if operation != "perform":
            raise
        some = decoded(body, _Commands)
        if all(_name(command) in NAMES for command in some.commands):
            raise
        return SomeKnown(some.world, tuple(_read(some.world, each) for each in some.commands), some.observe)


def _name(command: Raw) -> str:
    return decoded(bytes(command), _Named).command


def _about(implementation: Implementation, _given: AskAbout) -> About:
    return implementation.about()


def _open_world(implementation: Implementation, given: OpenWorld) -> World:
    return World(world=implementation.open_world(given.opening))


def _perform(implementation: Implementation, given: Perform | SomeKnown) -> DoneIn:
    if isinstance(given, SomeKnown):
        return _perform_known(implementation, given)
    performed = implementation.perform(given.world, given.commands, observe=given.observe)
    return DoneIn(world=given.world, outcomes=performed.outcomes, observation=performed.observation)


def _perform_known(implementation: Implementation, given: SomeKnown) -> DoneIn:
    """Do the commands that are known, in order; the others are unsupported."""
    outcomes: list[Outcome] = []
    for one in given.commands:
        outcomes.extend(implementation.perform(one.world, one.commands).outcomes if one else [UNSUPPORTED])
    seen = implementation.observe(given.world) if given.observe else None
    return DoneIn(world=given.world, outcomes=tuple(outcomes), observation=seen)


def _read(world: str, command: Raw) -> Perform | None:
    """Read one command, or return None if it is not known."""
    if _name(command) not in NAMES:
        return None
    return decoded(encoded({"world": world, "commands": [command]}), Perform)


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
