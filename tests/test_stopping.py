"""A run that is stopped, however: what it leaves, that nothing goes on behind it, and how another run goes on from there."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from backupspec import shipped
from backupspec.cli import main
from backupspec.gherkin.catalogue import read_catalogue

STALLS = """
import os
import subprocess
import threading
from pathlib import Path
from backupspec.faults import MINIATURES

def make():
    own = MINIATURES['prompts_a_second_early'].make()
    Path(f'process-{os.getpid()}').touch()
    open_world = own.open_world
    def stalling(opening):
        if opening.scenario == 'REM-01.20' and 'GO' not in os.environ:
            own.simulator = subprocess.Popen(['sleep', '600'])
            Path(f'process-{own.simulator.pid}').touch()
            Path('stalls').touch()
            threading.Event().wait()
        return open_world(opening)
    own.open_world = stalling
    return own
"""
"""An implementation that starts a program and gets stuck in one scenario for ever, unless it is told to go."""

RUN = ("run", "python:stalls:make", "--clause", "REM-01")
SCENARIOS = sum("REM-01" in each.clauses for each in read_catalogue(shipped.folder("features")).scenarios)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with the implementation that gets stuck."""
    (tmp_path / "stalls.py").write_text(STALLS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def typed(*words: str, code: int, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Type a command with an implementation that does not get stuck, and see its exit code."""
    command = [sys.executable, "-m", "backupspec", *words]
    ran = subprocess.run(  # noqa: S603 - the words are this file's own
        command, cwd=folder, env=os.environ | {"GO": "1"}, capture_output=True, text=True, timeout=120, check=False
    )
    assert (ran.returncode, "Traceback" in ran.stdout + ran.stderr) == (code, False)
    return ran


def refused(*words: str) -> str:
    """Type a command that is refused before anything is run, and tell what it says."""
    ran: Result = CliRunner().invoke(main, words)
    assert (ran.exit_code, ran.stdout) == (2, "")
    return ran.stderr


def until(happened: Callable[[], bool]) -> None:
    """Wait for something to happen, for two minutes at most."""
    for _ in range(12_000):
        if happened():
            return
        time.sleep(0.01)
    raise TimeoutError


def has_results(folder: Path) -> bool:
    """Tell whether a result was kept: with two workers, the stuck one may be the first to get anywhere."""
    return (folder / "results.jsonl").exists() and len(lines(folder)) > 1


@contextmanager
def stuck(*words: str) -> Iterator[subprocess.Popen[str]]:
    """Run a command until its implementation is stuck, and some results have come."""
    command = [sys.executable, "-m", "backupspec", *words]
    with subprocess.Popen(  # noqa: S603 - the words are this file's own
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as ran:
        try:
            until(Path("stalls").exists)
            yield ran
        finally:
            ran.kill()


def is_alive(process: int) -> bool:
    """Tell whether a process is still there; one that only waits for its exit code to be read is not."""
    told = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False).stdout  # noqa: S603, S607 - of any system
    return bool(told.strip()) and not told.strip().startswith("Z")


def processes(here: Path) -> list[int]:
    """List the processes in which the implementation was made, and the one that it started."""
    return [int(file.name.partition("-")[2]) for file in here.glob("process-*")]


def lines(folder: Path) -> list[str]:
    """Read the results that were kept."""
    return (folder / "results.jsonl").read_text("utf-8").splitlines()


def stopped(here: Path, number: signal.Signals, *words: str) -> tuple[int, str, str]:
    """Stop a stuck run by a signal; see that all its processes were there before, and none is after."""
    for file in (*here.glob("process-*"), *here.glob("stalls")):
        file.unlink()
    with stuck(*RUN, *words) as ran:
        until(lambda: "--report" not in words or has_results(Path(words[words.index("--report") + 1])))
        assert processes(here)
        assert all(map(is_alive, processes(here)))
        ran.send_signal(number)
        stdout, stderr = ran.communicate(timeout=120)
    until(lambda: not any(map(is_alive, processes(here))))
    return ran.returncode, stdout, stderr


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(
    ("number", "code", "how"),
    [
        (signal.SIGINT, 130, "it was interrupted"),
        (signal.SIGTERM, 143, "it was ended by SIGTERM"),
        (signal.SIGHUP, 129, "it was ended by SIGHUP"),
    ],
    ids=["ctrl-c", "term", "hangup"],
)
def test_stopped_run(here: Path, number: signal.Signals, code: int, how: str, jobs: str) -> None:
    """It ends at once with a report of what there is, which is no verdict, and leaves no process behind."""
    ended, stdout, stderr = stopped(here, number, "--jobs", jobs, "--report", "out")

    report = json.loads((here / "out" / "report.json").read_text("utf-8"))
    assert CliRunner().invoke(main, ["validate", "out/report.json"]).output == "out/report.json: a valid report\n"
    assert ended == code
    broken_off = f"{how}, with {len(report['scenarios'])} of {SCENARIOS} scenarios run"
    assert (report["verdict"], report["broken_off"]) == ("not_judged", broken_off)
    assert "Verdict: not judged\n" in stdout
    assert f"  why       {broken_off}\n" in stdout
    assert 0 < len(report["scenarios"]) == len(lines(here / "out")) - 1
    at_once = "--jobs 2 " if jobs == "2" else ""
    assert stderr == f"backupspec: interrupted; go on with: backupspec {' '.join(RUN)} {at_once}--resume out\n"


def test_stopped_twice(here: Path) -> None:
    """Whoever asks again and again gets the same end: a whole report, and no process left behind."""
    with stuck(*RUN, "--report", "out") as ran:
        while ran.poll() is None:
            ran.send_signal(signal.SIGINT)
            time.sleep(0.001)
        _, stderr = ran.communicate(timeout=120)
    until(lambda: not any(map(is_alive, processes(here))))

    report = json.loads((here / "out" / "report.json").read_text("utf-8"))
    assert (ran.returncode, report["broken_off"].partition(",")[0]) == (130, "it was interrupted")
    assert "Traceback" not in stderr


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_killed_run(here: Path, jobs: str) -> None:
    """Killed outright, it leaves the results that had come and no report; and no process, although it could not end any."""
    code, stdout, _ = stopped(here, signal.SIGKILL, "--jobs", jobs, "--report", "out")

    assert (code, stdout) == (-signal.SIGKILL, "")
    assert {file.name for file in (here / "out").iterdir()} - {"traces"} == {"results.jsonl"}
    assert len(lines(here / "out")) > 1


def test_report_of_a_killed_run(here: Path) -> None:
    """It can be compared and read without the implementation: what it found, that it did not come to its end, and how much was run."""
    stopped(here, signal.SIGKILL, "--report", "out")
    (here / "stalls.py").unlink()
    ended = len(lines(here / "out")) - 1
    told = f"it did not come to its end, with {ended} of {SCENARIOS} scenarios run"

    for named in ("out", "out/results.jsonl"):
        compared = CliRunner().invoke(main, ["compare", named, "out"])
        assert (compared.exit_code, f"end {told}, as before\n" in compared.output) == (0, True)
    read = CliRunner().invoke(main, ["report", "out"])

    assert read.exit_code == 3
    assert "  FAILED  REM-01.01  " in read.output
    assert "Verdict: not judged\n" in read.output
    assert f"  why       {told}\n" in read.output
    report = json.loads((here / "out" / "report.json").read_text("utf-8"))
    assert (report["broken_off"], len(report["scenarios"])) == (told, ended)
    assert (here / "out" / "junit.xml").exists()
    assert CliRunner().invoke(main, ["report", "out"]).output == read.output


def test_stopped_without_a_report(here: Path) -> None:
    """Without a folder for it, nothing is written, and nobody is told to go on from there."""
    before = {file.name for file in here.iterdir()}

    code, stdout, stderr = stopped(here, signal.SIGINT)

    assert (code, stderr) == (130, "")
    assert "Verdict: not judged\n" in stdout
    left = {file.name for file in here.iterdir() if not file.name.startswith(("process-", "stalls", "__"))}
    assert left == before - {"stalls.py"}


STUBBORN = """
import os
import signal
import threading
from pathlib import Path

def make():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    Path(f'process-{os.getpid()}').touch()
    Path('stalls').touch()
    threading.Event().wait()
"""


def test_stopped_before_any_scenario(here: Path) -> None:
    """An implementation that cannot be reached and does not want to end is ended; there is nothing to report."""
    (here / "stubborn.py").write_text(STUBBORN)

    with stuck("run", "python:stubborn:make", "--report", "out") as ran:
        assert all(map(is_alive, processes(here)))
        ran.send_signal(signal.SIGTERM)
        stdout, stderr = ran.communicate(timeout=120)
    until(lambda: not any(map(is_alive, processes(here))))

    assert (ran.returncode, stdout, stderr) == (143, "", "backupspec: interrupted; there is no verdict\n")
    assert list((here / "out").iterdir()) == []


def without_seconds(report: Path) -> str:
    """Read a report without what differs from run to run."""
    return json.dumps(without(json.loads(report.read_text("utf-8"))))


def without(read: Any) -> Any:
    """Take away from a report what differs from run to run."""
    for scenario in read["scenarios"]:
        del scenario["seconds"]
    return read


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL], ids=["ctrl-c", "killed"])
def test_resumed_run(here: Path, number: signal.Signals, jobs: str) -> None:
    """It runs what has no result yet, a half-written one included, and tells the same as a run that nobody stopped."""
    whole = typed(*RUN, "--report", "whole", code=1)
    stopped(here, number, "--jobs", jobs, "--report", "out")
    kept = lines(here / "out")
    assert 1 < len(kept) < len(lines(here / "whole"))
    with (here / "out" / "results.jsonl").open("a") as file:
        file.write('{"id":"REM-01.49","clauses"')

    resumed = typed(*RUN, "--jobs", jobs, "--resume", "out", code=1)

    assert resumed.stdout == whole.stdout.replace("whole/traces/", "out/traces/")
    assert without_seconds(here / "out" / "report.json") == without_seconds(here / "whole" / "report.json")
    assert lines(here / "out")[: len(kept)] == kept
    assert len(lines(here / "out")) == len(lines(here / "whole")) + 1  # the circumstances, again


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run a little to its end, once."""
    folder = tmp_path_factory.mktemp("ended")
    (folder / "stalls.py").write_text(STALLS)
    typed("run", "python:stalls:make", "--clause", "MAN-04", "--report", "out", code=4, folder=folder)
    return folder / "out"


@pytest.fixture
def out(here: Path, ended: Path) -> Path:
    """Stand where a little was run to its end."""
    shutil.copytree(ended, here / "out")
    return here / "out"


MAN = ("run", "python:stalls:make", "--clause", "MAN-04", "--resume", "out")


def test_resumed_once_all_is_done(here: Path, out: Path) -> None:
    """Where nothing is left to be run, nothing is, and the report is made again. The implementation is asked what it is, all the same."""
    before = (out / "report.json").read_bytes()
    (out / "report.json").unlink()

    typed(*MAN, code=4)

    assert (out / "report.json").read_bytes() == before
    assert processes(here) != []
    assert "the target's version: 0.1.0 then, 9.9 now" in refused_as_another(here, "version = '9.9'")


def refused_as_another(here: Path, change: str) -> str:
    """Change what the implementation says of itself, and tell how it is not gone on with."""
    name, value = change.split(" = ")
    (here / "stalls.py").write_text(
        STALLS.replace("def make():", "def old():")
        + f"\nfrom msgspec.structs import replace\n\ndef make():\n    own = old()\n    about = replace(own.about(), {name}={value})\n"
        "    own.about = lambda: about\n    return own\n"
    )
    return typed(*MAN, code=2).stderr


def test_what_errored_is_run_again(out: Path) -> None:
    """An error is no verdict: once the cause is mended, the run is gone on with, as if there had been none."""
    before = (out / "report.json").read_bytes()
    first, second, *others = lines(out)
    errored = json.loads(second) | {
        "verdict": "errored",
        "failure": {"kind": "contract", "clause": "MAN-04", "reason": "unplugged"},
    }
    (out / "results.jsonl").write_text("\n".join([first, json.dumps(errored), *others]) + "\n")

    typed(*MAN, code=4)

    assert without_seconds(out / "report.json") == json.dumps(without(json.loads(before)))
    assert json.loads(lines(out)[-1])["id"] == errored["id"]


def test_a_run_that_is_gone_on_with_has_no_older_report(here: Path) -> None:
    """Killed again, it leaves the results that there are, and no report that knows less."""
    stopped(here, signal.SIGINT, "--report", "out")
    assert (here / "out" / "report.json").exists()

    stopped(here, signal.SIGKILL, "--resume", "out")

    assert {file.name for file in (here / "out").iterdir()} - {"traces"} == {"results.jsonl"}


def without_a_result(out: Path) -> None:
    """Take the last result away."""
    (out / "results.jsonl").write_text("\n".join(lines(out)[:-1]) + "\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("run", "reference", "--clause", "MAN-04"), "target: python:stalls:make then, reference now"),
        ((*MAN[:4], "--profile", "windows-phone-8"), "profile: windows-phone-8.1 then, windows-phone-8 now"),
        (MAN[:2], "selection: MAN-04 then, everything now"),
        ((*MAN[:4], "--clause", "MAN-03"), "selection: MAN-04 then, MAN-04, MAN-03 now"),
    ],
    ids=["target", "profile", "no-selection", "selection"],
)
def test_another_run_is_not_resumed(here: Path, out: Path, words: tuple[str, ...], told: str) -> None:
    """Results of two runs of different things are never mixed: what differs is told before anything is run."""
    without_a_result(out)
    before = (out / "results.jsonl").read_bytes()

    message = refused(*words, "--resume", "out")

    assert told in message
    assert "without --resume, the run begins anew" in message
    assert processes(here) == []
    assert (out / "results.jsonl").read_bytes() == before


def test_results_of_another_suite_are_not_resumed(out: Path) -> None:
    """A newer suite may ask otherwise: its results do not belong to those of an older one."""
    first, *others = lines(out)
    older = json.loads(first)
    older["suite"]["version"] = "0.0.9"
    older["suite"]["digest"] = "edited"
    (out / "results.jsonl").write_text("\n".join([json.dumps(older), *others]) + "\n")

    told = refused(*MAN)
    assert "the suite's version: 0.0.9 then, " in told
    assert "the suite's digest: edited then, " in told


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("choices = {'backups_kept': '3'}", "backups_kept: every_one then, 3 now"),
        ("version = '9.9'", "the target's version: 0.1.0 then, 9.9 now"),
    ],
    ids=["choices", "version"],
)
def test_another_implementation_is_not_resumed(here: Path, out: Path, change: str, told: str) -> None:
    """What the implementation says of itself has to be the same, too: another build has results of its own."""
    without_a_result(out)
    before = (out / "results.jsonl").read_bytes()

    assert told in refused_as_another(here, change)

    assert (out / "results.jsonl").read_bytes() == before


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, "there is no "),
        ("", "results.jsonl holds no whole line"),
        ('{"target":"python:stalls:make"}\n', "results.jsonl:1: this is not what a run writes"),
        ("{first}\n{second}\n{second}\n", "results.jsonl:3: MAN-04.01 is no scenario of this run, or comes twice"),
        ("{first}\nnonsense\n", "results.jsonl:2: this is not what a run writes"),
    ],
    ids=["none", "empty", "half-a-beginning", "twice", "nonsense"],
)
def test_what_no_run_wrote_is_not_resumed(out: Path, text: str | None, told: str) -> None:
    """A file that is not what a run leaves is told, with its line, and what to do instead."""
    first, second, *_ = lines(out)
    (out / "results.jsonl").unlink()
    if text is not None:
        (out / "results.jsonl").write_text(text.replace("{first}", first).replace("{second}", second))

    message = refused(*MAN)

    assert told in message
    assert "without --resume" in message


def test_report_and_resume_exclude_each_other(out: Path) -> None:
    """Whoever goes on with a run has a folder for its report already."""
    assert out.exists()

    assert "leave --report out" in refused(*MAN, "--report", "other")
