"""Faults of the three-week prompt (I13 to I16)."""

from faults import BACKED_UP, DAY_S, WEEKS_S, allowed, breaks
from msgspec.structs import replace

from backupspec.contract.commands import (
    AdvanceTime,
    DeleteCloudBackup,
    SetTimeZone,
    SetWallClock,
    SignIn,
)
from backupspec.contract.observations import Prompt
from backupspec.faults.made import with_policy, with_topics
from backupspec.reference.engine import Topics
from backupspec.reference.implementation import Reference
from backupspec.reference.reminder import Reminder
from backupspec.reference.state import Phone, World

# I13 to I16: the reminder.


@breaks("I13", "REM-01", *BACKED_UP, AdvanceTime(seconds=WEEKS_S))
def never_prompts() -> Reference:
    """No prompt ever shows."""

    class Faulty(Reminder):
        def prompts(self, _world: World, _phone: Phone) -> tuple[Prompt, ...]:
            return ()

    return with_topics(Topics(reminder=Faulty))


@breaks("I13", "REM-01", *BACKED_UP, AdvanceTime(seconds=WEEKS_S - 1))
def prompts_a_second_early() -> Reference:
    """The prompt shows a second before three weeks have passed."""

    class Faulty(Reminder):
        def prompts(self, world: World, phone: Phone) -> tuple[Prompt, ...]:
            return super().prompts(replace(world, elapsed_s=world.elapsed_s + 1), phone)

    return with_topics(Topics(reminder=Faulty))


@breaks("I13", "REM-01", *BACKED_UP, AdvanceTime(seconds=WEEKS_S), exactly_three_weeks="waits")
def prompts_at_three_weeks_whatever_is_declared() -> Reference:
    """The prompt shows at three weeks, although it is declared to wait."""
    return with_policy(
        lambda policy: replace(policy, reminder=replace(policy.reminder, after=f"{WEEKS_S - 1} seconds"))
    )


@breaks("I14", "REM-01", *BACKED_UP, AdvanceTime(seconds=WEEKS_S + 5))
def counts_from_now() -> Reference:
    """The prompt is said to have fallen due when it is looked at."""

    class Faulty(Reminder):
        def prompts(self, world: World, phone: Phone) -> tuple[Prompt, ...]:
            return tuple(Prompt(since_elapsed_s=world.elapsed_s) for _ in super().prompts(world, phone))

    return with_topics(Topics(reminder=Faulty))


@breaks("I15", "REM-01", *BACKED_UP, AdvanceTime(seconds=WEEKS_S))
def prompts_twice() -> Reference:
    """Two prompts show at once."""

    class Faulty(Reminder):
        def prompts(self, world: World, phone: Phone) -> tuple[Prompt, ...]:
            return super().prompts(world, phone) * 2

    return with_topics(Topics(reminder=Faulty))


@breaks("I15", "REM-01", *BACKED_UP)
def prompts_after_a_backup() -> Reference:
    """A prompt shows although a backup was complete this second."""

    class Faulty(Reminder):
        def prompts(self, world: World, phone: Phone) -> tuple[Prompt, ...]:
            return (Prompt(since_elapsed_s=world.elapsed_s),) if phone.local_backup else ()

    return with_topics(Topics(reminder=Faulty))


@breaks("I16", "REM-01", *BACKED_UP, SetTimeZone(time_zone="Pacific/Kiritimati"))
def prompts_after_a_journey() -> Reference:
    """A prompt shows in another time zone."""

    class Faulty(Reminder):
        def prompts(self, world: World, _phone: Phone) -> tuple[Prompt, ...]:
            return () if world.time_zone == "Europe/London" else (Prompt(since_elapsed_s=0),)

    return with_topics(Topics(reminder=Faulty))


@breaks("I16", "REM-01", *BACKED_UP, SetWallClock(to="2015-01-01T00:00:00Z"))
def prompts_by_the_clock() -> Reference:
    """A prompt shows when the clock is set forward."""

    class Faulty(Reminder):
        def prompts(self, world: World, _phone: Phone) -> tuple[Prompt, ...]:
            return (Prompt(since_elapsed_s=0),) if world.wall_clock > "2014-12" else ()

    return with_topics(Topics(reminder=Faulty))


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
