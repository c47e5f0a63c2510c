"""A command ends in silence if nobody reads its output; any other pipe that is closed ends nothing, and is told as what it is."""

import json
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = (sys.executable, "-m", "backupspec")
CLOSES_ITS_INPUT = """
import json, os, sys, time
from backupspec.targets.answering import answer
from backupspec.targets.reaching import reach
reference = reach("reference")
for left in reversed(range(int(sys.argv[1]))):
    request = json.loads(sys.stdin.readline())
    result = answer(reference, request["method"], json.dumps(request["params"]).encode())
    if left == 0:
        os.close(0)
    sys.stdout.buffer.write(b'{"jsonrpc":"2.0","id":%d,"result":%s}\\n' % (request["id"], result))
    sys.stdout.flush()
    if left == 0:
        time.sleep(600)
"""
"""An adapter that answers so many requests through the reference, closes its standard input before the last answer, and stays."""


@pytest.fixture
def adapter(tmp_path: Path) -> Path:
    """Write the adapter."""
    file = tmp_path / "closes_its_input.py"
    file.write_text(CLOSES_ITS_INPUT, "utf-8")
    return file


def answering(adapter: Path, count: int) -> str:
    """Spell the target that is the adapter, which answers so many requests."""
    return f"stdio:{shlex.join([sys.executable, str(adapter), str(count)])}"


def unread(*words: str) -> subprocess.CompletedProcess[bytes]:
    """Type a command whose standard output was closed by whoever should read it."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        return subprocess.run(  # noqa: S603 - the words are this file's own
            [*COMMAND, *words], stdout=writer, stderr=subprocess.PIPE, timeout=120, check=False
        )
    finally:
        os.close(writer)


@pytest.mark.parametrize(
    "words", [("clauses",), ("policy", "show"), ("--help",), ("run", "--clause", "DEL-01")], ids=" ".join
)
def test_a_command_that_nobody_reads_ends_in_silence(words: tuple[str, ...]) -> None:
    """It ends as any other does, by the signal of a closed pipe: no exit code that means a verdict, and nothing on standard error."""
    ended = unread(*words)

    assert (ended.returncode, ended.stderr) == (-signal.SIGPIPE, b"")


@pytest.mark.parametrize(("count", "code", "told"), [(1000, 0, b""), (3, 3, b"it closed its standard input")])
def test_shell_outlives_an_adapter_that_closes_its_input(adapter: Path, count: int, code: int, told: bytes) -> None:
    """The command that was not taken is told, with the exit code of a broken contract."""
    typed = b"add_phone phone=ann\nadd_phone phone=ben\n"
    ended = subprocess.run(  # noqa: S603
        [*COMMAND, "shell", answering(adapter, count)], input=typed, capture_output=True, timeout=120, check=False
    )

    assert (ended.returncode, told in ended.stdout) == (code, True)


@pytest.mark.parametrize(("count", "code", "told"), [(1000, 0, b""), (3, 3, b"it closed its standard input")])
def test_replay_outlives_an_adapter_that_closes_its_input(
    adapter: Path, tmp_path: Path, count: int, code: int, told: bytes
) -> None:
    """The exchange at which it closed its input is told, with the exit code of a broken contract."""
    report = tmp_path / "report"
    run = ["run", "reference", "--clause", "REM-01.01", "--trace", "--report", str(report)]
    subprocess.run([*COMMAND, *run], capture_output=True, timeout=120, check=False)  # noqa: S603
    [trace] = (report / "traces").iterdir()
    assert json.loads(trace.read_text("utf-8").splitlines()[0])

    ended = subprocess.run(  # noqa: S603
        [*COMMAND, "replay", str(trace), "--target", answering(adapter, count)],
        capture_output=True,
        timeout=120,
        check=False,
    )

    assert (ended.returncode, told in ended.stderr) == (code, True)
