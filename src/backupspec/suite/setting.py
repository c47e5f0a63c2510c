"""What a run is about: the implementation, the policy and the choices that it is judged by, and the worlds of its scenarios."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from backupspec import shipped
from backupspec.contract.implementation import About, BrokenContract, Implementation, Lack
from backupspec.files import Unreadable, read_bounded
from backupspec.gherkin.definitions import Definitions
from backupspec.gherkin.features import Scenario
from backupspec.invariants.memory import Memory
from backupspec.policy.mistakes import Mistake, PolicyMistakes, shown
from backupspec.policy.model import Policy, UnknownChoice
from backupspec.policy.reading import MOST_CHARACTERS, Document, read
from backupspec.preflight import order
from backupspec.preflight.bench import Bench
from backupspec.suite.execution import execute
from backupspec.targets.parent import end_with_parent
from backupspec.targets.reaching import NoSuchTarget, leave, reach, remarks
from backupspec.targets.system_clock import SystemClock
from backupspec.world.opening import opening
from backupspec.world.world import World

ABOUT = "it is about "
"""How the reason begins why a scenario does not apply."""


class Misuse(ValueError):
    """What the person asked for does not exist or cannot be read: nothing was judged."""


def see_that_asserts_count() -> None:
    """Raise Misuse where Python leaves every `assert` out, as with `-O`: steps judge by them, and whoever breaks the policy would pass."""
    if not __debug__:
        raise Misuse(
            "Python leaves assertions out here (-O, or PYTHONOPTIMIZE is set), and everything would pass; "
            "run it without, as with PYTHONOPTIMIZE= before the command"
        )


class Setting:
    """An implementation that was found sound, and the policy it is judged by, its choices made."""

    def __init__(
        self, implementation: Implementation, profile: Policy, choices: Mapping[str, str] | None = None
    ) -> None:
        """Take what the implementation declares, then the choices given here.

        Raise Misuse for a choice given here that the profile doesn't have, or where assertions are left out, and order.Unsound
        (a BrokenContract) for an implementation that cannot be judged.
        """
        see_that_asserts_count()
        self._reached = implementation
        self._invariants = Memory()
        bench = Bench(implementation, profile, checked_choices(profile, choices or {}))
        try:
            order.prove(bench)
        except BaseException:
            self.implementation = bench.implementation
            self.close()
            raise
        self.implementation, self.about, self.policy = bench.implementation, bench.about, bench.policy

    def applicable(self, scenario: Scenario) -> str | None:
        """Tell why a scenario does not apply, or None if it does."""
        if scenario.profiles and self.policy.id not in scenario.profiles:
            return f"{ABOUT}{' and '.join(scenario.profiles)}, not {self.policy.id}"
        for choice, value in scenario.choices.items():
            entry = self.policy.choice(choice)
            if not entry.is_picked(value):
                return f"{ABOUT}{choice} being {value}, not {entry.picked}"
        return None

    def open_world(
        self, scenario: Scenario, around: Callable[[Implementation, tuple[Lack, ...]], Implementation] | None = None
    ) -> World:
        """Open a world for one scenario, of the implementation, or of what `around` puts around it."""
        return World(
            around(self.implementation, self.about.lacks) if around else self.implementation,
            opening(self.policy, scenario.id),
            self.policy,
            self._invariants,
            frozenset(self.about.unfinished),
            frozenset(self.about.lacks),
        )

    def needs(self, scenario: Scenario, definitions: Definitions) -> tuple[str, ...]:
        """Tell which commands and hooks a scenario uses: those that it uses with the reference, which lacks none."""
        world = World(reach("reference"), opening(self.policy, scenario.id), self.policy, lambda _: ())
        execute(scenario, definitions, lambda: world)
        return tuple(sorted(world.asked))

    def remarks(self) -> tuple[str, ...]:
        """Tell what was met on the way to the implementation that is no fault."""
        return remarks(self._reached)

    def close(self) -> None:
        """Give the process its own clock back, and end what was started to reach the implementation."""
        if isinstance(self.implementation, SystemClock):
            self.implementation.thaw()
        leave(self._reached)


def checked_choices(profile: Policy, choices: Mapping[str, str]) -> Mapping[str, str]:
    """Return the choices that a person gives; raise Misuse if the profile doesn't have them."""
    try:
        profile.with_choices(choices)
    except UnknownChoice as error:
        raise Misuse(str(error)) from error
    return choices


def read_choices(text: str, name: str) -> dict[str, str]:
    """Read declared choices, a YAML or JSON object from choice to reading; raise Misuse if they are anything else."""
    try:
        document = read(text, name)
    except PolicyMistakes as error:
        raise Misuse(str(error)) from error
    choices = document.value
    if not document.mistakes and not isinstance(choices, dict):
        raise Misuse(f"{name} does not hold choices; write one a line, such as `exactly_three_weeks: waits`")
    mistakes = [*document.mistakes, *(_no_readings(document) if isinstance(choices, dict) else ())]
    if mistakes:
        raise Misuse("\n".join(map(str, sorted(mistakes))))
    return {choice: str(value) for choice, value in choices.items()}


def _no_readings(document: Document) -> Iterator[Mistake]:
    """Tell which members are no readings: a reading is a word, a length of time, or a whole number."""
    for choice, value in document.value.items():
        is_reading = isinstance(value, str | int) and not isinstance(value, bool)
        if not is_reading and (choice,) not in document.unread:
            allowed = "a reading, such as `exactly_three_weeks: waits`"
            yield document.mistake((choice,), f"{shown(value)} is no reading", allowed)


def profile_named(name: str) -> Policy:
    """Return a shipped profile; raise Misuse if there is none of that name."""
    try:
        return shipped.profile(name)
    except KeyError:
        raise Misuse(f"there is no profile {name!r}; the profiles are {', '.join(shipped.PROFILES)}") from None


def choices_from(path: str | None) -> dict[str, str]:
    """Read a file of declared choices, if one is named; raise Misuse if it can't be read."""
    return {} if path is None else read_choices(text_of(path), path)


def text_of(path: str) -> str:
    """Read the text of a file that somebody named: choices or waivers, none longer than any YAML that is read; raise Misuse if it can't be read."""
    try:
        return read_bounded(Path(path), 4 * MOST_CHARACTERS).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Misuse(f"{path} cannot be read: it is not UTF-8 at byte {error.start}") from error
    except Unreadable as error:
        raise Misuse(str(error)) from error


def setting(config: pytest.Config) -> Setting:
    """Make the setting that pytest's options ask for; raise pytest.UsageError where that can't be."""
    worker: dict[str, Any] | None = getattr(config, "workerinput", None)
    if worker is not None:
        end_with_parent(worker[PARENT])
    try:
        profile = profile_named(config.getoption("profile"))
        choices = choices_from(config.getoption("choices"))
        made = Setting(reach(config.getoption("target"), config.getoption("start_limit")), profile, choices)
        _same_as_declared(made, (worker or {}).get(DECLARED))
    except (Misuse, NoSuchTarget, BrokenContract) as error:
        raise pytest.UsageError(str(error)) from error
    return made


PARENT = "backupspec_parent"
"""Under which name a worker of xdist is told the number of the process that started it."""

DECLARED = "backupspec_about"
"""Under which name a worker of xdist is told what the implementation said of itself in the process that began the run."""


def _same_as_declared(made: Setting, declared: str | None) -> None:
    """Raise BrokenContract if an implementation says something else of itself in each process."""
    if declared is not None and msgspec.json.decode(declared, type=About) != made.about:
        made.close()
        raise BrokenContract(f"{made.about.name} says something else of itself each time that it is made")
