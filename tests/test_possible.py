"""What types cannot say of an observation is looked at as well, and told with its place: moments, time zones, Base64."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

from backupspec.contract.commands import (
    AddPhone,
    BackUpNow,
    ChooseUpload,
    CreateAccount,
    ReadCloud,
    ReceiveMessages,
    SetNetwork,
    SignIn,
    TurnOn,
)
from backupspec.contract.encoding import NotBase64, from_base64
from backupspec.contract.implementation import BrokenContract
from backupspec.contract.observations import Observation
from backupspec.contract.possible import possible
from backupspec.contract.schemas import schema
from backupspec.fixtures.occasions import attachment, message, photo_taken
from backupspec.targets.guard import Guarded
from backupspec.targets.wire import Remote, SeenIn, encoded
from backupspec.world.world import World

OpenWorld = Callable[..., World]
ANN = "ann@example.com"


@pytest.fixture
def seen(open_world: OpenWorld) -> dict[str, Any]:
    """Return an observation, as JSON, with a value in each member that is a moment or Base64."""
    world = open_world()
    world.must(CreateAccount(account=ANN), AddPhone(phone="ann"), SignIn(phone="ann", account=ANN))
    world.must(SetNetwork(phone="ann", network="wifi"), ChooseUpload(phone="ann", medium="photos", quality="good"))
    world.must(*(TurnOn(phone="ann", toggle=each) for each in ("settings_backup", "text_message_backup")))
    mms = msgspec.structs.replace(message(1, kind="mms"), attachments=(attachment("a.jpg", "a"),))
    world.must(ReceiveMessages(phone="ann", messages=(mms,)), photo_taken("ann", 1, "small"))
    world.must(BackUpNow(phone="ann"), ReadCloud(account=ANN, by="someone", purpose="restore"))
    made: dict[str, Any] = json.loads(msgspec.json.encode(world.items()))
    account, phone = made["accounts"][ANN], made["phones"]["ann"]
    account["stored_messages"] = ["QQ=="]
    for backup in (*account["backups"], phone["local_backup"]):
        backup["parts"][0]["stored"] = ["QQ=="]
    return made


def places(value: Any, wanted: Callable[[str], bool], at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield where texts are that are wanted."""
    if isinstance(value, dict | list):
        for name, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(each, wanted, (*at, name))
    elif isinstance(value, str) and wanted(value):
        yield at


def put(seen: dict[str, Any], place: tuple[Any, ...], value: str) -> Observation:
    """Return an observation with another value in one place."""
    made: Any = json.loads(json.dumps(seen))
    inner = made
    for name in place[:-1]:
        inner = inner[name]
    inner[place[-1]] = value
    return msgspec.convert(made, Observation)


def members(kind: str) -> set[str]:
    """Name the members of an observation whose type has this description."""
    described = {"moment": "A moment of the wall clock", "base64": "Bytes in Base64"}[kind]
    return {
        name
        for each in schema("observation")["$defs"].values()
        for name, member in each.get("properties", {}).items()
        if described in json.dumps(member)
    }


def is_moment(text: str) -> bool:
    """Tell whether a text is written as a moment."""
    return len(text) == len("2014-06-02T09:00:00Z") and text.startswith("20") and text.endswith("Z")


@pytest.mark.parametrize(
    "wrong", ["2014-02-30T09:00:00Z", "0000-01-01T00:00:00Z", "2014-06-02T24:00:00Z", "2014-06-30T23:59:60Z"]
)
def test_a_moment_that_no_calendar_has_breaks_the_contract(seen: dict[str, Any], wrong: str) -> None:
    """Wherever it stands: every member that is a moment is tried."""
    right = msgspec.convert(seen, Observation)
    assert possible(right) is right
    tried = list(places(seen, is_moment))
    assert {place[-1] for place in tried} == members("moment")

    for place in tried:
        with pytest.raises(BrokenContract, match=f"there is no such moment: {wrong} - at `") as caught:
            possible(put(seen, place, wrong))
        assert str(place[-1]) in str(caught.value)


@pytest.mark.parametrize("wrong", ["not base64!!", "QQ", "QR==", "QQ==\n", "Q-__", "é"])
def test_what_is_no_base64_breaks_the_contract(seen: dict[str, Any], wrong: str) -> None:
    """Wherever it stands: every member that is Base64 is tried."""
    names = members("base64")
    tried = [each for each in places(seen, lambda _: True) if names & {each[-1], each[-2] if len(each) > 1 else None}]
    assert {name for each in tried for name in each[-2:]} >= names

    for place in tried:
        with pytest.raises(BrokenContract, match="this is not Base64: "):
            possible(put(seen, place, wrong))


@pytest.mark.parametrize("wrong", ["Mars", "localtime", "posix/Europe/Berlin", "europe/london", "Europe"])
def test_a_time_zone_that_is_none_breaks_the_contract(seen: dict[str, Any], wrong: str) -> None:
    """Old names are names; what is on this machine alone is not."""
    assert possible(put(seen, ("time_zone",), "Asia/Calcutta")).time_zone == "Asia/Calcutta"

    with pytest.raises(BrokenContract, match=rf"there is no time zone '{wrong}' - at `\$\.time_zone`"):
        possible(put(seen, ("time_zone",), wrong))


class Shows:
    """An implementation, in this process or at the end of a channel, that shows one thing."""

    def __init__(self, seen: Observation) -> None:
        self.seen = seen

    def observe(self, _world: str, **_wanted: bool) -> Observation:
        """Show it."""
        return self.seen

    def ask(self, _operation: str, _body: bytes) -> bytes:
        """Send it."""
        return encoded(SeenIn(world="w", observation=self.seen))

    def log(self) -> tuple[str, ...]:
        """Tell nothing."""
        return ()


@pytest.mark.parametrize(
    "way", [lambda shows: Guarded(shows, "x"), lambda shows: Remote(shows, "x")], ids=["in-process", "remote"]
)
def test_both_ways_to_an_implementation_look(seen: dict[str, Any], way: Callable[[Any], Any]) -> None:
    """What can't be is refused, whichever way it comes; what can be comes through."""
    right = msgspec.convert(seen, Observation)
    assert way(Shows(right)).observe("w") == right

    for place, wrong in ((("time_zone",), "Mars"), (("wall_clock",), "2014-02-30T09:00:00Z")):
        with pytest.raises(BrokenContract, match=f"there is no .*{wrong}.*{place[0]}"):
            way(Shows(put(seen, place, wrong))).observe("w")


def test_base64_is_read() -> None:
    """What is Base64 is read, nothing being Base64, too."""
    assert [from_base64(each) for each in ("", "QQ==", "QUI=", "QUJD")] == [b"", b"A", b"AB", b"ABC"]
    for wrong in ("Q", "QQ=", "QQ==QQ==", " QQ==", "QQ==\n", "QQ_-", "\udc80"):
        with pytest.raises(NotBase64):
            from_base64(wrong)
