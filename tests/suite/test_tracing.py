"""What is kept of a scenario: bounded, alike whether an observation comes along or not, and never lost to an exception."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from backupspec import shipped
from backupspec.contract.commands import AddPhone, BackUpNow, Command
from backupspec.contract.implementation import BrokenContract, Implementation, Performed
from backupspec.suite import tracing
from backupspec.suite.tracing import Traced, Tracer, file_name, read_trace
from backupspec.world.opening import opening
from backupspec.world.verdicts import Failure, Result

OPENING = opening(shipped.profile("windows-phone-8.1"), "REM-01.01")


def ended(verdict: str = "failed") -> Result:
    """Make the result of a scenario."""
    return Result(
        id="REM-01.01",
        clauses=("REM-01",),
        title="A title",
        feature="features/a.feature",
        line=1,
        verdict=verdict,  # type: ignore[arg-type]
        seconds=0.1,
        failure=Failure(kind="contract", clause="REM-01", reason="because"),
    )


def some(implementation: Implementation) -> None:
    """Do a little."""
    world = implementation.open_world(OPENING)
    implementation.perform(world, [AddPhone(phone="ann")], observe=True)
    implementation.perform(world, [BackUpNow(phone="ann")], observe=True)
    implementation.close_world(world)


@pytest.mark.parametrize(
    ("verdict", "every", "written"),
    [
        ("failed", False, True),
        ("errored", False, True),
        ("passed", False, False),
        ("untestable", False, False),
        ("passed", True, True),
    ],
)
def test_whose_trace_is_written(
    reference: Implementation, tmp_path: Path, *, verdict: str, every: bool, written: bool
) -> None:
    """What failed or erred leaves a trace that can be read; what passed leaves one if all are wanted."""
    tracer = Tracer(tmp_path / "traces", "reference", every=every)
    some(tracer.around(reference))

    name = tracer.write(ended(verdict))

    assert (name is not None) is written
    assert not (tmp_path / "traces").exists() or name is not None
    if name is not None:
        trace = read_trace(tmp_path / "traces" / name)
        assert trace.heading.verdict == verdict
        assert [each.operation for each in trace.exchanges] == ["open_world", "perform", "perform", "close_world"]


def test_the_trace_of_a_failure_that_is_gone_is_removed(reference: Implementation, tmp_path: Path) -> None:
    """A run that is gone on with runs again what errored; where it passes now, no trace says otherwise."""
    for verdict, left in (("errored", ["REM-01.01.jsonl"]), ("passed", [])):
        tracer = Tracer(tmp_path, "reference", every=False)
        some(tracer.around(reference))
        tracer.write(ended(verdict))

        assert [each.name for each in tmp_path.iterdir()] == left


def test_what_is_too_much_is_counted(
    reference: Implementation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A trace that would grow too large ends early, and says how much it lacks."""
    monkeypatch.setattr(tracing, "MOST_BYTES", 200)
    tracer = Tracer(tmp_path, "reference", every=False)
    some(tracer.around(reference))

    trace = read_trace(tmp_path / str(tracer.write(ended())))

    assert (len(trace.exchanges), trace.left_out) == (1, 3)


def test_an_exception_is_kept(reference: Implementation) -> None:
    """An operation that breaks the contract is in the trace, with what was said."""

    class Raising:
        """The reference, which can do nothing."""

        def __getattr__(self, name: str) -> object:
            return getattr(reference, name)

        def perform(self, *_: object, **__: object) -> Performed:
            """Raise."""
            raise BrokenContract("out of phones")

    traced = Traced(Raising())  # type: ignore[arg-type]
    world = traced.open_world(OPENING)

    with pytest.raises(BrokenContract):
        traced.perform(world, [AddPhone(phone="ann")])

    assert traced.last is not None
    assert (traced.last.commands, traced.last.raised) == ((AddPhone(phone="ann"),), "out of phones")


def test_whether_the_observation_comes_along_makes_no_difference(reference: Implementation) -> None:
    """An implementation that has to be asked for each observation leaves the same trace as one that gives it along."""

    class Asked:
        """The reference, which never gives an observation along."""

        def __getattr__(self, name: str) -> object:
            return getattr(reference, name)

        def perform(self, world: str, commands: Sequence[Command], **_: object) -> Performed:
            """Do the commands."""
            return reference.perform(world, commands)

    along, asked = Traced(reference), Traced(Asked())  # type: ignore[arg-type]
    some(along)
    some(asked)

    assert along.lines == asked.lines
    assert len(along.lines) == 4


@pytest.mark.parametrize(
    ("scenario", "name"),
    [
        ("REM-01.01", "REM-01.01.jsonl"),
        ("PHO-05.03/good-photo-cellular", "PHO-05.03_good-photo-cellular.jsonl"),
        ("../../etc/passwd", "_.._etc_passwd-3754d6cb3a38.jsonl"),
        ("a b\n\x1b", "a_b__-3c0675c87b53.jsonl"),
    ],
)
def test_names_of_files(scenario: str, name: str) -> None:
    """Whatever a scenario is called, its trace lies in the folder for traces, under a name that every system takes."""
    assert file_name(scenario) == name


def test_no_two_traces_have_one_name() -> None:
    """Ids that differ in case alone, or in what no name of a file can hold, or in their ends, have traces of their own, also where case is nothing."""
    ids = ["REM-01.01/a", "REM-01.01/A", "REM-01.01_a", "REM-01.01/a+b", "REM-01.01/a b", "x" * 300, "x" * 301]

    names = {file_name(id_).lower() for id_ in ids}

    assert len(names) == len(ids)
    assert max(map(len, names)) < 128
