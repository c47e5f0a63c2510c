"""What can be seen of the reference's world."""

from backupspec.contract import observations as seen
from backupspec.policy.model import ControlRule
from backupspec.reference.law import Law
from backupspec.reference.state import Account, Flow, Phone, World


def observation(law: Law, world: World) -> seen.Observation:
    """Show everything."""
    return seen.Observation(
        wall_clock=world.wall_clock,
        time_zone=world.time_zone,
        elapsed_s=world.elapsed_s,
        cloud_up=world.cloud_up,
        phones={name: _phone(law, world, phone) for name, phone in world.phones.items()},
        accounts={name: _account(law, account) for name, account in world.accounts.items()},
        transfers=world.transfers,
    )


def _phone(law: Law, world: World, phone: Phone) -> seen.Phone:
    return seen.Phone(
        profile=law.policy.id,
        powered_on=phone.powered_on,
        account=phone.account,
        sign_in="none" if phone.account is None else "lapsed" if phone.sign_in_lapsed else "valid",
        network=phone.network,
        external_power=phone.external_power,
        toggles=phone.toggles,
        uploads=phone.uploads,
        content=phone.content,
        prompts=law.rules.prompts(law, world, phone),
        local_backup=phone.local_backup,
        flow=_flow(law, phone, phone.flow) if phone.flow else None,
        last_attempt=phone.last_attempt,
        controls=tuple(_control(phone, rule) for rule in law.policy.controls) if phone.powered_on else (),
    )


def _flow(law: Law, phone: Phone, flow: Flow) -> seen.Flow:
    return seen.Flow(
        kind="backup",
        backup=flow.backup.id,
        trigger=flow.trigger,
        sent_bytes=flow.sent_bytes,
        total_bytes=flow.total_bytes,
        paused=flow.paused,
        waiting_for_wifi=law.rules.waits_for_wifi(law, phone),
    )


def _account(law: Law, account: Account) -> seen.Account:
    return seen.Account(
        backups=account.backups,
        backups_path=law.policy.onedrive,
        messages=account.messages,
        media=account.media,
        free_bytes=account.free_bytes,
    )


def _control(phone: Phone, rule: ControlRule) -> seen.Control:
    return seen.Control(
        path=rule.path,
        label=rule.label,
        kind=rule.kind,
        enabled=_enabled(phone, rule),
        value=_value(phone, rule),
        options=tuple(rule.options.values()),
    )


def _enabled(phone: Phone, rule: ControlRule) -> bool:
    """Tell whether an option can be used: what needs Settings backup is greyed out without it (MAN-03, AS-04)."""
    if rule.id == "back_up_now_button" or rule.sets == "app_backup":
        return phone.toggles["settings_backup"]
    return True


def _value(phone: Phone, rule: ControlRule) -> str | None:
    if rule.kind == "toggle":
        return "on" if phone.toggles[rule.sets] else "off"  # type: ignore[index]
    if rule.kind == "choice":
        return rule.options[phone.uploads[rule.sets]]  # type: ignore[index]
    return None
