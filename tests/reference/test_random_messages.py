"""Whatever is done with text messages, the reference never raises, and no invariant is ever broken."""

from random import Random

import pytest
from test_random_commands import found_by, opened, shrunk, told

from backupspec import shipped
from backupspec.contract import commands
from backupspec.contract.commands import Command
from backupspec.contract.implementation import Implementation
from backupspec.contract.observations import Observation
from backupspec.fixtures.occasions import received, sent
from backupspec.policy.model import Policy

pytestmark = pytest.mark.exhaustive

WORLDS = 20
COMMANDS = 60
"""How many worlds a test opens, and how many random commands each is given."""

PHONES = ("ann", "ben", "new")
ACCOUNTS = ("ann@example.com", "ann@example.com", "ann@example.com", "ben@example.com")
FRIENDS = ("Cleo", "Dan", "Cleo and Dan")
POINTS = (0, 1, 50, 100, "commit")

BEGINNING: tuple[Command, ...] = (
    *(commands.CreateAccount(account=account) for account in sorted(set(ACCOUNTS))),
    *(commands.AddPhone(phone=phone) for phone in PHONES[:2]),
    *(commands.SignIn(phone=phone, account=ACCOUNTS[0]) for phone in PHONES[:2]),
    *(commands.SetNetwork(phone=phone, network="wifi") for phone in PHONES[:2]),
    *(commands.TurnOn(phone=phone, toggle="text_message_backup") for phone in PHONES[:2]),
    received("ann", 1001, 1002, 1003),
    sent("ben", 1004, 1005, conversation="Cleo"),
    commands.BeginSetUp(phone="new"),
    commands.SetNetwork(phone="new", network="wifi"),
    commands.SignIn(phone="new", account=ACCOUNTS[0]),
)
"""Two phones have saved messages, and a third is being set up."""


def draw(random: Random, seen: Observation, number: int) -> Command:
    """Draw a command that has to do with messages, or stands in their way."""
    phone, account = random.choice(PHONES), random.choice(ACCOUNTS)
    held = [id_ for each in seen.accounts.values() for id_ in each.messages] or ["message 1"]
    set_up = seen.phones[phone].set_up if phone in seen.phones else None
    if set_up is not None and random.random() < 0.9:
        return _in_set_up(random, seen, phone, account)
    kind = random.choice(("sms", "sms", "sms", "mms", "chat"))
    toggle = random.choice(("text_message_backup", "text_message_backup", "chat_backup", "settings_backup"))
    if random.random() < 0.25:
        return _in_the_way(random, seen, phone, account)
    drawn: list[Command] = [
        *(received(phone, number, conversation=random.choice(FRIENDS), kind=kind) for _ in range(5)),
        *(sent(phone, number, number + 500, conversation=random.choice(FRIENDS), kind=kind) for _ in range(3)),
        *(commands.DeleteMessages(phone=phone, messages=(random.choice(held),)) for _ in range(10)),
        *(commands.DeleteConversation(phone=phone, conversation=random.choice(FRIENDS)) for _ in range(2)),
        *(commands.TurnOn(phone=phone, toggle=toggle) for _ in range(4)),
        *(commands.TurnOff(phone=phone, toggle=toggle) for _ in range(2)),
        *(commands.SetNetwork(phone=phone, network="wifi") for _ in range(5)),
        *(commands.ResumeFlow(phone=phone, flow="texts") for _ in range(2)),
        *(commands.BeginSetUp(phone=phone) for _ in range(3)),
        *(commands.SignIn(phone=phone, account=account) for _ in range(2)),
        *(commands.RenewSignIn(account=account) for _ in range(2)),
        *(commands.BringCloudUp() for _ in range(3)),
        *(commands.TurnPhoneOn(phone=phone) for _ in range(3)),
        *(commands.BackUpNow(phone=phone) for _ in range(3)),
        commands.SetCloudSpace(account=account, size_bytes=10**9),
    ]
    return random.choice(drawn)


def _in_the_way(random: Random, seen: Observation, phone: str, account: str) -> Command:
    drawn: list[Command] = [
        commands.SetNetwork(phone=phone, network=random.choice(("cellular", "none"))),
        commands.PauseFlowAfter(phone=phone, flow="texts", point=random.choice(POINTS)),
        commands.CutNetworkAfter(phone=phone, flow="texts", size_bytes=random.choice(POINTS[:-1]), network="none"),
        commands.FailPowerAfter(phone=phone, flow="texts", size_bytes=random.choice(POINTS[:-1])),
        commands.ResetPhone(phone=phone),
        commands.SignIn(phone=phone, account=account),
        commands.SignOut(phone=phone),
        commands.LetSignInLapse(account=account),
        commands.TakeCloudDown(),
        commands.SetCloudSpace(account=account, size_bytes=200),
        commands.TurnPhoneOff(phone=phone),
        commands.DeleteBackups(phone=phone, boxes=("settings_backup",)),
        commands.DeleteCloudBackup(account=account, backup=random.choice([*_backups(seen), "none"])),
        commands.AdvanceTime(seconds=3600),
        commands.SetWallClock(to="2014-06-01T09:00:00Z"),
        commands.RequireSecurityCode(account=account, code="1234", lifetime_s=3600),
    ]
    return random.choice(drawn)


def _backups(seen: Observation) -> list[str]:
    return [backup.id for each in seen.accounts.values() for backup in each.backups]


def _in_set_up(random: Random, seen: Observation, phone: str, account: str) -> Command:
    set_up = seen.phones[phone].set_up
    assert set_up is not None
    drawn: list[Command] = [
        commands.SetNetwork(phone=phone, network="wifi"),
        commands.SignIn(phone=phone, account=account),
        commands.DeclineRestore(phone=phone),
        *(commands.ChooseBackup(phone=phone, backup=backup) for backup in set_up.offers),
        *(commands.ChooseTexts(phone=phone, saved_by=name) for name in set_up.offers_texts_of for _ in range(3)),
        *(commands.PressNext(phone=phone) for _ in range(5)),
        commands.PauseFlowAfter(phone=phone, flow="restore", point=random.choice(POINTS)),
        *(commands.ResumeFlow(phone=phone, flow="restore") for _ in range(2)),
        commands.EnterSecurityCode(phone=phone, code="1234"),
        commands.SkipPasswords(phone=phone),
        *(commands.PressDone(phone=phone) for _ in range(3)),
    ]
    return random.choice(drawn)


def counterexample(reference: Implementation, policy: Policy, seed: int) -> tuple[Command, ...]:
    """Give a world random commands; return those after which something went wrong, or none."""
    random = Random(seed)  # noqa: S311 - a seed makes it the same each time
    world = opened(reference, policy)
    given: list[Command] = []
    for number in range(COMMANDS + len(BEGINNING)):
        given.append(BEGINNING[number] if number < len(BEGINNING) else draw(random, world.now, number))
        try:
            world.perform(given[-1])
        except Exception:  # noqa: BLE001 - that nothing is raised is what is tested
            return tuple(given)
        if world.violations:
            return tuple(given)
    return ()


READINGS = (
    {},
    {"texts_network": "wifi_only"},
    {"waiting_deletions_when_off": "sent_first"},
    {"texts_only_phones": "not_offered"},
    {"toggles_after_restore": "as_on_a_new_phone"},
)


@pytest.mark.parametrize("profile", shipped.PROFILES)
@pytest.mark.parametrize("choices", READINGS, ids=lambda choices: " ".join(choices.values()) or "as-picked")
def test_nothing_done_with_messages_breaks_anything(
    reference: Implementation, choices: dict[str, str], profile: str
) -> None:
    """Messages that come, go, are deleted, saved and brought back in any order never make the reference raise or break an invariant."""
    policy = shipped.profile(profile).with_choices(choices)
    for seed in range(WORLDS):
        if given := counterexample(reference, policy, seed):
            least = shrunk(reference, policy, given)
            pytest.fail(told(found_by(reference, policy, least), least), pytrace=False)
