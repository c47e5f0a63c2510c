"""What is asked of an implementation before any verdict: each fault in it is found, said with what to mend, and nothing else is."""

import ast
import inspect
import re
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from backupspec import shipped
from backupspec.commands.init import PAGES
from backupspec.contract.commands import FEATURES, AddPhone, AdvanceTime, Command, CreateAccount, name_of, tag
from backupspec.contract.content import Held
from backupspec.contract.implementation import (
    About,
    BrokenContract,
    Cause,
    Exchanged,
    Implementation,
    Opening,
    Performed,
)
from backupspec.contract.observations import Observation
from backupspec.contract.outcomes import DONE, UNSUPPORTED, Failed, Outcome, Refused
from backupspec.faults import MINIATURES
from backupspec.manifest.measuring import entry_bytes, held
from backupspec.preflight import about, clock, commands, features, holding, observation, order, worlds
from backupspec.preflight.bench import OTHER_PHONE, PHONE, Bench
from backupspec.preflight.holding import FAVOURITE
from backupspec.preflight.order import CHECKS, MORE, Finding, findings
from backupspec.report.findings import lines, why_not_judged
from backupspec.targets.guard import Guarded
from backupspec.targets.reaching import reach
from backupspec.targets.real_time import real_now

POLICY = shipped.profile("windows-phone-8.1")
SYSTEM = "python:backupspec.fixtures.system_clock:make"

Instead = Callable[[Any], Command | Outcome]


class RealTime:
    """A clock that is not moved: what a class holds of those that measure."""

    monotonic = staticmethod(time.monotonic)


class Double:
    """The reference, in which what it says of itself, single commands, and what is seen can be replaced."""

    def __init__(self, reference: Implementation) -> None:
        self._reference = reference
        self.said: dict[str, Any] = {}
        self.commands: dict[str, Instead] = {}
        self.seen: Callable[[Observation], Observation] = lambda seen: seen
        self.opening: Callable[[Opening], Opening] = lambda opening: opening
        self.opened: list[str] = []
        self.closed: list[str] = []

    def about(self) -> About:
        """Say what this is."""
        return structs.replace(self._reference.about(), **self.said)

    def open_world(self, opening: Opening) -> str:
        """Open a world."""
        self.opened.append(self._reference.open_world(self.opening(opening)))
        return self.opened[-1]

    def perform(self, world: str, commands: Sequence[Command], *, observe: bool = False) -> Performed:
        """Do other commands instead, or answer at once."""
        outcomes = tuple(self._outcome(world, command) for command in commands)
        return Performed(outcomes=outcomes, observation=self.observe(world) if observe else None)

    def _outcome(self, world: str, command: Command) -> Outcome:
        instead = self.commands.get(type(command).__name__, lambda given: given)(command)
        if isinstance(instead, Outcome):
            return instead
        return self._reference.perform(world, [instead]).outcomes[0]

    def observe(self, world: str, *, items: bool = False) -> Observation:
        """Show something else than there is."""
        return self.seen(self._reference.observe(world, items=items))

    def close_world(self, world: str) -> None:
        """Close a world."""
        self.closed.append(world)
        self._reference.close_world(world)


@pytest.fixture
def double(reference: Implementation) -> Double:
    """Return a double that is sound as long as nothing is replaced."""
    return Double(reference)


def found(implementation: Any, profile: str = "windows-phone-8.1", **choices: str) -> dict[str, Finding]:
    """Check an implementation, as a run reaches it, and return the findings by what was checked."""
    bench = Bench(Guarded(implementation, "a double"), shipped.profile(profile), choices)
    return {finding.checked: finding for finding in findings(bench, EVERY)}


def failures(made: dict[str, Finding]) -> list[str]:
    """Tell what failed."""
    return [name for name, finding in made.items() if finding.result == "failed"]


# Who is sound.


def test_the_reference_is_sound(double: Double) -> None:
    """Nothing fails, nothing is skipped, the checks come in their order, and no world is left open."""
    made = found(double)

    assert [finding.result for finding in made.values()] == ["ok"] * len(EVERY)
    assert list(made) == [check.checked for check in EVERY]
    assert sorted(double.opened) == sorted(double.closed)
    assert len(double.opened) == OPENED


def test_who_only_breaks_the_policy_is_sound() -> None:
    """The faulty implementations are all sound: what they do wrong is for the scenarios to find."""
    unsound = {name: failures(found(miniature.make(), miniature.profile)) for name, miniature in MINIATURES.items()}

    assert len(unsound) > 200
    assert {name: failed for name, failed in unsound.items() if failed} == {}


@pytest.fixture
def on_system_clock() -> Iterator[Bench]:
    """Return a bench with the example whose clock is the process's; the process gets its own back."""
    bench = Bench(reach(SYSTEM), POLICY, {})
    yield bench
    bench.implementation.thaw()  # type: ignore[attr-defined]


def test_a_system_clock_is_sound(on_system_clock: Bench) -> None:
    """Who reads the clock of the process has it moved; two worlds at a time are not asked of it."""
    made = {finding.checked: finding for finding in findings(on_system_clock, EVERY)}

    assert failures(made) == []
    assert made["the clock can be advanced and read back"].result == "ok"
    assert made["two worlds have two clocks"].why == "clock: system has one world at a time"


def test_a_system_clock_that_was_bound_before_the_freeze(
    on_system_clock: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who holds on to the real clock is found out, and told which to read."""
    from backupspec.fixtures import system_clock as example  # noqa: PLC0415 - so that its names are replaced where they are looked up

    monkeypatch.setattr(example, "time", RealTime)

    finding = {each.checked: each for each in findings(on_system_clock, EVERY)}[ADVANCED]

    assert (finding.result, finding.actual) == ("failed", "0 s")
    assert "time.monotonic(), looked up in `time`" in finding.mend


def of_sqlite(moment: str) -> str:
    """Ask SQLite for the time."""
    with closing(sqlite3.connect(":memory:")) as database:
        [told] = database.execute(f"SELECT strftime('%Y-%m-%dT%H:%M:%SZ', {moment})").fetchone()
    return str(told)


@pytest.mark.parametrize("moment", ["'now'", "CURRENT_TIMESTAMP"])
def test_a_clock_that_is_not_moved_is_found_out(
    on_system_clock: Bench, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """Who lets SQLite tell the time shows the real one; it is called by its name, and what can be read instead is named."""
    from backupspec.fixtures import system_clock as example  # noqa: PLC0415 - as above

    observe = example.OnSystemClock.observe

    def shown(self: Any, world: str, *, items: bool = False) -> Observation:
        return structs.replace(observe(self, world, items=items), wall_clock=of_sqlite(moment))

    monkeypatch.setattr(example.OnSystemClock, "observe", shown)
    finding = {each.checked: each for each in findings(on_system_clock, EVERY)}[BEGINS]

    assert finding.result == "failed"
    assert finding.actual == "the real time in its wall clock: it reads a clock that backupspec does not move"
    assert "SQLite's" in finding.mend
    assert "datetime.now()" in finding.mend


# Who is not.


def real_time(seen: Observation) -> Observation:
    """Show the wall clock of the computer."""
    return structs.replace(seen, wall_clock=this_hour())


def real_time_in_the_catalogue(seen: Observation) -> Observation:
    """Show a catalogue that was written at the time of the computer."""
    accounts = {
        name: structs.replace(account, catalogue=f'{{"made_at":"{this_hour()}"}}')
        for name, account in seen.accounts.items()
    }
    return structs.replace(seen, accounts=accounts)


def this_hour() -> str:
    """Tell the real time, to the hour, wherever the clock of the process is moved to: a world that is observed twice is the same."""
    return real_now().strftime("%Y-%m-%dT%H:00:00Z")


def elapsed_with_the_wall_clock(seen: Observation) -> Observation:
    """Show as elapsed time what the wall clock has moved."""
    moved = datetime.fromisoformat(seen.wall_clock) - datetime.fromisoformat("2014-06-02T09:00:00Z")
    return structs.replace(seen, elapsed_s=max(0, int(moved.total_seconds())))


def without_controls(seen: Observation) -> Observation:
    """Show phones without pages."""
    phones = {name: structs.replace(phone, controls=()) for name, phone in seen.phones.items()}
    return structs.replace(seen, phones=phones)


def without_items(seen: Observation) -> Observation:
    """Show phones without their items."""
    phones = {name: structs.replace(phone, items=None) for name, phone in seen.phones.items()}
    return structs.replace(seen, phones=phones)


ADVANCED = "the clock can be advanced and read back"
SET = "the wall clock can be set, while no time passes"
BEGINS = "a world begins at the wall clock that is asked for"
SHOWN = "what was done is seen, and the time with it"
CONTENT_HELD = "content is held with its count, size and digest"
MESSAGE_HELD = "a text message is held with its count, size and digest"
BACKED_UP, NO_REAL_CLOCK, ANSWERED, ALIKE = (check.checked for check in MORE)
EVERY = (*CHECKS, *MORE)
OPENED = 8
"""How many worlds they open."""


def off_by(**changes: Any) -> Callable[[Observation], Observation]:
    """Show other amounts of what phones hold."""

    def other(amount: Held) -> Held:
        return structs.replace(amount, **changes) if amount.count else amount

    def shown(seen: Observation) -> Observation:
        phones = {
            name: structs.replace(
                phone,
                content={part: other(amount) for part, amount in phone.content.items()},
                messages=other(phone.messages),
            )
            for name, phone in seen.phones.items()
        }
        return structs.replace(seen, phones=phones)

    return shown


def only_messages(change: Callable[[Observation], Observation]) -> Callable[[Observation], Observation]:
    """Show content as it is, and messages otherwise."""

    def shown(seen: Observation) -> Observation:
        phones = {
            name: structs.replace(phone, messages=change(seen).phones[name].messages)
            for name, phone in seen.phones.items()
        }
        return structs.replace(seen, phones=phones)

    return shown


def without_content(seen: Observation) -> Observation:
    """Show phones that hold nothing."""
    return structs.replace(seen, phones={name: structs.replace(each, content={}) for name, each in seen.phones.items()})


def only_apps(change: Callable[[Observation], Observation]) -> Callable[[Observation], Observation]:
    """Show apps otherwise, and the rest as it is."""

    def shown(seen: Observation) -> Observation:
        phones = {
            name: structs.replace(
                phone,
                content={**phone.content, "apps": change(seen).phones[name].content["apps"]} if phone.content else {},
            )
            for name, phone in seen.phones.items()
        }
        return structs.replace(seen, phones=phones)

    return shown


def broken_where(there: Callable[[Observation], object]) -> Callable[[Observation], Observation]:
    """Break the contract as soon as something is to be seen."""

    def shown(seen: Observation) -> Observation:
        if there(seen):
            raise BrokenContract("Expected `int` >= 1 - at `$.sequence`")
        return seen

    return shown


FAULTS: dict[str, tuple[dict[str, Any], str, str]] = {
    "another-contract": ({"said": {"contract": "2.0"}}, "it was written for this contract", "written for contract 2.0"),
    "no-profile-claimed": (
        {"said": {"profiles": ("windows-phone-8",)}},
        "it claims to keep the profile",
        "it claims windows-phone-8",
    ),
    "unknown-choice": (
        {"said": {"choices": {"colour": "red"}}},
        "the choices that it declares are known",
        "has no choice 'colour'",
    ),
    "unknown-command-unfinished": (
        {"said": {"unfinished": ("fly",)}},
        "what it lists as unfinished are commands",
        "says that fly is unfinished, which is no command",
    ),
    "starts-elsewhere": (
        {"opening": lambda opening: structs.replace(opening, wall_clock="2014-06-02T08:00:00Z")},
        BEGINS,
        "2014-06-02T08:00:00Z, 0 s after",
    ),
    "real-time": (
        {"seen": real_time},
        BEGINS,
        "the real time in its wall clock: it reads a clock that backupspec does not move",
    ),
    "real-time-in-a-document": (
        {"seen": real_time_in_the_catalogue},
        NO_REAL_CLOCK,
        "the real time in accounts > an account > catalogue: it reads a clock that backupspec does not move",
    ),
    "ignores-advance-time": ({"commands": {"AdvanceTime": lambda _: DONE}}, ADVANCED, "0 s"),
    "cannot-advance-time": ({"commands": {"AdvanceTime": lambda _: UNSUPPORTED}}, ADVANCED, "unsupported"),
    "advances-too-far": (
        {"commands": {"AdvanceTime": lambda given: AdvanceTime(seconds=given.seconds + 1)}},
        ADVANCED,
        "3601 s",
    ),
    "wall-clock-stands-still": (
        {"seen": lambda seen: structs.replace(seen, wall_clock="2014-06-02T09:00:00Z")},
        ADVANCED,
        "2014-06-02T09:00:00Z",
    ),
    "elapsed-runs-with-the-wall-clock": ({"seen": elapsed_with_the_wall_clock}, SET, " s"),
    "ignores-set-wall-clock": (
        {"commands": {"SetWallClock": lambda _: DONE}},
        SET,
        "2014-06-02T10:00:00Z, 3600 s after",
    ),
    "adds-no-phone": ({"commands": {"AddPhone": lambda _: UNSUPPORTED}}, "a phone is added", "unsupported"),
    "creates-no-account": (
        {"commands": {"CreateAccount": lambda _: Refused(reason="no_such_account")}},
        "an account is created",
        "refused: no_such_account",
    ),
    "does-what-cannot-be-done": (
        {"commands": {"SignIn": lambda given: given if given.phone == PHONE else DONE}},
        "what cannot be done is refused, with the reason",
        "done",
    ),
    "refuses-for-no-true-reason": (
        {"commands": {"SignIn": lambda given: given if given.phone == PHONE else Refused(reason="no_network")}},
        "what cannot be done is refused, with the reason",
        "refused: no_network",
    ),
    "does-what-nobody-knows": (
        {"commands": {"NoSuchCommand": lambda _: DONE}},
        "a command that nobody knows is unsupported",
        "done",
    ),
    "shows-no-phone": ({"seen": lambda seen: structs.replace(seen, phones={})}, SHOWN, "none"),
    "shows-another-phone": (
        {"seen": lambda seen: structs.replace(seen, phones={name.upper(): each for name, each in seen.phones.items()})},
        SHOWN,
        "A PHONE",
    ),
    "shows-no-account": ({"seen": lambda seen: structs.replace(seen, accounts={})}, SHOWN, "none"),
    "shows-no-sign-in": (
        {"commands": {"SignIn": lambda given: DONE if given.phone == PHONE else given}},
        SHOWN,
        "None",
    ),
    "time-passes-at-a-command": (
        {"seen": lambda seen: structs.replace(seen, elapsed_s=seen.elapsed_s + len(seen.phones))},
        SHOWN,
        "3601 s after",
    ),
    "shows-no-controls": ({"seen": without_controls}, "the options on a phone's pages are shown", "none"),
    "counts-otherwise": ({"seen": off_by(count=2)}, CONTENT_HELD, "count 2, size_bytes 54"),
    "measures-otherwise": ({"seen": off_by(size_bytes=53)}, CONTENT_HELD, "size_bytes 53"),
    "digests-otherwise": ({"seen": off_by(digest="sha256:" + 64 * "0")}, CONTENT_HELD, "sha256:0000"),
    "digests-apps-otherwise": ({"seen": only_apps(off_by(digest="sha256:" + 64 * "0"))}, CONTENT_HELD, "sha256:0000"),
    "breaks-at-a-backup": (
        {"seen": broken_where(lambda seen: any(each.backups for each in seen.accounts.values()))},
        BACKED_UP,
        "`$.sequence`",
    ),
    "breaks-at-a-backup-under-way": (
        {"seen": broken_where(lambda seen: any(each.flow for each in seen.phones.values()))},
        BACKED_UP,
        "`$.sequence`",
    ),
    "breaks-at-a-prompt": (
        {"seen": broken_where(lambda seen: any(each.prompts for each in seen.phones.values()))},
        BACKED_UP,
        "`$.sequence`",
    ),
    "holds-nothing": ({"seen": without_content}, CONTENT_HELD, "nothing"),
    "refuses-content": (
        {"commands": {"SetContent": lambda _: Refused(reason="name_is_there_twice")}},
        CONTENT_HELD,
        "refused: name_is_there_twice",
    ),
    "measures-messages-otherwise": ({"seen": only_messages(off_by(size_bytes=53))}, MESSAGE_HELD, "size_bytes 53"),
    "shows-no-items": ({"seen": without_items}, "items are shown where they are asked for", "none"),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_is_found(double: Double, kind: str) -> None:
    """Each is found by the check that is for it, as the first that fails, with what is actual and what to mend."""
    changes, checked, actual = FAULTS[kind]
    assert failures(found(double)) == []
    for name, change in changes.items():
        setattr(double, name, change)

    made = found(double)

    assert failures(made)[0] == checked
    assert actual in made[checked].actual
    assert made[checked].expected
    assert made[checked].mend


def test_a_failure_that_makes_the_next_meaningless_stops_them(double: Double) -> None:
    """After another contract nothing else is asked, and what was not asked is named; after a mistake in `unfinished` the rest is."""
    double.said = {"unfinished": ("fly",)}
    assert sum(finding.result == "ok" for finding in found(double).values()) == len(EVERY) - 1

    double.said = {"contract": "2.0"}
    made = found(double)

    assert [finding.result for finding in made.values()] == ["ok", "failed"] + ["skipped"] * (len(EVERY) - 2)
    assert made["a phone is added"].needs == "it was written for this contract"
    assert len(double.opened) == OPENED


def test_a_broken_answer_is_a_finding(double: Double) -> None:
    """Who raises in the middle is told where, and the checks that follow are still made."""

    def raising(_: object) -> Outcome:
        raise RuntimeError("out of accounts")

    double.commands = {"CreateAccount": raising}

    made = found(double)

    assert "an account is created" in failures(made)
    assert "it raised RuntimeError: out of accounts" in made["an account is created"].actual
    assert made["a phone is added"].result == "ok"


def test_of_a_command_that_broke_the_contract_nobody_knows_what_it_did(double: Double) -> None:
    """Whether what was done is seen is not asked then: the phone may be there or not."""
    assert found(double)[SHOWN].result == "ok"

    def done_and_raised(given: AddPhone) -> Outcome:
        double.perform(double.opened[-1], [CreateAccount(account="one that shows")])
        raise RuntimeError("out of phones")

    double.commands = {"AddPhone": done_and_raised}

    made = found(double)

    assert made[SHOWN].result == "skipped"
    assert "nobody knows what was done" in made[SHOWN].why


def test_what_fails_in_the_same_way_is_told_once(double: Double) -> None:
    """What is wrong stands beneath the first of them, and the others name it."""

    def raising(_: object) -> Outcome:
        raise RuntimeError("out of order")

    double.commands = {"AdvanceTime": raising, "SetWallClock": raising, "CreateAccount": lambda _: UNSUPPORTED}

    with pytest.raises(BrokenContract) as caught:
        order.prove(Bench(Guarded(double, "a double"), POLICY, {}))

    told = why_not_judged(caught.value).splitlines()
    assert [line for line in told if line.startswith("FAILED")][:3] == [
        f"FAILED  {ADVANCED}",
        f"FAILED  {SET}: in the same way as: {ADVANCED}",
        "FAILED  an account is created",
    ]
    assert sum("out of order" in line for line in told) == 1


def raises(_: object) -> Outcome:
    """Break the contract, as an adapter does that looks a command up in a table."""
    raise KeyError("no handler")


def test_who_raises_at_a_command_that_nobody_knows(double: Double) -> None:
    """What to answer is said, in place of where an answer is described."""
    checked = "a command that nobody knows is unsupported"
    assert found(double)[checked].result == "ok"
    double.commands = {"NoSuchCommand": raises}

    made = found(double)

    assert failures(made) == [checked]
    assert "no handler" in made[checked].actual
    assert made[checked].mend.startswith('Answer {"outcome": "unsupported"} to every command')


@pytest.mark.parametrize(
    ("reason", "told_of_set_up"), [("no_network", 1), ("onedrive_is_down", 1), ("phone_is_off", 0)]
)
def test_a_sign_in_that_is_refused_for_want_of_a_network(double: Double, reason: Any, told_of_set_up: int) -> None:
    """Where signing in needs a network is said of a refusal for want of one, and of no other."""
    double.commands = {"SignIn": lambda given: Refused(reason=reason) if given.phone == PHONE else given}

    finding = found(double)["a phone signs in"]

    assert (finding.result, finding.actual) == ("failed", f"refused: {reason}")
    assert finding.mend.count("only during set-up does signing in need one") == told_of_set_up


@pytest.mark.parametrize("answer", [Refused(reason="no_network"), Failed(reason="onedrive_is_down"), UNSUPPORTED])
def test_a_backup_that_is_not_made_is_no_fault(double: Double, answer: Outcome) -> None:
    """Whether it should have been made is policy; who raises instead breaks the contract."""
    double.commands = {"BackUpNow": raises}
    assert BACKED_UP in failures(found(double))

    double.commands = {"BackUpNow": lambda _: answer}

    assert failures(found(double)) == []


@pytest.mark.parametrize("unfinished", [(), ("back_up_now",)])
def test_a_world_that_does_not_close_is_one_fault(reference: Implementation, unfinished: tuple[str, ...]) -> None:
    """What is asked afterwards is asked in a world of its own."""

    class Staying(Double):
        """The reference, whose worlds can't be closed."""

        def close_world(self, world: str) -> None:
            """Close none."""
            raise RuntimeError(f"{world} is in use")

    double = Staying(reference)
    double.said = {"lacks": ("clock",), "unfinished": unfinished}

    assert failures(found(double)) == ["a closed world is forgotten"]


# What a person can do, and is not there.


def test_each_feature_is_asked_for_once() -> None:
    """None is forgotten when one is added."""
    assert sorted(map(name_of, features.EACH)) == sorted(map(tag, (each.__name__ for each in FEATURES)))


def test_a_feature_that_is_unsupported_and_not_listed_is_noted(double: Double) -> None:
    """It is no fault, for phones may lack it; who listed it, and who refuses it, is told nothing."""
    double.commands = {"PressDone": lambda _: UNSUPPORTED, "ViewMedium": lambda _: UNSUPPORTED}
    double.said = {"unfinished": ("press_done", "view_medium")}
    assert [finding.note for finding in found(double).values() if finding.note] == []

    double.said = {"unfinished": ("view_medium",)}
    made = found(double)

    assert failures(made) == []
    [note] = [finding.note for finding in made.values() if finding.note]
    assert note.startswith("unsupported, and not listed under `unfinished` in `about`: press_done. List those")


def test_who_raises_at_a_feature_breaks_the_contract(double: Double) -> None:
    """A feature that is not there is no reason to raise; listed as unfinished, it is not asked for."""
    double.commands = {"PressDone": raises}
    double.said = {"unfinished": ("press_done",)}
    assert failures(found(double)) == []

    double.said = {}

    assert failures(found(double)) == [ANSWERED]


def test_a_feature_is_asked_about_a_phone_that_is_there(double: Double) -> None:
    """Who looks for the phone first, and then for the command, would refuse what it does not have."""
    there: set[str] = set()

    def lacking(given: Any) -> Command | Outcome:
        return UNSUPPORTED if given.phone in there else Refused(reason="no_such_phone")

    def adding(given: AddPhone) -> Command:
        there.add(given.phone)
        return given

    def begun(opening: Opening) -> Opening:
        there.clear()
        return opening

    double.commands, double.opening = {"AddPhone": adding, "PressDone": lacking}, begun

    assert "press_done" in found(double)[ANSWERED].note


def test_a_log_stands_beneath_what_it_is_about(double: Double) -> None:
    """The last ten lines of it, with tabs as spaces, and nothing in them that acts on a terminal."""
    log = tuple(f"\tline {number}\x1b" for number in range(12))

    def raising(_: object) -> Outcome:
        raise BrokenContract("it raised", log, exchange=Exchanged(operation="perform", sent="{}", received=""))

    double.commands = {"CreateAccount": raising}

    [finding] = [each for each in findings(Bench(double, POLICY, {}), EVERY) if each.checked == "an account is created"]

    assert list(lines(finding, []))[2:7] == [
        "          actual    in perform: it raised",
        "          sent      {}",
        "          received  nothing",
        "          log           line 2\\u001b",
        "                        line 3\\u001b",
    ]
    assert len(finding.log) == 10


@pytest.mark.parametrize("cause", ["ended", "late", "printed"])
def test_of_who_does_not_answer_nothing_else_is_asked(double: Double, cause: Cause) -> None:
    """A program that ended, or is late, is one finding, with what to mend of that; the checks after it are not made."""

    def gone(_: object) -> Outcome:
        raise BrokenContract("the program ended with exit code 1", cause=cause)

    double.commands = {"CreateAccount": gone}

    made = {finding.checked: finding for finding in findings(Bench(double, POLICY, {}), EVERY)}

    assert failures(made) == ["an account is created"]
    assert made["an account is created"].mend == order.MENDS[cause] != order.WITHIN
    assert {finding.needs for finding in made.values() if finding.result == "skipped"} == {"an account is created"}


def test_messages_name_what_a_vendor_has() -> None:
    """Where a message sends its reader to a page, it is one that `init` writes, under a heading that is there, and none of this repository's."""
    modules = [inspect.getsource(each) for each in (order, about, clock, commands, holding, observation, worlds)]
    texts = [text for source in modules for text in _messages(ast.parse(source))]
    docs = Path(__file__).parents[2] / "docs"
    pages = {copy: (docs / page).read_text("utf-8") for page, copy in PAGES.items()}

    sent = [text for text in texts if "CONTRACT" in text]

    assert len(sent) >= 5
    assert all("which `backupspec init` writes" in text for text in sent)
    assert [text for text in texts if re.search(r"\bdocs/|schemas/\w", text)] == []
    led_to = r"(CONTRACT[A-Z-]*\.md), which `backupspec init` writes, under ([A-Z][\w ,]*\w)"
    under = [found for text in sent for found in re.findall(led_to, text)]
    assert len(under) == len(sent) - 1
    assert [(page, heading) for page, heading in under if f"\n## {heading}\n" not in pages[page]] == []


def _messages(module: ast.Module) -> Iterator[str]:
    """Yield the texts of a module but for its docstrings."""
    docstrings = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def test_the_example_is_the_contracts() -> None:
    """What content is checked by is the example of docs/contract.md."""
    page = (Path(__file__).parents[2] / "docs" / "contract.md").read_text("utf-8")

    assert entry_bytes(FAVOURITE).decode() in page
    assert held((FAVOURITE,)).digest in page


class Shared(Double):
    """The reference with one world, whatever is asked for."""

    def open_world(self, opening: Opening) -> str:
        """Open a world, once; then give the same one by another name."""
        if not self.opened:
            super().open_world(opening)
        self.opened.append(f"world {len(self.opened)}")
        return self.opened[-1]

    def perform(self, _world: str, commands: Sequence[Command], *, observe: bool = False) -> Performed:
        """Do them in the one world."""
        return super().perform(self.opened[0], commands, observe=observe)

    def observe(self, _world: str, *, items: bool = False) -> Observation:
        """Show the one world."""
        return super().observe(self.opened[0], items=items)

    def close_world(self, world: str) -> None:
        """Close none."""
        self.closed.append(world)


def test_worlds_that_are_one(reference: Implementation) -> None:
    """One world under many names has one clock, shows what was done elsewhere, and is not forgotten."""
    assert failures(found(Shared(reference))) == [
        "two worlds have two clocks",
        "what is done in one world is not seen in another",
        "a closed world is forgotten",
        ALIKE,
    ]


def test_chance_that_does_not_come_from_the_seed(double: Double) -> None:
    """Ids that are counted on from world to world are found out, with where they are; those counted anew in each are not."""

    def counted_on(seen: Observation) -> Observation:
        accounts = {
            name: structs.replace(
                account,
                backups=tuple(
                    structs.replace(each, id=f"{each.id} of {len(double.opened)}") for each in account.backups
                ),
            )
            for name, account in seen.accounts.items()
        }
        return structs.replace(seen, accounts=accounts)

    assert failures(found(double)) == []
    double.seen = counted_on

    made = found(double)

    assert failures(made) == [ALIKE]
    assert made[ALIKE].expected == "in two worlds of one seed the same at accounts > an account > backups > 0 > id"
    assert re.fullmatch("'backup-1 of [0-9]+', then 'backup-1 of [0-9]+'", made[ALIKE].actual)
    assert "`seed`" in made[ALIKE].mend


def test_answers_that_are_not_the_same_twice(double: Double) -> None:
    """A command that is refused in every other world is found out."""
    double.commands = {
        "ReceiveMessages": lambda given: (
            given if len(double.opened) % 2 else Refused(reason="not_offered_on_this_phone")
        )
    }

    made = found(double)

    assert failures(made) == [ALIKE]
    assert made[ALIKE].actual in {"done", "refused: not_offered_on_this_phone"}


class Leaking(Double):
    """The reference, which adds a phone to every world."""

    def perform(self, world: str, commands: Sequence[Command], *, observe: bool = False) -> Performed:
        """Add phones in all worlds that are open."""
        for other in set(self.opened) - set(self.closed) - {world}:
            if any(isinstance(command, AddPhone) and command.phone == OTHER_PHONE for command in commands):
                self._reference.perform(other, commands)
        return super().perform(world, commands, observe=observe)


def test_a_command_that_reaches_another_world(reference: Implementation) -> None:
    """Worlds with clocks of their own that still share their phones are found out."""
    assert failures(found(Leaking(reference))) == ["what is done in one world is not seen in another"]


def test_the_id_of_a_closed_world_may_be_used_again(double: Double) -> None:
    """Who numbers worlds by those that are open is sound; who gives two open worlds one id is not."""
    names: dict[str, str] = {}

    class Reusing(Double):
        """The reference, whose worlds are called by the lowest letter that is free."""

        def open_world(self, opening: Opening) -> str:
            """Open a world."""
            name = next(letter for letter in "abcdefgh" if letter not in names)
            names[name] = super().open_world(opening)
            return name

        def perform(self, world: str, commands: Sequence[Command], *, observe: bool = False) -> Performed:
            """Do commands."""
            return super().perform(names[world], commands, observe=observe)

        def observe(self, world: str, *, items: bool = False) -> Observation:
            """Show a world."""
            return super().observe(names.get(world, world), items=items)

        def close_world(self, world: str) -> None:
            """Close a world."""
            super().close_world(names.pop(world))

    assert failures(found(Reusing(reach("reference")))) == []
    assert names == {}


# What is lacking or not finished.


@pytest.mark.parametrize(
    ("said", "commands", "seen", "skipped"),
    [
        ({"lacks": ("controls",)}, {}, without_controls, ["the options on a phone's pages are shown"]),
        ({"lacks": ("items",)}, {}, without_items, ["items are shown where they are asked for"]),
        (
            {"lacks": ("clock",)},
            {"AdvanceTime": lambda _: UNSUPPORTED, "SetWallClock": lambda _: UNSUPPORTED},
            real_time,
            [
                BEGINS,
                ADVANCED,
                SET,
                MESSAGE_HELD,
                "two worlds have two clocks",
                "what is done in one world is not seen in another",
                NO_REAL_CLOCK,
                ALIKE,
            ],
        ),
        ({"unfinished": ("advance_time",)}, {"AdvanceTime": lambda _: UNSUPPORTED}, None, [ADVANCED]),
        ({}, {"SetWallClock": lambda _: UNSUPPORTED}, None, [SET]),
        ({}, {"SetContent": lambda _: UNSUPPORTED}, None, [CONTENT_HELD]),
        ({}, {"ReceiveMessages": lambda _: Refused(reason="not_offered_on_this_phone")}, None, [MESSAGE_HELD]),
        ({"unfinished": ("receive_messages",)}, {"ReceiveMessages": lambda _: UNSUPPORTED}, None, [MESSAGE_HELD]),
        (
            {"unfinished": ("add_phone", "sign_in")},
            {"AddPhone": lambda _: UNSUPPORTED, "SignIn": lambda _: UNSUPPORTED},
            None,
            [
                "a phone is added",
                "a phone signs in",
                "what cannot be done is refused, with the reason",
                "the options on a phone's pages are shown",
                "items are shown where they are asked for",
                CONTENT_HELD,
                MESSAGE_HELD,
                "what is done in one world is not seen in another",
                BACKED_UP,
                ANSWERED,
            ],
        ),
    ],
    ids=[
        "controls",
        "items",
        "clock",
        "advance-time",
        "set-wall-clock",
        "set-content",
        "messages-refused",
        "receive-messages",
        "few-commands",
    ],
)
def test_what_it_says_it_lacks_is_skipped(
    double: Double, said: dict[str, Any], commands: dict[str, Instead], seen: Any, skipped: list[str]
) -> None:
    """What is listed is skipped, with the reason, and the rest is checked all the same."""
    double.said, double.commands, double.seen = said, commands, seen or double.seen

    made = found(double)

    assert failures(made) == []
    assert [name for name, finding in made.items() if finding.result == "skipped"] == skipped
    assert all(finding.why for finding in made.values() if finding.result == "skipped")


@pytest.mark.parametrize("lack", ["controls", "items"])
def test_what_it_lacks_and_does_not_say(double: Double, lack: str) -> None:
    """Without a word about it, what is not shown is a failure that says where to list it."""
    double.seen = {"controls": without_controls, "items": without_items}[lack]

    [failed] = [finding for finding in found(double).values() if finding.result == "failed"]

    assert f"list `{lack}` under `lacks`" in failed.mend


def test_an_unknown_lack_breaks_the_contract(double: Double) -> None:
    """What can be lacking is a closed list: a name that is not in it is told, with its place."""
    double.said = {"lacks": ("wings",)}

    made = found(double)

    assert failures(made) == ["what it says of itself keeps the contract"]
    assert "wings" in made["what it says of itself keeps the contract"].actual


def test_a_finding_in_words(double: Double) -> None:
    """A failure has beneath it expected, actual and what to mend; nothing of it acts on a terminal."""
    double.said = {"name": "\x1b[2Jname", "contract": "2.0"}

    told = [line for finding in found(double).values() for line in lines(finding, [])]

    assert told[:5] == [
        "ok      what it says of itself keeps the contract",
        "FAILED  it was written for this contract",
        "          expected  a contract of version 1",
        "          actual    \\u001b[2Jname was written for contract 2.0; this is 1.0",
        "          mend      Bring the adapter to contract 1.0 and say so in `about`, or judge it with a backupspec of its own version.",
    ]


def test_prove_raises_what_was_found(double: Double) -> None:
    """A sound one passes; of an unsound one all that is wrong is told, and nothing else."""
    order.prove(Bench(double, POLICY, {}))
    double.seen = without_controls

    with pytest.raises(BrokenContract) as caught:
        order.prove(Bench(double, POLICY, {}))

    told = why_not_judged(caught.value).splitlines()
    assert told[0] == "FAILED  the options on a phone's pages are shown"
    assert len(told) == 4
    assert str(caught.value) == "the implementation is not sound: the options on a phone's pages are shown"


def test_a_day_that_no_calendar_has(reference: Implementation) -> None:
    """Answers of the right form that mean nothing are a finding, and no end of the checks."""
    assert {each.result for each in found(Double(reference)).values()} == {"ok"}

    double = Double(reference)
    double.seen = lambda seen: structs.replace(seen, wall_clock="2014-02-31T09:00:00Z")

    assert "failed" in {each.result for each in found(double).values()}
