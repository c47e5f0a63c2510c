"""A hundred thousand mutated manifests, catalogues and pages of journals: no traceback, nothing slow, and each problem told with its place."""

import json
import random
import re
import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from corrupting import WAYS
from golden import VALID

from backupspec.commands.validate import Told, Unknown, examined, in_lines, together
from backupspec.manifest.problems import LONGEST_NAME, MOST_TOLD
from backupspec.text import shown

COUNT = 100_000
BLOCKS = 40
SLOWEST_S = 2.0
"""How much time of a processor one document may take."""

TEXTS = [path.read_bytes() for path in VALID]
KINDS = [json.loads(text)["document"] for text in TEXTS]
Random = random.Random
Value = Any

MOMENTS = (
    "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "0000-01-01T00:00:00Z", "2014-02-29T00:00:00Z", "2014-06-31T00:00:00Z",
    "2014-06-02T24:00:00Z", "2016-12-31T23:59:60Z", "2014-13-01T00:00:00Z", "2014-06-02T09:00:00+23:59", "2014-06-02T09:00:00",
    "-2014-06-02T09:00:00Z", "٢٠١٤-06-02T09:00:00Z", "2014-06-02t09:00:00z",
)  # fmt: skip
NUMBERS = (0, -1, 1, 0.5, -0.5, 840, -840, 841, 10**10, 10**10 + 1, 2**31, 2**53 - 1, -(2**53) + 1, 1e-7, 1e15)
ODD = ("\x00", "\u2028", "\x85", "\u202e", "\u200b", "\ufeff", "\U0010ffff", "e\u0301", "A", "\n", " ", "0", "~1", "/")
SPELLED = ("%d.0", "%de0", "%d.000e+00", "%d0e-1")


def places(value: Value, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Go through the way to every value within a value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in inner:
        yield (*path, name)
        yield from places(each, (*path, name))


def at(value: Value, path: tuple[Any, ...]) -> Value:
    """Tell what stands at a place."""
    for step in path:
        value = value[step]
    return value


def within(value: Value) -> Iterator[Value]:
    """Go through every value within a value."""
    return (at(value, path) for path in places(value))


def anywhere(value: Value, rng: Random) -> tuple[Value, Any]:
    """Choose a place: what holds it, and its name there."""
    *path, last = rng.choice(list(places(value)))
    return at(value, tuple(path)), last


def extreme(value: Value, rng: Random) -> bytes:
    """Replace one to four moments, offsets, durations and numbers by what is at the end of the calendar, or beyond."""
    wanted = [path for path in places(value) if isinstance(at(value, path), int | float) or is_moment(at(value, path))]
    for path in rng.sample(wanted, min(len(wanted), rng.randint(1, 4))):
        at(value, path[:-1])[path[-1]] = rng.choice(MOMENTS if is_moment(at(value, path)) else NUMBERS)
    return json.dumps(value).encode()


def is_moment(value: Value) -> bool:
    """Tell whether this is a moment."""
    return isinstance(value, str) and value[4:5] == "-" and value.endswith("Z")


def mistyped(value: Value, rng: Random) -> bytes:
    """Change a character of a reference, an id, a digest or another text; or put an odd one in."""
    texts = [path for path in places(value) if isinstance(at(value, path), str)]
    for path in rng.sample(texts, rng.randint(1, 3)):
        text = at(value, path)
        where = rng.randrange(len(text) + 1)
        at(value, path[:-1])[path[-1]] = text[:where] + rng.choice(ODD) + text[where + rng.randint(0, 1) :]
    return json.dumps(value, ensure_ascii=rng.random() < 0.5).encode()


def swapped(value: Value, rng: Random) -> bytes:
    """Put what stands in one place into another."""
    source, name = anywhere(value, rng)
    moved = deepcopy(source[name])
    holder, other = anywhere(value, rng)
    holder[other] = moved
    return json.dumps(value).encode()


def repeated(value: Value, rng: Random) -> bytes:
    """Let the entries of a list come several times."""
    lists = [each for each in within(value) if isinstance(each, list) and each]
    chosen = rng.choice(lists or [[]])
    chosen.extend(deepcopy(rng.choices(chosen or [None], k=rng.randint(1, 40))))
    return json.dumps(value).encode()


def nested(value: Value, rng: Random) -> bytes:
    """Wrap a value in lists and objects, as deep as is allowed, or a little deeper."""
    holder, name = anywhere(value, rng)
    for _ in range(rng.randint(1, 34)):
        holder[name] = [holder[name]] if rng.random() < 0.5 else {rng.choice(ODD): holder[name]}
    return json.dumps(value).encode()


def emptied(value: Value, rng: Random) -> bytes:
    """Take away most members of the document, or of a part of it."""
    inner = [value, *(each for each in within(value) if isinstance(each, dict))]
    chosen = rng.choice(inner)
    for name in list(chosen):
        if rng.random() < 0.7:
            del chosen[name]
    return json.dumps(value).encode()


def spelled(value: Value, rng: Random) -> bytes:
    """Write whole numbers with a point or an exponent, which changes nothing."""
    return re.sub(
        r"(?<=: )[0-9]+(?=[,}\]])", lambda found: rng.choice(SPELLED) % int(found[0]), json.dumps(value)
    ).encode()


def other_version(value: Value, rng: Random) -> bytes:
    """Name another version, with members that it may have added."""
    value["version"] = rng.choice(["1.1", "1.9999", "01.0", "2.0", "1.10000", "1", "", "1.0\n", "²."])
    for _ in range(rng.randint(0, 3)):
        holder, name = anywhere(value, rng)
        holder[name] = {"new": [1]}
    return json.dumps(value).encode()


def grown(value: Value, rng: Random) -> bytes:
    """Let one list or object have tens of thousands of entries."""
    inner = [each for each in within(value) if isinstance(each, list | dict) and each]
    chosen, many = rng.choice(inner), rng.choice([2_000, 20_000, 100_000])
    if isinstance(chosen, dict):
        some = rng.choice(list(chosen.values()))
        chosen.update((f"x{number}", some) for number in range(many // (1 + len(json.dumps(some)) // 40)))
    else:
        chosen.extend(chosen[:1] * (many // (1 + len(json.dumps(chosen[0])) // 40)))
    return json.dumps(value).encode()


MORE: tuple[Callable[[Value, Random], bytes], ...] = (
    extreme, mistyped, swapped, repeated, nested, emptied, spelled, other_version,
)  # fmt: skip
SELDOM = 2_000
"""One of so many documents is a very large one."""


def mutated(seed: int) -> tuple[str, bytes]:
    """Mutate a golden document; tell its kind, too. The same for the same seed."""
    rng = Random(seed)
    number = rng.randrange(len(TEXTS))
    way = grown if seed % SELDOM == 0 else rng.choice((*WAYS.values(), *MORE))
    return KINDS[number], way(json.loads(TEXTS[number]), rng)


@pytest.fixture(scope="module")
def others() -> dict[str, list[Told | Unknown]]:
    """Return the golden documents, checked, by kind: those that a mutated one is held against."""
    checked = [(kind, examined(text, Path("a.json"))) for kind, text in zip(KINDS, TEXTS, strict=True)]
    return {kind: [each for own, each in checked if own == kind] for kind in KINDS}


def beside(kind: str, others: dict[str, list[Told | Unknown]]) -> list[Told | Unknown]:
    """Choose what a document is held against: its own kind, and the manifests of a catalogue."""
    return [*others[kind], *(others["manifest"] if kind == "catalogue" else ())][:12]


def assert_placed(told: Told, data: bytes) -> None:
    """Each problem says where: at a value that is there, at a member that is missing where one may be, or of the document as a whole."""
    assert len(told.problems) <= MOST_TOLD + 1
    value = json.loads(data) if told.checked is not None and told.checked.value is not None else None
    for problem in told.problems:
        for text in (problem.pointer, problem.rule, problem.expected, problem.found, problem.why):
            assert shown(text) == text
            assert len(text) < 2_000
        assert problem.rule
        assert problem.expected
        assert problem.found
        assert problem.why
        if value is not None and problem.pointer.isascii() and "\\" not in problem.pointer:
            assert is_there(value, problem.pointer), problem


def is_there(value: Value, pointer: str) -> bool:
    """Tell whether a pointer leads to a value, or to where a member is missing. The last name, if it was cut, is not looked for."""
    *path, last = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]] or [""]
    for step in path:
        if len(step) > LONGEST_NAME:
            return True
        value = value[int(step)] if isinstance(value, list) else value[step]
    return not pointer or (int(last) < len(value) if isinstance(value, list) else isinstance(value, dict))


@pytest.mark.exhaustive
@pytest.mark.parametrize("block", range(BLOCKS))
def test_mutated_documents(block: int, others: dict[str, list[Told | Unknown]]) -> None:
    """Whatever was mutated, the document is valid, or all that is wrong with it is told: by itself, and beside others."""
    for seed in range(block * COUNT // BLOCKS, (block + 1) * COUNT // BLOCKS):
        kind, data = mutated(seed)
        began_s = time.process_time()
        own = examined(data, Path("a.json"))
        found = own if seed % 5 else together([own, *beside(kind, others)])[0]
        lines = list(in_lines("a.json", found))
        took_s = time.process_time() - began_s

        assert took_s < SLOWEST_S, (seed, took_s)
        assert all(shown(line) == line for line in lines), seed
        if isinstance(found, Told):
            assert_placed(found, data)


def test_each_way_of_mutating_is_found_out_or_harmless() -> None:
    """The mutations are not all refused at the door: some are read and found wrong, some are valid, and some are no JSON."""
    found = [examined(data, Path("a.json")) for _, data in map(mutated, range(1, 1_000))]

    told = [each for each in found if isinstance(each, Told)]
    assert sum(each.checked is None for each in told) > 100
    assert sum(each.checked is not None and bool(each.problems) for each in told) > 400
    assert sum(not each.problems for each in told) > 50


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("kind", ["manifest", "catalogue", "journal"])
def test_moments(kind: str, moment: str) -> None:
    """A document at either end of the calendar is read; a moment that no calendar has is told where it stands, and no other."""
    value = json.loads(TEXTS[KINDS.index(kind)])
    path = next(
        path for path in places(value) if is_moment(at(value, path)) and path[-1] in {"since", "at", "started_at"}
    )
    at(value, path[:-1])[path[-1]] = moment

    told = examined(json.dumps(value).encode(), Path("a.json"))

    assert isinstance(told, Told)
    own = [
        problem.pointer
        for problem in told.problems
        if problem.rule in {"real-moments", "real-instants", "entries-have-real-moments"}
        or problem.rule.endswith("pattern")
    ]
    assert own == ([] if moment[:4] in {"9999", "0001"} else ["/" + "/".join(map(str, path))])
