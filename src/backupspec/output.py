"""Where everything is printed, so that no text from outside acts on the terminal, whatever was forgotten on its way here."""

import re
import sys
from typing import NoReturn

import click

from backupspec.exits import MISUSE
from backupspec.text import shown, shown_lines

_STYLE = re.compile(r"(\x1b\[[0-9;]*m)")


def echo(text: str = "", *, err: bool = False, nl: bool = True) -> None:
    """Print lines in which nothing but the line feed acts."""
    click.echo(shown_lines(text), err=err, nl=nl)  # noqa: TID251 - the one place, with the two below


def echo_styled(text: str, *, color: bool | None) -> None:
    """Print lines with the colours of click.style. What is foreign in them is shown before it is coloured: it could have colours of its own."""
    parts = _STYLE.split(text)
    parts[::2] = map(shown_lines, parts[::2])
    click.echo("".join(parts), nl=False, color=color)  # noqa: TID251


def say(message: str, code: int) -> int:
    """Say something on standard error, and return the exit code to end with."""
    for line in f"backupspec: {message}".split("\n"):
        echo(line, err=True)
    return code


def misuse(message: str) -> NoReturn:
    """Say that what was asked for does not exist or cannot be read, and end."""
    sys.exit(say(message, MISUSE))


def progress(what: str) -> None:
    """Say on standard error how far something is, in place of what was said before; nothing empties the line."""
    click.echo(f"\r\033[K{shown(what)}", err=True, nl=False)  # noqa: TID251
