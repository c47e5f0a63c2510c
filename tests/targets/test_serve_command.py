"""`backupspec serve` as it is typed: what it prints, how it ends, and what it refuses."""

import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from asking import OPENING, SYSTEM
from msgspec.structs import replace
from served import typed

from backupspec import __version__, shipped
from backupspec.contract.commands import AddPhone
from backupspec.contract.implementation import BrokenContract
from backupspec.contract.outcomes import DONE
from backupspec.targets.reaching import leave, reach
from backupspec.targets.server.serving import listen


def test_serves_until_it_is_interrupted() -> None:
    """The URL alone stands on standard output, and beside it what is served and how it ends; Ctrl-C ends it well, and the port is free."""
    with typed() as (process, url):
        assert re.fullmatch(r"http://127\.0\.0\.1:[0-9]+", url)
        implementation = reach(url)
        world = implementation.open_world(OPENING)
        assert implementation.perform(world, [AddPhone(phone="ann")]).outcomes == (DONE,)

        process.send_signal(signal.SIGINT)
        rest, told = process.communicate(timeout=10)

        assert (process.returncode, rest) == (0, "")
        begun, ended = told.splitlines()
        assert begun == (
            f"backupspec: serving reference {__version__}; {url}/ says what can be asked, "
            f"and for machines {url}/openapi.json; Ctrl-C ends it"
        )
        assert ended == "backupspec: ended; no world is open any more"
        with pytest.raises(BrokenContract):
            implementation.observe(world)
        listen("127.0.0.1", int(url.rpartition(":")[2])).close()
        leave(implementation)


SLOW = """
import time
from pathlib import Path

Path("begun").touch()
time.sleep(600)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_is_ended_while_it_reaches_its_target(tmp_path: Path, number: signal.Signals) -> None:
    """A target that takes its time to start does not keep it from ending as well as ever."""
    (tmp_path / "slow.py").write_text(SLOW, "utf-8")
    words = [sys.executable, "-m", "backupspec", "serve", "python:slow:make", "--port", "0"]
    with subprocess.Popen(words, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603
        while not (tmp_path / "begun").exists():
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(number)
        rest, told = process.communicate(timeout=60)

    assert (process.returncode, rest) == (0, "")
    assert told == "backupspec: ended; no world is open any more\n"


def test_warns_where_others_can_ask() -> None:
    """Listening beyond this machine is what the person asked for, and is told what it means."""
    with typed("--host", "0.0.0.0") as (process, url):  # noqa: S104 - it is the test
        leave(reach(url.replace("0.0.0.0", "127.0.0.1")))  # noqa: S104
        process.send_signal(signal.SIGINT)

        assert process.communicate(timeout=10)[1].startswith(
            "backupspec: whoever reaches this machine can ask; nobody has to say who they are\n"
        )


def test_serves_a_policy_of_ones_own(tmp_path: Path) -> None:
    """With --policy the reference keeps that, and nothing else."""
    file = tmp_path / "mine.yaml"
    file.write_text(shipped.profile_text("windows-phone-8").replace("id: windows-phone-8\n", "id: mine\n", 1), "utf-8")
    with typed("--policy", str(file)) as (_, url):
        implementation = reach(url)

        assert implementation.about().profiles == ("mine",)
        world = implementation.open_world(replace(OPENING, profile="mine", choices={}))
        assert implementation.observe(world).elapsed_s == 0
        leave(implementation)


MISUSED = {
    "no-target": (("refrence",), 2, "there is no target 'refrence'"),
    "broken-factory": (("python:os:abort_",), 2, "os has no function 'abort_'"),
    "no-implementation": (("python:os:getcwd",), 3, "what the factory made, of type str, lacks about"),
    "no-policy": (("--policy", "nowhere.yaml"), 2, "neither a profile"),
    "policy-of-another": ((SYSTEM, "--policy", "windows-phone-8"), 2, "--policy is for the reference"),
    "no-address": (("--host", "203.0.113.7"), 2, "cannot listen on 203.0.113.7, port 0: "),
    "long-label": (("--host", "a" * 64 + ".example"), 2, "it is no name of a host: between its dots are 1 to 63"),
    "no-label": (("--host", "a..example"), 2, "cannot listen on a..example, port 0: it is no name of a host"),
    "no-name": (("--host", "nowhere.invalid"), 2, "cannot listen on nowhere.invalid, port 0: "),
}


@pytest.mark.parametrize("kind", MISUSED)
def test_what_cannot_be_served_is_told(kind: str) -> None:
    """What does not exist ends with a line and its exit code, and nothing is served."""
    words, code, told = MISUSED[kind]
    with typed(*words) as (process, url):
        _, errors = process.communicate(timeout=20)

    assert (process.returncode, url) == (code, "")
    assert told in errors
    assert "Traceback" not in errors


def test_a_port_that_is_taken_is_told() -> None:
    """Two servers do not share a port."""
    with listen("127.0.0.1", 0) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "backupspec", "serve", "--port", port]
        told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)  # noqa: S603

    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr == f"backupspec: cannot listen on 127.0.0.1, port {port}: Address already in use\n"


def test_small_answers_are_sent_at_once() -> None:
    """The delay of small packets is turned off by asyncio only where the protocol of the socket is named."""
    with listen("127.0.0.1", 0) as listening:
        assert listening.proto == socket.IPPROTO_TCP


def test_a_run_does_not_pay_for_the_server() -> None:
    """What only the server needs is imported where it is served."""
    said = "import sys, backupspec.cli, backupspec.run.judge; print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True).stdout.split()  # noqa: S603

    assert "backupspec.targets.reaching" in modules
    assert not {"uvicorn", "starlette", "backupspec.targets.http", "backupspec.commands.serve"} & set(modules)
