"""What a run is about: the implementation, the policy and the choices that it is judged by, and the worlds of its scenarios."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
import pytest

from backupspec import shipped
from backupspec.contract.implementation import About, BrokenContract, Implementation, Lack
from backupspec.gherkin.definitions import Definitions
from backupspec.gherkin.features import Scenario
from backupspec.inputs import Misuse, checked_choices, choices_from, profile_named
from backupspec.invariants.memory import Memory
from backupspec.policy.model import Policy
from backupspec.preflight import order
from backupspec.preflight.bench import Bench
from backupspec.report.findings import why_not_judged
from backupspec.suite.execution import execute
from backupspec.targets.parent import end_with_parent
from backupspec.targets.reaching import NoSuchTarget, leave, reach, reference, remarks
from backupspec.targets.system_clock import SystemClock
from backupspec.world.opening import opening
from backupspec.world.verdicts import Failure
from backupspec.world.world import World


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

    def inapplicable(self, scenario: Scenario) -> Failure | None:
        """Return why a scenario does not apply, or None if it does."""
        if scenario.profiles and self.policy.id not in scenario.profiles:
            return _not_about(scenario, " and ".join(scenario.profiles), self.policy.id)
        for choice, value in scenario.choices.items():
            entry = self.policy.choice(choice)
            if not entry.is_picked(value):
                return _not_about(scenario, f"{choice} being {value}", str(entry.picked))
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
        world = World(
            reference(shipped.Profiles(self.policy)), opening(self.policy, scenario.id), self.policy, lambda _: ()
        )
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


def _not_about(scenario: Scenario, expected: str, actual: str) -> Failure:
    return Failure(kind="not_about", clause=scenario.clauses[0], expected=expected, actual=actual)


def setting(config: pytest.Config) -> Setting:
    """Make the setting that pytest's options ask for; raise pytest.UsageError where that can't be."""
    worker: dict[str, Any] | None = getattr(config, "workerinput", None)
    if worker is not None:
        end_with_parent(worker[PARENT])
    try:
        profile = profile_named(config.getoption("profile"))
        choices = choices_from(config.getoption("choices"))
        made = Setting(reach(config.getoption("target"), config.getoption("start_limit"), profile), profile, choices)
        _same_as_declared(made, (worker or {}).get(DECLARED))
    except BrokenContract as error:
        raise pytest.UsageError(why_not_judged(error)) from error
    except (Misuse, NoSuchTarget) as error:
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
