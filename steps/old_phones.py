"""Phones that were backed up, and what became of them since: what a new phone is set up from."""

from msgspec.structs import replace
from pytest_bdd import given

from backupspec.contract.commands import (
    AddPhone,
    BackUpNow,
    ChooseUpload,
    Command,
    CreateAccount,
    DeleteBackups,
    ResetPhone,
    SetContent,
    SetNetwork,
    SignIn,
    SignOut,
    TurnOff,
    TurnOn,
    TurnPhoneOff,
    TurnPhoneOn,
)
from backupspec.contract.content import Content, Item
from backupspec.contract.observations import Observation
from backupspec.contract.terms import Part
from backupspec.steps.backups import backups_of
from backupspec.steps.changes import account_of
from backupspec.steps.situations import in_manual_backup
from backupspec.steps.telling import counted, progress
from backupspec.steps.whole_phones import full
from backupspec.steps.words import Point, one_of, sentence
from backupspec.world.verdicts import Mismatch
from backupspec.world.world import World

TIMES = {"once": 1, "twice": 2, "three times": 3, "ten times": 10, "a hundred times": 100}


def content_at(phone: str, number: int) -> Content:
    """Tell what is on a phone when it makes its backup of this number: each time something else of most kinds."""
    content = full(phone)
    if number == 1:
        return content
    more = {part: (*(getattr(content, part) or ()), item) for part, item in _one_more(phone, number).items()}
    progress_ = tuple(Item(name=each.name, value=f"{each.value} {number}") for each in content.app_data or ())
    return replace(content, **more, app_data=progress_)


def _one_more(phone: str, number: int) -> dict[Part, Item]:
    """Make an entry of each kind that grows from backup to backup, no two the same."""
    whose = phone.removesuffix("'s phone")
    moment = f"2014-06-01T{number // 60:02}:{number % 60:02}:00+02:00"
    return {
        "call_history": Item(name=moment, value=f"missed +49 30 {901_820_601 + number}, {whose}"),
        "start_screen": Item(name="messaging", value=f"small at {number}, 0"),
        "favourites": Item(name=f"News/Page {number}", value=f"https://news.example/page-{number}?for={whose}"),
        "dictionary": Item(name="en-GB", value=f"{whose}sesquipedalian{number}"),
        "settings": Item(name="ease_of_access.text_size", value=f"{100 + number} % for {whose}"),
    }


def back_up(world: World, phone: str) -> None:
    """Make the next backup of a phone, with content of its own."""
    number = len(backups_of(world.now, phone)) + 1
    world.must(SetContent(phone=phone, content=content_at(phone, number)), BackUpNow(phone=phone))
    came = len(backups_of(world.now, phone))
    assert came == number, Mismatch(counted(number, f"complete backup of {phone}"), counted(came, "backup"))


def backed_up(
    world: World, phone: str, *, apps: bool = True, times: int = 1, account: str | None = None
) -> Observation:
    """Add a phone, on Wi-Fi and on battery, that was backed up so often, each time with other content."""
    account = account or account_of(phone)
    if account not in world.now.accounts:
        world.must(CreateAccount(account=account))
    world.must(
        AddPhone(phone=phone),
        SignIn(phone=phone, account=account),
        SetNetwork(phone=phone, network="wifi"),
        TurnOn(phone=phone, toggle="settings_backup"),
        TurnOn(phone=phone, toggle="text_message_backup"),
        ChooseUpload(phone=phone, medium="photos", quality="best"),
    )
    if apps:
        world.must(TurnOn(phone=phone, toggle="app_backup"))
    for _ in range(times):
        back_up(world, phone)
    return world.now


@given(sentence("{phone:Phone} was backed up with its apps"), target_fixture="before")
def _(world: World, phone: str) -> Observation:
    return backed_up(world, phone)


@given(sentence("{phone:Phone} was backed up without its apps"), target_fixture="before")
def _(world: World, phone: str) -> Observation:
    return backed_up(world, phone, apps=False)


@given(sentence("{phone:Phone}, of {account:Account}, was backed up with its apps"), target_fixture="before")
def _(world: World, phone: str, account: str) -> Observation:
    return backed_up(world, phone, account=account)


@given(
    sentence("{phone:Phone} was backed up {times:Times}, each time with other content", Times=one_of(TIMES)),
    target_fixture="before",
)
def _(world: World, phone: str, times: int) -> Observation:
    return backed_up(world, phone, times=times)


FATES: dict[str, tuple[Command, ...]] = {
    "is lost": (TurnPhoneOff(phone=""),),
    "has no network": (SetNetwork(phone="", network="none"),),
    "was reset": (ResetPhone(phone=""),),
    "was signed out": (SignOut(phone=""),),
    "has Settings backup off": (TurnOff(phone="", toggle="settings_backup"),),
    "has no local copy left": (DeleteBackups(phone="", boxes=("settings_backup",)),),
}
"""What may have become of an old phone since it was backed up."""


@given(sentence("since then, {phone:Phone} {fate:Fate}", Fate=one_of(FATES)), target_fixture="before")
def _(world: World, phone: str, fate: tuple[Command, ...]) -> Observation:
    world.must(*(replace(command, phone=phone) for command in fate))
    return world.now


def in_backup(world: World, phone: str, point: Point) -> None:
    """Leave a phone that was backed up in the middle of its next backup."""
    number = len(backups_of(world.now, phone)) + 1
    world.must(SetContent(phone=phone, content=content_at(phone, number)))
    in_manual_backup(world, phone, point)


@given(sentence("since then, {phone:Phone} is at {point:Point} of another backup"), target_fixture="before")
def _(world: World, phone: str, point: Point) -> Observation:
    in_backup(world, phone, point)
    return world.now


@given(sentence("since then, another backup of {phone:Phone} failed half-way"), target_fixture="before")
def _(world: World, phone: str) -> Observation:
    in_backup(world, phone, 50)
    world.must(TurnPhoneOff(phone=phone), TurnPhoneOn(phone=phone))
    flow, attempt = world.phone(phone).flow, world.phone(phone).last_attempt
    assert flow is None, Mismatch(f"no backup of {phone} under way", progress(flow))
    assert attempt is not None, Mismatch(f"a backup of {phone} that failed", "none")
    assert attempt.result != "complete", Mismatch(f"a backup of {phone} that failed", attempt)
    return world.now
