"""What docs/policies.md shows is what is printed."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from backupspec import shipped
from backupspec.cli import main

PAGE = (Path(__file__).parent.parent.parent / "docs" / "policies.md").read_text("utf-8")
EXAMPLES = re.findall(r"<!-- (.*?) => (.*?) -->\n```text\n\$ backupspec (.*?)\n(.*?)```", PAGE, re.DOTALL)


def test_there_are_examples() -> None:
    """The page shows both commands."""
    assert [words.split()[1] for _, _, words, _ in EXAMPLES] == ["diff", "check"]


@pytest.mark.parametrize(("old", "new", "words", "printed"), EXAMPLES, ids=["diff", "check"])
def test_examples(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, words: str, printed: str
) -> None:
    """The norm with the one change that the page names is told as the page shows it, but for the number of the line."""
    text = shipped.profile_text(shipped.PROFILES[0])
    assert text.count(old) == 1
    (tmp_path / "my-policy.yaml").write_text(text.replace(old, new), "utf-8")
    monkeypatch.chdir(tmp_path)

    ran = CliRunner().invoke(main, words.split())

    assert ran.exit_code == 1
    assert re.sub(r"line \d+", "line", ran.stdout) == re.sub(r"line \d+", "line", printed)
