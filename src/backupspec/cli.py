"""The commands that people type, and the one place where everything is put together."""

import json
import sys
from pathlib import Path
from typing import NoReturn

import click

from backupspec import __version__, shipped
from backupspec.policy.model import Policy
from backupspec.policy.parsing import PolicyMistakes, parse
from backupspec.policy.words import in_words as policy_in_words
from backupspec.validating import validate

MISUSE = 2

EXIT_CODES = """\b
Exit codes: 0 conformant, 1 not conformant, 2 something was asked for that does not exist,
            3 not judged (the implementation broke the contract), 4 partial."""


def _misuse(message: str) -> NoReturn:
    click.echo(f"backupspec: {message}", err=True)
    sys.exit(MISUSE)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="backupspec")
def main() -> None:
    """Tell whether an implementation keeps a phone's backup policy, clause by clause."""


main.add_command(validate)

_profile = click.option(
    "--profile",
    default=shipped.PROFILES[0],
    show_default=True,
    metavar="P",
    help=f"The policy to go by: {' or '.join(shipped.PROFILES)}.",
)


@main.command(epilog=EXIT_CODES)
@click.argument("target", default="reference")
@_profile
@click.option("--choices", metavar="FILE", help="Readings that the implementation declares: YAML or JSON.")
@click.option(
    "--clause",
    "clauses",
    metavar="ID",
    multiple=True,
    help="Run only this clause, or this scenario. May be given several times.",
)
@click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="How many processes share the work.",
)
@click.option(
    "--report", "folder", metavar="DIR", type=click.Path(path_type=Path), help="Write report.json and junit.xml there."
)
def run(
    target: str, profile: str, choices: str | None, clauses: tuple[str, ...], jobs: int, folder: Path | None
) -> None:
    """Judge TARGET: `reference`, python:package.module:factory, or stdio:COMMAND.

    \b
    Examples:
      backupspec run
      backupspec run python:acme.phone:make --report report
      backupspec run python:acme.phone:make --clause REM-01.02
      backupspec run "stdio:acme-phone --fast"
    """
    from backupspec.judging import judge  # noqa: PLC0415 - pytest is slow to import, and only `run` needs it
    from backupspec.running import Asked  # noqa: PLC0415

    selection = tuple(dict.fromkeys(clauses))
    asked = Asked(target=target, profile=profile, choices=choices, selection=selection, jobs=jobs)
    sys.exit(judge(asked, folder))


@main.command()
@click.option("--json", "as_json", is_flag=True, help="As a JSON list, for other tools.")
def clauses(*, as_json: bool) -> None:
    """List the clauses: what each says, its scenarios, and what no test can show.

    \b
    Example:
      backupspec clauses --json
    """
    from backupspec.suite.catalogue import read_catalogue  # noqa: PLC0415 - reading Gherkin is slow to import

    catalogue = read_catalogue(shipped.folder("features"), shipped.PROFILES)
    if as_json:
        click.echo(json.dumps(catalogue.plain(), indent=2, ensure_ascii=False))
    else:
        click.echo(catalogue.in_words(), nl=False)


@main.group()
def policy() -> None:
    """Read the policy that implementations are judged by."""


@policy.command()
@click.argument("which", default=shipped.PROFILES[0], metavar="[PROFILE|FILE]")
def show(which: str) -> None:
    """Say a policy in plain words: a shipped profile, or a YAML file of your own.

    \b
    Examples:
      backupspec policy show
      backupspec policy show windows-phone-8
    """
    click.echo(policy_in_words(_policy(which)), nl=False)


def _policy(which: str) -> Policy:
    """Return a shipped profile, or read a policy from a file."""
    if which in shipped.PROFILES:
        return shipped.profile(which)
    path = Path(which)
    if not path.exists():
        _misuse(f"{which!r} is neither a profile ({', '.join(shipped.PROFILES)}) nor a file")
    try:
        return parse(path.read_bytes().decode("utf-8"), which)
    except PolicyMistakes as error:
        _misuse(f"this policy has mistakes:\n{error}")
    except (OSError, UnicodeDecodeError) as error:
        _misuse(f"{which} cannot be read: {error}")
