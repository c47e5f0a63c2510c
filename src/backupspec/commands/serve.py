"""`backupspec serve`: a target is reached, a socket bound, and requests are answered until the person, or the system, ends it."""

import asyncio
import signal
import socket
import sys
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

import click
import uvicorn

from backupspec import shipped
from backupspec.commands.options import start_limit_option
from backupspec.commands.policy import named_policy
from backupspec.exits import NOT_JUDGED
from backupspec.inputs import Misuse, own
from backupspec.output import echo, misuse
from backupspec.policy.model import Policy
from backupspec.targets.server.problems import Refused
from backupspec.targets.server.serving import is_loopback, listen, server, worlds_of
from backupspec.targets.server.worlds import Worlds
from backupspec.text import one_line

ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""The signals that end it. Each is a way to end it well."""


@click.command()
@click.argument("target", default="reference")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen: an address of this machine.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="With 0 the system picks one."
)
@click.option(
    "--policy", "file", metavar="FILE", help="A policy of your own, which the reference keeps: to explore it."
)
@start_limit_option
def serve(target: str, host: str, port: int, file: str | None, start_limit_s: float) -> None:
    """Offer TARGET over HTTP: the reference, if none is named. Ctrl-C ends it.

    Each operation is a POST of its JSON; the page at / says all about it, and /openapi.json is the same for machines.
    The URL is all that goes to standard output, for scripts; what else is said goes to standard error. Ctrl-C, or a
    signal to end, closes all worlds first.

    \b
    Examples:
      backupspec serve
      backupspec serve python:acme.phone:make --port 0
      backupspec serve --policy my-policy.yaml
    \b
    Exit codes: 0 ended by Ctrl-C or a signal, 2 the target, the policy or the address does not exist,
                3 the implementation broke the contract.
    """
    sys.exit(_offer(target, host, port, file, start_limit_s))


def _offer(target: str, host: str, port: int, policy_file: str | None, start_limit_s: float) -> int:
    """Offer a target; return the exit code."""
    policies = _policies(target, policy_file)
    try:
        listening = listen(host, port)
    except OSError as error:
        misuse(f"cannot listen on {one_line(host) or 'no host'}, port {port}: {error.strerror or error}")
    with listening:
        try:
            asyncio.run(_serve(partial(worlds_of, target, policies, start_limit_s), listening, host))
        except Refused as refused:
            if refused.kind == "no-such-target":
                misuse(refused.detail)
            echo(f"backupspec: {refused.detail}", err=True)
            return NOT_JUDGED
        echo("backupspec: ended; no world is open any more", err=True)
    return 0


def _policies(target: str, policy_file: str | None) -> Mapping[str, Policy]:
    if policy_file is None:
        return shipped.Profiles()
    if target != "reference":
        misuse("--policy is for the reference: any other implementation has its own")
    try:
        policy = own(named_policy(policy_file), policy_file)
    except Misuse as error:
        misuse(str(error))
    return {policy.id: policy}


async def _serve(reach: Callable[[], Coroutine[Any, Any, Worlds]], listening: socket.socket, host: str) -> None:
    """Answer until a signal ends it, also while the target is being reached; raise Refused if there is no such target."""
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    with _heard(lambda: loop.call_soon_threadsafe(ended.set)):
        worlds = await _unless(ended, reach())
        if worlds is None:
            return
        made = server(worlds, listening, partial(_announce, worlds, listening, host))
        ending = asyncio.create_task(_end(ended, made))
        await made.serve(sockets=[listening])
        ending.cancel()


async def _unless(ended: asyncio.Event, work: Coroutine[Any, Any, Worlds]) -> Worlds | None:
    """Return what comes of some work, or None if the end comes first: what was begun is ended, too."""
    working, waiting = asyncio.create_task(work), asyncio.create_task(ended.wait())
    await asyncio.wait((working, waiting), return_when=asyncio.FIRST_COMPLETED)
    if not waiting.done():
        waiting.cancel()
        return working.result()
    if not working.cancel():  # both at once: the server ends as soon as it has begun
        return working.result()
    with suppress(asyncio.CancelledError, Refused):
        await working
    return None


async def _end(ended: asyncio.Event, made: uvicorn.Server) -> None:
    await ended.wait()
    made.should_exit = True


def _announce(worlds: Worlds, listening: socket.socket, host: str) -> None:
    """Say where it can be asked."""
    address, chosen = listening.getsockname()[:2]
    shown = f"[{address}]" if ":" in address else address
    url = f"http://{shown}:{chosen}"
    if not is_loopback(host):
        echo("backupspec: whoever reaches this machine can ask; nobody has to say who they are", err=True)
    echo(url)
    echo(
        f"backupspec: serving {worlds.about.name} {worlds.about.version}; {url}/ says what can be asked, "
        f"and for machines {url}/openapi.json; Ctrl-C ends it",
        err=True,
    )


@contextmanager
def _heard(end: Callable[[], object]) -> Iterator[None]:
    """Call a function at each signal that ends it, and no more than that: uvicorn raises again those that it took, which would end this process."""
    heard = [number for number in ENDING if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, lambda *_: end()) for number in heard}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
