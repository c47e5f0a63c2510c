"""`backupspec clauses`: what is tested, and how."""

import click

from backupspec.output import echo, misuse
from backupspec.text import json_text


@click.command()
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
    from backupspec.explain import clauses as work  # noqa: PLC0415 - slow to import, and --help has no need of it
    from backupspec.gherkin.catalogue import nearest_id  # noqa: PLC0415

    every = work.about_clauses()
    chosen, scenarios = work.asked_for(only, every) if only is not None else (every, ())
    if not chosen:
        known = [id_ for about in every for id_ in (about.clause.id, *(each.id for each in about.scenarios))]
        misuse(
            f"there is no clause or scenario {only!r}{nearest_id(str(only), known)}; `backupspec clauses` lists them"
        )
    if as_json:
        told = [work.plain_steps(each) for each in scenarios] or [work.plain(about) for about in chosen]
        echo(json_text(told, indent=2))
    elif scenarios:
        echo(work.steps_of(scenarios), nl=False)
    else:
        echo(work.in_full(chosen[0]) if only is not None else work.in_short(chosen), nl=False)
