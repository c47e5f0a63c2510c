"""Faults of accounts, options, labels, features and room (I1 to I3, I39, I41, I42, I47)."""

from typing import Any

from faults import NEW, ON_CELLULAR, ON_WIFI, READY, RESTORED, SIGNED_IN, allowed, always, breaks
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
from backupspec.contract.outcomes import DONE, UNSUPPORTED
from backupspec.contract.terms import Trigger
from backupspec.faults.made import relabelled, with_handlers, with_policy, with_rules
from backupspec.fixtures.occasions import photo_taken, received
from backupspec.reference import queues, restoring
from backupspec.reference.implementation import RULES, Reference
from backupspec.reference.law import Answer, Law
from backupspec.reference.state import Phone, World

# I1 and I2: nothing leaves that shouldn't.


@breaks("I1", "GEN-01", *ON_CELLULAR, LetSignInLapse(account="ann@example.com"), BackUpNow(phone="ann"))
def sends_after_the_sign_in_lapsed() -> Reference:
    """A backup is made although the sign-in has lapsed."""
    return with_rules(manual_refusal=always(None), obstacle=always(None))


@breaks("I2", "GEN-02", *SIGNED_IN, SetNetwork(phone="ann", network="cellular"), BackUpNow(phone="ann"))
def backs_up_what_was_never_turned_on() -> Reference:
    """A backup is made although Settings backup was never turned on."""
    return with_rules(manual_refusal=always(None))


def saves(law: Law, world: World, command: ReceiveMessages | TakePhoto) -> Answer:
    """Save a text or a photo at once, whatever is on: by turning everything on for the moment."""
    phone = world.phones[command.phone]
    eager = replace(
        phone,
        account="ann@example.com",
        toggles={**phone.toggles, "text_message_backup": True},
        uploads={"photos": "good", "videos": "best"},
    )
    changed, outcome = RULES.handlers[type(command)](law, world.with_phone(eager), command)
    changed = queues.settle(law, changed, phone.name)
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
    return with_handlers({ReceiveMessages: saves})


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
    return with_handlers({TakePhoto: saves})


# I3 and I4: the options.


@breaks("I3", "GEN-04", *READY)
def turns_texts_on_too() -> Reference:
    """Turning Settings backup on turns Text message backup on too."""

    def turn_on(law: Law, world: World, command: TurnOn) -> Answer:
        world, outcome = RULES.handlers[TurnOn](law, world, command)
        phone = world.phones[command.phone]
        return world.with_phone(replace(phone, toggles={**phone.toggles, "text_message_backup": True})), outcome

    return with_handlers({TurnOn: turn_on})


@breaks("I3", "GEN-04", *RESTORED, toggles_after_restore="as_on_a_new_phone")
def turns_on_what_was_on_whatever_is_declared() -> Reference:
    """What was on comes back on, although it is declared that a restored phone has its switches as a new one."""

    def complete(law: Law, world: World, phone: Phone) -> World:
        assert phone.flow is not None
        toggles = phone.flow.toggles
        world = restoring.complete_restore(law, world, phone)
        return world.with_phone(replace(world.phones[phone.name], toggles=toggles))

    return with_rules(complete_restore=complete)


# I41: what is done to one changes no other.


def _on_every_phone(kind: type) -> Reference:
    def everywhere(law: Law, world: World, command: Any) -> Answer:
        outcome: Any = None
        for name in world.phones:
            world, outcome = RULES.handlers[kind](law, world, replace(command, phone=name))
        return world, outcome

    return with_handlers({kind: everywhere})


@breaks("I41", "GEN-04", *NEW, AddPhone(phone="ben"), SetNetwork(phone="ben", network="wifi"))
def gives_every_phone_a_network() -> Reference:
    """A phone gets the network that another was given."""
    return _on_every_phone(SetNetwork)


@breaks("I41", "GEN-04", *SIGNED_IN, LetSignInLapse(account="ben@example.com"))
def one_lapse_lapses_all() -> Reference:
    """A sign-in that lapses takes those to other accounts with it."""

    def lapse(law: Law, world: World, _command: LetSignInLapse) -> Answer:
        for account in world.accounts:
            world, _ = RULES.handlers[LetSignInLapse](law, world, LetSignInLapse(account=account))
        return world, DONE

    return with_handlers({LetSignInLapse: lapse})


@breaks(
    "I41",
    "GEN-04",
    *SIGNED_IN,
    SetCloudSpace(account="ben@example.com", size_bytes=1),
)
def one_onedrive_for_all() -> Reference:
    """The room of one account's OneDrive is everybody's."""

    def room(law: Law, world: World, command: SetCloudSpace) -> Answer:
        for account in world.accounts:
            world, _ = RULES.handlers[SetCloudSpace](law, world, replace(command, account=account))
        return world, DONE

    return with_handlers({SetCloudSpace: room})


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
    return with_handlers({TurnOn: lambda _, world, __: (world, UNSUPPORTED)})


# I47: room.


ROOM = SetCloudSpace(account="ann@example.com", size_bytes=10**9)


@breaks(
    "I47", "GEN-03", *ON_CELLULAR, ROOM, PauseFlowAfter(phone="ann", flow="backup", point=300), BackUpNow(phone="ann")
)
def takes_room_when_it_begins() -> Reference:
    """A backup takes its room in OneDrive when it begins."""

    def begin(law: Law, world: World, phone: Phone, trigger: Trigger) -> World:
        world = RULES.begin(law, world, phone, trigger)
        account = world.accounts["ann@example.com"]
        return world.with_account("ann@example.com", replace(account, free_bytes=account.free_bytes - 1000))

    return with_rules(begin=begin)


# What looks like a fault and is none.

allowed(
    "comes-back-with-settings-backup",
    *READY,
    TurnOn(phone="ann", toggle="app_backup"),
    TurnOff(phone="ann", toggle="settings_backup"),
    TurnOn(phone="ann", toggle="settings_backup"),
    settings_off_while_app_on="suspended",
)
