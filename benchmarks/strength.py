"""How strong the suite is: faulty implementations against the scenarios that have to catch them. Writes docs/strength.md.

python benchmarks/strength.py            write the table
python benchmarks/strength.py --check    exit 1 if the table is not up to date, or if something is not caught that should be

1. Each miniature against the scenarios of its own clause.
2. Each mutant, and each implementation that keeps another reading than it declares, against all scenarios, up to the first that catches it.
3. Each scenario that nothing has failed so far, against one fault after the other, up to one that fails it.
"""

import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from backupspec.gherkin.features import Scenario
from backupspec.suite import strength
from backupspec.world.verdicts import Result

TABLE = Path(__file__).parent.parent / "docs" / "strength.md"

SHOWN = 3
"""How many of the scenarios that catch a miniature are named."""

AT_A_TIME = 4
"""How many faults are tried on what is left, before it is looked at anew."""

SURVIVORS = {
    "automatic.needs without account": "a valid sign-in implies an account",
    "automatic.needs without sign_in": "a backup that begins with a lapsed sign-in ends at once, without a byte",
}
"""Mutants that no scenario catches, and why that is right, for now or for ever."""


class Caught(Struct, frozen=True):
    """What became of one fault: which scenarios failed (of its clause, or the first of any), and which errored."""

    by: tuple[str, ...]
    errored: tuple[str, ...]


@lru_cache
def scenarios() -> tuple[Scenario, ...]:
    """List all scenarios, in the order of the features."""
    return strength.catalogue().scenarios


@lru_cache
def faults() -> tuple[strength.Fault, ...]:
    """List all faults."""
    return tuple(strength.faults())


def by_its_clause(at: int) -> Caught:
    """Run the scenarios of its own clause against the fault with this number."""
    fault = faults()[at]
    results = list(strength.results(fault, strength.own(fault, scenarios())))
    failed = tuple(each.id for each in results if strength.names_its_clause(each, fault.clause))
    return Caught(failed, _errored(results))


def by_any(at: int) -> Caught:
    """Run all scenarios against the fault with this number, up to the first that fails."""
    seen: list[Result] = []
    for result in strength.results(faults()[at], strength.nearest_first(faults()[at], scenarios())):
        seen.append(result)
        if result.verdict == "failed":
            break
    return Caught(tuple(each.id for each in seen if each.verdict == "failed"), _errored(seen))


def _errored(results: list[Result]) -> tuple[str, ...]:
    return tuple(each.id for each in results if each.verdict == "errored")


def failed_by(at: int, ids: frozenset[str]) -> frozenset[str]:
    """Tell which of these scenarios the fault with this number fails."""
    asked = [each for each in scenarios() if each.id in ids]
    return frozenset(each.id for each in strength.results(faults()[at], asked) if each.verdict == "failed")


def idle(left: frozenset[str], caught: dict[int, Caught], pool: Executor) -> frozenset[str]:
    """Tell which scenarios no fault fails. Those faults that failed the most so far are tried first, a few at a time."""
    broadest = sorted(caught, key=lambda at: (-len(caught[at].by), at))
    for few in (broadest[at : at + AT_A_TIME] for at in range(0, len(broadest), AT_A_TIME)):
        if not left:
            break
        left -= frozenset().union(*pool.map(failed_by, few, [left] * len(few)))
    return left


def complaints(caught: list[Caught], idle: Iterable[str]) -> Iterator[str]:
    """Tell what the suite is not strong enough for."""
    for fault, each in zip(faults(), caught, strict=True):
        if not fault.is_counted:
            continue
        if each.errored:
            yield f"{fault.name} makes the suite err in {', '.join(each.errored[:SHOWN])}"
        if not each.by and fault.name not in SURVIVORS:
            yield f"{fault.name} is not caught" + (f" by a scenario of {fault.clause}" if fault.miniature else "")
        if each.by and fault.name in SURVIVORS:
            yield f"{fault.name} is caught by now; take it off the list of survivors"
    for id_ in sorted(idle):
        yield f"nothing can fail {id_}"


def table(caught: list[Caught]) -> str:
    """Write the table."""
    judged = [(fault, each) for fault, each in zip(faults(), caught, strict=True) if fault.is_counted]
    miniatures = sorted(
        ((fault.clause, fault.miniature, each.by) for fault, each in judged if fault.miniature),
        key=lambda row: (row[0], row[1].name),
    )
    mutants = [(fault, each) for fault, each in judged if not fault.miniature]
    survivors = [fault.name for fault, each in mutants if not each.by]
    lines = [
        "# How strong the suite is",
        "",
        "Made by `python benchmarks/strength.py`, and checked by `tox -e strength`. A fault is caught when a scenario fails; an error does not count.",
        "",
        f"- {len(miniatures)} miniatures, each the reference with one deviation: all are caught by a scenario of the clause that they break.",
        f"- {len(mutants)} mutants, each the reference with one value changed, or keeping another reading than it declares: {len(mutants) - len(survivors)} are caught.",
        f"- {len(scenarios())} scenarios: each is failed by at least one fault.",
        "",
        "## Miniatures",
        "",
        "| clause | miniature | deviation | scenarios of the clause that catch it |",
        "|---|---|---|---|",
    ]
    for clause, miniature, by in miniatures:
        more = f" and {len(by) - SHOWN} more" if len(by) > SHOWN else ""
        lines.append(f"| {clause} | {miniature.name} | {miniature.deviation} | {', '.join(by[:SHOWN])}{more} |")
    lines += ["", "## Mutants that survive", "", "| mutant | why that is right |", "|---|---|"]
    lines += [f"| {name} | {SURVIVORS.get(name, '')} |" for name in survivors]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Judge every fault, in all processors, and write or check the table."""
    numbers = range(len(faults()))
    of_clause = [at for at in numbers if faults()[at].miniature or not faults()[at].is_counted]
    others = [at for at in numbers if at not in of_clause]
    with ProcessPoolExecutor() as pool:
        caught = dict(zip(of_clause, pool.map(by_its_clause, of_clause), strict=True))
        print(f"{len(of_clause)} faults against the scenarios of their clauses", file=sys.stderr, flush=True)
        caught |= zip(others, pool.map(by_any, others), strict=True)
        print(f"{len(others)} faults against all scenarios", file=sys.stderr, flush=True)
        failed = {id_ for each in caught.values() for id_ in each.by}
        left = frozenset(each.id for each in scenarios() if each.id not in failed)
        never = idle(left, caught, pool)
    in_order = [caught[at] for at in numbers]
    wrong = list(complaints(in_order, never))
    text = table(in_order)
    if "--check" not in sys.argv:
        TABLE.write_text(text, "utf-8")
    elif not TABLE.exists() or TABLE.read_text("utf-8") != text:
        wrong.append("docs/strength.md is not up to date; run python benchmarks/strength.py")
    for complaint in wrong:
        print(complaint)
    print(f"{len(faults())} faults judged, {len(left)} scenarios against all of them, {len(wrong)} complaints")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
