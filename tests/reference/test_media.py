"""Photos and videos in the reference: taken, uploaded, deleted, and opened on the web (PHO-01 to PHO-11)."""

import base64
import io
from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PIL import Image

from backupspec.contract.commands import (
    AddPhone,
    BringCloudUp,
    ChooseUpload,
    Command,
    CreateAccount,
    CutNetworkAfter,
    DeleteMedium,
    FailPowerAfter,
    PauseFlowAfter,
    ResetPhone,
    ResumeFlow,
    SetCloudSpace,
    SetNetwork,
    SignIn,
    SignOut,
    TakeCloudDown,
    TakePhoto,
    TakeVideo,
    TurnPhoneOff,
    TurnPhoneOn,
    ViewMedium,
)
from backupspec.contract.observations import Queue, StoredMedium
from backupspec.contract.outcomes import DONE, Refused
from backupspec.contract.terms import Network, Quality
from backupspec.fixtures.occasions import photo_taken, video_taken
from backupspec.fixtures.pictures import photo
from backupspec.reference import photos
from backupspec.world.world import World

OpenWorld = Callable[..., World]

ANN, BEN = "ann@example.com", "ben@example.com"
PHOTO, SECOND, VIDEO = photo_taken("ann", 1, "small"), photo_taken("ann", 2, "small"), video_taken("ann")
LARGE = photo_taken("ann", 1)


def network(to: Network) -> SetNetwork:
    """Give the phone a network."""
    return SetNetwork(phone="ann", network=to)


def choose(photos: Quality | None = None, videos: Quality | None = None) -> tuple[ChooseUpload, ...]:
    """Choose what is uploaded."""
    given = (("photos", photos), ("videos", videos))
    return tuple(ChooseUpload(phone="ann", medium=medium, quality=each) for medium, each in given if each)  # type: ignore[arg-type]


@pytest.fixture
def signed_in(open_world: OpenWorld) -> OpenWorld:
    """Return a function that opens a world with a phone of Ann's, signed in and offline, on which nothing is chosen."""

    def open_(profile: str = "windows-phone-8.1", **choices: str) -> World:
        world = open_world(profile, **choices)
        world.must(CreateAccount(account=ANN), CreateAccount(account=BEN), AddPhone(phone="ann"))
        world.must(SignIn(phone="ann", account=ANN))
        return world

    return open_


def uploaded(world: World, account: str = ANN) -> list[str]:
    """Name what is in OneDrive, oldest upload first."""
    return [each.name for each in world.account(account).media]


def stored(world: World, name: str) -> StoredMedium:
    """Return what is in OneDrive under a name, with its bytes."""
    [found] = [each for each in world.items().accounts[ANN].media if each.name == name]
    return found


def states(world: World) -> dict[str, str]:
    """Tell what became of what was taken."""
    return {each.name: each.skipped_because or each.upload for each in world.phone("ann").media}


def queue(world: World) -> Queue:
    """Return the queue of photos and videos."""
    return world.phone("ann").queues["media"]


def sent(world: World) -> list[tuple[str | None, str, int]]:
    """Tell what was sent over which network."""
    return [(each.medium, each.network, each.size_bytes) for each in world.now.transfers]


# What is taken.


@pytest.mark.usefixtures("gives_anything")
@pytest.mark.parametrize(
    ("command", "reason"),
    [
        pytest.param(TakePhoto(phone="ann", photo="p", content="AAAA"), "not_a_photo", id="no-jpeg"),
        pytest.param(TakePhoto(phone="ann", photo="p", content="no Base64"), "not_a_photo", id="photo-no-base64"),
        pytest.param(replace(SECOND, content=SECOND.content + "\n"), "not_a_photo", id="photo-and-a-line-break"),
        pytest.param(
            TakePhoto(phone="ann", photo="p", content=photo("small")[:200]), "not_a_photo", id="part-of-its-head"
        ),
        pytest.param(
            TakeVideo(phone="ann", video="v", content="no Base64", width_px=1, height_px=1),
            "not_a_video",
            id="video-no-base64",
        ),
        pytest.param(PHOTO, "already_exists", id="the-same-name"),
    ],
)
def test_what_cannot_be_taken(signed_in: OpenWorld, command: Command, reason: str) -> None:
    """What is no photo, no video, or has a name that is in use, is refused."""
    world = signed_in()
    world.must(PHOTO)

    assert world.perform(command) == Refused(reason=reason)  # type: ignore[arg-type]
    assert states(world) == {"photo 1": "not_chosen"}


def test_a_name_in_onedrive_is_in_use(signed_in: OpenWorld) -> None:
    """No two media have one name, also if one of them is in OneDrive alone; a name that nothing has is free again."""
    world = signed_in()
    world.must(*choose("best"), network("wifi"), PHOTO, network("none"), SECOND, ResetPhone(phone="ann"))

    assert world.perform(PHOTO) == Refused(reason="already_exists")
    assert world.perform(SECOND) == DONE


# What waits, and in which order (PHO-01).


def test_what_waits_stands_in_the_order_in_which_it_was_taken(signed_in: OpenWorld) -> None:
    """What was taken before is uploaded before what was taken after, also if its upload was chosen later."""
    world = signed_in(which_media="all")
    world.must(PHOTO, *choose(videos="best"), VIDEO, *choose(photos="best"))
    assert queue(world).waiting == ("photo 1", "video 1")

    world.must(network("wifi"))

    assert uploaded(world) == ["photo 1", "video 1"]
    assert [medium for medium, _, _ in sent(world)] == ["photo 1", "video 1"]


def test_what_may_not_go_holds_nothing_up(signed_in: OpenWorld) -> None:
    """On cellular data, a good-quality photo goes past a video that was taken before (PHO-10, PHO-11)."""
    world = signed_in()
    world.must(network("cellular"), *choose("good", "best"), VIDEO, PHOTO)

    assert uploaded(world) == ["photo 1"]
    assert queue(world).waiting == ("video 1",)
    assert queue(world).waiting_for == "wifi"


@pytest.mark.parametrize(
    ("obstacle", "end", "waiting_for"),
    [
        pytest.param(SignOut(phone="ann"), SignIn(phone="ann", account=ANN), "account", id="account"),
        pytest.param(network("none"), network("wifi"), "network", id="network"),
        pytest.param(network("cellular"), network("wifi"), "wifi", id="wifi"),
        pytest.param(TakeCloudDown(), BringCloudUp(), "onedrive", id="onedrive"),
        pytest.param(
            SetCloudSpace(account=ANN, size_bytes=2324), SetCloudSpace(account=ANN, size_bytes=2325), "room", id="room"
        ),
    ],
)
def test_says_what_it_waits_for(signed_in: OpenWorld, obstacle: Command, end: Command, waiting_for: str) -> None:
    """The queue says what it needs to go on, and goes on once it has it."""
    world = signed_in()
    world.must(network("wifi"), *choose("best"), obstacle, PHOTO)
    assert queue(world).waiting_for == waiting_for

    world.must(end)

    assert uploaded(world) == ["photo 1"]
    assert queue(world).waiting_for is None


def test_what_is_too_large_holds_nothing_else_up(signed_in: OpenWorld) -> None:
    """A photo for which there is room goes, and the room gets less by its bytes."""
    world = signed_in()
    world.must(SetCloudSpace(account=ANN, size_bytes=3000), network("wifi"), *choose("best", "best"), LARGE, VIDEO)

    assert uploaded(world) == ["video 1"]
    assert world.account(ANN).free_bytes == 2000
    assert states(world) == {"photo 1": "waiting", "video 1": "uploaded"}


def test_off_and_on_again(signed_in: OpenWorld) -> None:
    """A phone that is off sends nothing."""
    world = signed_in()
    world.must(*choose("best"), PHOTO, TurnPhoneOff(phone="ann"), network("wifi"))
    assert uploaded(world) == []

    world.must(TurnPhoneOn(phone="ann"))

    assert uploaded(world) == ["photo 1"]


# On its way (PHO-10).

HALF = (network("wifi"), *choose(videos="best"), PauseFlowAfter(phone="ann", flow="media", point=500), VIDEO)
GO_ON = ResumeFlow(phone="ann", flow="media")


@pytest.mark.parametrize(("reading", "rest"), [("pause", 500), ("begin_again", 1000)])
def test_half_of_it_was_sent_when_wifi_dropped(signed_in: OpenWorld, reading: str, rest: int) -> None:
    """The rest goes when Wi-Fi is back, or all of it, as is declared."""
    world = signed_in(upload_when_wifi_drops=reading)
    world.must(*HALF)
    assert (queue(world).sent_bytes, queue(world).paused) == (500, True)

    world.must(network("cellular"), GO_ON, network("wifi"))

    assert sent(world) == [("video 1", "wifi", 500), ("video 1", "wifi", rest)]
    assert uploaded(world) == ["video 1"]


@pytest.mark.parametrize(
    ("fault", "end"),
    [
        pytest.param(
            CutNetworkAfter(phone="ann", flow="media", size_bytes=500, network="none"), network("wifi"), id="network"
        ),
        pytest.param(FailPowerAfter(phone="ann", flow="media", size_bytes=500), TurnPhoneOn(phone="ann"), id="power"),
    ],
)
def test_a_fault_strikes_in_the_middle(signed_in: OpenWorld, fault: Command, end: Command) -> None:
    """What was armed happens once, after so many bytes; the rest goes afterwards."""
    world = signed_in()
    world.must(network("wifi"), *choose(videos="best"), fault, VIDEO)
    assert sent(world) == [("video 1", "wifi", 500)]

    world.must(end, video_taken("ann", 2))

    assert uploaded(world) == ["video 1", "video 2"]
    assert sum(size for _, _, size in sent(world)) == 2000


def test_what_was_taken_under_one_account_waits_for_it(signed_in: OpenWorld) -> None:
    """Signed in with another account in the middle of an upload, a phone keeps it for the first one, and sends what is new (GEN-01)."""
    world = signed_in()
    world.must(*HALF, SignIn(phone="ann", account=BEN), GO_ON, video_taken("ann", 2))
    assert (uploaded(world), uploaded(world, BEN)) == ([], ["video 2"])
    assert queue(world).waiting_for == "account"

    world.must(SignIn(phone="ann", account=ANN))

    assert (uploaded(world), uploaded(world, BEN)) == (["video 1"], ["video 2"])
    assert [(each.account, each.size_bytes) for each in world.now.transfers] == [(ANN, 500), (BEN, 1000), (ANN, 1000)]


def test_a_deletion_waits_for_its_account(signed_in: OpenWorld) -> None:
    """What is deleted under the account where it lies goes from there once that is signed in again (GEN-01)."""
    world = signed_in(deleted_media="goes")
    world.must(network("wifi"), *choose("best"), PHOTO, network("none"), DeleteMedium(phone="ann", medium="photo 1"))
    world.must(SignIn(phone="ann", account=BEN), network("wifi"))
    assert (uploaded(world), queue(world).waiting_for) == (["photo 1"], "account")

    world.must(SignIn(phone="ann", account=ANN))

    assert (uploaded(world), queue(world).deletions) == ([], ())


def test_what_is_deleted_under_another_account_stays(signed_in: OpenWorld) -> None:
    """Whoever deletes a photo that lies in somebody else's OneDrive deletes nothing there (GEN-01)."""
    world = signed_in(deleted_media="goes")
    world.must(network("wifi"), *choose("best"), PHOTO, SECOND, SignIn(phone="ann", account=BEN))
    world.must(DeleteMedium(phone="ann", medium="photo 1"), SignIn(phone="ann", account=ANN))
    assert uploaded(world) == ["photo 1", "photo 2"]

    world.must(DeleteMedium(phone="ann", medium="photo 2"))

    assert uploaded(world) == ["photo 1"]


def test_what_is_taken_under_no_account_goes_to_the_next(signed_in: OpenWorld) -> None:
    """A photo that is taken while nobody is signed in goes to whoever signs in."""
    world = signed_in()
    world.must(network("wifi"), *choose("best"), SignOut(phone="ann"), PHOTO, SignIn(phone="ann", account=BEN))

    assert (uploaded(world), uploaded(world, BEN)) == ([], ["photo 1"])


def test_what_began_in_another_quality_is_sent_anew(signed_in: OpenWorld) -> None:
    """Half of the original is no part of the smaller picture (PHO-05)."""
    world = signed_in()
    world.must(network("wifi"), *choose("best"), PauseFlowAfter(phone="ann", flow="media", point=50_000), LARGE)
    world.must(*choose("good"), GO_ON)

    assert stored(world, "photo 1").quality == "good"
    assert sent(world)[1] == ("photo 1", "wifi", stored(world, "photo 1").size_bytes)


@pytest.mark.parametrize("by", [DeleteMedium(phone="ann", medium="video 1"), *choose(videos="dont_upload")])
def test_what_is_held_and_goes_holds_nothing_up(signed_in: OpenWorld, by: Command) -> None:
    """When what is held is deleted or dropped, the queue goes on with the next."""
    world = signed_in()
    world.must(*HALF, *choose("best"), PHOTO)
    assert uploaded(world) == []

    world.must(by)

    assert uploaded(world) == ["photo 1"]
    assert not queue(world).paused


# Qualities (PHO-05 to PHO-09).


def test_dont_upload_drops_what_waits(signed_in: OpenWorld) -> None:
    """What waited is skipped, with that reason, and another kind is left alone."""
    world = signed_in()
    world.must(*choose("best", "best"), PHOTO, VIDEO, *choose("dont_upload"))

    assert states(world) == {"photo 1": "no_longer_chosen", "video 1": "waiting"}


@pytest.mark.parametrize(
    ("of", "size"),
    [("landscape", (1600, 1200)), ("portrait", (1200, 1600)), ("huge", (1600, 1200)), ("small", (320, 240))],
)
def test_good_quality(signed_in: OpenWorld, of: str, size: tuple[int, int]) -> None:
    """A photo is scaled to 1600 pixels at most; what is smaller stays as it is (PHO-07)."""
    world = signed_in()
    world.must(network("cellular"), *choose("good"), photo_taken("ann", 1, of))

    found = stored(world, "photo 1")

    with Image.open(io.BytesIO(base64.b64decode(found.content or "")), formats=["JPEG"]) as image:
        assert image.size == (found.width_px, found.height_px) == size
    assert found.size_bytes <= len(base64.b64decode(photo(of)))


def test_a_scaled_photo_keeps_which_side_is_up() -> None:
    """A camera writes that down beside the picture."""
    orientation, quarter_turn = 274, 6
    image, written = Image.new("RGB", (4000, 3000)), io.BytesIO()
    exif = image.getexif()
    exif[orientation] = quarter_turn
    image.save(written, "JPEG", exif=exif)

    scaled = photos._scaled(written.getvalue())  # noqa: SLF001 - what at_quality makes of it

    with Image.open(io.BytesIO(scaled.content)) as made:
        assert made.size == (1600, 1200)
        assert made.getexif()[orientation] == quarter_turn


@pytest.mark.parametrize("command", [LARGE, photo_taken("ann", 1, "huge"), VIDEO], ids=["photo", "huge", "video"])
def test_best_quality(signed_in: OpenWorld, command: TakePhoto | TakeVideo) -> None:
    """What was taken is in OneDrive, byte for byte (PHO-09)."""
    world = signed_in()
    world.must(network("wifi"), *choose("best", "best"), command)

    [medium] = world.phone("ann").media
    assert stored(world, medium.name).content == command.content
    assert stored(world, medium.name).digest == medium.digest


def test_good_quality_for_videos(signed_in: OpenWorld) -> None:
    """On Windows Phone 8.1 it is refused; on Windows Phone 8 it is refused where that is declared, and else halves a video (PHO-08)."""
    refused = Refused(reason="good_quality_not_offered_for_videos")
    [good] = choose(videos="good")
    assert signed_in().perform(good) == refused
    assert signed_in("windows-phone-8", good_quality_videos="not_offered").perform(good) == refused

    world = signed_in("windows-phone-8")
    world.must(good, network("wifi"), VIDEO)

    found = stored(world, "video 1")
    assert (found.quality, found.width_px, found.height_px, found.size_bytes) == ("good", 960, 540, 500)


# Deletions (PHO-01, PHO-06).

UPLOADED = (network("wifi"), *choose("best"), PHOTO, SECOND)
DELETION = DeleteMedium(phone="ann", medium="photo 1")


@pytest.mark.parametrize(("reading", "left"), [("stays", ["photo 1", "photo 2"]), ("goes", ["photo 2"])])
def test_deleted_on_the_phone(signed_in: OpenWorld, reading: str, left: list[str]) -> None:
    """What was uploaded and is deleted on the phone stays in OneDrive, or goes and makes room, as is declared."""
    world = signed_in(deleted_media=reading)
    world.must(*UPLOADED)
    free_bytes = world.account(ANN).free_bytes

    world.must(network("none"), DELETION)
    assert uploaded(world) == ["photo 1", "photo 2"]
    world.must(network("cellular"))

    assert uploaded(world) == left
    assert world.account(ANN).free_bytes == free_bytes + (2325 if reading == "goes" else 0)
    assert list(states(world)) == ["photo 2"]


def test_a_deletion_that_waits_is_dropped_by_dont_upload(signed_in: OpenWorld) -> None:
    """While Don't upload is chosen, nothing is removed from OneDrive, also nothing that was deleted before."""
    world = signed_in(deleted_media="goes")
    world.must(*UPLOADED, network("none"), DELETION)
    assert queue(world).deletions == ("photo 1",)

    world.must(*choose("dont_upload"), network("wifi"))

    assert uploaded(world) == ["photo 1", "photo 2"]
    assert queue(world).deletions == ()


def test_deleting_what_is_not_there(signed_in: OpenWorld) -> None:
    """It is refused."""
    world = signed_in()
    world.must(PHOTO)

    assert world.perform(DeleteMedium(phone="ann", medium="photo 2")) == Refused(reason="no_such_medium")
    assert world.perform(DELETION) == DONE


# On the web (PHO-02).


@pytest.mark.parametrize(
    ("account", "medium", "signed_in_with", "reason"),
    [
        pytest.param(ANN, "photo 1", None, "not_signed_in", id="nobody"),
        pytest.param(ANN, "photo 1", BEN, "not_signed_in", id="another"),
        pytest.param(ANN, "photo 2", ANN, "no_such_medium", id="not-there"),
        pytest.param(BEN, "photo 1", BEN, "no_such_medium", id="not-theirs"),
        pytest.param("cat@example.com", "photo 1", ANN, "no_such_account", id="no-account"),
    ],
)
def test_what_does_not_open(
    signed_in: OpenWorld, account: str, medium: str, signed_in_with: str | None, reason: str
) -> None:
    """A photo opens on a device that is signed in with its account, and otherwise does not."""
    world = signed_in()
    world.must(network("wifi"), *choose("best"), PHOTO)
    world.must(ViewMedium(account=ANN, medium="photo 1", device="a computer", signed_in=ANN))

    view = ViewMedium(account=account, medium=medium, device="a computer", signed_in=signed_in_with)

    assert world.perform(view) == Refused(reason=reason)  # type: ignore[arg-type]


def test_nothing_opens_while_onedrive_is_down(signed_in: OpenWorld) -> None:
    """It is refused, and the reason is said."""
    world = signed_in()
    view = ViewMedium(account=ANN, medium="photo 1", device="a computer", signed_in=ANN)
    world.must(network("wifi"), *choose("best"), PHOTO, view, TakeCloudDown())

    assert world.perform(view) == Refused(reason="onedrive_is_down")
