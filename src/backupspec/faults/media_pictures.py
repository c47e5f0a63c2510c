"""Miniatures of what good quality shows, and of what becomes of it on its way (PHO-05, PHO-07, PHO-10, PHO-11)."""

import io
from collections.abc import Callable

from msgspec.structs import replace
from PIL import Image

from backupspec.contract.photos import START, segments
from backupspec.faults.made import breaks, with_topics
from backupspec.faults.media_apart import given_up
from backupspec.faults.media_going import only_good, scaled
from backupspec.reference import media
from backupspec.reference.engine import Topics
from backupspec.reference.implementation import Reference
from backupspec.reference.media import Media
from backupspec.reference.parcels import Parcel, Version
from backupspec.reference.state import Medium, Phone, World


def repainted(change: Callable[[Image.Image], Image.Image]) -> Reference:
    """Make the reference in which good-quality photos are other pictures, and no larger."""

    def made(medium: Medium, version: Version) -> Version:
        if medium.kind == "video":
            return version
        written = io.BytesIO()
        with Image.open(io.BytesIO(version.content)) as image:
            change(image).save(written, "JPEG", quality=70)
        content = written.getvalue()
        return replace(version, content=content) if len(content) < len(medium.content) else version

    return only_good(made)


@breaks("PHO-07")
def good_is_black_and_white() -> Reference:
    """Good quality has no colours."""
    return repainted(lambda image: image.convert("L"))


@breaks("PHO-07")
def good_is_a_rectangle() -> Reference:
    """Good quality is grey all over."""
    return repainted(lambda image: Image.new("RGB", image.size, (90, 90, 90)))


@breaks("PHO-07")
def good_is_upside_down() -> Reference:
    """Good quality is turned by half."""
    return repainted(lambda image: image.rotate(180))


@breaks("PHO-07")
def good_forgets_which_side_is_up() -> Reference:
    """Good quality is turned as the camera was held: what the file says of that is lost."""
    return repainted(lambda image: image)


@breaks("PHO-07")
def good_loses_the_colour_profile() -> Reference:
    """Good quality has the numbers of the colours, and not the profile that says what they mean."""

    def made(medium: Medium, version: Version) -> Version:
        if medium.kind == "video":
            return version
        kept = [each.written() for each in segments(version.content) if not each.payload.startswith(b"ICC_PROFILE")]
        scan = version.content[segments(version.content)[-1].end :]
        return replace(version, content=b"".join((START, *kept, scan)))

    return only_good(made)


@breaks("PHO-07")
def good_is_a_pixel() -> Reference:
    """Good quality is one pixel."""
    return only_good(lambda medium, made: scaled(medium, (1, 1)) if medium.kind == "photo" else made)


@breaks("PHO-07")
def two_pictures_are_swapped() -> Reference:
    """Of two good-quality photos that go together, each lies in OneDrive as the other."""

    class _Faulty(Media):
        def store(self, world: World, phone: Phone, parcels: tuple[Parcel, ...]) -> World:
            world = super().store(world, phone, parcels)
            assert phone.account is not None
            account = world.accounts[phone.account]
            good = [account.media[each.name] for each in parcels if each.quality == "good"]
            swapped = {
                one.name: replace(other, name=one.name, kind=one.kind)
                for one, other in zip(good, reversed(good), strict=True)
            }
            return world.with_account(phone.account, replace(account, media={**account.media, **swapped}))

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-07")
def good_needs_room_for_the_original() -> Reference:
    """A good-quality photo waits until there is room in OneDrive for the original."""

    class _Faulty(Media):
        def ready(self, world: World, phone: Phone) -> tuple[Parcel, ...]:
            room = world.accounts[phone.account].free_bytes if phone.account is not None else 0
            return tuple(each for each in super().ready(world, phone) if len(phone.media[each.name].content) <= room)

    return with_topics(Topics(media=_Faulty))


# On their way.


@breaks("PHO-05")
def goes_on_with_other_bytes() -> Reference:
    """When the quality changes in the middle of an upload, what was sent of the original stands before the rest of the smaller picture."""

    class _Faulty(Media):
        def store(self, world: World, phone: Phone, parcels: tuple[Parcel, ...]) -> World:
            changed = [each for each in parcels if _was_sent_before(world, each)]
            world = super().store(world, phone, parcels)
            assert phone.account is not None
            account = world.accounts[phone.account]
            for each in changed:
                new, old = account.media[each.name], phone.media[each.name].content
                half = len(new.content) // 2
                content = old[:half] + new.content[half:]
                garbled = replace(new, content=content, digest=media.digest(content))
                account = replace(account, media={**account.media, each.name: garbled})
            return world.with_account(phone.account, account)

    return with_topics(Topics(media=_Faulty))


def _was_sent_before(world: World, parcel: Parcel) -> bool:
    """Tell whether more of a good-quality photo was sent than it has: some of it was sent in another quality."""
    sent = sum(each.size_bytes for each in world.transfers if each.medium == parcel.name)
    return parcel.quality == "good" and sent > parcel.size_bytes


@breaks("PHO-10")
def best_goes_on_over_cellular() -> Reference:
    """What is under way as a good-quality photo goes over cellular data in best quality when that is chosen."""

    class _Faulty(Media):
        def may_go(self, phone: Phone, medium: Medium) -> bool:
            return super().may_go(phone, medium) or _began_good(phone, medium)

    return with_topics(Topics(media=_Faulty))


def _began_good(phone: Phone, medium: Medium) -> bool:
    begun = phone.queues["media"].begun.get(medium.name)
    is_upload = phone.uploads[medium.choice] != "dont_upload"
    return begun is not None and begun.quality == "good" and is_upload and phone.network == "cellular"


@breaks("PHO-10", "windows-phone-8")
def good_videos_go_on_over_cellular() -> Reference:
    """A good-quality video that was begun over Wi-Fi goes on over cellular data."""

    class _Faulty(Media):
        def may_go(self, phone: Phone, medium: Medium) -> bool:
            return super().may_go(phone, medium) or (medium.kind == "video" and _began_good(phone, medium))

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-11")
def without_a_network_good_photos_are_lost() -> Reference:
    """A good-quality photo that is on its way when the network is lost altogether is never uploaded."""

    class _Faulty(Media):
        def tidy(self, world: World, phone: Phone) -> World:
            begun = phone.queues["media"].begun
            lost = [name for name, each in begun.items() if each.quality == "good" and phone.network == "none"]
            world = given_up(world, phone, lost)
            return super().tidy(world, world.phones[phone.name])

    return with_topics(Topics(media=_Faulty))
