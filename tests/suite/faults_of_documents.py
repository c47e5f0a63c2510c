"""Faults of what a backup holds, and of its documents (I11, I17, I18, I43)."""

import json
from collections.abc import Callable
from typing import Any

from faults import (
    BACKED_UP,
    FIRST_GONE,
    FULL,
    NEW,
    ON_CELLULAR,
    ON_WIFI,
    SAVED,
    SIGNED_IN,
    allowed,
    breaks,
    doctored,
    shows_of_ann,
)
from msgspec.structs import replace

from backupspec.contract.commands import (
    AddPhone,
    BackUpNow,
    PauseFlowAfter,
    ResumeFlow,
    SetContent,
    SetExternalPower,
    SetNetwork,
    SignIn,
    TurnOn,
)
from backupspec.contract.content import Content, Entry, Item
from backupspec.contract.observations import Account, Backup
from backupspec.contract.terms import Part
from backupspec.faults.made import with_topics
from backupspec.manifest.canonical import written
from backupspec.reference.backups import Backups
from backupspec.reference.documents import Documents
from backupspec.reference.engine import Topics
from backupspec.reference.implementation import Reference
from backupspec.reference.state import Flow, Phone, World

SECOND = (*BACKED_UP, BackUpNow(phone="ann"))

# I11: a manifest verifies, and says what is shown.


def manifest_with(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Reference:
    """Make the reference, which writes other manifests."""

    class Faulty(Documents):
        def manifest(self, world: World, phone: Phone, flow: Flow) -> dict[str, Any]:
            return change(super().manifest(world, phone, flow))

    return with_topics(Topics(documents=Faulty))


@breaks("I11", "GEN-03", *BACKED_UP)
def counts_more_bytes_than_its_items() -> Reference:
    """A part of a manifest has more bytes than its items."""

    def change(document: dict[str, Any]) -> dict[str, Any]:
        settings = document["parts"]["settings"]
        more = {**settings, "size_bytes": settings["size_bytes"] + 1}
        return {**document, "parts": {**document["parts"], "settings": more}}

    return manifest_with(change)


@breaks("I11", "PRV-01", *BACKED_UP)
def tells_an_advertising_id() -> Reference:
    """A manifest has an advertising id."""
    return manifest_with(lambda document: document | {"advertising_id": "38400000"})


@breaks("I11", "PRV-01", *BACKED_UP)
def is_made_for_advertising() -> Reference:
    """A manifest says that the backup is for advertising, too."""
    return manifest_with(lambda document: document | {"purposes": ["backup", "restore", "advertising"]})


@breaks("I11", "GEN-03", *BACKED_UP)
def says_what_no_manifest_says() -> Reference:
    """A manifest has a member that none has."""
    return manifest_with(lambda document: document | {"mood": "good"})


@breaks("I11", "GEN-03", *BACKED_UP)
def says_nothing() -> Any:
    """A manifest is empty."""
    return shown_backup(lambda backup: replace(backup, manifest="{}"))


@breaks("I11", "GEN-03", *BACKED_UP)
def is_half_a_character() -> Any:
    """A manifest is no text that anybody could store."""
    return shown_backup(lambda backup: replace(backup, manifest="\ud800"))


@breaks("I11", "GEN-03", *BACKED_UP)
def writes_another_trigger() -> Reference:
    """A manual backup's manifest says that somebody accepted a prompt."""
    return manifest_with(lambda document: document | {"trigger": "prompt"})


def shown_backup(change: Callable[[Backup], Backup]) -> Any:
    """Show the newest of Ann's backups as something else than it is."""

    def changed(account: Account) -> Account:
        return replace(account, backups=(*account.backups[:-1], change(account.backups[-1])))

    return doctored(BACKED_UP, shows_of_ann(changed))


@breaks("I11", "GEN-03", *BACKED_UP)
def shows_another_power() -> Any:
    """A backup on battery is shown as one on power."""
    return shown_backup(lambda backup: replace(backup, external_power=True))


@breaks("I11", "GEN-03", *BACKED_UP)
def shows_no_end() -> Any:
    """The list does not say when a backup was complete."""
    return shown_backup(lambda backup: replace(backup, committed_elapsed_s=None))


@breaks("I11", "CON-00", *BACKED_UP)
def shows_fewer_kinds_than_it_writes() -> Any:
    """A backup is shown without its settings, which its manifest has."""
    return shown_backup(lambda backup: replace(backup, parts=backup.parts[:-1]))


@breaks("I11", "CON-00", *BACKED_UP)
def shows_apps_that_were_skipped() -> Any:
    """A backup is shown with apps, which its manifest says were skipped."""
    return shown_backup(
        lambda backup: replace(backup, parts=(*backup.parts, replace(backup.parts[-1], kind="apps", count=1)))
    )


# I43: the catalogue.


def in_catalogue(given: tuple[Any, ...], change: Callable[[dict[str, Any]], dict[str, Any]], last: int = 1) -> Any:
    """Show another catalogue of Ann's account after the last commands."""

    def changed(account: Account) -> Account:
        assert account.catalogue is not None
        return replace(account, catalogue=written(change(json.loads(account.catalogue))).decode())

    return doctored(given, shows_of_ann(changed), last)


def each_in_cloud(catalogue: dict[str, Any], state: str) -> dict[str, Any]:
    """Say of every part in OneDrive that it is there, or was deleted."""
    for entry in catalogue["backups"]:
        entry["cloud"] = {kind: {**part, "state": state} for kind, part in entry["cloud"].items()}
    return catalogue


@breaks("I43", "DEL-06", *SECOND)
def two_copies_on_one_phone() -> Any:
    """A catalogue says that a phone has copies of two backups."""

    def change(catalogue: dict[str, Any]) -> dict[str, Any]:
        catalogue["backups"][0]["phone"] = catalogue["backups"][1]["phone"]
        return catalogue

    return in_catalogue(SECOND, change)


@breaks("I43", "DEL-07", *SECOND)
def forgets_an_earlier_backup() -> Any:
    """A catalogue no longer lists a backup that the one before lists."""
    return in_catalogue(SECOND, lambda catalogue: catalogue | {"backups": catalogue["backups"][1:]})


@breaks("I43", "DEL-07", *BACKED_UP)
def is_no_catalogue() -> Any:
    """A catalogue is empty."""
    return doctored(BACKED_UP, shows_of_ann(lambda account: replace(account, catalogue="{}")))


@breaks("I43", "DEL-06", *BACKED_UP)
def lists_another_digest() -> Any:
    """The first catalogue names the manifest of the first backup by another digest."""

    def change(catalogue: dict[str, Any]) -> dict[str, Any]:
        catalogue["backups"][0]["manifest_digest"] = "sha256:" + "0" * 64
        return catalogue

    return in_catalogue(BACKED_UP, change)


@breaks("I43", "DEL-09", *BACKED_UP)
def is_of_an_account_that_no_manifest_names() -> Any:
    """A catalogue has its account's reference mistyped."""
    return in_catalogue(
        BACKED_UP, lambda catalogue: catalogue | {"account": catalogue["account"].replace("account", "acount")}
    )


@breaks("I43", "DEL-07", *BACKED_UP)
def was_written_in_the_year_9999() -> Any:
    """A catalogue says that it was written in the year 9999."""
    return in_catalogue(BACKED_UP, lambda catalogue: catalogue | {"as_of": "9999-12-31T23:59:59Z"})


@breaks("I43", "DEL-07", *BACKED_UP)
def lists_what_is_there_since_the_year_1() -> Any:
    """A catalogue says that a kind of content is in OneDrive since the year 1."""

    def change(catalogue: dict[str, Any]) -> dict[str, Any]:
        catalogue["backups"][0]["cloud"]["theme"]["since"] = "0001-01-01T00:00:00Z"
        return catalogue

    return in_catalogue(BACKED_UP, change)


@breaks("I43", "DEL-09", *SECOND)
def takes_a_backup_to_another_line() -> Any:
    """A catalogue lists an earlier backup in another line than its manifest does."""

    def change(catalogue: dict[str, Any]) -> dict[str, Any]:
        catalogue["backups"][0]["lineage"] = "lineage_" + "0" * 32
        return catalogue

    return in_catalogue(SECOND, change)


def spoilt_at_first(text: str) -> Any:
    """Show a catalogue that is none until there are two backups."""

    def changed(account: Account) -> Account:
        return account if len(account.backups) > 1 else replace(account, catalogue=text)

    return doctored(SECOND, shows_of_ann(changed), last=2)


for _name, _text in (("torn", "}{"), ("without_members", '{"version":"1.0"}'), ("of_the_future", '{"version":"7.0"}')):

    def _begins_badly(text: str = _text) -> Any:
        return spoilt_at_first(text)

    _begins_badly.__name__ = f"begins_with_a_catalogue_{_name}"
    breaks("I43", "RST-07" if _name == "of_the_future" else "DEL-07", *SECOND)(_begins_badly)


@breaks("I43", "DEL-07", *BACKED_UP)
def lists_nothing() -> Any:
    """A catalogue does not list the backup that was made."""
    return in_catalogue(BACKED_UP, lambda catalogue: catalogue | {"backups": []})


@breaks("I43", "DEL-07", *SECOND)
def numbers_no_revisions() -> Any:
    """A catalogue changes and stays the first revision."""
    return in_catalogue(SECOND, lambda catalogue: catalogue | {"revision": 1}, last=2)


@breaks("I43", "DEL-07", *BACKED_UP, FIRST_GONE)
def lists_what_was_deleted() -> Any:
    """A catalogue says that a backup is in OneDrive which was deleted there."""
    return in_catalogue((*BACKED_UP, FIRST_GONE), lambda catalogue: each_in_cloud(catalogue, "present"))


@breaks("I43", "DEL-07", *BACKED_UP)
def lists_as_deleted_what_is_there() -> Any:
    """A catalogue says that a backup was deleted in OneDrive which is there."""
    return in_catalogue(BACKED_UP, lambda catalogue: each_in_cloud(catalogue, "deleted"))


# I17: a backup holds everything.


def without_kind(lost: Part) -> Reference:
    """Make the reference, which does not save a kind."""

    class Faulty(Backups):
        def content_to_save(self, phone: Phone, part: Part) -> tuple[Entry, ...]:
            return () if part == lost else super().content_to_save(phone, part)

    return with_topics(Topics(backups=Faulty))


def _loses(kind: Part, clause: str) -> None:
    def lose() -> Reference:
        return without_kind(kind)

    lose.__name__ = f"loses_{kind}"
    breaks("I17", clause, *SAVED)(lose)


KINDS: tuple[Part, ...] = (
    "apps",
    "app_data",
    "passwords",
    "call_history",
    "start_screen",
    "theme",
    "accounts",
    "favourites",
    "dictionary",
    "settings",
)
for _number, _kind in enumerate(KINDS, start=1):
    _loses(_kind, f"CON-{_number:02}")


@breaks(
    "I17",
    "CON-10",
    *SIGNED_IN,
    ON_WIFI,
    SetExternalPower(phone="ann", connected=True),
    TurnOn(phone="ann", toggle="settings_backup"),
)
def begins_with_nothing() -> Reference:
    """The backup that begins when Settings backup is turned on has no settings."""
    return without_kind("settings")


OTHER_SETTINGS = SetContent(phone="ann", content=Content(settings=(Item(name="photos.upload", value="off"),)))
CHANGED_ON_THE_WAY = (
    *ON_CELLULAR,
    PauseFlowAfter(phone="ann", flow="backup", point=100),
    BackUpNow(phone="ann"),
    OTHER_SETTINGS,
    ResumeFlow(phone="ann", flow="backup"),
)


@breaks("I17", "CON-10", *CHANGED_ON_THE_WAY)
def saves_what_is_there_at_the_end() -> Reference:
    """A backup holds what the phone has when it is complete, not when it began."""

    class Faulty(Backups):
        def complete(self, world: World, phone: Phone) -> World:
            flow = phone.flow
            assert flow is not None
            content = {part: phone.content.get(part, ()) for part in flow.content}
            parts = tuple(
                replace(part, count=phone.held[part.kind].count, size_bytes=phone.held[part.kind].size_bytes)
                if part.kind in phone.held
                else part
                for part in flow.backup.parts
            )
            flow = replace(flow, content=content, backup=replace(flow.backup, parts=parts))
            return super().complete(world, replace(phone, flow=flow))

    return with_topics(Topics(backups=Faulty))


# I18: apps that take no part are listed.


@breaks("I18", "CON-02", *SAVED)
def gives_another_reason() -> Reference:
    """An app that declares nothing is listed as one whose owner opted out."""

    def change(document: dict[str, Any]) -> dict[str, Any]:
        apps = [
            app if app["participating"] else {**app, "participating_because": "opted_out"} for app in document["apps"]
        ]
        return {**document, "apps": apps}

    return manifest_with(change)


@breaks("I18", "CON-02", *SAVED)
def lists_those_that_take_part_alone() -> Reference:
    """An app that takes no part is not listed."""

    class Faulty(Backups):
        def content_to_save(self, phone: Phone, part: Part) -> tuple[Entry, ...]:
            entries = super().content_to_save(phone, part)
            return entries[:1] if part == "apps" else entries

    return with_topics(Topics(backups=Faulty))


# What looks like a fault and is none.

allowed("changed-on-the-way", *CHANGED_ON_THE_WAY)
allowed(
    "two-phones-with-equal-content",
    *NEW,
    *(
        command
        for name in ("ann", "twin")
        for command in (
            *((AddPhone(phone=name),) if name == "twin" else ()),
            SetContent(phone=name, content=FULL),
            SignIn(phone=name, account="ann@example.com"),
            TurnOn(phone=name, toggle="settings_backup"),
            SetNetwork(phone=name, network="cellular"),
            BackUpNow(phone=name),
        )
    ),
    BackUpNow(phone="ann"),
)
