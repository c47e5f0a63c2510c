"""Nothing that comes from outside acts on a terminal or hides there, nor in junit.xml, whatever the command: one test walks them all."""

import json
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from backupspec import cli, shipped
from backupspec.cli import main
from backupspec.contract.implementation import Opening
from backupspec.text import escaped, json_text, readable, shown

HOSTILE = "\x1b]0;pwned\x07\x1b[2J\x9b31m\x7f\r\u202e\u2066\u061c\u180e\ufff9\ufffa\ufffb\u00ad\U000e0041\U000e007f\u2028\u2029\u200b\u200d\ufeff\u3164\ufe0f\u00a0end"
"""What acts or hides. The last word is looked for, to see that the text was shown at all."""

ADAPTER = '''
"""The reference, but for what it says of itself, and for an error in each scenario: every word is hostile."""

import msgspec

from backupspec.targets.reaching import reach

HOSTILE = @HOSTILE@


class Hostile:
    def __init__(self):
        self._implementation = reach("reference")

    def __getattr__(self, name):
        return getattr(self._implementation, name)

    def about(self):
        return msgspec.structs.replace(self._implementation.about(), name="name" + HOSTILE, version="version" + HOSTILE)

    def open_world(self, opening):
        self._is_scenario = opening.scenario.startswith("REM-01")
        return self._implementation.open_world(opening)

    def perform(self, world, commands, *, observe=False):
        if self._is_scenario:
            raise RuntimeError("raised" + HOSTILE)
        return self._implementation.perform(world, commands, observe=observe)


def make():
    return Hostile()


def broken():
    raise RuntimeError("broken" + HOSTILE)
'''


def acts_or_hides(text: str) -> list[str]:
    """List what is neither ink nor a space, by the categories of Unicode: the list of the code under test is not asked."""
    return sorted(
        {
            f"U+{ord(each):04X}"
            for each in text
            if each != "\n"
            and (
                unicodedata.category(each) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
                or (each.isspace() and each != " ")
                or each in "\u3164\ufe0f\u115f\u034f"
            )
        }
    )


@pytest.mark.parametrize("code", [*range(0x20), 0x7F, 0x85, 0x9B, 0xD800, 0xDFFF, 0xFFFE, 0x10FFFF, 0x2028, 0xE0100])
def test_what_acts_or_hides_is_spelled_out(code: int) -> None:
    """It is spelled as its number."""
    assert shown(f"a{chr(code)}b") == (f"a\\u{code:04x}b" if code <= 0xFFFF else f"a\\U{code:08x}b")


def test_all_that_acts_or_hides_is_known() -> None:
    """Of all that Unicode has, nothing that is no ink passes, and no letter, digit, sign or accent is touched."""
    every = [chr(code) for code in range(0x110000)]
    hidden = {each for each in every if each == "\n" or acts_or_hides(each)}

    spelled = {each for each in every if shown(each) != each}

    assert hidden - spelled == set()
    beside = {unicodedata.category(each) for each in spelled - hidden}
    assert beside <= {"Cn", "Mn", "Lo", "So"}
    assert "Mn" not in {unicodedata.category(each) for each in spelled if each in "\u0301\u0308\u05b0"}
    assert len(spelled - hidden) < 4500


def test_json_keeps_its_value() -> None:
    """What acts or hides is escaped in JSON as JSON does it, so that the value is the same; other letters can be read."""
    value = {"Bücher" + HOSTILE: [HOSTILE, 1.5]}

    text = json_text(value, indent=2)

    assert json.loads(text) == value
    assert "Bücher" in text
    assert acts_or_hides(text) == []
    assert json.loads(escaped(json.dumps(value, ensure_ascii=False))) == value


@pytest.fixture(name="here")
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a folder with an adapter, a policy, choices, waivers, a trace and reports in which every word is hostile."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "hostile_adapter.py").write_text(ADAPTER.replace("@HOSTILE@", ascii(HOSTILE)))
    word = json.dumps(HOSTILE.replace("\r", ""))[1:-1].replace("\\udb40\\udc41", "").replace("\\udb40\\udc7f", "")
    policy = shipped.profile_text("windows-phone-8.1")
    titled = policy.replace("title: Windows Phone 8.1", f'title: "Title {word}"')
    assert titled != policy
    bidi = '"Title \\u202e\\u2066\\u061c\\u180e\\ufff9\\u00ad\\U000e0041\\u200b end"'
    (tmp_path / "policy.yaml").write_text(policy.replace("title: Windows Phone 8.1", f"title: {bidi}"), "utf-8")
    (tmp_path / "wrong.yaml").write_text(titled.replace('first: "off"', f'first: "{word}"'), "utf-8")
    (tmp_path / "choices.yaml").write_text(f'"{word}": "{word}"\n', "utf-8")
    (tmp_path / "waivers.yaml").write_text(
        f'waivers:\n  - id: "{word}"\n    reason: "{word}"\n    "{word}": 1\n', "utf-8"
    )
    (tmp_path / f"name{HOSTILE.replace('/', '')}.yaml").write_text("x", "utf-8")
    ran = typed("run", "reference", "--clause", "REM-01.01", "--trace", "--report", "out")
    assert ran.exit_code == 4, ran.output
    report = json.loads((tmp_path / "out/report.json").read_text("utf-8"))
    (tmp_path / "said").mkdir()
    (tmp_path / "said/report.json").write_text(json.dumps(made_hostile(report)), "utf-8")
    (tmp_path / "odd.json").write_text(json.dumps({**report, f"x{HOSTILE}": 1, "verdict": HOSTILE}), "utf-8")
    trace = (tmp_path / "out/traces/REM-01.01.jsonl").read_text("utf-8").splitlines()
    heading = json.loads(trace[0]) | {"target": f"x{HOSTILE}", "title": HOSTILE, "reason": HOSTILE, "verdict": "failed"}
    (tmp_path / "trace.jsonl").write_text("\n".join([json.dumps(heading), *trace[1:]]), "utf-8")
    lines = [json.dumps(json.loads(line)).replace("21 days", "x") for line in trace[1:]]
    (tmp_path / "parted.jsonl").write_text(
        "\n".join([json.dumps(heading), *lines[:3], lines[3].replace('"outcome": "done"', '"outcome": "unsupported"')]),
        "utf-8",
    )
    (tmp_path / "wrong.jsonl").write_text(json.dumps(heading | {f"x{HOSTILE}": 1}), "utf-8")
    return tmp_path


def typed(*words: str, given: str | None = None) -> Any:
    """Type a command in this process."""
    return CliRunner().invoke(main, list(words), input=given)


WORDS = frozenset({"verdict", "state", "totals", "feature"})
"""Members of a report that hold words which are not free."""


def made_hostile(value: Any, name: str = "") -> Any:
    """Make every text of a report hostile that may be any; and a failure of a scenario that passed."""
    match value:
        case str() if name not in WORDS:
            return value + HOSTILE
        case list():
            return [made_hostile(each, name) for each in value]
        case dict():
            made = {key: made_hostile(each, key) for key, each in value.items()}
            if "seconds" in value:
                told = dict.fromkeys(("clause", "reason", "step", "expected", "actual", "where", "missing"), HOSTILE)
                told |= {"exchange": dict.fromkeys(("operation", "sent", "received"), HOSTILE)}
                made |= {
                    "verdict": "failed",
                    "failure": {**told, "kind": "mismatch", "log": [HOSTILE], "commands": [{HOSTILE: HOSTILE}]},
                }
            return made if name != "totals" else value
        case _:
            return value


X = f"x{HOSTILE}".replace("\r", "")
HOSTILE_TARGET = "python:hostile_adapter:make"
TRACE = "trace.jsonl"

COMMANDS: dict[str, tuple[str, ...]] = {
    "policy-show": ("policy", "show", "policy.yaml"),
    "policy-show-wrong": ("policy", "show", "wrong.yaml"),
    "policy-show-missing": ("policy", "show", X),
    "policy-check": ("policy", "check", "wrong.yaml"),
    "policy-diff": ("policy", "diff", "windows-phone-8.1", "policy.yaml"),
    "validate-policy": ("validate", "wrong.yaml"),
    "validate-name": ("validate", X),
    "validate-report": ("validate", "odd.json"),
    "validate-trace": ("validate", TRACE),
    "validate-waivers": ("validate", "waivers.yaml"),
    "report": ("report", "said"),
    "report-missing": ("report", X),
    "compare": ("compare", "out", "said"),
    "compare-back": ("compare", "said", "out"),
    "compare-json": ("compare", "out", "said", "--json"),
    "compare-odd": ("compare", "odd.json", "out"),
    "replay": ("replay", TRACE),
    "replay-on-the-reference": ("replay", TRACE, "--target", "reference"),
    "replay-parted": ("replay", "parted.jsonl", "--target", "reference"),
    "replay-wrong": ("replay", "wrong.jsonl"),
    "replay-target": ("replay", TRACE, "--target", X),
    "run": ("run", HOSTILE_TARGET, "--clause", "REM-01.01", "--report", "hostile"),
    "run-broken": ("run", "python:hostile_adapter:broken"),
    "run-target": ("run", X),
    "run-module": ("run", f"python:{X}:make"),
    "run-program": ("run", f"stdio:{X}"),
    "run-url": ("run", f"http://{X}"),
    "run-profile": ("run", "reference", "--profile", X),
    "run-clause": ("run", "reference", "--clause", X),
    "run-choices": ("run", "reference", "--choices", "choices.yaml"),
    "run-choices-missing": ("run", "reference", "--choices", X),
    "run-waivers": ("run", "reference", "--waivers", "waivers.yaml"),
    "run-resume": ("run", "reference", "--resume", X),
    "check": ("check", HOSTILE_TARGET),
    "check-broken": ("check", "python:hostile_adapter:broken"),
    "clauses": ("clauses", "--clause", X),
    "init-language": ("init", "--language", X),
    "init-occupied": ("init", "--language", "other", "."),
    "init": ("init", "--language", "other", X.replace("/", "")),
    "shell": ("shell", HOSTILE_TARGET),
    "shell-target": ("shell", X),
}

QUOTES_NOTHING = {"validate-trace", "run-url", "check", "init-occupied", "replay-parted"}
"""Of what is hostile these say nothing, whatever they were given."""

TYPED = f"""
add_phone phone="{X}"
{{"command": "add_phone", "phone": "{escaped(X)}", "x": 1}}
.load {X}
.observe {X}
.{X}
{X}
.observe
.commands
.save saved.json
"""


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", COMMANDS)
def test_nothing_acts_or_hides(name: str) -> None:
    """What a command says is text: all that would act or hide is spelled out. No command ends in a traceback."""
    ran = typed(*COMMANDS[name], given=TYPED)

    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
    assert (ran.stdout, ran.stderr) != ("", "")
    assert acts_or_hides(ran.stdout) == []
    assert acts_or_hides(ran.stderr) == []
    assert ("\\u202e" in ran.stdout + ran.stderr) is (name not in QUOTES_NOTHING)


@pytest.mark.usefixtures("here")
def test_junit_is_text() -> None:
    """junit.xml is XML whatever an implementation says, and nothing in it acts or hides; report.json keeps what it said."""
    ran = typed("run", HOSTILE_TARGET, "--clause", "REM-01.01", "--report", "hostile")
    assert ran.exit_code == 3

    text = Path("hostile/junit.xml").read_text("utf-8")

    [error] = ET.fromstring(text).iter("error")
    assert "raised\\u001b]0;pwned" in str(error.get("message"))
    assert acts_or_hides(text) == []
    written = Path("hostile/report.json").read_text("utf-8")
    assert json.loads(written)["target"]["name"] == "name" + HOSTILE
    for file in ("report.json", "results.jsonl", "traces/REM-01.01.jsonl"):
        assert acts_or_hides((Path("hostile") / file).read_text("utf-8")) == []


USAGE: dict[str, Callable[[], tuple[str, ...]]] = {
    "option": lambda: ("run", f"--{X}"),
    "command": lambda: (X,),
    "number": lambda: ("run", "--jobs", X),
    "argument": lambda: ("policy", "diff", X),
}


@pytest.mark.parametrize("words", USAGE.values(), ids=USAGE)
def test_what_was_typed_wrongly(words: Callable[[], tuple[str, ...]]) -> None:
    """What click says of it quotes what was typed, and that is spelled out, too."""
    command = [sys.executable, "-m", "backupspec", *words()]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - the words are this file's own

    assert ran.returncode == 2
    assert acts_or_hides(ran.stdout + ran.stderr) == []
    assert "Usage: backupspec" in ran.stderr


def in_tables() -> Iterator[str]:
    """Name the commands that are walked through."""
    yield from {words[0] for words in COMMANDS.values()}


def test_every_command_is_walked_through() -> None:
    """A command that comes later is walked through, too. What `serve` says is what `run` says of a target."""
    assert {*in_tables(), "serve"} == set(cli.COMMANDS)


def test_names_that_are_shown_alike_lose_no_member() -> None:
    """What hides in a name is spelled out, and may then be the name of another."""
    choices = {"a\u202e": "1", "a\\u202e": "2"}
    moment = "2014-11-03T09:00:00Z"
    given = Opening(scenario="a", profile="p", choices=choices, wall_clock=moment, time_zone="Europe/London", seed=0)

    assert readable(given).choices == {"a\\u202e": "1", "a\\u202e'": "2"}
