"""Privacy: what backups are read for, where their bytes go, and what their inventories hold."""

from collections.abc import Iterator
from typing import Any

from pytest_bdd import then, when

from backupspec import shipped
from backupspec.contract.commands import ChooseBackup, PressNext, ReadCloud
from backupspec.contract.observations import Observation, Read, Transfer
from backupspec.contract.outcomes import Outcome, Refused
from backupspec.manifest import verifying
from backupspec.steps.backups import newest, newest_at
from backupspec.steps.onedrive import one_of_three
from backupspec.steps.set_up import ask_for
from backupspec.steps.telling import answer, listed
from backupspec.steps.words import Word, one_of, sentence
from backupspec.world.verdicts import Mismatch, Untestable
from backupspec.world.world import World

WHO: Word[object] = Word(r"an? [a-z ]+?|the [a-z ]+?|[A-Z][a-z]+'s phone", str)
PURPOSE: Word[object] = Word(r"[a-z ]+?", str)
ENDINGS = {"allowed": True, "refused": False}
ADVERTISING_IDS = {"adid", "gaid", "idfa"}
"""What advertising ids are called for short. Whatever has `advertis` in its name is one, too."""

Asked = tuple[str, str, bool]
"""Who wanted to read, what for, and whether that was allowed."""


def reads_since(world: World, account: str, before: Observation) -> list[Asked]:
    """List who wanted to read from an account since, as its log has it."""
    known = len(before.accounts[account].reads)
    return [asked(read) for read in world.account(account).reads[known:]]


def asked(read: Read) -> Asked:
    """Take of an entry of the log what people ask for."""
    return read.by, read.purpose, read.allowed


def told(reads: list[Asked]) -> str:
    """Say who wanted to read, and what for."""
    return listed(
        (f"{by}, for {purpose}, {'allowed' if allowed else 'refused'}" for by, purpose, allowed in reads), none="nobody"
    )


def moved(seen: Observation, phone: str) -> list[Transfer]:
    """List what has left a phone or come to it so far."""
    return [transfer for transfer in seen.transfers if transfer.phone == phone]


def went_to(world: World, transfers: list[Transfer]) -> list[str]:
    """Say where bytes went, or came from: to the OneDrive of an account, or elsewhere."""
    known = world.policy.privacy.destinations
    return sorted(
        {f"the OneDrive of {each.account}" if each.destination in known else each.destination for each in transfers}
    )


def said_by(world: World, phone: str) -> str:
    """Return the inventory of the newest backup of a phone: its manifest, as it is stored."""
    backup = newest(world, phone)
    assert backup is not None, Mismatch(f"a backup of {phone}", "none", newest_at(world, phone))
    if backup.manifest is None:
        raise Untestable("the implementation shows no manifest", "manifests")
    return backup.manifest


def checked(said: str) -> tuple[dict[str, Any], list[str]]:
    """Read an inventory; return it with what is not described. Whether the rest is right is told elsewhere (CON)."""
    found = verifying.manifest(said.encode(), shipped.shape("manifest"))
    assert isinstance(found.value, dict), Mismatch("an inventory that can be read", said)
    strange = [each.pointer for each in found.problems if each.rule.split(".")[-1] == "additionalProperties"]
    return found.value, strange


def names_in(document: Any) -> Iterator[str]:
    """Yield the names of all members of a document, at any depth."""
    if isinstance(document, dict):
        yield from document
        document = list(document.values())
    if isinstance(document, list):
        for each in document:
            yield from names_in(each)


def is_advertising_id(name: str) -> bool:
    """Tell whether a member is an advertising id by its name, however that is written."""
    small = "".join(each for each in name.lower() if each.isalnum())
    return "advertis" in small or small in ADVERTISING_IDS


@when(
    sentence(
        "{who:Who} wants to read what is backed up of {account:Account}, for {purpose:Purpose}",
        Who=WHO,
        Purpose=PURPOSE,
    ),
    target_fixture="outcome",
)
def _(world: World, who: str, account: str, purpose: str) -> Outcome:
    return world.perform(ReadCloud(account=account, by=who, purpose=purpose))


@when(
    sentence("{phone:Phone}, set up with {account:Account}, asks for the backup of {source:Phone}"),
    target_fixture="outcome",
)
def _(world: World, phone: str, account: str, source: str) -> Outcome:
    return ask_for(world, phone, one_of_three(world.now, source, "newest"), "wifi", account)


@then("that is refused, because backups are not read for that")
def _(outcome: Outcome) -> None:
    refused = isinstance(outcome, Refused) and outcome.reason == "purpose_not_allowed"
    assert refused, Mismatch(
        "to be refused, because backups are not read for that (purpose_not_allowed)", answer(outcome)
    )


@then(
    sentence(
        "the log of {account:Account} says that {who:Who} wanted to read, for {purpose:Purpose}, and was {ending:Ending}",
        Who=WHO,
        Purpose=PURPOSE,
        Ending=one_of(ENDINGS),
    )
)
def _(world: World, account: str, who: str, purpose: str, *, ending: bool, before: Observation) -> None:
    came, wanted = reads_since(world, account, before), [(who, purpose, ending)]
    assert came == wanted, Mismatch(f"in the log of {account}: {told(wanted)}", told(came))


@then(sentence("the log of {account:Account} names all who wanted to read, and what for, in turn"))
def _(world: World, account: str, before: Observation) -> None:
    commands = [event.command for event in world.history.events if isinstance(event.command, ReadCloud)]
    wanted = [(each.by, each.purpose, each.purpose in world.policy.privacy.purposes) for each in commands]
    assert len(wanted) > 1, Mismatch("several who wanted to read", told(wanted))
    came = reads_since(world, account, before)
    assert came == wanted, Mismatch(f"in the log of {account}: {told(wanted)}", told(came))


@then(sentence("the log of {account:Account} says that it was read for restore, and otherwise for backup at most"))
def _(world: World, account: str, before: Observation) -> None:
    came = reads_since(world, account, before)
    purposes = {purpose for _, purpose, _ in came}
    kept = "restore" in purposes and purposes <= {"backup", "restore"} and all(allowed for *_, allowed in came)
    assert kept, Mismatch(f"in the log of {account}: somebody, for restore, allowed", told(came))


@then(sentence("{account:Account} has been read for nothing but backup and restore"))
def _(world: World, account: str) -> None:
    came = [asked(read) for read in world.account(account).reads if read.purpose not in {"backup", "restore"}]
    assert came == [], Mismatch(f"nobody to read from {account} but for backup and restore", told(came))


@then(
    sentence(
        "as soon as {who:Who} wants to read it for {purpose:Purpose}, the log of {account:Account} says so",
        Who=WHO,
        Purpose=PURPOSE,
    )
)
def _(world: World, who: str, purpose: str, account: str) -> None:
    ready = world.now
    world.perform(ReadCloud(account=account, by=who, purpose=purpose))
    came, wanted = reads_since(world, account, ready), [(who, purpose, False)]
    assert came == wanted, Mismatch(f"in the log of {account}: {told(wanted)}", told(came))


@then(sentence("nothing of the backup of {source:Phone} comes to {phone:Phone}"))
def _(world: World, source: str, phone: str) -> None:
    came = sorted(part for part, amount in world.phone(phone).content.items() if amount.count)
    assert came == [], Mismatch(f"nothing of {source} on {phone}", listed(came))
    bytes_ = sum(each.size_bytes for each in moved(world.now, phone))
    assert bytes_ == 0, Mismatch(f"nothing to come to {phone}", f"{bytes_} bytes")


@then(sentence("nobody has read from {account:Account}"))
def _(world: World, account: str, before: Observation) -> None:
    """Somebody who wanted to and was refused may be in the log."""
    came = [each for each in reads_since(world, account, before) if each[2]]
    assert came == [], Mismatch(f"nobody to read from {account}", told(came))


@then(sentence("as soon as {phone:Phone} asks for the backup of {source:Phone}, that is brought back"))
def _(world: World, phone: str, source: str) -> None:
    backup = one_of_three(world.now, source, "newest")
    world.must(ChooseBackup(phone=phone, backup=backup.id), PressNext(phone=phone))
    restored = world.phone(phone).restored
    came = restored.backup if restored else "none"
    assert came == backup.id, Mismatch(f"a complete restore of {backup.id} on {phone}", came)


@then(
    sentence(
        "all that has left {phone:Phone} since has gone to the OneDrive of {account:Account}, and something was sent"
    )
)
def _(world: World, phone: str, account: str, before: Observation) -> None:
    came, wanted = went_to(world, moved(world.now, phone)[len(moved(before, phone)) :]), [f"the OneDrive of {account}"]
    assert came == wanted, Mismatch(
        f"bytes that go to {listed(wanted)} alone",
        listed(came, none="none that go anywhere"),
        f"transfers of {phone} since then",
    )


@then(
    sentence(
        "all that has come to {phone:Phone} has come from the OneDrive of {account:Account}, and something was sent"
    )
)
def _(world: World, phone: str, account: str) -> None:
    came, wanted = went_to(world, moved(world.now, phone)), [f"the OneDrive of {account}"]
    assert came == wanted, Mismatch(f"bytes that come from {listed(wanted)} alone", listed(came, none="none that come"))


@then(
    sentence("the inventory of that backup of {phone:Phone} says nothing but what an inventory is there to say"),
    target_fixture="said",
)
def _(world: World, phone: str) -> dict[str, Any]:
    """Described in the specification: schemas/manifest.schema.json."""
    said, strange = checked(said_by(world, phone))
    assert not strange, Mismatch("an inventory that holds what is described alone", listed(strange))
    return said


@then("it holds no advertising id, by which advertisers know people or phones")
def _(said: dict[str, Any]) -> None:
    names = sorted({name for name in names_in(said) if is_advertising_id(name)})
    assert not names, Mismatch("no advertising id", listed(names))


@then("it says that it is for backup and restore alone")
def _(said: dict[str, Any]) -> None:
    came = said.get("purposes")
    alone = isinstance(came, list) and all(each in {"backup", "restore"} for each in came)
    assert alone, Mismatch("backup and restore alone", came)
