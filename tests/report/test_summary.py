"""How results become a report."""

import pytest
from building import POLICY, clause, made, result, waiver
from click import unstyle

from backupspec.exits import EXIT_CODES
from backupspec.faults.mutants import readings
from backupspec.report.comparison import compare
from backupspec.report.terminal import in_words
from backupspec.world.verdicts import Failure, Verdict, Violation


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
        (["passed", "waived"], (), "conformant_with_waivers"),
        (["waived", "failed"], (), "not_conformant"),
        (["waived", "errored"], (), "not_judged"),
        (["waived", "untestable"], (), "partial"),
        (["waived"], ("REM-01",), "partial"),
    ],
)
def test_verdict_of_a_run(verdicts: list[Verdict], selection: tuple[str, ...], expected: str) -> None:
    """One failure breaks the run; no pass is no verdict; what was left out makes it partial."""
    results = [result(verdict, f"REM-01.{at:02}") for at, verdict in enumerate(verdicts, 1)]

    assert made(results, selection=selection).verdict == expected


def test_exit_codes_tell_the_verdicts_apart() -> None:
    """Nobody can take a run without a verdict for a pass."""
    assert EXIT_CODES == {
        "conformant": 0,
        "conformant_with_waivers": 0,
        "not_conformant": 1,
        "not_judged": 3,
        "partial": 4,
    }


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


def test_choices_say_how_each_question_is_read() -> None:
    """Of each choice the report tells the question, the page, the reading and why; a reading that is declared has no other reason than that."""
    choices = made([], choices={"backups_kept": "3"}).choices
    assert [choice.id for choice in choices] == [choice.id for choice in POLICY.choices]
    [kept] = [choice for choice in choices if choice.declared_otherwise]
    [ours] = [choice for choice in POLICY.choices if choice.id == "backups_kept"]

    assert (kept.id, kept.clause, kept.question, kept.page_says) == (ours.id, ours.clause, ours.text, ours.page_says)
    assert (kept.declared, kept.picked) == ("3", "every_one")
    assert kept.we_read == "The newest of each phone, up to 3; a new one takes the place of the oldest."
    assert kept.because == "The implementation declares it; this specification picks every_one."


def test_what_is_picked_has_the_reason_of_the_policy() -> None:
    """A reading that the policy picks is told as the policy tells it, declared or not."""
    declared = {choice.id: choice for choice in made([], choices={"power_needed": "at_start"}).choices}
    assert not declared["power_needed"].declared_otherwise

    for ours in POLICY.choices:
        theirs = declared[ours.id]
        assert (theirs.we_read, theirs.because) == (ours.we_read(), ours.because)


def test_no_reading_is_the_pages_own_word() -> None:
    """What the page says is told apart from how it is read, whatever is declared."""
    for ours in POLICY.choices:
        for reading in readings(ours):
            [told] = [each for each in made([], choices={ours.id: reading}).choices if each.id == ours.id]
            assert told.page_says == ours.page_says
            assert told.we_read != told.page_says


def test_clause_that_no_test_can_show_says_why() -> None:
    """A clause without scenarios is in the report, with its reason."""
    [summary] = made([], [clause("GEN-06", "A pointer to another page.")]).clauses

    assert (summary.verdict, summary.reason) == ("not_testable", "A pointer to another page.")


@pytest.mark.parametrize(
    ("step", "own"), [(None, "passed"), ("Given a phone", "untestable")], ids=["to-its-end", "broken-off"]
)
@pytest.mark.parametrize("waived", [False, True], ids=["failed", "waived"])
def test_clause_whose_scenario_another_clause_disturbed(step: str | None, own: str, *, waived: bool) -> None:
    """A failure breaks the clauses that it names, and no other: neither in report.json nor in words nor for `compare`."""
    clauses = [clause("REM-01"), clause("SCH-01")]
    failure = Failure(
        clause="SCH-01",
        kind="invariant",
        step=step,
        violations=(Violation(invariant="I1", clause="SCH-01", expected="a", actual="b"),),
    )
    disturbed = result("failed", "REM-01.01", failure=failure)

    report = made([disturbed], clauses, waivers=(waiver("REM-01.01"),) if waived else ())

    ended = "waived" if waived else "failed"
    assert [(each.id, each.verdict) for each in report.clauses] == [("REM-01", own), ("SCH-01", ended)]
    told = unstyle(in_words(report, ("backupspec", "run", "reference")))
    assert ("  broken    SCH-01\n" in told, "SCH-01  1 scenario, all of other clauses\n" in told) == (
        not waived,
        not waived,
    )
    before = made([result("passed", "REM-01.01")], [clause("REM-01"), clause("SCH-01")])
    changed = [each.id for each in compare(before, report).clauses]
    assert changed == ["SCH-01"] if own == "passed" else ["REM-01", "SCH-01"]


def test_clauses_are_counted_beside_the_scenarios() -> None:
    """The verdict counts the clauses as report.json judges them; one without a scenario, or of which none was run, is not counted."""
    clauses = [clause("REM-01"), clause("SCH-01"), clause("MAN-01"), clause("GEN-06", "Shown by no test.")]

    report = made([result("passed"), result("passed", "REM-01.02"), result("failed", "SCH-01.01")], clauses)

    judged = [each.verdict for each in report.clauses]
    assert sorted(judged) == ["failed", "not_run", "not_testable", "passed"]
    told = unstyle(in_words(report, ("backupspec", "run", "reference")))
    assert "  scenarios 2 passed, 1 failed\n  clauses   1 passed, 1 failed\n" in told
