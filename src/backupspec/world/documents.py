"""Manifests, catalogues and journals as they are shown, read and checked once each: what is wrong with one, and under which clause that is told.

The check may be of anything that somebody shows: it keeps the newest documents alone, a bounded amount of them.
"""

import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable
from typing import Literal

from msgspec.structs import replace

from backupspec import shipped
from backupspec.manifest import verifying
from backupspec.manifest.problems import Problem
from backupspec.manifest.verifying import Checked
from backupspec.policy.model import Policy

OUR_OWN_LIMIT = "unknown-critical-extension"
"""The rule that only a reader who restores has to keep: a producer may well add extensions that it alone knows."""
LARGE = 2**20
"""A document with more characters than this is large: it is read once, and what is wrong with it is told, but nothing of it is kept."""
MOST_KEPT = 4 * 2**20
"""How many characters the documents that are kept may have, the newest aside."""
MOST_PROBLEMS = 100
"""How many problems of one document are kept."""

_CLAUSE = re.compile(r"[A-Z]{2,3}-[0-9]{2}")
_ADVERTISING = re.compile(r"advertis|^(adid|gaid|idfa)$")
_NO_LETTER = re.compile(r"[^a-z]")
_LIGHT = 1_000
"""What a document weighs of which only the problems are kept."""


class Kept:
    """The documents that were checked lately, by their texts; large ones by their digests, so that the text can go."""

    def __init__(self, check: Callable[[bytes], Checked], most: int = MOST_KEPT) -> None:
        self._check = check
        self._most = most
        self._kept: OrderedDict[str | bytes, tuple[Checked, int]] = OrderedDict()
        self.weight = 0

    def __call__(self, text: str) -> Checked:
        """Check a document, or tell what was found before."""
        name = text if len(text) <= LARGE else hashlib.sha256(_bytes(text)).digest()
        if name in self._kept:
            self._kept.move_to_end(name)
            return self._kept[name][0]
        checked = _bounded(self._check(_bytes(text)), len(text))
        weight = _LIGHT + len(name) if checked.value is None else len(text)
        self._kept[name] = checked, weight
        self.weight += weight
        while self.weight > self._most and len(self._kept) > 1:
            self.weight -= self._kept.popitem(last=False)[1][1]
        return checked


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _bounded(checked: Checked, characters: int) -> Checked:
    """Pass over our own limit, and keep no more of a document that is wrong than can be told."""
    problems = tuple(each for each in checked.problems if each.rule != OUR_OWN_LIMIT)
    value = None if problems and characters > LARGE else checked.value
    return replace(checked, value=value, problems=problems[:MOST_PROBLEMS])


checked_manifest = Kept(lambda data: verifying.manifest(data, shipped.shape("manifest")))
"""Read and check a manifest as it is shown."""
checked_catalogue = Kept(lambda data: verifying.catalogue(data, shipped.shape("catalogue")))
"""Read and check a catalogue as it is shown."""
checked_journal = Kept(lambda data: verifying.journal(data, shipped.shape("journal")))
"""Read and check a page of a journal as it is shown."""


def wrong_by_policy(checked: Checked, policy: Policy) -> tuple[Problem, ...]:
    """Return what is wrong with a manifest or a page of a journal by the policy that it names: the one judged by, or a shipped one."""
    return verifying.beside_policy(checked, shipped.Profiles(policy))


def clause_of(problem: Problem, document: Literal["manifest", "catalogue", "journal"]) -> str:
    """Tell the clause that a problem of a document stands under.

    Of form as a whole, what speaks of privacy is what tells purposes or an advertising id; all else makes no backup, or no list of them.
    """
    found = _CLAUSE.match(problem.why)
    clause = found[0] if found else ""
    own = "DEL-07" if document == "catalogue" else "GEN-03"
    if clause == "PRV-01" and not _tells_a_purpose(problem):
        return own
    return clause or own


def _tells_a_purpose(problem: Problem) -> bool:
    """Tell whether this is about purposes that are there and wrong, or about an advertising id."""
    if problem.rule == "whole.additionalProperties":
        return _ADVERTISING.search(_NO_LETTER.sub("", problem.pointer.lower())) is not None
    return problem.rule.rpartition(".")[2] not in {"required", "type"}
