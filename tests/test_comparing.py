"""`backupspec compare`: what people type, and what they are told."""

import json
import sys
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from backupspec import shipped
from backupspec.cli import main


def target(*, version: str, **verdict: str) -> str:
    """Make report.json of a run of one scenario."""
    scenario = {"id": "REM-01.01", "clauses": ["REM-01"], "title": "A title", "feature": "f", "line": 1, "seconds": 0.1}
    clause = {"id": "REM-01", "text": "A sentence.", "scenarios": ["REM-01.01"], "reason": None}
    report = {
        "verdict": verdict["whole"],
        "target": {"target": "acme", "name": "acme", "version": version, "clock": "own"},
        "suite": {"name": "backupspec", "version": "1", "contract": "1.0", "digest": "d"},
        "policy": {"id": "p", "title": "P"},
        "choices": [],
        "selection": [],
        "totals": {verdict["one"]: 1},
        "clauses": [clause | {"verdict": verdict["one"]}],
        "scenarios": [scenario | {"verdict": verdict["one"]}],
    }
    jsonschema.Draft202012Validator(shipped.schema("report")).validate(report)
    return json.dumps(report)


@pytest.fixture(autouse=True)
def _reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad.json").write_text(target(version="1.0", whole="not_conformant", one="failed"), "utf-8")
    Path("good.json").write_text(target(version="1.1", whole="conformant", one="passed"), "utf-8")


def compare(*words: str) -> Result:
    """Type the command."""
    ran = CliRunner().invoke(main, ["compare", *words])
    assert ran.exception is None or isinstance(ran.exception, SystemExit)
    return ran


def test_better_and_worse() -> None:
    """What got better ends with exit code 0, what got worse with 1."""
    better, worse = compare("bad.json", "good.json"), compare("good.json", "bad.json")

    assert better.exit_code == 0
    assert better.output == (
        "Verdict: not conformant -> conformant\n"
        "\nOTHER CIRCUMSTANCES  1\n  the target's version 1.0 -> 1.1\n"
        "\nBETTER  1\n  REM-01.01  failed -> passed  A title\n"
        "\nCLAUSES  1\n  REM-01  failed -> passed  A sentence.\n"
        "\nNothing got worse.\n"
    )
    assert worse.exit_code == 1
    assert worse.output.endswith("\nSomething got worse: the verdict, 1 scenario, 1 clause.\n")


def test_json() -> None:
    """Other tools are told the same as an object."""
    ran = compare("good.json", "bad.json", "--json")

    told = json.loads(ran.stdout)
    assert (ran.exit_code, told["got_worse"]) == (1, True)
    assert (told["verdict_before"], told["verdict"]) == ("conformant", "not_conformant")
    assert [each["way"] for each in told["scenarios"]] == ["worse"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, "other.json cannot be read: No such file or directory"),
        ("<xml/>", "something else is expected at byte 0"),
        ("{}", "the member verdict is missing"),
        ('{"verdict": "\\u001b[2Jperfect"}', "is not allowed"),
        ('{"scenarios": ' + "[" * 100_000, "is no report"),
    ],
    ids=["missing", "no-json", "empty", "hostile", "deep"],
)
def test_what_is_no_report(text: str | None, told: str) -> None:
    """A file that is no report is misuse, told with what is wrong, and nothing in it can act on the terminal."""
    if text is not None:
        Path("other.json").write_text(text, "utf-8")

    ran = compare("good.json", "other.json")

    assert (ran.exit_code, ran.stdout) == (2, "")
    assert ran.stderr.startswith("backupspec: other.json ")
    assert told in ran.stderr
    assert "\x1b" not in ran.stderr


def test_a_report_of_an_older_form() -> None:
    """What another version wrote is read as long as it has the same form; where it has not, that is told, and what to do."""
    report = json.loads(Path("bad.json").read_text("utf-8"))
    failure = {"kind": "mismatch", "clause": "REM-01", "expected": "no prompt", "actual": "1 prompt"}
    report["scenarios"][0]["failure"] = failure
    Path("other.json").write_text(json.dumps(report), "utf-8")
    assert compare("bad.json", "other.json").exit_code == 0

    report["scenarios"][0]["failure"] = {"clause": "REM-01", "reason": "expected no prompt; came 1 prompt"}
    Path("other.json").write_text(json.dumps(report), "utf-8")
    ran = compare("bad.json", "other.json")

    assert (ran.exit_code, ran.stdout) == (2, "")
    assert ran.stderr == (
        "backupspec: other.json was written by another suite, 1, or its files were edited since, in a form that is not read here; "
        "judge again: scenarios[0].failure: the member kind is missing\n"
    )


def test_file_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a file that is too large, no more is read than a report may hold."""
    monkeypatch.setattr("backupspec.report.files.MOST_BYTES", Path("good.json").stat().st_size)
    assert compare("good.json", "good.json").exit_code == 0

    monkeypatch.setattr("backupspec.report.files.MOST_BYTES", Path("good.json").stat().st_size - 1)
    ran = compare("good.json", "good.json")

    assert ran.exit_code == 2
    assert "good.json cannot be read: it has more than" in ran.stderr


def test_report_of_a_run_can_be_compared() -> None:
    """A report that `run` writes is one that `compare` reads: by another process, from the start of the program."""
    from subprocess import run  # noqa: PLC0415 - used here alone

    words = [sys.executable, "-m", "backupspec", "run", "--clause", "MAN-04", "--report", "out"]
    assert run(words, capture_output=True, check=False).returncode == 4  # noqa: S603 - the words are this file's own

    assert compare("out/report.json", "out/report.json").output == "Verdict: partial, as before\n\nNothing got worse.\n"
