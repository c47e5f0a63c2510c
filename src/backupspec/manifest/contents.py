"""What a manifest is built from: one value per thing, named as in schemas/manifest.schema.json."""

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct

from backupspec.contract.terms import Medium, Network, Part, Quality, Toggle, Trigger

SENSITIVE: frozenset[Part] = frozenset(
    {"app_data", "passwords", "call_history", "accounts", "favourites", "dictionary"}
)
"""The parts that are always sensitive (PRV-01)."""

PartStatus = Literal["complete", "empty", "skipped", "failed"]
PartReason = Literal[
    "app_backup_is_off",
    "not_offered_by_this_version",
    "backup_ended_first",
    "unreadable_on_the_phone",
    "encryption_failed",
    "network_lost",
    "onedrive_is_down",
    "onedrive_is_full",
]
Status = Literal["complete", "partial", "aborted"]
StatusReason = Literal[
    "some_parts_failed",
    "backups_were_deleted",
    "network_lost",
    "onedrive_is_down",
    "onedrive_is_full",
    "phone_was_turned_off",
    "power_lost",
    "power_unplugged",
    "settings_backup_was_turned_off",
    "sign_in_lapsed",
    "signed_out",
    "superseded_by_manual_backup",
]


class Item(Struct, frozen=True, kw_only=True):
    """One thing in a part: an opaque reference, its size, and the keyed digest of its content."""

    ref: str
    size_bytes: int
    digest: str


class PartContent(Struct, frozen=True, kw_only=True):
    """What became of one kind of content. A part with items is encrypted under `key_ref` if there is one."""

    kind: Part
    status: PartStatus
    reason: PartReason | None = None
    items: tuple[Item, ...] = ()
    key_ref: str | None = None


class App(Struct, frozen=True, kw_only=True):
    """An installed app, whether it takes part and why, and what became of its data."""

    id: str
    version: str
    participating: bool
    participating_because: Literal["declared", "not_declared", "opted_out"]
    data: Literal["saved", "none", "not_participating", "skipped", "failed"]
    data_item: str | None = None


class Account(Struct, frozen=True, kw_only=True):
    """An account set up on the phone, and whether its secret was saved."""

    ref: str
    provider: str
    secret: Literal["encrypted", "absent"]
    secret_item: str | None = None


class Moment(Struct, frozen=True, kw_only=True):
    """A moment, by the clock that people read and by elapsed time."""

    at: str
    elapsed_s: int


class ClockAnomaly(Struct, frozen=True, kw_only=True):
    """The clock that people read was set."""

    elapsed_s: int
    shift_s: int


class Previous(Struct, frozen=True, kw_only=True):
    """The complete backup that came before in the line."""

    id: str
    sequence: int
    digest: str


class Producer(Struct, frozen=True, kw_only=True):
    """The program that made the backup."""

    name: str
    version: str


class Extensions(Struct, frozen=True, kw_only=True):
    """What the manifest holds beyond the schema, and which of it a reader must know."""

    values: dict[str, object] = {}
    critical: tuple[str, ...] = ()


class BackupFacts(Struct, frozen=True, kw_only=True):
    """All that a manifest tells of a backup. Sums, counts and digests are made when it is built."""

    profile: str
    choices: Mapping[Any, str]
    producer: Producer
    id: str
    lineage: str
    previous: Previous | None
    account: str
    device: str
    started: Moment
    ended: Moment
    committed: Moment | None
    utc_offset_min: int
    clock_anomalies: tuple[ClockAnomaly, ...] = ()
    trigger: Trigger
    network: Network
    external_power: bool
    sent_bytes: dict[Literal["wifi", "cellular"], int]
    toggles: dict[Toggle, bool]
    uploads: dict[Medium, Quality]
    status: Status
    reason: StatusReason | None = None
    parts: tuple[PartContent, ...]
    apps: tuple[App, ...] = ()
    accounts: tuple[Account, ...] = ()
    extensions: Extensions = Extensions()
