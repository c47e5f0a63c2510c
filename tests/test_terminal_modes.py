"""Whoever types a command has the terminal afterwards as it was before, whatever an implementation did to it."""

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="terminals are a matter of POSIX systems")
fcntl = pytest.importorskip("fcntl")
termios = pytest.importorskip("termios")

FAULTY = Path(__file__).parent / "targets" / "faulty.py"
ECHO_OFF = 'trap "" TTOU; stty -echo < /dev/tty; stty -a < /dev/tty > changing; mv changing changed; exec "$0" "$@"'
CTRL_C, CTRL_D = b"\x03", b"\x04"

Terminal = tuple[int, int]


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    """Open a terminal: its two ends, the one of the person and the one of the command."""
    ends = pty.openpty()
    yield ends
    for end in ends:
        os.close(end)


def echoes(terminal: Terminal) -> bool:
    """Tell whether what is typed is shown."""
    return bool(termios.tcgetattr(terminal[1])[3] & termios.ECHO)


def typed(terminal: Terminal, folder: Path, before: str, *words: str) -> subprocess.Popen[bytes]:
    """Type a command about a program that turns the echo off; a word @ is its target."""
    target = f"stdio:{shlex.join(['sh', '-c', ECHO_OFF, sys.executable, str(FAULTY), *before.split()])}"
    return subprocess.Popen(  # noqa: S603 - the words are this file's own
        [sys.executable, "-m", "backupspec", *(target if word == "@" else word for word in words)],
        stdin=terminal[1],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - there are no threads here
    )


def until_there(file: Path) -> None:
    """Wait for a file, for two minutes at most."""
    for _ in range(12_000):
        if file.exists():
            return
        time.sleep(0.01)
    raise TimeoutError


@pytest.mark.parametrize("words", [("run", "@", "--clause", "MAN-03"), ("check", "@")], ids=lambda words: words[0])
def test_the_echo_is_on_again(terminal: Terminal, tmp_path: Path, words: tuple[str, ...]) -> None:
    """A command that comes to its end leaves the terminal as it was."""
    assert echoes(terminal)
    with typed(terminal, tmp_path, "", *words):
        pass
    assert " -echo " in (tmp_path / "changed").read_text("utf-8")

    assert echoes(terminal)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("hangs MAN-03.01", ("run", "@", "--clause", "MAN-03")),
        ("", ("serve", "@", "--port", "0")),
        ("", ("shell", "@")),
    ],
    ids=["run", "serve", "shell"],
)
def test_the_echo_is_on_again_after_an_interrupt(
    terminal: Terminal, tmp_path: Path, fault: str, words: tuple[str, ...]
) -> None:
    """A command that is broken off leaves it as it was, too."""
    with typed(terminal, tmp_path, fault, *words) as command:
        until_there(tmp_path / "changed")
        assert not echoes(terminal)
        os.write(terminal[0], CTRL_C)
        os.write(terminal[0], CTRL_D)  # a shell that has come to its prompt by now drops the line at Ctrl-C
    assert command.returncode in {0, 130}

    assert echoes(terminal)


def test_a_terminal_in_which_nothing_was_changed_is_left_alone(terminal: Terminal, tmp_path: Path) -> None:
    """Modes that the person set before are the ones that are there afterwards."""
    modes = termios.tcgetattr(terminal[1])
    modes[3] &= ~termios.ECHO
    termios.tcsetattr(terminal[1], termios.TCSANOW, modes)

    with typed(terminal, tmp_path, "", "clauses") as command:
        pass

    assert command.returncode == 0
    assert not echoes(terminal)
