"""All that is wrong with a manifest, a catalogue or a page of a journal: first its version, then its shape, then what only code can tell.

1. Of an unknown major version, nothing else is said.
2. The schema; in a newer minor version, members that are not known here are passed over.
3. The rules in code, each unless what it reads is not of the form that the schema asks for.
4. The policy that it was made under, where that is known.
5. Several documents together: the chain of a line, a catalogue and its manifests, a catalogue and its earlier revision, the pages of a journal.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from backupspec.manifest.canonical import digest
from backupspec.manifest.catalogue_rules import CATALOGUE, HOLDING, SUCCESSION
from backupspec.manifest.documents import MAJOR, MINOR, critical_extensions, kind_of, unknown_version, version_of
from backupspec.manifest.journal_rules import FOLLOWING, HISTORY, JOURNAL, NOTHING_BEFORE, VERSIONS
from backupspec.manifest.line_rules import CHAIN, NAMESAKES
from backupspec.manifest.manifest_rules import MANIFEST
from backupspec.manifest.policy_rules import JOURNAL_BY_POLICY, MANIFEST_BY_POLICY, Policies
from backupspec.manifest.problems import Problem, in_order, problem
from backupspec.manifest.reading import read
from backupspec.manifest.ruling import Rules
from backupspec.manifest.shape import Misfit, Shape

Document = Mapping[str, Any]

WHY_DIGEST = "RST-07: a manifest is known by its digest; another digest is another manifest."
WHY_PAGE_DIGEST = "GEN-03: a page is known by its digest to the page that follows; another digest is another page."


class Known(Struct, frozen=True, kw_only=True):
    """What is known besides the document: the digest that it should have, and the critical extensions that this reader knows."""

    digest: str | None = None
    extensions: frozenset[str] = frozenset()


NOTHING = Known()


class Checked(Struct, frozen=True):
    """A document and all that is wrong with it by itself; its value is None if it could not be read."""

    value: Any
    problems: tuple[Problem, ...]
    formless: frozenset[str]
    """Its members that are not of the form that rules reckon with."""


def manifest(data: bytes, shape: Shape, known: Known = NOTHING) -> Checked:
    """Read and check a manifest."""
    reading = read(data)
    return (
        Checked(None, reading.problems, frozenset())
        if reading.problems
        else manifest_value(reading.value, shape, known)
    )


def manifest_value(value: Any, shape: Shape, known: Known = NOTHING) -> Checked:
    """Check a manifest that was read, or built: plain JSON values, as `read` gives them."""
    return _as_known(_checked(value, shape, MANIFEST, known.extensions), known, WHY_DIGEST)


def _as_known(checked: Checked, known: Known, why: str) -> Checked:
    """Add that a document has not the digest that is known of it."""
    if known.digest is None or known.digest == (own := digest(checked.value)):
        return checked
    changed = problem((), "known-by-its-digest", known.digest, own, why)
    return replace(checked, problems=in_order((*checked.problems, changed)))


def catalogue(data: bytes, shape: Shape, known: Known = NOTHING) -> Checked:
    """Read and check a catalogue."""
    reading = read(data)
    return (
        Checked(None, reading.problems, frozenset())
        if reading.problems
        else catalogue_value(reading.value, shape, known)
    )


def catalogue_value(value: Any, shape: Shape, known: Known = NOTHING) -> Checked:
    """Check a catalogue that was read, or built: plain JSON values, as `read` gives them."""
    return _checked(value, shape, CATALOGUE, known.extensions)


def journal(data: bytes, shape: Shape, known: Known = NOTHING) -> Checked:
    """Read and check a page of a journal."""
    reading = read(data)
    return (
        Checked(None, reading.problems, frozenset()) if reading.problems else journal_value(reading.value, shape, known)
    )


def journal_value(value: Any, shape: Shape, known: Known = NOTHING) -> Checked:
    """Check a page of a journal that was read, or built: plain JSON values, as `read` gives them."""
    checked = _checked(value, shape, JOURNAL, known.extensions)
    if not isinstance(value, dict):
        return checked
    more = HISTORY.problems(value, NOTHING_BEFORE, formless=checked.formless)
    return _as_known(replace(checked, problems=in_order((*checked.problems, *more))), known, WHY_PAGE_DIGEST)


def _checked(value: Any, shape: Shape, rules: Rules, extensions: Collection[str]) -> Checked:
    refused = unknown_version(value) if isinstance(value, dict) else None
    if refused is not None:
        return Checked(value, (refused,), frozenset(value))
    misfits = [each for each in shape.misfits(value) if not _passed_over(value, each)]
    formless = _formless(value, misfits)
    problems: Iterable[Problem] = (each.problem for each in misfits)
    if isinstance(value, dict):
        problems = chain(problems, rules.problems(value, formless=formless))
        if "extensions" not in formless:
            problems = chain(problems, critical_extensions(value, extensions))
    return Checked(value, in_order(problems), formless)


def _formless(value: Any, misfits: Iterable[Misfit]) -> frozenset[str]:
    """Tell the members that are not of their form: all of them, where this holds of the document as a whole, or too much is wrong with it."""
    pointers = [each.problem.pointer for each in misfits if each.is_form]
    if "" in pointers and isinstance(value, dict):
        return frozenset(value)
    return frozenset(pointer.partition("/")[2].partition("/")[0] for pointer in pointers)


def _passed_over(value: Any, misfit: Misfit) -> bool:
    """Tell whether this is a member that a newer minor version may have added."""
    version = version_of(value) if isinstance(value, dict) else None
    return (
        version is not None
        and version > (MAJOR, MINOR)
        and misfit.problem.rule.split(".")[-1] == "additionalProperties"
    )


def beside_policy(checked: Checked, policies: Policies) -> tuple[Problem, ...]:
    """Return what is wrong with a manifest or a page of a journal in view of the policy that it was made under, if it is one of these."""
    if not isinstance(checked.value, dict) or unknown_version(checked.value) is not None:
        return ()
    rules = {"manifest": MANIFEST_BY_POLICY, "journal": JOURNAL_BY_POLICY}.get(kind_of(checked.value) or "")
    return in_order(rules.problems(checked.value, policies, formless=checked.formless)) if rules else ()


def manifests_together(checked: Sequence[Checked]) -> list[tuple[int, Problem]]:
    """Tell what is wrong with manifests in view of one another, each problem with the number of its manifest."""
    by_id = _by_id(checked)
    return [(number, one) for number, each in enumerate(checked) for one in _beside(each, by_id)]


def manifest_beside(checked: Checked, others: Iterable[Checked]) -> list[Problem]:
    """Tell what is wrong with one manifest in view of others."""
    return list(_beside(checked, _by_id([checked, *others])))


ById = dict[tuple[str, str], list[Checked]]
"""The manifests whose form is right, by account and id."""


def _by_id(checked: Iterable[Checked]) -> ById:
    by_id: ById = {}
    for each in checked:
        if each.value and not each.formless:
            by_id.setdefault((each.value["account"], each.value["backup"]["id"]), []).append(each)
    return by_id


def _beside(checked: Checked, by_id: ById) -> Iterator[Problem]:
    """Hold a manifest against its namesakes, and against the one before it."""
    if not checked.value or checked.formless:
        return
    own = checked.value
    for other in by_id[own["account"], own["backup"]["id"]][:2]:
        if other is not checked:
            yield from NAMESAKES.problems(own, other.value)
    previous = own["backup"]["previous"]
    for other in by_id.get((own["account"], previous["id"]), ())[:1] if previous else ():
        if other is not checked:
            yield from CHAIN.problems(own, other.value)


def catalogues_together(catalogues: Sequence[Checked], manifests: Sequence[Checked]) -> list[tuple[int, Problem]]:
    """Tell what is wrong with catalogues in view of the manifests and of one another, each problem with the number of its catalogue."""
    return [
        (number, one) for number, each in enumerate(catalogues) for one in catalogue_beside(each, catalogues, manifests)
    ]


def catalogue_beside(
    checked: Checked, catalogues: Iterable[Checked], manifests: Iterable[Checked]
) -> Iterator[Problem]:
    """Tell what is wrong with one catalogue in view of other catalogues and of the manifests."""
    if checked.value is None or checked.formless:
        return
    listed = {backup["manifest_digest"] for backup in checked.value["backups"]}
    account = checked.value["account"]
    own = {
        one.value["backup"]["id"]: one.value
        for one in manifests
        if one.value and not one.formless and (one.value["account"] == account or digest(one.value) in listed)
    }
    yield from HOLDING.problems(checked.value, own)
    earlier = _earlier(checked, catalogues)
    if earlier is not None:
        yield from SUCCESSION.problems(checked.value, earlier.value)


def _earlier(later: Checked, catalogues: Iterable[Checked]) -> Checked | None:
    """Find the newest of the earlier revisions of a catalogue."""
    own = (
        each
        for each in catalogues
        if each.value
        and not each.formless
        and each.value["account"] == later.value["account"]
        and each.value["revision"] < later.value["revision"]
    )
    return max(own, key=lambda each: int(each.value["revision"]), default=None)


def journals_together(checked: Sequence[Checked]) -> list[tuple[int, Problem]]:
    """Tell what is wrong with pages of journals in view of one another, each problem with the number of its page."""
    journals: dict[str, dict[int, list[int]]] = {}
    for number, each in enumerate(checked):
        if each.value and not each.formless:
            journals.setdefault(each.value["account"], {}).setdefault(each.value["page"], []).append(number)
    return [problem for pages in journals.values() for problem in _of_a_journal(checked, pages)]


def _of_a_journal(checked: Sequence[Checked], pages: Mapping[int, list[int]]) -> Iterator[tuple[int, Problem]]:
    """Go through the pages of one journal in their order. Of several versions of a page, the longest is the newest."""
    history, newest = NOTHING_BEFORE, {}
    for page in sorted(pages):
        versions = sorted(pages[page], key=lambda number: len(checked[number].value["entries"]))
        yield from _versions(checked, versions)
        number = versions[-1]
        newest[page] = own = checked[number]
        if page - 1 in newest:
            yield from ((number, one) for one in FOLLOWING.problems(own.value, newest[page - 1].value))
        yield from ((number, one) for one in HISTORY.problems(own.value, history) if one not in own.problems)
        history = history.with_page(own.value)


def _versions(checked: Sequence[Checked], versions: Sequence[int]) -> Iterator[tuple[int, Problem]]:
    """Hold each version of a page against the next shorter one, and two of one length against each other."""
    for earlier, later in pairwise(versions):
        yield from ((later, one) for one in VERSIONS.problems(checked[later].value, checked[earlier].value))
        if len(checked[earlier].value["entries"]) == len(checked[later].value["entries"]):
            yield from ((earlier, one) for one in VERSIONS.problems(checked[earlier].value, checked[later].value))


def code_rules() -> Iterator[str]:
    """Name every rule that is checked by code, about one document or several."""
    for rules in (
        *(MANIFEST, CHAIN, NAMESAKES),
        *(CATALOGUE, HOLDING, SUCCESSION),
        *(JOURNAL, HISTORY, FOLLOWING, VERSIONS),
        *(MANIFEST_BY_POLICY, JOURNAL_BY_POLICY),
    ):
        yield from (rule.id for rule in rules.all)
    yield from ("unknown-major-version", "critical-is-declared", "unknown-critical-extension", "known-by-its-digest")
