"""What another implementation is free in is passed over and said; everything else parts, and on the trace's own target all does."""

from typing import Any

import pytest

from backupspec.contract.commands import ChooseBackup, DeleteCloudBackup, PressNext
from backupspec.contract.implementation import Lack
from backupspec.contract.outcomes import DONE, Refused
from backupspec.suite.parting import IDS, NO_CHANGE, Comparison, Difference
from backupspec.suite.tracing import Exchange
from backupspec.world.changes import Change, Path


def changed(*changes: tuple[Path, Any], **more: Any) -> Exchange:
    """Make an exchange after which these places have become this."""
    made = tuple(Change(path=path, before=None, after=after) for path, after in changes)
    return Exchange(operation="perform", observe=True, changes=made, **more)


def apart(comparison: Comparison, expected: Exchange, came: Exchange) -> list[Path]:
    """Tell where two exchanges differ."""
    return [each.where for each in comparison.differences(expected, came)]


PHONE, ACCOUNT = ("phones", "Ann's phone"), ("accounts", "Ann's account")
BACKUP = (*ACCOUNT, "backups", 0)

FREE: dict[str, tuple[Path, Path]] = {
    "manifest": ((*BACKUP, "manifest"), (*BACKUP, "complete")),
    "manifest-of-the-copy": ((*PHONE, "local_backup", "manifest"), (*PHONE, "local_backup", "trigger")),
    "catalogue": ((*ACCOUNT, "catalogue"), (*ACCOUNT, "backups_path")),
    "journal": ((*ACCOUNT, "journal"), (*ACCOUNT, "messages")),
    "pages": ((*ACCOUNT, "journal_pages", 3), (*ACCOUNT, "media")),
    "stored": ((*BACKUP, "parts", 2, "stored"), (*BACKUP, "parts", 2, "count")),
    "messages": ((*ACCOUNT, "stored_messages", 1), (*ACCOUNT, "messages", 1)),
    "room": ((*ACCOUNT, "free_bytes"), (*ACCOUNT, "reads")),
    "bytes": (("transfers", 4, "size_bytes"), ("transfers", 4, "network")),
    "software": ((*PHONE, "software_version"), (*PHONE, "powered_on")),
}
"""Where an implementation is free, and a place beside it where it is not."""


@pytest.mark.parametrize("name", FREE)
def test_what_is_free_is_passed_over(name: str) -> None:
    """It may be anything, null or unchanged on either side, and is said once; on the trace's own target it parts, as what stands beside it does everywhere."""
    free, beside = FREE[name]
    for other in (changed((free, "b")), changed((free, None)), changed()):
        comparison = Comparison(exact=False)
        assert (apart(comparison, changed((free, "a")), other), apart(comparison, other, changed((free, "a")))) == (
            [],
            [],
        )
        assert len(comparison.passed_over) == 1
        assert apart(Comparison(exact=True), changed((free, "a")), other) == [free]

    assert apart(Comparison(exact=False), changed((beside, "a")), changed((beside, "b"))) == [beside]


def test_within_what_came_into_sight() -> None:
    """Of a whole backup that is new, what is free is passed over and what is not is told, by itself."""
    then = {"id": "b-1", "complete": True, "parts": [{"kind": "theme", "stored": ["aaaa"]}], "manifest": "{}"}
    now = {**then, "parts": [{"kind": "theme", "stored": None}], "manifest": None}
    assert apart(Comparison(exact=False), changed((BACKUP, then)), changed((BACKUP, now))) == []

    now = {**now, "complete": False}

    [found] = Comparison(exact=False).differences(changed((BACKUP, then)), changed((BACKUP, now)))
    assert found == Difference((*BACKUP, "complete"), then=True, now=False)


def test_ids_that_appear_at_one_place_are_one() -> None:
    """An id stands for the one that first appeared where it did: wherever else it is named, and in commands."""
    comparison = Comparison(exact=False)
    first = changed(((*BACKUP, "id"), "backup-1")), changed(((*BACKUP, "id"), "Ann 1"))
    other = (*ACCOUNT, "backups", 1, "id")
    assert apart(comparison, *first) == []
    assert comparison.passed_over == [IDS]
    assert apart(comparison, changed((other, "backup-2")), changed((other, "Ann 2"))) == []

    offers = (*PHONE, "set_up", "offers")
    again = changed((offers, ["backup-2", "backup-1"])), changed((offers, ["Ann 2", "Ann 1"]))
    mixed_up = changed((offers, ["backup-2", "backup-1"])), changed((offers, ["Ann 1", "Ann 2"]))

    assert apart(comparison, *again) == []
    assert apart(comparison, *mixed_up) == [(*offers, 0), (*offers, 1)]
    assert apart(comparison, changed((other, "backup-3")), changed((other, "Ann 2"))) == [other]
    assert apart(comparison, changed((other, "backup-2")), changed((other, "Ann 3"))) == [other]
    choose, delete = ChooseBackup(phone="p", backup="backup-2"), DeleteCloudBackup(account="a", backup="backup-1")
    asked = comparison.asked(changed(commands=(choose, delete, PressNext(phone="p"))))
    assert asked.commands == (
        ChooseBackup(phone="p", backup="Ann 2"),
        DeleteCloudBackup(account="a", backup="Ann 1"),
        PressNext(phone="p"),
    )


def test_on_its_own_target_ids_are_what_they_are() -> None:
    """Exactly the same is asked, and another id parts."""
    comparison = Comparison(exact=True)
    named = changed(((*BACKUP, "id"), "backup-1"), commands=(ChooseBackup(phone="p", backup="backup-1"),))
    assert apart(comparison, named, named) == []

    assert apart(comparison, named, changed(((*BACKUP, "id"), "Ann 1"))) == [(*BACKUP, "id")]
    assert comparison.asked(named) == named


LACKING: dict[Lack, Path] = {
    "controls": (*PHONE, "controls", 1, "value"),
    "items": (*PHONE, "message_items"),
    "clock": (*BACKUP, "committed_elapsed_s"),
}


@pytest.mark.parametrize("lack", LACKING)
def test_what_one_of_the_two_lacks_is_passed_over(lack: Lack) -> None:
    """What an implementation says it lacks is no difference; of one that lacks nothing it is."""
    place = LACKING[lack]
    assert apart(Comparison(exact=False), changed((place, 1)), changed((place, 2))) == [place]

    comparison = Comparison(exact=False, lacks={lack})

    assert apart(comparison, changed((place, 1)), changed((place, 2))) == []
    assert len(comparison.passed_over) == 1


def test_how_a_picture_is_made_smaller_is_free() -> None:
    """Of good quality an implementation makes what it likes; of best quality, and in all else, it is what was taken."""
    place = (*ACCOUNT, "media", 0)

    def stored(quality: str, **other: Any) -> Exchange:
        return changed((place, {"name": "p", "quality": quality, "digest": "a", "size_bytes": 1, **other}))

    comparison = Comparison(exact=False)
    assert apart(comparison, stored("good"), stored("good", digest="b", size_bytes=2)) == []
    assert comparison.passed_over == ["how photos and videos are made smaller"]

    assert apart(comparison, stored("best"), stored("best", digest="b")) == [(*place, "digest")]
    assert apart(comparison, stored("good"), stored("good", name="q")) == [(*place, "name")]


def test_outcomes_and_broken_contracts() -> None:
    """An outcome that is another, or missing, parts; where the contract was broken in the trace and now is not, that alone is told."""
    refused = Refused(reason="no_network")
    comparison = Comparison(exact=False)
    assert apart(comparison, changed(outcomes=(DONE,)), changed(outcomes=(DONE,))) == []

    assert apart(comparison, changed(outcomes=(DONE,)), changed(outcomes=(refused,))) == [("outcome",)]
    assert apart(comparison, changed(outcomes=(DONE, DONE)), changed(outcomes=(DONE,))) == [("outcome",)]
    broken = changed(raised="out of phones")
    assert list(comparison.differences(broken, changed((PHONE, 1), outcomes=(DONE,)))) == [
        Difference(("the contract",), "broken: out of phones", "kept")
    ]


def test_what_changed_on_one_side_alone() -> None:
    """What changed in the trace and now doesn't is told as such, and the other way round."""
    place = (*PHONE, "prompts", 0)

    assert list(Comparison(exact=False).differences(changed((place, {})), changed())) == [
        Difference(place, {}, NO_CHANGE)
    ]
    assert list(Comparison(exact=False).differences(changed(), changed((place, {})))) == [
        Difference(place, NO_CHANGE, {})
    ]
