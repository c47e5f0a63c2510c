"""Whether a policy's conditions hold, given the facts of a phone."""

from collections.abc import Mapping

from backupspec.policy import durations
from backupspec.policy.model import Condition

Facts = Mapping[str, str | bool | int | None]


def holds(condition: Condition, facts: Facts) -> bool:
    """Tell whether a condition holds. A fact that is a length of time is in seconds; one that is None makes no comparison true."""
    fact = facts[condition.fact]
    if fact is None:
        return False
    if condition.equals is not None:
        return fact == condition.equals
    if condition.one_of:
        return fact in condition.one_of
    if condition.at_least is not None:
        return int(fact) >= durations.seconds(condition.at_least)
    return int(fact) > durations.seconds(condition.more_than or "")


def unmet(needs: tuple[Condition, ...], facts: Facts) -> Condition | None:
    """Return the first condition that does not hold, or None if all do."""
    for condition in needs:
        if not holds(condition, facts):
            return condition
    return None
