"""Miniatures of choosing a backup and verifying the account: the wrong one is offered or restored, or the wrong code will do."""

from typing import Any

from msgspec.structs import replace

from backupspec.contract import commands
from backupspec.contract.observations import Backup, Read, Transfer
from backupspec.contract.outcomes import Done, Reason, Refused
from backupspec.faults.made import at_step, breaks, by_the_wall_clock, relabelled, with_policy, with_topics
from backupspec.manifest import verifying
from backupspec.manifest.measuring import entry_bytes
from backupspec.manifest.reading import read
from backupspec.reference.engine import Topics
from backupspec.reference.implementation import Reference
from backupspec.reference.law import Answer
from backupspec.reference.onedrive import OneDrive
from backupspec.reference.restoring import Restoring
from backupspec.reference.set_up import FirstSetUp
from backupspec.reference.state import Account, Code, Phone, SetUp, World

# Choosing.


@breaks("RST-07")
def offers_what_is_not_complete() -> Reference:
    """Backups are offered that are not complete."""

    class _Faulty(Restoring):
        def offers(self, world: World, phone: Phone) -> tuple[Backup, ...]:
            if phone.account is None:
                return ()
            partial = tuple(backup for backup in world.accounts[phone.account].backups if not backup.complete)
            return (*partial, *super().offers(world, phone))

    return with_topics(Topics(restoring=_Faulty))


@breaks("RST-07")
def offers_what_is_under_way() -> Reference:
    """A backup is offered while it is still being made."""

    class _Faulty(Restoring):
        def offers(self, world: World, phone: Phone) -> tuple[Backup, ...]:
            making = (each.flow for each in world.phones.values() if each.account == phone.account)
            under_way = tuple(
                flow.backup for flow in making if flow is not None and flow.backup is not None and flow.kind == "backup"
            )
            return (*under_way, *super().offers(world, phone))

    return with_topics(Topics(restoring=_Faulty))


@breaks("RST-07")
def offers_the_oldest_first() -> Reference:
    """The oldest backup is offered first."""

    class _Faulty(Restoring):
        def offers(self, world: World, phone: Phone) -> tuple[Backup, ...]:
            return super().offers(world, phone)[::-1]

    return with_topics(Topics(restoring=_Faulty))


@breaks("RST-07")
def restores_the_newest_whatever_was_tapped() -> Reference:
    """Whichever backup is tapped, the newest one comes back."""

    class _Faulty(FirstSetUp):
        def choose_backup(self, world: World, command: commands.ChooseBackup) -> Answer:
            world, outcome = super().choose_backup(world, command)
            phone = world.phones[command.phone]
            if isinstance(outcome, Done) and phone.set_up is not None:
                newest = self.restoring.offers(world, phone)[0].id
                world = world.with_phone(replace(phone, set_up=replace(phone.set_up, chosen=newest)))
            return world, outcome

    return with_topics(Topics(first_set_up=_Faulty))


@breaks("RST-07")
def next_restores_without_a_tap() -> Reference:
    """Next restores the newest backup where none was tapped."""

    class _Faulty(FirstSetUp):
        def press_next(self, world: World, command: commands.PressNext) -> Answer:
            phone = world.phones[command.phone]
            if at_step(phone, "choose") and phone.set_up is not None and phone.set_up.chosen is None:
                newest = self.restoring.offers(world, phone)[0].id
                world = world.with_phone(replace(phone, set_up=replace(phone.set_up, chosen=newest)))
            return super().press_next(world, command)

    return with_topics(Topics(first_set_up=_Faulty))


def _overlooks(reason: Reason) -> Reference:
    """Make the reference, in which backups are restored that have this flaw."""

    class _Faulty(Restoring):
        def flaw(self, account: Account, backup: Backup) -> Reason | None:
            found = super().flaw(account, backup)
            return None if found == reason else found

    return with_topics(Topics(restoring=_Faulty))


@breaks("RST-07")
def restores_what_is_damaged() -> Reference:
    """A damaged backup is restored, if anybody can read at all what it is of."""

    class _Faulty(Restoring):
        def flaw(self, account: Account, backup: Backup) -> Reason | None:
            found = super().flaw(account, backup)
            readable = isinstance(read((backup.manifest or "").encode()).value, dict)
            return None if found == "backup_is_corrupt" and readable else found

    return with_topics(Topics(restoring=_Faulty))


@breaks("RST-07")
def holds_sizes_alone_against_the_manifest() -> Reference:
    """A backup with an item that is as large as the one that was saved, and another, is restored."""

    class _Faulty(Restoring):
        def flaw(self, account: Account, backup: Backup) -> Reason | None:
            found = super().flaw(account, backup)
            parts = (read((backup.manifest or "").encode()).value or {}).get("parts", {})
            sizes = {kind: [item["size_bytes"] for item in part["items"]] for kind, part in parts.items()}
            kept = account.kept[backup.id].content
            lying = {kind: [len(entry_bytes(entry)) for entry in kept.get(kind, ())] for kind in sizes}
            is_sound = not verifying.manifest((backup.manifest or "").encode(), self.law.manifest_shape).problems
            return None if found == "backup_is_corrupt" and is_sound and sizes == lying else found

    return with_topics(Topics(restoring=_Faulty))


@breaks("RST-07")
def restores_what_it_does_not_understand() -> Reference:
    """A backup of a later format is restored by the rules of this one."""
    return _overlooks("backup_version_unknown")


@breaks("RST-07")
def ignores_what_has_to_be_known() -> Reference:
    """A backup is restored without something that says that nobody may ignore it."""
    return _overlooks("backup_extension_unknown")


@breaks("RST-07")
def refuses_what_may_be_ignored() -> Reference:
    """A backup is refused because of something that nobody has to know."""

    class _Faulty(Restoring):
        def flaw(self, account: Account, backup: Backup) -> Reason | None:
            found = super().flaw(account, backup)
            strange = "com.example." in (backup.manifest or "").partition('"extensions"')[2].partition('"parts"')[0]
            return found or ("backup_extension_unknown" if strange else None)

    return with_topics(Topics(restoring=_Faulty))


@breaks("RST-07")
def a_damaged_backup_spoils_the_others() -> Reference:
    """After a damaged backup was refused, no other one can be restored."""

    class _Faulty(FirstSetUp):
        def press_next(self, world: World, command: commands.PressNext) -> Answer:
            world, outcome = super().press_next(world, command)
            if isinstance(outcome, Refused) and outcome.reason == "backup_is_corrupt":
                phone = world.phones[command.phone]
                world = world.with_phone(replace(phone, set_up=SetUp(step="done")))
            return world, outcome

    return with_topics(Topics(first_set_up=_Faulty))


@breaks("RST-07")
def the_button_says_continue() -> Reference:
    """The button that goes on with a backup is called Continue."""
    return with_policy(relabelled("set_up_choose_next", label="Continue"))


# Verifying.


@breaks("RST-08")
def never_asks_for_the_code() -> Reference:
    """Nobody has to enter a security code."""

    class _Faulty(FirstSetUp):
        def needs_code(self, _account: Any, _set_up: SetUp) -> bool:
            return False

    return with_topics(Topics(first_set_up=_Faulty))


@breaks("RST-08")
def downloads_before_the_code() -> Reference:
    """While the security code is asked for, the backup is already on its way."""

    class _Faulty(FirstSetUp):
        def press_next(self, world: World, command: commands.PressNext) -> Answer:
            before = world.phones[command.phone]
            world, outcome = super().press_next(world, command)
            phone = world.phones[command.phone]
            if not at_step(before, "choose") or not at_step(phone, "security_code") or phone.network == "none":
                return world, outcome
            assert phone.account is not None
            early = Transfer(
                phone=phone.name,
                account=phone.account,
                destination=self.law.policy.privacy.destinations[0],
                purpose="restore",
                trigger=None,
                backup=None,
                medium=None,
                parts=(),
                network=phone.network,
                size_bytes=1,
                at=world.wall_clock,
                elapsed_s=world.elapsed_s,
            )
            return replace(world, transfers=(*world.transfers, early)), outcome

    return with_topics(Topics(first_set_up=_Faulty))


def _judges(judged: dict[Reason | None, Reason | None]) -> Reference:
    """Make the reference, which takes one thing that is wrong with a security code for another, or for none."""

    class _Faulty(FirstSetUp):
        def wrong_with_code(self, world: World, code: Code, entered: str) -> Reason | None:
            reason = super().wrong_with_code(world, code, entered)
            return judged.get(reason, reason)

    return with_topics(Topics(first_set_up=_Faulty))


@breaks("RST-08")
def a_wrong_code_means_no_backup() -> Reference:
    """Whoever enters a wrong security code is told that there is no backup."""
    return _judges({"wrong_security_code": "no_such_backup"})


@breaks("RST-08")
def any_code_will_do() -> Reference:
    """Any security code is taken."""
    return _judges({"wrong_security_code": None})


@breaks("RST-08")
def takes_an_expired_code() -> Reference:
    """A security code is taken that has expired."""
    return _judges({"security_code_expired": None})


@breaks("RST-08")
def takes_a_used_code() -> Reference:
    """A security code is taken that was used before."""
    return _judges({"security_code_was_used": None})


@breaks("RST-08")
def a_code_expires_a_second_early() -> Reference:
    """A security code no longer works in the last second of its time."""

    class _Faulty(FirstSetUp):
        def wrong_with_code(self, world: World, code: Code, entered: str) -> Reason | None:
            return super().wrong_with_code(world, replace(code, works_until_s=code.works_until_s - 1), entered)

    return with_topics(Topics(first_set_up=_Faulty))


@breaks("RST-08")
def one_wrong_code_locks_everybody_out() -> Reference:
    """After one wrong security code, the right one is not taken."""

    class _Faulty(FirstSetUp):
        def wrong_with_code(self, world: World, code: Code, entered: str) -> Reason | None:
            return "too_many_wrong_codes" if code.wrong else super().wrong_with_code(world, code, entered)

    return with_topics(Topics(first_set_up=_Faulty))


@breaks("RST-08")
def the_log_tells_the_code() -> Reference:
    """The log of who read says which security code was sent."""

    class _Faulty(OneDrive):
        def require_security_code(self, world: World, command: commands.RequireSecurityCode) -> Answer:
            world, outcome = super().require_security_code(world, command)
            account = world.accounts[command.account]
            told = Read(
                by=f"whoever has {command.code}",
                purpose="restore",
                allowed=True,
                at=world.wall_clock,
                elapsed_s=world.elapsed_s,
            )
            return world.with_account(command.account, replace(account, reads=(*account.reads, told))), outcome

    return with_topics(Topics(onedrive=_Faulty))


@breaks("RST-08")
def codes_expire_by_the_wall_clock() -> Reference:
    """Until when a security code works is kept by the clock that people read."""

    def shifted(world: World, by_s: int) -> World:
        for name, account in world.accounts.items():
            if account.code is not None:
                code = replace(account.code, works_until_s=account.code.works_until_s + by_s)
                world = world.with_account(name, replace(account, code=code))
        return world

    return by_the_wall_clock(shifted)
