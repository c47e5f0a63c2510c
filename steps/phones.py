"""What happens to phones, and what can be seen of what leaves them."""

from pytest_bdd import then, when

from backupspec.contract.commands import AdvanceTime, ReceiveMessages, SetNetwork
from backupspec.contract.observations import Observation
from backupspec.contract.outcomes import Outcome
from backupspec.contract.terms import Network
from backupspec.fixtures.occasions import received
from backupspec.steps.changes import CHANGES, Change, phone_of
from backupspec.steps.media import SHOTS, take
from backupspec.steps.telling import listed, size
from backupspec.steps.words import sentence
from backupspec.world.verdicts import Mismatch
from backupspec.world.world import World


def happen(world: World, phone: str, change: Change) -> Outcome:
    """Do the commands of a change, and return the outcome of the last."""
    return [world.perform(command) for command in change(phone)][-1]


def a_message(world: World, phone: str) -> ReceiveMessages:
    """Make a text message that arrives at a phone, the next one in this world."""
    return received(phone, 1 + sum(isinstance(event.command, ReceiveMessages) for event in world.history.events))


def sent_bytes(now: Observation, phone: str, network: Network | None = None) -> int:
    """Tell how many bytes have left a phone so far, over one network or over any."""
    return sum(
        transfer.size_bytes
        for transfer in now.transfers
        if transfer.phone == phone and network in {None, transfer.network}
    )


@when(sentence("{phone:Phone} {change:Change}"), target_fixture="outcome")
def _(world: World, phone: str, change: Change) -> Outcome:
    return happen(world, phone, change)


@when(sentence("{phone:Phone} has Wi-Fi for {duration:Duration} and loses it again"), target_fixture="outcome")
def _(world: World, phone: str, duration: int) -> Outcome:
    world.perform(SetNetwork(phone=phone, network="wifi"))
    world.perform(AdvanceTime(seconds=duration))
    return world.perform(SetNetwork(phone=phone, network="none"))


@when(
    sentence("{phone:Phone} finds Wi-Fi, receives a text message and takes a photo and a video"),
    target_fixture="outcome",
)
def _(world: World, phone: str) -> Outcome:
    happen(world, phone, CHANGES["finds Wi-Fi"])
    world.perform(a_message(world, phone))
    return take(world, phone, SHOTS["a photo and a video"])


@when(sentence("{person:Person} receives a text message"), target_fixture="outcome")
def _(world: World, person: str) -> Outcome:
    return world.perform(a_message(world, phone_of(person)))


@then(sentence("nothing has left {phone:Phone}"))
def _(world: World, phone: str) -> None:
    sent = sent_bytes(world.now, phone)
    assert sent == 0, Mismatch(f"nothing to leave {phone}", size(sent), f"transfers of {phone}")


@then(sentence("nothing more leaves {phone:Phone}"))
def _(world: World, phone: str, before: Observation) -> None:
    sent = sent_bytes(world.now, phone) - sent_bytes(before, phone)
    assert sent == 0, Mismatch(f"nothing more to leave {phone}", size(sent), f"transfers of {phone}")


@then(sentence("nothing has left {phone:Phone} over cellular data"))
def _(world: World, phone: str) -> None:
    sent = sent_bytes(world.now, phone, "cellular")
    assert sent == 0, Mismatch(f"nothing to leave {phone} over cellular data", size(sent), f"transfers of {phone}")


@then(sentence("{phone:Phone} is what it was"))
def _(world: World, phone: str, before: Observation) -> None:
    earlier, now = before.phones[phone], world.phone(phone)
    changed = [field for field in now.__struct_fields__ if getattr(now, field) != getattr(earlier, field)]
    assert changed == [], Mismatch(f"nothing of {phone} to change", listed(changed))
