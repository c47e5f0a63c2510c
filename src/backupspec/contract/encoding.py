"""Base64, as the contract means it: RFC 4648, section 4, with its padding, without line breaks, and written in the one canonical way."""

import binascii


class NotBase64(ValueError):
    """A text is not Base64."""


def from_base64(text: str) -> bytes:
    """Read the bytes that a text in Base64 says; raise NotBase64 for any other text."""
    try:
        content = binascii.a2b_base64(text, strict_mode=True)
    except ValueError as error:  # also of text that is not ASCII
        raise NotBase64("this is not Base64") from error
    # Bits that no byte needs may be set, and are lost when it is written again.
    if binascii.b2a_base64(content, newline=False) != text.encode():
        raise NotBase64("this is not Base64 in its canonical form")
    return content
