"""Miniatures of deleting text messages: too much goes, not enough, or not for good."""

from collections.abc import Callable

from msgspec.structs import replace

from backupspec.contract.commands import (
    DeleteBackups,
    DeleteConversation,
    DeleteMessages,
    TurnOn,
    TurnPhoneOff,
    TurnPhoneOn,
)
from backupspec.contract.observations import Observation
from backupspec.contract.outcomes import DONE, Done
from backupspec.faults.made import breaks, with_fewer_backups, with_topics
from backupspec.faults.messages_saved import with_saved, without_saved
from backupspec.reference import texts
from backupspec.reference.engine import REFERENCE, Topics
from backupspec.reference.events import Events
from backupspec.reference.implementation import Reference
from backupspec.reference.law import Answer
from backupspec.reference.person import Person
from backupspec.reference.state import Phone, StoredText, Texts, World
from backupspec.reference.texts import TextMessages
from backupspec.shipped import PROFILES, profile, shape


def _deletes(more: Callable[[Phone, frozenset[str]], frozenset[str]]) -> Reference:
    """Make the reference, in which OneDrive loses other messages than those that are deleted on the phone."""

    class _Faulty(TextMessages):
        def delete(self, world: World, phone: Phone, ids: frozenset[str]) -> Answer:
            world, outcome = super().delete(world, phone, ids)
            left = world.phones[phone.name]
            queue = left.queues["texts"]
            gone = tuple(id_ for id_ in phone.texts if id_ in more(phone, ids)) if queue.deletions else ()
            return world.with_queue(left, "texts", replace(queue, deletions=gone)), outcome

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-03")
def deleting_stays_on_the_phone() -> Reference:
    """What is deleted on the phone stays in OneDrive."""
    return _deletes(lambda _phone, _ids: frozenset())


@breaks("TXT-03")
def a_neighbour_goes_with_it() -> Reference:
    """With a message, the one after it goes from OneDrive."""

    def more(phone: Phone, ids: frozenset[str]) -> frozenset[str]:
        there = [*phone.texts]
        return ids | {there[at + 1] for at, id_ in enumerate(there[:-1]) if id_ in ids}

    return _deletes(more)


@breaks("TXT-03")
def the_whole_conversation_goes() -> Reference:
    """With a message, its whole conversation goes from OneDrive."""

    def more(phone: Phone, ids: frozenset[str]) -> frozenset[str]:
        talks = {phone.texts[id_].kept.message.conversation for id_ in ids}
        return frozenset(id_ for id_, text in phone.texts.items() if text.kept.message.conversation in talks)

    return _deletes(more)


@breaks("TXT-03")
def what_says_the_same_goes() -> Reference:
    """With a message, all that say the same go from OneDrive."""

    def more(phone: Phone, ids: frozenset[str]) -> frozenset[str]:
        said = {phone.texts[id_].kept.message.text for id_ in ids}
        return frozenset(id_ for id_, text in phone.texts.items() if text.kept.message.text in said)

    return _deletes(more)


@breaks("TXT-03")
def one_of_several_is_deleted() -> Reference:
    """Of several messages that are deleted at once, one goes from OneDrive."""
    return _deletes(lambda _phone, ids: frozenset(sorted(ids)[:1]))


@breaks("TXT-03")
def groups_go_with_their_people() -> Reference:
    """With a conversation, those go whose names begin as its name does."""

    class _Faulty(TextMessages):
        def delete_conversation(self, world: World, command: DeleteConversation) -> Answer:
            phone = world.phones[command.phone]
            ids = frozenset(
                (
                    id_
                    for id_, text in phone.texts.items()
                    if text.kept.message.conversation.startswith(command.conversation)
                )
            )
            return self.delete(world, phone, ids) if ids else (world, DONE)

    return with_topics(Topics(texts=_Faulty))


def _deletes_where(may: Callable[[World, Phone], bool]) -> Reference:
    """Make the reference, in which deletions are forgotten where they cannot be done at once."""

    class _Faulty(TextMessages):
        def delete(self, world: World, phone: Phone, ids: frozenset[str]) -> Answer:
            can = may(world, phone)
            world, outcome = super().delete(world, phone, ids)
            phone = world.phones[phone.name]
            queue = phone.queues["texts"]
            return (world if can else world.with_queue(phone, "texts", replace(queue, deletions=()))), outcome

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-03")
def forgets_deletions_offline() -> Reference:
    """What is deleted while there is no network stays in OneDrive."""
    return _deletes_where(lambda _world, phone: phone.network != "none")


@breaks("TXT-03")
def forgets_deletions_while_onedrive_is_down() -> Reference:
    """What is deleted while OneDrive is down stays in OneDrive."""
    return _deletes_where(lambda world, _phone: world.cloud_up)


@breaks("TXT-03")
def forgets_deletions_signed_out() -> Reference:
    """What is deleted while nobody is signed in, or the sign-in has lapsed, stays in OneDrive."""
    return _deletes_where(lambda _world, phone: phone.account is not None and not phone.sign_in_lapsed)


@breaks("TXT-03")
def forgets_deletions_on_cellular() -> Reference:
    """What is deleted on cellular data stays in OneDrive."""
    return _deletes_where(lambda _world, phone: phone.network != "cellular")


@breaks("TXT-03")
def forgets_deletions_while_it_saves() -> Reference:
    """What is deleted while another message is being saved stays in OneDrive."""
    return _deletes_where(lambda _world, phone: not phone.queues["texts"].begun)


@breaks("TXT-03")
def forgets_deletions_after_a_reset() -> Reference:
    """What came back to a phone after a reset stays in OneDrive when it is deleted."""
    return _deletes_where(lambda _world, phone: phone.restored is None or phone.times_set_up == 1)


@breaks("TXT-03")
def forgets_deletions_when_switched_off() -> Reference:
    """Deletions that wait when the phone is switched off are never done."""

    class _Faulty(Events):
        def turn_phone_off(self, world: World, command: TurnPhoneOff) -> Answer:
            world, outcome = super().turn_phone_off(world, command)
            return _undone(world, world.phones[command.phone]), outcome

    return with_topics(Topics(events=_Faulty))


def _undone(world: World, phone: Phone) -> World:
    """Return the world without the deletions that wait on a phone."""
    return world.with_queue(phone, "texts", replace(phone.queues["texts"], deletions=()))


@breaks("TXT-03")
def deletions_wait_for_wifi() -> Reference:
    """Deletions are done over Wi-Fi alone, whatever is declared."""

    class _Faulty(TextMessages):
        def send_deletions(self, world: World, phone: Phone) -> World:
            return super().send_deletions(world, phone) if phone.network == "wifi" else world

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-03")
def forgets_deletions_of_another_account() -> Reference:
    """Deletions that wait are forgotten when somebody else signs in on the phone."""

    class _Faulty(TextMessages):
        def send_deletions(self, world: World, phone: Phone) -> World:
            world = super().send_deletions(world, phone)
            return _undone(world, world.phones[phone.name])

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-03")
def what_waits_again_counts_as_new() -> Reference:
    """Whatever is turned on while nobody is signed in, all messages wait again, and one that waits stays in OneDrive when it is deleted."""

    class _FaultyTextMessages(TextMessages):
        def tidy(self, world: World, phone: Phone) -> World:
            return world if phone.account is None else super().tidy(world, phone)

        def delete(self, world: World, phone: Phone, ids: frozenset[str]) -> Answer:
            waiting = phone.queues["texts"].waiting
            world, outcome = super().delete(world, phone, ids)
            queue = world.phones[phone.name].queues["texts"]
            left = tuple(id_ for id_ in queue.deletions if id_ not in waiting)
            return world.with_queue(world.phones[phone.name], "texts", replace(queue, deletions=left)), outcome

    class _FaultyPerson(Person):
        def turn_on(self, world: World, command: TurnOn) -> Answer:
            world, outcome = super().turn_on(world, command)
            phone = world.phones[command.phone]
            return (self.texts.turned_on(world, phone) if isinstance(outcome, Done) else world), outcome

    return with_topics(Topics(texts=_FaultyTextMessages, person=_FaultyPerson))


@breaks("TXT-03")
def what_is_deleted_keeps_its_room() -> Reference:
    """What is deleted is no longer listed, and takes room in OneDrive as before."""

    class _Faulty(TextMessages):
        def send_deletions(self, world: World, phone: Phone) -> World:
            assert phone.account is not None
            free_bytes = world.accounts[phone.account].free_bytes
            world = super().send_deletions(world, phone)
            return world.with_account(phone.account, replace(world.accounts[phone.account], free_bytes=free_bytes))

    return with_topics(Topics(texts=_Faulty))


class _KeepsBytes(Reference):
    """The reference, in whose OneDrive something is left of each message that was deleted."""

    def observe(self, world: str, *, items: bool = False) -> Observation:
        """Show all that can be seen of a world."""
        seen = super().observe(world, items=items)
        gone = {name: len(account.texts_gone) for name, account in self._worlds[world][1].accounts.items()}
        accounts = {
            name: replace(account, stored_messages=(*(account.stored_messages or ()), *("AAAA",) * gone[name]))
            for name, account in seen.accounts.items()
        }
        return replace(seen, accounts=accounts) if items else seen


@breaks("TXT-03")
def what_is_deleted_stays_unlisted() -> Reference:
    """What is deleted is no longer listed, and its bytes stay in OneDrive."""
    return _KeepsBytes({name: profile(name) for name in PROFILES}, shape("manifest"), REFERENCE, name="miniature")


@breaks("TXT-03")
def a_conversation_deleted_offline_stays() -> Reference:
    """A conversation that is deleted while there is no network stays in OneDrive; single messages go."""

    class _Faulty(TextMessages):
        def delete_conversation(self, world: World, command: DeleteConversation) -> Answer:
            world, outcome = super().delete_conversation(world, command)
            phone = world.phones[command.phone]
            return (_undone(world, phone) if phone.network == "none" else world), outcome

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-03")
def a_conversation_that_waits_is_saved() -> Reference:
    """Of a conversation that is deleted while it waits, the messages are saved all the same."""

    class _Faulty(TextMessages):
        def delete_conversation(self, world: World, command: DeleteConversation) -> Answer:
            before = world.phones[command.phone]
            world, outcome = super().delete_conversation(world, command)
            gone = before.texts.keys() - world.phones[command.phone].texts.keys()
            waiting = [id_ for id_ in before.queues["texts"].waiting if id_ in gone]
            if before.account is None or not waiting:
                return world, outcome
            saved = {id_: StoredText(text=before.texts[id_], phone=before.name) for id_ in waiting}
            return with_saved(world, before.account, {**world.accounts[before.account].texts, **saved}), outcome

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-03")
def a_deleted_conversation_is_never_saved_again() -> Reference:
    """What comes after a conversation was deleted is never saved, where it is of the same one."""

    class _Faulty(TextMessages):
        def exchanged(self, world: World, phone: Phone, new: Texts) -> World:
            there = {text.kept.message.conversation for id_, text in phone.texts.items() if id_ not in new}
            had_some = any(account.texts_gone for account in world.accounts.values())
            some = {id_: text for id_, text in new.items() if not had_some or text.kept.message.conversation in there}
            return super().exchanged(world, phone, some)

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-03")
def saves_again_after_a_restart() -> Reference:
    """A phone that is switched on saves all that it holds, also what another phone deleted."""

    class _Faulty(Events):
        def turn_phone_on(self, world: World, command: TurnPhoneOn) -> Answer:
            world, outcome = super().turn_phone_on(world, command)
            for name, account in world.accounts.items():
                world = world.with_account(name, replace(account, texts_gone=frozenset()))
            phone = world.phones[command.phone]
            return self.first_set_up.texts.queued(world, phone, phone.texts), outcome

    return with_topics(Topics(events=_Faulty))


@breaks("TXT-03")
def what_came_back_is_not_deleted() -> Reference:
    """A message that another phone saved stays in OneDrive when it is deleted."""

    class _Faulty(TextMessages):
        def send_deletions(self, world: World, phone: Phone) -> World:
            assert phone.account is not None
            saved, queue = world.accounts[phone.account].texts, phone.queues["texts"]
            own = tuple(id_ for id_ in queue.deletions if id_ not in saved or saved[id_].phone == phone.name)
            phone = replace(phone, queues={**phone.queues, "texts": replace(queue, deletions=own)})
            return super().send_deletions(world.with_phone(phone), phone)

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-03")
def sends_again_what_was_deleted() -> Reference:
    """What was deleted on another phone is saved again when the backup is turned off and on."""

    class _Faulty(TextMessages):
        def tidy(self, world: World, phone: Phone) -> World:
            for name, account in world.accounts.items():
                world = world.with_account(name, replace(account, texts_gone=frozenset()))
            return super().tidy(world, world.phones[phone.name])

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-03")
def deletes_on_the_other_phone() -> Reference:
    """What is deleted on one phone is deleted on all that have it."""

    class _Faulty(TextMessages):
        def delete(self, world: World, phone: Phone, ids: frozenset[str]) -> Answer:
            world, outcome = super().delete(world, phone, ids)
            for other in world.phones.values():
                left = {id_: text for id_, text in other.texts.items() if id_ not in ids}
                world = world.with_phone(texts.with_texts(other, left))
            return world, outcome

    return with_topics(Topics(texts=_Faulty))


def _saves_deleted(which: Callable[[Phone, str], bool]) -> Reference:
    """Make the reference, in which some messages come to OneDrive when they are deleted."""

    class _Faulty(TextMessages):
        def delete(self, world: World, phone: Phone, ids: frozenset[str]) -> Answer:
            saved = {
                id_: StoredText(text=phone.texts[id_], phone=phone.name) for id_ in sorted(ids) if which(phone, id_)
            }
            world, outcome = super().delete(world, phone, ids)
            if phone.account is not None:
                world = with_saved(world, phone.account, {**world.accounts[phone.account].texts, **saved})
            return world, outcome

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-03")
def saves_what_is_deleted_on_its_way() -> Reference:
    """A message that is deleted while it is being saved is saved all the same."""
    return _saves_deleted(lambda phone, id_: id_ in phone.queues["texts"].begun)


@breaks("TXT-03")
def saves_what_was_deleted_before() -> Reference:
    """A message that is deleted while it waits is saved all the same."""
    return _saves_deleted(lambda phone, id_: id_ in phone.queues["texts"].waiting and phone.network == "none")


@breaks("TXT-03")
def deleting_messages_takes_backups() -> Reference:
    """With the last messages, the phone's backups go from OneDrive."""

    class _Faulty(TextMessages):
        def delete_messages(self, world: World, command: DeleteMessages) -> Answer:
            world, outcome = super().delete_messages(world, command)
            phone = world.phones[command.phone]
            if phone.account is not None and not phone.texts and isinstance(outcome, Done):
                world = with_fewer_backups(world, phone.account, lambda backup: backup.phone != phone.name)
            return world, outcome

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-03")
def deleting_backups_takes_messages() -> Reference:
    """With the phone's copy of its backup, its messages go from OneDrive."""

    class _Faulty(Person):
        def delete_backups(self, world: World, command: DeleteBackups) -> Answer:
            world, outcome = super().delete_backups(world, command)
            phone = world.phones[command.phone]
            return (without_saved(world, phone, lambda _: True) if isinstance(outcome, Done) else world), outcome

    return with_topics(Topics(person=_Faulty))
