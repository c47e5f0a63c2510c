"""A run with very many failures tells a few in full and names the others; a selection is told in full."""

from building import made, result
from click import unstyle

from backupspec.report.brief import IN_FULL, MOST_IN_FULL, MOST_REASONS
from backupspec.report.terminal import in_words
from backupspec.suite.verdicts import Failure, Result

AGAIN = ("backupspec", "run", "python:a:b")


def failing(number: int, reasons: int) -> list[Result]:
    """Make failures at different steps, under a few clauses, for so many different reasons."""
    return [
        result(
            "failed",
            f"REM-0{1 + at % 3}.{at:02}",
            failure=Failure(
                clause=f"REM-0{1 + at % 3}",
                reason=f"expected {at % reasons}; came nothing",
                step=f"Then step {at}",
                expected=f"{at % reasons}",
                came="nothing",
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
    reasons = {each.id: each.failure.reason for each in results if each.failure is not None}
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
            failure=Failure(clause="REM-01", reason=f"lacks {min(at, number - 1):02}"),
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
    other = Failure(clause="REM-01", reason="there is no turn_on")
    assert told([result("untestable", failure=other)]).startswith("UNTESTABLE  1 scenario: there is no turn_on\n")

    ended_at = Failure(clause="REM-01", reason="there is no turn_on", missing="turn_on", needs=("turn_on", "turn_off"))

    first = "UNTESTABLE  1 scenario: there is no turn_on, the first thing missing\n"
    assert told([result("untestable", failure=ended_at)]).startswith(first)
