"""A thousand people replace their phones, twice each, and are interrupted: each new phone holds what the old one held, byte for byte (I37).

In one profile something comes in between once, in the other twice in a row: every kind of interruption in rotation, at seeded points. Each is looked
at while it lasts: it must have happened.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations
from random import Random

import pytest
from msgspec.structs import replace

from backupspec import shipped
from backupspec.contract.commands import (
    AddPhone,
    AdvanceTime,
    BackUpNow,
    BeginSetUp,
    BringCloudUp,
    ChooseBackup,
    Command,
    CreateAccount,
    CutNetworkAfter,
    DeleteCloudBackup,
    EnterSecurityCode,
    FailPowerAfter,
    LetSignInLapse,
    MakeSecretUnusable,
    PauseFlowAfter,
    PressDone,
    PressNext,
    RenewSignIn,
    RequireSecurityCode,
    ResumeFlow,
    SetContent,
    SetNetwork,
    SetPhoneSpace,
    SignIn,
    SkipPasswords,
    TakeCloudDown,
    TurnOn,
    TurnPhoneOff,
    TurnPhoneOn,
)
from backupspec.contract.content import Content, Held, named
from backupspec.contract.implementation import Implementation, Opening
from backupspec.contract.observations import Observation, Phone
from backupspec.contract.outcomes import DONE, Outcome, Reason, Refused
from backupspec.contract.terms import Network, Part, Step
from backupspec.fixtures.people import Person, people
from backupspec.manifest.measuring import held

pytestmark = pytest.mark.exhaustive

SEED, COUNT, BLOCK = 1, 1000, 50
NEW = "the new phone"

NEXT = PressNext(phone=NEW)
RESUME = ResumeFlow(phone=NEW, flow="restore")
OFF, ON = TurnPhoneOff(phone=NEW), TurnPhoneOn(phone=NEW)
WIFI, NO_NETWORK = SetNetwork(phone=NEW, network="wifi"), SetNetwork(phone=NEW, network="none")
NO_ROOM, ROOM = SetPhoneSpace(phone=NEW, size_bytes=0), SetPhoneSpace(phone=NEW, size_bytes=2**30)
DAY_S, CODE_WORKS_S = 86_400, 600


@dataclass
class Replacement:
    """Somebody's new phone while it is set up: the backups to choose from, and which was chosen."""

    reference: Implementation
    world: str
    person: Person
    chosen: str = ""
    others: list[str] = field(default_factory=list)
    total_bytes: int = 0
    codes: int = 0

    def do(self, *given: Command) -> None:
        """Do what must be done with."""
        outcomes = self.reference.perform(self.world, given).outcomes
        assert set(outcomes) <= {DONE}, f"{self.person.name}: {outcomes}"

    def fails(self, command: Command, outcome: Outcome) -> None:
        """Do what must be answered otherwise."""
        assert self.reference.perform(self.world, (command,)).outcomes == (outcome,)

    def look(self) -> tuple[Observation, Phone]:
        """See what there is, and the new phone."""
        seen = self.reference.observe(self.world)
        return seen, seen.phones[NEW]

    def back_up(self, backups: int) -> None:
        """Make equal backups of the old phone, sign the new one in, and tap the newest of them."""
        old, account = self.person.phone, self.person.account
        self.do(
            CreateAccount(account=account),
            AddPhone(phone=old),
            SetContent(phone=old, content=self.person.content),
            SetNetwork(phone=old, network="wifi"),
            SignIn(phone=old, account=account),
            TurnOn(phone=old, toggle="settings_backup"),
            TurnOn(phone=old, toggle="app_backup"),
            *[BackUpNow(phone=old)] * backups,
            BeginSetUp(phone=NEW),
            WIFI,
            SignIn(phone=NEW, account=account),
        )
        made = self.look()[0].accounts[account].backups
        assert len(made) == backups
        self.total_bytes = sum(part.size_bytes for part in made[-1].parts)
        *self.others, self.chosen = (backup.id for backup in made)
        self.do(self.tap())

    def tap(self) -> Command:
        """Choose the backup again."""
        return ChooseBackup(phone=NEW, backup=self.chosen)

    def send_code(self) -> str:
        """Have the account verified by a code that is new."""
        self.codes += 1
        code = f"code number {self.codes}"
        self.do(RequireSecurityCode(account=self.person.account, code=code, lifetime_s=CODE_WORKS_S))
        return code


# What comes in between while the backup is on its way.


def pauses(point: int) -> Command:
    """Hold the restore after so many bytes."""
    return PauseFlowAfter(phone=NEW, flow="restore", point=point)


def pauses_before_commit(_point: int) -> Command:
    """Hold the restore when all has come and nothing is there yet."""
    return PauseFlowAfter(phone=NEW, flow="restore", point="commit")


def cuts(left: Network) -> Callable[[int], Command]:
    """Take Wi-Fi away after so many bytes."""
    return lambda point: CutNetworkAfter(phone=NEW, flow="restore", size_bytes=point, network=left)


def fails_power(point: int) -> Command:
    """Let the phone die after so many bytes."""
    return FailPowerAfter(phone=NEW, flow="restore", size_bytes=point)


def nothing(_one: Replacement) -> tuple[Command, ...]:
    """Do no more."""
    return ()


def resumed(_one: Replacement) -> tuple[Command, ...]:
    """Let the restore go on."""
    return (RESUME,)


def wifi_again(_one: Replacement) -> tuple[Command, ...]:
    """Give the phone Wi-Fi."""
    return (WIFI,)


def tried_again(one: Replacement) -> tuple[Command, ...]:
    """Choose the same backup, and go on."""
    return one.tap(), NEXT


def another_deleted(one: Replacement) -> tuple[Command, ...]:
    """Delete one of the backups that were not chosen."""
    return (DeleteCloudBackup(account=one.person.account, backup=one.others.pop()),)


def chosen_deleted(one: Replacement) -> tuple[Command, ...]:
    """Delete the backup that is being restored."""
    return DeleteCloudBackup(account=one.person.account, backup=one.chosen), RESUME


def another_chosen(one: Replacement) -> tuple[Command, ...]:
    """Choose one of the backups that are left."""
    one.chosen = one.others.pop()
    return tried_again(one)


def is_paused(_one: Replacement, _seen: Observation, phone: Phone, point: int) -> bool:
    """Tell whether the restore is held, exactly there."""
    return phone.flow is not None and phone.flow.paused and phone.flow.sent_bytes == point


def waits(wanted: str) -> "Shows":
    """Tell whether the restore waits for something, exactly there."""

    def shows(_one: Replacement, _seen: Observation, phone: Phone, point: int) -> bool:
        missing = {"power": not phone.powered_on, "network": phone.network == "none"}
        waits_for = phone.flow and (phone.flow.waiting_for, phone.flow.sent_bytes)
        return missing[wanted] and waits_for == (wanted, point)

    return shows


def is_off_and_paused(one: Replacement, seen: Observation, phone: Phone, point: int) -> bool:
    """Tell whether the phone is off, and the restore where it was."""
    return not phone.powered_on and is_paused(one, seen, phone, point)


def uses_cellular(_one: Replacement, seen: Observation, _phone: Phone, point: int) -> bool:
    """Tell whether more came over cellular data, right after so many bytes over Wi-Fi, if any."""
    networks = [each.network for each in seen.transfers if each.purpose == "restore"]
    return "cellular" in networks and (point == 0 or "wifi" in networks[: networks.index("cellular")])


def has_failed(reason: Reason) -> "Shows":
    """Tell whether the restore failed, for that reason, and left the person at the backups."""

    def shows(one: Replacement, seen: Observation, phone: Phone, _point: int) -> bool:
        step, offers, problem = (
            (phone.set_up.step, phone.set_up.offers, phone.set_up.problem) if phone.set_up else (None,) * 3
        )
        gone = reason == "backup_was_deleted"
        there = {backup.id for backup in seen.accounts[one.person.account].backups}
        return (
            (phone.flow, step, problem) == (None, "choose", reason)
            and bool(offers)
            and (one.chosen not in there) == gone
        )

    return shows


def another_is_gone(one: Replacement, seen: Observation, phone: Phone, point: int) -> bool:
    """Tell whether fewer backups are left, and the restore is where it was."""
    left = [backup.id for backup in seen.accounts[one.person.account].backups]
    return left == [*one.others, one.chosen] and is_paused(one, seen, phone, point)


Shows = Callable[[Replacement, Observation, Phone, int], bool]
Does = Callable[[Replacement], tuple[Command, ...]]


@dataclass(frozen=True)
class Interruption:
    """Something at a point of a restore: what was armed, what is done then, how it shows, how it is mended; whether it ends the restore."""

    arms: Callable[[int], Command]
    does: Does
    shows: Shows
    mends: Does
    ends: bool = False


def ended(reason: Reason, cause: Does, cure: Does) -> Interruption:
    """Make the restore fail for a reason that can be mended, after which it is tried again."""
    return Interruption(
        arms=pauses,
        does=lambda one: (*cause(one), RESUME),
        shows=has_failed(reason),
        mends=lambda one: (*cure(one), *tried_again(one)),
        ends=True,
    )


DURING: dict[str, Interruption] = {
    "network cut": Interruption(cuts("none"), nothing, waits("network"), wifi_again),
    "network lost altogether": Interruption(
        pauses, lambda _: (NO_NETWORK, RESUME, AdvanceTime(seconds=DAY_S)), waits("network"), wifi_again
    ),
    "Wi-Fi to cellular": Interruption(cuts("cellular"), nothing, uses_cellular, nothing),
    "power failed": Interruption(fails_power, nothing, waits("power"), lambda _: (ON,)),
    "switched off": Interruption(pauses, lambda _: (OFF,), is_off_and_paused, lambda _: (ON, RESUME)),
    "paused": Interruption(pauses, nothing, is_paused, resumed),
    "another backup deleted": Interruption(pauses, another_deleted, another_is_gone, resumed),
    "chosen backup deleted": Interruption(
        pauses, chosen_deleted, has_failed("backup_was_deleted"), another_chosen, ends=True
    ),
    "OneDrive down": ended("onedrive_is_down", lambda _: (TakeCloudDown(),), lambda _: (BringCloudUp(),)),
    "phone full": ended("phone_is_full", lambda _: (NO_ROOM,), lambda _: (ROOM,)),
    "sign-in lapsed": ended(
        "sign_in_lapsed",
        lambda one: (LetSignInLapse(account=one.person.account),),
        lambda one: (RenewSignIn(account=one.person.account),),
    ),
    "paused before commit": Interruption(pauses_before_commit, nothing, is_paused, resumed),
}
"""The interruptions of a restore; the last one can only be the last."""


# What comes in between at the other steps.


def switched_off(one: Replacement, step: Step) -> None:
    """Switch the phone off and on: it is at the same step."""
    one.do(OFF)
    _, off = one.look()
    one.do(ON)
    _, on = one.look()
    assert [(each.powered_on, each.set_up and each.set_up.step) for each in (off, on)] == [(False, step), (True, step)]


def wrong_code(one: Replacement, _step: Step) -> None:
    """Type another code than the one that was sent."""
    mistyped(one, "no code at all", "wrong_security_code")


def expired_code(one: Replacement, _step: Step) -> None:
    """Type a code a second too late."""
    code = one.send_code()
    one.do(AdvanceTime(seconds=CODE_WORKS_S + 1))
    mistyped(one, code, "security_code_expired")


def mistyped(one: Replacement, code: str, reason: Reason) -> None:
    """Type a code that doesn't count, and see why, and that nothing has come."""
    one.fails(EnterSecurityCode(phone=NEW, code=code), Refused(reason=reason))
    one.fails(NEXT, Refused(reason="security_code_is_needed"))
    seen, phone = one.look()
    assert phone.set_up is not None
    assert (phone.set_up.step, phone.set_up.problem) == ("security_code", reason)
    assert not [each for each in seen.transfers if each.purpose == "restore"]


ASKED = "switched off at the passwords"
BETWEEN: dict[str, tuple[Step, Callable[[Replacement, Step], None]]] = {
    "switched off at the choice": ("choose", switched_off),
    "wrong code": ("security_code", wrong_code),
    "expired code": ("security_code", expired_code),
    "switched off at the security code": ("security_code", switched_off),
    ASKED: ("passwords", switched_off),
    "switched off at the end": ("done", switched_off),
}
"""The interruptions between the steps: at which, and what."""

KINDS = (*DURING, *BETWEEN)
"""All interruptions."""


# Who is interrupted how.


@cache
def everybody() -> tuple[Person, ...]:
    """Make the people up once."""
    return people(SEED, COUNT)


def planned(number: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Tell for each profile what comes in between: one kind in one, two in the other; at passwords, only where there are some."""
    kinds = KINDS if everybody()[number].content.accounts else tuple(kind for kind in KINDS if kind != ASKED)
    turn, at = divmod(number, len(kinds))
    once, twice = reversed(shipped.PROFILES) if turn % 2 else shipped.PROFILES
    yield once, (kinds[at],)
    first = (at + len(kinds) // 2) % len(kinds)
    second = (first + 1 + turn % (len(kinds) - 1)) % len(kinds)
    yield twice, (kinds[first], kinds[second])


def points(number: int, profile: str, kinds: tuple[str, ...], total_bytes: int) -> list[tuple[Interruption, int]]:
    """Tell the interruptions of the restore itself, and after how many bytes each comes, in order."""
    restoring = sorted((kind for kind in kinds if kind in DURING), key="paused before commit".__eq__)
    drawn = Random(f"{SEED} {number} {profile}").sample(range(total_bytes), len(restoring))  # noqa: S311 - not for secrets
    return [
        (DURING[kind], total_bytes if kind == "paused before commit" else point)
        for kind, point in zip(restoring, sorted(drawn), strict=True)
    ]


def replaced(reference: Implementation, number: int, profile: str, kinds: tuple[str, ...]) -> Observation:
    """Back somebody up, set a new phone up with that, interrupted by all this, and show what is there then."""
    policy = shipped.profile(profile)
    person = everybody()[number]
    world = reference.open_world(
        Opening(
            scenario=person.name,
            profile=profile,
            choices=policy.picks(),
            wall_clock="2014-06-02T09:00:00Z",
            time_zone="Europe/Berlin",
            seed=number,
        )
    )
    one = Replacement(reference, world, person)
    one.back_up(1 + sum(kind.endswith("deleted") for kind in kinds))
    between(one, "choose", kinds)
    if any(step == "security_code" for step, _ in happening(kinds)):
        one.send_code()
        one.do(NEXT)
        between(one, "security_code", kinds)
        one.do(EnterSecurityCode(phone=NEW, code=one.send_code()))
    if ASKED in kinds:
        one.do(MakeSecretUnusable(address=(person.content.accounts or ())[0].address, password="changed since"))  # noqa: S106 - nobody's
    during(one, points(number, profile, kinds, one.total_bytes))
    one.do(NEXT)
    if ASKED in kinds:
        between(one, "passwords", kinds)
        one.do(SkipPasswords(phone=NEW))
    between(one, "done", kinds)
    one.do(PressDone(phone=NEW))
    seen = reference.observe(world, items=True)
    assert [backup.id for backup in seen.accounts[person.account].backups] == [*one.others, one.chosen]
    reference.close_world(world)
    return seen


def happening(kinds: tuple[str, ...]) -> list[tuple[Step, Callable[[Replacement, Step], None]]]:
    """Tell what happens between the steps, and at which."""
    return [BETWEEN[kind] for kind in kinds if kind in BETWEEN]


def between(one: Replacement, step: Step, kinds: tuple[str, ...]) -> None:
    """Let happen what comes in between at a step."""
    for at, happens in happening(kinds):
        if at == step:
            happens(one, step)


def during(one: Replacement, what: list[tuple[Interruption, int]]) -> None:
    """Restore what was chosen; see each interruption happen, and nothing be there before all is; count what came."""
    one.do(*(each.arms(point) for each, point in what), NEXT)
    for number, (each, point) in enumerate(what, 1):
        one.do(*each.does(one))
        seen, phone = one.look()
        assert each.shows(one, seen, phone, point), f"{one.person.name}, after {point} bytes: {phone}"
        assert (phone.content == {}) == (phone.restored is None)
        if each.ends:
            one.do(*(later.arms(at) for later, at in what[number:]))
        one.do(*each.mends(one))
    seen, phone = one.look()
    assert phone.restored is not None
    assert phone.restored.backup == one.chosen
    come = sum(each.size_bytes for each in seen.transfers if each.purpose == "restore")
    assert come == one.total_bytes + sum(point for each, point in what if each.ends)


# What must come of it.


def coming_back(content: Content) -> Content:
    """Leave out the data of apps that take no part (CON-02)."""
    taking_part = {app.name for app in content.apps or () if app.participation == "declared"}
    return replace(content, app_data=tuple(item for item in content.app_data or () if item.name in taking_part))


def amounts(content: Content) -> dict[Part, Held]:
    """Tell how much of each kind that is, and its digest."""
    return {part: held(entries) for part, entries in named(content)}


@pytest.mark.parametrize("first", range(0, COUNT, BLOCK))
def test_everybody_has_everything_again(reference: Implementation, first: int) -> None:
    """However the restore was interrupted, once or twice, in either profile, the new phone holds item by item what the old one held."""
    for number, person in enumerate(everybody()[first : first + BLOCK], first):
        expected = coming_back(person.content)
        expected_amounts = amounts(expected)
        for profile, kinds in planned(number):
            seen = replaced(reference, number, profile, kinds)

            new = seen.phones[NEW]
            assert new.items == expected, f"{person.name}, {profile}, {kinds}"
            assert new.content == expected_amounts
            assert (new.profile, new.set_up, new.flow) == (profile, None, None)
            assert new.restored is not None
            assert new.restored.left_out == ()
            asked = (person.content.accounts or ())[:1] if ASKED in kinds else ()
            assert new.needs_password == tuple(account.name for account in asked)
            assert seen.phones[person.phone].items == person.content


def test_every_interruption_comes_often() -> None:
    """Each kind comes a hundred times, in both profiles, and any two come in a row."""
    plans = [(profile, kinds) for number in range(COUNT) for profile, kinds in planned(number)]

    often = Counter(kind for _, kinds in plans for kind in kinds)
    by_profile = Counter((profile, kind) for profile, kinds in plans for kind in kinds)
    pairs = {frozenset(kinds) for _, kinds in plans if len(kinds) == 2}

    assert len(plans) == 2 * COUNT
    assert often.keys() == set(KINDS)
    assert min(often.values()) >= 100
    assert min(by_profile[profile, kind] for profile in shipped.PROFILES for kind in KINDS) >= 60
    assert pairs == {frozenset(pair) for pair in combinations(KINDS, 2)}
