"""Makes the exchanges of two implementations comparable: without what each is free in, and with backups by their order in place of their names."""

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import UNSET
from msgspec.structs import replace

from backupspec.contract.commands import ChooseBackup, Command, DeleteCloudBackup
from backupspec.contract.implementation import About
from backupspec.suite.changes import Change
from backupspec.suite.tracing import Exchange

FREE = frozenset({"manifest", "catalogue", "journal", "journal_pages", "stored", "stored_messages"})
"""Documents, and how things lie in OneDrive: no two implementations have the same, and none need be shown."""

_NAMES = frozenset({"backup", "chosen"})
"""Members that hold the name of a backup."""


def free_between(exchanges: Sequence[Exchange], about: About) -> frozenset[str]:
    """Tell which members are passed over between who answered in these exchanges and another: documents, and pages where one of them shows none."""
    return FREE | {"controls"} if "controls" in about.lacks or not _show_controls(exchanges) else FREE


class Likeness:
    """One implementation's side: the names that it gave its backups, in the order in which they came into sight."""

    def __init__(self, free: frozenset[str]) -> None:
        self._free = free
        self._names: list[str] = []

    def of(self, exchange: Exchange) -> Exchange:
        """Return an exchange as far as it can be compared with another implementation's: what became of each thing, not what it was before."""
        found = (each for each in exchange.changes if self._free.isdisjoint(each.path))
        changes = tuple(Change(path=each.path, after=self._after(each)) for each in found)
        return replace(exchange, commands=(), changes=changes)

    def named(self, commands: Sequence[Command], by: "Likeness") -> tuple[Command, ...]:
        """Return commands of this side as the other has to be given them: with its names of backups."""
        return tuple(
            replace(each, backup=by.name(self._number(each.backup)) or each.backup)
            if isinstance(each, ChooseBackup | DeleteCloudBackup)
            else each
            for each in commands
        )

    def name(self, number: int) -> str | None:
        """Tell what the backup is called that came into sight as this one, counted from 0."""
        return self._names[number] if number < len(self._names) else None

    def _number(self, name: str) -> int:
        if name not in self._names:
            self._names.append(name)
        return self._names.index(name)

    def _after(self, change: Change) -> Any:
        if change.after is UNSET:
            return UNSET
        members = [step for step in change.path if isinstance(step, str)]
        return self._alike(change.after, members[-1] if members else "", is_backup="id" in members[-1:])

    def _alike(self, value: Any, member: str, *, is_backup: bool = False) -> Any:
        """Return a value that stands under a member, without what is free."""
        if isinstance(value, dict):
            a_backup = "sequence" in value
            return {
                each: self._alike(inner, each, is_backup=a_backup and each == "id")
                for each, inner in value.items()
                if each not in self._free
            }
        if isinstance(value, list | tuple):
            return [self._alike(each, member) for each in value]
        if isinstance(value, str) and (is_backup or member in _NAMES or member == "offers"):
            return f"backup {self._number(value) + 1}"
        return value


def _show_controls(exchanges: Sequence[Exchange]) -> bool:
    """Tell whether any page of a phone is shown."""
    return any(any(_controls(each.after, each.path)) for exchange in exchanges for each in exchange.changes)


def _controls(value: Any, path: Sequence[str | int]) -> Iterator[bool]:
    if "controls" in path:
        yield bool(value)
    elif isinstance(value, dict):
        for member, inner in value.items():
            yield from _controls(inner, (*path, member))
