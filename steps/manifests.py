"""What a backup says of what it holds, and what nobody may read in it."""

import base64
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

import msgspec
from msgspec.structs import replace
from pytest_bdd import then

from backupspec.contract.commands import RequireSecurityCode, SetContent
from backupspec.contract.content import App, Entry, Item, OwnAccount
from backupspec.contract.observations import Backup, Observation
from backupspec.contract.terms import Part
from backupspec.invariants.contents import SENSITIVE_PARTS, SHORTEST_SECRET
from backupspec.manifest import verifying
from backupspec.manifest.measuring import held
from backupspec.manifest.problems import Problem
from backupspec.shipped import shape
from backupspec.steps import telling
from backupspec.steps.clock import WAYS
from backupspec.steps.coming_back import KINDS, WHICH, backup_of, to_be_saved
from backupspec.steps.words import Word, one_of, sentence
from backupspec.world.canaries import readable_in
from backupspec.world.documents import OUR_OWN_LIMIT
from backupspec.world.verdicts import Mismatch, Untestable
from backupspec.world.world import World


def problems_of(backup: Backup) -> tuple[Any, list[Problem]]:
    """Read a backup's manifest, and tell what is wrong with it; raise Untestable if the implementation shows none."""
    if backup.manifest is None:
        raise Untestable("the implementation shows no manifest", "manifests")
    checked = verifying.manifest(backup.manifest.encode(), shape("manifest"))
    return checked.value, [problem for problem in checked.problems if problem.rule != OUR_OWN_LIMIT]


def manifest_of(world: World, phone: str, which: int) -> Any:
    """Read the manifest of one of a phone's backups, and see that it is what a manifest has to be."""
    value, problems = problems_of(backup_of(world, phone, which))
    assert problems == [], Mismatch("a manifest in which nothing is wrong", told(problems))
    return value


def told(problems: Iterable[Problem]) -> str:
    """Say what is wrong with a manifest."""
    return telling.listed(f"at {each.pointer or 'the top'} {each.found}, not {each.expected}" for each in problems)


def shown(seen: Observation) -> Iterator[str]:
    """List all texts that can be seen, but for what phones themselves hold item by item."""
    phones = {name: replace(phone, items=None, message_items=None) for name, phone in seen.phones.items()}
    yield from _texts(msgspec.to_builtins(replace(seen, phones=phones)))


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            yield from value
            for each in value.values():
                yield from _texts(each)
        case list() | tuple():
            for each in value:
                yield from _texts(each)


def stored(backup: Backup) -> Iterator[str]:
    """List what lies in OneDrive of a backup, item by item, as it is shown and as the bytes that it stands for."""
    for part in backup.parts:
        if part.stored is None:
            raise Untestable("the implementation does not show what lies in OneDrive item by item", "stored items")
        assert len(part.stored) == part.count, Mismatch(f"{part.count} stored of {part.kind}", str(len(part.stored)))
        for each in part.stored:
            yield each
            with suppress(ValueError):  # not Base64: it was looked at as it is
                yield base64.b64decode(each).decode("latin-1")


def ever_held(world: World, phone: str, part: str) -> set[Entry]:
    """List all that a phone was ever given of one kind."""
    commands = (event.command for event in world.history.events)
    given = [each.content for each in commands if isinstance(each, SetContent) and each.phone == phone]
    return {entry for content in given for entry in getattr(content, part) or ()}


def passwords_of(world: World, phone: str) -> dict[str, str]:
    """List the passwords that a phone ever had, each with what it is."""
    items = [item for item in ever_held(world, phone, "passwords") if isinstance(item, Item)]
    return {item.value: f"the password of {item.name}" for item in items}


def private_to(world: World, phone: str) -> dict[str, str]:
    """List all that a phone ever had and nobody may read, each with what it is. What is short stands somewhere by chance."""
    found: dict[str, str] = {}
    for part in SENSITIVE_PARTS:
        for entry in ever_held(world, phone, part):
            says = entry.address if isinstance(entry, OwnAccount) else getattr(entry, "value", "")
            found |= {says: f"{part.replace('_', ' ')} {entry.name}"}
            found |= {entry.name: f"the title {entry.name}"} if part == "favourites" else {}
    return {each: what for each, what in found.items() if len(each) >= SHORTEST_SECRET} | passwords_of(world, phone)


def readable(secrets: dict[str, str], texts: Iterable[str]) -> list[str]:
    """Say which secrets can be read in texts, and how."""
    assert secrets, Mismatch("something that nobody may read", "nothing")
    text = "\n".join(texts)
    return sorted(f"{what}, {form}" for each, what in secrets.items() if (form := readable_in(text, each)))


WHICH_BACKUP: Word[object] = one_of(WHICH)
KIND: Word[object] = one_of(KINDS)


# What it holds.


@then(
    sentence(
        "{which:Which} of {phone:Phone} holds the data of the apps that take part, and no other", Which=WHICH_BACKUP
    )
)
def _(world: World, which: int, phone: str) -> None:
    backup = backup_of(world, phone, which)
    wanted = held(to_be_saved(world, backup)["app_data"])
    came = {part.kind: (part.count, part.size_bytes) for part in backup.parts}.get("app_data", (0, 0))
    assert came == (wanted.count, wanted.size_bytes), Mismatch(
        f"the data of {telling.counted(wanted.count, 'app')}, {telling.size(wanted.size_bytes)}",
        f"that of {telling.counted(came[0], 'app')}, {telling.size(came[1])}",
    )


# What it says.


@then(
    sentence(
        "{which:Which} of {phone:Phone} says that there was nothing to save of {kind:Kinds}",
        Which=WHICH_BACKUP,
        Kinds=KIND,
    )
)
def _(world: World, which: int, phone: str, kind: tuple[Part, ...]) -> None:
    """Where there is no manifest, the parts of the backup say so alone."""
    backup = backup_of(world, phone, which)
    counts = {part.kind: part.count for part in backup.parts if part.kind in kind}
    assert counts == dict.fromkeys(kind, 0), Mismatch(
        f"{telling.listed(kind)} among the parts of {backup.id}, each with nothing in it", json.dumps(counts)
    )
    if backup.manifest is None:
        return
    parts = manifest_of(world, phone, which)["parts"]
    came = {part: parts[part]["status"] for part in kind}
    assert came == dict.fromkeys(kind, "empty"), Mismatch(
        f"nothing to save of {telling.listed(kind)}", json.dumps(came)
    )


@then(
    sentence(
        "{which:Which} of {phone:Phone} says that {kind:Kinds} are not in it, because App backup is off",
        Which=WHICH_BACKUP,
        Kinds=KIND,
    )
)
def _(world: World, which: int, phone: str, kind: tuple[Part, ...]) -> None:
    parts = manifest_of(world, phone, which)["parts"]
    came = {part: (parts[part]["status"], parts[part]["reason"]) for part in kind}
    wanted = dict.fromkeys(kind, ("skipped", "app_backup_is_off"))
    assert came == wanted, Mismatch(f"{telling.listed(kind)} left out, because App backup is off", json.dumps(came))


@then(sentence("{which:Which} of {phone:Phone} lists each app with its version", Which=WHICH_BACKUP))
def _(world: World, which: int, phone: str) -> None:
    came = {app["id"]: app["version"] for app in manifest_of(world, phone, which)["apps"]}
    apps = to_be_saved(world, backup_of(world, phone, which))["apps"]
    wanted = {app.name: app.version for app in apps if isinstance(app, App)}
    assert came == wanted, Mismatch(*_apart(wanted, came))


@then(
    sentence(
        "{which:Which} of {phone:Phone} says of each app whether it takes part, why, and whether its data was saved",
        Which=WHICH_BACKUP,
    )
)
def _(world: World, which: int, phone: str) -> None:
    members = ("participating", "participating_because", "data")
    came = {app["id"]: [app[name] for name in members] for app in manifest_of(world, phone, which)["apps"]}
    content = to_be_saved(world, backup_of(world, phone, which))
    with_data = {item.name for item in content["app_data"]}
    wanted = {
        app.name: [app.participation == "declared", app.participation, _data(app, with_data)]
        for app in content["apps"]
        if isinstance(app, App)
    }
    assert came == wanted, Mismatch(*_apart(wanted, came))


def _data(app: App, with_data: set[str]) -> str:
    if app.participation != "declared":
        return "not_participating"
    return "saved" if app.name in with_data else "none"


def _apart(wanted: dict[str, Any], came: dict[str, Any]) -> tuple[str, str]:
    """Say of two lists of apps what only one of them says."""
    names = [name for name in sorted(wanted.keys() | came.keys()) if wanted.get(name) != came.get(name)]
    return tuple(
        telling.listed(f"{name}: {json.dumps(each.get(name))}" for name in names[:5]) for each in (wanted, came)
    )  # type: ignore[return-value]


@then(
    sentence("{which:Which} of {phone:Phone} has one entry for each account, named by its provider", Which=WHICH_BACKUP)
)
def _(world: World, which: int, phone: str) -> None:
    accounts = to_be_saved(world, backup_of(world, phone, which))["accounts"]
    wanted = Counter(account.provider for account in accounts if isinstance(account, OwnAccount))
    came = Counter(account["provider"] for account in manifest_of(world, phone, which)["accounts"])
    assert came == wanted, Mismatch(
        *(telling.listed(f"{counted} of {name}" for name, counted in sorted(each.items())) for each in (wanted, came))
    )


# What nobody may read in it.


@then(
    sentence(
        "{which:Which} of {phone:Phone} says that each of its passwords is encrypted, and belongs to one account",
        Which=WHICH_BACKUP,
    )
)
def _(world: World, which: int, phone: str) -> None:
    manifest = manifest_of(world, phone, which)
    passwords = to_be_saved(world, backup_of(world, phone, which))["passwords"]
    part, secrets = manifest["parts"]["passwords"], [account["secret"] for account in manifest["accounts"]]
    wanted = f"{telling.counted(len(passwords), 'password')}, each of one account, and encrypted"
    came = f"{telling.counted(part['count'], 'password')}, accounts with {telling.listed(secrets)} ones"
    assert part["encryption"] is not None, Mismatch(wanted, f"{came}, and not encrypted")
    assert part["count"] == len(passwords) == secrets.count("encrypted"), Mismatch(wanted, came)


@then(sentence("no password of {phone:Phone} can be read in anything that is shown"))
def _(world: World, phone: str) -> None:
    found = readable(passwords_of(world, phone), shown(world.items()))
    assert found == [], Mismatch(f"no password of {phone} to be readable", telling.listed(found))


@then("no security code can be read in anything that is shown")
def _(world: World) -> None:
    commands = (event.command for event in world.history.events)
    codes = {each.code: "a security code" for each in commands if isinstance(each, RequireSecurityCode)}
    found = readable(codes, shown(world.items()))
    assert found == [], Mismatch("no security code to be readable", telling.listed(found))


@then(sentence("nothing private of {phone:Phone} can be read in what lies in OneDrive"))
def _(world: World, phone: str) -> None:
    backups = [each for account in world.items().accounts.values() for each in account.backups if each.phone == phone]
    saved = {part.kind for backup in backups for part in backup.parts if part.count}
    assert saved >= set(SENSITIVE_PARTS), Mismatch(telling.listed(SENSITIVE_PARTS), telling.listed(sorted(saved)))
    found = readable(private_to(world, phone), (text for backup in backups for text in stored(backup)))
    assert found == [], Mismatch(f"nothing private of {phone} to be readable", telling.listed(found))


# What it says of the clock.


@then(
    sentence(
        "{which:Which} of {phone:Phone} says that the clock was set {way:Way} by {duration:Duration}",
        Which=WHICH_BACKUP,
        Way=one_of(WAYS),
    )
)
def _(world: World, which: int, phone: str, way: int, duration: int) -> None:
    came, wanted = clock_set(world, phone, which), [way * duration]
    assert came == wanted, Mismatch(f"the clock set by {wanted} s", f"by {came} s")


@then(sentence("{which:Which} of {phone:Phone} says that the clock was not set", Which=WHICH_BACKUP))
def _(world: World, which: int, phone: str) -> None:
    came = clock_set(world, phone, which)
    assert came == [], Mismatch("the clock not set", f"set by {came} s")


def clock_set(world: World, phone: str, which: int) -> list[int]:
    """List by how many seconds the clock was set between a backup and the one before it, as the backup says."""
    return [each["shift_s"] for each in manifest_of(world, phone, which)["times"]["clock_anomalies"]]
