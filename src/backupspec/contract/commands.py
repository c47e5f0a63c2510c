"""Everything that can be done to the world of phones, accounts and OneDrive: one small value per command.

As JSON, a command is an object whose `command` member names it (`{"command": "turn_on", "phone": "Ann's phone", "toggle":
"settings_backup"}`). Whoever receives one that it does not know answers *unsupported*.
"""

import re
from typing import Annotated, Literal, get_args

from msgspec import Meta, Struct

from backupspec.contract.content import MOST_ITEMS, Content, ItemName
from backupspec.contract.terms import (
    Box,
    FlowKind,
    Instant,
    Medium,
    Name,
    Network,
    Pixels,
    Quality,
    Seconds,
    SizeBytes,
    Text,
    TimeZone,
    Toggle,
)
from backupspec.contract.texts import Base64, Messages

DisplayName = Annotated[
    Text,
    Meta(
        min_length=1,
        description="What people read as the phone's name, if it is not the one that commands use. Given when a phone is set up again, it is the name from then on; backups keep the one that they were made under.",
    ),
]

FileName = Annotated[
    Text,
    Meta(
        min_length=1,
        description="What the camera calls the file, if that is said. Several may have the same: cameras count from 1 again.",
        examples=["WP_20140602_001.jpg"],
    ),
]

Manifest = Annotated[
    str,
    Meta(
        max_length=32 * 2**20,
        description="A manifest as it is stored (schemas/manifest.schema.json): the text of its canonical form.",
    ),
]


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
    """Make the sign-in of every phone that is signed in with this account invalid, as when the password was changed elsewhere.

    It is valid again after `renew_sign_in`, or once that phone signs in again. A phone that signs in later is not concerned.
    """

    account: Name


class RenewSignIn(_Command, frozen=True, kw_only=True):
    """Make the sign-ins to this account valid again."""

    account: Name


# Phones.


class AddPhone(_Command, frozen=True, kw_only=True, omit_defaults=True):
    """Add a phone whose set-up is over: switched on, signed out, on battery, without a network, its backup settings untouched."""

    phone: Name
    display_name: DisplayName | None = None


class ResetPhone(_Command, frozen=True, kw_only=True):
    """Put a phone back to its factory state. It can be set up anew by `begin_set_up`; who signs in without has done without set-up.

    Afterwards it is switched on, signed out, empty, and without a network, and nothing is armed against its flows; a power source stays connected. It keeps its `display_name`, its software version and its update.
    """

    phone: Name


class TurnPhoneOff(_Command, frozen=True, kw_only=True):
    """Switch a phone off."""

    phone: Name


class TurnPhoneOn(_Command, frozen=True, kw_only=True):
    """Switch a phone on."""

    phone: Name


class SignIn(_Command, frozen=True, kw_only=True):
    """Sign a phone in with a Microsoft account. Only while the phone is set up does this need a network, and OneDrive: after that, it needs neither.

    During set-up it leads to the page `choose`, or to `done` where the account has nothing to offer. Where the sign-in lapses while the backups are offered, it is done on that page again.
    """

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


class SetPhoneSpace(_Command, frozen=True, kw_only=True):
    """Say how much room is left on a phone."""

    phone: Name
    size_bytes: SizeBytes


class SetSoftwareVersion(_Command, frozen=True, kw_only=True):
    """Say which software a phone has, if that is known, and whether there is an update for it."""

    phone: Name
    version: Text | None
    update: Literal["available", "none", "unknown"]


# Flows: what takes a while in life and no simulated time here, unless it is paused.


class PauseFlowAfter(_Command, frozen=True, kw_only=True):
    """Hold the phone's flow of this kind, under way or the next to begin, at a point: this many bytes, or just before it is committed.

    A flow of texts or media is one message, photo or video.
    """

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
    """Give a phone this content: of each kind that is named, this and nothing else. Apps and accounts that are not there lose their data and passwords.

    No two apps and no two accounts have one name, and each has its data, or its password, once: anything else is refused. The password that an account has here is the one that its provider accepts for its address, on every phone, until `set_content` or `make_secret_unusable` says otherwise. A provider that was given no password accepts none.
    """

    phone: Name
    content: Content


class Withdraw(_Command, frozen=True, kw_only=True):
    """Take something out of the world: an app from its store, a colour or a setting from the phones that are set up from now on."""

    part: Literal["apps", "theme", "settings"]
    name: ItemName


class MakeSecretUnusable(_Command, frozen=True, kw_only=True):
    """Change the password of an account at its provider: what was saved of it no longer works. Given for an address that has no password yet, this one works."""

    address: Annotated[Text, Meta(description="Who signs in there, as in `accounts`.")]
    password: Annotated[Text, Meta(description="The password that works from now on.")]


# Text messages, photos and videos.


class ReceiveMessages(_Command, frozen=True, kw_only=True):
    """Let text messages arrive at a phone, one after the other. They need no network that carries data.

    They are of the account that the phone is signed in with, or else of the one that signs in next.
    """

    phone: Name
    messages: Messages


class SendMessages(_Command, frozen=True, kw_only=True):
    """Send text messages from a phone, one after the other. Whose they are is as with `receive_messages`."""

    phone: Name
    messages: Messages


class DeleteMessages(_Command, frozen=True, kw_only=True):
    """Delete text messages on a phone. If one of them is not there, none is deleted."""

    phone: Name
    messages: Annotated[tuple[Name, ...], Meta(min_length=1, max_length=MOST_ITEMS, description="Their ids.")]


class DeleteConversation(_Command, frozen=True, kw_only=True):
    """Delete a conversation on a phone, with all its messages."""

    phone: Name
    conversation: ItemName


class TakePhoto(_Command, frozen=True, kw_only=True, omit_defaults=True):
    """Take a photo with a phone."""

    phone: Name
    photo: Annotated[Name, Meta(description="By which commands and observations name it. No two media have one name.")]
    content: Annotated[Base64, Meta(description="A JPEG: its resolution is the photo's.")]
    file_name: FileName | None = None


class TakeVideo(_Command, frozen=True, kw_only=True, omit_defaults=True):
    """Take a video with a phone."""

    phone: Name
    video: Annotated[Name, Meta(description="By which commands and observations name it. No two media have one name.")]
    content: Annotated[Base64, Meta(description="Any bytes: what they show is not looked at.")]
    width_px: Pixels
    height_px: Pixels
    file_name: FileName | None = None


class DeleteMedium(_Command, frozen=True, kw_only=True):
    """Delete a photo or video on a phone."""

    phone: Name
    medium: Name


class ViewMedium(_Command, frozen=True, kw_only=True):
    """Open a photo or video in an account's OneDrive, on the web."""

    account: Name
    medium: Name
    device: Annotated[Text, Meta(min_length=1, description="What it is opened on: anything that connects to the web.")]
    signed_in: Annotated[Name | None, Meta(description="The account that the device is signed in with, if any.")]


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
    boxes: tuple[Box, ...]


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


class PutCloudBackup(_Command, frozen=True, kw_only=True):
    """Put a backup into an account's OneDrive that another phone made, perhaps with other software, or that was spoiled since.

    Its content is given in clear, with the key by which its manifest's digests were made; what the implementation stores is its own affair.
    No provider is told its passwords: those that it accepted before are the only ones that work.
    """

    account: Name
    made_on: Annotated[Name, Meta(description="The phone that it was made on, which need not be among the phones.")]
    manifest: Manifest
    content: Content
    key: Annotated[
        str, Meta(pattern=r"^[0-9a-f]{64}$", description="The account's key: 32 bytes, in hexadecimal digits.")
    ]


class ReadCloud(_Command, frozen=True, kw_only=True):
    """Let somebody read what is backed up of an account."""

    account: Name
    by: Annotated[Text, Meta(min_length=1, description="Who reads.")]
    purpose: Annotated[Text, Meta(min_length=1, description="What for.", examples=["restore", "advertising"])]


class RequireSecurityCode(_Command, frozen=True, kw_only=True):
    """Have an account verified before a restore: its owner is sent this code, which works once and for so long, its last second included.

    Until another code is sent, a restore to a phone on which this one was not entered since its set-up began is not begun: a reset phone needs another one.
    """

    account: Name
    code: Annotated[Text, Meta(min_length=1)]
    lifetime_s: Seconds


# Setting a phone up, and restoring.


class BeginSetUp(_Command, frozen=True, kw_only=True, omit_defaults=True):
    """Begin the first set-up of a new phone, or of one that was reset. A new one is added: on battery and without a network.

    The page `sign_in` shows. It is done, without effect, while that page shows already; on any other page it is refused.
    """

    phone: Name
    display_name: DisplayName | None = None


class ChooseBackup(_Command, frozen=True, kw_only=True):
    """Tap one of the backups that are offered. `Next` is another command."""

    phone: Name
    backup: Name


class ChooseTexts(_Command, frozen=True, kw_only=True):
    """Tap a phone that saved text messages and has no backup: the text messages alone are to be restored. `Next` is another command."""

    phone: Name
    saved_by: Annotated[Name, Meta(description="The phone that is offered.")]


class DeclineRestore(_Command, frozen=True, kw_only=True):
    """Say that none of the backups is to be restored."""

    phone: Name


class EnterSecurityCode(_Command, frozen=True, kw_only=True):
    """Type a security code. It is judged at once; `Next` is another command."""

    phone: Name
    code: Text


class PressNext(_Command, frozen=True, kw_only=True):
    """Tap `Next`."""

    phone: Name


class EnterPasswords(_Command, frozen=True, kw_only=True):
    """Type passwords of accounts that ask for them, during set-up or after. The right ones count, whatever the others are.

    Where one is wrong, the answer is *failed*: it began, and was not completed.
    """

    phone: Name
    passwords: Annotated[dict[Name, Text], Meta(description="Each under the name of its account.")]


class SkipPasswords(_Command, frozen=True, kw_only=True):
    """Tap `Skip`."""

    phone: Name


class PressDone(_Command, frozen=True, kw_only=True):
    """Tap `Done`."""

    phone: Name


Command = (
    AcceptPrompt
    | AddPhone
    | AdvanceTime
    | BackUpNow
    | BeginSetUp
    | BringCloudUp
    | ChooseBackup
    | ChooseTexts
    | ChooseUpload
    | CreateAccount
    | CutNetworkAfter
    | DeclineRestore
    | DeleteBackups
    | DeleteCloudBackup
    | DeleteConversation
    | DeleteMedium
    | DeleteMessages
    | DismissPrompt
    | EnterPasswords
    | EnterSecurityCode
    | FailPowerAfter
    | LetSignInLapse
    | MakeSecretUnusable
    | PauseFlowAfter
    | PressDone
    | PressNext
    | PutCloudBackup
    | ReadCloud
    | ReceiveMessages
    | RenewSignIn
    | RequireSecurityCode
    | ResetPhone
    | ResumeFlow
    | SendMessages
    | SetCloudSpace
    | SetContent
    | SetExternalPower
    | SetNetwork
    | SetPhoneSpace
    | SetSoftwareVersion
    | SetTimeZone
    | SetWallClock
    | SignIn
    | SignOut
    | SkipPasswords
    | TakeCloudDown
    | TakePhoto
    | TakeVideo
    | TurnOff
    | TurnOn
    | TurnPhoneOff
    | TurnPhoneOn
    | ViewMedium
    | Withdraw
)

FEATURES: tuple[type, ...] = (
    AcceptPrompt,
    BackUpNow,
    BeginSetUp,
    ChooseBackup,
    ChooseTexts,
    ChooseUpload,
    DeclineRestore,
    DeleteBackups,
    DeleteCloudBackup,
    DeleteConversation,
    DeleteMessages,
    DismissPrompt,
    EnterPasswords,
    EnterSecurityCode,
    PressDone,
    PressNext,
    SignIn,
    SkipPasswords,
    TurnOff,
    TurnOn,
    ViewMedium,
)
"""What the page lets a person do. All other commands are circumstances, which a test brings about."""


def name_of(command: Command) -> str:
    """Tell the word that stands for a command in JSON."""
    return tag(type(command).__name__)


NAMES: frozenset[str] = frozenset(tag(each.__name__) for each in get_args(Command))
"""The words that stand for commands in JSON."""
