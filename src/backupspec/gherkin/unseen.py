"""Lines of a feature file that look like a step or a heading to people, and that Gherkin reads as a description, or each reader in another way.

Such a line is lost in silence: the scenario is judged without it. So it is a mistake, and told with its line.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from gherkin.dialect import Dialect

_ODD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]|\r(?!\n|\Z)")
"""Characters that end a line to some readers, or that nobody sees."""
_INDENT = re.compile(r"[\s\u00ad\u180e\u200b-\u200f\u2060\ufeff]*")
_HEADINGS = ("feature", "rule", "background", "scenario", "scenario_outline", "examples")


def unseen(text: str, source: Any) -> Iterator[tuple[int, str]]:
    """Find such lines in the text of a feature that was parsed: the number of each, and what is wrong with it."""
    lines = text.split("\n")
    yield from _odd(lines)
    for node, is_prose in _described(source):
        for number, line in _description(node, lines):
            keyword = _keyword(line, source["language"], is_prose=is_prose)
            if keyword:
                yield number, f"this line is read as a description, though it begins with {keyword!r}: {_MEND}"


_MEND = "write the keyword as Gherkin does, with a space after it, where a step or a heading may stand; or begin the line with another word"


def _odd(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Find lines that are not the same to each reader of Gherkin."""
    for number, line in enumerate(lines, 1):
        if odd := _ODD.search(line):
            yield (
                number,
                f"U+{ord(odd[0]):04X} ends a line to some readers and hides in others; write it in another way",
            )
        elif odd := re.search(r"[^ \t\r]", _indent(line) if number > 1 else _indent(line.removeprefix("\ufeff"))):
            yield (
                number,
                f"this line begins with U+{ord(odd[0]):04X}; indent it with spaces, for not every reader passes over it",
            )


def _indent(line: str) -> str:
    found = _INDENT.match(line)
    return found[0] if found else ""


def _described(node: Any) -> Iterator[tuple[Any, bool]]:
    """Go through all that can have a description, each with whether it is prose, in which no step can stand."""
    yield node, True
    for child in node["children"]:
        for part in child.values():
            if "children" in part:
                yield from _described(part)
                continue
            yield part, False
            for examples in part.get("examples", ()):
                yield examples, False


def _description(node: Any, lines: list[str]) -> Iterator[tuple[int, str]]:
    """Find the lines of a description in the text, with their numbers."""
    at = node["location"]["line"]
    for said in node["description"].split("\n"):
        if not said.strip():
            continue
        at = next((after for after in range(at + 1, len(lines) + 1) if lines[after - 1].strip() == said.strip()), at)
        yield at, said


def _keyword(line: str, language: str, *, is_prose: bool) -> str | None:
    """Tell the keyword that a line begins with: in prose as it is spelled, for a sentence may go on with `and` or `then`; elsewhere in any case."""
    words = line[len(_indent(line)) :]
    steps, headings = _keywords(language)
    if is_prose:
        return next((each.strip() for each in steps if _begins(words, each)), None) or _heading(words, headings)
    folded = words.casefold()
    return next((each.strip() for each in steps if _begins(folded, each.casefold())), None) or _heading(words, headings)


def _begins(words: str, keyword: str) -> bool:
    """Tell whether words begin with a keyword, and white space of any kind where it ends with a space."""
    rest = words.removeprefix(keyword.rstrip())
    return rest != words and (not keyword.endswith(" ") or not rest or bool(_indent(rest[0])))


def _heading(words: str, headings: tuple[str, ...]) -> str | None:
    """Tell the heading that a line begins with, in any case, and with any white space before its colon."""
    before, colon, _ = words.partition(":")
    name = _INDENT.sub("", before.casefold())
    return next((each for each in headings if colon and name == _INDENT.sub("", each.casefold())), None)


@lru_cache
def _keywords(language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """List the keywords of a language: those of steps, and those of headings."""
    dialect: Any = Dialect.for_name(language)
    steps = [each for kind in ("given", "when", "then", "and", "but") for each in getattr(dialect, f"{kind}_keywords")]
    headings = [each for kind in _HEADINGS for each in getattr(dialect, f"{kind}_keywords")]
    return tuple(dict.fromkeys(steps)), tuple(dict.fromkeys(headings))
