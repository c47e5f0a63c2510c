"""How a restore of the reference goes: whatever interrupts it, wherever, the phone is the same in the end, byte for byte."""

from collections.abc import Callable

import pytest

from backupspec.contract.commands import (
    AdvanceTime,
    BackUpNow,
    BeginSetUp,
    BringCloudUp,
    ChooseBackup,
    Command,
    CutNetworkAfter,
    DeleteCloudBackup,
    EnterSecurityCode,
    FailPowerAfter,
    LetSignInLapse,
    MakeSecretUnusable,
    PauseFlowAfter,
    PressDone,
    PressNext,
    RenewSignIn,
    RequireSecurityCode,
    ResumeFlow,
    SetContent,
    SetNetwork,
    SetPhoneSpace,
    SignIn,
    SkipPasswords,
    TakeCloudDown,
    TurnOn,
    TurnPhoneOff,
    TurnPhoneOn,
)
from backupspec.contract.content import Content, Held, Item, OwnAccount
from backupspec.contract.outcomes import DONE, Failed, Refused
from backupspec.contract.terms import Part, Step
from backupspec.world.world import World

OpenWorld = Callable[..., World]
Interrupt = Callable[[World, int], None]

TOTAL = 1000
"""The bytes of the backup: 600 of settings, then 400 of an app and its data."""

POINTS = (0, 1, 600, 999, 1000)
WIFI = SetNetwork(phone="new", network="wifi")
NEXT = PressNext(phone="new")
CHOOSE = ChooseBackup(phone="new", backup="backup-1")
RESUME = ResumeFlow(phone="new", flow="restore")


@pytest.fixture
def open_chosen(open_ready: OpenWorld) -> OpenWorld:
    """Return a function that opens a world in which `ann` was backed up, and her backup is tapped on `new`, which is on Wi-Fi."""

    def open_(**choices: str) -> World:
        world = open_ready(**choices)
        world.must(
            TurnOn(phone="ann", toggle="app_backup"),
            SetNetwork(phone="ann", network="wifi"),
            BackUpNow(phone="ann"),
            BeginSetUp(phone="new"),
            WIFI,
            SignIn(phone="new", account="ann@example.com"),
            CHOOSE,
        )
        [backup] = world.account("ann@example.com").backups
        assert sum(part.size_bytes for part in backup.parts) == TOTAL
        return world

    return open_


def held_on(world: World, phone: str) -> dict[Part, Held]:
    """Tell what a phone holds something of."""
    found = {part: amount for part, amount in world.phone(phone).content.items() if amount.count}
    assert sum(amount.size_bytes for amount in found.values()) == TOTAL
    return found


def held_at(world: World, point: int) -> None:
    """Let the restore begin and hold it after so many bytes."""
    world.must(PauseFlowAfter(phone="new", flow="restore", point=point), NEXT)
    flow = world.phone("new").flow
    assert flow is not None
    assert (flow.paused, flow.sent_bytes) == (True, point)


def _held(*commands: Command) -> Interrupt:
    """Hold the restore, do something, and let it go on."""

    def interrupt(world: World, point: int) -> None:
        held_at(world, point)
        world.must(*commands, RESUME)

    return interrupt


def _cut(network: str) -> Interrupt:
    def interrupt(world: World, point: int) -> None:
        world.must(CutNetworkAfter(phone="new", flow="restore", size_bytes=point, network=network), NEXT)  # type: ignore[arg-type]
        assert world.phone("new").network == network
        world.must(WIFI)

    return interrupt


def _power_fails(world: World, point: int) -> None:
    world.must(FailPowerAfter(phone="new", flow="restore", size_bytes=point), NEXT)
    assert not world.phone("new").powered_on
    assert world.phone("new").restored is None
    world.must(TurnPhoneOn(phone="new"))


def _onedrive_fails(world: World, point: int) -> None:
    held_at(world, point)
    world.must(TakeCloudDown(), RESUME)
    assert world.phone("new").restored is None
    world.must(BringCloudUp(), CHOOSE, NEXT)


def _phone_is_full(world: World, point: int) -> None:
    held_at(world, point)
    world.must(SetPhoneSpace(phone="new", size_bytes=TOTAL - 1), RESUME)
    assert world.phone("new").restored is None
    world.must(SetPhoneSpace(phone="new", size_bytes=TOTAL), CHOOSE, NEXT)


def _network_is_lost(world: World, point: int) -> None:
    held_at(world, point)
    world.must(SetNetwork(phone="new", network="none"), RESUME, AdvanceTime(seconds=86_400))
    flow = world.phone("new").flow
    assert flow is not None
    assert (flow.waiting_for, flow.sent_bytes) == ("network", point)
    world.must(WIFI)


def _sign_in_lapses(world: World, point: int) -> None:
    held_at(world, point)
    world.must(LetSignInLapse(account="ann@example.com"), RESUME)
    set_up = world.phone("new").set_up
    assert set_up is not None
    assert (set_up.step, set_up.problem) == ("choose", "sign_in_lapsed")
    world.must(RenewSignIn(account="ann@example.com"), CHOOSE, NEXT)


INTERRUPTIONS: dict[str, Interrupt] = {
    "held": _held(),
    "switched-off": _held(TurnPhoneOff(phone="new"), TurnPhoneOn(phone="new")),
    "wifi-to-cellular": _cut("cellular"),
    "no-network": _cut("none"),
    "network-lost-for-a-day": _network_is_lost,
    "power": _power_fails,
    "onedrive-down": _onedrive_fails,
    "phone-full": _phone_is_full,
    "sign-in-lapsed": _sign_in_lapses,
}


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("interrupt", INTERRUPTIONS.values(), ids=INTERRUPTIONS.keys())
def test_the_result_is_the_same(open_chosen: OpenWorld, interrupt: Interrupt, point: int) -> None:
    """Interrupted or not, the new phone ends up with what the old one held, and OneDrive with what it had (RST-09)."""
    world = open_chosen()
    earlier = world.account("ann@example.com").backups

    interrupt(world, point)

    assert held_on(world, "new") == held_on(world, "ann")
    assert world.phone("new").restored is not None
    assert world.account("ann@example.com").backups == earlier
    world.must(NEXT, PressDone(phone="new"))


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("early", [NEXT, PressDone(phone="new")], ids=["next", "done"])
def test_nothing_goes_on_early(open_chosen: OpenWorld, early: Command, point: int) -> None:
    """Until a restore is complete, neither Next nor Done does anything, and nothing is on the phone (RST-09, RST-12)."""
    world = open_chosen()
    held_at(world, point)

    outcome = world.perform(early)

    assert outcome == Refused(reason="restore_is_not_complete")
    assert world.phone("new").content == {}


def test_a_deleted_backup_is_not_restored_further(open_chosen: OpenWorld) -> None:
    """A backup that is deleted in the middle of a restore ends it, and nothing of it stays (DEL-07)."""
    world = open_chosen()
    held_at(world, 600)

    world.must(DeleteCloudBackup(account="ann@example.com", backup="backup-1"), RESUME)

    set_up = world.phone("new").set_up
    assert set_up is not None
    assert (set_up.step, set_up.problem, set_up.offers) == ("choose", "backup_was_deleted", ())
    assert world.phone("new").content == {}


def test_nothing_is_there_until_all_is(open_chosen: OpenWorld) -> None:
    """A restore that is held when all has come, just before it is complete, has put nothing on the phone yet (RST-09)."""
    world = open_chosen()
    world.must(PauseFlowAfter(phone="new", flow="restore", point="commit"), NEXT)
    flow = world.phone("new").flow
    assert flow is not None
    assert (flow.paused, flow.sent_bytes) == (True, TOTAL)
    assert world.phone("new").content == {}

    world.must(RESUME)

    assert held_on(world, "new") == held_on(world, "ann")


@pytest.mark.parametrize("point", POINTS)
def test_another_backup_may_be_deleted(open_chosen: OpenWorld, point: int) -> None:
    """A restore goes on while another backup of the account is deleted (DEL-07)."""
    world = open_chosen()
    world.must(BackUpNow(phone="ann"))
    held_at(world, point)

    world.must(DeleteCloudBackup(account="ann@example.com", backup="backup-2"), RESUME)

    assert [backup.id for backup in world.account("ann@example.com").backups] == ["backup-1"]
    assert held_on(world, "new") == held_on(world, "ann")


@pytest.mark.parametrize("point", POINTS)
def test_another_backup_may_be_chosen(open_chosen: OpenWorld, point: int) -> None:
    """When the chosen backup is deleted in the middle of its restore, another one of equal content brings the same (DEL-07, RST-09)."""
    world = open_chosen()
    world.must(BackUpNow(phone="ann"))
    held_at(world, point)
    world.must(DeleteCloudBackup(account="ann@example.com", backup="backup-1"), RESUME)
    assert world.phone("new").restored is None

    world.must(ChooseBackup(phone="new", backup="backup-2"), NEXT)

    assert held_on(world, "new") == held_on(world, "ann")


MAIL = Content(
    accounts=(OwnAccount(name="Mail", provider="contoso.example", address="ann@contoso.example"),),
    passwords=(Item(name="Mail", value="saved long ago"),),
)
STEPS: dict[Step, tuple[Command, ...]] = {
    "choose": (),
    "security_code": (NEXT,),
    "restore": (EnterSecurityCode(phone="new", code="a code of ann's"), NEXT),
    "passwords": (NEXT,),
    "done": (SkipPasswords(phone="new"),),
}
"""The steps of set-up once a backup is tapped, and what leads to each from the one before."""


@pytest.mark.parametrize("at", STEPS)
def test_switching_off_between_the_steps_changes_nothing(open_ready: OpenWorld, at: Step) -> None:
    """Switched off and on at any step, the phone is at that step again, and ends up with what the old one held (RST-09)."""
    world = open_ready()
    world.must(
        SetContent(phone="ann", content=MAIL),
        TurnOn(phone="ann", toggle="app_backup"),
        SetNetwork(phone="ann", network="wifi"),
        BackUpNow(phone="ann"),
        MakeSecretUnusable(address="ann@contoso.example", password="changed since"),  # noqa: S106 - nobody's
        RequireSecurityCode(account="ann@example.com", code="a code of ann's", lifetime_s=600),
        BeginSetUp(phone="new"),
        WIFI,
        SignIn(phone="new", account="ann@example.com"),
        CHOOSE,
    )

    for step, ways in STEPS.items():
        world.must(*ways)
        before = world.phone("new")
        assert before.set_up is not None
        assert before.set_up.step == step
        if step == at:
            world.must(TurnPhoneOff(phone="new"))
            assert not world.phone("new").powered_on
            world.must(TurnPhoneOn(phone="new"))
            assert world.phone("new") == before
    world.must(PressDone(phone="new"))

    amounts = {part: amount for part, amount in world.phone("new").content.items() if amount.count}
    assert amounts == {part: amount for part, amount in world.phone("ann").content.items() if amount.count}
    assert world.phone("new").needs_password == ("Mail",)


def test_a_full_phone_says_so(open_chosen: OpenWorld) -> None:
    """A restore for which there is no room fails at once, and exactly enough room will do (RST-09)."""
    world = open_chosen()

    world.must(SetPhoneSpace(phone="new", size_bytes=TOTAL - 1))

    assert world.perform(NEXT) == Failed(reason="phone_is_full")
    world.must(SetPhoneSpace(phone="new", size_bytes=TOTAL), CHOOSE)
    assert world.perform(NEXT) == DONE
