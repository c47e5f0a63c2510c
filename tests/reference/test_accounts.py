"""Accounts of the reference: who is signed in where, and whose is what (GEN-01, DEL-07 to DEL-10)."""

from collections.abc import Callable

import pytest

from backupspec.contract.commands import (
    AddPhone,
    AdvanceTime,
    BackUpNow,
    BringCloudUp,
    ChooseUpload,
    Command,
    CreateAccount,
    DeleteCloudBackup,
    LetSignInLapse,
    PauseFlowAfter,
    RenewSignIn,
    ResetPhone,
    SetCloudSpace,
    SetExternalPower,
    SetNetwork,
    SignIn,
    SignOut,
    TakeCloudDown,
    TurnOn,
    TurnPhoneOff,
    TurnPhoneOn,
)
from backupspec.contract.outcomes import DONE, Refused
from backupspec.fixtures.occasions import photo_taken, received
from backupspec.world.world import World

OpenWorld = Callable[..., World]

ANN, BEN = "ann@example.com", "ben@example.com"


@pytest.fixture
def two(open_ready: OpenWorld) -> World:
    """Return a world with two accounts, `ann` signed in to the first and ready, `ben` to the second and ready, both on cellular data."""
    world: World = open_ready()
    world.must(
        CreateAccount(account=BEN),
        AddPhone(phone="ben"),
        SignIn(phone="ben", account=BEN),
        TurnOn(phone="ben", toggle="settings_backup"),
        SetNetwork(phone="ann", network="cellular"),
        SetNetwork(phone="ben", network="cellular"),
    )
    return world


def backups(world: World, account: str) -> list[str]:
    """Tell which backups lie in an account's OneDrive."""
    return [backup.id for backup in world.account(account).backups]


def test_backups_go_to_their_own_account(two: World) -> None:
    """Each phone's backups lie in the OneDrive of the account that it is signed in with."""
    two.must(BackUpNow(phone="ann"), BackUpNow(phone="ben"), BackUpNow(phone="ann"))

    assert backups(two, ANN) == ["backup-1", "backup-3"]
    assert backups(two, BEN) == ["backup-2"]


def test_another_account_on_the_same_phone(two: World) -> None:
    """Signed in to another account, the phone's new backups go there; the earlier ones stay where they are."""
    two.must(BackUpNow(phone="ann"), SignIn(phone="ann", account=BEN), BackUpNow(phone="ann"))

    assert backups(two, ANN) == ["backup-1"]
    assert backups(two, BEN) == ["backup-2"]
    assert two.phone("ann").account == BEN
    local = two.phone("ann").local_backup
    assert local is not None
    assert (local.id, local.sequence) == ("backup-2", 1)


def test_each_account_counts_its_own(two: World) -> None:
    """A phone's backups are numbered per account, and signed in to an earlier one the phone goes on where it was."""
    two.must(BackUpNow(phone="ann"), BackUpNow(phone="ben"), SignIn(phone="ann", account=BEN), BackUpNow(phone="ann"))
    two.must(SignIn(phone="ann", account=ANN), BackUpNow(phone="ann"))

    numbered = {
        account: [(backup.phone, backup.sequence) for backup in two.account(account).backups] for account in (ANN, BEN)
    }

    assert numbered == {ANN: [("ann", 1), ("ann", 2)], BEN: [("ben", 1), ("ann", 1)]}


def test_a_reset_phone_counts_anew(two: World) -> None:
    """The first backup after a reset has the number 1 again, and the earlier ones stay as they were."""
    two.must(BackUpNow(phone="ann"), BackUpNow(phone="ann"))
    earlier = two.account(ANN).backups
    assert [backup.sequence for backup in earlier] == [1, 2]

    two.must(ResetPhone(phone="ann"), SignIn(phone="ann", account=ANN), TurnOn(phone="ann", toggle="settings_backup"))
    two.must(SetNetwork(phone="ann", network="cellular"), BackUpNow(phone="ann"))

    assert two.account(ANN).backups[:2] == earlier
    assert two.account(ANN).backups[2].sequence == 1


def test_another_account_during_an_automatic_backup(two: World) -> None:
    """Signed in to another account in the middle, nothing of the backup is kept, and a fresh one goes to the new account."""
    two.must(PauseFlowAfter(phone="ann", flow="backup", point=300), SetExternalPower(phone="ann", connected=True))
    two.must(SetNetwork(phone="ann", network="wifi"))
    flow = two.phone("ann").flow
    assert flow is not None
    assert flow.sent_bytes == 300

    two.must(SignIn(phone="ann", account=BEN))

    assert backups(two, ANN) == []
    assert backups(two, BEN) == ["backup-2"]
    assert sum(each.size_bytes for each in two.now.transfers if each.account == BEN) == 600


def test_texts_and_photos_go_to_the_account(two: World) -> None:
    """What a phone saves by itself lies in its account, and in no other."""
    two.must(TurnOn(phone="ann", toggle="text_message_backup"), received("ann", 1))
    two.must(ChooseUpload(phone="ben", medium="photos", quality="good"), photo_taken("ben"))

    assert (len(two.account(ANN).messages), len(two.account(ANN).media)) == (1, 0)
    assert (len(two.account(BEN).messages), len(two.account(BEN).media)) == (0, 1)


def purposes(world: World) -> list[str]:
    """Tell what left the phones."""
    return [each.purpose for each in world.now.transfers]


NOTHING_LEAVES: dict[str, tuple[Command, Command]] = {
    "signed-out": (SignOut(phone="ann"), SignIn(phone="ann", account=ANN)),
    "lapsed": (LetSignInLapse(account=ANN), RenewSignIn(account=ANN)),
    "lapsed-signed-in-again": (LetSignInLapse(account=ANN), SignIn(phone="ann", account=ANN)),
    "offline": (SetNetwork(phone="ann", network="none"), SetNetwork(phone="ann", network="cellular")),
    "onedrive-down": (TakeCloudDown(), BringCloudUp()),
}


@pytest.mark.parametrize("why", NOTHING_LEAVES)
def test_nothing_leaves_without_a_way_to_the_account(two: World, why: str) -> None:
    """Signed out, lapsed, offline or with OneDrive down no text or photo leaves; as soon as there is a way, both do."""
    lost, found = NOTHING_LEAVES[why]
    two.must(
        TurnOn(phone="ann", toggle="text_message_backup"), ChooseUpload(phone="ann", medium="photos", quality="good")
    )
    both = (received("ann", 1), photo_taken("ann"))

    two.must(lost, *both)
    assert purposes(two) == []
    two.must(found)

    assert purposes(two) == ["texts", "media"]


def test_a_lapse_meets_all_phones_of_the_account(two: World) -> None:
    """A sign-in lapses on each phone of the account, and on no other."""
    two.must(AddPhone(phone="eve"), SignIn(phone="eve", account=ANN))

    two.must(LetSignInLapse(account=ANN))
    assert {name: phone.sign_in for name, phone in two.now.phones.items()} == {
        "ann": "lapsed",
        "eve": "lapsed",
        "ben": "valid",
    }
    two.must(SignIn(phone="eve", account=ANN))

    assert two.phone("eve").sign_in == "valid"
    assert two.phone("ann").sign_in == "lapsed"


def test_a_deletion_removes_exactly_one(two: World) -> None:
    """A backup deleted in OneDrive is gone for good, also with the phone off; its siblings and the phone's copy stay."""
    two.must(BackUpNow(phone="ann"), BackUpNow(phone="ann"), BackUpNow(phone="ann"), TurnPhoneOff(phone="ann"))
    siblings = [backup for backup in two.account(ANN).backups if backup.id != "backup-2"]
    two.must(DeleteCloudBackup(account=ANN, backup="backup-2"))
    assert list(two.account(ANN).backups) == siblings

    two.must(TurnPhoneOn(phone="ann"), AdvanceTime(seconds=100_000))

    assert list(two.account(ANN).backups) == siblings
    assert two.phone("ann").local_backup == siblings[-1]


def test_the_newest_one_deleted_stays_on_the_phone(two: World) -> None:
    """Deleting in OneDrive takes nothing off the phone, and moves no toggle."""
    two.must(BackUpNow(phone="ann"))
    before = two.phone("ann")

    two.must(DeleteCloudBackup(account=ANN, backup="backup-1"))

    assert two.phone("ann").local_backup == before.local_backup
    assert two.phone("ann").toggles == before.toggles


REFUSED: dict[str, tuple[Command, Command, str]] = {
    "create": (CreateAccount(account="eve@example.com"), CreateAccount(account=ANN), "already_exists"),
    "add-phone": (AddPhone(phone="eve"), AddPhone(phone="ann"), "already_exists"),
    "sign-in": (SignIn(phone="ann", account=BEN), SignIn(phone="ann", account="nobody"), "no_such_account"),
    "sign-in-phone": (SignIn(phone="ann", account=BEN), SignIn(phone="nobody", account=BEN), "no_such_phone"),
    "lapse": (LetSignInLapse(account=ANN), LetSignInLapse(account="nobody"), "no_such_account"),
    "renew": (RenewSignIn(account=ANN), RenewSignIn(account="nobody"), "no_such_account"),
    "space": (
        SetCloudSpace(account=ANN, size_bytes=1),
        SetCloudSpace(account="nobody", size_bytes=1),
        "no_such_account",
    ),
    "delete": (
        DeleteCloudBackup(account=ANN, backup="backup-1"),
        DeleteCloudBackup(account=ANN, backup="backup-9"),
        "no_such_backup",
    ),
    "delete-in-another": (
        DeleteCloudBackup(account=ANN, backup="backup-1"),
        DeleteCloudBackup(account=BEN, backup="backup-1"),
        "no_such_backup",
    ),
    "delete-of-nobody": (
        DeleteCloudBackup(account=ANN, backup="backup-1"),
        DeleteCloudBackup(account="nobody", backup="backup-1"),
        "no_such_account",
    ),
    "back-up": (BackUpNow(phone="ann"), BackUpNow(phone="nobody"), "no_such_phone"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_does_not_exist(two: World, what: str) -> None:
    """A command about what doesn't exist, or exists already, is refused with the fact and changes nothing."""
    right, wrong, reason = REFUSED[what]
    two.must(BackUpNow(phone="ann"))
    before = two.now

    assert two.perform(wrong) == Refused(reason=reason)  # type: ignore[arg-type]
    assert two.now == before
    assert two.perform(right) == DONE


def test_nothing_is_deleted_while_onedrive_is_down(two: World) -> None:
    """OneDrive that is down is down for whoever wants to delete, too."""
    two.must(BackUpNow(phone="ann"), TakeCloudDown())
    delete = DeleteCloudBackup(account=ANN, backup="backup-1")

    assert two.perform(delete) == Refused(reason="onedrive_is_down")
    assert backups(two, ANN) == ["backup-1"]

    two.must(BringCloudUp(), delete)
    assert backups(two, ANN) == []
