"""Faults of text messages (I24 to I26), and of what comes back and is offered of them (I32, I33, I37)."""

import base64
import hashlib
from collections.abc import Callable
from typing import Any

from faults import NEW, OFFERED, SAVED, allowed, breaks, doctored, shows_of
from msgspec.structs import replace

from backupspec.contract.commands import (
    AdvanceTime,
    BackUpNow,
    BeginSetUp,
    BringCloudUp,
    ChooseBackup,
    ChooseTexts,
    DeclineRestore,
    DeleteBackups,
    DeleteCloudBackup,
    DeleteConversation,
    DeleteMedium,
    DeleteMessages,
    PauseFlowAfter,
    PressDone,
    PressNext,
    ReceiveMessages,
    RequireSecurityCode,
    ResetPhone,
    ResumeFlow,
    SetCloudSpace,
    SetNetwork,
    SignIn,
    SignOut,
    TakeCloudDown,
    TurnOff,
    TurnOn,
)
from backupspec.contract.observations import Observation
from backupspec.contract.terms import TextKind, Toggle
from backupspec.contract.texts import Message
from backupspec.faults import messages_deleted, messages_saved, messages_switched
from backupspec.faults import messages_restored as coming_back
from backupspec.faults.made import with_policy, with_topics
from backupspec.faults.messages_saved import with_saved
from backupspec.fixtures.occasions import attachment, photo_taken, received, sent
from backupspec.policy.model import Policy
from backupspec.reference import texts
from backupspec.reference.engine import Engine, Topics
from backupspec.reference.implementation import Reference
from backupspec.reference.law import Answer
from backupspec.reference.parcels import Parcel
from backupspec.reference.set_up import FirstSetUp
from backupspec.reference.state import Phone, SetUp, StoredText, Texts, World
from backupspec.reference.texts import TextMessages

ON = TurnOn(phone="ann", toggle="text_message_backup")
OFF = TurnOff(phone="ann", toggle="text_message_backup")
WIFI = SetNetwork(phone="ann", network="wifi")
OFFLINE = SetNetwork(phone="ann", network="none")
READY = (*NEW, SignIn(phone="ann", account="ann@example.com"), WIFI, ON)
THREE = (*READY, received("ann", 1), sent("ann", 2), received("ann", 3, conversation="Cleo"))
FIRST_GONE = DeleteMessages(phone="ann", messages=("message 1",))
ALL_GONE = DeleteMessages(phone="ann", messages=("message 1", "message 2", "message 3"))
"""A phone with Text message backup on, and one on which three messages are saved."""
NEXT = PressNext(phone="new")
OFFERED_TEXTS = (
    *THREE,
    BeginSetUp(phone="new"),
    SetNetwork(phone="new", network="wifi"),
    SignIn(phone="new", account="ann@example.com"),
)
CHOSEN_TEXTS = (*OFFERED_TEXTS, ChooseTexts(phone="new", saved_by="ann"))
RESTORED_TEXTS = (*CHOSEN_TEXTS, NEXT, NEXT, PressDone(phone="new"), TurnOn(phone="new", toggle="text_message_backup"))
"""A phone that is offered these messages, has them chosen, has them back and saves its own."""

# I19: nothing can be read.

MMS = ReceiveMessages(
    phone="ann",
    messages=(
        Message(
            id="message 1",
            conversation="Ben the baker",
            kind="mms",
            text="See you at eight.",
            attachments=(attachment("sunset.jpg", "the sun over the harbour"),),
        ),
    ),
)


def _shows(told: Callable[[StoredText], str]) -> Reference:
    """Make the reference, whose log of what was sent tells something of the message."""

    class Faulty(TextMessages):
        def store(self, world: World, phone: Phone, parcels: tuple[Parcel, ...]) -> World:
            world = super().store(world, phone, parcels)
            saved = world.accounts["ann@example.com"].texts[parcels[0].name]
            newest = replace(world.transfers[-1], medium=told(saved))
            return replace(world, transfers=(*world.transfers[:-1], newest))

    return with_topics(Topics(texts=Faulty))


@breaks("I19", "CON-03", *READY, MMS)
def tells_with_whom() -> Reference:
    """With whom a message was exchanged is shown."""
    return _shows(lambda saved: saved.text.kept.message.conversation)


@breaks("I19", "CON-03", *READY, MMS)
def tells_what_it_says() -> Reference:
    """What a message says is shown, in Base64."""
    return _shows(lambda saved: base64.b64encode(saved.text.kept.message.text.encode()).decode())


@breaks("I19", "CON-03", *READY, MMS)
def tells_what_is_attached() -> Reference:
    """What is attached is shown as it was given."""
    return _shows(lambda saved: saved.text.kept.message.attachments[0].content)


@breaks("I19", "CON-03", *READY, MMS)
def tells_a_plain_hash() -> Reference:
    """A hash of the message is shown that anybody can make."""
    return _shows(lambda saved: hashlib.sha256(saved.text.written).hexdigest())


# I24: in sync.


@breaks("I24", "TXT-01", *THREE)
def saves_nothing() -> Reference:
    """No message is saved, and none waits."""

    class Faulty(TextMessages):
        def exchanged(self, world: World, phone: Phone, _new: Texts) -> World:
            return world.with_phone(phone)

    return with_topics(Topics(texts=Faulty))


@breaks("I24", "TXT-01", *READY, OFFLINE, received("ann", 1), WIFI)
def waits_for_ever() -> Reference:
    """A message that came offline waits for ever."""

    class Faulty(TextMessages):
        def ready(self, _world: World, _phone: Phone) -> tuple[Parcel, ...]:
            return ()

    return with_topics(Topics(texts=Faulty))


@breaks("I24", "TXT-03", *THREE, FIRST_GONE)
def deletes_nothing() -> Reference:
    """What is deleted on the phone stays in OneDrive."""
    return messages_deleted.deleting_stays_on_the_phone()


@breaks("I24", "TXT-03", *THREE, FIRST_GONE)
def deletions_wait_for_ever() -> Reference:
    """What is deleted on the phone is never sent."""

    class Faulty(TextMessages):
        def send_deletions(self, world: World, _phone: Phone) -> World:
            return world

    return with_topics(Topics(texts=Faulty))


@breaks("I24", "TXT-03", *THREE, FIRST_GONE)
def takes_a_neighbour() -> Reference:
    """With a message, the next one goes."""
    return messages_deleted.a_neighbour_goes_with_it()


@breaks("I24", "TXT-03", *RESTORED_TEXTS, DeleteMessages(phone="new", messages=("message 1",)), OFF, ON)
def saves_again() -> Reference:
    """What another phone deleted is saved again."""
    return messages_deleted.sends_again_what_was_deleted()


@breaks("I24", "TXT-04", *READY, OFF, received("ann", 1))
def saves_while_off() -> Reference:
    """Messages are saved while their backup is off."""

    class Faulty(TextMessages):
        def kinds_saved(self, _phone: Phone) -> frozenset[TextKind]:
            return frozenset({"sms", "mms"})

    return with_topics(Topics(texts=Faulty))


@breaks("I24", "TXT-04", *THREE)
def saves_for_another() -> Reference:
    """Messages are saved to every account."""
    return messages_saved.saves_to_every_account()


@breaks("I24", "TXT-07", *READY, received("ann", 1, kind="chat"))
def saves_chats() -> Reference:
    """On Windows Phone 8.1, Text message backup saves chats."""

    def change(policy: Policy) -> Policy:
        toggles = tuple(
            replace(rule, saves=("sms", "mms", "chat")) if rule.id == "text_message_backup" else rule
            for rule in policy.toggles
        )
        return replace(policy, toggles=toggles)

    return with_policy(change)


BENS = SignIn(phone="ann", account="ben@example.com")


@breaks("I24", "GEN-01", *READY, OFFLINE, received("ann", 1), BENS, WIFI)
def saves_what_waits_to_another_account() -> Reference:
    """Messages that wait are saved to the account that signs in next."""
    return messages_saved.what_waits_goes_to_whoever_signs_in()


@breaks("I24", "GEN-01", *THREE, BENS, OFF, ON)
def saves_all_to_another_account() -> Reference:
    """What is saved for one account is saved for the next, too, when the backup is turned off and on."""
    return messages_saved.turning_on_takes_all_along()


@breaks(
    "I24", "TXT-01", *READY, OFFLINE, received("ann", 1), BENS, WIFI, SignIn(phone="ann", account="ann@example.com")
)
def forgets_what_waits_for_its_account() -> Reference:
    """What waits is dropped when another account signs in, and is not saved when its own is back."""

    class Faulty(TextMessages):
        def tidy(self, world: World, phone: Phone) -> World:
            queue = phone.queues["texts"]
            strange = frozenset(id_ for id_ in queue.waiting if phone.texts[id_].account != phone.account)
            return world.with_queue(phone, "texts", queue.without(strange))

    return with_topics(Topics(texts=Faulty))


@breaks("I24", "TXT-03", *THREE, OFFLINE, FIRST_GONE, BENS, WIFI, SignIn(phone="ann", account="ann@example.com"))
def forgets_deletions_for_its_account() -> Reference:
    """A deletion that waits is forgotten when another account signs in, and is not done when its own is back."""
    return messages_deleted.forgets_deletions_of_another_account()


# I25: nothing is lost.


@breaks("I25", "TXT-01", *THREE, AdvanceTime(seconds=40 * 86_400))
def lets_them_expire() -> Reference:
    """Saved messages go by themselves when they are 30 days old."""
    return messages_saved.messages_expire()


@breaks("I25", "TXT-05", *THREE, OFF)
def purges() -> Reference:
    """Turning the backup off deletes what was saved."""
    return messages_switched.turning_off_purges()


@breaks("I25", "TXT-05", *THREE, OFFLINE, FIRST_GONE, OFF, ON, WIFI)
def sends_what_was_dropped() -> Reference:
    """A deletion that waited when the backup was turned off is sent when it is on again."""

    class Faulty(TextMessages):
        def turned_off(self, world: World, phone: Phone, _toggle: Toggle) -> World:
            return world.with_phone(phone)

    return with_topics(Topics(texts=Faulty))


@breaks("I25", "TXT-06", *THREE, OFF, FIRST_GONE)
def deletes_while_off() -> Reference:
    """What is deleted while the backup is off goes from OneDrive."""
    return messages_switched.a_deletion_while_off_propagates()


@breaks("I25", "TXT-06", *THREE, ResetPhone(phone="ann"), SignIn(phone="ann", account="ann@example.com"), WIFI, ON)
def starts_empty() -> Reference:
    """An empty phone whose backup is turned on empties OneDrive."""
    return messages_switched.an_empty_phone_wipes_them()


# I26: the areas are apart.

WITH_ALL = (
    *SAVED,
    TurnOn(phone="ann", toggle="text_message_backup"),
    received("ann", 1),
    photo_taken("ann", 1, of="small"),
)


def _after(command: type, change: Any) -> Reference:
    """Make the reference, in which something more happens after a command that was done."""

    class Faulty(Engine):
        def answer(self, world: World, given: Any) -> Answer:
            if not isinstance(given, command):
                return super().answer(world, given)
            world, outcome = super().answer(world, given)
            return change(world), outcome

    return with_topics(Topics(engine=Faulty))


@breaks("I26", "GEN-04", *WITH_ALL, DeleteCloudBackup(account="ann@example.com", backup="backup-1"))
def messages_go_with_a_backup() -> Reference:
    """With a backup in OneDrive, the saved messages go."""
    return _after(DeleteCloudBackup, lambda world: with_saved(world, "ann@example.com", {}))


@breaks("I26", "GEN-04", *WITH_ALL, DeleteBackups(phone="ann", boxes=("settings_backup",)))
def messages_on_the_phone_go_with_a_backup() -> Reference:
    """With the phone's copy of its backup, the messages on the phone go."""
    return _after(DeleteBackups, lambda world: world.with_phone(texts.with_texts(world.phones["ann"], {})))


@breaks("I26", "GEN-04", *WITH_ALL, FIRST_GONE)
def photos_go_with_messages() -> Reference:
    """With a message, the photos on the phone go."""
    return _after(DeleteMessages, lambda world: world.with_phone(replace(world.phones["ann"], media={})))


@breaks("I26", "GEN-04", *WITH_ALL, DeleteMedium(phone="ann", medium="photo 1"))
def backups_go_with_photos() -> Reference:
    """With a photo, the phone's copy of its backup goes."""
    return _after(DeleteMedium, lambda world: world.with_phone(replace(world.phones["ann"], local_backup=None)))


# I32: what is offered.


@breaks("I32", "TXT-02", *OFFERED_TEXTS)
def offers_no_phone() -> Reference:
    """A phone that saved messages and has no backup is not offered, though another phone is: nothing can be chosen."""
    return doctored(OFFERED_TEXTS, _offers())


def _offers(*phones: str) -> Any:
    """Show other phones as offered for their messages."""

    def change(seen: Observation) -> Observation:
        set_up = seen.phones["new"].set_up
        assert set_up is not None
        return shows_of("new", set_up=replace(set_up, offers_texts_of=phones))(seen)

    return change


@breaks("I32", "TXT-02", *OFFERED)
def offers_a_phone_without_messages() -> Reference:
    """A phone is offered for messages that it never saved."""
    return doctored(OFFERED, _offers("ann"))


@breaks("I32", "TXT-02", *OFFERED_TEXTS, texts_only_phones="not_offered")
def offers_a_phone_all_the_same() -> Reference:
    """A phone is offered for its messages alone, although it is declared that none is."""

    class Faulty(TextMessages):
        def offers(self, _world: World, _phone: Phone) -> tuple[str, ...]:
            return ("ann",)

    return with_topics(Topics(texts=Faulty))


# I33: the code comes first.


@breaks(
    "I33",
    "RST-08",
    *THREE,
    RequireSecurityCode(account="ann@example.com", code="1234-5678", lifetime_s=60),
    *CHOSEN_TEXTS[len(THREE) :],
    NEXT,
)
def brings_messages_without_the_code() -> Reference:
    """Messages come without the security code that is asked for."""

    class Faulty(FirstSetUp):
        def needs_code(self, _account: Any, _set_up: SetUp) -> bool:
            return False

    return with_topics(Topics(first_set_up=Faulty))


# I37: what comes back.


@breaks("I37", "TXT-02", *CHOSEN_TEXTS, NEXT)
def turns_the_order_around() -> Reference:
    """The newest message comes back as the first."""
    return coming_back.messages_come_in_another_order()


@breaks("I37", "TXT-02", *CHOSEN_TEXTS, NEXT)
def forgets_who_wrote() -> Reference:
    """All messages come back as received."""
    return coming_back.all_come_as_received()


@breaks("I37", "TXT-02", *CHOSEN_TEXTS, NEXT)
def brings_some() -> Reference:
    """One message comes back."""

    class Faulty(TextMessages):
        def to_restore(self, account: Any) -> Texts:
            return dict([*super().to_restore(account).items()][:1])

    return with_topics(Topics(texts=Faulty))


@breaks("I37", "TXT-02", *RESTORED_TEXTS, received("new", 4))
def puts_new_ones_first() -> Reference:
    """On a phone to which messages came back, a new one stands before them."""

    class Faulty(TextMessages):
        def exchanged(self, world: World, phone: Phone, new: Texts) -> World:
            phone = texts.with_texts(phone, {**new, **phone.texts} if phone.name == "new" else phone.texts)
            return super().exchanged(world, phone, new)

    return with_topics(Topics(texts=Faulty))


@breaks("I37", "TXT-02", *OFFERED_TEXTS, DeclineRestore(phone="new"))
def brings_what_was_declined() -> Reference:
    """Messages come although the restore was declined."""
    return coming_back.messages_come_when_a_restore_is_declined()


@breaks("I37", "TXT-03", *THREE, FIRST_GONE)
def deletes_too_much_on_the_phone() -> Reference:
    """With a message, all go from the phone."""

    class Faulty(TextMessages):
        def delete(self, world: World, phone: Phone, ids: frozenset[str]) -> Answer:
            world, outcome = super().delete(world, phone, ids)
            return world.with_phone(texts.with_texts(world.phones[phone.name], {})), outcome

    return with_topics(Topics(texts=Faulty))


# What looks like a fault and is none.

allowed("messages-of-each-way", *THREE, FIRST_GONE, DeleteConversation(phone="ann", conversation="Ben"), ALL_GONE)
allowed("a-message-that-waits-for-wifi", *READY, OFFLINE, received("ann", 1), OFF, WIFI, ON, FIRST_GONE)
allowed(
    "a-message-for-which-there-is-no-room",
    *READY,
    SetCloudSpace(account="ann@example.com", size_bytes=0),
    received("ann", 1),
)
allowed("a-message-while-onedrive-is-down", *READY, TakeCloudDown(), received("ann", 1), BringCloudUp())
allowed(
    "a-message-that-is-held-up-and-deleted",
    *READY,
    PauseFlowAfter(phone="ann", flow="texts", point="commit"),
    received("ann", 1),
    received("ann", 2),
    FIRST_GONE,
    ResumeFlow(phone="ann", flow="texts"),
)
allowed("deletions-that-are-dropped", *THREE, OFFLINE, FIRST_GONE, OFF, WIFI, ON, received("ann", 4))
allowed(
    "deletions-that-are-sent-first",
    *THREE,
    OFFLINE,
    FIRST_GONE,
    OFF,
    WIFI,
    ON,
    waiting_deletions_when_off="sent_first",
)
allowed("deleted-while-off", *THREE, OFF, ALL_GONE, ON, received("ann", 4), AdvanceTime(seconds=60))
allowed(
    "another-account",
    *THREE,
    OFFLINE,
    FIRST_GONE,
    received("ann", 4),
    SignIn(phone="ann", account="ben@example.com"),
    WIFI,
    OFF,
    ON,
    received("ann", 5),
    SignIn(phone="ann", account="ann@example.com"),
    OFF,
    ON,
)
allowed("four-hundred-days", *THREE, AdvanceTime(seconds=400 * 86_400))
allowed("another-message-on-a-phone-to-which-some-came-back", *RESTORED_TEXTS, received("new", 4))
allowed(
    "signed-out-and-in",
    *READY,
    SignOut(phone="ann"),
    received("ann", 1),
    received("ann", 2),
    FIRST_GONE,
    SignIn(phone="ann", account="ann@example.com"),
)
allowed(
    "a-restored-message-is-deleted-on-either-phone",
    *RESTORED_TEXTS,
    DeleteMessages(phone="new", messages=("message 1",)),
    DeleteMessages(phone="ann", messages=("message 1", "message 2")),
    OFF,
    ON,
    received("new", 4),
)
allowed(
    "a-message-is-deleted-while-all-are-restored",
    *CHOSEN_TEXTS,
    PauseFlowAfter(phone="new", flow="restore", point=10),
    NEXT,
    FIRST_GONE,
    received("ann", 4),
    ResumeFlow(phone="new", flow="restore"),
    NEXT,
)
allowed(
    "a-phone-saves-its-first-message-while-another-chooses",
    *OFFERED,
    ON,
    received("ann", 1),
    BackUpNow(phone="ann"),
    DeleteCloudBackup(account="ann@example.com", backup="backup-1"),
    ChooseBackup(phone="new", backup="backup-2"),
    NEXT,
)
allowed("chats-are-refused", *READY, received("ann", 1, kind="chat"), received("ann", 1))
