"""What a restore brings back, what happens on its way, and what it costs."""

from typing import Literal

from msgspec.structs import replace
from pytest_bdd import given, then, when

from backupspec.contract.commands import (
    BringCloudUp,
    ChooseBackup,
    CutNetworkAfter,
    FailPowerAfter,
    PressNext,
    ResumeFlow,
    SetNetwork,
    SetPhoneSpace,
    TakeCloudDown,
    Withdraw,
)
from backupspec.contract.content import Content, Held, named
from backupspec.contract.observations import Observation
from backupspec.contract.outcomes import Done, Outcome
from backupspec.contract.terms import Network, Part, Quality, Toggle
from backupspec.manifest.measuring import held
from backupspec.steps.backups import backups_of
from backupspec.steps.contents import APP_PARTS, full
from backupspec.steps.old_phones import content_at, owner_of
from backupspec.steps.onedrive import WHICH, one_of_three
from backupspec.steps.set_up import (
    CAUSE,
    NEW,
    OWN,
    at_hand,
    not_at,
    not_refused,
    not_restored,
    set_up_of,
    size_of,
    tapped,
)
from backupspec.steps.telling import chosen, listed, progress, size
from backupspec.steps.toggles import choices
from backupspec.steps.words import Fact, one_of, sentence
from backupspec.suite.verdicts import Mismatch
from backupspec.suite.world import World

ROOM_BYTES = 2**30
PARTS: dict[str, Part] = {
    "the apps": "apps",
    "the high scores and progress": "app_data",
    "the passwords": "passwords",
    "the history of calls": "call_history",
    "the layout of the Start screen": "start_screen",
    "the theme colour": "theme",
    "the accounts": "accounts",
    "the favourites": "favourites",
    "the words added to the dictionary": "dictionary",
    "the settings": "settings",
}
CHESS = "com.example.chess"
LEFT_OUT: dict[str, tuple[Literal["apps", "theme", "settings"], str]] = {
    "the app Chess": ("apps", CHESS),
    "the theme colour": ("theme", "cobalt"),
    "a setting of Speech": ("settings", "speech.first"),
}
"""What can be taken out of the world: what it is called here, its kind and its name."""


def coming_back(content: Content) -> Content:
    """Tell what of a phone's content a backup brings back: of the data of apps, that of the apps which take part (CON-02)."""
    taking_part = {app.name for app in content.apps or () if app.participation == "declared"}
    return replace(content, app_data=tuple(item for item in content.app_data or () if item.name in taking_part))


def without(content: Content, gone: set[tuple[str, str]]) -> Content:
    """Take some things, each a kind and a name, out of content."""
    left = {
        part: tuple(entry for entry in entries if (part, entry.name) not in gone) for part, entries in named(content)
    }
    return Content(**left)  # type: ignore[arg-type]


def amounts(content: Content) -> dict[Part, Held]:
    """Tell how much of each kind there is, but for what there is nothing of."""
    return {part: held(entries) for part, entries in named(content) if entries}


def on_phone(world: World, phone: str) -> dict[Part, Held]:
    """Tell how much of each kind is on a phone, but for what there is nothing of."""
    return {part: amount for part, amount in world.phone(phone).content.items() if amount.count}


def told(amounts_: dict[Part, Held], parts: list[Part]) -> str:
    """Say how much there is of some kinds; of the same amount, that it is something else."""
    return listed(
        f"{part.replace('_', ' ')}: {amounts_[part].count} of {size(amounts_[part].size_bytes)}, {amounts_[part].digest[:15]}"
        if part in amounts_
        else f"{part.replace('_', ' ')}: none"
        for part in parts
    )


def not_held(world: World, phone: str, expected: dict[Part, Held]) -> Mismatch | None:
    """Tell what is wrong unless a phone holds exactly this."""
    came = on_phone(world, phone)
    differing = sorted(part for part in expected.keys() | came.keys() if expected.get(part) != came.get(part))
    return Mismatch(f"on {phone} {told(expected, differing)}", told(came, differing)) if differing else None


def anything(world: World, phone: str) -> Mismatch | None:
    """Tell what is wrong if anything of a backup is on a phone."""
    came = on_phone(world, phone)
    if came or world.phone(phone).restored is not None:
        return Mismatch(f"nothing of a backup on {phone}", told(came, sorted(came)))
    return None


def came_bytes(world: World, phone: str, network: Network | None = None) -> int:
    """Tell how many bytes of backups have come to a phone, over one network or over any."""
    return sum(
        transfer.size_bytes
        for transfer in world.now.transfers
        if transfer.phone == phone and transfer.purpose == "restore" and network in {None, transfer.network}
    )


def try_again(world: World, phone: str, old: str) -> Outcome:
    """Restore the newest backup of an old phone once more, if the restore has ended and the backups show again."""
    if set_up_of(world, phone).step == "choose":
        world.perform(ChooseBackup(phone=phone, backup=one_of_three(world.now, old, "newest").id))
        return world.perform(PressNext(phone=phone))
    return Done()


@given(sentence("since then, {thing:Thing} can no longer be had", Thing=one_of(LEFT_OUT)), target_fixture="before")
def _(world: World, thing: tuple[Literal["apps", "theme", "settings"], str]) -> Observation:
    world.must(Withdraw(part=thing[0], name=thing[1]))
    return world.now


# When: a restore on its way.


@when(
    sentence("{person:Person} taps Next, and at {percent:d} % of the restore Wi-Fi drops and leaves {network:Network}"),
    target_fixture="outcome",
)
def _(world: World, person: str, percent: int, network: Network) -> Outcome:
    phone = at_hand(world, person)
    at = size_of(tapped(world, phone)) * percent // 100
    world.perform(CutNetworkAfter(phone=phone, flow="restore", size_bytes=at, network=network))
    return world.perform(PressNext(phone=phone))


@when(
    sentence("{person:Person} taps Next, and at {percent:d} % of the restore the power fails"), target_fixture="outcome"
)
def _(world: World, person: str, percent: int) -> Outcome:
    phone = at_hand(world, person)
    at = size_of(tapped(world, phone)) * percent // 100
    world.perform(FailPowerAfter(phone=phone, flow="restore", size_bytes=at))
    return world.perform(PressNext(phone=phone))


@when(sentence("{phone:New} has room for {percent:d} % of the backup alone", New=NEW), target_fixture="outcome")
def _(world: World, phone: str, percent: int) -> Outcome:
    return world.perform(SetPhoneSpace(phone=phone, size_bytes=size_of(tapped(world, phone)) * percent // 100))


@when(sentence("{phone:New} has room again", New=NEW), target_fixture="outcome")
def _(world: World, phone: str) -> Outcome:
    return world.perform(SetPhoneSpace(phone=phone, size_bytes=ROOM_BYTES))


@when(
    sentence("{person:Person} tries to restore {old:Phone} again, if the restore has ended"), target_fixture="outcome"
)
def _(world: World, person: str, old: str) -> Outcome:
    return try_again(world, at_hand(world, person), old)


@when(sentence("OneDrive goes down while {phone:New} restores, and is up again", New=NEW), target_fixture="outcome")
def _(world: World, phone: str) -> Outcome:
    world.perform(TakeCloudDown())
    world.perform(ResumeFlow(phone=phone, flow="restore"))
    return world.perform(BringCloudUp())


# Then: what came back.


@then(sentence("{phone:Own} holds all that was backed up of {old:Phone}", Own=OWN))
def _(world: World, phone: str, old: str) -> None:
    backup = one_of_three(world.now, old, "newest")
    wrong = not_restored(world, phone, backup) or not_held(
        world, phone, amounts(coming_back(content_at(old, backup.sequence)))
    )
    assert not wrong, wrong


@then(sentence("{phone:Own} holds what the {which:Which} backup of {old:Phone} held", Own=OWN, Which=WHICH))
def _(world: World, phone: str, which: str, old: str) -> None:
    backup = one_of_three(world.now, old, which)
    wrong = not_restored(world, phone, backup) or not_held(
        world, phone, amounts(coming_back(content_at(old, backup.sequence)))
    )
    assert not wrong, wrong


@then(sentence("{phone:New} holds the settings that were backed up of {old:Phone}, and no apps", New=NEW))
def _(world: World, phone: str, old: str) -> None:
    backup = one_of_three(world.now, old, "newest")
    wrong = not_restored(world, phone, backup)
    assert not wrong, wrong
    wanted = amounts(content_at(old, backup.sequence))
    wrong = not_held(world, phone, {part: amount for part, amount in wanted.items() if part not in APP_PARTS})
    assert not wrong, wrong


@then(sentence("{part:Part} of {old:Phone} have come to {phone:New} as they were", Part=one_of(PARTS), New=NEW))
@then(sentence("{part:Part} of {old:Phone} has come to {phone:New} as it was", Part=one_of(PARTS), New=NEW))
def _(world: World, phone: str, part: Part, old: str) -> None:
    wanted = amounts(coming_back(content_at(old, 1)))
    came = on_phone(world, phone)
    assert came.get(part) == wanted[part], Mismatch(f"on {phone} {told(wanted, [part])}", told(came, [part]))


@then(sentence("{phone:New} holds data of Chess, and of no app that takes no part in backups", New=NEW))
def _(world: World, phone: str) -> None:
    wanted = amounts(coming_back(full(f"{owner_of(phone)}'s phone")))
    came = on_phone(world, phone)
    assert came.get("app_data") == wanted["app_data"], Mismatch(
        f"on {phone} {told(wanted, ['app_data'])}", told(came, ["app_data"])
    )


def goes_with(thing: tuple[str, str]) -> set[tuple[str, str]]:
    """Tell what is left out when something can no longer be had: of an app, its data and its tile, too."""
    part, name = thing
    return {(part, name), ("app_data", name), ("start_screen", name)} if part == "apps" else {thing}


@then(
    sentence(
        "{phone:New} holds all that was backed up of {old:Phone}, but for {thing:Thing}",
        New=NEW,
        Thing=one_of(LEFT_OUT),
    )
)
def _(world: World, phone: str, old: str, thing: tuple[str, str]) -> None:
    backup = one_of_three(world.now, old, "newest")
    wrong = not_restored(world, phone, backup) or not_held(
        world, phone, amounts(without(coming_back(content_at(old, backup.sequence)), goes_with(thing)))
    )
    assert not wrong, wrong


@then(sentence("{phone:New} lists {thing:Thing} as left out, and why", New=NEW, Thing=one_of(LEFT_OUT)))
def _(world: World, phone: str, thing: tuple[str, str]) -> None:
    part = thing[0]
    reasons: dict[str, str] = {part: "not_in_store" if part == "apps" else "unknown_to_this_phone"}
    wanted = sorted((each, of, reasons.get(each, "app_is_missing")) for each, of in goes_with(thing))
    wrong = not_left_out(world, phone, wanted)
    assert not wrong, wrong


@then(sentence("{phone:Own} lists nothing as left out", Own=OWN))
def _(world: World, phone: str) -> None:
    wrong = not_left_out(world, phone, [])
    assert not wrong, wrong


def not_left_out(world: World, phone: str, wanted: list[tuple[str, str, str]]) -> Mismatch | None:
    """Tell what is wrong unless a restore left out these things, each a kind, a name and a reason."""
    seen = world.phone(phone).restored
    if seen is None:
        return Mismatch(f"a restore on {phone} that is complete", "none")
    came = sorted((str(each.part), each.name, str(each.reason)) for each in seen.left_out)
    return None if came == wanted else Mismatch(listed(map(" ".join, wanted)), listed(map(" ".join, came)))


@then(sentence("nothing of a backup is on {phone:New}", New=NEW))
def _(world: World, phone: str) -> None:
    wrong = anything(world, phone)
    assert not wrong, wrong


@then(sentence("{phone:New} holds what it held before", New=NEW))
def _(world: World, phone: str, before: Observation) -> None:
    wanted = {part: amount for part, amount in before.phones[phone].content.items() if amount.count}
    assert wanted, Mismatch(f"something on {phone} before", "nothing")
    wrong = not_held(world, phone, wanted)
    assert not wrong, wrong


@then(sentence("on {phone:New}, everything is chosen as it was on {old:Phone}", New=NEW))
def _(world: World, phone: str, old: str) -> None:
    wrong = not_chosen(world, phone, choices(world.phone(old)))
    assert not wrong, wrong


@then(sentence("on {phone:New}, everything is chosen as on a phone that nobody has touched", New=NEW))
def _(world: World, phone: str) -> None:
    seen = world.phone(phone)
    wrong = not_chosen(world, phone, dict.fromkeys(seen.toggles, False) | dict.fromkeys(seen.uploads, "dont_upload"))
    assert not wrong, wrong


@then(sentence("on {phone:New}, {toggle:Toggle} stands as in that backup, and there is no {other:Toggle}", New=NEW))
def _(world: World, phone: str, toggle: Toggle, other: Toggle) -> None:
    """It was on."""
    came = world.phone(phone).toggles
    assert came.get(toggle), Mismatch(chosen([(toggle, True)]), chosen(came.items()))
    assert other not in came, Mismatch(f"no {other} on {phone}", chosen(came.items()))


@then(
    sentence(
        "on {phone:New}, {photos:Quality} stands for photos as in that backup, and {videos:Quality} for videos", New=NEW
    )
)
def _(world: World, phone: str, photos: Quality, videos: Quality) -> None:
    came, wanted = world.phone(phone).uploads, {"photos": photos, "videos": videos}
    assert came == wanted, Mismatch(chosen(wanted.items()), chosen(came.items()))


def not_chosen(world: World, phone: str, wanted: dict[str, bool | str]) -> Mismatch | None:
    """Tell what is wrong unless this is turned on and chosen on a phone."""
    came = choices(world.phone(phone))
    return None if came == wanted else Mismatch(chosen(wanted.items()), chosen(came.items()))


@then(sentence("nothing is restored on {phone:New}, because {cause:Cause}", New=NEW, Cause=CAUSE))
def _(world: World, phone: str, outcome: Outcome, cause: Fact) -> None:
    wrong = not_refused(outcome, cause) or anything(world, phone)
    assert not wrong, wrong


@then(sentence("{phone:New} can still be set up with the newest backup of {old:Phone}", New=NEW))
def _(world: World, phone: str, old: str) -> None:
    backup = one_of_three(world.now, old, "newest")
    world.must(ChooseBackup(phone=phone, backup=backup.id), PressNext(phone=phone))
    wrong = not_restored(world, phone, backup) or not_held(
        world, phone, amounts(coming_back(content_at(old, backup.sequence)))
    )
    assert not wrong, wrong


@then(sentence("once Wi-Fi is back, the restore on {phone:New} is complete", New=NEW))
@then(sentence("once {phone:New} goes on, its restore is complete", New=NEW))
def _(world: World, phone: str) -> None:
    flow = world.phone(phone).flow
    if flow is not None and flow.paused:
        world.must(ResumeFlow(phone=phone, flow="restore"))
    world.must(SetNetwork(phone=phone, network="wifi"))
    wrong = not_restored(world, phone, tapped(world, phone))
    assert not wrong, wrong


@then(sentence("the restore on {phone:New} waits", New=NEW))
def _(world: World, phone: str) -> None:
    wrong = not_at(world, phone, "restore")
    assert not wrong, wrong
    flow = world.phone(phone).flow
    assert flow is not None, Mismatch(f"a restore on {phone} that waits", "nothing under way")
    assert flow.kind == "restore", Mismatch(f"a restore on {phone} that waits", progress(flow))


@then(sentence("the newest backup of {phone:New} is the first of its own", New=NEW))
def _(world: World, phone: str) -> None:
    came = [str(backup.sequence) for backup in backups_of(world.now, phone)]
    assert came == ["1"], Mismatch(f"1 backup of {phone}, the first in its line", listed(came))


# Then: what it costs.


@then(sentence("nothing has come to {phone:New}", New=NEW))
def _(world: World, phone: str) -> None:
    came = came_bytes(world, phone)
    assert came == 0, Mismatch(f"nothing to have come to {phone}", size(came))


@then(sentence("the whole backup has come to {phone:New} over {network:Network}", New=NEW))
def _(world: World, phone: str, network: Network) -> None:
    wanted = size_of(tapped(world, phone))
    came, in_all = came_bytes(world, phone, network), came_bytes(world, phone)
    assert came == wanted, Mismatch(f"{size(wanted)} over {network}", size(came))
    assert in_all == wanted, Mismatch(f"{size(wanted)} in all", size(in_all))


@then(sentence("what was missing at {percent:d} % has come to {phone:New} over cellular data", New=NEW))
def _(world: World, phone: str, percent: int) -> None:
    whole = size_of(tapped(world, phone))
    wanted, came = whole - whole * percent // 100, came_bytes(world, phone, "cellular")
    assert came == wanted, Mismatch(f"{size(wanted)} over cellular data", size(came))
    assert came_bytes(world, phone) == whole, Mismatch(f"{size(whole)} in all", size(came_bytes(world, phone)))


NOTICES: dict[str, Literal["join_wifi", "cellular_may_cost"]] = {
    "the tip to join Wi-Fi": "join_wifi",
    "that cellular data may cost": "cellular_may_cost",
}


@then(sentence("{phone:New} shows {notice:Notice}", New=NEW, Notice=one_of(NOTICES)))
def _(world: World, phone: str, notice: Literal["join_wifi", "cellular_may_cost"]) -> None:
    came = world.phone(phone).notices
    assert notice in came, Mismatch(f"{notice} on {phone}", listed(came))


@then(sentence("{phone:New} does not show {notice:Notice}", New=NEW, Notice=one_of(NOTICES)))
def _(world: World, phone: str, notice: Literal["join_wifi", "cellular_may_cost"]) -> None:
    came = world.phone(phone).notices
    assert notice not in came, Mismatch(f"no {notice} on {phone}", listed(came))
