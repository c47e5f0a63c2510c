"""Making text that came from an implementation safe to show."""

import re

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]")


def shown(text: str) -> str:
    """Spell out control characters, line ends among them, marks of direction and halves of characters, so that text can neither act nor hide."""
    return _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
