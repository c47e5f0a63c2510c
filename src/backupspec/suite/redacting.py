"""Leaving content out: of a real phone's run, what is written and shown must be fit to be passed on.

What the suite gives a phone, and whatever an implementation says, which may quote it, becomes its count, its size and its digest. Names of phones, accounts
and backups, moments, amounts and the words of the contract stay: a failure still says which clause and step, and what was done before.
"""

from hashlib import sha256
from typing import Any

import msgspec
from msgspec.structs import replace

from backupspec.contract.implementation import Exchanged
from backupspec.contract.schemas import plain
from backupspec.world.changes import Change
from backupspec.world.verdicts import Failure, Result, Violation

KEPT = frozenset(
    [
        "command",
        "outcome",
        "reason",
        "phone",
        "account",
        "backup",
        "saved_by",
        "made_on",
        "signed_in",
        "seconds",
        "lifetime_s",
        "to",
        "time_zone",
        "flow",
        "size_bytes",
        "point",
        "network",
        "connected",
        "toggle",
        "boxes",
        "part",
        "quality",
        "update",
        "width_px",
        "height_px",
    ]
)
"""The members of commands that hold no content. Any other is left out, so that nobody has to think of one that comes later."""

SAYS_NO_CONTENT = frozenset({"process", "missing", "may_lack", "not_about"})
"""Kinds of failures of which the suite alone speaks: how a process ended, what is missing, and what the scenario is about."""

SAID = ("expected", "actual", "where", "reason")
"""The members of any other that may hold content."""


def without_content(result: Result) -> Result:
    """Return a result without content."""
    if result.failure is None:
        return result
    return replace(result, failure=_failure(result.failure))


def _failure(failure: Failure) -> Failure:
    is_ours = failure.kind in SAYS_NO_CONTENT
    said = {} if is_ours else {name: _or_none(getattr(failure, name)) for name in SAID}
    return replace(
        failure,
        **said,
        exchange=failure.exchange and _exchanged(failure.exchange),
        violations=tuple(map(_violation, failure.violations)),
        commands=tuple(map(command, failure.commands)),
        log=(redacted("\n".join(failure.log)),) if failure.log else (),
        then=failure.then and _failure(failure.then),
    )


def _exchanged(exchange: Exchanged) -> Exchanged:
    return replace(exchange, sent=_or_none(exchange.sent), received=_or_none(exchange.received))


def _violation(violation: Violation) -> Violation:
    return replace(violation, expected=redacted(violation.expected), actual=redacted(violation.actual))


def _or_none(text: str | None) -> str | None:
    return None if text is None else redacted(text)


def redacted(text: str) -> str:
    """Say in place of a text how long it is, and its digest, by which the same text can be known again."""
    data = text.encode("utf-8", "surrogatepass")
    return f"(left out: {len(data)} bytes, {_digest(data)})"


def command(given: dict[str, Any]) -> dict[str, Any]:
    """Return a command, as a JSON object, without content."""
    return {name: value if name in KEPT else amount(value) for name, value in given.items()}


def amount(value: Any) -> Any:
    """Say of a value, as plain JSON, how much it is: entries, bytes of its JSON, and the digest of these. Numbers, truth and nothing stay."""
    if value is None or isinstance(value, bool | int | float):
        return value
    data = msgspec.json.encode(value)
    counted = {"count": len(value)} if isinstance(value, list | tuple | dict) else {}
    return {**counted, "size_bytes": len(data), "digest": _digest(data)}


def exchange(kept: Any) -> dict[str, Any]:
    """Return an exchange of a trace, as a JSON object, without content."""
    made: dict[str, Any] = plain(kept)
    if "commands" in made:
        made["commands"] = list(map(command, made["commands"]))
    if "changes" in made:
        made["changes"] = [_change(each) for each in kept.changes]
    if made.get("raised") is not None:
        made["raised"] = redacted(made["raised"])
    return made


def _change(change: Change) -> dict[str, Any]:
    """Return a change without what it was before and after; its path is of the contract's words, and names of phones and accounts."""
    made: dict[str, Any] = plain(change)
    return {name: value if name == "path" else amount(value) for name, value in made.items()}


def _digest(data: bytes) -> str:
    return f"sha256:{sha256(data).hexdigest()}"
