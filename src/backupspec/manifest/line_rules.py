"""What shows only when manifests lie side by side: a line of backups, each of which names the one before it."""

from collections.abc import Iterator

from backupspec.manifest.canonical import NotCanonical, digest
from backupspec.manifest.manifest_rules import Manifest
from backupspec.manifest.problems import seen
from backupspec.manifest.ruling import Breach, Rules

CHAIN = Rules()
"""The rules about a manifest and the one before it in its line."""
NAMESAKES = Rules()
"""The rules about a manifest and another one with its id."""


@CHAIN.rule(
    "previous-has-its-digest",
    reads=("backup",),
    why="DEL-07, RST-07: a manifest never changes; if its digest differs, it was rewritten or swapped.",
)
def _previous_has_its_digest(manifest: Manifest, previous: Manifest) -> Iterator[Breach]:
    own = _digest(previous)
    if manifest["backup"]["previous"]["digest"] != own:
        yield Breach(("backup", "previous", "digest"), own, manifest["backup"]["previous"]["digest"])


@CHAIN.rule(
    "previous-has-its-number", reads=("backup",), why="REM-01: the numbers of a line tell which backup is missing."
)
def _previous_has_its_number(manifest: Manifest, previous: Manifest) -> Iterator[Breach]:
    said, own = manifest["backup"]["previous"]["sequence"], previous["backup"]["sequence"]
    if said != own:
        yield Breach(("backup", "previous", "sequence"), str(own), str(said))


@CHAIN.rule(
    "previous-is-complete",
    reads=("backup",),
    why="RST-07: only a complete backup can be followed, because only a complete one counts.",
)
def _previous_is_complete(_: Manifest, previous: Manifest) -> Iterator[Breach]:
    if previous["status"] != "complete":
        yield Breach(("backup", "previous", "id"), "a complete backup", f"a backup that is {previous['status']}")


@CHAIN.rule(
    "previous-is-of-the-line",
    reads=("backup", "account", "device"),
    why="DEL-09, RST-04: a line is of one phone and one account; another's backup never stands in it.",
)
def _previous_is_of_the_line(manifest: Manifest, previous: Manifest) -> Iterator[Breach]:
    if manifest["backup"]["lineage"] != previous["backup"]["lineage"]:
        yield Breach(("backup", "lineage"), seen(previous["backup"]["lineage"]), seen(manifest["backup"]["lineage"]))
    for name in ("account", "device"):
        if manifest[name] != previous[name]:
            yield Breach((name,), seen(previous[name]), seen(manifest[name]))


@CHAIN.rule(
    "previous-came-before",
    reads=("backup", "times"),
    why="REM-01: one backup at a time, so the next begins when the one before has been committed.",
)
def _previous_came_before(manifest: Manifest, previous: Manifest) -> Iterator[Breach]:
    before, began = previous["times"]["committed_elapsed_s"], manifest["times"]["started_elapsed_s"]
    if before is not None and began < before:
        yield Breach(("times", "started_elapsed_s"), f"{before} or more", str(began))


@NAMESAKES.rule(
    "id-is-of-one-backup",
    reads=("backup",),
    why="DEL-10: two manifests of one id are two backups that cannot be told apart, or one that was rewritten.",
)
def _id_is_of_one_backup(manifest: Manifest, namesake: Manifest) -> Iterator[Breach]:
    own, other = _digest(manifest), _digest(namesake)
    if own != other:
        yield Breach(("backup", "id"), f"one manifest of this id in an account, such as {other}", f"another one, {own}")


def _digest(manifest: Manifest) -> str:
    """Tell the digest of a manifest or, where it has none, why."""
    try:
        return digest(manifest)
    except NotCanonical as error:
        return f"none ({error})"
