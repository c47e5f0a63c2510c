"""Microsoft accounts and sign-ins."""

from pytest_bdd import when

from backupspec.contract.commands import LetSignInLapse
from backupspec.contract.outcomes import Outcome
from backupspec.steps.words import sentence
from backupspec.suite.world import World


@when(sentence("the sign-in to {account:Account} lapses"), target_fixture="outcome")
def _(world: World, account: str) -> Outcome:
    return world.perform(LetSignInLapse(account=account))
