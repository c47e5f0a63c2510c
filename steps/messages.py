"""Text messages on phones and in OneDrive: they come and go, are saved, deleted, and brought back."""

import base64
from collections.abc import Callable
from typing import Literal

from pytest_bdd import given, then, when

from backupspec.contract.commands import (
    BackUpNow,
    ChooseTexts,
    CutNetworkAfter,
    DeleteBackups,
    DeleteCloudBackup,
    DeleteConversation,
    DeleteMessages,
    EnterSecurityCode,
    FailPowerAfter,
    PauseFlowAfter,
    PressNext,
    ResetPhone,
    ResumeFlow,
    SetCloudSpace,
    SetNetwork,
    SetWallClock,
    SignIn,
    TurnOff,
    TurnOn,
    TurnPhoneOn,
)
from backupspec.contract.observations import Observation
from backupspec.contract.outcomes import Outcome
from backupspec.contract.terms import Network, SizeBytes, TextKind, Toggle
from backupspec.contract.texts import KeptMessage, by_conversation
from backupspec.manifest.measuring import entry_bytes
from backupspec.steps.changes import Change, account_of
from backupspec.steps.manifests import readable, shown
from backupspec.steps.onedrive import one_of_three
from backupspec.steps.passwords import CODE
from backupspec.steps.restoring import try_again
from backupspec.steps.set_up import (
    NEW,
    at_hand,
    finish,
    restored,
    see,
    set_up_of,
    set_up_with,
    to_the_list,
)
from backupspec.steps.situations import add, connect
from backupspec.steps.talks import BEN, CLEO, GROUP, TALKS, Talk, deleted, exchanging, said, said_on
from backupspec.steps.telling import counted, listed
from backupspec.steps.words import Point, Word, one_of, sentence
from backupspec.suite.verdicts import Mismatch, Untestable
from backupspec.suite.world import World

TALK: Word[object] = one_of(TALKS)
ANY: Word[object] = Word(r"[A-Z][a-z]+'s (?:new |third )?phone", str)
"""A phone, in use or being set up."""
DIRECTION: Word[object] = Word("receives|sends|exchanges", str)
Choosing = Callable[[list[str]], list[str]]
MOST_NAMES = 5
"""How many names a message gives."""
WHICH: dict[str, Choosing] = {
    "the first message": lambda ids: ids[:1],
    "the last message": lambda ids: ids[-1:],
    "every second message": lambda ids: ids[::2],
    "all messages": lambda ids: ids,
}
KINDS: dict[str, frozenset[TextKind]] = {"the chats": frozenset({"chat"}), "the SMS and MMS": frozenset({"sms", "mms"})}
CONVERSATIONS = {
    "the conversation with Ben": BEN,
    "the conversation with Cleo": CLEO,
    "the conversation of the group": GROUP,
}


def owner(world: World, phone: str) -> str:
    """Name the account of a phone: the one that it is signed in with, or else that of its owner."""
    return world.phone(phone).account or account_of(phone)


def ids(kept: list[KeptMessage]) -> list[str]:
    """Name messages."""
    return [each.message.id for each in kept]


def few(names: list[str]) -> str:
    """Say which messages: the first few."""
    more = [f"{len(names) - MOST_NAMES} more"] if len(names) > MOST_NAMES else []
    return listed([*names[:MOST_NAMES], *more], none="no message")


def not_lying(world: World, account: str, wanted: list[str], *, alone: bool = True) -> Mismatch | None:
    """Tell what is wrong unless these messages are in an account's OneDrive, each once, and no others if they are to be alone there."""
    lying = world.account(account).messages
    missing = sorted(set(wanted) - set(lying))
    if missing:
        return Mismatch(f"{few(missing)} in the OneDrive of {account}", "not there")
    if len(set(lying)) != len(lying):
        return Mismatch(f"each message once in the OneDrive of {account}", f"{len(lying)} of {len(set(lying))}")
    others = sorted(set(lying) - set(wanted))
    if alone and others:
        return Mismatch(f"nothing else in the OneDrive of {account}", few(others))
    return None


def not_on(world: World, phone: str, wanted: list[KeptMessage]) -> Mismatch | None:
    """Tell what is wrong unless exactly these messages are on a phone, as they were and in their order."""
    came = world.items().phones[phone].message_items or ()
    if came == by_conversation(wanted):
        return None
    known = {each.message.id: each for each in came}
    missing = [id_ for id_ in ids(wanted) if id_ not in known]
    changed = [each.message.id for each in wanted if known.get(each.message.id, each) != each]
    others = sorted(known.keys() - set(ids(wanted)))
    told = [
        f"{few(names)} {what}"
        for names, what in ((missing, "missing"), (changed, "changed"), (others, "too much"))
        if names
    ]
    return Mismatch(f"on {phone}, {counted(len(wanted), 'message')} as they were", listed(told, none="another order"))


# Given.


def with_backup_on(world: World, phone: str, network: Network, account: str | None = None) -> Observation:
    """Add a phone, full of content, on battery, whose SMS and MMS are saved and of which nothing else is backed up."""
    add(world, phone, account)
    connect(world, phone, network, plugged_in=False)
    world.must(TurnOn(phone=phone, toggle="text_message_backup"))
    return world.now


def save(world: World, phone: str, talk: Talk) -> Observation:
    """Let messages come and go on a phone, and see that all are saved."""
    world.must(*exchanging(world, phone, talk))
    see(not_lying(world, owner(world, phone), ids(said_on(world, phone)), alone=False))
    return world.now


@given(sentence("{phone:Phone}, on {network:Network}, has Text message backup on"), target_fixture="before")
def _(world: World, phone: str, network: Network) -> Observation:
    return with_backup_on(world, phone, network)


@given(
    sentence("{phone:Phone}, of {account:Account}, on {network:Network}, has Text message backup on"),
    target_fixture="before",
)
def _(world: World, phone: str, account: str, network: Network) -> Observation:
    return with_backup_on(world, phone, network, account)


@given(sentence("{phone:Own} has saved {talk:Talk}", Own=ANY, Talk=TALK), target_fixture="before")
def _(world: World, phone: str, talk: Talk) -> Observation:
    return save(world, phone, talk)


@given(
    sentence("{phone:Phone} has saved an SMS, and after its clock was set back by a day, another one"),
    target_fixture="before",
)
def _(world: World, phone: str) -> Observation:
    save(world, phone, TALKS["an SMS"])
    world.must(SetWallClock(to="2014-06-01T09:00:00Z"))
    return save(world, phone, TALKS["an SMS"])


@given(sentence("{phone:Phone}, on Wi-Fi, is at {point:Point} of saving an SMS"), target_fixture="before")
def _(world: World, phone: str, point: Point) -> Observation:
    with_backup_on(world, phone, "none")
    world.must(*exchanging(world, phone, TALKS["an SMS"], "receives"))
    at: SizeBytes | Literal["commit"] = "commit" if point == "commit" else size_of_one(world, phone) * point // 100
    world.must(PauseFlowAfter(phone=phone, flow="texts", point=at), SetNetwork(phone=phone, network="wifi"))
    paused = world.phone(phone).queues["texts"].paused
    assert paused, Mismatch(f"{phone} to be held up while it saves a message", "it is not")
    return world.now


def size_of_one(world: World, phone: str) -> int:
    """Tell how many bytes the only message of a phone has."""
    [kept] = said_on(world, phone)
    return len(entry_bytes(kept))


@given(sentence("{phone:Phone} is in the middle of saving another SMS"), target_fixture="before")
def _(world: World, phone: str) -> Observation:
    world.must(PauseFlowAfter(phone=phone, flow="texts", point=10))
    world.must(*exchanging(world, phone, TALKS["an SMS"], "receives"))
    paused = world.phone(phone).queues["texts"].paused
    assert paused, Mismatch(f"{phone} to be held up while it saves a message", "it is not")
    return world.now


@given(
    sentence("{phone:Phone}, on Wi-Fi, saved {talk:Talk} and then turned Text message backup off", Talk=TALK),
    target_fixture="before",
)
def _(world: World, phone: str, talk: Talk) -> Observation:
    with_backup_on(world, phone, "wifi")
    save(world, phone, talk)
    world.must(TurnOff(phone=phone, toggle="text_message_backup"))
    return world.now


@given(
    sentence(
        "{phone:Phone}, on no network, has deleted {which:Which} since it saved {talk:Talk}",
        Which=one_of(WHICH),
        Talk=TALK,
    ),
    target_fixture="before",
)
def _(world: World, phone: str, which: Choosing, talk: Talk) -> Observation:
    with_backup_on(world, phone, "wifi")
    save(world, phone, talk)
    world.must(SetNetwork(phone=phone, network="none"))
    world.must(DeleteMessages(phone=phone, messages=tuple(which(ids(said_on(world, phone))))))
    return world.now


@given(
    sentence("{phone:Own} has been set up with the newest backup of {old:Own} and saves messages, too", Own=ANY),
    target_fixture="before",
)
def _(world: World, phone: str, old: str) -> Observation:
    restored(world, phone, old, "wifi")
    finish(world, phone)
    world.must(TurnOn(phone=phone, toggle="text_message_backup"))
    return world.now


# When.


@when(
    sentence("{person:Person} {direction:Direction} {talk:Talk}", Direction=DIRECTION, Talk=TALK),
    target_fixture="outcome",
)
def _(world: World, person: str, direction: str, talk: Talk) -> Outcome:
    return [world.perform(each) for each in exchanging(world, f"{person}'s phone", talk, direction)][-1]


@when(
    sentence("{person:Person} deletes {which:Which} on {phone:Own}", Which=one_of(WHICH), Own=ANY),
    target_fixture="outcome",
)
def _(world: World, person: str, which: Choosing, phone: str) -> Outcome:  # noqa: ARG001 - whose phone it is
    there = [id_ for id_ in said(world) if id_ not in deleted(world)]
    return world.perform(DeleteMessages(phone=phone, messages=tuple(which(there))))


@when(
    sentence(
        "{person:Person} deletes {conversation:Conversation} on {phone:Own}",
        Conversation=one_of(CONVERSATIONS),
        Own=ANY,
    ),
    target_fixture="outcome",
)
def _(world: World, person: str, conversation: str, phone: str) -> Outcome:  # noqa: ARG001 - whose phone it is
    return world.perform(DeleteConversation(phone=phone, conversation=conversation))


@when(sentence("the saving of messages on {phone:Phone} goes on"), target_fixture="outcome")
def _(world: World, phone: str) -> Outcome:
    """Where the only message that was held up is gone, there is nothing to let go on."""
    return world.perform(ResumeFlow(phone=phone, flow="texts"))


@when(sentence("the OneDrive of {account:Account} is full"), target_fixture="outcome")
def _(world: World, account: str) -> Outcome:
    return world.perform(SetCloudSpace(account=account, size_bytes=0))


@when(
    sentence("{person:Person} receives an SMS, and Wi-Fi drops in the middle of saving it and comes back"),
    target_fixture="outcome",
)
def _(world: World, person: str) -> Outcome:
    phone = f"{person}'s phone"
    world.perform(CutNetworkAfter(phone=phone, flow="texts", size_bytes=10, network="none"))
    world.perform(exchanging(world, phone, TALKS["an SMS"], "receives")[0])
    return world.perform(SetNetwork(phone=phone, network="wifi"))


@when(
    sentence("{person:Person} receives an SMS, and the power fails in the middle of saving it"),
    target_fixture="outcome",
)
def _(world: World, person: str) -> Outcome:
    phone = f"{person}'s phone"
    world.perform(FailPowerAfter(phone=phone, flow="texts", size_bytes=10))
    return world.perform(exchanging(world, phone, TALKS["an SMS"], "receives")[0])


@when(
    sentence("{person:Person} turns {toggle:Toggle} off and on again on {phone:Own}", Own=ANY), target_fixture="outcome"
)
def _(world: World, person: str, toggle: Toggle, phone: str) -> Outcome:  # noqa: ARG001 - whose phone it is
    world.perform(TurnOff(phone=phone, toggle=toggle))
    return world.perform(TurnOn(phone=phone, toggle=toggle))


@when(sentence("{person:Person} turns {toggle:Toggle} on on {phone:New}", New=NEW), target_fixture="outcome")
def _(world: World, person: str, toggle: Toggle, phone: str) -> Outcome:  # noqa: ARG001 - whose phone it is
    return world.perform(TurnOn(phone=phone, toggle=toggle))


@when(
    sentence("{phone:Own} is set up on {network:Network} with the messages of {old:Phone} alone", Own=ANY),
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


@when(
    sentence("{phone:Phone} is reset, signed in again and has Text message backup turned on"), target_fixture="outcome"
)
def _(world: World, phone: str) -> Outcome:
    account = owner(world, phone)
    for command in (
        ResetPhone(phone=phone),
        SignIn(phone=phone, account=account),
        SetNetwork(phone=phone, network="wifi"),
    ):
        world.perform(command)
    return world.perform(TurnOn(phone=phone, toggle="text_message_backup"))


# Then: in OneDrive.


@then(sentence("all messages of {phone:Own} are in OneDrive, each once", Own=ANY))
def _(world: World, phone: str) -> None:
    """And no others."""
    wanted = ids(said_on(world, phone))
    assert wanted, Mismatch(f"messages on {phone}", "none")
    wrong = not_lying(world, owner(world, phone), wanted)
    assert not wrong, wrong


@then(sentence("all messages of {first:Own} and {second:Own} are in OneDrive, each once", Own=ANY))
def _(world: World, first: str, second: str) -> None:
    """And no others."""
    wrong = not_lying(world, owner(world, first), ids(said_on(world, first, second)))
    assert not wrong, wrong


@then(sentence("as soon as {phone:Phone} {change:Change}, all its messages are in OneDrive, each once"))
def _(world: World, phone: str, change: Change) -> None:
    account = account_of(phone)
    world.must(*change(phone))
    wrong = not_lying(world, account, ids(said_on(world, phone)))
    assert not wrong, wrong


@then(sentence("the OneDrive of {account:Account} holds {count:Count} text message"))
def _(world: World, account: str, count: int) -> None:
    came = list(world.account(account).messages)
    assert len(came) == count, Mismatch(f"{counted(count, 'message')} in the OneDrive of {account}", few(came))


@then("the text messages in OneDrive are what they were")
def _(world: World, before: Observation) -> None:
    for account, seen in before.accounts.items():
        wrong = not_lying(world, account, list(seen.messages))
        assert not wrong, wrong


@then(sentence("from the OneDrive of {account:Account}, exactly the messages are gone that were deleted"))
def _(world: World, account: str, before: Observation) -> None:
    wrong = not_gone_since(world, account, before)
    assert not wrong, wrong


def not_gone_since(world: World, account: str, before: Observation) -> Mismatch | None:
    """Tell what is wrong unless of the messages that were there exactly those are gone that were deleted on a phone."""
    earlier, gone = before.accounts[account].messages, deleted(world)
    if not gone & set(earlier):
        return Mismatch("something deleted that was saved", "nothing")
    return not_lying(world, account, [id_ for id_ in earlier if id_ not in gone])


@then(
    sentence("as soon as {phone:Phone} {change:Change}, exactly the messages are gone from OneDrive that were deleted")
)
def _(world: World, phone: str, change: Change, before: Observation) -> None:
    account = account_of(phone)
    world.must(*change(phone))
    wrong = not_gone_since(world, account, before)
    assert not wrong, wrong


@then(sentence("as soon as {person:Person} receives {talk:Talk}, it is saved", Talk=TALK))
def _(world: World, person: str, talk: Talk) -> None:
    wrong = not_received(world, f"{person}'s phone", talk)
    assert not wrong, wrong


def not_received(world: World, phone: str, talk: Talk) -> Mismatch | None:
    """Let messages arrive at a phone, and tell what is wrong unless they are saved."""
    known = len(said(world))
    world.must(*exchanging(world, phone, talk, "receives"))
    return not_lying(world, owner(world, phone), [*said(world)][known:], alone=False)


@then(
    sentence(
        "as soon as {person:Person} deletes {which:Which} on {phone:Own}, it is gone from OneDrive",
        Which=one_of(WHICH),
        Own=ANY,
    )
)
def _(world: World, person: str, which: Choosing, phone: str) -> None:  # noqa: ARG001 - whose phone it is
    earlier = list(world.account(owner(world, phone)).messages)
    there = [id_ for id_ in said(world) if id_ not in deleted(world)]
    going = which(there)
    assert set(going) <= set(earlier), Mismatch(f"{few(going)} in OneDrive", few(earlier))
    world.must(DeleteMessages(phone=phone, messages=tuple(going)))
    wrong = not_lying(world, owner(world, phone), [id_ for id_ in earlier if id_ not in going])
    assert not wrong, wrong


@then(sentence("as soon as {phone:Phone} has {toggle:Toggle} on, all its messages are in OneDrive, each once"))
def _(world: World, phone: str, toggle: Toggle) -> None:
    world.must(TurnOn(phone=phone, toggle=toggle))
    wrong = not_lying(world, owner(world, phone), ids(said_on(world, phone)))
    assert not wrong, wrong


@then(sentence("once the saving goes on, all messages of {phone:Phone} are in OneDrive, each once"))
def _(world: World, phone: str) -> None:
    world.must(ResumeFlow(phone=phone, flow="texts"))
    wrong = not_lying(world, owner(world, phone), ids(said_on(world, phone)))
    assert not wrong, wrong


@then(
    sentence(
        "nothing of the messages of {phone:Phone} can be read in what lies in OneDrive, or in anything that is shown"
    )
)
def _(world: World, phone: str) -> None:
    """What a message says, with whom, and what is attached to it."""
    kept, seen = said_on(world, phone), world.items()
    lying = seen.accounts[owner(world, phone)].stored_messages or ()
    assert len(lying) == len(kept), Mismatch(f"what lies there of {counted(len(kept), 'message')}", f"of {len(lying)}")
    if seen.accounts[owner(world, phone)].stored_messages is None:
        raise Untestable("the implementation does not show what lies in OneDrive message by message")
    texts = (*shown(seen), *(base64.b64decode(each).decode("latin-1") for each in lying))
    found = readable(private_in(kept), texts)
    assert found == [], Mismatch(f"nothing of the messages of {phone} to be readable", listed(found))


def private_in(kept: list[KeptMessage]) -> dict[str, str]:
    """List what nobody may read of messages, each with what it is."""
    found: dict[str, str] = {}
    for each in kept:
        found |= {each.message.text: "what a message says", each.message.conversation: "with whom"}
        found |= {base64.b64decode(card.content).decode(): card.name for card in each.message.attachments}
    return found


# Then: on phones.


@then(sentence("{phone:Own} holds all messages of {old:Own}, as they were", Own=ANY))
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


# Then: what is offered.


@then(
    sentence("{phone:New} offers the messages of {old:Phone}, and of no other phone, to be brought back alone", New=NEW)
)
def _(world: World, phone: str, old: str) -> None:
    came = list(set_up_of(world, phone).offers_texts_of)
    assert came == [old], Mismatch(f"the messages of {old} alone to be offered", listed(came))


@then(sentence("{phone:New} offers the messages of no phone to be brought back alone", New=NEW))
def _(world: World, phone: str) -> None:
    set_up = world.phone(phone).set_up
    came = [] if set_up is None else list(set_up.offers_texts_of)
    assert came == [], Mismatch("the messages of no phone to be offered alone", listed(came))


# More of the same, where set-up is not over or several things happen.


@given(
    sentence("{phone:Phone}, on {network:Network}, has Chat backup on and Text message backup off"),
    target_fixture="before",
)
def _(world: World, phone: str, network: Network) -> Observation:
    with_backup_on(world, phone, network)
    world.must(TurnOff(phone=phone, toggle="text_message_backup"), TurnOn(phone=phone, toggle="chat_backup"))
    return world.now


@when(sentence("{person:Person} deletes her backups on the phone and in OneDrive"), target_fixture="outcome")
def _(world: World, person: str) -> Outcome:
    phone = f"{person}'s phone"
    world.perform(DeleteBackups(phone=phone, boxes=("settings_backup",)))
    backup = one_of_three(world.now, phone, "newest")
    return world.perform(DeleteCloudBackup(account=owner(world, phone), backup=backup.id))


@then(sentence("{phone:New} holds nothing but messages", New=NEW))
def _(world: World, phone: str) -> None:
    seen = world.phone(phone)
    came = sorted(part for part, held in seen.content.items() if held.count)
    assert seen.messages.count, Mismatch(f"messages on {phone}", "none")
    assert came == [], Mismatch(f"nothing but messages on {phone}", listed(came))


@then(
    sentence(
        "as soon as the right security code is entered on {phone:New}, it holds all messages of {old:Phone}", New=NEW
    )
)
def _(world: World, phone: str, old: str) -> None:
    world.must(EnterSecurityCode(phone=phone, code=CODE), PressNext(phone=phone))
    wrong = not_on(world, phone, said_on(world, old))
    assert not wrong, wrong


@then(sentence("as soon as {phone:New} is switched on again, it holds all messages of {old:Phone}", New=NEW))
def _(world: World, phone: str, old: str) -> None:
    world.must(TurnPhoneOn(phone=phone))
    try_again(world, phone, old)
    wrong = not_on(world, phone, said_on(world, old))
    assert not wrong, wrong


@then(
    sentence("once {old:Phone} is backed up, {phone:New} is reset and gets all its messages with that backup", New=NEW)
)
def _(world: World, old: str, phone: str) -> None:
    world.must(TurnOn(phone=old, toggle="settings_backup"), BackUpNow(phone=old), ResetPhone(phone=phone))
    set_up_with(world, phone, one_of_three(world.now, old, "newest"), "wifi", account_of(phone))
    wrong = not_on(world, phone, said_on(world, old))
    assert not wrong, wrong


@then(sentence("as soon as {person:Person} has {toggle:Toggle} on and receives {talk:Talk}, it is saved", Talk=TALK))
def _(world: World, person: str, toggle: Toggle, talk: Talk) -> None:
    world.must(TurnOn(phone=f"{person}'s phone", toggle=toggle))
    wrong = not_received(world, f"{person}'s phone", talk)
    assert not wrong, wrong


@then(sentence("exactly {kinds:MessageKinds} of {phone:Phone} are in OneDrive", MessageKinds=one_of(KINDS)))
def _(world: World, kinds: frozenset[TextKind], phone: str) -> None:
    wanted = ids([each for each in said_on(world, phone) if each.message.kind in kinds])
    assert wanted, Mismatch(f"such messages on {phone}", "none")
    wrong = not_lying(world, owner(world, phone), wanted)
    assert not wrong, wrong


@then(sentence("as soon as {phone:Phone} has {toggle:Toggle} on, it is on"))
def _(world: World, phone: str, toggle: Toggle) -> None:
    world.must(TurnOn(phone=phone, toggle=toggle))
    assert world.phone(phone).toggles.get(toggle), Mismatch(f"{toggle} on {phone} to be on", "off")
