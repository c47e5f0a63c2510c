"""What can be turned on and chosen on a phone of the reference, and what moves with it (GEN-02, GEN-04, AS-04, PHO-05)."""

from collections.abc import Callable

import pytest

from backupspec.contract.commands import (
    AddPhone,
    ChooseUpload,
    CreateAccount,
    ResetPhone,
    SetExternalPower,
    SetNetwork,
    SignIn,
    SignOut,
    TurnOff,
    TurnOn,
    TurnPhoneOff,
    TurnPhoneOn,
)
from backupspec.contract.outcomes import DONE, Outcome, Refused
from backupspec.contract.terms import Medium, Quality, Toggle
from backupspec.fixtures.occasions import photo_taken
from backupspec.world.world import World

OpenWorld = Callable[..., World]

PROFILES = ("windows-phone-8.1", "windows-phone-8")


def on(world: World, toggle: Toggle) -> Outcome:
    """Turn something on."""
    return world.perform(TurnOn(phone="ann", toggle=toggle))


def off(world: World, toggle: Toggle) -> Outcome:
    """Turn something off."""
    return world.perform(TurnOff(phone="ann", toggle=toggle))


def what_is_on(world: World) -> set[str]:
    """Tell what is on."""
    return {toggle for toggle, is_on in world.phone("ann").toggles.items() if is_on}


@pytest.mark.parametrize("profile", PROFILES)
def test_a_fresh_phone(open_world: OpenWorld, profile: str) -> None:
    """On a phone that nobody has touched all is off, and nothing leaves it."""
    world = open_world(profile)
    world.must(CreateAccount(account="ann@example.com"), AddPhone(phone="ann"))
    world.must(SignIn(phone="ann", account="ann@example.com"), photo_taken("ann"))
    world.must(SetNetwork(phone="ann", network="wifi"), SetExternalPower(phone="ann", connected=True))

    assert what_is_on(world) == set()
    assert world.phone("ann").uploads == {"photos": "dont_upload", "videos": "dont_upload"}
    assert world.now.transfers == ()


@pytest.mark.parametrize(
    ("profile", "toggle"),
    [
        *(
            (profile, toggle)
            for profile in PROFILES
            for toggle in ("settings_backup", "app_backup", "text_message_backup")
        ),
        ("windows-phone-8", "chat_backup"),
    ],
)
def test_on_and_off_and_twice(open_ready: OpenWorld, profile: str, toggle: Toggle) -> None:
    """Turning on what is on, and off what is off, is done without effect; nothing else moves."""
    world = open_ready(profile)
    others = what_is_on(world) - {toggle}
    for _ in range(2):
        assert on(world, toggle) == DONE
        assert what_is_on(world) == others | {toggle}

    for _ in range(2):
        assert off(world, toggle) == DONE
        assert what_is_on(world) == others


def test_chat_backup_is_of_windows_phone_8(open_ready: OpenWorld) -> None:
    """Windows Phone 8.1 has no Chat backup (TXT-07)."""
    assert on(open_ready("windows-phone-8"), "chat_backup") == DONE
    world = open_ready("windows-phone-8.1")

    assert on(world, "chat_backup") == Refused(reason="not_offered_on_this_phone")
    assert off(world, "chat_backup") == Refused(reason="not_offered_on_this_phone")


def test_app_backup_needs_settings_backup(open_ready: OpenWorld) -> None:
    """App backup is refused while Settings backup is off."""
    world = open_ready()
    assert on(world, "app_backup") == DONE
    assert off(world, "settings_backup") == DONE

    assert on(world, "app_backup") == Refused(reason="settings_backup_is_off")
    assert what_is_on(world) == set()


@pytest.mark.parametrize(("declared", "after"), [("goes_off", set()), ("suspended", {"app_backup"})])
def test_settings_backup_off_and_on_again(open_ready: OpenWorld, declared: str, after: set[str]) -> None:
    """App backup goes off with Settings backup, and stays off or comes back with it, as declared."""
    world = open_ready(settings_off_while_app_on=declared)
    on(world, "app_backup")
    off(world, "settings_backup")
    assert what_is_on(world) == set()

    on(world, "settings_backup")

    assert what_is_on(world) == {"settings_backup"} | after


@pytest.mark.parametrize(
    "meanwhile",
    [
        pytest.param(lambda world: off(world, "app_backup"), id="turned-off"),
        pytest.param(lambda world: world.must(ResetPhone(phone="ann")), id="reset"),
    ],
)
def test_what_ends_a_suspension(open_ready: OpenWorld, meanwhile: Callable[[World], object]) -> None:
    """App backup that was suspended does not come back if it was turned off meanwhile, or the phone was reset."""
    world = open_ready(settings_off_while_app_on="suspended")
    on(world, "app_backup")
    off(world, "settings_backup")

    meanwhile(world)
    on(world, "settings_backup")

    assert what_is_on(world) == {"settings_backup"}


def test_what_was_off_is_not_suspended(open_ready: OpenWorld) -> None:
    """App backup that was off before does not come with Settings backup."""
    world = open_ready(settings_off_while_app_on="suspended")
    off(world, "settings_backup")

    on(world, "settings_backup")

    assert what_is_on(world) == {"settings_backup"}


@pytest.mark.parametrize(("declared", "outcome"), [("allowed", DONE), ("refused", Refused(reason="not_signed_in"))])
def test_without_an_account(open_ready: OpenWorld, declared: str, outcome: Outcome) -> None:
    """Without an account Settings backup can be turned on or not, as declared; turning it off always can be."""
    world = open_ready(toggle_without_account=declared)
    assert off(world, "settings_backup") == DONE
    assert on(world, "settings_backup") == DONE
    world.must(SignOut(phone="ann"))
    assert on(world, "settings_backup") == DONE, "what is on can be turned on"
    assert off(world, "settings_backup") == DONE

    assert on(world, "settings_backup") == outcome
    assert ("settings_backup" in what_is_on(world)) == (declared == "allowed")


def test_while_the_phone_is_off(open_ready: OpenWorld) -> None:
    """Nothing can be chosen on a phone that is off, and what was chosen is kept."""
    world = open_ready()
    world.must(TurnPhoneOff(phone="ann"))

    assert on(world, "text_message_backup") == Refused(reason="phone_is_off")
    assert off(world, "settings_backup") == Refused(reason="phone_is_off")
    choice = ChooseUpload(phone="ann", medium="photos", quality="best")
    assert world.perform(choice) == Refused(reason="phone_is_off")

    world.must(TurnPhoneOn(phone="ann"), choice)
    assert what_is_on(world) == {"settings_backup"}


def test_a_reset_makes_a_fresh_phone(open_ready: OpenWorld) -> None:
    """After a reset all is off, also what was signed in and saved; what it is plugged into stays."""
    world = open_ready()
    on(world, "app_backup")
    on(world, "text_message_backup")
    world.must(
        ChooseUpload(phone="ann", medium="photos", quality="best"), SetExternalPower(phone="ann", connected=True)
    )

    world.must(ResetPhone(phone="ann"))

    phone = world.phone("ann")
    assert what_is_on(world) == set()
    assert phone.uploads == {"photos": "dont_upload", "videos": "dont_upload"}
    assert (phone.account, phone.sign_in, phone.content, phone.external_power) == (None, "none", {}, True)


@pytest.mark.parametrize("quality", ["dont_upload", "good", "best"])
@pytest.mark.parametrize("medium", ["photos", "videos"])
@pytest.mark.parametrize("profile", PROFILES)
def test_the_upload_choices(open_ready: OpenWorld, profile: str, medium: Medium, quality: Quality) -> None:
    """Every quality is offered for either medium but good videos on Windows Phone 8.1; one choice doesn't move the other."""
    world = open_ready(profile)
    refused = (profile, medium, quality) == ("windows-phone-8.1", "videos", "good")
    before = world.phone("ann").uploads

    outcome = world.perform(ChooseUpload(phone="ann", medium=medium, quality=quality))

    assert outcome == (Refused(reason="good_quality_not_offered_for_videos") if refused else DONE)
    assert world.phone("ann").uploads == (before if refused else {**before, medium: quality})


@pytest.mark.parametrize(
    ("quality", "network", "uploaded"),
    [
        ("dont_upload", "wifi", 0),
        ("good", "wifi", 1),
        ("good", "cellular", 1),
        ("good", "none", 0),
        ("best", "wifi", 1),
        ("best", "cellular", 0),
        ("best", "none", 0),
    ],
)
def test_what_uploads_over_which_network(open_ready: OpenWorld, quality: Quality, network: str, uploaded: int) -> None:
    """Good-quality photos go over any network, best-quality ones over Wi-Fi alone (PHO-10, PHO-11)."""
    world = open_ready()
    world.must(ChooseUpload(phone="ann", medium="photos", quality=quality))
    world.must(SetNetwork(phone="ann", network=network), photo_taken("ann"))  # type: ignore[arg-type]

    media = world.account("ann@example.com").media
    assert len(media) == uploaded
    assert [each.size_bytes for each in world.now.transfers] == [each.size_bytes for each in media]
