"""An implementation while it is checked, and what a question finds."""

from collections.abc import Mapping
from contextlib import suppress

from msgspec import Struct

from backupspec.contract.commands import (
    Command,
)
from backupspec.contract.implementation import (
    About,
    BrokenContract,
    Exchanged,
    Implementation,
    Lack,
)
from backupspec.contract.observations import Observation
from backupspec.contract.outcomes import Outcome
from backupspec.contract.schemas import plain
from backupspec.policy.model import Policy
from backupspec.world.opening import WALL_CLOCK, opening

PHONE = "a phone"
OTHER_PHONE = "another phone"
ACCOUNT = "an account"


class Wrong(Struct, frozen=True):
    """A check failed. Where it `stops`, nobody answers any more. Where the contract was broken: in which exchange, and what was written to standard error last."""

    expected: str
    actual: str
    mend: str
    stops: bool = False
    exchange: Exchanged | None = None
    log: tuple[str, ...] = ()


class Skip(Struct, frozen=True):
    """A check could not be made, or need not be."""

    why: str


class Note(Struct, frozen=True):
    """A check was passed, and something came to light that its author may want to know."""

    text: str


class Bench:
    """An implementation while it is checked, and what was found out about it so far."""

    def __init__(self, reached: Implementation, profile: Policy, choices: Mapping[str, str]) -> None:
        self.implementation = reached
        self.policy = profile
        self.about: About
        self.seen: Observation
        self.done: set[type] = set()
        self.in_doubt = False
        """Whether the answer to a command broke the contract, so that nobody knows what was done."""
        self._choices = choices
        self._open: list[str] = []

    def take(self, policy: Policy) -> None:
        """Go by what was declared, and above that by what was given."""
        self.policy = policy.with_choices(self._choices)

    def lacks(self, hook: Lack) -> bool:
        """Tell whether the implementation says that it lacks something."""
        return hook in self.about.lacks

    def open(self, wall_clock: str = WALL_CLOCK) -> str:
        """Open a world."""
        world = self.implementation.open_world(opening(self.policy, "the check before any verdict", wall_clock))
        self._open.append(world)
        return world

    @property
    def world(self) -> str:
        """The world that was opened first."""
        return self._open[0]

    def do(self, command: Command, world: str | None = None) -> Outcome:
        """Do one command."""
        return self.implementation.perform(world or self.world, [command]).outcomes[0]

    def observe(self, world: str | None = None) -> Observation:
        """See what there is."""
        return self.implementation.observe(world or self.world)

    def close(self) -> None:
        """Close the worlds, the newest first."""
        while self._open:
            self.implementation.close_world(self._open.pop())

    def begin_anew(self) -> None:
        """Leave all worlds behind, and open one."""
        self.leave()
        self.open()

    def leave(self) -> None:
        """Close the worlds of an implementation that may no longer answer."""
        for world in reversed(self._open):
            with suppress(BrokenContract):
                self.implementation.close_world(world)
        self._open.clear()


Found = Wrong | Skip | Note | None


def broken(expected: str, error: BrokenContract, mend: str, *, stops: bool = False) -> Wrong:
    """Return what a broken contract makes of a check."""
    return Wrong(expected, error.reason, mend, stops, error.exchange, error.log)


LACKS_CLOCK = Skip("it lacks clock, so what needs time to be set or advanced is untestable")


def at(seen: Observation, wall_clock: str, elapsed_s: int, expected: str, mend: str) -> Found:
    """See that a world shows a time, by both of its clocks."""
    if (seen.wall_clock, seen.elapsed_s) == (wall_clock, elapsed_s):
        return None
    return Wrong(
        f"{expected} {wall_clock}, {elapsed_s} s after it was opened",
        f"{seen.wall_clock}, {seen.elapsed_s} s after",
        mend,
    )


def answer_in_words(outcome: Outcome) -> str:
    """Tell an outcome in a few words."""
    answer = plain(outcome)
    return f"{answer['outcome']}: {answer['reason']}" if "reason" in answer else str(answer["outcome"])
