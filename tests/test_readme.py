"""What the README shows is what there is."""

import re
import subprocess
import sys
from pathlib import Path

from backupspec.commands.run import EXIT_CODES_IN_WORDS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def block(language: str, after: str) -> str:
    """Return the first block of code in a language after some words."""
    found = re.search(rf"```{language}\n(.*?)```", README[README.index(after) :], re.DOTALL)
    assert found is not None
    return found[1]


def test_scenario_stands_in_its_feature() -> None:
    """The excerpt of a feature is the feature's own text."""
    feature = (ROOT / "features" / "reminder" / "three_weeks.feature").read_text("utf-8")

    assert all(line in feature.splitlines() for line in block("gherkin", "A scenario").splitlines())


def test_output_is_what_is_told(tmp_path: Path) -> None:
    """The excerpt of the output is what its command prints."""
    command = re.search(r"`backupspec (run python:[^`]+)`", README)
    assert command is not None

    ran = subprocess.run(  # noqa: S603 - the README's own words
        [sys.executable, "-m", "backupspec", *command[1].split()],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ran.returncode, ran.stdout) == (1, block("text", "a second off"))


def test_every_link_leads_somewhere() -> None:
    """No page of the documentation points to one that isn't there."""
    for page in (ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_a_run_that_did_not_end_has_its_exit_code() -> None:
    """The table of exit codes and the help of `run` both tell it."""
    row = next(line for line in README.splitlines() if line.startswith("| `run`, `report` |"))

    assert "the run did not come to its end" in row
    assert "the run did not come to its end" in EXIT_CODES_IN_WORDS
