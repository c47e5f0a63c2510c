"""Lengths of time as a policy writes them: `21 days`, `1 hour`, `30 minutes`, `1 second`; and as they are said, to the second."""

import re
from functools import lru_cache

_UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
_FORM = re.compile(r"(?P<count>[1-9][0-9]{0,8}) (?P<unit>second|minute|hour|day)s?")


@lru_cache(maxsize=10_000)
def seconds(text: str) -> int:
    """Tell how many seconds a length of time has; raise ValueError if it isn't one."""
    match = _FORM.fullmatch(text)
    if match is None:
        raise ValueError(
            f"{text!r} is not a length of time: write a whole number and seconds, minutes, hours or days, such as '21 days'"
        )
    return int(match["count"]) * _UNITS[match["unit"]]


def in_words(length_s: int) -> str:
    """Say a length of time to the second: `20 days, 23 hours, 59 minutes and 59 seconds`."""
    said = []
    for unit, size_s in sorted(_UNITS.items(), key=lambda each: -each[1]):
        count, length_s = divmod(length_s, size_s)
        if count:
            said.append(f"{count} {unit}{'s' * (count != 1)}")
    return " and ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said) or "0 seconds"
