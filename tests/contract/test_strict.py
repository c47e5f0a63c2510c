"""One way in for all JSON that others wrote: numbers, halves of characters and members that are there twice are the same at every door."""

import io
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from backupspec import shipped
from backupspec.contract import strict
from backupspec.contract.commands import AdvanceTime
from backupspec.contract.implementation import BrokenContract, Implementation, Opening
from backupspec.contract.strict import MOST_TEXTS_AND_FRACTIONS
from backupspec.shell.syntax import NotUnderstood, entered
from backupspec.suite.tracing import NoTrace, read_trace
from backupspec.targets import answering
from backupspec.targets.jsonrpc import Response
from backupspec.targets.reaching import reach
from backupspec.targets.speaking import speak
from backupspec.targets.wire import Malformed, Remote

POLICY = shipped.profile("windows-phone-8.1")
OPENING = Opening(
    scenario="a test of reading",
    profile=POLICY.id,
    choices=POLICY.picks(),
    wall_clock="2014-06-02T09:00:00Z",
    time_zone="Europe/London",
    seed=1,
)

WHOLE = ("10", "10.0", "1e1", "1E+1", "1.0e1", "100e-1", "10.000000000000000000000000000000000")
NOT_WHOLE = ("10.5", "1e-1", "10.0000000000000000000000000000001", "1e-400", "1e16")


@pytest.mark.parametrize("number", WHOLE)
def test_whole_numbers_are_taken_however_they_are_written(number: str) -> None:
    """JSON Schema says that 10.0 is an integer: it is one in a command that is typed, in both forms, and in a message."""
    text = f'{{"command": "advance_time", "seconds": {number}}}'

    assert strict.read(text, AdvanceTime).seconds == 10
    assert entered(text) == [AdvanceTime(seconds=10)]
    assert entered(f"advance_time seconds={number}") == [AdvanceTime(seconds=10)]


@pytest.mark.parametrize("number", NOT_WHOLE)
def test_other_numbers_are_refused_at_their_place(number: str) -> None:
    """A number with a fraction, however small, or one that no reader can hold, is refused where it stands."""
    with pytest.raises(NotUnderstood, match=r"^seconds: "):
        entered(f'{{"command": "advance_time", "seconds": {number}}}')
    with pytest.raises(NotUnderstood, match=r"^seconds: "):
        entered(f"advance_time seconds={number}")


def test_only_numbers_are_written_otherwise() -> None:
    """What looks like a number in a text or a name stays what it is; so does a number with a fraction, and one without end."""
    text = rb'{"1.0": "2.0", "\"3.0": [4.0, -0.0, 5.5, 1e400, 6e-2, "\\"], "a": 7.0e1}'

    assert strict.with_whole_numbers(text) == rb'{"1.0": "2.0", "\"3.0": [4, -0, 5.5, 1e400, 6e-2, "\\"], "a": 70}'


def test_very_many_numbers_are_no_work_for_minutes() -> None:
    """Of a message with millions of texts and fractions so many are looked at, and the others stay as they are."""
    many = b'"a",1.0,' * (MOST_TEXTS_AND_FRACTIONS // 2)

    assert strict.with_whole_numbers(many) == many.replace(b".0", b"")
    assert strict.with_whole_numbers(many + b"1.0") == many.replace(b".0", b"") + b"1.0"


def spoken(line: str) -> dict[str, Any]:
    """Send one request, and return its response."""
    responses = io.BytesIO()
    speak(reach("reference"), io.BytesIO(line.encode() + b"\n"), responses)
    answer: dict[str, Any] = json.loads(responses.getvalue())
    return answer


@pytest.mark.parametrize("id_", ["7", "7.0", "0.7e1"])
def test_an_id_may_be_written_with_a_point(id_: str) -> None:
    """A request or a response with the id 7.0 has the id 7, whatever else it holds, with numbers in it or without."""
    asked = f'{{"jsonrpc": "2.0", "id": {id_}, "method": "about", "params": {{}}}}'
    answered = f'{{"jsonrpc": "2.0", "id": {id_}, "result": {{"seconds": 1.5}}}}'

    assert spoken(asked)["id"] == 7
    assert strict.read(answered, Response).id == 7


@pytest.mark.parametrize("member", ["id", "params"])
def test_a_fraction_is_refused_where_it_stands(member: str) -> None:
    """An id of 1.5 is refused at the id; 1.5 seconds at the seconds, not at what holds them."""
    world = '"world": "a", "commands": [{"command": "advance_time", "seconds": %s}]'
    right = {"id": "1", "params": world % "1"}
    wrong = {**right, member: "1.5" if member == "id" else world % "1.5"}
    request = '{"jsonrpc": "2.0", "id": %(id)s, "method": "perform", "params": {%(params)s}}'
    assert "Expected" not in spoken(request % right)["error"]["message"]

    message = spoken(request % wrong)["error"]["message"]

    assert message.endswith("at `$.id`" if member == "id" else "at `$.commands[0].seconds`")


HALVES = ('"half \\ud83d"', '"\\ud83d half"', '"\\udc00"', '"\\ud83d\\u0041"', '"\\ud83d\\ud83d"', '"\\ud83d"')
SENT = '{"command": "receive_messages", "phone": "P", "messages": [{"id": "m", "conversation": "x", "kind": "sms", "text": %s}]}'
CLEAR = "half of a surrogate pair is no character"


@pytest.mark.parametrize("half", HALVES)
def test_half_a_character_is_told_with_its_place(half: str, tmp_path: Path) -> None:
    """Half of a surrogate pair is told in the same words at every door, and where it stands; a whole pair is a character."""
    whole = '"\\ud83d\\ude00"'
    assert entered(SENT % whole)

    with pytest.raises(NotUnderstood) as typed:
        entered(SENT % half)
    assert str(typed.value) == f"messages[0].text: {CLEAR}"

    with pytest.raises(NotUnderstood) as short:
        entered(f"receive_messages phone=P messages='{json.dumps([json.loads(SENT % half)['messages'][0]])}'")
    assert str(short.value).startswith(f"messages[0].text: {CLEAR}")

    request = (
        f'{{"jsonrpc": "2.0", "id": 1, "method": "perform", "params": {{"world": "a", "commands": [{SENT % half}]}}}}'
    )
    assert (
        spoken(request)["error"]["message"] == f"it is not JSON: {CLEAR} - at `$.params.commands[0].messages[0].text`"
    )

    body = f'{{"world": "a", "commands": [{SENT % half}]}}'.encode()
    with pytest.raises(Malformed, match=rf"{CLEAR} - at `\$\.commands\[0\]\.messages\[0\]\.text`"):
        answering.given("perform", body)

    trace = tmp_path / "trace.jsonl"
    trace.write_text(f'{{"trace": 1, "target": {half}}}\n', "utf-8")
    with pytest.raises(NoTrace, match=f"trace.jsonl:1: .*{CLEAR}"):
        read_trace(trace)


def test_half_a_character_in_an_answer(reference: Implementation) -> None:
    """An answer with half a character is refused with its place, too."""

    class Channel:
        """A channel that answers one thing."""

        def ask(self, operation: str, _: bytes) -> bytes:
            """Answer."""
            about = msgspec.json.encode(reference.about())
            return about if operation == "about" else b'{"world": "a \\udc00"}'

        def log(self) -> tuple[str, ...]:
            """Tell nothing."""
            return ()

        def close(self) -> None:
            """Close nothing."""

    remote = Remote(Channel(), "the far end")
    assert remote.about() == reference.about()

    with pytest.raises(BrokenContract, match=rf"{CLEAR} - at `\$\.world`"):
        remote.open_world(OPENING)


def test_half_a_character_that_stands_there_itself() -> None:
    """A text in which half a character stands unescaped, as a terminal may hand it on, has no bytes: it is told where."""
    with pytest.raises(strict.NoJson, match=f"{CLEAR}, at character 1"):
        strict.read('"\ud83d"', str)


def test_a_member_that_is_there_twice() -> None:
    """Of two members of one name, the shell believes neither, as little as the wire does."""
    assert entered("add_phone phone=P") == entered('{"command": "add_phone", "phone": "P"}')

    for twice in ('{"command": "add_phone", "phone": "P", "phone": "Q"}', "add_phone phone=P phone=Q"):
        with pytest.raises(NotUnderstood, match=r"the member `?phone`? is there twice"):
            entered(twice)


def test_a_number_that_no_reader_can_hold() -> None:
    """An id of forty digits is refused at the id; the largest that every reader can hold is taken."""
    assert spoken(f'{{"jsonrpc": "2.0", "id": {2**53 - 1}, "method": "about"}}')["id"] == 2**53 - 1

    refused = spoken(f'{{"jsonrpc": "2.0", "id": {"1" * 40}, "method": "about"}}')["error"]
    assert refused["code"] == -32600
    assert refused["message"].endswith("at `$.id`")


def test_a_number_of_five_thousand_digits_where_nobody_looks() -> None:
    """Where any JSON may stand, a number may be one that Python refuses to make: only the names of members are looked at there."""
    assert strict.read('{ "data": 1}', dict[str, msgspec.Raw])["data"] == msgspec.Raw(b"1")

    digits = "1" * 5_000

    assert bytes(strict.read(f'{{ "data": {digits}}}', dict[str, msgspec.Raw])["data"]).decode() == digits


def test_a_text_that_never_ends_is_no_work_for_minutes() -> None:
    """A quarter of a million quotation marks in a text without end are looked at once."""
    body = b'{"command": "advance_time", "seconds": 1.5, "x": "' + rb"\"" * 250_000

    with pytest.raises(strict.Unread):
        strict.read(body, AdvanceTime)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '{"command": "add_phone", "phone": }',
            "it is not JSON: something else is expected at byte 34, where '}' stands",
        ),
        (
            '{"command": "add_phone", "phone": ü}',
            "it is not JSON: something else is expected at byte 34, where a letter",
        ),
        ('{"command": "set_wall_clock", "to": "x"}', "to: a text of the form [0-9]{4}-"),
        ('{"command": "add_phone", "phone": ""}', "phone: a text of a length of at least 1 is expected"),
        ('{"command": "advance_time", "seconds": 1e30}', "seconds: a whole number of 1000000000 or less is expected"),
        ('{"command": "turn_on", "toggle": "x"}', "; turn_on phone=... toggle=app_backup|"),
    ],
)
def test_what_is_wrong_is_told_in_our_words(text: str, told: str) -> None:
    """A command that is not understood is told with where and what, in words that no library made, and with how it is typed."""
    with pytest.raises(NotUnderstood) as caught:
        entered(text)

    assert told in str(caught.value)
    for library in ("malformed", "regex", "`", ">="):
        assert library not in str(caught.value)
