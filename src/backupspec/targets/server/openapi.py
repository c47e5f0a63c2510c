"""The OpenAPI 3.1 document of an implementation over HTTP, made from the contract's types as the JSON Schemas are."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from inspect import cleandoc
from typing import Any

import msgspec

from backupspec.contract.commands import NAMES
from backupspec.contract.implementation import CONTRACT_VERSION, About
from backupspec.policy.schema import DIALECT, without_margins
from backupspec.targets.server.problems import KINDS, Problem
from backupspec.targets.wire import ASKED, LARGEST, MOST_COMMANDS, AskAbout, DoneIn, Perform, SeenIn, World

ANSWERED: dict[str, type[msgspec.Struct]] = {
    "about": About,
    "open_world": World,
    "perform": DoneIn,
    "observe": SeenIn,
    "close_world": World,
}
"""The operations, each with what it answers."""

SUMMARIES = {
    "about": "Say what the implementation is",
    "open_world": "Open a new, empty world",
    "perform": "Do commands in a world, in order",
    "observe": "Show all that can be seen of a world",
    "close_world": "Forget a world",
}

PARTICULAR = {
    "open_world": ("wrong-opening", "too-many-worlds"),
    "perform": ("unknown-world",),
    "observe": ("unknown-world",),
    "close_world": ("unknown-world",),
}
"""The kinds of problem that only some operations have."""

NOT_OF_OPERATIONS = ("nothing-here", "wrong-method")
"""The kinds that come of asking for none."""

EXAMPLES: Mapping[str, Any] = {
    "about": {},
    "open_world": {
        "opening": {
            "scenario": "REM-01.01",
            "profile": "windows-phone-8.1",
            "choices": {"exactly_three_weeks": "prompts"},
            "wall_clock": "2014-06-02T09:00:00Z",
            "time_zone": "Europe/London",
            "seed": 1,
        }
    },
    "perform": {
        "world": "1",
        "commands": [
            {"command": "add_phone", "phone": "Ann's phone"},
            {"command": "advance_time", "seconds": 3600},
        ],
        "observe": True,
    },
    "observe": {"world": "1", "items": True},
    "close_world": {"world": "1"},
}
"""What each may be given. Of the choices one stands for all."""

LINKS = {
    operation: {"operationId": operation, "requestBody": {"world": "$response.body#/world"}}
    for operation in ("perform", "observe", "close_world")
}
"""What comes after a world was opened: its name goes into what is asked next."""

DESCRIPTION = f"""\
An implementation of a phone's backup policy. Each operation is a POST of a small JSON object. A message has at most {LARGEST} bytes, and {MOST_COMMANDS}
commands. Keep the connection open; send many commands in one request where only the last observation matters, and ask for the observation along with the
outcomes. What is asked is answered strictly: a member that is unknown, or there twice, is refused. A problem is told as of RFC 9457, and its `type` leads to
what it means."""


UNKNOWN_COMMAND: dict[str, Any] = {
    "description": "A command that is not known here, as a newer suite may send: it is answered unsupported.",
    "type": "object",
    "required": ["command"],
    "properties": {"command": {"type": "string", "not": {"enum": sorted(NAMES)}}},
}


def document() -> dict[str, Any]:
    """Make the document, of plain JSON types."""
    types = [*ASKED.values(), *ANSWERED.values(), Problem]
    _, components = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    made = {
        "openapi": "3.1.0",
        "jsonSchemaDialect": DIALECT,
        "info": {
            "title": "backupspec",
            "version": CONTRACT_VERSION,
            "license": {"name": "MIT", "identifier": "MIT"},
            "description": " ".join(DESCRIPTION.split()),
        },
        "servers": [{"url": "/"}],
        "security": [],
        "paths": {f"/{operation}": {"post": _operation(operation)} for operation in ASKED},
        "components": {
            "schemas": without_margins(components),
            "responses": {status: _problem(status) for status in _statuses(set(KINDS) - {"wrong-method"})},
        },
    }
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(made))  # tuples become lists
    commands = plain["components"]["schemas"][Perform.__name__]["properties"]["commands"]
    commands["items"] = {"anyOf": [commands["items"], UNKNOWN_COMMAND]}
    nothing = plain["components"]["schemas"][AskAbout.__name__]
    # As additionalProperties it says the same, but Postman would make a body `null` of it.
    nothing["unevaluatedProperties"] = nothing.pop("additionalProperties")
    return plain


def _operation(operation: str) -> dict[str, Any]:
    links = {"links": LINKS} if operation == "open_world" else {}
    kinds = [kind for kind in KINDS if kind in PARTICULAR.get(operation, ()) or kind not in _particular()]
    return {
        "operationId": operation,
        "summary": SUMMARIES[operation],
        "description": " ".join(cleandoc(ASKED[operation].__doc__ or "").split()),
        "requestBody": {"required": True, "content": _json(ASKED[operation], example=EXAMPLES[operation])},
        "responses": {
            "200": {"description": "The answer.", "content": _json(ANSWERED[operation]), **links},
            **{status: {"$ref": f"#/components/responses/{status}"} for status in _statuses(kinds)},
        },
    }


def _particular() -> set[str]:
    return {*NOT_OF_OPERATIONS, *(kind for kinds in PARTICULAR.values() for kind in kinds)}


def _statuses(kinds: Iterable[str]) -> list[str]:
    return sorted({str(KINDS[kind].status.value) for kind in kinds})


def _problem(status: str) -> dict[str, Any]:
    """Describe the problems that have a status."""
    titles = [kind.title for kind in KINDS.values() if kind.status == HTTPStatus(int(status))]
    return {
        "description": f"{'; or: '.join(titles)}.",
        "content": {"application/problem+json": {"schema": {"$ref": f"#/components/schemas/{Problem.__name__}"}}},
    }


def _json(kind: type[msgspec.Struct], **more: Any) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{kind.__name__}"}, **more}}
