"""The documents of the reference: a manifest for each complete backup, a catalogue for each account, and what others see of what is stored."""

import base64
import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from backupspec import shipped
from backupspec.contract.commands import (
    AcceptPrompt,
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
    PauseFlowAfter,
    ResetPhone,
    ResumeFlow,
    SetContent,
    SetExternalPower,
    SetNetwork,
    SetTimeZone,
    SetWallClock,
    SignIn,
    SignOut,
    TakeCloudDown,
    TurnOff,
    TurnOn,
    TurnPhoneOff,
)
from backupspec.contract.content import App, Content, Entry, Item, OwnAccount, named
from backupspec.contract.observations import Backup
from backupspec.contract.outcomes import DONE
from backupspec.contract.terms import Part
from backupspec.fixtures.people import NOT_TAKING_PART, people
from backupspec.manifest import verifying
from backupspec.manifest.canonical import choices_digest, digest
from backupspec.manifest.measuring import entry_bytes
from backupspec.manifest.sealing import BrokenSeal, unseal
from backupspec.manifest.verifying import Checked
from backupspec.reference.documents import account_key
from backupspec.world.world import World

OpenWorld = Callable[..., World]

MANIFEST, CATALOGUE = shipped.shape("manifest"), shipped.shape("catalogue")
ANN, BEN = "ann@example.com", "ben@example.com"
PEOPLE = people(seed=1, count=3)
PROFILES = ("windows-phone-8.1", "windows-phone-8")
WEEKS_S = 21 * 86_400

WIFI = SetNetwork(phone="ann", network="wifi")
CELLULAR = SetNetwork(phone="ann", network="cellular")
PLUG_IN = SetExternalPower(phone="ann", connected=True)
UNPLUG = SetExternalPower(phone="ann", connected=False)
BACK_UP_NOW = BackUpNow(phone="ann")
HOLD = PauseFlowAfter(phone="ann", flow="backup", point=500)
RESUME = ResumeFlow(phone="ann", flow="backup")
MINUTE = AdvanceTime(seconds=60)
BACK = SetWallClock(to="2013-01-01T00:00:00Z")
FORWARD = SetWallClock(to="2016-02-29T23:59:59Z")


@pytest.fixture
def open_full(open_world: OpenWorld) -> OpenWorld:
    """Return a function that opens a world whose phone `ann` is full of a person's things, and lacks only a network for a backup."""

    def open_(
        profile: str = "windows-phone-8.1",
        *,
        content: Content = PEOPLE[0].content,
        apps: bool = True,
        **choices: str,
    ) -> World:
        world = open_world(profile, **choices)
        world.must(
            CreateAccount(account=ANN),
            AddPhone(phone="ann"),
            SetContent(phone="ann", content=content),
            SignIn(phone="ann", account=ANN),
            TurnOn(phone="ann", toggle="settings_backup"),
        )
        if apps:
            world.must(TurnOn(phone="ann", toggle="app_backup"))
        return world

    return open_


def backups(world: World, account: str = ANN) -> tuple[Backup, ...]:
    """Return what lies in OneDrive."""
    return world.account(account).backups


def verified(backup: Backup) -> Checked:
    """Check a backup's manifest."""
    assert backup.manifest is not None
    return verifying.manifest(backup.manifest.encode(), MANIFEST)


def value(backup: Backup) -> Any:
    """Read a backup's manifest."""
    return json.loads(backup.manifest or "")


# Manifests.

WAYS: dict[str, tuple[str, tuple[Command, ...]]] = {
    "manual": ("manual", (WIFI, BACK_UP_NOW)),
    "cellular": ("manual", (CELLULAR, BACK_UP_NOW)),
    "automatic": ("automatic", (WIFI, PLUG_IN)),
    "prompt": ("prompt", (CELLULAR, AdvanceTime(seconds=WEEKS_S), AcceptPrompt(phone="ann"))),
    "both-networks": (
        "manual",
        (CutNetworkAfter(phone="ann", flow="backup", size_bytes=500, network="cellular"), WIFI, BACK_UP_NOW),
    ),
    "wifi-lost-and-found": ("automatic", (HOLD, WIFI, PLUG_IN, CELLULAR, RESUME, MINUTE, UNPLUG, WIFI)),
    "back-before": ("manual", (MINUTE, BACK, MINUTE, CELLULAR, BACK_UP_NOW)),
    "forward-before": ("manual", (MINUTE, FORWARD, MINUTE, CELLULAR, BACK_UP_NOW)),
    "back-during": ("manual", (HOLD, CELLULAR, BACK_UP_NOW, MINUTE, BACK, MINUTE, RESUME)),
    "forward-during": ("manual", (HOLD, CELLULAR, BACK_UP_NOW, MINUTE, FORWARD, MINUTE, RESUME)),
    "to-and-fro": (
        "automatic",
        (BACK, MINUTE, FORWARD, HOLD, WIFI, PLUG_IN, BACK, FORWARD, MINUTE, BACK, RESUME),
    ),
    "to-the-end-of-the-calendar": ("manual", (SetWallClock(to="9999-12-31T23:59:59Z"), CELLULAR, BACK_UP_NOW)),
    "travelled-during": (
        "manual",
        (HOLD, CELLULAR, BACK_UP_NOW, SetTimeZone(time_zone="Pacific/Kiritimati"), MINUTE, RESUME),
    ),
    "west-of-everything": ("manual", (SetTimeZone(time_zone="Etc/GMT+12"), CELLULAR, BACK_UP_NOW)),
    "in-the-doubled-hour": ("manual", (SetWallClock(to="2014-10-26T01:30:00Z"), CELLULAR, BACK_UP_NOW)),
    "changed-during": (
        "manual",
        (
            HOLD,
            CELLULAR,
            BACK_UP_NOW,
            TurnOff(phone="ann", toggle="app_backup"),
            TurnOn(phone="ann", toggle="text_message_backup"),
            ChooseUpload(phone="ann", medium="photos", quality="best"),
            SetContent(phone="ann", content=PEOPLE[1].content),
            RESUME,
        ),
    ),
}
"""How a backup comes about: its trigger, and what is done."""

CONTENTS = {
    **{f"person-{number}": person.content for number, person in enumerate(PEOPLE)},
    "nothing": Content(apps=(), accounts=()),
}

each_way = pytest.mark.parametrize("way", WAYS)
with_and_without_apps = pytest.mark.parametrize("apps", [True, False], ids=["apps", "settings"])
on_both_profiles = pytest.mark.parametrize("profile", PROFILES)


def backed_up(world: World, way: str) -> Backup:
    """Make the first backup of a world in a way, and return it."""
    trigger, done = WAYS[way]
    assert backups(world) == ()
    world.must(*done)
    [backup] = backups(world)
    assert (backup.trigger, backup.complete) == (trigger, True)
    return backup


@each_way
@with_and_without_apps
@on_both_profiles
def test_a_manifest_verifies(open_full: OpenWorld, profile: str, apps: bool, way: str) -> None:  # noqa: FBT001
    """However a backup came about, nothing is wrong with its manifest."""
    backup = backed_up(open_full(profile, apps=apps), way)

    assert verified(backup).problems == ()


@pytest.mark.parametrize("content", CONTENTS)
@with_and_without_apps
def test_whatever_the_phone_holds_its_manifest_verifies(open_full: OpenWorld, content: str, apps: bool) -> None:  # noqa: FBT001
    """Full of somebody's things or empty, nothing is wrong with the manifest, and it counts what is there."""
    backup = backed_up(open_full(content=CONTENTS[content], apps=apps), "manual")

    assert verified(backup).problems == ()
    for part, entries in saved(CONTENTS[content], apps=apps).items():
        told = value(backup)["parts"][part]
        assert (told["count"], told["size_bytes"]) == (len(entries), sum(len(entry_bytes(each)) for each in entries))


def saved(content: Content, *, apps: bool) -> dict[Part, tuple[Entry, ...]]:
    """Tell what of a phone's content is in a backup: of the apps' data, that of the apps which take part."""
    parts = {part: entries for part, entries in named(content) if apps or part not in {"apps", "app_data"}}
    declared = {app.name for app in content.apps or () if app.participation == "declared"}
    if "app_data" in parts:
        parts["app_data"] = tuple(entry for entry in parts["app_data"] if entry.name in declared)
    return parts


@each_way
@with_and_without_apps
@on_both_profiles
def test_what_is_shown_is_what_the_manifest_tells(open_full: OpenWorld, profile: str, apps: bool, way: str) -> None:  # noqa: FBT001
    """The list of backups tells of each what its manifest tells, and nothing else."""
    world = open_full(profile, apps=apps)
    backup = backed_up(world, way)
    told = value(backup)

    assert told["profile"] == {"id": profile, "choices_digest": choices_digest(world.policy.picks())}
    assert (told["backup"]["id"], told["backup"]["sequence"], told["backup"]["previous"]) == (backup.id, 1, None)
    assert (told["trigger"], told["status"], told["reason"]) == (backup.trigger, "complete", None)
    assert told["at_start"] == {"network": backup.network, "external_power": backup.external_power}
    for name in ("started_at", "started_elapsed_s", "committed_at", "committed_elapsed_s"):
        assert told["times"][name] == getattr(backup, name)
    assert [(each.kind, each.count, each.size_bytes) for each in backup.parts] == sorted(
        (
            (kind, part["count"], part["size_bytes"])
            for kind, part in told["parts"].items()
            if part["status"] != "skipped"
        ),
        key=lambda each: [part.kind for part in backup.parts].index(each[0]),
    )
    assert backup == world.phone("ann").local_backup


@each_way
def test_a_manifest_tells_what_was_sent(open_full: OpenWorld, way: str) -> None:
    """The bytes that a manifest says went over each network are those that did."""
    world = open_full()
    backup = backed_up(world, way)
    sent = {"wifi": 0, "cellular": 0}
    for transfer in world.now.transfers:
        assert transfer.backup == backup.id
        sent[transfer.network] += transfer.size_bytes
    assert sum(sent.values()) == sum(part.size_bytes for part in backup.parts) > 500

    assert value(backup)["sent_bytes"] == sent


@each_way
@with_and_without_apps
def test_a_manifest_tells_what_was_on_when_it_began(open_full: OpenWorld, way: str, apps: bool) -> None:  # noqa: FBT001
    """The toggles and uploads of a manifest are those of its beginning; without App backup the apps were skipped."""
    world = open_full(apps=apps)
    before = world.phone("ann")

    told = value(backed_up(world, way))

    assert told["toggles"] == before.toggles
    assert told["uploads"] == before.uploads
    skipped = {kind for kind, part in told["parts"].items() if part["status"] == "skipped"}
    assert skipped == (set() if apps else {"apps", "app_data"})


CLOCK_SET = {
    "manual": [],
    "travelled-during": [],
    "back-before": [(60, -44_701_260)],
    "forward-before": [(60, 55_090_739)],
    "back-during": [(60, -44_701_260)],
    "forward-during": [(60, 55_090_739)],
    "to-and-fro": [(0, -44_701_200), (60, 99_791_939), (60, -99_791_999), (60, 99_791_999), (120, -99_792_059)],
}


@pytest.mark.parametrize("way", CLOCK_SET)
def test_a_manifest_tells_how_the_clock_was_set(open_full: OpenWorld, way: str) -> None:
    """Each time the clock was set before or during a backup is told: when, by elapsed time, and by how much."""
    told = value(backed_up(open_full(), way))

    anomalies = [(each["elapsed_s"], each["shift_s"]) for each in told["times"]["clock_anomalies"]]
    assert anomalies == CLOCK_SET[way]


def test_a_manifest_tells_only_what_the_clock_did_since_the_last(open_full: OpenWorld) -> None:
    """What happened to the clock before the backup before is told there, and not again."""
    world = open_full()
    world.must(CELLULAR, BACK, MINUTE, BACK_UP_NOW, MINUTE, FORWARD, MINUTE, BACK_UP_NOW, MINUTE, BACK_UP_NOW)

    told = [len(value(backup)["times"]["clock_anomalies"]) for backup in backups(world)]

    assert told == [1, 1, 0]


def test_a_manifest_tells_what_the_clock_did_since_the_last_of_its_line(open_full: OpenWorld) -> None:
    """A backup for another account in between takes nothing away from what the next one tells."""
    world = open_full()
    world.must(CreateAccount(account=BEN), CELLULAR, BACK_UP_NOW, MINUTE, FORWARD, MINUTE)
    world.must(SignIn(phone="ann", account=BEN), BACK_UP_NOW, SignIn(phone="ann", account=ANN), BACK_UP_NOW)

    told = value(backups(world)[-1])

    assert told["backup"]["sequence"] == 2
    assert [each["elapsed_s"] for each in told["times"]["clock_anomalies"]] == [60]


EXTREMES: dict[str, tuple[Command, ...]] = {
    "beginning-in-london": (SetWallClock(to="0001-01-01T00:00:00Z"),),
    "beginning-in-the-west": (SetTimeZone(time_zone="Etc/GMT+12"), SetWallClock(to="0001-01-01T11:59:59Z")),
    "end-in-the-east": (SetTimeZone(time_zone="Pacific/Kiritimati"), SetWallClock(to="9999-12-31T23:59:59Z")),
    "before-there-were-time-zones": (SetTimeZone(time_zone="Asia/Manila"), SetWallClock(to="1800-01-01T00:00:00Z")),
    "set-a-hundred-and-two-times": (BACK, FORWARD) * 51,
}


@pytest.mark.parametrize("extreme", EXTREMES)
def test_a_manifest_verifies_whatever_the_clock_shows(open_full: OpenWorld, extreme: str) -> None:
    """However the clock and the time zone were set, a backup is made and its manifest verifies."""
    world = open_full()
    world.must(*EXTREMES[extreme], CELLULAR, BACK_UP_NOW)

    [backup] = backups(world)

    assert verified(backup).problems == ()


TWICE: dict[str, Content] = {
    "data-of-one-app": Content(
        apps=(App(name="chess", version="1", participation="declared"),),
        app_data=(Item(name="chess", value="first"), Item(name="chess", value="second")),
    ),
    "password-of-one-account": Content(
        accounts=(OwnAccount(name="Mail", provider="outlook.com", address="ann@outlook.com"),),
        passwords=(Item(name="Mail", value="first"), Item(name="Mail", value="second")),
    ),
    "accounts-of-one-name": Content(
        accounts=tuple(
            OwnAccount(name="Mail", provider="outlook.com", address=f"{name}@outlook.com") for name in ("ann", "ben")
        ),
        passwords=(Item(name="Mail", value="first"),),
    ),
    "apps-of-one-name": Content(
        apps=tuple(App(name="chess", version=version, participation="declared") for version in ("1", "2")),
        app_data=(),
    ),
}


@pytest.mark.parametrize("what", TWICE)
def test_a_manifest_verifies_when_a_name_is_there_twice(open_full: OpenWorld, what: str) -> None:
    """Content that was taken gives a backup that can be restored; what could not be told apart would have to be refused."""
    world = open_full()
    if world.perform(SetContent(phone="ann", content=TWICE[what])) != DONE:
        return
    world.must(CELLULAR, BACK_UP_NOW)

    [backup] = backups(world)

    assert verified(backup).problems == ()


@with_and_without_apps
@on_both_profiles
def test_backups_that_follow_each_other_verify_together(
    open_full: OpenWorld,
    profile: str,
    apps: bool,  # noqa: FBT001
) -> None:
    """Made in all ways one after the other, each backup follows the one before, and nothing is wrong with them together."""
    world = open_full(profile, apps=apps)
    for _, done in WAYS.values():
        world.must(UNPLUG, SetNetwork(phone="ann", network="none"), SetWallClock(to="2014-06-02T09:00:00Z"))
        world.must(AdvanceTime(seconds=86_400), *done)
        if apps:
            world.must(TurnOn(phone="ann", toggle="app_backup"))
    made = backups(world)
    assert len(made) >= len(WAYS)

    told = [value(backup)["backup"] for backup in made]

    assert [each["sequence"] for each in told] == list(range(1, len(made) + 1))
    assert [each["previous"] and each["previous"]["id"] for each in told] == [None, *(each.id for each in made[:-1])]
    assert verifying.manifests_together([verified(backup) for backup in made]) == []


INTERRUPTED: dict[str, tuple[Command, ...]] = {
    "aborted": (HOLD, BACK_UP_NOW, DeleteBackups(phone="ann", boxes=("app_backup",))),
    "failed": (HOLD, BACK_UP_NOW, TakeCloudDown(), RESUME),
    "deleted-before": (DeleteCloudBackup(account=ANN, backup="backup-1"),),
    "deleted-on-the-phone": (DeleteBackups(phone="ann", boxes=("settings_backup",)),),
}


@pytest.mark.parametrize("what", INTERRUPTED)
def test_what_did_not_become_a_backup_leaves_no_gap(open_full: OpenWorld, what: str) -> None:
    """After one that was aborted or failed, or was deleted, the next follows the last complete one."""
    world = open_full()
    world.must(CELLULAR, BACK_UP_NOW)
    [first] = backups(world)

    world.must(*INTERRUPTED[what], *((BringCloudUp(),) if what == "failed" else ()), BACK_UP_NOW)

    second = backups(world)[-1]
    assert second.sequence == 2
    assert value(second)["backup"]["previous"] == {"id": first.id, "sequence": 1, "digest": digest(value(first))}
    assert verifying.manifests_together([verified(first), verified(second)]) == []


def test_a_reset_begins_a_new_line(open_full: OpenWorld) -> None:
    """The first backup after a reset follows none, and is of another line of the same phone."""
    world = open_full()
    world.must(CELLULAR, BACK_UP_NOW, ResetPhone(phone="ann"), SignIn(phone="ann", account=ANN))
    world.must(TurnOn(phone="ann", toggle="settings_backup"), CELLULAR, BACK_UP_NOW)

    first, second = backups(world)

    assert value(second)["backup"]["previous"] is None
    assert value(second)["backup"]["lineage"] != value(first)["backup"]["lineage"]
    assert value(second)["device"] == value(first)["device"]
    assert verifying.manifests_together([verified(first), verified(second)]) == []


def test_phones_and_accounts_have_lines_of_their_own(open_full: OpenWorld) -> None:
    """A phone that changes its account, and another phone of the account, follow only themselves."""
    world = open_full()
    world.must(CELLULAR, BACK_UP_NOW, CreateAccount(account=BEN), SignIn(phone="ann", account=BEN), BACK_UP_NOW)
    world.must(AddPhone(phone="ben"), SignIn(phone="ben", account=ANN), SetNetwork(phone="ben", network="cellular"))
    world.must(TurnOn(phone="ben", toggle="settings_backup"), BackUpNow(phone="ben"))
    world.must(SignIn(phone="ann", account=ANN), BACK_UP_NOW)

    made = (*backups(world), *backups(world, BEN))

    follows = {backup.id: (value(backup)["backup"]["previous"] or {}).get("id") for backup in made}
    assert follows == {"backup-1": None, "backup-2": None, "backup-3": None, "backup-4": "backup-1"}
    assert [verified(backup).problems for backup in made] == [()] * 4
    assert verifying.manifests_together([verified(backup) for backup in made]) == []


# Catalogues.

APPS: set[str] = {"apps", "app_data"}
ALL: set[str] = {part for part, _ in named(PEOPLE[0].content)}
CHOICES: dict[str, dict[str, str]] = {"apps-deleted-data-alone": {"app_deletion_takes": "data_alone"}}

Lying = dict[str, tuple[set[str], set[str]]]
TWO: Lying = {"backup-1": (set(), ALL), "backup-2": (ALL, ALL)}
"""What lies on the phone and in OneDrive of each of two backups."""

CHANGES: dict[str, tuple[tuple[Command, ...], Lying]] = {
    "commit": ((BACK_UP_NOW,), {"backup-1": (set(), ALL), "backup-2": (set(), ALL), "backup-3": (ALL, ALL)}),
    "apps-deleted": ((DeleteBackups(phone="ann", boxes=("app_backup",)),), {**TWO, "backup-2": (ALL - APPS, ALL)}),
    "apps-deleted-data-alone": (
        (DeleteBackups(phone="ann", boxes=("app_backup",)),),
        {**TWO, "backup-2": (ALL - {"app_data"}, ALL)},
    ),
    "whole-deleted": ((DeleteBackups(phone="ann", boxes=("settings_backup",)),), {**TWO, "backup-2": (set(), ALL)}),
    "newest-deleted-in-onedrive": (
        (DeleteCloudBackup(account=ANN, backup="backup-2"),),
        {**TWO, "backup-2": (ALL, set())},
    ),
    "older-deleted-in-onedrive": (
        (DeleteCloudBackup(account=ANN, backup="backup-1"),),
        {**TWO, "backup-1": (set(), set())},
    ),
    "reset": ((ResetPhone(phone="ann"),), {**TWO, "backup-2": (set(), ALL)}),
}
"""What is done after two backups, and what lies where then."""


def revisions(world: World, account: str = ANN) -> list[Checked]:
    """Check every catalogue that an account has had, oldest first."""
    seen = [
        event.after.accounts[account].catalogue for event in world.history.events if account in event.after.accounts
    ]
    return [verifying.catalogue((text or "").encode(), CATALOGUE) for text in dict.fromkeys(seen)]


def manifests(world: World, account: str = ANN) -> list[Checked]:
    """Check every manifest that an account has had, also of backups that were deleted."""
    seen = (event.after.accounts[account].backups for event in world.history.events if account in event.after.accounts)
    return [verified(each) for each in {backup.id: backup for found in seen for backup in found}.values()]


def lying(catalogue: Any) -> Lying:
    """Tell what lies where, by a catalogue."""
    return {each["id"]: (_present(each["phone"]), _present(each["cloud"])) for each in catalogue["backups"]}


def _present(place: dict[str, dict[str, str]]) -> set[str]:
    return {kind for kind, stored in place.items() if stored["state"] == "present"}


def problems(catalogues: Sequence[Checked], own: Sequence[Checked]) -> list[object]:
    """List all that is wrong with catalogues, by themselves, in view of one another, and of the manifests."""
    return [each.problems for each in catalogues if each.problems] + [*verifying.catalogues_together(catalogues, own)]


def test_a_new_account_has_a_catalogue_of_nothing(open_world: OpenWorld) -> None:
    """The catalogue of an account that was just created verifies, is the first, and lists no backup."""
    world = open_world()
    world.must(CreateAccount(account=ANN))

    [first] = revisions(world)

    assert first.problems == ()
    assert (first.value["revision"], first.value["backups"]) == (1, [])
    assert first.value["as_of"] == "2014-06-02T09:00:00Z"


@pytest.mark.parametrize("change", CHANGES)
@on_both_profiles
def test_a_catalogue_tells_what_changed(open_full: OpenWorld, profile: str, change: str) -> None:
    """After each commit and deletion there is a new revision, which tells what lies where and verifies with all before."""
    done, after = CHANGES[change]
    world = open_full(profile, **CHOICES.get(change, {}))
    world.must(CELLULAR, BACK_UP_NOW, MINUTE, BACK_UP_NOW, MINUTE)
    before = revisions(world)
    assert [each.value["revision"] for each in before] == [1, 2, 3]
    assert lying(before[-1].value) == TWO

    world.must(*done)

    *_, newest = later = revisions(world)
    assert len(later) == 4
    assert (newest.value["revision"], newest.value["as_of"]) == (4, world.now.wall_clock)
    assert lying(newest.value) == after
    assert len(manifests(world)) == len(after)
    assert problems(later, manifests(world)) == []


def test_a_catalogue_tells_since_when(open_full: OpenWorld) -> None:
    """Each part is where it is, or is gone, since the moment that the clock showed."""
    world = open_full()
    world.must(CELLULAR, BACK_UP_NOW, MINUTE, DeleteBackups(phone="ann", boxes=("app_backup",)), MINUTE)
    world.must(DeleteBackups(phone="ann", boxes=("settings_backup",)), MINUTE)
    world.must(DeleteCloudBackup(account=ANN, backup="backup-1"))

    [told] = revisions(world)[-1].value["backups"]

    assert told["phone"]["app_data"] == {"state": "deleted", "since": "2014-06-02T09:01:00Z"}
    assert told["phone"]["settings"] == {"state": "deleted", "since": "2014-06-02T09:02:00Z"}
    assert told["cloud"]["settings"] == {"state": "deleted", "since": "2014-06-02T09:03:00Z"}


NOTHING_CHANGES: dict[str, tuple[Command, ...]] = {
    "failed": (HOLD, BACK_UP_NOW, TakeCloudDown(), RESUME),
    "aborted": (HOLD, BACK_UP_NOW, SignOut(phone="ann")),
    "switched-off": (HOLD, BACK_UP_NOW, TurnPhoneOff(phone="ann")),
    "turned-off": (TurnOff(phone="ann", toggle="settings_backup"), AdvanceTime(seconds=WEEKS_S)),
    "clock-set": (BACK, MINUTE, FORWARD),
}


@pytest.mark.parametrize("what", NOTHING_CHANGES)
def test_without_a_commit_or_a_deletion_it_stays(open_full: OpenWorld, what: str) -> None:
    """Nothing but a commit or a deletion makes a new revision."""
    world = open_full()
    world.must(CELLULAR, BACK_UP_NOW)
    before = world.account(ANN).catalogue
    assert before is not None

    world.must(*NOTHING_CHANGES[what])

    assert world.account(ANN).catalogue == before


def test_a_phone_has_one_copy_over_all_accounts(open_full: OpenWorld) -> None:
    """A backup for another account takes the place of the copy on the phone, and the earlier account's catalogue says so."""
    world = open_full()
    world.must(CreateAccount(account=BEN), CELLULAR, BACK_UP_NOW, SignIn(phone="ann", account=BEN), BACK_UP_NOW)
    copy = world.phone("ann").local_backup
    assert copy is not None
    assert copy.id == "backup-2"

    assert lying(revisions(world, BEN)[-1].value) == {"backup-2": (ALL, ALL)}
    assert lying(revisions(world)[-1].value) == {"backup-1": (set(), ALL)}


def test_a_long_story_verifies(open_full: OpenWorld) -> None:
    """Two phones, commits and deletions of all kinds, the clock set back and forth: every revision verifies with all others and all manifests."""
    world = open_full()
    ben = BackUpNow(phone="ben")
    world.must(AddPhone(phone="ben"), SetContent(phone="ben", content=PEOPLE[1].content))
    world.must(SignIn(phone="ben", account=ANN), TurnOn(phone="ben", toggle="settings_backup"))
    world.must(SetNetwork(phone="ben", network="cellular"), CELLULAR, BACK_UP_NOW, ben)
    for number, (done, _) in enumerate(CHANGES.values()):
        gone = [each for each in done if isinstance(each, DeleteCloudBackup)]
        world.must(MINUTE, (BACK, FORWARD)[number % 2])
        world.must(*(each for each in done if each not in gone), *gone)
        if world.phone("ann").account is None:
            world.must(SignIn(phone="ann", account=ANN), TurnOn(phone="ann", toggle="settings_backup"), CELLULAR)
        world.must(BACK_UP_NOW, DeleteBackups(phone="ben", boxes=("app_backup",)), ben)

    catalogues = revisions(world)

    assert len(catalogues) > 20
    assert {backup.phone for backup in backups(world)} == {"ann", "ben"}
    assert problems(catalogues, manifests(world)) == []
    assert verifying.manifests_together(manifests(world)) == []


# What is stored.


def key(account: str) -> bytes:
    """Tell the key of an account in the worlds of these tests."""
    return account_key(1, account)


def stored(world: World) -> dict[str, tuple[bytes, ...]]:
    """Tell what lies in OneDrive of the one backup, for each part."""
    [backup] = world.items().accounts[ANN].backups
    found: dict[str, tuple[bytes, ...]] = {}
    for part in backup.parts:
        assert part.stored is not None
        assert len(part.stored) == part.count
        found[part.kind] = tuple(base64.b64decode(each, validate=True) for each in part.stored)
    return found


@pytest.fixture
def full(open_full: OpenWorld) -> World:
    """Return a world with one backup of a phone that is full of things of every kind."""
    world: World = open_full()
    world.must(CELLULAR, BACK_UP_NOW)
    assert all(stored(world).values())
    assert stored(world).keys() == ALL
    return world


def test_what_is_stored_opens_with_the_account_key(full: World) -> None:
    """With its account's key each item opens where it lies, and is what the phone holds, in order."""
    for part, entries in saved(PEOPLE[0].content, apps=True).items():
        opened = [
            unseal(key(ANN), sealed, context=f"backup-1 {part} {number}")
            for number, sealed in enumerate(stored(full)[part])
        ]
        assert opened == [entry_bytes(entry) for entry in entries]


OTHERS = {"another-account": account_key(1, BEN), "another-world": account_key(2, ANN), "zeros": bytes(32)}


@pytest.mark.parametrize("other", OTHERS)
def test_what_is_stored_opens_with_no_other_key(full: World, other: str) -> None:
    """With another key no item opens."""
    for part, items in stored(full).items():
        for number, sealed in enumerate(items):
            with pytest.raises(BrokenSeal):
                unseal(OTHERS[other], sealed, context=f"backup-1 {part} {number}")


def test_what_is_stored_opens_nowhere_else(full: World) -> None:
    """An item that was put into another backup, part or place does not open there."""
    sealed = stored(full)["passwords"][0]
    assert unseal(key(ANN), sealed, context="backup-1 passwords 0")

    for elsewhere in ("backup-2 passwords 0", "backup-1 settings 0", "backup-1 passwords 1"):
        with pytest.raises(BrokenSeal):
            unseal(key(ANN), sealed, context=elsewhere)


def private(content: Content) -> list[str]:
    """List the texts of a person's things that nobody else has: passwords, progress, numbers, addresses."""
    values = [
        entry.value
        for part, entries in named(content)
        for entry in entries
        if part in {"app_data", "passwords", "call_history", "favourites"} and isinstance(entry, Item)
    ]
    return values + [each.address for each in content.accounts or ()]


def test_nobody_sees_what_is_in_a_backup(full: World) -> None:
    """No password, progress, number or address shows in OneDrive: not in what is stored, in a manifest, or in the catalogue."""
    texts = private(PEOPLE[0].content)
    assert len(texts) > 50
    assert all(text in repr(full.items().phones) for text in texts)
    shown = repr(full.items().accounts)
    raw = b"".join(item for items in stored(full).values() for item in items)

    assert [text for text in texts if text in shown or text.encode() in raw] == []


def test_data_of_apps_that_take_no_part_is_not_stored(full: World) -> None:
    """What an app that declares nothing, or was opted out, has on the phone is in no backup."""
    content = PEOPLE[0].content
    others = [each for each in content.app_data or () if each.value.startswith(NOT_TAKING_PART)]
    assert others

    items = stored(full)["app_data"]

    opened = {unseal(key(ANN), item, context=f"backup-1 app_data {number}") for number, item in enumerate(items)}
    assert len(opened) == len(content.app_data or ()) - len(others)
    assert opened.isdisjoint(map(entry_bytes, others))


def test_what_is_the_same_does_not_look_the_same(full: World) -> None:
    """A word that is there twice, and what two backups have in common, are sealed as different bytes each."""
    words = PEOPLE[0].content.dictionary or ()
    assert len(set(words)) < len(words)
    full.must(BACK_UP_NOW)

    seen = [
        text for backup in full.items().accounts[ANN].backups for part in backup.parts for text in part.stored or ()
    ]

    assert len(seen) == 2 * sum(len(entries) for entries in saved(PEOPLE[0].content, apps=True).values())
    assert len(set(seen)) == len(seen)


def test_only_who_asks_sees_the_items(full: World) -> None:
    """Unless they are asked for, neither what a phone holds nor what is stored shows, and all else is the same."""
    assert full.now.phones["ann"].items is None
    assert {part.stored for part in backups(full)[0].parts} == {None}

    assert full.items().phones["ann"].items == PEOPLE[0].content
    assert full.items().phones["ann"].content == full.now.phones["ann"].content
