"""Whatever an implementation raises or answers is told in one line, and none can hang the suite."""

import signal
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, NoReturn

import pytest

from backupspec import shipped
from backupspec.contract.commands import AddPhone, CreateAccount, SetContent
from backupspec.contract.content import Content, Item
from backupspec.contract.implementation import BrokenContract, Implementation, Opening
from backupspec.contract.schemas import plain
from backupspec.targets import guard
from backupspec.targets.guard import Guarded

POLICY = shipped.profile("windows-phone-8.1")
OPENING = Opening(
    scenario="a test of the guard",
    profile=POLICY.id,
    choices=POLICY.picks(),
    wall_clock="2014-06-02T09:00:00Z",
    time_zone="Europe/London",
    seed=1,
)

OPERATIONS: dict[str, Callable[[Guarded], object]] = {
    "about": lambda guarded: guarded.about(),
    "open_world": lambda guarded: guarded.open_world(OPENING),
    "perform": lambda guarded: guarded.perform("world", [AddPhone(phone="ann")]),
    "observe": lambda guarded: guarded.observe("world"),
    "close_world": lambda guarded: guarded.close_world("world"),
}


class Double:
    """The reference with one operation replaced; its world is called `world`, whatever is asked."""

    def __init__(self, reference: Implementation, **replaced: Any) -> None:
        self._reference = reference
        self._world = reference.open_world(OPENING)
        self._replaced = replaced

    def __getattr__(self, name: str) -> Any:
        """Find an operation: the replaced one, or the reference's in the one world."""
        if name in self._replaced:
            return self._replaced[name]
        operation = getattr(self._reference, name)
        if name in {"about", "open_world"}:
            return operation
        return lambda _world, *rest, **named: operation(self._world, *rest, **named)


class Told(Exception):
    """An exception that can't tell what it says."""

    def __str__(self) -> str:
        raise ValueError


def raising(error: BaseException) -> Callable[..., NoReturn]:
    """Return an operation that raises."""

    def operation(*_: object, **__: object) -> NoReturn:
        raise error

    return operation


def answering(answer: object) -> Callable[..., object]:
    """Return an operation that always answers the same."""
    return lambda *_, **__: answer


def refusal(call: Callable[[], object]) -> str:
    """Return what is said of a broken contract: one line that can be shown."""
    with pytest.raises(BrokenContract) as caught:
        call()
    said = str(caught.value)
    assert said.isprintable()
    assert len(said) < 600
    return said


@pytest.mark.parametrize("operation", OPERATIONS)
def test_passes_right_answers_on(reference: Implementation, operation: str) -> None:
    """An implementation that keeps the contract is not noticed to be guarded."""
    OPERATIONS[operation](Guarded(Double(reference), "a double"))


THEME = Content(theme=(Item(name="cobalt", value="accent colour"),))


def themed(reference: Implementation) -> Double:
    """Return a double with a phone that has a theme."""
    double = Double(reference)
    double.perform("world", [AddPhone(phone="ann"), SetContent(phone="ann", content=THEME)])
    return double


def test_passes_on_that_items_are_wanted(reference: Implementation) -> None:
    """Items are shown where they are asked for, and nowhere else."""
    guarded = Guarded(themed(reference), "a double")
    assert guarded.observe("world").phones["ann"].items is None

    assert guarded.observe("world", items=True).phones["ann"].items == THEME


def test_an_older_adapter_is_told_once_items_are_wanted(reference: Implementation) -> None:
    """An adapter that knows nothing of items is observed without; asked for them, it is told which word it doesn't know."""
    double = themed(reference)
    seen = double.observe("world")
    guarded = Guarded(Double(reference, observe=lambda _world: seen), "a double")
    assert guarded.observe("world") == seen

    said = refusal(lambda: guarded.observe("world", items=True))

    assert said.startswith("a double, in observe: it raised TypeError")
    assert "unexpected keyword argument 'items'" in said


RAISED: dict[str, tuple[BaseException, str]] = {
    "ordinary": (ValueError("no such thing"), "ValueError: no such thing"),
    "without-message": (ValueError(), "it raised ValueError"),
    "many-lines": (ValueError("one\n\n  two\ttabs\r\n"), "ValueError: one two tabs"),
    "endless": (ValueError("x" * 10**6), "xx ... xx"),
    "acts-on-a-terminal": (ValueError("\x1b[2Jgone \udc80"), r"ValueError: \u001b[2Jgone \udc80"),
    "cannot-be-told": (Told(), "it raised Told"),
    "exit": (SystemExit("bye"), "SystemExit: bye"),
    "too-deep": (RecursionError("maximum recursion depth exceeded"), "RecursionError: maximum"),
    "generator-exit": (GeneratorExit(), "GeneratorExit"),
    "broken-contract": (BrokenContract("its own words"), "its own words"),
}


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("kind", RAISED)
def test_tells_what_an_operation_raised(reference: Implementation, operation: str, kind: str) -> None:
    """Whatever an operation raises is a broken contract that names the target, the operation and the cause."""
    error, told = RAISED[kind]
    guarded = Guarded(Double(reference, **{operation: raising(error)}), "a double")

    said = refusal(lambda: OPERATIONS[operation](guarded))

    assert said.startswith(f"a double, in {operation}:")
    assert told in said


@pytest.mark.parametrize("operation", OPERATIONS)
def test_lets_the_person_interrupt(reference: Implementation, operation: str) -> None:
    """KeyboardInterrupt comes from the person, and says nothing of the implementation."""
    guarded = Guarded(Double(reference, **{operation: raising(KeyboardInterrupt())}), "a double")

    with pytest.raises(KeyboardInterrupt):
        OPERATIONS[operation](guarded)


def nested(depth: int) -> list[Any]:
    """Return lists in lists."""
    made: list[Any] = []
    for _ in range(depth):
        made = [made]
    return made


def endless() -> list[Any]:
    """Return a list that holds itself."""
    made: list[Any] = []
    made.append(made)
    return made


NONSENSE: dict[str, object] = {
    "nothing": None,
    "number": 7,
    "not-a-number": float("nan"),
    "huge-number": 10**400,
    "text": "text",
    "half-a-character": "\udc80",
    "bytes": b"\xff",
    "empty-object": {},
    "unknown-member": {"x\n" * 1000: 1},
    "keys-that-are-numbers": {1: 2},
    "nested": nested(100_000),
    "endless": endless(),
    "an-object": object(),
    "a-function": print,
    "generator": (each for each in ()),
}


@pytest.mark.parametrize(
    ("operation", "kind"),
    [
        pytest.param(operation, kind, id=f"{operation}-{kind}")
        for operation in ("about", "open_world", "perform", "observe")
        for kind, answer in NONSENSE.items()
        if (operation, type(answer)) != ("open_world", str)  # any text can be the id of a world
    ],
)
def test_tells_nonsense(reference: Implementation, operation: str, kind: str) -> None:
    """An answer of a wrong type is a broken contract, told in one line."""
    guarded = Guarded(Double(reference, **{operation: answering(NONSENSE[kind])}), "a double")

    assert f"a double, in {operation}:" in refusal(lambda: OPERATIONS[operation](guarded))


def changed(value: Any, path: tuple[Any, ...], to: object) -> Any:
    """Return plain JSON with one member set."""
    if not path:
        return to
    first, *rest = path
    if isinstance(value, list):
        return [changed(each, tuple(rest), to) if at == first else each for at, each in enumerate(value)]
    return {**value, first: changed(value.get(first), tuple(rest), to)}


ABOUT = {
    "name-too-long": (("name",), "x" * 2001),
    "version-a-number": (("version",), 1),
    "contract-in-words": (("contract",), "the newest"),
    "no-profile": (("profiles",), []),
    "clock-of-its-own-kind": (("clock",), "sundial"),
    "choices-a-list": (("choices",), ["waits"]),
    "unknown-member": (("surprise",), 1),
}


@pytest.mark.parametrize("kind", ABOUT)
def test_checks_what_an_implementation_says_of_itself(reference: Implementation, kind: str) -> None:
    """A wrong member of `about` is a broken contract that says where it is."""
    path, to = ABOUT[kind]
    right = plain(reference.about())
    assert Guarded(Double(reference, about=answering(right)), "a double").about() == reference.about()

    said = refusal(Guarded(Double(reference, about=answering(changed(right, path, to))), "a double").about)

    assert path[0] in said


PHONE = ("phones", "ann")
OBSERVATION = {
    "elapsed-not-a-number": (("elapsed_s",), float("nan"), "elapsed_s"),
    "elapsed-a-fraction": (("elapsed_s",), 0.5, "elapsed_s"),
    "elapsed-negative": (("elapsed_s",), -1, "elapsed_s"),
    "elapsed-huge": (("elapsed_s",), 10**100, "elapsed_s"),
    "elapsed-text": (("elapsed_s",), "0", "elapsed_s"),
    "wall-clock-local": (("wall_clock",), "2014-06-02T09:00:00+01:00", "wall_clock"),
    "wall-clock-datetime": (("wall_clock",), datetime(2014, 6, 2, 9, tzinfo=UTC), "wall_clock"),
    "wall-clock-none": (("wall_clock",), None, "wall_clock"),
    "phones-a-list": (("phones",), [], "phones"),
    "unknown-network": ((*PHONE, "network"), "pigeon\n" * 500, "network"),
    "unknown-toggle": ((*PHONE, "toggles"), {"all": True}, "toggles"),
    "toggle-a-word": ((*PHONE, "toggles", "settings_backup"), "on", "toggles"),
    "unknown-member": ((*PHONE, "imei"), "1", "imei"),
    "member-left-out": (PHONE, {}, "phones"),
    "negative-size": ((*PHONE, "content"), {"apps": -1}, "content"),
    "no-phone": (("phones",), {"": None}, "phones"),
}


@pytest.mark.parametrize("kind", OBSERVATION)
def test_checks_observations(reference: Implementation, kind: str) -> None:
    """A wrong member of an observation is a broken contract that says where it is, with `observe` as with `perform`."""
    path, to, where = OBSERVATION[kind]
    world = Guarded(Double(reference), "a double")
    world.perform("world", [AddPhone(phone="ann")])
    right = plain(world.observe("world"))
    assert Guarded(Double(reference, observe=answering(right)), "a double").observe("world") == world.observe("world")
    wrong = changed(right, path, to)

    observed = Guarded(Double(reference, observe=answering(wrong)), "a double")
    performed = Guarded(Double(reference, perform=answering({"outcomes": [], "observation": wrong})), "a double")

    assert where in refusal(lambda: observed.observe("world"))
    assert where in refusal(lambda: performed.perform("world", [], observe=True))


OUTCOMES = {
    "none": [],
    "too-many": [{"outcome": "done"}, {"outcome": "done"}, {"outcome": "done"}],
    "unknown-word": [{"outcome": "done"}, {"outcome": "perhaps"}],
    "unknown-reason": [{"outcome": "done"}, {"outcome": "refused", "reason": "no mood"}],
    "without-reason": [{"outcome": "done"}, {"outcome": "refused"}],
    "done-with-reason": [{"outcome": "done"}, {"outcome": "done", "reason": "no_network"}],
    "nothing": [{"outcome": "done"}, None],
}


@pytest.mark.parametrize("kind", OUTCOMES)
def test_checks_outcomes(reference: Implementation, kind: str) -> None:
    """Each command is owed one outcome of the closed list."""
    given = [CreateAccount(account="ann@example.com"), AddPhone(phone="ann")]
    assert len(Guarded(Double(reference), "a double").perform("world", given).outcomes) == 2

    guarded = Guarded(Double(reference, perform=answering({"outcomes": OUTCOMES[kind]})), "a double")

    assert "outcome" in refusal(lambda: guarded.perform("world", given))


def test_counts_the_commands_that_were_given(reference: Implementation) -> None:
    """An implementation that takes commands out of the list is not excused from answering them."""

    def perform(_world: str, commands: Any, **_: object) -> dict[str, object]:
        getattr(commands, "clear", lambda: None)()
        return {"outcomes": []}

    guarded = Guarded(Double(reference, perform=perform), "a double")

    assert "answered 1 commands with 0 outcomes" in refusal(lambda: guarded.perform("world", [AddPhone(phone="ann")]))


def hangs(*_: object, **__: object) -> NoReturn:
    """Never return."""
    while True:
        pass


def hangs_on(*_: object, **__: object) -> NoReturn:
    """Never return, whatever is raised meanwhile."""
    while True:
        with suppress(Exception):  # as careless programs do
            hangs()


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("way", [hangs, hangs_on])
def test_does_not_wait_for_ever(
    reference: Implementation, operation: str, way: Callable[..., NoReturn], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An operation that takes too long is a broken contract, even if it swallows every Exception."""
    monkeypatch.setattr(guard, "LIMIT_S", 0.02)
    guarded = Guarded(Double(reference, **{operation: way}), "a double")

    assert refusal(lambda: OPERATIONS[operation](guarded)) == f"a double, in {operation}: no answer within 0.02 s"


def test_leaves_no_alarm_behind(reference: Implementation) -> None:
    """After an answer the process has its alarm back as it was."""
    before = signal.getsignal(signal.SIGALRM)

    Guarded(Double(reference), "a double").about()

    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_an_alarm_after_the_answer_is_too_late_to_be_heard(
    reference: Implementation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may ring between the end of the call and the moment at which it is turned off."""
    set_timer = signal.setitimer

    def rings_before_it_is_off(which: int, *seconds: float) -> object:
        if seconds == (0,):
            signal.raise_signal(signal.SIGALRM)
        return set_timer(which, *seconds)

    before = signal.getsignal(signal.SIGALRM)
    monkeypatch.setattr(signal, "setitimer", rings_before_it_is_off)

    assert Guarded(Double(reference), "a double").about() == reference.about()
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
