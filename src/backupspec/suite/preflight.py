"""Whether an implementation can be judged at all: what is asked of it before any verdict, in a fixed order.

Nothing here is policy. An implementation that breaks every clause is sound if it answers within the contract, obeys its clock and keeps its worlds
apart. What it says it lacks, or has not finished, is skipped.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Literal, cast

from msgspec import Struct

from backupspec.contract.commands import (
    NAMES,
    AddPhone,
    AdvanceTime,
    Command,
    CreateAccount,
    ReceiveMessages,
    SetContent,
    SetWallClock,
    SignIn,
    name_of,
    tag,
)
from backupspec.contract.content import Content, Held, Item
from backupspec.contract.implementation import (
    CONTRACT_VERSION,
    About,
    BrokenContract,
    Cause,
    Implementation,
    Lack,
    one_line,
)
from backupspec.contract.observations import Observation
from backupspec.contract.outcomes import Done, Outcome, Refused, Unsupported
from backupspec.contract.schemas import plain
from backupspec.contract.texts import KeptMessage, Message
from backupspec.manifest.measuring import entry_bytes, held, held_messages
from backupspec.policy.model import Policy, UnknownChoice
from backupspec.suite.opening import WALL_CLOCK, opening
from backupspec.targets.system_clock import SystemClock

HOUR_S = 3600
DAY_S = 86_400
SET_TO = "2015-01-01T00:00:00Z"
OTHER_CLOCK = "2012-02-29T23:59:59Z"
PHONE = "a phone"
OTHER_PHONE = "another phone"
ACCOUNT = "an account"


class Finding(Struct, frozen=True, kw_only=True):
    """What was checked, and how it was found. Of a failure: what was expected, what came, what to mend; of a check that was skipped: why."""

    checked: str
    result: Literal["ok", "failed", "skipped"]
    expected: str = ""
    came: str = ""
    mend: str = ""
    why: str = ""
    needs: str = ""
    """Of a check that was not made: the one that it needs, and that failed."""


class Wrong(Struct, frozen=True):
    """A check failed. Where it `stops`, nobody answers any more."""

    expected: str
    came: str
    mend: str
    stops: bool = False


class Skip(Struct, frozen=True):
    """A check could not be made, or need not be."""

    why: str


class NoSuchCommand(Struct, frozen=True, kw_only=True, tag_field="command", tag=tag):
    """A command that no contract has. In process it is an object of this class; over a transport {"command": "no_such_command"} is sent."""


class Bench:
    """An implementation while it is checked, and what was found out about it so far."""

    def __init__(self, reached: Implementation, profile: Policy, choices: Mapping[str, str]) -> None:
        self.implementation = reached
        self.policy = profile
        self.about: About
        self.seen: Observation
        self.done: set[type] = set()
        self._choices = choices
        self._open: list[str] = []

    def take(self, policy: Policy) -> None:
        """Go by what was declared, and above that by what was given."""
        self.policy = policy.with_choices(self._choices)

    def lacks(self, hook: Lack) -> bool:
        """Tell whether the implementation says that it lacks something."""
        return hook in self.about.lacks

    def open(self, wall_clock: str = WALL_CLOCK) -> str:
        """Open a world."""
        world = self.implementation.open_world(opening(self.policy, "the check before any verdict", wall_clock))
        self._open.append(world)
        return world

    @property
    def world(self) -> str:
        """The world that was opened first."""
        return self._open[0]

    def do(self, command: Command, world: str | None = None) -> Outcome:
        """Do one command."""
        return self.implementation.perform(world or self.world, [command]).outcomes[0]

    def observe(self, world: str | None = None) -> Observation:
        """See what there is."""
        return self.implementation.observe(world or self.world)

    def close(self) -> None:
        """Close the worlds, the newest first."""
        while self._open:
            self.implementation.close_world(self._open.pop())

    def leave(self) -> None:
        """Close the worlds of an implementation that may no longer answer."""
        for world in reversed(self._open):
            with suppress(BrokenContract):
                self.implementation.close_world(world)
        self._open.clear()


Found = Wrong | Skip | None


class Check(Struct, frozen=True):
    """A question that is asked before any verdict. Where `stops`, a failure makes those that follow meaningless."""

    checked: str
    ask: Callable[[Bench], Found]
    stops: bool = False


def findings(bench: Bench) -> Iterator[Finding]:
    """Make the checks in order, and yield each finding as it comes. At the end no world is open."""
    stopped = ""
    try:
        for check in CHECKS:
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
        return Wrong("an answer that keeps the contract", str(error), MENDS[error.cause], error.cause != "answer")
    except (
        LookupError,
        ValueError,
    ) as error:  # what is there in one answer and not in the next, a day that no calendar has
        came = f"{type(error).__name__}: {error}"
        return Wrong("answers that go together", came, MENDS["answer"])


def _finding(check: Check, found: Found) -> Finding:
    match found:
        case Wrong(expected, came, mend):
            return Finding(
                checked=check.checked,
                result="failed",
                expected=one_line(expected),
                came=one_line(came),
                mend=one_line(mend),
            )
        case Skip(why):
            return Finding(checked=check.checked, result="skipped", why=why)
        case _:
            return Finding(checked=check.checked, result="ok")


WITHIN = "Answer as docs/contract.md and the schema of the answer say (schemas/); what came tells where it does not."
MENDS: Mapping[Cause, str] = {
    "answer": WITHIN,
    "ended": "Start it by hand with the same command, in this folder: see that it is found, stays, and waits for a request; its standard error tells why not.",
    "printed": "Print to standard error (in Python, print(..., file=sys.stderr)): on standard output nothing may stand but responses, one a line.",
    "late": "Answer each request within 10 s, with a line break at the end, and flush it; let it wait for nothing but the next request.",
}


# What it says of itself.


def _about(bench: Bench) -> Found:
    bench.about = bench.implementation.about()
    if bench.about.clock == "system":
        bench.implementation = SystemClock(bench.implementation)
    return None


def _contract(bench: Bench) -> Found:
    written_for = bench.about.contract
    if written_for.split(".")[0] == CONTRACT_VERSION.split(".")[0]:
        return None
    return Wrong(
        f"a contract of version {CONTRACT_VERSION.split('.')[0]}",
        f"{bench.about.name} was written for contract {written_for}; this is {CONTRACT_VERSION}",
        f"Bring the adapter to contract {CONTRACT_VERSION} and say so in `about`, or judge it with a backupspec of its own version.",
    )


def _profile(bench: Bench) -> Found:
    asked, claimed = bench.policy.id, bench.about.profiles
    if asked in claimed:
        return None
    return Wrong(
        f"{asked} among the profiles that it claims to keep",
        f"{bench.about.name} does not claim to keep {asked}; it claims {', '.join(claimed)}",
        f"Name {asked} under `profiles` in `about`, or ask for a profile that is claimed: --profile {claimed[0]}.",
    )


def _choices(bench: Bench) -> Found:
    try:
        declared = bench.policy.with_choices(bench.about.choices)
    except UnknownChoice as error:
        return Wrong(
            "choices and readings that the policy has",
            f"{bench.about.name} declares what cannot be: {error}",
            f"Correct `choices` in `about`; `backupspec policy show {bench.policy.id}` ends with their names and readings.",
        )
    bench.take(declared)
    return None


def _unfinished(bench: Bench) -> Found:
    unknown = sorted(set(bench.about.unfinished) - NAMES)
    if not unknown:
        return None
    return Wrong(
        "names of commands under `unfinished`",
        f"{bench.about.name} says that {', '.join(unknown)} is unfinished, which is no command",
        "Correct `unfinished` in `about`: the commands' names stand in schemas/command.schema.json.",
    )


# Its clock.


def _opens(bench: Bench) -> Found:
    bench.open()
    bench.seen = bench.observe()
    there = [*bench.seen.phones, *bench.seen.accounts]
    if there or bench.seen.transfers:
        what = ", ".join(there) or "transfers"
        return Wrong("a new world to be empty", what, "Let open_world begin with no phone, no account, no transfer.")
    return None


def _begins(bench: Bench) -> Found:
    if bench.lacks("clock"):
        return _LACKS_CLOCK
    return _at(
        bench.seen,
        WALL_CLOCK,
        0,
        "a new world to begin at",
        "Begin a world at the opening's `wall_clock`, with `elapsed_s` 0.",
    )


def _advances(bench: Bench) -> Found:
    if bench.lacks("clock"):
        return _LACKS_CLOCK
    if "advance_time" in bench.about.unfinished:
        return Skip("advance_time is unfinished")
    outcome = bench.do(AdvanceTime(seconds=HOUR_S))
    mend = "Let advance_time move both the wall clock and `elapsed_s` by its seconds; if time cannot be moved, list `clock` under `lacks`."
    if not isinstance(outcome, Done):
        return Wrong("advance_time to be done", _told(outcome), mend)
    before, bench.seen = bench.seen, bench.observe()
    passed_s, moved_s = bench.seen.elapsed_s - before.elapsed_s, _moved_s(before, bench.seen)
    if passed_s != HOUR_S:
        return Wrong(f"{HOUR_S} s of elapsed time after advancing the clock by as much", f"{passed_s} s", mend)
    if moved_s != HOUR_S:
        return Wrong(f"the wall clock {HOUR_S} s later after advancing it", bench.seen.wall_clock, mend)
    return None


def _sets(bench: Bench) -> Found:
    if bench.lacks("clock"):
        return _LACKS_CLOCK
    outcome = bench.do(SetWallClock(to=SET_TO))
    if isinstance(outcome, Unsupported):
        return Skip("set_wall_clock is unsupported, so what sets the clock is untestable")
    mend = "Let set_wall_clock change the wall clock alone: `elapsed_s` goes on as if nothing had been done."
    if not isinstance(outcome, Done):
        return Wrong("set_wall_clock to be done", _told(outcome), mend)
    before, bench.seen = bench.seen, bench.observe()
    if bench.seen.elapsed_s != before.elapsed_s:
        passed_s = bench.seen.elapsed_s - before.elapsed_s
        return Wrong("no time to pass when the wall clock is set", f"{passed_s} s", mend)
    return _at(bench.seen, SET_TO, before.elapsed_s, "the wall clock, after it was set, at", mend)


_LACKS_CLOCK = Skip("it lacks clock, so what needs time to be set or advanced is untestable")


def _at(seen: Observation, wall_clock: str, elapsed_s: int, expected: str, mend: str) -> Found:
    if (seen.wall_clock, seen.elapsed_s) == (wall_clock, elapsed_s):
        return None
    return Wrong(
        f"{expected} {wall_clock}, {elapsed_s} s after it was opened",
        f"{seen.wall_clock}, {seen.elapsed_s} s after",
        mend,
    )


def _moved_s(before: Observation, after: Observation) -> int:
    first, later = (datetime.fromisoformat(seen.wall_clock) for seen in (before, after))
    return int((later - first).total_seconds())


# Its commands.


def _does(command: Command) -> Callable[[Bench], Found]:
    """Ask for a command that has to be done, whatever the policy."""

    def ask(bench: Bench) -> Found:
        name = name_of(command)
        if name in bench.about.unfinished:
            return Skip(f"{name} is unfinished")
        if isinstance(command, SignIn) and not {AddPhone, CreateAccount} <= bench.done:
            return Skip("there is no phone or no account to sign in")
        outcome = bench.do(command)
        if isinstance(outcome, Done):
            bench.done.add(type(command))
            return None
        mend = f"Answer {name} with `done` once it is done; as long as the adapter can't be given it, list it under `unfinished`."
        return Wrong(f"{name} to be done", _told(outcome), mend)

    return ask


def _refuses(bench: Bench) -> Found:
    if "sign_in" in bench.about.unfinished:
        return Skip("sign_in is unfinished")
    outcome = bench.do(SignIn(phone="a phone that nobody added", account=ACCOUNT))
    if isinstance(outcome, Refused) and outcome.reason == "no_such_phone":
        return None
    return Wrong(
        "sign_in on a phone that nobody added to be refused: no_such_phone",
        _told(outcome),
        "Refuse a command about a phone that is not there; the reasons stand in schemas/outcome.schema.json.",
    )


def _does_not_know(bench: Bench) -> Found:
    outcome = bench.do(cast("Command", NoSuchCommand()))
    if isinstance(outcome, Unsupported):
        return None
    return Wrong(
        'the command no_such_command, which no contract has, to be answered {"outcome": "unsupported"}',
        _told(outcome),
        "Answer unsupported to every command that the adapter does not know, so that it can be judged by a newer suite.",
    )


def _told(outcome: Outcome) -> str:
    answer = plain(outcome)
    return f"{answer['outcome']}: {answer['reason']}" if "reason" in answer else str(answer["outcome"])


# Its observation.


def _shows(bench: Bench) -> Found:
    before, bench.seen = bench.seen, bench.observe()
    phones = [PHONE] if AddPhone in bench.done else []
    accounts = [ACCOUNT] if CreateAccount in bench.done else []
    mend = "Show in `phones` and `accounts` whatever is there, under the name that the command gave."
    for what, there, expected in (("phones", bench.seen.phones, phones), ("accounts", bench.seen.accounts, accounts)):
        if sorted(there) != expected:
            return Wrong(f"{what}: {', '.join(expected) or 'none'}", ", ".join(sorted(there)) or "none", mend)
    if SignIn in bench.done and bench.seen.phones[PHONE].account != ACCOUNT:
        return Wrong(f"{PHONE} to be signed in with {ACCOUNT}", f"{bench.seen.phones[PHONE].account}", mend)
    if bench.lacks("clock"):
        return None
    return _at(
        bench.seen,
        before.wall_clock,
        before.elapsed_s,
        "the time to stand still meanwhile, at",
        "Let time pass at advance_time alone.",
    )


def _shows_controls(bench: Bench) -> Found:
    if bench.lacks("controls"):
        return Skip("it lacks controls, so what a person finds on the phone's pages is untestable")
    if PHONE not in bench.seen.phones:
        return Skip("there is no phone to be seen")
    if bench.seen.phones[PHONE].controls:
        return None
    return Wrong(
        "the options that a person can reach on the phone, in `controls`",
        "none",
        "Show them (schemas/observation.schema.json), or list `controls` under `lacks` in `about`.",
    )


def _shows_items(bench: Bench) -> Found:
    if bench.lacks("items"):
        return Skip("it lacks items, so what compares them is untestable")
    if PHONE not in bench.seen.phones:
        return Skip("there is no phone to be seen")
    mend = "Show a phone's content in `items` where observe is asked with `items`, or list `items` under `lacks` in `about`."
    try:
        phone = bench.implementation.observe(bench.world, items=True).phones.get(PHONE)
    except BrokenContract as error:
        return Wrong("the observation with items", str(error), mend)
    return None if phone is not None and phone.items is not None else Wrong("the phone's `items`", "none", mend)


# What its phones hold.


FAVOURITE = Item(name="News/Bücher", value="https://example.com/")
"""The example of docs/contract.md."""
MESSAGE = Message(id="a message", conversation="Ben", kind="sms", text="Grüße")


def _holds_content(bench: Bench) -> Found:
    """Give a phone the contract's own example, and see how it is measured."""
    given = SetContent(phone=PHONE, content=Content(favourites=(FAVOURITE,)))
    skipped = _not_given(bench, given)
    if skipped is not None:
        return skipped
    amount = bench.observe().phones[PHONE].content.get("favourites")
    return _measured("favourites, in the phone's `content`", amount, held((FAVOURITE,)), entry_bytes(FAVOURITE))


def _holds_messages(bench: Bench) -> Found:
    """Let one message arrive, and see how it is measured."""
    if bench.lacks("clock"):
        return _LACKS_CLOCK
    now = bench.observe().wall_clock
    skipped = _not_given(bench, ReceiveMessages(phone=PHONE, messages=(MESSAGE,)))
    if skipped is not None:
        return skipped
    kept = KeptMessage(message=MESSAGE, direction="received", at=now)
    return _measured(
        "the phone's `messages`", bench.observe().phones[PHONE].messages, held_messages((kept,)), entry_bytes(kept)
    )


def _not_given(bench: Bench, command: Command) -> Found:
    """Give a phone something; tell why that can't be, if it can't. A command that is not there yet is none that a verdict needs."""
    name = name_of(command)
    if PHONE not in bench.seen.phones:
        return Skip("there is no phone to be seen")
    if name in bench.about.unfinished:
        return Skip(f"{name} is unfinished")
    outcome = bench.do(command)
    if isinstance(outcome, Unsupported):
        return Skip(f"{name} is unsupported")
    if isinstance(outcome, Refused) and isinstance(command, ReceiveMessages):
        return Skip(f"{name} is refused ({outcome.reason}), which is policy: scenarios judge it")
    if not isinstance(outcome, Done):
        return Wrong(f"{name} to be done", _told(outcome), f"Answer {name} with `done`.")
    return None


def _measured(what: str, found: Held | None, expected: Held, entry: bytes) -> Found:
    if found == expected:
        return None
    mend = f'Measure the only entry as {entry.decode()}, {len(entry)} bytes; the digest is of this in [ and ] (docs/contract.md, "Content, sizes and digests").'
    return Wrong(f"{what}: {_amount(expected)}", _amount(found) if found else "nothing", mend)


def _amount(amount: Held) -> str:
    return f"count {amount.count}, size_bytes {amount.size_bytes}, {amount.digest}"


# Its worlds.


def _has_two_clocks(bench: Bench) -> Found:
    if bench.about.clock == "system":
        return Skip("clock: system has one world at a time")
    if bench.lacks("clock"):
        return _LACKS_CLOCK
    mend = "Keep the time of each world in that world, or declare `clock: system` in `about`."
    bench.seen, other = bench.observe(), bench.open(OTHER_CLOCK)
    if other == bench.world:
        return Wrong("another id for a second world", f"{other} again", mend)
    wrong = _at(bench.observe(other), OTHER_CLOCK, 0, "a second world to begin at", mend)
    if wrong is None and "advance_time" not in bench.about.unfinished:
        bench.do(AdvanceTime(seconds=DAY_S), other)
        wrong = _at(bench.observe(other), "2012-03-01T23:59:59Z", DAY_S, "the second world, a day later, at", mend)
    first = bench.seen
    return wrong or _at(
        bench.observe(), first.wall_clock, first.elapsed_s, "the first world's time to stand still, at", mend
    )


def _keeps_apart(bench: Bench) -> Found:
    if bench.about.clock == "system" or bench.lacks("clock"):
        return Skip("it has one world at a time")
    if AddPhone not in bench.done:
        return Skip("no phone can be added")
    mend = "Keep phones, accounts and transfers in the world that a command is about."
    bench.seen, other = bench.observe(), bench.open(OTHER_CLOCK)
    there = bench.observe(other)
    if there.phones or there.accounts:
        return Wrong("nothing of the first world in a second", ", ".join([*there.phones, *there.accounts]), mend)
    bench.do(AddPhone(phone=OTHER_PHONE), other)
    if list(phones := bench.observe(other).phones) != [OTHER_PHONE]:
        return Wrong(f"{OTHER_PHONE} in the second world, once it was added there", ", ".join(phones) or "none", mend)
    if bench.observe() != bench.seen:
        return Wrong("the first world as it was, after a command in the second", "it changed", mend)
    return None


def _forgets(bench: Bench) -> Found:
    bench.close()
    bench.open()
    seen = bench.observe()
    mend = "Forget a world when it is closed, and begin each anew; it may have the id of one that is closed."
    if seen.phones or seen.accounts or seen.transfers:
        left = ", ".join([*seen.phones, *seen.accounts]) or "transfers"
        return Wrong("a world that is opened after others were closed to be empty", left, mend)
    return None if bench.lacks("clock") else _at(seen, WALL_CLOCK, 0, "it to begin at", mend)


CHECKS: tuple[Check, ...] = (
    Check("what it says of itself keeps the contract", _about, stops=True),
    Check("it was written for this contract", _contract, stops=True),
    Check("it claims to keep the profile", _profile, stops=True),
    Check("the choices that it declares are known", _choices, stops=True),
    Check("what it lists as unfinished are commands", _unfinished),
    Check("a world opens, and is empty", _opens, stops=True),
    Check("a world begins at the wall clock that is asked for", _begins),
    Check("the clock can be advanced and read back", _advances),
    Check("the wall clock can be set, while no time passes", _sets),
    Check("an account is created", _does(CreateAccount(account=ACCOUNT))),
    Check("a phone is added", _does(AddPhone(phone=PHONE))),
    Check("a phone signs in", _does(SignIn(phone=PHONE, account=ACCOUNT))),
    Check("what cannot be done is refused, with the reason", _refuses),
    Check("a command that nobody knows is unsupported", _does_not_know),
    Check("what was done is seen, and the time with it", _shows),
    Check("the options on a phone's pages are shown", _shows_controls),
    Check("items are shown where they are asked for", _shows_items),
    Check("content is held with its count, size and digest", _holds_content),
    Check("a text message is held with its count, size and digest", _holds_messages),
    Check("two worlds have two clocks", _has_two_clocks),
    Check("what is done in one world is not seen in another", _keeps_apart),
    Check("a closed world is forgotten", _forgets),
)


class Unsound(BrokenContract):
    """An implementation that cannot be judged, with all that was found. Its text has a line for each thing that is wrong."""

    def __init__(self, found: tuple[Finding, ...]) -> None:
        Exception.__init__(
            self, "\n".join(line for finding in found if finding.result == "failed" for line in told(finding))
        )
        self.findings = found


def prove(bench: Bench) -> None:
    """Raise Unsound for an implementation that cannot be judged."""
    found = tuple(findings(bench))
    if any(finding.result == "failed" for finding in found):
        raise Unsound(found)


def told(finding: Finding) -> Iterator[str]:
    """Tell a finding: a line, and what to mend beneath a failure."""
    why = f"it needs: {finding.needs}" if finding.needs else finding.why
    why = f": {why}" if why else ""
    yield f"{finding.result if finding.result != 'failed' else 'FAILED':8}{finding.checked}{why}"
    if finding.result == "failed":
        yield f"          expected  {finding.expected}"
        yield f"          came      {finding.came}"
        yield f"          mend      {finding.mend}"
