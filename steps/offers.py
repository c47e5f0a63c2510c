"""Which backups a phone offers while it is set up."""

from pytest_bdd import then

from backupspec.contract.commands import SignIn
from backupspec.steps.backups import backups_of
from backupspec.steps.changes import Change, account_of, phone_of
from backupspec.steps.set_up import NEW, set_up_of
from backupspec.steps.telling import listed
from backupspec.steps.words import sentence
from backupspec.world.verdicts import Mismatch
from backupspec.world.world import World


def not_offered(world: World, phone: str, wanted: list[str]) -> Mismatch | None:
    """Tell what is wrong unless a phone offers these backups, in this order."""
    came = list(set_up_of(world, phone).offers)
    return None if came == wanted else Mismatch(f"on {phone}, offered: {listed(wanted)}", listed(came))


def newest_first(world: World, old: str) -> list[str]:
    """List the complete backups of a phone, the newest first."""
    return [backup.id for backup in reversed(backups_of(world.now, old))]


@then(sentence("{phone:New} offers the complete backups of {old:Phone} and no other, newest first", New=NEW))
def _(world: World, phone: str, old: str) -> None:
    wanted = newest_first(world, old)
    assert wanted, Mismatch(f"a backup of {old} in OneDrive", "none")
    wrong = not_offered(world, phone, wanted)
    assert not wrong, wrong


@then(sentence("{phone:New} offers the newest backup of {old:Phone} and no other", New=NEW))
def _(world: World, phone: str, old: str) -> None:
    wrong = not_offered(world, phone, newest_first(world, old)[:1])
    assert not wrong, wrong


@then(
    sentence("{phone:New} offers the newest backup of {first:Phone} and that of {second:Phone}, newest first", New=NEW)
)
def _(world: World, phone: str, first: str, second: str) -> None:
    wrong = not_offered(world, phone, newest_first(world, first)[:1] + newest_first(world, second)[:1])
    assert not wrong, wrong


@then(sentence("{phone:New} offers no backup", New=NEW))
def _(world: World, phone: str) -> None:
    wrong = not_offered(world, phone, [])
    assert not wrong, wrong


@then(
    sentence("as soon as {phone:New} {change:Change}, {person:Person} can sign in and is offered the backup", New=NEW)
)
def _(world: World, phone: str, change: Change, person: str) -> None:
    """Who could sign in before, without a backup being offered, need not do so again."""
    world.must(*change(phone))
    if set_up_of(world, phone).step == "sign_in":
        world.must(SignIn(phone=phone, account=account_of(phone_of(person))))
    wrong = not_offered(world, phone, [backup.id for backup in backups_of(world.now, phone_of(person))])
    assert not wrong, wrong


@then(sentence("{phone:New} has never said that there is no backup", New=NEW))
def _(world: World, phone: str) -> None:
    """Neither in words nor by going on to the end of set-up."""
    seen = [each.set_up for event in world.history.events if (each := event.after.phones.get(phone)) is not None]
    told = [each for each in seen if each is not None and (each.step == "done" or each.problem == "no_such_backup")]
    assert not told, Mismatch(f"{phone} not to say that there is no backup", told[0].problem or "the end of set-up")
