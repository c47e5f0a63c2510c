"""Faults of accounts, options, labels, features and room (I1 to I3, I39, I41, I42, I47)."""

from typing import Any

from faults import NEW, ON_CELLULAR, ON_WIFI, READY, RESTORED, SIGNED_IN, allowed, breaks
from msgspec.structs import replace

from backupspec.contract.commands import (
    AddPhone,
    BackUpNow,
    ChooseUpload,
    LetSignInLapse,
    PauseFlowAfter,
    ReceiveMessages,
    SetCloudSpace,
    SetNetwork,
    SignIn,
    TakePhoto,
    TurnOff,
    TurnOn,
)
from backupspec.contract.outcomes import DONE, UNSUPPORTED, Reason
from backupspec.contract.terms import Trigger
from backupspec.faults.made import beside, relabelled, with_policy, with_topics
from backupspec.fixtures.occasions import photo_taken, received
from backupspec.reference.backups import Backups
from backupspec.reference.engine import Engine, Topics
from backupspec.reference.events import Events
from backupspec.reference.flows import Flows
from backupspec.reference.implementation import Reference
from backupspec.reference.law import Answer, Law
from backupspec.reference.media import Media
from backupspec.reference.onedrive import OneDrive
from backupspec.reference.person import Person
from backupspec.reference.restoring import Restoring
from backupspec.reference.state import Phone, World
from backupspec.reference.texts import TextMessages

# I1 and I2: nothing leaves that shouldn't.


@breaks("I1", "GEN-01", *ON_CELLULAR, LetSignInLapse(account="ann@example.com"), BackUpNow(phone="ann"))
def sends_after_the_sign_in_lapsed() -> Reference:
    """A backup is made although the sign-in has lapsed."""

    class FaultyPerson(Person):
        def manual_refusal(self, _world: World, _phone: Phone) -> Reason | None:
            return None

    class FaultyBackups(Backups):
        def obstacle(self, _world: World, _phone: Phone) -> Reason | None:
            return None

    return with_topics(Topics(person=FaultyPerson, backups=FaultyBackups))


@breaks("I2", "GEN-02", *SIGNED_IN, SetNetwork(phone="ann", network="cellular"), BackUpNow(phone="ann"))
def backs_up_what_was_never_turned_on() -> Reference:
    """A backup is made although Settings backup was never turned on."""

    class Faulty(Person):
        def manual_refusal(self, _world: World, _phone: Phone) -> Reason | None:
            return None

    return with_topics(Topics(person=Faulty))


def saves(law: Law, world: World, command: ReceiveMessages | TakePhoto) -> Answer:
    """Save a text or a photo at once, whatever is on: by turning everything on for the moment."""
    engine = beside(law)
    phone = world.phones[command.phone]
    eager = replace(
        phone,
        account="ann@example.com",
        toggles={**phone.toggles, "text_message_backup": True},
        uploads={"photos": "good", "videos": "best"},
    )
    changed, outcome = engine.answer(world.with_phone(eager), command)
    changed = engine.queues.settle(changed, phone.name)
    as_before = {"account": phone.account, "toggles": phone.toggles, "uploads": phone.uploads}
    return changed.with_phone(replace(changed.phones[phone.name], **as_before)), outcome


@breaks(
    "I2",
    "GEN-02",
    *NEW,
    TurnOn(phone="ann", toggle="text_message_backup"),
    SignIn(phone="ann", account="ann@example.com"),
    ON_WIFI,
    received("ann", 1),
    toggle_without_account="refused",
)
def takes_a_refused_turn_on_for_a_wish() -> Reference:
    """A text is saved although turning it on was refused."""

    class Faulty(TextMessages):
        def receive(self, world: World, command: ReceiveMessages) -> Answer:
            return saves(self.law, world, command)

    return with_topics(Topics(texts=Faulty))


@breaks(
    "I2",
    "GEN-02",
    *SIGNED_IN,
    ON_WIFI,
    ChooseUpload(phone="ann", medium="photos", quality="dont_upload"),
    photo_taken("ann"),
)
def takes_dont_upload_for_a_wish() -> Reference:
    """A photo is uploaded although all that was chosen is not to."""

    class Faulty(Media):
        def take_photo(self, world: World, command: TakePhoto) -> Answer:
            return saves(self.law, world, command)

    return with_topics(Topics(media=Faulty))


# I3 and I4: the options.


@breaks("I3", "GEN-04", *READY)
def turns_texts_on_too() -> Reference:
    """Turning Settings backup on turns Text message backup on too."""

    class Faulty(Person):
        def turn_on(self, world: World, command: TurnOn) -> Answer:
            world, outcome = super().turn_on(world, command)
            phone = world.phones[command.phone]
            return world.with_phone(replace(phone, toggles={**phone.toggles, "text_message_backup": True})), outcome

    return with_topics(Topics(person=Faulty))


@breaks("I3", "GEN-04", *RESTORED, toggles_after_restore="as_on_a_new_phone")
def turns_on_what_was_on_whatever_is_declared() -> Reference:
    """What was on comes back on, although it is declared that a restored phone has its switches as a new one."""

    class Faulty(Restoring):
        def complete(self, world: World, phone: Phone) -> World:
            assert phone.flow is not None
            toggles = phone.flow.toggles
            world = super().complete(world, phone)
            return world.with_phone(replace(world.phones[phone.name], toggles=toggles))

    return with_topics(Topics(restoring=Faulty))


# I41: what is done to one changes no other.


def _on_every_phone(kind: type) -> Reference:

    class Faulty(Engine):
        def answer(self, world: World, command: Any) -> Answer:
            if not isinstance(command, kind):
                return super().answer(world, command)
            outcome: Any = None
            for name in world.phones:
                world, outcome = super().answer(world, replace(command, phone=name))
            return world, outcome

    return with_topics(Topics(engine=Faulty))


@breaks("I41", "GEN-04", *NEW, AddPhone(phone="ben"), SetNetwork(phone="ben", network="wifi"))
def gives_every_phone_a_network() -> Reference:
    """A phone gets the network that another was given."""
    return _on_every_phone(SetNetwork)


@breaks("I41", "GEN-04", *SIGNED_IN, LetSignInLapse(account="ben@example.com"))
def one_lapse_lapses_all() -> Reference:
    """A sign-in that lapses takes those to other accounts with it."""

    class Faulty(Events):
        def let_sign_in_lapse(self, world: World, _command: LetSignInLapse) -> Answer:
            for account in world.accounts:
                world, _ = super().let_sign_in_lapse(world, LetSignInLapse(account=account))
            return world, DONE

    return with_topics(Topics(events=Faulty))


@breaks("I41", "GEN-04", *SIGNED_IN, SetCloudSpace(account="ben@example.com", size_bytes=1))
def one_onedrive_for_all() -> Reference:
    """The room of one account's OneDrive is everybody's."""

    class Faulty(OneDrive):
        def set_cloud_space(self, world: World, command: SetCloudSpace) -> Answer:
            for account in world.accounts:
                world, _ = super().set_cloud_space(world, replace(command, account=account))
            return world, DONE

    return with_topics(Topics(onedrive=Faulty))


# I39: the options of the profile.


@breaks("I39", "VER-02", *NEW)
def shows_the_other_label() -> Reference:
    """The page that deletes has the label of the other profile."""
    return with_policy(relabelled("manage_backups_page", label="Advanced"))


@breaks("I39", "VER-02", *NEW)
def offers_what_it_must_not() -> Reference:
    """Videos are offered at good quality."""
    options = {"dont_upload": "Don't upload", "good": "Good quality", "best": "Best quality"}
    return with_policy(relabelled("videos_choice", options=options))


# I42: no feature is missing.


@breaks("I42", "VER-03", *READY)
def lacks_a_toggle() -> Reference:
    """Nothing can be turned on."""

    class Faulty(Person):
        def turn_on(self, world: World, _command: TurnOn) -> Answer:
            return world, UNSUPPORTED

    return with_topics(Topics(person=Faulty))


# I47: room.


ROOM = SetCloudSpace(account="ann@example.com", size_bytes=10**9)


@breaks(
    "I47", "GEN-03", *ON_CELLULAR, ROOM, PauseFlowAfter(phone="ann", flow="backup", point=300), BackUpNow(phone="ann")
)
def takes_room_when_it_begins() -> Reference:
    """A backup takes its room in OneDrive when it begins."""

    class Faulty(Flows):
        def back_up(self, world: World, phone: Phone, trigger: Trigger) -> World:
            world = super().back_up(world, phone, trigger)
            account = world.accounts["ann@example.com"]
            return world.with_account("ann@example.com", replace(account, free_bytes=account.free_bytes - 1000))

    return with_topics(Topics(flows=Faulty))


# What looks like a fault and is none.

allowed(
    "comes-back-with-settings-backup",
    *READY,
    TurnOn(phone="ann", toggle="app_backup"),
    TurnOff(phone="ann", toggle="settings_backup"),
    TurnOn(phone="ann", toggle="settings_backup"),
    settings_off_while_app_on="suspended",
)
