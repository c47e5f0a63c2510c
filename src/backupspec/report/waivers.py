"""Waivers: known failures that somebody answers for, until a day. A list is strict, so that nothing is waived by mistake or for ever.

Only a failure can be waived: what errored, or could not be tested, was not judged, and nobody knows what would be waived.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct, structs

from backupspec.gherkin.catalogue import Catalogue, nearest_id
from backupspec.invariants import INVARIANTS
from backupspec.policy.fitting import Form
from backupspec.policy.mistakes import Mistake, PolicyMistakes, shown
from backupspec.policy.reading import Document, read
from backupspec.policy.schema import DIALECT, without_margins
from backupspec.world.verdicts import Result

Id = Annotated[str, Meta(title="the id of a scenario or an invariant", examples=["REM-01.02"])]
SOME_TEXT = r"^[\s\S]*\S[\s\S]*$"
Reason = Annotated[str, Meta(pattern=SOME_TEXT, title="why it fails for now", examples=["Mended in 2.1"])]
Owner = Annotated[str, Meta(pattern=SOME_TEXT, title="who answers for it", examples=["Ann Lee"])]
Link = Annotated[
    str, Meta(pattern=r"^https?://\S+$", title="where it is followed", examples=["https://acme.example/7"])
]
Day = Annotated[str, Meta(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$", title="the last day", examples=["2026-12-31"])]


MOST_VALUES = 100_000
"""Enough to waive each scenario that there is."""


class Waiver(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One waiver: of a scenario, or of an invariant wherever it alone makes a scenario fail. It holds to the end of its last day, in UTC."""

    id: Id
    reason: Reason
    owner: Owner
    link: Link
    expires: Day


class Waivers(Struct, frozen=True, forbid_unknown_fields=True):
    """A file of waivers."""

    waivers: tuple[Waiver, ...]


def schema() -> dict[str, Any]:
    """Make the JSON Schema of a file of waivers. What it cannot say, `read_waivers` does: known ids, each once, real days."""
    title = "Known failures, each with who answers for it and until when."
    return {
        "$schema": DIALECT,
        "$id": "waivers.schema.json",
        "title": title,
        **without_margins(msgspec.json.schema(Waivers)),
    }


def waivable(catalogue: Catalogue) -> set[str]:
    """Tell the ids that can be waived: those of scenarios and of invariants."""
    return {*(each.id for each in catalogue.scenarios), *(each.id for each in INVARIANTS)}


def read_waivers(text: str, file: str, known: Collection[str], today: date | None = None) -> tuple[Waiver, ...]:
    """Read a file of waivers; raise PolicyMistakes, which tells all that is wrong with it.

    `known` holds the ids that can be waived. Where today's date is given, a waiver that has expired is a mistake.
    """
    document = read(text, file, MOST_VALUES)
    mistakes = [*document.mistakes, *_of_form(document), *_of_entries(document, known, today)]
    if mistakes:
        raise PolicyMistakes(mistakes)
    return msgspec.convert(document.value, Waivers).waivers


def _of_form(document: Document) -> Iterator[Mistake]:
    """Tell where a file has not the form of waivers. What is left empty is called so: a list that was made begins like that."""
    if not isinstance(document.value, dict):
        yield document.mistake((), f"the file holds {shown(document.value)}", "waivers: and a list of them")
        return
    empty = {document.where(place) for place in document.lines if place and document.at(place) is None}
    for mistake in _form().misfits(document):
        yield structs.replace(mistake, problem="it is not filled in") if mistake.where in empty else mistake


@lru_cache
def _form() -> Form:
    """Make the form of a file of waivers once."""
    return Form(schema())


def _of_entries(document: Document, known: Collection[str], today: date | None) -> Iterator[Mistake]:
    """Tell which waivers are of nothing, come twice, or are of no day or one that is past."""
    entries = document.at(("waivers",))
    seen: dict[str, int] = {}
    for number, entry in enumerate(entries if isinstance(entries, list) else ()):
        if not isinstance(entry, dict):
            continue
        id_, place = entry.get("id"), ("waivers", number, "id")
        if isinstance(id_, str):
            if id_ in seen:
                problem = f"{shown(id_)} is waived a second time (first on line {seen[id_]})"
                yield document.mistake(place, problem, "one waiver of each")
            elif id_ not in known:
                yield document.mistake(place, *_unknown(id_, known))
            seen.setdefault(id_, document.line(place))
        if isinstance(entry.get("expires"), str):
            yield from _of_day(document, number, entry["expires"], today)


def _unknown(came: str, known: Collection[str]) -> tuple[str, str]:
    """Say what is wrong with an id that cannot be waived, and what could be meant."""
    several = sorted(id_ for id_ in known if came and id_.startswith((f"{came}.", f"{came}/")))
    if several:
        return f"{shown(came)} is more than one scenario", f"the id of each that fails, such as {several[0]}"
    problem = f"there is no scenario or invariant {shown(came)}{nearest_id(came, known)}"
    return problem, "an id that `backupspec clauses` lists"


def _of_day(document: Document, number: int, came: str, today: date | None) -> Iterator[Mistake]:
    place = ("waivers", number, "expires")
    try:
        day = date.fromisoformat(came)
    except ValueError:
        if len(came) == len("2026-12-31"):  # of another form, the schema speaks
            yield document.mistake(place, f"there is no day {shown(came)}", "a day, such as '2026-12-31'")
        return
    if today is not None and today > day:
        problem = f"it expired on {day}, and today is {today}"
        yield document.mistake(
            place, problem, "today or later: mend what fails, or agree on another day with its owner"
        )


State = Literal["covers", "covers_nothing", "not_judged", "not_run"]
"""What a waiver did: it covers failures; or what it waives passes; or that errored, was untestable or broke the contract, too; or it was no part of the run."""


COVERS_NOTHING = "what it waives passes; delete this waiver"


class Waived(Struct, frozen=True, kw_only=True):
    """A waiver, and the failed scenarios that it covers."""

    waiver: Waiver
    state: State
    covers: tuple[str, ...]


def with_waivers(results: Iterable[Result], waivers: Iterable[Waiver]) -> tuple[Result, ...]:
    """Call the failures waived that are. A scenario that failed for another reason, too, than invariants that are waived stays failed."""
    ids = {waiver.id for waiver in waivers}
    return tuple(structs.replace(each, verdict="waived") if _is_waived(each, ids) else each for each in results)


def _is_waived(result: Result, ids: Collection[str]) -> bool:
    if result.verdict != "failed" or not can_be_waived(result):
        return False
    return result.id in ids or (failed_by_invariants_alone(result) and _broken(result) <= set(ids))


def can_be_waived(result: Result) -> bool:
    """Tell whether a failure is all that happened: where the world could not be closed, too, the contract was broken."""
    return result.failure is None or not result.failure.is_unclosed


def failed_by_invariants_alone(result: Result) -> bool:
    """Tell whether each step of a failed scenario was carried out, and held."""
    return result.failure is not None and result.failure.step is None and bool(result.failure.violations)


def _broken(result: Result) -> set[str]:
    """Tell which invariants a scenario showed to be broken."""
    return {each.invariant for each in result.failure.violations} if result.failure else set()


def what_they_did(
    results: Sequence[Result], waivers: Iterable[Waiver], invariants: Collection[str], *, whole: bool
) -> Iterator[Waived]:
    """Tell of each waiver what it did, in the order of their ids.

    `results` are those with waivers. Only of a whole run can it be said that an invariant held throughout.
    """
    whole = whole and not {"errored", "untestable"} & {result.verdict for result in results}
    by_id = {result.id: result for result in results}
    for waiver in sorted(waivers, key=lambda waiver: waiver.id):
        if waiver.id in invariants:
            yield _of_invariant(waiver, results, whole=whole)
        else:
            yield _of_scenario(waiver, by_id.get(waiver.id))


def _of_invariant(waiver: Waiver, results: Sequence[Result], *, whole: bool) -> Waived:
    broken = [result for result in results if waiver.id in _broken(result)]
    covers = tuple(result.id for result in broken if result.verdict == "waived" and failed_by_invariants_alone(result))
    state: State = "covers" if broken else "covers_nothing" if whole else "not_run"
    return Waived(waiver=waiver, state=state, covers=covers)


_STATES: dict[str, State] = {
    "waived": "covers",
    "passed": "covers_nothing",
    "failed": "not_judged",
    "errored": "not_judged",
    "untestable": "not_judged",
}


def _of_scenario(waiver: Waiver, result: Result | None) -> Waived:
    state = _STATES.get(result.verdict, "not_run") if result else "not_run"
    return Waived(waiver=waiver, state=state, covers=(waiver.id,) if state == "covers" else ())
