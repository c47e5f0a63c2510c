"""Faults of the three-week prompt (I13 to I16)."""

from faults import BACKED_UP, DAY_S, WEEKS_S, allowed, always, breaks
from msgspec.structs import replace

from backupspec.contract.commands import (
    AdvanceTime,
    DeleteCloudBackup,
    SetTimeZone,
    SetWallClock,
    SignIn,
)
from backupspec.contract.observations import Prompt
from backupspec.faults.made import with_policy, with_rules
from backupspec.reference import reminder
from backupspec.reference.implementation import Reference
from backupspec.reference.law import Law
from backupspec.reference.state import Phone, World

# I13 to I16: the reminder.


@breaks("I13", "REM-01", *BACKED_UP, AdvanceTime(seconds=WEEKS_S))
def never_prompts() -> Reference:
    """No prompt ever shows."""
    return with_rules(prompts=always(()))


@breaks("I13", "REM-01", *BACKED_UP, AdvanceTime(seconds=WEEKS_S - 1))
def prompts_a_second_early() -> Reference:
    """The prompt shows a second before three weeks have passed."""
    return with_rules(
        prompts=lambda law, world, phone: reminder.prompts(law, replace(world, elapsed_s=world.elapsed_s + 1), phone)
    )


@breaks("I13", "REM-01", *BACKED_UP, AdvanceTime(seconds=WEEKS_S), exactly_three_weeks="waits")
def prompts_at_three_weeks_whatever_is_declared() -> Reference:
    """The prompt shows at three weeks, although it is declared to wait."""
    return with_policy(
        lambda policy: replace(policy, reminder=replace(policy.reminder, after=f"{WEEKS_S - 1} seconds"))
    )


@breaks("I14", "REM-01", *BACKED_UP, AdvanceTime(seconds=WEEKS_S + 5))
def counts_from_now() -> Reference:
    """The prompt is said to have fallen due when it is looked at."""

    def prompts(law: Law, world: World, phone: Phone) -> tuple[Prompt, ...]:
        return tuple(Prompt(since_elapsed_s=world.elapsed_s) for _ in reminder.prompts(law, world, phone))

    return with_rules(prompts=prompts)


@breaks("I15", "REM-01", *BACKED_UP, AdvanceTime(seconds=WEEKS_S))
def prompts_twice() -> Reference:
    """Two prompts show at once."""
    return with_rules(prompts=lambda law, world, phone: reminder.prompts(law, world, phone) * 2)


@breaks("I15", "REM-01", *BACKED_UP)
def prompts_after_a_backup() -> Reference:
    """A prompt shows although a backup was complete this second."""
    return with_rules(
        prompts=lambda _, world, phone: (Prompt(since_elapsed_s=world.elapsed_s),) if phone.local_backup else ()
    )


@breaks("I16", "REM-01", *BACKED_UP, SetTimeZone(time_zone="Pacific/Kiritimati"))
def prompts_after_a_journey() -> Reference:
    """A prompt shows in another time zone."""
    return with_rules(
        prompts=lambda _, world, __: () if world.time_zone == "Europe/London" else (Prompt(since_elapsed_s=0),)
    )


@breaks("I16", "REM-01", *BACKED_UP, SetWallClock(to="2015-01-01T00:00:00Z"))
def prompts_by_the_clock() -> Reference:
    """A prompt shows when the clock is set forward."""
    return with_rules(prompts=lambda _, world, __: (Prompt(since_elapsed_s=0),) if world.wall_clock > "2014-12" else ())


# What looks like a fault and is none.

allowed(
    "deletion-in-another-account",
    *BACKED_UP,
    AdvanceTime(seconds=WEEKS_S),
    SignIn(phone="ann", account="ben@example.com"),
    DeleteCloudBackup(account="ann@example.com", backup="backup-1"),
    AdvanceTime(seconds=1),
)
allowed(
    "deletion-in-this-account",
    *BACKED_UP,
    AdvanceTime(seconds=DAY_S),
    DeleteCloudBackup(account="ann@example.com", backup="backup-1"),
    AdvanceTime(seconds=WEEKS_S),
)
allowed(
    "deleted-and-counted-from-the-last-made",
    *BACKED_UP,
    DeleteCloudBackup(account="ann@example.com", backup="backup-1"),
    AdvanceTime(seconds=WEEKS_S),
    age_counts_from="last_made",
)
