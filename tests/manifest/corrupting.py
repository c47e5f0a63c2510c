"""Corrupting manifests at random, in every way that bytes, texts and values can be corrupted. The same corruption for the same seed."""

import json
import random
from collections.abc import Callable
from copy import deepcopy
from typing import Any

Random = random.Random
Value = dict[str, Any]

VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**53 - 1, -(2**53) + 1, 0.5, 1e-7, "", "x", "\n", "\x00", "\u202e", "é", "😀", "x" * 5000,
    [], {}, [None], {"a": 1}, [[[[]]]], "2014-06-02T09:00:00Z", "9999-99-99T99:99:99Z", "sha256:" + "0" * 64, "item_" + "f" * 32,
    "1.0", "1.7", "2.0", "complete", "windows-phone-8", "backup",
)  # fmt: skip


def corrupted(value: Value, seed: int) -> tuple[str, bytes]:
    """Corrupt a manifest, and tell how."""
    rng = Random(seed)
    how = rng.choice(list(WAYS))
    return how, WAYS[how](value, rng)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Tell the way to every value within a value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for name, each in inner for place in ((*path, name), *_places(each, (*path, name)))]


def _changed(change: Callable[[Any, Any, Random], None]) -> Callable[[Value, Random], bytes]:
    """Make a way that changes one to three values, each given by what holds it and its name there."""

    def way(value: Value, rng: Random) -> bytes:
        value = deepcopy(value)
        for _ in range(rng.randint(1, 3)):
            *path, last = rng.choice(_places(value))
            holder: Any = value
            for step in path:
                holder = holder[step]
            change(holder, last, rng)
        return _text(value).encode("utf-8", "surrogatepass")

    return way


def _replace(holder: Any, name: Any, rng: Random) -> None:
    holder[name] = deepcopy(rng.choice(VALUES))


def _other_type(holder: Any, name: Any, rng: Random) -> None:
    value = holder[name]
    holder[name] = rng.choice([str(value), [value], {"value": value}, None, len(str(value))])


def _nudge(holder: Any, name: Any, rng: Random) -> None:
    value = holder[name]
    if isinstance(value, bool) or not isinstance(value, int | str):
        return _replace(holder, name, rng)
    if isinstance(value, int):
        holder[name] = value + rng.choice([-1, 1, 1000, -(10**9), 10**15])
    else:
        at = rng.randrange(len(value) + 1)
        holder[name] = value[:at] + rng.choice(["", "0", "a", "A", " ", "\n", "é", "\u202e"]) + value[at + 1 :]
    return None


def _drop(holder: Any, name: Any, _: Random) -> None:
    del holder[name]


def _add(holder: Any, name: Any, rng: Random) -> None:
    inner = holder[name]
    if isinstance(inner, dict):
        inner[rng.choice(["unknown", "", "status", "critical", "com.example.x", "~/", "\x1b[2J", "é" * 300])] = (
            deepcopy(rng.choice(VALUES))
        )
    elif isinstance(inner, list):
        inner.insert(rng.randrange(len(inner) + 1), deepcopy(rng.choice([*VALUES, *inner])))
    else:
        _replace(holder, name, rng)


def _rename(holder: Any, name: Any, rng: Random) -> None:
    if isinstance(holder, dict):
        holder[rng.choice([str(name).upper(), f"{name} ", f"{name}s", str(name)[:-1]])] = holder.pop(name)


def _bits(value: Value, rng: Random) -> bytes:
    data = bytearray(_text(value).encode())
    for _ in range(rng.randint(1, 4)):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return bytes(data)


def _bytes(value: Value, rng: Random) -> bytes:
    data = _text(value).encode()
    start = rng.randrange(len(data))
    return data[:start] + rng.randbytes(rng.randint(0, 6)) + data[start + rng.randint(0, 6) :]


def _truncate(value: Value, rng: Random) -> bytes:
    data = _text(value).encode()
    return data[: rng.randrange(len(data))]


def _append(value: Value, rng: Random) -> bytes:
    return _text(value).encode() + rng.choice([b"}", b"\x00", b"{}", b" \n\t", b"// end", rng.randbytes(8)])


def _encode(value: Value, rng: Random) -> bytes:
    return _text(value).encode(rng.choice(["utf-16", "utf-16-le", "utf-32", "utf-8-sig", "utf-7", "cp037"]))


def _numbers(value: Value, rng: Random) -> bytes:
    text = _text(value)
    digits = [at for at, each in enumerate(text) if each.isdigit() and text[at - 1] == " " and text[at + 1] in ",}"]
    numbers = [
        "9" * 400,
        "1e999",
        "-1e999",
        "NaN",
        "Infinity",
        "-Infinity",
        "1" * 100_000,
        "0x10",
        "1_000",
        "٣",
        "1e-999",
        "0.0",
        "-0",
        "00",
        ".5",
        "9007199254740992",
    ]
    at = rng.choice(digits)
    return (text[:at] + rng.choice(numbers) + text[at + 1 :]).encode()


def _nest(value: Value, rng: Random) -> bytes:
    text = _text(value)
    depth = rng.choice([30, 33, 1000, 200_000])
    opened, closed = rng.choice([("[", "]"), ('{"a":', "}")])
    return text.replace(": null", f": {opened * depth}0{closed * depth}", 1).encode()


def _double(value: Value, rng: Random) -> bytes:
    text = _text(value)
    name = rng.choice([name for path in _places(value) for name in path[-1:] if isinstance(name, str)])
    return text.replace(f'"{name}":', f'"{name}": {_text(rng.choice(VALUES))}, "{name}":', 1).encode()


def _halve(value: Value, rng: Random) -> bytes:
    text = _text(value)
    at = rng.choice([at for at, each in enumerate(text) if each == '"'])
    return (text[: at + 1] + rng.choice(["\\ud83d", "\\udc00", "\\u12", "\\x", "\\u0000"]) + text[at + 1 :]).encode()


def _harmless(value: Value, rng: Random) -> bytes:
    members = list(value.items())
    rng.shuffle(members)
    return json.dumps(dict(members), indent=rng.choice([None, 1, 4]), ensure_ascii=rng.random() < 0.5).encode()


WAYS: dict[str, Callable[[Value, Random], bytes]] = {
    "a value": _changed(_replace),
    "a type": _changed(_other_type),
    "a nudge": _changed(_nudge),
    "a missing member": _changed(_drop),
    "an extra member": _changed(_add),
    "another name": _changed(_rename),
    "bits": _bits,
    "bytes": _bytes,
    "truncation": _truncate,
    "more at the end": _append,
    "another encoding": _encode,
    "huge and odd numbers": _numbers,
    "deep nesting": _nest,
    "a name twice": _double,
    "half a character": _halve,
    "other spelling": _harmless,
}
