"""Text messages: they come and go, are saved one by one, deleted, and come back to a phone that is set up (TXT).

- While its backup is on, each message that comes or goes is saved, and each that is deleted is deleted in OneDrive, too (TXT-01, TXT-03).
- Turning the backup off deletes nothing; what is deleted while it is off stays in OneDrive (TXT-05, TXT-06).
- Messages are the account's: all of them come back, in the order in which they came and went (TXT-02).
- What came or was deleted under one account waits for that account while another is signed in (GEN-01). What comes while nobody
  is signed in is of the account that signs in next.
"""

from collections.abc import Container, Iterable
from typing import Literal

from msgspec.structs import replace

from backupspec.contract import commands
from backupspec.contract.content import Held
from backupspec.contract.encoding import NotBase64, from_base64
from backupspec.contract.outcomes import DONE
from backupspec.contract.terms import TextKind, Toggle
from backupspec.contract.texts import KeptMessage, Message
from backupspec.manifest.measuring import entry_bytes, held_written
from backupspec.reference.later import Amount
from backupspec.reference.law import Answer, Law
from backupspec.reference.parcels import Parcel
from backupspec.reference.phones import once_set_up, refused
from backupspec.reference.state import Account, Phone, StoredText, Text, Texts, World


class TextMessages:
    """The rules of text messages: which are saved, deleted, and come back."""

    def __init__(self, law: Law) -> None:
        self.law = law

    def kinds_saved(self, phone: Phone) -> frozenset[TextKind]:
        """Tell which kinds of messages are saved now: those of the switches that are on (TXT-04, TXT-07)."""
        return frozenset(kind for rule in self.law.policy.toggles if phone.toggles[rule.id] for kind in rule.saves)  # type: ignore[index]

    def kinds_of(self, toggle: Toggle) -> frozenset[TextKind]:
        """Tell which kinds of messages a switch saves."""
        return frozenset(kind for rule in self.law.policy.toggles if rule.id == toggle for kind in rule.saves)

    # They come and go.

    @once_set_up
    def receive(self, world: World, phone: Phone, command: commands.ReceiveMessages) -> Answer:
        """Let messages arrive."""
        return self._exchange(world, phone, command.messages, "received")

    @once_set_up
    def send(self, world: World, phone: Phone, command: commands.SendMessages) -> Answer:
        """Send messages."""
        return self._exchange(world, phone, command.messages, "sent")

    def _exchange(
        self,
        world: World,
        phone: Phone,
        messages: tuple[Message, ...],
        direction: Literal["received", "sent"],
    ) -> Answer:
        offered = {kind for rule in self.law.policy.toggles for kind in rule.saves}
        if any(message.kind not in offered for message in messages):
            return refused(world, "not_offered_on_this_phone")
        if not all(map(_is_message, messages)):
            return refused(world, "not_a_message")
        ids = {message.id for message in messages}
        if len(ids) < len(messages) or any(id_ in known for known in _known(world) for id_ in ids):
            return refused(world, "already_exists")
        at = world.wall_clock
        new = {
            message.id: _text(KeptMessage(message=message, direction=direction, at=at), number, phone.account)
            for number, message in enumerate(messages, world.texts_exchanged + 1)
        }
        world = replace(world, texts_exchanged=world.texts_exchanged + len(messages))
        return self.exchanged(world, with_texts(phone, {**phone.texts, **new}), new), DONE

    def exchanged(self, world: World, phone: Phone, new: Texts) -> World:
        """Put messages that came or went into the queue, if they are to be saved (TXT-01)."""
        return self.queued(world, phone, new)

    def queued(self, world: World, phone: Phone, texts: Texts) -> World:
        """Put messages into the queue, those whose backup is on. What is saved already is taken out again (tidy)."""
        saved = self.kinds_saved(phone)
        queue = phone.queues["texts"]
        waiting = frozenset(queue.waiting)
        more = (id_ for id_, text in texts.items() if text.kept.message.kind in saved and id_ not in waiting)
        return world.with_queue(phone, "texts", replace(queue, waiting=(*queue.waiting, *more)))

    # They are deleted.

    @once_set_up
    def delete_messages(self, world: World, phone: Phone, command: commands.DeleteMessages) -> Answer:
        """Delete some messages, or none if one of them is not there (TXT-03)."""
        ids = frozenset(command.messages)
        return self.delete(world, phone, ids) if ids <= phone.texts.keys() else _no_such(world)

    @once_set_up
    def delete_conversation(self, world: World, phone: Phone, command: commands.DeleteConversation) -> Answer:
        """Delete all messages of a conversation (TXT-03)."""
        of_it = (id_ for id_, text in phone.texts.items() if text.kept.message.conversation == command.conversation)
        ids = frozenset(of_it)
        return self.delete(world, phone, ids) if ids else _no_such(world)

    def delete(self, world: World, phone: Phone, ids: frozenset[str]) -> Answer:
        """Delete messages on a phone; those that are saved are to be deleted in OneDrive, too, while their backup is on (TXT-03, TXT-06)."""
        saved = self.kinds_saved(phone)
        queue = phone.queues["texts"]
        gone = tuple(
            id_
            for id_, text in phone.texts.items()
            if id_ in ids and text.kept.message.kind in saved and _is_saved(world, text)
        )
        left = {id_: text for id_, text in phone.texts.items() if id_ not in ids}
        queue = replace(queue.without(ids), deletions=(*queue.deletions, *gone))
        return world.with_queue(with_texts(phone, left), "texts", queue), DONE

    def send_deletions(self, world: World, phone: Phone) -> World:
        """Delete in OneDrive what was deleted on the phone. It is never saved again (TXT-03). What lies with another account waits for it."""
        assert phone.account is not None
        queue = phone.queues["texts"]
        account = world.accounts[phone.account]
        gone = frozenset(queue.deletions) & account.texts.keys()
        left = tuple(id_ for id_ in queue.deletions if id_ not in gone and _kind(world, id_) is not None)
        account = replace(
            account,
            texts={id_: stored for id_, stored in account.texts.items() if id_ not in gone},
            texts_gone=account.texts_gone | gone,
            free_bytes=account.free_bytes + sum(account.texts[id_].text.size_bytes for id_ in gone),
        )
        return world.with_account(phone.account, account).with_queue(phone, "texts", replace(queue, deletions=left))

    # They are turned on and off.

    def turned_on(self, world: World, phone: Phone) -> World:
        """Save what is on the phone and was not saved: what came while the backup was on before, and what was there already (TXT-05)."""
        return self.queued(world, phone, phone.texts)

    def turned_off(self, world: World, phone: Phone, toggle: Toggle) -> World:
        """Let nothing more leave. Nothing that is saved is deleted; deletions that wait are dropped, or sent, as declared (TXT-05)."""
        kinds = self.kinds_of(toggle)
        queue = phone.queues["texts"]
        waiting = frozenset(id_ for id_ in queue.waiting if phone.texts[id_].kept.message.kind in kinds)
        queue = queue.without(waiting)
        if self.law.choices["waiting_deletions_when_off"] == "dropped":
            queue = replace(queue, deletions=tuple(id_ for id_ in queue.deletions if _kind(world, id_) not in kinds))
        return world.with_queue(phone, "texts", queue)

    # They are saved.

    def tidy(self, world: World, phone: Phone) -> World:
        """Take out of the queue what is in OneDrive, or was deleted there, by way of another phone (TXT-03)."""
        queue = phone.queues["texts"]
        settled = frozenset(id_ for id_ in queue.waiting if _is_settled(world, phone.texts[id_]))
        return world.with_queue(phone, "texts", queue.without(settled)) if settled else world

    def ready(self, _world: World, phone: Phone) -> tuple[Parcel, ...]:
        """Tell which messages can be saved now: those of the account that is signed in (GEN-01)."""
        if phone.network not in self.law.texts_networks:
            return ()
        queue = phone.queues["texts"]
        return tuple(
            _parcel(phone.texts[id_], queue.begun[id_].sent_bytes if id_ in queue.begun else 0)
            for id_ in queue.waiting
            if phone.texts[id_].account == phone.account
        )

    def store(self, world: World, phone: Phone, parcels: tuple[Parcel, ...]) -> World:
        """Let messages count that were sent whole."""
        assert phone.account is not None
        account = world.accounts[phone.account]
        new = {each.name: StoredText(text=phone.texts[each.name], phone=phone.name) for each in parcels}
        account = replace(
            account,
            texts={**account.texts, **new},
            free_bytes=account.free_bytes - sum(each.size_bytes for each in parcels),
        )
        queue = phone.queues["texts"].without(frozenset(new))
        return world.with_account(phone.account, account).with_queue(phone, "texts", queue)

    # They come back.

    def offers(self, world: World, phone: Phone) -> tuple[str, ...]:
        """Tell which phones are offered for their text messages alone: those that saved some and have no complete backup (TXT-02)."""
        if phone.account is None or self.law.choices["texts_only_phones"] == "not_offered":
            return ()
        account = world.accounts[phone.account]
        backed_up = {backup.phone for backup in account.backups if backup.complete}
        return tuple(sorted({stored.phone for stored in account.texts.values()} - backed_up))

    def to_restore(self, account: Account) -> Texts:
        """Tell which messages come back: all of the account's, in the order in which they came and went (TXT-02)."""
        stored = sorted(account.texts.items(), key=lambda each: each[1].text.number)
        return {id_: each.text for id_, each in stored}


def with_texts(phone: Phone, texts: Texts) -> Phone:
    """Return a phone with these text messages."""
    return replace(phone, texts=texts, texts_held=Amount(lambda: _held(texts)))


def _held(texts: Texts) -> Held:
    in_order = sorted(texts.values(), key=lambda each: each.kept.message.conversation)  # as contract/texts.py says
    return held_written([each.written for each in in_order])


def _is_message(message: Message) -> bool:
    """Tell whether a message is what the contract calls one: its attachments are Base64, and an SMS has none."""
    try:
        for attachment in message.attachments:
            from_base64(attachment.content)
    except NotBase64:
        return False
    return message.kind != "sms" or not message.attachments


def _known(world: World) -> Iterable[Container[str]]:
    yield from (phone.texts for phone in world.phones.values())
    for account in world.accounts.values():
        yield account.texts
        yield account.texts_gone


def _text(kept: KeptMessage, number: int, account: str | None) -> Text:
    return Text(kept=kept, number=number, written=entry_bytes(kept), account=account)


def taken_over(phone: Phone, account: str) -> Phone:
    """Give the messages that came while nobody was signed in to the account that signs in (GEN-01)."""
    if all(text.account is not None for text in phone.texts.values()):
        return phone
    texts = {id_: text if text.account else replace(text, account=account) for id_, text in phone.texts.items()}
    return with_texts(phone, texts)


def _no_such(world: World) -> Answer:
    return refused(world, "no_such_message")


def _is_saved(world: World, text: Text) -> bool:
    return text.account is not None and text.kept.message.id in world.accounts[text.account].texts


def _kind(world: World, id_: str) -> TextKind | None:
    """Tell of which kind a message is that was deleted on a phone and may still be saved."""
    saved = (account.texts[id_] for account in world.accounts.values() if id_ in account.texts)
    return next((stored.text.kept.message.kind for stored in saved), None)


def _is_settled(world: World, text: Text) -> bool:
    gone = world.accounts[text.account].texts_gone if text.account is not None else frozenset()
    return _is_saved(world, text) or text.kept.message.id in gone


def _parcel(text: Text, sent_bytes: int) -> Parcel:
    return Parcel(name=text.kept.message.id, size_bytes=text.size_bytes, sent_bytes=sent_bytes)
