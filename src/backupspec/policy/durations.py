"""Lengths of time as a policy writes them: `21 days`, `1 hour`, `30 minutes`, `1 second`."""

import re
from functools import lru_cache

_UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
_FORM = re.compile(r"(?P<count>[1-9][0-9]{0,8}) (?P<unit>second|minute|hour|day)s?")


@lru_cache
def seconds(text: str) -> int:
    """Tell how many seconds a length of time has; raise ValueError if it isn't one."""
    match = _FORM.fullmatch(text)
    if match is None:
        raise ValueError(
            f"{text!r} is not a length of time: write a whole number and seconds, minutes, hours or days, such as '21 days'"
        )
    return int(match["count"]) * _UNITS[match["unit"]]
