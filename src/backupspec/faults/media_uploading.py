"""Miniatures of photos and videos: what goes to OneDrive by itself, what stays there, and who can open it (PHO-01, PHO-02, PHO-05, PHO-06)."""

from collections.abc import Iterable

from msgspec.structs import replace

from backupspec.contract.commands import BackUpNow, ChooseUpload, DeleteMedium, ResetPhone, SignIn, ViewMedium
from backupspec.contract.outcomes import DONE, Outcome
from backupspec.contract.terms import Medium as MediumChoice
from backupspec.contract.terms import Quality
from backupspec.faults.made import beside, breaks, reading, with_topics
from backupspec.reference import media, queues
from backupspec.reference.engine import Topics
from backupspec.reference.events import Events
from backupspec.reference.implementation import Reference
from backupspec.reference.law import Answer
from backupspec.reference.media import Media
from backupspec.reference.parcels import Parcel
from backupspec.reference.person import Person
from backupspec.reference.phones import refused
from backupspec.reference.state import Account, Begun, Medium, Phone, World


def with_media(world: World, name: str | None, account: Account | None = None) -> World:
    """Return a world in which nothing lies in one account's OneDrive of photos and videos, or what lies in another's."""
    if name is None:
        return world
    stored = {} if account is None else account.media
    return world.with_account(name, replace(world.accounts[name], media=stored))


def skipped(world: World, phone: Phone, medium: Medium) -> World:
    """Return a world in which what was taken is on the phone, and is not to be uploaded."""
    return world.with_phone(replace(phone, media={**phone.media, medium.name: medium}))


class EachByItsOwn(Media):
    """Photos and videos, each uploaded by a choice of its own."""

    def quality_of(self, phone: Phone, medium: Medium) -> Quality:
        """Tell by which choice."""
        return phone.uploads[medium.choice]

    def ready(self, world: World, phone: Phone) -> tuple[Parcel, ...]:
        """Tell what can be uploaded now."""
        found: list[Parcel] = []
        for medium in (phone.media[name] for name in phone.queues["media"].waiting):
            uploads = {**phone.uploads, medium.choice: self.quality_of(phone, medium)}
            ready = super().ready(world, replace(phone, uploads=uploads))
            found.extend(each for each in ready if each.name == medium.name)
        return tuple(found)


class Remembered(EachByItsOwn):
    """Photos and videos, each uploaded by the choice that was made when it was taken."""

    def taken(self, world: World, phone: Phone, medium: Medium) -> World:
        """Put what was taken into the queue, if an upload is chosen, and note there which."""
        world = super().taken(world, phone, medium)
        phone = world.phones[phone.name]
        queue = phone.queues["media"]
        if medium.name not in queue.waiting:
            return world
        begun = {**queue.begun, medium.name: Begun(sent_bytes=0, quality=phone.uploads[medium.choice])}
        return world.with_queue(phone, "media", replace(queue, begun=begun))

    def quality_of(self, phone: Phone, medium: Medium) -> Quality:
        """Tell what was chosen then, as long as that is noted."""
        return noted(phone, medium)


def noted(phone: Phone, medium: Medium) -> Quality:
    """Tell what was chosen when something was taken, as long as that is noted."""
    begun = phone.queues["media"].begun.get(medium.name)
    return phone.uploads[medium.choice] if begun is None or begun.quality is None else begun.quality


def as_if_chosen(phone: Phone, quality: Quality) -> Phone:
    """Return a phone on which this quality is chosen where nothing is."""
    uploads = {choice: quality if chosen == "dont_upload" else chosen for choice, chosen in phone.uploads.items()}
    return replace(phone, uploads=uploads)


# PHO-01: by itself, once, in order.


@breaks("PHO-01")
def nothing_uploads_by_itself() -> Reference:
    """Photos and videos stay on the phone, whatever is chosen."""

    class _Faulty(Media):
        def taken(self, world: World, phone: Phone, medium: Medium) -> World:
            return skipped(world, phone, medium)

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-01")
def twins_are_one() -> Reference:
    """A photo that is the same as an earlier one, byte for byte, is not uploaded."""

    class _Faulty(Media):
        def taken(self, world: World, phone: Phone, medium: Medium) -> World:
            is_twin = any(medium.digest == other.digest for other in phone.media.values() if other.name != medium.name)
            return skipped(world, phone, medium) if is_twin else super().taken(world, phone, medium)

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-01")
def files_of_one_name_are_overwritten() -> Reference:
    """A photo takes the place of one in OneDrive whose file is called alike."""

    class _Faulty(Media):
        def store(self, world: World, phone: Phone, parcels: tuple[Parcel, ...]) -> World:
            names = {phone.media[each.name].file_name for each in parcels} - {None}
            account = world.accounts[str(phone.account)]
            others = {name: each for name, each in account.media.items() if each.file_name not in names}
            world = world.with_account(str(phone.account), replace(account, media=others))
            return super().store(world, phone, parcels)

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-01")
def takes_a_file_name_for_the_photo() -> Reference:
    """A photo counts as uploaded if a file in OneDrive is called alike."""

    class _Faulty(Media):
        def taken(self, world: World, phone: Phone, medium: Medium) -> World:
            account = world.accounts.get(phone.account or "")
            names = {each.file_name for each in account.media.values()} - {None} if account else set()
            known = replace(medium, upload="uploaded", skipped_because=None)
            return skipped(world, phone, known) if medium.file_name in names else super().taken(world, phone, medium)

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-01")
def remembers_deleted_photos_by_file_name() -> Reference:
    """A photo is not uploaded whose file is called like that of one that was deleted on the phone, and is in OneDrive."""

    class _Faulty(Media):
        def taken(self, world: World, phone: Phone, medium: Medium) -> World:
            account = world.accounts.get(phone.account or "")
            gone = (
                {each.file_name for name, each in account.media.items() if name not in phone.media}
                if account
                else set()
            )
            is_known = medium.file_name in gone - {None}
            return skipped(world, phone, medium) if is_known else super().taken(world, phone, medium)

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-01")
def newest_goes_first() -> Reference:
    """What waits goes in the order opposite to that in which it was taken."""

    class _Faulty(Media):
        def ready(self, world: World, phone: Phone) -> tuple[Parcel, ...]:
            return super().ready(world, phone)[::-1]

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-01")
def photos_go_before_videos() -> Reference:
    """Of what waits, all photos go first."""

    class _Faulty(Media):
        def ready(self, world: World, phone: Phone) -> tuple[Parcel, ...]:
            return tuple(sorted(super().ready(world, phone), key=lambda each: phone.media[each.name].kind))

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-01")
def takes_what_was_there_before() -> Reference:
    """What was taken before an upload was chosen is uploaded too, although it is declared that it is not."""

    class _Faulty(Media):
        def chosen(self, world: World, phone: Phone, choice: MediumChoice) -> World:
            return Media(reading(self.law, which_media="all")).chosen(world, phone, choice)

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-01")
def deleted_is_uploaded_nevertheless() -> Reference:
    """What is deleted on the phone while it waits comes to OneDrive."""

    class _Faulty(Media):
        def delete_medium(self, world: World, command: DeleteMedium) -> Answer:
            phone = world.phones[command.phone]
            medium = phone.media.get(command.medium)
            if medium is not None and medium.upload == "waiting" and phone.account is not None:
                parcel = Parcel(name=medium.name, size_bytes=0, quality=phone.uploads[medium.choice])
                world = self.store(world, phone, (parcel,))
            return super().delete_medium(world, command)

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-01")
def deletion_takes_the_next_one_along() -> Reference:
    """When something that waits is deleted, what stands behind it in the queue is not uploaded, either."""

    class _Faulty(Media):
        def delete_medium(self, world: World, command: DeleteMedium) -> Answer:
            _, _, behind = _parted(world.phones[command.phone].queues["media"].waiting, command.medium)
            world, outcome = super().delete_medium(world, command)
            phone = world.phones[command.phone]
            queue = phone.queues["media"].without(frozenset(behind[:1]))
            return world.with_queue(phone, "media", queue), outcome

    return with_topics(Topics(media=_Faulty))


def _parted(names: tuple[str, ...], name: str) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """Part names at one of them, if it is there."""
    at = names.index(name) if name in names else len(names)
    return names[:at], name, names[at + 1 :]


@breaks("PHO-01")
def deletion_reaches_onedrive() -> Reference:
    """What is deleted on the phone goes from OneDrive, although it is declared that it stays."""

    class _Faulty(Media):
        def goes_from_onedrive(self, _phone: Phone, medium: Medium) -> bool:
            return medium.upload == "uploaded"

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-01")
def reset_empties_onedrive() -> Reference:
    """A reset of the phone takes its photos and videos out of OneDrive."""

    class _Faulty(Events):
        def reset_phone(self, world: World, command: ResetPhone) -> Answer:
            account = world.phones[command.phone].account
            return super().reset_phone(with_media(world, account), command)

    return with_topics(Topics(events=_Faulty))


@breaks("PHO-01")
def obstacle_means_never() -> Reference:
    """What is taken while OneDrive cannot be reached, or is full, is never uploaded."""

    class _Faulty(Media):
        def taken(self, world: World, phone: Phone, medium: Medium) -> World:
            account = world.accounts.get(phone.account or "")
            is_full = account is not None and account.free_bytes < len(medium.content)
            if is_full or queues.out_of_reach(world, phone) is not None:
                return skipped(world, phone, medium)
            return super().taken(world, phone, medium)

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-01")
def cut_short_is_uploaded_twice() -> Reference:
    """What was cut short on its way is in OneDrive twice when it has come to its end."""

    class _Faulty(Media):
        def store(self, world: World, phone: Phone, parcels: tuple[Parcel, ...]) -> World:
            world = super().store(world, phone, parcels)
            assert phone.account is not None
            account = world.accounts[phone.account]
            times = [each.medium for each in world.transfers]
            copies = {
                f"{each.name} (2)": replace(account.media[each.name], name=f"{each.name} (2)")
                for each in parcels
                if times.count(each.name) > 1
            }
            return world.with_account(phone.account, replace(account, media={**account.media, **copies}))

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-01")
def uploads_anew_for_whoever_signs_in() -> Reference:
    """Whenever somebody signs in, all that is on the phone is uploaded again."""

    class _Faulty(Events):
        def sign_in(self, world: World, command: SignIn) -> Answer:
            world, outcome = super().sign_in(world, command)
            phone = world.phones.get(command.phone)
            return (world if phone is None else queued_again(world, phone, phone.media.values())), outcome

    return with_topics(Topics(events=_Faulty))


def queued_again(world: World, phone: Phone, of: Iterable[Medium]) -> World:
    """Return a world in which what was uploaded waits once more."""
    waiting = {each.name: replace(each, upload="waiting") for each in of if each.upload == "uploaded"}
    queue = phone.queues["media"]
    phone = replace(phone, media={**phone.media, **waiting})
    return world.with_queue(phone, "media", replace(queue, waiting=(*queue.waiting, *waiting)))


# PHO-02: on the web.


@breaks("PHO-02")
def opens_for_anybody() -> Reference:
    """A photo opens on any device, signed in or not."""

    class _Faulty(Media):
        def may_view(self, _command: ViewMedium) -> bool:
            return True

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-02")
def opens_for_whoever_is_signed_in() -> Reference:
    """A photo opens on any device that is signed in, with whatever account."""

    class _Faulty(Media):
        def may_view(self, command: ViewMedium) -> bool:
            return command.signed_in is not None

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-02")
def opens_for_nobody() -> Reference:
    """A photo that was uploaded opens nowhere."""

    class _Faulty(Media):
        def may_view(self, _command: ViewMedium) -> bool:
            return False

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-02")
def opens_on_computers_alone() -> Reference:
    """A photo opens on a computer, and on no other device."""

    class _Faulty(Media):
        def may_view(self, command: ViewMedium) -> bool:
            return super().may_view(command) and command.device == "a computer"

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-02")
def asks_the_phone() -> Reference:
    """A photo opens only while the phone with which it was taken has a network and has it still."""

    class _Faulty(Media):
        def view_medium(self, world: World, command: ViewMedium) -> Answer:
            has_it = (phone for phone in world.phones.values() if command.medium in phone.media)
            if any(phone.powered_on and phone.network != "none" and phone.account for phone in has_it):
                return super().view_medium(world, command)
            return refused(world, "no_such_medium")

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-02")
def opens_what_is_not_there() -> Reference:
    """A photo that was not uploaded is said to open."""

    class _Faulty(Media):
        def view_medium(self, world: World, command: ViewMedium) -> Answer:
            world, outcome = super().view_medium(world, command)
            on_a_phone = any(command.medium in phone.media for phone in world.phones.values())
            return world, _done_if(outcome, it=on_a_phone and self.may_view(command))

    return with_topics(Topics(media=_Faulty))


def _done_if(outcome: Outcome, *, it: bool) -> Outcome:
    return DONE if it else outcome


@breaks("PHO-02")
def comes_to_every_account() -> Reference:
    """What is uploaded comes to the OneDrive of every account."""

    class _Faulty(Media):
        def store(self, world: World, phone: Phone, parcels: tuple[Parcel, ...]) -> World:
            world = super().store(world, phone, parcels)
            source = world.accounts[phone.account or ""]
            for name in world.accounts:
                world = with_media(world, name, source)
            return world

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-02")
def a_picture_cut_short() -> Reference:
    """Of a good-quality photo, half of the bytes are in OneDrive."""

    class _Faulty(Media):
        def store(self, world: World, phone: Phone, parcels: tuple[Parcel, ...]) -> World:
            world = super().store(world, phone, parcels)
            account = world.accounts[phone.account or ""]
            halved = {}
            for name, each in account.media.items():
                content = each.content[: len(each.content) // 2] if each.quality == "good" else each.content
                halved[name] = replace(each, content=content, digest=media.digest(content))
            return world.with_account(phone.account or "", replace(account, media=halved))

    return with_topics(Topics(media=_Faulty))


# PHO-05: one choice for photos, another for videos.


@breaks("PHO-05")
def one_choice_moves_the_other() -> Reference:
    """What is chosen for photos, and is offered for videos, is chosen for videos too; and the other way round."""

    class _Faulty(Media):
        def choose_upload(self, world: World, command: ChooseUpload) -> Answer:
            other: MediumChoice = "videos" if command.medium == "photos" else "photos"
            world, _ = super().choose_upload(world, replace(command, medium=other))
            return super().choose_upload(world, command)

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-05")
def dropping_one_kind_drops_the_other() -> Reference:
    """When Don't upload is chosen for one kind, what waits of the other is dropped, too."""

    class _Faulty(Media):
        def chosen(self, world: World, phone: Phone, choice: MediumChoice) -> World:
            world = super().chosen(world, phone, choice)
            if phone.uploads[choice] == "dont_upload":
                phone = world.phones[phone.name]
                names = frozenset(phone.queues["media"].waiting)
                dropped = {
                    name: replace(phone.media[name], upload="skipped", skipped_because="no_longer_chosen")
                    for name in names
                }
                phone = replace(phone, media={**phone.media, **dropped})
                world = world.with_queue(phone, "media", phone.queues["media"].without(names))
            return world

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-05")
def quality_is_that_of_the_taking() -> Reference:
    """A photo goes in the quality that was chosen when it was taken, whatever is chosen when it goes."""
    return with_topics(Topics(media=Remembered))


@breaks("PHO-05")
def uploads_anew_in_the_new_quality() -> Reference:
    """When the choice changes, what was uploaded is uploaded again."""

    class _Faulty(Media):
        def chosen(self, world: World, phone: Phone, choice: MediumChoice) -> World:
            world = super().chosen(world, phone, choice)
            phone = world.phones[phone.name]
            if phone.uploads[choice] == "dont_upload":
                return world
            return queued_again(world, phone, [medium for medium in phone.media.values() if medium.choice == choice])

    return with_topics(Topics(media=_Faulty))


# PHO-06: Don't upload.


@breaks("PHO-06")
def uploads_until_told_twice() -> Reference:
    """What waits when Don't upload is chosen is uploaded nevertheless."""

    class _Faulty(EachByItsOwn):
        def chosen(self, world: World, phone: Phone, _choice: MediumChoice) -> World:
            return world.with_phone(phone)

        def quality_of(self, phone: Phone, medium: Medium) -> Quality:
            return as_if_chosen(phone, "best").uploads[medium.choice]

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-06")
def dont_upload_stands_for_good_quality() -> Reference:
    """Photos upload in good quality although Don't upload is chosen."""

    class _Faulty(Media):
        def taken(self, world: World, phone: Phone, medium: Medium) -> World:
            chosen, phone = phone.uploads, as_if_chosen(phone, "good" if medium.kind == "photo" else "best")
            world = beside(self.law).queues.settle(super().taken(world, phone, medium), phone.name)
            return world.with_phone(replace(world.phones[phone.name], uploads=chosen))

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-06")
def dont_upload_empties_onedrive() -> Reference:
    """When Don't upload is chosen, what was uploaded goes from OneDrive."""

    class _Faulty(Media):
        def chosen(self, world: World, phone: Phone, choice: MediumChoice) -> World:
            world = super().chosen(world, phone, choice)
            return with_media(world, phone.account) if phone.uploads[choice] == "dont_upload" else world

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-06")
def what_is_under_way_comes_to_its_end() -> Reference:
    """An upload that is under way when Don't upload is chosen comes to its end."""

    class _Faulty(Media):
        def chosen(self, world: World, phone: Phone, choice: MediumChoice) -> World:
            begun = phone.queues["media"].begun
            of_kind = [phone.media[name] for name in begun if phone.media[name].choice == choice]
            if phone.uploads[choice] == "dont_upload" and phone.account is not None and phone.network == "wifi":
                parcels = tuple(
                    Parcel(name=each.name, size_bytes=len(each.content), quality="best") for each in of_kind
                )
                world = self.store(world, phone, parcels)
                phone = world.phones[phone.name]
            return super().chosen(world, phone, choice)

    return with_topics(Topics(media=_Faulty))


@breaks("PHO-06")
def a_manual_backup_takes_photos_along() -> Reference:
    """With a manual backup, all photos go to OneDrive."""

    class _Faulty(Person):
        def back_up_now(self, world: World, command: BackUpNow) -> Answer:
            world, outcome = super().back_up_now(world, command)
            phone = world.phones[command.phone]
            if phone.account is not None and phone.network != "none":
                parcels = tuple(Parcel(name=each, size_bytes=0, quality="best") for each in phone.media)
                world = beside(self.law).media.store(world, phone, parcels)
            return world, outcome

    return with_topics(Topics(person=_Faulty))


@breaks("PHO-06")
def dropped_comes_back() -> Reference:
    """What Don't upload dropped is uploaded once an upload is chosen again, although it is declared that it is not."""

    class _Faulty(Media):
        def chosen(self, world: World, phone: Phone, choice: MediumChoice) -> World:
            world = super().chosen(world, phone, choice)
            phone = world.phones[phone.name]
            if phone.uploads[choice] == "dont_upload":
                return world
            dropped = {
                each.name: replace(each, upload="waiting", skipped_because=None)
                for each in phone.media.values()
                if each.skipped_because == "no_longer_chosen"
            }
            queue = phone.queues["media"]
            phone = replace(phone, media={**phone.media, **dropped})
            return world.with_queue(phone, "media", replace(queue, waiting=(*queue.waiting, *dropped)))

    return with_topics(Topics(media=_Faulty))
