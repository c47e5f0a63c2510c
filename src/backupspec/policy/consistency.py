"""What a schema cannot say of a policy: its entries must fit each other.

One function a rule, yielding mistakes. They look at plain values, so that a policy of the wrong shape shows these mistakes along with those
of its shape: where a value has the wrong shape, they say nothing of it.
"""

from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import Any

import msgspec

from backupspec.policy import durations
from backupspec.policy.mistakes import Mistake, nearest, one_of, shown
from backupspec.policy.model import CHOICE_IDS, FACT_VALUES, MEDIA, Numbers
from backupspec.policy.reading import Document, Place

Row = dict[str, Any]

_COMPARISONS = ("equals", "one_of", "at_least", "more_than")
_LENGTHS = ("at_least", "more_than")


def contradictions(document: Document) -> Iterator[Mistake]:
    """Go through every rule."""
    for rule in _RULES:
        yield from rule(document)


def _ids_stand_once(document: Document) -> Iterator[Mistake]:
    """No two entries of a list have one id, and no two readings of a choice one value."""
    for name in ("toggles", "parts", "controls", "choices", "settled"):
        yield from _stands_once(document, _rows(document, name), ("id",))
    for place, _ in _rows(document, "choices"):
        yield from _stands_once(document, _rows(document, *place, "readings"), ("value",))


def _upload_rows_stand_once(document: Document) -> Iterator[Mistake]:
    """A medium at one quality has one row."""
    yield from _stands_once(document, _rows(document, "uploads", "table"), ("medium", "quality"))


def _stands_once(document: Document, rows: Iterable[tuple[Place, Row]], names: tuple[str, ...]) -> Iterator[Mistake]:
    """No two rows have the same words under these names."""
    first: dict[tuple[str, ...], Place] = {}
    for place, row in rows:
        words = tuple(word for name in names if isinstance(word := row.get(name), str))
        if len(words) < len(names):
            continue
        if words in first:
            said = " at ".join(shown(word) for word in words)
            problem = f"{said} stands here a second time (first on line {document.line((*first[words], names[0]))})"
            example = f"whoever looks for {said} finds two entries, and cannot know which counts"
            yield document.mistake((*place, names[0]), problem, "it once", example=example)
        first.setdefault(words, place)


def _toggles_require_toggles(document: Document) -> Iterator[Mistake]:
    """What a toggle requires is another toggle."""
    known = _ids(document, "toggles")
    for place, row in _rows(document, "toggles"):
        for at, word in _words(document, *place, "requires"):
            if word == row.get("id"):
                example = f"{word} is off: it can be turned on only once it is on"
                yield document.mistake(at, f"{word} requires itself", "another toggle", example=example)
            elif word not in known:
                problem = f"there is no toggle {shown(word)}{nearest(word, known)}"
                example = f"all that can be turned on is on: this is still not enough to turn {_id(row)} on"
                yield document.mistake(at, problem, one_of(known), example=example)


def _toggles_require_no_circle(document: Document) -> Iterator[Mistake]:
    """No toggle requires, by way of others, itself. Of several circles, one is told."""
    graph = {
        row["id"]: {word for _, word in _words(document, *place, "requires") if word != row["id"]}
        for place, row in _rows(document, "toggles")
        if isinstance(row.get("id"), str)
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = list(reversed(error.args[1]))
        place = next(place for place, row in _rows(document, "toggles") if row.get("id") == circle[0])
        said = ", ".join(f"{one} requires {other}" for one, other in pairwise(circle))
        example = "all of them are off: none can be turned on before another is on"
        yield document.mistake(
            (*place, "requires"), f"a circle: {said}", "toggles that can be turned on one by one", example=example
        )


def _toggles_cover_parts(document: Document) -> Iterator[Mistake]:
    """What a toggle covers is a part."""
    known = _ids(document, "parts")
    for place, _ in _rows(document, "toggles"):
        for at, word in _words(document, *place, "covers"):
            if word not in known:
                yield document.mistake(at, f"there is no part {shown(word)}{nearest(word, known)}", one_of(known))


def _conditions_compare_once(document: Document) -> Iterator[Mistake]:
    """A condition makes exactly one comparison."""
    for place, row in _conditions(document):
        said = [name for name in _COMPARISONS if row.get(name) not in (None, [])]
        if len(said) != 1:
            problem = f"it compares in several ways: {', '.join(said)}" if said else "it compares with nothing"
            yield document.mistake(place, problem, f"exactly one of {one_of(_COMPARISONS)}")


def _conditions_can_hold(document: Document) -> Iterator[Mistake]:
    """A fact is compared with what it can be."""
    for place, row in _conditions(document):
        fact = row.get("fact")
        if not isinstance(fact, str) or fact not in FACT_VALUES:
            continue
        values = FACT_VALUES[fact]
        for name in _COMPARISONS:
            if row.get(name) in (None, []):
                continue
            at = (*place, name)
            if (name in _LENGTHS) == bool(values):
                kind = "is no length of time" if values else "is a length of time"
                yield document.mistake(at, f"{fact} {kind}", one_of(_COMPARISONS[:2] if values else _LENGTHS))
            elif values:
                yield from _values_can_be(document, at, fact, values)


def _values_can_be(document: Document, place: Place, fact: str, values: tuple[str | bool, ...]) -> Iterator[Mistake]:
    """Each value that a fact is compared with is one that it can have."""
    came = document.at(place)
    each = (
        [((*place, number), value) for number, value in enumerate(came)] if isinstance(came, list) else [(place, came)]
    )
    for at, value in each:
        if isinstance(value, str | bool) and value not in values:
            example = f"of {fact}, there are the situations {one_of(values)}: in none of them is it {shown(value)}"
            yield document.mistake(at, f"{fact} is never {shown(value)}", one_of(values), example=example)


def _controls_set_something(document: Document) -> Iterator[Mistake]:
    """A toggle on the phone sets a toggle of the policy, a choice sets a medium, and nothing else sets anything."""
    settable = {"toggle": _ids(document, "toggles"), "choice": MEDIA, "page": (), "button": ()}
    for place, row in _rows(document, "controls"):
        kind, came = row.get("kind"), row.get("sets")
        if not isinstance(kind, str) or kind not in settable or not isinstance(came, str | None):
            continue
        known = settable[kind]
        if came is None and known:
            yield document.mistake((*place, "sets"), f"a {kind} that sets nothing", one_of(known))
        elif came is not None and came not in known:
            yield document.mistake(
                (*place, "sets"), f"a {kind} cannot set {shown(came)}{nearest(came, known)}", one_of(known)
            )


def _controls_lie_on_pages(document: Document) -> Iterator[Mistake]:
    """A control is held by a page, which is a control, too, or has a path; no page is held by itself, by way of others."""
    pages = {row["id"]: row for _, row in _rows(document, "controls") if isinstance(row.get("id"), str)}
    known = [name for name, row in pages.items() if row.get("kind") == "page"]
    for place, row in _rows(document, "controls"):
        page, at = row.get("page"), (*place, "page")
        if (page is None) == (row.get("path") is None):
            problem = "it lies nowhere" if page is None else "it has a page and a path"
            yield document.mistake(place, problem, "the page that holds it, or a path")
        elif isinstance(page, str) and page not in known:
            problem = f"{page} is no page" if page in pages else f"there is no page {shown(page)}{nearest(page, known)}"
            example = f"a person looks for {shown(row.get('label'))}, and nothing on the phone leads there"
            yield document.mistake(at, problem, one_of(known), example=example)
        elif isinstance(page, str) and row.get("id") in _held_by(pages, page):
            yield document.mistake(at, "a page that is held, by way of others, by itself", "pages that lead somewhere")


def _held_by(pages: Mapping[str, Row], page: Any) -> set[str]:
    """Return a page, and those that it is held by."""
    found: set[str] = set()
    while isinstance(page, str) and page in pages and page not in found:
        found.add(page)
        page = pages[page].get("page")
    return found


def _controls_offer_rows(document: Document) -> Iterator[Mistake]:
    """A choice on the phone offers the first state and qualities that the upload table has for its medium."""
    for place, row in _rows(document, "controls"):
        options, medium = row.get("options", {}), row.get("sets")
        if row.get("kind") != "choice":
            if options:
                yield document.mistake((*place, "options"), "only a choice has options", "none")
        elif medium in MEDIA and isinstance(options, dict):
            known = _qualities(document, medium)
            if not options:
                yield document.mistake((*place, "options"), "a choice that offers nothing", one_of(known))
            for option in options:
                if option not in known:
                    problem = f"uploads.table has no such quality for {medium}{nearest(option, known)}"
                    example = (
                        f"someone chooses {shown(option)} for {medium}: no row says over which networks they upload"
                    )
                    yield document.mistake((*place, "options", option), problem, one_of(known), example=example)


def _rows_depend_on_readings(document: Document) -> Iterator[Mistake]:
    """What is offered under a reading alone names a choice of the policy, and one of its readings."""
    readings = {
        row["id"]: document.at((*place, "readings"))
        for place, row in _rows(document, "choices")
        if isinstance(row.get("id"), str)
    }
    for place, row in _rows(document, "uploads", "table"):
        wanted = row.get("offered_if", {})
        for name, value in wanted.items() if isinstance(wanted, dict) else ():
            at = (*place, "offered_if", name)
            if name not in readings:
                yield document.mistake(
                    at, f"there is no choice {shown(name)}{nearest(name, readings)}", one_of(readings)
                )
                continue
            listed = readings[name] if isinstance(readings[name], list) else ()
            known = [each["value"] for each in listed if isinstance(each, dict) and isinstance(each.get("value"), str)]
            if isinstance(value, str) and value not in known:
                yield document.mistake(
                    at, f"{name} has no reading {shown(value)}{nearest(value, known)}", one_of(known)
                )


def _qualities(document: Document, medium: str) -> list[str]:
    """List what can be chosen for a medium: the first state, and a quality for each of its rows."""
    rows = [row.get("quality") for _, row in _rows(document, "uploads", "table") if row.get("medium") == medium]
    return [word for word in (document.at(("uploads", "first")), *rows) if isinstance(word, str)]


def _choices_are_made(document: Document) -> Iterator[Mistake]:
    """Every choice that the processes ask for is there."""
    if not isinstance(document.at(("choices",)), list):
        return
    present = _ids(document, "choices")
    others = [word for word in present if word not in CHOICE_IDS]
    for word in CHOICE_IDS:
        if word not in present:
            near = nearest(word, others).replace("is meant", "is meant for it")
            yield document.mistake(
                ("choices",), f"the choice {word} is missing{near}", "all of " + ", ".join(CHOICE_IDS)
            )


def _choices_have_bounds(document: Document) -> Iterator[Mistake]:
    """A choice has readings, or else a shortest and a longest length of time."""
    for place, row in _rows(document, "choices"):
        readings, bounds = bool(row.get("readings")), [row.get(name) is not None for name in ("shortest", "longest")]
        allowed = "readings, or else both shortest and longest"
        if row.get("numbers") is not None and not readings:
            yield document.mistake((*place, "numbers"), "numbers stand beside readings alone", "readings beside them")
        if readings and any(bounds):
            yield document.mistake(place, "it has readings and bounds", allowed)
        elif not readings and not any(bounds):
            yield document.mistake(place, "it has neither readings nor bounds", allowed)
        elif not readings and not all(bounds):
            yield document.mistake(place, f"{'longest' if bounds[0] else 'shortest'} is missing", allowed)


def _choices_pick_what_is_allowed(document: Document) -> Iterator[Mistake]:
    """What is picked is one of the readings, a number beside them, or a length of time within the bounds."""
    for place, row in _rows(document, "choices"):
        picked = row.get("picked")
        readings = [row["value"] for _, row in _rows(document, *place, "readings") if isinstance(row.get("value"), str)]
        if not isinstance(picked, str) or (row.get("readings") and not readings):
            continue
        at = (*place, "picked")
        numbers = _numbers(document, place)
        if readings and picked not in readings and not (numbers is not None and numbers.allow(picked)):
            allowed = one_of([*readings, *([numbers.span()] if numbers is not None else [])])
            problem = f"{shown(picked)} is not one of the readings{nearest(picked, readings)}"
            yield document.mistake(at, problem, allowed)
        elif not readings:
            yield from _within(document, place, picked)


def _numbers(document: Document, place: Place) -> Numbers | None:
    """Tell the whole numbers that are readings of a choice, if they have the right shape."""
    try:
        return msgspec.convert(document.at((*place, "numbers")), Numbers | None)
    except msgspec.ValidationError:
        return None


def _numbers_lie_in_order(document: Document) -> Iterator[Mistake]:
    """Of the whole numbers that are readings of a choice, the fewest is not more than the most."""
    for place, _ in _rows(document, "choices"):
        numbers = _numbers(document, place)
        if numbers is not None and numbers.fewest > numbers.most:
            at = (*place, "numbers", "fewest")
            yield document.mistake(at, f"{numbers.fewest} is more than the most", f"up to {numbers.most}")


def _within(document: Document, place: Place, picked: str) -> Iterator[Mistake]:
    """A length of time lies within the bounds of its choice, and these lie in order."""
    shortest, longest = document.at((*place, "shortest")), document.at((*place, "longest"))
    low, high, between = _seconds(shortest), _seconds(longest), _seconds(picked)
    if low is None or high is None:
        return
    if low > high:
        yield document.mistake(
            (*place, "shortest"), f"{shown(shortest)} is longer than the longest", f"up to {longest}"
        )
    elif between is None or not low <= between <= high:
        problem = f"{shown(picked)} is not within the bounds"
        yield document.mistake((*place, "picked"), problem, f"a length of time from {shortest} to {longest}")


def _seconds(text: Any) -> int | None:
    """Tell how many seconds a length of time has, or None if it is none."""
    try:
        return durations.seconds(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _rows(document: Document, *place: str | int) -> Iterator[tuple[Place, Row]]:
    """Go through the entries of a list that have members."""
    rows = document.at(place)
    for number, row in enumerate(rows if isinstance(rows, list) else ()):
        if isinstance(row, dict):
            yield (*place, number), row


def _words(document: Document, *place: str | int) -> Iterator[tuple[Place, str]]:
    """Go through the words of a list."""
    words = document.at(place)
    for number, word in enumerate(words if isinstance(words, list) else ()):
        if isinstance(word, str):
            yield (*place, number), word


def _id(row: Row) -> str:
    """Tell the id of an entry, for readers."""
    return shown(row.get("id"))


def _ids(document: Document, *place: str) -> dict[str, None]:
    """Tell the ids of a list's entries, in order."""
    return {row["id"]: None for _, row in _rows(document, *place) if isinstance(row.get("id"), str)}


def _conditions(document: Document) -> Iterator[tuple[Place, Row]]:
    """Go through all that an automatic backup, a manual one and the reminder need."""
    for name in ("automatic", "manual", "reminder"):
        yield from _rows(document, name, "needs")


_RULES = (
    _ids_stand_once,
    _upload_rows_stand_once,
    _toggles_require_toggles,
    _toggles_require_no_circle,
    _toggles_cover_parts,
    _conditions_compare_once,
    _conditions_can_hold,
    _controls_set_something,
    _controls_lie_on_pages,
    _controls_offer_rows,
    _rows_depend_on_readings,
    _choices_are_made,
    _choices_have_bounds,
    _numbers_lie_in_order,
    _choices_pick_what_is_allowed,
)
