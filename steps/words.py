"""The words that sentences are made of, and what each means. `sentence` makes a parser that knows them all."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from pytest_bdd import parsers

from backupspec.contract.outcomes import Reason
from backupspec.contract.terms import Network, Quality, Toggle, Trigger
from backupspec.steps.changes import CHANGES

Meaning = TypeVar("Meaning")

Point = int | Literal["commit"]
"""How far a backup is: a percentage of its bytes, or its very end, when all are sent and it does not count as complete yet."""

STATES = {"on": True, "off": False}
COUNTS = {"no": 0, "one": 1, "two": 2, "three": 3, "four": 4, "ten": 10, "a hundred": 100}
KINDS = {"page": "page", "switch": "toggle", "button": "button", "box": "box", "choice": "choice"}
NETWORKS: dict[str, Network] = {"Wi-Fi": "wifi", "cellular data only": "cellular", "no network": "none"}
POWER = {"plugged in": True, "on battery": False}
TRIGGERS: dict[str, Trigger] = {"automatic": "automatic", "manual": "manual", "prompted": "prompt"}
QUALITIES: dict[str, Quality] = {"Don't upload": "dont_upload", "Good quality": "good", "Best quality": "best"}
TOGGLES: dict[str, Toggle] = {
    "Settings backup": "settings_backup",
    "App backup": "app_backup",
    "Text message backup": "text_message_backup",
    "Chat backup": "chat_backup",
}

REASONS: dict[str, frozenset[Reason]] = {
    "a backup is under way": frozenset({"backup_in_progress"}),
    "the phone lost its network": frozenset({"network_lost", "no_network"}),
    "the phone lost its Wi-Fi": frozenset({"network_lost", "no_network"}),
    "the phone was signed out": frozenset({"signed_out", "not_signed_in"}),
    "the phone was switched off": frozenset({"phone_was_turned_off", "phone_is_off"}),
    "the phone was unplugged": frozenset({"power_unplugged"}),
    "the phone went dead": frozenset({"power_lost"}),
    "no box is ticked": frozenset({"no_box_ticked"}),
    "nobody is signed in": frozenset({"not_signed_in"}),
    "OneDrive is down": frozenset({"onedrive_is_down"}),
    "OneDrive is full": frozenset({"onedrive_is_full"}),
    "Settings backup is off": frozenset({"settings_backup_is_off"}),
    "Settings backup was turned off": frozenset({"settings_backup_was_turned_off", "settings_backup_is_off"}),
    "Delete was tapped": frozenset({"backups_were_deleted"}),
    "the phone is off": frozenset({"phone_is_off"}),
    "the sign-in has lapsed": frozenset({"sign_in_lapsed"}),
    "the phone does not offer it": frozenset({"not_offered_on_this_phone"}),
    "there is no network": frozenset({"no_network"}),
    "Good quality is not offered for videos": frozenset(
        {"good_quality_not_offered_for_videos", "not_offered_on_this_phone"}
    ),
    "the device is not signed in with that account": frozenset({"not_signed_in", "no_such_medium"}),
    "it is not in OneDrive": frozenset({"no_such_medium"}),
}
"""What can stand in the way of what is asked, and the reasons that say so: where several are true, any is right."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that stands in the way: as a sentence says it, and the reasons that say so."""

    text: str
    reasons: frozenset[Reason]

    def __str__(self) -> str:
        return f"{self.text} ({' or '.join(sorted(self.reasons))})"


FACTS = {text: Fact(text, reasons) for text, reasons in REASONS.items()}


@dataclass(frozen=True, slots=True)
class Word(Generic[Meaning]):
    """A kind of word: how it is written, and what it means."""

    pattern: str
    read: Callable[[str], Meaning]

    def __call__(self, text: str) -> Meaning:
        """Tell what a word of this kind means."""
        return self.read(text)


def one_of(meanings: Mapping[str, Meaning]) -> Word[Meaning]:
    """Make the kind of word that is one of a list."""
    return Word("|".join(re.escape(each) for each in meanings), meanings.__getitem__)


def sentence(text: str, **more_words: Word[object]) -> parsers.parse:
    """Make the parser of a sentence whose fields are words: `{phone:Phone} shows {count:Count} prompt`."""
    return parsers.parse(text, extra_types=WORDS | more_words, case_sensitive=True)


def seconds(text: str) -> int:
    """Tell how many seconds `20 days, 23 hours, 59 minutes and 59 seconds` have."""
    units = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
    return sum(int(count) * units[unit] for count, unit in re.findall(r"(\d+) (second|minute|hour|day)", text))


def _point(text: str) -> Point:
    return int(text.removesuffix(" %")) if text.endswith(" %") else "commit"


def _path(text: str) -> tuple[str, ...]:
    return tuple(text.split(" > "))


def _things(text: str) -> frozenset[str]:
    return frozenset(text.split(" and "))


_LENGTH = r"\d+ (?:second|minute|hour|day)s?"
_MISSING = r"(?:an account|a valid sign-in|Settings backup|Wi-Fi|power)"

WORDS: dict[str, Word[object]] = {
    "Account": Word(r"[A-Z][a-z]+'s account", str),
    "Change": one_of(CHANGES),
    "Count": one_of(COUNTS),
    "Day": Word(r"\d{4}-\d\d-\d\d", str),
    "Duration": Word(rf"{_LENGTH}(?:(?:, | and ){_LENGTH})*", seconds),
    "Fact": one_of(FACTS),
    "Kind": one_of(KINDS),
    "Medium": Word("photos|videos", str),
    "Missing": Word(f"{_MISSING}(?: and {_MISSING})?", _things),
    "Network": one_of(NETWORKS),
    "Path": Word(r"App list(?: > [A-Za-z+ ]+)*", _path),
    "Person": Word(r"[A-Z][a-z]+", str),
    "Phone": Word(r"[A-Z][a-z]+'s phone", str),
    "Place": Word(r"[A-Z][A-Za-z]+/[A-Za-z0-9+]+", str),
    "Point": Word(r"\d+ %|the very end", _point),
    "Power": one_of(POWER),
    "Quality": one_of(QUALITIES),
    "State": one_of(STATES),
    "Toggle": one_of(TOGGLES),
    "Trigger": one_of(TRIGGERS),
}
