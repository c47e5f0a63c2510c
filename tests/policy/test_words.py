"""Whether a policy is said in plain words, and whether the words come from its data."""

import re

import pytest

from backupspec import shipped
from backupspec.explain.words import DECLARING, WIDTH, condition_in_words, in_words
from backupspec.policy.model import Condition, Policy
from backupspec.policy.parsing import parse

# What is replaced, by what, the words before and the words after.
CHANGES = {
    "title": ("title: A small policy", "title: Another", "A small policy\n==============", "Another\n======="),
    "first-state": ("first: off,", "first: on,", "it is off.\n  Before", "it is on.\n  Before"),
    "requires": (
        "requires: [main_backup]",
        "requires: []",
        "it is off.\n  Before it can be turned on, Main must be on.\n  It covers:\n    - All games. (CON-02)",
        "it is off.\n  It covers:\n    - All games. (CON-02)",
    ),
    "covers": (
        "covers: [games]",
        "covers: [games, songs]",
        "    - All games. (CON-02)\n\n",
        "    - All games. (CON-02)\n    - All songs. (CON-01)\n\n",
    ),
    "label": (
        "label: Main",
        "label: Primary",
        "Before it can be turned on, Main must be on.",
        "Before it can be turned on, Primary must be on.",
    ),
    "automatic-network": (
        "equals: wifi",
        "equals: cellular",
        "- the phone has Wi-Fi\n",
        "- the phone has cellular data\n",
    ),
    "automatic-power": (
        "equals: true",
        "equals: false",
        "- the phone is plugged into",
        "- the phone is not plugged into",
    ),
    "automatic-bytes": (
        "networks: [wifi]\nmanual",
        "networks: [cellular]\nmanual",
        "Its data goes over Wi-Fi only.",
        "Its data goes over cellular data only.",
    ),
    "manual-network": (
        "one_of: [wifi, cellular]",
        "one_of: [wifi, none]",
        "- the phone has Wi-Fi or cellular data",
        "- the phone has Wi-Fi or no network",
    ),
    "reminder": ("after: 21 days", "after: 2 days", "backup is 21 days old.", "backup is 2 days old."),
    "reminder-needs": (
        "at_least: 2 days",
        "at_least: 9 days",
        "its newest backup is 2 days old, or older",
        "its newest backup is 9 days old, or older",
    ),
    "upload-network": (
        "PHO-03, networks: [wifi]",
        "PHO-03, networks: [cellular]",
        "Pictures  Large             Wi-Fi only (PHO-03)",
        "Pictures  Large             cellular data only (PHO-03)",
    ),
    "quality-label": ("best: Large", "best: Huge", "Pictures  Large ", "Pictures  Huge "),
    "menu-path": ("path: [Start],", "path: [Home, Start],", "\nStart > Backup\n", "\nHome > Start > Backup\n"),
    "picked-reading": (
        "picked: at_start",
        "picked: throughout",
        "We read: To begin.\n  Because: It says so.\n  Also allowed: All along.",
        "We read: All along.\n  Because: It says so.\n  Also allowed: To begin.",
    ),
    "picked-length": ("picked: 1 day", "picked: 2 hours", "We read: 1 day.", "We read: 2 hours."),
    "bounds": ("longest: 2 days", "longest: 3 days", "from 1 hour to 2 days.", "from 1 hour to 3 days."),
    "numbers": (
        "most: 9",
        "most: 8",
        "Also allowed: The newest N. N is a whole number from 2 to 9.",
        "Also allowed: The newest N. N is a whole number from 2 to 8.",
    ),
    "picked-number": ("picked: every_one", 'picked: "3"', "We read: Each.", "We read: The newest 3."),
    "page-says": ("page_says: Often.", "page_says: Seldom.", "The page says: Often.", "The page says: Seldom."),
    "settled": ("we_read: Nothing.", "we_read: All.", "We read: Nothing.", "We read: All."),
}

CONDITIONS = {
    "on": (Condition(fact="powered_on", equals=True), "the phone is turned on"),
    "no-account": (Condition(fact="account", equals=False), "the phone is signed in with no account"),
    "lapsed": (Condition(fact="sign_in", equals="lapsed"), "its sign-in has lapsed"),
    "toggle": (Condition(fact="settings_backup", equals="on"), "Settings backup is on"),
    "idle": (Condition(fact="backup_in_progress", equals=False), "no backup is under way"),
    "age": (Condition(fact="age", more_than="21 days"), "its newest backup is more than 21 days old"),
}


@pytest.mark.parametrize(("old", "new", "before", "after"), CHANGES.values(), ids=CHANGES)
def test_words_come_from_the_data(small: str, old: str, new: str, before: str, after: str) -> None:
    """What is said changes with the value that says it."""
    assert old in small
    said = in_words(parse(small, "p.yaml"))
    assert before in said
    assert after not in said

    changed = in_words(parse(small.replace(old, new, 1), "p.yaml"))
    assert after in changed


@pytest.mark.parametrize(("condition", "words"), CONDITIONS.values(), ids=CONDITIONS)
def test_conditions(policy: Policy, condition: Condition, words: str) -> None:
    """A condition is said of the phone."""
    assert condition_in_words(policy, condition) == words


@pytest.mark.parametrize("name", shipped.PROFILES)
def test_page_of_a_shipped_profile(name: str) -> None:
    """The page of a shipped profile fits 78 columns, shows no id before its last section, and answers what a product manager asks."""
    page = in_words(shipped.profile(name))

    assert max(map(len, page.splitlines())) <= WIDTH
    assert not re.search(r"[a-z]_[a-z]", page.partition(DECLARING)[0])
    assert "\n  - the phone has Wi-Fi\n" in page
    assert "\n  - the phone is plugged into a power source\n" in page
    assert "\nApp list > Settings > Backup\n" in page


@pytest.mark.parametrize("name", shipped.PROFILES)
def test_clauses_stand_at_the_end_of_a_line(name: str) -> None:
    """The id of a clause stands in parentheses, last on its line."""
    page = in_words(shipped.profile(name))
    clauses = re.findall(r"[A-Z]{2,3}-[0-9]{2}.*", page)
    assert clauses

    assert all(re.fullmatch(r"[A-Z]{2,3}-[0-9]{2}[a-e]?\)", clause) for clause in clauses)


def test_terminal_does_not_matter(policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page is the same in a narrow terminal."""
    monkeypatch.setenv("COLUMNS", "200")
    wide = in_words(policy)

    monkeypatch.setenv("COLUMNS", "20")
    assert in_words(policy) == wide


def test_long_words_are_broken(small: str) -> None:
    """A text without spaces fits, too."""
    page = in_words(parse(small.replace("title: A small policy", f"title: {'x' * 200}"), "p.yaml"))

    assert "x" * WIDTH in page
    assert max(map(len, page.splitlines())) <= WIDTH


def test_what_is_not_offered_is_not_said_to_be() -> None:
    """Under the reading by which something is not offered, neither the table nor the page on the phone has it (PHO-08)."""
    profile = shipped.profile("windows-phone-8")
    offered = "It offers: Don't upload, Good quality and Best quality."
    row = re.compile(r"^Videos +Good quality", re.MULTILINE)
    said = in_words(profile)
    assert said.count(offered) == len(("photos", "videos"))
    assert row.search(said)

    said = in_words(profile.with_choices({"good_quality_videos": "not_offered"}))

    assert said.count(offered) == len(("photos",))
    assert not row.search(said)
