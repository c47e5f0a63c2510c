"""The contract's types as TypeScript: for adapters that are written in it, and short enough to be read by those who write in another language."""

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from msgspec import Meta, Struct
from msgspec.structs import FieldInfo, fields

from backupspec.contract import commands, content, outcomes, terms, texts
from backupspec.contract.commands import Command
from backupspec.contract.implementation import About, Opening
from backupspec.contract.observations import Observation
from backupspec.contract.outcomes import Outcome

WORDS: Mapping[str, Any] = {
    **{name: hint for name, hint in vars(terms).items() if get_origin(hint) is Literal and name != "Medium"},
    "Reason": outcomes.Reason,
}
"""The words that have a name of their own: what networks there are, what toggles, what reasons. `Medium` is the name of a photo or video itself."""

VALUES: Mapping[str, Any] = {
    **{name: hint for name, hint in vars(terms).items() if get_origin(hint) is Annotated},
    "ItemName": content.ItemName,
    "Value": content.Value,
    "Digest": content.Digest,
    "Base64": texts.Base64,
    "Manifest": commands.Manifest,
}
"""The texts and numbers that have a name of their own, and limits."""

_WORD = {hint: name for name, hint in WORDS.items()}
_VALUE = {get_args(hint): name for name, hint in VALUES.items()}

LONGEST = 120


def declarations() -> str:
    """Declare all types: words and values, what is given, and what is answered."""
    unions = {"Command": Command, "Outcome": Outcome}
    parts = [
        *map(word, sorted(WORDS)),
        *map(value, sorted(VALUES)),
        *(_union(name, [each.__name__ for each in get_args(kind)]) for name, kind in unions.items()),
        *(declaration(struct) for struct in reached(Command, Outcome, About, Opening, Observation)),
    ]
    return "\n".join(re.sub(r"^(type|interface) ", r"export \1 ", part, flags=re.MULTILINE) for part in parts)


def word(name: str) -> str:
    """Declare the words that may stand for something."""
    return _union(name, [_quoted(each) for each in get_args(WORDS[name])])


def value(name: str) -> str:
    """Declare a text or number that has a name of its own, with its limits."""
    hint = VALUES[name]
    said = [*(meta.description for meta in _metas(hint) if meta.description), *filter(None, map(_limits, _metas(hint)))]
    return _comment(" ".join(said)) + f"type {name} = {_PLAIN[get_args(hint)[0]]};\n"


def _limits(meta: Meta) -> str:
    if meta.pattern is not None:
        return f"Matches {meta.pattern}."
    least, most = (meta.ge, meta.le) if meta.le is not None else (meta.min_length, meta.max_length)
    unit = "" if meta.le is not None else " characters"
    if most is None:
        return ""
    return f"{least} to {most}{unit}." if least is not None else f"At most {most}{unit}."


def reached(*kinds: Any) -> list[type[Struct]]:
    """List the structs that these types are made of, each once, in the order in which a reader comes to them."""
    found: dict[type[Struct], None] = {}
    for kind in kinds:
        for struct in _structs(kind):
            if struct not in found:
                found[struct] = None
                found.update(dict.fromkeys(reached(*_hints(struct).values())))
    return list(found)


def _structs(hint: Any) -> Iterator[type[Struct]]:
    if isinstance(hint, type) and issubclass(hint, Struct):
        yield hint
    for argument in get_args(hint):
        yield from _structs(argument)


def declaration(struct: type[Struct]) -> str:
    """Declare one type, each member with what it means."""
    lines = [f"interface {struct.__name__} {{"]
    config = struct.__struct_config__
    if config.tag_field is not None:
        lines.append(f"  {config.tag_field}: {_quoted(str(config.tag))};")
    hints = _hints(struct)
    for field in fields(struct):
        lines += [f"  {line}" for line in _member(field, hints[field.name])]
    return _comment(inspect.cleandoc(struct.__doc__ or "")) + "\n".join([*lines, "}"]) + "\n"


def _member(field: FieldInfo, hint: Any) -> Iterator[str]:
    said, bare = meaning(hint), form(hint)
    if said:
        yield from _comment(said).splitlines()
    optional = "" if field.required else "?"
    line = f"{field.encode_name}{optional}: {bare};"
    if len(line) < LONGEST or " | " not in line:
        yield line
    else:
        yield f"{field.encode_name}{optional}:"
        yield from (f"  | {each}" for each in bare.split(" | ")[:-1])
        yield f"  | {bare.split(' | ')[-1]};"


def _hints(struct: type[Struct]) -> dict[str, Any]:
    return get_type_hints(struct, include_extras=True)


def meaning(hint: Any) -> str:
    """Tell what a member's annotation says that it means, and its limits, without what is said of all values of its kind."""
    said = (meta.description for meta in _own(hint))
    return " ".join(filter(None, (*said, limits(hint))))


def limits(hint: Any) -> str:
    """Tell which numbers a member may be, where that is not said of all values of its kind."""
    return " ".join(_limits(meta) for meta in _own(hint) if meta.le is not None)


def _own(hint: Any) -> list[Meta]:
    """Find what is noted about a member, beyond its kind."""
    return _metas(hint)[len(_kind(hint)) - 1 :]


def _kind(hint: Any) -> tuple[Any, ...]:
    """Find the value with a name of its own that a type is: what its name stands for, or only the bare type."""
    arguments = get_args(hint) if get_origin(hint) is Annotated else (hint,)
    known = (arguments[:length] for length in range(len(arguments), 1, -1))
    return next((each for each in known if each in _VALUE), arguments[:1])


def _metas(hint: Any) -> list[Meta]:
    return [meta for meta in get_args(hint)[1:] if isinstance(meta, Meta)] if get_origin(hint) is Annotated else []


def form(hint: Any) -> str:
    """Write a type as TypeScript writes it."""
    if hint in _WORD:
        return _WORD[hint]
    write = _FORMS.get(get_origin(hint))
    if write is not None:
        return write(hint, get_args(hint))
    return hint.__name__ if issubclass(hint, Struct) else _PLAIN[hint]


def _annotated(hint: Any, arguments: tuple[Any, ...]) -> str:
    return _VALUE.get(_kind(hint)) or form(arguments[0])


def _one_of(_hint: Any, arguments: tuple[Any, ...]) -> str:
    return " | ".join(dict.fromkeys(map(form, arguments)))


def _list(_hint: Any, arguments: tuple[Any, ...]) -> str:
    inner = form(arguments[0])
    return f"({inner})[]" if " | " in inner else f"{inner}[]"


def _object(_hint: Any, arguments: tuple[Any, ...]) -> str:
    names, value = arguments
    is_word = get_origin(names) is Literal
    return f"{{ [name in {form(names)}]?: {form(value)} }}" if is_word else f"Record<string, {form(value)}>"


_FORMS: Mapping[Any, Callable[[Any, tuple[Any, ...]], str]] = {
    Annotated: _annotated,
    Literal: lambda _, words: " | ".join(map(_quoted, words)),
    Union: _one_of,
    UnionType: _one_of,
    tuple: _list,
    dict: _object,
}

_PLAIN: Mapping[Any, str] = {str: "string", int: "number", bool: "boolean", NoneType: "null"}


def _quoted(word: object) -> str:
    return f'"{word}"'


def _union(name: str, members: list[str]) -> str:
    line = f"type {name} = {' | '.join(members)};\n"
    return (
        line if len(line) < LONGEST else f"type {name} =\n" + "".join(f"  | {each}\n" for each in members)[:-1] + ";\n"
    )


def _comment(text: str) -> str:
    """Put words before what they are about."""
    lines = text.splitlines()
    if len(lines) == 1:
        return f"/** {text} */\n"
    return "".join(f"{line}\n" for line in ("/**", *(f" * {line}".rstrip() for line in lines), " */"))
