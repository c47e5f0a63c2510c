"""A policy as a page of plain words, for someone who decides what a phone does and reads no code.

Every sentence comes from the policy's data: change a value, and the page changes.
"""

import textwrap
from collections.abc import Iterable, Iterator, Mapping

from backupspec.policy.model import (
    AutomaticRule,
    Choice,
    Condition,
    ControlRule,
    DeletionRule,
    ManualRule,
    Policy,
    Settled,
)

WIDTH = 78
DECLARING = "How another reading is declared"

_NETWORKS: Mapping[str | bool, str] = {"wifi": "Wi-Fi", "cellular": "cellular data", "none": "no network"}

TEXTS = {"sms": "SMS", "mms": "MMS", "chat": "chats"}

_FACTS: Mapping[str, tuple[str, Mapping[str | bool, str]]] = {
    "powered_on": ("the phone is", {True: "turned on", False: "turned off"}),
    "set_up_over": ("", {True: "the phone's first set-up is over", False: "the phone is being set up"}),
    "account": ("the phone is", {True: "signed in with a Microsoft account", False: "signed in with no account"}),
    "sign_in": ("its sign-in", {"valid": "is valid", "lapsed": "has lapsed", "none": "is missing"}),
    "network": ("the phone has", _NETWORKS),
    "external_power": ("the phone is", {True: "plugged into a power source", False: "not plugged into a power source"}),
    "backup_in_progress": ("", {True: "a backup is under way", False: "no backup is under way"}),
}
"""How a condition is said of the phone: how it begins, and how it goes on for each value. Toggles are said by their labels."""


def in_words(policy: Policy) -> str:
    """Say a policy in words, at most 78 columns wide; the id of a clause stands in parentheses at the end of what it says."""
    blocks = [
        _heading(policy.title, "="),
        _paragraph(policy.text),
        _paragraph(_with_clause(policy.versions.text, policy.versions.clause)),
        *_section("What can be turned on", _toggles(policy)),
        *_section("When a backup is made by itself", _backup(policy, policy.automatic, "The phone waits until:")),
        *_section("When a backup can be made on demand", _backup(policy, policy.manual, "It can be made while:")),
        *_section("When the phone prompts for a backup", _reminder(policy)),
        *_section("What deleting removes from the phone", map(_deletion, policy.deletions)),
        *_section("How text messages are saved", _texts(policy)),
        *_section("What uploads by itself", _uploads(policy)),
        *_section("How a phone is restored", _restore(policy)),
        *_section("What backups are used for", [_paragraph(_with_clause(policy.privacy.text, policy.privacy.clause))]),
        *_section("Where things are on the phone", (_control(policy, control) for control in policy.controls)),
        *_section("Where the backups are listed in OneDrive", [_paragraph(f"{' > '.join(policy.onedrive)} (DEL-08)")]),
        *_section("What the help page leaves open", map(_choice, policy.choices)),
        *_section("What the help page leaves open, and one reading settles", map(_settled, policy.settled)),
        *_section(DECLARING, _declaring(policy)),
    ]
    return "\n\n".join(blocks) + "\n"


def _toggles(policy: Policy) -> Iterator[str]:
    """Say of each toggle what it does, how it is at first, what it requires and what it covers."""
    parts = {part.id: _with_clause(part.text, part.clause) for part in policy.parts}
    for toggle in policy.toggles:
        lines = [
            _paragraph(_label(policy, toggle.id)),
            _indented(_with_clause(toggle.text, toggle.clause)),
            _indented(f"On a new phone it is {toggle.first}."),
        ]
        if toggle.requires:
            required = _joined([_label(policy, other) for other in toggle.requires], "and")
            lines.append(_indented(f"Before it can be turned on, {required} must be on."))
        if toggle.saves:
            lines.append(_indented(f"It saves {_joined([TEXTS[kind] for kind in toggle.saves], 'and')}."))
        if toggle.covers:
            lines.append(_indented("It covers:"))
            lines.extend(_item(parts[part], "    ") for part in toggle.covers)
        yield "\n".join(lines)


def _backup(policy: Policy, rule: AutomaticRule | ManualRule, opening: str) -> Iterator[str]:
    """Say what a kind of backup needs, and which networks carry it."""
    yield _paragraph(_with_clause(rule.text, rule.clause))
    if rule.needs:
        yield _listed(opening, (condition_in_words(policy, condition) for condition in rule.needs))
    yield _paragraph(f"Its data goes over {_over(rule.networks)}.")


def _reminder(policy: Policy) -> Iterator[str]:
    """Say when the prompt falls due, and what must hold while it shows."""
    rule = policy.reminder
    yield _paragraph(_with_clause(rule.text, rule.clause))
    yield _paragraph(f"The prompt falls due when the newest backup is {rule.after} old.")
    if rule.needs:
        yield _listed("It shows while:", (condition_in_words(policy, condition) for condition in rule.needs))


def _deletion(rule: DeletionRule) -> str:
    """Say what goes when some boxes are ticked."""
    return _paragraph(_with_clause(rule.text, rule.clause))


def _restore(policy: Policy) -> Iterator[str]:
    """Say over which networks a restore goes, and of which a person is warned."""
    rule = policy.restore
    yield _paragraph(_with_clause(rule.text, rule.clause))
    if rule.warns_of:
        yield _paragraph(f"Before that, the phone says that {_carried(rule.warns_of)} may cost something.")


def _texts(policy: Policy) -> Iterator[str]:
    """Say how text messages are saved, and which networks carry them."""
    yield _paragraph(_with_clause(policy.texts.text, policy.texts.clause))
    yield _paragraph(f"They go over {_over(policy.texts.networks)}.")


def _uploads(policy: Policy) -> Iterator[str]:
    """Say what uploads at which quality over which networks, as a table."""
    rule = policy.uploads
    yield _paragraph(_with_clause(rule.text, rule.clause))
    yield _paragraph(f"On a new phone the choice is: {_option(policy, None, rule.first)}.")
    rows = [
        (_label(policy, row.medium), _option(policy, row.medium, row.quality), f"{_over(row.networks)} ({row.clause})")
        for row in policy.offered()
    ]
    yield _table([("What", "At which quality", "Over which network"), *rows])


def _control(policy: Policy, control: ControlRule) -> str:
    """Say where an option is, what it is for and what it offers."""
    lines = [_hanging(" > ".join((*control.path, control.label)), "", "    ")]
    if control.options:
        lines.append(_indented(f"It offers: {_joined(list(policy.options(control)), 'and')}."))
    if control.warns_of:
        lines.append(_indented(f"It warns that {_carried(control.warns_of)} may cost something."))
    return "\n".join([*lines, _indented(_with_clause(control.text, control.clause))])


def _choice(choice: Choice) -> str:
    """Say a question that the page leaves open, how it is read here, and how else it may be read."""
    we_read, others = readings(choice)
    return "\n".join(
        [
            _paragraph(_with_clause(choice.text, choice.clause)),
            _said("The page says", choice.page_says),
            _said("We read", we_read),
            _said("Because", choice.because),
            *(_said("Also allowed", text) for text in others),
        ]
    )


def readings(choice: Choice) -> tuple[str, tuple[str, ...]]:
    """Say the reading picked of a choice, and the others that are allowed."""
    others = [reading.text for reading in choice.readings if reading.value != choice.picked]
    if choice.numbers is not None:
        others.append(f"{choice.numbers.text.replace('{number}', 'N')} N is {choice.numbers.span()}.")
    if not choice.readings:
        others = [f"Anything from {choice.shortest} to {choice.longest}."]
    return choice.we_read(), tuple(others)


def _declaring(policy: Policy) -> Iterator[str]:
    """Say how each reading is declared: the one place where names stand that a program reads."""
    if policy.choices:
        yield _paragraph(
            "An implementation names its readings itself, or a file does, one a line. The first is the one picked here."
        )
    for choice in policy.choices:
        others = [reading.value for reading in choice.readings if reading.value != choice.picked]
        if choice.numbers is not None:
            others.append(choice.numbers.span())
        values = (
            ", ".join([choice.picked, *others])
            if choice.readings
            else f"{choice.picked} (from {choice.shortest} to {choice.longest})"
        )
        yield _hanging(f"{choice.id}: {values}", "  ", "      ")


def _settled(entry: Settled) -> str:
    """Say a question that the page leaves open, and the one way to read it."""
    question = _paragraph(_with_clause(entry.text, entry.clause))
    return "\n".join([question, _said("We read", entry.we_read), _said("Because", entry.because)])


def condition_in_words(policy: Policy, condition: Condition) -> str:
    """Say a condition of a phone: `the phone has Wi-Fi`."""
    if condition.at_least is not None:
        return f"its newest backup is {condition.at_least} old, or older"
    if condition.more_than is not None:
        return f"its newest backup is more than {condition.more_than} old"
    values = condition.one_of or (() if condition.equals is None else (condition.equals,))
    return fact_in_words(policy, condition.fact, values)


def fact_in_words(policy: Policy, fact: str, values: tuple[str | bool, ...]) -> str:
    """Say that a fact of a phone has one of some values."""
    begins, goes_on = _FACTS.get(fact) or (f"{_label(policy, fact)} is", {})
    return f"{begins} {_joined([goes_on.get(value, str(value)) for value in values], 'or')}".strip()


def _label(policy: Policy, name: str) -> str:
    """Tell the label under which the phone shows a toggle or a medium; its name, spelled out, if it shows none."""
    labels = (control.label for control in policy.controls if control.sets == name)
    return next(labels, _spelled(name))


def _option(policy: Policy, medium: str | None, quality: str) -> str:
    """Tell the label under which the phone offers a quality for a medium, or for any."""
    offers = (control.options for control in policy.controls if medium is None or control.sets == medium)
    return next((options[quality] for options in offers if quality in options), _spelled(quality))


def _spelled(name: str) -> str:
    """Spell a name as words: settings_backup, Settings backup."""
    return name.replace("_", " ").capitalize()


def _over(networks: tuple[str, ...]) -> str:
    """Say which networks may carry something."""
    return _carried(networks) + ("" if len(networks) > 1 else " only")


def _carried(networks: Iterable[str]) -> str:
    """Name networks that may carry something."""
    return _joined([_NETWORKS[network] for network in networks], "or")


def _joined(words: list[str], last: str) -> str:
    """Say several words in a row: `a, b and c`."""
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _with_clause(text: str, clause: str) -> str:
    """End a text with the clause that it comes from."""
    return f"{text} ({clause})"


def _section(title: str, blocks: Iterable[str]) -> list[str]:
    """Put blocks under a heading, or leave out the heading of none."""
    body = list(blocks)
    return [_heading(title, "-"), *body] if body else []


def _heading(text: str, line: str) -> str:
    """Underline a text."""
    lines = _paragraph(text).split("\n")
    return "\n".join([*lines, line * max(map(len, lines))])


def _listed(opening: str, texts: Iterable[str]) -> str:
    """List texts under an opening."""
    return "\n".join([_paragraph(opening), *(_item(text, "  ") for text in texts)])


def _table(rows: list[tuple[str, ...]]) -> str:
    """Set rows in columns, the first row underlined."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    ruled = [rows[0], tuple("-" * width for width in widths), *rows[1:]]
    lines = ["  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)) for row in ruled]
    return "\n".join(_hanging(line, "", "    ") if len(line.rstrip()) > WIDTH else line.rstrip() for line in lines)


def _paragraph(text: str) -> str:
    """Wrap a text."""
    return _hanging(text, "", "")


def _indented(text: str) -> str:
    """Wrap a text two columns in."""
    return _hanging(text, "  ", "  ")


def _item(text: str, margin: str) -> str:
    """Wrap a text as an entry of a list."""
    return _hanging(text, margin + "- ", margin + "  ")


def _said(opening: str, text: str) -> str:
    """Wrap a text that has an opening of its own."""
    return _hanging(f"{opening}: {text}", "  ", "    ")


def _hanging(text: str, first: str, others: str) -> str:
    """Wrap a text, its first line and the others with their own margins."""
    return textwrap.fill(
        " ".join(text.split()), WIDTH, initial_indent=first, subsequent_indent=others, break_on_hyphens=False
    )


# In these words, the situations, differences and problems of a policy are said, too.
label, option, spelled, joined, hanging, over = _label, _option, _spelled, _joined, _hanging, _over
