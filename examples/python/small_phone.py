"""A small implementation, as an adapter to copy: plain dictionaries, no import of backupspec. `make` is its factory.

    backupspec run python:small_phone:make --clause MAN-03

It knows phones, their content, accounts, networks and power, and makes manual backups. It makes no automatic ones and shows no prompt, so a whole run
finds it not conformant; commands that it does not know are *unsupported*, and what needs them is untestable: setting a phone up, and restoring. So is what
looks at the pages of a phone: it has none, and says so under `lacks`.
"""

import json
from copy import deepcopy
from datetime import datetime, timedelta
from hashlib import sha256

UNFINISHED = [
    *("set_time_zone", "let_sign_in_lapse", "renew_sign_in", "reset_phone", "turn_phone_off", "turn_phone_on"),
    *("sign_out", "set_phone_space", "set_software_version", "pause_flow_after", "resume_flow", "cut_network_after"),
    *("fail_power_after", "withdraw", "make_secret_unusable", "choose_upload"),
    *("receive_messages", "send_messages", "delete_messages", "delete_conversation", "take_photo", "take_video"),
    *("delete_medium", "view_medium", "choose_texts"),
    *("accept_prompt", "dismiss_prompt", "delete_backups", "set_cloud_space", "take_cloud_down", "bring_cloud_up"),
    *("delete_cloud_backup", "put_cloud_backup", "read_cloud", "require_security_code", "begin_set_up"),
    *("choose_backup", "decline_restore", "enter_security_code", "press_next", "enter_passwords", "skip_passwords"),
    "press_done",
]
PARTS = ["passwords", "call_history", "start_screen", "theme", "accounts", "favourites", "dictionary", "settings"]
EMPTY = {"waiting": [], "deletions": [], "sent_bytes": 0, "paused": False, "waiting_for": None}
DONE = {"outcome": "done"}


def refused(reason):
    """Answer that nothing began, because of a fact from the list in schemas/outcome.schema.json."""
    return {"outcome": "refused", "reason": reason}


def held(entries):
    """Tell how much there is of one kind of content. For entries of nothing but texts, this is the canonical form (RFC 8785)."""
    each = [json.dumps(entry, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode() for entry in entries]
    digest = sha256(b"[" + b",".join(each) + b"]").hexdigest()
    return {"count": len(each), "size_bytes": sum(map(len, each)), "digest": f"sha256:{digest}"}


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
            "unfinished": UNFINISHED,
            "lacks": ["controls"],  # it has no pages that could be shown
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
            "catalogue": None,  # it keeps no documents
            "reads": [],
            "backups": [],
            "backups_path": ["Settings", "Options", "Device settings"],
            "messages": [],
            "media": [],
            "journal": None,
            "free_bytes": 7 * 2**30,
        }
        return DONE

    def AddPhone(self, world, command):
        world["phones"][command.phone] = {
            "display_name": command.display_name or command.phone,
            "profile": "windows-phone-8.1",
            "software_version": None,
            "update": "unknown",
            "powered_on": True,
            "account": None,
            "sign_in": "none",
            "network": "none",
            "external_power": False,
            "toggles": {"settings_backup": False, "app_backup": False, "text_message_backup": False},
            "uploads": {"photos": "dont_upload", "videos": "dont_upload"},
            "items": {},
            "messages": held([]),
            "media": [],
            "queues": {"texts": EMPTY, "media": EMPTY},
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

    def SetContent(self, world, command):
        items = world["phones"][command.phone]["items"]
        for part in command.content.__struct_fields__:
            entries = getattr(command.content, part)
            if entries is not None:  # None: this kind is not meant
                items[part] = [{name: getattr(entry, name) for name in entry.__struct_fields__} for entry in entries]
        for owned, owners in (("app_data", "apps"), ("passwords", "accounts")):
            names = {entry["name"] for entry in items.get(owners, [])}
            if owned in items:
                items[owned] = [entry for entry in items[owned] if entry["name"] in names]
        return DONE

    def SignIn(self, world, command):
        if command.phone not in world["phones"]:
            return refused("no_such_phone")
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
        saved = [self.saved(phone["items"], part) for part in parts]
        now, elapsed_s = self.wall_clock(world), world["elapsed_s"]
        account = world["accounts"][phone["account"]]
        backup = {
            "id": f"{command.phone} {len(account['backups']) + 1}",
            "phone": command.phone,
            "display_name": phone["display_name"],
            "sequence": 1 + sum(other["phone"] == command.phone for other in account["backups"]),
            "trigger": "manual",
            "network": phone["network"],
            "external_power": phone["external_power"],
            "started_at": now,
            "started_elapsed_s": elapsed_s,
            "committed_at": now,
            "committed_elapsed_s": elapsed_s,
            "complete": True,
            "parts": saved,
            "manifest": None,
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
                "destination": "onedrive",
                "purpose": "backup",
                "trigger": "manual",
                "backup": backup["id"],
                "medium": None,
                "parts": parts,
                "network": phone["network"],
                "size_bytes": sum(part["size_bytes"] for part in saved),
                "at": now,
                "elapsed_s": elapsed_s,
            }
        )
        return DONE

    def saved(self, items, part):
        """Tell how much of a part a backup takes: of the apps' data, that of the apps which take part."""
        entries = items.get(part, [])
        if part == "app_data":
            taking_part = {app["name"] for app in items.get("apps", []) if app["participation"] == "declared"}
            entries = [entry for entry in entries if entry["name"] in taking_part]
        amount = held(entries)
        return {"kind": part, "count": amount["count"], "size_bytes": amount["size_bytes"]}

    def observe(self, world, *, items=False):
        """Show everything: see schemas/observation.schema.json. The items are many: they are shown where they are asked for."""
        seen = deepcopy(self.worlds[world])
        for phone in seen["phones"].values():
            phone["content"] = {part: held(entries) for part, entries in phone["items"].items()}
            if not items:
                del phone["items"]
        return {
            "wall_clock": self.wall_clock(seen),
            "time_zone": seen["time_zone"],
            "elapsed_s": seen["elapsed_s"],
            "cloud_up": True,
            "phones": seen["phones"],
            "accounts": seen["accounts"],
            "transfers": seen["transfers"],
        }

    def wall_clock(self, world):
        """Tell the wall clock, as the contract writes it."""
        now = datetime.fromisoformat(world["opened"]) + timedelta(seconds=world["elapsed_s"] + world["shift"])
        return now.strftime("%Y-%m-%dT%H:%M:%SZ")

    def SetWallClock(self, world, command):
        moved = datetime.fromisoformat(command.to) - datetime.fromisoformat(self.wall_clock(world))
        world["shift"] += int(moved.total_seconds())
        return DONE


make = SmallPhones
