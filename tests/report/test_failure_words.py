"""A failure is a value; its words are made here, the same in the terminal, in junit.xml and in a trace."""

from typing import get_args
from xml.etree import ElementTree as ET

import pytest
from building import made, result
from click import unstyle
from msgspec import json

from backupspec.contract.implementation import Exchanged
from backupspec.report.junit import junit
from backupspec.report.terminal import in_words
from backupspec.report.words import rows, why
from backupspec.world.verdicts import Failure, Kind, Violation

I2 = Violation(invariant="I2", clause="GEN-02", expected="no byte", actual="9 bytes")
I3 = Violation(invariant="I3", clause="SCH-01", expected="none", actual="one")
HANGS = Failure(kind="contract", clause="REM-01", during="closing", reason="it hangs", cause="late")
SENT = Exchanged(operation="perform", sent="{}", received="")

SAID: dict[str, tuple[Failure, str]] = {
    "mismatch": (
        Failure(kind="mismatch", clause="REM-01", expected="no prompt", actual="1 prompt", where="phones > ann"),
        "expected no prompt; actual 1 prompt (phones > ann)",
    ),
    "invariant": (
        Failure(
            kind="invariant", clause="GEN-02", expected="no byte", actual="9 bytes", violations=(I2, I3), then=HANGS
        ),
        "invariant I2 does not hold: expected no byte; actual 9 bytes; then the world could not be closed: it hangs",
    ),
    "contract": (
        Failure(kind="contract", clause="REM-01", step="When x", reason="no JSON", cause="answer", exchange=SENT),
        "in perform: no JSON",
    ),
    "exception": (
        Failure(kind="exception", clause="REM-01", during="opening", reason="ValueError: odd"),
        "the world could not be opened: ValueError: odd",
    ),
    "process": (
        Failure(kind="process", clause="REM-01", reason="killed by SIGSEGV"),
        "the implementation's process ended in this scenario: killed by SIGSEGV",
    ),
    "process before": (
        Failure(kind="process", clause="REM-01", during="before", reason="exit code 1"),
        "the implementation's process ended before this scenario: exit code 1",
    ),
    "missing": (
        Failure(kind="missing", clause="REM-01", missing="turn_on"),
        "the implementation does not support turn_on",
    ),
    "missing a hook": (Failure(kind="missing", clause="REM-01", missing="clock"), "the implementation lacks clock"),
    "missing, with more to say": (
        Failure(kind="missing", clause="REM-01", missing="clock", reason="time passes by itself"),
        "time passes by itself",
    ),
    "may_lack": (
        Failure(kind="may_lack", clause="REM-01", missing="speech"),
        "a phone of this policy may lack features, and this one lacks speech",
    ),
    "not_about": (Failure(kind="not_about", clause="REM-01", expected="a", actual="b"), "it is about a, not b"),
}


@pytest.mark.parametrize("name", SAID)
def test_why(name: str) -> None:
    """Each kind of failure has its words, and a failure is the same after it was written and read."""
    assert {failure.kind for failure, _ in SAID.values()} == set(get_args(Kind))
    failure, words = SAID[name]

    assert why(failure) == words
    assert json.decode(json.encode(failure), type=Failure) == failure


def test_what_is_told_beside() -> None:
    """What was sent and received, the invariant, and what is of other clauses stand in lines of their own."""
    assert list(rows(SAID["contract"][0])) == [
        ("step", "When x"),
        ("reason", "in perform: no JSON"),
        ("sent", "{}"),
        ("received", "nothing"),
    ]
    assert list(rows(SAID["invariant"][0])) == [
        ("expected", "no byte"),
        ("actual", "9 bytes"),
        ("invariant", "I2"),
        ("also", "SCH-01 (I3): expected none; actual one"),
        ("then", "the world could not be closed: it hangs"),
    ]


@pytest.mark.parametrize("name", ["mismatch", "invariant", "contract", "exception", "process"])
def test_terminal_and_junit_say_the_same(name: str) -> None:
    """Whoever reads one of the two is told what the other says, and report.json has it as members."""
    failure, words = SAID[name]
    verdict = "failed" if failure.kind in {"mismatch", "invariant"} else "errored"
    report = made([result(verdict, failure=failure)])

    terminal = unstyle(in_words(report, ("backupspec", "run", "reference"))).splitlines()
    [element] = ET.fromstring(junit(report)).iter("failure" if verdict == "failed" else "error")

    assert (element.get("message") or "").endswith(f": {words}")
    for label, text in rows(failure):
        assert f"    {label:9} {text}" in terminal
        assert f"{label}: {text}" in (element.text or "").splitlines()
