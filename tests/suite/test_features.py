"""Reading feature files: what they say, and every mistake in them with its line."""

import pytest

from backupspec.gherkin.features import Step, parse
from backupspec.gherkin.mistakes import Mistake

SOUND = """\
Feature: Automatic backups
  What a phone does by itself.

  @SCH-01 @behaviour @label
  Rule: A phone is backed up by itself

    @SCH-01.01
    Scenario: It is backed up on Wi-Fi
      The reason to exist.

      Given Ann's phone
      And power
      When a day passes
      And another
      Then there is a backup
      But no second one

    @SCH-01.02
    Scenario Outline: On <network> there is <what>
      Given Ann's phone on <network>
      When a day passes
      Then there is <what>

      Examples:
        | network  | what   |
        | wifi     | one    |
        | cellular | none   |

  @SCH-02 @content @not-testable
  Rule: The phone is glad
    Nobody can see
    whether it is.
"""


def _mistakes(text: str) -> list[tuple[int, str]]:
    with pytest.raises(Mistake) as caught:
        parse(text, "a.feature")
    return [(each.line, each.message) for each in caught.value.each()]


def _changed(old: str, new: str) -> str:
    assert old in SOUND
    assert parse(SOUND, "a.feature")
    return SOUND.replace(old, new, 1)


def test_a_feature_is_read() -> None:
    """Title, clauses and scenarios come as values."""
    feature = parse(SOUND, "a.feature")

    assert (feature.path, feature.title) == ("a.feature", "Automatic backups")
    assert [clause.id for clause in feature.clauses] == ["SCH-01", "SCH-02"]
    assert [scenario.id for scenario in feature.scenarios] == ["SCH-01.01", "SCH-01.02/wifi", "SCH-01.02/cellular"]


def test_a_clause_is_read() -> None:
    """A Rule's name is the clause's sentence; an untestable one has its reason."""
    first, second = parse(SOUND, "a.feature").clauses

    assert (first.kinds, first.text, first.reason, first.line) == (
        ("behaviour", "label"),
        "A phone is backed up by itself",
        None,
        5,
    )
    assert second.reason == "Nobody can see\nwhether it is."


def test_and_takes_the_kind_of_the_step_before() -> None:
    """`And` and `But` continue a group; a step knows its line."""
    scenario = parse(SOUND, "a.feature").scenarios[0]

    assert [step.kind for step in scenario.steps] == ["given", "given", "when", "when", "then", "then"]
    assert scenario.steps[1] == Step("given", "power", 12)
    assert scenario.description == "The reason to exist."


def test_a_row_is_a_scenario() -> None:
    """Placeholders are filled in, and the line is the row's."""
    row = parse(SOUND, "a.feature").scenarios[2]

    assert (row.title, row.steps[0].text, row.line) == ("On cellular there is none", "Ann's phone on cellular", 27)


def test_background_steps_come_first() -> None:
    """A Background belongs to each scenario of its Rule."""
    text = _changed("    @SCH-01.01\n", "    Background:\n      Given Bob\n\n    @SCH-01.01\n")

    assert [scenario.steps[0].text for scenario in parse(text, "a.feature").scenarios] == ["Bob"] * 3


def test_profiles_narrow_from_the_rule_to_the_scenario() -> None:
    """A scenario is for its own profiles, or else for those of its Rule."""
    text = _changed("@SCH-01 ", "@SCH-01 @profile:windows-phone-8 @profile:windows-phone-8.1 ")
    text = text.replace("@SCH-01.01", "@SCH-01.01 @profile:windows-phone-8")
    first, second, _ = parse(text, "a.feature").scenarios

    assert first.profiles == ("windows-phone-8",)
    assert second.profiles == ("windows-phone-8", "windows-phone-8.1")


def test_choices_come_from_scenario_and_examples() -> None:
    """A length of time is written with underscores; a word keeps its own."""
    text = _changed("@SCH-01.02", "@SCH-01.02 @choice:retry_after:1_hour")
    text = text.replace("      Examples:", "      @choice:age_counts_from:last_made\n      Examples:")

    assert parse(text, "a.feature").scenarios[1].choices == {"retry_after": "1 hour", "age_counts_from": "last_made"}


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        pytest.param("@SCH-01 ", "", 5, "one clause tag, such as @SCH-01; this one has none", id="no clause"),
        pytest.param("@SCH-01 ", "@SCH-01 @SCH-03 ", 5, "this one has 2", id="two clauses"),
        pytest.param("@SCH-01 ", "@SCH-1 ", 4, "unknown tag @SCH-1", id="odd clause id"),
        pytest.param("@behaviour @label", "@behavior @label", 4, "unknown tag @behavior", id="unknown kind"),
        pytest.param("@behaviour @label", "", 5, "one or more of @behaviour", id="no kind"),
        pytest.param("@SCH-02", "@SCH-01", 30, "clause SCH-01 has a Rule in line 5 already", id="clause twice"),
        pytest.param(" @not-testable", "", 30, "this Rule has no scenario", id="no scenarios"),
        pytest.param("@label\n", "@label @not-testable\n", 5, "has scenarios", id="untestable with scenarios"),
        pytest.param("    Nobody can see\n    whether it is.\n", "", 30, "without a reason", id="no reason"),
        pytest.param("    @SCH-01.01\n", "", 7, "one id tag, such as @SCH-01.01; this one has none", id="no id"),
        pytest.param("@SCH-01.01", "@SCH-01.01 @SCH-01.09", 8, "this one has 2", id="two ids"),
        pytest.param("@SCH-01.01", "@SCH-02.01", 8, "id SCH-02.01 belongs to another clause", id="foreign id"),
        pytest.param("@SCH-01.01", "@SCH-01.1", 7, "unknown tag @SCH-01.1", id="one digit"),
        pytest.param("@SCH-01.01", "@SCH-01.01 @wip", 7, "unknown tag @wip", id="unknown tag"),
        pytest.param("Feature", "@slow\nFeature", 1, "unknown tag @slow", id="tagged feature"),
        pytest.param("| cellular |", "| wifi     |", 27, "row 'wifi' stands in line 26 already", id="row twice"),
        pytest.param("| wifi     |", "|          |", 26, "'' can't name a row", id="empty row name"),
        pytest.param("| wifi     |", "| wi fi    |", 26, "'wi fi' can't name a row", id="odd row name"),
        pytest.param(
            "| network  | what   |", "| what  | what   |", 25, "column 'what' stands there 2 times", id="column twice"
        ),
        pytest.param("| network  |", "| netw(rk  |", 25, "'netw(rk' can't name a column", id="odd column"),
        pytest.param("on <network>", "on <networks>", 20, "<networks> is not filled in", id="placeholder"),
        pytest.param(
            "      When a day passes\n      And another\n", "", 8, "one When; this one has none", id="no when"
        ),
        pytest.param(
            "      But no second one", "      When a\n      Then b", 8, "one When; this one has 2", id="two whens"
        ),
        pytest.param("      Then there is a backup\n      But no second one\n", "", 8, "has no Then", id="no then"),
        pytest.param("And power", "Then power", 8, "from Given to When to Then", id="then before when"),
        pytest.param("And power", "* power", 12, "neither Given, When nor Then", id="star"),
        pytest.param("And power", "And power\n        | a |", 12, "tables and doc strings", id="table"),
        pytest.param(
            "And power", 'And power\n        """\n        a\n        """', 12, "tables and doc strings", id="doc string"
        ),
        pytest.param("And power", "power", 12, "this is not Gherkin", id="syntax"),
        pytest.param(": It is backed up on Wi-Fi", ":", 8, "this one has none", id="no title"),
        pytest.param(
            "Outline: On <network> there is <what>",
            "Outline: It is backed up on Wi-Fi",
            19,
            "stands in line 8 already",
            id="title twice",
        ),
        pytest.param(
            "@SCH-01.02",
            "@SCH-01.02 @choice:a:b @choice:a:c",
            18,
            "choice a cannot be 'b' and 'c' at once",
            id="two readings",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(old: str, new: str, line: int, told: str) -> None:
    """Whatever would let a scenario go unjudged is a mistake, at its line."""
    found = _mistakes(_changed(old, new))

    assert any(at == line and told in message for at, message in found), found


def test_a_scenario_stays_within_its_rules_profiles() -> None:
    """One for a profile that its Rule leaves out would never be applicable where its clause is."""
    text = _changed("@SCH-01 ", "@SCH-01 @profile:windows-phone-8 ")
    assert parse(text.replace("@SCH-01.01", "@SCH-01.01 @profile:windows-phone-8"), "a.feature")

    [(line, told)] = _mistakes(text.replace("@SCH-01.01", "@SCH-01.01 @profile:windows-phone-8.1"))

    assert line == 8
    assert "for windows-phone-8.1, but what holds it is for windows-phone-8 alone" in told


def test_a_background_holds_given_alone() -> None:
    """A When in it would be a second one in each scenario, or the first that nobody sees."""
    sound = _changed("    @SCH-01.01\n", "    Background:\n      Given Bob\n\n    @SCH-01.01\n")
    assert parse(sound, "a.feature")

    found = _mistakes(sound.replace("      Given Bob\n", "      Given Bob\n      When Bob calls\n"))

    assert any(told == "a Background holds Given alone" for _, told in found)


@pytest.mark.parametrize(
    ("rows", "told"),
    [("        | network | what |\n", "have no rows"), ("", "have no rows")],
    ids=["header alone", "no table"],
)
def test_examples_without_rows_are_a_mistake(rows: str, told: str) -> None:
    """Nothing would run."""
    table = SOUND[SOUND.index("        | network  |") : SOUND.index("  @SCH-02")]

    assert any(told in message for _, message in _mistakes(_changed(table, rows + "\n")))


def test_an_outline_without_examples_is_a_mistake() -> None:
    """Nothing would run, or a sentence with its placeholders."""
    examples = SOUND[SOUND.index("      Examples:") : SOUND.index("  @SCH-02")]

    assert any("has no Examples" in message for _, message in _mistakes(_changed(examples, "\n")))


def test_a_scenario_without_steps_is_a_mistake() -> None:
    """It would pass whatever happens."""
    steps = SOUND[SOUND.index("      Given Ann's phone\n") : SOUND.index("    @SCH-01.02")]

    assert (8, "this scenario has no steps, so that it would pass whatever happens") in _mistakes(_changed(steps, "\n"))


def test_a_used_id_is_a_mistake_and_names_both_lines() -> None:
    """An id names one scenario."""
    second = SOUND[SOUND.index("    @SCH-01.01") : SOUND.index("    @SCH-01.02")]
    text = _changed("    @SCH-01.02", second.replace("on Wi-Fi", "twice") + "    @SCH-01.02")

    assert _mistakes(text) == [(19, "id SCH-01.01 is used in line 8 already; an id names one scenario for ever")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "there is no Feature in this file"),
        ("Feature: Empty\n", "this feature has no Rule; each clause is a Rule"),
        (
            "Feature: A\n  Scenario: B\n    Given c\n",
            "this scenario stands outside a Rule; put it under the Rule of its clause",
        ),
    ],
    ids=["no feature", "no rule", "no rule around a scenario"],
)
def test_a_file_that_specifies_nothing_is_a_mistake(text: str, told: str) -> None:
    """A file without clauses can't be judged."""
    assert told in [message for _, message in _mistakes(text)]


def test_all_mistakes_of_a_file_are_told_at_once() -> None:
    """Lines that lead to each place, in their order."""
    text = _changed("@SCH-01.01", "@wrong").replace("@SCH-02", "@SCH-2")

    with pytest.raises(Mistake) as caught:
        parse(text, "a.feature")

    assert [line.split(" ")[0] for line in str(caught.value).splitlines()] == [
        "a.feature:7:",
        "a.feature:8:",
        "a.feature:29:",
        "a.feature:30:",
    ]
