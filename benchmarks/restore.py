"""How long a phone takes to be backed up and restored, an ordinary one and a large one, and the suite to judge that, as a Markdown table."""

import time

from backupspec import shipped
from backupspec.contract import commands
from backupspec.contract.content import Content
from backupspec.contract.implementation import Opening
from backupspec.fixtures.people import large, people
from backupspec.invariants import violations
from backupspec.policy.model import Policy
from backupspec.reference.implementation import Reference
from backupspec.world.world import Invariants, World

RUNS = 3
"""How often each is done; the best time counts."""


def opening(policy: Policy) -> Opening:
    """Say how the world begins."""
    return Opening(
        scenario="benchmark",
        profile=policy.id,
        choices=policy.picks(),
        wall_clock="2014-06-02T09:00:00Z",
        time_zone="Europe/London",
        seed=1,
    )


def seconds(content: Content, invariants: Invariants) -> tuple[float, float]:
    """Back a phone up and restore it to another; return the CPU seconds of either."""
    policy = shipped.profile("windows-phone-8.1")
    reference = Reference({policy.id: policy}, shipped.shape("manifest"))
    world = World(reference, opening(policy), policy, invariants)
    world.must(
        commands.CreateAccount(account="account"),
        commands.AddPhone(phone="old"),
        commands.SetContent(phone="old", content=content),
        commands.SignIn(phone="old", account="account"),
        commands.TurnOn(phone="old", toggle="settings_backup"),
        commands.TurnOn(phone="old", toggle="app_backup"),
        commands.SetNetwork(phone="old", network="wifi"),
    )
    start = time.process_time()
    world.must(commands.BackUpNow(phone="old"))
    backed_up = time.process_time()
    world.must(
        commands.BeginSetUp(phone="new"),
        commands.SetNetwork(phone="new", network="wifi"),
        commands.SignIn(phone="new", account="account"),
        commands.ChooseBackup(phone="new", backup=world.account("account").backups[0].id),
        commands.PressNext(phone="new"),
        commands.PressNext(phone="new"),
        commands.PressDone(phone="new"),
    )
    restored = time.process_time()
    assert world.phone("new").content["favourites"] == world.phone("old").content["favourites"]
    assert not world.violations
    return backed_up - start, restored - backed_up


def main() -> None:
    """Measure, and print the table."""
    print("| phone | items | backed up | restored | backed up and judged | restored and judged |")
    print("|---|---|---|---|---|---|")
    for name, person in (("ordinary", people(1, 1)[0]), ("large", large(1))):
        count = sum(
            len(entries or ())
            for entries in (getattr(person.content, part) for part in person.content.__struct_fields__)
        )
        columns: list[float] = []
        for invariants in (lambda _: (), violations):
            runs = [seconds(person.content, invariants) for _ in range(RUNS)]
            columns += [min(run[0] for run in runs), min(run[1] for run in runs)]
        print(f"| {name} | {count:,} | " + " | ".join(f"{1000 * each:,.0f} ms" for each in columns) + " |", flush=True)


if __name__ == "__main__":
    main()
