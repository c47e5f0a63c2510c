"""What happens to phones and accounts: time passes, people sign in, networks come and go, flows are held up."""

from msgspec.structs import replace

from backupspec.contract import commands
from backupspec.contract.content import Entry, Item, OwnAccount, named
from backupspec.contract.outcomes import DONE
from backupspec.contract.terms import LONGEST_S, Part
from backupspec.contract.times import time_zone, wall_seconds
from backupspec.manifest.contents import ClockAnomaly
from backupspec.manifest.measuring import held
from backupspec.reference import documents
from backupspec.reference.backups import Backups
from backupspec.reference.flows import Flows
from backupspec.reference.law import Answer, Law
from backupspec.reference.phones import by_hand, fresh_phone, on_phone, once_set_up, refused
from backupspec.reference.schedule import Schedule
from backupspec.reference.set_up import FirstSetUp
from backupspec.reference.state import (
    LAST_INSTANT_S,
    Account,
    Entries,
    Fault,
    Phone,
    QueueKind,
    World,
)
from backupspec.reference.texts import taken_over


class Events:
    """What happens to phones and accounts."""

    def __init__(self, law: Law, backups: Backups, first_set_up: FirstSetUp, flows: Flows, schedule: Schedule) -> None:
        self.law = law
        self.backups = backups
        self.first_set_up = first_set_up
        self.flows = flows
        self.schedule = schedule

    # Time.

    def advance_time(self, world: World, command: commands.AdvanceTime) -> Answer:
        """Let time pass, and do what falls due on the way."""
        end_s = world.elapsed_s + command.seconds
        if end_s > LONGEST_S or end_s + world.wall_offset_s > LAST_INSTANT_S:
            return refused(world, "no_such_instant")
        return self.schedule.advance(world, command.seconds), DONE

    def set_wall_clock(self, world: World, command: commands.SetWallClock) -> Answer:
        """Set the clock that people read."""
        seconds = wall_seconds(command.to)
        if seconds is None:
            return refused(world, "no_such_instant")
        offset_s = seconds - world.elapsed_s
        shift_s = offset_s - world.wall_offset_s
        set_ = (ClockAnomaly(elapsed_s=world.elapsed_s, shift_s=shift_s),) if shift_s else ()
        return replace(world, wall_offset_s=offset_s, clock_set=(*world.clock_set, *set_)), DONE

    def set_time_zone(self, world: World, command: commands.SetTimeZone) -> Answer:
        """Set the time zone."""
        if time_zone(command.time_zone) is None:
            return refused(world, "unknown_time_zone")
        return replace(world, time_zone=command.time_zone), DONE

    # Accounts.

    def create_account(self, world: World, command: commands.CreateAccount) -> Answer:
        """Create an account, with an empty OneDrive."""
        if command.account in world.accounts:
            return refused(world, "already_exists")
        account = Account(key=documents.account_key(world.seed, command.account))
        return documents.with_catalogue(world, command.account, account), DONE

    def let_sign_in_lapse(self, world: World, command: commands.LetSignInLapse) -> Answer:
        """Let the sign-in of an account lapse, on all of its phones."""
        return _set_lapsed(world, command.account, lapsed=True)

    def renew_sign_in(self, world: World, command: commands.RenewSignIn) -> Answer:
        """Renew the sign-in of an account, on all of its phones."""
        return _set_lapsed(world, command.account, lapsed=False)

    # Phones.

    def add_phone(self, world: World, command: commands.AddPhone) -> Answer:
        """Add a phone whose set-up is over."""
        if command.phone in world.phones:
            return refused(world, "already_exists")
        return world.with_phone(fresh_phone(self.law.policy, world, command.phone, command.display_name)), DONE

    @on_phone
    def reset_phone(self, world: World, phone: Phone, _command: commands.ResetPhone) -> Answer:
        """Put a phone back to its factory state. Its copy of the backup goes; what lies in OneDrive stays (DEL-06)."""
        world = documents.without_copy(world, phone.name)
        fresh = replace(
            fresh_phone(self.law.policy, world, phone.name, phone.display_name),
            external_power=phone.external_power,
            software_version=phone.software_version,
            update=phone.update,
            times_set_up=phone.times_set_up + 1,
            set_up_begun=False,
        )
        return world.with_phone(fresh), DONE

    @on_phone
    def turn_phone_off(self, world: World, phone: Phone, _command: commands.TurnPhoneOff) -> Answer:
        """Turn a phone off."""
        return self.flows.switched_off(world, phone.name, "phone_was_turned_off"), DONE

    @on_phone
    def turn_phone_on(self, world: World, phone: Phone, _command: commands.TurnPhoneOn) -> Answer:
        """Turn a phone on."""
        if phone.powered_on:
            return world, DONE
        return world.with_phone(replace(phone, powered_on=True, retry_at_s=None)), DONE

    @by_hand
    def sign_in(self, world: World, phone: Phone, command: commands.SignIn) -> Answer:
        """Sign a phone in. What another account had under way ends."""
        if command.account not in world.accounts:
            return refused(world, "no_such_account")
        if phone.set_up is not None:
            return self.first_set_up.sign_in(world, phone, command.account)
        if phone.account not in {None, command.account}:
            world = _begun_anew(self.backups.fail(world, phone, "signed_out"), phone.name)
            phone = world.phones[phone.name]
        phone = taken_over(phone, command.account)
        phone = replace(phone, account=command.account, sign_in_lapsed=False, retry_at_s=None, set_up_begun=True)
        return world.with_phone(phone), DONE

    @once_set_up
    def sign_out(self, world: World, phone: Phone, _command: commands.SignOut) -> Answer:
        """Sign a phone out. What it had under way ends."""
        world = _begun_anew(self.backups.fail(world, phone, "signed_out"), phone.name)
        return world.with_phone(replace(world.phones[phone.name], account=None, sign_in_lapsed=False)), DONE

    @on_phone
    def set_network(self, world: World, phone: Phone, command: commands.SetNetwork) -> Answer:
        """Put a phone on a network, or on none."""
        if phone.network == command.network:
            return world, DONE
        return world.with_phone(replace(phone, network=command.network, retry_at_s=None)), DONE

    @on_phone
    def set_external_power(self, world: World, phone: Phone, command: commands.SetExternalPower) -> Answer:
        """Connect a phone to power, or take it off."""
        if phone.external_power == command.connected:
            return world, DONE
        return world.with_phone(replace(phone, external_power=command.connected, retry_at_s=None)), DONE

    @on_phone
    def set_phone_space(self, world: World, phone: Phone, command: commands.SetPhoneSpace) -> Answer:
        """Say how much room is left on a phone."""
        return world.with_phone(replace(phone, free_bytes=command.size_bytes)), DONE

    @on_phone
    def set_software_version(self, world: World, phone: Phone, command: commands.SetSoftwareVersion) -> Answer:
        """Give a phone a version of its software."""
        return world.with_phone(replace(phone, software_version=command.version, update=command.update)), DONE

    # Flows.

    @on_phone
    def pause_flow_after(self, world: World, phone: Phone, command: commands.PauseFlowAfter) -> Answer:
        """Hold a flow up once it has sent so many bytes."""
        size_bytes = None if command.point == "commit" else command.point
        return _arm(world, phone, Fault(flow=command.flow, size_bytes=size_bytes, kind="pause"))

    @on_phone
    def resume_flow(self, world: World, phone: Phone, command: commands.ResumeFlow) -> Answer:
        """Let a flow go on that is held up."""
        if command.flow in phone.queues:
            return _resume_queue(world, phone, command.flow)
        if phone.flow is None or not phone.flow.paused or command.flow != phone.flow.kind:
            return refused(world, "no_flow_paused")
        return world.with_phone(replace(phone, flow=replace(phone.flow, paused=False))), DONE

    @on_phone
    def cut_network_after(self, world: World, phone: Phone, command: commands.CutNetworkAfter) -> Answer:
        """Take the network away once a flow has sent so many bytes."""
        return _arm(
            world,
            phone,
            Fault(flow=command.flow, size_bytes=command.size_bytes, kind="cut_network", network=command.network),
        )

    @on_phone
    def fail_power_after(self, world: World, phone: Phone, command: commands.FailPowerAfter) -> Answer:
        """Let the power fail once a flow has sent so many bytes."""
        return _arm(world, phone, Fault(flow=command.flow, size_bytes=command.size_bytes, kind="fail_power"))

    # Content.

    @on_phone
    def set_content(self, world: World, phone: Phone, command: commands.SetContent) -> Answer:
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

    def withdraw(self, world: World, command: commands.Withdraw) -> Answer:
        """Withdraw something that is in backups: it can no longer be had."""
        return replace(world, withdrawn=world.withdrawn | {(command.part, command.name)}), DONE

    def make_secret_unusable(self, world: World, command: commands.MakeSecretUnusable) -> Answer:
        """Give an address another password at its provider."""
        return replace(world, passwords={**world.passwords, command.address: command.password}), DONE


def _set_lapsed(world: World, account: str, *, lapsed: bool) -> Answer:
    if account not in world.accounts:
        return refused(world, "no_such_account")
    for phone in world.phones.values():
        if phone.account == account and phone.sign_in_lapsed != lapsed:
            world = world.with_phone(replace(phone, sign_in_lapsed=lapsed, retry_at_s=None))
    return world, DONE


def _arm(world: World, phone: Phone, fault: Fault) -> Answer:
    return world.with_phone(replace(phone, faults=(*phone.faults, fault))), DONE


def _resume_queue(world: World, phone: Phone, kind: QueueKind) -> Answer:
    queue = phone.queues[kind]
    if not queue.paused:
        return refused(world, "no_flow_paused")
    return world.with_queue(phone, kind, replace(queue, paused=False)), DONE


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


def _begun_anew(world: World, name: str) -> World:
    """Forget how far a phone's queues are with what is on its way: half of it in one account's OneDrive is of no use to another's."""
    phone = world.phones[name]
    return world.with_phone(
        replace(phone, queues={kind: replace(queue, begun={}) for kind, queue in phone.queues.items()})
    )
