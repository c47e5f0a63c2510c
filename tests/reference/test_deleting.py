"""What goes and what stays when backups of the reference are deleted, on a phone and in OneDrive (DEL-03 to DEL-07, DEL-10)."""

import json
from collections.abc import Callable
from itertools import product

import pytest

from backupspec.contract.commands import (
    AdvanceTime,
    BackUpNow,
    BringCloudUp,
    DeleteBackups,
    DeleteCloudBackup,
    PauseFlowAfter,
    SetExternalPower,
    SetNetwork,
    TakeCloudDown,
    TurnOn,
    TurnPhoneOff,
)
from backupspec.contract.outcomes import DONE, Refused
from backupspec.world.world import World

OpenWorld = Callable[..., World]

APPS = {"apps", "app_data"}
BOXES = {
    "none": (),
    "settings": ("settings_backup",),
    "apps": ("app_backup",),
    "both": ("app_backup", "settings_backup"),
}


@pytest.fixture
def open_backed_up(open_ready: OpenWorld) -> OpenWorld:
    """Return a function that opens a world whose phone has a backup with apps, in OneDrive and as its local copy."""

    def open_(profile: str = "windows-phone-8.1", **choices: str) -> World:
        world = open_ready(profile, **choices)
        world.must(SetNetwork(phone="ann", network="cellular"))
        world.must(TurnOn(phone="ann", toggle="app_backup"), BackUpNow(phone="ann"))
        return world

    return open_


def local_parts(world: World) -> set[str]:
    """Tell what the local copy holds."""
    copy = world.phone("ann").local_backup
    return {part.kind for part in copy.parts} if copy else set()


def in_onedrive(world: World) -> list[str]:
    """List the backups in OneDrive."""
    return [backup.id for backup in world.account("ann@example.com").backups]


@pytest.mark.parametrize(("boxes", "reading"), [*product(BOXES, ("apps_and_data", "data_alone"))])
def test_what_goes_from_the_local_copy(open_backed_up: OpenWorld, boxes: str, reading: str) -> None:
    """The box Settings backup stands for all, the box App backup alone for apps, no box for nothing; a second time changes nothing."""
    world = open_backed_up(app_deletion_takes=reading)
    all_parts = local_parts(world)
    assert all_parts > APPS
    taken = APPS if reading == "apps_and_data" else {"app_data"}
    left = {"none": all_parts, "apps": all_parts - taken}.get(boxes, set())

    for _ in range(2):
        world.perform(DeleteBackups(phone="ann", boxes=BOXES[boxes]))  # type: ignore[arg-type]
        assert local_parts(world) == left

    assert in_onedrive(world) == ["backup-1"]


@pytest.mark.parametrize(("reading", "outcome"), [("refused", Refused(reason="no_box_ticked")), ("accepted", DONE)])
def test_no_box_ticked(open_backed_up: OpenWorld, reading: str, outcome: object) -> None:
    """It is refused or done without effect, as declared; a backup under way goes on."""
    world = open_backed_up(no_box_ticked=reading)
    world.must(PauseFlowAfter(phone="ann", flow="backup", point=300), BackUpNow(phone="ann"))
    before = world.phone("ann")

    assert world.perform(DeleteBackups(phone="ann", boxes=())) == outcome

    assert world.phone("ann") == before


@pytest.mark.parametrize("boxes", [boxes for boxes in BOXES if boxes != "none"])
def test_a_backup_under_way_is_aborted(open_backed_up: OpenWorld, boxes: str) -> None:
    """Whatever box is ticked, the deletion comes after, and nothing more goes to OneDrive."""
    world = open_backed_up()
    world.must(PauseFlowAfter(phone="ann", flow="backup", point=300), BackUpNow(phone="ann"))

    world.must(DeleteBackups(phone="ann", boxes=BOXES[boxes]))  # type: ignore[arg-type]

    attempt = world.phone("ann").last_attempt
    assert world.phone("ann").flow is None
    assert attempt is not None
    assert (attempt.result, attempt.reason) == ("aborted", "backups_were_deleted")
    assert in_onedrive(world) == ["backup-1"]


@pytest.mark.parametrize(
    ("declared", "retry_s"), [({}, 3600), ({"retry_after": "11 minutes"}, 660)], ids=["picked", "11-minutes"]
)
def test_one_that_was_aborted_is_tried_again_later(
    open_backed_up: OpenWorld, declared: dict[str, str], retry_s: int
) -> None:
    """No automatic backup follows the deletion at once: whoever deleted has some time to change more."""
    world = open_backed_up(**declared)
    world.must(AdvanceTime(seconds=86_400), PauseFlowAfter(phone="ann", flow="backup", point=300))
    world.must(BackUpNow(phone="ann"), SetNetwork(phone="ann", network="wifi"))
    world.must(SetExternalPower(phone="ann", connected=True), DeleteBackups(phone="ann", boxes=("app_backup",)))
    attempt = world.phone("ann").last_attempt
    assert attempt is not None
    assert (attempt.trigger, attempt.reason) == ("manual", "backups_were_deleted")
    world.must(AdvanceTime(seconds=retry_s - 1))
    assert in_onedrive(world) == ["backup-1"]

    world.must(AdvanceTime(seconds=1))

    assert in_onedrive(world) == ["backup-1", "backup-3"]
    assert world.account("ann@example.com").backups[-1].trigger == "automatic"


def test_a_phone_that_is_off_deletes_nothing(open_backed_up: OpenWorld) -> None:
    """Nobody can tick a box on it."""
    world = open_backed_up()
    world.must(TurnPhoneOff(phone="ann"))

    deletion = DeleteBackups(phone="ann", boxes=("settings_backup",))

    assert world.perform(deletion) == Refused(reason="phone_is_off")
    assert local_parts(world) > APPS


@pytest.mark.parametrize("gone", ["backup-1", "backup-2", "backup-3"])
def test_any_backup_can_be_deleted_in_onedrive(open_backed_up: OpenWorld, gone: str) -> None:
    """While the phone is off, too; the others stay, it does not come back, and its room is free again."""
    world = open_backed_up()
    world.must(BackUpNow(phone="ann"), BackUpNow(phone="ann"), TurnPhoneOff(phone="ann"))
    free_bytes = world.account("ann@example.com").free_bytes

    world.must(DeleteCloudBackup(account="ann@example.com", backup=gone), AdvanceTime(seconds=10**6))

    assert in_onedrive(world) == [kept for kept in ("backup-1", "backup-2", "backup-3") if kept != gone]
    assert world.account("ann@example.com").free_bytes == free_bytes + 1000


@pytest.mark.parametrize(("kept", "left"), [("every_one", 4), ("3", 3), ("1", 1)])
def test_as_many_stay_as_are_declared(open_backed_up: OpenWorld, kept: str, left: int) -> None:
    """A new backup takes the place of the phone's oldest, whose room is free again, and which is listed as deleted; the copy is the newest."""
    world = open_backed_up(backups_kept=kept)
    free_bytes = world.account("ann@example.com").free_bytes

    world.must(BackUpNow(phone="ann"), BackUpNow(phone="ann"), BackUpNow(phone="ann"))

    made = [f"backup-{number}" for number in range(1, 5)]
    account, copy = world.account("ann@example.com"), world.phone("ann").local_backup
    assert in_onedrive(world) == made[-left:]
    assert account.free_bytes == free_bytes - (left - 1) * 1000
    assert copy == account.backups[-1]
    listed = json.loads(account.catalogue or "")["backups"]
    assert {each["id"]: {part["state"] for part in each["cloud"].values()} for each in listed} == {
        id_: {"present" if id_ in made[-left:] else "deleted"} for id_ in made
    }


def test_the_age_counts_from_the_newest_that_is_kept(open_backed_up: OpenWorld) -> None:
    """That an older one made room for it is no deletion: the three weeks count from the newest alone."""
    world = open_backed_up(backups_kept="1")
    world.must(AdvanceTime(seconds=86_400), BackUpNow(phone="ann"), AdvanceTime(seconds=21 * 86_400 - 1))
    assert world.phone("ann").prompts == ()

    world.must(AdvanceTime(seconds=1))

    assert len(world.phone("ann").prompts) == 1


def test_an_id_is_never_used_again(open_backed_up: OpenWorld) -> None:
    """The backup after a deleted one is another one."""
    world = open_backed_up()

    world.must(DeleteCloudBackup(account="ann@example.com", backup="backup-1"), BackUpNow(phone="ann"))

    assert in_onedrive(world) == ["backup-2"]


@pytest.mark.parametrize(
    ("account", "backup", "reason"),
    [
        ("nobody@example.com", "backup-1", "no_such_account"),
        ("ann@example.com", "backup-2", "no_such_backup"),
    ],
)
def test_what_is_not_there_cannot_be_deleted(open_backed_up: OpenWorld, account: str, backup: str, reason: str) -> None:
    """It is refused, and the reason is said."""
    world = open_backed_up()

    assert world.perform(DeleteCloudBackup(account=account, backup=backup)) == Refused(reason=reason)  # type: ignore[arg-type]
    assert in_onedrive(world) == ["backup-1"]


def test_while_onedrive_is_down_nothing_is_deleted_there(open_backed_up: OpenWorld) -> None:
    """It can be deleted once OneDrive is up again."""
    world = open_backed_up()
    deletion = DeleteCloudBackup(account="ann@example.com", backup="backup-1")
    world.must(TakeCloudDown())
    assert world.perform(deletion) == Refused(reason="onedrive_is_down")
    assert in_onedrive(world) == ["backup-1"]

    world.must(BringCloudUp(), deletion)

    assert in_onedrive(world) == []
