"""Photos and videos as they were taken: what each is known by, whatever an implementation shows of it."""

import base64
import hashlib
import io
from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec import Struct
from PIL import Image, ImageOps

from backupspec.contract.commands import TakePhoto, TakeVideo
from backupspec.contract.outcomes import Done
from backupspec.contract.terms import MediumKind
from backupspec.suite.world import Event

FEWEST_PX = 320
"""How many pixels the longer side of what is uploaded has at least, unless the original has fewer (PHO-07)."""


class Original(Struct, frozen=True, kw_only=True):
    """A photo or video as it was taken."""

    name: str
    kind: MediumKind
    phone: str
    digest: str
    size_bytes: int
    width_px: int
    height_px: int
    file_name: str | None = None


def originals(events: Iterable[Event]) -> Iterator[Original]:
    """Yield what was taken at some events, in that order."""
    for event in events:
        taken = original(event)
        if taken is not None:
            yield taken


def original(event: Event) -> Original | None:
    """Tell which photo or video was taken at an event, if one was."""
    if not isinstance(event.outcome, Done):
        return None
    match event.command:
        case TakePhoto() as taken:
            return _made(taken, taken.photo, "photo", _resolution(taken.content))
        case TakeVideo() as taken:
            return _made(taken, taken.video, "video", (taken.width_px, taken.height_px))
        case _:
            return None


def _made(taken: TakePhoto | TakeVideo, name: str, kind: MediumKind, resolution: tuple[int, int]) -> Original:
    digest, size_bytes = _measured(taken.content)
    width_px, height_px = resolution
    return Original(
        name=name,
        kind=kind,
        phone=taken.phone,
        digest=digest,
        size_bytes=size_bytes,
        width_px=width_px,
        height_px=height_px,
        file_name=taken.file_name,
    )


@lru_cache(maxsize=64)
def _measured(content: str) -> tuple[str, int]:
    """Tell the digest and the size of what is given in Base64."""
    content_bytes = base64.b64decode(content)
    return digest(content_bytes), len(content_bytes)


def digest(content: bytes) -> str:
    """Tell the SHA-256 of bytes, as the contract writes it."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


@lru_cache(maxsize=64)
def thumbnail(content: str) -> tuple[int, ...]:
    """Make a tiny picture of a photo in Base64, the right way up: the red, green and blue of 16 x 16 places."""
    with Image.open(io.BytesIO(base64.b64decode(content)), formats=["JPEG"]) as image:
        image.draft("RGB", (64, 64))
        upright = ImageOps.exif_transpose(image).convert("RGB")
        return tuple(upright.resize((16, 16), Image.Resampling.BOX).tobytes())


@lru_cache(maxsize=64)
def _resolution(content: str) -> tuple[int, int]:
    """Tell the width and the height of a photo in Base64, in pixels."""
    return seen(base64.b64decode(content))


def seen(jpeg: bytes) -> tuple[int, int]:
    """Tell the width and the height of a photo, in pixels; raise OSError for what is no JPEG, or not all of one."""
    with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as image:
        size = image.size
        image.draft("L", (1, 1))
        image.load()
        return size
