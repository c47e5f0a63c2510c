"""Backups: how they are asked for, how far they get, and what they hold."""

from pytest_bdd import then, when

from backupspec.contract.commands import (
    AdvanceTime,
    BackUpNow,
    BringCloudUp,
    CutNetworkAfter,
    FailPowerAfter,
    ResumeFlow,
    SetNetwork,
    TakeCloudDown,
    TurnPhoneOn,
)
from backupspec.contract.observations import Attempt, Backup, Observation
from backupspec.contract.outcomes import Outcome, Reason
from backupspec.contract.terms import Network, Part, Trigger
from backupspec.steps.changes import Change, phone_of
from backupspec.steps.words import sentence
from backupspec.suite.verdicts import Mismatch
from backupspec.suite.world import World

SETTINGS_PARTS: tuple[Part, ...] = (
    "passwords",
    "call_history",
    "start_screen",
    "theme",
    "accounts",
    "favourites",
    "dictionary",
    "settings",
)
APP_PARTS: tuple[Part, ...] = ("apps", "app_data")
PART_BYTES = 10_000


def backups_of(now: Observation, phone: str) -> list[Backup]:
    """List a phone's complete backups in OneDrive, oldest first, whoever's OneDrive it is."""
    found = [
        backup
        for account in now.accounts.values()
        for backup in account.backups
        if backup.phone == phone and backup.complete
    ]
    return sorted(found, key=lambda backup: backup.sequence)


def newest(world: World, phone: str) -> Backup | None:
    """Return a phone's newest complete backup in OneDrive."""
    return max(backups_of(world.now, phone), key=lambda backup: backup.sequence, default=None)


def made(world: World, phone: str, before: Observation) -> list[Backup]:
    """List the complete backups of a phone that have come into OneDrive since."""
    known = {backup.id for backup in backups_of(before, phone)}
    return [backup for backup in backups_of(world.now, phone) if backup.id not in known]


def triggers(world: World, phone: str, before: Observation) -> list[Trigger]:
    """Tell what set off the backups of a phone that were made since."""
    return [backup.trigger for backup in made(world, phone, before)]


def new_attempt(world: World, phone: str, before: Observation) -> Attempt | None:
    """Return the last attempt at a backup of a phone, if it was made since."""
    attempt = world.phone(phone).last_attempt
    return attempt if attempt != before.phones[phone].last_attempt else None


def part_of_flow(world: World, phone: str, percent: int) -> int:
    """Tell how many bytes are so many per cent of a phone's backup under way."""
    flow = world.phone(phone).flow
    assert flow is not None, Mismatch(f"a backup of {phone} under way", "none")
    return flow.total_bytes * percent // 100


def go_on(world: World, phone: str) -> Outcome:
    """Let a backup that is held go on."""
    return world.perform(ResumeFlow(phone=phone, flow="backup"))


# What people do.


@when(sentence("{person:Person} taps Back up now"), target_fixture="outcome")
def _(world: World, person: str) -> Outcome:
    return world.perform(BackUpNow(phone=phone_of(person)))


@when(sentence("{person:Person} taps Back up now while OneDrive is down"), target_fixture="outcome")
def _(world: World, person: str) -> Outcome:
    world.perform(TakeCloudDown())
    outcome = world.perform(BackUpNow(phone=phone_of(person)))
    world.perform(BringCloudUp())
    return outcome


# What happens on the way.


@when(sentence("the backup of {phone:Phone} goes on as far as it can"), target_fixture="outcome")
def _(world: World, phone: str) -> Outcome:
    return go_on(world, phone)


@when(
    sentence("Wi-Fi drops at {percent:d} % of it and leaves {phone:Phone} with {network:Network}"),
    target_fixture="outcome",
)
def _(world: World, phone: str, percent: int, network: Network) -> Outcome:
    at = part_of_flow(world, phone, percent)
    world.perform(CutNetworkAfter(phone=phone, flow="backup", size_bytes=at, network=network))
    return go_on(world, phone)


@when(
    sentence("Wi-Fi drops at every 10 % of it, leaves {phone:Phone} with {network:Network}, and comes back"),
    target_fixture="outcome",
)
def _(world: World, phone: str, network: Network) -> Outcome:
    points = [part_of_flow(world, phone, percent) for percent in range(10, 100, 10)]
    for at in points:
        world.perform(CutNetworkAfter(phone=phone, flow="backup", size_bytes=at, network=network))
        go_on(world, phone)
        outcome = world.perform(SetNetwork(phone=phone, network="wifi"))
    return outcome


@when(sentence("the power of {phone:Phone} fails at {percent:d} % of it"), target_fixture="outcome")
def _(world: World, phone: str, percent: int) -> Outcome:
    at = part_of_flow(world, phone, percent)
    world.perform(FailPowerAfter(phone=phone, flow="backup", size_bytes=at))
    return go_on(world, phone)


@when(sentence("the power of {phone:Phone} fails in the middle of a backup, and comes back"), target_fixture="outcome")
def _(world: World, phone: str) -> Outcome:
    half = len(SETTINGS_PARTS) * PART_BYTES // 2
    world.perform(FailPowerAfter(phone=phone, flow="backup", size_bytes=half))
    outcome = world.perform(BackUpNow(phone=phone))
    world.perform(TurnPhoneOn(phone=phone))
    return outcome


# How it ended.


@then(sentence("{phone:Phone} has made {count:Count} {trigger:Trigger} backup"))
@then(sentence("{phone:Phone} has made {count:Count} {trigger:Trigger} backups"))
def _(world: World, phone: str, count: int, trigger: Trigger, before: Observation) -> None:
    came = triggers(world, phone, before)
    assert came == [trigger] * count, Mismatch(f"{count} backups of {phone}: {trigger}", came)


@then(sentence("{phone:Phone} has made automatic backups, at least one"))
def _(world: World, phone: str, before: Observation) -> None:
    came = triggers(world, phone, before)
    assert set(came) == {"automatic"}, Mismatch(f"automatic backups of {phone}", came)


@then(sentence("{phone:Phone} has made no backup"))
def _(world: World, phone: str, before: Observation) -> None:
    came = triggers(world, phone, before)
    assert came == [], Mismatch(f"no backup of {phone}", came)


@then(sentence("the backup of {phone:Phone} has come to nothing"))
def _(world: World, phone: str, before: Observation) -> None:
    attempt = new_attempt(world, phone, before)
    assert attempt is not None, Mismatch(f"{phone} to tell how its backup ended", "nothing")
    assert attempt.result != "complete", Mismatch("a backup that was not completed", attempt)
    assert made(world, phone, before) == [], Mismatch(f"no backup of {phone}", made(world, phone, before))


@then(sentence("the backup of {phone:Phone} has come to nothing, because {fact:Fact}"))
def _(world: World, phone: str, fact: frozenset[Reason], before: Observation) -> None:
    attempt = new_attempt(world, phone, before)
    assert attempt is not None, Mismatch(f"{phone} to tell how its backup ended", "nothing")
    assert attempt.result != "complete", Mismatch("a backup that was not completed", attempt)
    assert attempt.reason in fact, Mismatch(f"the reason {' or '.join(sorted(fact))}", attempt)


@then(sentence("the backup of {phone:Phone} has been aborted, because {fact:Fact}"))
def _(world: World, phone: str, fact: frozenset[Reason], before: Observation) -> None:
    attempt = new_attempt(world, phone, before)
    assert attempt is not None, Mismatch(f"{phone} to tell how its backup ended", "nothing")
    assert attempt.result == "aborted", Mismatch("a backup that was aborted", attempt)
    assert attempt.reason in fact, Mismatch(f"the reason {' or '.join(sorted(fact))}", attempt)


@then(sentence("the backup of {phone:Phone} waits for Wi-Fi"))
def _(world: World, phone: str) -> None:
    flow = world.phone(phone).flow
    assert flow is not None, Mismatch(f"a backup of {phone} under way", "none")
    assert flow.waiting_for_wifi, Mismatch("a backup that waits for Wi-Fi", flow)


@then(sentence("{phone:Phone} has its earlier backups and no other"))
def _(world: World, phone: str, before: Observation) -> None:
    earlier, now = before.phones[phone], world.phone(phone)
    left = [account.backups for account in world.now.accounts.values()]
    assert left == [account.backups for account in before.accounts.values()], Mismatch(
        "the earlier backups in OneDrive, unchanged and alone", left
    )
    assert now.local_backup == earlier.local_backup, Mismatch(
        f"the earlier backup on {phone}, unchanged", now.local_backup
    )


@then(sentence("{phone:Phone} has kept its earlier backups"))
def _(world: World, phone: str, before: Observation) -> None:
    left = backups_of(world.now, phone)
    lost = [backup for backup in backups_of(before, phone) if backup not in left]
    assert backups_of(before, phone), Mismatch(f"earlier backups of {phone}", "none")
    assert lost == [], Mismatch(f"the earlier backups of {phone}, unchanged", f"lost or changed: {lost}")


@then(sentence("{phone:Phone} has not tried again"))
def _(world: World, phone: str, before: Observation) -> None:
    attempt = new_attempt(world, phone, before)
    assert attempt is None, Mismatch(f"no other attempt at a backup of {phone}", attempt)


# What happens at last: proof that the phone was only waiting for it.


@then(sentence("as soon as {phone:Phone} {change:Change}, it makes one automatic backup"))
def _(world: World, phone: str, change: Change, before: Observation) -> None:
    world.must(*change(phone))
    came = triggers(world, phone, before)
    assert came == ["automatic"], Mismatch(f"one automatic backup of {phone}", came)


@then(sentence("as soon as {phone:Phone} {change:Change}, Back up now makes one manual backup"))
def _(world: World, phone: str, change: Change) -> None:
    world.must(*change(phone))
    ready = world.now
    world.must(BackUpNow(phone=phone))
    came = triggers(world, phone, ready)
    assert came == ["manual"], Mismatch(f"one manual backup of {phone}", came)


@then(sentence("even when {phone:Phone} {change:Change}, it makes no other backup"))
def _(world: World, phone: str, change: Change) -> None:
    ready = world.now
    world.must(*change(phone))
    came = triggers(world, phone, ready)
    assert came == [], Mismatch(f"no other backup of {phone}", came)


@then(sentence("one second later, {phone:Phone} makes one automatic backup"))
def _(world: World, phone: str, before: Observation) -> None:
    world.must(AdvanceTime(seconds=1))
    came = triggers(world, phone, before)
    assert came == ["automatic"], Mismatch(f"one automatic backup of {phone}", came)


@then(sentence("one second later, {phone:Phone} tries again"))
def _(world: World, phone: str, before: Observation) -> None:
    world.must(AdvanceTime(seconds=1))
    attempt = new_attempt(world, phone, before)
    assert attempt is not None, Mismatch(f"another attempt at a backup of {phone}", "none")


@then(sentence("once its backup goes on, {phone:Phone} makes one {trigger:Trigger} backup"))
def _(world: World, phone: str, trigger: Trigger, before: Observation) -> None:
    world.must(ResumeFlow(phone=phone, flow="backup"))
    came = triggers(world, phone, before)
    assert came == [trigger], Mismatch(f"one backup of {phone}: {trigger}", came)


# What it holds.


def bytes_of(world: World, backup: str) -> int:
    """Tell how many bytes of a backup have been sent, however often."""
    return sum(transfer.size_bytes for transfer in world.now.transfers if transfer.backup == backup)


@then(sentence("that backup of {phone:Phone} is the one which was under way, with no byte sent twice"))
def _(world: World, phone: str, before: Observation) -> None:
    flow, backup = before.phones[phone].flow, newest(world, phone)
    assert flow is not None, Mismatch(f"a backup of {phone} under way before", "none")
    assert backup is not None, Mismatch(f"a backup of {phone}", "none")
    assert backup.id == flow.backup, Mismatch(f"the backup {flow.backup}", backup.id)
    sent = bytes_of(world, backup.id)
    assert sent == flow.total_bytes, Mismatch(f"{flow.total_bytes} bytes sent in all", sent)


@then(sentence("that backup of {phone:Phone} is another than the one which was under way, sent from its first byte"))
def _(world: World, phone: str, before: Observation) -> None:
    flow, backup = before.phones[phone].flow, newest(world, phone)
    assert flow is not None, Mismatch(f"a backup of {phone} under way before", "none")
    assert backup is not None, Mismatch(f"a backup of {phone}", "none")
    assert backup.id != flow.backup, Mismatch(f"another backup than {flow.backup}", backup.id)
    sent = bytes_of(world, backup.id)
    assert sent == flow.total_bytes, Mismatch(f"{flow.total_bytes} bytes sent of it", sent)


def kinds(backup: Backup | None) -> list[Part]:
    """List the kinds of content that a backup holds something of."""
    return sorted(part.kind for part in backup.parts if part.size_bytes) if backup else []


@then(sentence("the newest backup of {phone:Phone} holds the settings, but no apps"))
def _(world: World, phone: str) -> None:
    came = kinds(newest(world, phone))
    assert came == sorted(SETTINGS_PARTS), Mismatch("the settings, but no apps, in the newest backup", came)


@then(sentence("the newest backup of {phone:Phone} holds the settings and the apps"))
def _(world: World, phone: str) -> None:
    came = kinds(newest(world, phone))
    assert came == sorted(SETTINGS_PARTS + APP_PARTS), Mismatch("the settings and the apps in the newest backup", came)


@then(sentence("the next manual backup of {phone:Phone} holds the settings and the apps"))
def _(world: World, phone: str) -> None:
    world.must(BackUpNow(phone=phone))
    came = kinds(newest(world, phone))
    assert came == sorted(SETTINGS_PARTS + APP_PARTS), Mismatch("the settings and the apps in the next backup", came)


@then(sentence("the newest backup of {phone:Phone} holds as much as the one before"))
def _(world: World, phone: str, before: Observation) -> None:
    came = newest(world, phone)
    assert came is not None, Mismatch(f"a backup of {phone}", "none")
    assert came.parts == backups_of(before, phone)[-1].parts, Mismatch("as much as in the backup before", came.parts)
