"""What the suite gives keeps the suite's own contract, in every scenario; what does not is not given."""

from collections import Counter
from collections.abc import Callable

import pytest

from backupspec import shipped
from backupspec.contract.commands import (
    Command,
    CreateAccount,
    ReceiveMessages,
    SendMessages,
    SetContent,
    SetTimeZone,
    SetWallClock,
    TakePhoto,
    TakeVideo,
)
from backupspec.contract.content import App, Content, Item, OwnAccount, named
from backupspec.contract.forms import FORMS, breaches
from backupspec.contract.texts import Attachment, Message
from backupspec.gherkin.catalogue import read_catalogue
from backupspec.gherkin.definitions import load
from backupspec.gherkin.features import Scenario
from backupspec.suite import execution
from backupspec.suite.setting import Setting
from backupspec.targets.reaching import reach
from backupspec.world.given import BrokenByUs, hold_to_the_contract
from backupspec.world.opening import opening
from backupspec.world.world import World

GIVEN: dict[str, Callable[[str], Command]] = {
    "call": lambda name: content(call_history=(Item(name=name, value="missed +49 30 901820601"),)),
    "calls": lambda value: content(call_history=(Item(name="2014-05-30T18:04:11+02:00", value=value),)),
    "tile": lambda value: content(start_screen=(Item(name="phone", value=value),)),
    "favourite": lambda value: content(favourites=(Item(name="News", value=value),)),
    "folder": lambda name: content(favourites=(Item(name=name, value="https://news.example/"),)),
    "language": lambda name: content(dictionary=(Item(name=name, value="Moin"),)),
    "setting": lambda name: content(settings=(Item(name=name, value="on"),)),
    "account": lambda value: content(accounts=(OwnAccount(name="Mail", provider="outlook.com", address=value),)),
    "data": lambda name: content(
        apps=(App(name="chess", version="1", participation="declared"),), app_data=(Item(name=name, value="12"),)
    ),
    "clock": lambda moment: SetWallClock(to=moment),
    "zone": lambda zone: SetTimeZone(time_zone=zone),
    "name": lambda name: CreateAccount(account=name),
    "photo": lambda text: TakePhoto(phone="ann", photo="a photo", content=text),
    "video": lambda text: TakeVideo(phone="ann", video="a video", content=text, width_px=1, height_px=1),
    "received": lambda text: ReceiveMessages(phone="ann", messages=(message(text),)),
    "sent": lambda text: SendMessages(phone="ann", messages=(message(text),)),
}
"""A command of each kind of value that has a form, with one value in it."""

RIGHT_AND_WRONG = [
    ("call", "2014-05-30T18:04:11+02:00", "en-GB.2"),
    ("call", "2014-05-30T18:04:11+02:00", "2014-05-30T18:04:11"),
    ("call", "2014-02-28T18:04:11+02:00", "2014-02-29T18:04:11+02:00"),
    ("calls", "missed +49 30 901820601", "Ann's phone 2"),
    ("tile", "wide at 0, 2", "Ann's phone 2"),
    ("favourite", "https://news.example/", "Ann's phone 2"),
    ("folder", "Travel/Trains", "Travel//Trains"),
    ("language", "en-GB", "en-GB.2"),
    ("setting", "lock_screen.first", "en-GB.2"),
    ("account", "ann@mail.example", "ann"),
    ("data", "chess", "draughts"),
    ("clock", "2016-02-29T09:00:00Z", "2014-02-29T09:00:00Z"),
    ("clock", "2016-02-29T09:00:00Z", "2016-02-29"),
    ("zone", "Europe/Berlin", "Europe/Nowhere"),
    ("name", "Ann's account", ""),
    ("name", "Ann's account", "half \ud83d"),
    ("photo", "AAAA", "AAA"),
    ("video", "AAAA", "AA*A"),
    ("received", "AAAA", "AAA"),
    ("sent", "AAAA", "AAAA\n"),
]


def content(**kinds: tuple[App | OwnAccount | Item, ...]) -> Command:
    """Give a phone some content."""
    return SetContent(phone="ann", content=Content(**kinds))  # type: ignore[arg-type]


def message(attached: str) -> Message:
    """Make a message with an attachment."""
    attachment = Attachment(name="a picture", content=attached)
    return Message(id="1", conversation="Ben", kind="mms", text="look", attachments=(attachment,))


@pytest.mark.parametrize(("kind", "right", "wrong"), RIGHT_AND_WRONG)
def test_what_breaks_the_contract_is_not_given(kind: str, right: str, wrong: str) -> None:
    """Of each form a value that keeps it goes out, and one that breaks it is nobody's fault but the suite's."""
    hold_to_the_contract(GIVEN[kind](right))

    with pytest.raises(BrokenByUs, match="breaks the contract of the suite itself"):
        hold_to_the_contract(GIVEN[kind](wrong))


@pytest.mark.parametrize("part", FORMS)
def test_each_example_has_its_form(part: str) -> None:
    """The examples on the contract's page are right."""
    assert list(breaches(part, [FORMS[part].example])) == []  # type: ignore[index, arg-type]


@pytest.mark.exhaustive
@pytest.mark.parametrize("profile", shipped.PROFILES)
def test_no_scenario_gives_what_breaks_the_contract(profile: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """All scenarios of both profiles give content, messages and media of the contract's own forms, of every kind."""
    given: Counter[str] = Counter()

    def counted(command: Command) -> None:
        hold_to_the_contract(command)
        given[type(command).__name__] += 1
        if isinstance(command, SetContent):
            given.update(part for part, entries in named(command.content) if entries)

    monkeypatch.setattr("backupspec.world.world.hold_to_the_contract", counted)
    setting = Setting(reach("reference"), shipped.profile(profile))
    definitions = load("backupspec.steps")

    def world(scenario: Scenario) -> World:
        return World(setting.implementation, opening(setting.policy, scenario.id), setting.policy, lambda _: ())

    for scenario in read_catalogue(shipped.folder("features")).scenarios:
        if setting.inapplicable(scenario) is None:
            execution.execute(scenario, definitions, lambda scenario=scenario: world(scenario))  # type: ignore[misc]

    assert {*FORMS, "PutCloudBackup", "ReceiveMessages", "SendMessages", "TakePhoto", "TakeVideo"} <= given.keys()
