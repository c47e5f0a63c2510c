"""Judging a target: the suite is run, what comes out becomes a report, and the report a verdict in words."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile

import click
import msgspec

from backupspec import __version__, shipped
from backupspec.contract.implementation import CONTRACT_VERSION
from backupspec.report.junit import junit
from backupspec.report.summary import Circumstances, Report, Suite, Target, report
from backupspec.report.terminal import in_words
from backupspec.running import Asked, Began, Collected, Died, Ended, Finished, Misused, NotJudged, Ready, run
from backupspec.suite.catalogue import Catalogue, nearest_id, read_catalogue
from backupspec.suite.features import Scenario
from backupspec.suite.mistakes import Mistake
from backupspec.suite.setting import Misuse, profile_named
from backupspec.suite.verdicts import EXIT_CODES, Failure, Result

MISUSE = 2
NOT_JUDGED = EXIT_CODES["not_judged"]


def judge(asked: Asked, folder: Path | None) -> int:
    """Judge a target, tell the verdict, write the report if one is wanted; return the exit code."""
    try:
        profile = profile_named(asked.profile)
        catalogue = read_catalogue(shipped.folder("features"))
        scenarios = _selected(asked.selection, catalogue)
        _make_folder(folder)
    except (Misuse, Mistake) as error:
        return _say(str(error), MISUSE)
    folder = folder.resolve() if folder else None
    outcome = _follow(asked, scenarios)
    if isinstance(outcome, Misused):
        return _say(outcome.message, MISUSE)
    if isinstance(outcome, NotJudged):
        return _say(f"not judged: {outcome.message}", NOT_JUDGED)
    ready, results = outcome
    circumstances = Circumstances(
        target=Target(target=asked.target, name=ready.about.name, version=ready.about.version, clock=ready.about.clock),
        suite=Suite(name="backupspec", version=__version__, contract=CONTRACT_VERSION),
        policy=profile,
        choices=ready.choices,
        selection=asked.selection,
    )
    made = report(results, catalogue.clauses, circumstances)
    if folder is not None:
        _write(made, folder)
    click.echo(in_words(made, _again(asked)), nl=False, color=_colour())
    return EXIT_CODES[made.verdict]


def _say(message: str, code: int) -> int:
    click.echo(f"backupspec: {message}", err=True)
    return code


def _colour() -> bool | None:
    return False if os.environ.get("NO_COLOR") else None


def _again(asked: Asked) -> tuple[str, ...]:
    """Return the command line that asks the same, without its selection."""
    words = ["backupspec", "run", asked.target]
    if asked.profile != shipped.PROFILES[0]:
        words += ["--profile", asked.profile]
    if asked.choices is not None:
        words += ["--choices", asked.choices]
    return tuple(words)


def _selected(selection: tuple[str, ...], catalogue: Catalogue) -> list[Scenario]:
    """List the scenarios that were asked for; raise Misuse for an id that names none."""
    names = {each.id: {*each.clauses, each.id, each.id.partition("/")[0]} for each in catalogue.scenarios}
    untestable = {clause.id: clause.reason for clause in catalogue.clauses if clause.reason is not None}
    for id_ in selection:
        if id_ in untestable:
            raise Misuse(f"no test can show {id_}: {untestable[id_]}")
        if not any(id_ in own for own in names.values()):
            known = [*(clause.id for clause in catalogue.clauses), *sorted(set().union(*names.values()))]
            near = nearest_id(id_, known)
            raise Misuse(f"there is no clause or scenario {id_!r}{near}; `backupspec clauses` lists them")
    return [each for each in catalogue.scenarios if not selection or names[each.id] & set(selection)]


def _make_folder(folder: Path | None) -> None:
    """See that the report can be written, before anything is judged."""
    if folder is None:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("report.json", "junit.xml"):
            (folder / name).unlink(missing_ok=True)  # no older verdict may be taken for this run's
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise Misuse(f"the report cannot be written to {folder}: {error.strerror}") from error


def _follow(asked: Asked, scenarios: list[Scenario]) -> Misused | NotJudged | tuple[Ready, list[Result]]:
    """Follow a run to its end, and show how far it is. Every scenario that was asked for has exactly one result."""
    ready: Ready | None = None
    results: dict[str, Result] = {}
    begun: set[str] = set()
    end = "it ended early"
    progress = _Progress()
    for news in run(asked):
        match news:
            case Misused() | NotJudged():
                progress.clear()
                return news
            case Ready():
                ready = news
            case Collected(count):
                progress.total = count
            case Began(id_):
                begun.add(id_)
            case Ended(result):
                results[result.id] = result
                progress.show(len(results))
            case Died(how):
                end = how
            case Finished():
                end = "a worker was lost"
    progress.clear()
    if ready is None:
        return NotJudged(f"the process of {asked.target} ended before any scenario began: {end}")
    return ready, [*results.values(), *_without_result(scenarios, results, begun, end)]


def _without_result(
    scenarios: list[Scenario], results: dict[str, Result], begun: set[str], end: str
) -> Iterator[Result]:
    """Make a result for each scenario that has none: the implementation took its process down, then or before."""
    for scenario in scenarios:
        if scenario.id in results:
            continue
        when = "in this scenario" if scenario.id in begun else "before this scenario"
        yield Result(
            id=scenario.id,
            clauses=scenario.clauses,
            title=scenario.title,
            feature=scenario.feature,
            line=scenario.line,
            verdict="errored",
            seconds=0.0,
            failure=Failure(clause=scenario.clauses[0], reason=f"the implementation's process ended {when}: {end}"),
        )


class _Progress:
    """How far the run is, on standard error, where a person watches it."""

    def __init__(self) -> None:
        self.total = 0
        self._live = sys.stderr.isatty()

    def show(self, done: int) -> None:
        """Tell how many scenarios are done."""
        if self._live:
            click.echo(f"\r{done} of {self.total} scenarios", err=True, nl=False)

    def clear(self) -> None:
        """Leave the line empty."""
        if self._live:
            click.echo("\r\033[K", err=True, nl=False)


def _write(made: Report, folder: Path) -> None:
    """Write report.json and junit.xml, each whole or not at all."""
    text = msgspec.json.format(msgspec.json.encode(made), indent=2)
    for name, content in (("report.json", text + b"\n"), ("junit.xml", junit(made))):
        part = folder / f".{name}.part"
        part.write_bytes(content)
        part.replace(folder / name)
