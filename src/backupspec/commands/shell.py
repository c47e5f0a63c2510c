"""`backupspec shell`: type a command, see how it is answered and what changed. For an adapter's first hour."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from backupspec.commands.options import choices_option, profile_option, start_limit_option
from backupspec.exits import MISUSE, NOT_JUDGED
from backupspec.output import echo, say
from backupspec.text import shown

if TYPE_CHECKING:
    from backupspec.shell.session import Session

PROMPT = "> "


@click.command(
    epilog="""\b
Exit codes: 0; 1 a line of a pipe was not understood; 2 something was asked for that does not exist;
            3 the implementation broke the contract."""
)
@click.argument("target", default="reference")
@profile_option
@choices_option
@start_limit_option
def shell(target: str, profile: str, choices: str | None, start_limit_s: float) -> None:
    """Type commands to TARGET, and see how each is answered and what changed.

    A command is typed as JSON, or as its name and member=value; .help tells more, and .example makes a first situation. A list can be pasted. In a
    pipe there is no prompt, the output is always the same, and a line that is not understood is told in its place.

    \b
    Examples:
      backupspec shell
      backupspec shell python:acme.phone:make
      backupspec shell reference < commands.txt
    """
    from backupspec.contract.implementation import BrokenContract  # noqa: PLC0415 - so that --help is fast
    from backupspec.suite.setting import Misuse  # noqa: PLC0415
    from backupspec.targets.reaching import NoSuchTarget  # noqa: PLC0415

    try:
        code = _talk(target, profile, choices, start_limit_s)
    except (Misuse, NoSuchTarget) as error:
        code = say(str(error), MISUSE)
    except BrokenContract as error:
        code = say(f"the contract was broken: {error}", NOT_JUDGED)
    sys.exit(code)


def _talk(target: str, profile: str, choices: str | None, start_limit_s: float) -> int:
    """Open a world, do what is typed until there is no more, and close it."""
    from backupspec.shell.session import session  # noqa: PLC0415
    from backupspec.shell.syntax import entries  # noqa: PLC0415

    is_live = sys.stdin.isatty()
    with session(target, profile, choices, start_limit_s) as opened:
        if is_live:
            echo(f"{shown(opened.name)}, judged by {shown(opened.policy.title)}. .help tells what can be typed.")
        for number, entry in entries(_prompted(opened) if is_live else _piped()):
            if not opened.typed(entry, "" if is_live else f"line {number}: "):
                break
        return 0 if is_live else opened.code


def _piped() -> Iterator[str]:
    """Yield what comes through a pipe."""
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    for line in sys.stdin:
        yield line.rstrip("\n")


def _prompted(opened: "Session") -> Iterator[str]:
    """Yield what a person types. Ctrl-C drops the line, Ctrl-D ends."""
    _complete(opened)
    while True:
        try:
            yield input(PROMPT)
        except KeyboardInterrupt:
            echo()
        except EOFError:
            echo()
            return


def _complete(opened: "Session") -> None:
    """Offer completion and history, where the standard library has readline."""
    try:
        import readline  # noqa: PLC0415 - not on every platform
    except ImportError:
        return
    from backupspec.shell.session import DOTTED  # noqa: PLC0415
    from backupspec.shell.syntax import completions, token_start  # noqa: PLC0415

    def complete(_word: str, number: int) -> str | None:
        line = readline.get_line_buffer()[: readline.get_endidx()]
        found = completions(line, opened.seen, DOTTED)
        return found[number][readline.get_begidx() - token_start(line) :] if number < len(found) else None

    readline.set_completer_delims(" ")
    readline.set_completer(complete)
    is_libedit = "libedit" in (readline.__doc__ or "")
    readline.parse_and_bind("bind ^I rl_complete" if is_libedit else "tab: complete")
