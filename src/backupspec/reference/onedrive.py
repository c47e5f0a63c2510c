"""What happens in OneDrive: its room, whether it can be reached, what is deleted, put and read there, and by whom."""

from typing import Any, Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from backupspec.contract import commands
from backupspec.contract.content import named
from backupspec.contract.observations import Backup, Read, SavedPart
from backupspec.contract.outcomes import DONE
from backupspec.contract.terms import Instant, Medium, Name, Network, Quality, Toggle, Trigger
from backupspec.manifest.measuring import held
from backupspec.manifest.reading import read
from backupspec.reference import documents
from backupspec.reference.backups import Backups
from backupspec.reference.law import Answer, Law
from backupspec.reference.phones import refused
from backupspec.reference.state import Code, Entries, Kept, World


class OneDrive:
    """What happens in OneDrive."""

    def __init__(self, law: Law, backups: Backups) -> None:
        self.law = law
        self.backups = backups

    def set_cloud_space(self, world: World, command: commands.SetCloudSpace) -> Answer:
        """Say how much room is left."""
        account = world.accounts.get(command.account)
        if account is None:
            return refused(world, "no_such_account")
        return world.with_account(command.account, replace(account, free_bytes=command.size_bytes)), DONE

    def take_cloud_down(self, world: World, _command: commands.TakeCloudDown) -> Answer:
        """Make OneDrive unreachable."""
        return replace(world, cloud_up=False), DONE

    def bring_cloud_up(self, world: World, _command: commands.BringCloudUp) -> Answer:
        """Make OneDrive reachable again."""
        return replace(world, cloud_up=True), DONE

    def delete_cloud_backup(self, world: World, command: commands.DeleteCloudBackup) -> Answer:
        """Delete one backup, and no other, for good (DEL-07, DEL-10)."""
        account = world.accounts.get(command.account)
        if account is None:
            return refused(world, "no_such_account")
        if not world.cloud_up:
            return refused(world, "onedrive_is_down")
        gone = next((backup for backup in account.backups if backup.id == command.backup), None)
        if gone is None:
            return refused(world, "no_such_backup")
        account = replace(
            documents.gone_from_cloud(account, gone, world.wall_clock),
            deleted_s={**account.deleted_s, gone.phone: world.elapsed_s},
        )
        world = documents.with_catalogue(world, command.account, account)
        if self.law.choices["toggles_after_last_deletion"] == "go_off":
            world = self._after_last_deletion(world, command.account, gone.phone)
        return world, DONE

    def _after_last_deletion(self, world: World, account: str, phone_name: str) -> World:
        """Turn the backup of a phone off whose last one in OneDrive was deleted, where that is the reading (DEL-07).

        What becomes of one under way is what becomes of it when a person turns Settings backup off (AS-03).
        """
        phone = world.phones.get(phone_name)
        left = [backup for backup in world.accounts[account].backups if backup.phone == phone_name]
        if phone is None or phone.account != account or left:
            return world
        if self.law.choices["settings_off_during_backup"] == "aborted":
            world = self.backups.fail(world, phone, "settings_backup_was_turned_off")
            phone = world.phones[phone_name]
        return world.with_phone(
            replace(phone, toggles={**phone.toggles, "settings_backup": False, "app_backup": False})
        )

    def put_cloud_backup(self, world: World, command: commands.PutCloudBackup) -> Answer:
        """Store a backup that another phone made. Whether it can be restored is found when somebody wants to."""
        account = world.accounts.get(command.account)
        if account is None:
            return refused(world, "no_such_account")
        content = dict(named(command.content))
        told = _told(world, read(command.manifest.encode()).value)
        if told.backup.id in account.kept or told.backup.id in world.manifests:
            return refused(world, "already_exists")
        backup = _listed(command, told, content)
        key = bytes.fromhex(command.key)
        account = replace(
            account,
            backups=(*account.backups, backup),
            kept={
                **account.kept,
                backup.id: Kept(content=content, key=key, toggles=told.toggles, uploads=told.uploads),
            },
            free_bytes=account.free_bytes - sum(part.size_bytes for part in backup.parts),
        )
        return replace(world, backups_put=world.backups_put + 1).with_account(command.account, account), DONE

    def read_cloud(self, world: World, command: commands.ReadCloud) -> Answer:
        """Let somebody read what is backed up, for a purpose that the policy knows, and log it (PRV-01)."""
        account = world.accounts.get(command.account)
        if account is None:
            return refused(world, "no_such_account")
        if not world.cloud_up:
            return refused(world, "onedrive_is_down")
        allowed = self.may_read(command.purpose)
        logged = Read(
            by=command.by, purpose=command.purpose, allowed=allowed, at=world.wall_clock, elapsed_s=world.elapsed_s
        )
        world = world.with_account(command.account, replace(account, reads=(*account.reads, logged)))
        return (world, DONE) if allowed else refused(world, "purpose_not_allowed")

    def may_read(self, purpose: str) -> bool:
        """Tell whether backups may be read for a purpose (PRV-01)."""
        return purpose in self.law.policy.privacy.purposes

    def require_security_code(self, world: World, command: commands.RequireSecurityCode) -> Answer:
        """Have an account verified before a restore (RST-08)."""
        account = world.accounts.get(command.account)
        if account is None:
            return refused(world, "no_such_account")
        code = Code(code=command.code, works_until_s=world.elapsed_s + command.lifetime_s)
        return world.with_account(command.account, replace(account, code=code)), DONE


class _Own(Struct):
    id: Name
    sequence: int


class _AtStart(Struct):
    network: Network
    external_power: bool


class _Times(Struct):
    started_at: Instant
    started_elapsed_s: int
    committed_at: Instant | None
    committed_elapsed_s: int | None


class _Told(Struct):
    """What the list of backups shows of a manifest."""

    backup: _Own
    trigger: Trigger
    at_start: _AtStart
    times: _Times
    status: Literal["complete", "partial", "aborted"]
    toggles: dict[Toggle, bool]
    uploads: dict[Medium, Quality]


def _told(world: World, document: Any) -> _Told:
    """Read what the list shows; of a manifest that doesn't say it, only that there is one."""
    try:
        return msgspec.convert(document, _Told)
    except msgspec.ValidationError:
        return _Told(
            backup=_Own(id=f"unreadable-{world.backups_put + 1}", sequence=1),
            trigger="manual",
            at_start=_AtStart(network="wifi", external_power=False),
            times=_Times(started_at=world.wall_clock, started_elapsed_s=0, committed_at=None, committed_elapsed_s=None),
            status="complete",
            toggles={},
            uploads={},
        )


def _listed(command: commands.PutCloudBackup, told: _Told, content: Entries) -> Backup:
    amounts = {part: held(entries) for part, entries in content.items()}
    return Backup(
        id=told.backup.id,
        phone=command.made_on,
        display_name=command.made_on,
        sequence=told.backup.sequence,
        trigger=told.trigger,
        network=told.at_start.network,
        external_power=told.at_start.external_power,
        started_at=told.times.started_at,
        started_elapsed_s=told.times.started_elapsed_s,
        committed_at=told.times.committed_at,
        committed_elapsed_s=told.times.committed_elapsed_s,
        complete=told.status == "complete",
        parts=tuple(
            SavedPart(kind=part, count=each.count, size_bytes=each.size_bytes) for part, each in amounts.items()
        ),
        manifest=command.manifest,
    )
