"""What a phone does not do while it is set up, and does once Done has been tapped: back up, and prompt."""

from pytest_bdd import then, when

from backupspec.contract.commands import AdvanceTime, BackUpNow
from backupspec.contract.observations import Observation
from backupspec.contract.outcomes import Outcome
from backupspec.steps import telling
from backupspec.steps.backups import backups_of, lying, not_made
from backupspec.steps.set_up import NEW, finish
from backupspec.steps.words import sentence
from backupspec.world.verdicts import Mismatch
from backupspec.world.world import World


@when(sentence("{person:Person} asks {phone:New} for a backup", New=NEW), target_fixture="outcome")
def _(world: World, person: str, phone: str) -> Outcome:  # noqa: ARG001 - whose phone it is
    return world.perform(BackUpNow(phone=phone))


@when(sentence("{phone:New} is left alone for {duration:Duration}", New=NEW), target_fixture="outcome")
def _(world: World, phone: str, duration: int) -> Outcome:  # noqa: ARG001 - time passes for everybody
    return world.perform(AdvanceTime(seconds=duration))


@then(sentence("{phone:New} has made no backup so far", New=NEW))
def _(world: World, phone: str) -> None:
    came = backups_of(world.now, phone)
    assert came == [], Mismatch(f"no backup of {phone}", telling.named(came), lying(world.now, phone, came))


@then(sentence("{phone:New} shows no prompt so far", New=NEW))
def _(world: World, phone: str) -> None:
    prompts = world.phone(phone).prompts
    assert prompts == (), Mismatch(f"no prompt on {phone}", telling.counted(len(prompts), "prompt"))


@then(sentence("once set-up is over, {phone:New} makes one automatic backup", New=NEW))
def _(world: World, phone: str, before: Observation) -> None:
    finish(world, phone)
    wrong = not_made(world, phone, before, ["automatic"])
    assert not wrong, wrong


@then(sentence("once set-up is over, Back up now makes one manual backup of {phone:New}", New=NEW))
def _(world: World, phone: str, before: Observation) -> None:
    finish(world, phone)
    world.must(BackUpNow(phone=phone))
    wrong = not_made(world, phone, before, ["manual"])
    assert not wrong, wrong


@then(sentence("once set-up is over, {phone:New} shows one prompt", New=NEW))
def _(world: World, phone: str) -> None:
    finish(world, phone)
    prompts = world.phone(phone).prompts
    assert len(prompts) == 1, Mismatch(f"1 prompt on {phone}", telling.counted(len(prompts), "prompt"))
