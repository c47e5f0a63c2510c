"""`backupspec check`, and the same checks at the beginning of `backupspec run`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ADAPTERS = """
import os
from backupspec.contract.implementation import Performed
from backupspec.contract.outcomes import DONE, UNSUPPORTED
from backupspec.targets.reaching import reach

def sound():
    print("an adapter that prints")
    return reach("reference")

def still():
    reference = reach("reference")
    def perform(world, commands, *, observe=False):
        return Performed(outcomes=(DONE,) * len(commands), observation=reference.observe(world) if observe else None)
    reference.perform = perform
    return reference

def dies():
    reference = reach("reference")
    perform = reference.perform
    def deadly(world, commands, *, observe=False):
        if type(commands[0]).__name__ == "AddPhone":
            os._exit(0)
        return perform(world, commands, observe=observe)
    reference.perform = deadly
    return reference

def raises():
    raise RuntimeError("out of phones")

def forgets_to_list():
    reference = reach("reference")
    perform = reference.perform
    def lacking(world, commands, *, observe=False):
        if type(commands[0]).__name__ == "PressDone":
            return Performed(outcomes=(UNSUPPORTED,))
        return perform(world, commands, observe=observe)
    reference.perform = lacking
    return reference
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder in which adapters lie."""
    (tmp_path / "adapters.py").write_text(ADAPTERS)
    return tmp_path


def typed(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Type a command in a folder. No traceback may ever be seen."""
    ran = subprocess.run(  # noqa: S603 - the words are this file's own
        [sys.executable, "-m", "backupspec", *words],
        cwd=folder,
        env=os.environ | {"COLUMNS": "80"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "Traceback" not in ran.stderr
    assert not any(line.startswith("Traceback") for line in ran.stdout.splitlines())  # the adapter's own is indented
    return ran


def test_a_sound_adapter(folder: Path) -> None:
    """Every check has its line, what the adapter prints is not among them, and the next thing to do is said."""
    ran = typed(folder, "check", "python:adapters:sound")

    lines = ran.stdout.splitlines()
    assert ran.returncode == 0
    assert lines[0] == "ok      what it says of itself keeps the contract"
    assert lines[-2:] == ["Sound: 26 ok", "Next: backupspec run python:adapters:sound"]
    assert "an adapter that prints" not in ran.stdout


def test_a_feature_that_is_not_listed(folder: Path) -> None:
    """Between the verdict and what to do next stands what an author may have forgotten."""
    ran = typed(folder, "check", "python:adapters:forgets_to_list")

    verdict, note, following = ran.stdout.splitlines()[-3:]
    assert ran.returncode == 0
    assert verdict == "Sound: 26 ok"
    assert note.startswith("Note: unsupported, and not listed under `unfinished` in `about`: press_done. List ")
    assert following.startswith("Next: ")


def test_an_unsound_adapter(folder: Path) -> None:
    """What is wrong is told with what to mend, and the checks that follow are made all the same; there is no next step."""
    ran = typed(folder, "check", "python:adapters:still")

    assert ran.returncode == 3
    assert (
        "FAILED  the clock can be advanced and read back\n"
        "          expected  3600 s of elapsed time after advancing the clock by as much\n"
        "          actual    0 s\n"
        "          mend      Let advance_time move both the wall clock and `elapsed_s` by its seconds; "
        "if time cannot be moved, list `clock` under `lacks`.\n"
    ) in ran.stdout
    assert "FAILED  a command that nobody knows is unsupported\n" in ran.stdout
    assert "\nNot sound: " in ran.stdout
    assert "Next" not in ran.stdout


@pytest.mark.parametrize(
    ("program", "told", "mend"),
    [
        ("import no_such_module", "ModuleNotFoundError: No module named 'no_such_module'", "Start it by hand"),
        (
            "import sys; sys.exit('SyntaxError: at line 3\\nversion 7')",
            "log       SyntaxError: at line 3",
            "Start it by hand",
        ),
        (
            "while input(): print('{}', flush=True)",
            "the answer was refused",
            "Answer as the contract and the schema of the answer say (CONTRACT.md",
        ),
        ("while input(): print('I am here', flush=True)", "received  I am here", "Print to standard error"),
        ("while input(): print('I am here\\n{}', flush=True)", "received  I am here", "Print to standard error"),
    ],
    ids=["ends-at-start", "tells-its-error-first", "answers-nonsense", "prints", "prints-and-answers"],
)
def test_of_each_cause_it_is_told_what_to_mend(folder: Path, program: str, told: str, mend: str) -> None:
    """A program that ends at its start, and one that answers nonsense, are one failure each, with what was received and what to mend; the rest is one line."""
    (folder / "adapter.py").write_text(program)

    ran = typed(folder, "check", f"stdio:{sys.executable} adapter.py")

    assert ran.returncode == 3
    assert ran.stdout.count("FAILED") == 1
    assert told in ran.stdout
    assert f"mend      {mend}" in ran.stdout
    assert ran.stdout.endswith(
        "skipped 25 more, which need: what it says of itself keeps the contract\n\nNot sound: 1 failed, 25 skipped\n"
    )


def test_a_long_cause_is_told_once(folder: Path) -> None:
    """What an adapter says of an error, and what it writes to its log, may fill a page: what was sent is no part of the cause."""
    (folder / "adapter.py").write_text(
        "import json, sys\n"
        'seen = \'{"wall_clock":"2014-06-02T09:00:00Z","time_zone":"UTC","elapsed_s":0,"cloud_up":true,"phones":{},"accounts":{},"transfers":[]}\'\n'
        "about = {'name': 'n', 'version': '1', 'contract': '1.0', 'profiles': ['windows-phone-8.1'], 'clock': 'own', 'choices': {}}\n"
        "for number, line in enumerate(sys.stdin):\n"
        "    asked = json.loads(line)\n"
        "    world = asked['params'].get('world', f'world {number}')\n"
        "    result = about if asked['method'] == 'about' else {'world': world}\n"
        "    if asked['method'] == 'observe':\n"
        "        result['observation'] = json.loads(seen)\n"
        "    answer = {'result': result}\n"
        "    if asked['method'] == 'perform':\n"
        "        print('error ' * 40, file=sys.stderr, flush=True)\n"
        "        answer = {'error': {'code': -32000, 'message': 'long' * 120}}\n"
        "    print(json.dumps({'jsonrpc': '2.0', 'id': asked['id'], **answer}), flush=True)\n"
    )

    ran = typed(folder, "check", f"stdio:{sys.executable} adapter.py")

    assert ran.stdout.count("longlong") > 0
    assert ran.stdout.count(": in the same way as: the clock can be advanced and read back") >= 5
    assert sum("in perform: it answered with the error" in line for line in ran.stdout.splitlines()) == 1


def test_an_adapter_that_takes_its_process_down(folder: Path) -> None:
    """Whoever ends the process, with whatever exit code, is not sound."""
    ran = typed(folder, "check", "python:adapters:dies")

    assert ran.returncode == 3
    assert "the process of python:adapters:dies ended while it was checked: exit code 0" in ran.stderr
    assert "Sound" not in ran.stdout


def test_run_begins_with_the_same(folder: Path) -> None:
    """A run of an unsound adapter ends without a verdict, and tells what is wrong in the words of `check`."""
    assert typed(folder, "run", "python:adapters:sound", "--clause", "MAN-04").returncode == 4
    checked = typed(folder, "check", "python:adapters:still").stdout.splitlines()
    wrong = [line for line in checked if line.startswith(("FAILED", "   "))]

    ran = typed(folder, "run", "python:adapters:still", "--clause", "MAN-04")

    assert (ran.returncode, ran.stdout) == (3, "")
    first, *told = ran.stderr.splitlines()
    assert first == (
        "backupspec: not judged: the implementation is not sound; "
        "`backupspec check python:adapters:still` tells all that was checked"
    )
    assert told == wrong
    assert len(wrong) > 8


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("check",), 2, "Missing argument 'TARGET'"),
        (("check", "no-such-target"), 2, "there is no target 'no-such-target'"),
        (("check", "reference", "--profile", "windows-phone-7"), 2, "there is no profile 'windows-phone-7'"),
        (("check", "reference", "--choices", "missing.yaml"), 2, "missing.yaml cannot be read"),
        (("check", "reference", "--choices", "wrong.yaml"), 2, "cannot be 'perhaps'; allowed: prompts, waits"),
        (("check", "python:adapters:raises"), 3, "RuntimeError: out of phones"),
    ],
)
def test_what_cannot_be_checked(folder: Path, words: tuple[str, ...], code: int, message: str) -> None:
    """What does not exist is misuse, a factory that fails is unsound; each in a line."""
    (folder / "wrong.yaml").write_text("exactly_three_weeks: perhaps\n")

    ran = typed(folder, *words)

    assert (ran.returncode, ran.stdout) == (code, "")
    assert message in ran.stderr


def test_the_other_profile(folder: Path) -> None:
    """The profile and the choices that are asked for are those that worlds are opened with."""
    (folder / "choices.yaml").write_text("exactly_three_weeks: waits\n")

    ran = typed(folder, "check", "reference", "--profile", "windows-phone-8", "--choices", "choices.yaml")

    assert ran.returncode == 0
    assert ran.stdout.endswith("\nNext: backupspec run reference --profile windows-phone-8 --choices choices.yaml\n")
