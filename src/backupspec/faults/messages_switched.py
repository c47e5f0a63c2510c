"""Miniatures of the switches of text messages: they stand elsewhere, do nothing, or take saved messages away."""

from msgspec.structs import replace

from backupspec.contract.commands import (
    PressDone,
    ResetPhone,
    TurnOn,
)
from backupspec.contract.outcomes import DONE
from backupspec.contract.terms import TextKind, Toggle
from backupspec.faults.made import breaks, other_profile, relabelled, with_policy, with_topics
from backupspec.faults.messages_saved import without_saved
from backupspec.policy.model import ControlRule, Policy
from backupspec.reference import texts
from backupspec.reference.engine import Topics
from backupspec.reference.events import Events
from backupspec.reference.implementation import Reference
from backupspec.reference.law import Answer
from backupspec.reference.person import Person
from backupspec.reference.set_up import FirstSetUp
from backupspec.reference.state import Phone, World
from backupspec.reference.texts import TextMessages


@breaks("TXT-04")
def another_name_for_the_page() -> Reference:
    """The page of text messages is called Messaging."""
    return with_policy(relabelled("text_messages_page", label="Messaging"))


@breaks("TXT-04")
def the_switch_stands_elsewhere() -> Reference:
    """The switch Text message backup stands on the page Backup."""
    return with_policy(relabelled("text_message_backup_toggle", path=("App list", "Settings", "Backup")))


@breaks("TXT-04")
def the_switch_does_nothing() -> Reference:
    """Messages are saved once the backup was on, whether or not it still is."""

    class _Faulty(TextMessages):
        def kinds_saved(self, phone: Phone) -> frozenset[TextKind]:
            saved = phone.account is not None and (phone.texts or super().kinds_saved(phone))
            return frozenset({"sms", "mms"}) if saved else frozenset()

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-05")
def turning_off_purges() -> Reference:
    """When the backup is turned off, the saved messages go."""

    class _Faulty(TextMessages):
        def turned_off(self, world: World, phone: Phone, toggle: Toggle) -> World:
            world = super().turned_off(world, phone, toggle)
            kinds = self.kinds_of(toggle)
            return without_saved(world, phone, lambda each: each.text.kept.message.kind in kinds)

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-05")
def turning_on_begins_anew() -> Reference:
    """When the backup is turned on, what was saved before goes, and is not saved again."""

    class _Faulty(TextMessages):
        def turned_on(self, world: World, phone: Phone) -> World:
            return without_saved(world.with_phone(phone), phone, lambda _: True)

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-05")
def what_waits_is_forgotten() -> Reference:
    """Messages that wait when the backup is turned off are never saved."""

    class _Faulty(TextMessages):
        def turned_on(self, world: World, phone: Phone) -> World:
            return world.with_phone(phone)

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-05")
def what_waits_still_goes() -> Reference:
    """Messages that wait when the backup is turned off are saved all the same."""

    class _Faulty(TextMessages):
        def turned_off(self, world: World, phone: Phone, toggle: Toggle) -> World:
            waiting = phone.queues["texts"].waiting
            world = super().turned_off(world, phone, toggle)
            phone = world.phones[phone.name]
            return world.with_queue(phone, "texts", replace(phone.queues["texts"], waiting=waiting))

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-05")
def what_is_off_does_not_come_back() -> Reference:
    """Messages come back only from phones whose backup is on."""

    class _Faulty(FirstSetUp):
        def press_done(self, world: World, command: PressDone) -> Answer:
            world, outcome = super().press_done(world, command)
            phone = world.phones[command.phone]
            others = [
                each for each in world.phones.values() if each.name != phone.name and each.account == phone.account
            ]
            if others and not any(each.toggles["text_message_backup"] for each in others):
                world = world.with_phone(texts.with_texts(phone, {}))
            return world, outcome

    return with_topics(Topics(first_set_up=_Faulty))


@breaks("TXT-06")
def an_empty_phone_wipes_them() -> Reference:
    """When the backup is turned on, what is not on the phone goes from OneDrive."""

    class _Faulty(TextMessages):
        def turned_on(self, world: World, phone: Phone) -> World:
            world = super().turned_on(world, phone)
            return without_saved(world, phone, lambda each: each.text.kept.message.id not in phone.texts)

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-06")
def a_deletion_while_off_propagates() -> Reference:
    """What is deleted while the backup is off goes from OneDrive."""

    class _Faulty(TextMessages):
        def delete(self, world: World, phone: Phone, ids: frozenset[str]) -> Answer:
            world, outcome = super().delete(world, phone, ids)
            return without_saved(world, phone, lambda each: each.text.kept.message.id in ids), outcome

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-06")
def one_phone_that_is_on_is_enough() -> Reference:
    """What is deleted on a phone whose backup is off goes from OneDrive, if it is on on another phone of the account."""

    class _Faulty(TextMessages):
        def delete(self, world: World, phone: Phone, ids: frozenset[str]) -> Answer:
            others = [
                each for each in world.phones.values() if each.account == phone.account and each.name != phone.name
            ]
            is_on = any(each.toggles["text_message_backup"] for each in others)
            world, outcome = super().delete(world, phone, ids)
            return (
                without_saved(world, phone, lambda each: each.text.kept.message.id in ids) if is_on else world
            ), outcome

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-06")
def a_reset_deletes() -> Reference:
    """When a phone is reset, the messages go from OneDrive that are on it."""

    class _Faulty(Events):
        def reset_phone(self, world: World, command: ResetPhone) -> Answer:
            before = world.phones[command.phone]
            world, outcome = super().reset_phone(world, command)
            return without_saved(world, before, lambda each: each.text.kept.message.id in before.texts), outcome

    return with_topics(Topics(events=_Faulty))


@breaks("TXT-06")
def nothing_can_be_cleared() -> Reference:
    """What was saved before the backup was turned off stays in OneDrive for ever."""

    class _Faulty(TextMessages):
        def turned_off(self, world: World, phone: Phone, toggle: Toggle) -> World:
            kept = {id_: replace(text, number=-text.number) for id_, text in phone.texts.items()}
            return super().turned_off(world, replace(phone, texts=kept), toggle)

        def delete(self, world: World, phone: Phone, ids: frozenset[str]) -> Answer:
            old = {id_ for id_ in ids if phone.texts[id_].number < 0}
            world, outcome = super().delete(world, phone, ids)
            left = world.phones[phone.name]
            queue = left.queues["texts"]
            deletions = tuple(id_ for id_ in queue.deletions if id_ not in old)
            return world.with_queue(left, "texts", replace(queue, deletions=deletions)), outcome

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-07")
def chats_on_both_versions() -> Reference:
    """Windows Phone 8.1 has Chat backup, and Windows Phone 8 has not."""

    def change(policy: Policy) -> Policy:
        other = other_profile(policy)
        own = tuple(control for control in policy.controls if control not in _chat(policy))
        return replace(policy, toggles=other.toggles, controls=(*own, *_chat(other)))

    return with_policy(change)


def _chat(policy: Policy) -> tuple[ControlRule, ...]:
    return tuple(control for control in policy.controls if control.sets == "chat_backup")


@breaks("TXT-07", "windows-phone-8")
def chats_are_deleted_with_the_messages() -> Reference:
    """A chat that is deleted while Chat backup is off goes from OneDrive, if Text message backup is on."""

    class _Faulty(TextMessages):
        def delete(self, world: World, phone: Phone, ids: frozenset[str]) -> Answer:
            is_on = phone.toggles["text_message_backup"]
            world, outcome = super().delete(world, phone, ids)
            return (
                without_saved(world, phone, lambda each: each.text.kept.message.id in ids) if is_on else world
            ), outcome

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-07")
def chat_can_be_turned_on_unseen() -> Reference:
    """Chat backup can be turned on where there is no switch for it."""

    class _Faulty(Person):
        def turn_on(self, world: World, command: TurnOn) -> Answer:
            if command.toggle == "chat_backup":
                return world, DONE
            return super().turn_on(world, command)

    return with_topics(Topics(person=_Faulty))


@breaks("TXT-07")
def chats_are_saved_with_the_messages() -> Reference:
    """Text message backup saves chats as well, and Chat backup can be turned on without effect."""

    def change(policy: Policy) -> Policy:
        toggles = tuple(
            replace(rule, saves=("sms", "mms", "chat")) if rule.id == "text_message_backup" else rule
            for rule in policy.toggles
        )
        return replace(policy, toggles=toggles)

    class _Faulty(Person):
        def turn_on(self, world: World, command: TurnOn) -> Answer:
            return (world, DONE) if command.toggle == "chat_backup" else super().turn_on(world, command)

    return with_policy(change, Topics(person=_Faulty))
