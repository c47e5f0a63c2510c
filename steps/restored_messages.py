"""Text messages on phones: which are there, which are offered to a new phone, and which come back."""

from pytest_bdd import then, when

from backupspec.contract.commands import (
    BackUpNow,
    ChooseTexts,
    EnterSecurityCode,
    PressNext,
    ResetPhone,
    TurnOn,
    TurnPhoneOn,
)
from backupspec.contract.observations import Observation
from backupspec.contract.outcomes import Outcome
from backupspec.contract.terms import Network, Toggle
from backupspec.steps.changes import account_of
from backupspec.steps.messages import ANY, not_on, owner
from backupspec.steps.onedrive import one_of_three
from backupspec.steps.passwords import CODE
from backupspec.steps.restoring import try_again
from backupspec.steps.set_up import NEW, at_hand, finish, set_up_of, set_up_with, to_the_list
from backupspec.steps.talks import said, said_on
from backupspec.steps.telling import counted, listed
from backupspec.steps.words import Word, sentence
from backupspec.world.verdicts import Mismatch
from backupspec.world.world import World


@when(
    sentence("{phone:Own} is set up on {network:Network} with the messages of {old:Phone} on their own", Own=ANY),
    target_fixture="outcome",
)
def _(world: World, phone: str, network: Network, old: str) -> Outcome:
    for command in (*to_the_list(phone, network, account_of(phone)), ChooseTexts(phone=phone, saved_by=old)):
        world.perform(command)
    world.perform(PressNext(phone=phone))
    return finish(world, phone)


@when(
    sentence(
        "{phone:Third} is set up with the newest backup of {old:Phone}", Third=Word(r"[A-Z][a-z]+'s third phone", str)
    ),
    target_fixture="outcome",
)
def _(world: World, phone: str, old: str) -> Outcome:
    return set_up_with(world, phone, one_of_three(world.now, old, "newest"), "wifi", account_of(phone))


@when(sentence("{person:Person} taps the messages of {old:Phone}"), target_fixture="outcome")
def _(world: World, person: str, old: str) -> Outcome:
    return world.perform(ChooseTexts(phone=at_hand(world, person), saved_by=old))


@then(sentence("{phone:Own} holds all messages of {old:Own}, as they were", Own=ANY))
@then(sentence("{phone:Own} holds all messages of {old:Own} that were not deleted, as they were", Own=ANY))
def _(world: World, phone: str, old: str) -> None:
    wanted = said_on(world, old)
    wrong = not_on(world, phone, wanted)
    assert not wrong, wrong


@then(sentence("{phone:Own} holds all messages of {first:Own} and {second:Own}, as they were", Own=ANY))
def _(world: World, phone: str, first: str, second: str) -> None:
    wrong = not_on(world, phone, said_on(world, first, second))
    assert not wrong, wrong


@then(sentence("{phone:New} holds the messages that were saved, as they were, and no other", New=NEW))
def _(world: World, phone: str) -> None:
    lying = set(world.account(owner(world, phone)).messages)
    wanted = [kept for id_, kept in said(world).items() if id_ in lying]
    assert 0 < len(wanted) < len(said(world)), Mismatch(
        "some messages saved, and some not", counted(len(wanted), "message")
    )
    wrong = not_on(world, phone, wanted)
    assert not wrong, wrong


@then(sentence("{phone:Own} holds no message", Own=ANY))
def _(world: World, phone: str) -> None:
    came = world.phone(phone).messages.count
    assert came == 0, Mismatch(f"no message on {phone}", counted(came, "message"))


@then(sentence("{phone:Own} holds the messages that it held", Own=ANY))
def _(world: World, phone: str, before: Observation) -> None:
    earlier, now = before.phones[phone].messages, world.phone(phone).messages
    assert earlier.count, Mismatch(f"messages on {phone} before", "none")
    assert now == earlier, Mismatch(f"the {earlier.count} messages on {phone}", counted(now.count, "message"))


@then(sentence("{phone:New} offers the messages of {old:Phone}, and of no other phone, on their own", New=NEW))
def _(world: World, phone: str, old: str) -> None:
    came = list(set_up_of(world, phone).offers_texts_of)
    assert came == [old], Mismatch(f"the messages of {old} alone to be offered", listed(came))


@then(sentence("{phone:New} offers the messages of no phone on their own", New=NEW))
def _(world: World, phone: str) -> None:
    set_up = world.phone(phone).set_up
    came = [] if set_up is None else list(set_up.offers_texts_of)
    assert came == [], Mismatch("the messages of no phone to be offered alone", listed(came))


@then(sentence("{phone:New} holds nothing but messages", New=NEW))
def _(world: World, phone: str) -> None:
    seen = world.phone(phone)
    came = sorted(part for part, held in seen.content.items() if held.count)
    assert seen.messages.count, Mismatch(f"messages on {phone}", "none")
    assert came == [], Mismatch(f"nothing but messages on {phone}", listed(came))


@then(
    sentence(
        "once the right security code is entered and Next tapped on {phone:New}, it holds all messages of {old:Phone}",
        New=NEW,
    )
)
def _(world: World, phone: str, old: str) -> None:
    world.must(EnterSecurityCode(phone=phone, code=CODE), PressNext(phone=phone))
    wrong = not_on(world, phone, said_on(world, old))
    assert not wrong, wrong


@then(
    sentence(
        "once {phone:New} is switched on, and the restore begun again if it has ended, it holds all messages of {old:Phone}",
        New=NEW,
    )
)
def _(world: World, phone: str, old: str) -> None:
    world.must(TurnPhoneOn(phone=phone))
    try_again(world, phone, old)
    wrong = not_on(world, phone, said_on(world, old))
    assert not wrong, wrong


@then(
    sentence(
        "once {old:Phone} is backed up, and {phone:New} reset and set up with that backup, it gets all messages of {saved:Phone}",
        New=NEW,
    )
)
def _(world: World, old: str, phone: str, saved: str) -> None:
    world.must(TurnOn(phone=old, toggle="settings_backup"), BackUpNow(phone=old), ResetPhone(phone=phone))
    set_up_with(world, phone, one_of_three(world.now, old, "newest"), "wifi", account_of(phone))
    wrong = not_on(world, phone, said_on(world, saved))
    assert not wrong, wrong


@then(sentence("as soon as {phone:Phone} has {toggle:Toggle} on, it is on"))
def _(world: World, phone: str, toggle: Toggle) -> None:
    world.must(TurnOn(phone=phone, toggle=toggle))
    assert world.phone(phone).toggles.get(toggle), Mismatch(f"{toggle} on {phone} to be on", "off")
