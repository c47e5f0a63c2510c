"""What a schema's keyword asks for, in words."""

import difflib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from backupspec.manifest.problems import LONGEST_NAME, seen

_TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "an object",
    "string": "a text",
}


def expected(keyword: str, rule: Mapping[str, Any]) -> str:
    """Say what one keyword of a schema's rule allows."""
    return _WORDS.get(keyword, _as_described)(keyword, rule)


def one_of_members(came: str, known: list[str]) -> str:
    """Say which members are known, and which of them is meant."""
    close = difflib.get_close_matches(came, known, n=1) if 0 < len(came) <= LONGEST_NAME else []
    meant = f" (perhaps {close[0]} is meant)" if close else ""
    return f"one of the members {', '.join(known)}{meant}"


def member(name: str, schema: Mapping[str, Any]) -> str:
    """Say which member is missing, and what it holds."""
    described = str(schema.get("description", "")).split(": ")[0].split(". ")[0].removesuffix(".")
    return f"the member {name}" + (f" ({described})" if described else "")


def _type(_: str, rule: Mapping[str, Any]) -> str:
    kinds = [rule["type"]] if isinstance(rule["type"], str) else rule["type"]
    return _either(_TYPES[kind] for kind in kinds)


def _negated(_: str, rule: Mapping[str, Any]) -> str:
    value = rule["not"]
    if "const" in value:
        return f"anything but {seen(value['const'])}"
    return f"none of {', '.join(seen(each) for each in value['enum'])}" if "enum" in value else "nothing"


def _pattern(_: str, rule: Mapping[str, Any]) -> str:
    example = next((f", such as {seen(each)}" for each in rule.get("examples", ()) if isinstance(each, str)), "")
    return f"a text of the form {rule['pattern']}{example}"


def _as_described(keyword: str, _: Mapping[str, Any]) -> str:
    return f"what {keyword} in the schema allows"


def _count(keyword: str, rule: Mapping[str, Any]) -> str:
    things = "members" if keyword.endswith("Properties") else "entries"
    return f"{'at least' if keyword.startswith('min') else 'at most'} {rule[keyword]} {things}"


_WORDS: Mapping[str, Callable[[str, Mapping[str, Any]], str]] = {
    "type": _type,
    "const": lambda _, rule: seen(rule["const"]),
    "enum": lambda _, rule: _either(seen(each) for each in rule["enum"]),
    "not": _negated,
    "pattern": _pattern,
    "minimum": lambda _, rule: f"{rule['minimum']} or more",
    "maximum": lambda _, rule: f"{rule['maximum']} or less",
    **dict.fromkeys(("minItems", "maxItems", "minProperties", "maxProperties"), _count),
    "uniqueItems": lambda *_: "each entry once",
}


def _either(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last
