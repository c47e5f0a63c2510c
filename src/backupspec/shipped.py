"""The files that come with the package: profiles, features, schemas. The one place that knows where they lie."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from backupspec.manifest.shape import Shape
from backupspec.policy.model import Policy
from backupspec.policy.parsing import parse

PROFILES = ("windows-phone-8.1", "windows-phone-8")
"""The shipped profiles, the norm first."""


@lru_cache
def profile(name: str) -> Policy:
    """Read a shipped profile; raise KeyError if there is none of that name."""
    return parse(profile_text(name), f"{name}.yaml")


def profile_text(name: str) -> str:
    """Read the text of a shipped profile; raise KeyError if there is none of that name."""
    if name not in PROFILES:
        raise KeyError(name)
    return (files("backupspec.policy.profiles") / f"{name}.yaml").read_text("utf-8")


class Profiles(Mapping[str, Policy]):
    """The shipped profiles by name, each read when it is asked for."""

    def __getitem__(self, name: str) -> Policy:
        return profile(name)

    def __iter__(self) -> Iterator[str]:
        return iter(PROFILES)

    def __len__(self) -> int:
        return len(PROFILES)


def folder(name: str) -> Path:
    """Tell where one of the package's folders lies: features, schemas, steps, fixtures."""
    with as_file(files(f"backupspec.{name}")) as path:
        return path


@lru_cache
def digest() -> str:
    """Make one digest (SHA-256) of all files that decide a verdict: features, steps, what they are asked by, and policies."""
    made = hashlib.sha256()
    for name in ("features", "steps", "suite", "policy"):
        root = folder(name)
        for path in sorted(path for path in root.rglob("*") if path.suffix in {".feature", ".py", ".yaml"}):
            content = path.read_bytes()
            made.update(f"{name}/{path.relative_to(root).as_posix()} {len(content)}\n".encode() + content)
    return made.hexdigest()


@lru_cache
def schema(name: str) -> dict[str, Any]:
    """Read one of the schemas: manifest, catalogue, journal, report, ..."""
    text = (files("backupspec.schemas") / f"{name}.schema.json").read_text("utf-8")
    read: dict[str, Any] = json.loads(text)
    return read


@lru_cache
def shape(name: str) -> Shape:
    """Make the check by one of the hand-written schemas: manifest, catalogue or journal."""
    return Shape(schema(name))
