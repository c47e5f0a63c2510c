"""What a person does while a phone is set up, from page to page, and the page that shows then."""

from pytest_bdd import then, when

from backupspec.contract.commands import (
    BackUpNow,
    ChooseBackup,
    DeclineRestore,
    PressDone,
    PressNext,
    ResetPhone,
    SignIn,
    SkipPasswords,
    TurnOn,
)
from backupspec.contract.outcomes import Outcome
from backupspec.contract.terms import Network, Step
from backupspec.steps.changes import Change, account_of
from backupspec.steps.onedrive import WHICH, one_of_three
from backupspec.steps.phones import happen
from backupspec.steps.set_up import NEW, OWN, PAGES, at_hand, finish, not_at, set_up_with
from backupspec.steps.words import one_of, sentence
from backupspec.world.verdicts import Mismatch
from backupspec.world.world import World

BUTTONS = {"Next": PressNext, "Skip": SkipPasswords, "Done": PressDone}

# When: from page to page.


@when(sentence("{phone:New} {change:Change}", New=NEW), target_fixture="outcome")
def _(world: World, phone: str, change: Change) -> Outcome:
    return happen(world, phone, change)


@when(sentence("{person:Person} signs in on {phone:Own}", Own=OWN), target_fixture="outcome")
def _(world: World, person: str, phone: str) -> Outcome:
    return world.perform(SignIn(phone=phone, account=f"{person}'s account"))


@when(
    sentence(
        "{phone:Own} is set up on {network:Network} with the {which:Which} backup of {old:Phone}", Own=OWN, Which=WHICH
    ),
    target_fixture="outcome",
)
def _(world: World, phone: str, network: Network, which: str, old: str) -> Outcome:
    return set_up_with(world, phone, one_of_three(world.now, old, which), network, account_of(phone))


@when(
    sentence("{phone:Own} is reset and set up with the newest backup of {old:Phone}", Own=OWN), target_fixture="outcome"
)
def _(world: World, phone: str, old: str) -> Outcome:
    world.perform(ResetPhone(phone=phone))
    return set_up_with(world, phone, one_of_three(world.now, old, "newest"), "wifi", account_of(phone))


@when(sentence("{person:Person} taps the {which:Which} backup of {old:Phone}", Which=WHICH), target_fixture="outcome")
def _(world: World, person: str, which: str, old: str) -> Outcome:
    backup = one_of_three(world.now, old, which)
    return world.perform(ChooseBackup(phone=at_hand(world, person), backup=backup.id))


@when(sentence("{person:Person} taps {button:Button}", Button=one_of(BUTTONS)), target_fixture="outcome")
def _(world: World, person: str, button: type[PressNext | SkipPasswords | PressDone]) -> Outcome:
    return world.perform(button(phone=at_hand(world, person)))


@when(sentence("{person:Person} declines to restore a backup"), target_fixture="outcome")
def _(world: World, person: str) -> Outcome:
    return world.perform(DeclineRestore(phone=at_hand(world, person)))


@when(
    sentence("{person:Person} signs in, taps the newest backup of {old:Phone}, and then Next"), target_fixture="outcome"
)
def _(world: World, person: str, old: str) -> Outcome:
    phone = at_hand(world, person)
    world.perform(SignIn(phone=phone, account=account_of(phone)))
    world.perform(ChooseBackup(phone=phone, backup=one_of_three(world.now, old, "newest").id))
    return world.perform(PressNext(phone=phone))


@when(sentence("{person:Person} looks at the page that shows"), target_fixture="page")
def _(world: World, person: str) -> tuple[object, ...]:
    return world.controls(at_hand(world, person))


@when(sentence("{person:Person} goes on to the end of set-up and taps Done"), target_fixture="outcome")
def _(world: World, person: str) -> Outcome:
    """Passwords that are asked for are left for later."""
    return finish(world, at_hand(world, person))


@when(
    sentence("{person:Person} turns Settings backup on and makes a manual backup on {phone:New}", New=NEW),
    target_fixture="outcome",
)
def _(world: World, person: str, phone: str) -> Outcome:  # noqa: ARG001 - whose phone it is
    world.perform(TurnOn(phone=phone, toggle="settings_backup"))
    return world.perform(BackUpNow(phone=phone))


# Then: where set-up stands.


@then(sentence("{phone:Own} {page:Page}", Own=OWN, Page=one_of(PAGES)))
def _(world: World, phone: str, page: Step) -> None:
    wrong = not_at(world, phone, page)
    assert not wrong, wrong


@then(sentence("the set-up of {phone:New} is over", New=NEW))
def _(world: World, phone: str) -> None:
    seen = world.phone(phone).set_up
    assert seen is None, Mismatch(f"the set-up of {phone} to be over", seen)


@then(sentence("once {person:Person} taps Done, the set-up of {phone:New} is over", New=NEW))
def _(world: World, person: str, phone: str) -> None:  # noqa: ARG001 - whose phone it is
    wrong = not_at(world, phone, "done")
    assert not wrong, wrong
    world.must(PressDone(phone=phone))
    assert world.phone(phone).set_up is None, Mismatch(f"the set-up of {phone} to be over", world.phone(phone).set_up)
