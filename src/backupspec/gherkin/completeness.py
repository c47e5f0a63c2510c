"""What can be told only of all features together: ids used twice, words that no policy has, files and definitions that nothing uses."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from backupspec.gherkin.definitions import Definitions
from backupspec.gherkin.features import Clause, Feature, Scenario, parse
from backupspec.gherkin.mistakes import Mistake
from backupspec.policy.model import Policy

SUFFIX = ".feature"


def files(folder: Path) -> list[Path]:
    """List whatever calls itself a feature in a folder and those in it, with a wrong spelling of the ending, too."""
    return sorted(path for path in folder.rglob("*") if SUFFIX in path.name.lower() and path.is_file())


def read(folder: Path) -> tuple[Feature, ...]:
    """Read all features of a folder; raise Mistake, with all that is wrong in them and between them."""
    features: list[Feature] = []
    mistakes: list[Mistake] = []
    for path in files(folder):
        shown = f"{folder.name}/{path.relative_to(folder).as_posix()}"
        try:
            features.append(parse(text(path, shown), shown))
        except Mistake as mistake:
            mistakes.append(mistake)
    mistakes.extend(used_twice(features))
    if mistakes:
        raise Mistake.of(mistakes)
    return tuple(features)


def text(path: Path, shown: str) -> str:
    """Read a feature file; raise Mistake if it isn't text."""
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Mistake(shown, 1, f"this file is not UTF-8: {error.reason} at byte {error.start}") from error


def _tagged(features: Iterable[Feature]) -> Iterator[Clause | Scenario]:
    for feature in features:
        yield from feature.clauses
        yield from feature.scenarios


def used_twice(features: Iterable[Feature]) -> Iterator[Mistake]:
    """Find the clauses and ids that stand in two files."""
    first: dict[str, Clause | Scenario] = {}
    for each in _tagged(features):
        other = first.setdefault(each.id, each)
        if other.feature != each.feature:
            what = "clause" if isinstance(each, Clause) else "id"
            yield Mistake(each.feature, each.line, f"{what} {each.id} is used already at {other.feature}:{other.line}")


def unknown_words(features: Iterable[Feature]) -> Iterator[Mistake]:
    """Find the tags that name a profile, a choice or a reading which does not exist: what they tag would never be applicable."""
    tagged = [each for each in _tagged(features) if each.profiles or (isinstance(each, Scenario) and each.choices)]
    if tagged:
        from backupspec import shipped  # noqa: PLC0415 - reading policies takes a while, and few features need it

        for each in tagged:
            yield from _unknown(each, shipped.PROFILES, shipped.profile)


def _unknown(each: Clause | Scenario, profiles: Sequence[str], policy: Callable[[str], Policy]) -> Iterator[Mistake]:
    strange = [name for name in each.profiles if name not in profiles]
    for name in strange:
        yield Mistake(each.feature, each.line, f"unknown profile {name}; the profiles are {', '.join(profiles)}")
    if isinstance(each, Scenario) and not strange:
        for name in each.profiles or profiles:
            yield from _unknown_choices(each, policy(name))


def _unknown_choices(scenario: Scenario, policy: Policy) -> Iterator[Mistake]:
    choices = {choice.id: choice for choice in policy.choices}
    for name, value in scenario.choices.items():
        if name not in choices:
            told = f"{policy.id} has no choice {name}; its choices are {', '.join(sorted(choices))}"
            yield Mistake(scenario.feature, scenario.line, told)
        elif not choices[name].can_be(value):
            told = f"choice {name} of {policy.id} cannot be {value!r}; allowed: {choices[name].allowed()}"
            yield Mistake(scenario.feature, scenario.line, told)


def uncollected(folder: Path, collected: Iterable[Path]) -> Iterator[Mistake]:
    """Find the feature files of a folder that nothing runs."""
    seen = set(collected)
    for path in files(folder):
        if path.resolve() not in seen:
            shown = f"{folder.name}/{path.relative_to(folder).as_posix()}"
            yield Mistake(
                shown, 1, f"nothing runs this feature; its name ends in {SUFFIX}, and no option leaves it out"
            )


def unused(definitions: Definitions) -> Iterator[Mistake]:
    """Find the definitions that no step of the features stands for."""
    for each in definitions.unused():
        yield Mistake(
            each.path,
            each.line,
            f"no step uses @{each.kind}({each.sentence!r}); remove it, or write the scenario that needs it",
        )
