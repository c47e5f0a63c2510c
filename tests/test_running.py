"""The child in which a run is made is known to its parent from its first moment."""

import os
import signal
import time
from multiprocessing import popen_fork
from multiprocessing.connection import Connection

import pytest

from backupspec.run import process
from backupspec.run.signals import Stopped, stoppable

ASKED = process.Asked(target="reference", profile="windows-phone-8.1", choices=None, selection=(), jobs=1)


def waits(_asked: process.Asked, _sender: Connection) -> None:
    """Be a child that does not end by itself."""
    time.sleep(600)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a child is forked on POSIX systems alone")
def test_a_signal_while_the_child_is_started_leaves_none_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked to end between the fork and the moment at which the child's number is known, the run ends its child all the same."""
    forked: list[int] = []
    fork = os.fork

    def forks() -> int:
        number = fork()
        if number:
            forked.append(number)
            os.kill(os.getpid(), signal.SIGTERM)
        return number

    before = {number: signal.getsignal(number) for number in (signal.SIGINT, *process.ENDING)}
    monkeypatch.setattr(popen_fork.os, "fork", forks)  # type: ignore[attr-defined] # the module's own import

    with pytest.raises(Stopped), stoppable():
        list(process._followed(waits, ASKED))  # noqa: SLF001 - a child that is known to stay

    for number, handler in before.items():
        signal.signal(number, handler)  # who was asked to end is deaf from then on
    [child] = forked
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)  # it would be there still if it ran, or if nobody had reaped it


@pytest.mark.parametrize(
    ("exit_code", "told"), [(-9, "killed by SIGKILL"), (-40, "killed by signal 40"), (3, "exit code 3")]
)
def test_how_a_child_ended(exit_code: int, told: str) -> None:
    """A signal is named, or numbered where it has no name, as those for real time have none."""
    assert process._how(exit_code) == told  # noqa: SLF001 - no child has to die for it
