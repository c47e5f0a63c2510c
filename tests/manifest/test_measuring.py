"""The bytes of content, and how much of it there is."""

import msgspec
import pytest
import rfc8785

from backupspec.contract.content import App, Entry, Item, OwnAccount
from backupspec.manifest.canonical import NotCanonical, digest
from backupspec.manifest.measuring import entry_bytes, held

HOSTILE = {
    "empty": "",
    "control": "".join(map(chr, range(0x20))),
    "delete": "\x7f",
    "c1": "".join(map(chr, range(0x80, 0xA0))),
    "quotes": '"\'`\\"\\\\/</script>&',
    "escapes": r"\u0041 \n \ud83d",
    "separators": "\u2028\u2029\u00a0\ufeff",
    "astral": "😀\U0001d4b3\U0010ffff",
    "edges": "\ud7ff\ue000\ufffd\uffff",
    "combining": "e\u0301 é \u0660 שלום",
    "every-first-plane": "".join(chr(each) for each in range(0x10000) if not 0xD800 <= each <= 0xDFFF),
}

ENTRIES: tuple[Entry, ...] = (
    App(name="com.example.chess", version="1.2.0", participation="opted_out"),
    OwnAccount(name="Пошта", provider="ukr.net", address="olena@ukr.net"),
    Item(name="News/Σήμερα", value='https://news.example/"a"'),
)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_bytes_are_canonical(text: str) -> None:
    """Whatever a text holds, an entry's bytes are those that RFC 8785 asks for, member by member."""
    entries = (
        Item(name=text, value=text),
        App(name=text, version=text, participation="declared"),
        OwnAccount(name=text, provider=text, address=text),
    )

    for entry in entries:
        assert entry_bytes(entry) == rfc8785.dumps(msgspec.to_builtins(entry))


def test_members_are_sorted() -> None:
    """Members stand in the order of their names, which is not the order in which the type lists them."""
    account = OwnAccount(name="Mail", provider="outlook.com", address="ann@outlook.com")

    assert account.__struct_fields__ == ("name", "provider", "address")
    assert entry_bytes(account) == b'{"address":"ann@outlook.com","name":"Mail","provider":"outlook.com"}'


def test_half_a_character_has_no_bytes() -> None:
    """A lone surrogate has no canonical form, and gets no bytes."""
    with pytest.raises((NotCanonical, UnicodeEncodeError)):
        entry_bytes(Item(name="half", value="\ud83d"))


@pytest.mark.parametrize("count", range(len(ENTRIES) + 1))
def test_held_is_of_the_canonical_list(count: int) -> None:
    """The digest is that of the plain list, and the size is the sum of the entries' sizes."""
    entries = ENTRIES[:count]

    found = held(entries)

    assert found.digest == digest(msgspec.to_builtins(entries))
    assert found.size_bytes == sum(len(entry_bytes(entry)) for entry in entries)
    assert found.count == count


def test_nothing() -> None:
    """An empty list has no entries and no bytes, but a digest: that of `[]`."""
    found = held(())

    assert (found.count, found.size_bytes) == (0, 0)
    assert found.digest == "sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"


def test_order_matters() -> None:
    """The same entries in another order are as many and as large, and another list."""
    one, other = held(ENTRIES), held(ENTRIES[::-1])

    assert (one.count, one.size_bytes) == (other.count, other.size_bytes)
    assert one.digest != other.digest


def test_bounds_of_entries_matter() -> None:
    """What one entry says can't be mistaken for two."""
    one = Item(name="a", value='b"},{"name":"c","value":"d')
    two = (Item(name="a", value="b"), Item(name="c", value="d"))

    assert held((one,)).digest != held(two).digest
