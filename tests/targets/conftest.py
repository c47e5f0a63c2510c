"""What the tests of the ways to an implementation share: limits that no busy machine reaches, where a test does not set its own."""

from collections.abc import Iterator

import pytest

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
