"""`backupspec replay`: performs the commands of a trace again, and shows where the answers part."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click
from msgspec import UNSET, to_builtins

from backupspec import shipped
from backupspec.exits import MISUSE, NOT_JUDGED
from backupspec.suite.text import command_line, say, shown

if TYPE_CHECKING:
    from backupspec.contract.commands import Command
    from backupspec.contract.implementation import About, Opening
    from backupspec.suite.changes import Change
    from backupspec.suite.tracing import Exchange, Trace, Traced

SAME, PARTED = 0, 1
MOST_PARTED = 3
MOST_PATHS = 8
WIDEST = 200


@click.command(
    epilog="""\b
Exit codes: 0 every answer was the same (a failure is reproduced), 1 the answers part,
            2 the file is no trace or the target does not exist, 3 the implementation broke the contract."""
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--target", metavar="T", help="The implementation; without it, the trace's own, if that is the reference."
)
def replay(file: Path, target: str | None) -> None:
    """Perform the commands of a trace again, on the same implementation or another, and show where the answers part.

    `backupspec run --report DIR` writes a trace of each scenario that failed or erred. A trace that comes from somebody else is never a reason to run
    what it names: any target but `reference` has to be given. On another target than the trace's own, documents, pages that one of them does not show,
    and what backups are called are passed over.

    \b
    Examples:
      backupspec replay report/traces/REM-01.01.jsonl --target python:acme.phone:make
      backupspec replay report/traces/REM-01.01.jsonl --target reference
    """
    from backupspec.contract.implementation import BrokenContract  # noqa: PLC0415 - so that --help is fast
    from backupspec.suite.tracing import NoTrace, read_trace  # noqa: PLC0415
    from backupspec.targets.reaching import NoSuchTarget  # noqa: PLC0415

    try:
        trace = read_trace(file)
        _check_opening(trace.heading.opening, file)
        named = target or _own_target(trace, file)
        code = _replay(trace, named)
    except (NoTrace, NoSuchTarget) as error:
        code = say(str(error), MISUSE)
    except BrokenContract as error:
        code = say(f"the contract was broken: {error}", NOT_JUDGED)
    sys.exit(code)


def _own_target(trace: "Trace", file: Path) -> str:
    """Return the trace's own target if it can do no harm; raise NoTrace if the person has to name it."""
    from backupspec.suite.tracing import NoTrace  # noqa: PLC0415

    if trace.heading.target == "reference":
        return trace.heading.target
    raise NoTrace(f"{file} names the target {trace.heading.target!r}; if you trust it, name it yourself: --target T")


def _check_opening(opening: "Opening", file: Path) -> None:
    """Raise NoTrace for an opening that no run asks for."""
    from backupspec.suite.tracing import NoTrace  # noqa: PLC0415

    try:
        shipped.profile(opening.profile).with_choices(opening.choices)
        datetime.fromisoformat(opening.wall_clock)
        ZoneInfo(opening.time_zone)
    except Exception as error:  # each of the three raises errors of its own
        raise NoTrace(f"{file}:1: its opening cannot be: {type(error).__name__}: {error}") from error


def _replay(trace: "Trace", target: str) -> int:
    """Perform a trace, and tell where the answers part, or that they don't."""
    from backupspec.report.brief import count  # noqa: PLC0415
    from backupspec.suite.reached import reached  # noqa: PLC0415
    from backupspec.suite.tracing import Traced  # noqa: PLC0415

    parted: list[int] = []
    with reached(target) as (implementation, about):
        sides = _Exact() if target == trace.heading.target else _Alike(trace, about)
        again = _Again(Traced(implementation), trace.heading.opening, sides)
        try:
            for number, expected in enumerate(trace.exchanges, 1):
                came = again.perform(expected)
                if came.raised is not None:
                    return _broken(number, expected, came)
                then, now = sides.compared(expected, came)
                if then != now:
                    parted.append(number)
                    if len(parted) <= MOST_PARTED:
                        _show(f"{number} of {len(trace.exchanges)}", expected, then, now)
        finally:
            again.close()
    if len(parted) > MOST_PARTED:
        click.echo(f"and at {count(len(parted) - MOST_PARTED, 'further exchange')}")
    if sides.passed_over:
        click.echo(f"Passed over: {sides.passed_over}.")
    return PARTED if parted else _same(trace)


def _same(trace: "Trace") -> int:
    """Tell that every answer was as in the trace, and what that says of a failure."""
    from backupspec.report.brief import count  # noqa: PLC0415

    commands = sum(len(exchange.commands) for exchange in trace.exchanges)
    click.echo(
        f"the same: {count(len(trace.exchanges), 'exchange')} with {count(commands, 'command')}, and every answer as in the trace"
    )
    if trace.left_out:
        click.echo(f"The trace grew too large: it lacks the last {count(trace.left_out, 'exchange')}.")
    elif trace.heading.verdict == "failed" and trace.heading.reason is not None:
        click.echo(f"So the failure is reproduced, of {shown(trace.heading.scenario)}: {shown(trace.heading.reason)}")
    return SAME


class _Exact:
    """How answers are compared with those that the same target gave before: whole."""

    passed_over = ""

    def sent(self, commands: "Sequence[Command]") -> "Sequence[Command]":
        """Return the commands as they are sent."""
        return commands

    def compared(self, expected: "Exchange", came: "Exchange") -> "tuple[Exchange, Exchange]":
        """Return what is compared."""
        return expected, came


class _Alike:
    """How they are compared with those of another target: without what each is free in."""

    def __init__(self, trace: "Trace", about: "About") -> None:
        from backupspec.suite.likeness import Likeness, free_between  # noqa: PLC0415

        free = free_between(trace.exchanges, about)
        self._then, self._now = Likeness(free), Likeness(free)
        pages = ", pages" if "controls" in free else ""
        self.passed_over = f"documents, how things lie in OneDrive{pages}, and what backups are called; no two implementations need be alike in that"

    def sent(self, commands: "Sequence[Command]") -> "Sequence[Command]":
        """Return the commands as they are sent: with this target's names of backups."""
        return self._then.named(commands, self._now)

    def compared(self, expected: "Exchange", came: "Exchange") -> "tuple[Exchange, Exchange]":
        """Return what is compared."""
        return self._then.of(expected), self._now.of(came)


class _Again:
    """One world in which a trace is performed again."""

    def __init__(self, traced: "Traced", opening: "Opening", sides: _Exact | _Alike) -> None:
        self._traced = traced
        self._opening = opening
        self._sides = sides
        self._world: str | None = None

    def perform(self, exchange: "Exchange") -> "Exchange":
        """Do what an exchange did, and return the one that came of it: where the contract is broken, it says so."""
        from backupspec.contract.implementation import BrokenContract  # noqa: PLC0415
        from backupspec.suite.tracing import as_read  # noqa: PLC0415

        with suppress(BrokenContract):
            self._do(exchange)
        return as_read(self._traced.last)

    def _do(self, exchange: "Exchange") -> None:
        if exchange.operation == "open_world":
            self._world = self._traced.open_world(self._opening)
        elif exchange.operation == "perform":
            self._traced.perform(str(self._world), self._sides.sent(exchange.commands), observe=exchange.observe)
        elif exchange.operation == "observe":
            self._traced.observe(str(self._world), items=exchange.items)
        else:
            self.close()

    def close(self) -> None:
        """Close the world, if it is open."""
        from backupspec.contract.implementation import BrokenContract  # noqa: PLC0415

        if self._world is not None:
            world, self._world = self._world, None
            with suppress(BrokenContract):  # where it is in the trace, it is found in the exchange
                self._traced.close_world(world)


def _broken(number: int, expected: "Exchange", came: "Exchange") -> int:
    """Tell that the contract was broken, and whether it was in the trace."""
    then = "in the trace it was kept" if expected.raised is None else "as in the trace"
    return say(f"the contract was broken at exchange {number}, {_told(expected)}, {then}: {came.raised}", NOT_JUDGED)


def _show(where: str, exchange: "Exchange", then: "Exchange", now: "Exchange") -> None:
    """Show in what the answers of an exchange differ."""
    click.echo(f"parted at exchange {where}: {_told(exchange)}")
    if then.raised is not None:
        _pair("the contract", f"broken: {then.raised}", "kept")
    for before, came in zip_longest(then.outcomes, now.outcomes):
        if before != came:
            _pair("outcome", _json(before), _json(came))
    paths = list(_paths(then.changes, now.changes))
    for path, before, came in paths[:MOST_PATHS]:
        _pair(" > ".join(map(str, path)) or "everything", before, came)
    if len(paths) > MOST_PATHS:
        click.echo(f"  and {len(paths) - MOST_PATHS} more")


def _told(exchange: "Exchange") -> str:
    from backupspec.contract.schemas import plain  # noqa: PLC0415

    return "; ".join(command_line(plain(command)) for command in exchange.commands) or exchange.operation


def _pair(where: str, expected: str, came: str) -> None:
    click.echo(f"  {shown(where)}")
    click.echo(f"    in the trace  {shown(expected)}")
    click.echo(f"    now           {shown(came)}")


def _paths(expected: Sequence["Change"], came: Sequence["Change"]) -> Iterator[tuple[Sequence[str | int], str, str]]:
    """Tell which paths are otherwise than in the trace: what each was to become, and what became of it."""
    then, now = ({each.path: each for each in some} for some in (expected, came))
    for path in dict.fromkeys((*then, *now)):
        if then.get(path) != now.get(path):
            yield path, _became(then.get(path)), _became(now.get(path))


def _became(change: "Change | None") -> str:
    if change is None:
        return "no change"
    return "nothing" if change.after is UNSET else _json(change.after)


def _json(value: object) -> str:
    text = json.dumps(to_builtins(value), ensure_ascii=False)
    return text if len(text) <= WIDEST else text[:WIDEST] + " ..."
