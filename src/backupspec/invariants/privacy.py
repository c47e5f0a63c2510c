"""Invariants of privacy: where bytes go, who reads, and what nobody can read (I19, I40)."""

import json
from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from backupspec.contract import commands
from backupspec.contract.observations import Account, Backup, Observation, Phone, Queue
from backupspec.contract.outcomes import Done, Unsupported
from backupspec.invariants.asking import Found, invariant
from backupspec.invariants.contents import secrets
from backupspec.invariants.past import new_transfers, told
from backupspec.invariants.searching import readable
from backupspec.manifest.measuring import held
from backupspec.world.documents import LARGE, Kept, checked_catalogue, checked_journal, checked_manifest
from backupspec.world.originals import original
from backupspec.world.world import Event, History


@invariant("I40", "PRV-01", stated_by="us")
def _closed(history: History, event: Event) -> Found:
    """Bytes go to declared destinations alone, and backups are read for backup and restore alone."""
    privacy = history.policy.privacy
    for sent in new_transfers(event):
        if sent.destination not in privacy.destinations:
            yield (
                "PRV-01",
                f"bytes of {sent.phone} to go to {' or '.join(privacy.destinations)} alone",
                sent.destination,
            )
    for name, account in event.after.accounts.items():
        known = event.before.accounts[name].reads if name in event.before.accounts else ()
        if account.reads[: len(known)] != known:
            yield "PRV-01", f"the log of who read from {name} to grow, and nothing else", "it changed"
        for read in account.reads[len(known) :]:
            if read.allowed and read.purpose not in privacy.purposes:
                yield "PRV-01", f"nobody to read from {name} for {read.purpose}", f"{read.by} was allowed to"
    yield from _asked(history, event)


def _asked(history: History, event: Event) -> Found:
    """Hold the answer to somebody who wants to read, and the log, against the purpose. Where nobody can read, there is nothing to log."""
    command = event.command
    if not isinstance(command, commands.ReadCloud) or isinstance(event.outcome, Unsupported):
        return
    before, after = (seen.accounts.get(command.account) for seen in (event.before, event.after))
    if before is None or after is None or not event.before.cloud_up:
        return
    is_allowed = isinstance(event.outcome, Done)
    if is_allowed and command.purpose not in history.policy.privacy.purposes:
        yield "PRV-01", f"{command.by} to be refused to read for {command.purpose}", "it was allowed"
    logged = {(read.by, read.purpose, read.allowed) for read in after.reads[len(before.reads) :]}
    if (command.by, command.purpose, is_allowed) not in logged:
        answer = "allowed" if is_allowed else "refused"
        yield "PRV-01", f"a read by {command.by} for {command.purpose} to be logged as {answer}", "it is not"


@invariant("I19", "CON-03", "GEN-03", stated_by="us")
def _nothing_in_clear(history: History, event: Event) -> Found:
    """Nothing sensitive can be read anywhere: not as it is, not in another form, not as a hash."""
    texts = dict.fromkeys(_new_texts(event))
    for text, check in dict.fromkeys(_new_documents(event)):
        if len(text) > LARGE and check(text).problems:
            what = f"a document of more than {LARGE} characters to be what it should, so that it can be searched"
            yield "GEN-03", what, f"{len(text)} characters with which that is not so"
        else:
            texts[text] = None
    planted = secrets(history) if texts else ()
    for secret, form in dict.fromkeys(one for text in texts for one in readable(text, planted)):
        if not _is_given_as_a_name(history, secret.text):
            yield "CON-03", f"nobody to read {secret.text[:3]}... in what is shown or stored", f"it is there {form}"

    for text in dict.fromkeys(text for text, _ in _new_documents(event)):
        for name in _media(history):
            if json.dumps(name) in text:
                yield "CON-03", f"no document to name {name}, which was taken with a phone", "one does"


def _media(history: History) -> tuple[str, ...]:
    """Name the photos and videos that were taken. The owner sees their names; what is written down about backups has nothing of them."""
    return told(history, "media names", (), _with_media)


def _with_media(earlier: tuple[str, ...], event: Event) -> tuple[str, ...]:
    taken = original(event)
    return earlier if taken is None else (*earlier, taken.name)


def _is_given_as_a_name(history: History, secret: str) -> bool:
    """Tell whether a command gave a text as what everybody may read: the name of a phone or an account, of who reads, of a backup."""
    given = (
        getattr(event.command, member, None)
        for event in history.events
        for member in ("phone", "account", "display_name", "made_on", "by", "purpose", "version", "backup")
    )
    return any(isinstance(name, str) and secret in name for name in given)


def _new_documents(event: Event) -> Iterator[tuple[str, Kept]]:
    """Yield the manifests, catalogues and journals that came into sight at this event, as they stand, each with its check."""
    before, after = event.before, event.after
    for name, account in after.accounts.items():
        earlier = before.accounts.get(name)
        known = {} if earlier is None else {backup.id: backup for backup in earlier.backups}
        for backup in account.backups:
            yield from _new_manifest(backup, known.get(backup.id))
        if account.catalogue is not None and (earlier is None or earlier.catalogue != account.catalogue):
            yield account.catalogue, checked_catalogue
        if account.journal is not None and (earlier is None or earlier.journal != account.journal):
            yield account.journal, checked_journal
    for name, phone in after.phones.items():
        if phone.local_backup is not None:
            yield from _new_manifest(phone.local_backup, _copy(before, name))


def _new_manifest(backup: Backup, before: Backup | None) -> Iterator[tuple[str, Kept]]:
    if backup.manifest is not None and (before is None or backup.manifest != before.manifest):
        yield backup.manifest, checked_manifest


def _copy(seen: Observation, phone: str) -> Backup | None:
    return seen.phones[phone].local_backup if phone in seen.phones else None


def _new_texts(event: Event) -> Iterator[str]:
    """Yield all else that came into sight at this event."""
    before, after = event.before, event.after
    for sent in new_transfers(event):
        yield _written(sent)
    for name, account in after.accounts.items():
        if before.accounts.get(name) != account:
            yield from _of_account(account, before.accounts.get(name))
    for name, phone in after.phones.items():
        if before.phones.get(name) != phone:
            yield from _of_phone(phone, before.phones.get(name), _copy(before, name))


def _of_account(account: Account, before: Account | None) -> Iterator[str]:
    """Yield the reads that are new, and what is shown of new backups."""
    known = {} if before is None else {backup.id: backup for backup in before.backups}
    for backup in account.backups:
        yield from _of_backup(backup, known.get(backup.id))
    if before is None or before.reads != account.reads:
        yield _written(account.reads[len(before.reads) if before is not None else 0 :])


def _of_backup(backup: Backup, before: Backup | None) -> Iterator[str]:
    if backup != before:
        yield _written(replace(backup, manifest=None))


def _of_phone(phone: Phone, before: Phone | None, copy: Backup | None) -> Iterator[str]:
    """Yield what a phone shows: its options, its copy of a backup, what has come to its queues, and all else but the amounts of what it holds."""
    yield _written(replace(phone, controls=(), content={}, messages=NO_MESSAGES, queues={}, local_backup=None))
    for kind, queue in phone.queues.items():
        yield _written(_news_of(queue, None if before is None else before.queues.get(kind)))
    if before is None or phone.controls != before.controls:
        yield _written(phone.controls)
    if phone.local_backup is not None:
        yield from _of_backup(phone.local_backup, copy)


def _news_of(queue: Queue, before: Queue | None) -> Queue:
    """Leave out what a queue showed before: there can be 100,000 names."""
    if before is None:
        return queue
    waiting, deletions = set(before.waiting), set(before.deletions)
    return replace(
        queue,
        waiting=tuple(name for name in queue.waiting if name not in waiting),
        deletions=tuple(name for name in queue.deletions if name not in deletions),
    )


NO_MESSAGES = held(())
"""What stands for the amount of messages, whose digest is no secret."""


def _written(value: object) -> str:
    return msgspec.json.encode(value).decode()
