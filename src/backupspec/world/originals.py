"""Photos and videos as they were taken: what each is known by, whatever an implementation shows of it."""

import base64
import hashlib
import io
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache

from msgspec import Struct
from PIL import ExifTags, Image, ImageCms
from PIL.JpegImagePlugin import JpegImageFile

from backupspec.contract.commands import TakePhoto, TakeVideo
from backupspec.contract.outcomes import Done
from backupspec.contract.photos import END, NotAPhoto, bare, exif, frame, is_costly, profile
from backupspec.contract.terms import MediumKind
from backupspec.world.world import Event

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
            try:
                return _made(taken, taken.photo, "photo", _resolution(taken.content))
            except ValueError:  # no Base64 or no photo: nothing was taken, whatever was answered
                return None
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


PLACES_PX = 16


@lru_cache(maxsize=64)
def thumbnail(content: str) -> tuple[int, ...]:
    """Make a tiny picture of a photo in Base64, the right way up: the red, green and blue of 16 x 16 places, in sRGB.

    A picture is read through its colour profile: one that keeps the profile shows the same as one that was converted.
    """
    jpeg = base64.b64decode(content)
    with JpegImageFile(io.BytesIO(bare(jpeg) + END)) as image:
        image.draft("RGB", (4 * PLACES_PX, 4 * PLACES_PX))
        shown = _in_srgb(image, profile(jpeg))
    turn = _TURNS.get(_orientation(jpeg))
    upright = shown if turn is None else shown.transpose(turn)
    return tuple(upright.resize((PLACES_PX, PLACES_PX), Image.Resampling.BOX).tobytes())


_SRGB = ImageCms.createProfile("sRGB")


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Convert a picture to sRGB. A profile that is none, or is meant for another kind of picture, is passed over, as viewers do."""
    if profile:
        with suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
            read = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, read, _SRGB, outputMode="RGB")
            if converted is not None:
                return converted
    return image.convert("RGB")


_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""How a picture is turned upright, by the orientation that its EXIF data say."""


def _orientation(jpeg: bytes) -> int:
    said = Image.Exif()
    try:
        said.load(exif(jpeg))
        return int(said.get(ExifTags.Base.Orientation, 1))
    except Exception:  # noqa: BLE001 - EXIF data may be anything, and Pillow raises many kinds
        return 1


@lru_cache(maxsize=64)
def _resolution(content: str) -> tuple[int, int]:
    """Tell the width and the height of a photo in Base64, in pixels; raise NotAPhoto."""
    said = frame(base64.b64decode(content))
    return said.width_px, said.height_px


def seen(jpeg: bytes) -> tuple[int, int]:
    """Tell the width and the height of a photo, in pixels; raise NotAPhoto for what is none, or not all of one, or can't be decoded within limits."""
    said = frame(jpeg)
    if is_costly(jpeg):
        raise NotAPhoto("its picture would take too long to decode")
    try:
        with JpegImageFile(io.BytesIO(bare(jpeg))) as image:
            image.draft("L", (1, 1))
            image.load()
    except Exception as error:
        raise NotAPhoto("its picture cannot be decoded") from error
    return said.width_px, said.height_px
