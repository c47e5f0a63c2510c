"""Servers as they are typed, and as they are made in a thread of this process."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from backupspec import shipped
from backupspec.targets.server.serving import listen, server, worlds_of


@contextmanager
def typed(*words: str, folder: Path | None = None) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Type `backupspec serve`; give the process and the URL, and end it."""
    command = [sys.executable, "-m", "backupspec", "serve", *words, "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder)  # noqa: S603
    assert process.stdout is not None
    try:
        yield process, process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate(timeout=10)


def children(pid: int) -> set[int]:
    """List the processes that a process has started, and those that they have."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout  # noqa: S607
    parents = {int(child): int(parent) for child, parent in map(str.split, listed.splitlines())}
    found, size = {pid}, 0
    while len(found) != size:
        size = len(found)
        found |= {child for child, parent in parents.items() if parent in found}
    return found - {pid}


def are_gone(pids: set[int], limit_s: float = 10) -> bool:
    """Tell whether processes end in time."""
    end_s = time.monotonic() + limit_s
    while any(Path(f"/proc/{pid}/stat").exists() for pid in pids) and time.monotonic() < end_s:
        time.sleep(0.05)
    return not any(Path(f"/proc/{pid}/stat").exists() for pid in pids)


@contextmanager
def served(target: str) -> Iterator[str]:
    """Serve a target in a thread of this process, and give its URL."""
    listening = listen("127.0.0.1", 0)
    has_begun, is_over = Event(), []

    async def serve() -> None:
        worlds = await worlds_of(target, shipped.Profiles())
        made = server(worlds, listening, has_begun.set)
        is_over.append(made)
        await made.serve(sockets=[listening])

    thread = Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    try:
        assert has_begun.wait(60)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        for made in is_over:
            made.should_exit = True
        thread.join(60)
        listening.close()
    assert not thread.is_alive()
