"""Which kind of document a file is, and in which versions and with which extensions it can be read."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Literal, get_args

from backupspec.contract.terms import Part
from backupspec.manifest.problems import Problem, problem, seen

Kind = Literal["manifest", "catalogue", "journal", "policy", "report", "waivers"]
MAJOR = 1
MINOR = 0
"""The newest version whose rules are known here."""

WHY = {
    "unknown-major-version": "RST-07: another major version has other rules, and read by these it would restore the wrong things.",
    "critical-is-declared": "CON-00: an extension that is critical and not there cannot be obeyed.",
    "unknown-critical-extension": "RST-07: its producer says that who does not know this extension must not use the backup.",
}
_VERSION = re.compile(r"([0-9]{1,4})\.([0-9]{1,4})", re.ASCII)


def kind_by_name(name: str) -> Kind | None:
    """Tell a policy by the name of its file; None if the name does not tell."""
    return "policy" if name.lower().endswith((".yaml", ".yml")) else None


def kind_of(document: Mapping[str, Any]) -> Kind | None:
    """Tell the kind of a JSON document by what it says of itself or else by what it holds; None if neither tells."""
    match document:
        case {"document": "manifest" | "catalogue" | "journal" as kind}:
            told: Kind = kind
            return told
        case {"verdict": _, "scenarios": _, "clauses": _}:
            return "report"
        case {"backup": _, "parts": _}:
            return "manifest"
        case {"backups": _, "revision": _}:
            return "catalogue"
        case {"page": _, "entries": _}:
            return "journal"
        case _:
            return None


def version_of(document: Mapping[str, Any]) -> tuple[int, int] | None:
    """Tell a document's version; None if it names none."""
    match = _VERSION.fullmatch(str(document.get("version")))
    return (int(match[1]), int(match[2])) if match else None


def unknown_version(document: Mapping[str, Any]) -> Problem | None:
    """Tell the problem of a document whose major version is not known: nothing else can be said of it."""
    version = version_of(document)
    if version is None or version[0] == MAJOR:
        return None
    rule = "unknown-major-version"
    return problem(("version",), rule, f"a version {MAJOR}.x", seen(document["version"]), WHY[rule])


KINDS = frozenset(get_args(Part))


def known_parts(parts: Mapping[Any, Any]) -> dict[Part, Any]:
    """Pick the kinds of content that are known here: a newer minor version may have added others, of any form."""
    return {kind: part for kind, part in parts.items() if kind in KINDS}


def critical_extensions(document: Mapping[str, Any], known: Collection[str]) -> Iterator[Problem]:
    """Tell the critical extensions that are not there, or that this reader does not know."""
    for number, name in enumerate(document["extensions"]["critical"]):
        path = ("extensions", "critical", number)
        if name not in document["extensions"]:
            rule = "critical-is-declared"
            yield problem(path, rule, "the name of an extension that is there", seen(name), WHY[rule])
        elif name not in known:
            rule = "unknown-critical-extension"
            words = f"one of {', '.join(sorted(known))}" if known else "no critical extension: this reader knows none"
            yield problem(path, rule, words, seen(name), WHY[rule])
