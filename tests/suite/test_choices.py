"""Every reading of every choice: the reference keeps each that it declares, and whoever keeps another is told so under the clause of the choice."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from backupspec import shipped
from backupspec.contract.commands import DeleteCloudBackup
from backupspec.contract.observations import Backup
from backupspec.contract.outcomes import Reason
from backupspec.faults.made import with_fewer_backups, with_topics
from backupspec.faults.mutants import readings
from backupspec.gherkin.definitions import load
from backupspec.gherkin.features import Scenario
from backupspec.policy.model import A_NUMBER, Choice, Policy
from backupspec.reference.backups import Backups
from backupspec.reference.engine import Topics
from backupspec.reference.implementation import Reference
from backupspec.reference.law import Answer
from backupspec.reference.onedrive import OneDrive
from backupspec.reference.state import Account, Phone, World
from backupspec.suite import bare, strength
from backupspec.suite.setting import Setting
from backupspec.targets.reaching import reach

NORM, *OTHERS = (shipped.profile(name) for name in shipped.PROFILES)


class Declared(NamedTuple):
    """A profile and one of its choices, with the reading that is declared picked."""

    profile: str
    choice: Choice

    def __str__(self) -> str:
        """Name it as an id of a test: windows-phone-8.1-backups_kept-3."""
        return f"{self.profile}-{self.choice.id}-{self.choice.picked.replace(' ', '_')}"


def _declared() -> Iterator[Declared]:
    """Yield every reading of every choice of the norm, and those of the other profiles that the norm does not have as they are."""
    for policy in (NORM, *OTHERS):
        for choice in policy.choices:
            if policy is NORM or choice not in NORM.choices:
                yield from (Declared(policy.id, replace(choice, picked=value)) for value in readings(choice))


DECLARED = tuple(_declared())

each_reading = pytest.mark.parametrize("declared", DECLARED, ids=str)
NOT_PICKED = [each for each in DECLARED if each.choice.picked != shipped.profile(each.profile).picked(each.choice.id)]
each_other_reading = pytest.mark.parametrize("declared", NOT_PICKED, ids=str)


@lru_cache
def scenarios() -> tuple[Scenario, ...]:
    """Read all scenarios."""
    return strength.catalogue().scenarios


def conforms(profile: str, choices: dict[str, str]) -> None:
    """Run the whole suite against the reference, which declares some readings, and see that whatever applies passes."""
    setting = Setting(reach("reference"), shipped.profile(profile), choices)
    results = bare.run(setting, scenarios(), load("backupspec.steps"))
    assert {each.id: each.failure for each in results if each.verdict != "passed"} == {}
    assert len(results) > len(scenarios()) // 2


@pytest.mark.exhaustive
@each_other_reading
def test_the_reference_conforms(declared: Declared) -> None:
    """Whatever reading is declared, the reference keeps it: every scenario that applies passes. What is picked, features themselves are run by."""
    conforms(declared.profile, {declared.choice.id: declared.choice.picked})


@pytest.mark.exhaustive
@pytest.mark.parametrize("declared", [each for each in NOT_PICKED if each.profile == NORM.id], ids=str)
@pytest.mark.parametrize("other", OTHERS, ids=lambda policy: policy.id)
def test_the_reference_conforms_on_the_other_profiles(other: Policy, declared: Declared) -> None:
    """What the norm leaves open is read in every way on the other profiles, too."""
    conforms(other.id, {declared.choice.id: declared.choice.picked})


@pytest.mark.parametrize("at", [0, -1], ids=["first", "last"])
@pytest.mark.parametrize("policy", [NORM, *OTHERS], ids=lambda policy: policy.id)
def test_the_reference_conforms_to_all_other_readings_at_once(policy: Policy, at: int) -> None:
    """Whoever declares of each choice a reading that is not picked is judged rightly: what one of them does is counted with by the others."""
    conforms(policy.id, all_others(policy, at))


def all_others(policy: Policy, at: int) -> dict[str, str]:
    """Declare of each choice the first, or the last, of the readings that are not picked."""
    return {choice.id: [each for each in readings(choice) if each != choice.picked][at] for choice in policy.choices}


@pytest.mark.exhaustive
@each_reading
def test_who_keeps_another_reading_is_told(declared: Declared) -> None:
    """Whoever declares one reading and keeps another fails, and a scenario of the choice's clause says that this clause is broken."""
    profile, choice = declared
    faults = list(strength.keeping_another(shipped.profile(profile), choice))

    assert faults
    assert [fault.name for fault in faults if not _is_caught(fault)] == []


def _is_caught(fault: strength.Fault) -> bool:
    own = [each for each in scenarios() if fault.clause in each.clauses]
    return any(strength.names_its_clause(result, fault.clause) for result in strength.results(fault, own))


def _counts_all_phones_together() -> Reference:
    """A backup takes the place of the oldest of the account, whichever phone's it is."""

    class Faulty(Backups):
        def superseded(self, account: Account, _phone: str) -> tuple[Backup, ...]:
            return account.backups[: -int(self.law.choices["backups_kept"])]

    return with_topics(Topics(backups=Faulty))


def _makes_room_in_vain() -> Reference:
    """A backup that fails takes the place of the oldest."""

    class Faulty(Backups):
        def fail(self, world: World, phone: Phone, reason: Reason) -> World:
            oldest = world.accounts[phone.account or ""].backups[0]
            return with_fewer_backups(
                super().fail(world, phone, reason), phone.account or "", lambda each: each is not oldest
            )

    return with_topics(Topics(backups=Faulty))


def _brings_one_back() -> Reference:
    """When a backup is deleted in OneDrive, the one before those that are left is there again."""

    class Faulty(OneDrive):
        def delete_cloud_backup(self, world: World, command: DeleteCloudBackup) -> Answer:
            world, outcome = super().delete_cloud_backup(world, command)
            account = world.accounts[command.account]
            older = replace(account.backups[0], id="backup-1")
            kept = account.kept | {older.id: account.kept[account.backups[0].id]}
            return world.with_account(
                command.account, replace(account, backups=(older, *account.backups), kept=kept)
            ), outcome

    return with_topics(Topics(onedrive=Faulty))


@pytest.mark.parametrize(
    ("scenario", "make"),
    [("DEL-07.21", _counts_all_phones_together), ("DEL-07.22", _makes_room_in_vain), ("DEL-07.23", _brings_one_back)],
)
def test_who_keeps_the_number_and_breaks_the_rest_is_told(scenario: str, make: Callable[[], Reference]) -> None:
    """Where only so many backups are kept, the right number of the wrong ones is not enough."""
    [asked] = [each for each in scenarios() if each.id == scenario]

    def verdict(implementation: Reference) -> str:
        [result] = bare.run(Setting(implementation, NORM, {"backups_kept": "3"}), [asked], load("backupspec.steps"))
        return result.verdict

    assert verdict(with_topics()) == "passed"
    assert verdict(make()) == "failed"


GOES_BY = {
    "automatic_every": "The scenarios let `the time between two automatic backups` pass, which is what is declared.",
    "retry_after": "The scenarios let `the time before another try` pass, which is what is declared.",
}
"""The choices, with the reason, whose readings no scenario names, since there are too many of them: the steps go by what is declared."""


def test_every_reading_is_shown() -> None:
    """For each reading of each choice there is a scenario for it alone, or its choice is listed as one that steps go by."""
    assert [str(each) for each in DECLARED if not _is_shown(each)] == []


def _is_shown(declared: Declared) -> bool:
    profile, choice = declared
    for_it = [
        each
        for each in scenarios()
        if profile in (each.profiles or (profile,))
        and choice.id in each.choices
        and choice.is_picked(each.choices[choice.id])
    ]
    return bool(for_it) or choice.id in GOES_BY


def test_what_steps_go_by_is_asked_for() -> None:
    """A choice is listed as one that steps go by only if they do, and if it has no words to be named by."""
    texts = [path.read_text("utf-8") for path in sorted(shipped.folder("steps").glob("*.py"))]
    asked_for = {name for text in texts for name in re.findall(r'picked\("([a-z_]+)"\)', text)}

    assert asked_for >= GOES_BY.keys()
    assert {choice.id for choice in NORM.choices if not choice.readings} == GOES_BY.keys()


def test_a_reading_that_nothing_shows_is_found() -> None:
    """A reading without a scenario, of a choice that no step goes by, would be listed."""
    [kept] = [choice for choice in NORM.choices if choice.id == "no_box_ticked"]
    assert _is_shown(Declared(NORM.id, kept))

    assert not _is_shown(Declared(NORM.id, replace(kept, picked="another")))
    assert A_NUMBER not in {each.choice.picked for each in DECLARED}
