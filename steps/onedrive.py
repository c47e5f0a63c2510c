"""OneDrive: whether it can be reached, how much room it has, and what lies in it."""

from pytest_bdd import given, then, when

from backupspec.contract.commands import BringCloudUp, DeleteCloudBackup, SetCloudSpace, TakeCloudDown
from backupspec.contract.observations import Backup, Observation
from backupspec.contract.outcomes import Outcome
from backupspec.contract.terms import Part
from backupspec.steps.backups import APP_PARTS, PART_BYTES, SETTINGS_PARTS, backups_of, kinds, newest
from backupspec.steps.changes import account_of
from backupspec.steps.telling import counted, holding, named
from backupspec.steps.words import sentence
from backupspec.suite.verdicts import Mismatch
from backupspec.suite.world import World


def saved(covered: list[Part], texts: int, photos: int) -> str:
    """Say what lies in OneDrive: what the newest backup holds, and how many text messages and photos there are."""
    return f"{holding(covered)}; {counted(texts, 'text message')}; {counted(photos, 'photo')}"


def delete(world: World, backup: Backup) -> Outcome:
    """Delete a backup in the OneDrive in which it lies."""
    [owner] = [name for name, account in world.now.accounts.items() if backup in account.backups]
    return world.perform(DeleteCloudBackup(account=owner, backup=backup.id))


@given("OneDrive is down", target_fixture="before")
def _(world: World) -> Observation:
    world.must(TakeCloudDown())
    return world.now


@given(
    sentence("the OneDrive of {account:Account} has room for {percent:d} % of a backup"),
    target_fixture="before",
)
def _(world: World, account: str, percent: int) -> Observation:
    world.must(SetCloudSpace(account=account, size_bytes=len(SETTINGS_PARTS) * PART_BYTES * percent // 100))
    return world.now


@when("OneDrive goes down", target_fixture="outcome")
def _(world: World) -> Outcome:
    return world.perform(TakeCloudDown())


@when("OneDrive is up again", target_fixture="outcome")
def _(world: World) -> Outcome:
    return world.perform(BringCloudUp())


@when(sentence("the newest backup of {phone:Phone} is deleted in OneDrive"), target_fixture="outcome")
def _(world: World, phone: str) -> Outcome:
    return delete(world, backups_of(world.now, phone)[-1])


@when(sentence("the oldest backup of {phone:Phone} is deleted in OneDrive"), target_fixture="outcome")
def _(world: World, phone: str) -> Outcome:
    return delete(world, backups_of(world.now, phone)[0])


@then(sentence("the OneDrive of {account:Account} holds {count:Count} backup"))
def _(world: World, account: str, count: int) -> None:
    came = world.account(account).backups
    assert len(came) == count, Mismatch(f"{counted(count, 'backup')} in the OneDrive of {account}", named(came))


@then(sentence("the OneDrive of {account:Account} holds one more text message"))
def _(world: World, account: str, before: Observation) -> None:
    came = world.account(account).messages - before.accounts[account].messages
    assert came == 1, Mismatch("1 more text message", counted(came, "more text message"))


@then(sentence("the OneDrive of {account:Account} holds one more photo"))
def _(world: World, account: str, before: Observation) -> None:
    came = world.account(account).media - before.accounts[account].media
    assert came == 1, Mismatch("1 more photo", counted(came, "more photo"))


@then(sentence("exactly what was chosen on {phone:Phone} is in OneDrive"))
def _(world: World, phone: str) -> None:
    """One text message was received and one photo taken since the choice was made."""
    seen, account = world.phone(phone), world.account(account_of(phone))
    toggles = seen.toggles
    covered = (SETTINGS_PARTS if toggles["settings_backup"] else ()) + (APP_PARTS if toggles["app_backup"] else ())
    texts, photos = int(toggles["text_message_backup"]), int(seen.uploads["photos"] != "dont_upload")
    chosen = saved(sorted(covered), texts, photos)
    came = saved(kinds(newest(world, phone)), account.messages, account.media)
    assert came == chosen, Mismatch(chosen, came)
