"""A hundred thousand requests, right, mutated and hostile: each is answered, none with a fault of the server, none at great cost."""

import json
import os
import random
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from asking import OPENING
from served import children, served

from backupspec.contract.schemas import plain
from backupspec.targets.server import openapi
from backupspec.targets.server.problems import KINDS

BLOCKS = 10
REQUESTS = 10_000
"""How many there are in a block."""

MEASURED_EVERY = 250
"""After how many requests the time of the processor is looked at again."""

PATIENCE_S = 120
"""How long any answer may take before the test gives up, however busy the machine is."""

MOST_CPU_S = 2.0
"""How much time of the processor one request may take, in the server, the client and the processes of the worlds: it does not depend on what else the
machine does."""

EXPECTED = {200} | {kind.status.value for kind in KINDS.values() if kind.status < 500}
VALUES: tuple[Any, ...] = (
    None, True, -1, 2**53, 2**64, 1e400, 0.5, "", "\x00", "\ud800", "a" * 3000, "9999-12-31T23:59:59Z", [], {}, [[[]]], {"command": "fly"},
)  # fmt: skip
HEADS: tuple[bytes, ...] = (
    b"", b"Connection: close\r\n", b"Expect: 100-continue\r\n", b"X: " + b"x" * 9000 + b"\r\n", b"X: \xff\r\n", b"Host: localhost\r\n",
    b"Upgrade: h2c\r\nConnection: Upgrade\r\n", b"Content-Encoding: gzip\r\n", b"Content-Type: text/plain\r\n", b"X\r\n", b"Origin: null\r\n",
)  # fmt: skip
METHODS = (b"GET", b"PUT", b"DELETE", b"OPTIONS", b"TRACE", b"HEAD", b"PATCH", b"FLY", b"post", b"CONNECT")
PATHS = (
    b"/",
    b"/openapi.json",
    b"/about/",
    b"//about",
    b"/../about",
    b"/%00",
    b"/%ff",
    b"/" + b"a" * 5000,
    b"*",
    b"http://x/about",
    b"/about?x#y",
)


class Client:
    """A client that keeps its connection as long as the server does."""

    def __init__(self, url: str) -> None:
        address = urlsplit(url)
        self._address = (address.hostname or "", address.port or 0)
        self._socket = socket.create_connection(self._address, PATIENCE_S)

    def ask(self, request: bytes, method: str) -> tuple[int, bytes]:
        """Send a request, and return the status and the text of its answer; the status is 0 if the connection was closed without any."""
        try:
            self._socket.sendall(request)
            response = HTTPResponse(self._socket, method=method)
            response.begin()
            text = response.read()
        except (HTTPException, ConnectionError):
            self.renew()
            return 0, b""
        assert b"Traceback" not in text
        if response.will_close or method == "CONNECT" or b"Connection: close" in request:
            self.renew()
        return response.status, text

    def ask_half(self, half: bytes, method: str) -> int:
        """Send the beginning of a request, and say that no more comes."""
        self.renew()
        with suppress(ConnectionError):
            self._socket.sendall(half)
            self._socket.shutdown(socket.SHUT_WR)
        return self.ask(b"", method)[0]

    def do(self, operation: str, **params: Any) -> Any:
        """Ask for something as one should, and return the answer."""
        body = json.dumps(params).encode()
        head = b"POST /%b HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        status, text = self.ask(head % (operation.encode(), len(body)) + body, "POST")
        assert status == 200, text
        return json.loads(text)

    def renew(self) -> None:
        """Hang up, and connect again."""
        self._socket.close()
        self._socket = socket.create_connection(self._address, PATIENCE_S)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()


def body_of(chance: random.Random, operation: str, world: str) -> bytes:
    """Make what an operation is given: as it should be, with some values replaced, or with some bytes replaced."""
    value = json.loads(json.dumps(openapi.EXAMPLES[operation]))
    if operation == "open_world":
        value = {"opening": plain(OPENING)}
    if "world" in value:
        value["world"] = world
    kind = chance.random()
    if kind < 0.5:
        mutate(chance, value)
    text = bytearray(json.dumps(value).encode())
    if kind > 0.8:
        for _ in range(chance.randrange(4)):
            at = chance.randrange(len(text) + 1)
            text[at : at + chance.randrange(4)] = chance.randbytes(chance.randrange(3))
    return bytes(text)


def mutate(chance: random.Random, value: Any) -> None:
    """Replace, add or remove something somewhere in a value."""
    while isinstance(value, dict | list) and value:
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        key = chance.choice(keys)
        if not isinstance(value[key], dict | list) or chance.random() < 0.4:
            value[key] = chance.choice(VALUES)
            return
        value = value[key]


def request(chance: random.Random, world: str) -> tuple[bytes, str]:
    """Make a request, and tell its method."""
    operation = chance.choice([*openapi.EXAMPLES, "perform", "observe"])
    body = body_of(chance, operation, chance.choice([world, world, world, "w", "\x00"]))
    method, path = b"POST", f"/{operation}".encode()
    kind = chance.random()
    if kind < 0.1:
        method = chance.choice(METHODS)
    if kind > 0.9:
        path = chance.choice(PATHS)
    extra = chance.choice(HEADS) if chance.random() < 0.3 else b""
    head = b"Host: localhost\r\nContent-Type: application/json\r\n" + extra
    if chance.random() < 0.01:
        head = bytes(chance.choice([each, chance.randrange(256)]) if chance.random() < 0.02 else each for each in head)
        head += b"\r\nConnection: close\r\n"  # what follows may be taken for another request
    length = b"Content-Length: %d\r\n\r\n" % len(body)
    return b"%b %b HTTP/1.1\r\n%b%b%b" % (method, path, head, length, body), method.decode()


@pytest.fixture
def client() -> Iterator[Client]:
    """Serve the reference, and give a client."""
    with served("reference") as url:
        made = Client(url)
        yield made
        made.close()


def opened(client: Client) -> str:
    """Open a world, and return its name."""
    return str(client.do("open_world", opening=plain(OPENING))["world"])


def cpu_s() -> float:
    """Tell how much time of the processor this process and those that it has started have taken, where the system shows it."""
    ticks = 0
    for process in {os.getpid(), *children(os.getpid())}:
        with suppress(OSError):  # it has ended
            ticks += sum(map(int, Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def ask(chance: random.Random, client: Client, world: str) -> tuple[int, str]:
    """Make a request, and return the status of its answer, and a world that is open. A process whose world is closed takes the next one."""
    text, method = request(chance, world)
    if chance.random() < 0.01:
        status = client.ask_half(text[: chance.randrange(len(text))], method)
        assert status in EXPECTED | {0}, (status, text)
        return status, world
    status, answer = client.ask(text, method)
    assert status in EXPECTED, (status, text)
    if status == 200 and text.startswith(b"POST /open_world "):
        client.do("close_world", world=json.loads(answer)["world"])
    if status == 200 and text.startswith(b"POST /close_world "):
        return status, opened(client)
    return status, world


@pytest.mark.exhaustive
@pytest.mark.parametrize("seed", range(BLOCKS))
def test_each_request_is_answered(client: Client, seed: int) -> None:
    """Whatever is sent has an answer that the document has, and is no fault of the server; afterwards a right request is answered as before."""
    chance = random.Random(seed)  # noqa: S311 - the same each time
    about, world = client.do("about"), opened(client)
    statuses: dict[int, int] = {}
    before_s = cpu_s()
    for number in range(REQUESTS):
        if number % MEASURED_EVERY == 0:
            before_s = cpu_s()
        began_s = time.monotonic()
        status, world = ask(chance, client, world)
        if time.monotonic() - began_s > MOST_CPU_S:  # it may be that others kept the processor
            assert cpu_s() - before_s < MOST_CPU_S
        statuses[status] = statuses.get(status, 0) + 1

    assert {200, 400, 404, 405, 415, 421, 422} <= statuses.keys()
    assert min(statuses[200], statuses[400]) > REQUESTS // 10
    client.do("observe", world=world, items=True)
    client.do("close_world", world=world)
    assert client.do("about") == about
