"""`backupspec init`: a small project for an implementation in another process, to be filled in command by command.

What it writes are the files of templates/ and the schemas, with the types of the contract and the table of unfinished commands made from our own
types, and for a language without a template an exchange with the reference.
"""

import json
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import get_args

import click
from msgspec import Struct
from msgspec.structs import fields

from backupspec import shipped
from backupspec.contract.commands import NAMES, Command, tag
from backupspec.contract.implementation import CONTRACT_VERSION, About
from backupspec.contract.schemas import plain
from backupspec.contract.typescript import declarations
from backupspec.output import echo, misuse
from backupspec.text import shown


class Language(Struct, frozen=True, kw_only=True):
    """A language that a project can be made in. `other` is every one that has no template: nothing is written in it, and nothing can be run."""

    heading: str
    line: str
    """How the table of unfinished commands is written: what some have in common, and one, with its members."""
    function: str = ""
    """What a command's function looks like where it is written, to find those that the template has."""
    build: str = ""
    program: str = ""
    needs: str = ""


LANGUAGES: Mapping[str, Language] = {
    "python": Language(
        heading="    # {}",
        line='    "{}",  # {}',
        function=r"^def (\w+)\(world, (?:phone, )?command\):",
        program="python3 adapter.py",
        needs="Python 3.11 or newer",
    ),
    "typescript": Language(
        heading="  // {}",
        line='  "{}",  // {}',
        function=r"^  (\w+)(?:\(world(?:, {.*})?\) {|: onPhone\()",
        build="npm install && npm run build",
        program="node dist/adapter.js",
        needs="Node 20 or newer",
    ),
    "other": Language(heading="\n{}\n", line="- `{}`: {}"),
}

ORDER: Mapping[str, tuple[str, ...]] = {
    "What nearly every scenario is brought about by. `check` gives the first five of them:": (
        *("create_account", "add_phone", "advance_time", "set_wall_clock", "set_content"),
        *("set_network", "set_external_power", "set_time_zone", "set_cloud_space", "take_cloud_down", "bring_cloud_up"),
        *("set_phone_space", "set_software_version"),
    ),
    "A backup by hand: clauses AS, MAN, CON, and GEN, for some of which receive_messages and take_photo are needed, too.": (
        *("sign_in", "turn_on", "back_up_now", "choose_upload", "turn_off", "sign_out"),
        *("turn_phone_off", "turn_phone_on", "let_sign_in_lapse", "renew_sign_in"),
    ),
    "A backup by itself, paused and disturbed: clauses SCH.": (
        *("pause_flow_after", "resume_flow", "cut_network_after", "fail_power_after"),
    ),
    "The prompt: clauses REM.": ("accept_prompt", "dismiss_prompt"),
    "Deleting, on the phone and in OneDrive: clauses DEL.": ("delete_backups", "delete_cloud_backup", "reset_phone"),
    "A phone that comes back: clauses RST.": (
        *("begin_set_up", "choose_backup", "press_next", "press_done", "enter_passwords", "skip_passwords"),
        *("decline_restore", "require_security_code", "enter_security_code", "withdraw", "make_secret_unusable"),
        *("put_cloud_backup", "choose_texts"),
    ),
    "Who reads what is backed up: clause PRV-01.": ("read_cloud",),
    "Text messages: clauses TXT.": ("receive_messages", "send_messages", "delete_messages", "delete_conversation"),
    "Photos and videos: clauses PHO.": ("take_photo", "take_video", "view_medium", "delete_medium"),
}
"""In which order commands are best written. Those that are not here come last."""


@click.command()
@click.option(
    "--language",
    metavar=f"[{'|'.join(LANGUAGES)}]",
    required=True,
    help="The language that you want to write in; other, if it is none of these.",
)
@click.argument("folder", metavar="[DIR]", default="phone-adapter", type=click.Path(path_type=Path))
def init(language: str, folder: Path) -> None:
    """Begin an adapter for your own implementation: a small project in DIR (phone-adapter, if none is named).

    The contract and its JSON Schemas come along. In Python and TypeScript the clock, phones and accounts are written
    already; each command that a person gives is *unsupported* until you have written it, and the verdict is *partial*
    until then. For any other language there is what to write in which order, and an exchange to try it with. Nothing
    that is there is overwritten.

    \b
    Examples:
      backupspec init --language python
      backupspec init --language typescript acme-phone
      backupspec init --language other acme-phone
    \b
    Exit codes: 0 it is written, 2 DIR is there and not empty, or cannot be written.
    """
    if language not in LANGUAGES:
        known = ", ".join(name for name in LANGUAGES if name != "other")
        misuse(
            f"there is no template in {shown(language)}; there are {known}. For any other language, --language other "
            "writes the contract, its schemas, what to write in which order, and an exchange to try it with"
        )
    if _occupied(folder):
        misuse(f"{folder} is there and not empty: name a folder that is new or empty")
    texts = project(language, _name(folder))
    try:
        _write(texts, folder)
    except (OSError, ValueError) as error:
        misuse(f"{folder} cannot be written: {getattr(error, 'strerror', None) or error}")
    for line in _next(LANGUAGES[language], folder, texts):
        echo(line)


def _occupied(folder: Path) -> bool:
    """Tell whether something lies in the way."""
    try:
        return folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir())))
    except (OSError, ValueError) as error:
        misuse(f"{folder} cannot be read: {getattr(error, 'strerror', None) or error}")


def _name(folder: Path) -> str:
    """Make a name of a folder's that may stand in any file: letters, digits and dashes."""
    words = re.findall(r"[a-z0-9]+", folder.resolve().name.lower())
    return "-".join(words) or "phone"


def project(language: str, name: str) -> dict[str, str]:
    """Make the text of every file of a project, by its path."""
    templates = files("backupspec") / "templates"
    texts = dict(_files(templates / language))
    groups = _unfinished(_written(LANGUAGES[language], texts))
    if language == "typescript":
        texts["src/contract.ts"] = _HEAD + declarations()
    if language == "other":
        texts |= _to_try(name, [command for commands in groups.values() for command in commands])
    texts |= {copy: _by_itself((templates / page).read_text("utf-8")) for page, copy in PAGES.items()}
    texts |= {f"schemas/{each}": text for each, text in _files(files("backupspec.schemas")) if each.endswith(".json")}
    table = "\n".join(_table(LANGUAGES[language], groups)).strip("\n")
    filled = {"@NAME@": name, "@CONTRACT@": CONTRACT_VERSION}
    return {path: _filled(text, filled, table) for path, text in sorted(texts.items())}


def _written(language: Language, texts: Mapping[str, str]) -> set[str]:
    """Find the commands that a template has."""
    return set(re.findall(language.function, "\n".join(texts.values()), re.MULTILINE)) if language.function else set()


def _to_try(name: str, unfinished: list[str]) -> dict[str, str]:
    """Make what a loop in any language can be begun with: what it says of itself, and an exchange."""
    from backupspec.shell.exchange import exchange  # noqa: PLC0415 - slow to import, and --help has no need of it

    requests, responses = exchange()
    about = About(
        name=name,
        version="0.1",
        contract=CONTRACT_VERSION,
        profiles=(shipped.PROFILES[0],),
        clock="own",
        choices={},
        unfinished=tuple(unfinished),
        lacks=("controls", "items"),
    )
    return {
        "about.json": json.dumps(plain(about), indent=2) + "\n",
        "requests.jsonl": requests,
        "responses.jsonl": responses,
    }


_HEAD = f"// The types of backupspec's contract, version {CONTRACT_VERSION}: what is given, and what is answered.\n\n"


PAGES: Mapping[str, str] = {"contract.md": "CONTRACT.md", "contract-reference.md": "CONTRACT-REFERENCE.md"}
"""The pages of the documentation that come along, and what the copies are called."""


def _by_itself(text: str) -> str:
    """Make links lead to the copies of schemas and pages, and leave out those to pages that don't come along."""
    text = text.replace("](../schemas/", "](schemas/")
    for page, copy in PAGES.items():
        text = text.replace(f"]({page}", f"]({copy}")
    return re.sub(r"\[([^\]]*)\]\((?!#|https?:|schemas/|CONTRACT)[^)\s]*\)", r"\1", text)


def _filled(text: str, filled: Mapping[str, str], table: str) -> str:
    for placeholder, words in filled.items():
        text = text.replace(placeholder, words)
    return re.sub(r"^.*@UNFINISHED@$", lambda _: table, text, flags=re.MULTILINE)


def _files(folder: Traversable, under: str = "") -> Iterator[tuple[str, str]]:
    """Read a template. A `gitignore` gets its dot here, so that it is none in this project."""
    for each in folder.iterdir():
        if each.is_dir():
            if each.name != "__pycache__":
                yield from _files(each, f"{under}{each.name}/")
        else:
            yield under + {"gitignore": ".gitignore"}.get(each.name, each.name), each.read_text("utf-8")


def _unfinished(written: set[str]) -> dict[str, list[str]]:
    """Put the commands that are not written yet in order, in groups, each under its heading."""
    known = {name for names in ORDER.values() for name in names}
    others = tuple(sorted(NAMES - known))
    groups = {heading: [name for name in names if name not in written] for heading, names in ORDER.items()}
    groups["Others."] = [name for name in others if name not in written]
    return {heading: names for heading, names in groups.items() if names}


def _table(language: Language, groups: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """List commands in groups, each with its members."""
    kinds = {tag(kind.__name__): kind for kind in get_args(Command)}
    for heading, names in groups.items():
        yield language.heading.format(heading)
        for name in names:
            members = ", ".join(field.encode_name for field in fields(kinds[name])) or "no members"
            yield language.line.format(name, members)


def _write(texts: Mapping[str, str], folder: Path) -> None:
    """Write all files, or none."""
    begun: list[Path] = []
    try:
        for path, text in texts.items():
            file = folder / path
            begun += _made(file.parent)
            begun.append(file)
            with file.open("x", encoding="utf-8", newline="\n") as opened:
                opened.write(text)
    except BaseException:
        for made in reversed(begun):
            if made.is_dir():
                made.rmdir()
            else:
                made.unlink(missing_ok=True)
        raise


def _made(folder: Path) -> list[Path]:
    """Make a folder and those that it lies in; tell which are new, the outermost first."""
    new = [each for each in (folder, *folder.parents) if not each.exists()][::-1]
    for each in new:
        each.mkdir()
    return new


def _next(language: Language, folder: Path, texts: Mapping[str, str]) -> Iterator[str]:
    """Tell what was written, and what to do with it."""
    top = dict.fromkeys(re.sub("/.*", "/", path) for path in texts)
    yield f"wrote {folder}: {', '.join(top)}"
    yield f"It needs {language.needs}. Next:" if language.needs else "Next:"
    if folder.resolve() != Path.cwd():
        yield f"  cd {shlex.quote(str(folder))}"
    if not language.program:
        yield "Write the loop there, as README.md says, which also tells what comes after it. With COMMAND for what starts it:"
        yield '  backupspec check "stdio:COMMAND"'
        return
    if language.build:
        yield f"  {language.build}"
    yield f'  backupspec run "stdio:{language.program}"'
    yield "That ends partial: what is unfinished is listed. README.md there says what to write first."
