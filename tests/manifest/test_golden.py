"""The golden files: each gives exactly what is stated beside it, and every rule has one."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from golden import INVALID, MANIFESTS, SHAPES, VALID, expected

from backupspec import shipped
from backupspec.fixtures import make_manifests
from backupspec.fixtures.manifest_examples import EXAMPLES
from backupspec.manifest import verifying
from backupspec.manifest.reading import WHY, read
from backupspec.manifest.shape import Shape

pytestmark = pytest.mark.exhaustive

MADE_IN_TESTS = {
    "too-large": "test_reading.py",
    "too-many-values": "test_reading.py",
    "too-many-problems": "test_shape.py",
    "whole.type": "test_shape.py: what is no object is not even read",
    "catalogue.whole.type": "test_shape.py",
    "apps.maxItems": "test_shape.py",
    "accounts.maxItems": "test_shape.py",
    "part.items.maxItems": "test_shape.py",
    "catalogue.backups.maxItems": "test_shape.py",
}
"""The rules that have no golden file, because it would be huge or could not be read, and where they are tested."""


def checked(path: Path, shapes: dict[str, Shape], known: verifying.Known = verifying.NOTHING) -> verifying.Checked:
    """Check a golden file by itself."""
    data = path.read_bytes()
    kind = "catalogue" if b'"backups"' in data else "manifest"
    return getattr(verifying, kind)(data, shapes[kind], known)  # type: ignore[no-any-return]


def found(path: Path, told: dict[str, Any], shapes: dict[str, Shape]) -> list[dict[str, str]]:
    """Tell what is found in a golden file, with what has to be at hand."""
    known = verifying.Known(digest=told.get("digest"))
    own = checked(path, shapes, known)
    others = [checked(path.parent / name, shapes) for name in told.get("beside", ())]
    manifests = [each for each in others if "backups" not in each.value]
    problems = list(own.problems)
    if own.value is not None:
        is_catalogue = "backups" in own.value
        catalogues = [own, *(each for each in others if each not in manifests)]
        together = (
            verifying.catalogues_together(catalogues, manifests)
            if is_catalogue
            else verifying.manifests_together([own, *manifests])
        )
        problems.extend(problem for number, problem in together if number == 0)
    return [{"pointer": each.pointer, "rule": each.rule} for each in problems]


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_valid(path: Path, shapes: dict[str, Shape]) -> None:
    """A good document has no problem, and the form that it is kept in reads as what it was made from."""
    assert checked(path, shapes).problems == ()
    assert read(path.read_bytes()).value == EXAMPLES[path.stem]()


def test_valid_together() -> None:
    """The good documents of one line, and the catalogues of its account, agree with one another."""
    shapes = SHAPES["jsonschema-rs"]
    documents = {path.stem: checked(path, shapes) for path in VALID}
    line = [documents["chained"], documents["first-backup"]]
    catalogues = [documents[name] for name in ("catalogue-after-deleting", "catalogue-empty", "catalogue-of-two")]

    assert verifying.manifests_together(line) == []
    assert verifying.catalogues_together(catalogues, line) == []


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_invalid(path: Path, shapes: dict[str, Shape]) -> None:
    """A broken document gives exactly the problems stated beside it, whichever validator finds them."""
    told = expected(path)

    assert found(path, told, shapes) == told["problems"]


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_broken_alone(path: Path) -> None:
    """A broken document breaks one rule."""
    assert len({problem["rule"] for problem in expected(path)["problems"]}) == 1


def test_every_rule_has_its_golden_file() -> None:
    """Every rule of the schemas, of reading and of the code has a document that breaks it alone, called by its name."""
    manifest, catalogue = (Shape(shipped.schema(kind)).rules() for kind in ("manifest", "catalogue"))
    rules = {
        *manifest,
        *(f"catalogue.{rule}" for rule in catalogue),
        *WHY,
        *verifying.code_rules(),
        "too-many-problems",
    }
    broken = {path.stem: {problem["rule"] for problem in expected(path)["problems"]} for path in INVALID}

    missing = {rule for rule in rules if rule.removeprefix("catalogue.") not in broken.get(rule, ())}

    assert missing == MADE_IN_TESTS.keys()
    assert {rule for each in broken.values() for rule in each} <= {rule.removeprefix("catalogue.") for rule in rules}


def test_files_are_what_is_made() -> None:
    """The golden files are those that the script writes; if not, run `python -m backupspec.fixtures.make_manifests`."""
    assert make_manifests.differing(MANIFESTS) == []


def test_writes_and_checks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The script writes what differs; its check names what differs, and writes nothing."""
    made = {"valid/a.json": b"{}\n", "invalid/b.json": b"[]\n"}
    monkeypatch.setattr(make_manifests, "made", lambda: made)
    monkeypatch.setattr(shipped, "folder", lambda _: tmp_path)
    run = CliRunner().invoke

    assert run(make_manifests.main, ["--check"]).exit_code == 1
    assert list(tmp_path.iterdir()) == []

    assert run(make_manifests.main, []).exit_code == 0
    (tmp_path / "manifests" / "valid" / "c.json").write_bytes(b"too many")
    assert (
        run(make_manifests.main, ["--check"]).output
        == "valid/c.json differs: run python -m backupspec.fixtures.make_manifests\n"
    )
    assert run(make_manifests.main, []).exit_code == 0
    assert run(make_manifests.main, ["--check"]).exit_code == 0


@pytest.mark.parametrize("kind", ["manifest", "catalogue"])
def test_examples_of_the_schema(kind: str, shapes: dict[str, Shape]) -> None:
    """The whole examples that a schema gives to vendors are without a problem."""
    for document in shipped.schema(kind)["examples"]:
        assert getattr(verifying, f"{kind}_value")(json.loads(json.dumps(document)), shapes[kind]).problems == ()
