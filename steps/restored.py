"""What a restore has brought back: all that was saved, but for what is left out, and what was chosen; or nothing."""

from pytest_bdd import then

from backupspec.contract.commands import ChooseBackup, PressNext
from backupspec.contract.content import named
from backupspec.contract.observations import Backup, LeftOut, Observation, Restored
from backupspec.contract.outcomes import Outcome
from backupspec.contract.terms import Part, Quality, Toggle
from backupspec.invariants.contents import Content, to_save
from backupspec.steps.backups import backups_of
from backupspec.steps.causes import CAUSE, not_refused
from backupspec.steps.coming_back import KINDS, but_for, differences, not_held, not_left_out, on_phone
from backupspec.steps.old_phones import content_at
from backupspec.steps.onedrive import WHICH, one_of_three
from backupspec.steps.possessions import LEFT_OUT
from backupspec.steps.set_up import NEW, OWN, not_restored
from backupspec.steps.telling import chosen, listed
from backupspec.steps.toggles import choices
from backupspec.steps.whole_phones import APP_PARTS
from backupspec.steps.words import Fact, one_of, sentence
from backupspec.world.verdicts import Mismatch
from backupspec.world.world import World


def saved_at(phone: str, number: int) -> Content:
    """Tell what the backup of a phone holds that has this number in its line."""
    return to_save(dict(named(content_at(phone, number))))


def lone_tiles(restored: Restored | None) -> tuple[LeftOut, ...]:
    """List the tiles that were left out because their apps are missing."""
    left_out = restored.left_out if restored else ()
    return tuple(each for each in left_out if each.part == "start_screen" and each.reason == "app_is_missing")


def not_held_of(world: World, phone: str, saved: Content) -> Mismatch | None:
    """Tell what is wrong unless all of a backup is on a phone. Of one without apps, tiles of apps may have been left out."""
    may_lack = () if "apps" in saved else lone_tiles(world.phone(phone).restored)
    return not_held(world, phone, but_for(saved, may_lack))


def not_brought_back(world: World, phone: str, backup: Backup, saved: Content) -> Mismatch | None:
    """Tell what is wrong unless a backup has come back whole."""
    return not_restored(world, phone, backup) or not_held_of(world, phone, saved)


def anything(world: World, phone: str) -> Mismatch | None:
    """Tell what is wrong if anything of a backup is on a phone."""
    seen = world.phone(phone)
    came = [part.replace("_", " ") for part in sorted(on_phone(seen))]
    if came or seen.restored is not None:
        return Mismatch(f"nothing of a backup on {phone}", listed(came, none="a restore that is complete"))
    return None


# All of it.


@then(sentence("{phone:Own} holds all that was backed up of {old:Phone}", Own=OWN))
def _(world: World, phone: str, old: str) -> None:
    backup = one_of_three(world.now, old, "newest")
    wrong = not_brought_back(world, phone, backup, saved_at(old, backup.sequence))
    assert not wrong, wrong


@then(sentence("{phone:Own} holds what the {which:Which} backup of {old:Phone} held", Own=OWN, Which=WHICH))
def _(world: World, phone: str, which: str, old: str) -> None:
    backup = one_of_three(world.now, old, which)
    wrong = not_brought_back(world, phone, backup, saved_at(old, backup.sequence))
    assert not wrong, wrong


@then(sentence("{phone:New} can still be set up with the newest backup of {old:Phone}", New=NEW))
def _(world: World, phone: str, old: str) -> None:
    backup = one_of_three(world.now, old, "newest")
    world.must(ChooseBackup(phone=phone, backup=backup.id), PressNext(phone=phone))
    wrong = not_brought_back(world, phone, backup, saved_at(old, backup.sequence))
    assert not wrong, wrong


# Some of it.


def settings_at(old: str, number: int) -> Content:
    """Tell what a backup without apps holds."""
    return {part: entries for part, entries in saved_at(old, number).items() if part not in APP_PARTS}


@then(sentence("{phone:New} holds all that was backed up of {old:Phone}, and no apps", New=NEW))
def _(world: World, phone: str, old: str) -> None:
    backup = one_of_three(world.now, old, "newest")
    wrong = not_brought_back(world, phone, backup, settings_at(old, backup.sequence))
    assert not wrong, wrong


@then(sentence("{kind:Kinds} of {old:Phone} have come to {phone:New} as they were", Kinds=one_of(KINDS), New=NEW))
@then(sentence("{kind:Kinds} of {old:Phone} has come to {phone:New} as it was", Kinds=one_of(KINDS), New=NEW))
def _(world: World, phone: str, kind: tuple[Part, ...], old: str) -> None:
    saved = saved_at(old, 1)
    apart = differences(world, phone, {part: saved[part] for part in kind})
    assert not apart, Mismatch(f"on {phone}, what was backed up of {old}", listed(apart))


@then(
    sentence(
        "{phone:New} holds all that was backed up of {old:Phone}, but for {left_out:LeftOut}",
        New=NEW,
        LeftOut=one_of(LEFT_OUT),
    )
)
def _(world: World, phone: str, old: str, left_out: tuple[LeftOut, ...]) -> None:
    backup = one_of_three(world.now, old, "newest")
    wrong = not_brought_back(world, phone, backup, but_for(saved_at(old, backup.sequence), left_out))
    assert not wrong, wrong


@then(sentence("{phone:New} lists {left_out:LeftOut} as left out, and why", New=NEW, LeftOut=one_of(LEFT_OUT)))
def _(world: World, phone: str, left_out: tuple[LeftOut, ...]) -> None:
    wrong = not_left_out(world, phone, left_out)
    assert not wrong, wrong


@then(sentence("{phone:Own} lists nothing as left out", Own=OWN))
def _(world: World, phone: str) -> None:
    wrong = not_left_out(world, phone, ())
    assert not wrong, wrong


@then(sentence("{phone:New} lists nothing as left out but tiles of apps that are on {old:Phone}", New=NEW))
def _(world: World, phone: str, old: str) -> None:
    apps = {app.name for app in saved_at(old, 1)["apps"]}
    may_lack = [each for each in lone_tiles(world.phone(phone).restored) if each.name in apps]
    wrong = not_left_out(world, phone, may_lack)
    assert not wrong, wrong


# Nothing of it, and nothing else than before.


@then(sentence("nothing of a backup is on {phone:New}", New=NEW))
def _(world: World, phone: str) -> None:
    wrong = anything(world, phone)
    assert not wrong, wrong


@then(sentence("nothing is restored on {phone:New}, because {cause:Cause}", New=NEW, Cause=CAUSE))
@then(
    sentence(
        "it is refused, because {cause:Cause}, and nothing of the backup is on {phone:New} yet", New=NEW, Cause=CAUSE
    )
)
def _(world: World, phone: str, outcome: Outcome, cause: Fact) -> None:
    wrong = not_refused(outcome, cause) or anything(world, phone)
    assert not wrong, wrong


@then(sentence("{phone:New} holds what it held before", New=NEW))
def _(world: World, phone: str, before: Observation) -> None:
    earlier, now = on_phone(before.phones[phone]), on_phone(world.phone(phone))
    assert earlier, Mismatch(f"something on {phone} before", "nothing")
    other = sorted(part for part in earlier.keys() | now.keys() if earlier.get(part) != now.get(part))
    assert not other, Mismatch(f"on {phone}, what it held before", f"other {listed(other)}")


# What is chosen.


@then(sentence("on {phone:New}, all options are as they were on {old:Phone}", New=NEW))
def _(world: World, phone: str, old: str) -> None:
    wrong = not_chosen(world, phone, choices(world.phone(old)))
    assert not wrong, wrong


@then(sentence("on {phone:New}, all options are off", New=NEW))
def _(world: World, phone: str) -> None:
    seen = world.phone(phone)
    wrong = not_chosen(world, phone, dict.fromkeys(seen.toggles, False) | dict.fromkeys(seen.uploads, "dont_upload"))
    assert not wrong, wrong


@then(sentence("on {phone:New}, {toggle:Toggle} is on as in that backup, and there is no {other:Toggle}", New=NEW))
def _(world: World, phone: str, toggle: Toggle, other: Toggle) -> None:
    """It was on."""
    came = world.phone(phone).toggles
    assert came.get(toggle), Mismatch(chosen([(toggle, True)]), chosen(came.items()))
    assert other not in came, Mismatch(f"no {other} on {phone}", chosen(came.items()))


@then(
    sentence(
        "on {phone:New}, {photos:Quality} is chosen for photos as in that backup, and {videos:Quality} for videos",
        New=NEW,
    )
)
def _(world: World, phone: str, photos: Quality, videos: Quality) -> None:
    came, wanted = world.phone(phone).uploads, {"photos": photos, "videos": videos}
    assert came == wanted, Mismatch(chosen(wanted.items()), chosen(came.items()))


def not_chosen(world: World, phone: str, wanted: dict[str, bool | str]) -> Mismatch | None:
    """Tell what is wrong unless this is turned on and chosen on a phone."""
    came = choices(world.phone(phone))
    return None if came == wanted else Mismatch(chosen(wanted.items()), chosen(came.items()))


@then(sentence("the newest backup of {phone:New} is the first of its own", New=NEW))
def _(world: World, phone: str) -> None:
    came = [str(backup.sequence) for backup in backups_of(world.now, phone)]
    assert came == ["1"], Mismatch(f"1 backup of {phone}, the first in its line", listed(came))
