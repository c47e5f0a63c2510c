"""What the tests of the ways to an implementation share: limits that no busy machine reaches, and servers that are asked without a network."""

from collections.abc import Iterator
from typing import Any

import pytest
from asking import Ask, Asked

from backupspec.contract.implementation import Implementation
from backupspec.targets import guard, stdio


@pytest.fixture(autouse=True)
def _unhurried() -> Iterator[None]:
    """Give every answer two minutes. A test of a limit shortens it for the one call that has to exceed it."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(guard, "LIMIT_S", 120.0)
        yield


@pytest.fixture
def patient() -> Iterator[None]:
    """Let a program take its time to end."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(stdio, "PATIENCE_S", 120.0)
        yield


@pytest.fixture
def ask() -> Iterator[Ask]:
    """Return what makes a server of an implementation, which is closed after the test."""
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
