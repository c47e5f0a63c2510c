"""Measures what a scenario costs with few and with many step definitions: this project's plugin, behave, and cucumber-js.

    python benchmarks/steps.py [--runs N] [--scenarios N] [--cucumber FOLDER]

CPU seconds, user and system, of one process for the whole run: start, collection, execution. Each figure is the median of the runs, which
take turns, so that a noisy machine is noisy for all. cucumber-js is measured where its folder is given (`npm install @cucumber/cucumber`).
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import generated

DEFINITIONS = (50, 200, 500)


def main() -> None:
    """Measure, and print a Markdown table."""
    options = _options()
    runners = ["backupspec", "behave", *(["cucumber-js"] if options.cucumber else [])]
    with tempfile.TemporaryDirectory() as folder:
        taken: dict[tuple[str, int], list[float]] = {}
        for definitions in DEFINITIONS:
            _write(Path(folder), options.scenarios, definitions)
        for run in range(options.runs + 1):  # the first fills the caches of compiled code, and doesn't count
            for definitions in DEFINITIONS:
                for runner in runners:
                    command, place = _command(runner, Path(folder), definitions, options.cucumber)
                    cpu_s = _cpu_s(command, place, options.scenarios, runner)
                    if run:
                        taken.setdefault((runner, definitions), []).append(cpu_s)
    print(f"CPU seconds for {options.scenarios:,} scenarios of five steps, median of {options.runs} runs\n")
    print("| runner | " + " | ".join(f"{definitions} definitions" for definitions in DEFINITIONS) + " |")
    print("|---" * (len(DEFINITIONS) + 1) + "|")
    for runner in runners:
        print(
            f"| {runner} | "
            + " | ".join(f"{statistics.median(taken[runner, each]):.2f}" for each in DEFINITIONS)
            + " |"
        )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Measure what a scenario costs with few and with many step definitions."
    )
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--scenarios", type=int, default=1000)
    parser.add_argument("--cucumber", type=Path, help="a folder in which @cucumber/cucumber is installed")
    return parser.parse_args()


def _write(folder: Path, scenarios: int, definitions: int) -> None:
    for runner, write in (
        ("backupspec", generated.ours),
        ("behave", generated.behave),
        ("cucumber-js", generated.cucumber),
    ):
        place = folder / f"{runner}-{definitions}"
        place.mkdir()
        generated.features(place / "features", scenarios, definitions)
        write(place, definitions)


def _command(runner: str, folder: Path, definitions: int, cucumber: Path | None) -> tuple[list[str], Path]:
    place = folder / f"{runner}-{definitions}"
    if runner == "backupspec":
        return [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "backupspec.suite",
            "-p",
            "no:cacheprovider",
            "-q",
            "features",
        ], place
    if runner == "behave":
        return [sys.executable, "-m", "behave", "--format", "progress", "--no-color", "features"], place
    modules = (cucumber or Path()).resolve() / "node_modules"
    if not (place / "node_modules").exists():
        (place / "node_modules").symlink_to(modules)
    script = place / "node_modules" / "@cucumber" / "cucumber" / "bin" / "cucumber.js"
    return ["node", str(script), "features", "--require", "steps/*.js", "--format", "progress"], place


def _cpu_s(command: Sequence[str], place: Path, scenarios: int, runner: str) -> float:
    """Run a command to its end and tell the CPU time it took; stop if it did not pass all scenarios."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPATH"] = os.pathsep.join([*filter(None, [os.environ.get("PYTHONPATH")]), str(place)])
    environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # whatever else is installed for pytest is no part of the suite
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0 or f"{scenarios} " not in done.stdout.replace(",", ""):
        sys.exit(f"{runner} did not pass {scenarios} scenarios:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
