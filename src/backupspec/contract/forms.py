"""The forms of entries, kind by kind: what the name of each is, and what it says. Schemas, the contract's page, and what holds the suite to them read this table.

Types don't go by it: an implementation that shows an entry otherwise than it was given keeps the form of an answer, and breaks the policy.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from msgspec import Struct

from backupspec.contract.terms import Part


class Form(Struct, frozen=True, kw_only=True):
    """What the entries of a kind are, in words; the patterns of their names and of what they say; and an example of both.

    `of`: the kind whose entries bear the same names. `is_moment`: names are moments, which a calendar has.
    """

    says: str
    name: str = r".+"
    value: str = r".*"
    example: tuple[str, str]
    of: Part | None = None
    is_moment: bool = False


FORMS: Mapping[Part, Form] = {
    "apps": Form(
        says="The installed apps, each with its version.", value=r".+", example=("com.example.chess", "1.2.0")
    ),
    "app_data": Form(
        says="High scores and progress: an item for each app that has some, under its name.",
        example=("com.example.chess", "level 12"),
        of="apps",
    ),
    "passwords": Form(
        says="The passwords of the accounts: each under the account's name.",
        example=("Mail", "correct-horse-battery"),
        of="accounts",
    ),
    "call_history": Form(
        says="The calls, each under its moment with its offset from UTC, newest last.",
        name=r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}",
        value=r"(incoming|outgoing|missed) .+",
        example=("2014-05-30T18:04:11+02:00", "incoming +49 30 901820601, 63 s"),
        is_moment=True,
    ),
    "start_screen": Form(
        says="The tiles, each under the name of its app, and where it stands: its size, row and column.",
        value=r"(small|medium|wide) at [0-9]+, [0-9]+",
        example=("com.example.chess", "wide at 0, 2"),
    ),
    "theme": Form(says="The colour, under its name.", value=r".+", example=("cobalt", "accent colour")),
    "accounts": Form(
        says="The accounts set up on the phone, each with its address.",
        value=r"[^@\s]+@[^@\s]+",
        example=("Mail", "ann@mail.example"),
    ),
    "favourites": Form(
        says="The favourites, each under its folders and title, with a slash between them, and its address.",
        name=r"[^/]+(/[^/]+)*",
        value=r"https?://\S+",
        example=("News/Bücher", "https://example.com/"),
    ),
    "dictionary": Form(
        says="The words, each under its language, a BCP 47 tag.",
        name=r"[a-z]{2,3}(-[A-Z]{2})?",
        value=r".+",
        example=("de-DE", "Feierabend"),
    ),
    "settings": Form(
        says="The settings, each under its area, a dot, and its name. The areas photos, messaging, email_and_accounts, lock_screen and "
        "speech are the page's; there may be more.",
        name=r"[a-z_]+\.[a-z_]+",
        example=("lock_screen.time_out", "1 minute"),
    ),
}
"""Of each kind, in the order in which they are written."""

_PATTERNS = {
    part: (re.compile(form.name, re.DOTALL), re.compile(form.value, re.DOTALL)) for part, form in FORMS.items()
}


def breaches(part: Part, entries: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Tell which entries of a kind, each its name and what it says, are not of its form."""
    name_form, value_form = _PATTERNS[part]
    for name, value in entries:
        if not name_form.fullmatch(name):
            yield f"{name!r} in {part} does not match {FORMS[part].name}"
        elif FORMS[part].is_moment and not _is_moment(name):
            yield f"{name!r} in {part} is a moment that no calendar has"
        if not value_form.fullmatch(value):
            yield f"{value!r} in {part} does not match {FORMS[part].value}"


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
