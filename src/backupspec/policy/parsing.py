"""From a policy's text to a Policy, or to all of its mistakes at once, each with its line, what came and what is allowed."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import msgspec
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from backupspec.policy.contradictions import contradictions
from backupspec.policy.mistakes import Mistake, PolicyMistakes, nearest, one_of, shown
from backupspec.policy.model import Policy
from backupspec.policy.reading import Document, Place, read
from backupspec.policy.schema import schema

Schema = dict[str, Any]

__all__ = ["Mistake", "PolicyMistakes", "parse"]


def parse(text: str, name: str) -> Policy:
    """Read a policy; raise PolicyMistakes, which tells all that is wrong and calls the file by the name given."""
    document = read(text, name)
    if not isinstance(document.value, dict):
        misfit = document.mistake((), f"the file holds {shown(document.value)}", _allowed(schema()))
        raise PolicyMistakes([*document.mistakes, misfit])
    mistakes = [*document.mistakes, *_of_shape(document), *contradictions(document)]
    if mistakes:
        raise PolicyMistakes(mistakes)
    try:
        return msgspec.convert(document.value, Policy)
    except msgspec.ValidationError as error:
        raise PolicyMistakes([document.mistake((), str(error), "what schemas/policy.schema.json says")]) from error


def _of_shape(document: Document) -> Iterator[Mistake]:
    """Tell where a document does not follow the schema, save where a value was refused in reading."""
    for error in _validator().iter_errors(document.value):
        place: Place = tuple(error.absolute_path)
        if any(place[:depth] in document.unread for depth in range(len(place) + 1)):
            continue
        problem = error.message if error.validator in _RULES else f"{shown(error.instance)} is not allowed"
        yield document.mistake(place, problem, _allowed(error.schema))


@lru_cache
def _validator() -> Any:
    """Make the validator of the schema."""
    whole = schema()
    kind: Any = extend(Draft202012Validator, _RULES)  # type: ignore[no-untyped-call]
    return kind(whole)


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
        yield ValidationError(f"{shown(text)} is not allowed")


def _any_of(validator: Any, others: list[Schema], value: Any, _: Schema) -> Iterator[ValidationError]:
    """Judge what may be left out by what it is when it is there: so that its own mistakes are told, and not that it could be nothing."""
    rules = [rule for rule in others if rule != {"type": "null"}]
    if len(rules) == 1 and len(others) > 1:
        yield from validator.descend(value, rules[0]) if value is not None else ()
    elif not any(validator.evolve(schema=rule).is_valid(value) for rule in others):
        yield ValidationError(f"{shown(value)} is not allowed")


_RULES: Mapping[str, Any] = {
    "required": _required,
    "additionalProperties": _known_members,
    "pattern": _pattern,
    "anyOf": _any_of,
}
"""The keywords whose mistakes are put otherwise than jsonschema puts them."""


def _allowed(rule: Schema) -> str:
    """Say in words what a part of the schema allows."""
    if "$ref" in rule:
        return _allowed(_definitions()[rule["$ref"].rpartition("/")[2]])
    if "enum" in rule:
        return one_of(rule["enum"])
    if "anyOf" in rule:
        return " or ".join(_allowed(other) for other in rule["anyOf"] if other != {"type": "null"})
    if rule.get("type") == "object":
        return "members: " + (", ".join(rule["properties"]) if "properties" in rule else "names and texts")
    if rule.get("type") == "array":
        return ("a list, not empty" if rule.get("minItems") else "a list") + f", each entry {_allowed(rule['items'])}"
    return _form(rule)


def _form(rule: Schema) -> str:
    """Say in words what a single value looks like."""
    if "title" in rule:
        return f"{rule['title']}, such as {one_of(shown(example) for example in rule['examples'])}"
    if rule.get("type") == "boolean":
        return "true or false"
    return "text that is not empty" if rule.get("minLength") else "text"


@lru_cache
def _definitions() -> Schema:
    """Tell the named parts of the schema."""
    definitions: Schema = schema()["$defs"]
    return definitions
