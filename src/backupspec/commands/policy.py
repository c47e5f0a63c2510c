"""`backupspec policy`: a policy in words, what differs between two, and what is wrong with one."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from backupspec import shipped
from backupspec.explain.contradictions import check as mistakes_of
from backupspec.explain.differences import in_words as differences_in_words
from backupspec.explain.words import hanging
from backupspec.explain.words import in_words as policy_in_words
from backupspec.files import Unreadable, read_bounded
from backupspec.inputs import Misuse, policy_of
from backupspec.output import echo, misuse
from backupspec.policy.mistakes import Mistake, nearest
from backupspec.policy.model import Policy
from backupspec.policy.reading import MOST_CHARACTERS
from backupspec.text import shown

_MOST_BYTES = 4 * MOST_CHARACTERS
"""As many as a policy of the greatest length can take."""


@click.group()
def policy() -> None:
    """Read the policy that implementations are judged by."""


@policy.command()
@click.argument("which", default=shipped.PROFILES[0], metavar="[PROFILE|FILE]")
def show(which: str) -> None:
    """Say a policy in plain words: a shipped profile, or a YAML file of your own.

    \b
    Examples:
      backupspec policy show
      backupspec policy show windows-phone-8
    """
    echo(policy_in_words(named_policy(which)), nl=False)


@policy.command()
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
def diff(one: str, other: str) -> None:
    """Tell what differs between two policies, each a shipped profile or a YAML file.

    Both are asked the same questions in all situations around every boundary. Each question whose answer differs is told
    once for each pair of answers, with an example.

    What changes no answer is no difference: the ids of entries, and the order of a list in which nothing is looked at in
    order, such as the upload table. The order of reasons, of deletions, of a menu path and of what a choice offers is told.

    \b
    Examples:
      backupspec policy diff windows-phone-8.1 windows-phone-8
      backupspec policy diff windows-phone-8.1 my-policy.yaml
    \b
    Exit codes: 0 nothing differs, 1 something does, 2 a policy does not exist or has mistakes.
    """
    said = differences_in_words(named_policy(one), named_policy(other), (shown(one), shown(other)))
    echo(said or f"Nothing differs between {shown(one)} and {shown(other)}.")
    sys.exit(1 if said else 0)


@policy.command()
@click.argument("which", metavar="PROFILE|FILE")
def check(which: str) -> None:
    """Tell what is wrong with a policy: contradictions, options that nothing can reach, tables with a gap or an overlap.

    Each problem comes with its line and with a situation that shows it. What cannot be read as a policy at all is told
    first; the rest is looked for once that is mended.

    \b
    Examples:
      backupspec policy check my-policy.yaml
      backupspec policy check windows-phone-8.1
    \b
    Exit codes: 0 nothing is wrong, 1 something is, 2 the file does not exist or cannot be read.
    """
    name = shown(which)
    found = mistakes_of(_text(which), name)
    if not found:
        echo(
            f"{name}: nothing is wrong. All conditions can hold, all options can be reached, no table has a gap or an overlap."
        )
    else:
        echo(f"{name}: {len(found)} problem{'s' * (len(found) != 1)}")
        for mistake in found:
            echo("\n".join(_block(mistake, name)))
    sys.exit(1 if found else 0)


def _block(mistake: Mistake, name: str) -> Iterator[str]:
    """Say what is wrong, what would be right, and a situation that shows it; the file where it is another one."""
    where = f"  {mistake.where}" if mistake.where else ""
    file = f"{mistake.file}, " if mistake.file != name else ""
    yield f"\n{file}line {mistake.line}{where}"
    for word, text in (("wrong", mistake.problem), ("allowed", mistake.allowed), ("example", mistake.example)):
        if text:
            yield hanging(text, f"  {word:<9}", " " * 11)


def named_policy(which: str) -> Policy:
    """Return a shipped profile, or read a policy from a file."""
    if which in shipped.PROFILES:
        return shipped.profile(which)
    try:
        return policy_of(_text(which), shown(which))
    except Misuse as error:
        misuse(str(error))


def _text(which: str) -> str:
    """Read the text of a shipped profile, or of a file."""
    if which in shipped.PROFILES:
        return shipped.profile_text(which)
    try:
        return read_bounded(Path(which), _MOST_BYTES).decode("utf-8")
    except UnicodeDecodeError as error:
        misuse(f"{which} cannot be read: it is not UTF-8 at byte {error.start}")
    except Unreadable as error:
        if not isinstance(error.__cause__, FileNotFoundError):
            misuse(str(error))
        near = nearest(which, shipped.PROFILES)
        misuse(f"{which!r} is neither a profile ({', '.join(shipped.PROFILES)}) nor a file{near}")
