"""The modes of the terminal, such as whether it echoes: an implementation may change them, and whoever typed the command gets them back."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

try:
    import termios
except ImportError:  # no POSIX system
    termios = None  # type: ignore[assignment]


@contextmanager
def restored() -> Iterator[None]:
    """Save the modes, and restore them, however this ends. In the background nothing is restored: the terminal is another's then."""
    try:
        terminal = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    except (OSError, AttributeError):  # there is none
        yield
        return
    try:
        modes = termios.tcgetattr(terminal)
    except termios.error:  # it is gone
        os.close(terminal)
        yield
        return
    try:
        yield
    finally:
        with suppress(OSError, termios.error):  # it is gone
            if os.tcgetpgrp(terminal) == os.getpgrp():
                termios.tcsetattr(terminal, termios.TCSANOW, modes)
        os.close(terminal)
