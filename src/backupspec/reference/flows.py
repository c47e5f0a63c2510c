"""How bytes travel, for a backup or a restore: as far as they can, to what was armed against them, or to what stands in their way.

What is peculiar to either stands in backups.py and restoring.py.
"""

from typing import Literal

from msgspec.structs import replace

from backupspec.contract.observations import Backup, SavedPart, Transfer
from backupspec.contract.outcomes import Reason
from backupspec.contract.terms import Part, Trigger
from backupspec.reference.backups import Backups
from backupspec.reference.law import Law
from backupspec.reference.restoring import Restoring
from backupspec.reference.state import Fault, Flow, Phone, World


class Flows:
    """The engine of backups and restores: it asks their rules what to do."""

    def __init__(self, law: Law, backups: Backups, restoring: Restoring) -> None:
        self.law = law
        self.backups = backups
        self.restoring = restoring

    def back_up(self, world: World, phone: Phone, trigger: Trigger) -> World:
        """Begin a backup and take it as far as it goes."""
        return self.go_on(self.backups.begin(world, phone, trigger), phone.name)

    def restore(self, world: World, phone: Phone, backup: Backup | None) -> World:
        """Begin a restore, of text messages alone if there is no backup, and take it as far as it goes."""
        return self.go_on(self.restoring.begin(world, phone, backup), phone.name)

    def go_on(self, world: World, name: str) -> World:
        """Let a phone's flow go as far as it can: to its end, to a pause, or to what stands in its way."""
        while True:
            phone = world.phones[name]
            flow = phone.flow
            if flow is None or flow.paused:
                return world
            topic = self._topic(flow)
            reason = topic.obstacle(world, phone)
            if reason is not None:
                return topic.fail(world, phone, reason)
            if self.waiting_for(phone) is not None:
                return world
            due = [
                fault for fault in phone.faults if fault.flow == flow.kind and _point(fault, flow) <= flow.total_bytes
            ]
            if not due:
                world = self._send(world, phone, flow.total_bytes)
                return topic.complete(world, world.phones[name])
            point = min(_point(fault, flow) for fault in due)
            world = self._send(world, phone, point)
            for fault in due:
                if _point(fault, flow) == point:
                    world = self.strike(world, name, fault)

    def _topic(self, flow: Flow) -> Backups | Restoring:
        """Return what is peculiar to a kind of flow."""
        return self.backups if flow.kind == "backup" else self.restoring

    def waiting_for(self, phone: Phone) -> Literal["wifi", "network", "power"] | None:
        """Tell what a flow needs to go on: an automatic backup Wi-Fi (SCH-01), a restore a network and a phone that is on."""
        flow = phone.flow
        if flow is None or flow.paused:
            return None
        if flow.kind == "backup":
            return "wifi" if self.backups.waits_for_wifi(phone) else None
        if not phone.powered_on:
            return "power"
        return None if phone.network in self.law.policy.restore.networks else "network"

    def _send(self, world: World, phone: Phone, up_to: int) -> World:
        """Send a flow's bytes up to a point, in one go over the phone's network: those of a backup, and those of text messages that come after them."""
        flow = phone.flow
        if flow is None or up_to == flow.sent_bytes or phone.network == "none":
            return world
        border = flow.total_bytes - sum(text.size_bytes for text in flow.texts.values())
        of_backup = (flow.sent_bytes, min(up_to, border), flow.backup)
        of_texts = (max(flow.sent_bytes, border), up_to, None)
        gone = [
            self._transfer(world, phone, start, end, backup)
            for start, end, backup in (of_backup, of_texts)
            if start < end
        ]
        world = replace(world, transfers=(*world.transfers, *gone))
        size_bytes = up_to - flow.sent_bytes
        by_network = {**flow.by_network, phone.network: flow.by_network.get(phone.network, 0) + size_bytes}
        return world.with_phone(replace(phone, flow=replace(flow, sent_bytes=up_to, by_network=by_network)))

    def _transfer(self, world: World, phone: Phone, start: int, end: int, backup: Backup | None) -> Transfer:
        flow = phone.flow
        assert flow is not None
        assert phone.network != "none"
        return Transfer(
            phone=phone.name,
            account=flow.account,
            destination=self.law.policy.privacy.destinations[0],
            purpose=flow.kind,
            trigger=flow.trigger,
            backup=backup.id if backup is not None else None,
            medium=None,
            parts=_parts_between(backup.parts, start, end) if backup is not None else (),
            network=phone.network,
            size_bytes=end - start,
            at=world.wall_clock,
            elapsed_s=world.elapsed_s,
        )

    def strike(self, world: World, name: str, fault: Fault) -> World:
        """Let an armed fault happen, once."""
        phone = world.phones[name]
        if fault not in phone.faults:
            return world
        phone = replace(phone, faults=tuple(other for other in phone.faults if other != fault))
        if fault.kind == "cut_network":
            return world.with_phone(replace(phone, network=fault.network))
        if fault.kind == "fail_power":
            return self.switched_off(world.with_phone(phone), name, "power_lost")
        if fault.flow in phone.queues:
            held = replace(phone.queues[fault.flow], paused=True)
            return world.with_phone(replace(phone, queues={**phone.queues, fault.flow: held}))
        if phone.flow is None:
            return world.with_phone(phone)
        return world.with_phone(replace(phone, flow=replace(phone.flow, paused=True)))

    def switched_off(self, world: World, name: str, reason: Reason) -> World:
        """Switch a phone off. A backup under way fails; a restore goes on when the phone is on again (RST-09)."""
        phone = world.phones[name]
        if phone.flow is not None and phone.flow.kind == "backup":
            world = self.backups.fail(world, replace(phone, powered_on=False), reason)
        return world.with_phone(replace(world.phones[name], powered_on=False))


def _point(fault: Fault, flow: Flow) -> int:
    """Tell after how many bytes a fault strikes: at once, if so many were sent already."""
    return flow.total_bytes if fault.size_bytes is None else max(fault.size_bytes, flow.sent_bytes)


def _parts_between(parts: tuple[SavedPart, ...], start: int, end: int) -> tuple[Part, ...]:
    """Tell which parts the bytes from start to end belong to, when the parts are sent one after the other."""
    sent: list[Part] = []
    at = 0
    for part in parts:
        if max(at, start) < min(at + part.size_bytes, end):
            sent.append(part.kind)
        at += part.size_bytes
    return tuple(sent)
