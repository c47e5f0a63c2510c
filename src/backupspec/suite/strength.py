"""How strong the suite is: faulty implementations against the scenarios that have to catch them, and who catches whom."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from backupspec import shipped
from backupspec.contract.implementation import Implementation
from backupspec.faults import MINIATURES, Miniature
from backupspec.faults.mutants import keeps_another_reading, mutants, other_readings, readings
from backupspec.gherkin.catalogue import Catalogue, read_catalogue
from backupspec.gherkin.definitions import load
from backupspec.gherkin.features import Scenario
from backupspec.policy.model import A_NUMBER, Choice, Policy
from backupspec.suite import bare
from backupspec.suite.setting import Setting
from backupspec.world.verdicts import Result, of_clause


class Fault(Struct, frozen=True):
    """A faulty implementation, how it is asked (by which profile and declared choices), and the clause that it breaks, if one is known."""

    name: str
    make: Callable[[], Implementation]
    profile: str
    choices: dict[str, str]
    clause: str
    miniature: Miniature | None = None
    is_counted: bool = True
    """Whether it has to be caught. A miniature that is asked by another profile than its own may well be right there."""


def faults() -> Iterator[Fault]:
    """Yield every fault: the miniatures, the mutants of the norm, and those that declare one reading and keep another.

    Of the other profiles: the miniatures, and those about the choices that the norm doesn't have.
    """
    norm, *others = shipped.PROFILES
    for miniature in MINIATURES.values():
        yield Fault(miniature.name, miniature.make, miniature.profile, {}, miniature.clause, miniature)
    for mutant in mutants(shipped.profile(norm)):
        yield Fault(mutant.name, partial(_same, mutant.implementation), norm, {}, mutant.clause)
    for name in others:
        for miniature in MINIATURES.values():
            if miniature.profile != name:
                called = f"{miniature.name} on {name}"
                yield Fault(called, miniature.make, name, {}, miniature.clause, is_counted=False)
        own = {choice.id for choice in shipped.profile(name).choices} - {
            choice.id for choice in shipped.profile(norm).choices
        }
        yield from _of_its_own_choices(shipped.profile(name), own)
    yield from _of_one_choice(shipped.profile(norm))
    yield from _of_several_choices(shipped.profile(norm))


def _of_one_choice(policy: Policy) -> Iterator[Fault]:
    """Yield what declares one reading of a choice, other than the one picked, and keeps another."""
    for choice in policy.choices:
        for declared in readings(choice):
            if declared != choice.picked:
                yield from keeping_another(policy, replace(choice, picked=declared))


def keeping_another(policy: Policy, declared: Choice) -> Iterator[Fault]:
    """Yield what declares the reading that is picked of a choice, and keeps another."""
    for kept in other_readings(declared):
        make = partial(keeps_another_reading, policy, declared.id, kept)
        name = f"{declared.id} declared as {declared.picked}, kept as {kept}"
        yield Fault(name, make, policy.id, {declared.id: declared.picked}, declared.clause)


def _of_its_own_choices(policy: Policy, own: set[str]) -> Iterator[Fault]:
    """Yield what declares one reading of a choice that only this policy has, and keeps another."""
    for choice in policy.choices:
        if choice.id in own:
            for declared in readings(choice):
                yield from keeping_another(policy, replace(choice, picked=declared))


def _of_several_choices(policy: Policy) -> Iterator[Fault]:
    """Yield what declares the readings that some scenario is for, all of them, and keeps another one of one choice."""
    wanted = {tuple(sorted(each.choices.items())) for each in catalogue().scenarios if len(each.choices) > 1}
    for declared in sorted(wanted):
        made = {name: "3" if value == A_NUMBER else value for name, value in declared}
        for choice in policy.with_choices(made).choices:
            if choice.id in made:
                kept = other_readings(choice)[0]
                make = partial(keeps_another_reading, policy, choice.id, kept)
                said = " and ".join(f"{name} as {value}" for name, value in made.items())
                yield Fault(f"{said} declared, {choice.id} kept as {kept}", make, policy.id, made, choice.clause)


def _same(implementation: Implementation) -> Implementation:
    return implementation


def results(fault: Fault, scenarios: Iterable[Scenario]) -> Iterator[Result]:
    """Run scenarios against one fault, one by one, as long as somebody asks for the next. Raise BrokenContract for one that cannot be judged."""
    setting = Setting(fault.make(), shipped.profile(fault.profile), fault.choices)
    definitions = load("backupspec.steps")
    for scenario in scenarios:
        yield from bare.run(setting, (scenario,), definitions)


def names_its_clause(result: Result, clause: str) -> bool:
    """Tell whether a scenario of a clause failed, and says that this clause is broken."""
    return clause in result.clauses and of_clause(result, clause) == "failed"


def catalogue() -> Catalogue:
    """Read the features of the package."""
    return read_catalogue(shipped.folder("features"))


def own(fault: Fault, scenarios: tuple[Scenario, ...]) -> tuple[Scenario, ...]:
    """Tell which scenarios have to catch a fault: those of the clause that it breaks. On another profile than its own, those that are about that alone."""
    of_clause = tuple(scenario for scenario in scenarios if fault.clause in scenario.clauses)
    if fault.is_counted:
        return of_clause
    return tuple(scenario for scenario in of_clause if scenario.profiles)


def nearest_first(fault: Fault, scenarios: tuple[Scenario, ...]) -> list[Scenario]:
    """Put the scenarios first that are likeliest to catch a fault: those of its clause, then those of its area."""
    area = fault.clause.partition("-")[0]

    def distance(scenario: Scenario) -> int:
        if fault.clause in scenario.clauses:
            return 0
        return 1 if any(clause.startswith(area) for clause in scenario.clauses) else 2

    return sorted(scenarios, key=distance)
