"""Text messages: they come, go and are deleted; and what is wrong with those in OneDrive or on a phone."""

from collections.abc import Callable

from pytest_bdd import when

from backupspec.contract.commands import (
    CreateAccount,
    CutNetworkAfter,
    DeleteBackups,
    DeleteCloudBackup,
    DeleteConversation,
    DeleteMessages,
    FailPowerAfter,
    ResetPhone,
    ResumeFlow,
    SetCloudSpace,
    SetNetwork,
    SignIn,
    TurnOff,
    TurnOn,
)
from backupspec.contract.outcomes import Outcome
from backupspec.contract.terms import TextKind, Toggle
from backupspec.contract.texts import KeptMessage, by_conversation
from backupspec.steps.changes import account_of, phone_of
from backupspec.steps.onedrive import one_of_three
from backupspec.steps.set_up import NEW
from backupspec.steps.talks import BEN, CLEO, GROUP, TALKS, Talk, deleted, exchanging, said
from backupspec.steps.telling import counted, listed
from backupspec.steps.words import Word, one_of, sentence
from backupspec.world.verdicts import Mismatch
from backupspec.world.world import World

TALK: Word[object] = one_of(TALKS)
DIRECTION: Word[object] = Word("receives|sends|exchanges", str)
ANY: Word[object] = Word(r"[A-Z][a-z]+'s (?:new |third )?phone", str)
"""A phone, in use or being set up."""

KINDS: dict[str, frozenset[TextKind]] = {"the chats": frozenset({"chat"}), "the SMS and MMS": frozenset({"sms", "mms"})}

Choosing = Callable[[list[str]], list[str]]
WHICH: dict[str, Choosing] = {
    "the first message": lambda ids: ids[:1],
    "the last message": lambda ids: ids[-1:],
    "every second message": lambda ids: ids[::2],
    "all messages": lambda ids: ids,
}
"""Which of some messages, given in the order in which they came and went."""

CONVERSATIONS = {
    "the conversation with Ben": BEN,
    "the conversation with Cleo": CLEO,
    "the conversation of the group": GROUP,
}

MOST_NAMES = 5
"""How many names a message gives."""


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
    """Tell what is wrong unless exactly these messages are on a phone, as they were and in their order: the moment of each, too."""
    world.need("clock")
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


@when(
    sentence("{person:Person} {direction:Direction} {talk:Talk}", Direction=DIRECTION, Talk=TALK),
    target_fixture="outcome",
)
def _(world: World, person: str, direction: str, talk: Talk) -> Outcome:
    return [world.perform(each) for each in exchanging(world, f"{person}'s phone", talk, direction)][-1]


@when(sentence("{talk:Talk} comes to {phone:Own}", Talk=TALK, Own=ANY), target_fixture="outcome")
def _(world: World, talk: Talk, phone: str) -> Outcome:
    return world.perform(exchanging(world, phone, talk, "receives")[0])


@when(sentence("{person:Person} signs in on {phone:Phone} with his own account"), target_fixture="outcome")
def _(world: World, person: str, phone: str) -> Outcome:
    """Also where somebody else is signed in."""
    account = account_of(phone_of(person))
    if account not in world.now.accounts:
        world.perform(CreateAccount(account=account))
    return world.perform(SignIn(phone=phone, account=account))


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
    sentence("{person:Person} receives an SMS, and the phone goes dead in the middle of saving it"),
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


@when(sentence("{phone:Phone} is reset, signed in again and has {toggle:Toggle} turned on"), target_fixture="outcome")
def _(world: World, phone: str, toggle: Toggle) -> Outcome:
    account = owner(world, phone)
    for command in (
        ResetPhone(phone=phone),
        SignIn(phone=phone, account=account),
        SetNetwork(phone=phone, network="wifi"),
    ):
        world.perform(command)
    return world.perform(TurnOn(phone=phone, toggle=toggle))


@when(sentence("{person:Person} deletes her backups on the phone and in OneDrive"), target_fixture="outcome")
def _(world: World, person: str) -> Outcome:
    phone = f"{person}'s phone"
    world.perform(DeleteBackups(phone=phone, boxes=("settings_backup",)))
    backup = one_of_three(world.now, phone, "newest")
    return world.perform(DeleteCloudBackup(account=owner(world, phone), backup=backup.id))
