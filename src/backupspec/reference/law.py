"""What the reference goes by: a policy with its choices made."""

from typing import Any

from msgspec import Struct

from backupspec.contract.outcomes import Outcome
from backupspec.contract.terms import Network, Part
from backupspec.manifest.shape import Shape
from backupspec.policy import durations
from backupspec.policy.model import ChoiceId, Policy
from backupspec.reference.state import Phone, World

Answer = tuple[World, Outcome]


class Law(Struct, frozen=True, kw_only=True):
    """A policy with its choices made, and the numbers that are looked at after every command."""

    policy: Policy
    manifest_shape: Shape
    choices: dict[ChoiceId, str]
    automatic_every_s: int
    retry_after_s: int
    prompt_after_s: int
    settings_parts: tuple[Part, ...]
    app_parts: tuple[Part, ...]
    texts_networks: tuple[Network, ...]


def law(policy: Policy, manifest_shape: Shape) -> Law:
    """Put a policy and the schema of manifests together."""
    choices = policy.picks()
    covers: dict[str, Any] = {toggle.id: toggle.covers for toggle in policy.toggles}
    return Law(
        policy=policy,
        manifest_shape=manifest_shape,
        choices=choices,
        automatic_every_s=durations.seconds(choices["automatic_every"]),
        retry_after_s=durations.seconds(choices["retry_after"]),
        prompt_after_s=durations.seconds(policy.reminder.after),
        settings_parts=covers["settings_backup"],
        app_parts=covers["app_backup"],
        texts_networks=("wifi",) if choices["texts_network"] == "wifi_only" else policy.texts.networks,
    )


def facts(phone: Phone) -> dict[str, str | bool | int | None]:
    """Tell what a policy's conditions may ask of a phone."""
    return {
        "powered_on": phone.powered_on,
        "set_up_over": phone.set_up is None,
        "account": phone.account is not None,
        "sign_in": "none" if phone.account is None else "lapsed" if phone.sign_in_lapsed else "valid",
        "network": phone.network,
        "external_power": phone.external_power,
        "settings_backup": "on" if phone.toggles["settings_backup"] else "off",
        "app_backup": "on" if phone.toggles["app_backup"] else "off",
        "backup_in_progress": phone.flow is not None,
    }
