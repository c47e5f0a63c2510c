"""A small implementation, as an adapter to copy: plain dictionaries, no import of backupspec. `make` is its factory.

    backupspec run python:small_phone:make --clause MAN-03

It knows phones, accounts, networks and power, and makes manual backups. It makes no automatic ones and shows no prompt, so a whole run finds it not
conformant; commands that it does not know are *unsupported*, and what needs them is untestable.
"""

from copy import deepcopy
from datetime import datetime, timedelta

PARTS = ["passwords", "call_history", "start_screen", "theme", "accounts", "favourites", "dictionary", "settings"]
DONE = {"outcome": "done"}


def refused(reason):
    """Answer that nothing began, because of a fact from the list in schemas/outcome.schema.json."""
    return {"outcome": "refused", "reason": reason}


class SmallPhones:
    """The five operations. A command arrives as an object whose members are attributes; its name is its class's."""

    def __init__(self):
        self.worlds = {}

    def about(self):
        """Say what this is, before any world is opened."""
        return {
            "name": "small phones",
            "version": "1",
            "contract": "1.0",
            "profiles": ["windows-phone-8.1"],
            "clock": "own",
            "choices": {},
        }

    def open_world(self, opening):
        """Begin an empty world at a wall clock, and name it."""
        name = f"world-{len(self.worlds) + 1}"
        self.worlds[name] = {
            "opened": opening.wall_clock,
            "shift": 0,
            "time_zone": opening.time_zone,
            "elapsed_s": 0,
            "phones": {},
            "accounts": {},
            "transfers": [],
        }
        return name

    def perform(self, world, commands, *, observe=False):
        """Do each command by the method of its name; what has no method is unsupported."""
        outcomes = []
        for command in commands:
            method = getattr(self, type(command).__name__, None)
            outcomes.append({"outcome": "unsupported"} if method is None else method(self.worlds[world], command))
        return {"outcomes": outcomes, "observation": self.observe(world) if observe else None}

    def close_world(self, world):
        """Forget a world."""
        del self.worlds[world]

    # A method for each command that is supported, named as its class.

    def AdvanceTime(self, world, command):
        world["elapsed_s"] += command.seconds
        return DONE

    def CreateAccount(self, world, command):
        world["accounts"][command.account] = {
            "backups": [],
            "backups_path": ["Settings", "Options", "Device settings"],
            "messages": 0,
            "media": 0,
            "free_bytes": 7 * 2**30,
        }
        return DONE

    def AddPhone(self, world, command):
        world["phones"][command.phone] = {
            "profile": "windows-phone-8.1",
            "powered_on": True,
            "account": None,
            "sign_in": "none",
            "network": "none",
            "external_power": False,
            "toggles": {"settings_backup": False, "app_backup": False, "text_message_backup": False},
            "uploads": {"photos": "dont_upload", "videos": "dont_upload"},
            "content": {},
            "prompts": [],
            "local_backup": None,
            "flow": None,
            "last_attempt": None,
            "controls": [],
        }
        return DONE

    def SetContent(self, world, command):
        world["phones"][command.phone]["content"][command.part] = command.size_bytes
        return DONE

    def SignIn(self, world, command):
        world["phones"][command.phone] |= {"account": command.account, "sign_in": "valid"}
        return DONE

    def SetNetwork(self, world, command):
        world["phones"][command.phone]["network"] = command.network
        return DONE

    def SetExternalPower(self, world, command):
        world["phones"][command.phone]["external_power"] = command.connected
        return DONE

    def TurnOn(self, world, command):
        toggles = world["phones"][command.phone]["toggles"]
        if command.toggle == "app_backup" and not toggles["settings_backup"]:
            return refused("settings_backup_is_off")
        toggles[command.toggle] = True
        return DONE

    def TurnOff(self, world, command):
        toggles = world["phones"][command.phone]["toggles"]
        toggles[command.toggle] = False
        if command.toggle == "settings_backup":
            toggles["app_backup"] = False
        return DONE

    def BackUpNow(self, world, command):
        phone = world["phones"][command.phone]
        if phone["account"] is None:
            return refused("not_signed_in")
        if not phone["toggles"]["settings_backup"]:
            return refused("settings_backup_is_off")
        if phone["network"] == "none":
            return refused("no_network")
        parts = PARTS + ["apps", "app_data"] * phone["toggles"]["app_backup"]
        sizes = [{"kind": part, "size_bytes": phone["content"].get(part, 0)} for part in parts]
        now, elapsed_s = self.wall_clock(world), world["elapsed_s"]
        account = world["accounts"][phone["account"]]
        backup = {
            "id": f"{command.phone} {len(account['backups']) + 1}",
            "phone": command.phone,
            "sequence": 1 + sum(other["phone"] == command.phone for other in account["backups"]),
            "trigger": "manual",
            "network": phone["network"],
            "external_power": phone["external_power"],
            "started_at": now,
            "started_elapsed_s": elapsed_s,
            "committed_at": now,
            "committed_elapsed_s": elapsed_s,
            "complete": True,
            "parts": sizes,
        }
        account["backups"].append(backup)
        phone["local_backup"] = backup
        phone["last_attempt"] = {
            "trigger": "manual",
            "result": "complete",
            "reason": None,
            "ended_at": now,
            "ended_elapsed_s": elapsed_s,
            "backup": backup["id"],
        }
        world["transfers"].append(
            {
                "phone": command.phone,
                "account": phone["account"],
                "purpose": "backup",
                "trigger": "manual",
                "backup": backup["id"],
                "parts": parts,
                "network": phone["network"],
                "size_bytes": sum(size["size_bytes"] for size in sizes),
                "at": now,
                "elapsed_s": elapsed_s,
            }
        )
        return DONE

    def observe(self, world):
        """Show everything: see schemas/observation.schema.json."""
        seen = self.worlds[world]
        return deepcopy(
            {
                "wall_clock": self.wall_clock(seen),
                "time_zone": seen["time_zone"],
                "elapsed_s": seen["elapsed_s"],
                "cloud_up": True,
                "phones": seen["phones"],
                "accounts": seen["accounts"],
                "transfers": seen["transfers"],
            }
        )

    def wall_clock(self, world):
        """Tell the wall clock, as the contract writes it."""
        now = datetime.fromisoformat(world["opened"]) + timedelta(seconds=world["elapsed_s"] + world["shift"])
        return now.strftime("%Y-%m-%dT%H:%M:%SZ")

    def SetWallClock(self, world, command):
        moved = datetime.fromisoformat(command.to) - datetime.fromisoformat(self.wall_clock(world))
        world["shift"] += int(moved.total_seconds())
        return DONE


make = SmallPhones
