"""`backupspec init`: a small project for an implementation in another process, to be filled in command by command.

What it writes are the files of templates/, with the types of the contract and the table of unfinished commands made from our own types.
"""

import re
import shlex
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import get_args

import click
from msgspec import Struct
from msgspec.structs import fields

from backupspec.contract.commands import Command, tag
from backupspec.contract.implementation import CONTRACT_VERSION
from backupspec.contract.typescript import declarations
from backupspec.policy_commands import misuse
from backupspec.suite.text import shown


class Language(Struct, frozen=True):
    """A language that a project can be made in."""

    comment: str
    function: str
    """What a command's function looks like where it is written, to find those that the template has."""
    build: str
    program: str
    needs: str


LANGUAGES: Mapping[str, Language] = {
    "python": Language(
        "#", r"^def (\w+)\(world, (?:phone, )?command\):", "", "python3 adapter.py", "Python 3.11 or newer"
    ),
    "typescript": Language(
        "//",
        r"^  (\w+)(?:\(world(?:, {.*})?\) {|: onPhone\()",
        "npm install && npm run build",
        "node dist/adapter.js",
        "Node 20 or newer",
    ),
}

ORDER: Mapping[str, tuple[str, ...]] = {
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
    "--language", type=click.Choice(tuple(LANGUAGES)), required=True, help="The language that you want to write in."
)
@click.argument("folder", metavar="[DIR]", default="phone-adapter", type=click.Path(path_type=Path))
def init(language: str, folder: Path) -> None:
    """Begin an adapter for your own implementation: a small project in DIR (phone-adapter, if none is named).

    Its clock, its phones and accounts are written already. Each command that a person gives is *unsupported* until you
    have written it, and the verdict is *partial* until then. Nothing that is there is overwritten.

    \b
    Examples:
      backupspec init --language python
      backupspec init --language typescript acme-phone
    \b
    Exit codes: 0 it is written, 2 DIR is there and not empty, or cannot be written.
    """
    if _occupied(folder):
        misuse(f"{shown(str(folder))} is there and not empty: name a folder that is new or empty")
    texts = project(language, _name(folder))
    try:
        _write(texts, folder)
    except (OSError, ValueError) as error:
        misuse(f"{shown(str(folder))} cannot be written: {getattr(error, 'strerror', None) or error}")
    for line in _next(LANGUAGES[language], folder, texts):
        click.echo(line)


def _occupied(folder: Path) -> bool:
    """Tell whether something lies in the way."""
    try:
        return folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir())))
    except (OSError, ValueError) as error:
        misuse(f"{shown(str(folder))} cannot be read: {getattr(error, 'strerror', None) or error}")


def _name(folder: Path) -> str:
    """Make a name of a folder's that may stand in any file: letters, digits and dashes."""
    words = re.findall(r"[a-z0-9]+", folder.resolve().name.lower())
    return "-".join(words) or "phone"


def project(language: str, name: str) -> dict[str, str]:
    """Make the text of every file of a project, by its path."""
    templates = files("backupspec") / "templates"
    texts = dict(_files(templates / language))
    written = set(re.findall(LANGUAGES[language].function, "\n".join(texts.values()), re.MULTILINE))
    if language == "typescript":
        texts["src/contract.ts"] = _HEAD + declarations()
    texts["CONTRACT.md"] = _by_itself((templates / "CONTRACT.md").read_text("utf-8"))
    table = "\n".join(_table(LANGUAGES[language].comment, written))
    filled = {
        "@NAME@": name,
        "@CONTRACT@": CONTRACT_VERSION,
        f"{LANGUAGES[language].comment} @UNFINISHED@": table.lstrip(),
    }
    return {path: _filled(text, filled) for path, text in sorted(texts.items())}


_HEAD = f"// The types of backupspec's contract, version {CONTRACT_VERSION}: what is given, and what is answered.\n\n"


def _by_itself(page: str) -> str:
    """Leave out the links of a page to others, which don't come along; those to its own sections stay."""
    return re.sub(r"\[([^\]]*)\]\((?!#|https?:)[^)\s]*\)", r"\1", page)


def _filled(text: str, filled: Mapping[str, str]) -> str:
    for placeholder, words in filled.items():
        text = text.replace(placeholder, words)
    return text


def _files(folder: Traversable, under: str = "") -> Iterator[tuple[str, str]]:
    """Read a template. A `gitignore` gets its dot here, so that it is none in this project."""
    for each in folder.iterdir():
        if each.is_dir():
            if each.name != "__pycache__":
                yield from _files(each, f"{under}{each.name}/")
        else:
            yield under + {"gitignore": ".gitignore"}.get(each.name, each.name), each.read_text("utf-8")


def _table(comment: str, written: set[str]) -> Iterator[str]:
    """List the commands that are not written yet, each with its members."""
    indent = "    " if comment == "#" else "  "
    every = {tag(kind.__name__): kind for kind in get_args(Command)}
    known = {name for names in ORDER.values() for name in names}
    others = tuple(sorted(every.keys() - known - written))
    for heading, names in (*ORDER.items(), ("Others.", others)):
        left = [name for name in names if name in every.keys() - written]
        if left:
            yield f"{indent}{comment} {heading}"
        for name in left:
            yield f'{indent}"{name}",  {comment} {", ".join(field.encode_name for field in fields(every[name]))}'


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
    yield f"wrote {shown(str(folder))}: {', '.join(texts)}"
    yield f"It needs {language.needs}. Next:"
    if folder.resolve() != Path.cwd():
        yield f"  cd {shlex.quote(shown(str(folder)))}"
    if language.build:
        yield f"  {language.build}"
    yield f'  backupspec run "stdio:{language.program}"'
    yield "That ends partial: what is unfinished is listed. README.md there says what to write first."
