"""What is waived, in the report, in JUnit and in words; and the first list of waivers."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from building import clause, made, result, waiver
from click import unstyle
from msgspec import structs

from backupspec import shipped
from backupspec.gherkin.catalogue import read_catalogue
from backupspec.invariants import INVARIANTS
from backupspec.report.first_waivers import first_waivers
from backupspec.report.junit import junit
from backupspec.report.summary import Report
from backupspec.report.terminal import in_words
from backupspec.report.waivers import read_waivers
from backupspec.world.verdicts import Failure, Result, Violation

CLAUSES = [clause("REM-01"), clause("SCH-01")]


def words(report: Report) -> str:
    """Tell a report in words, without colours."""
    return unstyle(in_words(report, ("backupspec", "run", "reference")))


def test_waived_failure_breaks_nothing() -> None:
    """A failure breaks its clause and the run; waived it does neither, and both say that it is."""
    results = [result("failed", "REM-01.01"), result("passed", "REM-01.02")]
    failed = made(results, CLAUSES)
    assert (failed.verdict, failed.clauses[0].verdict) == ("not_conformant", "failed")

    waived = made(results, CLAUSES, waivers=(waiver("REM-01.01"),))

    assert (waived.verdict, waived.clauses[0].verdict) == ("conformant_with_waivers", "waived")
    assert (waived.totals["waived"], waived.totals["failed"]) == (1, 0)
    assert "broken" not in words(waived)
    assert "Verdict: conformant with waivers\n" in words(waived)


def test_clause_under_which_a_waived_invariant_stands_is_waived() -> None:
    """What is waived for an invariant shows at the invariant's clause, though its own scenarios passed."""
    results = [result("failed", "REM-01.01", violated="SCH-01"), result("passed", "SCH-01.01")]
    assert [each.verdict for each in made(results, CLAUSES).clauses] == ["failed", "failed"]

    waived = made(results, CLAUSES, waivers=(waiver("I1"),))

    assert [each.verdict for each in waived.clauses] == ["waived", "waived"]
    assert "    covers    I1 (REM-01.01)\n" in words(waived)


def test_waiver_that_covers_nothing() -> None:
    """What is said to fail and passes ends the run as not conformant, everywhere, and says what to do; no clause is broken."""
    results = [result("passed", "REM-01.01")]
    assert made(results, CLAUSES).verdict == "conformant"

    report = made(results, CLAUSES, waivers=(waiver("REM-01.01"),))

    assert (report.verdict, report.clauses[0].verdict) == ("not_conformant", "passed")
    assert "FAILED  1 waiver: what it waives passes; delete this waiver\n    REM-01.01\n" in words(report)
    assert "  why       what is waived passes; delete: REM-01.01\n" in words(report)
    suites = ET.fromstring(junit(report))
    assert (suites.get("tests"), suites.get("failures")) == ("2", "1")
    [case] = suites.findall("testsuite[@name='waivers']/testcase")
    assert case.get("name") == "REM-01.01 is waived"


def test_waiver_of_what_was_not_judged() -> None:
    """A scenario that errored cannot be waived, and whoever tried is told so."""
    report = made([result("errored", "REM-01.01")], CLAUSES, waivers=(waiver("REM-01.01"),))

    assert report.verdict == "not_judged"
    assert (
        "NOT WAIVED  1 waiver: what it waives errored, was untestable, or broke the contract, too; only a failure can be waived"
        in words(report)
    )


def test_waivers_that_are_alike_are_told_once() -> None:
    """Who answers for what, until when, is told in one block for all that has the same reason."""
    results = [result("failed", f"REM-01.0{at}") for at in (1, 2, 3)]
    waivers = (waiver("REM-01.02"), waiver("REM-01.01"), waiver("REM-01.03", reason="\x1b[2JNobody knows"))

    assert words(made(results, CLAUSES, waivers=waivers)).startswith(
        "WAIVED  until 2026-12-31: Mended in 2.1\n"
        "    owner     Ann Lee, https://acme.example/7\n"
        "    covers    REM-01.01, REM-01.02\n"
        "\n"
        "WAIVED  until 2026-12-31: \\u001b[2JNobody knows\n"
    )


def test_junit_says_who_answers() -> None:
    """In JUnit a waived scenario is skipped, with what it came to, who answers for it and until when."""
    report = made([result("failed", "REM-01.01")], CLAUSES, waivers=(waiver("REM-01.01"),))

    suites = ET.fromstring(junit(report))

    [skipped] = suites.iter("skipped")
    assert (suites.get("failures"), suites.get("skipped")) == ("0", "1")
    assert skipped.get("message") == (
        "waived: because (REM-01.01 is waived until 2026-12-31: Mended in 2.1; Ann Lee, https://acme.example/7)"
    )


def test_run_that_was_broken_off_is_not_judged() -> None:
    """Whatever had failed by then, of a run that was stopped there is no verdict, and everything says why."""
    results = [result("failed", "REM-01.01"), result("passed", "REM-01.02")]

    report = made(results, CLAUSES, waivers=(waiver("I1"),), broken_off="it was interrupted")

    assert report.verdict == "not_judged"
    assert report.waivers[0].state == "not_run"
    assert "  why       it was interrupted\n" in words(report)
    [error] = ET.fromstring(junit(report)).iter("error")
    assert error.get("message") == "errored: it was interrupted"


def test_first_list() -> None:
    """What fails is listed by id, with clause and title: invariants once, whatever fails by them; filled in, the list is good for exactly that."""
    by_a_step = Failure(kind="mismatch", clause="REM-01", step="Then no prompt", expected="none", actual="one")
    results = [
        result("failed", "REM-01.02", violated="SCH-01"),
        result("failed", "REM-01.04", violated="SCH-01"),
        result("failed", "REM-01.01", failure=by_a_step),
        result("failed", "REM-01.05", failure=by_a_step),
        result("passed", "REM-01.03"),
        result("errored", "SCH-01.01"),
    ]
    [i1] = [each for each in INVARIANTS if each.id == "I1"]

    text = first_waivers(made(results, CLAUSES))

    gaps = "    reason:\n    owner:\n    link:\n    expires:\n"
    assert text.endswith(
        "waivers:\n"
        f"  # SCH-01: The sentence of SCH-01.\n  # {i1.text}\n  - id: I1\n{gaps}"
        f"\n  # REM-01: The sentence of REM-01.\n  # A title\n  - id: REM-01.01\n{gaps}"
        f"\n  # A title\n  - id: REM-01.05\n{gaps}"
    )
    for gap, filled in (("reason", "r"), ("owner", "o"), ("link", "https://l"), ("expires", "2026-12-31")):
        text = text.replace(f"    {gap}:\n", f"    {gap}: {filled}\n")
    read = read_waivers(text, "w.yaml", ["I1", "REM-01.01", "REM-01.05"])
    assert [each.id for each in read] == ["I1", "REM-01.01", "REM-01.05"]
    assert made(results[:5], CLAUSES, waivers=read).verdict == "conformant_with_waivers"


def test_first_list_of_nothing() -> None:
    """Where nothing fails, or all that fails is waived, there is no list."""
    failed = [result("failed", "REM-01.01")]
    assert first_waivers(made(failed, CLAUSES))

    assert first_waivers(made([result("passed")], CLAUSES)) == ""
    assert first_waivers(made(failed, CLAUSES, waivers=(waiver("REM-01.01"),))) == ""


def test_first_list_leaves_out_what_is_of_no_use() -> None:
    """An invariant that is waived is not listed again with the one that is not, and nothing is that no waiver covers."""
    both = Failure(
        kind="invariant",
        clause="SCH-01",
        expected="a",
        actual="b",
        violations=tuple(Violation(invariant=id_, clause="SCH-01", expected="a", actual="b") for id_ in ("I1", "I2")),
    )
    listed = first_waivers(made([result("failed", failure=both)], CLAUSES))
    assert ("- id: I1\n" in listed, "- id: I2\n" in listed) == (True, True)

    listed = first_waivers(made([result("failed", failure=both)], CLAUSES, waivers=(waiver("I1"),)))
    assert ("- id: I1\n" in listed, "- id: I2\n" in listed) == (False, True)

    unclosed = structs.replace(BY_A_STEP, then=UNCLOSED)
    assert first_waivers(made([result("failed", failure=unclosed)], CLAUSES)) == ""


HELD = result("passed", "REM-01.02")
BY_A_STEP = Failure(kind="mismatch", clause="REM-01", step="Then no prompt", expected="none", actual="one")
UNCLOSED = Failure(kind="contract", clause="REM-01", during="closing", reason="no answer")
IN_A_STEP_TOO = structs.replace(
    BY_A_STEP, violations=(Violation(invariant="I1", clause="SCH-01", expected="a", actual="b"),)
)


@pytest.mark.parametrize(
    ("waived", "one", "becomes", "state", "verdict"),
    [
        ("REM-01.01", result("failed", failure=BY_A_STEP), "waived", "covers", "conformant_with_waivers"),
        ("REM-01.01", result("failed", violated="SCH-01"), "waived", "covers", "conformant_with_waivers"),
        ("REM-01.01", result("failed", failure=IN_A_STEP_TOO), "waived", "covers", "conformant_with_waivers"),
        ("I1", result("failed", violated="SCH-01"), "waived", "covers", "conformant_with_waivers"),
        ("I1", result("failed", failure=IN_A_STEP_TOO), "failed", "covers", "not_conformant"),
        ("I2", result("failed", violated="SCH-01"), "failed", "covers_nothing", "not_conformant"),
        (
            "REM-01.01",
            result("failed", failure=structs.replace(BY_A_STEP, then=UNCLOSED)),
            "failed",
            "not_judged",
            "not_conformant",
        ),
        ("REM-01.01", result("errored"), "errored", "not_judged", "not_judged"),
        ("REM-01.01", result("untestable"), "untestable", "not_judged", "partial"),
        ("REM-01.01", result("passed"), "passed", "covers_nothing", "not_conformant"),
        ("I1", result("passed"), "passed", "covers_nothing", "not_conformant"),
        ("I1", result("untestable"), "untestable", "not_run", "partial"),
        ("I1", result("errored"), "errored", "not_run", "not_judged"),
        ("REM-01.09", result("passed"), "passed", "not_run", "conformant"),
        ("REM-01.01", result("not_applicable"), "not_applicable", "not_run", "conformant"),
    ],
)
def test_what_a_waiver_does(waived: str, one: Result, becomes: str, state: str, verdict: str) -> None:
    """Each row of the table in docs/waivers.md that a run can show."""
    report = made([one, HELD], CLAUSES, waivers=(waiver(waived),))

    assert (report.scenarios[0].verdict, report.waivers[0].state, report.verdict) == (becomes, state, verdict)


@pytest.mark.parametrize("how", ["selection", "stopped"])
def test_idle_waiver_of_an_invariant_in_a_part_of_a_run(how: str) -> None:
    """That an invariant held throughout is held against its waiver in a whole run alone."""
    assert made([HELD], CLAUSES, waivers=(waiver("I1"),)).waivers[0].state == "covers_nothing"

    part = made(
        [HELD],
        CLAUSES,
        ("REM-01",) if how == "selection" else (),
        waivers=(waiver("I1"),),
        broken_off="it was killed" if how == "stopped" else None,
    )

    assert part.waivers[0].state == "not_run"


def test_sample_of_the_docs_is_what_is_written() -> None:
    """The entry in docs/waivers.md stands below the comments that the first list has for that scenario today."""
    catalogue = read_catalogue(shipped.folder("features"))
    [scenario] = [each for each in catalogue.scenarios if each.id == "REM-01.07"]
    failed = structs.replace(result("failed", scenario.id, failure=BY_A_STEP), title=scenario.title)
    written = first_waivers(made([failed], catalogue.clauses)).partition("waivers:\n")[2]
    comments, _, _ = written.partition("    reason:")
    assert comments.endswith("  - id: REM-01.07\n")

    assert comments.rstrip() in (Path(__file__).parents[2] / "docs" / "waivers.md").read_text("utf-8")
