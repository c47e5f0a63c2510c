"""What the reference goes by: a policy, and the rules that follow it.

The rules stand in one table, so that a faulty implementation is the reference with one entry replaced.
"""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from backupspec.contract.commands import ViewMedium
from backupspec.contract.content import Entry
from backupspec.contract.observations import Backup, LeftOut, Prompt
from backupspec.contract.outcomes import Outcome, Reason
from backupspec.contract.terms import Medium as MediumChoice
from backupspec.contract.terms import Network, Part, TextKind, Toggle, Trigger
from backupspec.manifest.shape import Shape
from backupspec.policy import durations
from backupspec.policy.model import ChoiceId, ControlRule, Policy
from backupspec.reference.parcels import Parcel, Version
from backupspec.reference.state import Account, Code, Entries, Flow, Medium, Phone, SetUp, Texts, World

Answer = tuple[World, Outcome]
Handler = Callable[["Law", World, Any], Answer]


class Rules(Struct, frozen=True, kw_only=True):
    """The rules of the reference, one function each."""

    parts_to_save: "Callable[[Law, Phone], tuple[Part, ...]]"
    content_to_save: "Callable[[Law, Phone, Part], tuple[Entry, ...]]"
    automatic_due_s: "Callable[[Law, World, Phone], int | None]"
    manual_refusal: "Callable[[Law, World, Phone], Reason | None]"
    obstacle: "Callable[[Law, World, Phone], Reason | None]"
    waits_for_wifi: "Callable[[Law, Phone], bool]"
    manifest: "Callable[[Law, World, Phone, Flow], dict[str, Any]]"
    commit: "Callable[[Law, World, Phone], World]"
    superseded: "Callable[[Law, Account, str], tuple[Backup, ...]]"
    fail: "Callable[[Law, World, Phone, Reason], World]"
    begin: "Callable[[Law, World, Phone, Trigger], World]"
    newest_backup_s: "Callable[[Law, World, Phone], int | None]"
    deletion: "Callable[[Law, frozenset[str]], frozenset[Part]]"
    offers: "Callable[[Law, World, Phone], tuple[Backup, ...]]"
    flaw: "Callable[[Law, Account, Backup], Reason | None]"
    needs_code: "Callable[[Account, SetUp], bool]"
    wrong_with_code: "Callable[[Law, World, Code, str], Reason | None]"
    restore_obstacle: "Callable[[Law, World, Phone], Reason | None]"
    complete_restore: "Callable[[Law, World, Phone], World]"
    fail_restore: "Callable[[Law, World, Phone, Reason], World]"
    come_back: "Callable[[Law, World, Entries], tuple[Entries, tuple[LeftOut, ...]]]"
    asks_for_password: "Callable[[Law, World, Phone], tuple[str, ...]]"
    may_read: "Callable[[Law, str], bool]"
    prompts: "Callable[[Law, World, Phone], tuple[Prompt, ...]]"
    kinds_saved: "Callable[[Law, Phone], frozenset[TextKind]]"
    exchanged: "Callable[[Law, World, Phone, Texts], World]"
    delete_texts: "Callable[[Law, World, Phone, frozenset[str]], Answer]"
    texts_turned_on: "Callable[[Law, World, Phone], World]"
    texts_turned_off: "Callable[[Law, World, Phone, Toggle], World]"
    tidy_texts: "Callable[[Law, World, Phone], World]"
    send_text_deletions: "Callable[[Law, World, Phone], World]"
    ready_texts: "Callable[[Law, World, Phone], tuple[Parcel, ...]]"
    store_texts: "Callable[[Law, World, Phone, tuple[Parcel, ...]], World]"
    texts_offers: "Callable[[Law, World, Phone], tuple[str, ...]]"
    texts_to_restore: "Callable[[Law, Account], Texts]"
    taken: "Callable[[Law, World, Phone, Medium], World]"
    chosen: "Callable[[Law, World, Phone, MediumChoice], World]"
    goes_from_onedrive: "Callable[[Law, Phone, Medium], bool]"
    tidy_media: "Callable[[Law, World, Phone], World]"
    send_media_deletions: "Callable[[Law, World, Phone], World]"
    is_own: "Callable[[Phone, Medium], bool]"
    may_go: "Callable[[Law, Phone, Medium], bool]"
    ready_media: "Callable[[Law, World, Phone], tuple[Parcel, ...]]"
    store_media: "Callable[[Law, World, Phone, tuple[Parcel, ...]], World]"
    at_quality: "Callable[[Medium, str], Version]"
    may_view: "Callable[[ViewMedium], bool]"
    enabled: "Callable[[Phone, ControlRule], bool]"
    handlers: Mapping[type, Handler]


class Law(Struct, frozen=True, kw_only=True):
    """A policy with its choices made, the rules, and the numbers that are looked at after every command."""

    policy: Policy
    manifest_shape: Shape
    rules: Rules
    choices: dict[ChoiceId, str]
    automatic_every_s: int
    retry_after_s: int
    prompt_after_s: int
    settings_parts: tuple[Part, ...]
    app_parts: tuple[Part, ...]
    texts_networks: tuple[Network, ...]
    options: dict[str, tuple[str, ...]]


def law(policy: Policy, manifest_shape: Shape, rules: Rules) -> Law:
    """Put a policy, the schema of manifests and rules together."""
    choices = policy.picks()
    covers: dict[str, Any] = {toggle.id: toggle.covers for toggle in policy.toggles}
    return Law(
        policy=policy,
        manifest_shape=manifest_shape,
        rules=rules,
        choices=choices,
        automatic_every_s=durations.seconds(choices["automatic_every"]),
        retry_after_s=durations.seconds(choices["retry_after"]),
        prompt_after_s=durations.seconds(policy.reminder.after),
        settings_parts=covers["settings_backup"],
        app_parts=covers["app_backup"],
        texts_networks=("wifi",) if choices["texts_network"] == "wifi_only" else policy.texts.networks,
        options={rule.id: policy.options(rule) for rule in policy.controls},
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
