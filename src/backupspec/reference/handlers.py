"""What each command does to the world. A handler returns the new world and the outcome; settling comes after it."""

from collections.abc import Callable
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from backupspec.contract import commands
from backupspec.contract.observations import Transfer
from backupspec.contract.outcomes import DONE, Done, Failed, Outcome, Reason, Refused
from backupspec.contract.terms import FlowKind, Part, Toggle, Trigger
from backupspec.policy.conditions import unmet
from backupspec.policy.model import Policy
from backupspec.reference.law import Answer, Handler, Law, facts
from backupspec.reference.schedule import advance
from backupspec.reference.state import LAST_INSTANT_S, Account, Fault, Phone, World, wall_seconds

Of = TypeVar("Of")


def fresh_phone(policy: Policy, name: str) -> Phone:
    """Return a phone on which nobody has touched anything (GEN-02)."""
    toggles: dict[Any, bool] = {toggle.id: toggle.first == "on" for toggle in policy.toggles}
    first = policy.uploads.first
    return Phone(name=name, toggles=toggles, uploads={"photos": first, "videos": first})


def _refused(world: World, reason: Reason) -> Answer:
    return world, Refused(reason=reason)


def _on_phone(act: Callable[[Law, World, Phone, Of], Answer]) -> Callable[[Law, World, Of], Answer]:
    """Make a handler of something that happens to a phone, on or off."""

    def handler(law: Law, world: World, command: Any) -> Answer:
        phone = world.phones.get(command.phone)
        return _refused(world, "no_such_phone") if phone is None else act(law, world, phone, command)

    return handler


def _by_hand(act: Callable[[Law, World, Phone, Of], Answer]) -> Callable[[Law, World, Of], Answer]:
    """Make a handler of something that a phone does only while it is on."""

    def handler(law: Law, world: World, phone: Phone, command: Of) -> Answer:
        return act(law, world, phone, command) if phone.powered_on else _refused(world, "phone_is_off")

    return _on_phone(handler)


# Time.


def _advance_time(law: Law, world: World, command: commands.AdvanceTime) -> Answer:
    if world.elapsed_s + world.wall_offset_s + command.seconds > LAST_INSTANT_S:
        return _refused(world, "no_such_instant")
    return advance(law, world, command.seconds), DONE


def _set_wall_clock(_law: Law, world: World, command: commands.SetWallClock) -> Answer:
    try:
        return replace(world, wall_offset_s=wall_seconds(command.to) - world.elapsed_s), DONE
    except ValueError:
        return _refused(world, "no_such_instant")


def _set_time_zone(_law: Law, world: World, command: commands.SetTimeZone) -> Answer:
    try:
        ZoneInfo(command.time_zone)
    except (KeyError, ValueError, OSError):
        return _refused(world, "unknown_time_zone")
    return replace(world, time_zone=command.time_zone), DONE


# Accounts.


def _create_account(_law: Law, world: World, command: commands.CreateAccount) -> Answer:
    if command.account in world.accounts:
        return _refused(world, "already_exists")
    return world.with_account(command.account, Account()), DONE


def _set_lapsed(world: World, account: str, *, lapsed: bool) -> Answer:
    if account not in world.accounts:
        return _refused(world, "no_such_account")
    for phone in world.phones.values():
        if phone.account == account and phone.sign_in_lapsed != lapsed:
            world = world.with_phone(replace(phone, sign_in_lapsed=lapsed, retry_at_s=None))
    return world, DONE


def _let_sign_in_lapse(_law: Law, world: World, command: commands.LetSignInLapse) -> Answer:
    return _set_lapsed(world, command.account, lapsed=True)


def _renew_sign_in(_law: Law, world: World, command: commands.RenewSignIn) -> Answer:
    return _set_lapsed(world, command.account, lapsed=False)


# Phones.


def _add_phone(law: Law, world: World, command: commands.AddPhone) -> Answer:
    if command.phone in world.phones:
        return _refused(world, "already_exists")
    return world.with_phone(fresh_phone(law.policy, command.phone)), DONE


def _reset_phone(law: Law, world: World, phone: Phone, _command: commands.ResetPhone) -> Answer:
    return world.with_phone(replace(fresh_phone(law.policy, phone.name), external_power=phone.external_power)), DONE


def _turn_phone_off(law: Law, world: World, phone: Phone, _command: commands.TurnPhoneOff) -> Answer:
    world = law.rules.fail(law, world, phone, "phone_was_turned_off")
    return world.with_phone(replace(world.phones[phone.name], powered_on=False)), DONE


def _turn_phone_on(_law: Law, world: World, phone: Phone, _command: commands.TurnPhoneOn) -> Answer:
    if phone.powered_on:
        return world, DONE
    return world.with_phone(replace(phone, powered_on=True, retry_at_s=None)), DONE


def _sign_in(law: Law, world: World, phone: Phone, command: commands.SignIn) -> Answer:
    if command.account not in world.accounts:
        return _refused(world, "no_such_account")
    if phone.account not in {None, command.account}:
        world = law.rules.fail(law, world, phone, "signed_out")
        phone = world.phones[phone.name]
    return world.with_phone(replace(phone, account=command.account, sign_in_lapsed=False, retry_at_s=None)), DONE


def _sign_out(law: Law, world: World, phone: Phone, _command: commands.SignOut) -> Answer:
    world = law.rules.fail(law, world, phone, "signed_out")
    return world.with_phone(replace(world.phones[phone.name], account=None, sign_in_lapsed=False)), DONE


def _set_network(_law: Law, world: World, phone: Phone, command: commands.SetNetwork) -> Answer:
    if phone.network == command.network:
        return world, DONE
    return world.with_phone(replace(phone, network=command.network, retry_at_s=None)), DONE


def _set_external_power(_law: Law, world: World, phone: Phone, command: commands.SetExternalPower) -> Answer:
    if phone.external_power == command.connected:
        return world, DONE
    return world.with_phone(replace(phone, external_power=command.connected, retry_at_s=None)), DONE


# Flows.


def _arm(world: World, phone: Phone, fault: Fault) -> Answer:
    return world.with_phone(replace(phone, faults=(*phone.faults, fault))), DONE


def _pause_flow_after(_law: Law, world: World, phone: Phone, command: commands.PauseFlowAfter) -> Answer:
    size_bytes = None if command.point == "commit" else command.point
    return _arm(world, phone, Fault(flow=command.flow, size_bytes=size_bytes, kind="pause"))


def _resume_flow(_law: Law, world: World, phone: Phone, command: commands.ResumeFlow) -> Answer:
    if phone.flow is None or not phone.flow.paused or command.flow != "backup":
        return _refused(world, "no_flow_paused")
    return world.with_phone(replace(phone, flow=replace(phone.flow, paused=False))), DONE


def _cut_network_after(_law: Law, world: World, phone: Phone, command: commands.CutNetworkAfter) -> Answer:
    return _arm(
        world,
        phone,
        Fault(flow=command.flow, size_bytes=command.size_bytes, kind="cut_network", network=command.network),
    )


def _fail_power_after(_law: Law, world: World, phone: Phone, command: commands.FailPowerAfter) -> Answer:
    return _arm(world, phone, Fault(flow=command.flow, size_bytes=command.size_bytes, kind="fail_power"))


# Content.


def _set_content(_law: Law, world: World, phone: Phone, command: commands.SetContent) -> Answer:
    return world.with_phone(replace(phone, content={**phone.content, command.part: command.size_bytes})), DONE


def _save(world: World, phone: Phone, purpose: FlowKind, size_bytes: int) -> World:
    """Save one text message or medium in OneDrive, if the phone can reach it."""
    if phone.account is None or phone.sign_in_lapsed or phone.network == "none" or not world.cloud_up:
        return world
    account = world.accounts[phone.account]
    if purpose == "texts":
        account = replace(account, messages=account.messages + 1)
    else:
        account = replace(account, media=account.media + 1)
    transfer = Transfer(
        phone=phone.name,
        account=phone.account,
        purpose=purpose,
        trigger=None,
        backup=None,
        parts=(),
        network=phone.network,
        size_bytes=size_bytes,
        at=world.wall_clock,
        elapsed_s=world.elapsed_s,
    )
    return replace(world.with_account(phone.account, account), transfers=(*world.transfers, transfer))


def _receive_message(_law: Law, world: World, phone: Phone, command: commands.ReceiveMessage) -> Answer:
    if phone.toggles["text_message_backup"]:
        world = _save(world, phone, "texts", command.size_bytes)
    return world, DONE


def _take_photo(law: Law, world: World, phone: Phone, command: commands.TakePhoto) -> Answer:
    for row in law.policy.uploads.table:
        if row.medium == "photos" and row.quality == phone.uploads["photos"] and phone.network in row.networks:
            return _save(world, phone, "media", command.size_bytes), DONE
    return world, DONE


# Settings.


def _turn_on(law: Law, world: World, phone: Phone, command: commands.TurnOn) -> Answer:
    rule = next((toggle for toggle in law.policy.toggles if toggle.id == command.toggle), None)
    if rule is None:
        return _refused(world, "not_offered_on_this_phone")
    if phone.toggles[command.toggle]:
        return world, DONE
    if not all(phone.toggles[needed] for needed in rule.requires):  # type: ignore[index]
        return _refused(world, "settings_backup_is_off")
    if phone.account is None and law.choices["toggle_without_account"] == "refused":
        return _refused(world, "not_signed_in")
    on = {command.toggle, *phone.suspended} if command.toggle == "settings_backup" else {command.toggle}
    phone = replace(phone, toggles=phone.toggles | dict.fromkeys(on, True))
    if command.toggle == "settings_backup":
        phone = replace(phone, suspended=frozenset(), settings_on_since_s=world.elapsed_s, retry_at_s=None)
    return world.with_phone(phone), DONE


def _turn_off(law: Law, world: World, phone: Phone, command: commands.TurnOff) -> Answer:
    if command.toggle not in phone.toggles:
        return _refused(world, "not_offered_on_this_phone")
    if command.toggle == "settings_backup" and law.choices["settings_off_during_backup"] == "aborted":
        world = law.rules.fail(law, world, phone, "settings_backup_was_turned_off")
        phone = world.phones[phone.name]
    needing: set[Any] = {rule.id for rule in law.policy.toggles if command.toggle in rule.requires}
    with_it: set[Toggle] = {toggle for toggle in needing if phone.toggles[toggle]}
    phone = replace(phone, toggles=phone.toggles | dict.fromkeys({command.toggle, *with_it}, False))
    suspended = phone.suspended - {command.toggle}
    if law.choices["settings_off_while_app_on"] == "suspended":
        suspended |= with_it
    return world.with_phone(replace(phone, suspended=suspended)), DONE


def _choose_upload(law: Law, world: World, phone: Phone, command: commands.ChooseUpload) -> Answer:
    offered = any(row.medium == command.medium and row.quality == command.quality for row in law.policy.uploads.table)
    if command.quality != law.policy.uploads.first and not offered:
        return _refused(world, "good_quality_not_offered_for_videos")
    return world.with_phone(replace(phone, uploads={**phone.uploads, command.medium: command.quality})), DONE


# Backups.


def manual_refusal(law: Law, _world: World, phone: Phone) -> Reason | None:
    """Tell why a manual backup cannot begin, or None if it can (MAN-01, MAN-03)."""
    condition = unmet(law.policy.manual.needs, facts(phone))
    return condition.otherwise if condition else None  # type: ignore[return-value]


def _on_demand(law: Law, world: World, phone: Phone, trigger: Trigger) -> Answer:
    """Make a backup because a person asked for it. An automatic one that waits for Wi-Fi gives way."""
    if phone.flow is not None and not phone.flow.paused and law.rules.waits_for_wifi(law, phone):
        world = law.rules.fail(law, world, phone, "superseded_by_manual_backup")
        phone = world.phones[phone.name]
    reason = law.rules.manual_refusal(law, world, phone)
    if reason is not None:
        return _refused(world, reason)
    world = law.rules.begin(law, world, phone, trigger)
    return world, _outcome_of_attempt(world.phones[phone.name])


def _outcome_of_attempt(phone: Phone) -> Outcome:
    """Tell how a backup that was asked for has gone so far."""
    if phone.flow is not None or phone.last_attempt is None or phone.last_attempt.reason is None:
        return Done()
    return Failed(reason=phone.last_attempt.reason)


def _back_up_now(law: Law, world: World, phone: Phone, _command: commands.BackUpNow) -> Answer:
    return _on_demand(law, world, phone, "manual")


def _accept_prompt(law: Law, world: World, phone: Phone, _command: commands.AcceptPrompt) -> Answer:
    if not law.rules.prompts(law, world, phone):
        return _refused(world, "no_prompt_shown")
    return _on_demand(law, world, phone, "prompt")


def _dismiss_prompt(law: Law, world: World, phone: Phone, _command: commands.DismissPrompt) -> Answer:
    if not law.rules.prompts(law, world, phone):
        return _refused(world, "no_prompt_shown")
    return world.with_phone(replace(phone, prompt_dismissed_s=world.elapsed_s)), DONE


def deletion(law: Law, boxes: frozenset[str]) -> frozenset[Part]:
    """Tell which parts of the phone's copy go when these boxes are ticked (DEL-03, DEL-04)."""
    rule = next((rule for rule in law.policy.deletions if boxes.issuperset(rule.ticked)), None)
    if rule is None:
        return frozenset()
    removed = {part for toggle in law.policy.toggles if toggle.id in rule.removes for part in toggle.covers}
    if "settings_backup" not in rule.removes and law.choices["app_deletion_takes"] == "data_alone":
        removed -= {"apps"}
    return frozenset(removed)  # type: ignore[arg-type]


def _delete_backups(law: Law, world: World, phone: Phone, command: commands.DeleteBackups) -> Answer:
    """Delete from the phone's own copy; nothing in OneDrive changes (DEL-06). A backup under way is aborted first."""
    if not command.boxes:
        return _refused(world, "no_box_ticked") if law.choices["no_box_ticked"] == "refused" else (world, DONE)
    world = law.rules.fail(law, world, phone, "backups_were_deleted")
    phone = world.phones[phone.name]
    copy = phone.local_backup
    if copy is None:
        return world, DONE
    removed = law.rules.deletion(law, frozenset(command.boxes))
    left = tuple(part for part in copy.parts if part.kind not in removed)
    return world.with_phone(replace(phone, local_backup=replace(copy, parts=left) if left else None)), DONE


# OneDrive.


def _set_cloud_space(_law: Law, world: World, command: commands.SetCloudSpace) -> Answer:
    account = world.accounts.get(command.account)
    if account is None:
        return _refused(world, "no_such_account")
    return world.with_account(command.account, replace(account, free_bytes=command.size_bytes)), DONE


def _take_cloud_down(_law: Law, world: World, _command: commands.TakeCloudDown) -> Answer:
    return replace(world, cloud_up=False), DONE


def _bring_cloud_up(_law: Law, world: World, _command: commands.BringCloudUp) -> Answer:
    return replace(world, cloud_up=True), DONE


def _delete_cloud_backup(_law: Law, world: World, command: commands.DeleteCloudBackup) -> Answer:
    account = world.accounts.get(command.account)
    if account is None:
        return _refused(world, "no_such_account")
    if not world.cloud_up:
        return _refused(world, "onedrive_is_down")
    gone = next((backup for backup in account.backups if backup.id == command.backup), None)
    if gone is None:
        return _refused(world, "no_such_backup")
    account = replace(
        account,
        backups=tuple(backup for backup in account.backups if backup is not gone),
        deleted_s={**account.deleted_s, gone.phone: world.elapsed_s},
        free_bytes=account.free_bytes + sum(part.size_bytes for part in gone.parts),
    )
    return world.with_account(command.account, account), DONE


HANDLERS: dict[type, Handler] = {
    commands.AdvanceTime: _advance_time,
    commands.SetWallClock: _set_wall_clock,
    commands.SetTimeZone: _set_time_zone,
    commands.CreateAccount: _create_account,
    commands.LetSignInLapse: _let_sign_in_lapse,
    commands.RenewSignIn: _renew_sign_in,
    commands.AddPhone: _add_phone,
    commands.ResetPhone: _on_phone(_reset_phone),
    commands.TurnPhoneOff: _on_phone(_turn_phone_off),
    commands.TurnPhoneOn: _on_phone(_turn_phone_on),
    commands.SignIn: _by_hand(_sign_in),
    commands.SignOut: _by_hand(_sign_out),
    commands.SetNetwork: _on_phone(_set_network),
    commands.SetExternalPower: _on_phone(_set_external_power),
    commands.PauseFlowAfter: _on_phone(_pause_flow_after),
    commands.ResumeFlow: _on_phone(_resume_flow),
    commands.CutNetworkAfter: _on_phone(_cut_network_after),
    commands.FailPowerAfter: _on_phone(_fail_power_after),
    commands.SetContent: _on_phone(_set_content),
    commands.ReceiveMessage: _by_hand(_receive_message),
    commands.TakePhoto: _by_hand(_take_photo),
    commands.TurnOn: _by_hand(_turn_on),
    commands.TurnOff: _by_hand(_turn_off),
    commands.ChooseUpload: _by_hand(_choose_upload),
    commands.BackUpNow: _by_hand(_back_up_now),
    commands.AcceptPrompt: _by_hand(_accept_prompt),
    commands.DismissPrompt: _by_hand(_dismiss_prompt),
    commands.DeleteBackups: _by_hand(_delete_backups),
    commands.SetCloudSpace: _set_cloud_space,
    commands.TakeCloudDown: _take_cloud_down,
    commands.BringCloudUp: _bring_cloud_up,
    commands.DeleteCloudBackup: _delete_cloud_backup,
}
