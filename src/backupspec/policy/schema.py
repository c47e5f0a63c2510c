"""The JSON Schema of a policy, made from its types."""

from typing import Any

from msgspec.json import schema as made_from

from backupspec.policy.model import Policy

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """Make the JSON Schema of a policy. What it cannot say, across entries, backupspec.policy.contradictions says."""
    return {"$schema": DIALECT, "$id": "policy.schema.json", "title": "A phone's backup policy.", **made_from(Policy)}
