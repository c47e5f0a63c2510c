"""A short exchange with the reference: what is asked, and what it answers, so that a loop in any language can be tried by hand."""

from collections.abc import Iterator
from typing import Any

from backupspec import shipped
from backupspec.contract.commands import (
    AddPhone,
    AdvanceTime,
    BackUpNow,
    CreateAccount,
    SetContent,
    SetNetwork,
    SignIn,
    TurnOn,
)
from backupspec.contract.content import App, Content, Item
from backupspec.targets.reaching import reach
from backupspec.targets.speaking import respond
from backupspec.targets.wire import encoded
from backupspec.world.opening import opening

WORLD = "world-1"
"""How the world is called that is opened first, here and in the reference."""

PHONE, ACCOUNT = "Ann's phone", "Ann's account"

CONTENT = Content(
    apps=(App(name="com.example.chess", version="1.2.0", participation="declared"),),
    favourites=(Item(name="News/Bücher", value="https://example.com/"), Item(name='News/"€"', value="C:\\news")),
)
"""What the phone is given: members to be sorted, characters of one, two and three bytes, and such as have to be escaped."""


def exchange() -> tuple[str, str]:
    """Make the requests and the responses, each as JSON Lines: the first response belongs to the first request."""
    lines = [
        encoded({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        for number, (method, params) in enumerate(_asked(), 1)
    ]
    reference = reach("reference")
    answers = [encoded(respond(reference, line)) for line in lines]
    return _as_lines(lines), _as_lines(answers)


def _as_lines(messages: list[bytes]) -> str:
    return "".join(message.decode() + "\n" for message in messages)


def _asked() -> Iterator[tuple[str, dict[str, Any]]]:
    """Say what is asked: what an adapter can do once its loop is written, a backup by hand, and what there is not."""
    policy = shipped.profile(shipped.PROFILES[0])
    yield "about", {}
    yield "open_world", {"opening": opening(policy, "an exchange by hand")}
    yield "observe", {"world": WORLD, "items": False}
    begun = [
        CreateAccount(account=ACCOUNT),
        AddPhone(phone=PHONE),
        AdvanceTime(seconds=3600),
        SetContent(phone=PHONE, content=CONTENT),
    ]
    yield "perform", {"world": WORLD, "commands": begun, "observe": True}
    yield "observe", {"world": WORLD, "items": True}
    not_done = [AddPhone(phone=PHONE), SetNetwork(phone="Ben's phone", network="wifi"), {"command": "no_such_command"}]
    yield "perform", {"world": WORLD, "commands": not_done, "observe": False}
    by_hand = [
        SignIn(phone=PHONE, account=ACCOUNT),
        BackUpNow(phone=PHONE),
        TurnOn(phone=PHONE, toggle="settings_backup"),
        BackUpNow(phone=PHONE),
        SetNetwork(phone=PHONE, network="wifi"),
        BackUpNow(phone=PHONE),
    ]
    yield "perform", {"world": WORLD, "commands": by_hand, "observe": True}
    yield "close_world", {"world": WORLD}
    yield "sing", {}
