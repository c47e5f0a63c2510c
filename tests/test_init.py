"""`backupspec init`: what it writes is made, run and judged here as a vendor would do it."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result

from backupspec import shipped
from backupspec.cli import main
from backupspec.commands.init import LANGUAGES, ORDER, PAGES, project
from backupspec.contract.commands import (
    NAMES,
    AddPhone,
    CreateAccount,
    SetContent,
    SetPhoneSpace,
    SetWallClock,
    tag,
)
from backupspec.contract.content import App, Content, Item, OwnAccount, named
from backupspec.contract.implementation import About, Implementation, Opening
from backupspec.contract.outcomes import DONE, Refused
from backupspec.contract.schemas import plain
from backupspec.fixtures.people import people
from backupspec.manifest.measuring import held
from backupspec.preflight.bench import Bench
from backupspec.preflight.order import CHECKS, findings
from backupspec.shell.exchange import CONTENT
from backupspec.targets import wire
from backupspec.targets.reaching import leave, reach

LONGEST_S = 120
"""How long a command of a vendor's may take here, in real seconds: npm asks its registry."""

POLICY = shipped.profile(shipped.PROFILES[0])
OPENING = Opening(
    scenario="a test of what init writes",
    profile=POLICY.id,
    choices=POLICY.picks(),
    wall_clock="2014-06-02T09:00:00Z",
    time_zone="Europe/London",
    seed=1,
)

NO_NODE = shutil.which("npm") is None and "CI" not in os.environ
WITH_NODE = pytest.mark.skipif(NO_NODE, reason="npm is not there, which a project in TypeScript is built with")
WITH_A_PROGRAM = [
    pytest.param(name, marks=WITH_NODE) if name == "typescript" else name
    for name, language in LANGUAGES.items()
    if language.program
]


def init(*words: str) -> Result:
    """Type the command, in the folder where one is."""
    return CliRunner().invoke(main, ["init", *words])


def typed(line: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Type a line in a folder, with this `backupspec` on the path."""
    command = re.sub(r"^backupspec", f"{sys.executable} -m backupspec", line)
    return subprocess.run(  # noqa: S602 - a line that init told to type
        command, shell=True, cwd=folder, capture_output=True, text=True, timeout=LONGEST_S, check=False
    )


def fed(program: str, folder: Path, lines: str) -> "subprocess.CompletedProcess[str]":
    """Start a program in a folder, give it lines, and wait for its end."""
    return subprocess.run(  # noqa: S603 - a program that init wrote, or a test
        shlex.split(program), cwd=folder, input=lines, capture_output=True, text=True, timeout=LONGEST_S, check=True
    )


@pytest.fixture(scope="module", params=WITH_A_PROGRAM)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Make a project, and do all that is told to do before it is run; return where it is, and the line that runs it."""
    folder = tmp_path_factory.mktemp(request.param) / "acme phone"
    told = init("--language", request.param, str(folder))
    assert told.exit_code == 0
    enter, *build, run = re.findall(r"^  (.+)$", told.output, re.MULTILINE)
    assert enter == f"cd '{folder}'"
    for line in build:
        built = typed(line, folder)
        assert built.returncode == 0, built.stdout + built.stderr
    return folder, run


def test_first_run_is_partial(made: tuple[Path, str]) -> None:
    """Made, built and run as is told, a new project is judged partial: nothing fails, nothing errs, and what is missing is named."""
    folder, run = made

    ran = typed(f"{run} --report report", folder)

    assert ran.returncode == 4, ran.stdout + ran.stderr
    assert "Verdict: partial" in ran.stdout
    assert "does not support sign_in" in ran.stdout
    verdicts = {
        each["verdict"] for each in json.loads((folder / "report" / "report.json").read_text("utf-8"))["scenarios"]
    }
    assert verdicts == {"passed", "untestable", "not_applicable"}


@pytest.fixture
def adapter(made: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Reach a project's program."""
    folder, run = made
    monkeypatch.chdir(folder)
    program = re.search(r'"(stdio:.+)"', run)
    assert program is not None
    implementation = reach(program[1])
    yield implementation
    leave(implementation)


def test_measures_content(adapter: Implementation) -> None:
    """It comes to the same sizes and digests as we do, whatever characters there are, and shows the items where they are asked for."""
    strange = Content(
        favourites=(Item(name='\u2028"\\/\x00\x7f', value="Bücher \u20ac \U0001f600"),),
        dictionary=(Item(name="\ue000", value="\U00010000"),),
    )
    contents = [strange, *(person.content for person in people(1, 5))]
    for content in contents:
        world = adapter.open_world(OPENING)
        outcomes = adapter.perform(world, [AddPhone(phone="ann"), SetContent(phone="ann", content=content)]).outcomes
        assert set(outcomes) == {DONE}

        without, with_items = (adapter.observe(world, items=items).phones["ann"] for items in (False, True))

        assert without.content == with_items.content == {part: held(entries) for part, entries in named(content)}
        assert (without.items, with_items.items) == (None, content)
        adapter.close_world(world)


def test_content_belongs_to_its_owners(adapter: Implementation) -> None:
    """An app or an account that goes takes its data or its password with it, and no name or address is there twice."""
    mail = OwnAccount(name="Mail", provider="outlook.com", address="ann@example.com")
    chess = App(name="chess", version="1", participation="declared")
    whole = Content(
        apps=(chess,),
        app_data=(Item(name="chess", value="won"),),
        accounts=(mail,),
        passwords=(Item(name="Mail", value="secret"),),
    )
    other = OwnAccount(name="Other", provider="outlook.com", address="ann@example.com")
    world = adapter.open_world(OPENING)

    def given(content: Content) -> Any:
        [outcome] = adapter.perform(world, [SetContent(phone="ann", content=content)]).outcomes
        return outcome

    adapter.perform(world, [AddPhone(phone="ann")])
    assert given(whole) == DONE
    assert given(Content(apps=(chess, chess))) == Refused(reason="name_is_there_twice")
    assert given(Content(accounts=(mail, other))) == Refused(reason="name_is_there_twice")
    assert adapter.observe(world, items=True).phones["ann"].items == whole

    assert given(Content(apps=(), accounts=())) == DONE

    left = adapter.observe(world, items=True).phones["ann"].items
    assert left == Content(apps=(), app_data=(), accounts=(), passwords=())


def test_content_that_is_null_is_not_meant(made: tuple[Path, str]) -> None:
    """A kind that is null stays as it was, as one that is left out does; an empty list takes all of it away."""
    folder, run = made
    blue = [{"name": "blue", "value": "0050ef"}]
    given = [{"theme": blue}, {"theme": None, "apps": None, "accounts": None, "app_data": None}, {"theme": []}]
    requests = [
        {"method": "open_world", "params": {"opening": plain(OPENING)}},
        _performed({"command": "add_phone", "phone": "ann"}),
        *(_performed({"command": "set_content", "phone": "ann", "content": content}) for content in given),
    ]
    lines = "".join(json.dumps({"jsonrpc": "2.0", "id": at} | each) + "\n" for at, each in enumerate(requests))
    program = re.search(r'"stdio:(.+)"', run)
    assert program is not None

    ran = fed(program[1], folder, lines)

    _, _, *answers = (json.loads(line)["result"] for line in ran.stdout.splitlines())
    assert [each["outcomes"] for each in answers] == [[{"outcome": "done"}]] * 3
    shown = [each["observation"]["phones"]["ann"]["content"] for each in answers]
    assert [{kind: each["count"] for kind, each in content.items()} for content in shown] == [
        {"theme": 1},
        {"theme": 1},
        {"theme": 0},
    ]


def _performed(command: dict[str, Any]) -> dict[str, Any]:
    return {"method": "perform", "params": {"world": "world-1", "commands": [command], "observe": True}}


def test_refuses_what_is_not_there(adapter: Implementation) -> None:
    """What is there already is not made again, and what is not there can't be changed; the calendar has no 30 February."""
    world = adapter.open_world(OPENING)
    twice = [AddPhone(phone="ann"), CreateAccount(account="ann")] * 2
    wrong = [SetPhoneSpace(phone="ben", size_bytes=1), SetWallClock(to="2014-02-30T00:00:00Z")]

    outcomes = adapter.perform(world, [*twice, *wrong]).outcomes

    exists = Refused(reason="already_exists")
    assert outcomes[:5] == (DONE, DONE, exists, exists, Refused(reason="no_such_phone"))
    assert outcomes[5] == Refused(reason="no_such_instant")
    assert adapter.observe(world).wall_clock == OPENING.wall_clock


def test_goes_on_after_an_error(adapter: Implementation) -> None:
    """What goes wrong in an operation is told, and the program and its other worlds live on."""
    world = adapter.open_world(OPENING)
    with pytest.raises(Exception, match="no-such-world"):
        adapter.observe("no-such-world")

    assert adapter.observe(world).elapsed_s == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_is_written_or_listed(language: str) -> None:
    """The table of unfinished commands holds, in our order, each command that is not written, with its members."""
    texts = project(language, "acme")
    function = LANGUAGES[language].function
    written = set(re.findall(function, "\n".join(texts.values()), re.MULTILINE)) if function else set()
    assert {"add_phone", "advance_time", "create_account", "set_content"} <= written or not function

    listed = _listed("\n".join(texts.values()))

    names = [name for name, _ in listed]
    in_order = [name for group in ORDER.values() for name in group if name in names]
    assert names[: len(in_order)] == in_order
    assert not written & set(names)
    assert written | set(names) == {*_commands_of_the_schema()}
    assert dict(listed)["pause_flow_after"] == "phone, flow, point"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_first_backup_needs_is_in_the_first_step(language: str) -> None:
    """What a phone is given that is ready for a backup of everything stands under the first heading; later steps are not needed for it."""
    text = "\n".join(project(language, "acme").values())
    first = dict(_listed(text[text.index("A backup by hand: clauses") : text.index("A backup by itself")]))

    assert {"sign_in", "turn_on", "choose_upload", "back_up_now"} <= first.keys()
    assert "take_photo" not in first


def _listed(text: str) -> list[tuple[str, str]]:
    """Find the commands that are listed as unfinished, each with its members."""
    return [
        (name or other, members or others)
        for name, members, other, others in re.findall(
            r'^ +"(\w+)",  (?:#|//) (.*)$|^- `(\w+)`: (.*)$', text, re.MULTILINE
        )
    ]


def _commands_of_the_schema() -> list[str]:
    each = shipped.schema("command")["$defs"].values()
    return [kind["properties"]["command"]["enum"][0] for kind in each if "command" in kind["properties"]]


def test_types_are_those_of_the_schemas() -> None:
    """The types for TypeScript have the members of the schemas, and the same of them may be left out."""
    declared = {
        name: re.findall(r"^  (\w+\??):", body, re.MULTILINE)
        for name, body in re.findall(
            r"^export interface (\w+) {\n(.*?)^}",
            project("typescript", "acme")["src/contract.ts"],
            re.MULTILINE | re.DOTALL,
        )
    }
    definitions = {
        name: kind
        for schema in ("about", "command", "observation", "opening", "outcome")
        for name, kind in shipped.schema(schema)["$defs"].items()
    }

    assert {name: sorted(members) for name, members in declared.items()} == {
        name: sorted(member if member in kind["required"] else f"{member}?" for member in kind["properties"])
        for name, kind in definitions.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_to_fill_in_by_hand(language: str) -> None:
    """No placeholder is left, every file that README.md speaks of is there, and JSON is JSON."""
    texts = project(language, "acme")

    assert [path for path, text in texts.items() if re.search(r"@[A-Z]+@", text)] == []
    assert set(re.findall(r"^\| `([\w./]+)` \|", texts["README.md"], re.MULTILINE)) <= texts.keys() | {"schemas/"}
    assert "# acme\n" in texts["README.md"]


NOT_YET = {"dist/adapter.js", "schema.json", "report.json"}
"""What is there once it was built or run, and how all schemas end."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_file_that_is_named_is_written(language: str) -> None:
    """Whatever a text of the project names as a file, or leads to, comes along: where it says, or beside it."""
    texts = project(language, "acme")
    named = {
        (path, name)
        for path, text in texts.items()
        for name in re.findall(r"(?<![\w./-])[\w./-]*\w\.(?:md|jsonl?|ya?ml|py|[tj]s|feature)\b", text)
    }
    assert {("README.md", "CONTRACT.md"), ("CONTRACT-REFERENCE.md", "schemas/manifest.schema.json")} <= named

    def is_there(path: str, name: str) -> bool:
        beside = (Path(path).parent / name).as_posix()
        return bool({name, beside, beside.removesuffix(".js") + ".ts"} & texts.keys()) or name in NOT_YET

    assert sorted((path, name) for path, name in named if not is_there(path, name)) == []
    assert {f"schemas/{file.name}" for file in shipped.folder("schemas").glob("*.json")} <= texts.keys()
    assert not [path for path, text in texts.items() if re.search(r"\bdocs/|[Cc]hangelog", text)]
    pages = {"README.md", *PAGES.values()}
    for path in pages:
        led_to = re.findall(r"\]\(([\w./-]*)#([^)]+)\)", texts[path])
        assert [(page, anchor) for page, anchor in led_to if anchor not in _anchors(texts[page or path])] == []


def _anchors(page: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_contract_comes_along(language: str) -> None:
    """It is the two pages of the documentation, their links lead to nothing else, and README.md points to it."""
    texts = project(language, "acme")

    for page, copy in PAGES.items():
        text = (Path(__file__).parents[1] / "docs" / page).read_text("utf-8")
        assert texts[copy].splitlines()[0] == text.splitlines()[0]
        kept = re.findall(r"\]\(((?:\.\./schemas/|contract|#)[^)]+)\)", text)
        assert kept
        assert re.findall(r"\]\(([^)]+)\)", texts[copy]) == [_copied(to) for to in kept]
    assert "(CONTRACT.md)" in texts["README.md"]
    assert not [path for path, text in texts.items() if "docs/contract.md" in text]
    for path, text in texts.items():
        if path.endswith(".json"):
            json.loads(text)


def _copied(link: str) -> str:
    """Return where a link leads in a project."""
    page, mark, anchor = link.removeprefix("../").partition("#")
    return PAGES.get(page, page) + mark + anchor


def test_never_overwrites(tmp_path: Path) -> None:
    """A folder that is empty is filled; one that is not is left as it is, and so is a file."""
    empty, full, file = tmp_path / "empty", tmp_path / "full", tmp_path / "file"
    empty.mkdir()
    full.mkdir()
    for each in (full / "mine", file):
        each.write_text("mine")
    assert init("--language", "python", str(empty)).exit_code == 0

    for taken in (full, file, empty):
        before = sorted(taken.rglob("*"))
        refused = init("--language", "python", str(taken))
        assert refused.exit_code == 2
        assert "is there and not empty" in refused.output
        assert sorted(taken.rglob("*")) == before
    assert (full / "mine").read_text() == file.read_text() == "mine"


def test_writes_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file cannot be written, none is left, and no folder; what was there stays."""
    there = tmp_path / "there"
    there.mkdir()
    opened = Path.open

    def full(path: Path, *args: Any, **kwargs: Any) -> Any:
        if path.name == "phones.ts" and tmp_path in path.parents:
            raise OSError(28, "No space left on device")
        return opened(path, *args, **kwargs)

    monkeypatch.setattr(Path, "open", full)
    for folder in (there, tmp_path / "new" / "deep"):
        told = init("--language", "typescript", str(folder))
        assert told.exit_code == 2
        assert "No space left on device" in told.output

    assert sorted(tmp_path.rglob("*")) == [there]


def test_says_what_there_is() -> None:
    """A language that isn't there is answered with those that are, and with what is there for all others; the help has an example."""
    refused = init("--language", "cobol")

    assert refused.exit_code == 2
    assert "there is no template in cobol; there are python, typescript." in refused.output
    assert "--language other" in refused.output
    assert "backupspec init --language typescript acme-phone" in init("--help").output


LOOP = """
import json, sys

WORLDS = {}

def answer(method, given):
    if method == "about":
        return json.load(open("about.json"))
    if method == "open_world":
        name = f"world-{len(WORLDS) + 1}"
        WORLDS[name] = given["opening"]
        return {"world": name}
    opening = WORLDS.pop(given["world"]) if method == "close_world" else WORLDS[given["world"]]
    told = {"world": given["world"]}
    seen = {name: opening[name] for name in ("wall_clock", "time_zone")}
    seen |= {"elapsed_s": 0, "cloud_up": True, "phones": {}, "accounts": {}, "transfers": []}
    if method == "perform":
        told["outcomes"] = [{"outcome": "unsupported"} for _ in given["commands"]]
    if method == "observe" or given.get("observe"):
        told["observation"] = seen
    return told

for line in sys.stdin:
    asked = json.loads(line)
    answered = {"jsonrpc": "2.0", "id": asked["id"]}
    try:
        answered["result"] = answer(asked["method"], asked["params"])
    except Exception as error:
        answered["error"] = {"code": -32000, "message": repr(error)}
    print(json.dumps(answered), flush=True)
"""
"""The loop of what init writes for other languages, and nothing else, in one that is at hand."""


def test_a_loop_alone_can_be_checked(tmp_path: Path) -> None:
    """In another language, whoever wrote the loop as README.md says is told that it is sound; the exchange is answered, line for line."""
    folder = tmp_path / "acme"
    told = init("--language", "other", str(folder))
    assert told.exit_code == 0
    enter, check = re.findall(r"^  (.+)$", told.output, re.MULTILINE)
    assert (enter, check) == (f"cd {folder}", 'backupspec check "stdio:COMMAND"')
    (folder / "loop.py").write_text(LOOP)
    program = f"{sys.executable} loop.py"

    checked = typed(check.replace("COMMAND", program), folder)

    assert checked.returncode == 0, checked.stdout
    answers = [json.loads(line) for line in fed(program, folder, _text(folder / "requests.jsonl")).stdout.splitlines()]
    theirs = [json.loads(line) for line in _text(folder / "responses.jsonl").splitlines()]
    assert [(each["id"], "error" in each) for each in answers] == [(each["id"], "error" in each) for each in theirs]
    assert answers[1:3] == theirs[1:3]

    (folder / "about.json").write_text(_text(folder / "about.json").replace('"create_account",', ""))
    assert typed(check.replace("COMMAND", program), folder).returncode == 3


def _text(file: Path) -> str:
    return file.read_text("utf-8")


def test_a_project_answers_the_exchange_as_the_reference_does(made: tuple[Path, str]) -> None:
    """What a new project has written already is answered as in the exchange for other languages, and measured as there."""
    folder, run = made
    program = re.search(r'"stdio:(.+)"', run)
    assert program is not None
    given = project("other", "acme")

    ran = fed(program[1], folder, given["requests.jsonl"])

    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    theirs = [json.loads(line) for line in given["responses.jsonl"].splitlines()]
    assert len(answers) == len(theirs) == 9
    assert answers[1:3] == theirs[1:3]
    assert [answers[at]["result"]["outcomes"] for at in (3, 5)] == [theirs[at]["result"]["outcomes"] for at in (3, 5)]
    assert [each["result"]["observation"]["phones"]["Ann's phone"]["content"] for each in (answers[3], answers[4])] == [
        each["result"]["observation"]["phones"]["Ann's phone"]["content"] for each in (theirs[3], theirs[4])
    ]
    assert "error" in answers[8]


def test_the_exchange_is_the_references() -> None:
    """The reference as a program answers the requests with the responses, byte for byte; each operation, each outcome and an error are among them."""
    given = project("other", "acme")

    ran = fed(f"{sys.executable} -m backupspec.targets.speaking", Path.cwd(), given["requests.jsonl"])

    assert ran.stdout == given["responses.jsonl"]
    assert {json.loads(line)["method"] for line in given["requests.jsonl"].splitlines()} == {*wire.ASKED, "sing"}
    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    outcomes = {each["outcome"] for answer in answers for each in answer.get("result", {}).get("outcomes", ())}
    assert outcomes == {"done", "refused", "failed", "unsupported"}
    assert "error" in answers[-1]


def test_the_worked_example_is_right() -> None:
    """The entries, sizes and digest that README.md works out are those of the favourites that the exchange gives."""
    given = project("other", "acme")
    _, _, _, told, *_ = (json.loads(line) for line in given["responses.jsonl"].splitlines())
    readme = given["README.md"]
    [written] = re.findall(r"```json\n(.*?)\n```", readme, re.DOTALL)
    entries = [
        json.dumps(each, sort_keys=True, ensure_ascii=False, separators=(",", ":")) for each in json.loads(written)
    ]
    sizes = [len(entry.encode()) for entry in entries]

    assert msgspec.convert(json.loads(written), tuple[Item, ...]) == CONTENT.favourites
    for entry, size in zip(entries, sizes, strict=True):
        assert f"`{entry}`, {size} bytes" in readme
    whole = f"[{','.join(entries)}]"
    assert f"{len(whole.encode())} bytes:\n   `{whole}`" in readme
    shown = told["result"]["observation"]["phones"]["Ann's phone"]["content"]["favourites"]
    assert f"`{json.dumps(shown, separators=(',', ':'))}`" in readme
    assert shown["size_bytes"] == sum(sizes)


def test_what_is_unfinished_at_first_is_everything() -> None:
    """The first answer to `about` keeps the contract, and lists the commands in the order in which README.md does."""
    given = project("other", "acme")

    about = msgspec.json.decode(given["about.json"], type=About)

    assert about.unfinished == tuple(name for name, _ in _listed(given["README.md"]))
    assert set(about.unfinished) == NAMES


def test_the_commands_that_check_gives_come_first() -> None:
    """What a check gives is what README.md says: the first five commands in order, and two that a person gives, where they are written."""
    given: dict[str, None] = {}
    reference = reach("reference")
    perform = reference.perform

    def listening(world: str, commands: Any, *, observe: bool = False) -> Any:
        given.update(dict.fromkeys(tag(type(each).__name__) for each in commands))
        return perform(world, commands, observe=observe)

    reference.perform = listening  # type: ignore[method-assign]
    for each in findings(Bench(reference, POLICY, {}), CHECKS):
        assert each.result == "ok"

    first = next(iter(ORDER.values()))[:5]
    assert given.keys() - {"no_such_command"} == {*first, "sign_in", "receive_messages"}
    assert all(f"`{name}`" in project("other", "acme")["README.md"].partition("## 3.")[2][:400] for name in first)


def test_the_python_adapter_takes_what_a_newer_suite_sends(tmp_path: Path) -> None:
    """A member that it doesn't know is passed over; a line that is no request is told, and the next one is answered."""
    assert init("--language", "python", str(tmp_path / "phone")).exit_code == 0
    lines = [
        b'{"jsonrpc":"2.0","id":1,"method":"about","params":{"weather":"fine"}}',
        b"no request",
        b'{"jsonrpc":"2.0","id":2,"method":"about","params":{}}',
    ]

    ran = subprocess.run(
        [sys.executable, "adapter.py"], cwd=tmp_path / "phone", input=b"\n".join(lines), capture_output=True, check=True
    )

    first, wrong, second = map(json.loads, ran.stdout.splitlines())
    assert first["result"] == second["result"]
    assert (wrong["id"], wrong["error"]["code"]) == (None, -32000)
