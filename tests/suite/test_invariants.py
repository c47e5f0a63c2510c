"""Each invariant speaks of the faults that it is there for, wherever it can speak, and is silent about the reference in the same situations."""

import ast
import inspect
from collections.abc import Callable, Iterator
from functools import lru_cache
from types import GeneratorType, ModuleType
from typing import Any

import allowed_of_restoring
import faults_of_backups
import faults_of_deleting
import faults_of_documents
import faults_of_journals
import faults_of_manifests
import faults_of_media
import faults_of_options
import faults_of_privacy
import faults_of_prompts
import faults_of_restoring
import faults_of_set_up
import faults_of_texts
import pytest
from faults import FAULTS, ON_WIFI, PLUGGED_IN, RESTORED, SILENT, WHOLE, Doctored, spoken
from msgspec.structs import replace

from backupspec import invariants
from backupspec.contract.commands import (
    AdvanceTime,
    BackUpNow,
    Command,
    DeleteBackups,
    PressNext,
    SetTimeZone,
    SkipPasswords,
)
from backupspec.contract.implementation import Implementation
from backupspec.contract.observations import Observation
from backupspec.contract.outcomes import UNSUPPORTED
from backupspec.explain.clauses import policy_choices, policy_settled
from backupspec.faults.made import with_topics
from backupspec.invariants import INVARIANTS, Invariant
from backupspec.reference.engine import Engine, Topics
from backupspec.reference.implementation import Reference
from backupspec.reference.law import Answer
from backupspec.reference.state import World
from backupspec.world.verdicts import Violation
from backupspec.world.world import History

AREAS = (
    allowed_of_restoring,
    faults_of_backups,
    faults_of_deleting,
    faults_of_documents,
    faults_of_journals,
    faults_of_manifests,
    faults_of_media,
    faults_of_options,
    faults_of_privacy,
    faults_of_prompts,
    faults_of_restoring,
    faults_of_set_up,
    faults_of_texts,
)
"""They enter their faults when they are imported."""

BY_ITS_RULE = {"I11", "I43", "I45"}
"""The invariants that tell what is wrong with a document under the clause of the rule that it breaks."""


@lru_cache
def found_of(name: str) -> tuple[tuple[Violation, ...], frozenset[tuple[str, int]]]:
    """Return the violations that a fault brings, and the places in the invariants that told them: each a file and a line."""
    fault = FAULTS[name]
    places: set[tuple[str, int]] = set()
    found = spoken(fault.make(), fault.given, fault.choices, lambda history: watched(history, places))
    return tuple(found), frozenset(places)


def watched(history: History, places: set[tuple[str, int]]) -> Iterator[Violation]:
    """Ask every invariant, and note where each violation comes from."""
    for invariant in INVARIANTS:
        check: Any = invariant.check(history, history.events[-1])
        for clause, expected, actual in check:
            innermost = check
            while isinstance(innermost.gi_yieldfrom, GeneratorType):
                innermost = innermost.gi_yieldfrom
            places.add((innermost.gi_code.co_filename, innermost.gi_frame.f_lineno))
            yield Violation(invariant=invariant.id, clause=clause, expected=expected, actual=actual)


@pytest.mark.parametrize("name", FAULTS)
def test_speaks_of_the_fault(name: str) -> None:
    """The invariant speaks of the fault, under the clause that it stands for, in words."""
    fault = FAULTS[name]

    found, _ = found_of(name)

    assert (fault.invariant, fault.clause) in {(each.invariant, each.clause) for each in found}
    assert all(each.expected and each.actual for each in found)
    assert not [
        each for each in found if any(code in each.expected + each.actual for code in ("('", "['", "=", "None"))
    ]


@pytest.mark.parametrize("name", FAULTS)
def test_is_silent_without_the_fault(reference: Implementation, name: str) -> None:
    """In the same situation no invariant speaks of the reference."""
    fault = FAULTS[name]

    assert spoken(reference, fault.given, fault.choices) == []


@pytest.mark.parametrize("name", SILENT)
def test_is_silent_about_what_is_allowed(reference: Implementation, name: str) -> None:
    """No invariant speaks of what looks like a fault and is none."""
    allowed = SILENT[name]

    assert spoken(allowed.make() if allowed.make else reference, allowed.given, allowed.choices) == []


@pytest.mark.parametrize("feature", [BackUpNow, PressNext, SkipPasswords, DeleteBackups])
def test_is_silent_about_a_feature_that_a_phone_may_lack(feature: type) -> None:
    """A phone whose policy knows of missing features may lack any of them."""
    given = (*RESTORED, PressNext(phone="new"), SkipPasswords(phone="new"), BackUpNow(phone="ann"), WHOLE)

    class Faulty(Engine):
        def answer(self, world: World, command: Command) -> Answer:
            return (world, UNSUPPORTED) if isinstance(command, feature) else super().answer(world, command)

    lacking = with_topics(Topics(engine=Faulty))
    assert spoken(lacking, given, {}, profile="windows-phone-8") == []
    found = spoken(lacking, given, {})
    assert {each.invariant for each in found} == {"I42"}
    assert all("if it is yet to be written, list it under `unfinished` in `about`" in each.actual for each in found)


@pytest.mark.parametrize(
    "command", [AdvanceTime(seconds=1), SetTimeZone(time_zone="Europe/Berlin"), BackUpNow(phone="ann")]
)
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda seen: replace(seen, phones={}), id="phones"),
        pytest.param(lambda seen: replace(seen, accounts={}), id="accounts"),
        pytest.param(
            lambda seen: replace(seen, phones={"ann": replace(seen.phones["ann"], toggles={}, uploads={})}),
            id="options",
        ),
        pytest.param(lambda seen: replace(seen, phones={**seen.phones, "ben": seen.phones["ann"]}), id="another-phone"),
    ],
)
def test_can_look_at_anything(
    reference: Reference, change: Callable[[Observation], Observation], command: Command
) -> None:
    """Phones, accounts and options that appear or vanish are looked at without raising."""
    given = (*PLUGGED_IN, ON_WIFI)
    assert spoken(reference, (*given, command, command), {}) == []

    spoken(Doctored(reference, change, len(given)), (*given, command, command), {})


def test_every_invariant_has_a_fault_under_each_of_its_clauses() -> None:
    """No invariant is believed that was never seen to speak under each clause that it names."""
    seen = {(fault.invariant, fault.clause) for fault in FAULTS.values()}

    assert {(invariant.id, clause) for invariant in INVARIANTS for clause in invariant.clauses} - seen == set()


def test_no_invariant_speaks_under_a_clause_that_it_does_not_name() -> None:
    """What is reported is found under the clauses that an invariant names; what is wrong with a document, under the clause of its rule."""
    clauses = {invariant.id: set(invariant.clauses) for invariant in INVARIANTS}
    reported = {(each.invariant, each.clause) for name in FAULTS for each in found_of(name)[0]}

    assert [(id_, clause) for id_, clause in reported if id_ not in BY_ITS_RULE and clause not in clauses[id_]] == []


def test_every_place_that_can_tell_a_violation_was_seen_to() -> None:
    """A check that no fault reaches was never seen to fail."""
    reached = {place for name in FAULTS for place in found_of(name)[1]}

    unseen = [
        f"{module.__name__}, line {first}"
        for _, module in inspect.getmembers(invariants, inspect.ismodule)
        for first, last in yields(module)
        if not any((module.__file__, line) in reached for line in range(first, last + 1))
    ]
    assert unseen == []


def yields(module: ModuleType) -> Iterator[tuple[int, int]]:
    """Yield the first and the last line of each `yield` in the checks of a module."""
    for function in ast.walk(ast.parse(inspect.getsource(module))):
        if (
            isinstance(function, ast.FunctionDef)
            and isinstance(function.returns, ast.Name)
            and function.returns.id == "Found"
        ):
            for node in ast.walk(function):
                if isinstance(node, ast.Yield):
                    yield node.lineno, node.end_lineno or node.lineno


def test_every_invariant_says_what_it_asks() -> None:
    """An invariant has an id of its own, and one sentence for readers."""
    assert len({invariant.id for invariant in INVARIANTS}) == len(INVARIANTS)
    assert all(invariant.text.endswith(".") for invariant in INVARIANTS)


def test_every_invariant_of_the_design_is_asked() -> None:
    """I1 to I40 are all there; what was added since comes after them."""
    assert {f"I{number}" for number in range(1, 41)} - {invariant.id for invariant in INVARIANTS} == set()


def test_every_invariant_says_who_states_it() -> None:
    """An invariant that a reading states names choices or settled readings that there are, and ours may; one that the page states names none."""
    known = {choice.id for choice in policy_choices()} | {entry.id for entry in policy_settled()}

    assert {invariant.stated_by for invariant in INVARIANTS} == {"page", "reading", "us"}
    assert [each.id for each in INVARIANTS if each.stated_by == ("page" if each.readings else "reading")] == []
    assert {reading for each in INVARIANTS for reading in each.readings} - known == set()


@pytest.mark.parametrize("invariant", INVARIANTS, ids=lambda each: each.id)
def test_an_invariant_names_every_choice_that_it_asks(invariant: Invariant) -> None:
    """Whatever its check asks of the choices, itself or by a function that it calls, stands among its readings."""
    assert asked(invariant.check) - set(invariant.readings) == set()


def test_what_is_asked_is_found() -> None:
    """The choices that a check asks are found where it asks itself, and where a function of another module does."""
    [own], [far] = ([each for each in INVARIANTS if each.id == id_] for id_ in ("I33", "I44"))

    assert (asked(own.check), asked(far.check)) == ({"wrong_codes_allowed"}, {"backups_kept"})


@lru_cache
def asked(function: Callable[..., Any]) -> frozenset[str]:
    """Return the choices that a function of the invariants asks, and those that the functions do that it names."""
    found: set[str] = set()
    seen: set[Any] = set()
    left: list[Any] = [function]
    while left:
        each = left.pop()
        if each in seen:
            continue
        seen.add(each)
        nodes = list(ast.walk(ast.parse(inspect.getsource(each))))
        found |= {
            node.args[0].value
            for node in nodes
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "picked"
            and isinstance(node.args[0], ast.Constant)
        }
        named = (each.__globals__.get(node.id) for node in nodes if isinstance(node, ast.Name))
        left += [other for other in named if inspect.isfunction(other) and is_of_the_invariants(other)]
    return frozenset(found)


def is_of_the_invariants(function: Callable[..., Any]) -> bool:
    """Tell whether a function stands in one of their modules, and is no decorator."""
    return function.__module__.startswith(f"{invariants.__name__}.") and not function.__module__.endswith(".asking")


def test_every_area_enters_faults() -> None:
    """Each of the modules enters some, or what is allowed."""
    entered = {inspect.getmodule(fault.make) for fault in FAULTS.values()}

    assert entered == set(AREAS) - {allowed_of_restoring}
