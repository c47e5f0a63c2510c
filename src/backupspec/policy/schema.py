"""The JSON Schema of a policy, made from its types."""

import inspect
from typing import Any

from msgspec.json import schema as made_from

from backupspec.policy.model import Policy

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """Make the JSON Schema of a policy. What it cannot say, across entries, backupspec.policy.consistency says."""
    made = without_margins(made_from(Policy))
    return {"$schema": DIALECT, "$id": "policy.schema.json", "title": "A phone's backup policy.", **made}


def without_margins(value: Any) -> Any:
    """Take the margins out of descriptions: newer Pythons leave them out of docstrings, older ones don't."""
    match value:
        case dict():
            return {
                name: inspect.cleandoc(each)
                if name == "description" and isinstance(each, str)
                else without_margins(each)
                for name, each in value.items()
            }
        case list():
            return [without_margins(each) for each in value]
        case _:
            return value
