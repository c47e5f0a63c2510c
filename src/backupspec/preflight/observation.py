"""Its observation: what was done is seen."""

from backupspec.contract.commands import (
    AddPhone,
    CreateAccount,
    SignIn,
)
from backupspec.contract.implementation import (
    BrokenContract,
)
from backupspec.preflight.bench import ACCOUNT, PHONE, Bench, Found, Skip, Wrong, at, broken


def shows(bench: Bench) -> Found:
    """See what was done, and that no time passed meanwhile."""
    if bench.in_doubt:
        return Skip("an answer to perform broke the contract, so nobody knows what was done")
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
    return at(
        bench.seen,
        before.wall_clock,
        before.elapsed_s,
        "the time to stand still meanwhile, at",
        "Let time pass at advance_time alone.",
    )


def shows_controls(bench: Bench) -> Found:
    """See that a phone's pages hold something."""
    if bench.lacks("controls"):
        return Skip("it lacks controls, so what a person finds on the phone's pages is untestable")
    if PHONE not in bench.seen.phones:
        return Skip("there is no phone to be seen")
    if bench.seen.phones[PHONE].controls:
        return None
    return Wrong(
        "the options that a person can reach on the phone, in `controls`",
        "none",
        "Show them (CONTRACT-REFERENCE.md, which `backupspec init` writes, under All controls), or list `controls` under `lacks` in `about`.",
    )


def shows_items(bench: Bench) -> Found:
    """Ask for items, and see them."""
    if bench.lacks("items"):
        return Skip("it lacks items, so what compares them is untestable")
    if PHONE not in bench.seen.phones:
        return Skip("there is no phone to be seen")
    mend = "Show a phone's content in `items` where observe is asked with `items`, or list `items` under `lacks` in `about`."
    try:
        phone = bench.implementation.observe(bench.world, items=True).phones.get(PHONE)
    except BrokenContract as error:
        return broken("the observation with items", error, mend)
    return None if phone is not None and phone.items is not None else Wrong("the phone's `items`", "none", mend)
