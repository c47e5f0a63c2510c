"""How a backup goes: it begins, its bytes are sent, it is committed or it fails.

- It holds the parts that the options which are on cover (AS-03, AS-05).
- Its bytes go over the networks that its kind allows: an automatic one's over Wi-Fi alone (SCH-01).
- Nothing counts until it is committed: one that fails changes no other (MAN-01), and claims no success (GEN-03).
"""

from msgspec.structs import replace

from backupspec.contract.observations import Attempt, Backup, SavedPart, Transfer
from backupspec.contract.outcomes import Reason
from backupspec.contract.terms import Part, Trigger
from backupspec.reference.law import Law
from backupspec.reference.state import Fault, Flow, Phone, World


def parts_to_save(law: Law, phone: Phone) -> tuple[Part, ...]:
    """Tell which parts a backup that begins now will hold."""
    return law.settings_parts + (law.app_parts if phone.toggles["app_backup"] else ())


def begin(law: Law, world: World, phone: Phone, trigger: Trigger) -> World:
    """Begin a backup and take it as far as it goes."""
    assert phone.account is not None
    parts = tuple(
        SavedPart(kind=part, size_bytes=phone.content.get(part, 0)) for part in law.rules.parts_to_save(law, phone)
    )
    backup = Backup(
        id=f"backup-{world.backups_begun + 1}",
        phone=phone.name,
        sequence=phone.sequence + 1,
        trigger=trigger,
        network=phone.network,
        external_power=phone.external_power,
        started_at=world.wall_clock,
        started_elapsed_s=world.elapsed_s,
        committed_at=None,
        committed_elapsed_s=None,
        complete=False,
        parts=parts,
    )
    flow = Flow(backup=backup, account=phone.account, total_bytes=sum(part.size_bytes for part in parts))
    world = replace(world, backups_begun=world.backups_begun + 1)
    return go_on(law, world.with_phone(replace(phone, flow=flow)), phone.name)


def go_on(law: Law, world: World, name: str) -> World:
    """Send what can be sent of a phone's backup: to its end, to a pause, or to what stands in its way."""
    while True:
        phone = world.phones[name]
        flow = phone.flow
        if flow is None or flow.paused:
            return world
        reason = law.rules.obstacle(law, world, phone)
        if reason is not None:
            return law.rules.fail(law, world, phone, reason)
        if law.rules.waits_for_wifi(law, phone):
            return world
        due = [fault for fault in phone.faults if fault.flow == "backup" and _point(fault, flow) <= flow.total_bytes]
        if not due:
            world = _send(world, phone, flow.total_bytes)
            return law.rules.commit(law, world, world.phones[name])
        point = min(_point(fault, flow) for fault in due)
        world = _send(world, phone, point)
        for fault in due:
            if _point(fault, flow) == point:
                world = _strike(law, world, name, fault)


def obstacle(law: Law, world: World, phone: Phone) -> Reason | None:  # noqa: PLR0911 - one return for each obstacle
    """Tell what ends a backup under way, or None."""
    flow = phone.flow
    assert flow is not None
    if phone.sign_in_lapsed:
        return "sign_in_lapsed"
    automatic = flow.trigger == "automatic"
    if automatic and law.choices["power_needed"] == "throughout" and not phone.external_power:
        return "power_unplugged"
    if automatic and law.choices["when_wifi_drops"] == "abort" and phone.network not in law.policy.automatic.networks:
        return "network_lost"
    if not automatic and phone.network not in law.policy.manual.networks:
        return "network_lost" if flow.sent_bytes else "no_network"
    if law.rules.waits_for_wifi(law, phone):
        return None
    if not world.cloud_up:
        return "onedrive_is_down"
    if world.accounts[flow.account].free_bytes < flow.total_bytes:
        return "onedrive_is_full"
    return None


def waits_for_wifi(law: Law, phone: Phone) -> bool:
    """Tell whether a backup under way waits for a network that may carry it (SCH-01)."""
    flow = phone.flow
    return flow is not None and flow.trigger == "automatic" and phone.network not in law.policy.automatic.networks


def commit(_law: Law, world: World, phone: Phone) -> World:
    """Make a backup that was sent whole count: it joins the others in OneDrive and becomes the phone's local copy."""
    flow = phone.flow
    assert flow is not None
    backup = replace(flow.backup, complete=True, committed_at=world.wall_clock, committed_elapsed_s=world.elapsed_s)
    account = world.accounts[flow.account]
    world = world.with_account(
        flow.account,
        replace(account, backups=(*account.backups, backup), free_bytes=account.free_bytes - flow.total_bytes),
    )
    return world.with_phone(
        replace(
            phone,
            flow=None,
            faults=_without_backup_faults(phone),
            local_backup=backup,
            last_attempt=_attempt(world, flow, "complete", None),
            last_complete_s=world.elapsed_s,
            retry_at_s=None,
            sequence=backup.sequence,
        )
    )


def fail(law: Law, world: World, phone: Phone, reason: Reason) -> World:
    """End a backup that did not complete. An automatic one is tried again later."""
    flow = phone.flow
    if flow is None:
        return world
    automatic = flow.trigger == "automatic"
    return world.with_phone(
        replace(
            phone,
            flow=None,
            faults=_without_backup_faults(phone),
            last_attempt=_attempt(world, flow, "aborted" if reason in _BY_A_PERSON else "failed", reason),
            retry_at_s=world.elapsed_s + law.retry_after_s if automatic else phone.retry_at_s,
        )
    )


_BY_A_PERSON = frozenset(
    {"backups_were_deleted", "settings_backup_was_turned_off", "signed_out", "superseded_by_manual_backup"}
)


def _attempt(world: World, flow: Flow, result: str, reason: Reason | None) -> Attempt:
    return Attempt(
        trigger=flow.trigger,
        result=result,  # type: ignore[arg-type]
        reason=reason,
        ended_at=world.wall_clock,
        ended_elapsed_s=world.elapsed_s,
        backup=flow.backup.id if result == "complete" else None,
    )


def _without_backup_faults(phone: Phone) -> tuple[Fault, ...]:
    return tuple(fault for fault in phone.faults if fault.flow != "backup")


def _point(fault: Fault, flow: Flow) -> int:
    """Tell after how many bytes a fault strikes: at once, if so many were sent already."""
    return flow.total_bytes if fault.size_bytes is None else max(fault.size_bytes, flow.sent_bytes)


def _send(world: World, phone: Phone, up_to: int) -> World:
    """Send a backup's bytes up to a point, in one go over the phone's network."""
    flow = phone.flow
    if flow is None or up_to == flow.sent_bytes or phone.network == "none":
        return world
    transfer = Transfer(
        phone=phone.name,
        account=flow.account,
        purpose="backup",
        trigger=flow.trigger,
        backup=flow.backup.id,
        parts=_parts_between(flow.backup.parts, flow.sent_bytes, up_to),
        network=phone.network,
        size_bytes=up_to - flow.sent_bytes,
        at=world.wall_clock,
        elapsed_s=world.elapsed_s,
    )
    world = replace(world, transfers=(*world.transfers, transfer))
    return world.with_phone(replace(phone, flow=replace(flow, sent_bytes=up_to)))


def _parts_between(parts: tuple[SavedPart, ...], start: int, end: int) -> tuple[Part, ...]:
    """Tell which parts the bytes from start to end belong to, when the parts are sent one after the other."""
    sent: list[Part] = []
    at = 0
    for part in parts:
        if max(at, start) < min(at + part.size_bytes, end):
            sent.append(part.kind)
        at += part.size_bytes
    return tuple(sent)


def _strike(law: Law, world: World, name: str, fault: Fault) -> World:
    """Let an armed fault happen, once."""
    phone = world.phones[name]
    if fault not in phone.faults:
        return world
    phone = replace(phone, faults=tuple(other for other in phone.faults if other != fault))
    if fault.kind == "cut_network":
        return world.with_phone(replace(phone, network=fault.network))
    if fault.kind == "fail_power":
        return law.rules.fail(law, world, replace(phone, powered_on=False), "power_lost")
    if phone.flow is None:
        return world
    return world.with_phone(replace(phone, flow=replace(phone.flow, paused=True)))
