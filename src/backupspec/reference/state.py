"""What the reference knows: one immutable value for the whole world. Every change makes a new one."""

from datetime import UTC, datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from backupspec.contract.observations import Attempt, Backup, Transfer
from backupspec.contract.terms import FlowKind, Medium, Network, Part, Quality, Toggle, Trigger

ROOMY_BYTES = 7 * 2**30
"""The room in a new OneDrive."""


LAST_INSTANT_S = 253_402_300_799
"""The last second that the contract can write, the end of the year 9999, in seconds since 1970."""


class Fault(Struct, frozen=True, kw_only=True):
    """Something that is to happen once a flow has sent so many bytes; None: just before it is committed."""

    flow: FlowKind
    size_bytes: int | None
    kind: Literal["pause", "cut_network", "fail_power"]
    network: Network = "none"


class Flow(Struct, frozen=True, kw_only=True):
    """A backup under way: what it will be once committed, where it goes, how far it is."""

    backup: Backup
    account: str
    total_bytes: int
    sent_bytes: int = 0
    paused: bool = False

    @property
    def trigger(self) -> Trigger:
        """What set it off."""
        return self.backup.trigger


class Phone(Struct, frozen=True, kw_only=True):
    """One phone. Instants are seconds of elapsed time."""

    name: str
    powered_on: bool = True
    account: str | None = None
    sign_in_lapsed: bool = False
    network: Network = "none"
    external_power: bool = False
    toggles: dict[Toggle, bool]
    suspended: frozenset[Toggle] = frozenset()
    uploads: dict[Medium, Quality]
    content: dict[Part, int] = {}
    faults: tuple[Fault, ...] = ()
    flow: Flow | None = None
    local_backup: Backup | None = None
    last_attempt: Attempt | None = None
    settings_on_since_s: int | None = None
    last_complete_s: int | None = None
    retry_at_s: int | None = None
    prompt_dismissed_s: int | None = None
    sequence: int = 0


class Account(Struct, frozen=True, kw_only=True):
    """One account's OneDrive, and when a backup of each phone was last deleted there."""

    backups: tuple[Backup, ...] = ()
    deleted_s: dict[str, int] = {}
    messages: int = 0
    media: int = 0
    free_bytes: int = ROOMY_BYTES


class World(Struct, frozen=True, kw_only=True):
    """All there is. The wall clock is elapsed time plus an offset, in seconds since 1970."""

    elapsed_s: int = 0
    wall_offset_s: int
    time_zone: str
    cloud_up: bool = True
    phones: dict[str, Phone] = {}
    accounts: dict[str, Account] = {}
    transfers: tuple[Transfer, ...] = ()
    backups_begun: int = 0

    def with_phone(self, phone: Phone) -> "World":
        """Return this world with one phone as given."""
        return replace(self, phones={**self.phones, phone.name: phone})

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


def wall_seconds(moment: str) -> int:
    """Read a moment as seconds since 1970; raise ValueError for a day that no calendar has."""
    return int(datetime.fromisoformat(moment).timestamp())
