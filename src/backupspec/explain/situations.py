"""The situations in which a policy is asked something: what is known of a phone, enumerated around every boundary.

A situation is a value for each fact that is asked about. Facts that have to do with one another vary together (no account, no sign-in; no
toggle on without those that it requires); all others vary by themselves. So the situations are the product of a few short lists, *factors*,
and what holds for some of them can be found list by list.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from math import prod

from backupspec.explain.words import fact_in_words, label
from backupspec.policy import durations
from backupspec.policy.conditions import Facts, holds
from backupspec.policy.model import FACT_VALUES, Condition, Policy

MOST = 20_000
"""How many situations are looked at for one question. A policy that asks about more is asked with one factor varied at a time."""

MOST_SUBSETS = 10
"""Of how many words all subsets are looked at. Of more: none, all, each alone, and all but each."""

BOX = "box:"
"""How the name of a fact begins that says whether a box is ticked; the id of its toggle follows."""

Factor = list[Facts]

_ACCOUNTS: Factor = [
    {"account": True, "sign_in": "valid"},
    {"account": True, "sign_in": "lapsed"},
    {"account": False, "sign_in": "none"},
]


def factors(policies: Sequence[Policy], needs: Sequence[Condition], lengths: Iterable[str] = ()) -> list[Factor]:
    """List, for each group of facts that some conditions ask about, all that it can be, what fulfils most conditions first.

    The age of the newest backup is a second below, at, and a second above each of the lengths of time, and of the conditions' own; None
    where there is no backup.
    """
    bounds = {*lengths, *(length for need in needs for length in (need.at_least, need.more_than) if length)}
    asked = dict.fromkeys([*(need.fact for need in needs), *(("age",) if bounds else ())])
    found: list[Factor] = []
    done: set[str] = set()
    for fact in asked:
        if fact not in done:
            factor = _factor(policies, fact, list(asked), bounds)
            found.append(sorted(factor, key=lambda facts: _unmet_count(needs, facts)))
            done.update(factor[0])
    return found


def _factor(policies: Sequence[Policy], fact: str, asked: list[str], bounds: Iterable[str]) -> Factor:
    """List all that a fact can be, together with those of the others that have to do with it."""
    values = FACT_VALUES.get(fact, ())
    if fact in _ACCOUNTS[0]:
        return _only(asked, _ACCOUNTS)
    if values == ("on", "off"):
        return toggles(policies, [name for name in asked if FACT_VALUES.get(name) == values])
    return [{fact: value} for value in values or ages(bounds)]


def _only(asked: list[str], situations: Factor) -> Factor:
    """Leave out the facts that nobody asks about, and what is then there twice."""
    left: Factor = []
    for situation in situations:
        facts = {name: value for name, value in situation.items() if name in asked}
        if facts not in left:
            left.append(facts)
    return left


def _unmet_count(needs: Sequence[Condition], facts: Facts) -> int:
    return sum(need.fact in facts and not holds(need, facts) for need in needs)


def ages(lengths: Iterable[str]) -> list[int | None]:
    """List the ages of a newest backup around some lengths of time, and None: there is no backup."""
    bounds = {durations.seconds(length) for length in lengths}
    return [*sorted({bound + step for bound in bounds for step in (-1, 0, 1)}), None]


def toggles(policies: Sequence[Policy], names: Sequence[str]) -> Factor:
    """List how toggles can stand: on only together with what they require, in one of the policies at least."""
    known = {toggle.id for policy in policies for toggle in policy.toggles}
    able = [name for name in names if name in known]
    return [
        {name: "on" if name in on else "off" for name in names}
        for on in subsets(able)
        if any(on.issuperset(_required(policy, on) & set(names)) for policy in policies)
    ]


def _required(policy: Policy, on: Iterable[str]) -> set[str]:
    """Tell what some toggles require, directly or by way of others."""
    requires = {toggle.id: toggle.requires for toggle in policy.toggles}
    found: set[str] = set()
    left = list(on)
    while left:
        new = set(requires.get(left.pop(), ())) - found
        found |= new
        left += new
    return found


def subsets(names: Sequence[str]) -> Iterator[frozenset[str]]:
    """Go through the subsets of some names, the greatest first; of very many names, through those that differ most."""
    names = list(dict.fromkeys(names))
    every = frozenset(names)
    if len(names) <= MOST_SUBSETS:
        for kept in product((True, False), repeat=len(names)):
            yield frozenset(name for name, keep in zip(names, kept, strict=True) if keep)
        return
    yield from (every, *(every - {name} for name in names), *(frozenset((name,)) for name in names), frozenset())


def put_together(parts: Sequence[Factor]) -> list[Facts]:
    """List the situations that factors make, those nearest to the first of each factor first."""
    if prod(map(len, parts)) > MOST:
        first: Facts = {name: value for part in parts for name, value in part[0].items()}
        return [first, *({**first, **facts} for part in parts for facts in part[1:])]
    combined = sorted(product(*(enumerate(part) for part in parts)), key=lambda each: sum(number for number, _ in each))
    return [{name: value for _, facts in each for name, value in facts.items()} for each in combined]


def in_words(policy: Policy, situation: Facts) -> str:
    """Say a situation: `the phone has Wi-Fi; Settings backup is on`."""
    return "; ".join(_fact(policy, situation, name) for name in situation)


def _fact(policy: Policy, situation: Facts, name: str) -> str:
    value = situation[name]
    if name.startswith(BOX):
        return f"the box {label(policy, name.removeprefix(BOX))} is {'' if value else 'not '}ticked"
    if value is None:
        return "there is no backup yet"
    if isinstance(value, str | bool):
        return fact_in_words(policy, name, (value,))
    return f"its newest backup is {durations.in_words(value)} old"
