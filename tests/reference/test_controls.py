"""The options that a person can reach on a phone of the reference (AS-01 to AS-05, MAN-02 to MAN-04, DEL-01, DEL-02, VER-02)."""

from collections.abc import Callable

import pytest

from backupspec import shipped
from backupspec.contract.commands import (
    BackUpNow,
    BeginSetUp,
    ChooseUpload,
    Command,
    DeclineRestore,
    SetNetwork,
    SignIn,
    TurnOff,
    TurnOn,
    TurnPhoneOff,
    TurnPhoneOn,
)
from backupspec.contract.observations import Control
from backupspec.world.world import World

OpenWorld = Callable[..., World]

PROFILES = ("windows-phone-8.1", "windows-phone-8")


def control(world: World, label: str) -> Control:
    """Return the one option with a label."""
    [found] = [each for each in world.phone("ann").controls if each.label == label and each.kind != "box"]
    return found


def labels(world: World) -> set[str]:
    """Tell the labels of all options."""
    return {each.label for each in world.phone("ann").controls}


@pytest.mark.parametrize("profile", PROFILES)
def test_a_phone_shows_its_profile(open_ready: OpenWorld, profile: str) -> None:
    """Once it is set up, all options of the profile show but those of set-up, where the profile has them, and no other."""
    world = open_ready(profile)

    shown = [(each.path, each.label, each.kind) for each in world.phone("ann").controls]

    controls = shipped.profile(profile).controls
    assert shown == [(rule.path, rule.label, rule.kind) for rule in controls if rule.step is None]
    assert world.phone("ann").profile == profile


SET_UP: dict[str, tuple[Command, ...]] = {
    "sign_in": (),
    "choose": (SignIn(phone="new", account="ann@example.com"),),
    "done": (SignIn(phone="new", account="ann@example.com"), DeclineRestore(phone="new")),
}


@pytest.mark.parametrize("step", SET_UP)
@pytest.mark.parametrize("profile", PROFILES)
def test_set_up_shows_the_options_of_its_step(open_ready: OpenWorld, profile: str, step: str) -> None:
    """During set-up a phone shows what belongs to the step, and nothing else until it is over."""
    world = open_ready(profile)
    world.must(SetNetwork(phone="ann", network="wifi"), BackUpNow(phone="ann"))
    world.must(BeginSetUp(phone="new"), SetNetwork(phone="new", network="wifi"), *SET_UP[step])
    set_up = world.phone("new").set_up
    assert set_up is not None
    assert set_up.step == step

    shown = [(each.path, each.label, each.kind) for each in world.phone("new").controls]

    controls = shipped.profile(profile).controls
    assert shown == [(rule.path, rule.label, rule.kind) for rule in controls if rule.step == step]


@pytest.mark.parametrize(
    ("profile", "own", "others"),
    [
        ("windows-phone-8.1", {"Manage backups"}, {"Advanced", "Chat backup"}),
        ("windows-phone-8", {"Advanced", "Chat backup"}, {"Manage backups"}),
    ],
)
def test_labels_that_differ(open_ready: OpenWorld, profile: str, own: set[str], others: set[str]) -> None:
    """A phone has the labels of its own profile, and none of the other's."""
    shown = labels(open_ready(profile))

    assert own <= shown
    assert not others & shown


@pytest.mark.parametrize("profile", PROFILES)
def test_every_page_can_be_reached(open_ready: OpenWorld, profile: str) -> None:
    """Each option stands on a page that shows, from the App list on."""
    world = open_ready(profile)
    pages = {(*each.path, each.label) for each in world.phone("ann").controls if each.kind == "page"}

    assert all(each.path == ("App list", "Settings") or each.path in pages for each in world.phone("ann").controls)


@pytest.mark.parametrize("label", ["Back up now", "App backup"])
def test_what_needs_settings_backup_is_greyed_out_without_it(open_ready: OpenWorld, label: str) -> None:
    """`Back up now` and `App backup` can be used only while Settings backup is on."""
    world = open_ready()
    assert control(world, label).enabled

    world.must(TurnOff(phone="ann", toggle="settings_backup"))

    assert not control(world, label).enabled
    assert control(world, "Settings backup").enabled
    assert control(world, "Text message backup").enabled


def test_toggles_show_their_state(open_ready: OpenWorld) -> None:
    """A toggle shows on or off, and a page or a button nothing."""
    world = open_ready()
    assert control(world, "Text message backup").value == "off"

    world.must(TurnOn(phone="ann", toggle="text_message_backup"))

    assert control(world, "Text message backup").value == "on"
    assert control(world, "Settings backup").value == "on"
    assert {each.value for each in world.phone("ann").controls if each.kind in {"page", "button"}} == {None}


@pytest.mark.parametrize(
    ("profile", "medium", "offered"),
    [
        ("windows-phone-8.1", "Photos", ("Don't upload", "Good quality", "Best quality")),
        ("windows-phone-8.1", "Videos", ("Don't upload", "Best quality")),
        ("windows-phone-8", "Photos", ("Don't upload", "Good quality", "Best quality")),
        ("windows-phone-8", "Videos", ("Don't upload", "Good quality", "Best quality")),
    ],
)
def test_choices_show_what_they_offer(
    open_ready: OpenWorld, profile: str, medium: str, offered: tuple[str, ...]
) -> None:
    """A choice shows its labels, and the one that is chosen."""
    world = open_ready(profile)
    assert control(world, medium).options == offered
    assert control(world, medium).value == "Don't upload"

    world.must(ChooseUpload(phone="ann", medium=medium.lower(), quality="best"))  # type: ignore[arg-type]

    assert control(world, medium).value == "Best quality"


def test_a_phone_that_is_off_shows_nothing(open_ready: OpenWorld) -> None:
    """No option can be reached on a phone that is off."""
    world = open_ready()
    assert labels(world)
    world.must(TurnPhoneOff(phone="ann"))
    assert world.phone("ann").controls == ()

    world.must(TurnPhoneOn(phone="ann"))

    assert labels(world)
