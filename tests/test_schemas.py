"""Whether the checked-in schemas are those of the types, and fit to be used."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

import make_schemas
from backupspec import shipped

FILES = sorted(shipped.folder("schemas").glob("*.schema.json"))


@pytest.mark.parametrize("name", make_schemas.MAKERS)
def test_schema_is_what_is_made(name: str) -> None:
    """A checked-in schema is what its type makes now; if not, run `python tools/make_schemas.py`."""
    file = shipped.folder("schemas") / name

    assert file.read_text("utf-8") == make_schemas.made()[name]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_schema_is_valid(file: Path) -> None:
    """Every schema is a JSON Schema of 2020-12, and is called by the name of its file."""
    schema = json.loads(file.read_text("utf-8"))

    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == file.name
    assert schema["title"]


def test_writes_and_checks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command writes what differs; its check names what differs, and writes nothing."""
    monkeypatch.setattr(shipped, "folder", lambda _: tmp_path)
    run = CliRunner().invoke

    assert run(make_schemas.main, ["--check"]).exit_code == 1
    assert list(tmp_path.iterdir()) == []

    assert run(make_schemas.main, []).exit_code == 0
    assert run(make_schemas.main, ["--check"]).exit_code == 0

    (tmp_path / "policy.schema.json").write_text("{}")
    told = run(make_schemas.main, ["--check"])
    assert told.exit_code == 1
    assert told.output == "policy.schema.json differs from its types: run python tools/make_schemas.py\n"
    assert (tmp_path / "policy.schema.json").read_text() == "{}"
