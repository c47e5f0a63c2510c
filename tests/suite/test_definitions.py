"""Finding the one definition of a step, and what is wrong with definitions."""

import itertools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backupspec.gherkin.definitions import load
from backupspec.gherkin.features import Scenario, Step
from backupspec.gherkin.mistakes import Mistake

HEADER = "from pytest_bdd import given, parsers, then, when\n\n"
SOUND = """
@given(parsers.parse("{name}'s phone"), target_fixture="phone")
def _(name):
    return name


@when(parsers.parse("{days:d} days pass"))
def _(days):
    pass


@then(parsers.parse("{phone} is well"))
def _(world, phone):
    assert phone
"""
_numbers = itertools.count()


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., str]]:
    """Make packages of step modules, each under a name of its own."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.chdir(tmp_path)
    made = []

    def make(**modules: str) -> str:
        name = f"steps_{next(_numbers)}"
        folder = tmp_path / name
        folder.mkdir()
        (folder / "__init__.py").write_text("")
        for module, text in modules.items():
            (folder / f"{module}.py").write_text(HEADER + text)
        made.append(name)
        return name

    yield make
    for name in [name for name in sys.modules if name.partition(".")[0] in made]:
        del sys.modules[name]


def _mistakes(package: Callable[..., str]) -> list[str]:
    with pytest.raises(Mistake) as caught:
        load(package)
    return [str(each) for each in caught.value.each()]


def _scenario(*steps: Step) -> Scenario:
    return Scenario(
        id="SCH-01.01",
        clauses=("SCH-01",),
        title="",
        description="",
        feature="a.feature",
        line=1,
        steps=steps,
        profiles=(),
        choices={},
    )


def test_all_modules_of_a_package_are_read(package: Callable[..., str]) -> None:
    """With the kind, the sentence and the place of each definition."""
    name = package(phones=SOUND, times='@given("a day")\ndef _():\n    pass\n')

    assert [str(each) for each in load(name).all] == [
        f'{name}/phones.py:5: @given("{{name}}\'s phone")',
        f"{name}/phones.py:10: @when('{{days:d}} days pass')",
        f"{name}/phones.py:15: @then('{{phone}} is well')",
        f"{name}/times.py:4: @given('a day')",
    ]


def test_a_step_is_found_and_its_arguments_taken(package: Callable[..., str]) -> None:
    """The parser's types and target_fixture are kept."""
    definitions = load(package(phones=SOUND))
    when = definitions.find(Step("when", "3 days pass", 1))
    given = definitions.find(Step("given", "Ann's phone", 1))

    assert when.arguments("3 days pass") == {"days": 3}
    assert (given.target_fixture, given.needed) == ("phone", ("name",))


def test_converters_are_kept(package: Callable[..., str]) -> None:
    """They turn what the sentence says into values."""
    text = '@given(parsers.re(r"(?P<n>[0-9]+) phones"), converters={"n": int})\ndef _(n):\n    pass\n'

    definition = load(package(phones=text)).find(Step("given", "12 phones", 1))

    assert definition.arguments("12 phones") == {"n": 12}


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ('"a phone"', "a phone"),
        ('parsers.parse("a phone of {who}")', "A phone of Ann"),
        ('parsers.parse("{who} has a phone")', "Ann has a phone"),
        ('parsers.parse("{who} has {what}")', "Ann has it"),
        ('parsers.cfparse("phones {n:d}")', "phones 3"),
        ('parsers.re("phone.*")', "phones"),
    ],
)
def test_a_sentence_is_found_by_its_beginning_its_end_or_neither(
    package: Callable[..., str], sentence: str, text: str
) -> None:
    """Whatever the index keeps it by."""
    parameters = ", ".join(name for name in ("who", "what", "n") if f"{{{name}" in sentence)

    definitions = load(package(phones=f"@given({sentence})\ndef _({parameters}):\n    pass\n"))

    assert definitions.find(Step("given", text, 1)) is definitions.all[0]


def test_an_undefined_step_is_a_mistake_with_the_closest_sentences(package: Callable[..., str]) -> None:
    """So that a slip is seen at once."""
    definitions = load(package(phones=SOUND))
    assert definitions.find(Step("when", "3 days pass", 7))

    with pytest.raises(
        Mistake, match=r"a.feature:7: undefined step `When 3 days past`; the closest .*\n.*:10: @when\('{days:d} days"
    ):
        definitions.find(Step("when", "3 days past", 7), "a.feature")


def test_a_step_of_another_kind_is_told_as_such(package: Callable[..., str]) -> None:
    """The sentence is right, its keyword isn't."""
    definitions = load(package(phones=SOUND))

    with pytest.raises(Mistake, match=r"it is defined as another kind of step:\n.*@when"):
        definitions.find(Step("then", "3 days pass", 7), "a.feature")


def test_two_definitions_that_match_one_step_are_a_mistake(package: Callable[..., str]) -> None:
    """Both places are told, across modules, too."""
    other = '@when("3 days pass")\ndef _():\n    pass\n'
    definitions = load(package(phones=SOUND, times=other))
    assert definitions.find(Step("when", "4 days pass", 7))

    with pytest.raises(
        Mistake,
        match=r"a.feature:7: ambiguous step .*(\n.*phones.py:10: .*\n.*times.py:4: |\n.*times.py:4: .*\n.*phones.py:10: )",
    ):
        definitions.find(Step("when", "3 days pass", 7), "a.feature")


def test_unused_definitions_are_those_never_asked_for(package: Callable[..., str]) -> None:
    """A given and a when on one function are two."""
    both = '@given("x")\n@when("x")\ndef _():\n    pass\n'
    definitions = load(package(phones=both))

    definitions.find(Step("when", "x", 1))

    assert [each.kind for each in definitions.unused()] == ["given"]


def test_a_scenario_is_checked_step_by_step(package: Callable[..., str]) -> None:
    """All that its steps lack is told at once; an earlier target_fixture is a source."""
    text = SOUND + '\n\n@then("all is fine")\ndef _(phone, watch):\n    assert phone, watch\n'
    definitions = load(package(phones=text))
    sound = (Step("given", "Ann's phone", 2), Step("then", "Ann is well", 3))
    definitions.check(_scenario(*sound))

    with pytest.raises(Mistake) as caught:
        definitions.check(_scenario(*sound, Step("then", "all is fine", 4), Step("then", "nonsense", 5)))

    first, second = caught.value.each()
    assert (first.line, second.line) == (4, 5)
    assert "step `Then all is fine` needs 'watch', which neither" in first.message


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ('@when("x")\nasync def _():\n    pass\n', 4, "is async"),
        ('@when("x")\nasync def _():\n    yield\n', 4, "is async"),
        ('@when("x")\ndef _():\n    yield\n', 4, "yields"),
        ('@then("x")\ndef _(world):\n    world.now\n', 4, "holds no assert"),
        ('@then("x")\ndef _(world):\n    return world.now\n', 4, "holds no assert"),
        ('@then("x")\ndef _(world):\n    def check():\n        assert world\n', 4, "holds no assert"),
        ('@then("x")\ndef _(world):\n    assert True\n', 4, "holds no assert"),
        ('@then("x")\ndef _(world):\n    assert (world, 1)\n', 4, "holds no assert"),
        ('@when(parsers.parse("x {y}"))\ndef _():\n    pass\n', 4, "takes no y"),
        ('@when(parsers.parse("x {}"))\ndef _():\n    pass\n', 4, "a field without a name"),
        ('@when("x", converters={"y": int})\ndef _():\n    pass\n', 4, "converts y"),
        ('@when("x", target_fixture="world")\ndef _():\n    pass\n', 4, "gives a world of its own"),
        ('@when("x")\ndef _():\n    pass\n\n@when("x")\ndef _():\n    pass\n', 8, "is defined already at "),
        ('from pytest_bdd import step\n@step("x")\ndef _():\n    pass\n', 5, "a given, a when or a then"),
        ("import no_such_module\n", 3, "can't be imported: ModuleNotFoundError"),
        ("def _(:\n", 3, "can't be imported: SyntaxError"),
    ],
    ids=lambda value: value if isinstance(value, str) and "\n" not in value else "",
)
@pytest.mark.filterwarnings("ignore::SyntaxWarning")
def test_a_definition_that_can_pass_in_silence_is_a_mistake(
    package: Callable[..., str], text: str, line: int, told: str
) -> None:
    """With its place, when the package is loaded."""
    name = package(phones=text)

    assert any(each.startswith(f"{name}/phones.py:{line}: ") and told in each for each in _mistakes(name))


def test_all_mistakes_of_a_package_are_told_at_once(package: Callable[..., str]) -> None:
    """Module by module, line by line."""
    lazy = '@then("x")\ndef _():\n    pass\n'

    assert len(_mistakes(package(a=lazy, b=lazy, c="1 / 0"))) == 3


def test_a_package_that_does_not_exist_is_a_mistake() -> None:
    """It is named."""
    assert _mistakes("no_such_package")[0].startswith("no_such_package:1: no_such_package can't be imported")
