"""What invariants look at: what an event brought, and what the history tells of a phone. No rule of the policy stands here."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from backupspec.contract import commands
from backupspec.contract.observations import Backup, Flow, Observation, Phone, Transfer
from backupspec.contract.outcomes import Done
from backupspec.world.world import Event, History

Told = TypeVar("Told")


def told(history: History, name: str, first: Told, add: Callable[[Told, Event], Told]) -> Told:
    """Tell what follows from all events, one added after the other. What followed from earlier ones is remembered under the name."""
    count, found = history.told.get(name, (0, first))
    if count < len(history.events):
        for event in history.events[count:]:
            found = add(found, event)
        history.told[name] = len(history.events), found
    return found  # type: ignore[no-any-return]


def new_transfers(event: Event) -> tuple[Transfer, ...]:
    """Return what went over a network at this event."""
    return event.after.transfers[len(event.before.transfers) :]


def backups_in(seen: Observation, account: str) -> tuple[Backup, ...]:
    """Return what lies in an account's OneDrive."""
    return seen.accounts[account].backups if account in seen.accounts else ()


def made_in(event: Event) -> list[tuple[str, Backup]]:
    """List the backups that were made at this event, as they came into sight in OneDrive, each with its account."""
    if not event.came or isinstance(event.command, commands.PutCloudBackup):
        return []
    return [(account, backup) for account, came in event.came.items() for backup in came]


def complete_of(events: Iterable[Event], account: str, phone: str) -> Iterator[Backup]:
    """Yield the complete backups of a phone for an account that were made at these events, deleted since or not."""
    for event in events:
        yield from (each for name, each in made_in(event) if (name, each.phone) == (account, phone) and each.complete)


def come_to(event: Event, account: str) -> tuple[Backup, ...]:
    """Return the backups that came into sight in an account at this event."""
    return event.came.get(account, ())


def new_backups(event: Event) -> Iterator[Backup]:
    """Yield the backups that were made at this event, of whatever account."""
    return (backup for _, backup in made_in(event))


def new_complete(event: Event, phone: str) -> list[Backup]:
    """List a phone's complete backups that came into sight at this event."""
    return [backup for backup in new_backups(event) if backup.phone == phone and backup.complete]


def new_flows(event: Event) -> Iterator[tuple[str, Flow]]:
    """Yield the backups that came under way at this event and still are, each with its phone's name."""
    for name, phone in event.after.phones.items():
        before = event.before.phones.get(name)
        known = before.flow.backup if before is not None and before.flow is not None else None
        if phone.flow is not None and phone.flow.kind == "backup" and phone.flow.backup != known:
            yield name, phone.flow


def states_around(event: Event, phone: str) -> list[Phone]:
    """Return the phone as it was before and after."""
    return [seen.phones[phone] for seen in (event.before, event.after) if phone in seen.phones]


def since_reset(history: History, phone: str, before: Event | None = None) -> list[Event]:
    """List what was done since a phone was last reset, that included; or what had been done when an event began."""
    events = history.events
    if before is not None:
        events = events[: next(at for at, event in enumerate(events) if event is before)]
    for at in range(len(events) - 1, -1, -1):
        command = events[at].command
        if isinstance(command, commands.ResetPhone) and command.phone == phone and isinstance(events[at].outcome, Done):
            return events[at:]
    return events


def is_ready(seen: Observation, phone: Phone) -> bool:
    """Tell whether nothing but the person's wishes and the conditions stands in the way of a backup."""
    if (
        not phone.powered_on
        or phone.set_up is not None
        or phone.sign_in != "valid"
        or phone.account is None
        or phone.flow is not None
        or not seen.cloud_up
    ):
        return False
    account = seen.accounts.get(phone.account)
    return account is not None and account.free_bytes >= sum(held.size_bytes for held in phone.content.values())


_FAULTS = (commands.PauseFlowAfter, commands.CutNetworkAfter, commands.FailPowerAfter)


def armed(events: Sequence[Event], phone: str) -> bool:
    """Tell whether, after these events, a pause or a fault may still be waiting to strike."""
    for event in reversed(events):
        if isinstance(event.command, _FAULTS) and event.command.phone == phone:
            return True
        if len({state.last_attempt for state in states_around(event, phone)}) > 1:
            return False
    return False


Moments = dict[str, int]
"""When something was last so, in elapsed time, by phone: since the phone was last reset."""


def last_complete_s(history: History, phone: str) -> int | None:
    """Tell when the phone last made a complete backup since it was last reset, deleted or not."""
    return told(history, "complete", Moments(), _with_complete).get(phone)


def _with_complete(known: Moments, event: Event) -> Moments:
    known = without_reset(known, event)
    for backup in new_backups(event):
        if backup.complete and backup.committed_elapsed_s is not None:
            known = {**known, backup.phone: max(known.get(backup.phone, 0), backup.committed_elapsed_s)}
    return known


def turned_on_s(history: History, phone: str) -> int | None:
    """Tell when Settings backup was last turned on."""
    return told(history, "turned_on", Moments(), _with_turned_on).get(phone)


def _with_turned_on(known: Moments, event: Event) -> Moments:
    known = without_reset(known, event)
    for phone in event.after.phones:
        if [bool(state.toggles.get("settings_backup")) for state in states_around(event, phone)] == [False, True]:
            known = {**known, phone: event.after.elapsed_s}
    return known


def without_reset(known: Moments, event: Event) -> Moments:
    """Forget a phone that was reset at an event."""
    command = event.command
    if not isinstance(command, commands.ResetPhone) or not isinstance(event.outcome, Done):
        return known
    return {phone: moment for phone, moment in known.items() if phone != command.phone}


def last_deletion_s(history: History, account: str, phone: str) -> int | None:
    """Tell when a backup of a phone was last deleted in an account's OneDrive."""
    return told(history, "deleted", Deletions(), _with_deletion).get((account, phone))


Deletions = dict[tuple[str, str], int]
"""When a backup was last deleted in OneDrive, by account and phone."""


def _with_deletion(known: Deletions, event: Event) -> Deletions:
    gone = deleted(event)
    if gone is None:
        return known
    account, id_ = gone
    phones = [backup.phone for backup in backups_in(event.before, account) if backup.id == id_]
    return {**known, **dict.fromkeys(((account, phone) for phone in phones), event.after.elapsed_s)}


def deleted(event: Event) -> tuple[str, str] | None:
    """Tell which backup of which account a person deleted in OneDrive, if that is what was done."""
    command = event.command
    if isinstance(command, commands.DeleteCloudBackup) and isinstance(event.outcome, Done):
        return command.account, command.backup
    return None


def may_go(history: History, event: Event) -> frozenset[tuple[str, str]]:
    """Tell which backups of which accounts may leave OneDrive at an event: one that a person deletes there, and those in whose place newer ones come."""
    chosen = deleted(event)
    older = {
        (account, backup.id)
        for account, phone in added_to(event)
        for backup in superseded(history, event, account, phone)
    }
    return frozenset(older if chosen is None else {*older, chosen})


def to_stay(history: History, event: Event, account: str) -> tuple[Backup, ...]:
    """Return what lay in an account's OneDrive before an event, but for what is gone and was allowed to go."""
    left = {backup.id for backup in backups_in(event.after, account)}
    before = backups_in(event.before, account)
    if all(backup.id in left for backup in before):
        return before
    free = may_go(history, event)
    return tuple(backup for backup in before if backup.id in left or (account, backup.id) not in free)


def added_to(event: Event) -> set[tuple[str, str]]:
    """Tell to which accounts complete backups came at an event, and of which phones."""
    return {(account, backup.phone) for account, backup in made_in(event) if backup.complete}


def superseded(history: History, event: Event, account: str, phone: str) -> list[Backup]:
    """List the backups in whose place newer ones of their phone come at an event, if only so many of each phone are kept (DEL-07).

    How old one is that was put there by others is not known here: where there is such a one, any older one may go.
    """
    kept = history.policy.picked("backups_kept")
    if kept == "every_one":
        return []
    there = of_phone(history, event, account, phone)
    return there[: -int(kept)] if there is not None else list(backups_in(event.before, account))


def of_phone(history: History, event: Event, account: str, phone: str) -> list[Backup] | None:
    """List the complete backups of a phone that would lie in an account if none went but the one that a person deleted, oldest first.

    None if others put one there, so that nobody knows which is the oldest.
    """
    there = [*backups_in(event.before, account), *come_to(event, account)]
    own = [each for each in there if each.phone == phone and each.complete and (account, each.id) != deleted(event)]
    if any((account, each.id) in put_there(history) for each in own):
        return None
    return sorted(own, key=lambda backup: (backup.committed_elapsed_s or 0, backup.sequence))


Put = frozenset[tuple[str, str]]
"""The backups that others put into an account, each with the account."""


def put_there(history: History) -> Put:
    """Tell what others put into OneDrive."""
    return told(history, "put", Put(), _with_those_put)


def _with_those_put(known: Put, event: Event) -> Put:
    if not isinstance(event.command, commands.PutCloudBackup):
        return known
    return known | {(event.command.account, backup.id) for backup in come_to(event, event.command.account)}


def acts_in_set_up(event: Event) -> str | None:
    """Name the phone that a command was given to, if that phone is being set up."""
    phone = getattr(event.command, "phone", None)
    if phone is None or isinstance(event.command, commands.ResetPhone):
        return None
    around = (event.before.phones.get(phone), event.after.phones.get(phone))
    return phone if any(state is not None and state.set_up is not None for state in around) else None
