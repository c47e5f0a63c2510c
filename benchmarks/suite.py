"""Measures the whole suite from a cold start: `backupspec run reference`, CPU seconds of the process, as its users pay them."""

import os
import resource
import statistics
import subprocess
import sys

RUNS = 5


def cpu_s(*words: str) -> float:
    """Run a command once and return its CPU seconds, user and system."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "backupspec", *words]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Measure, and print a Markdown table."""
    print(f"CPU seconds from a cold start, median of {RUNS} runs\n")
    print("| command | CPU seconds |\n|---|---|")
    for words in (
        ("run", "reference"),
        ("run", "reference", "--profile", "windows-phone-8"),
        ("check", "reference"),
        ("clauses",),
        ("policy", "show"),
    ):
        taken = [cpu_s(*words) for _ in range(RUNS + 1)][1:]
        print(f"| backupspec {' '.join(words)} | {statistics.median(taken):.2f} |")


if __name__ == "__main__":
    main()
