"""What looks like a fault of restoring, and is none."""

import json

from faults import APPS_ALONE, CHOSEN, FULL, HALF, OFFERED, PUT, RESTORED, SAVED, allowed, doctored
from faults_of_restoring import ADDRESS, ANOTHER, ASKS
from faults_of_set_up import ASKED, NEXT, OTHERS, REQUIRED, entered
from msgspec.structs import replace

from backupspec.contract.commands import (
    AddPhone,
    BackUpNow,
    BeginSetUp,
    ChooseBackup,
    Command,
    CutNetworkAfter,
    DeclineRestore,
    DeleteCloudBackup,
    EnterPasswords,
    FailPowerAfter,
    MakeSecretUnusable,
    PressDone,
    ResetPhone,
    ResumeFlow,
    SetContent,
    SetExternalPower,
    SetNetwork,
    SignIn,
    SkipPasswords,
    TurnOn,
    TurnPhoneOn,
    Withdraw,
)
from backupspec.contract.content import Content, Item, OwnAccount
from backupspec.contract.observations import Observation

AT_WORK = "what opens the door at work"
DONE = PressDone(phone="new")
RESUME = ResumeFlow(phone="new", flow="restore")


def other_password(number: int) -> Content:
    """Give the account of mail another password, and nothing else."""
    return Content(passwords=(Item(name="Mail", value=f"another staple {number}"),))


def set_up(phone: str, backup: str = "backup-1") -> tuple[Command, ...]:
    """Set a phone up from a backup of Ann's account."""
    return (
        BeginSetUp(phone=phone),
        SetNetwork(phone=phone, network="wifi"),
        SignIn(phone=phone, account="ann@example.com"),
        ChooseBackup(phone=phone, backup=backup),
        replace(NEXT, phone=phone),
    )


allowed("backs-up-as-soon-as-set-up-is-over", *RESTORED, SetExternalPower(phone="new", connected=True), NEXT, DONE)
allowed(
    "a-phone-is-restored-from-its-own-backup-after-a-reset",
    *SAVED,
    ResetPhone(phone="ann"),
    *set_up("ann"),
    replace(NEXT, phone="ann"),
    SetExternalPower(phone="ann", connected=True),
    PressDone(phone="ann"),
)
allowed("the-old-phone-is-reset-between-choosing-and-next", *CHOSEN, ResetPhone(phone="ann"), NEXT, NEXT, DONE)
allowed(
    "the-old-phone-is-used-on-between-choosing-and-next",
    *CHOSEN,
    SetContent(phone="ann", content=replace(FULL, theme=(Item(name="lime", value="light"),))),
    BackUpNow(phone="ann"),
    NEXT,
    NEXT,
    DONE,
)
allowed("a-phone-is-reset-in-the-middle-of-its-restore", *HALF, ResetPhone(phone="new"), *set_up("new"))
allowed("a-password-is-changed-alone", *SAVED, SetContent(phone="ann", content=other_password(1)), *set_up("new"))
allowed(
    "a-password-is-changed-alone-on-a-restored-phone",
    *RESTORED,
    NEXT,
    DONE,
    SetContent(phone="new", content=other_password(1)),
    *set_up("third"),
    BackUpNow(phone="new"),
)
allowed(
    "an-account-comes-back-without-its-password",
    *SAVED,
    SetContent(phone="ann", content=Content(accounts=())),
    MakeSecretUnusable(address=ADDRESS, password=ANOTHER),
    SetContent(phone="ann", content=Content(accounts=FULL.accounts)),
    *set_up("new"),
)
allowed(
    "a-password-is-entered-and-another-is-wrong",
    *SAVED,
    SetContent(
        phone="ann",
        content=Content(
            accounts=(
                *(FULL.accounts or ()),
                OwnAccount(name="Work", provider="work.example", address="ann@work.example"),
            )
        ),
    ),
    MakeSecretUnusable(address="ann@work.example", password=AT_WORK),
    EnterPasswords(phone="ann", passwords={"Mail": "wrong", "Work": AT_WORK}),
    BackUpNow(phone="ann"),
    *set_up("new", "backup-2"),
)
allowed("passwords-are-entered", *ASKS, EnterPasswords(phone="new", passwords={"Mail": ANOTHER}), NEXT, DONE)
allowed("passwords-are-skipped", *ASKS, SkipPasswords(phone="new"), DONE, BackUpNow(phone="new"))
allowed("a-code-is-entered", *ASKED, entered("234200"), NEXT, entered("481516"), NEXT, NEXT, DONE)
allowed("a-code-is-required-while-a-restore-is-under-way", *HALF, REQUIRED, RESUME, NEXT, DONE)
allowed("a-restore-is-declined", *OFFERED, DeclineRestore(phone="new"), DONE)
allowed(
    "a-backup-is-deleted-while-it-is-restored",
    *OTHERS,
    ChooseBackup(phone="new", backup="backup-2"),
    HALF[-2],
    NEXT,
    DeleteCloudBackup(account="ann@example.com", backup="backup-2"),
    RESUME,
)
allowed("what-is-withdrawn", *CHOSEN, Withdraw(part="apps", name="chess"), Withdraw(part="theme", name="cobalt"), NEXT)
allowed(
    "a-restore-that-loses-its-network-and-its-power",
    *CHOSEN,
    CutNetworkAfter(phone="new", flow="restore", size_bytes=100, network="none"),
    FailPowerAfter(phone="new", flow="restore", size_bytes=300),
    NEXT,
    SetNetwork(phone="new", network="cellular"),
    TurnPhoneOn(phone="new"),
    NEXT,
    DONE,
)
allowed("no-network-while-a-phone-is-set-up", *OFFERED[:-2], OFFERED[-1], OFFERED[-2], OFFERED[-1])
allowed("the-newest-of-each-phone", *OTHERS, backups_offered="newest_of_each_phone")
allowed(
    "every-account-is-asked-for", *RESTORED, NEXT, SkipPasswords(phone="new"), DONE, passwords_asked_for="every_account"
)
allowed("switches-as-on-a-new-phone", *RESTORED, NEXT, DONE, toggles_after_restore="as_on_a_new_phone")
allowed(
    "switches-go-off-with-the-last-backup",
    *SAVED,
    DeleteCloudBackup(account="ann@example.com", backup="backup-1"),
    BackUpNow(phone="ann"),
    toggles_after_last_deletion="go_off",
)


# An implementation that shows no documents.


def undocumented(seen: Observation) -> Observation:
    """Show no manifest and no catalogue."""
    accounts = {
        name: replace(
            account, catalogue=None, backups=tuple(replace(backup, manifest=None) for backup in account.backups)
        )
        for name, account in seen.accounts.items()
    }
    phones = {
        name: replace(phone, local_backup=replace(phone.local_backup, manifest=None)) if phone.local_backup else phone
        for name, phone in seen.phones.items()
    }
    return replace(seen, accounts=accounts, phones=phones)


DOCUMENTED = (*RESTORED, NEXT, DONE, BackUpNow(phone="new"), BackUpNow(phone="ann"), APPS_ALONE)
allowed("documents-are-shown", *DOCUMENTED)
allowed("no-documents-are-shown", *DOCUMENTED, make=lambda: doctored(DOCUMENTED, undocumented, len(DOCUMENTED)))


# A backup that another phone made, of the same name as one of another account.


allowed(
    "a-backup-of-another-phone-with-the-name-of-one-of-another-account",
    *SAVED,
    PUT,
    BeginSetUp(phone="new"),
    SetNetwork(phone="new", network="wifi"),
    SignIn(phone="new", account="ben@example.com"),
    ChooseBackup(phone="new", backup=json.loads(PUT.manifest)["backup"]["id"]),
    NEXT,
    NEXT,
    DONE,
)
allowed(
    "two-phones-with-equal-content-one-of-them-restored",
    *SAVED,
    AddPhone(phone="twin"),
    SetContent(phone="twin", content=FULL),
    SignIn(phone="twin", account="ann@example.com"),
    TurnOn(phone="twin", toggle="settings_backup"),
    SetNetwork(phone="twin", network="wifi"),
    BackUpNow(phone="twin"),
    *set_up("new", "backup-2"),
)
allowed(
    "the-third-code-is-the-right-one",
    *ASKED,
    *(entered(f"23420{number}") for number in range(2)),
    entered("481516"),
    NEXT,
    wrong_codes_allowed="3",
)
allowed(
    "another-code-is-sent-after-three-wrong-ones",
    *ASKED,
    *(entered(f"23420{number}") for number in range(3)),
    replace(REQUIRED, code="234299"),
    entered("234299"),
    NEXT,
    wrong_codes_allowed="3",
)
