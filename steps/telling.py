"""What came, in words that a person reads in a report."""

from collections import Counter
from collections.abc import Iterable

from backupspec.contract.observations import Attempt, Backup, Control, Flow, SavedPart
from backupspec.contract.outcomes import Done, Failed, Outcome, Refused
from backupspec.contract.terms import Part, Trigger
from backupspec.steps.words import KINDS, QUALITIES, TOGGLES, TRIGGERS

ENDINGS = {"complete": "was completed", "failed": "failed", "aborted": "was aborted"}
ADJECTIVES: dict[Trigger, str] = {trigger: word for word, trigger in TRIGGERS.items()}
WAITING = {
    "wifi": "waiting for Wi-Fi",
    "network": "waiting for a network",
    "power": "waiting for power",
    None: "going on",
}
KIND_WORDS = {kind: word for word, kind in KINDS.items()}
LABELS: dict[str, str] = {name: label for label, name in (TOGGLES | QUALITIES).items()}


def counted(count: int, thing: str) -> str:
    """Say how many of a thing there are: no prompt, 1 prompt, 2 prompts."""
    return f"{count or 'no'} {thing}{'s' if count > 1 else ''}"


def listed(things: Iterable[str], none: str = "nothing") -> str:
    """Say what there is: one thing, this and that, this, that and more."""
    *others, last = [*things] or [none]
    return f"{', '.join(others)} and {last}" if others else last


def backups(made: Iterable[Trigger]) -> str:
    """Say how many backups of each kind were made: 1 automatic backup and 2 manual backups."""
    counts = Counter(ADJECTIVES[trigger] for trigger in made)
    return listed((counted(count, f"{kind} backup") for kind, count in sorted(counts.items())), none="no backup")


def at(*path: str) -> str:
    """Say where something stands in an observation: `phones > Ann's phone > local_backup`."""
    return " > ".join(path)


def numbered(backup: Backup) -> str:
    """Say what tells a backup from others, and which is newer: `backup-2, sequence 2, committed at 60 s`."""
    at_s = "not committed" if backup.committed_elapsed_s is None else f"committed at {backup.committed_elapsed_s} s"
    return f"{backup.id}, sequence {backup.sequence}, {at_s}"


def copy_at(phone: str, copy: Backup | None) -> str:
    """Say where a phone's local copy stands in an observation, and which one it is."""
    return f"{at('phones', phone, 'local_backup')}: {numbered(copy) if copy else 'null'}"


def named(found: Iterable[Backup]) -> str:
    """Name backups by their kinds and ids."""
    return listed((f"the {ADJECTIVES[backup.trigger]} backup {backup.id}" for backup in found), none="no backup")


def difference(left: Iterable[Backup], earlier: Iterable[Backup]) -> str:
    """Say which of some backups are gone or not what they were, and which are new."""
    left, earlier = list(left), list(earlier)
    gone = [backup for backup in earlier if backup not in left]
    new = [backup for backup in left if backup not in earlier]
    said = [f"{named(gone)} gone or changed"] if gone else []
    return listed([*said, f"{named(new)} new or changed"] if new else said)


def holding(kinds: Iterable[Part]) -> str:
    """Say what a backup holds: of none, nothing."""
    held = listed((kind.replace("_", " ") for kind in kinds), none="")
    return f"a backup that holds {held}" if held else "no backup"


def saved(held: Iterable[SavedPart]) -> str:
    """Name the parts of a backup and say how big each is."""
    return listed(f"{part.kind.replace('_', ' ')} of {size(part.size_bytes)}" for part in held)


def size(size_bytes: int) -> str:
    """Say how many bytes there are."""
    return counted(size_bytes, "byte")


def ending(attempt: Attempt | None) -> str:
    """Say how an attempt at a backup ended, and why."""
    if attempt is None:
        return "no attempt at a backup"
    article = "an" if attempt.trigger == "automatic" else "a"
    reason = f": {attempt.reason}" if attempt.reason else ""
    return f"{article} {ADJECTIVES[attempt.trigger]} backup that {ENDINGS[attempt.result]}{reason}"


def answer(outcome: Outcome) -> str:
    """Say what a person is told at once."""
    match outcome:
        case Done():
            return "done"
        case Refused(reason=reason):
            return f"refused: {reason}"
        case Failed(reason=reason):
            return f"failed: {reason}"
        case _:
            return "unsupported"


def progress(flow: Flow | None) -> str:
    """Say what is under way, and how far it is."""
    if flow is None:
        return "nothing under way"
    state = "held up" if flow.paused else WAITING[flow.waiting_for]
    return f"a {flow.kind}, {state} at {flow.sent_bytes} of {size(flow.total_bytes)}"


def choice(name: str) -> str:
    """Name something that is chosen on a phone: Settings backup, the choice for photos."""
    return LABELS.get(name, f"the choice for {name}")


def chosen(choices: Iterable[tuple[str, bool | str]]) -> str:
    """Say what is chosen: Settings backup on, App backup off and Best quality for photos."""
    return listed(
        f"{LABELS[value]} for {name}" if isinstance(value, str) else f"{LABELS[name]} {'on' if value else 'off'}"
        for name, value in choices
    )


def control_called(kind: str, label: str) -> str:
    """Name something that stands on a page: a switch called 'Settings backup'."""
    return f"a {KIND_WORDS.get(kind, kind)} called {label!r}"


def page(controls: Iterable[Control]) -> str:
    """Say what stands on a page."""
    return listed((control_called(control.kind, control.label) for control in controls), none="an empty page")
