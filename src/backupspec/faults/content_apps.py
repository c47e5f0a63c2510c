"""Miniatures of what a backup holds as a whole, and of apps and their data: too little, too much, or another."""

from typing import Any

from backupspec.contract.content import App
from backupspec.contract.terms import Part
from backupspec.faults.changed_backups import Some, Unverified, named, saves, saves_in_view_of_earlier, says
from backupspec.faults.made import breaks, with_topics
from backupspec.reference.backups import Backups
from backupspec.reference.engine import Topics
from backupspec.reference.implementation import Reference
from backupspec.reference.state import Entries, Flow, Phone

# The whole.


@breaks("CON-00")
def a_listed_kind_is_missing() -> Reference:
    """Backups leave the dictionary out, and say nothing about it."""

    def change(document: dict[str, Any], _flow: Flow) -> None:
        del document["parts"]["dictionary"]

    class _Faulty(Backups):
        def parts_to_save(self, phone: Phone) -> tuple[Part, ...]:
            return tuple(part for part in super().parts_to_save(phone) if part != "dictionary")

    return says(change, Topics(backups=_Faulty))


@breaks("CON-00")
def a_kind_is_saved_as_if_there_were_none() -> Reference:
    """Backups say that there are no favourites, whatever the phone has."""
    return saves("favourites", lambda _entries: ())


@breaks("CON-00")
def holds_what_it_does_not_declare() -> Reference:
    """Backups hold ringtones, which they do not declare."""

    def change(document: dict[str, Any], _flow: Flow) -> None:
        document["parts"]["ringtones"] = document["parts"]["theme"] | {"items": [], "count": 0}

    return says(change)


@breaks("CON-00")
def calls_what_was_left_out_empty() -> Reference:
    """While App backup is off, backups say that there were no apps."""

    def change(document: dict[str, Any], _flow: Flow) -> None:
        for part in document["parts"].values():
            if part["status"] == "skipped":
                part |= {"status": "empty", "reason": None}

    return says(change)


@breaks("CON-00")
def leaves_out_what_is_empty() -> Reference:
    """A kind of which the phone has nothing is not among the parts of a backup."""

    class _Faulty(Backups):
        def parts_to_save(self, phone: Phone) -> tuple[Part, ...]:
            return tuple(part for part in super().parts_to_save(phone) if self.content_to_save(phone, part))

    return with_topics(Topics(backups=_Faulty))


@breaks("CON-00")
def calls_what_is_empty_left_out() -> Reference:
    """Where there was nothing to save, backups say that this version does not save it."""

    def change(document: dict[str, Any], _flow: Flow) -> None:
        for part in document["parts"].values():
            if part["status"] == "empty":
                part |= {"status": "skipped", "reason": "not_offered_by_this_version"}

    return says(change)


# Apps and their data.


@breaks("CON-01")
def keeps_the_first_versions() -> Reference:
    """Backups tell of each app the version that the phone's first backup told."""

    def save(earlier: tuple[Entries, ...], part: Part, entries: Some) -> Some:
        first = named(earlier[0].get("apps", ())) if earlier else {}
        return tuple(first.get(entry.name, entry) for entry in entries) if part == "apps" else entries

    return saves_in_view_of_earlier(save)


@breaks("CON-01")
def keeps_uninstalled_apps() -> Reference:
    """Apps that were ever backed up stay in all later backups."""

    def save(earlier: tuple[Entries, ...], part: Part, entries: Some) -> Some:
        if part != "apps":
            return entries
        gone = named(tuple(entry for content in earlier for entry in content.get("apps", ())))
        return (*entries, *(entry for name, entry in gone.items() if name not in named(entries)))

    return saves_in_view_of_earlier(save)


@breaks("CON-01")
def holds_500_apps_at_most() -> Reference:
    """Of 1,000 apps, a backup holds the first 500."""
    return saves("apps", lambda apps: apps[:500], Topics(restoring=Unverified))


@breaks("CON-01")
def lists_all_apps_in_one_version() -> Reference:
    """The list of apps in a manifest tells the version 1.0 of each."""

    def change(document: dict[str, Any], _flow: Flow) -> None:
        for app in document["apps"]:
            app["version"] = "1.0"

    return says(change)


def _saves_data_of(participation: frozenset[str]) -> Reference:
    """Make the reference, in which the data of more apps is saved than of those that take part."""

    class _Faulty(Backups):
        def content_to_save(self, phone: Phone, part: Part) -> Some:
            if part != "app_data":
                return super().content_to_save(phone, part)
            apps = phone.content.get("apps", ())
            names = {app.name for app in apps if isinstance(app, App) and app.participation in participation}
            return tuple(entry for entry in phone.content.get(part, ()) if entry.name in names)

    return with_topics(Topics(backups=_Faulty, restoring=Unverified))


@breaks("CON-02")
def saves_the_data_of_apps_that_take_no_part() -> Reference:
    """The data of apps that declare nothing is saved as well."""
    return _saves_data_of(frozenset({"declared", "not_declared"}))


@breaks("CON-02")
def saves_the_data_of_apps_that_were_opted_out() -> Reference:
    """The data of apps whose owner opted out is saved nevertheless."""
    return _saves_data_of(frozenset({"declared", "opted_out"}))


@breaks("CON-02")
def saves_no_data_of_apps() -> Reference:
    """No app's data is saved."""
    return saves("app_data", lambda _entries: ())


@breaks("CON-02")
def keeps_the_first_data() -> Reference:
    """The data of an app that was saved once is never saved anew."""

    def save(earlier: tuple[Entries, ...], part: Part, entries: Some) -> Some:
        first = named(earlier[0].get("app_data", ())) if earlier else {}
        return tuple(first.get(entry.name, entry) for entry in entries) if part == "app_data" else entries

    return saves_in_view_of_earlier(save)


@breaks("CON-02")
def keeps_the_data_of_apps_opted_out_later() -> Reference:
    """The data of an app that was saved once stays in later backups, though its owner opts out."""

    def save(earlier: tuple[Entries, ...], part: Part, entries: Some) -> Some:
        if part != "app_data" or not earlier:
            return entries
        return (*entries, *(old for old in earlier[-1].get(part, ()) if old.name not in named(entries)))

    return saves_in_view_of_earlier(save, Topics(restoring=Unverified))


@breaks("CON-02")
def gives_the_wrong_reason_for_taking_no_part() -> Reference:
    """Of an app that was opted out, a backup says that it declares nothing."""

    def change(document: dict[str, Any], _flow: Flow) -> None:
        for app in document["apps"]:
            if app["participating_because"] == "opted_out":
                app["participating_because"] = "not_declared"

    return says(change)
