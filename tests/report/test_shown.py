"""Text that came from an implementation, in JUnit XML and in a terminal."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from building import made, result
from click import unstyle

from backupspec.contract.implementation import Exchanged
from backupspec.report.junit import junit
from backupspec.report.terminal import MOST_NAMED, in_words
from backupspec.text import shown
from backupspec.world.verdicts import Failure, Result, Verdict

HOSTILE = "\x1b[2J\x00\u202e</failure><script>&\ud800\r\n"


def hostile() -> Result:
    """Make a failure of which every word is hostile."""
    return result(
        "failed",
        failure=Failure(
            kind="mismatch",
            clause="REM-01",
            step=HOSTILE,
            expected=HOSTILE,
            actual=HOSTILE,
            where=HOSTILE,
            exchange=Exchanged(operation=HOSTILE, sent=HOSTILE, received=HOSTILE),
            then=Failure(kind="contract", clause=HOSTILE, during="closing", reason=HOSTILE),
            commands=({"phone": HOSTILE},),
        ),
    )


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x7f", "\x9b", "\u202e", "\u200b", "\ud800", "\ufeff", "\r"])
def test_characters_that_act_or_hide_are_spelled_out(character: str) -> None:
    """A control character is shown as its number; letters of any script stay."""
    assert shown("Ünïcode 中文 ok") == "Ünïcode 中文 ok"
    assert shown(f"a{character}b") == f"a\\u{ord(character):04x}b"


def test_hostile_text_in_junit_stays_text() -> None:
    """Whatever an implementation answers, junit.xml is XML and holds it as text."""
    tree = ET.fromstring(junit(made([hostile()])))

    [failure] = tree.iter("failure")
    assert "<script>" in (failure.text or "")


def test_hostile_text_in_the_terminal_cannot_act() -> None:
    """Whatever an implementation answers, no control character of it reaches the terminal."""
    text = in_words(made([hostile()]), ("backupspec", "run", "reference"))

    assert not [character for character in ("\x1b[2J", "\x00", "\u202e", "\r") if character in text]
    text.encode("utf-8")


def test_junit_counts() -> None:
    """A failure is a failure, an error an error, and a skip has its reason."""
    verdicts = ["passed", "failed", "errored", "untestable", "not_applicable"]
    results = [result(verdict, f"REM-01.{at:02}") for at, verdict in enumerate(verdicts, 1)]  # type: ignore[arg-type]

    root = ET.fromstring(junit(made(results)))

    assert {name: root.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "5",
        "failures": "1",
        "errors": "1",
        "skipped": "2",
    }
    assert [skip.get("message") for skip in root.iter("skipped")] == ["untestable: because", "not applicable: because"]


def test_failure_says_all_that_is_needed() -> None:
    """A failure names the clause and its sentence, the scenario, the step, both sides, the commands, and how to see it again."""
    failure = Failure(
        kind="mismatch",
        clause="REM-01",
        step="Then no prompt shows",
        expected="no prompt",
        actual="a prompt",
        where="phones > Ann's phone > prompts",
        commands=({"command": "add_phone", "phone": "p"},),
    )
    told = result("failed", failure=failure)

    text = in_words(made([told]), ("backupspec", "run", "python:a b:c"))

    for part in (
        "FAILED  REM-01.01  A title",
        "REM-01: The sentence of REM-01.",
        "features/a.feature:1",
        "backupspec clauses --clause REM-01.01",
        "    step      Then no prompt shows\n",
        "    expected  no prompt\n",
        "    actual    a prompt (phones > Ann's phone > prompts)\n",
        '{"command": "add_phone", "phone": "p"}',
        "backupspec run 'python:a b:c' --clause REM-01.01",
        "Verdict: not conformant",
    ):
        assert part in text


AGAIN = ("backupspec", "run", "reference")


def about(expected: str, actual: str) -> Failure:
    """Make the reason of a scenario that does not apply."""
    return Failure(kind="not_about", clause="REM-01", expected=expected, actual=actual)


def test_what_does_not_apply_is_named() -> None:
    """What did not apply is named, a line for each reason; an outline stands for its rows where none of them applies."""
    other, kept = about("a", "b"), about("c being d", "e")
    results = [
        result("not_applicable", "REM-01.01", failure=other),
        result("not_applicable", "REM-01.02/x", failure=kept),
        result("not_applicable", "REM-01.02/y", failure=kept),
        result("not_applicable", "REM-01.03/x", failure=kept),
        result("passed", "REM-01.03/y"),
    ]
    text = unstyle(in_words(made(results), AGAIN))

    assert text.startswith("NOT APPLICABLE  4 scenarios, about\n")
    assert "    a, not b: REM-01.01\n    c being d, not e: REM-01.02, REM-01.03/x\n" in text


@pytest.mark.parametrize(
    ("folder", "where"),
    [(None, "with --report DIR, report.json names them"), (Path("report"), "report.json names them")],
    ids=["no-report", "report"],
)
def test_of_much_that_does_not_apply_the_number_is_told(folder: Path | None, where: str) -> None:
    """As many as may be named are; one more, and a whole run tells in one line how many there are and where, but a selection names all."""
    results = [result("not_applicable", f"REM-01.{at:02}", failure=about("a", "b")) for at in range(1, MOST_NAMED + 2)]
    few, selected = made(results[:-1]), made(results, selection=("REM-01",))
    assert "  a, not b: REM-01.01, " in unstyle(in_words(few, AGAIN, folder))
    assert "  a, not b: REM-01.01, " in unstyle(in_words(selected, AGAIN, folder))

    text = unstyle(in_words(made(results), AGAIN, folder))

    assert text.startswith(f"NOT APPLICABLE  {MOST_NAMED + 1} scenarios, each with its reason: {where}\n\nVerdict: ")


@pytest.mark.parametrize(
    ("verdicts", "selection", "why"),
    [
        (("passed",), ("REM-01",), "only REM-01 was run"),
        (("passed", "untestable"), (), "1 scenario could not be tested"),
        (("untestable", "untestable"), ("REM-01",), "only REM-01 was run, and 2 scenarios could not be tested"),
    ],
    ids=["selection", "untestable", "both"],
)
def test_partial_says_all_that_makes_it_so(verdicts: tuple[Verdict, ...], selection: tuple[str, ...], why: str) -> None:
    """What was not run and what could not be tested are both told."""
    results = [result(verdict, f"REM-01.{at:02}") for at, verdict in enumerate(verdicts, 1)]

    assert f"  why       {why}\n" in unstyle(in_words(made(results, selection=selection), AGAIN))


def test_where_all_applies_nothing_is_said_of_it() -> None:
    """A run in which every scenario applied begins with its verdict."""
    assert unstyle(in_words(made([result("passed")]), AGAIN)).startswith("Verdict: conformant\n")


def test_what_is_declared_otherwise_is_told() -> None:
    """A reading other than the one picked is told as what the page says, how we read it, and because of what."""
    assert "DECLARED" not in in_words(made([result("passed")]), AGAIN)

    text = unstyle(in_words(made([result("passed")], choices={"backups_kept": "3"}), AGAIN))

    assert (
        "DECLARED  backups_kept: 3\n"
        "  question       How many backups stay in OneDrive? (DEL-07)\n"
        "  the page says  A backup can be deleted for good in OneDrive.\n"
        "  we read        The newest of each phone, up to 3; a new one takes the place of the oldest.\n"
        "  because        The implementation declares it; this specification picks every_one.\n"
    ) in text
    assert "  choices   backups_kept: 3\n" in text


def test_junit_skips_what_does_not_apply() -> None:
    """In JUnit it is skipped, with the reason."""
    results = [result("not_applicable", failure=about("a", "b")), result("passed", "REM-01.02")]

    cases = ET.fromstring(junit(made(results))).iter("testcase")

    assert [[skipped.get("message") for skipped in case.iter("skipped")] for case in cases] == [
        ["not applicable: it is about a, not b"],
        [],
    ]


def test_junit_names_the_clause_that_another_scenario_broke() -> None:
    """A case stands under its scenario's clause; where the failure is of another, the message says of which."""

    def message(clause: str) -> str | None:
        failed = result("failed", failure=Failure(kind="contract", clause=clause, reason="because"))
        [failure] = ET.fromstring(junit(made([failed]))).iter("failure")
        return failure.get("message")

    assert message("REM-01") == "failed: because"
    assert message("SCH-01") == "failed by SCH-01: because"


def test_a_crash_is_told_once() -> None:
    """What stands in lines of its own, the step and what the program wrote last, is not said again in the reason."""
    crashed = Failure(
        kind="contract",
        clause="REM-01",
        step="When an hour passes",
        reason="the program ended with exit code 7",
        cause="ended",
        log=("boom",),
    )

    text = unstyle(in_words(made([result("errored", failure=crashed)]), AGAIN))

    assert "    reason    the program ended with exit code 7\n" in text
    assert (text.count("boom"), text.count("When an hour passes")) == (1, 1)
