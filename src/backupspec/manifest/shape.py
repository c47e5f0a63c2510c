"""Holding a document against its schema, with a problem per broken rule.

Two validators find the broken places: jsonschema-rs where there is much to check, jsonschema as the reference. What is said of a place is
made here from the schema, so that both say the same: `$comment` tells why a rule is there, `$anchor` names a rule that is more than form.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import accumulate
from typing import Any

import jsonschema_rs
from msgspec import Struct

from backupspec.manifest.problems import MOST_TOLD, TOO_MANY, Path, Problem, problem, seen
from backupspec.manifest.wording import expected, member, one_of_members

Schema = Mapping[str, Any]
Places = Iterable[tuple[Path, Path]]
"""Broken places: the way to the value in the document, and to the keyword in the schema."""
Engine = Callable[[Any], Places]

_STRUCTURE = frozenset({"properties", "allOf", "then", "else", "$defs", "additionalProperties"})
CONSTRAINTS = (
    "additionalProperties",
    "const",
    "enum",
    "maxItems",
    "maxProperties",
    "maximum",
    "minItems",
    "minimum",
    "not",
    "pattern",
    "required",
    "type",
    "uniqueItems",
)
"""The keywords that forbid something, as our schemas use them."""


def fast(schema: Schema) -> Engine:
    """Make the validator for documents of any size.

    jsonschema-rs makes all errors before it gives the first, and copies for each what stands in its place: of a large document with many errors,
    a gigabyte. So of one that is both large and wrong, the reference tells what is wrong, one error after the other; and jsonschema-rs which
    entries of a list it need not look into.
    """
    validator = jsonschema_rs.Draft202012Validator(dict(schema))
    of_large = cache(lambda: _jsonschema(schema, {"items": _entries(schema)}))

    def places(value: Any) -> Places:
        if validator.is_valid(value):
            return ()
        if is_large(value):
            return of_large()(value)
        return ((tuple(error.instance_path), tuple(error.schema_path)) for error in validator.iter_errors(value))

    return places


LARGE = 50_000
"""A document that weighs more than this is large: ten thousand items have some thirty thousand values."""
CHARACTERS = 20
"""So many characters of a text weigh as much as a value."""


def is_large(value: Any) -> bool:
    """Tell whether a document is too large for all of its errors to be made at once."""
    return any(weight > LARGE for weight in accumulate(_weights(value)))


def _weights(value: Any) -> Iterator[int]:
    """Weigh a value, and those in it."""
    yield 1 + (len(value) // CHARACTERS if isinstance(value, str) else 0)
    if isinstance(value, dict):
        yield sum(map(len, value)) // CHARACTERS
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        yield from _weights(each)


def _entries(schema: Schema) -> Callable[..., Iterator[Any]]:
    """Make the keyword `items` that looks into an entry only where jsonschema-rs finds it wrong."""
    quick: dict[int, Callable[[Any], bool]] = {}

    def entries(validator: Any, rule: Schema, value: Any, _: Schema) -> Iterator[Any]:
        if not isinstance(value, list):
            return
        if id(rule) not in quick:
            alone = {"$schema": schema["$schema"], "$defs": schema.get("$defs", {}), "allOf": [rule]}
            quick[id(rule)] = jsonschema_rs.Draft202012Validator(alone).is_valid
        is_valid = quick[id(rule)]
        for number, entry in enumerate(value):
            if not is_valid(entry):
                yield from validator.descend(entry, rule, path=number)

    return entries


def reference(schema: Schema) -> Engine:
    """Make the validator that the fast one is held against."""
    return _jsonschema(schema, {})


def _jsonschema(schema: Schema, keywords: Mapping[str, Any]) -> Engine:
    """Make a validator of jsonschema, with some keywords of our own."""
    import jsonschema  # noqa: PLC0415 - it is slow to import, and few documents are both large and wrong

    def search(_: Any, pattern: str, text: Any, __: Schema) -> Iterator[jsonschema.ValidationError]:
        """Search as JSON Schema has it: to Python, `$` would also stand before a line break that ends the text."""
        if isinstance(text, str) and not re.search(pattern.removesuffix("$") + r"\Z", text):
            yield jsonschema.ValidationError("the pattern does not match")

    def unique(_: Any, is_asked: bool, value: Any, __: Schema) -> Iterator[jsonschema.ValidationError]:  # noqa: FBT001 - as it is called
        """Compare entries by what they are as JSON: jsonschema compares those that cannot be sorted each with each."""
        if (
            is_asked
            and isinstance(value, list)
            and len({json.dumps(each, sort_keys=True) for each in value}) < len(value)
        ):
            yield jsonschema.ValidationError("an entry comes twice")

    kind = jsonschema.Draft202012Validator
    kind.check_schema(schema)
    own = {"pattern": search, "uniqueItems": unique, **keywords}
    validator = jsonschema.validators.extend(kind, own)(schema)  # type: ignore[no-untyped-call]
    return lambda value: (
        (tuple(error.absolute_path), tuple(error.absolute_schema_path)) for error in validator.iter_errors(value)
    )


MOST_HINTS = 20
"""In an object with more unknown members than this, nobody guesses which known ones are meant: it takes long."""


class Misfit(Struct, frozen=True):
    """A problem of shape. Form: the value is not even of the form that other rules reckon with."""

    problem: Problem
    is_form: bool


class Shape:
    """A schema, ready to hold any number of documents against."""

    def __init__(self, schema: Schema, engine: Callable[[Schema], Engine] = fast) -> None:
        self._schema = schema
        self._broken = engine(schema)

    def misfits(self, value: Any) -> Iterator[Misfit]:
        """Tell where a document breaks the schema, MOST_TOLD times at most."""
        for number, misfit in enumerate(self._all(value)):
            if number == MOST_TOLD:
                yield Misfit(TOO_MANY, is_form=True)
                return
            yield misfit

    def _all(self, value: Any) -> Iterator[Misfit]:
        told = set()
        for path, places in self._broken(value):
            location = _location(self._schema, places)
            if (path, location) not in told:
                told.add((path, location))
                yield from self._told(value, path, location)

    def problems(self, value: Any) -> Iterator[Problem]:
        """Tell the problems alone."""
        return (misfit.problem for misfit in self.misfits(value))

    def _told(self, document: Any, path: Path, location: Path) -> Iterator[Misfit]:
        *parents, keyword = location
        rule = _at(self._schema, parents)
        name, why = rule_name(self._schema, location), _why(self._schema, location)
        is_form = "$anchor" not in _nearest(self._schema, location, "$anchor")
        value = _at(document, path)
        if keyword == "required":
            for missing in (each for each in rule["required"] if each not in value):
                words = member(missing, self._resolved(rule.get("properties", {}).get(missing, {})))
                yield Misfit(problem((*path, missing), name, words, "nothing", why), is_form)
        elif keyword == "additionalProperties":
            extras = [each for each in value if not _is_known(each, rule)]
            for extra in extras:
                hinted = extra if len(extras) <= MOST_HINTS else ""
                words = one_of_members(hinted, list(rule.get("properties", {})))
                yield Misfit(problem((*path, extra), name, words, seen(value[extra]), why), is_form)
        else:
            yield Misfit(problem(path, name, expected(str(keyword), rule), seen(value), why), is_form)

    def _resolved(self, schema: Schema) -> Schema:
        if "$ref" in schema:
            return {**_at(self._schema, _reference(schema)), **schema}
        return schema

    def why(self, location: Path) -> str:
        """Tell why a rule is there, by its location."""
        return _why(self._schema, location)

    def rules(self) -> dict[str, Path]:
        """Tell every rule of the schema by name, each with its location."""
        return {rule_name(self._schema, each): each for each in _constraints(self._schema, ())}


def rule_name(schema: Schema, location: Path) -> str:
    """Name a rule: by its anchor or, if it is one of form, by the way to it: `times.utc_offset_min.minimum`."""
    anchor = _nearest(schema, location, "$anchor").get("$anchor")
    if anchor is not None:
        return str(anchor)
    names = tuple(_names(location))
    return ".".join(names if len(names) > 1 else ("whole", *names))


def _names(location: Path) -> Iterator[str]:
    """Pick what tells a keyword from others: the members on the way to it, `each` for entries, and the keyword itself."""
    is_name = False
    for depth, step in enumerate(location):
        if not is_name and step == "items" and depth < len(location) - 1:
            yield "each"
        elif is_name or depth == len(location) - 1 or (step not in _STRUCTURE and not isinstance(step, int)):
            yield str(step)
        is_name = not is_name and step in ("properties", "$defs")


def _nearest(schema: Schema, location: Path, keyword: str) -> Schema:
    """Find the innermost schema around a keyword that says something (an anchor only if it stands at the keyword's side)."""
    found: Schema = {}
    node: Any = schema
    for step in location[:-1]:
        node = node[step]
        if isinstance(node, dict) and keyword in node:
            found = node
    if keyword == "$anchor" and found is not node:
        return {}
    return found


def _why(schema: Schema, location: Path) -> str:
    return str({**schema, **_nearest(schema, location, "$comment")}.get("$comment", "The schema says so."))


def _at(value: Any, path: Iterable[str | int]) -> Any:
    for step in path:
        value = value[step]
    return value


def _reference(schema: Schema) -> Path:
    return tuple(str(schema["$ref"]).removeprefix("#/").split("/"))


def _location(schema: Schema, places: Path) -> Path:
    """Follow the way to a keyword, whether or not it names the references on it, and tell where the keyword stands."""
    at: Path = ()
    for step in places:
        node = _at(schema, at)
        if step in ("$ref", "if") and not (isinstance(node, list)):
            at = _reference(node) if step == "$ref" else at
            continue
        while isinstance(node, dict) and step not in node and "$ref" in node:
            at = _reference(node)
            node = _at(schema, at)
        at = (*at, step)
    return at


def _is_known(name: str, rule: Schema) -> bool:
    return name in rule.get("properties", {}) or any(
        re.search(each, name) for each in rule.get("patternProperties", ())
    )


def _constraints(node: Any, location: Path) -> Iterator[Path]:
    """Find every keyword that forbids something."""
    for keyword in CONSTRAINTS:
        if keyword in node and (keyword != "additionalProperties" or node[keyword] is False):
            yield (*location, keyword)
    for keyword in ("properties", "$defs"):
        for name, inner in node.get(keyword, {}).items():
            yield from _constraints(inner, (*location, keyword, name))
    for keyword in ("items", "then", "else", "additionalProperties"):
        if isinstance(node.get(keyword), dict):
            yield from _constraints(node[keyword], (*location, keyword))
    for number, inner in enumerate(node.get("allOf", ())):
        yield from _constraints(inner, (*location, "allOf", number))
