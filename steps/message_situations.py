"""Situations with text messages: phones that save them, have saved some, or are in the middle of it."""

from typing import Literal

from pytest_bdd import given

from backupspec.contract.commands import DeleteMessages, PauseFlowAfter, SetNetwork, SetWallClock, TurnOff, TurnOn
from backupspec.contract.observations import Observation
from backupspec.contract.terms import Network, SizeBytes
from backupspec.manifest.measuring import entry_bytes
from backupspec.steps.messages import ANY, TALK, WHICH, Choosing, ids, not_lying, owner
from backupspec.steps.set_up import finish, restored, see
from backupspec.steps.situations import add, connect
from backupspec.steps.talks import TALKS, Talk, exchanging, said_on
from backupspec.steps.words import Point, one_of, sentence
from backupspec.world.verdicts import Mismatch
from backupspec.world.world import World


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
    sentence("{phone:Own} has been set up with the newest backup of {old:Own} and has Text message backup on", Own=ANY),
    target_fixture="before",
)
def _(world: World, phone: str, old: str) -> Observation:
    restored(world, phone, old, "wifi")
    finish(world, phone)
    world.must(TurnOn(phone=phone, toggle="text_message_backup"))
    return world.now


@given(
    sentence("{phone:Phone}, on {network:Network}, has Chat backup on and Text message backup off"),
    target_fixture="before",
)
def _(world: World, phone: str, network: Network) -> Observation:
    with_backup_on(world, phone, network)
    world.must(TurnOff(phone=phone, toggle="text_message_backup"), TurnOn(phone=phone, toggle="chat_backup"))
    return world.now
