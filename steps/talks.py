"""Text messages, as people speak of them: one, some conversations, very many. And what was said on a phone so far."""

from collections.abc import Callable

from msgspec import Struct

from backupspec.contract.commands import (
    AdvanceTime,
    Command,
    DeleteConversation,
    DeleteMessages,
    ReceiveMessages,
    SendMessages,
)
from backupspec.contract.outcomes import Done
from backupspec.contract.terms import TextKind
from backupspec.contract.texts import Attachment, KeptMessage, Message
from backupspec.fixtures.occasions import attachment, message
from backupspec.world.world import World

BEN, CLEO, GROUP = "Ben the baker", "Cleo from next door", "Ben the baker, Cleo from next door"
"""With whom: the name of the group begins as that of one of its people does."""
BEN_IN_CAPITALS = BEN.upper()
"""Somebody else, whose name differs from Ben's in capitals alone."""

PICTURE = attachment("sunset.jpg", "the sun over the harbour, as Ben saw it")
SOUND = attachment("birds.wav", "a blackbird and two finches at four in the morning")
CARD = attachment("Dan.vcf", "BEGIN:VCARD, Dan the plumber, +49 30 901820699")


class Said(Struct, frozen=True):
    """One message: with whom, of which kind, what it says, what comes with it, and how long after the one before."""

    conversation: str = BEN
    kind: TextKind = "sms"
    text: str | None = None
    attachments: tuple[Attachment, ...] = ()
    after_s: int = 0


Talk = Callable[[], tuple[Said, ...]]

TALKS: dict[str, Talk] = {
    "an SMS": lambda: (Said(),),
    "another SMS": lambda: (Said(conversation=CLEO),),
    "an SMS of 2,000 characters": lambda: (Said(text="a long story " * 153),),
    "messages in many scripts": lambda: tuple(
        Said(text=text)
        for text in ("Ζεστό ψωμί, φρέσκο!", "焼きたてのパンです", "خبز طازج اليوم", '"Brötchen" \\ 🥨🥨')
    ),
    "two messages that say the same": lambda: (Said(text="See you at eight."), Said(text="See you at eight.")),
    "an MMS with a picture": lambda: (Said(kind="mms", attachments=(PICTURE,)),),
    "an MMS with a picture, a sound and a card": lambda: (Said(kind="mms", attachments=(PICTURE, SOUND, CARD)),),
    "an MMS without words": lambda: (Said(kind="mms", text="", attachments=(PICTURE,)),),
    "an MMS of 400,000 bytes": lambda: (Said(kind="mms", attachments=(attachment("film.mp4", "frame " * 66_667),)),),
    "an MMS in a group": lambda: (Said(conversation=GROUP, kind="mms"),),
    "messages of Ben and of BEN": lambda: (
        Said(),
        Said(conversation=BEN_IN_CAPITALS),
        Said(),
        Said(conversation=BEN_IN_CAPITALS),
    ),
    "three conversations": lambda: (
        Said(),
        Said(after_s=60),
        Said(conversation=CLEO, after_s=3600),
        Said(conversation=GROUP, kind="mms", attachments=(PICTURE,)),
        Said(after_s=86_400),
        Said(conversation=GROUP, kind="mms", after_s=1),
        Said(conversation=CLEO),
        Said(),
    ),
    "1,000 messages": lambda: tuple(Said(conversation=(BEN, CLEO)[number % 2]) for number in range(1_000)),
    "10,000 messages": lambda: (Said(),) * 10_000,
    "a chat": lambda: (Said(kind="chat"),),
    "an SMS and a chat": lambda: (Said(), Said(kind="chat", conversation=CLEO)),
}
"""What people say, and how sentences call it."""


def said(world: World) -> dict[str, KeptMessage]:
    """List all messages that came or went in a world, by their ids, in the order in which they did."""
    return {kept.message.id: kept for _, kept in _all_said(world)}


def _all_said(world: World) -> list[tuple[str, KeptMessage]]:
    found: list[tuple[str, KeptMessage]] = []
    for event in world.history.events:
        command = event.command
        if isinstance(command, ReceiveMessages | SendMessages) and isinstance(event.outcome, Done):
            direction = "received" if isinstance(command, ReceiveMessages) else "sent"
            at = event.before.wall_clock
            found += [
                (command.phone, KeptMessage(message=each, direction=direction, at=at))  # type: ignore[arg-type]
                for each in command.messages
            ]
    return found


def said_on(world: World, *phones: str) -> list[KeptMessage]:
    """List what came or went on phones and was deleted on none, in that order."""
    gone = deleted(world)
    return [kept for phone, kept in _all_said(world) if phone in phones and kept.message.id not in gone]


def deleted(world: World) -> set[str]:
    """Name the messages that were deleted on a phone."""
    gone: set[str] = set()
    for event in world.history.events:
        command = event.command
        if isinstance(command, DeleteMessages):
            gone.update(command.messages)
        elif isinstance(command, DeleteConversation):
            gone.update(id_ for id_, kept in said(world).items() if kept.message.conversation == command.conversation)
    return gone


def exchanging(world: World, phone: str, talk: Talk, direction: str = "exchanges") -> list[Command]:
    """List what lets messages come, or go, or both in turn. Of very many, a part comes at once, and the rest goes at once."""
    saying = talk()
    first = len(said(world)) + 1
    messages = tuple(_message(number, each) for number, each in enumerate(saying, first))
    if direction != "exchanges":
        return [WAYS[direction](phone=phone, messages=messages)]
    if len(messages) > MOST_TURNS:
        return [
            ReceiveMessages(phone=phone, messages=messages[::2]),
            SendMessages(phone=phone, messages=messages[1::2]),
        ]
    done: list[Command] = []
    for number, each in enumerate(saying):
        done += [AdvanceTime(seconds=each.after_s)] if each.after_s else []
        way = SendMessages if number % 2 else ReceiveMessages
        done.append(way(phone=phone, messages=(messages[number],)))
    return done


def _message(number: int, each: Said) -> Message:
    made = message(number, each.conversation, each.kind)
    text = made.text if each.text is None else each.text
    return Message(id=made.id, conversation=each.conversation, kind=each.kind, text=text, attachments=each.attachments)


WAYS: dict[str, type[ReceiveMessages | SendMessages]] = {"receives": ReceiveMessages, "sends": SendMessages}
MOST_TURNS = 20
