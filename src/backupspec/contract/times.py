"""Moments and time zones that exist, the same on every machine: what the calendar has, and what the tzdata package lists."""

import re
from datetime import UTC, datetime
from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

_MOMENT = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})Z")


@lru_cache(maxsize=10_000)
def wall_seconds(moment: str) -> int | None:
    """Read a moment as seconds since 1970; None if the calendar does not have it, or the clock (24:00, or a leap second)."""
    match = _MOMENT.fullmatch(moment)
    if match is None:
        return None
    # Not fromisoformat: whether it takes 24:00 depends on the version of Python.
    year, month, day, hour, minute, second = map(int, match.groups())
    try:
        return int(datetime(year, month, day, hour, minute, second, tzinfo=UTC).timestamp())
    except ValueError:
        return None


@lru_cache(maxsize=1_000)
def time_zone(name: str) -> ZoneInfo | None:
    """Read a time zone of this name from the tzdata package; None if it has none.

    Not ZoneInfo(name): that looks into the machine's own folder first, where `localtime`, `posix/...` and `right/...` may be, and other rules.
    """
    if name not in _names():
        return None
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


@cache
def _names() -> frozenset[str]:
    """Name all time zones, as the package lists them."""
    return frozenset(files("tzdata").joinpath("zones").read_text("ascii").split())
