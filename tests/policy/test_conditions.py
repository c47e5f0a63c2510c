"""Whether conditions hold, given the facts of a phone."""

import pytest

from backupspec.policy.conditions import holds, unmet
from backupspec.policy.model import Condition

Value = str | bool | int

DAY = 86_400

# A condition, a fact that makes it hold, and the nearest one that does not.
COMPARISONS = {
    "equals-word": (Condition(fact="network", equals="wifi"), "wifi", "cellular"),
    "equals-true": (Condition(fact="external_power", equals=True), True, False),
    "equals-false": (Condition(fact="backup_in_progress", equals=False), False, True),
    "one-of": (Condition(fact="network", one_of=("wifi", "cellular")), "cellular", "none"),
    "at-least": (Condition(fact="age", at_least="1 day"), DAY, DAY - 1),
    "more-than": (Condition(fact="age", more_than="1 day"), DAY + 1, DAY),
}

ON_WIFI = Condition(fact="network", equals="wifi")
PLUGGED_IN = Condition(fact="external_power", equals=True)


@pytest.mark.parametrize(("condition", "enough", "short"), COMPARISONS.values(), ids=COMPARISONS)
def test_holds(condition: Condition, enough: Value, short: Value) -> None:
    """A condition holds for one fact, and not for the one next to it."""
    assert holds(condition, {condition.fact: enough})
    assert not holds(condition, {condition.fact: short})


@pytest.mark.parametrize("condition", [row[0] for row in COMPARISONS.values()], ids=COMPARISONS)
def test_unknown_fact_makes_nothing_true(condition: Condition) -> None:
    """No comparison holds of a fact that is not known."""
    assert not holds(condition, {condition.fact: None})


def test_all_are_met() -> None:
    """Where all conditions hold, none is unmet."""
    assert unmet((ON_WIFI, PLUGGED_IN), {"network": "wifi", "external_power": True}) is None


def test_first_unmet() -> None:
    """Of several conditions that do not hold, the first is told."""
    facts: dict[str, str | bool | int | None] = {"network": "none", "external_power": False}

    assert unmet((ON_WIFI, PLUGGED_IN), facts) == ON_WIFI
    assert unmet((PLUGGED_IN, ON_WIFI), facts) == PLUGGED_IN


def test_nothing_needed() -> None:
    """Where nothing is needed, nothing is unmet."""
    assert unmet((), {}) is None
