"""Each faulty implementation is caught, by a scenario of the clause that it breaks, and never by an error."""

from functools import lru_cache

import pytest

from backupspec import shipped
from backupspec.fixtures import strength
from backupspec.fixtures.miniatures import MINIATURES, Miniature
from backupspec.suite import bare
from backupspec.suite.definitions import load
from backupspec.suite.setting import Setting
from backupspec.suite.verdicts import Result, broken_clauses, verdict_of_run
from backupspec.targets.reaching import reach

pytestmark = pytest.mark.exhaustive

SCENARIOS = strength.catalogue().scenarios


@lru_cache(maxsize=100)
def judged(clause: str, target: str, profile: str) -> tuple[Result, ...]:
    """Run the scenarios of a clause against a target."""
    own = [scenario for scenario in SCENARIOS if clause in scenario.clauses]
    return bare.run(Setting(reach(target), shipped.profile(profile)), own, load("backupspec.steps"))


@pytest.mark.parametrize("miniature", MINIATURES.values(), ids=MINIATURES.keys())
def test_miniature_is_caught(miniature: Miniature) -> None:
    """The reference passes these scenarios; with one deviation it ends not conformant, and the clause is named."""
    reference = judged(miniature.clause, "reference", miniature.profile)
    assert {result.verdict for result in reference} == {"passed"}

    results = judged(miniature.clause, f"python:backupspec.fixtures.miniatures:{miniature.name}", miniature.profile)

    assert verdict_of_run([result.verdict for result in results], selection=False) == "not_conformant"
    assert any(miniature.clause in broken_clauses(result) for result in results)
    assert "errored" not in {result.verdict for result in results}


def test_each_clause_that_a_test_can_show_has_a_miniature() -> None:
    """There is a faulty implementation for each clause with scenarios."""
    shown = {clause.id for clause in strength.catalogue().clauses if clause.reason is None}

    assert shown == {miniature.clause for miniature in MINIATURES.values()}
