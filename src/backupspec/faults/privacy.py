"""Miniatures of privacy: somebody reads for another purpose, the log does not say so, or data goes where nobody declared."""

from msgspec.structs import replace

from backupspec.contract.commands import PressNext, ReadCloud
from backupspec.contract.outcomes import Refused
from backupspec.faults.made import breaks, with_policy, with_topics
from backupspec.reference.backups import Backups
from backupspec.reference.documents import Documents
from backupspec.reference.engine import Topics
from backupspec.reference.implementation import Reference
from backupspec.reference.law import Answer
from backupspec.reference.onedrive import OneDrive
from backupspec.reference.set_up import FirstSetUp
from backupspec.reference.state import Flow, Phone, World

ADVERTISING_ID = "38400000-8cf0-11bd-b23e-10b96e40000d"


@breaks("PRV-01")
def lets_advertisers_read() -> Reference:
    """Backups may be read for advertising."""

    class _Faulty(OneDrive):
        def may_read(self, purpose: str) -> bool:
            return purpose in {*self.law.policy.privacy.purposes, "advertising"}

    return with_topics(Topics(onedrive=_Faulty))


@breaks("PRV-01")
def takes_a_part_for_the_whole() -> Reference:
    """Backups may be read for any purpose that has an allowed one among its words."""

    class _Faulty(OneDrive):
        def may_read(self, purpose: str) -> bool:
            return any(each in self.law.policy.privacy.purposes for each in purpose.split())

    return with_topics(Topics(onedrive=_Faulty))


@breaks("PRV-01")
def lets_nobody_read() -> Reference:
    """Backups may be read for nothing at all, not even to restore."""

    class _Faulty(OneDrive):
        def may_read(self, _purpose: str) -> bool:
            return False

    return with_topics(Topics(onedrive=_Faulty))


@breaks("PRV-01")
def does_not_log_who_was_refused() -> Reference:
    """Somebody who is refused to read does not come into the log."""

    class _Faulty(OneDrive):
        def read_cloud(self, world: World, command: ReadCloud) -> Answer:
            after, outcome = super().read_cloud(world, command)
            return (world if isinstance(outcome, Refused) else after), outcome

    return with_topics(Topics(onedrive=_Faulty))


@breaks("PRV-01")
def logs_another_purpose() -> Reference:
    """Whatever somebody wants to read for, the log says that it was for a restore."""

    class _Faulty(OneDrive):
        def read_cloud(self, world: World, command: ReadCloud) -> Answer:
            world, outcome = super().read_cloud(world, command)
            account = world.accounts.get(command.account)
            if account is not None:
                *earlier, last = account.reads
                reads = (*earlier, replace(last, purpose="restore"))
                world = world.with_account(command.account, replace(account, reads=reads))
            return world, outcome

    return with_topics(Topics(onedrive=_Faulty))


@breaks("PRV-01")
def logs_somebody_else() -> Reference:
    """Whoever wants to read, the log says that it was the phone."""

    class _Faulty(OneDrive):
        def read_cloud(self, world: World, command: ReadCloud) -> Answer:
            return super().read_cloud(world, replace(command, by="the phone"))

    return with_topics(Topics(onedrive=_Faulty))


@breaks("PRV-01")
def does_not_log_restores() -> Reference:
    """A restore does not come into the log."""

    class _Faulty(FirstSetUp):
        def press_next(self, world: World, command: PressNext) -> Answer:
            after, outcome = super().press_next(world, command)
            for name, account in world.accounts.items():
                after = after.with_account(name, replace(after.accounts[name], reads=account.reads))
            return after, outcome

    return with_topics(Topics(first_set_up=_Faulty))


@breaks("PRV-01")
def tells_a_stranger_of_each_backup() -> Reference:
    """With each backup, a few bytes go to telemetry.example."""

    class _Faulty(Backups):
        def complete(self, world: World, phone: Phone) -> World:
            world = super().complete(world, phone)
            aside = [replace(each, destination="telemetry.example", size_bytes=64) for each in world.transfers[-1:]]
            return replace(world, transfers=(*world.transfers, *aside))

    return with_topics(Topics(backups=_Faulty))


@breaks("PRV-01")
def everything_goes_elsewhere() -> Reference:
    """What leaves a phone goes to telemetry.example, and what comes back comes from there."""
    return with_policy(
        lambda policy: replace(policy, privacy=replace(policy.privacy, destinations=("telemetry.example",)))
    )


@breaks("PRV-01")
def backups_hold_an_advertising_id() -> Reference:
    """A backup says which advertising id its phone has."""

    class _Faulty(Documents):
        def manifest(self, world: World, phone: Phone, flow: Flow) -> dict[str, object]:
            return super().manifest(world, phone, flow) | {"advertising_id": ADVERTISING_ID}

    return with_topics(Topics(documents=_Faulty))


@breaks("PRV-01")
def an_extension_holds_an_advertising_id() -> Reference:
    """A backup says which advertising id its phone has, in a place that is left to the maker of the phone."""

    class _Faulty(Documents):
        def manifest(self, world: World, phone: Phone, flow: Flow) -> dict[str, object]:
            document = super().manifest(world, phone, flow)
            extensions = {**document["extensions"], "com.example.store": {"advertisingId": ADVERTISING_ID}}
            return {**document, "extensions": extensions}

    return with_topics(Topics(documents=_Faulty))


@breaks("PRV-01")
def does_not_log_restores_of_texts() -> Reference:
    """A restore of text messages alone does not come into the log."""

    class _Faulty(FirstSetUp):
        def press_next(self, world: World, command: PressNext) -> Answer:
            before = world.phones.get(command.phone)
            after, outcome = super().press_next(world, command)
            alone = before is not None and before.set_up is not None and before.set_up.chosen_texts_of is not None
            if alone and before is not None and before.account is not None:
                reads = world.accounts[before.account].reads
                after = after.with_account(before.account, replace(after.accounts[before.account], reads=reads))
            return after, outcome

    return with_topics(Topics(first_set_up=_Faulty))
