"""A server does what it is asked, tells what it can't do as the document says, and neither worlds nor processes outlive those who asked for them."""

import asyncio
import json
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any, NoReturn

import pytest
from jsonschema import Draft202012Validator
from msgspec.structs import replace
from openapi_spec_validator import OpenAPIV31SpecValidator

from backupspec import __version__, shipped
from backupspec.contract.commands import AddPhone, AdvanceTime, SetWallClock
from backupspec.contract.implementation import BrokenContract, Implementation, Opening
from backupspec.contract.outcomes import DONE, UNSUPPORTED
from backupspec.contract.schemas import plain
from backupspec.fixtures import strength
from backupspec.fixtures.miniatures import MINIATURES, Miniature
from backupspec.suite import bare
from backupspec.suite.definitions import load
from backupspec.suite.features import Scenario
from backupspec.suite.setting import Setting
from backupspec.targets import guard, openapi, serving
from backupspec.targets.guard import Guarded
from backupspec.targets.openapi_page import page
from backupspec.targets.problems import KINDS
from backupspec.targets.reaching import leave, reach
from backupspec.targets.serving import application, listen
from backupspec.targets.wire import MOST_COMMANDS, encoded
from backupspec.targets.worlds import Offer, Worlds, offer

POLICY = shipped.profile("windows-phone-8.1")
OPENING = Opening(
    scenario="a test of the server",
    profile=POLICY.id,
    choices=POLICY.picks(),
    wall_clock="2014-06-02T09:00:00Z",
    time_zone="Europe/London",
    seed=1,
)
DOCUMENT = openapi.document()
SYSTEM = "python:backupspec.fixtures.system_clock:make"

Json = dict[str, Any]


class Clock:
    """A clock that stands, until it is moved."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now_s


class Asked:
    """An application, asked without a network: every answer of an operation is one that the document has."""

    def __init__(self, offered: Offer, *, only_loopback: bool = True, prefix: str = "w", **bounds: Any) -> None:
        self.clock: Callable[[], float] = Clock()
        self.worlds = Worlds(offered, self._now, prefix, **bounds)
        self._app = application(self.worlds, only_loopback=only_loopback)

    def _now(self) -> float:
        return self.clock()

    def __call__(self, path: str, body: Any, method: str = "POST", **headers: str) -> tuple[int, Json]:
        """Ask for something; return the status and the body."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        status, answered, came = asyncio.run(self.exchange(path, method, [content], headers))
        _is_documented(path, method, status, answered, json.loads(came))
        return status, json.loads(came)

    async def exchange(
        self, path: str, method: str, chunks: list[bytes], headers: dict[str, str]
    ) -> tuple[int, dict[str, str], bytes]:
        """Send a body bit by bit, which may be never; return the status, the headers and the body of the answer."""
        sent: list[Any] = []
        rest = iter(chunks)

        async def receive() -> Json:
            chunk = next(rest, None)
            if chunk is None:
                await asyncio.sleep(60)
            return {"type": "http.request", "body": chunk, "more_body": len(chunks) != 1}

        async def send(message: Any) -> None:
            sent.append(message)

        given = {"host": "localhost:8000", "content_type": "application/json", **headers}
        lines = [(name.replace("_", "-").encode(), value.encode()) for name, value in given.items() if value]
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": b"",
            "headers": lines,
            "server": None,
        }
        await self._app(scope, receive, send)
        start, *rest_sent = sent
        answered = {name.decode(): value.decode() for name, value in start["headers"]}
        return start["status"], answered, b"".join(each["body"] for each in rest_sent)

    def opened(self, opening: Opening = OPENING) -> str:
        """Open a world."""
        status, answer = self("/open_world", {"opening": plain(opening)})
        assert status == 200
        return str(answer["world"])


def _is_documented(path: str, method: str, status: int, headers: dict[str, str], body: Json) -> None:
    """See that an answer is among those that the document has for an operation."""
    if path[1:] not in openapi.ANSWERED or method != "POST":
        return
    responses = DOCUMENT["paths"][path]["post"]["responses"]
    assert str(status) in responses
    whole = responses["200"] if status == 200 else DOCUMENT["components"]["responses"][str(status)]
    [(kind, content)] = whole["content"].items()
    assert headers["content-type"] == kind
    schema = {**content["schema"], "components": DOCUMENT["components"]}
    Draft202012Validator(schema).validate(body)


@pytest.fixture
def asked(reference: Implementation) -> Asked:
    """Return a server of the reference."""
    return Asked(offered(reference))


def offered(implementation: Implementation) -> Offer:
    """Offer an implementation that is told the time."""
    return offer("a test", {POLICY.id: POLICY}, implementation)


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


def test_the_conversation_on_the_page_is_real(reference: Implementation) -> None:
    """What docs/server.md shows is what is answered."""
    text = (Path(__file__).parents[2] / "docs" / "server.md").read_text("utf-8")
    shown = re.findall(r"^> POST (\S+) +(\{.*)\n< ([0-9]+) (\{.*)$", text, re.MULTILINE)
    assert len(shown) == 4
    asked = Asked(offered(reference), prefix="9ce174f2-")

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


def test_elsewhere_any_name_is_right(reference: Implementation) -> None:
    """On other addresses the server cannot know what it is called."""
    assert Asked(offered(reference), only_loopback=False)("/about", {}, host="phones.example")[0] == 200


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_another_method_is_told(asked: Asked, method: str) -> None:
    """An operation is asked for with POST, and nothing says that a page of somebody else's may ask."""
    status, headers, body = asyncio.run(asked.exchange("/about", method, [b"{}"], {}))

    assert (status, headers["allow"]) == (405, "POST")
    assert json.loads(body)["type"] == "/#wrong-method"
    assert not [name for name in headers if name.startswith("access-control")]


def test_a_body_without_a_length_is_bounded(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    """A body that comes bit by bit is given up once it is too large."""
    monkeypatch.setattr(serving, "LARGEST", 1000)
    status, headers, body = asyncio.run(asked.exchange("/about", "POST", [b" " * 400] * 3, {}))

    assert status == 413
    assert headers["connection"] == "close"
    assert json.loads(body)["type"] == "/#too-large"


def test_a_body_that_does_not_come_is_given_up(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    """A body has a limit in time, whatever of it came."""
    monkeypatch.setattr(guard, "LIMIT_S", 0.05)
    status, headers, body = asyncio.run(asked.exchange("/about", "POST", [b"{", b" "], {}))

    assert status == 408
    assert headers["connection"] == "close"
    assert json.loads(body)["type"] == "/#too-slow"


# Bounds.


def test_there_are_so_many_worlds_and_no_more(reference: Implementation) -> None:
    """One world too many is refused, until another is closed."""
    asked = Asked(offered(reference), most=2)
    one, _ = asked.opened(), asked.opened()

    status, told = asked("/open_world", RIGHT)

    assert (status, told["type"]) == (429, "/#too-many-worlds")
    asked("/close_world", {"world": one})
    assert asked.opened() == "w3"


def test_a_world_is_given_so_much_and_no_more(reference: Implementation) -> None:
    """A world that has taken all that it may can still be closed, and hurts no other."""
    asked = Asked(offered(reference), most_bytes=1000)
    full, other = asked.opened(), asked.opened()
    request = {"world": full, "commands": [], "observe": False}
    size = len(json.dumps(request))
    for _ in range(1000 // size):
        assert asked("/perform", request)[0] == 200

    status, told = asked("/perform", request)

    assert (status, told["type"], told["at"]) == (413, "/#full-world", "$.world")
    assert asked("/perform", {**request, "world": other})[0] == 200
    assert asked("/close_world", {"world": full})[0] == 200


def test_a_world_that_nobody_asks_for_is_closed(reference: Implementation) -> None:
    """A world is kept for so long since it was last asked for, and room is made for another."""
    asked = Asked(offered(reference), most=2, most_idle_s=60)
    idle, used = asked.opened(), asked.opened()
    asked.clock.now_s += 59
    assert asked("/observe", {"world": used})[0] == 200
    asked.clock.now_s += 1

    assert asked("/observe", {"world": idle})[0] == 404
    assert asked("/observe", {"world": used})[0] == 200
    asked.opened()


def test_a_world_that_fails_to_open_takes_no_place(reference: Implementation) -> None:
    """What could not be opened is not counted."""
    asked = Asked(offered(Double(reference, open_world=raising(ValueError("no more phones")))), most=1)

    for _ in range(3):
        assert asked("/open_world", RIGHT)[0] == 502


# What the implementation does wrong.


class Double:
    """The reference with an operation replaced."""

    def __init__(self, reference: Implementation, **replaced: Any) -> None:
        self._reference = reference
        self._replaced = replaced

    def __getattr__(self, name: str) -> Any:
        """Find an operation."""
        return self._replaced.get(name) or getattr(self._reference, name)


def raising(error: BaseException) -> Callable[..., NoReturn]:
    """Return an operation that raises."""

    def operation(*_: object, **__: object) -> NoReturn:
        raise error

    return operation


def hangs(*_: object, **__: object) -> NoReturn:
    """Never return."""
    while True:
        pass


@pytest.mark.parametrize("operation", ["perform", "observe", "close_world"])
def test_what_the_implementation_breaks_is_told(reference: Implementation, operation: str) -> None:
    """An exception of the implementation is no fault of the server, and it serves on."""
    double = Double(reference, **{operation: raising(ValueError("no\nsuch phone"))})
    asked = Asked(offered(Guarded(double, "a double")))
    world = asked.opened()

    status, told = asked(f"/{operation}", {"world": world, **({"commands": []} if operation == "perform" else {})})

    assert (status, told["type"]) == (502, "/#broken-implementation")
    assert told["detail"].startswith(f"a double, in {operation}: it raised ValueError: no such phone")
    asked.opened()


@pytest.mark.parametrize("is_guarded", [True, False])
def test_an_implementation_that_takes_too_long_is_told(
    reference: Implementation, monkeypatch: pytest.MonkeyPatch, *, is_guarded: bool
) -> None:
    """An operation that hangs is given up, of the reference too, and the server serves on."""
    double: Any = Double(reference, observe=hangs)
    asked = Asked(offered(Guarded(double, "a double") if is_guarded else double))
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


# What describes it.


def test_the_document_is_served(asked: Asked) -> None:
    """The document is the one that is checked in."""
    status, headers, body = asyncio.run(asked.exchange("/openapi.json", "GET", [b""], {}))

    assert (status, headers["content-type"]) == (200, "application/json")
    assert json.loads(body) == DOCUMENT
    assert json.loads((shipped.folder("schemas") / "openapi.json").read_text("utf-8")) == DOCUMENT


def test_the_document_is_valid() -> None:
    """The document is OpenAPI 3.1, and its schemas are JSON Schema."""
    OpenAPIV31SpecValidator(DOCUMENT).validate()
    for schema in DOCUMENT["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("operation", openapi.EXAMPLES)
def test_examples_are_right(asked: Asked, operation: str) -> None:
    """What the document gives as an example is done."""
    example = DOCUMENT["paths"][f"/{operation}"]["post"]["requestBody"]["content"]["application/json"]["example"]
    world = {"world": asked.opened()} if "world" in example else {}

    assert asked(f"/{operation}", {**example, **world})[0] == 200


def test_the_page_is_whole_in_itself(asked: Asked) -> None:
    """Every link of the page leads into it, but the one to the document; nothing is fetched, nothing run."""
    status, headers, body = asyncio.run(asked.exchange("/", "GET", [b""], {}))
    text = body.decode()

    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert headers["content-security-policy"].startswith("default-src 'none'")
    links = set(re.findall(r'href="([^"]*)"', text))
    assert {link[1:] for link in links - {"openapi.json"}} <= set(re.findall(r'id="([^"]*)"', text))
    assert not re.search(r"<script|<link|<img|src=", text)
    for operation in openapi.ANSWERED:
        assert f"POST /{operation}</h2>" in text


def test_every_kind_of_problem_is_on_the_page() -> None:
    """The `type` of a problem leads to what it means."""
    text = page(DOCUMENT)

    assert all(f'<tr id="{kind}">' in text for kind in KINDS)


def test_the_page_holds_no_markup_of_the_document() -> None:
    """Whatever stands in a description is shown as text."""
    document = json.loads(json.dumps(DOCUMENT).replace("Forget a world", "<script>alert(1)</script>"))

    assert "<script>" not in page(document)


# As it is typed.


@contextmanager
def typed(*words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Type `backupspec serve`; give the process and the URL, and end it."""
    command = [sys.executable, "-m", "backupspec", "serve", *words, "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # noqa: S603
    assert process.stdout is not None
    try:
        yield process, process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate(timeout=120)


def children(pid: int) -> set[int]:
    """List the processes that a process has started, and those that they have."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout  # noqa: S607
    parents = {int(child): int(parent) for child, parent in map(str.split, listed.splitlines())}
    found, size = {pid}, 0
    while len(found) != size:
        size = len(found)
        found |= {child for child, parent in parents.items() if parent in found}
    return found - {pid}


def are_gone(pids: set[int], limit_s: float = 120) -> bool:
    """Tell whether processes end in time."""
    end_s = time.monotonic() + limit_s
    while any(Path(f"/proc/{pid}/stat").exists() for pid in pids) and time.monotonic() < end_s:
        time.sleep(0.05)
    return not any(Path(f"/proc/{pid}/stat").exists() for pid in pids)


def test_serves_until_it_is_interrupted() -> None:
    """The URL alone stands on standard output, and beside it what is served and how it ends; Ctrl-C ends it well, and the port is free."""
    with typed() as (process, url):
        assert re.fullmatch(r"http://127\.0\.0\.1:[0-9]+", url)
        implementation = reach(url)
        world = implementation.open_world(OPENING)
        assert implementation.perform(world, [AddPhone(phone="ann")]).outcomes == (DONE,)

        process.send_signal(signal.SIGINT)
        rest, told = process.communicate(timeout=120)

        assert (process.returncode, rest) == (0, "")
        begun, ended = told.splitlines()
        assert begun == (
            f"backupspec: serving reference {__version__}; {url}/ says what can be asked, "
            f"and for machines {url}/openapi.json; Ctrl-C ends it"
        )
        assert ended == "backupspec: ended; no world is open any more"
        with pytest.raises(BrokenContract):
            implementation.observe(world)
        listen("127.0.0.1", int(url.rpartition(":")[2])).close()
        leave(implementation)


def test_warns_where_others_can_ask() -> None:
    """Listening beyond this machine is what the person asked for, and is told what it means."""
    with typed("--host", "0.0.0.0") as (process, url):  # noqa: S104 - it is the test
        leave(reach(url.replace("0.0.0.0", "127.0.0.1")))  # noqa: S104
        process.send_signal(signal.SIGINT)

        assert process.communicate(timeout=120)[1].startswith(
            "backupspec: whoever reaches this machine can ask; nobody has to say who they are\n"
        )


def test_serves_a_policy_of_ones_own(tmp_path: Path) -> None:
    """With --policy the reference keeps that, and nothing else."""
    file = tmp_path / "mine.yaml"
    file.write_text(shipped.profile_text("windows-phone-8").replace("id: windows-phone-8\n", "id: mine\n", 1), "utf-8")
    with typed("--policy", str(file)) as (_, url):
        implementation = reach(url)

        assert implementation.about().profiles == ("mine",)
        world = implementation.open_world(replace(OPENING, profile="mine", choices={}))
        assert implementation.observe(world).elapsed_s == 0
        leave(implementation)


MISUSED = {
    "no-target": (("refrence",), 2, "there is no target 'refrence'"),
    "broken-factory": (("python:os:abort_",), 2, "os has no function 'abort_'"),
    "no-implementation": (("python:os:getcwd",), 3, "what the factory made, of type str, lacks about"),
    "no-policy": (("--policy", "nowhere.yaml"), 2, "neither a profile"),
    "policy-of-another": ((SYSTEM, "--policy", "windows-phone-8"), 2, "--policy is for the reference"),
    "no-address": (("--host", "203.0.113.7"), 2, "cannot listen on 203.0.113.7, port 0: "),
    "no-name": (("--host", "nowhere.invalid"), 2, "cannot listen on nowhere.invalid, port 0: "),
}


@pytest.mark.parametrize("kind", MISUSED)
def test_what_cannot_be_served_is_told(kind: str) -> None:
    """What does not exist ends with a line and its exit code, and nothing is served."""
    words, code, told = MISUSED[kind]
    with typed(*words) as (process, url):
        _, errors = process.communicate(timeout=120)

    assert (process.returncode, url) == (code, "")
    assert told in errors
    assert "Traceback" not in errors


def test_a_port_that_is_taken_is_told() -> None:
    """Two servers do not share a port."""
    with listen("127.0.0.1", 0) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "backupspec", "serve", "--port", port]
        told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)  # noqa: S603

    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr == f"backupspec: cannot listen on 127.0.0.1, port {port}: Address already in use\n"


def test_small_answers_are_sent_at_once() -> None:
    """The delay of small packets is turned off by asyncio only where the protocol of the socket is named."""
    with listen("127.0.0.1", 0) as listening:
        assert listening.proto == socket.IPPROTO_TCP


def test_a_run_does_not_pay_for_the_server() -> None:
    """What only the server needs is imported where it is served."""
    said = "import sys, backupspec.cli, backupspec.judging; print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True).stdout.split()  # noqa: S603

    assert "backupspec.targets.reaching" in modules
    assert not {"uvicorn", "starlette", "backupspec.targets.http", "backupspec.serving"} & set(modules)


# An implementation that reads the clock of its process.


def test_a_process_for_each_world() -> None:
    """Each world has its own time, is told it by commands, and ends with its process; none outlives the server."""
    with typed(SYSTEM) as (process, url):
        implementation = reach(url)
        assert implementation.about().clock == "own"
        one, other = implementation.open_world(OPENING), implementation.open_world(OPENING)
        both = children(process.pid)
        assert implementation.perform(one, [AdvanceTime(seconds=3600)], observe=True).outcomes == (DONE,)
        assert implementation.observe(one).elapsed_s == 3600
        assert implementation.observe(other).elapsed_s == 0
        assert implementation.observe(other).wall_clock == OPENING.wall_clock
        outcomes = implementation.perform(one, [SetWallClock(to=OPENING.wall_clock)]).outcomes
        assert outcomes == (UNSUPPORTED,)

        implementation.close_world(one)

        assert len(both) - len(children(process.pid)) == 1
        left = children(process.pid)
        process.send_signal(signal.SIGINT)
        told, said = process.communicate(timeout=120)
        assert (told, "Traceback" in said) == ("", False)
        assert process.returncode == 0
        assert are_gone(left)
        leave(implementation)


def test_no_process_outlives_a_server_that_is_killed() -> None:
    """However the server ends, the processes of its worlds end too."""
    with typed(SYSTEM) as (process, url):
        implementation = reach(url)
        implementation.open_world(OPENING)
        left = children(process.pid)
        assert left

        process.kill()

        assert are_gone(left)
        leave(implementation)


MISBEHAVING = """
import os, signal, time
from backupspec.fixtures.system_clock import make
class Crashing:
    def __init__(self): self._inner = make()
    def __getattr__(self, name): return getattr(self._inner, name)
    def perform(self, world, commands, **more): os._exit(3)
class Deaf(Crashing):
    def perform(self, world, commands, **more):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
        time.sleep(600)
"""


@pytest.fixture
def misbehaving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let servers find the module of implementations that misbehave."""
    (tmp_path / "misbehaving.py").write_text(MISBEHAVING)
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{':'.join(sys.path)}")


@pytest.mark.usefixtures("misbehaving")
def test_a_world_that_hangs_does_not_outlive_a_server_that_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that never looks at its pipe again ends all the same."""
    with typed("python:misbehaving:Deaf") as (process, url):
        implementation = reach(url)
        world = implementation.open_world(OPENING)
        left = children(process.pid)
        monkeypatch.setattr(guard, "LIMIT_S", 0.5)
        with pytest.raises(BrokenContract, match="no answer within"):
            implementation.perform(world, [AddPhone(phone="ann")])
        assert not are_gone(left, 0.5)

        process.kill()

        assert are_gone(left)
        leave(implementation)


@pytest.mark.usefixtures("misbehaving")
def test_a_process_that_dies_takes_its_world_alone() -> None:
    """A crash is told, also later, and other worlds go on; the lost one can still be closed and counts no more."""
    with typed("python:misbehaving:Crashing") as (process, url):
        implementation = reach(url)
        one, other = implementation.open_world(OPENING), implementation.open_world(OPENING)
        with pytest.raises(BrokenContract, match="502 Bad Gateway"):
            implementation.perform(one, [AddPhone(phone="ann")])
        with pytest.raises(BrokenContract, match="process ended with exit code 3"):
            implementation.observe(one)

        assert implementation.observe(other).elapsed_s == 0
        with pytest.raises(BrokenContract):
            implementation.close_world(one)
        with pytest.raises(BrokenContract, match="404 Not Found"):
            implementation.close_world(one)
        implementation.close_world(other)
        leave(implementation)
        assert process.poll() is None


# The same verdicts.


@contextmanager
def served(target: str) -> Iterator[str]:
    """Serve a target in a thread of this process, and give its URL."""
    listening = listen("127.0.0.1", 0)
    made = serving.server(
        offer(target, {name: shipped.profile(name) for name in shipped.PROFILES}), listening, _nothing
    )
    thread = Thread(target=made.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        made.should_exit = True
        thread.join(20)
        listening.close()
    assert not thread.is_alive()


def _nothing() -> None:
    """Hear that it has started."""


def of_clause(*clauses: str) -> list[Scenario]:
    """List the scenarios of some clauses."""
    return [each for each in strength.catalogue().scenarios if set(each.clauses) & set(clauses)]


def verdicts(target: str, scenarios: list[Scenario], profile: str = POLICY.id) -> list[tuple[Any, ...]]:
    """Judge a target, and tell all that its results say but how long they took."""
    setting = Setting(reach(target), shipped.profile(profile))
    try:
        results = bare.run(setting, scenarios, load("backupspec.steps"))
    finally:
        setting.close()
    return [(each.id, each.verdict, each.failure) for each in results]


def test_the_reference_is_judged_the_same() -> None:
    """Over HTTP the reference has the verdicts that it has in this process."""
    scenarios = of_clause("MAN-03", "DEL-01", "RST-02", "PRV-01")
    here = verdicts("reference", scenarios)
    assert len(here) > 20

    with served("reference") as url:
        assert verdicts(url, scenarios) == here


def test_the_clock_of_a_process_is_judged_the_same() -> None:
    """An implementation that reads the clock of its process has the same verdicts, and is told the time by the server."""
    some = {"REM-01.01", "REM-01.02", "REM-01.25", "REM-01.26"}
    scenarios = [each for each in of_clause("REM-01") if each.id in some]
    here = verdicts(SYSTEM, scenarios)
    assert {"passed", "untestable"} == {verdict for _, verdict, _ in here}

    with typed(SYSTEM) as (_, url):
        assert verdicts(url, scenarios) == here


FEW = ("automatic_on_battery", "prompts_a_second_early")


@pytest.mark.parametrize(
    "miniature",
    [
        pytest.param(each, id=name, marks=() if name in FEW else pytest.mark.transports)
        for name, each in MINIATURES.items()
    ],
)
def test_a_miniature_is_judged_the_same(miniature: Miniature) -> None:
    """A faulty implementation fails the same scenarios, with the same words, as it does in this process."""
    target = f"python:backupspec.fixtures.miniatures:{miniature.name}"
    scenarios = of_clause(miniature.clause)
    here = verdicts(target, scenarios, miniature.profile)
    assert "failed" in {verdict for _, verdict, _ in here}

    with served(target) as url:
        assert verdicts(url, scenarios, miniature.profile) == here
