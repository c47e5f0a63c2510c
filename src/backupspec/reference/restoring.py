"""How a backup comes back to a phone that is set up: it is verified, its bytes are received, then all of it is there at once (RST).

- Nothing of a backup is on the phone until all of it is; a restore that was cut short goes on, or is done anew, with the same result (RST-09).
- What can no longer be had is listed with its reason; the restore is complete nevertheless (RST-01).
- A backup that was deleted, spoiled, or written by rules that are not known here is refused, with the reason (RST-07).
"""

from collections.abc import Iterator

from msgspec.structs import replace

from backupspec.contract.content import App, Entry, OwnAccount
from backupspec.contract.observations import Backup, LeftOut, Restored
from backupspec.contract.outcomes import Reason
from backupspec.contract.terms import Medium, Part, Quality, Toggle
from backupspec.manifest import verifying
from backupspec.manifest.measuring import entry_bytes, held
from backupspec.reference.documents import digest_of
from backupspec.reference.law import Law
from backupspec.reference.phones import without_faults
from backupspec.reference.state import Account, Entries, Flow, Kept, Phone, SetUp, World
from backupspec.reference.texts import TextMessages, with_texts


class Restoring:
    """The rules of a restore: what is offered, what ends it, what is on the phone once it is complete."""

    def __init__(self, law: Law, texts: TextMessages) -> None:
        self.law = law
        self.texts = texts

    def offers(self, world: World, phone: Phone) -> tuple[Backup, ...]:
        """Tell which backups are offered: the complete ones of the phone's account, newest first (RST-04, RST-07)."""
        if phone.account is None:
            return ()
        complete = [backup for backup in reversed(world.accounts[phone.account].backups) if backup.complete]
        if self.law.choices["backups_offered"] == "newest_of_each_phone":
            newest = {backup.phone: backup for backup in reversed(complete)}
            complete = [backup for backup in complete if newest[backup.phone] is backup]
        return tuple(complete)

    # Before it begins.

    def flaw(self, account: Account, backup: Backup) -> Reason | None:
        """Tell why a backup cannot be restored, or None: a manifest that does not verify, or content that is not what it says (RST-07)."""
        if not backup.complete:
            return "backup_is_not_complete"
        checked = verifying.manifest((backup.manifest or "").encode(), self.law.manifest_shape)
        by_policy = verifying.beside_policy(checked, {self.law.policy.id: self.law.policy})
        rules = {problem.rule for problem in (*checked.problems, *by_policy)}
        if "unknown-major-version" in rules:
            return "backup_version_unknown"
        if rules == {"unknown-critical-extension"}:
            return "backup_extension_unknown"
        if rules or not _is_what_it_says(account.kept[backup.id], checked.value["parts"]):
            return "backup_is_corrupt"
        return "backup_is_not_complete" if checked.value["status"] != "complete" else None

    def begin(self, world: World, phone: Phone, backup: Backup | None) -> World:
        """Begin a restore, of text messages alone if there is no backup."""
        assert phone.account is not None
        assert phone.set_up is not None
        account = world.accounts[phone.account]
        texts = self.texts.to_restore(account)
        texts_bytes = sum(text.size_bytes for text in texts.values())
        flow = Flow(
            kind="restore",
            backup=backup,
            account=phone.account,
            time_zone=world.time_zone,
            content={},
            texts=texts,
            total_bytes=texts_bytes,
            toggles=phone.toggles,
            uploads=phone.uploads,
        )
        if backup is not None:
            kept = account.kept[backup.id]
            flow = replace(
                flow,
                content=kept.content,
                total_bytes=sum(part.size_bytes for part in backup.parts) + texts_bytes,
                toggles=kept.toggles,
                uploads=kept.uploads,
            )
        set_up = replace(phone.set_up, step="restore", problem=None)
        return world.with_phone(replace(phone, flow=flow, set_up=set_up))

    # On its way.

    def obstacle(self, world: World, phone: Phone) -> Reason | None:
        """Tell what ends a restore under way, or None. A phone that is off or has no network makes it wait."""
        flow = phone.flow
        assert flow is not None
        if not phone.powered_on or phone.network not in self.law.policy.restore.networks:
            return None
        if phone.sign_in_lapsed:
            return "sign_in_lapsed"
        if not world.cloud_up:
            return "onedrive_is_down"
        lying = {backup.id for backup in world.accounts[flow.account].backups}
        if flow.backup is not None and flow.backup_id not in lying:
            return "backup_was_deleted"
        return "phone_is_full" if phone.free_bytes < flow.total_bytes else None

    def fail(self, world: World, phone: Phone, reason: Reason) -> World:
        """End a restore that did not complete: nothing of it stays, and set-up is back at the backups that are offered."""
        return world.with_phone(
            replace(
                phone,
                flow=None,
                faults=without_faults(phone, "restore"),
                set_up=_back(phone, reason),
            )
        )

    # When all of it has come.

    def complete(self, world: World, phone: Phone) -> World:
        """Put all that was received on the phone, but for what can no longer be had."""
        flow = phone.flow
        assert flow is not None
        content, left_out = self.come_back(world, flow.content)
        toggles, uploads = self._chosen(phone, flow)
        still_there = world.accounts[flow.account].texts
        texts = {id_: text for id_, text in flow.texts.items() if id_ in still_there}
        phone = replace(
            with_texts(phone, texts),
            flow=None,
            faults=without_faults(phone, "restore"),
            content=content,
            held={part: held(entries) for part, entries in content.items()},
            free_bytes=phone.free_bytes - flow.total_bytes,
            toggles=toggles,
            uploads=uploads,
            settings_on_since_s=world.elapsed_s if toggles["settings_backup"] else None,
            restored=Restored(backup=flow.backup_id, left_out=left_out),
        )
        return world.with_phone(replace(phone, needs_password=self.asks_for_password(world, phone)))

    def _chosen(self, phone: Phone, flow: Flow) -> tuple[dict[Toggle, bool], dict[Medium, Quality]]:
        """Tell what is turned on and chosen after a restore: as in the backup, but for what this version of the phone does not offer (VER-02)."""
        if flow.backup is None or self.law.choices["toggles_after_restore"] == "as_on_a_new_phone":
            return phone.toggles, phone.uploads
        offered = {(row.medium, row.quality) for row in self.law.policy.offered()}
        toggles = {toggle: flow.toggles.get(toggle, on) for toggle, on in phone.toggles.items()}
        uploads = {
            medium: flow.uploads[medium]
            if (medium, flow.uploads.get(medium)) in offered
            else self.law.policy.uploads.first
            for medium in phone.uploads
        }
        return toggles, uploads

    def come_back(self, world: World, content: Entries) -> tuple[Entries, tuple[LeftOut, ...]]:
        """Tell what of a backup's content can be had, and what cannot, with the reason of each item (RST-01)."""
        missing = {name for part, name in world.withdrawn if part == "apps"}
        left_out = tuple(
            left
            for part, entries in content.items()
            for entry in entries
            if (left := _left_out(part, entry, missing, world.withdrawn)) is not None
        )
        names = {(left.part, left.name) for left in left_out}
        kept: Entries = {
            part: tuple(entry for entry in entries if (part, entry.name) not in names)
            for part, entries in content.items()
        }
        return kept, left_out

    def asks_for_password(self, world: World, phone: Phone) -> tuple[str, ...]:
        """Tell which restored accounts ask for their passwords: those whose saved one did not come back or no longer works (RST-10)."""
        saved = dict(_passwords(phone))
        every = self.law.choices["passwords_asked_for"] == "every_account"
        return tuple(
            account.name
            for account in phone.content.get("accounts", ())
            if isinstance(account, OwnAccount)
            and (every or account.name not in saved or saved[account.name] != world.passwords.get(account.address))
        )


def _is_what_it_says(kept: Kept, parts: dict[str, dict[str, list[dict[str, object]]]]) -> bool:
    """Hold what lies in OneDrive against the manifest: for each item its bytes, in order."""
    return all(
        [item["digest"] for item in part["items"]]
        == [digest_of(kept.key, entry_bytes(entry)) for entry in kept.content.get(kind, ())]  # type: ignore[call-overload]
        for kind, part in parts.items()
    )


def _back(phone: Phone, reason: Reason) -> SetUp:
    assert phone.set_up is not None
    return replace(phone.set_up, step="choose", chosen=None, chosen_texts_of=None, problem=reason)


def _left_out(part: Part, entry: Entry, missing: set[str], withdrawn: frozenset[tuple[Part, str]]) -> LeftOut | None:
    if part == "apps" and entry.name in missing:
        return LeftOut(part=part, name=entry.name, reason="not_in_store")
    if part in {"app_data", "start_screen"} and entry.name in missing:
        return LeftOut(part=part, name=entry.name, reason="app_is_missing")
    if part in {"theme", "settings"} and (part, entry.name) in withdrawn:
        return LeftOut(part=part, name=entry.name, reason="unknown_to_this_phone")
    return None


def _passwords(phone: Phone) -> Iterator[tuple[str, str]]:
    for entry in phone.content.get("passwords", ()):
        if not isinstance(entry, App | OwnAccount):
            yield entry.name, entry.value
