"""Its backups: whether they can be looked at. Whether they should have been made is policy, and the scenarios' matter."""

from backupspec.contract.commands import (
    AddPhone,
    AdvanceTime,
    BackUpNow,
    Command,
    CreateAccount,
    PauseFlowAfter,
    ResumeFlow,
    SetNetwork,
    SignIn,
    TurnOn,
    name_of,
)
from backupspec.policy import durations
from backupspec.preflight.bench import ACCOUNT, PHONE, Bench, Found, Skip

NEEDED: tuple[Command, ...] = (
    CreateAccount(account=ACCOUNT),
    AddPhone(phone=PHONE),
    SignIn(phone=PHONE, account=ACCOUNT),
    TurnOn(phone=PHONE, toggle="settings_backup"),
    SetNetwork(phone=PHONE, network="wifi"),
    BackUpNow(phone=PHONE),
)
"""What makes a backup."""

THEN: tuple[Command, ...] = (
    PauseFlowAfter(phone=PHONE, flow="backup", point=0),
    BackUpNow(phone=PHONE),
    ResumeFlow(phone=PHONE, flow="backup"),
)
"""What shows one under way, and another one."""


def shows_backups(bench: Bench) -> Found:
    """Make a backup in an empty world, another that is held up on its way, and wait for the prompt; look after each, whatever was answered."""
    unfinished = [name_of(each) for each in NEEDED if name_of(each) in bench.about.unfinished]
    if unfinished:
        return Skip(f"{' and '.join(unfinished)} {'is' if len(unfinished) == 1 else 'are'} unfinished")
    bench.begin_anew()
    until_prompt = AdvanceTime(seconds=durations.seconds(bench.policy.reminder.after))
    for command in (*NEEDED, *THEN, until_prompt):
        if name_of(command) in bench.about.unfinished or (isinstance(command, AdvanceTime) and bench.lacks("clock")):
            continue
        bench.do(command)
        bench.observe()
    return None
