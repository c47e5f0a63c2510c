"""Situations: what scenarios begin with. Each builder sets a whole one up, and gives what could be seen of it as `before`."""

from typing import Literal

from pytest_bdd import given

from backupspec.contract.commands import (
    AddPhone,
    AdvanceTime,
    BackUpNow,
    ChooseUpload,
    CreateAccount,
    LetSignInLapse,
    PauseFlowAfter,
    ResumeFlow,
    SetContent,
    SetExternalPower,
    SetNetwork,
    SignIn,
    SignOut,
    TakeCloudDown,
    TurnOn,
)
from backupspec.contract.observations import Observation
from backupspec.contract.terms import Network, SizeBytes, Toggle
from backupspec.steps.backups import APP_PARTS, PART_BYTES, SETTINGS_PARTS, newest
from backupspec.steps.changes import account_of
from backupspec.steps.clock import automatic_every_s
from backupspec.steps.words import Point, one_of, sentence
from backupspec.suite.verdicts import Mismatch
from backupspec.suite.world import World

EVERYTHING = {"everything": True, "nothing": False}


def add(world: World, phone: str, account: str | None = None) -> None:
    """Add a phone, full of content, and sign it in: offline, on battery, nothing turned on."""
    account = account or account_of(phone)
    if account not in world.now.accounts:
        world.must(CreateAccount(account=account))
    world.must(AddPhone(phone=phone))
    for part in SETTINGS_PARTS + APP_PARTS:
        world.must(SetContent(phone=phone, part=part, size_bytes=PART_BYTES))
    world.must(SignIn(phone=phone, account=account))
    seen = world.phone(phone).account
    assert seen == account, Mismatch(f"{phone} signed in with {account}", seen)


def lack(world: World, phone: str, missing: frozenset[str], account: str | None = None) -> Observation:
    """Add a phone that was never backed up and has all that an automatic backup needs, but for what is missing."""
    add(world, phone, account)
    if "Settings backup" not in missing:
        world.must(TurnOn(phone=phone, toggle="settings_backup"))
    if "an account" in missing:
        world.must(SignOut(phone=phone))
    if "a valid sign-in" in missing:
        world.must(LetSignInLapse(account=account_of(phone)))
    if "power" not in missing:
        world.must(SetExternalPower(phone=phone, connected=True))
    if "Wi-Fi" not in missing:
        world.must(SetNetwork(phone=phone, network="wifi"))
    return world.now


def back_up_by_hand(world: World, phone: str) -> None:
    """Make a manual backup, and see that it is there."""
    world.must(BackUpNow(phone=phone))
    made = newest(world, phone)
    assert made is not None, Mismatch(f"a backup of {phone} in OneDrive", "none")
    assert made.trigger == "manual", Mismatch("the newest backup to be a manual one", made)


def backed_up_by_hand(world: World, phone: str, network: Network, *, plugged_in: bool, ago_s: int = 0) -> Observation:
    """Add a phone that was backed up by hand some time ago and has had this network and power since."""
    lack(world, phone, frozenset({"power"}))
    back_up_by_hand(world, phone)
    world.must(SetNetwork(phone=phone, network=network), SetExternalPower(phone=phone, connected=plugged_in))
    world.must(AdvanceTime(seconds=ago_s))
    return world.now


def due_again(world: World, phone: str, missing: frozenset[str]) -> Observation:
    """Add a phone that was backed up so long ago that it is due, and lacks what is missing."""
    backed_up_by_hand(world, phone, "none", plugged_in=False, ago_s=automatic_every_s(world))
    if "power" not in missing:
        world.must(SetExternalPower(phone=phone, connected=True))
    if "Wi-Fi" not in missing:
        world.must(SetNetwork(phone=phone, network="wifi"))
    return world.now


def turn_everything_on(world: World, phone: str) -> None:
    """Turn on every kind of backup that a phone has, and choose the best quality of every upload."""
    toggles: dict[Toggle, bool] = world.phone(phone).toggles
    world.must(TurnOn(phone=phone, toggle="settings_backup"))
    world.must(*(TurnOn(phone=phone, toggle=toggle) for toggle in sorted(toggles)))
    world.must(ChooseUpload(phone=phone, medium="photos", quality="best"))
    world.must(ChooseUpload(phone=phone, medium="videos", quality="best"))


def held_at(world: World, phone: str, point: Point) -> Observation:
    """Let a backup that is held at its first byte go on to a point, see that it is held there, and leave it there."""
    flow = world.phone(phone).flow
    assert flow is not None, Mismatch(f"a backup of {phone} under way", "none")
    if point != 0:
        at: SizeBytes | Literal["commit"] = "commit" if point == "commit" else flow.total_bytes * point // 100
        world.must(PauseFlowAfter(phone=phone, flow="backup", point=at), ResumeFlow(phone=phone, flow="backup"))
    flow = world.phone(phone).flow
    assert flow is not None, Mismatch(f"a backup of {phone} held at {point}", "none")
    assert flow.paused, Mismatch(f"a backup of {phone} held at {point}", flow)
    return world.now


def in_automatic_backup(world: World, phone: str, point: Point) -> Observation:
    """Add a phone that was backed up before and is in the middle of an automatic backup, on Wi-Fi and plugged in."""
    due_again(world, phone, frozenset({"Wi-Fi"}))
    world.must(PauseFlowAfter(phone=phone, flow="backup", point=0), SetNetwork(phone=phone, network="wifi"))
    return held_at(world, phone, point)


def in_manual_backup(world: World, phone: str, point: Point) -> Observation:
    """Leave a phone that was backed up just now in the middle of a manual backup."""
    world.must(PauseFlowAfter(phone=phone, flow="backup", point=0), BackUpNow(phone=phone))
    return held_at(world, phone, point)


@given(sentence("{phone:Phone} lacks only {missing:Missing} for an automatic backup"), target_fixture="before")
def _(world: World, phone: str, missing: frozenset[str]) -> Observation:
    return lack(world, phone, missing)


@given(
    sentence("{phone:Phone}, of {account:Account}, lacks only {missing:Missing} for an automatic backup"),
    target_fixture="before",
)
def _(world: World, phone: str, account: str, missing: frozenset[str]) -> Observation:
    return lack(world, phone, missing, account)


@given(
    sentence("{phone:Phone}, backed up before, lacks only {missing:Missing} for an automatic backup"),
    target_fixture="before",
)
def _(world: World, phone: str, missing: frozenset[str]) -> Observation:
    return due_again(world, phone, missing)


@given(sentence("{phone:Phone} made an automatic backup just now"), target_fixture="before")
def _(world: World, phone: str) -> Observation:
    lack(world, phone, frozenset())
    made = newest(world, phone)
    assert made is not None, Mismatch(f"an automatic backup of {phone} in OneDrive", "none")
    assert made.trigger == "automatic", Mismatch("the newest backup to be an automatic one", made)
    return world.now


@given(
    sentence("{phone:Phone}, on {network:Network} and {power:Power}, was backed up by hand just now"),
    target_fixture="before",
)
def _(world: World, phone: str, network: Network, *, power: bool) -> Observation:
    return backed_up_by_hand(world, phone, network, plugged_in=power)


@given(
    sentence("{phone:Phone}, on {network:Network} and {power:Power}, was backed up by hand {duration:Duration} ago"),
    target_fixture="before",
)
def _(world: World, phone: str, network: Network, duration: int, *, power: bool) -> Observation:
    return backed_up_by_hand(world, phone, network, plugged_in=power, ago_s=duration)


@given(sentence("{phone:Phone} was backed up twice more"), target_fixture="before")
def _(world: World, phone: str) -> Observation:
    back_up_by_hand(world, phone)
    back_up_by_hand(world, phone)
    return world.now


@given(sentence("{phone:Phone}, with everything turned on, was backed up just now"), target_fixture="before")
def _(world: World, phone: str) -> Observation:
    add(world, phone)
    turn_everything_on(world, phone)
    world.must(SetNetwork(phone=phone, network="wifi"), SetExternalPower(phone=phone, connected=True))
    made = newest(world, phone)
    assert made is not None, Mismatch(f"an automatic backup of {phone} in OneDrive", "none")
    return world.now


@given(
    sentence("on {phone:Phone} {everything:Everything} is turned on", Everything=one_of(EVERYTHING)),
    target_fixture="before",
)
def _(world: World, phone: str, *, everything: bool) -> Observation:
    add(world, phone)
    if everything:
        turn_everything_on(world, phone)
    return world.now


@given(
    sentence("{phone:Phone}, backed up before, is at {point:Point} of an automatic backup"),
    target_fixture="before",
)
def _(world: World, phone: str, point: Point) -> Observation:
    return in_automatic_backup(world, phone, point)


@given(sentence("{phone:Phone}, backed up before, is at {point:Point} of a manual backup"), target_fixture="before")
def _(world: World, phone: str, point: Point) -> Observation:
    backed_up_by_hand(world, phone, "wifi", plugged_in=True)
    return in_manual_backup(world, phone, point)


@given(
    sentence("{phone:Phone}, with everything turned on, is at {point:Point} of a manual backup"),
    target_fixture="before",
)
def _(world: World, phone: str, point: Point) -> Observation:
    add(world, phone)
    turn_everything_on(world, phone)
    world.must(SetNetwork(phone=phone, network="wifi"))
    return in_manual_backup(world, phone, point)


@given(
    sentence("an automatic backup of {phone:Phone} failed just now, because OneDrive was down"),
    target_fixture="before",
)
def _(world: World, phone: str) -> Observation:
    due_again(world, phone, frozenset({"Wi-Fi"}))
    world.must(TakeCloudDown(), SetNetwork(phone=phone, network="wifi"))
    attempt = world.phone(phone).last_attempt
    assert attempt is not None, Mismatch("a backup that failed", "no attempt")
    assert attempt.result == "failed", Mismatch("a backup that failed", attempt)
    return world.now


@given(sentence("{phone:Phone} shows a prompt for a new backup"), target_fixture="before")
def _(world: World, phone: str) -> Observation:
    """Three weeks and a second after its last backup, on Wi-Fi and on battery."""
    backed_up_by_hand(world, phone, "wifi", plugged_in=False, ago_s=21 * 86400 + 1)
    prompts = world.phone(phone).prompts
    assert len(prompts) == 1, Mismatch(f"one prompt on {phone}", prompts)
    return world.now
