"""Journals as they are built: valid, in pages, and the same bytes for the same facts."""

from golden import SHAPES

from backupspec.fixtures.journal_examples import account, empty, large, many, texts_and_media
from backupspec.manifest import journal_building, verifying
from backupspec.manifest.canonical import canonical, digest

SHAPE = SHAPES["jsonschema-rs"]["journal"]


def test_same_facts_same_bytes() -> None:
    """A page depends on nothing but its facts."""
    assert canonical(texts_and_media()) == canonical(texts_and_media())


def test_pages_of_a_thousand() -> None:
    """A long journal is written in full pages and a last one, each of which names the one before; all are valid, together too."""
    pages = list(large(2_001))

    assert [len(page["entries"]) for page in pages] == [1000, 1000, 1]
    assert [page["page"] for page in pages] == [1, 2, 3]
    assert [page["previous"] for page in pages] == [
        None,
        {"last_number": 1000, "digest": digest(pages[0])},
        {"last_number": 2000, "digest": digest(pages[1])},
    ]
    checked = [verifying.journal_value(page, SHAPE) for page in pages]
    assert [each.problems for each in checked] == [(), (), ()]
    assert verifying.journals_together(checked) == []


def test_a_full_page_is_the_last_until_there_is_more() -> None:
    """A thousand entries are one page."""
    assert len(list(large(1_000))) == 1


def test_a_journal_of_nothing() -> None:
    """A journal without an entry is one empty page."""
    assert list(journal_building.journal(account("bob"), ())) == [empty()]


def test_a_page_grows() -> None:
    """A page with more entries is a later version of the page with fewer."""
    entries = many(20)
    earlier, later = (
        verifying.journal_value(journal_building.page(account("lee"), 1, None, entries[:count]), SHAPE)
        for count in (12, 20)
    )

    assert verifying.journals_together([later, earlier]) == []
    assert later.value["entries"][:12] == earlier.value["entries"]


def test_the_digest_is_that_of_the_canonical_form() -> None:
    """However a page's digest is made, with extensions or without, it is the SHA-256 of the canonical form."""
    page = texts_and_media()
    extended = {**page, "extensions": {"critical": [], "com.example.x": {"é": 0.5, "\U0001f600": 1e21, "\ufb33": 1}}}
    newer = {**page, "version": "1.1", "mood": {"€": 1.0}}

    for each in (page, extended, newer):
        assert journal_building.page_digest(each) == digest(each)
