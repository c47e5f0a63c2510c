"""Microsoft accounts and sign-ins."""

from pytest_bdd import then, when

from backupspec.contract.commands import LetSignInLapse, SignIn
from backupspec.contract.outcomes import Outcome
from backupspec.steps.words import one_of, sentence
from backupspec.world.verdicts import Mismatch
from backupspec.world.world import World

SIGN_INS = {"is valid": "valid", "has lapsed": "lapsed"}


@when(sentence("the sign-in to {account:Account} lapses"), target_fixture="outcome")
def _(world: World, account: str) -> Outcome:
    return world.perform(LetSignInLapse(account=account))


@when(sentence("{phone:Phone} is signed in with {account:Account}"), target_fixture="outcome")
def _(world: World, phone: str, account: str) -> Outcome:
    return world.perform(SignIn(phone=phone, account=account))


@then(sentence("on {phone:Phone}, the sign-in {sign_in:SignIn}", SignIn=one_of(SIGN_INS)))
def _(world: World, phone: str, sign_in: str) -> None:
    came = world.phone(phone).sign_in
    assert came == sign_in, Mismatch(f"the sign-in on {phone} to be {sign_in}", came)
