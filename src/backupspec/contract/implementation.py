"""The port: what an implementation is. Five operations, and no policy."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal, Protocol, runtime_checkable

from msgspec import Meta, Struct

from backupspec.contract.commands import Command
from backupspec.contract.observations import Observation
from backupspec.contract.outcomes import Outcome
from backupspec.contract.terms import Id, Instant, Text, TimeZone
from backupspec.text import one_line, without_middle

CONTRACT_VERSION = "1.0"

Lack = Literal["clock", "controls", "items", "second_phone"]
"""What a test may need beyond commands, and a real device may not have (docs/real-devices.md)."""


class About(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an implementation says of itself, before any world is opened."""

    name: Text
    version: Text
    contract: Annotated[
        str, Meta(pattern=r"^[0-9]+\.[0-9]+$", description="The version of the contract that it was written for.")
    ]
    profiles: Annotated[
        tuple[Id, ...], Meta(min_length=1, max_length=20, description="The profiles that it claims to keep.")
    ]
    clock: Annotated[
        Literal["own", "system"],
        Meta(
            description="own: told the time by commands, with as many worlds as one likes. "
            "system: reads the clock of its process, one world at a time."
        ),
    ]
    choices: Annotated[
        dict[Id, Id],
        Meta(
            description="The readings that it declares, where they are not the ones picked by the profile. A number is written as text: 3. "
            "A length of time is a whole number from 1 to 999999999 without leading zeros, one space, and second, minute, hour or day, with or without an s: "
            "25 hours. Nothing else is a length: not 1.5 hours, not PT24H."
        ),
    ]
    unfinished: Annotated[
        tuple[Id, ...],
        Meta(
            description="The commands that its adapter can't be given yet. What needs them is untestable, and the verdict partial."
        ),
    ] = ()
    lacks: Annotated[
        tuple[Lack, ...],
        Meta(
            description="What it can't do or show beyond commands. What needs it is untestable, and the verdict partial. "
            "clock: time can be neither set nor advanced, and passes by itself. controls: it does not show the pages of a phone. "
            "items: it shows how much there is, but never the items. second_phone: a world has one phone."
        ),
    ] = ()


class Opening(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a world begins: which scenario asks for it, and by what it will be judged."""

    scenario: Annotated[Text, Meta(description="The id of the scenario, so that logs can be matched.")]
    profile: Id
    choices: Annotated[dict[Id, Id], Meta(description="The value of every choice, written as in `about`.")]
    wall_clock: Instant
    time_zone: TimeZone
    seed: Annotated[int, Meta(ge=0, le=2**53 - 1)]


class Performed(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The answer to commands: an outcome each, and the observation after the last if it was asked for (or is offered)."""

    outcomes: tuple[Outcome, ...]
    observation: Observation | None = None


@runtime_checkable
class Implementation(Protocol):
    """Whatever takes commands, answers each with an outcome, and shows its observation.

    `perform` returns when the implementation has settled: all that it would do at that instant is done, or paused. An implementation with
    `clock: system` finds the clock of its process already moved when it is told to advance the time, and does what fell due in between.
    """

    def about(self) -> About:
        """Say what this is."""
        ...

    def open_world(self, opening: Opening) -> str:
        """Open a new, empty world and return its id."""
        ...

    def perform(self, world: str, commands: Sequence[Command], *, observe: bool = False) -> Performed:
        """Do the commands in order, and answer each."""
        ...

    def observe(self, world: str, *, items: bool = False) -> Observation:
        """Show all that can be seen of a world: with the items that phones hold and what is stored, where they are asked for."""
        ...

    def close_world(self, world: str) -> None:
        """Forget a world."""
        ...


Cause = Literal["ended", "late", "closed", "printed", "answer"]
"""How a contract was broken: nobody answers any more, there was no answer in time, a connection was closed before one, a text stood where an answer was due, or the
answer is none that is allowed."""


class Exchanged(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an implementation was asked and, where it is asked by messages, the beginning and the end of both messages."""

    operation: str
    sent: str | None = None
    received: str | None = None


class BrokenContract(Exception):
    """An implementation, or its adapter, answered what the contract does not allow, or raised: the verdict is *errored*.

    Its facts are its members: what is wrong (`reason`, one line, whatever it quotes), how the contract was broken, in which exchange, and the last lines that the
    implementation wrote to its log, where it has one. Its text, for whoever is shown no more than that, puts `who` and these in one line.
    """

    def __init__(
        self,
        reason: str,
        log: tuple[str, ...] = (),
        cause: Cause = "answer",
        *,
        who: str = "",
        exchange: Exchanged | None = None,
    ) -> None:
        self.reason = one_line(reason)
        self.log = log
        self.cause = cause
        self.exchange = exchange
        super().__init__(one_line("; ".join(self._parts(who))))

    def _parts(self, who: str) -> Iterator[str]:
        operation = f"in {self.exchange.operation}" if self.exchange else ""
        where = ", ".join(filter(None, (who, operation)))
        yield f"{where}: {self.reason}" if where else self.reason
        if self.exchange and self.exchange.sent is not None:
            yield f"sent {self.exchange.sent}"
            yield f"received {self.exchange.received or 'nothing'}"
        if self.log:
            yield f"standard error: {without_middle(telling_line(self.log).strip(), 100)}"


def telling_line(log: Sequence[str]) -> str:
    """Return the first line that speaks of an error, or the last: what some runtimes write last, such as their version or where they were, explains nothing."""
    return next((line for line in log if any(word in line.lower() for word in ("error", "exception"))), log[-1])
