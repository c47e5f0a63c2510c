"""What is no photo or video is not taken."""

import base64
from collections.abc import Callable

import pytest

from backupspec import shipped
from backupspec.contract.commands import AddPhone, Command, TakePhoto, TakeVideo
from backupspec.contract.outcomes import DONE, Refused
from backupspec.suite.world import World

OpenWorld = Callable[..., World]
JPEG = base64.b64encode(next(shipped.folder("fixtures").glob("media/*.jpg")).read_bytes()).decode()


def photo(content: str) -> Command:
    """Take a photo."""
    return TakePhoto(phone="ann", photo="sunset", content=content)


def video(content: str) -> Command:
    """Take a video."""
    return TakeVideo(phone="ann", video="sunset", width_px=640, height_px=480, content=content)


@pytest.mark.parametrize(("take", "reason"), [(photo, "not_a_photo"), (video, "not_a_video")])
@pytest.mark.parametrize("content", ["AAA", "A A=", "½", "\x00"])
def test_what_is_no_base64_is_refused(
    open_world: OpenWorld, take: Callable[[str], Command], reason: str, content: str
) -> None:
    """Bytes are taken; a text that stands for none is a fact that stands in the way, and no crash."""
    world = open_world()
    world.must(AddPhone(phone="ann"))
    assert world.perform(take(JPEG)) == DONE
    world = open_world()
    world.must(AddPhone(phone="ann"))

    assert world.perform(take(content)) == Refused(reason=reason)
