"""What a phone may lack where its policy lets features be missing (VER-03): told from what it shows, never from what it is asked."""

from collections.abc import Iterator

from backupspec.contract.commands import Command, ReceiveMessages, SendMessages, TakePhoto, TakeVideo
from backupspec.contract.observations import Observation
from backupspec.policy.model import ControlRule, Policy


def lacking(policy: Policy, seen: Observation) -> frozenset[str]:
    """Name the switches and choices of a policy that may be missing, and that no phone has."""
    if not policy.versions.features_may_be_missing:
        return frozenset()
    known = {control.sets for control in policy.controls if control.sets is not None}
    return frozenset(known.difference(*(phone.toggles.keys() | phone.uploads.keys() for phone in seen.phones.values())))


def is_of(policy: Policy, label: str, features: frozenset[str]) -> bool:
    """Tell whether an option is there only for these features: it sets one, or is a page of nothing else."""
    rules = [rule for rule in policy.controls if rule.label == label]
    return bool(rules) and all(
        set(_set_by(policy, rule)) and features.issuperset(_set_by(policy, rule)) for rule in rules
    )


def _set_by(policy: Policy, rule: ControlRule) -> Iterator[str]:
    """Name what an option sets; of a page, what the options on it and on its pages set."""
    below = (*rule.path, rule.label)
    for each in policy.controls:
        if each.sets is not None and (each is rule or each.path[: len(below)] == below):
            yield each.sets


def needed(policy: Policy, command: Command) -> frozenset[str]:
    """Name the features without any of which a circumstance cannot be: a message of some kind, a photo, a video."""
    match command:
        case ReceiveMessages(messages=messages) | SendMessages(messages=messages):
            kinds = {message.kind for message in messages}
            return frozenset(toggle.id for toggle in policy.toggles if kinds.intersection(toggle.saves))
        case TakePhoto():
            return frozenset({"photos"})
        case TakeVideo():
            return frozenset({"videos"})
        case _:
            return frozenset()
