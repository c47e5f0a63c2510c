"""What a person names: a profile, declared choices, a list of waivers. What is not there, or can't be read, is misuse."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from backupspec import shipped
from backupspec.files import Unreadable, read_bounded
from backupspec.manifest.documents import kind_by_name
from backupspec.policy.mistakes import Mistake, PolicyMistakes, shown
from backupspec.policy.model import Policy, UnknownChoice
from backupspec.policy.parsing import parse
from backupspec.policy.reading import MOST_CHARACTERS, Document, read


class Misuse(ValueError):
    """What the person asked for does not exist or cannot be read: nothing was judged."""


def checked_choices(profile: Policy, choices: Mapping[str, str]) -> Mapping[str, str]:
    """Return the choices that a person gives; raise Misuse if the profile doesn't have them."""
    try:
        profile.with_choices(choices)
    except UnknownChoice as error:
        raise Misuse(str(error)) from error
    return choices


def read_choices(text: str, name: str) -> dict[str, str]:
    """Read declared choices, a YAML or JSON object from choice to reading; raise Misuse if they are anything else."""
    try:
        document = read(text, name)
    except PolicyMistakes as error:
        raise Misuse(str(error)) from error
    choices = document.value
    if not document.mistakes and not isinstance(choices, dict):
        raise Misuse(f"{name} does not hold choices; write one a line, such as `exactly_three_weeks: waits`")
    mistakes = [*document.mistakes, *(_no_readings(document) if isinstance(choices, dict) else ())]
    if mistakes:
        raise Misuse("\n".join(map(str, sorted(mistakes))))
    return {choice: str(value) for choice, value in choices.items()}


def _no_readings(document: Document) -> Iterator[Mistake]:
    """Tell which members are no readings: a reading is a word, a length of time, or a whole number."""
    for choice, value in document.value.items():
        is_reading = isinstance(value, str | int) and not isinstance(value, bool)
        if not is_reading and (choice,) not in document.unread:
            allowed = "a reading, such as `exactly_three_weeks: waits`"
            yield document.mistake((choice,), f"{shown(value)} is no reading", allowed)


def profile_named(name: str) -> Policy:
    """Return a shipped profile, or the policy in a YAML file; raise Misuse if there is none, or it has mistakes."""
    if kind_by_name(name) == "policy":
        return own(policy_of(text_of(name), name), name)
    try:
        return shipped.profile(name)
    except KeyError:
        raise Misuse(
            f"there is no profile {name!r}; the profiles are {', '.join(shipped.PROFILES)}, or name a YAML file with a policy"
        ) from None


def policy_of(text: str, name: str) -> Policy:
    """Return the policy that a text is; raise Misuse if it has mistakes."""
    try:
        return parse(text, name)
    except PolicyMistakes as error:
        raise Misuse(f"this policy has mistakes:\n{error}") from error


def own(policy: Policy, name: str) -> Policy:
    """Return a policy of somebody's own; raise Misuse if it calls itself like one that comes along, and is another: what it judges could be taken for that one's."""
    if policy.id in shipped.PROFILES and policy != shipped.profile(policy.id):
        raise Misuse(
            f"{name} calls itself {policy.id}, as a policy that comes with backupspec, and says something else: give it an id of its own"
        )
    return policy


def choices_from(path: str | None) -> dict[str, str]:
    """Read a file of declared choices, if one is named; raise Misuse if it can't be read."""
    return {} if path is None else read_choices(text_of(path), path)


def text_of(path: str) -> str:
    """Read the text of a file that somebody named: choices or waivers, none longer than any YAML that is read; raise Misuse if it can't be read."""
    try:
        return read_bounded(Path(path), 4 * MOST_CHARACTERS).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Misuse(f"{path} cannot be read: it is not UTF-8 at byte {error.start}") from error
    except Unreadable as error:
        raise Misuse(str(error)) from error
