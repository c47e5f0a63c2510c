"""Serves an implementation over HTTP: a POST path for each operation, its description at /openapi.json, and a page for people at /."""

import asyncio
import errno
import ipaddress
import re
import secrets
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from backupspec.policy.model import Policy
from backupspec.targets import guard
from backupspec.targets.limits import START_LIMIT_S
from backupspec.targets.server import openapi
from backupspec.targets.server.apart import PATIENCE_S, start
from backupspec.targets.server.connections import KEPT_ALIVE_S, MOST_CONNECTIONS, Connection
from backupspec.targets.server.openapi_page import page
from backupspec.targets.server.problems import Refused, problem, refusal
from backupspec.targets.server.worlds import Worlds
from backupspec.targets.wire import ASKED, LARGEST, encoded
from backupspec.text import one_line

SMALL = 2**20
"""How many bytes a request may have that has no commands in it."""

MOST_HELD = 4 * LARGEST
"""How many bytes the bodies may have that are held at once."""

SWEEP_S = 30.0
"""How often worlds are looked for that nobody asks for any more, in real seconds."""

_NO_CONTENT_OF_OTHERS = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"


def server(worlds: Worlds, listening: socket.socket, started: Callable[[], None]) -> uvicorn.Server:
    """Make a server on a socket that listens; `started` is called once requests are answered."""
    config = uvicorn.Config(
        application(worlds, only_loopback=is_loopback(listening.getsockname()[0]), started=started),
        http=Connection,
        ws="none",
        lifespan="on",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=KEPT_ALIVE_S,
        timeout_graceful_shutdown=int(PATIENCE_S),
    )
    return uvicorn.Server(config)


async def worlds_of(target: str, policies: Mapping[str, Policy], start_limit_s: float = START_LIMIT_S) -> Worlds:
    """Reach a target in a process that waits for the first world; raise Refused."""
    another = partial(start, target, policies, start_limit_s)
    first = await another()
    worlds = Worlds(first.about, another, time.monotonic, f"{secrets.token_hex(4)}-")
    await worlds.leave(first)
    return worlds


def listen(host: str, port: int) -> socket.socket:
    """Bind a socket and listen; raise OSError. With port 0 the system picks one."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except UnicodeError as error:
        raise OSError(errno.EINVAL, "it is no name of a host: between its dots are 1 to 63 characters") from error
    family, kind, _, _, address = found[0]
    made = socket.socket(family, kind, socket.IPPROTO_TCP)  # asyncio sends small answers at once on TCP that is named
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(MOST_CONNECTIONS)
    except BaseException:
        made.close()
        raise
    return made


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine and is reached from this machine alone."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def application(worlds: Worlds, *, only_loopback: bool, started: Callable[[], None] = lambda: None) -> ASGIApp:
    """Make the ASGI application. With `only_loopback` it answers to the names of this machine alone."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        sweeping = asyncio.create_task(_sweep(worlds))
        started()
        yield
        sweeping.cancel()
        await worlds.close()

    document, bodies = openapi.document(), _Bodies()
    made = Starlette(
        routes=[
            *(Route(f"/{operation}", _operation(worlds, operation, bodies), methods=["POST"]) for operation in ASKED),
            Route("/openapi.json", _fixed(encoded(document), "application/json"), methods=["GET"]),
            Route("/", _fixed(page(document).encode(), "text/html; charset=utf-8"), methods=["GET"]),
        ],
        exception_handlers={HTTPException: _nothing_here},
        lifespan=lifespan,
    )
    made.router.redirect_slashes = False
    return _ByName(made) if only_loopback else made


async def _sweep(worlds: Worlds) -> None:
    while True:
        await asyncio.sleep(SWEEP_S)
        worlds.sweep()


class _ByName:
    """Answers on this machine's own names alone: a page of somebody else's, whose name leads here, is told nothing."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on if it is for a name of this machine."""
        if scope["type"] == "http":
            hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
            if len(hosts) != 1 or not is_loopback(re.sub(r":[0-9]*$", "", hosts[0])):
                refused = Refused("wrong-host", "ask for localhost, 127.0.0.1 or [::1]")
                await _refusal(refused, scope["path"])(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _fixed(content: bytes, media_type: str) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(_request: Request) -> Response:
        headers = {"Content-Security-Policy": _NO_CONTENT_OF_OTHERS, "X-Content-Type-Options": "nosniff"}
        return Response(content, media_type=media_type, headers=headers)

    return endpoint


def _operation(worlds: Worlds, operation: str, bodies: "_Bodies") -> Callable[[Request], Awaitable[Response]]:
    largest = LARGEST if operation == "perform" else SMALL

    async def endpoint(request: Request) -> Response:
        try:
            async with bodies.read(request, largest) as body:
                answer = await worlds.do(operation, body)
        except ClientDisconnect:
            return Response(status_code=400)  # which nobody hears
        except Refused as refused:
            return _refusal(refused, request.url.path)
        except Exception as error:  # noqa: BLE001 - told as what it is, without a traceback
            return _refusal(refusal(error), request.url.path)
        return Response(answer, media_type="application/json")

    return endpoint


class _Bodies:
    """The bodies that are held at once: bounded one by one, and all together."""

    def __init__(self) -> None:
        self._held_bytes = 0

    @asynccontextmanager
    async def read(self, request: Request, largest: int) -> AsyncIterator[bytes]:
        """Read what was sent, and hold it; raise Refused if it is no JSON by its type, is too large, or is too slow."""
        _refuse_other_types(request.headers.getlist("content-type"))
        if int(request.headers.get("content-length", 0)) > largest:
            raise _too_large(largest)
        body = bytearray()
        try:
            async with asyncio.timeout(guard.LIMIT_S):
                async for chunk in request.stream():
                    body += chunk
                    self._held_bytes += len(chunk)
                    if len(body) > largest:
                        raise _too_large(largest)
                    if self._held_bytes > MOST_HELD:
                        raise Refused("too-busy", "too many large requests came at once", headers=_CLOSING)
            yield bytes(body)
        except TimeoutError as error:
            raise Refused("too-slow", f"it has to be here within {guard.LIMIT_S:g} s", headers=_CLOSING) from error
        finally:
            self._held_bytes -= len(body)


_CLOSING = {"Connection": "close"}


def _too_large(largest: int) -> Refused:
    return Refused("too-large", f"there may be {largest} bytes", headers=_CLOSING)


def _refuse_other_types(types: list[str]) -> None:
    kind = types[0].lower().replace(" ", "").replace('"', "") if len(types) == 1 else ""
    if kind not in {"application/json", "application/json;charset=utf-8"}:
        came = one_line(", ".join(types)) or "nothing"
        raise Refused("wrong-content-type", f"send `Content-Type: application/json`; it is {came}")


async def _nothing_here(request: Request, error: Exception) -> Response:
    """Answer where no path leads, or no such method."""
    headers = dict(getattr(error, "headers", None) or {})
    if "Allow" in headers:
        detail = f"it takes {headers['Allow']}, not {one_line(request.method)}"
        if "access-control-request-method" in request.headers:
            detail += "; a page of another site may not ask here, so there are no headers of CORS"
        refused = Refused("wrong-method", detail, None, headers)
    else:
        refused = Refused("nothing-here", f"there are {', '.join(f'/{each}' for each in ASKED)}; see /")
    return _refusal(refused, request.url.path)


def _refusal(refused: Refused, path: str) -> Response:
    """Answer with a problem."""
    told = problem(refused, path)
    return Response(encoded(told), told.status, refused.headers, "application/problem+json")
