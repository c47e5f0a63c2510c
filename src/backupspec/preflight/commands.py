"""Its commands: what every implementation can do, and how it answers what it can't."""

from collections.abc import Callable
from typing import cast

from msgspec import Struct

from backupspec.contract.commands import (
    AddPhone,
    Command,
    CreateAccount,
    SignIn,
    name_of,
    tag,
)
from backupspec.contract.implementation import BrokenContract
from backupspec.contract.outcomes import Done, Refused, Unsupported
from backupspec.preflight.bench import ACCOUNT, Bench, Found, Skip, Wrong, answer_in_words, broken


class NoSuchCommand(Struct, frozen=True, kw_only=True, tag_field="command", tag=tag):
    """A command that no contract has. In process it is an object of this class; over a transport {"command": "no_such_command"} is sent."""


def does(command: Command) -> Callable[[Bench], Found]:
    """Ask for a command that has to be done, whatever the policy."""

    def ask(bench: Bench) -> Found:
        name = name_of(command)
        if name in bench.about.unfinished:
            return Skip(f"{name} is unfinished")
        if isinstance(command, SignIn) and not {AddPhone, CreateAccount} <= bench.done:
            return Skip("there is no phone or no account to sign in")
        bench.in_doubt = True
        outcome = bench.do(command)
        bench.in_doubt = False
        if isinstance(outcome, Done):
            bench.done.add(type(command))
            return None
        early = (
            " Here the phone is new, and nothing was said of a network: only during set-up does signing in need one."
            if isinstance(outcome, Refused) and outcome.reason in {"no_network", "onedrive_is_down"}
            else ""
        )
        mend = f"Answer {name} with `done` once it is done; as long as the adapter can't be given it, list it under `unfinished`.{early}"
        return Wrong(f"{name} to be done", answer_in_words(outcome), mend)

    return ask


def refuses(bench: Bench) -> Found:
    """Ask for what cannot be, and see it refused with the reason."""
    if "sign_in" in bench.about.unfinished:
        return Skip("sign_in is unfinished")
    outcome = bench.do(SignIn(phone="a phone that nobody added", account=ACCOUNT))
    if isinstance(outcome, Refused) and outcome.reason == "no_such_phone":
        return None
    return Wrong(
        "sign_in on a phone that nobody added to be refused: no_such_phone",
        answer_in_words(outcome),
        "Refuse a command about a phone that is not there; the reasons are in CONTRACT-REFERENCE.md, which `backupspec init` writes, under All reasons.",
    )


def does_not_know(bench: Bench) -> Found:
    """Give a command that no contract has, and see it answered unsupported."""
    expected = 'the command no_such_command, which no contract has, to be answered {"outcome": "unsupported"}'
    mend = 'Answer {"outcome": "unsupported"} to every command that the adapter does not know, so that it can be judged by a newer suite.'
    try:
        outcome = bench.do(cast("Command", NoSuchCommand()))
    except BrokenContract as error:
        if error.cause not in {"answer", "closed"} or bench.in_doubt:
            raise
        return broken(expected, error, mend)
    if isinstance(outcome, Unsupported):
        return None
    return Wrong(expected, answer_in_words(outcome), mend)
