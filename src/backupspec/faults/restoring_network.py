"""Miniatures of restoring over Wi-Fi and cellular data: without a warning, or not at all."""

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from backupspec.contract import commands
from backupspec.contract.commands import Command
from backupspec.contract.implementation import Opening, Performed
from backupspec.contract.observations import Observation
from backupspec.contract.outcomes import Reason, Refused
from backupspec.faults.made import at_step, breaks, with_policy, with_topics
from backupspec.reference.engine import Topics
from backupspec.reference.implementation import Reference
from backupspec.reference.law import Answer
from backupspec.reference.restoring import Restoring
from backupspec.reference.set_up import FirstSetUp
from backupspec.reference.state import Phone, World

# The network.


class _Showing:
    """The reference, which shows phones without some notice, always or until something has come to them."""

    def __init__(self, reference: Reference, hidden: str, *, until_something_came: bool = False) -> None:
        self._reference = reference
        self._hidden = hidden
        self._until_something_came = until_something_came
        self.about = reference.about
        self.close_world = reference.close_world

    def open_world(self, opening: Opening) -> str:
        return self._reference.open_world(opening)

    def perform(self, world: str, commands_: Sequence[Command], *, observe: bool = False) -> Performed:
        performed = self._reference.perform(world, commands_, observe=observe)
        seen = performed.observation
        return replace(performed, observation=self._shown(seen)) if seen is not None else performed

    def observe(self, world: str, *, items: bool = False) -> Observation:
        return self._shown(self._reference.observe(world, items=items))

    def _shown(self, seen: Observation) -> Observation:
        reached = {each.phone for each in seen.transfers if each.purpose == "restore"}
        shows = reached if self._until_something_came else set()
        phones = {
            name: phone
            if name in shows
            else replace(phone, notices=tuple(each for each in phone.notices if each != self._hidden))
            for name, phone in seen.phones.items()
        }
        return replace(seen, phones=phones)


@breaks("RST-05")
def gives_no_tip() -> Any:
    """Nobody is told that they may want to join a Wi-Fi network."""
    return _Showing(with_topics(), "join_wifi")


@breaks("RST-05")
def gives_the_tip_too_late() -> Any:
    """People are told that they may want to join a Wi-Fi network once the first bytes have come over cellular data."""
    return _Showing(with_topics(), "join_wifi", until_something_came=True)


@breaks("RST-06")
def does_not_warn_of_the_cost() -> Reference:
    """Nobody is told that cellular data may cost money."""
    return with_policy(lambda policy: replace(policy, restore=replace(policy.restore, warns_of=())))


@breaks("RST-06")
def a_restore_waits_for_wifi_for_ever() -> Reference:
    """A restore without Wi-Fi waits for it."""
    return with_policy(lambda policy: replace(policy, restore=replace(policy.restore, networks=("wifi",))))


@breaks("RST-06")
def no_restore_over_cellular_data() -> Reference:
    """On cellular data, a restore is refused."""

    class _Faulty(FirstSetUp):
        def press_next(self, world: World, command: commands.PressNext) -> Answer:
            phone = world.phones[command.phone]
            if at_step(phone, "choose") and phone.network == "cellular":
                return world, Refused(reason="no_network")
            return super().press_next(world, command)

    return with_topics(Topics(first_set_up=_Faulty))


@breaks("RST-06")
def a_lost_network_ends_the_restore() -> Reference:
    """A restore that loses its network ends."""

    class _Faulty(Restoring):
        def obstacle(self, world: World, phone: Phone) -> Reason | None:
            if phone.network == "none" and phone.powered_on:
                return "network_lost"
            return super().obstacle(world, phone)

    return with_topics(Topics(restoring=_Faulty))
