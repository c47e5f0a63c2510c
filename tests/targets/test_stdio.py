"""A program is reached over its standard input and output, and none, however badly it behaves, hurts more than its own scenario."""

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from backupspec import shipped
from backupspec.contract.commands import AddPhone, CreateAccount
from backupspec.contract.implementation import BrokenContract, Implementation, Opening
from backupspec.contract.outcomes import DONE
from backupspec.faults import MINIATURES, Miniature
from backupspec.gherkin.definitions import load
from backupspec.gherkin.features import Scenario
from backupspec.report.findings import why_not_judged
from backupspec.suite import bare, strength
from backupspec.suite.setting import Setting
from backupspec.targets import guard, stdio
from backupspec.targets.reaching import NoSuchTarget, leave, reach

POLICY = shipped.profile("windows-phone-8.1")
FAULTY = Path(__file__).with_name("faulty.py")
LIMIT_S = 2.0
"""How long an operation may take where one is to take too long: the start of a program included."""

Reach = Callable[..., Implementation]


def opening(scenario: str) -> Opening:
    """Open a world for a scenario."""
    return Opening(
        scenario=scenario,
        profile=POLICY.id,
        choices=POLICY.picks(),
        wall_clock="2014-06-02T09:00:00Z",
        time_zone="Europe/London",
        seed=1,
    )


def command(*words: object) -> str:
    """Spell the target that is the faulty program with these arguments."""
    return f"stdio:{shlex.join([sys.executable, str(FAULTY), *map(str, words)])}"


def served(target: str) -> str:
    """Spell the target that is another one, offered by a process of its own."""
    return f"stdio:{shlex.join([sys.executable, '-m', 'backupspec.targets.speaking', target])}"


@pytest.fixture
def pids(tmp_path: Path) -> Path:
    """Name the file to which programs write their process ids."""
    return tmp_path / "pids"


@pytest.fixture
def reach_faulty(pids: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reach]:
    """Return a function that starts the faulty program. In the end none of its processes may be there, nor any open file."""
    monkeypatch.setattr(stdio, "PATIENCE_S", 0.5)
    before = open_files()
    reached: list[Implementation] = []

    def reach_(fault: str = "none", scenario: str = "bad", operation: str = "perform") -> Implementation:
        reached.append(reach(command(fault, scenario, operation, pids)))
        return reached[-1]

    yield reach_
    for implementation in reached:
        leave(implementation)
    assert started(pids), "no program was started"
    assert not [pid for pid in started(pids) if is_alive(pid)]
    assert open_files() == before


def open_files() -> set[str]:
    """List the numbers of this process's open files."""
    return {path.name for path in Path("/dev/fd").iterdir()}


def started(pids: Path) -> list[int]:
    """List the processes that were started."""
    return [int(line) for line in pids.read_text("utf-8").split()] if pids.exists() else []


def is_alive(pid: int) -> bool:
    """Tell whether a process is there, and not merely waiting for somebody to hear of its end."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout  # noqa: S603, S607
    return not state.strip().startswith("Z") and bool(state.strip())


def wait_for(condition: Callable[[], bool], limit_s: float = 60) -> None:
    """Wait until something is true; fail if it is not in time."""
    end_s = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < end_s
        time.sleep(0.05)


def broken(call: Callable[[], object]) -> str:
    """Return what is said of a broken contract: one line that can be shown."""
    with pytest.raises(BrokenContract) as caught:
        call()
    said = str(caught.value)
    assert said.isprintable()
    assert len(said) < 600
    return said


def goes_on(implementation: Implementation) -> None:
    """See that a world of another scenario can be opened, and does what it is told."""
    world = implementation.open_world(opening("good"))
    assert implementation.perform(world, [CreateAccount(account="ann"), AddPhone(phone="ann")]).outcomes == (DONE, DONE)
    assert implementation.observe(world).phones.keys() == {"ann"}
    implementation.close_world(world)


SHOWN = {
    "exits": ("the program ended with exit code 3", "received nothing"),
    "exits-well": ("the program ended with exit code 0", "received nothing"),
    "is-killed": ("the program was killed by SIGSEGV", "received nothing"),
    "is-killed-oddly": ("the program was killed by signal 40", "received nothing"),
    "kills-its-group": ("the program was killed by SIGKILL", "received nothing"),
    "half-a-line-and-exits": ("exit code 0 in the midst of a line", 'received {"jsonrpc": "2.0", '),
    "closes-its-output": ("it closed its standard output", "received nothing"),
    "garbage": ("it is not JSON", "received Segmentation fault (core dumped)"),
    "an-empty-line": ("it is not JSON", "received nothing"),
    "invalid-utf-8": ("it is not UTF-8 at byte 23", r'"id":"\xff\xfe"}'),
    "invalid-utf-8-inside": ("it is not UTF-8 at byte", "received {"),
    "half-a-character": ("it is not JSON", "received {"),
    "100-mb": ("the answer is longer than 67108864 bytes", "received xxx"),
    "100-mb-of-json": ("the answer is longer than 67108864 bytes", 'received {"jsonrpc": "2.0"'),
    "10000-deep": ("it is nested too deeply", "received {"),
    "10000-deep-inside": ("it is nested too deeply", "received {"),
    "nan": ("it is not JSON", "received {"),
    "infinity": ("it is not JSON", "received {"),
    "a-member-twice": ("the member `cloud_up` is there twice", 'received {"'),
    "an-id-twice": ("the member `id` is there twice", "received {"),
    "a-wrong-id": ("the response has the id 7, the request had 6", "received {"),
    "an-earlier-id": ("the response has the id 5, the request had 6", "received {"),
    "an-id-in-words": ("the response has the id '6', the request had 6", "received {"),
    "two-answers": ("more than one line came", "received {"),
    "no-id": ("unknown field `ids`", "received {"),
    "a-request": ("unknown field `method`", "received {"),
    "an-old-version": ("Invalid enum value '1.0' - at `$.jsonrpc`", "received {"),
    "neither-result-nor-error": ("either a result or an error", "received {"),
    "both-result-and-error": ("either a result or an error", "received {"),
    "tight-and-both": ("it is not JSON", "received {"),
    "tight-and-more": ("it is not JSON", "received {"),
    "tight-and-a-member-twice": ("the member `cloud_up` is there twice", 'received {"world":"world-1",'),
    "tight-and-invalid-utf-8": ("it is not UTF-8 at byte", 'received {"world":"world-1",'),
    "an-error": ("the error -32000: no more phones", "received {"),
    "unknown-operation": ("the error -32601 (unknown operation): what?", "received {"),
    "a-batch": ("Expected `object`, got `array`", "received [{"),
    "a-wrong-type": ("Expected `object`, got `array`", 'received ["done"]'),
    "an-unknown-outcome": ("Invalid value 'perhaps' - at `$.outcomes[0].outcome`", "received {"),
    "too-few-outcomes": ("answered 2 commands with 0 outcomes", ""),
    "a-broken-observation": ("Expected `int`, got `str` - at `$.observation.elapsed_s`", "received {"),
    "an-unknown-member": ("unknown field `weather` - at `$.observation`", "received {"),
    "another-world": ("it is about the world 'elsewhere'", "received {"),
}
"""What is said of each fault that shows at once: the reason, and what was received."""


@pytest.mark.parametrize("fault", SHOWN)
def test_a_fault_is_told_and_the_next_world_goes_on(reach_faulty: Reach, fault: str) -> None:
    """A broken contract says what happened, what was sent and received, and what stood on standard error; the next scenario is not hurt."""
    implementation = reach_faulty(fault)
    goes_on(implementation)
    world = implementation.open_world(opening("bad"))

    said = broken(
        lambda: implementation.perform(world, [CreateAccount(account="ann"), AddPhone(phone="ann")], observe=True)
    )

    reason, received = SHOWN[fault]
    assert ", in perform: " in said or "outcomes; it owes one each" in said
    assert reason in said
    assert received in said
    goes_on(implementation)


SLOW = {
    "hangs": ("no answer within 2 s", "received nothing"),
    "is-late": ("no answer within 2 s", "received nothing"),
    "trickles": ("half an answer within 2 s", "received  "),
    "half-a-line": ("half an answer within 2 s", 'received {"jsonrpc": "2.0", '),
    "complains-without-end": ("no answer within 2 s", "standard error: "),
}
"""What is said of each fault that shows only by the time that it takes."""


@pytest.mark.parametrize("fault", SLOW)
def test_a_program_that_takes_too_long_is_ended(
    reach_faulty: Reach, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A limit counts from the request to the last byte of its answer, whatever comes meanwhile."""
    implementation = reach_faulty(fault)
    goes_on(implementation)
    world = implementation.open_world(opening("bad"))
    monkeypatch.setattr(guard, "LIMIT_S", LIMIT_S)

    said = broken(lambda: implementation.perform(world, [AddPhone(phone="ann")]))

    monkeypatch.undo()
    for words in SLOW[fault]:
        assert words.strip() in said
    goes_on(implementation)


def test_much_on_standard_error_is_no_fault(reach_faulty: Reach) -> None:
    """Seven megabytes before an answer neither block the program nor are they kept whole."""
    implementation = reach_faulty("complains-much")
    world = implementation.open_world(opening("bad"))

    assert implementation.perform(world, [AddPhone(phone="ann")]).outcomes == (DONE,)

    program = implementation._channel._program  # type: ignore[attr-defined]  # noqa: SLF001
    assert bytes(program.errors[-8:]) == b"a word\n\n"
    assert len(program.errors) == stdio.KEPT_ERRORS
    assert implementation._channel.log() == (stdio.LEFT_OUT, *["a word"] * stdio.MOST_LINES)  # type: ignore[attr-defined]  # noqa: SLF001


@pytest.mark.parametrize("spelling", ["tight", "tight-with-crlf"])
def test_any_spelling_of_a_response_is_right(reach_faulty: Reach, spelling: str) -> None:
    """A response without spaces is read in another way, and is the same; so is one with the line ends of another system."""
    loose, tight = reach_faulty("none"), reach_faulty(spelling)
    commands = [CreateAccount(account="ann"), AddPhone(phone="ann")]

    answers = [each.perform(each.open_world(opening("bad")), commands, observe=True) for each in (loose, tight)]

    assert answers[0] == answers[1]
    assert answers[0].outcomes == (DONE, DONE)


def test_a_large_request_arrives(reach_faulty: Reach) -> None:
    """A request of several megabytes is more than a pipe holds."""
    implementation = reach_faulty()
    world = implementation.open_world(opening("good"))
    phones = [AddPhone(phone="x" * 100, display_name="y" * 1000) for _ in range(3000)]

    assert implementation.perform(world, phones).outcomes == (DONE,) * 3000


def test_an_answer_before_the_question_is_refused() -> None:
    """A response, even with the right id, is no answer to a request that was not read."""
    response = '{"jsonrpc":"2.0","id":1,"result":{"world":"w"}}'
    early = f"stdio:sh -c {shlex.quote(f'echo {shlex.quote(response)}; exec sleep 600')}"
    implementation = reach(early)
    assert implementation.open_world(opening("short")) == "w"
    leave(implementation)

    said = broken(lambda: reach(early).open_world(opening("x" * 10**6)))

    assert "it answered before it had read the request" in said


def test_a_program_that_reads_nothing_is_ended(reach_faulty: Reach) -> None:
    """Starting has a limit, and a request that nobody reads to its end has the same; what gives it longer is named."""
    implementations = [reach("stdio:sleep 600", 0.2) for _ in range(2)]

    said = [broken(implementations[0].about), broken(lambda: implementations[1].open_world(opening("x" * 10**6)))]
    reach_faulty()

    for each in said:
        assert "no answer within 0.2 s; --start-limit SECONDS gives it longer to start; sent" in each


def test_starting_has_a_limit_of_its_own(reach_faulty: Reach, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until its first answer a program has the limit for starting, whatever an operation has; after that, no operation has it."""
    monkeypatch.setattr(guard, "LIMIT_S", 1e-9)
    implementation = reach_faulty()
    assert implementation.about().name == "small phones"

    said = broken(lambda: implementation.open_world(opening("good")))

    assert "no answer within 1e-09 s; sent" in said
    assert implementation.open_world(opening("good")) == "world-1"


def test_a_program_that_takes_no_more_requests_is_ended(reach_faulty: Reach) -> None:
    """It closes its standard input after an answer that is right: the next request ends its scenario."""
    implementation = reach_faulty("closes-its-input")
    world = implementation.open_world(opening("bad"))
    assert implementation.perform(world, [AddPhone(phone="ann")]).outcomes == (DONE,)

    said = broken(lambda: implementation.observe(world))

    assert "in observe: it closed its standard input; sent {" in said
    goes_on(implementation)


def test_nothing_is_asked_of_a_world_whose_program_has_ended(reach_faulty: Reach) -> None:
    """After a crash the world is gone: closing it says so at once, and starts nothing."""
    implementation = reach_faulty("exits")
    world = implementation.open_world(opening("bad"))
    broken(lambda: implementation.perform(world, [AddPhone(phone="ann")]))

    said = broken(lambda: implementation.close_world(world))

    assert "the program was ended before: the program ended with exit code 3" in said


@pytest.mark.parametrize(
    ("fault", "reason"),
    [("start-exits", "ended with exit code 7; "), ("start-says-hello", "it is not JSON")],
)
def test_a_program_that_never_answers_is_given_up(reach_faulty: Reach, pids: Path, fault: str, reason: str) -> None:
    """After three starts without an answer it is not started again, and what is said stays the same."""
    implementation = reach_faulty(fault)

    said = [broken(lambda: implementation.open_world(opening("good"))) for _ in range(6)]

    assert all(reason.rstrip("; ") in each for each in said)
    assert "so it was 3 times, and it is not started again" not in said[2]
    assert "so it was 3 times, and it is not started again" in said[3]
    assert len(started(pids)) == 3


def test_a_program_that_answered_is_started_again_and_again(reach_faulty: Reach, pids: Path) -> None:
    """Where each world of a scenario ends in a crash, each gets a new program, and files and processes do not add up."""
    implementation = reach_faulty("exits")
    for _ in range(10):
        world = implementation.open_world(opening("bad"))
        broken(lambda world=world: implementation.perform(world, [AddPhone(phone="ann")]))  # type: ignore[misc]

    assert len(started(pids)) == 10
    assert not [pid for pid in started(pids) if is_alive(pid)]


def test_a_program_that_ignores_its_end_is_ended(reach_faulty: Reach, pids: Path) -> None:
    """It goes on when its standard input ends, and when it is told to terminate; then it is killed."""
    implementation = reach_faulty("start-ignores-its-end")
    goes_on(implementation)
    [pid] = started(pids)
    assert is_alive(pid)

    began_s = time.monotonic()
    leave(implementation)

    assert not is_alive(pid)
    assert time.monotonic() - began_s >= 2 * 0.5


@pytest.mark.usefixtures("patient")
def test_a_program_ends_by_itself(reach_faulty: Reach, pids: Path) -> None:
    """It is given the time to end when its standard input has ended."""
    implementation = reach_faulty()
    goes_on(implementation)
    process = implementation._channel._program._process  # type: ignore[attr-defined]  # noqa: SLF001

    leave(implementation)

    assert process.returncode == 0


def test_what_a_program_has_started_ends_with_it(pids: Path) -> None:
    """A process that the program left behind does not outlive it."""
    implementation = reach(
        f"stdio:sh -c 'sleep 600 & echo $! > {pids}; exec {shlex.join([sys.executable, str(FAULTY)])}'"
    )
    goes_on(implementation)
    [pid] = started(pids)
    assert is_alive(pid)

    leave(implementation)

    assert not is_alive(pid)


LEAVES = """
import os, signal, subprocess, sys
for each in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
    signal.signal(each, signal.SIG_IGN)
orphan = subprocess.Popen(["sleep", "600"], start_new_session=True, stdin=-3, stdout=-3, stderr=-3)
with open(sys.argv[1], "a") as pids:
    print(orphan.pid, file=pids)
os.execv(sys.executable, [sys.executable, *sys.argv[2:]])
"""
"""A program that leaves a process in a session of its own, and then is the faulty program."""


def leaving(pids: Path, *words: object) -> str:
    """Spell the target that leaves a session behind."""
    return f"stdio:{shlex.join([sys.executable, '-c', LEAVES, str(pids), str(FAULTY), *map(str, words)])}"


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="nothing shows the environments of processes")
@pytest.mark.parametrize("fault", ["none", "exits"])
def test_what_began_a_session_of_its_own_ends_with_the_program(pids: Path, fault: str) -> None:
    """A process that left the program's group does not outlive it, also if the program has ended before anybody made it."""
    implementation = reach(leaving(pids, fault, "bad"))
    goes_on(implementation)
    [pid] = started(pids)
    assert is_alive(pid)
    assert os.getsid(pid) == pid

    if fault == "none":
        leave(implementation)
    else:
        with pytest.raises(BrokenContract, match="ended with exit code 3"):
            implementation.perform(implementation.open_world(opening("bad")), [CreateAccount(account="ann")])

    assert not is_alive(pid)
    leave(implementation)


def test_the_end_of_one_program_is_not_that_of_another(pids: Path) -> None:
    """Nothing ends but what the program has started, however much it is like something else."""
    first = reach(leaving(pids))
    goes_on(first)
    [ended] = started(pids)  # whichever of two had started first would have written first
    second = reach(leaving(pids))
    goes_on(second)
    [_, goes_further] = started(pids)

    leave(first)

    assert (is_alive(ended), is_alive(goes_further)) == (False, True)
    leave(second)
    assert not is_alive(goes_further)


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("stdio:", "write the command of a program after `stdio:`"),
        ("stdio: ", "write the command of a program after `stdio:`"),
        ("stdio:no-such-program --fast", "no-such-program cannot be started: it is not there"),
        (f"stdio:{FAULTY.parent}", "cannot be started: it is no program"),
        (f"stdio:{FAULTY}", "cannot be started: it is no program"),
        ("stdio:sh -c 'exit", "the command cannot be read: No closing quotation"),
    ],
)
def test_a_command_that_cannot_be_started(target: str, told: str) -> None:
    """A command that names no program is told at once, and nothing is judged."""
    with pytest.raises(NoSuchTarget) as caught:
        reach(target)

    assert told in str(caught.value)


def test_a_program_has_to_be_told_the_time() -> None:
    """The clock of another process cannot be frozen: an implementation that reads it is refused before any scenario."""
    implementation = reach(served("python:backupspec.fixtures.system_clock:make"))
    try:
        with pytest.raises(BrokenContract) as caught:
            Setting(implementation, POLICY)
    finally:
        leave(implementation)

    told = why_not_judged(caught.value)
    assert "declares clock: system" in told
    assert "has to be clock: own" in told


CLAUSE = "MAN-03"


def of_clause(*clauses: str) -> list[Scenario]:
    """List the scenarios of some clauses."""
    return [each for each in strength.catalogue().scenarios if set(each.clauses) & set(clauses)]


@pytest.mark.parametrize("operation", ["open_world", "perform", "observe", "close_world"])
@pytest.mark.parametrize("fault", ["exits", "garbage", "a-wrong-id"])
def test_a_fault_errs_its_own_scenario_alone(reach_faulty: Reach, fault: str, operation: str) -> None:
    """Whatever is asked when it happens, one scenario ends *errored*, and the verdicts of all others are what they would be."""
    scenarios = of_clause(CLAUSE)
    right = bare.run(Setting(reach_faulty(), POLICY), scenarios, load("backupspec.steps"))
    assert [each.verdict for each in right] == ["passed", "passed", "untestable"]

    setting = Setting(reach_faulty(fault, scenarios[0].id, operation), POLICY)
    results = bare.run(setting, scenarios, load("backupspec.steps"))

    assert [each.verdict for each in results] == ["errored", "passed", "untestable"]
    failure = results[0].failure
    assert failure is not None
    assert SHOWN[fault][0].partition(" has the id")[0] in failure.reason
    assert failure.exchange is not None
    assert failure.exchange.operation == operation
    assert (failure.exchange.sent or "").startswith("{")
    assert failure.log[-1] == f"now {fault}"


def verdicts(target: str, scenarios: list[Scenario], profile: str = POLICY.id) -> list[tuple[Any, ...]]:
    """Judge a target, and tell all that its results say, but how long they took and by which names ids go."""
    setting = Setting(reach(target), shipped.profile(profile))
    try:
        results = bare.run(setting, scenarios, load("backupspec.steps"))
    finally:
        setting.close()
    return [(each.id, each.verdict, each.failure) for each in results]


def test_the_reference_is_judged_the_same() -> None:
    """Over standard input and output the reference has the verdicts that it has in this process."""
    scenarios = of_clause("MAN-03", "DEL-01", "RST-02", "PRV-01")
    here = verdicts("reference", scenarios)
    assert len(here) > 20

    assert verdicts(served("reference"), scenarios) == here


FEW = ("automatic_on_battery", "prompts_a_second_early")


@pytest.mark.parametrize(
    "miniature",
    [
        pytest.param(each, id=name, marks=() if name in FEW else pytest.mark.transports)
        for name, each in MINIATURES.items()
    ],
)
def test_a_miniature_is_judged_the_same(miniature: Miniature) -> None:
    """A faulty implementation fails the same scenarios, with the same words, as it does in this process."""
    target = f"python:backupspec.faults:{miniature.name}"
    scenarios = of_clause(miniature.clause)
    here = verdicts(target, scenarios, miniature.profile)
    assert "failed" in {verdict for _, verdict, _ in here}

    assert verdicts(served(target), scenarios, miniature.profile) == here


RUN = ("-m", "backupspec", "run")
PYTEST = ("-m", "pytest", "-p", "no:cacheprovider", str(shipped.folder("features")), "--target")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda number: number.name)
@pytest.mark.parametrize(
    "words", [(*RUN,), (*RUN, "--jobs", "2"), PYTEST], ids=["run", "run-with-two-jobs", "under-pytest"]
)
def test_no_process_outlives_the_harness(pids: Path, number: signal.Signals, words: tuple[str, ...]) -> None:
    """However the harness is ended in the midst of a scenario, its programs and their sessions end too, and nothing but a line is said."""
    target = leaving(pids, "hangs", "MAN-03.01", "perform", pids)
    command_line = [sys.executable, *words, target, "--clause", "MAN-03"]
    harness = subprocess.Popen(command_line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, process_group=0)  # noqa: S603
    try:
        wait_for(pids.with_suffix(".faults").exists)
        if number == signal.SIGINT:
            os.killpg(harness.pid, number)  # as a terminal does
        else:
            harness.send_signal(number)
        said, _ = harness.communicate(timeout=120)
        wait_for(lambda: not any(map(is_alive, started(pids))), 8)
    finally:
        harness.kill()

    assert b"Traceback" not in said
    interrupted = pytest.ExitCode.INTERRUPTED if words == PYTEST else 130
    ended = -number if words == PYTEST or number == signal.SIGKILL else 143
    assert harness.returncode == (interrupted if number == signal.SIGINT else ended)
