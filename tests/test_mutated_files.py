"""Files that a person names, changed at random: each is read or refused with a line, never with a traceback, and never for long."""

import json
import random
import re
import time
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from backupspec import shipped
from backupspec.cli import main
from backupspec.explain.words import in_words
from backupspec.gherkin.catalogue import read_catalogue
from backupspec.inputs import Misuse, read_choices
from backupspec.policy.mistakes import PolicyMistakes
from backupspec.policy.parsing import parse
from backupspec.report.comparison import compare
from backupspec.report.comparison import in_words as compared
from backupspec.report.files import NoReport, read_report
from backupspec.report.junit import junit
from backupspec.report.terminal import in_words as told
from backupspec.report.waivers import read_waivers, waivable
from backupspec.suite.tracing import NoTrace, read_trace

LONGEST_S = 2.0
"""How much of the processor's time, not of a clock, one file may take."""

ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 1e308, 10**30, "", "x", "\u202e\x1b[2J", "\ud83d", "a" * 10_000, [], {}, [[]], {"": {}},
    "2999-99-99", "REM-01", "python:x:y", "../../etc/passwd", [None] * 100,
)  # fmt: skip


def places(value: Any) -> list[tuple[Any, Any]]:
    """List the places in a value: each the value that holds it, and its name or number."""
    found: list[tuple[Any, Any]] = []
    for name, each in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        found.append((value, name))
        found += places(each)
    return found


def changed_value(value: Any, dice: random.Random) -> Any:
    """Change a few places of a value: another value, none, one more, or a copy of another place's."""
    value = json.loads(json.dumps(value))
    for _ in range(dice.randint(1, 3)):
        every = places(value)
        if not every:
            return deepcopy(dice.choice(ODD))
        holder, name = dice.choice(every)
        match dice.randrange(4):
            case 0:
                del holder[name]
            case 1 if isinstance(holder, dict):
                holder[dice.choice(("x", "\u202e", str(name) + "s", ""))] = deepcopy(dice.choice(ODD))
            case 2:
                holder[name] = json.loads(json.dumps(dice.choice(every)[0]))
            case _:
                holder[name] = deepcopy(dice.choice(ODD))
    return value


def changed_text(text: bytes, dice: random.Random) -> bytes:
    """Change the bytes of a text: some gone, some twice, some others, half of it."""
    at, size = dice.randrange(len(text)), dice.randint(1, 40)
    match dice.randrange(5):
        case 0:
            return text[:at]
        case 1:
            return text[:at] + text[at + size :]
        case 2:
            return text[:at] + text[at : at + size] * dice.randint(2, 50) + text[at + size :]
        case 3:
            odd = dice.choice(
                (
                    b"\x00",
                    b"\xff",
                    b"\xc2\x85",
                    b"\xe2\x80\xa8",
                    b"\\ud83d",
                    b"&a",
                    b"*a",
                    b"[" * 2000,
                    b"- " * 500,
                    b"9" * 5000,
                    b"\t",
                )
            )
            return text[:at] + odd + text[at:]
        case _:
            return text[:at] + bytes(dice.randrange(256) for _ in range(size)) + text[at + size :]


def mutated_json(text: bytes, dice: random.Random) -> bytes:
    """Change a JSON document or, of JSON Lines, one or two lines, their order and their number."""
    if dice.random() < 0.3:
        return changed_text(text, dice)
    lines = text.strip().split(b"\n") if b'\n{"' in text else [text]
    for _ in range(dice.randint(1, 2)):
        at = dice.randrange(len(lines))
        if len(lines) > 1 and dice.random() < 0.3:
            lines[at : at + 1] = dice.choice(([], [lines[at]] * 2, [lines[dice.randrange(len(lines))]]))
            lines = lines or [b""]
        else:
            with_value = changed_value(json.loads(lines[at] or b"{}"), dice)
            lines[at] = json.dumps(with_value).encode()
    return b"\n".join(lines) + b"\n"


def mutated_yaml(text: bytes, dice: random.Random) -> bytes:
    """Change the bytes of a YAML text, or the value of a member."""
    if dice.random() < 0.5:
        return changed_text(text, dice)
    lines = text.split(b"\n")
    at = dice.randrange(len(lines))
    odd = json.dumps(deepcopy(dice.choice(ODD))).encode()
    lines[at] = re.sub(rb": .*", lambda _: b": " + odd, lines[at])
    return b"\n".join(lines)


@pytest.fixture(name="written", scope="module")
def _written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Write one file of each kind, as runs write them and people."""
    folder = tmp_path_factory.mktemp("written")
    target = "python:backupspec.faults:prompts_a_second_early"
    ran = CliRunner().invoke(
        main, ["run", target, "--clause", "REM-01.01", "--clause", "DEL-07.01", "--trace", "--report", str(folder)]
    )
    assert ran.exit_code == 1, ran.output
    waiver = "waivers:\n  - id: REM-01.01\n    reason: Mended in 2.1\n    owner: Ann Lee\n    link: https://acme.example/7\n    expires: '2999-12-31'\n"
    return {
        "report.json": (folder / "report.json").read_bytes(),
        "results.jsonl": (folder / "results.jsonl").read_bytes(),
        "trace.jsonl": (folder / "traces/REM-01.01.jsonl").read_bytes(),
        "policy.yaml": shipped.profile_text("windows-phone-8.1").encode(),
        "waivers.yaml": (waiver + waiver.partition("\n")[2].replace("REM-01.01", "I9")).encode(),
        "choices.yaml": b"exactly_three_weeks: waits\nbackups_kept: 3\nretry_after: 2 hours\n",
    }


def read_as_report(file: Path) -> None:
    """Read a report, and say it in all ways."""
    try:
        report = read_report(file)
    except NoReport as error:
        assert_a_line(str(error))
        return
    text = told(report, ("backupspec", "run", "reference"), file.parent)
    assert text.endswith("\n")
    junit(report)
    compared(compare(report, report))


def read_as_trace(file: Path) -> None:
    """Read a trace."""
    try:
        read_trace(file)
    except NoTrace as error:
        assert_a_line(str(error))


def read_as_policy(file: Path) -> None:
    """Read a policy, and say it in words."""
    with suppress(PolicyMistakes):
        in_words(parse(file.read_bytes().decode("utf-8", "replace"), "policy.yaml"))


WAIVABLE = waivable(read_catalogue(shipped.folder("features")))


def read_as_waivers(file: Path) -> None:
    """Read waivers."""
    with suppress(PolicyMistakes):
        read_waivers(file.read_bytes().decode("utf-8", "replace"), "waivers.yaml", WAIVABLE)


def read_as_choices(file: Path) -> None:
    """Read declared choices."""
    with suppress(Misuse):
        read_choices(file.read_bytes().decode("utf-8", "replace"), "choices.yaml")


def assert_a_line(message: str) -> None:
    """See that a message is one line of a length that can be read."""
    assert message
    assert "\n" not in message
    assert len(message) < 2000


KINDS: dict[str, tuple[Callable[[Path], None], Callable[[bytes, random.Random], bytes]]] = {
    "report.json": (read_as_report, mutated_json),
    "results.jsonl": (read_as_report, mutated_json),
    "trace.jsonl": (read_as_trace, mutated_json),
    "policy.yaml": (read_as_policy, mutated_yaml),
    "waivers.yaml": (read_as_waivers, mutated_yaml),
    "choices.yaml": (read_as_choices, mutated_yaml),
}


def mutate(name: str, written: bytes, folder: Path, seeds: range) -> None:
    """Read a file as it was written, then changed in as many ways as there are seeds."""
    reading, mutated = KINDS[name]
    for seed in seeds:
        file = folder / name
        file.write_bytes(mutated(written, random.Random(seed)) if seed else written)  # noqa: S311 - the same each time
        began_s = time.process_time()
        try:
            reading(file)
        except Exception as error:
            raise AssertionError(f"seed {seed} of {name}: {type(error).__name__}: {error}") from error
        assert time.process_time() - began_s < LONGEST_S, f"seed {seed} of {name}"


@pytest.mark.parametrize("name", KINDS)
def test_a_few(name: str, written: dict[str, bytes], tmp_path: Path) -> None:
    """What was written is read; each change of it is read, or refused in a line."""
    mutate(name, written[name], tmp_path, range(20))


@pytest.mark.exhaustive
@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize("name", KINDS)
def test_very_many(name: str, part: int, written: dict[str, bytes], tmp_path: Path) -> None:
    """The same with seventeen thousand changes, for all kinds together."""
    each = 200 if name == "policy.yaml" else 850  # reading YAML takes its time
    mutate(name, written[name], tmp_path, range(1 + part * each, 1 + (part + 1) * each))


@pytest.mark.parametrize("name", ["report.json", "results.jsonl"])
@pytest.mark.parametrize("seed", range(1, 8))
def test_exit_codes(name: str, seed: int, written: dict[str, bytes], tmp_path: Path) -> None:
    """The command ends with an exit code of its table, and no traceback."""
    (tmp_path / name).write_bytes(mutated_json(written[name], random.Random(seed)))  # noqa: S311 - as above

    ran = CliRunner().invoke(main, ["report", str(tmp_path)])

    assert ran.exit_code in {0, 1, 2, 3, 4}
    assert ran.exception is None or isinstance(ran.exception, SystemExit)
