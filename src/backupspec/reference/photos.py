"""What a photo or video is like at a quality (PHO-07, PHO-09): the original, or one of a lower resolution that is smaller.

A photo is a JPEG, which is really scaled. The bytes of a video stand for it: of a lower resolution there are half as many.
"""

import io
from functools import lru_cache

from PIL.JpegImagePlugin import JpegImageFile

from backupspec.contract.photos import END, bare, frame, is_costly, said_beside
from backupspec.reference.parcels import Version
from backupspec.reference.state import Medium

GOOD_PHOTO_PX = 1600
"""The longer side of a photo in good quality."""
GOOD_VIDEO_PX = 640
"""A video whose longer side is no longer than this stays as it is in good quality."""


def at_quality(medium: Medium, quality: str) -> Version:
    """Tell what is uploaded of a photo or video at a quality. What is small already stays as it is."""
    original = Version(content=medium.content, width_px=medium.width_px, height_px=medium.height_px)
    if quality == "best":
        return original
    lower = _scaled(medium.content) if medium.kind == "photo" else _halved(original)
    return lower if len(lower.content) < len(original.content) else original


@lru_cache(maxsize=64)
def _scaled(jpeg: bytes) -> Version:
    """Make a photo smaller. One whose picture cannot be decoded, or at too great a cost, stays as it is."""
    said = frame(jpeg)
    as_it_is = Version(content=jpeg, width_px=said.width_px, height_px=said.height_px)
    if max(said.width_px, said.height_px) <= GOOD_PHOTO_PX or is_costly(jpeg):
        return as_it_is
    written = io.BytesIO()
    try:
        # Not Image.open: it has a limit of its own, which is lower, and the bare picture is nothing but a JPEG.
        with JpegImageFile(io.BytesIO(bare(jpeg) + END)) as image:
            image.thumbnail((GOOD_PHOTO_PX, GOOD_PHOTO_PX), reducing_gap=1.1)  # decoding few more pixels than it keeps
            image.save(written, "JPEG", quality=80)
            width_px, height_px = image.size
    except Exception:  # noqa: BLE001 - the picture may be anything, and Pillow raises many kinds
        return as_it_is
    picture = written.getvalue()
    # Which side is up, and what its colours mean, are said beside the picture: byte for byte as they were.
    content = picture[:2] + said_beside(jpeg) + picture[2:]
    return Version(content=content, width_px=width_px, height_px=height_px)


def _halved(video: Version) -> Version:
    if max(video.width_px, video.height_px) <= GOOD_VIDEO_PX:
        return video
    half = video.content[: len(video.content) // 2]
    return Version(content=half, width_px=video.width_px // 2, height_px=video.height_px // 2)
