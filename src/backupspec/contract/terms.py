"""The words that commands, outcomes and observations share: one word per thing, spelled as the source page spells it."""

from typing import Annotated, Literal

from msgspec import Meta

Name = Annotated[
    str, Meta(min_length=1, max_length=200, description="The name a scenario gives to a phone, an account or a backup.")
]
Id = Annotated[
    str, Meta(min_length=1, max_length=200, description="A profile, a choice, or a reading, as the policy names it.")
]
Text = Annotated[str, Meta(max_length=2000)]
SizeBytes = Annotated[int, Meta(ge=0, le=2**53 - 1, description="A number of bytes.")]
LONGEST_S = 10**10
"""How long a world may last, in seconds of elapsed time."""
Seconds = Annotated[int, Meta(ge=0, le=LONGEST_S, description="A number of seconds.")]
Pixels = Annotated[int, Meta(ge=1, le=100_000, description="A width or a height, in pixels.")]
Instant = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$",
        description="A moment of the wall clock in UTC, to the second, which the calendar has: 2014-06-02T09:00:00Z.",
    ),
]
TimeZone = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=64,
        description="An IANA time zone, such as Europe/Berlin, spelled as in the time zone database (its old names, too).",
    ),
]

Network = Literal["wifi", "cellular", "none"]
Toggle = Literal["settings_backup", "app_backup", "text_message_backup", "chat_backup"]
Medium = Literal["photos", "videos"]
MediumKind = Literal["photo", "video"]
CHOICE_OF: dict[MediumKind, Medium] = {"photo": "photos", "video": "videos"}
"""The choice by which each kind of medium is uploaded."""
TextKind = Literal["sms", "mms", "chat"]
Quality = Literal["dont_upload", "good", "best"]
FlowKind = Literal["backup", "restore", "texts", "media"]
Trigger = Literal["automatic", "manual", "prompt"]
Step = Literal["sign_in", "choose", "security_code", "restore", "passwords", "done"]
Box = Literal["settings_backup", "app_backup"]
Part = Literal[
    "apps",
    "app_data",
    "passwords",
    "call_history",
    "start_screen",
    "theme",
    "accounts",
    "favourites",
    "dictionary",
    "settings",
]
