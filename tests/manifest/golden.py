"""The golden files, where the tests find them, and the validators."""

import json
from pathlib import Path
from typing import Any

from backupspec import shipped
from backupspec.manifest.shape import Shape, fast, reference

MANIFESTS = shipped.folder("fixtures") / "manifests"
VALID = sorted((MANIFESTS / "valid").glob("*.json"))
INVALID = sorted(path for path in (MANIFESTS / "invalid").glob("*.json") if not path.name.endswith(".expected.json"))
KINDS = ("manifest", "catalogue", "journal")
ENGINES = {"jsonschema-rs": fast, "jsonschema": reference}
SHAPES = {name: {kind: Shape(shipped.schema(kind), engine) for kind in KINDS} for name, engine in ENGINES.items()}


def expected(path: Path) -> dict[str, Any]:
    """Tell what is to be found in a golden file."""
    told: dict[str, Any] = json.loads(path.with_name(f"{path.stem}.expected.json").read_text("utf-8"))
    return told
