"""What a phone sends by itself, one by one: text messages, photos and videos (TXT-01, PHO-01).

Each queue goes on by itself as far as it can: what may go over the phone's network goes, oldest first. A thing counts
when all of it was sent. What is peculiar to either stands in texts.py and media.py.
"""

from typing import Literal

from msgspec.structs import replace

from backupspec.contract.observations import Transfer
from backupspec.reference import journal
from backupspec.reference.flows import Flows
from backupspec.reference.law import Law
from backupspec.reference.media import Media
from backupspec.reference.parcels import Parcel
from backupspec.reference.state import QUEUES, Begun, Fault, Phone, QueueKind, World
from backupspec.reference.texts import TextMessages

Obstacle = Literal["power", "account", "network", "wifi", "onedrive", "room"]


class Queues:
    """The engine of what is sent by itself: it asks the rules of text messages and media what to do."""

    def __init__(self, law: Law, texts: TextMessages, media: Media, flows: Flows) -> None:
        self.law = law
        self.texts = texts
        self.media = media
        self.flows = flows

    def settle(self, world: World, name: str) -> World:
        """Let both queues of a phone go as far as they can."""
        for kind in QUEUES:
            queue = world.phones[name].queues[kind]
            if queue.waiting or queue.deletions:
                world = self._go_on(world, name, kind)
        return world

    def _go_on(self, world: World, name: str, kind: QueueKind) -> World:
        while True:
            topic = self._topic(kind)
            world = topic.tidy(world, world.phones[name])
            phone = world.phones[name]
            if phone.queues[kind].paused or out_of_reach(world, phone) is not None:
                return world
            deleted = topic.send_deletions(world, phone)
            world = journal.entered(self.law, world, deleted, phone, kind, phone.queues[kind].deletions)
            phone = world.phones[name]
            parcels = that_fit(world, phone, topic.ready(world, phone))
            if not parcels:
                return world
            if not _faults(phone, kind):
                world = self._sent(world, phone, kind, [(each, each.size_bytes) for each in parcels])
                return self._stored(world, world.phones[name], kind, parcels)
            world = self._one(world, name, kind, parcels[0])

    def _topic(self, kind: QueueKind) -> TextMessages | Media:
        """Return what is peculiar to a kind of queue."""
        return self.texts if kind == "texts" else self.media

    def waiting_for(self, world: World, phone: Phone, kind: QueueKind) -> Obstacle | None:
        """Tell what a queue needs to go on."""
        queue = phone.queues[kind]
        if queue.paused or not (queue.waiting or queue.deletions):
            return None
        obstacle = out_of_reach(world, phone)
        if obstacle is not None:
            return obstacle
        ready = self._topic(kind).ready
        if ready(world, phone):
            return "room"
        return "wifi" if ready(world, replace(phone, network="wifi")) else "account"

    def _one(self, world: World, name: str, kind: QueueKind, parcel: Parcel) -> World:
        """Send one thing as far as it goes: to what was armed against it, or to its end."""
        phone = world.phones[name]
        points = {fault: _point(fault, parcel) for fault in _faults(phone, kind)}
        due = {fault: point for fault, point in points.items() if point <= parcel.size_bytes}
        if not due:
            world = self._sent(world, phone, kind, [(parcel, parcel.size_bytes)])
            phone = world.phones[name]
            left = tuple(fault for fault in phone.faults if fault.flow != kind)
            return self._stored(world, replace(phone, faults=left), kind, (parcel,))
        first = min(due.values())
        world = self._sent(world, phone, kind, [(parcel, first)])
        for fault, point in due.items():
            if point == first:
                world = self.flows.strike(world, name, fault)
        return world

    def _stored(self, world: World, phone: Phone, kind: QueueKind, parcels: tuple[Parcel, ...]) -> World:
        """Let what was sent whole count, and enter it in the journal."""
        stored = self._topic(kind).store(world, phone, parcels)
        return journal.entered(self.law, world, stored, phone, kind, [each.name for each in parcels])

    def _sent(self, world: World, phone: Phone, kind: QueueKind, up_to: list[tuple[Parcel, int]]) -> World:
        """Send things, each up to a point. Text messages that go together go in one go."""
        begun = {each.name: Begun(sent_bytes=point, quality=each.quality) for each, point in up_to}
        amounts = [(each.name, point - each.sent_bytes) for each, point in up_to]
        if kind == "texts":
            gone = [self._transfer(world, phone, kind, None, sum(size for _, size in amounts))]
        else:
            gone = [self._transfer(world, phone, kind, name, size) for name, size in amounts]
        queue = phone.queues[kind]
        world = world.with_queue(phone, kind, replace(queue, begun={**queue.begun, **begun}))
        return replace(world, transfers=(*world.transfers, *(each for each in gone if each.size_bytes)))

    def _transfer(self, world: World, phone: Phone, kind: QueueKind, medium: str | None, size_bytes: int) -> Transfer:
        assert phone.account is not None
        assert phone.network != "none"
        return Transfer(
            phone=phone.name,
            account=phone.account,
            destination=self.law.policy.privacy.destinations[0],
            purpose=kind,
            trigger=None,
            backup=None,
            medium=medium,
            parts=(),
            network=phone.network,
            size_bytes=size_bytes,
            at=world.wall_clock,
            elapsed_s=world.elapsed_s,
        )


def out_of_reach(world: World, phone: Phone) -> Obstacle | None:
    """Tell why nothing can be sent from a phone by itself, or None."""
    if not phone.powered_on:
        return "power"
    if phone.account is None or phone.sign_in_lapsed or phone.set_up is not None:
        return "account"
    if phone.network == "none":
        return "network"
    return None if world.cloud_up else "onedrive"


def that_fit(world: World, phone: Phone, parcels: tuple[Parcel, ...]) -> tuple[Parcel, ...]:
    """Take those for which there is room in OneDrive. One that is too large holds nothing else up."""
    if phone.account is None:
        return ()
    room = world.accounts[phone.account].free_bytes
    fitting: list[Parcel] = []
    for each in parcels:
        if each.size_bytes <= room:
            room -= each.size_bytes
            fitting.append(each)
    return tuple(fitting)


def _faults(phone: Phone, kind: QueueKind) -> list[Fault]:
    return [fault for fault in phone.faults if fault.flow == kind]


def _point(fault: Fault, parcel: Parcel) -> int:
    return parcel.size_bytes if fault.size_bytes is None else max(fault.size_bytes, parcel.sent_bytes)
