"""What must be true in every state, whatever was done: one function each, asked after every command.

Each is given the history, looks at its newest event, and yields the violations it finds, under the clause that it stands for. They know the policy by
which the implementation is judged and what could be seen; they share no code with the reference.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from backupspec.contract import commands
from backupspec.contract.observations import Backup, Flow, Observation, Phone, Transfer
from backupspec.contract.outcomes import Done
from backupspec.policy import durations
from backupspec.suite.verdicts import Violation
from backupspec.suite.world import Event, History

Found = Iterator[tuple[str, str, str]]
"""Clause, what was expected, what came."""


@dataclass(frozen=True, slots=True)
class Invariant:
    """One invariant: its id, the clauses that it may report under, what it says, and its check."""

    id: str
    clauses: tuple[str, ...]
    text: str
    check: Callable[[History, Event], Found]


INVARIANTS: list[Invariant] = []


def _invariant(
    id_: str, *clauses: str
) -> Callable[[Callable[[History, Event], Found]], Callable[[History, Event], Found]]:
    def register(check: Callable[[History, Event], Found]) -> Callable[[History, Event], Found]:
        text = (check.__doc__ or "").split("\n", 1)[0]
        INVARIANTS.append(Invariant(id_, clauses, text, check))
        return check

    return register


def violations(history: History) -> Iterator[Violation]:
    """Ask every invariant about the newest event."""
    event = history.events[-1]
    for invariant in INVARIANTS:
        for clause, expected, came in invariant.check(history, event):
            yield Violation(invariant=invariant.id, clause=clause, expected=expected, came=came)


# What the checks look at.


def _new_transfers(event: Event) -> tuple[Transfer, ...]:
    return event.after.transfers[len(event.before.transfers) :]


def _backups(seen: Observation, account: str) -> tuple[Backup, ...]:
    return seen.accounts[account].backups if account in seen.accounts else ()


def _new_backups(event: Event) -> Iterator[Backup]:
    """Yield the backups that came into sight in OneDrive at this event. An id tells backups of one account apart, no others."""
    for account in event.after.accounts:
        before, after = _backups(event.before, account), _backups(event.after, account)
        if after != before:
            known = {backup.id for backup in before}
            yield from (backup for backup in after if backup.id not in known)


def _new_complete(event: Event, phone: str) -> list[Backup]:
    return [backup for backup in _new_backups(event) if backup.phone == phone and backup.complete]


def _new_flows(event: Event) -> Iterator[tuple[str, Flow]]:
    """Yield the backups that came under way at this event and still are, each with its phone's name."""
    for name, phone in event.after.phones.items():
        before = event.before.phones.get(name)
        known = before.flow.backup if before is not None and before.flow is not None else None
        if phone.flow is not None and phone.flow.kind == "backup" and phone.flow.backup != known:
            yield name, phone.flow


def _states(event: Event, phone: str) -> list[Phone]:
    """Return the phone as it was before and after."""
    return [seen.phones[phone] for seen in (event.before, event.after) if phone in seen.phones]


def _since_reset(history: History, phone: str) -> list[Event]:
    events = history.events
    for at in range(len(events) - 1, -1, -1):
        command = events[at].command
        if isinstance(command, commands.ResetPhone) and command.phone == phone and isinstance(events[at].outcome, Done):
            return events[at:]
    return events


def _is_ready(seen: Observation, phone: Phone) -> bool:
    """Tell whether nothing but the person's wishes and the conditions stands in the way of a backup."""
    if (
        not phone.powered_on
        or phone.sign_in != "valid"
        or phone.account is None
        or phone.flow is not None
        or not seen.cloud_up
    ):
        return False
    account = seen.accounts.get(phone.account)
    return account is not None and account.free_bytes >= sum(phone.content.values())


_FAULTS = (commands.PauseFlowAfter, commands.CutNetworkAfter, commands.FailPowerAfter)


def _armed(events: Sequence[Event], phone: str) -> bool:
    """Tell whether, after these events, a pause or a fault may still be waiting to strike."""
    for event in reversed(events):
        if isinstance(event.command, _FAULTS) and event.command.phone == phone:
            return True
        if len({state.last_attempt for state in _states(event, phone)}) > 1:
            return False
    return False


def _last_complete_s(history: History, phone: str) -> int | None:
    """Tell when the phone last made a complete backup since it was last reset, deleted or not."""
    last: int | None = None
    for event in _since_reset(history, phone):
        for backup in _new_complete(event, phone):
            if backup.committed_elapsed_s is not None:
                last = max(last or 0, backup.committed_elapsed_s)
    return last


def _turned_on_s(history: History, phone: str) -> int | None:
    """Tell when Settings backup was last turned on."""
    for event in reversed(_since_reset(history, phone)):
        if [bool(state.toggles.get("settings_backup")) for state in _states(event, phone)] == [False, True]:
            return event.after.elapsed_s
    return None


def _last_deletion_s(history: History, account: str, phone: str) -> int | None:
    """Tell when a backup of a phone was last deleted in an account's OneDrive."""
    for event in reversed(history.events):
        gone = _deleted(event)
        if any((account, backup.id) == gone and backup.phone == phone for backup in _backups(event.before, account)):
            return event.after.elapsed_s
    return None


def _deleted(event: Event) -> tuple[str, str] | None:
    """Tell which backup of which account a person deleted in OneDrive, if that is what was done."""
    command = event.command
    if isinstance(command, commands.DeleteCloudBackup) and isinstance(event.outcome, Done):
        return command.account, command.backup
    return None


def _counted_from_s(history: History, event: Event, name: str) -> int | None:
    """Tell the instant that the three weeks count from, as the policy's choice has it; None if they don't count."""
    turned_on = _turned_on_s(history, name)
    if history.policy.picked("age_counts_from") == "last_made":
        last = _last_complete_s(history, name)
        return turned_on if last is None else last
    account = event.after.phones[name].account or ""
    backups = [backup for backup in _backups(event.after, account) if backup.phone == name and backup.complete]
    newest = max((at for backup in backups if (at := backup.committed_elapsed_s) is not None), default=None)
    if newest is not None or turned_on is None:
        return newest
    return max(turned_on, _last_deletion_s(history, account, name) or 0)


def _prompt_due_s(history: History, event: Event, name: str) -> int | None:
    """Tell since when a prompt must show, or from when on one will; None if never."""
    counted_from = _counted_from_s(history, event, name)
    if counted_from is None:
        return None
    weeks = durations.seconds(history.policy.reminder.after)
    weeks += 1 if history.policy.picked("exactly_three_weeks") == "waits" else 0
    due = counted_from + weeks
    dismissed = _last_dismissed_s(history, name)
    if dismissed is None or dismissed < due:
        return due
    repeats = history.policy.picked("prompt_repeats")
    return None if repeats == "once" else dismissed + (durations.seconds("1 day") if repeats == "daily" else weeks)


def _last_dismissed_s(history: History, phone: str) -> int | None:
    for event in reversed(_since_reset(history, phone)):
        command = event.command
        if isinstance(command, commands.DismissPrompt) and command.phone == phone and isinstance(event.outcome, Done):
            return event.after.elapsed_s
    return None


# The invariants.


@_invariant("I1", "GEN-01")
def _no_account(_history: History, event: Event) -> Found:
    """Without an account, or with a sign-in that has lapsed, nothing leaves the phone."""
    for sent in _new_transfers(event):
        if not any(phone.account == sent.account and phone.sign_in == "valid" for phone in _states(event, sent.phone)):
            yield (
                "GEN-01",
                f"nothing to leave {sent.phone}, which is not signed in to {sent.account}",
                f"{sent.size_bytes} bytes left",
            )


@_invariant("I2", "GEN-02")
def _opt_in(history: History, event: Event) -> Found:
    """Nothing leaves the phone before someone turns it on."""
    for sent in _new_transfers(event):
        if not any(_opts_in(past, sent) for past in _since_reset(history, sent.phone)):
            yield (
                "GEN-02",
                f"nothing to leave {sent.phone} before it is turned on",
                f"{sent.size_bytes} bytes of {sent.purpose} left",
            )


def _opts_in(event: Event, sent: Transfer) -> bool:
    if sent.purpose == "restore":
        return True
    wanted = {"backup": "settings_backup", "texts": "text_message_backup"}.get(sent.purpose)
    match event.command:
        case commands.TurnOn(phone=phone, toggle=toggle):
            return isinstance(event.outcome, Done) and phone == sent.phone and toggle == wanted
        case commands.ChooseUpload(phone=phone, quality=quality):
            chosen = phone == sent.phone and quality != "dont_upload"
            return isinstance(event.outcome, Done) and chosen and sent.purpose == "media"
        case _:
            return False


@_invariant("I3", "GEN-04", "AS-04")
def _independent_choices(history: History, event: Event) -> Found:
    """One choice moves no other, but App backup when Settings backup goes off."""
    for name in event.before.phones.keys() & event.after.phones.keys():
        before, after = event.before.phones[name], event.after.phones[name]
        moved: set[str] = {toggle for toggle in after.toggles if after.toggles[toggle] != before.toggles.get(toggle)}
        moved |= {str(medium) for medium in after.uploads if after.uploads[medium] != before.uploads.get(medium)}
        for choice in sorted(moved - _may_move(history, event, name)):
            yield "GEN-04", f"{choice} of {name} to stay as it was", f"it moved at {event.command}"


def _may_move(history: History, event: Event, phone: str) -> set[str]:  # noqa: PLR0911 - one return for each command
    command = event.command
    if getattr(command, "phone", None) != phone:
        return set()
    match command:
        case commands.ResetPhone():
            return {"settings_backup", "app_backup", "text_message_backup", "chat_backup", "photos", "videos"}
        case commands.TurnOn(toggle="settings_backup") if (
            history.policy.picked("settings_off_while_app_on") == "suspended"
        ):
            return {"settings_backup", "app_backup"}
        case commands.TurnOff(toggle="settings_backup"):
            return {"settings_backup", "app_backup"}
        case commands.TurnOn(toggle=toggle) | commands.TurnOff(toggle=toggle):
            return {toggle}
        case commands.ChooseUpload(medium=medium):
            return {medium}
        case _:
            return set()


@_invariant("I4", "AS-04")
def _app_data_needs_both(history: History, event: Event) -> Found:
    """App data is in a backup only if Settings backup and App backup were on when it began."""
    for sent in _new_transfers(event):
        if {"apps", "app_data"}.isdisjoint(sent.parts):
            continue
        began = next((past for past in history.events if _shows(past, sent)), event)
        states = _states(began, sent.phone)
        if not any(state.toggles.get("settings_backup") and state.toggles.get("app_backup") for state in states):
            yield (
                "AS-04",
                f"no app data to leave {sent.phone} unless Settings backup and App backup are on",
                f"{sent.parts} left",
            )


def _shows(event: Event, sent: Transfer) -> bool:
    """Tell whether the backup to which bytes belong was under way, or sent some, at an event."""
    if any(phone.flow is not None and phone.flow.backup == sent.backup for phone in _states(event, sent.phone)):
        return True
    return any(other.phone == sent.phone and other.backup == sent.backup for other in _new_transfers(event))


@_invariant("I5", "SCH-01", "SCH-02")
def _automatic_begins_on_wifi_and_power(_history: History, event: Event) -> Found:
    """An automatic backup begins only on Wi-Fi and external power."""
    for backup in _new_backups(event):
        if backup.trigger != "automatic":
            continue
        whose = f"the automatic backup of {backup.phone}"
        if backup.network != "wifi":
            yield "SCH-01", f"{whose} to begin on Wi-Fi", f"it began on {backup.network}"
        if not backup.external_power:
            yield "SCH-02", f"{whose} to begin on external power", "it began on battery"
    for name, flow in _new_flows(event):
        if flow.trigger == "automatic" and not any(state.external_power for state in _states(event, name)):
            yield "SCH-02", f"the automatic backup of {name} to begin on external power", "it began on battery"


@_invariant("I6", "SCH-01")
def _automatic_stays_on_wifi(_history: History, event: Event) -> Found:
    """An automatic backup never sends a byte over anything but Wi-Fi."""
    for sent in _new_transfers(event):
        if sent.purpose == "backup" and sent.trigger == "automatic" and sent.network != "wifi":
            yield "SCH-01", f"no automatic byte of {sent.phone} over {sent.network}", f"{sent.size_bytes} bytes"


@_invariant("I7", "SCH-03")
def _automatic_happens(history: History, event: Event) -> Found:
    """Able and due, with Wi-Fi and power, an automatic backup completes."""
    for name, phone in event.after.phones.items():
        if not (phone.toggles.get("settings_backup") and phone.network == "wifi" and phone.external_power):
            continue
        if not _is_ready(event.after, phone) or _armed(history.events, name) or _tried_lately(history, name):
            continue
        last = _last_complete_s(history, name)
        every = durations.seconds(history.policy.picked("automatic_every"))
        if last is None or event.after.elapsed_s - last >= every:
            yield (
                "SCH-03",
                f"an automatic backup of {name}, which has Wi-Fi and power and is due",
                f"none since {last} s",
            )


def _tried_lately(history: History, phone: str) -> bool:
    """Tell whether an automatic backup failed so lately that it need not be tried again, whatever was tried by hand since."""
    since_s = history.now.elapsed_s - durations.seconds(history.policy.picked("retry_after"))
    for event in reversed(_since_reset(history, phone)):
        if event.after.elapsed_s <= since_s:
            return False
        attempt = event.after.phones[phone].last_attempt if phone in event.after.phones else None
        if attempt is None or attempt.result == "complete" or attempt.trigger != "automatic":
            continue
        if attempt.ended_elapsed_s > since_s:
            return True
    return False


@_invariant("I8", "MAN-01")
def _manual_works(history: History, event: Event) -> Found:
    """Able and idle, with Settings backup on, a manual backup works on any network and on battery."""
    if not isinstance(event.command, commands.BackUpNow) or event.command.phone not in event.before.phones:
        return
    name = event.command.phone
    phone = event.before.phones[name]
    if (
        not phone.toggles.get("settings_backup")
        or phone.network == "none"
        or not _is_ready(event.before, phone)
        or _armed(history.events[:-1], name)
    ):
        return
    if not _new_complete(event, name):
        yield "MAN-01", f"the manual backup of {name} over {phone.network} to complete", f"{event.outcome}"


@_invariant("I9", "AS-03", "MAN-03")
def _off_means_off(history: History, event: Event) -> Found:
    """While Settings backup is off, no backup begins, and none ends complete."""
    may_complete = history.policy.picked("settings_off_during_backup") == "completed"
    for backup in _new_backups(event):
        name = backup.phone
        if any(state.toggles.get("settings_backup") for state in _states(event, name)):
            continue
        if may_complete and any(_was_under_way(past, name, backup.id) for past in history.events):
            continue
        clause = "MAN-03" if backup.trigger == "manual" else "AS-03"
        yield clause, f"no backup of {name} while Settings backup is off", f"{backup.id} is complete"
    for name, flow in _new_flows(event):
        if not any(state.toggles.get("settings_backup") for state in _states(event, name)):
            clause = "MAN-03" if flow.trigger == "manual" else "AS-03"
            yield clause, f"no backup of {name} while Settings backup is off", f"{flow.backup} began"


def _was_under_way(event: Event, phone: str, backup: str) -> bool:
    state = event.after.phones.get(phone)
    return state is not None and state.flow is not None and state.flow.backup == backup


@_invariant("I10", "MAN-01")
def _one_at_a_time(_history: History, event: Event) -> Found:
    """A phone makes one backup at a time."""
    for name, before in event.before.phones.items():
        after = event.after.phones.get(name)
        if after is None or before.flow is None or before.flow.kind != "backup" or after.flow is None:
            continue
        others = {sent.backup for sent in _new_transfers(event) if sent.phone == name and sent.purpose == "backup"} - {
            before.flow.backup
        }
        made = [backup.id for backup in _new_complete(event, name) if backup.id != before.flow.backup]
        if after.flow.backup == before.flow.backup and (others or made):
            yield (
                "MAN-01",
                f"one backup of {name} at a time",
                f"{sorted(map(str, others)) or made} beside {before.flow.backup}",
            )


@_invariant("I11", "GEN-03")
def _no_success_without_a_backup(_history: History, event: Event) -> Found:
    """No success is claimed unless a complete backup lies in OneDrive."""
    for name, after in event.after.phones.items():
        before = event.before.phones.get(name)
        attempt = after.last_attempt
        if attempt is None or attempt.result != "complete" or (before is not None and before.last_attempt == attempt):
            continue
        saved = [backup for account in event.after.accounts.values() for backup in account.backups]
        if not any((backup.id, backup.phone, backup.complete) == (attempt.backup, name, True) for backup in saved):
            yield (
                "GEN-03",
                f"a complete backup of {name} in OneDrive, as the phone claims",
                f"{attempt.backup} is not there",
            )
    if isinstance(event.command, commands.BackUpNow | commands.AcceptPrompt) and isinstance(event.outcome, Done):
        name = event.command.phone
        phone = event.after.phones.get(name)
        if phone is not None and phone.flow is None and not _new_complete(event, name):
            yield "GEN-03", f"a complete backup of {name} in OneDrive, since it was said to be done", "there is none"


@_invariant("I12", "MAN-01", "GEN-03")
def _others_stay(_history: History, event: Event) -> Found:
    """A backup changes no other: whatever lies in OneDrive stays as it is until it is deleted there."""
    for account in event.before.accounts:
        kept = {backup.id: backup for backup in _backups(event.after, account)}
        for backup in _backups(event.before, account):
            id_ = backup.id
            if kept.get(id_) != backup and (account, id_) != _deleted(event):
                yield "MAN-01", f"{id_} in OneDrive to stay as it was", "it changed" if id_ in kept else "it is gone"
    for name, phone in event.before.phones.items():
        now = event.after.phones.get(name)
        if (
            now is None
            or phone.local_backup is None
            or now.local_backup == phone.local_backup
            or isinstance(event.command, commands.ResetPhone)
        ):
            continue
        if now.local_backup is None or not now.local_backup.complete:
            yield "MAN-01", f"the copy on {name} to stay until a complete one replaces it", f"{now.local_backup}"


@_invariant("I13", "REM-01")
def _prompts_when_due(history: History, event: Event) -> Found:
    """Signed in and idle, with Settings backup on: a prompt shows exactly while the newest backup is three weeks old and no prompt was dismissed since."""
    for name, phone in event.after.phones.items():
        if (
            not phone.powered_on
            or phone.sign_in != "valid"
            or phone.flow is not None
            or not phone.toggles.get("settings_backup")
        ):
            continue
        due = _prompt_due_s(history, event, name)
        wanted = due is not None and event.after.elapsed_s >= due
        if wanted != bool(phone.prompts):
            ago = "never" if due is None else f"{event.after.elapsed_s - due} s after it fell due"
            yield "REM-01", f"{'a' if wanted else 'no'} prompt on {name} ({ago})", f"{len(phone.prompts)} prompts"


@_invariant("I14", "REM-01")
def _age_restarts_only_then(history: History, event: Event) -> Found:
    """The three weeks count from a complete backup, or from turning on and deleting in OneDrive, and from nothing else."""
    for name, phone in event.after.phones.items():
        if phone.sign_in != "valid" or not phone.toggles.get("settings_backup"):
            continue
        due = _prompt_due_s(history, event, name)
        for prompt in phone.prompts:
            if due is not None and prompt.since_elapsed_s != due:
                yield (
                    "REM-01",
                    f"a prompt on {name} that fell due at {due} s",
                    f"one that fell due at {prompt.since_elapsed_s} s",
                )


@_invariant("I15", "REM-01")
def _one_prompt(_history: History, event: Event) -> Found:
    """At most one prompt shows, and a complete backup withdraws it."""
    for name, phone in event.after.phones.items():
        if len(phone.prompts) > 1:
            yield "REM-01", f"at most one prompt on {name}", f"{len(phone.prompts)}"
        made = [backup for backup in _new_complete(event, name) if backup.committed_elapsed_s == event.after.elapsed_s]
        if made and phone.prompts:
            yield "REM-01", f"no prompt on {name} after a complete backup", "it still shows"


@_invariant("I16", "REM-01")
def _clock_changes_nothing(_history: History, event: Event) -> Found:
    """Changing the clock or the time zone never changes whether a prompt shows."""
    if not isinstance(event.command, commands.SetWallClock | commands.SetTimeZone):
        return
    for name, phone in event.after.phones.items():
        if any(state.prompts != phone.prompts for state in _states(event, name)):
            yield "REM-01", f"the prompts of {name} to stay as they were", f"{phone.prompts}"


@_invariant("I39", "VER-02")
def _own_labels(history: History, event: Event) -> Found:
    """A phone shows the options of its own profile, and no other."""
    allowed = {(rule.path, rule.label, rule.kind): set(rule.options.values()) for rule in history.policy.controls}
    for name, phone in event.after.phones.items():
        for control in phone.controls:
            shown = " > ".join((*control.path, control.label))
            offered = allowed.get((control.path, control.label, control.kind))
            if offered is None:
                yield "VER-02", f"no option on {name} that {history.policy.title} does not have", shown
            elif not offered.issuperset(control.options):
                yield "VER-02", f"{shown} of {name} to offer {sorted(offered)} at most", f"{control.options}"
