"""Photos and videos on the web: opened on any device that is signed in with the account, and on no other."""

from msgspec.structs import replace
from pytest_bdd import then, when

from backupspec.contract.commands import ViewMedium
from backupspec.contract.outcomes import Done, Outcome
from backupspec.contract.terms import MediumKind
from backupspec.steps.changes import Change, account_of
from backupspec.steps.media import ONE_OF_THEM, one
from backupspec.steps.quality import in_onedrive, not_the_original, resolution
from backupspec.steps.telling import answer
from backupspec.steps.words import Word, sentence
from backupspec.world.verdicts import Mismatch
from backupspec.world.world import World

DEVICE: Word[object] = Word("a computer|a tablet|a phone of another make", str)


def opening(world: World, which: tuple[MediumKind, int], device: str, signed_in: str | None) -> Outcome:
    """Open a photo or video, where its phone's owner would have it."""
    original = one(world, which)
    account = account_of(original.phone)
    return world.perform(ViewMedium(account=account, medium=original.name, device=device, signed_in=signed_in))


def last(world: World) -> ViewMedium:
    """Return what was opened last, or was to be."""
    [*_, view] = [event.command for event in world.history.events if isinstance(event.command, ViewMedium)]
    return view


@when(
    sentence(
        "{which:Which} is opened on {device:Device} that is signed in with {account:Account}",
        Which=ONE_OF_THEM,
        Device=DEVICE,
    ),
    target_fixture="outcome",
)
def _(world: World, which: tuple[MediumKind, int], device: str, account: str) -> Outcome:
    return opening(world, which, device, account)


@when(
    sentence("{which:Which} is opened on {device:Device} that is not signed in", Which=ONE_OF_THEM, Device=DEVICE),
    target_fixture="outcome",
)
def _(world: World, which: tuple[MediumKind, int], device: str) -> Outcome:
    return opening(world, which, device, None)


@then(sentence("what opens is {which:Which}, byte for byte as it was taken", Which=ONE_OF_THEM))
def _(world: World, which: tuple[MediumKind, int], outcome: Outcome) -> None:
    assert isinstance(outcome, Done), Mismatch("to be opened", answer(outcome))
    wrong = not_the_original(world, one(world, which))
    assert not wrong, wrong


@then(sentence("what opens is {which:Which}, a picture that is whole", Which=ONE_OF_THEM))
def _(world: World, which: tuple[MediumKind, int], outcome: Outcome) -> None:
    assert isinstance(outcome, Done), Mismatch("to be opened", answer(outcome))
    came = resolution(*in_onedrive(world, one(world, which)))
    assert all(came), Mismatch("a picture", came)


@then(sentence("as soon as the device is signed in with {account:Account}, it can be opened"))
def _(world: World, account: str) -> None:
    outcome = world.perform(replace(last(world), signed_in=account))
    assert isinstance(outcome, Done), Mismatch("to be opened", answer(outcome))


@then(sentence("as soon as {phone:Phone} {change:Change}, it can be opened"))
def _(world: World, phone: str, change: Change) -> None:
    world.must(*change(phone))
    outcome = world.perform(last(world))
    assert isinstance(outcome, Done), Mismatch("to be opened", answer(outcome))
