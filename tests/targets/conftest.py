"""What the tests of the server share: applications that are asked without a network, and closed after each test."""

from collections.abc import Iterator
from typing import Any

import pytest
from asking import Ask, Asked

from backupspec.contract.implementation import Implementation


@pytest.fixture
def ask() -> Iterator[Ask]:
    """Return what makes a server of an implementation."""
    made: list[Asked] = []

    def make(implementation: Any, **options: Any) -> Asked:
        made.append(Asked(implementation, **options))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def asked(ask: Ask, reference: Implementation) -> Asked:
    """Return a server of the reference."""
    return ask(reference)
