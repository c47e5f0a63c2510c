"""Invariants of text messages: what is saved, what goes, what comes back; and that what is deleted of one area takes nothing of another (I24 to I26)."""

from backupspec.contract import commands
from backupspec.contract.content import Held
from backupspec.contract.observations import Observation, Phone, Queue
from backupspec.invariants.asking import Found, invariant
from backupspec.invariants.conversations import Facts, Lying, Own, facts
from backupspec.manifest.measuring import entry_bytes, held_messages
from backupspec.world.world import Event, History


@invariant(
    "I24",
    "GEN-01",
    "TXT-01",
    "TXT-03",
    "TXT-04",
    "TXT-07",
    stated_by="reading",
    readings=("texts_network", "waiting_deletions_when_off", "restored_texts", "texts_saved_late", "another_account"),
)
def _in_sync(history: History, event: Event) -> Found:
    """While their backup is on, messages that came, went or were deleted on a phone are so in its account's OneDrive, too; while it is off, none is saved."""
    known = facts(history)
    for name, phone in event.after.phones.items():
        own = known.phones[name]
        if phone.account is not None and (own.to_save or own.to_go):
            lying = known.accounts.setdefault(phone.account, Lying())
            yield from _not_saved(history, event.after, known, own, lying, name)
            yield from _not_gone(history, event.after, known, own, lying, name)
    for name, lying in known.accounts.items():
        yield from _came(known, lying, name, event)
        yield from _went(lying, known, name, event)


def _not_saved(history: History, seen: Observation, known: Facts, own: Own, lying: Lying, name: str) -> Found:
    phone = seen.phones[name]
    is_drained = _is_drained(phone)
    if not is_drained and not _is_able(history, seen, phone):
        return
    missing = [
        id_
        for id_ in own.to_save
        if known.saves(phone, id_) and id_ not in lying.gone and own.accounts.get(id_, phone.account) == phone.account
    ]
    size_bytes = sum(len(entry_bytes(known.messages[id_])) for id_ in missing)
    room = seen.accounts[phone.account].free_bytes if phone.account in seen.accounts else 0
    if missing and (is_drained or size_bytes <= room):
        clause = "TXT-07" if known.kind(missing[0]) == "chat" else "TXT-01"
        yield clause, f"{missing[0]} of {name} to be saved in OneDrive", f"{len(missing)} messages are not"


def _not_gone(history: History, seen: Observation, known: Facts, own: Own, lying: Lying, name: str) -> Found:
    phone = seen.phones[name]
    if not _is_drained(phone) and not _is_able(history, seen, phone):
        return
    left = [id_ for id_ in own.to_go if id_ in lying.saved_by and (known.saves(phone, id_) or not known.are_dropped)]
    if left:
        yield "TXT-03", f"{left[0]}, deleted on {name}, to be deleted in OneDrive", f"{len(left)} messages are there"


def _is_drained(phone: Phone) -> bool:
    queue: Queue | None = phone.queues.get("texts")
    return queue is not None and not queue.waiting and not queue.deletions


def _is_able(history: History, seen: Observation, phone: Phone) -> bool:
    """Tell whether nothing keeps a phone from saving text messages, and from deleting them."""
    queue: Queue | None = phone.queues.get("texts")
    wifi_only = history.policy.picked("texts_network") == "wifi_only"
    networks = ("wifi",) if wifi_only else history.policy.texts.networks
    is_on_its_way = phone.powered_on and phone.sign_in == "valid" and phone.set_up is None and seen.cloud_up
    return is_on_its_way and phone.network in networks and queue is not None and not queue.paused


def _came(known: Facts, lying: Lying, account: str, event: Event) -> Found:
    """Hold what came to OneDrive against the phones of the account: which of them holds it, and saves what is of its kind."""
    back = [id_ for id_ in lying.came if id_ in lying.gone]
    if back:
        yield "TXT-03", f"{back[0]}, deleted before, to stay deleted in the OneDrive of {account}", "it is there again"
    strange = list(lying.came)
    owns = [known.phones[name] for name, phone in event.after.phones.items() if phone.account == account]
    others = [id_ for id_ in strange if any(own.accounts.get(id_, account) != account for own in owns)]
    if others:
        what = f"no message in the OneDrive of {account} that came to a phone under another account"
        yield "GEN-01", what, f"{others[0]} is there"
    for seen in (event.after, event.before):
        for name in (each for each, phone in seen.phones.items() if strange and phone.account == account):
            held, phone = known.phones[name].held, seen.phones[name]
            strange = [id_ for id_ in strange if id_ not in held or not known.saves(phone, id_)]
    if strange:
        clause = "TXT-07" if strange[0] in known.messages and known.kind(strange[0]) == "chat" else "TXT-04"
        what = f"no message in the OneDrive of {account} but those of its phones whose backup is on"
        yield clause, what, f"{strange[0]} is there"


def _went(lying: Lying, known: Facts, account: str, event: Event) -> Found:
    """See that no message goes with others that are deleted."""
    if _by_texts(event):
        taken = [id_ for id_ in lying.went if not lying.may_go.get(id_) and id_ not in known.stays]
        if taken:
            yield "TXT-03", f"{taken[0]} to stay in the OneDrive of {account}: nobody deleted it", "it is gone"


@invariant(
    "I25",
    "TXT-01",
    "TXT-05",
    "TXT-06",
    stated_by="reading",
    readings=("waiting_deletions_when_off", "deleted_while_off"),
)
def _nothing_lost(history: History, event: Event) -> Found:
    """Turning the backup of messages off, starting with an empty phone, deleting while it is off, and time take no saved message away."""
    known = facts(history)
    for name, lying in known.accounts.items():
        for id_ in lying.went:
            clause = _stays(known, id_, name, event)
            if clause is not None and not lying.may_go.get(id_):
                yield clause, f"{id_} to stay in the OneDrive of {name}", "it is gone"
                break


def _stays(known: Facts, id_: str, account: str, event: Event) -> str | None:
    """Tell the clause by which a message stays in OneDrive at an event, where it is one of these three."""
    if isinstance(event.command, commands.TurnOff):
        return "TXT-05"
    if id_ in known.stays:
        return known.stays[id_]
    if _by_texts(event) or type(event.command) in AREAS:
        return None
    phones = [
        (known.phones[name].held, phone) for name, phone in event.after.phones.items() if phone.account == account
    ]
    is_held = [id_ in held for held, phone in phones if known.saves(phone, id_)]
    return "TXT-01" if is_held and all(is_held) else "TXT-06"


def _by_texts(event: Event) -> bool:
    return isinstance(event.command, commands.DeleteMessages | commands.DeleteConversation)


AREAS = {
    commands.DeleteBackups: "backups",
    commands.DeleteCloudBackup: "backups",
    commands.DeleteMessages: "text messages",
    commands.DeleteConversation: "text messages",
    commands.DeleteMedium: "photos and videos",
}
"""Of what deletes something, in which area."""


@invariant("I26", "GEN-04", stated_by="us")
def _areas_apart(_history: History, event: Event) -> Found:
    """What is deleted of backups, of text messages, or of photos and videos takes nothing of the others, neither on the phone nor in OneDrive."""
    area = AREAS.get(type(event.command))
    if area is None:
        return
    before, after = _of_areas(event.before), _of_areas(event.after)
    for (place, other), things in before.items():
        lost = things - after.get((place, other), things)
        if other != area and lost:
            yield "GEN-04", f"the {other} of {place} to stay when {area} are deleted", f"{len(lost)} are gone"


def _of_areas(seen: Observation) -> dict[tuple[str, str], set[object]]:
    """Tell what there is of each area, on each phone and in each account's OneDrive."""
    there: dict[tuple[str, str], set[object]] = {}
    for name, phone in seen.phones.items():
        there[name, "backups"] = {phone.local_backup.id} if phone.local_backup is not None else set()
        there[name, "text messages"] = set(range(phone.messages.count))
        there[name, "photos and videos"] = {medium.name for medium in phone.media}
    for name, account in seen.accounts.items():
        there[name, "backups"] = {backup.id for backup in account.backups}
        there[name, "text messages"] = set(account.messages)
        there[name, "photos and videos"] = {medium.name for medium in account.media}
    return there


# What comes back (I32, I37).


def not_held(history: History, event: Event) -> Found:
    """Hold the messages on phones against those that came and went there, and that a restore brought (TXT-02, TXT-03).

    No others and no fewer; where some came back, all as they were and in their order.
    """
    known = facts(history)
    is_timed = "clock" not in history.lacks  # without a clock, nobody knows what the phone wrote beside a message
    for name, phone in event.after.phones.items():
        own, before = known.phones[name], event.before.phones.get(name)
        if own.came_back is not None:
            expected = held_messages(own.came_back)
            if phone.messages.count != expected.count or (is_timed and phone.messages != expected):
                shown = "others" if phone.messages.count == expected.count else f"{phone.messages.count} messages"
                yield "TXT-02", f"the {expected.count} messages of {phone.account} to come back to {name}", shown
        elif own.is_known and (before is None or before.messages != phone.messages):
            clause = "TXT-03" if _by_texts(event) else "TXT-02"
            if phone.messages.count != len(own.held):
                yield clause, f"{len(own.held)} messages on {name}", f"{phone.messages.count} messages"
            elif own.is_restored and is_timed and phone.messages != _as_they_were(known, own):
                yield (
                    clause,
                    f"the {len(own.held)} messages on {name} as they came and went",
                    "others, or another order",
                )


def _as_they_were(known: Facts, own: Own) -> Held:
    return held_messages(kept for id_, kept in known.messages.items() if id_ in own.held)


def texts_offered(history: History, seen: Observation, account: str) -> set[str] | None:
    """Tell which phones are to be offered for their messages alone; None if it is not known which phone saved each (TXT-02)."""
    if history.policy.picked("texts_only_phones") == "not_offered":
        return set()
    lying = facts(history).accounts[account]
    savers = set(lying.saved_by.values())
    with_backups = {backup.phone for backup in seen.accounts[account].backups if backup.complete}
    return None if None in savers else {name for name in savers if name is not None} - with_backups
