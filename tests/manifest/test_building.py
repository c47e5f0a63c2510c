"""Manifests and catalogues as they are built: valid, and the same bytes for the same facts."""

import pytest
from golden import SHAPES

from backupspec.contract.content import named
from backupspec.contract.terms import Part
from backupspec.fixtures import manifest_examples as examples
from backupspec.manifest import building, verifying
from backupspec.manifest.canonical import canonical, digest
from backupspec.manifest.contents import SENSITIVE, PartContent
from backupspec.manifest.measuring import entry_bytes
from backupspec.manifest.sealing import keyed_digest


def test_sums_are_made() -> None:
    """Counts, sizes and digests are those of the items."""
    manifest = building.manifest(
        examples.facts(parts=(*examples.skipped_apps(), *examples.settings_parts(favourites=3)))
    )

    part = manifest["parts"]["favourites"]

    size_bytes = sum(len(entry_bytes(examples.entry("favourites", number))) for number in range(3))
    assert (part["count"], part["size_bytes"], part["digest"]) == (3, size_bytes, digest(part["items"]))
    assert part["encryption"] == {"scheme": "AES-256-GCM", "key_ref": examples.KEY_REF}


def test_same_facts_same_bytes() -> None:
    """A manifest depends on nothing but its facts."""
    assert canonical(building.manifest(examples.facts())) == canonical(building.manifest(examples.facts()))


@pytest.mark.parametrize("kind", sorted(SENSITIVE))
def test_sensitive_parts_are_said_to_be(kind: Part) -> None:
    """A part of a kind that is always sensitive is sensitive also when it is empty or was skipped (PRV-01)."""
    parts = {part.kind: part for part in (*examples.skipped_apps(), *examples.settings_parts())}

    manifest = building.manifest(examples.facts(parts=tuple(parts.values())))

    assert manifest["parts"][kind]["sensitive"] is True


def test_a_sensitive_part_without_a_key_is_a_problem() -> None:
    """Building does not hide that somebody forgot to encrypt: verifying says so (CON-03)."""
    bare = PartContent(kind="favourites", status="complete", items=(examples.item("favourites", 0),))
    parts = (
        *examples.skipped_apps(),
        *(bare if part.kind == "favourites" else part for part in examples.settings_parts()),
    )

    [problem] = verifying.manifest_value(
        building.manifest(examples.facts(parts=parts)), SHAPES["jsonschema"]["manifest"]
    ).problems

    assert (problem.pointer, problem.rule) == ("/parts/favourites/encryption", "sensitive-is-encrypted")


def test_numbers_follow_the_previous_backup() -> None:
    """A backup has the number after that of the complete one before it, and the first is 1 (REM-01)."""
    first = examples.first_backup()
    second = building.manifest(examples.facts(previous=building.previous(first)))

    assert first["backup"]["sequence"] == 1
    assert second["backup"]["sequence"] == 2
    assert second["backup"]["previous"] == {"id": "backup-1", "sequence": 1, "digest": digest(first)}


@pytest.mark.parametrize("name", [name for name in examples.EXAMPLES if not name.startswith("catalogue")])
def test_examples_are_of_real_content(name: str) -> None:
    """Each example tells of its content and of nothing else: every item's size and keyed digest are those of an entry (I37)."""
    manifest = examples.EXAMPLES[name]()

    told = {
        kind: [(each["size_bytes"], each["digest"]) for each in part["items"]]
        for kind, part in manifest["parts"].items()
        if part["status"] in {"complete", "empty"}
    }

    assert told == {
        kind: [(len(entry_bytes(entry)), keyed_digest(examples.KEY, entry_bytes(entry))) for entry in entries]
        for kind, entries in named(examples.content_of(name))
    }
