"""Each invariant speaks of the fault that it is there for, and is silent about the reference in the same situation."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import replace

from backupspec import shipped
from backupspec.contract.commands import (
    AddPhone,
    AdvanceTime,
    BackUpNow,
    BringCloudUp,
    ChooseUpload,
    Command,
    CreateAccount,
    CutNetworkAfter,
    DeleteBackups,
    DeleteCloudBackup,
    FailPowerAfter,
    LetSignInLapse,
    PauseFlowAfter,
    ReceiveMessage,
    ResumeFlow,
    SetCloudSpace,
    SetContent,
    SetExternalPower,
    SetNetwork,
    SetTimeZone,
    SetWallClock,
    SignIn,
    TakeCloudDown,
    TakePhoto,
    TurnOff,
    TurnOn,
)
from backupspec.contract.content import App, Content, Item
from backupspec.contract.implementation import Implementation, Opening
from backupspec.contract.observations import Observation, Prompt
from backupspec.contract.outcomes import DONE, Refused
from backupspec.fixtures.miniatures.made import relabelled, with_handlers, with_policy, with_rules
from backupspec.reference import backups, reminder, schedule
from backupspec.reference.implementation import RULES, Reference
from backupspec.reference.law import Answer, Law
from backupspec.reference.state import Account, Phone, World
from backupspec.suite.invariants import INVARIANTS, violations
from backupspec.suite.verdicts import Violation
from backupspec.suite.world import World as Watched

DAY_S = 86_400
WEEKS_S = 21 * DAY_S
NEW = (
    CreateAccount(account="ann@example.com"),
    CreateAccount(account="ben@example.com"),
    AddPhone(phone="ann"),
    SetContent(
        phone="ann",
        content=Content(
            apps=(App(name="chess", version="1", participation="declared"),),
            app_data=(Item(name="chess", value="." * 400),),
            settings=(Item(name="photos.upload", value="." * 600),),
        ),
    ),
)
SIGNED_IN = (*NEW, SignIn(phone="ann", account="ann@example.com"))
READY = (*SIGNED_IN, TurnOn(phone="ann", toggle="settings_backup"))
ON_CELLULAR = (*READY, SetNetwork(phone="ann", network="cellular"))
PLUGGED_IN = (*READY, SetExternalPower(phone="ann", connected=True))
ON_WIFI = SetNetwork(phone="ann", network="wifi")
BACKED_UP = (*ON_CELLULAR, BackUpNow(phone="ann"))
"""Situations, each a little further than the one before."""


class Fault(Struct, frozen=True):
    """An implementation that breaks an invariant, what has to be done for it to show, and under which readings."""

    invariant: str
    clause: str
    make: Callable[[], Implementation]
    given: Sequence[Command]
    choices: dict[str, str] = {}


FAULTS: dict[str, Fault] = {}


def breaks(
    invariant: str, clause: str, *given: Command, **choices: str
) -> Callable[[Callable[[], Implementation]], Callable[[], Implementation]]:
    """Enter a fault under the invariant that has to speak of it."""

    def enter(make: Callable[[], Implementation]) -> Callable[[], Implementation]:
        FAULTS[f"{invariant}-{make.__name__}"] = Fault(invariant, clause, make, given, choices)
        return make

    return enter


def spoken(implementation: Implementation, given: Sequence[Command], choices: dict[str, str]) -> list[Violation]:
    """Perform commands and return the violations that were found on the way."""
    policy = shipped.profile("windows-phone-8.1").with_choices(choices)
    opening = Opening(
        scenario="a test of the invariants",
        profile=policy.id,
        choices=policy.picks(),
        wall_clock="2014-06-02T09:00:00Z",
        time_zone="Europe/London",
        seed=1,
    )
    world = Watched(implementation, opening, policy, violations)
    for command in given:
        world.perform(command)
    return world.violations


def always(answer: Any) -> Callable[..., Any]:
    """Return a rule that gives one answer, whatever it is asked."""
    return lambda *_: answer


# I1 and I2: nothing leaves that shouldn't.


@breaks("I1", "GEN-01", *ON_CELLULAR, LetSignInLapse(account="ann@example.com"), BackUpNow(phone="ann"))
def sends_after_the_sign_in_lapsed() -> Reference:
    """A backup is made although the sign-in has lapsed."""
    return with_rules(manual_refusal=always(None), obstacle=always(None))


@breaks("I2", "GEN-02", *SIGNED_IN, SetNetwork(phone="ann", network="cellular"), BackUpNow(phone="ann"))
def backs_up_what_was_never_turned_on() -> Reference:
    """A backup is made although Settings backup was never turned on."""
    return with_rules(manual_refusal=always(None))


def saves(law: Law, world: World, command: ReceiveMessage | TakePhoto) -> Answer:
    """Save a text or a photo, whatever is on: by turning everything on for the moment."""
    phone = world.phones[command.phone]
    eager = replace(
        phone,
        account="ann@example.com",
        toggles={**phone.toggles, "text_message_backup": True},
        uploads={"photos": "good", "videos": "best"},
    )
    changed, outcome = RULES.handlers[type(command)](law, world.with_phone(eager), command)
    return changed.with_phone(phone), outcome


@breaks(
    "I2",
    "GEN-02",
    *NEW,
    TurnOn(phone="ann", toggle="text_message_backup"),
    SignIn(phone="ann", account="ann@example.com"),
    ON_WIFI,
    ReceiveMessage(phone="ann", size_bytes=1),
    toggle_without_account="refused",
)
def takes_a_refused_turn_on_for_a_wish() -> Reference:
    """A text is saved although turning it on was refused."""
    return with_handlers({ReceiveMessage: saves})


@breaks(
    "I2",
    "GEN-02",
    *SIGNED_IN,
    ON_WIFI,
    ChooseUpload(phone="ann", medium="photos", quality="dont_upload"),
    TakePhoto(phone="ann", size_bytes=1),
)
def takes_dont_upload_for_a_wish() -> Reference:
    """A photo is uploaded although all that was chosen is not to."""
    return with_handlers({TakePhoto: saves})


# I3 and I4: the options.


@breaks("I3", "GEN-04", *READY)
def turns_texts_on_too() -> Reference:
    """Turning Settings backup on turns Text message backup on too."""

    def turn_on(law: Law, world: World, command: TurnOn) -> Answer:
        world, outcome = RULES.handlers[TurnOn](law, world, command)
        phone = world.phones[command.phone]
        return world.with_phone(replace(phone, toggles={**phone.toggles, "text_message_backup": True})), outcome

    return with_handlers({TurnOn: turn_on})


def saves_everything() -> Reference:
    """Make a backup hold app data whatever is on."""
    return with_rules(parts_to_save=lambda law, _: law.settings_parts + law.app_parts)


@breaks("I4", "AS-04", *BACKED_UP)
def saves_app_data_unasked() -> Reference:
    """App data is saved although App backup is off."""
    return saves_everything()


@breaks(
    "I4",
    "AS-04",
    *ON_CELLULAR,
    PauseFlowAfter(phone="ann", flow="backup", point=100),
    BackUpNow(phone="ann"),
    TurnOn(phone="ann", toggle="app_backup"),
    ResumeFlow(phone="ann", flow="backup"),
)
def saves_app_data_asked_for_too_late() -> Reference:
    """App data is in a backup that began before App backup was turned on."""
    return saves_everything()


# I5 to I7: automatic backups.


def due_whatever(**facts: Any) -> Callable[[Law, World, Phone], int | None]:
    """Return the rule for when an automatic backup is due, with some facts taken for granted."""
    return lambda law, world, phone: schedule.automatic_due_s(law, world, replace(phone, **facts))


@breaks("I5", "SCH-02", *READY, ON_WIFI)
def begins_on_battery() -> Reference:
    """An automatic backup begins on battery."""
    return with_rules(automatic_due_s=due_whatever(external_power=True))


@breaks("I5", "SCH-02", *READY, PauseFlowAfter(phone="ann", flow="backup", point=0), ON_WIFI)
def begins_on_battery_and_goes_no_further() -> Reference:
    """An automatic backup begins on battery, and is held before its first byte."""
    return with_rules(automatic_due_s=due_whatever(external_power=True))


@breaks("I5", "SCH-01", *PLUGGED_IN, SetNetwork(phone="ann", network="cellular"))
def begins_on_cellular() -> Reference:
    """An automatic backup begins on cellular data."""
    return with_rules(automatic_due_s=due_whatever(network="wifi"), waits_for_wifi=always(answer=False))


@breaks(
    "I6",
    "SCH-01",
    *PLUGGED_IN,
    CutNetworkAfter(phone="ann", flow="backup", size_bytes=300, network="cellular"),
    ON_WIFI,
)
def goes_on_over_cellular() -> Reference:
    """An automatic backup that lost its Wi-Fi goes on over cellular data."""
    return with_rules(waits_for_wifi=always(answer=False))


@breaks("I7", "SCH-03", *PLUGGED_IN, ON_WIFI)
def never_by_itself() -> Reference:
    """No automatic backup is ever made."""
    return with_rules(automatic_due_s=always(None))


@breaks("I7", "SCH-03", *PLUGGED_IN, TakeCloudDown(), ON_WIFI, BringCloudUp(), AdvanceTime(seconds=3600))
def never_again() -> Reference:
    """An automatic backup that failed is never tried again."""

    def once(law: Law, world: World, phone: Phone) -> int | None:
        return schedule.automatic_due_s(law, world, phone) if phone.last_attempt is None else None

    return with_rules(automatic_due_s=once)


# I8 to I12: backups.


@breaks("I8", "MAN-01", *BACKED_UP)
def no_manual_backup_on_cellular() -> Reference:
    """A manual backup is refused on cellular data."""
    return with_rules(manual_refusal=always("no_network"))


@breaks("I9", "MAN-03", *BACKED_UP, TurnOff(phone="ann", toggle="settings_backup"), BackUpNow(phone="ann"))
def manual_backup_while_off() -> Reference:
    """A manual backup is made although Settings backup is off."""
    return with_rules(manual_refusal=always(None))


@breaks(
    "I9",
    "MAN-03",
    *BACKED_UP,
    TurnOff(phone="ann", toggle="settings_backup"),
    PauseFlowAfter(phone="ann", flow="backup", point=0),
    BackUpNow(phone="ann"),
)
def manual_backup_begun_while_off() -> Reference:
    """A manual backup begins although Settings backup is off."""
    return with_rules(manual_refusal=always(None))


@breaks(
    "I9",
    "AS-03",
    *PLUGGED_IN,
    PauseFlowAfter(phone="ann", flow="backup", point="commit"),
    ON_WIFI,
    TurnOff(phone="ann", toggle="settings_backup"),
    ResumeFlow(phone="ann", flow="backup"),
)
def completed_after_turned_off() -> Reference:
    """A backup is completed after Settings backup was turned off, although it is declared to be aborted."""

    def fail(law: Law, world: World, phone: Phone, reason: Any) -> World:
        return world if reason == "settings_backup_was_turned_off" else backups.fail(law, world, phone, reason)

    return with_rules(fail=fail)


@breaks(
    "I10",
    "MAN-01",
    *ON_CELLULAR,
    PauseFlowAfter(phone="ann", flow="backup", point=300),
    BackUpNow(phone="ann"),
    BackUpNow(phone="ann"),
)
def two_at_once() -> Reference:
    """A second backup is made while the first is under way."""

    def back_up_now(law: Law, world: World, command: BackUpNow) -> Answer:
        first = world.phones[command.phone].flow
        if first is None:
            return RULES.handlers[BackUpNow](law, world, command)
        world = backups.begin(law, world, replace(world.phones[command.phone], flow=None), "manual")
        return world.with_phone(replace(world.phones[command.phone], flow=first)), DONE

    return with_handlers({BackUpNow: back_up_now})


@breaks("I11", "GEN-03", *BACKED_UP)
def claims_what_is_not_there() -> Reference:
    """A backup is called complete that does not lie in OneDrive."""

    def commit(law: Law, world: World, phone: Phone) -> World:
        return replace(backups.commit(law, world, phone), accounts=world.accounts)

    return with_rules(commit=commit)


@breaks("I11", "GEN-03", *BACKED_UP)
def done_without_a_backup() -> Reference:
    """`Back up now` is said to be done, and nothing is."""
    return with_handlers({BackUpNow: lambda _, world, __: (world, DONE)})


def with_backups(world: World, change: Callable[[Account], tuple[Any, ...]]) -> World:
    """Return a world with other backups in the OneDrive of Ann's account."""
    account = world.accounts["ann@example.com"]
    return world.with_account("ann@example.com", replace(account, backups=change(account)))


@breaks("I12", "MAN-01", *BACKED_UP, BackUpNow(phone="ann"))
def keeps_the_newest_alone() -> Reference:
    """A new backup replaces the earlier one in OneDrive."""

    def commit(law: Law, world: World, phone: Phone) -> World:
        return with_backups(backups.commit(law, world, phone), lambda account: account.backups[-1:])

    return with_rules(commit=commit)


@breaks("I12", "MAN-01", *BACKED_UP, BackUpNow(phone="ann"))
def rewrites_earlier_ones() -> Reference:
    """A new backup changes the earlier one in OneDrive."""

    def commit(law: Law, world: World, phone: Phone) -> World:
        rewritten = with_backups(
            world, lambda account: tuple(replace(backup, trigger="prompt") for backup in account.backups)
        )
        return backups.commit(law, rewritten, phone)

    return with_rules(commit=commit)


@breaks("I12", "MAN-01", *BACKED_UP, SetNetwork(phone="ann", network="none"), BackUpNow(phone="ann"))
def loses_the_copy_on_the_phone() -> Reference:
    """A backup that fails takes the phone's copy of the earlier one with it."""

    def fail(law: Law, world: World, phone: Phone, reason: Any) -> World:
        return backups.fail(law, world, replace(phone, local_backup=None), reason)

    return with_rules(fail=fail)


@breaks("I12", "MAN-01", *BACKED_UP, TakeCloudDown(), DeleteCloudBackup(account="ann@example.com", backup="backup-1"))
def deletes_what_it_refuses_to() -> Reference:
    """A deletion is refused, and done."""

    def delete(_law: Law, world: World, _command: DeleteCloudBackup) -> Answer:
        return with_backups(world, always(())), Refused(reason="onedrive_is_down")

    return with_handlers({DeleteCloudBackup: delete})


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


# I20 to I23: deleting.

WITH_APPS = (*READY, TurnOn(phone="ann", toggle="app_backup"), SetNetwork(phone="ann", network="cellular"))
COPIED = (*WITH_APPS, BackUpNow(phone="ann"))
WHOLE = DeleteBackups(phone="ann", boxes=("settings_backup",))
APPS_ALONE = DeleteBackups(phone="ann", boxes=("app_backup",))
FIRST_GONE = DeleteCloudBackup(account="ann@example.com", backup="backup-1")


@breaks("I20", "DEL-03", *COPIED, WHOLE)
def leaves_the_apps() -> Reference:
    """Of the whole copy, the apps stay."""
    return with_rules(deletion=lambda law, _: frozenset(law.settings_parts))


@breaks("I20", "DEL-03", *BACKED_UP, DeleteBackups(phone="ann", boxes=("app_backup", "settings_backup")))
def says_deleted_and_deletes_nothing() -> Reference:
    """A deletion on the phone is said to be done, and nothing goes."""
    return with_handlers({DeleteBackups: lambda _, world, __: (world, DONE)})


@breaks("I21", "DEL-04", *COPIED, APPS_ALONE)
def takes_the_settings_with_the_apps() -> Reference:
    """When only the apps are to go, the settings go with them."""
    return with_rules(deletion=lambda law, _: frozenset(law.settings_parts + law.app_parts))


@breaks("I21", "DEL-04", *COPIED, APPS_ALONE)
def shortens_the_settings() -> Reference:
    """When only the apps are to go, the settings lose some of their bytes."""

    def delete(law: Law, world: World, command: DeleteBackups) -> Answer:
        world, outcome = RULES.handlers[DeleteBackups](law, world, command)
        phone = world.phones[command.phone]
        assert phone.local_backup is not None
        parts = tuple(replace(part, size_bytes=part.size_bytes // 2) for part in phone.local_backup.parts)
        return world.with_phone(replace(phone, local_backup=replace(phone.local_backup, parts=parts))), outcome

    return with_handlers({DeleteBackups: delete})


@breaks("I22", "DEL-06", *BACKED_UP, WHOLE)
def deletes_in_onedrive_as_well() -> Reference:
    """What is deleted on the phone goes from OneDrive, too."""

    def delete(law: Law, world: World, command: DeleteBackups) -> Answer:
        world, outcome = RULES.handlers[DeleteBackups](law, world, command)
        return with_backups(world, always(())), outcome

    return with_handlers({DeleteBackups: delete})


@breaks(
    "I22", "DEL-06", *BACKED_UP, PauseFlowAfter(phone="ann", flow="backup", point=300), BackUpNow(phone="ann"), WHOLE
)
def completes_what_is_under_way() -> Reference:
    """A deletion completes the backup that is under way."""

    def delete(law: Law, world: World, command: DeleteBackups) -> Answer:
        return backups.commit(law, world, world.phones[command.phone]), DONE

    return with_handlers({DeleteBackups: delete})


@breaks("I23", "DEL-07", *BACKED_UP, FIRST_GONE, SetNetwork(phone="ann", network="none"))
def sends_a_deleted_backup_again() -> Reference:
    """A backup that was deleted in OneDrive comes back from the phone's copy."""

    def set_network(law: Law, world: World, command: SetNetwork) -> Answer:
        world, outcome = RULES.handlers[SetNetwork](law, world, command)
        copy = world.phones[command.phone].local_backup
        return (world if copy is None else with_backups(world, always((copy,)))), outcome

    return with_handlers({SetNetwork: set_network})


@breaks("I23", "DEL-10", *BACKED_UP, BackUpNow(phone="ann"), FIRST_GONE)
def takes_a_sibling() -> Reference:
    """A deletion in OneDrive empties the list."""
    return with_handlers({DeleteCloudBackup: lambda _, world, __: (with_backups(world, always(())), DONE)})


# I41: what is done to one changes no other.


def _on_every_phone(kind: type) -> Reference:
    def everywhere(law: Law, world: World, command: Any) -> Answer:
        outcome: Any = None
        for name in world.phones:
            world, outcome = RULES.handlers[kind](law, world, replace(command, phone=name))
        return world, outcome

    return with_handlers({kind: everywhere})


@breaks("I41", "GEN-04", *NEW, AddPhone(phone="ben"), SetNetwork(phone="ben", network="wifi"))
def gives_every_phone_a_network() -> Reference:
    """A phone gets the network that another was given."""
    return _on_every_phone(SetNetwork)


@breaks("I41", "GEN-04", *SIGNED_IN, LetSignInLapse(account="ben@example.com"))
def one_lapse_lapses_all() -> Reference:
    """A sign-in that lapses takes those to other accounts with it."""

    def lapse(law: Law, world: World, _command: LetSignInLapse) -> Answer:
        for account in world.accounts:
            world, _ = RULES.handlers[LetSignInLapse](law, world, LetSignInLapse(account=account))
        return world, DONE

    return with_handlers({LetSignInLapse: lapse})


@breaks(
    "I41",
    "GEN-04",
    *SIGNED_IN,
    SetCloudSpace(account="ben@example.com", size_bytes=1),
)
def one_onedrive_for_all() -> Reference:
    """The room of one account's OneDrive is everybody's."""

    def room(law: Law, world: World, command: SetCloudSpace) -> Answer:
        for account in world.accounts:
            world, _ = RULES.handlers[SetCloudSpace](law, world, replace(command, account=account))
        return world, DONE

    return with_handlers({SetCloudSpace: room})


# I39: the options of the profile.


@breaks("I39", "VER-02", *NEW)
def shows_the_other_label() -> Reference:
    """The page that deletes has the label of the other profile."""
    return with_policy(relabelled("manage_backups_page", label="Advanced"))


@breaks("I39", "VER-02", *NEW)
def offers_what_it_must_not() -> Reference:
    """Videos are offered at good quality."""
    options = {"dont_upload": "Don't upload", "good": "Good quality", "best": "Best quality"}
    return with_policy(relabelled("videos_choice", options=options))


@pytest.mark.parametrize("name", FAULTS)
def test_speaks_of_the_fault(name: str) -> None:
    """The invariant speaks of the fault, under the clause that it stands for."""
    fault = FAULTS[name]

    found = spoken(fault.make(), fault.given, fault.choices)

    assert (fault.invariant, fault.clause) in {(each.invariant, each.clause) for each in found}
    assert all(each.expected and each.came for each in found)


@pytest.mark.parametrize("name", FAULTS)
def test_is_silent_without_the_fault(reference: Implementation, name: str) -> None:
    """In the same situation no invariant speaks of the reference."""
    fault = FAULTS[name]

    assert spoken(reference, fault.given, fault.choices) == []


SILENT: dict[str, tuple[tuple[Command, ...], dict[str, str]]] = {
    "manual-try-before-the-retry": (
        (*PLUGGED_IN, TakeCloudDown(), ON_WIFI, AdvanceTime(seconds=60), BackUpNow(phone="ann"), BringCloudUp()),
        {},
    ),
    "armed-fault": (
        (*ON_CELLULAR, FailPowerAfter(phone="ann", flow="backup", size_bytes=300), BackUpNow(phone="ann")),
        {},
    ),
    "deletion-in-another-account": (
        (
            *BACKED_UP,
            AdvanceTime(seconds=WEEKS_S),
            SignIn(phone="ann", account="ben@example.com"),
            DeleteCloudBackup(account="ann@example.com", backup="backup-1"),
            AdvanceTime(seconds=1),
        ),
        {},
    ),
    "deletion-in-this-account": (
        (
            *BACKED_UP,
            AdvanceTime(seconds=DAY_S),
            DeleteCloudBackup(account="ann@example.com", backup="backup-1"),
            AdvanceTime(seconds=WEEKS_S),
        ),
        {},
    ),
    "deleted-and-counted-from-the-last-made": (
        (*BACKED_UP, DeleteCloudBackup(account="ann@example.com", backup="backup-1"), AdvanceTime(seconds=WEEKS_S)),
        {"age_counts_from": "last_made"},
    ),
    "completed-after-turned-off": (
        (
            *PLUGGED_IN,
            PauseFlowAfter(phone="ann", flow="backup", point=300),
            ON_WIFI,
            TurnOff(phone="ann", toggle="settings_backup"),
            ResumeFlow(phone="ann", flow="backup"),
        ),
        {"settings_off_during_backup": "completed"},
    ),
    "the-data-of-the-apps-alone": (
        (*COPIED, APPS_ALONE, APPS_ALONE, WHOLE, WHOLE),
        {"app_deletion_takes": "data_alone"},
    ),
    "due-when-a-manual-backup-is-deleted": (
        (
            *BACKED_UP,
            PauseFlowAfter(phone="ann", flow="backup", point=300),
            BackUpNow(phone="ann"),
            SetExternalPower(phone="ann", connected=True),
            ON_WIFI,
            AdvanceTime(seconds=DAY_S),
            WHOLE,
        ),
        {},
    ),
    "comes-back-with-settings-backup": (
        (
            *READY,
            TurnOn(phone="ann", toggle="app_backup"),
            TurnOff(phone="ann", toggle="settings_backup"),
            TurnOn(phone="ann", toggle="settings_backup"),
        ),
        {"settings_off_while_app_on": "suspended"},
    ),
}


@pytest.mark.parametrize("name", SILENT)
def test_is_silent_about_what_is_allowed(reference: Implementation, name: str) -> None:
    """No invariant speaks of what looks like a fault and is none."""
    given, choices = SILENT[name]

    assert spoken(reference, given, choices) == []


class Doctored:
    """The reference, whose observations are changed after the first commands."""

    def __init__(self, reference: Implementation, change: Callable[[Observation], Observation], after: int) -> None:
        self._reference = reference
        self._change = change
        self._left = after

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reference, name)

    def perform(self, world: str, given: Sequence[Command], *, observe: bool = False) -> Any:
        """Change what can be seen, once enough commands were done."""
        performed = self._reference.perform(world, given, observe=observe)
        self._left -= 1
        if self._left >= 0 or performed.observation is None:
            return performed
        return replace(performed, observation=self._change(performed.observation))


@pytest.mark.parametrize(
    "command", [AdvanceTime(seconds=1), SetTimeZone(time_zone="Europe/Berlin"), BackUpNow(phone="ann")]
)
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda seen: replace(seen, phones={}), id="phones"),
        pytest.param(lambda seen: replace(seen, accounts={}), id="accounts"),
        pytest.param(
            lambda seen: replace(seen, phones={"ann": replace(seen.phones["ann"], toggles={}, uploads={})}),
            id="options",
        ),
        pytest.param(lambda seen: replace(seen, phones={**seen.phones, "ben": seen.phones["ann"]}), id="another-phone"),
    ],
)
def test_can_look_at_anything(
    reference: Implementation, change: Callable[[Observation], Observation], command: Command
) -> None:
    """Phones, accounts and options that appear or vanish are looked at without raising."""
    given = (*PLUGGED_IN, ON_WIFI)
    assert spoken(reference, (*given, command, command), {}) == []

    spoken(Doctored(reference, change, len(given)), (*given, command, command), {})  # type: ignore[arg-type]


def test_every_invariant_has_a_fault() -> None:
    """No invariant is believed that was never seen to speak, and none under a clause that it does not name."""
    clauses = {invariant.id: set(invariant.clauses) for invariant in INVARIANTS}

    assert {fault.invariant for fault in FAULTS.values()} == set(clauses)
    assert all(fault.clause in clauses[fault.invariant] for fault in FAULTS.values())


def test_every_invariant_says_what_it_asks() -> None:
    """An invariant has an id of its own, and one sentence for readers."""
    assert len({invariant.id for invariant in INVARIANTS}) == len(INVARIANTS)
    assert all(invariant.text.endswith(".") for invariant in INVARIANTS)
