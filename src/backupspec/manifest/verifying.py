"""All that is wrong with a manifest or a catalogue: first its version, then its shape, then what only code can tell.

1. Of an unknown major version, nothing else is said.
2. The schema; in a newer minor version, members that are not known here are passed over.
3. The rules in code, each unless what it reads is not of the form that the schema asks for.
4. Several documents together: the chain of a line, a catalogue and its manifests, a catalogue and its earlier revision.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
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
    by_id: dict[tuple[str, str], list[int]] = {}
    for number, each in enumerate(checked):
        if each.value and not each.formless:
            by_id.setdefault((each.value["account"], each.value["backup"]["id"]), []).append(number)
    found: list[tuple[int, Problem]] = []
    for (account, _), namesakes in by_id.items():
        for number in namesakes:
            own = checked[number].value
            others = (checked[other].value for other in namesakes[:2] if other != number)
            found.extend((number, one) for other in others for one in NAMESAKES.problems(own, other))
            previous = own["backup"]["previous"]
            for other in by_id.get((account, previous["id"]), ())[:1] if previous else ():
                if other != number:
                    found.extend((number, one) for one in CHAIN.problems(own, checked[other].value))
    return found


def catalogues_together(catalogues: Sequence[Checked], manifests: Sequence[Checked]) -> list[tuple[int, Problem]]:
    """Tell what is wrong with catalogues in view of the manifests and of one another, each problem with the number of its catalogue."""
    found: list[tuple[int, Problem]] = []
    for number, each in enumerate(catalogues):
        if each.value is None or each.formless:
            continue
        own = {
            one.value["backup"]["id"]: one.value
            for one in manifests
            if one.value and not one.formless and one.value["account"] == each.value["account"]
        }
        found.extend((number, one) for one in HOLDING.problems(each.value, own))
        earlier = _earlier(each, catalogues)
        if earlier is not None:
            found.extend((number, one) for one in SUCCESSION.problems(each.value, earlier.value))
    return found


def _earlier(later: Checked, catalogues: Sequence[Checked]) -> Checked | None:
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
