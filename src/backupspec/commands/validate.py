"""`backupspec validate`: all that is wrong with manifests, catalogues, journals, policies, waivers and reports, at once, with where and why.

Files that are given together are also checked against one another: a manifest and the one before it, a catalogue and its manifests, two
revisions of a catalogue, the pages of a journal.
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import click
from msgspec import Struct
from msgspec.structs import replace

from backupspec import shipped
from backupspec.files import Unreadable, open_regular, why
from backupspec.manifest import absent, verifying
from backupspec.manifest.documents import Kind, kind_by_name, kind_of
from backupspec.manifest.policy_rules import Policies
from backupspec.manifest.problems import TOO_MANY, Problem, in_order
from backupspec.manifest.reading import MOST_BYTES, read
from backupspec.manifest.shape import Shape
from backupspec.output import echo
from backupspec.policy.extension import EXTENDS
from backupspec.policy.mistakes import Mistake, PolicyMistakes
from backupspec.policy.model import Policy
from backupspec.policy.parsing import parse
from backupspec.policy.reading import read as read_yaml
from backupspec.text import shown

MOST_SHOWN = 50
"""How many problems of one file are shown; of the others, the number."""

MOST_YAML_VALUES = 100_000
"""As many as a file of waivers may hold, which is more than a policy may."""

WHY: Mapping[Kind | None, str] = {
    "policy": "Implementations are judged by what a policy says: what it says otherwise than agreed would be judged by nobody knows what.",
    "waivers": "A waiver that is not exact would let pass nobody knows what, for nobody knows how long.",
    None: "Of what cannot be read to its end, nobody can tell what it says.",
}


KINDS: Mapping[str, str] = {
    "manifest": 'JSON with "document": "manifest", or with backup and parts',
    "catalogue": 'JSON with "document": "catalogue", or with backups and revision',
    "journal": 'JSON with "document": "journal", or with page and entries',
    "report": "JSON with verdict, scenarios and clauses: the report.json of a run",
    "policy": "YAML (.yaml, .yml) with toggles, parts, automatic or another section of a policy, or with id and title",
    "waivers": "YAML with waivers:, or with waivers in its name",
}
"""The kinds of documents that are known, and how each is recognised."""

REPLAY = "it is the trace of a scenario, which is not validated; `backupspec replay` performs it again"
RESULTS = (
    "it is the results of a run as they came, which are not validated; `backupspec run --resume` goes on with them, "
    "`backupspec report DIR` tells them, and `backupspec compare` takes them"
)


class Unknown(Struct, frozen=True):
    """A file that cannot be read, or is of no kind that is known."""

    problem: str
    is_readable: bool = False


class Told(Struct, frozen=True, kw_only=True):
    """What was found in one file."""

    kind: Kind | None
    checked: verifying.Checked | None = None
    problems: tuple[Problem, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    policy: Policy | None = None
    """The policy that the file holds."""
    not_looked_at: tuple[str, ...] = ()
    """What nobody looked at, because another document is not at hand."""


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
def validate(files: tuple[Path, ...]) -> None:
    """Tell all that is wrong with manifests, catalogues, journals, policies, waivers and reports: where, what was expected, and why.

    What a file is, its content tells: of one that is of no kind known here, the known kinds are listed. Whether a waiver has expired
    is told by `backupspec run` alone: a file is valid on every day or on none.

    Files that are given together are also checked against one another: a manifest and the one before it, a catalogue and
    its manifests, two revisions of a catalogue, the pages of a journal, a policy of your own and what was made under it. What could not be looked at, because another document is not
    among them, is said.

    A JSON document may have 32 MiB and 500,000 values. Of one document 1,000 problems are looked for, and the first 50 shown.

    \b
    Examples:
      backupspec validate manifest.json
      backupspec validate catalogue.json backup-1.json backup-2.json
      backupspec validate journal-page-1.json journal-page-2.json
      backupspec validate waivers.yaml
    \b
    Exit codes: 0 all are valid, 1 a document is not valid, 2 a file cannot be read, or is of no kind known here.
    """
    found = together([_examined(file) for file in files])
    for file, each in zip(files, found, strict=True):
        for line in in_lines(shown(str(file)), each):
            echo(line)
    sys.exit(max(_exit_code(each) for each in found))


def _exit_code(found: Told | Unknown) -> int:
    """Tell the exit code of one file; the command has the greatest."""
    if isinstance(found, Unknown):
        return 2
    return 1 if found.problems or found.mistakes else 0


def _examined(file: Path) -> Told | Unknown:
    """Read one file, and check it by itself."""
    try:
        with open_regular(file) as opened:
            data = opened.read(MOST_BYTES + 1)
    except Unreadable as error:
        return Unknown(f"it cannot be read: {error.reason}")
    except OSError as error:
        return Unknown(f"it cannot be read: {why(error)}")
    return examined(data, file)


def examined(data: bytes, file: Path) -> Told | Unknown:
    """Check the content of a file by itself."""
    if kind_by_name(file.name) == "policy":
        return _yaml(data, file)
    if not (file.suffix.lower() == ".json" or data.lstrip()[:1] == b"{"):
        return Unknown("it is neither JSON nor, by its name, YAML", is_readable=True)
    return _written_by_a_run(data) or _json(data)


def _written_by_a_run(data: bytes) -> Unknown | None:
    """Tell by its first line whether a file is a trace, or the results of a run, which other commands take."""
    line = data.lstrip()[:_LONGEST_LINE].partition(b"\n")[0]
    try:
        first = json.loads(line)
    except (ValueError, RecursionError):
        return None
    match first:
        case {"trace": int(), "scenario": _, "opening": _}:
            return Unknown(REPLAY)
        case {"target": _, "about": _, "suite": _, "selection": _}:
            return Unknown(RESULTS)
        case _:
            return None


_LONGEST_LINE = 2**20


def _yaml(data: bytes, file: Path) -> Told | Unknown:
    """Check a policy or, if it says or is called so, a file of waivers."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return Unknown(f"it cannot be read: byte {data[error.start]:#04x} at {error.start} is not UTF-8")
    kind: Kind | None = "waivers" if "waivers" in file.name.lower() else None
    try:
        kind = kind or _kind_of_yaml(read_yaml(text, str(file), MOST_YAML_VALUES).value)
        if kind is None:
            return Unknown("it has no section of a policy, and no waivers", is_readable=True)
        if kind == "policy":
            return Told(kind=kind, policy=parse(text, str(file)))
        _read_waivers(text, str(file))
    except PolicyMistakes as error:
        return Told(kind=kind, mistakes=error.mistakes)
    return Told(kind=kind)


def _kind_of_yaml(value: Any) -> Kind | None:
    """Tell the kind of a YAML document by its members; None if they don't tell."""
    if not isinstance(value, dict):
        return None
    if "waivers" in value:
        return "waivers"
    return "policy" if value.keys() & _SECTIONS or value.keys() >= {"id", "title"} else None


_SECTIONS = {EXTENDS, *Policy.__struct_fields__} - {"id", "title", "text"}


def _read_waivers(text: str, name: str) -> None:
    from backupspec.gherkin.catalogue import read_catalogue  # noqa: PLC0415 - what can be waived stands in the features, slow to read
    from backupspec.report.waivers import read_waivers, waivable  # noqa: PLC0415

    read_waivers(text, name, waivable(read_catalogue(shipped.folder("features"))))


def _json(data: bytes) -> Told | Unknown:
    reading = read(data)
    if reading.problems:
        return Told(kind=None, problems=reading.problems)
    kind = kind_of(reading.value)
    if kind in _CHECKS:
        checked = _CHECKS[kind](reading.value, _shape(kind))
        return Told(kind=kind, checked=checked, problems=checked.problems)
    if kind == "report":
        return Told(kind=kind, problems=in_order(_shape(kind).problems(reading.value)))
    return Unknown("nothing in it says what it is", is_readable=True)


_CHECKS: Mapping[Kind | None, Callable[[Any, Shape], verifying.Checked]] = {
    "manifest": verifying.manifest_value,
    "catalogue": verifying.catalogue_value,
    "journal": verifying.journal_value,
}


@cache
def _shape(kind: str) -> Shape:
    """Make the validator of a kind of document once."""
    return Shape(shipped.schema(kind))


def together(found: Sequence[Told | Unknown]) -> list[Told | Unknown]:
    """Check the documents against one another, too."""
    manifests, catalogues, journals = (_of_kind(found, kind) for kind in ("manifest", "catalogue", "journal"))
    own = list(manifests.values())
    policies = shipped.Profiles(*_policies(found))
    more: dict[int, list[Problem]] = {
        number: list(verifying.beside_policy(checked, policies)) for number, checked in (manifests | journals).items()
    }
    for files, problems in (
        (manifests, verifying.manifests_together(own)),
        (catalogues, verifying.catalogues_together(list(catalogues.values()), own)),
        (journals, verifying.journals_together(list(journals.values()))),
    ):
        numbers = list(files)
        for number, problem in problems:
            more.setdefault(numbers[number], []).append(problem)
    seen = [_with(each, more.get(number, ())) for number, each in enumerate(found)]
    lists = (list(manifests.values()), list(journals.values()))
    return [_with_absent(each, policies, *lists) if isinstance(each, Told) else each for each in seen]


def _with_absent(
    told: Told, policies: Policies, manifests: Sequence[verifying.Checked], pages: Sequence[verifying.Checked]
) -> Told:
    """Add what could not be looked at, because another document is not at hand."""
    match told:
        case Told(kind="manifest", checked=verifying.Checked() as own):
            missing = (absent.policies(own, policies), absent.before_manifest(own, manifests))
        case Told(kind="catalogue", checked=verifying.Checked() as own):
            missing = (absent.of_catalogue(own, manifests), None)
        case Told(kind="journal", checked=verifying.Checked() as own):
            missing = (absent.policies(own, policies), absent.before_page(own, pages))
        case _:
            return told
    return replace(told, not_looked_at=tuple(filter(None, missing)))


def _policies(found: Sequence[Told | Unknown]) -> Iterator[Policy]:
    """Yield the policies among the files."""
    yield from (each.policy for each in found if isinstance(each, Told) and each.policy is not None)


def _of_kind(found: Sequence[Told | Unknown], kind: str) -> dict[int, verifying.Checked]:
    """Pick the documents of one kind, by the numbers of their files."""
    return {
        number: each.checked
        for number, each in enumerate(found)
        if isinstance(each, Told) and each.kind == kind and each.checked is not None
    }


def _with(each: Told | Unknown, more: Sequence[Problem]) -> Told | Unknown:
    if isinstance(each, Unknown) or not more:
        return each
    return replace(each, problems=in_order((*each.problems, *more)))


def in_lines(name: str, found: Told | Unknown) -> Iterator[str]:
    """Say what was found in a file."""
    if isinstance(found, Unknown):
        yield f"{name}: {shown(found.problem)}" + ("; these kinds are known:" if found.is_readable else "")
        if found.is_readable:
            yield from (f"  {kind:<9}  {told}" for kind, told in KINDS.items())
        return
    count = len(found.problems) + len(found.mistakes)
    what = "list of waivers" if found.kind == "waivers" else found.kind or "document"
    if not count:
        yield f"{name}: a valid {what}"
        yield from _not_looked_at(found)
        return
    more_than = "more than " * (TOO_MANY in found.problems)
    count -= bool(more_than)
    yield f"{name}: not a valid {what}: {more_than}{count:,} problem{'s' * (count != 1)}"
    for problem in [each for each in found.problems if each != TOO_MANY][:MOST_SHOWN]:
        yield from _block(problem.pointer or "(the whole document)", problem.rule, _said(problem))
    for mistake in found.mistakes[:MOST_SHOWN]:
        said = (("expected", mistake.allowed), ("found", mistake.problem), ("why", WHY.get(found.kind, "")))
        yield from _block(f"line {mistake.line}", mistake.where, said)
    if count > MOST_SHOWN:
        yield f"  ... and {more_than}{count - MOST_SHOWN:,} more"
    yield from _not_looked_at(found)


def _not_looked_at(found: Told) -> Iterator[str]:
    for missing in found.not_looked_at:
        yield f"  not looked at: {shown(missing)}"


def _said(problem: Problem) -> tuple[tuple[str, str], ...]:
    return ("expected", problem.expected), ("found", problem.found), ("why", problem.why)


def _block(where: str, rule: str, said: Sequence[tuple[str, Any]]) -> Iterator[str]:
    yield f"  {shown(where)}" + (f"  [{shown(rule)}]" if rule else "")
    for word, text in said:
        yield f"    {word:<9} {shown(text)}"
