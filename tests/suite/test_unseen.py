"""A step or a heading that Gherkin does not see is a mistake, at its line; prose that happens to begin alike is none."""

import pytest

from backupspec.gherkin.features import parse
from backupspec.gherkin.mistakes import Mistake

SOUND = """\
Feature: Automatic backups
  What a phone does by itself, when it is on,
  and what it does not.

  @SCH-01 @behaviour
  Rule: A phone is backed up by itself
    It goes on like this
    and then ends.

    Background:
      What was before.

      Given power

    @SCH-01.01
    Scenario: It is backed up on Wi-Fi
      The reason to exist.

      Given Ann's phone
      When a day passes
      Then there is a backup

    @SCH-01.02
    Scenario Outline: On <network> there is <what>
      Given Ann's phone on <network>
      When a day passes
      Then there is <what>

      Examples:
        All of them.

        | network  | what   |
        | wifi     | one    |
"""

READ_AS_DESCRIPTION = {
    "small": ("      Given Ann's phone\n", "      given Ann's phone\n", 19, "'Given'"),
    "large": ("      Given Ann's phone\n", "      GIVEN Ann's phone\n", 19, "'Given'"),
    "no-break-space-within": ("      Given Ann's phone\n", "      Given\u00a0Ann's phone\n", 19, "'Given'"),
    "tab-within": ("      Given Ann's phone\n", "      Given\tAnn's phone\n", 19, "'Given'"),
    "star": ("      Given Ann's phone\n", "      *\u2003Ann's phone\n", 19, "'*'"),
    "keyword-alone": ("      Given Ann's phone\n", "      given\n", 19, "'Given'"),
    "in-a-background": ("      What was before.\n", "      and power\n", 11, "'And'"),
    "in-examples": ("        All of them.\n", "        Then it is seen\n", 30, "'Then'"),
    "under-a-rule": ("    It goes on like this\n", "    Given Ann's phone\n", 7, "'Given'"),
    "under-a-feature": ("  and what it does not.\n", "  When a day passes\n", 3, "'When'"),
    "scenario": ("    It goes on like this\n", "    scenario: It is backed up\n", 7, "'Scenario'"),
    "scenario-with-a-space": ("      The reason to exist.\n", "      Scenario : It is backed up\n", 17, "'Scenario'"),
    "outline": ("    It goes on like this\n", "    scenario  outline: It is\n", 7, "'Scenario Outline'"),
    "examples": ("        All of them.\n", "        examples:\n", 30, "'Examples'"),
    "rule": ("  and what it does not.\n", "  RULE: A phone is backed up\n", 3, "'Rule'"),
    "background": ("    It goes on like this\n", "    background:\n", 7, "'Background'"),
}


def told(old: str, new: str) -> list[tuple[int, str]]:
    """Change the sound feature, and tell what is wrong with it."""
    assert SOUND.count(old) == 1
    with pytest.raises(Mistake) as caught:
        parse(SOUND.replace(old, new), "a.feature")
    return [(each.line, each.message) for each in caught.value.each()]


def test_prose_is_none() -> None:
    """A description may hold the words of keywords, and in prose a line may go on with them in small letters."""
    assert len(parse(SOUND, "a.feature").scenarios) == 2


@pytest.mark.parametrize(("old", "new", "line", "keyword"), READ_AS_DESCRIPTION.values(), ids=READ_AS_DESCRIPTION)
def test_a_line_that_is_read_as_a_description(old: str, new: str, line: int, keyword: str) -> None:
    """A line that begins as a step or a heading, and is read as a description, is told with its line and the keyword."""
    found = told(old, new)

    assert any(at == line and f"begins with {keyword}" in message for at, message in found), found


@pytest.mark.parametrize("odd", ["\u00a0", "\u2003", "\u200b", "\ufeff", "\u3000"])
def test_an_odd_indent(odd: str) -> None:
    """A step after white space that not every reader passes over is told, whether or not this one does."""
    found = told(
        "      When a day passes\n      Then there is a backup\n",
        f"      When a day passes\n    {odd} Then there is a backup\n",
    )

    assert found[0][0] == 21


@pytest.mark.parametrize("odd", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\r", "\x00"])
def test_a_line_end_to_some(odd: str) -> None:
    """A character that ends a line to some readers is told with its line; the line ends of Windows are none."""
    assert parse(SOUND.replace("\n", "\r\n"), "a.feature").scenarios

    assert told("Given Ann's phone\n", f"Given Ann's{odd}phone\n")[0] == (
        19,
        f"U+{ord(odd):04X} ends a line to some readers and hides in others; write it in another way",
    )


def test_another_language() -> None:
    """The keywords are those of the file's language."""
    german = """\
# language: de
Funktionalität: Sicherung
  @SCH-01 @behaviour
  Regel: Von selbst
    @SCH-01.01
    Szenario: Mit Wi-Fi
      Warum.

      Angenommen Annes Telefon
      Wenn ein Tag vergeht
      Dann gibt es eine Sicherung
"""
    assert parse(german, "a.feature").scenarios

    with pytest.raises(
        Mistake, match=r"a\.feature:7: this line is read as a description, though it begins with 'Angenommen'"
    ):
        parse(german.replace("Warum.", "angenommen Annes Telefon"), "a.feature")
