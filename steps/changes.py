"""What can happen to a phone in a few words, and the commands that make it happen."""

from collections.abc import Callable

from backupspec.contract.commands import (
    BringCloudUp,
    Command,
    RenewSignIn,
    ResetPhone,
    SetCloudSpace,
    SetExternalPower,
    SetNetwork,
    SignIn,
    SignOut,
    TurnOn,
    TurnPhoneOff,
    TurnPhoneOn,
)

ROOMY_BYTES = 2**30

Change = Callable[[str], tuple[Command, ...]]
"""Given a phone, the commands."""


def owner_of(phone: str) -> str:
    """Tell whose phone a phone is, old or new: "Ann's new phone" is Ann's."""
    return phone.partition("'s ")[0]


def phone_of(person: str) -> str:
    """Name a person's phone."""
    return f"{person}'s phone"


def account_of(phone: str) -> str:
    """Name the account of a phone's owner."""
    return f"{owner_of(phone)}'s account"


def plugged_in_again(phone: str) -> tuple[Command, ...]:
    """Unplug a phone and plug it in: something changes, on which a backup that failed is tried again."""
    return SetExternalPower(phone=phone, connected=False), SetExternalPower(phone=phone, connected=True)


CHANGES: dict[str, Change] = {
    "finds Wi-Fi": lambda phone: (SetNetwork(phone=phone, network="wifi"),),
    "stays on Wi-Fi": lambda phone: (SetNetwork(phone=phone, network="wifi"),),
    "is within reach of Wi-Fi": lambda phone: (SetNetwork(phone=phone, network="wifi"),),
    "gets cellular data only": lambda phone: (SetNetwork(phone=phone, network="cellular"),),
    "stays on cellular data only": lambda phone: (SetNetwork(phone=phone, network="cellular"),),
    "is left with cellular data only": lambda phone: (SetNetwork(phone=phone, network="cellular"),),
    "is left with no network": lambda phone: (SetNetwork(phone=phone, network="none"),),
    "is plugged in": lambda phone: (SetExternalPower(phone=phone, connected=True),),
    "is unplugged": lambda phone: (SetExternalPower(phone=phone, connected=False),),
    "has both Wi-Fi and power": lambda phone: (
        SetNetwork(phone=phone, network="wifi"),
        SetExternalPower(phone=phone, connected=True),
    ),
    "is switched off": lambda phone: (TurnPhoneOff(phone=phone),),
    "is switched on": lambda phone: (TurnPhoneOn(phone=phone),),
    "is signed in": lambda phone: (SignIn(phone=phone, account=account_of(phone)),),
    "is signed in with its owner's account again": lambda phone: (SignIn(phone=phone, account=account_of(phone)),),
    "is signed out": lambda phone: (SignOut(phone=phone),),
    "has a valid sign-in again": lambda phone: (RenewSignIn(account=account_of(phone)),),
    "is reset": lambda phone: (ResetPhone(phone=phone),),
    "has Settings backup on": lambda phone: (TurnOn(phone=phone, toggle="settings_backup"),),
    "finds OneDrive up again": lambda _phone: (BringCloudUp(),),
    "finds OneDrive up again, and tries again because it was unplugged and plugged in": lambda phone: (
        BringCloudUp(),
        *plugged_in_again(phone),
    ),
    "finds room in OneDrive": lambda phone: (SetCloudSpace(account=account_of(phone), size_bytes=ROOMY_BYTES),),
    "finds room in OneDrive, and tries again because it was unplugged and plugged in": lambda phone: (
        SetCloudSpace(account=account_of(phone), size_bytes=ROOMY_BYTES),
        *plugged_in_again(phone),
    ),
}
