"""What somebody may have on a phone, in words: things that a backup has to cope with, and what people do to them."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from msgspec.structs import replace

from backupspec.contract.commands import Withdraw
from backupspec.contract.content import App, Content, Entry, Item, OwnAccount
from backupspec.contract.observations import LeftOut
from backupspec.contract.terms import Part
from backupspec.steps.whole_phones import AREAS

Things = Callable[[], Content]
Deed = Callable[[Mapping[Part, tuple[Entry, ...]]], Content]
"""Given what a phone has, what it has of it after somebody did something."""

CHESS, BANK = "com.example.chess", "com.example.bank"
"""Two of the apps that everybody has: one that takes part, one that was opted out."""

SCRIPTS = ("Zürich", "Ελλάδα", "日本", "مصر", "Україна", "Český ráj", "🎂")


def items(*pairs: tuple[str, str]) -> tuple[Item, ...]:
    """Make items of names and values."""
    return tuple(Item(name=name, value=value) for name, value in pairs)


def passwords(*secrets: str) -> Content:
    """Make accounts with these passwords."""
    names = [f"Account {number}" for number in range(1, len(secrets) + 1)]
    return Content(accounts=accounts(*names), passwords=items(*zip(names, secrets, strict=True)))


def accounts(*names: str, provider: str = "outlook.com") -> tuple[OwnAccount, ...]:
    """Make accounts of one provider."""
    return tuple(
        OwnAccount(name=name, provider=provider, address=f"address.{number}@{provider}")
        for number, name in enumerate(names, 1)
    )


def settings_of(area: str) -> Content:
    """Make two settings of one area, and none of any other."""
    return Content(settings=items((f"{area}.first", "on"), (f"{area}.second", "Größe 12 pt")))


@lru_cache
def hoard(favourites: int = 500, apps: int = 100, calls: int = 200) -> Content:
    """Make the content of a phone that is full."""
    from backupspec.fixtures.people import large  # noqa: PLC0415 - it takes a while, and few scenarios need it

    return large(1, favourites=favourites, apps=apps, calls=calls).content


def thousand_apps() -> Content:
    """Make a thousand apps with their data, and tiles of some of them."""
    full = hoard(apps=1_000)
    return Content(apps=full.apps, app_data=full.app_data, start_screen=full.start_screen)


THINGS: dict[str, Things] = {
    "what everybody has": Content,
    "the passwords of Mail and Work": Content,
    "the tiles that everybody has": Content,
    "the colour cobalt": Content,
    "the accounts Mail and Work": Content,
    "very many things": hoard,
    # CON-01
    "no apps": lambda: Content(apps=(), app_data=(), start_screen=items(("phone", "medium at 0, 0"))),
    "one app": lambda: Content(
        apps=(App(name=CHESS, version="1.2.0", participation="declared"),),
        app_data=items((CHESS, "level 12 with 345 points")),
    ),
    "1,000 apps": thousand_apps,
    # CON-02
    "data of apps that take part, and of apps that do not": Content,
    "an app that takes part and has no data yet": lambda: Content(
        apps=(
            App(name=CHESS, version="1.2.0", participation="declared"),
            App(name="com.example.cards", version="1.0", participation="declared"),
        ),
        app_data=items((CHESS, "level 12 with 345 points")),
    ),
    "no data of apps": lambda: Content(app_data=()),
    # CON-03
    "no passwords": lambda: Content(passwords=()),
    "passwords in many scripts": lambda: passwords("Zürich-Ελλάδα-日本-7", "пароль-كلمة-السر-8"),
    "passwords with quotes and backslashes": lambda: passwords('"to be" or \\not\\ to "be"', "C:\\new\\table\\'s"),
    "one password for two accounts": lambda: passwords("the same old story 1", "the same old story 1"),
    "an account whose password is not saved": lambda: Content(
        accounts=accounts("Mail", "Work"), passwords=items(("Work", "saved-for-work-alone-5"))
    ),
    # CON-04
    "no calls": lambda: Content(call_history=()),
    "calls from both hours between two and three, when summer time ended": lambda: Content(
        call_history=items(
            ("2014-10-26T02:10:00+02:00", "incoming +49 30 901820601, 63 s"),
            ("2014-10-26T02:50:00+02:00", "outgoing +49 40 428931700, 5 s"),
            ("2014-10-26T02:10:00+01:00", "incoming +49 89 233960000, 8 s"),
            ("2014-10-26T02:50:00+01:00", "missed +49 30 901820601"),
        )
    ),
    "a call from Tokyo, then one from Berlin at an earlier hour": lambda: Content(
        call_history=items(
            ("2014-05-30T18:00:00+09:00", "outgoing +81 3 5555 0100, 12 s"),
            ("2014-05-30T12:00:00+02:00", "incoming +49 30 901820601, 63 s"),
        )
    ),
    "two calls from one number in one second": lambda: Content(
        call_history=items(*[("2014-05-30T18:04:11+02:00", "missed +49 30 901820601")] * 2)
    ),
    "2,000 calls": lambda: Content(call_history=hoard(calls=2_000).call_history),
    # CON-05
    "no tiles": lambda: Content(start_screen=()),
    "tiles of every size": lambda: Content(
        start_screen=items(
            ("people", "small at 0, 3"),
            (CHESS, "wide at 1, 0"),
            ("phone", "medium at 3, 0"),
            ("messaging", "small at 0, 0"),
        )
    ),
    # CON-06
    "no colour of its own": lambda: Content(theme=()),
    "the colour crimson": lambda: Content(theme=items(("crimson", "accent colour"))),
    # CON-07
    "no accounts": lambda: Content(accounts=(), passwords=()),
    "twenty accounts": lambda: Content(
        accounts=tuple(
            OwnAccount(name=f"Account {number}", provider=f"host{number}.example", address=f"me@host{number}.example")
            for number in range(20)
        ),
        passwords=(),
    ),
    "two accounts of one provider": lambda: passwords("the-first-of-two-9", "the-second-of-two-9"),
    # CON-08
    "no favourites": lambda: Content(favourites=()),
    "favourites in folders within folders": lambda: Content(
        favourites=items(
            ("News", "https://news.example/"),
            ("Travel/Trains", "https://trains.example/"),
            ("Travel/Asia/Trains", "https://trains.example/asia"),
        )
    ),
    "favourites of one title in two folders": lambda: Content(
        favourites=items(
            ("Home/Weather", "https://weather.example/berlin"), ("Travel/Weather", "https://weather.example/tokyo")
        )
    ),
    "favourites with names in many scripts": lambda: Content(
        favourites=items(*((f"{script}/{script}", f"https://{place}.example/") for place, script in enumerate(SCRIPTS)))
    ),
    "10,000 favourites": lambda: Content(favourites=hoard(favourites=10_000).favourites),
    # CON-09
    "no words of its own": lambda: Content(dictionary=()),
    "words in many languages": lambda: Content(
        dictionary=items(
            ("de-DE", "Donaudampfschiff"),
            ("el-GR", "σκαραβαίος"),
            ("ar-EG", "مرحبتين"),
            ("ja-JP", "推し活"),
            ("uk-UA", "їжачок"),
        )
    ),
    "one word twice": lambda: Content(
        dictionary=items(("de-DE", "Moin"), ("de-DE", "Tach"), ("de-DE", "Moin")),
    ),
    "one word in two languages": lambda: Content(dictionary=items(("de-DE", "App"), ("en-GB", "App"))),
    "words that differ only in their capitals": lambda: Content(dictionary=items(("de-DE", "moin"), ("de-DE", "Moin"))),
    # CON-10
    "no settings": lambda: Content(settings=()),
    "settings of photos alone": lambda: settings_of(AREAS["photos"]),
    "settings of messaging alone": lambda: settings_of(AREAS["messaging"]),
    "settings of email and accounts alone": lambda: settings_of(AREAS["email and accounts"]),
    "settings of the lock screen alone": lambda: settings_of(AREAS["the lock screen"]),
    "settings of Speech alone": lambda: settings_of(AREAS["Speech"]),
    "settings of ease of access alone": lambda: settings_of("ease_of_access"),
}
"""What a phone has besides, or in the place of, what everybody has."""


def without(entries: Iterable[Entry], name: str) -> tuple[Entry, ...]:
    """Leave out the entries of one name."""
    return tuple(entry for entry in entries if entry.name != name)


def changed(entries: Iterable[Entry], name: str, **changes: str) -> tuple[Entry, ...]:
    """Change the entries of one name."""
    return tuple(replace(entry, **changes) if entry.name == name else entry for entry in entries)


DEEDS: dict[str, Deed] = {
    "uninstalls the chess app": lambda had: _content(
        apps=without(had["apps"], CHESS),
        app_data=without(had["app_data"], CHESS),
        start_screen=without(had["start_screen"], CHESS),
    ),
    "updates the chess app": lambda had: _content(apps=changed(had["apps"], CHESS, version="1.3.0")),
    "installs another app": lambda had: _content(
        apps=(*had["apps"], App(name="com.example.notes", version="0.9", participation="not_declared"))
    ),
    "plays on": lambda had: _content(app_data=changed(had["app_data"], CHESS, value="level 4712 with 90321 points")),
    "opts the chess app out": lambda had: _content(apps=changed(had["apps"], CHESS, participation="opted_out")),
    "lets the bank app take part": lambda had: _content(apps=changed(had["apps"], BANK, participation="declared")),
    "clears the call history": lambda _had: Content(call_history=()),
    "moves the tiles": lambda had: _content(start_screen=had["start_screen"][::-1]),
    "chooses the colour crimson": lambda _had: Content(theme=items(("crimson", "accent colour"))),
    "removes the account Work": lambda had: _content(
        accounts=without(had["accounts"], "Work"), passwords=without(had["passwords"], "Work")
    ),
    "changes the password of the account Work": lambda had: _content(
        accounts=had["accounts"],
        passwords=changed(had["passwords"], "Work", value="a-new-one-for-work-6"),
    ),
    "removes the favourite News": lambda had: _content(favourites=without(had["favourites"], "News")),
    "adds a word to the dictionary": lambda had: _content(
        dictionary=(*had["dictionary"], *items(("de-DE", "Feierabendbier")))
    ),
    "changes a setting of the lock screen": lambda had: _content(
        settings=changed(had["settings"], f"{AREAS['the lock screen']}.first", value="another")
    ),
}
"""What people do to what they have."""


def _content(**kinds: tuple[Entry, ...]) -> Content:
    return Content(**kinds)  # type: ignore[arg-type]


SPEECH = f"{AREAS['Speech']}.first"

WITHDRAWN: dict[str, Withdraw] = {
    "the chess app": Withdraw(part="apps", name=CHESS),
    "the colour cobalt": Withdraw(part="theme", name="cobalt"),
    "a setting of Speech": Withdraw(part="settings", name=SPEECH),
}

LEFT_OUT: dict[str, tuple[LeftOut, ...]] = {
    "the chess app, its data and its tile": (
        LeftOut(part="apps", name=CHESS, reason="not_in_store"),
        LeftOut(part="app_data", name=CHESS, reason="app_is_missing"),
        LeftOut(part="start_screen", name=CHESS, reason="app_is_missing"),
    ),
    "the colour cobalt": (LeftOut(part="theme", name="cobalt", reason="unknown_to_this_phone"),),
    "the setting of Speech": (LeftOut(part="settings", name=SPEECH, reason="unknown_to_this_phone"),),
}
"""What a new phone cannot have, and the reason of each item."""
