"""Runs Schemathesis against the served reference: no server error, and no answer outside the OpenAPI document. `tox -e openapi`."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).parent
EXAMPLES = 100
"""How many requests of each kind are made up, at most."""


def main() -> int:
    """Serve, ask, end; return Schemathesis's exit code, or 1 if the server did not end well."""
    words = [sys.executable, "-m", "backupspec", "serve", "--port", "0"]
    server = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # noqa: S603
    assert server.stdout is not None
    try:
        code = ask(server.stdout.readline().strip())
        server.send_signal(signal.SIGINT)
        _, errors = server.communicate(timeout=120)
    finally:
        server.kill()
    if server.returncode or not all(line.startswith("backupspec: ") for line in errors.splitlines()):
        sys.stderr.write(f"the server ended with exit code {server.returncode}: {errors}\n")
        return 1
    return code


def ask(url: str) -> int:
    """Run Schemathesis, the same each time, in a folder that is gone afterwards."""
    words = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / "schemathesis.toml")]
    words += ["run", f"{url}/openapi.json", "--generation-deterministic", f"--max-examples={EXAMPLES}", "--no-color"]
    environment = {**os.environ, "PYTHONPATH": str(HERE), "SCHEMATHESIS_HOOKS": "hooks"}
    with TemporaryDirectory() as folder:
        return subprocess.run(words, check=False, cwd=folder, env=environment).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
