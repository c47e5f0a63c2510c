"""`run --redact`: nothing of the content that the suite gave, and nothing that an implementation says, is written or shown."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from click.testing import CliRunner
from msgspec import inspect

from backupspec import shipped
from backupspec.cli import main
from backupspec.contract.commands import Command
from backupspec.suite import redacting

LEAKY = '''
"""The reference, but for what it gives back: each text that it is given is also said in an error, printed, logged, and put where it does not belong."""

import json
import sys

import msgspec

from backupspec.faults import MINIATURES
from backupspec.targets.reaching import reach


PREFIXES = ("CON-", "TXT-", "PHO-", "REM-")  # before any scenario it is sound


class Leaky:
    def __init__(self):
        self._implementation = reach("python:backupspec.faults:WHICH")

    def __getattr__(self, name):
        return getattr(self._implementation, name)

    def open_world(self, opening):
        self._is_scenario = opening.scenario.startswith(PREFIXES)
        return self._implementation.open_world(opening)

    def perform(self, world, commands, *, observe=False):
        given = msgspec.json.encode(list(commands)).decode()
        print(given)
        print(given, file=sys.stderr, flush=True)
        with open("given.jsonl", "a") as opened:
            opened.write(given + "\\n")
        if self._is_scenario and ("receive_messages" in given or "enter_passwords" in given):
            raise RuntimeError(given)
        return self._implementation.perform(world, commands, observe=observe)


def make():
    return Leaky()
'''

SELECTED = ("CON-03.01", "CON-08.01", "TXT-01.01", "TXT-01.02", "PHO-11.01", "REM-01.01")
LOOKED_FOR = frozenset({"content", "messages", "passwords", "code", "address", "password", "manifest", "key"})
"""The members of commands of which every text is content."""


def texts(value: Any, *, is_content: bool = False) -> Iterator[str]:
    """Yield the texts of content in commands."""
    match value:
        case str() if is_content:
            yield value
        case list():
            for each in value:
                yield from texts(each, is_content=is_content)
        case dict():
            for name, each in value.items():
                if is_content:
                    yield name
                yield from texts(each, is_content=is_content or name in LOOKED_FOR)


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Judge the leaky implementation, with every trace."""
    (folder / "leaky.py").write_text(LEAKY.replace("WHICH", "prompts_a_second_early"))
    asked = [word for id_ in SELECTED for word in ("--clause", id_)]
    return subprocess.run(  # noqa: S603 - the words are this file's own
        [sys.executable, "-m", "backupspec", "run", "python:leaky:make", *asked, "--report", "out", "--trace", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def canaries(folder: Path) -> set[str]:
    """Collect the content that was given, in the ways in which JSON may spell it; but for words that anybody uses, in features or in code."""
    given = [json.loads(line) for line in (folder / "given.jsonl").read_text("utf-8").splitlines()]
    known = "\n".join(path.read_text("utf-8") for path in shipped.folder("features").rglob("*.feature"))
    names = {name for command in given for name in re.findall(r'"(\w+)":', json.dumps(command))}
    found = {text for commands in given for text in texts(commands) if len(text) > 5}
    return {text for text in found if text not in known and text not in names and not re.fullmatch(r"[a-z_]+", text)}


def said(folder: Path, ran: subprocess.CompletedProcess[str]) -> str:
    """Put all that was written and shown into one text."""
    files = [path.read_text("utf-8") for path in sorted((folder / "out").rglob("*")) if path.is_file()]
    return "\n".join([*files, ran.stdout, ran.stderr])


def test_no_content_is_written_or_shown(tmp_path: Path) -> None:
    """With --redact no text of content is found in any file of the report, nor on the terminal; without it, there are many."""
    clear, ours = tmp_path / "clear", tmp_path / "ours"
    clear.mkdir()
    ours.mkdir()
    in_clear = run(clear)
    everything = said(clear, in_clear)
    given = canaries(clear)
    assert len({text for text in given if text in everything}) > 50
    assert len(given) > 50

    ran = run(ours, "--redact")

    assert ran.returncode == in_clear.returncode
    assert canaries(ours) == given
    shown = said(ours, ran)
    assert [text for text in sorted(given) if text in shown or json.dumps(text)[1:-1] in shown] == []
    assert "left out: " in ran.stdout
    assert "REM-01.01" in ran.stdout


def test_a_trace_without_content_is_not_performed(tmp_path: Path) -> None:
    """It is told that its content is left out and what to do; the same trace with its content is performed."""
    for words, code in (((), 0), (("--redact",), 2)):
        ran = CliRunner().invoke(
            main,
            ["run", "reference", "--clause", "REM-01.01", "--trace", "--report", str(tmp_path / "out"), *words],
        )
        assert ran.exit_code == 4, ran.output
        again = CliRunner().invoke(main, ["replay", str(tmp_path / "out" / "traces" / "REM-01.01.jsonl")])

        assert again.exit_code == code
    assert (
        "was written with --redact: without its content it can't be performed again; run REM-01.01 again"
        in again.stderr
    )


def test_each_member_of_a_command_is_decided_on() -> None:
    """What is kept of a command exists, and no text that may be anything is among it but names of phones, accounts and backups."""
    kinds = {
        field.name: field.type
        for kind in get_args(Command)
        for field in inspect.type_info(kind).fields  # type: ignore[attr-defined]
    }
    beside = redacting.KEPT - {"command", "outcome", "reason"}
    assert beside <= kinds.keys()

    free = {name for name in beside if "StrType" in str(kinds[name])}

    assert free == {"phone", "account", "backup", "saved_by", "made_on", "signed_in", "to", "time_zone"}


@pytest.mark.parametrize("resumed", ["--redact", None])
def test_a_run_is_resumed_as_it_began(tmp_path: Path, resumed: str | None) -> None:
    """Results in clear and results without content do not go together."""
    words = ["run", "reference", "--clause", "REM-01.01"]
    began = [] if resumed else ["--redact"]
    assert CliRunner().invoke(main, [*words, *began, "--report", str(tmp_path)]).exit_code == 4
    assert CliRunner().invoke(main, [*words, *began, "--resume", str(tmp_path)]).exit_code == 4

    ran = CliRunner().invoke(main, [*words, *([resumed] if resumed else []), "--resume", str(tmp_path)])

    assert ran.exit_code == 2
    assert "content: " in ran.stderr
