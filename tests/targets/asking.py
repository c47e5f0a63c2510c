"""An application of the server, asked without a network and without processes: what is in a world's process otherwise is in this one."""

import asyncio
import json
from collections.abc import Callable
from typing import Any, NoReturn

from jsonschema import Draft202012Validator

from backupspec import shipped
from backupspec.contract.implementation import Implementation, Opening
from backupspec.contract.schemas import plain
from backupspec.targets.server import openapi
from backupspec.targets.server.hosting import Host
from backupspec.targets.server.serving import application
from backupspec.targets.server.worlds import Bounds, Worlds

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


class Place:
    """A place in this process for one world at a time."""

    def __init__(self, implementation: Implementation) -> None:
        self.is_lost = False
        self.host = Host(implementation, {POLICY.id: POLICY})

    async def ask(self, operation: str, body: bytes) -> bytes:
        """Have an operation done."""
        return self.host.answer(operation, body)

    async def end(self) -> None:
        """Be asked no more."""
        self.is_lost = True


class Asked:
    """An application that is asked: every answer of an operation is one that the document has."""

    def __init__(
        self, implementation: Implementation, *, only_loopback: bool = True, prefix: str = "w", **bounds: Any
    ) -> None:
        self.clock: Any = Clock()
        self.places: list[Place] = []

        async def start() -> Place:
            self.places.append(Place(implementation))
            return self.places[-1]

        about = Host(implementation, {}).about
        self.worlds = Worlds(about, start, self._now, prefix, Bounds(**bounds))
        self._app = application(self.worlds, only_loopback=only_loopback)
        self._runner = asyncio.Runner()
        self.run = self._runner.run

    def _now(self) -> float:
        return float(self.clock())

    def close(self) -> None:
        """Close what asyncio has opened."""
        self._runner.close()

    def __call__(self, path: str, body: Any, method: str = "POST", **headers: str) -> tuple[int, Json]:
        """Ask for something; return the status and the body."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        status, answered, came = self.run(self.exchange(path, method, [content], headers))
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


Ask = Callable[..., Asked]
"""Makes an application of an implementation; the fixture `ask` does, and closes it."""


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


class Double:
    """The reference with an operation replaced."""

    def __init__(self, reference: Implementation, **replaced: Any) -> None:
        self._reference = reference
        self._replaced = replaced

    def __getattr__(self, name: str) -> Any:
        """Find an operation."""
        return self._replaced.get(name) or getattr(self._reference, name)

    def replace(self, **replaced: Any) -> None:
        """Replace other operations instead."""
        self._replaced = replaced


def raising(error: BaseException) -> Callable[..., NoReturn]:
    """Return an operation that raises."""

    def operation(*_: object, **__: object) -> NoReturn:
        raise error

    return operation


def hangs(*_: object, **__: object) -> NoReturn:
    """Never return."""
    while True:
        pass
