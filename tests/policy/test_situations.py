"""Whether the situations around every boundary are enumerated, and no impossible ones."""

from backupspec.explain import situations
from backupspec.policy.model import Condition, Policy

WIFI = Condition(fact="network", equals="wifi")
ACCOUNT = Condition(fact="account", equals=True)
SIGNED_IN = Condition(fact="sign_in", equals="valid")
OLD = Condition(fact="age", more_than="2 days")
DAY = 86_400


def test_facts_that_are_listed(policy: Policy) -> None:
    """A fact with listed values takes all of them, what fulfils the conditions first."""
    cellular = Condition(fact="network", equals="cellular")

    assert situations.factors([policy], [cellular]) == [
        [{"network": "cellular"}, {"network": "wifi"}, {"network": "none"}]
    ]


def test_lengths_of_time(policy: Policy) -> None:
    """The age takes the second below, at and above each length of time, in either condition or beside them, and no backup at all."""
    (ages,) = situations.factors([policy], [OLD], ["1 day"])

    assert {facts["age"] for facts in ages} == {DAY - 1, DAY, DAY + 1, 2 * DAY - 1, 2 * DAY, 2 * DAY + 1, None}
    assert ages[0] == {"age": 2 * DAY + 1}


def test_account_and_sign_in(policy: Policy) -> None:
    """There is a sign-in where there is an account, and none elsewhere; asked alone, it takes all its values."""
    assert situations.factors([policy], [ACCOUNT, SIGNED_IN]) == [
        [
            {"account": True, "sign_in": "valid"},
            {"account": True, "sign_in": "lapsed"},
            {"account": False, "sign_in": "none"},
        ]
    ]
    assert situations.factors([policy], [SIGNED_IN]) == [
        [{"sign_in": "valid"}, {"sign_in": "lapsed"}, {"sign_in": "none"}]
    ]


def test_toggles_stand_as_they_can(policy: Policy) -> None:
    """A toggle is on only together with what it requires."""
    assert situations.toggles([policy], ["main_backup", "second_backup"]) == [
        {"main_backup": "on", "second_backup": "on"},
        {"main_backup": "on", "second_backup": "off"},
        {"main_backup": "off", "second_backup": "off"},
    ]


def test_unknown_toggle_is_off(policy: Policy) -> None:
    """A toggle that the policy does not have is never on."""
    assert situations.toggles([policy], ["settings_backup"]) == [{"settings_backup": "off"}]


def test_nearest_situations_come_first(policy: Policy) -> None:
    """Together, the factors make every situation once: first the one in which all holds, then those in which one thing differs."""
    every = situations.put_together(situations.factors([policy], [WIFI, ACCOUNT, SIGNED_IN]))

    assert len(every) == 9
    assert every[0] == {"network": "wifi", "account": True, "sign_in": "valid"}
    assert every[-1] == {"network": "none", "account": False, "sign_in": "none"}


def test_number_of_situations_is_bounded(policy: Policy) -> None:
    """Of very many situations, those are looked at in which one factor differs from the first of each."""
    many = [Condition(fact="age", more_than=f"{length} hours") for length in range(1, 400)]
    factors = situations.factors([policy], [WIFI, SIGNED_IN, Condition(fact="external_power", equals=True), *many])
    assert 3 * 3 * 2 * len(factors[-1]) > situations.MOST

    assert len(situations.put_together(factors)) == 1 + 2 + 2 + 1 + len(factors[-1]) - 1


def test_subsets_of_many_names() -> None:
    """Of a few names all subsets are looked at, of many none, all, each alone and all but each."""
    few, many = [f"t{n}" for n in range(4)], [f"t{n}" for n in range(situations.MOST_SUBSETS + 1)]

    assert len(set(situations.subsets(few))) == 2**4
    assert set(situations.subsets(many)) == {
        frozenset(),
        frozenset(many),
        *(frozenset({name}) for name in many),
        *(frozenset(many) - {name} for name in many),
    }


def test_words(policy: Policy) -> None:
    """A situation is said in words."""
    facts = {"network": "none", "age": None, "main_backup": "on", "box:main_backup": False}

    assert situations.in_words(policy, facts) == (
        "the phone has no network; there is no backup yet; Main is on; the box Main is not ticked"
    )
