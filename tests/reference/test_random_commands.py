"""Whatever is done to the reference, it never raises, and no invariant is ever broken."""

from collections.abc import Callable, Iterator, Sequence
from random import Random

import pytest
from _pytest.mark.structures import ParameterSet
from msgspec.structs import replace

from backupspec import shipped
from backupspec.contract import commands
from backupspec.contract.commands import Command
from backupspec.contract.content import App, Content, Item, OwnAccount
from backupspec.contract.implementation import Implementation, Opening
from backupspec.contract.observations import Observation
from backupspec.contract.schemas import checked, plain
from backupspec.fixtures.occasions import message
from backupspec.fixtures.people import people
from backupspec.fixtures.pictures import photo, video
from backupspec.invariants import violations
from backupspec.policy.model import Choice, Policy
from backupspec.reference.documents import account_key
from backupspec.world.verdicts import Violation
from backupspec.world.world import World

pytestmark = pytest.mark.exhaustive

WORLDS = 5
COMMANDS = 60
"""How many worlds a test opens, and how many random commands each is given."""

PEOPLE = people(seed=1, count=2)
PHONES = tuple(person.phone for person in PEOPLE)
ACCOUNTS = tuple(person.account for person in PEOPLE)
SIZES = (0, 1, 500, 999, 1000)
HAVE_ROOM = (commands.SetCloudSpace, commands.SetPhoneSpace)
ROOM = (0, 999, 10**9, 10**9, 10**9)
SPANS_S = (0, 1, 59, 3599, 3600, 86399, 86400, 86401, 1814399, 1814400, 1814401)
TOGGLES = (
    "settings_backup",
    "settings_backup",
    "settings_backup",
    "app_backup",
    "app_backup",
    "text_message_backup",
    "chat_backup",
)
WITHDRAWN = ("apps", "theme", "settings")
NETWORKS = ("wifi", "wifi", "cellular", "none")
FLOWS = ("backup", "backup", "backup", "texts", "media", "restore")
MOMENTS = ("2014-03-30T00:59:59Z", "2013-01-01T00:00:00Z", "2016-02-29T12:00:00Z", "2014-02-30T00:00:00Z")
CODES = ("1234", "5678")
PURPOSES = ("restore", "restore", "advertising")
KEYS = tuple(account_key(1, account).hex() for account in ACCOUNTS)
MANIFESTS = ("", "[]", "{}", '{"document":"manifest","version":"2.0"}')
"""Manifests that tell nothing; most that are drawn are those of backups in OneDrive."""

LARGE = PEOPLE[0].content
APP = App(name="chess", version="1", participation="declared")
SMALL = Content(
    apps=(APP,),
    app_data=(Item(name="chess", value="." * 400),),
    passwords=(Item(name="Mail", value="secret"),),
    theme=(Item(name="lime", value="accent colour"),),
    accounts=(OwnAccount(name="Mail", provider="outlook.com", address="ann@outlook.com"),),
    settings=(Item(name="photos.upload", value="." * 400),),
)
CONTENTS = (
    SMALL,
    SMALL,
    LARGE,
    Content(apps=()),
    Content(accounts=(), settings=()),
    Content(app_data=SMALL.app_data),
    Content(apps=(replace(APP, participation="opted_out"),)),
    Content(passwords=(Item(name="Mail", value="another"),)),
)
NAMES = ("chess", "lime", "photos.upload", "nothing")
"""Whose names are there to be withdrawn."""

PHOTOS = (photo("small"), photo("small", 2), photo("small")[:1200], "no Base64")
VIDEOS = (video(1), video(1000), "no Base64")
MEDIA = tuple(f"{kind} {number}" for kind in ("photo", "video") for number in range(1, 5))
"""What is taken, some of which is none, and the names that it may have."""

ZONES = ("Pacific/Kiritimati", "Etc/GMT+12", "Europe/London", "Nowhere/At_All")

FAVOURITES: dict[type, int] = {
    commands.AdvanceTime: 16,
    commands.SetNetwork: 8,
    commands.SetExternalPower: 6,
    commands.SignIn: 4,
    commands.TurnOn: 8,
    commands.TurnOff: 2,
    commands.BackUpNow: 8,
    commands.ChooseUpload: 4,
    commands.TakePhoto: 4,
    commands.TakeVideo: 2,
    commands.DeleteMedium: 2,
    commands.AcceptPrompt: 4,
    commands.DismissPrompt: 6,
    commands.PauseFlowAfter: 4,
    commands.CutNetworkAfter: 2,
    commands.ResumeFlow: 6,
    commands.TurnPhoneOn: 6,
    commands.RenewSignIn: 4,
    commands.BringCloudUp: 6,
    commands.DeleteBackups: 4,
    commands.DeleteCloudBackup: 4,
    commands.BeginSetUp: 4,
    commands.ChooseBackup: 8,
    commands.EnterPasswords: 2,
    commands.EnterSecurityCode: 2,
    commands.PressNext: 12,
    commands.PressDone: 4,
}
"""How often a command is drawn, if not once: what leads to a backup or a prompt more often than what stands in its way."""

KINDS = [kind for kind in commands.Command.__args__ for _ in range(FAVOURITES.get(kind, 1))]

SETTING_UP: tuple[Command, ...] = (
    *(commands.CreateAccount(account=account) for account in ACCOUNTS),
    *(commands.AddPhone(phone=phone) for phone in PHONES),
    *(commands.SignIn(phone=phone, account=ACCOUNTS[0]) for phone in PHONES),
    *(commands.SetContent(phone=phone, content=SMALL) for phone in PHONES),
    *(commands.TurnOn(phone=phone, toggle="settings_backup") for phone in PHONES),
)
"""How three worlds of four begin; the others begin empty."""

CHOOSING: tuple[Command, ...] = (
    commands.SetNetwork(phone=PHONES[0], network="cellular"),
    commands.BackUpNow(phone=PHONES[0]),
    commands.ResetPhone(phone=PHONES[1]),
    commands.BeginSetUp(phone=PHONES[1]),
    commands.SetNetwork(phone=PHONES[1], network="wifi"),
    commands.SignIn(phone=PHONES[1], account=ACCOUNTS[0]),
)
"""How one of these three goes on: the second phone is being set up, and a backup is offered there."""

CHOSEN: tuple[Command, ...] = (*CHOOSING, commands.ChooseBackup(phone=PHONES[1], backup="backup-1"))
"""How another one does: the backup has been tapped, too."""

STARTS = ((), SETTING_UP, SETTING_UP + CHOOSING, SETTING_UP + CHOSEN)


CONTENT: dict[type, tuple[object, ...]] = {commands.TakePhoto: PHOTOS, commands.TakeVideo: VIDEOS}
"""What is given as content, if not what a phone holds."""

OF_SET_UP = (
    commands.ChooseBackup,
    commands.DeclineRestore,
    commands.EnterPasswords,
    commands.EnterSecurityCode,
    commands.PressDone,
    commands.PressNext,
    commands.SkipPasswords,
)
"""What is mostly done on a phone that is being set up."""


def draw(random: Random, seen: Observation) -> Command:
    """Draw a command whose values are valid, from a small domain."""
    kind = random.choice(KINDS)
    backups = [backup for account in seen.accounts.values() for backup in account.backups]
    being_set_up = [name for name, phone in seen.phones.items() if phone.set_up is not None]
    offered = [backup for phone in seen.phones.values() if phone.set_up is not None for backup in phone.set_up.offers]
    values: dict[str, Callable[[], object]] = {
        "phone": lambda: random.choice((*PHONES, *(3 * being_set_up if kind in OF_SET_UP else ()))),
        "made_on": lambda: random.choice((*PHONES, "another phone")),
        "account": lambda: random.choice(ACCOUNTS),
        "seconds": lambda: random.choice(SPANS_S),
        "to": lambda: random.choice(MOMENTS),
        "time_zone": lambda: random.choice(ZONES),
        "network": lambda: random.choice(NETWORKS),
        "connected": lambda: random.random() < 0.8,
        "flow": lambda: random.choice(FLOWS),
        "point": lambda: random.choice((*SIZES, "commit")),
        "size_bytes": lambda: random.choice(ROOM if kind in HAVE_ROOM else SIZES[1:]),
        "part": lambda: random.choice(WITHDRAWN),
        "name": lambda: random.choice(NAMES),
        "content": lambda: random.choice(CONTENT.get(kind, CONTENTS)),
        "photo": lambda: random.choice(MEDIA),
        "video": lambda: random.choice(MEDIA),
        "width_px": lambda: random.choice((320, 1920)),
        "height_px": lambda: random.choice((240, 1080)),
        "device": lambda: "a computer",
        "signed_in": lambda: random.choice((None, *ACCOUNTS)),
        "manifest": lambda: random.choice((*MANIFESTS, *(backup.manifest for backup in backups))),
        "key": lambda: random.choice(KEYS),
        "display_name": lambda: random.choice((None, "Lumia")),
        "file_name": lambda: random.choice((None, "WP_001.jpg")),
        "version": lambda: random.choice((None, "8.10.12359")),
        "update": lambda: random.choice(("available", "none", "unknown")),
        "address": lambda: "ann@outlook.com",
        "password": lambda: random.choice(("secret", "changed")),
        "passwords": lambda: {random.choice(("Mail", "Mail", "no such account")): random.choice(("secret", "changed"))},
        "code": lambda: random.choice(CODES),
        "lifetime_s": lambda: random.choice(SPANS_S),
        "by": lambda: "Eve",
        "purpose": lambda: random.choice(PURPOSES),
        "toggle": lambda: random.choice(TOGGLES),
        "messages": lambda: _messages(random, kind),
        "conversation": lambda: "Ben",
        "saved_by": lambda: random.choice(PHONES),
        "boxes": lambda: tuple(random.sample(("settings_backup", "app_backup"), random.randrange(3))),
        "medium": lambda: random.choice(("photos", "videos") if kind is commands.ChooseUpload else MEDIA),
        "quality": lambda: random.choice(("dont_upload", "good", "best")),
        "backup": lambda: random.choice((*(backup.id for backup in backups), *offered, "no such backup")),
    }
    command: Command = kind(**{field: values[field]() for field in kind.__struct_fields__})
    return command


def _messages(random: Random, kind: type) -> tuple[object, ...]:
    """Draw messages, or their names, from a few: test_random_messages.py draws more of them."""
    number = random.randrange(1, 20)
    made = message(number, random.choice(("Ben", "Cleo")), random.choice(("sms", "sms", "chat")))
    return (made.id,) if kind is commands.DeleteMessages else (made,)


def opened(reference: Implementation, policy: Policy) -> World:
    """Open a world to be judged by a policy."""
    opening = Opening(
        scenario="random commands",
        profile=policy.id,
        choices=policy.picks(),
        wall_clock="2014-06-02T09:00:00Z",
        time_zone="Europe/London",
        seed=1,
    )
    return World(reference, opening, policy, violations)


def found_by(reference: Implementation, policy: Policy, given: Sequence[Command]) -> Violation | Exception | None:
    """Perform commands in a new world; return the first thing that goes wrong, if anything does."""
    world = opened(reference, policy)
    try:
        for command in given:
            world.perform(command)
            if world.violations:
                return world.violations[0]
        checked(world.now, Observation, "the observation")
    except Exception as error:  # noqa: BLE001 - that nothing is raised is what is tested
        return error
    return None


def kind_of(found: Violation | Exception | None) -> str | None:
    """Tell two findings of one cause from findings of others, as far as that is easy."""
    return found.invariant if isinstance(found, Violation) else None if found is None else type(found).__name__


def shrunk(reference: Implementation, policy: Policy, given: Sequence[Command]) -> tuple[Command, ...]:
    """Leave out, one by one, the commands without which the same still goes wrong."""
    wanted = kind_of(found_by(reference, policy, given))
    left = tuple(given)
    at = len(left) - 1
    while at >= 0:
        shorter = left[:at] + left[at + 1 :]
        if kind_of(found_by(reference, policy, shorter)) == wanted:
            left = shorter
        at -= 1
    return left if len(left) == len(given) else shrunk(reference, policy, left)


def counterexample(reference: Implementation, policy: Policy, seed: int) -> tuple[Command, ...]:
    """Give a world random commands; return those after which something went wrong, or none."""
    random = Random(seed)  # noqa: S311 - a seed makes it the same each time
    world = opened(reference, policy)
    given: list[Command] = []
    start = STARTS[seed % len(STARTS)]
    for at in range(COMMANDS + len(start)):
        given.append(start[at] if at < len(start) else draw(random, world.now))
        try:
            world.perform(given[-1])
        except Exception:  # noqa: BLE001 - that nothing is raised is what is tested
            return tuple(given)
        if world.violations:
            return tuple(given)
    try:
        checked(world.now, Observation, "the observation")
    except Exception:  # noqa: BLE001 - that nothing is raised is what is tested
        return tuple(given)
    return ()


def told(found: Violation | Exception | None, given: Sequence[Command]) -> str:
    """Tell what went wrong, and the commands that lead there."""
    return "\n".join([f"{found!r} after", *(f"  {plain(command)}" for command in given)])


LENGTHS = {"automatic_every": ("5 hours", "21 days"), "retry_after": ("11 minutes", "1 day")}
"""Other readings of the choices of a length of time: the longest, and one that isn't so short as to make weeks costly."""

NUMBERS = ("1", "2")
"""Readings of the choices that allow whole numbers: few, so that there are soon more of what is counted."""


def other_readings(choice: Choice) -> tuple[str, ...]:
    """Return the readings of a choice that the profile does not pick."""
    readings = tuple(reading.value for reading in choice.readings) or LENGTHS[choice.id]
    if choice.numbers is not None:
        readings += NUMBERS
    return tuple(value for value in readings if value != choice.picked)


def policies() -> Iterator[ParameterSet]:
    """Yield each profile as it is, and with each other reading of each choice."""
    for name in shipped.PROFILES:
        profile = shipped.profile(name)
        yield pytest.param(profile, id=name)
        for choice in profile.choices:
            for value in other_readings(choice):
                yield pytest.param(profile.with_choices({choice.id: value}), id=f"{name}-{choice.id}-{value}")


@pytest.mark.usefixtures("gives_anything")
@pytest.mark.parametrize("policy", tuple(policies()))
def test_no_command_breaks_anything(reference: Implementation, policy: Policy) -> None:
    """Random commands never make the reference raise, leave the contract, or break an invariant."""
    for seed in range(WORLDS):
        if given := counterexample(reference, policy, seed):
            least = shrunk(reference, policy, given)
            pytest.fail(told(found_by(reference, policy, least), least), pytrace=False)
