"""Faults of what a manifest says, seen against all else that is known of its backup (I11), and what is none."""

import json
from typing import Any

from faults import BACKED_UP, DAY_S, ON_CELLULAR, READY, SAVED, allowed, breaks, doctored
from faults_of_documents import manifest_with
from msgspec.structs import replace

from backupspec.contract.commands import (
    AddPhone,
    AdvanceTime,
    BackUpNow,
    ChooseUpload,
    CutNetworkAfter,
    DeleteCloudBackup,
    ResetPhone,
    SetExternalPower,
    SetNetwork,
    SetTimeZone,
    SetWallClock,
    SignIn,
    TurnOff,
    TurnOn,
    TurnPhoneOff,
    TurnPhoneOn,
)
from backupspec.contract.observations import Observation
from backupspec.faults.made import with_topics
from backupspec.reference.backups import Backups
from backupspec.reference.documents import Documents
from backupspec.reference.engine import Topics
from backupspec.reference.implementation import Reference
from backupspec.reference.restoring import Restoring
from backupspec.reference.state import Flow, Phone, World

BACK_UP = BackUpNow(phone="ann")
SECOND = (*BACKED_UP, BACK_UP)
DAY = AdvanceTime(seconds=DAY_S)

# The line.


def follows(**others: Any) -> Reference:
    """Make the reference, whose manifests tell of another backup before each."""

    def change(document: dict[str, Any]) -> dict[str, Any]:
        if document["backup"]["previous"] is not None:
            document["backup"]["previous"] |= others
        return document

    return manifest_with(change)


@breaks("I11", "DEL-07", *SECOND)
def breaks_the_chain() -> Reference:
    """A manifest names the one before it by another digest."""
    return follows(digest="sha256:" + "0" * 64)


@breaks("I11", "DEL-07", *BACKED_UP, BACK_UP, DeleteCloudBackup(account="ann@example.com", backup="backup-2"), BACK_UP)
def follows_what_is_there() -> Reference:
    """A manifest follows the first backup, as the second was deleted."""
    return follows(id="backup-1")


@breaks("I11", "DEL-09", *SECOND)
def begins_a_line_with_each() -> Reference:
    """Each backup stands in a line of its own, although it follows another."""

    def change(document: dict[str, Any]) -> dict[str, Any]:
        document["backup"]["lineage"] = f"lineage_{document['backup']['sequence']:032x}"
        return document

    return manifest_with(change)


@breaks("I11", "DEL-10", *BACKED_UP, DeleteCloudBackup(account="ann@example.com", backup="backup-1"), BACK_UP)
def gives_an_id_again() -> Any:
    """The id of a backup that was deleted is given to the next one."""
    given = (*BACKED_UP, DeleteCloudBackup(account="ann@example.com", backup="backup-1"), BACK_UP)

    def change(seen: Observation) -> Observation:
        account = seen.accounts["ann@example.com"]
        [backup] = account.backups
        manifest = json.loads(backup.manifest or "")
        manifest["backup"] |= {"id": "backup-1", "previous": {**manifest["backup"]["previous"], "id": "backup-0"}}
        again = replace(backup, id="backup-1", manifest=json.dumps(manifest))
        return replace(seen, accounts={**seen.accounts, "ann@example.com": replace(account, backups=(again,))})

    return doctored(given, change)


# The clock.

SET = (*BACKED_UP, DAY, SetWallClock(to="2014-08-01T09:00:00Z"), DAY, BACK_UP)


def with_anomalies(change: Any) -> Reference:
    """Make the reference, whose manifests tell other changes of the clock."""

    def changed(document: dict[str, Any]) -> dict[str, Any]:
        document["times"]["clock_anomalies"] = change(document["times"]["clock_anomalies"])
        return document

    return manifest_with(changed)


@breaks("I11", "REM-01", *SET)
def does_not_tell_that_the_clock_was_set() -> Reference:
    """A manifest does not tell that the clock was set since the backup before."""
    return with_anomalies(lambda _: [])


@breaks("I11", "REM-01", *SET)
def tells_another_change_of_the_clock() -> Reference:
    """A manifest tells that the clock was set by a second more."""
    return with_anomalies(lambda told: [{**each, "shift_s": each["shift_s"] + 1} for each in told])


@breaks("I11", "REM-01", *ON_CELLULAR, DAY, BACK_UP)
def makes_a_change_of_the_clock_up() -> Reference:
    """A manifest tells that the clock was set, which it was not."""
    return with_anomalies(lambda _: [{"elapsed_s": 5, "shift_s": 60}])


@breaks("I11", "REM-01", *ON_CELLULAR, DAY, SetWallClock(to="2014-08-01T09:00:00Z"), DAY, BACK_UP)
def does_not_tell_it_of_the_first_backup() -> Reference:
    """The first manifest of a phone does not tell that the clock was set before."""
    return with_anomalies(lambda _: [])


def tells_none_at_the_edge() -> Reference:
    """A clock set in the second of a backup may have been set before it or after it."""
    return with_anomalies(lambda _: [])


allowed("the-clock-was-set-between-two-backups", *SET)
allowed(
    "the-clock-was-set-in-the-second-of-a-backup",
    *BACKED_UP,
    SetWallClock(to="2014-08-01T09:00:00Z"),
    DAY,
    BACK_UP,
    SetWallClock(to="2014-08-01T09:00:00Z"),
    make=tells_none_at_the_edge,
)
allowed(
    "the-clock-was-set-before-and-after-a-backup-of-the-same-second",
    *BACKED_UP,
    DAY,
    SetWallClock(to="2014-08-01T09:00:00Z"),
    BACK_UP,
    SetWallClock(to="2014-07-01T09:00:00Z"),
    SetWallClock(to="2014-07-02T09:00:00Z"),
    BACK_UP,
    DAY,
    BACK_UP,
)
allowed(
    "the-clock-was-set-and-set-back-in-the-same-second",
    *BACKED_UP,
    DAY,
    SetWallClock(to="2014-08-01T09:00:00Z"),
    SetWallClock(to="2014-06-03T09:00:00Z"),
    DAY,
    BACK_UP,
)
allowed("the-clock-was-set-before-a-reset", *SET[:-1], ResetPhone(phone="ann"), *READY[2:], *SET[-2:])
allowed(
    "the-clock-was-set-before-there-was-a-second-phone",
    *SET,
    AddPhone(phone="ben"),
    SignIn(phone="ben", account="ben@example.com"),
    TurnOn(phone="ben", toggle="settings_backup"),
    SetNetwork(phone="ben", network="wifi"),
    BackUpNow(phone="ben"),
)
allowed(
    "a-phone-that-was-off-does-not-know-that-the-clock-was-set",
    *BACKED_UP,
    TurnPhoneOff(phone="ann"),
    DAY,
    SetWallClock(to="2014-08-01T09:00:00Z"),
    DAY,
    TurnPhoneOn(phone="ann"),
    BACK_UP,
    make=tells_none_at_the_edge,
)

# What was sent, and what was chosen.


def manifest_saying(**others: Any) -> Reference:
    """Make the reference, whose manifests have other members."""
    return manifest_with(lambda document: document | others)


@breaks("I11", "SCH-01", *BACKED_UP)
def tells_another_network() -> Reference:
    """A manifest tells that what went over cellular data went over Wi-Fi."""

    def change(document: dict[str, Any]) -> dict[str, Any]:
        sent = document["sent_bytes"]
        return document | {"sent_bytes": {"wifi": sent["cellular"], "cellular": sent["wifi"]}}

    return manifest_with(change)


@breaks("I11", "SCH-01", *BACKED_UP)
def tells_twice_the_bytes() -> Reference:
    """A manifest tells that twice as much went as did."""

    def change(document: dict[str, Any]) -> dict[str, Any]:
        return document | {"sent_bytes": {name: 2 * count for name, count in document["sent_bytes"].items()}}

    return manifest_with(change)


def counts_what_the_protocol_adds() -> Reference:
    """Make the reference, whose manifests count a tenth more than what is backed up."""

    def change(document: dict[str, Any]) -> dict[str, Any]:
        sent = document["sent_bytes"]
        return document | {"sent_bytes": {name: count + count // 10 for name, count in sent.items()}}

    return manifest_with(change)


allowed("a-protocol-adds-to-what-is-sent", *SAVED, make=counts_what_the_protocol_adds)
allowed(
    "a-backup-goes-over-two-networks",
    *ON_CELLULAR,
    CutNetworkAfter(phone="ann", flow="backup", size_bytes=300, network="wifi"),
    BACK_UP,
    BACK_UP,
)


@breaks("I11", "AS-03", *BACKED_UP)
def tells_another_option() -> Reference:
    """A manifest tells that text messages were backed up, which they were not."""

    def change(document: dict[str, Any]) -> dict[str, Any]:
        return document | {"toggles": {**document["toggles"], "text_message_backup": True}}

    return manifest_with(change)


@breaks("I11", "PHO-05", *READY, ChooseUpload(phone="ann", medium="photos", quality="best"), *BACKED_UP[len(READY) :])
def tells_that_nothing_uploads() -> Reference:
    """A manifest tells that no photos were to upload, which they were."""
    return manifest_saying(uploads={"photos": "dont_upload", "videos": "dont_upload"})


allowed(
    "an-option-is-changed-between-two-backups",
    *BACKED_UP,
    ChooseUpload(phone="ann", medium="photos", quality="best"),
    TurnOn(phone="ann", toggle="text_message_backup"),
    BACK_UP,
    TurnOff(phone="ann", toggle="settings_backup"),
    SetExternalPower(phone="ann", connected=True),
    SetNetwork(phone="ann", network="wifi"),
    TurnOn(phone="ann", toggle="settings_backup"),
)

# The beginning.


@breaks("I11", "VER-01", *BACKED_UP)
def tells_other_readings() -> Reference:
    """A manifest tells the digest of other choices than those declared."""

    def change(document: dict[str, Any]) -> dict[str, Any]:
        return document | {"profile": {**document["profile"], "choices_digest": "sha256:" + "0" * 64}}

    return manifest_with(change)


def began(**otherwise: Any) -> Reference:
    """Make the reference, whose backups show and tell that they began otherwise."""

    class Faulty(Backups):
        def complete(self, world: World, phone: Phone) -> World:
            assert phone.flow is not None
            assert phone.flow.backup is not None
            phone = replace(phone, flow=replace(phone.flow, backup=replace(phone.flow.backup, **otherwise)))
            return super().complete(world.with_phone(phone), phone)

    return with_topics(Topics(backups=Faulty))


@breaks("I11", "GEN-03", *BACKED_UP)
def began_on_another_network() -> Reference:
    """A backup shows and tells that it began on Wi-Fi, which the phone did not have."""
    return began(network="wifi")


@breaks("I11", "GEN-03", *BACKED_UP)
def began_with_power() -> Reference:
    """A backup shows and tells that it began while the phone was plugged in, which it was not."""
    return began(external_power=True)


@breaks("I11", "REM-01", *BACKED_UP)
def began_in_another_time_zone() -> Reference:
    """A manifest tells the offset of a time zone in which the phone was not."""

    def change(document: dict[str, Any]) -> dict[str, Any]:
        return document | {"times": {**document["times"], "utc_offset_min": 0}}

    return manifest_with(change)


allowed(
    "a-backup-begins-on-a-network-that-goes-at-once",
    *READY,
    SetExternalPower(phone="ann", connected=True),
    CutNetworkAfter(phone="ann", flow="backup", size_bytes=10, network="none"),
    SetNetwork(phone="ann", network="wifi"),
    SetNetwork(phone="ann", network="wifi"),
    DAY,
)
allowed(
    "a-phone-is-in-another-time-zone-and-then-in-none-that-is-whole",
    *ON_CELLULAR,
    SetTimeZone(time_zone="Asia/Kathmandu"),
    BACK_UP,
    SetWallClock(to="1900-01-01T00:00:00Z"),
    SetTimeZone(time_zone="Europe/Amsterdam"),
    BACK_UP,
    SetWallClock(to="0001-01-01T00:00:00Z"),
    SetTimeZone(time_zone="America/New_York"),
    BACK_UP,
)

# Extensions of one's own.


def adds_something_critical() -> Reference:
    """Make an implementation whose backups hold something that whoever restores them has to know, and that knows it."""
    mine = {"critical": ["com.vendor.vault"], "com.vendor.vault": {"items": 3}}

    class FaultyDocuments(Documents):
        def manifest(self, world: World, phone: Phone, flow: Flow) -> dict[str, Any]:
            return super().manifest(world, phone, flow) | {"extensions": mine}

    class FaultyRestoring(Restoring):
        def flaw(self, account: Any, backup: Any) -> Any:
            if backup.manifest is not None and "com.vendor.vault" in backup.manifest:
                return None if backup.complete else "backup_is_not_complete"
            return super().flaw(account, backup)

    return with_topics(Topics(documents=FaultyDocuments, restoring=FaultyRestoring))


allowed("something-critical-of-ones-own", *SECOND, DAY, BACK_UP, make=adds_something_critical)


@breaks("I11", "CON-00", *BACKED_UP)
def declares_what_is_not_there() -> Reference:
    """A manifest says that an extension is critical which it does not have."""
    return manifest_saying(extensions={"critical": ["com.vendor.vault"]})
