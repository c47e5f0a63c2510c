"""Miniatures of photos and videos: what goes to OneDrive by itself, what stays there, and who can open it (PHO-01, PHO-02, PHO-05, PHO-06)."""

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from backupspec.contract.commands import BackUpNow, ChooseUpload, DeleteMedium, ResetPhone, SignIn, ViewMedium
from backupspec.contract.outcomes import DONE, Outcome
from backupspec.contract.terms import Medium as MediumChoice
from backupspec.contract.terms import Quality
from backupspec.faults.made import breaks, with_handlers, with_rules
from backupspec.reference import media, queues
from backupspec.reference.implementation import RULES, Reference
from backupspec.reference.law import Answer, Law
from backupspec.reference.parcels import Parcel
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


def ready_as(law: Law, world: World, phone: Phone, quality_of: Callable[[Medium], Quality]) -> tuple[Parcel, ...]:
    """Tell what can be uploaded now, each by a choice of its own."""
    found: list[Parcel] = []
    for medium in (phone.media[name] for name in phone.queues["media"].waiting):
        uploads = {**phone.uploads, medium.choice: quality_of(medium)}
        ready = media.ready(law, world, replace(phone, uploads=uploads))
        found.extend(each for each in ready if each.name == medium.name)
    return tuple(found)


def remembering(law: Law, world: World, phone: Phone, medium: Medium) -> World:
    """Put what was taken into the queue, if an upload is chosen, and note there which."""
    world = media.taken(law, world, phone, medium)
    phone = world.phones[phone.name]
    queue = phone.queues["media"]
    if medium.name not in queue.waiting:
        return world
    begun = {**queue.begun, medium.name: Begun(sent_bytes=0, quality=phone.uploads[medium.choice])}
    return queues.with_queue(world, phone, "media", replace(queue, begun=begun))


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
    return with_rules(taken=lambda _, world, phone, medium: skipped(world, phone, medium))


@breaks("PHO-01")
def twins_are_one() -> Reference:
    """A photo that is the same as an earlier one, byte for byte, is not uploaded."""

    def taken(law: Law, world: World, phone: Phone, medium: Medium) -> World:
        is_twin = any(medium.digest == other.digest for other in phone.media.values() if other.name != medium.name)
        return skipped(world, phone, medium) if is_twin else media.taken(law, world, phone, medium)

    return with_rules(taken=taken)


@breaks("PHO-01")
def files_of_one_name_are_overwritten() -> Reference:
    """A photo takes the place of one in OneDrive whose file is called alike."""

    def store(law: Law, world: World, phone: Phone, parcels: tuple[Parcel, ...]) -> World:
        names = {phone.media[each.name].file_name for each in parcels} - {None}
        account = world.accounts[str(phone.account)]
        others = {name: each for name, each in account.media.items() if each.file_name not in names}
        world = world.with_account(str(phone.account), replace(account, media=others))
        return media.store(law, world, phone, parcels)

    return with_rules(store_media=store)


@breaks("PHO-01")
def takes_a_file_name_for_the_photo() -> Reference:
    """A photo counts as uploaded if a file in OneDrive is called alike."""

    def taken(law: Law, world: World, phone: Phone, medium: Medium) -> World:
        account = world.accounts.get(phone.account or "")
        names = {each.file_name for each in account.media.values()} - {None} if account else set()
        known = replace(medium, upload="uploaded", skipped_because=None)
        return skipped(world, phone, known) if medium.file_name in names else media.taken(law, world, phone, medium)

    return with_rules(taken=taken)


@breaks("PHO-01")
def remembers_deleted_photos_by_file_name() -> Reference:
    """A photo is not uploaded whose file is called like that of one that was deleted on the phone, and is in OneDrive."""

    def taken(law: Law, world: World, phone: Phone, medium: Medium) -> World:
        account = world.accounts.get(phone.account or "")
        gone = {each.file_name for name, each in account.media.items() if name not in phone.media} if account else set()
        is_known = medium.file_name in gone - {None}
        return skipped(world, phone, medium) if is_known else media.taken(law, world, phone, medium)

    return with_rules(taken=taken)


@breaks("PHO-01")
def newest_goes_first() -> Reference:
    """What waits goes in the order opposite to that in which it was taken."""
    return with_rules(ready_media=lambda law, world, phone: media.ready(law, world, phone)[::-1])


@breaks("PHO-01")
def photos_go_before_videos() -> Reference:
    """Of what waits, all photos go first."""

    def ready(law: Law, world: World, phone: Phone) -> tuple[Parcel, ...]:
        return tuple(sorted(media.ready(law, world, phone), key=lambda each: phone.media[each.name].kind))

    return with_rules(ready_media=ready)


@breaks("PHO-01")
def takes_what_was_there_before() -> Reference:
    """What was taken before an upload was chosen is uploaded too, although it is declared that it is not."""

    def chosen(law: Law, world: World, phone: Phone, choice: MediumChoice) -> World:
        return media.chosen(replace(law, choices={**law.choices, "which_media": "all"}), world, phone, choice)

    return with_rules(chosen=chosen)


@breaks("PHO-01")
def deleted_is_uploaded_nevertheless() -> Reference:
    """What is deleted on the phone while it waits comes to OneDrive."""

    def delete(law: Law, world: World, command: DeleteMedium) -> Answer:
        phone = world.phones[command.phone]
        medium = phone.media.get(command.medium)
        if medium is not None and medium.upload == "waiting" and phone.account is not None:
            parcel = Parcel(name=medium.name, size_bytes=0, quality=phone.uploads[medium.choice])
            world = media.store(law, world, phone, (parcel,))
        return RULES.handlers[DeleteMedium](law, world, command)

    return with_handlers({DeleteMedium: delete})


@breaks("PHO-01")
def deletion_takes_the_next_one_along() -> Reference:
    """When something that waits is deleted, what stands behind it in the queue is not uploaded, either."""

    def delete(law: Law, world: World, command: DeleteMedium) -> Answer:
        _, _, behind = _parted(world.phones[command.phone].queues["media"].waiting, command.medium)
        world, outcome = RULES.handlers[DeleteMedium](law, world, command)
        phone = world.phones[command.phone]
        queue = phone.queues["media"].without(frozenset(behind[:1]))
        return queues.with_queue(world, phone, "media", queue), outcome

    return with_handlers({DeleteMedium: delete})


def _parted(names: tuple[str, ...], name: str) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """Part names at one of them, if it is there."""
    at = names.index(name) if name in names else len(names)
    return names[:at], name, names[at + 1 :]


@breaks("PHO-01")
def deletion_reaches_onedrive() -> Reference:
    """What is deleted on the phone goes from OneDrive, although it is declared that it stays."""
    return with_rules(goes_from_onedrive=lambda _law, _phone, medium: medium.upload == "uploaded")


@breaks("PHO-01")
def reset_empties_onedrive() -> Reference:
    """A reset of the phone takes its photos and videos out of OneDrive."""

    def reset(law: Law, world: World, command: ResetPhone) -> Answer:
        account = world.phones[command.phone].account
        return RULES.handlers[ResetPhone](law, with_media(world, account), command)

    return with_handlers({ResetPhone: reset})


@breaks("PHO-01")
def obstacle_means_never() -> Reference:
    """What is taken while OneDrive cannot be reached, or is full, is never uploaded."""

    def taken(law: Law, world: World, phone: Phone, medium: Medium) -> World:
        account = world.accounts.get(phone.account or "")
        is_full = account is not None and account.free_bytes < len(medium.content)
        if is_full or queues.out_of_reach(world, phone) is not None:
            return skipped(world, phone, medium)
        return media.taken(law, world, phone, medium)

    return with_rules(taken=taken)


@breaks("PHO-01")
def cut_short_is_uploaded_twice() -> Reference:
    """What was cut short on its way is in OneDrive twice when it has come to its end."""

    def store(law: Law, world: World, phone: Phone, parcels: tuple[Parcel, ...]) -> World:
        world = media.store(law, world, phone, parcels)
        assert phone.account is not None
        account = world.accounts[phone.account]
        times = [each.medium for each in world.transfers]
        copies = {
            f"{each.name} (2)": replace(account.media[each.name], name=f"{each.name} (2)")
            for each in parcels
            if times.count(each.name) > 1
        }
        return world.with_account(phone.account, replace(account, media={**account.media, **copies}))

    return with_rules(store_media=store)


@breaks("PHO-01")
def uploads_anew_for_whoever_signs_in() -> Reference:
    """Whenever somebody signs in, all that is on the phone is uploaded again."""

    def sign_in(law: Law, world: World, command: SignIn) -> Answer:
        world, outcome = RULES.handlers[SignIn](law, world, command)
        phone = world.phones.get(command.phone)
        return (world if phone is None else queued_again(world, phone, phone.media.values())), outcome

    return with_handlers({SignIn: sign_in})


def queued_again(world: World, phone: Phone, of: Iterable[Medium]) -> World:
    """Return a world in which what was uploaded waits once more."""
    waiting = {each.name: replace(each, upload="waiting") for each in of if each.upload == "uploaded"}
    queue = phone.queues["media"]
    phone = replace(phone, media={**phone.media, **waiting})
    return queues.with_queue(world, phone, "media", replace(queue, waiting=(*queue.waiting, *waiting)))


# PHO-02: on the web.


@breaks("PHO-02")
def opens_for_anybody() -> Reference:
    """A photo opens on any device, signed in or not."""
    return with_rules(may_view=lambda _: True)


@breaks("PHO-02")
def opens_for_whoever_is_signed_in() -> Reference:
    """A photo opens on any device that is signed in, with whatever account."""
    return with_rules(may_view=lambda command: command.signed_in is not None)


@breaks("PHO-02")
def opens_for_nobody() -> Reference:
    """A photo that was uploaded opens nowhere."""
    return with_rules(may_view=lambda _: False)


@breaks("PHO-02")
def opens_on_computers_alone() -> Reference:
    """A photo opens on a computer, and on no other device."""
    return with_rules(may_view=lambda command: media.may_view(command) and command.device == "a computer")


@breaks("PHO-02")
def asks_the_phone() -> Reference:
    """A photo opens only while the phone with which it was taken has a network and has it still."""

    def view(law: Law, world: World, command: ViewMedium) -> Answer:
        has_it = (phone for phone in world.phones.values() if command.medium in phone.media)
        if any(phone.powered_on and phone.network != "none" and phone.account for phone in has_it):
            return RULES.handlers[ViewMedium](law, world, command)
        return refused(world, "no_such_medium")

    return with_handlers({ViewMedium: view})


@breaks("PHO-02")
def opens_what_is_not_there() -> Reference:
    """A photo that was not uploaded is said to open."""

    def view(law: Law, world: World, command: ViewMedium) -> Answer:
        world, outcome = RULES.handlers[ViewMedium](law, world, command)
        on_a_phone = any(command.medium in phone.media for phone in world.phones.values())
        return world, _done_if(outcome, it=on_a_phone and media.may_view(command))

    return with_handlers({ViewMedium: view})


def _done_if(outcome: Outcome, *, it: bool) -> Outcome:
    return DONE if it else outcome


@breaks("PHO-02")
def comes_to_every_account() -> Reference:
    """What is uploaded comes to the OneDrive of every account."""

    def store(law: Law, world: World, phone: Phone, parcels: tuple[Parcel, ...]) -> World:
        world = media.store(law, world, phone, parcels)
        source = world.accounts[phone.account or ""]
        for name in world.accounts:
            world = with_media(world, name, source)
        return world

    return with_rules(store_media=store)


@breaks("PHO-02")
def a_picture_cut_short() -> Reference:
    """Of a good-quality photo, half of the bytes are in OneDrive."""

    def store(law: Law, world: World, phone: Phone, parcels: tuple[Parcel, ...]) -> World:
        world = media.store(law, world, phone, parcels)
        account = world.accounts[phone.account or ""]
        halved = {}
        for name, each in account.media.items():
            content = each.content[: len(each.content) // 2] if each.quality == "good" else each.content
            halved[name] = replace(each, content=content, digest=media.digest(content))
        return world.with_account(phone.account or "", replace(account, media=halved))

    return with_rules(store_media=store)


# PHO-05: one choice for photos, another for videos.


@breaks("PHO-05")
def one_choice_moves_the_other() -> Reference:
    """What is chosen for photos, and is offered for videos, is chosen for videos too; and the other way round."""

    def choose(law: Law, world: World, command: ChooseUpload) -> Answer:
        other: MediumChoice = "videos" if command.medium == "photos" else "photos"
        world, _ = RULES.handlers[ChooseUpload](law, world, replace(command, medium=other))
        return RULES.handlers[ChooseUpload](law, world, command)

    return with_handlers({ChooseUpload: choose})


@breaks("PHO-05")
def dropping_one_kind_drops_the_other() -> Reference:
    """When Don't upload is chosen for one kind, what waits of the other is dropped, too."""

    def chosen(law: Law, world: World, phone: Phone, choice: MediumChoice) -> World:
        world = media.chosen(law, world, phone, choice)
        if phone.uploads[choice] == "dont_upload":
            phone = world.phones[phone.name]
            names = frozenset(phone.queues["media"].waiting)
            dropped = {
                name: replace(phone.media[name], upload="skipped", skipped_because="no_longer_chosen") for name in names
            }
            phone = replace(phone, media={**phone.media, **dropped})
            world = queues.with_queue(world, phone, "media", phone.queues["media"].without(names))
        return world

    return with_rules(chosen=chosen)


@breaks("PHO-05")
def quality_is_that_of_the_taking() -> Reference:
    """A photo goes in the quality that was chosen when it was taken, whatever is chosen when it goes."""

    def ready(law: Law, world: World, phone: Phone) -> tuple[Parcel, ...]:
        return ready_as(law, world, phone, lambda medium: noted(phone, medium))

    return with_rules(taken=remembering, ready_media=ready)


@breaks("PHO-05")
def uploads_anew_in_the_new_quality() -> Reference:
    """When the choice changes, what was uploaded is uploaded again."""

    def chosen(law: Law, world: World, phone: Phone, choice: MediumChoice) -> World:
        world = media.chosen(law, world, phone, choice)
        phone = world.phones[phone.name]
        if phone.uploads[choice] == "dont_upload":
            return world
        return queued_again(world, phone, [medium for medium in phone.media.values() if medium.choice == choice])

    return with_rules(chosen=chosen)


# PHO-06: Don't upload.


@breaks("PHO-06")
def uploads_until_told_twice() -> Reference:
    """What waits when Don't upload is chosen is uploaded nevertheless."""

    def ready(law: Law, world: World, phone: Phone) -> tuple[Parcel, ...]:
        return ready_as(law, world, phone, lambda medium: as_if_chosen(phone, "best").uploads[medium.choice])

    return with_rules(chosen=lambda _law, world, phone, _choice: world.with_phone(phone), ready_media=ready)


@breaks("PHO-06")
def dont_upload_stands_for_good_quality() -> Reference:
    """Photos upload in good quality although Don't upload is chosen."""

    def taken(law: Law, world: World, phone: Phone, medium: Medium) -> World:
        chosen, phone = phone.uploads, as_if_chosen(phone, "good" if medium.kind == "photo" else "best")
        world = queues.settle(law, media.taken(law, world, phone, medium), phone.name)
        return world.with_phone(replace(world.phones[phone.name], uploads=chosen))

    return with_rules(taken=taken)


@breaks("PHO-06")
def dont_upload_empties_onedrive() -> Reference:
    """When Don't upload is chosen, what was uploaded goes from OneDrive."""

    def chosen(law: Law, world: World, phone: Phone, choice: MediumChoice) -> World:
        world = media.chosen(law, world, phone, choice)
        return with_media(world, phone.account) if phone.uploads[choice] == "dont_upload" else world

    return with_rules(chosen=chosen)


@breaks("PHO-06")
def what_is_under_way_comes_to_its_end() -> Reference:
    """An upload that is under way when Don't upload is chosen comes to its end."""

    def chosen(law: Law, world: World, phone: Phone, choice: MediumChoice) -> World:
        begun = phone.queues["media"].begun
        of_kind = [phone.media[name] for name in begun if phone.media[name].choice == choice]
        if phone.uploads[choice] == "dont_upload" and phone.account is not None and phone.network == "wifi":
            parcels = tuple(Parcel(name=each.name, size_bytes=len(each.content), quality="best") for each in of_kind)
            world = media.store(law, world, phone, parcels)
            phone = world.phones[phone.name]
        return media.chosen(law, world, phone, choice)

    return with_rules(chosen=chosen)


@breaks("PHO-06")
def a_manual_backup_takes_photos_along() -> Reference:
    """With a manual backup, all photos go to OneDrive."""

    def back_up(law: Law, world: World, command: BackUpNow) -> Answer:
        world, outcome = RULES.handlers[BackUpNow](law, world, command)
        phone = world.phones[command.phone]
        if phone.account is not None and phone.network != "none":
            parcels = tuple(Parcel(name=each, size_bytes=0, quality="best") for each in phone.media)
            world = media.store(law, world, phone, parcels)
        return world, outcome

    return with_handlers({BackUpNow: back_up})


@breaks("PHO-06")
def dropped_comes_back() -> Reference:
    """What Don't upload dropped is uploaded once an upload is chosen again, although it is declared that it is not."""

    def chosen(law: Law, world: World, phone: Phone, choice: MediumChoice) -> World:
        world = media.chosen(law, world, phone, choice)
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
        return queues.with_queue(world, phone, "media", replace(queue, waiting=(*queue.waiting, *dropped)))

    return with_rules(chosen=chosen)
