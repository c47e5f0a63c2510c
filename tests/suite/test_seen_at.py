"""A failure says what was looked at: where in the observation, of which backup, and of a digest which text it is to be of."""

from collections.abc import Callable
from typing import Any

import pytest
from faults import Doctored
from msgspec.structs import replace

from backupspec import shipped
from backupspec.contract.observations import Backup, Observation, Phone
from backupspec.faults.made import with_topics
from backupspec.gherkin.definitions import load
from backupspec.report.words import rows
from backupspec.suite import bare
from backupspec.suite.setting import Setting
from backupspec.suite.strength import catalogue
from backupspec.world.verdicts import Mismatch, Result

Change = Callable[[Observation], Observation]


def run(id_: str, implementation: Any) -> Result:
    """Run one scenario against an implementation."""
    [scenario] = [each for each in catalogue().scenarios if each.id == id_]
    setting = Setting(implementation, shipped.profile(shipped.PROFILES[0]), {})
    [result] = bare.run(setting, [scenario], load("backupspec.steps"))
    return result


def shows(change: Callable[[Phone], Phone]) -> Change:
    """Show something else of each phone."""
    return lambda seen: replace(seen, phones={name: change(phone) for name, phone in seen.phones.items()})


def lists(change: Callable[[tuple[Backup, ...]], tuple[Backup, ...]]) -> Change:
    """List other backups in each account."""
    return lambda seen: replace(
        seen, accounts={name: replace(each, backups=change(each.backups)) for name, each in seen.accounts.items()}
    )


def wrong_digest(phone: Phone) -> Phone:
    """Show of the apps what they are, with the digest of something else."""
    apps = phone.content.get("apps")
    changed = {} if apps is None else {"apps": replace(apps, digest="sha256:" + "0" * 64)}
    return replace(phone, content={**phone.content, **changed})


def without_settings(backups: tuple[Backup, ...]) -> tuple[Backup, ...]:
    """List backups without what is a setting."""
    return tuple(replace(each, parts=tuple(part for part in each.parts if part.kind != "settings")) for each in backups)


NEWEST = "(accounts > Ann's account > backups: backup-1, sequence 1, committed at 0 s)"
APP = '[{"name":"com.example.chess","participation":"declared","version":"1.2.0"}]'
APP_DIGEST = "sha256:f257c12215ddc1c3dc712e993a15e8c5e2fc71ad3d4360f86e95a548ec26da4a"

SEEN: dict[str, tuple[str, Change, str, str]] = {
    "local-copy": (
        "DEL-03.02/settings-only",
        shows(lambda phone: replace(phone, local_backup=None)),
        "a local copy on Ann's phone: a backup that holds accounts, ",
        "no backup (phones > Ann's phone > local_backup: null)",
    ),
    "newest-backup": (
        "AS-03.02",
        lists(without_settings),
        "a backup that holds accounts, ",
        f"favourites, passwords, start screen and theme {NEWEST}",
    ),
    "no-backup": (
        "AS-03.03",
        lists(lambda _: ()),
        "a backup of Ann's phone in OneDrive",
        "no backup (accounts > Ann's account > backups: none)",
    ),
    "transfers": (
        "PRV-01.08/manual",
        lambda seen: replace(seen, transfers=()),
        "bytes that go to the OneDrive of Ann's account alone",
        "none that go anywhere (transfers of Ann's phone since then)",
    ),
    "attempt": (
        "CON-03.05/at-50-percent",
        shows(lambda phone: replace(phone, last_attempt=None)),
        "a backup that failed, because ",
        "no attempt at a backup (phones > Ann's phone > last_attempt)",
    ),
    "digest": (
        "CON-01.01/one",
        shows(wrong_digest),
        "Ann's phone to have what it was given",
        f"the digest is sha256:{'0' * 64}, not {APP_DIGEST}, that of {APP} (phones > Ann's phone > content > apps > digest)",
    ),
}
"""By what is looked at: a scenario, what is shown otherwise, what was expected, and how what is actual ends."""


@pytest.mark.parametrize("name", SEEN)
def test_says_where_it_looked(name: str) -> None:
    """What is actual is told in plain words, and behind them the place, with id and sequence where a backup lies there."""
    scenario, change, expected, actual = SEEN[name]
    assert run(scenario, with_topics()).verdict == "passed"

    failed = run(scenario, Doctored(with_topics(), change, 0))

    assert failed.verdict == "failed"
    assert failed.failure is not None
    assert (failed.failure.expected or "").startswith(expected)
    assert dict(rows(failed.failure))["actual"].endswith(actual)


def test_the_place_is_never_cut_off() -> None:
    """However long what is actual is, the place stands behind it."""
    assert Mismatch("nothing", "a prompt").actual == "a prompt"

    long = Mismatch("nothing", "a" * 10_000, "prompts")
    assert (long.actual[-5:], long.where) == ("a ...", "prompts")
