"""OneDrive: whether it can be reached, how much room it has, and what lies in it."""

from pytest_bdd import given, then, when

from backupspec.contract.commands import BringCloudUp, DeleteCloudBackup, SetCloudSpace, TakeCloudDown
from backupspec.contract.observations import Backup, Observation
from backupspec.contract.outcomes import Outcome
from backupspec.contract.terms import Part
from backupspec.steps import telling
from backupspec.steps.backups import backups_of, in_onedrive, kinds, lying, made, made_at, newest, newest_at
from backupspec.steps.changes import account_of, phone_of
from backupspec.steps.telling import at, counted, holding, named
from backupspec.steps.whole_phones import APP_PARTS, SETTINGS_PARTS, backup_bytes
from backupspec.steps.words import Word, sentence
from backupspec.world.verdicts import Mismatch
from backupspec.world.world import World

WHICH: Word[object] = Word("oldest|middle|newest", str)
WAY: Word[object] = Word(r"[A-Z][a-z]+(?: > [A-Z][A-Za-z ]+)*", str)


def saved(covered: list[Part], texts: int, photos: int, videos: int) -> str:
    """Say what lies in OneDrive: what the newest backup holds, and how many text messages, photos and videos there are."""
    return (
        f"{holding(covered)}; {counted(texts, 'text message')}; {counted(photos, 'photo')}; {counted(videos, 'video')}"
    )


def one_of_three(seen: Observation, phone: str, which: str) -> Backup:
    """Return a phone's newest or oldest backup in OneDrive, or the middle one."""
    found = backups_of(seen, phone)
    assert found, Mismatch(f"a backup of {phone} in OneDrive", "none", lying(seen, phone, found))
    return found[{"oldest": 0, "middle": len(found) // 2, "newest": -1}[which]]


def delete(world: World, backup: Backup) -> Outcome:
    """Delete a backup in the OneDrive in which it lies."""
    owners = [name for name, account in world.now.accounts.items() if backup in account.backups]
    return world.perform(DeleteCloudBackup(account=owners[0], backup=backup.id))


def lists(now: Observation) -> dict[str, list[str]]:
    """Name what the list of each account shows."""
    return {name: [backup.id for backup in account.backups] for name, account in now.accounts.items()}


@given("OneDrive is down", target_fixture="before")
def _(world: World) -> Observation:
    world.must(TakeCloudDown())
    return world.now


@given(
    sentence("the OneDrive of {account:Account} has room for {percent:d} % of a backup"),
    target_fixture="before",
)
def _(world: World, account: str, percent: int) -> Observation:
    world.must(
        SetCloudSpace(
            account=account,
            size_bytes=backup_bytes(world, phone_of(account.removesuffix("'s account"))) * percent // 100,
        )
    )
    return world.now


@when("OneDrive goes down", target_fixture="outcome")
def _(world: World) -> Outcome:
    return world.perform(TakeCloudDown())


@when("OneDrive is up again", target_fixture="outcome")
def _(world: World) -> Outcome:
    return world.perform(BringCloudUp())


@when(
    sentence("the {which:Which} backup of {phone:Phone} is deleted in OneDrive", Which=WHICH), target_fixture="outcome"
)
def _(world: World, which: str, phone: str) -> Outcome:
    return delete(world, one_of_three(world.now, phone, which))


@when(sentence("{person:Person} looks for the list of backups in OneDrive"), target_fixture="found_in")
def _(world: World, person: str) -> tuple[str, ...]:
    return world.account(account_of(phone_of(person))).backups_path


@then(sentence("it is found in {way:Way}", Way=WAY))
def _(found_in: tuple[str, ...], way: str) -> None:
    came = " > ".join(found_in)
    assert came == way, Mismatch(f"the list of backups in {way}", came or "nowhere")


@then("the backups in OneDrive are what they were")
def _(world: World, before: Observation) -> None:
    """Each in its own account's list, and in the same order."""
    earlier, left = in_onedrive(before), in_onedrive(world.now)
    assert earlier, Mismatch("a backup in OneDrive before", "none")
    assert left == earlier, Mismatch("the earlier backups in OneDrive, unchanged", telling.difference(left, earlier))
    assert lists(world.now) == lists(before), Mismatch(f"{lists(before)}", f"{lists(world.now)}")


@then(sentence("OneDrive holds what it held, but for the {which:Which} backup of {phone:Phone}", Which=WHICH))
def _(world: World, which: str, phone: str, before: Observation) -> None:
    gone = one_of_three(before, phone, which)
    expected = [backup for backup in in_onedrive(before) if backup != gone]
    left = in_onedrive(world.now)
    assert left == expected, Mismatch(
        f"what OneDrive held, but for {named([gone])}", telling.difference(left, expected)
    )


@then(sentence("it has taken the place of the oldest backup of {phone:Phone}, and of no other"))
def _(world: World, phone: str, before: Observation) -> None:
    gone, came = one_of_three(before, phone, "oldest"), made(world, phone, before)
    assert len(came) == 1, Mismatch(f"one more backup of {phone}", named(came), made_at(world, phone, came))
    expected = [backup for backup in in_onedrive(before) if backup != gone]
    left = [backup for backup in in_onedrive(world.now) if backup not in came]
    assert left == expected, Mismatch(
        f"what OneDrive held, but for {named([gone])}, and one more", telling.difference(left, expected)
    )


@then("OneDrive holds none of the backups that it held")
def _(world: World, before: Observation) -> None:
    assert in_onedrive(before), Mismatch("a backup in OneDrive before", "none")
    left = [backup for backup in in_onedrive(world.now) if backup in in_onedrive(before)]
    assert left == [], Mismatch("none of the earlier backups", named(left))


@then("no backup that was deleted in OneDrive is there")
def _(world: World) -> None:
    commands = [event.command for event in world.history.events]
    deleted = {(each.account, each.backup) for each in commands if isinstance(each, DeleteCloudBackup)}
    assert deleted, Mismatch("a backup deleted in OneDrive", "none")
    left = sorted(id_ for account, id_ in deleted if id_ in lists(world.now)[account])
    assert left == [], Mismatch("no backup that was deleted", telling.listed(left))


@then(sentence("OneDrive lists {count:Count} backup of {phone:Phone} under {account:Account}"))
@then(sentence("OneDrive lists {count:Count} backups of {phone:Phone} under {account:Account}"))
def _(world: World, count: int, phone: str, account: str) -> None:
    came = [backup for backup in world.account(account).backups if backup.phone == phone and backup.complete]
    different = {backup.id for backup in came}
    assert len(came) == len(different) == count, Mismatch(
        f"{counted(count, 'backup')} of {phone} in the list of {account}",
        named(came),
        at("accounts", account, "backups"),
    )


@then(sentence("the OneDrive of {account:Account} holds {count:Count} backup"))
def _(world: World, account: str, count: int) -> None:
    came = world.account(account).backups
    assert len(came) == count, Mismatch(
        f"{counted(count, 'backup')} in the OneDrive of {account}", named(came), at("accounts", account, "backups")
    )


@then(sentence("the OneDrive of {account:Account} holds one more text message"))
def _(world: World, account: str, before: Observation) -> None:
    came = len(world.account(account).messages) - len(before.accounts[account].messages)
    assert came == 1, Mismatch(
        "1 more text message", counted(came, "more text message"), at("accounts", account, "messages")
    )


@then(sentence("the OneDrive of {account:Account} holds one more photo"))
def _(world: World, account: str, before: Observation) -> None:
    came = len(world.account(account).media) - len(before.accounts[account].media)
    assert came == 1, Mismatch("1 more photo", counted(came, "more photo"), at("accounts", account, "media"))


@then(sentence("exactly what was chosen on {phone:Phone} is in OneDrive"))
def _(world: World, phone: str) -> None:
    """One text message was received, and one photo and one video were taken, since the choice was made."""
    seen, account = world.phone(phone), world.account(account_of(phone))
    toggles = seen.toggles
    covered = (SETTINGS_PARTS if toggles.get("settings_backup") else ()) + (
        APP_PARTS if toggles.get("app_backup") else ()
    )
    texts, photos, videos = (
        int(each)
        for each in (
            toggles.get("text_message_backup", False),
            *(seen.uploads.get(medium, "dont_upload") != "dont_upload" for medium in ("photos", "videos")),
        )
    )
    chosen = saved(sorted(covered), texts, photos, videos)
    uploaded = [medium.kind for medium in account.media]
    came = saved(kinds(newest(world, phone)), len(account.messages), uploaded.count("photo"), uploaded.count("video"))
    assert came == chosen, Mismatch(chosen, came, newest_at(world, phone))
