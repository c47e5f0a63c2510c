"""Write what is made of docs/: `python tools/make_docs.py`, where the project lies, after a feature, a policy or an invariant has changed.

`--check` writes nothing, names the pages that differ, and exits with 1 if there are any.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from backupspec import shipped
from backupspec.explain.clauses import number, policy_choices, policy_settled, who_states
from backupspec.explain.words import readings
from backupspec.gherkin.catalogue import read_catalogue
from backupspec.invariants import INVARIANTS, Invariant
from backupspec.output import echo
from backupspec.policy.model import Choice, Settled
from contract_reference import reference_page

MADE = "<!-- What follows is made by `python tools/make_docs.py`. -->\n"
"""Where, in a page that people write, the part begins that is made."""

INVARIANTS_PAGE = """\
# Invariants

Made by `python tools/make_docs.py`. Checked after every command of every scenario: each of these must be true in every state, whatever was done.
If one is broken, the scenario fails under the clause that the invariant names. *Able* is a phone that is on, set up and signed in, with OneDrive up and nothing
paused or armed to fail.

Each is stated by:

- **the page**: the source page says so.
- **the page, as read in ...**: it follows from the page and from [how we read](readings.md) what the page leaves open. Where that is a choice, the
  invariant goes by what the implementation declares.
- **us**: the page does not say it. It is ours, for safety.

| invariant | what is true | clauses | stated by |
|---|---|---|---|
"""

READINGS_PAGE = """\
# What the page leaves open

Made by `python tools/make_docs.py` from the policies. The source page answers none of these questions; the answers are ours, and never the page's own
word. [coverage.md](coverage.md) shows which sentence of the page leaves each one open.

"""

CHOICES = """\
## Choices

An implementation may declare another of the readings allowed, and is then judged by that. `--choices FILE` declares them, too.
"""

SETTLED = """\
## Settled

One reading holds for all.
"""


def made(folder: Path) -> dict[str, str]:
    """Make the text of every page. Of coverage.md, only the links at its end are made."""
    coverage = _text(folder / "coverage.md") or MADE
    pages = {
        "invariants.md": INVARIANTS_PAGE + "".join(map(_row, sorted(INVARIANTS, key=number))),
        "readings.md": READINGS_PAGE + "\n".join(_readings()),
        "coverage.md": coverage.partition(MADE)[0] + MADE,
    }
    return {name: _with_links(text) for name, text in pages.items()} | {"contract-reference.md": reference_page()}


def _row(invariant: Invariant) -> str:
    clauses = ", ".join(map(_named, invariant.clauses))
    return f"| {invariant.id} | {invariant.text} | {clauses} | {who_states(invariant, _named)} |\n"


def _named(name: str) -> str:
    """Name a clause or a reading so that it leads where it is told of."""
    return f"[{name}]"


def _readings() -> Iterator[str]:
    yield CHOICES
    for choice in policy_choices():
        we_read, others = readings(choice)
        yield _question(choice)
        yield f"- The page says: {choice.page_says}\n- We read: {we_read}\n- Because: {choice.because}"
        yield "".join(f"- Also allowed: {text}\n" for text in others)
    yield SETTLED
    for entry in policy_settled():
        yield _question(entry)
        yield f"- We read: {entry.we_read}\n- Because: {entry.because}\n"


def _question(entry: Choice | Settled) -> str:
    """Write what is asked, under a heading that links lead to."""
    policies = [shipped.profile(name) for name in shipped.PROFILES]
    having = [policy.title for policy in policies if entry.id in _ids(policy.choices, policy.settled)]
    only = "" if len(having) == len(policies) else f" Only {' and '.join(having)} leaves it open."
    return f"### {entry.id}\n\n{entry.text} ({_named(entry.clause)}){only}\n"


def _ids(choices: Iterable[Choice], settled: Iterable[Settled]) -> list[str]:
    return [*(choice.id for choice in choices), *(entry.id for entry in settled)]


def _with_links(text: str) -> str:
    """End a page with where each clause and each reading leads that it names."""
    clauses = {clause.id: f"../{clause.feature}" for clause in read_catalogue(shipped.folder("features")).clauses}
    open_ = {id_: f"readings.md#{id_}" for id_ in _ids(policy_choices(), policy_settled())}
    links = [f"[{name}]: {target}\n" for name, target in (clauses | open_).items() if _named(name) in text]
    return f"{text}\n{''.join(links)}"


def differing(folder: Path) -> list[str]:
    """Name the pages of a folder that are missing, or are not what is made now."""
    return [name for name, text in made(folder).items() if _text(folder / name) != text]


def _text(file: Path) -> str | None:
    """Read a file, or tell that there is none."""
    return file.read_text("utf-8") if file.is_file() else None


@click.command()
@click.argument("folder", default="docs", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a page differs.")
def main(folder: Path, *, check: bool) -> None:
    """Write what is made of the pages of FOLDER: docs, if none is named."""
    names = differing(folder)
    for name in names:
        echo(f"{name} is not up to date: run python tools/make_docs.py" if check else f"wrote {name}")
        if not check:
            (folder / name).write_text(made(folder)[name], "utf-8", newline="\n")
    if check and names:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
