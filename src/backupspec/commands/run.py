"""`backupspec run`: an implementation is judged, and the verdict is told."""

import sys
from pathlib import Path

import click

from backupspec.commands.options import choices_option, profile_option, start_limit_option
from backupspec.output import misuse

EXIT_CODES_IN_WORDS = """\b
Exit codes: 0 conformant, with or without waivers, 1 not conformant,
            2 something was asked for that does not exist, or does not go together,
            3 not judged (the implementation broke the contract, nothing applied, or,
              told by `report`, the run did not come to its end),
            4 partial (a selection was run, or something could not be tested),
            130 interrupted (129, 143: ended by SIGHUP, SIGTERM)."""


@click.command(epilog=EXIT_CODES_IN_WORDS)
@click.argument("target", default="reference")
@profile_option
@choices_option
@start_limit_option
@click.option(
    "--clause",
    "clauses",
    metavar="ID",
    multiple=True,
    help="Run only this clause, scenario, or row of one (REM-01.11/failed). May be given several times.",
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
    "--report",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Write report.json and junit.xml there, traces/ of what failed, and results.jsonl as the results come.",
)
@click.option(
    "--trace", is_flag=True, help="With --report: write the trace of every scenario, not only of what failed."
)
@click.option(
    "--redact",
    is_flag=True,
    help="Leave content out of all that is written and shown: its count, size and digest take its place. Such traces can't be replayed.",
)
@click.option(
    "--resume",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Go on with the run whose results.jsonl lies there: run what has no result or errored, and write the report there.",
)
@click.option(
    "--waivers",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Known failures, each with reason, owner, link and the day on which it expires: YAML.",
)
@click.option(
    "--write-waivers",
    "first_waivers",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write a list of what fails, to be filled in and given with --waivers.",
)
def run(  # noqa: PLR0913 - one for each option
    *,
    target: str,
    profile: str,
    choices: str | None,
    start_limit_s: float,
    clauses: tuple[str, ...],
    jobs: int,
    folder: Path | None,
    trace: bool,
    redact: bool,
    resume: Path | None,
    waivers: Path | None,
    first_waivers: Path | None,
) -> None:
    """Judge TARGET: `reference`, python:package.module:factory, stdio:COMMAND, or a URL.

    Failures, results and traces hold the content that the suite gives, and what the implementation says and logs, in clear. Use
    --redact where a real phone is judged, and what is on it may be a person's own.

    \b
    Examples:
      backupspec run
      backupspec run python:acme.phone:make --report report
      backupspec run http://127.0.0.1:8000
      backupspec run python:acme.phone:make --clause REM-01.02
      backupspec run "stdio:acme-phone --fast"
      backupspec run python:acme.phone:make --write-waivers waivers.yaml
      backupspec run python:acme.phone:make --waivers waivers.yaml --report report
      backupspec run python:acme.phone:make --waivers waivers.yaml --resume report
    """
    from backupspec.run.judge import judge  # noqa: PLC0415 - slow to import, and --help has no need of it
    from backupspec.run.plan import TRACES, Wanted  # noqa: PLC0415
    from backupspec.run.process import Asked  # noqa: PLC0415

    if resume and folder:
        misuse("--resume goes on with the report in its own folder; leave --report out")
    selection = tuple(dict.fromkeys(clauses))
    written = resume or folder
    if trace and written is None:
        misuse("--trace needs a place to write to: --report DIR")
    asked = Asked(
        target=target,
        profile=profile,
        choices=choices,
        start_limit_s=start_limit_s,
        selection=selection,
        jobs=jobs,
        traces=str((written / TRACES).absolute()) if written else None,
        trace_all=trace,
        redact=redact,
    )
    wanted = Wanted(report=written, resume=bool(resume), waivers=waivers, first_waivers=first_waivers)
    sys.exit(judge(asked, wanted))
