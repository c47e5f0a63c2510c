"""`backupspec replay`: performs the commands of a trace again, and shows where the answers part."""

import json
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import UNSET

from backupspec import shipped
from backupspec.exits import MISUSE, NOT_JUDGED
from backupspec.suite.text import command_line, say, shown

if TYPE_CHECKING:
    from backupspec.contract.implementation import Opening
    from backupspec.suite.parting import Difference
    from backupspec.suite.tracing import Exchange, Trace, Traced

    Parted = tuple[int, Exchange, Sequence[Difference]]
    """An exchange whose answers differ: its number, what it is in the trace, and where they do."""

SAME, PARTED = 0, 1
MOST_EXCHANGES = 3
"""So many exchanges that part are shown; the others are counted."""
MOST_PATHS = 10
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
    what it names: any target but `reference` has to be given. On another target than the trace's own, what implementations are free in is passed over, and said.

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
    from backupspec.contract.times import time_zone, wall_seconds  # noqa: PLC0415
    from backupspec.suite.tracing import NoTrace  # noqa: PLC0415

    try:
        shipped.profile(opening.profile).with_choices(opening.choices)
    except Exception as error:  # each of the two raises errors of its own
        raise NoTrace(f"{file}:1: its opening cannot be: {type(error).__name__}: {error}") from error
    if wall_seconds(opening.wall_clock) is None:
        raise NoTrace(f"{file}:1: its opening cannot be: there is no such moment: {opening.wall_clock}")
    if time_zone(opening.time_zone) is None:
        raise NoTrace(f"{file}:1: its opening cannot be: there is no time zone {opening.time_zone!r}")


def _replay(trace: "Trace", target: str) -> int:
    """Perform a trace to its end, and tell how it went: where the answers part, or that they are the same."""
    from backupspec.suite.parting import Comparison  # noqa: PLC0415
    from backupspec.suite.reached import reached  # noqa: PLC0415
    from backupspec.suite.tracing import Traced  # noqa: PLC0415

    parted: list[Parted] = []
    with reached(target) as (implementation, about):
        exact, lacks = target == trace.heading.target, {*trace.heading.lacks, *about.lacks}
        comparison = Comparison(exact=exact, lacks=lacks)
        again = _Again(Traced(implementation), trace.heading.opening)
        try:
            for number, expected in enumerate(trace.exchanges, 1):
                came = again.perform(comparison.asked(expected))
                if came.raised is not None:
                    _tell(trace, parted)
                    return _broken(number, expected, came)
                if differences := list(comparison.differences(expected, came)):
                    parted.append((number, expected, differences))
        finally:
            again.close()
    _tell(trace, parted)
    if not parted:
        _same(trace)
    if comparison.passed_over:
        click.echo(f"Passed over, since each implementation is free in it: {', '.join(comparison.passed_over)}")
    return PARTED if parted else SAME


def _same(trace: "Trace") -> None:
    """Tell that every answer was as in the trace."""
    from backupspec.report.brief import count  # noqa: PLC0415

    commands = sum(len(exchange.commands) for exchange in trace.exchanges)
    click.echo(
        f"the same: {count(len(trace.exchanges), 'exchange')} with {count(commands, 'command')}, and every answer as in the trace"
    )
    if trace.left_out:
        click.echo(f"The trace grew too large: it lacks the last {count(trace.left_out, 'exchange')}.")
    elif trace.heading.verdict == "failed" and trace.heading.reason is not None:
        click.echo(f"So the failure is reproduced, of {shown(trace.heading.scenario)}: {shown(trace.heading.reason)}")


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


def _tell(trace: "Trace", parted: "Sequence[Parted]") -> None:
    """Show the first exchanges whose answers differ, and where, and say how many more there are."""
    from backupspec.report.brief import count  # noqa: PLC0415

    for number, exchange, differences in parted[:MOST_EXCHANGES]:
        click.echo(f"parted at exchange {number} of {len(trace.exchanges)}: {_told(exchange)}")
        for each in differences[:MOST_PATHS]:
            click.echo(f"  {shown(' > '.join(map(str, each.where)) or 'everything')}")
            click.echo(f"    in the trace  {shown(_shown(each.then))}")
            click.echo(f"    now           {shown(_shown(each.now))}")
        if len(differences) > MOST_PATHS:
            click.echo(f"  and {len(differences) - MOST_PATHS} more")
    if len(parted) > MOST_EXCHANGES:
        click.echo(f"and {count(len(parted) - MOST_EXCHANGES, 'more exchange')} of {len(trace.exchanges)} part")


def _told(exchange: "Exchange") -> str:
    from backupspec.contract.schemas import plain  # noqa: PLC0415

    return "; ".join(command_line(plain(command)) for command in exchange.commands) or exchange.operation


def _shown(value: object) -> str:
    """Show a value, bounded."""
    from backupspec.suite.parting import NO_CHANGE  # noqa: PLC0415

    if value is NO_CHANGE:
        return "no change"
    text = "nothing" if value is UNSET else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= WIDEST else text[:WIDEST] + " ..."
