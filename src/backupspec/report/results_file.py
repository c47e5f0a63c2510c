"""results.jsonl: the results of a run as they come, a line each, so that a run that is killed has lost none and can be gone on with.

The first line holds the circumstances of the run. Where a run is gone on with, they stand there again: what errored before has no verdict and no longer
counts. What stands behind the last line end was being written when the run ended, and is dropped.
"""

import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from msgspec import Struct

from backupspec.contract import strict
from backupspec.contract.implementation import About
from backupspec.files import Unreadable, Unwritable, is_being_written, open_held, read_bounded
from backupspec.gherkin.features import Scenario
from backupspec.report.summary import Suite
from backupspec.report.waivers import Waiver
from backupspec.text import json_text, one_line
from backupspec.world.verdicts import Result

NAME = "results.jsonl"


class Beginning(Struct, frozen=True, kw_only=True):
    """The circumstances of a run. Only results under the same ones belong together."""

    target: str
    about: About
    suite: Suite
    profile: str
    policy_digest: str
    """Of all that the policy says: a file of the same name may say something else by now."""
    choices: dict[str, str]
    selection: tuple[str, ...]
    scenarios: int
    """How many are to be run."""
    choices_file: str | None = None
    waivers: tuple[Waiver, ...] = ()
    redacted: bool = False
    """Whether content is left out."""


class Unfit(ValueError):
    """There are no results that could be gone on with."""


class Earlier(Struct, frozen=True):
    """What a run has left: its circumstances, the results that count, and how many bytes of its file are whole lines."""

    beginning: Beginning
    results: dict[str, Result]
    size_bytes: int


MOST_BYTES = 256 * 2**20
"""How much of a report or of results is read: far more than a run of the whole suite writes."""


def read_results(
    file: Path, scenarios: Collection[Scenario] | None = None, holder: "ResultsFile | None" = None
) -> Earlier:
    """Read what a run has left; raise Unfit if it is not what a run leaves or, where its scenarios are given, a run of these.

    Unless `holder` holds the file, no other run may.
    """
    try:
        if holder is None and is_being_written(file):
            raise Unfit(f"{file} {_BUSY}, or end it")
        data = read_bounded(file, MOST_BYTES)
    except Unreadable as error:
        raise Unfit(str(error)) from error
    size_bytes = data.rfind(b"\n") + 1
    first, *others = data[:size_bytes].split(b"\n")[:-1] or [b""]
    if not first:
        raise Unfit(f"{file} holds no whole line: its run ended before anything came of it")
    beginning = _read(first, Beginning, f"{file}:1")
    known = None if scenarios is None else {each.id: _known(each) for each in scenarios}
    results: dict[str, Result] = {}
    for number, line in enumerate(others, 2):
        if line.startswith(_BEGINS):
            beginning, results = _read(line, Beginning, f"{file}:{number}"), standing(results)
            continue
        result = _read(line, Result, f"{file}:{number}")
        is_ours = known is None or known.get(result.id) == _known(result)
        if not is_ours or result.id in results:
            raise Unfit(f"{file}:{number}: {one_line(result.id)} is no scenario of this run, or comes twice")
        results[result.id] = result
    return Earlier(beginning, results, size_bytes)


def _known(of: Scenario | Result) -> tuple[object, ...]:
    """Tell by what a scenario is known."""
    return of.clauses, of.title, of.feature, of.line


def standing(results: Mapping[str, Result]) -> dict[str, Result]:
    """Tell which results stand when a run is gone on with: an error is no verdict."""
    return {id_: result for id_, result in results.items() if result.verdict != "errored"}


_BUSY = "is being written by a run that goes on; wait for its end"

_BEGINS = b'{"target":'
"""How a line begins that holds circumstances."""


def _read(line: bytes, kind: type[Any], where: str) -> Any:
    try:
        return strict.read(line, kind)
    except strict.Unread as error:
        raise Unfit(f"{where}: this is not what a run writes: {one_line(strict.in_plain_words(str(error)))}") from error


def check_same(then: Beginning, now: Beginning) -> None:
    """Raise Unfit, which says what differs, if two runs do not belong together."""
    told = [f"{name}: {before} then, {after} now" for name, before, after in _parts(then, now) if before != after]
    if told:
        raise Unfit(f"this is not the run that --resume is to go on with; {'; '.join(map(one_line, told))}")


def _parts(then: Beginning, now: Beginning) -> Iterator[tuple[str, str, str]]:
    """Pair the circumstances of two runs, one by one."""
    yield "target", then.target, now.target
    for what, before, after in (("target", then.about, now.about), ("suite", then.suite, now.suite)):
        for name in before.__struct_fields__:
            yield f"the {what}'s {name}", str(getattr(before, name)), str(getattr(after, name))
    yield "profile", then.profile, now.profile
    yield "policy", then.policy_digest, now.policy_digest
    for choice in sorted({*then.choices, *now.choices}):
        yield choice, then.choices.get(choice, "nothing"), now.choices.get(choice, "nothing")
    yield "content", _CONTENT[then.redacted], _CONTENT[now.redacted]
    yield "selection", ", ".join(then.selection) or "everything", ", ".join(now.selection) or "everything"


_CONTENT = {True: "left out (--redact)", False: "in clear"}


class ResultsFile:
    """A file that results are added to, each at once. Whatever cannot be written raises Unwritable.

    Whoever has it holds the folder: nothing in a folder is written or removed before.
    """

    def __init__(self, folder: Path) -> None:
        """Hold the folder, so that no other run writes there; raise Unfit if one does. What the file holds stays until the run begins."""
        self._path = folder / NAME
        self._size_bytes = 0
        try:
            held = open_held(self._path)
        except OSError as error:
            raise Unwritable(self._path, error) from error
        if held is None:
            raise Unfit(f"{self._path} {_BUSY}, or name another folder")
        self._file = held

    def begin(self, run: Beginning, earlier: Earlier | None = None) -> None:
        """Begin with the circumstances: where results are gone on with, behind their last whole line."""
        self._size_bytes = earlier.size_bytes if earlier else 0
        try:
            self._go_back()
        except OSError as error:
            raise Unwritable(self._path, error) from error
        self.add(run)

    def add(self, line: Beginning | Result) -> None:
        """Write a line, whole or not at all."""
        data = json_text(line).encode() + b"\n"
        written = 0
        try:
            while written < len(data):
                written += self._file.write(data[written:])  # of a disk that is nearly full, less than was given
        except OSError as error:
            with suppress(OSError):
                self._go_back()
            raise Unwritable(self._path, error) from error
        self._size_bytes += len(data)

    def _go_back(self) -> None:
        """Drop what stands behind the last whole line."""
        self._file.truncate(self._size_bytes)
        self._file.seek(self._size_bytes)

    def close(self) -> None:
        """Write no more, and let others write; a file that nothing came into is removed."""
        if not self._file.closed and not os.fstat(self._file.fileno()).st_size:
            with suppress(OSError):
                self._path.unlink()
        self._file.close()
