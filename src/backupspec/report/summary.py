"""The report of a run: one value, from which everything that people and tools read is made."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

import msgspec
from msgspec import Struct

from backupspec import __version__, shipped
from backupspec.contract.implementation import CONTRACT_VERSION
from backupspec.gherkin.features import Clause
from backupspec.invariants import INVARIANTS
from backupspec.policy.model import Policy
from backupspec.policy.schema import DIALECT, without_margins
from backupspec.report.building import Next, what_next
from backupspec.report.waivers import Waived, Waiver, what_they_did, with_waivers
from backupspec.world.verdicts import Result, RunVerdict, Verdict, of_clause, verdict_of_run

ClauseVerdict = Verdict | Literal["not_testable", "not_run"]


class Suite(Struct, frozen=True, kw_only=True):
    """Which suite judged, and by which version of the contract. `digest` is that of all files of backupspec: it tells one that was edited."""

    name: str
    version: str
    contract: str
    digest: str


def this_suite() -> Suite:
    """Tell which suite this is."""
    return Suite(name="backupspec", version=__version__, contract=CONTRACT_VERSION, digest=shipped.digest())


class JudgedBy(Struct, frozen=True, kw_only=True):
    """The policy that was judged by."""

    id: str
    title: str


class Target(Struct, frozen=True, kw_only=True):
    """What was judged, as it was named and as it calls itself."""

    target: str
    name: str
    version: str
    clock: str


class Read(Struct, frozen=True, kw_only=True):
    """How a question that the page leaves open was read: what was declared, and what the policy picks where nothing is."""

    id: str
    clause: str
    question: str
    page_says: str
    we_read: str
    because: str
    declared: str
    picked: str
    declared_otherwise: bool


class Circumstances(Struct, frozen=True, kw_only=True):
    """What was judged, by whom, by which policy (as it picks) and which declared readings.

    `selection` holds the ids that were asked for, if not everything was; `broken_off` tells how the run ended, if not by itself.
    """

    target: Target
    suite: Suite
    policy: Policy
    choices: dict[str, str]
    selection: tuple[str, ...]
    choices_file: str | None = None
    """The file of choices that was given."""
    lacking: tuple[str, ...] = ()
    """What the implementation says is unfinished or lacking."""
    waivers: tuple[Waiver, ...] = ()
    broken_off: str | None = None
    remarks: tuple[str, ...] = ()
    """What was met on the way to the implementation that is no fault."""


class ClauseSummary(Struct, frozen=True, kw_only=True):
    """How one clause fared: the worst of what its scenarios, and the invariants under it, ended with."""

    id: str
    text: str
    verdict: ClauseVerdict
    scenarios: tuple[str, ...]
    reason: str | None


class Report(Struct, frozen=True, kw_only=True):
    """A run, whole. Only `seconds` differs between two runs of the same thing."""

    verdict: RunVerdict
    target: Target
    suite: Suite
    policy: JudgedBy
    choices: tuple[Read, ...]
    selection: tuple[str, ...]
    totals: dict[Verdict, int]
    clauses: tuple[ClauseSummary, ...]
    scenarios: tuple[Result, ...]
    choices_file: str | None = None
    """The file of choices that was given, as it was named."""
    lacking: tuple[str, ...] = ()
    """What the implementation says is unfinished or lacking, then what it cannot be given without having said so: what needs it is untestable."""
    build_next: tuple[Next, ...] = ()
    waivers: tuple[Waived, ...] = ()
    broken_off: str | None = None
    """How the run ended, if not by itself, and how much of it was run: what has no result was not judged."""
    remarks: tuple[str, ...] = ()
    """What was met on the way to the implementation that is no fault, and that its author may want to know."""


def report(results: Iterable[Result], clauses: Iterable[Clause], run: Circumstances) -> Report:
    """Sum a run up. Results are put in the order of the features, whatever order they came in."""
    ordered = with_waivers(sorted(results, key=lambda result: (result.feature, result.line, result.id)), run.waivers)
    whole = not run.selection and run.broken_off is None
    waived = tuple(what_they_did(ordered, run.waivers, {each.id for each in INVARIANTS}, whole=whole))
    verdicts = [result.verdict for result in ordered]
    return Report(
        verdict=verdict_of_run(
            verdicts,
            selection=bool(run.selection),
            misfit=any(each.state == "covers_nothing" for each in waived),
            broken_off=run.broken_off is not None,
        ),
        target=run.target,
        suite=run.suite,
        policy=JudgedBy(id=run.policy.id, title=run.policy.title),
        choices=tuple(_choices(run.policy, run.choices)),
        selection=run.selection,
        choices_file=run.choices_file,
        totals={verdict: verdicts.count(verdict) for verdict in VERDICTS},
        clauses=tuple(_clause(clause, ordered) for clause in sorted(clauses, key=lambda clause: clause.id)),
        scenarios=ordered,
        lacking=tuple(dict.fromkeys((*run.lacking, *_missed(ordered)))),
        build_next=what_next(ordered, run.lacking),
        waivers=waived,
        broken_off=run.broken_off,
        remarks=run.remarks,
    )


def _missed(results: Iterable[Result]) -> Iterator[str]:
    """Name the commands and hooks without which scenarios could not go on."""
    untestable = (each.failure for each in results if each.verdict == "untestable" and each.failure)
    yield from sorted({failure.missing for failure in untestable if failure.missing})


def _choices(policy: Policy, declared: Mapping[str, str]) -> Iterator[Read]:
    """Say of each choice how it is read. For a reading other than the one picked, there is one reason alone: that it is declared."""
    for ours, theirs in zip(policy.choices, policy.with_choices(declared).choices, strict=True):
        otherwise = theirs.picked != ours.picked
        yield Read(
            id=theirs.id,
            clause=theirs.clause,
            question=theirs.text,
            page_says=theirs.page_says,
            we_read=theirs.we_read(),
            because=f"The implementation declares it; this specification picks {ours.picked}."
            if otherwise
            else theirs.because,
            declared=theirs.picked,
            picked=ours.picked,
            declared_otherwise=otherwise,
        )


def schema() -> dict[str, Any]:
    """Make the JSON Schema of report.json."""
    title = "A run of the suite against one implementation."
    return {
        "$schema": DIALECT,
        "$id": "report.schema.json",
        "title": title,
        **without_margins(msgspec.json.schema(Report)),
    }


VERDICTS: tuple[Verdict, ...] = ("passed", "failed", "errored", "untestable", "not_applicable", "waived")
_WORST_FIRST: tuple[Verdict, ...] = ("failed", "errored", "untestable", "waived", "passed", "not_applicable")


def _clause(clause: Clause, results: tuple[Result, ...]) -> ClauseSummary:
    own = [result for result in results if clause.id in result.clauses]
    ended = {of_clause(result, clause.id) for result in results}
    verdict: ClauseVerdict = next((each for each in _WORST_FIRST if each in ended), "not_run")
    if clause.reason is not None and verdict != "failed":
        verdict = "not_testable"
    return ClauseSummary(
        id=clause.id,
        text=clause.text,
        verdict=verdict,
        scenarios=tuple(result.id for result in own),
        reason=clause.reason,
    )
