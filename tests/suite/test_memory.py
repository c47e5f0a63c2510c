"""Each history is judged once, and a history that differs anywhere is another one."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from msgspec.structs import replace

from backupspec import shipped
from backupspec.contract.commands import AddPhone, Command, CreateAccount
from backupspec.contract.implementation import Implementation, Opening, Performed
from backupspec.invariants import memory
from backupspec.invariants.memory import Memory
from backupspec.targets.reaching import reach
from backupspec.world.opening import opening
from backupspec.world.verdicts import Violation
from backupspec.world.world import History, World

POLICY = shipped.profile("windows-phone-8.1")
WRONG = Violation(invariant="I1", clause="GEN-01", expected="a", actual="b")


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list of how many events there were, whenever the invariants are asked."""
    asked: list[int] = []

    def violations(history: History) -> Iterator[Violation]:
        asked.append(len(history.events))
        yield WRONG

    monkeypatch.setattr(memory, "violations", violations)
    return asked


def worlds(invariants: Memory) -> Iterator[World]:
    """Open worlds of different scenarios, which have one seed."""
    reference = reach("reference")
    for number in range(2):
        yield World(reference, opening(POLICY, f"scenario-{number}"), POLICY, invariants)


def test_what_begins_alike_is_judged_once(judged: list[int]) -> None:
    """Two scenarios with the same commands and answers are one history, and both are told what is wrong with it."""
    one, other = worlds(Memory())
    for world in (one, other):
        world.must(CreateAccount(account="Ann's account"), AddPhone(phone="Ann's phone"))

    assert judged == [1, 2]
    assert one.violations == other.violations == [WRONG]


def test_another_command_is_another_history(judged: list[int]) -> None:
    """From where two differ on, each is judged."""
    one, other = worlds(Memory())
    one.must(CreateAccount(account="Ann's account"), AddPhone(phone="Ann's phone"))
    other.must(CreateAccount(account="Ann's account"), AddPhone(phone="Ben's phone"))

    assert judged == [1, 2, 2]


class Roomier:
    """The reference, which shows more room after the first command of its second world, and never again."""

    def __init__(self) -> None:
        self._reference = reach("reference")
        self._opened = self._performed = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reference, name)

    def open_world(self, asked: Opening) -> str:
        """Open a world."""
        self._opened, self._performed = self._opened + 1, 0
        return self._reference.open_world(asked)

    def perform(self, world: str, commands: Sequence[Command], *, observe: bool = False) -> Performed:
        """Do it."""
        self._performed += 1
        performed = self._reference.perform(world, commands, observe=observe)
        seen = performed.observation
        if (self._opened, self._performed) != (2, 1) or seen is None:
            return performed
        accounts = {name: replace(each, free_bytes=each.free_bytes + 1) for name, each in seen.accounts.items()}
        return replace(performed, observation=replace(seen, accounts=accounts))


@pytest.mark.parametrize(("implementation", "times"), [(reach("reference"), 2), (Roomier(), 4)], ids=["same", "other"])
def test_another_answer_is_another_history(judged: list[int], implementation: Implementation, times: int) -> None:
    """Whoever answers the same commands otherwise, even once and some time ago, is judged by all that follows."""
    invariants = Memory()
    for number in range(2):
        world = World(implementation, opening(POLICY, f"scenario-{number}"), POLICY, invariants)
        world.must(CreateAccount(account="Ann's account"), AddPhone(phone="Ann's phone"))

    assert len(judged) == times


def test_large_documents_are_looked_at_while_they_are_there(judged: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    """They are let go at the next command, and what was found out from them is needed later."""
    monkeypatch.setattr(memory, "holds_large_documents", lambda _: True)
    for world in worlds(Memory()):
        world.must(CreateAccount(account="Ann's account"))

    assert judged == [1, 1]
