"""Judging a target: the suite is run, what comes out becomes a report, and the report a verdict in words."""

import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import click
import msgspec
from msgspec import Struct

from backupspec import shipped
from backupspec.planning import REPORTS, SUITE, Plan, Wanted, plan
from backupspec.report.first_waivers import first_waivers
from backupspec.report.results_file import ResultsFile, Unfit, check_same
from backupspec.report.summary import Circumstances, Report, Target, report
from backupspec.report.terminal import in_words
from backupspec.running import Asked, Began, Collected, Died, Ended, Finished, Misused, News, NotJudged, Ready, run
from backupspec.stopping import Stopped, stoppable
from backupspec.suite.features import Scenario
from backupspec.suite.setting import Misuse
from backupspec.suite.text import shown
from backupspec.suite.verdicts import EXIT_CODES, Failure, Result

MISUSE = 2
NOT_JUDGED = EXIT_CODES["not_judged"]


class Followed(Struct, frozen=True, kw_only=True):
    """What came of a run: what the implementation said of itself, the results, and who ended the run if it did not end by itself."""

    ready: Ready
    results: list[Result]
    stopped: Stopped | None = None


def judge(asked: Asked, wanted: Wanted, today: date | None = None) -> int:
    """Judge a target, tell the verdict, write what is wanted; return the exit code. Waivers expire by today's date, in UTC."""
    try:
        with stoppable():
            return _judge(asked, wanted, today or datetime.now(UTC).date())
    except (Misuse, Unfit) as error:
        return _say(str(error), MISUSE)
    except Stopped as stopped:
        return _say("interrupted; there is no verdict", stopped.code)


def _not_judged(outcome: NotJudged, asked: Asked) -> str:
    """Tell why there is no verdict: in a line, or what the checks found, as `check` tells it."""
    if "\n" not in outcome.message:
        return f"not judged: {outcome.message}"
    check = shlex.join(["backupspec", "check", *_again(asked)[2:]])
    return f"not judged: the implementation is not sound; `{check}` tells all that was checked\n{outcome.message}"


def _judge(asked: Asked, wanted: Wanted, today: date) -> int:
    planned = plan(asked, wanted, today)
    outcome = _follow(planned)
    if isinstance(outcome, Misused):
        return _say(outcome.message, MISUSE)
    if isinstance(outcome, NotJudged):
        return _say(_not_judged(outcome, asked), NOT_JUDGED)
    made = report(outcome.results, planned.catalogue.clauses, _circumstances(planned, outcome))
    if planned.folder is not None:
        _write(made, planned.folder)
    click.echo(in_words(made, _again(asked), wanted.report), nl=False, color=_colour())
    if outcome.stopped is not None:
        return _say(f"interrupted; there is no verdict{_how_to_go_on(asked, wanted)}", outcome.stopped.code)
    if wanted.first_waivers is not None:
        _write_first_waivers(made, wanted.first_waivers)
    return EXIT_CODES[made.verdict]


def _circumstances(planned: Plan, outcome: Followed) -> Circumstances:
    about = outcome.ready.about
    return Circumstances(
        target=Target(target=planned.asked.target, name=about.name, version=about.version, clock=about.clock),
        suite=SUITE,
        policy=planned.profile,
        choices=outcome.ready.choices,
        selection=planned.asked.selection,
        waivers=planned.waivers,
        lacking=(*about.unfinished, *about.lacks),
        broken_off=outcome.stopped.how if outcome.stopped else None,
    )


def _how_to_go_on(asked: Asked, wanted: Wanted) -> str:
    """Tell the command that goes on with a run that was stopped, if its results were kept."""
    if wanted.report is None:
        return ""
    words = [*_again(asked), *(word for id_ in asked.selection for word in ("--clause", id_))]
    if wanted.waivers is not None:
        words += ["--waivers", str(wanted.waivers)]
    return f"; go on with: {shlex.join([*words, '--resume', str(wanted.report)])}"


def _write_first_waivers(made: Report, file: Path) -> None:
    """Write the list of what fails and is not waived, if anything does."""
    text = first_waivers(made)
    if not text:
        _say(f"nothing fails that could be waived, so {file} was not written", 0)
        return
    try:
        with file.open("x", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
    except OSError as error:
        _say(f"{file} cannot be written: {error.strerror}", MISUSE)
    else:
        _say(f"wrote {file}; fill it in, then give it with --waivers", 0)


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


def _follow(planned: Plan) -> Misused | NotJudged | Followed:
    """Follow a run to its end, and show how far it is. Every scenario that was asked for has one result, unless somebody ends the run."""
    earlier, left = planned.earlier, planned.left
    if earlier is not None and not left.selection:
        return Followed(
            ready=Ready(earlier.beginning.about, earlier.beginning.choices), results=[*earlier.results.values()]
        )
    followed = _Followed(planned)
    try:
        with closing(run(left)) as every:
            for news in every:
                if isinstance(news, Misused | NotJudged):
                    return news
                followed.hear(news)
    except Stopped as stopped:
        if followed.ready is None:
            raise
        return Followed(ready=followed.ready, results=[*followed.results.values()], stopped=stopped)
    finally:
        followed.close()
    if followed.ready is None:
        return NotJudged(f"the process of {left.target} ended before any scenario began: {followed.end}")
    missing = _without_result(planned.scenarios, followed.results, followed.begun, followed.end)
    return Followed(ready=followed.ready, results=[*followed.results.values(), *missing])


class _Followed:
    """What was heard of a run so far. Results are kept in their file at once, if there is one."""

    def __init__(self, planned: Plan) -> None:
        self.ready: Ready | None = None
        self.results: dict[str, Result] = dict(planned.earlier.results) if planned.earlier else {}
        self.begun: set[str] = set()
        self.end = "it ended early"
        self._planned = planned
        self._progress = _Progress()
        self._file: ResultsFile | None = None
        self._progress.say(f"checking {planned.asked.target}")

    def hear(self, news: News) -> None:
        """Take in what happened; raise Unfit if this turns out not to be the run that was to be gone on with."""
        match news:
            case Ready():
                self._begin(news)
                self.ready = news
            case Collected(count):
                self._progress.total = count + (len(self._planned.earlier.results) if self._planned.earlier else 0)
            case Began(id_):
                self.begun.add(id_)
            case Ended(result):
                self.results[result.id] = result
                if self._file is not None:
                    self._file.add(result)
                self._progress.show(len(self.results))
            case Died(how):
                self.end = how
            case Finished():
                self.end = "a worker was lost"

    def _begin(self, ready: Ready) -> None:
        now, earlier, folder = self._planned.beginning(ready), self._planned.earlier, self._planned.folder
        if earlier is not None:
            check_same(earlier.beginning, now)
        if folder is not None:
            self._file = ResultsFile(folder, earlier)
            if earlier is None:
                self._file.add(now)

    def close(self) -> None:
        """Hear no more."""
        self._progress.clear()
        if self._file is not None:
            self._file.close()


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
        self.say(f"{done} of {self.total} scenarios")

    def say(self, what: str) -> None:
        """Tell what is going on, in place of what was told before."""
        if self._live:
            click.echo(f"\r\033[K{shown(what)}", err=True, nl=False)

    def clear(self) -> None:
        """Leave the line empty."""
        if self._live:
            click.echo("\r\033[K", err=True, nl=False)


def _write(made: Report, folder: Path) -> None:
    """Write report.json and junit.xml, each whole or not at all."""
    from backupspec.report.junit import junit  # noqa: PLC0415 - XML is slow to import, and only a report needs it

    text = msgspec.json.format(msgspec.json.encode(made), indent=2)
    for name, content in zip(REPORTS, (text + b"\n", junit(made)), strict=True):
        part = folder / f".{name}.part"
        part.write_bytes(content)
        part.replace(folder / name)
