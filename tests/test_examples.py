"""The examples do what the documentation says of them."""

import importlib
from pathlib import Path
from typing import get_args

import pytest

from backupspec import shipped
from backupspec.contract.commands import AddPhone, Command, SetContent, tag
from backupspec.contract.content import named
from backupspec.contract.implementation import Implementation, Opening
from backupspec.fixtures.people import Person, people
from backupspec.gherkin.definitions import load
from backupspec.manifest.measuring import held
from backupspec.suite import bare, strength
from backupspec.suite.setting import Setting
from backupspec.targets.reaching import reach

EXAMPLES = Path(__file__).parent.parent / "examples"
POLICY = shipped.profile("windows-phone-8.1")
OPENING = Opening(
    scenario="a test of the examples",
    profile=POLICY.id,
    choices=POLICY.picks(),
    wall_clock="2014-06-02T09:00:00Z",
    time_zone="Europe/London",
    seed=1,
)


@pytest.fixture
def small_phone(monkeypatch: pytest.MonkeyPatch) -> Implementation:
    """Return the adapter to copy, reached as the documentation says."""
    monkeypatch.chdir(EXAMPLES / "python")
    return reach("python:small_phone:make")


def test_small_phone_keeps_what_it_says(small_phone: Implementation) -> None:
    """The adapter to copy answers within the contract, keeps MAN-03 as far as it can be asked, and breaks the automatic clauses."""
    setting = Setting(small_phone, POLICY)

    results = bare.run(setting, strength.catalogue().scenarios, load("backupspec.steps"))

    by_clause = {
        clause: {each.verdict for each in results if clause in each.clauses} for clause in ("MAN-03", "SCH-03")
    }
    assert "errored" not in {each.verdict for each in results}
    assert "passed" in by_clause["MAN-03"]
    assert "failed" not in by_clause["MAN-03"]
    assert "failed" in by_clause["SCH-03"]


def test_small_phone_lists_what_it_cannot_be_given(small_phone: Implementation) -> None:
    """It says of exactly those commands that they are unfinished for which it has no method."""
    made = importlib.import_module("small_phone").make()
    supported = {kind.__name__ for kind in get_args(Command) if hasattr(made, kind.__name__)}
    assert "SetContent" in supported

    unfinished = small_phone.about().unfinished

    assert sorted(unfinished) == sorted(
        tag(kind.__name__) for kind in get_args(Command) if kind.__name__ not in supported
    )


@pytest.mark.parametrize("person", people(1, 5), ids=lambda person: person.name)
def test_small_phone_measures_content(small_phone: Implementation, person: Person) -> None:
    """Without the project's code it comes to the same sizes and digests, and shows the items themselves where they are asked for."""
    world = small_phone.open_world(OPENING)
    small_phone.perform(world, [AddPhone(phone="ann"), SetContent(phone="ann", content=person.content)])
    expected = {part: held(entries) for part, entries in named(person.content)}
    assert sum(amount.count for amount in expected.values()) > 0

    without, with_items = (small_phone.observe(world, items=items).phones["ann"] for items in (False, True))

    assert without.content == with_items.content == expected
    assert (without.items, with_items.items) == (None, person.content)
