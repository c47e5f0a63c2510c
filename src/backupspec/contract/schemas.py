"""The contract in machine form: JSON Schemas made from the types, and values checked against the types."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from backupspec.contract.commands import Command
from backupspec.contract.implementation import About, BrokenContract, Opening
from backupspec.contract.observations import Observation
from backupspec.contract.outcomes import Outcome
from backupspec.policy.schema import DIALECT, without_margins

Value = TypeVar("Value")


TYPES: Mapping[str, tuple[Any, str]] = {
    "about": (About, "What an implementation says of itself."),
    "command": (Command, "One thing that is done to the world."),
    "observation": (Observation, "Everything that can be seen of a world."),
    "opening": (Opening, "How a world begins."),
    "outcome": (Outcome, "The answer to one command."),
}


def schema(name: str) -> dict[str, Any]:
    """Make the JSON Schema of one of the contract's types, named as in TYPES."""
    kind, title = TYPES[name]
    made = without_margins(msgspec.json.schema(kind))
    return {"$schema": DIALECT, "$id": f"{name}.schema.json", "title": title, **made}


_NO_JSON = (bytes, bytearray, memoryview, datetime)
"""What msgspec would make text of in silence."""


def checked(value: object, kind: type[Value], what: str) -> Value:
    """Read a value, typed or made of plain JSON types, as a contract type; raise BrokenContract saying what is wrong and where."""
    try:
        made = msgspec.convert(msgspec.to_builtins(value, builtin_types=_NO_JSON), kind)
        msgspec.json.encode(made)  # refuses halves of characters, which no report could hold
    except (msgspec.ValidationError, TypeError, ValueError, RecursionError) as error:
        raise BrokenContract(f"{what} does not follow the contract: {error}") from error
    return made


def plain(value: object) -> Any:
    """Turn contract values into plain JSON types, members in the order of their definitions."""
    return msgspec.to_builtins(value)
