"""What the history tells of text messages: where each came or went, which phone holds it, what has to be in OneDrive, and what may go from there.

It follows from the commands and from what was seen in OneDrive, never from what an implementation says of its phones. The facts grow with each event:
nothing is gone through twice, for there can be 100,000 messages.
"""

from collections.abc import Iterable

from msgspec import Struct

from backupspec.contract import commands
from backupspec.contract.observations import Observation, Phone
from backupspec.contract.outcomes import Done
from backupspec.contract.terms import TextKind, Toggle
from backupspec.contract.texts import KeptMessage
from backupspec.invariants.contents import newly_restored
from backupspec.invariants.past import told
from backupspec.policy.model import Policy
from backupspec.world.world import Event, History


class Own(Struct):
    """What is known of one phone's messages: which it holds, which of them have still to be saved, and which to be deleted in OneDrive."""

    account: str | None = None
    held: set[str] = set()
    is_known: bool = True
    to_save: dict[str, None] = {}
    to_go: dict[str, None] = {}
    accounts: dict[str, str] = {}
    """Of messages, the account under which each came or went here, or was brought back."""
    at_begin: tuple[str, ...] | None = None
    came_back: tuple[KeptMessage, ...] | None = None
    is_restored: bool = False


class Lying(Struct):
    """What is known of one account's messages in OneDrive: which phone saved each, which may go because of whom, and which have gone."""

    saved_by: dict[str, str | None] = {}
    may_go: dict[str, set[str]] = {}
    gone: set[str] = set()
    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()


class Facts(Struct):
    """All that is known of text messages."""

    switches: dict[TextKind, Toggle]
    are_dropped: bool
    messages: dict[str, KeptMessage] = {}
    phones: dict[str, Own] = {}
    accounts: dict[str, Lying] = {}
    stays: dict[str, str] = {}
    """Of messages that a deletion must not take from OneDrive, the clause that says so."""

    def kind(self, id_: str) -> TextKind:
        """Tell the kind of a message."""
        return self.messages[id_].message.kind

    def saves(self, phone: Phone | None, id_: str) -> bool:
        """Tell whether a phone's switch is on that saves a message."""
        switch = self.switches.get(self.kind(id_)) if id_ in self.messages else None
        return phone is not None and switch is not None and bool(phone.toggles.get(switch))


def facts(history: History) -> Facts:
    """Tell what is known of text messages after the newest event."""
    return told(history, "text messages", _first(history.policy), _with)


def _first(policy: Policy) -> Facts:
    switches = {kind: rule.id for rule in policy.toggles for kind in rule.saves}
    return Facts(switches=switches, are_dropped=policy.picked("waiting_deletions_when_off") == "dropped")  # type: ignore[arg-type]


def _with(known: Facts, event: Event) -> Facts:
    """Add what an event brought: what was done, then who is signed in where, then what came to OneDrive or went from there."""
    if isinstance(event.outcome, Done):
        _done(known, event)
    for name, phone in event.after.phones.items():
        own = known.phones.setdefault(name, Own())
        _signed_in(known, name, own, phone.account)
        _restored(known, name, own, event)
    for name in event.after.accounts:
        _in_onedrive(known, name, event)
    return known


def _done(known: Facts, event: Event) -> None:
    command = event.command
    match command:
        case commands.ReceiveMessages(phone=phone, messages=messages):
            kept = [KeptMessage(message=each, direction="received", at=event.before.wall_clock) for each in messages]
            _exchanged(known, phone, kept, event.before)
        case commands.SendMessages(phone=phone, messages=messages):
            kept = [KeptMessage(message=each, direction="sent", at=event.before.wall_clock) for each in messages]
            _exchanged(known, phone, kept, event.before)
        case commands.DeleteMessages(phone=phone, messages=ids):
            _deleted(known, phone, ids, event.before)
        case commands.DeleteConversation(phone=phone, conversation=conversation):
            held = known.phones.setdefault(phone, Own()).held
            of_it = [id_ for id_ in held if known.messages[id_].message.conversation == conversation]
            _deleted(known, phone, of_it, event.before)
        case commands.TurnOff(phone=phone, toggle=toggle) if known.are_dropped:
            _dropped(known, phone, toggle)
        case commands.ResetPhone(phone=phone):
            known.phones[phone] = Own()


def _exchanged(known: Facts, phone: str, kept: list[KeptMessage], before: Observation) -> None:
    own, state = known.phones.setdefault(phone, Own()), before.phones.get(phone)
    for each in kept:
        id_ = each.message.id
        known.messages[id_] = each
        own.held.add(id_)
        if state is not None and state.account is not None:
            own.accounts[id_] = state.account
        if known.saves(state, id_):
            own.to_save[id_] = None


def _deleted(known: Facts, phone: str, ids: Iterable[str], before: Observation) -> None:
    own, state = known.phones.setdefault(phone, Own()), before.phones.get(phone)
    for id_ in ids:
        own.held.discard(id_)
        own.to_save.pop(id_, None)
        if known.saves(state, id_):
            own.to_go[id_] = None
            _let_go(known, phone, own.account, id_)
        else:
            known.stays[id_] = "TXT-06"


def _let_go(known: Facts, phone: str, account: str | None, id_: str) -> None:
    if account is not None:
        known.accounts.setdefault(account, Lying()).may_go.setdefault(id_, set()).add(phone)


def _dropped(known: Facts, phone: str, toggle: Toggle) -> None:
    """Let the deletions be void that still wait when the backup is turned off."""
    own = known.phones.setdefault(phone, Own())
    for id_ in [each for each in own.to_go if known.switches.get(known.kind(each)) == toggle]:
        del own.to_go[id_]
        known.stays[id_] = "TXT-05"
        for lying in known.accounts.values():
            lying.may_go.get(id_, set()).discard(phone)


def _signed_in(known: Facts, name: str, own: Own, account: str | None) -> None:
    """Of a phone that comes to another account, it is not told whose those messages are that came while nobody was signed in."""
    if account is None or account == own.account:
        return
    if own.account is not None:
        for id_ in [each for each in own.to_save if each not in own.accounts]:
            del own.to_save[id_]
    own.account = account
    for id_ in own.to_go:
        _let_go(known, name, account, id_)


def _restored(known: Facts, name: str, own: Own, event: Event) -> None:
    """Tell what a restore brings: the account's messages, if they were the same from its first byte to its last."""
    phone, own.came_back = event.after.phones[name], None
    before, after = (
        () if phone.account not in seen.accounts else seen.accounts[phone.account].messages
        for seen in (event.before, event.after)
    )
    if own.at_begin is None and phone.set_up is not None:
        own.at_begin = before if isinstance(event.command, commands.PressNext) else None
    if newly_restored(event, name) is not None:
        own.is_restored = True
        own.held = set(after) & known.messages.keys()
        own.accounts = dict.fromkeys(own.held, phone.account or "")
        own.is_known = own.at_begin == before == after
        if own.is_known:
            own.came_back = tuple(kept for id_, kept in known.messages.items() if id_ in own.held)
    if phone.flow is None or phone.flow.kind != "restore":
        own.at_begin = None


def _in_onedrive(known: Facts, name: str, event: Event) -> None:
    lying = known.accounts.setdefault(name, Lying())
    lying.came = lying.went = ()
    before = event.before.accounts[name].messages if name in event.before.accounts else ()
    after = event.after.accounts[name].messages
    if before == after:
        return
    if after[: len(before)] == before:
        lying.came = after[len(before) :]
    else:
        lying.came = tuple(id_ for id_ in after if id_ not in lying.saved_by)
        there = set(after)
        lying.went = tuple(id_ for id_ in before if id_ not in there)
    owns = [(phone, known.phones[phone]) for phone, seen in event.after.phones.items() if seen.account == name]
    for id_ in lying.came:
        savers = [phone for phone, own in owns if id_ in own.held]
        lying.saved_by[id_] = savers[0] if len(savers) == 1 else None
        for _, own in owns:
            own.to_save.pop(id_, None)
    for id_ in lying.went:
        lying.saved_by.pop(id_, None)
        lying.gone.add(id_)
        for _, own in owns:
            own.to_go.pop(id_, None)
            own.to_save.pop(id_, None)
