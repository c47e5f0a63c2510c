"""A server that answers as `http:` targets do, from a socket up, and misbehaves where it is told to: in the worlds of one scenario, at one operation."""

import json
import os
import socket
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread
from typing import IO, Any

from backupspec.contract.implementation import Implementation
from backupspec.targets.answering import answer

Json = dict[str, Any]
FOR_EVER_S = 60
MB = 10**6


class Faulty:
    """A server in threads of this process. `fault` is one of FAULTS; None behaves."""

    def __init__(
        self,
        implementation: Implementation,
        fault: str | None = None,
        scenario: str = "bad",
        operation: str = "perform",
    ) -> None:
        self.asked: list[str] = []
        """Every operation that was asked for, in order."""
        self.connections = 0
        self.most_answers: int | None = None
        """After so many answers over a connection it is closed, without a word; with 0, at the first request that comes over one that was used before."""
        self.resets_at_head = False
        """Whether the next request is broken off as soon as it begins."""
        self.closing = Event()
        self.given_up, self.late = Event(), Event()
        """Set by the client that waits no more; and by the server, once it has answered after that."""
        self._implementation = implementation
        self._fault, self._scenario, self._operation = fault, scenario, operation
        self._scenarios: dict[str, str] = {}
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._threads: list[Thread] = []
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._start(self._accept)

    def close(self) -> None:
        """Close all, and wait for the threads."""
        self.exit()
        for thread in self._threads:
            thread.join(120)
            assert not thread.is_alive()

    def exit(self) -> None:
        """End as a process does: all connections are closed, and nobody listens any more."""
        self.closing.set()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self.close_connections()

    def close_connections(self) -> None:
        """Close what is open, and go on listening."""
        for each in self._open:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def _start(self, work: Callable[..., None], *given: object) -> None:
        self._threads.append(Thread(target=work, args=given, daemon=True))
        self._threads[-1].start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                made, _ = self._listening.accept()
                self.connections += 1
                made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._open.append(made)
                self._start(self._serve, made)

    def _serve(self, made: socket.socket) -> None:
        answers = 0
        with made, made.makefile("rb") as reader, suppress(OSError):
            while (request := _request(reader, self._broken_off)) is not None:
                if answers and self.most_answers == 0:
                    return stop(made, b"")
                path, body = request
                operation = path.rpartition("/")[2]
                self.asked.append(operation)
                right = answer(self._implementation, operation, body)
                if self._is_bad(operation, json.loads(body), json.loads(right)):
                    FAULTS[self._fault](self, made, right)
                else:
                    made.sendall(ok(right))
                answers += 1
                if self.most_answers == answers or (self.most_answers and answers > self.most_answers):
                    return stop(made, b"")
        return None

    def _broken_off(self) -> bool:
        """Tell whether a request that begins is broken off, once."""
        was, self.resets_at_head = self.resets_at_head, False
        return was

    def _is_bad(self, operation: str, given: Json, right: Json) -> bool:
        if operation == "open_world":
            self._scenarios[right["world"]] = given["opening"]["scenario"]
        scenario = self._scenarios.get(given.get("world") or right.get("world", ""))
        return self._fault is not None and operation == self._operation and scenario == self._scenario


def _request(reader: IO[bytes], is_broken_off: Callable[[], bool]) -> tuple[str, bytes] | None:
    """Read a request; return its path and its body, or None if there are no more."""
    first = reader.readline()
    if not first or is_broken_off():
        return None
    length = 0
    while (line := reader.readline().strip()) != b"":
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    return first.split()[1].decode(), reader.read(length)


def response(status: str, body: bytes, kind: str = "application/json", *more: str) -> bytes:
    """Write a response."""
    head = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *more]
    return "\r\n".join([*head, "", ""]).encode() + body


def ok(body: bytes) -> bytes:
    """Write a right response."""
    return response("200 OK", body)


def changed(right: bytes, **members: object) -> bytes:
    """Change members of an answer."""
    return json.dumps({**json.loads(right), **members}).encode()


def seen(right: bytes, **members: object) -> bytes:
    """Change members of the observation in an answer."""
    answered = json.loads(right)
    return json.dumps({**answered, "observation": {**answered["observation"], **members}}).encode()


def reset(made: socket.socket) -> None:
    """Break the connection off."""
    made.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    os.close(made.detach())  # now, whoever still reads from it


def trickle(server: Faulty, made: socket.socket, beginning: bytes, more: bytes) -> None:
    """Send the beginning, and then more of it without end."""
    made.sendall(beginning)
    end_s = time.monotonic() + FOR_EVER_S
    while not server.closing.wait(0.01) and time.monotonic() < end_s:
        made.sendall(more)


def stop(made: socket.socket, beginning: bytes) -> None:
    """Send the beginning of an answer, and no more ever."""
    made.sendall(beginning)
    made.shutdown(socket.SHUT_RDWR)


CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"

Fault = Callable[[Faulty, socket.socket, bytes], object]


def sends(made_of: Callable[[bytes], bytes]) -> Fault:
    """Make a fault that sends something, made of the right answer."""
    return lambda _server, made, right: made.sendall(made_of(right))


FAULTS: dict[str | None, Fault] = {
    # It is not there, or says nothing.
    "exits": lambda server, _made, _right: server.exit(),
    "closes": lambda _server, made, _right: stop(made, b""),
    "resets": lambda _server, made, _right: reset(made),
    "hangs": lambda server, _made, _right: server.closing.wait(FOR_EVER_S),
    "is-late": lambda server, made, right: (
        server.given_up.wait(FOR_EVER_S),
        made.sendall(ok(right)),
        server.late.set(),
    ),
    # It is no HTTP, or half of it.
    "garbage": sends(lambda _: b"Segmentation fault (core dumped)\r\n\r\n"),
    "half-a-head": lambda _server, made, right: stop(made, ok(right)[:30]),
    "half-a-body": lambda _server, made, right: stop(made, ok(right)[:-10]),
    "half-a-chunk": lambda _server, made, right: stop(made, CHUNKED + b"fff\r\n" + right[:20]),
    "no-chunk": sends(lambda right: CHUNKED + b"many\r\n" + right),
    "a-head-without-end": lambda server, made, _right: trickle(server, made, b"HTTP/1.1 200 OK\r\n", b"X: 1\r\n" * 50),
    "a-long-line": sends(lambda _: b"HTTP/1.1 200 OK\r\nX: " + b"x" * 10**5),
    "not-yet": lambda server, made, _right: trickle(server, made, b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "trickles-in-the-head": lambda server, made, _right: trickle(server, made, b"HTTP/1.1 200 OK\r\nX: ", b"x"),
    "trickles": lambda server, made, right: trickle(server, made, ok(right + b" " * MB)[:-MB], b" "),
    "trickles-in-chunks": lambda server, made, _right: trickle(server, made, CHUNKED, b"1\r\n \r\n"),
    "half-an-answer-and-hangs": lambda server, made, right: (
        made.sendall(ok(right)[:-10]),
        server.closing.wait(FOR_EVER_S),
    ),
    "two-answers": sends(lambda right: ok(right) + ok(right)),
    # It is another status or type.
    "status-500": sends(lambda _: response("500 Internal Server Error", b"<h1>Oops</h1>", "text/html")),
    "a-problem": sends(
        lambda _: response(
            "503 Busy", b'{"title": "No phones", "detail": "they are out", "at": "$.world"}', "application/problem+json"
        )
    ),
    "a-broken-problem": sends(lambda _: response("503 Busy", b"[" * 10**4, "application/problem+json")),
    "status-204": sends(lambda _: b"HTTP/1.1 204 No Content\r\n\r\n"),
    "status-201": sends(lambda right: response("201 Created", right)),
    "a-page": sends(lambda right: response("200 OK", right, "text/html")),
    "no-type": sends(lambda right: b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(right), right)),
    "latin-1": sends(lambda right: response("200 OK", right, "application/json; charset=latin-1")),
    "compressed": sends(lambda right: response("200 OK", right, "application/json", "Content-Encoding: gzip")),
    # It is no answer.
    "an-empty-body": sends(lambda _: ok(b"")),
    "no-json": sends(lambda _: ok(b"done")),
    "invalid-utf-8": sends(lambda _: ok(b'{"world":"\xff\xfe"}')),
    "half-a-character": sends(lambda _: ok(b'{"world":"\\ud800"}')),
    "100-mb": sends(lambda _: ok(b"x" * 100 * MB)),
    "100-mb-in-chunks": sends(lambda _: CHUNKED + b"%x\r\n%s\r\n0\r\n\r\n" % (100 * MB, b"x" * 100 * MB)),
    "10000-deep": sends(lambda right: ok(seen(right).replace(b'"phones": {', b'"phones": ' + b"[" * 10**4, 1))),
    "nan": sends(lambda right: ok(seen(right, elapsed_s=float("nan")))),
    "a-member-twice": sends(lambda right: ok(right[:-1] + b"," + right[1:])),
    "a-wrong-type": sends(lambda _: ok(b'["done"]')),
    "an-unknown-outcome": sends(lambda right: ok(changed(right, outcomes=[{"outcome": "perhaps"}]))),
    "too-few-outcomes": sends(lambda right: ok(changed(right, outcomes=[]))),
    "a-broken-observation": sends(lambda right: ok(seen(right, elapsed_s="soon"))),
    "an-unknown-member": sends(lambda right: ok(seen(right, weather="fair"))),
    "another-world": sends(lambda right: ok(changed(right, world="elsewhere"))),
}
