"""How a backup goes: it begins, its bytes are sent, it is committed or it fails.

- It holds the parts that the options which are on cover (AS-03, AS-05), as they are when it begins.
- Its bytes go over the networks that its kind allows: an automatic one's over Wi-Fi alone (SCH-01).
- Nothing counts until it is committed: one that fails changes no other (MAN-01), and claims no success (GEN-03).
"""

from msgspec.structs import replace

from backupspec.contract.content import App, Entry
from backupspec.contract.observations import Attempt, Backup, SavedPart
from backupspec.contract.outcomes import Reason
from backupspec.contract.terms import Part, Trigger
from backupspec.manifest.measuring import held
from backupspec.reference import documents
from backupspec.reference.documents import Documents
from backupspec.reference.law import Law
from backupspec.reference.phones import without_faults
from backupspec.reference.state import Account, Entries, Flow, Kept, Line, Phone, World


class Backups:
    """The rules of a backup: what it holds, what ends it, what counts once it is committed."""

    def __init__(self, law: Law, documents: Documents) -> None:
        self.law = law
        self.documents = documents

    def parts_to_save(self, phone: Phone) -> tuple[Part, ...]:
        """Tell which parts a backup that begins now will hold."""
        return self.law.settings_parts + (self.law.app_parts if phone.toggles["app_backup"] else ())

    def content_to_save(self, phone: Phone, part: Part) -> tuple[Entry, ...]:
        """Tell what of a part is saved: of the apps' data, that of the apps which take part (CON-02)."""
        entries = phone.content.get(part, ())
        if part != "app_data":
            return entries
        taking_part = {app.name for app in phone.content.get("apps", ()) if isinstance(app, App) and _takes_part(app)}
        return tuple(entry for entry in entries if entry.name in taking_part)

    def begin(self, world: World, phone: Phone, trigger: Trigger) -> World:
        """Begin a backup."""
        assert phone.account is not None
        content: Entries = {part: self.content_to_save(phone, part) for part in self.parts_to_save(phone)}
        parts = tuple(_saved(phone, part, entries) for part, entries in content.items())
        line = phone.lines.get(phone.account)
        number = _free_number(world, phone.account)
        backup = Backup(
            id=f"backup-{number}",
            phone=phone.name,
            display_name=phone.display_name,
            sequence=line.sequence + 1 if line else 1,
            trigger=trigger,
            network=phone.network,
            external_power=phone.external_power,
            started_at=world.wall_clock,
            started_elapsed_s=world.elapsed_s,
            committed_at=None,
            committed_elapsed_s=None,
            complete=False,
            parts=parts,
            manifest=None,
        )
        flow = Flow(
            kind="backup",
            backup=backup,
            account=phone.account,
            time_zone=world.time_zone,
            content=content,
            total_bytes=sum(part.size_bytes for part in parts),
            toggles=phone.toggles,
            uploads=phone.uploads,
        )
        world = replace(world, backups_begun=number)
        return world.with_phone(replace(phone, flow=flow))

    def obstacle(self, world: World, phone: Phone) -> Reason | None:  # noqa: PLR0911 - one return for each obstacle
        """Tell what ends a backup under way, or None."""
        flow = phone.flow
        assert flow is not None
        if phone.sign_in_lapsed:
            return "sign_in_lapsed"
        automatic = flow.trigger == "automatic"
        if automatic and self.law.choices["power_needed"] == "throughout" and not phone.external_power:
            return "power_unplugged"
        if (
            automatic
            and self.law.choices["when_wifi_drops"] == "abort"
            and phone.network not in self.law.policy.automatic.networks
        ):
            return "network_lost"
        if not automatic and phone.network not in self.law.policy.manual.networks:
            return "network_lost" if flow.sent_bytes else "no_network"
        if self.waits_for_wifi(phone):
            return None
        if not world.cloud_up:
            return "onedrive_is_down"
        if world.accounts[flow.account].free_bytes < flow.total_bytes:
            return "onedrive_is_full"
        return None

    def waits_for_wifi(self, phone: Phone) -> bool:
        """Tell whether a backup under way waits for a network that may carry it (SCH-01)."""
        flow = phone.flow
        return (
            flow is not None and flow.trigger == "automatic" and phone.network not in self.law.policy.automatic.networks
        )

    def complete(self, world: World, phone: Phone) -> World:
        """Make a backup that was sent whole count: it joins the others in OneDrive and becomes the phone's local copy."""
        flow = phone.flow
        assert flow is not None
        assert flow.backup is not None
        backup = replace(flow.backup, complete=True, committed_at=world.wall_clock, committed_elapsed_s=world.elapsed_s)
        document = self.documents.manifest_later(world, phone, flow)
        account = documents.entered(world.accounts[flow.account], phone, backup, document)
        account = replace(
            account,
            backups=(*account.backups, backup),
            kept={
                **account.kept,
                backup.id: Kept(content=flow.content, key=account.key, toggles=flow.toggles, uploads=flow.uploads),
            },
            free_bytes=account.free_bytes - flow.total_bytes,
        )
        for gone in self.superseded(account, phone.name):
            account = documents.gone_from_cloud(account, gone, world.wall_clock)
        after = documents.without_copy(
            documents.with_catalogue(world, flow.account, account), phone.name, but=flow.account
        )
        newest = Line(backup=backup.id, sequence=backup.sequence, document=document, clock_seen=len(world.clock_set))
        return replace(after, manifests={**world.manifests, backup.id: document}).with_phone(
            replace(
                phone,
                flow=None,
                faults=without_faults(phone, "backup"),
                local_backup=backup,
                last_attempt=_attempt(world, flow, "complete", None),
                last_complete_s=world.elapsed_s,
                retry_at_s=None,
                lines={**phone.lines, flow.account: newest},
            )
        )

    def superseded(self, account: Account, phone: str) -> tuple[Backup, ...]:
        """Tell which backups of a phone leave OneDrive, now that it has a new one: none, or all but so many of the newest (DEL-07)."""
        kept = self.law.choices["backups_kept"]
        if kept == "every_one":
            return ()
        return tuple(backup for backup in account.backups if backup.phone == phone and backup.complete)[: -int(kept)]

    def fail(self, world: World, phone: Phone, reason: Reason) -> World:
        """End a backup that did not complete. An automatic one is tried again later."""
        flow = phone.flow
        if flow is None:
            return world
        later = flow.trigger == "automatic" or reason == "backups_were_deleted"
        return world.with_phone(
            replace(
                phone,
                flow=None,
                faults=without_faults(phone, "backup"),
                last_attempt=_attempt(world, flow, "aborted" if reason in _BY_A_PERSON else "failed", reason),
                retry_at_s=world.elapsed_s + self.law.retry_after_s if later else phone.retry_at_s,
            )
        )


def _takes_part(app: App) -> bool:
    return app.participation == "declared"


def _free_number(world: World, account: str) -> int:
    """Number a backup so that no other has its id, not even one that was put into OneDrive by somebody else."""
    number = world.backups_begun + 1
    while f"backup-{number}" in world.accounts[account].kept:
        number += 1
    return number


def _saved(phone: Phone, part: Part, entries: tuple[Entry, ...]) -> SavedPart:
    """Tell how much of a part is saved."""
    whole = entries == phone.content.get(part, ()) and part in phone.held
    amount = phone.held[part] if whole else held(entries)
    return SavedPart(kind=part, count=amount.count, size_bytes=amount.size_bytes)


_BY_A_PERSON = frozenset(
    {"backups_were_deleted", "settings_backup_was_turned_off", "signed_out", "superseded_by_manual_backup"}
)


def _attempt(world: World, flow: Flow, result: str, reason: Reason | None) -> Attempt:
    assert flow.backup is not None
    return Attempt(
        trigger=flow.backup.trigger,
        result=result,  # type: ignore[arg-type]
        reason=reason,
        ended_at=world.wall_clock,
        ended_elapsed_s=world.elapsed_s,
        backup=flow.backup.id if result == "complete" else None,
    )
