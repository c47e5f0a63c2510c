"""A device that lacks a hook: what needs it is untestable, by its name; everything else is judged as ever."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, get_args

import pytest
from msgspec.structs import replace

from backupspec import shipped
from backupspec.contract.commands import (
    AddPhone,
    AdvanceTime,
    BeginSetUp,
    ChooseUpload,
    Command,
    CutNetworkAfter,
    ReceiveMessages,
    SendMessages,
    SetWallClock,
    TakeCloudDown,
    TakePhoto,
    TakeVideo,
    TurnOff,
    TurnOn,
    tag,
)
from backupspec.contract.implementation import About, BrokenContract, Lack, Opening, Performed
from backupspec.contract.observations import Observation, Phone
from backupspec.contract.outcomes import UNSUPPORTED, Outcome
from backupspec.gherkin.definitions import load
from backupspec.gherkin.features import Scenario
from backupspec.suite import bare, strength
from backupspec.suite.setting import Setting
from backupspec.targets.reaching import reach
from backupspec.world.opening import opening
from backupspec.world.verdicts import Result, Untestable
from backupspec.world.world import MOST_S, World

POLICY = shipped.profile("windows-phone-8.1")


class Device:
    """The reference as a real device has it: what it lacks cannot be done or seen, and without a clock time passes by itself."""

    def __init__(self, *lacks: Lack, pace_s: int = 3) -> None:
        self._reference = reach("reference")
        self._lacks = lacks
        self._pace_s = pace_s

    def about(self) -> About:
        """Say what this is."""
        return replace(self._reference.about(), lacks=self._lacks)

    def open_world(self, asked: Opening) -> str:
        """Open a world: without a clock, at a time of the device's own."""
        today = replace(asked, wall_clock="2026-11-25T07:00:13Z")
        return self._reference.open_world(today if "clock" in self._lacks else asked)

    def perform(self, world: str, commands: Sequence[Command], *, observe: bool = False) -> Performed:
        """Do what can be done."""
        outcomes = tuple(self._outcome(world, command) for command in commands)
        return Performed(outcomes=outcomes, observation=self.observe(world) if observe else None)

    def _outcome(self, world: str, command: Command) -> Outcome:
        self._pass(world)
        if "clock" in self._lacks and isinstance(command, AdvanceTime | SetWallClock):
            return UNSUPPORTED
        if "second_phone" in self._lacks and isinstance(command, AddPhone | BeginSetUp):
            there = self._reference.observe(world).phones
            if there.keys() - {command.phone}:
                return UNSUPPORTED
        return self._reference.perform(world, [command]).outcomes[0]

    def _pass(self, world: str) -> None:
        if "clock" in self._lacks:
            self._reference.perform(world, [AdvanceTime(seconds=self._pace_s)])

    def observe(self, world: str, *, items: bool = False) -> Observation:
        """Show what can be shown."""
        self._pass(world)
        seen = self._reference.observe(world, items=items and "items" not in self._lacks)
        if "controls" not in self._lacks:
            return seen
        return replace(seen, phones={name: replace(phone, controls=()) for name, phone in seen.phones.items()})

    def close_world(self, world: str) -> None:
        """Close a world."""
        self._reference.close_world(world)


ALL: tuple[Lack, ...] = ("clock", "controls", "items", "second_phone")


class Without:
    """The reference, whose adapter can't be given one command yet and says so."""

    def __init__(self, kind: type[Command]) -> None:
        self._reference = reach("reference")
        self._kind = kind

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reference, name)

    def about(self) -> About:
        """Say what this is."""
        return replace(self._reference.about(), unfinished=(tag(self._kind.__name__),))

    def perform(self, world: str, commands: Sequence[Command], *, observe: bool = False) -> Performed:
        """Do what can be done."""
        outcomes = tuple(
            UNSUPPORTED if isinstance(command, self._kind) else self._reference.perform(world, [command]).outcomes[0]
            for command in commands
        )
        return Performed(outcomes=outcomes, observation=self._reference.observe(world) if observe else None)


@lru_cache
def needed() -> tuple[tuple[Scenario, tuple[str, ...]], ...]:
    """List every scenario with what it needs."""
    setting, definitions = Setting(reach("reference"), POLICY), load("backupspec.steps")
    return tuple((each, tuple(setting.needs(each, definitions))) for each in strength.catalogue().scenarios)


OFTEN = (CutNetworkAfter, SetWallClock, TakeCloudDown, BeginSetUp)
"""Commands that real devices lack. The others are tried where there is time."""


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(kind, id=tag(kind.__name__), marks=() if kind in OFTEN else pytest.mark.exhaustive)
        for kind in get_args(Command)
    ],
)
def test_without_a_command_nothing_fails(kind: type[Command]) -> None:
    """Whatever command is unfinished, what needs it is untestable and names it, or passes without it."""
    asking = [each for each, needs in needed() if tag(kind.__name__) in needs]

    results = bare.run(Setting(Without(kind), POLICY), asking, load("backupspec.steps"))

    assert {each.verdict for each in results} <= {"passed", "untestable"}
    untestable = [each for each in results if each.verdict == "untestable"]
    assert untestable or kind not in OFTEN
    assert {each.failure.missing for each in untestable if each.failure} <= {tag(kind.__name__)}


def judged(*lacks: Lack) -> tuple[Result, ...]:
    """Judge a device by every scenario that applies."""
    setting = Setting(Device(*lacks), POLICY)
    return bare.run(setting, strength.catalogue().scenarios, load("backupspec.steps"))


@pytest.mark.parametrize("lacks", [(), ("clock",), ("controls",), ("items",), ("second_phone",), ALL], ids=str)
def test_a_device_that_keeps_the_policy_breaks_no_clause(lacks: tuple[Lack, ...]) -> None:
    """Whatever hook it lacks, no scenario fails or errs; those that are untestable name one that it lacks, and others still pass."""
    results = judged(*lacks)

    verdicts = Counter(each.verdict for each in results)
    assert verdicts.keys() <= {"passed", "untestable"}
    assert verdicts["passed"] > 150
    missing = Counter(each.failure.missing for each in results if each.verdict == "untestable" and each.failure)
    assert set(missing) == set(lacks)


class _Veiled(Device):
    """A device that does not show what lies in OneDrive message by message."""

    def observe(self, world: str, *, items: bool = False) -> Observation:
        """Show what can be shown."""
        seen = super().observe(world, items=items)
        accounts = {name: replace(account, stored_messages=None) for name, account in seen.accounts.items()}
        return replace(seen, accounts=accounts)


@pytest.mark.parametrize(("device", "verdict"), [(Device(), "passed"), (_Veiled(), "untestable")], ids=["shown", "not"])
def test_what_lies_in_onedrive_of_messages(device: Device, verdict: str) -> None:
    """Whether stored messages can be read is untestable where they are not shown; what else is said of them is still judged (TXT-01)."""
    asked = [each for each in strength.catalogue().scenarios if each.id in {"TXT-01.13/talks", "TXT-06.01"}]

    results = bare.run(Setting(device, POLICY), asked, load("backupspec.steps"))

    assert {each.id: each.verdict for each in results} == {"TXT-01.13/talks": verdict, "TXT-06.01": "passed"}


def test_what_a_scenario_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a scenario needs is told whole, not only up to where it ended: every command, and every hook."""
    setting = Setting(Device("clock"), POLICY)
    asked = next(each for each in strength.catalogue().scenarios if each.id == "REM-01.01")
    definitions = load("backupspec.steps")
    [result] = bare.run(setting, [asked], definitions)
    assert result.failure is not None
    assert result.failure.missing == "clock"

    needs = setting.needs(asked, definitions)

    assert {"clock", "advance_time", "back_up_now", "add_phone"} <= set(needs)
    assert "second_phone" not in needs
    assert list(needs) == sorted(needs)


def test_without_a_clock_a_world_may_not_last() -> None:
    """As long as little time has passed by itself, a world is judged; after that nobody knows what may have fallen due."""
    setting = Setting(Device("clock", pace_s=100), POLICY)
    world = World(
        setting.implementation, opening(POLICY, "a test"), POLICY, lambda _: (), frozenset(), frozenset({"clock"})
    )
    world.perform(AddPhone(phone="ann"))
    assert world.now.elapsed_s <= MOST_S

    with pytest.raises(Untestable, match="time passes by itself, and in this scenario") as caught:
        world.perform(AddPhone(phone="ben"))

    assert caught.value.missing == "clock"


def test_without_a_clock_time_does_not_run_back() -> None:
    """Time that passes by itself still never runs back."""
    device = Device("clock")
    world = World(device, opening(POLICY, "a test"), POLICY, lambda _: (), frozenset(), frozenset({"clock"}))
    world.perform(AddPhone(phone="ann"))
    assert world.now.elapsed_s > 0

    observe = device.observe
    device.observe = lambda world, *, items=False: replace(observe(world, items=items), elapsed_s=0)  # type: ignore[method-assign]

    with pytest.raises(BrokenContract, match="elapsed time ran back at add_phone"):
        world.perform(AddPhone(phone="ben"))


def test_a_clock_that_is_there_is_held_to_it() -> None:
    """Who does not say that it lacks a clock breaks the contract when time passes by itself."""
    world = World(Device("clock"), opening(POLICY, "a test"), POLICY, lambda _: ())

    with pytest.raises(BrokenContract, match="0 s were to pass at add_phone"):
        world.perform(AddPhone(phone="ann"))


class Lesser:
    """A phone of Windows Phone 8 that lacks features, as it may: it shows nothing of them, and none of their commands is supported."""

    def __init__(self, *lacks: str, shows: bool = False, does: bool = False) -> None:
        self._reference = reach("reference")
        self._lacks = frozenset(lacks)
        self._shows = shows
        self._does = does
        policy = shipped.profile("windows-phone-8")
        self._labels = {control.label for control in policy.controls if control.sets in self._lacks}
        self._labels |= {"Photos + videos"} if {"photos", "videos"} <= self._lacks else set()
        self._labels |= {"Text messages"} if {"text_message_backup", "chat_backup"} <= self._lacks else set()
        self._kinds = {kind for toggle in policy.toggles if toggle.id in self._lacks for kind in toggle.saves}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reference, name)

    def perform(self, world: str, commands: Sequence[Command], *, observe: bool = False) -> Performed:
        """Do what this phone can do."""
        outcomes = tuple(
            UNSUPPORTED if self._is_missing(command) else self._reference.perform(world, [command]).outcomes[0]
            for command in commands
        )
        return Performed(outcomes=outcomes, observation=self.observe(world) if observe else None)

    def _is_missing(self, command: Command) -> bool:
        match command:
            case _ if self._does:
                return False
            case TurnOn(toggle=name) | TurnOff(toggle=name) | ChooseUpload(medium=name):
                return name in self._lacks
            case ReceiveMessages(messages=messages) | SendMessages(messages=messages):
                return any(message.kind in self._kinds for message in messages)
            case TakePhoto():
                return "photos" in self._lacks
            case TakeVideo():
                return "videos" in self._lacks
            case _:
                return False

    def observe(self, world: str, *, items: bool = False) -> Observation:
        """Show what there is."""
        seen = self._reference.observe(world, items=items)
        return replace(seen, phones={name: self._less(phone) for name, phone in seen.phones.items()})

    def _less(self, phone: Phone) -> Phone:
        controls = tuple(control for control in phone.controls if control.label not in self._labels)
        if self._shows:
            return replace(phone, controls=controls)
        toggles = {name: value for name, value in phone.toggles.items() if name not in self._lacks}
        uploads = {name: value for name, value in phone.uploads.items() if name not in self._lacks}
        return replace(phone, controls=controls, toggles=toggles, uploads=uploads)


TEXTS, MEDIA, CHATS = ("chat_backup", "text_message_backup"), ("photos", "videos"), ("chat_backup",)


@pytest.mark.parametrize("lacks", [CHATS, TEXTS, MEDIA, ("videos",), (*TEXTS, *MEDIA)], ids=str)
def test_what_a_phone_may_lack_is_not_applicable(lacks: tuple[str, ...]) -> None:
    """A phone of Windows Phone 8 that lacks a feature breaks no clause (VER-03): what is about the feature does not apply, all else passes."""
    setting = Setting(Lesser(*lacks), shipped.profile("windows-phone-8"))

    results = bare.run(setting, strength.catalogue().scenarios, load("backupspec.steps"))

    assert {each.id: each.failure for each in results if each.verdict not in {"passed", "not_applicable"}} == {}
    verdicts = Counter(each.verdict for each in results)
    assert verdicts["passed"] > 350
    assert verdicts["not_applicable"] >= 5


def test_what_is_left_of_a_feature_is_asked_for() -> None:
    """A phone that shows how a switch stands has to show the switch: only one that has nothing of a feature lacks it."""
    setting = Setting(Lesser(*MEDIA, shows=True), shipped.profile("windows-phone-8"))
    asked = [each for each in strength.catalogue().scenarios if each.id in {"PHO-04.01", "PHO-04.02"}]

    results = bare.run(setting, asked, load("backupspec.steps"))

    assert [each.verdict for each in results] == ["failed", "failed"]


def test_what_can_be_turned_on_is_not_lacking() -> None:
    """A phone on which an upload can be chosen has to show the choice: it can't be lacking."""
    asked = [each for each in strength.catalogue().scenarios if each.id == "PHO-04.04/photos"]

    def verdict(phone: Lesser) -> str:
        [result] = bare.run(Setting(phone, shipped.profile("windows-phone-8")), asked, load("backupspec.steps"))
        return result.verdict

    assert verdict(Lesser(*MEDIA)) == "not_applicable"
    assert verdict(Lesser(*MEDIA, does=True)) == "failed"


def test_where_nothing_may_be_missing_it_fails() -> None:
    """A phone of Windows Phone 8.1 that lacks a page of it fails: none of its features may be missing."""
    asked = [each for each in strength.catalogue().scenarios if each.id == "PHO-04.01"]

    [result] = bare.run(Setting(Lesser(*MEDIA), POLICY), asked, load("backupspec.steps"))

    assert result.verdict == "failed"
