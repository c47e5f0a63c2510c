"""Text messages in OneDrive: which are there, which have gone, and that nobody can read them."""

import base64

from pytest_bdd import then

from backupspec.contract.commands import DeleteMessages, ResumeFlow, TurnOn
from backupspec.contract.observations import Observation
from backupspec.contract.terms import TextKind, Toggle
from backupspec.contract.texts import KeptMessage
from backupspec.steps.changes import Change, account_of
from backupspec.steps.manifests import readable, shown
from backupspec.steps.messages import ANY, KINDS, TALK, WHICH, Choosing, few, ids, not_lying, owner
from backupspec.steps.phones import sent_bytes
from backupspec.steps.talks import Talk, deleted, exchanging, said, said_on
from backupspec.steps.telling import counted, listed, size
from backupspec.steps.words import Word, one_of, sentence
from backupspec.world.verdicts import Mismatch, Untestable
from backupspec.world.world import World

BYTES: Word[object] = Word(
    r"[0-9]{1,3}(?:,[0-9]{3})* bytes", lambda said: int(said.removesuffix(" bytes").replace(",", ""))
)


@then(sentence("all messages of {phone:Own} are in OneDrive, each once", Own=ANY))
@then(sentence("all messages of {phone:Own} that were not deleted are in OneDrive, each once", Own=ANY))
def _(world: World, phone: str) -> None:
    """And no others."""
    wanted = ids(said_on(world, phone))
    assert wanted, Mismatch(f"messages on {phone}", "none")
    wrong = not_lying(world, owner(world, phone), wanted)
    assert not wrong, wrong


@then(sentence("all messages of {first:Own} and {second:Own} are in OneDrive, each once", Own=ANY))
def _(world: World, first: str, second: str) -> None:
    """And no others."""
    wrong = not_lying(world, owner(world, first), ids(said_on(world, first, second)))
    assert not wrong, wrong


@then(sentence("as soon as {phone:Phone} {change:Change}, all its messages are in OneDrive, each once"))
def _(world: World, phone: str, change: Change) -> None:
    account = account_of(phone)
    world.must(*change(phone))
    wrong = not_lying(world, account, ids(said_on(world, phone)))
    assert not wrong, wrong


@then(sentence("the OneDrive of {account:Account} holds {count:Count} text message"))
def _(world: World, account: str, count: int) -> None:
    came = list(world.account(account).messages)
    assert len(came) == count, Mismatch(f"{counted(count, 'message')} in the OneDrive of {account}", few(came))


@then(sentence("fewer than {most:Bytes} have left {phone:Phone} since then", Bytes=BYTES))
def _(world: World, most: int, phone: str, before: Observation) -> None:
    """What a protocol adds may be counted: what must not be sent is far larger."""
    sent = sent_bytes(world.now, phone) - sent_bytes(before, phone)
    assert sent < most, Mismatch(
        f"fewer than {size(most)} to leave {phone}", size(sent), f"transfers of {phone} since then"
    )


@then("the text messages in OneDrive are what they were")
def _(world: World, before: Observation) -> None:
    for account, seen in before.accounts.items():
        wrong = not_lying(world, account, list(seen.messages))
        assert not wrong, wrong


@then(sentence("from the OneDrive of {account:Account}, exactly the messages are gone that were deleted"))
def _(world: World, account: str, before: Observation) -> None:
    wrong = not_gone_since(world, account, before)
    assert not wrong, wrong


def not_gone_since(world: World, account: str, before: Observation) -> Mismatch | None:
    """Tell what is wrong unless of the messages that were there exactly those are gone that were deleted on a phone."""
    earlier, gone = before.accounts[account].messages, deleted(world)
    if not gone & set(earlier):
        return Mismatch("something deleted that was saved", "nothing")
    return not_lying(world, account, [id_ for id_ in earlier if id_ not in gone])


@then(
    sentence("as soon as {phone:Phone} {change:Change}, exactly the messages are gone from OneDrive that were deleted")
)
def _(world: World, phone: str, change: Change, before: Observation) -> None:
    account = account_of(phone)
    world.must(*change(phone))
    wrong = not_gone_since(world, account, before)
    assert not wrong, wrong


@then(sentence("nothing of what is gone lies in the OneDrive of {account:Account}, or takes room there"))
def _(world: World, account: str, before: Observation) -> None:
    """What lies there is looked at where the implementation shows it."""
    earlier, now = before.accounts[account], world.account(account)
    assert len(now.messages) < len(earlier.messages), Mismatch(f"messages gone from the OneDrive of {account}", "none")
    room = now.free_bytes - earlier.free_bytes
    assert room > 0, Mismatch(f"more room in the OneDrive of {account}", f"{room} bytes more")
    lying = None if "items" in world.history.lacks else world.items().accounts[account].stored_messages
    wanted = counted(len(now.messages), "message")
    assert lying is None or len(lying) == len(now.messages), Mismatch(f"what lies there of {wanted}", "of more")


@then(sentence("as soon as {talk:Talk} comes to {phone:Phone}, it is in the OneDrive of {account:Account}", Talk=TALK))
def _(world: World, talk: Talk, phone: str, account: str) -> None:
    known = len(said(world))
    world.must(*exchanging(world, phone, talk, "receives"))
    wrong = not_lying(world, account, [*said(world)][known:])
    assert not wrong, wrong


@then(sentence("as soon as {person:Person} receives {talk:Talk}, it is saved", Talk=TALK))
def _(world: World, person: str, talk: Talk) -> None:
    wrong = not_received(world, f"{person}'s phone", talk)
    assert not wrong, wrong


def not_received(world: World, phone: str, talk: Talk) -> Mismatch | None:
    """Let messages arrive at a phone, and tell what is wrong unless they are saved."""
    known = len(said(world))
    world.must(*exchanging(world, phone, talk, "receives"))
    return not_lying(world, owner(world, phone), [*said(world)][known:], alone=False)


@then(
    sentence(
        "as soon as {person:Person} deletes {which:Which} on {phone:Own}, it is gone from OneDrive",
        Which=one_of(WHICH),
        Own=ANY,
    )
)
def _(world: World, person: str, which: Choosing, phone: str) -> None:  # noqa: ARG001 - whose phone it is
    earlier = list(world.account(owner(world, phone)).messages)
    there = [id_ for id_ in said(world) if id_ not in deleted(world)]
    going = which(there)
    assert set(going) <= set(earlier), Mismatch(f"{few(going)} in OneDrive", few(earlier))
    world.must(DeleteMessages(phone=phone, messages=tuple(going)))
    wrong = not_lying(world, owner(world, phone), [id_ for id_ in earlier if id_ not in going])
    assert not wrong, wrong


@then(sentence("as soon as {phone:Phone} has {toggle:Toggle} on, all its messages are in OneDrive, each once"))
def _(world: World, phone: str, toggle: Toggle) -> None:
    world.must(TurnOn(phone=phone, toggle=toggle))
    wrong = not_lying(world, owner(world, phone), ids(said_on(world, phone)))
    assert not wrong, wrong


@then(sentence("once the saving goes on, all messages of {phone:Phone} are in OneDrive, each once"))
def _(world: World, phone: str) -> None:
    world.must(ResumeFlow(phone=phone, flow="texts"))
    wrong = not_lying(world, owner(world, phone), ids(said_on(world, phone)))
    assert not wrong, wrong


@then(
    sentence(
        "nothing of the messages of {phone:Phone} can be read in what lies in OneDrive, or in anything that is shown"
    )
)
def _(world: World, phone: str) -> None:
    """What a message says, with whom, and what is attached to it."""
    kept, seen = said_on(world, phone), world.items()
    lying = seen.accounts[owner(world, phone)].stored_messages
    if lying is None:
        raise Untestable("the implementation does not show what lies in OneDrive message by message")
    assert len(lying) == len(kept), Mismatch(f"what lies there of {counted(len(kept), 'message')}", f"of {len(lying)}")
    texts = (*shown(seen), *(base64.b64decode(each).decode("latin-1") for each in lying))
    found = readable(private_in(kept), texts)
    assert found == [], Mismatch(f"nothing of the messages of {phone} to be readable", listed(found))


def private_in(kept: list[KeptMessage]) -> dict[str, str]:
    """List what nobody may read of messages, each with what it is."""
    found: dict[str, str] = {}
    for each in kept:
        found |= {each.message.text: "what a message says", each.message.conversation: "with whom"}
        found |= {base64.b64decode(card.content).decode(): card.name for card in each.message.attachments}
    return found


@then(sentence("as soon as {person:Person} has {toggle:Toggle} on and receives {talk:Talk}, it is saved", Talk=TALK))
def _(world: World, person: str, toggle: Toggle, talk: Talk) -> None:
    world.must(TurnOn(phone=f"{person}'s phone", toggle=toggle))
    wrong = not_received(world, f"{person}'s phone", talk)
    assert not wrong, wrong


@then(sentence("exactly {kinds:MessageKinds} of {phone:Phone} are in OneDrive", MessageKinds=one_of(KINDS)))
def _(world: World, kinds: frozenset[TextKind], phone: str) -> None:
    wanted = ids([each for each in said_on(world, phone) if each.message.kind in kinds])
    assert wanted, Mismatch(f"such messages on {phone}", "none")
    wrong = not_lying(world, owner(world, phone), wanted)
    assert not wrong, wrong
