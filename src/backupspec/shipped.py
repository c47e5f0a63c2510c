"""The files that come with the package: profiles, features, schemas. Where they lie, it alone knows, but for the profiles."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from backupspec.manifest.shape import Shape
from backupspec.policy import profiles
from backupspec.policy.model import Policy
from backupspec.policy.parsing import parse

PROFILES = profiles.NAMES
"""The shipped profiles, the norm first."""


@lru_cache
def profile(name: str) -> Policy:
    """Read a shipped profile; raise KeyError if there is none of that name."""
    return parse(profile_text(name), f"{name}.yaml")


def profile_text(name: str) -> str:
    """Read the text of a shipped profile; raise KeyError if there is none of that name."""
    return profiles.TEXTS[name]


class Profiles(Mapping[str, Policy]):
    """Policies by name: some that are at hand, and the shipped profiles, each read when it is asked for."""

    def __init__(self, *own: Policy) -> None:
        self._own = {policy.id: policy for policy in own}

    def __getitem__(self, name: str) -> Policy:
        return self._own.get(name) or profile(name)

    def __contains__(self, name: object) -> bool:
        return name in self._own or name in PROFILES

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*PROFILES, *self._own)))

    def __len__(self) -> int:
        return len({*PROFILES, *self._own})


def folder(name: str) -> Path:
    """Tell where one of the package's folders lies: features, schemas, steps, fixtures."""
    with as_file(files(f"backupspec.{name}")) as path:
        return path


@lru_cache
def digest() -> str:
    """Make one digest (SHA-256) of all files of backupspec. An adapter of one's own isn't in it."""
    with as_file(files("backupspec")) as root:
        return digest_of_files(root)


def digest_of_files(root: Path) -> str:
    """Make one digest of all files below a folder: their names, in order, and contents. What Python compiles is left out."""
    found: dict[str, str] = {}
    for folder_, folders, names in os.walk(root, followlinks=True):
        folders[:] = [name for name in folders if name != "__pycache__"]
        inner = os.path.relpath(folder_, root).replace(os.sep, "/")
        found |= {f"{inner}/{name}": f"{folder_}/{name}" for name in names if not name.endswith(".pyc")}
    made = hashlib.sha256()
    for name, path in sorted(found.items()):
        with open(path, "rb") as opened:  # noqa: PTH123 - of hundreds of files, a Path for each would take a while
            content = opened.read()
        made.update(f"{name} {len(content)}\n".encode() + content)
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
