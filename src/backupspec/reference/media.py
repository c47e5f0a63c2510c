"""Photos and videos: they are taken, uploaded one by one by the choice made for their kind, and can be reached on the web (PHO)."""

import hashlib
from collections.abc import Iterable
from typing import Literal

from msgspec.structs import replace

from backupspec.contract import commands
from backupspec.contract.encoding import NotBase64, from_base64
from backupspec.contract.outcomes import DONE
from backupspec.contract.photos import NotAPhoto, frame
from backupspec.contract.terms import CHOICE_OF, MediumKind, Quality
from backupspec.contract.terms import Medium as MediumChoice
from backupspec.reference import photos
from backupspec.reference.law import Answer, Law
from backupspec.reference.parcels import Parcel, Version
from backupspec.reference.phones import once_set_up, refused
from backupspec.reference.state import Medium, Phone, Uploaded, World


class Media:
    """The rules of photos and videos: which go to OneDrive, when, and in which quality."""

    def __init__(self, law: Law) -> None:
        self.law = law

    # They are taken.

    @once_set_up
    def take_photo(self, world: World, phone: Phone, command: commands.TakePhoto) -> Answer:
        """Take a photo."""
        try:
            content = from_base64(command.content)
            said = frame(content)
        except (NotBase64, NotAPhoto):
            return refused(world, "not_a_photo")
        medium = _medium(world, phone, command.photo, "photo", content, (said.width_px, said.height_px))
        return self._take(world, phone, replace(medium, file_name=command.file_name))

    @once_set_up
    def take_video(self, world: World, phone: Phone, command: commands.TakeVideo) -> Answer:
        """Take a video."""
        try:
            content = from_base64(command.content)
        except NotBase64:
            return refused(world, "not_a_video")
        size = (command.width_px, command.height_px)
        medium = _medium(world, phone, command.video, "video", content, size)
        return self._take(world, phone, replace(medium, file_name=command.file_name))

    def _take(self, world: World, phone: Phone, medium: Medium) -> Answer:
        if any(medium.name in known for known in _known(world)):
            return refused(world, "already_exists")
        return self.taken(world, _with(phone, medium), medium), DONE

    def taken(self, world: World, phone: Phone, medium: Medium) -> World:
        """Put what was taken into the queue, if an upload is chosen for its kind (PHO-01, PHO-06)."""
        if phone.uploads[medium.choice] == self.law.policy.uploads.first:
            return world.with_phone(phone)
        return _queued(world, phone, [medium])

    # What is chosen.

    @once_set_up
    def choose_upload(self, world: World, phone: Phone, command: commands.ChooseUpload) -> Answer:
        """Choose whether, and at which quality, a medium uploads, if that is offered (PHO-05, PHO-08)."""
        if (
            command.quality != self.law.policy.uploads.first
            and self.law.policy.upload(command.medium, command.quality) is None
        ):
            return refused(world, "good_quality_not_offered_for_videos")
        phone = replace(phone, uploads={**phone.uploads, command.medium: command.quality})
        return self.chosen(world, phone, command.medium), DONE

    def chosen(self, world: World, phone: Phone, choice: MediumChoice) -> World:
        """Drop what waits where nothing is chosen any more, or take up what was taken before, where that is the reading (PHO-01, PHO-06)."""
        of_kind = [medium for medium in phone.media.values() if medium.choice == choice]
        if phone.uploads[choice] == self.law.policy.uploads.first:
            return _dropped(world, phone, [medium for medium in of_kind if medium.upload == "waiting"])
        if self.law.choices["which_media"] == "all":
            return _queued(world, phone, [medium for medium in of_kind if medium.upload == "skipped"])
        return world.with_phone(phone)

    # They are deleted.

    @once_set_up
    def delete_medium(self, world: World, phone: Phone, command: commands.DeleteMedium) -> Answer:
        """Delete a photo or video on a phone. Not yet uploaded, it leaves the queue (PHO-01)."""
        medium = phone.media.get(command.medium)
        if medium is None:
            return refused(world, "no_such_medium")
        left = {name: each for name, each in phone.media.items() if name != medium.name}
        queue = phone.queues["media"].without(frozenset({medium.name}))
        if self.goes_from_onedrive(phone, medium):
            queue = replace(queue, deletions=(*queue.deletions, medium.name))
        return world.with_queue(replace(phone, media=left), "media", queue), DONE

    def goes_from_onedrive(self, phone: Phone, medium: Medium) -> bool:
        """Tell whether what is deleted on the phone is to be deleted in OneDrive, too: only where that is the reading, and an upload is chosen (PHO-06).

        What lies in one account's OneDrive stays there if it is deleted under another account (GEN-01).
        """
        is_chosen = phone.uploads[medium.choice] != self.law.policy.uploads.first
        is_own = phone.account in {None, medium.account}
        return self.law.choices["deleted_media"] == "goes" and is_chosen and is_own and medium.upload == "uploaded"

    def send_deletions(self, world: World, phone: Phone) -> World:
        """Delete in OneDrive what was deleted on the phone, and for whose kind an upload is still chosen (PHO-06).

        What lies in another account's OneDrive waits for that account (GEN-01).
        """
        assert phone.account is not None
        queue = phone.queues["media"]
        account = world.accounts[phone.account]
        own = [name for name in queue.deletions if name in account.media]
        gone = {
            name for name in own if phone.uploads[CHOICE_OF[account.media[name].kind]] != self.law.policy.uploads.first
        }
        account = replace(
            account,
            media={name: each for name, each in account.media.items() if name not in gone},
            free_bytes=account.free_bytes + sum(len(account.media[name].content) for name in gone),
        )
        left = tuple(name for name in queue.deletions if name not in own)
        return world.with_account(phone.account, account).with_queue(phone, "media", replace(queue, deletions=left))

    # They are uploaded.

    def tidy(self, world: World, phone: Phone) -> World:
        """Forget how far an upload was that begins again, where that is the reading, when it may no longer go over the phone's network (PHO-10)."""
        queue = phone.queues["media"]
        if self.law.choices["upload_when_wifi_drops"] != "begin_again" or not queue.begun:
            return world
        begun = {name: each for name, each in queue.begun.items() if self.may_go(phone, phone.media[name])}
        return world.with_queue(phone, "media", replace(queue, begun=begun))

    def may_go(self, phone: Phone, medium: Medium) -> bool:
        """Tell whether a photo or video may be uploaded over the phone's network, by the choice made for its kind (PHO-10, PHO-11)."""
        row = self.law.policy.upload(medium.choice, phone.uploads[medium.choice])
        return row is not None and phone.network in row.networks

    def ready(self, _world: World, phone: Phone) -> tuple[Parcel, ...]:
        """Tell which photos and videos can be uploaded now, in the order in which they were taken. What has to wait holds nothing up."""
        waiting = (phone.media[name] for name in phone.queues["media"].waiting)
        own = (medium for medium in waiting if self.is_own(phone, medium))
        return tuple(self._parcel(phone, medium) for medium in own if self.may_go(phone, medium))

    def is_own(self, phone: Phone, medium: Medium) -> bool:
        """Tell whether a photo or video may go to the account that its phone is signed in with: not if it was taken under another (GEN-01)."""
        return medium.account in {None, phone.account}

    def at_quality(self, medium: Medium, quality: str) -> Version:
        """Tell what is uploaded of a photo or video at a quality (PHO-07, PHO-09)."""
        return photos.at_quality(medium, quality)

    def _parcel(self, phone: Phone, medium: Medium) -> Parcel:
        """Tell how much there is to send. What was begun at another quality is sent anew."""
        quality = phone.uploads[medium.choice]
        begun = phone.queues["media"].begun.get(medium.name)
        return Parcel(
            name=medium.name,
            size_bytes=len(self.at_quality(medium, quality).content),
            quality=quality,
            sent_bytes=begun.sent_bytes if begun is not None and begun.quality == quality else 0,
        )

    def store(self, world: World, phone: Phone, parcels: tuple[Parcel, ...]) -> World:
        """Let photos and videos count that were sent whole."""
        assert phone.account is not None
        account = world.accounts[phone.account]
        new = {each.name: self._uploaded(phone, each) for each in parcels}
        account = replace(
            account,
            media={**account.media, **new},
            free_bytes=account.free_bytes - sum(each.size_bytes for each in parcels),
        )
        done = [replace(phone.media[name], upload="uploaded", account=phone.account) for name in new]
        queue = phone.queues["media"].without(frozenset(new))
        return world.with_account(phone.account, account).with_queue(_with(phone, *done), "media", queue)

    def _uploaded(self, phone: Phone, parcel: Parcel) -> Uploaded:
        medium = phone.media[parcel.name]
        version = self.at_quality(medium, _as_quality(parcel.quality))
        return Uploaded(
            name=medium.name,
            phone=phone.name,
            kind=medium.kind,
            quality=_as_quality(parcel.quality),
            width_px=version.width_px,
            height_px=version.height_px,
            content=version.content,
            digest=digest(version.content),
            file_name=medium.file_name,
        )

    # They are reached on the web.

    def view_medium(self, world: World, command: commands.ViewMedium) -> Answer:
        """Open a photo or video from any device that is signed in with the account, and from no other (PHO-02)."""
        account = world.accounts.get(command.account)
        if account is None:
            return refused(world, "no_such_account")
        if not world.cloud_up:
            return refused(world, "onedrive_is_down")
        if not self.may_view(command):
            return refused(world, "not_signed_in")
        return (world, DONE) if command.medium in account.media else refused(world, "no_such_medium")

    def may_view(self, command: commands.ViewMedium) -> bool:
        """Tell whether somebody may open what lies in an account (PHO-02)."""
        return command.signed_in == command.account


def _medium(world: World, phone: Phone, name: str, kind: MediumKind, content: bytes, size: tuple[int, int]) -> Medium:
    return Medium(
        name=name,
        account=phone.account,
        kind=kind,
        taken_at=world.wall_clock,
        content=content,
        width_px=size[0],
        height_px=size[1],
        digest=digest(content),
        upload="skipped",
        skipped_because="not_chosen",
    )


def digest(content: bytes) -> str:
    """Tell the SHA-256 of a photo or video, as the contract writes it."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


def _known(world: World) -> Iterable[Iterable[str]]:
    yield from (phone.media for phone in world.phones.values())
    yield from (account.media for account in world.accounts.values())


def _with(phone: Phone, *media: Medium) -> Phone:
    return replace(phone, media={**phone.media, **{medium.name: medium for medium in media}})


def _queued(world: World, phone: Phone, media: Iterable[Medium]) -> World:
    """Put photos and videos among those that wait: all of these stand in the order in which they were taken (PHO-01)."""
    waiting = [replace(medium, upload="waiting", skipped_because=None) for medium in media]
    phone = _with(phone, *waiting)
    queue = phone.queues["media"]
    names = {*queue.waiting, *(medium.name for medium in waiting)}
    in_order = tuple(name for name in phone.media if name in names)
    return world.with_queue(phone, "media", replace(queue, waiting=in_order))


def _dropped(world: World, phone: Phone, media: list[Medium]) -> World:
    names = frozenset(medium.name for medium in media)
    skipped = [replace(medium, upload="skipped", skipped_because="no_longer_chosen") for medium in media]
    return world.with_queue(_with(phone, *skipped), "media", phone.queues["media"].without(names))


def _as_quality(quality: Quality | None) -> Literal["good", "best"]:
    assert quality == "good" or quality == "best"  # noqa: PLR1714 - what the type checker understands
    return quality
