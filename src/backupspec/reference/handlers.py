"""What each command does to the world. A handler returns the new world and the outcome; settling comes after it.

What happens to phones and accounts stands here; what happens in OneDrive, in onedrive.py; what a person does, in person.py and set_up.py; text
messages, photos and videos, in texts.py and media.py.
"""

from msgspec.structs import replace

from backupspec.contract import commands
from backupspec.contract.content import Entry, Item, OwnAccount, named
from backupspec.contract.outcomes import DONE
from backupspec.contract.terms import LONGEST_S, Part
from backupspec.contract.times import time_zone, wall_seconds
from backupspec.manifest.contents import ClockAnomaly
from backupspec.manifest.measuring import held
from backupspec.reference import documents, media, onedrive, person, set_up, texts
from backupspec.reference.flows import switched_off
from backupspec.reference.law import Answer, Handler, Law
from backupspec.reference.phones import by_hand, fresh_phone, on_phone, once_set_up, refused
from backupspec.reference.queues import begun_anew, with_queue
from backupspec.reference.schedule import advance
from backupspec.reference.state import (
    LAST_INSTANT_S,
    Account,
    Entries,
    Fault,
    Phone,
    QueueKind,
    World,
)

# Time.


def _advance_time(law: Law, world: World, command: commands.AdvanceTime) -> Answer:
    end_s = world.elapsed_s + command.seconds
    if end_s > LONGEST_S or end_s + world.wall_offset_s > LAST_INSTANT_S:
        return refused(world, "no_such_instant")
    return advance(law, world, command.seconds), DONE


def _set_wall_clock(_law: Law, world: World, command: commands.SetWallClock) -> Answer:
    seconds = wall_seconds(command.to)
    if seconds is None:
        return refused(world, "no_such_instant")
    offset_s = seconds - world.elapsed_s
    shift_s = offset_s - world.wall_offset_s
    set_ = (ClockAnomaly(elapsed_s=world.elapsed_s, shift_s=shift_s),) if shift_s else ()
    return replace(world, wall_offset_s=offset_s, clock_set=(*world.clock_set, *set_)), DONE


def _set_time_zone(_law: Law, world: World, command: commands.SetTimeZone) -> Answer:
    if time_zone(command.time_zone) is None:
        return refused(world, "unknown_time_zone")
    return replace(world, time_zone=command.time_zone), DONE


# Accounts.


def _create_account(_law: Law, world: World, command: commands.CreateAccount) -> Answer:
    if command.account in world.accounts:
        return refused(world, "already_exists")
    account = Account(key=documents.account_key(world.seed, command.account))
    return documents.with_catalogue(world, command.account, account), DONE


def _set_lapsed(world: World, account: str, *, lapsed: bool) -> Answer:
    if account not in world.accounts:
        return refused(world, "no_such_account")
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
        return refused(world, "already_exists")
    return world.with_phone(fresh_phone(law.policy, world, command.phone, command.display_name)), DONE


def _reset_phone(law: Law, world: World, phone: Phone, _command: commands.ResetPhone) -> Answer:
    """Put a phone back to its factory state. Its copy of the backup goes; what lies in OneDrive stays (DEL-06)."""
    world = documents.without_copy(world, phone.name)
    fresh = replace(
        fresh_phone(law.policy, world, phone.name, phone.display_name),
        external_power=phone.external_power,
        software_version=phone.software_version,
        update=phone.update,
        times_set_up=phone.times_set_up + 1,
        set_up_begun=False,
    )
    return world.with_phone(fresh), DONE


def _turn_phone_off(law: Law, world: World, phone: Phone, _command: commands.TurnPhoneOff) -> Answer:
    return switched_off(law, world, phone.name, "phone_was_turned_off"), DONE


def _turn_phone_on(_law: Law, world: World, phone: Phone, _command: commands.TurnPhoneOn) -> Answer:
    if phone.powered_on:
        return world, DONE
    return world.with_phone(replace(phone, powered_on=True, retry_at_s=None)), DONE


def _sign_in(law: Law, world: World, phone: Phone, command: commands.SignIn) -> Answer:
    if command.account not in world.accounts:
        return refused(world, "no_such_account")
    if phone.set_up is not None:
        return set_up.sign_in(law, world, phone, command.account)
    if phone.account not in {None, command.account}:
        world = begun_anew(law.rules.fail(law, world, phone, "signed_out"), phone.name)
        phone = world.phones[phone.name]
    phone = texts.taken_over(phone, command.account)
    phone = replace(phone, account=command.account, sign_in_lapsed=False, retry_at_s=None, set_up_begun=True)
    return world.with_phone(phone), DONE


def _sign_out(law: Law, world: World, phone: Phone, _command: commands.SignOut) -> Answer:
    world = begun_anew(law.rules.fail(law, world, phone, "signed_out"), phone.name)
    return world.with_phone(replace(world.phones[phone.name], account=None, sign_in_lapsed=False)), DONE


def _set_network(_law: Law, world: World, phone: Phone, command: commands.SetNetwork) -> Answer:
    if phone.network == command.network:
        return world, DONE
    return world.with_phone(replace(phone, network=command.network, retry_at_s=None)), DONE


def _set_external_power(_law: Law, world: World, phone: Phone, command: commands.SetExternalPower) -> Answer:
    if phone.external_power == command.connected:
        return world, DONE
    return world.with_phone(replace(phone, external_power=command.connected, retry_at_s=None)), DONE


def _set_phone_space(_law: Law, world: World, phone: Phone, command: commands.SetPhoneSpace) -> Answer:
    return world.with_phone(replace(phone, free_bytes=command.size_bytes)), DONE


def _set_software_version(_law: Law, world: World, phone: Phone, command: commands.SetSoftwareVersion) -> Answer:
    return world.with_phone(replace(phone, software_version=command.version, update=command.update)), DONE


# Flows.


def _arm(world: World, phone: Phone, fault: Fault) -> Answer:
    return world.with_phone(replace(phone, faults=(*phone.faults, fault))), DONE


def _pause_flow_after(_law: Law, world: World, phone: Phone, command: commands.PauseFlowAfter) -> Answer:
    size_bytes = None if command.point == "commit" else command.point
    return _arm(world, phone, Fault(flow=command.flow, size_bytes=size_bytes, kind="pause"))


def _resume_flow(_law: Law, world: World, phone: Phone, command: commands.ResumeFlow) -> Answer:
    if command.flow in phone.queues:
        return _resume_queue(world, phone, command.flow)
    if phone.flow is None or not phone.flow.paused or command.flow != phone.flow.kind:
        return refused(world, "no_flow_paused")
    return world.with_phone(replace(phone, flow=replace(phone.flow, paused=False))), DONE


def _resume_queue(world: World, phone: Phone, kind: QueueKind) -> Answer:
    queue = phone.queues[kind]
    if not queue.paused:
        return refused(world, "no_flow_paused")
    return with_queue(world, phone, kind, replace(queue, paused=False)), DONE


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
    """Give a phone content. What belongs to an app or an account that is not there goes with it."""
    given = dict(named(command.content))
    if any(_twice(given.get(part, ())) for part in _ONE_OF_A_NAME):
        return refused(world, "name_is_there_twice")
    content: Entries = {**phone.content, **given}
    for owned, owners in (("app_data", "apps"), ("passwords", "accounts")):
        names = {entry.name for entry in content.get(owners, ())}  # type: ignore[call-overload]
        content[owned] = tuple(entry for entry in content.get(owned, ()) if entry.name in names)  # type: ignore[index, call-overload]
    amounts = {
        part: phone.held[part] if entries is phone.content.get(part) else held(entries)
        for part, entries in content.items()
        if entries or part in given or part in phone.held
    }
    phone = replace(phone, content={part: content[part] for part in amounts}, held=amounts)
    working = _working(content) if {"passwords", "accounts"} & given.keys() else {}
    return replace(world.with_phone(phone), passwords=world.passwords | working), DONE


_ONE_OF_A_NAME: tuple[Part, ...] = ("apps", "app_data", "passwords", "accounts")


def _twice(entries: tuple[Entry, ...]) -> bool:
    """Tell whether a name, or the address of an account, is there twice: what belongs to it could not be told apart."""
    names = [entry.name for entry in entries]
    addresses = [entry.address for entry in entries if isinstance(entry, OwnAccount)]
    return len(set(names)) < len(names) or len(set(addresses)) < len(addresses)


def _working(content: Entries) -> dict[str, str]:
    """Tell which password each address has at its provider."""
    saved = {entry.name: entry.value for entry in content.get("passwords", ()) if isinstance(entry, Item)}
    accounts = (entry for entry in content.get("accounts", ()) if isinstance(entry, OwnAccount))
    return {account.address: saved[account.name] for account in accounts if account.name in saved}


def _withdraw(_law: Law, world: World, command: commands.Withdraw) -> Answer:
    return replace(world, withdrawn=world.withdrawn | {(command.part, command.name)}), DONE


def _make_secret_unusable(_law: Law, world: World, command: commands.MakeSecretUnusable) -> Answer:
    return replace(world, passwords={**world.passwords, command.address: command.password}), DONE


HANDLERS: dict[type, Handler] = {
    commands.AdvanceTime: _advance_time,
    commands.SetWallClock: _set_wall_clock,
    commands.SetTimeZone: _set_time_zone,
    commands.CreateAccount: _create_account,
    commands.LetSignInLapse: _let_sign_in_lapse,
    commands.RenewSignIn: _renew_sign_in,
    commands.AddPhone: _add_phone,
    commands.ResetPhone: on_phone(_reset_phone),
    commands.TurnPhoneOff: on_phone(_turn_phone_off),
    commands.TurnPhoneOn: on_phone(_turn_phone_on),
    commands.SignIn: by_hand(_sign_in),
    commands.SignOut: once_set_up(_sign_out),
    commands.SetNetwork: on_phone(_set_network),
    commands.SetExternalPower: on_phone(_set_external_power),
    commands.PauseFlowAfter: on_phone(_pause_flow_after),
    commands.ResumeFlow: on_phone(_resume_flow),
    commands.CutNetworkAfter: on_phone(_cut_network_after),
    commands.FailPowerAfter: on_phone(_fail_power_after),
    commands.SetContent: on_phone(_set_content),
    commands.ReceiveMessages: once_set_up(texts.receive),
    commands.SendMessages: once_set_up(texts.send),
    commands.DeleteMessages: once_set_up(texts.delete_messages),
    commands.DeleteConversation: once_set_up(texts.delete_conversation),
    commands.TakePhoto: once_set_up(media.take_photo),
    commands.TakeVideo: once_set_up(media.take_video),
    commands.DeleteMedium: once_set_up(media.delete_medium),
    commands.ViewMedium: media.view_medium,
    commands.TurnOn: once_set_up(person.turn_on),
    commands.TurnOff: once_set_up(person.turn_off),
    commands.ChooseUpload: once_set_up(media.choose_upload),
    commands.BackUpNow: by_hand(person.back_up_now),
    commands.AcceptPrompt: by_hand(person.accept_prompt),
    commands.DismissPrompt: once_set_up(person.dismiss_prompt),
    commands.DeleteBackups: once_set_up(person.delete_backups),
    commands.SetCloudSpace: onedrive.set_cloud_space,
    commands.TakeCloudDown: onedrive.take_cloud_down,
    commands.BringCloudUp: onedrive.bring_cloud_up,
    commands.DeleteCloudBackup: onedrive.delete_cloud_backup,
    commands.PutCloudBackup: onedrive.put_cloud_backup,
    commands.ReadCloud: onedrive.read_cloud,
    commands.RequireSecurityCode: onedrive.require_security_code,
    commands.SetPhoneSpace: on_phone(_set_phone_space),
    commands.SetSoftwareVersion: on_phone(_set_software_version),
    commands.Withdraw: _withdraw,
    commands.MakeSecretUnusable: _make_secret_unusable,
    commands.BeginSetUp: set_up.begin_set_up,
    commands.ChooseBackup: set_up.choose_backup,
    commands.ChooseTexts: set_up.choose_texts,
    commands.DeclineRestore: set_up.decline_restore,
    commands.EnterSecurityCode: set_up.enter_security_code,
    commands.PressNext: set_up.press_next,
    commands.EnterPasswords: by_hand(set_up.enter_passwords),
    commands.SkipPasswords: set_up.skip_passwords,
    commands.PressDone: set_up.press_done,
}
