"""What Schemathesis is told: names that lead somewhere, so that its requests get past the first check, and each other kind of request stays as it was."""

import re
from typing import Any

import schemathesis

MADE_UP = re.compile(r".{1,64}", re.DOTALL)
INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
OPENING = {
    "profile": (MADE_UP, "windows-phone-8.1"),
    "wall_clock": (INSTANT, "2014-06-02T09:00:00Z"),
    "time_zone": (MADE_UP, "Europe/London"),
}
"""Members of an opening: what is right by the schema, and with what a world can begin."""

COMMAND = {"phone": (MADE_UP, "Ann's phone"), "account": (MADE_UP, "Ann's account")}


@schemathesis.hook
def map_body(_context: Any, body: Any) -> Any:
    """Put names that are there in the place of names that are as right by the schema, but were made up."""
    match body:
        case {"opening": {"choices": dict() as choices} as opening}:
            is_right = all(_is(MADE_UP, word) for each in choices.items() for word in each)
            return {**body, "opening": {**_named(opening, OPENING), "choices": {} if is_right else choices}}
        case {"commands": list() as commands}:
            return {
                **body,
                "commands": [_named(each, COMMAND) if isinstance(each, dict) else each for each in commands],
            }
        case _:
            return body


def _named(members: dict[str, Any], right: dict[str, tuple[re.Pattern[str], str]]) -> dict[str, Any]:
    """Replace members. Every fourth text is left as it is, for what is wrong in another way."""
    return {
        name: right[name][1] if name in right and _is(right[name][0], value) and len(value) % 4 else value
        for name, value in members.items()
    }


def _is(pattern: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None
