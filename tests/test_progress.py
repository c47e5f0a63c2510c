"""How far a run is, where a person watches it."""

import io
import sys

import pytest

from backupspec.run.judge import _Progress, colour


class Terminal(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        """Say that it is one."""
        return True


@pytest.mark.parametrize(("term", "shows"), [("xterm", True), ("dumb", False)])
def test_a_terminal_without_escape_sequences_gets_none(
    monkeypatch: pytest.MonkeyPatch, term: str, *, shows: bool
) -> None:
    """Where a terminal says that it is dumb, nothing is written over what was told before, and nothing has a colour."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", term)
    monkeypatch.setattr(sys, "stderr", Terminal())

    progress = _Progress()
    progress.show(1)
    progress.clear()

    assert ("\033" in sys.stderr.getvalue()) is shows  # type: ignore[attr-defined]
    assert colour() is (None if shows else False)
