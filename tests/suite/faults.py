"""What the faults share by which invariants are made to speak: how they are entered, the situations in which they show, and how to doctor what is shown."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from backupspec import shipped
from backupspec.contract.commands import (
    AddPhone,
    BackUpNow,
    BeginSetUp,
    ChooseBackup,
    Command,
    CreateAccount,
    DeleteBackups,
    DeleteCloudBackup,
    PauseFlowAfter,
    PressNext,
    PutCloudBackup,
    SetContent,
    SetExternalPower,
    SetNetwork,
    SignIn,
    TurnOn,
)
from backupspec.contract.content import App, Content, Item, OwnAccount
from backupspec.contract.implementation import Implementation, Opening
from backupspec.contract.observations import Observation
from backupspec.faults.made import with_topics
from backupspec.invariants import violations
from backupspec.reference.documents import account_key
from backupspec.reference.state import Account, World
from backupspec.world.verdicts import NotApplicable, Untestable, Violation
from backupspec.world.world import Invariants
from backupspec.world.world import World as Watched

DAY_S = 86_400
WEEKS_S = 21 * DAY_S
NEW = (
    CreateAccount(account="ann@example.com"),
    CreateAccount(account="ben@example.com"),
    AddPhone(phone="ann"),
    SetContent(
        phone="ann",
        content=Content(
            apps=(App(name="chess", version="1", participation="declared"),),
            app_data=(Item(name="chess", value="." * 400),),
            settings=(Item(name="photos.upload", value="." * 600),),
        ),
    ),
)
SIGNED_IN = (*NEW, SignIn(phone="ann", account="ann@example.com"))
READY = (*SIGNED_IN, TurnOn(phone="ann", toggle="settings_backup"))
ON_CELLULAR = (*READY, SetNetwork(phone="ann", network="cellular"))
PLUGGED_IN = (*READY, SetExternalPower(phone="ann", connected=True))
ON_WIFI = SetNetwork(phone="ann", network="wifi")
BACKED_UP = (*ON_CELLULAR, BackUpNow(phone="ann"))
WITH_APPS = (*READY, TurnOn(phone="ann", toggle="app_backup"), SetNetwork(phone="ann", network="cellular"))
COPIED = (*WITH_APPS, BackUpNow(phone="ann"))
WHOLE = DeleteBackups(phone="ann", boxes=("settings_backup",))
APPS_ALONE = DeleteBackups(phone="ann", boxes=("app_backup",))
FIRST_GONE = DeleteCloudBackup(account="ann@example.com", backup="backup-1")
"""Situations, each a little further than the one before."""

CHESS = App(name="chess", version="1", participation="declared")
FULL = Content(
    apps=(CHESS, App(name="maps", version="2", participation="not_declared")),
    app_data=(Item(name="chess", value="the second level of the ninth tower"),),
    passwords=(Item(name="Mail", value="correct horse battery"),),
    call_history=(Item(name="2014-06-01T10:00:00+01:00", value="incoming +44 20 7946 0001, for three minutes"),),
    start_screen=(Item(name="chess", value="wide at 0, 0"), Item(name="maps", value="small at 2, 0")),
    theme=(Item(name="cobalt", value="dark"),),
    accounts=(OwnAccount(name="Mail", provider="outlook.com", address="ann.of.the.hill@outlook.com"),),
    favourites=(Item(name="News", value="https://news.example/of/the/day"),),
    dictionary=(Item(name="en-GB", value="quixotically"),),
    settings=(Item(name="photos.upload", value="on"),),
)
"""Some of each kind."""
SAVED = (
    CreateAccount(account="ann@example.com"),
    CreateAccount(account="ben@example.com"),
    AddPhone(phone="ann"),
    SetContent(phone="ann", content=FULL),
    SignIn(phone="ann", account="ann@example.com"),
    TurnOn(phone="ann", toggle="settings_backup"),
    TurnOn(phone="ann", toggle="app_backup"),
    SetNetwork(phone="ann", network="cellular"),
    BackUpNow(phone="ann"),
)
OFFERED = (
    *SAVED,
    BeginSetUp(phone="new"),
    SetNetwork(phone="new", network="wifi"),
    SignIn(phone="new", account="ann@example.com"),
)
CHOSEN = (*OFFERED, ChooseBackup(phone="new", backup="backup-1"))
RESTORED = (*CHOSEN, PressNext(phone="new"))
HALF = (*CHOSEN, PauseFlowAfter(phone="new", flow="restore", point=100), PressNext(phone="new"))
"""A phone whose backup is restored on another: which is offered it, has chosen it, has it, has some of it."""


class Fault(Struct, frozen=True):
    """An implementation that breaks an invariant, what has to be done for it to show, and under which readings."""

    invariant: str
    clause: str
    make: Callable[[], Implementation]
    given: Sequence[Command]
    choices: dict[str, str] = {}


FAULTS: dict[str, Fault] = {}


class Allowed(Struct, frozen=True):
    """What looks like a fault and is none: what is done, under which readings, and by which implementation, if not the reference."""

    given: Sequence[Command]
    choices: dict[str, str]
    make: Callable[[], Implementation] | None = None


SILENT: dict[str, Allowed] = {}


def breaks(
    invariant: str, clause: str, *given: Command, **choices: str
) -> Callable[[Callable[[], Implementation]], Callable[[], Implementation]]:
    """Enter a fault under the invariant that has to speak of it."""

    def enter(make: Callable[[], Implementation]) -> Callable[[], Implementation]:
        FAULTS[f"{invariant}-{make.__name__}"] = Fault(invariant, clause, make, given, choices)
        return make

    return enter


def allowed(name: str, *given: Command, make: Callable[[], Implementation] | None = None, **choices: str) -> None:
    """Enter what looks like a fault and is none."""
    SILENT[name] = Allowed(given, choices, make)


def spoken(
    implementation: Implementation,
    given: Sequence[Command],
    choices: dict[str, str],
    invariants: Invariants = violations,
    profile: str = "windows-phone-8.1",
) -> list[Violation]:
    """Perform commands and return the violations that were found on the way."""
    policy = shipped.profile(profile).with_choices(choices)
    opening = Opening(
        scenario="a test of the invariants",
        profile=policy.id,
        choices=policy.picks(),
        wall_clock="2014-06-02T09:00:00Z",
        time_zone="Europe/London",
        seed=1,
    )
    world = Watched(implementation, opening, policy, invariants)
    for command in given:
        with suppress(NotApplicable, Untestable):
            world.perform(command)
    return world.violations


def always(answer: Any) -> Callable[..., Any]:
    """Return a rule that gives one answer, whatever it is asked."""
    return lambda *_: answer


class Doctored:
    """The reference, whose observations are changed after the first commands."""

    def __init__(self, reference: Implementation, change: Callable[[Observation], Observation], after: int) -> None:
        self._reference = reference
        self._change = change
        self._left = after

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reference, name)

    def perform(self, world: str, given: Sequence[Command], *, observe: bool = False) -> Any:
        """Change what can be seen, once enough commands were done."""
        performed = self._reference.perform(world, given, observe=observe)
        self._left -= 1
        if self._left >= 0 or performed.observation is None:
            return performed
        return replace(performed, observation=self._change(performed.observation))


def doctored(given: Sequence[Command], change: Callable[[Observation], Observation], last: int = 1) -> Any:
    """Return the reference, which shows something else after the last commands."""
    return Doctored(with_topics(), change, len(given) - last)


def shows_of_ann(change: Callable[[Any], Any]) -> Callable[[Observation], Observation]:
    """Change what is shown of Ann's account."""

    def changed(seen: Observation) -> Observation:
        account = change(seen.accounts["ann@example.com"])
        return replace(seen, accounts={**seen.accounts, "ann@example.com": account})

    return changed


def shows_of(phone: str, **changes: Any) -> Callable[[Observation], Observation]:
    """Change what is shown of a phone."""
    return lambda seen: replace(seen, phones={**seen.phones, phone: replace(seen.phones[phone], **changes)})


def with_backups(world: World, change: Callable[[Account], tuple[Any, ...]]) -> World:
    """Return a world with other backups in the OneDrive of Ann's account."""
    account = world.accounts["ann@example.com"]
    return world.with_account("ann@example.com", replace(account, backups=change(account)))


def of_another_phone() -> PutCloudBackup:
    """Make Ben's backup of an old phone, in a world of its own."""
    policy = shipped.profile("windows-phone-8.1")
    reference: Implementation = with_topics()
    opening = Opening(
        scenario="a backup that another phone made",
        profile=policy.id,
        choices=policy.picks(),
        wall_clock="2014-05-01T09:00:00Z",
        time_zone="Europe/London",
        seed=7,
    )
    content = replace(FULL, theme=(Item(name="lime", value="light"),))
    world = reference.open_world(opening)
    reference.perform(world, [*SAVED[:3], SetContent(phone="ann", content=content), *SAVED[4:]])
    [backup] = reference.observe(world).accounts["ann@example.com"].backups
    key = account_key(7, "ann@example.com").hex()
    return PutCloudBackup(
        account="ben@example.com", made_on="old", manifest=backup.manifest or "", content=content, key=key
    )


PUT = of_another_phone()
"""A backup that another phone made, for Ben: it holds another colour than Ann's."""
