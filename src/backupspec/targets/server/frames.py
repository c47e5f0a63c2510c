"""How a server and the process of a world speak: in frames, each its length in four bytes and so many bytes.

To the process go an operation's name, a line break and its body. From it come `+` and the body of the answer, or `-` and why there is none.
"""

import struct
from typing import IO

from msgspec import Struct

from backupspec.targets.server.problems import Refused
from backupspec.targets.wire import LARGEST, decoded, encoded

_LENGTH = struct.Struct(">I")
HEAD_BYTES = _LENGTH.size
MOST_BYTES = LARGEST + 2**16
"""How many bytes a frame may have: a message of the greatest length, and what goes along with it."""


class Told(Struct, frozen=True):
    """Why there is no answer, as it crosses from one process to the other."""

    kind: str
    detail: str
    at: str | None


def framed(content: bytes) -> bytes:
    """Make a frame."""
    return _LENGTH.pack(len(content)) + content


def length(head: bytes | bytearray) -> int:
    """Tell how many bytes follow the head of a frame."""
    return int(_LENGTH.unpack_from(head)[0])


def next_frame(stream: IO[bytes]) -> bytes | None:
    """Wait for a frame, and return its content, or None at the end of the stream."""
    head = stream.read(HEAD_BYTES)
    if len(head) < HEAD_BYTES:
        return None
    content = stream.read(length(head))
    return content if len(content) == length(head) else None


def answer_frame(body: bytes) -> bytes:
    """Make the frame of an answer."""
    return framed(b"+" + body)


def refusal_frame(refused: Refused) -> bytes:
    """Make the frame that says why there is no answer."""
    return framed(b"-" + encoded(Told(refused.kind, refused.detail, refused.at)))


def answered(content: bytes) -> bytes:
    """Return the answer that a frame holds; raise the Refused that it holds instead."""
    if content[:1] == b"+":
        return content[1:]
    told = decoded(content[1:], Told)
    raise Refused(told.kind, told.detail, told.at)
