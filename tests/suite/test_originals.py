"""What is known of photos and videos as they were taken."""

import base64
import hashlib
import io
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace
from PIL import Image, ImageCms, ImageOps

from backupspec.contract.commands import SetNetwork, TakePhoto
from backupspec.contract.outcomes import DONE, Outcome, Refused
from backupspec.contract.photos import NotAPhoto
from backupspec.fixtures.occasions import photo_taken, video_taken
from backupspec.world import originals
from backupspec.world.world import Event, World

OpenWorld = Callable[..., World]
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def event(world: World, command: object, outcome: Outcome = DONE) -> Event:
    """Make an event, at which nothing changes."""
    return Event(command, outcome, world.now, world.now)  # type: ignore[arg-type]


def test_a_photo_is_known_by_its_bytes(open_world: OpenWorld) -> None:
    """Its digest, size and resolution are those of the JPEG."""
    command = photo_taken("ann", 3, "portrait")
    content = base64.b64decode(command.content)

    original = originals.original(event(open_world(), command))

    assert original == originals.Original(
        name="photo 3",
        kind="photo",
        phone="ann",
        digest="sha256:" + hashlib.sha256(content).hexdigest(),
        size_bytes=len(content),
        width_px=3000,
        height_px=4000,
    )


def test_a_video_has_the_resolution_that_is_stated(open_world: OpenWorld) -> None:
    """What a video shows is not looked at."""
    original = originals.original(event(open_world(), video_taken("ann", 1, 500)))

    assert original is not None
    assert (original.kind, original.size_bytes) == ("video", 500)
    assert (original.width_px, original.height_px) == (1920, 1080)


def test_what_was_refused_was_not_taken(open_world: OpenWorld) -> None:
    """Only what was done counts, and nothing but photos and videos."""
    world, photo = open_world(), photo_taken("ann", 1, "small")
    refused = event(world, photo, Refused(reason="phone_is_off"))
    other = event(world, SetNetwork(phone="ann", network="wifi"))
    done = event(world, photo_taken("ann", 2, "small"))

    assert [each.name for each in originals.originals((refused, other, done))] == ["photo 2"]


@pytest.mark.parametrize("quality", [30, 70, 95])
@pytest.mark.parametrize("longer_px", [320, 800, 1600, 2592])
def test_a_picture_made_smaller_shows_the_same(longer_px: int, quality: int) -> None:
    """Whatever resolution and quality somebody chooses, and whether the picture is turned or only says how: it is far from no value."""
    content = photo_taken("ann", 1, "portrait").content
    with Image.open(io.BytesIO(base64.b64decode(content))) as image:
        image.thumbnail((longer_px, longer_px))
        as_said = jpeg(image, quality=quality, exif=image.getexif().tobytes())
        turned = jpeg(ImageOps.exif_transpose(image), quality=quality)
        stripped = jpeg(image, quality=quality)

    assert max(far(content, as_said), far(content, turned)) < 10
    assert far(content, stripped) > 100


def jpeg(image: Image.Image, **options: Any) -> str:
    """Write a picture as a JPEG, in Base64."""
    written = io.BytesIO()
    image.save(written, "JPEG", **options)
    return base64.b64encode(written.getvalue()).decode()


def far(one: str, other: str) -> int:
    """Tell by how much two pictures differ where they differ most."""
    pairs = zip(originals.thumbnail(one), originals.thumbnail(other), strict=True)
    return max(abs(first - second) for first, second in pairs)


@pytest.mark.parametrize("share", [0, 0.1, 0.9, 0.99])
def test_half_a_photo_is_none(share: float) -> None:
    """What is no JPEG, or not all of one, has no resolution: an implementation writes whole pictures."""
    content = base64.b64decode(photo_taken("ann", 1).content)
    assert originals.seen(content) == (4000, 3000)

    with pytest.raises(NotAPhoto):
        originals.seen(content[: int(len(content) * share)])


@pytest.mark.parametrize("content", ["AAAA", "no Base64", "/9j/"])
def test_what_is_no_photo_was_not_taken(open_world: OpenWorld, content: str) -> None:
    """An implementation that answers *done* all the same breaks no reading of ours."""
    assert originals.original(event(open_world(), photo_taken("ann", 1, "small"))) is not None

    assert originals.original(event(open_world(), TakePhoto(phone="ann", photo="p", content=content))) is None


def test_a_photo_without_its_last_bytes_is_read(open_world: OpenWorld) -> None:
    """Some cameras leave out the end marker: what was taken so is known by its bytes as any other."""
    whole = photo_taken("ann", 1, "small")
    cut = base64.b64encode(base64.b64decode(whole.content)[:-2]).decode()

    original = originals.original(event(open_world(), replace(whole, content=cut)))

    assert original is not None
    assert (original.width_px, original.height_px) == (320, 240)
    assert originals.thumbnail(cut) == originals.thumbnail(whole.content)


def test_colours_are_read_through_the_profile() -> None:
    """A picture that keeps its profile, and one that was converted to sRGB, show the same; one that dropped the profile shows other colours."""
    content = photo_taken("ann", 1, "profiled").content
    with Image.open(io.BytesIO(base64.b64decode(content))) as image:
        profile = image.info["icc_profile"]
        image.thumbnail((1600, 1600))
        kept = jpeg(image, quality=80, icc_profile=profile)
        dropped = jpeg(image, quality=80)
        of_it, srgb = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        in_srgb = ImageCms.profileToProfile(image, of_it, srgb)
        assert in_srgb is not None
        converted = jpeg(in_srgb, quality=80)

    assert max(far(content, kept), far(content, converted)) < 10
    assert far(content, dropped) > 50


@pytest.mark.parametrize("profile", [b"no profile", b"\0" * 600, SRGB[:200], SRGB[:128] + b"\xff" * 400])
def test_a_profile_that_is_none_is_passed_over(profile: bytes) -> None:
    """A picture beside which anything else stands is shown as it is, as viewers do."""
    content = photo_taken("ann", 1, "small").content
    with Image.open(io.BytesIO(base64.b64decode(content))) as image:
        odd = jpeg(image, quality=80, icc_profile=profile)

    assert far(content, odd) < 10
