"""Miniatures of accounts and passwords in a backup: lost, or for others to read."""

import base64
import hashlib
from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from backupspec.contract.content import Entry, Item, OwnAccount
from backupspec.contract.observations import Backup, Observation
from backupspec.contract.terms import Part
from backupspec.faults.changed_backups import (
    Some,
    named,
    saves,
    says,
)
from backupspec.faults.made import breaks, with_topics
from backupspec.manifest.measuring import entry_bytes
from backupspec.reference.backups import Backups
from backupspec.reference.engine import REFERENCE, Topics
from backupspec.reference.implementation import Reference
from backupspec.reference.state import Entries, Flow, Phone
from backupspec.shipped import PROFILES, profile, shape

# Passwords.


def _tells_passwords(form: Callable[[str], str]) -> Reference:
    """Make the reference, whose manifests tell the passwords in some form, in an extension."""

    def change(document: dict[str, Any], flow: Flow) -> None:
        secrets = [form(entry.value) for entry in flow.content.get("passwords", ()) if isinstance(entry, Item)]
        document["extensions"]["com.example.hints"] = secrets

    return says(change)


@breaks("CON-03")
def passwords_in_clear() -> Reference:
    """The manifest tells the passwords."""
    return _tells_passwords(str)


@breaks("CON-03")
def passwords_in_base64() -> Reference:
    """The manifest tells the passwords in Base64, among other words."""
    return _tells_passwords(lambda secret: base64.b64encode(f"password: {secret}; of 2014".encode()).decode())


@breaks("CON-03")
def passwords_hashed() -> Reference:
    """The manifest tells the passwords' plain SHA-256, so that whoever guesses one knows that it is right."""
    return _tells_passwords(lambda secret: hashlib.sha256(secret.encode()).hexdigest())


@breaks("CON-03")
def passwords_are_not_saved() -> Reference:
    """No password is saved."""
    return saves("passwords", lambda _entries: ())


@breaks("CON-03")
def passwords_are_not_encrypted() -> Reference:
    """The manifest says that the passwords are stored without encryption."""

    def change(document: dict[str, Any], _flow: Flow) -> None:
        document["parts"]["passwords"]["encryption"] = None

    return says(change)


@breaks("CON-03")
def items_have_plain_hashes() -> Reference:
    """The manifest tells of each item its SHA-256 without a key, so that whoever guesses what it says knows that it is right."""

    def change(document: dict[str, Any], flow: Flow) -> None:
        for kind, part in document["parts"].items():
            for item, entry in zip(part["items"], flow.content.get(kind, ()), strict=True):
                item["digest"] = f"hmac-sha256:{hashlib.sha256(entry_bytes(entry)).hexdigest()}"

    return says(change)


class _InClear(Reference):
    """The reference, whose OneDrive holds some kinds of content in clear."""

    parts: tuple[Part, ...] = ()

    def observe(self, world: str, *, items: bool = False) -> Observation:
        """Show all that can be seen of a world."""
        seen = super().observe(world, items=items)
        kept = {name: account.kept for name, account in self._worlds[world][1].accounts.items()}
        if not items:
            return seen
        accounts = {
            name: replace(
                account, backups=tuple(self._in_clear(each, kept[name][each.id].content) for each in account.backups)
            )
            for name, account in seen.accounts.items()
        }
        return replace(seen, accounts=accounts)

    def _in_clear(self, backup: Backup, content: Entries) -> Backup:
        parts = tuple(
            replace(part, stored=tuple(map(_in_base64, content.get(part.kind, ()))))
            if part.kind in self.parts
            else part
            for part in backup.parts
        )
        return replace(backup, parts=parts)


def _in_base64(entry: Entry) -> str:
    return base64.b64encode(entry_bytes(entry)).decode()


def _stores_in_clear(*parts: Part) -> Reference:
    """Make the reference, whose OneDrive holds these kinds of content in clear, though manifests say that they are encrypted."""
    made = _InClear({name: profile(name) for name in PROFILES}, shape("manifest"), REFERENCE, name="miniature")
    made.parts = parts
    return made


@breaks("CON-03")
def passwords_lie_in_onedrive_in_clear() -> Reference:
    """What lies in OneDrive of passwords is not encrypted."""
    return _stores_in_clear("passwords")


@breaks("CON-03")
def calls_lie_in_onedrive_in_clear() -> Reference:
    """What lies in OneDrive of calls is their Base64, and not encrypted."""
    return _stores_in_clear("call_history")


@breaks("CON-03")
def favourites_lie_in_onedrive_in_clear() -> Reference:
    """What lies in OneDrive of favourites is not encrypted."""
    return _stores_in_clear("favourites")


# Accounts.


@breaks("CON-07")
def one_account_a_provider() -> Reference:
    """Of several accounts of one provider, the last is saved."""

    class _Faulty(Backups):
        def content_to_save(self, phone: Phone, part: Part) -> Some:
            entries = super().content_to_save(phone, part)
            accounts = phone.content.get("accounts", ())
            last = {account.provider: account.name for account in accounts if isinstance(account, OwnAccount)}
            if part not in {"accounts", "passwords"}:
                return entries
            return tuple(entry for entry in entries if entry.name in last.values())

    return with_topics(Topics(backups=_Faulty))


@breaks("CON-07")
def accounts_without_a_password_are_lost() -> Reference:
    """An account is saved only with its password."""

    class _Faulty(Backups):
        def content_to_save(self, phone: Phone, part: Part) -> Some:
            entries = super().content_to_save(phone, part)
            return (
                tuple(each for each in entries if each.name in named(phone.content.get("passwords", ())))
                if part == "accounts"
                else entries
            )

    return with_topics(Topics(backups=_Faulty))
