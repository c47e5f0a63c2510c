"""Miniatures of the automatic backup: on the wrong network, on battery, never again, too often."""

from typing import Any

from msgspec.structs import replace

from backupspec.contract.commands import ResetPhone, SetNetwork
from backupspec.contract.outcomes import Reason
from backupspec.contract.terms import Trigger
from backupspec.faults.changed_backups import says
from backupspec.faults.made import (
    breaks,
    by_the_wall_clock,
    with_handlers,
    with_policy,
    with_rules,
    without,
)
from backupspec.policy.model import Condition, Policy
from backupspec.reference import backups, flows, schedule
from backupspec.reference.implementation import RULES, Reference
from backupspec.reference.law import Answer, Law
from backupspec.reference.state import Flow, Phone, World


@breaks("SCH-01")
def automatic_on_cellular() -> Reference:
    """An automatic backup is made on any network."""

    def change(policy: Policy) -> Policy:
        any_network = Condition(fact="network", one_of=("wifi", "cellular"), otherwise="no_network")
        needs = (*without(policy.automatic.needs, "network"), any_network)
        return replace(policy, automatic=replace(policy.automatic, needs=needs, networks=("wifi", "cellular")))

    return with_policy(change)


@breaks("SCH-01")
def automatic_goes_on_over_cellular() -> Reference:
    """An automatic backup that has begun on Wi-Fi goes on over cellular when Wi-Fi drops."""
    return with_policy(
        lambda policy: replace(policy, automatic=replace(policy.automatic, networks=("wifi", "cellular")))
    )


@breaks("SCH-01")
def begins_anew_when_wifi_drops() -> Reference:
    """An automatic backup begins anew when Wi-Fi drops, whatever is declared."""

    def obstacle(law: Law, world: World, phone: Phone) -> Reason | None:
        return "network_lost" if backups.waits_for_wifi(law, phone) else backups.obstacle(law, world, phone)

    return with_rules(obstacle=obstacle)


@breaks("SCH-01")
def says_that_bytes_went_another_way() -> Reference:
    """A backup says of the bytes that went over Wi-Fi that they went over cellular data, and the other way round."""

    def change(document: dict[str, Any], _flow: Flow) -> None:
        sent = document["sent_bytes"]
        document["sent_bytes"] = {**sent, "wifi": sent["cellular"], "cellular": sent["wifi"]}

    return says(change)


@breaks("SCH-01")
def sends_again_what_was_sent() -> Reference:
    """An automatic backup that waited for Wi-Fi is sent from its first byte, although it is declared to go on where it stopped."""

    def set_network(law: Law, world: World, command: SetNetwork) -> Answer:
        phone = world.phones[command.phone]
        if phone.flow is not None and flows.waiting_for(law, phone) == "wifi":
            world = world.with_phone(replace(phone, flow=replace(phone.flow, sent_bytes=0)))
        return RULES.handlers[SetNetwork](law, world, command)

    return with_handlers({SetNetwork: set_network})


@breaks("SCH-02")
def automatic_on_battery() -> Reference:
    """An automatic backup is made on battery as well."""
    return with_policy(
        lambda policy: replace(
            policy, automatic=replace(policy.automatic, needs=without(policy.automatic.needs, "external_power"))
        )
    )


@breaks("SCH-03")
def missed_chance_never_retried() -> Reference:
    """An automatic backup that failed is never tried again."""

    def automatic_due_s(law: Law, world: World, phone: Phone) -> int | None:
        attempt = phone.last_attempt
        if attempt is not None and attempt.trigger == "automatic" and attempt.result != "complete":
            return None
        return schedule.automatic_due_s(law, world, phone)

    return with_rules(automatic_due_s=automatic_due_s)


@breaks("SCH-03")
def a_failed_manual_backup_puts_it_off() -> Reference:
    """After a manual backup that failed, an automatic one waits as long as after one of its own."""

    def fail(law: Law, world: World, phone: Phone, reason: Reason) -> World:
        world = backups.fail(law, world, phone, reason)
        return world.with_phone(replace(world.phones[phone.name], retry_at_s=world.elapsed_s + law.retry_after_s))

    return with_rules(fail=fail)


@breaks("SCH-03")
def retries_only_when_a_condition_changes() -> Reference:
    """An automatic backup that failed is not tried again after a time."""

    def automatic_due_s(law: Law, world: World, phone: Phone) -> int | None:
        return None if phone.retry_at_s is not None else schedule.automatic_due_s(law, world, phone)

    return with_rules(automatic_due_s=automatic_due_s)


@breaks("SCH-03")
def only_ever_one_automatic_backup() -> Reference:
    """After its first backup the phone makes no more by itself."""

    def automatic_due_s(law: Law, world: World, phone: Phone) -> int | None:
        return None if phone.last_complete_s is not None else schedule.automatic_due_s(law, world, phone)

    return with_rules(automatic_due_s=automatic_due_s)


@breaks("SCH-03")
def backs_up_twice_at_once() -> Reference:
    """An automatic backup is followed at once by another."""

    def begin(law: Law, world: World, phone: Phone, trigger: Trigger) -> World:
        world = backups.begin(law, world, phone, trigger)
        phone = world.phones[phone.name]
        return backups.begin(law, world, phone, trigger) if trigger == "automatic" and phone.flow is None else world

    return with_rules(begin=begin)


@breaks("SCH-03")
def waits_a_second_too_long() -> Reference:
    """The next automatic backup comes a second late."""

    def automatic_due_s(law: Law, world: World, phone: Phone) -> int | None:
        due = schedule.automatic_due_s(law, world, phone)
        return due + 1 if due else due

    return with_rules(automatic_due_s=automatic_due_s)


@breaks("SCH-03")
def tries_again_by_the_wall_clock() -> Reference:
    """When a backup that failed is tried again is kept by the clock that people read."""

    def shifted(world: World, by_s: int) -> World:
        for phone in world.phones.values():
            if phone.retry_at_s is not None:
                world = world.with_phone(replace(phone, retry_at_s=phone.retry_at_s + by_s))
        return world

    return by_the_wall_clock(shifted)


@breaks("SCH-03")
def remembers_its_last_backup_across_a_reset() -> Reference:
    """After a reset, the next automatic backup waits until a day after the one before the reset."""

    def reset(law: Law, world: World, command: ResetPhone) -> Answer:
        before = world.phones.get(command.phone)
        world, outcome = RULES.handlers[ResetPhone](law, world, command)
        if before is not None:
            phone = world.phones[command.phone]
            world = world.with_phone(replace(phone, last_complete_s=before.last_complete_s))
        return world, outcome

    return with_handlers({ResetPhone: reset})
