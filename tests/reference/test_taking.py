"""What is no photo or video is not taken."""

import base64
from collections.abc import Callable

import pytest

from backupspec import shipped
from backupspec.contract.commands import AddPhone, Command, ReceiveMessages, TakePhoto, TakeVideo
from backupspec.contract.outcomes import DONE, Outcome, Refused
from backupspec.contract.terms import TextKind
from backupspec.contract.texts import Attachment, Message
from backupspec.world.world import World

OpenWorld = Callable[..., World]
JPEG = base64.b64encode(next(shipped.folder("fixtures").glob("media/*.jpg")).read_bytes()).decode()


def photo(content: str) -> Command:
    """Take a photo."""
    return TakePhoto(phone="ann", photo="sunset", content=content)


def video(content: str) -> Command:
    """Take a video."""
    return TakeVideo(phone="ann", video="sunset", width_px=640, height_px=480, content=content)


@pytest.mark.usefixtures("gives_anything")
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


@pytest.mark.usefixtures("gives_anything")
@pytest.mark.parametrize(
    ("kind", "content", "expected"),
    [
        pytest.param("mms", "QQ==", DONE, id="base64"),
        pytest.param("mms", "not base64!!", Refused(reason="not_a_message"), id="no-base64"),
        pytest.param("mms", "QR==", Refused(reason="not_a_message"), id="not-canonical"),
        pytest.param("sms", "QQ==", Refused(reason="not_a_message"), id="an-sms"),
    ],
)
def test_a_message_is_what_the_contract_calls_one(
    open_world: OpenWorld, kind: TextKind, content: str, expected: Outcome
) -> None:
    """What comes with an MMS is Base64, and nothing comes with an SMS; what is refused does not arrive."""
    world = open_world()
    world.must(AddPhone(phone="ann"))
    message = Message(
        id="m", conversation="x", kind=kind, text="a", attachments=(Attachment(name="a", content=content),)
    )

    assert world.perform(ReceiveMessages(phone="ann", messages=(message,))) == expected
    assert world.phone("ann").messages.count == (1 if expected == DONE else 0)
