"""What is said of pages of journals: by themselves, and side by side."""

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest
from golden import SHAPES

from backupspec.fixtures.journal_breaches import entry
from backupspec.fixtures.journal_examples import ANNS, account, deleted, large, phone, saved
from backupspec.fixtures.manifest_breaches import GONE, changed
from backupspec.manifest import journal_building, verifying
from backupspec.manifest.canonical import canonical, digest

Golden = Callable[[str], dict[str, Any]]
SHAPE = SHAPES["jsonschema-rs"]["journal"]


def told(page: Any, known: verifying.Known = verifying.NOTHING) -> list[tuple[str, str]]:
    """Tell the problems of a page by itself."""
    return [(each.pointer, each.rule) for each in verifying.journal_value(page, SHAPE, known).problems]


def together(*pages: Any) -> list[tuple[int, str, str]]:
    """Tell the problems of pages in view of one another."""
    checked = [verifying.journal_value(page, SHAPE) for page in pages]
    return sorted((number, each.pointer, each.rule) for number, each in verifying.journals_together(checked))


def test_a_newer_minor_version_is_read(golden: Golden) -> None:
    """Of 1.1, members that are not known here are passed over; of 1.0, they are problems."""
    page = golden("journal-newer-minor")

    assert told(page) == []
    assert told(changed(page, {"/version": "1.0"})) == [
        ("/entries/0/attachments", "entry.additionalProperties"),
        ("/mood", "whole.additionalProperties"),
    ]


@pytest.mark.parametrize("version", ["0.9", "2.0", "10.1"])
def test_an_unknown_major_version_is_refused(golden: Golden, version: str) -> None:
    """Of another major version nothing else is said, and the version is named."""
    page = changed(golden("journal-after-deleting"), {"/version": version, "/page": "one", "/entries/0": 5})

    [problem] = verifying.journal_value(page, SHAPE).problems

    assert (problem.pointer, problem.rule, problem.found) == ("/version", "unknown-major-version", f'"{version}"')


def test_an_unknown_critical_extension_is_refused(golden: Golden) -> None:
    """A critical extension is refused by name, unless this reader knows it."""
    page = changed(golden("journal-with-extension"), {"/extensions/critical": ["com.example.threads"]})
    known = verifying.Known(extensions=frozenset({"com.example.threads"}))

    [problem] = verifying.journal_value(page, SHAPE).problems

    assert (problem.rule, problem.found) == ("unknown-critical-extension", '"com.example.threads"')
    assert told(page, known) == []


def test_known_by_its_digest(golden: Golden) -> None:
    """A page is known by the digest of its canonical form, however it is spelled."""
    page = golden("journal-second-page")
    known = verifying.Known(digest=digest(page))

    assert verifying.journal(canonical(page), SHAPE, known).problems == ()
    assert told(changed(page, {"/entries/0/network": "cellular"}), known) == [("", "known-by-its-digest")]


def test_advertising_ids_have_no_place(golden: Golden) -> None:
    """Nothing that nobody described stands in a journal, at the top or in an entry (PRV-01)."""
    page = changed(golden("journal-of-texts-and-media"), {"/advertising_id": "x", "/entries/0/text": "See you at 8"})

    assert told(page) == [
        ("/advertising_id", "whole.additionalProperties"),
        ("/entries/0/text", "entry.additionalProperties"),
    ]


@pytest.mark.parametrize("hashed", ["sha256:" + "0" * 64, "0" * 64, "+49 40 4289 0"])
def test_only_keyed_digests(golden: Golden, hashed: str) -> None:
    """A plain hash, or the thing itself, is no digest of a text (PRV-01)."""
    page = changed(golden("journal-of-texts-and-media"), {"/entries/0/copy/digest": hashed})

    assert told(page) == [("/entries/0/copy/digest", "entry.copy.digest.pattern")]


def test_one_gap_is_one_problem(golden: Golden) -> None:
    """Where an entry is missing is told once, however many follow."""
    page = changed(golden("journal-after-deleting"), {"/entries/1": GONE})

    assert told(page) == [("/entries/1/number", "numbers-run-on")]


def test_phones_have_elapsed_times_of_their_own() -> None:
    """Elapsed time runs on for each phone and for OneDrive; it need not from one of them to another."""
    entries = (
        saved("photo", "1", ANNS, 9000, "good"),
        saved("sms", "1", phone("ann's other"), 60),
        deleted("photo", "1", None, 0),
        saved("sms", "2", ANNS, 9000),
    )
    page = journal_building.page(account("ann"), 1, None, entries)

    assert told(page) == []
    assert told(changed(page, {"/entries/3/elapsed_s": 8999})) == [
        ("/entries/3/elapsed_s", "elapsed-time-of-a-phone-runs-on")
    ]


@pytest.mark.parametrize("quality", ["good", "best"])
def test_a_small_photo_stays_as_it_is(golden: Golden, quality: str) -> None:
    """A photo that is already small is as large at good quality as the original, never larger (PHO-07); at best, the same (PHO-09)."""
    small = {"size_bytes": 900, "width_px": 40, "height_px": 30}
    change = {
        "/entries/3/copy/size_bytes": 900,
        "/entries/3/medium": {"quality": quality, "width_px": 40, "height_px": 30, "original": small},
    }
    page = changed(golden("journal-of-texts-and-media"), change)
    assert told(page) == []

    problems = told(changed(page, {"/entries/3/medium/height_px": 31}))

    rule = {"good": "good-quality-is-no-larger", "best": "best-quality-is-the-original"}[quality]
    assert problems == [("/entries/3/medium/height_px", rule)]


def test_what_is_told_depends_on_the_kind(golden: Golden) -> None:
    """A rule for all kinds stands under the clause of texts for a text, and under that of media for a medium."""
    again = (saved("sms", "1", ANNS, 8000), saved("video", "3", ANNS, 8001, "best"))
    page = golden("journal-of-texts-and-media")
    page["entries"] += [entry(6 + at, each) for at, each in enumerate(again)]

    first, second = verifying.journal_value(page, SHAPE).problems

    assert (first.pointer, first.why[:4], first.found) == ("/entries/5/ref", "TXT-", "one that was saved in entry 1")
    assert (second.pointer, second.why[:4], second.found) == ("/entries/6/ref", "PHO-", "one that was saved in entry 5")


def test_in_any_order(golden: Golden) -> None:
    """Pages are put in order by their numbers, and versions by their lengths, however they are given."""
    names = ("journal-of-texts-and-media", "journal-after-deleting", "journal-second-page")
    pages = dict(zip(names, map(golden, names), strict=True))
    broken = changed(golden("journal-second-page"), {"/entries/-": entry(13, deleted("sms", "1", ANNS, 10_001))})

    for order in permutations(names):
        assert together(*(pages[name] for name in order)) == []
        found = together(*({**pages, "journal-second-page": broken}[name] for name in order))
        assert found == [(order.index("journal-second-page"), "/entries/4/ref", "texts-are-deleted-once")]


def test_of_a_missing_page_nothing_is_claimed(golden: Golden) -> None:
    """What a later page deletes may have been saved on a page that is not at hand; but not afterwards."""
    page = golden("journal-second-page")
    assert told(page) == []
    [first, _, third] = large(2_010)
    assert together(first, third) == []

    page["entries"].append(entry(13, saved("mms", "2", ANNS, 10_000)))

    assert told(page) == [("/entries/0/ref", "deleted-texts-were-saved"), ("/entries/4/ref", "texts-are-saved-once")]


def test_saved_again_many_pages_later() -> None:
    """A text that was saved on the first page is not saved again on the third, whether or not the second is at hand."""
    first, second, third = large(2_010)
    third["entries"][5] = {**third["entries"][5], "ref": first["entries"][0]["ref"]}

    assert together(first, second, third) == [(2, "/entries/5/ref", "texts-are-saved-once")]
    assert together(third, first) == [(0, "/entries/5/ref", "texts-are-saved-once")]
    assert together(second, third) == []


def test_two_versions_of_one_length_contradict_each_other(golden: Golden) -> None:
    """Of two pages of one length that differ, each is told where they begin to: nobody knows which is the right one."""
    page = golden("journal-second-page")
    change = {f"/entries/{at}/network": "cellular" for at in (1, 2)}
    other = changed(golden("journal-second-page"), {**change, "/previous/digest": "sha256:" + "0" * 64})

    assert together(page, golden("journal-second-page")) == []
    assert together(page, other) == [
        (number, pointer, "pages-grow-at-the-end") for number in (0, 1) for pointer in ("/entries/1", "/previous")
    ]


def test_a_page_does_not_shrink_before_the_next(golden: Golden) -> None:
    """If entries were cut off the end of a page, the page that follows tells by its digest and by the number."""
    found = together(golden("journal-of-texts-and-media"), golden("journal-second-page"))

    assert (1, "/previous/digest", "page-before-has-its-digest") in found
    assert (1, "/previous/last_number", "page-before-has-its-last-number") in found


def test_journals_of_others_are_left_alone(golden: Golden) -> None:
    """A page of another account, or one that is not of the form, is not taken for the page before."""
    page = golden("journal-second-page")
    stranger = changed(golden("journal-of-texts-and-media"), {"/account": account("bob")})
    formless = changed(golden("journal-of-texts-and-media"), {"/page": "1"})
    unread = verifying.journal(b"{", SHAPE)

    checked = [verifying.journal_value(each, SHAPE) for each in (page, stranger, formless)]
    assert verifying.journals_together([*checked, unread]) == []


def test_one_wrong_entry_in_twenty_pages() -> None:
    """In a long journal one wrong entry is found, and nothing else is said."""
    pages = list(large(20_000))
    assert together(*pages) == []

    pages[19]["entries"][999]["ref"] = pages[0]["entries"][9]["ref"]

    assert together(*pages) == [(19, "/entries/999/ref", "texts-are-deleted-once")]
