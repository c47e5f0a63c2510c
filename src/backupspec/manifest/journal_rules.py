"""What the schema of a journal cannot say: what its numbers, moments and resolutions have to be, and what can happen to a text or medium."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from backupspec.contract.times import wall_seconds
from backupspec.manifest.journal_building import MEDIA, TEXTS, page_digest
from backupspec.manifest.problems import seen
from backupspec.manifest.ruling import Breach, Rules

Page = Mapping[str, Any]
Entry = Mapping[str, Any]

JOURNAL = Rules()
"""The rules about a page by itself."""
HISTORY = Rules()
"""The rules about a page and all that is known of the pages before it."""
FOLLOWING = Rules()
"""The rules about a page and the one before it."""
VERSIONS = Rules()
"""The rules about a page and an earlier version of it."""


class History(Struct, frozen=True):
    """What the pages before told: the last entry of each text and medium, and the elapsed time of each phone (None: of OneDrive)."""

    entries: dict[str, Entry]
    elapsed_s: dict[str | None, int]
    pages: int
    """How many pages, from the first on, are in it without a gap."""

    def is_whole_before(self, page: Page) -> bool:
        """Tell whether no earlier page is missing, so that what is not told here did not happen."""
        return self.pages == int(page["page"]) - 1

    def with_page(self, page: Page) -> "History":
        """Tell the same after one more page."""
        return History(
            {**self.entries, **{each["ref"]: each for each in page["entries"]}},
            {**self.elapsed_s, **{_phone(each): each["elapsed_s"] for each in page["entries"]}},
            self.pages + self.is_whole_before(page),
        )


NOTHING_BEFORE = History({}, {}, 0)
"""No earlier page is at hand."""


@JOURNAL.rule(
    "numbers-run-on",
    reads=("page", "previous", "entries"),
    why="GEN-03: a gap in the numbers is an entry that somebody took away.",
)
def _numbers_run_on(page: Page) -> Iterator[Breach]:
    last = _last_number_before(page)
    for at, entry in enumerate(page["entries"]):
        if last is not None and entry["number"] != last + 1:
            yield Breach(("entries", at, "number"), str(last + 1), str(entry["number"]))
        last = entry["number"]


def _last_number_before(page: Page) -> int | None:
    """Tell the number before that of the first entry; None if a later page does not say what came before."""
    if page["page"] == 1:
        return 0
    return int(page["previous"]["last_number"]) if page["previous"] else None


@JOURNAL.rule(
    "entries-have-real-moments",
    reads=("entries",),
    why="GEN-03: a day that no calendar has is read by each reader as another.",
)
def _entries_have_real_moments(page: Page) -> Iterator[Breach]:
    for at, entry in enumerate(page["entries"]):
        if wall_seconds(entry["at"]) is None:
            yield Breach(("entries", at, "at"), "a moment that the calendar has", seen(entry["at"]))


@JOURNAL.rule(
    "best-quality-is-the-original",
    reads=("entries",),
    why="PHO-09: the highest possible resolution is that of the original, unchanged.",
)
def _best_quality_is_the_original(page: Page) -> Iterator[Breach]:
    for at, way, copied, original in _measures(page, "best"):
        if copied != original:
            yield Breach(("entries", at, *way), f"{original}, as the original", str(copied))


@JOURNAL.rule(
    "good-quality-is-no-larger",
    reads=("entries",),
    why="PHO-07: good quality uses less data and less storage; it never makes anything larger.",
)
def _good_quality_is_no_larger(page: Page) -> Iterator[Breach]:
    for at, way, copied, original in _measures(page, "good"):
        if copied > original:
            yield Breach(("entries", at, *way), f"{original} or less, as the original has", str(copied))


def _measures(page: Page, quality: str) -> Iterator[tuple[int, tuple[str, str], int, int]]:
    """Go through what can be compared of the media of one quality: where, of the copy, and of the original."""
    for at, entry in enumerate(page["entries"]):
        medium, copy = entry["medium"], entry["copy"]
        if medium and copy and medium["quality"] == quality:
            original = medium["original"]
            yield at, ("copy", "size_bytes"), copy["size_bytes"], original["size_bytes"]
            for name in ("width_px", "height_px"):
                yield at, ("medium", name), medium[name], original[name]


@HISTORY.rule(
    "elapsed-time-of-a-phone-runs-on",
    reads=("page", "entries"),
    why="GEN-03: elapsed time never runs back, whatever the clock was set to; if it does, entries were swapped.",
)
def _elapsed_time_of_a_phone_runs_on(page: Page, before: History) -> Iterator[Breach]:
    latest = dict(before.elapsed_s)
    for at, entry in enumerate(page["entries"]):
        phone, now = _phone(entry), entry["elapsed_s"]
        if now < latest.get(phone, 0):
            yield Breach(("entries", at, "elapsed_s"), f"{latest[phone]} or more", str(now))
        latest[phone] = max(now, latest.get(phone, 0))


@HISTORY.rule(
    "texts-are-saved-once",
    reads=("page", "entries"),
    why="TXT-03: a text that was deleted stays deleted; and one that is there need not be saved again.",
)
def _texts_are_saved_once(page: Page, before: History) -> Iterator[Breach]:
    yield from _saved_again(page, before, TEXTS)


@HISTORY.rule(
    "media-are-uploaded-once",
    reads=("page", "entries"),
    why="PHO-01: each photo and video is uploaded at most once, whatever becomes of it.",
)
def _media_are_uploaded_once(page: Page, before: History) -> Iterator[Breach]:
    yield from _saved_again(page, before, MEDIA)


def _saved_again(page: Page, before: History, kinds: tuple[str, ...]) -> Iterator[Breach]:
    for at, _, last in _in_turn(page, before, kinds, "saved"):
        if last:
            yield Breach(("entries", at, "ref"), "the ref of something that was never saved before", _told(last))


@HISTORY.rule(
    "deleted-texts-were-saved",
    reads=("page", "entries"),
    why="TXT-03: what is deleted in the cloud is a text that was saved there, and no other.",
)
def _deleted_texts_were_saved(page: Page, before: History) -> Iterator[Breach]:
    yield from _deleted_unsaved(page, before, TEXTS)


@HISTORY.rule(
    "deleted-media-were-uploaded",
    reads=("page", "entries"),
    why="PHO-02: what is deleted in OneDrive is a photo or video that was uploaded, and no other.",
)
def _deleted_media_were_uploaded(page: Page, before: History) -> Iterator[Breach]:
    yield from _deleted_unsaved(page, before, MEDIA)


def _deleted_unsaved(page: Page, before: History, kinds: tuple[str, ...]) -> Iterator[Breach]:
    # If earlier pages are missing, it may have been saved there; but not if it is saved here, afterwards.
    saved_here = {each["ref"] for each in page["entries"] if each["action"] == "saved"}
    for at, entry, last in _in_turn(page, before, kinds, "deleted"):
        if last is None and (before.is_whole_before(page) or entry["ref"] in saved_here):
            yield Breach(("entries", at, "ref"), "the ref of something that was saved before", seen(entry["ref"]))


@HISTORY.rule(
    "texts-are-deleted-once", reads=("page", "entries"), why="TXT-03: a text that was deleted is no longer there."
)
def _texts_are_deleted_once(page: Page, before: History) -> Iterator[Breach]:
    yield from _deleted_again(page, before, TEXTS)


@HISTORY.rule(
    "media-are-deleted-once",
    reads=("page", "entries"),
    why="PHO-02: a photo or video that was deleted is no longer there.",
)
def _media_are_deleted_once(page: Page, before: History) -> Iterator[Breach]:
    yield from _deleted_again(page, before, MEDIA)


def _deleted_again(page: Page, before: History, kinds: tuple[str, ...]) -> Iterator[Breach]:
    for at, _, last in _in_turn(page, before, kinds, "deleted"):
        if last and last["action"] == "deleted":
            yield Breach(("entries", at, "ref"), "the ref of something that is still there", _told(last))


@HISTORY.rule(
    "refs-keep-their-kind",
    reads=("page", "entries"),
    why="GEN-04: texts and media are chosen separately, so what was saved as one kind is never deleted as another.",
)
def _refs_keep_their_kind(page: Page, before: History) -> Iterator[Breach]:
    for at, entry, last in _in_turn(page, before, (*TEXTS, *MEDIA), "deleted"):
        if last and last["kind"] != entry["kind"]:
            yield Breach(
                ("entries", at, "kind"), f"{seen(last['kind'])}, as in entry {last['number']}", seen(entry["kind"])
            )


@FOLLOWING.rule(
    "page-before-has-its-digest",
    reads=("previous",),
    why="GEN-03: once a page is followed by another it never changes; if its digest differs, it was rewritten or swapped.",
)
def _page_before_has_its_digest(page: Page, before: Page) -> Iterator[Breach]:
    own = page_digest(before)
    if page["previous"] and page["previous"]["digest"] != own:
        yield Breach(("previous", "digest"), own, page["previous"]["digest"])


@FOLLOWING.rule(
    "page-before-has-its-last-number",
    reads=("previous",),
    why="GEN-03: a gap between two pages is an entry that somebody took away.",
)
def _page_before_has_its_last_number(page: Page, before: Page) -> Iterator[Breach]:
    last = before["entries"][-1]["number"] if before["entries"] else "a page with an entry"
    if page["previous"] and page["previous"]["last_number"] != last:
        yield Breach(("previous", "last_number"), str(last), str(page["previous"]["last_number"]))


@VERSIONS.rule(
    "pages-grow-at-the-end",
    reads=("previous", "entries"),
    why="GEN-03: a journal is never rewritten: what it told once, it tells for ever.",
)
def _pages_grow_at_the_end(later: Page, earlier: Page) -> Iterator[Breach]:
    if later["previous"] != earlier["previous"]:
        yield Breach(("previous",), "as in the other version of this page", seen(later["previous"]))
    for at, (now, before) in enumerate(zip(later["entries"], earlier["entries"], strict=False)):
        if now != before:
            yield Breach(("entries", at), "as in the other version of this page", "another entry")
            return


def _phone(entry: Entry) -> str | None:
    """Tell the phone of an entry; None stands for OneDrive."""
    return entry["device"]["ref"] if entry["device"] else None


def _in_turn(
    page: Page, before: History, kinds: tuple[str, ...], action: str
) -> Iterator[tuple[int, Entry, Entry | None]]:
    """Go through the entries of some kinds that do one thing, each with the last one before it that was about the same text or medium."""
    here: dict[str, Entry] = {}
    for at, entry in enumerate(page["entries"]):
        ref = entry["ref"]
        if entry["action"] == action and entry["kind"] in kinds:
            yield at, entry, here.get(ref) or before.entries.get(ref)
        here[ref] = entry


def _told(entry: Entry) -> str:
    return f"one that was {entry['action']} in entry {entry['number']}"
