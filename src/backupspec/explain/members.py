"""What is written in a policy beside what its questions ask: texts, clauses, and members that are new to the model."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from backupspec.explain.words import spelled
from backupspec.policy.model import Policy

Leaf = tuple[str, str, str]
"""The list or the rule that a member stands in, its entry in words, and the member's name."""

_MEMBERS_ASKED: Mapping[str, frozenset[str]] = {
    "": frozenset(("id", "title", "onedrive")),
    "versions": frozenset(("id", "features_may_be_missing")),
    "toggles": frozenset(("id", "first", "requires", "covers", "saves")),
    "parts": frozenset(("id",)),
    "texts": frozenset(("id", "networks")),
    "uploads": frozenset(("id", "first")),
    "table": frozenset(("medium", "quality", "networks", "offered_if")),
    "automatic": frozenset(("id", "needs", "networks")),
    "manual": frozenset(("id", "needs", "networks")),
    "reminder": frozenset(("id", "needs", "after")),
    "deletions": frozenset(("id", "ticked", "removes")),
    "restore": frozenset(("id", "networks", "warns_of")),
    "privacy": frozenset(("id", "purposes", "destinations")),
    "controls": frozenset(("id", "path", "page", "label", "kind", "sets", "options", "step", "warns_of")),
    "choices": frozenset(("id", "picked", "shortest", "longest")),
    "readings": frozenset(("value",)),
    "settled": frozenset(("id",)),
}
"""The members that questions ask about, by where they stand."""

ENTRIES_ASKED = frozenset(("toggles", "table", "controls", "choices", "readings", "deletions"))
"""The lists of which questions ask whether an entry is there, or what follows from it."""


def leaves(policy: Policy) -> Iterator[tuple[Leaf, str]]:
    """Go through the members that no question asks about."""
    yield from _members(msgspec.to_builtins(policy), "", "")


def _members(entry: dict[str, Any], kind: str, where: str) -> Iterator[tuple[Leaf, str]]:
    """Go through the members of an entry, and of the entries in it."""
    within = f"{where}, " if where else ""
    for name, value in entry.items():
        if name in _MEMBERS_ASKED.get(kind, ()):
            continue
        if isinstance(value, dict):
            yield from _members(value, name, within + spelled(name))
        elif isinstance(value, list | tuple) and value and all(isinstance(each, dict) for each in value):
            for number, each in enumerate(value):
                yield from _members(each, name, f"{within}{_called(each, number)} ({name})")
        else:
            yield (kind, where or "the policy as a whole", name), _said(value)


def _called(entry: dict[str, Any], number: int) -> str:
    """Name an entry of a list by its id or whatever else it is known by."""
    if "id" in entry:
        return spelled(entry["id"])
    words = [str(entry[name]) for name in ("value", "medium", "quality") if name in entry]
    return " ".join(words) if words else f"number {number + 1}"


def _said(value: Any) -> str:
    """Say a value."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(_said(each) for each in value) or "nothing"
    return "nothing" if value is None else str(value)
