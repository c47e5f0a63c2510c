"""How every world of the suite begins: when, where, and judged by what."""

import zlib

from backupspec.contract.implementation import Opening
from backupspec.policy.model import Policy

WALL_CLOCK = "2014-06-02T09:00:00Z"
TIME_ZONE = "Europe/London"
"""When and where a world begins, if nothing else is said."""


def opening(policy: Policy, scenario: str, wall_clock: str = WALL_CLOCK) -> Opening:
    """Make the opening of a scenario's world. Its seed is the scenario's own."""
    return Opening(
        scenario=scenario,
        profile=policy.id,
        choices=policy.picks(),
        wall_clock=wall_clock,
        time_zone=TIME_ZONE,
        seed=zlib.crc32(scenario.encode()),
    )
