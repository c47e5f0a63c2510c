"""Moments of the clock that people read, and how they go with elapsed time."""

from collections.abc import Mapping
from itertools import accumulate
from typing import Any

from backupspec.contract.times import wall_seconds


def unexplained_s(times: Mapping[str, Any], start: str, end: str) -> int:
    """Tell by how many seconds the clock differs from elapsed time between two moments, beyond what its anomalies account for.

    An anomaly in the very second of one of the moments may have come before it or after it: what fits best is taken.
    """
    clock = _seconds(times[f"{end}_at"]) - _seconds(times[f"{start}_at"])
    elapsed: int = times[f"{end}_elapsed_s"] - times[f"{start}_elapsed_s"]
    at = [anomaly["elapsed_s"] for anomaly in times["clock_anomalies"]]
    shifted: list[int] = [0, *accumulate(anomaly["shift_s"] for anomaly in times["clock_anomalies"])]
    first = _splits(at, times[f"{start}_elapsed_s"])
    last = _splits(at, times[f"{end}_elapsed_s"])
    offs = [clock - elapsed - (shifted[j] - shifted[i]) for i in first for j in last if j >= i]
    return min(offs, key=abs, default=clock - elapsed)


def _splits(at: list[int], moment: int) -> range:
    """Tell how many of the anomalies may have come before a moment."""
    return range(sum(each < moment for each in at), sum(each <= moment for each in at) + 1)


def _seconds(moment: str) -> int:
    return wall_seconds(moment) or 0
