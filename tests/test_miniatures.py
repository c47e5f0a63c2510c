"""There is a faulty implementation for each clause. That each is caught, and by which scenario, is shown by `tox -e strength`."""

from backupspec.fixtures import strength
from backupspec.fixtures.miniatures import MINIATURES


def test_each_clause_that_a_test_can_show_has_a_miniature() -> None:
    """There is a faulty implementation for each clause with scenarios."""
    shown = {clause.id for clause in strength.catalogue().clauses if clause.reason is None}

    assert shown == {miniature.clause for miniature in MINIATURES.values()}
