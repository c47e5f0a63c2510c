"""The golden files: each gives exactly what is stated beside it, and every rule has one."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from golden import INVALID, KINDS, MANIFESTS, SHAPES, VALID, expected

import make_manifests
from backupspec import shipped
from backupspec.fixtures.journal_examples import JOURNALS
from backupspec.fixtures.manifest_examples import EXAMPLES
from backupspec.manifest import verifying
from backupspec.manifest.problems import Problem
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
    "journal.whole.type": "test_shape.py",
    "journal.entries.maxItems": "test_shape.py",
}
"""The rules that have no golden file, because it would be huge or could not be read, and where they are tested."""


def checked(path: Path, shapes: dict[str, Shape], known: verifying.Known = verifying.NOTHING) -> verifying.Checked:
    """Check a golden file by itself."""
    data = path.read_bytes()
    kind = "catalogue" if b'"backups"' in data else "journal" if b'"entries"' in data else "manifest"
    return getattr(verifying, kind)(data, shapes[kind], known)  # type: ignore[no-any-return]


def found(path: Path, told: dict[str, Any], shapes: dict[str, Shape]) -> list[dict[str, str]]:
    """Tell what is found in a golden file, with what has to be at hand."""
    known = verifying.Known(digest=told.get("digest"))
    own = checked(path, shapes, known)
    others = [checked(path.parent / name, shapes) for name in told.get("beside", ())]
    by_policy = verifying.beside_policy(own, shipped.Profiles())
    problems = [*own.problems, *by_policy, *(problem for number, problem in together(own, others) if number == 0)]
    return [{"pointer": each.pointer, "rule": each.rule} for each in problems]


def together(own: verifying.Checked, others: list[verifying.Checked]) -> list[tuple[int, Problem]]:
    """Tell what is wrong with a document in view of others."""
    if own.value is None:
        return []
    if "entries" in own.value:
        return verifying.journals_together([own, *others])
    manifests = [each for each in others if "backups" not in each.value]
    if "backups" in own.value:
        catalogues = [own, *(each for each in others if each not in manifests)]
        return verifying.catalogues_together(catalogues, manifests)
    return verifying.manifests_together([own, *manifests])


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_valid(path: Path, shapes: dict[str, Shape]) -> None:
    """A good document has no problem, and the form that it is kept in reads as what it was made from."""
    assert checked(path, shapes).problems == ()
    assert read(path.read_bytes()).value == {**EXAMPLES, **JOURNALS}[path.stem]()


def test_valid_together() -> None:
    """The good documents of one line, the catalogues of its account, and the pages of journals agree with one another."""
    shapes = SHAPES["jsonschema-rs"]
    documents = {path.stem: checked(path, shapes) for path in VALID}
    line = [documents["chained"], documents["first-backup"]]
    catalogues = [documents[name] for name in ("catalogue-after-deleting", "catalogue-empty", "catalogue-of-two")]

    assert verifying.manifests_together(line) == []
    assert verifying.catalogues_together(catalogues, line) == []
    assert verifying.journals_together([documents[name] for name in JOURNALS]) == []


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
    manifest, catalogue, journal = (Shape(shipped.schema(kind)).rules() for kind in KINDS)
    rules = {
        *manifest,
        *(f"catalogue.{rule}" for rule in catalogue),
        *(f"journal.{rule}" for rule in journal),
        *WHY,
        *verifying.code_rules(),
        "too-many-problems",
    }
    broken = {path.stem: {problem["rule"] for problem in expected(path)["problems"]} for path in INVALID}

    missing = {rule for rule in rules if bare(rule) not in broken.get(rule, ())}

    assert missing == MADE_IN_TESTS.keys()
    assert {rule for each in broken.values() for rule in each} <= {bare(rule) for rule in rules}


def bare(rule: str) -> str:
    """Tell a rule without the name of the schema that it stands in."""
    return rule.removeprefix("catalogue.").removeprefix("journal.")


def test_files_are_what_is_made() -> None:
    """The golden files are those that the script writes; if not, run `python tools/make_manifests.py`."""
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
    assert run(make_manifests.main, ["--check"]).output == "valid/c.json differs: run python tools/make_manifests.py\n"
    assert run(make_manifests.main, []).exit_code == 0
    assert run(make_manifests.main, ["--check"]).exit_code == 0


@pytest.mark.parametrize("kind", KINDS)
def test_examples_of_the_schema(kind: str, shapes: dict[str, Shape]) -> None:
    """The whole examples that a schema gives to vendors are without a problem."""
    for document in shipped.schema(kind)["examples"]:
        assert getattr(verifying, f"{kind}_value")(json.loads(json.dumps(document)), shapes[kind]).problems == ()
