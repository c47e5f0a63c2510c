"""Traces, performed again: where the answers differ from those that came before."""

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from msgspec import UNSET

from backupspec import shipped
from backupspec.contract.implementation import BrokenContract, Opening
from backupspec.contract.schemas import plain
from backupspec.contract.times import time_zone, wall_seconds
from backupspec.exits import MISUSE, NOT_JUDGED
from backupspec.inputs import Misuse
from backupspec.output import echo, say
from backupspec.report.brief import count
from backupspec.shell.reached import reached
from backupspec.suite.parting import NO_CHANGE, Comparison, Difference
from backupspec.suite.setting import see_that_asserts_count
from backupspec.suite.tracing import Exchange, NoTrace, Trace, Traced, as_read, read_trace
from backupspec.targets.reaching import NoSuchTarget
from backupspec.text import command_line, shown

Parted = tuple[int, Exchange, Sequence[Difference]]
"""An exchange whose answers differ: its number, what it is in the trace, and where they do."""

SAME, PARTED = 0, 1
MOST_EXCHANGES = 3
"""So many answers that differ are shown; the others are counted."""
MOST_PATHS = 10
WIDEST = 200


def replay(file: Path, target: str | None, start_limit_s: float) -> int:
    """Perform a trace, or each in a folder, say where the answers differ, and return the exit code."""
    try:
        see_that_asserts_count()
        perform = partial(_replay, target=target, start_limit_s=start_limit_s)
        return _replay_all(file, perform) if file.is_dir() else _told_whole(*perform(file))
    except (Misuse, NoTrace, NoSuchTarget) as error:
        return say(str(error), MISUSE)
    except BrokenContract as error:
        return say(f"the contract was broken: {error}", NOT_JUDGED)


def _own_target(trace: Trace, file: Path) -> str:
    """Return the trace's own target if it can do no harm; raise NoTrace if the person has to name it."""
    if trace.heading.target == "reference":
        return trace.heading.target
    raise NoTrace(f"{file} names the target {trace.heading.target!r}; if you trust it, name it yourself: --target T")


def _check_opening(opening: Opening, file: Path) -> None:
    """Raise NoTrace for an opening that no run asks for."""
    try:
        shipped.profile(opening.profile).with_choices(opening.choices)
    except Exception as error:  # each of the two raises errors of its own
        raise NoTrace(f"{file}:1: its opening cannot be: {type(error).__name__}: {error}") from error
    if wall_seconds(opening.wall_clock) is None:
        raise NoTrace(f"{file}:1: its opening cannot be: there is no such moment: {opening.wall_clock}")
    if time_zone(opening.time_zone) is None:
        raise NoTrace(f"{file}:1: its opening cannot be: there is no time zone {opening.time_zone!r}")


class _Replayed(NamedTuple):
    """What came of a trace that was performed again: which answers differ, and at which exchange the contract was broken."""

    parted: Sequence[Parted]
    broken: tuple[int, Exchange, Exchange] | None
    passed_over: Sequence[str]

    @property
    def code(self) -> int:
        """The exit code."""
        return NOT_JUDGED if self.broken is not None else PARTED if self.parted else SAME


def _replay(file: Path, *, target: str | None, start_limit_s: float) -> tuple[Trace, _Replayed]:
    """Perform a trace to its end, or to where the contract is broken."""
    trace = read_trace(file)
    _check_opening(trace.heading.opening, file)
    named = target or _own_target(trace, file)
    parted: list[Parted] = []
    with reached(named, start_limit_s) as (implementation, about):
        exact, lacks = named == trace.heading.target, {*trace.heading.lacks, *about.lacks}
        comparison = Comparison(exact=exact, lacks=lacks)
        again = _Again(Traced(implementation), trace.heading.opening)
        try:
            for number, expected in enumerate(trace.exchanges, 1):
                came = again.perform(comparison.asked(expected))
                if came.raised is not None:
                    return trace, _Replayed(parted, (number, expected, came), comparison.passed_over)
                if differences := list(comparison.differences(expected, came)):
                    parted.append((number, expected, differences))
        finally:
            again.close()
    return trace, _Replayed(parted, None, comparison.passed_over)


def _told_whole(trace: Trace, replayed: _Replayed) -> int:
    """Tell how it went: where the answers differ, or that they are the same."""
    _tell(trace, replayed.parted)
    if replayed.broken is not None:
        return say(_broken(trace, *replayed.broken), NOT_JUDGED)
    if not replayed.parted:
        _same(trace)
    if replayed.passed_over:
        echo(f"Passed over, since each implementation is free in it: {', '.join(replayed.passed_over)}")
    return replayed.code


def _replay_all(folder: Path, perform: "Callable[[Path], tuple[Trace, _Replayed]]") -> int:
    """Perform all traces of a report, or of its folder of traces; tell of each in a line, and how many there are of each kind."""
    files = sorted([*folder.glob("*.jsonl"), *folder.glob("traces/*.jsonl")])
    files = [file for file in files if file.name != "results.jsonl"]
    if not files:
        raise NoTrace(
            f"{folder} has no traces: name the folder of a report, which `backupspec run --report DIR` writes"
        )
    codes: list[int] = []
    for file in files:
        try:
            trace, replayed = perform(file)
            told, code = f"{trace.heading.scenario}  {_in_a_line(trace, replayed)}", replayed.code
        except NoTrace as error:
            told, code = str(error), MISUSE
        echo(told)
        codes.append(code)
    words = {SAME: "the same", PARTED: "differ", MISUSE: "can't be performed", NOT_JUDGED: "broke the contract"}
    counts = [f"{codes.count(code)} {word}" for code, word in words.items() if code in codes]
    echo(f"\n{len(files)} traces: {', '.join(counts)}")
    return max(codes)


def _in_a_line(trace: Trace, replayed: _Replayed) -> str:
    """Tell in a line how it went."""
    if replayed.broken is not None:
        return _broken(trace, *replayed.broken)
    if replayed.parted:
        number, exchange, _ = replayed.parted[0]
        return f"differs at {_place(trace, number)}: {_told(exchange)}"
    return "the same"


def _place(trace: Trace, number: int) -> str:
    """Tell where in a trace an exchange stands: at which command, or after which."""
    commands = [len(exchange.commands) for exchange in trace.exchanges]
    where = f"command {sum(commands[:number])} of {sum(commands)}"
    return where if commands[number - 1] else f"what is seen after {where}"


def _same(trace: Trace) -> None:
    """Tell that every answer was as in the trace."""
    commands = sum(len(exchange.commands) for exchange in trace.exchanges)
    echo(f"the same: {count(commands, 'command')}, and every answer as in the trace")
    if trace.left_out:
        echo(f"The trace grew too large: it lacks the last {count(trace.left_out, 'exchange')}.")
    elif trace.heading.verdict == "failed" and trace.heading.reason is not None:
        echo(f"So the failure is reproduced, of {shown(trace.heading.scenario)}: {shown(trace.heading.reason)}")


class _Again:
    """One world in which a trace is performed again."""

    def __init__(self, traced: Traced, opening: Opening) -> None:
        self._traced = traced
        self._opening = opening
        self._world: str | None = None

    def perform(self, exchange: Exchange) -> Exchange:
        """Do what an exchange did, and return the one that came of it: where the contract is broken, it says so."""
        with suppress(BrokenContract):
            self._do(exchange)
        return as_read(self._traced.last)

    def _do(self, exchange: Exchange) -> None:
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
        if self._world is not None:
            world, self._world = self._world, None
            with suppress(BrokenContract):  # where it is in the trace, it is found in the exchange
                self._traced.close_world(world)


def _broken(trace: Trace, number: int, expected: Exchange, came: Exchange) -> str:
    """Tell that the contract was broken, and whether it was in the trace."""
    then = "in the trace it was kept" if expected.raised is None else "as in the trace"
    return f"the contract was broken at {_place(trace, number)}, {_told(expected)}, {then}: {came.raised}"


def _tell(trace: Trace, parted: Sequence[Parted]) -> None:
    """Show the first answers that differ, and where, and say how many more there are."""
    for number, exchange, differences in parted[:MOST_EXCHANGES]:
        echo(f"differs at {_place(trace, number)}: {_told(exchange)}")
        for each in differences[:MOST_PATHS]:
            echo(f"  {shown(' > '.join(map(str, each.where)) or 'everything')}")
            echo(f"    in the trace  {shown(_shown(each.then))}")
            echo(f"    now           {shown(_shown(each.now))}")
        if len(differences) > MOST_PATHS:
            echo(f"  and {len(differences) - MOST_PATHS} more")
    if len(parted) > MOST_EXCHANGES:
        echo(f"and {count(len(parted) - MOST_EXCHANGES, 'more answer')}")


def _told(exchange: Exchange) -> str:

    return "; ".join(command_line(plain(command)) for command in exchange.commands) or exchange.operation


def _shown(value: object) -> str:
    """Show a value, bounded."""
    if value is NO_CHANGE:
        return "no change"
    text = "nothing" if value is UNSET else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= WIDEST else text[:WIDEST] + " ..."
