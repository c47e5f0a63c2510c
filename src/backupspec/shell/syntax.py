"""Commands as people type them: as JSON, or in a short form (`turn_on phone="Ann's phone" toggle=settings_backup`).

The short form is the command's name and `member=value`, parted by spaces; what has spaces or quotes in it stands in quotes, as in a shell. A value that is
no text is written as in JSON.
"""

import json
import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, cast, get_args

from msgspec import inspect

from backupspec.contract import strict
from backupspec.contract.commands import Command, tag
from backupspec.contract.observations import Observation
from backupspec.policy.mistakes import nearest
from backupspec.text import one_line

COMMANDS: Mapping[str, type[Any]] = {tag(kind.__name__): kind for kind in get_args(Command)}

LONGEST = 16 * 2**20
"""How many characters may be typed, pasted or loaded at once."""


class NotUnderstood(ValueError):
    """What was typed is no command. What it says is one line."""

    def __init__(self, message: str) -> None:
        super().__init__(one_line(message))


def entered(text: str) -> list[Command]:
    """Read what was entered at once: a command in either form, a JSON array of them, or nothing (an empty line, or one that begins with #)."""
    text = text.strip().removesuffix(",")
    if not text or text.startswith("#"):
        return []
    if len(text) > LONGEST:
        raise NotUnderstood(f"that is longer than {LONGEST} characters")
    if text.startswith("["):
        return list(_from_json(text, tuple[Command, ...]))
    return [_from_json(text, Command) if text.startswith("{") else _from_short(text)]


def commands(text: str) -> list[Command]:
    """Read a file of commands: entry by entry, as they would be typed. Raise NotUnderstood, with the line."""
    found: list[Command] = []
    for number, entry in entries(text.splitlines()):
        try:
            found += entered(entry)
        except NotUnderstood as error:
            raise NotUnderstood(f"line {number}: {error}") from error
    return found


def entries(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Put the lines together over which a piece of JSON goes on, and number each entry by its first. An empty line ends one, whole or not."""
    numbered = enumerate(lines, 1)
    for number, line in numbered:
        text = line
        while is_incomplete(text) and len(text) < LONGEST and (more := next(numbered, (0, ""))[1]):
            text += "\n" + more
        yield number, text


def is_incomplete(text: str) -> bool:
    """Tell whether JSON that was begun goes on in the next line."""
    if not text.lstrip().startswith(("[", "{")):
        return False
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
    except RecursionError:
        return False
    return False


def _from_json(text: str, kind: Any) -> Any:
    try:
        return strict.read(text, kind)
    except strict.NoJson as error:
        said = strict.in_plain_words(str(error))
        raise NotUnderstood(said if strict.HALF in said else f"it is not JSON: {said}") from error
    except strict.Misfit as error:
        raise NotUnderstood(_with_near(str(error), text)) from error


def _with_near(message: str, text: str) -> str:
    """Name the nearest command where an unknown one was given; and, of one command that is known, how it is typed."""
    found = re.search(r"Invalid value '(\w+)' - at `\$.*\.command`", message)
    if found:
        return unknown(found[1])
    named = re.match(r'\{\s*"command"\s*:\s*"(\w+)"', text)
    return strict.in_plain_words(message) + (f"; {usage(named[1])}" if named and named[1] in COMMANDS else "")


def unknown(name: str) -> str:
    """Tell that there is no such command, and which is meant."""
    return f"there is no command {name!r}{nearest(name, COMMANDS)}; .help lists them"


def _from_short(text: str) -> Command:
    try:
        name, *words = shlex.split(text)
    except ValueError as error:
        raise NotUnderstood(f"{str(error).lower()}; a name with an apostrophe stands in double quotes") from error
    if name not in COMMANDS:
        raise NotUnderstood(unknown(name))
    kinds = members(name)
    given = {"command": json.dumps(name)}
    for word in words:
        member, is_there, value = word.partition("=")
        if not is_there or member not in kinds:
            raise NotUnderstood(f"{word!r} is not member=value; {usage(name)}")
        if member in given:
            raise NotUnderstood(f"the member {member} is there twice; {usage(name)}")
        given[member] = json.dumps(value) if _takes_text(kinds[member].type) else _value(member, value)
    text = ", ".join(f'"{member}": {value}' for member, value in given.items())
    try:
        read: Command = strict.read(f"{{{text}}}", cast("Any", Command))
    except strict.Unread as error:
        raise NotUnderstood(f"{strict.in_plain_words(str(error))}; {usage(name)}") from error
    return read


def _value(member: str, value: str) -> str:
    """Return the JSON of a value that is no text: an object, a list or a number as it is typed; a word such as `commit` as a text."""
    try:
        json.loads(value, parse_constant=_refuse_constant)
    except RecursionError as error:
        raise NotUnderstood(f"{member}: nested too deeply") from error
    except ValueError as error:
        if value.startswith(("[", "{")):
            lost_its_quotes = '"' not in value
            problem = "in the short form JSON stands in single quotes" if lost_its_quotes else f"no JSON: {error}"
            raise NotUnderstood(f"{member}: {problem}") from error
        return json.dumps(value)
    return value


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def members(name: str) -> dict[str, inspect.Field]:
    """Tell what a command is given, by name."""
    info = inspect.type_info(COMMANDS[name])
    return {field.name: field for field in info.fields} if isinstance(info, inspect.StructType) else {}


def _parts(kind: inspect.Type) -> Iterator[inspect.Type]:
    """Take a type apart: what it may be, without what is noted about it."""
    match kind:
        case inspect.Metadata(type=inner):
            yield from _parts(inner)
        case inspect.UnionType(types=types):
            for each in types:
                yield from _parts(each)
        case _:
            yield kind


def _takes_text(kind: inspect.Type) -> bool:
    return any(isinstance(each, inspect.StrType) for each in _parts(kind))


def _words(kind: inspect.Type) -> list[str]:
    """List the values that a member can have, if they are words."""
    found: list[str] = []
    for each in _parts(kind):
        if isinstance(each, inspect.LiteralType):
            found += [str(value) for value in each.values]
        elif isinstance(each, inspect.BoolType):
            found += ["true", "false"]
    return found


def _number_beside_words(kind: inspect.Type) -> list[str]:
    """Say that a number may stand where words do: all such numbers of the contract are bytes."""
    return ["BYTES"] if _words(kind) and any(isinstance(each, inspect.IntType) for each in _parts(kind)) else []


def usage(name: str) -> str:
    """Show how a command is typed."""
    told = []
    for member, field in members(name).items():
        words = "|".join([*_words(field.type), *_number_beside_words(field.type)]) or "..."
        told.append(f"{member}={words}" if field.required else f"[{member}={words}]")
    return " ".join([name, *told])


# Completion.


def token_start(line: str) -> int:
    """Tell where the last word of a line begins: at the last space that is not in quotes."""
    start, quote = 0, ""
    for at, character in enumerate(line):
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character == " ":
            start = at + 1
    return start


def completions(line: str, seen: Observation, dotted: Iterable[str] = ()) -> list[str]:
    """List what the last word of a line can become: a command, a member of one, or a value, as far as it is known."""
    start = token_start(line)
    before, word = line[:start].split(" "), line[start:]
    name = next((each for each in before if each), "")
    if not name or name == ".help":
        every = [*COMMANDS, *(() if name else dotted)]
        return sorted(each + " " for each in every if each.startswith(word))
    if name not in COMMANDS:
        return []
    kinds = members(name)
    member, is_there, begun = word.partition("=")
    if not is_there:
        return [f"{each}=" for each in kinds if each.startswith(word) and f" {each}=" not in line]
    values = _words(kinds[member].type) or _NAMES.get(member, _nothing)(seen) if member in kinds else []
    return [f"{member}={_quoted(each)} " for each in values if each.startswith(begun.lstrip("\"'"))]


def _quoted(value: str) -> str:
    if re.fullmatch(r"[\w.@+-]+", value):
        return value
    escaped = re.sub(r'(["\\])', r"\\\1", value)
    return f'"{escaped}"'


def _nothing(_: Observation) -> Sequence[str]:
    return ()


def _phones(seen: Observation) -> Sequence[str]:
    return sorted(seen.phones)


def _accounts(seen: Observation) -> Sequence[str]:
    return sorted(seen.accounts)


def _backups(seen: Observation) -> Sequence[str]:
    return sorted({backup.id for account in seen.accounts.values() for backup in account.backups})


def _media(seen: Observation) -> Sequence[str]:
    there = {medium.name for phone in seen.phones.values() for medium in phone.media}
    return sorted(there | {medium.name for account in seen.accounts.values() for medium in account.media})


_NAMES: Mapping[str, Callable[[Observation], Sequence[str]]] = {
    "phone": _phones,
    "saved_by": _phones,
    "made_on": _phones,
    "account": _accounts,
    "signed_in": _accounts,
    "backup": _backups,
    "medium": _media,
}
