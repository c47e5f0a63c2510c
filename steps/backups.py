"""Backups: how they are asked for, how far they get, and what they hold."""

from collections.abc import Sequence

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
from backupspec.contract.outcomes import Outcome
from backupspec.contract.terms import Network, Part, Trigger
from backupspec.steps import telling
from backupspec.steps.changes import Change, phone_of
from backupspec.steps.whole_phones import APP_PARTS, SETTINGS_PARTS, backup_bytes
from backupspec.steps.words import Fact, sentence
from backupspec.world.verdicts import Mismatch
from backupspec.world.world import World


def backups_of(now: Observation, phone: str) -> list[Backup]:
    """List a phone's complete backups in OneDrive, oldest first, whoever's OneDrive it is."""
    found = [
        backup
        for account in now.accounts.values()
        for backup in account.backups
        if backup.phone == phone and backup.complete
    ]
    return sorted(found, key=_age)


def _age(backup: Backup) -> tuple[int, int]:
    """Sort backups by when they became complete, and those of one second by their numbers."""
    return backup.committed_elapsed_s or 0, backup.sequence


def in_onedrive(now: Observation) -> list[Backup]:
    """List all that lies in OneDrive, whoever's it is, complete or not."""
    return [backup for account in now.accounts.values() for backup in account.backups]


def newest(world: World, phone: str) -> Backup | None:
    """Return a phone's newest complete backup in OneDrive."""
    return next(reversed(backups_of(world.now, phone)), None)


def lying(now: Observation, phone: str, found: Sequence[Backup]) -> str:
    """Say where some backups of a phone lie in an observation, and what tells their age; or where there is none."""
    lists = {name: [each for each in account.backups if each in found] for name, account in now.accounts.items()}
    told = [
        f"{telling.at('accounts', name, 'backups')}: {'; '.join(map(telling.numbered, own))}"
        for name, own in lists.items()
        if own
    ]
    account = now.phones[phone].account if phone in now.phones else None
    return "; ".join(told) or f"{telling.at('accounts', account or '...', 'backups')}: none"


def newest_at(world: World, phone: str) -> str:
    """Say where a phone's newest complete backup lies, and of how many it is the newest."""
    found = backups_of(world.now, phone)
    place = lying(world.now, phone, found[-1:])
    return f"{place}, the newest of {len(found)}" if len(found) > 1 else place


def made(world: World, phone: str, before: Observation) -> list[Backup]:
    """List the complete backups of a phone that have come into OneDrive since."""
    known = {backup.id for backup in backups_of(before, phone)}
    return [backup for backup in backups_of(world.now, phone) if backup.id not in known]


def not_made(world: World, phone: str, before: Observation, wanted: Sequence[Trigger]) -> Mismatch | None:
    """Tell what is wrong unless exactly these backups of a phone have been made since."""
    came = made(world, phone, before)
    if [backup.trigger for backup in came] == [*wanted]:
        return None
    expected = telling.backups(wanted) if wanted else f"no further backup of {phone}"
    return Mismatch(expected, telling.backups(each.trigger for each in came), made_at(world, phone, came))


def made_at(world: World, phone: str, came: Sequence[Backup]) -> str:
    """Say where the backups lie that were made since, or where no new one does."""
    return lying(world.now, phone, came) if came else f"{lying(world.now, phone, [])} that was not there before"


def not_ended(phone: str, expected: str, attempt: Attempt | None) -> Mismatch:
    """Tell that the last attempt at a backup ended otherwise, and where that is seen."""
    return Mismatch(expected, telling.ending(attempt), telling.at("phones", phone, "last_attempt"))


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
@when(sentence("{person:Person} tries to make a manual backup"), target_fixture="outcome")
def _(world: World, person: str) -> Outcome:
    return world.perform(BackUpNow(phone=phone_of(person)))


@when(sentence("{person:Person} taps Back up now while OneDrive is down"), target_fixture="outcome")
def _(world: World, person: str) -> Outcome:
    world.perform(TakeCloudDown())
    outcome = world.perform(BackUpNow(phone=phone_of(person)))
    world.perform(BringCloudUp())
    return outcome


# What happens on the way.


@when(sentence("the backup of {phone:Phone} goes on"), target_fixture="outcome")
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
    """Each drop is armed before the backup goes on from the one before: once on Wi-Fi, nothing else would hold it."""
    first, *others = (
        CutNetworkAfter(phone=phone, flow="backup", size_bytes=part_of_flow(world, phone, percent), network=network)
        for percent in range(10, 100, 10)
    )
    world.perform(first)
    go_on(world, phone)
    for drop in others:
        world.perform(drop)
        world.perform(SetNetwork(phone=phone, network="wifi"))
    return world.perform(SetNetwork(phone=phone, network="wifi"))


@when(sentence("{phone:Phone} goes dead at {percent:d} % of it"), target_fixture="outcome")
def _(world: World, phone: str, percent: int) -> Outcome:
    at = part_of_flow(world, phone, percent)
    world.perform(FailPowerAfter(phone=phone, flow="backup", size_bytes=at))
    return go_on(world, phone)


@when(
    sentence("{phone:Phone} goes dead in the middle of a manual backup, and is switched on again"),
    target_fixture="outcome",
)
def _(world: World, phone: str) -> Outcome:
    half = backup_bytes(world, phone) // 2
    world.perform(FailPowerAfter(phone=phone, flow="backup", size_bytes=half))
    outcome = world.perform(BackUpNow(phone=phone))
    world.perform(TurnPhoneOn(phone=phone))
    return outcome


# How it ended.


@then(sentence("{phone:Phone} makes {count:Count} {trigger:Trigger} backup"))
@then(sentence("{phone:Phone} makes {count:Count} more {trigger:Trigger} backup"))
@then(sentence("{phone:Phone} makes {count:Count} more {trigger:Trigger} backups"))
def _(world: World, phone: str, count: int, trigger: Trigger, before: Observation) -> None:
    wrong = not_made(world, phone, before, [trigger] * count)
    assert not wrong, wrong


@then(sentence("{phone:Phone} makes at least one automatic backup"))
def _(world: World, phone: str, before: Observation) -> None:
    came = made(world, phone, before)
    assert {backup.trigger for backup in came} == {"automatic"}, Mismatch(
        "at least 1 automatic backup, and no other",
        telling.backups(backup.trigger for backup in came),
        made_at(world, phone, came),
    )


@then(sentence("{phone:Phone} has made no backup"))
def _(world: World, phone: str) -> None:
    came = backups_of(world.now, phone)
    assert came == [], Mismatch(f"no backup of {phone}", telling.named(came), lying(world.now, phone, came))


@then(sentence("{phone:Phone} makes no further backup"))
def _(world: World, phone: str, before: Observation) -> None:
    wrong = not_made(world, phone, before, [])
    assert not wrong, wrong


@then(sentence("the backup of {phone:Phone} has failed"))
def _(world: World, phone: str, before: Observation) -> None:
    """Aborted is failed, too: it began and was not completed."""
    attempt = new_attempt(world, phone, before)
    failed = attempt is not None and attempt.result != "complete"
    assert failed, not_ended(phone, "a backup that failed", attempt)
    wrong = not_made(world, phone, before, [])
    assert not wrong, wrong


@then(sentence("the backup of {phone:Phone} has failed, because {fact:Fact}"))
def _(world: World, phone: str, fact: Fact, before: Observation) -> None:
    attempt = new_attempt(world, phone, before)
    failed = attempt is not None and attempt.result == "failed" and attempt.reason in fact.reasons
    assert failed, not_ended(phone, f"a backup that failed, because {fact}", attempt)


@then(sentence("the backup of {phone:Phone} has been aborted, because {fact:Fact}"))
def _(world: World, phone: str, fact: Fact, before: Observation) -> None:
    attempt = new_attempt(world, phone, before)
    aborted = attempt is not None and attempt.result == "aborted" and attempt.reason in fact.reasons
    assert aborted, not_ended(phone, f"a backup that was aborted, because {fact}", attempt)


@then(sentence("the backup of {phone:Phone} waits for Wi-Fi"))
def _(world: World, phone: str) -> None:
    flow = world.phone(phone).flow
    waits = flow is not None and flow.waiting_for == "wifi"
    assert waits, Mismatch("a backup, waiting for Wi-Fi", telling.progress(flow), telling.at("phones", phone, "flow"))


@then(sentence("{phone:Phone} has its earlier backups and no other"))
def _(world: World, phone: str, before: Observation) -> None:
    earlier, left = in_onedrive(before), in_onedrive(world.now)
    assert left == earlier, Mismatch(
        "the earlier backups in OneDrive, unchanged and alone", telling.difference(left, earlier)
    )
    copies = [seen.local_backup for seen in (before.phones[phone], world.phone(phone))]
    copy, kept = ([backup] if backup else [] for backup in copies)
    assert kept == copy, Mismatch(
        f"the local copy on {phone} unchanged", telling.difference(kept, copy), telling.copy_at(phone, copies[1])
    )


@then(sentence("{phone:Phone} has kept its earlier backups"))
def _(world: World, phone: str, before: Observation) -> None:
    """But for those in whose place newer ones have come, where only so many are kept."""
    earlier, left = backups_of(before, phone), backups_of(world.now, phone)
    assert earlier, Mismatch(f"earlier backups of {phone}", "none")
    number = world.policy.picked("backups_kept")
    if number != "every_one":
        newest_ones = [*earlier, *made(world, phone, before)][-int(number) :]
        earlier = [backup for backup in earlier if backup in newest_ones]
    kept = [backup for backup in left if backup in earlier]
    assert kept == earlier, Mismatch(f"the earlier backups of {phone}, unchanged", telling.difference(kept, earlier))


@then(sentence("{phone:Phone} has not tried again"))
def _(world: World, phone: str, before: Observation) -> None:
    attempt = new_attempt(world, phone, before)
    assert attempt is None, not_ended(phone, f"no other attempt at a backup of {phone}", attempt)


def not_completed(
    world: World, phone: str, trigger: Trigger, held: Observation, before: Observation
) -> Mismatch | None:
    """Tell what is wrong unless the backup that was under way is complete, and is the only one that was made."""
    flow, came = held.phones[phone].flow, made(world, phone, before)
    if flow is None or flow.kind != "backup":
        return Mismatch(
            f"a backup of {phone} under way before", telling.progress(flow), telling.at("phones", phone, "flow")
        )
    if [(backup.id, backup.trigger) for backup in came] == [(flow.backup, trigger)]:
        return None
    return Mismatch(
        f"the {telling.ADJECTIVES[trigger]} backup {flow.backup} alone",
        telling.named(came),
        made_at(world, phone, came),
    )


@then(sentence("that {trigger:Trigger} backup of {phone:Phone} is completed, and no other is made"))
def _(world: World, phone: str, trigger: Trigger, before: Observation) -> None:
    wrong = not_completed(world, phone, trigger, before, before)
    assert not wrong, wrong


# What happens at last: proof that the phone was only waiting for it.


@then(sentence("as soon as {phone:Phone} {change:Change}, it makes one automatic backup"))
def _(world: World, phone: str, change: Change, before: Observation) -> None:
    world.must(*change(phone))
    wrong = not_made(world, phone, before, ["automatic"])
    assert not wrong, wrong


@then(sentence("as soon as {phone:Phone} {change:Change}, Back up now makes one manual backup"))
def _(world: World, phone: str, change: Change) -> None:
    world.must(*change(phone))
    ready = world.now
    world.must(BackUpNow(phone=phone))
    wrong = not_made(world, phone, ready, ["manual"])
    assert not wrong, wrong


@then(sentence("even when {phone:Phone} {change:Change}, it makes no further backup"))
def _(world: World, phone: str, change: Change) -> None:
    ready = world.now
    world.must(*change(phone))
    wrong = not_made(world, phone, ready, [])
    assert not wrong, wrong


@then(sentence("one second later, {phone:Phone} makes one automatic backup"))
def _(world: World, phone: str, before: Observation) -> None:
    world.must(AdvanceTime(seconds=1))
    wrong = not_made(world, phone, before, ["automatic"])
    assert not wrong, wrong


@then(sentence("one second later, {phone:Phone} tries again"))
def _(world: World, phone: str, before: Observation) -> None:
    world.must(AdvanceTime(seconds=1))
    attempt = new_attempt(world, phone, before)
    assert attempt is not None, Mismatch(f"another attempt at a backup of {phone}", "none")


@then(sentence("once it goes on, that {trigger:Trigger} backup of {phone:Phone} is completed, and no other is made"))
def _(world: World, phone: str, trigger: Trigger, before: Observation) -> None:
    held = world.now
    world.must(ResumeFlow(phone=phone, flow="backup"))
    wrong = not_completed(world, phone, trigger, held, before)
    assert not wrong, wrong


# What it holds.


def bytes_of(world: World, backup: str) -> int:
    """Tell how many bytes of a backup have been sent, however often."""
    return sum(transfer.size_bytes for transfer in world.now.transfers if transfer.backup == backup)


@then(sentence("that backup of {phone:Phone} is the one that was under way, with no byte sent twice"))
def _(world: World, phone: str, before: Observation) -> None:
    flow, backup = before.phones[phone].flow, newest(world, phone)
    assert flow is not None, Mismatch(f"a backup of {phone} under way before", "none")
    assert backup is not None, Mismatch(f"a backup of {phone}", "none", newest_at(world, phone))
    assert backup.id == flow.backup, Mismatch(
        f"the backup {flow.backup}", f"the backup {backup.id}", newest_at(world, phone)
    )
    sent = bytes_of(world, backup.id)
    assert sent == flow.total_bytes, Mismatch(
        f"{telling.size(flow.total_bytes)} sent in all", telling.size(sent), f"transfers, of the backup {backup.id}"
    )


@then(sentence("that backup of {phone:Phone} is a new one, sent from its first byte"))
def _(world: World, phone: str, before: Observation) -> None:
    flow, backup = before.phones[phone].flow, newest(world, phone)
    assert flow is not None, Mismatch(f"a backup of {phone} under way before", "none")
    assert backup is not None, Mismatch(f"a backup of {phone}", "none", newest_at(world, phone))
    assert backup.id != flow.backup, Mismatch(f"another backup than {flow.backup}", "the same", newest_at(world, phone))
    sent = bytes_of(world, backup.id)
    assert sent == flow.total_bytes, Mismatch(
        f"{telling.size(flow.total_bytes)} sent of it", telling.size(sent), f"transfers, of the backup {backup.id}"
    )


def kinds(backup: Backup | None) -> list[Part]:
    """List the kinds of content that a backup holds something of."""
    return sorted(part.kind for part in backup.parts if part.size_bytes) if backup else []


@then(sentence("the newest backup of {phone:Phone} holds all kinds of things but apps and their data"))
def _(world: World, phone: str) -> None:
    came, wanted = kinds(newest(world, phone)), sorted(SETTINGS_PARTS)
    assert came == wanted, Mismatch(telling.holding(wanted), telling.holding(came), newest_at(world, phone))


@then(sentence("the newest backup of {phone:Phone} holds all ten kinds of things"))
def _(world: World, phone: str) -> None:
    came, wanted = kinds(newest(world, phone)), sorted(SETTINGS_PARTS + APP_PARTS)
    assert came == wanted, Mismatch(telling.holding(wanted), telling.holding(came), newest_at(world, phone))


@then(sentence("the next manual backup of {phone:Phone} holds all ten kinds of things"))
def _(world: World, phone: str) -> None:
    world.must(BackUpNow(phone=phone))
    came, wanted = kinds(newest(world, phone)), sorted(SETTINGS_PARTS + APP_PARTS)
    assert came == wanted, Mismatch(telling.holding(wanted), telling.holding(came), newest_at(world, phone))


@then(sentence("the newest backup of {phone:Phone} holds as much as the one before"))
def _(world: World, phone: str, before: Observation) -> None:
    backup, earlier = newest(world, phone), backups_of(before, phone)[-1]
    assert backup is not None, Mismatch(f"a backup of {phone}", "none", newest_at(world, phone))
    assert backup.parts == earlier.parts, Mismatch(
        telling.saved(earlier.parts), telling.saved(backup.parts), newest_at(world, phone)
    )
