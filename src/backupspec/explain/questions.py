"""What a policy can be asked, in which situations, and its answer in words: for telling what differs between two policies.

One function a topic. What no topic asks about - the wording, and members that are new to the model - is asked member by member, so that
two policies which answer everything alike are alike.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from msgspec import Struct

from backupspec.explain import situations
from backupspec.explain.members import ENTRIES_ASKED, leaves
from backupspec.explain.words import TEXTS, joined, label, option, over, spelled
from backupspec.policy import durations
from backupspec.policy.conditions import Facts, unmet
from backupspec.policy.model import FACT_VALUES, Condition, ControlRule, Policy, UploadRow

Answer = Callable[[Policy, Facts], str]

_Row = tuple[str, str]
"""A medium and a quality."""

ALWAYS: tuple[Facts, ...] = ({},)
"""The situation of a question whose answer depends on none."""


class Question(Struct, frozen=True):
    """Something that can be asked of a policy in some situations. Its answer may be asked of both policies in each."""

    text: str
    situations: Sequence[Facts]
    answer: Answer


def questions(one: Policy, other: Policy) -> Iterator[Question]:
    """Go through all that can be asked of either policy."""
    for topic in _TOPICS:
        yield from topic(one, other)


def _versions(_: Policy, __: Policy) -> Iterator[Question]:
    """Ask what the policy is, and whether all of it is there."""
    yield Question("What is the policy called?", ALWAYS, lambda policy, _: policy.title)
    yield Question(
        "May features that the page describes be missing?",
        ALWAYS,
        lambda policy, _: _yes(policy.versions.features_may_be_missing),
    )


def _toggles(one: Policy, other: Policy) -> Iterator[Question]:
    """Ask which toggles there are, how they are at first, and when they may be turned on."""
    rows, others = _by_id(one.toggles), _by_id(other.toggles)
    for name in rows | others:
        yield _is_there(f"Is there a switch {_label(one, other, name)}?", lambda policy: policy.toggles, name)
        if name in rows and name in others:
            yield from _toggle(one, other, name)


def _toggle(one: Policy, other: Policy, name: str) -> Iterator[Question]:
    """Ask of a toggle how it is at first, and when it may be turned on."""
    said, rules = _label(one, other, name), [_by_id(policy.toggles)[name] for policy in (one, other)]
    yield Question(f"How is {said} on a new phone?", ALWAYS, lambda policy, _: str(_by_id(policy.toggles)[name].first))
    required = dict.fromkeys(needed for rule in rules for needed in rule.requires)
    accounts: list[Facts] = [{"account": True}, {"account": False}]
    yield Question(
        f"Can {said} be turned on?",
        situations.put_together([situations.toggles((one, other), list(required)), accounts]),
        lambda policy, facts: _can_be_turned_on(policy, facts, name),
    )


def _can_be_turned_on(policy: Policy, facts: Facts, name: str) -> str:
    """Tell whether a toggle can be turned on and, if not, what comes first."""
    off = [label(policy, other) for other in _by_id(policy.toggles)[name].requires if facts[other] != "on"]
    if off:
        return f"no: {joined(off, 'and')} must be on"
    if not facts["account"] and policy.picked("toggle_without_account") == "refused":
        return "no: not signed in"
    return "yes"


def _contents(one: Policy, other: Policy) -> Iterator[Question]:
    """Ask what a backup holds, by which toggles are on."""
    covering = [toggle.id for policy in (one, other) for toggle in policy.toggles if toggle.covers]
    states = situations.toggles((one, other), list(dict.fromkeys(covering)))
    yield Question("What does a backup hold?", states, lambda policy, facts: _held(policy, _on(facts)))


def _held(policy: Policy, kinds: Iterable[str], left_out: Iterable[str] = ()) -> str:
    """Name the parts that some toggles cover."""
    covered = {part for toggle in policy.toggles if toggle.id in kinds for part in toggle.covers}.difference(left_out)
    return ", ".join(spelled(part.id) for part in policy.parts if part.id in covered) or "nothing"


def _automatic(one: Policy, other: Policy) -> Iterator[Question]:
    """Ask when a backup is made by itself, and over which networks its data goes."""
    every = [picked for policy in (one, other) if _length_s(picked := policy.picked("automatic_every")) is not None]
    needs = (*one.automatic.needs, *other.automatic.needs)
    asked = situations.put_together(situations.factors((one, other), needs, every))
    yield Question("Is a backup made by itself?", asked, _begins_by_itself)
    yield Question(
        "Which reasons are there that no backup is made by itself?",
        ALWAYS,
        lambda policy, _: ", ".join(_reason(need) for need in policy.automatic.needs if need.otherwise) or "none",
    )
    yield _over_networks(
        "Does the data of a backup that is made by itself go?", lambda policy: policy.automatic.networks
    )


def _begins_by_itself(policy: Policy, facts: Facts) -> str:
    """Tell whether an automatic backup begins; one is due once the newest is as old as the policy picks."""
    every_s, age_s = _length_s(policy.picked("automatic_every")), facts.get("age")
    due = every_s is None or age_s is None or int(age_s) >= every_s
    return _yes(due and unmet(policy.automatic.needs, facts) is None)


def _manual(one: Policy, other: Policy) -> Iterator[Question]:
    """Ask when a backup can be made on demand, and over which networks its data goes."""
    needs = (*one.manual.needs, *other.manual.needs)
    asked = situations.put_together(situations.factors((one, other), needs))
    yield Question("Can a backup be made on demand?", asked, _can_be_made)
    yield _over_networks("Does the data of a backup made on demand go?", lambda policy: policy.manual.networks)


def _can_be_made(policy: Policy, facts: Facts) -> str:
    """Tell whether all that a manual backup needs is there and, if not, the reason that is given."""
    condition = unmet(policy.manual.needs, facts)
    if condition is None:
        return "yes"
    return f"no: {_reason(condition)}" if condition.otherwise else "no"


def _reason(condition: Condition) -> str:
    return (condition.otherwise or "").replace("_", " ")


def _reminder(one: Policy, other: Policy) -> Iterator[Question]:
    """Ask when the prompt shows. Without any backup its time counts from something else, so that is not asked."""
    needs = (*one.reminder.needs, *other.reminder.needs, Condition(fact="settings_backup", equals="on"))
    asked = situations.put_together(situations.factors((one, other), needs, (one.reminder.after, other.reminder.after)))
    there = [facts for facts in asked if facts["age"] is not None]
    yield Question("Does the phone prompt for a backup?", there, _prompts)


def _prompts(policy: Policy, facts: Facts) -> str:
    """Tell whether the prompt shows, as the policy reads what the page leaves open."""
    rule, age_s = policy.reminder, int(facts["age"] or 0)
    if facts["settings_backup"] == "off" and policy.picked("prompt_while_off") == "no_prompt":
        return "no"
    after_s = durations.seconds(rule.after) + (policy.picked("exactly_three_weeks") == "waits")
    return _yes(unmet(rule.needs, facts) is None and age_s >= after_s)


def _texts(one: Policy, other: Policy) -> Iterator[Question]:
    """Ask which text messages are saved, by which toggles are on and over which network."""
    saving = [toggle for policy in (one, other) for toggle in policy.toggles if toggle.saves]
    states = situations.toggles((one, other), list(dict.fromkeys(toggle.id for toggle in saving)))
    asked = situations.put_together([states, [{"network": network} for network in FACT_VALUES["network"]]])
    for kind in dict.fromkeys(kind for toggle in saving for kind in toggle.saves):
        yield Question(f"Are text messages of this kind saved: {TEXTS[kind]}?", asked, partial(_saved, kind))


def _saved(kind: str, policy: Policy, facts: Facts) -> str:
    """Tell whether a toggle that is on saves a kind of text messages, and the network may carry them."""
    networks = ("wifi",) if policy.picked("texts_network") == "wifi_only" else policy.texts.networks
    on = _on(facts)
    saving = any(kind in toggle.saves for toggle in policy.toggles if toggle.id in on)
    return _yes(saving and facts["network"] in networks)


def _uploads(one: Policy, other: Policy) -> Iterator[Question]:
    """Ask what uploads by itself at which quality, and over which networks."""
    yield Question(
        "What is chosen for photos and videos on a new phone?",
        ALWAYS,
        lambda policy, _: option(policy, None, policy.uploads.first),
    )
    tables = _networks_of_uploads(one), _networks_of_uploads(other)
    for row in dict.fromkeys((each.medium, each.quality) for policy in (one, other) for each in policy.uploads.table):
        yield from _upload(f"{_label(one, other, row[0])}, {_option(one, other, *row)}", row, tables)


def _upload(said: str, row: _Row, tables: Iterable[Mapping[_Row, Any]]) -> Iterator[Question]:
    """Ask of a medium at one quality whether it uploads, and over which networks: where both policies offer it, on each network."""
    both = all(row in table for table in tables)
    yield Question(
        f"Is there an upload of this kind: {said}?",
        ALWAYS,
        lambda policy, _: (
            joined(
                [_offered(policy, each, both) for each in policy.uploads.table if row == (each.medium, each.quality)],
                "and",
            )
            or "no"
        ),
    )
    if both:
        yield _over_networks(
            f"Does an upload of this kind go: {said}?", lambda policy: _networks_of_uploads(policy)[row]
        )


def _offered(policy: Policy, row: UploadRow, both: bool) -> str:  # noqa: FBT001 - it is what is known
    """Tell whether an upload is offered, over which networks unless that is asked by itself, and under which readings alone."""
    readings = joined([_reading(policy, *each) for each in row.offered_if.items()], "and")
    networks = "" if both else f", over {over(row.networks)}"
    there = "yes" if row in policy.offered() else "no; there is one"
    return f"{there}{networks}" + (f", if it is read so: {readings}" if readings else "")


def _reading(policy: Policy, choice: str, value: str) -> str:
    """Say a reading of a choice, with the names by which both are known."""
    texts = [reading.text.rstrip(".") for reading in _by_id(policy.choices)[choice].readings if reading.value == value]
    return f"{texts[0] if texts else value} ({choice}: {value})"


def _networks_of_uploads(policy: Policy) -> dict[_Row, tuple[str, ...]]:
    return {(row.medium, row.quality): row.networks for row in policy.offered()}


def _over_networks(text: str, networks: Callable[[Policy], tuple[str, ...]]) -> Question:
    """Ask something of a phone on each network."""
    states: list[Facts] = [{"network": network} for network in FACT_VALUES["network"]]
    return Question(text, states, lambda policy, facts: _yes(facts["network"] in networks(policy)))


def _deletions(one: Policy, other: Policy) -> Iterator[Question]:
    """Ask what goes from the phone's own copy, by which boxes are ticked."""
    boxes = list(dict.fromkeys(box for policy in (one, other) for rule in policy.deletions for box in rule.ticked))
    states: list[Facts] = [
        {situations.BOX + box: box in ticked for box in boxes} for ticked in situations.subsets(boxes)
    ]
    yield Question("What does Delete remove from the phone's own copy of its backup?", states, _deleted)


def _deleted(policy: Policy, facts: Facts) -> str:
    """Tell what the first rule removes whose boxes are all ticked, as the policy reads what the page leaves open."""
    ticked = {name.removeprefix(situations.BOX) for name, value in facts.items() if value}
    if not ticked and policy.picked("no_box_ticked") == "refused":
        return "nothing: it is refused"
    rule = next((rule for rule in policy.deletions if ticked.issuperset(rule.ticked)), None)
    if rule is None:
        return "nothing"
    data_alone = "settings_backup" not in rule.removes and policy.picked("app_deletion_takes") == "data_alone"
    return _held(policy, rule.removes, ("apps",) if data_alone else ())


def _restore(_: Policy, __: Policy) -> Iterator[Question]:
    """Ask over which networks a restore goes, and of which a person is warned."""
    yield _over_networks("Does a restore go on?", lambda policy: policy.restore.networks)
    yield _over_networks(
        "Does the phone say that a restore may cost something?", lambda policy: policy.restore.warns_of
    )


def _privacy(one: Policy, other: Policy) -> Iterator[Question]:
    """Ask what backups are used for, where they go, and where they are listed."""
    for purpose in dict.fromkeys((*one.privacy.purposes, *other.privacy.purposes)):
        yield _is_among(
            f"May what is backed up be read for this purpose: {purpose}?",
            lambda policy: policy.privacy.purposes,
            purpose,
        )
    for place in dict.fromkeys((*one.privacy.destinations, *other.privacy.destinations)):
        yield _is_among(
            f"May what is backed up go to this place: {place}?", lambda policy: policy.privacy.destinations, place
        )
    yield Question(
        "Where in OneDrive are the backups listed?", ALWAYS, lambda policy, _: " > ".join(policy.onedrive) or "nowhere"
    )


def _controls(one: Policy, other: Policy) -> Iterator[Question]:
    """Ask which options a person reaches, where, what they are called and what they offer."""
    rows, others = _by_id(one.controls), _by_id(other.controls)
    for name in rows | others:
        if name in rows and name in others:
            yield from _control(one, other, name)
        else:
            yield Question(f"Is there this option: {spelled(name)}?", ALWAYS, partial(_there, name))


def _control(one: Policy, other: Policy, name: str) -> Iterator[Question]:
    """Ask of an option what it is called, where it is, what it is and what it offers."""
    said, rules = spelled(name), [_by_id(policy.controls)[name] for policy in (one, other)]

    def of_it(say: Callable[[Policy, ControlRule], str]) -> Answer:
        return lambda policy, _: say(policy, _by_id(policy.controls)[name])

    yield Question(f"What is this option called: {said}?", ALWAYS, of_it(lambda _, control: control.label))
    yield Question(f"Where is this option: {said}?", ALWAYS, of_it(lambda _, control: " > ".join(control.path)))
    yield Question(f"What kind of option is this: {said}?", ALWAYS, of_it(_nature))
    yield Question(
        f"Does this option warn that cellular data may cost something: {said}?",
        ALWAYS,
        of_it(lambda _, control: _yes("cellular" in control.warns_of)),
    )
    in_both = [offered for offered in rules[0].options if offered in rules[1].options]
    if len(in_both) > 1:
        text = f"In which order does this option offer what both have: {said}?"
        yield Question(text, ALWAYS, of_it(lambda _, control: _in_order(control, in_both)))
    for offered in dict.fromkeys(offered for rule in rules for offered in rule.options):
        text = f"Can {_option(one, other, rules[0].sets, offered)} be chosen under {rules[0].label}?"
        yield Question(text, ALWAYS, of_it(partial(_offer, offered)))


def _there(name: str, policy: Policy, _: Facts) -> str:
    """Tell whether there is an option and, if so, where."""
    found = [" > ".join((*control.path, control.label)) for control in policy.controls if control.id == name]
    return f"yes: {found[0]}" if found else "no"


def _nature(policy: Policy, control: ControlRule) -> str:
    """Say what an option is, what it sets, and when it shows."""
    sets = f" that sets {label(policy, control.sets)} ({control.sets})" if control.sets else ""
    step = f" at the step of set-up: {spelled(control.step)}" if control.step else ""
    return f"a {control.kind}{sets}{step}"


def _in_order(control: ControlRule, offers: Sequence[str]) -> str:
    return ", ".join(spelled(offered) for offered in control.options if offered in offers)


def _offer(offered: str, policy: Policy, control: ControlRule) -> str:
    named = control.options.get(offered)
    return f"yes, as {named}" if named is not None and named in policy.options(control) else "no"


def _choices(one: Policy, other: Policy) -> Iterator[Question]:
    """Ask how what the page leaves open is read, and how else it may be read."""
    rows, others = _by_id(one.choices), _by_id(other.choices)
    for name in rows | others:
        text = (rows | others)[name].text
        if name in rows and name in others:
            yield Question(text, ALWAYS, partial(_picked, name))
            yield Question(f"{text} What may an implementation declare?", ALWAYS, partial(_allowed, name))
        else:
            yield _is_there(f"Is this left open: {text}", lambda policy: policy.choices, name)


def _picked(name: str, policy: Policy, _: Facts) -> str:
    """Say the reading that is picked, and the value by which it is known."""
    choice = _by_id(policy.choices)[name]
    texts = [reading.text for reading in choice.readings if reading.value == choice.picked]
    return f"{texts[0]} ({choice.picked})" if texts else str(choice.picked)


def _allowed(name: str, policy: Policy, _: Facts) -> str:
    """Say which readings are allowed, in any order."""
    choice = _by_id(policy.choices)[name]
    if choice.shortest or choice.longest:
        return f"from {choice.shortest} to {choice.longest}"
    return ", ".join(sorted(str(reading.value) for reading in choice.readings)) or "nothing that is listed"


_WORDINGS = {
    "text": "How is this worded: {}?",
    "clause": "Which clause says this: {}?",
    "page_says": "What does the page say of this: {}?",
    "because": "Why is it read so: {}?",
    "we_read": "How is this read: {}?",
}


def _wording(one: Policy, other: Policy) -> Iterator[Question]:
    """Ask for all that no other topic asks about; of an entry that only one policy has, for its text."""
    written, others = dict(leaves(one)), dict(leaves(other))
    in_both = {leaf[:2] for leaf in written} & {leaf[:2] for leaf in others}
    for leaf in written | others:
        kind, where, member = leaf
        if (kind, where) not in in_both and (kind in ENTRIES_ASKED or member != "text"):
            continue
        text = _WORDINGS.get(member, f"What is said as {spelled(member)} of this: {{}}?").replace("{}", where)
        answers = written.get(leaf, "nothing"), others.get(leaf, "nothing")
        yield Question(text, ALWAYS, partial(_one_of, one, answers))


def _one_of(one: Policy, answers: tuple[str, str], policy: Policy, _: Facts) -> str:
    return answers[0] if policy is one else answers[1]


def _by_id(rows: Iterable[Any]) -> dict[str, Any]:
    return {row.id: row for row in rows}


def _is_there(text: str, rows: Callable[[Policy], Iterable[Any]], name: str) -> Question:
    """Ask whether a list has an entry of some id."""
    return Question(text, ALWAYS, lambda policy, _: _yes(name in _by_id(rows(policy))))


def _is_among(text: str, words: Callable[[Policy], Iterable[str]], word: str) -> Question:
    """Ask whether a word is among some words."""
    return Question(text, ALWAYS, lambda policy, _: _yes(word in words(policy)))


def _yes(holds: bool) -> str:  # noqa: FBT001 - it is what is said
    return "yes" if holds else "no"


def _on(facts: Facts) -> list[str]:
    return [name for name, value in facts.items() if value == "on"]


def _length_s(text: str) -> int | None:
    """Tell how many seconds a length of time has, or None if it is none."""
    try:
        return durations.seconds(text)
    except ValueError:
        return None


def _label(one: Policy, other: Policy, name: str) -> str:
    """Tell the label of a toggle or a medium in the first policy that shows it."""
    shows = any(control.sets == name for control in one.controls)
    return label(one if shows else other, name)


def _option(one: Policy, other: Policy, medium: str | None, quality: str) -> str:
    """Tell the label of a quality in the first policy that offers it for a medium."""
    offers = any(control.sets == medium and quality in control.options for control in one.controls)
    return option(one if offers else other, medium, quality)


_TOPICS = (
    _versions,
    _toggles,
    _contents,
    _automatic,
    _manual,
    _reminder,
    _texts,
    _uploads,
    _deletions,
    _restore,
    _privacy,
    _controls,
    _choices,
    _wording,
)
