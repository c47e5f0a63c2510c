"""All clauses of the features and their scenarios: what there is to be judged, before anything is."""

from pathlib import Path
from textwrap import fill
from typing import Any

from msgspec import Struct

from backupspec.suite.completeness import read
from backupspec.suite.features import Clause, Scenario

KIND_LETTERS = {
    "behaviour": "B",
    "label": "U",
    "content": "D",
    "precondition": "P",
    "warning": "W",
    "privacy": "V",
    "informative": "I",
}
"""The letter that stands for each kind of clause in `clauses --json`."""


class Catalogue(Struct, frozen=True):
    """Every clause, in the order of the ids, and every scenario, in the order of the features."""

    clauses: tuple[Clause, ...]
    scenarios: tuple[Scenario, ...]
    profiles: tuple[str, ...]

    def scenarios_of(self, clause: str) -> tuple[str, ...]:
        """Tell the ids of a clause's scenarios."""
        return tuple(scenario.id for scenario in self.scenarios if clause in scenario.clauses)

    def plain(self) -> list[dict[str, Any]]:
        """Return the clauses as JSON objects."""
        return [
            {
                "id": clause.id,
                "kind": " ".join(KIND_LETTERS[kind] for kind in clause.kinds),
                "text": clause.text,
                "profiles": list(clause.profiles or self.profiles),
                "scenarios": list(self.scenarios_of(clause.id)),
                "reason": clause.reason,
            }
            for clause in self.clauses
        ]

    def in_words(self) -> str:
        """Return the clauses as text."""
        lines: list[str] = []
        for clause in self.clauses:
            scenarios = self.scenarios_of(clause.id)
            lines.append(fill(f"{clause.id}  {clause.text}", 78, subsequent_indent="        "))
            shown = f"{len(scenarios)} scenario{'s' if len(scenarios) != 1 else ''}"
            if scenarios:
                shown += f": {scenarios[0]}" + (f" to {scenarios[-1]}" if len(scenarios) > 1 else "")
            only = f" Only on {', '.join(clause.profiles)}." if clause.profiles else ""
            lines.append(
                fill(clause.reason or f"{shown}.{only}", 78, initial_indent="        ", subsequent_indent="        ")
            )
        tested = sum(clause.reason is None for clause in self.clauses)
        lines += ["", f"{len(self.clauses)} clauses, {tested} with scenarios; {len(self.scenarios)} scenarios."]
        return "\n".join(lines) + "\n"


def read_catalogue(folder: Path, profiles: tuple[str, ...]) -> Catalogue:
    """List the clauses and the scenarios of the features below a folder; raise Mistake for a feature that cannot stand."""
    features = read(folder)
    clauses = sorted((clause for feature in features for clause in feature.clauses), key=lambda clause: clause.id)
    return Catalogue(
        tuple(clauses), tuple(scenario for feature in features for scenario in feature.scenarios), profiles
    )
