"""Photos and videos: they are taken and deleted on a phone, and lie in OneDrive or not."""

from msgspec.structs import replace
from pytest_bdd import given, then, when

from backupspec.contract.commands import (
    AddPhone,
    ChooseUpload,
    CreateAccount,
    DeleteMedium,
    FailPowerAfter,
    SetCloudSpace,
    SetNetwork,
    SignIn,
    TakePhoto,
    TakeVideo,
)
from backupspec.contract.observations import Observation, StoredMedium
from backupspec.contract.outcomes import Outcome
from backupspec.contract.terms import Medium, MediumKind, Network, Quality
from backupspec.fixtures.occasions import photo_taken, video_taken
from backupspec.fixtures.pictures import photo
from backupspec.steps.changes import Change, account_of, phone_of
from backupspec.steps.telling import LABELS, listed
from backupspec.steps.words import Word, one_of, sentence
from backupspec.world.originals import Original, originals
from backupspec.world.verdicts import Mismatch
from backupspec.world.world import World

VIDEOS_BYTES = {"video": 1000, "long video": 2_000_000}
HALF_BYTES = 500
"""Half of a video."""

NEW: Word[object] = Word(r"[A-Z][a-z]+'s new phone", str)
CALLED = "WP_001.jpg"
"""The file name of what cameras take first, and first again once they count from 1."""

SHOTS: dict[str, tuple[str, ...]] = {
    "a photo": ("small",),
    "another photo": ("small",),
    "two photos": ("small", "small"),
    "three photos": ("small", "small", "small"),
    "ten photos": ("small",) * 10,
    "a photo called WP_001.jpg": (CALLED,),
    "another photo called WP_001.jpg": (CALLED,),
    "the same photo twice": ("twin", "twin"),
    "a photo of twelve megapixels": ("landscape",),
    "an upright photo of twelve megapixels": ("portrait",),
    "a photo of twelve megapixels and an upright one": ("landscape", "portrait"),
    "the same photo of twelve megapixels again": ("landscape",),
    "a photo of forty-eight megapixels": ("huge",),
    "a photo with a colour profile": ("profiled",),
    "a video": ("video",),
    "another video": ("video",),
    "a video of two million bytes": ("long video",),
    "a photo and a video": ("small", "video"),
    "a video and a photo": ("video", "small"),
    "a photo, a video and another photo": ("small", "video", "small"),
}
"""What can be taken: which of the pictures in fixtures/pictures.py. Where nothing is said of its resolution, a photo is small."""

WHICH: dict[str, tuple[MediumKind, int]] = {
    "the photo": ("photo", 0),
    "the first photo": ("photo", 0),
    "the second photo": ("photo", 1),
    "the third photo": ("photo", 2),
    "the newest photo": ("photo", -1),
    "the video": ("video", 0),
    "the newest video": ("video", -1),
}
"""One of those that were taken, in the order in which they were."""

SHOT: Word[object] = one_of(SHOTS)
ONE_OF_THEM: Word[object] = one_of(WHICH)
THERE: Word[object] = one_of({"is in OneDrive": True, "is not in OneDrive": False})


def taking(world: World, phone: str, what: str) -> TakePhoto | TakeVideo:
    """Make the command that takes a photo or a video, the next one in this world."""
    if what in VIDEOS_BYTES:
        return video_taken(phone, _next(world, TakeVideo), VIDEOS_BYTES[what])
    number = _next(world, TakePhoto)
    if what == CALLED:
        return replace(photo_taken(phone, number, "small"), file_name=what)
    if what == "twin":
        return replace(photo_taken(phone, number), content=photo("small"))
    return photo_taken(phone, number, what)


def _next(world: World, kind: type) -> int:
    return 1 + sum(isinstance(event.command, kind) for event in world.history.events)


def take(world: World, phone: str, shots: tuple[str, ...]) -> Outcome:
    """Take photos and videos, and return the last outcome."""
    return [world.perform(taking(world, phone, what)) for what in shots][-1]


def must_take(world: World, phone: str, shots: tuple[str, ...]) -> None:
    """Take photos and videos: each has to be taken."""
    for what in shots:
        world.must(taking(world, phone, what))


def add_with_uploads(world: World, phone: str, network: Network, photos: Quality, videos: Quality) -> Observation:
    """Add a phone, signed in and on battery, with these choices for its uploads."""
    account = account_of(phone)
    if account not in world.now.accounts:
        world.must(CreateAccount(account=account))
    world.must(AddPhone(phone=phone), SignIn(phone=phone, account=account))
    chosen: dict[Medium, Quality] = {"photos": photos, "videos": videos}
    for medium, quality in chosen.items():
        if quality != "dont_upload":
            world.must(ChooseUpload(phone=phone, medium=medium, quality=quality))
    if network != "none":
        world.must(SetNetwork(phone=phone, network=network))
    return world.now


def taken(world: World) -> list[Original]:
    """List what was taken so far."""
    return list(originals(world.history.events))


def one(world: World, which: tuple[MediumKind, int]) -> Original:
    """Return one of those that were taken."""
    kind, at = which
    of_kind = [each for each in taken(world) if each.kind == kind]
    assert of_kind, Mismatch(f"a {kind} taken", "none")
    return of_kind[at]


def stored(seen: Observation, original: Original) -> StoredMedium | None:
    """Return a photo or video as it lies in the OneDrive of the phone's owner."""
    account = seen.accounts[account_of(original.phone)]
    return next((each for each in account.media if each.name == original.name), None)


def shown(seen: Observation, phone: str) -> list[str]:
    """Name the photos and videos that lie in the OneDrive of a phone's owner, oldest upload first."""
    return [each.name for each in seen.accounts[account_of(phone)].media]


def not_there(world: World, original: Original, quality: Quality | None = None) -> Mismatch | None:
    """Tell what is wrong unless a photo or video is in OneDrive, once, and at this quality, if one is asked for."""
    account = account_of(original.phone)
    names = shown(world.now, original.phone)
    strangers = set(names) - {each.name for each in taken(world)}
    if names.count(original.name) != 1 or strangers:
        return Mismatch(f"{original.name} in the OneDrive of {account}, once, and nothing else", listed(names))
    found = stored(world.now, original)
    if quality is None or found is None:
        return None
    wanted = f"{original.name} in {LABELS[quality]}"
    if found.quality != quality:
        return Mismatch(wanted, f"it is there in {LABELS[found.quality]}")
    same = (found.digest, found.size_bytes) == (original.digest, original.size_bytes)
    if quality == "best" and not same:
        return Mismatch(f"{wanted}: its {original.size_bytes} bytes", f"other bytes: {found.size_bytes}")
    return None


def still_there(world: World, original: Original) -> Mismatch | None:
    """Tell what is wrong if a photo or video is in OneDrive."""
    names = shown(world.now, original.phone)
    return Mismatch(f"{original.name} not in OneDrive", listed(names)) if original.name in names else None


# Given: phones, and what was taken with them.


@given(
    sentence(
        "{phone:Phone}, on {network:Network}, has {photos:Quality} chosen for photos and {videos:Quality} for videos"
    ),
    target_fixture="before",
)
def _(world: World, phone: str, network: Network, photos: Quality, videos: Quality) -> Observation:
    return add_with_uploads(world, phone, network, photos, videos)


@given(
    sentence("{phone:Phone}, on {network:Network}, has {quality:Quality} chosen for {medium:Medium}"),
    target_fixture="before",
)
@given(
    sentence("{phone:New}, on {network:Network}, has {quality:Quality} chosen for {medium:Medium}", New=NEW),
    target_fixture="before",
)
def _(world: World, phone: str, network: Network, quality: Quality, medium: Medium) -> Observation:
    """For the other kind, Don't upload."""
    chosen: dict[Medium, Quality] = {"photos": "dont_upload", "videos": "dont_upload", medium: quality}
    return add_with_uploads(world, phone, network, chosen["photos"], chosen["videos"])


@given(sentence("{person:Person} took {shots:Shots}", Shots=SHOT), target_fixture="before")
def _(world: World, person: str, shots: tuple[str, ...]) -> Observation:
    must_take(world, phone_of(person), shots)
    return world.now


# When: they are taken and deleted.


@when(sentence("{person:Person} takes {shots:Shots}", Shots=SHOT), target_fixture="outcome")
def _(world: World, person: str, shots: tuple[str, ...]) -> Outcome:
    return take(world, phone_of(person), shots)


@when(sentence("{person:Person} takes {shots:Shots} with {phone:New}", Shots=SHOT, New=NEW), target_fixture="outcome")
def _(world: World, person: str, shots: tuple[str, ...], phone: str) -> Outcome:  # noqa: ARG001 - whose phone it is
    return take(world, phone, shots)


@when(
    sentence("{person:Person} takes {shots:Shots}, and the phone goes dead in the middle of its upload", Shots=SHOT),
    target_fixture="outcome",
)
def _(world: World, person: str, shots: tuple[str, ...]) -> Outcome:
    world.perform(FailPowerAfter(phone=phone_of(person), flow="media", size_bytes=HALF_BYTES))
    return take(world, phone_of(person), shots)


@when(sentence("the OneDrive of {account:Account} has room for just one more like that"), target_fixture="outcome")
def _(world: World, account: str) -> Outcome:
    """Like what came to it last, and for half of it again: what is written beside it takes room, too."""
    assert world.account(account).media, Mismatch(f"a photo or video in the OneDrive of {account}", "none")
    size_bytes = world.account(account).media[-1].size_bytes
    return world.perform(SetCloudSpace(account=account, size_bytes=size_bytes * 3 // 2))


@when(sentence("{person:Person} deletes {which:Which} on the phone", Which=ONE_OF_THEM), target_fixture="outcome")
def _(world: World, person: str, which: tuple[MediumKind, int]) -> Outcome:
    return world.perform(DeleteMedium(phone=phone_of(person), medium=one(world, which).name))


# Then: what lies in OneDrive.


@then(sentence("{which:Which} is in OneDrive", Which=ONE_OF_THEM))
def _(world: World, which: tuple[MediumKind, int]) -> None:
    wrong = not_there(world, one(world, which))
    assert not wrong, wrong


@then(sentence("{which:Which} is in OneDrive in {quality:Quality}", Which=ONE_OF_THEM))
def _(world: World, which: tuple[MediumKind, int], quality: Quality) -> None:
    wrong = not_there(world, one(world, which), quality)
    assert not wrong, wrong


@then(sentence("{which:Which} is not in OneDrive in {quality:Quality}", Which=ONE_OF_THEM))
def _(world: World, which: tuple[MediumKind, int], quality: Quality) -> None:
    original = one(world, which)
    found = stored(world.now, original)
    is_so = found is not None and found.quality == quality
    assert not is_so, Mismatch(f"{original.name} not in OneDrive in {LABELS[quality]}", "it is")


@then(sentence("{which:Which} is not in OneDrive", Which=ONE_OF_THEM))
def _(world: World, which: tuple[MediumKind, int]) -> None:
    wrong = still_there(world, one(world, which))
    assert not wrong, wrong


@then(sentence("nothing that {person:Person} took is in OneDrive"))
def _(world: World, person: str) -> None:
    assert taken(world), Mismatch("something taken", "nothing")
    names = shown(world.now, phone_of(person))
    assert names == [], Mismatch("no photo and no video in OneDrive", listed(names))


@then(sentence("all that {person:Person} took is in OneDrive, in the order in which it was taken"))
def _(world: World, person: str) -> None:
    wanted, names = [each.name for each in taken(world)], shown(world.now, phone_of(person))
    assert names == wanted, Mismatch(f"{listed(wanted)} in OneDrive, in this order", listed(names))


@then(sentence("all that {person:Person} took, but for {which:Which}, is in OneDrive in that order", Which=ONE_OF_THEM))
def _(world: World, person: str, which: tuple[MediumKind, int]) -> None:
    left_out, names = one(world, which).name, shown(world.now, phone_of(person))
    wanted = [each.name for each in taken(world) if each.name != left_out]
    assert names == wanted, Mismatch(f"{listed(wanted)} in OneDrive, in this order", listed(names))


@then(sentence("the photos and videos in OneDrive are what they were"))
def _(world: World, before: Observation) -> None:
    for account, earlier in before.accounts.items():
        came, names = world.account(account).media, [each.name for each in earlier.media]
        assert came == earlier.media, Mismatch(f"{listed(names)} in {account}", listed(each.name for each in came))


@then(sentence("{which:Which} is still on {phone:Phone}", Which=ONE_OF_THEM))
def _(world: World, which: tuple[MediumKind, int], phone: str) -> None:
    original = one(world, which)
    kept = [each.digest for each in world.phone(phone).media if each.name == original.name]
    assert kept == [original.digest], Mismatch(f"{original.name} on {phone}, as it was taken", listed(kept))


# Then: what one fact makes of it.


@then(sentence("as soon as {phone:Phone} {change:Change}, {which:Which} is in OneDrive", Which=ONE_OF_THEM))
def _(world: World, phone: str, change: Change, which: tuple[MediumKind, int]) -> None:
    world.must(*change(phone))
    wrong = not_there(world, one(world, which))
    assert not wrong, wrong


@then(
    sentence(
        "as soon as {person:Person} chooses {quality:Quality} for {medium:Medium} and takes {shots:Shots},"
        " {which:Which} is in OneDrive",
        Shots=SHOT,
        Which=ONE_OF_THEM,
    )
)
def _(
    world: World,
    person: str,
    quality: Quality,
    medium: Medium,
    shots: tuple[str, ...],
    which: tuple[MediumKind, int],
) -> None:
    world.must(ChooseUpload(phone=phone_of(person), medium=medium, quality=quality))
    must_take(world, phone_of(person), shots)
    wrong = not_there(world, one(world, which), quality)
    assert not wrong, wrong


@then(
    sentence(
        "as soon as {person:Person} takes {shots:Shots}, {which:Which} is in OneDrive", Shots=SHOT, Which=ONE_OF_THEM
    )
)
def _(world: World, person: str, shots: tuple[str, ...], which: tuple[MediumKind, int]) -> None:
    must_take(world, phone_of(person), shots)
    wrong = not_there(world, one(world, which))
    assert not wrong, wrong


@then(sentence("once {phone:Phone} has Wi-Fi, {which:Which} {there:There}", Which=ONE_OF_THEM, There=THERE))
def _(world: World, phone: str, which: tuple[MediumKind, int], *, there: bool) -> None:
    world.must(SetNetwork(phone=phone, network="wifi"))
    original = one(world, which)
    wrong = not_there(world, original) if there else still_there(world, original)
    assert not wrong, wrong


@then(sentence("the OneDrive of {account:Account} holds no photo and no video"))
def _(world: World, account: str) -> None:
    names = [each.name for each in world.account(account).media]
    assert names == [], Mismatch(f"no photo and no video in the OneDrive of {account}", listed(names))
