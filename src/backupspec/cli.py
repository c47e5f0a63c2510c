"""The commands that people type, each loaded when it is asked for."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import NamedTuple

import click

from backupspec import __version__
from backupspec.exits import INTERNAL

OF_EVERY_COMMAND = (
    f"Exit code {INTERNAL}: an internal error of backupspec, which says nothing about any implementation."
)


class Loaded(NamedTuple):
    """Where a command is, and its line in the help."""

    module: str
    short_help: str


COMMANDS: Mapping[str, Loaded] = {
    "check": Loaded("backupspec.commands.check", "Tell whether an implementation can be judged."),
    "clauses": Loaded("backupspec.commands.clauses", "Tell what is tested, and a scenario's steps."),
    "compare": Loaded("backupspec.commands.compare", "Tell what got better or worse between two reports."),
    "init": Loaded("backupspec.commands.init", "Begin an adapter for your own implementation."),
    "policy": Loaded("backupspec.commands.policy", "Say a policy, compare two, or find what is wrong."),
    "replay": Loaded("backupspec.commands.replay", "Perform the trace of a failure again."),
    "report": Loaded("backupspec.commands.report", "Tell the report of a run again."),
    "run": Loaded("backupspec.commands.run", "Judge an implementation: the verdict."),
    "serve": Loaded("backupspec.commands.serve", "Offer an implementation over HTTP."),
    "shell": Loaded("backupspec.commands.shell", "Type commands, and see what each changes."),
    "validate": Loaded("backupspec.commands.validate", "Tell all that is wrong with documents."),
}


class _Commands(click.Group):
    """All commands: their names and lines are known, the rest is read when one is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's
        """Return the names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's
        """Return a command, which is called as its module is; None if there is none of that name."""
        return _loaded(cmd_name) if cmd_name in COMMANDS else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        """Write the list in the help without reading any command."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, each.short_help) for name, each in COMMANDS.items()])


@cache
def _loaded(name: str) -> click.Command:
    command: click.Command = getattr(import_module(COMMANDS[name].module), name)
    for each in _with_those_below(command):
        each.epilog = "\n\n".join(filter(None, (each.epilog, OF_EVERY_COMMAND)))
    return command


def _with_those_below(command: click.Command) -> Iterator[click.Command]:
    yield command
    for each in command.commands.values() if isinstance(command, click.Group) else ():
        yield from _with_those_below(each)


@click.group(
    cls=_Commands,
    epilog=OF_EVERY_COMMAND,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="backupspec")
def main() -> None:
    """Tell whether an implementation keeps a phone's backup policy, clause by clause."""
