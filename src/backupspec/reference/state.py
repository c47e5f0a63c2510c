"""What the reference knows: one immutable value for the whole world. Every change makes a new one."""

from datetime import UTC, datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from backupspec.contract.content import Entry, Held
from backupspec.contract.observations import Attempt, Backup, Read, Restored, Transfer
from backupspec.contract.outcomes import Reason
from backupspec.contract.terms import CHOICE_OF, FlowKind, MediumKind, Network, Part, Quality, Step, Toggle, Trigger
from backupspec.contract.terms import Medium as MediumChoice
from backupspec.contract.texts import KeptMessage
from backupspec.manifest.building import Stored
from backupspec.manifest.contents import ClockAnomaly
from backupspec.reference.later import Amount, Document

ROOMY_BYTES = 7 * 2**30
"""The room in a new OneDrive, and on a new phone."""


LAST_INSTANT_S = 253_402_300_799
"""The last second that the contract can write, the end of the year 9999, in seconds since 1970."""

Entries = dict[Part, tuple[Entry, ...]]
"""Content, by kind."""


class Fault(Struct, frozen=True, kw_only=True):
    """Something that is to happen once a flow has sent so many bytes; None: just before it is committed."""

    flow: FlowKind
    size_bytes: int | None
    kind: Literal["pause", "cut_network", "fail_power"]
    network: Network = "none"


class Text(Struct, frozen=True, kw_only=True):
    """A text message on a phone: its number among all that ever came and went, its bytes, and the account that it is saved to."""

    kept: KeptMessage
    number: int
    written: bytes
    account: str | None = None

    @property
    def size_bytes(self) -> int:
        """How many bytes it has."""
        return len(self.written)


Texts = dict[str, Text]
"""Text messages by their ids, in the order in which they came and went."""


class Medium(Struct, frozen=True, kw_only=True):
    """A photo or video on a phone, and what became of it. Its account is the one under which it was taken, if under any (GEN-01)."""

    name: str
    account: str | None
    kind: MediumKind
    taken_at: str
    content: bytes
    width_px: int
    height_px: int
    digest: str
    file_name: str | None = None
    upload: Literal["uploaded", "waiting", "skipped"]
    skipped_because: Literal["not_chosen", "no_longer_chosen"] | None = None

    @property
    def choice(self) -> MediumChoice:
        """The choice by which it is uploaded."""
        return CHOICE_OF[self.kind]


class Begun(Struct, frozen=True, kw_only=True):
    """How much was sent of something that is on its way, and at which quality."""

    sent_bytes: int
    quality: Quality | None


QueueKind = Literal["texts", "media"]
QUEUES: tuple[QueueKind, ...] = ("texts", "media")


class Queue(Struct, frozen=True, kw_only=True):
    """What is still to be saved, to be deleted in OneDrive, and what is on its way."""

    waiting: tuple[str, ...] = ()
    deletions: tuple[str, ...] = ()
    begun: dict[str, Begun] = {}
    paused: bool = False

    def without(self, names: frozenset[str]) -> "Queue":
        """Return this queue without some things that wait. What is held goes on with another, if it was one of them."""
        begun = {name: each for name, each in self.begun.items() if name not in names}
        return replace(
            self,
            waiting=tuple(name for name in self.waiting if name not in names),
            begun=begun,
            paused=self.paused and names.isdisjoint(self.begun.keys()),
        )


class Flow(Struct, frozen=True, kw_only=True):
    """A backup being made, with what it will be once committed, or one being restored: what of it, where it lies, how far it is.

    A restore of text messages alone has no backup.
    """

    kind: Literal["backup", "restore"]
    backup: Backup | None
    account: str
    time_zone: str
    """That of the phone when it began."""
    content: Entries
    texts: Texts = {}
    total_bytes: int
    sent_bytes: int = 0
    by_network: dict[Literal["wifi", "cellular"], int] = {}
    paused: bool = False
    toggles: dict[Toggle, bool] = {}
    uploads: dict[MediumChoice, Quality] = {}

    @property
    def backup_id(self) -> str | None:
        """The backup's id, if there is a backup."""
        return self.backup.id if self.backup is not None else None

    @property
    def trigger(self) -> Trigger | None:
        """What set it off, if it is a backup."""
        return self.backup.trigger if self.backup is not None and self.kind == "backup" else None


class SetUp(Struct, frozen=True, kw_only=True):
    """The first set-up of a phone: the step it is at, what was chosen, and whether the account has been verified."""

    step: Step
    chosen: str | None = None
    chosen_texts_of: str | None = None
    verified: bool = False
    problem: Reason | None = None


class Line(Struct, frozen=True, kw_only=True):
    """The newest complete backup of a phone for an account: its number, its manifest, and how often the clock had been set by then."""

    backup: str
    sequence: int
    document: Document
    clock_seen: int


class Phone(Struct, frozen=True, kw_only=True):
    """One phone. Instants are seconds of elapsed time."""

    name: str
    display_name: str
    software_version: str | None = "8.10.12359"
    update: Literal["available", "none", "unknown"] = "none"
    powered_on: bool = True
    account: str | None = None
    sign_in_lapsed: bool = False
    network: Network = "none"
    external_power: bool = False
    free_bytes: int = ROOMY_BYTES
    toggles: dict[Toggle, bool]
    suspended: frozenset[Toggle] = frozenset()
    uploads: dict[MediumChoice, Quality]
    content: Entries = {}
    held: dict[Part, Held] = {}
    texts: Texts = {}
    texts_held: Amount
    media: dict[str, Medium] = {}
    queues: dict[QueueKind, Queue]
    needs_password: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    flow: Flow | None = None
    local_backup: Backup | None = None
    last_attempt: Attempt | None = None
    settings_on_since_s: int | None = None
    last_complete_s: int | None = None
    retry_at_s: int | None = None
    prompt_dismissed_s: int | None = None
    times_set_up: int = 1
    clock_seen: int = 0
    lines: dict[str, Line] = {}
    set_up_begun: bool = True
    set_up: SetUp | None = None
    restored: Restored | None = None


class Code(Struct, frozen=True, kw_only=True):
    """A security code that an account's owner was sent."""

    code: str
    works_until_s: int
    used: bool = False
    wrong: int = 0


class Kept(Struct, frozen=True, kw_only=True):
    """What lies in OneDrive of one backup. In clear here: what others see of it is sealed."""

    content: Entries
    key: bytes
    toggles: dict[Toggle, bool]
    uploads: dict[MediumChoice, Quality]


class Entered(Struct, frozen=True, kw_only=True):
    """A backup in the catalogue: whose it is, its manifest, and whether any of it is on the phone, and where its parts are, since when."""

    phone_name: str
    backup: str
    document: Document
    has_copy: bool
    phone: dict[Part, Stored]
    cloud: dict[Part, Stored]


class StoredText(Struct, frozen=True, kw_only=True):
    """A text message in OneDrive, and the phone that saved it. In clear here: what others see of it is sealed."""

    text: Text
    phone: str


class Uploaded(Struct, frozen=True, kw_only=True):
    """A photo or video in OneDrive, and the phone that uploaded it."""

    name: str
    phone: str
    kind: MediumKind
    quality: Literal["good", "best"]
    width_px: int
    height_px: int
    content: bytes
    digest: str
    file_name: str | None = None


class Happening(Struct, frozen=True, kw_only=True):
    """What a phone did with one text message or medium in OneDrive: it was saved, or deleted."""

    item: StoredText | Uploaded
    original: Medium | None
    is_saved: bool
    phone: str
    profile: str
    at: str
    elapsed_s: int
    network: Network


class Page(Struct, frozen=True, kw_only=True):
    """A page of an account's journal."""

    entries: tuple[Happening, ...]
    document: Document | None


class Account(Struct, frozen=True, kw_only=True):
    """One account's OneDrive, and when a backup of each phone was last deleted there.

    A text message that was deleted is never saved again, for another phone may still have it (TXT-03).
    """

    key: bytes
    backups: tuple[Backup, ...] = ()
    kept: dict[str, Kept] = {}
    entered: tuple[Entered, ...] = ()
    revision: int = 0
    catalogue: Document | None = None
    reads: tuple[Read, ...] = ()
    code: Code | None = None
    deleted_s: dict[str, int] = {}
    texts: dict[str, StoredText] = {}
    texts_gone: frozenset[str] = frozenset()
    media: dict[str, Uploaded] = {}
    journal: tuple[Page, ...] = ()
    free_bytes: int = ROOMY_BYTES


class World(Struct, frozen=True, kw_only=True):
    """All there is. The wall clock is elapsed time plus an offset, in seconds since 1970."""

    seed: int = 0
    elapsed_s: int = 0
    wall_offset_s: int
    clock_set: tuple[ClockAnomaly, ...] = ()
    time_zone: str
    cloud_up: bool = True
    backups_put: int = 0
    phones: dict[str, Phone] = {}
    accounts: dict[str, Account] = {}
    transfers: tuple[Transfer, ...] = ()
    backups_begun: int = 0
    texts_exchanged: int = 0
    manifests: dict[str, Document] = {}
    passwords: dict[str, str] = {}
    withdrawn: frozenset[tuple[Part, str]] = frozenset()

    def with_phone(self, phone: Phone) -> "World":
        """Return this world with one phone as given."""
        return replace(self, phones={**self.phones, phone.name: phone})

    def with_queue(self, phone: Phone, kind: QueueKind, queue: Queue) -> "World":
        """Return this world with one queue of a phone as given."""
        return self.with_phone(replace(phone, queues={**phone.queues, kind: queue}))

    def with_account(self, name: str, account: Account) -> "World":
        """Return this world with one account as given."""
        return replace(self, accounts={**self.accounts, name: account})

    @property
    def wall_clock(self) -> str:
        """What the wall clock shows, in UTC."""
        return instant(self.elapsed_s + self.wall_offset_s)


def instant(wall_s: int) -> str:
    """Write seconds since 1970 as the contract writes a moment."""
    return datetime.fromtimestamp(wall_s, UTC).isoformat().replace("+00:00", "Z")
