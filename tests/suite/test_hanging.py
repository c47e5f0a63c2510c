"""A run is broken off where the same command is late in three scenarios in a row: told by the order of events, and no one waits."""

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
import pytest

from backupspec.contract.commands import AddPhone, Command, CreateAccount
from backupspec.contract.implementation import BrokenContract, Cause, Implementation, Opening, Performed
from backupspec.inputs import profile_named
from backupspec.run import process
from backupspec.run.judge import judge
from backupspec.run.plan import Wanted
from backupspec.suite.hanging import Hangs
from backupspec.world.opening import opening

POLICY = profile_named("windows-phone-8.1")
ACCOUNT, PHONE = CreateAccount(account="ann@example.com"), AddPhone(phone="ann")


class Late:
    """The reference, in which some commands break the contract."""

    def __init__(self, reference: Implementation, breaks: dict[type, Cause]) -> None:
        self._reference = reference
        self.breaks = breaks
        self.about = reference.about
        self.observe = reference.observe
        self.close_world = reference.close_world

    def open_world(self, given: Opening) -> str:
        """Open a world, or be late with it."""
        self._meet(Opening)
        return self._reference.open_world(given)

    def perform(self, world: str, commands: Sequence[Command], *, observe: bool = False) -> Performed:
        """Do commands, or break the contract at the first."""
        self._meet(type(commands[0]))
        return self._reference.perform(world, commands, observe=observe)

    def _meet(self, kind: type) -> None:
        if kind in self.breaks:
            raise BrokenContract("no answer", cause=self.breaks[kind])


Scenario = Callable[[dict[type, Cause], Sequence[Command]], str | None]


@pytest.fixture
def scenario(reference: Implementation) -> Scenario:
    """Return what runs scenarios, one after the other: in each some commands are late or break the contract otherwise, and some are given."""
    hangs = Hangs()

    def run(breaks: dict[type, Cause], commands: Sequence[Command]) -> str | None:
        watched = hangs.around(Late(reference, breaks))
        try:
            world = watched.open_world(opening(POLICY, "a test"))
            for command in commands:
                watched.perform(world, [command], observe=True)
            watched.close_world(world)
        except BrokenContract:
            pass
        return hangs.ended()

    run.hangs = hangs  # type: ignore[attr-defined]
    return run


LATE: dict[type, Cause] = {AddPhone: "late"}


def test_three_in_a_row_are_enough(scenario: Scenario) -> None:
    """The third scenario in which a command is late is the last; two are not."""
    assert [scenario(LATE, [ACCOUNT, PHONE]) for _ in range(3)] == [None, None, "add_phone"]


def test_a_world_that_does_not_open_in_time_is_such_an_operation(scenario: Scenario) -> None:
    """So is a program that is started for each scenario, and never ready."""
    assert [scenario({Opening: "late"}, []) for _ in range(3)] == [None, None, "open_world"]


def test_a_scenario_without_the_command_does_not_count(scenario: Scenario) -> None:
    """What lies between says nothing of the command: a scenario that does without it, and one that does not apply and asks nothing."""
    hangs = scenario.hangs  # type: ignore[attr-defined]

    assert [scenario(LATE, [ACCOUNT, PHONE]) for _ in range(2)] == [None, None]
    assert scenario({}, [ACCOUNT]) is None
    assert [hangs.ended() for _ in range(3)] == [None, None, None]
    assert scenario(LATE, [ACCOUNT, PHONE]) == "add_phone"


def test_an_answer_in_time_begins_the_count_again(scenario: Scenario) -> None:
    """An implementation that is slow now and then is judged to the end."""
    for _ in range(3):
        assert [scenario(LATE, [PHONE]) for _ in range(2)] == [None, None]
        assert scenario({}, [PHONE]) is None


def test_other_commands_have_counts_of_their_own(scenario: Scenario) -> None:
    """Three scenarios in which three commands were late are no reason."""
    for breaks in (LATE, {CreateAccount: "late"}, LATE, {CreateAccount: "late"}):
        assert scenario(breaks, [PHONE] if AddPhone in breaks else [ACCOUNT]) is None


@pytest.mark.parametrize("cause", ["ended", "closed", "answer", "printed"])
def test_what_is_broken_otherwise_costs_no_time(scenario: Scenario, cause: Cause) -> None:
    """Only who is waited for is given up."""
    assert [scenario({AddPhone: cause}, [PHONE]) for _ in range(5)] == [None] * 5


def test_one_that_is_answered_first_and_late_then_is_late(scenario: Scenario, reference: Implementation) -> None:
    """In each scenario the command is answered once, and not the second time: that is in a row, too."""
    hangs = scenario.hangs  # type: ignore[attr-defined]

    def twice() -> str | None:
        late = Late(reference, {})
        watched = hangs.around(late)
        world = watched.open_world(opening(POLICY, "a test"))
        watched.perform(world, [PHONE])
        late.breaks = LATE
        with pytest.raises(BrokenContract):
            watched.perform(world, [PHONE])
        return str(name) if (name := hangs.ended()) else None

    assert [twice() for _ in range(3)] == [None, None, "add_phone"]


# A run.

VENDOR = """
import os
from backupspec.targets.guard import TookTooLong
from backupspec.targets.reaching import reach

class Phones:
    '''The reference, of which one command takes too long, and says so at once, as long as a file is there.'''

    def __init__(self):
        self.reference = reach("reference")

    def __getattr__(self, name):
        return getattr(self.reference, name)

    def perform(self, world, commands, *, observe=False):
        if type(commands[0]).__name__ == "BackUpNow" and os.path.exists(LATE):
            raise TookTooLong
        return self.reference.perform(world, commands, observe=observe)

    about, open_world, observe, close_world = (
        lambda self: self.reference.about(), lambda self, given: self.reference.open_world(given),
        lambda self, world, *, items=False: self.reference.observe(world, items=items),
        lambda self, world: self.reference.close_world(world))

make = Phones
"""
CLAUSE = "REM-01"


@pytest.fixture
def late(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return the file that makes a vendor's phones late, which are in the folder where the run is."""
    file = tmp_path / "late"
    file.touch()
    (tmp_path / "late_phones.py").write_text(f"LATE = {str(file)!r}\n{VENDOR}")
    monkeypatch.chdir(tmp_path)
    yield file
    sys.modules.pop("late_phones", None)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_is_broken_off_and_can_be_resumed(
    late: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], jobs: int
) -> None:
    """The report says after what and how far, in each of its forms; mended and resumed, the run comes to its end."""
    folder = tmp_path / "report"
    asked = process.Asked(
        target="python:late_phones:make", profile=POLICY.id, choices=None, selection=(CLAUSE,), jobs=jobs
    )
    why = "it was broken off, since `back_up_now` had no answer within 10 s in 3 scenarios in a row, with "

    assert judge(asked, Wanted(report=folder)) == 3

    said, made = capsys.readouterr(), msgspec.json.decode((folder / "report.json").read_bytes())
    assert f"why       {why}" in said.out
    assert "go on with: backupspec run python:late_phones:make" in said.err
    assert made["verdict"] == "not_judged"
    assert made["broken_off"].startswith(why)
    assert why in (folder / "junit.xml").read_text("utf-8")
    errored = [each for each in made["scenarios"] if each["verdict"] == "errored"]
    assert 3 <= len(errored) <= 2 + jobs * 3
    assert len(made["scenarios"]) < len(_of_the_clause())

    late.unlink()
    assert judge(asked, Wanted(report=folder, resume=True)) == 4

    made = msgspec.json.decode((folder / "report.json").read_bytes())
    assert "broken_off" not in made or made["broken_off"] is None
    assert {each["id"] for each in made["scenarios"]} == _of_the_clause()
    assert {each["verdict"] for each in made["scenarios"]} <= {"passed", "not_applicable"}


def _of_the_clause() -> set[str]:
    from backupspec.suite import strength  # noqa: PLC0415 - slow to import

    return {each.id for each in strength.catalogue().scenarios if CLAUSE in each.clauses}
