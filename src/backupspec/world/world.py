"""A scenario's own world: it passes commands on, keeps their history, and has the invariants checked after each."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any, NoReturn

from msgspec import Struct
from msgspec.structs import replace

from backupspec.contract.commands import (
    FEATURES,
    AddPhone,
    AdvanceTime,
    BeginSetUp,
    ChooseUpload,
    Command,
    SetTimeZone,
    SetWallClock,
    TurnOn,
    name_of,
)
from backupspec.contract.implementation import BrokenContract, Implementation, Lack, Opening
from backupspec.contract.observations import Account, Backup, Control, Observation, Phone
from backupspec.contract.outcomes import Done, Outcome, Unsupported
from backupspec.contract.schemas import plain
from backupspec.policy.model import Policy
from backupspec.world.documents import LARGE
from backupspec.world.given import hold_to_the_contract
from backupspec.world.lacking import is_of, lacking, needed
from backupspec.world.verdicts import Mismatch, NotApplicable, Untestable, Violation

MOST_VIOLATIONS = 20
"""How many violations of one scenario are kept, and besides the first of each other invariant: one that is waived hides no other."""


class Event(Struct, frozen=True, dict=True):
    """A command, its outcome, and what could be seen before and after."""

    command: Command
    outcome: Outcome
    before: Observation
    after: Observation

    @cached_property
    def came(self) -> dict[str, tuple[Backup, ...]]:
        """The backups that came into sight in OneDrive at this event, by account. An id tells backups of one account apart, no others."""
        came = {
            name: tuple(_new(self.before.accounts.get(name), account)) for name, account in self.after.accounts.items()
        }
        return {name: backups for name, backups in came.items() if backups}


def _new(before: Account | None, after: Account) -> Iterator[Backup]:
    known = () if before is None else before.backups
    if after.backups != known:
        ids = {backup.id for backup in known}
        yield from (backup for backup in after.backups if backup.id not in ids)


class History(Struct):
    """All that was done in a world, oldest first, and the policy (its choices made) that it is judged by."""

    policy: Policy
    opened: Observation
    events: list[Event]
    unfinished: frozenset[str] = frozenset()
    """The commands that the adapter says it can't be given yet."""
    lacks: frozenset[Lack] = frozenset()
    """What the implementation says it lacks beyond commands."""
    told: dict[str, tuple[int, Any]] = {}
    """What invariants found out from so many of the events, by name (invariants/past.py)."""
    digest: bytes = b""
    """By what all of this is known, where it was judged (invariants/memory.py)."""

    @property
    def now(self) -> Observation:
        """What can be seen now."""
        return self.events[-1].after if self.events else self.opened


Invariants = Callable[[History], Iterable[Violation]]


class World:
    """One world of an implementation, from its opening to its close. Steps use it and nothing else."""

    def __init__(
        self,
        implementation: Implementation,
        opening: Opening,
        policy: Policy,
        invariants: Invariants,
        unfinished: frozenset[str] = frozenset(),
        lacks: frozenset[Lack] = frozenset(),
    ) -> None:
        self._implementation = implementation
        self._lacks = lacks
        self.asked: set[str] = set()
        """The commands that were sent, and the hooks that were needed, by name."""
        self._invariants = invariants
        self._id = implementation.open_world(opening)
        self.policy = policy
        try:
            self.history = History(policy, implementation.observe(self._id), [], unfinished, lacks)
        except BaseException:  # nobody else could close it, and there may be room for one world only
            with suppress(BrokenContract):
                self.close()
            raise
        self.violations: list[Violation] = []
        self._sent: list[Command] = []
        self._outcomes: list[Outcome | None] = []
        self._was_large = holds_large_documents(self.history.opened)

    @property
    def now(self) -> Observation:
        """What can be seen now."""
        return self.history.now

    def phone(self, name: str) -> Phone:
        """What can be seen of a phone."""
        assert name in self.now.phones, Mismatch(f"{name} among the phones", sorted(self.now.phones))
        return self.now.phones[name]

    def account(self, name: str) -> Account:
        """What can be seen of an account's OneDrive."""
        assert name in self.now.accounts, Mismatch(f"{name} among the accounts", sorted(self.now.accounts))
        return self.now.accounts[name]

    def perform(self, command: Command) -> Outcome:
        """Do one command and return its outcome, whatever it is.

        Raise BrokenByUs if the command breaks the contract, Untestable if the implementation cannot be given it, NotApplicable if it is a feature that a phone of this policy may lack.
        """
        hold_to_the_contract(command)
        before = self.now
        self._sent.append(command)
        self._outcomes.append(None)
        self.asked.add(name_of(command))
        for hook in self._hooks(command):
            self.need(hook)
        performed = self._implementation.perform(self._id, [command], observe=True)
        [outcome] = performed.outcomes
        self._outcomes[-1] = outcome
        after = performed.observation or self._implementation.observe(self._id)
        event = Event(command, outcome, before, after)
        self.history.events.append(event)
        if not isinstance(outcome, Unsupported):
            if "clock" in self._lacks:
                _check_own_time(event, self.history.opened)
            else:
                _check_time(event)
            _check_time_zone(event)
            _check_log(event)
        self._keep(self._invariants(self.history))
        self._let_go()
        if isinstance(outcome, Unsupported):
            self._cannot(command)
        return outcome

    def _keep(self, found: Iterable[Violation]) -> None:
        """Keep the first violations, and the first of each invariant."""
        for violation in found:
            is_first = violation.invariant not in {kept.invariant for kept in self.violations}
            if is_first or (len(self.violations) < MOST_VIOLATIONS and violation not in self.violations):
                self.violations.append(violation)

    def _let_go(self) -> None:
        """Keep no large documents of what could be seen before the newest command: there may be as many as commands, of 32 MB each."""
        if len(self.history.events) > 1:
            earlier = self.history.events[-2]
            was_large, self._was_large = self._was_large, holds_large_documents(earlier.after)
            if was_large or self._was_large:
                before, after = without_large_documents(earlier.before), without_large_documents(earlier.after)
                self.history.events[-2] = replace(earlier, before=before, after=after)

    def _cannot(self, command: Command) -> NoReturn:
        name = name_of(command)
        may_lack = self.policy.versions.features_may_be_missing and name not in self.history.unfinished
        about = needed(self.policy, command)
        if may_lack and (isinstance(command, FEATURES) or about & self._lacking()):
            raise NotApplicable(name)
        raise Untestable(missing=name)

    def _hooks(self, command: Command) -> Iterator[Lack]:
        """Tell what a command needs beyond being known."""
        if isinstance(command, AdvanceTime | SetWallClock):
            yield "clock"
        if isinstance(command, AddPhone | BeginSetUp) and self.now.phones.keys() - {command.phone}:
            yield "second_phone"

    def need(self, hook: Lack) -> None:
        """Go on only where an implementation has this hook; raise Untestable where it lacks it."""
        self.asked.add(hook)
        if hook in self._lacks:
            raise Untestable(missing=hook)

    def _lacking(self) -> frozenset[str]:
        """Name the switches and choices that phones may lack, and do. What was turned on or chosen once is not lacking, whatever is shown."""
        done = [event.command for event in self.history.events if isinstance(event.outcome, Done)]
        had = {
            each.toggle if isinstance(each, TurnOn) else each.medium
            for each in done
            if isinstance(each, TurnOn | ChooseUpload)
        }
        return lacking(self.policy, self.now) - had

    def look_for(self, name: str) -> None:
        """Go on where a phone has to have a switch or a choice; raise NotApplicable where it may lack this one, and does."""
        if name in self._lacking():
            raise NotApplicable(name)

    def look_for_option(self, label: str) -> None:
        """Go on where an option of this label has to be there; raise NotApplicable where it belongs to what a phone may lack, and does."""
        if is_of(self.policy, label, self._lacking()):
            raise NotApplicable(f"what {label} is for")

    def controls(self, phone: str) -> tuple[Control, ...]:
        """What a person finds on the pages of a phone."""
        self.need("controls")
        return self.phone(phone).controls

    @property
    def shows_items(self) -> bool:
        """Whether items can be asked for."""
        return "items" not in self._lacks

    def items(self) -> Observation:
        """What can be seen now, with what phones hold and what is stored, item by item."""
        self.need("items")
        return self._implementation.observe(self._id, items=True)

    def must(self, *commands: Command) -> None:
        """Do commands that set a situation up: each has to be done."""
        for command in commands:
            outcome = self.perform(command)
            assert isinstance(outcome, Done), Mismatch(f"{name_of(command)} to be done", plain(outcome))

    def commands(self) -> Iterator[dict[str, object]]:
        """All commands so far, answered or not, as JSON objects."""
        for command in self._sent:
            yield plain(command)

    def outcomes(self) -> Iterator[dict[str, object] | None]:
        """How each of them was answered, as JSON objects; None where it was not."""
        for outcome in self._outcomes:
            yield plain(outcome)

    def close(self) -> None:
        """Close the world."""
        self._implementation.close_world(self._id)


def _check_time(event: Event) -> None:
    """See that time went as the command said: no later step may have to believe the implementation's own clock."""
    is_done = isinstance(event.outcome, Done)
    expected_s = event.command.seconds if isinstance(event.command, AdvanceTime) and is_done else 0
    passed_s = event.after.elapsed_s - event.before.elapsed_s
    if passed_s != expected_s:
        raise BrokenContract(f"{expected_s} s were to pass at {name_of(event.command)}; {passed_s} s did")
    if isinstance(event.command, SetWallClock) and is_done:
        wall_clock = event.command.to
    else:
        wall_clock = later(event.before.wall_clock, expected_s)
    if event.after.wall_clock != wall_clock:
        raise BrokenContract(
            f"the wall clock was to show {wall_clock} after {name_of(event.command)}; it shows {event.after.wall_clock}"
        )


def _check_time_zone(event: Event) -> None:
    """See that the time zone is the one that was set, under the name by which it was."""
    if isinstance(event.command, SetTimeZone) and isinstance(event.outcome, Done):
        expected = event.command.time_zone
    else:
        expected = event.before.time_zone
    if event.after.time_zone != expected:
        name = name_of(event.command)
        raise BrokenContract(f"the time zone was to be {expected!r} after {name}; it is {event.after.time_zone!r}")


MOST_S = 300
"""How long a world may last in which time passes by itself. Nothing that the policy or a scenario waits for is shorter."""


def _check_own_time(event: Event, opened: Observation) -> None:
    """See that elapsed time never runs back, and that so little passed that nothing can have fallen due by itself."""
    before_s, after_s = event.before.elapsed_s, event.after.elapsed_s
    if after_s < before_s:
        raise BrokenContract(f"elapsed time ran back at {name_of(event.command)}: {before_s} s, then {after_s} s")
    if after_s - opened.elapsed_s > MOST_S:
        reason = (
            f"time passes by itself, and in this scenario {after_s - opened.elapsed_s} s did; {MOST_S} s is the most"
        )
        raise Untestable(reason, "clock")


def without_large_documents(seen: Observation) -> Observation:
    """Return an observation in which no large document is shown."""
    accounts = {name: _lighter_account(account) for name, account in seen.accounts.items()}
    phones = {name: _lighter_phone(phone) for name, phone in seen.phones.items()}
    return replace(seen, accounts=accounts, phones=phones)


def _lighter_account(account: Account) -> Account:
    catalogue = None if _is_large(account.catalogue) else account.catalogue
    journal = None if _is_large(account.journal) else account.journal
    return replace(account, catalogue=catalogue, journal=journal, backups=tuple(map(_lighter, account.backups)))


def _lighter_phone(phone: Phone) -> Phone:
    return phone if phone.local_backup is None else replace(phone, local_backup=_lighter(phone.local_backup))


def _lighter(backup: Backup) -> Backup:
    return replace(backup, manifest=None) if _is_large(backup.manifest) else backup


def _documents(seen: Observation) -> Iterator[str | None]:
    for account in seen.accounts.values():
        yield from (account.catalogue, account.journal)
        yield from (backup.manifest for backup in account.backups)
    yield from (phone.local_backup.manifest for phone in seen.phones.values() if phone.local_backup is not None)


def holds_large_documents(seen: Observation) -> bool:
    """Return whether documents are shown that are let go after the next command."""
    return any(map(_is_large, _documents(seen)))


def _is_large(text: str | None) -> bool:
    return text is not None and len(text) > LARGE


@lru_cache(maxsize=1_000)
def later(moment: str, seconds: int) -> str:
    """Tell the moment so many seconds after another, as the contract writes it."""
    return (datetime.fromisoformat(moment) + timedelta(seconds=seconds)).isoformat().replace("+00:00", "Z")


def _check_log(event: Event) -> None:
    """See that the log of transfers only grows."""
    known = event.before.transfers
    if event.after.transfers[: len(known)] != known:
        raise BrokenContract(f"the transfers shown before {name_of(event.command)} are no longer shown as they were")
