"""There is a faulty implementation for each clause. That each is caught, and by which scenario, is shown by `tox -e strength`."""

from backupspec import shipped
from backupspec.faults import MINIATURES
from backupspec.suite import strength
from backupspec.suite.setting import Setting


def test_each_clause_that_a_test_can_show_has_a_miniature() -> None:
    """There is a faulty implementation for each clause with scenarios."""
    shown = {clause.id for clause in strength.catalogue().clauses if clause.reason is None}

    assert shown == {miniature.clause for miniature in MINIATURES.values()}


def test_each_fault_can_be_judged() -> None:
    """No fault is turned away by the check before any verdict: what breaks the policy and not the contract is for the scenarios to catch."""
    for fault in strength.faults():
        Setting(fault.make(), shipped.profile(fault.profile), fault.choices).close()
