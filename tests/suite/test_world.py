"""A scenario's world passes commands on, keeps their history, and watches the invariants."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from msgspec.structs import replace

from backupspec import shipped
from backupspec.contract.commands import (
    AddPhone,
    AdvanceTime,
    BackUpNow,
    Command,
    CreateAccount,
    SetContent,
    SetNetwork,
    SignIn,
    TurnOn,
)
from backupspec.contract.content import Content, Item
from backupspec.contract.implementation import BrokenContract, Implementation, Opening, Performed
from backupspec.contract.observations import Observation
from backupspec.contract.outcomes import DONE, UNSUPPORTED, Refused
from backupspec.world.documents import LARGE
from backupspec.world.verdicts import Mismatch, Untestable, Violation
from backupspec.world.world import MOST_VIOLATIONS, History, Invariants, World

POLICY = shipped.profile("windows-phone-8.1")
OPENING = Opening(
    scenario="a test of worlds",
    profile=POLICY.id,
    choices=POLICY.picks(),
    wall_clock="2014-06-02T09:00:00Z",
    time_zone="Europe/London",
    seed=1,
)
ANN = AddPhone(phone="ann")
BACKED_UP = (
    CreateAccount(account="ann@example.com"),
    ANN,
    SetContent(phone="ann", content=Content(settings=(Item(name="photos.upload", value="." * 600),))),
    SignIn(phone="ann", account="ann@example.com"),
    SetNetwork(phone="ann", network="cellular"),
    TurnOn(phone="ann", toggle="settings_backup"),
    BackUpNow(phone="ann"),
)


class Double:
    """The reference, with operations replaced and its worlds counted."""

    def __init__(self, reference: Implementation, **replaced: Callable[..., Any]) -> None:
        self._reference = reference
        self._replaced = replaced
        self.open: set[str] = set()
        self.observed = 0

    def open_world(self, opening: Opening) -> str:
        """Open a world."""
        world = self._reference.open_world(opening)
        self.open.add(world)
        return world

    def perform(self, world: str, commands: Sequence[Command], *, observe: bool = False) -> Performed:
        """Do commands."""
        perform = self._replaced.get("perform", self._reference.perform)
        return perform(world, commands, observe=observe)  # type: ignore[no-any-return]

    def observe(self, world: str) -> Any:
        """Show a world."""
        self.observed += 1
        return self._replaced.get("observe", self._reference.observe)(world)

    def close_world(self, world: str) -> None:
        """Close a world."""
        self.open.remove(world)
        self._replaced.get("close_world", self._reference.close_world)(world)


def silent(_history: History) -> Iterator[Violation]:
    """Find nothing."""
    return iter(())


def opened(implementation: object, invariants: Invariants = silent) -> World:
    """Open a world."""
    return World(implementation, OPENING, POLICY, invariants)  # type: ignore[arg-type]


def test_a_new_world(reference: Implementation) -> None:
    """A new world shows what can be seen, and has no history."""
    world = opened(reference)

    assert world.now.wall_clock == OPENING.wall_clock
    assert (world.history.events, world.violations, list(world.commands())) == ([], [], [])


def test_history(reference: Implementation) -> None:
    """Each command is kept with its outcome and with what could be seen before and after, refusals included."""
    world = opened(reference)

    outcomes = [world.perform(ANN), world.perform(ANN)]

    assert outcomes == [DONE, Refused(reason="already_exists")]
    first, second = world.history.events
    assert (first.command, first.outcome) == (ANN, DONE)
    assert (first.before, first.after) == (world.history.opened, second.before)
    assert sorted(second.after.phones) == ["ann"]
    assert world.now is second.after


def test_asks_again_only_if_nothing_was_shown(reference: Implementation) -> None:
    """An observation that comes with the outcomes spares a round trip; one that doesn't is asked for."""

    def bare(world: str, commands: Sequence[Command], **_: bool) -> Performed:
        return reference.perform(world, commands)

    giving, bare_one = Double(reference), Double(reference, perform=bare)
    for double in (giving, bare_one):
        world = opened(double)
        world.must(ANN)
        assert "ann" in world.now.phones

    assert (giving.observed, bare_one.observed) == (1, 2)


def test_must_takes_no_refusal(reference: Implementation) -> None:
    """What sets a situation up has to be done; otherwise it speaks against the implementation, naming the command."""
    world = opened(reference)
    world.must(ANN)

    with pytest.raises(AssertionError) as caught:
        world.must(CreateAccount(account="ann@example.com"), ANN, AdvanceTime(seconds=5))

    [mismatch] = caught.value.args
    assert isinstance(mismatch, Mismatch)
    assert mismatch.expected == "add_phone to be done"
    assert "already_exists" in mismatch.actual
    assert world.now.elapsed_s == 0


def test_an_unsupported_command_is_untestable(reference: Implementation) -> None:
    """A command that the implementation doesn't know ends the scenario without a verdict on it, and stays in the history."""

    def perform(world: str, commands: Sequence[Command], **named: bool) -> Performed:
        performed = reference.perform(world, commands, **named)
        return replace(performed, outcomes=(UNSUPPORTED,)) if isinstance(commands[0], AdvanceTime) else performed

    world = opened(Double(reference, perform=perform))
    world.must(ANN)

    with pytest.raises(Untestable) as caught:
        world.perform(AdvanceTime(seconds=1))
    assert caught.value.missing == "advance_time"

    assert [event.outcome for event in world.history.events] == [DONE, UNSUPPORTED]


def test_commands_that_were_never_answered_are_told(reference: Implementation) -> None:
    """The trace holds the command during which the implementation broke."""

    def perform(*_: object, **__: object) -> Performed:
        raise BrokenContract("gone")

    world = opened(Double(reference, perform=perform))

    with pytest.raises(BrokenContract, match="gone"):
        world.perform(SetNetwork(phone="ann", network="wifi"))

    assert list(world.commands()) == [{"command": "set_network", "phone": "ann", "network": "wifi"}]
    assert list(world.outcomes()) == [None]
    assert world.history.events == []


def test_the_trace_is_plain_json(reference: Implementation) -> None:
    """All commands are told in order, as anyone could send them."""
    world = opened(reference)
    world.must(ANN)
    world.perform(TurnOn(phone="nobody", toggle="app_backup"))

    assert list(world.commands()) == [
        {"command": "add_phone", "phone": "ann"},
        {"command": "turn_on", "phone": "nobody", "toggle": "app_backup"},
    ]
    assert list(world.outcomes()) == [{"outcome": "done"}, {"outcome": "refused", "reason": "no_such_phone"}]


def test_invariants_are_asked_after_each_command(reference: Implementation) -> None:
    """What an invariant finds is kept, once, and doesn't end the scenario."""
    asked: list[int] = []
    violation = Violation(invariant="I0", clause="XX-01", expected="this", actual="that")

    def invariants(history: History) -> Iterator[Violation]:
        asked.append(len(history.events))
        if len(history.events) > 1:
            yield violation

    world = opened(reference, invariants)
    for _ in range(3):
        world.must(AdvanceTime(seconds=1))

    assert asked == [1, 2, 3]
    assert world.violations == [violation]


def test_many_violations_of_one_invariant_hide_no_other(reference: Implementation) -> None:
    """However often one invariant is broken, the first violation of another is kept: it might not be waived."""

    def invariants(history: History) -> Iterator[Violation]:
        at = len(history.events)
        yield Violation(invariant="I0", clause="XX-01", expected="this", actual=str(at))
        if at > MOST_VIOLATIONS + 1:
            yield Violation(invariant="I1", clause="XX-02", expected="this", actual=str(at))

    world = opened(reference, invariants)
    for _ in range(MOST_VIOLATIONS + 3):
        world.must(AdvanceTime(seconds=1))

    assert [each.invariant for each in world.violations] == ["I0"] * MOST_VIOLATIONS + ["I1"]


def test_phones_and_accounts_by_name(reference: Implementation) -> None:
    """A phone or an account that is there is shown; one that isn't speaks against the implementation."""
    world = opened(reference)
    world.must(ANN, CreateAccount(account="ann@example.com"))
    assert world.phone("ann").network == "none"
    assert world.account("ann@example.com").backups == ()

    for look, expected in (
        (lambda: world.phone("ben"), "expected ben among the phones; actual ann"),
        (lambda: world.account("ben"), "expected ben among the accounts; actual ann@example.com"),
    ):
        with pytest.raises(AssertionError) as caught:
            look()
        assert str(caught.value.args[0]) == expected


def test_close(reference: Implementation) -> None:
    """A world that is closed is closed in the implementation."""
    double = Double(reference)
    world = opened(double)
    assert len(double.open) == 1

    world.close()

    assert double.open == set()


def broken(*_: object) -> None:
    """Break the contract."""
    raise BrokenContract("no observation")


@pytest.mark.parametrize("closing", [lambda _: None, broken], ids=["closes", "does-not-close"])
def test_a_world_that_cannot_be_seen_is_closed(reference: Implementation, closing: Callable[..., None]) -> None:
    """A world whose first observation breaks the contract is not left open, and what broke first is told."""
    double = Double(reference, observe=broken, close_world=closing)

    with pytest.raises(BrokenContract, match="no observation"):
        opened(double)

    assert double.open == set()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            lambda seen: replace(seen, elapsed_s=seen.elapsed_s + 3600),
            r"3600 s were to pass at advance_time; 7200 s did",
        ),
        (
            lambda seen: replace(seen, wall_clock="2014-06-02T11:00:00Z"),
            r"the wall clock was to show 2014-06-02T10:00:00Z",
        ),
        (
            lambda seen: replace(seen, time_zone="Europe/Berlin"),
            r"the time zone was to be 'Europe/London' after advance_time; it is 'Europe/Berlin'",
        ),
        (lambda seen: replace(seen, transfers=()), r"the transfers shown before advance_time are no longer shown"),
    ],
    ids=["elapsed-time", "wall-clock", "time-zone", "transfers"],
)
def test_no_word_of_an_implementation_is_taken_for_time_or_log(
    reference: Implementation, change: Callable[[Observation], Observation], told: str
) -> None:
    """Time goes as it was told to, and what was sent stays sent: a scenario is never led by the implementation's own clock."""

    def perform(world: str, commands: Sequence[Command], **named: bool) -> Performed:
        performed = reference.perform(world, commands, **named)
        if not isinstance(commands[0], AdvanceTime) or performed.observation is None:
            return performed
        return replace(performed, observation=change(performed.observation))

    def backed_up(implementation: Implementation) -> World:
        world = opened(implementation)
        world.must(*BACKED_UP)
        return world

    backed_up(reference).must(AdvanceTime(seconds=3600))

    with pytest.raises(BrokenContract, match=told):
        backed_up(Double(reference, perform=perform)).perform(AdvanceTime(seconds=3600))


def test_large_documents_are_kept_as_long_as_they_are_new(reference: Implementation) -> None:
    """What was shown before and after the newest command is there as it was; of earlier ones, large documents are let go and all else stays."""
    text = "." * (LARGE + 1)

    def perform(world: str, commands: Sequence[Command], *, observe: bool = False) -> Performed:
        """Show large documents, wherever documents are."""
        performed = reference.perform(world, commands, observe=observe)
        seen = performed.observation
        assert seen is not None
        accounts = {
            name: replace(
                account, catalogue=text, backups=tuple(replace(each, manifest=text) for each in account.backups)
            )
            for name, account in seen.accounts.items()
        }
        phones = {
            name: replace(phone, local_backup=replace(phone.local_backup, manifest=text))
            if phone.local_backup is not None
            else phone
            for name, phone in seen.phones.items()
        }
        return replace(performed, observation=replace(seen, accounts=accounts, phones=phones))

    world = opened(Double(reference, perform=perform))
    world.must(*BACKED_UP, AdvanceTime(seconds=1), AdvanceTime(seconds=1))

    *_, earlier, newest = world.history.events
    for seen in (newest.before, newest.after):
        assert documents_in(seen) == [text, text, text]
    assert documents_in(earlier.before) == documents_in(earlier.after) == [None, None, None]
    assert [backup.id for backup in earlier.after.accounts["ann@example.com"].backups] == ["backup-1"]
    assert all(documents_in(event.after).count(text) == 0 for event in world.history.events[:-1])
    world.close()


def documents_in(seen: Observation) -> list[str | None]:
    """List the documents that are shown."""
    copies = [phone.local_backup for phone in seen.phones.values() if phone.local_backup is not None]
    lying = [backup for account in seen.accounts.values() for backup in account.backups]
    return [*(account.catalogue for account in seen.accounts.values()), *(each.manifest for each in (*lying, *copies))]
