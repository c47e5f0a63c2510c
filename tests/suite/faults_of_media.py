"""Faults of photos and videos (I27 to I31)."""

from typing import Any

from faults import ON_WIFI, SIGNED_IN, allowed, breaks, doctored, shows_of, shows_of_ann
from faults_of_options import saves
from msgspec.structs import replace

from backupspec.contract.commands import (
    ChooseUpload,
    CutNetworkAfter,
    DeleteMedium,
    FailPowerAfter,
    PauseFlowAfter,
    ResetPhone,
    ResumeFlow,
    SetCloudSpace,
    SetNetwork,
    SignIn,
    SignOut,
    TakePhoto,
    TurnPhoneOff,
    TurnPhoneOn,
)
from backupspec.contract.observations import Account, Queue, StoredMedium
from backupspec.faults.made import with_policy, with_topics
from backupspec.fixtures.occasions import photo_taken, video_taken
from backupspec.policy.model import Policy
from backupspec.reference import photos
from backupspec.reference.engine import Engine, Topics
from backupspec.reference.implementation import Reference
from backupspec.reference.law import Answer
from backupspec.reference.media import Media
from backupspec.reference.parcels import Parcel, Version
from backupspec.reference.state import Medium, Phone, World

ON_CELLULAR, OFFLINE = (SetNetwork(phone="ann", network=network) for network in ("cellular", "none"))
OFF, GOOD, BEST = (ChooseUpload(phone="ann", medium="photos", quality=each) for each in ("dont_upload", "good", "best"))
VIDEOS, NO_VIDEOS = (ChooseUpload(phone="ann", medium="videos", quality=each) for each in ("best", "dont_upload"))
PHOTO, SECOND, VIDEO = photo_taken("ann", 1, "small"), photo_taken("ann", 2, "small"), video_taken("ann")
LARGE = photo_taken("ann", 1)
UPLOADED = (*SIGNED_IN, ON_WIFI, BEST, PHOTO)
WAITING = (*SIGNED_IN, BEST, PHOTO)
HALF = (*SIGNED_IN, ON_WIFI, VIDEOS, PauseFlowAfter(phone="ann", flow="media", point=500), VIDEO)
GO_ON = ResumeFlow(phone="ann", flow="media")
DELETED = DeleteMedium(phone="ann", medium="photo 1")
"""Situations, and what is done in them. A photo is small, unless it is called large."""


def on(command: Any, then: Any) -> Reference:
    """Let something else happen to the world when a command is done."""

    class Faulty(Engine):
        def answer(self, world: World, given: Any) -> Answer:
            if not isinstance(given, type(command)):
                return super().answer(world, given)
            world, outcome = super().answer(world, given)
            return then(world), outcome

    return with_topics(Topics(engine=Faulty))


def emptied(world: World) -> World:
    """Take all photos and videos out of Ann's OneDrive."""
    return world.with_account("ann@example.com", replace(world.accounts["ann@example.com"], media={}))


def queued_again(world: World) -> World:
    """Let all that Ann took wait anew."""
    phone = world.phones["ann"]
    waiting = {name: replace(each, upload="waiting") for name, each in phone.media.items()}
    queues = {**phone.queues, "media": replace(phone.queues["media"], waiting=tuple(waiting))}
    return world.with_phone(replace(phone, media=waiting, queues=queues))


# I27: Don't upload.


@breaks("I27", "PHO-06", *SIGNED_IN, ON_WIFI, OFF, PHOTO)
def uploads_what_is_not_to_be() -> Reference:
    """A photo is uploaded although Don't upload is chosen."""

    class Faulty(Media):
        def take_photo(self, world: World, command: TakePhoto) -> Answer:
            return saves(self.law, world, command)

    return with_topics(Topics(media=Faulty))


@breaks("I27", "PHO-06", *SIGNED_IN, ON_WIFI, OFF, PHOTO)
def sends_what_is_not_to_be() -> Reference:
    """A photo is sent although Don't upload is chosen, and does not come to OneDrive."""

    class Faulty(Media):
        def take_photo(self, world: World, command: TakePhoto) -> Answer:
            world, outcome = saves(self.law, world, command)
            return emptied(world), outcome

    return with_topics(Topics(media=Faulty))


@breaks("I27", "PHO-06", *UPLOADED, OFF)
def dont_upload_removes() -> Reference:
    """What was uploaded goes from OneDrive when Don't upload is chosen."""
    return on(OFF, emptied)


# I28 and I29: the network.


@breaks("I28", "PHO-10", *SIGNED_IN, ON_CELLULAR, VIDEOS, VIDEO)
def videos_on_cellular() -> Reference:
    """A video goes over cellular data."""

    class Faulty(Media):
        def may_go(self, phone: Phone, _medium: Medium) -> bool:
            return phone.network != "none"

    return with_topics(Topics(media=Faulty))


@breaks("I28", "PHO-10", *SIGNED_IN, ON_CELLULAR, BEST, PHOTO)
def best_photos_on_cellular() -> Reference:
    """A best-quality photo goes over cellular data."""
    return videos_on_cellular()


@breaks(
    "I28",
    "PHO-10",
    *SIGNED_IN,
    ON_CELLULAR,
    GOOD,
    PauseFlowAfter(phone="ann", flow="media", point=9),
    PHOTO,
    BEST,
    GO_ON,
)
def best_goes_on_over_cellular() -> Reference:
    """What was under way as a good-quality photo goes over cellular data in best quality when that is chosen."""

    class Faulty(Media):
        def may_go(self, phone: Phone, medium: Medium) -> bool:
            return super().may_go(phone, medium) or medium.name in phone.queues["media"].begun

    return with_topics(Topics(media=Faulty))


@breaks("I29", "PHO-11", *SIGNED_IN, ON_CELLULAR, GOOD, PHOTO)
def good_photos_wait_for_wifi() -> Reference:
    """A good-quality photo waits for Wi-Fi."""

    class Faulty(Media):
        def may_go(self, phone: Phone, _medium: Medium) -> bool:
            return phone.network == "wifi"

    return with_topics(Topics(media=Faulty))


@breaks("I29", "PHO-01", *SIGNED_IN, ON_WIFI, BEST, PHOTO)
def nothing_goes() -> Reference:
    """What could go over Wi-Fi waits."""

    class Faulty(Media):
        def may_go(self, _phone: Phone, _medium: Medium) -> bool:
            return False

    return with_topics(Topics(media=Faulty))


# I30: good quality for videos.


def _offering(policy: Policy) -> Policy:
    [row] = [each for each in policy.uploads.table if (each.medium, each.quality) == ("videos", "best")]
    table = (*policy.uploads.table, replace(row, quality="good"))
    return replace(policy, uploads=replace(policy.uploads, table=table))


@breaks("I30", "PHO-08", *SIGNED_IN, ChooseUpload(phone="ann", medium="videos", quality="good"))
def takes_good_quality_for_videos() -> Reference:
    """Good quality can be chosen for videos."""
    return with_policy(_offering)


def _stores(**changes: Any) -> Reference:
    """Let what is stored be something else."""

    class Faulty(Media):
        def store(self, world: World, phone: Phone, parcels: tuple[Parcel, ...]) -> World:
            world = super().store(world, phone, parcels)
            account = world.accounts["ann@example.com"]
            stored = {name: replace(each, **changes) for name, each in account.media.items()}
            return world.with_account("ann@example.com", replace(account, media=stored))

    return with_topics(Topics(media=Faulty))


@breaks("I30", "PHO-08", *SIGNED_IN, ON_WIFI, VIDEOS, VIDEO)
def stores_good_videos() -> Reference:
    """A video comes to OneDrive in good quality."""
    return _stores(quality="good")


# I31: once, and as it was taken.


@breaks("I31", "PHO-01", *SIGNED_IN, BEST, replace(PHOTO, file_name="WP_001.jpg"))
def numbers_files_itself() -> Reference:
    """A phone shows another file name than the one that a photo was taken with."""

    class Faulty(Media):
        def taken(self, world: World, phone: Phone, medium: Medium) -> World:
            return super().taken(world, phone, replace(medium, file_name="1.jpg"))

    return with_topics(Topics(media=Faulty))


@breaks("I31", "PHO-01", *SIGNED_IN, ON_WIFI, BEST, PHOTO)
def stores_it_as_another_phones() -> Reference:
    """A photo is in OneDrive as one of another phone."""
    return _stores(phone="ben")


@breaks("I31", "PHO-01", *SIGNED_IN, ON_WIFI, PHOTO, BEST)
def uploads_what_was_taken_before() -> Reference:
    """A photo is uploaded that was taken before an upload was chosen, although it is declared that it is not."""
    return on(BEST, queued_again)


@breaks("I31", "PHO-01", *WAITING, SignIn(phone="ann", account="ben@example.com"), ON_WIFI)
def goes_to_whoever_signs_in() -> Reference:
    """What was taken under one account and waits goes to the next one."""

    class Faulty(Media):
        def is_own(self, _phone: Phone, _medium: Medium) -> bool:
            return True

    return with_topics(Topics(media=Faulty))


@breaks("I31", "PHO-01", *UPLOADED, SignIn(phone="ann", account="ben@example.com"))
def moves_to_whoever_signs_in() -> Reference:
    """What lies in one account's OneDrive moves to the next one."""

    def moved(world: World) -> World:
        stored = world.accounts["ann@example.com"].media
        ben = replace(world.accounts["ben@example.com"], media=stored)
        return emptied(world.with_account("ben@example.com", ben))

    return on(SignIn(phone="ann", account="ben@example.com"), moved)


@breaks("I31", "PHO-01", *UPLOADED, SignIn(phone="ann", account="ben@example.com"), DELETED, deleted_media="goes")
def another_account_deletes() -> Reference:
    """What is deleted under another account goes from the OneDrive where it lies."""
    return on(DELETED, emptied)


def _at_quality(change: Any) -> Reference:

    class Faulty(Media):
        def at_quality(self, medium: Medium, quality: str) -> Version:
            return change(photos.at_quality(medium, quality))

    return with_topics(Topics(media=Faulty))


@breaks("I31", "PHO-09", *SIGNED_IN, ON_WIFI, BEST, PHOTO)
def best_is_not_the_original() -> Reference:
    """A best-quality photo is in OneDrive in other bytes."""
    return _at_quality(lambda version: replace(version, content=version.content[::-1]))


@breaks("I31", "PHO-07", *SIGNED_IN, ON_WIFI, GOOD, PHOTO)
def good_is_larger() -> Reference:
    """A good-quality photo has more bytes than the original."""
    return _at_quality(lambda version: replace(version, content=version.content * 2))


@breaks("I31", "PHO-07", *SIGNED_IN, ON_WIFI, GOOD, PHOTO)
def good_is_wider() -> Reference:
    """A good-quality photo has a higher resolution than the original."""
    return _at_quality(lambda version: replace(version, width_px=2 * version.width_px))


@breaks("I31", "PHO-07", *SIGNED_IN, ON_WIFI, GOOD, PHOTO)
def good_is_tiny() -> Reference:
    """A good-quality photo has a resolution in which nobody recognises anything."""
    return _at_quality(lambda version: replace(version, width_px=319, height_px=200))


@breaks("I31", "PHO-01", *UPLOADED)
def shows_it_twice() -> Any:
    """A photo is in OneDrive twice."""
    return doctored(UPLOADED, shows_of_ann(lambda account: replace(account, media=account.media * 2)))


@breaks("I31", "PHO-01", *UPLOADED, TurnPhoneOn(phone="ann"))
def sends_it_again() -> Reference:
    """A photo that is in OneDrive is sent again when the phone is switched on."""
    return on(TurnPhoneOn(phone="ann"), queued_again)


@breaks("I31", "PHO-01", *UPLOADED, ResetPhone(phone="ann"))
def reset_empties_onedrive() -> Reference:
    """A reset takes the photos out of OneDrive."""
    return on(ResetPhone(phone="ann"), emptied)


@breaks("I31", "PHO-01", *UPLOADED, DELETED)
def a_deletion_goes_to_onedrive() -> Reference:
    """A photo that is deleted on the phone goes from OneDrive, although it is declared that it stays."""

    class Faulty(Media):
        def goes_from_onedrive(self, _phone: Phone, _medium: Medium) -> bool:
            return True

    return with_topics(Topics(media=Faulty))


@breaks("I31", "PHO-01", *UPLOADED, SECOND, DELETED, deleted_media="goes")
def a_deletion_takes_the_others_along() -> Reference:
    """A photo that is deleted takes another one from OneDrive."""
    return on(DELETED, emptied)


def _other(account: Account) -> Account:
    changed: tuple[StoredMedium, ...] = tuple(replace(each, quality="good") for each in account.media)
    return replace(account, media=changed)


@breaks("I31", "PHO-01", *UPLOADED, GOOD)
def replaces_what_is_there() -> Any:
    """A photo in OneDrive becomes one in good quality when that is chosen."""
    return doctored((*UPLOADED, GOOD), shows_of_ann(_other))


@breaks("I31", "PHO-01", *WAITING)
def loses_it_on_the_phone() -> Any:
    """A photo that was taken is not on the phone."""
    return doctored(WAITING, shows_of("ann", media=()))


@breaks("I31", "PHO-01", *WAITING)
def skips_it() -> Reference:
    """A photo that is to be uploaded is skipped."""

    class Faulty(Media):
        def taken(self, world: World, phone: Phone, medium: Medium) -> World:
            return world.with_phone(replace(phone, media={**phone.media, medium.name: medium}))

    return with_topics(Topics(media=Faulty))


@breaks("I31", "PHO-01", *WAITING)
def forgets_it_in_the_queue() -> Any:
    """A photo that waits is not in the queue."""
    nothing = Queue(waiting=(), deletions=(), sent_bytes=0, paused=False, waiting_for=None)
    return doctored(WAITING, shows_of("ann", queues={"texts": nothing, "media": nothing}))


# What looks like a fault and is none.

allowed("taken-before-where-all-are-uploaded", *SIGNED_IN, ON_WIFI, PHOTO, BEST, OFF, SECOND, GOOD, which_media="all")
allowed("dropped-and-taken-up-again", *WAITING, OFF, BEST, ON_WIFI, which_media="all")
allowed("dropped-for-good", *WAITING, OFF, BEST, ON_WIFI)
allowed("a-deletion-that-goes-on", *UPLOADED, OFFLINE, DELETED, ON_WIFI, deleted_media="goes")
allowed("a-deletion-that-stays-while-off", *UPLOADED, OFF, DELETED, BEST, deleted_media="goes")
allowed("best-becomes-good-on-cellular", *SIGNED_IN, ON_CELLULAR, BEST, LARGE, GOOD)
allowed("half-a-video", *HALF, ON_CELLULAR, GO_ON, ON_WIFI)
allowed("half-a-video-anew", *HALF, ON_CELLULAR, GO_ON, ON_WIFI, upload_when_wifi_drops="begin_again")
allowed("half-a-video-for-another", *HALF, SignOut(phone="ann"), SignIn(phone="ann", account="ben@example.com"), GO_ON)
allowed(
    "a-deletion-under-another-account",
    *UPLOADED,
    SignIn(phone="ann", account="ben@example.com"),
    DELETED,
    deleted_media="goes",
)
allowed(
    "a-deletion-that-waits-for-its-account",
    *UPLOADED,
    OFFLINE,
    DELETED,
    SignIn(phone="ann", account="ben@example.com"),
    ON_WIFI,
    SignIn(phone="ann", account="ann@example.com"),
    deleted_media="goes",
)
allowed(
    "taken-under-no-account",
    *SIGNED_IN,
    ON_WIFI,
    BEST,
    SignOut(phone="ann"),
    PHOTO,
    SignIn(phone="ann", account="ben@example.com"),
)
allowed("half-a-video-dropped", *HALF, NO_VIDEOS, GO_ON)
allowed(
    "a-fault-that-is-armed", *SIGNED_IN, ON_WIFI, FailPowerAfter(phone="ann", flow="media", size_bytes=9), BEST, PHOTO
)
allowed(
    "wifi-that-drops",
    *SIGNED_IN,
    ON_WIFI,
    VIDEOS,
    CutNetworkAfter(phone="ann", flow="media", size_bytes=9, network="cellular"),
    VIDEO,
)
allowed("no-room", *SIGNED_IN, SetCloudSpace(account="ann@example.com", size_bytes=9), ON_WIFI, BEST, PHOTO)
allowed("a-phone-that-is-off", *WAITING, TurnPhoneOff(phone="ann"), ON_WIFI, TurnPhoneOn(phone="ann"))
allowed("a-name-that-is-free-again", *WAITING, ResetPhone(phone="ann"), SECOND, PHOTO)


def finishes_what_it_began() -> Reference:
    """What is under way goes on in the quality in which it began, over the networks that it may use."""

    class Faulty(Media):
        def ready(self, world: World, phone: Phone) -> tuple[Parcel, ...]:
            begun = phone.queues["media"].begun.get("photo 1")
            uploads = phone.uploads if begun is None else {**phone.uploads, "photos": begun.quality}
            return super().ready(world, replace(phone, uploads=uploads))

    return with_topics(Topics(media=Faulty))


allowed(
    "the-rest-of-a-good-photo",
    *SIGNED_IN,
    ON_CELLULAR,
    GOOD,
    PauseFlowAfter(phone="ann", flow="media", point=9),
    PHOTO,
    BEST,
    GO_ON,
    make=finishes_what_it_began,
)


def names_its_own_files() -> Any:
    """A camera names the files of photos for which no name was given, on the phone and in OneDrive."""

    def named(each: Any) -> Any:
        return replace(each, media=tuple(replace(medium, file_name="WP_000.jpg") for medium in each.media))

    def changed(seen: Any) -> Any:
        phones = {name: named(phone) for name, phone in seen.phones.items()}
        return replace(seen, phones=phones, accounts={name: named(of) for name, of in seen.accounts.items()})

    return doctored(UPLOADED, changed)


allowed("a-camera-names-its-files", *UPLOADED, make=names_its_own_files)
