"""What differs between two observations, as deep down as possible."""

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from backupspec.contract.commands import AddPhone, BackUpNow, SetNetwork, TurnOff
from backupspec.contract.observations import Observation
from backupspec.world.changes import LONGEST_LIST, LONGEST_TEXT, Change, changes, shortened
from backupspec.world.world import World


@pytest.fixture
def seen(open_ready: object) -> World:
    """Return a world with a phone that is ready for a backup."""
    return open_ready()  # type: ignore[operator, no-any-return]


def paths(before: Observation, after: Observation) -> list[str]:
    """Tell where something changed."""
    return [" ".join(map(str, change.path)) for change in changes(before, after)]


def test_what_is_equal_has_no_changes(seen: World) -> None:
    """Two observations of one instant do not differ."""
    assert paths(seen.now, replace(seen.now)) == []


def test_a_value_deep_down(seen: World) -> None:
    """A switch that is turned off is told by its path, with what it was and what it is."""
    before = seen.now
    seen.must(TurnOff(phone="ann", toggle="settings_backup"))

    found = list(changes(before, seen.now))

    assert Change(path=("phones", "ann", "toggles", "settings_backup"), before=True, after=False) in found
    assert {change.path[:2] for change in found} == {("phones", "ann")}


def test_what_is_new_and_what_is_gone(seen: World) -> None:
    """A phone that is new has no `before`; seen the other way round it is gone, and has no `after`."""
    before = seen.now
    seen.must(AddPhone(phone="ben"))

    [new] = changes(before, seen.now)
    [gone] = changes(seen.now, before)

    assert (new.path, new.before) == (("phones", "ben"), UNSET)
    assert (gone.path, gone.after) == (("phones", "ben"), UNSET)
    assert new.after == gone.before


LISTS = [
    ((), (1,), [((0,), UNSET, 1)]),
    ((1, 2), (1, 2, 3), [((2,), UNSET, 3)]),
    ((1, 2, 3), (2, 3), [((0,), 1, UNSET)]),
    ((1, 2, 3), (1, 3), [((1,), 2, UNSET)]),
    ((1, 2, 3), (1, 9, 3), [((1,), 2, 9)]),
    ((1, 1), (1,), [((1,), 1, UNSET)]),
    ((1, 2), (3,), [((0,), 1, UNSET), ((1,), 2, UNSET), ((0,), UNSET, 3)]),
]


@pytest.mark.parametrize(("before", "after", "found"), LISTS, ids=str)
def test_lists(before: tuple[int, ...], after: tuple[int, ...], found: list[tuple[object, ...]]) -> None:
    """Of a list only what lies between its common beginning and its common end is told."""
    assert [(each.path, each.before, each.after) for each in changes(before, after)] == found


def test_a_backup_is_told_once(seen: World) -> None:
    """A second backup is one that was added: the first is not told again."""
    seen.must(SetNetwork(phone="ann", network="wifi"), BackUpNow(phone="ann"))
    before = seen.now
    seen.must(BackUpNow(phone="ann"))

    backups = [change for change in changes(before, seen.now) if change.path[-2] == "backups"]

    assert [(change.path[-1], change.before) for change in backups] == [(1, UNSET)]


def test_what_is_long_is_shortened_and_stays_different() -> None:
    """A long text or list is told by its beginning; two that differ only far behind still differ, and short ones stay whole."""
    text, many = "a" * LONGEST_TEXT, list(range(LONGEST_LIST))
    assert (shortened(text), shortened(many)) == (text, many)

    assert len(shortened(text * 100)) < 2 * LONGEST_TEXT
    assert len(shortened(many * 100)) == LONGEST_LIST + 1
    assert shortened(text + "b") != shortened(text + "c")
    assert shortened([*many, "b"]) != shortened([*many, "c"])
    assert shortened({"a": [text + "b"]}) == shortened({"a": [text + "b"]})


def test_what_the_contract_holds_is_shortened(seen: World) -> None:
    """A long list in an observation, too, is told by its beginning."""
    many = replace(seen.now, transfers=tuple(range(LONGEST_LIST + 1)))  # type: ignore[arg-type]

    [change] = changes(None, many)

    assert change.after["transfers"][LONGEST_LIST - 1 :][0] == LONGEST_LIST - 1  # type: ignore[index]
    assert str(change.after["transfers"][-1]).startswith("... (1 more, sha256:")  # type: ignore[index]
