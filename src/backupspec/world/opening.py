"""How every world of the suite begins: when, where, and judged by what."""

from backupspec.contract.implementation import Opening
from backupspec.policy.model import Policy

WALL_CLOCK = "2014-06-02T09:00:00Z"
TIME_ZONE = "Europe/London"
"""When and where a world begins, if nothing else is said."""
SEED = 810
"""The seed of every world, if nothing else is said: what two scenarios begin with is answered alike, and judged once (invariants/memory.py)."""


def opening(policy: Policy, scenario: str, wall_clock: str = WALL_CLOCK) -> Opening:
    """Make the opening of a scenario's world."""
    return Opening(
        scenario=scenario,
        profile=policy.id,
        choices=policy.picks(),
        wall_clock=wall_clock,
        time_zone=TIME_ZONE,
        seed=SEED,
    )
