"""Invariants of setting a phone up and restoring (I32 to I38)."""

from collections.abc import Iterator

from backupspec.contract import commands
from backupspec.contract.content import OwnAccount
from backupspec.contract.observations import Backup, LeftOut, Phone, SetUp
from backupspec.contract.outcomes import Done, Failed, Refused, Unsupported
from backupspec.contract.terms import Part
from backupspec.invariants.asking import Found, invariant
from backupspec.invariants.contents import Content, in_backup, newly_restored, without, working_passwords
from backupspec.invariants.past import acts_in_set_up, backups_in, come_to, new_transfers, states_around, to_stay
from backupspec.invariants.texts import not_held, texts_offered
from backupspec.manifest.measuring import held
from backupspec.world.world import Event, History

SET_UP = (
    commands.BeginSetUp,
    commands.ChooseBackup,
    commands.ChooseTexts,
    commands.DeclineRestore,
    commands.EnterSecurityCode,
    commands.PressNext,
    commands.EnterPasswords,
    commands.SkipPasswords,
    commands.PressDone,
)


@invariant(
    "I32",
    "RST-04",
    "RST-07",
    "TXT-02",
    stated_by="reading",
    readings=("backups_offered", "texts_only_phones", "waiting_deletions_when_off"),
)
def _offers(history: History, event: Event) -> Found:
    """What is offered for a restore are this account's complete backups in OneDrive, and the phones that saved messages alone, as declared."""
    for name, phone in event.after.phones.items():
        if phone.set_up is None or phone.set_up.step != "choose" or phone.account is None:
            continue
        lying = backups_in(event.after, phone.account)
        expected = _offered(history, lying)
        offered = set(phone.set_up.offers)
        own = {backup.id for backup in lying}
        for stranger in sorted(offered - own):
            yield "RST-04", f"{name} to be offered the backups of {phone.account} alone", f"{stranger} is none of them"
        if offered & own != expected:
            yield "RST-07", f"{name} to be offered {_listed(expected)}", f"it is offered {_listed(offered)}"
        phones, expected_texts = set(phone.set_up.offers_texts_of), texts_offered(history, event.after, phone.account)
        if expected_texts is not None and phones != expected_texts:
            what = f"{name} to be offered the messages of {_listed(expected_texts)}"
            yield "TXT-02", what, f"it is offered those of {_listed(phones)}"


def _offered(history: History, lying: tuple[Backup, ...]) -> set[str]:
    complete = [backup for backup in lying if backup.complete]
    if history.policy.picked("backups_offered") == "newest_of_each_phone":
        complete = list({backup.phone: backup for backup in complete}.values())
    return {backup.id for backup in complete}


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names)) or "none"


@invariant(
    "I33", "RST-08", stated_by="reading", readings=("security_code_wrong", "wrong_codes_allowed", "code_to_the_second")
)
def _code_first(history: History, event: Event) -> Found:
    """Nothing of a backup comes to a phone before a security code that is asked for has been entered, right, in time and for the first time."""
    for received in new_transfers(event):
        if received.purpose != "restore":
            continue
        allowed = history.policy.picked("wrong_codes_allowed")
        most = None if allowed == "any_number" else int(allowed)
        if not _verified(_until_begun(history, received.phone), received.phone, received.account, most):
            yield (
                "RST-08",
                f"no byte to come to {received.phone} before the right security code",
                f"{received.size_bytes} bytes came",
            )


def _until_begun(history: History, phone: str) -> list[Event]:
    """List what was done until the restore began that is under way on a phone: a code that is asked for later is for the next."""
    for at in range(len(history.events) - 1, -1, -1):
        before = history.events[at].before.phones.get(phone)
        if before is None or before.flow is None or before.flow.kind != "restore":
            return history.events[: at + 1]
    return []


def _verified(events: list[Event], phone: str, account: str, most_wrong: int | None) -> bool:
    """Tell whether no code is asked for, or whether the right one was entered on this phone since its set-up began, after no more wrong ones than allowed."""
    asked: commands.RequireSecurityCode | None = None
    asked_s, used, verified, wrong = 0, False, False, 0
    for event in events:
        command = event.command
        if not isinstance(event.outcome, Done):
            wrong += _is_wrong_code(event, account)
            continue
        if isinstance(command, commands.RequireSecurityCode) and command.account == account:
            asked, asked_s, used, wrong = command, event.after.elapsed_s, False, 0
        elif isinstance(command, commands.BeginSetUp) and command.phone == phone:
            verified = False
        elif isinstance(command, commands.EnterSecurityCode) and asked is not None:
            whose = event.before.phones.get(command.phone)
            if whose is None or whose.account != account:
                continue
            in_time = event.after.elapsed_s - asked_s <= asked.lifetime_s
            if command.phone == phone:
                in_number = most_wrong is None or wrong < most_wrong
                verified = command.code == asked.code and in_time and not used and in_number
            used = True
    return asked is None or verified


def _is_wrong_code(event: Event, account: str) -> bool:
    """Tell whether a code for an account was refused at an event because it was wrong."""
    command, outcome = event.command, event.outcome
    if not isinstance(command, commands.EnterSecurityCode) or not isinstance(outcome, Refused | Failed):
        return False
    whose = event.before.phones.get(command.phone)
    return whose is not None and whose.account == account and outcome.reason == "wrong_security_code"


@invariant("I34", "RST-09", "RST-12", stated_by="page")
def _complete_or_not_done(_history: History, event: Event) -> Found:
    """Set-up never goes on past a restore that is not complete, and is never over before it is done."""
    for name, after in event.after.phones.items():
        before = event.before.phones.get(name)
        if before is None or before.set_up is None or event.command == commands.ResetPhone(phone=name):
            continue
        step = after.set_up.step if after.set_up else None
        if _is_to_restore(event, before.set_up) and step in {"passwords", "done", None} and after.restored is None:
            yield (
                "RST-09",
                f"set-up of {name} to wait until the restore is complete",
                f"it went on to {step or 'its end'}",
            )
        if step is None and before.set_up.step != "done":
            yield "RST-12", f"set-up of {name} to end with Done", f"it ended at {before.set_up.step.replace('_', ' ')}"


def _is_to_restore(event: Event, set_up: SetUp) -> bool:
    """Tell whether a restore is under way, or was to begin."""
    begins = isinstance(event.command, commands.PressNext) and set_up.step in {"choose", "security_code"}
    return set_up.step == "restore" or begins


@invariant("I35", "RST-10", "RST-11", stated_by="reading", readings=("passwords_asked_for", "skipped_passwords"))
def _accounts_stay(history: History, event: Event) -> Found:
    """Each restored account works or is flagged; what is skipped stays."""
    for name in event.after.phones:
        phone = newly_restored(event, name)
        content = in_backup(history, phone, event) if phone is not None else None
        if phone is None or content is None:
            continue
        expected = _flagged(history, content)
        if set(phone.needs_password) != expected:
            yield (
                "RST-10",
                f"{name} to wait for the passwords of {_listed(expected)}",
                f"it waits for those of {_listed(set(phone.needs_password))}",
            )
    if isinstance(event.command, commands.SkipPasswords | commands.PressDone) and isinstance(event.outcome, Done):
        before, after = (seen.phones.get(event.command.phone) for seen in (event.before, event.after))
        if before is not None and after is not None and _accounts(before) != _accounts(after):
            yield (
                "RST-11",
                f"the accounts of {event.command.phone} to stay, and wait for their passwords",
                "they changed",
            )


def _accounts(phone: Phone) -> tuple[object, ...]:
    return phone.content.get("accounts"), sorted(phone.needs_password)


def _flagged(history: History, content: Content) -> set[str]:
    every = history.policy.picked("passwords_asked_for") == "every_account"
    working = working_passwords(history)
    saved = {entry.name: getattr(entry, "value", None) for entry in content.get("passwords", ())}
    accounts = [each for each in content.get("accounts", ()) if isinstance(each, OwnAccount)]
    return {
        each.name
        for each in accounts
        if every or each.name not in saved or saved[each.name] != working.get(each.address)
    }


@invariant("I36", "RST-01", stated_by="us", readings=("backups_kept",))
def _source_stays(history: History, event: Event) -> Found:
    """Setting a phone up changes nothing that lies in OneDrive. Only a backup of that phone may come to it, in the place of its older ones where only so many are kept."""
    phone = acts_in_set_up(event)
    if phone is None:
        return
    for account in event.before.accounts:
        earlier = to_stay(history, event, account)
        own = {backup.id for backup in come_to(event, account) if backup.phone == phone}
        if tuple(each for each in backups_in(event.after, account) if each.id not in own) != earlier:
            yield "RST-01", f"the backups of {account} to stay as they were while a phone is set up", "they changed"


@invariant(
    "I37",
    "RST-01",
    "TXT-02",
    "TXT-03",
    stated_by="reading",
    readings=(
        "no_longer_to_be_had",
        "tiles_of_absent_apps",
        "whose_texts",
        "order_of_texts",
        "waiting_deletions_when_off",
    ),
)
def _equal(history: History, event: Event) -> Found:
    """What comes back is what was backed up, to the byte, or there is a reason for each item that doesn't."""
    for name in event.after.phones:
        phone = newly_restored(event, name)
        content = in_backup(history, phone, event) if phone is not None else None
        if phone is None or phone.restored is None or content is None:
            continue
        for left in phone.restored.left_out:
            if not _is_gone(history, content, left):
                reason = left.reason.replace("_", " ")
                yield "RST-01", f"{left.name} to come back to {name}", f"it was left out: {reason}"
        gone = {(left.part, left.name) for left in phone.restored.left_out}
        for part, entries in without(content, gone).items():
            expected, came = held(entries), phone.content.get(part) or held(())
            if came != expected:
                shown = "others" if came.count == expected.count else f"{came.count} items"
                yield "RST-01", f"the {expected.count} items of {part} to come back to {name}", shown
        for part in _unasked(event, name, set(content)):
            yield "RST-01", f"nothing but the backup to come to {name}", f"{part} came, which was not in it"
    yield from not_held(history, event)


def _unasked(event: Event, name: str, saved: set[Part]) -> Iterator[Part]:
    """Yield the kinds that came with a restore and are neither of the backup nor what the phone had."""
    before = event.before.phones.get(name)
    for part, came in event.after.phones[name].content.items():
        had = before.content.get(part) if before is not None else None
        if part not in saved and came.count and came != had:
            yield part


def _is_gone(history: History, content: Content, left: LeftOut) -> bool:
    """Tell whether what was left out was in the backup and could not be had, for the reason that is given."""
    withdrawn = set(_withdrawn(history))
    if not any(entry.name == left.name for entry in content.get(left.part, ())):
        return False
    match left.reason:
        case "not_in_store":
            return left.part == "apps" and ("apps", left.name) in withdrawn
        case "app_is_missing":
            without_apps = left.part == "start_screen" and "apps" not in content  # settled: tiles_of_absent_apps
            return without_apps or (left.part in {"app_data", "start_screen"} and ("apps", left.name) in withdrawn)
        case "unknown_to_this_phone":
            return (left.part, left.name) in withdrawn


def _withdrawn(history: History) -> Iterator[tuple[str, str]]:
    for event in history.events:
        if isinstance(event.command, commands.Withdraw) and isinstance(event.outcome, Done):
            yield event.command.part, event.command.name


@invariant("I38", "RST-06", stated_by="page")
def _any_network(_history: History, event: Event) -> Found:
    """A restore runs on any network there is: nothing is refused for want of one, and nothing waits for Wi-Fi."""
    for name, phone in event.after.phones.items():
        flow = phone.flow
        if flow is None or flow.kind != "restore" or flow.paused or phone.network == "none":
            continue
        if flow.waiting_for in {"wifi", "network"}:
            yield "RST-06", f"the restore of {name} to go on over {phone.network}", f"it waits for {flow.waiting_for}"
    if isinstance(event.command, (*SET_UP, commands.SignIn)) and not isinstance(event.outcome, Done | Unsupported):
        around = states_around(event, event.command.phone)
        wanted = event.outcome.reason in {"no_network", "network_lost"}
        if wanted and around and around[0].set_up is not None and all(phone.network != "none" for phone in around):
            reason = event.outcome.reason.replace("_", " ")
            yield "RST-06", f"{around[0].network} to be good enough for setting a phone up", reason
