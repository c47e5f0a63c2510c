"""What the policy of a document says of it: where it is known, and where it is not."""

from collections.abc import Callable
from typing import Any

import pytest
from golden import SHAPES

from backupspec import shipped
from backupspec.fixtures.journal_examples import JOURNALS
from backupspec.manifest import absent, verifying
from backupspec.manifest.verifying import Checked
from backupspec.policy.model import Policy
from backupspec.policy.parsing import parse

Golden = Callable[[str], dict[str, Any]]
CHATS = "{id: chat_backup, clause: TXT-07, text: Chats are saved., first: off, saves: [chat]}"
MINE = parse(f"extends: windows-phone-8.1\nid: mine\ntoggles: [{CHATS}]\n", "mine.yaml")


def manifest(value: dict[str, Any]) -> Checked:
    """Check a manifest by itself."""
    return verifying.manifest_value(value, SHAPES["jsonschema-rs"]["manifest"])


def told(checked: Checked, *own: Policy) -> list[str]:
    """Name the rules of the policies that a document breaks."""
    return [each.rule for each in verifying.beside_policy(checked, shipped.Profiles(*own))]


def of(profile: str, golden: Golden) -> Checked:
    """Make a manifest of a policy, with Chat backup on."""
    value = golden("settings-only")
    value["profile"]["id"] = profile
    value["toggles"]["chat_backup"] = True
    return manifest(value)


@pytest.mark.parametrize(
    ("profile", "wrong"),
    [
        ("windows-phone-8.1", ["toggles-are-of-the-policy"]),
        ("windows-phone-8", []),
        ("mine", []),
        ("another", []),
    ],
)
def test_a_policy_decides_what_its_documents_may_hold(golden: Golden, profile: str, wrong: list[str]) -> None:
    """The same manifest is right or wrong by the policy that it names; of one that nobody knows, the policy says nothing."""
    checked = of(profile, golden)

    assert checked.problems == ()
    assert told(checked, MINE) == wrong


def test_an_edited_policy_counts_before_the_shipped_one(golden: Golden) -> None:
    """Whoever is given a policy of the same name goes by it."""
    edited = parse(f"extends: windows-phone-8.1\nid: windows-phone-8.1\ntoggles: [{CHATS}]\n", "edited.yaml")

    assert told(of("windows-phone-8.1", golden), edited) == []


def test_what_is_not_known_is_said(golden: Golden) -> None:
    """Of a document whose policy is not known, that is said, and nothing where it is."""
    profiles = shipped.Profiles()

    assert absent.policies(of("windows-phone-8", golden), profiles) is None
    assert absent.policies(of("mine", golden), shipped.Profiles(MINE)) is None
    assert (
        absent.policies(of("mine", golden), profiles)
        == "whether it keeps to mine: that policy is neither a shipped one nor among these files"
    )


def test_a_journal_may_be_of_several_policies() -> None:
    """Each entry is held against the policy that its phone kept then; which are not known is said."""
    page = JOURNALS["journal-of-texts-and-media"]()
    page["entries"][1]["device"]["profile"] = "mine"
    checked = verifying.journal_value(page, SHAPES["jsonschema-rs"]["journal"])

    assert checked.problems == ()
    assert "whether it keeps to mine:" in (absent.policies(checked, shipped.Profiles()) or "")
    assert absent.policies(checked, shipped.Profiles(MINE)) is None


@pytest.mark.parametrize("value", [[], {"document": "manifest", "version": "2.0"}, {"document": "manifest"}])
def test_what_has_no_form_has_no_policy(value: Any) -> None:
    """Of what is no manifest, or one by unknown rules, no policy says anything."""
    checked = manifest(value)

    assert told(checked) == []
    assert absent.policies(checked, shipped.Profiles()) is None
