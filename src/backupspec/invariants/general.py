"""Invariants of the general clauses: account, opt-in, separate choices, own labels, no feature missing, room (I1 to I3, I39, I41, I42, I47)."""

from msgspec.structs import replace

from backupspec.contract import commands
from backupspec.contract.commands import name_of
from backupspec.contract.observations import Account, Phone, Transfer
from backupspec.contract.outcomes import Done, Unsupported
from backupspec.contract.terms import Toggle
from backupspec.invariants.asking import Found, invariant
from backupspec.invariants.contents import newly_restored
from backupspec.invariants.past import (
    backups_in,
    new_transfers,
    since_reset,
    states_around,
)
from backupspec.world.world import Event, History


@invariant("I1", "GEN-01", stated_by="page")
def _no_account(_history: History, event: Event) -> Found:
    """Without an account, or with a sign-in that has lapsed, nothing leaves the phone."""
    for sent in new_transfers(event):
        if not any(
            phone.account == sent.account and phone.sign_in == "valid" for phone in states_around(event, sent.phone)
        ):
            yield (
                "GEN-01",
                f"nothing to leave {sent.phone}, which is not signed in to {sent.account}",
                f"{sent.size_bytes} bytes left",
            )


@invariant("I2", "GEN-02", stated_by="page")
def _opt_in(history: History, event: Event) -> Found:
    """Nothing leaves the phone before someone turns it on."""
    for sent in new_transfers(event):
        if not any(_opts_in(past, sent) for past in since_reset(history, sent.phone)):
            yield (
                "GEN-02",
                f"nothing to leave {sent.phone} before it is turned on",
                f"{sent.size_bytes} bytes of {sent.purpose} left",
            )


def _opts_in(event: Event, sent: Transfer) -> bool:
    """Tell whether somebody turned on at an event what sent these bytes: here, or on the phone whose backup came back."""
    if sent.purpose == "restore":
        return True
    wanted = _SENT_BY.get(sent.purpose, frozenset())
    if (restored := newly_restored(event, sent.phone)) is not None:
        uploads = any(quality != "dont_upload" for quality in restored.uploads.values())
        return any(restored.toggles.get(toggle) for toggle in wanted) or (sent.purpose == "media" and uploads)
    match event.command:
        case commands.TurnOn(phone=phone, toggle=toggle):
            return isinstance(event.outcome, Done) and phone == sent.phone and toggle in wanted
        case commands.ChooseUpload(phone=phone, quality=quality):
            chosen = phone == sent.phone and quality != "dont_upload"
            return isinstance(event.outcome, Done) and chosen and sent.purpose == "media"
        case _:
            return False


_SENT_BY: dict[str, frozenset[Toggle]] = {
    "backup": frozenset({"settings_backup"}),
    "texts": frozenset({"text_message_backup", "chat_backup"}),
}
"""What has to be turned on before something is sent. Of photos and videos, one of two choices has to be made."""


@invariant(
    "I3",
    "GEN-04",
    stated_by="reading",
    readings=("settings_off_while_app_on", "toggles_after_restore", "toggles_after_last_deletion"),
)
def _independent_choices(history: History, event: Event) -> Found:
    """One choice moves no other, but App backup when Settings backup goes off."""
    for name, after in event.after.phones.items():
        before = event.before.phones.get(name, after)
        if (before.toggles, before.uploads) == (after.toggles, after.uploads):
            continue
        moved: set[str] = {toggle for toggle in after.toggles if after.toggles[toggle] != before.toggles.get(toggle)}
        moved |= {str(medium) for medium in after.uploads if after.uploads[medium] != before.uploads.get(medium)}
        for choice in sorted(moved - _may_move(history, event, name)):
            yield "GEN-04", f"{choice} of {name} to stay as it was", f"it moved at {name_of(event.command)}"


_CHOICES = {"settings_backup", "app_backup", "text_message_backup", "chat_backup", "photos", "videos"}


def _may_move(history: History, event: Event, phone: str) -> set[str]:  # noqa: PLR0911 - one return for each command
    command = event.command
    if newly_restored(event, phone) is not None:
        return _CHOICES if history.policy.picked("toggles_after_restore") == "as_in_the_backup" else set()
    if (
        isinstance(command, commands.DeleteCloudBackup)
        and history.policy.picked("toggles_after_last_deletion") == "go_off"
    ):
        return {"settings_backup", "app_backup"}
    if getattr(command, "phone", None) != phone:
        return set()
    match command:
        case commands.ResetPhone():
            return _CHOICES
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


@invariant("I41", "GEN-04", "RST-08", stated_by="us")
def _others_untouched(_history: History, event: Event) -> Found:
    """What is done to one phone, or to one account, changes no other: a security code that is entered on one phone verifies no other."""
    phone, account = getattr(event.command, "phone", None), getattr(event.command, "account", None)
    clause = "RST-08" if isinstance(event.command, commands.EnterSecurityCode) else "GEN-04"
    if phone is not None:
        for name, before in event.before.phones.items():
            if name == phone or _restores_what_went(event, before):
                continue
            if _own(event.after.phones.get(name)) != _own(before):
                yield clause, f"{name} to stay as it was", f"it changed at {name_of(event.command)} of {phone}"
    elif account is not None:
        for name, before in event.before.phones.items():
            if before.account != account and _own(event.after.phones.get(name)) != _own(before):
                yield "GEN-04", f"{name} to stay as it was", f"it changed at {name_of(event.command)} of {account}"
        for name, onedrive in event.before.accounts.items():
            if name != account and event.after.accounts.get(name) != onedrive:
                yield "GEN-04", f"the OneDrive of {name} to stay as it was", f"it changed at {name_of(event.command)}"


def _restores_what_went(event: Event, phone: Phone) -> bool:
    """Tell whether a phone restores a backup that another phone's new one came in the place of (DEL-07); I12 tells whether it may go."""
    if phone.account is None or phone.flow is None or phone.flow.kind != "restore":
        return False
    before, after = (backups_in(seen, phone.account) for seen in (event.before, event.after))
    return phone.flow.backup in {backup.id for backup in before} - {backup.id for backup in after}


def _own(phone: Phone | None) -> Phone | None:
    """Take what is a phone's own: what set-up offers lies in OneDrive, and what waits may go when another phone makes room there."""
    if phone is None:
        return phone
    set_up = replace(phone.set_up, offers=(), offers_texts_of=()) if phone.set_up is not None else None
    return replace(phone, set_up=set_up, queues={})


UNSUPPORTED = "it is unsupported; if it is yet to be written, list it under `unfinished` in `about`"


@invariant("I42", "VER-03", stated_by="page")
def _nothing_missing(history: History, event: Event) -> Found:
    """A phone whose policy knows of no missing features has them all."""
    if (
        isinstance(event.outcome, Unsupported)
        and isinstance(event.command, commands.FEATURES)
        and not history.policy.versions.features_may_be_missing
        and (name := name_of(event.command)) not in history.unfinished
    ):
        yield "VER-03", f"{name} to be supported: {history.policy.title} lacks no feature", UNSUPPORTED


@invariant("I39", "VER-02", stated_by="page")
def _own_labels(history: History, event: Event) -> Found:
    """A phone shows the options of its own profile, and no other."""
    known = event.before.phones if len(history.events) > 1 else {}
    changed = [
        name
        for name, phone in event.after.phones.items()
        if name not in known or known[name].controls != phone.controls
    ]
    if not changed:
        return  # what is wrong with them has been told
    policy = history.policy
    allowed = {(rule.path, rule.label, rule.kind): set(policy.options(rule)) for rule in policy.controls}
    for name in changed:
        for control in event.after.phones[name].controls:
            shown = " > ".join((*control.path, control.label))
            offered = allowed.get((control.path, control.label, control.kind))
            if offered is None:
                yield "VER-02", f"no option on {name} that {history.policy.title} does not have", shown
            elif not offered.issuperset(control.options):
                yield (
                    "VER-02",
                    f"{shown} of {name} to offer {', '.join(sorted(offered))} at most",
                    ", ".join(control.options),
                )


@invariant("I47", "GEN-03", stated_by="us")
def _room(history: History, event: Event) -> Found:
    """Where it was said how much room there is in OneDrive, nothing on its way takes any. How much is taken by what has come is free: equal content may lie there once."""
    if isinstance(event.command, commands.SetCloudSpace | commands.PutCloudBackup):
        return
    for name, before in event.before.accounts.items():
        after = event.after.accounts.get(name, before)
        taken = before.free_bytes - after.free_bytes
        if taken > 0 and _lies(before) == _lies(after) and _has_bounds(history, name):
            yield (
                "GEN-03",
                f"as much room in the OneDrive of {name} as before, since nothing came",
                f"{taken} bytes less",
            )


def _has_bounds(history: History, account: str) -> bool:
    """Return whether the room of an account's OneDrive was ever set. An implementation that can't be told it may show any room."""
    return any(
        isinstance(event.command, commands.SetCloudSpace) and event.command.account == account
        for event in history.events
        if isinstance(event.outcome, Done)
    )


def _lies(account: Account) -> tuple[object, ...]:
    """Return all that may take room: also documents, and the log."""
    return account.backups, account.messages, account.media, account.catalogue, account.journal, account.reads
