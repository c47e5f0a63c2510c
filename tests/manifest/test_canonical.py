"""The canonical form, by the examples of RFC 8785 itself."""

import json
import struct

import pytest

from backupspec.manifest.canonical import NotCanonical, as_written, canonical, choices_digest, digest


def test_primitives() -> None:
    """Section 3.2.2 of the RFC: numbers and texts as ECMAScript writes them, members sorted, no white space."""
    value = {
        "numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"\u002f",
        "literals": [None, True, False],
    }

    assert canonical(value) == (
        b'{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        b'"string":"\xe2\x82\xac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


def test_sorting() -> None:
    """Section 3.2.3 of the RFC: names are sorted by their UTF-16 units."""
    value = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }

    places = [
        canonical(value).index(text.encode())
        for text in (
            "Carriage Return",
            "One",
            "Control",
            "Latin Small Letter O With Diaeresis",
            "Euro Sign",
            "Emoji: Grinning Face",
            "Hebrew Letter Dalet With Dagesh",
        )
    ]

    assert places == sorted(places)


@pytest.mark.parametrize(
    ("bits", "text"),
    [
        ("0000000000000000", "0"),
        ("8000000000000000", "0"),
        ("0000000000000001", "5e-324"),
        ("8000000000000001", "-5e-324"),
        ("7fefffffffffffff", "1.7976931348623157e+308"),
        ("ffefffffffffffff", "-1.7976931348623157e+308"),
        ("4340000000000000", "9007199254740992"),
        ("c340000000000000", "-9007199254740992"),
        ("4430000000000000", "295147905179352830000"),
        ("44b52d02c7e14af5", "9.999999999999997e+22"),
        ("44b52d02c7e14af6", "1e+23"),
        ("44b52d02c7e14af7", "1.0000000000000001e+23"),
        ("444b1ae4d6e2ef4e", "999999999999999700000"),
        ("444b1ae4d6e2ef4f", "999999999999999900000"),
        ("444b1ae4d6e2ef50", "1e+21"),
        ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
        ("3eb0c6f7a0b5ed8d", "0.000001"),
        ("41b3de4355555553", "333333333.3333332"),
        ("41b3de4355555554", "333333333.33333325"),
        ("41b3de4355555555", "333333333.3333333"),
        ("41b3de4355555556", "333333333.3333334"),
        ("41b3de4355555557", "333333333.33333343"),
        ("becbf647612f3696", "-0.0000033333333333333333"),
        ("43143ff3c1cb0959", "1424953923781206.2"),
    ],
)
def test_numbers(bits: str, text: str) -> None:
    """Appendix B of the RFC: numbers, by the bits that they have as IEEE 754 doubles."""
    [number] = struct.unpack(">d", bytes.fromhex(bits))

    assert canonical(number).decode() == text


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**53, "\ud800", {"\udc00": 1}, {1: 2}, object()])
def test_refuses_what_has_no_canonical_form(value: object) -> None:
    """What is no JSON, or is read by each reader as another, has no canonical form."""
    with pytest.raises(NotCanonical):
        canonical(value)


def test_digest_is_of_the_canonical_form() -> None:
    """Neither the order of members nor the way a number is spelled matters to a digest."""
    assert digest({"b": 1.0, "a": []}) == digest({"a": [], "b": 1})
    assert digest({}) == "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    assert choices_digest({"a": "b", "c": "d"}) == choices_digest({"c": "d", "a": "b"})


ORDINARY = [
    b"{}",
    b"[]",
    b'{"a":[0,-1,true,null],"b":{"c":"\\n\\"\\\\"}}',
    b'{"a":"\\u001f\x7f"}',
    b"[123456789012345]",
]
OTHER = [
    *(b'{"b":1,"a":2}', b'{"a":1,"a":1}', b'{"a": 1}', b"[1,]", b"[1] ", b"7", b'"a"', b"", b"[\xff]"),
    *(b"[1.0]", b"[1e3]", b"[-0]", b"[NaN]", b'["\\u0041"]', b'["\\/"]', b'["\\ud800"]', '["é"]'.encode()),
    *(b"[9007199254740992]", b"[0,-9007199254740992]", b'{"a":9007199254740992}', b"[" * 10_000 + b"]" * 10_000),
]


@pytest.mark.parametrize("text", ORDINARY)
def test_what_is_in_canonical_form_is_read_as_it_is_written(text: bytes) -> None:
    """Objects and lists of ASCII and ordinary whole numbers are read, and written back as they were."""
    value = as_written(text)

    assert value == json.loads(text)
    assert canonical(value) == text


@pytest.mark.parametrize("text", OTHER, ids=lambda text: ascii(text[:30]))
def test_what_is_not_in_canonical_form_is_left_to_others(text: bytes) -> None:
    """Whatever a reader would have to tell, and whatever is written in another way, is not read here."""
    assert as_written(text) is None


def test_numbers_of_sixteen_digits_in_a_text_are_no_numbers() -> None:
    """A digest that begins with many digits doesn't keep a value from being written."""
    value = {"a": ["sha256:12345678901234567890", "1234567890123456"]}

    assert canonical(value) == b'{"a":["sha256:12345678901234567890","1234567890123456"]}'
    assert as_written(canonical(value)) == value
