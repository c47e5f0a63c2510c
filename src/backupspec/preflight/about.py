"""What it says of itself."""

from backupspec.contract.commands import (
    NAMES,
)
from backupspec.contract.implementation import (
    CONTRACT_VERSION,
)
from backupspec.policy.model import UnknownChoice
from backupspec.preflight.bench import Bench, Found, Wrong
from backupspec.targets.system_clock import SystemClock


def keeps_the_contract(bench: Bench) -> Found:
    """Hear what it says of itself, and freeze the clock for who reads that of the process."""
    bench.about = bench.implementation.about()
    if bench.about.clock == "system":
        bench.implementation = SystemClock(bench.implementation)
    return None


def is_of_this_contract(bench: Bench) -> Found:
    """See that it was written for this contract."""
    written_for = bench.about.contract
    if written_for.split(".")[0] == CONTRACT_VERSION.split(".")[0]:
        return None
    return Wrong(
        f"a contract of version {CONTRACT_VERSION.split('.')[0]}",
        f"{bench.about.name} was written for contract {written_for}; this is {CONTRACT_VERSION}",
        f"Bring the adapter to contract {CONTRACT_VERSION} and say so in `about`, or judge it with a backupspec of its own version.",
    )


def claims_the_profile(bench: Bench) -> Found:
    """See that it claims to keep the profile that it is to be judged by."""
    asked, claimed = bench.policy.id, bench.about.profiles
    if asked in claimed:
        return None
    return Wrong(
        f"{asked} among the profiles that it claims to keep",
        f"{bench.about.name} does not claim to keep {asked}; it claims {', '.join(claimed)}",
        f"Name {asked} under `profiles` in `about`, or ask for a profile that is claimed: --profile {claimed[0]}.",
    )


def declares_known_choices(bench: Bench) -> Found:
    """See that the policy has the choices that it declares, and go by them."""
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


def lists_commands_alone(bench: Bench) -> Found:
    """See that what it lists as unfinished are commands."""
    unknown = sorted(set(bench.about.unfinished) - NAMES)
    if not unknown:
        return None
    return Wrong(
        "names of commands under `unfinished`",
        f"{bench.about.name} says that {', '.join(unknown)} is unfinished, which is no command",
        "Correct `unfinished` in `about`: the commands' names are in CONTRACT-REFERENCE.md, which `backupspec init` writes, under All commands.",
    )
