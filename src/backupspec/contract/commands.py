"""Everything that can be done to the world of phones, accounts and OneDrive: one small value per command.

As JSON, a command is an object whose `command` member names it (`{"command": "turn_on", "phone": "Ann's phone", "toggle":
"settings_backup"}`). Whoever receives one that it does not know answers *unsupported*.
"""

import re
from typing import Annotated, Literal

from msgspec import Meta, Struct

from backupspec.contract.terms import (
    FlowKind,
    Instant,
    Medium,
    Name,
    Network,
    Part,
    Quality,
    SizeBytes,
    TimeZone,
    Toggle,
)


def tag(name: str) -> str:
    """Spell a class's name as the word that stands for it in JSON: TurnOn, turn_on."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


class _Command(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="command", tag=tag):
    """What all commands are: immutable, known by their name, with no member that is not listed."""


# Time.


class AdvanceTime(_Command, frozen=True, kw_only=True):
    """Let time pass. Whatever falls due on the way is done at its own instant, in order."""

    seconds: Annotated[int, Meta(ge=0, le=10**9, description="How long, in seconds.")]


class SetWallClock(_Command, frozen=True, kw_only=True):
    """Set the clock that people read. No time passes."""

    to: Instant


class SetTimeZone(_Command, frozen=True, kw_only=True):
    """Take every phone to another time zone. No time passes."""

    time_zone: TimeZone


# Accounts.


class CreateAccount(_Command, frozen=True, kw_only=True):
    """Create a Microsoft account, with an empty OneDrive that has room."""

    account: Name


class LetSignInLapse(_Command, frozen=True, kw_only=True):
    """Make every phone's sign-in to this account invalid until it is renewed, as when the password was changed elsewhere."""

    account: Name


class RenewSignIn(_Command, frozen=True, kw_only=True):
    """Make the sign-ins to this account valid again."""

    account: Name


# Phones.


class AddPhone(_Command, frozen=True, kw_only=True):
    """Add a phone whose set-up is over: switched on, signed out, on battery, without a network, its backup settings untouched."""

    phone: Name


class ResetPhone(_Command, frozen=True, kw_only=True):
    """Put a phone back to its factory state."""

    phone: Name


class TurnPhoneOff(_Command, frozen=True, kw_only=True):
    """Switch a phone off."""

    phone: Name


class TurnPhoneOn(_Command, frozen=True, kw_only=True):
    """Switch a phone on."""

    phone: Name


class SignIn(_Command, frozen=True, kw_only=True):
    """Sign a phone in with a Microsoft account."""

    phone: Name
    account: Name


class SignOut(_Command, frozen=True, kw_only=True):
    """Sign a phone out of its Microsoft account."""

    phone: Name


class SetNetwork(_Command, frozen=True, kw_only=True):
    """Say which network a phone has."""

    phone: Name
    network: Network


class SetExternalPower(_Command, frozen=True, kw_only=True):
    """Plug a phone into a power source, or unplug it."""

    phone: Name
    connected: bool


# Flows: what takes a while in life and no simulated time here, unless it is paused.


class PauseFlowAfter(_Command, frozen=True, kw_only=True):
    """Hold the phone's flow of this kind, under way or the next to begin, at a point: this many bytes, or just before it is committed."""

    phone: Name
    flow: FlowKind
    point: SizeBytes | Literal["commit"]


class ResumeFlow(_Command, frozen=True, kw_only=True):
    """Let a flow that was held go on."""

    phone: Name
    flow: FlowKind


class CutNetworkAfter(_Command, frozen=True, kw_only=True):
    """Take the phone's network away once its flow of this kind has sent this many bytes, and leave it with another one."""

    phone: Name
    flow: FlowKind
    size_bytes: SizeBytes
    network: Network


class FailPowerAfter(_Command, frozen=True, kw_only=True):
    """Let the phone die once its flow of this kind has sent this many bytes."""

    phone: Name
    flow: FlowKind
    size_bytes: SizeBytes


# Content.


class SetContent(_Command, frozen=True, kw_only=True):
    """Give a phone this much of one kind of content."""

    phone: Name
    part: Part
    size_bytes: SizeBytes


class ReceiveMessage(_Command, frozen=True, kw_only=True):
    """Let a text message arrive at a phone."""

    phone: Name
    size_bytes: Annotated[int, Meta(gt=0, le=2**53 - 1)]


class TakePhoto(_Command, frozen=True, kw_only=True):
    """Take a photo with a phone."""

    phone: Name
    size_bytes: Annotated[int, Meta(gt=0, le=2**53 - 1)]


# Settings.


class TurnOn(_Command, frozen=True, kw_only=True):
    """Turn a kind of backup on. Turning on what is on is done, without effect."""

    phone: Name
    toggle: Toggle


class TurnOff(_Command, frozen=True, kw_only=True):
    """Turn a kind of backup off. Turning off what is off is done, without effect."""

    phone: Name
    toggle: Toggle


class ChooseUpload(_Command, frozen=True, kw_only=True):
    """Choose whether, and at which quality, photos or videos upload by themselves."""

    phone: Name
    medium: Medium
    quality: Quality


# Backups.


class BackUpNow(_Command, frozen=True, kw_only=True):
    """Tap `Back up now`."""

    phone: Name


class AcceptPrompt(_Command, frozen=True, kw_only=True):
    """Say yes to the prompt for a new backup."""

    phone: Name


class DeleteBackups(_Command, frozen=True, kw_only=True):
    """Tap `Delete` on the page where the phone's backups are deleted, with these boxes ticked."""

    phone: Name
    boxes: tuple[Literal["settings_backup", "app_backup"], ...]


class DismissPrompt(_Command, frozen=True, kw_only=True):
    """Say no to the prompt for a new backup."""

    phone: Name


# OneDrive.


class SetCloudSpace(_Command, frozen=True, kw_only=True):
    """Say how much room is left in an account's OneDrive."""

    account: Name
    size_bytes: SizeBytes


class TakeCloudDown(_Command, frozen=True, kw_only=True):
    """Make OneDrive unreachable for everyone."""


class BringCloudUp(_Command, frozen=True, kw_only=True):
    """Make OneDrive reachable again."""


class DeleteCloudBackup(_Command, frozen=True, kw_only=True):
    """Delete one of an account's backups in OneDrive."""

    account: Name
    backup: Name


Command = (
    AcceptPrompt
    | AddPhone
    | AdvanceTime
    | BackUpNow
    | BringCloudUp
    | ChooseUpload
    | CreateAccount
    | CutNetworkAfter
    | DeleteBackups
    | DeleteCloudBackup
    | DismissPrompt
    | FailPowerAfter
    | LetSignInLapse
    | PauseFlowAfter
    | ReceiveMessage
    | RenewSignIn
    | ResetPhone
    | ResumeFlow
    | SetCloudSpace
    | SetContent
    | SetExternalPower
    | SetNetwork
    | SetTimeZone
    | SetWallClock
    | SignIn
    | SignOut
    | TakeCloudDown
    | TakePhoto
    | TurnOff
    | TurnOn
    | TurnPhoneOff
    | TurnPhoneOn
)


def name_of(command: Command) -> str:
    """Tell the word that stands for a command in JSON."""
    return tag(type(command).__name__)
