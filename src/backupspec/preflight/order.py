"""Whether an implementation can be judged at all: what is asked of it before any verdict, in a fixed order.

Nothing here is policy. An implementation that breaks every clause is sound if it answers within the contract, obeys its clock and keeps its worlds
apart. What it says it lacks, or has not finished, is skipped.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from backupspec.contract.commands import (
    AddPhone,
    CreateAccount,
    SignIn,
)
from backupspec.contract.implementation import (
    BrokenContract,
    Cause,
    Exchanged,
)
from backupspec.preflight import (
    about,
    backing_up,
    clock,
    commands,
    features,
    holding,
    observation,
    repeating,
    worlds,
)
from backupspec.preflight.bench import ACCOUNT, PHONE, Bench, Found, Note, Skip, Wrong, broken
from backupspec.text import one_line

MOST_LOG = 10
"""How many lines of standard error are told."""


class Finding(Struct, frozen=True, kw_only=True):
    """What was checked, and how it was found. Of a failure: expected, actual, what to mend; of a check that was skipped: why."""

    checked: str
    result: Literal["ok", "failed", "skipped"]
    expected: str = ""
    actual: str = ""
    mend: str = ""
    exchange: Exchanged | None = None
    """In which exchange the contract was broken."""
    log: tuple[str, ...] = ()
    """What was written to standard error last."""
    why: str = ""
    note: str = ""
    """Of a check that was passed: what came to light."""
    needs: str = ""
    """Of a check that was not made: the one that it needs, and that failed."""


class Check(Struct, frozen=True):
    """A question that is asked before any verdict. Where `stops`, a failure makes those that follow meaningless."""

    checked: str
    ask: Callable[[Bench], Found]
    stops: bool = False


def findings(bench: Bench, checks: Sequence[Check]) -> Iterator[Finding]:
    """Make the checks in order, and yield each finding as it comes. At the end no world is open."""
    stopped = ""
    try:
        for check in checks:
            if stopped:
                yield Finding(checked=check.checked, result="skipped", needs=stopped)
                continue
            found = _made(check, bench)
            yield _finding(check, found)
            if isinstance(found, Wrong) and (check.stops or found.stops):
                stopped = check.checked
    finally:
        bench.leave()


def _made(check: Check, bench: Bench) -> Found:
    """Make a check. From who does not answer, nothing else is asked."""
    try:
        return check.ask(bench)
    except BrokenContract as error:
        expected, stops = "an answer that keeps the contract", error.cause not in {"answer", "closed"}
        return broken(expected, error, MENDS[error.cause], stops=stops)
    except (
        LookupError,
        ValueError,
    ) as error:  # what is there in one answer and not in the next, a day that no calendar has
        return Wrong("answers that go together", f"{type(error).__name__}: {error}", MENDS["answer"])


def _finding(check: Check, found: Found) -> Finding:
    match found:
        case Wrong(expected, actual, mend, exchange=exchange, log=log):
            return Finding(
                checked=check.checked,
                result="failed",
                expected=one_line(expected),
                actual=one_line(actual),
                mend=one_line(mend),
                exchange=exchange,
                log=log[-MOST_LOG:],
            )
        case Skip(why):
            return Finding(checked=check.checked, result="skipped", why=why)
        case Note(text):
            return Finding(checked=check.checked, result="ok", note=text)
        case _:
            return Finding(checked=check.checked, result="ok")


WITHIN = "Answer as the contract and the schema of the answer say (CONTRACT.md and schemas/, which `backupspec init` writes); `actual` tells where it does not."
MENDS: Mapping[Cause, str] = {
    "answer": WITHIN,
    "ended": "Start it by hand with the same command, in this folder: see that it is found, stays, and waits for a request; its standard error tells why not.",
    "printed": "Print to standard error (in Python, print(..., file=sys.stderr)): on standard output nothing may stand but responses, one a line.",
    "closed": "Answer each request before you close its connection. What ends a connection after an answer says so in that answer, with the header `Connection: close`.",
    "late": "Answer each request within 10 s (the first may take longer, --start-limit), with a line break at the end, and flush it; let it wait for nothing but the next request.",
}


CHECKS: tuple[Check, ...] = (
    Check("what it says of itself keeps the contract", about.keeps_the_contract, stops=True),
    Check("it was written for this contract", about.is_of_this_contract, stops=True),
    Check("it claims to keep the profile", about.claims_the_profile, stops=True),
    Check("the choices that it declares are known", about.declares_known_choices, stops=True),
    Check("what it lists as unfinished are commands", about.lists_commands_alone),
    Check("a world opens, and is empty", clock.opens, stops=True),
    Check("a world begins at the wall clock that is asked for", clock.begins),
    Check("the clock can be advanced and read back", clock.advances),
    Check("the wall clock can be set, while no time passes", clock.sets),
    Check("an account is created", commands.does(CreateAccount(account=ACCOUNT))),
    Check("a phone is added", commands.does(AddPhone(phone=PHONE))),
    Check("a phone signs in", commands.does(SignIn(phone=PHONE, account=ACCOUNT))),
    Check("what cannot be done is refused, with the reason", commands.refuses),
    Check("a command that nobody knows is unsupported", commands.does_not_know),
    Check("what was done is seen, and the time with it", observation.shows),
    Check("the options on a phone's pages are shown", observation.shows_controls),
    Check("items are shown where they are asked for", observation.shows_items),
    Check("content is held with its count, size and digest", holding.holds_content),
    Check("a text message is held with its count, size and digest", holding.holds_messages),
    Check("two worlds have two clocks", worlds.has_two_clocks),
    Check("what is done in one world is not seen in another", worlds.keeps_apart),
    Check("a closed world is forgotten", worlds.forgets),
)
"""What is asked before any verdict."""

MORE: tuple[Check, ...] = (
    Check("backups are shown as the contract says", backing_up.shows_backups),
    Check("no real clock is read", clock.reads_no_real_clock),
    Check("what a person can do is answered as the contract says", features.are_answered),
    Check("the same commands are answered in the same way, in two worlds of one seed", repeating.answers_alike),
)
"""What else is asked of somebody who wants to know. Before a verdict it is not: who breaks down at a backup, or at the end of a set-up, can be judged in all that needs none, and so can who draws lots."""


class Unsound(BrokenContract):
    """An implementation that cannot be judged, with all that was found."""

    def __init__(self, found: tuple[Finding, ...]) -> None:
        failed = [finding.checked for finding in found if finding.result == "failed"]
        super().__init__(f"the implementation is not sound: {', '.join(failed)}")
        self.findings = found


def prove(bench: Bench) -> None:
    """Raise Unsound for an implementation that cannot be judged."""
    found = tuple(findings(bench, CHECKS))
    if any(finding.result == "failed" for finding in found):
        raise Unsound(found)
