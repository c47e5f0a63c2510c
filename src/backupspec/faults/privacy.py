"""Miniatures of privacy: somebody reads for another purpose, the log does not say so, or data goes where nobody declared."""

from msgspec.structs import replace

from backupspec.contract.commands import PressNext, ReadCloud
from backupspec.contract.outcomes import Refused
from backupspec.faults.made import breaks, with_handlers, with_policy, with_rules
from backupspec.reference import backups, documents
from backupspec.reference.implementation import RULES, Reference
from backupspec.reference.law import Answer, Law
from backupspec.reference.state import Flow, Phone, World

ADVERTISING_ID = "38400000-8cf0-11bd-b23e-10b96e40000d"


@breaks("PRV-01")
def lets_advertisers_read() -> Reference:
    """Backups may be read for advertising."""
    return with_rules(may_read=lambda law, purpose: purpose in {*law.policy.privacy.purposes, "advertising"})


@breaks("PRV-01")
def takes_a_part_for_the_whole() -> Reference:
    """Backups may be read for any purpose that has an allowed one among its words."""
    return with_rules(
        may_read=lambda law, purpose: any(each in law.policy.privacy.purposes for each in purpose.split())
    )


@breaks("PRV-01")
def lets_nobody_read() -> Reference:
    """Backups may be read for nothing at all, not even to restore."""
    return with_rules(may_read=lambda _law, _purpose: False)


@breaks("PRV-01")
def does_not_log_who_was_refused() -> Reference:
    """Somebody who is refused to read does not come into the log."""

    def read_cloud(law: Law, world: World, command: ReadCloud) -> Answer:
        after, outcome = RULES.handlers[ReadCloud](law, world, command)
        return world if isinstance(outcome, Refused) else after, outcome

    return with_handlers({ReadCloud: read_cloud})


@breaks("PRV-01")
def logs_another_purpose() -> Reference:
    """Whatever somebody wants to read for, the log says that it was for a restore."""

    def read_cloud(law: Law, world: World, command: ReadCloud) -> Answer:
        world, outcome = RULES.handlers[ReadCloud](law, world, command)
        account = world.accounts.get(command.account)
        if account is not None:
            *earlier, last = account.reads
            reads = (*earlier, replace(last, purpose="restore"))
            world = world.with_account(command.account, replace(account, reads=reads))
        return world, outcome

    return with_handlers({ReadCloud: read_cloud})


@breaks("PRV-01")
def logs_somebody_else() -> Reference:
    """Whoever wants to read, the log says that it was the phone."""

    def read_cloud(law: Law, world: World, command: ReadCloud) -> Answer:
        return RULES.handlers[ReadCloud](law, world, replace(command, by="the phone"))

    return with_handlers({ReadCloud: read_cloud})


@breaks("PRV-01")
def does_not_log_restores() -> Reference:
    """A restore does not come into the log."""

    def press_next(law: Law, world: World, command: PressNext) -> Answer:
        after, outcome = RULES.handlers[PressNext](law, world, command)
        for name, account in world.accounts.items():
            after = after.with_account(name, replace(after.accounts[name], reads=account.reads))
        return after, outcome

    return with_handlers({PressNext: press_next})


@breaks("PRV-01")
def tells_a_stranger_of_each_backup() -> Reference:
    """With each backup, a few bytes go to telemetry.example."""

    def commit(law: Law, world: World, phone: Phone) -> World:
        world = backups.commit(law, world, phone)
        aside = [replace(each, destination="telemetry.example", size_bytes=64) for each in world.transfers[-1:]]
        return replace(world, transfers=(*world.transfers, *aside))

    return with_rules(commit=commit)


@breaks("PRV-01")
def everything_goes_elsewhere() -> Reference:
    """What leaves a phone goes to telemetry.example, and what comes back comes from there."""
    return with_policy(
        lambda policy: replace(policy, privacy=replace(policy.privacy, destinations=("telemetry.example",)))
    )


@breaks("PRV-01")
def backups_hold_an_advertising_id() -> Reference:
    """A backup says which advertising id its phone has."""

    def manifest(law: Law, world: World, phone: Phone, flow: Flow) -> dict[str, object]:
        return documents.manifest(law, world, phone, flow) | {"advertising_id": ADVERTISING_ID}

    return with_rules(manifest=manifest)


@breaks("PRV-01")
def an_extension_holds_an_advertising_id() -> Reference:
    """A backup says which advertising id its phone has, in a place that is left to the maker of the phone."""

    def manifest(law: Law, world: World, phone: Phone, flow: Flow) -> dict[str, object]:
        document = documents.manifest(law, world, phone, flow)
        extensions = {**document["extensions"], "com.example.store": {"advertisingId": ADVERTISING_ID}}
        return {**document, "extensions": extensions}

    return with_rules(manifest=manifest)


@breaks("PRV-01")
def does_not_log_restores_of_texts() -> Reference:
    """A restore of text messages alone does not come into the log."""

    def press_next(law: Law, world: World, command: PressNext) -> Answer:
        before = world.phones.get(command.phone)
        after, outcome = RULES.handlers[PressNext](law, world, command)
        alone = before is not None and before.set_up is not None and before.set_up.chosen_texts_of is not None
        if alone and before is not None and before.account is not None:
            reads = world.accounts[before.account].reads
            after = after.with_account(before.account, replace(after.accounts[before.account], reads=reads))
        return after, outcome

    return with_handlers({PressNext: press_next})
