"""The document of the server is valid, is served, and says what is done."""

import json
import re

import pytest
from asking import DOCUMENT, Asked
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from backupspec import shipped
from backupspec.targets.server import openapi
from backupspec.targets.server.openapi_page import page
from backupspec.targets.server.problems import KINDS


def test_the_document_is_served(asked: Asked) -> None:
    """The document is the one that is checked in."""
    status, headers, body = asked.run(asked.exchange("/openapi.json", "GET", [b""], {}))

    assert (status, headers["content-type"]) == (200, "application/json")
    assert json.loads(body) == DOCUMENT
    assert json.loads((shipped.folder("schemas") / "openapi.json").read_text("utf-8")) == DOCUMENT


def test_the_document_is_valid() -> None:
    """The document is OpenAPI 3.1, and its schemas are JSON Schema."""
    OpenAPIV31SpecValidator(DOCUMENT).validate()
    for schema in DOCUMENT["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("operation", openapi.EXAMPLES)
def test_examples_are_right(asked: Asked, operation: str) -> None:
    """What the document gives as an example is done."""
    example = DOCUMENT["paths"][f"/{operation}"]["post"]["requestBody"]["content"]["application/json"]["example"]
    world = {"world": asked.opened()} if "world" in example else {}

    assert asked(f"/{operation}", {**example, **world})[0] == 200


def test_nothing_may_be_given_to_about() -> None:
    """Its schema allows an empty object alone."""
    schema = Draft202012Validator(DOCUMENT["components"]["schemas"]["AskAbout"])

    assert schema.is_valid({})
    assert not schema.is_valid({"world": "1"})


def test_the_page_is_whole_in_itself(asked: Asked) -> None:
    """Every link of the page leads into it, but the one to the document; nothing is fetched, nothing run."""
    status, headers, body = asked.run(asked.exchange("/", "GET", [b""], {}))
    text = body.decode()

    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert headers["content-security-policy"].startswith("default-src 'none'")
    links = set(re.findall(r'href="([^"]*)"', text))
    assert {link[1:] for link in links - {"openapi.json"}} <= set(re.findall(r'id="([^"]*)"', text))
    assert not re.search(r"<script|<link|<img|src=", text)
    for operation in openapi.ANSWERED:
        assert f"POST /{operation}</h2>" in text


def test_every_kind_of_problem_is_on_the_page() -> None:
    """The `type` of a problem leads to what it means."""
    text = page(DOCUMENT)

    assert all(f'<tr id="{kind}">' in text for kind in KINDS)


def test_the_page_holds_no_markup_of_the_document() -> None:
    """Whatever stands in a description is shown as text."""
    document = json.loads(json.dumps(DOCUMENT).replace("Forget a world", "<script>alert(1)</script>"))

    assert "<script>" not in page(document)
