"""The scenarios of photos and videos pass whoever behaves rightly but otherwise, and see what only a declared reading can break."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from faults import Doctored
from msgspec.structs import replace
from PIL import Image, ImageCms, ImageOps

from backupspec import shipped
from backupspec.contract.commands import ChooseUpload
from backupspec.contract.observations import Observation
from backupspec.contract.outcomes import Reason, Refused
from backupspec.faults.made import with_topics
from backupspec.gherkin.definitions import load
from backupspec.reference import photos
from backupspec.reference.engine import Topics
from backupspec.reference.implementation import Reference
from backupspec.reference.law import Answer
from backupspec.reference.media import Media
from backupspec.reference.parcels import Version
from backupspec.reference.state import Medium, Phone, World
from backupspec.suite import bare
from backupspec.suite.setting import Setting
from backupspec.suite.strength import catalogue


def verdict(id_: str, implementation: Any, **choices: str) -> str:
    """Run one scenario against an implementation."""
    [scenario] = [each for each in catalogue().scenarios if each.id == id_]
    setting = Setting(implementation, shipped.profile(shipped.PROFILES[0]), choices)
    [result] = bare.run(setting, [scenario], load("backupspec.steps"))
    return result.verdict


@pytest.mark.parametrize(
    "scenario", ["PHO-07.01/landscape", "PHO-10.04/video-50-cellular", "PHO-10.06", "PHO-11.01/small"]
)
def test_what_needs_to_know_what_was_sent_is_untestable_without(scenario: str) -> None:
    """Who sees that something left the phone, and not what, is not failed for that."""

    def nameless(seen: Observation) -> Observation:
        return replace(seen, transfers=tuple(replace(each, medium=None) for each in seen.transfers))

    assert verdict(scenario, with_topics()) == "passed"
    assert verdict(scenario, Doctored(with_topics(), nameless, 0)) == "untestable"


def smaller(change: Callable[[Image.Image], Image.Image]) -> Reference:
    """Make the reference whose good-quality photos are made otherwise."""

    class Faulty(Media):
        def at_quality(self, medium: Medium, quality: str) -> Version:
            if quality == "best" or medium.kind == "video":
                return photos.at_quality(medium, quality)
            written = io.BytesIO()
            with Image.open(io.BytesIO(medium.content)) as image:
                made = change(image)
                made.save(written, "JPEG", quality=60)
            return Version(content=written.getvalue(), width_px=made.width, height_px=made.height)

    return with_topics(Topics(media=Faulty))


def test_who_turns_a_picture_need_not_say_which_side_is_up() -> None:
    """A picture that is turned itself shows what was taken; one that lost what the file said of that does not."""
    half = (1500, 2000)

    assert verdict("PHO-07.01/portrait", smaller(lambda image: ImageOps.exif_transpose(image).resize(half))) == "passed"
    assert verdict("PHO-07.01/portrait", smaller(lambda image: image.resize(half))) == "failed"


def test_the_colours_of_a_profile_may_be_converted() -> None:
    """Who converts a picture to sRGB shows what was taken as well as who keeps the profile; who drops it does not."""

    def halved(image: Image.Image) -> Image.Image:
        return image.resize((2000, 1500))

    def converted(image: Image.Image) -> Image.Image:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(image.info["icc_profile"]))
        made = ImageCms.profileToProfile(image, profile, ImageCms.createProfile("sRGB"))
        assert made is not None
        return made.resize((2000, 1500))

    assert verdict("PHO-07.01/profiled", with_topics()) == "passed"
    assert verdict("PHO-07.01/profiled", smaller(converted)) == "passed"
    assert verdict("PHO-07.01/profiled", smaller(halved)) == "failed"


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        pytest.param("good_quality_not_offered_for_videos", "passed", id="of-videos"),
        pytest.param("not_offered_on_this_phone", "passed", id="of-the-phone"),
        pytest.param("phone_is_off", "failed", id="untrue"),
    ],
)
def test_any_true_reason_refuses_good_quality_for_videos(reason: Reason, expected: str) -> None:
    """It is not offered for videos, and so it is not offered on this phone."""

    class Faulty(Media):
        def choose_upload(self, world: World, command: ChooseUpload) -> Answer:
            world, outcome = super().choose_upload(world, command)
            is_this = isinstance(outcome, Refused) and outcome.reason == "good_quality_not_offered_for_videos"
            return world, Refused(reason=reason) if is_this else outcome

    assert verdict("PHO-08.02/off-wifi", with_topics(Topics(media=Faulty))) == expected


def test_who_forgets_a_deletion_when_another_signs_in_is_told() -> None:
    """What was deleted under one account is to be deleted in its OneDrive, whoever was signed in meanwhile."""
    assert verdict("PHO-01.18", with_topics(), deleted_media="goes") == "passed"

    class Faulty(Media):
        def send_deletions(self, world: World, phone: Phone) -> World:
            world = super().send_deletions(world, phone)
            phone = world.phones[phone.name]
            return world.with_queue(phone, "media", replace(phone.queues["media"], deletions=()))

    assert verdict("PHO-01.18", with_topics(Topics(media=Faulty)), deleted_media="goes") == "failed"
