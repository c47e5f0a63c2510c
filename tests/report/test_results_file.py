"""results.jsonl: written at once, read again, gone on with."""

from pathlib import Path

import pytest
from building import result
from msgspec import structs

from backupspec.contract.implementation import About
from backupspec.report.results_file import Beginning, ResultsFile, Unfit, check_same, read_earlier
from backupspec.report.summary import Suite
from backupspec.suite.features import Scenario
from backupspec.suite.verdicts import Result

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
    choices={"exactly_three_weeks": "prompts"},
    selection=(),
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

    earlier = read_earlier(tmp_path, SCENARIOS)
    assert (earlier.beginning, earlier.results) == (BEGINNING, {FIRST.id: FIRST, SECOND.id: SECOND})


def test_half_a_line_is_dropped(tmp_path: Path) -> None:
    """What was being written when a run ended leaves no trace, however long it is."""
    file = ResultsFile(tmp_path)
    file.add(BEGINNING)
    file.add(FIRST)
    file.close()
    whole = (tmp_path / "results.jsonl").read_bytes()
    (tmp_path / "results.jsonl").write_bytes(whole + b'{"id":"REM-01.02"' + b" " * 10_000)
    earlier = read_earlier(tmp_path, SCENARIOS)
    assert earlier.results == {FIRST.id: FIRST}

    ResultsFile(tmp_path, earlier).close()

    assert (tmp_path / "results.jsonl").read_bytes() == whole


def test_result_of_a_scenario_that_has_changed(tmp_path: Path) -> None:
    """A result of a scenario that is another by now is not taken for one of it."""
    file = ResultsFile(tmp_path)
    file.add(BEGINNING)
    file.add(FIRST)
    file.close()
    assert read_earlier(tmp_path, SCENARIOS).results

    with pytest.raises(Unfit, match=r"results\.jsonl:2: REM-01\.01 is no scenario of this run"):
        read_earlier(tmp_path, [scenario(FIRST, "Another title"), scenario(SECOND)])


def test_folder_that_is_none(tmp_path: Path) -> None:
    """A folder that is missing, or is a file, holds nothing to go on from."""
    (tmp_path / "file").write_text("")

    for name in ("file", "missing"):
        with pytest.raises(Unfit, match="to go on from; without --resume, the run begins anew"):
            read_earlier(tmp_path / name, SCENARIOS)


def test_what_an_implementation_calls_itself_cannot_act() -> None:
    """What differs is told as text, whatever it holds."""
    check_same(BEGINNING, BEGINNING)
    now = structs.replace(BEGINNING, about=structs.replace(BEGINNING.about, name="\x1b[2J"))

    with pytest.raises(Unfit, match=r"the target's name: reference then, \\u001b\[2J now"):
        check_same(BEGINNING, now)
