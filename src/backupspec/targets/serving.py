"""Serves an implementation over HTTP: a POST path for each operation, its description at /openapi.json, and a page for people at /."""

import asyncio
import ipaddress
import re
import secrets
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import uvicorn
from msgspec import Struct
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from backupspec.contract.implementation import BrokenContract
from backupspec.targets import guard, openapi
from backupspec.targets.answering import given
from backupspec.targets.guard import TooLate, described
from backupspec.targets.openapi_page import page
from backupspec.targets.problems import Refused, problem
from backupspec.targets.wire import ASKED, LARGEST, Malformed, NotJson, encoded
from backupspec.targets.worlds import FullWorld, Offer, TooManyWorlds, UnknownWorld, Worlds, WrongOpening
from backupspec.text import one_line

MOST_CONNECTIONS = 200
"""How many connections there may be at once."""

SWEEP_S = 30.0
"""How often worlds are looked for that nobody asks for any more, in real seconds."""

_KEPT_ALIVE_S = 60
_NO_CONTENT_OF_OTHERS = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"


def server(offered: Offer, listening: socket.socket, started: Callable[[], None]) -> uvicorn.Server:
    """Make a server on a socket that listens; `started` is called once requests are answered."""
    worlds = Worlds(offered, time.monotonic, f"{secrets.token_hex(4)}-")
    config = uvicorn.Config(
        application(worlds, only_loopback=is_loopback(listening.getsockname()[0]), started=started),
        http="httptools",
        ws="none",
        lifespan="on",
        loop="asyncio",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=_KEPT_ALIVE_S,
        timeout_graceful_shutdown=int(guard.LIMIT_S),
    )
    return uvicorn.Server(config)


def listen(host: str, port: int) -> socket.socket:
    """Bind a socket and listen; raise OSError. With port 0 the system picks one."""
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
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

    document = openapi.document()
    made = Starlette(
        routes=[
            *(Route(f"/{operation}", _operation(worlds, operation), methods=["POST"]) for operation in ASKED),
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
        await worlds.sweep()


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


def _operation(worlds: Worlds, operation: str) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            answer = encoded(await _done(worlds, operation, await _body(request)))
        except ClientDisconnect:
            return Response(status_code=400)  # which nobody hears
        except Refused as refused:
            return _refusal(refused, request.url.path)
        except Exception as error:  # noqa: BLE001 - of this project's own; told as what it is, without a traceback
            return _refusal(Refused("broken-server", one_line(described(error))), request.url.path)
        return Response(answer, media_type="application/json")

    return endpoint


async def _done(worlds: Worlds, operation: str, body: bytes) -> Struct:
    """Have an operation done; raise Refused."""
    try:
        return await worlds.do(operation, given(operation, body), len(body))
    except NotJson as error:
        raise Refused("not-json", one_line(str(error))) from error
    except Malformed as error:
        detail, _, place = one_line(str(error)).partition(" - at `")
        raise Refused("breaks-contract", detail, place.removesuffix("`") or "$") from error
    except UnknownWorld as error:
        detail = f"{one_line(str(error))!r} was never opened here, was closed, or was not asked for in a long time"
        raise Refused("unknown-world", detail, "$.world") from error
    except TooManyWorlds as error:
        raise Refused("too-many-worlds", f"there may be {error}; close one") from error
    except FullWorld as error:
        raise Refused("full-world", f"a world may be given {error} bytes in all; close it", "$.world") from error
    except WrongOpening as error:
        raise Refused("wrong-opening", one_line(str(error)), f"$.opening.{error.member}") from error
    except TooLate as error:
        raise Refused("late-implementation", str(error)) from error
    except BrokenContract as error:
        raise Refused("broken-implementation", str(error)) from error


async def _body(request: Request) -> bytes:
    """Read what was sent; raise Refused if it is no JSON by its type, is too large, or is too slow."""
    _refuse_other_types(request.headers.getlist("content-type"))
    if int(request.headers.get("content-length", 0)) > LARGEST:
        raise _too_large()
    body = bytearray()
    try:
        async with asyncio.timeout(guard.LIMIT_S):
            async for chunk in request.stream():
                body += chunk
                if len(body) > LARGEST:
                    raise _too_large()
    except TimeoutError as error:
        raise Refused("too-slow", f"it has to be here within {guard.LIMIT_S:g} s", headers=_CLOSING) from error
    return bytes(body)


_CLOSING = {"Connection": "close"}


def _too_large() -> Refused:
    return Refused("too-large", f"there may be {LARGEST} bytes", headers=_CLOSING)


def _refuse_other_types(types: list[str]) -> None:
    kind = types[0].lower().replace(" ", "").replace('"', "") if len(types) == 1 else ""
    if kind not in {"application/json", "application/json;charset=utf-8"}:
        came = one_line(", ".join(types)) or "nothing"
        raise Refused("wrong-content-type", f"send `Content-Type: application/json`; it is {came}")


async def _nothing_here(request: Request, error: Exception) -> Response:
    """Answer where no path leads, or no such method."""
    headers = dict(getattr(error, "headers", None) or {})
    if "Allow" in headers:
        refused = Refused("wrong-method", f"it takes {headers['Allow']}, not {one_line(request.method)}", None, headers)
    else:
        refused = Refused("nothing-here", f"there are {', '.join(f'/{each}' for each in ASKED)}; see /")
    return _refusal(refused, request.url.path)


def _refusal(refused: Refused, path: str) -> Response:
    """Answer with a problem."""
    told = problem(refused, path)
    return Response(encoded(told), told.status, refused.headers, "application/problem+json")
