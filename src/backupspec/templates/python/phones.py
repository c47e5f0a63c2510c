"""Your phones: what a command does to them, and what can be seen of them. This is the file to fill in; README.md says in which order.

Phones and accounts are dictionaries as they are shown (CONTRACT.md, "The observation"). A member whose name begins with `_` is yours
alone, and is not shown. Whatever you keep elsewhere, in a simulator or on a device, is asked for in `seen`.
"""

import json
from datetime import datetime, timedelta
from hashlib import sha256
from zoneinfo import available_timezones

NAME = "@NAME@"
VERSION = "0.1"
PROFILES = ["windows-phone-8.1"]
CHOICES = {}
"""Where the page leaves something open and you read it otherwise than we do: `backupspec policy show` ends with the names and values."""

UNFINISHED = [
    # @UNFINISHED@
]
"""The commands that are not written yet, in a good order to write them. Once one is written, delete its line."""

LACKS = ["controls"]
"""What can't be shown or done beyond commands: `controls`, the pages of a phone, until you show them; see CONTRACT.md for the others."""

ZONES = available_timezones() - {"localtime", "posixrules"}
"""The time zones that exist: a machine's own files have other names, too."""

DONE = {"outcome": "done"}


def refused(reason):
    """Answer that nothing began, because of a fact from the list of reasons."""
    return {"outcome": "refused", "reason": reason}


def failed(reason):
    """Answer that it began and did not complete, because of a fact from the list of reasons."""
    return {"outcome": "failed", "reason": reason}


class World:
    """One world: its time, its phones and accounts, and what went over the network."""

    def __init__(self, opening):
        """Begin empty. `opening` has the profile, every choice, the wall clock, the time zone and a seed for what is random."""
        self.opening = opening
        self.wall_clock = datetime.fromisoformat(opening["wall_clock"])
        self.time_zone = opening["time_zone"]
        self.elapsed_s = 0
        self.cloud_up = True
        self.phones = {}
        self.accounts = {}
        self.transfers = []

    def now(self):
        """Tell the wall clock as the contract writes it."""
        return self.wall_clock.isoformat().replace("+00:00", "Z")


# What happens by itself.


def settle(world):
    """Do all that the phones would do by themselves at this instant: an automatic backup that is due, a prompt. Called after each command."""


def next_due(world):
    """Tell the elapsed time, in seconds, at which something falls due next, such as a prompt; None if nothing will."""
    return None


# What a command does. Each is a function of its name, and is written once it is in COMMANDS.

COMMANDS = {}


def command(do):
    """Put a function into the table of commands, by its name."""
    COMMANDS[do.__name__] = do
    return do


def on_phone(do):
    """Put a function into the table that is given the phone, too. Where there is none of that name, it is refused."""

    def found(world, command):
        phone = world.phones.get(command["phone"])
        return do(world, phone, command) if phone else refused("no_such_phone")

    COMMANDS[do.__name__] = found
    return do


def by_hand(do):
    """The same, for what a person does with a phone that is switched on."""

    def while_on(world, phone, command):
        return do(world, phone, command) if phone["powered_on"] else refused("phone_is_off")

    while_on.__name__ = do.__name__
    on_phone(while_on)
    return do


@command
def advance_time(world, command):
    """Let time pass. What falls due on the way is done at its own instant, in order."""
    end_s = world.elapsed_s + command["seconds"]
    try:
        world.wall_clock + timedelta(seconds=command["seconds"])
    except OverflowError:
        return refused("no_such_instant")
    if end_s > 10_000_000_000:  # the contract has no longer time
        return refused("no_such_instant")
    while (due_s := next_due(world)) is not None and world.elapsed_s < due_s <= end_s:
        pass_time(world, due_s - world.elapsed_s)
        settle(world)
    pass_time(world, end_s - world.elapsed_s)
    return DONE


def pass_time(world, seconds):
    """Move both clocks: the one that people read, and the one that never runs back."""
    world.wall_clock += timedelta(seconds=seconds)
    world.elapsed_s += seconds


@command
def set_wall_clock(world, command):
    """Set the clock that people read. No time passes."""
    try:
        world.wall_clock = datetime.fromisoformat(command["to"])
    except ValueError:
        return refused("no_such_instant")
    return DONE


@command
def set_time_zone(world, command):
    """Take every phone to another time zone. No time passes."""
    if command["time_zone"] not in ZONES:
        return refused("unknown_time_zone")
    world.time_zone = command["time_zone"]
    return DONE


@command
def create_account(world, command):
    """Create a Microsoft account, with an empty OneDrive that has room."""
    if command["account"] in world.accounts:
        return refused("already_exists")
    world.accounts[command["account"]] = {
        "catalogue": None,  # null: no such document is kept
        "reads": [],
        "backups": [],
        "backups_path": ["Settings", "Options", "Device settings"],
        "messages": [],
        "media": [],
        "journal": None,
        "free_bytes": 7 * 2**30,
    }
    return DONE


@command
def set_cloud_space(world, command):
    """Say how much room is left in an account's OneDrive."""
    if command["account"] not in world.accounts:
        return refused("no_such_account")
    world.accounts[command["account"]]["free_bytes"] = command["size_bytes"]
    return DONE


@command
def take_cloud_down(world, command):
    """Make OneDrive unreachable for everyone."""
    world.cloud_up = False
    return DONE


@command
def bring_cloud_up(world, command):
    """Make OneDrive reachable again."""
    world.cloud_up = True
    return DONE


@command
def add_phone(world, command):
    """Add a phone whose set-up is over: switched on, signed out, on battery, without a network, its backup settings untouched."""
    if command["phone"] in world.phones:
        return refused("already_exists")
    world.phones[command["phone"]] = {
        "display_name": command.get("display_name") or command["phone"],
        "profile": world.opening["profile"],
        "software_version": None,
        "update": "unknown",
        "powered_on": True,
        "account": None,
        "sign_in": "none",
        "network": "none",
        "external_power": False,
        "toggles": {"settings_backup": False, "app_backup": False, "text_message_backup": False},
        "uploads": {"photos": "dont_upload", "videos": "dont_upload"},
        "content": {},
        "items": {},
        "messages": held([]),
        "message_items": [],
        "media": [],
        "queues": {"texts": empty_queue(), "media": empty_queue()},
        "needs_password": [],
        "notices": [],
        "set_up": None,
        "restored": None,
        "prompts": [],
        "local_backup": None,
        "flow": None,
        "last_attempt": None,
        "controls": [],
    }
    return DONE


def empty_queue():
    """Make a queue in which nothing waits."""
    return {"waiting": [], "deletions": [], "sent_bytes": 0, "paused": False, "waiting_for": None}


@on_phone
def set_network(world, phone, command):
    """Say which network a phone has."""
    phone["network"] = command["network"]
    return DONE


@on_phone
def set_external_power(world, phone, command):
    """Plug a phone into a power source, or unplug it."""
    phone["external_power"] = command["connected"]
    return DONE


@on_phone
def set_phone_space(world, phone, command):
    """Say how much room is left on a phone."""
    phone["_free_bytes"] = command["size_bytes"]
    return DONE


@on_phone
def set_software_version(world, phone, command):
    """Say which software a phone has, and whether there is an update for it."""
    phone["software_version"], phone["update"] = command["version"], command["update"]
    return DONE


@on_phone
def set_content(world, phone, command):
    """Give a phone content, kind by kind. Apps and accounts that are not there any more lose their data and passwords."""
    given = {kind: entries for kind, entries in command["content"].items() if entries is not None}
    if any(twice(given.get(kind, []), "name") for kind in ("apps", "app_data", "passwords", "accounts")):
        return refused("name_is_there_twice")
    if twice(given.get("accounts", []), "address"):
        return refused("name_is_there_twice")
    items = phone["items"] = phone["items"] | given
    for owned, owner in (("app_data", "apps"), ("passwords", "accounts")):
        if owned in items:
            names = {entry["name"] for entry in items.get(owner, [])}
            items[owned] = [entry for entry in items[owned] if entry["name"] in names]
    phone["content"] = {kind: held(entries) for kind, entries in items.items()}
    return DONE


def twice(entries, member):
    """Tell whether two entries have the same name, or the same address."""
    values = [entry[member] for entry in entries]
    return len(set(values)) < len(values)


def canonical(value):
    """Write a value in its canonical form (RFC 8785): its length is the value's size."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def held(entries):
    """Tell how much there is of one kind of content, and the digest of its list."""
    return {
        "count": len(entries),
        "size_bytes": sum(len(canonical(entry)) for entry in entries),
        "digest": f"sha256:{sha256(canonical(entries)).hexdigest()}",
    }


# Write your commands here, the first one of UNFINISHED first. It might begin so:
#
# @by_hand
# def sign_in(world, phone, command):
#     if command["account"] not in world.accounts:
#         return refused("no_such_account")
#     ...
#     return DONE


# What can be seen.


def seen(world, items=False):
    """Show everything. What phones hold item by item is shown where it is asked for."""
    hidden = () if items else ("items", "message_items")
    return {
        "wall_clock": world.now(),
        "time_zone": world.time_zone,
        "elapsed_s": world.elapsed_s,
        "cloud_up": world.cloud_up,
        "phones": {name: without(phone, hidden) for name, phone in world.phones.items()},
        "accounts": {name: without(account, ()) for name, account in world.accounts.items()},
        "transfers": world.transfers,
    }


def without(members, hidden):
    """Leave out what is hidden, and what begins with `_`."""
    return {name: value for name, value in members.items() if name not in hidden and not name.startswith("_")}
