"""The five operations as JSON, the same over standard input and output as over HTTP, and an implementation that is reached so.

What is asked and what is answered is a small object for each operation. Whatever is about a world names it, the answers too, so that an answer meant
for another world is never taken for this one's. How a message travels is a Channel's affair. What comes back is hostile until it has been read.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Protocol, TypeVar

import msgspec
from msgspec import Meta, Struct

from backupspec.contract import strict
from backupspec.contract.commands import Command
from backupspec.contract.implementation import About, BrokenContract, Cause, Exchanged, Opening, Performed
from backupspec.contract.observations import Observation
from backupspec.contract.outcomes import Outcome
from backupspec.contract.possible import possible
from backupspec.contract.terms import Text
from backupspec.targets.guard import unanswered
from backupspec.text import without_middle

Value = TypeVar("Value")

LARGEST = 64 * 2**20
"""How many bytes one message may have."""


MOST_COMMANDS = 10_000
"""How many commands one message may have."""


class _Message(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all messages are: immutable, with no member that is not listed."""


class AskAbout(_Message, frozen=True, kw_only=True):
    """`about`: what are you? An empty object; the answer is About."""


class OpenWorld(_Message, frozen=True, kw_only=True):
    """`open_world`: open a new, empty world. The answer is the World."""

    opening: Opening


class Perform(_Message, frozen=True, kw_only=True):
    """`perform`: do the commands in order. The answer has an outcome each, and the observation after the last if it was asked for."""

    world: Text
    commands: Annotated[tuple[Command, ...], Meta(max_length=MOST_COMMANDS)]
    observe: bool = False


class Observe(_Message, frozen=True, kw_only=True):
    """`observe`: show all that can be seen, with items if they are asked for."""

    world: Text
    items: bool = False


class CloseWorld(_Message, frozen=True, kw_only=True):
    """`close_world`: forget a world. The answer is the World that was closed."""

    world: Text


class World(_Message, frozen=True, kw_only=True):
    """The answer to `open_world` and `close_world`: which world it is, by an id of the implementation's."""

    world: Text


class DoneIn(_Message, frozen=True, kw_only=True):
    """The answer to `perform`."""

    world: Text
    outcomes: tuple[Outcome, ...]
    observation: Observation | None = None


class SeenIn(_Message, frozen=True, kw_only=True):
    """The answer to `observe`."""

    world: Text
    observation: Observation


ASKED: Mapping[str, type[Struct]] = {
    "about": AskAbout,
    "open_world": OpenWorld,
    "perform": Perform,
    "observe": Observe,
    "close_world": CloseWorld,
}
"""The operations, each with what it is given."""


class Malformed(ValueError):
    """A message is not what it has to be. What it says is the reason alone."""


class NotJson(Malformed):
    """A message is not JSON, or not JSON that is accepted here."""


class NoAnswer(Exception):
    """A channel has no answer to give: what happened, what was received instead, and which kind of cause that is."""

    def __init__(self, reason: str, received: bytes = b"", cause: Cause = "answer") -> None:
        super().__init__(reason)
        self.received = received
        self.cause = cause


class Channel(Protocol):
    """How one message gets to an implementation and its answer back. One at a time; every wait has a limit."""

    def ask(self, operation: str, body: bytes) -> bytes:
        """Send what an operation is given, return what it answers; neither is looked into. Raise NoAnswer."""
        ...

    def log(self) -> tuple[str, ...]:
        """Tell the last lines of what may explain a failure: what a program wrote to standard error."""
        ...

    def remarks(self) -> tuple[str, ...]:
        """Tell what was met on the way that is no fault, and that its author may want to know."""
        ...

    def close(self) -> None:
        """End what was started."""
        ...


encoded = strict.encoded


def decoded(body: bytes, kind: type[Value]) -> Value:
    """Read a message strictly (contract/strict.py); raise Malformed for what is not JSON, and for what is not of this kind."""
    if len(body) > LARGEST:
        raise NotJson(f"it is longer than {LARGEST} bytes")
    try:
        return strict.read(body, kind)
    except strict.NoJson as error:
        raise NotJson(f"it is not JSON: {error}") from error
    except strict.Unread as error:
        raise Malformed(f"it does not follow the contract: {error}") from error


def glanced(body: bytes, kind: type[Value]) -> Value:
    """Read some members of a message, and look at no other; raise NotJson for what is no JSON at all, and Malformed if they are not of this kind."""
    try:
        value: Value = msgspec.json.decode(body, type=kind)
    except (ValueError, RecursionError):
        return decoded(body, kind)  # which says what is wrong
    return value


class Remote:
    """An implementation at the other end of a channel: every answer is read strictly, and a broken contract holds what was sent and what was received."""

    def __init__(self, channel: Channel, name: str) -> None:
        self._channel = channel
        self._name = name

    def about(self) -> About:
        """Say what this is. Only an implementation that is told the time can be judged so: nobody can freeze the clock of another process."""
        about = self._ask("about", AskAbout(), About)
        if about.clock != "own":
            raise BrokenContract(
                f"{self._name} declares clock: {about.clock}; in another process than the suite's it has to be clock: own, and be told the time by commands"
            )
        return about

    def open_world(self, opening: Opening) -> str:
        """Open a new, empty world and return its id."""
        return self._ask("open_world", OpenWorld(opening=opening), World).world

    def perform(self, world: str, commands: Sequence[Command], *, observe: bool = False) -> Performed:
        """Do the commands in order, and answer each."""
        given = Perform(world=world, commands=tuple(commands), observe=observe)
        answer = self._ask("perform", given, DoneIn, world)
        if len(answer.outcomes) != len(given.commands):
            raise unanswered(self._name, len(given.commands), len(answer.outcomes))
        return Performed(outcomes=answer.outcomes, observation=answer.observation)

    def observe(self, world: str, *, items: bool = False) -> Observation:
        """Show all that can be seen of a world."""
        return self._ask("observe", Observe(world=world, items=items), SeenIn, world).observation

    def close_world(self, world: str) -> None:
        """Forget a world."""
        self._ask("close_world", CloseWorld(world=world), World, world)

    def remarks(self) -> tuple[str, ...]:
        """Tell what was met on the way that is no fault."""
        return self._channel.remarks()

    def close(self) -> None:
        """End what was started to reach it."""
        self._channel.close()

    def _ask(self, operation: str, given: Struct, kind: type[Value], world: str | None = None) -> Value:
        body, received = encoded(given), b""
        try:
            received = self._channel.ask(operation, body)
            answer = decoded(received, kind)
            if world is not None:
                _refuse_other_world(answer, world)
            if (seen := getattr(answer, "observation", None)) is not None:
                possible(seen, "$.observation")
        except NoAnswer as error:
            raise self._broken(operation, str(error), body, error.received, error.cause) from error
        except (Malformed, BrokenContract) as error:
            raise self._broken(operation, f"the answer was refused: {error}", body, received) from error
        return answer

    def _broken(
        self, operation: str, reason: str, sent: bytes, received: bytes, cause: Cause = "answer"
    ) -> BrokenContract:
        exchange = Exchanged(operation=operation, sent=shown(sent, 100), received=shown(received, 100))
        return BrokenContract(
            without_middle(reason, 190),
            self._channel.log(),
            cause,
            who=without_middle(self._name, 50),
            exchange=exchange,
        )


def _refuse_other_world(answer: object, world: str) -> None:
    named = getattr(answer, "world", None)
    if named != world:
        raise Malformed(f"it is about the world {without_middle(repr(named), 40)}")


def shown(message: bytes, longest: int) -> str:
    """Show a message that may hold anything: its beginning and its end."""
    if len(message) > longest:
        third = longest // 3
        return f"{shown(message[: 2 * third], longest)} ... {shown(message[-third:], longest)} ({len(message)} bytes)"
    return message.decode("utf-8", "backslashreplace")
