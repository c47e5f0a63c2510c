"""What a person types at a prompt, or sends through a pipe, line by line."""

import sys
from collections.abc import Iterator

from backupspec.contract.implementation import BrokenContract
from backupspec.exits import MISUSE, NOT_JUDGED
from backupspec.inputs import Misuse
from backupspec.output import echo, say
from backupspec.shell.session import DOTTED, Session, session
from backupspec.shell.syntax import completions, entries, token_start
from backupspec.targets.reaching import NoSuchTarget
from backupspec.text import shown

PROMPT = "> "


def converse(target: str, profile: str, choices: str | None, start_limit_s: float) -> int:
    """Do what is typed until there is no more, and return the exit code."""
    try:
        return _talk(target, profile, choices, start_limit_s)
    except (Misuse, NoSuchTarget) as error:
        return say(str(error), MISUSE)
    except BrokenContract as error:
        return say(f"the contract was broken: {error}", NOT_JUDGED)


def _talk(target: str, profile: str, choices: str | None, start_limit_s: float) -> int:
    """Open a world, do what is typed until there is no more, and close it."""
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


def _prompted(opened: Session) -> Iterator[str]:
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


def _complete(opened: Session) -> None:
    """Offer completion and history, where the standard library has readline."""
    try:
        import readline  # noqa: PLC0415 - not on every platform
    except ImportError:
        return

    def complete(_word: str, number: int) -> str | None:
        line = readline.get_line_buffer()[: readline.get_endidx()]
        found = completions(line, opened.seen, DOTTED)
        return found[number][readline.get_begidx() - token_start(line) :] if number < len(found) else None

    readline.set_completer_delims(" ")
    readline.set_completer(complete)
    is_libedit = "libedit" in (readline.__doc__ or "")
    readline.parse_and_bind("bind ^I rl_complete" if is_libedit else "tab: complete")
