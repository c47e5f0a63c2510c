"""All that is wrong with a manifest or a catalogue: first its version, then its shape, then what only code can tell.

1. Of an unknown major version, nothing else is said.
2. The schema; in a newer minor version, members that are not known here are passed over.
3. The rules in code, each unless what it reads is not of the form that the schema asks for.
4. Several documents together: the chain of a line, a catalogue and its manifests, a catalogue and its earlier revision.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from backupspec.manifest.canonical import digest
from backupspec.manifest.catalogue_rules import CATALOGUE, HOLDING, SUCCESSION
from backupspec.manifest.documents import MAJOR, MINOR, critical_extensions, unknown_version, version_of
from backupspec.manifest.line_rules import CHAIN, NAMESAKES
from backupspec.manifest.manifest_rules import MANIFEST
from backupspec.manifest.problems import Problem, in_order, problem
from backupspec.manifest.reading import read
from backupspec.manifest.ruling import Rules
from backupspec.manifest.shape import Misfit, Shape

Document = Mapping[str, Any]

WHY_DIGEST = "RST-07: a manifest is known by its digest; another digest is another manifest."


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
    checked = _checked(value, shape, MANIFEST, known.extensions)
    if known.digest is None or known.digest == (own := digest(value)):
        return checked
    changed = problem((), "known-by-its-digest", known.digest, own, WHY_DIGEST)
    return Checked(value, in_order((*checked.problems, changed)), checked.formless)


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


def _checked(value: Any, shape: Shape, rules: Rules, extensions: Collection[str]) -> Checked:
    refused = unknown_version(value) if isinstance(value, dict) else None
    if refused is not None:
        return Checked(value, (refused,), frozenset(value))
    misfits = [each for each in shape.misfits(value) if not _passed_over(value, each)]
    formless = frozenset(_member(each) for each in misfits if each.is_form)
    problems = [each.problem for each in misfits]
    if isinstance(value, dict):
        problems.extend(rules.problems(value, formless=formless))
        if "extensions" not in formless:
            problems.extend(critical_extensions(value, extensions))
    return Checked(value, in_order(problems), formless)


def _member(misfit: Misfit) -> str:
    return misfit.problem.pointer.partition("/")[2].partition("/")[0]


def _passed_over(value: Any, misfit: Misfit) -> bool:
    """Tell whether this is a member that a newer minor version may have added."""
    version = version_of(value) if isinstance(value, dict) else None
    return (
        version is not None
        and version > (MAJOR, MINOR)
        and misfit.problem.rule.split(".")[-1] == "additionalProperties"
    )


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
    own = {
        one.value["backup"]["id"]: one.value
        for one in manifests
        if one.value and not one.formless and one.value["account"] == checked.value["account"]
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


def code_rules() -> Iterator[str]:
    """Name every rule that is checked by code, about one document or several."""
    for rules in (MANIFEST, CHAIN, NAMESAKES, CATALOGUE, HOLDING, SUCCESSION):
        yield from (rule.id for rule in rules.all)
    yield from ("unknown-major-version", "critical-is-declared", "unknown-critical-extension", "known-by-its-digest")
