"""`backupspec serve`: a target is reached, a socket bound, and requests are answered until the person interrupts."""

from contextlib import suppress

from backupspec import shipped
from backupspec.contract.implementation import BrokenContract
from backupspec.output import echo
from backupspec.policy_commands import misuse, named_policy
from backupspec.targets.reaching import NoSuchTarget, reference
from backupspec.targets.serving import is_loopback, listen, server
from backupspec.targets.worlds import Offer, offer

NOT_JUDGED = 3


def offer_over_http(target: str, host: str, port: int, policy_file: str | None, start_limit_s: float) -> int:
    """Offer a target; return the exit code."""
    try:
        offered = _offer(target, policy_file, start_limit_s)
    except NoSuchTarget as error:
        misuse(str(error))
    except BrokenContract as error:
        echo(f"backupspec: {error}", err=True)
        return NOT_JUDGED
    try:
        listening = listen(host, port)
    except OSError as error:
        misuse(f"cannot listen on {host}, port {port}: {error.strerror or error}")
    with listening:
        if not is_loopback(host):
            echo("backupspec: whoever reaches this machine can ask; nobody has to say who they are", err=True)
        address, chosen = listening.getsockname()[:2]
        shown = f"[{address}]" if ":" in address else address
        url = f"http://{shown}:{chosen}"

        def started() -> None:
            echo(url)
            echo(
                f"backupspec: serving {offered.about.name} {offered.about.version}; {url}/ says what can be asked, "
                f"and for machines {url}/openapi.json; Ctrl-C ends it",
                err=True,
            )

        with suppress(KeyboardInterrupt):
            server(offered, listening, started).run(sockets=[listening])
        echo("backupspec: ended; no world is open any more", err=True)
    return 0


def _offer(target: str, policy_file: str | None, start_limit_s: float) -> Offer:
    if policy_file is None:
        return offer(target, {name: shipped.profile(name) for name in shipped.PROFILES}, start_limit_s=start_limit_s)
    if target != "reference":
        misuse("--policy is for the reference: any other implementation has its own")
    policy = named_policy(policy_file)
    return offer(target, {policy.id: policy}, reference({policy.id: policy}))
