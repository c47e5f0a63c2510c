"""What a person is told at once: that it is refused, or that it failed, and why."""

from pytest_bdd import then

from backupspec.contract.outcomes import Failed, Outcome, Reason, Refused
from backupspec.contract.schemas import plain
from backupspec.steps.words import sentence
from backupspec.suite.verdicts import Mismatch


@then(sentence("it is refused, because {fact:Fact}"))
def _(outcome: Outcome, fact: frozenset[Reason]) -> None:
    assert isinstance(outcome, Refused), Mismatch("to be refused", plain(outcome))
    assert outcome.reason in fact, Mismatch(f"the reason {' or '.join(sorted(fact))}", outcome.reason)


@then(sentence("it comes to nothing, because {fact:Fact}"))
def _(outcome: Outcome, fact: frozenset[Reason]) -> None:
    """Refused or failed: an implementation may find out before it begins, or after."""
    assert isinstance(outcome, Refused | Failed), Mismatch("to be refused or to fail", plain(outcome))
    assert outcome.reason in fact, Mismatch(f"the reason {' or '.join(sorted(fact))}", outcome.reason)
