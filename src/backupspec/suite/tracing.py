"""The trace of a scenario: every exchange with the implementation, in JSON Lines, so that it can be performed again (`backupspec replay`).

The first line is the Heading: which target, which scenario, how the world was opened. A line follows for each exchange: the operation, what was sent, the
outcomes, and what changed in what can be seen. It holds the content that the suite gives, and what an implementation says, in clear, unless content is left
out (`run --redact`). A trace that is read may come from anybody: it is bounded, and nothing in it is
believed before it has been checked.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct

from backupspec.contract import strict
from backupspec.contract.commands import Command
from backupspec.contract.implementation import About, Implementation, Lack, Opening, Performed
from backupspec.contract.observations import Observation
from backupspec.contract.outcomes import Outcome
from backupspec.contract.terms import Text
from backupspec.files import Unreadable, read_bounded, write_whole
from backupspec.report import words
from backupspec.suite import redacting
from backupspec.text import escaped, one_line
from backupspec.world.changes import Change, changes
from backupspec.world.verdicts import LONGEST, Failure, Result

MOST_BYTES = 16 * 2**20
"""How much of one scenario is kept. What comes after is counted."""
LARGEST_FILE = 4 * MOST_BYTES
MOST_LINES = 100_000


class _Line(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What all lines are: immutable, with no member that is not listed."""


class Heading(_Line, frozen=True, kw_only=True):
    """The first line: what was judged, and how the world was opened."""

    trace: Literal[1]
    target: Text
    scenario: Text
    title: Text
    verdict: Text
    opening: Opening
    lacks: tuple[Lack, ...] = ()
    """What the implementation said that it lacks beyond commands."""
    reason: Text | None = None
    """Which clause failed, and why."""
    redacted: bool = False
    """Whether content was left out, so that the trace cannot be performed again."""


class Exchange(_Line, frozen=True, kw_only=True):
    """One operation: what was sent, what was answered, and what changed since the observation before it. `raised`: the contract was broken."""

    operation: Literal["open_world", "perform", "observe", "close_world"]
    commands: tuple[Command, ...] = ()
    observe: bool = False
    items: bool = False
    outcomes: tuple[Outcome, ...] = ()
    changes: tuple[Change, ...] = ()
    raised: str | None = None


class LeftOut(_Line, frozen=True, kw_only=True):
    """The last line of a trace that grew too large: how many exchanges it does not have."""

    left_out: int


class Traced:
    """An implementation whose exchanges are kept, in one world from its opening to its close."""

    def __init__(self, implementation: Implementation, *, redact: bool = False) -> None:
        self._implementation = implementation
        self._redact = redact
        self._seen: Observation | None = None
        self._bytes = 0
        self.opening: Opening | None = None
        self.lines: list[bytes] = []
        self.left_out = 0
        self.last: Exchange | None = None

    def about(self) -> About:
        """Say what this is."""
        return self._implementation.about()

    def open_world(self, opening: Opening) -> str:
        """Open a world, and begin a new trace."""
        self.opening, self._seen, self.lines, self._bytes, self.left_out = opening, None, [], 0, 0
        with self._kept({"operation": "open_world"}):
            return self._implementation.open_world(opening)

    def perform(self, world: str, commands: Sequence[Command], *, observe: bool = False) -> Performed:
        """Do the commands, and keep what came of them. Whether an observation comes along, or has to be asked for, makes no difference to a trace."""
        with self._kept({"operation": "perform", "commands": tuple(commands), "observe": observe}) as kept:
            performed = self._implementation.perform(world, commands, observe=observe)
            kept["outcomes"] = performed.outcomes
            seen = performed.observation
            if observe:
                seen = seen or self._implementation.observe(world)
                kept["changes"] = self._changes(seen)
                self._seen = seen
        return Performed(outcomes=performed.outcomes, observation=seen)

    def observe(self, world: str, *, items: bool = False) -> Observation:
        """Show what can be seen, and keep what changed. Items are compared with an observation without."""
        with self._kept({"operation": "observe", "items": items}) as kept:
            seen = self._implementation.observe(world, items=items)
            kept["changes"] = self._changes(seen)
            if not items:
                self._seen = seen
        return seen

    def close_world(self, world: str) -> None:
        """Close the world."""
        with self._kept({"operation": "close_world"}):
            self._implementation.close_world(world)

    def _changes(self, seen: Observation) -> tuple[Change, ...]:
        return tuple(changes(self._seen, seen))

    @contextmanager
    def _kept(self, kept: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Keep an exchange, however it ends."""
        try:
            yield kept
        except BaseException as error:
            kept["raised"] = one_line(str(error)) or type(error).__name__
            raise
        finally:
            self._keep(Exchange(**kept))

    def _keep(self, exchange: Exchange) -> None:
        self.last = exchange
        line = msgspec.json.encode(redacting.exchange(exchange) if self._redact else exchange)
        if self.left_out or self._bytes + len(line) > MOST_BYTES:
            self.left_out += 1
        else:
            self.lines.append(line)
            self._bytes += len(line)


class Tracer:
    """Writes the traces of a run: of what failed or erred, or of all."""

    def __init__(self, folder: Path, target: str, *, every: bool, redact: bool = False) -> None:
        self._folder = folder
        self._target = target
        self._every = every
        self._redact = redact
        self._traced: Traced | None = None
        self._lacks: tuple[Lack, ...] = ()

    def around(self, implementation: Implementation, lacks: tuple[Lack, ...] = ()) -> Implementation:
        """Keep the exchanges of the next scenario, with an implementation that lacks this beyond commands."""
        self._traced, self._lacks = Traced(implementation, redact=self._redact), lacks
        return self._traced

    def write(self, result: Result) -> str | None:
        """Write the trace of a scenario that has ended, if it is wanted, and tell its file's name."""
        traced, self._traced = self._traced, None
        name = file_name(result.id)
        if traced is None or traced.opening is None or not (self._every or result.verdict in {"failed", "errored"}):
            (self._folder / name).unlink(missing_ok=True)  # of a run that is gone on with, in which it failed
            return None
        heading = Heading(
            trace=1,
            target=self._target,
            scenario=result.id,
            title=result.title,
            verdict=result.verdict,
            opening=traced.opening,
            lacks=self._lacks,
            reason=_reason(result.failure),
            redacted=self._redact,
        )
        lines = [msgspec.json.encode(heading), *traced.lines]
        if traced.left_out:
            lines.append(msgspec.json.encode(LeftOut(left_out=traced.left_out)))
        self._folder.mkdir(parents=True, exist_ok=True)
        write_whole(self._folder / name, escaped(b"\n".join(lines).decode()).encode() + b"\n")
        return name


def _reason(failure: Failure | None) -> str | None:
    return f"{failure.clause}: {words.why(failure)}"[:LONGEST] if failure is not None else None


LONGEST_NAME = 100


def file_name(scenario: str) -> str:
    """Make a scenario's id safe as the name of a file, and another one than that of any other, even where upper and lower case are one.

    An id of a clause and plain words, in lower case but for the clause, is told as it is; to what had to be changed, a digest is added.
    """
    safe = re.sub(r"[^A-Za-z0-9._-]", "_", scenario.replace("/", "_", 1)).lstrip(".")[:LONGEST_NAME]
    if not _PLAIN.fullmatch(scenario) or len(safe) < len(scenario):
        safe += "-" + hashlib.sha256(scenario.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return safe + ".jsonl"


_PLAIN = re.compile(r"[A-Z]+-[0-9]+[a-z]?\.[0-9]+(/[a-z0-9.-]+)?")


def clear(folder: Path) -> None:
    """Remove the traces of an earlier run, and what it was writing, as far as that can be."""
    for pattern in ("*.jsonl", ".*.jsonl.part"):
        for trace in folder.glob(pattern):
            with suppress(OSError):
                trace.unlink()


def as_read(exchange: Exchange | None) -> Exchange:
    """Return an exchange as it is when it is read from a trace, so that the two can be compared."""
    return msgspec.json.decode(msgspec.json.encode(exchange), type=Exchange)


class NoTrace(ValueError):
    """A file is no trace that can be performed again: where, and why."""


class Trace(Struct, frozen=True):
    """A trace that was read."""

    heading: Heading
    exchanges: tuple[Exchange, ...]
    left_out: int


def read_trace(path: Path) -> Trace:
    """Read a trace; raise NoTrace for anything else."""
    try:
        data = read_bounded(path, LARGEST_FILE)
    except Unreadable as error:
        raise NoTrace(str(error)) from error
    lines = data.split(b"\n")
    if len(lines) > MOST_LINES:
        raise NoTrace(f"{path} has more than {MOST_LINES} lines, which no trace has")
    heading = _read(lines[0], Heading, f"{path}:1")
    if heading.redacted:
        raise NoTrace(
            f"{path} was written with --redact: without its content it can't be performed again; "
            f"run {heading.scenario} again without --redact, and replay the trace of that run"
        )
    rest = [_read(line, _kind(line), f"{path}:{at}") for at, line in enumerate(lines[1:], 2) if line]
    left_out = rest.pop() if rest and isinstance(rest[-1], LeftOut) else None
    exchanges = tuple(each for each in rest if isinstance(each, Exchange))
    _check_order(exchanges, len(rest), path)
    return Trace(heading, exchanges, left_out.left_out if left_out else 0)


def _kind(line: bytes) -> type[Exchange | LeftOut]:
    return LeftOut if line.startswith(b'{"left_out"') else Exchange


def _read(line: bytes, kind: Any, where: str) -> Any:
    try:
        return strict.read(line, kind)
    except strict.Unread as error:
        raise NoTrace(f"{where}: not a line of a trace: {one_line(strict.in_plain_words(str(error)))}") from error


def _check_order(exchanges: Sequence[Exchange], lines: int, path: Path) -> None:
    """See that one world is opened first, and closed at the end if at all."""
    operations = [each.operation for each in exchanges]
    in_order = operations[:1] == ["open_world"] and "open_world" not in operations[1:]
    if len(exchanges) != lines or not in_order or "close_world" in operations[:-1]:
        raise NoTrace(f"{path}: not a trace: it opens a world, performs and observes, and closes it, in this order")
