"""Measures what it costs to reach an implementation in another process: the reference in this process, over standard input and output, and over HTTP."""

import resource
import shlex
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from backupspec import shipped
from backupspec.contract.commands import AddPhone, AdvanceTime, CreateAccount, SetContent, SetNetwork, SignIn, TurnOn
from backupspec.contract.implementation import Implementation, Opening
from backupspec.fixtures.people import people
from backupspec.targets.reaching import leave, reach

RUNS = 5
ROUNDS = 2_000
WORDS = [sys.executable, "-m", "backupspec.targets.speaking"]


@contextmanager
def here() -> Iterator[str]:
    """The reference in this process."""
    yield "reference"


@contextmanager
def over_stdio() -> Iterator[str]:
    """The reference in a process of its own, which the target starts."""
    yield f"stdio:{shlex.join(WORDS)}"


@contextmanager
def over_http() -> Iterator[str]:
    """The reference in a server of its own, on this machine."""
    words = [sys.executable, "-m", "backupspec", "serve", "--port", "0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
        server.send_signal(signal.SIGINT)


TRANSPORTS = {"in this process": here, "stdio": over_stdio, "HTTP": over_http}
"""Ways to reach the reference. Each serves it, where that is needed, as long as its block lasts, and gives the name of the target."""


def ready(implementation: Implementation) -> str:
    """Open a world with a phone of ordinary content that is ready for a backup."""
    policy = shipped.profile("windows-phone-8.1")
    [person] = people(1, 1)
    opening = Opening(
        scenario="a benchmark",
        profile=policy.id,
        choices=policy.picks(),
        wall_clock="2014-06-02T09:00:00Z",
        time_zone="Europe/London",
        seed=1,
    )
    world = implementation.open_world(opening)
    commands = (
        CreateAccount(account="ann"),
        AddPhone(phone="ann"),
        SetContent(phone="ann", content=person.content),
        SignIn(phone="ann", account="ann"),
        TurnOn(phone="ann", toggle="settings_backup"),
        SetNetwork(phone="ann", network="wifi"),
    )
    implementation.perform(world, commands)
    return world


def a_second(call: Callable[[], object]) -> float:
    """Tell how often in a second something can be done, one after the other."""
    start_s = time.perf_counter()
    for _ in range(ROUNDS):
        call()
    return ROUNDS / (time.perf_counter() - start_s)


def round_trips(target: str) -> tuple[float, float]:
    """Tell how many of the smallest round trips a second there are, and how many commands, each observed."""
    implementation = reach(target)
    try:
        world = ready(implementation)
        second = (AdvanceTime(seconds=1),)
        return a_second(implementation.about), a_second(lambda: implementation.perform(world, second, observe=True))
    finally:
        leave(implementation)


def suite_cpu_s(name: str) -> float:
    """Run the whole suite over one transport; what serves the implementation is counted too."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with TRANSPORTS[name]() as target:
        command = [sys.executable, "-m", "backupspec", "run", target]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Measure, and print a Markdown table."""
    trips: dict[str, list[tuple[float, float]]] = {name: [] for name in TRANSPORTS}
    suites: dict[str, list[float]] = {name: [] for name in TRANSPORTS}
    for _ in range(RUNS):
        for name, transport in TRANSPORTS.items():
            with transport() as target:
                trips[name].append(round_trips(target))
            suites[name].append(suite_cpu_s(name))
    print(f"The reference, median of {RUNS} runs by turns; CPU seconds of all processes, from a cold start\n")
    print(
        "| reached | `about` a second | commands a second, observed | whole suite, CPU seconds | times |\n|---|---|---|---|---|"
    )
    least_s = statistics.median(next(iter(suites.values())))
    for name in TRANSPORTS:
        about, observed = (statistics.median(each) for each in zip(*trips[name], strict=True))
        suite_s = statistics.median(suites[name])
        print(f"| {name} | {about:,.0f} | {observed:,.0f} | {suite_s:.2f} | {suite_s / least_s:.2f} |")


if __name__ == "__main__":
    main()
