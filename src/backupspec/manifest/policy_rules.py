"""What the policy that a document was made under says of it: what its phone offers, and over which network something may go.

The schemas know no policy; these rules are silent where the policy of a document is not known (`absent.policies` says so).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from backupspec.manifest.documents import known_parts
from backupspec.manifest.journal_building import MEDIA, TEXTS
from backupspec.manifest.problems import seen
from backupspec.manifest.ruling import Breach, Rules
from backupspec.policy.model import Policy

Document = Mapping[str, Any]
Policies = Mapping[str, Policy]
"""The policies that are known, by their ids."""

MANIFEST_BY_POLICY = Rules()
JOURNAL_BY_POLICY = Rules()


@MANIFEST_BY_POLICY.rule(
    "toggles-are-of-the-policy", reads=("profile", "toggles"), why="TXT-07: a phone has the options of its own version."
)
def _toggles_are_of_the_policy(manifest: Document, policies: Policies) -> Iterator[Breach]:
    for policy in _known(policies, manifest["profile"]["id"]):
        offered = [toggle.id for toggle in policy.toggles]
        for name in manifest["toggles"]:
            if name not in offered:
                yield Breach(("toggles", name), f"none but {', '.join(offered)}", seen(manifest["toggles"][name]))


@MANIFEST_BY_POLICY.rule(
    "qualities-are-of-the-policy",
    reads=("profile", "uploads"),
    why="PHO-08: a quality that a phone of this version does not offer was never chosen.",
)
def _qualities_are_of_the_policy(manifest: Document, policies: Policies) -> Iterator[Breach]:
    for policy in _known(policies, manifest["profile"]["id"]):
        for medium, quality in manifest["uploads"].items():
            offered = [policy.uploads.first, *_qualities(policy, medium)]
            if quality not in offered:
                yield Breach(("uploads", medium), " or ".join(map(seen, offered)), seen(quality))


@MANIFEST_BY_POLICY.rule(
    "parts-are-of-the-policy",
    reads=("profile", "parts"),
    why="VER-03: a phone of a version that lacks no feature has every part.",
)
def _parts_are_of_the_policy(manifest: Document, policies: Policies) -> Iterator[Breach]:
    for policy in _known(policies, manifest["profile"]["id"]):
        for kind, part in known_parts(manifest["parts"]).items():
            if part["reason"] == _MISSING and not policy.versions.features_may_be_missing:
                yield Breach(("parts", kind, "reason"), f"another reason than {seen(_MISSING)}", seen(_MISSING))


_MISSING = "not_offered_by_this_version"


@JOURNAL_BY_POLICY.rule(
    "texts-are-of-the-policy",
    reads=("entries",),
    why="TXT-07: a phone saves the kinds of text messages that its version has an option for.",
)
def _texts_are_of_the_policy(page: Document, policies: Policies) -> Iterator[Breach]:
    for at, entry, policy in _made_under(page, policies):
        saved = [kind for toggle in policy.toggles for kind in toggle.saves]
        if entry["kind"] in TEXTS and entry["kind"] not in saved:
            yield Breach(("entries", at, "kind"), " or ".join(map(seen, saved)), seen(entry["kind"]))


@JOURNAL_BY_POLICY.rule(
    "media-are-of-the-policy",
    reads=("entries",),
    why="PHO-08: a phone uploads at the qualities that its version offers.",
)
def _media_are_of_the_policy(page: Document, policies: Policies) -> Iterator[Breach]:
    for at, entry, policy in _made_under(page, policies):
        offered = _qualities(policy, f"{entry['kind']}s")
        if entry["kind"] in MEDIA and entry["medium"] and entry["medium"]["quality"] not in offered:
            found = seen(entry["medium"]["quality"])
            yield Breach(("entries", at, "medium", "quality"), " or ".join(map(seen, offered)), found)


def _known(policies: Policies, name: str) -> Iterator[Policy]:
    """Yield the policy of a name, if it is known."""
    if name in policies:
        yield policies[name]


def _qualities(policy: Policy, medium: str) -> list[str]:
    """List the qualities of a medium, whichever readings they are offered under: a document names its readings by their digest alone."""
    return [row.quality for row in policy.uploads.table if row.medium == medium]


def _made_under(page: Document, policies: Policies) -> Iterator[tuple[int, Document, Policy]]:
    """Go through the entries of phones whose policy is known."""
    for at, entry in enumerate(page["entries"]):
        if entry["device"] is not None:
            for policy in _known(policies, entry["device"]["profile"]):
                yield at, entry, policy
