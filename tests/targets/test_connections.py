"""The connections of a server are bounded in number, heads in size and time; who is refused is told why, whatever else is being sent."""

import json
import socket
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPResponse
from typing import Any
from urllib.parse import urlsplit

import pytest
from served import served, typed

from backupspec.targets.server import connections

PATIENCE_S = 60
"""How long anything may take before a test gives up."""

ABOUT = b"POST /about HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """Serve the reference."""
    with served("reference") as url:
        yield url


class Client:
    """A client that sends what it likes."""

    def __init__(self, url: str) -> None:
        address = urlsplit(url)
        self.socket = socket.create_connection((address.hostname or "", address.port or 0), PATIENCE_S)

    def send(self, text: bytes) -> None:
        """Send bytes."""
        self.socket.sendall(text)

    def answer(self) -> tuple[int, Any]:
        """Wait for an answer, and return its status and its body."""
        response = HTTPResponse(self.socket)
        response.begin()
        return response.status, json.loads(response.read())

    def problem(self) -> str:
        """Wait for a problem, and return its kind."""
        status, told = self.answer()
        assert status == told["status"]
        return str(told["type"])

    def is_closed(self) -> bool:
        """Wait until the server has closed the connection, and sent nothing before."""
        try:
            return self.socket.recv(1) == b""
        except ConnectionResetError:
            return True

    def close(self) -> None:
        """Hang up."""
        self.socket.close()


@pytest.fixture
def clients(url: str) -> Iterator[Iterator[Client]]:
    """Yield one client after the other, and close them all."""
    made: list[Client] = []

    def each() -> Iterator[Client]:
        while True:
            made.append(Client(url))
            yield made[-1]

    yield each()
    for client in made:
        client.close()


def test_a_head_of_ordinary_size_is_read(clients: Iterator[Client]) -> None:
    """Heads may be large, and requests come one after the other on one connection, or bit by bit."""
    client = next(clients)
    large = b"X: " + b"x" * (connections.LARGEST_HEAD - 1000) + b"\r\n"
    for text in (ABOUT, ABOUT.replace(b"Host", large + b"Host")):
        client.send(text[:10])
        client.send(text[10:] + b"{}")
        assert client.answer()[1]["name"] == "reference"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(b"POST /about HTTP/1.1\r\nX: " + b"x" * 10**6, id="a line without end"),
        pytest.param(b"POST /about HTTP/1.1\r\n" + b"X: x\r\n" * 10**5, id="lines without end"),
        pytest.param(b"POST /" + b"x" * 10**6, id="a path without end"),
        pytest.param(
            ABOUT.replace(b"Content-Length: 2", b"Transfer-Encoding: chunked") + b"0\r\n" + b"X: x\r\n" * 10**5,
            id="lines without end behind the body",
        ),
    ],
)
def test_a_head_that_is_too_large_is_told(clients: Iterator[Client], text: bytes) -> None:
    """So much is read of a head, and no more; the answer is read although more was sent."""
    client = next(clients)
    client.send(text)

    assert client.problem() == "/#large-head"


def test_a_head_that_does_not_come_is_told(clients: Iterator[Client], monkeypatch: pytest.MonkeyPatch) -> None:
    """A head has a limit in time. A connection over which nothing came is closed without a word."""
    monkeypatch.setattr(connections, "HEAD_LIMIT_S", 0.2)
    slow, silent = next(clients), next(clients)
    slow.send(ABOUT[:30])

    assert slow.problem() == "/#too-slow"
    assert silent.is_closed()


def test_a_head_that_does_not_come_behind_an_answer_is_told(
    clients: Iterator[Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second head of a connection has the same limit."""
    client = next(clients)
    client.send(ABOUT + b"{}")
    assert client.answer()[0] == 200
    monkeypatch.setattr(connections, "HEAD_LIMIT_S", 0.2)
    client.send(b"\r\n" + ABOUT[:30])

    assert client.problem() == "/#too-slow"


@pytest.mark.parametrize("text", [b"hello\r\n\r\n", b"\x16\x03\x01\x02\x00", b"GET / HTTP/9.9\r\n\r\n"], ids=repr)
def test_what_is_no_http_is_told(clients: Iterator[Client], text: bytes) -> None:
    """Whatever else is sent is answered with a problem, too."""
    client = next(clients)
    client.send(text)

    assert client.problem() == "/#not-http"


def test_an_answer_is_not_lost_with_what_is_being_sent(clients: Iterator[Client]) -> None:
    """Who sends all of a body that was refused by its length can read why."""
    client = next(clients)
    body = b" " * (5 * 2**20)
    client.send(ABOUT.replace(b"Content-Length: 2", b"Content-Length: %d" % len(body)))
    client.send(body)

    assert client.problem() == "/#too-large"


def test_who_asks_for_another_protocol_is_answered_in_this_one(clients: Iterator[Client]) -> None:
    """A client of HTTP/2 asks for it in its first request, body and all; a server that can't do it does what was asked."""
    client = next(clients)
    asking = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n"

    for _ in range(2):
        client.send(ABOUT.replace(b"Host", asking + b"Host") + b"{}")

        assert client.answer()[1]["name"] == "reference"


@pytest.mark.parametrize(
    ("asking", "is_closed"), [(b"Upgrade", False), (b"Upgrade, close", True)], ids=["stays", "closes"]
)
def test_who_asks_for_another_protocol_and_an_end_gets_the_end(
    clients: Iterator[Client], asking: bytes, *, is_closed: bool
) -> None:
    """What else the header Connection asks for is done."""
    client = next(clients)
    request = ABOUT.replace(b"Host", b"Connection: " + asking + b"\r\nUpgrade: h2c\r\nHost") + b"{}"
    client.send(request)

    assert client.answer()[1]["name"] == "reference"
    if is_closed:
        assert client.is_closed()
    else:
        client.send(request)
        assert client.answer()[1]["name"] == "reference"


def test_an_idle_connection_gives_way(clients: Iterator[Client], monkeypatch: pytest.MonkeyPatch) -> None:
    """Who keeps connections open without a request keeps nobody out: the one that was used the longest time ago is closed."""
    used, idle = next(clients), next(clients)
    for client in (used, idle, used):
        client.send(ABOUT + b"{}")
        assert client.answer()[0] == 200
    monkeypatch.setattr(connections, "MOST_CONNECTIONS", 2)

    new = next(clients)
    new.send(ABOUT + b"{}")

    assert new.answer()[0] == 200
    assert idle.is_closed()
    used.send(ABOUT + b"{}")
    assert used.answer()[0] == 200


def test_a_connection_in_use_does_not_give_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where all connections are in use, the new one is told so; those that are in use are answered."""
    monkeypatch.setattr(connections, "MOST_CONNECTIONS", 1)
    with served("reference") as url, closing(Client(url)) as in_use:
        in_use.send(ABOUT.replace(b"Host", b"Expect: 100-continue\r\nHost"))
        assert in_use.socket.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"

        with closing(Client(url)) as new:
            assert new.problem() == "/#too-busy"
        in_use.send(b"{}")
        assert in_use.answer()[0] == 200


def test_who_hangs_up_ends_nothing() -> None:
    """A client that does not wait for its answer, as a tab of a browser that is closed, does not end the server."""
    with typed() as (process, url):
        for _ in range(20):
            with closing(Client(url)) as client:
                client.send(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        with closing(Client(url)) as client:
            client.send(ABOUT + b"{}")
            assert client.answer()[0] == 200
        assert process.poll() is None
