"""Being asked to end: Ctrl-C, a signal to end, a terminal that is closed. The run ends once, in order, and leaves no process behind."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from backupspec.run.process import ENDING

_ALL = (signal.SIGINT, *ENDING)


class Stopped(KeyboardInterrupt):
    """Somebody asked this process to end."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.code = 128 + number
        name = signal.Signals(number).name
        self.how = "it was interrupted" if number == signal.SIGINT else f"it was ended by {name}"


@contextmanager
def stoppable() -> Iterator[None]:
    """While this lasts, raise Stopped when this process is asked to end: once, and to the end of the process it is deaf from then on.

    What this process ignores, it goes on ignoring.
    """
    owner = os.getpid()
    before = {number: signal.getsignal(number) for number in _ALL}

    def stop(number: int, _: FrameType | None) -> NoReturn:
        if os.getpid() != owner:  # a child that has not yet got its own way of ending
            os._exit(128 + number)
        for each in _ALL:
            signal.signal(each, signal.SIG_IGN)  # ending takes seconds at most, and is not to be broken off
        before.clear()
        raise Stopped(number)

    for number, handler in tuple(before.items()):
        if handler is not signal.SIG_IGN:
            signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in tuple(before.items()):
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)
