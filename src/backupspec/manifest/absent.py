"""What could not be looked at, because another document is not at hand: one that is valid alone may still not follow from the one before, or break its policy."""

from collections.abc import Sequence
from typing import Any

from backupspec.manifest.documents import known_parts
from backupspec.manifest.policy_rules import Policies
from backupspec.manifest.verifying import Checked, Document


def before_manifest(own: Checked, manifests: Sequence[Checked]) -> str | None:
    """Tell that the backup before this one is not at hand."""
    if not _is_formed(own) or own.value["backup"]["previous"] is None:
        return None
    previous = own.value["backup"]["previous"]["id"]
    if _key(own.value, previous) in {_key(each.value, each.value["backup"]["id"]) for each in _formed(manifests)}:
        return None
    return f"whether it follows from {previous}, the backup before it: its manifest is not among these files"


def of_catalogue(own: Checked, manifests: Sequence[Checked]) -> str | None:
    """Tell of how many backups that a catalogue lists as present the manifest is not at hand."""
    if not _is_formed(own):
        return None
    there = {_key(each.value, each.value["backup"]["id"]) for each in _formed(manifests)}
    missing = [
        each["id"]
        for each in own.value["backups"]
        if _key(own.value, each["id"]) not in there
        and any(part["state"] == "present" for part in known_parts(each["cloud"]).values())
    ]
    if not missing:
        return None
    others = f" and {len(missing) - 1:,} more" * (len(missing) > 1)
    return f"whether it says what the manifests say: that of {missing[0]}{others} is not among these files"


def before_page(own: Checked, pages: Sequence[Checked]) -> str | None:
    """Tell that the page before this one is not at hand."""
    if not _is_formed(own) or own.value["page"] == 1:
        return None
    before = own.value["page"] - 1
    if any(_key(each.value, each.value["page"]) == _key(own.value, before) for each in _formed(pages)):
        return None
    return f"whether it follows from page {before}: that page is not among these files"


def policies(own: Checked, known: Policies) -> str | None:
    """Return that the policy is not known that a manifest was made under, or that entries of a journal were."""
    if not _is_formed(own):
        return None
    if "entries" in own.value:
        names = [entry["device"]["profile"] for entry in own.value["entries"] if entry["device"] is not None]
    else:
        names = [own.value["profile"]["id"]]
    missing = " and ".join(name for name in dict.fromkeys(names) if name not in known)
    return (
        f"whether it keeps to {missing}: that policy is neither a shipped one nor among these files"
        if missing
        else None
    )


def _is_formed(checked: Checked) -> bool:
    return checked.value is not None and not checked.formless


def _formed(checked: Sequence[Checked]) -> list[Checked]:
    return [each for each in checked if _is_formed(each)]


def _key(document: Document, name: Any) -> tuple[Any, Any]:
    return document["account"], name
