"""The connections of a server: bounded in number, and their heads in size and in time; whatever is wrong is told as a problem.

uvicorn reads HTTP. What it has no bound for is bounded here: it would wait for a head without end, and refuse everybody while enough idle connections are open.
"""

import asyncio
from contextlib import suppress
from typing import Any, cast

import httptools
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from backupspec.targets.server.problems import Refused, problem
from backupspec.targets.wire import encoded

MOST_CONNECTIONS = 200
"""How many connections there may be at once."""

LARGEST_HEAD = 64 * 2**10
"""How many bytes the head of a request may have, and what follows a body in chunks."""

HEAD_LIMIT_S = 10.0
"""How long the head of a request may take to come, in real seconds."""

KEPT_ALIVE_S = 60
"""How long a connection is kept that nobody uses, in real seconds."""

_UPGRADING = {b"upgrade", b"http2-settings"}

LINGER_S = 2.0
"""How long what somebody goes on sending is read and thrown away: a connection that is closed at once would take the answer with it."""


class Connection(HttpToolsProtocol):
    """A connection. While no request of it is being answered it gives way to a new one, if there are too many."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.since_s = self.loop.time()
        """When the last request was answered, or the connection made."""
        self._head_bytes = 0
        self._is_in_head = False
        self._is_ending = False
        self._head_timer: asyncio.TimerHandle | None = None

    @property
    def is_answering(self) -> bool:
        """Tell whether a request is being answered."""
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is not None and not cycle.response_complete

    # The number of connections.

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Make room for this connection, or refuse it if every other is in use."""
        super().connection_made(cast("asyncio.Transport", _Lingering(transport, self)))
        self._watch_head()
        if len(self.connections) <= MOST_CONNECTIONS:
            return
        others = (each for each in self.connections if isinstance(each, Connection) and each is not self)
        idle = min((each for each in others if not each.is_answering), key=lambda each: each.since_s, default=None)
        if idle is None:
            self._refuse(Refused("too-busy", f"there may be {MOST_CONNECTIONS} connections, and all are in use"))
        else:
            idle.transport.abort()

    def connection_lost(self, error: Exception | None) -> None:
        """Wait for nothing any more."""
        self._watch_head_no_more()
        self._unset_keepalive_if_required()
        super().connection_lost(error)

    def timeout_keep_alive_handler(self) -> None:
        """Close a connection that nobody uses, also if what was sent is not read."""
        self.transport.abort()

    def on_response_complete(self) -> None:
        """Note since when nobody uses it."""
        self.since_s = self.loop.time()
        super().on_response_complete()

    # The head.

    def data_received(self, data: bytes) -> None:
        """Read what came. A head that does not end is counted as it comes."""
        if not self._is_ending:
            self._unset_keepalive_if_required()
            was_in_head, size = self._is_in_head, len(data)
            while data:
                data = self._rest(data)
            self._look_at_head(size, was_in_head=was_in_head)

    def _rest(self, data: bytes) -> bytes:
        """Read, and return what has to be read again: a request that asks for another protocol is answered in this one, and read as if it had not asked."""
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            rest = data[int(upgrade.args[0]) :]
            return self._without_upgrade() + rest if self._is_upgrade() else b""
        except httptools.HttpParserError:
            self.send_400_response("")
        return b""

    def _is_upgrade(self) -> bool:
        return self.parser.should_upgrade() and self.parser.get_method() != b"CONNECT"

    def _without_upgrade(self) -> bytes:
        """Write the head that was read, without what asks for another protocol: for httptools nothing behind it would belong to it."""
        lines = [(name, _kept(name, value)) for name, value in self.headers if name not in _UPGRADING]
        method, version = self.parser.get_method(), self.parser.get_http_version()
        self.parser = httptools.HttpRequestParser(self)
        self.parser.set_dangerous_leniencies(lenient_data_after_close=True)
        head = b"".join(b"%b: %b\r\n" % line for line in lines)
        return b"%b %b HTTP/%b\r\n%b\r\n" % (method, self.url, version.encode(), head)

    def _look_at_head(self, size: int, *, was_in_head: bool) -> None:
        if self._is_ending:
            return
        if was_in_head and self._is_in_head:
            self._head_bytes += size
            if self._head_bytes > LARGEST_HEAD:
                self.send_400_response("")
        elif not self.is_answering and self.timeout_keep_alive_task is None:
            self._watch_head()

    def on_message_begin(self) -> None:
        """Begin to count."""
        self._head_bytes = 0
        self._is_in_head = True
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """Count what came."""
        self._head_bytes += len(url)
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Count what came, behind a body too; what is too much ends the reading."""
        self._head_bytes += len(name) + len(value)
        if self._head_bytes > LARGEST_HEAD:
            raise ValueError("the head is too large")
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Wait for the head no more."""
        if self._is_upgrade():
            return  # it is read again
        self._is_in_head = False
        self._watch_head_no_more()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Wait for the body no more."""
        if not self._is_upgrade():
            super().on_message_complete()

    def _watch_head(self) -> None:
        if self._head_timer is None:
            self._head_timer = self.loop.call_later(HEAD_LIMIT_S, self._give_up)

    def _watch_head_no_more(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _give_up(self) -> None:
        """End a connection whose head did not come. If nothing came, nobody asked for anything."""
        self._head_timer = None
        if self._is_in_head and not self.is_answering:
            self._refuse(Refused("too-slow", f"its head has to be here within {HEAD_LIMIT_S:g} s"))
        elif self.is_answering:
            self._watch_head()
        else:
            self.transport.abort()

    # What is refused here.

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's words
        """Tell what is wrong with what came, as a problem."""
        if self._head_bytes > LARGEST_HEAD:
            self._refuse(Refused("large-head", f"it may have {LARGEST_HEAD} bytes"))
        else:
            self._refuse(Refused("not-http", "send a request as of HTTP/1.1"))

    def _refuse(self, refused: Refused) -> None:
        """Say why there is no answer, unless half of another was sent, and end the connection."""
        if not self.is_answering or not self.cycle.response_started:
            told = problem(refused, "")
            body = encoded(told)
            lines = [*self.server_state.default_headers, (b"content-type", b"application/problem+json")]
            lines += [(b"content-length", b"%d" % len(body)), (b"connection", b"close")]
            head = b"".join(b"%b: %b\r\n" % line for line in lines)
            self.transport.write(STATUS_LINE[told.status] + head + b"\r\n" + body)
        self.linger()

    def linger(self) -> None:
        """Send no more, and read on for a moment what is still being sent, so that the answer is not lost with it."""
        if self._is_ending or self.transport.is_closing():
            return
        self._is_ending = True
        self._watch_head_no_more()
        if self.is_answering:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        with suppress(OSError):  # nobody is there any more
            self.transport.write_eof()
        self.flow.resume_reading()
        self.loop.call_later(LINGER_S, self.transport.abort)

    def eof_received(self) -> None:
        """Let asyncio close the connection: nobody sends any more."""


def _kept(name: bytes, value: bytes) -> bytes:
    """Return what a header asks for beside another protocol, as that the connection be closed."""
    if name != b"connection":
        return value
    return b", ".join(word for word in map(bytes.strip, value.split(b",")) if word.lower() not in _UPGRADING)


class _Lingering:
    """A connection's transport, which is closed at once only if nobody sends any more."""

    def __init__(self, transport: asyncio.Transport, connection: Connection) -> None:
        self._transport = transport
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def close(self) -> None:
        """Close it, or let it linger if a body is still coming."""
        cycle: RequestResponseCycle | None = self._connection.cycle
        if cycle is not None and cycle.more_body:
            self._connection.linger()
        else:
            self._transport.close()
