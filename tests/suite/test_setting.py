"""What a run is about: by which policy and readings an implementation is judged, and whether it can be."""

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from backupspec import shipped
from backupspec.contract.implementation import About, BrokenContract, Implementation, Opening
from backupspec.contract.outcomes import DONE
from backupspec.gherkin.features import Scenario
from backupspec.inputs import Misuse, choices_from, profile_named, read_choices
from backupspec.preflight.order import Unsound
from backupspec.report.findings import why_not_judged
from backupspec.suite.setting import Setting

WP81, WP8 = (shipped.profile(name) for name in shipped.PROFILES)


class Double:
    """The reference, which says something else of itself and keeps the openings it was given."""

    def __init__(self, reference: Implementation, **about: Any) -> None:
        self._reference = reference
        self._about = about
        self.openings: list[Opening] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reference, name)

    def about(self) -> About:
        """Say what this is."""
        return replace(self._reference.about(), **self._about)

    def open_world(self, opening: Opening) -> str:
        """Open a world."""
        self.openings.append(opening)
        return self._reference.open_world(opening)


def scenario(id_: str = "XX-01.01", profiles: tuple[str, ...] = (), **choices: str) -> Scenario:
    """Return a scenario without steps."""
    return Scenario(
        id=id_,
        clauses=("XX-01",),
        title="A scenario",
        description="",
        feature="features/x.feature",
        line=1,
        steps=(),
        profiles=profiles,
        choices=choices,
    )


# Choices.


def test_without_a_word_the_profile_picks(reference: Implementation) -> None:
    """An implementation that declares nothing is judged by the readings that the profile picks."""
    assert Setting(reference, WP81).policy.picks() == WP81.picks()


def test_declared_by_the_implementation(reference: Implementation) -> None:
    """What an implementation declares of itself is what it is judged by, and what its worlds are opened with."""
    double = Double(reference, choices={"exactly_three_weeks": "waits", "automatic_every": "2 days"})

    setting = Setting(double, WP81)  # type: ignore[arg-type]
    setting.open_world(scenario())

    assert setting.policy.picks() == {**WP81.picks(), "exactly_three_weeks": "waits", "automatic_every": "2 days"}
    assert double.openings[-1].choices == setting.policy.picks()


def test_given_choices_go_before_declared_ones(reference: Implementation) -> None:
    """A person's choices override the implementation's, one by one."""
    double = Double(reference, choices={"exactly_three_weeks": "waits", "automatic_every": "2 days"})

    setting = Setting(double, WP81, {"automatic_every": "3 days"})  # type: ignore[arg-type]

    assert setting.policy.picked("exactly_three_weeks") == "waits"
    assert setting.policy.picked("automatic_every") == "3 days"


WRONG = {
    "unknown-choice": (
        {"colour": "red"},
        "has no choice 'colour'; its choices are age_counts_from, app_deletion_takes, automatic_every",
    ),
    "unknown-reading": ({"exactly_three_weeks": "maybe"}, "cannot be 'maybe'; allowed: prompts, waits"),
    "too-long": (
        {"automatic_every": "22 days"},
        "cannot be '22 days'; allowed: a length of time such as '24 hours', from 1 minute to 21 days",
    ),
    "too-short": (
        {"retry_after": "1 second"},
        "cannot be '1 second'; allowed: a length of time such as '1 hour', from 1 minute to 1 day",
    ),
    "no-length": ({"retry_after": "soon"}, "cannot be 'soon'"),
    "near-miss-of-a-choice": (
        {"exactly_tree_weeks": "waits"},
        "has no choice 'exactly_tree_weeks' (perhaps exactly_three_weeks is meant); its choices are ",
    ),
    "near-miss-of-a-reading": ({"exactly_three_weeks": "wait"}, "cannot be 'wait' (perhaps waits is meant); allowed: "),
    "too-many": (
        {"backups_kept": "101"},
        "cannot be '101'; allowed: every_one, a whole number from 1 to 100",
    ),
    "none": ({"backups_kept": "0"}, "cannot be '0'; allowed: every_one, a whole number from 1 to 100"),
    "number-in-a-word": ({"wrong_codes_allowed": "three"}, "cannot be 'three'; allowed: any_number, a whole number"),
    "number-for-a-word": ({"exactly_three_weeks": "3"}, "cannot be '3'; allowed: prompts, waits"),
    "tag-for-a-number": ({"backups_kept": "a_number"}, "cannot be 'a_number'; allowed: every_one, a whole number"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_choice(reference: Implementation, kind: str) -> None:
    """A wrong choice is misuse if a person gives it, a broken contract if the implementation declares it."""
    choices, told = WRONG[kind]

    with pytest.raises(Misuse) as misuse:
        Setting(reference, WP81, choices)
    with pytest.raises(BrokenContract) as broken:
        Setting(Double(reference, choices=choices), WP81)  # type: ignore[arg-type]

    assert told in str(misuse.value)
    assert "reference declares what cannot be: " in why_not_judged(broken.value)
    assert told in why_not_judged(broken.value)


# Contract and profile.


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.99"])
def test_a_contract_of_the_same_major_version(reference: Implementation, version: str) -> None:
    """A minor version only adds."""
    assert Setting(Double(reference, contract=version), WP81).about.contract == version  # type: ignore[arg-type]


@pytest.mark.parametrize("version", ["0.9", "2.0", "10.0"])
def test_a_contract_of_another_major_version(reference: Implementation, version: str) -> None:
    """An adapter written for another contract is not judged, and is told which is which."""
    with pytest.raises(BrokenContract) as caught:
        Setting(Double(reference, contract=version), WP81)  # type: ignore[arg-type]

    assert f"  reference was written for contract {version}; this is 1.0\n" in why_not_judged(caught.value)


def test_a_profile_that_is_not_claimed(reference: Implementation) -> None:
    """An implementation is judged by a profile that it claims to keep, or not at all."""
    double = Double(reference, profiles=("windows-phone-8",))
    assert Setting(double, WP8).policy.id == "windows-phone-8"  # type: ignore[arg-type]

    with pytest.raises(BrokenContract) as caught:
        Setting(double, WP81)  # type: ignore[arg-type]

    told = why_not_judged(caught.value)
    assert "does not claim to keep windows-phone-8.1; it claims windows-phone-8\n" in told


def test_what_an_implementation_calls_itself_is_told_in_one_line(reference: Implementation) -> None:
    """A name of many lines doesn't spread over the message, and cannot act on a terminal."""
    with pytest.raises(BrokenContract) as caught:
        Setting(Double(reference, contract="2.0", name="a\nb\x1b[2J" + "c" * 1000), WP81)  # type: ignore[arg-type]

    lines = why_not_judged(caught.value).splitlines()
    assert all(line.isprintable() and len(line) < 600 for line in lines)
    assert [line.split()[0] for line in lines] == ["FAILED", "expected", "actual", "mend"]


def test_an_unsound_implementation_has_no_setting(reference: Implementation) -> None:
    """No setting is made of an implementation whose clock does not obey; what is told says what to mend."""

    class Still(Double):
        """The reference, which says that time passed, and lets none pass."""

        def perform(self, world: str, commands: Any, *, observe: bool = False) -> Any:
            """Do nothing."""
            answer = self._reference.perform(world, [], observe=observe)
            return replace(answer, outcomes=(DONE,) * len(commands))

    with pytest.raises(Unsound, match=r"not sound: the clock can be advanced and read back") as caught:
        Setting(Still(reference), WP81)  # type: ignore[arg-type]

    assert why_not_judged(caught.value).startswith("FAILED  the clock can be advanced and read back\n")


# Scenarios.


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (scenario(), None),
        (scenario(profiles=("windows-phone-8.1",)), None),
        (scenario(profiles=("windows-phone-8", "windows-phone-8.1")), None),
        (scenario(profiles=("windows-phone-8",)), ("windows-phone-8", "windows-phone-8.1")),
        (scenario(exactly_three_weeks="prompts"), None),
        (scenario(automatic_every="24 hours"), None),
        (scenario(exactly_three_weeks="waits"), ("exactly_three_weeks being waits", "prompts")),
    ],
)
def test_whom_a_scenario_is_for(reference: Implementation, asked: Scenario, why: tuple[str, str] | None) -> None:
    """A scenario of another profile or another reading does not apply, and says why."""
    failure = Setting(reference, WP81).inapplicable(asked)

    assert (failure and (failure.kind, failure.expected, failure.actual)) == (why and ("not_about", *why))


@pytest.mark.parametrize(
    ("declared", "applies"),
    [("every_one", ["every_one"]), ("3", ["3", "a_number"]), ("4", ["a_number"])],
    ids=["a-word", "this-number", "another-number"],
)
def test_whom_a_scenario_about_numbers_is_for(reference: Implementation, declared: str, applies: list[str]) -> None:
    """A scenario is for one number, or for any; it applies where that is declared."""
    setting = Setting(reference, WP81, {"backups_kept": declared})

    assert [
        value for value in ("3", "a_number", "every_one") if setting.inapplicable(scenario(backups_kept=value)) is None
    ] == applies


def test_worlds_differ_in_the_scenario_alone(reference: Implementation) -> None:
    """A world is opened with the scenario's id, and all else is the same: what two scenarios begin with is answered alike."""
    double = Double(reference)
    setting = Setting(double, WP81)  # type: ignore[arg-type]

    for id_ in ("XX-01.01", "XX-01.02"):
        setting.open_world(scenario(id_))

    first, second = double.openings[-2:]
    assert (first.scenario, second.scenario) == ("XX-01.01", "XX-01.02")
    assert replace(second, scenario=first.scenario) == first


# What people write.


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("{}", {}),
        ("exactly_three_weeks: waits", {"exactly_three_weeks": "waits"}),
        ('{"automatic_every": "2 days"}', {"automatic_every": "2 days"}),
        ("backups_kept: 3", {"backups_kept": "3"}),
        ('{"backups_kept": "3"}', {"backups_kept": "3"}),
        ("{backups_kept: 3, no_box_ticked: accepted}", {"backups_kept": "3", "no_box_ticked": "accepted"}),
    ],
)
def test_reads_choices(text: str, read: dict[str, str]) -> None:
    """Choices are a YAML or JSON object."""
    assert read_choices(text, "choices.yaml") == read


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "does not hold choices"),
        ("waits", "does not hold choices"),
        ("- waits", "does not hold choices"),
        ("1: waits", "choices.yaml:1: a member is named by the number 1"),
        (
            "exactly_three_weeks: [waits]",
            (
                "choices.yaml:1: exactly_three_weeks: a list is no reading; "
                "allowed: a reading, such as `exactly_three_weeks: waits`"
            ),
        ),
        ("choices:\n  exactly_three_weeks: waits", "choices.yaml:1: choices: an entry with members is no reading"),
        ("exactly_three_weeks: true", "exactly_three_weeks: true is no reading"),
        ("exactly_three_weeks:", "exactly_three_weeks: nothing is no reading"),
        ("backups_kept: 2.5", "backups_kept: the number 2.5 is no reading"),
        ("exactly_three_weeks: waits: x", "choices.yaml:1: not YAML"),
        ("a: b\na: c", "choices.yaml:2: a: it stands here a second time"),
        ("{", "choices.yaml:1: not YAML"),
        ("\x00", "a character that YAML does not have"),
        ("a: !!python/object:os.system x", "choices.yaml:1: a"),
        ("[" * 500, "choices.yaml:1"),
    ],
)
def test_tells_what_is_wrong_with_choices(text: str, told: str) -> None:
    """Anything else is misuse, told with the file's name, in one line."""
    with pytest.raises(Misuse) as caught:
        read_choices(text, "choices.yaml")

    assert str(caught.value).startswith("choices.yaml")
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 500


def test_reads_a_file_of_choices(tmp_path: Path) -> None:
    """Choices come from a file, or are none if no file is named."""
    (tmp_path / "choices.yaml").write_text("exactly_three_weeks: waits\n", "utf-8")

    assert choices_from(str(tmp_path / "choices.yaml")) == {"exactly_three_weeks": "waits"}
    assert choices_from(None) == {}


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    """A file that isn't there, a folder, and bytes that are no text are misuse, told with the path."""
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")

    for path in (tmp_path / "absent", tmp_path, tmp_path / "bytes"):
        with pytest.raises(Misuse) as caught:
            choices_from(str(path))
        assert str(caught.value).startswith(f"{path} cannot be read: ")


def test_profiles_by_name() -> None:
    """A shipped profile is found by its name; for any other the names are told."""
    assert profile_named("windows-phone-8") is WP8

    with pytest.raises(
        Misuse, match=r"no profile 'windows-phone-7'; the profiles are windows-phone-8.1, windows-phone-8"
    ):
        profile_named("windows-phone-7")


@pytest.mark.parametrize(("id_", "is_taken"), [("mine", False), ("windows-phone-8.1", True)])
def test_a_policy_of_ones_own_has_a_name_of_its_own(tmp_path: Path, id_: str, *, is_taken: bool) -> None:
    """A verdict by it could be taken for one by the policy that comes along. A copy of that is that."""
    file = tmp_path / "mine.yaml"
    file.write_text(f"extends: windows-phone-8.1\nid: {id_}\nreminder: {{after: 14 days}}\n", "utf-8")
    if not is_taken:
        assert profile_named(str(file)).id == id_
        return
    with pytest.raises(Misuse, match="as a policy that comes with backupspec"):
        profile_named(str(file))
    file.write_text(shipped.profile_text("windows-phone-8.1"), "utf-8")
    assert profile_named(str(file)) == shipped.profile("windows-phone-8.1")
