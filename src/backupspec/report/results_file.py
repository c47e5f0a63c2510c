"""results.jsonl: the results of a run as they come, a line each, so that a run that is killed has lost none and can be gone on with.

The first line holds the circumstances of the run. What stands behind the last line end was being written when the run ended, and is dropped.
"""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from backupspec.contract.implementation import About
from backupspec.report.summary import Suite
from backupspec.suite.features import Scenario
from backupspec.suite.text import shown
from backupspec.suite.verdicts import Result

NAME = "results.jsonl"


class Beginning(Struct, frozen=True, kw_only=True):
    """The circumstances of a run. Only results under the same ones belong together."""

    target: str
    about: About
    suite: Suite
    profile: str
    choices: dict[str, str]
    selection: tuple[str, ...]


class Unfit(ValueError):
    """There are no results that could be gone on with."""


class Earlier(Struct, frozen=True):
    """What an earlier run left, and how many bytes of its file are whole lines."""

    beginning: Beginning
    results: dict[str, Result]
    size_bytes: int


def read_earlier(folder: Path, scenarios: Collection[Scenario]) -> Earlier:
    """Read what a run of these scenarios left in a folder; raise Unfit if there is nothing, or it is not what such a run leaves."""
    file = folder / NAME
    try:
        data = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise Unfit(f"there is no {file} to go on from; without --resume, the run begins anew") from None
    size_bytes = data.rfind(b"\n") + 1
    first, *others = data[:size_bytes].splitlines() or [b""]
    beginning = _read(first, Beginning, f"{file}:1")
    known = {each.id: (each.clauses, each.title, each.feature, each.line) for each in scenarios}
    results: dict[str, Result] = {}
    for number, line in enumerate(others, 2):
        result = _read(line, Result, f"{file}:{number}")
        is_ours = known.get(result.id) == (result.clauses, result.title, result.feature, result.line)
        if not is_ours or result.id in results:
            raise Unfit(f"{file}:{number}: {shown(result.id)} is no scenario of this run, or comes twice; {_ANEW}")
        results[result.id] = result
    return Earlier(beginning, results, size_bytes)


_ANEW = "begin anew, without --resume"


def _read(line: bytes, kind: type[Any], where: str) -> Any:
    try:
        return msgspec.json.decode(line, type=kind)
    except msgspec.DecodeError as error:
        raise Unfit(f"{where}: this is not what a run writes: {error}; {_ANEW}") from error


def check_same(then: Beginning, now: Beginning) -> None:
    """Raise Unfit, which says what differs, if two runs do not belong together."""
    told = [f"{name}: {before} then, {after} now" for name, before, after in _parts(then, now) if before != after]
    if told:
        raise Unfit(f"this is not the run that --resume is to go on with; {'; '.join(map(shown, told))}; {_ANEW}")


def _parts(then: Beginning, now: Beginning) -> Iterator[tuple[str, str, str]]:
    """Pair the circumstances of two runs, one by one."""
    yield "target", then.target, now.target
    for what, before, after in (("target", then.about, now.about), ("suite", then.suite, now.suite)):
        for name in before.__struct_fields__:
            yield f"the {what}'s {name}", str(getattr(before, name)), str(getattr(after, name))
    yield "profile", then.profile, now.profile
    for choice in sorted({*then.choices, *now.choices}):
        yield choice, then.choices.get(choice, "nothing"), now.choices.get(choice, "nothing")
    yield "selection", ", ".join(then.selection) or "everything", ", ".join(now.selection) or "everything"


class ResultsFile:
    """A file that results are added to, each at once."""

    def __init__(self, folder: Path, earlier: Earlier | None = None) -> None:
        """Begin a file, or go on with one behind its last whole line."""
        self._file = (folder / NAME).open("r+b" if earlier else "wb", buffering=0)
        if earlier is not None:
            self._file.truncate(earlier.size_bytes)
            self._file.seek(earlier.size_bytes)

    def add(self, line: Beginning | Result) -> None:
        """Write a line."""
        self._file.write(msgspec.json.encode(line) + b"\n")

    def close(self) -> None:
        """Write no more."""
        self._file.close()
