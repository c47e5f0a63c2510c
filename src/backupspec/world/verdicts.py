"""What a scenario, and a run, can end with; and what is told of a failure."""

from collections.abc import Iterable
from typing import Any, Literal, Self

import msgspec
from msgspec import Struct

Verdict = Literal["passed", "failed", "errored", "not_applicable", "untestable", "waived"]
RunVerdict = Literal["conformant", "conformant_with_waivers", "partial", "not_judged", "not_conformant"]


class Mismatch(str):
    """The message of an assertion about an implementation: what was expected, what came, and, if that is not plain, where in the observation it was seen.

    `assert copy is not None, Mismatch("a local copy", "none", "phones > Ann's phone > local_backup")`
    """

    __slots__ = ("came", "expected")

    expected: str
    came: str

    def __new__(cls, expected: str, came: object, seen_at: str = "") -> Self:
        """Keep both halves; what came is shown as text, bounded, and behind it where it was seen."""
        shown = _shown(came) + (f" ({bounded(seen_at)})" if seen_at else "")
        made = super().__new__(cls, f"expected {expected}; came {shown}")
        made.expected = expected
        made.came = shown
        return made


LONGEST = 2000
"""How much of what came is shown, in characters."""


def _shown(came: object) -> str:
    """Show what came: text as it is, nothing as `nothing`, contract values as JSON."""
    if came is None or came in ((), []):
        return "nothing"
    if isinstance(came, list | tuple) and all(isinstance(each, str) for each in came):
        return bounded(", ".join(came))
    shown = came if isinstance(came, str) else msgspec.json.encode(came, enc_hook=str).decode()
    return bounded(shown)


def bounded(text: str) -> str:
    """Cut a text that quotes an implementation to a length that a person may read."""
    return text if len(text) <= LONGEST else text[:LONGEST] + " ..."


class Untestable(Exception):
    """The implementation lacks the test hook that a scenario needs: `missing` names it, or the command."""

    def __init__(self, message: str, missing: str | None = None) -> None:
        super().__init__(message)
        self.missing = missing


class NotApplicable(Exception):
    """A scenario is about a feature that a phone of this policy may lack, and that this one lacks (VER-03)."""


class Violation(Struct, frozen=True, kw_only=True):
    """An invariant that does not hold."""

    invariant: str
    clause: str
    expected: str
    came: str


class Failure(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a scenario did not pass."""

    clause: str
    reason: str
    step: str | None = None
    expected: str | None = None
    came: str | None = None
    violations: tuple[Violation, ...] = ()
    commands: tuple[dict[str, Any], ...] = ()
    outcomes: tuple[dict[str, Any] | None, ...] = ()
    """How each of the commands was answered, in their order; null where it was not."""
    unclosed: str | None = None
    """Why the world could not be closed after this, if it couldn't: a contract that is broken, which no waiver covers."""
    log: tuple[str, ...] = ()
    """What the implementation's program wrote last to its standard error, line by line, where it broke the contract."""
    missing: str | None = None
    """Of an untestable scenario: the command or hook without which it could not go on."""
    needs: tuple[str, ...] = ()
    """Of an untestable scenario: every command and hook that it uses."""
    trace: str | None = None
    """Where its exchanges were written, from the report's folder on."""


class Result(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How one scenario ended. `seconds` is real time and differs from run to run."""

    id: str
    clauses: tuple[str, ...]
    title: str
    feature: str
    line: int
    verdict: Verdict
    seconds: float
    failure: Failure | None = None


def verdict_of_run(
    verdicts: Iterable[Verdict], *, selection: bool, misfit: bool = False, broken_off: bool = False
) -> RunVerdict:
    """Sum the verdicts of scenarios up. A selection is never more than partial, and of a run that was broken off there is no verdict.

    `misfit`: a waiver covers nothing, so what is said to fail is not what fails.
    """
    seen = set(verdicts) - {"not_applicable"}
    if broken_off:
        return "not_judged"
    if "failed" in seen or misfit:
        return "not_conformant"
    if "errored" in seen or not seen:
        return "not_judged"
    if "untestable" in seen or selection:
        return "partial"
    return "conformant_with_waivers" if "waived" in seen else "conformant"


def of_clause(result: Result, clause: str) -> Verdict | None:
    """Tell what a scenario's end says of a clause, or None if nothing.

    A failure speaks of the clauses that it names: the scenario's own, or those of invariants. Where it names invariants alone, the scenario's own clause
    was kept if all steps were carried out, and could not be tested if they were not.
    """
    if result.verdict in {"failed", "waived"} and result.failure is not None:
        if clause in named_clauses(result.failure):
            return result.verdict
        if clause in result.clauses:
            return "passed" if result.failure.step is None else "untestable"
        return None
    return result.verdict if clause in result.clauses else None


def named_clauses(failure: Failure) -> tuple[str, ...]:
    """Tell which clauses a failure names: the one under which it is told first."""
    return tuple(dict.fromkeys([failure.clause, *(violation.clause for violation in failure.violations)]))
