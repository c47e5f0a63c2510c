"""A server does what it is asked, and tells what it can't do as the document says."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from asking import OPENING, Ask, Asked, Double, Json, hangs, raising

from backupspec.contract.implementation import Implementation
from backupspec.contract.schemas import plain
from backupspec.targets import guard
from backupspec.targets.guard import Guarded
from backupspec.targets.server import serving
from backupspec.targets.server.problems import KINDS
from backupspec.targets.wire import MOST_COMMANDS, encoded

# What it does.


def test_answers_as_the_implementation_does(asked: Asked, reference: Implementation) -> None:
    """Each operation is done, and answered with the name of the world that the server gave it."""
    assert asked("/about", {}) == (200, json.loads(encoded(reference.about())))
    world = asked.opened()
    assert world == "w1"

    commands = [{"command": "add_phone", "phone": "ann"}, {"command": "advance_time", "seconds": 60.0}]
    status, performed = asked("/perform", {"world": world, "commands": commands, "observe": True})

    assert status == 200
    assert performed["world"] == world
    assert performed["outcomes"] == [{"outcome": "done"}, {"outcome": "done"}]
    assert performed["observation"]["elapsed_s"] == 60
    assert asked("/observe", {"world": world})[1]["observation"] == performed["observation"]
    assert asked("/observe", {"world": world, "items": True})[1]["observation"]["phones"]["ann"]["items"] is not None
    assert asked("/close_world", {"world": world}) == (200, {"world": world})
    assert asked("/observe", {"world": world})[0] == 404


def test_worlds_know_nothing_of_each_other(asked: Asked) -> None:
    """What is done in one world is done in no other."""
    one, other = asked.opened(), asked.opened()

    asked("/perform", {"world": one, "commands": [{"command": "add_phone", "phone": "ann"}]})

    assert asked("/observe", {"world": one})[1]["observation"]["phones"].keys() == {"ann"}
    assert asked("/observe", {"world": other})[1]["observation"]["phones"] == {}


def test_the_conversation_on_the_page_is_real(ask: Ask, reference: Implementation) -> None:
    """What docs/server.md shows is what is answered."""
    text = (Path(__file__).parents[2] / "docs" / "server.md").read_text("utf-8")
    shown = re.findall(r"^> POST (\S+) +(\{.*)\n< ([0-9]+) (\{.*)$", text, re.MULTILINE)
    assert len(shown) == 4
    asked = ask(reference, prefix="9ce174f2-")

    for path, body, status, answer in shown:
        assert asked(path, body.encode()) == (int(status), json.loads(answer))


# What it refuses.

RIGHT = {"opening": plain(OPENING)}


def opening(**members: Any) -> Json:
    """Make an opening with other members."""
    return {"opening": {**RIGHT["opening"], **members}}


REFUSED: dict[str, tuple[str, Any, dict[str, str], str, str | None]] = {
    "no-json": ("/open_world", b"{", {}, "not-json", None),
    "nothing": ("/open_world", b"", {}, "not-json", None),
    "not-utf-8": ("/close_world", b'{"world":"\xff"}', {}, "not-json", None),
    "not-a-number": ("/observe", b'{"world":"w1","items":NaN}', {}, "not-json", None),
    "too-deep": ("/open_world", b'{"opening":' + b"[" * 10**5, {}, "breaks-contract", "$.opening"),
    "a-member-twice": ("/observe", b'{"world":"w1","world":"w1"}', {}, "breaks-contract", "$"),
    "an-unknown-member": ("/observe", {"world": "w1", "weather": 1}, {}, "breaks-contract", "$"),
    "a-wrong-type": ("/open_world", opening(seed="1"), {}, "breaks-contract", "$.opening.seed"),
    "a-fraction": ("/open_world", opening(seed=1.5), {}, "breaks-contract", "$.opening.seed"),
    "half-a-command": (
        "/perform",
        {"world": "w1", "commands": [{"command": "turn_on"}]},
        {},
        "breaks-contract",
        "$.commands[0]",
    ),
    "too-many-commands": (
        "/perform",
        {"world": "w1", "commands": [{"command": "advance_time", "seconds": 0}] * (MOST_COMMANDS + 1)},
        {},
        "breaks-contract",
        "$.commands",
    ),
    "an-unknown-world": ("/perform", {"world": "w2", "commands": []}, {}, "unknown-world", "$.world"),
    "another-profile": ("/open_world", opening(profile="iphone"), {}, "wrong-opening", "$.opening.profile"),
    "no-such-choice": ("/open_world", opening(choices={"mood": "good"}), {}, "wrong-opening", "$.opening.choices"),
    "no-such-instant": (
        "/open_world",
        opening(wall_clock="2014-02-30T09:00:00Z"),
        {},
        "wrong-opening",
        "$.opening.wall_clock",
    ),
    "no-such-zone": ("/open_world", opening(time_zone="../Europe"), {}, "wrong-opening", "$.opening.time_zone"),
    "a-form": ("/about", b"", {"content_type": "application/x-www-form-urlencoded"}, "wrong-content-type", None),
    "no-type": ("/about", {}, {"content_type": ""}, "wrong-content-type", None),
    "plain-text": ("/about", {}, {"content_type": "text/plain"}, "wrong-content-type", None),
    "another-host": ("/about", {}, {"host": "rebound.example:8000"}, "wrong-host", None),
    "a-host-like-ours": ("/about", {}, {"host": "127.0.0.1.example"}, "wrong-host", None),
    "no-host": ("/about", {}, {"host": ""}, "wrong-host", None),
    "too-large": ("/about", {}, {"content_length": str(2**26 + 1)}, "too-large", None),
    "another-path": ("/fly", {}, {}, "nothing-here", None),
    "a-path-and-a-slash": ("/about/", {}, {}, "nothing-here", None),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_wrong_request_is_told(asked: Asked, kind: str) -> None:
    """What is wrong is told as RFC 9457 has it, with its place; and the world is as it was."""
    world = asked.opened()
    path, body, headers, name, at = REFUSED[kind]

    status, told = asked(path, body, **headers)

    assert told["type"] == f"/#{name}"
    assert (told["status"], told["title"]) == (status, KINDS[name].title)
    assert told["status"] == KINDS[name].status
    assert told["instance"] == path
    assert told.get("at") == at
    assert told["detail"]
    assert asked("/observe", {"world": world})[1]["observation"]["elapsed_s"] == 0


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:80", "127.0.0.1:8000", "127.1.2.3", "[::1]:8000"])
def test_a_name_of_this_machine_is_right(asked: Asked, host: str) -> None:
    """On loopback the server answers to every name of it."""
    assert asked("/about", {}, host=host)[0] == 200


def test_elsewhere_any_name_is_right(ask: Ask, reference: Implementation) -> None:
    """On other addresses the server cannot know what it is called."""
    assert ask(reference, only_loopback=False)("/about", {}, host="phones.example")[0] == 200


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_another_method_is_told(asked: Asked, method: str) -> None:
    """An operation is asked for with POST, and nothing says that a page of somebody else's may ask."""
    status, headers, body = asked.run(asked.exchange("/about", method, [b"{}"], {}))

    assert (status, headers["allow"]) == (405, "POST")
    assert json.loads(body)["type"] == "/#wrong-method"
    assert not [name for name in headers if name.startswith("access-control")]


def test_a_preflight_is_told_that_no_other_site_may_ask(asked: Asked) -> None:
    """What a browser asks on behalf of a page of another site is refused on purpose, and says so."""
    headers = {"origin": "https://phones.example", "access_control_request_method": "POST"}

    status, answered, body = asked.run(asked.exchange("/about", "OPTIONS", [b""], headers))

    assert status == 405
    assert "a page of another site may not ask here" in json.loads(body)["detail"]
    assert not [name for name in answered if name.startswith("access-control")]


def test_a_body_without_a_length_is_bounded(asked: Asked) -> None:
    """A body that comes bit by bit is given up once it is too large."""
    half = b" " * (serving.SMALL // 2)
    assert asked("/about", half + b"{}")[0] == 200

    status, headers, body = asked.run(asked.exchange("/about", "POST", [half, half, b"{}"], {}))

    assert status == 413
    assert headers["connection"] == "close"
    assert json.loads(body)["type"] == "/#too-large"


def test_a_body_that_does_not_come_is_given_up(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    """A body has a limit in time, whatever of it came."""
    monkeypatch.setattr(guard, "LIMIT_S", 0.05)
    status, headers, body = asked.run(asked.exchange("/about", "POST", [b"{", b" "], {}))

    assert status == 408
    assert headers["connection"] == "close"
    assert json.loads(body)["type"] == "/#too-slow"


# Bounds.


def test_there_are_so_many_worlds_and_no_more(ask: Ask, reference: Implementation) -> None:
    """One world too many is refused, until another is closed."""
    asked = ask(reference, worlds=2)
    one, _ = asked.opened(), asked.opened()

    status, told = asked("/open_world", RIGHT)

    assert (status, told["type"]) == (429, "/#too-many-worlds")
    asked("/close_world", {"world": one})
    assert asked.opened() == "w3"


def test_a_world_is_given_so_much_and_no_more(ask: Ask, reference: Implementation) -> None:
    """A world that has taken all that it may can still be closed, and hurts no other."""
    asked = ask(reference, given_bytes=1000)
    full, other = asked.opened(), asked.opened()
    request = {"world": full, "commands": [], "observe": False}
    size = len(json.dumps(request))
    for _ in range(1000 // size):
        assert asked("/perform", request)[0] == 200

    status, told = asked("/perform", request)

    assert (status, told["type"], told["at"]) == (413, "/#full-world", "$.world")
    assert asked("/perform", {**request, "world": other})[0] == 200
    assert asked("/close_world", {"world": full})[0] == 200


def test_a_world_that_nobody_asks_for_is_closed(ask: Ask, reference: Implementation) -> None:
    """A world is kept for so long since it was last asked for, and room is made for another."""
    asked = ask(reference, worlds=2, idle_s=60)
    idle, used = asked.opened(), asked.opened()
    asked.clock.now_s += 59
    assert asked("/observe", {"world": used})[0] == 200
    asked.clock.now_s += 1

    assert asked("/observe", {"world": idle})[0] == 404
    assert asked("/observe", {"world": used})[0] == 200
    asked.opened()


def test_a_place_takes_world_after_world(ask: Ask, reference: Implementation) -> None:
    """Each open world has a place of its own; one whose world was closed takes the next, and so many are kept without a world."""
    asked = ask(reference, spare=1)
    one, other = asked.opened(), asked.opened()
    assert len(asked.places) == 2

    asked("/close_world", {"world": one})
    asked("/close_world", {"world": other})

    assert [place.is_lost for place in asked.places] == [False, True]
    asked.opened()
    assert len(asked.places) == 2
    asked.opened()
    assert len(asked.places) == 3


def test_a_place_in_which_something_broke_takes_no_other_world(ask: Ask, reference: Implementation) -> None:
    """Where a world could not be closed, or not be opened, nothing else begins; an opening that was refused hurts nothing."""
    double = Double(reference)
    asked = ask(double)
    world = asked.opened()
    asked("/close_world", {"world": world})
    assert asked("/open_world", opening(profile="iphone"))[0] == 422
    assert asked("/close_world", {"world": asked.opened()})[0] == 200
    assert [place.is_lost for place in asked.places] == [False]

    double.replace(open_world=raising(ValueError("no more phones")))
    assert asked("/open_world", RIGHT)[0] == 502
    assert [place.is_lost for place in asked.places] == [True]

    double.replace(close_world=raising(ValueError("no such phone")))
    assert asked("/close_world", {"world": asked.opened()})[0] == 502
    assert [place.is_lost for place in asked.places] == [True, True]


def test_so_many_bytes_are_held_and_no_more(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bodies that come at once are bounded together, and what was refused is held no more."""
    monkeypatch.setattr(serving, "MOST_HELD", 1000)
    for _ in range(3):
        assert asked("/about", b"{}" + b" " * 900)[0] == 200

    status, headers, body = asked.run(asked.exchange("/about", "POST", [b"{}" + b" " * 1000], {}))

    assert (status, headers["connection"], json.loads(body)["type"]) == (503, "close", "/#too-busy")
    assert asked("/about", b"{}" + b" " * 900)[0] == 200


def test_a_world_that_fails_to_open_takes_no_place(ask: Ask, reference: Implementation) -> None:
    """What could not be opened is not counted."""
    asked = ask((Double(reference, open_world=raising(ValueError("no more phones")))), worlds=1)

    for _ in range(3):
        assert asked("/open_world", RIGHT)[0] == 502


# What the implementation does wrong.


@pytest.mark.parametrize("operation", ["perform", "observe", "close_world"])
def test_what_the_implementation_breaks_is_told(ask: Ask, reference: Implementation, operation: str) -> None:
    """An exception of the implementation is no fault of the server, and it serves on."""
    double = Double(reference, **{operation: raising(ValueError("no\nsuch phone"))})
    asked = ask(Guarded(double, "a double"))
    world = asked.opened()

    status, told = asked(f"/{operation}", {"world": world, **({"commands": []} if operation == "perform" else {})})

    assert (status, told["type"]) == (502, "/#broken-implementation")
    assert told["detail"].startswith(f"a double, in {operation}: it raised ValueError: no such phone")
    asked.opened()


@pytest.mark.parametrize("is_guarded", [True, False])
def test_an_implementation_that_takes_too_long_is_told(
    ask: Ask, reference: Implementation, monkeypatch: pytest.MonkeyPatch, *, is_guarded: bool
) -> None:
    """An operation that hangs is given up, of the reference too, and the server serves on."""
    double: Any = Double(reference, observe=hangs)
    asked = ask(Guarded(double, "a double") if is_guarded else double)
    world = asked.opened()

    with monkeypatch.context() as short:
        short.setattr(guard, "LIMIT_S", 0.05)
        status, told = asked("/observe", {"world": world})

    assert (status, told["type"]) == (504, "/#late-implementation")
    assert asked("/perform", {"world": world, "commands": []})[0] == 200


def test_a_fault_of_the_server_is_told(asked: Asked) -> None:
    """Whatever else goes wrong is told without a traceback."""
    asked.clock = raising(RuntimeError("the clock is broken"))

    status, told = asked("/about", {})

    assert (status, told["type"]) == (500, "/#broken-server")
    assert told["detail"] == "RuntimeError: the clock is broken"
