"""All clauses of the features and their scenarios: what there is to be judged, before anything is."""

from pathlib import Path

from msgspec import Struct

from backupspec.suite.completeness import read
from backupspec.suite.features import Clause, Scenario


class Catalogue(Struct, frozen=True):
    """Every clause, in the order of the ids, and every scenario, in the order of the features."""

    clauses: tuple[Clause, ...]
    scenarios: tuple[Scenario, ...]


def read_catalogue(folder: Path) -> Catalogue:
    """List the clauses and the scenarios of the features below a folder; raise Mistake for a feature that cannot stand."""
    features = read(folder)
    clauses = sorted((clause for feature in features for clause in feature.clauses), key=lambda clause: clause.id)
    return Catalogue(tuple(clauses), tuple(scenario for feature in features for scenario in feature.scenarios))
