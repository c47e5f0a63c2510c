"""A conversation with an implementation: what is typed, how it is answered, and what changed."""

import json
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout, suppress
from functools import partial
from inspect import getdoc
from pathlib import Path
from typing import Any

from msgspec import UNSET

from backupspec.contract.commands import Command, name_of
from backupspec.contract.implementation import BrokenContract, Implementation
from backupspec.contract.observations import Observation
from backupspec.contract.outcomes import Outcome
from backupspec.contract.schemas import plain
from backupspec.files import Unreadable, Unwritable, read_bounded, write_whole
from backupspec.inputs import checked_choices, choices_from, profile_named
from backupspec.output import echo
from backupspec.policy.mistakes import nearest
from backupspec.policy.model import Policy, UnknownChoice
from backupspec.shell import syntax
from backupspec.shell.reached import reached
from backupspec.targets.limits import START_LIMIT_S
from backupspec.text import escaped, json_text, shown
from backupspec.world.changes import Change, changes, shortened
from backupspec.world.opening import opening

NOT_UNDERSTOOD, BROKEN = 1, 3
WIDEST = 120
MOST_CHANGES = 30
LONGEST_LIST = 5

EXAMPLE = """\
create_account account="Ann's account"
add_phone phone="Ann's phone"
sign_in phone="Ann's phone" account="Ann's account"
set_network phone="Ann's phone" network=wifi
turn_on phone="Ann's phone" toggle=settings_backup
"""

HELP = """\
A command is typed as its name and member=value:   turn_on phone="Ann's phone" toggle=settings_backup
or as JSON:                                        {"command": "turn_on", "phone": "Ann's phone", "toggle": "settings_backup"}
A list of them can be pasted, line by line or as a JSON array. Lines that begin with # are passed over.
  .example          make a first situation: an account, and a phone that is signed in, has Wi-Fi and Settings backup on
  .brief            leave controls and documents out of what changed, or show them again
  .observe [PATH]   what can be seen now, or a part of it, whole: .observe phones "Ann's phone" toggles
  .items [PATH]     the same, with the items that phones hold and what is stored
  .commands         the commands so far, as JSON
  .save FILE        write them there            .load FILE   do those that stand there
  .help [COMMAND]   this, or what a command does and is given
  .restart          begin anew in a new world, also after an answer that was late or wrong
  .quit             end
Commands:"""


@contextmanager
def session(
    target: str, profile: str, choices: str | None, start_limit_s: float = START_LIMIT_S
) -> Iterator["Session"]:
    """Open a world of a target to talk to, and close it. Raise Misuse, NoSuchTarget, or BrokenContract."""
    policy = profile_named(profile)
    given = checked_choices(policy, choices_from(choices))
    with reached(target, start_limit_s, policy) as (implementation, about):
        try:
            declared = policy.with_choices(about.choices)
        except UnknownChoice as error:
            raise BrokenContract(f"{about.name} declares what cannot be: {error}") from error
        opened = Session(implementation, declared.with_choices(given), f"{about.name} {about.version}")
        try:
            yield opened
        finally:
            opened.close()


class Session:
    """One world of an implementation, and what was done in it. `code` is what a pipe ends with."""

    def __init__(self, implementation: Implementation, policy: Policy, name: str) -> None:
        self.name = name
        self.policy = policy
        self.done: list[Command] = []
        self.code = 0
        self.is_brief = False
        """Whether controls and documents are left out of what changed."""
        self._implementation = implementation
        self._world = ""
        self.seen: Observation
        self._open()

    def _open(self) -> None:
        """Open a world, in which nothing was done yet."""
        self._world = self._ask(lambda: self._implementation.open_world(opening(self.policy, "backupspec shell")))
        self.seen = self._ask(lambda: self._implementation.observe(self._world))
        self.done.clear()

    def _ask(self, call: Callable[[], Any]) -> Any:
        """Ask the implementation. What it prints is no answer, and goes to standard error."""
        with redirect_stdout(sys.stderr):
            return call()

    def close(self) -> None:
        """Close the world."""
        self._ask(lambda: self._implementation.close_world(self._world))

    def typed(self, text: str, where: str = "") -> bool:
        """Do what was typed, and tell what came of it; return whether to go on. Nothing that is typed ends the conversation but .quit."""
        try:
            return self._typed(text.strip())
        except syntax.NotUnderstood as error:
            self._complain(f"{where}{error}", NOT_UNDERSTOOD)
        except BrokenContract as error:
            self._complain(f"{where}the contract was broken: {error}", BROKEN)
            echo("  If nothing is answered from now on, type .restart: it begins a new world.")
        return True

    def _typed(self, text: str) -> bool:
        if not text.startswith("."):
            self._do(syntax.entered(text))
            return True
        try:
            name, *words = shlex.split(text)
        except ValueError as error:
            raise syntax.NotUnderstood(str(error).lower()) from error
        if name == ".quit":
            return False
        if name not in DOTTED:
            raise syntax.NotUnderstood(f"there is no {name}{nearest(name, DOTTED)}; .help tells what there is")
        DOTTED[name](self, words)
        return True

    def _complain(self, message: str, code: int) -> None:
        """Tell a mistake where the answer would stand."""
        self.code = max(self.code, code)
        echo(shown(message))

    def _do(self, commands: Sequence[Command]) -> None:
        """Do commands one by one, and tell of each how it was answered and what changed."""
        for command in commands:
            self.done.append(command)
            outcome, after = self._ask(partial(self._performed, command))
            echo(f"{name_of(command)}: {_answer(outcome)}")
            for line in _lines(*self._shown(list(changes(self.seen, after)))):
                echo(line)
            self.seen = after

    def _performed(self, command: Command) -> tuple[Outcome, Observation]:
        performed = self._implementation.perform(self._world, [command], observe=True)
        return performed.outcomes[0], performed.observation or self._implementation.observe(self._world)

    def _shown(self, found: Sequence[Change]) -> tuple[Sequence[Change], int]:
        """Leave out what is not to be shown, and count it."""
        if not self.is_brief:
            return found, 0
        brief = [_brief(each) for each in found if _BULKY.isdisjoint(map(str, each.path[2:]))]
        return brief, len(found) - len(brief)

    # What begins with a dot.

    def _brief(self, _words: Sequence[str]) -> None:
        self.is_brief = not self.is_brief
        echo(f"controls and documents are {'left out of' if self.is_brief else 'shown in'} what changed")

    def _example(self, _words: Sequence[str]) -> None:
        self._do(syntax.commands(EXAMPLE))

    def _observe(self, words: Sequence[str]) -> None:
        self.seen = self._ask(lambda: self._implementation.observe(self._world))
        _show(plain(self.seen), words)

    def _items(self, words: Sequence[str]) -> None:
        _show(plain(self._ask(lambda: self._implementation.observe(self._world, items=True))), words)

    def _commands(self, _words: Sequence[str]) -> None:
        echo(self._list(), nl=False)

    def _list(self) -> str:
        """Write the commands so far as a JSON array, one a line."""
        lines = ",\n".join(f"  {escaped(json.dumps(plain(command), ensure_ascii=False))}" for command in self.done)
        return f"[\n{lines}\n]\n" if lines else "[]\n"

    def _save(self, words: Sequence[str]) -> None:
        path = _file(words)
        try:
            write_whole(path, self._list().encode())
        except Unwritable as error:
            raise syntax.NotUnderstood(str(error)) from error
        echo(f"{len(self.done)} commands are in {path}")

    def _load(self, words: Sequence[str]) -> None:
        path = _file(words)
        try:
            text = read_bounded(path, syntax.LONGEST).decode("utf-8")
        except Unreadable as error:
            raise syntax.NotUnderstood(str(error)) from error
        except UnicodeDecodeError as error:
            raise syntax.NotUnderstood(f"{path} cannot be read: it is not UTF-8 at byte {error.start}") from error
        self._do(syntax.commands(text))

    def _restart(self, _words: Sequence[str]) -> None:
        with suppress(BrokenContract):  # a program that was ended has closed it
            self.close()
        self._open()
        echo("a new world is open")

    def _help(self, words: Sequence[str]) -> None:
        if not words:
            echo(HELP)
            for name in syntax.COMMANDS:
                echo(f"  {syntax.usage(name)}")
            return
        name = words[0]
        if name not in syntax.COMMANDS:
            raise syntax.NotUnderstood(syntax.unknown(name))
        echo(f"{syntax.usage(name)}\n  {getdoc(syntax.COMMANDS[name])}")


DOTTED: Mapping[str, Callable[[Session, Sequence[str]], None]] = {
    ".brief": Session._brief,  # noqa: SLF001 - a table of this module's own
    ".commands": Session._commands,  # noqa: SLF001
    ".example": Session._example,  # noqa: SLF001
    ".help": Session._help,  # noqa: SLF001
    ".items": Session._items,  # noqa: SLF001
    ".load": Session._load,  # noqa: SLF001
    ".observe": Session._observe,  # noqa: SLF001
    ".quit": Session._help,  # noqa: SLF001 - answered before it is looked up
    ".restart": Session._restart,  # noqa: SLF001
    ".save": Session._save,  # noqa: SLF001
}


def _file(words: Sequence[str]) -> Path:
    if len(words) != 1:
        raise syntax.NotUnderstood("one file is named, in quotes if there are spaces in its name: .save commands.json")
    return Path(words[0])


def _answer(outcome: Outcome) -> str:
    """Tell an outcome in a few words."""
    answer = plain(outcome)
    if answer["outcome"] == "unsupported":
        return "unsupported: the implementation cannot be given this command"
    return f"{answer['outcome']}: {answer['reason']}" if "reason" in answer else str(answer["outcome"])


_BULKY = frozenset({"controls", "manifest", "catalogue", "journal"})
"""What most of an observation consists of: the controls of phones, and documents. Below it no name of a phone or an account stands."""


def _brief(change: Change) -> Change:
    """Return a change without controls and documents in what there was and is."""
    before, after = (
        {name: each for name, each in value.items() if name not in _BULKY} if isinstance(value, dict) else value
        for value in (change.before, change.after)
    )
    return Change(path=change.path, before=before, after=after)


def _lines(found: Sequence[Change], left_out: int = 0) -> Iterator[str]:
    """Tell what changed: `~` what is other than before, `+` what is new, `-` what is gone."""
    if not found and not left_out:
        yield "  nothing changed"
    for change in found[:MOST_CHANGES]:
        path = " > ".join(map(str, change.path))
        before, after = _short(change.before), _short(change.after)
        if change.before is UNSET:
            told = f"+ {path}: {after}"
        elif change.after is UNSET:
            told = f"- {path}: {before}"
        else:
            told = f"~ {path}: {before} -> {after}"
        yield f"  {shown(told)}"
    if len(found) > MOST_CHANGES:
        yield f"  and {len(found) - MOST_CHANGES} more changes"
    if left_out:
        yield f"  and {left_out} change{'s' * (left_out != 1)} of controls and documents"


def _short(value: object) -> str:
    if value is UNSET:
        return ""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= WIDEST else f"{text[:WIDEST]} ..."


def _show(value: Any, words: Sequence[str]) -> None:
    """Show all that can be seen, shortened; or a part of it, found by the words that lead to it, whole."""
    for word in words:
        if isinstance(value, dict) and word in value:
            value = value[word]
        elif isinstance(value, list) and word.isdecimal() and int(word) < len(value):
            value = value[int(word)]
        else:
            there = (
                list(value)
                if isinstance(value, dict)
                else [f"0 to {len(value) - 1}"]
                if value and isinstance(value, list)
                else []
            )
            raise syntax.NotUnderstood(f"there is no {word!r} here; there is {', '.join(there) or 'nothing'}")
    text = json_text(value if words else _few(shortened(value)), indent=2)
    echo(text)


def _few(value: Any) -> Any:
    """Show the beginning of a list."""
    match value:
        case dict():
            return {name: _few(each) for name, each in value.items()}
        case list() | tuple() if len(value) > LONGEST_LIST:
            return [*map(_few, value[:LONGEST_LIST]), f"... ({len(value) - LONGEST_LIST} more)"]
        case list() | tuple():
            return list(map(_few, value))
        case _:
            return value
