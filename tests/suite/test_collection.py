"""The pytest plugin, seen from outside: what is collected, what ends how, and that no fault of a suite can pass for green."""

import sys
from collections import Counter

import pytest

import backupspec.suite.plugin  # noqa: F401 - imported once here, not once in each inner run

pytest_plugins = ("pytester",)

INI = """
[pytest]
backupspec_steps = own_steps
backupspec_features = features
"""

CONFTEST = """
import os

from backupspec.world.verdicts import Failure
from backupspec.world.world import World


class FakeWorld(World):
    def __init__(self):
        self.violations = []

    @property
    def now(self):
        class Nothing:
            phones = {}
        return Nothing

    def commands(self):
        yield {"command": "turn_on"}

    def outcomes(self):
        yield {"outcome": "refused", "reason": "phone_is_off"}

    def close(self):
        pass


class FakeSetting:
    def inapplicable(self, scenario):
        about = {"expected": scenario.profiles[0], "actual": "another"} if scenario.profiles else None
        return about and Failure(kind="not_about", clause=scenario.clauses[0], **about)

    def open_world(self, scenario, around=None):
        return FakeWorld()

    def needs(self, scenario, definitions):
        return ("count",)

    def close(self):
        pass


def pytest_backupspec_setting(config):
    return FakeSetting()


def pytest_runtest_logreport(report):
    if report.when == "call" and "PYTEST_XDIST_WORKER" not in os.environ:
        for name, result in report.user_properties:
            with open("results.txt", "a") as file:
                print(result["id"], result["verdict"], result["title"], file=file)
"""

STEPS = """
from pytest_bdd import given, parsers, then, when
from backupspec.world.verdicts import Mismatch, Untestable


@given(parsers.parse("{count:d} phones"), target_fixture="phones")
def _(count):
    return count


@when(parsers.parse("{count:d} more come"), target_fixture="sum")
def _(phones, count):
    return phones + count


@then(parsers.parse("there are {count:d}"))
def _(sum, count):
    if count == 99:
        raise Untestable("the implementation can't count so far")
    if count == 77:
        raise ValueError("out of\\nrange")
    assert sum == count, Mismatch(f"{count} phones", sum)
"""

COUNTING = """
Feature: Counting
  @AB-01 @behaviour
  Rule: Phones add up
    @AB-01.01
    Scenario: They add up
      Given 1 phones
      When 2 more come
      Then there are 3
    @AB-01.02
    Scenario Outline: <more> and 1 are <all>
      Given 1 phones
      When <more> more come
      Then there are <all>
      Examples:
        | more | all |
        | 4    | 5   |
        | 5    | 6   |
  @AB-02 @behaviour
  Rule: Phones are counted one by one
    @AB-02.01
    Scenario: Two of them
      Given 0 phones
      When 2 more come
      Then there are 2
"""

OTHER = """
Feature: Other
  @CD-01 @label
  Rule: Other phones are phones
    @CD-01.01
    Scenario: They are counted, too
      Given 3 phones
      When 2 more come
      Then there are 5
"""

ALL = ("AB-01.01", "AB-01.02/4", "AB-01.02/5", "AB-02.01", "CD-01.01")
COUNTING_PATH = "features/area/counting.feature"


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A small suite of its own: two features, three steps. It knows nothing of the run that it is part of."""
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    pytester.syspathinsert()
    pytester.makeini(INI)
    pytester.makeconftest(CONFTEST)
    pytester.mkpydir("own_steps")
    _write(pytester, "own_steps/phones.py", STEPS)
    _write(pytester, COUNTING_PATH, COUNTING)
    _write(pytester, "features/other.feature", OTHER)
    return pytester


def _write(project: pytest.Pytester, path: str, text: str) -> None:
    target = project.path / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text)


def _change(project: pytest.Pytester, path: str, old: str, new: str) -> None:
    before = (project.path / path).read_text()
    assert old in before
    _write(project, path, before.replace(old, new, 1))


def _run(project: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    """Run pytest in this process, and forget the results of the run before."""
    (project.path / "results.txt").unlink(missing_ok=True)
    for name in [name for name in sys.modules if name.partition(".")[0] == "own_steps"]:
        del sys.modules[name]
    return project.runpytest_inprocess("-p", "backupspec.suite", "-p", "no:randomly", *arguments)


def _results(project: pytest.Pytester) -> list[list[str]]:
    path = project.path / "results.txt"
    return [line.split(" ", 2) for line in path.read_text().splitlines()] if path.exists() else []


def _ids(project: pytest.Pytester) -> list[str]:
    return [identity for identity, _, _ in _results(project)]


def test_each_pickle_has_exactly_one_result(project: pytest.Pytester) -> None:
    """Each scenario, and each row, is collected, run and told once; the node ids name them."""
    run = _run(project, "features", "-v")

    run.assert_outcomes(passed=len(ALL))
    assert Counter(_ids(project)) == Counter(ALL)
    for identity in ALL[:4]:
        run.stdout.fnmatch_lines([f"{COUNTING_PATH}::{identity} PASSED*"])


def test_each_pickle_has_exactly_one_result_in_two_processes(project: pytest.Pytester) -> None:
    """Results reach the controller."""
    run = project.runpytest_subprocess("-p", "backupspec.suite", "-n", "2", "features")

    run.assert_outcomes(passed=len(ALL))
    assert Counter(_ids(project)) == Counter(ALL)


def test_two_scenarios_of_one_name_under_different_rules_both_run(project: pytest.Pytester) -> None:
    """pytest-bdd runs only one of them."""
    _run(project, "features").assert_outcomes(passed=len(ALL))
    _change(project, COUNTING_PATH, "Scenario: Two of them", "Scenario: They add up")

    _run(project, "features").assert_outcomes(passed=len(ALL))

    assert [identity for identity, _, title in _results(project) if title == "They add up"] == ["AB-01.01", "AB-02.01"]


OUTLINE_ROWS = "        | 4    | 5   |\n        | 5    | 6   |\n"
TWO_STEPS = "      Given 0 phones\n      When 2 more come\n      Then there are 2\n"
FAULTS = {
    "an async step": (
        ("own_steps/phones.py", "def _(phones, count)", "async def _(phones, count)"),
        "own_steps/phones.py:12: @when('{count:d} more come') is async*",
    ),
    "an async step that asserts": (
        ("own_steps/phones.py", "def _(sum, count)", "async def _(sum, count)"),
        "own_steps/phones.py:17: @then('there are {count:d}') is async*",
    ),
    "a step that yields": (
        ("own_steps/phones.py", "return phones + count", "yield phones + count"),
        "own_steps/phones.py:12: @when('{count:d} more come') yields*",
    ),
    "two definitions that match one sentence": (
        ("own_steps/phones.py", "\n@then(", "\n@when('2 more come')\ndef _(phones):\n    pass\n\n\n@then("),
        f"{COUNTING_PATH}:8: ambiguous step `When 2 more come`, which 2 definitions match:",
    ),
    "a sentence defined twice": (
        (
            "own_steps/phones.py",
            "\n@then(",
            "\n@given(parsers.parse('{count:d} phones'))\ndef _(count):\n    pass\n\n\n@then(",
        ),
        "own_steps/phones.py:17: @given('{count:d} phones') is defined already at own_steps/phones.py:7",
    ),
    "Examples without rows": (
        (COUNTING_PATH, OUTLINE_ROWS, ""),
        f"{COUNTING_PATH}:15: these Examples have no rows*",
    ),
    "a scenario without steps": (
        (COUNTING_PATH, TWO_STEPS, ""),
        f"{COUNTING_PATH}:22: this scenario has no steps*",
    ),
    "an undefined step": (
        (COUNTING_PATH, "Given 0 phones", "Given no phones"),
        f"{COUNTING_PATH}:23: undefined step `Given no phones`; the closest definitions:",
    ),
    "a Then without an assertion": (
        ("own_steps/phones.py", "    assert sum == count, Mismatch(f", "    print(f"),
        "own_steps/phones.py:17: @then('there are {count:d}') holds no assert*",
    ),
    "a Then that returns": (
        ("own_steps/phones.py", "    assert sum == count, Mismatch(f", "    return sum == count, (f"),
        "own_steps/phones.py:17: @then('there are {count:d}') holds no assert*",
    ),
    "a scenario without an id": (
        (COUNTING_PATH, "    @AB-02.01\n", ""),
        f"{COUNTING_PATH}:21: a scenario has one id tag, such as @AB-02.01; this one has none",
    ),
    "an id used in the same file": (
        (COUNTING_PATH, "@AB-01.02", "@AB-01.01"),
        f"{COUNTING_PATH}:11: id AB-01.01 is used in line 6 already*",
    ),
    "an id of another clause": (
        (COUNTING_PATH, "@AB-02.01", "@AB-01.03"),
        f"{COUNTING_PATH}:22: id AB-01.03 belongs to another clause*",
    ),
    "a clause and an id used in another file": (
        ("features/third.feature", None, OTHER),
        "features/third.feature:6: id CD-01.01 is used already at features/other.feature:6",
    ),
    "a feature with another ending": (
        ("features/other.Feature", None, OTHER),
        "features/other.Feature:1: nothing runs this feature*",
    ),
    "a feature in a folder that pytest skips": (
        ("features/build/third.feature", None, OTHER.replace("CD", "EF")),
        "features/build/third.feature:1: nothing runs this feature*",
    ),
    "a definition that nothing uses": (
        ("own_steps/idle.py", None, "from pytest_bdd import when\n\n\n@when('all rest')\ndef _():\n    pass\n"),
        "own_steps/idle.py:5: no step uses @when('all rest')*",
    ),
    "an unknown profile": (
        (COUNTING_PATH, "@AB-02.01", "@AB-02.01 @profile:windows-phone-9"),
        f"{COUNTING_PATH}:22: unknown profile windows-phone-9; the profiles are windows-phone-8.1, windows-phone-8",
    ),
}
"""What must never pass: which file is changed how (no old text: it is new), and the message."""


@pytest.mark.parametrize("fault", FAULTS)
def test_no_fault_of_the_suite_passes_for_green(project: pytest.Pytester, fault: str) -> None:
    """Without the fault all pass; with it nothing runs, and the message leads to its place."""
    (path, old, new), message = FAULTS[fault]
    _run(project, "features").assert_outcomes(passed=len(ALL))

    if old is None:
        _write(project, path, new)
    else:
        _change(project, path, old, new)
    run = _run(project, "features")

    assert run.ret == pytest.ExitCode.INTERRUPTED
    assert _results(project) == []
    run.stdout.fnmatch_lines([message])
    run.stdout.no_fnmatch_line("*Traceback*")


def _fail(project: pytest.Pytester, expected: str) -> None:
    _change(project, COUNTING_PATH, "Then there are 2", expected)


def test_a_failure_is_told_without_a_traceback(project: pytest.Pytester) -> None:
    """The clause and its sentence, the scenario, the step, what was expected and actual, the commands as JSON lines."""
    _run(project, "features").assert_outcomes(passed=len(ALL))
    _fail(project, "Then there are 4")

    run = _run(project, "features")

    run.assert_outcomes(passed=4, failed=1)
    run.stdout.fnmatch_lines(
        [
            "*__ AB-02.01 Two of them __*",
            "failed    expected 4 phones; actual 2",
            "clause    AB-02: Phones are counted one by one",
            f"scenario  AB-02.01: Two of them ({COUNTING_PATH}:22)",
            "step      Then there are 4",
            "expected  4 phones",
            "actual    2",
            "commands:",
            '  {"command": "turn_on"} -> refused: phone_is_off',
        ],
        consecutive=True,
    )


@pytest.mark.parametrize(
    ("then", "outcome", "verdict", "line"),
    [
        ("Then there are 77", "failed", "errored", "errored   ValueError: out of range"),
        (
            "Then there are 99",
            "skipped",
            "untestable",
            "SKIPPED*counting.feature:22: untestable: the implementation can't count so far",
        ),
    ],
)
def test_errored_is_a_failure_and_untestable_a_skip(
    project: pytest.Pytester, then: str, outcome: str, verdict: str, line: str
) -> None:
    """Each with its reason."""
    _fail(project, then)

    run = _run(project, "features", "-rs")

    run.assert_outcomes(passed=4, **{outcome: 1})
    assert ["AB-02.01", verdict, "Two of them"] in _results(project)
    run.stdout.fnmatch_lines([line])


def test_what_does_not_apply_is_skipped_with_the_reason(project: pytest.Pytester) -> None:
    """And has a result, too."""
    _change(project, COUNTING_PATH, "@AB-02.01", "@AB-02.01 @profile:windows-phone-8")

    run = _run(project, "features", "-rs")

    run.stdout.fnmatch_lines(["SKIPPED*counting.feature:22: not applicable: it is about windows-phone-8, not another"])
    assert ["AB-02.01", "not_applicable", "Two of them"] in _results(project)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["features", "-k", "AB-01.02"], ALL[1:3]),
        (["features", "-k", "two and them"], ALL[3:4]),
        (["features", "-m", "AB-01"], ALL[:3]),
        (["features", "-m", "AB-01.02"], ALL[1:3]),
        (["features", "--clause", "AB-01", "--clause", "CD-01"], (*ALL[:3], ALL[4])),
        (["features", "--strict-markers", "-W", "error"], ALL),
        ([f"{COUNTING_PATH}::AB-01.02/5"], ALL[2:3]),
        (["features/other.feature"], ALL[4:]),
        ([], ALL),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_selection_runs_what_it_names(
    project: pytest.Pytester, arguments: list[str], expected: tuple[str, ...]
) -> None:
    """By id, by title, by clause, by node id, by file: and a definition that only others use is no mistake then."""
    run = _run(project, *arguments)

    assert (run.ret, _ids(project)) == (pytest.ExitCode.OK, list(expected))


def test_the_last_failed_run_alone(project: pytest.Pytester) -> None:
    """Nobody calls the other feature forgotten."""
    _fail(project, "Then there are 4")
    _run(project, "features").assert_outcomes(passed=4, failed=1)

    _run(project, "features", "--lf")

    assert _ids(project) == ["AB-02.01"]


def test_collecting_only_runs_nothing(project: pytest.Pytester) -> None:
    """The node ids are listed."""
    run = _run(project, "features", "--collect-only", "-q")

    run.stdout.fnmatch_lines([f"{COUNTING_PATH}::AB-01.02/4", "5 tests collected*"])
    assert _results(project) == []


def test_an_unknown_clause_is_an_error(project: pytest.Pytester) -> None:
    """It never is a run of nothing."""
    run = _run(project, "features", "--clause", "AB-09", "--clause", "cd-01")

    assert run.ret == pytest.ExitCode.INTERRUPTED
    run.stdout.fnmatch_lines(
        [
            "no scenario of AB-09 (perhaps AB-02 is meant), cd-01 (perhaps CD-01 is meant) was collected; the clauses are AB-01, AB-02, CD-01"
        ]
    )


def test_a_setting_that_cannot_be_made_is_told_once(project: pytest.Pytester) -> None:
    """Before the first scenario, without a traceback."""
    _change(project, "conftest.py", "return FakeSetting()", "raise ValueError('no such target')")

    run = _run(project, "features", "--target", "nowhere")

    assert (run.ret, _results(project)) == (pytest.ExitCode.INTERRUPTED, [])
    run.stdout.fnmatch_lines(["*ERROR collecting --target nowhere*", "no such target"])
    run.stdout.no_fnmatch_line("*Traceback*")


def test_features_of_others_are_left_alone(project: pytest.Pytester) -> None:
    """One that merely lies where pytest was started is not ours."""
    _write(project, "elsewhere/foreign.feature", "Feature: Foreign\n  Scenario: Without anything\n")

    _run(project).assert_outcomes(passed=len(ALL))


def test_a_mismatch_survives_pytests_rewriting_of_assertions(project: pytest.Pytester) -> None:
    """Rewritten, the suite's own assertions would become plain text, and failures errors."""
    _change(project, "own_steps/phones.py", "def _(sum, count):", "def _(world, sum, count):\n    world.phone('Ann')")

    run = project.runpytest_subprocess("-p", "backupspec.suite", "features/other.feature")

    run.stdout.fnmatch_lines(["failed    expected Ann among the phones; actual nothing"])
