"""What a program has left behind is found by the mark in its environment, even if it is about to become another program when it is looked for."""

import os
import time
from pathlib import Path

import pytest

from backupspec.targets import orphans

pytestmark = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="this system shows no environments")

MARK = "BACKUPSPEC_PROGRAM_0123"
NOTHING = b""
MARKED = f"HOME=/root\0{MARK}=\0".encode()
ANOTHER = b"HOME=/root\0BACKUPSPEC_PROGRAM_4567=\0"


@pytest.fixture
def processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an empty list of processes."""
    monkeypatch.setattr(orphans, "PROCESSES", tmp_path)
    return tmp_path


def put(processes: Path, number: int, environment: bytes, *, is_a_program: bool = True, age_s: float = 0) -> Path:
    """Add a process, and return its folder."""
    folder = processes / str(number)
    folder.mkdir()
    (folder / "environ").write_bytes(environment)
    if is_a_program:
        (folder / "exe").symlink_to("/bin/sleep")
    begun = (time.clock_gettime(time.CLOCK_BOOTTIME) - age_s) * os.sysconf("SC_CLK_TCK")
    (folder / "stat").write_text(f"{number} (a) name) S " + " ".join(["0"] * 18) + f" {begun:.0f} 0", "utf-8")
    return folder


def ended(
    monkeypatch: pytest.MonkeyPatch, processes: Path, *, shown_in_round: int = 0, folder: Path | None = None
) -> tuple[list[int], int]:
    """Return the processes that are ended, and in how many rounds they were looked for. In one of the rounds a process shows its environment."""
    killed: list[int] = []
    rounds = 0

    def kill(number: int, _: int) -> None:
        killed.append(number)
        (processes / str(number) / "environ").unlink()

    def sleep(_: float) -> None:
        nonlocal rounds
        rounds += 1
        if folder is not None and rounds == shown_in_round:
            (folder / "environ").write_bytes(MARKED)

    with monkeypatch.context() as patched:
        patched.setattr(os, "kill", kill)
        patched.setattr(time, "sleep", sleep)
        orphans.end_marked(MARK)
    return killed, rounds


def test_marked_ones_alone_are_ended(processes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program's stay."""
    put(processes, 11, MARKED)
    put(processes, 12, ANOTHER)
    assert ended(monkeypatch, processes) == ([11], 1)


def test_one_that_is_about_to_become_another_program_is_looked_at_again(
    processes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For a moment it shows no environment."""
    folder = put(processes, 11, NOTHING)
    assert ended(monkeypatch, processes, shown_in_round=3, folder=folder) == ([11], 4)


@pytest.mark.parametrize("what", [{"is_a_program": False}, {"age_s": 60}], ids=["has-ended", "was-given-none"])
def test_nobody_waits_for_one_that_never_shows_its_environment(
    processes: Path, monkeypatch: pytest.MonkeyPatch, what: dict[str, bool | float]
) -> None:
    """What has ended, a thread of the kernel, a service with an empty environment."""
    put(processes, 11, NOTHING, **what)
    assert ended(monkeypatch, processes) == ([], 0)
