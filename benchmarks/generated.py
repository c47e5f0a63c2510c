"""Generates what the step benchmark measures: the same feature files for all runners, and each runner's definitions of the steps.

A scenario has five steps: two Given, one When, two Then. Sentences begin with a field, a person's name, as ours do; each definition is
used, and each scenario says something of its own, so that no runner can look up a sentence that it has seen before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SCENARIOS_PER_FILE = 50
SCENARIOS_PER_RULE = 10
KINDS = ("given", "given", "when", "then", "then")

OURS = """\
@{kind}(parsers.parse("{sentence}"))
def _(name, count):
    {body}


"""
BEHAVE = """\
@{kind}("{sentence}")
def step_impl(context, name, count):
    {body}


"""
CUCUMBER = """\
{Kind}("{sentence}", function (name, count) {{ {body} }});
"""
CONFTEST = """\
class World:
    violations = ()

    def commands(self):
        return ()

    def close(self):
        pass


class Setting:
    def applicable(self, scenario):
        return None

    def open_world(self, scenario):
        return World()

    def close(self):
        pass


def pytest_backupspec_setting(config):
    return Setting()
"""
INI = "[pytest]\nbackupspec_steps = own_steps\nbackupspec_features = features\n"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A step definition's sentence, in words that no other has."""

    kind: str
    number: int

    def pattern(self, name: str, count: str) -> str:
        """Spell the sentence with the runner's fields, or with values."""
        verb = {"given": "has", "when": "moves", "then": "sees"}[self.kind]
        return f"{name} {verb} {count} things of sort number{self.number} at hand"


def sentences(definitions: int) -> dict[str, list[Sentence]]:
    """Share a number of definitions out among the kinds, two fifths each to Given and Then."""
    counts = {
        "given": definitions * 2 // 5,
        "when": definitions - 2 * (definitions * 2 // 5),
        "then": definitions * 2 // 5,
    }
    return {kind: [Sentence(kind, number) for number in range(count)] for kind, count in counts.items()}


def features(folder: Path, scenarios: int, definitions: int) -> None:
    """Write the feature files."""
    folder.mkdir()
    defined = sentences(definitions)
    for file in range(scenarios // SCENARIOS_PER_FILE):
        numbers = range(file * SCENARIOS_PER_FILE, (file + 1) * SCENARIOS_PER_FILE)
        (folder / f"topic{file}.feature").write_text("".join(_lines(file, numbers, defined)))


def _lines(file: int, numbers: range, defined: dict[str, list[Sentence]]) -> Iterator[str]:
    yield f"Feature: Topic {file}\n"
    for number in numbers:
        rule, place = divmod(number, SCENARIOS_PER_RULE)
        clause = f"{_letters(rule // 100)}-{rule % 100:02}"
        if place == 0:
            yield f"\n  @{clause} @behaviour\n  Rule: Clause {clause}\n"
        yield f"\n    @{clause}.{place:02}\n    Scenario: Scenario {number}\n"
        for step, (kind, keyword) in enumerate(zip(KINDS, ("Given", "And", "When", "Then", "And"), strict=True)):
            used = number * KINDS.count(kind) + KINDS[:step].count(kind)
            sentence = defined[kind][used % len(defined[kind])]
            yield f"      {keyword} {sentence.pattern(f'Person{number}', str(number + step))}\n"


def _letters(number: int) -> str:
    return "B" + chr(ord("A") + number)


def ours(folder: Path, definitions: int) -> None:
    """Write the step definitions and the configuration for this project's plugin."""
    steps = folder / "own_steps"
    steps.mkdir()
    (steps / "__init__.py").touch()
    header = "from pytest_bdd import given, parsers, then, when\n\n\n"
    (steps / "all.py").write_text(header + _definitions(OURS, definitions, "{name}", "{count:d}"))
    (folder / "conftest.py").write_text(CONFTEST)
    (folder / "pytest.ini").write_text(INI)


def behave(folder: Path, definitions: int) -> None:
    """Write the step definitions for behave, next to the features."""
    steps = folder / "features" / "steps"
    steps.mkdir()
    header = "from behave import given, then, when\n\n\n"
    (steps / "all.py").write_text(header + _definitions(BEHAVE, definitions, "{name}", "{count:d}"))


def cucumber(folder: Path, definitions: int) -> None:
    """Write the step definitions for cucumber-js."""
    (folder / "steps").mkdir()
    header = 'const { Given, When, Then } = require("@cucumber/cucumber");\nconst assert = require("node:assert");\n'
    text = _definitions(CUCUMBER, definitions, "{word}", "{int}", assertion="assert(count >= 0);", nothing="")
    (folder / "steps" / "all.js").write_text(header + text)


def _definitions(
    template: str, definitions: int, name: str, count: str, assertion: str = "assert count >= 0", nothing: str = "pass"
) -> str:
    return "".join(
        template.format(
            kind=sentence.kind,
            Kind=sentence.kind.capitalize(),
            sentence=sentence.pattern(name, count),
            body=assertion if sentence.kind == "then" else nothing,
        )
        for each in sentences(definitions).values()
        for sentence in each
    )
