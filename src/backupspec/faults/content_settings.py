"""Miniatures of calls, looks, favourites, words and settings in a backup: lost, or changed on the way."""

from collections.abc import Callable

from msgspec.structs import replace

from backupspec.contract.commands import SetContent, TakePhoto
from backupspec.contract.content import Content, Item
from backupspec.faults.changed_backups import (
    Listed,
    brings_back,
    named,
    saves,
)
from backupspec.faults.made import beside, breaks, with_topics
from backupspec.reference.engine import Topics
from backupspec.reference.implementation import Reference
from backupspec.reference.law import Answer
from backupspec.reference.media import Media
from backupspec.reference.state import Entries, World

# Calls, looks, favourites, words.


@breaks("CON-04")
def calls_by_the_clock() -> Reference:
    """Calls are saved in the order of the hours that the clock showed, wherever it was."""
    return saves("call_history", lambda calls: tuple(sorted(calls, key=lambda call: call.name[:19])))


@breaks("CON-04")
def one_call_a_second() -> Reference:
    """Of several calls in one second, the last is saved."""
    return saves("call_history", lambda calls: tuple(named(calls).values()))


@breaks("CON-04")
def one_call_an_hour_of_the_clock() -> Reference:
    """Of two calls at which the clock showed the same, in summer time and after it, the last is saved."""
    return saves("call_history", lambda calls: tuple({call.name[:19]: call for call in calls}.values()))


@breaks("CON-05")
def tiles_are_lost() -> Reference:
    """The Start screen is not saved."""
    return saves("start_screen", lambda _tiles: ())


@breaks("CON-05")
def tiles_in_alphabetical_order() -> Reference:
    """Tiles are saved in the order of their names."""
    return saves("start_screen", lambda tiles: tuple(sorted(tiles, key=lambda tile: tile.name)))


@breaks("CON-05")
def tiles_without_apps() -> Reference:
    """The tile of an app that can no longer be had comes back, and leads nowhere."""

    def change(kept: Entries, left_out: Listed, saved: Entries) -> tuple[Entries, Listed]:
        listed = tuple(left for left in left_out if left.part != "start_screen")
        return {**kept, "start_screen": saved.get("start_screen", ())}, listed

    return brings_back(change)


@breaks("CON-06")
def theme_of_a_new_phone() -> Reference:
    """A new phone keeps the colour that it came with, whatever was saved."""

    def change(kept: Entries, left_out: Listed, _saved: Entries) -> tuple[Entries, Listed]:
        return {**kept, "theme": (Item(name="steel", value="accent colour"),)}, left_out

    return brings_back(change)


@breaks("CON-06")
def unknown_colour_vanishes() -> Reference:
    """A colour that the new phone does not have is left out without a word."""

    def change(kept: Entries, left_out: Listed, _saved: Entries) -> tuple[Entries, Listed]:
        return kept, tuple(left for left in left_out if left.part != "theme")

    return brings_back(change)


@breaks("CON-08")
def favourites_without_folders() -> Reference:
    """Favourites lose the folders that they were in."""
    return saves(
        "favourites", lambda entries: tuple(replace(each, name=each.name.rpartition("/")[2]) for each in entries)
    )


@breaks("CON-08")
def favourites_in_ascii() -> Reference:
    """What ASCII does not have becomes a question mark in the names of favourites."""
    return saves(
        "favourites",
        lambda entries: tuple(replace(each, name=each.name.encode("ascii", "replace").decode()) for each in entries),
    )


@breaks("CON-08")
def holds_5000_favourites_at_most() -> Reference:
    """Of 10,000 favourites, a backup holds the first 5,000."""
    return saves("favourites", lambda entries: entries[:5000])


@breaks("CON-09")
def words_once() -> Reference:
    """A word that was added twice is saved once."""
    return saves("dictionary", lambda words: tuple(dict.fromkeys(words)))


@breaks("CON-09")
def words_of_one_language() -> Reference:
    """The words of the first language alone are saved."""
    return saves("dictionary", lambda words: tuple(word for word in words if word.name == words[0].name))


@breaks("CON-09")
def words_in_small_letters() -> Reference:
    """Words are saved in small letters."""
    return saves(
        "dictionary",
        lambda words: tuple(replace(word, value=word.value.lower()) for word in words if isinstance(word, Item)),
    )


# Settings.


def _saves_settings(stays: Callable[[str], bool]) -> Reference:
    """Make the reference, in which the settings of some areas alone are saved."""
    return saves("settings", lambda entries: tuple(each for each in entries if stays(each.name.partition(".")[0])))


@breaks("CON-10")
def settings_of_five_areas_alone() -> Reference:
    """Settings beyond the five areas that are named are not saved."""
    five = {"photos", "messaging", "email_and_accounts", "lock_screen", "speech"}
    return _saves_settings(lambda area: area in five)


@breaks("CON-10")
def unknown_setting_vanishes() -> Reference:
    """A setting that the new phone does not know is left out without a word."""

    def change(kept: Entries, left_out: Listed, _saved: Entries) -> tuple[Entries, Listed]:
        return kept, tuple(left for left in left_out if left.part != "settings")

    return brings_back(change)


@breaks("CON-10")
def photos_in_the_settings() -> Reference:
    """A photo that is taken is saved among the settings."""

    class _Faulty(Media):
        def take_photo(self, world: World, command: TakePhoto) -> Answer:
            world, outcome = super().take_photo(world, command)
            kept = world.phones[command.phone].content.get("settings", ())
            photo = Item(name="photos.latest", value="JPEG" * 1000)
            settings = (*(entry for entry in kept if isinstance(entry, Item)), photo)
            world, _ = beside(self.law).events.set_content(
                world, SetContent(phone=command.phone, content=Content(settings=settings))
            )
            return world, outcome

    return with_topics(Topics(media=_Faulty))


@breaks("CON-10a")
def no_settings_of_photos() -> Reference:
    """The settings of photos are not saved."""
    return _saves_settings(lambda area: area != "photos")


@breaks("CON-10b")
def no_settings_of_messaging() -> Reference:
    """The settings of messaging are not saved."""
    return _saves_settings(lambda area: area != "messaging")


@breaks("CON-10c")
def no_settings_of_email_and_accounts() -> Reference:
    """The settings of email and accounts are not saved."""
    return _saves_settings(lambda area: area != "email_and_accounts")


@breaks("CON-10d")
def no_settings_of_the_lock_screen() -> Reference:
    """The settings of the lock screen are not saved."""
    return _saves_settings(lambda area: area != "lock_screen")


@breaks("CON-10e")
def no_settings_of_speech() -> Reference:
    """The settings of Speech are not saved."""
    return _saves_settings(lambda area: area != "speech")
