"""From the name of a target to an implementation."""

import importlib
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from backupspec.contract.implementation import BrokenContract, Implementation
from backupspec.policy.model import Policy
from backupspec.reference.implementation import Reference
from backupspec.shipped import Profiles, shape
from backupspec.targets import guard
from backupspec.targets.guard import Guarded, asked
from backupspec.targets.limits import LONGER, START_LIMIT_S
from backupspec.targets.real_time import real_time_s
from backupspec.targets.stdio import CannotStart, Stdio
from backupspec.targets.wire import Remote
from backupspec.text import one_line

FORMS = "reference, python:package.module:factory, stdio:COMMAND, or a URL such as http://127.0.0.1:8000"

OPERATIONS = ("about", "open_world", "perform", "observe", "close_world")


class NoSuchTarget(ValueError):
    """The name of a target leads nowhere: nothing was judged. What it says is one line."""

    def __init__(self, message: str) -> None:
        super().__init__(one_line(message))


def reach(target: str, start_limit_s: float = START_LIMIT_S, *own: Policy) -> Implementation:
    """Return the implementation that a target names. It is given so many real seconds to start; the reference keeps policies of one's own, too.

    Raise NoSuchTarget if the name leads nowhere, and BrokenContract if the factory fails.
    """
    if target == "reference":
        return reference(Profiles(*own))
    if target.startswith("python:"):
        return _from_factory(target, start_limit_s)
    if target.startswith("stdio:"):
        return _from_program(target, start_limit_s)
    if target.lower().startswith(("http://", "https://")):
        return _from_url(target)
    raise NoSuchTarget(f"there is no target {target!r}; a target is {FORMS}")


def reference(policies: Mapping[str, Policy]) -> Implementation:
    """Make a reference that keeps these policies, by their ids."""
    return Reference(policies, shape("manifest"))


def remarks(implementation: Implementation) -> tuple[str, ...]:
    """Tell what was met on the way to an implementation that is no fault, and that its author may want to know."""
    return implementation.remarks() if isinstance(implementation, Remote) else ()


def leave(implementation: Implementation) -> None:
    """End what was started to reach an implementation, if anything was."""
    if isinstance(implementation, Remote):
        implementation.close()


def _from_program(target: str, start_limit_s: float) -> Implementation:
    if os.name != "posix":
        raise NoSuchTarget(f"{target!r} cannot be reached: programs are started on POSIX systems only")
    try:
        return Remote(Stdio(target.removeprefix("stdio:"), start_limit_s), target)
    except CannotStart as error:
        raise NoSuchTarget(f"{target}: {error}") from error


def _from_url(target: str) -> Implementation:
    from backupspec.targets.http import Http, NoSuchAddress  # noqa: PLC0415 - TLS and all: few targets need it

    try:
        return Remote(Http(target), target)
    except NoSuchAddress as error:
        raise NoSuchTarget(str(error)) from error


def _from_factory(target: str, start_limit_s: float) -> Implementation:
    began_s = real_time_s()
    factory = _factory(target, start_limit_s)
    left_s = max(start_limit_s - (real_time_s() - began_s), _LEAST_S)
    try:
        implementation = asked(factory, f"{target}: the factory", left_s)
    except guard.TooLate as error:
        told = f"no answer within {start_limit_s:g} s, the import included; {LONGER}"
        raise guard.TooLate(told, cause="late", who=f"{target}: the factory") from error
    missing = asked(lambda: _missing(implementation), f"{target}: what the factory made", guard.LIMIT_S)
    if missing:
        raise BrokenContract(
            f"{target}: what the factory made, of type {type(implementation).__name__}, lacks {', '.join(missing)}; "
            f"it needs {', '.join(OPERATIONS)}"
        )
    return Guarded(implementation, target)


_LEAST_S = 0.01
"""What is left, if nothing is: a limit of nothing would be none."""


def _factory(target: str, start_limit_s: float) -> Callable[[], Any]:
    """Import the module that a target names, and find the factory in it."""
    module_name, _, factory_name = target.removeprefix("python:").partition(":")
    if not module_name or not factory_name.isidentifier():
        raise NoSuchTarget(f"{target!r} is not a target: write python:package.module:factory")
    if (here := str(Path.cwd())) not in sys.path:
        sys.path.insert(0, here)

    def find() -> object:
        return getattr(importlib.import_module(module_name), factory_name, None)

    try:
        factory = asked(find, f"{target}: importing {module_name} failed", start_limit_s, LONGER)
    except BrokenContract as error:
        raise NoSuchTarget(str(error)) from error
    if not callable(factory):
        raise NoSuchTarget(f"{target}: {module_name} has no function {factory_name!r}")
    return factory


def _missing(implementation: object) -> list[str]:
    return [name for name in OPERATIONS if not callable(getattr(implementation, name, None))]
