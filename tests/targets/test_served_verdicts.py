"""Over HTTP an implementation has the verdicts that it has in this process."""

from typing import Any

import pytest
from asking import POLICY, SYSTEM
from served import served, typed

from backupspec import shipped
from backupspec.faults import MINIATURES, Miniature
from backupspec.gherkin.definitions import load
from backupspec.gherkin.features import Scenario
from backupspec.suite import bare, strength
from backupspec.suite.setting import Setting
from backupspec.targets.reaching import reach


def of_clause(*clauses: str) -> list[Scenario]:
    """List the scenarios of some clauses."""
    return [each for each in strength.catalogue().scenarios if set(each.clauses) & set(clauses)]


def verdicts(target: str, scenarios: list[Scenario], profile: str = POLICY.id) -> list[tuple[Any, ...]]:
    """Judge a target, and tell all that its results say but how long they took."""
    setting = Setting(reach(target), shipped.profile(profile))
    try:
        results = bare.run(setting, scenarios, load("backupspec.steps"))
    finally:
        setting.close()
    return [(each.id, each.verdict, each.failure) for each in results]


def test_the_reference_is_judged_the_same() -> None:
    """Over HTTP the reference has the verdicts that it has in this process."""
    scenarios = of_clause("MAN-03", "DEL-01", "RST-02", "PRV-01")
    here = verdicts("reference", scenarios)
    assert len(here) > 20

    with served("reference") as url:
        assert verdicts(url, scenarios) == here


def test_the_clock_of_a_process_is_judged_the_same() -> None:
    """An implementation that reads the clock of its process has the same verdicts, and is told the time by the server."""
    some = {"REM-01.01", "REM-01.02", "REM-01.25", "REM-01.26"}
    scenarios = [each for each in of_clause("REM-01") if each.id in some]
    here = verdicts(SYSTEM, scenarios)
    assert {"passed", "untestable"} == {verdict for _, verdict, _ in here}

    with typed(SYSTEM) as (_, url):
        assert verdicts(url, scenarios) == here


FEW = ("automatic_on_battery", "prompts_a_second_early")


@pytest.mark.parametrize(
    "miniature",
    [
        pytest.param(each, id=name, marks=() if name in FEW else pytest.mark.transports)
        for name, each in MINIATURES.items()
    ],
)
def test_a_miniature_is_judged_the_same(miniature: Miniature) -> None:
    """A faulty implementation fails the same scenarios, with the same words, as it does in this process."""
    target = f"python:backupspec.faults:{miniature.name}"
    scenarios = of_clause(miniature.clause)
    here = verdicts(target, scenarios, miniature.profile)
    assert "failed" in {verdict for _, verdict, _ in here}

    with served(target) as url:
        assert verdicts(url, scenarios, miniature.profile) == here
