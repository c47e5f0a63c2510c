"""Invariants of backups: when they begin, what they send, how they end (I4 to I10, I12, I46)."""

from backupspec.contract import commands
from backupspec.contract.observations import Transfer
from backupspec.contract.outcomes import Failed, Outcome, Refused, Unsupported
from backupspec.invariants.asking import Found, invariant
from backupspec.invariants.past import (
    acts_in_set_up,
    armed,
    backups_in,
    complete_of,
    is_ready,
    last_complete_s,
    made_in,
    new_backups,
    new_complete,
    new_flows,
    new_transfers,
    since_reset,
    states_around,
    to_stay,
)
from backupspec.policy import durations
from backupspec.world.world import Event, History


@invariant("I4", "AS-04", stated_by="reading", readings=("app_backup_in_the_middle",))
def _app_data_needs_both(history: History, event: Event) -> Found:
    """App data is in a backup only if Settings backup and App backup were on when it began."""
    for sent in new_transfers(event):
        if sent.purpose != "backup" or {"apps", "app_data"}.isdisjoint(sent.parts):
            continue
        began = next((past for past in history.events if _shows(past, sent)), event)
        states = states_around(began, sent.phone)
        if not any(state.toggles.get("settings_backup") and state.toggles.get("app_backup") for state in states):
            yield (
                "AS-04",
                f"no app data to leave {sent.phone} unless Settings backup and App backup are on",
                f"{', '.join(sent.parts)} left",
            )


def _shows(event: Event, sent: Transfer) -> bool:
    """Tell whether the backup to which bytes belong was under way, or sent some, at an event."""
    if any(phone.flow is not None and phone.flow.backup == sent.backup for phone in states_around(event, sent.phone)):
        return True
    return any(other.phone == sent.phone and other.backup == sent.backup for other in new_transfers(event))


@invariant("I5", "SCH-01", "SCH-02", stated_by="page")
def _automatic_begins_on_wifi_and_power(history: History, event: Event) -> Found:
    """An automatic backup begins only on Wi-Fi and external power."""
    for backup in new_backups(event):
        if backup.trigger != "automatic":
            continue
        whose = f"the automatic backup of {backup.phone}"
        if backup.network not in history.policy.automatic.networks:
            yield "SCH-01", f"{whose} to begin on Wi-Fi", f"it began on {backup.network}"
        if not backup.external_power:
            yield "SCH-02", f"{whose} to begin on external power", "it began on battery"
    for name, flow in new_flows(event):
        if flow.trigger == "automatic" and not any(state.external_power for state in states_around(event, name)):
            yield "SCH-02", f"the automatic backup of {name} to begin on external power", "it began on battery"


@invariant("I6", "SCH-01", stated_by="reading", readings=("when_wifi_drops",))
def _automatic_stays_on_wifi(history: History, event: Event) -> Found:
    """An automatic backup never sends a byte over anything but Wi-Fi."""
    networks = history.policy.automatic.networks
    for sent in new_transfers(event):
        if sent.purpose == "backup" and sent.trigger == "automatic" and sent.network not in networks:
            yield "SCH-01", f"no automatic byte of {sent.phone} over {sent.network}", f"{sent.size_bytes} bytes"


@invariant("I7", "SCH-03", stated_by="reading", readings=("automatic_every", "retry_after", "nothing_changed"))
def _automatic_happens(history: History, event: Event) -> Found:
    """Able and due, with Wi-Fi and power, an automatic backup completes."""
    for name, phone in event.after.phones.items():
        if not (phone.toggles.get("settings_backup") and phone.network == "wifi" and phone.external_power):
            continue
        if not is_ready(event.after, phone) or armed(history.events, name) or _tried_lately(history, name):
            continue
        last = last_complete_s(history, name)
        every = durations.seconds(history.policy.picked("automatic_every"))
        if last is None or event.after.elapsed_s - last >= every:
            yield (
                "SCH-03",
                f"an automatic backup of {name}, which has Wi-Fi and power and is due",
                "none was ever made" if last is None else f"none since {last} s",
            )


def _tried_lately(history: History, phone: str) -> bool:
    """Tell whether an automatic backup failed, or any was aborted by a deletion, so lately that none need be tried, whatever was tried by hand since."""
    since_s = history.now.elapsed_s - durations.seconds(history.policy.picked("retry_after"))
    for event in reversed(since_reset(history, phone)):
        if event.after.elapsed_s <= since_s:
            return False
        attempt = event.after.phones[phone].last_attempt if phone in event.after.phones else None
        if attempt is None or attempt.result == "complete":
            continue
        if attempt.trigger != "automatic" and attempt.reason != "backups_were_deleted":
            continue
        if attempt.ended_elapsed_s > since_s:
            return True
    return False


@invariant("I8", "MAN-01", stated_by="reading", readings=("manual_on_cellular",))
def _manual_works(history: History, event: Event) -> Found:
    """Able and idle, with Settings backup on, a manual backup works on any network and on battery."""
    if not isinstance(event.command, commands.BackUpNow) or isinstance(event.outcome, Unsupported):
        return
    if event.command.phone not in event.before.phones:
        return
    name = event.command.phone
    phone = event.before.phones[name]
    if (
        not phone.toggles.get("settings_backup")
        or phone.network == "none"
        or not is_ready(event.before, phone)
        or armed(history.events[:-1], name)
    ):
        return
    if not new_complete(event, name):
        yield "MAN-01", f"the manual backup of {name} over {phone.network} to complete", _told(event.outcome)


def _told(outcome: Outcome) -> str:
    """Tell an outcome of a backup that is not there."""
    match outcome:
        case Refused(reason=reason):
            return f"it was refused: {reason.replace('_', ' ')}"
        case Failed(reason=reason):
            return f"it failed: {reason.replace('_', ' ')}"
        case _:
            return "none was made"


@invariant("I9", "AS-03", "MAN-03", stated_by="reading", readings=("settings_off_during_backup",))
def _off_means_off(history: History, event: Event) -> Found:
    """While Settings backup is off, no backup begins, and none ends complete."""
    may_complete = history.policy.picked("settings_off_during_backup") == "completed"
    for backup in new_backups(event):
        name = backup.phone
        if any(state.toggles.get("settings_backup") for state in states_around(event, name)):
            continue
        if may_complete and any(_was_under_way(past, name, backup.id) for past in history.events):
            continue
        clause = "MAN-03" if backup.trigger == "manual" else "AS-03"
        yield clause, f"no backup of {name} while Settings backup is off", f"{backup.id} is complete"
    for name, flow in new_flows(event):
        if not any(state.toggles.get("settings_backup") for state in states_around(event, name)):
            clause = "MAN-03" if flow.trigger == "manual" else "AS-03"
            yield clause, f"no backup of {name} while Settings backup is off", f"{flow.backup} began"


def _was_under_way(event: Event, phone: str, backup: str) -> bool:
    state = event.after.phones.get(phone)
    return state is not None and state.flow is not None and state.flow.backup == backup


@invariant("I10", "MAN-01", stated_by="us")
def _one_at_a_time(_history: History, event: Event) -> Found:
    """A phone makes one backup at a time."""
    for name, before in event.before.phones.items():
        after = event.after.phones.get(name)
        if after is None or before.flow is None or before.flow.kind != "backup" or after.flow is None:
            continue
        others = {sent.backup for sent in new_transfers(event) if sent.phone == name and sent.purpose == "backup"} - {
            before.flow.backup
        }
        made = [backup.id for backup in new_complete(event, name) if backup.id != before.flow.backup]
        if after.flow.backup == before.flow.backup and (others or made):
            yield (
                "MAN-01",
                f"one backup of {name} at a time",
                f"{', '.join(sorted(map(str, others)) or made)} beside {before.flow.backup}",
            )


@invariant("I12", "MAN-01", stated_by="us", readings=("backups_kept",))
def _others_stay(history: History, event: Event) -> Found:
    """A backup changes no other: whatever lies in OneDrive stays as it is until it is deleted there, or newer ones come in its place where only so many are kept.

    Of phones in set-up, I36 tells the same.
    """
    for account in event.before.accounts if acts_in_set_up(event) is None else ():
        kept = {backup.id: backup for backup in backups_in(event.after, account)}
        for backup in to_stay(history, event, account):
            id_ = backup.id
            if kept.get(id_) != backup:
                yield "MAN-01", f"{id_} in OneDrive to stay as it was", "it changed" if id_ in kept else "it is gone"
    for name, phone in event.before.phones.items():
        now = event.after.phones.get(name)
        if (
            now is None
            or phone.local_backup is None
            or now.local_backup == phone.local_backup
            or isinstance(event.command, commands.ResetPhone | commands.DeleteBackups)
        ):
            continue
        if now.local_backup is None or not now.local_backup.complete:
            yield (
                "MAN-01",
                f"the copy on {name} to stay until a complete one replaces it",
                "it is gone" if now.local_backup is None else "an incomplete one did",
            )


@invariant("I46", "GEN-03", stated_by="us", readings=("backups_kept",))
def _numbered_in_turn(history: History, event: Event) -> Found:
    """A phone numbers its complete backups for an account 1, 2, 3, from its set-up on; where only so many are kept, some may never be seen."""
    all_seen = history.policy.picked("backups_kept") == "every_one"
    for account, phone in dict.fromkeys((account, backup.phone) for account, backup in made_in(event)):
        before = [each.sequence for each in complete_of(since_reset(history, phone)[:-1], account, phone)]
        last = max(before, default=0)
        for sequence in sorted(each.sequence for each in complete_of([event], account, phone)):
            if sequence != last + 1 if all_seen else sequence <= last:
                expected = str(last + 1) if all_seen else f"{last + 1} or more"
                yield (
                    "GEN-03",
                    f"{expected} as the number of the next backup of {phone} for {account}",
                    f"sequence {sequence}",
                )
            last = sequence
