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
from backupspec.faults.made import breaks, with_fewer_backups, with_handlers, with_rules
from backupspec.faults.messages_saved import with_saved, without_saved
from backupspec.reference import texts
from backupspec.reference.implementation import RULES, Reference
from backupspec.reference.law import Answer, Law
from backupspec.reference.queues import with_queue
from backupspec.reference.state import Phone, StoredText, Texts, World
from backupspec.shipped import PROFILES, profile, shape


def _deletes(more: Callable[[Phone, frozenset[str]], frozenset[str]]) -> Reference:
    """Make the reference, in which OneDrive loses other messages than those that are deleted on the phone."""

    def delete_texts(law: Law, world: World, phone: Phone, ids: frozenset[str]) -> Answer:
        world, outcome = texts.delete_texts(law, world, phone, ids)
        left = world.phones[phone.name]
        queue = left.queues["texts"]
        gone = tuple(id_ for id_ in phone.texts if id_ in more(phone, ids)) if queue.deletions else ()
        return with_queue(world, left, "texts", replace(queue, deletions=gone)), outcome

    return with_rules(delete_texts=delete_texts)


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

    def delete(law: Law, world: World, command: DeleteConversation) -> Answer:
        phone = world.phones[command.phone]
        ids = frozenset(
            id_ for id_, text in phone.texts.items() if text.kept.message.conversation.startswith(command.conversation)
        )
        return law.rules.delete_texts(law, world, phone, ids) if ids else (world, DONE)

    return with_handlers({DeleteConversation: delete})


def _deletes_where(may: Callable[[World, Phone], bool]) -> Reference:
    """Make the reference, in which deletions are forgotten where they cannot be done at once."""

    def delete_texts(law: Law, world: World, phone: Phone, ids: frozenset[str]) -> Answer:
        can = may(world, phone)
        world, outcome = texts.delete_texts(law, world, phone, ids)
        phone = world.phones[phone.name]
        queue = phone.queues["texts"]
        return (world if can else with_queue(world, phone, "texts", replace(queue, deletions=()))), outcome

    return with_rules(delete_texts=delete_texts)


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

    def turn_off(law: Law, world: World, command: TurnPhoneOff) -> Answer:
        world, outcome = RULES.handlers[TurnPhoneOff](law, world, command)
        return _undone(world, world.phones[command.phone]), outcome

    return with_handlers({TurnPhoneOff: turn_off})


def _undone(world: World, phone: Phone) -> World:
    """Return the world without the deletions that wait on a phone."""
    return with_queue(world, phone, "texts", replace(phone.queues["texts"], deletions=()))


@breaks("TXT-03")
def deletions_wait_for_wifi() -> Reference:
    """Deletions are done over Wi-Fi alone, whatever is declared."""

    def send_deletions(law: Law, world: World, phone: Phone) -> World:
        return texts.send_deletions(law, world, phone) if phone.network == "wifi" else world

    return with_rules(send_text_deletions=send_deletions)


@breaks("TXT-03")
def forgets_deletions_of_another_account() -> Reference:
    """Deletions that wait are forgotten when somebody else signs in on the phone."""

    def send_deletions(law: Law, world: World, phone: Phone) -> World:
        world = texts.send_deletions(law, world, phone)
        return _undone(world, world.phones[phone.name])

    return with_rules(send_text_deletions=send_deletions)


@breaks("TXT-03")
def what_waits_again_counts_as_new() -> Reference:
    """Whatever is turned on while nobody is signed in, all messages wait again, and one that waits stays in OneDrive when it is deleted."""

    def tidy(law: Law, world: World, phone: Phone) -> World:
        return world if phone.account is None else texts.tidy(law, world, phone)

    def turn_on(law: Law, world: World, command: TurnOn) -> Answer:
        world, outcome = RULES.handlers[TurnOn](law, world, command)
        phone = world.phones[command.phone]
        return (texts.turned_on(law, world, phone) if isinstance(outcome, Done) else world), outcome

    def delete_texts(law: Law, world: World, phone: Phone, ids: frozenset[str]) -> Answer:
        waiting = phone.queues["texts"].waiting
        world, outcome = texts.delete_texts(law, world, phone, ids)
        queue = world.phones[phone.name].queues["texts"]
        left = tuple(id_ for id_ in queue.deletions if id_ not in waiting)
        return with_queue(world, world.phones[phone.name], "texts", replace(queue, deletions=left)), outcome

    return with_handlers({TurnOn: turn_on}, tidy_texts=tidy, delete_texts=delete_texts)


@breaks("TXT-03")
def what_is_deleted_keeps_its_room() -> Reference:
    """What is deleted is no longer listed, and takes room in OneDrive as before."""

    def send_deletions(law: Law, world: World, phone: Phone) -> World:
        assert phone.account is not None
        free_bytes = world.accounts[phone.account].free_bytes
        world = texts.send_deletions(law, world, phone)
        return world.with_account(phone.account, replace(world.accounts[phone.account], free_bytes=free_bytes))

    return with_rules(send_text_deletions=send_deletions)


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
    return _KeepsBytes({name: profile(name) for name in PROFILES}, shape("manifest"), RULES, name="miniature")


@breaks("TXT-03")
def a_conversation_deleted_offline_stays() -> Reference:
    """A conversation that is deleted while there is no network stays in OneDrive; single messages go."""

    def delete(law: Law, world: World, command: DeleteConversation) -> Answer:
        world, outcome = RULES.handlers[DeleteConversation](law, world, command)
        phone = world.phones[command.phone]
        return (_undone(world, phone) if phone.network == "none" else world), outcome

    return with_handlers({DeleteConversation: delete})


@breaks("TXT-03")
def a_conversation_that_waits_is_saved() -> Reference:
    """Of a conversation that is deleted while it waits, the messages are saved all the same."""

    def delete(law: Law, world: World, command: DeleteConversation) -> Answer:
        before = world.phones[command.phone]
        world, outcome = RULES.handlers[DeleteConversation](law, world, command)
        gone = before.texts.keys() - world.phones[command.phone].texts.keys()
        waiting = [id_ for id_ in before.queues["texts"].waiting if id_ in gone]
        if before.account is None or not waiting:
            return world, outcome
        saved = {id_: StoredText(text=before.texts[id_], phone=before.name) for id_ in waiting}
        return with_saved(world, before.account, {**world.accounts[before.account].texts, **saved}), outcome

    return with_handlers({DeleteConversation: delete})


@breaks("TXT-03")
def a_deleted_conversation_is_never_saved_again() -> Reference:
    """What comes after a conversation was deleted is never saved, where it is of the same one."""

    def exchanged(law: Law, world: World, phone: Phone, new: Texts) -> World:
        there = {text.kept.message.conversation for id_, text in phone.texts.items() if id_ not in new}
        had_some = any(account.texts_gone for account in world.accounts.values())
        some = {id_: text for id_, text in new.items() if not had_some or text.kept.message.conversation in there}
        return texts.exchanged(law, world, phone, some)

    return with_rules(exchanged=exchanged)


@breaks("TXT-03")
def saves_again_after_a_restart() -> Reference:
    """A phone that is switched on saves all that it holds, also what another phone deleted."""

    def switch_on(law: Law, world: World, command: TurnPhoneOn) -> Answer:
        world, outcome = RULES.handlers[TurnPhoneOn](law, world, command)
        for name, account in world.accounts.items():
            world = world.with_account(name, replace(account, texts_gone=frozenset()))
        phone = world.phones[command.phone]
        return texts.queued(law, world, phone, phone.texts), outcome

    return with_handlers({TurnPhoneOn: switch_on})


@breaks("TXT-03")
def what_came_back_is_not_deleted() -> Reference:
    """A message that another phone saved stays in OneDrive when it is deleted."""

    def send_deletions(law: Law, world: World, phone: Phone) -> World:
        assert phone.account is not None
        saved, queue = world.accounts[phone.account].texts, phone.queues["texts"]
        own = tuple(id_ for id_ in queue.deletions if id_ not in saved or saved[id_].phone == phone.name)
        phone = replace(phone, queues={**phone.queues, "texts": replace(queue, deletions=own)})
        return texts.send_deletions(law, world.with_phone(phone), phone)

    return with_rules(send_text_deletions=send_deletions)


@breaks("TXT-03")
def sends_again_what_was_deleted() -> Reference:
    """What was deleted on another phone is saved again when the backup is turned off and on."""

    def tidy(law: Law, world: World, phone: Phone) -> World:
        for name, account in world.accounts.items():
            world = world.with_account(name, replace(account, texts_gone=frozenset()))
        return texts.tidy(law, world, world.phones[phone.name])

    return with_rules(tidy_texts=tidy)


@breaks("TXT-03")
def deletes_on_the_other_phone() -> Reference:
    """What is deleted on one phone is deleted on all that have it."""

    def delete_texts(law: Law, world: World, phone: Phone, ids: frozenset[str]) -> Answer:
        world, outcome = texts.delete_texts(law, world, phone, ids)
        for other in world.phones.values():
            left = {id_: text for id_, text in other.texts.items() if id_ not in ids}
            world = world.with_phone(texts.with_texts(other, left))
        return world, outcome

    return with_rules(delete_texts=delete_texts)


def _saves_deleted(which: Callable[[Phone, str], bool]) -> Reference:
    """Make the reference, in which some messages come to OneDrive when they are deleted."""

    def delete_texts(law: Law, world: World, phone: Phone, ids: frozenset[str]) -> Answer:
        saved = {id_: StoredText(text=phone.texts[id_], phone=phone.name) for id_ in sorted(ids) if which(phone, id_)}
        world, outcome = texts.delete_texts(law, world, phone, ids)
        if phone.account is not None:
            world = with_saved(world, phone.account, {**world.accounts[phone.account].texts, **saved})
        return world, outcome

    return with_rules(delete_texts=delete_texts)


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

    def delete(law: Law, world: World, command: DeleteMessages) -> Answer:
        world, outcome = RULES.handlers[DeleteMessages](law, world, command)
        phone = world.phones[command.phone]
        if phone.account is not None and not phone.texts and isinstance(outcome, Done):
            world = with_fewer_backups(world, phone.account, lambda backup: backup.phone != phone.name)
        return world, outcome

    return with_handlers({DeleteMessages: delete})


@breaks("TXT-03")
def deleting_backups_takes_messages() -> Reference:
    """With the phone's copy of its backup, its messages go from OneDrive."""

    def delete(law: Law, world: World, command: DeleteBackups) -> Answer:
        world, outcome = RULES.handlers[DeleteBackups](law, world, command)
        phone = world.phones[command.phone]
        return (without_saved(world, phone, lambda _: True) if isinstance(outcome, Done) else world), outcome

    return with_handlers({DeleteBackups: delete})
