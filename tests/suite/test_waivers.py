"""Files of waivers: what is refused, each with its line, and what a waiver covers."""

from datetime import date

import pytest
from msgspec import structs

from backupspec.policy.mistakes import PolicyMistakes
from backupspec.report.waivers import State, Waiver, read_waivers, what_they_did, with_waivers
from backupspec.world.verdicts import Failure, Result, Verdict, Violation

KNOWN = ("REM-01.01", "REM-01.02/a", "REM-01.02/b", "I14", "I15")
INVARIANTS = ("I14", "I15")
LAST_DAY = date(2026, 12, 31)
GOOD = """\
waivers:
  - id: REM-01.01
    reason: Mended in 2.1
    owner: Ann Lee
    link: https://acme.example/7
    expires: 2026-12-31
"""


def test_good_file() -> None:
    """A file of waivers is read as it is written."""
    assert read_waivers(GOOD, "w.yaml", KNOWN, LAST_DAY) == (
        Waiver(
            id="REM-01.01",
            reason="Mended in 2.1",
            owner="Ann Lee",
            link="https://acme.example/7",
            expires="2026-12-31",
        ),
    )
    assert read_waivers("waivers: []\n", "w.yaml", KNOWN, LAST_DAY) == ()


def mistakes(text: str, today: date | None = LAST_DAY) -> list[str]:
    """Tell what is wrong with a file."""
    with pytest.raises(PolicyMistakes) as caught:
        read_waivers(text, "w.yaml", KNOWN, today)
    return [str(mistake) for mistake in caught.value.mistakes]


@pytest.mark.parametrize(
    ("good", "bad", "told"),
    [
        ("REM-01.01", "REM-01.03", "w.yaml:2: waivers[REM-01.03].id: there is no scenario or invariant 'REM-01.03'"),
        ("REM-01.01", "rem-01.01", "(perhaps REM-01.01 is meant)"),
        ("REM-01.01", "I16", "there is no scenario or invariant 'I16'"),
        ("REM-01.01", "REM-01", "'REM-01' is more than one scenario; allowed: the id of each that fails"),
        ("REM-01.01", "REM-01.02", "'REM-01.02' is more than one scenario; allowed: the id of each that fails"),
        ("Mended in 2.1", "", "w.yaml:3: waivers[REM-01.01].reason: it is not filled in; allowed: why it fails"),
        ("Mended in 2.1", "' '", "w.yaml:3: waivers[REM-01.01].reason: ' ' is not allowed"),
        ("    owner: Ann Lee\n", "", "w.yaml:2: waivers[REM-01.01].owner: it is missing; allowed: who answers for it"),
        ("Ann Lee", "7", "w.yaml:4: waivers[REM-01.01].owner: the number 7 is not allowed"),
        ("https://acme.example/7", "ACME-7", "w.yaml:5: waivers[REM-01.01].link: 'ACME-7' is not allowed"),
        ("2026-12-31", "", "w.yaml:6: waivers[REM-01.01].expires: it is not filled in; allowed: the last day"),
        ("2026-12-31", "31.12.2026", "w.yaml:6: waivers[REM-01.01].expires: '31.12.2026' is not allowed"),
        ("2026-12-31", "2027-02-29", "w.yaml:6: waivers[REM-01.01].expires: there is no day '2027-02-29'"),
        ("expires:", "until:", "w.yaml:6: waivers[REM-01.01].until: there is no such member"),
        ("waivers:\n", "waiver:\n", "w.yaml:1: waiver: there is no such member (perhaps waivers is meant)"),
        (GOOD, "", "w.yaml:1: the file holds nothing; allowed: waivers: and a list of them"),
    ],
)
def test_what_is_refused(good: str, bad: str, told: str) -> None:
    """A file in which one thing is wrong is refused, and told where and what would be right."""
    assert good in GOOD

    assert any(told in mistake for mistake in mistakes(GOOD.replace(good, bad)))


def test_waived_twice() -> None:
    """Nobody can tell which of two waivers of one thing holds."""
    twice = GOOD + GOOD.removeprefix("waivers:\n").replace("Ann Lee", "Bob")

    [told] = mistakes(twice)

    assert told.startswith("w.yaml:7: waivers[REM-01.01].id: 'REM-01.01' is waived a second time (first on line 2); ")


def test_last_day() -> None:
    """A waiver holds on its last day, and no day longer."""
    assert len(read_waivers(GOOD, "w.yaml", KNOWN, LAST_DAY)) == 1

    [told] = mistakes(GOOD, date(2027, 1, 1))

    assert told.startswith("w.yaml:6: waivers[REM-01.01].expires: it expired on 2026-12-31, and today is 2027-01-01; ")


def test_without_a_day_nothing_expires() -> None:
    """Whoever only asks whether a file is well written is told the same on every day."""
    assert len(read_waivers(GOOD, "w.yaml", KNOWN)) == 1
    assert len(read_waivers(GOOD.replace("2026", "2001"), "w.yaml", KNOWN)) == 1


def test_all_mistakes_at_once() -> None:
    """Of a list that was made and not filled in, each gap is told."""
    gaps = "waivers:\n  - id: REM-01.01\n    reason:\n    owner:\n    link:\n    expires:\n"

    assert [mistake.split(":")[1] for mistake in mistakes(gaps)] == ["3", "4", "5", "6"]
    assert all("it is not filled in" in mistake for mistake in mistakes(gaps))


def test_a_waiver_for_each_scenario() -> None:
    """A list of two thousand can be read: no implementation is too far off to begin with one."""
    known = [f"REM-01.{number}" for number in range(2_000)]
    entry = GOOD.removeprefix("waivers:\n")
    text = "waivers:\n" + "".join(entry.replace("REM-01.01", id_) for id_ in known)

    assert len(read_waivers(text, "w.yaml", known, LAST_DAY)) == len(known)


def waiver(id_: str) -> Waiver:
    """Make a waiver."""
    return Waiver(id=id_, reason="r", owner="o", link="https://l", expires="2026-12-31")


def ended(
    verdict: Verdict, id_: str = "REM-01.01", *, broken: tuple[str, ...] = (), step: str | None = "Then it holds"
) -> Result:
    """Make a result: of a failure, the invariants that were broken and the step that did not hold."""
    violations = tuple(Violation(invariant=each, clause="SCH-01", expected="a", actual="b") for each in broken)
    failure = Failure(kind="invariant", clause="REM-01", step=step, violations=violations)
    return Result(
        id=id_,
        clauses=("REM-01",),
        title="t",
        feature="f",
        line=1,
        verdict=verdict,
        seconds=0,
        failure=None if verdict == "passed" else failure,
    )


@pytest.mark.parametrize("verdict", ["passed", "errored", "untestable", "not_applicable"])
def test_only_a_failure_can_be_waived(verdict: Verdict) -> None:
    """What was not judged is not waived: nobody knows what would be."""
    assert [each.verdict for each in with_waivers([ended("failed")], [waiver("REM-01.01")])] == ["waived"]

    assert [each.verdict for each in with_waivers([ended(verdict)], [waiver("REM-01.01")])] == [verdict]


def test_a_contract_that_was_broken_afterwards_is_not_waived() -> None:
    """A failure after which the world could not be closed stays failed: a waiver covers what broke the policy, and not the contract."""
    failed = ended("failed")
    assert failed.failure is not None
    assert with_waivers([failed], [waiver("REM-01.01")])[0].verdict == "waived"

    then = Failure(kind="contract", clause="REM-01", during="closing", reason="it hangs")
    unclosed = structs.replace(failed, failure=structs.replace(failed.failure, then=then))

    assert with_waivers([unclosed], [waiver("REM-01.01")])[0].verdict == "failed"


def test_another_scenario_is_not_waived() -> None:
    """A waiver of one row covers no other."""
    results = [ended("failed", "REM-01.02/a"), ended("failed", "REM-01.02/b")]

    assert [each.verdict for each in with_waivers(results, [waiver("REM-01.02/a")])] == ["waived", "failed"]


@pytest.mark.parametrize(
    ("broken", "step", "verdict"),
    [
        (("I14",), None, "waived"),
        (("I14", "I14"), None, "waived"),
        (("I14", "I15"), None, "failed"),
        (("I15",), None, "failed"),
        (("I14",), "Then the phone shows no prompt", "failed"),
        ((), "Then the phone shows no prompt", "failed"),
    ],
    ids=["it-alone", "it-twice", "another-too", "another", "a-step-too", "a-step"],
)
def test_waiver_of_an_invariant(broken: tuple[str, ...], step: str | None, verdict: Verdict) -> None:
    """A scenario is waived that failed by an invariant which is waived, and by nothing else."""
    [result] = with_waivers([ended("failed", broken=broken, step=step)], [waiver("I14")])

    assert result.verdict == verdict


def test_waivers_of_all_invariants_that_failed() -> None:
    """A scenario that failed by two invariants is waived if both are."""
    failed = ended("failed", broken=("I14", "I15"), step=None)
    assert with_waivers([failed], [waiver("I14")])[0].verdict == "failed"

    assert with_waivers([failed], [waiver("I14"), waiver("I15")])[0].verdict == "waived"


def state(results: list[Result], id_: str, *, whole: bool = True) -> State:
    """Tell what one waiver did."""
    waivers = [waiver(id_)]
    [did] = what_they_did(with_waivers(results, waivers), waivers, INVARIANTS, whole=whole)
    return did.state


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        ("failed", "covers"),
        ("passed", "covers_nothing"),
        ("errored", "not_judged"),
        ("untestable", "not_judged"),
        ("not_applicable", "not_run"),
    ],
)
def test_what_a_waiver_of_a_scenario_did(verdict: Verdict, expected: State) -> None:
    """A waiver of what passes covers nothing; of what was not judged, nothing can be said."""
    assert state([ended(verdict)], "REM-01.01") == expected


def test_what_was_not_run_is_not_held_against_a_waiver() -> None:
    """In a selection, waivers of other scenarios are as they were."""
    assert state([ended("failed", "REM-01.02/a")], "REM-01.01", whole=False) == "not_run"


def test_invariant_that_holds_in_a_whole_run() -> None:
    """That an invariant held throughout can be said of a run in which all was judged, and of no other."""
    broken = [ended("failed", broken=("I14",), step=None), ended("passed", "REM-01.02/a")]
    passed = [ended("passed"), ended("failed", "REM-01.02/a")]
    assert (state(broken, "I14"), state(passed, "I14")) == ("covers", "covers_nothing")

    assert state(passed, "I14", whole=False) == "not_run"
    assert state([*passed, ended("untestable", "REM-01.02/b")], "I14") == "not_run"
    assert state([*passed, ended("errored", "REM-01.02/b")], "I14") == "not_run"


def test_invariant_that_is_broken_where_more_is() -> None:
    """A waiver of an invariant is of use while it is broken anywhere, though it covers no scenario."""
    failed = [ended("failed", broken=("I14",), step="Then it holds")]
    waivers = [waiver("I14")]

    [did] = what_they_did(with_waivers(failed, waivers), waivers, INVARIANTS, whole=True)

    assert (did.state, did.covers) == ("covers", ())
