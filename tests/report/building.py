"""Results and reports made for tests."""

from collections.abc import Sequence

from backupspec import shipped
from backupspec.gherkin.features import Clause
from backupspec.report.summary import Circumstances, Report, Suite, Target, report
from backupspec.report.waivers import Waiver
from backupspec.world.verdicts import Failure, Result, Verdict, Violation

POLICY = shipped.profile("windows-phone-8.1")


def waiver(id_: str, *, reason: str = "Mended in 2.1") -> Waiver:
    """Make a waiver."""
    return Waiver(id=id_, reason=reason, owner="Ann Lee", link="https://acme.example/7", expires="2026-12-31")


def result(
    verdict: Verdict, id_: str = "REM-01.01", *, violated: str | None = None, failure: Failure | None = None
) -> Result:
    """Make a scenario's result."""
    clause = id_[:6]
    violations = (Violation(invariant="I1", clause=violated, expected="a", actual="b"),) if violated else ()
    if failure is None and verdict != "passed":
        failure = Failure(kind="contract", clause=clause, reason="because", violations=violations)
    return Result(
        id=id_,
        clauses=(clause,),
        title="A title",
        feature="features/a.feature",
        line=int(id_.partition("/")[0][-2:]),
        verdict=verdict,
        seconds=0.5,
        failure=failure,
    )


def clause(id_: str, reason: str | None = None) -> Clause:
    """Make a clause."""
    return Clause(
        id=id_, kinds=("behaviour",), text=f"The sentence of {id_}.", profiles=(), reason=reason, feature="a", line=1
    )


def made(
    results: Sequence[Result],
    clauses: Sequence[Clause] = (),
    selection: tuple[str, ...] = (),
    choices: dict[str, str] | None = None,
    *,
    waivers: tuple[Waiver, ...] = (),
    broken_off: str | None = None,
) -> Report:
    """Make the report of a run."""
    run = Circumstances(
        target=Target(target="reference", name="reference", version="1", clock="own"),
        suite=Suite(name="backupspec", version="1", contract="1.0", digest="d"),
        policy=POLICY,
        choices=choices or {},
        selection=selection,
        waivers=waivers,
        broken_off=broken_off,
    )
    return report(results, clauses or [clause("REM-01")], run)
