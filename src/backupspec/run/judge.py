"""Judging a target: the suite is run, what comes out becomes a report, and the report a verdict in words."""

import os
import shlex
import sys
from collections.abc import Generator, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from msgspec import Struct, structs

from backupspec.exits import EXIT_CODES, MISUSE, NOT_JUDGED
from backupspec.files import Unwritable, write_new
from backupspec.gherkin.features import Scenario
from backupspec.inputs import Misuse
from backupspec.internal_error import Fault, fault_of, report_fault
from backupspec.output import echo_styled, progress, say
from backupspec.report.files import broken_off, remove_report, write_report
from backupspec.report.first_waivers import first_waivers
from backupspec.report.results_file import NAME as RESULTS
from backupspec.report.results_file import ResultsFile, Unfit, check_same
from backupspec.report.summary import Circumstances, Report, Target, report, this_suite
from backupspec.report.terminal import in_words
from backupspec.run.plan import Plan, Wanted, plan
from backupspec.run.process import (
    Asked,
    Began,
    Collected,
    Died,
    Ended,
    Finished,
    Hung,
    Misused,
    News,
    NotJudged,
    Ready,
    command_line,
    prove,
    run,
)
from backupspec.run.signals import Stopped, stoppable
from backupspec.suite.hanging import MOST_IN_A_ROW
from backupspec.suite.setting import see_that_asserts_count
from backupspec.targets import guard
from backupspec.world.verdicts import During, Failure, Result


class Followed(Struct, frozen=True, kw_only=True):
    """What came of a run: what the implementation said of itself, the results, and who or what ended the run if it did not end by itself."""

    ready: Ready
    results: list[Result]
    stopped: Stopped | None = None
    hung: str | None = None
    """Which command was late so often that the run was broken off."""
    remarks: tuple[str, ...] = ()
    fault: Fault | None = None
    """What went wrong in backupspec itself."""

    @property
    def how(self) -> str | None:
        """Tell how the run ended, if not by itself."""
        if self.fault is not None:
            return "it was ended by an internal error of backupspec"
        if self.stopped is not None:
            return self.stopped.how
        return None if self.hung is None else _gave_up(self.hung)


def _gave_up(name: str) -> str:
    return f"it was broken off, since `{name}` had no answer within {guard.LIMIT_S:g} s in {MOST_IN_A_ROW} scenarios in a row"


def judge(asked: Asked, wanted: Wanted, today: date | None = None) -> int:
    """Judge a target, tell the verdict, write what is wanted; return the exit code. Waivers expire by today's date, in UTC."""
    try:
        see_that_asserts_count()
        with stoppable():
            return _judge(asked, wanted, today or datetime.now(UTC).date())
    except (Misuse, Unfit) as error:
        return say(str(error), MISUSE)
    except Unwritable as error:
        return say(f"{error}{_how_to_go_on(asked, wanted)}", MISUSE)
    except Stopped as stopped:
        return say("interrupted; there is no verdict", stopped.code)
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, it is no verdict
        return report_fault(fault_of(error), wanted.report, redact=asked.redact)


def _not_judged(outcome: NotJudged, asked: Asked) -> str:
    """Tell why there is no verdict: in a line, or what the checks found, as `check` tells it."""
    check = shlex.join(command_line(asked, to="check"))
    if asked.redact:
        return (
            f"not judged: the implementation broke the contract, or is not sound; `{check}` tells why, content in clear"
        )
    if not outcome.is_unsound:
        return f"not judged: {outcome.message}"
    return f"not judged: the implementation is not sound; `{check}` tells all that was checked\n{outcome.message}"


def _judge(asked: Asked, wanted: Wanted, today: date) -> int:
    with closing(plan(asked, wanted, today)) as planned:
        return _judged(planned, asked, wanted)


def _judged(planned: Plan, asked: Asked, wanted: Wanted) -> int:  # noqa: PLR0911 - one for each way in which a run ends
    outcome = _follow(planned)
    if isinstance(outcome, Misused):
        return say(outcome.message, MISUSE)
    if isinstance(outcome, NotJudged):
        return say(_not_judged(outcome, asked), NOT_JUDGED)
    if isinstance(outcome, Fault):
        return report_fault(outcome, wanted.report, redact=asked.redact)
    made = report(outcome.results, planned.catalogue.clauses, _circumstances(planned, outcome))
    try:
        if planned.folder is not None:
            write_report(made, planned.folder)
    finally:  # what was found is told, wherever it can't be written
        echo_styled(in_words(made, command_line(asked), wanted.report), color=colour())
    if outcome.fault is not None:
        return report_fault(outcome.fault, wanted.report, redact=asked.redact)
    if outcome.stopped is not None:
        if wanted.report is not None:
            say(f"interrupted{_how_to_go_on(asked, wanted)}", outcome.stopped.code)
        return outcome.stopped.code
    if outcome.hung is not None and wanted.report is not None:
        return say(f"broken off{_how_to_go_on(asked, wanted)}", EXIT_CODES[made.verdict])
    if wanted.first_waivers is not None:
        _write_first_waivers(made, wanted.first_waivers)
    return EXIT_CODES[made.verdict]


def _circumstances(planned: Plan, outcome: Followed) -> Circumstances:
    about = outcome.ready.about
    return Circumstances(
        target=Target(target=planned.asked.target, name=about.name, version=about.version, clock=about.clock),
        suite=this_suite(),
        policy=planned.profile,
        choices=outcome.ready.choices,
        choices_file=planned.asked.choices,
        selection=planned.asked.selection,
        waivers=planned.waivers,
        lacking=(*about.unfinished, *about.lacks),
        broken_off=broken_off(outcome.how, len(outcome.results), len(planned.scenarios)) if outcome.how else None,
        remarks=outcome.remarks,
    )


def _how_to_go_on(asked: Asked, wanted: Wanted) -> str:
    """Tell the command that goes on with a run that did not come to its end, if its results were kept."""
    if wanted.report is None or not (wanted.report / RESULTS).exists():
        return ""
    words = [*command_line(asked), *(word for id_ in asked.selection for word in ("--clause", id_))]
    if wanted.waivers is not None:
        words += ["--waivers", str(wanted.waivers)]
    if wanted.first_waivers is not None:
        words += ["--write-waivers", str(wanted.first_waivers)]
    if asked.jobs > 1:
        words += ["--jobs", str(asked.jobs)]
    if asked.trace_all:
        words += ["--trace"]
    if asked.redact:
        words += ["--redact"]
    return f"; go on with: {shlex.join([*words, '--resume', str(wanted.report)])}"


def _write_first_waivers(made: Report, file: Path) -> None:
    """Write the list of what fails and is not waived, if anything does."""
    text = first_waivers(made)
    if not text:
        say(f"nothing fails that could be waived, so {file} was not written", 0)
        return
    try:
        write_new(file, text.encode())
    except FileExistsError as error:
        raise Misuse(f"{file} came into being meanwhile, and --write-waivers overwrites nothing") from error
    except OSError as error:
        raise Unwritable(file, error) from error
    say(f"wrote {file}; fill it in, then give it with --waivers", 0)


def colour() -> bool | None:
    """Tell whether a report has colours: where it goes decides, unless they are unwanted."""
    return False if os.environ.get("NO_COLOR") or _is_dumb() else None


def _is_dumb() -> bool:
    """Tell whether the terminal says that it knows no escape sequences."""
    return os.environ.get("TERM") == "dumb"


def _follow(planned: Plan) -> Misused | NotJudged | Fault | Followed:  # noqa: PLR0911 - one for each kind of news that ends it
    """Follow a run to its end, and show how far it is. Every scenario that was asked for has one result, unless the run is broken off."""
    followed = _Followed(planned)
    try:
        with closing(_news(planned)) as every:
            for news in every:
                if isinstance(news, Misused | NotJudged):
                    return news
                if isinstance(news, Fault):
                    if followed.ready is None:
                        return news
                    return Followed(ready=followed.ready, results=[*followed.results.values()], fault=news)
                followed.hear(news)
    except Stopped as stopped:
        if followed.ready is None:
            raise
        return Followed(ready=followed.ready, results=[*followed.results.values()], stopped=stopped)
    finally:
        followed.close()
    if followed.ready is not None and followed.hung is not None:
        return Followed(ready=followed.ready, results=[*followed.results.values()], hung=followed.hung)
    if followed.ready is None:
        return NotJudged(f"the process of {planned.asked.target} ended before any scenario began: {followed.end}")
    missing = _without_result(planned.scenarios, followed.results, followed.begun, followed.end)
    return Followed(ready=followed.ready, results=[*followed.results.values(), *missing], remarks=followed.remarks)


def _news(planned: Plan) -> Generator[News, None, None]:
    """Run what is left to be run. Where nothing is, the implementation is asked what it is: the results may not be its own."""
    if planned.earlier is None:
        return run(planned.asked)
    if not planned.left:
        return prove(planned.asked)
    return run(structs.replace(planned.asked, selection=planned.left, keep_traces=True))


class _Followed:
    """What was heard of a run so far. Results are kept in their file at once, if there is one."""

    def __init__(self, planned: Plan) -> None:
        self.ready: Ready | None = None
        self.results: dict[str, Result] = planned.standing
        self.begun: set[str] = set()
        self.end = "it ended early"
        self.hung: str | None = None
        self.remarks: tuple[str, ...] = ()
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
                self._progress.total = count + len(self.results)
            case Began(id_):
                self.begun.add(id_)
            case Ended(result):
                self.results[result.id] = result
                if self._file is not None:
                    self._file.add(result)
                self._progress.show(len(self.results))
            case Hung(name):
                self.hung = name
            case Died(how):
                self.end = how
            case Finished(remarks):
                self.end = "a worker was lost"
                self.remarks = remarks

    def _begin(self, ready: Ready) -> None:
        now, earlier, folder = self._planned.beginning(ready), self._planned.earlier, self._planned.folder
        if earlier is not None:
            check_same(earlier.beginning, now)
        if folder is not None and self._planned.file is not None:
            self._file = self._planned.file
            remove_report(folder)
            self._file.begin(now, earlier)

    def close(self) -> None:
        """Hear no more."""
        self._progress.clear()


def _without_result(
    scenarios: list[Scenario], results: dict[str, Result], begun: set[str], end: str
) -> Iterator[Result]:
    """Make a result for each scenario that has none: the implementation took its process down, then or before."""
    for scenario in scenarios:
        if scenario.id in results:
            continue
        during: During | None = None if scenario.id in begun else "before"
        yield Result(
            id=scenario.id,
            clauses=scenario.clauses,
            title=scenario.title,
            feature=scenario.feature,
            line=scenario.line,
            verdict="errored",
            seconds=0.0,
            failure=Failure(kind="process", clause=scenario.clauses[0], during=during, reason=end),
        )


class _Progress:
    """How far the run is, on standard error, where a person watches it."""

    def __init__(self) -> None:
        self.total = 0
        self._live = sys.stderr.isatty() and not _is_dumb()

    def show(self, done: int) -> None:
        """Tell how many scenarios are done."""
        self.say(f"{done} of {self.total} scenarios")

    def say(self, what: str) -> None:
        """Tell what is going on, in place of what was told before."""
        if self._live:
            progress(what)

    def clear(self) -> None:
        """Leave the line empty."""
        if self._live:
            progress("")
