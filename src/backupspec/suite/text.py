"""Making text that came from an implementation safe to show."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

import click

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]")


def shown(text: str) -> str:
    """Spell out control characters, line ends among them, marks of direction and halves of characters, so that text can neither act nor hide."""
    return _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def logged(line: str) -> str:
    """Show a line that an implementation wrote to its log: as `shown`, with tabs as the spaces that they stand for."""
    return shown(line.expandtabs(4))


WIDEST = 200


def command_line(command: object) -> str:
    """Write a command as one line that a person may read: of a long one, as when a phone is filled, its beginning and its end."""
    text = shown(json.dumps(command, ensure_ascii=False))
    half = WIDEST // 2
    return text if len(text) <= WIDEST else f"{text[:half]} ... {text[-half:]}"


def command_lines(commands: Sequence[object], outcomes: Sequence[Mapping[str, object] | None]) -> Iterator[str]:
    """Write commands, a line each; behind one that was not done, how it was answered. Of reports without outcomes, the commands alone."""
    for command, outcome in zip_longest(commands, outcomes[: len(commands)], fillvalue=DONE):
        yield command_line(command) + _answer(outcome)  # type: ignore[arg-type]


DONE = {"outcome": "done"}


def _answer(outcome: Mapping[str, object] | None) -> str:
    if outcome == DONE:
        return ""
    words = "no answer" if outcome is None else ": ".join(map(str, outcome.values()))
    return f" -> {shown(words)}"


def say(message: str, code: int) -> int:
    """Say something on standard error, none of which can act on the terminal, and return the exit code to end with."""
    for line in f"backupspec: {message}".split("\n"):
        click.echo(shown(line), err=True)
    return code
