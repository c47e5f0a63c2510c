"""Messages are read strictly, and an answer that breaks the contract is told with what was sent and what came."""

from collections.abc import Callable

import msgspec
import pytest

from backupspec import shipped
from backupspec.contract.commands import AddPhone, SetContent
from backupspec.contract.content import Content, Item
from backupspec.contract.implementation import BrokenContract, Implementation, Opening
from backupspec.targets import answering, wire
from backupspec.targets.wire import Malformed, NoAnswer, Perform, Remote, SeenIn, World, decoded, encoded

POLICY = shipped.profile("windows-phone-8.1")
OPENING = Opening(
    scenario="a test of the wire",
    profile=POLICY.id,
    choices=POLICY.picks(),
    wall_clock="2014-06-02T09:00:00Z",
    time_zone="Europe/London",
    seed=1,
)

WELL_FORMED = {
    "compact": b'{"world":"a"}',
    "with-spaces": b' {\t"world" : "a"\r} ',
    "with-escapes": b'{"w\\u006frld":"\\u0061"}',
}


@pytest.mark.parametrize("form", WELL_FORMED)
def test_reads_json_however_it_is_written(form: str) -> None:
    """Spaces, escapes and order are a matter of taste."""
    assert decoded(WELL_FORMED[form], World) == World(world="a")


MALFORMED = {
    "nothing": (b"", "it is not JSON"),
    "null": (b"null", "Expected `object`, got `null`"),
    "half": (b'{"world":"a"', "it is not JSON"),
    "more": (b'{"world":"a"} {"world":"a"}', "it is not JSON"),
    "byte-order-mark": (b'\xef\xbb\xbf{"world":"a"}', "it is not JSON"),
    "invalid-utf-8": (b'{"world":"\xff"}', "it is not UTF-8 at byte 10"),
    "half-a-character": (b'{"world":"\\ud800"}', "it is not JSON"),
    "overlong-utf-8": (b'{"world":"\xc0\xaf"}', "it is not UTF-8 at byte 10"),
    "utf-16": ('{"world":"a"}'.encode("utf-16"), "it is not UTF-8 at byte 0"),
    "nan": (b'{"world":NaN}', "it is not JSON"),
    "infinity": (b'{"world":-Infinity}', "it is not JSON"),
    "comment": (b'{"world":"a"/**/}', "it is not JSON"),
    "trailing-comma": (b'{"world":"a",}', "it is not JSON"),
    "single-quotes": (b"{'world':'a'}", "it is not JSON"),
    "deep-lists": (b'{"world":' + b"[" * 100_000, "Expected `str`, got `array`"),
    "too-long": (b" " * 65 * 2**20, "it is longer than 67108864 bytes"),
    "unknown-member": (b'{"world":"a","word":"b"}', "unknown field `word`"),
    "member-left-out": (b"{}", "missing required field `world`"),
    "wrong-type": (b'{"world":1}', "Expected `str`, got `int`"),
    "member-twice": (b'{"world":"a","world":"a"}', "the member `world` is there twice"),
    "member-twice-with-escapes": (b'{"world":"a","w\\u006frld":"a"}', "the member `world` is there twice"),
    "id-too-long": (b'{"world":"' + b"a" * 3000 + b'"}', "Expected `str` of length <= 2000"),
}


@pytest.mark.parametrize("fault", MALFORMED)
def test_refuses_what_is_malformed(fault: str) -> None:
    """Each fault is refused with its reason."""
    body, reason = MALFORMED[fault]

    with pytest.raises(Malformed) as caught:
        decoded(body, World)

    assert reason in str(caught.value)


def test_finds_a_member_that_is_twice_in_the_depth(reference: Implementation) -> None:
    """A name that stands twice in a map of an observation would hide a phone: it is refused, though each of the two is right."""
    world = reference.open_world(OPENING)
    reference.perform(world, [AddPhone(phone="ann"), AddPhone(phone="ben")])
    right = encoded(SeenIn(world=world, observation=reference.observe(world)))
    assert decoded(right, SeenIn).observation.phones.keys() == {"ann", "ben"}

    with pytest.raises(Malformed, match="the member `ann` is there twice"):
        decoded(right.replace(b'"ben":{', b'"ann":{'), SeenIn)


def test_many_members_are_read_in_little_time() -> None:
    """A hundred thousand members, of which the last is there twice, are no work for minutes."""
    members = b",".join(b'"m%d":0' % number for number in range(100_000))
    with pytest.raises(Malformed, match="the member `m99999` is there twice"):
        decoded(b'{"world":{%s,"m99999":0}}' % members, dict[str, dict[str, int]])  # type: ignore[arg-type]


def test_refuses_nesting_without_end() -> None:
    """Nesting is refused before it can end the process, also where nothing else is looked into."""

    class Anything(msgspec.Struct):
        """What may hold anything."""

        held: msgspec.Raw

    with pytest.raises(Malformed, match="nested too deeply"):
        decoded(b'{"held":' + b"[" * 10_000 + b"]" * 10_000 + b"}", Anything)


class Wired:
    """A channel to an implementation in this process, on which every answer may be changed on its way."""

    def __init__(self, implementation: Implementation, change: Callable[[bytes], bytes] = bytes) -> None:
        self._implementation = implementation
        self.change = change

    def ask(self, operation: str, body: bytes) -> bytes:
        """Have it answered."""
        return self.change(answering.answer(self._implementation, operation, body))

    def log(self) -> tuple[str, ...]:
        """Tell a short story."""
        return ("once", "upon a time")

    def remarks(self) -> tuple[str, ...]:
        """Remark nothing."""
        return ()

    def close(self) -> None:
        """Close nothing."""


def test_a_remote_implementation_answers_as_it_would_here(reference: Implementation) -> None:
    """Every operation gives on the wire what it gives without."""
    remote = Remote(Wired(reference), "the far end")
    commands = [
        AddPhone(phone="ann"),
        SetContent(phone="ann", content=Content(theme=(Item(name="cobalt", value="x"),))),
    ]
    here, there = reference.open_world(OPENING), remote.open_world(OPENING)

    assert remote.about() == reference.about()
    assert remote.perform(there, commands, observe=True) == reference.perform(here, commands, observe=True)
    assert remote.perform(there, commands) == reference.perform(here, commands)
    assert remote.observe(there) == reference.observe(here)
    assert remote.observe(there, items=True) == reference.observe(here, items=True)
    remote.close_world(there)
    with pytest.raises(BrokenContract):
        remote.observe(there)


@pytest.mark.parametrize("operation", ["perform", "observe", "close_world"])
def test_an_answer_for_another_world_is_refused(reference: Implementation, operation: str) -> None:
    """Whatever is about a world names it, and is believed of no other."""
    wired = Wired(reference)
    remote = Remote(wired, "the far end")
    world = remote.open_world(OPENING)
    asked: dict[str, Callable[[], object]] = {
        "perform": lambda: remote.perform(world, [AddPhone(phone="ann")]),
        "observe": lambda: remote.observe(world),
        "close_world": lambda: remote.close_world(world),
    }
    wired.change = lambda answer: answer.replace(f'"world":"{world}"'.encode(), b'"world":"elsewhere"')

    with pytest.raises(BrokenContract, match="it is about the world 'elsewhere'"):
        asked[operation]()


def test_tells_what_was_sent_and_received(reference: Implementation) -> None:
    """One line holds the name, the operation, the reason, what was sent and received, and what else is known."""
    wired = Wired(reference)
    remote = Remote(wired, "the far end")
    world = remote.open_world(OPENING)
    wired.change = lambda _: b'{"world":\n"\x1b[2J\xff'

    with pytest.raises(BrokenContract) as caught:
        remote.perform(world, [AddPhone(phone="ann")])

    said = str(caught.value)
    assert said.isprintable()
    assert said.startswith(
        "the far end, in perform: the answer was refused: it is not JSON: it is not UTF-8 at byte 15; "
    )
    assert f'sent {{"world":"{world}","commands":[{{"command":"add_phone","phone":"ann"}}]' in said
    assert r'received {"world": "\u001b[2J\xff' in said
    assert said.endswith("standard error: upon a time")
    assert caught.value.log == ("once", "upon a time")


def test_tells_why_there_was_no_answer(reference: Implementation) -> None:
    """Where a channel has no answer, its reason is told in the same form."""

    def lose(_: bytes) -> bytes:
        raise NoAnswer("the line is dead", b"cr\x00ackle")

    with pytest.raises(BrokenContract, match=r"in about: the line is dead; sent \{\}; received cr\\u0000ackle; "):
        Remote(Wired(reference, lose), "the far end").about()


@pytest.mark.parametrize(
    ("operation", "body", "error"),
    [
        ("dance", b"{}", answering.UnknownOperation),
        ("observe", b"{}", Malformed),
        ("perform", b'{"world":"a","commands":[{"command":"turn_on"}]}', Malformed),
        ("observe", b'{"world":"nowhere"}', BrokenContract),
    ],
)
def test_the_far_end_refuses_bad_requests(
    reference: Implementation, operation: str, body: bytes, error: type[Exception]
) -> None:
    """What is no operation, is given wrongly, or makes the implementation raise, are three different refusals."""
    with pytest.raises(error):
        answering.answer(reference, operation, body)


def test_commands_are_the_same_on_the_wire() -> None:
    """What is sent follows the schema of commands."""
    asked = Perform(world="a", commands=(AddPhone(phone="ann"),), observe=True)

    assert decoded(encoded(asked), Perform) == asked
    assert wire.ASKED["perform"] is Perform


def test_a_command_that_nobody_knows_is_unsupported(reference: Implementation) -> None:
    """Of several commands, those that are known are done, in order; one that is not is unsupported; one that is known and malformed is refused."""
    world = reference.open_world(OPENING)
    known = b'{"command":"create_account","account":"Ann"}'
    unknown = b'{"command":"play_music","song":"any"}'

    body = b'{"world":"%s","commands":[%s,%s,%s],"observe":true}' % (world.encode(), known, unknown, known)
    answer = decoded(answering.answer(reference, "perform", body), wire.DoneIn)

    assert [type(each).__name__ for each in answer.outcomes] == ["Done", "Unsupported", "Refused"]
    assert answer.observation is not None
    assert list(answer.observation.accounts) == ["Ann"]
    malformed = b'{"world":"%s","commands":[%s,{"command":"create_account"}]}' % (world.encode(), unknown)
    with pytest.raises(Malformed, match="account"):
        answering.answer(reference, "perform", malformed)
