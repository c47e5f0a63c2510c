"""What a schema finds, and what is said of it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from golden import KINDS, SHAPES

from backupspec import shipped
from backupspec.fixtures.manifest_examples import ACCOUNT, large
from backupspec.manifest.problems import MOST_TOLD
from backupspec.manifest.shape import CHARACTERS, LARGE, Shape, is_large

AN_APP = {
    "id": "com.example.maps",
    "version": "3.0",
    "participating": True,
    "participating_because": "declared",
    "data": "none",
    "data_item": None,
}
Golden = Callable[[str], dict[str, Any]]


def told(shape: Shape, value: Any) -> list[tuple[str, str, str, str]]:
    """Tell the problems of shape."""
    return sorted((each.pointer, each.rule, each.expected, each.found) for each in shape.problems(value))


def test_says_what_is_missing_unknown_and_wrong(shapes: dict[str, Shape], golden: Golden) -> None:
    """A member that is missing or unknown is told at its own place, and a word that is nearly right gives a hint."""
    manifest = golden("settings-only")
    del manifest["at_start"]["network"]
    manifest["at_start"]["netwrok"] = "wifi"
    manifest["times"]["utc_offset_min"] = "60"

    assert told(shapes["manifest"], manifest) == [
        ("/at_start/network", "at_start.required", "the member network (The network)", "nothing"),
        (
            "/at_start/netwrok",
            "at_start.additionalProperties",
            "one of the members network, external_power (perhaps network is meant)",
            '"wifi"',
        ),
        ("/times/utc_offset_min", "times.utc_offset_min.type", "a whole number", '"60"'),
    ]


def test_a_text_that_goes_on_after_a_line_break_is_another_text(shapes: dict[str, Shape], golden: Golden) -> None:
    """The end of a pattern is the end of the text, to both validators."""
    manifest = golden("settings-only")
    manifest["backup"]["id"] += "\n"

    [problem] = told(shapes["manifest"], manifest)

    assert problem[:2] == ("/backup/id", "backup_id.pattern")


@pytest.mark.parametrize(
    ("member", "entry", "most", "rule"),
    [
        ("apps", AN_APP, 10_000, "apps.maxItems"),
        (
            "accounts",
            {"ref": ACCOUNT, "provider": "a.b", "secret": "absent", "secret_item": None},
            1000,
            "accounts.maxItems",
        ),
    ],
)
def test_long_lists(shape: Shape, golden: Golden, member: str, entry: Any, most: int, rule: str) -> None:
    """A list may have so many entries, and not one more."""
    manifest = golden("first-backup")
    manifest[member] = [entry] * most
    assert told(shape, manifest) == []

    manifest[member].append(entry)

    problem = next(shape.problems(manifest))
    assert (problem.pointer, problem.rule) == (f"/{member}", rule)
    assert (problem.expected, problem.found) == (f"at most {most} entries", f"a list of {most + 1}")


def test_most_items() -> None:
    """A part may have a hundred thousand items, and not one more."""
    shape = SHAPES["jsonschema-rs"]["manifest"]
    manifest = large(1)
    items = manifest["parts"]["favourites"]["items"]
    items *= 100_000
    assert told(shape, manifest) == []

    items.append(items[0])

    problem = next(shape.problems(manifest))
    assert (problem.pointer, problem.rule) == ("/parts/favourites/items", "part.items.maxItems")


def test_most_backups() -> None:
    """A catalogue may have ten thousand backups, and not one more."""
    shape = SHAPES["jsonschema-rs"]["catalogue"]
    [catalogue] = shipped.schema("catalogue")["examples"]
    backup = {**catalogue["backups"][0], "phone": {}, "cloud": {}}
    assert told(shape, {**catalogue, "backups": [backup] * 10_000}) == []

    problem = next(shape.problems({**catalogue, "backups": [backup] * 10_001}))

    assert (problem.pointer, problem.rule) == ("/backups", "backups.maxItems")


def test_most_entries() -> None:
    """A page of a journal may have a thousand entries, and not one more."""
    shape = SHAPES["jsonschema-rs"]["journal"]
    [page] = shipped.schema("journal")["examples"]
    assert told(shape, {**page, "entries": page["entries"][:1] * 1000}) == []

    problem = next(shape.problems({**page, "entries": page["entries"][:1] * 1001}))

    assert (problem.pointer, problem.rule) == ("/entries", "entries.maxItems")
    assert (problem.expected, problem.found) == ("at most 1000 entries", "a list of 1001")


@pytest.mark.parametrize("value", [None, [], "manifest", 1, True])
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_object(shapes: dict[str, Shape], kind: str, value: Any) -> None:
    """A value that is no object breaks one rule."""
    assert [each[:2] for each in told(shapes[kind], value)] == [("", "whole.type")]


def test_ten_thousand_broken_items() -> None:
    """All that is wrong is told, both validators agree, and entries are counted, not sorted as texts."""
    manifest = large(300)
    for item in manifest["parts"]["favourites"]["items"]:
        item["size_bytes"] = -1

    fast, slow = (list(SHAPES[name]["manifest"].problems(manifest)) for name in ("jsonschema-rs", "jsonschema"))

    assert set(fast) == set(slow)
    assert len(set(fast)) == 300


def test_a_hundred_thousand_broken_items(shape: Shape) -> None:
    """However much is wrong with a large document, it is told in bounded time and memory: the first problems, and that there are more."""
    manifest = large(1)
    manifest["parts"]["favourites"]["items"] = [{"rif": number} for number in range(100_000)]

    problems = list(shape.problems(manifest))

    assert len(problems) == MOST_TOLD + 1
    assert problems[-1].rule == "too-many-problems"


def test_a_large_document_with_one_problem(shape: Shape) -> None:
    """One wrong item after twenty thousand is found."""
    manifest = large(1)
    items = manifest["parts"]["favourites"]["items"]
    items *= 20_000
    items.append({**items[0], "size_bytes": -1})

    [problem] = shape.problems(manifest)

    assert (problem.pointer, problem.rule) == ("/parts/favourites/items/20000/size_bytes", "size_bytes.minimum")


def _schemas(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Go through the properties that a schema describes."""
    if isinstance(node, dict):
        for name, inner in node.get("properties", {}).items() if isinstance(node.get("properties"), dict) else ():
            yield f"{path}/{name}", inner
        for name, inner in node.items():
            if name not in ("examples", "if", "then"):
                yield from _schemas(inner, f"{path}/{name}")
    elif isinstance(node, list):
        for number, inner in enumerate(node):
            yield from _schemas(inner, f"{path}/{number}")


@pytest.mark.parametrize("kind", KINDS)
def test_every_member_is_described(kind: str) -> None:
    """A vendor finds each member described in words; and where it is no object, list or constant, with an example."""
    schema = shipped.schema(kind)
    for path, member in _schemas(schema):
        if "$anchor" in member and "description" not in member:
            continue
        described = {**schema["$defs"].get(str(member.get("$ref")).rpartition("/")[2], {}), **member}
        assert described.get("description"), path


@pytest.mark.parametrize("kind", KINDS)
def test_every_rule_says_why(kind: str) -> None:
    """Each rule has its own reason, or that of the object that it is about."""
    shape = SHAPES["jsonschema-rs"][kind]
    for name, location in shape.rules().items():
        assert len(shape.why(location)) > 20, name


def test_few_problems_in_a_large_document() -> None:
    """Of a large document with few problems, both validators find the same, wherever these stand."""
    manifest = large(5_000)
    manifest["extensions"]["com.example.x"] = ["x" * 60] * 60_000
    items = manifest["parts"]["favourites"]["items"]
    assert told(SHAPES["jsonschema-rs"]["manifest"], manifest) == []

    items[4_000]["size_bytes"] = "1"
    items[4_999]["ref"] += "\n"
    del manifest["parts"]["favourites"]["count"]
    manifest["purposes"] = ["backup", {"a": 1}, {"a": 1}]
    fast, slow = (told(SHAPES[name]["manifest"], manifest) for name in ("jsonschema-rs", "jsonschema"))

    assert fast == slow
    assert {"/parts/favourites/items/4000/size_bytes", "/parts/favourites/items/4999/ref", "/purposes"} <= {
        pointer for pointer, *_ in fast
    }


def test_long_texts_make_a_document_large() -> None:
    """A document of few values and many characters is large, too: a validator that copies it for each error would take gigabytes."""
    manifest = large(1)
    assert not is_large(manifest)

    manifest["account"] = "x" * (LARGE * CHARACTERS + 1)

    assert is_large(manifest)


def test_entries_that_cannot_be_sorted_are_compared_at_once(shapes: dict[str, Shape], golden: Golden) -> None:
    """A hundred thousand objects where each entry has to come once are no work for hours: each is known by what it is as JSON."""
    manifest = golden("settings-only")
    manifest["purposes"] = [{"a": number} for number in range(100_000)]
    assert not any(problem.rule == "purposes.uniqueItems" for problem in shapes["manifest"].problems(manifest))

    manifest["purposes"][0] = {"a": 1}

    assert next(shapes["manifest"].problems(manifest)).pointer.startswith("/purposes")
