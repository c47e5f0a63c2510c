"""What a photo is, read from its bytes alone: no picture is decoded, so that it takes no more time and memory than the bytes do.

A photo is a JPEG of 8 bits (baseline, extended or progressive, Huffman coded) in one, three or four components, with at most MOST_PX pixels. It begins with
its start marker; segments follow up to a first scan, one of them the frame. What follows is not looked at: some cameras leave out the end marker.
"""

from collections.abc import Iterator
from typing import NamedTuple

MOST_PX = 2**28
"""How many pixels a photo may have: more than the 200 megapixels of today's cameras, and few enough to be decoded within a limit."""

START, END = b"\xff\xd8", b"\xff\xd9"
_FILL = 0xFF
_ALONE = {0x01, *range(0xD0, 0xD8)}
"""Markers without a segment."""
_SCAN, _COMMENT, _ADOBE = 0xDA, 0xFE, 0xEE
_APPLICATIONS = range(0xE0, 0xF0)
_FRAMES = {0xC0, 0xC1, 0xC2}
_PROGRESSIVE = 0xC2
_OTHER_FRAMES = {*range(0xC0, 0xD0)} - _FRAMES - {0xC4, 0xC8, 0xCC}
"""Lossless, hierarchical, or arithmetically coded: no camera writes them."""
_EXIF, _PROFILE, _JFIF = b"Exif\0\0", b"ICC_PROFILE\0", b"JFIF\0"
_BITS = 8


class NotAPhoto(ValueError):
    """Bytes that are no photo. What it says is why."""


class Segment(NamedTuple):
    """A segment before the first scan: the marker, and what follows its length. The scan is the last one."""

    marker: int
    payload: bytes
    end: int
    """Where the next one begins."""

    def written(self) -> bytes:
        """Write it again."""
        return bytes((_FILL, self.marker)) + (len(self.payload) + 2).to_bytes(2, "big") + self.payload


class Frame(NamedTuple):
    """What a photo says of its picture."""

    width_px: int
    height_px: int
    components: int
    is_progressive: bool


def segments(jpeg: bytes) -> list[Segment]:
    """Read the segments up to the first scan; raise NotAPhoto if there is none."""
    found = list(_segments(jpeg))
    if not found or found[-1].marker != _SCAN:
        raise NotAPhoto("a JPEG begins with segments, and then a scan")
    return found


def _segments(jpeg: bytes) -> Iterator[Segment]:
    at = len(START) if jpeg.startswith(START) else len(jpeg)
    while at + 3 < len(jpeg) and jpeg[at] == _FILL:
        marker = jpeg[at + 1]
        if marker == _FILL or marker in _ALONE:
            at += 1 if marker == _FILL else 2
            continue
        length = int.from_bytes(jpeg[at + 2 : at + 4], "big")
        end = at + 2 + length
        if length < 2 or end > len(jpeg):  # noqa: PLR2004 - the length counts itself
            return
        yield Segment(marker, jpeg[at + 4 : end], end)
        if marker == _SCAN:
            return
        at = end


def frame(jpeg: bytes) -> Frame:
    """Read what a photo says of its picture; raise NotAPhoto for what is none."""
    found = segments(jpeg)
    frames = [each for each in found if each.marker in _FRAMES]
    if len(frames) != 1 or any(each.marker in _OTHER_FRAMES for each in found):
        raise NotAPhoto("a photo has one frame, baseline or progressive")
    return _frame(frames[0])


def _frame(segment: Segment) -> Frame:
    said = segment.payload
    if len(said) < 6 or said[0] != _BITS or said[5] not in {1, 3, 4} or len(said) != 6 + 3 * said[5]:  # noqa: PLR2004
        raise NotAPhoto("a photo has 8 bits in 1, 3 or 4 components")
    height_px, width_px = int.from_bytes(said[1:3], "big"), int.from_bytes(said[3:5], "big")
    if not 1 <= width_px * height_px <= MOST_PX:
        raise NotAPhoto(f"a photo has 1 to {MOST_PX} pixels")
    return Frame(width_px, height_px, said[5], segment.marker == _PROGRESSIVE)


MOST_BUFFERED_PX = 2**27
"""How many pixels, each counted once for each scan, are decoded of a picture that has to be held in memory as a whole."""


def is_costly(jpeg: bytes) -> bool:
    """Tell whether a picture comes in several scans that would take too much time or memory. Cameras write one scan."""
    said, scan = frame(jpeg), segments(jpeg)[-1]
    if not said.is_progressive and scan.payload[:1] == bytes((said.components,)):
        return False
    scans = max(2, jpeg.count(bytes((_FILL, _SCAN))))
    return scans * said.width_px * said.height_px > MOST_BUFFERED_PX


def bare(jpeg: bytes) -> bytes:
    """Return a photo with nothing but its picture: without comments, and without what cameras and editors say of it."""
    found = segments(jpeg)
    kept = [each.written() for each in found[:-1] if _draws(each)]
    return b"".join((START, *kept, found[-1].written(), jpeg[found[-1].end :]))


def _draws(segment: Segment) -> bool:
    """Tell whether a segment is needed to draw the picture: two of those of applications say how its colours are coded."""
    if segment.marker in _APPLICATIONS:
        return segment.marker == _ADOBE or segment.payload.startswith(_JFIF)
    return segment.marker != _COMMENT


def said_beside(jpeg: bytes) -> bytes:
    """Return the segments that say how a picture is to be shown, as they are: EXIF data (which side is up) and the colour profile."""
    return b"".join(each.written() for each in segments(jpeg) if each.payload.startswith((_EXIF, _PROFILE)))


def exif(jpeg: bytes) -> bytes:
    """Return the EXIF data of a photo, from however many segments, or nothing."""
    said = [each.payload.removeprefix(_EXIF) for each in segments(jpeg) if each.payload.startswith(_EXIF)]
    return _EXIF + b"".join(said) if said else b""


def profile(jpeg: bytes) -> bytes:
    """Return the colour profile of a photo, put together in the order of its numbered segments, or nothing."""
    said = [each.payload.removeprefix(_PROFILE) for each in segments(jpeg) if each.payload.startswith(_PROFILE)]
    return b"".join(each[2:] for each in sorted(said, key=lambda each: each[:1]))
