"""What is made of docs/contract.md: all commands, reasons and members, from the types and from contract/answers.py."""

import inspect
from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_type_hints

from msgspec import Struct
from msgspec.structs import fields

from backupspec import shipped
from backupspec.contract.answers import GROUPS, REASONS, Group
from backupspec.contract.commands import FEATURES, Command, tag
from backupspec.contract.content import Content
from backupspec.contract.forms import FORMS
from backupspec.contract.implementation import About, Opening
from backupspec.contract.observations import Observation
from backupspec.contract.terms import Part
from backupspec.contract.typescript import VALUES, WORDS, declaration, form, limits, reached, value, word
from backupspec.policy.model import ControlRule, Policy

COMMANDS: Mapping[str, type[Struct]] = {tag(kind.__name__): kind for kind in get_args(Command)}

COMMANDS_HEAD = """
## All commands

A member is a name (`Name`) where nothing else is said; the types are at the end of this page. *Refused* and *failed* tell the reasons that a command may
have besides those of its group. Whether a reason stands in the way is the policy's affair: the source page, the clauses, and what you declare.

**Features**, which a person can use and a phone must not lack on Windows Phone 8.1: {features}. All others are circumstances, which a test brings about.
"""

REASONS_HEAD = """
## All reasons

| reason | what it says |
|---|---|
"""

CONTROLS_HEAD = """
## All controls

What a person finds on the pages of a phone with Windows Phone 8.1, in no particular order. Those under `Set-up` show at the page of set-up alone that is
named, and while a phone is set up no others do.

| path | label | kind | value | enabled |
|---|---|---|---|---|
"""

OTHERWISE_HEAD = """
What {} has otherwise:

| path | label | kind | value | enabled |
|---|---|---|---|---|
"""

TYPES_HEAD = """
## All members

Written as in TypeScript: `?` is a member that may be left out, `| null` one that may be null, `[]` a list, `Record<string, T>` an object with a `T` for each name.
Each `number` is a whole one. Nothing else may be left out, and nothing added. The same as JSON Schemas: [about](../schemas/about.schema.json), [opening](../schemas/opening.schema.json),
[command](../schemas/command.schema.json), [outcome](../schemas/outcome.schema.json), [observation](../schemas/observation.schema.json).

### Words and values

"""


FORMS_HEAD = """
What a test gives always has these forms, kind by kind. What an entry says is the `version` of an app, the `address` of an account, and the `value` of an item.

| kind | its name matches | what it says matches | for example |
|---|---|---|---|
"""


def reference_part() -> str:
    """Make the part of the page that is looked things up in."""
    return "".join(_parts())


def _parts() -> Iterator[str]:
    yield COMMANDS_HEAD.format(features=", ".join(f"`{tag(kind.__name__)}`" for kind in FEATURES))
    for group in GROUPS:
        yield from _group(group)
    yield REASONS_HEAD
    for reason, says in sorted(REASONS.items()):
        yield f"| `{reason}` | {says} |\n"
    yield from _controls()
    yield TYPES_HEAD
    reasons = "Reason"
    yield _code([*(word(name) for name in sorted(WORDS) if name != reasons), *map(value, sorted(VALUES))])
    yield "\n`Reason` is one of all reasons, above.\n"
    for title, kinds in _TYPES.items():
        yield f"\n### {title}\n\n"
        yield _code([declaration(kind) for kind in kinds])
        if Content in kinds:
            yield FORMS_HEAD
            yield from map(_form, FORMS)


_GIVEN = reached(Opening, *COMMANDS.values())
_TYPES: Mapping[str, list[type[Struct]]] = {
    "About, and the opening of a world": reached(About, Opening),
    "Content and messages": [kind for kind in reached(*COMMANDS.values()) if kind not in COMMANDS.values()],
    "The observation": [kind for kind in reached(Observation) if kind not in _GIVEN],
}


_ENABLED: Mapping[str, str] = {
    "app_backup_toggle": "while Settings backup is on",
    "back_up_now_button": "while Settings backup is on",
    "set_up_choose_next": "once a backup was tapped",
    "set_up_code_next": "once the code was right",
    "set_up_restore_next": "once the restore is complete",
}
"""When a control can be used, where that is not always."""


def _controls() -> Iterator[str]:
    """List the controls of the norm, and those that each other profile has otherwise."""
    norm, *others = map(shipped.profile, shipped.PROFILES)
    yield CONTROLS_HEAD
    yield from map(_control, norm.controls)
    for other in others:
        yield OTHERWISE_HEAD.format(other.title)
        yield from map(_control, _otherwise(other, norm))


def _otherwise(policy: Policy, other: Policy) -> list[ControlRule]:
    """Find the controls of a policy that another has not, or has elsewhere, or under another label, or with other options."""
    theirs = {(rule.path, rule.label, rule.kind, *rule.options.values()) for rule in other.controls}
    return [
        rule for rule in policy.controls if (rule.path, rule.label, rule.kind, *rule.options.values()) not in theirs
    ]


def _control(rule: ControlRule) -> str:
    values = {"toggle": "`on`, `off`", "choice": ", ".join(f"`{label}`" for label in rule.options.values())}
    enabled = _ENABLED.get(rule.id, "always")
    step = f" (`{rule.step}`)" if rule.step else ""
    return f"| {' > '.join(rule.path)}{step} | {rule.label} | {rule.kind} | {values.get(rule.kind, 'null')} | {enabled} |\n"


def _form(part: Part) -> str:
    """Write the form of a kind as a row of the table."""
    form = FORMS[part]
    name = f"the name of one of `{form.of}`" if form.of else _pattern(form.name)
    return f"| {part} | {name} | {_pattern(form.value)} | {', '.join(f'`{each}`' for each in form.example)} |\n"


def _pattern(pattern: str) -> str:
    """Write a pattern as it can stand in a table."""
    return {".+": "any text", ".*": "any text, or none"}.get(pattern, f"`{pattern}`".replace("|", "\\|"))


def _code(declared: list[str]) -> str:
    return "```typescript\n" + "\n".join(declared) + "```\n"


def _group(group: Group) -> Iterator[str]:
    yield f"\n### {group.title}\n\n{group.says}\n\n"
    yield "| command | members | what it does | refused, *failed* |\n|---|---|---|---|\n"
    for name, answers in group.commands.items():
        refused = ", ".join(f"`{reason}`" for reason in answers.refused)
        failed = "; *" + ", ".join(f"`{reason}`" for reason in answers.failed) + "*" if answers.failed else ""
        says = " ".join(inspect.cleandoc(COMMANDS[name].__doc__ or "").split())
        yield f"| `{name}` | {', '.join(_members(COMMANDS[name]))} | {says} | {refused}{failed.removeprefix('; ' * (not refused))} |\n"


def _members(kind: type[Struct]) -> Iterator[str]:
    hints: dict[str, Any] = get_type_hints(kind, include_extras=True)
    for field in fields(kind):
        written = ", ".join(filter(None, (form(hints[field.name]), limits(hints[field.name]).removesuffix("."))))
        of_type = "" if written == "Name" else f": {written}".replace("|", "\\|")
        yield f"`{field.encode_name}{'' if field.required else '?'}`{of_type}"
