"""How strong the suite is: every faulty implementation against every scenario. Writes docs/strength.md.

python benchmarks/strength.py            write the table
python benchmarks/strength.py --check    exit 1 if the table is not up to date, or if something is not caught that should be
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from msgspec import Struct

from backupspec import shipped
from backupspec.fixtures import strength

TABLE = Path(__file__).parent.parent / "docs" / "strength.md"

SHOWN = 3
"""How many of the scenarios that catch a miniature are named."""

SURVIVORS = {
    "automatic.needs without account": "a valid sign-in implies an account",
    "automatic.needs without sign_in": "a backup that begins with a lapsed sign-in ends at once, without a byte",
    "photos_choice missing": "photos and videos are not specified yet",
    "videos_choice missing": "photos and videos are not specified yet",
}
"""Mutants that no scenario catches, and why that is right, for now or for ever."""


class Caught(Struct, frozen=True):
    """One fault: its name, the clause and the deviation of a miniature, and who caught it."""

    name: str
    clause: str
    deviation: str
    by_clause: tuple[str, ...]
    by_any: tuple[str, ...]
    errored: tuple[str, ...]


def judge(at: int) -> Caught:
    """Run the scenarios against the fault with this number."""
    fault = list(strength.faults())[at]
    finding = strength.find(fault, strength.worth_asking(fault, strength.catalogue().scenarios))
    is_norm = fault.profile == shipped.PROFILES[0]
    clause = fault.miniature.clause if fault.miniature and is_norm else ""
    deviation = fault.miniature.deviation if fault.miniature and is_norm else ""
    return Caught(
        fault.name, clause, deviation, finding.catchers(clause or None), finding.catchers(), finding.errored()
    )


def complaints(all_caught: list[Caught]) -> Iterator[str]:
    """Tell what the suite is not strong enough for."""
    norm = [each for each in all_caught if " on windows-phone" not in each.name]
    for each in norm:
        if each.errored:
            yield f"{each.name} makes the suite err in {', '.join(each.errored[:3])}"
        if not each.by_clause and each.name not in SURVIVORS:
            yield f"{each.name} is not caught" + (f" by a scenario of {each.clause}" if each.clause else "")
        if each.by_any and each.name in SURVIVORS:
            yield f"{each.name} is caught by now; take it off the list of survivors"
    caught = {id_ for each in all_caught for id_ in each.by_any}
    for scenario in strength.catalogue().scenarios:
        if scenario.id not in caught:
            yield f"nothing can fail {scenario.id}"


def table(all_caught: list[Caught]) -> str:
    """Write the table."""
    miniatures = sorted((each for each in all_caught if each.clause), key=lambda each: (each.clause, each.name))
    mutants = [each for each in all_caught if not each.clause and " on windows-phone" not in each.name]
    killed = [each for each in mutants if each.by_any]
    scenarios = strength.catalogue().scenarios
    lines = [
        "# How strong the suite is",
        "",
        "Made by `python benchmarks/strength.py`, and checked by `tox -e strength`. A fault is caught when a scenario fails; an error does not count.",
        "",
        f"- {len(miniatures)} miniatures, each the reference with one deviation: all are caught by a scenario of the clause that they break.",
        f"- {len(mutants)} mutants, each the reference with one value of the policy changed: {len(killed)} are caught.",
        f"- {len(scenarios)} scenarios: each is failed by at least one fault.",
        "",
        "## Miniatures",
        "",
        "| clause | miniature | deviation | scenarios of the clause that catch it |",
        "|---|---|---|---|",
    ]
    for each in miniatures:
        shown = ", ".join(each.by_clause[:SHOWN])
        if len(each.by_clause) > SHOWN:
            shown += f" and {len(each.by_clause) - SHOWN} more"
        lines.append(f"| {each.clause} | {each.name} | {each.deviation} | {shown} |")
    lines += ["", "## Mutants that survive", "", "| mutant | why that is right |", "|---|---|"]
    lines += [f"| {each.name} | {SURVIVORS.get(each.name, '')} |" for each in mutants if not each.by_any]
    per_clause: defaultdict[str, int] = defaultdict(int)
    for each in mutants:
        for clause in {id_.partition(".")[0] for id_ in each.by_any}:
            per_clause[clause] += 1
    lines += ["", "## Mutants that the scenarios of a clause catch", "", "| clause | mutants |", "|---|---|"]
    lines += [f"| {clause} | {count} |" for clause, count in sorted(per_clause.items())]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Judge every fault, in all processors, and write or check the table."""
    count = len(list(strength.faults()))
    with ProcessPoolExecutor() as pool:
        all_caught = list(pool.map(judge, range(count)))
    wrong = list(complaints(all_caught))
    text = table(all_caught)
    if "--check" not in sys.argv:
        TABLE.write_text(text, "utf-8")
    elif not TABLE.exists() or TABLE.read_text("utf-8") != text:
        wrong.append("docs/strength.md is not up to date; run python benchmarks/strength.py")
    for complaint in wrong:
        print(complaint)
    print(f"{count} faults judged, {len(wrong)} complaints")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
