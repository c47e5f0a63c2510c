"""What its phones hold, and how it is measured."""

from backupspec.contract.commands import (
    Command,
    ReceiveMessages,
    SetContent,
    name_of,
)
from backupspec.contract.content import App, Content, Held, Item
from backupspec.contract.outcomes import Done, Refused, Unsupported
from backupspec.contract.texts import KeptMessage, Message
from backupspec.manifest.measuring import entry_bytes, held, held_messages
from backupspec.preflight.bench import LACKS_CLOCK, PHONE, Bench, Found, Skip, Wrong, answer_in_words

FAVOURITE = Item(name="News/Bücher", value="https://example.com/")
"""The example of docs/contract.md."""
APP = App(name='com.example."chess"', version="1.0\t\N{GRINNING FACE}", participation="declared")
"""Its members are not given in canonical order, and its texts hold what has to be escaped, and what has not."""
MESSAGE = Message(id="a message", conversation="Ben", kind="sms", text="Grüße")


def holds_content(bench: Bench) -> Found:
    """Give a phone the contract's own example and an app, and see how each is measured."""
    skipped = _not_given(bench, SetContent(phone=PHONE, content=Content(favourites=(FAVOURITE,), apps=(APP,))))
    if skipped is not None:
        return skipped
    amounts = bench.observe().phones[PHONE].content
    return _measured(
        "favourites, in the phone's `content`", amounts.get("favourites"), held((FAVOURITE,)), entry_bytes(FAVOURITE)
    ) or _measured("apps, in the phone's `content`", amounts.get("apps"), held((APP,)), entry_bytes(APP))


def holds_messages(bench: Bench) -> Found:
    """Let one message arrive, and see how it is measured."""
    if bench.lacks("clock"):
        return LACKS_CLOCK
    now = bench.observe().wall_clock
    skipped = _not_given(bench, ReceiveMessages(phone=PHONE, messages=(MESSAGE,)))
    if skipped is not None:
        return skipped
    kept = KeptMessage(message=MESSAGE, direction="received", at=now)
    return _measured(
        "the phone's `messages`", bench.observe().phones[PHONE].messages, held_messages((kept,)), entry_bytes(kept)
    )


def _not_given(bench: Bench, command: Command) -> Found:
    """Give a phone something; tell why that can't be, if it can't. A command that is not there yet is none that a verdict needs."""
    name = name_of(command)
    if PHONE not in bench.seen.phones:
        return Skip("there is no phone to be seen")
    if name in bench.about.unfinished:
        return Skip(f"{name} is unfinished")
    outcome = bench.do(command)
    if isinstance(outcome, Unsupported):
        return Skip(f"{name} is unsupported")
    if isinstance(outcome, Refused) and isinstance(command, ReceiveMessages):
        return Skip(f"{name} is refused ({outcome.reason}), which is policy: scenarios judge it")
    if not isinstance(outcome, Done):
        return Wrong(f"{name} to be done", answer_in_words(outcome), f"Answer {name} with `done`.")
    return None


def _measured(what: str, found: Held | None, expected: Held, entry: bytes) -> Found:
    if found == expected:
        return None
    mend = f"Measure the only entry as {entry.decode()}, {len(entry)} bytes in UTF-8, members in this order; the digest is of this in [ and ] (CONTRACT.md, which `backupspec init` writes, under Content, sizes and digests)."
    return Wrong(f"{what}: {_amount(expected)}", _amount(found) if found else "nothing", mend)


def _amount(amount: Held) -> str:
    return f"count {amount.count}, size_bytes {amount.size_bytes}, {amount.digest}"
