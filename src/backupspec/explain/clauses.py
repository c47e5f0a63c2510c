"""`backupspec clauses`: all that there is about each clause - its scenarios, what is left open, its invariants, and the miniatures that break it.

Of a scenario: its steps, with the values of its row.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from textwrap import fill
from typing import Any

from msgspec import Struct

from backupspec import shipped
from backupspec.faults import MINIATURES, Miniature
from backupspec.gherkin.catalogue import Catalogue, read_catalogue
from backupspec.gherkin.features import Clause, Scenario, Step
from backupspec.invariants import INVARIANTS, Invariant
from backupspec.policy.model import Choice, Settled

KIND_LETTERS = {
    "behaviour": "B",
    "label": "U",
    "content": "D",
    "precondition": "P",
    "warning": "W",
    "privacy": "V",
    "informative": "I",
}
"""The letter that stands for each kind of clause in `clauses --json`."""

WIDTH = 78
MOST_NAMED = 3
"""How many miniatures of a clause are named where all clauses are listed."""


class About(Struct, frozen=True, kw_only=True):
    """All that there is about one clause. `profiles` are those that have it."""

    clause: Clause
    profiles: tuple[str, ...]
    scenarios: tuple[Scenario, ...]
    choices: tuple[Choice, ...]
    settled: tuple[Settled, ...]
    invariants: tuple[Invariant, ...]
    miniatures: tuple[Miniature, ...]


def about_clauses() -> tuple[About, ...]:
    """Put together what the features, the policies, the invariants and the miniatures say of each clause, in the order of the ids."""
    catalogue = read_catalogue(shipped.folder("features"))
    return tuple(
        About(
            clause=clause,
            profiles=clause.profiles or shipped.PROFILES,
            scenarios=_scenarios(catalogue, clause),
            choices=tuple(choice for choice in policy_choices() if choice.clause == clause.id),
            settled=tuple(entry for entry in policy_settled() if entry.clause == clause.id),
            invariants=tuple(sorted((each for each in INVARIANTS if clause.id in each.clauses), key=number)),
            miniatures=tuple(each for each in MINIATURES.values() if each.clause == clause.id),
        )
        for clause in catalogue.clauses
    )


def policy_choices() -> list[Choice]:
    """List the choices of all profiles, each once: as the norm words it, where it has it."""
    return list(
        {each.id: each for name in reversed(shipped.PROFILES) for each in shipped.profile(name).choices}.values()
    )


def policy_settled() -> list[Settled]:
    """List the settled readings of all profiles, each once: as the norm words it, where it has it."""
    return list(
        {each.id: each for name in reversed(shipped.PROFILES) for each in shipped.profile(name).settled}.values()
    )


def _scenarios(catalogue: Catalogue, clause: Clause) -> tuple[Scenario, ...]:
    return tuple(scenario for scenario in catalogue.scenarios if clause.id in scenario.clauses)


def number(invariant: Invariant) -> int:
    """Tell the number of an invariant: I9 comes before I10."""
    return int(invariant.id.removeprefix("I"))


def asked_for(id_: str, every: Iterable[About]) -> tuple[tuple[About, ...], tuple[Scenario, ...]]:
    """Find the clause that is asked for by its id; or, with its clause, a scenario, a row of one, or one with all its rows.

    Capital and small letters are the same here. Nothing is found for an unknown id.
    """
    wanted = id_.casefold()
    for about in every:
        if about.clause.id.casefold() == wanted:
            return (about,), ()
        scenarios = tuple(
            each for each in about.scenarios if wanted in {each.id.casefold(), each.id.partition("/")[0].casefold()}
        )
        if scenarios:
            return (about,), scenarios
    return (), ()


def steps_of(scenarios: Sequence[Scenario]) -> str:
    """Say what is done and asserted in some scenarios, as it is run: with the values of their rows."""
    return "\n".join("\n".join([*_steps(each)]) + "\n" for each in scenarios)


def _steps(scenario: Scenario) -> Iterator[str]:
    yield _wrapped(f"{scenario.id}  {scenario.title}", 0, hanging=8)
    yield _wrapped(f"{scenario.feature}, line {scenario.line}.{_only(scenario)}", 8)
    for step, keyword in _with_keywords(scenario):
        yield _wrapped(f"{keyword} {step.text}", 2, hanging=6)


def _with_keywords(scenario: Scenario) -> Iterator[tuple[Step, str]]:
    """Go through the steps; of those of one kind, those after the first begin with `And`."""
    before = ""
    for step in scenario.steps:
        yield step, "And" if step.kind == before else step.kind.capitalize()
        before = step.kind


def _only(scenario: Scenario) -> str:
    """Say whom a scenario is for, unless it is for all."""
    bounds = [*scenario.profiles, *(f"where {choice} is {value}" for choice, value in scenario.choices.items())]
    return f" Only {', '.join(bounds)}." if bounds else ""


def plain_steps(scenario: Scenario) -> dict[str, Any]:
    """Return a scenario as a JSON object."""
    return {
        "id": scenario.id,
        "clauses": list(scenario.clauses),
        "title": scenario.title,
        "feature": scenario.feature,
        "line": scenario.line,
        "profiles": list(scenario.profiles or shipped.PROFILES),
        "choices": scenario.choices,
        "steps": [f"{keyword} {step.text}" for step, keyword in _with_keywords(scenario)],
    }


def plain(about: About) -> dict[str, Any]:
    """Return all about a clause as a JSON object."""
    clause = about.clause
    return {
        "id": clause.id,
        "kind": " ".join(KIND_LETTERS[kind] for kind in clause.kinds),
        "text": clause.text,
        "profiles": list(about.profiles),
        "feature": clause.feature,
        "line": clause.line,
        "scenarios": [scenario.id for scenario in about.scenarios],
        "titles": {scenario.id: scenario.title for scenario in about.scenarios},
        "reason": clause.reason,
        "choices": [
            {"id": each.id, "question": each.text, "picked": each.picked, "allowed": each.allowed()}
            for each in about.choices
        ],
        "settled": [{"id": each.id, "question": each.text, "we_read": each.we_read} for each in about.settled],
        "invariants": [
            {"id": each.id, "text": each.text, "stated_by": each.stated_by, "readings": list(each.readings)}
            for each in about.invariants
        ],
        "miniatures": [{"name": each.name, "deviation": each.deviation} for each in about.miniatures],
    }


def in_short(every: Iterable[About]) -> str:
    """Say of each clause, in a few lines, what there is."""
    blocks = list(every)
    told = [line for about in blocks for line in _few_lines(about)]
    tested = sum(about.clause.reason is None for about in blocks)
    scenarios = len({scenario.id for about in blocks for scenario in about.scenarios})
    return "\n".join([*told, "", f"{len(blocks)} clauses, {tested} with scenarios; {scenarios} scenarios."]) + "\n"


def _few_lines(about: About) -> Iterator[str]:
    yield _headline(about)
    yield _wrapped(_tested(about), 8)
    names = [miniature.name for miniature in about.miniatures]
    more = [f"and {len(names) - MOST_NAMED} more"] if len(names) > MOST_NAMED else []
    yield from _listed(
        {
            "left open": [*(each.id for each in about.choices), *(each.id for each in about.settled)],
            "invariants": [each.id for each in about.invariants],
            "miniatures": [*names[:MOST_NAMED], *more],
        }
    )


def _headline(about: About) -> str:
    return fill(f"{about.clause.id}  {about.clause.text}", WIDTH, subsequent_indent=" " * 8)


def _tested(about: About) -> str:
    """Say how many scenarios there are, or why there is none."""
    if about.clause.reason is not None:
        return f"No test can show it. {about.clause.reason}"
    ids = [scenario.id for scenario in about.scenarios]
    of = f"{ids[0]} to {ids[-1]}" if len(ids) > 1 else ids[0]
    only = f" Only on {', '.join(about.clause.profiles)}." if about.clause.profiles else ""
    return f"{len(ids)} scenario{'s' if len(ids) > 1 else ''}: {of}.{only}"


def _listed(words: dict[str, list[str]]) -> Iterator[str]:
    for name, entries in words.items():
        if entries:
            yield _wrapped(f"{name:<10}  {', '.join(entries)}", 8, hanging=20)


def _wrapped(text: str, margin: int, hanging: int | None = None) -> str:
    """Wrap a text with a margin, and another one from its second line on."""
    return fill(
        text,
        WIDTH,
        initial_indent=" " * margin,
        subsequent_indent=" " * (hanging or margin),
        break_long_words=False,
        break_on_hyphens=False,
    )


def in_full(about: About) -> str:
    """Say all about one clause."""
    clause = about.clause
    kinds = " and ".join(clause.kinds).capitalize()
    lines = [
        _headline(about),
        _wrapped(f"{kinds}; {clause.feature}, line {clause.line}.", 8),
        _wrapped(_tested(about), 8),
        *_section("Scenarios", ((each.id, each.title) for each in about.scenarios)),
        *_section("Left open by the page: an implementation declares its reading", map(_choice, about.choices)),
        *_section("Left open by the page: one reading settles it", map(_settled, about.settled)),
        *_section("Invariants, asked after every command", map(_invariant, about.invariants)),
        *_section("Miniatures: each breaks it, and is caught", _miniatures(about)),
    ]
    return "\n".join(lines) + "\n"


def _section(title: str, entries: Iterable[tuple[str, str]]) -> list[str]:
    """Set entries below a title, each after its name; leave out the title of none."""
    lines = [_wrapped(f"{name}  {text}", 2, hanging=6) for name, text in entries]
    return ["", title, *lines] if lines else []


def _choice(choice: Choice) -> tuple[str, str]:
    return choice.id, f"{choice.text} We pick: {choice.picked}. Allowed: {choice.allowed()}."


def _settled(entry: Settled) -> tuple[str, str]:
    return entry.id, f"{entry.text} We read: {entry.we_read}"


def _invariant(invariant: Invariant) -> tuple[str, str]:
    return invariant.id, f"{invariant.text} Stated by {who_states(invariant)}."


def _miniatures(about: About) -> Iterator[tuple[str, str]]:
    for miniature in about.miniatures:
        yield miniature.name, miniature.deviation


def who_states(invariant: Invariant, named: Callable[[str], str] = str) -> str:
    """Say who states an invariant: the page, the page with our readings of it, or we."""
    match invariant.stated_by:
        case "page":
            return "the page"
        case "reading":
            return f"the page, as read in {', '.join(map(named, invariant.readings))}"
        case "us":
            return f"us, going by {', '.join(map(named, invariant.readings))}" if invariant.readings else "us"
