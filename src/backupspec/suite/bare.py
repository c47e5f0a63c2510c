"""Runs many scenarios in a loop, without pytest: to try the suite itself against many implementations."""

from collections.abc import Iterable
from functools import partial

from backupspec.gherkin.definitions import Definitions
from backupspec.gherkin.features import Scenario
from backupspec.suite.execution import execute
from backupspec.suite.setting import Setting
from backupspec.world.verdicts import Result


def run(setting: Setting, scenarios: Iterable[Scenario], definitions: Definitions) -> tuple[Result, ...]:
    """Run the scenarios that apply, each in a world of its own, and return their results."""
    applicable = (scenario for scenario in scenarios if setting.inapplicable(scenario) is None)
    return tuple(execute(scenario, definitions, partial(setting.open_world, scenario)) for scenario in applicable)
