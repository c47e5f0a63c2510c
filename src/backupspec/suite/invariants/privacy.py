"""Invariants of privacy: where bytes go, who reads, and what nobody can read (I19, I40)."""

from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from backupspec.contract import commands
from backupspec.contract.observations import Account, Phone
from backupspec.contract.outcomes import Done
from backupspec.suite.canaries import readable_in
from backupspec.suite.invariants.asking import Found, invariant
from backupspec.suite.invariants.contents import secrets
from backupspec.suite.invariants.past import new_transfers
from backupspec.suite.world import Event, History


@invariant("I40", "PRV-01")
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
    """Hold the answer to somebody who wants to read, and the log, against the purpose."""
    command = event.command
    if not isinstance(command, commands.ReadCloud) or command.account not in event.after.accounts:
        return
    allowed = command.purpose in history.policy.privacy.purposes
    if isinstance(event.outcome, Done) and not allowed:
        yield "PRV-01", f"{command.by} to be refused to read for {command.purpose}", "it was allowed"
    logged = event.after.accounts[command.account].reads[len(event.before.accounts[command.account].reads) :]
    if not any((read.by, read.purpose) == (command.by, command.purpose) for read in logged):
        yield "PRV-01", f"a read by {command.by} for {command.purpose} to be logged", "it is not"


@invariant("I19", "CON-03")
def _nothing_in_clear(history: History, event: Event) -> Found:
    """Nothing sensitive can be read anywhere: not as it is, not in another form, not as a hash."""
    text = "\n".join(_new_texts(event))
    if not text:
        return
    for secret in secrets(history):
        form = readable_in(text, secret)
        if form is not None:
            yield "CON-03", f"nobody to read {secret[:3]}... in what is shown or stored", f"it is there in {form}"


def _new_texts(event: Event) -> Iterator[str]:
    """Yield what came into sight at this event, of all that can be seen but the names that the commands gave."""
    before, after = event.before, event.after
    for sent in new_transfers(event):
        yield _written(sent)
    for name, account in after.accounts.items():
        if before.accounts.get(name) != account:
            yield from _of_account(account, before.accounts.get(name))
    for name, phone in after.phones.items():
        if before.phones.get(name) != phone:
            yield from _of_phone(phone)


def _of_account(account: Account, before: Account | None) -> Iterator[str]:
    """Yield the documents and the reads that are new, as they stand, and all else of what is new in an account."""
    known = set() if before is None else {backup.id for backup in before.backups}
    for backup in account.backups:
        if backup.id not in known:
            yield backup.manifest or ""
            yield _written(replace(backup, manifest=None))
    if before is None or before.catalogue != account.catalogue:
        yield account.catalogue or ""
    yield _written(account.reads[len(before.reads) if before is not None else 0 :])


def _of_phone(phone: Phone) -> Iterator[str]:
    """Yield what a phone shows besides its options, and of its copy of a backup what that says of itself."""
    yield _written(replace(phone, controls=(), content={}, local_backup=None))
    if phone.local_backup is not None:
        yield _written(replace(phone.local_backup, manifest=None))


def _written(value: object) -> str:
    return msgspec.json.encode(value).decode()
