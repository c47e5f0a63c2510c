"""A restore on its way: what interrupts it, and whether it waits, or is complete."""

from collections.abc import Callable

from pytest_bdd import then, when

from backupspec.contract.commands import (
    BringCloudUp,
    ChooseBackup,
    Command,
    CutNetworkAfter,
    FailPowerAfter,
    PauseFlowAfter,
    PressNext,
    ResumeFlow,
    SetNetwork,
    SetPhoneSpace,
    TakeCloudDown,
)
from backupspec.contract.outcomes import Done, Outcome
from backupspec.contract.terms import Network
from backupspec.steps.onedrive import one_of_three
from backupspec.steps.set_up import NEW, at_hand, not_at, not_restored, set_up_of, size_of, tapped
from backupspec.steps.telling import progress
from backupspec.steps.words import sentence
from backupspec.world.verdicts import Mismatch
from backupspec.world.world import World

ROOM_BYTES = 2**30


def go_on_until(world: World, phone: str, percent: int, fault: Callable[[int], Command]) -> Outcome:
    """Let a backup that was tapped be restored until so much of it has come, and something happens then."""
    world.perform(PauseFlowAfter(phone=phone, flow="restore", point=0))
    world.perform(PressNext(phone=phone))
    flow = world.phone(phone).flow
    assert flow is not None, Mismatch(f"a restore on {phone} under way", "none")
    world.perform(fault(flow.total_bytes * percent // 100))
    return world.perform(ResumeFlow(phone=phone, flow="restore"))


def try_again(world: World, phone: str, old: str) -> Outcome:
    """Restore the newest backup of an old phone once more, if the restore has ended and the backups show again."""
    if set_up_of(world, phone).step == "choose":
        world.perform(ChooseBackup(phone=phone, backup=one_of_three(world.now, old, "newest").id))
        return world.perform(PressNext(phone=phone))
    return Done()


@when(
    sentence("{person:Person} taps Next, and at {percent:d} % of the restore Wi-Fi drops and leaves {network:Network}"),
    target_fixture="outcome",
)
def _(world: World, person: str, percent: int, network: Network) -> Outcome:
    phone = at_hand(world, person)
    return go_on_until(
        world,
        phone,
        percent,
        lambda at: CutNetworkAfter(phone=phone, flow="restore", size_bytes=at, network=network),
    )


@when(
    sentence("{person:Person} taps Next, and at {percent:d} % of the restore the phone goes dead"),
    target_fixture="outcome",
)
def _(world: World, person: str, percent: int) -> Outcome:
    phone = at_hand(world, person)
    return go_on_until(world, phone, percent, lambda at: FailPowerAfter(phone=phone, flow="restore", size_bytes=at))


@when(sentence("{phone:New} has room for only {percent:d} % of the backup", New=NEW), target_fixture="outcome")
def _(world: World, phone: str, percent: int) -> Outcome:
    return world.perform(SetPhoneSpace(phone=phone, size_bytes=size_of(tapped(world, phone)) * percent // 100))


@when(sentence("{phone:New} has room for all of the backup and no more", New=NEW), target_fixture="outcome")
def _(world: World, phone: str) -> Outcome:
    return world.perform(SetPhoneSpace(phone=phone, size_bytes=size_of(tapped(world, phone))))


@when(sentence("{phone:New} has room again", New=NEW), target_fixture="outcome")
def _(world: World, phone: str) -> Outcome:
    return world.perform(SetPhoneSpace(phone=phone, size_bytes=ROOM_BYTES))


@when(sentence("{person:Person} begins the restore of {old:Phone} again, if it has ended"), target_fixture="outcome")
def _(world: World, person: str, old: str) -> Outcome:
    return try_again(world, at_hand(world, person), old)


@when(sentence("OneDrive goes down while {phone:New} restores, and is up again", New=NEW), target_fixture="outcome")
def _(world: World, phone: str) -> Outcome:
    world.perform(TakeCloudDown())
    world.perform(ResumeFlow(phone=phone, flow="restore"))
    return world.perform(BringCloudUp())


@then(sentence("once Wi-Fi is back, the restore on {phone:New} is complete", New=NEW))
@then(sentence("once {phone:New} goes on, its restore is complete", New=NEW))
def _(world: World, phone: str) -> None:
    flow = world.phone(phone).flow
    if flow is not None and flow.paused:
        world.must(ResumeFlow(phone=phone, flow="restore"))
    world.must(SetNetwork(phone=phone, network="wifi"))
    wrong = not_restored(world, phone, tapped(world, phone))
    assert not wrong, wrong


@then(sentence("the restore on {phone:New} waits for a network", New=NEW))
def _(world: World, phone: str) -> None:
    wrong = not_at(world, phone, "restore")
    assert not wrong, wrong
    flow = world.phone(phone).flow
    waits = flow is not None and flow.kind == "restore" and not flow.paused and flow.waiting_for == "network"
    assert waits, Mismatch(f"a restore on {phone} that waits for a network", progress(flow))
