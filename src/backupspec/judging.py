"""Judging a target: pytest runs the suite under a configuration of its own, and what comes out becomes a report."""

import os
import sys
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import click
import msgspec
import pytest
from msgspec import Struct

from backupspec import __version__, shipped
from backupspec.contract.implementation import CONTRACT_VERSION, BrokenContract
from backupspec.report.junit import junit
from backupspec.report.summary import Circumstances, JudgedBy, Report, Suite, Target, report
from backupspec.report.terminal import in_words
from backupspec.suite.catalogue import Catalogue, read_catalogue
from backupspec.suite.mistakes import Mistake
from backupspec.suite.setting import Misuse, Setting, choices_from, profile_named
from backupspec.suite.verdicts import EXIT_CODES, Result
from backupspec.targets.reaching import NoSuchTarget, reach

MISUSE = 2
NOT_JUDGED = EXIT_CODES["not_judged"]


class Asked(Struct, frozen=True):
    """What a person asked for: see the options of `backupspec run`."""

    target: str
    profile: str
    choices: str | None
    clauses: tuple[str, ...]
    jobs: int
    folder: Path | None

    def again(self) -> tuple[str, ...]:
        """Return the command line that asks the same, without its selection."""
        words = ["backupspec", "run", self.target]
        if self.profile != shipped.PROFILES[0]:
            words += ["--profile", self.profile]
        if self.choices is not None:
            words += ["--choices", self.choices]
        return tuple(words)


def judge(asked: Asked) -> int:
    """Judge a target, tell the verdict, write the report if one is wanted; return the exit code."""
    try:
        catalogue = read_catalogue(shipped.folder("features"), shipped.PROFILES)
        _check_selection(asked.clauses, catalogue)
        _make_folder(asked.folder)
        setting = _setting(asked)
    except (Misuse, NoSuchTarget, Mistake) as error:
        return _say(str(error), MISUSE)
    except BrokenContract as error:
        return _say(f"not judged: {error}", NOT_JUDGED)
    try:
        results = _run(asked)
    except Misuse as error:
        return _say(str(error), MISUSE)
    made = _report(asked, setting, catalogue, results)
    if asked.folder is not None:
        _write(made, asked.folder)
    click.echo(in_words(made, asked.again()), nl=False, color=_colour())
    return EXIT_CODES[made.verdict]


def _say(message: str, code: int) -> int:
    click.echo(f"backupspec: {message}", err=True)
    return code


def _colour() -> bool | None:
    return False if os.environ.get("NO_COLOR") else None


def _check_selection(selected: tuple[str, ...], catalogue: Catalogue) -> None:
    known = {clause.id for clause in catalogue.clauses} | {scenario.id for scenario in catalogue.scenarios}
    known |= {scenario.id.partition("/")[0] for scenario in catalogue.scenarios}
    for id_ in selected:
        if id_ not in known:
            raise Misuse(f"there is no clause or scenario {id_!r}; `backupspec clauses` lists them")


def _make_folder(folder: Path | None) -> None:
    """See that the report can be written, before anything is judged."""
    if folder is None:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise Misuse(f"the report cannot be written to {folder}: {error.strerror}") from error


def _setting(asked: Asked) -> Setting:
    """Reach the target and prove its clock, before anything is judged."""
    setting = Setting(reach(asked.target), profile_named(asked.profile), choices_from(asked.choices))
    setting.close()
    return setting


class _Collector:
    """A pytest plugin that gathers results as they come, and shows how far the run is."""

    def __init__(self) -> None:
        self.results: list[Result] = []
        self.complaints: list[str] = []
        self._total = 0
        self._live = sys.stderr.isatty()

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Learn how many scenarios there are."""
        self._total = len(session.items)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: list[str]) -> None:
        """Learn the same from a worker."""
        self._total = len(ids)

    def pytest_internalerror(self, excinfo: pytest.ExceptionInfo[BaseException]) -> bool:
        """Keep what broke pytest itself, in one line and without a traceback."""
        self.complaints.append(" ".join(excinfo.exconly().split()))
        return True

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Keep what is wrong with the suite itself."""
        if report.failed:
            self.complaints.append(str(report.longrepr))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take a scenario's result from the one report that carries it."""
        for name, value in report.user_properties:
            if name == "backupspec" and report.when == "call":
                self.results.append(msgspec.convert(value, Result))
                self._progress()

    def _progress(self) -> None:
        if self._live:
            end = "\r\033[K" if len(self.results) == self._total else ""
            click.echo(f"\r{len(self.results)} of {self._total} scenarios{end}", err=True, nl=False)


def _run(asked: Asked) -> list[Result]:
    """Run the suite in pytest, away from any configuration, plugin or conftest of the folder where it is typed."""
    for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):
        os.environ.pop(name, None)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    collector = _Collector()
    code = pytest.main([str(word) for word in _arguments(asked)], plugins=[collector])
    if code == pytest.ExitCode.INTERRUPTED and not collector.complaints:
        raise KeyboardInterrupt
    if collector.complaints or code not in {
        pytest.ExitCode.OK,
        pytest.ExitCode.TESTS_FAILED,
        pytest.ExitCode.NO_TESTS_COLLECTED,
    }:
        raise Misuse("the suite could not be run:\n" + "\n".join(collector.complaints))
    return collector.results


def _arguments(asked: Asked) -> list[Any]:
    features = shipped.folder("features")
    words: list[Any] = [features, "-c", shipped.folder("suite") / "run.ini", f"--rootdir={features.parent}"]
    words += [
        "-p",
        "backupspec.suite",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:terminal",
        "-p",
        "no:faulthandler",
        "--noconftest",
    ]
    words += ["--target", asked.target, "--profile", asked.profile]
    if asked.choices is not None:
        words += ["--choices", asked.choices]
    for id_ in asked.clauses:
        words += ["--clause", id_]
    if asked.jobs > 1:
        words += ["-p", "xdist", "-n", str(asked.jobs)]
    return words


def _report(asked: Asked, setting: Setting, catalogue: Catalogue, results: list[Result]) -> Report:
    about = setting.about
    run = Circumstances(
        target=Target(target=asked.target, name=about.name, version=about.version, clock=about.clock),
        suite=Suite(name="backupspec", version=__version__, contract=CONTRACT_VERSION),
        policy=JudgedBy(id=setting.policy.id, title=setting.policy.title),
        choices=setting.policy.picks(),
        selection=asked.clauses,
    )
    return report(results, catalogue.clauses, run)


def _write(made: Report, folder: Path) -> None:
    """Write report.json and junit.xml, each whole or not at all."""
    text = msgspec.json.format(msgspec.json.encode(made), indent=2)
    for name, content in (("report.json", text + b"\n"), ("junit.xml", junit(made))):
        part = folder / f".{name}.part"
        part.write_bytes(content)
        part.replace(folder / name)
