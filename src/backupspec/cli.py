"""The commands that people type, and the one place where everything is put together."""

import json
import sys
from pathlib import Path

import click

from backupspec import __version__, shipped
from backupspec.initializing import init
from backupspec.policy_commands import misuse, policy
from backupspec.validating import validate

EXIT_CODES = """\b
Exit codes: 0 conformant, 1 not conformant, 2 something was asked for that does not exist,
            3 not judged (the implementation broke the contract), 4 partial."""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="backupspec")
def main() -> None:
    """Tell whether an implementation keeps a phone's backup policy, clause by clause."""


main.add_command(init)
main.add_command(policy)
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
    """Judge TARGET: `reference`, or python:package.module:factory.

    \b
    Examples:
      backupspec run
      backupspec run python:acme.phone:make --report report
      backupspec run python:acme.phone:make --clause REM-01.02
    """
    from backupspec.judging import judge  # noqa: PLC0415 - pytest is slow to import, and only `run` needs it
    from backupspec.running import Asked  # noqa: PLC0415

    selection = tuple(dict.fromkeys(clauses))
    asked = Asked(target=target, profile=profile, choices=choices, selection=selection, jobs=jobs)
    sys.exit(judge(asked, folder))


@main.command()
@click.option("--clause", "only", metavar="ID", help="Tell all about this one.")
@click.option("--json", "as_json", is_flag=True, help="As a JSON list, for other tools: all about each.")
def clauses(*, only: str | None, as_json: bool) -> None:
    """List the clauses: what each says, and how it is tested, or why no test can show it.

    Of each are told: its scenarios, the questions that the page leaves open, the invariants that speak of it, and the
    miniatures, faulty implementations that break it and are caught.

    \b
    Examples:
      backupspec clauses
      backupspec clauses --clause REM-01
      backupspec clauses --json
    """
    from backupspec.clauses import about_clauses, in_full, in_short, plain  # noqa: PLC0415 - Gherkin, the reference: slow
    from backupspec.suite.catalogue import nearest_id  # noqa: PLC0415

    every = about_clauses()
    chosen = [about for about in every if only in {None, about.clause.id}]
    if not chosen:
        near = nearest_id(str(only).partition(".")[0], [about.clause.id for about in every])
        misuse(f"there is no clause {only!r}{near}; `backupspec clauses` lists them")
    if as_json:
        click.echo(json.dumps([plain(about) for about in chosen], indent=2, ensure_ascii=False))
    else:
        click.echo(in_full(chosen[0]) if only else in_short(chosen), nl=False)
