"""What a phone sends by itself, one by one: text messages, photos and videos (TXT-01, PHO-01).

Each queue goes on by itself as far as it can: what may go over the phone's network goes, oldest first. A thing counts
when all of it was sent. What is peculiar to either stands in texts.py and media.py; the law's rules lead there.
"""

from collections.abc import Callable
from typing import Literal, NamedTuple

from msgspec.structs import replace

from backupspec.contract.observations import Transfer
from backupspec.reference import journal
from backupspec.reference.flows import strike
from backupspec.reference.law import Law
from backupspec.reference.parcels import Parcel
from backupspec.reference.state import QUEUES, Begun, Fault, Phone, Queue, QueueKind, World

Obstacle = Literal["power", "account", "network", "wifi", "onedrive", "room"]


def with_queue(world: World, phone: Phone, kind: QueueKind, queue: Queue) -> World:
    """Return this world with one queue of a phone as given."""
    return world.with_phone(replace(phone, queues={**phone.queues, kind: queue}))


def begun_anew(world: World, name: str) -> World:
    """Forget how far a phone's queues are with what is on its way: half of it in one account's OneDrive is of no use to another's."""
    phone = world.phones[name]
    return world.with_phone(
        replace(phone, queues={kind: replace(queue, begun={}) for kind, queue in phone.queues.items()})
    )


def settle(law: Law, world: World, name: str) -> World:
    """Let both queues of a phone go as far as they can."""
    for kind in QUEUES:
        queue = world.phones[name].queues[kind]
        if queue.waiting or queue.deletions:
            world = _go_on(law, world, name, kind)
    return world


def _go_on(law: Law, world: World, name: str, kind: QueueKind) -> World:
    while True:
        course = _course(law, kind)
        world = course.tidy(law, world, world.phones[name])
        phone = world.phones[name]
        if phone.queues[kind].paused or out_of_reach(world, phone) is not None:
            return world
        deleted = course.send_deletions(law, world, phone)
        world = journal.entered(law, world, deleted, phone, kind, phone.queues[kind].deletions)
        phone = world.phones[name]
        parcels = that_fit(world, phone, course.ready(law, world, phone))
        if not parcels:
            return world
        if not _faults(phone, kind):
            world = _sent(law, world, phone, kind, [(each, each.size_bytes) for each in parcels])
            return _stored(law, world, world.phones[name], kind, parcels)
        world = _one(law, world, name, kind, parcels[0])


class _Course(NamedTuple):
    """The rules of one kind of queue."""

    tidy: "Callable[[Law, World, Phone], World]"
    send_deletions: "Callable[[Law, World, Phone], World]"
    ready: "Callable[[Law, World, Phone], tuple[Parcel, ...]]"
    store: "Callable[[Law, World, Phone, tuple[Parcel, ...]], World]"


def _course(law: Law, kind: QueueKind) -> _Course:
    rules = law.rules
    if kind == "texts":
        return _Course(rules.tidy_texts, rules.send_text_deletions, rules.ready_texts, rules.store_texts)
    return _Course(rules.tidy_media, rules.send_media_deletions, rules.ready_media, rules.store_media)


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


def waiting_for(law: Law, world: World, phone: Phone, kind: QueueKind) -> Obstacle | None:
    """Tell what a queue needs to go on."""
    queue = phone.queues[kind]
    if queue.paused or not (queue.waiting or queue.deletions):
        return None
    obstacle = out_of_reach(world, phone)
    if obstacle is not None:
        return obstacle
    ready = _course(law, kind).ready
    if ready(law, world, phone):
        return "room"
    return "wifi" if ready(law, world, replace(phone, network="wifi")) else "account"


def _faults(phone: Phone, kind: QueueKind) -> list[Fault]:
    return [fault for fault in phone.faults if fault.flow == kind]


def _one(law: Law, world: World, name: str, kind: QueueKind, parcel: Parcel) -> World:
    """Send one thing as far as it goes: to what was armed against it, or to its end."""
    phone = world.phones[name]
    points = {fault: _point(fault, parcel) for fault in _faults(phone, kind)}
    due = {fault: point for fault, point in points.items() if point <= parcel.size_bytes}
    if not due:
        world = _sent(law, world, phone, kind, [(parcel, parcel.size_bytes)])
        phone = world.phones[name]
        left = tuple(fault for fault in phone.faults if fault.flow != kind)
        return _stored(law, world, replace(phone, faults=left), kind, (parcel,))
    first = min(due.values())
    world = _sent(law, world, phone, kind, [(parcel, first)])
    for fault, point in due.items():
        if point == first:
            world = strike(law, world, name, fault)
    return world


def _stored(law: Law, world: World, phone: Phone, kind: QueueKind, parcels: tuple[Parcel, ...]) -> World:
    """Let what was sent whole count, and enter it in the journal."""
    stored = _course(law, kind).store(law, world, phone, parcels)
    return journal.entered(law, world, stored, phone, kind, [each.name for each in parcels])


def _point(fault: Fault, parcel: Parcel) -> int:
    return parcel.size_bytes if fault.size_bytes is None else max(fault.size_bytes, parcel.sent_bytes)


def _sent(law: Law, world: World, phone: Phone, kind: QueueKind, up_to: list[tuple[Parcel, int]]) -> World:
    """Send things, each up to a point. Text messages that go together go in one go."""
    begun = {each.name: Begun(sent_bytes=point, quality=each.quality) for each, point in up_to}
    amounts = [(each.name, point - each.sent_bytes) for each, point in up_to]
    if kind == "texts":
        gone = [_transfer(law, world, phone, kind, None, sum(size for _, size in amounts))]
    else:
        gone = [_transfer(law, world, phone, kind, name, size) for name, size in amounts]
    queue = phone.queues[kind]
    world = with_queue(world, phone, kind, replace(queue, begun={**queue.begun, **begun}))
    return replace(world, transfers=(*world.transfers, *(each for each in gone if each.size_bytes)))


def _transfer(law: Law, world: World, phone: Phone, kind: QueueKind, medium: str | None, size_bytes: int) -> Transfer:
    assert phone.account is not None
    assert phone.network != "none"
    return Transfer(
        phone=phone.name,
        account=phone.account,
        destination=law.policy.privacy.destinations[0],
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
