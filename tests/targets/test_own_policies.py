"""A policy under a name of its own, of a few lines, is checked, kept by the reference, and judged by all scenarios that don't say what it changes."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec import Struct
from msgspec.structs import replace
from served import typed

from backupspec.cli import main
from backupspec.contract.implementation import Implementation
from backupspec.gherkin.definitions import load
from backupspec.gherkin.features import Scenario
from backupspec.inputs import profile_named
from backupspec.policy.model import Policy
from backupspec.suite import bare, strength
from backupspec.suite.setting import Setting
from backupspec.targets.reaching import leave, reach, reference


class Own(Struct, frozen=True):
    """A policy of one's own, as its file says it, and which words of a scenario say what it has otherwise."""

    text: str
    says: str


POLICIES = {
    "two-weeks": Own(
        "extends: windows-phone-8.1\nid: two-weeks\nreminder: {after: 14 days}\n",
        r"three weeks|\b([0-9]+|one|two|three) (days?|weeks?)\b",
    ),
    "with-chat": Own(
        """\
extends: windows-phone-8.1
id: with-chat
toggles:
  - {id: chat_backup, clause: TXT-07, text: Chats are saved., first: "off", saves: [chat]}
controls:
  - {id: chat_backup_toggle, clause: TXT-07, page: text_messages_page, label: Chat backup, kind: toggle, sets: chat_backup, text: Turns it on and off.}
""",
        "[Cc]hat",
    ),
    "another-label": Own(
        "extends: windows-phone-8.1\nid: another-label\ncontrols: [{id: text_messages_page, label: Messages}]\n",
        "Text messages",
    ),
    "a-third-profile": Own("extends: windows-phone-8\nid: windows-phone-7\ntitle: Windows Phone 7\n", "Windows Phone"),
}
DEFINITIONS = load("backupspec.steps")


@pytest.fixture(params=POLICIES)
def own(request: pytest.FixtureRequest) -> Own:
    """Return each policy."""
    return POLICIES[request.param]


@pytest.fixture
def file(own: Own, tmp_path: Path) -> Path:
    """Write the policy to a file."""
    (tmp_path / "mine.yaml").write_text(own.text, "utf-8")
    return tmp_path / "mine.yaml"


def silent(own: Own) -> list[Scenario]:
    """List the scenarios none of whose words says what the policy has otherwise."""
    return [
        scenario
        for scenario in strength.catalogue().scenarios
        if not re.search(own.says, "\n".join([scenario.title, *(step.text for step in scenario.steps)]))
    ]


def judged(implementation: Implementation, policy: Policy, scenarios: Iterable[Scenario]) -> dict[str, str]:
    """Judge an implementation by a policy; return the verdict of each scenario that applies."""
    setting = Setting(implementation, policy)
    try:
        return {each.id: each.verdict for each in bare.run(setting, scenarios, DEFINITIONS)}
    finally:
        setting.close()


def test_a_few_lines_are_a_policy(own: Own, file: Path) -> None:
    """One to six lines make a policy with which nothing is wrong, which can be shown, and which differs."""
    run = CliRunner().invoke

    assert len(own.text.splitlines()) <= 6
    assert run(main, ["policy", "check", str(file)]).exit_code == 0
    assert run(main, ["policy", "show", str(file)]).exit_code == 0
    differs = run(main, ["policy", "diff", "windows-phone-8.1", str(file)])
    assert differs.exit_code == 1, differs.output


def test_the_reference_keeps_it(own: Own, file: Path) -> None:
    """The reference keeps the policy, its own backups and messages restored: every scenario passes that doesn't say what is otherwise."""
    policy = profile_named(str(file))

    verdicts = judged(reach("reference", 10, policy), policy, silent(own))

    assert len(verdicts) > 600
    assert {scenario: verdict for scenario, verdict in verdicts.items() if verdict != "passed"} == {}


def test_it_is_served_and_judged(own: Own, file: Path) -> None:
    """Over HTTP, too: a phone prompts, backs up, restores, and shows its pages by the policy that was served."""
    policy = profile_named(str(file))
    clauses = {"REM-01", "RST-07", "TXT-02", "TXT-04", "AS-02"}
    scenarios = [each for each in silent(own) if clauses.intersection(each.clauses)]

    with typed("--policy", str(file)) as (_, url):
        implementation = reach(url)
        assert implementation.about().profiles == (policy.id,)
        verdicts = judged(implementation, policy, scenarios)
        leave(implementation)

    assert len(verdicts) > 40
    assert set(verdicts.values()) == {"passed"}


def test_whoever_keeps_three_weeks_is_caught(tmp_path: Path) -> None:
    """An implementation that declares the policy of two weeks, and prompts after three, fails scenarios that name no number."""
    own = POLICIES["two-weeks"]
    (tmp_path / "mine.yaml").write_text(own.text, "utf-8")
    policy = profile_named(str(tmp_path / "mine.yaml"))
    another = replace(policy, reminder=replace(policy.reminder, after="21 days"))
    scenarios = [each for each in silent(own) if "REM-01" in each.clauses]

    verdicts = judged(reference({policy.id: another}), policy, scenarios)

    assert "failed" in verdicts.values()
