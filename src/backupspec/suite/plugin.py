"""The pytest plugin: collects feature files, an item per scenario, and runs each in a world of its own.

Loaded by name, `-p backupspec.suite`. Which implementation is judged, and by which policy, comes through the hook
`pytest_backupspec_setting`; each item's Result travels with its report, as plain JSON, in `user_properties` under `backupspec`.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Protocol, cast

import pytest
from msgspec import structs

from backupspec.contract.implementation import BrokenContract, Implementation, Lack
from backupspec.contract.schemas import plain
from backupspec.files import Unwritable
from backupspec.gherkin import completeness
from backupspec.gherkin.definitions import Definitions, load
from backupspec.gherkin.features import Clause, Feature, Scenario, parse
from backupspec.gherkin.mistakes import Mistake
from backupspec.linked import missing
from backupspec.report import words
from backupspec.suite.execution import execute
from backupspec.suite.hanging import Hangs
from backupspec.suite.redacting import without_content
from backupspec.suite.tracing import Tracer
from backupspec.text import shown
from backupspec.world.verdicts import Failure, Result
from backupspec.world.world import World

PROPERTY = "backupspec"
"""Under which name a report's user_properties hold the Result."""

HANGS = "backupspec_hangs"
"""And under which what has been late in so many scenarios in a row that it is of no use to go on."""


Around = Callable[[Implementation, tuple[Lack, ...]], Implementation]
"""What is put around an implementation, given what that lacks."""


class Setting(Protocol):
    """What a run is about, as far as the plugin asks: whom a scenario is for, and a world for it."""

    def inapplicable(self, scenario: Scenario) -> Failure | None:
        """Return why a scenario does not apply, or None if it does."""
        ...

    def open_world(self, scenario: Scenario, around: Around = ...) -> World:
        """Open a world for one scenario, of the implementation, or of what `around` puts around it."""
        ...

    def needs(self, scenario: Scenario, definitions: Definitions) -> tuple[str, ...]:
        """Tell which commands and hooks a scenario uses when it can be carried to its end."""
        ...

    def close(self) -> None:
        """Undo what was done to the process, if anything was."""
        ...


class Hooks:
    """The hook that the plugin adds to pytest's."""

    @pytest.hookspec(firstresult=True)
    def pytest_backupspec_setting(self, config: pytest.Config) -> Setting | None:
        """Make the setting of a run, once in each process that runs scenarios, after all imports. The first answer counts."""


def _tracer(config: pytest.Config) -> Tracer | None:
    """Make the writer of traces, if they are wanted."""
    folder = config.getoption("traces")
    if folder is None:
        return None
    return Tracer(
        Path(folder),
        config.getoption("target"),
        every=config.getoption("trace_all"),
        redact=config.getoption("redact"),
    )


class Suite:
    """What one pytest session knows of the suite."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.folder = _features_folder(config)
        self.package = str(config.getini("backupspec_steps"))
        self.features: dict[Path, Feature] = {}
        self.broken = False
        self._definitions: Definitions | None = None
        self._unloadable: Mistake | None = None
        self._setting: Setting | None = None
        self.tracer = _tracer(config)
        self.hangs = Hangs()

    @property
    def definitions(self) -> Definitions | None:
        """The step definitions, loaded when they are first asked for; None if they can't be."""
        if self._definitions is None and self._unloadable is None:
            try:
                self._definitions = load(self.package)
            except Mistake as mistake:
                self._unloadable = mistake
        return self._definitions

    @property
    def setting(self) -> Setting:
        """The setting, made when it is first asked for."""
        self.make_setting()
        return cast("Setting", self._setting)

    def make_setting(self) -> None:
        """Make the setting, if it was not made yet."""
        if self._setting is None:
            self._setting = self.config.hook.pytest_backupspec_setting(config=self.config)

    def close(self) -> None:
        """Close the setting, if it was made."""
        if self._setting is not None:
            self._setting.close()
            self._setting = None

    def shown(self, path: Path) -> str:
        """Spell a feature's path: from the features folder on where it lies there, wherever that is installed."""
        real = path.resolve()
        if real.is_relative_to(self.folder):
            return f"{self.folder.name}/{real.relative_to(self.folder).as_posix()}"
        here = Path.cwd()
        return real.relative_to(here).as_posix() if real.is_relative_to(here) else real.as_posix()

    def clause(self, clause: str) -> Clause | None:
        """Find a clause among the features read so far."""
        return next((each for feature in self.features.values() for each in feature.clauses if each.id == clause), None)

    def wants_all(self) -> bool:
        """Tell whether the whole features folder was asked for."""
        asked = [Path(self.config.invocation_params.dir, arg.split("::")[0]).resolve() for arg in self.config.args]
        return not self.config.getoption("lf", default=False) and any(
            self.folder.is_relative_to(path) for path in asked
        )

    def mistakes(self) -> Iterator[Mistake]:
        """Find what is wrong between the features, or between them and the definitions."""
        if self._unloadable is not None:
            yield self._unloadable
        features = tuple(self.features.values())
        yield from completeness.used_twice(features)
        yield from completeness.unknown_words(features)
        if self.broken:
            return
        missing = tuple(completeness.uncollected(self.folder, self.features))
        if self.wants_all():
            yield from missing
        if self._definitions is not None and not missing and self.features:
            yield from completeness.unused(self._definitions)


def _features_folder(config: pytest.Config) -> Path:
    named = config.getini("backupspec_features")
    with as_file(files("backupspec") / "features") as shipped:
        return (config.rootpath / named if named else shipped).resolve()


SUITE = pytest.StashKey[Suite]()


class FeatureFile(pytest.File):
    """A feature file: each of its scenarios is an item."""

    def collect(self) -> Iterator["ScenarioItem"]:
        """Read the file and find the definition of each step; raise Mistake, with all that is wrong."""
        suite = self.config.stash[SUITE]
        broken, suite.broken = suite.broken, True
        shown = suite.shown(self.path)
        feature = parse(completeness.text(self.path, shown), shown)
        suite.features[self.path.resolve()] = feature
        _check_steps(feature, suite.definitions)
        suite.broken = broken
        for scenario in feature.scenarios:
            yield ScenarioItem.from_parent(self, name=scenario.id, scenario=scenario)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:  # noqa: ARG002
        """Tell mistakes as lines that lead to their places, without a traceback."""
        return str(excinfo.value) if isinstance(excinfo.value, Mistake) else super().repr_failure(excinfo)


class ScenarioItem(pytest.Item):
    """One scenario, or one row of an outline: exactly one result."""

    def __init__(self, *, scenario: Scenario, **rest: Any) -> None:
        super().__init__(**rest)
        self.scenario = scenario
        self.extra_keyword_matches.add(scenario.title)
        for name in sorted(_names(scenario)):
            self.own_markers.append(pytest.Mark(name, (), {}, _ispytest=True))  # pytest.mark would have each registered

    def runtest(self) -> None:
        """Run the scenario, note its result, and tell pytest how it ended."""
        result = self._result()
        self.user_properties.append((PROPERTY, plain(result)))
        if (late := self.config.stash[SUITE].hangs.ended()) is not None:
            self.user_properties.append((HANGS, late))
        if result.verdict in {"failed", "errored"}:
            raise NotPassedError(result)
        if result.verdict != "passed":
            raise pytest.skip.Exception(words.in_a_line(result), _use_item_location=True)

    def _result(self) -> Result:
        suite = self.config.stash[SUITE]
        if failure := suite.setting.inapplicable(self.scenario):
            return _not_applicable(self.scenario, failure)
        definitions = suite.definitions or Definitions(())
        result = self._executed(suite, definitions)
        if result.verdict == "untestable" and result.failure is not None:
            needs = suite.setting.needs(self.scenario, definitions)
            return structs.replace(result, failure=structs.replace(result.failure, needs=needs))
        return result

    def _executed(self, suite: Suite, definitions: Definitions) -> Result:
        """Run the scenario, with its exchanges kept where traces are wanted."""
        tracer = suite.tracer
        result = execute(
            self.scenario, definitions, lambda: suite.setting.open_world(self.scenario, _around(suite.hangs, tracer))
        )
        if self.config.getoption("redact"):
            result = without_content(result)
        if tracer is None:
            return result
        try:
            name = tracer.write(result)
        except (
            OSError,
            Unwritable,
        ):  # a disk that is full: the result matters more, and the report, which goes to the same disk, will say so
            name = None
        if name is None or result.failure is None:
            return result
        return structs.replace(result, failure=structs.replace(result.failure, trace=f"traces/{name}"))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Tell what broke which clause, without a traceback."""
        if isinstance(excinfo.value, NotPassedError):
            return _told(excinfo.value.result, self.config.stash[SUITE].clause)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Tell where the scenario stands, and its title."""
        return self.path, self.scenario.line - 1, f"{self.scenario.id} {self.scenario.title}"


def _around(hangs: Hangs, tracer: Tracer | None) -> Around:
    """Have an implementation watched and, where traces are wanted, its exchanges kept."""
    if tracer is None:
        return hangs.around
    return lambda implementation, lacks: tracer.around(hangs.around(implementation), lacks)


class NotPassedError(Exception):
    """A scenario failed or errored: its result, on the way to the report."""

    def __init__(self, result: Result) -> None:
        super().__init__(result.id)
        self.result = result


def _told(result: Result, clause_of: Callable[[str], Clause | None]) -> str:
    """Return a failure as a person would read it: the verdict, the clause, the scenario, then what the report says of it."""
    failure = result.failure
    if failure is None:
        return words.in_a_line(result)
    clause = clause_of(failure.clause)
    rows = [
        (result.verdict, words.why(failure)),
        ("clause", f"{failure.clause}: {clause.text}" if clause else failure.clause),
        ("scenario", f"{result.id}: {result.title} ({result.feature}:{result.line})"),
        *words.rows(failure),
    ]
    lines = [f"{name:<9} {shown(text)}" for name, text in rows]
    for name, block in words.blocks(failure):
        lines += [f"{name}:", *(f"  {line}" for line in block)]
    return "\n".join(lines)


def _not_applicable(scenario: Scenario, failure: Failure) -> Result:
    return Result(
        id=scenario.id,
        clauses=scenario.clauses,
        title=scenario.title,
        feature=scenario.feature,
        line=scenario.line,
        verdict="not_applicable",
        seconds=0.0,
        failure=failure,
    )


def _check_steps(feature: Feature, definitions: Definitions | None) -> None:
    mistakes: list[Mistake] = []
    for scenario in feature.scenarios if definitions else ():
        try:
            cast("Definitions", definitions).check(scenario)
        except Mistake as mistake:
            mistakes.append(mistake)
    if mistakes:
        raise Mistake.of(mistakes)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the suite's options."""
    group = parser.getgroup("backupspec", "an executable specification of a phone's backup policy")
    group.addoption("--target", default="reference", metavar="TARGET", help="the implementation that is judged")
    group.addoption(
        "--profile",
        default="windows-phone-8.1",
        metavar="PROFILE",
        help="the policy that it is judged by, or a YAML file that holds one",
    )
    group.addoption("--choices", metavar="FILE", help="the readings it declares, as YAML or JSON")
    group.addoption(
        "--start-limit", type=float, default=60.0, metavar="SECONDS", help="how long it may take to start (default: 60)"
    )
    group.addoption(
        "--clause", action="append", default=[], metavar="ID", help="run this clause, scenario or row alone"
    )
    group.addoption("--traces", metavar="DIR", help="write the exchanges of each scenario that fails or errs there")
    group.addoption("--trace-all", action="store_true", help="of every scenario")
    group.addoption(
        "--redact", action="store_true", help="leave content out of results and traces: count, size, digest"
    )
    parser.addini("backupspec_steps", "the package whose modules define the steps", default="backupspec.steps")
    parser.addini("backupspec_features", "the folder of all features; those of the package, if not given", default="")


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    """Let others say what a run is about."""
    pluginmanager.add_hookspecs(Hooks)


@pytest.hookimpl(trylast=True)
def pytest_backupspec_setting(config: pytest.Config) -> Setting:
    """Make the setting that the options ask for."""
    from backupspec.suite.setting import setting  # noqa: PLC0415 - it reaches for targets, which collecting does without

    return setting(config)


def pytest_configure(config: pytest.Config) -> None:
    """Begin to know the suite."""
    if problem := missing():
        raise pytest.UsageError(problem)
    config.stash[SUITE] = Suite(config)
    if hasattr(config, "workerinput"):
        config.pluginmanager.register(_Worker())


class _Worker:
    """What a worker of xdist does besides."""

    def pytest_internalerror(self) -> bool:
        """Leave it to the process that started the worker, which is sent every internal error, to tell it."""
        return True


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of xdist who has started it, so that it ends with this process."""
    from backupspec.suite.setting import PARENT  # noqa: PLC0415 - as above

    node.workerinput[PARENT] = os.getpid()


def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take the features' folders for folders, not for Python packages to import."""
    if path.resolve().is_relative_to(parent.config.stash[SUITE].folder):
        return pytest.Dir.from_parent(parent, path=path)
    return None


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> FeatureFile | None:
    """Collect features that are ours, or were asked for: never those that merely lie where pytest was started."""
    config = parent.config
    asked = config.args_source is pytest.Config.ArgsSource.ARGS
    if file_path.suffix == completeness.SUFFIX and (
        asked or file_path.resolve().is_relative_to(config.stash[SUITE].folder)
    ):
        return FeatureFile.from_parent(parent, path=file_path)
    return None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(session: pytest.Session, config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what was not asked for, and run nothing if the features, the options or the target are wrong."""
    suite = config.stash[SUITE]
    if mistakes := tuple(suite.mistakes()):
        _stop(session, "the features together", str(Mistake.of(mistakes)))
    if suite.broken and not config.getoption("continue_on_collection_errors"):
        items[:] = [item for item in items if not isinstance(item, ScenarioItem)]  # xdist would run them
    elif wanted := config.getoption("clause"):
        _select(session, items, wanted)
    if not config.getoption("collectonly") and any(isinstance(item, ScenarioItem) for item in items):
        _prepare(session, suite)


def _prepare(session: pytest.Session, suite: Suite) -> None:
    """Make the setting before the first scenario, so that a target which can't be judged is told once."""
    from backupspec.suite.setting import see_that_asserts_count  # noqa: PLC0415 - as above

    try:
        see_that_asserts_count()  # whoever else may make the setting
        suite.make_setting()
    except Exception as error:  # noqa: BLE001 - whatever keeps the run from beginning is told in one message
        known = isinstance(error, pytest.UsageError | BrokenContract | ValueError)
        _stop(
            session,
            f"--target {suite.config.getoption('target')}",
            str(error) if known else f"{type(error).__name__}: {error}",
        )


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Undo what the setting did to this process."""
    session.config.stash[SUITE].close()


def _select(session: pytest.Session, items: list[pytest.Item], wanted: Sequence[str]) -> None:
    """Leave out what was not asked for. An id that doesn't exist is an error, never a run of nothing."""
    names = {item: _names(item.scenario) for item in items if isinstance(item, ScenarioItem)}
    left_out = [item for item, own in names.items() if not own & set(wanted)]
    session.config.hook.pytest_deselected(items=left_out)
    items[:] = _without(items, left_out)
    known = set[str]().union(*names.values())
    if unknown := sorted(set(wanted) - known):
        from backupspec.gherkin.catalogue import nearest_id  # noqa: PLC0415 - only a mistake needs it

        asked = ", ".join(f"{id_}{nearest_id(id_, sorted(known))}" for id_ in unknown)
        clauses = {clause for item in names for clause in item.scenario.clauses}
        told_clauses = ", ".join(sorted(clauses)) or "none"
        _stop(session, "--clause", f"no scenario of {asked} was collected; the clauses are {told_clauses}")


def _names(scenario: Scenario) -> set[str]:
    """Tell by which ids a scenario can be asked for: its clause's, its own, that of the outline it is a row of."""
    return {*scenario.clauses, scenario.id, scenario.id.partition("/")[0]}


def _without(items: Iterable[pytest.Item], left_out: Iterable[pytest.Item]) -> list[pytest.Item]:
    gone = set(left_out)
    return [item for item in items if item not in gone]


def _stop(session: pytest.Session, where: str, message: str) -> None:
    """Report an error as pytest reports those of a file, from a worker of xdist too, and let no scenario run."""
    report = pytest.CollectReport(nodeid=where, outcome="failed", longrepr=message, result=[])
    session.config.hook.pytest_collectreport(report=report)
    session.items[:] = [item for item in session.items if not isinstance(item, ScenarioItem)]
