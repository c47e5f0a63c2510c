"""The examples do what the documentation says of them."""

from pathlib import Path

import pytest

from backupspec import shipped
from backupspec.fixtures import strength
from backupspec.suite import bare
from backupspec.suite.definitions import load
from backupspec.suite.setting import Setting
from backupspec.targets.reaching import reach

EXAMPLES = Path(__file__).parent.parent / "examples"


def test_small_phone_keeps_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """The adapter to copy answers within the contract, keeps MAN-03 as far as it can be asked, and breaks the automatic clauses."""
    monkeypatch.chdir(EXAMPLES / "python")
    setting = Setting(reach("python:small_phone:make"), shipped.profile("windows-phone-8.1"))

    results = bare.run(setting, strength.catalogue().scenarios, load("backupspec.steps"))

    by_clause = {
        clause: {each.verdict for each in results if clause in each.clauses} for clause in ("MAN-03", "SCH-03")
    }
    assert "errored" not in {each.verdict for each in results}
    assert "passed" in by_clause["MAN-03"]
    assert "failed" not in by_clause["MAN-03"]
    assert "failed" in by_clause["SCH-03"]
