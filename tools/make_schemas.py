"""Write the schemas, and the OpenAPI document, that are made from types: `python tools/make_schemas.py`, after a type has changed.

`--check` writes nothing, names the files that differ, and exits with 1 if there are any. The other schemas are written by hand, and left
alone.
"""

import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import click

from backupspec import shipped
from backupspec.contract import schemas as contract
from backupspec.output import echo
from backupspec.policy.schema import schema as policy_schema
from backupspec.report.summary import schema as report_schema
from backupspec.report.waivers import schema as waivers_schema
from backupspec.targets.server.openapi import document

MAKERS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "policy.schema.json": policy_schema,
    "report.schema.json": report_schema,
    "waivers.schema.json": waivers_schema,
    **{f"{name}.schema.json": partial(contract.schema, name) for name in contract.TYPES},
    "openapi.json": document,
}
"""Everything that is made, by the name of its file. A new one is added here."""


def made() -> dict[str, str]:
    """Make the text of every file."""
    return {
        name: json.dumps(make(), indent=2, sort_keys=True, ensure_ascii=False) + "\n" for name, make in MAKERS.items()
    }


def differing(folder: Path) -> list[str]:
    """Name the files of a folder that are missing, or are not what is made now."""
    return [name for name, text in made().items() if _text(folder / name) != text]


def _text(file: Path) -> str | None:
    """Read a file, or tell that there is none."""
    return file.read_text("utf-8") if file.is_file() else None


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a file differs.")
def main(*, check: bool) -> None:
    """Write the schemas that are made from types into schemas/."""
    folder = shipped.folder("schemas")
    names = differing(folder)
    for name in names:
        echo(f"{name} differs from its types: run python tools/make_schemas.py" if check else f"wrote {name}")
        if not check:
            (folder / name).write_text(made()[name], "utf-8", newline="\n")
    if check and names:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
