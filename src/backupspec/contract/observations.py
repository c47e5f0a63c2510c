"""Everything that can be seen of a world: its time, its phones, its accounts, and what went over the network.

Nothing has a default: an implementation that leaves something out has broken the contract, and is told so.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from backupspec.contract.commands import FileName, Manifest
from backupspec.contract.content import MOST_ITEMS, Content, Digest, Held, ItemName
from backupspec.contract.outcomes import Reason
from backupspec.contract.terms import (
    FlowKind,
    Id,
    Instant,
    MediumKind,
    Name,
    Network,
    Part,
    Pixels,
    Quality,
    Seconds,
    SizeBytes,
    Step,
    Text,
    TimeZone,
    Toggle,
    Trigger,
)
from backupspec.contract.texts import Base64, KeptMessage

Names = Annotated[tuple[Name, ...], Meta(max_length=MOST_ITEMS)]


class _Seen(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all observations are: immutable, with no member that is not listed."""


class SavedPart(_Seen, frozen=True, kw_only=True):
    """One kind of content in a backup."""

    kind: Part
    count: Annotated[int, Meta(ge=0)]
    size_bytes: SizeBytes
    stored: Annotated[
        tuple[Base64, ...] | None,
        Meta(description="What lies there for each item. Only where the observation was asked for with items."),
    ] = None


class Backup(_Seen, frozen=True, kw_only=True):
    """A backup of a phone's apps and settings, as it lies in OneDrive or on the phone."""

    id: Name
    phone: Name
    display_name: Annotated[Text, Meta(description="The name of the phone that people read.")]
    sequence: Annotated[
        int,
        Meta(
            ge=1,
            description="1 for the first backup of a phone for an account since the phone was set up, then 2, 3, ...; one that fails is not counted.",
        ),
    ]
    trigger: Trigger
    network: Annotated[Network, Meta(description="The network when it began.")]
    external_power: Annotated[bool, Meta(description="Whether a power source was connected when it began.")]
    started_at: Instant
    started_elapsed_s: Seconds
    committed_at: Instant | None
    committed_elapsed_s: Seconds | None
    complete: bool
    parts: Annotated[tuple[SavedPart, ...], Meta(description="What is left of it here.")]
    manifest: Annotated[
        Manifest | None, Meta(description="Its manifest; null where the implementation keeps none or can't show it.")
    ]


class Flow(_Seen, frozen=True, kw_only=True):
    """Something under way: it was paused, or it waits for a network."""

    kind: FlowKind
    backup: Annotated[Name | None, Meta(description="The backup that is being made or restored.")]
    trigger: Trigger | None
    sent_bytes: SizeBytes
    total_bytes: SizeBytes
    paused: Annotated[bool, Meta(description="Held by pause_flow_after.")]
    waiting_for: Annotated[
        Literal["wifi", "network", "power"] | None, Meta(description="What it needs to go on, if it is not paused.")
    ]


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
    warnings: Annotated[
        tuple[Literal["cellular_may_cost"], ...], Meta(max_length=10, description="What is warned of where it stands.")
    ]


class SetUp(_Seen, frozen=True, kw_only=True):
    """The first set-up of a phone, as it stands."""

    step: Annotated[Step, Meta(description="The page that shows. `restore`: until `Next`, also when it is complete.")]
    offers: Annotated[
        tuple[Name, ...], Meta(max_length=100_000, description="The backups that can be restored, newest first.")
    ]
    offers_texts_of: Annotated[
        Names, Meta(description="The phones that saved text messages and have no backup that can be restored.")
    ]
    chosen: Annotated[Name | None, Meta(description="The backup that was tapped.")]
    chosen_texts_of: Annotated[Name | None, Meta(description="The phone that was tapped, for its text messages alone.")]
    asks_for: Annotated[
        tuple[ItemName, ...], Meta(description="The accounts that ask for their passwords, while that page shows.")
    ]
    problem: Annotated[Reason | None, Meta(description="Why the last try to go on, or the last restore, failed.")]


class LeftOut(_Seen, frozen=True, kw_only=True):
    """One item of a backup that could not be had on this phone."""

    part: Part
    name: ItemName
    reason: Literal["not_in_store", "app_is_missing", "unknown_to_this_phone"]


class Restored(_Seen, frozen=True, kw_only=True):
    """A restore that is complete: of which backup, and what it left out."""

    backup: Annotated[Name | None, Meta(description="null where text messages alone were restored.")]
    left_out: Annotated[tuple[LeftOut, ...], Meta(max_length=100_000)]


class Queue(_Seen, frozen=True, kw_only=True):
    """What a phone has still to send by itself: text messages, or photos and videos."""

    waiting: Annotated[
        Names,
        Meta(
            description="What is to be saved, oldest first, also what is held or waits for another account: not what need not be saved, nor what is saved already, or was deleted in OneDrive, by way of another phone."
        ),
    ]
    deletions: Annotated[Names, Meta(description="What is to be deleted in OneDrive.")]
    sent_bytes: Annotated[SizeBytes, Meta(description="How much was sent of the one that is on its way.")]
    paused: Annotated[bool, Meta(description="Held by pause_flow_after.")]
    waiting_for: Annotated[
        Literal["power", "account", "network", "wifi", "onedrive", "room"] | None,
        Meta(
            description="What keeps the next one from being sent, if it is not paused; null where nothing waits. power: the phone is off. account: nobody is signed in, the sign-in lapsed, set-up is not over, or all that waits is of another account. network: there is none. onedrive: it is down. room: what may go now is too large. wifi: nothing that waits may go over cellular. Where several are true, any of them is right; the reference takes the first in this order, and another account last."
        ),
    ]


class Medium(_Seen, frozen=True, kw_only=True):
    """A photo or video on a phone, and what became of it."""

    name: Name
    kind: MediumKind
    taken_at: Instant
    width_px: Pixels
    height_px: Pixels
    size_bytes: SizeBytes
    digest: Annotated[Digest, Meta(description="The SHA-256 of its bytes.")]
    upload: Annotated[
        Literal["uploaded", "waiting", "skipped"],
        Meta(
            description="Whether it is in OneDrive, or will be. What was uploaded stays so, whatever is deleted there."
        ),
    ]
    skipped_because: Annotated[
        Literal["not_chosen", "no_longer_chosen"] | None,
        Meta(description="Nothing was chosen when it was taken; or `Don't upload` was chosen before it was sent."),
    ]
    file_name: FileName | None = None


class Phone(_Seen, frozen=True, kw_only=True):
    """What a person could see of one phone, and what the network shows of it."""

    display_name: Text
    profile: Id
    software_version: Text | None
    update: Literal["available", "none", "unknown"]
    powered_on: bool
    account: Name | None
    sign_in: Literal["none", "valid", "lapsed"]
    network: Network
    external_power: bool
    toggles: dict[Toggle, bool]
    uploads: dict[Literal["photos", "videos"], Quality]
    content: Annotated[dict[Part, Held], Meta(description="How much of each kind of content the phone holds.")]
    items: Annotated[
        Content | None, Meta(description="The content itself. Only where the observation was asked for with items.")
    ] = None
    messages: Annotated[Held, Meta(description="How many text messages the phone holds, and the digest of their list.")]
    message_items: Annotated[
        Annotated[tuple[KeptMessage, ...], Meta(max_length=MOST_ITEMS)] | None,
        Meta(description="The list of text messages. Only where the observation was asked for with items."),
    ] = None
    media: Annotated[
        tuple[Medium, ...], Meta(max_length=MOST_ITEMS, description="The photos and videos, oldest first.")
    ]
    queues: Annotated[
        dict[Literal["texts", "media"], Queue], Meta(description="Both of them, also where nothing waits.")
    ]
    needs_password: Annotated[
        tuple[ItemName, ...], Meta(description="The accounts on the phone that wait for their passwords.")
    ]
    notices: Annotated[
        tuple[Literal["join_wifi", "cellular_may_cost"], ...],
        Meta(
            description="The warnings that show: join_wifi on the pages sign_in, choose, security_code, and restore until it is complete; with it cellular_may_cost, while the network is cellular."
        ),
    ]
    set_up: Annotated[SetUp | None, Meta(description="null when set-up is over, or has not begun.")]
    restored: Annotated[Restored | None, Meta(description="What was restored when the phone was set up.")]
    prompts: Annotated[tuple[Prompt, ...], Meta(max_length=100)]
    local_backup: Annotated[
        Backup | None, Meta(description="The phone's own copy of its newest backup, with the parts it still holds.")
    ]
    flow: Flow | None
    last_attempt: Attempt | None
    controls: Annotated[tuple[Control, ...], Meta(max_length=200)]


class Read(_Seen, frozen=True, kw_only=True):
    """Somebody read, or wanted to read, what is backed up."""

    by: Text
    purpose: Text
    allowed: bool
    at: Instant
    elapsed_s: Seconds


class StoredMedium(_Seen, frozen=True, kw_only=True):
    """A photo or video in OneDrive."""

    name: Name
    phone: Annotated[Name, Meta(description="The phone that uploaded it.")]
    kind: MediumKind
    quality: Literal["good", "best"]
    width_px: Pixels
    height_px: Pixels
    size_bytes: SizeBytes
    digest: Annotated[Digest, Meta(description="The SHA-256 of its bytes.")]
    file_name: Annotated[
        FileName | None,
        Meta(
            description="What its file is called in OneDrive: as on the phone, or otherwise where that name is taken."
        ),
    ] = None
    content: Annotated[
        Base64 | None, Meta(description="The bytes. Only where the observation was asked for with items.")
    ] = None


class Account(_Seen, frozen=True, kw_only=True):
    """What lies in one account's OneDrive."""

    catalogue: Annotated[
        Manifest | None,
        Meta(description="Its catalogue (schemas/catalogue.schema.json); null where the implementation keeps none."),
    ]
    reads: Annotated[tuple[Read, ...], Meta(max_length=100_000, description="All reads so far, refused ones too.")]
    backups: Annotated[tuple[Backup, ...], Meta(max_length=100_000)]
    backups_path: Annotated[
        tuple[Text, ...], Meta(description="The way to the list of backups in OneDrive, label by label.")
    ]
    messages: Annotated[Names, Meta(description="The text messages that are saved, by their ids.")]
    stored_messages: Annotated[
        Annotated[tuple[Base64, ...], Meta(max_length=MOST_ITEMS)] | None,
        Meta(description="What lies there for each. Only where the observation was asked for with items."),
    ] = None
    media: Annotated[
        tuple[StoredMedium, ...], Meta(max_length=MOST_ITEMS, description="The photos and videos, oldest upload first.")
    ]
    journal: Annotated[
        Manifest | None,
        Meta(
            description="The newest page of its journal (schemas/journal.schema.json); null where the implementation keeps none, or nothing is in it."
        ),
    ]
    journal_pages: Annotated[
        Annotated[tuple[Manifest, ...], Meta(max_length=1_000)] | None,
        Meta(description="All pages, the first one first. Only where the observation was asked for with items."),
    ] = None
    free_bytes: SizeBytes


class Transfer(_Seen, frozen=True, kw_only=True):
    """Bytes that left a phone, or came to it where the purpose is a restore, in one go over one network."""

    phone: Name
    account: Name
    destination: Annotated[Text, Meta(description="Where they went, or came from.", examples=["onedrive"])]
    purpose: FlowKind
    trigger: Trigger | None
    backup: Annotated[Name | None, Meta(description="The backup that they belong to; null for texts and media.")]
    medium: Annotated[
        Name | None,
        Meta(description="The photo or video that they belong to; null if that is not known, and for all else."),
    ]
    parts: Annotated[tuple[Part, ...], Meta(description="The kinds of content that the bytes belong to.")]
    network: Literal["wifi", "cellular"]
    size_bytes: Annotated[
        SizeBytes, Meta(description="What was backed up or restored of it; what a protocol adds may be counted or not.")
    ]
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
