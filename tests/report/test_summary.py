"""How results become a report."""

import pytest
from building import clause, made, result

from backupspec.suite.verdicts import EXIT_CODES, Verdict


@pytest.mark.parametrize(
    ("verdicts", "selection", "expected"),
    [
        (["passed"], (), "conformant"),
        (["passed", "not_applicable"], (), "conformant"),
        (["passed", "failed"], (), "not_conformant"),
        (["errored", "failed"], (), "not_conformant"),
        (["passed", "errored"], (), "not_judged"),
        (["not_applicable"], (), "not_judged"),
        ([], (), "not_judged"),
        (["untestable"], (), "partial"),
        (["passed", "untestable"], (), "partial"),
        (["passed"], ("REM-01",), "partial"),
        (["failed"], ("REM-01",), "not_conformant"),
    ],
)
def test_verdict_of_a_run(verdicts: list[Verdict], selection: tuple[str, ...], expected: str) -> None:
    """One failure breaks the run; no pass is no verdict; what was left out makes it partial."""
    results = [result(verdict, f"REM-01.{at:02}") for at, verdict in enumerate(verdicts, 1)]

    assert made(results, selection=selection).verdict == expected


def test_exit_codes_tell_the_verdicts_apart() -> None:
    """Nobody can take a run without a verdict for a pass."""
    assert EXIT_CODES == {"conformant": 0, "not_conformant": 1, "not_judged": 3, "partial": 4}


def test_order_of_results_does_not_matter() -> None:
    """The report is the same, whatever order the scenarios ran in."""
    results = [result("passed", f"REM-01.{at:02}") for at in range(1, 6)]

    assert made(results) == made(results[::-1])


def test_clause_is_broken_by_an_invariant_in_another_clauses_scenario() -> None:
    """A clause whose invariant does not hold has failed, though its own scenarios passed."""
    clauses = [clause("REM-01"), clause("SCH-01")]
    passed = [result("passed", "REM-01.01"), result("passed", "SCH-01.02")]
    assert [each.verdict for each in made(passed, clauses).clauses] == ["passed", "passed"]

    broken = [result("failed", "REM-01.01", violated="SCH-01"), result("passed", "SCH-01.02")]

    assert [each.verdict for each in made(broken, clauses).clauses] == ["failed", "failed"]


def test_clause_that_no_test_can_show_says_why() -> None:
    """A clause without scenarios is in the report, with its reason."""
    [summary] = made([], [clause("GEN-06", "A pointer to another page.")]).clauses

    assert (summary.verdict, summary.reason) == ("not_testable", "A pointer to another page.")
