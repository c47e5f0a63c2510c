"""Whether a policy keeps together, and takes other readings."""

from typing import Any

import pytest
from msgspec.structs import replace

from backupspec.policy.model import (
    A_NUMBER,
    CHOICE_IDS,
    FACT_VALUES,
    Choice,
    Condition,
    Numbers,
    Policy,
    Reading,
    UnknownChoice,
)
from backupspec.policy.schema import schema
from backupspec.shipped import profile

SAID: dict[str, Any] = {"id": "c", "clause": "GEN-01", "text": "Which?", "page_says": "Little.", "because": "So."}
WORDS = Choice(**SAID, picked="a", readings=(Reading(value="a", text="One."), Reading(value="b", text="Other.")))
LENGTH = Choice(**SAID, picked="1 day", shortest="1 hour", longest="2 days")
NUMBER = Choice(
    **SAID,
    picked="a",
    readings=(Reading(value="a", text="One."),),
    numbers=Numbers(fewest=2, most=10, text="So many: {number}."),
)
BOUNDLESS = Choice(**SAID, picked="1 day", shortest="1 hour")

COMPARISONS: dict[str, dict[str, Any]] = {
    "equals": {"equals": "wifi"},
    "equals-false": {"equals": False},
    "one-of": {"one_of": ("wifi",)},
    "at-least": {"at_least": "1 day"},
    "more-than": {"more_than": "1 day"},
}

# A choice, what it allows, and what it does not.
ALLOWED = {
    "reading": (WORDS, "b", "c"),
    "shortest": (LENGTH, "60 minutes", "59 minutes"),
    "longest": (LENGTH, "48 hours", "49 hours"),
    "no-length": (LENGTH, "1 day", "daily"),
    "fewest": (NUMBER, "2", "1"),
    "most": (NUMBER, "10", "11"),
    "beside-a-number": (NUMBER, "a", "b"),
    "digits": (NUMBER, "3", "03"),
    "other-digits": (NUMBER, "3", "\u0663"),
    "a-fraction": (NUMBER, "3", "3.0"),
    "a-huge-number": (NUMBER, "3", "9" * 5000),
    "no-numbers": (WORDS, "a", "3"),
}


@pytest.mark.parametrize("comparison", COMPARISONS.values(), ids=COMPARISONS)
def test_one_comparison(comparison: dict[str, Any]) -> None:
    """A condition makes one comparison: neither none nor two."""
    assert Condition(fact="network", **comparison).fact == "network"

    with pytest.raises(ValueError, match="exactly one of"):
        Condition(fact="network")
    with pytest.raises(ValueError, match="exactly one of"):
        Condition(fact="network", **{"equals": "none", "more_than": "2 days"} | comparison)


def test_conditions_are_values() -> None:
    """An entry of a policy cannot be changed."""
    condition = Condition(fact="network", equals="wifi")
    assert condition == Condition(fact="network", equals="wifi")

    with pytest.raises(AttributeError):
        condition.equals = "none"  # type: ignore[misc]


@pytest.mark.parametrize(("choice", "allowed", "other"), ALLOWED.values(), ids=ALLOWED)
def test_allows(choice: Choice, allowed: str, other: str) -> None:
    """A choice allows its readings, or the lengths of time within its bounds."""
    assert choice.allows(allowed)
    assert not choice.allows(other)


@pytest.mark.parametrize(
    ("picked", "shown", "hidden"),
    [("a", {"a"}, {"3", A_NUMBER}), ("3", {"3", A_NUMBER}, {"a", "4"})],
    ids=["a-word", "a-number"],
)
def test_which_reading_is_picked(picked: str, shown: set[str], hidden: set[str]) -> None:
    """A scenario's tag names a word, one number, or any number."""
    choice = replace(NUMBER, picked=picked)

    assert all(choice.can_be(reading) for reading in shown | hidden)
    assert {reading for reading in shown | hidden if choice.is_picked(reading)} == shown


def test_any_number_is_no_reading_of_words() -> None:
    """Where no number is allowed, no tag can be for any."""
    assert NUMBER.can_be(A_NUMBER)

    assert not WORDS.can_be(A_NUMBER)
    assert not replace(WORDS, picked="3").is_picked(A_NUMBER)


@pytest.mark.parametrize(
    ("choice", "words"),
    [(WORDS, "One."), (NUMBER, "One."), (replace(NUMBER, picked="7"), "So many: 7."), (LENGTH, "1 day.")],
    ids=["reading", "beside-numbers", "number", "length"],
)
def test_we_read(choice: Choice, words: str) -> None:
    """A choice says how it is read."""
    assert choice.we_read() == words


def test_without_bounds_nothing_is_allowed() -> None:
    """A choice that lacks a bound, and has no readings, allows nothing."""
    assert LENGTH.allows("1 day")
    assert not BOUNDLESS.allows("1 day")


def test_allowed_in_words() -> None:
    """A choice says what it allows."""
    assert WORDS.allowed() == "a, b"
    assert NUMBER.allowed() == "a, a whole number from 2 to 10"
    assert LENGTH.allowed() == "a length of time such as '1 day', from 1 hour to 2 days"


def test_picks(policy: Policy) -> None:
    """A policy tells the reading of each of its choices."""
    assert set(policy.picks()) == set(CHOICE_IDS)
    assert policy.picked("power_needed") == policy.picks()["power_needed"] == "at_start"

    with pytest.raises(KeyError):
        policy.picked("nothing")


def test_with_choices(policy: Policy) -> None:
    """A policy takes declared readings, and stays as it was itself."""
    declared = policy.with_choices({"power_needed": "throughout"})

    assert declared.picks() == policy.picks() | {"power_needed": "throughout"}
    assert policy.picked("power_needed") == "at_start"


def test_with_unknown_choice(policy: Policy) -> None:
    """A choice that the policy does not have is refused, naming those that it has."""
    assert policy.with_choices({"power_needed": "throughout"}).picked("power_needed") == "throughout"

    with pytest.raises(
        UnknownChoice, match=r"small has no choice 'power'; its choices are age_counts_from, .*power_needed"
    ):
        policy.with_choices({"power": "throughout"})


def test_with_unknown_reading(policy: Policy) -> None:
    """A reading that a choice does not allow is refused, naming those that it allows."""
    assert policy.with_choices({"power_needed": "throughout"}).picked("power_needed") == "throughout"

    with pytest.raises(UnknownChoice, match="power_needed of small cannot be 'never'; allowed: at_start, throughout"):
        policy.with_choices({"power_needed": "never"})


def test_every_fact_has_its_values() -> None:
    """Of each fact it is said what it can be."""
    assert set(FACT_VALUES) == set(schema()["$defs"]["Condition"]["properties"]["fact"]["enum"])


def test_offered_by_a_reading() -> None:
    """Windows Phone 8 offers videos in good quality, unless it is declared not to; a choice on the phone then shows the others."""
    eight = profile("windows-phone-8")
    without = eight.with_choices({"good_quality_videos": "not_offered"})
    [control] = [each for each in eight.controls if each.sets == "videos"]

    assert eight.upload("videos", "good") is not None
    assert without.upload("videos", "good") is None
    assert without.upload("videos", "best") == eight.upload("videos", "best")
    assert eight.options(control) == ("Don't upload", "Good quality", "Best quality")
    assert without.options(control) == ("Don't upload", "Best quality")
