"""What is wrong with a policy that can be read: conditions, options and tables that fit together nowhere, each with a situation that shows it.

One function a rule, yielding mistakes. What a policy may not say at all is refused in reading (`contradictions.py`), and told first.
"""

from collections.abc import Iterator, Sequence

from backupspec.explain import situations
from backupspec.explain.words import TEXTS, condition_in_words, joined, label, option, spelled
from backupspec.policy.conditions import Facts, holds
from backupspec.policy.mistakes import Mistake, PolicyMistakes
from backupspec.policy.model import Condition, ControlRule, DeletionRule, Policy
from backupspec.policy.parsing import parse, read_whole
from backupspec.policy.reading import Document, Place

_OWN_MENUS = (("App list", "Settings"),)
"""Menus of the phone itself that lie below others. Whatever a path begins with is one, too."""


def check(text: str, name: str) -> tuple[Mistake, ...]:
    """Tell all that is wrong with a policy's text, by line; only of one that can be read, what takes situations to see."""
    try:
        policy = parse(text, name)
    except PolicyMistakes as error:
        return error.mistakes
    document = read_whole(text, name)
    return tuple(sorted(mistake for rule in _RULES for mistake in rule(document, policy)))


def _needs_can_be_met(document: Document, policy: Policy) -> Iterator[Mistake]:
    """What an automatic backup, a manual one and the prompt need can be had together, and each need is missing in some situation."""
    for name in ("automatic", "manual"):
        yield from _met_in_order(document, policy, name)
    after = policy.reminder.after
    waits = policy.picked("exactly_three_weeks") == "waits"
    due = Condition(fact="age", more_than=after) if waits else Condition(fact="age", at_least=after)
    yield from _met_in_order(document, policy, "reminder", (due,))


def _met_in_order(
    document: Document, policy: Policy, name: str, given: tuple[Condition, ...] = ()
) -> Iterator[Mistake]:
    """Look at one condition after the other, in all situations that fulfil those before it, and what is given beforehand."""
    needs = (*given, *getattr(policy, name).needs)
    every = situations.factors([policy], needs)
    left = list(every)
    for number, condition in enumerate(needs, -len(given)):
        at = next(index for index, factor in enumerate(every) if condition.fact in factor[0])
        met = [facts for facts in left[at] if holds(condition, facts)]
        said = condition_in_words(policy, condition)
        if not met:
            yield document.mistake(
                (name, "needs", number),
                f"no situation fulfils this and the conditions before it: {said}",
                "conditions that hold together in some situation",
                example=_nearest(policy, left, at, left[at][0]),
            )
            return
        if len(met) == len(left[at]):
            yield _never_refuses(document, policy, (name, number), condition, (every, left, at))
        left[at] = met
    yield from _networks_carry_it(document, policy, name, left)


def _never_refuses(
    document: Document,
    policy: Policy,
    place: tuple[str, int],
    condition: Condition,
    looked_at: tuple[list[situations.Factor], list[situations.Factor], int],
) -> Mistake:
    """Tell of a condition that holds whenever those before it do; show a situation in which another refuses, or that it holds in."""
    every, left, at = looked_at
    name, number = place
    unmet = [facts for facts in every[at] if not holds(condition, facts)]
    example = _nearest(policy, left, at, unmet[0] if unmet else left[at][-1])
    alone = [need.otherwise for need in getattr(policy, name).needs].count(condition.otherwise) == 1
    reason = (
        f", so {condition.otherwise.replace('_', ' ')} is never the reason" if condition.otherwise and alone else ""
    )
    return document.mistake(
        (name, "needs", number),
        f"this never stands in the way{reason}: {condition_in_words(policy, condition)}",
        "a condition that does not follow from those before it",
        example=f"{example}: {'a condition before it refuses already' if unmet else 'it holds even so'}",
    )


def _nearest(policy: Policy, left: Sequence[situations.Factor], at: int, facts: Facts) -> str:
    """Say a situation in which all holds that was looked at so far, but for one factor."""
    chosen = [facts if index == at else factor[0] for index, factor in enumerate(left)]
    return situations.in_words(policy, {name: value for each in chosen for name, value in each.items()})


def _networks_carry_it(
    document: Document, policy: Policy, name: str, left: Sequence[situations.Factor]
) -> Iterator[Mistake]:
    """A backup can begin on a network that carries its data."""
    rule = getattr(policy, name)
    networks = [facts["network"] for factor in left for facts in factor if "network" in facts]
    if networks and hasattr(rule, "networks") and not any(network in rule.networks for network in networks):
        first = {name: value for factor in left for name, value in factor[0].items()}
        yield document.mistake(
            (name, "networks"),
            "a backup begins only on networks over which its data does not go",
            f"{joined([str(network) for network in networks], 'or')} among them",
            example=situations.in_words(policy, first),
        )


def _reasons_are_given(document: Document, policy: Policy) -> Iterator[Mistake]:
    """A reason is written where one is given: where a person asked for a backup, always; where a prompt doesn't show, never."""
    for number, condition in enumerate(policy.manual.needs):
        if condition.otherwise is None:
            yield document.mistake(
                ("manual", "needs", number),
                "no reason is given where this does not hold",
                "a reason in `otherwise`",
                example=f"it does not hold that {condition_in_words(policy, condition)}: a person who asks for a backup is not told why there is none",
            )
    for number, condition in enumerate(policy.reminder.needs):
        if condition.otherwise is not None:
            yield document.mistake(
                ("reminder", "needs", number, "otherwise"),
                "this reason is never given",
                "no `otherwise`: a prompt that does not show gives no reason",
                example=f"it does not hold that {condition_in_words(policy, condition)}: no prompt shows, and nothing is said",
            )


def _options_are_reached(document: Document, policy: Policy) -> Iterator[Mistake]:
    """Each menu on the way to an option is the phone's own, or a page that is itself reached. A missing page is told once."""
    told = set()
    for number, control in enumerate(policy.controls):
        missing = next((menu for menu in _menus(control) if not _is_there(policy, control, menu)), None)
        if missing is None or missing in told:
            continue
        told.add(missing)
        beyond = [other.label for other in policy.controls if other.path[: len(missing)] == missing]
        yield document.mistake(
            ("controls", number, "path"),
            f"no page leads to {' > '.join(missing)}, and so nobody reaches {joined(beyond, 'and')}",
            f"a page {missing[-1]} in {' > '.join(missing[:-1])}",
            example=f"a person opens {' > '.join(missing[:-1])}, and there is no {missing[-1]} to tap",
        )


def _menus(control: ControlRule) -> Iterator[tuple[str, ...]]:
    """Go through the menus on the way to an option that are not the phone's own."""
    for depth in range(2, len(control.path) + 1):
        if control.path[:depth] not in _OWN_MENUS:
            yield control.path[:depth]


def _is_there(policy: Policy, control: ControlRule, menu: tuple[str, ...]) -> bool:
    """Tell whether a page leads to a menu, at the step of set-up at which an option shows."""
    return any(
        page.kind == "page" and (*page.path, page.label) == menu and page.step in (None, control.step)
        for page in policy.controls
    )


def _options_are_told_apart(document: Document, policy: Policy) -> Iterator[Mistake]:
    """No two options have one name at one place."""
    first: dict[tuple[object, ...], ControlRule] = {}
    for number, control in enumerate(policy.controls):
        other = first.setdefault((control.path, control.label, control.step), control)
        if other is not control:
            yield document.mistake(
                ("controls", number, "label"),
                f"nobody can tell this from {other.id}, which stands at the same place",
                "another label, or another place",
                example=f"a person opens {' > '.join(control.path)}, and two options are called {control.label}",
            )


def _toggles_can_be_turned_on(document: Document, policy: Policy) -> Iterator[Mistake]:
    """Each toggle is set by something on the phone, can be on, and is not on at first without what it requires."""
    settable = {control.sets for control in policy.controls if control.kind == "toggle"}
    first = {toggle.id: toggle.first for toggle in policy.toggles}
    able = _able(policy, settable)
    for number, toggle in enumerate(policy.toggles):
        said = label(policy, toggle.id)
        if toggle.id not in settable:
            yield document.mistake(
                ("toggles", number),
                "nothing on the phone turns this on and off",
                f"a control that sets {toggle.id}",
                example=f"on a new phone, {said} is {toggle.first}: nobody can change that",
            )
        for at, other in enumerate(toggle.requires):
            place, required = ("toggles", number, "requires", at), label(policy, other)
            if other not in able:
                yield document.mistake(
                    place,
                    f"this requires {required}, which nobody can turn on",
                    "a toggle that can be turned on",
                    example=f"on a new phone, {required} is off and stays off, so {said} cannot be turned on",
                )
            elif toggle.first == "on" and first[other] == "off":
                yield document.mistake(
                    place,
                    f"this is on at first, and what it requires is not: {required}",
                    "first states that fit together",
                    example=f"on a new phone, {said} is on and {required} is off",
                )


def _able(policy: Policy, settable: set[str | None]) -> set[str]:
    """Tell which toggles can ever be on."""
    able: set[str] = set()
    while True:
        more = {
            toggle.id
            for toggle in policy.toggles
            if toggle.id not in able
            and (toggle.first == "on" or (toggle.id in settable and able.issuperset(toggle.requires)))
        }
        if not more:
            return able
        able |= more


def _qualities_are_offered(document: Document, policy: Policy) -> Iterator[Mistake]:
    """Each row of the upload table can be chosen, and each choice offers not to upload."""
    offers = [control for control in policy.controls if control.kind == "choice"]
    for number, row in enumerate(policy.uploads.table):
        if not any(control.sets == row.medium and row.quality in control.options for control in offers):
            said = option(policy, None, row.quality)
            yield document.mistake(
                ("uploads", "table", number),
                f"nothing on the phone offers {said} for {label(policy, row.medium)}",
                f"a choice that sets {row.medium} and has {row.quality} among its options",
                example=f"a person wants {row.medium} to upload at {said}, and finds it nowhere",
            )
    for number, control in enumerate(policy.controls):
        if control.kind == "choice" and policy.uploads.first not in control.options:
            said = option(policy, None, policy.uploads.first)
            yield document.mistake(
                ("controls", number, "options"),
                f"it does not offer the first state: {said}",
                f"{policy.uploads.first} among its options",
                example=f"on a new phone, {control.label} stands at {said}; once changed, nobody gets back to it",
            )


def _parts_are_covered_once(document: Document, policy: Policy) -> Iterator[Mistake]:
    """Each part of a backup is covered by exactly one toggle."""
    for number, part in enumerate(policy.parts):
        covering = [label(policy, toggle.id) for toggle in policy.toggles if part.id in toggle.covers]
        if not covering:
            yield document.mistake(
                ("parts", number),
                "no toggle covers this part, so no backup holds it",
                f"{part.id} among what one toggle covers",
                example=f"all that can be turned on is on, and a backup is made: {spelled(part.id)} is not in it",
            )
        elif len(covering) > 1:
            yield document.mistake(
                ("parts", number),
                f"several toggles cover this part: {joined(covering, 'and')}",
                f"{part.id} among what one toggle covers",
                example=f"{covering[0]} is on and {covering[1]} is off: one says that {spelled(part.id)} is backed up, the other that it is not",
            )


def _texts_are_saved_once(document: Document, policy: Policy) -> Iterator[Mistake]:
    """Each toggle covers or saves something, and no two save the same kind of text messages."""
    first: dict[str, str] = {}
    for number, toggle in enumerate(policy.toggles):
        said = label(policy, toggle.id)
        if not toggle.covers and not toggle.saves:
            yield document.mistake(
                ("toggles", number),
                "this covers no part and saves no text messages",
                "parts or kinds of text messages",
                example=f"{said} is turned on, and nothing more is backed up than before",
            )
        for at, kind in enumerate(toggle.saves):
            other = first.setdefault(kind, toggle.id)
            if other != toggle.id:
                yield document.mistake(
                    ("toggles", number, "saves", at),
                    f"{TEXTS[kind]} is saved by {label(policy, other)} already",
                    "what no other toggle saves",
                    example=f"{label(policy, other)} is on and {said} is off: one says that {TEXTS[kind]} is saved, the other that it is not",
                )


def _deletions_count(document: Document, policy: Policy) -> Iterator[Mistake]:
    """Each deletion names toggles, its boxes can be ticked, and no earlier one takes its place."""
    for number, rule in enumerate(policy.deletions):
        yield from _deletion_names_toggles(document, policy, ("deletions", number), rule)
        earlier = next((each for each in policy.deletions[:number] if set(each.ticked) <= set(rule.ticked)), None)
        if earlier is not None:
            yield document.mistake(
                ("deletions", number),
                f"this never counts: whenever its boxes are ticked, {earlier.id} counts, which stands before it",
                "the deletion with more boxes first",
                example=f"a person ticks {_boxes_in_words(policy, rule.ticked)} and taps Delete",
            )


def _deletion_names_toggles(document: Document, policy: Policy, place: Place, rule: DeletionRule) -> Iterator[Mistake]:
    """A deletion names toggles, and of those to be ticked such as have a box."""
    known, boxes = [toggle.id for toggle in policy.toggles], [box for box, _ in _boxes(policy)]
    for member in ("ticked", "removes"):
        for at, word in enumerate(getattr(rule, member)):
            if word not in known:
                yield document.mistake(
                    (*place, member, at),
                    f"there is no toggle {word}",
                    joined(known, "or"),
                    example=f"a person ticks {_boxes_in_words(policy, rule.ticked)} and taps Delete: of {spelled(word)}, there is nothing",
                )
            elif member == "ticked" and word not in boxes:
                yield document.mistake(
                    (*place, member, at),
                    f"nothing on the phone has a box for {label(policy, word)}",
                    "a toggle that has a box",
                    example=f"a person wants to tick {label(policy, word)}, and finds no such box",
                )


def _boxes_delete_something(document: Document, policy: Policy) -> Iterator[Mistake]:
    """Whichever boxes are ticked, a deletion counts: one does for each box alone."""
    for box, number in _boxes(policy):
        if not any(set(rule.ticked) == {box} for rule in policy.deletions):
            yield document.mistake(
                ("controls", number),
                "no deletion counts where this box alone is ticked",
                "a deletion for each box",
                example=f"a person ticks the box {policy.controls[number].label} alone and taps Delete: nothing goes",
            )


def _boxes(policy: Policy) -> Iterator[tuple[str | None, int]]:
    """Go through the boxes, each with its toggle: the one that it sets, is named after, or shares its label with."""
    toggles = [control for control in policy.controls if control.kind == "toggle"]
    known = {toggle.id for toggle in policy.toggles}
    for number, control in enumerate(policy.controls):
        if control.kind == "box":
            named = control.sets or control.id.removesuffix("_box")
            same = (toggle.sets for toggle in toggles if toggle.label == control.label)
            yield (named if named in known else next(same, None)), number


def _boxes_in_words(policy: Policy, names: Sequence[str]) -> str:
    return f"the box{'es' * (len(names) > 1)} {joined([label(policy, name) for name in names], 'and')}"


def _warnings_can_show(document: Document, policy: Policy) -> Iterator[Mistake]:
    """A restore warns of networks over which it goes."""
    for number, network in enumerate(policy.restore.warns_of):
        if network not in policy.restore.networks:
            yield document.mistake(
                ("restore", "warns_of", number),
                "no restore goes over this network, so the warning is about nothing",
                joined(list(policy.restore.networks), "or"),
                example=f"{situations.in_words(policy, {'network': network})}: the phone warns of what a restore costs, and the restore waits",
            )


_RULES = (
    _needs_can_be_met,
    _reasons_are_given,
    _options_are_reached,
    _options_are_told_apart,
    _toggles_can_be_turned_on,
    _qualities_are_offered,
    _parts_are_covered_once,
    _texts_are_saved_once,
    _deletions_count,
    _boxes_delete_something,
    _warnings_can_show,
)
