"""What is sent by itself: one text message, photo or video, as it goes."""

from msgspec import Struct

from backupspec.contract.terms import Quality


class Parcel(Struct, frozen=True, kw_only=True):
    """One thing that can be sent now: how many bytes it has, and how many of them were sent."""

    name: str
    size_bytes: int
    quality: Quality | None = None
    sent_bytes: int = 0


class Version(Struct, frozen=True, kw_only=True):
    """A photo or video as it is uploaded."""

    content: bytes
    width_px: int
    height_px: int
