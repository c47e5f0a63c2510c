"""A thousand corrupted documents of each kind: each gives a clear problem, or is proved harmless."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from corrupting import WAYS, corrupted
from golden import KINDS, SHAPES, VALID

from backupspec.manifest import verifying
from backupspec.manifest.canonical import canonical, digest
from backupspec.manifest.problems import Problem
from backupspec.manifest.reading import read

pytestmark = pytest.mark.exhaustive

COUNT = 1000
BLOCKS = 10
ORIGINALS = [json.loads(path.read_text("utf-8")) for path in VALID]


def corruptions(kind: str, block: int) -> Iterator[tuple[dict[str, Any], str, bytes]]:
    """Make a tenth of the corruptions of one kind of document: the original, how it was corrupted, and what came of it."""
    originals = [each for each in ORIGINALS if each["document"] == kind]
    for seed in range(block * COUNT // BLOCKS, (block + 1) * COUNT // BLOCKS):
        original = originals[seed % len(originals)]
        yield original, *corrupted(original, seed)


def assert_clear(problems: tuple[Problem, ...]) -> None:
    """A problem says where, what and why, in bounded and printable words."""
    for problem in problems:
        assert problem.rule
        assert problem.why
        for text in (problem.pointer, problem.expected, problem.found):
            assert len(text) < 1000
            assert text.isprintable()
        assert problem.expected
        assert problem.found


@pytest.mark.parametrize("block", range(BLOCKS))
def test_manifest(block: int) -> None:
    """A manifest that is known by its digest: whatever was corrupted is found, unless its canonical form is the same."""
    for original, how, data in corruptions("manifest", block):
        known = verifying.Known(digest=digest(original))
        checked = verifying.manifest(data, SHAPES["jsonschema-rs"]["manifest"], known)

        assert_clear(checked.problems)
        if not checked.problems:
            assert canonical(checked.value) == canonical(original), how


@pytest.mark.parametrize("block", range(BLOCKS))
def test_validators_agree(block: int) -> None:
    """jsonschema-rs and jsonschema find the same in every corrupted document that can be read."""
    for kind in KINDS:
        for _, how, data in corruptions(kind, block):
            value = read(data).value
            if value is not None:
                fast, slow = (set(SHAPES[engine][kind].problems(value)) for engine in ("jsonschema-rs", "jsonschema"))
                assert fast == slow, how


@pytest.mark.parametrize("block", range(BLOCKS))
def test_catalogue(block: int) -> None:
    """A catalogue, of which nobody knows the digest: no corruption is more than a problem, and each problem is clear."""
    for original, _, data in corruptions("catalogue", block):
        checked = verifying.catalogue(data, SHAPES["jsonschema-rs"]["catalogue"])

        assert_clear(checked.problems)
        if checked.value is not None:
            earlier = verifying.Checked(original, (), frozenset())
            together = verifying.catalogues_together([checked, earlier], [])
            assert_clear(tuple(problem for _, problem in together))


@pytest.mark.parametrize("block", range(BLOCKS))
def test_journal(block: int) -> None:
    """A page that the next one knows by its digest: whatever was corrupted is found, unless its canonical form is the same."""
    for original, how, data in corruptions("journal", block):
        known = verifying.Known(digest=digest(original))
        checked = verifying.journal(data, SHAPES["jsonschema-rs"]["journal"], known)

        assert_clear(checked.problems)
        if not checked.problems:
            assert canonical(checked.value) == canonical(original), how


@pytest.mark.parametrize("block", range(BLOCKS))
def test_journals_together(block: int) -> None:
    """A corrupted page beside the one that it was and the one that follows: no corruption is more than a problem, and each is clear."""
    shape = SHAPES["jsonschema-rs"]["journal"]
    pages = [verifying.journal_value(original, shape) for original in ORIGINALS if original["document"] == "journal"]
    for _, _, data in corruptions("journal", block):
        together = verifying.journals_together([verifying.journal(data, shape), *pages])

        assert_clear(tuple(problem for _, problem in together))


def test_every_way_was_tried() -> None:
    """The thousand corruptions hold each way of corrupting many times, and some that are harmless."""
    tried = Counter(how for block in range(BLOCKS) for _, how, _ in corruptions("manifest", block))

    assert tried.keys() == WAYS.keys()
    assert min(tried.values()) > COUNT // len(WAYS) // 2
