"""Miniatures of the switches of text messages: they stand elsewhere, do nothing, or take saved messages away."""

from msgspec.structs import replace

from backupspec.contract.commands import (
    PressDone,
    ResetPhone,
    TurnOn,
)
from backupspec.contract.outcomes import DONE
from backupspec.contract.terms import TextKind, Toggle
from backupspec.faults.made import (
    breaks,
    other_profile,
    relabelled,
    with_handlers,
    with_policy,
    with_rules,
)
from backupspec.faults.messages_saved import without_saved
from backupspec.policy.model import ControlRule, Policy
from backupspec.reference import texts
from backupspec.reference.implementation import RULES, Reference
from backupspec.reference.law import Answer, Law
from backupspec.reference.queues import with_queue
from backupspec.reference.state import Phone, World


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

    def kinds_saved(law: Law, phone: Phone) -> frozenset[TextKind]:
        saved = phone.account is not None and (phone.texts or texts.kinds_saved(law, phone))
        return frozenset({"sms", "mms"}) if saved else frozenset()

    return with_rules(kinds_saved=kinds_saved)


@breaks("TXT-05")
def turning_off_purges() -> Reference:
    """When the backup is turned off, the saved messages go."""

    def texts_turned_off(law: Law, world: World, phone: Phone, toggle: Toggle) -> World:
        world = texts.turned_off(law, world, phone, toggle)
        kinds = texts.kinds_of(law, toggle)
        return without_saved(world, phone, lambda each: each.text.kept.message.kind in kinds)

    return with_rules(texts_turned_off=texts_turned_off)


@breaks("TXT-05")
def turning_on_begins_anew() -> Reference:
    """When the backup is turned on, what was saved before goes, and is not saved again."""

    def texts_turned_on(_law: Law, world: World, phone: Phone) -> World:
        return without_saved(world.with_phone(phone), phone, lambda _: True)

    return with_rules(texts_turned_on=texts_turned_on)


@breaks("TXT-05")
def what_waits_is_forgotten() -> Reference:
    """Messages that wait when the backup is turned off are never saved."""

    def texts_turned_on(_law: Law, world: World, phone: Phone) -> World:
        return world.with_phone(phone)

    return with_rules(texts_turned_on=texts_turned_on)


@breaks("TXT-05")
def what_waits_still_goes() -> Reference:
    """Messages that wait when the backup is turned off are saved all the same."""

    def texts_turned_off(law: Law, world: World, phone: Phone, toggle: Toggle) -> World:
        waiting = phone.queues["texts"].waiting
        world = texts.turned_off(law, world, phone, toggle)
        phone = world.phones[phone.name]
        return with_queue(world, phone, "texts", replace(phone.queues["texts"], waiting=waiting))

    return with_rules(texts_turned_off=texts_turned_off)


@breaks("TXT-05")
def what_is_off_does_not_come_back() -> Reference:
    """Messages come back only from phones whose backup is on."""

    def press_done(law: Law, world: World, command: PressDone) -> Answer:
        world, outcome = RULES.handlers[PressDone](law, world, command)
        phone = world.phones[command.phone]
        others = [each for each in world.phones.values() if each.name != phone.name and each.account == phone.account]
        if others and not any(each.toggles["text_message_backup"] for each in others):
            world = world.with_phone(texts.with_texts(phone, {}))
        return world, outcome

    return with_handlers({PressDone: press_done})


@breaks("TXT-06")
def an_empty_phone_wipes_them() -> Reference:
    """When the backup is turned on, what is not on the phone goes from OneDrive."""

    def texts_turned_on(law: Law, world: World, phone: Phone) -> World:
        world = texts.turned_on(law, world, phone)
        return without_saved(world, phone, lambda each: each.text.kept.message.id not in phone.texts)

    return with_rules(texts_turned_on=texts_turned_on)


@breaks("TXT-06")
def a_deletion_while_off_propagates() -> Reference:
    """What is deleted while the backup is off goes from OneDrive."""

    def delete_texts(law: Law, world: World, phone: Phone, ids: frozenset[str]) -> Answer:
        world, outcome = texts.delete_texts(law, world, phone, ids)
        return without_saved(world, phone, lambda each: each.text.kept.message.id in ids), outcome

    return with_rules(delete_texts=delete_texts)


@breaks("TXT-06")
def one_phone_that_is_on_is_enough() -> Reference:
    """What is deleted on a phone whose backup is off goes from OneDrive, if it is on on another phone of the account."""

    def delete_texts(law: Law, world: World, phone: Phone, ids: frozenset[str]) -> Answer:
        others = [each for each in world.phones.values() if each.account == phone.account and each.name != phone.name]
        is_on = any(each.toggles["text_message_backup"] for each in others)
        world, outcome = texts.delete_texts(law, world, phone, ids)
        return (without_saved(world, phone, lambda each: each.text.kept.message.id in ids) if is_on else world), outcome

    return with_rules(delete_texts=delete_texts)


@breaks("TXT-06")
def a_reset_deletes() -> Reference:
    """When a phone is reset, the messages go from OneDrive that are on it."""

    def reset(law: Law, world: World, command: ResetPhone) -> Answer:
        before = world.phones[command.phone]
        world, outcome = RULES.handlers[ResetPhone](law, world, command)
        return without_saved(world, before, lambda each: each.text.kept.message.id in before.texts), outcome

    return with_handlers({ResetPhone: reset})


@breaks("TXT-06")
def nothing_can_be_cleared() -> Reference:
    """What was saved before the backup was turned off stays in OneDrive for ever."""

    def texts_turned_off(law: Law, world: World, phone: Phone, toggle: Toggle) -> World:
        kept = {id_: replace(text, number=-text.number) for id_, text in phone.texts.items()}
        return texts.turned_off(law, world, replace(phone, texts=kept), toggle)

    def delete_texts(law: Law, world: World, phone: Phone, ids: frozenset[str]) -> Answer:
        old = {id_ for id_ in ids if phone.texts[id_].number < 0}
        world, outcome = texts.delete_texts(law, world, phone, ids)
        left = world.phones[phone.name]
        queue = left.queues["texts"]
        deletions = tuple(id_ for id_ in queue.deletions if id_ not in old)
        return with_queue(world, left, "texts", replace(queue, deletions=deletions)), outcome

    return with_rules(texts_turned_off=texts_turned_off, delete_texts=delete_texts)


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

    def delete_texts(law: Law, world: World, phone: Phone, ids: frozenset[str]) -> Answer:
        is_on = phone.toggles["text_message_backup"]
        world, outcome = texts.delete_texts(law, world, phone, ids)
        return (without_saved(world, phone, lambda each: each.text.kept.message.id in ids) if is_on else world), outcome

    return with_rules(delete_texts=delete_texts)


@breaks("TXT-07")
def chat_can_be_turned_on_unseen() -> Reference:
    """Chat backup can be turned on where there is no switch for it."""

    def turn_on(law: Law, world: World, command: TurnOn) -> Answer:
        if command.toggle == "chat_backup":
            return world, DONE
        return RULES.handlers[TurnOn](law, world, command)

    return with_handlers({TurnOn: turn_on})


@breaks("TXT-07")
def chats_are_saved_with_the_messages() -> Reference:
    """Text message backup saves chats as well, and Chat backup can be turned on without effect."""

    def change(policy: Policy) -> Policy:
        toggles = tuple(
            replace(rule, saves=("sms", "mms", "chat")) if rule.id == "text_message_backup" else rule
            for rule in policy.toggles
        )
        return replace(policy, toggles=toggles)

    def turn_on(law: Law, world: World, command: TurnOn) -> Answer:
        return (world, DONE) if command.toggle == "chat_backup" else RULES.handlers[TurnOn](law, world, command)

    return with_policy(change, replace(RULES, handlers={**RULES.handlers, TurnOn: turn_on}))
