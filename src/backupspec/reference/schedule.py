"""When something happens by itself: what is due at an instant, and what falls due while time passes (SCH-01 to SCH-03)."""

from msgspec.structs import replace

from backupspec.policy.conditions import unmet
from backupspec.reference.flows import Flows
from backupspec.reference.law import Law, facts
from backupspec.reference.queues import Queues
from backupspec.reference.state import Phone, World


class Schedule:
    """The engine of what happens by itself, on all phones."""

    def __init__(self, law: Law, flows: Flows, queues: Queues) -> None:
        self.law = law
        self.flows = flows
        self.queues = queues

    def automatic_due_s(self, _world: World, phone: Phone) -> int | None:
        """Tell the instant from which an automatic backup is due, or None while something that it needs is missing."""
        if phone.flow is not None or unmet(self.law.policy.automatic.needs, facts(phone)) is not None:
            return None
        due = 0 if phone.last_complete_s is None else phone.last_complete_s + self.law.automatic_every_s
        return due if phone.retry_at_s is None else max(due, phone.retry_at_s)

    def settle(self, world: World) -> World:
        """Do all that would be done at this instant: backups first, then text messages, photos and videos.

        What is deleted in OneDrive makes room: then what waits, on whatever phone, may fit.
        """
        makes_room = any(queue.deletions for phone in world.phones.values() for queue in phone.queues.values())
        for name in world.phones:
            world = self.flows.go_on(world, name)
            phone = world.phones[name]
            due = self.automatic_due_s(world, phone)
            if due is not None and due <= world.elapsed_s:
                world = self.flows.back_up(world, phone, "automatic")
            world = self.queues.settle(world, name)
        for name in world.phones if makes_room else ():
            world = self.queues.settle(world, name)
        return world

    def advance(self, world: World, seconds: int) -> World:
        """Let time pass, and do everything that falls due on the way at its own instant."""
        end = world.elapsed_s + seconds
        while True:
            due = [self.automatic_due_s(world, phone) for phone in world.phones.values()]
            later = [at for at in due if at is not None and world.elapsed_s < at <= end]
            if not later:
                return replace(world, elapsed_s=end)
            world = self.settle(replace(world, elapsed_s=min(later)))
