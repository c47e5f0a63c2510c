"""What is said of a manifest by its version, by rules that see one another, and by documents side by side."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from backupspec.contract.times import wall_seconds
from backupspec.fixtures.manifest_breaches import changed
from backupspec.fixtures.manifest_examples import large
from backupspec.manifest import verifying
from backupspec.manifest.canonical import canonical, digest
from backupspec.manifest.manifest_rules import TOLERANCE_S
from backupspec.manifest.problems import MOST_TOLD, TOO_MANY
from backupspec.manifest.shape import LARGE, Shape

Golden = Callable[[str], dict[str, Any]]


def told(manifest: Any, shape: Shape, known: verifying.Known = verifying.NOTHING) -> list[tuple[str, str]]:
    """Tell the problems of a manifest."""
    return [(each.pointer, each.rule) for each in verifying.manifest_value(manifest, shape, known).problems]


def test_a_newer_minor_version_is_read(golden: Golden, shape: Shape) -> None:
    """Of 1.1, members that are not known here are passed over; of 1.0, they are problems."""
    newer = {"/mood": "good", "/parts/theme/shade": "dark"}

    assert told(changed(golden("settings-only"), {**newer, "/version": "1.1"}), shape) == []
    assert told(changed(golden("settings-only"), newer), shape) == [
        ("/mood", "whole.additionalProperties"),
        ("/parts/theme/shade", "part.additionalProperties"),
    ]


@pytest.mark.parametrize("value", [[1], None, "text", {}, {"count": 1}])
def test_kinds_of_a_newer_minor_version(golden: Golden, shape: Shape, value: Any) -> None:
    """A kind of content, or a network, that a newer version added may be of any form: no rule looks into it."""
    newer = {"/version": "1.1", "/parts/wallpaper": value, "/sent_bytes/satellite": value}

    assert told(changed(golden("with-apps"), newer), shape) == []
    assert told(changed(golden("with-apps"), {**newer, "/parts/apps/count": 0}), shape) == [
        ("/parts/apps/count", "part-counts-its-items")
    ]


def test_a_newer_minor_version_keeps_the_rules(golden: Golden, shape: Shape) -> None:
    """What 1.0 asks for, 1.1 asks for too."""
    manifest = changed(golden("settings-only"), {"/version": "1.1", "/trigger": "whim", "/parts/theme/count": 7})

    assert told(manifest, shape) == [("/parts/theme/count", "part-counts-its-items"), ("/trigger", "trigger.enum")]


@pytest.mark.parametrize("version", ["0.9", "2.0", "10.1"])
def test_an_unknown_major_version_is_refused(golden: Golden, shape: Shape, version: str) -> None:
    """Of another major version nothing else is said, and the version is named."""
    manifest = changed(golden("settings-only"), {"/version": version, "/trigger": "whim", "/parts": 5})

    [problem] = verifying.manifest_value(manifest, shape).problems

    assert (problem.pointer, problem.rule) == ("/version", "unknown-major-version")
    assert (problem.expected, problem.found) == ("a version 1.x", f'"{version}"')


@pytest.mark.parametrize("version", [1, 1.0, None, "1", "v1.0", "1.0\n", "\u0662.\u0660"])
def test_what_is_no_version(golden: Golden, shape: Shape, version: Any) -> None:
    """What is no version is a problem of form, not another version."""
    found = told(changed(golden("settings-only"), {"/version": version}), shape)

    assert [pointer for pointer, _ in found] == ["/version"]
    assert found[0][1].startswith("version.")


def test_critical_extensions(golden: Golden, shape: Shape) -> None:
    """A critical extension is refused by name, unless this reader knows it."""
    manifest = changed(golden("with-extension"), {"/extensions/critical": ["com.example.ringtones"]})
    known = verifying.Known(extensions=frozenset({"com.example.ringtones"}))

    [problem] = verifying.manifest_value(manifest, shape).problems

    assert (problem.rule, problem.found) == ("unknown-critical-extension", '"com.example.ringtones"')
    assert told(manifest, shape, known) == []


def test_all_problems_at_once(golden: Golden, shape: Shape) -> None:
    """Form, meaning and sums are told together, by place; a rule is silent only where what it reads has no form."""
    manifest = changed(
        golden("first-backup"),
        {
            "/trigger": "automatic",
            "/parts/theme/count": 9,
            "/parts/call_history/encryption": None,
            "/apps/0/version": 1,
            "/times/ended_elapsed_s": 1,
        },
    )

    assert told(manifest, shape) == [
        ("/apps/0/version", "apps.each.version.type"),
        ("/at_start/external_power", "automatic-needs-power"),
        ("/parts/call_history/encryption", "sensitive-is-encrypted"),
        ("/parts/theme/count", "part-counts-its-items"),
        ("/times/committed_at", "clock-is-accounted-for"),
        ("/times/ended_at", "clock-is-accounted-for"),
        ("/times/ended_elapsed_s", "elapsed-time-runs-on"),
    ]


@pytest.mark.parametrize("off", [-TOLERANCE_S - 1, -TOLERANCE_S, 0, TOLERANCE_S, TOLERANCE_S + 1])
def test_the_clock_may_be_a_second_off(golden: Golden, shape: Shape, off: int) -> None:
    """Clock and elapsed time are each rounded to a second; more than that has to be accounted for."""
    manifest = changed(
        golden("settings-only"),
        {"/times/started_at": f"2014-06-02T09:00:{off:02}Z" if off >= 0 else f"2014-06-02T08:59:{60 + off}Z"},
    )

    problems = told(manifest, shape)

    assert problems == ([] if abs(off) <= TOLERANCE_S else [("/times/ended_at", "clock-is-accounted-for")])


@pytest.mark.parametrize(("at", "fits"), [(86399, True), (86400, True), (86401, False), (86588, False)])
def test_a_clock_set_in_the_second_of_the_start(golden: Golden, shape: Shape, at: int, fits: bool) -> None:  # noqa: FBT001
    """A clock that was set in the very second in which a backup began may have been set before or after it."""
    manifest = changed(golden("settings-only"), {"/times/clock_anomalies": [{"elapsed_s": at, "shift_s": 3600}]})

    assert (told(manifest, shape) == []) == (fits or at == 86588)


def test_digest_is_that_of_the_canonical_form(golden: Golden, shape: Shape) -> None:
    """A manifest is known by the digest of its canonical form, however it is spelled."""
    manifest = golden("first-backup")
    known = verifying.Known(digest=digest(manifest))

    assert verifying.manifest(canonical(manifest), shape, known).problems == ()
    assert told(changed(deepcopy(manifest), {"/producer/name": "Somebody"}), shape, known) == [
        ("", "known-by-its-digest")
    ]


def test_ten_thousand_items(shape: Shape) -> None:
    """A phone with ten thousand favourites has a valid manifest, in which one wrong byte is found."""
    manifest = large(10_000)
    assert told(manifest, shape) == []

    manifest["parts"]["favourites"]["items"][9_999]["size_bytes"] += 1

    assert told(manifest, shape) == [
        ("/parts/favourites/digest", "part-has-its-digest"),
        ("/parts/favourites/size_bytes", "part-sums-its-items"),
    ]


def test_documents_of_others_are_left_alone(golden: Golden, shape: Shape) -> None:
    """A manifest of another account, or one that is not of the form, is not taken for the previous one."""
    second = verifying.manifest_value(golden("chained"), shape)
    stranger = verifying.manifest_value(changed(golden("first-backup"), {"/account": second.value["device"]}), shape)
    formless = verifying.manifest_value(changed(golden("first-backup"), {"/backup/sequence": "one"}), shape)

    assert verifying.manifests_together([second, stranger, formless, verifying.manifest(b"{", shape)]) == []


@pytest.mark.parametrize(
    ("moment", "is_real"),
    [
        ("2012-02-29T23:59:59Z", True),
        ("2014-02-29T09:00:00Z", False),
        ("2014-06-02T24:00:00Z", False),
        ("2012-06-30T23:59:60Z", False),
        ("0000-01-01T00:00:00Z", False),
        ("0001-01-01T00:00:00Z", True),
        ("9999-12-31T23:59:59Z", True),
    ],
)
def test_moments_of_the_calendar(moment: str, is_real: bool) -> None:  # noqa: FBT001
    """A moment that not every reader has is none."""
    assert (wall_seconds(moment) is not None) == is_real


def test_more_problems_than_are_told(shape: Shape, golden: Golden) -> None:
    """Where more is wrong than is told, no rule reads a member of which nobody knows whether it has its form."""
    value = golden("with-apps")
    value["apps"] = [{}] * LARGE
    value["accounts"] = [5]
    assert "accounts" not in {problem.pointer.split("/")[1] for problem in shape.problems(value) if problem.pointer}

    checked = verifying.manifest_value(value, shape)

    assert checked.formless == value.keys()
    assert checked.problems[0] == TOO_MANY
    assert len(checked.problems) == MOST_TOLD + 1
