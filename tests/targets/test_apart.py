"""Each world of a server has a process of its own: nothing waits for what is done in another, and no process outlives the server."""

import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from asking import OPENING, SYSTEM
from served import are_gone, children, typed

from backupspec.contract.commands import AddPhone, AdvanceTime, SetWallClock
from backupspec.contract.implementation import BrokenContract
from backupspec.contract.outcomes import DONE, UNSUPPORTED
from backupspec.targets import guard
from backupspec.targets.reaching import leave, reach


def test_a_process_for_each_world() -> None:
    """Each world has its own time, is told it by commands, and ends with its process; none outlives the server."""
    with typed(SYSTEM) as (process, url):
        implementation = reach(url)
        assert implementation.about().clock == "own"
        one, other = implementation.open_world(OPENING), implementation.open_world(OPENING)
        both = children(process.pid)
        assert implementation.perform(one, [AdvanceTime(seconds=3600)], observe=True).outcomes == (DONE,)
        assert implementation.observe(one).elapsed_s == 3600
        assert implementation.observe(other).elapsed_s == 0
        assert implementation.observe(other).wall_clock == OPENING.wall_clock
        outcomes = implementation.perform(one, [SetWallClock(to=OPENING.wall_clock)]).outcomes
        assert outcomes == (UNSUPPORTED,)

        implementation.close_world(one)
        assert implementation.open_world(OPENING) != one

        assert children(process.pid) == both
        left = children(process.pid)
        process.send_signal(signal.SIGINT)
        told, said = process.communicate(timeout=20)
        assert (told, "Traceback" in said) == ("", False)
        assert process.returncode == 0
        assert are_gone(left)
        leave(implementation)


def test_no_process_outlives_a_server_that_is_killed() -> None:
    """However the server ends, the processes of its worlds end too."""
    with typed(SYSTEM) as (process, url):
        implementation = reach(url)
        implementation.open_world(OPENING)
        left = children(process.pid)
        assert left

        process.kill()

        assert are_gone(left)
        leave(implementation)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_worlds_and_their_processes(number: signal.Signals) -> None:
    """Whatever signal asks the server to end, it closes all worlds first, and ends well."""
    with typed("reference") as (process, url):
        implementation = reach(url)
        implementation.open_world(OPENING)
        left = children(process.pid)

        process.send_signal(number)
        _, said = process.communicate(timeout=60)

        assert (process.returncode, said.splitlines()[-1]) == (0, "backupspec: ended; no world is open any more")
        assert are_gone(left)
        leave(implementation)


MISBEHAVING = """
import os, signal, time
from backupspec.fixtures.system_clock import make
class Crashing:
    def __init__(self): self._inner = make()
    def __getattr__(self, name): return getattr(self._inner, name)
    def perform(self, world, commands, **more): os._exit(3)
class Slow(Crashing):
    def perform(self, world, commands, **more):
        while not os.path.exists("go"): time.sleep(0.01)
        return self._inner.perform(world, commands, **more)
class Closing(Crashing):
    def close_world(self, world):
        print("closed", file=open("closed", "a"))
        return self._inner.close_world(world)
class Deaf(Crashing):
    def perform(self, world, commands, **more):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
        time.sleep(600)
"""


@pytest.fixture
def misbehaving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let servers find the module of implementations that misbehave."""
    (tmp_path / "misbehaving.py").write_text(MISBEHAVING)
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{':'.join(sys.path)}")


@pytest.mark.usefixtures("misbehaving")
def test_a_world_that_hangs_does_not_outlive_a_server_that_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that never looks at its pipe again ends all the same."""
    with typed("python:misbehaving:Deaf") as (process, url):
        implementation = reach(url)
        world = implementation.open_world(OPENING)
        left = children(process.pid)
        monkeypatch.setattr(guard, "LIMIT_S", 0.5)
        with pytest.raises(BrokenContract, match="no answer within"):
            implementation.perform(world, [AddPhone(phone="ann")])
        assert not are_gone(left, 0.5)

        process.kill()

        assert are_gone(left)
        leave(implementation)


@pytest.mark.usefixtures("misbehaving")
def test_a_process_that_dies_takes_its_world_alone() -> None:
    """A crash is told, also later, and other worlds go on; the lost one can still be closed and counts no more."""
    with typed("python:misbehaving:Crashing") as (process, url):
        implementation = reach(url)
        one, other = implementation.open_world(OPENING), implementation.open_world(OPENING)
        with pytest.raises(BrokenContract, match="502 Bad Gateway"):
            implementation.perform(one, [AddPhone(phone="ann")])
        with pytest.raises(BrokenContract, match="process ended with exit code 3"):
            implementation.observe(one)

        assert implementation.observe(other).elapsed_s == 0
        with pytest.raises(BrokenContract):
            implementation.close_world(one)
        with pytest.raises(BrokenContract, match="404 Not Found"):
            implementation.close_world(one)
        implementation.close_world(other)
        leave(implementation)
        assert process.poll() is None


@pytest.mark.usefixtures("misbehaving")
def test_nobody_waits_for_what_is_done_in_another_world(tmp_path: Path) -> None:
    """While a command of one world is done, another world is asked and closed, and a third is opened; the command ends once it may."""
    with typed("python:misbehaving:Slow", folder=tmp_path) as (_, url):
        slow, other = reach(url), reach(url)
        world, second = slow.open_world(OPENING), other.open_world(OPENING)
        with ThreadPoolExecutor(1) as pool:
            performed = pool.submit(slow.perform, world, [AddPhone(phone="ann")])

            assert other.observe(second).elapsed_s == 0
            other.close_world(second)
            assert other.observe(other.open_world(OPENING)).elapsed_s == 0
            assert not performed.done()

            (tmp_path / "go").touch()
            assert performed.result(60).outcomes == (DONE,)
        leave(slow)
        leave(other)


@pytest.mark.usefixtures("misbehaving")
def test_worlds_are_closed_when_the_server_ends(tmp_path: Path) -> None:
    """The implementation hears that its worlds are closed."""
    with typed("python:misbehaving:Closing", folder=tmp_path) as (process, url):
        implementation = reach(url)
        implementation.open_world(OPENING)
        implementation.open_world(OPENING)
        leave(implementation)

        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)

        assert (tmp_path / "closed").read_text("utf-8") == "closed\n" * 2
