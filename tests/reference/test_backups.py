"""How a backup of the reference goes: what it holds, what interrupts it, and what is left of it."""

from collections.abc import Callable

import pytest

from backupspec.contract.commands import (
    AddPhone,
    AdvanceTime,
    BackUpNow,
    Command,
    CreateAccount,
    CutNetworkAfter,
    DeleteCloudBackup,
    FailPowerAfter,
    LetSignInLapse,
    PauseFlowAfter,
    ResetPhone,
    ResumeFlow,
    SetCloudSpace,
    SetContent,
    SetExternalPower,
    SetNetwork,
    SignIn,
    SignOut,
    TakeCloudDown,
    TurnOff,
    TurnOn,
    TurnPhoneOff,
    TurnPhoneOn,
)
from backupspec.contract.content import Content, Item
from backupspec.contract.observations import Attempt, Backup
from backupspec.contract.outcomes import DONE, Failed, Refused
from backupspec.world.world import World

OpenWorld = Callable[..., World]

TOTAL = 1000
"""The bytes of a backup of `ann` with its apps: 600 of settings, then 400 of an app and its data."""

MORE_SETTINGS = SetContent(phone="ann", content=Content(settings=(Item(name="photos.upload", value="." * 9000),)))

POINTS = (0, 1, 500, 999, 1000)
TRIGGERS = ("manual", "automatic")
WIFI = SetNetwork(phone="ann", network="wifi")
CELLULAR = SetNetwork(phone="ann", network="cellular")
OFFLINE = SetNetwork(phone="ann", network="none")
PLUG_IN = SetExternalPower(phone="ann", connected=True)
UNPLUG = SetExternalPower(phone="ann", connected=False)
BACK_UP_NOW = BackUpNow(phone="ann")
RESUME = ResumeFlow(phone="ann", flow="backup")


@pytest.fixture
def open_due(open_ready: OpenWorld) -> OpenWorld:
    """Return a function that opens a world in which `ann`, its apps included, was backed up once and is due again."""

    def open_(**choices: str) -> World:
        world = open_ready(**choices)
        world.must(TurnOn(phone="ann", toggle="app_backup"), WIFI, BACK_UP_NOW, AdvanceTime(seconds=86_400))
        assert backups(world) == ["backup-1"]
        return world

    return open_


def backups(world: World) -> list[str]:
    """Tell which backups lie in OneDrive."""
    return [backup.id for backup in world.account("ann@example.com").backups]


def begin(world: World, trigger: str) -> None:
    """Let a manual or an automatic backup begin."""
    world.perform(BACK_UP_NOW if trigger == "manual" else PLUG_IN)


def held(world: World, trigger: str, point: int | str = 500) -> None:
    """Let a backup begin and hold it at a point."""
    world.must(PauseFlowAfter(phone="ann", flow="backup", point=point))  # type: ignore[arg-type]
    begin(world, trigger)
    flow = world.phone("ann").flow
    assert flow is not None
    assert (flow.backup, flow.trigger, flow.paused) == ("backup-2", trigger, True)
    assert flow.sent_bytes == (TOTAL if point == "commit" else point)


def sent(world: World, backup: str = "backup-2") -> list[tuple[str, int]]:
    """Tell which bytes of a backup were sent, over which network."""
    return [(each.network, each.size_bytes) for each in world.now.transfers if each.backup == backup]


def attempt(world: World) -> Attempt:
    """Return the last attempt of `ann`."""
    last = world.phone("ann").last_attempt
    assert last is not None
    return last


def ended(world: World) -> tuple[str, str | None]:
    """Tell how the last attempt ended, and why."""
    return attempt(world).result, attempt(world).reason


def nothing_is_left(world: World) -> bool:
    """Tell whether the earlier backup is all there is, in OneDrive and on the phone, and nothing is under way."""
    phone = world.phone("ann")
    local = phone.local_backup
    return backups(world) == ["backup-1"] and phone.flow is None and local is not None and local.id == "backup-1"


# What a backup is.


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_what_is_written_of_a_backup(open_due: OpenWorld, trigger: str) -> None:
    """A backup tells its phone, its number, what set it off, its circumstances and its parts; the phone keeps a copy."""
    world = open_due()

    begin(world, trigger)

    backup = world.account("ann@example.com").backups[-1]
    assert (backup.id, backup.phone, backup.sequence, backup.trigger) == ("backup-2", "ann", 2, trigger)
    assert (backup.network, backup.external_power, backup.complete) == ("wifi", trigger == "automatic", True)
    assert (backup.started_elapsed_s, backup.committed_elapsed_s) == (86_400, 86_400)
    assert (backup.started_at, backup.committed_at) == ("2014-06-03T09:00:00Z", "2014-06-03T09:00:00Z")
    assert sum(part.size_bytes for part in backup.parts) == TOTAL
    assert world.phone("ann").local_backup == backup
    assert attempt(world).backup == "backup-2"


def parts(backup: Backup) -> set[str]:
    """Tell which parts a backup holds."""
    return {part.kind for part in backup.parts}


def test_the_apps_are_in_it_while_app_backup_is_on(open_ready: OpenWorld) -> None:
    """App backup adds the apps and their data, and nothing else changes (AS-05)."""
    world = open_ready()
    world.must(WIFI, BACK_UP_NOW, TurnOn(phone="ann", toggle="app_backup"), BACK_UP_NOW)

    settings, with_apps = world.account("ann@example.com").backups

    assert parts(with_apps) - parts(settings) == {"apps", "app_data"}
    assert parts(settings) < parts(with_apps)
    assert [each.parts for each in world.now.transfers] == [("settings",), ("settings", "apps", "app_data")]


def test_bytes_belong_to_the_parts_they_come_from(open_due: OpenWorld) -> None:
    """Held at the end of the settings, the first bytes are settings and the others those of an app and its data."""
    world = open_due()
    held(world, "manual", 600)

    world.must(RESUME)

    assert [each.parts for each in world.now.transfers[1:]] == [("settings",), ("apps", "app_data")]


def test_what_it_holds_is_settled_when_it_begins(open_due: OpenWorld) -> None:
    """What changes on the phone while a backup is under way is in the next one."""
    world = open_due()
    held(world, "manual")

    world.must(MORE_SETTINGS, TurnOff(phone="ann", toggle="app_backup"), RESUME)

    assert sum(size for _, size in sent(world)) == TOTAL


def test_it_takes_its_room(open_due: OpenWorld) -> None:
    """A backup takes its size from OneDrive's room, and gives it back when it is deleted there."""
    world = open_due()
    world.must(SetCloudSpace(account="ann@example.com", size_bytes=TOTAL), BACK_UP_NOW)
    assert world.account("ann@example.com").free_bytes == 0

    world.must(DeleteCloudBackup(account="ann@example.com", backup="backup-2"))

    assert world.account("ann@example.com").free_bytes == TOTAL


# What keeps one from beginning.

REFUSED: dict[str, tuple[Command, Command, str]] = {
    "phone-off": (TurnPhoneOff(phone="ann"), TurnPhoneOn(phone="ann"), "phone_is_off"),
    "signed-out": (SignOut(phone="ann"), SignIn(phone="ann", account="ann@example.com"), "not_signed_in"),
    "lapsed": (
        LetSignInLapse(account="ann@example.com"),
        SignIn(phone="ann", account="ann@example.com"),
        "sign_in_lapsed",
    ),
    "settings-backup-off": (
        TurnOff(phone="ann", toggle="settings_backup"),
        TurnOn(phone="ann", toggle="settings_backup"),
        "settings_backup_is_off",
    ),
}


@pytest.mark.parametrize("why", REFUSED)
def test_a_manual_backup_is_refused(open_due: OpenWorld, why: str) -> None:
    """Where it can't begin, a manual backup is refused with the fact, and leaves no trace of an attempt."""
    lost, found, reason = REFUSED[why]
    world = open_due()
    before = attempt(world)
    world.must(lost)

    assert world.perform(BACK_UP_NOW) == Refused(reason=reason)  # type: ignore[arg-type]
    assert nothing_is_left(world)
    assert attempt(world) == before

    world.must(found, BACK_UP_NOW)
    assert backups(world) == ["backup-1", "backup-2"]


FAILED: dict[str, tuple[Command, str]] = {
    "offline": (OFFLINE, "no_network"),
    "onedrive-down": (TakeCloudDown(), "onedrive_is_down"),
    "onedrive-full": (SetCloudSpace(account="ann@example.com", size_bytes=TOTAL - 1), "onedrive_is_full"),
}


@pytest.mark.parametrize("why", FAILED)
def test_a_manual_backup_fails(open_due: OpenWorld, why: str) -> None:
    """What stands in the way outside the phone makes it fail, and the phone says so."""
    lost, reason = FAILED[why]
    world = open_due()
    world.must(lost)

    assert world.perform(BACK_UP_NOW) == Failed(reason=reason)  # type: ignore[arg-type]

    assert ended(world) == ("failed", reason)
    assert nothing_is_left(world)
    assert sent(world) == []


def test_room_for_it_to_the_byte_is_enough(open_due: OpenWorld) -> None:
    """A backup that just fits is made."""
    world = open_due()
    world.must(SetCloudSpace(account="ann@example.com", size_bytes=TOTAL), BACK_UP_NOW)

    assert backups(world) == ["backup-1", "backup-2"]


# Interrupted at each point.


@pytest.mark.parametrize("point", [*POINTS, "commit"])
@pytest.mark.parametrize("trigger", TRIGGERS)
def test_held_and_let_go_it_is_complete(open_due: OpenWorld, trigger: str, point: int | str) -> None:
    """A backup that was held counts only once it is let go, and sends no byte twice."""
    world = open_due()
    held(world, trigger, point)
    assert backups(world) == ["backup-1"]

    world.must(AdvanceTime(seconds=3600), RESUME)

    assert backups(world) == ["backup-1", "backup-2"]
    assert sum(size for _, size in sent(world)) == TOTAL
    backup = world.account("ann@example.com").backups[-1]
    assert (backup.started_elapsed_s, backup.committed_elapsed_s) == (86_400, 90_000)


@pytest.mark.parametrize("point", [*POINTS, "commit"])
@pytest.mark.parametrize("when", ["before", "while"])
def test_a_manual_one_goes_on_over_cellular(open_due: OpenWorld, point: int | str, when: str) -> None:
    """A manual backup that loses Wi-Fi at a point sends the rest over cellular data."""
    world = open_due()
    at = TOTAL if point == "commit" else int(point)
    if when == "while":
        held(world, "manual", point)
        world.must(CELLULAR, RESUME)
    else:
        world.must(CutNetworkAfter(phone="ann", flow="backup", size_bytes=at, network="cellular"), BACK_UP_NOW)

    assert backups(world) == ["backup-1", "backup-2"]
    assert sent(world) == [(network, size) for network, size in (("wifi", at), ("cellular", TOTAL - at)) if size]


@pytest.mark.parametrize("point", POINTS)
def test_a_manual_one_fails_without_a_network(open_due: OpenWorld, point: int) -> None:
    """A manual backup that loses its last network at a point fails, and nothing of it is kept."""
    world = open_due()
    world.must(CutNetworkAfter(phone="ann", flow="backup", size_bytes=point, network="none"))

    outcome = world.perform(BACK_UP_NOW)

    assert outcome == Failed(reason="network_lost" if point else "no_network")
    assert nothing_is_left(world)
    world.must(WIFI, BACK_UP_NOW)
    assert backups(world) == ["backup-1", "backup-3"]


@pytest.mark.parametrize("network", ["cellular", "none"])
@pytest.mark.parametrize("point", POINTS)
def test_an_automatic_one_waits_for_wifi(open_due: OpenWorld, point: int, network: str) -> None:
    """An automatic backup that loses Wi-Fi at a point waits as it is, for days, and goes on where it stopped."""
    world = open_due()
    world.must(CutNetworkAfter(phone="ann", flow="backup", size_bytes=point, network=network), PLUG_IN)  # type: ignore[arg-type]
    flow = world.phone("ann").flow
    assert flow is not None
    assert (flow.backup, flow.sent_bytes, flow.waiting_for, flow.paused) == ("backup-2", point, "wifi", False)

    world.must(AdvanceTime(seconds=3 * 86_400))
    assert backups(world) == ["backup-1"]
    world.must(WIFI)

    assert backups(world) == ["backup-1", "backup-2"]
    assert {network for network, _ in sent(world)} == {"wifi"}
    assert sum(size for _, size in sent(world)) == TOTAL


@pytest.mark.parametrize("network", ["cellular", "none"])
@pytest.mark.parametrize("point", POINTS)
def test_an_automatic_one_is_aborted_without_wifi(open_due: OpenWorld, point: int, network: str) -> None:
    """Where it is declared so, an automatic backup that loses Wi-Fi fails, and a new one begins when Wi-Fi is back."""
    world = open_due(when_wifi_drops="abort")
    world.must(CutNetworkAfter(phone="ann", flow="backup", size_bytes=point, network=network), PLUG_IN)  # type: ignore[arg-type]
    assert ended(world) == ("failed", "network_lost")
    assert nothing_is_left(world)

    world.must(WIFI)

    assert backups(world) == ["backup-1", "backup-3"]
    assert sum(size for _, size in sent(world, "backup-3")) == TOTAL


@pytest.mark.parametrize("point", [*POINTS, "commit"])
@pytest.mark.parametrize(
    ("declared", "result"), [("at_start", ("complete", None)), ("throughout", ("failed", "power_unplugged"))]
)
def test_an_automatic_one_unplugged(
    open_due: OpenWorld, declared: str, result: tuple[str, str | None], point: int | str
) -> None:
    """Unplugged at a point, an automatic backup goes on or fails, as declared."""
    world = open_due(power_needed=declared)
    held(world, "automatic", point)

    world.must(UNPLUG, RESUME)

    assert ended(world) == result
    assert nothing_is_left(world) == (declared == "throughout")


def test_one_that_was_unplugged_is_made_when_plugged_in(open_due: OpenWorld) -> None:
    """Where power is needed throughout, the backup is made anew when power is back."""
    world = open_due(power_needed="throughout")
    held(world, "automatic")
    world.must(UNPLUG, RESUME)
    assert nothing_is_left(world)

    world.must(PLUG_IN)

    assert backups(world) == ["backup-1", "backup-3"]


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("trigger", TRIGGERS)
def test_the_phone_dies(open_due: OpenWorld, trigger: str, point: int) -> None:
    """When the phone dies at a point, even the last, nothing of the backup is kept and the phone is off."""
    world = open_due()
    world.must(FailPowerAfter(phone="ann", flow="backup", size_bytes=point))

    begin(world, trigger)

    assert ended(world) == ("failed", "power_lost")
    assert not world.phone("ann").powered_on
    assert nothing_is_left(world)
    assert sum(size for _, size in sent(world)) == point


IN_THE_MIDDLE: dict[str, tuple[tuple[Command, ...], tuple[str, str]]] = {
    "switched-off": ((TurnPhoneOff(phone="ann"),), ("failed", "phone_was_turned_off")),
    "signed-out": ((SignOut(phone="ann"),), ("aborted", "signed_out")),
    "other-account": ((SignIn(phone="ann", account="ben@example.com"),), ("aborted", "signed_out")),
    "lapsed": ((LetSignInLapse(account="ann@example.com"), RESUME), ("failed", "sign_in_lapsed")),
    "onedrive-down": ((TakeCloudDown(), RESUME), ("failed", "onedrive_is_down")),
    "onedrive-full": (
        (SetCloudSpace(account="ann@example.com", size_bytes=TOTAL - 1), RESUME),
        ("failed", "onedrive_is_full"),
    ),
    "turned-off": ((TurnOff(phone="ann", toggle="settings_backup"),), ("aborted", "settings_backup_was_turned_off")),
}


@pytest.mark.parametrize("point", [0, 500, "commit"])
@pytest.mark.parametrize("trigger", TRIGGERS)
@pytest.mark.parametrize("what", IN_THE_MIDDLE)
def test_what_ends_it_in_the_middle(open_due: OpenWorld, what: str, trigger: str, point: int | str) -> None:
    """What ends a backup under way leaves nothing of it, and the reason is told."""
    done, result = IN_THE_MIDDLE[what]
    world = open_due()
    world.must(CreateAccount(account="ben@example.com"))
    held(world, trigger, point)

    world.must(UNPLUG, *done)

    assert ended(world) == result
    assert nothing_is_left(world)
    assert world.perform(RESUME) == Refused(reason="no_flow_paused")


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_turned_off_in_the_middle_it_can_be_completed(open_due: OpenWorld, trigger: str) -> None:
    """Where it is declared so, a backup under way is completed after Settings backup was turned off, and no other is made."""
    world = open_due(settings_off_during_backup="completed")
    held(world, trigger)

    world.must(TurnOff(phone="ann", toggle="settings_backup"), RESUME, AdvanceTime(seconds=3 * 86_400))

    assert backups(world) == ["backup-1", "backup-2"]


def test_reset_in_the_middle(open_due: OpenWorld) -> None:
    """A reset leaves nothing of a backup under way, and nothing of the backups on the phone; OneDrive stays."""
    world = open_due()
    held(world, "manual")

    world.must(ResetPhone(phone="ann"))

    phone = world.phone("ann")
    assert (phone.flow, phone.local_backup, phone.last_attempt) == (None, None, None)
    assert backups(world) == ["backup-1"]
    assert world.perform(RESUME) == Refused(reason="no_flow_paused")


def test_the_earlier_one_deleted_in_the_middle(open_due: OpenWorld) -> None:
    """A backup under way does not care for the deletion of another in OneDrive."""
    world = open_due()
    held(world, "manual")

    world.must(DeleteCloudBackup(account="ann@example.com", backup="backup-1"))
    local = world.phone("ann").local_backup
    assert local is not None
    assert local.id == "backup-1"
    world.must(RESUME)

    assert backups(world) == ["backup-2"]


# One at a time.


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_a_second_one_is_refused(open_due: OpenWorld, trigger: str) -> None:
    """While a backup is under way a manual one is refused, and that one stays as it was."""
    world = open_due()
    held(world, trigger)

    assert world.perform(BACK_UP_NOW) == Refused(reason="backup_in_progress")

    world.must(RESUME)
    assert backups(world) == ["backup-1", "backup-2"]


def test_a_manual_one_takes_the_place_of_one_that_waits(open_due: OpenWorld) -> None:
    """An automatic backup that waits for Wi-Fi gives way to a manual one."""
    world = open_due()
    world.must(CutNetworkAfter(phone="ann", flow="backup", size_bytes=500, network="cellular"), PLUG_IN)
    assert world.phone("ann").flow is not None

    world.must(BACK_UP_NOW)

    assert backups(world) == ["backup-1", "backup-3"]
    world.must(WIFI)
    assert backups(world) == ["backup-1", "backup-3"]


def test_two_phones_at_once(open_due: OpenWorld) -> None:
    """Phones of one account do not wait for each other, and count their own backups."""
    world = open_due()
    held(world, "manual")

    world.must(
        AddPhone(phone="ben"),
        SignIn(phone="ben", account="ann@example.com"),
        TurnOn(phone="ben", toggle="settings_backup"),
        SetNetwork(phone="ben", network="cellular"),
        BackUpNow(phone="ben"),
        RESUME,
    )

    numbered = [(backup.phone, backup.sequence) for backup in world.account("ann@example.com").backups]
    assert numbered == [("ann", 1), ("ben", 1), ("ann", 2)]


# What is armed.


def test_a_point_beyond_the_end_is_never_reached(open_due: OpenWorld) -> None:
    """A pause beyond the last byte does not strike, and is forgotten when the backup ends."""
    world = open_due()
    world.must(PauseFlowAfter(phone="ann", flow="backup", point=TOTAL + 1), BACK_UP_NOW)
    assert backups(world) == ["backup-1", "backup-2"]

    world.must(MORE_SETTINGS, BACK_UP_NOW)

    assert backups(world) == ["backup-1", "backup-2", "backup-3"]


def test_what_is_armed_for_another_flow_does_not_strike(open_due: OpenWorld) -> None:
    """A pause of the texts leaves backups alone."""
    world = open_due()
    world.must(PauseFlowAfter(phone="ann", flow="texts", point=0), BACK_UP_NOW)

    assert backups(world) == ["backup-1", "backup-2"]
    assert world.perform(ResumeFlow(phone="ann", flow="texts")) == Refused(reason="no_flow_paused")


def test_several_points_strike_in_order(open_due: OpenWorld) -> None:
    """Two pauses and a cut, armed in any order, strike each at its own byte."""
    world = open_due()
    world.must(
        PauseFlowAfter(phone="ann", flow="backup", point=700),
        CutNetworkAfter(phone="ann", flow="backup", size_bytes=400, network="cellular"),
        PauseFlowAfter(phone="ann", flow="backup", point=200),
        BACK_UP_NOW,
    )
    for point in (200, 700):
        flow = world.phone("ann").flow
        assert flow is not None
        assert (flow.sent_bytes, flow.paused) == (point, True)
        assert world.perform(RESUME) == DONE

    assert sent(world) == [("wifi", 200), ("wifi", 200), ("cellular", 300), ("cellular", 300)]


def test_a_point_that_was_passed_strikes_at_once(open_due: OpenWorld) -> None:
    """A cut armed for a byte that was sent already strikes when the flow goes on."""
    world = open_due()
    held(world, "manual", 500)

    world.must(CutNetworkAfter(phone="ann", flow="backup", size_bytes=100, network="none"), RESUME)

    assert ended(world) == ("failed", "network_lost")
    assert sent(world) == [("wifi", 500)]
