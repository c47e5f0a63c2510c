"""`backupspec serve`: a target is reached, a socket bound, and requests are answered until the person, or the system, ends it."""

import asyncio
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from types import FrameType

import uvicorn

from backupspec import shipped
from backupspec.commands.policy import misuse, named_policy
from backupspec.exits import NOT_JUDGED
from backupspec.output import echo
from backupspec.policy.model import Policy
from backupspec.targets.server.problems import Refused
from backupspec.targets.server.serving import is_loopback, listen, server, worlds_of
from backupspec.targets.server.worlds import Worlds
from backupspec.text import one_line

ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""The signals that end it. Each is a way to end it well."""


def offer_over_http(target: str, host: str, port: int, policy_file: str | None, start_limit_s: float) -> int:
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
    policy = named_policy(policy_file)
    return {policy.id: policy}


async def _serve(reach: Callable[[], Awaitable[Worlds]], listening: socket.socket, host: str) -> None:
    """Answer until a signal ends it; raise Refused if there is no such target."""
    worlds = await reach()
    address, chosen = listening.getsockname()[:2]
    shown = f"[{address}]" if ":" in address else address
    url = f"http://{shown}:{chosen}"

    def started() -> None:
        if not is_loopback(host):
            echo("backupspec: whoever reaches this machine can ask; nobody has to say who they are", err=True)
        echo(url)
        echo(
            f"backupspec: serving {worlds.about.name} {worlds.about.version}; {url}/ says what can be asked, "
            f"and for machines {url}/openapi.json; Ctrl-C ends it",
            err=True,
        )

    made = server(worlds, listening, started)
    with _ended_by_signals(made):
        await made.serve(sockets=[listening])


@contextmanager
def _ended_by_signals(made: uvicorn.Server) -> Iterator[None]:
    """Let each of the signals end a server, and no more than that: uvicorn raises again those that it took, which would end this process."""

    def end(_number: int, _frame: FrameType | None) -> None:
        made.should_exit = True

    heard = [number for number in ENDING if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, end) for number in heard}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
