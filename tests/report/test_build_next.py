"""What to build next: the hook or command that opens the most clauses, from what scenarios need and what is missing."""

import pytest
from building import made, result
from click import unstyle

from backupspec.report.building import MOST, Next, what_next
from backupspec.report.terminal import in_words
from backupspec.world.verdicts import Failure, Result

AGAIN = ("backupspec", "run", "python:a:b")


def waiting(id_: str, missing: str | None, *needs: str) -> Result:
    """Make an untestable scenario that ended at something missing, and would need more."""
    failure = Failure(kind="missing", clause=id_[:6], missing=missing, needs=needs)
    return result("untestable", id_, failure=failure)


def step(scenarios: int, clauses: int, *build: str) -> Next:
    """Make a step."""
    return Next(build=build, scenarios=scenarios, clauses=clauses)


def test_most_clauses_come_first() -> None:
    """What opens two clauses goes before what opens three scenarios of one."""
    many = [waiting(f"REM-01.0{at}", "reset_phone", "reset_phone") for at in (1, 2, 3)]
    wide = [waiting("SCH-01.01", "sign_out", "sign_out"), waiting("SCH-02.01", "sign_out", "sign_out")]

    assert what_next([*many, *wide]) == (step(2, 2, "sign_out"), step(3, 1, "reset_phone"))


def test_what_does_not_open_anything_alone() -> None:
    """A scenario that ends at one missing command and needs another is opened by both together, and counted for neither alone."""
    alone = waiting("REM-01.01", "pause_flow_after", "pause_flow_after")
    both = waiting("SCH-01.01", "pause_flow_after", "pause_flow_after", "resume_flow")
    shows = waiting("SCH-02.01", "resume_flow", "resume_flow")
    assert what_next([alone, both]) == (step(2, 2, "pause_flow_after"),)

    assert what_next([alone, both], ["resume_flow"])[0] == step(1, 1, "pause_flow_after")
    assert what_next([alone, both], ["resume_flow"])[1] == step(1, 1, "resume_flow")
    assert what_next([both], ["resume_flow"]) == (step(1, 1, "pause_flow_after", "resume_flow"),)
    assert what_next([both, shows]) == (step(1, 1, "resume_flow"), step(1, 1, "pause_flow_after"))


def test_each_step_counts_on_those_before_it() -> None:
    """What the second step opens is counted as if the first had been made."""
    results = [
        waiting("REM-01.01", "controls", "controls"),
        waiting("REM-02.01", "controls", "controls"),
        waiting("SCH-01.01", "choose_upload", "choose_upload", "controls"),
        waiting("SCH-02.01", "choose_upload", "choose_upload"),
    ]

    assert what_next(results) == (step(2, 2, "controls"), step(2, 2, "choose_upload"))


def test_at_most_ten() -> None:
    """A list of what to do is short."""
    results = [waiting(f"REM-01.{at:02}", f"command_{at:02}", f"command_{at:02}") for at in range(1, 20)]
    assert len(results) > MOST

    assert len(what_next(results)) == MOST


@pytest.mark.parametrize("verdict", ["passed", "failed", "errored", "not_applicable"])
def test_only_what_is_untestable_waits(verdict: str) -> None:
    """What passed, failed, erred or did not apply waits for nothing."""
    failure = Failure(kind="missing", clause="REM-01", missing="reset_phone", needs=("reset_phone",))
    assert what_next([result("untestable", failure=failure)]) == (step(1, 1, "reset_phone"),)

    assert what_next([result(verdict, failure=failure)], ["reset_phone"]) == ()  # type: ignore[arg-type]


def test_the_terminal_ends_with_it() -> None:
    """The last thing that a newcomer reads is what to build next; where nothing is missing, it is the verdict."""
    assert "Build next" not in in_words(made([result("passed")]), AGAIN)

    text = unstyle(in_words(made([waiting("REM-01.01", "reset_phone", "reset_phone")]), AGAIN))

    assert text.endswith("each with those above it\n  reset_phone: opens 1 scenario of 1 clause\n")
