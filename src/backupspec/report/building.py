"""What to build next: which command or hook, added to what there is, opens the most clauses that could not be tested."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from backupspec.world.verdicts import Result

MOST = 10
"""How many are told."""


class Next(Struct, frozen=True, kw_only=True):
    """What to build, and how many scenarios, of how many clauses, it opens once those before it are there. Several things open these together only."""

    build: tuple[str, ...]
    scenarios: int
    clauses: int


class Waiting(Struct, frozen=True):
    """A scenario that could not be tested: its clauses, and all that is missing for it."""

    clauses: tuple[str, ...]
    missing: frozenset[str]


def what_next(results: Iterable[Result], lacking: Iterable[str] = ()) -> tuple[Next, ...]:
    """Tell what to build, step by step: each time what opens the most clauses for every thing that has to be built.

    A scenario ends at the first thing that is missing. What else it would miss is known from all that it needs, from what is listed as unfinished or
    lacking, and from what was missing in other scenarios.
    """
    return tuple(_steps(list(_waiting(tuple(results), lacking))))


def _waiting(results: Sequence[Result], lacking: Iterable[str]) -> Iterator[Waiting]:
    untestable = [(result, result.failure) for result in results if result.verdict == "untestable" and result.failure]
    gone = {*lacking, *(failure.missing for _, failure in untestable if failure.missing is not None)}
    for result, failure in untestable:
        met = set() if failure.missing is None else {failure.missing}
        if missing := met | gone & set(failure.needs):
            yield Waiting(result.clauses, frozenset(missing))


def _steps(waiting: list[Waiting]) -> Iterator[Next]:
    """Take the best step, and go on with what is missing after it."""
    for _ in range(MOST):
        if not waiting:
            return
        best = min((_opened(build, waiting) for build in {each.missing for each in waiting}), key=_rank)
        yield best
        left = (Waiting(each.clauses, each.missing - set(best.build)) for each in waiting)
        waiting = [each for each in left if each.missing]


def _opened(build: frozenset[str], waiting: Sequence[Waiting]) -> Next:
    """Count what can be tested once something is built."""
    opened = [each.clauses for each in waiting if each.missing <= build]
    clauses = {clause for own in opened for clause in own}
    return Next(build=tuple(sorted(build)), scenarios=len(opened), clauses=len(clauses))


def _rank(found: Next) -> tuple[float, int, int, tuple[str, ...]]:
    return -found.clauses / len(found.build), len(found.build), -found.scenarios, found.build
