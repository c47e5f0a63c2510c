"""results.jsonl: written at once, read again, gone on with."""

from errno import ENOSPC
from pathlib import Path
from typing import Any

import pytest
from building import result
from msgspec import structs

from backupspec.contract.implementation import About
from backupspec.files import Unwritable
from backupspec.gherkin.features import Scenario
from backupspec.report.results_file import Beginning, ResultsFile, Unfit, check_same, read_results
from backupspec.report.summary import Suite
from backupspec.world.verdicts import Result

BEGINNING = Beginning(
    target="reference",
    about=About(
        name="reference",
        version="1",
        contract="1.0",
        profiles=("windows-phone-8.1",),
        clock="own",
        choices={},
        unfinished=(),
    ),
    suite=Suite(name="backupspec", version="1", contract="1.0", digest="d"),
    profile="windows-phone-8.1",
    policy_digest="d",
    choices={"exactly_three_weeks": "prompts"},
    selection=(),
    scenarios=2,
)
FIRST, SECOND = result("passed", "REM-01.01"), result("failed", "REM-01.02", violated="SCH-01")


def scenario(of: Result, title: str = "A title") -> Scenario:
    """Make the scenario of a result."""
    return Scenario(
        id=of.id,
        clauses=of.clauses,
        title=title,
        description="",
        feature=of.feature,
        line=of.line,
        steps=(),
        profiles=(),
        choices={},
    )


SCENARIOS = [scenario(FIRST), scenario(SECOND)]


def test_each_result_is_there_at_once(tmp_path: Path) -> None:
    """A result can be read as soon as it was added, while the run goes on."""
    file = ResultsFile(tmp_path)
    for number, line in enumerate((BEGINNING, FIRST, SECOND), 1):
        file.add(line)

        assert (tmp_path / "results.jsonl").read_bytes().count(b"\n") == number
    file.close()

    earlier = read_results(tmp_path / "results.jsonl", SCENARIOS)
    assert (earlier.beginning, earlier.results) == (BEGINNING, {FIRST.id: FIRST, SECOND.id: SECOND})


def test_half_a_line_is_dropped(tmp_path: Path) -> None:
    """What was being written when a run ended leaves no trace, however long it is."""
    file = ResultsFile(tmp_path)
    file.begin(BEGINNING)
    file.add(FIRST)
    file.close()
    whole = (tmp_path / "results.jsonl").read_bytes()
    (tmp_path / "results.jsonl").write_bytes(whole + b'{"id":"REM-01.02"' + b" " * 10_000)
    earlier = read_results(tmp_path / "results.jsonl", SCENARIOS)
    assert earlier.results == {FIRST.id: FIRST}

    file = ResultsFile(tmp_path)
    file.begin(BEGINNING, earlier)
    file.close()

    assert (tmp_path / "results.jsonl").read_bytes() == whole + whole.splitlines(keepends=True)[0]


def test_result_of_a_scenario_that_has_changed(tmp_path: Path) -> None:
    """A result of a scenario that is another by now is not taken for one of it."""
    file = ResultsFile(tmp_path)
    file.begin(BEGINNING)
    file.add(FIRST)
    file.close()
    assert read_results(tmp_path / "results.jsonl", SCENARIOS).results

    with pytest.raises(Unfit, match=r"results\.jsonl:2: REM-01\.01 is no scenario of this run"):
        read_results(tmp_path / "results.jsonl", [scenario(FIRST, "Another title"), scenario(SECOND)])


def test_what_errored_is_run_again(tmp_path: Path) -> None:
    """An error is no verdict: it no longer counts where the run is gone on with, and comes again. Any other result stands."""
    errored = result("errored", FIRST.id)

    def written(*lines: Beginning | Result) -> Path:
        file = ResultsFile(tmp_path)
        file.begin(BEGINNING)
        for line in lines:
            file.add(line)
        file.close()
        return tmp_path / "results.jsonl"

    assert read_results(written(errored, SECOND), SCENARIOS).results == {FIRST.id: errored, SECOND.id: SECOND}
    assert read_results(written(errored, SECOND, BEGINNING), SCENARIOS).results == {SECOND.id: SECOND}
    again = read_results(written(errored, SECOND, BEGINNING, FIRST), SCENARIOS)
    assert again.results == {FIRST.id: FIRST, SECOND.id: SECOND}

    for twice in ((errored, FIRST), (FIRST, BEGINNING, errored)):
        with pytest.raises(Unfit, match="comes twice"):
            read_results(written(*twice), SCENARIOS)


def test_two_runs_in_one_folder(tmp_path: Path) -> None:
    """Where a run writes, no other one does, and nobody takes its results for all there are; once it ended, both are done."""
    file = ResultsFile(tmp_path)
    file.begin(BEGINNING)
    for other in (lambda: ResultsFile(tmp_path), lambda: read_results(tmp_path / "results.jsonl", SCENARIOS)):
        with pytest.raises(Unfit, match="is being written by a run that goes on"):
            other()

    file.close()

    assert read_results(tmp_path / "results.jsonl", SCENARIOS).beginning == BEGINNING
    ResultsFile(tmp_path).close()


def test_nothing_came_yet(tmp_path: Path) -> None:
    """A run that ended before its first line has left nothing to go on with, which is told."""
    (tmp_path / "results.jsonl").touch()

    with pytest.raises(Unfit, match="holds no whole line"):
        read_results(tmp_path / "results.jsonl", SCENARIOS)


def test_file_that_is_none(tmp_path: Path) -> None:
    """A folder in place of a file is told in words."""
    with pytest.raises(Unfit, match="cannot be read: it is a folder, and no file"):
        read_results(tmp_path, SCENARIOS)


class NearlyFull:
    """A file on a disk that takes a few bytes more, then none."""

    def __init__(self, file: Any, room_bytes: int) -> None:
        self._file = file
        self._room_bytes = room_bytes

    def write(self, data: bytes) -> int:
        """Write what there is room for."""
        taken = data[: min(20, self._room_bytes)]
        if not taken:
            raise OSError(ENOSPC, "No space left on device")
        self._room_bytes -= len(taken)
        return int(self._file.write(taken))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


@pytest.mark.parametrize("has_room", [True, False])
def test_a_full_disk_leaves_no_half_a_line(tmp_path: Path, *, has_room: bool) -> None:
    """A write that takes less than it was given goes on; where there is no room, the line is taken back, and the run is told."""
    file = ResultsFile(tmp_path)
    file.begin(BEGINNING)
    before = (tmp_path / "results.jsonl").read_bytes()
    file._file = NearlyFull(file._file, 10_000 if has_room else 30)  # type: ignore[assignment] # noqa: SLF001 - there is no disk to fill

    if has_room:
        file.add(FIRST)
        file.close()
        assert read_results(tmp_path / "results.jsonl", SCENARIOS).results == {FIRST.id: FIRST}
    else:
        with pytest.raises(Unwritable, match=r"results\.jsonl cannot be written: No space left on device"):
            file.add(FIRST)
        assert (tmp_path / "results.jsonl").read_bytes() == before
    file.close()


def test_what_an_implementation_calls_itself_cannot_act() -> None:
    """What differs is told as text, whatever it holds."""
    check_same(BEGINNING, BEGINNING)
    now = structs.replace(BEGINNING, about=structs.replace(BEGINNING.about, name="\x1b[2J"))

    with pytest.raises(Unfit, match=r"the target's name: reference then, \\u001b\[2J now"):
        check_same(BEGINNING, now)


def test_a_policy_that_says_something_else_by_now_is_another_run() -> None:
    """Its file has the same name, and was edited since."""
    check_same(BEGINNING, BEGINNING)

    with pytest.raises(Unfit, match="policy: d then, e now"):
        check_same(BEGINNING, structs.replace(BEGINNING, policy_digest="e"))


def test_an_id_of_any_length_is_told_in_a_line_that_can_be_read(tmp_path: Path) -> None:
    """A file that something else wrote may hold anything."""
    file = ResultsFile(tmp_path)
    file.begin(BEGINNING)
    file.add(structs.replace(FIRST, id="9" * 5_000))
    file.close()

    with pytest.raises(Unfit, match="is no scenario of this run") as caught:
        read_results(tmp_path / "results.jsonl", SCENARIOS)

    assert len(str(caught.value)) < 1_000
