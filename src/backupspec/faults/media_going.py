"""Miniatures of photos and videos: where uploads are chosen, in which quality they go and over which network (PHO-03, PHO-04, PHO-07 to PHO-11)."""

import io
from collections.abc import Callable

from msgspec.structs import replace
from PIL import Image

from backupspec.contract.commands import BackUpNow, ChooseUpload
from backupspec.contract.outcomes import DONE, Refused
from backupspec.faults.made import beside, breaks, reading, relabelled, with_policy, with_topics
from backupspec.faults.media_uploading import Remembered
from backupspec.policy.model import Policy
from backupspec.reference import media, photos
from backupspec.reference.engine import Topics
from backupspec.reference.implementation import Reference
from backupspec.reference.law import Answer
from backupspec.reference.media import Media
from backupspec.reference.parcels import Parcel, Version
from backupspec.reference.person import Person
from backupspec.reference.state import Medium, Phone, World

# PHO-03 and PHO-04: where it is chosen.


@breaks("PHO-03")
def does_not_warn() -> Reference:
    """Where an upload is chosen for photos, there is no warning that it may cost."""
    return with_policy(relabelled("photos_choice", warns_of=()))


@breaks("PHO-03")
def does_not_warn_of_videos() -> Reference:
    """Where an upload is chosen for videos, there is no warning that it may cost."""
    return with_policy(relabelled("videos_choice", warns_of=()))


@breaks("PHO-04")
def photos_page_has_another_name() -> Reference:
    """The page is called Photos and videos."""
    return with_policy(relabelled("photos_and_videos_page", label="Photos and videos"))


@breaks("PHO-04")
def videos_are_chosen_elsewhere() -> Reference:
    """The choice for videos stands on a page of its own."""
    return with_policy(relabelled("videos_choice", path=("App list", "Settings", "Backup", "Videos")))


@breaks("PHO-04")
def offers_no_good_quality() -> Reference:
    """For photos, good quality is not offered."""
    return with_policy(relabelled("photos_choice", options={"dont_upload": "Don't upload", "best": "Best quality"}))


@breaks("PHO-04")
def shows_one_choice_for_both() -> Reference:
    """Where the choice for videos stands, that for photos shows."""
    return with_policy(relabelled("videos_choice", sets="photos"))


# PHO-07 to PHO-09: the quality.

MANY_PIXELS = 20_000_000


def at_other_quality(change: Callable[[Medium, str, Version], Version]) -> Reference:
    """Make the reference with another idea of what is uploaded at a quality."""

    class _Faulty(Media):
        def at_quality(self, medium: Medium, quality: str) -> Version:
            return change(medium, quality, photos.at_quality(medium, quality))

    return with_topics(Topics(media=_Faulty))


def only_good(change: Callable[[Medium, Version], Version]) -> Reference:
    """Make the reference with another idea of good quality."""
    return at_other_quality(lambda medium, quality, made: change(medium, made) if quality == "good" else made)


def scaled(medium: Medium, size: tuple[int, int], kind: str = "JPEG", quality: int = 60) -> Version:
    """Return a photo in another resolution."""
    with Image.open(io.BytesIO(medium.content)) as image:
        image.draft("RGB", size)
        written = io.BytesIO()
        image.resize(size).save(written, kind, quality=quality)
    return Version(content=written.getvalue(), width_px=size[0], height_px=size[1])


@breaks("PHO-07")
def good_is_the_original() -> Reference:
    """Good quality is the original."""
    return only_good(lambda medium, _: photos.at_quality(medium, "best"))


@breaks("PHO-07")
def good_is_said_to_be_smaller() -> Reference:
    """Good quality is the original, of which a lower resolution is stated."""
    return only_good(lambda medium, made: replace(made, content=medium.content))


@breaks("PHO-07")
def good_is_narrower_alone() -> Reference:
    """Good quality is narrower than the original, and as high."""
    return only_good(
        lambda medium, made: (
            scaled(medium, (medium.width_px // 4, medium.height_px), quality=20)
            if medium.kind == "photo" and medium.width_px > photos.GOOD_PHOTO_PX
            else made
        )
    )


@breaks("PHO-07")
def good_is_square() -> Reference:
    """Good quality is as high as it is wide."""
    return only_good(
        lambda medium, made: (
            scaled(medium, (800, 800)) if medium.kind == "photo" and medium.width_px > photos.GOOD_PHOTO_PX else made
        )
    )


@breaks("PHO-07")
def small_photos_grow() -> Reference:
    """A photo that is small already is blown up."""
    return only_good(
        lambda medium, made: (
            scaled(medium, (1600, 1200))
            if medium.kind == "photo" and medium.width_px < photos.GOOD_PHOTO_PX // 2
            else made
        )
    )


@breaks("PHO-07")
def good_is_no_jpeg() -> Reference:
    """Good quality is a picture of another kind."""
    return only_good(lambda medium, made: scaled(medium, (40, 30), "GIF") if medium.kind == "photo" else made)


@breaks("PHO-07")
def sends_the_original_and_keeps_less() -> Reference:
    """Of a good-quality photo, all bytes of the original are sent."""

    class _Faulty(Media):
        def ready(self, world: World, phone: Phone) -> tuple[Parcel, ...]:
            parcels = super().ready(world, phone)
            return tuple(replace(each, size_bytes=len(phone.media[each.name].content)) for each in parcels)

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-07")
def shrinks_what_is_on_the_phone() -> Reference:
    """A photo that was uploaded in good quality is on the phone in good quality, too."""

    class _Faulty(Media):
        def store(self, world: World, phone: Phone, parcels: tuple[Parcel, ...]) -> World:
            world = super().store(world, phone, parcels)
            phone = world.phones[phone.name]
            shrunk = {}
            for each in parcels:
                content = photos.at_quality(phone.media[each.name], each.quality or "best").content
                shrunk[each.name] = replace(phone.media[each.name], content=content, digest=media.digest(content))
            return world.with_phone(replace(phone, media={**phone.media, **shrunk}))

    return with_topics(Topics(media=_Faulty))


def _with_good_videos(policy: Policy) -> Policy:
    [best] = [row for row in policy.uploads.table if (row.medium, row.quality) == ("videos", "best")]
    others = tuple(row for row in policy.uploads.table if (row.medium, row.quality) != ("videos", "good"))
    return replace(policy, uploads=replace(policy.uploads, table=(*others, replace(best, quality="good"))))


@breaks("PHO-08")
def accepts_good_quality_for_videos() -> Reference:
    """Good quality can be chosen for videos, although it is not offered."""
    return with_policy(_with_good_videos)


@breaks("PHO-08")
def offers_good_quality_for_videos() -> Reference:
    """Good quality is offered for videos, and refused to whoever chooses it."""
    options = {"dont_upload": "Don't upload", "good": "Good quality", "best": "Best quality"}
    return with_policy(relabelled("videos_choice", options=options))


def _refusal(then: Callable[[Media, World, ChooseUpload], Answer]) -> Reference:
    """Make the reference with another answer to a choice that is not offered."""

    class _Faulty(Media):
        def choose_upload(self, world: World, command: ChooseUpload) -> Answer:
            world, outcome = super().choose_upload(world, command)
            return then(Media(self.law), world, command) if isinstance(outcome, Refused) else (world, outcome)

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-08")
def refusal_turns_the_upload_off() -> Reference:
    """Whoever asks for good quality for videos is refused, and has Don't upload chosen from then on."""

    def off(topic: Media, world: World, command: ChooseUpload) -> Answer:
        refusal = topic.choose_upload(world, command)[1]
        world, _ = topic.choose_upload(world, replace(command, quality="dont_upload"))
        return world, refusal

    return _refusal(off)


@breaks("PHO-08")
def takes_best_for_good() -> Reference:
    """Whoever asks for good quality for videos is told that it is done, and has Best quality chosen."""
    return _refusal(lambda topic, world, command: topic.choose_upload(world, replace(command, quality="best")))


@breaks("PHO-08")
def a_refusal_is_called_done() -> Reference:
    """Whoever asks for good quality for videos is told that it is done, and nothing has changed."""
    return _refusal(lambda _law, world, _command: (world, DONE))


@breaks("PHO-09")
def best_is_written_anew() -> Reference:
    """A best-quality photo keeps its resolution and loses some of its bytes."""
    return at_other_quality(
        lambda medium, quality, made: (
            scaled(medium, (medium.width_px, medium.height_px)) if (medium.kind, quality) == ("photo", "best") else made
        )
    )


@breaks("PHO-09")
def best_has_a_limit() -> Reference:
    """A best-quality photo of more than twenty megapixels is made smaller."""
    return at_other_quality(
        lambda medium, quality, made: (
            photos.at_quality(medium, "good")
            if quality == "best" and medium.width_px * medium.height_px > MANY_PIXELS
            else made
        )
    )


@breaks("PHO-09")
def long_videos_are_cut() -> Reference:
    """Of a video, a million bytes are uploaded at most."""
    return at_other_quality(
        lambda medium, _, made: replace(made, content=made.content[:1_000_000]) if medium.kind == "video" else made
    )


@breaks("PHO-09")
def best_videos_are_good() -> Reference:
    """A best-quality video is uploaded in a lower resolution."""
    return at_other_quality(
        lambda medium, _, made: photos.at_quality(medium, "good") if medium.kind == "video" else made
    )


# PHO-10 and PHO-11: the network.


def _may_go_also(also: Callable[[Phone, Medium], bool]) -> Reference:
    """Make the reference that uploads more, wherever there is a network."""

    class _Faulty(Media):
        def may_go(self, phone: Phone, medium: Medium) -> bool:
            return super().may_go(phone, medium) or (
                phone.network != "none" and phone.uploads[medium.choice] != "dont_upload" and also(phone, medium)
            )

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-10")
def best_photos_take_cellular() -> Reference:
    """Best-quality photos go over cellular data."""
    return _may_go_also(lambda _, medium: medium.kind == "photo")


@breaks("PHO-10")
def videos_take_cellular() -> Reference:
    """Videos go over cellular data."""
    return _may_go_also(lambda _, medium: medium.kind == "video")


@breaks("PHO-10")
def power_stands_for_wifi() -> Reference:
    """On a power source, videos and best-quality photos go over cellular data."""
    return _may_go_also(lambda phone, _: phone.external_power)


@breaks("PHO-10")
def what_began_goes_on_over_cellular() -> Reference:
    """When Wi-Fi drops in the middle, the rest goes over cellular data."""
    return _may_go_also(lambda phone, medium: medium.name in phone.queues["media"].begun)


@breaks("PHO-10")
def videos_go_with_the_photos() -> Reference:
    """Once good quality is chosen for photos, videos go over cellular data, too."""
    return _may_go_also(lambda phone, _: phone.uploads["photos"] == "good")


@breaks("PHO-10")
def begins_again_though_it_pauses() -> Reference:
    """An upload begins again when Wi-Fi is back, although it is declared that it goes on."""

    class _Faulty(Media):
        def tidy(self, world: World, phone: Phone) -> World:
            return Media(reading(self.law, upload_when_wifi_drops="begin_again")).tidy(world, phone)

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-10")
def a_drop_is_the_end_of_it() -> Reference:
    """What was under way when Wi-Fi dropped is never uploaded."""

    class _Faulty(Media):
        def tidy(self, world: World, phone: Phone) -> World:
            queue = phone.queues["media"]
            cut = frozenset(name for name in queue.begun if not self.may_go(phone, phone.media[name]))
            given_up = {
                name: replace(phone.media[name], upload="skipped", skipped_because="not_chosen") for name in cut
            }
            phone = replace(phone, media={**phone.media, **given_up})
            return world.with_queue(phone, "media", queue.without(cut))

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-10")
def counts_before_it_is_whole() -> Reference:
    """What has been sent by half when Wi-Fi drops is in OneDrive from then on."""

    class _Faulty(Media):
        def tidy(self, world: World, phone: Phone) -> World:
            queue = phone.queues["media"]
            cut = [phone.media[name] for name in queue.begun if not self.may_go(phone, phone.media[name])]
            if phone.account is None or not cut:
                return world
            parcels = tuple(Parcel(name=each.name, size_bytes=len(each.content), quality="best") for each in cut)
            return self.store(world, phone, parcels)

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-10")
def what_was_good_may_go_for_ever() -> Reference:
    """A photo that was taken while good quality was chosen goes over cellular data, although best quality is chosen by then."""
    return with_topics(Topics(media=Remembered))


@breaks("PHO-10")
def a_manual_backup_takes_videos_along() -> Reference:
    """With a manual backup on cellular data, the videos go that wait for Wi-Fi."""

    class _Faulty(Person):
        def back_up_now(self, world: World, command: BackUpNow) -> Answer:
            world, outcome = super().back_up_now(world, command)
            phone = world.phones[command.phone]
            on_wifi = world.with_phone(replace(phone, network="wifi"))
            world = beside(self.law).queues.settle(on_wifi, phone.name)
            return world.with_phone(replace(world.phones[phone.name], network=phone.network)), outcome

    return with_topics(Topics(person=_Faulty))


def _may_go_unless(not_: Callable[[Phone, Medium], bool]) -> Reference:
    """Make the reference that uploads less."""

    class _Faulty(Media):
        def may_go(self, phone: Phone, medium: Medium) -> bool:
            return super().may_go(phone, medium) and (phone.network == "wifi" or not not_(phone, medium))

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-11")
def good_photos_wait_for_wifi() -> Reference:
    """Good-quality photos wait for Wi-Fi."""
    return _may_go_unless(lambda _, __: True)


@breaks("PHO-11")
def large_photos_wait_for_wifi() -> Reference:
    """Photos of many megapixels wait for Wi-Fi, also in good quality."""
    return _may_go_unless(lambda _, medium: medium.width_px * medium.height_px > MANY_PIXELS)


@breaks("PHO-11")
def what_began_on_wifi_stays_on_wifi() -> Reference:
    """A good-quality photo that was begun over Wi-Fi waits for Wi-Fi to come back."""
    return _may_go_unless(lambda phone, medium: medium.name in phone.queues["media"].begun)


@breaks("PHO-11")
def a_video_holds_photos_up() -> Reference:
    """While a video waits for Wi-Fi, nothing goes that was taken after it."""

    class _Faulty(Media):
        def ready(self, world: World, phone: Phone) -> tuple[Parcel, ...]:
            parcels = {each.name: each for each in super().ready(world, phone)}
            found: list[Parcel] = []
            for name in phone.queues["media"].waiting:
                if name not in parcels:
                    break
                found.append(parcels[name])
            return tuple(found)

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-11")
def any_video_holds_photos_up() -> Reference:
    """While a video waits for Wi-Fi, no photo goes."""

    class _Faulty(Media):
        def ready(self, world: World, phone: Phone) -> tuple[Parcel, ...]:
            parcels = super().ready(world, phone)
            return parcels if len(parcels) == len(phone.queues["media"].waiting) else ()

    return with_topics(Topics(media=_Faulty))
