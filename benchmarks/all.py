"""Runs every benchmark of speed, one after the other, and prints what docs/benchmarks.md holds."""

import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("backupspec", "pytest", "pytest-bdd", "behave", "msgspec")


def main() -> None:
    """Say what is measured with, then measure."""
    print(
        f"Python {platform.python_version()}, {', '.join(f'{name} {version(name)}' for name in PACKAGES)}\n", flush=True
    )
    for script in ("reference.py", "manifests.py", "restore.py", "suite.py", "transports.py", "steps.py"):
        words = sys.argv[1:] if script == "steps.py" else []
        subprocess.run([sys.executable, Path(__file__).with_name(script), *words], check=True)
        print(flush=True)


if __name__ == "__main__":
    main()
