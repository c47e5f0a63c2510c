"""Whether docs/contract.md and docs/contract-reference.md, from which vendors work without our code, are true and whole."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from backupspec import shipped
from backupspec.contract.answers import GROUPS, REASONS
from backupspec.contract.commands import FEATURES, NAMES, AddPhone, Command, tag
from backupspec.contract.content import Content
from backupspec.contract.implementation import CONTRACT_VERSION, About, Implementation, Opening, Performed
from backupspec.contract.observations import Observation
from backupspec.contract.outcomes import Failed, Outcome, Reason, Refused
from backupspec.contract.schemas import checked, plain
from backupspec.contract.typescript import reached
from backupspec.gherkin.definitions import load
from backupspec.manifest.measuring import held
from backupspec.suite import bare, strength
from backupspec.suite.hanging import MOST_IN_A_ROW
from backupspec.suite.setting import Setting
from backupspec.targets import guard, wire
from backupspec.targets.answering import answer
from backupspec.targets.limits import START_LIMIT_S
from backupspec.targets.reaching import reach
from backupspec.targets.speaking import respond

DOCS = Path(__file__).parent.parent / "docs"
PAGE = (DOCS / "contract.md").read_text("utf-8")
REFERENCE = (DOCS / "contract-reference.md").read_text("utf-8")
LONGEST = 300
LEFT_OUT = "..."


def test_the_contract_can_be_read_from_top_to_bottom() -> None:
    """It is short; what is looked up is in the reference."""
    assert len(PAGE.splitlines()) <= LONGEST


def exchanges() -> Iterator[tuple[str, str, str]]:
    """Yield what the page shows: how it travels, what is sent, what comes back."""
    for language, block in re.findall(r"```(text|http)\n(.*?)```", PAGE, re.DOTALL):
        if language == "text":
            yield from (("stdio", *pair) for pair in re.findall(r"^--> (.*)\n<-- (.*)$", block, re.MULTILINE))
        else:
            path, sent, came = re.fullmatch(r"POST /(\w+)\n(.*)\n\n200\n(.*)\n", block).groups()  # type: ignore[union-attr]
            yield path, sent, came


def shown(text: str) -> Any:
    """Read JSON in which `...` stands for members, or for the rest of a list, that are left out."""
    members = re.sub(r",\s*\.\.\.(?=\s*})", f', "{LEFT_OUT}": null', text)
    return json.loads(re.sub(r",\s*\.\.\.(?=\s*\])", f', "{LEFT_OUT}"', members))


def agrees(page: Any, real: Any) -> bool:
    """Tell whether what the page shows is what came, or the part of it that is shown."""
    if isinstance(page, dict) and isinstance(real, dict):
        names = page.keys() - {LEFT_OUT} if LEFT_OUT in page else real.keys() | page.keys()
        return all(name in page and name in real and agrees(page[name], real[name]) for name in names)
    if isinstance(page, list) and isinstance(real, list):
        first = page[:-1] if page[-1:] == [LEFT_OUT] else page
        is_all = len(first) == len(real) if first is page else len(first) < len(real)
        return is_all and all(map(agrees, first, real))
    return bool(page == real)


def test_exchanges_are_real() -> None:
    """The reference, asked what the page shows one after the other, answers what the page shows; each operation is among it, and an error."""
    reference = reach("reference")
    told = []

    for way, sent, came in exchanges():
        if way == "stdio":
            real = json.loads(wire.encoded(respond(reference, sent.encode())))
            told.append("an error" if "error" in real else json.loads(sent)["method"])
        else:
            real = json.loads(answer(reference, way, sent.encode()))
            told.append(way)
        assert agrees(shown(came), real), sent

    assert set(told) == {*wire.ASKED, "an error"}
    assert any(way != "stdio" for way, _, _ in exchanges())


def rows_of_controls() -> Iterator[tuple[str, str, str, str, str]]:
    """Yield the rows of the page's table of controls: path, label, kind, values, enabled."""
    table = REFERENCE.partition("\n## All controls\n")[2].partition("\nWindows Phone 8 differs")[0]
    for row in re.findall(r"^\| (.+ .+) \|$", table, re.MULTILINE)[1:]:
        path, label, kind, values, enabled = row.split(" | ")
        yield path, label, kind, values, enabled


def test_controls_are_those_of_a_new_phone(open_world: Any) -> None:
    """A phone whose set-up is over, Settings backup off, shows each control that the page lists outside of set-up, as it says, and no other."""
    world = open_world()
    world.must(AddPhone(phone="ann"))
    phone = world.phone("ann")
    assert not phone.toggles["settings_backup"]
    listed = {(path, label, kind): (values, enabled) for path, label, kind, values, enabled in rows_of_controls()}

    found = {(" > ".join(each.path), each.label, each.kind): each for each in phone.controls}

    assert found.keys() == {key for key in listed if not key[0].startswith("Set-up")}
    for key, control in found.items():
        values, enabled = listed[key]
        assert (f"`{control.value}`" if control.value else "null") in values
        assert (enabled == "always") == control.enabled, key


def test_part_shown_is_compared() -> None:
    """Where members, or the rest of a list, are left out the others count; where none is, all do."""
    assert agrees(shown('{"a": 1, ...}'), {"a": 1, "b": 2})
    assert not agrees(shown('{"a": 1}'), {"a": 1, "b": 2})
    assert not agrees(shown('{"a": 2, ...}'), {"a": 1, "b": 2})
    assert not agrees(shown('{"c": 1, ...}'), {"a": 1})
    assert agrees(shown("[1, ...]"), [1, 2])
    assert not agrees(shown("[1]"), [1, 2])
    assert not agrees(shown("[2, ...]"), [1, 2])


def test_observation_is_real() -> None:
    """The reference, given the commands that are named, shows what the page shows. Only what is null, or for items, is left out besides."""
    block = re.search(r"This is all of it after `(\w+)` and\s`(\w+)`.*?```js\n(.*?)```", PAGE, re.DOTALL)
    assert block is not None
    reference = reach("reference")
    opening = {"profile": "windows-phone-8.1", "choices": {}, "time_zone": "Europe/London", "seed": 1}
    opening |= {"scenario": "the page", "wall_clock": "2014-06-02T09:00:00Z"}
    world = json.loads(answer(reference, "open_world", json.dumps({"opening": opening}).encode()))["world"]
    commands = [{"command": block[1], "account": "Ann's account"}, {"command": block[2], "phone": "Ann's phone"}]

    came = answer(reference, "perform", json.dumps({"world": world, "commands": commands, "observe": True}).encode())

    seen = json.loads(came)["observation"]
    for members in (*seen["phones"].values(), *seen["accounts"].values()):
        for name in ("items", "message_items", "stored_messages", "journal_pages"):
            assert members.pop(name, None) is None
    assert agrees(shown(block[3]), seen)


def test_every_operation_is_told() -> None:
    """Each operation stands in the table, with the members of what it is given."""
    for operation, kind in wire.ASKED.items():
        row = re.search(rf"^\| `{operation}` \| (.*?) \|", PAGE, re.MULTILINE)
        assert row is not None, operation
        assert set(re.findall(r"`(\w+)`", row[1])) == set(kind.__struct_fields__)


def test_content_is_measured_as_told() -> None:
    """The example of content has the size and the digest that are shown beside it."""
    given, seen = (json.loads(block) for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL))

    content = checked(given, Content, "the example")

    assert content.favourites
    assert seen == {"favourites": plain(held(content.favourites))}


def test_every_command_is_told_once() -> None:
    """Each command has one row, which names its members, and is in one group; there is no row of any other."""
    rows = dict(
        re.findall(r"^\| `(\w+)` \| (.*?) \| .*? \| .*? \|$", REFERENCE.partition("## All commands")[2], re.MULTILINE)
    )

    assert rows.keys() == NAMES
    assert sorted(name for group in GROUPS for name in group.commands) == sorted(NAMES)
    for kind in get_args(Command):
        assert re.findall(r"`(\w+)\??`", rows[tag(kind.__name__)]) == list(kind.__struct_fields__)
    features = re.search(r"\*\*Features\*\*.*?: (.*)\.$", REFERENCE, re.MULTILINE)
    assert features is not None
    assert re.findall(r"`(\w+)`", features[1]) == [tag(kind.__name__) for kind in FEATURES]


def test_every_reason_is_told() -> None:
    """Each reason has its line."""
    assert set(REASONS) == set(get_args(Reason))
    assert all(f"| `{reason}` | {says} |" in REFERENCE for reason, says in REASONS.items())


@pytest.mark.parametrize("kind", reached(About, Opening, Observation), ids=lambda kind: kind.__name__)
def test_every_member_is_told(kind: Any) -> None:
    """Each type stands on the page with its members, and those that may be left out are marked."""
    declared = re.search(rf"^interface {kind.__name__} {{\n(.*?)^}}", REFERENCE, re.MULTILINE | re.DOTALL)
    assert declared is not None

    members = re.findall(r"^  (\w+\??):", declared[1], re.MULTILINE)

    required = {"?" if member.endswith("?") else "" for member in members}
    assert required <= {"", "?"}
    assert [member.removesuffix("?") for member in members] == list(kind.__struct_encode_fields__)


def test_numbers_are_ours() -> None:
    """The version and the limits that the pages name are those that are kept."""
    assert f"This is version {CONTRACT_VERSION} of the contract" in PAGE
    has = f"An operation has {guard.LIMIT_S:g} s of real time, starting has {START_LIMIT_S:g} s"
    assert f"{has}, and a message has at most {wire.LARGEST // 2**20} MiB" in PAGE
    assert f"| a message, either way | {wire.LARGEST // 2**20} MiB |" in REFERENCE
    assert f"| an operation, in real time | {guard.LIMIT_S:g} s |" in REFERENCE
    assert f"until its factory has returned | {START_LIMIT_S:g} s, or as `--start-limit SECONDS` says" in REFERENCE
    assert (
        f"| scenarios in a row in which the same command is late | {MOST_IN_A_ROW}: the run is broken off" in REFERENCE
    )


def test_numbers_are_told_with_their_limits() -> None:
    """How much time may pass at once is told where the command is; an instant in elapsed time may be later than that, and is told by its kind."""
    assert "| `advance_time` | `seconds`: number, 0 to 1000000000 |" in REFERENCE
    assert "/** A number of seconds. 0 to 10000000000. */\ntype Seconds" in REFERENCE
    assert "`lifetime_s`: Seconds |" in REFERENCE


class Listening:
    """The reference, and all answers that it gives other than done."""

    def __init__(self, heard: set[tuple[str, str, str]]) -> None:
        self._reference = reach("reference")
        self._heard = heard

    def __getattr__(self, name: str) -> Any:
        """Give the operations that are not listened to."""
        return getattr(self._reference, name)

    def perform(self, world: str, commands: Any, *, observe: bool = False) -> Performed:
        """Do the commands, and keep how each was answered."""
        performed = self._reference.perform(world, commands, observe=observe)
        self._heard.update(map(_told, commands, performed.outcomes))
        return performed


def _told(command: Command, outcome: Outcome) -> tuple[str, str, str]:
    reason = outcome.reason if isinstance(outcome, Refused | Failed) else ""
    return tag(type(command).__name__), tag(type(outcome).__name__), reason


@pytest.mark.exhaustive
def test_answers_are_those_told() -> None:
    """In all scenarios, the reference answers each command with nothing but what the page lists for it."""
    allowed = {
        (name, outcome, reason)
        for group in GROUPS
        for name, answers in group.commands.items()
        for outcome, reasons in (("refused", (*group.refused, *answers.refused)), ("failed", answers.failed))
        for reason in reasons
    }
    heard: set[tuple[str, str, str]] = set()
    listening: Implementation = Listening(heard)  # type: ignore[assignment]

    setting = Setting(listening, shipped.profile(shipped.PROFILES[0]))
    heard.clear()  # what checks an implementation asks for a command that there isn't
    bare.run(setting, strength.catalogue().scenarios, load("backupspec.steps"))

    told = {each for each in heard if each[1] != "done"}
    assert len(told) > 30
    assert sorted(told - allowed) == []
