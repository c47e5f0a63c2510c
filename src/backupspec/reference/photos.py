"""What a photo or video is like at a quality (PHO-07, PHO-09): the original, or one of a lower resolution that is smaller.

A photo is a JPEG, which is really scaled. The bytes of a video stand for it: of a lower resolution there are half as many.
"""

import io
from functools import lru_cache

from PIL import Image, UnidentifiedImageError

from backupspec.reference.parcels import Version
from backupspec.reference.state import Medium

GOOD_PHOTO_PX = 1600
"""The longer side of a photo in good quality."""
GOOD_VIDEO_PX = 640
"""A video whose longer side is no longer than this stays as it is in good quality."""


class NotAPhoto(ValueError):
    """Bytes that are no JPEG."""


@lru_cache(maxsize=64)
def resolution(jpeg: bytes) -> tuple[int, int]:
    """Tell the width and the height of a photo, in pixels; raise NotAPhoto for what is none."""
    try:
        with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as image:
            size = image.size
            image.draft("L", (1, 1))
            image.load()
            return size
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise NotAPhoto("these bytes are no JPEG") from error


def at_quality(medium: Medium, quality: str) -> Version:
    """Tell what is uploaded of a photo or video at a quality. What is small already stays as it is."""
    original = Version(content=medium.content, width_px=medium.width_px, height_px=medium.height_px)
    if quality == "best":
        return original
    lower = _scaled(medium.content) if medium.kind == "photo" else _halved(original)
    return lower if len(lower.content) < len(original.content) else original


@lru_cache(maxsize=64)
def _scaled(jpeg: bytes) -> Version:
    with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as image:
        if max(image.size) <= GOOD_PHOTO_PX:
            return Version(content=jpeg, width_px=image.width, height_px=image.height)
        image.thumbnail((GOOD_PHOTO_PX, GOOD_PHOTO_PX), reducing_gap=1.1)  # decoding few more pixels than it keeps
        written = io.BytesIO()
        # Which side is up stands in there.
        image.save(written, "JPEG", quality=80, exif=image.info.get("exif", b""))
        return Version(content=written.getvalue(), width_px=image.width, height_px=image.height)


def _halved(video: Version) -> Version:
    if max(video.width_px, video.height_px) <= GOOD_VIDEO_PX:
        return video
    half = video.content[: len(video.content) // 2]
    return Version(content=half, width_px=video.width_px // 2, height_px=video.height_px // 2)
