"""Miniatures of the automatic backup: on the wrong network, on battery, never again, too often."""

from typing import Any

from msgspec.structs import replace

from backupspec.contract.commands import ResetPhone, SetNetwork
from backupspec.contract.outcomes import Reason
from backupspec.contract.terms import Trigger
from backupspec.faults.changed_backups import says
from backupspec.faults.made import breaks, by_the_wall_clock, with_policy, with_topics, without
from backupspec.policy.model import Condition, Policy
from backupspec.reference.backups import Backups
from backupspec.reference.engine import Topics
from backupspec.reference.events import Events
from backupspec.reference.flows import Flows
from backupspec.reference.implementation import Reference
from backupspec.reference.law import Answer
from backupspec.reference.schedule import Schedule
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

    class _Faulty(Backups):
        def obstacle(self, world: World, phone: Phone) -> Reason | None:
            return "network_lost" if self.waits_for_wifi(phone) else super().obstacle(world, phone)

    return with_topics(Topics(backups=_Faulty))


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

    class _Faulty(Events):
        def set_network(self, world: World, command: SetNetwork) -> Answer:
            phone = world.phones[command.phone]
            if phone.flow is not None and self.flows.waiting_for(phone) == "wifi":
                world = world.with_phone(replace(phone, flow=replace(phone.flow, sent_bytes=0)))
            return super().set_network(world, command)

    return with_topics(Topics(events=_Faulty))


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

    class _Faulty(Schedule):
        def automatic_due_s(self, world: World, phone: Phone) -> int | None:
            attempt = phone.last_attempt
            if attempt is not None and attempt.trigger == "automatic" and attempt.result != "complete":
                return None
            return super().automatic_due_s(world, phone)

    return with_topics(Topics(schedule=_Faulty))


@breaks("SCH-03")
def a_failed_manual_backup_puts_it_off() -> Reference:
    """After a manual backup that failed, an automatic one waits as long as after one of its own."""

    class _Faulty(Backups):
        def fail(self, world: World, phone: Phone, reason: Reason) -> World:
            world = super().fail(world, phone, reason)
            return world.with_phone(
                replace(world.phones[phone.name], retry_at_s=world.elapsed_s + self.law.retry_after_s)
            )

    return with_topics(Topics(backups=_Faulty))


@breaks("SCH-03")
def retries_only_when_a_condition_changes() -> Reference:
    """An automatic backup that failed is not tried again after a time."""

    class _Faulty(Schedule):
        def automatic_due_s(self, world: World, phone: Phone) -> int | None:
            return None if phone.retry_at_s is not None else super().automatic_due_s(world, phone)

    return with_topics(Topics(schedule=_Faulty))


@breaks("SCH-03")
def only_ever_one_automatic_backup() -> Reference:
    """After its first backup the phone makes no more by itself."""

    class _Faulty(Schedule):
        def automatic_due_s(self, world: World, phone: Phone) -> int | None:
            return None if phone.last_complete_s is not None else super().automatic_due_s(world, phone)

    return with_topics(Topics(schedule=_Faulty))


@breaks("SCH-03")
def backs_up_twice_at_once() -> Reference:
    """An automatic backup is followed at once by another."""

    class _Faulty(Flows):
        def back_up(self, world: World, phone: Phone, trigger: Trigger) -> World:
            world = super().back_up(world, phone, trigger)
            phone = world.phones[phone.name]
            return super().back_up(world, phone, trigger) if trigger == "automatic" and phone.flow is None else world

    return with_topics(Topics(flows=_Faulty))


@breaks("SCH-03")
def waits_a_second_too_long() -> Reference:
    """The next automatic backup comes a second late."""

    class _Faulty(Schedule):
        def automatic_due_s(self, world: World, phone: Phone) -> int | None:
            due = super().automatic_due_s(world, phone)
            return due + 1 if due else due

    return with_topics(Topics(schedule=_Faulty))


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

    class _Faulty(Events):
        def reset_phone(self, world: World, command: ResetPhone) -> Answer:
            before = world.phones.get(command.phone)
            world, outcome = super().reset_phone(world, command)
            if before is not None:
                phone = world.phones[command.phone]
                world = world.with_phone(replace(phone, last_complete_s=before.last_complete_s))
            return world, outcome

    return with_topics(Topics(events=_Faulty))
