"""Miniatures of bringing text messages back: not all come, or others, or not as they were; and phones are offered wrongly."""

from collections.abc import Callable

from msgspec.structs import replace

from backupspec.contract.commands import DeclineRestore, PressNext
from backupspec.contract.outcomes import DONE, Done
from backupspec.contract.texts import KeptMessage
from backupspec.faults.made import at_step, breaks, with_topics
from backupspec.manifest.measuring import entry_bytes
from backupspec.policy.model import ControlRule
from backupspec.reference import texts
from backupspec.reference.engine import Topics
from backupspec.reference.implementation import Reference
from backupspec.reference.law import Answer
from backupspec.reference.observing import View
from backupspec.reference.restoring import Restoring
from backupspec.reference.set_up import FirstSetUp
from backupspec.reference.state import Account, Phone, Text, Texts, World
from backupspec.reference.texts import TextMessages

# What comes back (TXT-02).


def _brings_back(change: Callable[[Account, Texts], Texts]) -> Reference:
    """Make the reference, in which other messages come back than those that are saved."""

    class _Faulty(TextMessages):
        def to_restore(self, account: Account) -> Texts:
            return change(account, super().to_restore(account))

    return with_topics(Topics(texts=_Faulty))


def _changed(text: Text, kept: KeptMessage) -> Text:
    return replace(text, kept=kept, written=entry_bytes(kept))


@breaks("TXT-02")
def messages_come_in_another_order() -> Reference:
    """The newest message of a conversation comes back as its first."""
    return _brings_back(lambda _, came: dict(reversed(came.items())))


@breaks("TXT-02")
def messages_come_in_the_order_of_the_clock() -> Reference:
    """Messages come back in the order of their times, also where the clock was set back."""
    return _brings_back(lambda _, came: dict(sorted(came.items(), key=lambda each: each[1].kept.at)))


@breaks("TXT-02")
def all_come_as_received() -> Reference:
    """What a person sent comes back as if it had been received."""
    return _brings_back(
        lambda _, came: {id_: _changed(text, replace(text.kept, direction="received")) for id_, text in came.items()}
    )


@breaks("TXT-02")
def all_come_with_one_time() -> Reference:
    """Messages come back with the time of the newest."""

    def change(_account: Account, came: Texts) -> Texts:
        newest = max((text.kept.at for text in came.values()), default="")
        return {id_: _changed(text, replace(text.kept, at=newest)) for id_, text in came.items()}

    return _brings_back(change)


@breaks("TXT-02")
def long_messages_are_cut() -> Reference:
    """Of a message, the first 1,120 characters come back."""
    return _brings_back(
        lambda _, came: {
            id_: _changed(
                text,
                replace(text.kept, message=replace(text.kept.message, text=text.kept.message.text[:1120])),
            )
            for id_, text in came.items()
        }
    )


@breaks("TXT-02")
def times_move_with_the_time_zone() -> Reference:
    """Where the time zone is another one than London's, messages come back with other times."""

    class _Faulty(Restoring):
        def complete(self, world: World, phone: Phone) -> World:
            flow = phone.flow
            assert flow is not None
            if world.time_zone != "Europe/London":
                at = world.wall_clock
                moved = {id_: _changed(text, replace(text.kept, at=at)) for id_, text in flow.texts.items()}
                phone = replace(phone, flow=replace(flow, texts=moved))
            return super().complete(world, phone)

    return with_topics(Topics(restoring=_Faulty))


@breaks("TXT-02")
def new_messages_stand_first() -> Reference:
    """On a phone to which messages came back, a new one stands before them."""

    class _Faulty(TextMessages):
        def exchanged(self, world: World, phone: Phone, new: Texts) -> World:
            if phone.restored is not None:
                phone = texts.with_texts(phone, {**new, **phone.texts})
            return super().exchanged(world, phone, new)

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-02")
def messages_alone_are_one_phones() -> Reference:
    """Whoever taps the messages of a phone gets those that it saved, and none of the account's other phones."""

    class _Faulty(Restoring):
        def complete(self, world: World, phone: Phone) -> World:
            flow, set_up = phone.flow, phone.set_up
            assert flow is not None
            if flow.backup is None and set_up is not None:
                saved = world.accounts[flow.account].texts
                own = {id_: text for id_, text in flow.texts.items() if saved[id_].phone == set_up.chosen_texts_of}
                phone = replace(phone, flow=replace(flow, texts=own))
            return super().complete(world, phone)

    return with_topics(Topics(restoring=_Faulty))


@breaks("TXT-02")
def attachments_are_lost() -> Reference:
    """Messages come back without what was attached."""
    return _brings_back(
        lambda _, came: {
            id_: _changed(text, replace(text.kept, message=replace(text.kept.message, attachments=())))
            for id_, text in came.items()
        }
    )


@breaks("TXT-02")
def threads_are_mixed() -> Reference:
    """What was said in a group comes back into the conversation with its first member."""

    def change(_account: Account, came: Texts) -> Texts:
        return {
            id_: _changed(
                text,
                replace(
                    text.kept,
                    message=replace(text.kept.message, conversation=text.kept.message.conversation.partition(",")[0]),
                ),
            )
            for id_, text in came.items()
        }

    return _brings_back(change)


@breaks("TXT-02")
def names_in_capitals_are_the_same() -> Reference:
    """Conversations whose names differ in capitals alone come back as one."""

    def change(_account: Account, came: Texts) -> Texts:
        first: dict[str, str] = {}
        merged: Texts = {}
        for id_, text in came.items():
            message = text.kept.message
            name = first.setdefault(message.conversation.casefold(), message.conversation)
            merged[id_] = _changed(text, replace(text.kept, message=replace(message, conversation=name)))
        return merged

    return _brings_back(change)


@breaks("TXT-02")
def the_newest_hundred_come() -> Reference:
    """Of more messages than a hundred, the newest hundred come back."""
    return _brings_back(lambda _, came: dict([*came.items()][-100:]))


@breaks("TXT-02")
def one_of_each_text_comes() -> Reference:
    """Of messages that say the same, one comes back."""

    def change(_account: Account, came: Texts) -> Texts:
        by_text = {text.kept.message.text: id_ for id_, text in came.items()}
        return {id_: text for id_, text in came.items() if by_text[text.kept.message.text] == id_}

    return _brings_back(change)


@breaks("TXT-02")
def the_newest_phones_messages_come() -> Reference:
    """Of several phones of an account, the messages of the one that saved last come back, and no others."""

    def change(account: Account, came: Texts) -> Texts:
        last = [stored.phone for stored in account.texts.values()][-1:]
        return {id_: text for id_, text in came.items() if account.texts[id_].phone in last}

    return _brings_back(change)


@breaks("TXT-02")
def only_what_was_there_at_the_backup_comes() -> Reference:
    """Messages that were saved after the newest backup do not come back."""

    def change(account: Account, came: Texts) -> Texts:
        if not account.backups:
            return came
        made_at = account.backups[-1].started_at
        return {id_: text for id_, text in came.items() if text.kept.at < made_at}

    return _brings_back(change)


@breaks("TXT-02")
def no_message_comes_back() -> Reference:
    """No message comes back with a backup."""
    return _brings_back(lambda _, _came: {})


@breaks("TXT-02")
def all_accounts_messages_come() -> Reference:
    """The messages of all accounts come back."""

    class _Faulty(Restoring):
        def complete(self, world: World, phone: Phone) -> World:
            world = super().complete(world, phone)
            phone = world.phones[phone.name]
            every = {id_: each.text for account in world.accounts.values() for id_, each in account.texts.items()}
            in_order = dict(sorted(every.items(), key=lambda each: each[1].number))
            return world.with_phone(texts.with_texts(phone, in_order))

    return with_topics(Topics(restoring=_Faulty))


@breaks("TXT-02")
def deleted_messages_come_back() -> Reference:
    """What was deleted on the phone and is still on its way out of OneDrive comes back with the rest."""

    class _Faulty(TextMessages):
        def send_deletions(self, world: World, phone: Phone) -> World:
            assert phone.account is not None
            before = world.accounts[phone.account].texts
            world = super().send_deletions(world, phone)
            account = world.accounts[phone.account]
            gone = {id_: each for id_, each in before.items() if id_ not in account.texts}
            # Sent, but for the newest of several: it stays where it was.
            kept = dict([*gone.items()][-1:]) if len(gone) > 1 else gone
            return world.with_account(phone.account, replace(account, texts={**account.texts, **kept}))

    return with_topics(Topics(texts=_Faulty))


def _there_at(world: World, phone: Phone) -> World:
    """Put an account's messages on a phone."""
    assert phone.account is not None
    came = {id_: each.text for id_, each in world.accounts[phone.account].texts.items()}
    return world.with_phone(texts.with_texts(phone, came))


@breaks("TXT-02")
def messages_come_when_a_restore_is_declined() -> Reference:
    """Messages come also to a phone on which the restore was declined."""

    class _Faulty(FirstSetUp):
        def decline_restore(self, world: World, command: DeclineRestore) -> Answer:
            world, outcome = super().decline_restore(world, command)
            return (_there_at(world, world.phones[command.phone]) if isinstance(outcome, Done) else world), outcome

    return with_topics(Topics(first_set_up=_Faulty))


@breaks("TXT-02")
def messages_come_before_the_code() -> Reference:
    """Messages are on the phone before the security code that is asked for was entered."""

    class _Faulty(FirstSetUp):
        def press_next(self, world: World, command: PressNext) -> Answer:
            world, outcome = super().press_next(world, command)
            phone = world.phones.get(command.phone)
            asked = phone is not None and at_step(phone, "security_code")
            return (_there_at(world, phone) if asked and phone is not None else world), outcome

    return with_topics(Topics(first_set_up=_Faulty))


@breaks("TXT-02")
def messages_come_before_the_rest() -> Reference:
    """Messages are on the phone before the restore is complete."""

    class _Faulty(FirstSetUp):
        def press_next(self, world: World, command: PressNext) -> Answer:
            world, outcome = super().press_next(world, command)
            phone = world.phones.get(command.phone)
            if phone is not None and phone.flow is not None and phone.flow.kind == "restore":
                return _there_at(world, phone), DONE
            return world, outcome

    return with_topics(Topics(first_set_up=_Faulty))


@breaks("TXT-02")
def a_restore_that_is_cut_short_leaves_them_out() -> Reference:
    """When the power fails while the messages of a restore come, the rest comes without them."""

    class _Faulty(Restoring):
        def complete(self, world: World, phone: Phone) -> World:
            flow = phone.flow
            assert flow is not None
            sent = [each for each in world.transfers if each.purpose == "restore" and each.backup is None]
            flow = replace(flow, texts={} if len(sent) > 1 else flow.texts)
            return super().complete(world, replace(phone, flow=flow))

    return with_topics(Topics(restoring=_Faulty))


@breaks("TXT-02")
def restoring_empties_onedrive() -> Reference:
    """Messages that came back to a phone go from OneDrive."""

    class _Faulty(Restoring):
        def complete(self, world: World, phone: Phone) -> World:
            world = super().complete(world, phone)
            assert phone.account is not None
            account = world.accounts[phone.account]
            return world.with_account(phone.account, replace(account, texts={}))

    return with_topics(Topics(restoring=_Faulty))


# What is offered.


@breaks("TXT-02")
def phones_with_backups_are_offered_for_messages_too() -> Reference:
    """A phone that was backed up is also offered for its messages alone."""

    class _Faulty(TextMessages):
        def offers(self, world: World, phone: Phone) -> tuple[str, ...]:
            offered = super().offers(world, phone)
            saved = world.accounts[phone.account].texts if phone.account is not None else {}
            return tuple(sorted({stored.phone for stored in saved.values()})) if offered else offered

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-02")
def phones_of_others_are_offered_for_messages() -> Reference:
    """Phones of other accounts are offered for their messages alone."""

    class _Faulty(TextMessages):
        def offers(self, world: World, phone: Phone) -> tuple[str, ...]:
            own = super().offers(world, phone)
            every = {stored.phone for account in world.accounts.values() for stored in account.texts.values()}
            return tuple(sorted(every)) if own else own

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-02")
def phones_without_messages_are_offered_for_them() -> Reference:
    """A phone is offered for its messages although none of them is left in OneDrive."""

    class _Faulty(TextMessages):
        def offers(self, world: World, phone: Phone) -> tuple[str, ...]:
            own = super().offers(world, phone)
            switched = {
                each.name
                for each in world.phones.values()
                if each.account == phone.account and each.toggles["text_message_backup"] and not each.local_backup
            }
            return tuple(sorted({*own, *switched})) if own else own

    return with_topics(Topics(texts=_Faulty))


@breaks("TXT-02")
def messages_alone_bring_a_backup() -> Reference:
    """Whoever taps the messages of a phone gets what is on that phone as well."""

    class _Faulty(Restoring):
        def complete(self, world: World, phone: Phone) -> World:
            texts_only = phone.flow is not None and phone.flow.backup is None
            others = [
                each for each in world.phones.values() if each.name != phone.name and each.account == phone.account
            ]
            world = super().complete(world, phone)
            if texts_only and others:
                phone = world.phones[phone.name]
                world = world.with_phone(replace(phone, content=others[0].content, held=others[0].held))
            return world

    return with_topics(Topics(restoring=_Faulty))


@breaks("TXT-02")
def next_stays_grey_for_messages_alone() -> Reference:
    """When the messages of a phone were tapped, Next shows as if nothing had been."""

    class _Faulty(View):
        def enabled(self, phone: Phone, rule: ControlRule) -> bool:
            for_messages = rule.step == "choose" and phone.set_up is not None and phone.set_up.chosen is None
            return super().enabled(phone, rule) and not for_messages

    return with_topics(Topics(view=_Faulty))
