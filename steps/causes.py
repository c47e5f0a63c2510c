"""What can stand in the way while a phone is set up, and that a person is told."""

from pytest_bdd import then

from backupspec.contract.outcomes import Failed, Outcome, Reason, Refused
from backupspec.steps.set_up import NEW, set_up_of
from backupspec.steps.telling import answer
from backupspec.steps.words import Fact, Word, one_of, sentence
from backupspec.world.verdicts import Mismatch
from backupspec.world.world import World

CAUSES: dict[str, frozenset[Reason]] = {
    "no backup was tapped": frozenset({"nothing_chosen"}),
    "it is not among the backups offered": frozenset({"no_such_backup", "backup_is_not_complete"}),
    "it is damaged": frozenset({"backup_is_corrupt"}),
    "its format is not known": frozenset({"backup_version_unknown"}),
    "it holds something that the phone does not know and must not ignore": frozenset({"backup_extension_unknown"}),
    "set-up is over": frozenset({"set_up_is_over"}),
    "set-up is not over": frozenset({"set_up_is_not_over"}),
    "it is too early for that": frozenset({"not_at_this_step", "restore_is_not_complete"}),
    "the restore is not complete": frozenset({"restore_is_not_complete", "not_at_this_step"}),
    "no right security code was entered": frozenset({"security_code_is_needed"}),
    "the security code is wrong": frozenset({"wrong_security_code"}),
    "the security code has expired": frozenset({"security_code_expired"}),
    "the security code was used before": frozenset({"security_code_was_used"}),
    "too many wrong codes were entered": frozenset({"too_many_wrong_codes"}),
    "a password is missing": frozenset({"passwords_are_missing"}),
    "a password is wrong": frozenset({"wrong_password"}),
    "the phone is full": frozenset({"phone_is_full"}),
    "the phone has no network": frozenset({"no_network"}),
    "OneDrive cannot be reached": frozenset({"onedrive_is_down"}),
}
"""What can stand in the way while a phone is set up, and the reasons that say so."""

CAUSE: Word[object] = one_of({text: Fact(text, reasons) for text, reasons in CAUSES.items()})


def not_refused(outcome: Outcome, cause: Fact) -> Mismatch | None:
    """Tell what is wrong unless something was refused, or begun and not completed, for this reason."""
    if isinstance(outcome, Refused | Failed) and outcome.reason in cause.reasons:
        return None
    return Mismatch(f"to be refused, because {cause}", answer(outcome))


@then(sentence("it fails, because {cause:Cause}", Cause=CAUSE))
@then(sentence("it is refused, because {cause:Cause}", Cause=CAUSE))
def _(outcome: Outcome, cause: Fact) -> None:
    wrong = not_refused(outcome, cause)
    assert not wrong, wrong


@then(sentence("{phone:New} says that {cause:Cause}", New=NEW, Cause=CAUSE))
def _(world: World, phone: str, cause: Fact) -> None:
    came = set_up_of(world, phone).problem
    assert came in cause.reasons, Mismatch(f"{phone} to say that {cause}", came or "nothing")
