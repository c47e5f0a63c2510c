"""Holding a document against a schema, with a mistake per misfit, each with its line and with what is allowed there."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from backupspec.policy.mistakes import Mistake, nearest, one_of, shown
from backupspec.policy.reading import Document, Place

Schema = dict[str, Any]


class Form:
    """A schema, ready to hold documents against."""

    def __init__(self, schema: Schema) -> None:
        kind: Any = extend(Draft202012Validator, _RULES)  # type: ignore[no-untyped-call]
        self._schema = schema
        self._validator = kind(schema)

    def misfits(self, document: Document) -> Iterator[Mistake]:
        """Tell where a document does not follow the schema, save where a value was refused in reading."""
        for error in self._validator.iter_errors(document.value):
            place: Place = tuple(error.absolute_path)
            if any(place[:depth] in document.unread for depth in range(len(place) + 1)):
                continue
            said = error.message if error.validator in _RULES else ""
            problem = said or f"{document.shown(place)} is not allowed"
            yield document.mistake(place, problem, self.allowed(error.schema))

    def allowed(self, rule: Schema) -> str:
        """Say in words what a part of the schema allows."""
        if "$ref" in rule:
            return self.allowed(self._schema["$defs"][rule["$ref"].rpartition("/")[2]])
        if "enum" in rule:
            return one_of(rule["enum"])
        if "anyOf" in rule:
            return " or ".join(self.allowed(other) for other in rule["anyOf"] if other != {"type": "null"})
        if rule.get("type") == "object":
            return "members: " + (", ".join(rule["properties"]) if "properties" in rule else "names and texts")
        if rule.get("type") == "array":
            some = "a list, not empty" if rule.get("minItems") else "a list"
            return f"{some}, each entry {self.allowed(rule['items'])}"
        return _single(rule)


def _single(rule: Schema) -> str:
    """Say in words what a single value looks like."""
    if "title" in rule:
        return f"{rule['title']}, such as {one_of(shown(example) for example in rule['examples'])}"
    if rule.get("type") == "boolean":
        return "true or false"
    return "text that is not empty" if rule.get("minLength") else "text"


def _required(_: Any, names: list[str], members: Any, rule: Schema) -> Iterator[ValidationError]:
    """Find the members that are missing, each at the place where it should stand."""
    for name in names:
        if isinstance(members, dict) and name not in members:
            yield ValidationError("it is missing", path=[name], schema=rule["properties"][name])


def _known_members(validator: Any, others: Any, members: Any, rule: Schema) -> Iterator[ValidationError]:
    """Find the members that are not known, each at its place, or judge those whose names are free."""
    known = rule.get("properties", {})
    for name in members if isinstance(members, dict) else ():
        if name in known:
            continue
        if others is False:
            problem = f"there is no such member{nearest(name, known)}"
            yield ValidationError(problem, path=[name], schema={"enum": list(known)})
        else:
            yield from validator.descend(members[name], others, path=name)


def _pattern(_: Any, pattern: str, text: Any, __: Schema) -> Iterator[ValidationError]:
    """Hold a text against a pattern, all of it: to `search`, `$` would also stand before a line break that ends the text."""
    if isinstance(text, str) and not re.fullmatch(pattern, text):
        yield ValidationError("")


def _any_of(validator: Any, others: list[Schema], value: Any, _: Schema) -> Iterator[ValidationError]:
    """Judge what may be left out by what it is when it is there: so that its own mistakes are told, and not that it could be nothing."""
    rules = [rule for rule in others if rule != {"type": "null"}]
    if len(rules) == 1 and len(others) > 1:
        yield from validator.descend(value, rules[0]) if value is not None else ()
    elif not any(validator.evolve(schema=rule).is_valid(value) for rule in others):
        yield ValidationError("")


_RULES: Mapping[str, Any] = {
    "required": _required,
    "additionalProperties": _known_members,
    "pattern": _pattern,
    "anyOf": _any_of,
}
"""The keywords whose mistakes are put otherwise than jsonschema puts them. Without a message, the value is not allowed."""
