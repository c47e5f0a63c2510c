"""`backupspec validate`: what people type, and what they are told."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from backupspec import shipped
from backupspec.cli import main
from backupspec.fixtures.manifest_examples import large

MANIFESTS = shipped.folder("fixtures") / "manifests"
VALID = sorted((MANIFESTS / "valid").glob("*.json"))
INVALID = sorted(path for path in (MANIFESTS / "invalid").glob("*.json") if not path.name.endswith(".expected.json"))
BLOCK = re.compile(r"^  (\S.*?)  \[(.+)\]$", re.MULTILINE)


def validate(*files: Path | str) -> Result:
    """Type the command."""
    result = CliRunner().invoke(main, ["validate", *map(str, files)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def test_valid() -> None:
    """Good files are called valid, one by one, and the command succeeds."""
    result = validate(*VALID)

    assert result.exit_code == 0
    assert result.output.splitlines()[0].endswith("aborted.json: a valid manifest")
    assert result.output.count(": a valid ") == len(VALID)


KNOWN_BY_DIGEST = [
    path for path in INVALID if "digest" in json.loads(path.with_name(f"{path.stem}.expected.json").read_text("utf-8"))
]


@pytest.mark.parametrize("path", KNOWN_BY_DIGEST, ids=lambda path: path.stem)
def test_what_only_its_digest_tells(path: Path) -> None:
    """The command knows no digest but those in catalogues: by itself, such a file has nothing wrong that can be seen."""
    assert validate(path).exit_code == 0


@pytest.mark.parametrize("path", [path for path in INVALID if path not in KNOWN_BY_DIGEST], ids=lambda path: path.stem)
def test_golden(path: Path) -> None:
    """Of each broken golden file, the command says exactly what is stated beside it."""
    told = json.loads(path.with_name(f"{path.stem}.expected.json").read_text("utf-8"))
    beside = [path.parent / name for name in told.get("beside", ())]

    result = validate(path, *beside)

    assert result.exit_code == 1
    own = result.output.split(f"\n{beside[0]}: ")[0] if beside else result.output
    assert BLOCK.findall(own) == [
        (problem["pointer"] or "(the whole document)", problem["rule"]) for problem in told["problems"]
    ]


def test_says_where_what_and_why() -> None:
    """A problem is told with its place, its rule, what was expected and found, and why the rule is there."""
    path = MANIFESTS / "invalid" / "automatic-needs-wifi.json"

    assert validate(path).output == (
        f"{path}: not a valid manifest: 1 problem\n"
        "  /at_start/network  [automatic-needs-wifi]\n"
        '    expected  "wifi"\n'
        '    found     "cellular"\n'
        "    why       SCH-01: an automatic backup begins on Wi-Fi alone.\n"
        "  not looked at: whether it follows from backup-1, the backup before it: its manifest is not among these files\n"
    )


def test_says_what_was_not_looked_at(tmp_path: Path) -> None:
    """A document that is valid alone may not follow from another that is not at hand: that is said, and the exit code is the same."""
    valid = MANIFESTS / "valid"
    first, second, catalogue = (valid / f"{name}.json" for name in ("first-backup", "chained", "catalogue-of-two"))
    assert "not looked at" not in validate(first).output
    assert "not looked at" not in validate(first, second, catalogue).output
    before, page = (valid / f"journal-{name}.json" for name in ("after-deleting", "second-page"))
    assert "not looked at" not in validate(before, page).output

    alone = validate(second, catalogue)
    assert alone.exit_code == 0
    assert alone.output == (
        f"{second}: a valid manifest\n"
        "  not looked at: whether it follows from backup-1, the backup before it: its manifest is not among these files\n"
        f"{catalogue}: a valid catalogue\n"
        "  not looked at: whether it says what the manifests say: that of backup-1 is not among these files\n"
    )
    changed = json.loads(page.read_text("utf-8"))
    changed["page"] = 3
    (tmp_path / "third.json").write_text(json.dumps(changed), "utf-8")
    assert validate(tmp_path / "third.json").output.endswith(
        "  not looked at: whether it follows from page 2: that page is not among these files\n"
    )


def test_a_policy_among_the_files_is_known(tmp_path: Path) -> None:
    """A manifest of a policy of one's own is held against it where both are given; where they are not, that is said."""
    changed = json.loads((MANIFESTS / "valid" / "settings-only.json").read_text("utf-8"))
    changed["profile"]["id"], changed["toggles"]["chat_backup"] = "mine", True
    manifest, policy = tmp_path / "manifest.json", tmp_path / "mine.yaml"
    manifest.write_text(json.dumps(changed), "utf-8")
    policy.write_text("extends: windows-phone-8.1\nid: mine\n", "utf-8")

    alone, both = validate(manifest), validate(manifest, policy)

    assert alone.exit_code == 0
    assert (
        "not looked at: whether it keeps to mine: that policy is neither a shipped one nor among these files"
        in alone.output
    )
    assert both.exit_code == 1
    assert "/toggles/chat_backup  [toggles-are-of-the-policy]" in both.output
    assert f"{policy}: a valid policy\n" in both.output


def test_pages_of_a_journal_in_any_order() -> None:
    """Pages that are given together are one journal, in whichever order: what one of them deletes was deleted on another."""
    first, second = (MANIFESTS / "valid" / f"journal-{name}.json" for name in ("after-deleting", "second-page"))
    again = MANIFESTS / "invalid" / "media-are-deleted-once-on-all-pages.json"
    assert validate(second, first).output == f"{second}: a valid journal\n{first}: a valid journal\n"
    assert validate(again).exit_code == 0

    for files in ((again, first), (first, again)):
        result = validate(*files)

        assert result.exit_code == 1
        assert result.output.count(": a valid journal") == 1
        assert (
            f"{again}: not a valid journal: 1 problem\n"
            "  /entries/4/ref  [media-are-deleted-once]\n"
            "    expected  the ref of something that is still there\n"
            "    found     one that was deleted in entry 8\n"
            "    why       PHO-02: a photo or video that was deleted is no longer there.\n"
        ) in result.output


def test_policy(tmp_path: Path) -> None:
    """A policy is told with the line of each mistake."""
    good = shipped.folder("policy") / "profiles" / "windows-phone-8.1.yaml"
    bad = tmp_path / "own.yaml"
    bad.write_text(good.read_text("utf-8").replace("after: 21 days", "after: 3 weeks"), "utf-8")

    assert validate(good).output == f"{good}: a valid policy\n"
    result = validate(bad)
    assert result.exit_code == 1
    assert re.search(
        r"  line \d+  \[reminder\.after\]\n    expected  .*21 days.*\n    found     '3 weeks'", result.output
    )


WAIVERS = """\
waivers:
  - id: REM-01.01
    reason: Mended in 2.1
    owner: Ann Lee
    link: https://acme.example/7
    expires: 2001-12-31
"""


@pytest.mark.parametrize("name", ["waivers.yaml", "own.yml"])
def test_waivers(tmp_path: Path, name: str) -> None:
    """A file of waivers is known by what it holds, and told with the line of each mistake; that a day is past is none."""
    path = tmp_path / name
    path.write_text(WAIVERS, "utf-8")
    assert (validate(path).exit_code, validate(path).output) == (0, f"{path}: a valid list of waivers\n")
    path.write_text(WAIVERS.replace("REM-01.01", "REM-01.99"), "utf-8")

    result = validate(path)

    assert result.exit_code == 1
    assert result.output.startswith(
        f"{path}: not a valid list of waivers: 1 problem\n"
        "  line 2  [waivers[REM-01.99].id]\n"
        "    expected  an id that `backupspec clauses` lists\n"
        "    found     there is no scenario or invariant 'REM-01.99'"
    )
    assert "    why       A waiver that is not exact would let pass" in result.output


def test_waivers_known_by_name(tmp_path: Path) -> None:
    """A file that is called so is held against what waivers are, whatever it holds."""
    path = tmp_path / "our-waivers.yaml"
    path.write_text("waiver: []\n", "utf-8")

    assert "there is no such member (perhaps waivers is meant)" in validate(path).output


@pytest.mark.parametrize("text", ["{waivers: []}", '"waivers": []', "\ufeffwaivers: []", "  waivers: []"])
def test_waivers_however_written(tmp_path: Path, text: str) -> None:
    """A file of waivers is known by what was read, not by how it is written."""
    path = tmp_path / "own.yaml"
    path.write_text(text + "\n", "utf-8")

    assert (validate(path).exit_code, validate(path).output) == (0, f"{path}: a valid list of waivers\n")


def test_policy_however_written(tmp_path: Path) -> None:
    """A policy that is indented, or begins with a byte order mark, is a policy; one without any section is one that is not valid."""
    text = shipped.profile_text("windows-phone-8.1")
    path = tmp_path / "own.yaml"
    for written in ("\ufeff" + text, re.sub("^(?=.)", "  ", text, flags=re.MULTILINE)):
        path.write_text(written, "utf-8")
        assert validate(path).output == f"{path}: a valid policy\n"
    path.write_text("id: own\ntitle: Our own\n", "utf-8")

    result = validate(path)

    assert result.exit_code == 1
    assert result.output.startswith(f"{path}: not a valid policy: ")


def test_report(tmp_path: Path) -> None:
    """A report of a run is held against its schema."""
    path = tmp_path / "report.json"
    path.write_text('{"verdict": "perfect", "scenarios": [], "clauses": 5}')

    result = validate(path)

    assert result.exit_code == 1
    assert "/clauses" in result.output
    assert "/verdict" in result.output
    assert "/totals" in result.output


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("picture.png", b"\x89PNG\r\n", "neither JSON nor, by its name, YAML"),
        ("thing.json", b'{"hello": "world"}', "nothing in it says what it is"),
        ("policy.yaml", b"\xff\xfe", "is not UTF-8"),
        ("choices.yaml", b"exactly_three_weeks: prompts\n", "it has no section of a policy, and no waivers"),
        ("about.json", b'{"name": "reference", "clock": "own"}', "\n  policy     YAML (.yaml, .yml) with toggles"),
    ],
)
def test_unknown(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    """A file of which nobody can tell what it is gives exit code 2, and a hint."""
    path = tmp_path / name
    path.write_bytes(data)

    result = validate(path, VALID[0])

    assert result.exit_code == 2
    assert said in result.output
    assert "a valid manifest" in result.output


def test_what_other_commands_take(tmp_path: Path) -> None:
    """A trace and the results of a run are recognised, and it is said which command takes each."""
    named = "python:backupspec.faults:prompts_a_second_early"
    ran = CliRunner().invoke(main, ["run", named, "--clause", "REM-01.01", "--report", str(tmp_path)])
    trace, results = tmp_path / "traces" / "REM-01.01.jsonl", tmp_path / "results.jsonl"
    assert ran.exit_code == 1
    assert validate(tmp_path / "report.json").exit_code == 0

    for path, said in (
        (trace, "`backupspec replay`"),
        (results, "`backupspec report DIR` tells them, and `backupspec compare` takes them"),
    ):
        result = validate(path)

        assert result.exit_code == 2
        assert said in result.output
        assert len(result.output.splitlines()) == 1


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (b'{\n  "document": "manifest",\n  "ver', "it ends at line 3, column 6, before it is whole"),
        (b'{"document": "manifest", "parts": {\n\n', "it ends at line 1, column 35, before it is whole"),
        (b'{"document": manifest}', "Expecting value at line 1, column 14"),
    ],
    ids=["in-a-string", "in-an-object", "not-json"],
)
def test_half_a_document(tmp_path: Path, kept: bytes, said: str) -> None:
    """Of JSON that is not whole it is told where it ends, and of what is no JSON, where."""
    path = tmp_path / "half.json"
    path.write_bytes(kept)

    result = validate(path)

    assert result.exit_code == 1
    assert result.output.count("expected") == 1
    assert said in result.output


def test_unreadable(tmp_path: Path) -> None:
    """A file that is missing, or is a folder, is told with its name."""
    result = validate(tmp_path / "nowhere.json", tmp_path)

    assert result.exit_code == 2
    assert result.output.count("it cannot be read") == 2


def test_hostile_and_many(tmp_path: Path) -> None:
    """Whatever stands in a file cannot act on the terminal, and of thousands of problems the first fifty are shown."""
    manifest = large(5_000)
    for item in manifest["parts"]["favourites"]["items"]:
        item["\x1b[2J\u202e"] = "\x9b" * 200
    path = tmp_path / "\x1b[31mname.json"
    path.write_text(json.dumps(manifest), "utf-8")

    result = validate(path)

    assert result.exit_code == 1
    assert "more than 1,000 problems" in result.output
    assert "... and more than 950 more" in result.output
    assert result.output.count("why  ") == 50
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", result.output)
    assert max(map(len, result.output.splitlines())) < 2000


def test_nothing_asked() -> None:
    """Without a file, the command says how it is used."""
    result = validate()

    assert result.exit_code == 2
    assert "Usage" in result.output
