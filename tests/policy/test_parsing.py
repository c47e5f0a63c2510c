"""Whether a policy's text is read, and whether all of its mistakes are told."""

import re

import pytest

from backupspec import shipped
from backupspec.policy.mistakes import one_of
from backupspec.policy.model import CHOICE_IDS
from backupspec.policy.parsing import Mistake, PolicyMistakes, parse
from backupspec.policy.reading import MOST_CHARACTERS, MOST_VALUES

LENGTH = "a whole number of seconds, minutes, hours or days, such as '21 days'"
PLAIN = "values written out where they stand, without &, * or !"
WRITTEN = ("automatic_every", "power_needed", "backups_kept")
KNOWN = [*WRITTEN, *(name for name in CHOICE_IDS if name not in WRITTEN)]
"""The choices of the small policy, in the order in which they stand there."""


# What is replaced, what it may become, what it may not, where the mistake is, and how it is told.
REFUSED = {
    "length-of-time": (
        "after: 21 days",
        "after: 1 second",
        "after: 21 dayz",
        f"reminder.after: '21 dayz' is not allowed; allowed: {LENGTH}",
    ),
    "length-ending-in-a-line-break": (
        "after: 21 days",
        'after: "21 days"',
        'after: "21 days\\n"',
        f"reminder.after: '21 days\\u000a' is not allowed; allowed: {LENGTH}",
    ),
    "optional-length": (
        "at_least: 2 days",
        "at_least: 3 days",
        "at_least: soon",
        f"reminder.needs[0].at_least: 'soon' is not allowed; allowed: {LENGTH}",
    ),
    "number-for-text": (
        "title: A small policy",
        'title: "8.1"',
        "title: 8.1",
        "title: the number 8.1 is not allowed; allowed: text that is not empty",
    ),
    "number-as-it-is-written": (
        "after: 21 days",
        "after: 2 days",
        "after: 1814400",
        f"reminder.after: the number 1814400 is not allowed; allowed: {LENGTH}",
    ),
    "number-with-an-exponent": (
        "at_least: 2 days",
        "at_least: 3 days",
        "at_least: 1.8144e6",
        f"reminder.needs[0].at_least: the number 1.8144e6 is not allowed; allowed: {LENGTH}",
    ),
    "number-that-readers-round": (
        "most: 9",
        "most: 9007199254740991",
        "most: 9007199254740993",
        (
            "choices[backups_kept].numbers.most: the number 9007199254740993 is one that not every reader can hold; "
            "allowed: a number from -(2^53 - 1) to 2^53 - 1 in at most 40 characters"
        ),
    ),
    "half-a-character": (
        "title: A small policy",
        'title: "A \\U0001F600 policy"',
        'title: "A \\ud83d policy"',
        (
            "title: 'A \\ud83d policy' holds half of a surrogate pair, which is no character; "
            "allowed: whole characters, such as \\U0001F600 in double quotes"
        ),
    ),
    "word-for-list": (
        "covers: [songs]",
        "covers: []",
        "covers: songs",
        (
            "toggles[main_backup].covers: 'songs' is not allowed; "
            "allowed: a list, each entry small letters, digits and underscores, such as 'settings_backup'"
        ),
    ),
    "empty-text": (
        "label: Pictures",
        "label: P",
        'label: ""',
        "controls[photos].label: '' is not allowed; allowed: text that is not empty",
    ),
    "empty-list": (
        "path: [Start],",
        "path: [Home],",
        "path: [],",
        "controls[page].path: an empty list is not allowed; allowed: a list, not empty, each entry text",
    ),
    "value-not-in-the-list": (
        "first: off,",
        "first: on,",
        "first: of,",
        "toggles[second_backup].first: 'of' is not allowed; allowed: off or on",
    ),
    "clause": (
        "clause: SCH-01",
        "clause: SCH-01e",
        "clause: SCH-1",
        "automatic.clause: 'SCH-1' is not allowed; allowed: the id of a clause, such as 'REM-01'",
    ),
    "unknown-member": (
        "text: A person makes a backup.",
        "text: Somebody makes a backup.",
        "text: A person makes a backup.\n  network: [wifi]",
        (
            "manual.network: there is no such member (perhaps networks is meant); "
            "allowed: id, clause, text, needs or networks"
        ),
    ),
    "label-of-the-wrong-type": (
        "good: Small",
        "good: Smaller",
        "good: 5",
        "controls[photos].options.good: the number 5 is not allowed; allowed: text",
    ),
    "member-twice": (
        "title: A small policy",
        "title: A policy",
        "title: A policy\ntitle: Another",
        "title: it stands here a second time (first on line 2); allowed: it once",
    ),
    "anchor": (
        "title: A small policy",
        'title: "&a A small policy"',
        "title: &a A small policy",
        f"title: an anchor, 'a'; allowed: {PLAIN}",
    ),
    "alias": (
        "covers: [games]",
        "covers: []",
        "covers: *songs",
        f"toggles[second_backup].covers: an alias, 'songs'; allowed: {PLAIN}",
    ),
    "tag": (
        "title: A small policy",
        'title: "!!python/object:os.system {}"',
        "title: !!python/object:os.system {}",
        f"title: a tag, '!!python/object:os.system'; allowed: {PLAIN}",
    ),
    "escaped-control-character": (
        "title: A small policy",
        'title: "A \\x41 policy"',
        'title: "A \\x1b policy"',
        "title: 'A \\u001b policy' holds a character that cannot be printed; allowed: printable characters",
    ),
    "name-that-is-no-word": (
        "good: Small",
        "good: S",
        "1: One, good: Small",
        "controls[photos].options: a member is named by the number 1; allowed: a name of letters",
    ),
    "offered-if-a-choice-that-is-unknown": (
        "quality: best, clause: PHO-03,",
        "quality: best, clause: PHO-03, offered_if: {power_needed: throughout},",
        "quality: best, clause: PHO-03, offered_if: {power_need: throughout},",
        (
            "uploads.table[1].offered_if.power_need: there is no choice 'power_need' (perhaps power_needed is meant); "
            f"allowed: {one_of(KNOWN)}"
        ),
    ),
    "offered-if-a-reading-that-is-unknown": (
        "quality: best, clause: PHO-03,",
        "quality: best, clause: PHO-03, offered_if: {power_needed: throughout},",
        "quality: best, clause: PHO-03, offered_if: {power_needed: always},",
        "uploads.table[1].offered_if.power_needed: power_needed has no reading 'always'; allowed: at_start or throughout",
    ),
    "requires-unknown": (
        "requires: [main_backup]",
        "requires: []",
        "requires: [man_backup]",
        (
            "toggles[second_backup].requires[0]: there is no toggle 'man_backup' (perhaps main_backup is meant); "
            "allowed: main_backup or second_backup"
        ),
    ),
    "requires-itself": (
        "requires: [main_backup]",
        "requires: []",
        "requires: [second_backup]",
        "toggles[second_backup].requires[0]: second_backup requires itself; allowed: another toggle",
    ),
    "covers-unknown": (
        "covers: [games]",
        "covers: [songs]",
        "covers: [gems]",
        "toggles[second_backup].covers[0]: there is no part 'gems' (perhaps games is meant); allowed: songs or games",
    ),
    "id-twice": (
        "{id: games,",
        "{id: games, ",
        "{id: games, clause: CON-03, text: More games.}\n  - {id: games,",
        "parts[games].id: 'games' stands here a second time (first on line 9); allowed: it once",
    ),
    "upload-row-twice": (
        "networks: [wifi], text: Best ones wait.}",
        "networks: [wifi], text: Best ones stay.}",
        (
            "networks: [wifi], text: Best ones wait.}\n"
            "    - {medium: photos, quality: best, clause: PHO-03, networks: [wifi], text: Again.}"
        ),
        "uploads.table[2].medium: 'photos' at 'best' stands here a second time (first on line 18); allowed: it once",
    ),
    "compares-with-nothing": (
        "fact: external_power, equals: true",
        "fact: external_power, equals: false",
        "fact: external_power",
        "automatic.needs[1]: it compares with nothing; allowed: exactly one of equals, one_of, at_least or more_than",
    ),
    "compares-twice": (
        "fact: network, equals: wifi",
        "fact: network, one_of: [wifi]",
        "fact: network, equals: wifi, one_of: [wifi]",
        (
            "automatic.needs[0]: it compares in several ways: equals, one_of; "
            "allowed: exactly one of equals, one_of, at_least or more_than"
        ),
    ),
    "fact-is-never-this": (
        "fact: network, equals: wifi",
        "fact: network, equals: none",
        "fact: network, equals: 3g",
        "automatic.needs[0].equals: network is never '3g'; allowed: wifi, cellular or none",
    ),
    "fact-is-no-word": (
        "fact: external_power, equals: true",
        "fact: external_power, equals: false",
        "fact: external_power, equals: on",
        "automatic.needs[1].equals: external_power is never 'on'; allowed: true or false",
    ),
    "fact-is-never-one-of-these": (
        "one_of: [wifi, cellular]",
        "one_of: [wifi, none]",
        "one_of: [wifi, wimax]",
        "manual.needs[0].one_of[1]: network is never 'wimax'; allowed: wifi, cellular or none",
    ),
    "fact-is-no-length": (
        "fact: network, equals: wifi",
        "fact: age, more_than: 1 day",
        "fact: network, more_than: 1 day",
        "automatic.needs[0].more_than: network is no length of time; allowed: equals or one_of",
    ),
    "fact-is-a-length": (
        "fact: age, at_least: 2 days",
        "fact: age, more_than: 2 days",
        "fact: age, equals: 2 days",
        "reminder.needs[0].equals: age is a length of time; allowed: at_least or more_than",
    ),
    "toggle-sets-unknown": (
        "sets: main_backup",
        "sets: second_backup",
        "sets: main_bakcup",
        (
            "controls[switch].sets: a toggle cannot set 'main_bakcup' (perhaps main_backup is meant); "
            "allowed: main_backup or second_backup"
        ),
    ),
    "choice-sets-no-medium": (
        "sets: photos, text: How.",
        "sets: photos, text: Which.",
        "sets: main_backup, text: How.",
        "controls[photos].sets: a choice cannot set 'main_backup'; allowed: photos or videos",
    ),
    "page-sets-something": (
        "kind: page,",
        "kind: button,",
        "kind: page, sets: photos,",
        "controls[page].sets: a page cannot set 'photos'; allowed: nothing",
    ),
    "lies-nowhere": (
        "path: [Start, Backup], label: Main",
        "page: page, label: Main",
        "label: Main",
        "controls[switch]: it lies nowhere; allowed: the page that holds it, or a path",
    ),
    "lies-in-two-places": (
        "path: [Start, Backup], label: Main",
        "page: page, label: Main",
        "page: page, path: [Start], label: Main",
        "controls[switch]: it has a page and a path; allowed: the page that holds it, or a path",
    ),
    "lies-on-no-page": (
        "path: [Start, Backup], label: Main",
        "page: page, label: Main",
        "page: photos, label: Main",
        "controls[switch].page: photos is no page; allowed: page",
    ),
    "lies-on-an-unknown-page": (
        "path: [Start, Backup], label: Main",
        "page: page, label: Main",
        "page: pages, label: Main",
        "controls[switch].page: there is no page 'pages' (perhaps page is meant); allowed: page",
    ),
    "lies-on-itself": (
        "path: [Start], label: Backup, kind: page",
        "path: [Begin], label: Backup, kind: page",
        "page: page, label: Backup, kind: page",
        "controls[page].page: a page that is held, by way of others, by itself; allowed: pages that lead somewhere",
    ),
    "toggle-sets-nothing": (
        "kind: toggle, sets: main_backup",
        "kind: button",
        "kind: toggle",
        "controls[switch].sets: a toggle that sets nothing; allowed: main_backup or second_backup",
    ),
    "option-without-row": (
        "good: Small, best: Large",
        "good: Small",
        "good: Small, better: Large",
        (
            "controls[photos].options.better: uploads.table has no such quality for photos (perhaps best is meant); "
            "allowed: dont_upload, good or best"
        ),
    ),
    "no-options": (
        "options: {dont_upload: Never, good: Small, best: Large}",
        "options: {dont_upload: Never}",
        "options: {}",
        "controls[photos].options: a choice that offers nothing; allowed: dont_upload, good or best",
    ),
    "options-of-a-page": (
        "kind: page,",
        "kind: page, options: {},",
        "kind: page, options: {good: Good},",
        "controls[page].options: only a choice has options; allowed: none",
    ),
    "picked-is-no-reading": (
        "picked: at_start",
        "picked: throughout",
        "picked: at_strat",
        (
            "choices[power_needed].picked: 'at_strat' is not one of the readings (perhaps at_start is meant); "
            "allowed: at_start or throughout"
        ),
    ),
    "picked-is-too-short": (
        "picked: 1 day",
        "picked: 60 minutes",
        "picked: 59 minutes",
        (
            "choices[automatic_every].picked: '59 minutes' is not within the bounds; "
            "allowed: a length of time from 1 hour to 2 days"
        ),
    ),
    "picked-is-no-length": (
        "picked: 1 day",
        "picked: 2 days",
        "picked: daily",
        (
            "choices[automatic_every].picked: 'daily' is not within the bounds; "
            "allowed: a length of time from 1 hour to 2 days"
        ),
    ),
    "bounds-in-disorder": (
        "shortest: 1 hour",
        "shortest: 1 day",
        "shortest: 3 days",
        "choices[automatic_every].shortest: '3 days' is longer than the longest; allowed: up to 2 days",
    ),
    "one-bound": (
        "shortest: 1 hour, longest: 2 days",
        "shortest: 1 minute, longest: 1 day",
        "shortest: 1 hour",
        "choices[automatic_every]: longest is missing; allowed: readings, or else both shortest and longest",
    ),
    "neither-readings-nor-bounds": (
        "shortest: 1 hour, longest: 2 days",
        "readings: [{value: 1 day, text: Daily.}]",
        "readings: []",
        (
            "choices[automatic_every]: it has neither readings nor bounds; "
            "allowed: readings, or else both shortest and longest"
        ),
    ),
    "readings-and-bounds": (
        "shortest: 1 hour, longest: 2 days",
        "readings: [{value: 1 day, text: Daily.}]",
        "readings: [{value: 1 day, text: Daily.}], longest: 2 days",
        "choices[automatic_every]: it has readings and bounds; allowed: readings, or else both shortest and longest",
    ),
    "picked-is-too-many": (
        "picked: every_one",
        "picked: '9'",
        "picked: '10'",
        (
            "choices[backups_kept].picked: '10' is not one of the readings; "
            "allowed: every_one or a whole number from 2 to 9"
        ),
    ),
    "numbers-in-disorder": (
        "fewest: 2",
        "fewest: 9",
        "fewest: 10",
        "choices[backups_kept].numbers.fewest: 10 is more than the most; allowed: up to 9",
    ),
    "number-of-none": (
        "fewest: 2",
        "fewest: 1",
        "fewest: 0",
        (
            "choices[backups_kept].numbers.fewest: the number 0 is not allowed; "
            "allowed: a whole number from 1, such as the number 3"
        ),
    ),
    "number-with-a-fraction": (
        "most: 9",
        "most: 8.0",
        "most: 8.5",
        (
            "choices[backups_kept].numbers.most: the number 8.5 is not allowed; "
            "allowed: a whole number from 1, such as the number 3"
        ),
    ),
    "number-is-not-said": (
        "The newest {number}.",
        "Up to {number}.",
        "The newest ones.",
        (
            "choices[backups_kept].numbers.text: 'The newest ones.' is not allowed; "
            "allowed: a sentence that holds {number}, such as 'Up to {number}.'"
        ),
    ),
    "numbers-beside-no-readings": (
        "longest: 2 days",
        "longest: 3 days",
        'longest: 2 days, numbers: {fewest: 1, most: 2, text: "{number} days."}',
        "choices[automatic_every].numbers: numbers stand beside readings alone; allowed: readings beside them",
    ),
    "reading-twice": (
        "{value: throughout, text: All along.}",
        "{value: never, text: Never.}",
        "{value: at_start, text: All along.}",
        (
            "choices[power_needed].readings[1].value: 'at_start' stands here a second time (first on line 55); "
            "allowed: it once"
        ),
    ),
}

# What the whole text is, the line of the mistake, and how it is told.
UNREADABLE = {
    "empty": ("", 1, "the file holds nothing; allowed: members: id, title"),
    "comments-alone": ("# nothing\n", 1, "the file holds nothing; allowed: members: id, title"),
    "list-at-the-top": ("- a\n- b\n", 1, "the file holds a list; allowed: members: id, title"),
    "word": ("policy", 1, "the file holds 'policy'; allowed: members: id, title"),
    "not-yaml": ("id: a\ntitle: [b\n", 3, "not YAML: while parsing a flow sequence"),
    "tab": ("id: a\n\ttitle: b\n", 2, "not YAML: "),
    "nul": ("id: a\ntitle: \0\n", 2, "a character that YAML does not have; allowed: printable characters"),
    "unknown-yaml-version": ("%YAML 9.9\n---\nid: a\n", 1, "not YAML; allowed: one YAML document"),
    "impossible-escape": ('id: a\ntitle: "\\UFFFFFFFF"\n', 2, "not YAML; allowed: one YAML document"),
    "line-separator": (
        "id: a\r\ntitle: b\rtext: c\u2028d\n",
        3,
        "the character U+2028 ends a line to some readers of YAML, and to others not; allowed: ordinary line ends alone",
    ),
    "next-line": (
        "id: a\n# c\x85title: b\n",
        2,
        "the character U+0085 ends a line to some readers of YAML, and to others not; allowed: ordinary line ends alone",
    ),
    "several-documents": ("id: a\n---\nid: b\n", 2, "a second document begins here; allowed: one YAML document"),
    "deep": ("id:\n  " + "[" * 1000, 2, "entries within entries, too deep; allowed: 12 levels at most"),
    "long": ("#" * (MOST_CHARACTERS + 1), 1, "the file has 1000001 characters; allowed: at most 1000000"),
    "endless": ("- a\n" * (MOST_VALUES + 1), MOST_VALUES, "the file goes on and on; allowed: 10000 values at most"),
}


def mistakes_of(text: str) -> tuple[Mistake, ...]:
    """Tell the mistakes of a text."""
    with pytest.raises(PolicyMistakes) as caught:
        parse(text, "p.yaml")
    assert str(caught.value) == "\n".join(str(mistake) for mistake in caught.value.mistakes)
    return caught.value.mistakes


@pytest.mark.parametrize("name", shipped.PROFILES)
def test_shipped_profiles_are_read(name: str) -> None:
    """A shipped profile has no mistake, and is called by the name of its file."""
    assert shipped.profile(name).id == name


def test_on_and_off_are_words(small: str) -> None:
    """YAML 1.2: `off` is a word, quoted or not."""
    assert 'first: "off"' in small
    assert "first: off" in small

    assert [toggle.first for toggle in parse(small, "p.yaml").toggles] == ["off", "off"]


def test_line_ends_of_windows(small: str) -> None:
    """A text with the line ends of Windows is read alike."""
    assert parse(small.replace("\n", "\r\n"), "p.yaml") == parse(small, "p.yaml")


@pytest.mark.parametrize(("old", "accepted", "refused", "message"), REFUSED.values(), ids=REFUSED)
def test_refuses(small: str, old: str, accepted: str, refused: str, message: str) -> None:
    """A mistake is told with its line, what came and what is allowed, and no other mistake with it."""
    before, found, after = small.partition(old)
    assert found
    assert parse(before + accepted + after, "p.yaml").id == "small"

    line = before.count("\n") + 1 + refused.count("\n")
    assert [str(mistake) for mistake in mistakes_of(before + refused + after)] == [f"p.yaml:{line}: {message}"]


@pytest.mark.parametrize(("text", "line", "message"), UNREADABLE.values(), ids=UNREADABLE)
def test_refuses_what_is_no_policy(text: str, line: int, message: str) -> None:
    """What is no policy at all is refused in one line."""
    (mistake,) = mistakes_of(text)

    assert str(mistake).startswith(f"p.yaml:{line}: {message}")
    assert "\n" not in str(mistake)


def test_missing_member(small: str) -> None:
    """A member that is missing is told on the line of what should hold it."""
    assert parse(small, "p.yaml").reminder.after == "21 days"

    without = small.replace("  after: 21 days\n", "")
    line = without[: without.index("reminder:")].count("\n") + 1
    assert [str(mistake) for mistake in mistakes_of(without)] == [
        f"p.yaml:{line}: reminder.after: it is missing; allowed: {LENGTH}"
    ]


@pytest.mark.parametrize("name", CHOICE_IDS)
def test_missing_choice(small: str, name: str) -> None:
    """A choice that the processes ask for must be there, and a near miss is named."""
    assert parse(small, "p.yaml").picked(name)

    (mistake,) = mistakes_of(small.replace(f"id: {name},", f"id: {name}x,"))
    assert mistake.where == "choices"
    assert mistake.problem == f"the choice {name} is missing (perhaps {name}x is meant for it)"
    assert name in mistake.allowed


def test_circle(small: str) -> None:
    """Toggles that require each other are told once, with the way round."""
    assert "requires: [main_backup]" in small
    assert parse(small, "p.yaml").toggles[1].requires == ("main_backup",)

    (mistake,) = mistakes_of(small.replace("covers: [songs]", "requires: [second_backup], covers: [songs]"))
    assert mistake.where in {"toggles[main_backup].requires", "toggles[second_backup].requires"}
    assert "main_backup requires second_backup" in mistake.problem
    assert "second_backup requires main_backup" in mistake.problem


def test_all_mistakes_at_once(small: str) -> None:
    """Mistakes of reading, of shape and across entries are told together, by line."""
    wrong = small
    for old, new in [
        ("title: A", "title: !!str A"),
        ("requires: [main_backup]", "requires: [nothing]"),
        ("after: 21 days", "after: 21 dayz"),
        ("equals: wifi", "equals: 3g"),
        ("picked: at_start", "picked: 7"),
    ]:
        assert old in wrong
        wrong = wrong.replace(old, new, 1)

    mistakes = mistakes_of(wrong)
    assert [mistake.where for mistake in mistakes] == [
        "title",
        "toggles[second_backup].requires[0]",
        "automatic.needs[0].equals",
        "reminder.after",
        "choices[power_needed].picked",
    ]
    assert [mistake.line for mistake in mistakes] == sorted(mistake.line for mistake in mistakes)


def test_alias_bomb() -> None:
    """Aliases of aliases are refused one by one, and never followed."""
    bomb = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [{f'*{a}, ' * 9}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )

    told = [mistake for mistake in mistakes_of(bomb) if "alias" in mistake.problem]

    assert len(told) == 8 * 9


def test_every_message_is_one_line(small: str) -> None:
    """Whatever a text holds, a mistake is told in one printable line."""
    wrong = small.replace("title: A", '"ti\\ntle\\x1b": "\\n"\ntitle: A')
    assert wrong != small

    assert all(re.fullmatch(r"p\.yaml:\d+: .+; allowed: .+", str(mistake)) for mistake in mistakes_of(wrong))
    assert all(str(mistake).isprintable() for mistake in mistakes_of(wrong))
