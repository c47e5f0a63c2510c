"""Whether the files that lock dependencies are in step with `pyproject.toml`; if not, run `tox -e lock`."""

import tomllib
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
INSTALLED = [Requirement(each) for each in PROJECT["project"]["dependencies"]]
DEVELOPING = [
    Requirement(each)
    for each in chain(PROJECT["build-system"]["requires"], *PROJECT["dependency-groups"].values())
    if isinstance(each, str)
]


def locked(name: str) -> dict[str, Version]:
    """Read a file of constraints: the version of each package."""
    lines = (ROOT / name).read_text("utf-8").splitlines()
    pins = [Requirement(line) for line in lines if line and not line.lstrip().startswith("#")]
    return {canonicalize_name(pin.name): Version(str(pin.specifier).removeprefix("==")) for pin in pins}


@pytest.mark.parametrize("asked", [*INSTALLED, *DEVELOPING], ids=str)
def test_a_version_is_locked_and_allowed(asked: Requirement) -> None:
    """Each dependency, of whoever installs this or develops it, is locked, at a version that is allowed."""
    assert asked.specifier.contains(locked("constraints.txt")[canonicalize_name(asked.name)])


@pytest.mark.parametrize("asked", INSTALLED, ids=str)
def test_the_oldest_version_allowed_is_tried(asked: Requirement) -> None:
    """The tests with the oldest dependencies run with the very version that the bound names."""
    bounds = [Version(each.version) for each in asked.specifier if each.operator == ">="]

    assert bounds == [locked("constraints-lowest.txt")[canonicalize_name(asked.name)]]


@pytest.mark.parametrize("name", ["constraints.txt", "constraints-lowest.txt"])
def test_nothing_of_one_machine_is_locked(name: str) -> None:
    """A line is a package and its version, never an option, an address or a path."""
    lines = (ROOT / name).read_text("utf-8").splitlines()

    assert len(lines) > len(INSTALLED)
    assert not [line for line in lines if line.startswith("-") or "/" in line or "@" in line]
