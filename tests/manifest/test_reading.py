"""Reading JSON from anyone."""

import pytest

from backupspec.manifest.problems import MOST_TOLD
from backupspec.manifest.reading import DEEPEST, LARGEST, MOST_BYTES, MOST_VALUES, read


def told(data: bytes) -> list[tuple[str, str]]:
    """Read, and tell the problems."""
    reading = read(data)
    assert (reading.value is None) == bool(reading.problems)
    return [(problem.pointer, problem.rule) for problem in reading.problems]


def test_reads_an_object() -> None:
    """What is right is read as it stands, whole numbers as whole numbers however they are spelled."""
    reading = read('{"a": [1, 2.0, 3e0, -0.0, 0.5, "ü\\u0000", null, true, {}]}\n'.encode())

    assert reading.problems == ()
    assert repr(reading.value) == repr({"a": [1, 2, 3, 0, 0.5, "ü\x00", None, True, {}]})


@pytest.mark.parametrize(
    ("data", "problems"),
    [
        (b"", [("", "not-json")]),
        (b"{", [("", "not-json")]),
        (b"{} {}", [("", "not-json")]),
        (b"{'a': 1}", [("", "not-json")]),
        (b'{"a": 01}', [("", "not-json")]),
        (b'{"a": "\n"}', [("", "not-json")]),
        (b"\xff\xfe{\x00}\x00", [("", "not-utf-8")]),
        (b"\xef\xbb\xbf{}", [("", "not-utf-8")]),
        (b'{"a": "\xed\xa0\x80"}', [("", "not-utf-8")]),
        (b'{"a": "\xc0\xaf"}', [("", "not-utf-8")]),
        (b"[]", [("", "not-an-object")]),
        (b"NaN", [("", "not-an-object")]),
        (
            b'{"a": {"b": 1, "b": 2, "c": NaN}, "d": -Infinity}',
            [("/a/b", "name-twice"), ("/a/c", "no-number"), ("/d", "no-number")],
        ),
        (b'{"a~/": [0, 1, {"b": "\\ud800"}]}', [("/a~0~1/2/b", "half-a-character")]),
        (b'{"\\udc00": 1}', [("/\\udc00", "half-a-character")]),
        (b'{"a": 9007199254740992}', [("/a", "unsafe-number")]),
        (b'{"a": 1e400}', [("/a", "unsafe-number")]),
        (b'{"a": 1e-400}', [("/a", "unsafe-number")]),
        (b'{"a": 1e16}', [("/a", "unsafe-number")]),
        (b'{"a": ' + b"1" * 5000 + b"}", [("/a", "unsafe-number")]),
        (b'{"a": 0.' + b"1" * 5000 + b"}", [("/a", "unsafe-number")]),
    ],
)
def test_refuses(data: bytes, problems: list[tuple[str, str]]) -> None:
    """What one reader would read otherwise than another is refused, all of it at once, each at its place."""
    assert told(data) == problems


def test_largest_number() -> None:
    """The largest whole number that every reader holds is read; the next is not."""
    assert read(f'{{"a": {LARGEST}, "b": -{LARGEST}}}'.encode()).value == {"a": LARGEST, "b": -LARGEST}
    assert told(f'{{"a": {LARGEST + 1}}}'.encode()) == [("/a", "unsafe-number")]


def test_depth() -> None:
    """The deepest that is allowed is read; one level more is not, nor is any number of levels; brackets in a text are none."""
    deep = b'{"a":' + b"[" * (DEEPEST - 1) + b"]" * (DEEPEST - 1) + b"}"

    assert told(deep) == []
    assert told(deep.replace(b"[", b"[[", 1).replace(b"]", b"]]", 1)) == [("", "too-deep")]
    assert told(b"[" * 10_000_000) == [("", "too-deep")]
    assert told(b'{"a": "' + b'[{\\"' * 1000 + b'"}') == []


def test_size() -> None:
    """A file that is too large is not even decoded."""
    assert told(b"{}" + b" " * (MOST_BYTES - 2)) == []
    assert told(b"\xff" * (MOST_BYTES + 1)) == [("", "too-large")]


def test_values() -> None:
    """A document of very many values is refused before it is parsed; commas in texts are none."""
    assert told(b'{"a": [' + b"1," * (MOST_VALUES - 1) + b"1]}") == []
    assert told(b'{"a": [' + b"1," * MOST_VALUES + b"1]}") == [("", "too-many-values")]
    assert told(b'{"a": "' + b"," * MOST_VALUES + b'"}') == []


def test_many_names_twice() -> None:
    """An object of a hundred thousand members, all of one name, is refused at once."""
    assert told(b"{" + b",".join([b'"a":1'] * 100_000) + b"}") == [("", "name-twice")]


@pytest.mark.parametrize("entry", [b"NaN", b"1e999", b'"\\ud800"', b'{"a":1,"a":2}'])
def test_many_problems(entry: bytes) -> None:
    """Of very many problems the first thousand are told, and that there are more."""
    assert len(told(b'{"a":[' + b",".join([entry] * MOST_TOLD) + b"]}")) == MOST_TOLD

    found = told(b'{"a":[' + b",".join([entry] * 100_000) + b"]}")

    assert len(found) == MOST_TOLD + 1
    assert found[0] == ("", "too-many-problems")
    assert found[1][0].startswith("/a/0")


def test_problems_are_short_and_printable() -> None:
    """Whatever a name or a value holds, what is said of it is short and cannot act on a terminal."""
    name = "\x1b[2J\u202e" + "x" * 100_000
    data = ('{"' + "\\u001b[2J\\u202e" + "x" * 100_000 + '": NaN, "b": "' + "y" * 100_000 + '\\ud800"}').encode()

    problems = read(data).problems

    assert len(problems) == 2
    assert name not in problems[0].pointer
    for problem in problems:
        for text in (problem.pointer, problem.expected, problem.found):
            assert len(text) < 300
            assert text.isprintable()
