"""Running one scenario: a result whatever happens, and a world that is always closed."""

import time
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import freezegun
import pytest
from pytest_bdd import parsers

from backupspec.contract.implementation import BrokenContract
from backupspec.gherkin.definitions import Definition, Definitions
from backupspec.gherkin.features import Kind, Scenario, Step
from backupspec.suite.execution import execute
from backupspec.world.given import BrokenByUs
from backupspec.world.verdicts import Mismatch, Result, Untestable, Violation

BROKEN_INVARIANT = Violation(invariant="I2", clause="GEN-02", expected="no byte", actual="9 bytes")


class FakeWorld:
    """A world in which a command is a name, and some break an invariant."""

    def __init__(self, unclosable: Exception | None = None) -> None:
        self.performed = []
        self.violations = []
        self.closed = 0
        self.unclosable = unclosable

    def perform(self, name: str) -> None:
        """Note a command."""
        self.performed.append(name)
        if name == "leak":
            self.violations.append(BROKEN_INVARIANT)

    def commands(self) -> Iterator[dict[str, str]]:
        """List the commands as JSON objects."""
        return ({"command": name} for name in self.performed)

    def outcomes(self) -> Iterator[dict[str, str]]:
        """List their outcomes."""
        return ({"outcome": "done"} for _ in self.performed)

    def close(self) -> None:
        """Close, or raise what was asked for."""
        self.closed += 1
        if self.unclosable:
            raise self.unclosable


def _definition(kind: Kind, sentence: str, function: Callable[..., object], **more: Any) -> Definition:
    code = function.__code__
    needed = code.co_varnames[: code.co_argcount - len(function.__defaults__ or ())]
    given = {
        "path": "steps.py",
        "line": 1,
        "optional": (),
        "converters": {},
        "target_fixture": None,
        "needed": needed,
        **more,
    }
    return Definition(kind=kind, sentence=sentence, function=function, parser=parsers.parse(sentence), **given)


def _raise(error: BaseException) -> NoReturn:
    raise error


def _expect(world: Any, count: int) -> None:
    if (
        len(world.performed) != count
    ):  # pytest rewrites assertions here, but not in steps: a Mismatch would become plain text
        raise AssertionError(Mismatch(f"{count} commands", len(world.performed)))


def _leak_twice(world: Any) -> None:
    world.perform("leak")
    world.perform("leak")


def _own(world: Any, name: str) -> str:
    world.perform(name)
    return name


def _pass(world: Any) -> None:
    world.perform("nothing much")


def _run(
    when: Callable[..., object],
    *,
    world: "FakeWorld | None" = None,
    given: Callable[..., object] = _own,
    then: Callable[..., object] = _expect,
) -> tuple[Result, FakeWorld]:
    """Run a scenario of three steps, of which the second is given."""
    world = world or FakeWorld()
    definitions = Definitions(
        [
            _definition("given", "{name}'s phone", given, target_fixture="owner"),
            _definition("when", "it happens", when),
            _definition("then", "there are {count:d} commands", then),
        ]
    )
    steps = (Step("given", "Ann's phone", 3), Step("when", "it happens", 4), Step("then", "there are 2 commands", 5))
    return execute(_scenario(steps), definitions, lambda: world), world


def _scenario(steps: tuple[Step, ...]) -> Scenario:
    return Scenario(
        id="SCH-01.01",
        clauses=("SCH-01",),
        title="It happens",
        description="",
        feature="a.feature",
        line=2,
        steps=steps,
        profiles=(),
        choices={},
    )


def test_a_scenario_whose_steps_hold_passes() -> None:
    """The result says which scenario it is about; the world is closed once."""
    result, world = _run(lambda world: world.perform("act"))

    assert (result.id, result.clauses, result.verdict, result.failure) == ("SCH-01.01", ("SCH-01",), "passed", None)
    assert world.closed == 1


def test_a_step_gets_what_an_earlier_one_gave() -> None:
    """By the name of its target_fixture."""
    result, world = _run(lambda world, owner: world.perform(f"call {owner}"))

    assert (result.verdict, world.performed) == ("passed", ["Ann", "call Ann"])


def test_a_mismatch_is_a_failure_with_all_that_is_known() -> None:
    """Clause, step, expected, actual, and the commands."""
    result, world = _run(lambda: None)

    assert result.verdict == "failed"
    assert result.failure.clause == "SCH-01"
    assert result.failure.step == "Then there are 2 commands"
    assert (result.failure.expected, result.failure.actual) == ("2 commands", "1")
    assert result.failure.commands == ({"command": "Ann"},)
    assert world.closed == 1


def test_a_violation_fails_a_scenario_whose_steps_hold() -> None:
    """It is reported under the clause of the invariant."""
    assert _run(lambda world: world.perform("act"))[0].verdict == "passed"

    result, _ = _run(lambda world: world.perform("leak"))

    assert (result.verdict, result.failure.clause, result.failure.violations) == (
        "failed",
        "GEN-02",
        (BROKEN_INVARIANT,),
    )
    assert (result.failure.expected, result.failure.actual) == ("no byte", "9 bytes")


def test_a_step_that_fails_comes_before_a_violation() -> None:
    """The violation stands beside."""
    result, _ = _run(_leak_twice)

    assert (result.verdict, result.failure.clause) == ("failed", "SCH-01")
    assert BROKEN_INVARIANT in result.failure.violations


def test_what_is_not_supported_is_untestable() -> None:
    """With the reason, and never a failure."""
    result, world = _run(lambda: _raise(Untestable("no clock")))

    assert (result.verdict, result.failure.kind, result.failure.reason) == ("untestable", "missing", "no clock")
    assert world.closed == 1


def test_a_violation_counts_although_the_rest_is_untestable() -> None:
    """What was seen was seen."""
    result, _ = _run(lambda world: [world.perform("leak"), _raise(Untestable("no clock"))])

    assert (result.verdict, result.failure.clause) == ("failed", "GEN-02")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (BrokenContract("it answered nonsense"), "it answered nonsense"),
        (ValueError("two\nlines"), "ValueError: two lines"),
        (AssertionError(), "AssertionError: an assertion without a Mismatch"),
        (AssertionError("text alone"), "AssertionError: text alone"),
        (SystemExit(0), "SystemExit: 0"),
        (pytest.skip.Exception("not today"), "Skipped: not today"),
        (GeneratorExit(), "GeneratorExit"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_anything_else_that_a_step_raises_is_an_error(error: BaseException, told: str) -> None:
    """In one line, beside the step: neither a pass, nor a failure, nor a skip."""
    result, world = _run(lambda: _raise(error))

    assert result.verdict == "errored"
    assert result.failure.kind == ("contract" if isinstance(error, BrokenContract) else "exception")
    assert result.failure.step == "When it happens"
    assert result.failure.reason.startswith(told)
    assert "\n" not in result.failure.reason
    assert world.closed == 1


def test_an_error_after_a_violation_is_a_failure() -> None:
    """What was seen of the implementation before it, or its adapter, broke is a verdict."""
    result, _ = _run(lambda _: _raise(BrokenContract("gone")))
    assert result.verdict == "errored"

    result, _ = _run(lambda world: [world.perform("leak"), _raise(BrokenContract("gone"))])

    assert (result.verdict, result.failure.violations) == ("failed", (BROKEN_INVARIANT,))
    assert (result.failure.kind, result.failure.then.kind, result.failure.then.reason) == (
        "invariant",
        "contract",
        "gone",
    )


def test_a_keyboard_interrupt_gets_out_and_closes_the_world() -> None:
    """It says something of the person, not of the implementation."""
    world = FakeWorld()

    with pytest.raises(KeyboardInterrupt):
        _run(lambda: _raise(KeyboardInterrupt()), world=world)

    assert world.closed == 1


def test_a_breach_of_the_contract_by_the_suite_is_no_verdict() -> None:
    """Where a step gives what the contract excludes, nobody is judged: it gets out, and the world is closed all the same."""
    world = FakeWorld()

    with pytest.raises(BrokenByUs):
        _run(lambda: _raise(BrokenByUs("set_content breaks the contract")), world=world)

    assert world.closed == 1


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (BrokenContract("no world"), "errored"),
        (ValueError("no world"), "errored"),
        (AssertionError(Mismatch("a", "b")), "errored"),
        (Untestable("no world"), "untestable"),
    ],
    ids=["contract", "exception", "assertion", "untestable"],
)
def test_a_world_that_cannot_be_opened_is_never_a_failure(error: BaseException, verdict: str) -> None:
    """Nothing was asked of the implementation yet."""
    result = execute(_scenario((Step("when", "it happens", 4),)), Definitions(()), lambda: _raise(error))

    assert result.verdict == verdict
    assert result.failure.during == "opening"


def test_a_world_that_cannot_be_closed_is_an_error() -> None:
    """Unless the scenario had failed before."""
    broken = BrokenContract("it hangs")
    passed, _ = _run(lambda world: world.perform("act"), world=FakeWorld(unclosable=broken))
    failed, _ = _run(lambda: None, world=FakeWorld(unclosable=broken))

    assert (passed.verdict, passed.failure.during, passed.failure.reason) == ("errored", "closing", "it hangs")
    assert (failed.verdict, failed.failure.kind, failed.failure.is_unclosed) == ("failed", "mismatch", True)
    assert (failed.failure.then.during, failed.failure.then.reason) == ("closing", "it hangs")


def test_an_undefined_step_is_an_error_at_run_time_too() -> None:
    """Whoever executes without checking first gets no pass."""
    world = FakeWorld()

    result = execute(_scenario((Step("when", "it happens", 4),)), Definitions(()), lambda: world)

    assert result.verdict == "errored"
    assert "undefined step `When it happens`" in result.failure.reason


def test_a_parameter_that_nothing_gives_is_an_error() -> None:
    """It is named."""
    result, _ = _run(lambda missing: missing)

    assert "nothing gives 'missing'" in result.failure.reason


@pytest.mark.parametrize("value", [False, 0, "text"])
def test_a_then_that_returns_its_finding_is_an_error(value: object) -> None:
    """Nobody looks at it: a Then that returns False would pass."""
    assert _run(lambda world: world.perform("act"))[0].verdict == "passed"

    result, _ = _run(lambda world: world.perform("act"), then=lambda count: value)  # noqa: ARG005 - the sentence holds it

    assert (result.verdict, "at which nobody looks" in result.failure.reason) == ("errored", True)


def test_a_step_that_returns_a_coroutine_is_an_error() -> None:
    """Nobody would await it, although its function is a plain one."""

    async def later() -> None:
        raise AssertionError

    held = []
    result, _ = _run(lambda: held.append(later()) or held[0])
    held[0].close()

    assert (result.verdict, "returned coroutine, which nobody runs" in result.failure.reason) == ("errored", True)


def test_seconds_are_real_while_the_clock_is_frozen() -> None:
    """A scenario that moves the clock by a year took no year, and not nothing."""
    with freezegun.freeze_time("2014-06-02", ignore=["unrelated"]) as frozen:
        before = time.perf_counter()
        result, _ = _run(lambda world: world.perform("act") or frozen.tick(365 * 86_400.0))

        assert time.perf_counter() - before > 86_400
    assert result.verdict == "passed"
    assert 0 < result.seconds < 86_400


def test_a_broken_invariant_is_the_cause_of_a_given_that_went_wrong() -> None:
    """Its clause is the one that is told; a When or Then that goes wrong is told under its own."""

    def goes_wrong(world: Any, **_: Any) -> NoReturn:
        world.perform("leak")
        raise AssertionError(Mismatch("one prompt", "nothing"))

    given, _ = _run(_pass, given=goes_wrong)
    when, _ = _run(goes_wrong)

    assert given.failure.clause == BROKEN_INVARIANT.clause
    assert when.failure.clause == when.clauses[0]
