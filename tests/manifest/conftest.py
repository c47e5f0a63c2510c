"""What the tests of manifests share."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from golden import ENGINES, MANIFESTS, SHAPES

from backupspec.manifest.shape import Shape


@pytest.fixture(params=ENGINES)
def shapes(request: pytest.FixtureRequest) -> dict[str, Shape]:
    """Return the shapes of all kinds of documents, once for each validator."""
    return SHAPES[request.param]


@pytest.fixture
def shape() -> Shape:
    """Return the shape of a manifest."""
    return SHAPES["jsonschema-rs"]["manifest"]


@pytest.fixture
def golden() -> Callable[[str], dict[str, Any]]:
    """Return a function that reads a valid golden file by its name."""
    return lambda name: json.loads((MANIFESTS / "valid" / f"{name}.json").read_text("utf-8"))
