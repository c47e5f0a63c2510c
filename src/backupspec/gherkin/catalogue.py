"""All clauses of the features and their scenarios: what there is to be judged, before anything is."""

import re
from collections.abc import Iterable
from itertools import takewhile
from pathlib import Path

from msgspec import Struct

from backupspec.gherkin.completeness import read
from backupspec.gherkin.features import Clause, Scenario
from backupspec.policy.mistakes import nearest


class Catalogue(Struct, frozen=True):
    """Every clause, in the order of the ids, and every scenario, in the order of the features."""

    clauses: tuple[Clause, ...]
    scenarios: tuple[Scenario, ...]


def read_catalogue(folder: Path) -> Catalogue:
    """List the clauses and the scenarios of the features below a folder; raise Mistake for a feature that cannot stand."""
    features = read(folder)
    clauses = sorted((clause for feature in features for clause in feature.clauses), key=lambda clause: clause.id)
    return Catalogue(tuple(clauses), tuple(scenario for feature in features for scenario in feature.scenarios))


def nearest_id(came: str, known: Iterable[str]) -> str:
    """Say which id of a clause or a scenario is meant, ready to follow what came; nothing if none is near.

    Its area may be written small. For what has a clause's form, only clauses are candidates.
    """
    area = "".join(takewhile(str.isalpha, came))
    if _CLAUSE.fullmatch(came):
        known = [id_ for id_ in known if _CLAUSE.fullmatch(id_)]
    return nearest(area.upper() + came.removeprefix(area), known)


_CLAUSE = re.compile(r"[A-Za-z]+-[0-9]+")
