"""The parts of a policy, as typed values. schemas/policy.schema.json is made from them.

Every entry has a stable id, the clause it transcribes, and one sentence for readers (`text`). Where a value has a form of its own, the
schema's `title` says it in words, so that a message can.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args

from msgspec import Meta, Struct, structs

from backupspec.policy import durations
from backupspec.policy.mistakes import nearest, shown

Id = Annotated[
    str,
    Meta(
        pattern=r"^[a-z][a-z0-9_]*$",
        title="small letters, digits and underscores",
        description="A name that never changes.",
        examples=["settings_backup"],
    ),
]
ClauseId = Annotated[
    str,
    Meta(
        pattern=r"^[A-Z]{2,3}-[0-9]{2}[a-e]?$",
        title="the id of a clause",
        description="A clause of the specification.",
        examples=["REM-01"],
    ),
]
Sentence = Annotated[str, Meta(min_length=1, description="One sentence for readers.")]
Duration = Annotated[
    str,
    Meta(
        pattern=r"^[1-9][0-9]{0,8} (second|minute|hour|day)s?$",
        title="a whole number of seconds, minutes, hours or days",
        description="A length of time.",
        examples=["21 days"],
    ),
]
WholeNumber = Annotated[int, Meta(ge=1, title="a whole number from 1", examples=[3])]
Path = Annotated[tuple[str, ...], Meta(min_length=1, description="A menu path, label by label.")]
Networks = Annotated[
    tuple[Literal["wifi", "cellular"], ...],
    Meta(min_length=1, description="The networks that may carry its bytes."),
]
Fact = Annotated[
    Literal[
        "powered_on",
        "set_up_over",
        "account",
        "sign_in",
        "network",
        "external_power",
        "settings_backup",
        "app_backup",
        "age",
        "backup_in_progress",
    ],
    Meta(description="Something that is known of a phone."),
]

FACT_VALUES: Mapping[str, tuple[str | bool, ...]] = {
    "powered_on": (True, False),
    "set_up_over": (True, False),
    "account": (True, False),
    "sign_in": ("none", "valid", "lapsed"),
    "network": ("wifi", "cellular", "none"),
    "external_power": (True, False),
    "settings_backup": ("on", "off"),
    "app_backup": ("on", "off"),
    "age": (),
    "backup_in_progress": (True, False),
}
"""What each fact can be. One that can be nothing here, the age of the newest backup, is a length of time."""

MEDIA = ("photos", "videos")
"""What uploads by itself, each with a choice of its own."""

ChoiceId = Literal[
    "toggle_without_account",
    "exactly_three_weeks",
    "age_counts_from",
    "prompt_while_off",
    "prompt_repeats",
    "automatic_every",
    "retry_after",
    "power_needed",
    "when_wifi_drops",
    "settings_off_while_app_on",
    "settings_off_during_backup",
    "app_deletion_takes",
    "no_box_ticked",
    "toggles_after_last_deletion",
    "backups_kept",
    "backups_offered",
    "wrong_codes_allowed",
    "passwords_asked_for",
    "toggles_after_restore",
    "texts_network",
    "waiting_deletions_when_off",
    "texts_only_phones",
    "which_media",
    "upload_when_wifi_drops",
    "deleted_media",
]
"""The choices that every policy makes, because the processes that follow a policy ask for them."""

CHOICE_IDS: tuple[ChoiceId, ...] = get_args(ChoiceId)


class _Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all parts of a policy are: immutable, with no member that is not listed."""


class Condition(_Entry, frozen=True, kw_only=True):
    """One fact compared with one value (`equals`), with several (`one_of`), or with a length of time (`at_least`, `more_than`)."""

    fact: Fact
    equals: Annotated[str | bool | None, Meta(description="The fact has this value.")] = None
    one_of: Annotated[tuple[str, ...], Meta(description="The fact has one of these values.")] = ()
    at_least: Annotated[Duration | None, Meta(description="The fact, a length of time, is this long or longer.")] = None
    more_than: Annotated[Duration | None, Meta(description="The fact, a length of time, is longer than this.")] = None
    otherwise: Annotated[Id | None, Meta(description="The reason that is given where the condition does not hold.")] = (
        None
    )

    def __post_init__(self) -> None:
        """Refuse a condition that compares nothing, or in two ways."""
        said = [self.equals is not None, bool(self.one_of), self.at_least is not None, self.more_than is not None]
        if sum(said) != 1:
            raise ValueError("a condition has exactly one of equals, one_of, at_least and more_than")


class ToggleRule(_Entry, frozen=True, kw_only=True):
    """A kind of backup that a person turns on and off."""

    id: Id
    clause: ClauseId
    text: Sentence
    first: Annotated[Literal["on", "off"], Meta(description="The state on a phone on which nobody has touched it.")]
    requires: Annotated[
        tuple[Id, ...], Meta(description="The toggles that must be on before it can be turned on.")
    ] = ()
    covers: Annotated[tuple[Id, ...], Meta(description="The parts of a backup that it governs.")] = ()
    saves: Annotated[
        tuple[Literal["sms", "mms", "chat"], ...], Meta(description="The text messages that it saves, by their kinds.")
    ] = ()


class PartRule(_Entry, frozen=True, kw_only=True):
    """One kind of content that a backup holds."""

    id: Id
    clause: ClauseId
    text: Sentence


class UploadRow(_Entry, frozen=True, kw_only=True):
    """At which quality a medium uploads by itself, and over which networks."""

    medium: Literal["photos", "videos"]
    quality: Literal["good", "best"]
    clause: ClauseId
    text: Sentence
    networks: Networks
    offered_if: Annotated[
        dict[Id, str], Meta(description="The readings, of choices, under which alone it is offered.")
    ] = {}


class UploadRule(_Entry, frozen=True, kw_only=True):
    """What uploads by itself."""

    id: Id
    clause: ClauseId
    text: Sentence
    first: Literal["dont_upload"]
    table: Annotated[tuple[UploadRow, ...], Meta(min_length=1)]


class TextsRule(_Entry, frozen=True, kw_only=True):
    """How text messages are saved."""

    id: Id
    clause: ClauseId
    text: Sentence
    networks: Networks


class AutomaticRule(_Entry, frozen=True, kw_only=True):
    """When a backup is made by itself."""

    id: Id
    clause: ClauseId
    text: Sentence
    needs: Annotated[tuple[Condition, ...], Meta(description="What it waits for: all of them.")]
    networks: Networks


class ManualRule(_Entry, frozen=True, kw_only=True):
    """When a backup can be made on demand."""

    id: Id
    clause: ClauseId
    text: Sentence
    needs: Annotated[
        tuple[Condition, ...], Meta(description="What must hold, in the order in which it is looked at: all of them.")
    ]
    networks: Networks


class ReminderRule(_Entry, frozen=True, kw_only=True):
    """When the phone prompts for a new backup."""

    id: Id
    clause: ClauseId
    text: Sentence
    after: Annotated[Duration, Meta(description="The age of the newest backup at which the prompt falls due.")]
    needs: Annotated[tuple[Condition, ...], Meta(description="What must hold while the prompt shows: all of them.")]


class VersionsRule(_Entry, frozen=True, kw_only=True):
    """Whether a phone of this version has all that the page describes."""

    id: Id
    clause: ClauseId
    text: Sentence
    features_may_be_missing: bool


class RestoreRule(_Entry, frozen=True, kw_only=True):
    """How a phone that is set up gets back what was backed up."""

    id: Id
    clause: ClauseId
    text: Sentence
    networks: Networks
    warns_of: Annotated[
        tuple[Literal["cellular"], ...], Meta(description="The networks of which it is said that they may cost.")
    ]


class PrivacyRule(_Entry, frozen=True, kw_only=True):
    """What backups are used for, and where they go."""

    id: Id
    clause: ClauseId
    text: Sentence
    purposes: Annotated[tuple[str, ...], Meta(min_length=1, description="What they may be read for.")]
    destinations: Annotated[tuple[str, ...], Meta(min_length=1, description="Where their bytes may go.")]


class ControlRule(_Entry, frozen=True, kw_only=True):
    """An option that a person can reach on the phone.

    A file names the page that holds it (`page`), or for what lies in the phone's own menus the way there; once read, each has its path.
    """

    id: Id
    clause: ClauseId
    text: Sentence
    path: Path = ()
    page: Annotated[Id | None, Meta(description="The page that holds it.")] = None
    label: Annotated[str, Meta(min_length=1)]
    kind: Literal["page", "toggle", "button", "choice", "box"]
    sets: Annotated[Id | None, Meta(description="The toggle, or the medium, that it sets.")] = None
    options: Annotated[dict[str, str], Meta(description="For a choice: each quality and its label, in order.")] = {}
    warns_of: Annotated[
        tuple[Literal["cellular"], ...],
        Meta(description="The networks of which it is said, where it stands, that they may cost."),
    ] = ()
    step: Annotated[
        Literal["sign_in", "choose", "security_code", "restore", "passwords", "done"] | None,
        Meta(description="The step of set-up at which alone it shows."),
    ] = None


class Reading(_Entry, frozen=True, kw_only=True):
    """One way to read what the page leaves open."""

    value: Annotated[str, Meta(min_length=1)]
    text: Sentence


A_NUMBER = "a_number"
"""What stands in a scenario's tag for any whole number that may be declared."""


class Numbers(_Entry, frozen=True, kw_only=True):
    """The whole numbers that are readings of a choice, and how one of them is read: `{number}` in the text stands for it."""

    fewest: WholeNumber
    most: WholeNumber
    text: Annotated[
        str,
        Meta(
            pattern=r"^.*\{number\}.*$",
            title="a sentence that holds {number}",
            description="One sentence for readers.",
            examples=["Up to {number}."],
        ),
    ]

    def allow(self, value: str) -> bool:
        """Tell whether a value is one of these numbers, in digits."""
        return _is_number(value) and self.fewest <= int(value) <= self.most

    def span(self) -> str:
        """Say which numbers these are."""
        return f"a whole number from {self.fewest} to {self.most}"


def _is_number(value: str) -> bool:
    """Tell whether a value is a whole number from 1, spelled as numbers are, and short enough to be read."""
    return re.fullmatch(r"[1-9][0-9]{0,8}", value, re.ASCII) is not None


class Choice(_Entry, frozen=True, kw_only=True):
    """A question that the page leaves open, the reading picked, and the others that an implementation may declare.

    It is read in one of several ways (`readings`), some of which may be whole numbers (`numbers`), or as a length of time.
    """

    id: Id
    clause: ClauseId
    text: Annotated[str, Meta(description="The question.")]
    page_says: Sentence
    because: Sentence
    picked: Annotated[str, Meta(min_length=1)]
    readings: Annotated[
        tuple[Reading, ...], Meta(description="The readings allowed, unless it is a length of time.")
    ] = ()
    numbers: Annotated[Numbers | None, Meta(description="The whole numbers allowed beside the readings.")] = None
    shortest: Annotated[Duration | None, Meta(description="The shortest length of time allowed.")] = None
    longest: Annotated[Duration | None, Meta(description="The longest length of time allowed.")] = None

    def allows(self, value: str) -> bool:
        """Tell whether a value is one of the readings, a whole number allowed, or a length of time within the bounds."""
        if self.readings:
            known = {reading.value for reading in self.readings}
            return value in known or (self.numbers is not None and self.numbers.allow(value))
        if self.shortest is None or self.longest is None:
            return False
        try:
            return durations.seconds(self.shortest) <= durations.seconds(value) <= durations.seconds(self.longest)
        except ValueError:
            return False

    def allowed(self) -> str:
        """Say which values are allowed."""
        if self.readings:
            words = ", ".join(reading.value for reading in self.readings)
            return words if self.numbers is None else f"{words}, {self.numbers.span()}"
        return f"a length of time such as '{self.picked}', from {self.shortest} to {self.longest}"

    def we_read(self) -> str:
        """Say how the question is read, by the reading picked."""
        texts = {reading.value: reading.text for reading in self.readings}
        if self.picked in texts:
            return texts[self.picked]
        if self.numbers is not None:
            return self.numbers.text.replace("{number}", self.picked)
        return f"{self.picked[:1].upper()}{self.picked[1:]}."

    def can_be(self, reading: str) -> bool:
        """Tell whether a reading, as the tag of a scenario names it, is allowed: a value, or `a_number` for any whole number."""
        return self.allows(reading) or (reading == A_NUMBER and self.numbers is not None)

    def is_picked(self, reading: str) -> bool:
        """Tell whether a reading, as the tag of a scenario names it, is the one picked."""
        return reading == self.picked or (reading == A_NUMBER and self.numbers is not None and _is_number(self.picked))


class Settled(_Entry, frozen=True, kw_only=True):
    """A question that the page leaves open and that has one reading only."""

    id: Id
    clause: ClauseId
    text: Annotated[str, Meta(description="The question.")]
    we_read: Sentence
    because: Sentence


class DeletionRule(_Entry, frozen=True, kw_only=True):
    """What goes from the phone's own copy of its backup, by which boxes are ticked."""

    id: Id
    clause: ClauseId
    text: Sentence
    ticked: Annotated[
        tuple[Id, ...], Meta(min_length=1, description="The toggles whose boxes are ticked, all of them.")
    ]
    removes: Annotated[tuple[Id, ...], Meta(min_length=1, description="The toggles whose parts go.")]


class Policy(_Entry, frozen=True, kw_only=True):
    """A phone's backup policy, whole."""

    id: Annotated[
        str,
        Meta(
            pattern=r"^[a-z][a-z0-9.-]{0,99}$",
            title="up to 100 small letters, digits, dots and hyphens",
            description="A name that never changes.",
            examples=["windows-phone-8.1"],
        ),
    ]
    title: Sentence
    text: Sentence
    versions: VersionsRule
    toggles: Annotated[tuple[ToggleRule, ...], Meta(min_length=1)]
    parts: Annotated[tuple[PartRule, ...], Meta(min_length=1)]
    texts: TextsRule
    uploads: UploadRule
    automatic: AutomaticRule
    manual: ManualRule
    reminder: ReminderRule
    deletions: Annotated[
        tuple[DeletionRule, ...], Meta(description="Looked at in order; the first whose boxes are all ticked counts.")
    ]
    onedrive: Annotated[
        tuple[str, ...], Meta(description="The way, in OneDrive, to the list of backups, label by label.")
    ]
    restore: RestoreRule
    privacy: PrivacyRule
    controls: tuple[ControlRule, ...]
    choices: tuple[Choice, ...]
    settled: tuple[Settled, ...]

    def offered(self) -> tuple[UploadRow, ...]:
        """Tell the rows of the upload table that are offered under the readings picked."""
        picks = self.picks()
        return tuple(row for row in self.uploads.table if row.offered_if.items() <= picks.items())

    def options(self, control: ControlRule) -> tuple[str, ...]:
        """Tell the labels that a choice on the phone offers under the readings picked."""
        if not control.options:
            return ()
        withheld = {row.quality for row in self.uploads.table if row.medium == control.sets} - {
            row.quality for row in self.offered() if row.medium == control.sets
        }
        return tuple(label for quality, label in control.options.items() if quality not in withheld)

    def upload(self, medium: str, quality: str) -> UploadRow | None:
        """Return the row of a medium at a quality, or None if that is not offered."""
        return next((row for row in self.offered() if (row.medium, row.quality) == (medium, quality)), None)

    def picked(self, choice: ChoiceId) -> str:
        """Tell the reading of a choice; raise KeyError if there is no such choice."""
        return self.choice(choice).picked

    def choice(self, id_: str) -> Choice:
        """Return a choice; raise KeyError if there is none of that id."""
        for entry in self.choices:
            if entry.id == id_:
                return entry
        raise KeyError(id_)

    def picks(self) -> dict[Any, str]:
        """Return the reading of every choice by its id: those that code asks for (ChoiceId), and others that the policy has."""
        return {entry.id: entry.picked for entry in self.choices}

    def with_choices(self, declared: Mapping[str, str]) -> "Policy":
        """Return this policy with other readings picked; raise UnknownChoice for a choice or a value that isn't allowed."""
        known = {entry.id: entry for entry in self.choices}
        for name, value in declared.items():
            if name not in known:
                near = nearest(name, known)
                raise UnknownChoice(
                    f"{self.id} has no choice {shown(name)}{near}; its choices are {', '.join(sorted(known))}"
                )
            if not known[name].allows(value):
                near = nearest(value, (reading.value for reading in known[name].readings))
                raise UnknownChoice(
                    f"choice {name} of {self.id} cannot be {shown(value)}{near}; allowed: {known[name].allowed()}"
                )
        choices = tuple(structs.replace(entry, picked=declared.get(entry.id, entry.picked)) for entry in self.choices)
        return structs.replace(self, choices=choices)


class UnknownChoice(ValueError):
    """A choice, or a reading of one, that the policy does not have."""
