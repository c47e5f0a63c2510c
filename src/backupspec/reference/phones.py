"""What all that is done to a phone begins with: a phone on which nobody has touched anything, and who may act on one."""

from collections.abc import Callable
from typing import Any, TypeVar

from backupspec.contract.outcomes import Reason, Refused
from backupspec.manifest.measuring import held_messages
from backupspec.policy.model import Policy
from backupspec.reference.later import Amount
from backupspec.reference.law import Answer
from backupspec.reference.state import QUEUES, Fault, Phone, Queue, World

NO_TEXTS = Amount(lambda: held_messages(()))

Topic = TypeVar("Topic")
Of = TypeVar("Of")
Act = Callable[[Topic, World, Phone, Of], Answer]
Handler = Callable[[Topic, World, Of], Answer]


def fresh_phone(policy: Policy, world: World, name: str, display_name: str | None = None) -> Phone:
    """Return a phone on which nobody has touched anything (GEN-02)."""
    toggles: dict[Any, bool] = {toggle.id: toggle.first == "on" for toggle in policy.toggles}
    first = policy.uploads.first
    uploads: dict[Any, Any] = {"photos": first, "videos": first}
    return Phone(
        name=name,
        display_name=display_name or name,
        toggles=toggles,
        uploads=uploads,
        texts_held=NO_TEXTS,
        queues={kind: Queue() for kind in QUEUES},
        clock_seen=len(world.clock_set),
    )


def refused(world: World, reason: Reason) -> Answer:
    """Answer that nothing began, because of one fact."""
    return world, Refused(reason=reason)


def on_phone(act: Act[Topic, Of]) -> Handler[Topic, Of]:
    """Make a handler of something that happens to a phone, on or off."""

    def handler(topic: Topic, world: World, command: Any) -> Answer:
        phone = world.phones.get(command.phone)
        return refused(world, "no_such_phone") if phone is None else act(topic, world, phone, command)

    return handler


def by_hand(act: Act[Topic, Of]) -> Handler[Topic, Of]:
    """Make a handler of something that a phone does only while it is on."""

    def handler(topic: Topic, world: World, phone: Phone, command: Of) -> Answer:
        return act(topic, world, phone, command) if phone.powered_on else refused(world, "phone_is_off")

    return on_phone(handler)


def once_set_up(act: Act[Topic, Of]) -> Handler[Topic, Of]:
    """Make a handler of something that a person can do only once a phone's first set-up is over."""

    def handler(topic: Topic, world: World, phone: Phone, command: Of) -> Answer:
        return act(topic, world, phone, command) if phone.set_up is None else refused(world, "set_up_is_not_over")

    return by_hand(handler)


def without_faults(phone: Phone, kind: str) -> tuple[Fault, ...]:
    """Tell what is armed against a phone's other flows."""
    return tuple(fault for fault in phone.faults if fault.flow != kind)
