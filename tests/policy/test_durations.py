"""Whether lengths of time are read as they are written."""

import pytest

from backupspec.policy import durations

LENGTHS = {"1 second": 1, "30 minutes": 1800, "1 hour": 3600, "24 hours": 86_400, "1 day": 86_400, "21 days": 1_814_400}

# A length of time, and what is none, although one character is all that differs.
NONE = {
    "unit": ("21 days", "21 dayz"),
    "no-space": ("21 days", "21days"),
    "two-spaces": ("21 days", "21  days"),
    "capital": ("21 days", "21 Days"),
    "line-break": ("21 days", "21 days\n"),
    "zero": ("1 day", "0 days"),
    "leading-zero": ("1 day", "01 day"),
    "minus": ("1 day", "-1 day"),
    "fraction": ("1 day", "1.5 days"),
    "too-many-digits": ("999999999 days", "9999999999 days"),
    "other-digits": ("1 day", "\N{ARABIC-INDIC DIGIT ONE} day"),
    "nothing": ("1 day", ""),
}


@pytest.mark.parametrize(("text", "seconds"), LENGTHS.items(), ids=LENGTHS)
def test_seconds(text: str, seconds: int) -> None:
    """A length of time is told in seconds."""
    assert durations.seconds(text) == seconds


@pytest.mark.parametrize(("accepted", "refused"), NONE.values(), ids=NONE)
def test_refuses(accepted: str, refused: str) -> None:
    """What is no length of time is refused, saying how one is written."""
    assert durations.seconds(accepted) > 0

    with pytest.raises(
        ValueError, match="is not a length of time: write a whole number and seconds, minutes, hours or days"
    ):
        durations.seconds(refused)


@pytest.mark.parametrize(
    ("length_s", "words"),
    [
        (0, "0 seconds"),
        (1, "1 second"),
        (60, "1 minute"),
        (3601, "1 hour and 1 second"),
        (1814399, "20 days, 23 hours, 59 minutes and 59 seconds"),
        (1814400, "21 days"),
    ],
)
def test_in_words(length_s: int, words: str) -> None:
    """A length of time is said to the second."""
    assert durations.in_words(length_s) == words
