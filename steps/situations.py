"""Situations: what scenarios begin with. Each builder sets a whole one up, and gives what could be seen of it as `before`."""

from typing import Literal

from pytest_bdd import given

from backupspec.contract.commands import (
    AddPhone,
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
from backupspec.contract.terms import FlowKind, Network, Part, SizeBytes, Toggle, Trigger
from backupspec.policy import durations
from backupspec.steps import telling
from backupspec.steps.backups import backups_of, kinds, newest, newest_at, not_ended
from backupspec.steps.changes import account_of
from backupspec.steps.clock import automatic_every_s, let_pass
from backupspec.steps.whole_phones import APP_PARTS, SETTINGS_PARTS, full
from backupspec.steps.words import Point, one_of, sentence
from backupspec.world.verdicts import Mismatch
from backupspec.world.world import World

HELD = {"without apps": SETTINGS_PARTS, "of all ten kinds of things": SETTINGS_PARTS + APP_PARTS}


def add_signed_out(world: World, phone: str, account: str) -> None:
    """Add a phone, full of content, and an account for it: nobody signed in, offline, on battery, nothing turned on."""
    if account not in world.now.accounts:
        world.must(CreateAccount(account=account))
    world.must(AddPhone(phone=phone))
    world.must(SetContent(phone=phone, content=full(phone)))


def add(world: World, phone: str, account: str | None = None) -> None:
    """Add a phone, full of content, and sign it in: offline, on battery, nothing turned on."""
    account = account or account_of(phone)
    add_signed_out(world, phone, account)
    world.must(SignIn(phone=phone, account=account))
    seen = world.phone(phone).account
    assert seen == account, Mismatch(f"{phone} signed in with {account}", f"signed in with {seen or 'no account'}")


def connect(world: World, phone: str, network: Network, *, plugged_in: bool) -> None:
    """Give a phone this network and power, where it hasn't them."""
    seen = world.phone(phone)
    if seen.external_power != plugged_in:
        world.must(SetExternalPower(phone=phone, connected=plugged_in))
    if seen.network != network:
        world.must(SetNetwork(phone=phone, network=network))


def lack(world: World, phone: str, missing: frozenset[str], account: str | None = None) -> Observation:
    """Add a phone that was never backed up and has all that an automatic backup needs, but for what is missing."""
    add(world, phone, account)
    if "Settings backup" not in missing:
        world.must(TurnOn(phone=phone, toggle="settings_backup"))
    if "an account" in missing:  # signed in up to now: somewhere nothing can be turned on without an account
        world.must(SignOut(phone=phone))
    if "a valid sign-in" in missing:
        world.must(LetSignInLapse(account=account_of(phone)))
    connect(world, phone, "none" if "Wi-Fi" in missing else "wifi", plugged_in="power" not in missing)
    return world.now


def see_newest(world: World, phone: str, trigger: Trigger) -> None:
    """See that the newest backup of a phone in OneDrive is there, and what set it off."""
    made = newest(world, phone)
    came = telling.named([made] if made else [])
    place = newest_at(world, phone)
    assert made is not None, Mismatch(f"a backup of {phone} in OneDrive", came, place)
    assert made.trigger == trigger, Mismatch(
        f"the newest backup of {phone} to be {telling.ADJECTIVES[trigger]}", came, place
    )


def back_up(world: World, phone: str) -> None:
    """Make a manual backup, and see that it is there."""
    world.must(BackUpNow(phone=phone))
    see_newest(world, phone, "manual")


def backed_up(world: World, phone: str, network: Network, *, plugged_in: bool, ago_s: int = 0) -> Observation:
    """Add a phone that made a manual backup some time ago and has had this network and power since."""
    lack(world, phone, frozenset({"power"}))
    back_up(world, phone)
    connect(world, phone, network, plugged_in=plugged_in)
    let_pass(world, ago_s)
    return world.now


def local_copy(world: World, phone: str, held: tuple[Part, ...]) -> None:
    """Add a phone, on Wi-Fi and on battery, that made a manual backup, and see that it keeps a local copy that holds this."""
    lack(world, phone, frozenset({"power"}))
    if set(APP_PARTS) <= set(held):
        world.must(TurnOn(phone=phone, toggle="app_backup"))
    back_up(world, phone)
    copy = world.phone(phone).local_backup
    assert kinds(copy) == sorted(held), Mismatch(
        f"a local copy on {phone}: {telling.holding(sorted(held))}",
        telling.holding(kinds(copy)),
        telling.copy_at(phone, copy),
    )


def due_again(world: World, phone: str, missing: frozenset[str]) -> Observation:
    """Add a phone that was backed up so long ago that it is due, and lacks what is missing."""
    backed_up(world, phone, "none", plugged_in=False, ago_s=automatic_every_s(world))
    connect(world, phone, "none" if "Wi-Fi" in missing else "wifi", plugged_in="power" not in missing)
    return world.now


def turn_everything_on(world: World, phone: str) -> None:
    """Turn on every kind of backup that a phone has, and choose the best quality of every upload that it has."""
    first: Toggle = "settings_backup"  # App backup needs it
    others = sorted(world.phone(phone).toggles.keys() - {first})
    world.must(*(TurnOn(phone=phone, toggle=toggle) for toggle in (first, *others)))
    uploads = sorted(world.phone(phone).uploads)
    world.must(*(ChooseUpload(phone=phone, medium=medium, quality="best") for medium in uploads))


def held_at(world: World, phone: str, point: Point, kind: FlowKind = "backup") -> Observation:
    """Let a backup, or a restore, that is held at its first byte go on to a point, see that it is held there, and leave it there."""
    flow = world.phone(phone).flow
    assert flow is not None, Mismatch(f"a {kind} on {phone} under way", "none")
    if point != 0:
        at: SizeBytes | Literal["commit"] = "commit" if point == "commit" else flow.total_bytes * point // 100
        world.must(PauseFlowAfter(phone=phone, flow=kind, point=at), ResumeFlow(phone=phone, flow=kind))
    flow = world.phone(phone).flow
    held = flow is not None and flow.paused and flow.kind == kind
    shown = "its very end" if point == "commit" else f"{point} %"
    assert held, Mismatch(f"a {kind}, held up at {shown}", telling.progress(flow))
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
@given(
    sentence("{phone:Phone}, with Settings backup alone, lacks only {missing:Missing} for an automatic backup"),
    target_fixture="before",
)
@given(
    sentence("{phone:Phone}, never backed up, lacks only {missing:Missing} for an automatic backup"),
    target_fixture="before",
)
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
    see_newest(world, phone, "automatic")
    return world.now


@given(
    sentence("{phone:Phone}, on {network:Network} and {power:Power}, made a manual backup just now"),
    target_fixture="before",
)
def _(world: World, phone: str, network: Network, *, power: bool) -> Observation:
    return backed_up(world, phone, network, plugged_in=power)


@given(
    sentence("{phone:Phone}, on {network:Network} and {power:Power}, made a manual backup {duration:Duration} ago"),
    target_fixture="before",
)
def _(world: World, phone: str, network: Network, duration: int, *, power: bool) -> Observation:
    return backed_up(world, phone, network, plugged_in=power, ago_s=duration)


@given(
    sentence(
        "{phone:Phone}, of {account:Account}, on {network:Network} and {power:Power}, made a manual backup just now"
    ),
    target_fixture="before",
)
def _(world: World, phone: str, account: str, network: Network, *, power: bool) -> Observation:
    lack(world, phone, frozenset({"power"}), account)
    back_up(world, phone)
    connect(world, phone, network, plugged_in=power)
    return world.now


@given(
    sentence("{phone:Phone}, on {network:Network} and {power:Power}, has a local copy {held:Held}", Held=one_of(HELD)),
    target_fixture="before",
)
def _(world: World, phone: str, network: Network, held: tuple[Part, ...], *, power: bool) -> Observation:
    local_copy(world, phone, held)
    connect(world, phone, network, plugged_in=power)
    return world.now


@given(
    sentence("{phone:Phone}, with a local copy {held:Held}, is at {point:Point} of a manual backup", Held=one_of(HELD)),
    target_fixture="before",
)
def _(world: World, phone: str, held: tuple[Part, ...], point: Point) -> Observation:
    """On Wi-Fi and on battery."""
    local_copy(world, phone, held)
    return in_manual_backup(world, phone, point)


@given(
    sentence("{phone:Phone}, on Wi-Fi and on battery, made as many manual backups as are kept"),
    target_fixture="before",
)
def _(world: World, phone: str) -> Observation:
    lack(world, phone, frozenset({"power"}))
    kept = int(world.policy.picked("backups_kept"))
    for _ in range(kept):
        back_up(world, phone)
    came = len(backups_of(world.now, phone))
    assert came == kept, Mismatch(telling.counted(kept, "complete backup"), telling.counted(came, "backup"))
    return world.now


@given(sentence("{phone:Phone} made two more manual backups"), target_fixture="before")
def _(world: World, phone: str) -> Observation:
    back_up(world, phone)
    back_up(world, phone)
    return world.now


@given(sentence("{phone:Phone}, with all options on, made an automatic backup just now"), target_fixture="before")
def _(world: World, phone: str) -> Observation:
    add(world, phone)
    turn_everything_on(world, phone)
    connect(world, phone, "wifi", plugged_in=True)
    see_newest(world, phone, "automatic")
    return world.now


@given(sentence("nobody has ever signed in on {phone:Phone}"), target_fixture="before")
def _(world: World, phone: str) -> Observation:
    add_signed_out(world, phone, account_of(phone))
    return world.now


@given(
    sentence("on {phone:Phone} all options are {on:State}"),
    target_fixture="before",
)
def _(world: World, phone: str, *, on: bool) -> Observation:
    add(world, phone)
    if on:
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
    backed_up(world, phone, "wifi", plugged_in=True)
    return in_manual_backup(world, phone, point)


@given(
    sentence("{phone:Phone}, with all options on, is at {point:Point} of a manual backup"),
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
    failed = attempt is not None and attempt.result == "failed"
    assert failed, not_ended(phone, "an automatic backup that failed", attempt)
    return world.now


@given(sentence("{phone:Phone} shows a prompt for a new backup"), target_fixture="before")
def _(world: World, phone: str) -> Observation:
    """A second after its last backup has the age at which the policy has a prompt, on Wi-Fi and on battery."""
    backed_up(world, phone, "wifi", plugged_in=False, ago_s=durations.seconds(world.policy.reminder.after) + 1)
    prompts = world.phone(phone).prompts
    assert len(prompts) == 1, Mismatch(f"1 prompt on {phone}", telling.counted(len(prompts), "prompt"))
    return world.now
