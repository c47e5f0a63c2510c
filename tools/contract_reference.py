"""The text of docs/contract-reference.md: commands, reasons and members from the types and from contract/answers.py, limits from where they are kept."""

import inspect
from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_type_hints

from msgspec import Struct
from msgspec.structs import fields

from backupspec import shipped
from backupspec.contract.answers import GROUPS, REASONS, Group
from backupspec.contract.commands import FEATURES, Command, tag
from backupspec.contract.content import MOST_ITEMS, Content, Item
from backupspec.contract.forms import FORMS
from backupspec.contract.implementation import About, Opening
from backupspec.contract.observations import Observation
from backupspec.contract.photos import MOST_PX
from backupspec.contract.terms import Part
from backupspec.contract.typescript import VALUES, WORDS, declaration, form, limits, reached, value, word
from backupspec.manifest.measuring import entry_bytes
from backupspec.manifest.sealing import keyed_digest
from backupspec.policy.model import ControlRule, Policy
from backupspec.suite.hanging import MOST_IN_A_ROW
from backupspec.targets.guard import LIMIT_S
from backupspec.targets.limits import START_LIMIT_S
from backupspec.targets.wire import LARGEST, MOST_COMMANDS

COMMANDS: Mapping[str, type[Struct]] = {tag(kind.__name__): kind for kind in get_args(Command)}

HEAD = """\
# Contract reference

<!-- Made from the types of the contract, not written by hand. -->

For those who write an adapter: what [the contract](contract.md) leaves to be looked up. Read the contract first.

- [All commands](#all-commands), [all reasons](#all-reasons), [all controls](#all-controls)
- [Set-up](#set-up), [queues](#queues), [flows and room](#flows-and-room)
- [Backups and their documents](#backups-and-their-documents); [bytes, pictures, times](#bytes-pictures-times)
- [Limits](#limits)
- [All members](#all-members): the types of everything that is sent and answered
"""

COMMANDS_HEAD = """
## All commands

A member without a type is a name (`Name`); [all members](#all-members) declares the other types. *Refused* and *failed* list the reasons that a command may
have besides those of its group. Whether a reason applies is up to the policy: the source page, the clauses, and what you declare.

**Features** are what a person can use; a phone with Windows Phone 8.1 must have all of them: {features}. All other commands are circumstances that a test brings about.
"""

REASONS_HEAD = """
## All reasons

| reason | what it means |
|---|---|
"""

CONTROLS_HEAD = """
## All controls

What a person finds on the pages of a phone with {title}, in no particular order. A control under `Set-up` shows only on the page of set-up that is
named. While a phone is set up, no others show.

| path | label | kind | value | enabled |
|---|---|---|---|---|
"""

OTHERWISE_HEAD = """
{title} differs in these:

| path | label | kind | value | enabled |
|---|---|---|---|---|
"""

SET_UP = """
## Set-up

`set_up.step` is the page that shows while a phone is set up. Each command belongs to its pages.

- `begin_set_up` shows `sign_in`. `sign_in` leads to `choose`, or to `done` if the account has nothing to offer. `press_next` leads to the next page, and
  `press_done` ends set-up.
- A restore begins at the `press_next` that follows the last question. Once everything is restored, `restored` says which backup it was, and what was left
  out and why.
- A restore that failed leads back to `choose`: nothing is tapped, `problem` says why, and a security code that was right need not be entered again.
- `notices` are the warnings that show: `join_wifi`, and on cellular `cellular_may_cost` as well. They show on the pages `sign_in`, `choose` and
  `security_code`, and on `restore` until it is complete.
"""

QUEUES = """
## Queues

`queues` hold what waits to be sent automatically: `texts` the ids of messages, `media` the names of photos and videos. They do not hold what need not be
saved, nor what another phone has saved or deleted in OneDrive. They do hold what is paused, too large, or of another account.
"""

FLOWS = """
## Flows and room

- A flow of texts or media is one item: a message, photo or video, the oldest that may go. The flow of a restore has the backup's bytes first, then those of
  the messages. Bytes count within the flow.
- What was armed by `pause_flow_after`, `cut_network_after` or `fail_power_after` strikes once. If the flow ends before that point, the reference forgets it;
  in yours it may strike the next flow: either is right.
- **Room** has to be there for all of a backup in OneDrive, and for all of a restore on the phone. The reference checks when the flow begins, when it resumes
  and before it is committed, and sends nothing if there is too little. In yours, room may also run out on the way: either is right.
- Room is taken when the flow is committed, in OneDrive and on the phone, and never by what was sent in a flow that failed.
- Text messages, photos and videos are checked one by one. One that is too large does not block the others.
"""

DOCUMENTS = """
## Backups and their documents

A [manifest](../schemas/manifest.schema.json), a [catalogue](../schemas/catalogue.schema.json) and a [journal](../schemas/journal.schema.json) are texts in
JSON, and each has a schema of its own.

- **The keyed digest of an item in a manifest** is `hmac-sha256:` and an HMAC-SHA-256 over the entry's bytes. Its key is the HMAC-SHA-256 of the text
  `backupspec manifest 1 digest` with the account's key, which `put_cloud_backup` gives you. Test yours with this:

  | account's key | entry | digest |
  |---|---|---|
  | `{key}` | `{entry}` | `{digest}` |

- A backup is damaged if a digest or the number of items differs, even if each size is right.
- **An id of a backup** is a name of up to 200 characters. In a manifest or catalogue it has up to 64 small letters, digits and hyphens, and does not begin
  with a hyphen: if you show those documents, name backups so.
- A backup that came by `put_cloud_backup` may be left out of the catalogue: of one that can't be read, there is nothing to list.
- **What a manifest says of the beginning** (network, power, time zone, switches) has to be as it was when the backup began. The digest of the choices has to
  be that of your readings.
- Which kinds of content a transfer names in `parts` is up to you: any of those that the backup or restore has, or none, is right.
- The dates of a catalogue or a journal (`as_of`, `since`, `at`) are what the clock that people read showed when it happened. A catalogue has the account's
  reference of the manifests that it lists.
"""

VALUES_IN_WORDS = """
## Bytes, pictures, times

- **Base64** is that of RFC 4648, section 4, everywhere: with padding, without line breaks, and no bit set that no byte needs. If a command gives anything
  else, refuse it (`not_a_photo`, `not_a_video`, `not_a_message`). If you show anything else, that breaks the contract.
- **An SMS** has no attachments; an MMS or a chat may have some. Any bytes are an attachment.
- **A photo** is a JPEG of 8 bits in 1, 3 or 4 components, baseline or progressive, with 1 to {most_px:,} pixels. Its segments and its first scan have to be
  there. The end may be missing, as some cameras leave it out: the reference takes such a photo; in yours it may be `not_a_photo`, either is right.
- **A photo in good quality** shows the same as the photo that was taken: the right way up, as the EXIF data say, and in its colours, read through its colour
  profile (so keep the profile, or convert to sRGB). What you make is a whole JPEG. A photo that can't be decoded, or only at too great a cost, may stay as it
  is.
- **A video** is any bytes.
- **A time zone** has a name of the IANA time zone database, in its spelling, old names too (`zones` in the `tzdata` package). `localtime`, `posixrules`,
  `posix/...` and `right/...` are none. Show the name that was set.
- **A moment** is one that the calendar has: no 30th of February, no 24:00, no leap second.
"""

LIMITS = """
## Limits

| what | limit |
|---|---|
| a message, either way | {mib} MiB |
| commands in one `perform` | {commands:,} |
| starting, in real time: a program from its start to its first answer, a module from its import until its factory has returned | {start_s:g} s, or as `--start-limit SECONDS` says; a server is started by you |
| an operation, in real time | {operation_s:g} s |
| scenarios in a row in which the same command is late | {late}: the run is broken off, *not judged* |
| worlds open at once | three of each program, while it is checked: `--jobs N` starts N of them (a server is asked by all) |
| phones, accounts in a world | {phones:,} each |
| entries of a kind, messages, media | {items:,} |
| transfers shown | {transfers:,} |
| whole numbers | below 2^53; 1.0 and 1e0 are 1 |
| nesting, member names | a member that is there twice, NaN, half a character (a lone surrogate) and anything not in the schemas are refused |
"""

TYPES_HEAD = """
## All members

Written as in TypeScript: `?` marks a member that may be left out, `| null` one that may be null, `[]` a list, `Record<string, T>` an object with a `T` for
each name. Each `number` is a whole one. Nothing else may be left out, and nothing added. The same as JSON Schemas:
[about](../schemas/about.schema.json), [opening](../schemas/opening.schema.json), [command](../schemas/command.schema.json),
[outcome](../schemas/outcome.schema.json), [observation](../schemas/observation.schema.json).

### Words and values

"""


FORMS_HEAD = """
What a test gives always has these forms, kind by kind. What an entry says is the `version` of an app, the `address` of an account, and the `value` of an item.

| kind | its name matches | what it says matches | for example |
|---|---|---|---|
"""


def reference_page() -> str:
    """Return the text of the page."""
    return "".join(_parts())


def _parts() -> Iterator[str]:
    yield HEAD
    yield COMMANDS_HEAD.format(features=", ".join(f"`{tag(kind.__name__)}`" for kind in FEATURES))
    for group in GROUPS:
        yield from _group(group)
    yield REASONS_HEAD
    for reason, says in sorted(REASONS.items()):
        yield f"| `{reason}` | {says} |\n"
    yield from _controls()
    yield from (SET_UP, QUEUES, FLOWS, _documents(), VALUES_IN_WORDS.format(most_px=MOST_PX), _limits())
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


def _documents() -> str:
    """Write what holds of backups and documents, with a keyed digest to try one's own with."""
    key, entry = bytes(range(32)), entry_bytes(Item(name="lime", value="accent colour 0"))
    return DOCUMENTS.format(key=key.hex(), entry=entry.decode(), digest=keyed_digest(key, entry))


def _limits() -> str:
    """Write the limits that are kept."""
    return LIMITS.format(
        mib=LARGEST // 2**20,
        commands=MOST_COMMANDS,
        start_s=START_LIMIT_S,
        operation_s=LIMIT_S,
        late=MOST_IN_A_ROW,
        phones=_most(Observation, "phones"),
        items=MOST_ITEMS,
        transfers=_most(Observation, "transfers"),
    )


def _most(kind: type[Struct], member: str) -> int:
    """Return how many entries a member may have."""
    lengths = (meta.max_length for meta in get_args(get_type_hints(kind, include_extras=True)[member])[1:])
    return int(next(length for length in lengths if length is not None))


def _controls() -> Iterator[str]:
    """List the controls of the first profile, and those that each other one has otherwise."""
    first, *others = map(shipped.profile, shipped.PROFILES)
    yield CONTROLS_HEAD.format(title=first.title)
    yield from map(_control, first.controls)
    for other in others:
        yield OTHERWISE_HEAD.format(title=other.title)
        yield from map(_control, _otherwise(other, first))


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
