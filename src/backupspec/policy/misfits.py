"""Where a policy does not follow its schema, and what is allowed there. It is slow to import, and most policies follow it."""

from collections.abc import Iterator
from functools import lru_cache

from backupspec.policy.fitting import Form, Schema
from backupspec.policy.mistakes import Mistake
from backupspec.policy.reading import Document
from backupspec.policy.schema import schema


def of_shape(document: Document) -> Iterator[Mistake]:
    """Tell where a document does not follow the schema, save where a value was refused in reading."""
    return _form().misfits(document)


def allowed(rule: Schema) -> str:
    """Say in words what a part of the schema allows."""
    return _form().allowed(rule)


@lru_cache
def _form() -> Form:
    """Make the form of a policy once."""
    return Form(schema())
