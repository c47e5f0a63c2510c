"""Where the answers of an implementation part from those in a trace: on the trace's own target exactly, on another but for what each is free in.

What is passed over on another target is what docs/contract.md leaves to an implementation. Ids of backups are each implementation's own: those that first
appear at the same place are taken for one and the same, also where later commands name them.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Any, Final

from msgspec import UNSET, Struct
from msgspec.structs import replace

from backupspec.contract.commands import ChooseBackup, Command, DeleteCloudBackup
from backupspec.contract.implementation import Lack
from backupspec.contract.schemas import plain
from backupspec.suite.tracing import Exchange
from backupspec.world.changes import Change, Path

_ANY = None
_Place = tuple[str | int | None, ...]
"""A path in an observation, in which None is any name or number."""

_FREE: dict[str, tuple[_Place, ...]] = {
    "documents (manifests, catalogues, journals)": (
        ("accounts", _ANY, "backups", _ANY, "manifest"),
        ("phones", _ANY, "local_backup", "manifest"),
        ("accounts", _ANY, "catalogue"),
        ("accounts", _ANY, "journal"),
        ("accounts", _ANY, "journal_pages"),
    ),
    "what is stored": (
        ("accounts", _ANY, "backups", _ANY, "parts", _ANY, "stored"),
        ("phones", _ANY, "local_backup", "parts", _ANY, "stored"),
        ("accounts", _ANY, "stored_messages"),
        ("accounts", _ANY, "media", _ANY, "content"),
        ("accounts", _ANY, "free_bytes"),
    ),
    "how many bytes a transfer has": (("transfers", _ANY, "size_bytes"),),
    "file names of photos and videos": (
        ("phones", _ANY, "media", _ANY, "file_name"),
        ("accounts", _ANY, "media", _ANY, "file_name"),
    ),
    "which software phones have": (("phones", _ANY, "software_version"), ("phones", _ANY, "update")),
}
"""In what every implementation is free, in words, and below which places that stands."""

_LACKING: dict[str, tuple[_Place, ...]] = {
    "controls": (("phones", _ANY, "controls"),),
    "items": (("phones", _ANY, "items"), ("phones", _ANY, "message_items")),
}
"""What isn't shown by an implementation that lacks it."""

_OF_GOOD_QUALITY = ("size_bytes", "digest", "width_px", "height_px")
"""What it is free in where a photo or video was made smaller."""

IDS = "ids of backups"
_IDS: tuple[_Place, ...] = (
    ("accounts", _ANY, "backups", _ANY, "id"),
    ("phones", _ANY, "local_backup", "id"),
    ("phones", _ANY, "flow", "backup"),
    ("phones", _ANY, "last_attempt", "backup"),
    ("phones", _ANY, "set_up", "offers", _ANY),
    ("phones", _ANY, "set_up", "chosen"),
    ("phones", _ANY, "restored", "backup"),
    ("transfers", _ANY, "backup"),
)


NO_CHANGE: Final = object()
"""Stands for what did not change where the other side did."""


class Difference(Struct, frozen=True):
    """One thing that is otherwise: where, what it is in the trace, and what it is now. UNSET is nothing, NO_CHANGE what it was before."""

    where: Path
    then: Any
    now: Any


class Comparison:
    """Compares the exchanges of a trace with those of an implementation, in order."""

    def __init__(self, *, exact: bool, lacks: Iterable[Lack] = ()) -> None:
        """Compare everything, or pass over what implementations are free in, and what one of the two says it lacks."""
        self._exact = exact
        self._lacks = {*lacks}
        self._free = _FREE | {
            f"{lack}, which one of the two lacks": _LACKING.get(lack, ()) for lack in sorted(self._lacks)
        }
        self._ids: dict[str, str] = {}
        self._passed_over: dict[str, None] = {}

    @property
    def passed_over(self) -> Sequence[str]:
        """What differed so far, and was passed over, in words."""
        return [*self._passed_over]

    def asked(self, exchange: Exchange) -> Exchange:
        """Return an exchange of the trace with the backups in its commands named as this implementation names them."""
        return replace(exchange, commands=tuple(map(self._named, exchange.commands)))

    def _named(self, command: Command) -> Command:
        if isinstance(command, ChooseBackup | DeleteCloudBackup):
            return replace(command, backup=self._ids.get(command.backup, command.backup))
        return command

    def differences(self, expected: Exchange, came: Exchange) -> Iterator[Difference]:
        """Tell what is otherwise than in the trace, in the outcomes first. Where the contract was broken then, there is nothing else to compare."""
        if expected.raised is not None:
            yield Difference(("the contract",), f"broken: {expected.raised}", "kept")
            return
        for old, new in zip_longest(map(plain, expected.outcomes), map(plain, came.outcomes), fillvalue=UNSET):
            if old != new:
                yield Difference(("outcome",), old, new)
        then, now = ({change.path: change for change in each.changes} for each in (expected, came))
        for path in dict.fromkeys((*then, *now)):
            before, after = then.get(path), now.get(path)
            if not self._exact:
                yield from self._apart(path, _became(before), _became(after))
            elif before != after:
                yield Difference(path, _became(before), _became(after))

    def _apart(self, path: Path, then: Any, now: Any) -> Iterator[Difference]:
        """Find what differs between two values at a path, as deep down as possible."""
        if self._may_differ(path, then, now):
            return
        if isinstance(then, dict) and isinstance(now, dict):
            free = _OF_GOOD_QUALITY if then.get("quality") == now.get("quality") == "good" else ()
            for name in dict.fromkeys((*then, *now)):
                if name in free:
                    self._note("how photos and videos are made smaller", then.get(name), now.get(name))
                else:
                    yield from self._apart((*path, name), then.get(name, UNSET), now.get(name, UNSET))
        elif isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
            for at, (old, new) in enumerate(zip(then, now, strict=True)):
                yield from self._apart((*path, at), old, new)
        elif then != now:
            yield Difference(path, then, now)

    def _may_differ(self, path: Path, then: Any, now: Any) -> bool:
        """Tell whether these two may stand at one place, whatever they are; and take note of it if they are not the same."""
        for what, places in self._free.items():
            if _is_below(path, places):
                self._note(what, then, now)
                return True
        if "clock" in self._lacks and _is_moment(path):
            self._note("moments, since for one of the two time passes by itself", then, now)
            return True
        if isinstance(then, str) and isinstance(now, str) and _is_below(path, _IDS):
            return self._is_one(then, now)
        return False

    def _is_one(self, then: str, now: str) -> bool:
        """Tell whether two ids are of one backup: of one that appears for the first time on both sides they are."""
        if then not in self._ids and now not in self._ids.values():
            self._ids[then] = now
        if self._ids.get(then) != now:
            return False
        self._note(IDS, then, now)
        return True

    def _note(self, what: str, then: object, now: object) -> None:
        if then != now:
            self._passed_over[what] = None


def _became(change: Change | None) -> Any:
    return NO_CHANGE if change is None else change.after


def _is_below(path: Path, places: Sequence[_Place]) -> bool:
    """Tell whether a path leads to one of these places, or to what is within it."""
    return any(
        len(path) >= len(place) and all(want in {_ANY, have} for want, have in zip(place, path, strict=False))
        for place in places
    )


def _is_moment(path: Path) -> bool:
    name = str(path[-1]) if path else ""
    return name in {"at", "wall_clock"} or name.endswith(("_at", "elapsed_s"))
