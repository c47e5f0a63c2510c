"""How long 100,000 text messages take to come, to be saved, and to be restored, and the suite to judge that, as a Markdown table."""

import time

from backupspec import shipped
from backupspec.contract import commands
from backupspec.contract.implementation import Opening
from backupspec.contract.texts import Message
from backupspec.invariants import violations
from backupspec.reference.implementation import Reference
from backupspec.world.world import Invariants, World

MESSAGES = 100_000
COMMANDS = (1, 100)
"""In how many commands the messages come."""


def messages(count: int) -> tuple[Message, ...]:
    """Make messages in a hundred conversations."""
    return tuple(
        Message(id=f"message {number}", conversation=f"Friend {number % 100}", kind="sms", text=f"This is {number}.")
        for number in range(count)
    )


def opened(invariants: Invariants) -> World:
    """Open a world with a phone whose Text message backup is on, and which has no network yet."""
    policy = shipped.profile("windows-phone-8.1")
    opening = Opening(
        scenario="benchmark",
        profile=policy.id,
        choices=policy.picks(),
        wall_clock="2014-06-02T09:00:00Z",
        time_zone="Europe/London",
        seed=1,
    )
    world = World(Reference({policy.id: policy}, shipped.shape("manifest")), opening, policy, invariants)
    world.must(
        commands.CreateAccount(account="account"),
        commands.AddPhone(phone="old"),
        commands.SignIn(phone="old", account="account"),
        commands.TurnOn(phone="old", toggle="text_message_backup"),
    )
    return world


def seconds(all_messages: tuple[Message, ...], count: int, invariants: Invariants) -> tuple[float, float, float]:
    """Let messages arrive in so many commands, save them, and restore them to another phone; return the CPU seconds of each."""
    world = opened(invariants)
    each = len(all_messages) // count
    start = time.process_time()
    for first in range(0, len(all_messages), each):
        world.must(commands.ReceiveMessages(phone="old", messages=all_messages[first : first + each]))
    received = time.process_time()
    world.must(commands.SetNetwork(phone="old", network="wifi"))
    saved = time.process_time()
    world.must(
        commands.BeginSetUp(phone="new"),
        commands.SetNetwork(phone="new", network="wifi"),
        commands.SignIn(phone="new", account="account"),
        commands.ChooseTexts(phone="new", saved_by="old"),
        commands.PressNext(phone="new"),
        commands.PressNext(phone="new"),
        commands.PressDone(phone="new"),
    )
    restored = time.process_time()
    assert len(world.account("account").messages) == len(all_messages)
    assert world.phone("new").messages == world.phone("old").messages
    assert not world.violations
    return received - start, saved - received, restored - saved


def main() -> None:
    """Measure, and print the table."""
    print(
        "| messages | commands | received | saved | restored | received and judged | saved and judged | restored and judged |"
    )
    print("|---|---|---|---|---|---|---|---|")
    all_messages = messages(MESSAGES)
    for count in COMMANDS:
        columns = (*seconds(all_messages, count, lambda _: ()), *seconds(all_messages, count, violations))
        print(f"| {MESSAGES:,} | {count} | " + " | ".join(f"{each:,.1f} s" for each in columns) + " |", flush=True)


if __name__ == "__main__":
    main()
