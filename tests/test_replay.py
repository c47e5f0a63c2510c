"""A failure leaves a trace, and `backupspec replay` performs it again: the same, parted, misused, or a broken contract."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from backupspec.cli import main

MINIATURE = "python:backupspec.faults:prompts_a_second_early"
SCENARIO = "REM-01.01"


def typed(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Type a command in a folder. No traceback may ever be seen."""
    ran = subprocess.run(  # noqa: S603 - the words are this file's own
        [sys.executable, "-m", "backupspec", *words],
        cwd=folder,
        env=os.environ,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "Traceback" not in ran.stdout + ran.stderr
    return ran


def replayed(trace: Path, *words: str) -> Result:
    """Replay a trace in this process, which is cheaper."""
    ran = CliRunner().invoke(main, ["replay", str(trace), *words])
    assert ran.exception is None or isinstance(ran.exception, SystemExit)
    return ran


@pytest.fixture(scope="module")
def failed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return the folder of a run in which a scenario failed and another passed, and what the run said."""
    folder = tmp_path_factory.mktemp("run")
    words = ("--clause", SCENARIO, "--clause", "MAN-04.01", "--report", "out")
    ran = typed(folder, "run", MINIATURE, *words)
    assert ran.returncode == 1
    return folder, ran.stdout


@pytest.fixture
def trace(failed: tuple[Path, str], tmp_path: Path) -> Path:
    """Return a copy of the trace of the failure."""
    copy = tmp_path / "trace.jsonl"
    copy.write_bytes((failed[0] / "out" / "traces" / f"{SCENARIO}.jsonl").read_bytes())
    return copy


def lines(trace: Path) -> list[dict[str, Any]]:
    """Read the lines of a trace."""
    return [json.loads(line) for line in trace.read_text("utf-8").splitlines()]


def rewrite(trace: Path, made: list[Any]) -> None:
    """Write the lines of a trace."""
    trace.write_text("".join(json.dumps(line) + "\n" for line in made))


def test_only_what_failed_leaves_a_trace(failed: tuple[Path, str]) -> None:
    """A scenario that failed has a trace, one that passed has none; the report says where it lies."""
    folder, _ = failed
    report = json.loads((folder / "out" / "report.json").read_text("utf-8"))
    verdicts = {each["id"]: each["verdict"] for each in report["scenarios"]}
    assert verdicts == {SCENARIO: "failed", "MAN-04.01": "passed"}

    assert [path.name for path in (folder / "out" / "traces").iterdir()] == [f"{SCENARIO}.jsonl"]
    [failure] = [each["failure"] for each in report["scenarios"] if each["verdict"] == "failed"]
    assert failure["trace"] == f"traces/{SCENARIO}.jsonl"


def test_the_command_that_a_failure_prints(failed: tuple[Path, str]) -> None:
    """The failure prints a command, which performs it again with the same answers."""
    folder, told = failed
    [command] = [line.split("replay", 1)[1].split() for line in told.splitlines() if line.startswith("    replay ")]
    assert command[:2] == ["backupspec", "replay"]

    ran = typed(folder, *command[1:])

    assert ran.returncode == 0
    assert ran.stdout == (
        "the same: 8 commands, and every answer as in the trace\n"
        f"So the failure is reproduced, of {SCENARIO}: REM-01: expected no prompt on Ann's phone; actual 1 prompt\n"
    )


def test_of_all_if_asked_for(tmp_path: Path) -> None:
    """With --trace every scenario leaves one, by a name that is safe; an older run's are gone; without --report it is misuse."""
    (tmp_path / "out" / "traces").mkdir(parents=True)
    (tmp_path / "out" / "traces" / "older.jsonl").write_text("")

    ran = typed(tmp_path, "run", "--clause", "REM-01.23", "--report", "out", "--trace")

    assert ran.returncode == 4
    names = sorted(path.name for path in (tmp_path / "out" / "traces").iterdir())
    assert names == ["REM-01.23_a-day.jsonl", "REM-01.23_a-second.jsonl", "REM-01.23_a-year.jsonl"]
    assert "--trace needs a place to write to" in typed(tmp_path, "run", "--trace").stderr


def test_a_trace_in_two_processes(tmp_path: Path) -> None:
    """However many processes share the work, each trace is written."""
    words = ("--clause", "REM-01.23", "--report", "out", "--trace", "--jobs", "2")

    assert typed(tmp_path, "run", *words).returncode == 4

    assert len(list((tmp_path / "out" / "traces").iterdir())) == 3


def test_the_lines_of_a_trace(trace: Path) -> None:
    """The first line says what was judged and how the world was opened; then come the exchanges, with what changed and nothing else."""
    heading, *exchanges = lines(trace)

    assert (heading["trace"], heading["target"], heading["scenario"]) == (1, MINIATURE, SCENARIO)
    assert heading["opening"]["wall_clock"] == "2014-06-02T09:00:00Z"
    operations = [each["operation"] for each in exchanges]
    assert operations == ["open_world", "observe", *["perform"] * 8, "close_world"]
    [turned_on] = [each for each in exchanges if each.get("commands", [{}])[0].get("command") == "turn_on"]
    assert turned_on["outcomes"] == [{"outcome": "done"}]
    assert {
        "path": ["phones", "Ann's phone", "toggles", "settings_backup"],
        "before": False,
        "after": True,
    } in turned_on["changes"]
    assert len(json.dumps(turned_on)) < 2000


def test_another_target_parts_where_it_differs(trace: Path) -> None:
    """Performed on the reference, the answers part at the command at which the fault shows, with the path and both sides."""
    ran = replayed(trace, "--target", "reference")

    assert ran.exit_code == 1
    assert ran.stdout == (
        'differs at command 8 of 8: {"command": "advance_time", "seconds": 1814399}\n'
        "  phones > Ann's phone > prompts > 0\n"
        '    in the trace  {"since_elapsed_s": 1814399}\n'
        "    now           no change\n"
    )


def test_an_outcome_that_differs(trace: Path) -> None:
    """An outcome that is otherwise than in the trace is told with both sides."""
    made = lines(trace)
    at = next(at for at, line in enumerate(made) if "outcomes" in line)
    made[at]["outcomes"] = [{"outcome": "refused", "reason": "already_exists"}]
    rewrite(trace, made)

    ran = replayed(trace, "--target", MINIATURE)

    assert ran.exit_code == 1
    assert (
        '    in the trace  {"outcome": "refused", "reason": "already_exists"}\n    now           {"outcome": "done"}\n'
        in ran.stdout
    )


def test_a_target_of_a_trace_is_not_run_unasked(trace: Path) -> None:
    """A trace is no reason to import or start what it names: only the reference is reached without a word."""
    made = lines(trace)
    ran = replayed(trace)
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert f"names the target '{MINIATURE}'; if you trust it, name it yourself: --target T" in ran.stderr

    made[0]["target"] = "reference"
    rewrite(trace, made)

    assert replayed(trace).exit_code == 1


def test_a_broken_contract(trace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever breaks the contract on the way ends with exit code 3, and it is said whether it did in the trace."""
    (tmp_path / "raiser.py").write_text(
        "from backupspec.targets.reaching import reach\n"
        "def make():\n"
        "    reference = reach('reference')\n"
        "    perform = reference.perform\n"
        "    def raising(world, commands, *, observe=False):\n"
        "        if type(commands[0]).__name__ == 'BackUpNow':\n"
        "            raise RuntimeError('the phone caught fire')\n"
        "        return perform(world, commands, observe=observe)\n"
        "    reference.perform = raising\n"
        "    return reference\n"
    )
    monkeypatch.chdir(tmp_path)

    ran = replayed(trace, "--target", "python:raiser:make")

    assert (ran.exit_code, ran.stdout) == (3, "")
    assert (
        'command 7 of 8, {"command": "back_up_now", "phone": "Ann\'s phone"}, in the trace it was kept: ' in ran.stderr
    )
    assert "the phone caught fire" in ran.stderr


Change = Callable[[list[Any]], Any]


def put(at: int, member: str, value: Any) -> Change:
    """Change a member of a line."""
    return lambda made: made[at].update({member: value})


def opening(member: str, value: Any) -> Change:
    """Change a member of the opening."""
    return lambda made: made[0]["opening"].update({member: value})


HOSTILE: dict[str, tuple[Change, str]] = {
    "no-heading": (lambda made: made.pop(0), "trace.jsonl:1: not a line of a trace"),
    "another-version": (put(0, "trace", 2), "trace.jsonl:1: not a line of a trace: trace: 2 is not allowed"),
    "unknown-member": (put(0, "colour", "red"), "there is no member colour"),
    "unknown-command": (
        put(3, "commands", [{"command": "fly"}]),
        "trace.jsonl:4: not a line of a trace: commands[0].command: Invalid value 'fly'",
    ),
    "unknown-operation": (put(3, "operation", "delete"), "operation: 'delete' is not allowed"),
    "no-world": (lambda made: made.pop(1), "it opens a world, performs and observes, and closes it"),
    "two-worlds": (lambda made: made.insert(4, made[1]), "it opens a world, performs and observes, and closes it"),
    "goes-on-after-the-end": (lambda made: made.append(made[3]), "it opens a world, performs and observes"),
    "no-such-profile": (opening("profile", "windows-phone-7"), "its opening cannot be: KeyError"),
    "no-such-choice": (opening("choices", {"colour": "red"}), "its opening cannot be: UnknownChoice"),
    "no-such-day": (opening("wall_clock", "2014-99-99T09:00:00Z"), "there is no such moment: 2014-99-99T09:00:00Z"),
    "no-such-zone": (opening("time_zone", "../../etc/passwd"), "there is no time zone '../../etc/passwd'"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_trace_that_is_none(trace: Path, kind: str) -> None:
    """Whatever is wrong with a trace is misuse, told in a line with its place, before anything is performed."""
    assert replayed(trace, "--target", MINIATURE).exit_code == 0
    change, message = HOSTILE[kind]
    made = lines(trace)
    change(made)
    rewrite(trace, made)

    ran = replayed(trace, "--target", MINIATURE)

    assert (ran.exit_code, ran.stdout) == (2, "")
    assert message in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\xff", b"[" * 100_000, b'{"trace":1' + b',"a":{"b":' * 50_000, b"null\n", b"{}\n" * 200_000],
    ids=["empty", "bytes", "nested", "nested-objects", "null", "many-lines"],
)
def test_a_file_of_another_kind(tmp_path: Path, content: bytes) -> None:
    """Any other file is misuse, in a line."""
    (tmp_path / "trace.jsonl").write_bytes(content)

    ran = replayed(tmp_path / "trace.jsonl", "--target", "reference")

    assert ran.exit_code == 2
    assert len(ran.stderr.splitlines()) == 1


def test_what_a_trace_says_cannot_act_on_a_terminal(trace: Path) -> None:
    """Whatever a trace holds is shown as text."""
    made = lines(trace)
    made[3]["changes"] = [{"path": ["\x1b[2J"], "after": "\x1b]0;title\x07\n\u202e"}]
    made[0]["target"] = "\x1b[2J"
    rewrite(trace, made)

    ran, unasked = replayed(trace, "--target", "reference"), replayed(trace)

    assert ran.exit_code == 1
    assert "\\u001b[2J" in ran.stdout
    assert not {"\x1b", "\x07", "\u202e"} & set(ran.stdout + unasked.stderr)


def test_no_such_file(tmp_path: Path) -> None:
    """A file that is not there is misuse."""
    assert "cannot be read: No such file" in replayed(tmp_path / "nothing.jsonl").stderr


@pytest.mark.parametrize("verdict", ["passed", "untestable"])
def test_no_failure_is_reproduced_where_none_was(trace: Path, verdict: str) -> None:
    """Of a scenario that did not fail, no failure is said to be reproduced."""
    heading, *others = lines(trace)
    rewrite(trace, [{**heading, "verdict": verdict}, *others])

    ran = replayed(trace, "--target", MINIATURE)

    assert ran.exit_code == 0
    assert "reproduced" not in ran.output


VENDOR = """
from msgspec import json, structs
from backupspec.contract.implementation import Performed
from backupspec.contract.observations import Observation
from backupspec.targets.reaching import reach

def make():
    return Vendor(reach('TARGET'))

class Vendor:
    def __init__(self, reference):
        self.reference = reference

    def __getattr__(self, name):
        return getattr(self.reference, name)

    def perform(self, world, commands, *, observe=False):
        named = [structs.replace(each, backup=each.backup.replace("mine", "backup")) if hasattr(each, "backup") else each for each in commands]
        return self.own(self.reference.perform(world, named, observe=observe), Performed)

    def observe(self, world, **more):
        return self.own(self.reference.observe(world, **more), Observation)

    def own(self, value, kind):
        told = json.decode(json.encode(value).replace(b"backup-", b"mine-"))
        seen = told if kind is Observation else told["observation"]
        for account in seen["accounts"].values() if seen else ():
            account["catalogue"] = account["journal"] = None
            for backup in account["backups"]:
                backup["manifest"] = None
        for phone in seen["phones"].values() if seen else ():
            if phone["local_backup"] is not None:
                phone["local_backup"]["manifest"] = None
        return json.decode(json.encode(told), type=kind)
"""
"""An implementation that keeps no documents and has ids of its own."""


@pytest.fixture
def vendor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Return a function that makes a vendor of a target, and returns the vendor's own."""

    def make(target: str) -> str:
        name = f"vendor_{target.rpartition(':')[2]}"
        (tmp_path / f"{name}.py").write_text(VENDOR.replace("TARGET", target))
        return f"python:{name}:make"

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(tmp_path), os.environ.get("PYTHONPATH", ""))))
    return make


def test_a_vendor_without_documents_sees_the_true_cause(vendor: Callable[[str], str], tmp_path: Path) -> None:
    """Beside the reference, no document and no id stands before what is wrong: the fault alone is told, and once what was passed over."""
    own = vendor(MINIATURE)
    assert typed(tmp_path, "run", own, "--clause", SCENARIO, "--report", "out").returncode == 1
    failure = tmp_path / "out" / "traces" / f"{SCENARIO}.jsonl"
    assert replayed(failure, "--target", own).exit_code == 0

    ran = replayed(failure, "--target", "reference")

    assert ran.exit_code == 1
    assert ran.stdout == (
        'differs at command 8 of 8: {"command": "advance_time", "seconds": 1814399}\n'
        "  phones > Ann's phone > prompts > 0\n"
        '    in the trace  {"since_elapsed_s": 1814399}\n'
        "    now           no change\n"
        "Passed over, since each implementation is free in it: documents (manifests, catalogues, journals), ids of backups\n"
    )


def test_a_restore_goes_by_the_ids_of_whom_it_is_performed_on(vendor: Callable[[str], str], tmp_path: Path) -> None:
    """A backup that a command names is named as the other implementation names it: a whole restore is the same, either way round."""
    own = vendor("reference")
    for target, other in (("reference", own), (own, "reference")):
        assert typed(tmp_path, "run", target, "--clause", "RST-01.01", "--report", "out", "--trace").returncode == 4
        [trace] = (tmp_path / "out" / "traces").iterdir()
        assert '"choose_backup"' in trace.read_text("utf-8")

        ran = replayed(trace, "--target", other)

        assert ran.exit_code == 0, ran.stdout
        assert "every answer as in the trace\nPassed over, since each implementation is free in it: " in ran.stdout
        assert "ids of backups" in ran.stdout


def test_its_own_target_is_held_to_everything(trace: Path) -> None:
    """A document that is another parts on the target of the trace, and on no other."""
    made = lines(trace)
    changes = [each for line in made for each in line.get("changes", [])]
    change = next(each for each in changes if each["path"][-1:] == ["catalogue"])
    change["after"] = None
    rewrite(trace, made)
    made[0]["target"] = "another"

    ran = replayed(trace, "--target", MINIATURE)

    assert ran.exit_code == 1
    assert "  accounts > Ann's account > catalogue\n    in the trace  null\n" in ran.stdout
    rewrite(trace, made)
    assert replayed(trace, "--target", MINIATURE).exit_code == 0


def test_the_first_few_exchanges_that_part_are_told(trace: Path) -> None:
    """It does not stop at the first one: three are shown, and the others are counted."""
    made = lines(trace)
    at = [at for at, line in enumerate(made) if "outcomes" in line]
    for each in at[:5]:
        made[each]["outcomes"] = [{"outcome": "refused", "reason": "already_exists"}]
    rewrite(trace, made)

    ran = replayed(trace, "--target", MINIATURE)

    assert ran.exit_code == 1
    assert [line.split()[3] for line in ran.stdout.splitlines() if line.startswith("differs at")] == ["1", "2", "3"]
    assert "and 2 more answers\n" in ran.stdout


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a report with two traces, of the reference."""
    folder = tmp_path_factory.mktemp("report")
    words = ("--clause", "MAN-04.01", "--clause", "REM-01.01", "--report", "out", "--trace")
    assert typed(folder, "run", "reference", *words).returncode == 4
    return folder / "out"


@pytest.mark.parametrize("below", ["", "traces"])
def test_a_whole_folder(report: Path, below: str) -> None:
    """Of a report, or of its traces, each is performed and told in a line, in the order of their names."""
    ran = replayed(report / below)

    assert ran.exit_code == 0
    assert ran.stdout == "MAN-04.01  the same\nREM-01.01  the same\n\n2 traces: 2 the same\n"


def test_a_folder_in_which_one_differs(report: Path) -> None:
    """What differs is told with the command at which it does, and what cannot be read with why; all others are performed. The worst is the exit code."""
    damaged = report / "traces" / "damaged.jsonl"
    assert replayed(report, "--target", MINIATURE).exit_code == 1
    damaged.write_text("{}\n")

    try:
        ran = replayed(report, "--target", MINIATURE)
    finally:
        damaged.unlink()

    assert ran.exit_code == 2
    first, second, third, _, last = ran.stdout.splitlines()
    assert first == "MAN-04.01  the same"
    assert second == 'REM-01.01  differs at command 8 of 9: {"command": "advance_time", "seconds": 1814399}'
    assert third.startswith(f"{damaged}:1: ")
    assert last == "3 traces: 1 the same, 1 differ, 1 can't be performed"


def test_a_folder_without_traces(tmp_path: Path) -> None:
    """A folder in which there is nothing to perform is misuse, and says what to name."""
    ran = replayed(tmp_path)

    assert (ran.exit_code, ran.stdout) == (2, "")
    assert "has no traces: name the folder of a report" in ran.stderr
