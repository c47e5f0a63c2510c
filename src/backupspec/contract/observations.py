"""Everything that can be seen of a world: its time, its phones, its accounts, and what went over the network.

Nothing has a default: an implementation that leaves something out has broken the contract, and is told so.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from backupspec.contract.outcomes import Reason
from backupspec.contract.terms import (
    FlowKind,
    Id,
    Instant,
    Name,
    Network,
    Part,
    Quality,
    Seconds,
    SizeBytes,
    Text,
    TimeZone,
    Toggle,
    Trigger,
)


class _Seen(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all observations are: immutable, with no member that is not listed."""


class SavedPart(_Seen, frozen=True, kw_only=True):
    """One kind of content in a backup."""

    kind: Part
    size_bytes: SizeBytes


class Backup(_Seen, frozen=True, kw_only=True):
    """A backup of a phone's apps and settings, as it lies in OneDrive or on the phone."""

    id: Name
    phone: Name
    sequence: Annotated[int, Meta(ge=1, description="1 for a phone's first backup, then 2, 3, ...")]
    trigger: Trigger
    network: Annotated[Network, Meta(description="The network when it began.")]
    external_power: Annotated[bool, Meta(description="Whether a power source was connected when it began.")]
    started_at: Instant
    started_elapsed_s: Seconds
    committed_at: Instant | None
    committed_elapsed_s: Seconds | None
    complete: bool
    parts: tuple[SavedPart, ...]


class Flow(_Seen, frozen=True, kw_only=True):
    """Something under way: it was paused, or it waits for a network."""

    kind: FlowKind
    backup: Annotated[Name | None, Meta(description="The backup that is being made, if it is a backup.")]
    trigger: Trigger | None
    sent_bytes: SizeBytes
    total_bytes: SizeBytes
    paused: Annotated[bool, Meta(description="Held by pause_flow_after.")]
    waiting_for_wifi: bool


class Attempt(_Seen, frozen=True, kw_only=True):
    """The last time a backup was tried, and how it ended."""

    trigger: Trigger
    result: Literal["complete", "failed", "aborted"]
    reason: Reason | None
    ended_at: Instant
    ended_elapsed_s: Seconds
    backup: Annotated[Name | None, Meta(description="The complete backup that it made.")]


class Prompt(_Seen, frozen=True, kw_only=True):
    """A prompt to create a new backup, as it shows on the phone."""

    since_elapsed_s: Annotated[Seconds, Meta(description="When it fell due, in elapsed time.")]


class Control(_Seen, frozen=True, kw_only=True):
    """An option that a person can reach on the phone."""

    path: Annotated[
        tuple[Text, ...], Meta(max_length=20, description="The way to the page that it stands on, label by label.")
    ]
    label: Text
    kind: Literal["page", "toggle", "button", "choice", "box"]
    enabled: bool
    value: Annotated[Text | None, Meta(description="`on` or `off` of a toggle, the label chosen of a choice.")]
    options: Annotated[tuple[Text, ...], Meta(description="The labels that a choice offers.")]


class Phone(_Seen, frozen=True, kw_only=True):
    """What a person could see of one phone, and what the network shows of it."""

    profile: Id
    powered_on: bool
    account: Name | None
    sign_in: Literal["none", "valid", "lapsed"]
    network: Network
    external_power: bool
    toggles: dict[Toggle, bool]
    uploads: dict[Literal["photos", "videos"], Quality]
    content: Annotated[dict[Part, SizeBytes], Meta(description="How much of each kind of content the phone holds.")]
    prompts: Annotated[tuple[Prompt, ...], Meta(max_length=100)]
    local_backup: Annotated[
        Backup | None, Meta(description="The phone's own copy of its newest backup, with the parts it still holds.")
    ]
    flow: Flow | None
    last_attempt: Attempt | None
    controls: Annotated[tuple[Control, ...], Meta(max_length=200)]


class Account(_Seen, frozen=True, kw_only=True):
    """What lies in one account's OneDrive."""

    backups: Annotated[tuple[Backup, ...], Meta(max_length=100_000)]
    backups_path: Annotated[
        tuple[Text, ...], Meta(description="The way to the list of backups in OneDrive, label by label.")
    ]
    messages: Annotated[int, Meta(ge=0, description="How many text messages are saved.")]
    media: Annotated[int, Meta(ge=0, description="How many photos and videos are saved.")]
    free_bytes: SizeBytes


class Transfer(_Seen, frozen=True, kw_only=True):
    """Bytes that left a phone, in one go over one network."""

    phone: Name
    account: Name
    purpose: FlowKind
    trigger: Trigger | None
    backup: Name | None
    parts: Annotated[tuple[Part, ...], Meta(description="The kinds of content that the bytes belong to.")]
    network: Literal["wifi", "cellular"]
    size_bytes: SizeBytes
    at: Instant
    elapsed_s: Seconds


class Observation(_Seen, frozen=True, kw_only=True):
    """Everything that can be seen of a world at one instant."""

    wall_clock: Instant
    time_zone: TimeZone
    elapsed_s: Annotated[
        Seconds,
        Meta(description="Time since the world was opened: it includes time switched off, and never runs back."),
    ]
    cloud_up: bool
    phones: Annotated[dict[Name, Phone], Meta(max_length=100)]
    accounts: Annotated[dict[Name, Account], Meta(max_length=100)]
    transfers: Annotated[tuple[Transfer, ...], Meta(max_length=1_000_000)]
