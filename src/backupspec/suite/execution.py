"""Runs one scenario in a world of its own, and tells how it ended, whatever happens."""

from collections.abc import Callable
from contextlib import suppress
from inspect import isawaitable, isgenerator
from typing import Any

from msgspec import structs

from backupspec.contract.implementation import BrokenContract
from backupspec.gherkin.definitions import WORLD, Definition, Definitions
from backupspec.gherkin.features import Scenario, Step
from backupspec.targets.real_time import real_time_s
from backupspec.text import without_middle
from backupspec.world.given import BrokenByUs
from backupspec.world.verdicts import LONGEST, Failure, Mismatch, NotApplicable, Result, Untestable, Verdict
from backupspec.world.world import World

End = tuple[Verdict, Failure | None]


def execute(scenario: Scenario, definitions: Definitions, open_world: Callable[[], World]) -> Result:
    """Open a world, run the steps of a scenario in it, close it, and return the result. Only KeyboardInterrupt and BrokenByUs get out."""
    start_s = real_time_s()
    verdict, failure = _end(scenario, definitions, open_world)
    return Result(
        id=scenario.id,
        clauses=scenario.clauses,
        title=scenario.title,
        feature=scenario.feature,
        line=scenario.line,
        verdict=verdict,
        seconds=round(real_time_s() - start_s, 6),
        failure=failure,
    )


def _end(scenario: Scenario, definitions: Definitions, open_world: Callable[[], World]) -> End:
    try:
        world = open_world()
    except BaseException as error:  # noqa: BLE001 - whatever keeps a world from opening is a verdict
        return _unopened(error, scenario)
    try:
        end = _steps(scenario, definitions, world)
    except BaseException:  # what _let_out lets out: no verdict, but the world is closed
        with suppress(BrokenContract):
            world.close()
        raise
    return _closed(_with_violations(end, world), scenario, world)


def _unopened(error: BaseException, scenario: Scenario) -> End:
    """Judge a world that could not be opened: never a failure, since nothing was asked of the implementation yet."""
    _let_out(error)
    verdict, facts = _facts(error)
    return verdict, Failure(clause=scenario.clauses[0], during="opening", **facts)


def _steps(scenario: Scenario, definitions: Definitions, world: World) -> End:
    values: dict[str, object] = {WORLD: world}
    for step in scenario.steps:
        try:
            _run(step, definitions.find(step, scenario.feature), values)
        except BaseException as error:  # noqa: BLE001 - whatever a step raises is a verdict
            return _broken_off(error, step, scenario, world)
    return "passed", None


def _run(step: Step, definition: Definition, values: dict[str, object]) -> None:
    """Call a step's function with what its sentence says and what earlier steps gave; keep what it gives."""
    arguments = definition.arguments(step.text)
    for name in definition.needed:
        if name not in arguments:
            if name not in values:
                raise LookupError(f"nothing gives {name!r}: neither the sentence nor an earlier step's target_fixture")
            arguments[name] = values[name]
    for name in definition.optional:
        if name not in arguments and name in values:
            arguments[name] = values[name]
    returned = definition.function(**arguments)
    if definition.target_fixture is not None:
        values[definition.target_fixture] = returned
    if returned is not None:
        _refuse_idle(returned, definition)


def _refuse_idle(returned: object, definition: Definition) -> None:
    """Raise TypeError for a value which shows that a step did nothing, or that a Then told its finding to nobody."""
    if isawaitable(returned) or isgenerator(returned):
        raise TypeError(f"the step returned {type(returned).__name__}, which nobody runs ({definition})")
    if definition.kind == "then" and definition.target_fixture is None:
        raise TypeError(f"the Then returned {returned!r}, at which nobody looks; assert it ({definition})")


def _broken_off(error: BaseException, step: Step, scenario: Scenario, world: World) -> End:
    """Judge what a step raised: only a Mismatch speaks against the implementation."""
    _let_out(error)
    verdict, facts = _facts(error)
    if isinstance(error, AssertionError) and error.args and isinstance(mismatch := error.args[0], Mismatch):
        parts = {"expected": mismatch.expected, "actual": mismatch.actual, "where": mismatch.where}
        verdict, facts = "failed", {"kind": "mismatch", **parts}
    return verdict, Failure(clause=scenario.clauses[0], step=str(step), **facts, **_what_led_there(world))


def _facts(error: BaseException) -> tuple[Verdict, dict[str, Any]]:
    """Return what an exception makes of a scenario, if it says nothing else about the implementation, and its facts."""
    match error:
        case Untestable():
            return "untestable", {"kind": "missing", "missing": error.missing, "reason": error.reason}
        case NotApplicable():
            return "not_applicable", {"kind": "may_lack", "missing": error.missing}
        case BrokenContract():
            known = {"cause": error.cause, "exchange": error.exchange, "log": error.log}
            return "errored", {"kind": "contract", "reason": error.reason, **known}
        case _:
            return "errored", {"kind": "exception", "reason": _in_a_line(error)}


def _with_violations(end: End, world: World) -> End:
    """Add the invariants that didn't hold. They fail a scenario that would have passed, or that could not be carried to its end.

    Where a Given went wrong after an invariant was broken, the invariant is the cause, and its clause is the one that is told.
    """
    violations = tuple(world.violations)
    if not violations:
        return end
    verdict, failure = end
    first = violations[0]
    if failure is not None and verdict == "failed":
        in_given = failure.step is not None and failure.step.startswith("Given")
        clause = first.clause if in_given else failure.clause
        return verdict, structs.replace(failure, clause=clause, violations=violations)
    return "failed", Failure(
        kind="invariant",
        clause=first.clause,
        step=failure.step if failure else None,
        expected=first.expected,
        actual=first.actual,
        violations=violations,
        then=structs.replace(failure, commands=(), outcomes=()) if failure else None,
        **_what_led_there(world),
    )


def _closed(end: End, scenario: Scenario, world: World) -> End:
    """Close the world. A world that can't be closed is an error, unless the scenario had failed before: then it is noted."""
    try:
        world.close()
    except BaseException as error:  # noqa: BLE001 - whatever keeps a world from closing is a verdict
        _let_out(error)
        verdict, failure = end
        unclosed = Failure(clause=scenario.clauses[0], during="closing", **_facts(error)[1])
        if failure is not None and verdict in {"failed", "errored"}:
            return verdict, _followed(failure, unclosed)
        return "errored", structs.replace(unclosed, **_what_led_there(world))
    return end


def _followed(failure: Failure, last: Failure) -> Failure:
    """Return a failure after all of which another one came."""
    return structs.replace(failure, then=last if failure.then is None else _followed(failure.then, last))


def _what_led_there(world: World) -> dict[str, Any]:
    """Return what a failure holds of a world: its commands, and how they were answered."""
    commands = tuple({name: _abridged(value) for name, value in command.items()} for command in world.commands())
    return {"commands": commands, "outcomes": tuple(world.outcomes())}


def _abridged(value: Any) -> Any:
    """Leave out the middle of long texts, such as a photo: a report of a thousand failures has to be readable. Traces hold all of it."""
    if isinstance(value, str):
        return without_middle(value, LONGEST)
    if isinstance(value, dict):
        return {name: _abridged(each) for name, each in value.items()}
    return [_abridged(each) for each in value] if isinstance(value, list) else value


def _let_out(error: BaseException) -> None:
    """Raise again what says nothing of the implementation: a KeyboardInterrupt is the person's, and the suite breaks its own contract itself."""
    if isinstance(error, KeyboardInterrupt | BrokenByUs):
        raise error


def _in_a_line(error: BaseException) -> str:
    """Return an exception's type and message, in one line."""
    text = " ".join(str(error).split())
    if isinstance(error, AssertionError) and not text:
        text = "an assertion without a Mismatch: it says nothing about the implementation"
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
