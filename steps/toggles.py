"""What is turned on and off, and what is chosen for uploads."""

from pytest_bdd import given, then, when

from backupspec.contract.commands import ChooseUpload, TurnOff, TurnOn
from backupspec.contract.observations import Observation, Phone
from backupspec.contract.outcomes import Outcome
from backupspec.contract.terms import Medium, Quality, Toggle
from backupspec.steps.changes import Change, phone_of
from backupspec.steps.telling import choice, chosen, listed
from backupspec.steps.words import sentence
from backupspec.world.verdicts import Mismatch
from backupspec.world.world import World

MEDIA: tuple[Medium, ...] = ("photos", "videos")


def turning(phone: str, toggle: Toggle, *, on: bool) -> TurnOn | TurnOff:
    """Make the command that turns a kind of backup on or off."""
    return TurnOn(phone=phone, toggle=toggle) if on else TurnOff(phone=phone, toggle=toggle)


def choices(phone: Phone) -> dict[str, bool | str]:
    """List all that is chosen on a phone."""
    return dict((*phone.toggles.items(), *phone.uploads.items()))


def state(world: World, phone: str, name: Toggle | Medium) -> bool | str | None:
    """Tell how a switch of a phone stands, or what is chosen for photos or videos; None if it has no such choice."""
    found = choices(world.phone(phone)).get(name)
    if found is None:
        world.look_for(name)
    return found


def stands(name: str, value: bool | str | None) -> str:  # noqa: FBT001 - it is what is told
    """Tell how a switch or a choice was found."""
    return f"no {choice(name)}" if value is None else chosen([(name, value)])


def changed(world: World, phone: str, before: Observation) -> list[str]:
    """List the choices on a phone that are not what they were."""
    earlier, now = choices(before.phones[phone]), choices(world.phone(phone))
    return [name for name in sorted(now) if now[name] != earlier[name]]


@given(sentence("{person:Person} has turned {toggle:Toggle} on"), target_fixture="before")
def _(world: World, person: str, toggle: Toggle) -> Observation:
    world.must(TurnOn(phone=phone_of(person), toggle=toggle))
    return world.now


@given(sentence("{person:Person} has chosen {quality:Quality} for {medium:Medium}"), target_fixture="before")
def _(world: World, person: str, quality: Quality, medium: Medium) -> Observation:
    world.must(ChooseUpload(phone=phone_of(person), medium=medium, quality=quality))
    return world.now


@when(sentence("{person:Person} turns {toggle:Toggle} {on:State}"), target_fixture="outcome")
def _(world: World, person: str, toggle: Toggle, *, on: bool) -> Outcome:
    return world.perform(turning(phone_of(person), toggle, on=on))


@when(
    sentence(
        "{person:Person} turns Settings backup {settings:State}, App backup {apps:State}"
        " and Text message backup {texts:State}"
    ),
    target_fixture="outcome",
)
def _(world: World, person: str, *, settings: bool, apps: bool, texts: bool) -> Outcome:
    phone = phone_of(person)
    world.perform(turning(phone, "settings_backup", on=settings))
    world.perform(turning(phone, "app_backup", on=apps))
    return world.perform(turning(phone, "text_message_backup", on=texts))


@when(sentence("{person:Person} chooses {quality:Quality} for {medium:Medium}"), target_fixture="outcome")
def _(world: World, person: str, quality: Quality, medium: Medium) -> Outcome:
    return world.perform(ChooseUpload(phone=phone_of(person), medium=medium, quality=quality))


@when(
    sentence("{person:Person} chooses {photos:Quality} for photos and {videos:Quality} for videos"),
    target_fixture="outcome",
)
def _(world: World, person: str, photos: Quality, videos: Quality) -> Outcome:
    world.perform(ChooseUpload(phone=phone_of(person), medium="photos", quality=photos))
    return world.perform(ChooseUpload(phone=phone_of(person), medium="videos", quality=videos))


@then(sentence("on {phone:Phone}, {toggle:Toggle} is {on:State}"))
def _(world: World, phone: str, toggle: Toggle, *, on: bool) -> None:
    came = state(world, phone, toggle)
    assert came == on, Mismatch(chosen([(toggle, on)]), stands(toggle, came))


@then(
    sentence(
        "on {phone:Phone}, Settings backup is {settings:State}, App backup is {apps:State}"
        " and Text message backup is {texts:State}"
    )
)
def _(world: World, phone: str, *, settings: bool, apps: bool, texts: bool) -> None:
    came = world.phone(phone).toggles
    wanted = {"settings_backup": settings, "app_backup": apps, "text_message_backup": texts, "chat_backup": False}
    wanted = {name: wanted[name] for name in came}
    assert came == wanted, Mismatch(chosen(wanted.items()), chosen(came.items()))


@then(sentence("on {phone:Phone}, {photos:Quality} is chosen for photos and {videos:Quality} for videos"))
def _(world: World, phone: str, photos: Quality, videos: Quality) -> None:
    for medium in MEDIA:
        state(world, phone, medium)
    came = world.phone(phone).uploads
    wanted = {"photos": photos, "videos": videos}
    assert came == wanted, Mismatch(chosen(wanted.items()), chosen(came.items()))


@then(sentence("on {phone:Phone}, all options are off"))
def _(world: World, phone: str) -> None:
    on = {name: value for name, value in choices(world.phone(phone)).items() if value not in {False, "dont_upload"}}
    assert on == {}, Mismatch("everything off", chosen(on.items()))


@then(sentence("on {phone:Phone}, only {toggle:Toggle} has changed"))
def _(world: World, phone: str, toggle: Toggle, before: Observation) -> None:
    came = changed(world, phone, before)
    assert came == [toggle], Mismatch(f"only {choice(toggle)} to change", listed(map(choice, came)))


@then(sentence("on {phone:Phone}, only the choice for {medium:Medium} has changed"))
def _(world: World, phone: str, medium: Medium, before: Observation) -> None:
    came = changed(world, phone, before)
    assert came == [medium], Mismatch(f"only {choice(medium)} to change", listed(map(choice, came)))


@then(sentence("as soon as {phone:Phone} {change:Change}, {toggle:Toggle} can be turned on"))
def _(world: World, phone: str, change: Change, toggle: Toggle) -> None:
    world.must(*change(phone), TurnOn(phone=phone, toggle=toggle))
    came = state(world, phone, toggle)
    assert came, Mismatch(chosen([(toggle, True)]), stands(toggle, came))


@then(sentence("as soon as {person:Person} chooses {quality:Quality} for {medium:Medium}, that is chosen"))
def _(world: World, person: str, quality: Quality, medium: Medium) -> None:
    phone = phone_of(person)
    world.must(ChooseUpload(phone=phone, medium=medium, quality=quality))
    came = state(world, phone, medium)
    assert came == quality, Mismatch(chosen([(medium, quality)]), stands(medium, came))
