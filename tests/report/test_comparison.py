"""What differs between two reports."""

import pytest
from building import clause, made, result, waiver
from msgspec import structs

from backupspec.report.comparison import Comparison, Way, compare, in_words
from backupspec.report.summary import Report
from backupspec.world.verdicts import Result, Verdict

CLAUSES = [clause("REM-01"), clause("SCH-01")]
PASSED = result("passed", "REM-01.01")


def compared(old: list[Result], new: list[Result]) -> Comparison:
    """Compare the reports of two runs."""
    return compare(made(old, CLAUSES), made(new, CLAUSES))


def test_nothing_differs() -> None:
    """A report and itself differ in nothing."""
    same = compared([PASSED], [structs.replace(PASSED, seconds=9.0)])

    assert in_words(same) == "Verdict: conformant, as before\n\nNothing got worse.\n"


@pytest.mark.parametrize(
    ("before", "after", "way"),
    [
        ("failed", "passed", "better"),
        ("passed", "failed", "worse"),
        ("passed", "errored", "worse"),
        ("passed", "untestable", "worse"),
        ("untestable", "passed", "better"),
        ("untestable", "failed", "worse"),
        ("errored", "failed", "otherwise"),
        ("passed", "not_applicable", "otherwise"),
        ("not_applicable", "failed", "otherwise"),
    ],
)
def test_ways(before: Verdict, after: Verdict, way: Way) -> None:
    """Each change of a verdict is better, worse, or neither."""
    [change] = compared([result(before)], [result(after)]).scenarios

    assert (change.id, change.before, change.after, change.way) == ("REM-01.01", before, after, way)


@pytest.mark.parametrize(
    ("before", "after", "way"), [(False, True, "better"), (True, False, "worse")], ids=["now", "no-longer"]
)
def test_waiving(before: bool, after: bool, way: Way) -> None:  # noqa: FBT001 - a table
    """A failure that is waived now is better than one that nobody answers for, and a pass better than either."""

    def report(*, waived: bool) -> Report:
        return made([result("failed")], CLAUSES, waivers=(waiver("REM-01.01"),) if waived else ())

    found = compare(report(waived=before), report(waived=after))

    assert [each.way for each in (*found.scenarios, *found.clauses)] == [way, way]
    assert compare(report(waived=True), made([PASSED], CLAUSES)).scenarios[0].way == "better"


def test_all_kinds_of_change_are_told() -> None:
    """Worst first, each with its id, then what became of the clauses and of the scenarios themselves."""
    old = [
        result("passed", "REM-01.01"),
        result("failed", "REM-01.02"),
        structs.replace(result("passed", "REM-01.03"), title="Gone"),
        structs.replace(result("passed", "REM-01.04"), title="Kept under another id"),
        structs.replace(result("passed", "REM-01.05"), title="Once"),
    ]
    new = [
        result("failed", "REM-01.01"),
        result("passed", "REM-01.02"),
        structs.replace(result("passed", "REM-01.05"), title="Now"),
        structs.replace(result("passed", "REM-01.06"), title="New"),
        structs.replace(result("errored", "REM-01.07"), title="Kept under another id"),
    ]

    assert in_words(compared(old, new)) == (
        "Verdict: not conformant, as before\n"
        "\nWORSE  2\n"
        "  REM-01.01  passed -> failed  A title\n"
        "  REM-01.07  passed -> errored  Kept under another id\n"
        "\nBETTER  1\n"
        "  REM-01.02  failed -> passed  A title\n"
        "\nNEW  1\n"
        "  REM-01.06  passed  New\n"
        "\nGONE  1\n"
        "  REM-01.03  passed before  Gone\n"
        "\nRENAMED  2\n"
        "  REM-01.05  the same id with another title: Once -> Now\n"
        "  REM-01.04 -> REM-01.07  the same clause and title under another id: Kept under another id\n"
        "\nSomething got worse: 2 scenarios.\n"
    )


def test_titles_that_several_have_tell_no_renaming() -> None:
    """Of two scenarios that are gone with one title, nobody knows which has another id; a row is known by its name."""
    old = [result("passed", "REM-01.01/a"), result("passed", "REM-01.01/b")]
    new = [result("passed", "REM-01.02/b"), result("passed", "REM-01.02/c")]
    found = compared(old, new)
    assert [(each.id_before, each.id) for each in found.renamed] == [("REM-01.01/b", "REM-01.02/b")]

    doubtful = compared([result("passed", "REM-01.01"), result("passed", "REM-01.02")], [result("passed", "REM-01.03")])

    assert doubtful.renamed == ()
    assert [each.id for each in doubtful.gone] == ["REM-01.01", "REM-01.02"]


def test_new_failure_breaks_its_clause() -> None:
    """A scenario that is new and fails is no scenario that got worse, but its clause did."""
    old = [PASSED, result("failed", "SCH-01.01")]
    assert not compared(old, [*old, result("passed", "REM-01.02")]).got_worse

    found = compared(old, [*old, result("failed", "REM-01.02")])

    assert found.got_worse
    assert found.scenarios == ()
    assert "CLAUSES  1\n  REM-01  passed -> failed  The sentence of REM-01.\n" in in_words(found)


def test_verdict_of_the_whole() -> None:
    """What makes the whole worse is told, unless another selection was run."""
    whole, stale = made([PASSED], CLAUSES), made([PASSED], CLAUSES, waivers=(waiver("REM-01.01"),))
    assert compare(whole, stale).got_worse
    assert in_words(compare(whole, stale)).startswith("Verdict: conformant -> not conformant\n")

    selected = compare(whole, made([PASSED], CLAUSES, ("REM-01",)))

    assert (selected.verdict, selected.got_worse) == ("partial", False)


def test_other_circumstances_are_named() -> None:
    """Whatever was otherwise in the two runs is named: another build, choice, selection or list of waivers."""
    old = made([PASSED], CLAUSES)
    new = made([PASSED], CLAUSES, ("REM-01",), {"backups_kept": "3"}, waivers=(waiver("SCH-01.01"),), broken_off="x")
    new = structs.replace(new, target=structs.replace(new.target, version="2\x1b[2J"))

    assert in_words(compare(old, new)).startswith(
        "Verdict: conformant -> not judged\n"
        "\nOTHER CIRCUMSTANCES  5\n"
        "  the target's version 1 -> 2\\u001b[2J\n"
        "  choice backups_kept every_one -> 3\n"
        "  selection everything -> REM-01\n"
        "  waivers none -> SCH-01.01\n"
        "  end by itself -> x\n"
    )


def test_long_lists_are_cut() -> None:
    """Of a hundred that got better, a person is told fifty; the first, by their ids."""
    ids = [f"REM-01.01/{at:03}" for at in range(100)]

    told = in_words(compared([result("failed", id_) for id_ in ids], [result("passed", id_) for id_ in ids[::-1]]))

    assert "BETTER  100\n  REM-01.01/000  " in told
    assert "\n  ... and 50 more; --json tells all\n" in told
    assert told.count("failed -> passed") == 51


def test_what_was_not_run_is_folded() -> None:
    """Of many that were not run, the number is told and the first; the last line says that the verdict alone got worse."""
    clauses = [clause(f"REM-{at:02}") for at in range(7)]
    results = [result("passed", f"REM-{at:02}.01") for at in range(7)]
    old, stopped = (
        made(results, clauses),
        made(results[:1], clauses, broken_off="it was killed, with 1 of 7 scenarios run"),
    )

    told = in_words(compare(old, stopped))

    assert told == (
        "Verdict: conformant -> not judged\n"
        "\nOTHER CIRCUMSTANCES  1\n  end by itself -> it was killed, with 1 of 7 scenarios run\n"
        "\nCLAUSES  6\n  6 passed -> not run: REM-01, REM-02, REM-03, REM-04, REM-05 and 1 more\n"
        "\nGONE  6\n  6 passed before: REM-01.01, REM-02.01, REM-03.01, REM-04.01, REM-05.01 and 1 more\n"
        "\nSomething got worse: the verdict.\n"
    )
    few = in_words(compare(made(results[:5], clauses[:5]), made(results[:1], clauses[:5])))
    assert "GONE  4\n  REM-01.01  passed before  A title\n" in few
    assert few.endswith("\nNothing got worse.\n")
