"""When the reference prompts for a new backup (REM-01)."""

from collections.abc import Callable

import pytest

from backupspec.contract.commands import (
    AcceptPrompt,
    AddPhone,
    AdvanceTime,
    BackUpNow,
    ChooseUpload,
    Command,
    CreateAccount,
    CutNetworkAfter,
    DeleteCloudBackup,
    DismissPrompt,
    PauseFlowAfter,
    ResetPhone,
    ResumeFlow,
    SetExternalPower,
    SetNetwork,
    SignIn,
    SignOut,
    TakeCloudDown,
    TurnOff,
    TurnOn,
    TurnPhoneOff,
    TurnPhoneOn,
)
from backupspec.contract.outcomes import DONE, Failed, Refused
from backupspec.fixtures.occasions import photo_taken, received
from backupspec.world.world import World

OpenWorld = Callable[..., World]

DAY_S = 86_400
WEEKS_S = 21 * DAY_S
ACCEPT = AcceptPrompt(phone="ann")
DISMISS = DismissPrompt(phone="ann")
BACK_UP_NOW = BackUpNow(phone="ann")
OFFLINE = SetNetwork(phone="ann", network="none")
CELLULAR = SetNetwork(phone="ann", network="cellular")


def weeks(*, less: int = 0) -> AdvanceTime:
    """Let three weeks pass, less some seconds."""
    return AdvanceTime(seconds=WEEKS_S - less)


@pytest.fixture
def open_backed_up(open_ready: OpenWorld) -> OpenWorld:
    """Return a function that opens a world in which `ann`, on cellular data, was backed up at the instant 0."""

    def open_(**choices: str) -> World:
        world = open_ready(**choices)
        world.must(CELLULAR, BACK_UP_NOW)
        return world

    return open_


def shown(world: World, phone: str = "ann") -> list[int]:
    """Tell since when the prompts show that show."""
    return [prompt.since_elapsed_s for prompt in world.phone(phone).prompts]


@pytest.mark.parametrize(("declared", "due_s"), [("prompts", WEEKS_S), ("waits", WEEKS_S + 1)])
def test_three_weeks_to_the_second(open_backed_up: OpenWorld, declared: str, due_s: int) -> None:
    """The prompt shows at three weeks exactly, or a second later, as declared."""
    world = open_backed_up(exactly_three_weeks=declared)
    world.must(AdvanceTime(seconds=due_s - 1))
    assert shown(world) == []

    world.must(AdvanceTime(seconds=1))

    assert shown(world) == [due_s]


def test_it_stays_until_something_is_done(open_backed_up: OpenWorld) -> None:
    """The prompt goes on showing, one, since when it fell due, however long."""
    world = open_backed_up()
    world.must(AdvanceTime(seconds=100 * DAY_S))

    assert shown(world) == [WEEKS_S]


def test_never_backed_up(open_ready: OpenWorld) -> None:
    """Without any backup the three weeks count from turning Settings backup on, the last time."""
    world = open_ready()
    world.must(AdvanceTime(seconds=DAY_S), TurnOff(phone="ann", toggle="settings_backup"))
    world.must(AdvanceTime(seconds=DAY_S), TurnOn(phone="ann", toggle="settings_backup"), weeks(less=1))
    assert shown(world) == []

    world.must(AdvanceTime(seconds=1))

    assert shown(world) == [2 * DAY_S + WEEKS_S]


def test_never_turned_on(open_world: OpenWorld) -> None:
    """A phone on which Settings backup was never on does not prompt, whatever is declared."""
    world = open_world(prompt_while_off="prompts")
    world.must(CreateAccount(account="ann@example.com"), AddPhone(phone="ann"))
    world.must(SignIn(phone="ann", account="ann@example.com"), AdvanceTime(seconds=3 * WEEKS_S))

    assert shown(world) == []


@pytest.mark.parametrize(
    ("declared", "due_s"), [("newest_in_onedrive", 2 * DAY_S + WEEKS_S), ("last_made", DAY_S + WEEKS_S)]
)
def test_the_only_one_deleted(open_ready: OpenWorld, declared: str, due_s: int) -> None:
    """When the only backup is deleted in OneDrive, the three weeks count from the deletion, or go on counting, as declared."""
    world = open_ready(age_counts_from=declared)
    world.must(CELLULAR, AdvanceTime(seconds=DAY_S), BACK_UP_NOW, AdvanceTime(seconds=DAY_S))
    world.must(DeleteCloudBackup(account="ann@example.com", backup="backup-1"))
    world.must(AdvanceTime(seconds=due_s - 2 * DAY_S - 1))
    assert shown(world) == []

    world.must(AdvanceTime(seconds=1))

    assert shown(world) == [due_s]


@pytest.mark.parametrize(("declared", "due_s"), [("newest_in_onedrive", WEEKS_S), ("last_made", 5 * DAY_S + WEEKS_S)])
def test_the_newest_one_deleted(open_backed_up: OpenWorld, declared: str, due_s: int) -> None:
    """When the newest of two is deleted, the three weeks count from the one that is left, or go on counting, as declared."""
    world = open_backed_up(age_counts_from=declared)
    world.must(AdvanceTime(seconds=5 * DAY_S), BACK_UP_NOW)
    world.must(DeleteCloudBackup(account="ann@example.com", backup="backup-2"))
    world.must(AdvanceTime(seconds=due_s - 5 * DAY_S - 1))
    assert shown(world) == []

    world.must(AdvanceTime(seconds=1))

    assert shown(world) == [due_s]


HIDING: dict[str, tuple[Command, Command]] = {
    "phone-off": (TurnPhoneOff(phone="ann"), TurnPhoneOn(phone="ann")),
    "signed-out": (SignOut(phone="ann"), SignIn(phone="ann", account="ann@example.com")),
}


@pytest.mark.parametrize("what", HIDING)
def test_what_hides_it(open_backed_up: OpenWorld, what: str) -> None:
    """While the phone is off or signed out no prompt shows; then it does, since when it fell due."""
    hide, show = HIDING[what]
    world = open_backed_up()
    world.must(weeks())
    assert shown(world) == [WEEKS_S]

    world.must(hide, AdvanceTime(seconds=60 * DAY_S))
    assert shown(world) == []
    world.must(show)

    assert shown(world) == [WEEKS_S]


@pytest.mark.parametrize(("declared", "while_off"), [("no_prompt", []), ("prompts", [WEEKS_S])])
def test_while_settings_backup_is_off(open_backed_up: OpenWorld, declared: str, while_off: list[int]) -> None:
    """Turned off, the phone goes on prompting or not, as declared; a backup is refused either way."""
    world = open_backed_up(prompt_while_off=declared)
    world.must(weeks())
    assert shown(world) == [WEEKS_S]

    world.must(TurnOff(phone="ann", toggle="settings_backup"))

    assert shown(world) == while_off
    reason = "settings_backup_is_off" if while_off else "no_prompt_shown"
    assert world.perform(ACCEPT) == Refused(reason=reason)  # type: ignore[arg-type]


@pytest.mark.parametrize(("declared", "again_s"), [("every_three_weeks", WEEKS_S), ("daily", DAY_S), ("once", None)])
def test_dismissed(open_backed_up: OpenWorld, declared: str, again_s: int | None) -> None:
    """A prompt that was dismissed comes back after three weeks, after a day, or never, as declared."""
    world = open_backed_up(prompt_repeats=declared)
    world.must(weeks(), AdvanceTime(seconds=50))
    assert world.perform(DISMISS) == DONE
    assert shown(world) == []
    assert world.perform(DISMISS) == Refused(reason="no_prompt_shown")

    world.must(AdvanceTime(seconds=(again_s or 10 * WEEKS_S) - 1))
    assert shown(world) == []
    world.must(AdvanceTime(seconds=1))

    assert shown(world) == ([] if again_s is None else [WEEKS_S + 50 + again_s])


@pytest.mark.parametrize("declared", ["every_three_weeks", "daily", "once"])
def test_dismissed_for_an_earlier_backup(open_backed_up: OpenWorld, declared: str) -> None:
    """However prompts repeat, a later backup that grows old has its own."""
    world = open_backed_up(prompt_repeats=declared)
    world.must(weeks(), DISMISS, AdvanceTime(seconds=60), BACK_UP_NOW, weeks(less=1))
    assert shown(world) == []

    world.must(AdvanceTime(seconds=1))

    assert shown(world) == [WEEKS_S + 60 + WEEKS_S]


def test_accepted(open_backed_up: OpenWorld) -> None:
    """An accepted prompt makes a backup, which says what set it off, and withdraws the prompt."""
    world = open_backed_up()
    assert world.perform(ACCEPT) == Refused(reason="no_prompt_shown")
    world.must(weeks(), ACCEPT)

    assert shown(world) == []
    assert [backup.trigger for backup in world.account("ann@example.com").backups] == ["manual", "prompt"]
    world.must(weeks())
    assert shown(world) == [2 * WEEKS_S]


def test_accepted_and_failed(open_backed_up: OpenWorld) -> None:
    """An accepted prompt whose backup fails shows again, since when it fell due."""
    world = open_backed_up()
    world.must(weeks(), OFFLINE)

    assert world.perform(ACCEPT) == Failed(reason="no_network")

    assert shown(world) == [WEEKS_S]
    world.must(CELLULAR, ACCEPT)
    assert shown(world) == []


def test_accepted_and_under_way(open_backed_up: OpenWorld) -> None:
    """An accepted prompt is gone while its backup is under way."""
    world = open_backed_up()
    world.must(weeks(), PauseFlowAfter(phone="ann", flow="backup", point=1), ACCEPT, AdvanceTime(seconds=DAY_S))
    assert shown(world) == []
    assert world.perform(ACCEPT) == Refused(reason="no_prompt_shown")

    world.must(ResumeFlow(phone="ann", flow="backup"))

    assert shown(world) == []
    assert len(world.account("ann@example.com").backups) == 2


def test_a_backup_under_way_that_nobody_asked_for_by_the_prompt(open_backed_up: OpenWorld) -> None:
    """An automatic backup that waits for Wi-Fi for weeks doesn't hide the prompt; complete, it withdraws it."""
    world = open_backed_up()
    world.must(
        AdvanceTime(seconds=DAY_S),
        CutNetworkAfter(phone="ann", flow="backup", size_bytes=300, network="cellular"),
        SetExternalPower(phone="ann", connected=True),
        SetNetwork(phone="ann", network="wifi"),
        weeks(),
    )
    assert world.phone("ann").flow is not None
    assert shown(world) == [WEEKS_S]

    world.must(SetNetwork(phone="ann", network="wifi"))

    assert world.phone("ann").flow is None
    assert shown(world) == []


NO_BACKUPS: dict[str, tuple[Command, ...]] = {
    "text": (TurnOn(phone="ann", toggle="text_message_backup"), received("ann", 1)),
    "photo": (ChooseUpload(phone="ann", medium="photos", quality="good"), photo_taken("ann")),
    "switched-off-and-on": (TurnPhoneOff(phone="ann"), TurnPhoneOn(phone="ann")),
    "app-backup": (TurnOn(phone="ann", toggle="app_backup"), TurnOff(phone="ann", toggle="app_backup")),
    "settings-backup-on-again": (
        TurnOff(phone="ann", toggle="settings_backup"),
        TurnOn(phone="ann", toggle="settings_backup"),
    ),
    "signed-in-again": (SignOut(phone="ann"), SignIn(phone="ann", account="ann@example.com")),
}


@pytest.mark.parametrize("what", NO_BACKUPS)
def test_what_does_not_restart_the_three_weeks(open_backed_up: OpenWorld, what: str) -> None:
    """Nothing but a complete backup of apps and settings makes the newest one younger."""
    world = open_backed_up()
    world.must(AdvanceTime(seconds=10 * DAY_S), *NO_BACKUPS[what], AdvanceTime(seconds=11 * DAY_S))

    assert shown(world) == [WEEKS_S]


def test_a_failed_backup_does_not_restart_the_three_weeks(open_backed_up: OpenWorld) -> None:
    """A backup that failed after some bytes counts for nothing."""
    world = open_backed_up()
    world.must(AdvanceTime(seconds=10 * DAY_S))
    world.must(CutNetworkAfter(phone="ann", flow="backup", size_bytes=300, network="none"))
    assert world.perform(BACK_UP_NOW) == Failed(reason="network_lost")

    world.must(AdvanceTime(seconds=11 * DAY_S))

    assert shown(world) == [WEEKS_S]


def test_another_phone_does_not_count(open_backed_up: OpenWorld) -> None:
    """A backup of another phone of the account, or its deletion, changes nothing for this one."""
    world = open_backed_up()
    world.must(
        AddPhone(phone="ben"),
        SignIn(phone="ben", account="ann@example.com"),
        TurnOn(phone="ben", toggle="settings_backup"),
        SetNetwork(phone="ben", network="cellular"),
        AdvanceTime(seconds=10 * DAY_S),
        BackUpNow(phone="ben"),
        BackUpNow(phone="ben"),
        DeleteCloudBackup(account="ann@example.com", backup="backup-3"),
        AdvanceTime(seconds=11 * DAY_S),
    )

    assert shown(world, "ann") == [WEEKS_S]
    assert shown(world, "ben") == []


@pytest.mark.parametrize(("declared", "due_s"), [("newest_in_onedrive", WEEKS_S), ("last_made", 10 * DAY_S + WEEKS_S)])
def test_signed_in_to_another_account(open_ready: OpenWorld, declared: str, due_s: int) -> None:
    """What counts is what lies in the OneDrive of the account that is signed in, or what the phone made, as declared."""
    world = open_ready(age_counts_from=declared)
    world.must(CELLULAR, AdvanceTime(seconds=10 * DAY_S), BACK_UP_NOW, CreateAccount(account="ben@example.com"))
    world.must(SignIn(phone="ann", account="ben@example.com"), AdvanceTime(seconds=due_s - 10 * DAY_S - 1))
    assert shown(world) == []

    world.must(AdvanceTime(seconds=1))

    assert shown(world) == [due_s]


def test_after_a_reset(open_backed_up: OpenWorld) -> None:
    """After a reset the phone's backup in OneDrive counts again once Settings backup is turned on."""
    world = open_backed_up()
    world.must(weeks(), ResetPhone(phone="ann"), SignIn(phone="ann", account="ann@example.com"))
    assert shown(world) == []

    world.must(TurnOn(phone="ann", toggle="settings_backup"))

    assert shown(world) == [WEEKS_S]


def test_an_automatic_backup_keeps_it_away(open_backed_up: OpenWorld) -> None:
    """A phone that backs itself up never prompts."""
    world = open_backed_up()
    world.must(SetNetwork(phone="ann", network="wifi"), SetExternalPower(phone="ann", connected=True))

    for _ in range(3):
        world.must(weeks())
        assert shown(world) == []


def test_a_phone_that_only_fails_prompts(open_backed_up: OpenWorld) -> None:
    """A phone whose automatic backups fail for weeks prompts."""
    world = open_backed_up()
    world.must(TakeCloudDown(), SetNetwork(phone="ann", network="wifi"), SetExternalPower(phone="ann", connected=True))

    world.must(weeks())

    assert shown(world) == [WEEKS_S]
