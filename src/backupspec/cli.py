"""The commands that people type, and the one place where everything is put together."""

import sys
from pathlib import Path

import click

from backupspec import __version__
from backupspec.commands.check import check
from backupspec.commands.compare import compare
from backupspec.commands.init import init
from backupspec.commands.options import choices_option, profile_option, start_limit_option
from backupspec.commands.policy import misuse, policy
from backupspec.commands.replay import replay
from backupspec.commands.report import report
from backupspec.commands.shell import shell
from backupspec.commands.validate import validate
from backupspec.exits import INTERNAL
from backupspec.output import echo
from backupspec.text import json_text

EXIT_CODES_IN_WORDS = """\b
Exit codes: 0 conformant, with or without waivers, 1 not conformant,
            2 something was asked for that does not exist, or does not go together,
            3 not judged (the implementation broke the contract, nothing applied, or,
              told by `report`, the run did not come to its end),
            4 partial (a selection was run, or something could not be tested),
            130 interrupted (129, 143: ended by SIGHUP, SIGTERM)."""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="backupspec")
def main() -> None:
    """Tell whether an implementation keeps a phone's backup policy, clause by clause."""


for _command, _told in (
    (check, "Tell whether an implementation can be judged."),
    (compare, "Tell what got better or worse between two reports."),
    (init, "Begin an adapter for your own implementation."),
    (policy, "Say a policy, compare two, or find what is wrong."),
    (replay, "Perform the trace of a failure again."),
    (report, "Tell the report of a run again."),
    (shell, "Type commands, and see what each changes."),
    (validate, "Tell all that is wrong with documents."),
):
    _command.short_help = _told
    main.add_command(_command)


@main.command(epilog=EXIT_CODES_IN_WORDS, short_help="Judge an implementation: the verdict.")
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
    from backupspec.run.judge import judge  # noqa: PLC0415 - pytest is slow to import, and only `run` needs it
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


@main.command(short_help="Offer an implementation over HTTP.")
@click.argument("target", default="reference")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen: an address of this machine.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="With 0 the system picks one."
)
@click.option(
    "--policy", "file", metavar="FILE", help="A policy of your own, which the reference keeps: to explore it."
)
@start_limit_option
def serve(target: str, host: str, port: int, file: str | None, start_limit_s: float) -> None:
    """Offer TARGET over HTTP: the reference, if none is named. Ctrl-C ends it.

    Each operation is a POST of its JSON; the page at / says all about it, and /openapi.json is the same for machines.
    The URL is all that goes to standard output, for scripts; what else is said goes to standard error. Ctrl-C, or a
    signal to end, closes all worlds first.

    \b
    Examples:
      backupspec serve
      backupspec serve python:acme.phone:make --port 0
      backupspec serve --policy my-policy.yaml
    \b
    Exit codes: 0 ended by Ctrl-C or a signal, 2 the target, the policy or the address does not exist,
                3 the implementation broke the contract.
    """
    from backupspec.commands.serve import offer_over_http  # noqa: PLC0415 - the server is slow to import

    sys.exit(offer_over_http(target, host, port, file, start_limit_s))


@main.command(short_help="Tell what is tested, and a scenario's steps.")
@click.option("--clause", "only", metavar="ID", help="Tell all about this clause, or the steps of this scenario.")
@click.option("--json", "as_json", is_flag=True, help="As a JSON list, for other tools: all about each.")
def clauses(*, only: str | None, as_json: bool) -> None:
    """List the clauses: what each says, and how it is tested, or why no test can show it.

    Of each are told: its scenarios, the questions that the page leaves open, the invariants that speak of it, and the
    miniatures, faulty implementations that break it and are caught. Of a scenario are told its steps as they are run.

    \b
    Examples:
      backupspec clauses
      backupspec clauses --clause REM-01
      backupspec clauses --clause REM-01.01
      backupspec clauses --clause REM-01.11/failed
      backupspec clauses --json
    \b
    Exit codes: 0 told, 2 there is no such clause or scenario.
    """
    from backupspec.explain.clauses import about_clauses, asked_for, in_full, in_short, plain, plain_steps, steps_of  # noqa: PLC0415 - Gherkin, the reference: slow
    from backupspec.gherkin.catalogue import nearest_id  # noqa: PLC0415

    every = about_clauses()
    chosen, scenarios = asked_for(only, every) if only is not None else (every, ())
    if not chosen:
        known = [id_ for about in every for id_ in (about.clause.id, *(each.id for each in about.scenarios))]
        misuse(
            f"there is no clause or scenario {only!r}{nearest_id(str(only), known)}; `backupspec clauses` lists them"
        )
    if as_json:
        told = [plain_steps(each) for each in scenarios] or [plain(about) for about in chosen]
        echo(json_text(told, indent=2))
    elif scenarios:
        echo(steps_of(scenarios), nl=False)
    else:
        echo(in_full(chosen[0]) if only is not None else in_short(chosen), nl=False)


OF_EVERY_COMMAND = (
    f"Exit code {INTERNAL}: an internal error of backupspec, which says nothing about any implementation."
)


def _with_its_own_failure(command: click.Command) -> None:
    """Add to the help of a command, and of those below it, the exit code that every command has."""
    command.epilog = "\n\n".join(filter(None, (command.epilog, OF_EVERY_COMMAND)))
    for each in command.commands.values() if isinstance(command, click.Group) else ():
        _with_its_own_failure(each)


_with_its_own_failure(main)
