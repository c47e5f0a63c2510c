"""The commands as people type them: what they say, their exit codes, and what never happens to anybody."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from click.testing import CliRunner, Result

import backupspec
from backupspec import shipped
from backupspec.cli import main
from backupspec.faults import MINIATURES
from backupspec.invariants import INVARIANTS

MINIATURE = "python:backupspec.faults:prompts_a_second_early"


def typed(*words: str, folder: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Type a command in a folder, and return what came of it. No traceback may ever be seen."""
    ran = subprocess.run(  # noqa: S603 - the words are this file's own
        [sys.executable, "-m", "backupspec", *words],
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "Traceback" not in ran.stdout + ran.stderr
    return ran


def typed_here(*words: str) -> Result:
    """Type a command that is answered before pytest begins, in this process: a hundred times cheaper."""
    ran = CliRunner().invoke(main, words)
    assert ran.exception is None or isinstance(ran.exception, SystemExit)
    return ran


def test_reference_is_conformant(tmp_path: Path) -> None:
    """The main job: the verdict in words, and exit code 0."""
    ran = typed("run", folder=tmp_path)

    assert (ran.returncode, ran.stderr) == (0, "")
    assert "\nVerdict: conformant\n" in ran.stdout
    assert "windows-phone-8.1" in ran.stdout
    assert list(tmp_path.iterdir()) == []


def test_faulty_implementation_is_not_conformant(tmp_path: Path) -> None:
    """A faulty one ends with exit code 1, the clause that it broke, and a command that shows the failure again."""
    ran = typed("run", MINIATURE, "--clause", "REM-01", folder=tmp_path)
    assert ran.returncode == 1
    assert "broken    REM-01" in ran.stdout
    assert "Verdict: not conformant" in ran.stdout

    again = next(
        line.split("again", 1)[1].split() for line in ran.stdout.splitlines() if line.strip().startswith("again")
    )
    once_more = typed(*again[1:], folder=tmp_path)

    assert once_more.returncode == 1
    assert once_more.stdout.count("FAILED") == 1


def test_report(tmp_path: Path) -> None:
    """report.json keeps its schema, junit.xml marks failures, and both say the same."""
    assert typed("run", MINIATURE, "--report", "out", folder=tmp_path).returncode == 1

    report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    schema = json.loads((shipped.folder("schemas") / "report.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(report)
    suites = ET.parse(tmp_path / "out" / "junit.xml").getroot()
    assert report["verdict"] == "not_conformant"
    assert int(suites.get("failures", "")) == report["totals"]["failed"] > 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "junit.xml",
        "report.json",
        "results.jsonl",
        "traces",
    ]


def test_report_that_cannot_be_written(tmp_path: Path) -> None:
    """A report has a place before anything is judged, so that no verdict is lost."""
    (tmp_path / "file").write_text("")

    ran = typed("run", "--clause", "MAN-04", "--report", "file", folder=tmp_path)

    assert ran.returncode == 2
    assert "the report cannot be written to file" in ran.stderr


def test_no_older_verdict_is_taken_for_this_runs(tmp_path: Path) -> None:
    """A run that ends without a verdict leaves no report of an earlier one, but its results, of which the report can be made again."""
    assert typed("run", "--clause", "MAN-04", "--report", "out", folder=tmp_path).returncode == 4
    assert len(list((tmp_path / "out").iterdir())) == 3
    (tmp_path / "raises.py").write_text(MODULES["raises"])

    assert typed("run", "python:raises:make", "--report", "out", folder=tmp_path).returncode == 3

    assert [each.name for each in (tmp_path / "out").iterdir()] == ["results.jsonl"]
    assert typed("report", "out", folder=tmp_path).returncode == 4
    assert len(list((tmp_path / "out").iterdir())) == 3


def test_verdict_cannot_be_forged_by_a_name(tmp_path: Path) -> None:
    """What an implementation calls itself stays on its line."""
    (tmp_path / "forger.py").write_text(
        "from backupspec.faults import MINIATURES\n"
        "def make():\n"
        "    forger = MINIATURES['button_named_otherwise'].make()\n"
        "    forger._name = 'x)\\n\\x1b[2JVerdict: conformant'\n"
        "    return forger\n"
    )

    ran = typed("run", "python:forger:make", "--clause", "MAN-04", folder=tmp_path)

    assert ran.returncode == 1
    assert [line for line in ran.stdout.splitlines() if line.startswith("Verdict")] == ["Verdict: not conformant"]
    assert "\x1b" not in ran.stdout


def test_command_that_shows_it_again_declares_the_same(tmp_path: Path) -> None:
    """A failure under declared choices, in the other profile, is shown again under them."""
    (tmp_path / "choices.yaml").write_text("prompt_repeats: daily\n")
    words = ("--profile", "windows-phone-8", "--choices", "choices.yaml")

    ran = typed("run", MINIATURE, *words, "--clause", "REM-01.01", folder=tmp_path)

    assert f"again     backupspec run {MINIATURE} {' '.join(words)} --clause REM-01.01" in ran.stdout


def test_broken_suite_is_never_a_verdict(tmp_path: Path) -> None:
    """A step module that cannot be read ends the run with exit code 2, whatever the implementation."""
    copy = tmp_path / "backupspec"
    shutil.copytree(Path(backupspec.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    assert typed("run", "--clause", "MAN-04", folder=tmp_path).returncode == 4
    (copy / "steps" / "controls.py").write_text("raise RuntimeError('no steps today')\n")

    ran = typed("run", "--clause", "MAN-04", folder=tmp_path)

    assert ran.returncode == 2
    assert "the suite could not be run" in ran.stderr


def without_seconds(report: Path) -> str:
    """Read a report without what differs from run to run."""
    read = json.loads(report.read_text("utf-8"))
    for scenario in read["scenarios"]:
        del scenario["seconds"]
    return json.dumps(read)


SOME = [word for clause in ("CON-03", "DEL-07", "GEN-02", "REM-01", "RST-09") for word in ("--clause", clause)]
"""A hundred scenarios of many kinds: the whole suite takes its time."""


@pytest.mark.parametrize(
    ("words", "environment"),
    [
        ((), {"TZ": "Pacific/Kiritimati"}),
        ((), {"LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "7", "COLUMNS": "40"}),
        (("--jobs", "2"), {}),
    ],
    ids=["time-zone", "locale-and-hashes", "two-jobs"],
)
def test_two_runs_give_the_same_report(tmp_path: Path, words: tuple[str, ...], environment: dict[str, str]) -> None:
    """Neither the machine's zone nor its locale, nor the number of processes, changes a report."""
    first = typed("run", MINIATURE, *SOME, "--report", "a", folder=tmp_path)
    assert first.stdout.count("FAILED") > 0

    second = typed("run", MINIATURE, *SOME, "--report", "b", *words, folder=tmp_path, **environment)

    assert second.stdout == first.stdout.replace(" a/traces/", " b/traces/")
    assert without_seconds(tmp_path / "b" / "report.json") == without_seconds(tmp_path / "a" / "report.json")


def test_folder_where_it_is_typed_does_not_leak_in(tmp_path: Path) -> None:
    """A pytest.ini, a conftest and a foreign feature lying there change nothing."""
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    (tmp_path / "conftest.py").write_text("raise RuntimeError\n")
    (tmp_path / "foreign.feature").write_text("Feature: Foreign\n  Scenario: Nothing\n")

    ran = typed("run", "--clause", "MAN-04", folder=tmp_path, PYTEST_ADDOPTS="--no-such-option")

    assert (ran.returncode, ran.stderr) == (4, "")


MODULES = {
    "dies": """
import os
from backupspec.targets.reaching import reach
def make():
    reference = reach('reference')
    perform = reference.perform
    def deadly(world, commands, *, observe=False):
        if type(commands[0]).__name__ == 'BackUpNow':
            os._exit(0)
        return perform(world, commands, observe=observe)
    reference.perform = deadly
    return reference
""",
    "dies_at_import": "import os\nos._exit(0)\n",
    "supports_little": """
from backupspec.targets.reaching import reach
def make():
    reference = reach('reference')
    perform = reference.perform
    def partial(world, commands, *, observe=False):
        if type(commands[0]).__name__ == 'SetContent':
            return {'outcomes': [{'outcome': 'unsupported'}]}
        return perform(world, commands, observe=observe)
    reference.perform = partial
    return reference
""",
    "does_not_parse": "def make(:\n",
    "does_not_import": "import no_such_module\n",
    "exits": "raise SystemExit(0)\n",
    "raises": "def make():\n    raise RuntimeError('out of phones')\n",
    "nonsense": "def make():\n    return 42\n",
    "raises_in_the_middle": """
from backupspec.targets.reaching import reach
def make():
    reference = reach('reference')
    perform = reference.perform
    def failing(world, commands, *, observe=False):
        if type(commands[0]).__name__ == 'BackUpNow':
            raise RuntimeError('the phone caught fire')
        return perform(world, commands, observe=observe)
    reference.perform = failing
    return reference
""",
    "answers_nonsense": """
from backupspec.targets.reaching import reach
def make():
    reference = reach('reference')
    perform = reference.perform
    def lying(world, commands, *, observe=False):
        if type(commands[0]).__name__ == 'BackUpNow':
            return {'outcomes': [{'outcome': 'perhaps'}]}
        return perform(world, commands, observe=observe)
    reference.perform = lying
    return reference
""",
}


@pytest.mark.parametrize(
    ("module", "code", "message"),
    [
        ("does_not_parse", 2, "SyntaxError"),
        ("does_not_import", 2, "No module named 'no_such_module'"),
        ("exits", 2, "SystemExit"),
        ("raises", 3, "RuntimeError: out of phones"),
        ("nonsense", 3, "lacks about, open_world, perform, observe, close_world"),
        ("raises_in_the_middle", 3, "the phone caught fire"),
        ("answers_nonsense", 3, "Invalid value 'perhaps'"),
        ("dies", 3, "the implementation's process ended in this scenario: exit code 0"),
        ("dies_at_import", 3, "ended before any scenario began: exit code 0"),
        ("supports_little", 4, "the implementation does not support set_content"),
    ],
)
def test_implementation_that_cannot_be_judged(tmp_path: Path, module: str, code: int, message: str) -> None:
    """An adapter that is broken or unfinished gets a message and exit code 2, 3 or 4: never a traceback, never a pass."""
    (tmp_path / f"{module}.py").write_text(MODULES[module])

    ran = typed("run", f"python:{module}:make", "--clause", "MAN-04", folder=tmp_path)

    assert ran.returncode == code
    assert message in ran.stdout + ran.stderr


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_no_scenario_is_lost_when_a_process_dies(tmp_path: Path, jobs: str) -> None:
    """However many processes share the work, each scenario has exactly one result, and a death is never a pass."""
    (tmp_path / "dies.py").write_text(MODULES["dies"])

    ran = typed("run", "python:dies:make", "--jobs", jobs, "--clause", "MAN-04", "--report", "out", folder=tmp_path)

    report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    expected = [
        scenario for clause in report["clauses"] if clause["id"] == "MAN-04" for scenario in clause["scenarios"]
    ]
    assert ran.returncode == 3
    assert [scenario["id"] for scenario in report["scenarios"]] == expected
    assert report["totals"]["errored"] > 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["run", "--clause", "GEN-06"], "no test can show GEN-06"),
        (["run", "no-such-target"], "there is no target 'no-such-target'"),
        (["run", "python:json"], "write python:package.module:factory"),
        (["run", "python:json:nothing"], "json has no function 'nothing'"),
        (["run", "--profile", "windows-phone-7"], "the profiles are windows-phone-8.1, windows-phone-8"),
        (["run", "--clause", "REM-99"], "there is no clause or scenario 'REM-99'"),
        (["run", "--clause", "REM01"], "'REM01' (perhaps REM-01 is meant)"),
        (["run", "--clause", "MAN01.05"], "'MAN01.05' (perhaps MAN-01.05 is meant)"),
        (["run", "--clause", "rem-01.11/faild"], "(perhaps REM-01.11/failed is meant)"),
        (["clauses", "--clause", "rem-011"], "there is no clause or scenario 'rem-011' (perhaps REM-01 is meant)"),
        (["clauses", "--clause", "REM-01.11/faild"], "(perhaps REM-01.11/failed is meant)"),
        (["clauses", "--clause", "REM1"], "there is no clause or scenario 'REM1' (perhaps REM-01 is meant)"),
        (["clauses", "--clause", ""], "there is no clause or scenario ''"),
        (["clauses", "--clause", "REM-99"], "'REM-99' (perhaps REM-01 is meant)"),
        (["run", "--clause", "rem-01"], "'rem-01' (perhaps REM-01 is meant)"),
        (["clauses", "--clause", "colour"], "there is no clause or scenario 'colour'; `backupspec clauses` lists them"),
        (["run", "--choices", "missing.yaml"], "missing.yaml cannot be read"),
        (["run", "--choices", "wrong.yaml"], "cannot be 'perhaps'; allowed: prompts, waits"),
        (["run", "--choices", "unknown.yaml"], "has no choice 'colour'"),
        (["run", "--choices", "broken.yaml"], "broken.yaml"),
        (["run", "--jobs", "0"], "--jobs"),
        (["policy", "show", "windows-phone-7"], "neither a profile"),
        (["policy", "show", "windows-phone-81"], "nor a file (perhaps windows-phone-8.1 is meant)"),
        (["policy", "show", "broken.yaml"], "broken.yaml:2"),
        (["policy", "show", "."], ". cannot be read"),
        (["policy", "check", "windows-phone-7"], "neither a profile"),
        (["policy", "check", "bytes.yaml"], "bytes.yaml cannot be read"),
        (["policy", "diff", "windows-phone-8", "windows-phone-7"], "neither a profile"),
        (["policy", "diff", "broken.yaml", "windows-phone-8"], "broken.yaml:2"),
        (["policy", "diff", "windows-phone-8"], "Missing argument"),
        (["no-such-command"], "No such command"),
    ],
)
def test_misuse_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], message: str) -> None:
    """Whoever asks for what does not exist is told what does, with exit code 2."""
    (tmp_path / "wrong.yaml").write_text("exactly_three_weeks: perhaps\n")
    (tmp_path / "unknown.yaml").write_text("colour: red\n")
    (tmp_path / "broken.yaml").write_text("{: [\n")
    (tmp_path / "bytes.yaml").write_bytes(b"id: \xff\n")

    monkeypatch.chdir(tmp_path)

    ran = typed_here(*words)

    assert (ran.exit_code, ran.stdout) == (2, "")
    assert message in ran.stderr


def test_declared_choices_are_judged_by(tmp_path: Path) -> None:
    """With a choice declared, its scenarios run, those of the other readings don't, and the report records it."""
    (tmp_path / "choices.yaml").write_text("exactly_three_weeks: waits\n")

    ran = typed("run", "--clause", "REM-01", "--choices", "choices.yaml", "--report", "out", folder=tmp_path)

    report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    verdicts = {scenario["id"]: scenario["verdict"] for scenario in report["scenarios"]}
    assert ran.returncode == 4
    [declared] = [choice for choice in report["choices"] if choice["declared_otherwise"]]
    assert (declared["id"], declared["declared"], declared["picked"]) == ("exactly_three_weeks", "waits", "prompts")
    assert "  we read        The prompt shows only when more than the time has passed.\n" in ran.stdout
    assert "exactly_three_weeks being prompts, not waits: REM-01.02" in " ".join(ran.stdout.split())
    assert (verdicts["REM-01.02"], verdicts["REM-01.03"]) == ("not_applicable", "passed")


WRONG_CHOICES = {
    "unknown": ("exactly_tree_weeks: waits", "no choice 'exactly_tree_weeks' (perhaps exactly_three_weeks is meant)"),
    "not-allowed": (
        "backups_kept: 101",
        "backups_kept of windows-phone-8.1 cannot be '101'; allowed: every_one, a whole",
    ),
    "a-list": ("- exactly_three_weeks", "choices.yaml does not hold choices; write one a line, such as"),
    "twice": ("backups_kept: 1\nbackups_kept: 2", "choices.yaml:2: backups_kept: it stands here a second time"),
    "a-list-of-readings": ("backups_kept: [1, 2]", "choices.yaml:1: backups_kept: a list is no reading; allowed: "),
}


@pytest.mark.parametrize("kind", WRONG_CHOICES)
def test_wrong_choices_are_misuse(tmp_path: Path, kind: str) -> None:
    """A file of choices that cannot be is told what is wrong with it, and nothing is judged."""
    text, told = WRONG_CHOICES[kind]
    (tmp_path / "choices.yaml").write_text(text + "\n")

    ran = typed("run", "--clause", "MAN-04", "--choices", "choices.yaml", folder=tmp_path)

    assert (ran.returncode, ran.stdout) == (2, "")
    assert told in ran.stderr


def test_choices_that_an_implementation_declares_and_cannot_keep(tmp_path: Path) -> None:
    """An implementation that declares what cannot be is not judged; with a right declaration it is."""
    module = (
        "from backupspec.faults.made import with_topics\n"
        "from msgspec.structs import replace\n"
        "def make():\n"
        "    own = with_topics()\n"
        "    about = replace(own.about(), choices={'backups_kept': '%s'})\n"
        "    own.about = lambda: about\n"
        "    return own\n"
    )
    (tmp_path / "declares.py").write_text(module % "3")
    right = typed("run", "python:declares:make", "--clause", "DEL-07.20", folder=tmp_path)
    assert (right.returncode, "1 passed" in right.stdout) == (4, True)

    (tmp_path / "declares.py").write_text(module % "three")
    wrong = typed("run", "python:declares:make", "--clause", "DEL-07.20", folder=tmp_path)

    assert (wrong.returncode, wrong.stdout) == (3, "")
    assert "declares what cannot be: choice backups_kept of windows-phone-8.1 cannot be 'three'" in wrong.stderr


def test_clauses_as_json() -> None:
    """Each clause is there once, with scenarios that have titles or with the reason why there are none."""
    clauses = json.loads(typed_here("clauses", "--json").stdout)

    assert len({clause["id"] for clause in clauses}) == len(clauses)
    assert all(bool(clause["scenarios"]) != bool(clause["reason"]) for clause in clauses)
    assert all(list(clause["titles"]) == clause["scenarios"] for clause in clauses)
    assert {"GEN-06", "SCH-03", "MAN-01", "REM-01", "AS-05"} <= {clause["id"] for clause in clauses}


def test_clauses_tell_all_that_there_is() -> None:
    """No choice, settled reading, invariant or miniature is left out, each is under its clauses, and those of Windows Phone 8 alone are there."""
    clauses = json.loads(typed_here("clauses", "--json").stdout)
    policies = [shipped.profile(name) for name in shipped.PROFILES]
    written = {clause["id"] for clause in clauses}

    def told(key: str, name: str) -> set[tuple[str, str]]:
        return {(clause["id"], each[name]) for clause in clauses for each in clause[key]}

    def expected(entries: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
        return {(clause, id_) for clause, id_ in entries if clause in written}

    choices = {(each.clause, each.id) for policy in policies for each in policy.choices}
    assert ("PHO-08", "good_quality_videos") in choices
    assert told("choices", "id") == expected(choices)
    assert told("settled", "id") == expected((each.clause, each.id) for policy in policies for each in policy.settled)
    assert told("invariants", "id") == expected((clause, each.id) for each in INVARIANTS for clause in each.clauses)
    assert told("miniatures", "name") == expected((each.clause, each.name) for each in MINIATURES.values())


def test_every_clause_in_a_few_lines() -> None:
    """The list says of each clause how many scenarios there are and what breaks it, in lines that fit a terminal."""
    told = typed_here("clauses").stdout

    block = told[told.index("\nREM-01  ") : told.index("\nRST-01  ")]
    assert "Once three weeks have passed since its newest" in block
    assert "scenarios: REM-01.01 to REM-01." in block
    assert "exactly_three_weeks" in block
    assert "I13, I14, I15, I16" in block
    assert re.search(r"and \d+ more$", block)
    assert max(map(len, told.splitlines())) <= 78
    only_on_windows_phone_8 = told[told.index("\nDEL-02  ") : told.index("\nDEL-03  ")]
    assert "miniatures  deletes_where_the_other_profile_does" in only_on_windows_phone_8


def test_one_clause_in_full() -> None:
    """Of one clause everything is told: titles, questions, what invariants say and what miniatures do otherwise."""
    told = " ".join(typed_here("clauses", "--clause", "MAN-01").stdout.split())

    assert told.startswith("MAN-01 A manual backup can be made at any time, on any network and without power, ")
    assert "MAN-01.02 A second manual backup can follow as soon as the first is complete, in the same second" in told
    assert "manual_on_cellular May a manual backup or an accepted prompt use cellular data? We read: Yes." in told
    assert "I10 A phone makes one backup at a time. Stated by us." in told
    assert "manual_needs_power A manual backup is refused on battery." in told
    assert "MAN-02" not in told


def test_one_clause_as_json() -> None:
    """Of one clause alone, other tools get a list of one."""
    assert [clause["id"] for clause in json.loads(typed_here("clauses", "--json", "--clause", "MAN-01").stdout)] == [
        "MAN-01"
    ]


def test_the_steps_of_a_scenario() -> None:
    """Of a scenario its steps are shown as they are run; of an outline those of each row, with the row's values."""
    one = typed_here("clauses", "--clause", "rem-01.01").stdout
    row = typed_here("clauses", "--clause", "TXT-01.02/CELLULAR").stdout
    outline = typed_here("clauses", "--clause", "TXT-01.02").stdout

    lines = [line.strip() for line in one.splitlines()]
    assert lines[0].startswith("REM-01.01  20 days, 23 hours")
    assert "When 20 days, 23 hours, 59 minutes and 59 seconds pass" in lines
    assert lines[-2:] == ["Then Ann's phone shows no prompt", "And 2 seconds later, Ann's phone shows one prompt"]
    assert row.startswith("TXT-01.02/cellular  With cellular data only, an SMS is saved at once\n")
    assert "Only where texts_network is any." in " ".join(row.split())
    assert "Given Ann's phone, on cellular data only, has Text message backup on" in row
    assert row in outline
    assert "TXT-01.02/wifi  " in outline
    assert max(map(len, outline.splitlines())) <= 78
    [told] = json.loads(typed_here("clauses", "--json", "--clause", "TXT-01.02/cellular").stdout)
    assert told["steps"][-1] == "Then all messages of Ann's phone are in OneDrive, each once"
    assert typed_here("clauses", "--clause", "rem-01").stdout == typed_here("clauses", "--clause", "REM-01").stdout


@pytest.mark.parametrize("words", [["clauses"], ["clauses", "--clause", "{id}"]], ids=["all", "one"])
@pytest.mark.parametrize("id_", ["GEN-06", "RST-03"])
def test_what_no_test_can_show_has_its_reason(id_: str, words: list[str]) -> None:
    """A clause without scenarios says why no test can show it."""
    reason = "No test can show it. {} one text to another; nothing on a phone"
    pointer = {"GEN-06": "These are links from", "RST-03": "This is a link from"}[id_]

    told = " ".join(typed_here(*(word.format(id=id_) for word in words)).stdout.split())

    assert reason.format(pointer) in told


def test_policies_are_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A policy and its copy are said to be the same; once a value is changed, what differs is told, with exit code 1."""
    text = shipped.profile_text("windows-phone-8.1")
    (tmp_path / "copy.yaml").write_text(text, "utf-8")
    (tmp_path / "mine.yaml").write_text(text.replace("after: 21 days", "after: 3 days"), "utf-8")
    monkeypatch.chdir(tmp_path)

    same = typed_here("policy", "diff", "windows-phone-8.1", "copy.yaml")
    other = typed_here("policy", "diff", "windows-phone-8.1", "mine.yaml")

    assert (same.exit_code, same.output) == (0, "Nothing differs between windows-phone-8.1 and copy.yaml.\n")
    assert other.exit_code == 1
    assert "\n  windows-phone-8.1: no\n  mine.yaml: yes\n" in other.stdout


def test_policies_are_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is wrong with a shipped policy; once an option is out of reach, that is told with its line, and exit code 1."""
    text = shipped.profile_text("windows-phone-8.1")
    changed = text.replace(
        "kind: page, text: The page of the backups of text", "kind: button, text: The page of the backups of text"
    )
    (tmp_path / "mine.yaml").write_text(changed, "utf-8")
    monkeypatch.chdir(tmp_path)

    fine = typed_here("policy", "check", "windows-phone-8.1")
    wrong = typed_here("policy", "check", "mine.yaml")

    assert (fine.exit_code, fine.output.startswith("windows-phone-8.1: nothing is wrong.")) == (0, True)
    assert wrong.exit_code == 1
    number = 1 + [line.strip()[:33] for line in text.splitlines()].index("- {id: text_message_backup_toggle")
    assert wrong.stdout.startswith(
        f"mine.yaml: 1 problem\n\nline {number}  controls[text_message_backup_toggle].page\n  wrong    text_messages_page is no page\n"
    )
    assert "\n  example  a person looks for 'Text message backup', and nothing on the phone\n" in wrong.stdout


def test_policies_cannot_act_on_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mark of direction in a policy, or in the name of its file, is spelled out."""
    text = shipped.profile_text("windows-phone-8.1")
    (tmp_path / "\u202emine.yaml").write_text(text.replace("title: Windows", "title: \u202eWindows"), "utf-8")
    (tmp_path / "\u202ebad.yaml").write_text(text.replace("label: Skip", "label: Done\u202e, sets: a"), "utf-8")
    monkeypatch.chdir(tmp_path)

    said = [
        typed_here("policy", "diff", "windows-phone-8.1", "\u202emine.yaml").output,
        typed_here("policy", "diff", "windows-phone-8.1", "\u202ebad.yaml").output,
        typed_here("policy", "check", "\u202ebad.yaml").output,
        typed_here("policy", "check", "\u202enone.yaml").output,
    ]

    assert all("\\u202e" in each for each in said)
    assert not any("\u202e" in each for each in said)


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["run", "--help"],
        ["clauses", "--help"],
        ["policy", "show", "--help"],
        ["policy", "diff", "--help"],
        ["policy", "check", "--help"],
    ],
)
def test_help_is_there(words: list[str]) -> None:
    """Every command explains itself."""
    ran = typed_here(*words)

    assert (ran.exit_code, "xample" in ran.stdout or "Commands" in ran.stdout) == (0, True)


def test_colours_respect_the_pipe(tmp_path: Path) -> None:
    """No escape code goes into a pipe."""
    assert "\x1b" not in typed("run", MINIATURE, "--clause", "REM-01.01", folder=tmp_path).stdout
