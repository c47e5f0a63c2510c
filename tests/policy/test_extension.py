"""A policy that says only what it has otherwise than another: what it takes over, what it refuses, and where its mistakes stand."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from backupspec import shipped
from backupspec.cli import main
from backupspec.policy.extension import whole
from backupspec.policy.mistakes import PolicyMistakes
from backupspec.policy.parsing import parse
from backupspec.policy.reading import read

NORM = shipped.PROFILES[0]
HEAD = f"extends: {NORM}\nid: mine\n"
BASE = """\
id: base
title: Base
reminder: {after: 21 days, networks: [wifi, cellular]}
needs: [{fact: network}, {fact: age}]
parts: [{id: a, text: A.}, {id: b, text: B.}, {id: c, text: C.}]
options: {never: Never, best: Best}
table: [{medium: photos, quality: good, text: Good.}, {medium: photos, quality: best, text: Best.}]
choice: {readings: [{value: x, text: X.}, {value: y, text: Y.}]}
"""


def extended(difference: str) -> Any:
    """Return the whole of a difference to the base."""
    return whole(read(f"extends: base\n{difference}", "own.yaml"), {"base": BASE}).value


CHANGES = {
    "one-member": ("reminder: {after: 14 days}", "reminder", {"after": "14 days", "networks": ["wifi", "cellular"]}),
    "words": ("reminder: {networks: [wifi]}", "reminder", {"after": "21 days", "networks": ["wifi"]}),
    "conditions": ("needs: [{fact: power}]", "needs", [{"fact": "power"}]),
    "another-kind": ("parts: none", "parts", "none"),
    "nothing": ("reminder:", "reminder", None),
    "empty-list": (
        "parts: []",
        "parts",
        [{"id": "a", "text": "A."}, {"id": "b", "text": "B."}, {"id": "c", "text": "C."}],
    ),
    "reading": (
        "choice: {readings: [{value: y, text: Why.}]}",
        "choice",
        {"readings": [{"value": "x", "text": "X."}, {"value": "y", "text": "Why."}]},
    ),
    "row": (
        "table: [{medium: photos, quality: best, text: All.}]",
        "table",
        [
            {"medium": "photos", "quality": "good", "text": "Good."},
            {"medium": "photos", "quality": "best", "text": "All."},
        ],
    ),
    "no-id": ("title: Mine", "id", None),
    "title": ("id: own", "title", "Base"),
}


@pytest.mark.parametrize(("difference", "member", "made"), CHANGES.values(), ids=CHANGES)
def test_what_is_merged(difference: str, member: str, made: Any) -> None:
    """Members and entries that can be told apart are merged; anything else takes the place of what was there."""
    assert extended(difference).get(member) == made


ORDERS = {
    "at-the-end": ("parts: [{id: d}]", "abcd"),
    "before-what-follows": ("parts: [{id: d}, {id: e}, {id: b}, {id: f}]", "adebcf"),
    "nothing-moves": ("parts: [{id: c}, {id: a}]", "abc"),
    "a-second-time": ("parts: [{id: a}, {id: a}]", "abca"),
}


@pytest.mark.parametrize(("difference", "order"), ORDERS.values(), ids=ORDERS)
def test_where_what_is_new_stands(difference: str, order: str) -> None:
    """What is new stands before what is named after it, or else at the end; nothing else moves."""
    assert "".join(part["id"] for part in extended(difference)["parts"]) == order


def test_names_are_in_order_too() -> None:
    """What a choice offers has an order."""
    assert list(extended("options: {good: Good, best: Best}")["options"]) == ["never", "good", "best"]


WRONG = {
    "unknown": ("extends: windows-phone-81\nid: mine\n", "mine.yaml:1: extends: there is no policy 'windows-phone-81' (perhaps windows-phone-8.1 is meant); allowed: the name of a policy that comes with backupspec"),
    "no-name": ("id: mine\nextends: [a]\n", "mine.yaml:2: extends: there is no policy a list"),
    "no-id": (f"extends: {NORM}\n", "mine.yaml:1: id: it is missing"),
    "unknown-member": (f"{HEAD}reminder: {{afer: 14 days}}\n", "mine.yaml:3: reminder.afer: there is no such member (perhaps after is meant)"),
    "wrong-value": (f"{HEAD}reminder:\n  after: soon\n", "mine.yaml:4: reminder.after: 'soon' is not allowed"),
    "entry-that-lacks-something": (f"{HEAD}toggles:\n  - {{id: wallet_backup}}\n", "mine.yaml:4: toggles[wallet_backup].text: it is missing"),
    "twice": (f"{HEAD}parts:\n  - {{id: apps}}\n  - {{id: apps}}\n", "mine.yaml:5: parts[apps].id: 'apps' stands here a second time (first on line 4)"),
    "not-yaml": (f"{HEAD}a: b: c\n", "mine.yaml:3: not YAML"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "told"), WRONG.values(), ids=WRONG)
def test_mistakes_keep_their_lines(text: str, told: str) -> None:
    """What is wrong is told with the file and the line where it stands."""
    with pytest.raises(PolicyMistakes) as refused:
        parse(text, "mine.yaml")
    assert any(str(mistake).startswith(told) for mistake in refused.value.mistakes), str(refused.value)


def test_what_was_taken_over_keeps_its_file() -> None:
    """A toggle that is required and renamed nowhere stands in the policy that is extended: so does the mistake."""
    text = f"{HEAD}deletions:\n  - {{id: whole, ticked: [app_backup]}}\n"
    number = 1 + shipped.profile_text(NORM).splitlines().index(
        next(line for line in shipped.profile_text(NORM).splitlines() if "{id: apps_alone, " in line)
    )
    Path("mine.yaml").write_text(text, "utf-8")

    ran = CliRunner().invoke(main, ["policy", "check", "mine.yaml"])

    assert ran.exit_code == 1
    assert f"\n{NORM}.yaml, line {number}  deletions[apps_alone]\n  wrong    this never counts" in ran.stdout
    assert "\nline 4  deletions[whole]" not in ran.stdout


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_circle_is_refused() -> None:
    """Two policies that extend each other are neither whole."""
    bases = {"one": "extends: other\nid: one\n", "other": "extends: one\nid: other\n"}
    with pytest.raises(
        PolicyMistakes, match=r"other.yaml:1: extends: a circle: one extends other extends one; allowed"
    ):
        whole(read("extends: one\nid: mine\n", "mine.yaml"), bases)


def test_one_that_extends_one_that_extends() -> None:
    """A difference to a difference takes over all of it."""
    policy = parse(
        "extends: windows-phone-8\nid: mine\ncontrols: [{id: chat_backup_toggle, label: Chats}]\n", "mine.yaml"
    )
    old = shipped.profile("windows-phone-8")

    assert [one.label for one in policy.controls if one not in old.controls] == ["Chats"]
    assert (policy.id, policy.title, policy.toggles) == ("mine", old.title, old.toggles)


def test_windows_phone_8_is_a_difference() -> None:
    """What Windows Phone 8 has otherwise is said once, in few lines."""
    assert len(shipped.profile_text("windows-phone-8").splitlines()) < 45
