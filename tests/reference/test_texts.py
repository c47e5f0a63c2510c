"""Text messages of the reference: they come and go, are saved, deleted and brought back (TXT)."""

from collections.abc import Callable

import pytest

from backupspec.contract.commands import (
    AddPhone,
    BackUpNow,
    BeginSetUp,
    BringCloudUp,
    ChooseBackup,
    ChooseTexts,
    Command,
    CreateAccount,
    DeclineRestore,
    DeleteCloudBackup,
    DeleteConversation,
    DeleteMessages,
    PauseFlowAfter,
    PressDone,
    PressNext,
    ResetPhone,
    ResumeFlow,
    SetCloudSpace,
    SetNetwork,
    SignIn,
    SignOut,
    TakeCloudDown,
    TurnOff,
    TurnOn,
    TurnPhoneOff,
)
from backupspec.contract.outcomes import DONE, Refused
from backupspec.fixtures.occasions import message, received, sent
from backupspec.manifest.measuring import entry_bytes
from backupspec.world.world import World

OpenWorld = Callable[..., World]

ON = TurnOn(phone="ann", toggle="text_message_backup")
OFF = TurnOff(phone="ann", toggle="text_message_backup")
WIFI = SetNetwork(phone="ann", network="wifi")
OFFLINE = SetNetwork(phone="ann", network="none")


def saved(world: World) -> list[str]:
    """Name the messages that are saved."""
    return list(world.account("ann@example.com").messages)


def named(*numbers: int) -> list[str]:
    """Name messages."""
    return [f"message {number}" for number in numbers]


def deleted(*numbers: int, phone: str = "ann") -> DeleteMessages:
    """Delete messages."""
    return DeleteMessages(phone=phone, messages=tuple(named(*numbers)))


@pytest.fixture
def open_saving(open_ready: OpenWorld) -> OpenWorld:
    """Return a function that opens a world whose phone `ann`, on Wi-Fi, has Text message backup on."""

    def open_(profile: str = "windows-phone-8.1", **choices: str) -> World:
        world = open_ready(profile, **choices)
        world.must(ON, WIFI)
        return world

    return open_


def set_up(world: World, phone: str = "new") -> None:
    """Set a phone up as far as what is offered."""
    world.must(
        BeginSetUp(phone=phone),
        SetNetwork(phone=phone, network="wifi"),
        SignIn(phone=phone, account="ann@example.com"),
    )


def brought_back(world: World, phone: str = "new") -> None:
    """Set a phone up with the messages of Ann's phone."""
    set_up(world, phone)
    world.must(ChooseTexts(phone=phone, saved_by="ann"))
    world.must(PressNext(phone=phone), PressNext(phone=phone), PressDone(phone=phone))
    world.must(TurnOn(phone=phone, toggle="text_message_backup"))


# They come and go.


def test_ids_are_used_once(open_saving: OpenWorld) -> None:
    """A message that is there already, or was, is refused, and with it all that came at once."""
    world = open_saving()
    world.must(received("ann", 1), deleted(1))

    assert world.perform(received("ann", 2, 1)) == Refused(reason="already_exists")
    assert world.perform(received("ann", 2, 2)) == Refused(reason="already_exists")
    assert saved(world) == []

    assert world.perform(received("ann", 2)) == DONE


def test_chats_are_of_windows_phone_8(open_saving: OpenWorld) -> None:
    """A chat comes to a phone that has a switch for it, and is saved while that is on (TXT-07)."""
    assert open_saving().perform(received("ann", 1, kind="chat")) == Refused(reason="not_offered_on_this_phone")

    world = open_saving("windows-phone-8")
    world.must(received("ann", 1, kind="chat"), received("ann", 2))
    assert saved(world) == named(2)

    world.must(TurnOn(phone="ann", toggle="chat_backup"), received("ann", 3, kind="chat"))
    assert sorted(saved(world)) == named(1, 2, 3)


def test_no_message_comes_to_a_phone_that_is_off_or_not_set_up(open_saving: OpenWorld) -> None:
    """Messages need a phone that is on and in use."""
    world = open_saving()
    world.must(TurnPhoneOff(phone="ann"), BeginSetUp(phone="new"))

    assert world.perform(received("ann", 1)) == Refused(reason="phone_is_off")
    assert world.perform(received("new", 1)) == Refused(reason="set_up_is_not_over")


# They are saved.


@pytest.mark.parametrize(
    ("declared", "network", "count"),
    [
        ("any", "wifi", 1),
        ("any", "cellular", 1),
        ("any", "none", 0),
        ("wifi_only", "wifi", 1),
        ("wifi_only", "cellular", 0),
    ],
)
def test_over_which_network(open_saving: OpenWorld, declared: str, network: str, count: int) -> None:
    """Messages are saved over any network, or over Wi-Fi alone, as declared (TXT-01)."""
    world = open_saving(texts_network=declared)
    world.must(SetNetwork(phone="ann", network=network), received("ann", 1))  # type: ignore[arg-type]

    assert len(saved(world)) == count
    assert [each.network for each in world.now.transfers] == [network] * count
    assert world.phone("ann").queues["texts"].waiting == tuple(named(1)[count:])


@pytest.mark.parametrize(
    ("before", "after", "waits_for"),
    [
        (OFFLINE, WIFI, "network"),
        (TakeCloudDown(), BringCloudUp(), "onedrive"),
        (
            SetCloudSpace(account="ann@example.com", size_bytes=0),
            SetCloudSpace(account="ann@example.com", size_bytes=1000),
            "room",
        ),
    ],
)
def test_what_a_message_waits_for(open_saving: OpenWorld, before: object, after: object, waits_for: str) -> None:
    """A message that cannot be saved waits, says what for, and is saved when that is there."""
    world = open_saving()
    world.must(before, received("ann", 1))  # type: ignore[arg-type]
    assert world.phone("ann").queues["texts"].waiting_for == waits_for
    assert saved(world) == []

    world.must(after)  # type: ignore[arg-type]

    assert saved(world) == named(1)
    assert world.phone("ann").queues["texts"].waiting == ()


def test_room(open_saving: OpenWorld) -> None:
    """A message takes its bytes of OneDrive's room, and gives them back when it is deleted."""
    world = open_saving()
    room = world.account("ann@example.com").free_bytes
    world.must(received("ann", 1))
    [kept] = world.items().phones["ann"].message_items or ()

    assert world.account("ann@example.com").free_bytes == room - len(entry_bytes(kept))
    world.must(deleted(1))
    assert world.account("ann@example.com").free_bytes == room


def test_a_deletion_makes_room_for_another_phone(open_saving: OpenWorld) -> None:
    """What waits for room is saved as soon as another phone's deletion makes some."""
    world = open_saving()
    world.must(AddPhone(phone="ben"), SignIn(phone="ben", account="ann@example.com"), received("ben", 1))
    world.must(SetNetwork(phone="ben", network="wifi"), TurnOn(phone="ben", toggle="text_message_backup"))
    world.must(SetCloudSpace(account="ann@example.com", size_bytes=0), received("ann", 2))
    assert saved(world) == named(1)

    world.must(deleted(1, phone="ben"))

    assert saved(world) == named(2)


@pytest.mark.parametrize("point", [0, 50, "commit"])
def test_held_up(open_saving: OpenWorld, point: int) -> None:
    """Held up, a message is not saved; going on, it is, and no byte goes twice."""
    world = open_saving()
    world.must(PauseFlowAfter(phone="ann", flow="texts", point=point), received("ann", 1, 2))
    assert saved(world) == []
    assert world.phone("ann").queues["texts"].paused

    world.must(ResumeFlow(phone="ann", flow="texts"))

    assert saved(world) == named(1, 2)
    assert sum(each.size_bytes for each in world.now.transfers) == world.phone("ann").messages.size_bytes


# They are deleted.


def test_deleting_what_is_not_there(open_saving: OpenWorld) -> None:
    """If one of several messages is not there, none is deleted; a conversation without messages can't be deleted."""
    world = open_saving()
    world.must(received("ann", 1, 2))

    assert world.perform(deleted(1, 3)) == Refused(reason="no_such_message")
    assert world.perform(DeleteConversation(phone="ann", conversation="Cleo")) == Refused(reason="no_such_message")
    assert saved(world) == named(1, 2)

    assert world.perform(deleted(1)) == DONE
    assert saved(world) == named(2)


def test_deleting_a_conversation(open_saving: OpenWorld) -> None:
    """A conversation goes with all its messages, and no other does."""
    world = open_saving()
    world.must(received("ann", 1, conversation="Ben"), sent("ann", 2, conversation="Ben"))
    world.must(received("ann", 3, conversation="Ben and Cleo"))

    world.must(DeleteConversation(phone="ann", conversation="Ben"))

    assert saved(world) == named(3)


@pytest.mark.parametrize("point", [0, 50, "commit"])
def test_deleted_while_it_is_saved(open_saving: OpenWorld, point: int) -> None:
    """A message that is deleted on its way is not saved, and the next one goes on."""
    world = open_saving()
    world.must(PauseFlowAfter(phone="ann", flow="texts", point=point), received("ann", 1, 2))

    world.must(deleted(1))

    assert saved(world) == named(2)


@pytest.mark.parametrize(("declared", "left"), [("dropped", [1, 2]), ("sent_first", [2])])
def test_deletions_that_wait_when_it_is_turned_off(open_saving: OpenWorld, declared: str, left: list[int]) -> None:
    """They are dropped, or sent nevertheless, as declared; on again, nothing changes (TXT-05)."""
    world = open_saving(waiting_deletions_when_off=declared)
    world.must(received("ann", 1, 2), OFFLINE, deleted(1), OFF, WIFI)
    assert saved(world) == named(*left)

    world.must(ON)

    assert saved(world) == named(*left)


def test_turning_chats_off_drops_no_deletion_of_an_sms(open_saving: OpenWorld) -> None:
    """Each switch has to do with its own kinds of messages alone (TXT-07)."""
    world = open_saving("windows-phone-8")
    world.must(TurnOn(phone="ann", toggle="chat_backup"), received("ann", 1), received("ann", 2, kind="chat"))
    world.must(OFFLINE, deleted(1, 2), TurnOff(phone="ann", toggle="chat_backup"), WIFI)

    assert saved(world) == named(2)


def test_deleted_while_it_is_off(open_saving: OpenWorld) -> None:
    """What is deleted while the backup is off stays in OneDrive when it is on again (TXT-06)."""
    world = open_saving()
    world.must(received("ann", 1, 2), OFF, deleted(1), ON)
    assert saved(world) == named(1, 2)

    world.must(deleted(2))

    assert saved(world) == named(1)


@pytest.mark.parametrize(
    "turned",
    [(), (TurnOn(phone="ann", toggle="settings_backup"),), (OFF, ON)],
    ids=["not", "Settings backup on", "off and on"],
)
def test_deleted_signed_out(open_saving: OpenWorld, turned: tuple[Command, ...]) -> None:
    """What is deleted while nobody is signed in leaves OneDrive at the next sign-in, whatever was turned on meanwhile (TXT-03)."""
    world = open_saving()
    world.must(received("ann", 1, 2), SignOut(phone="ann"), *turned, deleted(1))
    assert saved(world) == named(1, 2)

    world.must(SignIn(phone="ann", account="ann@example.com"))
    assert saved(world) == named(2)


# Another account signs in.


@pytest.fixture
def open_shared(open_saving: OpenWorld) -> World:
    """Open a world whose phone has saved message 1 for Ann, has message 2 that waits and message 3 whose deletion waits, and is Ben's now."""
    world = open_saving()
    world.must(received("ann", 1, 3), OFFLINE, received("ann", 2), deleted(3))
    world.must(CreateAccount(account="ben@example.com"), SignIn(phone="ann", account="ben@example.com"), WIFI)
    return world


def test_nothing_comes_to_another_account(open_shared: World) -> None:
    """What was saved, or waits, under one account does not come to another, not even when the backup is turned off and on (GEN-01)."""
    open_shared.must(OFF, ON, received("ann", 4))

    assert list(open_shared.account("ben@example.com").messages) == named(4)
    assert open_shared.phone("ann").queues["texts"].waiting == ("message 2",)
    assert open_shared.phone("ann").queues["texts"].waiting_for == "account"


def test_what_waits_goes_on_with_its_own_account(open_shared: World) -> None:
    """Messages and deletions that waited are saved and done when their account signs in again (GEN-01)."""
    assert saved(open_shared) == named(1, 3)

    open_shared.must(SignIn(phone="ann", account="ann@example.com"))
    assert saved(open_shared) == named(1, 2)
    assert open_shared.account("ben@example.com").messages == ()


def test_what_came_while_nobody_was_signed_in(open_saving: OpenWorld) -> None:
    """A message that came while nobody was signed in is of the account that signs in next (GEN-01)."""
    world = open_saving()
    world.must(SignOut(phone="ann"), received("ann", 1), CreateAccount(account="ben@example.com"))
    world.must(SignIn(phone="ann", account="ben@example.com"))

    assert list(world.account("ben@example.com").messages) == named(1)


def test_waiting_messages_when_it_is_turned_off(open_saving: OpenWorld) -> None:
    """They do not leave while it is off, and are saved when it is on again (TXT-05)."""
    world = open_saving()
    world.must(OFFLINE, received("ann", 1), OFF, WIFI)
    assert world.now.transfers == ()

    world.must(ON)

    assert saved(world) == named(1)


# They come back.


def test_all_come_back_with_any_backup(open_saving: OpenWorld) -> None:
    """The account's messages come with a backup that knows nothing of them, in the order in which they came and went (TXT-02)."""
    world = open_saving()
    world.must(BackUpNow(phone="ann"), received("ann", 1), sent("ann", 2), received("ann", 3, conversation="Adam"))
    set_up(world)
    world.must(ChooseBackup(phone="new", backup="backup-1"), PressNext(phone="new"))

    came = world.items().phones["new"].message_items or ()

    assert came == world.items().phones["ann"].message_items
    assert [(each.message, each.direction) for each in came] == [
        (message(3, "Adam"), "received"),
        (message(1), "received"),
        (message(2), "sent"),
    ]
    restored = [each for each in world.now.transfers if each.purpose == "restore"]
    assert [each.backup for each in restored] == ["backup-1", None]
    assert restored[1].size_bytes == world.phone("ann").messages.size_bytes


def test_a_phone_is_offered_for_its_messages_as_long_as_it_has_no_backup(open_saving: OpenWorld) -> None:
    """A phone with saved messages is offered for these alone while it has no complete backup in OneDrive."""
    world = open_saving()
    world.must(received("ann", 1))
    set_up(world)

    def offered() -> tuple[object, ...]:
        seen = world.phone("new").set_up
        assert seen is not None
        return seen.offers, seen.offers_texts_of

    assert offered() == ((), ("ann",))
    world.must(BackUpNow(phone="ann"))
    assert offered() == (("backup-1",), ())
    world.must(DeleteCloudBackup(account="ann@example.com", backup="backup-1"))
    assert offered() == ((), ("ann",))


def test_a_phone_that_is_not_offered_cannot_be_chosen(open_saving: OpenWorld) -> None:
    """Only what is offered can be tapped, and what is gone by then does not come."""
    world = open_saving()
    world.must(received("ann", 1))
    set_up(world)
    assert world.perform(ChooseTexts(phone="new", saved_by="ben")) == Refused(reason="no_such_backup")
    world.must(ChooseTexts(phone="new", saved_by="ann"), deleted(1))

    assert world.perform(PressNext(phone="new")) == Refused(reason="backup_was_deleted")
    assert world.phone("new").messages.count == 0


def test_declined(open_saving: OpenWorld) -> None:
    """Without a restore, no message comes, and all stay."""
    world = open_saving()
    world.must(received("ann", 1))
    set_up(world)

    world.must(DeclineRestore(phone="new"), PressDone(phone="new"), TurnOn(phone="new", toggle="text_message_backup"))

    assert world.phone("new").messages.count == 0
    assert saved(world) == named(1)


@pytest.mark.parametrize(("deletes", "keeps"), [("new", "ann"), ("ann", "new")])
def test_a_restored_message_is_the_same(open_saving: OpenWorld, deletes: str, keeps: str) -> None:
    """Deleted on one phone, it leaves OneDrive; the other keeps its copy and does not send it again (TXT-03)."""
    world = open_saving()
    world.must(received("ann", 1, 2))
    brought_back(world)
    sent_bytes = sum(each.size_bytes for each in world.now.transfers)

    world.must(deleted(1, phone=deletes))
    world.must(TurnOff(phone=keeps, toggle="text_message_backup"), TurnOn(phone=keeps, toggle="text_message_backup"))

    assert saved(world) == named(2)
    assert world.phone(keeps).messages.count == 2
    assert sum(each.size_bytes for each in world.now.transfers) == sent_bytes


def test_a_reset_deletes_nothing(open_saving: OpenWorld) -> None:
    """A reset takes the messages from the phone, and none from OneDrive, also when it is in use again (TXT-06)."""
    world = open_saving()
    world.must(received("ann", 1))

    world.must(ResetPhone(phone="ann"), SignIn(phone="ann", account="ann@example.com"), WIFI, ON)

    assert world.phone("ann").messages.count == 0
    assert saved(world) == named(1)
