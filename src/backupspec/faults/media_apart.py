"""Miniatures of photos and videos beside all else: messages, backups, other phones, other accounts (PHO-01, PHO-02, PHO-05)."""

from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from backupspec.contract.commands import (
    AdvanceTime,
    ChooseUpload,
    Command,
    DeleteBackups,
    DeleteCloudBackup,
    DeleteMedium,
    SignIn,
    TurnOff,
    TurnPhoneOn,
    ViewMedium,
)
from backupspec.contract.outcomes import Done
from backupspec.contract.terms import Quality, Trigger
from backupspec.faults.made import breaks, with_fewer_backups, with_topics
from backupspec.faults.media_uploading import Remembered, skipped, with_media
from backupspec.reference import queues
from backupspec.reference.engine import Engine, Topics
from backupspec.reference.events import Events
from backupspec.reference.flows import Flows
from backupspec.reference.implementation import Reference
from backupspec.reference.law import Answer
from backupspec.reference.media import Media
from backupspec.reference.parcels import Parcel
from backupspec.reference.phones import refused
from backupspec.reference.state import Medium, Phone, World
from backupspec.reference.texts import TextMessages

MOST = 4
"""How many photos and videos a phone uploads where that is limited."""

KEPT_S = 90 * 86_400
"""How long they are kept where that is limited."""


def after(kind: type[Command], then: Callable[[World, Any], World]) -> Reference:
    """Make the reference that does something more whenever a command was done."""

    class _Faulty(Engine):
        def answer(self, world: World, command: Command) -> Answer:
            world, outcome = super().answer(world, command)
            is_meant = isinstance(command, kind) and isinstance(outcome, Done)
            return (then(world, command) if is_meant else world), outcome

    return with_topics(Topics(engine=_Faulty))


def given_up(world: World, phone: Phone, names: Iterable[str]) -> World:
    """Return a world in which some photos and videos that wait are not to be uploaded any more."""
    lost = frozenset(names)
    skipped_ = {name: replace(phone.media[name], upload="skipped", skipped_because="no_longer_chosen") for name in lost}
    queue = phone.queues["media"].without(lost)
    return world.with_queue(replace(phone, media={**phone.media, **skipped_}), "media", queue)


# One kind of thing takes another along.


@breaks("PHO-01")
def deleting_a_photo_takes_messages() -> Reference:
    """With a photo that is deleted on the phone, the messages go from OneDrive."""

    def then(world: World, command: DeleteMedium) -> World:
        name = world.phones[command.phone].account
        return world if name is None else world.with_account(name, replace(world.accounts[name], texts={}))

    return after(DeleteMedium, then)


@breaks("PHO-01")
def deleting_a_photo_takes_backups() -> Reference:
    """With a photo that is deleted on the phone, the backups go from OneDrive."""

    def then(world: World, command: DeleteMedium) -> World:
        name = world.phones[command.phone].account
        return world if name is None else with_fewer_backups(world, name, lambda _: False)

    return after(DeleteMedium, then)


@breaks("PHO-01")
def deleting_a_backup_takes_photos() -> Reference:
    """With a backup that is deleted in OneDrive, the photos and videos go."""
    return after(DeleteCloudBackup, lambda world, command: with_media(world, command.account))


@breaks("PHO-01")
def deleting_the_copy_takes_photos() -> Reference:
    """With the phone's copy of its backup, the photos and videos go from OneDrive."""
    return after(DeleteBackups, lambda world, command: with_media(world, world.phones[command.phone].account))


@breaks("PHO-01")
def deleting_messages_takes_photos() -> Reference:
    """With messages that are deleted on the phone, the photos and videos go from OneDrive."""

    class _Faulty(TextMessages):
        def delete(self, world: World, phone: Phone, ids: frozenset[str]) -> Answer:
            world, outcome = super().delete(world, phone, ids)
            return with_media(world, phone.account), outcome

    return with_topics(Topics(texts=_Faulty))


@breaks("PHO-01")
def turning_texts_off_drops_photos() -> Reference:
    """When Text message backup is turned off, the photos and videos that wait are dropped."""

    def then(world: World, command: TurnOff) -> World:
        phone = world.phones[command.phone]
        waiting = phone.queues["media"].waiting
        return given_up(world, phone, waiting) if command.toggle == "text_message_backup" else world

    return after(TurnOff, then)


@breaks("PHO-01")
def forgets_what_is_taken_during_a_backup() -> Reference:
    """What is taken while a backup is under way is never uploaded."""

    class _Faulty(Media):
        def taken(self, world: World, phone: Phone, medium: Medium) -> World:
            return super().taken(world, phone, medium) if phone.flow is None else skipped(world, phone, medium)

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-01")
def a_backup_ends_the_upload() -> Reference:
    """What is on its way when a backup begins is never uploaded."""

    class _Faulty(Flows):
        def back_up(self, world: World, phone: Phone, trigger: Trigger) -> Any:
            world = given_up(world, phone, phone.queues["media"].begun)
            return super().back_up(world, world.phones[phone.name], trigger)

    return with_topics(Topics(flows=_Faulty))


@breaks("PHO-01")
def a_deletion_ends_the_upload() -> Reference:
    """When a photo is deleted, what is on its way is never uploaded."""

    def then(world: World, command: DeleteMedium) -> World:
        phone = world.phones[command.phone]
        return given_up(world, phone, phone.queues["media"].begun)

    return after(DeleteMedium, then)


@breaks("PHO-01")
def what_was_on_its_way_is_lost() -> Reference:
    """What is on its way when the phone goes dead or is switched off is never uploaded."""

    class _Faulty(Events):
        def turn_phone_on(self, world: World, command: TurnPhoneOn) -> Answer:
            phone = world.phones.get(command.phone)
            if phone is not None and not phone.powered_on:
                world = given_up(world, phone, phone.queues["media"].begun)
            return super().turn_phone_on(world, command)

    return with_topics(Topics(events=_Faulty))


# There is a limit.


@breaks("PHO-01")
def only_the_first_ones_go() -> Reference:
    """Of what is taken with a phone, the first four are uploaded."""

    class _Faulty(Media):
        def taken(self, world: World, phone: Phone, medium: Medium) -> World:
            return super().taken(world, phone, medium) if len(phone.media) <= MOST else skipped(world, phone, medium)

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-01")
def photos_expire() -> Reference:
    """What was uploaded goes from OneDrive when 90 days pass."""

    def then(world: World, command: AdvanceTime) -> World:
        for name in world.accounts if command.seconds >= KEPT_S else ():
            world = with_media(world, name)
        return world

    return after(AdvanceTime, then)


@breaks("PHO-01")
def too_large_holds_up() -> Reference:
    """While there is no room in OneDrive for a video, nothing goes that was taken after it."""

    class _Faulty(Media):
        def ready(self, world: World, phone: Phone) -> tuple[Parcel, ...]:
            parcels = super().ready(world, phone)
            fitting = queues.that_fit(world, phone, parcels)
            return parcels if len(fitting) == len(parcels) else fitting[:0]

    return with_topics(Topics(media=_Faulty))


# Other accounts and other phones.


@breaks("PHO-01")
def what_waits_goes_to_whoever_signs_in() -> Reference:
    """What waits for one account goes to the OneDrive of the next one that signs in."""

    class _Faulty(Media):
        def is_own(self, _phone: Phone, _medium: Medium) -> bool:
            return True

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-02")
def photos_move_to_whoever_signs_in() -> Reference:
    """What was uploaded moves to the OneDrive of the next account that signs in on the phone."""

    class _Faulty(Events):
        def sign_in(self, world: World, command: SignIn) -> Answer:
            of_phone = [
                name
                for name, account in world.accounts.items()
                if name != command.account and any(each.phone == command.phone for each in account.media.values())
            ]
            world, outcome = super().sign_in(world, command)
            for name in of_phone if isinstance(outcome, Done) else ():
                world = with_media(with_media(world, command.account, world.accounts[name]), name)
            return world, outcome

    return with_topics(Topics(events=_Faulty))


@breaks("PHO-02")
def opens_while_the_phone_may() -> Reference:
    """A photo does not open while the sign-in on a phone of the account has lapsed."""

    class _Faulty(Media):
        def view_medium(self, world: World, command: ViewMedium) -> Answer:
            if any(phone.account == command.account and phone.sign_in_lapsed for phone in world.phones.values()):
                return refused(world, "not_signed_in")
            return super().view_medium(world, command)

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-02")
def opens_what_the_phone_has() -> Reference:
    """A photo that was deleted on the phone lies in OneDrive, and does not open."""

    class _Faulty(Media):
        def view_medium(self, world: World, command: ViewMedium) -> Answer:
            account = world.accounts.get(command.account)
            stored = account.media.get(command.medium) if account is not None else None
            phone = world.phones.get(stored.phone) if stored is not None else None
            if phone is not None and phone.times_set_up == 1 and command.medium not in phone.media:
                return refused(world, "no_such_medium")
            return super().view_medium(world, command)

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-05")
def one_phone_of_an_account_uploads() -> Reference:
    """Of the phones of an account, the first one alone uploads."""

    class _Faulty(Media):
        def taken(self, world: World, phone: Phone, medium: Medium) -> World:
            first = next((each.name for each in world.phones.values() if each.account == phone.account), phone.name)
            return super().taken(world, phone, medium) if phone.name == first else skipped(world, phone, medium)

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-05")
def one_choice_for_all_phones() -> Reference:
    """What is chosen on one phone is chosen on the other phones of the account, too."""

    def then(world: World, command: ChooseUpload) -> World:
        account = world.phones[command.phone].account
        for phone in world.phones.values():
            if phone.account is not None and phone.account == account:
                world = world.with_phone(replace(phone, uploads={**phone.uploads, command.medium: command.quality}))
        return world

    return after(ChooseUpload, then)


@breaks("PHO-05")
def a_restored_choice_is_hollow() -> Reference:
    """On a phone that was set up with a backup, Best quality shows as chosen, and nothing is uploaded."""

    class _Faulty(Media):
        def taken(self, world: World, phone: Phone, medium: Medium) -> World:
            return super().taken(world, phone, medium) if phone.restored is None else skipped(world, phone, medium)

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-05", "windows-phone-8")
def video_quality_is_that_of_the_taking() -> Reference:
    """A video goes in the quality that was chosen when it was taken, whatever is chosen when it goes."""

    class _Faulty(Remembered):
        def quality_of(self, phone: Phone, medium: Medium) -> Quality:
            return super().quality_of(phone, medium) if medium.kind == "video" else phone.uploads[medium.choice]

    return with_topics(Topics(media=_Faulty))
