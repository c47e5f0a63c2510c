"""What a phone has that is backed up, what changes of it, and what comes back of it to a new phone."""

from collections.abc import Iterable, Mapping, Sequence

from pytest_bdd import given, then, when

from backupspec.contract.commands import DeleteCloudBackup, SetContent, TurnOn, Withdraw
from backupspec.contract.content import PARTS, Entry, Held, named
from backupspec.contract.observations import Backup, LeftOut, Observation, Phone
from backupspec.contract.outcomes import Done, Outcome
from backupspec.contract.terms import Part
from backupspec.invariants import contents
from backupspec.invariants.contents import Content
from backupspec.manifest.canonical import written
from backupspec.manifest.measuring import held
from backupspec.steps import telling
from backupspec.steps.backups import backups_of, lying
from backupspec.steps.changes import phone_of
from backupspec.steps.possessions import DEEDS, LEFT_OUT, THINGS, WITHDRAWN, Deed, Things
from backupspec.steps.set_up import not_restored, see, set_up_with
from backupspec.steps.situations import add, back_up, connect
from backupspec.steps.words import one_of, sentence
from backupspec.world.verdicts import Mismatch
from backupspec.world.world import World

KINDS: dict[str, tuple[Part, ...]] = {
    "the apps": ("apps",),
    "the data of apps": ("app_data",),
    "the apps and their data": ("apps", "app_data"),
    "the passwords": ("passwords",),
    "the call history": ("call_history",),
    "the Start screen": ("start_screen",),
    "the theme colour": ("theme",),
    "the accounts": ("accounts",),
    "the favourites": ("favourites",),
    "the dictionary": ("dictionary",),
    "the settings": ("settings",),
    "everything": PARTS,
}
"""Kinds of content, as people call them."""

WHICH = {"the newest backup": -1, "the earlier backup": -2}
"""Which of a phone's backups in OneDrive, counted from the oldest."""

MOST_NAMES = 5
"""How many names a message gives."""
MOST_CHARACTERS = 200
"""How much a message quotes of a list, in its canonical form."""


def backup_of(world: World, phone: str, which: int) -> Backup:
    """Return a phone's newest complete backup in OneDrive, or the one before it."""
    found = backups_of(world.now, phone)
    assert len(found) >= -which, Mismatch(
        telling.counted(-which, "backup"), telling.named(found), lying(world.now, phone, found)
    )
    return found[which]


def given_to(world: World, phone: str, until: Backup | None = None) -> Content:
    """Tell what a phone has been given so far, or had been when a backup of it came into sight."""
    content: Content = {}
    for event in world.history.events:
        command = event.command
        if isinstance(command, SetContent) and command.phone == phone and isinstance(event.outcome, Done):
            content |= dict(named(command.content))
        if until is not None and until.id in {each.id for each in backups_of(event.after, phone)}:
            break
    return content


def to_be_saved(world: World, backup: Backup) -> Content:
    """Tell what a backup of everything holds: all that the phone had, but for the data of apps that take no part (CON-02)."""
    return contents.to_save(given_to(world, backup.phone, backup))


def bring_back(world: World, backup: Backup) -> str:
    """Set a new phone up from a backup, once for each; return its name. Where the newest alone are offered, newer ones are deleted first."""
    phone = f"a new phone, from {backup.id}"
    if phone not in world.now.phones:
        account = next(name for name, each in world.now.accounts.items() if backup in each.backups)
        if world.policy.picked("backups_offered") == "newest_of_each_phone":
            newer = [each for each in backups_of(world.now, backup.phone) if each.sequence > backup.sequence]
            world.must(*(DeleteCloudBackup(account=account, backup=each.id) for each in newer))
        set_up_with(world, phone, backup, "wifi", account)
        see(not_restored(world, phone, backup))
    return phone


def differences(world: World, phone: str, wanted: Mapping[Part, Sequence[Entry]]) -> list[str]:
    """Say how what a phone has differs from what is wanted of some kinds: these entries of each, in this order."""
    there = on_phone(world.phone(phone))
    return [
        _difference(world, phone, part, entries)
        for part, entries in wanted.items()
        if there.get(part, held(())) != held(entries)
    ]


def on_phone(seen: Phone) -> dict[Part, Held]:
    """Tell how much of each kind is on a phone, but for what there is nothing of."""
    return {part: amount for part, amount in seen.content.items() if amount.count}


def not_held(world: World, phone: str, wanted: Mapping[Part, Sequence[Entry]]) -> Mismatch | None:
    """Tell what is wrong unless a phone has exactly this: of a kind that is not named, nothing."""
    apart = differences(world, phone, dict.fromkeys(PARTS, ()) | dict(wanted))
    return Mismatch(f"on {phone}, all that was backed up", telling.listed(apart)) if apart else None


def but_for(content: Content, left_out: Iterable[LeftOut]) -> Content:
    """Tell what is left of content when some items are left out."""
    return contents.without(content, {(each.part, each.name) for each in left_out})


def not_left_out(world: World, phone: str, wanted: Iterable[LeftOut]) -> Mismatch | None:
    """Tell what is wrong unless a restore left out exactly these items, each for its reason."""
    restored = world.phone(phone).restored
    if restored is None:
        return Mismatch(f"a restore on {phone} that is complete", "none")
    came, expected = (sorted(map(_told, some)) for some in (restored.left_out, wanted))
    return None if came == expected else Mismatch(f"left out: {telling.listed(expected)}", telling.listed(came))


def _told(left_out: LeftOut) -> str:
    return f"{left_out.name} among {left_out.part.replace('_', ' ')}: {left_out.reason}"


def _difference(world: World, phone: str, part: Part, wanted: Sequence[Entry]) -> str:
    """Say how what a phone has of one kind differs from these entries: by its items if they are shown, by what is measured where they don't tell."""
    shown, right = world.phone(phone).content.get(part, held(())), held(wanted)
    is_as_many = shown.count == right.count
    told = f"of {_kind(part)} {shown.count}, {'as many' if is_as_many else f'not {right.count}'} as they were"
    items = world.items().phones[phone].items if world.shows_items else None
    came: Sequence[Entry] | None = (getattr(items, part) or ()) if items is not None else None
    if came is None:
        return f"{told}, but {_measured(phone, part, shown, wanted)}" if is_as_many else told
    if [*came] == [*wanted]:
        return f"{told}: all items are right, but {_measured(phone, part, shown, wanted)}"
    lost = [each.name for each in wanted if each not in came]
    strange = [each.name for each in came if each not in wanted]
    if not lost and not strange:
        return f"{told}, but in another order, or not as often"
    return f"{told}: gone or changed {_names(lost)}; new or changed {_names(strange)}"


def _measured(phone: str, part: Part, shown: Held, wanted: Sequence[Entry]) -> str:
    """Say which member of what a phone shows of its content is wrong, and of a digest which text it is to be of."""
    place, right = telling.at("phones", phone, "content", part), held(wanted)
    if shown.count != right.count:
        return f"the count is not ({place} > count)"
    if shown.size_bytes != right.size_bytes:
        return f"the size is {telling.size(shown.size_bytes)}, not {right.size_bytes} ({place} > size_bytes)"
    text = written(list(wanted)).decode()
    beginning = text if len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS]}..."
    return f"the digest is {shown.digest}, not {right.digest}, that of {beginning} ({place} > digest)"


def _kind(part: Part) -> str:
    return next(name for name, parts in KINDS.items() if parts == (part,))


def _names(names: Sequence[str]) -> str:
    more = [f"{len(names) - MOST_NAMES} more"] if len(names) > MOST_NAMES else []
    return telling.listed([*names[:MOST_NAMES], *more])


def have(world: World, phone: str, things: Things) -> Observation:
    """Add a phone on Wi-Fi and on battery, with Settings backup and App backup on, that has these things besides what everybody has."""
    add(world, phone)
    content = things()
    world.must(SetContent(phone=phone, content=content))
    world.must(TurnOn(phone=phone, toggle="settings_backup"), TurnOn(phone=phone, toggle="app_backup"))
    connect(world, phone, "wifi", plugged_in=False)
    apart = differences(world, phone, dict(named(content)))
    assert apart == [], Mismatch(f"{phone} to have what it was given", telling.listed(apart))
    return world.now


@given(
    sentence("{phone:Phone}, ready for a backup of everything, has {things:Things}", Things=one_of(THINGS)),
    target_fixture="before",
)
def _(world: World, phone: str, things: Things) -> Observation:
    return have(world, phone, things)


@given(
    sentence("{phone:Phone}, after a backup of everything, has {things:Things}", Things=one_of(THINGS)),
    target_fixture="before",
)
def _(world: World, phone: str, things: Things) -> Observation:
    have(world, phone, things)
    back_up(world, phone)
    return world.now


@when(sentence("{person:Person} {deed:Deed}", Deed=one_of(DEEDS)), target_fixture="outcome")
def _(world: World, person: str, deed: Deed) -> Outcome:
    phone = phone_of(person)
    return world.perform(SetContent(phone=phone, content=deed(given_to(world, phone))))


@given(
    sentence("since then, {thing:Withdrawn} can no longer be had on new phones", Withdrawn=one_of(WITHDRAWN)),
    target_fixture="before",
)
def _(world: World, thing: Withdraw) -> Observation:
    world.must(thing)
    return world.now


@when(
    sentence("{thing:Withdrawn} can no longer be had on new phones", Withdrawn=one_of(WITHDRAWN)),
    target_fixture="outcome",
)
def _(world: World, thing: Withdraw) -> Outcome:
    return world.perform(thing)


@then(
    sentence(
        "from {which:Which} of {phone:Phone}, a new phone gets {parts:Kinds} back",
        Which=one_of(WHICH),
        Kinds=one_of(KINDS),
    )
)
def _(world: World, which: int, phone: str, parts: tuple[Part, ...]) -> None:
    backup = backup_of(world, phone, which)
    saved = to_be_saved(world, backup)
    apart = differences(world, bring_back(world, backup), {part: saved[part] for part in parts})
    assert apart == [], Mismatch(f"what {phone} had", telling.listed(apart))


@then(
    sentence(
        "from {which:Which} of {phone:Phone}, a new phone gets everything back but {left_out:LeftOut}, and says why",
        Which=one_of(WHICH),
        LeftOut=one_of(LEFT_OUT),
    )
)
def _(world: World, which: int, phone: str, left_out: tuple[LeftOut, ...]) -> None:
    backup = backup_of(world, phone, which)
    new_phone = bring_back(world, backup)
    apart = differences(world, new_phone, but_for(to_be_saved(world, backup), left_out))
    assert apart == [], Mismatch(f"what {phone} had, but for what can no longer be had", telling.listed(apart))
    wrong = not_left_out(world, new_phone, left_out)
    assert not wrong, wrong
