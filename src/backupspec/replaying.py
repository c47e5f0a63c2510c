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
    from backupspec.contract.implementation import Opening
    from backupspec.suite.changes import Change
    from backupspec.suite.tracing import Exchange, Trace, Traced

SAME, PARTED = 0, 1
MOST_PATHS = 20
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
    what it names: any target but `reference` has to be given.

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
    """Perform a trace, as far as the answers are the same, and tell how it went."""
    from backupspec.report.brief import count  # noqa: PLC0415
    from backupspec.suite.reached import reached  # noqa: PLC0415
    from backupspec.suite.tracing import Traced  # noqa: PLC0415

    with reached(target) as (implementation, _):
        again = _Again(Traced(implementation), trace.heading.opening)
        try:
            for number, expected in enumerate(trace.exchanges, 1):
                came = again.perform(expected)
                if came.raised is not None:
                    return _broken(number, expected, came)
                if came != expected:
                    return _parted(trace, number, expected, came)
        finally:
            again.close()
    commands = sum(len(exchange.commands) for exchange in trace.exchanges)
    click.echo(
        f"the same: {count(len(trace.exchanges), 'exchange')} with {count(commands, 'command')}, and every answer as in the trace"
    )
    if trace.left_out:
        click.echo(f"The trace grew too large: it lacks the last {count(trace.left_out, 'exchange')}.")
    elif trace.heading.verdict == "failed" and trace.heading.reason is not None:
        click.echo(f"So the failure is reproduced, of {shown(trace.heading.scenario)}: {shown(trace.heading.reason)}")
    return SAME


class _Again:
    """One world in which a trace is performed again."""

    def __init__(self, traced: "Traced", opening: "Opening") -> None:
        self._traced = traced
        self._opening = opening
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
            self._traced.perform(str(self._world), exchange.commands, observe=exchange.observe)
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


def _parted(trace: "Trace", number: int, expected: "Exchange", came: "Exchange") -> int:
    """Show the first exchange whose answers differ, and where."""
    click.echo(f"parted at exchange {number} of {len(trace.exchanges)}: {_told(expected)}")
    if expected.raised is not None:
        _pair("the contract", f"broken: {expected.raised}", "kept")
    for then, now in zip_longest(expected.outcomes, came.outcomes):
        if then != now:
            _pair("outcome", _json(then), _json(now))
    paths = list(_paths(expected.changes, came.changes))
    for path, then, now in paths[:MOST_PATHS]:
        _pair(" > ".join(map(str, path)) or "everything", then, now)
    if len(paths) > MOST_PATHS:
        click.echo(f"  and {len(paths) - MOST_PATHS} more")
    return PARTED


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
