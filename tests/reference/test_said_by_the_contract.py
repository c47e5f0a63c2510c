"""What the contract says in words of what a command leaves behind: it is so in the reference."""

from collections.abc import Callable

import pytest

from backupspec.contract.commands import (
    AddPhone,
    AdvanceTime,
    BackUpNow,
    BeginSetUp,
    ChooseBackup,
    ChooseUpload,
    Command,
    CreateAccount,
    CutNetworkAfter,
    DeclineRestore,
    EnterPasswords,
    EnterSecurityCode,
    LetSignInLapse,
    MakeSecretUnusable,
    PauseFlowAfter,
    PressDone,
    PressNext,
    RequireSecurityCode,
    ResetPhone,
    SetCloudSpace,
    SetContent,
    SetExternalPower,
    SetNetwork,
    SetPhoneSpace,
    SignIn,
    SignOut,
    TakeCloudDown,
    TurnOn,
    TurnPhoneOff,
)
from backupspec.contract.content import Content, Item, OwnAccount
from backupspec.contract.outcomes import DONE, Failed, Refused
from backupspec.contract.terms import Network
from backupspec.fixtures.occasions import photo_taken, received, video_taken
from backupspec.world.world import World

OpenWorld = Callable[..., World]

ANN, BEN = "ann@example.com", "ben@example.com"
WIFI = SetNetwork(phone="ann", network="wifi")
SAVING = TurnOn(phone="ann", toggle="text_message_backup")


@pytest.fixture
def world(open_world: OpenWorld) -> World:
    """Return a world with two accounts, and a phone on which nobody is signed in."""
    opened = open_world()
    opened.must(CreateAccount(account=ANN), CreateAccount(account=BEN), AddPhone(phone="ann"))
    return opened


@pytest.mark.parametrize(("first", "then"), [(ANN, BEN), (BEN, ANN)])
def test_message_that_came_while_nobody_was_signed_in(world: World, first: str, then: str) -> None:
    """It is of the account that signs in next, and of no other that does later."""
    world.must(received("ann", 1), SignIn(phone="ann", account=first), SignOut(phone="ann"))
    world.must(SignIn(phone="ann", account=then), SAVING, WIFI)
    assert world.account(then).messages == ()

    world.must(SignIn(phone="ann", account=first))

    assert world.account(first).messages == ("message 1",)


@pytest.mark.parametrize("flow", ["texts", "media"])
def test_flow_of_texts_or_media_is_one_item(world: World, flow: str) -> None:
    """Held before it is committed, the oldest has sent all of its own bytes, and none of those that wait behind it."""
    world.must(SignIn(phone="ann", account=ANN), SAVING, ChooseUpload(phone="ann", medium="photos", quality="best"))
    world.must(received("ann", 1, 2), photo_taken("ann", 1), photo_taken("ann", 2))
    items = [each.size_bytes for each in world.phone("ann").media]
    world.must(PauseFlowAfter(phone="ann", flow=flow, point="commit"), WIFI)  # type: ignore[arg-type]

    queue = world.phone("ann").queues[flow]  # type: ignore[index]

    sizes = {"texts": world.phone("ann").messages.size_bytes // 2, "media": items[0]}
    assert len(queue.waiting) == 2
    assert queue.sent_bytes == sizes[flow]


def test_restore_sends_the_backup_then_its_messages(open_ready: OpenWorld) -> None:
    """The first 1,000 bytes are the backup's; what comes after them is of messages."""
    world = open_ready()
    world.must(TurnOn(phone="ann", toggle="app_backup"), SAVING, received("ann", 1), WIFI, BackUpNow(phone="ann"))
    world.must(BeginSetUp(phone="new"), SetNetwork(phone="new", network="wifi"), SignIn(phone="new", account=ANN))
    world.must(ChooseBackup(phone="new", backup="backup-1"), PressNext(phone="new"))

    came = [each for each in world.now.transfers if each.purpose == "restore"]

    assert [(each.backup, each.size_bytes) for each in came] == [
        ("backup-1", 1000),
        (None, world.phone("ann").messages.size_bytes),
    ]


def test_what_a_reset_leaves(world: World) -> None:
    """Network off, power as it was, switched on, signed out, nothing armed; its name and software stay."""
    world.must(SignIn(phone="ann", account=ANN), WIFI, SetExternalPower(phone="ann", connected=True), SAVING)
    world.must(CutNetworkAfter(phone="ann", flow="texts", size_bytes=0, network="none"), TurnPhoneOff(phone="ann"))
    before = world.phone("ann")

    world.must(ResetPhone(phone="ann"))

    after = world.phone("ann")
    assert (after.network, after.external_power, after.powered_on, after.sign_in) == ("none", True, True, "none")
    assert (after.display_name, after.software_version, after.update) == (
        before.display_name,
        before.software_version,
        before.update,
    )
    world.must(SignIn(phone="ann", account=ANN), SAVING, WIFI, received("ann", 1))
    assert world.phone("ann").network == "wifi"


def test_provider_that_was_given_no_password(world: World) -> None:
    """It accepts none, until it is given one: then this one, and no other."""
    mail = OwnAccount(name="Mail", provider="outlook.com", address="ann@outlook.com")
    world.must(SetContent(phone="ann", content=Content(accounts=(mail,))))
    enter = EnterPasswords(phone="ann", passwords={"Mail": "secret"})
    assert world.perform(enter) == Failed(reason="wrong_password")

    world.must(MakeSecretUnusable(address="ann@outlook.com", password="secret"))  # noqa: S106 - nobody's

    assert world.perform(enter) == DONE
    assert world.perform(EnterPasswords(phone="ann", passwords={"Mail": "other"})) == Failed(reason="wrong_password")


def test_provider_accepts_what_was_given_with_content(world: World) -> None:
    """The password of an account that `set_content` gave is right on another phone, too."""
    mail = OwnAccount(name="Mail", provider="outlook.com", address="ann@outlook.com")
    password = Item(name="Mail", value="secret")
    world.must(AddPhone(phone="ben"), SetContent(phone="ben", content=Content(accounts=(mail,))))
    assert world.perform(EnterPasswords(phone="ben", passwords={"Mail": "secret"})) == Failed(reason="wrong_password")

    world.must(SetContent(phone="ann", content=Content(accounts=(mail,), passwords=(password,))))

    assert world.perform(EnterPasswords(phone="ben", passwords={"Mail": "secret"})) == DONE


def test_sign_in_leads_to_the_end_where_nothing_is_offered(open_ready: OpenWorld) -> None:
    """With a backup set-up goes to the list; without one, to its end."""
    world = open_ready()
    world.must(CreateAccount(account=BEN), WIFI, BackUpNow(phone="ann"))
    pages = {}

    for phone, account in (("new", ANN), ("other", BEN)):
        world.must(BeginSetUp(phone=phone), SetNetwork(phone=phone, network="wifi"))
        assert world.phone(phone).set_up.step == "sign_in"  # type: ignore[union-attr]
        world.must(SignIn(phone=phone, account=account))
        pages[account] = world.phone(phone).set_up.step  # type: ignore[union-attr]

    assert pages == {ANN: "choose", BEN: "done"}


def test_page_after_a_restore_that_failed(open_ready: OpenWorld) -> None:
    """The list shows, nothing is tapped, the problem is told, and a code that was right counts on."""
    world = open_ready()
    world.must(WIFI, BackUpNow(phone="ann"), RequireSecurityCode(account=ANN, code="1234", lifetime_s=60))
    world.must(BeginSetUp(phone="new"), SetNetwork(phone="new", network="wifi"), SignIn(phone="new", account=ANN))
    world.must(ChooseBackup(phone="new", backup="backup-1"), PressNext(phone="new"))
    world.must(EnterSecurityCode(phone="new", code="1234"), SetPhoneSpace(phone="new", size_bytes=1))
    assert world.perform(PressNext(phone="new")) == Failed(reason="phone_is_full")

    set_up = world.phone("new").set_up

    assert set_up is not None
    assert (set_up.step, set_up.chosen, set_up.problem) == ("choose", None, "phone_is_full")
    assert world.perform(PressNext(phone="new")) == Refused(reason="nothing_chosen")
    world.must(SetPhoneSpace(phone="new", size_bytes=10**6), ChooseBackup(phone="new", backup="backup-1"))
    world.must(PressNext(phone="new"))
    assert world.phone("new").restored is not None


@pytest.mark.parametrize(
    ("network", "shown"), [("wifi", ("join_wifi",)), ("cellular", ("join_wifi", "cellular_may_cost"))]
)
def test_pages_with_notices(open_ready: OpenWorld, network: Network, shown: tuple[str, ...]) -> None:
    """The warnings show on each page until the restore is complete, and on none after it."""
    world = open_ready()
    world.must(WIFI, BackUpNow(phone="ann"), RequireSecurityCode(account=ANN, code="1234", lifetime_s=60))
    seen: list[tuple[str, tuple[str, ...]]] = []

    for command in (
        BeginSetUp(phone="new"),
        SetNetwork(phone="new", network=network),
        SignIn(phone="new", account=ANN),
        ChooseBackup(phone="new", backup="backup-1"),
        PressNext(phone="new"),
        EnterSecurityCode(phone="new", code="1234"),
        PauseFlowAfter(phone="new", flow="restore", point="commit"),
        PressNext(phone="new"),
    ):
        world.must(command)
        seen.append((world.phone("new").set_up.step, world.phone("new").notices))  # type: ignore[union-attr]

    assert {step for step, _ in seen} == {"sign_in", "choose", "security_code", "restore"}
    assert all(notices == shown for _, notices in seen[1:])
    other = open_ready()
    other.must(WIFI, BackUpNow(phone="ann"), BeginSetUp(phone="new"), SetNetwork(phone="new", network=network))
    other.must(SignIn(phone="new", account=ANN), ChooseBackup(phone="new", backup="backup-1"), PressNext(phone="new"))
    for command in (None, PressNext(phone="new"), PressDone(phone="new")):
        if command is not None:
            other.must(command)
        assert other.phone("new").notices == ()


def test_no_notices_once_restoring_was_declined(open_ready: OpenWorld) -> None:
    """The end of set-up warns of nothing."""
    world = open_ready()
    world.must(WIFI, BackUpNow(phone="ann"), BeginSetUp(phone="new"), SetNetwork(phone="new", network="cellular"))
    world.must(SignIn(phone="new", account=ANN))
    assert world.phone("new").notices

    world.must(DeclineRestore(phone="new"))

    assert world.phone("new").notices == ()


WAITING: dict[str, tuple[tuple[Command, ...], str | None]] = {
    "power": ((TurnPhoneOff(phone="ann"), TakeCloudDown()), "power"),
    "lapsed": ((LetSignInLapse(account=ANN), SetNetwork(phone="ann", network="none")), "account"),
    "network": ((SetNetwork(phone="ann", network="none"), TakeCloudDown()), "network"),
    "onedrive": ((TakeCloudDown(), SetCloudSpace(account=ANN, size_bytes=0), WIFI), "onedrive"),
    "room": ((SetCloudSpace(account=ANN, size_bytes=0), WIFI), "room"),
    "wifi": ((SetNetwork(phone="ann", network="cellular"), SetCloudSpace(account=ANN, size_bytes=0)), "wifi"),
    "another": ((SignIn(phone="ann", account=BEN), WIFI), "account"),
    "nothing": ((WIFI,), None),
}


@pytest.mark.parametrize(("commands", "expected"), WAITING.values(), ids=WAITING)
def test_what_a_queue_waits_for(world: World, commands: tuple[Command, ...], expected: str | None) -> None:
    """Of several things that are missing, the first in the order of the contract is told."""
    world.must(SignIn(phone="ann", account=ANN), ChooseUpload(phone="ann", medium="videos", quality="best"))
    world.must(video_taken("ann"))
    assert world.phone("ann").queues["media"].waiting == ("video 1",)

    world.must(*commands)

    assert world.phone("ann").queues["media"].waiting_for == expected


def test_what_a_queue_leaves_out(world: World) -> None:
    """What is not to be saved is in no queue; what is of another account waits in it."""
    world.must(SignIn(phone="ann", account=ANN), photo_taken("ann", 1), received("ann", 1))
    assert not any(queue.waiting for queue in world.phone("ann").queues.values())

    world.must(SAVING, ChooseUpload(phone="ann", medium="photos", quality="best"), photo_taken("ann", 2))
    world.must(SignIn(phone="ann", account=BEN), AdvanceTime(seconds=1), WIFI)

    assert {kind: queue.waiting for kind, queue in world.phone("ann").queues.items()} == {
        "texts": ("message 1",),
        "media": ("photo 2",),
    }
