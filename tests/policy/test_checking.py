"""Whether all is found that is wrong with a policy, each with a situation that shows it."""

import pytest

from backupspec import shipped
from backupspec.explain.contradictions import check

NORM = shipped.PROFILES[0]
TEXT = shipped.profile_text(NORM)


def line(beginning: str) -> str:
    """Return the one line of the norm that begins so."""
    (found,) = (each for each in TEXT.splitlines(keepends=True) if each.strip().startswith(beginning))
    return found


WIFI = "    - {fact: network, equals: wifi, otherwise: no_network}\n"
ACCOUNT = "    - {fact: account, equals: true, otherwise: not_signed_in}\n"
REMINDED = "    - {fact: set_up_over, equals: true}\n"
UNREACHED = ("path: [App list, Settings], label: Backup", "path: [App list, Settings, More], label: Backup")
RESTORED = "  networks: [wifi, cellular]\n  warns_of"

# What is replaced by what, where that is wrong, how it is told, and the situation that shows it.
WRONG = {
    "two-values-at-once": (
        WIFI,
        WIFI + WIFI.replace("wifi", "cellular"),
        "automatic.needs[6]",
        "no situation fulfils this and the conditions before it: the phone has cellular data",
        "Settings backup is on; the phone has Wi-Fi",
    ),
    "two-facts-that-exclude-each-other": (
        ACCOUNT,
        ACCOUNT.replace("true", "false"),
        "automatic.needs[3]",
        "no situation fulfils this and the conditions before it: its sign-in is valid",
        "the phone is signed in with no account; its sign-in is missing",
    ),
    "toggle-on-without-what-it-requires": (
        WIFI,
        WIFI + '    - {fact: app_backup, equals: "on"}\n    - {fact: settings_backup, equals: "off"}\n',
        "automatic.needs[7]",
        "no situation fulfils this and the conditions before it: Settings backup is off",
        "Settings backup is on; App backup is on",
    ),
    "condition-that-another-implies": (
        ACCOUNT,
        ACCOUNT + "    - {fact: sign_in, one_of: [valid, lapsed], otherwise: signed_out}\n",
        "automatic.needs[3]",
        "this never stands in the way, so signed out is never the reason: its sign-in is valid or has lapsed",
        "signed in with no account; its sign-in is missing; Settings backup is on",
    ),
    "condition-whose-reason-another-gives": (
        ACCOUNT,
        ACCOUNT + "    - {fact: sign_in, one_of: [valid, lapsed], otherwise: not_signed_in}\n",
        "automatic.needs[3]",
        "this never stands in the way: its sign-in is valid or has lapsed",
        "signed in with no account; its sign-in is missing; Settings backup is on",
    ),
    "condition-that-always-holds": (
        WIFI,
        "    - {fact: network, one_of: [wifi, cellular, none]}\n" + WIFI,
        "automatic.needs[5]",
        "this never stands in the way: the phone has Wi-Fi, cellular data or no network",
        "it holds even so",
    ),
    "shorter-length-of-time-after-a-longer": (
        WIFI,
        WIFI + "    - {fact: age, more_than: 2 days}\n    - {fact: age, at_least: 2 days}\n",
        "automatic.needs[7]",
        "this never stands in the way: its newest backup is 2 days old, or older",
        "its newest backup is 1 day, 23 hours, 59 minutes and 59 seconds old",
    ),
    "length-of-time-before-the-prompt-is-due": (
        REMINDED,
        REMINDED + "    - {fact: age, at_least: 21 days}\n",
        "reminder.needs[2]",
        "this never stands in the way: its newest backup is 21 days old, or older",
        "its newest backup is 20 days, 23 hours, 59 minutes and 59 seconds old",
    ),
    "data-that-no-network-carries": (
        "  networks: [wifi]\n\nmanual",
        "  networks: [cellular]\n\nmanual",
        "automatic.networks",
        "a backup begins only on networks over which its data does not go",
        "Settings backup is on; the phone has Wi-Fi",
    ),
    "refusal-without-a-reason": (
        "equals: false, otherwise: backup_in_progress",
        "equals: false",
        "manual.needs[4]",
        "no reason is given where this does not hold",
        "it does not hold that no backup is under way",
    ),
    "reason-that-nobody-is-given": (
        REMINDED,
        REMINDED.replace("true", "true, otherwise: set_up_is_not_over"),
        "reminder.needs[1].otherwise",
        "this reason is never given",
        "it does not hold that the phone's first set-up is over: no prompt shows",
    ),
    "page-without-a-way": (
        line("- {id: text_messages_page"),
        "",
        "controls[text_message_backup_toggle].page",
        "there is no page 'text_messages_page'",
        "a person looks for 'Text message backup', and nothing on the phone leads there",
    ),
    "no-way-to-anything": (
        *UNREACHED,
        "controls[backup_page].path",
        "no page leads to App list > Settings > More, and so nobody reaches Backup, Apps + settings, Settings backup",
        "a person opens App list > Settings, and there is no More to tap",
    ),
    "two-options-of-one-name": (
        "label: App backup, kind: toggle",
        "label: Settings backup, kind: toggle",
        "controls[app_backup_toggle].label",
        "nobody can tell this from settings_backup_toggle",
        "two options are called Settings backup",
    ),
    "toggle-that-nothing-sets": (
        line("- {id: text_message_backup_toggle"),
        "",
        "toggles[text_message_backup]",
        "nothing on the phone turns this on and off",
        "on a new phone, Text message backup is off: nobody can change that",
    ),
    "required-toggle-that-nothing-sets": (
        line("- {id: settings_backup_toggle"),
        "",
        "toggles[settings_backup] toggles[app_backup].requires[0]",
        "this requires Settings backup, which nobody can turn on",
        "Settings backup is off and stays off, so App backup cannot be turned on",
    ),
    "first-on-without-what-it-requires": (
        'backed up with the settings.\n    first: "off"',
        'backed up with the settings.\n    first: "on"',
        "toggles[app_backup].requires[0]",
        "this is on at first, and what it requires is not: Settings backup",
        "on a new phone, App backup is on and Settings backup is off",
    ),
    "quality-that-nothing-offers": (
        "{dont_upload: Don't upload, best: Best quality}",
        "{dont_upload: Don't upload}",
        "uploads.table[2]",
        "nothing on the phone offers Best quality for Videos",
        "a person wants videos to upload at Best quality, and finds it nowhere",
    ),
    "choice-without-a-way-back": (
        "{dont_upload: Don't upload, best: Best quality}",
        "{best: Best quality}",
        "controls[videos_choice].options",
        "it does not offer the first state: Don't upload",
        "once changed, nobody gets back to it",
    ),
    "part-that-nothing-covers": (
        "covers: [apps, app_data]",
        "covers: [apps]",
        "parts[app_data]",
        "no toggle covers this part, so no backup holds it",
        "a backup is made: App data is not in it",
    ),
    "part-that-two-toggles-cover": (
        "covers: [apps, app_data]",
        "covers: [apps, app_data, theme]",
        "parts[theme]",
        "several toggles cover this part: Settings backup and App backup",
        "Settings backup is on and App backup is off",
    ),
    "toggle-that-backs-up-nothing": (
        "    saves: [sms, mms]\n",
        "",
        "toggles[text_message_backup]",
        "this covers no part and saves no text messages",
        "Text message backup is turned on, and nothing more is backed up than before",
    ),
    "texts-that-two-toggles-save": (
        "covers: [apps, app_data]",
        "covers: [apps, app_data]\n    saves: [sms]",
        "toggles[text_message_backup].saves[0]",
        "SMS is saved by App backup already",
        "App backup is on and Text message backup is off",
    ),
    "deletion-in-the-shadow-of-another": (
        "ticked: [app_backup]",
        "ticked: [app_backup, settings_backup]",
        "controls[app_backup_box] deletions[apps_alone]",
        "this never counts: whenever its boxes are ticked, whole counts, which stands before it",
        "a person ticks the boxes App backup and Settings backup and taps Delete",
    ),
    "deletion-of-what-there-is-not": (
        "removes: [app_backup]",
        "removes: [apps_backup]",
        "deletions[apps_alone].removes[0]",
        "there is no toggle apps_backup",
        "a person ticks the box App backup and taps Delete: of Apps backup, there is nothing",
    ),
    "deletion-without-a-box": (
        line("- {id: app_backup_box"),
        "",
        "deletions[apps_alone].ticked[0]",
        "nothing on the phone has a box for App backup",
        "a person wants to tick App backup, and finds no such box",
    ),
    "box-that-deletes-nothing": (
        line("- {id: apps_alone"),
        "",
        "controls[app_backup_box]",
        "no deletion counts where this box alone is ticked",
        "a person ticks the box App backup alone and taps Delete: nothing goes",
    ),
    "warning-of-nothing": (
        RESTORED,
        RESTORED.replace("[wifi, cellular]", "[wifi]"),
        "restore.warns_of[0]",
        "no restore goes over this network, so the warning is about nothing",
        "the phone has cellular data: the phone warns",
    ),
    "toggle-that-requires-itself": (
        "requires: [settings_backup]",
        "requires: [app_backup]",
        "toggles[app_backup].requires[0]",
        "app_backup requires itself",
        "app_backup is off: it can be turned on only once it is on",
    ),
    "toggles-that-require-each-other": (
        "covers: [passwords",
        "requires: [app_backup]\n    covers: [passwords",
        "toggles[settings_backup].requires",
        "a circle: settings_backup requires app_backup, app_backup requires settings_backup",
        "all of them are off: none can be turned on before another is on",
    ),
    "toggle-that-requires-none": (
        "requires: [settings_backup]",
        "requires: [setting_backup]",
        "toggles[app_backup].requires[0]",
        "there is no toggle 'setting_backup' (perhaps settings_backup is meant)",
        "this is still not enough to turn 'app_backup' on",
    ),
    "table-with-an-overlap": (
        "{medium: videos, quality: best, clause",
        "{medium: videos, quality: best, clause: PHO-10, networks: [wifi], text: T.}\n    - {medium: videos, quality: best, clause",
        "uploads.table[3].medium",
        "'videos' at 'best' stands here a second time",
        "whoever looks for 'videos' at 'best' finds two entries",
    ),
    "table-with-a-gap": (
        line("- {medium: photos, quality: good"),
        "",
        "controls[photos_choice].options.good",
        "uploads.table has no such quality for photos",
        "someone chooses 'good' for photos: no row says over which networks they upload",
    ),
    "fact-that-cannot-be-so": (
        WIFI,
        WIFI.replace("wifi", "wlan"),
        "automatic.needs[5].equals",
        "network is never 'wlan'",
        "of network, there are the situations wifi, cellular or none: in none of them is it 'wlan'",
    ),
}


@pytest.mark.parametrize("name", shipped.PROFILES)
def test_nothing_is_wrong_with_the_shipped_ones(name: str) -> None:
    """The shipped profiles have no problem."""
    assert check(shipped.profile_text(name), name) == ()


@pytest.mark.parametrize(("old", "new", "where", "problem", "example"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_found(old: str, new: str, where: str, problem: str, example: str) -> None:
    """The norm has no problem; with one fact changed it has this one, at its place, shown by a situation."""
    assert check(TEXT, NORM) == ()
    assert old in TEXT

    found = check(TEXT.replace(old, new, 1), "p.yaml")

    assert sorted(mistake.where for mistake in found) == sorted(where.split())
    told = [mistake for mistake in found if mistake.problem.startswith(problem)]
    assert len(told) == 1
    assert example in told[0].example


def test_a_problem_has_its_line() -> None:
    """A problem is told with the line on which it stands."""
    changed = TEXT.replace("covers: [apps, app_data]", "covers: [apps]")
    number = 1 + changed.splitlines().index(line("- {id: app_data").rstrip("\n"))

    assert [mistake.line for mistake in check(changed, "p.yaml")] == [number]


def test_all_mistakes_come_at_once() -> None:
    """What is refused in reading is told whole, and alone: the rest is looked for once a policy can be read."""
    unread = TEXT.replace("after: 21 days", "after: soon").replace(
        "requires: [settings_backup]", "requires: [app_backup]"
    )
    unreached = unread.replace(*UNREACHED)
    assert unreached != unread

    assert [mistake.where for mistake in check(unread, "p.yaml")] == [
        "toggles[app_backup].requires[0]",
        "reminder.after",
    ]
    assert check(unreached, "p.yaml") == check(unread, "p.yaml")


def test_length_of_time_that_matters() -> None:
    """A prompt that waits for a second longer than the time at which it is due has a condition that counts; due a second later, not."""
    longer = TEXT.replace(REMINDED, REMINDED + "    - {fact: age, more_than: 21 days}\n")
    later = longer.replace("picked: prompts\n", "picked: waits\n")

    assert check(longer, "p.yaml") == ()
    assert [mistake.where for mistake in check(later, "p.yaml")] == ["reminder.needs[2]"]
