"""What can be seen of the reference's world."""

import base64
from functools import cached_property
from typing import Literal

from msgspec.structs import replace

from backupspec.contract import observations as seen
from backupspec.contract.content import Content
from backupspec.contract.texts import by_conversation
from backupspec.policy.model import ControlRule
from backupspec.reference.documents import sealed, sealed_texts, with_manifest
from backupspec.reference.flows import Flows
from backupspec.reference.law import Law
from backupspec.reference.queues import Queues
from backupspec.reference.reminder import Reminder
from backupspec.reference.restoring import Restoring
from backupspec.reference.state import QUEUES, Account, Flow, Medium, Page, Phone, QueueKind, SetUp, Uploaded, World
from backupspec.reference.texts import TextMessages


class View:
    """What can be seen of a world."""

    def __init__(
        self, law: Law, reminder: Reminder, restoring: Restoring, texts: TextMessages, flows: Flows, queues: Queues
    ) -> None:
        self.law = law
        self.reminder = reminder
        self.restoring = restoring
        self.texts = texts
        self.flows = flows
        self.queues = queues

    @cached_property
    def _options(self) -> dict[str, tuple[str, ...]]:
        """What each choice on the phone offers. Most worlds are never looked at, and finding it takes longer than all else that opens one."""
        return {rule.id: self.law.policy.options(rule) for rule in self.law.policy.controls}

    def observation(self, world: World, *, items: bool = False) -> seen.Observation:
        """Show everything: with items, also what phones hold and what is stored, one by one."""
        return seen.Observation(
            wall_clock=world.wall_clock,
            time_zone=world.time_zone,
            elapsed_s=world.elapsed_s,
            cloud_up=world.cloud_up,
            phones={name: self._phone(world, phone, items=items) for name, phone in world.phones.items()},
            accounts={name: self._account(world, account, items=items) for name, account in world.accounts.items()},
            transfers=world.transfers,
        )

    def _phone(self, world: World, phone: Phone, *, items: bool) -> seen.Phone:
        return seen.Phone(
            display_name=phone.display_name,
            profile=self.law.policy.id,
            software_version=phone.software_version,
            update=phone.update,
            powered_on=phone.powered_on,
            account=phone.account,
            sign_in="none" if phone.account is None else "lapsed" if phone.sign_in_lapsed else "valid",
            network=phone.network,
            external_power=phone.external_power,
            toggles=phone.toggles,
            uploads=phone.uploads,
            content=phone.held,
            items=Content(**phone.content) if items else None,  # type: ignore[arg-type]
            messages=phone.texts_held(),
            message_items=by_conversation(each.kept for each in phone.texts.values()) if items else None,
            media=tuple(_medium(medium) for medium in phone.media.values()),
            queues={kind: self._queue(world, phone, kind) for kind in QUEUES},
            needs_password=phone.needs_password,
            notices=self._notices(phone),
            set_up=self._set_up(world, phone, phone.set_up) if phone.set_up else None,
            restored=phone.restored,
            prompts=self.reminder.prompts(world, phone),
            local_backup=with_manifest(world, phone.local_backup) if phone.local_backup else None,
            flow=self._flow(phone, phone.flow) if phone.flow else None,
            last_attempt=phone.last_attempt,
            controls=self._controls(phone),
        )

    def _queue(self, world: World, phone: Phone, kind: QueueKind) -> seen.Queue:
        queue = phone.queues[kind]
        return seen.Queue(
            waiting=queue.waiting,
            deletions=queue.deletions,
            sent_bytes=next((queue.begun[name].sent_bytes for name in queue.waiting if name in queue.begun), 0),
            paused=queue.paused,
            waiting_for=self.queues.waiting_for(world, phone, kind),
        )

    def _flow(self, phone: Phone, flow: Flow) -> seen.Flow:
        return seen.Flow(
            kind=flow.kind,
            backup=flow.backup_id,
            trigger=flow.trigger,
            sent_bytes=flow.sent_bytes,
            total_bytes=flow.total_bytes,
            paused=flow.paused,
            waiting_for=self.flows.waiting_for(phone),
        )

    def _set_up(self, world: World, phone: Phone, set_up: SetUp) -> seen.SetUp:
        choosing = set_up.step == "choose"
        return seen.SetUp(
            step=set_up.step,
            offers=tuple(backup.id for backup in self.restoring.offers(world, phone)) if choosing else (),
            offers_texts_of=self.texts.offers(world, phone) if choosing else (),
            chosen=set_up.chosen,
            chosen_texts_of=set_up.chosen_texts_of,
            asks_for=phone.needs_password if set_up.step == "passwords" else (),
            problem=set_up.problem,
        )

    def _notices(self, phone: Phone) -> tuple[Literal["join_wifi", "cellular_may_cost"], ...]:
        """Warn of what a restore may cost, from the first step until it is complete (RST-05, RST-06)."""
        if phone.set_up is None or phone.restored is not None or phone.set_up.step == "done":
            return ()
        costs = phone.network in self.law.policy.restore.warns_of
        return ("join_wifi", "cellular_may_cost") if costs else ("join_wifi",)

    def _controls(self, phone: Phone) -> tuple[seen.Control, ...]:
        """Show the options: during set-up, those of its step alone."""
        step = phone.set_up.step if phone.set_up else None
        rules = self.law.policy.controls if phone.powered_on else ()
        return tuple(self._control(phone, rule) for rule in rules if rule.step == step)

    def _account(self, world: World, account: Account, *, items: bool) -> seen.Account:
        backups = tuple(with_manifest(world, backup) for backup in account.backups)
        if items:
            backups = tuple(_with_items(world, account, backup) for backup in backups)
        return seen.Account(
            catalogue=account.catalogue.text if account.catalogue else None,
            reads=account.reads,
            backups=backups,
            backups_path=self.law.policy.onedrive,
            messages=tuple(account.texts),
            stored_messages=sealed_texts(world, account) if items else None,
            media=tuple(_uploaded(each, items=items) for each in account.media.values()),
            journal=_text(account.journal[-1]) if account.journal else None,
            journal_pages=tuple(_text(page) for page in account.journal) if items else None,
            free_bytes=account.free_bytes,
        )

    def _control(self, phone: Phone, rule: ControlRule) -> seen.Control:
        return seen.Control(
            path=rule.path,
            label=rule.label,
            kind=rule.kind,
            enabled=self.enabled(phone, rule),
            value=_value(phone, rule),
            options=self._options[rule.id],
            warnings=("cellular_may_cost",) if "cellular" in rule.warns_of else (),
        )

    def enabled(self, phone: Phone, rule: ControlRule) -> bool:
        """Tell whether an option can be used: what needs Settings backup is greyed out without it (MAN-03, AS-04)."""
        match rule.step:
            case None:
                pass
            case "choose":
                return phone.set_up is not None and (phone.set_up.chosen or phone.set_up.chosen_texts_of) is not None
            case "security_code":
                return phone.set_up is not None and phone.set_up.verified
            case "restore":
                return phone.restored is not None
        if rule.id == "back_up_now_button" or rule.sets == "app_backup":
            return phone.toggles["settings_backup"]
        return True


def _medium(medium: Medium) -> seen.Medium:
    return seen.Medium(
        name=medium.name,
        kind=medium.kind,
        taken_at=medium.taken_at,
        width_px=medium.width_px,
        height_px=medium.height_px,
        size_bytes=len(medium.content),
        digest=medium.digest,
        file_name=medium.file_name,
        upload=medium.upload,
        skipped_because=medium.skipped_because,
    )


def _text(page: Page) -> str:
    assert page.document is not None
    return page.document.text


def _uploaded(medium: Uploaded, *, items: bool) -> seen.StoredMedium:
    return seen.StoredMedium(
        name=medium.name,
        phone=medium.phone,
        kind=medium.kind,
        quality=medium.quality,
        width_px=medium.width_px,
        height_px=medium.height_px,
        size_bytes=len(medium.content),
        digest=medium.digest,
        file_name=medium.file_name,
        content=base64.b64encode(medium.content).decode() if items else None,
    )


def _with_items(world: World, account: Account, backup: seen.Backup) -> seen.Backup:
    parts = tuple(replace(part, stored=sealed(world, account, backup.id, part.kind)) for part in backup.parts)
    return replace(backup, parts=parts)


def _value(phone: Phone, rule: ControlRule) -> str | None:
    if rule.kind == "toggle":
        return "on" if phone.toggles[rule.sets] else "off"  # type: ignore[index]
    if rule.kind == "choice":
        return rule.options.get(phone.uploads[rule.sets])  # type: ignore[index]
    return None
