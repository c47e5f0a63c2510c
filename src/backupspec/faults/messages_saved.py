"""Miniatures of saving text messages: not all is saved, or not where it belongs, or somebody can read it."""

import base64
from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec.structs import replace

from backupspec.contract.commands import AdvanceTime, Command, LetSignInLapse, SetNetwork, TakeCloudDown, TurnPhoneOff
from backupspec.contract.observations import Observation
from backupspec.faults.made import beside, breaks, with_topics
from backupspec.reference import texts
from backupspec.reference.engine import REFERENCE, Engine, Topics
from backupspec.reference.events import Events
from backupspec.reference.implementation import Reference
from backupspec.reference.law import Answer
from backupspec.reference.parcels import Parcel
from backupspec.reference.state import Begun, Phone, StoredText, Text, Texts, World
from backupspec.reference.texts import TextMessages
from backupspec.shipped import PROFILES, profile, shape

LARGE_BYTES = 300_000


def with_saved(world: World, account: str, saved: dict[str, StoredText]) -> World:
    """Return the world with these messages in an account's OneDrive."""
    return world.with_account(account, replace(world.accounts[account], texts=saved))


def without_saved(world: World, phone: Phone, goes: Callable[[StoredText], bool]) -> World:
    """Return the world without some messages in the OneDrive of a phone."""
    if phone.account is None:
        return world
    saved = world.accounts[phone.account].texts
    return with_saved(world, phone.account, {id_: each for id_, each in saved.items() if not goes(each)})


def _saves(which: Callable[[Phone, Text], bool]) -> Reference:
    """Make the reference, in which only some messages come to the queue."""

    class _Faulty(TextMessages):
        def exchanged(self, world: World, phone: Phone, new: Texts) -> World:
            some = {id_: text for id_, text in new.items() if which(phone, text)}
            return super().exchanged(world, phone, some)

        def turned_on(self, world: World, phone: Phone) -> World:
            return world.with_phone(phone)

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-01")
def saves_no_mms() -> Reference:
    """An MMS is not saved."""
    return _saves(lambda _phone, text: text.kept.message.kind != "mms")


@breaks("TXT-01")
def saves_what_is_received_alone() -> Reference:
    """What a person sends is not saved."""
    return _saves(lambda _phone, text: text.kept.direction == "received")


@breaks("TXT-01")
def saves_no_group() -> Reference:
    """Messages of a group are not saved."""
    return _saves(lambda _phone, text: "," not in text.kept.message.conversation)


@breaks("TXT-01")
def forgets_what_comes_offline() -> Reference:
    """What comes while there is no network is never saved."""
    return _saves(lambda phone, _text: phone.network != "none")


@breaks("TXT-01")
def forgets_what_comes_signed_out() -> Reference:
    """What comes while nobody is signed in is never saved."""
    return _saves(lambda phone, _text: phone.account is not None)


@breaks("TXT-01")
def saves_no_mms_without_words() -> Reference:
    """An MMS that says nothing is not saved."""
    return _saves(lambda _phone, text: bool(text.kept.message.text))


@breaks("TXT-01")
def saves_no_large_message() -> Reference:
    """A message of more than 300,000 bytes is not saved."""
    return _saves(lambda _phone, text: text.size_bytes <= LARGE_BYTES)


@breaks("TXT-01")
def forgets_what_comes_while_another_restores() -> Reference:
    """What comes while another phone of the account restores a backup is never saved."""

    class _Faulty(TextMessages):
        def exchanged(self, world: World, phone: Phone, new: Texts) -> World:
            flows = [each.flow for each in world.phones.values() if each.account == phone.account]
            restores = any(flow is not None and flow.kind == "restore" for flow in flows)
            return world.with_phone(phone) if restores else super().exchanged(world, phone, new)

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-01")
def forgets_what_comes_while_a_backup_waits() -> Reference:
    """What comes while an automatic backup waits for Wi-Fi is never saved."""
    return _saves(lambda phone, _text: phone.flow is None or phone.network == "wifi")


@breaks("TXT-01")
def forgets_what_comes_after_a_restore() -> Reference:
    """On a phone to which a backup was restored, the switch stands at on, and saves nothing."""
    return _saves(lambda phone, _text: phone.restored is None)


@breaks("TXT-01")
def saves_each_text_once() -> Reference:
    """Of messages that say the same, one is saved."""

    class _Faulty(TextMessages):
        def store(self, world: World, phone: Phone, parcels: tuple[Parcel, ...]) -> World:
            world = super().store(world, phone, parcels)
            assert phone.account is not None
            by_text = {each.text.kept.message.text: id_ for id_, each in world.accounts[phone.account].texts.items()}
            return without_saved(world, phone, lambda each: each.text.kept.message.id not in by_text.values())

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-01")
def what_is_saved_is_sent_again() -> Reference:
    """With each message, all those of the phone that are saved already are sent again."""

    class _Faulty(TextMessages):
        def store(self, world: World, phone: Phone, parcels: tuple[Parcel, ...]) -> World:
            assert phone.account is not None
            saved = world.accounts[phone.account].texts.values()
            again = sum(each.text.size_bytes for each in saved if each.phone == phone.name)
            newest = replace(world.transfers[-1], size_bytes=world.transfers[-1].size_bytes + again)
            return super().store(replace(world, transfers=(*world.transfers[:-1], newest)), phone, parcels)

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-01")
def gives_up_when_onedrive_is_full() -> Reference:
    """A message for which OneDrive has no room is never saved."""

    class _Faulty(TextMessages):
        def tidy(self, world: World, phone: Phone) -> World:
            world = super().tidy(world, phone)
            phone = world.phones[phone.name]
            full = phone.account is not None and world.accounts[phone.account].free_bytes == 0
            queue = phone.queues["texts"]
            return world.with_queue(phone, "texts", queue.without(frozenset(queue.waiting))) if full else world

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-01")
def gives_up_in_the_middle() -> Reference:
    """A message that was cut off in the middle is never saved."""

    class _Faulty(TextMessages):
        def ready(self, world: World, phone: Phone) -> tuple[Parcel, ...]:
            return tuple(each for each in super().ready(world, phone) if not each.sent_bytes)

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-01")
def messages_wait_for_wifi() -> Reference:
    """Messages wait for Wi-Fi, whatever is declared."""

    class _Faulty(TextMessages):
        def ready(self, world: World, phone: Phone) -> tuple[Parcel, ...]:
            return super().ready(world, phone) if phone.network == "wifi" else ()

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-01")
def an_mms_waits_for_wifi() -> Reference:
    """An MMS waits for Wi-Fi, whatever is declared."""

    class _Faulty(TextMessages):
        def ready(self, world: World, phone: Phone) -> tuple[Parcel, ...]:
            kinds = {"sms", "chat", "mms"} if phone.network == "wifi" else {"sms", "chat"}
            return tuple(
                each for each in super().ready(world, phone) if phone.texts[each.name].kept.message.kind in kinds
            )

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-01")
def what_comes_offline_waits_for_wifi() -> Reference:
    """What comes while there is no network waits for Wi-Fi; what comes on cellular data is saved at once."""

    class _Faulty(TextMessages):
        def exchanged(self, world: World, phone: Phone, new: Texts) -> World:
            world = super().exchanged(world, phone, new)
            queue = world.phones[phone.name].queues["texts"]
            marked = {id_: Begun(sent_bytes=0, quality="best") for id_ in new if phone.network == "none"}
            return world.with_queue(world.phones[phone.name], "texts", replace(queue, begun={**queue.begun, **marked}))

        def ready(self, world: World, phone: Phone) -> tuple[Parcel, ...]:
            begun = phone.queues["texts"].begun
            marked = {id_ for id_, each in begun.items() if each.quality and phone.network != "wifi"}
            return tuple(each for each in super().ready(world, phone) if each.name not in marked)

    return with_topics(Topics(texts=_Faulty))


def _forgets(handled: type[Command], which: Callable[[Phone], tuple[str, ...]]) -> Reference:
    """Make the reference, in which some messages that wait are never saved once something has happened."""

    class _Faulty(Engine):
        def answer(self, world: World, command: Command) -> Answer:
            world, outcome = super().answer(world, command)
            for phone in world.phones.values() if isinstance(command, handled) else ():
                world = world.with_queue(phone, "texts", phone.queues["texts"].without(frozenset(which(phone))))
            return world, outcome

    return with_topics(Topics(engine=_Faulty))


def _on_its_way(phone: Phone) -> tuple[str, ...]:
    return tuple(id_ for id_, begun in phone.queues["texts"].begun.items() if begun.sent_bytes)


@breaks("TXT-01")
def forgets_what_waits_when_switched_off() -> Reference:
    """Messages that wait when the phone is switched off are never saved."""
    return _forgets(TurnPhoneOff, lambda phone: () if phone.powered_on else phone.queues["texts"].waiting)


@breaks("TXT-01")
def forgets_what_an_outage_cuts_off() -> Reference:
    """A message that is being saved when OneDrive goes down is never saved."""
    return _forgets(TakeCloudDown, _on_its_way)


@breaks("TXT-01")
def forgets_what_a_lapse_cuts_off() -> Reference:
    """A message that is being saved when the sign-in lapses is never saved."""
    return _forgets(LetSignInLapse, lambda phone: _on_its_way(phone) if phone.sign_in_lapsed else ())


@breaks("TXT-01")
def forgets_what_another_network_cuts_off() -> Reference:
    """A message that is being saved when cellular data takes the place of Wi-Fi is never saved."""
    return _forgets(SetNetwork, lambda phone: _on_its_way(phone) if phone.network == "cellular" else ())


@breaks("TXT-01")
def messages_expire() -> Reference:
    """Saved messages go from OneDrive when they are 30 days old."""

    class _Faulty(Events):
        def advance_time(self, world: World, command: AdvanceTime) -> Answer:
            world, outcome = super().advance_time(world, command)
            oldest = datetime.fromisoformat(world.wall_clock) - timedelta(days=30)
            for name, account in world.accounts.items():
                young = {
                    id_: each
                    for id_, each in account.texts.items()
                    if datetime.fromisoformat(each.text.kept.at) >= oldest
                }
                world = with_saved(world, name, young)
            return world, outcome

    return with_topics(Topics(events=_Faulty))


@breaks("TXT-01")
def what_waits_goes_to_whoever_signs_in() -> Reference:
    """Messages that wait are saved to the account that signs in next, whoever they came to."""

    class _Faulty(TextMessages):
        def ready(self, world: World, phone: Phone) -> tuple[Parcel, ...]:
            waiting = phone.queues["texts"].waiting
            taken = {id_: replace(phone.texts[id_], account=phone.account) for id_ in waiting}
            return super().ready(world, replace(phone, texts={**phone.texts, **taken}))

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-01")
def turning_on_takes_all_along() -> Reference:
    """When the backup is turned on, all that is on the phone is saved to the account that is signed in, whoever it came to."""

    class _Faulty(TextMessages):
        def turned_on(self, world: World, phone: Phone) -> World:
            own = {id_: replace(text, account=phone.account) for id_, text in phone.texts.items()}
            phone = texts.with_texts(phone, own)
            return super().turned_on(world, phone)

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-01")
def a_message_ends_the_backup() -> Reference:
    """A backup is aborted when a message comes."""

    class _Faulty(TextMessages):
        def exchanged(self, world: World, phone: Phone, new: Texts) -> World:
            world = super().exchanged(world, phone, new)
            return beside(self.law).backups.fail(world, world.phones[phone.name], "superseded_by_manual_backup")

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-01")
def a_backup_ends_the_message() -> Reference:
    """A message that is on its way when a backup begins is never saved."""

    class _Faulty(TextMessages):
        def ready(self, world: World, phone: Phone) -> tuple[Parcel, ...]:
            return super().ready(world, phone) if phone.local_backup is None else ()

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-01")
def saves_to_every_account() -> Reference:
    """Messages are saved to all accounts there are."""

    class _Faulty(TextMessages):
        def store(self, world: World, phone: Phone, parcels: tuple[Parcel, ...]) -> World:
            world = super().store(world, phone, parcels)
            assert phone.account is not None
            for name, account in world.accounts.items():
                world = with_saved(world, name, {**account.texts, **world.accounts[phone.account].texts})
            return world

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-01")
def the_newest_phone_alone_saves() -> Reference:
    """When a phone of an account saves a message, those of its other phones go."""

    class _Faulty(TextMessages):
        def store(self, world: World, phone: Phone, parcels: tuple[Parcel, ...]) -> World:
            world = super().store(world, phone, parcels)
            return without_saved(world, phone, lambda each: each.phone != phone.name)

    return with_topics(Topics(texts=_Faulty))


class _InClear(Reference):
    """The reference, whose OneDrive holds messages as they are."""

    def observe(self, world: str, *, items: bool = False) -> Observation:
        """Show all that can be seen of a world."""
        seen = super().observe(world, items=items)
        kept = {name: account.texts for name, account in self._worlds[world][1].accounts.items()}
        if not items:
            return seen
        accounts = {
            name: replace(account, stored_messages=tuple(_in_base64(each) for each in kept[name].values()))
            for name, account in seen.accounts.items()
        }
        return replace(seen, accounts=accounts)


def _in_base64(stored: StoredText) -> str:
    return base64.b64encode(stored.text.written).decode()


@breaks("TXT-01")
def messages_lie_in_onedrive_in_clear() -> Reference:
    """What messages say can be read in OneDrive."""
    return _InClear({name: profile(name) for name in PROFILES}, shape("manifest"), REFERENCE, name="miniature")


@breaks("TXT-01")
def the_log_tells_with_whom() -> Reference:
    """With whom somebody exchanges messages stands in the log of what was sent."""

    class _Faulty(TextMessages):
        def store(self, world: World, phone: Phone, parcels: tuple[Parcel, ...]) -> World:
            with_whom = phone.texts[parcels[0].name].kept.message.conversation
            newest = replace(world.transfers[-1], medium=with_whom)
            return super().store(replace(world, transfers=(*world.transfers[:-1], newest)), phone, parcels)

    return with_topics(Topics(texts=_Faulty))
