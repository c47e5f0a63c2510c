"""Its features: whether each is answered. What the answer should be is policy, and the scenarios' matter."""

from backupspec.contract.commands import (
    AcceptPrompt,
    AddPhone,
    BackUpNow,
    BeginSetUp,
    ChooseBackup,
    ChooseTexts,
    ChooseUpload,
    Command,
    CreateAccount,
    DeclineRestore,
    DeleteBackups,
    DeleteCloudBackup,
    DeleteConversation,
    DeleteMessages,
    DismissPrompt,
    EnterPasswords,
    EnterSecurityCode,
    PressDone,
    PressNext,
    SignIn,
    SkipPasswords,
    TurnOff,
    TurnOn,
    ViewMedium,
    name_of,
)
from backupspec.contract.outcomes import Unsupported
from backupspec.preflight.bench import ACCOUNT, OTHER_PHONE, PHONE, Bench, Found, Note, Skip

BEFORE: tuple[Command, ...] = (CreateAccount(account=ACCOUNT), AddPhone(phone=PHONE))
"""What a feature is asked about has to be there: one that is unsupported may be refused elsewhere, for want of a phone."""

EACH: tuple[Command, ...] = (
    SignIn(phone=PHONE, account=ACCOUNT),
    TurnOn(phone=PHONE, toggle="settings_backup"),
    TurnOff(phone=PHONE, toggle="settings_backup"),
    ChooseUpload(phone=PHONE, medium="photos", quality="good"),
    BackUpNow(phone=PHONE),
    AcceptPrompt(phone=PHONE),
    DismissPrompt(phone=PHONE),
    DeleteBackups(phone=PHONE, boxes=("settings_backup",)),
    DeleteCloudBackup(account=ACCOUNT, backup="a backup"),
    DeleteMessages(phone=PHONE, messages=("a message",)),
    DeleteConversation(phone=PHONE, conversation="Ben"),
    ViewMedium(account=ACCOUNT, medium="a photo", device="a computer", signed_in=ACCOUNT),
    BeginSetUp(phone=PHONE),
    ChooseBackup(phone=PHONE, backup="a backup"),
    ChooseTexts(phone=PHONE, saved_by=OTHER_PHONE),
    EnterSecurityCode(phone=PHONE, code="123456"),
    DeclineRestore(phone=PHONE),
    PressNext(phone=PHONE),
    EnterPasswords(phone=PHONE, passwords={"an address": "a password"}),
    SkipPasswords(phone=PHONE),
    PressDone(phone=PHONE),
)
"""Each feature once. On a new phone most are refused, and leave nothing behind."""


def are_answered(bench: Bench) -> Found:
    """Ask for each feature in an empty world, whatever is answered; note which are unsupported and not listed as unfinished."""
    unfinished = bench.about.unfinished
    if "add_phone" in unfinished:
        return Skip("add_phone is unfinished")
    bench.begin_anew()
    for command in BEFORE:
        if name_of(command) not in unfinished:
            bench.do(command)
    asked = [command for command in EACH if name_of(command) not in unfinished]
    missing = [name_of(command) for command in asked if isinstance(bench.do(command), Unsupported)]
    if not missing:
        return None
    return Note(
        f"unsupported, and not listed under `unfinished` in `about`: {', '.join(missing)}. "
        "List those that are yet to be written; the others count as features that the phones lack."
    )
