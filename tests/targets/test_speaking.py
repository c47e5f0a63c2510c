"""An implementation in Python is offered over standard input and output, and a bad request hurts nobody."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from backupspec.contract.implementation import Implementation
from backupspec.targets.reaching import reach
from backupspec.targets.speaking import speak

ABOUT = b'{"jsonrpc": "2.0", "id": 1, "method": "about"}'


def spoken(implementation: Implementation, *lines: bytes) -> list[dict[str, Any]]:
    """Send lines, and return what was answered to each that is answered."""
    responses = io.BytesIO()
    speak(implementation, io.BytesIO(b"\n".join(lines)), responses)
    return [json.loads(line) for line in responses.getvalue().splitlines()]


@pytest.mark.parametrize("id_", [1, 0, -7, "one", None])
def test_answers_with_the_id_of_the_request(reference: Implementation, id_: object) -> None:
    """A response carries the id of its request, whatever it is, and the result."""
    [response] = spoken(reference, ABOUT.replace(b"1,", json.dumps(id_).encode() + b","))

    assert response.keys() == {"jsonrpc", "id", "result"}
    assert (response["jsonrpc"], response["id"]) == ("2.0", id_)
    assert response["result"]["name"] == "reference"


def test_a_notification_is_not_answered(reference: Implementation) -> None:
    """A request without an id wants no response; the next one has its own."""
    assert [each["id"] for each in spoken(reference, b'{"jsonrpc":"2.0","method":"about"}', ABOUT)] == [1]


def test_the_documented_conversation_is_what_is_said() -> None:
    """The lines of docs/program.md are what the reference answers."""
    page = (Path(__file__).parents[2] / "docs" / "program.md").read_text("utf-8")
    requests, responses = ([line[2:] for line in page.splitlines() if line.startswith(mark)] for mark in "><")
    assert len(requests) == len(responses) >= 5
    own = reach("reference")

    assert spoken(own, *(line.encode() for line in requests)) == [json.loads(line) for line in responses]


BAD = {
    "no-json": (b"hello", -32700, None, "it is not JSON"),
    "empty": (b"", -32700, None, "it is not JSON"),
    "invalid-utf-8": (b'{"jsonrpc":"2.0","id":1,"method":"\xff"}', -32700, None, "it is not UTF-8"),
    "too-deep": (b'{"jsonrpc":"2.0","id":1,"method":"about","params":' + b"[" * 100_000, -32700, None, "too deeply"),
    "too-long": (b"x" * 70 * 2**20, -32700, None, "longer than"),
    "batch": (b"[" + ABOUT + b"]", -32600, None, "Expected `object`, got `array`"),
    "no-method": (b'{"jsonrpc":"2.0","id":1}', -32600, None, "missing required field `method`"),
    "old": (b'{"jsonrpc":"1.0","id":1,"method":"about"}', -32600, None, "Invalid enum value '1.0'"),
    "unknown-operation": (b'{"jsonrpc":"2.0","id":1,"method":"dance"}', -32601, 1, "there is no operation 'dance'"),
    "no-params": (b'{"jsonrpc":"2.0","id":1,"method":"observe"}', -32602, 1, "missing required field `world`"),
    "wrong-params": (b'{"jsonrpc":"2.0","id":1,"method":"about","params":[1]}', -32602, 1, "Expected `object`"),
    "no-world": (b'{"jsonrpc":"2.0","id":1,"method":"observe","params":{"world":"x"}}', -32000, 1, "observe raised"),
}


@pytest.mark.parametrize("fault", BAD)
def test_a_bad_request_is_answered_with_an_error(reference: Implementation, fault: str) -> None:
    """Each has the code that JSON-RPC has for it and says why, and the next request is answered."""
    line, code, id_, why = BAD[fault]

    refused, answered = spoken(reference, line, ABOUT)

    assert (refused["id"], refused["error"]["code"]) == (id_, code)
    assert why in refused["error"]["message"]
    assert "result" in answered


def run(folder: Path, text: str) -> subprocess.CompletedProcess[bytes]:
    """Offer a vendor's module in a process of its own, and ask it what it is."""
    (folder / "noisy.py").write_text(text, "utf-8")
    words = [sys.executable, "-m", "backupspec.targets.speaking", "python:noisy:make"]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(  # noqa: S603
        words, cwd=folder, env=env, input=ABOUT + b"\n", capture_output=True, check=False, timeout=120
    )


def test_what_is_printed_is_no_message(tmp_path: Path) -> None:
    """Whatever an implementation prints or reads, from Python or below, standard output holds responses alone."""
    done = run(
        tmp_path,
        "import os, sys\n"
        "from backupspec.targets.reaching import reach\n"
        "print('imported')\n"
        "def make():\n"
        "    print('made'); os.write(1, b'below'); sys.__stdout__.write('dunder'); print(sys.stdin.read())\n"
        "    return reach('reference')\n",
    )

    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [1]
    for words in (b"imported", b"made", b"below", b"dunder"):
        assert words in done.stderr
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        pytest.param("def made(): pass", 2, b"noisy has no function 'make'", id="no-factory"),
        pytest.param("def make(): raise ValueError('no phones')", 3, b"it raised ValueError: no phones", id="raises"),
    ],
)
def test_what_cannot_be_offered_is_told(tmp_path: Path, text: str, code: int, told: bytes) -> None:
    """A target that leads nowhere, or whose factory fails, is told on standard error, without a traceback."""
    done = run(tmp_path, text)

    assert (done.stdout, done.returncode) == (b"", code)
    assert told in done.stderr
    assert b"Traceback" not in done.stderr
