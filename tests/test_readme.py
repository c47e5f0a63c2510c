"""What README and docs/cli.md show is what there is."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from click.testing import CliRunner

from backupspec.cli import main
from backupspec.explain.clauses import policy_choices

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
CLI = (ROOT / "docs" / "cli.md").read_text("utf-8")


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


def test_first_screen_shows_what_is_printed() -> None:
    """The short excerpt is part of the output that stands below, whole."""
    printed = [line.strip() for line in block("text", "a second off").splitlines()]

    assert [line for line in block("text", "See it work").splitlines() if line.strip() not in printed] == []


def test_figures_are_those_of_today() -> None:
    """What the README counts is what there is, and what strength.md has proven."""
    strength = (ROOT / "docs" / "strength.md").read_text("utf-8")
    proven = [
        re.search(rf"^- (\d+) {what}", strength, re.MULTILINE) for what in ("scenarios", "[a-z]+, each", "mutants")
    ]
    checks, faults, mutants = (int(found[1]) for found in proven if found is not None)
    clauses = len((ROOT / "fixtures" / "released_clauses.txt").read_text("utf-8").split())

    assert f"{clauses} clauses · {checks} checks · {len(policy_choices())} questions" in README
    assert f"({faults} faults, {mutants} mutants)" in README


def rows_of_commands() -> dict[str, str]:
    """Return what docs/cli.md says of each command, by its name."""
    return dict(re.findall(r"^\| `backupspec ([a-z]+(?: [a-z]+)?)[^`]*` \| (.*) \|$", CLI, re.MULTILINE))


def leaves(group: click.Group, name: str = "") -> Iterator[tuple[str, click.Command]]:
    """Yield the commands that can be typed, each under all its words."""
    context = click.Context(group)
    for word in group.list_commands(context):
        command = group.get_command(context, word)
        assert command is not None
        if isinstance(command, click.Group):
            yield from leaves(command, f"{name}{word} ")
        else:
            yield name + word, command


def test_every_command_is_in_the_table() -> None:
    """docs/cli.md has a row for each command, and names only options that the command has."""
    rows, commands = rows_of_commands(), dict(leaves(main))

    assert rows.keys() == commands.keys()
    for name, command in commands.items():
        options = {option for parameter in command.params for option in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", rows[name])) <= options, name


def test_a_run_that_did_not_end_has_its_exit_code() -> None:
    """The table of exit codes and the help of `run` both have it."""
    row = next(line for line in CLI.splitlines() if line.startswith("| `run`, `report` |"))

    assert "the run did not come to its end" in row
    assert "the run did not come to its end" in CliRunner().invoke(main, ["run", "--help"]).output
