"""Miniatures of a restore on its way: it is said to be complete too early, or can never be."""

from typing import Any

from msgspec.structs import replace

from backupspec.contract import commands
from backupspec.contract.observations import Restored
from backupspec.contract.outcomes import DONE, Reason
from backupspec.contract.terms import Step
from backupspec.faults.made import at_step, breaks, with_fewer_backups, with_topics
from backupspec.manifest.measuring import held
from backupspec.reference.engine import Engine, Topics
from backupspec.reference.events import Events
from backupspec.reference.implementation import Reference
from backupspec.reference.law import Answer
from backupspec.reference.phones import without_faults
from backupspec.reference.restoring import Restoring
from backupspec.reference.state import Entries, Phone, SetUp, World

# Waiting.


def goes_on_early(button: type[commands.PressNext | commands.PressDone], step: Step | None) -> Reference:
    """Make the reference, in which a button leads somewhere while the restore is under way."""

    class _Faulty(Engine):
        def answer(self, world: World, command: Any) -> Answer:
            if not isinstance(command, button):
                return super().answer(world, command)
            phone = world.phones[command.phone]
            if phone.set_up is not None and at_step(phone, "restore") and phone.flow is not None:
                on = None if step is None else replace(phone.set_up, step=step)
                return world.with_phone(replace(phone, set_up=on)), DONE
            return super().answer(world, command)

    return with_topics(Topics(engine=_Faulty))


@breaks("RST-09")
def next_before_it_is_complete() -> Reference:
    """Next goes on while the restore is under way."""
    return goes_on_early(commands.PressNext, "done")


def _with_half(world: World, phone: Phone, entries: Entries) -> World:
    """Put every other kind of content on a phone."""
    half: Entries = {part: entries[part] for part in list(entries)[::2]}
    return world.with_phone(replace(phone, content=half, held={part: held(each) for part, each in half.items()}))


@breaks("RST-09")
def a_restore_that_ends_leaves_half_of_it() -> Reference:
    """A restore that ends before it is complete leaves some of the content on the phone."""

    class _Faulty(Restoring):
        def fail(self, world: World, phone: Phone, reason: Reason) -> World:
            assert phone.flow is not None
            world = super().fail(world, phone, reason)
            return _with_half(world, world.phones[phone.name], phone.flow.content)

    return with_topics(Topics(restoring=_Faulty))


def _once_on_again(what: str) -> Reference:
    """Make the reference, in which a restore ends badly when the phone is switched on again."""

    class _Faulty(Events):
        def turn_phone_on(self, world: World, command: commands.TurnPhoneOn) -> Answer:
            phone = world.phones[command.phone]
            flow = phone.flow
            if not phone.powered_on and flow is not None and flow.kind == "restore":
                if what == "complete":
                    phone = replace(
                        phone,
                        flow=None,
                        faults=without_faults(phone, "restore"),
                        restored=Restored(backup=flow.backup_id, left_out=()),
                    )
                    world = _with_half(world, phone, flow.content)
                else:
                    world = world.with_phone(replace(phone, flow=replace(flow, sent_bytes=0, paused=True)))
            return super().turn_phone_on(world, command)

    return with_topics(Topics(events=_Faulty))


@breaks("RST-09")
def after_a_power_failure_it_never_ends() -> Reference:
    """A restore that lost its power begins anew, and does not get on."""
    return _once_on_again("never")


@breaks("RST-09")
def after_a_power_failure_half_is_called_all() -> Reference:
    """A restore that lost its power is called complete with what had come."""
    return _once_on_again("complete")


@breaks("RST-09")
def a_full_phone_is_called_restored() -> Reference:
    """On a phone without room, the restore is called complete."""

    class _Faulty(Restoring):
        def obstacle(self, world: World, phone: Phone) -> Reason | None:
            reason = super().obstacle(world, phone)
            return None if reason == "phone_is_full" else reason

        def complete(self, world: World, phone: Phone) -> World:
            assert phone.flow is not None
            done = super().complete(world, replace(phone, free_bytes=phone.flow.total_bytes))
            if phone.free_bytes >= phone.flow.total_bytes:
                return done
            return _with_half(done, done.phones[phone.name], phone.flow.content)

    return with_topics(Topics(restoring=_Faulty))


@breaks("RST-09")
def there_is_no_second_try() -> Reference:
    """After a restore that failed, no backup is offered any more."""

    class _Faulty(Restoring):
        def fail(self, world: World, phone: Phone, reason: Reason) -> World:
            world = super().fail(world, phone, reason)
            phone = world.phones[phone.name]
            return world.with_phone(replace(phone, set_up=SetUp(step="done", problem=reason)))

    return with_topics(Topics(restoring=_Faulty))


@breaks("RST-09")
def a_backup_can_be_restored_once() -> Reference:
    """A backup that was restored goes from OneDrive."""

    class _Faulty(Restoring):
        def complete(self, world: World, phone: Phone) -> World:
            assert phone.flow is not None
            gone, account = phone.flow.backup_id, phone.flow.account
            world = super().complete(world, phone)
            return with_fewer_backups(world, account, lambda backup: backup.id != gone)

    return with_topics(Topics(restoring=_Faulty))


@breaks("RST-09")
def a_restore_that_failed_keeps_its_room() -> Reference:
    """What had come of a restore when it ended goes on taking room on the phone."""

    class _Faulty(Restoring):
        def fail(self, world: World, phone: Phone, reason: Reason) -> World:
            come = phone.flow.sent_bytes if phone.flow is not None else 0
            return super().fail(world, replace(phone, free_bytes=phone.free_bytes - come), reason)

    return with_topics(Topics(restoring=_Faulty))
