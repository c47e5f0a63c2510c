"""Whether a policy that was edited at random is ever answered with a traceback, or without an exit code that says what happened."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from backupspec import shipped
from backupspec.cli import main

COUNT = 120


def _without_a_line(random: Random, text: str) -> str:
    lines = text.splitlines(keepends=True)
    del lines[random.randrange(len(lines))]
    return "".join(lines)


def _a_line_elsewhere(random: Random, text: str) -> str:
    lines = text.splitlines(keepends=True)
    lines.insert(random.randrange(len(lines)), lines[random.randrange(len(lines))])
    return "".join(lines)


def _lines_exchanged(random: Random, text: str) -> str:
    lines = text.splitlines(keepends=True)
    one, other = random.sample(range(len(lines)), 2)
    lines[one], lines[other] = lines[other], lines[one]
    return "".join(lines)


def _a_word_for_another(random: Random, text: str) -> str:
    words = text.split(" ")
    words[random.randrange(len(words))] = random.choice(words)
    return " ".join(words)


def _a_value_for_another(random: Random, text: str) -> str:
    values = [
        "[wifi]",
        "[settings_backup]",
        "[app_backup]",
        "[apps, app_data]",
        "equals: true",
        "equals: false",
        "21 days",
    ]
    values += [
        "first: dont_upload",
        "kind: page",
        "kind: toggle",
        "kind: box",
        "24 hours",
        '"on"',
        '"off"',
        "wifi",
        "valid",
    ]
    there = [value for value in values if value in text]
    old, new = random.choice(there), random.choice(values)
    pieces = text.split(old)
    at = random.randrange(1, len(pieces))
    return old.join(pieces[:at]) + new + old.join(pieces[at:])


def _without_a_character(random: Random, text: str) -> str:
    at = random.randrange(len(text))
    return text[:at] + text[at + 1 :]


EDITS: tuple[Callable[[Random, str], str], ...] = (
    _without_a_line,
    _a_line_elsewhere,
    _lines_exchanged,
    _a_word_for_another,
    _a_value_for_another,
    _without_a_character,
)


def _codes(folder: Path, seeds: range) -> Counter[tuple[str, int]]:
    """Edit a profile once for each seed, check it and compare it, and count the exit codes."""
    codes: Counter[tuple[str, int]] = Counter()
    path = folder / "edited.yaml"
    for seed in seeds:
        random = Random(seed)  # noqa: S311 - a seed makes it the same each time
        name = random.choice(shipped.PROFILES)
        path.write_text(random.choice(EDITS)(random, shipped.profile_text(name)), "utf-8")
        for words in (("check", str(path)), ("diff", name, str(path))):
            ran = CliRunner().invoke(main, ("policy", *words))
            assert ran.exception is None or isinstance(ran.exception, SystemExit), (seed, words)
            assert ran.output.strip(), (seed, words)
            codes[words[0], ran.exit_code] += 1
    return codes


def test_no_edit_ends_in_a_traceback(tmp_path: Path) -> None:
    """Edited at random, a policy is fine or has problems; it is the same, differs, or cannot be compared. Nothing else happens."""
    codes = _codes(tmp_path, range(COUNT))

    assert set(codes) == {("check", 0), ("check", 1), ("diff", 0), ("diff", 1), ("diff", 2)}


@pytest.mark.exhaustive
def test_no_edit_of_many_ends_in_a_traceback(tmp_path: Path) -> None:
    """The same of twice as many more."""
    codes = _codes(tmp_path, range(COUNT, 3 * COUNT))

    assert set(codes) == {("check", 0), ("check", 1), ("diff", 0), ("diff", 1), ("diff", 2)}
