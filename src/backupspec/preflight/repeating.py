"""Its chance: what is random comes from the seed of a world, so that the same commands are answered in the same way."""

from backupspec.contract.commands import (
    Command,
    EnterSecurityCode,
    ReceiveMessages,
    RequireSecurityCode,
    SetContent,
    TurnOn,
    name_of,
)
from backupspec.contract.content import Content, Item, OwnAccount
from backupspec.contract.observations import Observation
from backupspec.contract.outcomes import Outcome
from backupspec.preflight.backing_up import NEEDED
from backupspec.preflight.bench import ACCOUNT, LACKS_CLOCK, PHONE, Bench, Found, Wrong, answer_in_words
from backupspec.preflight.holding import FAVOURITE, MESSAGE
from backupspec.world.changes import Change, changes

GIVEN: tuple[Command, ...] = (
    *NEEDED[:2],
    SetContent(
        phone=PHONE,
        content=Content(
            favourites=(FAVOURITE,),
            accounts=(OwnAccount(name="Mail", provider="outlook.com", address="ann@outlook.com"),),
            passwords=(Item(name="Mail", value="correct horse battery"),),
        ),
    ),
    *NEEDED[2:],
    TurnOn(phone=PHONE, toggle="text_message_backup"),
    ReceiveMessages(phone=PHONE, messages=(MESSAGE,)),
    RequireSecurityCode(account=ACCOUNT, code="1234", lifetime_s=60),
    EnterSecurityCode(phone=PHONE, code="1234"),
)
"""What is asked twice: a backup, in which things are encrypted and named, and a message."""

MEND = "Take all that is random, ids and keys too, from the `seed` of the opening, and count anew in each world: a failure can only be seen again if the same commands are answered in the same way."


def answers_alike(bench: Bench) -> Found:
    """Open two worlds with one seed, one after the other, do the same in both, and see the same."""
    if bench.lacks("clock"):
        return LACKS_CLOCK
    (outcomes, seen), (again, seen_again) = _asked(bench), _asked(bench)
    for command, first, second in zip(GIVEN, outcomes, again, strict=True):
        if first is not None and second is not None and first != second:
            expected = (
                f"{name_of(command)} to be answered as in an earlier world of the same seed, {answer_in_words(first)}"
            )
            return Wrong(expected, answer_in_words(second), MEND)
    difference = next(changes(seen, seen_again), None)
    return None if difference is None else _other(difference)


def _asked(bench: Bench) -> tuple[list[Outcome | None], Observation]:
    """Do in a new world what is not unfinished; return the answers, and what can be seen in the end."""
    bench.begin_anew()
    unfinished = bench.about.unfinished
    outcomes = [None if name_of(each) in unfinished else bench.do(each) for each in GIVEN]
    return outcomes, bench.implementation.observe(bench.world, items=not bench.lacks("items"))


def _other(change: Change) -> Wrong:
    """Tell what is otherwise in a second world, by its path: what it is comes shortened."""
    where = " > ".join(map(str, change.path))
    return Wrong(f"in two worlds of one seed the same at {where}", f"{change.before!r}, then {change.after!r}", MEND)
