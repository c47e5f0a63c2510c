"""Whether the pages of docs/ hold what there is, and nothing else; README and CHANGELOG have test_readme.py."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

import make_docs
from backupspec import shipped
from backupspec.explain.clauses import policy_choices, policy_settled
from backupspec.gherkin.catalogue import read_catalogue
from backupspec.invariants import INVARIANTS

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
CLAUSES = {clause.id for clause in read_catalogue(shipped.folder("features")).clauses}
READINGS = {each.id: each.clause for each in (*policy_choices(), *policy_settled())}

NAMED = re.compile(r"\[([^\][]+)\](?![(:\]])")
"""A name in brackets, which a line at the end of the page says where to find."""


def rows() -> Iterator[list[str]]:
    """Yield the rows of the tables of the coverage page: what the page says, the clauses, what is left open."""
    for line in (DOCS / "coverage.md").read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and cells[0] != "the page says" and set(line) != set("|-"):
            yield cells


def test_coverage_is_a_table_of_three_columns() -> None:
    """Each sentence has its clauses, or says that it has none and why."""
    told = list(rows())

    assert len(told) > 70
    assert [row for row in told if len(row) != 3] == []
    assert [row[0] for row in told if not NAMED.search(row[1]) and not row[1].startswith("no clause: ")] == []


def test_every_clause_is_covered_once() -> None:
    """Each clause of the features transcribes one sentence of the page, and the page knows no other clause."""
    named = Counter(name for row in rows() for name in NAMED.findall(row[1]))

    assert set(named) == CLAUSES
    assert [name for name, times in named.items() if times > 1] == []


def test_every_reading_stands_beside_its_sentence() -> None:
    """Each question that the policies leave open or settle stands once, beside the clause that it is about, and there is no other."""
    beside = [(reading, NAMED.findall(row[1])) for row in rows() for reading in NAMED.findall(row[2])]

    assert sorted(reading for reading, _ in beside) == sorted(READINGS)
    assert [reading for reading, clauses in beside if READINGS[reading] not in clauses] == []


def test_clauses_are_those_released() -> None:
    """None is added and none is lost."""
    released = (ROOT / "fixtures" / "released_clauses.txt").read_text("utf-8").split()

    assert len(released) == len(set(released))
    added, lost = sorted(CLAUSES - set(released)), sorted(set(released) - CLAUSES)
    assert (added, lost) == ([], []), (
        "the ids of clauses are released: write a decision record (docs/decisions/) that says why one is added or goes, "
        "then change fixtures/released_clauses.txt and docs/coverage.md"
    )


def anchors(page: Path) -> set[str]:
    """List the anchors of a page's headings, as they are made of them where Markdown is shown."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: page.stem)
def test_links_lead_somewhere(page: Path) -> None:
    """Each link, written out or by a name at the end of the page, leads to a file, and to a heading if it names one."""
    text = page.read_text("utf-8")
    named = dict(re.findall(r"^\[([^\]]+)\]: (\S+)$", text, re.MULTILINE))
    written = re.findall(r"\]\(([^)\s]+)\)", text)

    for target in (*named.values(), *written):
        file, _, anchor = target.partition("#")
        if not file.startswith(("http:", "https:")):
            assert (page.parent / file).exists(), target
            assert not anchor or anchor in anchors(page.parent / file if file else page), target
    if named:
        assert set(NAMED.findall(text)) == set(named)


def test_made_pages_are_up_to_date() -> None:
    """The pages that are made are what is made now; if not, run `python tools/make_docs.py`."""
    assert make_docs.differing(DOCS) == []


def test_every_invariant_is_in_the_table() -> None:
    """Each invariant has its row: the clauses and who states it."""
    page = (DOCS / "invariants.md").read_text("utf-8")

    for each in INVARIANTS:
        row = re.search(rf"^\| {each.id} \|.*$", page, re.MULTILINE)
        assert row is not None, each.id
        assert set(NAMED.findall(row[0])) == {*each.clauses, *each.readings}


def test_writes_and_checks(tmp_path: Path) -> None:
    """The command writes what differs; its check names what differs, and writes nothing. What people wrote stays."""

    def run(*words: str) -> tuple[int, str]:
        ran = CliRunner().invoke(make_docs.main, [*words, str(tmp_path)])
        return ran.exit_code, ran.output

    (tmp_path / "coverage.md").write_text(f"Our words: [REM-01].\n\n{make_docs.MADE}\n[REM-01]: nowhere\n")
    code, told = run("--check")
    assert (code, len(told.splitlines())) == (1, 4)
    assert [file.name for file in tmp_path.iterdir()] == ["coverage.md"]

    assert run()[0] == 0
    assert run("--check") == (0, "")
    assert (tmp_path / "coverage.md").read_text() == (
        f"Our words: [REM-01].\n\n{make_docs.MADE}\n[REM-01]: ../features/reminder/three_weeks.feature\n"
    )

    (tmp_path / "invariants.md").write_text("")
    assert run("--check") == (1, "invariants.md is not up to date: run python tools/make_docs.py\n")
    assert (tmp_path / "invariants.md").read_text() == ""


def test_glossary_explains_a_word_once() -> None:
    """A word of ours is explained in one place. The page's words come before them, and lead to them."""
    ours = (DOCS / "glossary.md").read_text("utf-8").partition("\n## Phones and accounts\n")[2]
    words = [
        word.strip() for line in re.findall(r"^\| (?!word)([^|]+)\|", ours, re.MULTILINE) for word in line.split(",")
    ]

    assert {"restored", "offered", "automatic backup"} < set(words)
    assert [word for word, times in Counter(words).items() if times > 1] == []


PAGES_WORDS = """
Microsoft account; the cloud; OneDrive; SkyDrive; App list; Settings; Apps + settings; participating app; Start screen; theme colour; favorites; custom words;
Speech; Wi-Fi; data plan; power source; Manage backups; Advanced; check box; Device settings; SMS; MMS; conversation; in sync; Chat backup; auto upload; Don't
upload; Good quality; Best quality; setting up; verify
"""


def test_glossary_has_the_pages_words() -> None:
    """Whoever comes from the source page finds its words."""
    of_the_page = (DOCS / "glossary.md").read_text("utf-8").partition("\n## Phones and accounts\n")[0]

    missing = [word for word in " ".join(PAGES_WORDS.split()).split("; ") if word not in of_the_page]
    assert missing == []
