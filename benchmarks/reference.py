"""Measures how many commands a second the reference does on one core, without observation: a mixed workload, the openings of worlds included."""

import statistics
import time

from backupspec.contract.commands import (
    AddPhone,
    AdvanceTime,
    BackUpNow,
    Command,
    CreateAccount,
    DismissPrompt,
    PauseFlowAfter,
    ResumeFlow,
    SetContent,
    SetExternalPower,
    SetNetwork,
    SignIn,
    TurnOff,
    TurnOn,
)
from backupspec.contract.content import Content
from backupspec.contract.implementation import Opening
from backupspec.fixtures.occasions import photo_taken, received
from backupspec.fixtures.people import people
from backupspec.shipped import profile
from backupspec.targets.reaching import reach

DAY_S = 86400
PHONE = "Ann's phone"
PERSON = people(seed=1, count=1)[0]
"""Somebody with a few dozen things of each kind."""

WORKLOAD: tuple[Command, ...] = (
    CreateAccount(account="Ann"),
    AddPhone(phone=PHONE),
    SignIn(phone=PHONE, account="Ann"),
    SetContent(phone=PHONE, content=Content(settings=PERSON.content.settings)),
    SetContent(phone=PHONE, content=Content(apps=PERSON.content.apps, app_data=PERSON.content.app_data)),
    SetContent(phone=PHONE, content=PERSON.content),
    TurnOn(phone=PHONE, toggle="settings_backup"),
    SetNetwork(phone=PHONE, network="wifi"),
    SetExternalPower(phone=PHONE, connected=True),
    AdvanceTime(seconds=3600),
    TurnOn(phone=PHONE, toggle="app_backup"),
    BackUpNow(phone=PHONE),
    SetNetwork(phone=PHONE, network="cellular"),
    AdvanceTime(seconds=DAY_S),
    SetExternalPower(phone=PHONE, connected=False),
    SetNetwork(phone=PHONE, network="wifi"),
    SetExternalPower(phone=PHONE, connected=True),
    AdvanceTime(seconds=DAY_S),
    TurnOff(phone=PHONE, toggle="settings_backup"),
    PauseFlowAfter(phone=PHONE, flow="backup", point=5_000),
    TurnOn(phone=PHONE, toggle="settings_backup"),
    AdvanceTime(seconds=DAY_S),
    SetNetwork(phone=PHONE, network="cellular"),
    ResumeFlow(phone=PHONE, flow="backup"),
    SetNetwork(phone=PHONE, network="wifi"),
    SetExternalPower(phone=PHONE, connected=False),
    SetNetwork(phone=PHONE, network="none"),
    AdvanceTime(seconds=21 * DAY_S),
    BackUpNow(phone=PHONE),
    DismissPrompt(phone=PHONE),
    received(PHONE, 1),
)
WITH_A_PHOTO: tuple[Command, ...] = (*WORKLOAD, photo_taken(PHONE))
"""And a photo, whose bytes come along and are decoded and measured."""


def measure(workload: tuple[Command, ...], runs: int = 5, worlds: int = 500) -> float:
    """Return the median of the commands a second, over several runs."""
    reference = reach("reference")
    choices = profile("windows-phone-8.1").picks()
    opening = Opening(
        scenario="benchmark",
        profile="windows-phone-8.1",
        choices=choices,
        wall_clock="2014-06-02T09:00:00Z",
        time_zone="Europe/London",
        seed=1,
    )
    rates: list[float] = []
    for _ in range(runs):
        start = time.process_time()
        for _ in range(worlds):
            world = reference.open_world(opening)
            reference.perform(world, workload)
            reference.close_world(world)
        rates.append(worlds * len(workload) / (time.process_time() - start))
    return statistics.median(rates)


def main() -> None:
    """Measure, and print a table of Markdown."""
    print(
        "Commands of the reference a second of CPU time: one core, no observation, the opening of each world included\n"
    )
    print("| a world of | commands a second |")
    print("|---|---|")
    for what, workload in (("commands", WORKLOAD), ("commands, the last of them a photo", WITH_A_PHOTO)):
        print(f"| {len(workload)} {what} | {measure(workload):,.0f} |")


if __name__ == "__main__":
    main()
