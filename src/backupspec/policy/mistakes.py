"""What is wrong with a policy's text: one value per mistake, each with its line, what came, and what is allowed."""

import difflib
from collections.abc import Iterable
from typing import Any

from msgspec import Struct

_LONGEST_SHOWN = 60


class Mistake(Struct, frozen=True, kw_only=True, order=True):
    """One thing in a policy's text that is not allowed. They sort by line."""

    file: str
    line: int
    where: str
    """A path such as `reminder.after`, or nothing where it is the file as a whole."""
    problem: str
    allowed: str
    example: str = ""
    """A situation that shows it, in words, where it takes one to see what is wrong."""

    def __str__(self) -> str:
        """Say it in one line."""
        where = f"{self.where}: " if self.where else ""
        return f"{self.file}:{self.line}: {where}{self.problem}; allowed: {self.allowed}"


class PolicyMistakes(ValueError):
    """All that is wrong with a policy's text, by line."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(sorted(mistakes))
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


def shown(value: Any) -> str:
    """Say what came, in few words and one line."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return f"the number {value}"
        case str():
            return repr(value if len(value) <= _LONGEST_SHOWN else value[: _LONGEST_SHOWN - 3] + "...")
        case list():
            return "a list" if value else "an empty list"
        case _:
            return "an entry with members"


def one_of(values: Iterable[str | bool]) -> str:
    """Say which values are allowed: `wifi, cellular or none`."""
    words = [value if isinstance(value, str) else shown(value) for value in values]
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words) or "nothing"


def nearest(came: str, known: Iterable[str]) -> str:
    """Say which known word is meant, ready to follow a problem; nothing if none is near."""
    close = difflib.get_close_matches(came, tuple(known), n=1) if len(came) <= _LONGEST_SHOWN else []
    return f" (perhaps {close[0]} is meant)" if close else ""
