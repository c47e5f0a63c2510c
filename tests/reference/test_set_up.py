"""What may be done at which page of set-up, on or off, signed in or no longer (RST-04 to RST-12)."""

from collections.abc import Callable

import pytest

from backupspec.contract.commands import (
    AddPhone,
    BackUpNow,
    BeginSetUp,
    ChooseBackup,
    Command,
    CreateAccount,
    EnterPasswords,
    EnterSecurityCode,
    LetSignInLapse,
    PressDone,
    PressNext,
    RequireSecurityCode,
    ResetPhone,
    SetContent,
    SetNetwork,
    SignIn,
    TurnOn,
    TurnPhoneOff,
    TurnPhoneOn,
)
from backupspec.contract.content import Content, OwnAccount
from backupspec.contract.outcomes import DONE, Failed, Outcome, Refused
from backupspec.world.world import World

OpenWorld = Callable[..., World]

ANN, BEN = "ann@example.com", "ben@example.com"
BEGIN, NEXT = BeginSetUp(phone="new"), PressNext(phone="new")
SIGN_IN = SignIn(phone="new", account=ANN)
CHOOSE = ChooseBackup(phone="new", backup="backup-1")
CODE = RequireSecurityCode(account=ANN, code="481516", lifetime_s=600)
ENTER = EnterSecurityCode(phone="new", code="481516")


@pytest.fixture
def begun(open_world: OpenWorld) -> World:
    """Return a world in which Ann's phone was backed up, and a new one, on Wi-Fi, shows the first page of its set-up."""
    world = open_world()
    world.must(CreateAccount(account=ANN), CreateAccount(account=BEN), AddPhone(phone="ann"))
    world.must(SignIn(phone="ann", account=ANN), SetNetwork(phone="ann", network="wifi"))
    world.must(TurnOn(phone="ann", toggle="settings_backup"), BackUpNow(phone="ann"))
    world.must(BEGIN, SetNetwork(phone="new", network="wifi"))
    return world


def step(world: World) -> str | None:
    """Tell the page that shows on the new phone."""
    set_up = world.phone("new").set_up
    return None if set_up is None else set_up.step


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        pytest.param((), DONE, id="on-the-first-page"),
        pytest.param((TurnPhoneOff(phone="new"),), Refused(reason="phone_is_off"), id="off"),
        pytest.param((TurnPhoneOff(phone="new"), TurnPhoneOn(phone="new")), DONE, id="on-again"),
        pytest.param((SIGN_IN,), Refused(reason="not_at_this_step"), id="with-the-backups"),
        pytest.param((SIGN_IN, CODE, CHOOSE, NEXT), Refused(reason="not_at_this_step"), id="with-the-code"),
        pytest.param((SIGN_IN, CHOOSE, NEXT, NEXT), Refused(reason="not_at_this_step"), id="at-the-end"),
        pytest.param(
            (SIGN_IN, CHOOSE, NEXT, NEXT, PressDone(phone="new")),
            Refused(reason="set_up_is_over"),
            id="when-it-is-over",
        ),
        pytest.param((SIGN_IN, ResetPhone(phone="new")), DONE, id="after-a-reset"),
        pytest.param(
            (SIGN_IN, ResetPhone(phone="new"), TurnPhoneOff(phone="new")),
            Refused(reason="phone_is_off"),
            id="reset-and-off",
        ),
    ],
)
def test_set_up_begins_on_a_phone_that_is_on_and_on_no_later_page(
    begun: World, before: tuple[Command, ...], expected: Outcome
) -> None:
    """It may be begun again while its first page shows; a phone that is off shows none."""
    begun.must(*before)
    page = step(begun)

    assert begun.perform(BEGIN) == expected
    if expected != DONE:
        assert step(begun) == page


def test_a_sign_in_that_lapsed_is_renewed_on_the_page_with_the_backups(begun: World) -> None:
    """It is no dead end: who signs in there again sees the backups, and can restore one. A valid sign-in is not given there again."""
    begun.must(SIGN_IN)
    assert begun.perform(SIGN_IN) == Refused(reason="not_at_this_step")
    begun.must(LetSignInLapse(account=ANN), CHOOSE)
    assert begun.perform(NEXT) == Failed(reason="sign_in_lapsed")
    assert step(begun) == "choose"

    begun.must(SIGN_IN)

    assert begun.phone("new").sign_in == "valid"
    assert step(begun) == "choose"
    begun.must(CHOOSE, NEXT)
    assert begun.phone("new").restored is not None


def test_a_code_that_was_entered_counts_for_its_account_alone(begun: World) -> None:
    """It counts after a restore that failed and a new sign-in with the account, and not with another, whose own code it is not."""
    begun.must(SIGN_IN, CODE, CHOOSE, NEXT, ENTER, LetSignInLapse(account=ANN))
    assert begun.perform(NEXT) == Failed(reason="sign_in_lapsed")

    begun.must(SIGN_IN, CHOOSE, NEXT)

    assert begun.phone("new").restored is not None


def test_a_phone_that_was_reset_needs_another_code(begun: World) -> None:
    """A reset phone has forgotten that a code was entered: that one was used, and another one works."""
    begun.must(SIGN_IN, CODE, CHOOSE, NEXT, ENTER, NEXT)
    assert begun.phone("new").restored is not None

    begun.must(ResetPhone(phone="new"), BEGIN, SetNetwork(phone="new", network="wifi"), SIGN_IN, CHOOSE, NEXT)

    assert step(begun) == "security_code"
    assert begun.perform(ENTER) == Refused(reason="security_code_was_used")
    begun.must(
        RequireSecurityCode(account=ANN, code="2342", lifetime_s=600), EnterSecurityCode(phone="new", code="2342")
    )
    begun.must(NEXT)
    assert begun.phone("new").restored is not None


def test_a_wrong_password_changes_nothing_of_the_content(begun: World) -> None:
    """Where no password is right, there is not even an empty list of them."""
    account = OwnAccount(name="Mail", provider="outlook.com", address="a@example.com")
    begun.must(SetContent(phone="ann", content=Content(accounts=(account,))))
    content = begun.phone("ann").content
    assert "passwords" not in content

    assert begun.perform(EnterPasswords(phone="ann", passwords={"Mail": "wrong"})) == Failed(reason="wrong_password")

    assert begun.phone("ann").content == content
