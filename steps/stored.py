"""Backups that were made long ago, or that were damaged since: what lies in OneDrive without a phone that made it."""

from typing import Any

from msgspec.structs import replace
from pytest_bdd import given, then, when

from backupspec.contract.commands import (
    ChooseBackup,
    CreateAccount,
    PutCloudBackup,
)
from backupspec.contract.content import Content, Item, named
from backupspec.contract.observations import Backup
from backupspec.contract.outcomes import Outcome
from backupspec.steps.changes import account_of
from backupspec.steps.restored import not_brought_back
from backupspec.steps.set_up import NEW, OWN, at_hand, set_up_with
from backupspec.steps.telling import counted
from backupspec.steps.words import Word, one_of, sentence
from backupspec.world.verdicts import Mismatch
from backupspec.world.world import World


def put(world: World, account: str, example: str, manifest: str, content: Content) -> Backup:
    """Put a backup into OneDrive that a phone made long ago, and return it as the list shows it."""
    from backupspec.fixtures.manifest_examples import KEY  # noqa: PLC0415 - who restores nothing of it need not load it

    if account not in world.now.accounts:
        world.must(CreateAccount(account=account))
    known = {backup.id for backup in world.account(account).backups}
    world.must(
        PutCloudBackup(
            account=account, made_on=f"the phone of {example}", manifest=manifest, content=content, key=KEY.hex()
        )
    )
    found = [backup for backup in world.account(account).backups if backup.id not in known]
    assert len(found) == 1, Mismatch(f"1 more backup in the OneDrive of {account}", counted(len(found), "more backup"))
    return found[0]


def golden(example: str) -> tuple[dict[str, Any], Content]:
    """Make the manifest of an example anew, and its content."""
    from backupspec.fixtures import manifest_examples  # noqa: PLC0415 - who restores nothing of it need not load it

    return manifest_examples.EXAMPLES[example](), manifest_examples.content_of(example)


def strange(example: str) -> tuple[dict[str, Any], Content]:
    """Make an example that lies beside the backups of a phone: with an id that none of them has."""
    manifest, content = golden(example)
    return {**manifest, "backup": {**manifest["backup"], "id": f"{example}-of-a-stranger"}}, content


def text_of(manifest: dict[str, Any]) -> str:
    """Write a manifest as it is stored."""
    from backupspec.manifest.canonical import written  # noqa: PLC0415 - likewise

    return written(manifest).decode()


MADE_LONG_AGO = {
    "a phone's first one": "first-backup",
    "one that follows another, which is not there": "chained",
    "one made with App backup off": "settings-only",
    "one in which half of the apps take part": "with-apps",
    "one in which no app has data": "no-app-data",
    "one during which the clock was set": "clock-anomaly",
    "one made from the prompt, over cellular data": "prompt-on-cellular",
    "one with an extra that nobody has to know": "with-extension",
    "one of Windows Phone 8, without a dictionary": "windows-phone-8",
}
"""Which of the examples in fixtures/manifests."""


@given(
    sentence(
        "the OneDrive of {account:Account} holds a backup made long ago: {example:Example}",
        Example=one_of(MADE_LONG_AGO),
    ),
    target_fixture="put_there",
)
def _(world: World, account: str, example: str) -> tuple[Backup, Content]:
    manifest, content = golden(example)
    return put(world, account, example, text_of(manifest), content), content


DAMAGE = (
    "of which one item is not what was saved",
    "of which one byte is not what was saved",
    "of which one item is missing",
    "whose inventory was changed",
    "whose inventory is cut off",
    "that newer software made in a later format",
    "that holds something of newer software which must not be ignored",
)


_SPOILED: dict[str, dict[str, Any]] = {
    DAMAGE[0]: {"theme": (Item(name="lime", value="accent colour 0"),)},
    DAMAGE[1]: {"theme": (Item(name="cobalt", value="accent colour 1"),)},
    DAMAGE[2]: {"favourites": ()},
}
"""What lies there instead of what was saved."""


def damaged(damage: str) -> tuple[str, Content]:
    """Make a backup with this damage: the text of its manifest, and its content."""
    manifest, content = strange("settings-only")
    text = text_of(manifest)
    if damage in _SPOILED:
        return text, replace(content, **_SPOILED[damage])
    if damage == DAMAGE[3]:
        return text.replace('"trigger":"manual"', '"trigger":"automatic"'), content
    if damage == DAMAGE[4]:
        return text[: len(text) // 2], content
    if damage == DAMAGE[5]:
        return text_of({**manifest, "version": "2.0"}), content
    extensions = {"critical": ["com.example.vault"], "com.example.vault": {"items": 3}}
    return text_of({**manifest, "extensions": extensions}), content


@given(
    sentence(
        "the OneDrive of {account:Account} also holds a backup {damage:Damage}", Damage=Word("|".join(DAMAGE), str)
    ),
    target_fixture="put_there",
)
def _(world: World, account: str, damage: str) -> tuple[Backup, Content]:
    manifest, content = damaged(damage)
    return put(world, account, "a stranger", manifest, content), content


@given(
    sentence(
        "the OneDrive of {account:Account} also holds the {status:Status} backup of a phone",
        Status=Word("partial|aborted", str),
    ),
    target_fixture="put_there",
)
def _(world: World, account: str, status: str) -> tuple[Backup, Content]:
    manifest, content = strange(status)
    return put(world, account, "a stranger", text_of(manifest), content), content


@when(sentence("{phone:Own} is set up with the backup made long ago", Own=OWN), target_fixture="outcome")
def _(world: World, phone: str, put_there: tuple[Backup, Content]) -> Outcome:
    return set_up_with(world, phone, put_there[0], "wifi", account_of(phone))


@when(sentence("{person:Person} taps that backup"), target_fixture="outcome")
def _(world: World, person: str, put_there: tuple[Backup, Content]) -> Outcome:
    return world.perform(ChooseBackup(phone=at_hand(world, person), backup=put_there[0].id))


@then(sentence("{phone:New} holds what that backup held", New=NEW))
def _(world: World, phone: str, put_there: tuple[Backup, Content]) -> None:
    backup, content = put_there
    wrong = not_brought_back(world, phone, backup, dict(named(content)))
    assert not wrong, wrong
