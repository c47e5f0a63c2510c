"""The invariant of the journal, which tells what was saved and deleted of text messages, photos and videos (I45).

An implementation may show no journal; the page that it shows has to be right. What is wrong with it by its own rules is told under the clause
that the rule stands for.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from backupspec.contract.observations import Account
from backupspec.invariants.asking import Found, invariant, was_shown
from backupspec.manifest import verifying
from backupspec.manifest.problems import Problem
from backupspec.manifest.verifying import Checked
from backupspec.world.documents import checked_journal, clause_of, wrong_by_policy
from backupspec.world.world import Event, History


@invariant("I45", "GEN-03", "TXT-01", "PHO-01", stated_by="us")
def _journals_verify(history: History, event: Event) -> Found:
    """A journal verifies, only grows, and tells what was saved and deleted when it happened."""
    for name, account in event.after.accounts.items():
        before = event.before.accounts.get(name)
        if before is not None and before.journal == account.journal and _lying(before) == _lying(account):
            continue
        if account.journal is None:
            if before is not None and before.journal is not None:
                yield "GEN-03", f"the journal of {name} to go on", "it is gone"
            continue
        now = checked_journal(account.journal)
        problems = (*now.problems, *wrong_by_policy(now, history.policy))
        yield from _problems(name, problems)
        if not problems:
            earlier = _earlier(before)
            yield from _follows(name, earlier, now)
            yield from _tells(history, event, name, _new(earlier, now))
            yield from _is_whole(name, account, now)


def _problems(name: str, problems: Iterable[Problem]) -> Found:
    for problem in problems:
        expected = f"the journal of {name}{problem.pointer} to be {problem.expected}"
        yield clause_of(problem, "journal"), expected, f"{problem.found} ({problem.rule})"


def _lying(account: Account) -> tuple[object, ...]:
    return account.messages, account.media


def _earlier(before: Account | None) -> Checked | None:
    """Return the page that was shown before. What was wrong with it has been told."""
    if before is None or before.journal is None:
        return None
    checked = checked_journal(before.journal)
    return None if checked.problems else checked


def _follows(name: str, earlier: Checked | None, now: Checked) -> Found:
    """Hold a page against the one that was shown before: the same, which only grows, or a later one. Between two pages, the first may have grown."""
    if earlier is None:
        return
    page, last = now.value["page"], earlier.value["page"]
    before, left = _last_number(earlier), _last_number(now)
    if now.value["account"] != earlier.value["account"] or page < last:
        yield "GEN-03", f"the journal of {name} to go on from page {last}", f"page {page} of another, or an earlier one"
    elif left < before:
        yield "GEN-03", f"the {before} entries in the journal of {name} to stay", f"{left} are left"
    elif page == last:
        for _, problem in verifying.journals_together([earlier, now]):
            expected = f"the journal of {name}{problem.pointer} to be {problem.expected}"
            yield clause_of(problem, "journal"), expected, f"{problem.found} ({problem.rule})"


def _last_number(page: Checked) -> int:
    entries, previous = page.value["entries"], page.value["previous"]
    return int(entries[-1]["number"] if entries else previous["last_number"] if previous else 0)


def _new(earlier: Checked | None, now: Checked) -> Iterator[dict[str, Any]]:
    """Yield the entries that came at this event, as far as they stand on the page that is shown."""
    known = 0 if earlier is None else _last_number(earlier)
    yield from (entry for entry in now.value["entries"] if entry["number"] > known)


def _tells(history: History, event: Event, name: str, entries: Iterator[dict[str, Any]]) -> Found:
    """Hold new entries against what was done: when it was, and by which policy."""
    for entry in entries:
        what = f"entry {entry['number']} in the journal of {name}"
        if not event.before.elapsed_s <= entry["elapsed_s"] <= event.after.elapsed_s:
            yield "GEN-03", f"{what} to be of {event.after.elapsed_s} s, when it was made", f"{entry['elapsed_s']} s"
        if not was_shown(event, entry["at"]):
            yield "GEN-03", f"{what} to be dated as the clock showed when it was made", entry["at"]
        device = entry["device"]
        if device is not None and device["profile"] != history.policy.id:
            yield "GEN-03", f"{what} to be of a phone with {history.policy.title}", str(device["profile"])


def _is_whole(name: str, account: Account, now: Checked) -> Found:
    """Hold a journal of one page against what lies in OneDrive: as much of it as was saved and not deleted."""
    if now.value["page"] != 1:
        return
    left: Counter[str] = Counter()
    for entry in now.value["entries"]:
        left[entry["kind"]] += 1 if entry["action"] == "saved" else -1
    media = Counter(medium.kind for medium in account.media)
    expected = {"text messages": len(account.messages), "photos": media["photo"], "videos": media["video"]}
    told = {"text messages": left["sms"] + left["mms"] + left["chat"], "photos": left["photo"], "videos": left["video"]}
    for what, count in expected.items():
        if told[what] != count:
            clause = "TXT-01" if what == "text messages" else "PHO-01"
            yield (
                clause,
                f"the journal of {name} to tell of the {count} {what} in OneDrive",
                f"it tells of {told[what]}",
            )
