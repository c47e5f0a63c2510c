"""An implementation behind a URL: each operation is a POST of its JSON to a path of its own, and the answer is JSON with status 200.

One connection is kept alive. Whether the server has closed it is looked at before anything goes out; where it closes it in that moment, before a byte of the answer, the operation is
asked once more, over a new one, unless what was asked may have been done, and must not be done twice (RFC 9112, 9.3.1). From then on each operation has a connection of its own. All that an operation takes,
connecting included, has one limit in real time, so bytes that trickle are as late as none.
"""

import io
import socket
import ssl
from collections.abc import Sequence
from http.client import HTTPException, HTTPMessage, HTTPResponse, RemoteDisconnected
from threading import Thread
from typing import Any, cast
from urllib.parse import SplitResult, urlsplit

import msgspec
from msgspec import Struct

from backupspec.targets import guard
from backupspec.targets.real_time import real_time_s
from backupspec.targets.wire import LARGEST, NoAnswer
from backupspec.text import one_line

_OK = 200
_LONGEST_PROBLEM = 64 * 2**10


class NoSuchAddress(ValueError):
    """The URL is none that can be asked. What it says never repeats the URL, which may hold a password."""


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why there is no answer (RFC 9457). `at` is the place in what was sent."""

    type: str = "about:blank"
    title: str = ""
    status: int | None = None
    detail: str = ""
    at: str | None = None


CLOSES = (
    "the server closed a connection that was to be kept, and had not said `Connection: close`; each operation after that had a connection of its own. "
    "Announce the end of a connection with that header, or keep it open between operations."
)
"""What is remarked of a server that does."""


REPEATABLE = {"about", "open_world", "observe"}
"""What may be asked again though it may have been done: two of them change nothing, and of the third the server has one more world that nobody uses."""


class _Closed(Exception):
    """The connection was closed before a byte of the answer. `is_whole`: the request had gone out whole by then; `was_kept`: it was not the first."""

    def __init__(self, *, is_whole: bool, was_kept: bool) -> None:
        super().__init__("the server closed the connection without an answer")
        self.is_whole = is_whole
        self.was_kept = was_kept


class Http:
    """A channel to a server. After whatever goes wrong the connection is given up, and the next operation makes a new one."""

    def __init__(self, url: str) -> None:
        """Connect; raise NoSuchAddress if the URL can't be asked, or if nobody is there."""
        self._address = _address(url)
        self._tls = ssl.create_default_context() if self._address.scheme == "https" else None
        self._keeps = True
        try:
            self._connection: _Connection | None = self._connected(_in(guard.LIMIT_S))
        except NoAnswer as error:
            raise NoSuchAddress(f"{url}: {error}") from error

    def ask(self, operation: str, body: bytes) -> bytes:
        """Post what an operation is given, and return the body of the answer; raise NoAnswer."""
        end_s = _in(guard.LIMIT_S)
        while True:  # twice at most: a new connection was not kept
            try:
                return self._asked(operation, body, end_s)
            except _Closed as error:
                self.close()
                if not error.was_kept:
                    raise NoAnswer(str(error), cause="closed") from error
                self._keeps = False
                if error.is_whole and operation not in REPEATABLE:
                    told = f"{error}; it may have done what was asked, so it is not asked again"
                    raise NoAnswer(told, cause="closed") from error

    def remarks(self) -> tuple[str, ...]:
        """Tell what was met that is no fault, and may become one."""
        return () if self._keeps else (CLOSES,)

    def _asked(self, operation: str, body: bytes, end_s: float) -> bytes:
        """Ask once, over the connection that is kept or a new one; raise NoAnswer, or _Closed where there may be another try."""
        try:
            connection = self._ready(end_s)
            connection.send(self._request(operation, body), end_s)
            response, came = connection.receive()
        except NoAnswer:
            self.close()
            raise
        except TimeoutError as error:
            half = self._half()
            self.close()
            raise NoAnswer(f"{'half an' if half else 'no'} answer within {guard.LIMIT_S:g} s", half, "late") from error
        except (HTTPException, OSError, ValueError) as error:
            half = self._half()
            if not half and isinstance(error, RemoteDisconnected | ConnectionError) and self._connection is not None:
                raise self._connection.closed() from error
            self.close()
            raise NoAnswer(_told(error), half) from error
        if response.will_close or not self._keeps:
            self.close()
        return _checked(response, came, connection.half())

    def log(self) -> tuple[str, ...]:
        """Tell nothing. What a server writes elsewhere is not seen here."""
        return ()

    def close(self) -> None:
        """Give the connection up."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ready(self, end_s: float) -> "_Connection":
        """Return the connection, or a new one if the server has closed it while it was idle."""
        if self._connection is not None and not self._connection.is_open():
            self._keeps = False
            self.close()
        if self._connection is None:
            self._connection = self._connected(end_s)
        return self._connection

    def _connected(self, end_s: float) -> "_Connection":
        host, port = cast("str", self._address.hostname), self._address.port or _PORTS[self._address.scheme]
        try:
            made = _to_any(_addresses(host, port, end_s), end_s)
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return _Connection(_secured(made, self._tls, host, end_s))
        except (OSError, ValueError) as error:
            raise NoAnswer(f"it cannot be reached: {_told(error)}", cause="ended") from error

    def _request(self, operation: str, body: bytes) -> bytes:
        head = (
            f"POST {self._address.path.rstrip('/')}/{operation} HTTP/1.1\r\nHost: {self._address.netloc}\r\n"
            f"Accept: application/json, application/problem+json\r\nAccept-Encoding: identity\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
            f"{'' if self._keeps else _LAST}\r\n"
        )
        return head.encode("ascii") + body

    def _half(self) -> bytes:
        return b"" if self._connection is None else self._connection.half()


_LAST = "Connection: close\r\n"

_PORTS = {"http": 80, "https": 443}

_Address = tuple[socket.AddressFamily, Any]


def _address(url: str) -> SplitResult:
    """Read a URL of a scheme, a host, perhaps a port, and perhaps the beginning of the path; raise NoSuchAddress for any other."""
    try:
        address = urlsplit(url)
        port = address.port
    except ValueError as error:
        raise NoSuchAddress("it is no URL") from error
    if "@" in address.netloc:
        raise NoSuchAddress("a URL with a name or a password in it is refused: it would stand in every report")
    if address.query or address.fragment or "?" in url or "#" in url:
        raise NoSuchAddress("a URL ends with its path: `?` and `#` are refused")
    if address.scheme not in _PORTS or not address.hostname or port == 0:
        raise NoSuchAddress("write a URL such as http://127.0.0.1:8000")
    if not url.isascii() or not url.isprintable() or " " in url:
        raise NoSuchAddress("a URL is written in ASCII, without spaces: other characters are spelled as %20 is")
    return address


def _addresses(host: str, port: int, end_s: float) -> Sequence[_Address]:
    """Resolve a name; raise OSError. The system sets no limit to that, so it is asked in a thread that is left behind when the time is over."""
    came: list[Sequence[_Address] | OSError | UnicodeError] = []

    def resolve() -> None:
        try:
            came.append([(each[0], each[4]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)])
        except (OSError, UnicodeError) as error:
            came.append(error)

    thread = Thread(target=resolve, daemon=True)
    thread.start()
    thread.join(_left(end_s))
    if not came:
        raise TimeoutError("its name was not resolved in time")
    if isinstance(came[0], Exception):
        raise came[0]
    return came[0]


def _to_any(addresses: Sequence[_Address], end_s: float) -> socket.socket:
    """Connect to the first address that takes it. Each is waited for as long as leaves the others their share; raise OSError as the last did."""
    for number, (family, address) in enumerate(addresses, 1):
        made = socket.socket(family, socket.SOCK_STREAM)
        try:
            made.settimeout(_left(end_s) / (len(addresses) - number + 1))
            made.connect(address)
        except BaseException as error:
            made.close()
            if number == len(addresses) or not isinstance(error, OSError):
                raise
        else:
            return made
    raise OSError("its name has no address")


def _secured(made: socket.socket, tls: ssl.SSLContext | None, host: str, end_s: float) -> socket.socket:
    """Speak TLS over a connection, if it is wanted; the certificate has to be the host's."""
    if tls is None:
        return made
    try:
        made.settimeout(_left(end_s))
        return tls.wrap_socket(made, server_hostname=host)
    except BaseException:
        made.close()
        raise


class _Connection:
    """A connection, and what has come over it and has not been asked for yet."""

    def __init__(self, made: socket.socket) -> None:
        self._socket = made
        self._raw = _Stream(made)
        self._reader = _Reader(self._raw)
        self._sent = 0
        self._is_whole = False
        """How many requests went out, at least in part, and whether the last one went out whole."""

    def is_open(self) -> bool:
        """Tell whether the server has kept it open since the last answer; raise NoAnswer if it sent more than was asked for."""
        if surplus := self._reader.waiting():
            raise NoAnswer("it had sent more than the answer to the last operation", surplus)
        return not self._raw.ended

    def send(self, request: bytes, end_s: float) -> None:
        """Send a request, whose answer has to be here at `end_s`."""
        self._raw.end_s = end_s
        self._raw.kept.clear()
        self._socket.settimeout(_left(end_s))
        self._sent += 1
        self._is_whole = False
        self._socket.sendall(request)
        self._is_whole = True

    def receive(self) -> tuple[HTTPResponse, bytes]:
        """Return the response and its body. A body that is too long is left."""
        with HTTPResponse(self, method="POST") as response:  # type: ignore[arg-type] # it asks for `makefile` and nothing else
            response.begin()
            if (response.length or 0) > LARGEST:
                raise NoAnswer(f"the answer is longer than {LARGEST} bytes", self.half())
            body = response.read(LARGEST + 1)
            if len(body) > LARGEST:
                raise NoAnswer(f"the answer is longer than {LARGEST} bytes", body)
            if response.length:
                raise NoAnswer(f"half an answer: {response.length} bytes of it did not come", body)
        return response, body

    def closed(self) -> _Closed:
        """Tell how it was closed, where no byte of the answer came."""
        return _Closed(is_whole=self._is_whole, was_kept=self._sent > 1)

    def makefile(self, _mode: str) -> "_Reader":
        """Give a response what it reads from."""
        return self._reader

    def half(self) -> bytes:
        """Return the beginning of what came in answer to the last request."""
        return bytes(self._raw.kept)

    def close(self) -> None:
        """Close it."""
        self._socket.close()


class _Stream(io.RawIOBase):
    """What comes over a socket, until a moment in real time; and never later."""

    def __init__(self, made: socket.socket) -> None:
        self._socket = made
        self.end_s: float | None = None
        self.ended = False
        self.kept = bytearray()
        """The beginning of what came."""

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int | None:  # type: ignore[override] # as io.BufferedReader calls it
        """Wait for bytes, or for none if there is no end to wait for; raise TimeoutError at the end."""
        self._socket.settimeout(0 if self.end_s is None else _left(self.end_s))
        try:
            count = self._socket.recv_into(buffer)
        except (BlockingIOError, ssl.SSLWantReadError):
            return None
        except ConnectionError:
            self.ended = True
            raise
        self.ended = not count
        if len(self.kept) < _KEPT:
            self.kept += buffer[: min(count, _KEPT)]
        return count


_KEPT = 1000


class _Reader(io.BufferedReader):
    """A buffer that lasts as long as the connection, whatever a response does at its own end."""

    raw: _Stream

    def waiting(self) -> bytes:
        """Return what has come already, and wait for nothing."""
        self.raw.end_s = None
        try:
            return self.peek(1)
        except OSError:
            return b""

    def close(self) -> None:
        """Do nothing: the connection is closed by whoever made it."""


def _checked(response: HTTPResponse, came: bytes, beginning: bytes) -> bytes:
    """Return the body of a response if it can be an answer; raise NoAnswer."""
    headers = response.headers
    if response.status != _OK:
        raise NoAnswer(_refusal(response.status, response.reason, headers, came), came or beginning)
    if headers.get_content_type() != "application/json" or not _is_plain(headers):
        kind = ", ".join(headers.get_all("Content-Type", []) + headers.get_all("Content-Encoding", []))
        told = f"the answer is {kind or 'of no type'}, where application/json is expected"
        raise NoAnswer(told, came or beginning)
    return came


def _is_plain(headers: HTTPMessage) -> bool:
    """Tell whether a body is what it is, neither compressed nor in another encoding than UTF-8."""
    is_utf8 = headers.get_content_charset("utf-8") in {"utf-8", "us-ascii"}
    return is_utf8 and headers.get("Content-Encoding", "identity") == "identity"


def _refusal(status: int, reason: str, headers: HTTPMessage, came: bytes) -> str:
    """Tell what a status means, and what the server says of it."""
    told = f"status {status} {reason}".rstrip()
    if to := headers.get("Location"):
        return f"{told}: it points elsewhere, to {one_line(to)[:100]}, and is not followed"
    if headers.get_content_type() == "application/problem+json" and len(came) <= _LONGEST_PROBLEM:
        try:
            problem = msgspec.json.decode(came, type=Problem)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return told
        place = f" at {problem.at}" if problem.at else ""
        return f"{told}: {problem.title}: {problem.detail}{place}"
    return told


def _told(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return guard.described(error)


def _in(seconds: float) -> float:
    return real_time_s() + seconds


def _left(end_s: float) -> float:
    """Tell how many seconds are left; raise TimeoutError if there are none."""
    left_s = end_s - real_time_s()
    if left_s <= 0:
        raise TimeoutError("the time is over")
    return left_s
