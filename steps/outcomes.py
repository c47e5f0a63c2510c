"""What a person is told at once: that it is done, that it is refused, or that it failed, and why."""

from pytest_bdd import then

from backupspec.contract.outcomes import Done, Failed, Outcome, Refused
from backupspec.steps.telling import answer
from backupspec.steps.words import Fact, sentence
from backupspec.world.verdicts import Mismatch


@then("it is done")
def _(outcome: Outcome) -> None:
    assert isinstance(outcome, Done), Mismatch("to be done", answer(outcome))


@then(sentence("it is refused, because {fact:Fact}"))
def _(outcome: Outcome, fact: Fact) -> None:
    refused = isinstance(outcome, Refused) and outcome.reason in fact.reasons
    assert refused, Mismatch(f"to be refused, because {fact}", answer(outcome))


@then(sentence("no backup is made, because {fact:Fact}"))
def _(outcome: Outcome, fact: Fact) -> None:
    """Refused or failed: an implementation may find out before it begins, or after."""
    not_made = isinstance(outcome, Refused | Failed) and outcome.reason in fact.reasons
    assert not_made, Mismatch(f"to be refused or to fail, because {fact}", answer(outcome))
