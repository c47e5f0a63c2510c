"""Whether all that differs between two policies is told, in words and with a situation that shows it."""

import re

import msgspec
import pytest

from backupspec import shipped
from backupspec.explain.differences import Difference, differences, in_words
from backupspec.policy.model import Policy
from backupspec.policy.parsing import parse

OFFERED = "It is offered, and needs Wi-Fi like all videos (good_quality_videos: offered)"

NORM, OLD = shipped.PROFILES
TEXT = shipped.profile_text(NORM)
WHOLE = shipped.profile(NORM)

AUTOMATIC_WIFI = "    - {fact: network, equals: wifi, otherwise: no_network}\n"
RESTORED = "  networks: [wifi, cellular]\n  warns_of"
PROMPT = "picked: prompts\n    readings:\n      - {value: prompts, text: The prompt"

# What is replaced by what, the question that is answered otherwise, both answers, and an example (none if it depends on no situation).
CHANGES = {
    "title": ("title: Windows Phone 8.1", "title: Mine", "What is the policy called?", "Windows Phone 8.1", "Mine", ""),
    "features": (
        "missing: false",
        "missing: true",
        "May features that the page describes be missing?",
        "no",
        "yes",
        "",
    ),
    "first-state": ('first: "off"', 'first: "on"', "How is Settings backup on a new phone?", "off", "on", ""),
    "requires": (
        "    requires: [settings_backup]\n",
        "",
        "Can App backup be turned on?",
        "no: Settings backup must be on",
        "yes",
        "Settings backup is off; the phone is signed in with a Microsoft account",
    ),
    "without-account": (
        "picked: allowed\n",
        "picked: refused\n",
        "Can Text message backup be turned on?",
        "yes",
        "no: not signed in",
        "the phone is signed in with no account",
    ),
    "covers": (
        "covers: [apps, app_data]",
        "covers: [apps]",
        "What does a backup hold?",
        "Apps, App data, Passwords, Call history, Start screen, Theme, Accounts, Favourites, Dictionary, Settings",
        "Apps, Passwords, Call history, Start screen, Theme, Accounts, Favourites, Dictionary, Settings",
        "Settings backup is on; App backup is on",
    ),
    "automatic-needs": (
        "    - {fact: external_power, equals: true, otherwise: power_unplugged}\n",
        "",
        "Is a backup made by itself?",
        "no",
        "yes",
        "Settings backup is on; the phone has Wi-Fi; the phone is not plugged into a power source; its newest backup is 1 day old",
    ),
    "automatic-reason": (
        "otherwise: power_unplugged",
        "otherwise: on_battery",
        "Which reasons are there that no backup is made by itself?",
        "phone is off, set up is not over, not signed in, sign in lapsed, settings backup is off, no network, power unplugged",
        "phone is off, set up is not over, not signed in, sign in lapsed, settings backup is off, no network, on battery",
        "",
    ),
    "automatic-network": (
        "networks: [wifi]\n\nmanual",
        "networks: [wifi, cellular]\n\nmanual",
        "Does the data of a backup that is made by itself go?",
        "no",
        "yes",
        "the phone has cellular data",
    ),
    "automatic-every": (
        "picked: 24 hours",
        "picked: 86401 seconds",
        "Is a backup made by itself?",
        "yes",
        "no",
        "its newest backup is 1 day old",
    ),
    "manual-needs": (
        "otherwise: backup_in_progress}\n",
        "otherwise: backup_in_progress}\n    - {fact: network, one_of: [wifi, cellular], otherwise: no_network}\n",
        "Can a backup be made on demand?",
        "yes",
        "no: no network",
        "no backup is under way; the phone has no network",
    ),
    "manual-network": (
        "  networks: [wifi, cellular]\n\nreminder",
        "  networks: [wifi]\n\nreminder",
        "Does the data of a backup made on demand go?",
        "yes",
        "no",
        "the phone has cellular data",
    ),
    "reminder-after": (
        "after: 21 days",
        "after: 20 days",
        "Does the phone prompt for a backup?",
        "no",
        "yes",
        "its newest backup is 20 days old",
    ),
    "reminder-needs": (
        "after: 21 days\n  needs:\n",
        "after: 21 days\n  needs:\n    - {fact: network, equals: wifi}\n",
        "Does the phone prompt for a backup?",
        "yes",
        "no",
        "the phone has cellular data",
    ),
    "exactly-three-weeks": (
        PROMPT,
        PROMPT.replace("picked: prompts", "picked: waits"),
        "Does the phone prompt for a backup?",
        "yes",
        "no",
        "its newest backup is 21 days old",
    ),
    "prompt-while-off": (
        "picked: no_prompt",
        "picked: prompts",
        "Does the phone prompt for a backup?",
        "no",
        "yes",
        "Settings backup is off; its newest backup is 21 days old",
    ),
    "texts-network": (
        "over any network.\n  networks: [wifi, cellular]",
        "over any network.\n  networks: [wifi]",
        "Are text messages of this kind saved: SMS?",
        "yes",
        "no",
        "Text message backup is on; the phone has cellular data",
    ),
    "texts-reading": (
        "picked: any\n",
        "picked: wifi_only\n",
        "Are text messages of this kind saved: MMS?",
        "yes",
        "no",
        "Text message backup is on; the phone has cellular data",
    ),
    "saves": (
        "saves: [sms, mms]",
        "saves: [sms]",
        "Are text messages of this kind saved: MMS?",
        "yes",
        "no",
        "Text message backup is on; the phone has Wi-Fi",
    ),
    "option-warning": (
        "text: Whether and how photos upload., warns_of: [cellular]",
        "text: Whether and how photos upload.",
        "Does this option warn that cellular data may cost something: Photos choice?",
        "yes",
        "no",
        "",
    ),
    "upload-network": (
        "quality: best, clause: PHO-10, networks: [wifi]",
        "quality: best, clause: PHO-10, networks: [wifi, cellular]",
        "Does an upload of this kind go: Photos, Best quality?",
        "no",
        "yes",
        "the phone has cellular data",
    ),
    "deletion": (
        "ticked: [app_backup], removes: [app_backup]",
        "ticked: [app_backup], removes: [text_message_backup]",
        "What does Delete remove from the phone's own copy of its backup?",
        "Apps, App data",
        "nothing",
        "the box Settings backup is not ticked; the box App backup is ticked",
    ),
    "data-alone": (
        "picked: apps_and_data",
        "picked: data_alone",
        "What does Delete remove from the phone's own copy of its backup?",
        "Apps, App data",
        "App data",
        "the box App backup is ticked",
    ),
    "no-box": (
        "picked: refused\n",
        "picked: accepted\n",
        "What does Delete remove from the phone's own copy of its backup?",
        "nothing: it is refused",
        "nothing",
        "the box Settings backup is not ticked; the box App backup is not ticked",
    ),
    "restore-network": (
        RESTORED,
        RESTORED.replace(", cellular", ""),
        "Does a restore go on?",
        "yes",
        "no",
        "the phone has cellular data",
    ),
    "restore-warning": (
        "warns_of: [cellular]",
        "warns_of: []",
        "Does the phone say that a restore may cost something?",
        "yes",
        "no",
        "the phone has cellular data",
    ),
    "purpose": (
        "purposes: [backup, restore]",
        "purposes: [backup, restore, advertising]",
        "May what is backed up be read for this purpose: advertising?",
        "no",
        "yes",
        "",
    ),
    "destination": (
        "destinations: [onedrive]",
        "destinations: [onedrive, elsewhere]",
        "May what is backed up go to this place: elsewhere?",
        "no",
        "yes",
        "",
    ),
    "onedrive": (
        "onedrive: [Settings, Options,",
        "onedrive: [Options,",
        "Where in OneDrive are the backups listed?",
        "Settings > Options > Device settings",
        "Options > Device settings",
        "",
    ),
    "control-path": (
        "path: [App list, Settings], label: Backup",
        "path: [App list], label: Backup",
        "Where is this option: Backup page?",
        "App list > Settings",
        "App list",
        "",
    ),
    "control-label": (
        "label: Back up now",
        "label: Save now",
        "What is this option called: Back up now button?",
        "Back up now",
        "Save now",
        "",
    ),
    "control-kind": (
        "label: Back up now, kind: button",
        "label: Back up now, kind: page",
        "What kind of option is this: Back up now button?",
        "a button",
        "a page",
        "",
    ),
    "control-step": (
        "label: Skip, kind: button, step: passwords",
        "label: Skip, kind: button, step: restore",
        "What kind of option is this: Set up passwords skip?",
        "a button at the step of set-up: Passwords",
        "a button at the step of set-up: Restore",
        "",
    ),
    "option": (
        "{dont_upload: Don't upload, best: Best quality}",
        "{best: Best quality}",
        "Can Don't upload be chosen under Videos?",
        "yes, as Don't upload",
        "no",
        "",
    ),
    "picked": (
        "picked: pause",
        "picked: abort",
        "What becomes of an automatic backup when Wi-Fi drops in the middle?",
        "It waits and goes on when Wi-Fi is back. (pause)",
        "It fails, and begins again when Wi-Fi is back. (abort)",
        "",
    ),
    "readings": (
        '      - {value: abort, text: "It fails, and begins again when Wi-Fi is back."}\n',
        "",
        "What becomes of an automatic backup when Wi-Fi drops in the middle? What may an implementation declare?",
        "abort, pause",
        "pause",
        "",
    ),
    "bounds": (
        "longest: 1 day",
        "longest: 2 days",
        "When is an automatic backup that failed tried again, if its conditions do not change? What may an implementation declare?",
        "from 1 minute to 1 day",
        "from 1 minute to 2 days",
        "",
    ),
    "part": (
        "  - {id: theme, clause: CON-06, text: The theme colour.}\n",
        "  - {id: theme, clause: CON-06, text: The theme colour.}\n  - {id: ringtone, clause: CON-06, text: The ringtone.}\n",
        "How is this worded: Ringtone (parts)?",
        "nothing",
        "The ringtone.",
        "",
    ),
    "settled": (
        "we_read: No., because: Only the phone's own copy is deleted.",
        "we_read: Yes., because: Only the phone's own copy is deleted.",
        "How is this read: Local deletion (settled)?",
        "No.",
        "Yes.",
        "",
    ),
    "clause": ("clause: CON-06", "clause: CON-07", "Which clause says this: Theme (parts)?", "CON-06", "CON-07", ""),
}


def found(one: Policy, other: Policy) -> dict[str, Difference]:
    """Tell the differences by their questions, each of which comes once."""
    told = list(differences(one, other))
    assert len({each.question for each in told}) == len(told)
    return {each.question: each for each in told}


@pytest.mark.parametrize(("old", "new", "question", "answer", "other_answer", "example"), CHANGES.values(), ids=CHANGES)
def test_each_change_is_told(old: str, new: str, question: str, answer: str, other_answer: str, example: str) -> None:
    """A policy does not differ from itself; with one value changed, the question that this concerns is answered otherwise."""
    assert found(WHOLE, parse(TEXT, "same.yaml")) == {}
    assert old in TEXT

    (case,) = found(WHOLE, parse(TEXT.replace(old, new, 1), "p.yaml"))[question].cases

    assert (case.answer, case.other_answer) == (answer, other_answer)
    assert example in case.example
    assert bool(example) == bool(case.example)


def test_shipped_profiles() -> None:
    """Between the two shipped profiles, exactly this differs."""
    told = found(WHOLE, shipped.profile(OLD))

    assert {question: [(case.answer, case.other_answer) for case in each.cases] for question, each in told.items()} == {
        "What is the policy called?": [("Windows Phone 8.1", "Windows Phone 8")],
        "May features that the page describes be missing?": [("no", "yes")],
        "Is there a switch Chat backup?": [("no", "yes")],
        "Is there an upload of this kind: Videos, Good quality?": [
            ("no", f"yes, over Wi-Fi only, if it is read so: {OFFERED}")
        ],
        "What is this option called: Manage backups page?": [("Manage backups", "Advanced")],
        **{
            f"Where is this option: {option}?": [
                (
                    "App list > Settings > Backup > Apps + settings > Manage backups",
                    "App list > Settings > Backup > Apps + settings > Advanced",
                )
            ]
            for option in ("Settings backup box", "App backup box", "Delete button")
        },
        "Can Good quality be chosen under Videos?": [("no", "yes, as Good quality")],
        "Is there this option: Chat backup toggle?": [
            ("no", "yes: App list > Settings > Backup > Text messages > Chat backup")
        ],
        "Are text messages of this kind saved: chats?": [("no", "yes")],
        "Is this left open: Is Good quality offered for videos on Windows Phone 8?": [("no", "yes")],
        "How is this worded: the policy as a whole?": [(WHOLE.text, shipped.profile(OLD).text)],
        "How is this worded: Versions?": [(WHOLE.versions.text, shipped.profile(OLD).versions.text)],
        "Which clause says this: Manage backups page (controls)?": [("DEL-01", "DEL-02")],
    }


@pytest.mark.parametrize(
    ("after", "ages"),
    [
        ("1814399 seconds", ["20 days, 23 hours, 59 minutes and 59 seconds"]),
        ("1814401 seconds", ["21 days"]),
        ("1814402 seconds", ["21 days", "21 days and 1 second"]),
    ],
)
def test_boundary_of_a_length_of_time(after: str, ages: list[str]) -> None:
    """Three weeks and a second more or less differ at the very seconds between, and at no other."""
    other = parse(TEXT.replace("after: 21 days", f"after: {after}"), "p.yaml")
    told = found(WHOLE, other)
    assert list(told) == ["Does the phone prompt for a backup?"]

    (case,) = told["Does the phone prompt for a backup?"].cases

    assert re.findall(r"newest backup is (.*) old", case.example) == ages[:1]
    assert case.count == len(ages)


def test_conditions_by_length_of_time(small: str) -> None:
    """`at_least` and `more_than` differ in the very second, and where there is no backup yet neither holds."""
    power = "    - {fact: external_power, equals: true}\n"
    policies = {
        said: parse(small.replace(power, f"    - {{fact: age, {said}}}\n"), "p.yaml")
        for said in ("at_least: 2 days", "more_than: 2 days")
    }
    without = parse(small.replace(power, ""), "p.yaml")
    question = "Is a backup made by itself?"

    (between,) = found(policies["at_least: 2 days"], policies["more_than: 2 days"])[question].cases
    (missing,) = found(policies["at_least: 2 days"], without)[question].cases

    assert (between.answer, between.other_answer, between.count) == ("yes", "no", 1)
    assert between.example == "the phone has Wi-Fi; its newest backup is 2 days old"
    assert (missing.answer, missing.other_answer, missing.count) == ("no", "yes", 4)


def test_several_cases_of_one_question() -> None:
    """A question that is answered otherwise in several ways is told once, with an example of each."""
    other = parse(TEXT.replace(AUTOMATIC_WIFI, AUTOMATIC_WIFI.replace("wifi", "cellular")), "p.yaml")

    cases = found(WHOLE, other)["Is a backup made by itself?"].cases

    assert {(case.answer, case.other_answer) for case in cases} == {("yes", "no"), ("no", "yes")}
    assert [re.search(r"the phone has (.*?);", case.example)[1] for case in cases] == ["Wi-Fi", "cellular data"]  # type: ignore[index]


def test_members_that_nothing_asks_about_are_told() -> None:
    """A member that is new to the model is compared, too."""

    class NewRow(type(WHOLE.uploads.table[0]), frozen=True, kw_only=True):  # type: ignore[misc]
        battery: bool = False

    def with_battery(*, value: bool) -> Policy:
        rows = tuple(NewRow(**msgspec.structs.asdict(row), battery=value) for row in WHOLE.uploads.table)
        uploads = msgspec.structs.replace(WHOLE.uploads, table=rows)
        return msgspec.structs.replace(WHOLE, uploads=uploads)

    assert found(with_battery(value=True), with_battery(value=True)) == {}

    told = found(with_battery(value=True), with_battery(value=False))

    assert "What is said as Battery of this: Uploads, photos good (table)?" in told
    assert len(told) == len(WHOLE.uploads.table)


def test_words(small: str) -> None:
    """What differs is said under each question, with both answers, an example and the number of situations."""
    one = parse(small, "one.yaml")
    other = parse(small.replace("title: A small policy", "title: Another").replace("21 days", "20 days"), "other.yaml")

    assert in_words(one, one, ("one", "one")) == ""
    assert (
        in_words(one, other, ("one.yaml", "other.yaml"))
        == """\
2 questions are answered otherwise by one.yaml than by other.yaml.

What is the policy called?
  one.yaml: A small policy
  other.yaml: Another

Does the phone prompt for a backup?
  one.yaml: no
  other.yaml: yes
  For example: its newest backup is 20 days old; Settings backup is off.
  They answer so in 3 of the 9 situations that were tried."""
    )


def test_quality_offered_under_another_reading() -> None:
    """A quality that is offered under one reading alone is neither offered nor uploaded under another."""
    one = shipped.profile(OLD)

    told = found(one, one.with_choices({"good_quality_videos": "not_offered"}))

    assert {question: [(case.answer, case.other_answer) for case in each.cases] for question, each in told.items()} == {
        "Is there an upload of this kind: Videos, Good quality?": [
            (
                f"yes, over Wi-Fi only, if it is read so: {OFFERED}",
                f"no; there is one, over Wi-Fi only, if it is read so: {OFFERED}",
            )
        ],
        "Can Good quality be chosen under Videos?": [("yes, as Good quality", "no")],
        "Is Good quality offered for videos on Windows Phone 8?": [
            ("It is offered, and needs Wi-Fi like all videos. (offered)", "It is not offered. (not_offered)")
        ],
    }


GOOD_VIDEOS = "networks: [wifi], offered_if: {good_quality_videos: offered}"


def test_quality_offered_under_every_reading() -> None:
    """A quality that is offered whatever is declared differs from one that is offered under one reading, though both are offered now."""
    text = shipped.profile_text(OLD)
    one, other = shipped.profile(OLD), parse(text.replace(GOOD_VIDEOS, "networks: [wifi]"), "p.yaml")

    (told,) = found(one, other).values()

    assert told.question == "Is there an upload of this kind: Videos, Good quality?"
    assert [(case.answer, case.other_answer) for case in told.cases] == [(f"yes, if it is read so: {OFFERED}", "yes")]


def test_networks_of_an_upload_that_one_policy_has() -> None:
    """Of an upload that only one of two policies has, the networks are told, too: another network is another answer."""
    text = shipped.profile_text(OLD)
    over_all = parse(text.replace(GOOD_VIDEOS, GOOD_VIDEOS.replace("[wifi]", "[wifi, cellular]")), "p.yaml")
    question = "Is there an upload of this kind: Videos, Good quality?"

    (wifi,) = found(WHOLE, shipped.profile(OLD))[question].cases
    (every,) = found(WHOLE, over_all)[question].cases

    assert wifi.other_answer == f"yes, over Wi-Fi only, if it is read so: {OFFERED}"
    assert every.other_answer == f"yes, over Wi-Fi or cellular data, if it is read so: {OFFERED}"


def test_networks_of_an_upload_that_neither_offers_now() -> None:
    """Under a reading under which neither policy offers an upload, what differs of it is told all the same."""
    text = shipped.profile_text(OLD)
    over_all = parse(text.replace(GOOD_VIDEOS, GOOD_VIDEOS.replace("[wifi]", "[wifi, cellular]")), "p.yaml")
    declared = {"good_quality_videos": "not_offered"}

    (told,) = found(shipped.profile(OLD).with_choices(declared), over_all.with_choices(declared)).values()

    assert [(case.answer, case.other_answer) for case in told.cases] == [
        (
            f"no; there is one, over Wi-Fi only, if it is read so: {OFFERED}",
            f"no; there is one, over Wi-Fi or cellular data, if it is read so: {OFFERED}",
        )
    ]


ORDERS = {
    "reasons-of-automatic": ("automatic", "needs", "Which reasons are there that no backup is made by itself?"),
    "reasons-of-manual": ("manual", "needs", "Can a backup be made on demand?"),
    "deletions": ("", "deletions", "What does Delete remove from the phone's own copy of its backup?"),
    "parts": ("", "parts", "What does a backup hold?"),
    "way-in-onedrive": ("", "onedrive", "Where in OneDrive are the backups listed?"),
    "upload-table": ("uploads", "table", None),
    "reminder-needs": ("reminder", "needs", None),
    "toggles": ("", "toggles", None),
    "controls": ("", "controls", None),
    "choices": ("", "choices", None),
    "settled": ("", "settled", None),
}


@pytest.mark.parametrize(("rule", "member", "question"), ORDERS.values(), ids=ORDERS)
def test_order_where_it_counts(rule: str, member: str, question: str | None) -> None:
    """The order of a list is told where an answer depends on it, and is no difference where none does."""
    entry = getattr(WHOLE, rule) if rule else WHOLE
    turned = msgspec.structs.replace(entry, **{member: tuple(reversed(getattr(entry, member)))})
    other = msgspec.structs.replace(WHOLE, **{rule: turned}) if rule else turned
    assert other != WHOLE

    assert [each.question for each in differences(WHOLE, other)][:1] == ([question] if question else [])


def test_order_of_what_a_choice_offers() -> None:
    """What a choice offers shows in its order; another order is told, and nothing else is."""
    [photos] = [control for control in WHOLE.controls if control.id == "photos_choice"]
    turned = msgspec.structs.replace(photos, options=dict(reversed(photos.options.items())))
    other = msgspec.structs.replace(
        WHOLE, controls=tuple(turned if control is photos else control for control in WHOLE.controls)
    )

    [told] = differences(WHOLE, other)

    assert told.question == "In which order does this option offer what both have: Photos choice?"
    assert [(case.answer, case.other_answer) for case in told.cases] == [
        ("Dont upload, Good, Best", "Best, Good, Dont upload")
    ]
