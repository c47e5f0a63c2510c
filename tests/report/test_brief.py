"""A run with very many failures tells a few in full and names the others; a selection is told in full."""

from building import made, result
from click import unstyle
from msgspec import structs

from backupspec.contract.implementation import Exchanged
from backupspec.report.brief import IN_FULL, MOST_IN_FULL, MOST_REASONS
from backupspec.report.terminal import in_words
from backupspec.world.verdicts import Failure, Result

AGAIN = ("backupspec", "run", "python:a:b")


def failing(number: int, reasons: int) -> list[Result]:
    """Make failures at different steps, under a few clauses, for so many different reasons."""
    return [
        result(
            "failed",
            f"REM-0{1 + at % 3}.{at:02}",
            failure=Failure(
                clause=f"REM-0{1 + at % 3}",
                kind="mismatch",
                step=f"Then step {at}",
                expected=f"{at % reasons}",
                actual="nothing",
                commands=({"command": "add_phone", "phone": "p"},),
            ),
        )
        for at in range(1, number + 1)
    ]


def told(results: list[Result], selection: tuple[str, ...] = ()) -> str:
    """Tell a run."""
    return unstyle(in_words(made(results, selection=selection), AGAIN))


def test_few_failures_are_all_told_in_full() -> None:
    """As long as there are not too many, nothing is left out."""
    text = told(failing(MOST_IN_FULL, 5))

    assert text.count("  FAILED  ") == MOST_IN_FULL
    assert "To see all" not in text


def test_of_many_failures_the_first_few_are_told_in_full() -> None:
    """One more, and only the first few with different reasons are; every other one is named under its clause, and how to see it."""
    results = failing(MOST_IN_FULL + 1, 5)

    text = told(results)

    full = [line.split()[1] for line in text.splitlines() if line.startswith("  FAILED  ")]
    assert len(full) == IN_FULL
    reasons = {each.id: each.failure.expected for each in results if each.failure is not None}
    assert len({reasons[id_] for id_ in full}) == IN_FULL
    assert all(text.count(each.id) >= 1 for each in results)
    assert "  backupspec run python:a:b --clause REM-01\n" in text


def test_a_hundred_failures_fit_on_a_page_or_two() -> None:
    """However many failures there are, what is told of them stays readable."""
    assert len(told(failing(100, 6)).splitlines()) < 80


def test_a_selection_is_told_in_full() -> None:
    """Whoever asks for a clause gets all of it: that is how to see what was only named."""
    assert told(failing(40, 5), ("REM-01",)).count("  FAILED  ") == 40


def untestable(number: int) -> list[Result]:
    """Make scenarios that can't be tested, each for another reason but the last two."""
    return [
        result(
            "untestable",
            f"REM-01.{at:02}",
            failure=Failure(kind="missing", clause="REM-01", reason=f"lacks {min(at, number - 1):02}"),
        )
        for at in range(1, number + 1)
    ]


def test_of_many_reasons_the_most_frequent_are_told() -> None:
    """Of what is untestable, the reasons with the most scenarios come first, and the others are counted."""
    text = told(untestable(MOST_REASONS + 4))

    assert text.startswith(f"UNTESTABLE  2 scenarios: lacks {MOST_REASONS + 3}\n")
    assert text.count("UNTESTABLE  ") == MOST_REASONS + 1
    assert "UNTESTABLE  3 more, for 3 other reasons; report.json names them\n" in text


def test_of_a_selection_all_reasons_are_told() -> None:
    """Whoever asks for a clause is told everything that keeps it from being tested."""
    assert told(untestable(MOST_REASONS + 4), ("REM-01",)).count("UNTESTABLE  ") == MOST_REASONS + 3


def test_what_is_missing_is_the_first_of_what_may_be() -> None:
    """A command that a scenario ended at is told as the first thing missing: more may be. Of another reason that is not said."""
    other = Failure(kind="missing", clause="REM-01", reason="it shows no bytes")
    assert told([result("untestable", failure=other)]).startswith("UNTESTABLE  1 scenario: it shows no bytes\n")

    ended_at = Failure(kind="missing", clause="REM-01", missing="turn_on", needs=("turn_on", "turn_off"))

    first = "UNTESTABLE  1 scenario: the implementation does not support turn_on, the first thing missing\n"
    assert told([result("untestable", failure=ended_at)]).startswith(first)


def erring(number: int, reasons: int) -> list[Result]:
    """Make errors in different scenarios, at different steps and with different bytes, for so many different reasons."""
    return [
        result(
            "errored",
            f"REM-0{1 + at % 3}.{at:02}",
            failure=Failure(
                clause=f"REM-0{1 + at % 3}",
                kind="contract",
                step=f"When {at}",
                reason=f"no {at % reasons}",
                cause="answer",
                exchange=Exchanged(operation="perform", sent=f"{at}", received="{}"),
                log=(f"{at}",),
            ),
        )
        for at in range(1, number + 1)
    ]


def test_a_contract_error_is_told_once() -> None:
    """However many scenarios came to one error, it is one block, with one example and its command; another error is another block."""
    same, other = told(erring(60, 1)), told(erring(60, 2))

    assert (same.count("  ERRORED  "), other.count("  ERRORED  ")) == (1, 2)
    assert same.startswith("ERRORED  60 scenarios, for 1 reason\n  ERRORED  REM-02.01  A title\n")
    assert "    reason    in perform: no 0\n    sent      1\n    received  {}\n" in same
    assert "    again     backupspec run python:a:b --clause REM-02.01\n" in same
    assert "    and 59 more came to the same: REM-03.02, REM-01.03," in same
    assert " and 54 more\n" in same
    assert len(same.splitlines()) < 25


def test_of_a_selection_all_that_came_to_the_same_are_named() -> None:
    """Whoever asks for a clause is told every scenario that errored."""
    everything = told(erring(60, 1), ("REM-01",))

    assert all(f"REM-0{1 + at % 3}.{at:02}" in everything for at in range(1, 61))


def test_of_many_contract_errors_the_most_frequent_are_told_in_full() -> None:
    """As many errors as can be read are told in full; of one more, the first few are, and the others in a line with their scenarios."""
    few = told(erring(MOST_IN_FULL, MOST_IN_FULL))
    assert few.count("  ERRORED  ") == MOST_IN_FULL

    many = told([*erring(MOST_IN_FULL + 1, MOST_IN_FULL + 1), result("errored", "REM-02.90", failure=LAST)])

    assert many.count("  ERRORED  ") == IN_FULL
    assert many.index("  ERRORED  REM-02.10  ") < many.index("  ERRORED  REM-02.01  ")
    assert "    errored: in perform: no 4: REM-02.04\n" in many
    assert "To see all" in many


LAST = Failure(
    kind="contract",
    clause="REM-02",
    step="When x",
    reason="no 10",
    cause="answer",
    exchange=Exchanged(operation="perform", sent="x", received="y"),
)


def test_errors_are_the_same_by_what_they_are() -> None:
    """What stands in a text makes no two errors one, and none two: each fact that is another one does."""
    assert told(
        [result("errored", "REM-01.01", failure=LAST), result("errored", "REM-01.02", failure=LAST)]
    ).startswith("ERRORED  2 scenarios, for 1 reason\n")

    others = (
        structs.replace(LAST, cause="late"),
        structs.replace(LAST, during="closing"),
        structs.replace(LAST, exchange=Exchanged(operation="observe")),
        structs.replace(LAST, reason="in perform: no 10"),
        structs.replace(LAST, then=LAST),
    )

    for other in others:
        text = told([result("errored", "REM-01.01", failure=LAST), result("errored", "REM-01.02", failure=other)])
        assert text.startswith("ERRORED  2 scenarios, for 2 reasons\n")


def test_what_failed_is_told_beside_what_errored() -> None:
    """An error takes no failure's place, though both are of one clause."""
    both = told([*erring(3, 1), *failing(3, 1)])

    assert (both.count("  ERRORED  "), both.count("  FAILED  ")) == (1, 3)
