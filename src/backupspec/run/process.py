"""Running the suite in a process of its own: an implementation that takes its process down cannot take the verdict with it.

The child reaches the target, proves its clock and runs pytest. It sends what happens as JSON, and the parent believes nothing else.
"""

import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import Struct

from backupspec import shipped
from backupspec.contract.implementation import About, BrokenContract
from backupspec.inputs import Misuse, checked_choices, choices_from, profile_named
from backupspec.internal_error import Fault, fault_of, fault_of_text
from backupspec.preflight.bench import Bench
from backupspec.preflight.order import CHECKS, MORE, Finding, Unsound, findings
from backupspec.report.findings import why_not_judged
from backupspec.suite import tracing
from backupspec.suite.plugin import HANGS, PROPERTY
from backupspec.suite.setting import DECLARED, Setting
from backupspec.targets.limits import START_LIMIT_S
from backupspec.targets.parent import end_with_parent
from backupspec.targets.reaching import NoSuchTarget, leave, reach, remarks
from backupspec.world.verdicts import Result, bounded

SILENCE_S = 900
"""How long the child may say nothing, in real seconds, once the target has started. No scenario may take as long, a device's own time included (world/world.py)."""


ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
"""The signals, besides that of Ctrl-C, by which a run is asked to end."""

_ALL = (signal.SIGINT, *ENDING)


class Asked(Struct, frozen=True, kw_only=True):
    """What is to be judged, and how. `selection` holds the ids of clauses, scenarios or rows; empty: everything."""

    target: str
    profile: str
    choices: str | None
    selection: tuple[str, ...]
    jobs: int
    traces: str | None = None
    trace_all: bool = False
    redact: bool = False
    """Whether content is left out of what is written and shown."""
    keep_traces: bool = False
    """Whether the traces that lie there are of this run, which is gone on with."""
    start_limit_s: float = START_LIMIT_S
    """How long the target may take to start, in real seconds."""


def command_line(asked: Asked, *, to: str = "run") -> tuple[str, ...]:
    """Return the command that a person types to ask the same, without its selection."""
    words = ["backupspec", to, asked.target]
    if asked.profile != shipped.PROFILES[0]:
        words += ["--profile", asked.profile]
    if asked.choices is not None:
        words += ["--choices", asked.choices]
    if asked.start_limit_s != START_LIMIT_S:
        words += ["--start-limit", f"{asked.start_limit_s:g}"]
    if asked.redact and to == "run":
        words += ["--redact"]
    return tuple(words)


class Misused(Struct, frozen=True, tag=True):
    """What was asked for does not exist, or the suite itself is broken."""

    message: str


class NotJudged(Struct, frozen=True, tag=True):
    """The implementation broke the contract before any scenario began. `is_unsound`: the checks before any verdict found out, and the message has their findings."""

    message: str
    is_unsound: bool = False


class Ready(Struct, frozen=True, tag=True):
    """The implementation was reached, and its clock proved."""

    about: About
    choices: dict[str, str]


class Found(Struct, frozen=True, tag=True):
    """A check was made, where nothing else was asked for."""

    finding: Finding


class Collected(Struct, frozen=True, tag=True):
    """So many scenarios are to be run."""

    count: int


class Began(Struct, frozen=True, tag=True):
    """A scenario began."""

    id: str


class Ended(Struct, frozen=True, tag=True):
    """A scenario ended."""

    result: Result


class Hung(Struct, frozen=True, tag=True):
    """A command, or an operation, was late in so many scenarios in a row that it is of no use to go on."""

    name: str


class Died(Struct, frozen=True, tag=True):
    """The child is no more, and did not say that it was done."""

    how: str


class Finished(Struct, frozen=True, tag=True):
    """Everything that was to be run has been. `remarks`: what was met on the way to the implementation that is no fault."""

    remarks: tuple[str, ...] = ()


News = Misused | NotJudged | Fault | Ready | Found | Collected | Began | Ended | Hung | Died | Finished


def run(asked: Asked) -> Generator[News, None, None]:
    """Run the suite and yield what happens, as it happens. However this ends, no process is left behind."""
    return _followed(_work, asked)


def prove(asked: Asked) -> Generator[News, None, None]:
    """Reach the target, yield what it says of itself, and run nothing."""
    return _followed(_prove, asked)


def check(asked: Asked) -> Generator[News, None, None]:
    """Make the checks that come before a run, and yield each finding as it comes, or what kept them from being made."""
    return _followed(_check, asked)


def _followed(work: Callable[[Asked, Connection], None], asked: Asked) -> Generator[News, None, None]:
    context: Any = multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_watched, args=(work, asked, sender), daemon=True)
    try:
        with _unheard():
            child.start()  # broken off in its midst, nobody would know of the child
        sender.close()
        yield from _received(receiver, child, SILENCE_S + asked.start_limit_s)
    finally:
        _end(child)


@contextmanager
def _unheard() -> Iterator[None]:
    """Keep signals that ask this process to end waiting while this lasts."""
    came: list[int] = []
    handlers = {number: signal.getsignal(number) for number in _ALL}
    heard = {number: handler for number, handler in handlers.items() if callable(handler)}
    for number in heard:
        signal.signal(number, lambda number, _: came.append(number))
    try:
        yield
    finally:
        for number, handler in heard.items():
            signal.signal(number, handler)
        for number in came[:1]:
            signal.raise_signal(number)


def _end(child: Any) -> None:
    """End the child and all that it started, as the workers of xdist."""
    if child.pid is None:
        return
    _signal(child, signal.SIGTERM)
    wait([child.sentinel], 5)
    _signal(child, signal.SIGKILL)
    child.join(5)


def _signal(child: Any, number: signal.Signals) -> None:
    """Send a signal to the child's group or, where it has none (yet), to the child."""
    try:
        os.killpg(child.pid, number)
    except (AttributeError, OSError):
        child.terminate() if number == signal.SIGTERM else child.kill()


def _received(receiver: Connection, child: Any, silence_s: float) -> Iterator[News]:
    while True:
        try:
            if not receiver.poll(silence_s):
                yield Died(f"nothing was heard of it for {silence_s:g} s")
                return
            news: News = msgspec.json.decode(receiver.recv_bytes(), type=News)
        except (EOFError, OSError):
            child.join(5)
            yield Died(_how(child.exitcode))
            return
        yield news
        if isinstance(news, Misused | NotJudged | Fault | Hung | Finished):
            return


def _how(exit_code: int | None) -> str:
    if exit_code is not None and exit_code < 0:
        named = {each.value: each.name for each in signal.Signals}
        return f"killed by {named.get(-exit_code, f'signal {-exit_code}')}"  # a real-time signal has no name
    return f"exit code {exit_code}"


# In the child.


def _watched(work: Callable[[Asked, Connection], None], asked: Asked, sender: Connection) -> None:
    """Do the child's work. What it raises is no fault of the implementation, whose own errors were caught where it was asked."""
    try:
        work(asked, sender)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is ours
        _Teller(sender)(fault_of(error))


def _work(asked: Asked, sender: Connection) -> None:
    """Reach the target, run pytest, and tell what happens. What an implementation prints goes to standard error."""
    tell = _Teller(sender)
    setting = _set(asked, tell)
    if setting is None:
        return
    if asked.traces is not None and not asked.keep_traces:
        tracing.clear(Path(asked.traces))
    relay = _Relay(tell, setting)
    try:
        code = pytest.main([str(word) for word in _arguments(asked)], plugins=[relay])
    finally:
        remarked = setting.remarks()
        setting.close()  # the workers of xdist have their own
    if relay.complaints or code not in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}:
        tell(
            Misused(
                "the suite could not be run: "
                + (bounded("\n".join(dict.fromkeys(relay.complaints))) or f"pytest ended with {code}")
            )
        )
    else:
        tell(Finished(remarked))


def _prove(asked: Asked, sender: Connection) -> None:
    """Reach the target, and tell what it says of itself."""
    tell = _Teller(sender)
    setting = _set(asked, tell)
    if setting is not None:
        remarked = setting.remarks()
        setting.close()
        tell(Finished(remarked))


def _set(asked: Asked, tell: "_Teller") -> Setting | None:
    """Reach the target and prove that it can be judged, and tell so; or what keeps it from being."""
    _settle_in(asked)
    try:
        profile, choices = profile_named(asked.profile), choices_from(asked.choices)
        setting = Setting(reach(asked.target, asked.start_limit_s, profile), profile, choices)
    except (Misuse, NoSuchTarget) as error:
        tell(Misused(str(error)))
        return None
    except BrokenContract as error:
        tell(NotJudged(why_not_judged(error), isinstance(error, Unsound)))
        return None
    tell(Ready(setting.about, setting.policy.picks()))
    return setting


def _settle_in(asked: Asked) -> None:
    """Keep what an implementation prints out of the report, and leave Ctrl-C to the parent: what else raises KeyboardInterrupt is the implementation."""
    if asked.redact:  # nobody knows what it prints
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
    os.dup2(2, 1)
    _lead_a_group()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    end_with_parent()


def _check(asked: Asked, sender: Connection) -> None:
    """Reach the target, and tell each finding."""
    _settle_in(asked)
    tell = _Teller(sender)
    try:
        profile = profile_named(asked.profile)
        choices = checked_choices(profile, choices_from(asked.choices))
        reached = reach(asked.target, asked.start_limit_s, profile)
    except (Misuse, NoSuchTarget) as error:
        tell(Misused(str(error)))
        return
    except BrokenContract as error:
        tell(NotJudged(str(error)))
        return
    try:
        for finding in findings(Bench(reached, profile, choices), (*CHECKS, *MORE)):
            tell(Found(finding))
        for remark in remarks(reached):
            tell(Found(Finding(checked=CONNECTED, result="ok", note=remark)))
    finally:
        leave(reached)
    tell(Finished())


CONNECTED = "connections are kept open, or their end is announced"
"""What a check is called of which there is something to remark."""


def _lead_a_group() -> None:
    """Make this process and those that it starts a group of their own, which can be ended together, and which a signal to end ends."""
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)
    for number in ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)


class _Teller:
    """Sends news to the parent."""

    def __init__(self, sender: Connection) -> None:
        self._sender = sender

    def __call__(self, news: News) -> None:
        self._sender.send_bytes(msgspec.json.encode(news))


class _Relay:
    """A pytest plugin that passes on what happens, and gives the suite the setting that was made already."""

    def __init__(self, tell: _Teller, setting: Setting) -> None:
        self.complaints: list[str] = []
        self._tell = tell
        self._setting = setting

    @pytest.hookimpl(tryfirst=True, optionalhook=True)
    def pytest_backupspec_setting(self) -> Setting:
        """Return the setting, so that the implementation is made once in this process."""
        return self._setting

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Tell a worker of xdist what was declared here, so that it refuses to judge by anything else."""
        node.workerinput[DECLARED] = msgspec.json.encode(self._setting.about).decode()

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Tell how many scenarios there are. No garbage is to be looked for in what they share, and worlds leave little."""
        gc.freeze()
        gc.set_threshold(20_000)
        self._tell(Collected(len(session.items)))

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: Sequence[str]) -> None:
        """Tell the same, heard from a worker."""
        self._tell(Collected(len(ids)))

    def pytest_internalerror(self, excinfo: pytest.ExceptionInfo[BaseException]) -> bool:
        """Pass on what broke pytest or a plugin of it; of a worker of xdist, it comes as the text of an assertion that is always false."""
        text = str(excinfo.value).removesuffix("\nassert False")
        self._tell(fault_of_text(text) if text.count("\n") > 1 else fault_of(excinfo.value))
        return True

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Keep what is wrong with the suite's features and steps, or pass on what broke it while they were read."""
        if _is_traceback(report.longrepr):
            self._tell(fault_of_text(str(report.longrepr)))
        elif report.failed:
            self.complaints.append(str(report.longrepr))

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Tell which scenario begins."""
        self._tell(Began(nodeid.rpartition("::")[2]))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Pass a scenario's result on, from the one report that carries it. A traceback is of something else than a result."""
        if report.failed and _is_traceback(report.longrepr):
            self._tell(fault_of_text(str(report.longrepr)))
        for name, value in report.user_properties:
            if name == PROPERTY and report.when == "call":
                self._tell(Ended(msgspec.convert(value, Result)))
            if name == HANGS and report.when == "call":
                self._tell(Hung(str(value)))


def _is_traceback(longrepr: object) -> bool:
    """Tell a traceback that pytest has written from the words in which a result, or a mistake, is told."""
    return hasattr(longrepr, "reprcrash")


def _arguments(asked: Asked) -> Iterator[str | Path]:
    """Give pytest a configuration of its own: nothing of the folder where it is typed leaks in."""
    for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):
        os.environ.pop(name, None)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    features = shipped.folder("features")
    yield from (features, "-c", shipped.folder("suite") / "run.ini", f"--rootdir={features.parent}", "--noconftest")
    yield from ("-p", "backupspec.suite")
    for unused in (
        "cacheprovider",
        "faulthandler",
        "logging",
        "terminal",
        "threadexception",
        "unraisableexception",
        "warnings",
    ):
        yield from ("-p", f"no:{unused}")
    yield from ("--target", asked.target, "--profile", asked.profile, "--start-limit", str(asked.start_limit_s))
    if asked.choices is not None:
        yield from ("--choices", asked.choices)
    for id_ in asked.selection:
        yield from ("--clause", id_)
    if asked.traces is not None:
        yield from ("--traces", asked.traces)
    if asked.trace_all:
        yield "--trace-all"
    if asked.redact:
        yield "--redact"
    if asked.jobs > 1:
        yield from ("-p", "xdist", "-n", str(asked.jobs))
