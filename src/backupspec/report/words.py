"""The words for a failure, the same wherever it is told: in the terminal, in junit.xml, by pytest and in a trace. Nobody takes them apart again."""

from collections.abc import Iterator
from typing import get_args

from backupspec.contract.implementation import Exchanged, Lack
from backupspec.text import command_lines, logged
from backupspec.world.verdicts import During, Failure, Result, Violation


def in_a_line(result: Result) -> str:
    """Return in one line how a scenario ended, under which clause if that is not its own, and why."""
    ended = result.verdict.replace("_", " ")
    if result.failure is None:
        return ended
    clause = result.failure.clause
    return f"{ended}{'' if clause in result.clauses else f' by {clause}'}: {why(result.failure)}"


def why(failure: Failure) -> str:
    """Return in one line why a scenario did not pass, wherever that was."""
    when = _WHEN.get(failure.during, "")
    then = f"; then {why(failure.then)}" if failure.then is not None else ""
    return f"{when}{_problem(failure)}{then}"


_WHEN: dict[During | None, str] = {
    "opening": "the world could not be opened: ",
    "closing": "the world could not be closed: ",
}


def _problem(failure: Failure) -> str:
    match failure.kind:
        case "mismatch" | "invariant":
            first = "".join(each.invariant for each in failure.violations[:1])
            return (
                f"invariant {first} does not hold: {_both(failure)}" if failure.kind == "invariant" else _both(failure)
            )
        case "process":
            when = "before this scenario" if failure.during == "before" else "in this scenario"
            return f"the implementation's process ended {when}: {failure.reason}"
        case "missing" if failure.reason is None:
            lacks = "lacks" if failure.missing in get_args(Lack) else "does not support"
            return f"the implementation {lacks} {failure.missing}"
        case "may_lack":
            return f"a phone of this policy may lack features, and this one lacks {failure.missing}"
        case "not_about":
            return f"it is about {subject(failure)}"
        case _:
            return f"{operation(failure.exchange)}{failure.reason}"


def subject(failure: Failure) -> str:
    """Return what a scenario that does not apply is about."""
    return f"{failure.expected}, not {failure.actual}" if failure.kind == "not_about" else why(failure)


def _both(told: Failure | Violation) -> str:
    return f"expected {told.expected}; actual {_actual(told)}"


def _actual(told: Failure | Violation) -> str:
    """Return what is actual and, behind it, where it was seen."""
    where = told.where if isinstance(told, Failure) else None
    return f"{told.actual} ({where})" if where else str(told.actual)


def rows(failure: Failure) -> Iterator[tuple[str, str]]:
    """Return what there is to say of a failure beside its clause, each under its name."""
    if failure.step is not None:
        yield "step", failure.step
    if failure.kind in {"mismatch", "invariant"}:
        yield "expected", str(failure.expected)
        yield "actual", _actual(failure)
    else:
        yield "reason", why(failure)
    yield from messages(failure.exchange)
    if failure.kind == "invariant":
        yield "invariant", "".join(each.invariant for each in failure.violations[:1])
    first = {each.clause: each for each in reversed(failure.violations) if each.clause != failure.clause}
    for clause, each in sorted(first.items()):
        yield "also", f"{clause} ({each.invariant}): {_both(each)}"
    if failure.then is not None and failure.kind in {"mismatch", "invariant"}:
        yield "then", why(failure.then)


def operation(exchange: Exchanged | None) -> str:
    """Return in which operation the contract was broken, ready for what was wrong."""
    return f"in {exchange.operation}: " if exchange is not None else ""


def messages(exchange: Exchanged | None) -> Iterator[tuple[str, str]]:
    """Return what was sent and received when the contract was broken, where an implementation is asked by messages."""
    if exchange is not None and exchange.sent is not None:
        yield "sent", exchange.sent
        yield "received", exchange.received or "nothing"


def blocks(failure: Failure) -> Iterator[tuple[str, list[str]]]:
    """Return what is told of a failure in lines below a name: what led there, and what the implementation wrote last. Neither can act on a terminal."""
    if failure.commands:
        yield "commands", [*command_lines(failure.commands, failure.outcomes)]
    if failure.log:
        yield "standard error", [*map(logged, failure.log)]
