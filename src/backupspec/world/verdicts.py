"""What a scenario, and a run, can end with; and what is told of a failure."""

from collections.abc import Iterable
from typing import Any, Literal, Self

import msgspec
from msgspec import Struct

from backupspec.contract.implementation import Cause, Exchanged

Verdict = Literal["passed", "failed", "errored", "not_applicable", "untestable", "waived"]
RunVerdict = Literal["conformant", "conformant_with_waivers", "partial", "not_judged", "not_conformant"]


class Mismatch(str):
    """The message of an assertion about an implementation: expected, actual and, if that is not plain, where in the observation it was seen.

    `assert copy is not None, Mismatch("a local copy", "none", "phones > Ann's phone > local_backup")`
    """

    __slots__ = ("actual", "expected", "where")

    expected: str
    actual: str
    where: str | None

    def __new__(cls, expected: str, actual: object, where: str = "") -> Self:
        """Keep the parts; what is actual is kept as text, bounded."""
        shown, place = _shown(actual), bounded(where) or None
        made = super().__new__(cls, f"expected {expected}; actual {shown}")
        made.expected = expected
        made.actual = shown
        made.where = place
        return made


LONGEST = 2000
"""How much of what is actual is shown, in characters."""


def _shown(actual: object) -> str:
    """Show what is actual: text as it is, nothing as `nothing`, contract values as JSON."""
    if actual is None or actual in ((), []):
        return "nothing"
    if isinstance(actual, list | tuple) and all(isinstance(each, str) for each in actual):
        return bounded(", ".join(actual))
    shown = actual if isinstance(actual, str) else msgspec.json.encode(actual, enc_hook=str).decode()
    return bounded(shown)


def bounded(text: str) -> str:
    """Cut a text that quotes an implementation to a length that a person may read."""
    return text if len(text) <= LONGEST else text[:LONGEST] + " ..."


class Untestable(Exception):
    """The implementation lacks what a scenario needs: `missing` names the command or hook, `reason` says what else has to be said."""

    def __init__(self, reason: str | None = None, missing: str | None = None) -> None:
        super().__init__(reason or missing)
        self.reason = reason
        self.missing = missing


class NotApplicable(Exception):
    """A scenario is about a feature that a phone of this policy may lack, and that this one lacks (VER-03): `missing` names it."""

    def __init__(self, missing: str) -> None:
        super().__init__(missing)
        self.missing = missing


class Violation(Struct, frozen=True, kw_only=True):
    """An invariant that does not hold."""

    invariant: str
    clause: str
    expected: str
    actual: str


Kind = Literal["mismatch", "invariant", "contract", "exception", "process", "missing", "may_lack", "not_about"]
"""What kept a scenario from passing.

mismatch: a step saw something else than it expected. invariant: one does not hold. contract: the implementation, or its adapter, broke the contract.
exception: something else was raised. process: the implementation took its process down. missing: the implementation lacks what the scenario needs. may_lack:
the scenario is about a feature that a phone of this policy may lack, and this one does. not_about: the scenario is about `expected`, and this run about `actual`.
"""

During = Literal["before", "opening", "closing"]
"""When it happened, if not in a step: before the scenario began, while its world was opened, or while that was closed."""


class Failure(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a scenario did not pass: facts, of which the report makes sentences."""

    kind: Kind
    clause: str
    step: str | None = None
    during: During | None = None
    expected: str | None = None
    actual: str | None = None
    where: str | None = None
    """Where in the observation the actual was seen, if that is not plain."""
    reason: str | None = None
    """What was wrong, in the words of what was raised. Never the step, the exchange, nor what was expected: these have members of their own."""
    cause: Cause | None = None
    """How the contract was broken."""
    exchange: Exchanged | None = None
    """In which exchange the contract was broken."""
    violations: tuple[Violation, ...] = ()
    commands: tuple[dict[str, Any], ...] = ()
    outcomes: tuple[dict[str, Any] | None, ...] = ()
    """How each of the commands was answered, in their order; null where it was not."""
    log: tuple[str, ...] = ()
    """What the implementation's program wrote last to its standard error, line by line, where it broke the contract."""
    missing: str | None = None
    """The command, hook or feature without which it could not go on."""
    needs: tuple[str, ...] = ()
    """Of an untestable scenario: every command and hook that it uses."""
    trace: str | None = None
    """Where its exchanges were written, from the report's folder on."""
    then: "Failure | None" = None
    """What went wrong after that, such as a world that could not be closed."""

    @property
    def is_unclosed(self) -> bool:
        """Whether the world could not be closed after this: a contract that is broken, which no waiver covers."""
        return self.then is not None and (self.then.during == "closing" or self.then.is_unclosed)


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
