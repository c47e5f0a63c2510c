"""What a restore costs: how many bytes come over which network, and the warnings that come before."""

from pytest_bdd import then

from backupspec.contract.observations import Observation
from backupspec.contract.terms import Network
from backupspec.steps.set_up import NEW, size_of, tapped
from backupspec.steps.telling import listed, size
from backupspec.steps.words import sentence
from backupspec.world.verdicts import Mismatch
from backupspec.world.world import World

PROTOCOL_PERCENT = 25
"""How much more than the backup itself may come: a network frames what it carries. What comes a second time is more than that."""


def came_bytes(seen: Observation, phone: str, network: Network | None = None) -> int:
    """Tell how many bytes of backups have come to a phone, over one network or over any."""
    return sum(
        transfer.size_bytes
        for transfer in seen.transfers
        if transfer.phone == phone and transfer.purpose == "restore" and network in {None, transfer.network}
    )


def needed_bytes(world: World, phone: str) -> int:
    """Tell how many bytes the restore on a phone needs: as many as it said while it was under way, or else as the backup has."""
    flows = [each.flow for event in world.history.events if (each := event.after.phones.get(phone)) is not None]
    said = [flow.total_bytes for flow in flows if flow is not None and flow.kind == "restore"]
    return said[-1] if said else size_of(tapped(world, phone))


def not_come(world: World, phone: str, wanted: int, network: Network | None) -> Mismatch | None:
    """Tell what is wrong unless so many bytes have come, or some more for what the network adds."""
    came, most = came_bytes(world.now, phone, network), wanted + needed_bytes(world, phone) * PROTOCOL_PERCENT // 100
    if wanted <= came <= most:
        return None
    return Mismatch(f"{wanted} to {size(most)} over {network or 'any network'} to {phone}", size(came))


@then(sentence("nothing has come to {phone:New}", New=NEW))
def _(world: World, phone: str) -> None:
    came = came_bytes(world.now, phone)
    assert came == 0, Mismatch(f"nothing to have come to {phone}", size(came))


@then(sentence("the whole backup has come to {phone:New} over {network:Network}", New=NEW))
def _(world: World, phone: str, network: Network) -> None:
    wrong = not_come(world, phone, needed_bytes(world, phone), network)
    assert not wrong, wrong
    elsewhere = came_bytes(world.now, phone) - came_bytes(world.now, phone, network)
    assert elsewhere == 0, Mismatch(f"nothing to come to {phone} but over {network}", size(elsewhere))


@then(sentence("what was missing at {percent:d} % has come to {phone:New} over cellular data", New=NEW))
def _(world: World, phone: str, percent: int) -> None:
    whole = needed_bytes(world, phone)
    wrong = not_come(world, phone, whole - whole * percent // 100, "cellular") or not_come(world, phone, whole, None)
    assert not wrong, wrong


@then(sentence("{phone:New} has shown the tip to join Wi-Fi before anything came to it", New=NEW))
def _(world: World, phone: str) -> None:
    """On whichever page."""
    moments = [event.after for event in world.history.events if phone in event.after.phones]
    early = [seen.phones[phone].notices for seen in moments if came_bytes(seen, phone) == 0]
    assert any("join_wifi" in notices for notices in early), Mismatch(
        f"join_wifi on {phone} before its first byte", listed(sorted({each for some in early for each in some}))
    )


@then(sentence("{phone:New} shows that cellular data may cost money", New=NEW))
def _(world: World, phone: str) -> None:
    came = world.phone(phone).notices
    assert "cellular_may_cost" in came, Mismatch(f"cellular_may_cost on {phone}", listed(came))


@then(sentence("{phone:New} does not show that cellular data may cost money", New=NEW))
def _(world: World, phone: str) -> None:
    came = world.phone(phone).notices
    assert "cellular_may_cost" not in came, Mismatch(f"no cellular_may_cost on {phone}", listed(came))
