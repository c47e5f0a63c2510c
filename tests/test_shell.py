"""`backupspec shell`: what is typed, how it is answered and what changed; in a pipe, always the same."""

import json
import os
import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from backupspec.cli import main
from backupspec.contract.commands import NAMES, PauseFlowAfter, SetExternalPower, SetSoftwareVersion, TurnOn
from backupspec.contract.implementation import Implementation
from backupspec.shell.syntax import NotUnderstood, commands, completions, entered, token_start, usage
from backupspec.world.world import World

ADD = 'add_phone phone="Ann\'s phone"\n'
TURN_ON = TurnOn(phone="Ann's phone", toggle="settings_backup")


def piped(text: str, *words: str) -> Result:
    """Pipe text into the shell. No traceback may ever be seen."""
    ran = CliRunner().invoke(main, ["shell", *words], input=text)
    assert ran.exception is None or isinstance(ran.exception, SystemExit)
    return ran


# What is typed.


FORMS = {
    "short": 'turn_on phone="Ann\'s phone" toggle=settings_backup',
    "other-order": 'turn_on toggle=settings_backup  phone="Ann\'s phone"',
    "json": '{"command": "turn_on", "phone": "Ann\'s phone", "toggle": "settings_backup"}',
    "json-of-a-list": '  {"command": "turn_on", "phone": "Ann\'s phone", "toggle": "settings_backup"},',
    "array": '[{"command": "turn_on", "phone": "Ann\'s phone", "toggle": "settings_backup"}]',
    "array-on-lines": '[\n  {"command": "turn_on",\n "phone": "Ann\'s phone", "toggle": "settings_backup"}\n]',
}


@pytest.mark.parametrize("form", FORMS)
def test_forms(form: str) -> None:
    """A command can be typed in the short form, or as JSON alone, in a list, or over several lines."""
    assert entered(FORMS[form]) == [TURN_ON]
    assert commands(f"# a comment\n\n{FORMS[form]}\n") == [TURN_ON]


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("pause_flow_after phone=p flow=backup point=500", PauseFlowAfter(phone="p", flow="backup", point=500)),
        ("pause_flow_after phone=p flow=backup point=commit", PauseFlowAfter(phone="p", flow="backup", point="commit")),
        ("set_external_power phone=p connected=true", SetExternalPower(phone="p", connected=True)),
        ("set_external_power phone=p connected=false", SetExternalPower(phone="p", connected=False)),
        (
            "set_software_version phone=p version=8.10 update=none",
            SetSoftwareVersion(phone="p", version="8.10", update="none"),
        ),
    ],
)
def test_values_that_are_no_texts(text: str, command: object) -> None:
    """Numbers, yes and no, and words that stand beside numbers are read as what they are; a text stays a text."""
    assert entered(text) == [command]


WRONG = {
    "turnon phone=p": "there is no command 'turnon' (perhaps turn_on is meant)",
    '{"command": "turn_onn"}': "there is no command 'turn_onn' (perhaps turn_on is meant)",
    '[{"command": "add_phone", "phone": "p"}, {"command": "turn_onn"}]': "there is no command 'turn_onn'",
    "turn_on phone=p toggle=sett": "toggle: 'sett' is not allowed; turn_on phone=... toggle=app_backup|",
    "turn_on phone=p": "the member toggle is missing; turn_on phone=",
    "turn_on fone=p": "'fone=p' is not member=value",
    "turn_on p": "'p' is not member=value",
    "add_phone phone=Ann's": "a name with an apostrophe stands in double quotes",
    "advance_time seconds=soon": "seconds: a whole number is expected, and a text came",
    "advance_time seconds=-1": "seconds: a whole number of 0 or more is expected",
    "delete_backups phone=p boxes=[settings_backup": "line 1: boxes: in the short form JSON stands in single quotes",
    'set_content phone=p content={"apps":[]}': "line 1: content: in the short form JSON stands in single quotes",
    """set_content phone=p content='{"apps":[}'""": "content: no JSON: Expecting value: line 1 column 10 (char 9)",
    '{"command": "add_phone"': "it is not JSON: it ends before it is whole",
    "[" * 100_000: "",
    '{"command": "add_phone", "phone": "\\ud800"}': "",
}


@pytest.mark.parametrize("text", WRONG, ids=range(len(WRONG)))
def test_what_is_not_understood(text: str) -> None:
    """What is no command is told in one line, with what is meant or how it is typed, and the next line is read."""
    ran = piped(f"{text}\n\n{ADD}")

    told, after, *_ = ran.stdout.splitlines()
    assert (ran.exit_code, ran.stderr) == (1, "")
    assert WRONG[text] in told
    assert told.startswith("line 1: ")
    assert after == "add_phone: done"


def test_a_list_is_done_whole_or_not_at_all() -> None:
    """If one of a pasted list is no command, none is done."""
    with pytest.raises(NotUnderstood, match="line 2: there is no command 'fly'"):
        commands("add_phone phone=p\nfly\n")

    ran = piped('[{"command": "add_phone", "phone": "p"},\n{"command": "fly"}]\n.commands\n')

    assert ran.stdout.splitlines()[1:] == ["[]"]


# How it is answered.


def test_what_changed() -> None:
    """Each command is told with its outcome and what changed: what is new, what is other than before, or that nothing is."""
    ran = piped(f'{ADD}set_network phone="Ann\'s phone" network=wifi\nadd_phone phone="Ann\'s phone"\n')

    assert (ran.exit_code, ran.stderr) == (0, "")
    first, new, second, other, third, nothing = ran.stdout.splitlines()
    assert (first, second) == ("add_phone: done", "set_network: done")
    assert new.startswith('  + phones > Ann\'s phone: {"display_name": "Ann\'s phone", ')
    assert len(new) < 160
    assert other == '  ~ phones > Ann\'s phone > network: "none" -> "wifi"'
    assert (third, nothing) == ("add_phone: refused: already_exists", "  nothing changed")


def test_controls_and_documents_are_left_out() -> None:
    """After .brief, what changed of controls and documents is counted, and is in nothing that is shown; after another one it shows again."""
    example = '.example\nback_up_now phone="Ann\'s phone"\n'
    whole, brief, again = piped(example), piped(f".brief\n{example}"), piped(f".brief\n.brief\n{example}")
    assert "controls > 3 > enabled" in whole.stdout
    assert "catalogue" in whole.stdout

    assert re.findall(r'controls >|"controls"|manifest|catalogue', brief.stdout) == []
    assert "  and 3 changes of controls and documents\n" in brief.stdout
    assert "  ~ phones > Ann's phone > toggles > settings_backup: false -> true\n" in brief.stdout
    assert "nothing changed" not in brief.stdout
    assert again.stdout.endswith(whole.stdout)


def test_a_pipe_is_always_the_same() -> None:
    """Two conversations with the same words have the same answers, without a prompt and without colours."""
    text = f'.example\nback_up_now phone="Ann\'s phone"\n.observe\n.commands\n{ADD}'

    first, second = piped(text), piped(text)

    assert first.stdout == second.stdout
    assert "back_up_now: done\n" in first.stdout
    assert "\x1b" not in first.stdout
    assert "\n> " not in first.stdout


def test_unsupported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the implementation cannot be given is told as that, and what it prints is no answer."""
    (tmp_path / "small.py").write_text(
        "from backupspec.targets.reaching import reach\n"
        "def make():\n"
        "    reference = reach('reference')\n"
        "    perform = reference.perform\n"
        "    def small(world, commands, *, observe=False):\n"
        "        print('working')\n"
        "        if type(commands[0]).__name__ == 'ResetPhone':\n"
        "            return {'outcomes': [{'outcome': 'unsupported'}]}\n"
        "        if type(commands[0]).__name__ == 'TurnPhoneOff':\n"
        "            raise RuntimeError('no switch')\n"
        "        return perform(world, commands, observe=observe)\n"
        "    reference.perform = small\n"
        "    return reference\n"
    )
    monkeypatch.chdir(tmp_path)
    assert piped("add_phone phone=p\nreset_phone phone=p\n", "python:small:make").exit_code == 0

    ran = piped("reset_phone phone=p\nturn_phone_off phone=p\nadd_phone phone=p\n", "python:small:make")

    assert ran.exit_code == 3
    assert "reset_phone: unsupported: the implementation cannot be given this command\n" in ran.stdout
    assert "line 2: the contract was broken: " in ran.stdout
    assert "no switch" in ran.stdout
    assert "add_phone: done" in ran.stdout
    assert "working" not in ran.stdout


def test_observe() -> None:
    """A part of what can be seen is found by the words that lead to it; items are shown where they are asked for."""
    content = '{"apps": [{"name": "chess", "version": "1", "participation": "declared"}]}'
    text = f"{ADD}set_content phone=\"Ann's phone\" content='{content}'\n"
    without, with_items = (
        piped(f'{text}.{what} phones "Ann\'s phone" items\n').stdout.splitlines()[4:] for what in ("observe", "items")
    )

    assert without == ["null"]
    assert json.loads("\n".join(with_items))["apps"] == json.loads(content)["apps"]
    assert "there is no 'nobody' here; there is Ann's phone" in piped(f"{ADD}.observe phones nobody\n").stdout


def test_a_long_list_is_shortened() -> None:
    """Of a long list its beginning is shown, and how many more there are; a part that is named is shown whole."""
    added = "".join(f"add_phone phone=p{at}\n" for at in range(3))
    everything, part = (
        json.loads("\n".join(piped(f"{added}.observe{path}\n").stdout.splitlines()[6:])) for path in ("", " phones p0")
    )

    short = everything["phones"]["p0"]["controls"]
    assert len(short) == 6
    assert short[-1].endswith(f"({len(part['controls']) - 5} more)")
    assert part["controls"][:5] == short[:5]
    assert all(isinstance(control, dict) for control in part["controls"])


def test_a_long_text_is_shown_whole_where_it_is_named() -> None:
    """A text that is too long for the whole is not cut in a part that is named."""
    text = 1000 * "a"
    given = f'{ADD}set_content phone="Ann\'s phone" content=\'{{"settings": [{{"name": "n", "value": "{text}"}}]}}\'\n'

    assert text not in piped(f"{given}.items\n").stdout
    assert text in piped(f'{given}.items phones "Ann\'s phone" items\n').stdout


def test_save_and_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was done can be saved, and done again: the list is JSON, and it is what .commands shows."""
    monkeypatch.chdir(tmp_path)
    saved = piped(".example\n.save 'a list.json'\n.commands\n")
    assert saved.exit_code == 0
    assert "5 commands are in a list.json\n" in saved.stdout
    text = (tmp_path / "a list.json").read_text("utf-8")
    assert saved.stdout.endswith(text)
    assert len(json.loads(text)) == 5

    loaded = piped(".load 'a list.json'\n")

    assert loaded.exit_code == 0
    assert loaded.stdout == saved.stdout.partition("5 commands are in")[0]
    assert "nothing.json cannot be read: No such file" in piped(".load nothing.json\n").stdout
    assert "cannot be written" in piped(".save /nowhere/list.json\n").stdout
    assert "one file is named" in piped(".save\n").stdout


def test_example_is_a_situation_to_go_on_from() -> None:
    """After the example a backup by hand is done: a newcomer has a phone in one line."""
    assert "back_up_now: refused" in piped(f'{ADD}back_up_now phone="Ann\'s phone"\n').stdout

    ran = piped('.example\nback_up_now phone="Ann\'s phone"\n')

    assert (ran.exit_code, ran.stdout.count(": done\n")) == (0, 6)
    assert "  + accounts > Ann's account > backups > 0: " in ran.stdout


def test_help_names_everything() -> None:
    """Help names each command with what it is given; of one it says what it does."""
    everything = piped(".help\n").stdout
    assert all(f"  {name}" in everything for name in NAMES)

    assert piped(".help turn_on\n").stdout.splitlines() == [
        "turn_on phone=... toggle=app_backup|chat_backup|settings_backup|text_message_backup",
        "  Turn a kind of backup on. Turning on what is on is done, without effect.",
    ]
    assert usage("pause_flow_after").endswith(" point=commit|BYTES")
    assert usage("advance_time") == "advance_time seconds=..."
    assert usage("add_phone") == "add_phone phone=... [display_name=...]"
    assert "there is no command 'turnon'" in piped(".help turnon\n").stdout


STUMBLES = """
import os, sys
from pathlib import Path
from backupspec.targets.reaching import reach
from backupspec.targets.speaking import respond
from backupspec.targets.wire import encoded
once, reference = Path(sys.argv[1]), reach("reference")
for line in sys.stdin.buffer:
    if b"add_phone" in line and not once.exists():
        once.touch()
        print("adding a phone")
    print(encoded(respond(reference, line)).decode(), flush=True)
"""
"""The reference as a program that prints, the first time that it adds a phone, where its answer is due."""


@pytest.mark.skipif(os.name != "posix", reason="programs are started on POSIX systems only")
@pytest.mark.parametrize("is_restarted", [True, False])
def test_restart_goes_on_after_a_bad_answer(tmp_path: Path, *, is_restarted: bool) -> None:
    """After an answer that was refused the program is lost, and what is typed is answered again once a new world was begun."""
    program = tmp_path / "stumbles.py"
    program.write_text(STUMBLES)
    restart = ".restart\n" if is_restarted else "\n"
    ran = piped(f"{ADD}{restart}{ADD}.commands\n", f"stdio:{sys.executable} {program} {tmp_path / 'once'}")

    broken, hint, *rest = ran.stdout.splitlines()
    assert broken.startswith("line 1: the contract was broken: ")
    assert ".restart" in hint
    assert ("add_phone: done" in rest) is is_restarted
    assert ran.exit_code == 3


def test_quit_ends() -> None:
    """Nothing after .quit is done; a word with a dot that nobody knows is told with the nearest."""
    assert piped(f".quit\n{ADD}").stdout == ""
    assert "there is no .comands (perhaps .commands is meant)" in piped(".comands\n").stdout


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("no-such-target",), 2, "there is no target"),
        (("reference", "--profile", "windows-phone-7"), 2, "there is no profile"),
        (("reference", "--choices", "missing.yaml"), 2, "missing.yaml cannot be read"),
    ],
)
def test_misuse(words: tuple[str, ...], code: int, message: str) -> None:
    """What does not exist is told, with exit code 2."""
    ran = piped(ADD, *words)

    assert (ran.exit_code, ran.stdout) == (code, "")
    assert message in ran.stderr


def test_profile_and_choices(tmp_path: Path) -> None:
    """The profile and the choices are those that the world is opened with."""
    (tmp_path / "choices.yaml").write_text("toggle_without_account: refused\n")
    turn_on = 'turn_on phone="Ann\'s phone" toggle={}\n'
    assert piped(ADD + turn_on.format("chat_backup")).stdout.count("refused: not_offered_on_this_phone") == 1
    assert piped(ADD + turn_on.format("settings_backup")).stdout.count(": done\n") == 2

    other = piped(ADD + turn_on.format("chat_backup"), "reference", "--profile", "windows-phone-8")
    refused = piped(ADD + turn_on.format("settings_backup"), "reference", "--choices", str(tmp_path / "choices.yaml"))

    assert "not_offered_on_this_phone" not in other.stdout
    assert "turn_on: refused: not_signed_in\n" in refused.stdout


# Completion.


@pytest.fixture
def world(reference: Implementation, open_ready: object) -> World:
    """Return a world with a phone `ann`, and one whose name has to be quoted."""
    made: World = open_ready()  # type: ignore[operator]
    made.must(*entered(ADD))
    return made


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("turn_o", ["turn_off ", "turn_on "]),
        ("turn_on ", ["phone=", "toggle="]),
        ("turn_on phone=ann ", ["toggle="]),
        ("turn_on ph", ["phone="]),
        ("turn_on toggle=s", ["toggle=settings_backup "]),
        ("turn_on phone=", ['phone="Ann\'s phone" ', "phone=ann "]),
        ('turn_on phone="Ann', ['phone="Ann\'s phone" ']),
        ("turn_on phone=\"Ann's ph", ['phone="Ann\'s phone" ']),
        ("sign_in account=", ["account=ann@example.com "]),
        ("set_external_power connected=t", ["connected=true "]),
        ("set_network network=", ["network=cellular ", "network=none ", "network=wifi "]),
        (".ex", [".example "]),
        (".help turn_of", ["turn_off "]),
        ("fly ", []),
        ("turn_on colour=", []),
        ("advance_time seconds=", []),
    ],
)
def test_completions(world: World, line: str, found: list[str]) -> None:
    """Commands, their members, and values are completed as far as they are known: those of a list, phones, accounts."""
    assert completions(line, world.now, [".example", ".help"]) == found


def test_where_a_word_begins() -> None:
    """A space in quotes parts no words."""
    assert token_start("turn_on phone=\"Ann's ph") == len("turn_on ")
    assert token_start("turn_on phone=ann t") == len("turn_on phone=ann ")
