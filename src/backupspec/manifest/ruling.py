"""What the rules that a schema cannot say have in common: a name, why it is there, what it reads, and a function that finds breaches."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from msgspec import Struct

from backupspec.manifest.problems import Path, Problem, problem


class Breach(Struct, frozen=True):
    """One place at which a rule is broken."""

    path: Path
    expected: str
    found: str


Find = Callable[..., Iterator[Breach]]


class Rule(Struct, frozen=True):
    """A rule that code checks. It is silent where a member that it reads has not even the form that the schema asks for."""

    id: str
    why: str
    reads: tuple[str, ...]
    find: Find

    def problems(self, *documents: Any) -> Iterator[Problem]:
        """Tell the problems of the first document, which may be seen in others."""
        return (problem(each.path, self.id, each.expected, each.found, self.why) for each in self.find(*documents))


class Rules:
    """A list of rules that grows with each function that is marked as one."""

    def __init__(self) -> None:
        self.all: list[Rule] = []

    def rule(self, name: str, *, reads: Iterable[str], why: str) -> Callable[[Find], Find]:
        """Mark a function as a rule."""

        def add(find: Find) -> Find:
            self.all.append(Rule(name, why, tuple(reads), find))
            return find

        return add

    def problems(self, *documents: Any, formless: Collection[str] = ()) -> Iterator[Problem]:
        """Tell what is wrong with the first document; `formless` are its members that are not of the form to be read."""
        unread = frozenset(formless)
        for rule in self.all:
            if unread.isdisjoint(rule.reads):
                yield from rule.problems(*documents)
