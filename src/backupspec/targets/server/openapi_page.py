"""The page for people, made from the OpenAPI document: whole in itself, with nothing fetched from elsewhere."""

import json
from collections.abc import Iterator
from html import escape
from typing import Any

from backupspec.targets.server.problems import KINDS

_STYLE = """
body { font: 16px/1.5 sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222; background: #fff; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid #ccc; }
code, pre { font: 14px/1.4 monospace; }
pre { background: #f4f4f4; padding: .7rem; overflow-x: auto; }
td, th { text-align: left; vertical-align: top; padding: .2rem 1rem .2rem 0; }
summary { cursor: pointer; }
"""


def page(document: dict[str, Any]) -> str:
    """Make the page."""
    return "\n".join(_page(document)) + "\n"


def _page(document: dict[str, Any]) -> Iterator[str]:
    title = escape(document["info"]["title"])
    yield f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{title}</title>'
    yield f"<style>{_STYLE}</style></head>\n<body>\n<h1>{title}, contract {escape(document['info']['version'])}</h1>"
    yield f"<p>{escape(document['info']['description'])}</p>"
    yield '<p>For machines: <a href="openapi.json">openapi.json</a>, OpenAPI 3.1.</p>'
    for path, operations in document["paths"].items():
        yield from _operation(path, operations["post"], document)
    yield '<h2 id="problems">Problems</h2>\n<table><tr><th>kind</th><th>status</th><th>meaning</th></tr>'
    for name, kind in KINDS.items():
        status = f"{kind.status.value} {kind.status.phrase}"
        yield f'<tr id="{escape(name)}"><td>{escape(name)}</td><td>{escape(status)}</td><td>{escape(kind.title)}</td></tr>'
    yield '</table>\n<h2 id="types">Types</h2>'
    for name, schema in sorted(document["components"]["schemas"].items()):
        yield _type(name, schema)
    yield "</body>\n</html>"


def _operation(path: str, operation: dict[str, Any], document: dict[str, Any]) -> Iterator[str]:
    yield f'<h2 id="{escape(operation["operationId"])}">POST {escape(path)}</h2>'
    yield f"<p>{escape(operation['summary'])}. {escape(operation['description'])}</p>"
    yield f"<p>Is given {_linked(operation['requestBody'])}.</p>"
    yield "<table><tr><th>status</th><th>what comes</th></tr>"
    for status, response in operation["responses"].items():
        whole = document["components"]["responses"][status] if "$ref" in response else response
        yield f"<tr><td>{escape(status)}</td><td>{_linked(whole)}: {escape(whole['description'])}</td></tr>"
    yield "</table>"


def _linked(body: dict[str, Any]) -> str:
    """Link to the type of a body."""
    [(kind, content)] = body["content"].items()
    name = escape(content["schema"]["$ref"].rpartition("/")[2])
    return f'<a href="#type-{name}">{name}</a> as <code>{escape(kind)}</code>'


def _type(name: str, schema: dict[str, Any]) -> str:
    told = escape(schema.get("description", ""))
    text = escape(json.dumps(schema, indent=2, ensure_ascii=False))
    return (
        f'<details id="type-{escape(name)}"><summary><b>{escape(name)}</b> {told}</summary><pre>{text}</pre></details>'
    )
