"""The first set-up of a phone, step by step (RST-04 to RST-12).

Sign in, choose a backup or decline, enter a security code if one is asked for, wait for the restore, enter passwords or skip them, done. Each
command belongs to one step; at any other it is refused, and nothing changes.
"""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from backupspec.contract import commands
from backupspec.contract.content import Item, OwnAccount
from backupspec.contract.observations import Backup, Read
from backupspec.contract.outcomes import DONE, Failed, Outcome, Reason, Refused
from backupspec.contract.terms import Step
from backupspec.manifest.measuring import held
from backupspec.reference.documents import with_manifest
from backupspec.reference.flows import Flows
from backupspec.reference.law import Answer, Law
from backupspec.reference.phones import Act, Handler, Of, Topic, by_hand, fresh_phone, refused
from backupspec.reference.restoring import Restoring
from backupspec.reference.state import Code, Phone, SetUp, World
from backupspec.reference.texts import TextMessages


def at(*steps: Step) -> Callable[[Act[Topic, Of]], Handler[Topic, Of]]:
    """Make a handler of something that a person does at certain steps of set-up."""

    def make(act: Act[Topic, Of]) -> Handler[Topic, Of]:
        def handler(topic: Topic, world: World, phone: Phone, command: Of) -> Answer:
            if phone.set_up is None:
                return refused(world, "set_up_is_over")
            if phone.set_up.step not in steps:
                return _elsewhere(world, phone, phone.set_up)
            return act(topic, world, phone, command)

        return by_hand(handler)

    return make


class FirstSetUp:
    """The first set-up of a phone."""

    def __init__(self, law: Law, restoring: Restoring, texts: TextMessages, flows: Flows) -> None:
        self.law = law
        self.restoring = restoring
        self.texts = texts
        self.flows = flows

    def begin_set_up(self, world: World, command: commands.BeginSetUp) -> Answer:
        """Add a new phone, or take one that was reset, and show the first step. While that shows, set-up has begun already."""
        phone = world.phones.get(command.phone)
        if phone is None:
            phone = fresh_phone(self.law.policy, world, command.phone, command.display_name)
        elif not phone.powered_on:
            return refused(world, "phone_is_off")
        elif phone.set_up is not None:
            return (world, DONE) if phone.set_up.step == "sign_in" else _elsewhere(world, phone, phone.set_up)
        elif phone.set_up_begun:
            return refused(world, "set_up_is_over")
        called = command.display_name or phone.display_name
        return world.with_phone(
            replace(phone, display_name=called, set_up_begun=True, set_up=SetUp(step="sign_in"))
        ), DONE

    def sign_in(self, world: World, phone: Phone, account: str) -> Answer:
        """Sign a phone in that is set up, and show the backups of the account, if there are any (RST-02, RST-04).

        Where the backups are shown, a person whose sign-in has lapsed signs in again.
        """
        assert phone.set_up is not None
        if phone.set_up.step != "sign_in" and not (phone.set_up.step == "choose" and phone.sign_in_lapsed):
            return _elsewhere(world, phone, phone.set_up)
        reason = _out_of_reach(world, phone)
        if reason is not None:
            return _held_up(world, phone, reason)
        verified = phone.set_up.verified and phone.account == account
        phone = replace(phone, account=account, sign_in_lapsed=False)
        is_offered = self.restoring.offers(world, phone) or self.texts.offers(world, phone)
        step: Step = "choose" if is_offered else "done"
        return _to(world, phone, step, chosen=None, chosen_texts_of=None, verified=verified)

    @at("choose")
    def choose_backup(self, world: World, phone: Phone, command: commands.ChooseBackup) -> Answer:
        """Tap one of the backups that are offered (RST-07)."""
        if command.backup not in {backup.id for backup in self.restoring.offers(world, phone)}:
            return refused(world, "no_such_backup")
        return _to(world, phone, "choose", chosen=command.backup, chosen_texts_of=None)

    @at("choose")
    def choose_texts(self, world: World, phone: Phone, command: commands.ChooseTexts) -> Answer:
        """Tap one of the phones that are offered for their text messages alone (TXT-02)."""
        if command.saved_by not in self.texts.offers(world, phone):
            return refused(world, "no_such_backup")
        return _to(world, phone, "choose", chosen=None, chosen_texts_of=command.saved_by)

    @at("choose")
    def decline_restore(self, world: World, phone: Phone, _command: commands.DeclineRestore) -> Answer:
        """Go on without a backup (RST-02)."""
        return _to(world, phone, "done", chosen=None, chosen_texts_of=None)

    @at("security_code")
    def enter_security_code(self, world: World, phone: Phone, command: commands.EnterSecurityCode) -> Answer:
        """Judge a security code (RST-08)."""
        assert phone.account is not None
        reason = _out_of_reach(world, phone)
        if reason is not None:
            return _held_up(world, phone, reason)
        account = world.accounts[phone.account]
        assert account.code is not None
        reason = self.wrong_with_code(world, account.code, command.code)
        if reason is None:
            world = world.with_account(phone.account, replace(account, code=replace(account.code, used=True)))
            return _to(world, phone, "security_code", verified=True)
        if reason == "wrong_security_code":
            code = replace(account.code, wrong=account.code.wrong + 1)
            world = world.with_account(phone.account, replace(account, code=code))
        return _held_up(world, phone, reason)

    def wrong_with_code(self, world: World, code: Code, entered: str) -> Reason | None:
        """Tell what is wrong with a security code, or None."""
        allowed = self.law.choices["wrong_codes_allowed"]
        if allowed != "any_number" and code.wrong >= int(allowed):
            return "too_many_wrong_codes"
        if entered != code.code:
            return "wrong_security_code"
        if code.used:
            return "security_code_was_used"
        return "security_code_expired" if world.elapsed_s > code.works_until_s else None

    @at("choose", "security_code", "restore", "passwords")
    def press_next(self, world: World, phone: Phone, _command: commands.PressNext) -> Answer:  # noqa: PLR0911 - the steps
        """Go on to the next step, if this one is finished."""
        assert phone.set_up is not None
        match phone.set_up.step:
            case "choose":
                return self._next_to_choosing(world, phone)
            case "security_code" if not phone.set_up.verified:
                return refused(world, "security_code_is_needed")
            case "security_code":
                return self._restore(world, phone)
            case "restore" if phone.restored is None:
                return refused(world, "restore_is_not_complete")
            case "passwords" if phone.needs_password:
                return refused(world, "passwords_are_missing")
            case "restore" if phone.needs_password:
                return _to(world, phone, "passwords")
            case _:
                return _to(world, phone, "done")

    def _next_to_choosing(self, world: World, phone: Phone) -> Answer:
        """Verify what was chosen, and have the account verified if that was asked for (RST-07, RST-08)."""
        assert phone.account is not None
        assert phone.set_up is not None
        reason = _out_of_reach(world, phone)
        if reason is not None:
            return _held_up(world, phone, reason)
        if phone.set_up.chosen is None and phone.set_up.chosen_texts_of is None:
            return refused(world, "nothing_chosen")
        if self._is_gone(world, phone):
            return self._deleted(world, phone)
        account = world.accounts[phone.account]
        backup = _chosen(world, phone)
        reason = self.restoring.flaw(account, with_manifest(world, backup)) if backup is not None else None
        if reason is not None:
            return _held_up(world, phone, reason)
        if self.needs_code(account, phone.set_up):
            return _to(world, phone, "security_code")
        return self._restore(world, phone)

    def needs_code(self, account: Any, set_up: SetUp) -> bool:
        """Tell whether the account has to be verified before anything is downloaded (RST-08)."""
        return account.code is not None and not set_up.verified

    def _is_gone(self, world: World, phone: Phone) -> bool:
        """Tell whether what was chosen is no longer there."""
        assert phone.set_up is not None
        if phone.set_up.chosen_texts_of is not None:
            return phone.set_up.chosen_texts_of not in self.texts.offers(world, phone)
        return _chosen(world, phone) is None

    def _restore(self, world: World, phone: Phone) -> Answer:
        """Begin the restore of what was chosen, and tell how it has gone so far."""
        assert phone.account is not None
        if self._is_gone(world, phone):
            return self._deleted(world, phone)
        account = world.accounts[phone.account]
        read = Read(by=phone.name, purpose="restore", allowed=True, at=world.wall_clock, elapsed_s=world.elapsed_s)
        world = world.with_account(phone.account, replace(account, reads=(*account.reads, read)))
        world = self.flows.restore(world, phone, _chosen(world, phone))
        return world, _outcome(world.phones[phone.name])

    def _deleted(self, world: World, phone: Phone) -> Answer:
        """Answer that what was chosen is no longer there, and show what is offered (DEL-07)."""
        return self.restoring.fail(world, phone, "backup_was_deleted"), Refused(reason="backup_was_deleted")

    @at("passwords")
    def skip_passwords(self, world: World, phone: Phone, _command: commands.SkipPasswords) -> Answer:
        """Leave the passwords for later: the accounts stay, flagged (RST-11)."""
        return _to(world, phone, "done")

    @by_hand
    def enter_passwords(self, world: World, phone: Phone, command: commands.EnterPasswords) -> Answer:
        """Take the passwords that are right, during set-up or after (RST-10)."""
        if phone.set_up is not None and phone.set_up.step != "passwords":
            return refused(world, "not_at_this_step")
        addresses = {
            each.name: each.address for each in phone.content.get("accounts", ()) if isinstance(each, OwnAccount)
        }
        if not addresses.keys() >= command.passwords.keys():
            return refused(world, "no_such_account")
        right = {
            name: password
            for name, password in command.passwords.items()
            if world.passwords.get(addresses[name]) == password
        }
        phone = _with_passwords(phone, right)
        return world.with_phone(phone), DONE if len(right) == len(command.passwords) else Failed(
            reason="wrong_password"
        )

    @at("done")
    def press_done(self, world: World, phone: Phone, _command: commands.PressDone) -> Answer:
        """End set-up (RST-12)."""
        return world.with_phone(replace(phone, set_up=None)), DONE


def _elsewhere(world: World, phone: Phone, set_up: SetUp) -> Answer:
    """Refuse what belongs to another step."""
    early = set_up.step == "restore" and phone.restored is None
    return refused(world, "restore_is_not_complete" if early else "not_at_this_step")


def _to(world: World, phone: Phone, step: Step, **changes: Any) -> Answer:
    """Go to a step."""
    assert phone.set_up is not None
    set_up = replace(phone.set_up, step=step, problem=None, **changes)
    return world.with_phone(replace(phone, set_up=set_up)), DONE


def _held_up(world: World, phone: Phone, reason: Reason) -> Answer:
    """Stay where it is, and say why."""
    assert phone.set_up is not None
    return world.with_phone(replace(phone, set_up=replace(phone.set_up, problem=reason))), Refused(reason=reason)


def _out_of_reach(world: World, phone: Phone) -> Reason | None:
    """Tell why OneDrive cannot be reached from a phone, or None."""
    if phone.network == "none":
        return "no_network"
    return None if world.cloud_up else "onedrive_is_down"


def _chosen(world: World, phone: Phone) -> Backup | None:
    assert phone.account is not None
    assert phone.set_up is not None
    backups = world.accounts[phone.account].backups
    return next((backup for backup in backups if backup.id == phone.set_up.chosen), None)


def _outcome(phone: Phone) -> Outcome:
    failed = phone.set_up.problem if phone.set_up is not None and phone.flow is None else None
    return DONE if failed is None else Failed(reason=failed)


def _with_passwords(phone: Phone, right: dict[str, str]) -> Phone:
    """Put passwords in the place of those that accounts had. Where none is right, nothing is put there, not even an empty list."""
    if not right:
        return phone
    others = tuple(entry for entry in phone.content.get("passwords", ()) if entry.name not in right)
    entries = (*others, *(Item(name=name, value=value) for name, value in right.items()))
    return replace(
        phone,
        content={**phone.content, "passwords": entries},
        held={**phone.held, "passwords": held(entries)},
        needs_password=tuple(name for name in phone.needs_password if name not in right),
    )
