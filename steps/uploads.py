"""Uploads on their way: where they are held up, and how much of them went over which network."""

from pytest_bdd import given, then, when

from backupspec.contract.commands import PauseFlowAfter, ResumeFlow
from backupspec.contract.observations import Observation
from backupspec.contract.outcomes import Outcome
from backupspec.contract.terms import MediumKind, Network
from backupspec.steps.changes import phone_of
from backupspec.steps.media import ONE_OF_THEM, SHOT, must_take, one, stored, taken
from backupspec.steps.telling import listed, size
from backupspec.steps.words import Point, sentence
from backupspec.world.originals import Original
from backupspec.world.verdicts import Mismatch, Untestable
from backupspec.world.world import World


def sent_of(seen: Observation, original: Original, network: Network | None = None) -> int:
    """Tell how many bytes of a photo or video were sent so far, over one network or over any.

    Raise Untestable if the implementation does not show of which each transfer is: it may see no more than that something left the phone.
    """
    media = [each for each in seen.transfers if each.purpose == "media" and each.phone == original.phone]
    if any(each.medium is None for each in media):
        raise Untestable("the implementation does not show which photo or video was sent")
    return sum(
        transfer.size_bytes
        for transfer in media
        if transfer.medium == original.name and network in {None, transfer.network}
    )


def hold(world: World, phone: str, shots: tuple[str, ...], point: Point) -> Observation:
    """Take a photo or video, let its upload go on to a point, see that it is held there, and leave it there."""
    world.must(PauseFlowAfter(phone=phone, flow="media", point=0))
    must_take(world, phone, shots)
    original = taken(world)[-1]
    if point != 0:
        at = point if point == "commit" else original.size_bytes * point // 100
        world.must(PauseFlowAfter(phone=phone, flow="media", point=at), ResumeFlow(phone=phone, flow="media"))
    queue = world.phone(phone).queues["media"]
    shown = "its very end" if point == "commit" else f"{point} %"
    held = queue.paused and original.name in queue.waiting
    assert held, Mismatch(f"the upload of {original.name}, held up at {shown}", listed(queue.waiting, none="no upload"))
    return world.now


@given(
    sentence("{person:Person} took {shots:Shots}, whose upload is at {point:Point}", Shots=SHOT),
    target_fixture="before",
)
def _(world: World, person: str, shots: tuple[str, ...], point: Point) -> Observation:
    return hold(world, phone_of(person), shots, point)


@when(sentence("the upload from {phone:Phone} goes on"), target_fixture="outcome")
def _(world: World, phone: str) -> Outcome:
    """Or nothing is left to go on, if what was held up is no longer to be uploaded."""
    return world.perform(ResumeFlow(phone=phone, flow="media"))


@then(sentence("{which:Which} has gone to OneDrive over {network:Network}", Which=ONE_OF_THEM))
def _(world: World, which: tuple[MediumKind, int], network: Network) -> None:
    original = one(world, which)
    found = stored(world.now, original)
    wanted = found.size_bytes if found else original.size_bytes
    sent = sent_of(world.now, original, network)
    assert sent >= wanted, Mismatch(
        f"{size(wanted)} of {original.name} over {network}", size(sent), f"transfers, of the medium {original.name}"
    )


@then(sentence("only what was missing of {which:Which} has been sent", Which=ONE_OF_THEM))
def _(world: World, which: tuple[MediumKind, int], before: Observation) -> None:
    """The network may add a quarter of the whole."""
    original = one(world, which)
    earlier = sent_of(before, original)
    missing = original.size_bytes - min(earlier, original.size_bytes)
    sent = sent_of(world.now, original) - earlier
    most = missing + original.size_bytes // 4
    assert missing <= sent <= most, Mismatch(
        f"{missing} to {size(most)} of {original.name} to be sent",
        size(sent),
        f"transfers, of the medium {original.name}",
    )


@then(sentence("{which:Which} has been sent anew, from its first byte", Which=ONE_OF_THEM))
def _(world: World, which: tuple[MediumKind, int], before: Observation) -> None:
    original = one(world, which)
    sent = sent_of(world.now, original) - sent_of(before, original)
    wanted = original.size_bytes
    assert sent >= wanted, Mismatch(
        f"{size(wanted)} of {original.name} to be sent", size(sent), f"transfers, of the medium {original.name}"
    )
