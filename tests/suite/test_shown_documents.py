"""Documents are checked once each, and no more of them is kept than there is room for."""

import json

import pytest

from backupspec.manifest.problems import Problem
from backupspec.manifest.verifying import Checked
from backupspec.world.documents import LARGE, MOST_PROBLEMS, OUR_OWN_LIMIT, Kept, checked_manifest, clause_of


def told(rule: str = "whole.required", pointer: str = "/parts", why: str = "PRV-01, CON-00: why") -> Problem:
    """Make a problem."""
    return Problem(pointer=pointer, rule=rule, expected="this", found="that", why=why)


def kept(most: int, *problems: Problem) -> tuple[Kept, list[bytes]]:
    """Make a check that tells these problems of every document, and the list of what was checked."""
    checked: list[bytes] = []

    def check(data: bytes) -> Checked:
        checked.append(data)
        return Checked(data, problems, frozenset())

    return Kept(check, most), checked


def test_each_document_is_checked_once() -> None:
    """What is shown again is not checked again."""
    check, checked = kept(100)

    assert [check("one"), check("two"), check("one")] == [check("one"), check("two"), check("one")]
    assert checked == [b"one", b"two"]


def test_the_newest_documents_are_kept_as_far_as_there_is_room() -> None:
    """What was asked for longest ago goes first; one that is larger than the room there is stays until the next comes."""
    check, checked = kept(100)
    for text in ("a" * 40, "b" * 40, "a" * 40, "c" * 40):
        check(text)
    assert check.weight == 80
    check("a" * 40)
    assert len(checked) == 3

    check("d" * 1_000)
    assert check.weight == 1_000
    check("e")
    assert check.weight == 1


def test_of_a_large_document_that_is_wrong_only_the_problems_are_kept() -> None:
    """Thirty such documents of 30 MB each take no more room than thirty small ones, and are checked once each."""
    check, checked = kept(10 * LARGE, *(told(pointer=f"/{number}") for number in range(2 * MOST_PROBLEMS)))
    texts = [f"{number:02}" * LARGE for number in range(3)]
    for text in (*texts, *texts):
        found = check(text)
        assert found.value is None
        assert len(found.problems) == MOST_PROBLEMS

    assert len(checked) == len(texts)
    assert check.weight < LARGE


def test_our_own_limit_is_no_problem_of_a_document() -> None:
    """Only a reader who restores has to know what is critical."""
    extended = {"extensions": {"critical": ["com.vendor.x"], "com.vendor.x": 1}}
    check, _ = kept(100, told(OUR_OWN_LIMIT))

    assert check(json.dumps(extended)).problems == ()
    assert check(json.dumps(extended)).value is not None


def test_what_is_no_text_is_told_as_a_problem() -> None:
    """Half of a character is no JSON."""
    [problem] = checked_manifest('{"a":"\ud800"}').problems

    assert problem.rule == "not-utf-8"


@pytest.mark.parametrize(
    ("problem", "document", "clause"),
    [
        pytest.param(told(), "manifest", "GEN-03", id="a member is missing"),
        pytest.param(told(), "catalogue", "DEL-07", id="a member of a catalogue is missing"),
        pytest.param(told("whole.additionalProperties", "/mood"), "manifest", "GEN-03", id="a member too many"),
        pytest.param(told("whole.additionalProperties", "/Ad_ID"), "manifest", "PRV-01", id="an advertising id"),
        pytest.param(told("whole.additionalProperties", "/road"), "manifest", "GEN-03", id="no advertising id"),
        pytest.param(told("whole.required", "/purposes"), "manifest", "GEN-03", id="no purposes"),
        pytest.param(told("purposes.each.enum", "/purposes/1"), "manifest", "PRV-01", id="another purpose"),
        pytest.param(told("parts", why="REM-01: why"), "manifest", "REM-01", id="the clause of the rule"),
        pytest.param(told("not-json", "", "no clause"), "manifest", "GEN-03", id="no manifest"),
        pytest.param(told("not-json", "", "no clause"), "catalogue", "DEL-07", id="no catalogue"),
    ],
)
def test_problems_stand_under_the_clause_that_they_are_about(problem: Problem, document: str, clause: str) -> None:
    """A document that is malformed makes no backup: it tells nothing of privacy but by what it names."""
    assert clause_of(problem, document) == clause  # type: ignore[arg-type]
